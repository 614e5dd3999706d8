//! The papers as plain lines and as JSON: the same as the screen, for pipes and screen readers.

use super::folder;
use super::paper::{Facts, Paper, Reading, Verdict};
use super::read::Reader;
use crate::error::Failure;
use crate::exit::Status;
use crate::i18n::msg;
use crate::ui::{Tone, Ui};

/// Reads and tells one paper after the other.
pub(super) fn run(
    papers: Vec<Paper>,
    reader: &Reader,
    json: bool,
    ui: &Ui,
) -> Result<Status, Failure> {
    let mut status = Status::Done;
    for mut paper in papers {
        folder::read(&mut paper, reader);
        if json {
            ui.print_json(&paper.to_json(ui))?;
        }
        match &paper.reading {
            Reading::Read(facts) if !json => {
                lines(&paper, facts, ui).iter().try_for_each(|line| ui.print_line(line))?;
            }
            Reading::Fault(failure) => {
                status = status.worse(failure.status());
                ui.complain(failure);
            }
            Reading::Read(_) | Reading::Waiting => {}
        }
    }
    Ok(status)
}

/// A line for the paper, one for each signature and each warning.
fn lines(paper: &Paper, facts: &Facts, ui: &Ui) -> Vec<String> {
    let (tone, verdict) = facts.verdict.words();
    let verdict = ui.paint(tone, &ui.text(&verdict));
    let mut first = paper.name();
    let parts = [facts.number.clone(), Some(facts.title.clone()), pages(facts, ui), Some(verdict)];
    for part in parts.into_iter().flatten() {
        first.push_str(" · ");
        first.push_str(&part);
    }
    let mut lines = vec![first];
    if ui.quiet {
        return lines;
    }
    lines.extend(signed(facts, ui).into_iter().map(|(tone, line)| {
        let tone = if facts.verdict == Verdict::Unsigned { Tone::Faint } else { tone };
        format!("  {}", ui.paint(tone, &line))
    }));
    for warning in &facts.warnings {
        let word = ui.paint(Tone::Doubtful, &ui.text(&msg::word_warning()));
        lines.push(format!("  {word}: {}", ui.text(warning)));
    }
    lines
}

/// How many pages, where there are some.
pub(super) fn pages(facts: &Facts, ui: &Ui) -> Option<String> {
    facts.pages.map(|count| ui.text(&msg::inbox_pages(count)))
}

/// Who signed, with the verdict.
pub(super) fn signed(facts: &Facts, ui: &Ui) -> Vec<(Tone, String)> {
    let line = |one: &super::paper::Signature| {
        let (tone, verdict) = one.verdict.words();
        (tone, format!("{}: {}", one.name, ui.text(&verdict)))
    };
    facts.signatures.iter().map(line).collect()
}
