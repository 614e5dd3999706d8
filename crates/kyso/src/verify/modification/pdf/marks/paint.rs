//! The graphics state as far as it says where, in which colour and how something is painted.

use std::rc::Rc;

use lopdf::{Dictionary, Object};

use super::super::glyphs::Place;
use super::font::Font;
use crate::pdf::content::{IDENTITY, Matrix};
use crate::pdf::{PdfError, View};

/// Red, green and blue, from 0 to 1.
pub(in super::super) type Colour = crate::pdf::Rgb;

/// How something is painted.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(in super::super) struct Paint {
    /// `None` where it cannot be told.
    pub(in super::super) colour: Option<Colour>,
    /// From 0, nothing, to 1.
    pub(in super::super) alpha: f32,
    /// Whether it is multiplied with what is there already, so that dark things stay dark.
    pub(in super::super) multiplied: bool,
}

/// The parameters of painting (ISO 32000-2 §8.4).
#[derive(Clone, Debug)]
pub(super) struct State {
    pub(super) matrix: Matrix,
    /// Nothing is painted outside of it.
    pub(super) clip: Place,
    pub(super) fill: Ink,
    pub(super) stroke: Ink,
    pub(super) line_width: f32,
    pub(super) sharp_joins: bool,
    blend: Blend,
    /// Colours come out otherwise than their numbers say.
    pub(super) altered: bool,
    pub(super) text: TextState,
}

/// Parameters that leave colours as they are (ISO 32000-2 table 57), those aside that are read.
const PLAIN: [&[u8]; 19] = [
    b"Type", b"BM", b"ca", b"CA", b"LW", b"LC", b"LJ", b"ML", b"D", b"RI", b"Font", b"FL", b"SM",
    b"SA", b"AIS", b"OP", b"op", b"OPM", b"TK",
];

/// Blend modes after which dark paint is dark: whatever else is between two colours may be light.
const STAYING: [&[u8]; 4] = [b"Normal", b"Compatible", b"Multiply", b"Darken"];

/// Colour and alpha of one kind of painting.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ink {
    pub(super) colour: Option<Colour>,
    /// Whether the colour space is grey, RGB or CMYK of the device.
    pub(super) plain: bool,
    pub(super) alpha: f32,
}

/// How what is painted meets what is there (ISO 32000-2 §11.3, §11.4).
#[derive(Clone, Copy, Debug)]
struct Blend {
    multiply: bool,
    /// What is painted here is blended with the page, no isolated group between them.
    reaches: bool,
    /// A group around this is multiplied with the page.
    outer: bool,
}

/// The text state (ISO 32000-2 §9.3).
#[derive(Clone, Debug)]
pub(super) struct TextState {
    pub(super) font: Option<Rc<Font>>,
    pub(super) size: f32,
    pub(super) spacing: f32,
    pub(super) word_spacing: f32,
    pub(super) scale: f32,
    pub(super) leading: f32,
    pub(super) rise: f32,
    /// The rendering mode, from 0 to 7 (table 104).
    pub(super) mode: u8,
}

const BLACK: Ink = Ink { colour: Some([0.0; 3]), plain: true, alpha: 1.0 };

impl State {
    pub(super) fn of_page() -> Self {
        Self {
            matrix: IDENTITY,
            clip: Place::EVERYWHERE,
            fill: BLACK,
            stroke: BLACK,
            line_width: 1.0,
            sharp_joins: true,
            blend: Blend { multiply: false, reaches: true, outer: false },
            altered: false,
            text: TextState {
                font: None,
                size: 0.0,
                spacing: 0.0,
                word_spacing: 0.0,
                scale: 1.0,
                leading: 0.0,
                rise: 0.0,
                mode: 0,
            },
        }
    }

    pub(super) fn of_appearance(matrix: Matrix, clip: Place) -> Self {
        Self { matrix, clip, ..Self::of_page() }
    }

    pub(super) fn paint(&self, ink: &Ink) -> Paint {
        let multiplied = self.blend.outer || (self.blend.multiply && self.blend.reaches);
        let colour = if self.altered { None } else { ink.colour };
        Paint { colour, alpha: ink.alpha, multiplied }
    }

    /// Enters a transparency group (ISO 32000-2 §11.6.6): what is blended inside meets the group
    /// first.
    pub(super) fn enter_group(&mut self, isolated: bool) {
        let Blend { multiply, reaches, outer } = self.blend;
        self.blend = Blend {
            multiply: false,
            reaches: reaches && !isolated,
            outer: outer || (multiply && reaches),
        };
        // The group as a whole is painted with the alpha of filling; strokes in it begin anew.
        self.stroke.alpha = self.fill.alpha;
    }

    /// Enters a form whose group is of no known kind: readers take it for no group, or for one.
    /// Only a group around it tells that it is multiplied.
    pub(super) fn enter_other_group(&mut self) {
        self.stroke.alpha = self.stroke.alpha.max(self.fill.alpha);
        self.blend.reaches = false;
    }

    /// `gs`: what a parameter dictionary changes of this.
    pub(super) fn apply(&mut self, view: &View<'_>, set: &Dictionary) -> Result<(), PdfError> {
        if set.has(b"BM") {
            let mode = view.get(set, b"BM")?;
            self.blend.multiply = is_multiply(&mode);
            self.altered |= !first_mode(&mode).is_some_and(|mode| STAYING.contains(&mode));
        }
        for (key, value) in set {
            self.altered |= !PLAIN.contains(&key.as_slice()) && !is_usual(view, key, value)?;
        }
        for (key, ink) in [(b"ca".as_slice(), &mut self.fill), (b"CA", &mut self.stroke)] {
            if set.has(key) {
                // What cannot be read covers whole.
                let alpha = view.get(set, key)?.as_float().unwrap_or(1.0);
                ink.alpha = if (0.0..=1.0).contains(&alpha) { alpha } else { 1.0 };
            }
        }
        if set.has(b"LW") {
            self.line_width = view.get(set, b"LW")?.as_float().unwrap_or(f32::NAN);
        }
        if set.has(b"Font") {
            self.text.font = None;
        }
        Ok(())
    }
}

/// Whether a parameter says that painting goes on as usual. A soft mask takes paint away and adds
/// none.
fn is_usual(view: &View<'_>, key: &[u8], value: &Object) -> Result<bool, PdfError> {
    let value = view.resolve(value)?;
    let usual = value.as_name().is_ok_and(|name| name == b"Default" || name == b"Identity");
    Ok(key == b"SMask" || usual)
}

/// A list of blend modes is the first that a reader knows; only one that every reader knows
/// counts.
fn is_multiply(mode: &Object) -> bool {
    first_mode(mode).is_some_and(|name| name == b"Multiply")
}

fn first_mode(mode: &Object) -> Option<&[u8]> {
    let mode = match mode {
        Object::Array(modes) => modes.first(),
        one => Some(one),
    };
    mode.and_then(|mode| mode.as_name().ok())
}

impl Ink {
    /// Colour operands by their number: grey, RGB or CMYK. A pattern has a name among them.
    pub(super) fn set(&mut self, operands: &[Object]) {
        let values: Option<Vec<f32>> =
            operands.iter().map(|value| value.as_float().ok().map(|v| v.clamp(0.0, 1.0))).collect();
        self.colour = match values.as_deref() {
            Some([grey]) if self.plain => Some([*grey; 3]),
            Some([red, green, blue]) if self.plain => Some([*red, *green, *blue]),
            Some([c, m, y, k]) if self.plain => Some([c, m, y].map(|ink| (1.0 - ink) * (1.0 - k))),
            _ => None,
        };
    }
}
