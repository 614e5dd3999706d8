//! The text of pages with its places, whatever their fonts: a text is found, and a signature put
//! next to it.
//!
//! `walk` reads the content, `font` what its codes mean, `lines` puts glyphs together to lines,
//! `find` looks for a text in them, `place` finds the room beside it, `text` says what a page says,
//! `under` tells the lines that something lies over.

mod find;
mod fold;
mod font;
mod json;
mod lines;
mod look;
mod page;
mod place;
#[cfg(test)]
mod tests;
mod text;
mod under;
mod walk;

use std::ops::RangeInclusive;

use lopdf::Object;

pub(crate) use self::look::look_text;
pub use self::place::{Occurrence, Side, TextPlace, TextPlaceError, TextPlacement};
pub use self::text::{PageLines, TextLine, page_text};
pub(crate) use self::under::{LinesUnder, lines_under};

use self::find::{Found, Searched};
use self::fold::How;
use self::page::{Bounds, PageText, Sheet};
use self::walk::Walker;
use super::{PageChoice, PdfDocument, PdfError};
use crate::limits::{MAX_TEXT_MATCHES, MAX_TEXT_PAGES, MAX_WANTED_TEXT};

/// A text that is looked for on the pages of a document.
///
/// Whole words are found, in composed or decomposed letters (NFC, NFD), however the content cuts
/// them up, over the end of a line too. Where no place has it with the same spaces, spaces do not
/// count, since letters may be set apart.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TextQuery {
    text: String,
    ignores_case: bool,
    pages: Pages,
}

/// Where it is looked for.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Pages {
    All,
    Numbers(RangeInclusive<usize>),
    Last,
}

/// One place of a text.
#[derive(Clone, PartialEq, Debug)]
#[non_exhaustive]
pub struct TextMatch {
    /// The page, from 1.
    pub page: usize,
    /// Left, bottom, right and top of the box around it, in default user space of its page.
    pub rect: [f64; 4],
    /// The direction of writing in that space, in degrees counterclockwise; 0 is to the right.
    pub degrees: i16,
    /// The text as it stands there, composed (NFC).
    pub text: String,
    /// The line around it, shortened.
    pub context: String,
    /// It is not drawn: text recognised behind a scanned picture.
    pub hidden: bool,
}

/// What looking for a text gave.
#[derive(Clone, PartialEq, Debug, Default)]
#[non_exhaustive]
pub struct FoundText {
    /// Its places, in the order of reading: by page, from the top, from the left. Beyond
    /// [`MAX_TEXT_MATCHES`] they are not kept.
    pub matches: Vec<TextMatch>,
    /// Where there is none: places that differ in upper and lower case, or where it is part of
    /// other words.
    pub similar: Vec<TextMatch>,
    /// Pages with pictures and no text at all: scanned, most likely.
    pub pictures_only: Vec<usize>,
    /// Pages where nothing says for which characters some glyphs stand.
    pub untold: Vec<usize>,
    /// Pages that were not read to their end: broken, or more than is read.
    pub unread: Vec<usize>,
}

impl TextQuery {
    /// Looks for a text on all pages, upper and lower case told apart.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), ignores_case: false, pages: Pages::All }
    }

    /// Whether upper and lower case are the same.
    #[must_use]
    pub fn ignore_case(mut self, ignores: bool) -> Self {
        self.ignores_case = ignores;
        self
    }

    /// Looks on these pages alone, counted from 1.
    #[must_use]
    pub fn pages(mut self, pages: RangeInclusive<usize>) -> Self {
        self.pages = Pages::Numbers(pages);
        self
    }

    /// Looks on this page alone.
    #[must_use]
    pub fn page(mut self, page: PageChoice) -> Self {
        self.pages = match page {
            PageChoice::Number(number) => Pages::Numbers(number..=number),
            PageChoice::Last => Pages::Last,
        };
        self
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The ways to compare, from what is meant to what is merely like it.
    fn ways(&self) -> [How; 3] {
        let case = !self.ignores_case;
        [
            How { case, spaces: true, words: true },
            How { case, spaces: false, words: true },
            How { case: false, spaces: false, words: false },
        ]
    }
}

/// Looks for a text in the newest revision of a document.
///
/// A text longer than [`MAX_WANTED_TEXT`] characters, or none, is nowhere.
///
/// # Errors
///
/// [`PdfError`] where the page tree cannot be read, [`PdfError::NoSuchPage`] where none of the pages
/// asked for is there. A page that cannot be read is listed in
/// [`FoundText::unread`].
pub fn find_text(document: &PdfDocument, query: &TextQuery) -> Result<FoundText, PdfError> {
    let view = document.latest();
    let mut walker = Walker::new(&view);
    let mut found = FoundText::default();
    let mut by_way: [Vec<TextMatch>; 3] = Default::default();
    let pages = match &query.pages {
        Pages::All => 1..=usize::MAX,
        Pages::Numbers(pages) => pages.clone(),
        Pages::Last => {
            let last = view.pages()?.count();
            last..=last
        }
    };
    let mut count = 0;
    let is_sought = query.text.chars().count() <= MAX_WANTED_TEXT;
    for (index, page) in view.pages()?.enumerate() {
        let (number, id) = (index + 1, page?);
        count = number;
        if !pages.contains(&number) {
            continue;
        }
        if number > MAX_TEXT_PAGES {
            found.unread.push(number);
            continue;
        }
        let (page, sheet) = match read(&mut walker, id) {
            Ok(read) => read,
            Err(cancelled @ PdfError::Cancelled { .. }) => return Err(cancelled),
            Err(_) => {
                found.unread.push(number);
                continue;
            }
        };
        note(&mut found, number, &page);
        if is_sought {
            search(query, number, &page, &sheet, &mut by_way);
        }
    }
    if count > 0 && *pages.start() > count {
        return Err(PdfError::NoSuchPage { page: *pages.start(), pages: count });
    }
    let [exact, spaced, similar] = by_way;
    if exact.is_empty() && spaced.is_empty() {
        found.similar = similar;
    } else {
        found.matches = if exact.is_empty() { spaced } else { exact };
    }
    Ok(found)
}

/// The text of a page, and what of it is seen.
fn read(walker: &mut Walker<'_, '_>, id: lopdf::ObjectId) -> Result<(PageText, Sheet), PdfError> {
    let view = walker.view();
    let Object::Dictionary(page) = view.object(id)? else {
        return Ok((PageText::default(), Sheet::of(view, &lopdf::Dictionary::new())?));
    };
    let sheet = Sheet::of(view, &page)?;
    let mut text = walker.page(&page)?;
    sheet.trim(&mut text);
    Ok((text, sheet))
}

/// What is told of a page, whatever is looked for.
fn note(found: &mut FoundText, number: usize, page: &PageText) {
    let blank = page.glyphs.iter().all(|glyph| page.of(glyph).trim().is_empty());
    if page.is_cut {
        found.unread.push(number);
    } else if blank && page.has_pictures {
        found.pictures_only.push(number);
    }
    if page.untold > 0 {
        found.untold.push(number);
    }
}

/// Adds a page's places of a text; those of a looser way only while a stricter one has none.
fn search(
    query: &TextQuery,
    number: usize,
    page: &PageText,
    sheet: &Sheet,
    by_way: &mut [Vec<TextMatch>; 3],
) {
    let segments = lines::segments(page);
    let searched = Searched::new(page, &segments);
    for (how, kept) in query.ways().into_iter().zip(by_way) {
        let mut places = Vec::new();
        for found in searched.find(&query.text, how) {
            places.extend(matched(&searched, page, number, &found));
        }
        places.sort_by_key(|place| order(sheet, place));
        for place in places {
            if kept.len() < MAX_TEXT_MATCHES && !kept.iter().rev().take(20).any(|k| same(k, &place))
            {
                kept.push(place);
            }
        }
        if !kept.is_empty() {
            return;
        }
    }
}

fn matched(
    searched: &Searched<'_>,
    page: &PageText,
    number: usize,
    found: &Found,
) -> Option<TextMatch> {
    let glyphs: Vec<_> = found.glyphs.iter().filter_map(|glyph| page.glyphs.get(*glyph)).collect();
    let first = glyphs.first()?;
    Some(TextMatch {
        page: number,
        rect: Bounds::around(glyphs.iter().flat_map(|glyph| glyph.corners())).to_rect(),
        degrees: page::Axes::of(first.em).degrees(),
        text: searched.shown(found),
        context: searched.context(found),
        hidden: glyphs.iter().all(|glyph| glyph.hidden),
    })
}

/// The order of reading on a page as it is seen. Lines that differ by less than four points count
/// as one.
fn order(sheet: &Sheet, place: &TextMatch) -> (i64, i64) {
    let [left, bottom, right, top] = place.rect.map(|value| value as f32);
    let corners = Bounds { left, bottom, right, top }.corners().map(|corner| sheet.seen(corner));
    let seen = Bounds::around(corners);
    // `bottom` is the least: the upper edge, since heights are from the top here.
    ((seen.bottom / 4.0).round() as i64, seen.left.round() as i64)
}

/// Whether two places are one, written twice.
fn same(a: &TextMatch, b: &TextMatch) -> bool {
    let near = |index: usize| {
        let edge = |place: &TextMatch| place.rect.get(index).copied().unwrap_or_default();
        (edge(a) - edge(b)).abs() < 2.0
    };
    a.page == b.page && (0..4).all(near)
}
