//! Whether the look of a filled field shows its value and nothing else: what people read and what
//! programs read must be the same (ISO 32000-2 §12.7.4.3, variable text).

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Object, ObjectId, Stream};

use super::glyphs::{Advance, Line, Place};
use super::ink::Ink;
use super::letters::Fonts;
use super::turned;
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

/// What a look may draw on. Pictures, patterns and nested forms could show anything; `/Encoding`
/// means nothing there, and some writers have it.
const OF_RESOURCES: [&[u8]; 3] = [b"Font", b"ProcSet", b"Encoding"];

/// How far kerning may go back, in thousandths of a letter's size.
const FARTHEST_BACK: f32 = 250.0;

/// A sign of a button, as wide as the narrowest.
const SIGN: Advance = Advance { least: 0.1, usual: 0.2, space: false, blank: false };

/// Neither turned nor fitted into anything.
const UPRIGHT: (u8, Option<&Place>) = (0, None);

/// Shapes painted before the text: backgrounds, and a border whose sides may be painted singly.
const MAX_PAINTED: usize = 8;

/// Whether `stream` draws exactly one of `values` inside its box; `painted` says whether the widget
/// `widget` has a background or a border of its own, and `rect` where the look is fitted into.
///
/// # Errors
/// The look or its fonts cannot be read.
pub(super) fn shows(
    view: &View<'_>,
    stream: &Stream,
    values: &[String],
    (widget, painted): (ObjectId, bool),
    rect: Option<&Place>,
) -> Result<bool, PdfError> {
    let kind = if painted { Kind::Painted } else { Kind::Text };
    let Some(turns) = turned::turns(view, &stream.dict, widget)? else { return Ok(false) };
    let rect = rect.map(|rect| if turns % 2 == 1 { rect.turned() } else { *rect });
    let Some(drawn) = drawing(view, stream, kind, (turns, rect.as_ref()))? else {
        return Ok(false);
    };
    let drawn = words(&drawn.text);
    Ok(values.iter().any(|value| words(value) == drawn))
}

/// Whether `stream` draws a run of `options`, a line each, with a rectangle behind or around the
/// one that is `chosen` and no other (ISO 32000-2 §12.7.5.4, list boxes).
///
/// # Errors
/// As [`shows`].
pub(super) fn shows_list(
    view: &View<'_>,
    stream: &Stream,
    options: &[String],
    chosen: usize,
) -> Result<bool, PdfError> {
    let Some(drawn) = drawing(view, stream, Kind::List, UPRIGHT)? else { return Ok(false) };
    let lines: Vec<_> = drawn.lines.iter().map(|(_, text)| words(text)).collect();
    let options: Vec<_> = options.iter().map(|text| words(text)).collect();
    if lines.is_empty() {
        return Ok(false);
    }
    let behind_all = |mark: &Place| drawn.lines.iter().all(|(height, _)| mark.crosses(*height));
    let marks = drawn.painted.iter().map(|(shape, _)| shape);
    let marks: Vec<_> = marks.filter(|mark| !behind_all(mark)).collect();
    let is_marked = |height: f32| marks.iter().any(|mark| mark.crosses(height));
    let marked: Vec<_> = drawn.lines.iter().map(|(height, _)| is_marked(*height)).collect();
    Ok(options.windows(lines.len()).enumerate().any(|(first, run)| {
        run == lines
            && marked.iter().enumerate().all(|(at, marked)| *marked == (first + at == chosen))
            && (first..first + lines.len()).contains(&chosen)
    }))
}

/// What the look of a button's state draws.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Mark {
    /// A box at most.
    None,
    /// One tick, cross or dot.
    One,
}

/// The mark that `stream` draws; `None` where it draws anything else.
///
/// # Errors
/// As [`shows`].
pub(super) fn mark(view: &View<'_>, stream: &Stream) -> Result<Option<Mark>, PdfError> {
    let Some(drawn) = drawing(view, stream, Kind::Mark, UPRIGHT)? else { return Ok(None) };
    Ok(match drawn.text.trim().len() {
        0 => Some(Mark::None),
        1 => Some(Mark::One),
        _ => None,
    })
}

/// What a look is to show, and so what it may have beside letters.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    /// A value.
    Text,
    /// A value on a background or in a border.
    Painted,
    /// Options, one of them marked.
    List,
    /// A mark in a box: signs, not letters.
    Mark,
}

/// What `stream` draws; `None` where it is something other than text to be read.
fn drawing(
    view: &View<'_>,
    stream: &Stream,
    kind: Kind,
    (turns, rect): (u8, Option<&Place>),
) -> Result<Option<Drawing>, PdfError> {
    let Some(bounds) = bounds(view, &stream.dict, turns)? else { return Ok(None) };
    let resources = view.get_dict(&stream.dict, b"Resources")?.unwrap_or_default();
    if !only(&stream.dict, &OF_A_LOOK) || !only(&resources, &OF_RESOURCES) {
        return Ok(None);
    }
    // Decryption goes by the type: a look that says to be another thing is read by some only.
    let stated = view.get(&stream.dict, b"Type")?;
    if !stated.is_null() && stated.as_name().is_ok_and(|name| name != b"XObject") {
        return Ok(None);
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
        return Ok(None);
    };
    Drawing::new(bounds, kind, rect).run(&content.operations, &mut fonts)
}

/// A text as its words, in one form of Unicode: where lines break is a matter of looks.
fn words(text: &str) -> Vec<String> {
    use unicode_normalization::UnicodeNormalization;
    text.split_whitespace().map(|word| word.nfc().collect()).collect()
}

fn only(dictionary: &Dictionary, allowed: &[&[u8]]) -> bool {
    dictionary.iter().all(|(key, _)| allowed.contains(&key.as_slice()))
}

/// `/BBox` of a look that is not scaled by its own matrix, nor turned but as its page asks.
fn bounds(view: &View<'_>, look: &Dictionary, turns: u8) -> Result<Option<Place>, PdfError> {
    let sound = match view.get(look, b"Matrix")? {
        _ if turns > 0 => true,
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
    Ok(place.filter(|_| sound))
}

fn numbers(values: &[Object]) -> Vec<f32> {
    values.iter().map(|value| value.as_float().unwrap_or(f32::NAN)).collect()
}

/// What `q` saves beside colours.
struct Saved {
    clip: Place,
    font: Option<Vec<u8>>,
    line: Line,
}

/// The state of drawing, as far as it matters here.
struct Drawing {
    bounds: Place,
    /// What clipping leaves of the bounds.
    clip: Place,
    /// Part of its size at which the look is drawn.
    drawn_at: f32,
    saved: Vec<Saved>,
    line: Line,
    font: Option<Vec<u8>>,
    text: String,
    /// Lines with the height of each, as they were drawn.
    lines: Vec<(f32, String)>,
    rectangle: Option<Place>,
    /// Corners of a shape that was not drawn as a rectangle.
    corners: Vec<(f32, f32)>,
    /// Whether the rectangle has another just inside it.
    framed: bool,
    ink: Ink,
    /// Shapes that were painted, and how light.
    painted: Vec<(Place, f32)>,
    kind: Kind,
}

impl Drawing {
    fn new(bounds: Place, kind: Kind, rect: Option<&Place>) -> Self {
        let part = |rect: &Place| {
            let across = (rect.right - rect.left) / (bounds.right - bounds.left);
            across.min((rect.top - rect.bottom) / (bounds.top - bounds.bottom)).min(1.0)
        };
        Self {
            bounds,
            clip: bounds,
            drawn_at: rect.map_or(1.0, part),
            saved: Vec::new(),
            line: Line::default(),
            font: None,
            text: String::new(),
            lines: Vec::new(),
            rectangle: None,
            corners: Vec::new(),
            framed: false,
            ink: Ink::default(),
            painted: Vec::new(),
            kind,
        }
    }

    /// Everything drawn, lines apart; `None` where something other than text is, or text that
    /// nobody would see.
    fn run(
        mut self,
        operations: &[Operation],
        fonts: &mut Fonts<'_, '_>,
    ) -> Result<Option<Self>, PdfError> {
        for operation in operations {
            if !self.step(operation, fonts)? {
                return Ok(None);
            }
        }
        Ok(Some(self))
    }

    /// One operator; `false` where it is none that a field's text needs.
    fn step(&mut self, operation: &Operation, fonts: &mut Fonts<'_, '_>) -> Result<bool, PdfError> {
        let operands = &operation.operands;
        let values = numbers(operands);
        Ok(match operation.operator.as_str() {
            "BMC" | "BDC" | "EMC" | "G" | "RG" | "K" | "SC" | "SCN" | "d" | "J" | "j" | "M" => true,
            "q" | "Q" => {
                self.ink.step(&operation.operator, &values) && self.save(&operation.operator)
            }
            "g" | "rg" | "k" | "w" | "sc" | "scn" => self.ink.step(&operation.operator, &values),
            // Of resources a look has fonts alone: any other space could not be looked up.
            "cs" | "CS" => {
                let device = |name: &[u8]| name.starts_with(b"Device");
                let known = operands.first().is_some_and(|o| o.as_name().is_ok_and(device));
                known && (operation.operator == "CS" || self.ink.step("g", &[0.0]))
            }
            "cm" => values == [1.0, 0.0, 0.0, 1.0, 0.0, 0.0],
            "n" => self.rectangle.take().is_none_or(|_| true),
            "re" => self.rectangle(&values),
            "m" => self.corner(&values, true),
            "l" => self.corner(&values, false),
            "h" => self.rectangle.is_some(),
            // Should it be painted later all the same, it is as large as a background.
            "W" | "W*" => self.clip(),
            // Of a frame the even-odd rule leaves the inside as it was.
            "f*" => self.paint(!self.framed),
            "f" | "F" | "B" | "b" => self.paint(true),
            "S" | "s" => self.paint(false),
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

    /// `q` and `Q` for all but colours.
    fn save(&mut self, operator: &str) -> bool {
        if operator == "q" {
            let (clip, font, line) = (self.clip, self.font.clone(), self.line);
            self.saved.push(Saved { clip, font, line });
            return true;
        }
        let Some(saved) = self.saved.pop() else { return false };
        (self.clip, self.font) = (saved.clip, saved.font);
        self.line.restore(&saved.line);
        true
    }

    /// Clips by one upright rectangle that leaves most of the look.
    fn clip(&mut self) -> bool {
        let Some(shape) = self.rectangle.take() else { return false };
        let at_a_corner = |(x, y): &(f32, f32)| {
            let (left, bottom) = (*x == shape.left, *y == shape.bottom);
            (left || *x == shape.right) && (bottom || *y == shape.top)
        };
        let upright = self.corners.windows(2).all(|side| match side {
            [(x, y), (next_x, next_y)] => x == next_x || y == next_y,
            _ => false,
        });
        let whole = self.corners.is_empty() || self.corners.len() >= 4;
        let rectangle = !self.framed && whole && upright && self.corners.iter().all(at_a_corner);
        let Some(left) = self.clip.common(&shape) else { return false };
        self.clip = left;
        rectangle && shape.keeps(&self.bounds)
    }

    fn rectangle(&mut self, values: &[f32]) -> bool {
        let [x, y, width, height] = *values else { return false };
        let shape = Place::of(x, y, width, height);
        match self.rectangle {
            // One at a time: a second one would hide the first from what is judged.
            Some(outer) => {
                self.framed = true;
                outer.is_framed_by(&shape)
            }
            None => {
                self.framed = false;
                self.corners.clear();
                self.rectangle = Some(shape);
                true
            }
        }
    }

    /// A corner of a shape with straight sides, which counts as the rectangle around it.
    fn corner(&mut self, values: &[f32], first: bool) -> bool {
        let [x, y] = *values else { return false };
        let corner = Place::of(x, y, 0.0, 0.0);
        if first {
            self.corners.clear();
            self.framed = false;
        }
        self.corners.push((x, y));
        self.rectangle = match (self.rectangle, first) {
            (Some(shape), false) => Some(shape.with(&corner)),
            (None, true) => Some(corner),
            _ => return false,
        };
        true
    }

    /// A background or a border, never over the text; in a list also behind or around a line that
    /// is not drawn yet.
    fn paint(&mut self, filled: bool) -> bool {
        let Some(shape) = self.rectangle.take() else { return false };
        // A side of a border is no ground for text.
        if filled && !shape.runs_along(&self.bounds) {
            self.painted.push((shape, self.ink.lightness()));
        } else {
            self.painted.push((shape, f32::NAN));
        }
        let of_the_field = shape.keeps(&self.bounds) || shape.runs_along(&self.bounds);
        let free = match self.kind {
            Kind::Text => false,
            Kind::Painted | Kind::Mark => self.text.is_empty() && of_the_field,
            Kind::List => {
                let across = (self.bounds.right - self.bounds.left) / 2.0;
                !self.lines.iter().any(|(height, _)| shape.crosses(*height))
                    && (of_the_field || shape.right - shape.left >= across)
            }
        };
        free && self.painted.len() <= MAX_PAINTED
    }

    /// How light the ground of a line at this height is: the last shape filled there, else paper.
    fn ground(&self, height: f32) -> f32 {
        let here = self.painted.iter().rev();
        let mut here = here.filter(|(shape, light)| shape.crosses(height) && !light.is_nan());
        here.next().map_or(1.0, |(_, light)| *light)
    }

    fn show(&mut self, shown: &Object, fonts: &mut Fonts<'_, '_>) -> Result<bool, PdfError> {
        let Some(font) = self.font.clone() else { return Ok(false) };
        let height = self.line.height();
        if !self.line.is_seen(&self.clip, self.drawn_at)
            || !self.ink.is_seen_on(self.ground(height))
        {
            return Ok(false);
        }
        if self.lines.last().is_none_or(|(last, _)| last.total_cmp(&height).is_ne()) {
            self.lines.push((height, String::new()));
        }
        if !self.line.starts() {
            return Ok(false);
        }
        let before = self.text.len();
        let pieces = match shown {
            Object::Array(pieces) => pieces.as_slice(),
            single => std::slice::from_ref(single),
        };
        for piece in pieces {
            match piece {
                Object::String(codes, _) => {
                    let text = match self.kind {
                        Kind::Mark => fonts.marks(&font, codes)?,
                        _ => fonts.text(&font, codes)?,
                    };
                    let Some(text) = text else { return Ok(false) };
                    let advances = match self.kind {
                        Kind::Mark => Some(vec![SIGN; codes.len()]),
                        _ => fonts.advances(&font, codes, &text),
                    };
                    let Some(advances) = advances else { return Ok(false) };
                    if !advances.iter().all(|glyph| self.line.shows(glyph, &self.clip)) {
                        return Ok(false);
                    }
                    self.text.push_str(&text);
                }
                adjustment => {
                    // Far enough to push what follows out of sight, or in front of what stands
                    // before it, is no kerning.
                    let back = adjustment.as_float().unwrap_or(f32::INFINITY);
                    if !(-1000.0..=FARTHEST_BACK).contains(&back) {
                        return Ok(false);
                    }
                    self.line.kerns(back);
                }
            }
        }
        let shown = self.text.get(before..).unwrap_or_default();
        if let Some((_, line)) = self.lines.last_mut() {
            line.push_str(shown);
        }
        Ok(true)
    }
}

#[cfg(test)]
mod tests;
