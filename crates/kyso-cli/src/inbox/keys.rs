//! What each key does.

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::refuse::MOST_REASON;
use super::state::{App, Ask, Confirm, Key, PageView, Screen};
use crate::i18n::msg;
use crate::ui::Tone;

/// Rows that a page key moves by.
const PAGE: usize = 10;

/// Takes a key; says what is to be done.
pub(crate) fn press(app: &mut App, key: KeyEvent) -> Ask {
    let control = key.modifiers.contains(KeyModifiers::CONTROL);
    match key.code {
        KeyCode::Char('c') if control => return Ask::Quit,
        KeyCode::Char('l') if control => return Ask::Clear,
        KeyCode::Char(_) if control || key.modifiers.contains(KeyModifiers::ALT) => {
            return Ask::Nothing;
        }
        _ => {}
    }
    match &mut app.screen {
        Screen::List => list(app, key.code),
        Screen::Paper(_) => paper(app, key.code),
        Screen::Verdict { scroll } => {
            if let Some(to) = scrolled(*scroll, key.code) {
                *scroll = to;
            } else if is_back(key.code) || key.code == KeyCode::Char('v') {
                app.screen = Screen::List;
            }
            Ask::Nothing
        }
        Screen::Help => {
            app.screen = Screen::List;
            Ask::Nothing
        }
        Screen::Confirm(confirm) => match confirmed(confirm, key.code) {
            Some(ask) => {
                app.screen = Screen::List;
                ask
            }
            None => Ask::Nothing,
        },
        Screen::Reason { .. } => reason(app, key.code),
    }
}

fn is_back(code: KeyCode) -> bool {
    matches!(code, KeyCode::Esc | KeyCode::Char('q') | KeyCode::Backspace)
}

/// Where a scrolled text stands after a key that scrolls; the view knows where it ends.
fn scrolled(at: usize, code: KeyCode) -> Option<usize> {
    Some(match code {
        KeyCode::Up | KeyCode::Char('k') => at.saturating_sub(1),
        KeyCode::Down | KeyCode::Char('j') => at.saturating_add(1),
        KeyCode::PageUp => at.saturating_sub(PAGE),
        KeyCode::PageDown => at.saturating_add(PAGE),
        KeyCode::Home => 0,
        _ => return None,
    })
}

fn list(app: &mut App, code: KeyCode) -> Ask {
    app.note = None;
    let last = app.papers.len().saturating_sub(1);
    match code {
        KeyCode::Home | KeyCode::Char('g') => app.selected = 0,
        KeyCode::End | KeyCode::Char('G') => app.selected = last,
        KeyCode::Char('a') => mark_all(app),
        KeyCode::Enter => return look(app),
        KeyCode::Char('q') => return Ask::Quit,
        _ => match scrolled(app.selected, code) {
            Some(to) => app.selected = to.min(last),
            None => return common(app, code),
        },
    }
    Ask::Nothing
}

/// What the list and a paper have in common.
fn common(app: &mut App, code: KeyCode) -> Ask {
    match code {
        KeyCode::Char(' ') => mark(app),
        KeyCode::Char('v') => verdict(app),
        KeyCode::Char('s') => return sign(app, vec![app.selected]),
        KeyCode::Char('S') => return sign(app, app.marked()),
        KeyCode::Char('r') => refuse(app),
        KeyCode::Char('?') | KeyCode::F(1) => app.screen = Screen::Help,
        _ => {}
    }
    Ask::Nothing
}

/// Opens the paper in front.
fn look(app: &mut App) -> Ask {
    if app.current().is_none_or(|paper| !paper.is_open()) {
        return Ask::Nothing;
    }
    let picture = app.pictures;
    app.screen = Screen::Paper(PageView { page: 1, picture, scroll: 0, made: None });
    app.wish().map_or(Ask::Nothing, Ask::Page)
}

fn paper(app: &mut App, code: KeyCode) -> Ask {
    let pages = app.current().and_then(|paper| paper.facts()?.pages).unwrap_or(1).max(1);
    let Screen::Paper(view) = &mut app.screen else { return Ask::Nothing };
    let turned = match code {
        KeyCode::Right | KeyCode::Char('n') => (view.page + 1).min(pages),
        KeyCode::Left | KeyCode::Char('b') => (view.page - 1).max(1),
        KeyCode::Char('p') => {
            view.picture = !view.picture;
            view.page
        }
        _ if is_back(code) => {
            app.screen = Screen::List;
            return Ask::Clear;
        }
        _ => {
            if let Some(to) = scrolled(view.scroll, code) {
                view.scroll = to;
                return Ask::Nothing;
            }
            return common(app, code);
        }
    };
    if turned != view.page || code == KeyCode::Char('p') {
        (view.page, view.scroll, view.made) = (turned, 0, None);
        return app.wish().map_or(Ask::Nothing, Ask::Page);
    }
    Ask::Nothing
}

fn mark(app: &mut App) {
    let in_list = matches!(app.screen, Screen::List);
    let last = app.papers.len().saturating_sub(1);
    let Some(paper) = app.papers.get_mut(app.selected) else { return };
    if !paper.marked && !paper.can_be_signed() {
        app.note = Some((Tone::Doubtful, msg::inbox_cannot_mark(paper.name())));
        return;
    }
    paper.marked = !paper.marked;
    if in_list {
        app.selected = (app.selected + 1).min(last);
    }
}

/// Marks all that can be signed; where all are marked, none.
fn mark_all(app: &mut App) {
    let all = app.papers.iter().all(|paper| paper.marked || !paper.can_be_signed());
    for paper in &mut app.papers {
        paper.marked = !all && paper.can_be_signed();
    }
}

fn verdict(app: &mut App) {
    if app.current().is_some_and(|paper| paper.facts().is_some()) {
        app.screen = Screen::Verdict { scroll: 0 };
    }
}

fn sign(app: &mut App, papers: Vec<usize>) -> Ask {
    if matches!(app.key, Key::None) {
        app.note = Some((Tone::Doubtful, msg::inbox_no_key()));
        return Ask::Nothing;
    }
    if papers.is_empty() {
        app.note = Some((Tone::Doubtful, msg::inbox_none_marked()));
        return Ask::Nothing;
    }
    let unready = papers.iter().filter_map(|index| app.papers.get(*index));
    if let Some(paper) = unready.into_iter().find(|paper| !paper.can_be_signed()) {
        app.note = Some((Tone::Doubtful, msg::inbox_cannot_mark(paper.name())));
        return Ask::Nothing;
    }
    Ask::Prepare(papers)
}

fn refuse(app: &mut App) {
    let Some(paper) = app.current() else { return };
    if paper.is_open() && paper.stamp.is_some() {
        app.screen = Screen::Reason { text: String::new() };
    }
}

fn confirmed(confirm: &mut Confirm, code: KeyCode) -> Option<Ask> {
    if let Some(to) = scrolled(confirm.scroll, code) {
        confirm.scroll = to;
        return None;
    }
    match code {
        KeyCode::Enter => Some(Ask::Sign(confirm.papers.iter().map(|sheet| sheet.index).collect())),
        _ if is_back(code) => Some(Ask::Nothing),
        _ => None,
    }
}

fn reason(app: &mut App, code: KeyCode) -> Ask {
    let Screen::Reason { text } = &mut app.screen else { return Ask::Nothing };
    match code {
        KeyCode::Char(c) if text.chars().count() < MOST_REASON => text.push(c),
        KeyCode::Backspace => {
            text.pop();
        }
        KeyCode::Esc => app.screen = Screen::List,
        KeyCode::Enter if !text.trim().is_empty() => {
            let reason = text.trim().to_owned();
            app.screen = Screen::List;
            return Ask::Refuse { index: app.selected, reason };
        }
        _ => {}
    }
    Ask::Nothing
}
