//! The list of papers, and below it what there is to know of the one in front.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use super::{broken, cap, foot, head, parts, style};
use crate::i18n::{Message, msg};
use crate::inbox::list::{pages, signed};
use crate::inbox::paper::{Done, Facts, Paper, Reading};
use crate::inbox::state::App;
use crate::ui::{Tone, Ui};

/// Rows for the paper in front, where there is room for them.
const ABOUT: u16 = 8;

/// Cells of the columns beside the title.
const NUMBER: usize = 16;
const PAGES: usize = 5;
const STATE: usize = 18;
const WARNINGS: usize = 3;

pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, app: &App, ui: &Ui) {
    let [top, body, bottom] = parts(area);
    let name = format!("kyso inbox · {}", app.folder);
    head(frame, top, &name, &counts(app, ui));
    let below = if body.height > ABOUT * 2 { ABOUT } else { 0 };
    let rows = [Constraint::Length(1), Constraint::Min(1), Constraint::Length(below)];
    let [headings, list, about] = Layout::vertical(rows).areas(body);
    frame.render_widget(Line::styled(columns(headings.width, ui), style::bold()), headings);
    papers(frame, list, app, ui);
    if let Some(paper) = app.current().filter(|_| below > 0) {
        of_paper(frame, about, paper, ui);
    }
    match &app.note {
        Some((tone, note)) => {
            let text = style::cut(&ui.text(note), usize::from(bottom.width));
            frame.render_widget(Line::styled(text, style::tone(*tone, ui)), bottom);
        }
        None => foot(frame, bottom, &keys(ui), ui),
    }
}

fn counts(app: &App, ui: &Ui) -> String {
    let mut parts = vec![ui.text(&msg::inbox_count(app.papers.len()))];
    match app.marked().len() {
        0 => {}
        marked => parts.push(ui.text(&msg::inbox_marked(marked))),
    }
    match app.unread() {
        0 => {}
        unread => parts.push(ui.text(&msg::inbox_reading(unread))),
    }
    parts.join(" · ")
}

fn keys(ui: &Ui) -> Vec<(String, Message)> {
    vec![
        (ui.text(&msg::inbox_cap_space()), msg::inbox_key_mark()),
        (ui.text(&msg::inbox_cap_enter()), msg::inbox_key_look()),
        (cap("s"), msg::inbox_key_sign()),
        (cap("S"), msg::inbox_key_sign_marked()),
        (cap("r"), msg::inbox_key_refuse()),
        (cap("?"), msg::inbox_key_help()),
        (cap("q"), msg::inbox_key_quit()),
        (cap("v"), msg::inbox_key_verdict()),
    ]
}

/// A row of cells: the title has what the others leave.
fn cells(room: u16, [mark, number, title, pages, state, warnings]: [&str; 6]) -> String {
    let beside = 6 + NUMBER + 1 + 1 + PAGES + 1 + STATE + 1 + WARNINGS;
    let title_room = usize::from(room).saturating_sub(beside).max(8);
    format!(
        "{} {} {} {:>PAGES$} {} {}",
        style::fit(mark, 5),
        style::fit(number, NUMBER),
        style::fit(title, title_room),
        style::cut(pages, PAGES),
        style::fit(state, STATE),
        style::fit(warnings, WARNINGS),
    )
}

fn columns(room: u16, ui: &Ui) -> String {
    let [number, title, pages, state] = [
        msg::inbox_column_number(),
        msg::inbox_column_title(),
        msg::inbox_column_pages(),
        msg::inbox_column_state(),
    ]
    .map(|heading| ui.text(&heading));
    cells(room, ["", &number, &title, &pages, &state, ""])
}

fn papers(frame: &mut Frame<'_>, area: Rect, app: &App, ui: &Ui) {
    if app.papers.is_empty() {
        let text = broken(&ui.text(&msg::inbox_empty()), usize::from(area.width));
        frame.render_widget(Paragraph::new(text.join("\n")), area);
        return;
    }
    let room = usize::from(area.height).max(1);
    // The one in front stays in the middle where there are more than fit.
    let most = app.papers.len().saturating_sub(room);
    let first = app.selected.saturating_sub(room / 2).min(most);
    let shown = app.papers.iter().enumerate().skip(first).take(room);
    let rows = shown.map(|(index, paper)| row(paper, index == app.selected, area.width, ui));
    frame.render_widget(Paragraph::new(rows.collect::<Vec<_>>()), area);
}

fn row(paper: &Paper, in_front: bool, room: u16, ui: &Ui) -> Line<'static> {
    let box_of_mark = match paper.marked {
        true => "[x]",
        // What is done with has none.
        false if !paper.is_open() => "",
        false => "[ ]",
    };
    let mark = format!("{} {box_of_mark}", if in_front { '>' } else { ' ' });
    let (tone, state) = state(paper, ui);
    let facts = paper.facts();
    let number = facts.and_then(|facts| facts.number.clone()).unwrap_or_default();
    let pages = facts.and_then(|facts| facts.pages).map(|count| count.to_string());
    let warnings = facts.map_or(0, |facts| facts.warnings.len());
    let warnings = if warnings > 0 { format!("!{warnings}") } else { String::new() };
    let line = cells(
        room,
        [&mark, &number, &paper.title(), &pages.unwrap_or_default(), &state, &warnings],
    );
    let mut look = style::tone(tone, ui);
    if tone == Tone::Faint && paper.done.is_none() {
        look = ratatui::style::Style::new();
    }
    if in_front {
        look = look.patch(style::reversed());
    }
    Line::styled(line, look)
}

/// What the column of signatures says.
fn state(paper: &Paper, ui: &Ui) -> (Tone, String) {
    match &paper.done {
        Some(Done::Signed { .. }) => return (Tone::Good, ui.text(&msg::inbox_done_signed())),
        Some(Done::Refused { .. }) => return (Tone::Faint, ui.text(&msg::inbox_done_refused())),
        Some(Done::Failed { .. }) => return (Tone::Bad, ui.text(&msg::inbox_done_failed())),
        None => {}
    }
    match &paper.reading {
        Reading::Waiting => (Tone::Faint, "…".to_owned()),
        Reading::Fault(_) => (Tone::Bad, ui.text(&msg::inbox_unreadable())),
        Reading::Read(facts) => {
            let (tone, verdict) = facts.verdict.words();
            let verdict = ui.text(&verdict);
            match facts.signatures.len() {
                0 => (tone, verdict),
                count => (tone, format!("{count} {verdict}")),
            }
        }
    }
}

/// What there is to know of the paper in front.
fn of_paper(frame: &mut Frame<'_>, area: Rect, paper: &Paper, ui: &Ui) {
    let room = usize::from(area.width);
    let rule = format!("── {} ", style::cut(&paper.name(), room.saturating_sub(6)));
    let rule = format!("{rule}{}", "─".repeat(room.saturating_sub(style::width(&rule))));
    let mut rows = vec![Line::raw(rule)];
    let mut told: Vec<(Option<Tone>, String)> = Vec::new();
    match &paper.done {
        Some(Done::Signed { output }) => {
            told.push((Some(Tone::Good), ui.text(&msg::inbox_signed_to(output.as_str()))));
        }
        Some(Done::Refused { to }) => {
            told.push((None, ui.text(&msg::inbox_refused_to(to.as_str()))));
        }
        Some(Done::Failed { why }) => told.push((Some(Tone::Bad), why.clone())),
        None => {}
    }
    match &paper.reading {
        Reading::Waiting => told.push((None, ui.text(&msg::inbox_being_read()))),
        Reading::Fault(failure) => {
            told.push((Some(Tone::Bad), ui.text(failure.message())));
            told.extend(ui.catalog.fix(failure.message()).map(|fix| (None, fix)));
        }
        Reading::Read(facts) => told.extend(about(facts, ui)),
    }
    let most = usize::from(area.height).saturating_sub(1);
    let all: Vec<(Option<Tone>, String)> = told
        .into_iter()
        .flat_map(|(tone, text)| broken(&text, room).into_iter().map(move |row| (tone, row)))
        .collect();
    let left = all.len().saturating_sub(most);
    let kept = if left > 0 { most.saturating_sub(1) } else { most };
    for (tone, text) in all.into_iter().take(kept) {
        let look = tone.map_or_else(ratatui::style::Style::new, |tone| style::tone(tone, ui));
        rows.push(Line::from(Span::styled(text, look)));
    }
    if left > 0 {
        rows.push(Line::raw(ui.text(&msg::inbox_more_lines(left + 1))));
    }
    frame.render_widget(Paragraph::new(rows), area);
}

fn about(facts: &Facts, ui: &Ui) -> Vec<(Option<Tone>, String)> {
    let mut told = vec![(None, facts.title.clone())];
    let size = ui.text(&msg::inbox_size(facts.bytes.div_ceil(1024), facts.format));
    told.push((None, pages(facts, ui).map_or(size.clone(), |pages| format!("{pages} · {size}"))));
    for warning in &facts.warnings {
        told.push((Some(Tone::Doubtful), format!("! {}", ui.text(warning))));
    }
    told.extend(signed(facts, ui).into_iter().map(|(tone, line)| (Some(tone), line)));
    told
}
