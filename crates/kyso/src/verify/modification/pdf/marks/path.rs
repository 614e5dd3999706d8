//! Paths as they are built and painted (ISO 32000-2 §8.5), curves as short lines.

use super::super::glyphs::Place;
use super::{Matrix, moved};

/// Lines that a curve becomes.
const PIECES: u8 = 16;

/// Longest piece, in points, of a line that runs aslant: its box is little larger than itself.
pub(super) const LONGEST: f32 = 4.0;

/// The same where it matters what the line hides.
pub(super) const EXACT: f32 = 1.0;

/// A path in default user space.
#[derive(Clone, Debug, Default)]
pub(super) struct Path {
    lines: Vec<Line>,
    /// The current point, before the matrix.
    at: (f32, f32),
    /// Where the current line began, before the matrix.
    start: (f32, f32),
    /// Points held, all lines together.
    points: usize,
}

#[derive(Clone, Debug, Default)]
struct Line {
    points: Vec<(f32, f32)>,
    rectangle: bool,
}

impl Line {
    /// Whether it is an upright rectangle, written as one or as its four sides.
    fn is_rectangle(&self) -> bool {
        let [a, b, c, d, rest @ ..] = self.points.as_slice() else { return false };
        let closed = rest.iter().all(|point| point == a) && rest.len() <= 1;
        let upright = |from: &(f32, f32), to: &(f32, f32)| from.0 == to.0 || from.1 == to.1;
        let sides = upright(a, b) && upright(b, c) && upright(c, d) && upright(d, a);
        self.rectangle || (closed && sides && (a.0 == c.0) == (a.1 == c.1))
    }
}

impl Path {
    /// A path operator; `false` where its operands are not what it takes.
    pub(super) fn step(&mut self, operator: &str, values: &[f32], matrix: &Matrix) -> bool {
        match (operator, values) {
            ("m", [x, y]) => {
                self.lines.push(Line::default());
                self.start = (*x, *y);
                self.line_to(*x, *y, matrix);
            }
            ("l", [x, y]) => self.line_to(*x, *y, matrix),
            ("c", [a, b, c, d, e, f]) => {
                self.curve([self.at, (*a, *b), (*c, *d), (*e, *f)], matrix)
            }
            ("v", [c, d, e, f]) => self.curve([self.at, self.at, (*c, *d), (*e, *f)], matrix),
            ("y", [a, b, e, f]) => self.curve([self.at, (*a, *b), (*e, *f), (*e, *f)], matrix),
            ("h", []) => {
                let (x, y) = self.start;
                self.line_to(x, y, matrix);
            }
            ("re", [x, y, width, height]) => {
                let upright = matrix[1] == 0.0 && matrix[2] == 0.0;
                self.lines.push(Line { points: Vec::new(), rectangle: upright });
                self.start = (*x, *y);
                let (right, top) = (x + width, y + height);
                for (x, y) in [(*x, *y), (right, *y), (right, top), (*x, top), (*x, *y)] {
                    self.line_to(x, y, matrix);
                }
            }
            _ => return false,
        }
        true
    }

    fn line_to(&mut self, x: f32, y: f32, matrix: &Matrix) {
        if self.lines.is_empty() {
            self.lines.push(Line::default());
        }
        if let Some(line) = self.lines.last_mut() {
            line.rectangle &= line.points.len() < 5;
            line.points.push(moved(matrix, x, y));
            self.points += 1;
        }
        self.at = (x, y);
    }

    fn curve(&mut self, [from, one, two, to]: [(f32, f32); 4], matrix: &Matrix) {
        for piece in 1..=PIECES {
            let t = f32::from(piece) / f32::from(PIECES);
            let u = 1.0 - t;
            let [a, b, c, d] = [u * u * u, 3.0 * u * u * t, 3.0 * u * t * t, t * t * t];
            let along = |p: [f32; 4]| a * p[0] + b * p[1] + c * p[2] + d * p[3];
            let x = along([from.0, one.0, two.0, to.0]);
            let y = along([from.1, one.1, two.1, to.1]);
            self.line_to(x, y, matrix);
        }
        self.at = to;
    }

    /// Points held so far.
    pub(super) fn len(&self) -> usize {
        self.points
    }

    /// The box around all of it.
    pub(super) fn bounds(&self) -> Option<Place> {
        let lines = self.lines.iter().filter(|line| !line.points.is_empty());
        lines.map(|line| Place::around(&line.points)).reduce(|all, one| all.with(&one))
    }

    /// The same with every line led back to where it began.
    pub(super) fn closed(&self) -> Self {
        let mut closed = self.clone();
        for line in &mut closed.lines {
            line.points.extend(line.points.first().copied());
        }
        closed
    }

    /// What filling covers: a box for each closed line, and whether it is that rectangle; if
    /// `by_sides`, also one that is drawn by its sides.
    pub(super) fn filled(&self, by_sides: bool) -> Vec<(Place, bool)> {
        let lines = self.lines.iter().filter(|line| !line.points.is_empty());
        let is_rectangle =
            |line: &Line| if by_sides { line.is_rectangle() } else { line.rectangle };
        lines.map(|line| (Place::around(&line.points), is_rectangle(line))).collect()
    }

    /// Whether it is one upright rectangle and nothing else.
    pub(super) fn is_rectangle(&self) -> bool {
        matches!(self.lines.as_slice(), [line] if line.is_rectangle())
    }

    /// The closed lines among it that reach farther than `side` and are no rectangles.
    pub(super) fn large(&self, side: f32) -> Self {
        let is_large = |line: &&Line| {
            let place = Place::around(&line.points);
            !line.is_rectangle() && place.width().max(place.height()) > side
        };
        Self { lines: self.lines.iter().filter(is_large).cloned().collect(), ..Self::default() }
            .closed()
    }

    /// Its edges, every line led back to where it began.
    pub(super) fn edges(&self) -> Vec<[(f32, f32); 2]> {
        let mut edges = Vec::new();
        for line in &self.closed().lines {
            edges.extend(line.points.windows(2).filter_map(|ends| match ends {
                [from, to] => Some([*from, *to]),
                _ => None,
            }));
        }
        edges
    }

    /// What stroking covers, `reach` being how far from the line: pieces with their lengths.
    /// Pieces that run aslant are no longer than `longest`. `None` where there are more than `most`.
    pub(super) fn stroked(
        &self,
        reach: f32,
        longest: f32,
        most: usize,
    ) -> Option<Vec<(Place, f32)>> {
        let mut pieces = Vec::new();
        for line in &self.lines {
            if let [only] = line.points.as_slice() {
                pieces.push((Place::around(&[*only]).grown(reach), 0.0));
            }
            for ends in line.points.windows(2) {
                let [from, to] = ends else { continue };
                let (dx, dy) = (to.0 - from.0, to.1 - from.1);
                let length = dx.hypot(dy);
                let aslant = dx.abs().min(dy.abs()) > 0.5;
                let count = if aslant { (length / longest).ceil().max(1.0) } else { 1.0 };
                if !count.is_finite() || count > 10_000.0 || pieces.len() > most {
                    return None;
                }
                let mut done = 0.0;
                while done < count {
                    let at = |part: f32| (from.0 + dx * part / count, from.1 + dy * part / count);
                    let place = Place::around(&[at(done), at(done + 1.0)]);
                    pieces.push((place.grown(reach), length / count));
                    done += 1.0;
                }
            }
        }
        (pieces.len() <= most).then_some(pieces)
    }
}
