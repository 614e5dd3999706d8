//! The verdict, the help, the question before signing, the reason of a refusal.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;
use ratatui::widgets::{Block, Clear, Paragraph};

use super::{broken, cap, foot, head, parts, scrolled, style};
use crate::i18n::{Message, msg};
use crate::inbox::list::signed;
use crate::inbox::page::Where;
use crate::inbox::state::{App, Confirm, Key, Sheet};
use crate::ui::{Tone, Ui};

/// The report of `kyso verify` in words.
pub(super) fn verdict(frame: &mut Frame<'_>, area: Rect, (app, scroll): (&App, usize), ui: &Ui) {
    let [top, body, bottom] = parts(area);
    let Some(paper) = app.current() else { return };
    head(frame, top, &paper.title(), "");
    let report = paper.facts().map(|facts| facts.report.as_str()).unwrap_or_default();
    let rows = report.lines().flat_map(|line| broken(line, usize::from(body.width)));
    scrolled(frame, body, rows.map(Line::raw).collect(), scroll);
    foot(frame, bottom, &back(), ui);
}

fn back() -> Vec<(String, Message)> {
    vec![(cap("↑ ↓"), msg::inbox_key_scroll()), (cap("q"), msg::inbox_key_back())]
}

/// Every key.
pub(super) fn help(frame: &mut Frame<'_>, area: Rect, ui: &Ui) {
    let [top, body, bottom] = parts(area);
    head(frame, top, &ui.text(&msg::inbox_help()), "");
    let (space, enter) = (ui.text(&msg::inbox_cap_space()), ui.text(&msg::inbox_cap_enter()));
    let keys = [
        ("↑ ↓  j k  PgUp PgDn  g G".to_owned(), msg::inbox_help_move()),
        (space, msg::inbox_help_mark()),
        (cap("a"), msg::inbox_help_mark_all()),
        (enter, msg::inbox_help_look()),
        (cap("← →  n b"), msg::inbox_help_turn()),
        (cap("p"), msg::inbox_help_picture()),
        (cap("v"), msg::inbox_help_verdict()),
        (cap("s"), msg::inbox_help_sign()),
        (cap("S"), msg::inbox_help_sign_marked()),
        (cap("r"), msg::inbox_help_refuse()),
        (cap("Ctrl-L"), msg::inbox_help_redraw()),
        (cap("q  Esc"), msg::inbox_help_back()),
        (cap("Ctrl-C"), msg::inbox_help_quit()),
    ];
    let caps = keys.iter().map(|(cap, _)| style::width(cap)).max().unwrap_or_default();
    let room = usize::from(body.width).saturating_sub(caps + 4);
    let mut rows = vec![Line::default()];
    for (cap, what) in keys {
        for (at, text) in broken(&ui.text(&what), room).into_iter().enumerate() {
            let cap = if at == 0 { cap.as_str() } else { "" };
            rows.push(Line::raw(format!("  {}  {text}", style::fit(cap, caps))));
        }
    }
    scrolled(frame, body, rows, 0);
    foot(frame, bottom, &[(cap("q"), msg::inbox_key_back())], ui);
}

/// What is about to be signed: which bytes, by whom, where, how.
pub(super) fn confirm(
    frame: &mut Frame<'_>,
    area: Rect,
    (app, confirm): (&App, &Confirm),
    ui: &Ui,
) {
    let [top, body, bottom] = parts(area);
    head(frame, top, &ui.text(&msg::inbox_confirm(confirm.papers.len())), "");
    let room = usize::from(body.width);
    let mut rows: Vec<Line<'_>> = Vec::new();
    let mut say = |tone: Option<Tone>, text: &str| {
        let look = tone.map_or_else(Style::new, |tone| style::tone(tone, ui));
        rows.extend(broken(text, room).into_iter().map(|row| Line::styled(row, look)));
    };
    for line in signer(app, ui) {
        say(None, &line);
    }
    say(None, &ui.text(&msg::inbox_confirm_level(app.level)));
    say(None, &ui.text(&msg::inbox_confirm_results(app.results.as_str())));
    for sheet in &confirm.papers {
        say(None, "");
        for (tone, line) in paper(app, sheet, ui) {
            say(tone, &line);
        }
    }
    scrolled(frame, body, rows, confirm.scroll);
    let keys = [
        (ui.text(&msg::inbox_cap_enter()), msg::inbox_key_confirm()),
        (cap("Esc"), msg::inbox_key_do_not()),
        (cap("↑ ↓"), msg::inbox_key_scroll()),
    ];
    foot(frame, bottom, &keys, ui);
}

fn signer(app: &App, ui: &Ui) -> Vec<String> {
    match &app.key {
        Key::None => Vec::new(),
        Key::Hidden => vec![ui.text(&msg::inbox_signer_hidden())],
        Key::Known(me) => {
            let mut lines = vec![ui.text(&msg::inbox_signer(me.holder.as_str()))];
            let serial = me.serial.as_str();
            lines.push(match me.until {
                Some(until) => ui.text(&msg::inbox_certificate(serial, until)),
                None => ui.text(&msg::inbox_certificate_serial(serial)),
            });
            lines
        }
    }
}

fn paper(app: &App, sheet: &Sheet, ui: &Ui) -> Vec<(Option<Tone>, String)> {
    let Some(paper) = app.papers.get(sheet.index) else { return Vec::new() };
    let mut lines = vec![(Some(Tone::Good), paper.name())];
    if let Some(facts) = paper.facts() {
        let mut about: Vec<String> = facts.number.iter().cloned().collect();
        about.push(facts.title.clone());
        about.extend(crate::inbox::list::pages(facts, ui));
        lines.push((None, format!("  {}", about.join(" · "))));
        lines.push((None, format!("  SHA-256 {}", sheet.sha256)));
        let tone = matches!(sheet.place, Where::Fault(_)).then_some(Tone::Bad);
        lines.push((tone, format!("  {}", ui.text(&sheet.place.words()))));
        for (tone, line) in signed(facts, ui) {
            lines.push((Some(tone), format!("  {line}")));
        }
        for warning in &facts.warnings {
            lines.push((Some(Tone::Doubtful), format!("  ! {}", ui.text(warning))));
        }
    }
    lines
}

/// A line to type the reason of a refusal in, over the list.
pub(super) fn reason(frame: &mut Frame<'_>, area: Rect, (app, text): (&App, &str), ui: &Ui) {
    let Some(paper) = app.current() else { return };
    let [_, body, bottom] = parts(area);
    let (width, height) = (body.width.saturating_sub(4), 6.min(body.height));
    let place = Rect { x: body.x + 2, y: body.y + (body.height - height) / 2, width, height };
    frame.render_widget(Clear, place);
    let title = ui.text(&msg::inbox_refuse_title(paper.name()));
    let block = Block::bordered().title(style::cut(&title, usize::from(width).saturating_sub(4)));
    let inner = block.inner(place);
    frame.render_widget(block, place);
    let room = usize::from(inner.width).saturating_sub(1);
    let prompt = ui.text(&msg::inbox_refuse_prompt());
    let mut rows: Vec<String> = broken(&prompt, room).into_iter().take(2).collect();
    // The end of what is typed is seen.
    let typed = tail(text, room.saturating_sub(2));
    rows.push(format!("> {typed}"));
    let cursor = (inner.x + 2 + style::width(&typed) as u16, inner.y + rows.len() as u16 - 1);
    frame.render_widget(Paragraph::new(rows.join("\n")), inner);
    frame.set_cursor_position(cursor);
    frame.render_widget(Clear, bottom);
    let keys = [
        (ui.text(&msg::inbox_cap_enter()), msg::inbox_key_refuse()),
        (cap("Esc"), msg::inbox_key_do_not()),
    ];
    foot(frame, bottom, &keys, ui);
}

/// The end of a text that fits.
fn tail(text: &str, room: usize) -> String {
    let mut text: Vec<char> = crate::i18n::printable(text).chars().collect();
    while style::width(&text.iter().collect::<String>()) > room && !text.is_empty() {
        text.remove(0);
    }
    text.into_iter().collect()
}
