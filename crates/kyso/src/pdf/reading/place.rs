//! The room beside a text: where a signature stands between the title above and the name below.

use super::page::{Axes, Bounds, PageText, Sheet};
use super::walk::Walker;
use super::{FoundText, TextMatch, TextQuery, find_text, read};
use crate::pdf::{Length, PageChoice, PdfDocument, PdfError, Placement};

/// Width and height where none are given, in millimetres.
const USUAL: [f32; 2] = [50.0, 25.0];

/// What is left free on each side of the room, in points.
const MARGIN: f32 = 2.0;

/// Lower or narrower than this, in millimetres, none can be read that may be of any size.
const SMALLEST: f32 = 8.0;

/// Which of several places of a text is meant.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[non_exhaustive]
pub enum Occurrence {
    /// The only one; it is an error if there are more.
    #[default]
    Only,
    /// The first in the order of reading.
    First,
    /// The last.
    Last,
    /// Counted from 1.
    Nth(usize),
}

/// On which side of a text, as it is read.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[non_exhaustive]
pub enum Side {
    /// Centred above it, in the gap up to the next line: where a leader signs above his name.
    #[default]
    Above,
    /// Centred below it, in the gap down to the next line.
    Below,
    /// To the left of it.
    LeftOf,
    /// To the right of it.
    RightOf,
    /// Centred over it.
    Over,
}

/// A place beside a text.
#[derive(Clone, PartialEq, Debug)]
pub struct TextPlacement {
    query: TextQuery,
    occurrence: Occurrence,
    side: Side,
    size: Option<[Length; 2]>,
}

/// Where a text put something.
#[derive(Clone, PartialEq, Debug)]
#[non_exhaustive]
pub struct TextPlace {
    /// The page, from 1.
    pub page: usize,
    /// Left, bottom, right and top, in default user space of the page.
    pub rect: [f64; 4],
    /// The text.
    pub text: TextMatch,
    /// The room was smaller than what was asked for: both sides are smaller by the same ratio.
    pub is_smaller: bool,
}

impl TextPlace {
    /// The place as a signature takes it.
    #[must_use]
    pub fn placement(&self) -> Placement {
        let rect = self.rect.map(|edge| edge as f32);
        Placement::UserSpace { page: PageChoice::Number(self.page), rect }
    }
}

/// Why a text gives no place.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TextPlaceError {
    /// It is nowhere.
    #[error("the text {text:?} is not found")]
    NotFound {
        /// What was looked for.
        text: String,
        /// What is like it, pages that are pictures, and pages that were not read.
        found: Box<FoundText>,
    },
    /// It is there several times, and nothing says which is meant.
    #[error("the text {text:?} is found {} times", found.len())]
    Several {
        /// What was looked for.
        text: String,
        /// All of them.
        found: Vec<TextMatch>,
    },
    /// It is there less often than the occurrence that was asked for.
    #[error("the text {text:?} is found {} times, not {wanted}", found.len())]
    NoSuchOccurrence {
        /// What was looked for.
        text: String,
        /// Which was asked for, from 1.
        wanted: usize,
        /// All of them.
        found: Vec<TextMatch>,
    },
    /// Pages were not read to their end, and what is on them could change which place is meant.
    #[error("pages {pages:?} cannot be read to their end")]
    Unread {
        /// The pages.
        pages: Vec<usize>,
    },
    /// There is no room beside it, or less than half of what was asked for.
    #[error("beside the text {:?} on page {} there is no room", found.text, found.page)]
    NoRoom {
        /// The text.
        found: Box<TextMatch>,
        /// Width and height that are free.
        room: [Length; 2],
    },
    /// The document cannot be read.
    #[error(transparent)]
    Pdf(#[from] PdfError),
}

impl TextPlacement {
    /// The place above the only occurrence of a text.
    #[must_use]
    pub fn at(query: TextQuery) -> Self {
        let (occurrence, side) = (Occurrence::Only, Side::Above);
        Self { query, occurrence, side, size: None }
    }

    /// Takes one of several occurrences.
    #[must_use]
    pub fn occurrence(mut self, occurrence: Occurrence) -> Self {
        self.occurrence = occurrence;
        self
    }

    /// Takes another side than above.
    #[must_use]
    pub fn side(mut self, side: Side) -> Self {
        self.side = side;
        self
    }

    /// Width and height on paper, along and across the line. Where the room is smaller, both are
    /// made smaller by the same ratio, to the half at the most. Without, 50 by 25 millimetres, or
    /// what of it there is room for.
    #[must_use]
    pub fn size(mut self, width: Length, height: Length) -> Self {
        self.size = Some([width, height]);
        self
    }

    /// Finds the place in the newest revision of a document.
    ///
    /// # Errors
    ///
    /// [`TextPlaceError`].
    pub fn resolve(&self, document: &PdfDocument) -> Result<TextPlace, TextPlaceError> {
        let found = find_text(document, &self.query)?;
        let chosen = self.choose(found)?;
        let view = document.latest();
        let mut walker = Walker::new(&view);
        let id = view.pages()?.nth(chosen.page.saturating_sub(1)).transpose()?;
        let Some(id) = id else {
            return Err(TextPlaceError::Unread { pages: vec![chosen.page] });
        };
        let (page, sheet) = read(&mut walker, id)?;
        self.beside(chosen, &page, &sheet)
    }

    fn choose(&self, found: FoundText) -> Result<TextMatch, TextPlaceError> {
        let text = self.query.text().to_owned();
        if found.matches.is_empty() {
            return Err(TextPlaceError::NotFound { text, found: Box::new(found) });
        }
        let (matches, unread) = (found.matches, found.unread);
        let chosen = match self.occurrence {
            Occurrence::Only if matches.len() > 1 => {
                return Err(TextPlaceError::Several { text, found: matches });
            }
            Occurrence::Only | Occurrence::First => matches.first(),
            Occurrence::Last => matches.last(),
            Occurrence::Nth(wanted) => wanted.checked_sub(1).and_then(|at| matches.get(at)),
        };
        let Some(chosen) = chosen.cloned() else {
            let wanted = match self.occurrence {
                Occurrence::Nth(wanted) => wanted,
                _ => 1,
            };
            return Err(TextPlaceError::NoSuchOccurrence { text, wanted, found: matches });
        };
        let matters = |page: &usize| match self.occurrence {
            Occurrence::Only => true,
            Occurrence::Last => *page >= chosen.page,
            _ => *page <= chosen.page,
        };
        let pages: Vec<usize> = unread.into_iter().filter(matters).collect();
        if pages.is_empty() { Ok(chosen) } else { Err(TextPlaceError::Unread { pages }) }
    }

    /// The room beside a text, in coordinates along and across its line.
    fn beside(
        &self,
        found: TextMatch,
        page: &PageText,
        sheet: &Sheet,
    ) -> Result<TextPlace, TextPlaceError> {
        let (sine, cosine) = f32::from(found.degrees).to_radians().sin_cos();
        let axes = Axes::of((-sine, cosine));
        let turned =
            |bounds: [(f32, f32); 4]| Bounds::around(bounds.map(|corner| axes.of_point(corner)));
        let [left, bottom, right, top] = found.rect.map(|edge| edge as f32);
        let text = turned(Bounds { left, bottom, right, top }.corners());
        let paper = turned(sheet.bounds.corners());
        let others: Vec<Bounds> = page
            .glyphs
            .iter()
            .filter(|glyph| !page.of(glyph).trim().is_empty())
            .map(|glyph| turned(glyph.corners()))
            .collect();
        let usual = USUAL.map(Length::mm);
        let asked = self.size.unwrap_or(usual).map(|length| length.to_points() / sheet.unit);
        let room = self.room(&text, &paper, &others, (asked, MARGIN / sheet.unit));
        let (width, height) = (room.right - room.left, room.top - room.bottom);
        let ratio = (width / asked[0]).min(height / asked[1]).min(1.0);
        let [wide, high] = asked.map(|length| length * ratio);
        let smallest = Length::mm(SMALLEST).to_points() / sheet.unit;
        let is_room = match self.size {
            Some(_) => ratio >= 0.5,
            None => wide.min(high) >= smallest,
        };
        // What is no number is no room either.
        if !is_room {
            let room = [width, height].map(|length| Length::points(length.max(0.0) * sheet.unit));
            return Err(TextPlaceError::NoRoom { found: Box::new(found), room });
        }
        let middle = ((room.left + room.right) / 2.0, (room.bottom + room.top) / 2.0);
        let middle = match self.side {
            Side::LeftOf => (room.right - wide / 2.0, middle.1),
            Side::RightOf => (room.left + wide / 2.0, middle.1),
            _ => middle,
        };
        let placed = Bounds {
            left: middle.0 - wide / 2.0,
            bottom: middle.1 - high / 2.0,
            right: middle.0 + wide / 2.0,
            top: middle.1 + high / 2.0,
        };
        let rect = Bounds::around(placed.corners().map(|corner| axes.to_point(corner))).to_rect();
        Ok(TextPlace { page: found.page, rect, text: found, is_smaller: ratio < 1.0 })
    }

    /// What is free on the side but for a margin, no wider than what was asked for where the text
    /// is in its middle.
    fn room(
        &self,
        text: &Bounds,
        paper: &Bounds,
        others: &[Bounds],
        (asked, margin): ([f32; 2], f32),
    ) -> Bounds {
        let middle = ((text.left + text.right) / 2.0, (text.bottom + text.top) / 2.0);
        // Centred on the text, and on the paper.
        let within = |middle: f32, length: f32, from: f32, to: f32| {
            let half = (length / 2.0).min((to - from) / 2.0);
            let middle = middle.clamp(from + half, (to - half).max(from + half));
            (middle - half, middle + half)
        };
        let (left, right) = within(middle.0, asked[0], paper.left, paper.right);
        let (bottom, top) = within(middle.1, asked[1], paper.bottom, paper.top);
        let over = |other: &&Bounds| other.left < right && other.right > left;
        let beside = |other: &&Bounds| other.bottom < text.top && other.top > text.bottom;
        // Boxes of neighbouring lines may overlap: the middle of a letter says where it is.
        let height = |other: &Bounds| (other.bottom + other.top) / 2.0;
        match self.side {
            Side::Above => {
                let above = others.iter().filter(over).filter(|o| height(o) > text.top);
                let ceiling = above.map(|o| o.bottom).fold(paper.top, f32::min);
                Bounds { left, right, bottom: text.top + margin, top: ceiling - margin }
            }
            Side::Below => {
                let below = others.iter().filter(over).filter(|o| height(o) < text.bottom);
                let floor = below.map(|o| o.top).fold(paper.bottom, f32::max);
                Bounds { left, right, bottom: floor + margin, top: text.bottom - margin }
            }
            Side::LeftOf => {
                let before = others.iter().filter(beside).filter(|o| o.right <= text.left + 1.0);
                let wall = before.map(|o| o.right).fold(paper.left, f32::max);
                Bounds { left: wall + margin, right: text.left - margin, bottom, top }
            }
            Side::RightOf => {
                let after = others.iter().filter(beside).filter(|o| o.left >= text.right - 1.0);
                let wall = after.map(|o| o.left).fold(paper.right, f32::min);
                Bounds { left: text.right + margin, right: wall - margin, bottom, top }
            }
            Side::Over => Bounds { left, right, bottom, top },
        }
    }
}
