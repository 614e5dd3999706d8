//! What a signature covers, handed out byte for byte.

use std::ffi::{c_char, c_void};
use std::io::Write;

use kyso::verify::{SignedPart, SignedPartError};
use kyso::{Cancellation, Document, SourceError, file};

use crate::buffer::kyso_buffer;
use crate::call::{at, call, free, handle, output, path};
use crate::callback::{CallbackWriter, kyso_write_callback};
use crate::cancellation::settle;
use crate::code::{KYSO_INVALID_ARGUMENT, KYSO_SOURCE};
use crate::document::kyso_document;
use crate::error::{Fault, kyso_error, of_source};
use crate::report::{kyso_report, signature};
use crate::verifier::{Asked, kyso_verifier};

/// What one signature covers: the revision of a PDF, or what each reference of an XML signature
/// digests. It never changes: any number of threads may use it at once.
pub struct kyso_parts {
    asked: Asked,
    document: Document,
    flag: Option<Cancellation>,
    parts: Vec<SignedPart>,
}

impl From<SignedPartError> for Fault {
    fn from(error: SignedPartError) -> Self {
        match error {
            SignedPartError::Source(error) => {
                let (code, offset) = (of_source(&error), SourceError::offset(&error));
                Self::of(code, &error).at(offset)
            }
            SignedPartError::Io(error) => error.into(),
            SignedPartError::Reference(fault) => Self::of(KYSO_SOURCE, &fault),
            other => Self::of(KYSO_INVALID_ARGUMENT, &other),
        }
    }
}

impl kyso_parts {
    /// Writes a part whole, wherever it goes.
    fn pour(&self, index: usize, out: &mut dyn Write) -> Result<(), Fault> {
        let part = at(&self.parts, index, "part")?;
        let flag = self.flag.as_ref();
        self.asked
            .with(flag, |verifier| settle(verifier.write_signed(&self.document, part, out), flag))
    }
}

/// What a signature of a report on `document` by `verifier` covers; no part where its bytes are not
/// those that were signed. It says nothing of who signed: that is the conclusion. `parts` is the
/// caller's, to be freed with kyso_parts_free; it keeps what it needs of the others.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_parts_new(
    verifier: *const kyso_verifier,
    document: *const kyso_document,
    report: *const kyso_report,
    signature: usize,
    parts: *mut *mut kyso_parts,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_parts_new", error, || {
            let (verifier, document) =
                (handle(verifier, "verifier")?, handle(document, "document")?);
            let (report, place) = (handle(report, "report")?, output(parts, "parts")?);
            self::signature(report, signature)?;
            let (asked, flag) = (verifier.asked.clone(), document.flag().cloned());
            let document = document.whole()?;
            let parts = asked
                .with(None, |verifier| verifier.signed_parts(&document, &report.report, signature));
            place.give(kyso_parts { asked, document, flag, parts });
            Ok(())
        })
    }
}

/// Writes how many parts there are to `count`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_parts_count(
    parts: *const kyso_parts,
    count: *mut usize,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_parts_count", error, || {
            let (parts, place) = (handle(parts, "parts")?, output(count, "count")?);
            place.put(parts.parts.len());
            Ok(())
        })
    }
}

/// Writes what a part is: to `reference` the number of the reference in XML, counted from 1, 0 for
/// the revision of a PDF; and 1 to `is_xml` where its bytes are canonical XML in UTF-8, else 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_parts_describe(
    parts: *const kyso_parts,
    index: usize,
    reference: *mut usize,
    is_xml: *mut u32,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_parts_describe", error, || {
            let parts = handle(parts, "parts")?;
            let (reference, is_xml) = (output(reference, "reference")?, output(is_xml, "is_xml")?);
            let part = at(&parts.parts, index, "part")?;
            reference.put(part.reference().unwrap_or_default());
            is_xml.put(part.is_xml().into());
            Ok(())
        })
    }
}

/// Writes a part, exactly as it was signed, to a file that must not exist yet, whole or not at all.
/// `file` is bytes as the system has them (UTF-8 on Windows).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_parts_save(
    parts: *const kyso_parts,
    index: usize,
    file: *const c_char,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_parts_save", error, || {
            let (parts, path) = (handle(parts, "parts")?, path(file, "file")?);
            file::write_new(path, |out| parts.pour(index, out))
        })
    }
}

/// A part in memory, exactly as it was signed. `buffer` is the caller's, to be freed with
/// kyso_buffer_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_parts_bytes(
    parts: *const kyso_parts,
    index: usize,
    buffer: *mut *mut kyso_buffer,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_parts_bytes", error, || {
            let (parts, place) = (handle(parts, "parts")?, output(buffer, "buffer")?);
            let mut bytes = Vec::new();
            parts.pour(index, &mut bytes)?;
            place.give(kyso_buffer::new(bytes));
            Ok(())
        })
    }
}

/// Gives a part to `callback`, piece by piece; it may have some of it when this fails. `user_data`
/// is the caller's and is passed on as it is.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_parts_write(
    parts: *const kyso_parts,
    index: usize,
    callback: kyso_write_callback,
    user_data: *mut c_void,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_parts_write", error, || {
            let parts = handle(parts, "parts")?;
            CallbackWriter::run(callback, user_data, |out| parts.pour(index, out))
        })
    }
}

/// Frees them. NULL is left alone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_parts_free(parts: *mut kyso_parts) {
    // SAFETY: NULL, or a handle that was not freed.
    unsafe { free(parts) };
}
