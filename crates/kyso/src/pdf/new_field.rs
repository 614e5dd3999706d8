//! The increment that adds an empty field, ready for somebody to sign or to fill (ISO 32000-2
//! §12.7.5.3, §12.7.5.5).

use lopdf::{Dictionary, Object, ObjectId, Stream};

use super::archival::Breach;
use super::crypt::Permission;
use super::document::PdfDocument;
use super::error::PdfError;
use super::field::shared_fields;
use super::field_choice::new_name;
use super::increment::{FinishedIncrement, Increment};
use super::page::{inherited, user_unit};
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

/// An empty field of text to add, for somebody to fill in after others signed.
#[derive(Clone, PartialEq, Debug)]
pub struct NewTextField {
    /// Its name, which no field has yet.
    pub name: String,
    /// Its page, counted from 1.
    pub page: usize,
    /// Left, bottom, right, top in points, as the page's own axes count.
    pub rect: [f32; 4],
    /// The size of its text in points.
    pub font_size: f32,
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
    let place = (new.name.as_str(), new.page, new.rect);
    add(doc, place, SIGNATURES_EXIST, |field, increment| {
        if let Some(lock) = &new.lock {
            let place = increment.alloc()?;
            increment.put_object(place, &Object::Dictionary(transform_write::lock(lock)));
            field.set("Lock", Object::Reference(place));
        }
        Ok(())
    })
}

/// Adds a field of text; likewise.
pub(crate) fn text_field_increment(
    doc: &PdfDocument,
    new: &NewTextField,
) -> Result<FinishedIncrement, PdfError> {
    if !(MIN_FONT_SIZE..=MAX_FONT_SIZE).contains(&new.font_size) {
        return Err(PdfError::BadFontSize);
    }
    // The font that readers use for what is typed is their own.
    if let Some(level) = doc.archival_level() {
        return Err(PdfError::Archival { level, breach: Breach::Font });
    }
    let place = (new.name.as_str(), new.page, Some(new.rect));
    let view = doc.latest();
    let unit = match view.object(page(&view, new.page)?)? {
        Object::Dictionary(page) => user_unit(&view, &page)?,
        _ => 1.0,
    };
    add(doc, place, 0, |field, increment| {
        field.set("FT", Object::Name(b"Tx".to_vec()));
        let font = increment.alloc()?;
        increment.put_object(font, &helvetica());
        let fonts = Dictionary::from_iter([("Helv", Object::Reference(font))]);
        let resources = Dictionary::from_iter([("Font", Object::Dictionary(fonts))]);
        // Where readers look first differs: the form's own resources stay as they are.
        field.set("DR", Object::Dictionary(resources));
        // A unit of the page may be several points.
        let look = format!("/Helv {} Tf 0 g", new.font_size / unit);
        field.set("DA", Object::string_literal(look));
        Ok(())
    })
}

/// Sizes of text that people read, in points.
const MIN_FONT_SIZE: f32 = 1.0;
const MAX_FONT_SIZE: f32 = 200.0;

/// What readers draw a text with that somebody types in.
fn helvetica() -> Object {
    let name = |name: &[u8]| Object::Name(name.to_vec());
    Object::Dictionary(Dictionary::from_iter([
        ("Type", name(b"Font")),
        ("Subtype", name(b"Type1")),
        ("BaseFont", name(b"Helvetica")),
        ("Encoding", name(b"WinAnsiEncoding")),
    ]))
}

/// Adds a field with what `dress` puts into it.
fn add(
    doc: &PdfDocument,
    (name, page, rect): (&str, usize, Option<[f32; 4]>),
    flags: i64,
    dress: impl FnOnce(&mut Dictionary, &mut Increment<'_>) -> Result<(), PdfError>,
) -> Result<FinishedIncrement, PdfError> {
    let mut increment = Increment::new(doc)?;
    doc.permit(Permission::AddField)?;
    doc.cache.start();
    let view = doc.latest();
    new_name(&shared_fields(&view)?, name)?;
    let number = page;
    let page = self::page(&view, number)?;
    if let Some(rect) = rect
        && !is_on(&view, page, rect)?
    {
        return Err(PdfError::OffPage { page: number });
    }
    let mut edits = Edits::default();
    let catalog = Place::dictionary(&view, view.catalog_id()?)?;
    let id = increment.alloc()?;
    let mut field = widget(name, page, rect.unwrap_or_default());
    field.set("F", PRINT);
    let size = rect.map(|[left, bottom, right, top]| [right - left, top - bottom]);
    let unseen = increment.level.filter(|level| level.wants_every_appearance());
    if let Some(size) = size.or(unseen.map(|_| [0.0; 2])) {
        field.set("AP", looks(&mut increment, size)?);
    }
    dress(&mut field, &mut increment)?;
    increment.put_object(id, &Object::Dictionary(field));
    add_to_page(&view, page, id, &mut edits)?;
    add_to_form(&view, &catalog, id, flags, &mut increment, &mut edits)?;
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

/// `/AP` with an appearance of this width and height that paints nothing.
pub(super) fn looks(increment: &mut Increment<'_>, size: [f32; 2]) -> Result<Object, PdfError> {
    let look = increment.alloc()?;
    increment.put_object(look, &empty_look(size));
    let mut looks = Dictionary::new();
    looks.set("N", Object::Reference(look));
    Ok(Object::Dictionary(looks))
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
