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
    /// Where the text before ended at the least.
    shown: Option<Shown>,
}

/// Text that was shown: size, baseline, and where it ends at the least.
#[derive(Clone, Copy, Debug)]
struct Shown {
    size: f32,
    start: f32,
    end: f32,
    y: f32,
}

impl Default for Line {
    fn default() -> Self {
        Self { size: 0.0, x: 0.0, y: 0.0, scale: 1.0, leading: 0.0, shown: None }
    }
}

impl Line {
    /// `BT`: the text matrix starts anew, the text state goes on.
    pub(super) fn begin(&mut self) {
        (self.x, self.y, self.scale) = (0.0, 0.0, 1.0);
    }

    /// A text state or text positioning operator: whether it leads to another line, or `None`
    /// where it is not one that a field's text needs.
    pub(super) fn step(&mut self, operator: &str, values: &[f32]) -> Option<bool> {
        match (operator, values) {
            ("Tc" | "Tw", [spacing]) => {
                (NARROWEST_SPACING..=WIDEST_SPACING).contains(spacing).then_some(false)
            }
            ("Tz", [percent]) => (50.0..=200.0).contains(percent).then_some(false),
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
                (self.x, self.y, self.scale) = (*e, *f, *a);
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
        y != 0.0
    }

    /// Takes so many letters as shown here; `false` where they do not stand behind or below what
    /// was shown before, or are much larger or smaller: then they read otherwise than they come.
    pub(super) fn goes_on(&mut self, letters: usize) -> bool {
        let size = self.size * self.scale;
        #[expect(clippy::cast_precision_loss, reason = "a field's text is short")]
        let width = letters as f32 * size * NARROWEST;
        let Some(before) = self.shown else {
            self.shown = Some(Shown { size, start: self.x, end: self.x + width, y: self.y });
            return true;
        };
        let alike = size <= before.size * LARGEST_RATIO && before.size <= size * LARGEST_RATIO;
        let on_the_line = (self.y - before.y).abs() <= size * 0.1;
        // Without a move in between it stands behind by itself.
        let unmoved = on_the_line && self.x.total_cmp(&before.start).is_eq();
        let follows = match on_the_line {
            true => unmoved || self.x >= before.end,
            false => self.y <= before.y - size * 0.5,
        };
        let end = if unmoved { before.end } else { self.x } + width;
        self.shown = Some(Shown { size, start: self.x, end, y: self.y });
        alike && follows
    }

    /// Whether text that starts here can be read: inside `bounds` and not minute.
    pub(super) fn is_seen(&self, bounds: &Place) -> bool {
        let size = self.size * self.scale;
        size >= SMALLEST
            && size <= (bounds.top - bounds.bottom) * 2.0
            && (bounds.left..bounds.right).contains(&self.x)
            && (bounds.bottom - size..bounds.top).contains(&self.y)
    }
}
