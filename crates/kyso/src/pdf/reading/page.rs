//! The glyphs of one page, and the part of it that is seen.

use std::ops::Range;

use lopdf::Dictionary;

use crate::pdf::content::numbers;
use crate::pdf::{PdfError, View, inherited};

/// One glyph, or several that stand for one text; in default user space.
#[derive(Clone, Debug)]
pub(super) struct Glyph {
    /// Where in [`PageText::text`]; empty where it shows nothing.
    pub(super) text: Range<usize>,
    /// On the baseline.
    pub(super) start: (f32, f32),
    pub(super) end: (f32, f32),
    /// From the baseline upwards, as long as the font's size.
    pub(super) em: (f32, f32),
    pub(super) above: f32,
    pub(super) below: f32,
    /// Neither filled nor stroked.
    pub(super) hidden: bool,
}

/// What a page's content says.
#[derive(Debug, Default)]
pub(super) struct PageText {
    pub(super) text: String,
    pub(super) glyphs: Vec<Glyph>,
    pub(super) has_pictures: bool,
    /// Glyphs of which nothing says for which character they stand.
    pub(super) untold: usize,
    /// Some of it was not read: it is broken, or more than is read.
    pub(super) is_cut: bool,
}

impl PageText {
    pub(super) fn add(&mut self, glyph: Glyph, text: Option<&str>) {
        self.untold += usize::from(text.is_none());
        let text = self.keep(text.unwrap_or("\u{FFFD}"));
        self.glyphs.push(Glyph { text, ..glyph });
    }

    /// Puts a text in the place of the glyphs from one on; not where they stand on several lines.
    pub(super) fn replace(&mut self, from: usize, text: &str) {
        let Some([first, .., last]) = self.glyphs.get(from..) else {
            let text = self.keep(text);
            if let Some(only) = self.glyphs.get_mut(from) {
                only.text = text;
            }
            return;
        };
        let (rise, size) =
            (along(&first.em, &last.start) - along(&first.em, &first.start), first.em);
        if rise.abs() > size.0.hypot(size.1) * 0.7 {
            return;
        }
        let end = last.end;
        let text = self.keep(text);
        self.glyphs.truncate(from + 1);
        if let Some(first) = self.glyphs.last_mut() {
            (first.text, first.end) = (text, end);
        }
    }

    fn keep(&mut self, text: &str) -> Range<usize> {
        let start = self.text.len();
        self.text.push_str(text);
        start..self.text.len()
    }

    /// What a glyph shows.
    pub(super) fn of(&self, glyph: &Glyph) -> &str {
        self.text.get(glyph.text.clone()).unwrap_or_default()
    }
}

/// How far a point lies in a direction, in points.
fn along(direction: &(f32, f32), point: &(f32, f32)) -> f32 {
    let length = direction.0.hypot(direction.1).max(f32::MIN_POSITIVE);
    (direction.0 * point.0 + direction.1 * point.1) / length
}

/// Left, bottom, right and top.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Bounds {
    pub(super) left: f32,
    pub(super) bottom: f32,
    pub(super) right: f32,
    pub(super) top: f32,
}

impl Bounds {
    /// The smallest around some points.
    pub(super) fn around(points: impl IntoIterator<Item = (f32, f32)>) -> Self {
        let nothing = Self { left: f32::MAX, bottom: f32::MAX, right: f32::MIN, top: f32::MIN };
        points.into_iter().fold(nothing, |bounds, (x, y)| Self {
            left: bounds.left.min(x),
            bottom: bounds.bottom.min(y),
            right: bounds.right.max(x),
            top: bounds.top.max(y),
        })
    }

    pub(super) fn corners(&self) -> [(f32, f32); 4] {
        let Self { left, bottom, right, top } = *self;
        [(left, bottom), (right, bottom), (left, top), (right, top)]
    }

    pub(super) fn holds(&self, point: (f32, f32)) -> bool {
        (self.left..=self.right).contains(&point.0) && (self.bottom..=self.top).contains(&point.1)
    }

    pub(super) fn to_rect(self) -> [f64; 4] {
        [self.left, self.bottom, self.right, self.top].map(f64::from)
    }
}

/// A direction of writing: coordinates along a line and across it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Axes {
    right: (f32, f32),
}

impl Axes {
    /// Those in which `em` points upwards.
    pub(super) fn of(em: (f32, f32)) -> Self {
        let length = em.0.hypot(em.1).max(f32::MIN_POSITIVE);
        Self { right: (em.1 / length, -em.0 / length) }
    }

    /// The direction in whole degrees, counterclockwise; 0 is to the right.
    pub(super) fn degrees(&self) -> i16 {
        let degrees = self.right.1.atan2(self.right.0).to_degrees().round() as i16;
        degrees.rem_euclid(360)
    }

    /// How far along and how high a point lies.
    pub(super) fn of_point(&self, (x, y): (f32, f32)) -> (f32, f32) {
        let (a, b) = self.right;
        (a * x + b * y, a * y - b * x)
    }

    /// The point that lies so far along and so high.
    pub(super) fn to_point(self, (x, y): (f32, f32)) -> (f32, f32) {
        let (a, b) = self.right;
        (a * x - b * y, b * x + a * y)
    }
}

impl Glyph {
    pub(super) fn size(&self) -> f32 {
        self.em.0.hypot(self.em.1)
    }

    /// The corners of the box that its font's letters fill.
    pub(super) fn corners(&self) -> [(f32, f32); 4] {
        let at = |(x, y): (f32, f32), by: f32| (x + self.em.0 * by, y + self.em.1 * by);
        let (above, below) = (self.above, self.below);
        [at(self.start, below), at(self.end, below), at(self.start, above), at(self.end, above)]
    }

    pub(super) fn middle(&self) -> (f32, f32) {
        let corners = self.corners();
        let sum =
            corners.iter().fold((0.0, 0.0), |sum, corner| (sum.0 + corner.0, sum.1 + corner.1));
        (sum.0 / 4.0, sum.1 / 4.0)
    }
}

/// What of a page is seen, and how it is turned.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sheet {
    /// The crop box within the media box.
    pub(super) bounds: Bounds,
    /// Clockwise: 0, 90, 180 or 270.
    pub(super) turned: i64,
    /// Points to a unit of its user space.
    pub(super) unit: f32,
}

impl Sheet {
    /// Reads it; a page without boxes is as large as A4.
    ///
    /// # Errors
    /// The page or a node above it cannot be read.
    pub(super) fn of(view: &View<'_>, page: &Dictionary) -> Result<Self, PdfError> {
        let bounds = |key| -> Result<Option<Bounds>, PdfError> {
            Ok(match numbers(view, &inherited(view, page, key)?)?.as_deref() {
                Some([a, b, c, d]) => Some(Bounds::around([(*a, *b), (*c, *d)])),
                _ => None,
            })
        };
        let a4 = Bounds { left: 0.0, bottom: 0.0, right: 595.0, top: 842.0 };
        let media = bounds(b"MediaBox")?.unwrap_or(a4);
        let crop = bounds(b"CropBox")?.unwrap_or(media);
        let common = Bounds {
            left: media.left.max(crop.left),
            bottom: media.bottom.max(crop.bottom),
            right: media.right.min(crop.right),
            top: media.top.min(crop.top),
        };
        let is_one = common.left < common.right && common.bottom < common.top;
        let turned = inherited(view, page, b"Rotate")?.as_i64().unwrap_or(0).rem_euclid(360);
        let unit = view.get(page, b"UserUnit")?.as_float().unwrap_or(1.0);
        let unit = if unit.is_finite() && unit > 0.0 { unit } else { 1.0 };
        Ok(Self { bounds: if is_one { common } else { media }, turned, unit })
    }

    /// Drops the glyphs that lie outside, and those that have no size.
    pub(super) fn trim(&self, page: &mut PageText) {
        page.glyphs.retain(|glyph| glyph.size() > 0.01 && self.bounds.holds(glyph.middle()));
    }

    /// Where a point is for who looks at the page: from the left, and from the top.
    pub(super) fn seen(&self, (x, y): (f32, f32)) -> (f32, f32) {
        match self.turned {
            90 => (y, x),
            180 => (-x, y),
            270 => (-y, -x),
            _ => (x, -y),
        }
    }
}
