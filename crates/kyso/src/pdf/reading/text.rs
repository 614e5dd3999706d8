//! The text of one page in pieces of lines: to be shown to people and looked through for what an
//! office writes there. Nothing is proven by it.

use unicode_normalization::UnicodeNormalization as _;

use super::lines::{self, Segment};
use super::page::{Axes, Bounds, PageText, Sheet};
use super::walk::Walker;
use super::{note, read};
use crate::pdf::{PdfDocument, PdfError};

/// What one page says, as far as its fonts name their letters.
#[derive(Clone, PartialEq, Debug, Default)]
#[non_exhaustive]
pub struct PageLines {
    /// What stands together, from line to line and along each.
    pub lines: Vec<TextLine>,
    /// The page has pictures and no text: scanned, most likely.
    pub pictures_only: bool,
    /// Nothing says for which characters some glyphs stand.
    pub untold: bool,
    /// The page was not read to its end: broken, or more than is read.
    pub is_cut: bool,
}

/// A piece of a line: what stands together without a gap of a column.
#[derive(Clone, PartialEq, Debug)]
#[non_exhaustive]
pub struct TextLine {
    /// The text, composed (NFC).
    pub text: String,
    /// Counts the lines of the page: pieces of one line have one number.
    pub row: usize,
    /// Where it begins and ends along the line, in parts of the page: 0 is the edge where lines
    /// begin, 1 the other.
    pub span: [f64; 2],
    /// Left, bottom, right and top of the box around it, in default user space of its page.
    pub rect: [f64; 4],
    /// The direction of writing in that space, in degrees counterclockwise; 0 is to the right.
    pub degrees: i16,
    /// It is not drawn: text recognised behind a scanned picture.
    pub hidden: bool,
}

/// Reads the text of a page, counted from 1, in the newest revision of a document.
///
/// # Errors
///
/// [`PdfError`] where the page tree or the page cannot be read, [`PdfError::NoSuchPage`] where
/// there is no such page.
pub fn page_text(document: &PdfDocument, page: usize) -> Result<PageLines, PdfError> {
    let view = document.latest();
    let mut count = 0;
    for (index, id) in view.pages()?.enumerate() {
        let id = id?;
        count = index + 1;
        if count == page {
            let mut walker = Walker::new(&view);
            let (text, sheet) = read(&mut walker, id)?;
            return Ok(told(&text, &sheet));
        }
    }
    Err(PdfError::NoSuchPage { page, pages: count })
}

fn told(page: &PageText, sheet: &Sheet) -> PageLines {
    let mut found = super::FoundText::default();
    note(&mut found, 1, page);
    let segments = lines::segments(page);
    PageLines {
        lines: segments.iter().filter_map(|segment| line(segment, page, sheet)).collect(),
        pictures_only: !found.pictures_only.is_empty(),
        untold: !found.untold.is_empty(),
        is_cut: page.is_cut,
    }
}

/// A piece as people read it; `None` where it is blank.
fn line(segment: &Segment, page: &PageText, sheet: &Sheet) -> Option<TextLine> {
    let mut text = String::new();
    let mut glyphs = Vec::with_capacity(segment.parts.len());
    for part in &segment.parts {
        let glyph = page.glyphs.get(part.glyph)?;
        if part.spaced && !text.ends_with(' ') {
            text.push(' ');
        }
        text.push_str(page.of(glyph));
        glyphs.push(glyph);
    }
    let text: String = text.trim().nfc().collect();
    let first = glyphs.first().filter(|_| !text.is_empty())?;
    let axes = Axes::of(first.em);
    let along = sheet.bounds.corners().map(|corner| axes.of_point(corner).0);
    let (from, to) =
        along.iter().fold((f32::MAX, f32::MIN), |(from, to), at| (from.min(*at), to.max(*at)));
    let part = |at: f32| f64::from(((at - from) / (to - from).max(1.0)).clamp(0.0, 1.0));
    Some(TextLine {
        text,
        row: segment.line,
        span: [part(segment.left), part(segment.right)],
        rect: Bounds::around(glyphs.iter().flat_map(|glyph| glyph.corners())).to_rect(),
        degrees: segment.degrees,
        hidden: glyphs.iter().all(|glyph| glyph.hidden),
    })
}
