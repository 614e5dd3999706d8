//! Walks through content as a reader would draw it, and notes where it paints.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::rc::Rc;

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Object, ObjectId, Stream};

use super::super::glyphs::Place;
use super::font::Font;
use super::paint::{Ink, State};
use super::path::Path;
use super::{Kind, Mark, moved_box, opacity, rectangle};
use crate::limits::{
    MAX_FORM_NESTING, MAX_MARKED_BYTES, MAX_MARKED_OPERATIONS, MAX_MARKS, MAX_NESTING,
};
use crate::pdf::archival::default_spaces;
use crate::pdf::content::{IDENTITY, Matrix, decoded, joined, matrix_of};
use crate::pdf::{PdfError, View};

/// Numbers beyond this are none that places on a page need.
const FARTHEST: f32 = 1e7;

/// Reading a font, in operators.
const FONT_COST: usize = 1_000;

/// Ways to end a path (ISO 32000-2 table 59).
const PAINTING: [&str; 11] = ["S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "n", "sh"];

/// Collects marks.
pub(super) struct Painter<'v, 'd> {
    view: &'v View<'d>,
    pub(super) marks: Vec<Mark>,
    operations: usize,
    bytes: usize,
    pub(super) budget: &'v Cell<u64>,
    /// Bytes of masks of pictures that may be read, where it matters what they leave to be seen.
    pub(super) masks: Option<&'v Cell<u64>>,
    /// Whether large shapes are told by their edges, and what clips as what is painted.
    pub(super) outlines: bool,
    fonts: BTreeMap<ObjectId, Option<Rc<Font>>>,
}

/// One content stream on its way.
struct Run<'r> {
    state: State,
    saved: Vec<State>,
    path: Path,
    clips: bool,
    text: Text,
    resources: &'r Dictionary,
    /// The lists of resources used so far, by category.
    lists: BTreeMap<&'static [u8], Rc<Dictionary>>,
    depth: usize,
}

/// Where text goes on (ISO 32000-2 §9.4).
struct Text {
    matrix: Matrix,
    line: Matrix,
}

impl<'v, 'd> Painter<'v, 'd> {
    pub(super) fn new(view: &'v View<'d>, budget: &'v Cell<u64>) -> Self {
        Self {
            view,
            marks: Vec::new(),
            operations: 0,
            bytes: 0,
            budget,
            masks: None,
            outlines: false,
            fonts: BTreeMap::new(),
        }
    }

    /// One that tells shapes by their edges, too.
    pub(super) fn outlining(view: &'v View<'d>, budget: &'v Cell<u64>) -> Self {
        Self { outlines: true, ..Self::new(view, budget) }
    }

    /// Counts work as operators.
    pub(super) fn take(&mut self, operations: usize) {
        self.operations = self.operations.saturating_add(operations);
    }

    /// Runs content; `false` where it cannot be told what it paints.
    pub(super) fn run(
        &mut self,
        content: &[u8],
        resources: &Dictionary,
        state: State,
        depth: usize,
    ) -> Result<bool, PdfError> {
        self.bytes += content.len();
        let left = self.budget.get().checked_sub(content.len() as u64);
        self.budget.set(left.unwrap_or_default());
        if self.bytes > MAX_MARKED_BYTES || left.is_none() {
            return Ok(false);
        }
        let Ok(content) = Content::decode_strict(content) else { return Ok(false) };
        self.operations += content.operations.len();
        if self.operations > MAX_MARKED_OPERATIONS {
            return Ok(false);
        }
        let mut state = state;
        state.altered |= self.defaults(resources)?;
        let text = Text { matrix: IDENTITY, line: IDENTITY };
        let (saved, path) = (Vec::new(), Path::default());
        let lists = BTreeMap::new();
        let mut run = Run { state, saved, path, clips: false, text, resources, lists, depth };
        for operation in &content.operations {
            let too_much = self.marks.len() > MAX_MARKS || self.operations > MAX_MARKED_OPERATIONS;
            if too_much || !self.step(&mut run, operation)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Runs a form XObject (ISO 32000-2 §8.10) in the state of what draws it.
    pub(super) fn form(
        &mut self,
        form: &Stream,
        state: &State,
        depth: usize,
    ) -> Result<bool, PdfError> {
        let (own, bounds) =
            (matrix_of(self.view, &form.dict)?, rectangle(self.view, &form.dict, b"BBox")?);
        let (Some(own), Some(bounds), Some(content)) =
            (own, bounds, decoded(form, MAX_MARKED_BYTES))
        else {
            return Ok(false);
        };
        if depth > MAX_FORM_NESTING {
            return Ok(false);
        }
        let mut state = state.clone();
        state.matrix = joined(&own, &state.matrix);
        state.clip = clipped(&state.clip, &moved_box(&state.matrix, &bounds));
        if let Some(group) = self.view.get_dict(&form.dict, b"Group")? {
            let (kind, isolated) = (self.view.get(&group, b"S")?, self.view.get(&group, b"I")?);
            if kind.as_name().is_ok_and(|kind| kind == b"Transparency") {
                state.enter_group(!matches!(isolated, Object::Null | Object::Boolean(false)));
            } else {
                state.enter_other_group();
            }
        }
        let resources = self.view.get_dict(&form.dict, b"Resources")?.unwrap_or_default();
        self.run(&content, &resources, state, depth + 1)
    }

    fn step(&mut self, run: &mut Run<'_>, operation: &Operation) -> Result<bool, PdfError> {
        let operands = operation.operands.as_slice();
        let values: Vec<f32> =
            operands.iter().map(|value| value.as_float().unwrap_or(f32::NAN)).collect();
        let operator = operation.operator.as_str();
        let far = |value: &f32| value.abs() > FARTHEST;
        if values.iter().any(far) || !run.state.matrix.iter().all(|value| value.abs() <= FARTHEST) {
            return Ok(false);
        }
        match operator {
            "m" | "l" | "c" | "v" | "y" | "h" | "re" => {
                let plain = values.iter().all(|value| value.is_finite());
                let built = plain && run.path.step(operator, &values, &run.state.matrix);
                Ok(built && run.path.len() <= MAX_MARKS)
            }
            _ if PAINTING.contains(&operator) => Ok(self.paint(run, operator)),
            "W" | "W*" => {
                run.clips = true;
                Ok(true)
            }
            "gs" | "Do" | "Tf" | "cs" | "CS" => self.named(run, operator, operands, &values),
            "Tj" | "TJ" | "'" | "\"" => Ok(self.show(run, operator, operands, &values)),
            // Readers differ in where the data of a picture in the content ends.
            "BI" => Ok(false),
            _ => Ok(run.set(operator, operands, &values)),
        }
    }

    /// Ends a path: what is painted, and what is clipped from now on.
    fn paint(&mut self, run: &mut Run<'_>, operator: &str) -> bool {
        let state = &run.state;
        if operator == "sh" {
            self.add(state.clip, Kind::Picture, &Ink { colour: None, ..state.fill }, state);
            return true;
        }
        let path = std::mem::take(&mut run.path);
        if matches!(operator, "f" | "F" | "f*" | "B" | "B*" | "b" | "b*") {
            let even_odd = operator.ends_with('*');
            if !self.fill(&path, even_odd, &state.fill, state) {
                return false;
            }
        }
        if matches!(operator, "S" | "s" | "B" | "B*" | "b" | "b*") {
            let closed =
                if matches!(operator, "s" | "b" | "b*") { path.closed() } else { path.clone() };
            if !self.stroke(&closed, state) {
                return false;
            }
        }
        if std::mem::take(&mut run.clips)
            && let Some(bounds) = path.bounds()
        {
            // What is painted later is seen in this shape.
            let shaped = self.outlines && !path.is_rectangle();
            let ink = Ink { colour: None, alpha: 1.0, ..run.state.fill };
            if shaped && !self.fill(&path, false, &ink, &run.state) {
                return false;
            }
            run.state.clip = clipped(&run.state.clip, &bounds);
        }
        true
    }

    pub(super) fn add(&mut self, place: Place, kind: Kind, ink: &Ink, state: &State) {
        if let Some(place) = place.common(&state.clip)
            && ink.alpha > 0.0
        {
            self.marks.push(Mark { place, kind, paint: state.paint(ink) });
        }
    }

    /// A picture fills the unit square.
    fn picture(&mut self, picture: &Stream, state: &State) -> Result<(), PdfError> {
        let square = Place { left: 0.0, bottom: 0.0, right: 1.0, top: 1.0 };
        let place = moved_box(&state.matrix, &square);
        let ink = Ink { colour: None, ..state.fill };
        let mut parts = None;
        if let Some(budget) = self.masks {
            parts = opacity::sheer(self.view, picture, state.fill.colour, budget)?;
            if parts.is_none() && state.paint(&ink).multiplied {
                parts = opacity::tinting(self.view, picture, budget)?;
            }
        }
        let kind = if parts.is_some() { Kind::SheerPicture } else { Kind::Picture };
        self.add(place, kind, &ink, state);
        let at = |[left, bottom, right, top]: [f32; 4]| {
            moved_box(&state.matrix, &Place { left, bottom, right, top })
        };
        let (patches, veils) = parts.unwrap_or_default();
        for patch in patches {
            let ink = Ink { colour: patch.colour, ..state.fill };
            self.add(at(patch.place), Kind::Patch, &ink, state);
        }
        for (veil, share) in veils {
            let alpha = share * state.fill.alpha;
            let ink = Ink { colour: veil.colour, alpha, ..state.fill };
            self.add(at(veil.place), Kind::Veil, &ink, state);
        }
        Ok(())
    }

    /// Operators that name a resource.
    fn named(
        &mut self,
        run: &mut Run<'_>,
        operator: &str,
        operands: &[Object],
        values: &[f32],
    ) -> Result<bool, PdfError> {
        let Some(Ok(name)) = operands.first().map(Object::as_name) else { return Ok(false) };
        let category: &'static [u8] = match operator {
            "gs" => b"ExtGState",
            "Do" => b"XObject",
            "Tf" => b"Font",
            _ => b"ColorSpace",
        };
        let list = match run.lists.get(category) {
            Some(list) => Rc::clone(list),
            None => {
                let list = self.view.get_dict(run.resources, category)?.unwrap_or_default();
                Rc::clone(run.lists.entry(category).or_insert(Rc::new(list)))
            }
        };
        let found = self.view.get(&list, name)?;
        match (operator, &found) {
            ("gs", Object::Dictionary(set)) => {
                run.state.apply(self.view, set)?;
                Ok(true)
            }
            ("Do", Object::Stream(object)) => {
                let subtype = self.view.get(&object.dict, b"Subtype")?;
                match subtype.as_name().unwrap_or_default() {
                    b"Form" => self.form(object, &run.state, run.depth),
                    b"Image" => {
                        self.picture(object, &run.state)?;
                        Ok(true)
                    }
                    _ => Ok(false),
                }
            }
            ("Tf", Object::Dictionary(font)) => {
                let id = list.get(name).and_then(Object::as_reference).ok();
                run.state.text.font = self.font(id, font)?;
                run.state.text.size = values.get(1).copied().unwrap_or(f32::NAN);
                Ok(true)
            }
            ("cs" | "CS", space) => {
                let plain = self.is_plain(name, space)?;
                let ink =
                    if operator == "cs" { &mut run.state.fill } else { &mut run.state.stroke };
                ink.plain = plain;
                ink.colour = plain.then_some([0.0; 3]);
                Ok(true)
            }
            _ => Ok(false),
        }
    }

    /// Whether device colours stand for colours of other spaces (ISO 32000-2 §8.6.5.6).
    fn defaults(&self, resources: &Dictionary) -> Result<bool, PdfError> {
        let spaces = self.view.get_dict(resources, b"ColorSpace")?.unwrap_or_default();
        // Those that PDF/A looks are drawn in leave colours as they are.
        let usual = default_spaces();
        for key in [b"DefaultGray".as_slice(), b"DefaultRGB", b"DefaultCMYK"] {
            let space = self.view.get(&spaces, key)?;
            if !space.is_null() && !usual.get(key).is_ok_and(|usual| is_near(&space, usual)) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether a colour space is grey, RGB or CMYK of the device: of all others the numbers do not
    /// tell the colour.
    fn is_plain(&self, name: &[u8], space: &Object) -> Result<bool, PdfError> {
        let family = match space {
            Object::Array(parts) => match parts.first() {
                Some(first) => self.view.resolve(first)?,
                None => Object::Null,
            },
            Object::Null => Object::Name(name.to_vec()),
            other => other.clone(),
        };
        let plain: [&[u8]; 3] = [b"DeviceGray", b"DeviceRGB", b"DeviceCMYK"];
        Ok(family.as_name().is_ok_and(|family| plain.contains(&family)))
    }

    fn font(
        &mut self,
        id: Option<ObjectId>,
        font: &Dictionary,
    ) -> Result<Option<Rc<Font>>, PdfError> {
        let Some(id) = id else {
            // One that is written inside is read again each time that it is used.
            self.operations += FONT_COST;
            return Ok(Font::load(self.view, font)?.map(Rc::new));
        };
        if !self.fonts.contains_key(&id) {
            let loaded = Font::load(self.view, font)?.map(Rc::new);
            self.fonts.insert(id, loaded);
        }
        Ok(self.fonts.get(&id).cloned().flatten())
    }

    /// Text: one box around what an operator shows.
    fn show(
        &mut self,
        run: &mut Run<'_>,
        operator: &str,
        operands: &[Object],
        values: &[f32],
    ) -> bool {
        if let ("\"", [word, letter, _]) = (operator, values) {
            (run.state.text.word_spacing, run.state.text.spacing) = (*word, *letter);
        }
        if matches!(operator, "'" | "\"") {
            run.next_line(0.0, -run.state.text.leading);
        }
        let Some(shown) = operands.last() else { return false };
        let pieces = match shown {
            Object::Array(pieces) => pieces.as_slice(),
            one => std::slice::from_ref(one),
        };
        let text = &run.state.text;
        let Some(font) = text.font.clone() else { return false };
        let (mut at, mut least, mut most) = (0.0_f32, 0.0_f32, 0.0_f32);
        for piece in pieces {
            match piece {
                Object::String(codes, _) => {
                    for (width, space) in font.widths(codes) {
                        most = most.max((at + width * text.size) * text.scale);
                        least = least.min((at + width * text.size) * text.scale);
                        let more = if space { text.word_spacing } else { 0.0 };
                        at += width * text.size + text.spacing + more;
                        least = least.min(at * text.scale);
                        most = most.max(at * text.scale);
                    }
                }
                other => match other.as_float() {
                    Ok(back) => {
                        at -= back / 1000.0 * text.size;
                        least = least.min(at * text.scale);
                        most = most.max(at * text.scale);
                    }
                    Err(_) => return false,
                },
            }
        }
        let reach = (text.size * 0.1).abs();
        let glyphs = Place::around(&[
            (least - reach, text.rise + font.below * text.size),
            (most + reach, text.rise + font.above * text.size),
        ]);
        let place = moved_box(&joined(&run.text.matrix, &run.state.matrix), &glyphs);
        let advanced = [1.0, 0.0, 0.0, 1.0, at * text.scale, 0.0];
        run.text.matrix = joined(&advanced, &run.text.matrix);
        let corners = [place.left, place.bottom, place.right, place.top];
        if !corners.iter().all(|corner| corner.abs() <= FARTHEST * FARTHEST) {
            return false;
        }
        let state = &run.state;
        if font.is_of_signs() && self.masks.is_some() && !matches!(state.text.mode, 3 | 7) {
            self.add(place, Kind::Patch, &state.fill, state);
        }
        match state.text.mode {
            0 => self.add(place, Kind::Text, &state.fill, state),
            // Neither filled nor stroked: nothing is seen, but through letters that clip.
            3 => {}
            7 if !self.outlines => {}
            _ => self.add(place, Kind::Text, &Ink { colour: None, ..state.fill }, state),
        }
        true
    }
}

impl Run<'_> {
    /// Operators that only set something; `false` where it is none that is known.
    fn set(&mut self, operator: &str, operands: &[Object], values: &[f32]) -> bool {
        let state = &mut self.state;
        match (operator, values) {
            ("q", _) => {
                self.saved.push(self.state.clone());
                return self.saved.len() <= MAX_NESTING;
            }
            ("Q", _) => {
                if let Some(saved) = self.saved.pop() {
                    self.state = saved;
                }
            }
            ("cm", &[a, b, c, d, e, f]) => {
                state.matrix = joined(&[a, b, c, d, e, f], &state.matrix);
            }
            ("w", [width]) => state.line_width = *width,
            ("j", [join]) => state.sharp_joins = *join == 0.0,
            ("g" | "rg" | "k", _) => {
                state.fill.plain = true;
                state.fill.set(operands);
            }
            ("G" | "RG" | "K", _) => {
                state.stroke.plain = true;
                state.stroke.set(operands);
            }
            ("sc" | "scn", _) => state.fill.set(operands),
            ("SC" | "SCN", _) => state.stroke.set(operands),
            (
                "J" | "M" | "d" | "ri" | "i" | "MP" | "DP" | "BMC" | "BDC" | "EMC" | "BX" | "EX"
                | "ET",
                _,
            ) => {}
            _ => return self.set_text(operator, values),
        }
        true
    }

    fn set_text(&mut self, operator: &str, values: &[f32]) -> bool {
        let text = &mut self.state.text;
        match (operator, values) {
            ("BT", _) => (self.text.matrix, self.text.line) = (IDENTITY, IDENTITY),
            ("Tc", [spacing]) => text.spacing = *spacing,
            ("Tw", [spacing]) => text.word_spacing = *spacing,
            ("Tz", [percent]) => text.scale = percent / 100.0,
            ("TL", [leading]) => text.leading = *leading,
            ("Ts", [rise]) => text.rise = *rise,
            ("Tr", [mode]) if (0.0..=7.0).contains(mode) && mode.fract() == 0.0 => {
                text.mode = *mode as u8;
            }
            ("Td", [x, y]) => self.next_line(*x, *y),
            ("TD", [x, y]) => {
                text.leading = -y;
                self.next_line(*x, *y);
            }
            ("T*", []) => {
                let down = -text.leading;
                self.next_line(0.0, down);
            }
            ("Tm", &[a, b, c, d, e, f]) => {
                (self.text.matrix, self.text.line) = ([a, b, c, d, e, f], [a, b, c, d, e, f]);
            }
            _ => return false,
        }
        true
    }

    fn next_line(&mut self, x: f32, y: f32) {
        self.text.line = joined(&[1.0, 0.0, 0.0, 1.0, x, y], &self.text.line);
        self.text.matrix = self.text.line;
    }
}

/// Whether two colour spaces are the same but for how their numbers are rounded; one whose parts
/// stand elsewhere is none.
fn is_near(space: &Object, usual: &Object) -> bool {
    let (Ok([family, one]), Ok([other, two])) =
        (space.as_array().map(Vec::as_slice), usual.as_array().map(Vec::as_slice))
    else {
        return false;
    };
    let (Ok(one), Ok(two)) = (one.as_dict(), two.as_dict()) else { return false };
    let values = |value: &Object| match value {
        Object::Array(values) => values.iter().filter_map(|value| value.as_float().ok()).collect(),
        value => value.as_float().into_iter().collect::<Vec<f32>>(),
    };
    let same = |(key, value): (&Vec<u8>, &Object)| {
        let (known, found) = (two.get(key).map(values).unwrap_or_default(), values(value));
        !known.is_empty()
            && known.len() == found.len()
            && known.iter().zip(&found).all(|(known, found)| (known - found).abs() < 0.01)
    };
    family == other && one.len() == two.len() && one.iter().all(same)
}

/// What is left of a clip by another; nothing where they do not meet.
fn clipped(clip: &Place, by: &Place) -> Place {
    clip.common(by).unwrap_or_else(|| Place::around(&[]))
}
