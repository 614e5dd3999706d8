//! The increment that adds an empty signature field, ready for somebody to sign (ISO 32000-2
//! §12.7.5.5).

use lopdf::{Dictionary, Object, ObjectId, Stream};

use super::crypt::Permission;
use super::document::PdfDocument;
use super::error::PdfError;
use super::field::shared_fields;
use super::field_choice::new_name;
use super::increment::{FinishedIncrement, Increment};
use super::page::inherited;
use super::placeholder::{add_to_form, add_to_page, number, widget};
use super::splice::{Edits, Place};
use super::transform::SignatureLock;
use super::transform_write;
use super::view::View;

/// `/SigFlags`: there are signature fields; nothing is signed yet (ISO 32000-2 table 225).
const SIGNATURES_EXIST: i64 = 1;

/// Print (ISO 32000-2 table 167).
const PRINT: i64 = 4;

/// An empty signature field to add.
#[derive(Clone, PartialEq, Debug)]
pub struct NewField {
    /// Its name, which no field has yet.
    pub name: String,
    /// Its page, counted from 1.
    pub page: usize,
    /// Left, bottom, right, top in points, as the page's own axes count; `None` makes a field that
    /// is not seen.
    pub rect: Option<[f32; 4]>,
    /// What its signature is to lock.
    pub lock: Option<SignatureLock>,
}

/// Adds the field.
///
/// # Errors
/// The name is taken or cannot be one, there is no such page, or the rectangle is not on it; the
/// document does not read where it must be changed.
pub(crate) fn field_increment(
    doc: &PdfDocument,
    new: &NewField,
) -> Result<FinishedIncrement, PdfError> {
    let mut increment = Increment::new(doc)?;
    doc.permit(Permission::AddField)?;
    doc.cache.start();
    let view = doc.latest();
    new_name(&shared_fields(&view)?, &new.name)?;
    let page = page(&view, new.page)?;
    if let Some(rect) = new.rect
        && !is_on(&view, page, rect)?
    {
        return Err(PdfError::OffPage { page: new.page });
    }
    let mut edits = Edits::default();
    let catalog = Place::dictionary(&view, view.catalog_id()?)?;
    let id = increment.alloc()?;
    let mut field = widget(&new.name, page, new.rect.unwrap_or_default());
    field.set("F", PRINT);
    if let Some([left, bottom, right, top]) = new.rect {
        let mut looks = Dictionary::new();
        let look = increment.alloc()?;
        increment.put_object(look, &empty_look([right - left, top - bottom]));
        looks.set("N", Object::Reference(look));
        field.set("AP", Object::Dictionary(looks));
    }
    if let Some(lock) = &new.lock {
        let place = increment.alloc()?;
        increment.put_object(place, &Object::Dictionary(transform_write::lock(lock)));
        field.set("Lock", Object::Reference(place));
    }
    increment.put_object(id, &Object::Dictionary(field));
    add_to_page(&view, page, id, &mut edits)?;
    add_to_form(&view, &catalog, id, SIGNATURES_EXIST, &mut increment, &mut edits)?;
    for (id, bytes) in edits.apply(&view)? {
        increment.put(id, bytes);
    }
    increment.finish()
}

/// The page of a number, counted from 1.
pub(super) fn page(view: &View<'_>, wanted: usize) -> Result<ObjectId, PdfError> {
    let mut pages = 0;
    for page in view.pages()? {
        let page = page?;
        pages += 1;
        if pages == wanted {
            return Ok(page);
        }
    }
    Err(PdfError::NoSuchPage { page: wanted, pages })
}

/// How far a rectangle may reach over the edge, in points: what rounding makes of millimetres.
const OVER_THE_EDGE: f32 = 1.0;

/// Whether a rectangle has an area, and all of it lies on the page. Where the page's own box
/// cannot be read, that is left to the reader.
fn is_on(view: &View<'_>, page: ObjectId, rect: [f32; 4]) -> Result<bool, PdfError> {
    let [left, bottom, right, top] = rect;
    if rect.iter().any(|side| !side.is_finite()) || left >= right || bottom >= top {
        return Ok(false);
    }
    let Object::Dictionary(page) = view.object(page)? else { return Ok(false) };
    let Object::Array(sides) = inherited(view, &page, b"MediaBox")? else { return Ok(true) };
    let side = |side: &Object| view.resolve(side).ok()?.as_float().ok();
    let sides: Option<Vec<f32>> = sides.iter().map(side).collect();
    let Some([a, b, c, d]) = sides.as_deref() else { return Ok(true) };
    let within = |low: f32, high: f32, one: f32, other: f32| {
        low >= one.min(other) - OVER_THE_EDGE && high <= one.max(other) + OVER_THE_EDGE
    };
    Ok(within(left, right, *a, *c) && within(bottom, top, *b, *d))
}

/// An appearance that paints nothing: a widget that takes room must have one (ISO 32000-2 table
/// 166), and so PDF/A stays PDF/A.
fn empty_look([width, height]: [f32; 2]) -> Object {
    let mut form = Dictionary::new();
    form.set("Type", Object::Name(b"XObject".to_vec()));
    form.set("Subtype", Object::Name(b"Form".to_vec()));
    form.set("BBox", Object::Array([0.0, 0.0, width, height].map(number).to_vec()));
    form.set("Resources", Object::Dictionary(Dictionary::new()));
    Object::Stream(Stream::new(form, Vec::new()))
}
