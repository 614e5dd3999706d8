//! What is seen of a signature, put into the increment that signs: the look of its widget, and
//! stamps with the same look on other pages.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Object, ObjectId, dictionary};

use super::draw::Drawing;
use super::error::LookError;
use super::geometry::{PageBox, Spot};
use super::length::Length;
use super::look::Look;
use super::placement::{PageChoice, PageRange, Placement};
use super::stream::name;
use super::template::Values;
use crate::pdf::archival;
use crate::pdf::error::PdfError;
use crate::pdf::increment::Increment;
use crate::pdf::new_field;
use crate::pdf::page_number::page_numbers;
use crate::pdf::placeholder::{add_to_page, number};
use crate::pdf::splice::Edits;
use crate::pdf::view::View;

/// Printed, and neither moved nor changed by readers: print, read only, locked, and its content
/// locked (ISO 32000-2 table 167).
const STAMP_FLAGS: i64 = 4 | 64 | 128 | 512;

/// A look, where it stands and what its names stand for.
#[derive(Clone, Debug)]
pub(crate) struct Visible {
    pub(crate) look: Look,
    pub(crate) placement: Placement,
    pub(crate) stamps: Vec<PageRange>,
    pub(crate) values: Values,
}

/// Where the signature's widget comes to stand.
pub(crate) struct Shown {
    pub(crate) page: ObjectId,
    pub(crate) rect: [f32; 4],
    /// `/N` of its appearance.
    pub(crate) form: ObjectId,
    /// Whether it, or a stamp, had to be moved onto its page.
    pub(crate) moved: bool,
}

/// The widget of a field that is there.
pub(crate) struct Existing<'f> {
    pub(crate) field: &'f str,
    pub(crate) widget: ObjectId,
    pub(crate) rect: Option<[f32; 4]>,
}

/// Draws.
///
/// # Errors
/// The look cannot be drawn, or there is no such place.
pub(crate) fn show(
    view: &View<'_>,
    visible: &Visible,
    existing: Option<&Existing<'_>>,
    increment: &mut Increment<'_>,
    edits: &mut Edits,
) -> Result<Shown, PdfError> {
    let drawing = Drawing::new(&visible.look, &visible.values)?;
    let natural = drawing.natural();
    let (number, page, spot) = place(view, visible, existing, natural)?;
    blends(view, page, visible, increment)?;
    let mut forms =
        Forms { resources: drawing.put_resources(increment)?, drawing, made: BTreeMap::new() };
    if increment.level.is_some() {
        forms.resources.set("ColorSpace", archival::default_spaces());
    }
    let form = forms.of(&spot, increment)?;
    let mut shown = Shown { page, rect: spot.rect, form, moved: spot.moved };
    if !visible.stamps.is_empty() {
        let stamps = Stamps { view, visible, natural, signed: number };
        shown.moved |= stamps.put(&mut forms, increment, edits)?;
    }
    Ok(shown)
}

/// Where a look comes to stand: the number of its page, the page, the place.
///
/// # Errors
/// There is no such place.
pub(super) fn place(
    view: &View<'_>,
    visible: &Visible,
    existing: Option<&Existing<'_>>,
    natural: [f32; 2],
) -> Result<(usize, ObjectId, Spot), PdfError> {
    match existing {
        Some(existing) => in_field(view, existing),
        None => on_page(view, &visible.placement, natural),
    }
}

/// That a look which is seen through may stand on a page, in PDF/A.
fn blends(
    view: &View<'_>,
    page: ObjectId,
    visible: &Visible,
    increment: &Increment<'_>,
) -> Result<(), PdfError> {
    match increment.level {
        Some(level) if visible.look.uses_transparency() => {
            archival::check_blending(view, &dictionary(view, page)?, level)
        }
        _ => Ok(()),
    }
}

/// Draws a text into the place of a field; `size` is in units of its page.
///
/// # Errors
/// As [`show`].
pub(crate) fn filled(
    view: &View<'_>,
    field: &Existing<'_>,
    text: &str,
    size: Option<f32>,
    increment: &mut Increment<'_>,
) -> Result<ObjectId, PdfError> {
    let template = text.replace('{', "{{").replace('}', "}}");
    let mut look = Look::new().text(template);
    let (_, _, spot) = in_field(view, field)?;
    if let Some(size) = size {
        look = look.font_size(Length::points(size * spot.unit));
    }
    let drawing = Drawing::new(&look, &Values::nothing())?;
    // A text to be filled in has nothing but fonts: whoever judges it wants it so.
    if let Some(level) = increment.level {
        archival::check_intent(view, level)?;
    }
    let resources = drawing.put_resources(increment)?;
    drawing.put_form(increment, &resources, spot.size, spot.turns)
}

/// Forms of one look, by size and turn.
struct Forms<'l> {
    drawing: Drawing<'l>,
    resources: Dictionary,
    made: BTreeMap<([u32; 2], u8), ObjectId>,
}

impl Forms<'_> {
    fn of(&mut self, spot: &Spot, increment: &mut Increment<'_>) -> Result<ObjectId, PdfError> {
        let key = (spot.size.map(f32::to_bits), spot.turns);
        if let Some(form) = self.made.get(&key) {
            return Ok(*form);
        }
        let form = self.drawing.put_form(increment, &self.resources, spot.size, spot.turns)?;
        self.made.insert(key, form);
        Ok(form)
    }
}

/// The place that a field has.
fn in_field(view: &View<'_>, existing: &Existing<'_>) -> Result<(usize, ObjectId, Spot), PdfError> {
    let none = || LookError::NoFieldRectangle { field: existing.field.to_owned() };
    let [a, b, c, d] = existing.rect.ok_or_else(none)?;
    let rect = [a.min(c), b.min(d), a.max(c), b.max(d)];
    let numbers = page_numbers(view, [existing.widget]);
    let number = numbers.get(&existing.widget).copied().ok_or_else(none)?;
    let page = page(view, number)?;
    let page_box = PageBox::of(view, &dictionary(view, page)?, number)?;
    let spot = page_box.at(rect).map_err(|_| none())?;
    Ok((number, page, spot))
}

fn on_page(
    view: &View<'_>,
    placement: &Placement,
    natural: [f32; 2],
) -> Result<(usize, ObjectId, Spot), PdfError> {
    let choice = match placement {
        Placement::Rect { page, .. }
        | Placement::Corner { page, .. }
        | Placement::OverLeft { page, .. }
        | Placement::UserSpace { page, .. } => *page,
        // There is no field yet.
        Placement::Field => return Err(LookError::NoFieldRectangle { field: String::new() }.into()),
    };
    let number = match choice {
        PageChoice::Number(number) => number,
        PageChoice::Last => view.pages()?.try_fold(0, |count, page| page.map(|_| count + 1))?,
    };
    let page = page(view, number)?;
    let page_box = PageBox::of(view, &dictionary(view, page)?, number)?;
    let spot = page_box.spot(placement, natural)?.ok_or(LookError::BadLength)?;
    Ok((number, page, spot))
}

/// The page of a number.
fn page(view: &View<'_>, wanted: usize) -> Result<ObjectId, PdfError> {
    new_field::page(view, wanted).map_err(|error| match error {
        PdfError::NoSuchPage { page, pages } => LookError::NoSuchPage { page, pages }.into(),
        other => other,
    })
}

fn dictionary(view: &View<'_>, page: ObjectId) -> Result<Dictionary, PdfError> {
    Ok(match view.object(page)? {
        Object::Dictionary(page) => page,
        _ => Dictionary::new(),
    })
}

/// The same look on other pages.
struct Stamps<'a, 'v> {
    view: &'a View<'v>,
    visible: &'a Visible,
    natural: [f32; 2],
    /// The page of the signature itself.
    signed: usize,
}

impl Stamps<'_, '_> {
    /// Whether one had to be moved.
    fn put(
        &self,
        forms: &mut Forms<'_>,
        increment: &mut Increment<'_>,
        edits: &mut Edits,
    ) -> Result<bool, PdfError> {
        if !matches!(self.visible.placement, Placement::Rect { .. } | Placement::Corner { .. }) {
            return Err(LookError::StampsNeedPlace.into());
        }
        let (mut moved, mut pages) = (false, 0);
        for page in self.view.pages()? {
            let page = page?;
            pages += 1;
            if pages == self.signed || !self.takes(pages) {
                continue;
            }
            let page_box = PageBox::of(self.view, &dictionary(self.view, page)?, pages)?;
            let placed = page_box.spot(&self.visible.placement, self.natural)?;
            let spot = placed.ok_or(LookError::StampsNeedPlace)?;
            moved |= spot.moved;
            blends(self.view, page, self.visible, increment)?;
            let form = forms.of(&spot, increment)?;
            let id = increment.alloc()?;
            increment.put_object(id, &Object::Dictionary(stamp(page, &spot, form)));
            add_to_page(self.view, page, id, edits)?;
        }
        match self.past(pages) {
            Some(page) => Err(LookError::NoSuchPage { page, pages }.into()),
            None => Ok(moved),
        }
    }

    fn takes(&self, page: usize) -> bool {
        self.visible.stamps.iter().any(|range| match range {
            PageRange::All => true,
            PageRange::Numbers(first, last) => (*first..=*last).contains(&page),
        })
    }

    /// A page asked for that is not there.
    fn past(&self, pages: usize) -> Option<usize> {
        self.visible.stamps.iter().find_map(|range| match *range {
            PageRange::Numbers(first, _) if first == 0 || first > pages => Some(first),
            PageRange::Numbers(_, last) if last > pages => Some(last),
            _ => None,
        })
    }
}

/// A stamp (ISO 32000-2 §12.5.6.12).
fn stamp(page: ObjectId, spot: &Spot, form: ObjectId) -> Dictionary {
    dictionary! {
        "Type" => name("Annot"),
        "Subtype" => name("Stamp"),
        "Rect" => spot.rect.map(number).to_vec(),
        "P" => page,
        "F" => STAMP_FLAGS,
        "AP" => dictionary! { "N" => form },
    }
}
