//! Where a look puts its text: enough of the text state to tell text that is seen from text that
//! is outside, minute or pushed apart (ISO 32000-2 §9.3, §9.4).

/// A rectangle in the look's own space, in points.
#[derive(Clone, Copy, Debug)]
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

    /// Grows to hold another.
    pub(super) fn widen(&mut self, other: &Self) {
        self.left = self.left.min(other.left);
        self.bottom = self.bottom.min(other.bottom);
        self.right = self.right.max(other.right);
        self.top = self.top.max(other.top);
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
}

impl Default for Line {
    fn default() -> Self {
        Self { size: 0.0, x: 0.0, y: 0.0, scale: 1.0, leading: 0.0 }
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
            ("Tc" | "Tw", [spacing]) => (spacing.abs() <= WIDEST_SPACING).then_some(false),
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

    /// Whether text that starts here can be read: inside `bounds` and not minute.
    pub(super) fn is_seen(&self, bounds: &Place) -> bool {
        let size = self.size * self.scale;
        size >= SMALLEST
            && size <= (bounds.top - bounds.bottom) * 2.0
            && (bounds.left..bounds.right).contains(&self.x)
            && (bounds.bottom - size..bounds.top).contains(&self.y)
    }
}
