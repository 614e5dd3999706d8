//! Glyphs to pieces of lines: what stands together on one baseline, in the order in which it is
//! read, with spaces where gaps are.

use unicode_normalization::char::is_combining_mark;

use super::page::{Axes, Glyph, PageText};

/// A wider gap than this is a space, in ems. Fonts have 0.25 between words, TeX at least 0.2.
const SPACE: f32 = 0.15;

/// A wider gap than this parts columns, in ems.
const COLUMN: f32 = 1.5;

/// How far baselines of one line may differ, in ems: raised and lowered letters.
const SAME_LINE: f32 = 0.4;

/// A piece of a line.
#[derive(Clone, Debug)]
pub(super) struct Segment {
    /// Direction of writing.
    pub(super) degrees: i16,
    /// Counts the lines of the page.
    pub(super) line: usize,
    /// Height of the baseline across the direction of writing.
    pub(super) base: f32,
    /// From where to where along it.
    pub(super) left: f32,
    pub(super) right: f32,
    /// The largest font's size.
    pub(super) size: f32,
    pub(super) parts: Vec<Part>,
}

/// A glyph of a segment.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part {
    pub(super) glyph: usize,
    /// A gap is before it.
    pub(super) spaced: bool,
}

/// The segments of a page: by direction, then from line to line, then along the line.
pub(super) fn segments(page: &PageText) -> Vec<Segment> {
    let mut chunks = chunks(page);
    chunks.sort_by(|a, b| {
        let turned = a.degrees.cmp(&b.degrees);
        turned.then(b.base.total_cmp(&a.base)).then(a.left.total_cmp(&b.left))
    });
    let mut found: Vec<Segment> = Vec::new();
    let mut rest = chunks.into_iter().peekable();
    let mut line = 0;
    while let Some(first) = rest.next() {
        let (degrees, base, size) = (first.degrees, first.base, first.size);
        let mut row = vec![first];
        while let Some(next) = rest.next_if(|next| {
            next.degrees == degrees && base - next.base <= size.min(next.size) * SAME_LINE
        }) {
            row.push(next);
        }
        row.sort_by(|a, b| a.left.total_cmp(&b.left));
        let from = found.len();
        for mut chunk in row {
            chunk.line = line;
            match found.get_mut(from..).and_then(<[Segment]>::last_mut) {
                Some(before) if before.is_doubled_by(&chunk, page) => {}
                Some(before)
                    if chunk.left - before.right <= before.size.max(chunk.size) * COLUMN =>
                {
                    before.join(&chunk);
                }
                _ => found.push(chunk),
            }
        }
        line += 1;
    }
    found
}

/// What the content shows in a row.
fn chunks(page: &PageText) -> Vec<Segment> {
    let mut found: Vec<Segment> = Vec::new();
    for (index, glyph) in page.glyphs.iter().enumerate() {
        if page.of(glyph).is_empty() {
            continue;
        }
        let next = Segment::of(index, glyph);
        match found.last_mut() {
            Some(last) if last.is_repeated_by(glyph, &next, page) => {}
            Some(last) if last.goes_on_with(glyph, &next, page) => last.join(&next),
            _ => found.push(next),
        }
    }
    found
}

impl Segment {
    fn of(index: usize, glyph: &Glyph) -> Self {
        let axes = Axes::of(glyph.em);
        let ((from, base), (to, _)) = (axes.of_point(glyph.start), axes.of_point(glyph.end));
        Self {
            degrees: axes.degrees(),
            line: 0,
            base,
            left: from.min(to),
            right: from.max(to),
            size: glyph.size(),
            parts: vec![Part { glyph: index, spaced: false }],
        }
    }

    /// Whether the next glyph of the content stands next to the last one.
    fn goes_on_with(&self, glyph: &Glyph, next: &Self, page: &PageText) -> bool {
        let size = self.size.max(next.size);
        let gap = next.left - self.right;
        // Marks are moved over their letter, and high ones up.
        let mark = page.of(glyph).chars().all(is_combining_mark);
        let (rise, back) = if mark { (1.2, -2.0) } else { (SAME_LINE, -1.0) };
        self.degrees == next.degrees
            && (self.base - next.base).abs() <= self.size.min(next.size) * rise
            && (size * back..=size * COLUMN).contains(&gap)
    }

    /// Whether a glyph is painted once more in its place, to look bold.
    fn is_repeated_by(&self, glyph: &Glyph, next: &Self, page: &PageText) -> bool {
        let Some(last) = self.parts.last().and_then(|part| page.glyphs.get(part.glyph)) else {
            return false;
        };
        let moved = (last.start.0 - glyph.start.0).hypot(last.start.1 - glyph.start.1);
        self.degrees == next.degrees
            && moved <= next.size * 0.1
            && page.of(last) == page.of(glyph)
            && !page.of(glyph).chars().all(is_combining_mark)
    }

    /// Whether a whole chunk is painted once more in its place.
    fn is_doubled_by(&self, other: &Self, page: &PageText) -> bool {
        let text = |parts: &[Part]| -> String {
            parts
                .iter()
                .filter_map(|part| page.glyphs.get(part.glyph))
                .map(|g| page.of(g))
                .collect()
        };
        let tail = self.parts.len().checked_sub(other.parts.len());
        let near = |by: f32| by.abs() <= other.size * 0.2;
        near(self.right - other.right)
            && near(self.base - other.base)
            && tail.and_then(|from| self.parts.get(from..)).is_some_and(|tail| {
                let left = tail.first().and_then(|part| page.glyphs.get(part.glyph));
                let left = left.map(|glyph| Axes::of(glyph.em).of_point(glyph.start).0);
                left.is_some_and(|left| near(left - other.left)) && text(tail) == text(&other.parts)
            })
    }

    fn join(&mut self, next: &Self) {
        let spaced = next.left - self.right > self.size.max(next.size) * SPACE;
        let mut parts = next.parts.iter().copied();
        if let Some(first) = parts.next() {
            self.parts.push(Part { spaced: spaced || first.spaced, ..first });
        }
        self.parts.extend(parts);
        self.right = self.right.max(next.right);
        self.size = self.size.max(next.size);
    }
}
