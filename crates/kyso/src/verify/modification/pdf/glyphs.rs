//! Where a look puts its text: enough of the text state to tell text that is seen from text that
//! is outside, minute or pushed apart (ISO 32000-2 §9.3, §9.4).

/// A rectangle in the look's own space, in points.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Place {
    pub(super) left: f32,
    pub(super) bottom: f32,
    pub(super) right: f32,
    pub(super) top: f32,
}

impl Place {
    /// From a corner and a size, either of which may run backwards.
    pub(super) fn of(x: f32, y: f32, width: f32, height: f32) -> Self {
        let (left, right) = if width < 0.0 { (x + width, x) } else { (x, x + width) };
        let (bottom, top) = if height < 0.0 { (y + height, y) } else { (y, y + height) };
        Self { left, bottom, right, top }
    }

    /// All there is.
    pub(super) const EVERYWHERE: Self =
        Self { left: f32::MIN, bottom: f32::MIN, right: f32::MAX, top: f32::MAX };

    /// The smallest that holds some points; nothing is in the one around none.
    pub(super) fn around(points: &[(f32, f32)]) -> Self {
        let nothing = Self { left: f32::MAX, bottom: f32::MAX, right: f32::MIN, top: f32::MIN };
        points.iter().fold(nothing, |place, (x, y)| Self {
            left: place.left.min(*x),
            bottom: place.bottom.min(*y),
            right: place.right.max(*x),
            top: place.top.max(*y),
        })
    }

    /// Larger by `by` on every side.
    pub(super) fn grown(&self, by: f32) -> Self {
        Self {
            left: self.left - by,
            bottom: self.bottom - by,
            right: self.right + by,
            top: self.top + by,
        }
    }

    /// Whether another lies inside.
    pub(super) fn holds(&self, other: &Self) -> bool {
        self.left <= other.left
            && self.bottom <= other.bottom
            && self.right >= other.right
            && self.top >= other.top
    }

    /// What both have; `None` where they do not meet.
    pub(super) fn common(&self, other: &Self) -> Option<Self> {
        let both = Self {
            left: self.left.max(other.left),
            bottom: self.bottom.max(other.bottom),
            right: self.right.min(other.right),
            top: self.top.min(other.top),
        };
        (both.left <= both.right && both.bottom <= both.top).then_some(both)
    }

    /// The smallest that holds both.
    pub(super) fn with(&self, other: &Self) -> Self {
        Self {
            left: self.left.min(other.left),
            bottom: self.bottom.min(other.bottom),
            right: self.right.max(other.right),
            top: self.top.max(other.top),
        }
    }

    /// Whether it is a strip along one side of `bounds`, as a border has: any other strip could be
    /// read as a letter.
    pub(super) fn runs_along(&self, bounds: &Self) -> bool {
        let across = near(self.left, bounds.left) && near(self.right, bounds.right);
        let upright = near(self.bottom, bounds.bottom) && near(self.top, bounds.top);
        let flat = self.top - self.bottom <= WIDEST
            && (near(self.bottom, bounds.bottom) || near(self.top, bounds.top));
        let narrow = self.right - self.left <= WIDEST
            && (near(self.left, bounds.left) || near(self.right, bounds.right));
        (across && flat) || (upright && narrow)
    }

    /// Whether `inner` leaves a frame of it, as wide as a border.
    pub(super) fn is_framed_by(&self, inner: &Self) -> bool {
        near(self.left, inner.left)
            && near(self.bottom, inner.bottom)
            && near(self.right, inner.right)
            && near(self.top, inner.top)
    }

    /// Whether a line of text at this height runs through it.
    pub(super) fn crosses(&self, height: f32) -> bool {
        (self.bottom..self.top).contains(&height)
    }

    /// Whether clipping by this leaves most of `bounds`: four fifths of the width, half of the
    /// height. Writers keep a margin for the border.
    pub(super) fn keeps(&self, bounds: &Self) -> bool {
        let width = self.right.min(bounds.right) - self.left.max(bounds.left);
        let height = self.top.min(bounds.top) - self.bottom.max(bounds.bottom);
        width >= (bounds.right - bounds.left) * 0.8 && height >= (bounds.top - bounds.bottom) * 0.5
    }
}

/// The widest border, in points.
const WIDEST: f32 = 3.0;

fn near(a: f32, b: f32) -> bool {
    (a - b).abs() <= WIDEST
}

/// Space between letters or words, in points, beyond which a value is torn apart.
const WIDEST_SPACING: f32 = 50.0;

/// Letters or words pushed together more than this overlap, or change their order.
const NARROWEST_SPACING: f32 = -1.0;

/// Least width of a letter, as a part of its size.
const NARROWEST: f32 = 0.1;

/// How much larger than others some letters of one text may be.
const LARGEST_RATIO: f32 = 1.5;

/// How far a baseline may lie below the box, and must lie under its top, as parts of the size.
const BELOW: f32 = 0.1;
const ABOVE: f32 = 0.4;

/// Smallest letters that count as seen, in points.
const SMALLEST: f32 = 2.0;

/// The start of the current line and the size of its letters.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    pub(super) size: f32,
    x: f32,
    y: f32,
    scale: f32,
    leading: f32,
    /// Part of their usual width that letters have.
    stretch: f32,
    /// Whether the line was moved to since text was shown.
    moved: bool,
    shown: Option<Shown>,
}

/// Text that was shown on a line: its size, baseline, and where it ends: at the least if letters
/// are as narrow as any, and if they are as narrow as most.
#[derive(Clone, Copy, Debug)]
struct Shown {
    size: f32,
    end: f32,
    usual_end: f32,
    y: f32,
}

impl Default for Line {
    fn default() -> Self {
        Self {
            size: 0.0,
            x: 0.0,
            y: 0.0,
            scale: 1.0,
            leading: 0.0,
            stretch: 1.0,
            moved: true,
            shown: None,
        }
    }
}

impl Line {
    /// `BT`: the text matrix starts anew, the text state goes on.
    pub(super) fn begin(&mut self) {
        (self.x, self.y, self.scale, self.moved) = (0.0, 0.0, 1.0, true);
    }

    /// A text state or text positioning operator: whether it leads to another line, or `None`
    /// where it is not one that a field's text needs.
    pub(super) fn step(&mut self, operator: &str, values: &[f32]) -> Option<bool> {
        match (operator, values) {
            ("Tc" | "Tw", [spacing]) => {
                (NARROWEST_SPACING..=WIDEST_SPACING).contains(spacing).then_some(false)
            }
            ("Tz", [percent]) => {
                self.stretch = percent / 100.0;
                (50.0..=200.0).contains(percent).then_some(false)
            }
            ("Ts", [rise]) => (*rise == 0.0).then_some(false),
            ("TL", [leading]) => {
                self.leading = *leading;
                Some(false)
            }
            ("Td", [x, y]) => Some(self.by(*x, *y)),
            ("TD", [x, y]) => {
                self.leading = -*y;
                Some(self.by(*x, *y))
            }
            ("T*", []) => Some(self.by(0.0, -self.leading)),
            ("Tm", [a, b, c, d, e, f]) => {
                let upright = *b == 0.0 && *c == 0.0 && *a > 0.0 && *d > 0.0 && a == d;
                let line = *f != self.y;
                (self.x, self.y, self.scale, self.moved) = (*e, *f, *a, true);
                upright.then_some(line)
            }
            _ => None,
        }
    }

    /// The height of the base line.
    pub(super) fn height(&self) -> f32 {
        self.y
    }

    fn by(&mut self, x: f32, y: f32) -> bool {
        self.x += x * self.scale;
        self.y += y * self.scale;
        self.moved = true;
        y != 0.0
    }

    /// Takes a text as shown here; `false` where it does not stand behind or below what was shown
    /// before, is much larger or smaller, or leaves `bounds`: then it reads otherwise than it comes.
    pub(super) fn goes_on(&mut self, text: &str, bounds: &Place) -> bool {
        let size = self.size * self.scale;
        let narrow = text.chars().fold(0.0, |width, _| width + NARROWEST) * size;
        let usual = text.chars().map(usual_width).sum::<f32>() * size * self.stretch;
        let moved = std::mem::take(&mut self.moved);
        let mut now = Shown { size, end: self.x + narrow, usual_end: self.x + usual, y: self.y };
        let mut follows = true;
        if let Some(before) = self.shown {
            let alike = size <= before.size * LARGEST_RATIO && before.size <= size * LARGEST_RATIO;
            let on_the_line = (self.y - before.y).abs() <= size * 0.1;
            follows = alike
                && match (moved, on_the_line) {
                    (false, _) => true,
                    (true, true) => self.x >= before.end,
                    (true, false) => self.y <= before.y - size * 0.5,
                };
            if !moved {
                (now.end, now.usual_end) = (before.end + narrow, before.usual_end + usual);
            }
        }
        self.shown = Some(now);
        follows && now.usual_end <= bounds.right + 1.0
    }

    /// Whether text that starts here can be read: inside `bounds` and not minute.
    pub(super) fn is_seen(&self, bounds: &Place) -> bool {
        let size = self.size * self.scale;
        size >= SMALLEST
            && size <= (bounds.top - bounds.bottom) * 2.0
            && (bounds.left..bounds.right).contains(&self.x)
            && (bounds.bottom - size * BELOW..bounds.top - size * ABOVE).contains(&self.y)
    }
}

/// Width of a letter in fonts as narrow as most, as a part of its size; digits are alike in width.
fn usual_width(letter: char) -> f32 {
    if letter.is_ascii_digit() { 0.4 } else { 0.2 }
}
