//! Walks through a page's content and notes each glyph with its place (ISO 32000-2 §9.4). It
//! takes what it can read: a place is looked for, and nothing is proven by what is found.

use std::collections::HashMap;
use std::rc::Rc;

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Object, ObjectId, Stream};

use super::font::Font;
use super::page::{Glyph, PageText};
use crate::limits::{
    MAX_FORM_NESTING, MAX_NESTING, MAX_TEXT_BYTES, MAX_TEXT_CONTENT, MAX_TEXT_FONTS,
    MAX_TEXT_GLYPHS, MAX_TEXT_OPERATIONS,
};
use crate::pdf::content::{IDENTITY, Matrix, content_of, decoded, joined, matrix_of, moved};
use crate::pdf::{PdfError, View, decode_text, inherited};

/// Reading a font, in operators.
const FONT_COST: u64 = 1_000;

/// Numbers beyond this are none that places on a page need.
const FARTHEST: f32 = 1e7;

/// Reads the text of pages of one document, within one budget.
pub(super) struct Walker<'v, 'd> {
    view: &'v View<'d>,
    bytes: u64,
    operations: u64,
    fonts: HashMap<ObjectId, Rc<Font>>,
    page: PageText,
}

/// The text state (ISO 32000-2 §9.3), and where the page is.
#[derive(Clone)]
struct State {
    matrix: Matrix,
    font: Option<Rc<Font>>,
    size: f32,
    spacing: f32,
    word_spacing: f32,
    scale: f32,
    leading: f32,
    rise: f32,
    hidden: bool,
}

/// One content stream on its way.
struct Run<'r> {
    state: State,
    saved: Vec<State>,
    matrix: Matrix,
    line: Matrix,
    resources: &'r Dictionary,
    /// The lists of resources used so far, by category.
    lists: HashMap<&'static [u8], Rc<Dictionary>>,
    /// Marked content that is open; for what its text was replaced, and where that began.
    marked: Vec<Option<(String, usize)>>,
    depth: usize,
}

impl<'v, 'd> Walker<'v, 'd> {
    pub(super) fn new(view: &'v View<'d>) -> Self {
        let page = PageText::default();
        Self { view, bytes: 0, operations: 0, fonts: HashMap::new(), page }
    }

    pub(super) fn view(&self) -> &'v View<'d> {
        self.view
    }

    /// The glyphs of a page.
    ///
    /// # Errors
    /// An object of it cannot be read.
    pub(super) fn page(&mut self, page: &Dictionary) -> Result<PageText, PdfError> {
        self.page = PageText::default();
        let resources = inherited(self.view, page, b"Resources")?;
        let resources = resources.as_dict().cloned().unwrap_or_default();
        match content_of(self.view, page, MAX_TEXT_CONTENT)? {
            Some(content) => self.run(&content, &resources, State::of_page(), 0)?,
            None => self.page.is_cut = true,
        }
        Ok(std::mem::take(&mut self.page))
    }

    /// The glyphs of a look, in its own space.
    ///
    /// # Errors
    /// An object of it cannot be read.
    pub(super) fn look(&mut self, look: &Stream) -> Result<PageText, PdfError> {
        self.page = PageText::default();
        let resources = self.view.get_dict(&look.dict, b"Resources")?.unwrap_or_default();
        match decoded(look, MAX_TEXT_CONTENT) {
            Some(content) => self.run(&content, &resources, State::of_page(), 0)?,
            None => self.page.is_cut = true,
        }
        Ok(std::mem::take(&mut self.page))
    }

    fn run(
        &mut self,
        content: &[u8],
        resources: &Dictionary,
        state: State,
        depth: usize,
    ) -> Result<(), PdfError> {
        self.bytes = self.bytes.saturating_add(content.len() as u64);
        if self.bytes > MAX_TEXT_BYTES {
            self.page.is_cut = true;
            return Ok(());
        }
        let (saved, lists, marked) = (Vec::new(), HashMap::new(), Vec::new());
        let (matrix, line) = (IDENTITY, IDENTITY);
        let mut run = Run { state, saved, matrix, line, resources, lists, marked, depth };
        for operation in Content::decode_iter(content) {
            let Ok(operation) = operation else {
                self.page.is_cut = true;
                break;
            };
            self.operations += 1;
            if self.operations > MAX_TEXT_OPERATIONS || self.page.glyphs.len() > MAX_TEXT_GLYPHS {
                self.page.is_cut = true;
                break;
            }
            self.step(&mut run, &operation)?;
        }
        Ok(())
    }

    /// A form XObject (ISO 32000-2 §8.10).
    fn form(&mut self, form: &Stream, run: &Run<'_>) -> Result<(), PdfError> {
        let (own, content) = (matrix_of(self.view, &form.dict)?, decoded(form, MAX_TEXT_CONTENT));
        let (Some(own), Some(content), true) = (own, content, run.depth < MAX_FORM_NESTING) else {
            self.page.is_cut = true;
            return Ok(());
        };
        let mut state = run.state.clone();
        state.matrix = joined(&own, &state.matrix);
        let resources = self.view.get_dict(&form.dict, b"Resources")?;
        // Old writers leave them to the page.
        let resources = resources.unwrap_or_else(|| run.resources.clone());
        self.run(&content, &resources, state, run.depth + 1)
    }

    fn step(&mut self, run: &mut Run<'_>, operation: &Operation) -> Result<(), PdfError> {
        let operands = operation.operands.as_slice();
        match operation.operator.as_str() {
            "Tj" | "TJ" | "'" | "\"" => self.show(run, &operation.operator, operands),
            "Tf" => self.choose_font(run, operands)?,
            "Do" => {
                if let Object::Stream(object) = self.resource(run, b"XObject", operands.first())? {
                    let subtype = self.view.get(&object.dict, b"Subtype")?;
                    match subtype.as_name().unwrap_or_default() {
                        b"Form" => self.form(&object, run)?,
                        b"Image" => self.page.has_pictures = true,
                        _ => {}
                    }
                }
            }
            "BI" => self.page.has_pictures = true,
            "BMC" => run.mark(None),
            "BDC" => {
                let text = self.actual_text(run, operands)?;
                run.mark(text.map(|text| (text, self.page.glyphs.len())));
            }
            "EMC" => {
                if let Some(Some((text, from))) = run.marked.pop() {
                    self.page.replace(from, &text);
                }
            }
            other => run.set(other, operands),
        }
        Ok(())
    }

    /// The text that stands for marked content (ISO 32000-2 §14.9.4); not within another such.
    fn actual_text(
        &self,
        run: &mut Run<'_>,
        operands: &[Object],
    ) -> Result<Option<String>, PdfError> {
        if run.marked.iter().any(Option::is_some) {
            return Ok(None);
        }
        let properties = match operands.get(1) {
            Some(Object::Dictionary(properties)) => properties.clone(),
            name => match self.resource(run, b"Properties", name)? {
                Object::Dictionary(properties) => properties,
                _ => return Ok(None),
            },
        };
        Ok(match self.view.get(&properties, b"ActualText")? {
            Object::String(text, _) => Some(decode_text(&text)),
            _ => None,
        })
    }

    fn choose_font(&mut self, run: &mut Run<'_>, operands: &[Object]) -> Result<(), PdfError> {
        run.state.size = operands.get(1).and_then(number).unwrap_or_default();
        run.state.font = None;
        let list = self.list(run, b"Font")?;
        let Some(Ok(name)) = operands.first().map(Object::as_name) else { return Ok(()) };
        let id = list.get(name).and_then(Object::as_reference).ok();
        if let Some(font) = id.and_then(|id| self.fonts.get(&id)) {
            run.state.font = Some(Rc::clone(font));
            return Ok(());
        }
        let Object::Dictionary(font) = self.view.get(&list, name)? else { return Ok(()) };
        self.operations += FONT_COST;
        let font = Rc::new(Font::load(self.view, &font)?);
        if let Some(id) = id
            && self.fonts.len() < MAX_TEXT_FONTS
        {
            self.fonts.insert(id, Rc::clone(&font));
        }
        run.state.font = Some(font);
        Ok(())
    }

    fn resource(
        &self,
        run: &mut Run<'_>,
        category: &'static [u8],
        name: Option<&Object>,
    ) -> Result<Object, PdfError> {
        let Some(Ok(name)) = name.map(Object::as_name) else { return Ok(Object::Null) };
        let list = self.list(run, category)?;
        self.view.get(&list, name)
    }

    fn list(&self, run: &mut Run<'_>, category: &'static [u8]) -> Result<Rc<Dictionary>, PdfError> {
        if let Some(list) = run.lists.get(category) {
            return Ok(Rc::clone(list));
        }
        let list = Rc::new(self.view.get_dict(run.resources, category)?.unwrap_or_default());
        run.lists.insert(category, Rc::clone(&list));
        Ok(list)
    }

    fn show(&mut self, run: &mut Run<'_>, operator: &str, operands: &[Object]) {
        if operator == "\""
            && let [word, letter, _] = operands
        {
            run.state.word_spacing = number(word).unwrap_or_default();
            run.state.spacing = number(letter).unwrap_or_default();
        }
        if matches!(operator, "'" | "\"") {
            run.next_line(0.0, -run.state.leading);
        }
        let pieces = match operands.last() {
            Some(Object::Array(pieces)) => pieces.as_slice(),
            Some(one) => std::slice::from_ref(one),
            None => return,
        };
        let Some(font) = run.state.font.clone() else { return };
        for piece in pieces {
            match piece {
                Object::String(codes, _) => self.show_string(run, &font, codes),
                other => {
                    let back = number(other).unwrap_or_default() / -1000.0 * run.state.size;
                    run.advance(back, font.vertical);
                }
            }
        }
    }

    fn show_string(&mut self, run: &mut Run<'_>, font: &Font, codes: &[u8]) {
        for shown in font.shown(codes) {
            let state = &run.state;
            let matrix = joined(&run.matrix, &state.matrix);
            // A glyph written downwards hangs from the middle of its top (ISO 32000-2 §9.7.4.3).
            let (left, base, width, height) = if font.vertical {
                (-shown.width / 2.0, -0.88, 0.0, -1.0)
            } else {
                (0.0, 0.0, shown.width, 0.0)
            };
            let place = |x: f32, y: f32| {
                moved(&matrix, x * state.size * state.scale, y * state.size + state.rise)
            };
            let start = place(left, base);
            let (end, top) = (place(left + shown.width, base), place(left, base + 1.0));
            let em = (top.0 - start.0, top.1 - start.1);
            let far = [start.0, start.1, end.0, end.1, em.0, em.1];
            if far.iter().all(|value| value.abs() <= FARTHEST) {
                let (above, below, hidden) = (font.above, font.below, state.hidden);
                let glyph = Glyph { text: 0..0, start, end, em, above, below, hidden };
                self.page.add(glyph, shown.text.as_deref());
            }
            let more = if shown.is_space { state.word_spacing } else { 0.0 };
            let along = if font.vertical { height } else { width };
            run.advance(along * state.size + state.spacing + more, font.vertical);
            if self.page.glyphs.len() > MAX_TEXT_GLYPHS {
                return;
            }
        }
    }
}

impl State {
    fn of_page() -> Self {
        Self {
            matrix: IDENTITY,
            font: None,
            size: 0.0,
            spacing: 0.0,
            word_spacing: 0.0,
            scale: 1.0,
            leading: 0.0,
            rise: 0.0,
            hidden: false,
        }
    }
}

impl Run<'_> {
    fn mark(&mut self, replaced: Option<(String, usize)>) {
        // Whoever opens more than this closes them in vain.
        if self.marked.len() < MAX_NESTING {
            self.marked.push(replaced);
        }
    }

    /// Operators that only set something; what is not known or not well formed sets nothing.
    fn set(&mut self, operator: &str, operands: &[Object]) {
        let Some(values) = operands.iter().map(number).collect::<Option<Vec<_>>>() else { return };
        let state = &mut self.state;
        match (operator, values.as_slice()) {
            ("q", _) if self.saved.len() < MAX_NESTING => self.saved.push(self.state.clone()),
            ("Q", _) => {
                if let Some(saved) = self.saved.pop() {
                    self.state = saved;
                }
            }
            ("cm", &[a, b, c, d, e, f]) => {
                state.matrix = joined(&[a, b, c, d, e, f], &state.matrix);
            }
            ("BT", _) => (self.matrix, self.line) = (IDENTITY, IDENTITY),
            ("Tc", [spacing]) => state.spacing = *spacing,
            ("Tw", [spacing]) => state.word_spacing = *spacing,
            ("Tz", [percent]) => state.scale = percent / 100.0,
            ("TL", [leading]) => state.leading = *leading,
            ("Ts", [rise]) => state.rise = *rise,
            // Neither filled nor stroked: what was recognised behind a scanned picture.
            ("Tr", [mode]) => state.hidden = matches!(*mode, 3.0 | 7.0),
            ("Td", [x, y]) => self.next_line(*x, *y),
            ("TD", [x, y]) => {
                state.leading = -y;
                self.next_line(*x, *y);
            }
            ("T*", []) => {
                let down = -state.leading;
                self.next_line(0.0, down);
            }
            ("Tm", &[a, b, c, d, e, f]) => {
                (self.matrix, self.line) = ([a, b, c, d, e, f], [a, b, c, d, e, f]);
            }
            _ => {}
        }
    }

    fn next_line(&mut self, x: f32, y: f32) {
        self.line = joined(&[1.0, 0.0, 0.0, 1.0, x, y], &self.line);
        self.matrix = self.line;
    }

    fn advance(&mut self, by: f32, vertical: bool) {
        let (x, y) = if vertical { (0.0, by) } else { (by * self.state.scale, 0.0) };
        self.matrix = joined(&[1.0, 0.0, 0.0, 1.0, x, y], &self.matrix);
    }
}

fn number(value: &Object) -> Option<f32> {
    value.as_float().ok().filter(|value| value.is_finite())
}
