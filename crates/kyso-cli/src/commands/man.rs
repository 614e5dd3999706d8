//! `kyso man`: the manual page, in roff.

use clap::Command;
use clap_mangen::Man;

use crate::args::{OPTIONS_OF_CLAP, grammar, in_language};
use crate::error::Failure;
use crate::exit::Status;
use crate::i18n::msg;
use crate::ui::Ui;

pub(super) fn run(ui: &Ui) -> Result<Status, Failure> {
    let mut page = Vec::new();
    let mut grammar = in_language(grammar(), &ui.catalog);
    grammar.build();
    let verbs = verbs_of(&grammar, "kyso");
    let whole = Man::new(grammar.clone());
    // Writing to memory cannot fail, and what is there is printed either way.
    let _ = whole.render_title(&mut page);
    let _ = whole.render_name_section(&mut page);
    page.extend_from_slice(heading(&ui.text(&msg::heading_verbs()).to_uppercase()).as_bytes());
    for (name, verb) in &verbs {
        page.extend_from_slice(entry(name, verb).as_bytes());
    }
    let _ = whole.render_options_section(&mut page);
    for (name, verb) in verbs {
        page.extend_from_slice(heading(&name).as_bytes());
        let usage = verb.clone().render_usage().to_string();
        let usage = usage.strip_prefix("Usage: ").unwrap_or(&usage);
        let options = format!("[{}]", ui.text(&msg::heading_options_word()));
        let usage = usage.replace(OPTIONS_OF_CLAP, &options);
        page.extend_from_slice(verbatim(&usage).as_bytes());
        let after = verb.get_after_help().map(ToString::to_string).unwrap_or_default();
        let _ = Man::new(verb).render_options_section(&mut page);
        page.extend_from_slice(verbatim(&after).as_bytes());
    }
    let after = grammar.get_after_help().map(ToString::to_string).unwrap_or_default();
    page.extend_from_slice(verbatim(&after).as_bytes());
    ui.print(&page)?;
    Ok(Status::Done)
}

fn heading(title: &str) -> String {
    format!(".SH \"{}\"\n", escape(title))
}

/// Every verb by its full name; one that has actions before these.
fn verbs_of(command: &Command, above: &str) -> Vec<(String, Command)> {
    let mut all = Vec::new();
    for verb in command.get_subcommands() {
        let name = format!("{above} {}", verb.get_name());
        all.push((name.clone(), verb.clone()));
        all.extend(verbs_of(verb, &name));
    }
    all
}

fn entry(name: &str, verb: &Command) -> String {
    let about = verb.get_about().map(ToString::to_string).unwrap_or_default();
    format!(".TP\n\\fB{}\\fR\n{}\n", escape(name), escape(&about))
}

/// Lines as they stand: examples are not to be filled into paragraphs.
fn verbatim(text: &str) -> String {
    let lines: String = text.lines().map(|line| format!("{}\n", escape(line))).collect();
    format!(".PP\n.nf\n{lines}.fi\n")
}

/// roff takes a backslash anywhere and a full stop or apostrophe at the start of a line as its
/// own; a bare `-` may be typeset as a dash that cannot be copied into a shell.
fn escape(text: &str) -> String {
    let text = text.replace('\\', "\\e").replace('-', "\\-");
    if text.starts_with(['.', '\'']) { format!("\\&{text}") } else { text }
}
