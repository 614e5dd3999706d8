//! Judges one certificate: a path to an anchor that holds, and nothing in it revoked.

use std::ffi::c_char;

use kyso::verify::{PathReport, PathValidator};
use kyso::x509::Certificate;

use crate::buffer::{give_slice, kyso_buffer};
use crate::call::{at, bytes, call, free, handle, optional, output, time};
use crate::cancellation::{kyso_cancellation, settle};
use crate::certificate;
use crate::error::{Fault, kyso_error};
use crate::evidence::kyso_evidence;
use crate::policy::kyso_policy;
use crate::report::{revocation, sub_indication};
use crate::text::Texts;
use crate::tsa::kyso_revocation;

/// What was found of one certificate. It never changes: any number of threads may use it at once.
pub struct kyso_path {
    path: PathReport,
    texts: Texts,
}

impl kyso_path {
    /// The certificates of the path that holds, the one in question first; none where none does.
    fn certificates(&self) -> &[Certificate] {
        self.path.conclusion.as_ref().map(|valid| valid.chain.path()).unwrap_or_default()
    }
}

/// Judges the first of the certificates in `len` bytes at `data` (PEM, DER or PKCS#7) as of `at`,
/// seen from `now`, both in seconds since 1970: by the anchors of `policy` and what it asks of
/// paths. What the certificate may be used for, but to issue others, is not asked. `evidence`,
/// `revocation` and `cancellation` may be NULL; the last stops waiting for the network. `path` is
/// the caller's, to be freed with kyso_path_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_path_validate(
    policy: *const kyso_policy,
    evidence: *const kyso_evidence,
    revocation: *const kyso_revocation,
    data: *const u8,
    len: usize,
    at: i64,
    now: i64,
    cancellation: *const kyso_cancellation,
    path: *mut *mut kyso_path,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_path_validate", error, || {
            let (policy, file) = (handle(policy, "policy")?, bytes(data, len, "data")?);
            let (at, now) = (time(at, "at")?, time(now, "now")?);
            let place = output(path, "path")?;
            let certificates = certificate::read(file)?;
            let flag = optional(cancellation).map(|cancellation| &cancellation.flag);
            let mut validator = PathValidator::new(&policy.policy);
            if let Some(bag) = optional(evidence) {
                validator = validator.evidence(&bag.evidence);
            }
            let source = optional(revocation).map(|revocation| revocation.source.under(flag));
            if let Some(source) = &source {
                validator = validator.source(&**source);
            }
            let path = validator.validate(certificate::first(&certificates)?, at, now);
            let path = settle(Ok::<_, Fault>(path), flag)?;
            place.give(kyso_path { path, texts: Texts::default() });
            Ok(())
        })
    }
}

/// Writes 1 to `valid` where a path holds and nothing in it was revoked, else 0 and why to `text`,
/// by the names of ETSI EN 319 102-1: NULL where it is valid. The text is the path's and lives
/// until kyso_path_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_path_valid(
    path: *const kyso_path,
    valid: *mut u32,
    text: *mut *const c_char,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_path_valid", error, || {
            let (path, valid) = (handle(path, "path")?, output(valid, "valid")?);
            let place = output(text, "text")?;
            let name = sub_indication(path.path.conclusion.as_ref().err().copied());
            valid.put(path.path.conclusion.is_ok().into());
            place.put(path.texts.field(0, name.as_deref()));
            Ok(())
        })
    }
}

/// Writes what evidence says of revocation to `code`: one of KYSO_REVOCATION_....
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_path_revocation(
    path: *const kyso_path,
    code: *mut u32,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_path_revocation", error, || {
            let (path, place) = (handle(path, "path")?, output(code, "code")?);
            place.put(revocation(path.path.revocation));
            Ok(())
        })
    }
}

/// Writes how many certificates the path has to `count`; 0 where none holds.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_path_count(
    path: *const kyso_path,
    count: *mut usize,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_path_count", error, || {
            let (path, place) = (handle(path, "path")?, output(count, "count")?);
            place.put(path.certificates().len());
            Ok(())
        })
    }
}

/// Writes where the DER of a certificate of the path is to `data`, the one in question first and
/// the anchor last, and its length to `len`. The bytes are the path's and live until
/// kyso_path_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_path_certificate(
    path: *const kyso_path,
    index: usize,
    data: *mut *const u8,
    len: *mut usize,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_path_certificate", error, || {
            let path = handle(path, "path")?;
            let (data, len) = (output(data, "data")?, output(len, "len")?);
            give_slice(at(path.certificates(), index, "certificate")?.der(), data, len);
            Ok(())
        })
    }
}

/// The certificate policies that the path holds under, a text of object identifiers with commas
/// between; empty where there are none. `buffer` is the caller's, to be freed with
/// kyso_buffer_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_path_policies(
    path: *const kyso_path,
    buffer: *mut *mut kyso_buffer,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_path_policies", error, || {
            let (path, place) = (handle(path, "path")?, output(buffer, "buffer")?);
            let policies = path.path.conclusion.as_ref().map(|valid| valid.chain.policies());
            let policies = policies.unwrap_or_default().iter().map(ToString::to_string);
            place.give(kyso_buffer::new(policies.collect::<Vec<_>>().join(",").into_bytes()));
            Ok(())
        })
    }
}

/// What was noticed, as a JSON array of findings like those of schema 1. `buffer` is the caller's,
/// to be freed with kyso_buffer_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_path_findings(
    path: *const kyso_path,
    buffer: *mut *mut kyso_buffer,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_path_findings", error, || {
            let (path, place) = (handle(path, "path")?, output(buffer, "buffer")?);
            place.give(kyso_buffer::json(&path.path.findings)?);
            Ok(())
        })
    }
}

/// The certificates and revocation data that were relied on. `evidence` is the caller's, to be
/// freed with kyso_evidence_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_path_evidence(
    path: *const kyso_path,
    evidence: *mut *mut kyso_evidence,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_path_evidence", error, || {
            let (path, place) = (handle(path, "path")?, output(evidence, "evidence")?);
            place.give(kyso_evidence { evidence: path.path.evidence.clone() });
            Ok(())
        })
    }
}

/// Frees it. NULL is left alone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_path_free(path: *mut kyso_path) {
    // SAFETY: NULL, or a handle that was not freed.
    unsafe { free(path) };
}
