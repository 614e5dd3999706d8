//! Signature fields of a PDF: listed, added, and what a signature in one locks.

use std::ffi::c_char;

use kyso::pdf::{AllowedChanges, FieldLock, NewField, NewTextField, SignatureField, SignatureLock};
use serde_json::Value;

use crate::buffer::kyso_buffer;
use crate::call::{call, handle, optional_text, output, text, unknown};
use crate::cancellation::settle;
use crate::code::{KYSO_INVALID_ARGUMENT, KYSO_MISPLACED};
use crate::document::kyso_document;
use crate::error::{Fault, kyso_error};
use crate::names::{KYSO_PERMITS_ANNOTATIONS, KYSO_PERMITS_FORMS, KYSO_PERMITS_NONE};
use crate::signed::kyso_signed;
use crate::signing::{change, kyso_signing};

/// The signature fields of a PDF as JSON, an array in the order of the form: name, page, rectangle,
/// who signed, lock and seed values, as `kyso fields --json` has them; KYSO_MISPLACED for XML.
/// `json` is the caller's, to be freed with kyso_buffer_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_document_signature_fields(
    document: *const kyso_document,
    json: *mut *mut kyso_buffer,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_document_signature_fields", error, || {
            let (document, place) = (handle(document, "document")?, output(json, "json")?);
            if document.document.pdf().is_none() {
                return Err(Fault::new(KYSO_MISPLACED, "XML has no fields"));
            }
            let fields = settle(document.document.signature_fields(), document.flag())?;
            let fields: Vec<Value> = fields.iter().map(SignatureField::to_json).collect();
            place.give(kyso_buffer::new(Value::Array(fields).to_string().into_bytes()));
            Ok(())
        })
    }
}

/// Adds an empty signature field to a PDF that nobody has signed: on `page`, counted from 1, with
/// its sides in points from the page's lower left corner; all four 0 make a field that is not seen.
/// `lock` says what its signature is to lock, as for kyso_signing_set_lock, or is NULL; `permits`
/// is 0 or one of KYSO_PERMITS_.... `grown` is the document with the field, saved as a signed one is;
/// it is the caller's, to be freed with kyso_signed_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_document_add_signature_field(
    document: *const kyso_document,
    name: *const c_char,
    page: usize,
    left: f32,
    bottom: f32,
    right: f32,
    top: f32,
    lock: *const c_char,
    permits: u32,
    grown: *mut *mut kyso_signed,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_document_add_signature_field", error, || {
            let (document, name) = (handle(document, "document")?, text(name, "name")?);
            let place = output(grown, "grown")?;
            let lock = self::lock(optional_text(lock, "lock")?, permits)?;
            let sides = [left, bottom, right, top];
            let seen = sides.iter().any(|side| !side.total_cmp(&0.0).is_eq());
            let rect = seen.then_some(sides);
            let field = NewField { name: name.to_owned(), page, rect, lock };
            let added = document.document.add_signature_field(&field);
            place.give(kyso_signed::new(settle(added, document.flag())?));
            Ok(())
        })
    }
}

/// Adds an empty field of text to a PDF that nobody has signed, for somebody to fill in with
/// kyso_signing_fill: on `page`, counted from 1, with its sides in points from the page's lower left
/// corner; its text is `font_size` points high. `grown` is the document with the field; it is the
/// caller's, to be freed with kyso_signed_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_document_add_text_field(
    document: *const kyso_document,
    name: *const c_char,
    page: usize,
    left: f32,
    bottom: f32,
    right: f32,
    top: f32,
    font_size: f32,
    grown: *mut *mut kyso_signed,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_document_add_text_field", error, || {
            let (document, name) = (handle(document, "document")?, text(name, "name")?);
            let place = output(grown, "grown")?;
            let rect = [left, bottom, right, top];
            let field = NewTextField { name: name.to_owned(), page, rect, font_size };
            let added = document.document.add_text_field(&field);
            place.give(kyso_signed::new(settle(added, document.flag())?));
            Ok(())
        })
    }
}

/// PDF: fills an empty field of text, by its full name, in the revision that is signed. May be
/// called for several fields.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_signing_fill(
    signing: *mut kyso_signing,
    field: *const c_char,
    value: *const c_char,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        change(c"kyso_signing_fill", signing, error, |signing| {
            let (field, value) = (text(field, "field")?, text(value, "value")?);
            signing.claims.fills.push((field.to_owned(), value.to_owned()));
            Ok(())
        })
    }
}

/// PDF: signs in a new field, whatever empty ones there are. `field` is its name; NULL takes the
/// first free one.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_signing_set_new_field(
    signing: *mut kyso_signing,
    field: *const c_char,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        change(c"kyso_signing_set_new_field", signing, error, |signing| {
            let name = optional_text(field, "field")?.map(str::to_owned);
            signing.claims.field = None;
            signing.claims.new_field = Some(name);
            Ok(())
        })
    }
}

/// PDF: certifies, as the first signature; `permits` says what may follow: one of KYSO_PERMITS_....
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_signing_set_certify(
    signing: *mut kyso_signing,
    permits: u32,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        change(c"kyso_signing_set_certify", signing, error, |signing| {
            signing.claims.certify = Some(changes(permits)?);
            Ok(())
        })
    }
}

/// PDF: locks fields: `lock` is `all`, `include:a,b` or `exclude:a,b`, by full names, or NULL for
/// none; `permits` is 0 or one of KYSO_PERMITS_..., what may follow at all (PDF 2.0). NULL and 0 take
/// back what was asked for.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_signing_set_lock(
    signing: *mut kyso_signing,
    lock: *const c_char,
    permits: u32,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        change(c"kyso_signing_set_lock", signing, error, |signing| {
            signing.claims.lock = self::lock(optional_text(lock, "lock")?, permits)?;
            Ok(())
        })
    }
}

fn changes(number: u32) -> Result<AllowedChanges, Fault> {
    match number {
        KYSO_PERMITS_NONE => Ok(AllowedChanges::Nothing),
        KYSO_PERMITS_FORMS => Ok(AllowedChanges::Forms),
        KYSO_PERMITS_ANNOTATIONS => Ok(AllowedChanges::Annotations),
        other => Err(unknown("permits", other)),
    }
}

fn lock(lock: Option<&str>, permits: u32) -> Result<Option<SignatureLock>, Fault> {
    let changes = if permits == 0 { None } else { Some(changes(permits)?) };
    let fields = match lock {
        None if changes.is_none() => return Ok(None),
        None => FieldLock::Include(Vec::new()),
        Some(text) => text.parse().map_err(|error| Fault::of(KYSO_INVALID_ARGUMENT, &error))?,
    };
    Ok(Some(SignatureLock { fields, changes }))
}
