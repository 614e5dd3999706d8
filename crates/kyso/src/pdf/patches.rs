//! What a picture that is seen through hides all the same: its parts that are not, with their colour.

/// Red, green and blue, from 0 to 1.
pub(crate) type Rgb = [f32; 3];

/// What is lighter than this is paper, which hides whatever its shape.
pub(crate) const LIGHT: f32 = 0.6;

/// Cells along each side of a picture that it is told apart by: those of a seal are half a
/// millimetre.
const CELLS: usize = 64;

/// One point in so many makes a cell light: white between dark letters shows other letters.
const FEW: usize = 4;

/// A part of a picture that nothing is seen through.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Patch {
    /// Left, bottom, right and top in the unit square.
    pub(crate) place: [f32; 4],
    /// What it has on the whole, white where some of it is light; `None` where that cannot be told.
    pub(crate) colour: Option<Rgb>,
}

impl Patch {
    /// Whether it may be paper.
    pub(crate) fn is_light(&self) -> bool {
        self.colour.is_none_or(|colour| luminance(&colour) > LIGHT)
    }
}

/// How light a colour is (ITU-R BT.709).
pub(crate) fn luminance([red, green, blue]: &Rgb) -> f32 {
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/// A point of a picture.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) enum Point {
    Clear,
    Painted(Option<Rgb>),
    /// It takes so much of what is under it, less than half.
    Faint(f32, Option<Rgb>),
}

/// The patches of a picture of so many points across and down, by its points, rows from the top.
pub(crate) fn patches(
    width: usize,
    height: usize,
    point: impl Fn(usize, usize) -> Point,
) -> Vec<Patch> {
    let cells = cells(width, height, point);
    let opaque = cells.iter().filter(|(_, cell)| cell.is_opaque());
    opaque.map(|(place, cell)| Patch { place: *place, colour: cell.ink.colour() }).collect()
}

/// The same, and the other parts that are painted somewhat, with how much each takes of what is
/// under it: several of them take all.
pub(crate) fn patches_and_veils(
    width: usize,
    height: usize,
    point: impl Fn(usize, usize) -> Point,
) -> (Vec<Patch>, Vec<(Patch, f32)>) {
    let (mut patches, mut veils) = (Vec::new(), Vec::new());
    for (place, cell) in cells(width, height, point) {
        if cell.is_opaque() {
            patches.push(Patch { place, colour: cell.ink.colour() });
        } else if cell.taken > 0.0 {
            let share = cell.taken / cell.all as f32;
            veils.push((Patch { place, colour: cell.all_ink.colour() }, share));
        }
    }
    (patches, veils)
}

/// All cells with their places.
fn cells(
    width: usize,
    height: usize,
    point: impl Fn(usize, usize) -> Point,
) -> Vec<([f32; 4], Cell)> {
    let (across, down) = (width.min(CELLS), height.min(CELLS));
    let mut cells = vec![Cell::default(); across.saturating_mul(down)];
    for y in 0..height {
        for x in 0..width {
            let at = y * down / height * across + x * across / width;
            if let Some(cell) = cells.get_mut(at) {
                cell.add(point(x, y));
            }
        }
    }
    let placed = |(at, cell): (usize, Cell)| {
        let (x, y) = (at % across, at / across);
        let part = |at: usize, of: usize| at as f32 / of as f32;
        let (bottom, top) = (1.0 - part(y + 1, down), 1.0 - part(y, down));
        ([part(x, across), bottom, part(x + 1, across), top], cell)
    };
    cells.into_iter().enumerate().map(placed).collect()
}

/// What was met of a cell.
#[derive(Clone, Copy, Default)]
struct Cell {
    all: usize,
    /// Of points that nothing is seen through.
    ink: Shades,
    /// Of faint ones, too.
    all_ink: Shades,
    /// What all points together take of what is under them.
    taken: f32,
}

impl Cell {
    fn add(&mut self, point: Point) {
        self.all += 1;
        match point {
            Point::Clear => {}
            Point::Painted(colour) => {
                self.ink.add(colour);
                self.all_ink.add(colour);
                self.taken += 1.0;
            }
            Point::Faint(share, colour) => {
                self.all_ink.add(colour);
                self.taken += share;
            }
        }
    }

    fn is_opaque(&self) -> bool {
        self.ink.painted * 2 >= self.all
    }
}

/// How light points are.
#[derive(Clone, Copy, Default)]
struct Shades {
    painted: usize,
    light: usize,
    sum: f32,
    untold: bool,
}

impl Shades {
    fn add(&mut self, colour: Option<Rgb>) {
        self.painted += 1;
        match colour.map(|colour| luminance(&colour)) {
            Some(light) => {
                self.light += usize::from(light > LIGHT);
                self.sum += light;
            }
            None => self.untold = true,
        }
    }

    fn colour(&self) -> Option<Rgb> {
        let light = self.light * FEW >= self.painted;
        let grey = if light { 1.0 } else { self.sum / self.painted as f32 };
        (!self.untold).then_some([grey; 3])
    }
}

#[cfg(test)]
mod tests {
    use super::{Patch, Point, patches};

    const RED: Point = Point::Painted(Some([0.8, 0.0, 0.0]));
    const WHITE: Point = Point::Painted(Some([1.0; 3]));

    #[test]
    fn parts_are_where_they_are_painted() {
        // The left half of the upper row.
        let found = patches(4, 2, |x, y| if y == 0 && x < 2 { RED } else { Point::Clear });
        let places: Vec<[f32; 4]> = found.iter().map(|patch| patch.place).collect();
        assert_eq!(places, [[0.0, 0.5, 0.25, 1.0], [0.25, 0.5, 0.5, 1.0]]);
        assert!(found.iter().all(|patch| !patch.is_light()));
        assert_eq!(patches(0, 0, |_, _| RED), []);
    }

    #[test]
    fn a_cell_is_opaque_from_half_on_and_light_from_a_quarter_on() {
        // Four points to a cell.
        let all = |points: [Point; 4]| patches(128, 128, |x, y| points[x % 2 + y % 2 * 2]);
        assert_eq!(all([RED, Point::Clear, Point::Clear, Point::Clear]), []);
        assert_eq!(all([RED, RED, Point::Clear, Point::Clear]).len(), 64 * 64);
        let one = |points| all(points)[65];
        assert!(!one([RED, RED, RED, Point::Clear]).is_light());
        assert!(one([RED, RED, RED, WHITE]).is_light());
        assert!(one([RED, RED, RED, Point::Painted(None)]).is_light());
        let grey = one([Point::Painted(Some([0.2; 3])), Point::Painted(Some([0.4; 3])), RED, RED]);
        let Patch { place, colour } = grey;
        assert!((colour.unwrap()[0] - (0.2 + 0.4 + 0.34016) / 4.0).abs() < 1e-5, "{colour:?}");
        // What is just as light is no paper yet.
        let (just, limit) =
            (Point::Painted(Some([0.6; 3])), Patch { place, colour: Some([0.6; 3]) });
        assert!(!limit.is_light() && !one([just, just, RED, RED]).is_light());
        let part = 1.0 / 64.0;
        assert_eq!(place, [part, 1.0 - 2.0 * part, 2.0 * part, 1.0 - part]);
    }
}
