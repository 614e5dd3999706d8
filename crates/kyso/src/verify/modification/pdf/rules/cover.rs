//! Rule: the look of a field that was signed or filled hides no text of the page or of its fields: a
//! signature may lie over a line or another stamp, but it does not paint letters over.

use std::cell::Cell;
use std::collections::BTreeSet;

use lopdf::{Dictionary, Object, ObjectId, Stream};

use super::super::engine::{OverText, Step};
use super::super::glyphs::Place;
use super::super::marks::{self, Colour, Kind, Mark};
use super::super::roles::collect;
use super::over::Lying;
use super::together::hide_together;
use crate::pdf::{PdfError, View, inherited};

/// Paint of this alpha hides what is under it.
pub(super) const OPAQUE: f32 = 0.5;

/// Dark paint of a higher alpha leaves nothing of a picture under it.
const DENSE: f32 = 0.7;

/// What is lighter than this is paper, which hides whatever its shape.
const LIGHT: f32 = 0.6;

/// What is darker than this hides even where it is multiplied with what is under it.
const DARK: f32 = 0.15;

/// Ink is drawn no wider than this, in points; a wider line paints over.
const WIDEST_INK: f32 = 5.0;

/// The widest rectangle that is a line, in points, and how many of these may cross a text.
const LINE: f32 = 1.5;
const MOST_LINES: usize = 4;

/// Parts of the smaller side of a text's box that are left and right, and above and below what is
/// drawn of the letters.
const MARGINS: [f32; 2] = [0.1, 0.2];

/// A place that a look paints over.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Cover {
    pub(super) place: Place,
    pub(super) alpha: f32,
    /// A rectangle as thin as a line of a table, and dark: it crosses letters and leaves them.
    is_line: bool,
    /// As paper is, or of a colour that cannot be told.
    is_light: bool,
}

impl Cover {
    /// Opaque paint.
    pub(super) fn whole(place: Place) -> Self {
        Self { place, alpha: 1.0, is_line: false, is_light: true }
    }
}

/// Looks at the widgets that got another look in this revision.
pub(super) fn apply(step: &mut Step<'_>) -> Result<(), PdfError> {
    if step.looked.is_empty() {
        return Ok(());
    }
    let mut looked = std::mem::take(&mut step.looked);
    let mut unseen = BTreeSet::new();
    for number in &looked {
        if step.new.look((*number, 0), has_no_area)? {
            unseen.insert(*number);
        }
    }
    // Whatever is fitted into nothing hides nothing.
    looked.retain(|number| !unseen.contains(number));
    if looked.is_empty() {
        return Ok(());
    }
    for number in &looked {
        if hidden_looks(step, (*number, 0))? {
            step.refuse_object(*number, "annotation-look");
        }
    }
    let mut over_text = Vec::new();
    let hides = hides_on_a_page(step, &looked, &mut over_text)?;
    step.result.over_text = over_text;
    if hides {
        step.refuse("look-hides-text");
    }
    Ok(())
}

/// Whether a widget got a look that is seen only while the pointer is on it or pressed (ISO 32000-2
/// §12.5.5): what it shows then nobody looked at.
fn hidden_looks(step: &Step<'_>, id: ObjectId) -> Result<bool, PdfError> {
    let looks = |view: &View<'_>| match view.object(id)? {
        Object::Dictionary(widget) => view.get_dict(&widget, b"AP"),
        _ => Ok(None),
    };
    let (old, new) = (looks(&step.old)?.unwrap_or_default(), looks(&step.new)?.unwrap_or_default());
    // Every other key, so that nothing else than the normal look is new.
    let mut others = new.iter().filter(|(key, _)| *key != b"N");
    Ok(others.any(|(key, value)| {
        let mut referred = Vec::new();
        collect(value, &mut referred);
        old.get(key).ok() != Some(value)
            || referred.iter().any(|id| step.replaced.contains_key(&id.0))
    }))
}

fn has_no_area(widget: &Object) -> bool {
    matches!(widget, Object::Dictionary(widget) if super::widget::has_no_area(widget))
}

/// Whether a look hides text anywhere; where the pages cannot be listed, that cannot be told.
fn hides_on_a_page(
    step: &Step<'_>,
    looked: &BTreeSet<u32>,
    over_text: &mut Vec<OverText>,
) -> Result<bool, PdfError> {
    let Ok(pages) = step.new.pages() else { return Ok(true) };
    for (index, id) in pages.enumerate() {
        let Ok(id) = id else { return Ok(true) };
        let hides = step.new.look(id, |page| match page {
            Object::Dictionary(page) => hides(step, (id, index + 1), page, looked, over_text),
            _ => Ok(false),
        });
        if hides?? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether a look of `looked` hides text of a page, of its fields among it. A page whose text
/// cannot be told may have some anywhere, and a look that cannot be told hides all that it lies over.
fn hides(
    step: &Step<'_>,
    (page_id, number): (ObjectId, usize),
    page: &Dictionary,
    looked: &BTreeSet<u32>,
    over_text: &mut Vec<OverText>,
) -> Result<bool, PdfError> {
    let Object::Array(list) = step.new.get(page, b"Annots")? else { return Ok(false) };
    let widgets = list.iter().filter_map(|one| one.as_reference().ok());
    let mut covers = Vec::new();
    let mut lying = Lying::default();
    for id in widgets.filter(|id| looked.contains(&id.0)) {
        let before = painted(step, &step.old, id)?.unwrap_or_default();
        let after = painted(step, &step.new, id)?;
        let mut grounds = match &after {
            Some(marks) => grounds_of(marks),
            None => whole(&step.new, id)?,
        };
        if let Some(ground) = own_ground(&step.old, id)? {
            grounds.retain(|cover| !ground.grown(1.0).holds(&cover.place));
        }
        if after.as_ref().is_none_or(|marks| !marks.is_empty()) && floats(&step.new, page, id)? {
            grounds.push(Cover::whole(Place::EVERYWHERE));
        }
        let mut grounds_before = grounds_of(&before);
        if !step.roles.may_compare(grounds_before.len().saturating_mul(grounds.len())) {
            grounds_before.clear();
        }
        covers.extend(grounds.into_iter().filter(|cover| !grounds_before.contains(cover)));
        if let Some(field) = step.signed_looks.get(&id.0) {
            lying.add(field, id.0, after.unwrap_or_default());
        }
    }
    if covers.is_empty() && lying.is_empty() {
        return Ok(false);
    }
    let (view, budget) = (&step.old, step.roles.budget());
    let Some(marks) = marks::of_page(view, page, budget)? else {
        over_text.extend(lying.untold(number));
        return Ok(!covers.is_empty());
    };
    if lying.over(step, (page_id, number), &list, &texts_of(&marks), over_text)? {
        return Ok(true);
    }
    let mut texts: Vec<_> = texts_of(&marks).into_iter().map(|text| (0, text)).collect();
    for id in list.iter().filter_map(|one| one.as_reference().ok()) {
        if !looked.contains(&id.0) && !step.added.contains(&id.0) {
            texts.extend(written(view, id, &covers, budget)?.into_iter().map(|text| (id.0, text)));
        }
    }
    if !step.roles.may_compare(texts.len().saturating_mul(covers.len())) {
        return Ok(true);
    }
    Ok(texts.iter().any(|(_, text)| hide_letters(&covers, text))
        || hide_pictures(step, &covers, &marks)
        || hide_together(step, &list, &covers, &texts)?)
}

/// Whether paper or dark grounds lie over pictures of a page: a scanned page is one. Lines may lie
/// on it, and dark grounds that the picture is seen through, as some programs draw theirs.
fn hide_pictures(step: &Step<'_>, covers: &[Cover], marks: &[Mark]) -> bool {
    let is_ground = |cover: &&Cover| cover.is_light || (cover.alpha > DENSE && !cover.is_line);
    let grounds: Vec<Cover> = covers.iter().filter(is_ground).copied().collect();
    let pictures: Vec<&Mark> = marks.iter().filter(|mark| mark.kind == Kind::Picture).collect();
    let compares = pictures.len().saturating_mul(grounds.len()).saturating_mul(grounds.len());
    if !step.roles.may_compare(compares) {
        return true;
    }
    let over = |ground: &Cover| {
        let here = ground.place.grown(-0.01);
        pictures.iter().any(|picture| picture.place.common(&here).is_some())
            && hide_letters(&grounds, &ground.place)
    };
    grounds.iter().any(over)
}

/// Whether opaque paint in these places hides text of a page or of its fields; where its text
/// cannot be told, it does.
pub(in super::super) fn hides_text(
    view: &View<'_>,
    page: &Dictionary,
    places: &[Place],
    budget: &Cell<u64>,
) -> Result<bool, PdfError> {
    let covers: Vec<Cover> = places.iter().map(|place| Cover::whole(*place)).collect();
    let Some(marks) = marks::of_page(view, page, budget)? else { return Ok(true) };
    let mut texts = texts_of(&marks);
    if let Object::Array(list) = view.get(page, b"Annots")? {
        for id in list.iter().filter_map(|one| one.as_reference().ok()) {
            texts.extend(written(view, id, &covers, budget)?);
        }
    }
    Ok(texts.iter().any(|text| hide_letters(&covers, text)))
}

fn texts_of(marks: &[Mark]) -> Vec<Place> {
    marks.iter().filter(|mark| mark.kind == Kind::Text).map(|mark| mark.place).collect()
}

/// The text of an annotation that is read as a part of the page, if one of `covers` lies over it:
/// of a field of text or of choices, and free text. Seals are stamped over signatures.
fn written(
    view: &View<'_>,
    id: ObjectId,
    covers: &[Cover],
    budget: &Cell<u64>,
) -> Result<Vec<Place>, PdfError> {
    let Object::Dictionary(annotation) = view.object(id)? else { return Ok(Vec::new()) };
    let kind = inherited(view, &annotation, b"FT")?;
    let is_read = kind.as_name().is_ok_and(|kind| kind == b"Tx" || kind == b"Ch")
        || view.get(&annotation, b"Subtype")?.as_name().is_ok_and(|kind| kind == b"FreeText");
    let Some(rect) = marks::rectangle(view, &annotation, b"Rect")?.filter(|_| is_read) else {
        return Ok(Vec::new());
    };
    if !covers.iter().any(|cover| cover.place.common(&rect).is_some()) {
        return Ok(Vec::new());
    }
    let Some(look) = look(view, &annotation)? else {
        return Ok(if is_untold(view, &annotation)? { vec![rect] } else { Vec::new() });
    };
    let marks = marks::of_appearance(view, &look, &rect, budget)?;
    Ok(marks.map_or_else(|| vec![rect], |marks| texts_of(&marks)))
}

/// Where readers painted a field's background themselves before: the form asked them to.
fn own_ground(view: &View<'_>, id: ObjectId) -> Result<Option<Place>, PdfError> {
    let form = view.get_dict(&view.catalog()?, b"AcroForm")?.unwrap_or_default();
    let asked = matches!(view.get(&form, b"NeedAppearances")?, Object::Boolean(true));
    let Object::Dictionary(widget) = view.object(id)? else { return Ok(None) };
    let looks = view.get_dict(&widget, b"MK")?.unwrap_or_default();
    if !asked || !looks.has(b"BG") {
        return Ok(None);
    }
    marks::rectangle(view, &widget, b"Rect")
}

/// Whether paint here is over letters.
pub(super) fn hides_letter(cover: &Place, text: &Place) -> bool {
    hide_letters(&[Cover::whole(*cover)], text)
}

/// Whether covers, all together, paint over letters: one digit is enough, and many small or
/// translucent ones hide as a large one does.
pub(super) fn hide_letters(covers: &[Cover], text: &Place) -> bool {
    let [beside, above] = MARGINS.map(|part| part * text.width().min(text.height()));
    let letters = Place {
        left: text.left + beside,
        bottom: text.bottom + above,
        right: text.right - beside,
        top: text.top - above,
    };
    let (mut through, mut lines) = (1.0, 0);
    for cover in covers.iter().filter(|cover| cover.place.common(&letters).is_some()) {
        if cover.is_line {
            lines += 1;
        } else {
            through *= 1.0 - cover.alpha;
        }
    }
    through <= 1.0 - OPAQUE || lines > MOST_LINES
}

/// All that a widget lies over.
pub(super) fn whole(view: &View<'_>, id: ObjectId) -> Result<Vec<Cover>, PdfError> {
    let Object::Dictionary(widget) = view.object(id)? else { return Ok(Vec::new()) };
    let rect = marks::rectangle(view, &widget, b"Rect")?;
    Ok(rect.map(Cover::whole).into_iter().collect())
}

/// Whether a widget keeps its size or its direction where the page is zoomed or turned, so that it
/// cannot be told what it lies over (ISO 32000-2 §12.5.3).
fn floats(view: &View<'_>, page: &Dictionary, id: ObjectId) -> Result<bool, PdfError> {
    const NO_ZOOM: i64 = 1 << 3;
    const NO_ROTATE: i64 = 1 << 4;
    let Object::Dictionary(widget) = view.object(id)? else { return Ok(false) };
    let flags = view.get(&widget, b"F")?.as_i64().unwrap_or_default();
    let turned = match inherited(view, page, b"Rotate")? {
        Object::Null => false,
        turn => turn.as_float().map_or(true, |degrees| degrees != 0.0),
    };
    Ok(flags & NO_ZOOM != 0 || (flags & NO_ROTATE != 0 && turned))
}

/// What a widget's look paints; `None` where it cannot be told.
pub(super) fn painted(
    step: &Step<'_>,
    view: &View<'_>,
    id: ObjectId,
) -> Result<Option<Vec<Mark>>, PdfError> {
    let none = || Ok(Some(Vec::new()));
    let Object::Dictionary(widget) = view.object(id)? else { return none() };
    let Some(rect) = marks::rectangle(view, &widget, b"Rect")? else { return none() };
    let Some(look) = look(view, &widget)? else {
        return if is_untold(view, &widget)? { Ok(None) } else { none() };
    };
    marks::of_look(view, &look, &rect, step.roles.budget(), Some(step.roles.masks()))
}

/// Where marks paint over what is under them.
pub(super) fn grounds_of(marks: &[Mark]) -> Vec<Cover> {
    marks.iter().filter_map(cover).collect()
}

/// The look that is shown: of several the one that the widget's state names.
pub(in super::super) fn look(
    view: &View<'_>,
    widget: &Dictionary,
) -> Result<Option<Stream>, PdfError> {
    let looks = view.get_dict(widget, b"AP")?.unwrap_or_default();
    Ok(match view.get(&looks, b"N")? {
        Object::Stream(look) => Some(look),
        Object::Dictionary(states) => match view.get(widget, b"AS")? {
            Object::Name(state) => match view.get(&states, &state)? {
                Object::Stream(look) => Some(look),
                _ => None,
            },
            _ => None,
        },
        _ => None,
    })
}

/// Whether there are looks of several states and none is named: readers differ in which they show.
pub(in super::super) fn is_untold(view: &View<'_>, widget: &Dictionary) -> Result<bool, PdfError> {
    let looks = view.get_dict(widget, b"AP")?.unwrap_or_default();
    let Object::Dictionary(states) = view.get(&looks, b"N")? else { return Ok(false) };
    let state = view.get(widget, b"AS")?;
    let Ok(state) = state.as_name() else { return Ok(!states.is_empty()) };
    // A state that is off needs no look.
    Ok(!matches!(view.get(&states, state)?, Object::Stream(_))
        && (state != b"Off" || states.has(b"Off")))
}

/// What a mark covers: rectangles, bars, and paper of any shape, letters and lines among it, as
/// what has no colour of its own takes something away. A seal of many strokes and a picture leave
/// most of what is under them.
fn cover(mark: &Mark) -> Option<Cover> {
    let Mark { place, kind, paint } = *mark;
    // What cannot be told may be paper.
    let light = paint.colour.is_none_or(|colour| luminance(&colour) > LIGHT);
    let covers = match kind {
        Kind::Fill { rectangle } => rectangle || light,
        Kind::Stroke { width, .. } => light || width > WIDEST_INK,
        Kind::Text => light,
        Kind::Picture | Kind::SheerPicture => false,
    };
    let is_line = !light && place.width().min(place.height()) <= LINE;
    let seen_through = is_seen_through(mark);
    let cover = Cover { place, alpha: paint.alpha, is_line, is_light: light };
    (covers && !seen_through).then_some(cover)
}

/// Whether what is under a mark is multiplied with it and stays to be seen. Of a picture that is
/// multiplied nothing tells its colours: seals are painted so.
pub(super) fn is_seen_through(mark: &Mark) -> bool {
    let dark = match mark.kind {
        Kind::Picture | Kind::SheerPicture => false,
        _ => mark.paint.colour.is_none_or(|colour| luminance(&colour) < DARK),
    };
    mark.paint.multiplied && !dark
}

/// How light a colour is (ITU-R BT.709).
fn luminance([red, green, blue]: &Colour) -> f32 {
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}
