//! What lies over text of a page without hiding it for sure: pictures and strokes of a later
//! signature. A seal stands over a signature lawfully, so that it is said and not refused, unless
//! little of the page's text is left.

use lopdf::ObjectId;

use super::super::engine::{OverText, Sight, Step};
use super::super::glyphs::Place;
use super::super::marks::{Kind, Mark};
use super::cover::{OPAQUE, hides_letter, is_seen_through};
use crate::pdf::{LinesUnder, lines_under};

/// Letters of a look higher than this may hide what is under them, in points.
const LARGE_LETTERS: f32 = 30.0;

/// Squares that a piece of text is cut into, to tell how much of it is hidden.
const MOST_SQUARES: f32 = 200.0;

/// What the looks of signatures paint on one page, by the field.
#[derive(Default)]
pub(super) struct Lying {
    by_field: Vec<(String, Vec<Mark>)>,
}

impl Lying {
    pub(super) fn add(&mut self, field: &str, marks: impl Iterator<Item = Mark>) {
        let marks: Vec<Mark> = marks.filter(may_hide).collect();
        if !marks.is_empty() {
            self.by_field.push((field.to_owned(), marks));
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.by_field.is_empty()
    }

    /// What is said where nobody knows which text the page has.
    pub(super) fn untold(self, page: usize) -> impl Iterator<Item = OverText> {
        let under = LinesUnder::default();
        self.by_field.into_iter().map(move |(field, _)| OverText {
            field,
            page,
            sight: Sight::Untold,
            under: under.clone(),
        })
    }

    /// Notes what lies over the texts of a page; whether most of them are hidden by it.
    pub(super) fn over(
        self,
        step: &Step<'_>,
        (page, number): (ObjectId, usize),
        texts: &[Place],
        found: &mut Vec<OverText>,
    ) -> bool {
        let mut opaque = Vec::new();
        for (field, marks) in self.by_field {
            let around = marks.iter().map(|mark| mark.place).reduce(|a, b| a.with(&b));
            let near = |text: &&Place| around.is_some_and(|around| around.common(text).is_some());
            let near: Vec<&Place> = texts.iter().filter(near).collect();
            if near.is_empty() {
                continue;
            }
            // Where there is too much to compare, all that is near counts as hidden.
            let compares = step.roles.may_compare(near.len().saturating_mul(marks.len()));
            let lies =
                |mark: &&Mark| !compares || near.iter().any(|text| hides_letter(&mark.place, text));
            let lying: Vec<&Mark> = marks.iter().filter(lies).collect();
            let Some(sight) = lying.iter().map(|mark| sight(mark)).max() else { continue };
            let boxes: Vec<_> = lying
                .iter()
                .map(|Mark { place, .. }| [place.left, place.bottom, place.right, place.top])
                .collect();
            let mut under = lines_under(&step.old, page, &boxes);
            under.count = under.count.max(1);
            opaque.extend(lying.iter().filter(|mark| hides_shape(mark)).map(|mark| mark.place));
            found.push(OverText { field, page: number, sight, under });
        }
        hides_most(step, texts, &opaque)
    }
}

/// Whether a mark may hide what is under it: none that is light and multiplied with it does, and
/// small letters do not.
fn may_hide(mark: &Mark) -> bool {
    let is_large = match mark.kind {
        Kind::Text => mark.place.top - mark.place.bottom > LARGE_LETTERS,
        _ => true,
    };
    is_large && !is_seen_through(mark) && mark.paint.alpha >= OPAQUE
}

fn sight(mark: &Mark) -> Sight {
    match mark.kind {
        Kind::Stroke { .. } | Kind::SheerPicture => Sight::Sheer,
        Kind::Text | Kind::Fill { .. } | Kind::Picture => Sight::Opaque,
    }
}

/// Whether a mark fills the box around it, or most of it.
fn hides_shape(mark: &Mark) -> bool {
    matches!(mark.kind, Kind::Fill { .. } | Kind::Picture)
}

/// Whether more than half of the text of a page lies under one of `covers`.
fn hides_most(step: &Step<'_>, texts: &[Place], covers: &[Place]) -> bool {
    if covers.is_empty() {
        return false;
    }
    let (mut hidden, mut all) = (0_usize, 0_usize);
    for text in texts {
        let (width, height) = (text.right - text.left, text.top - text.bottom);
        // Half as wide as high, as letters are.
        let [along, across] = if width >= height { [width, height] } else { [height, width] };
        let squares = (along / (across * 0.5).max(f32::MIN_POSITIVE)).clamp(1.0, MOST_SQUARES);
        let squares = squares as usize;
        if !step.roles.may_compare(squares.saturating_mul(covers.len())) {
            return true;
        }
        all += squares;
        hidden += (0..squares)
            .filter(|at| {
                let part = (*at as f32 + 0.5) / squares as f32;
                let (x, y) = if width >= height {
                    (text.left + width * part, (text.bottom + text.top) / 2.0)
                } else {
                    ((text.left + text.right) / 2.0, text.bottom + height * part)
                };
                let point = Place { left: x, bottom: y, right: x, top: y };
                covers.iter().any(|cover| cover.holds(&point))
            })
            .count();
    }
    hidden * 2 > all
}
