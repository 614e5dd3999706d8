//! Sheer pictures upon each other: each leaves what is under it to be seen, all of them do not.

use super::super::glyphs::Place;
use super::super::marks::{Kind, LIGHT, Mark, luminance};
use super::cover::OPAQUE;

/// Squares along each side of a picture; its parts are no smaller.
const SIDE: usize = 64;

/// Looks of more sheer pictures than this are paper wherever one of these paints.
const MOST: usize = 64;

/// What one picture takes of what is under it, by squares.
struct Sheet {
    bounds: Place,
    taken: Vec<f32>,
}

impl Sheet {
    fn of(veils: &[&Mark]) -> Option<Self> {
        let bounds = veils.iter().map(|veil| veil.place).reduce(|one, two| one.with(&two))?;
        let mut sheet = Self { bounds, taken: vec![0.0; SIDE * SIDE] };
        for veil in veils {
            let Place { left, bottom, right, top } = veil.place;
            // Rounded, neighbours reach over each other.
            let (dx, dy) = (veil.place.width() * 0.05, veil.place.height() * 0.05);
            let (columns, first) = (sheet.index(right - dx, top - dy), (left + dx, bottom + dy));
            let (from, to) = (sheet.index(first.0, first.1), columns);
            for y in from.1..=to.1 {
                for x in from.0..=to.0 {
                    if let Some(taken) = sheet.taken.get_mut(y * SIDE + x) {
                        *taken = taken.max(veil.paint.alpha);
                    }
                }
            }
        }
        Some(sheet)
    }

    /// Column and row of the square that a point is in.
    fn index(&self, x: f32, y: f32) -> (usize, usize) {
        let part = |at: f32, length: f32| {
            (at / length.max(f32::MIN_POSITIVE) * SIDE as f32).clamp(0.0, SIDE as f32 - 1.0)
        };
        let Place { left, bottom, .. } = self.bounds;
        let column = part(x - left, self.bounds.width()) as usize;
        (column, part(y - bottom, self.bounds.height()) as usize)
    }

    fn at(&self, x: f32, y: f32) -> f32 {
        if !self.bounds.holds(&Place { left: x, bottom: y, right: x, top: y }) {
            return 0.0;
        }
        let (column, row) = self.index(x, y);
        self.taken.get(row * SIDE + column).copied().unwrap_or_default()
    }
}

/// Where veils that are light, or may be, are paper together.
pub(super) fn stacked(marks: &[Mark]) -> Vec<Place> {
    let mut pictures: Vec<Vec<&Mark>> = Vec::new();
    for mark in marks {
        match mark.kind {
            Kind::SheerPicture => pictures.push(Vec::new()),
            Kind::Veil if mark.paint.colour.is_none_or(|colour| luminance(&colour) > LIGHT) => {
                if let Some(veils) = pictures.last_mut() {
                    veils.push(mark);
                }
            }
            _ => {}
        }
    }
    let veils: Vec<&Mark> = pictures.iter().flatten().copied().collect();
    pictures.retain(|veils| !veils.is_empty());
    if pictures.len() > MOST {
        return veils.iter().map(|veil| veil.place).collect();
    }
    let sheets: Vec<Sheet> = pictures.iter().filter_map(|veils| Sheet::of(veils)).collect();
    let is_paper = |veil: &&&Mark| {
        let Place { left, bottom, right, top } = veil.place;
        let (x, y) = ((left + right) / 2.0, (bottom + top) / 2.0);
        let through = sheets.iter().fold(1.0, |through, sheet| through * (1.0 - sheet.at(x, y)));
        through <= 1.0 - OPAQUE
    };
    veils.iter().filter(is_paper).map(|veil| veil.place).collect()
}
