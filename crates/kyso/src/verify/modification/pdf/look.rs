//! Whether the look of a filled field shows its value and nothing else: what people read and what
//! programs read must be the same (ISO 32000-2 §12.7.4.3, variable text).

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Object, Stream};

use super::glyphs::{Line, Place};
use super::ink::Ink;
use super::letters::Fonts;
use crate::limits::{MAX_LOOK_BYTES, MAX_LOOK_OPERATIONS};
use crate::pdf::{PdfError, View};

/// Entries of a form XObject that only draws text (ISO 32000-2 §8.10.2).
const OF_A_LOOK: [&[u8]; 9] = [
    b"Type",
    b"Subtype",
    b"FormType",
    b"BBox",
    b"Matrix",
    b"Resources",
    b"Length",
    b"Filter",
    b"DecodeParms",
];

/// What a look may draw on. Pictures, patterns and nested forms could show anything.
const OF_RESOURCES: [&[u8]; 2] = [b"Font", b"ProcSet"];

/// How far kerning may go back, in thousandths of a letter's size.
const FARTHEST_BACK: f32 = 250.0;

/// Rectangles painted before the text: a background and a border.
const MAX_PAINTED: usize = 3;

/// Whether `stream` draws exactly one of `values` inside its box; `painted` says whether the widget has a background or
/// a border of its own.
///
/// # Errors
/// The look or its fonts cannot be read.
pub(super) fn shows(
    view: &View<'_>,
    stream: &Stream,
    values: &[String],
    painted: bool,
) -> Result<bool, PdfError> {
    let Some(bounds) = bounds(view, &stream.dict)? else { return Ok(false) };
    let resources = view.get_dict(&stream.dict, b"Resources")?.unwrap_or_default();
    if !only(&stream.dict, &OF_A_LOOK) || !only(&resources, &OF_RESOURCES) {
        return Ok(false);
    }
    // The form's default resources are for drawing a look anew: no reader takes them for one that
    // is there.
    let own = view.get_dict(&resources, b"Font")?.unwrap_or_default();
    let mut fonts = Fonts::new(view, own);
    let content = match stream.filters() {
        Ok(_) => stream.decompressed_content_with_limit(MAX_LOOK_BYTES).ok(),
        Err(_) => Some(stream.content.clone()).filter(|bytes| bytes.len() <= MAX_LOOK_BYTES),
    };
    let content = content.and_then(|bytes| Content::decode_strict(&bytes).ok());
    let Some(content) = content.filter(|all| all.operations.len() <= MAX_LOOK_OPERATIONS) else {
        return Ok(false);
    };
    let Some(drawn) = Drawing::new(bounds, painted).run(&content.operations, &mut fonts)? else {
        return Ok(false);
    };
    let drawn = words(&drawn);
    Ok(values.iter().any(|value| words(value) == drawn))
}

/// A text as its words, in one form of Unicode: where lines break is a matter of looks.
fn words(text: &str) -> Vec<String> {
    use unicode_normalization::UnicodeNormalization;
    text.split_whitespace().map(|word| word.nfc().collect()).collect()
}

fn only(dictionary: &Dictionary, allowed: &[&[u8]]) -> bool {
    dictionary.iter().all(|(key, _)| allowed.contains(&key.as_slice()))
}

/// `/BBox` of a look that is neither scaled nor turned by its own matrix.
fn bounds(view: &View<'_>, look: &Dictionary) -> Result<Option<Place>, PdfError> {
    let identity = match view.get(look, b"Matrix")? {
        Object::Null => true,
        Object::Array(matrix) => numbers(&matrix) == [1.0, 0.0, 0.0, 1.0, 0.0, 0.0],
        _ => false,
    };
    let Object::Array(corners) = view.get(look, b"BBox")? else { return Ok(None) };
    let place = match numbers(&corners)[..] {
        [left, bottom, right, top] if left < right && bottom < top => {
            Some(Place { left, bottom, right, top })
        }
        _ => None,
    };
    Ok(place.filter(|_| identity))
}

fn numbers(values: &[Object]) -> Vec<f32> {
    values.iter().map(|value| value.as_float().unwrap_or(f32::NAN)).collect()
}

/// The state of drawing, as far as it matters here.
struct Drawing {
    bounds: Place,
    line: Line,
    font: Option<Vec<u8>>,
    text: String,
    rectangle: Option<Place>,
    ink: Ink,
    /// Rectangles that may still be painted.
    paintable: usize,
}

impl Drawing {
    fn new(bounds: Place, painted: bool) -> Self {
        Self {
            bounds,
            line: Line::default(),
            font: None,
            text: String::new(),
            rectangle: None,
            ink: Ink::default(),
            paintable: if painted { MAX_PAINTED } else { 0 },
        }
    }

    /// Everything drawn, lines apart; `None` where something other than text is, or text that
    /// nobody would see.
    fn run(
        mut self,
        operations: &[Operation],
        fonts: &mut Fonts<'_, '_>,
    ) -> Result<Option<String>, PdfError> {
        for operation in operations {
            if !self.step(operation, fonts)? {
                return Ok(None);
            }
        }
        Ok(Some(self.text))
    }

    /// One operator; `false` where it is none that a field's text needs.
    fn step(&mut self, operation: &Operation, fonts: &mut Fonts<'_, '_>) -> Result<bool, PdfError> {
        let operands = &operation.operands;
        let values = numbers(operands);
        Ok(match operation.operator.as_str() {
            "BMC" | "BDC" | "EMC" | "G" | "RG" | "K" | "d" | "J" | "j" | "M" => true,
            "q" | "Q" | "g" | "rg" | "k" | "w" => self.ink.step(&operation.operator, &values),
            "n" => self.rectangle.take().is_none_or(|_| true),
            "re" => self.rectangle(&values),
            "W" | "W*" => self.rectangle.is_some_and(|clip| clip.keeps(&self.bounds)),
            "f" | "F" | "f*" | "B" | "b" => {
                self.ink.fill();
                self.paint()
            }
            "S" | "s" => self.paint(),
            "BT" => {
                self.line.begin();
                true
            }
            "ET" => {
                self.text.push('\n');
                true
            }
            "Tf" => {
                self.font = operands.first().and_then(|name| name.as_name().ok()).map(Into::into);
                self.line.size = values.get(1).copied().unwrap_or_default();
                true
            }
            "Tc" | "Tw" | "TL" | "Tz" | "Ts" | "Td" | "TD" | "Tm" | "T*" => {
                let moved = self.line.step(&operation.operator, &values);
                if moved == Some(true) {
                    self.text.push('\n');
                }
                moved.is_some()
            }
            "Tj" | "TJ" => match operands.first() {
                Some(shown) => self.show(shown, fonts)?,
                None => false,
            },
            "'" => {
                self.text.push('\n');
                let moved = self.line.step("T*", &[]).is_some();
                match operands.first() {
                    Some(shown) => moved && self.show(shown, fonts)?,
                    None => false,
                }
            }
            _ => false,
        })
    }

    fn rectangle(&mut self, values: &[f32]) -> bool {
        let [x, y, width, height] = *values else { return false };
        self.rectangle = Some(Place::of(x, y, width, height));
        true
    }

    /// A background or a border, never over the text.
    fn paint(&mut self) -> bool {
        let left = self.paintable.checked_sub(1);
        self.paintable = left.unwrap_or_default();
        self.rectangle.take().is_some() && left.is_some() && self.text.is_empty()
    }

    fn show(&mut self, shown: &Object, fonts: &mut Fonts<'_, '_>) -> Result<bool, PdfError> {
        let Some(font) = self.font.clone() else { return Ok(false) };
        if !self.line.is_seen(&self.bounds) || !self.ink.is_seen() {
            return Ok(false);
        }
        let before = self.text.len();
        let pieces = match shown {
            Object::Array(pieces) => pieces.as_slice(),
            single => std::slice::from_ref(single),
        };
        for piece in pieces {
            match piece {
                Object::String(codes, _) => match fonts.text(&font, codes)? {
                    Some(text) => self.text.push_str(&text),
                    None => return Ok(false),
                },
                adjustment => {
                    // Far enough to push what follows out of sight, or in front of what stands
                    // before it, is no kerning.
                    let back = adjustment.as_float().unwrap_or(f32::INFINITY);
                    if !(-1000.0..=FARTHEST_BACK).contains(&back) {
                        return Ok(false);
                    }
                }
            }
        }
        let shown = self.text.get(before..).unwrap_or_default();
        Ok(self.line.goes_on(shown, &self.bounds))
    }
}
