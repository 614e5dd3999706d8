//! Draws what the state says, in the reader's language.

mod dialogs;
mod list;
mod paper;
mod style;
#[cfg(test)]
mod tests;

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Clear, Paragraph, Wrap};

use super::state::{App, Screen};
use crate::i18n::{Message, msg};
use crate::ui::Ui;

pub(super) use paper::picture_place;

/// A terminal smaller than this shows that it is too small.
const LEAST: (u16, u16) = (40, 10);

/// Cells that the name in the head has at least.
const LEAST_NAME: usize = 16;

/// Draws the screen.
pub(super) fn draw(frame: &mut Frame<'_>, app: &App, ui: &Ui) {
    let area = frame.area();
    if area.width < LEAST.0 || area.height < LEAST.1 {
        let text = ui.text(&msg::inbox_too_small(u64::from(LEAST.0), u64::from(LEAST.1)));
        frame.render_widget(Paragraph::new(text).wrap(Wrap { trim: true }), area);
        return;
    }
    match &app.screen {
        Screen::List => list::draw(frame, area, app, ui),
        Screen::Paper(view) => paper::draw(frame, area, (app, view), ui),
        Screen::Verdict { scroll } => dialogs::verdict(frame, area, (app, *scroll), ui),
        Screen::Help => dialogs::help(frame, area, ui),
        Screen::Confirm(confirm) => dialogs::confirm(frame, area, (app, confirm), ui),
        Screen::Reason { text } => {
            list::draw(frame, area, app, ui);
            dialogs::reason(frame, area, (app, text), ui);
        }
    }
}

/// Head, body and foot of a screen; the head and the foot are one line each.
fn parts(area: Rect) -> [Rect; 3] {
    let rows = [Constraint::Length(1), Constraint::Min(1), Constraint::Length(1)];
    Layout::vertical(rows).areas(area)
}

/// The line on top: what this is, and something at the right.
fn head(frame: &mut Frame<'_>, area: Rect, left: &str, right: &str) {
    let room = usize::from(area.width);
    let right = style::cut(right, room.saturating_sub(LEAST_NAME));
    let left = style::fit(left, room.saturating_sub(style::width(&right)));
    frame.render_widget(Line::styled(format!("{left}{right}"), style::reversed()), area);
}

/// The line at the bottom: which keys do what here.
fn foot(frame: &mut Frame<'_>, area: Rect, keys: &[(String, Message)], ui: &Ui) {
    let mut line = Line::default();
    for (cap, what) in keys {
        let what = format!(" {}  ", ui.text(what));
        // Whole ones alone: what does not fit is in the help.
        let wide = line.width() + style::width(cap) + style::width(what.trim_end());
        if wide > usize::from(area.width) {
            continue;
        }
        line.push_span(Span::styled(cap.clone(), style::bold()));
        line.push_span(Span::raw(what));
    }
    frame.render_widget(line, area);
}

/// Rows from `scroll` on, as far as there is room, and no further than to the last; the last row
/// says how many are below it.
fn scrolled(frame: &mut Frame<'_>, area: Rect, rows: Vec<Line<'_>>, scroll: usize) {
    let room = usize::from(area.height).max(1);
    let first = scroll.min(rows.len().saturating_sub(room));
    let below = rows.len().saturating_sub(first + room);
    let mut shown: Vec<Line<'_>> = rows.into_iter().skip(first).take(room).collect();
    if let Some(last) = shown.last_mut().filter(|_| below > 0) {
        *last = Line::styled(format!("↓ {}", below + 1), style::bold());
    }
    frame.render_widget(Clear, area);
    frame.render_widget(Paragraph::new(shown), area);
}

/// A text in rows of at most so many cells, broken between words; as it stands where it fits.
fn broken(text: &str, room: usize) -> Vec<String> {
    if style::width(text) <= room {
        return vec![text.to_owned()];
    }
    let indent: String = text.chars().take_while(|c| *c == ' ').take(room / 2).collect();
    let wide = room.saturating_sub(indent.len()).max(1);
    let mut rows = vec![indent.clone()];
    for piece in text.split_whitespace().flat_map(|word| pieces(word, wide)) {
        let Some(row) = rows.last_mut() else { break };
        let gap = if row.len() > indent.len() { " " } else { "" };
        if style::width(row) + gap.len() + style::width(&piece) <= room {
            row.push_str(gap);
            row.push_str(&piece);
        } else {
            rows.push(format!("{indent}{piece}"));
        }
    }
    rows
}

/// A word in pieces of at most so many cells.
fn pieces(word: &str, room: usize) -> Vec<String> {
    if style::width(word) <= room {
        return vec![word.to_owned()];
    }
    let mut pieces = vec![String::new()];
    let mut filled = 0;
    let mut letter = [0_u8; 4];
    for c in word.chars() {
        let wide = style::width(c.encode_utf8(&mut letter));
        if filled + wide > room {
            pieces.push(String::new());
            filled = 0;
        }
        filled += wide;
        if let Some(piece) = pieces.last_mut() {
            piece.push(c);
        }
    }
    pieces
}

/// The keys of every list and text.
fn cap(text: &str) -> String {
    text.to_owned()
}
