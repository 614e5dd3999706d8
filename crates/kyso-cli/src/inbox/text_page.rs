//! A page's text as rows for a terminal: columns stay beside each other, and the place of the
//! signature is a row of its own.

use kyso::pdf::{PageLines, TextLine};
use ratatui::text::Span;

use crate::i18n::printable;

/// Columns that a page is laid out in; a narrower terminal breaks the rows.
const COLUMNS: f64 = 96.0;

/// Rows of one page: more than a newspaper has.
const MOST_ROWS: usize = 2_000;

/// A row of a page.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Row {
    pub(crate) text: String,
    /// The signature will stand here.
    pub(crate) is_place: bool,
}

impl Row {
    fn text(text: String) -> Self {
        Self { text, is_place: false }
    }
}

/// The rows of a page; `place` is where the signature will stand on it (left, bottom, right, top),
/// `caption` what that row says.
pub(super) fn rows(page: &PageLines, place: Option<[f64; 4]>, caption: &str) -> Vec<Row> {
    let left = page.lines.iter().map(|line| column(line.span[0])).min().unwrap_or_default();
    let mut rows = Vec::new();
    let mut place = place.map(|rect| (rect, rect[1] + (rect[3] - rect[1]) / 2.0));
    let mut before: Option<&TextLine> = None;
    for pieces in page.lines.chunk_by(|a, b| a.row == b.row).take(MOST_ROWS) {
        let Some(first) = pieces.first() else { continue };
        let level = first.degrees == 0;
        if let Some((rect, _)) = place.take_if(|(_, middle)| level && first.rect[1] < *middle) {
            rows.push(placed(&page.lines, rect, left, caption));
        } else if before.is_some_and(|before| level && is_apart(before, first)) {
            rows.push(Row::text(String::new()));
        }
        before = Some(first);
        rows.push(Row::text(row(pieces, left)));
    }
    if let Some((rect, _)) = place {
        rows.push(placed(&page.lines, rect, left, caption));
    }
    rows
}

fn column(part: f64) -> usize {
    (part * COLUMNS) as usize
}

/// More than a line's room is between two lines.
fn is_apart(above: &TextLine, below: &TextLine) -> bool {
    let height = above.rect[3] - above.rect[1];
    above.rect[1] - below.rect[3] > height * 0.8
}

fn row(pieces: &[TextLine], left: usize) -> String {
    let (mut text, mut width) = (String::new(), 0);
    for piece in pieces {
        let at = column(piece.span[0]).saturating_sub(left);
        let gap = at.saturating_sub(width).max(if width > 0 { 2 } else { 0 });
        let said = printable(&piece.text);
        text.extend(std::iter::repeat_n(' ', gap));
        width += gap + Span::raw(said.as_str()).width();
        text.push_str(&said);
    }
    text
}

fn placed(lines: &[TextLine], rect: [f64; 4], left: usize, caption: &str) -> Row {
    let at = column(part(lines, rect[0])).saturating_sub(left);
    Row { text: format!("{}[ {caption} ]", " ".repeat(at)), is_place: true }
}

/// How far from the left a point of the page is, by the longest piece of a line.
fn part(lines: &[TextLine], x: f64) -> f64 {
    let level = lines.iter().filter(|line| line.degrees == 0);
    let long = |line: &&TextLine| line.span[1] - line.span[0];
    let Some(line) = level.max_by(|a, b| long(a).total_cmp(&long(b))) else { return 0.5 };
    let (width, share) = (line.rect[2] - line.rect[0], line.span[1] - line.span[0]);
    if width <= 0.0 || share <= 0.0 {
        return 0.5;
    }
    (line.span[0] + (x - line.rect[0]) / width * share).clamp(0.0, 0.9)
}
