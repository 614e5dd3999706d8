//! Certificates, CRLs and OCSP responses.

use kyso::Evidence;
use kyso::x509::{Certificate, Crl, OcspResponse};

use crate::buffer::give_slice;
use crate::call::{at, call, copied, free, handle, handle_mut, output, unknown};
use crate::error::{Fault, kyso_error};
use crate::names::{KYSO_FETCH_CERTIFICATES, KYSO_FETCH_CRL, KYSO_FETCH_OCSP};

/// A bag of certificates, CRLs and OCSP responses. Nothing in it is trusted by itself. One thread
/// at a time may add to it; what is verified or signed with it keeps a copy.
pub struct kyso_evidence {
    pub(crate) evidence: Evidence,
}

/// An empty bag. `evidence` is the caller's, to be freed with kyso_evidence_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_evidence_new(
    evidence: *mut *mut kyso_evidence,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_evidence_new", error, || {
            output(evidence, "evidence")?.give(kyso_evidence { evidence: Evidence::new() });
            Ok(())
        })
    }
}

/// Adds what is in `len` bytes at `data`, which are copied: certificates, CRLs, OCSP responses or a
/// PKCS#7 bundle, DER or PEM.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_evidence_add(
    evidence: *mut kyso_evidence,
    data: *const u8,
    len: usize,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_evidence_add", error, || {
            let bag = handle_mut(evidence, "evidence")?;
            bag.evidence.merge(Evidence::from_bytes(copied(data, len, "data")?)?);
            Ok(())
        })
    }
}

/// Writes how many pieces of a kind there are to `count`: KYSO_FETCH_CERTIFICATES, KYSO_FETCH_CRL
/// or KYSO_FETCH_OCSP.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_evidence_count(
    evidence: *const kyso_evidence,
    kind: u32,
    count: *mut usize,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_evidence_count", error, || {
            let bag = &handle(evidence, "evidence")?.evidence;
            let place = output(count, "count")?;
            place.put(pieces(bag, kind)?.len());
            Ok(())
        })
    }
}

/// Writes where the DER of a piece is to `data`, and its length to `len`. The bytes are the bag's
/// and live until something is added to it or kyso_evidence_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_evidence_piece(
    evidence: *const kyso_evidence,
    kind: u32,
    index: usize,
    data: *mut *const u8,
    len: *mut usize,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_evidence_piece", error, || {
            let bag = &handle(evidence, "evidence")?.evidence;
            let (data, len) = (output(data, "data")?, output(len, "len")?);
            give_slice(at(&pieces(bag, kind)?, index, "piece")?, data, len);
            Ok(())
        })
    }
}

/// Frees the bag. NULL is left alone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_evidence_free(evidence: *mut kyso_evidence) {
    // SAFETY: NULL, or a handle that was not freed.
    unsafe { free(evidence) };
}

fn pieces(bag: &Evidence, kind: u32) -> Result<Vec<&[u8]>, Fault> {
    match kind {
        KYSO_FETCH_CERTIFICATES => Ok(bag.certificates.iter().map(Certificate::der).collect()),
        KYSO_FETCH_CRL => Ok(bag.crls.iter().map(Crl::der).collect()),
        KYSO_FETCH_OCSP => Ok(bag.ocsp.iter().map(OcspResponse::der).collect()),
        other => Err(unknown("kind", other)),
    }
}
