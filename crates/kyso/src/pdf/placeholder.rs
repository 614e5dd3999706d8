//! The increment that signing appends: a signature field, and a dictionary with room left for the
//! signature and the byte range around it (ISO 32000-2 §12.7.5.5, §12.8.1).

use std::ops::Range;

use lopdf::{Dictionary, Object, ObjectId};

use super::appearance::{self, Existing, Shown, Visible};
use super::archival::Level;
use super::crypt::Permission;
use super::document::PdfDocument;
use super::error::PdfError;
use super::field::{Field, Walk};
use super::field_choice::{free_name, unsigned, with_name};
use super::fill::{Fill, fill};
use super::increment::{Increment, Value};
use super::new_field::looks;
use super::splice::{Edits, Place};
use super::text::encode_text;
use super::view::View;
use crate::limits::{MAX_CONTENTS_ROOM, MAX_FIELDS};

/// `/SigFlags`: signatures exist, and only appending keeps them valid (ISO 32000-1 table 219).
const SIG_FLAGS: i64 = 3;

/// What to sign with.
#[derive(Clone, Debug, Default)]
pub struct NewSignature {
    /// The field to sign: an unsigned one of that name, else a new invisible one. `None` makes a
    /// new one called `Signature1`, or the next number that is free.
    pub field_name: Option<String>,
    /// The signature dictionary without `/ByteRange` and `/Contents`, which are set here.
    pub dictionary: Dictionary,
    /// Room for the signature in bytes; it takes twice as much in the file.
    pub contents_room: usize,
    /// `/Lock` for the field, where it is to get one.
    pub lock: Option<Dictionary>,
    /// Whether it certifies: `/Perms` of the catalog then leads to it (ISO 32000-2 §12.8.6).
    pub certifies: bool,
}

/// An increment whose signature is still missing.
#[derive(Clone, Debug)]
pub struct PreparedIncrement {
    /// What to append to the file.
    pub bytes: Vec<u8>,
    /// File offset of `bytes`: the length of the file they were made for.
    pub start: u64,
    /// File span of the `/Contents` string, its brackets included.
    pub contents: Range<u64>,
    /// The byte range, as it stands in `bytes` already.
    pub byte_range: [u64; 4],
    /// Full name of the signed field.
    pub field_name: String,
    /// Whether what is seen had to be moved onto its page.
    pub look_moved: bool,
}

impl PreparedIncrement {
    /// Bytes of signature that fit.
    #[must_use]
    pub fn room(&self) -> usize {
        usize::try_from(self.contents.end.saturating_sub(self.contents.start))
            .unwrap_or_default()
            .saturating_sub(2)
            / 2
    }

    /// The two spans of `bytes` that the byte range covers.
    #[must_use]
    pub fn covered(&self) -> [&[u8]; 2] {
        let gap = self.gap();
        let part = |range: Range<usize>| self.bytes.get(range).unwrap_or_default();
        [part(0..gap.start), part(gap.end..self.bytes.len())]
    }

    /// Writes the signature, zeros after it.
    ///
    /// # Errors
    /// [`PdfError::ContentsTooSmall`]; nothing is written then.
    pub fn embed(&mut self, der: &[u8]) -> Result<(), PdfError> {
        let room = self.room();
        let needed = der.len();
        let gap = self.gap();
        let inside = gap.start.saturating_add(1)..gap.end.saturating_sub(1);
        match self.bytes.get_mut(inside) {
            Some(contents) if needed <= room => {
                // Most of the room stays empty: all of it at once, then the digits in pairs.
                contents.fill(b'0');
                for (pair, byte) in contents.chunks_exact_mut(2).zip(der) {
                    pair.copy_from_slice(&[hex_digit(byte >> 4), hex_digit(byte & 15)]);
                }
                Ok(())
            }
            _ => Err(PdfError::ContentsTooSmall { needed, room }),
        }
    }

    fn gap(&self) -> Range<usize> {
        let local = |at: u64| usize::try_from(at.saturating_sub(self.start)).unwrap_or(usize::MAX);
        local(self.contents.start)..local(self.contents.end)
    }
}

fn hex_digit(value: u8) -> u8 {
    match value {
        0..=9 => b'0' + value,
        _ => b'a' + (value - 10),
    }
}

/// Prepares a signature: everything but the signature itself.
///
/// # Errors
/// The document does not read where it must be changed, or the field cannot be signed.
pub fn signature_increment(
    doc: &PdfDocument,
    new: NewSignature,
) -> Result<PreparedIncrement, PdfError> {
    visible_increment(doc, new, None, &[])
}

/// The same, with what is seen of the signature, and fields filled in.
pub(crate) fn visible_increment(
    doc: &PdfDocument,
    new: NewSignature,
    visible: Option<&Visible>,
    fills: &[Fill],
) -> Result<PreparedIncrement, PdfError> {
    if new.contents_room > MAX_CONTENTS_ROOM {
        let (room, limit) = (new.contents_room, MAX_CONTENTS_ROOM);
        return Err(PdfError::RoomTooLarge { room, limit });
    }
    let mut increment = Increment::new(doc)?;
    doc.cache.start();
    let view = doc.latest();
    let walk = Walk::run(&view, MAX_FIELDS)?;
    let mut edits = Edits::default();
    let signature = increment.alloc()?;
    let (field_name, existing) = target(&walk, new.field_name)?;
    let shown =
        visible.map(|visible| shown_at(&walk, existing, visible, &mut increment, &mut edits));
    let shown = shown.transpose()?;
    for (index, one) in fills.iter().enumerate() {
        if fills.iter().take(index).any(|other| other.field == one.field) {
            return Err(PdfError::NotFillable { name: one.field.clone() });
        }
        fill(&view, &walk.fields, one, &mut increment, &mut edits)?;
    }
    let catalog = Place::dictionary(&view, view.catalog_id()?)?;
    // An object of its own, as the standard asks (ISO 32000-2 table 235).
    let lock = new.lock.as_ref().map(|lock| {
        let id = increment.alloc()?;
        increment.put_object(id, &Object::Dictionary(lock.clone()));
        Ok::<_, PdfError>(id)
    });
    let lock = lock.transpose()?;
    if new.certifies {
        certify(&view, &catalog, signature, &mut edits)?;
    }
    match existing {
        Some(id) => {
            let field = Place::dictionary(&view, id)?;
            edits.set(&field, "V", &reference(signature));
            if let Some(lock) = lock {
                edits.set(&field, "Lock", &reference(lock));
            }
            if let (Some(shown), Some(found)) = (&shown, of_id(&walk, id)) {
                let id = found.widgets.first().copied().unwrap_or(id);
                let widget = Place::dictionary(&view, id)?;
                edits.set(&widget, "AP", &format!("<</N {}>>", reference(shown.form)));
            }
            if let Some(form) = catalog.get_dictionary(&view, b"AcroForm")? {
                set_flags(&view, &form, SIG_FLAGS, &mut edits)?;
            }
        }
        None => {
            doc.permit(Permission::AddField)?;
            let field = increment.alloc()?;
            let (page, mut widget) = new_widget(&view, &field_name, shown.as_ref())?;
            widget.set("V", Object::Reference(signature));
            if shown.is_none() && increment.level.is_some_and(Level::wants_every_appearance) {
                widget.set("AP", looks(&mut increment, [0.0; 2])?);
            }
            if let Some(lock) = lock {
                widget.set("Lock", Object::Reference(lock));
            }
            increment.put_object(field, &Object::Dictionary(widget));
            add_to_page(&view, page, field, &mut edits)?;
            let flags = SIG_FLAGS;
            add_to_form(&view, &catalog, field, flags, &mut increment, &mut edits)?;
        }
    }
    for (id, bytes) in edits.apply(&view)? {
        increment.put(id, bytes);
    }
    let look_moved = shown.is_some_and(|shown| shown.moved);
    let prepared = finished(increment, signature, new.dictionary, new.contents_room)?;
    Ok(PreparedIncrement { field_name, look_moved, ..prepared })
}

/// The increment with a signature dictionary that has room left for what is written last.
fn finished(
    mut increment: Increment<'_>,
    signature: ObjectId,
    dictionary: Dictionary,
    room: usize,
) -> Result<PreparedIncrement, PdfError> {
    let dictionary = Value::Object(Object::Dictionary(without_holes(dictionary)));
    let dictionary = increment.sealed(signature, dictionary)?;
    let (value, holes) = with_holes(dictionary, room);
    // What is written into the holes is plain in every document.
    increment.put(signature, Value::Sealed(value));
    let finished = increment.finish()?;
    let base = finished.values.get(&signature).map_or(0, |span| span.start);
    let shifted = |hole: &Range<usize>| {
        base.saturating_add(hole.start as u64)..base.saturating_add(hole.end as u64)
    };
    let contents = shifted(&holes.contents);
    let end = finished.start.saturating_add(finished.bytes.len() as u64);
    let byte_range = [0, contents.start, contents.end, end.saturating_sub(contents.end)];
    let mut prepared = PreparedIncrement {
        bytes: finished.bytes,
        start: finished.start,
        contents,
        byte_range,
        field_name: String::new(),
        look_moved: false,
    };
    prepared.write_byte_range(&shifted(&holes.byte_range));
    Ok(prepared)
}

/// The widget of a new field, and its page: where it is seen, else on the first without an area.
fn new_widget(
    view: &View<'_>,
    name: &str,
    shown: Option<&Shown>,
) -> Result<(ObjectId, Dictionary), PdfError> {
    let (page, rect) = match shown {
        Some(shown) => (shown.page, shown.rect),
        None => (view.pages()?.next().ok_or(PdfError::NoPage)??, [0.0; 4]),
    };
    let mut widget = widget(name, page, rect);
    // Print and Locked (ISO 32000-1 table 165).
    widget.set("F", 132);
    if let Some(shown) = shown {
        let mut looks = Dictionary::new();
        looks.set("N", Object::Reference(shown.form));
        widget.set("AP", Object::Dictionary(looks));
    }
    Ok((page, widget))
}

fn of_id<'w>(walk: &'w Walk<'_>, id: ObjectId) -> Option<&'w Field> {
    walk.fields.iter().map(AsRef::as_ref).find(|field: &&Field| field.id == Some(id))
}

/// Draws what is seen of the signature, in the place of the field where it is there already.
fn shown_at(
    walk: &Walk<'_>,
    existing: Option<ObjectId>,
    visible: &Visible,
    increment: &mut Increment<'_>,
    edits: &mut Edits,
) -> Result<Shown, PdfError> {
    let field = existing.and_then(|id| Some((id, of_id(walk, id)?)));
    let existing = field.map(|(id, field)| Existing {
        field: &field.name,
        widget: field.widgets.first().copied().unwrap_or(id),
        rect: field.rect,
    });
    appearance::show(&walk.view, visible, existing.as_ref(), increment, edits)
}

/// Parts of the signature dictionary that are written last.
struct Holes {
    /// Between `[` and `]`.
    byte_range: Range<usize>,
    /// The string with its brackets.
    contents: Range<usize>,
}

/// Room for four offsets of any file.
const BYTE_RANGE_ROOM: usize = 4 * 20;

fn without_holes(mut dictionary: Dictionary) -> Dictionary {
    dictionary.remove(b"ByteRange");
    dictionary.remove(b"Contents");
    dictionary
}

/// Of a dictionary's text.
fn with_holes(dictionary: Vec<u8>, room: usize) -> (Vec<u8>, Holes) {
    let mut bytes = dictionary;
    bytes.truncate(bytes.len().saturating_sub(2));
    bytes.extend_from_slice(b"/ByteRange [");
    let from = bytes.len();
    bytes.resize(from.saturating_add(BYTE_RANGE_ROOM), b' ');
    let byte_range = from..bytes.len();
    bytes.extend_from_slice(b"]/Contents ");
    let from = bytes.len();
    bytes.push(b'<');
    bytes.resize(bytes.len().saturating_add(room.saturating_mul(2)), b'0');
    bytes.push(b'>');
    let contents = from..bytes.len();
    bytes.extend_from_slice(b">>");
    (bytes, Holes { byte_range, contents })
}

impl PreparedIncrement {
    fn write_byte_range(&mut self, hole: &Range<u64>) {
        let [a, b, c, d] = self.byte_range;
        let text = format!("{a} {b} {c} {d}");
        let local = usize::try_from(hole.start.saturating_sub(self.start)).unwrap_or(usize::MAX);
        let room = local..local.saturating_add(text.len());
        if let Some(room) = self.bytes.get_mut(room) {
            room.copy_from_slice(text.as_bytes());
        }
    }
}

/// The name to sign under, and the field of that name if it exists.
fn target(walk: &Walk<'_>, wanted: Option<String>) -> Result<(String, Option<ObjectId>), PdfError> {
    let Some(name) = wanted else {
        return Ok((free_name(&walk.fields), None));
    };
    match with_name(&walk.fields, &name)? {
        Some(field) => Ok((name, Some(unsigned(&walk.view, field)?))),
        None if walk.inner_names.contains(&name) => Err(PdfError::NotASignatureField { name }),
        None if name.is_empty() || name.contains('.') => Err(PdfError::BadFieldName { name }),
        None => Ok((name, None)),
    }
}

pub(super) fn reference(id: ObjectId) -> String {
    format!("{} {} R", id.0, id.1)
}

/// A signature field merged with its widget (ISO 32000-1 §12.7.4.5).
pub(super) fn widget(name: &str, page: ObjectId, rect: [f32; 4]) -> Dictionary {
    let name_object = |name: &[u8]| Object::Name(name.to_vec());
    let mut widget = Dictionary::new();
    widget.set("Type", name_object(b"Annot"));
    widget.set("Subtype", name_object(b"Widget"));
    widget.set("FT", name_object(b"Sig"));
    widget.set("T", Object::string_literal(encode_text(name)));
    widget.set("Rect", Object::Array(rect.map(number).to_vec()));
    widget.set("P", Object::Reference(page));
    widget
}

/// A number, written as an integer where it is one.
pub(super) fn number(value: f32) -> Object {
    let whole = value.round();
    if whole.total_cmp(&value).is_eq() {
        Object::Integer(whole as i64)
    } else {
        Object::Real(value)
    }
}

/// `/Perms` of the catalog leads to what certifies.
fn certify(
    view: &View<'_>,
    catalog: &Place,
    signature: ObjectId,
    edits: &mut Edits,
) -> Result<(), PdfError> {
    match catalog.get_dictionary(view, b"Perms")? {
        Some(permissions) => edits.set(&permissions, "DocMDP", &reference(signature)),
        None => edits.set(catalog, "Perms", &format!("<</DocMDP {}>>", reference(signature))),
    }
    Ok(())
}

pub(super) fn add_to_page(
    view: &View<'_>,
    page: ObjectId,
    field: ObjectId,
    edits: &mut Edits,
) -> Result<(), PdfError> {
    let page = Place::dictionary(view, page)?;
    match page.get(view, b"Annots")? {
        Some(annotations) => edits.append(&annotations, &reference(field)),
        None => {
            edits.set(&page, "Annots", &format!("[{}]", reference(field)));
            Ok(())
        }
    }
}

pub(super) fn add_to_form(
    view: &View<'_>,
    catalog: &Place,
    field: ObjectId,
    flags: i64,
    increment: &mut Increment<'_>,
    edits: &mut Edits,
) -> Result<(), PdfError> {
    let Some(form) = catalog.get_dictionary(view, b"AcroForm")? else {
        // An object of its own, so that the next signature leaves the catalog as it is.
        let id = increment.alloc()?;
        let form = format!("<</Fields [{}]/SigFlags {flags}>>", reference(field));
        increment.put(id, form.into_bytes());
        edits.set(catalog, "AcroForm", &reference(id));
        return Ok(());
    };
    match form.get(view, b"Fields")? {
        Some(fields) => edits.append(&fields, &reference(field))?,
        None => edits.set(&form, "Fields", &format!("[{}]", reference(field))),
    }
    set_flags(view, &form, flags, edits)
}

fn set_flags(
    view: &View<'_>,
    form: &Place,
    wanted: i64,
    edits: &mut Edits,
) -> Result<(), PdfError> {
    let flags = match form.get(view, b"SigFlags")?.map(|flags| flags.raw.value) {
        Some(Object::Integer(flags)) => flags,
        _ => 0,
    };
    if flags & wanted != wanted {
        edits.set(form, "SigFlags", &(flags | wanted).to_string());
    }
    Ok(())
}
