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

    /// Its width and height exchanged.
    pub(super) fn turned(&self) -> Self {
        let (right, top) =
            (self.left + self.top - self.bottom, self.bottom + self.right - self.left);
        Self { right, top, ..*self }
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

/// How far a letter may reach back over the one before it, in ems and as a part of its width.
const FARTHEST_BACK: f32 = 0.25;
const MOST_OF_IT: f32 = 0.5;

/// How far text may reach over the edge of what is shown, in points.
const OVER_THE_EDGE: f32 = 1.0;

/// How far a glyph moves the pen, in ems.
#[derive(Clone, Copy, Debug)]
pub(super) struct Advance {
    /// Not less than this.
    pub(super) least: f32,
    /// As far as can be told.
    pub(super) usual: f32,
    /// Whether word spacing applies: the code 32 of one byte.
    pub(super) space: bool,
    /// Whether nothing is drawn.
    pub(super) blank: bool,
}

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
    /// Space after every letter, and more after a space.
    spacing: (f32, f32),
    /// Whether the line was moved to since text was shown.
    moved: bool,
    pen: Pen,
    shown: Option<Shown>,
}

/// Where the next glyph goes: at the least, and usually.
#[derive(Clone, Copy, Default, Debug)]
struct Pen {
    least: f32,
    usual: f32,
    /// Spacing and kerning since the last glyph.
    gap: f32,
    /// Width of the last glyph; none where the pen was moved.
    last: Option<f32>,
}

/// Text that was shown on a line: its size, baseline, and where it ends at the least.
#[derive(Clone, Copy, Debug)]
struct Shown {
    size: f32,
    end: f32,
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
            spacing: (0.0, 0.0),
            moved: true,
            pen: Pen::default(),
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
                let kept = if operator == "Tc" { &mut self.spacing.0 } else { &mut self.spacing.1 };
                *kept = *spacing;
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

    /// `Q`: the text state is what it was at `q`; the text matrix is no part of it.
    pub(super) fn restore(&mut self, saved: &Self) {
        (self.size, self.leading) = (saved.size, saved.leading);
        (self.stretch, self.spacing) = (saved.stretch, saved.spacing);
    }

    /// Starts a text here; `false` where it does not stand behind or below what was shown before,
    /// or is much larger or smaller: then it reads otherwise than it comes.
    pub(super) fn starts(&mut self) -> bool {
        let size = self.size * self.scale;
        let moved = std::mem::take(&mut self.moved);
        if moved {
            self.pen = Pen { least: self.x, usual: self.x, gap: 0.0, last: None };
        }
        let before = self.shown.replace(Shown { size, end: self.pen.least, y: self.y });
        let Some(before) = before else { return true };
        let alike = size <= before.size * LARGEST_RATIO && before.size <= size * LARGEST_RATIO;
        let on_the_line = (self.y - before.y).abs() <= size * 0.1;
        alike
            && match (moved, on_the_line) {
                (false, _) => true,
                (true, true) => self.x >= before.end - size * FARTHEST_BACK,
                (true, false) => self.y <= before.y - size * 0.5,
            }
    }

    /// A number among strings, in thousandths of an em backwards.
    pub(super) fn kerns(&mut self, back: f32) {
        self.pen.gap -= back / 1000.0 * self.size * self.scale * self.stretch;
    }

    /// Shows a glyph; `false` where it stands on the one before it, or is not all within.
    pub(super) fn shows(&mut self, glyph: &Advance, within: &Place) -> bool {
        let size = self.size * self.scale;
        let em = size * self.stretch;
        let pen = &mut self.pen;
        let gap = std::mem::take(&mut pen.gap);
        // A hair, for rounding.
        let behind = pen.last.is_none_or(|last| {
            gap >= -size * FARTHEST_BACK - 0.01 && gap >= -last * MOST_OF_IT - 0.01
        });
        let left = pen.usual + gap;
        (pen.least, pen.usual) = (pen.least + gap + glyph.least * em, left + glyph.usual * em);
        pen.last = Some(glyph.least * em);
        let word = if glyph.space { self.spacing.1 } else { 0.0 };
        pen.gap = (self.spacing.0 + word) * self.scale * self.stretch;
        if glyph.blank {
            return behind;
        }
        if let Some(shown) = &mut self.shown {
            shown.end = pen.least;
        }
        let edge = OVER_THE_EDGE;
        behind && left >= within.left - edge && pen.usual <= within.right + edge
    }

    /// Whether text that starts here can be read: inside `bounds` and not minute where the look is
    /// drawn at `drawn_at` of its size.
    pub(super) fn is_seen(&self, bounds: &Place, drawn_at: f32) -> bool {
        let size = self.size * self.scale;
        let bounds = bounds.grown(OVER_THE_EDGE);
        size * drawn_at >= SMALLEST
            && size <= (bounds.top - bounds.bottom) * 2.0
            && (bounds.left..bounds.right).contains(&self.x)
            && (bounds.bottom - size * BELOW..bounds.top - size * ABOVE).contains(&self.y)
    }
}

#[cfg(test)]
mod tests;
