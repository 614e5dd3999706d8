//! Documents, from a path or from memory.

use std::ffi::c_char;
use std::sync::OnceLock;

use kyso::pdf::{FieldKind, fields};
use kyso::report::Format;
use kyso::{Cancellation, Document, Opening, Source};

use crate::call::{at, call, copied, free, handle, optional, optional_text, output, path};
use crate::cancellation::{kyso_cancellation, settle};
use crate::code::KYSO_MISPLACED;
use crate::error::{Fault, kyso_error};
use crate::names::{
    KYSO_FORMAT_ASIC_E, KYSO_FORMAT_ASIC_S, KYSO_FORMAT_CADES, KYSO_FORMAT_OTHER, KYSO_FORMAT_PDF,
    KYSO_FORMAT_XML,
};
use crate::text::Texts;

/// A document to sign or verify. It never changes: any number of threads may use it at once.
pub struct kyso_document {
    pub(crate) document: Document,
    pub(crate) source: Source,
    /// How it was opened.
    pub(crate) opening: Opening,
    fields: OnceLock<Vec<Field>>,
    texts: Texts,
}

struct Field {
    name: String,
    is_signature: bool,
    is_filled: bool,
}

impl kyso_document {
    fn open(source: Source, opening: Opening) -> Result<Self, Fault> {
        let document = Document::sparing_with(source.clone(), &opening);
        let document = settle(document, source.cancellation())?;
        Ok(Self { document, source, opening, fields: OnceLock::new(), texts: Texts::default() })
    }

    /// What was made of one that is open; `source` is what it was read from.
    pub(crate) fn of(document: Document, source: Source, opening: Opening) -> Self {
        Self { document, source, opening, fields: OnceLock::new(), texts: Texts::default() }
    }

    fn open_repaired(source: Source) -> Result<Self, Fault> {
        let document = Document::repaired(source.clone());
        let document = settle(document, source.cancellation())?;
        let opening = Opening::new();
        Ok(Self { document, source, opening, fields: OnceLock::new(), texts: Texts::default() })
    }

    /// What stops work on it.
    pub(crate) fn flag(&self) -> Option<&Cancellation> {
        self.source.cancellation()
    }

    /// The document with all of its tree, for what needs that.
    pub(crate) fn whole(&self) -> Result<Document, Fault> {
        match self.document.xml() {
            Some(xml) if xml.tree().is_sparse() => {
                settle(Document::from_source(self.source.clone()), self.flag())
            }
            _ => Ok(self.document.clone()),
        }
    }

    fn fields(&self) -> Result<&[Field], Fault> {
        if let Some(fields) = self.fields.get() {
            return Ok(fields);
        }
        let none = || Fault::new(KYSO_MISPLACED, "only PDF has fields");
        let pdf = self.document.pdf().ok_or_else(none)?;
        let fields = settle(fields(&pdf.latest()), self.flag())?;
        let fields = fields.into_iter().map(|field| Field {
            name: field.name,
            is_signature: field.kind == FieldKind::Signature,
            is_filled: field.value != kyso::pdf::Object::Null,
        });
        Ok(self.fields.get_or_init(|| fields.collect()))
    }
}

/// A source of bytes under the caller's flag.
pub(crate) fn under(source: Source, flag: Option<&kyso_cancellation>) -> Source {
    match flag {
        Some(cancellation) => source.cancelled_by(&cancellation.flag),
        None => source,
    }
}

/// Opens a file, which is read in place while the document lives, never loaded whole. `path` is
/// bytes as the system has them (UTF-8 on Windows). `cancellation` may be NULL; else it stops
/// whatever is done with the document. `document` is the caller's, to be freed with
/// kyso_document_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_document_open(
    path: *const c_char,
    cancellation: *const kyso_cancellation,
    document: *mut *mut kyso_document,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_document_open", error, || {
            let path = self::path(path, "path")?;
            let place = output(document, "document")?;
            let source = under(Source::open(path)?, optional(cancellation));
            place.give(kyso_document::open(source, Opening::new())?);
            Ok(())
        })
    }
}

/// Takes a document of `len` bytes at `data`, which are copied. `cancellation` as in
/// kyso_document_open. `document` is the caller's, to be freed with kyso_document_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_document_from_memory(
    data: *const u8,
    len: usize,
    cancellation: *const kyso_cancellation,
    document: *mut *mut kyso_document,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_document_from_memory", error, || {
            let bytes = copied(data, len, "data")?;
            let place = output(document, "document")?;
            let source = under(Source::from_bytes(bytes), optional(cancellation));
            place.give(kyso_document::open(source, Opening::new())?);
            Ok(())
        })
    }
}

/// As kyso_document_open, for a PDF that may be encrypted: with the user's or the owner's password,
/// UTF-8, of which a copy is kept and wiped; NULL is none. With `ignore_permissions` other than 0
/// it is signed although its permissions forbid that. `document` is the caller's, to be freed with
/// kyso_document_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_document_open_encrypted(
    path: *const c_char,
    password: *const c_char,
    ignore_permissions: u32,
    cancellation: *const kyso_cancellation,
    document: *mut *mut kyso_document,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_document_open_encrypted", error, || {
            let path = self::path(path, "path")?;
            let opening = opening(optional_text(password, "password")?, ignore_permissions);
            let place = output(document, "document")?;
            let source = under(Source::open(path)?, optional(cancellation));
            place.give(kyso_document::open(source, opening)?);
            Ok(())
        })
    }
}

/// As kyso_document_from_memory, with a password as in kyso_document_open_encrypted. `document` is
/// the caller's, to be freed with kyso_document_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_document_from_memory_encrypted(
    data: *const u8,
    len: usize,
    password: *const c_char,
    ignore_permissions: u32,
    cancellation: *const kyso_cancellation,
    document: *mut *mut kyso_document,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_document_from_memory_encrypted", error, || {
            let bytes = copied(data, len, "data")?;
            let opening = opening(optional_text(password, "password")?, ignore_permissions);
            let place = output(document, "document")?;
            let source = under(Source::from_bytes(bytes), optional(cancellation));
            place.give(kyso_document::open(source, opening)?);
            Ok(())
        })
    }
}

pub(crate) fn opening(password: Option<&str>, ignore_permissions: u32) -> Opening {
    let opening = password.map_or_else(Opening::new, |word| Opening::new().password(word));
    if ignore_permissions == 0 { opening } else { opening.ignore_permissions() }
}

/// As kyso_document_open, for a PDF that may be damaged: what stands in it is found by searching,
/// and signing it adds a complete cross-reference. One that bears a trace of a signature opens and
/// cannot be signed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_document_open_repaired(
    path: *const c_char,
    cancellation: *const kyso_cancellation,
    document: *mut *mut kyso_document,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_document_open_repaired", error, || {
            let path = self::path(path, "path")?;
            let place = output(document, "document")?;
            let source = under(Source::open(path)?, optional(cancellation));
            place.give(kyso_document::open_repaired(source)?);
            Ok(())
        })
    }
}

/// As kyso_document_from_memory, for a PDF that may be damaged; see kyso_document_open_repaired.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_document_from_memory_repaired(
    data: *const u8,
    len: usize,
    cancellation: *const kyso_cancellation,
    document: *mut *mut kyso_document,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_document_from_memory_repaired", error, || {
            let bytes = copied(data, len, "data")?;
            let place = output(document, "document")?;
            let source = under(Source::from_bytes(bytes), optional(cancellation));
            place.give(kyso_document::open_repaired(source)?);
            Ok(())
        })
    }
}

/// Writes whether a PDF was damaged and had to be repaired to `repaired`: 1 or 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_document_is_repaired(
    document: *const kyso_document,
    repaired: *mut u32,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_document_is_repaired", error, || {
            let document = handle(document, "document")?;
            let pdf = document.document.pdf();
            let place = output(repaired, "repaired")?;
            place.put(u32::from(pdf.is_some_and(|pdf| pdf.repair().is_some())));
            Ok(())
        })
    }
}

/// Writes what kind of document it is to `format`: one of KYSO_FORMAT_....
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_document_format(
    document: *const kyso_document,
    format: *mut u32,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_document_format", error, || {
            let document = handle(document, "document")?;
            output(format, "format")?.put(number(document.document.format()));
            Ok(())
        })
    }
}

/// Writes how many form fields a PDF has to `count`; KYSO_MISPLACED for XML.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_document_field_count(
    document: *const kyso_document,
    count: *mut usize,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_document_field_count", error, || {
            let (document, place) = (handle(document, "document")?, output(count, "count")?);
            place.put(document.fields()?.len());
            Ok(())
        })
    }
}

/// Writes what a form field is: its full name to `name`, 1 or 0 to `is_signature`, and 1 to
/// `is_filled` where it has a value (a signature field: where it is signed), else 0. The text is
/// the document's and lives until kyso_document_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_document_field(
    document: *const kyso_document,
    index: usize,
    name: *mut *const c_char,
    is_signature: *mut u32,
    is_filled: *mut u32,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_document_field", error, || {
            let handle = handle(document, "document")?;
            let name = output(name, "name")?;
            let is_signature = output(is_signature, "is_signature")?;
            let is_filled = output(is_filled, "is_filled")?;
            let field = at(handle.fields()?, index, "field")?;
            name.put(handle.texts.get((index, 0, 0, String::new()), Some(&field.name)));
            is_signature.put(field.is_signature.into());
            is_filled.put(field.is_filled.into());
            Ok(())
        })
    }
}

/// Frees the document; what was made of it keeps what it needs of it. NULL is left alone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_document_free(document: *mut kyso_document) {
    // SAFETY: NULL, or a document that was not freed.
    unsafe { free(document) };
}

pub(crate) fn number(format: Format) -> u32 {
    match format {
        Format::Pdf => KYSO_FORMAT_PDF,
        Format::Xml => KYSO_FORMAT_XML,
        Format::Cades => KYSO_FORMAT_CADES,
        Format::AsicS => KYSO_FORMAT_ASIC_S,
        Format::AsicE => KYSO_FORMAT_ASIC_E,
        _ => KYSO_FORMAT_OTHER,
    }
}
