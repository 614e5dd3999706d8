//! A page of a paper, as text or as a picture, with the place of the signature.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::{Color, Style};
use ratatui::text::{Line, Span};

use super::{broken, cap, foot, head, parts, scrolled, style};
use crate::i18n::{Message, msg};
use crate::inbox::page::{Page, Where};
use crate::inbox::state::{App, PageView};
use crate::picture::{self, Picture};
use crate::ui::{Tone, Ui};

/// Letters for darkness, where there are no colours.
const INK: [char; 5] = [' ', '░', '▒', '▓', '█'];

pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, (app, view): (&App, &PageView), ui: &Ui) {
    let Some(paper) = app.current() else { return };
    let [top, body, bottom] = parts(area);
    let pages = paper.facts().and_then(|facts| facts.pages).unwrap_or(1);
    let mark = if paper.marked { "[x] " } else { "" };
    let name = format!("{mark}{} · {}", paper.name(), paper.title());
    head(frame, top, &name, &ui.text(&msg::inbox_page_of(view.page, pages)));
    let [line, body] = Layout::vertical([Constraint::Length(1), Constraint::Min(1)]).areas(body);
    match (&app.note, &view.made) {
        (Some((tone, note)), _) => told(frame, line, (*tone, &ui.text(note)), ui),
        (None, Some(page)) => {
            let tone = if matches!(page.place, Where::Fault(_)) { Tone::Bad } else { Tone::Good };
            told(frame, line, (tone, &ui.text(&page.place.words())), ui);
        }
        (None, None) => told(frame, line, (Tone::Faint, &ui.text(&msg::inbox_being_read())), ui),
    }
    if let Some(page) = &view.made {
        content(frame, body, (page, view.scroll), ui);
    }
    foot(frame, bottom, &keys(ui), ui);
}

fn told(frame: &mut Frame<'_>, area: Rect, (tone, text): (Tone, &str), ui: &Ui) {
    let text = style::cut(text, usize::from(area.width));
    frame.render_widget(Line::styled(text, style::tone(tone, ui)), area);
}

fn keys(ui: &Ui) -> Vec<(String, Message)> {
    vec![
        (cap("← →"), msg::inbox_key_turn()),
        (cap("↑ ↓"), msg::inbox_key_scroll()),
        (cap("p"), msg::inbox_key_picture()),
        (cap("s"), msg::inbox_key_sign()),
        (ui.text(&msg::inbox_cap_space()), msg::inbox_key_mark()),
        (cap("r"), msg::inbox_key_refuse()),
        (cap("q"), msg::inbox_key_back()),
    ]
}

fn content(frame: &mut Frame<'_>, area: Rect, (page, scroll): (&Page, usize), ui: &Ui) {
    let room = usize::from(area.width);
    match &page.picture {
        Some(Ok(picture)) if !picture::is_sharp() => {
            return scrolled(frame, area, in_letters(picture, area.width, ui), scroll);
        }
        // What the terminal draws itself is put over this.
        Some(Ok(_)) => return,
        Some(Err(_)) | None => {}
    }
    let why = page.picture.as_ref().and_then(|drawn| drawn.as_ref().err()).or(page.fault.as_ref());
    let mut rows: Vec<Line<'_>> = Vec::new();
    for text in why.iter().flat_map(|why| broken(&ui.text(why), room)) {
        rows.push(Line::styled(text, style::tone(Tone::Doubtful, ui)));
    }
    for row in &page.rows {
        let look = if row.is_place { style::reversed() } else { Style::new() };
        rows.extend(broken(&row.text, room).into_iter().map(|text| Line::styled(text, look)));
    }
    scrolled(frame, area, rows, scroll);
}

/// Where a terminal that shows pictures puts one.
pub(in crate::inbox) fn picture_place(area: Rect) -> Rect {
    let [_, body, _] = parts(area);
    Layout::vertical([Constraint::Length(1), Constraint::Min(1)]).areas::<2>(body)[1]
}

/// Two pixels a cell in their colours; without colours the darkness of both in one letter.
fn in_letters(picture: &Picture, columns: u16, ui: &Ui) -> Vec<Line<'static>> {
    let rows = picture::cells(picture, columns).unwrap_or_default();
    let colour = |[red, green, blue]: [u8; 3]| Color::Rgb(red, green, blue);
    let darkness = |colour: [u8; 3]| {
        255 - colour.iter().map(|channel| usize::from(*channel)).sum::<usize>() / 3
    };
    let cell = |[upper, lower]: [[u8; 3]; 2]| {
        if ui.is_colored() {
            let look = Style::new().fg(colour(upper)).bg(colour(lower));
            return Span::styled("▀", look);
        }
        // Thin letters leave little ink in a cell.
        let ink = (darkness(upper) + darkness(lower)) / 2 * 2;
        let letter = INK.get((ink * (INK.len() - 1)).div_ceil(256).min(INK.len() - 1));
        Span::raw(letter.copied().unwrap_or(' ').to_string())
    };
    rows.into_iter().map(|row| Line::from_iter(row.into_iter().map(cell))).collect()
}
