//! Shapes as what they hide, or as what of them can be hidden.

use super::super::glyphs::Place;
use super::Kind;
use super::paint::{Ink, State};
use super::path::{EXACT, LONGEST, Path};
use super::run::Painter;
use crate::limits::MAX_MARKS;

/// Shapes that reach farther than this, in points, are grounds for what lies on them: hiding a part
/// of their inside hides nothing.
const LARGE: f32 = 72.0;

/// How far lines reach to each side at the least, in points: readers draw none thinner than a pixel.
const THINNEST: f32 = 0.5;

/// Rows that a filled shape is cut into, and how high one is in points where it is small.
const ROWS: f32 = 64.0;
const ROW: f32 = 1.0;

/// Edges in all rows of a shape that count as one operator.
const EDGES: usize = 100;

impl Painter<'_, '_> {
    /// Fills a path; `false` where there is too much of it.
    pub(super) fn fill(&mut self, path: &Path, even_odd: bool, ink: &Ink, state: &State) -> bool {
        // Of a look, what is one rectangle hides as a whole, and patches tell the rest.
        let by_sides = self.outlines || (self.masks.is_some() && path.is_rectangle());
        for (place, rectangle) in path.filled(by_sides) {
            let large = place.width().max(place.height()) > LARGE;
            let kind = Kind::Fill { rectangle: rectangle || (self.outlines && large) };
            self.add(place, kind, ink, state);
        }
        if self.outlines {
            let Some(edges) = path.large(LARGE).stroked(THINNEST, LONGEST, MAX_MARKS) else {
                return false;
            };
            for (place, length) in edges {
                self.add(place, Kind::Stroke { width: 1.0, length }, ink, state);
            }
        }
        if self.masks.is_some() && !path.is_rectangle() {
            let (parts, work) = parts(path, even_odd);
            self.take(work / EDGES);
            for place in parts {
                self.add(place, Kind::Patch, ink, state);
            }
        }
        true
    }

    /// Strokes a path; `false` where there is too much of it, or it cannot be told how wide it is.
    pub(super) fn stroke(&mut self, path: &Path, state: &State) -> bool {
        let [a, b, c, d, ..] = state.matrix;
        let width = state.line_width * a.hypot(b).max(c.hypot(d));
        // A sharp corner of a thick line reaches far out (the usual miter limit is ten).
        let reach = if state.sharp_joins && width > 2.0 { width * 5.0 } else { width / 2.0 };
        let Some(pieces) = path.stroked(reach.max(THINNEST), LONGEST, MAX_MARKS) else {
            return false;
        };
        // Of a negative width, readers keep the one before.
        if !(width.is_finite() && width >= 0.0) {
            return false;
        }
        for (place, length) in pieces {
            self.add(place, Kind::Stroke { width, length }, &state.stroke, state);
        }
        if self.masks.is_some() {
            let drawn = (width / 2.0).max(THINNEST);
            let Some(pieces) = path.stroked(drawn, EXACT, MAX_MARKS) else { return false };
            for (place, _) in pieces {
                self.add(place, Kind::Ink, &state.stroke, state);
            }
        }
        true
    }
}

/// What is inside of a path, in rows, and how many edges were looked at.
fn parts(path: &Path, even_odd: bool) -> (Vec<Place>, usize) {
    let edges = path.edges();
    let Some(bounds) = path.bounds() else { return (Vec::new(), 0) };
    let rows = (bounds.height() / ROW).clamp(1.0, ROWS).ceil();
    let height = bounds.height() / rows;
    let mut parts = Vec::new();
    for row in 0..rows as u16 {
        let bottom = bounds.bottom + f32::from(row) * height;
        let at = bottom + height / 2.0;
        let mut crossings: Vec<(f32, i32)> = Vec::new();
        for [(x0, y0), (x1, y1)] in &edges {
            if (*y0 <= at) != (*y1 <= at) {
                let x = x0 + (at - y0) / (y1 - y0) * (x1 - x0);
                crossings.push((x, if y1 > y0 { 1 } else { -1 }));
            }
        }
        crossings.sort_by(|one, two| one.0.total_cmp(&two.0));
        let mut turns = 0;
        for pair in crossings.windows(2) {
            let [(left, turn), (right, _)] = pair else { continue };
            turns += if even_odd { 1 } else { *turn };
            let inside = if even_odd { turns % 2 != 0 } else { turns != 0 };
            if inside && right > left {
                parts.push(Place { left: *left, bottom, right: *right, top: bottom + height });
            }
        }
    }
    (parts, edges.len() * usize::from(rows as u16))
}

#[cfg(test)]
mod tests {
    use super::{Path, parts};
    use crate::pdf::content::IDENTITY;

    fn triangle(side: f32) -> Path {
        let mut path = Path::default();
        for (operator, x, y) in [("m", 0.0, 0.0), ("l", side, 0.0), ("l", 0.0, side)] {
            assert!(path.step(operator, &[100.0 + x, 50.0 + y], &IDENTITY));
        }
        path
    }

    #[test]
    fn rows_are_filled_from_edge_to_edge() {
        for (side, rows) in [(10.0, 10_u8), (3.5, 4), (640.0, 64)] {
            for even_odd in [false, true] {
                let (found, work) = parts(&triangle(side), even_odd);
                assert_eq!((found.len(), work), (usize::from(rows), usize::from(rows) * 3));
                let height = side / f32::from(rows);
                for (row, place) in (0..rows).map(f32::from).zip(found) {
                    let bottom = 50.0 + row * height;
                    let right = 100.0 + side - (row + 0.5) * height;
                    let expected = [100.0, bottom, right, bottom + height];
                    let found = [place.left, place.bottom, place.right, place.top];
                    let near =
                        found.iter().zip(expected).all(|(one, two)| (one - two).abs() < 0.01);
                    assert!(near, "{found:?} {expected:?}");
                }
            }
        }
    }
}
