//! Rule: the look of a field that was signed or filled hides nothing of the page, of its fields and
//! annotations: a signature may lie over a long line or a part of another signature, but it does not
//! paint letters, drawings and pictures over.

use std::cell::Cell;
use std::collections::BTreeSet;

use lopdf::{Dictionary, Object, ObjectId, Stream};

use super::super::engine::{OverText, Step};
use super::super::glyphs::Place;
use super::super::marks::opacity::{DARK, taken_by_tint};
use super::super::marks::{self, Kind, LIGHT, Mark, luminance};
use super::super::roles::collect;
use super::ink::{Ink, hide_a_letter, inks};
use super::over::Lying;
use super::seal::{Signed, hide_a_signature};
use super::together::{Shape, hide_together, other_shapes, shapes};
use super::under::{Part, Shown, hide_drawn, parts, shown};
use super::veils::stacked;
use crate::limits::MAX_DOCUMENT_MARK_COMPARISONS;
use crate::pdf::{PdfError, View, inherited};

/// Paint of this alpha hides what is under it.
pub(super) const OPAQUE: f32 = 0.5;

/// Dark paint of a higher alpha leaves nothing of a picture under it.
const DENSE: f32 = 0.7;

/// Shapes smaller than this, in points, are no letters to be read by themselves.
const SMALLEST: f32 = 4.0;

/// Ink is drawn no wider than this, in points; a wider line paints over.
pub(super) const WIDEST_INK: f32 = 5.0;

/// The widest rectangle that is a line, in points, and how many of these may cross a text.
pub(super) const LINE: f32 = 1.5;
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
    /// Of a picture, as a seal may be.
    pub(super) is_picture: bool,
    /// Of a picture that is not seen through.
    pub(super) is_sheet: bool,
}

impl Cover {
    /// Opaque paint.
    pub(super) fn whole(place: Place) -> Self {
        Self {
            place,
            alpha: 1.0,
            is_line: false,
            is_light: true,
            is_picture: false,
            is_sheet: false,
        }
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

/// What the looks of `looked` paint on one page.
#[derive(Default)]
struct Painted {
    covers: Vec<Cover>,
    /// Those of signatures among them.
    by_signatures: Vec<Cover>,
    inks: Vec<Ink>,
    stamped: Vec<Shape>,
    lying: Lying,
}

impl Painted {
    fn read(
        step: &Step<'_>,
        page: &Dictionary,
        list: &[Object],
        looked: &BTreeSet<u32>,
    ) -> Result<Self, PdfError> {
        let mut all = Self::default();
        let widgets = list.iter().filter_map(|one| one.as_reference().ok());
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
            if after.as_ref().is_none_or(|marks| !marks.is_empty()) && floats(&step.new, page, id)?
            {
                grounds.push(Cover::whole(Place::EVERYWHERE));
            }
            let mut grounds_before = grounds_of(&before);
            if !step.roles.may_compare(grounds_before.len().saturating_mul(grounds.len())) {
                grounds_before.clear();
            }
            grounds.retain(|cover| !grounds_before.contains(cover));
            if let Some(field) = step.signed_looks.get(&id.0) {
                let after = after.unwrap_or_default();
                all.by_signatures.extend(&grounds);
                all.inks.extend(inks(&after));
                all.stamped.extend(shapes(&after));
                all.lying.add(field, id.0, after);
            }
            all.covers.extend(grounds);
        }
        Ok(all)
    }

    fn is_empty(&self) -> bool {
        self.covers.is_empty()
            && self.inks.is_empty()
            && self.stamped.is_empty()
            && self.lying.is_empty()
    }

    /// Whether any of it has an area that nothing may be seen through.
    fn fills_something(&self) -> bool {
        !self.covers.is_empty() || !self.inks.is_empty() || !self.stamped.is_empty()
    }

    /// Whether any of it reaches a place.
    fn reaches(&self, place: &Place) -> bool {
        let shapes = self.inks.iter().chain(&self.stamped).map(|(place, _)| place);
        self.covers
            .iter()
            .map(|cover| &cover.place)
            .chain(shapes)
            .any(|one| one.common(place).is_some())
    }
}

/// Whether a look of `looked` hides something of a page, of its fields and annotations among it. A
/// page that cannot be told may have text anywhere, and a look that cannot be told hides all that it
/// lies over.
fn hides(
    step: &Step<'_>,
    (page_id, number): (ObjectId, usize),
    page: &Dictionary,
    looked: &BTreeSet<u32>,
    over_text: &mut Vec<OverText>,
) -> Result<bool, PdfError> {
    let Object::Array(list) = step.new.get(page, b"Annots")? else { return Ok(false) };
    let mut painted = Painted::read(step, page, &list, looked)?;
    if painted.is_empty() {
        return Ok(false);
    }
    let lying = std::mem::take(&mut painted.lying);
    let Some(marks) = marks::content_of_page(&step.old, page, step.roles.budget())? else {
        over_text.extend(lying.untold(number));
        return Ok(painted.fills_something());
    };
    if lying.over(step, (page_id, number), &list, &texts_of(&marks), over_text)? {
        return Ok(true);
    }
    let mut under: Vec<_> = parts(&marks).into_iter().map(|part| (0, part)).collect();
    let mut signed = Vec::new();
    let reaches = |place: &Place| painted.reaches(place);
    for one in &list {
        // One that is written in the list has no number of its own.
        let number = one.as_reference().map_or(0, |id| id.0);
        if looked.contains(&number) || step.added.contains(&number) {
            continue;
        }
        match shown(&step.old, one, &reaches, step.roles.budget())? {
            Shown::Parts(parts) => under.extend(parts.into_iter().map(|part| (number, part))),
            Shown::Signature(parts) => signed.push(Signed { widget: number, parts }),
        }
    }
    Ok(hide_parts(step, &list, &painted, &under, looked)?
        || hide_a_signature(step, (&list, looked), &signed, &painted.covers, &painted.stamped)?)
}

/// Whether what is painted hides parts of a page, each with the annotation that it belongs to.
fn hide_parts(
    step: &Step<'_>,
    list: &[Object],
    painted: &Painted,
    under: &[(u32, (Part, Place))],
    looked: &BTreeSet<u32>,
) -> Result<bool, PdfError> {
    let Painted { covers, by_signatures, inks, .. } = painted;
    if !step.roles.may_compare(under.len().saturating_mul(covers.len())) {
        return Ok(true);
    }
    let of = |kinds: &[Part]| -> Vec<(u32, Place)> {
        let of_kind = under.iter().filter(|(_, (part, _))| kinds.contains(part));
        of_kind.map(|(owner, (_, place))| (*owner, *place)).collect()
    };
    let texts = of(&[Part::Text]);
    if texts.iter().any(|(_, text)| hide_letters(covers, text))
        || under.iter().any(|(_, part)| hide_drawn(part, covers, by_signatures))
        || hide_pictures(step, covers, &of(&[Part::Picture]))
    {
        return Ok(true);
    }
    let letters = of(&[Part::Text, Part::Shape]);
    Ok(hide_together(step, list, covers, &letters)?
        || letters_under_ink(step, list, inks, &letters, looked)?)
}

/// Whether ink of this revision and what was there before leave a letter that cannot be read.
fn letters_under_ink(
    step: &Step<'_>,
    list: &[Object],
    inks: &[Ink],
    letters: &[(u32, Place)],
    looked: &BTreeSet<u32>,
) -> Result<bool, PdfError> {
    let around = inks.iter().map(|(place, _)| *place).reduce(|one, two| one.with(&two));
    let Some(around) = around else { return Ok(false) };
    let met: Vec<Place> = letters.iter().map(|(_, place)| *place).filter(is_letter).collect();
    if !met.iter().any(|place| place.common(&around).is_some()) {
        return Ok(false);
    }
    let old = other_shapes(step, list, &around, looked)?;
    Ok(hide_a_letter(&|count| step.roles.may_compare(count), &met, inks, &old))
}

/// Dots and accents are under every stroke.
fn is_letter(place: &Place) -> bool {
    place.width().min(place.height()) >= SMALLEST
}

/// Whether paper or dark grounds lie over pictures of a page: a scanned page is one. Lines may lie
/// on it, and dark grounds that the picture is seen through, as some programs draw theirs.
fn hide_pictures(step: &Step<'_>, covers: &[Cover], pictures: &[(u32, Place)]) -> bool {
    let is_ground = |cover: &&Cover| cover.is_light || (cover.alpha > DENSE && !cover.is_line);
    let grounds: Vec<Cover> = covers.iter().filter(is_ground).copied().collect();
    let compares = pictures.len().saturating_mul(grounds.len()).saturating_mul(grounds.len());
    if !step.roles.may_compare(compares) {
        return true;
    }
    let over = |ground: &Cover| {
        let here = ground.place.grown(-0.01);
        pictures.iter().any(|(_, picture)| picture.common(&here).is_some())
            && hide_letters(&grounds, &ground.place)
    };
    grounds.iter().any(over)
}

/// Whether opaque paint in these places, or ink in those, hides something of a page, of its fields
/// and annotations among it; where that cannot be told, paint does. Of earlier signatures' looks only
/// letters are, and parts of a seal, which are small, may lie over these.
pub(in super::super) fn hides_text(
    view: &View<'_>,
    page: &Dictionary,
    (places, inks): (&[Place], &[Place]),
    budget: &Cell<u64>,
) -> Result<bool, PdfError> {
    let covers: Vec<Cover> = places.iter().map(|place| Cover::whole(*place)).collect();
    let Some(marks) = marks::content_of_page(view, page, budget)? else { return Ok(true) };
    let (mut under, mut signed) = (parts(&marks), Vec::new());
    let reaches = |place: &Place| places.iter().any(|one| one.common(place).is_some());
    if let Object::Array(list) = view.get(page, b"Annots")? {
        for one in &list {
            match shown(view, one, &reaches, budget)? {
                Shown::Parts(parts) => under.extend(parts),
                Shown::Signature(parts) => signed.extend(parts),
            }
        }
    }
    let letters = |(part, place): &(Part, Place)| {
        (matches!(part, Part::Text | Part::Shape) && is_letter(place)).then_some(*place)
    };
    let letters: Vec<Place> = under.iter().filter_map(letters).collect();
    let inks: Vec<Ink> = inks.iter().map(|place| (*place, 1.0)).collect();
    let left = Cell::new(MAX_DOCUMENT_MARK_COMPARISONS);
    let may_compare = |count: usize| {
        let after = left.get().checked_sub(count as u64);
        left.set(after.unwrap_or_default());
        after.is_some()
    };
    let is_hidden = |part: &(Part, Place)| match part.0 {
        Part::Text | Part::Picture => hide_letters(&covers, &part.1),
        _ => hide_drawn(part, &covers, &covers),
    };
    let sheets: Vec<Cover> =
        covers.iter().filter(|cover| is_letter(&cover.place)).copied().collect();
    signed.retain(|(part, _)| *part == Part::Text);
    Ok(!may_compare((under.len() + signed.len()).saturating_mul(covers.len()))
        || under.iter().any(is_hidden)
        || signed.iter().any(|(_, text)| hide_letters(&sheets, text))
        || hide_a_letter(&may_compare, &letters, &inks, &[]))
}

fn texts_of(marks: &[Mark]) -> Vec<Place> {
    marks.iter().filter(|mark| mark.kind == Kind::Text).map(|mark| mark.place).collect()
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
    marks::of_look(view, &look, &rect, step.roles.budget(), step.roles.masks())
}

/// Where marks paint over what is under them.
pub(super) fn grounds_of(marks: &[Mark]) -> Vec<Cover> {
    let paper = stacked(marks).into_iter().map(|place| {
        // Pictures they are, and light.
        Cover { is_picture: true, ..Cover::whole(place) }
    });
    marks.iter().filter_map(cover).chain(paper).collect()
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
/// what has no colour of its own takes something away. Handwriting and a seal that is seen through
/// leave most of what is under them.
fn cover(mark: &Mark) -> Option<Cover> {
    let Mark { place, kind, paint } = *mark;
    // What cannot be told may be paper; of a picture that is multiplied it may be black.
    let untold = !(paint.multiplied && kind == Kind::Patch);
    let light = paint.colour.map_or(untold, |colour| luminance(&colour) > LIGHT);
    let covers = match kind {
        Kind::Fill { rectangle } => rectangle || light,
        Kind::Stroke { width, .. } => light || width > WIDEST_INK,
        Kind::Text | Kind::Patch => light,
        Kind::Picture => true,
        Kind::SheerPicture | Kind::Ink | Kind::Veil => false,
    };
    let is_line = !light && place.width().min(place.height()) <= LINE;
    let alpha = taken(mark);
    let is_picture = matches!(kind, Kind::Picture | Kind::Patch);
    let is_sheet = kind == Kind::Picture;
    let cover = Cover { place, alpha, is_line, is_light: light, is_picture, is_sheet };
    (covers && alpha > 0.0).then_some(cover)
}

/// How much a mark takes of what is under it, from 0 to 1: of what is multiplied as much as it is
/// dark, so that many tints are as one dark ground.
pub(super) fn taken(mark: &Mark) -> f32 {
    let alpha = mark.paint.alpha;
    // How dark a veil is was told already where it is multiplied.
    if !mark.paint.multiplied || mark.kind == Kind::Veil {
        return alpha;
    }
    let light = mark.paint.colour.map(|colour| luminance(&colour));
    match light.filter(|light| *light >= DARK) {
        Some(light) => taken_by_tint(1.0 - alpha * (1.0 - light)),
        // What cannot be told may be black.
        None => alpha,
    }
}

/// Whether what is under a mark is multiplied with it and stays to be seen.
pub(super) fn is_seen_through(mark: &Mark) -> bool {
    let dark = match mark.kind {
        Kind::SheerPicture => false,
        _ => mark.paint.colour.is_none_or(|colour| luminance(&colour) < DARK),
    };
    mark.paint.multiplied && !dark
}
