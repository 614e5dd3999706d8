//! Signing where the key is elsewhere: prepare here, sign there, complete anywhere.

use std::ffi::c_char;

use kyso::{Cancellation, Opening, Prepared, SignError};

use crate::buffer::{give_slice, kyso_buffer};
use crate::call::{bytes, call, copied, free, handle, handle_mut, output, path, text, time};
use crate::cancellation::{kyso_cancellation, settle, unless_done};
use crate::code::KYSO_USED_UP;
use crate::document::kyso_document;
use crate::error::{Fault, kyso_error};
use crate::signed::kyso_signed;
use crate::signing::kyso_signing;
use crate::text::Texts;

/// A signed document that lacks only the signature value. One thread at a time may use it.
/// Completing uses it up; a state that was saved can be read again.
pub struct kyso_prepared {
    prepared: Option<Prepared>,
    flag: Option<Cancellation>,
    texts: Texts,
}

/// The text that is no algorithm.
const ID: u32 = 1;

impl kyso_prepared {
    fn new(prepared: Prepared, flag: Option<Cancellation>) -> Self {
        Self { prepared: Some(prepared), flag, texts: Texts::default() }
    }

    fn get(&self) -> Result<&Prepared, Fault> {
        self.prepared.as_ref().ok_or_else(used_up)
    }
}

fn used_up() -> Fault {
    Fault::new(KYSO_USED_UP, "the prepared signature was completed already")
}

/// Lays out the signed document up to the one thing missing. `now`, in seconds since 1970, is the
/// time at which the certificate must be valid. `prepared` is the caller's, to be freed with
/// kyso_prepared_free; it needs neither the document nor the signing any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_prepare(
    document: *const kyso_document,
    signing: *const kyso_signing,
    now: i64,
    prepared: *mut *mut kyso_prepared,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_prepare", error, || {
            let (document, signing) = (handle(document, "document")?, handle(signing, "signing")?);
            let (now, place) = (time(now, "now")?, output(prepared, "prepared")?);
            let flag = document.flag();
            let done = signing.prepare(&document.document, now, flag)?;
            place.give(kyso_prepared::new(done, flag.cloned()));
            Ok(())
        })
    }
}

/// Reads a state out of a file; the document inside stays on disk. `prepared` is the caller's, to
/// be freed with kyso_prepared_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_prepared_open(
    file: *const c_char,
    prepared: *mut *mut kyso_prepared,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_prepared_open", error, || {
            let (file, place) = (path(file, "file")?, output(prepared, "prepared")?);
            place.give(kyso_prepared::new(Prepared::open(file)?, None));
            Ok(())
        })
    }
}

/// Reads a state of `len` bytes at `data`, which are copied. `prepared` is the caller's, to be
/// freed with kyso_prepared_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_prepared_from_memory(
    data: *const u8,
    len: usize,
    prepared: *mut *mut kyso_prepared,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_prepared_from_memory", error, || {
            let (state, place) = (bytes(data, len, "data")?, output(prepared, "prepared")?);
            place.give(kyso_prepared::new(Prepared::from_bytes(state)?, None));
            Ok(())
        })
    }
}

/// Writes the state to a file that must not exist yet, whole or not at all.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_prepared_save(
    prepared: *const kyso_prepared,
    file: *const c_char,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_prepared_save", error, || {
            let (handle, file) = (handle(prepared, "prepared")?, path(file, "file")?);
            unless_done(handle.get()?.save(file), handle.flag.as_ref())
        })
    }
}

/// Writes the state to a file, replacing what stands there in one step. `file` is bytes as the
/// system has them (UTF-8 on Windows).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_prepared_save_replacing(
    prepared: *const kyso_prepared,
    file: *const c_char,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_prepared_save_replacing", error, || {
            let (handle, file) = (handle(prepared, "prepared")?, path(file, "file")?);
            unless_done(handle.get()?.save_replacing(file), handle.flag.as_ref())
        })
    }
}

/// The state in memory: as large as the document and a little more. `buffer` is the caller's, to be
/// freed with kyso_buffer_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_prepared_bytes(
    prepared: *const kyso_prepared,
    buffer: *mut *mut kyso_buffer,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_prepared_bytes", error, || {
            let (handle, place) = (handle(prepared, "prepared")?, output(buffer, "buffer")?);
            let state = settle(handle.get()?.to_bytes(), handle.flag.as_ref())?;
            place.give(kyso_buffer::new(state));
            Ok(())
        })
    }
}

/// Writes where the message to be signed is to `data`, and its length to `len`: what Ed25519 keys
/// and whole-message signers need. The bytes live until the prepared signature is completed or
/// freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_prepared_message(
    prepared: *const kyso_prepared,
    data: *mut *const u8,
    len: *mut usize,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_prepared_message", error, || {
            let handle = handle(prepared, "prepared")?;
            let (data, len) = (output(data, "data")?, output(len, "len")?);
            give_slice(handle.get()?.to_be_signed().message(), data, len);
            Ok(())
        })
    }
}

/// Writes where the digest of that message is to `data`, and its length to `len`: what tokens and
/// remote services sign. The bytes live until the prepared signature is completed or freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_prepared_digest(
    prepared: *const kyso_prepared,
    data: *mut *const u8,
    len: *mut usize,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_prepared_digest", error, || {
            let handle = handle(prepared, "prepared")?;
            let (data, len) = (output(data, "data")?, output(len, "len")?);
            give_slice(handle.get()?.to_be_signed().digest().as_bytes(), data, len);
            Ok(())
        })
    }
}

/// Writes the name of the algorithm that the value must be made with to `text`. It is the prepared
/// signature's and lives until kyso_prepared_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_prepared_algorithm(
    prepared: *const kyso_prepared,
    text: *mut *const c_char,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_prepared_algorithm", error, || {
            let (handle, place) = (handle(prepared, "prepared")?, output(text, "text")?);
            let name = handle.get()?.algorithm().name();
            place.put(handle.texts.field(0, Some(&name)));
            Ok(())
        })
    }
}

/// Writes what kind of document it is to `format`: one of KYSO_FORMAT_....
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_prepared_format(
    prepared: *const kyso_prepared,
    format: *mut u32,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_prepared_format", error, || {
            let (prepared, place) =
                (handle(prepared, "prepared")?.get()?, output(format, "format")?);
            place.put(crate::document::number(prepared.format()));
            Ok(())
        })
    }
}

/// Writes the name of the signature field (PDF) or the Id of the signature (XML) to `text`. It is
/// the prepared signature's and lives until kyso_prepared_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_prepared_id(
    prepared: *const kyso_prepared,
    text: *mut *const c_char,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_prepared_id", error, || {
            let (handle, place) = (handle(prepared, "prepared")?, output(text, "text")?);
            place.put(handle.texts.field(ID, Some(handle.get()?.field_name())));
            Ok(())
        })
    }
}

/// The signer's certificate, DER: whose key is to sign. `buffer` is the caller's, to be freed with
/// kyso_buffer_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_prepared_certificate(
    prepared: *const kyso_prepared,
    buffer: *mut *mut kyso_buffer,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_prepared_certificate", error, || {
            let (prepared, place) =
                (handle(prepared, "prepared")?.get()?, output(buffer, "buffer")?);
            place.give(kyso_buffer::new(prepared.certificate().der().to_vec()));
            Ok(())
        })
    }
}

/// Puts the signature value in, which is checked first. `signing` may be NULL: level B-B; else its
/// level with its services and evidence: the one that was prepared by, so that there is room for a
/// time-stamp. `now`, in seconds since 1970, is the time as of which certificates are judged.
///
/// The prepared signature is used up, whatever comes of it, and is still to be freed; a NULL
/// argument or a `now` outside the years leaves it as it is. `signed` is
/// the caller's, to be freed with kyso_signed_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_complete(
    prepared: *mut kyso_prepared,
    value: *const u8,
    len: usize,
    signing: *const kyso_signing,
    now: i64,
    signed: *mut *mut kyso_signed,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_complete", error, || {
            let handle = handle_mut(prepared, "prepared")?;
            let value = copied(value, len, "value")?.into();
            let signing = signing.as_ref();
            let (now, place) = (time(now, "now")?, output(signed, "signed")?);
            let prepared = handle.prepared.take().ok_or_else(used_up)?;
            let flag = handle.flag.as_ref();
            let done: Result<_, SignError> = match signing {
                None => prepared.complete(value),
                Some(signing) => {
                    let services = signing.goal.services(flag);
                    let evidence = signing.goal.evidence.clone();
                    prepared.complete_at(value, services.level(), evidence, now)
                }
            };
            place.give(kyso_signed::new(settle(done, flag)?));
            Ok(())
        })
    }
}

/// The password that opens the PDF inside, UTF-8, of which a copy is kept and wiped: completing at
/// B-LT and above reads an encrypted one again.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_prepared_set_password(
    prepared: *mut kyso_prepared,
    password: *const c_char,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_prepared_set_password", error, || {
            let handle = handle_mut(prepared, "prepared")?;
            let opening = Opening::new().password(text(password, "password")?);
            let inside = handle.prepared.take().ok_or_else(used_up)?;
            handle.prepared = Some(inside.opened_by(&opening));
            Ok(())
        })
    }
}

/// Stops what is done with a prepared signature that was read, as a document is stopped that was
/// opened with `cancellation`: saving it, completing it, and the services that completing asks. One
/// that was made by kyso_prepare has that of its document until then.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_prepared_set_cancellation(
    prepared: *mut kyso_prepared,
    cancellation: *const kyso_cancellation,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_prepared_set_cancellation", error, || {
            let flag = &handle(cancellation, "cancellation")?.flag;
            let handle = handle_mut(prepared, "prepared")?;
            let inside = handle.prepared.take().ok_or_else(used_up)?;
            handle.prepared = Some(inside.cancelled_by(flag));
            handle.flag = Some(flag.clone());
            Ok(())
        })
    }
}

/// Frees the prepared signature. NULL is left alone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_prepared_free(prepared: *mut kyso_prepared) {
    // SAFETY: NULL, or a handle that was not freed.
    unsafe { free(prepared) };
}
