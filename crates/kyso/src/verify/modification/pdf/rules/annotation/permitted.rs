//! Which annotations may come after a signature at all: marks and notes without actions, by a
//! list of their kinds and of what they may say.

use lopdf::{Dictionary, Object, ObjectId, Stream};

use super::super::super::engine::Step;
use super::super::super::glyphs::Place;
use super::super::super::marks::{Colour, numbers, rectangle};
use super::super::widget::only;
use crate::pdf::PdfError;

/// How a kind of annotation is seen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Look {
    /// A window that readers open when asked to.
    Window,
    /// A small picture that readers choose.
    Icon,
    /// A colour over text, the text still seen.
    Tint,
    /// A thin line under or through text.
    Line,
    /// Lines and shapes.
    Drawing,
}

/// A kind that is permitted.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kind {
    subtype: &'static [u8],
    /// As the report says it.
    pub(super) name: &'static str,
    pub(super) look: Look,
}

impl Look {
    /// Whether all readers draw about the same where no look is given. Bars through text are as
    /// thick as the box around it in some.
    fn is_known_without(self) -> bool {
        matches!(self, Self::Window | Self::Icon | Self::Tint)
    }
}

impl Kind {
    /// Whether it is a shape that stays in its `/Rect` and on its points whoever draws it: lines
    /// have captions and leaders besides, and some borders are clouds.
    fn is_plain(&self, annotation: &Dictionary) -> bool {
        const SHAPES: [&[u8]; 3] = [b"Ink", b"Square", b"Circle"];
        const BESIDES: [&[u8]; 3] = [b"BE", b"LE", b"RD"];
        SHAPES.contains(&self.subtype) && !BESIDES.iter().any(|key| annotation.has(key))
    }
}

/// Free text, stamps, redactions, widgets, links and whatever plays or runs something are not
/// among them: they say or do what the signer did not.
const KINDS: [Kind; 13] = [
    Kind { subtype: b"Popup", name: "popup", look: Look::Window },
    Kind { subtype: b"Text", name: "text", look: Look::Icon },
    Kind { subtype: b"Highlight", name: "highlight", look: Look::Tint },
    Kind { subtype: b"Underline", name: "underline", look: Look::Line },
    Kind { subtype: b"StrikeOut", name: "strike-out", look: Look::Line },
    Kind { subtype: b"Squiggly", name: "squiggly", look: Look::Line },
    Kind { subtype: b"Ink", name: "ink", look: Look::Drawing },
    Kind { subtype: b"Line", name: "line", look: Look::Drawing },
    Kind { subtype: b"Square", name: "square", look: Look::Drawing },
    Kind { subtype: b"Circle", name: "circle", look: Look::Drawing },
    Kind { subtype: b"Polygon", name: "polygon", look: Look::Drawing },
    Kind { subtype: b"PolyLine", name: "poly-line", look: Look::Drawing },
    Kind { subtype: b"Caret", name: "caret", look: Look::Drawing },
];

/// What they may say (ISO 32000-2 §12.5.2, §12.5.6). Actions (`/A`, `/AA`), optional content
/// (`/OC`) and another language's look are not among it.
const ENTRIES: [&[u8]; 43] = [
    b"Type",
    b"Subtype",
    b"Rect",
    b"Contents",
    b"P",
    b"NM",
    b"M",
    b"F",
    b"AP",
    b"Border",
    b"C",
    b"CA",
    b"ca",
    b"T",
    b"Popup",
    b"CreationDate",
    b"RC",
    b"IRT",
    b"Subj",
    b"RT",
    b"IT",
    b"Open",
    b"Name",
    b"State",
    b"StateModel",
    b"QuadPoints",
    b"InkList",
    b"L",
    b"LE",
    b"LL",
    b"LLE",
    b"LLO",
    b"Cap",
    b"CP",
    b"CO",
    b"IC",
    b"Vertices",
    b"BS",
    b"BE",
    b"RD",
    b"Sy",
    b"Parent",
    b"Lang",
];

/// Flags (ISO 32000-2 table 167).
const HIDDEN: i64 = 1 << 1;
const NO_ZOOM: i64 = 1 << 3;
const NO_ROTATE: i64 = 1 << 4;

/// The largest icon of a note, in points.
const LARGEST_ICON: f32 = 40.0;

/// The kind that a `/Subtype` names.
pub(super) fn kind(subtype: &[u8]) -> Option<Kind> {
    KINDS.into_iter().find(|kind| kind.subtype == subtype)
}

/// An annotation that is of a permitted kind, as far as it matters here.
pub(super) struct Note {
    kind: Kind,
    pub(super) rect: Place,
    /// Everything that it says about where it draws, `/Rect` aside.
    pub(super) points: Vec<(f32, f32)>,
    /// The corners of each stretch of text that it marks.
    pub(super) quads: Vec<Place>,
    pub(super) look: Option<Stream>,
    /// `/C`; `None` where it is absent or cannot be told.
    pub(super) colour: Option<Colour>,
    pub(super) has_colour: bool,
    pub(super) alpha: f32,
    pub(super) border: f32,
    flags: i64,
    /// No larger than an icon.
    small: bool,
}

impl Note {
    /// Reads an annotation of the page `page`.
    pub(super) fn read(
        step: &Step<'_>,
        annotation: &Dictionary,
        page: ObjectId,
    ) -> Result<Result<Self, &'static str>, PdfError> {
        let view = &step.new;
        let subtype = view.get(annotation, b"Subtype")?;
        let Some(kind) = subtype.as_name().ok().and_then(kind) else {
            return Ok(Err("annotation-kind"));
        };
        let typed = annotation.get(b"Type").is_err() || annotation.has_type(b"Annot");
        let here = annotation.get(b"P").map_or(Ok(page), Object::as_reference);
        if !typed || !only(annotation, &ENTRIES) || here.ok() != Some(page) {
            return Ok(Err("annotation-entries"));
        }
        if let Err(fault) = window(step, kind, annotation)? {
            return Ok(Err(fault));
        }
        let flags = match view.get(annotation, b"F")? {
            Object::Null => 0,
            Object::Integer(flags) => flags,
            _ => return Ok(Err("annotation-entries")),
        };
        let Some(rect) = rectangle(view, annotation, b"Rect")? else {
            return Ok(Err("annotation-place"));
        };
        // What keeps its size on the screen covers more and more of a page that is made smaller.
        let small =
            rect.right - rect.left <= LARGEST_ICON && rect.top - rect.bottom <= LARGEST_ICON;
        if flags & NO_ZOOM != 0 && kind.look != Look::Window && !(kind.look == Look::Icon && small)
        {
            return Ok(Err("annotation-flags"));
        }
        let Ok(look) = look(step, annotation)? else { return Ok(Err("annotation-look")) };
        if look.is_none() && !(kind.look.is_known_without() || kind.is_plain(annotation)) {
            return Ok(Err("annotation-look"));
        }
        let Some((points, quads)) = points(step, annotation)? else {
            return Ok(Err("annotation-place"));
        };
        let alpha = match view.get(annotation, b"CA")? {
            Object::Null => 1.0,
            value => value.as_float().unwrap_or(1.0).clamp(0.0, 1.0),
        };
        let colour = view.get(annotation, b"C")?;
        Ok(Ok(Self {
            kind,
            rect,
            points,
            quads,
            look,
            has_colour: !colour.is_null(),
            colour: colour_of(numbers(view, &colour)?.as_deref()),
            alpha,
            border: border(step, annotation)?,
            flags,
            small,
        }))
    }

    /// The name of its kind.
    pub(super) fn kind(&self) -> &'static str {
        self.kind.name
    }

    pub(super) fn look_of_kind(&self) -> Look {
        self.kind.look
    }

    /// A note that is not seen: readers keep states of other notes so. What is larger could be
    /// shown by a script that was signed along.
    pub(super) fn is_hidden(&self) -> bool {
        self.flags & HIDDEN != 0 && self.kind.look == Look::Icon && self.small
    }

    /// Whether it stays upright where the page is turned.
    pub(super) fn stays_upright(&self) -> bool {
        self.flags & NO_ROTATE != 0
    }
}

/// A window is closed and has no look of its own, the annotation's own window likewise.
fn window(
    step: &Step<'_>,
    kind: Kind,
    annotation: &Dictionary,
) -> Result<Result<(), &'static str>, PdfError> {
    let own = match step.new.get(annotation, b"Popup")? {
        Object::Null => None,
        Object::Dictionary(own) => Some(own),
        _ => return Ok(Err("annotation-window")),
    };
    let this = (kind.look == Look::Window).then_some(annotation);
    for window in this.into_iter().chain(own.as_ref()) {
        let subtype = step.new.get(window, b"Subtype")?;
        let is_window = subtype.as_name().is_ok_and(|name| name == b"Popup");
        let closed =
            matches!(step.new.get(window, b"Open")?, Object::Null | Object::Boolean(false));
        if !is_window || !closed || window.has(b"AP") || !only(window, &ENTRIES) {
            return Ok(Err("annotation-window"));
        }
    }
    // Only a window stands under an annotation; a field would stand under another field.
    if kind.look != Look::Window && annotation.has(b"Parent") {
        return Ok(Err("annotation-entries"));
    }
    Ok(Ok(()))
}

/// Its one look, whatever is done with the mouse.
fn look(step: &Step<'_>, annotation: &Dictionary) -> Result<Result<Option<Stream>, ()>, PdfError> {
    let looks = match step.new.get(annotation, b"AP")? {
        Object::Null => return Ok(Ok(None)),
        Object::Dictionary(looks) => looks,
        _ => return Ok(Err(())),
    };
    if !only(&looks, &[b"N"]) {
        return Ok(Err(()));
    }
    Ok(match step.new.get(&looks, b"N")? {
        // What a page of another file shows is not in this one (ISO 32000-2 §8.10.4).
        Object::Stream(look) if look.dict.has(b"Ref") => Err(()),
        Object::Stream(look) => Ok(Some(look)),
        Object::Null => Ok(None),
        _ => Err(()),
    })
}

/// Every point that it names, and the boxes of the text that it marks.
#[expect(clippy::type_complexity, reason = "points and boxes, or neither")]
fn points(
    step: &Step<'_>,
    annotation: &Dictionary,
) -> Result<Option<(Vec<(f32, f32)>, Vec<Place>)>, PdfError> {
    let view = &step.new;
    let mut lists = Vec::new();
    if let Object::Array(strokes) = view.get(annotation, b"InkList")? {
        for stroke in &strokes {
            lists.push(view.resolve(stroke)?);
        }
    }
    for key in [b"L".as_slice(), b"Vertices", b"CL"] {
        let list = view.get(annotation, key)?;
        lists.extend((!list.is_null()).then_some(list));
    }
    let mut points = Vec::new();
    for list in &lists {
        let Some(values) = numbers(view, list)? else { return Ok(None) };
        points.extend(pairs(&values));
    }
    let mut quads = Vec::new();
    match view.get(annotation, b"QuadPoints")? {
        Object::Null => {}
        list => {
            let Some(values) = numbers(view, &list)? else { return Ok(None) };
            quads.extend(values.chunks(8).map(|quad| Place::around(&pairs(quad))));
        }
    }
    Ok(Some((points, quads)))
}

fn pairs(values: &[f32]) -> Vec<(f32, f32)> {
    values.chunks(2).filter_map(|pair| Some((*pair.first()?, *pair.get(1)?))).collect()
}

/// `/C`: grey, RGB or CMYK by the number of its values.
fn colour_of(values: Option<&[f32]>) -> Option<Colour> {
    let within = |value: &f32| value.clamp(0.0, 1.0);
    match values? {
        [grey] => Some([within(grey); 3]),
        [red, green, blue] => Some([red, green, blue].map(within)),
        [c, m, y, k] => Some([c, m, y].map(|ink| (1.0 - within(ink)) * (1.0 - within(k)))),
        _ => None,
    }
}

/// The width of its border, 1 where it says nothing (ISO 32000-2 §12.5.4).
fn border(step: &Step<'_>, annotation: &Dictionary) -> Result<f32, PdfError> {
    let view = &step.new;
    let mut widest = 1.0_f32;
    if let Object::Dictionary(style) = view.get(annotation, b"BS")? {
        widest = widest.max(view.get(&style, b"W")?.as_float().unwrap_or(1.0));
    }
    if let Object::Array(border) = view.get(annotation, b"Border")?
        && let Some(width) = border.get(2)
    {
        widest = widest.max(view.resolve(width)?.as_float().unwrap_or(1.0));
    }
    Ok(widest)
}
