//! Signs, stamps, and gives the signed document out.

use std::ffi::{c_char, c_void};

use kyso::{Signed, TrustAnchors};

use crate::buffer::kyso_buffer;
use crate::call::{call, free, handle, optional, output, path, time};
use crate::callback::{CallbackWriter, kyso_write_callback};
use crate::cancellation::settle;
use crate::document::kyso_document;
use crate::error::{Fault, kyso_error};
use crate::evidence::kyso_evidence;
use crate::report::level;
use crate::signing::kyso_signing;
use crate::text::Texts;
use crate::trust::kyso_trust;
use crate::tsa::kyso_tsa;

/// A signed document. Nothing stands on disk until it is saved. It never changes: any number of
/// threads may use it at once.
pub struct kyso_signed {
    signed: Signed,
    texts: Texts,
}

impl kyso_signed {
    pub(crate) fn new(signed: Signed) -> Self {
        Self { signed, texts: Texts::default() }
    }
}

/// Signs a document. `now`, in seconds since 1970, is the time at which the certificate must be
/// valid. `signed` is the caller's, to be freed with kyso_signed_free; it needs neither the document
/// nor the signing any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_sign(
    document: *const kyso_document,
    signing: *const kyso_signing,
    now: i64,
    signed: *mut *mut kyso_signed,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_sign", error, || {
            let (document, signing) = (handle(document, "document")?, handle(signing, "signing")?);
            let (now, place) = (time(now, "now")?, output(signed, "signed")?);
            let done = signing.sign(&document.document, now, document.flag())?;
            place.give(kyso_signed::new(done));
            Ok(())
        })
    }
}

/// Adds a document time-stamp alone to a PDF: it proves that the document, signed or not, existed.
/// `trust` may be NULL; else only an authority whose path ends at one of these anchors will do.
/// `signed` is the caller's, to be freed with kyso_signed_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_timestamp(
    document: *const kyso_document,
    tsa: *const kyso_tsa,
    trust: *const kyso_trust,
    signed: *mut *mut kyso_signed,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_timestamp", error, || {
            let (document, tsa) = (handle(document, "document")?, handle(tsa, "tsa")?);
            let place = output(signed, "signed")?;
            let trust: Option<&TrustAnchors> = optional(trust).map(|trust| &trust.anchors);
            let tsa = tsa.authority.under(document.flag());
            let done = settle(document.document.timestamp(&*tsa, trust), document.flag())?;
            place.give(kyso_signed::new(done));
            Ok(())
        })
    }
}

/// Writes a file that must not exist yet, whole or not at all. `file` is bytes as the system has
/// them (UTF-8 on Windows).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_signed_save(
    signed: *const kyso_signed,
    file: *const c_char,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_signed_save", error, || {
            let (signed, file) = (handle(signed, "signed")?, path(file, "file")?);
            Ok(signed.signed.save(file)?)
        })
    }
}

/// Writes a file, replacing what stands there in one step; it may be the original itself.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_signed_save_replacing(
    signed: *const kyso_signed,
    file: *const c_char,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_signed_save_replacing", error, || {
            let (signed, file) = (handle(signed, "signed")?, path(file, "file")?);
            Ok(signed.signed.save_replacing(file)?)
        })
    }
}

/// The signed document in memory. `buffer` is the caller's, to be freed with kyso_buffer_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_signed_bytes(
    signed: *const kyso_signed,
    buffer: *mut *mut kyso_buffer,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_signed_bytes", error, || {
            let (signed, place) = (handle(signed, "signed")?, output(buffer, "buffer")?);
            place.give(kyso_buffer::new(signed.signed.to_bytes()?));
            Ok(())
        })
    }
}

/// Gives the signed document to `callback`, piece by piece, without holding it in memory; it may
/// have some of it when this fails. `user_data` is the caller's and is passed on as it is.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_signed_write(
    signed: *const kyso_signed,
    callback: kyso_write_callback,
    user_data: *mut c_void,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_signed_write", error, || {
            let signed = handle(signed, "signed")?;
            CallbackWriter::run(callback, user_data, |out| Ok(signed.signed.write_to(out)?))
        })
    }
}

/// Writes how many bytes the signed document has to `count`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_signed_size(
    signed: *const kyso_signed,
    count: *mut u64,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_signed_size", error, || {
            let (signed, place) = (handle(signed, "signed")?, output(count, "count")?);
            place.put(signed.signed.len());
            Ok(())
        })
    }
}

/// Writes the level reached to `level`: one of KYSO_LEVEL_.... KYSO_ABSENT for a document
/// time-stamp alone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_signed_level(
    signed: *const kyso_signed,
    level: *mut u32,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_signed_level", error, || {
            let (signed, place) = (handle(signed, "signed")?, output(level, "level")?);
            let reached = signed.signed.level().ok_or_else(|| Fault::absent("level"))?;
            place.put(self::level(reached));
            Ok(())
        })
    }
}

/// Writes why the level asked for was not reached to `text`, NULL where it was. The text is the
/// signed document's and lives until kyso_signed_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_signed_shortfall(
    signed: *const kyso_signed,
    text: *mut *const c_char,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_signed_shortfall", error, || {
            let (handle, place) = (handle(signed, "signed")?, output(text, "text")?);
            let shortfall = handle.signed.shortfall().map(ToString::to_string);
            place.put(handle.texts.field(1, shortfall.as_deref()));
            Ok(())
        })
    }
}

/// Writes the name of the signature field (PDF) or the Id of the signature (XML) to `text`; it is
/// empty where none was added. The text is the signed document's and lives until kyso_signed_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_signed_id(
    signed: *const kyso_signed,
    text: *mut *const c_char,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_signed_id", error, || {
            let (handle, place) = (handle(signed, "signed")?, output(text, "text")?);
            place.put(handle.texts.field(0, Some(handle.signed.field_name())));
            Ok(())
        })
    }
}

/// Writes 1 to `unchanged` where nothing was added, because an extension found everything there,
/// else 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_signed_unchanged(
    signed: *const kyso_signed,
    unchanged: *mut u32,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_signed_unchanged", error, || {
            let (signed, place) = (handle(signed, "signed")?, output(unchanged, "unchanged")?);
            place.put(signed.signed.is_unchanged().into());
            Ok(())
        })
    }
}

/// The certificates and revocation data that were relied on; none below B-LT. `evidence` is the
/// caller's, to be freed with kyso_evidence_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_signed_evidence(
    signed: *const kyso_signed,
    evidence: *mut *mut kyso_evidence,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_signed_evidence", error, || {
            let (signed, place) = (handle(signed, "signed")?, output(evidence, "evidence")?);
            place.give(kyso_evidence { evidence: signed.signed.evidence().clone() });
            Ok(())
        })
    }
}

/// Writes 1 to `moved` where what is seen, or a stamp, reached over the edge of its page and was
/// moved onto it, else 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_signed_look_moved(
    signed: *const kyso_signed,
    moved: *mut u32,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_signed_look_moved", error, || {
            let (signed, place) = (handle(signed, "signed")?, output(moved, "moved")?);
            place.put(signed.signed.is_look_moved().into());
            Ok(())
        })
    }
}

/// Frees the signed document; what was saved stays. NULL is left alone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_signed_free(signed: *mut kyso_signed) {
    // SAFETY: NULL, or a handle that was not freed.
    unsafe { free(signed) };
}
