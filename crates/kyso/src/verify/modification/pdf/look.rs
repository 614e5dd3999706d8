//! Whether the look of a filled field shows its value and nothing else: what people read and what
//! programs read must be the same (ISO 32000-2 §12.7.4.3, variable text).

use std::collections::BTreeMap;

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object, Stream};

use super::glyphs::{Line, Place};
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

/// What tells how a font's codes read.
const OF_A_FONT: [&[u8]; 6] =
    [b"Type", b"Subtype", b"Encoding", b"ToUnicode", b"BaseFont", b"FontDescriptor"];

/// What a look may draw on. Pictures, patterns and nested forms could show anything.
/// `/Encoding` means nothing there; some writers have it.
const OF_RESOURCES: [&[u8]; 3] = [b"Font", b"ProcSet", b"Encoding"];

/// Shapes painted before the text: backgrounds, and a border whose sides may be painted singly.
const MAX_PAINTED: usize = 8;

/// Whether `stream` draws exactly one of `values` inside its box. `form` is the interactive form,
/// whose default resources a look may name.
///
/// # Errors
/// The look or its fonts cannot be read.
pub(super) fn shows(
    view: &View<'_>,
    form: &Dictionary,
    stream: &Stream,
    values: &[String],
) -> Result<bool, PdfError> {
    let Some(drawn) = drawing(view, form, stream, false)? else { return Ok(false) };
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
    form: &Dictionary,
    stream: &Stream,
    options: &[String],
    chosen: usize,
) -> Result<bool, PdfError> {
    let Some(drawn) = drawing(view, form, stream, true)? else { return Ok(false) };
    let lines: Vec<_> = drawn.lines.iter().map(|(_, text)| words(text)).collect();
    let options: Vec<_> = options.iter().map(|text| words(text)).collect();
    if lines.is_empty() {
        return Ok(false);
    }
    let behind_all = |mark: &&Place| drawn.lines.iter().all(|(height, _)| mark.crosses(*height));
    let marks: Vec<_> = drawn.marks.iter().filter(|mark| !behind_all(mark)).collect();
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
pub(super) fn mark(
    view: &View<'_>,
    form: &Dictionary,
    stream: &Stream,
) -> Result<Option<Mark>, PdfError> {
    let Some(drawn) = drawing(view, form, stream, false)? else { return Ok(None) };
    let mut marks = drawn.text.trim().chars();
    Ok(match (marks.next(), marks.next()) {
        (None, _) => Some(Mark::None),
        (Some(mark), None) if MARKS.iter().any(|(_, known)| *known == mark) => Some(Mark::One),
        _ => None,
    })
}

/// Marks of buttons in the standard font ZapfDingbats, by their codes (ISO 32000-2 annex D.6).
const MARKS: [(u8, char); 10] = [
    (b'3', '\u{2713}'),
    (b'4', '\u{2714}'),
    (b'5', '\u{2715}'),
    (b'6', '\u{2716}'),
    (b'7', '\u{2717}'),
    (b'8', '\u{2718}'),
    (b'H', '\u{2605}'),
    (b'l', '\u{25cf}'),
    (b'n', '\u{25a0}'),
    (b'u', '\u{25c6}'),
];

/// Codes of ZapfDingbats as text; `None` where one is no mark.
fn dingbats(codes: &[u8]) -> Option<String> {
    let mark = |code: &u8| MARKS.iter().find(|(known, _)| known == code).map(|(_, mark)| *mark);
    codes.iter().map(mark).collect()
}

/// What `stream` draws; `None` where it is something other than text to be read.
fn drawing(
    view: &View<'_>,
    form: &Dictionary,
    stream: &Stream,
    list: bool,
) -> Result<Option<Drawing>, PdfError> {
    let Some(bounds) = bounds(view, &stream.dict)? else { return Ok(None) };
    let resources = view.get_dict(&stream.dict, b"Resources")?.unwrap_or_default();
    if !only(&stream.dict, &OF_A_LOOK) || !only(&resources, &OF_RESOURCES) {
        return Ok(None);
    }
    let defaults = view.get_dict(form, b"DR")?.unwrap_or_default();
    let mut fonts = Fonts { view, own: font_list(view, &resources)?, known: BTreeMap::new() };
    for (name, font) in &font_list(view, &defaults)? {
        if !fonts.own.has(name) {
            fonts.own.set(name.clone(), font.clone());
        }
    }
    let content = match stream.filters() {
        Ok(_) => stream.decompressed_content_with_limit(MAX_LOOK_BYTES).ok(),
        Err(_) => Some(stream.content.clone()).filter(|bytes| bytes.len() <= MAX_LOOK_BYTES),
    };
    let content = content.and_then(|bytes| Content::decode_strict(&bytes).ok());
    let Some(content) = content.filter(|all| all.operations.len() <= MAX_LOOK_OPERATIONS) else {
        return Ok(None);
    };
    Drawing::new(bounds, list).run(&content.operations, &mut fonts)
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

fn font_list(view: &View<'_>, resources: &Dictionary) -> Result<Dictionary, PdfError> {
    Ok(view.get_dict(resources, b"Font")?.unwrap_or_default())
}

/// Fonts by the names that a look uses.
struct Fonts<'v, 'd> {
    view: &'v View<'d>,
    own: Dictionary,
    /// With everything that decoding needs inside.
    known: BTreeMap<Vec<u8>, Option<Dictionary>>,
}

impl Fonts<'_, '_> {
    /// What a string of glyph codes says; `None` where that cannot be told.
    fn text(&mut self, font: &[u8], codes: &[u8]) -> Result<Option<String>, PdfError> {
        if !self.known.contains_key(font) {
            let loaded = self.load(font)?;
            self.known.insert(font.to_vec(), loaded);
        }
        let Some(Some(font)) = self.known.get(font) else { return Ok(None) };
        let is = |key: &[u8], name: &[u8]| {
            font.get(key).and_then(Object::as_name).is_ok_and(|found| found == name)
        };
        if is(b"BaseFont", b"ZapfDingbats") {
            // With a program or another encoding of its own it could show anything.
            let own = font.has(b"FontDescriptor") || font.has(b"ToUnicode");
            return Ok(dingbats(codes).filter(|_| is(b"Subtype", b"Type1") && !own));
        }
        let nothing_else = Document::new();
        let encoding = font.get_font_encoding_with_limit(&nothing_else, MAX_LOOK_BYTES);
        Ok(encoding.ok().and_then(|encoding| encoding.bytes_to_string(codes).ok()))
    }

    /// A font with its encoding and its map to Unicode written inside.
    fn load(&self, name: &[u8]) -> Result<Option<Dictionary>, PdfError> {
        let Some(font) = self.view.get_dict(&self.own, name)? else { return Ok(None) };
        let mut loaded = Dictionary::new();
        for key in OF_A_FONT {
            let mut value = self.view.get(&font, key)?;
            if let Object::Dictionary(encoding) = &mut value {
                let differences = self.view.get(encoding, b"Differences")?;
                if !differences.is_null() {
                    encoding.set("Differences", differences);
                }
            }
            if !value.is_null() {
                loaded.set(key, value);
            }
        }
        Ok(Some(loaded))
    }
}

/// The state of drawing, as far as it matters here.
struct Drawing {
    bounds: Place,
    line: Line,
    font: Option<Vec<u8>>,
    text: String,
    /// Lines with the height of each, as they were drawn.
    lines: Vec<(f32, String)>,
    rectangle: Option<Place>,
    /// Rectangles filled or stroked.
    marks: Vec<Place>,
    /// Rectangles may stand between the lines, as a list box has them.
    list: bool,
}

impl Drawing {
    fn new(bounds: Place, list: bool) -> Self {
        Self {
            bounds,
            line: Line::default(),
            font: None,
            text: String::new(),
            lines: Vec::new(),
            rectangle: None,
            marks: Vec::new(),
            list,
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
            "q" | "Q" | "BMC" | "BDC" | "EMC" | "g" | "G" | "rg" | "RG" | "k" | "K" | "w" | "d"
            | "J" | "j" | "M" | "sc" | "SC" | "scn" | "SCN" => true,
            // Of resources a look has fonts alone: any other space could not be looked up.
            "cs" | "CS" => operands
                .first()
                .is_some_and(|space| space.as_name().is_ok_and(|name| name.starts_with(b"Device"))),
            "cm" => values == [1.0, 0.0, 0.0, 1.0, 0.0, 0.0],
            "n" => self.rectangle.take().is_none_or(|_| true),
            "re" => self.rectangle(&values),
            "m" => self.corner(&values, true),
            "l" => self.corner(&values, false),
            "h" => self.rectangle.is_some(),
            // Should it be painted later all the same, it is as large as a background.
            "W" | "W*" => self.rectangle.take().is_some_and(|clip| clip.keeps(&self.bounds)),
            "f" | "F" | "f*" | "S" | "s" | "B" | "b" => self.paint(),
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
        let shape = Place::of(x, y, width, height);
        match self.rectangle {
            // One at a time: a second one would hide the first from what is judged.
            Some(outer) => outer.is_framed_by(&shape),
            None => {
                self.rectangle = Some(shape);
                true
            }
        }
    }

    /// A corner of a shape with straight sides, which counts as the rectangle around it.
    fn corner(&mut self, values: &[f32], first: bool) -> bool {
        let [x, y] = *values else { return false };
        let corner = Place::of(x, y, 0.0, 0.0);
        match (&mut self.rectangle, first) {
            (Some(around), false) => around.widen(&corner),
            (shape @ None, true) => *shape = Some(corner),
            _ => return false,
        }
        true
    }

    /// A background or a border, never over the text; in a list also behind or around a line that
    /// is not drawn yet.
    fn paint(&mut self) -> bool {
        let Some(shape) = self.rectangle.take() else { return false };
        self.marks.push(shape);
        let of_the_field = shape.keeps(&self.bounds) || shape.runs_along(&self.bounds);
        let free = if self.list {
            let across = (self.bounds.right - self.bounds.left) / 2.0;
            !self.lines.iter().any(|(height, _)| shape.crosses(*height))
                && (of_the_field || shape.right - shape.left >= across)
        } else {
            self.text.trim().is_empty() && of_the_field
        };
        free && self.marks.len() <= MAX_PAINTED
    }

    fn show(&mut self, shown: &Object, fonts: &mut Fonts<'_, '_>) -> Result<bool, PdfError> {
        let Some(font) = self.font.clone() else { return Ok(false) };
        if !self.line.is_seen(&self.bounds) {
            return Ok(false);
        }
        let height = self.line.height();
        if self.lines.last().is_none_or(|(last, _)| last.total_cmp(&height).is_ne()) {
            self.lines.push((height, String::new()));
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
                    // Far enough to push what follows out of sight is no kerning.
                    let far = adjustment.as_float().map_or(f32::INFINITY, f32::abs);
                    if far > 1000.0 {
                        return Ok(false);
                    }
                }
            }
        }
        if let (Some((_, line)), Some(shown)) = (self.lines.last_mut(), self.text.get(before..)) {
            line.push_str(shown);
        }
        Ok(true)
    }
}
