//! Files signed by CMS: what is signed, where it stands, and what a signer says of it.

use std::ffi::c_char;

use kyso::cades::Commitment;
use kyso::{Document, Opening, Packaging, Source};

use crate::call::{call, copied, handle, optional, optional_text, output, path, text, unknown};
use crate::cancellation::kyso_cancellation;
use crate::code::KYSO_INVALID_ARGUMENT;
use crate::document::{kyso_document, under};
use crate::error::{Fault, kyso_error};
use crate::names::{KYSO_PACKAGING_ATTACHED, KYSO_PACKAGING_DETACHED};
use crate::signing::{change, kyso_signing};
use crate::verifier::{self, kyso_verifier};

/// Takes any file, PDF and XML too, as what a CMS signature (CAdES) is to be over; nothing of it is
/// looked into. Signing it with kyso_signing gives the CMS. Otherwise as kyso_document_open.
/// `document` is the caller's, to be freed with kyso_document_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_document_open_file(
    path: *const c_char,
    cancellation: *const kyso_cancellation,
    document: *mut *mut kyso_document,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_document_open_file", error, || {
            let path = self::path(path, "path")?;
            let place = output(document, "document")?;
            let source = under(Source::open(path)?, optional(cancellation));
            let file = Document::file(source.clone());
            place.give(kyso_document::of(file, source, Opening::new()));
            Ok(())
        })
    }
}

/// The same of `len` bytes at `data`, which are copied. `document` is the caller's, to be freed with
/// kyso_document_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_document_file_from_memory(
    data: *const u8,
    len: usize,
    cancellation: *const kyso_cancellation,
    document: *mut *mut kyso_document,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_document_file_from_memory", error, || {
            let bytes = copied(data, len, "data")?;
            let place = output(document, "document")?;
            let source = under(Source::from_bytes(bytes), optional(cancellation));
            let file = Document::file(source.clone());
            place.give(kyso_document::of(file, source, Opening::new()));
            Ok(())
        })
    }
}

/// A detached CMS (`.p7s`) together with the file at `path` that it is over, to be judged, raised,
/// or signed by one more. `name` is that of the file in reports; NULL is none. `document` stays as
/// it is; `together` is the caller's, to be freed with kyso_document_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_document_with_content(
    document: *const kyso_document,
    path: *const c_char,
    name: *const c_char,
    together: *mut *mut kyso_document,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_document_with_content", error, || {
            let cms = handle(document, "document")?;
            let path = self::path(path, "path")?;
            let name = optional_text(name, "name")?;
            let place = output(together, "together")?;
            let content = Source::open(path)?;
            let content = match cms.flag() {
                Some(flag) => content.cancelled_by(flag),
                None => content,
            };
            let joined = cms.document.with_content(name, content);
            place.give(kyso_document::of(joined, cms.source.clone(), cms.opening.clone()));
            Ok(())
        })
    }
}

/// What a detached CMS is over where the document does not know it: the file at `path`, `name` in
/// reports.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_verifier_set_content(
    verifier: *mut kyso_verifier,
    path: *const c_char,
    name: *const c_char,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        verifier::change(c"kyso_verifier_set_content", verifier, error, |verifier| {
            let path = self::path(path, "path")?;
            let name = text(name, "name")?.to_owned();
            verifier.content = Some((name, Source::open(path)?));
            Ok(())
        })
    }
}

/// CMS: where the content is, one of KYSO_PACKAGING_...: detached unless said otherwise.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_signing_set_packaging(
    signing: *mut kyso_signing,
    packaging: u32,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        change(c"kyso_signing_set_packaging", signing, error, |signing| {
            signing.claims.packaging = match packaging {
                KYSO_PACKAGING_DETACHED => Packaging::Detached,
                KYSO_PACKAGING_ATTACHED => Packaging::Attached,
                other => return Err(unknown("packaging", other)),
            };
            Ok(())
        })
    }
}

/// CMS: writes text (PEM) where `pem` is not 0, else bytes (DER). Without this call bytes, and what a
/// CMS to which a signer is added was.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_signing_set_pem(
    signing: *mut kyso_signing,
    pem: u32,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        change(c"kyso_signing_set_pem", signing, error, |signing| {
            signing.claims.pem = Some(pem != 0);
            Ok(())
        })
    }
}

/// CMS: signs the value of the signature that reports call `id`, and not the file.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_signing_set_countersign(
    signing: *mut kyso_signing,
    id: *const c_char,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        change(c"kyso_signing_set_countersign", signing, error, |signing| {
            signing.claims.countersign = Some(text(id, "id")?.to_owned());
            Ok(())
        })
    }
}

/// CMS: the media type of the file, such as `image/png`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_signing_set_mime_type(
    signing: *mut kyso_signing,
    mime_type: *const c_char,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        change(c"kyso_signing_set_mime_type", signing, error, |signing| {
            signing.claims.mime_type = Some(text(mime_type, "mime_type")?.to_owned());
            Ok(())
        })
    }
}

/// CMS: why it is signed: `origin`, `receipt`, `delivery`, `sender`, `approval` or `creation`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_signing_set_commitment(
    signing: *mut kyso_signing,
    commitment: *const c_char,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        change(c"kyso_signing_set_commitment", signing, error, |signing| {
            let name = text(commitment, "commitment")?;
            let found = Commitment::ALL.into_iter().find(|one| one.name() == name);
            let none = || Fault::new(KYSO_INVALID_ARGUMENT, format!("no commitment {name}"));
            signing.claims.commitment = Some(found.ok_or_else(none)?);
            Ok(())
        })
    }
}
