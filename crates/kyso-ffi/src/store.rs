//! A trust store: certificates in a folder, and the history of what was decided of each.

use std::ffi::c_char;

use kyso::trust::{
    Addition, Fingerprint, StoreError, StoreState, StoredCertificate, StoredRole, TrustStore,
};
use kyso::{Evidence, Time};

use crate::buffer::{give_slice, kyso_buffer};
use crate::call::{
    at, bytes, call, free, handle, handle_mut, optional_text, output, path, text, time, unknown,
};
use crate::certificate;
use crate::code::{
    KYSO_CERTIFICATE, KYSO_INVALID_ARGUMENT, KYSO_STORE, KYSO_STORE_BUSY, KYSO_STORE_FULL,
};
use crate::error::{Fault, kyso_error, of_io};
use crate::evidence::kyso_evidence;
use crate::names::*;
use crate::text::Texts;
use crate::trust::{domain, kyso_trust};

/// A trust store in a folder, the same that the command `kyso trust` keeps: nothing in it is ever
/// changed or deleted, and several processes may add to it. The handle shows it as it was when it
/// was opened or last written through this handle. One thread at a time may write.
pub struct kyso_store {
    store: TrustStore,
    texts: Texts,
}

impl kyso_store {
    fn one(&self, index: usize) -> Result<&StoredCertificate, Fault> {
        at(self.store.certificates(), index, "certificate")
    }

    /// Adds certificates; gives how many were not there yet.
    fn add(
        &mut self,
        file: &[u8],
        role: u32,
        domain: &str,
        until: Option<Time>,
        at: Time,
    ) -> Result<usize, Fault> {
        let (role, domain) = (self::role(role)?, self::domain(domain)?);
        let of = |certificate| Addition { certificate, role, domain: domain.clone(), until };
        let additions: Vec<Addition> = certificate::read(file)?.into_iter().map(of).collect();
        Ok(self.store.add(&additions, at)?)
    }

    /// Withdraws trust; gives how many certificates that changed.
    fn withdraw(
        &mut self,
        fingerprint: &str,
        until: Option<Time>,
        reason: Option<&str>,
        at: Time,
    ) -> Result<usize, Fault> {
        let fingerprint: Result<Fingerprint, _> = fingerprint.parse();
        let fingerprint = fingerprint.map_err(|error| Fault::of(KYSO_INVALID_ARGUMENT, &error))?;
        Ok(self.store.remove(&[fingerprint], until, reason, at)?)
    }
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        let code = match &error {
            StoreError::Reading { fault, .. } | StoreError::Writing { fault, .. } => {
                of_io(fault.kind())
            }
            StoreError::Certificate { .. } => KYSO_CERTIFICATE,
            StoreError::Full { .. } => KYSO_STORE_FULL,
            StoreError::Busy { .. } => KYSO_STORE_BUSY,
            _ => KYSO_STORE,
        };
        Self::of(code, &error)
    }
}

/// Reads the store in `folder`, bytes as the system has them (UTF-8 on Windows); a folder that is
/// not there is an empty store. One that somebody changed by hand is refused as a whole. `store` is
/// the caller's, to be freed with kyso_store_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_store_open(
    folder: *const c_char,
    store: *mut *mut kyso_store,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_store_open", error, || {
            let (folder, place) = (path(folder, "folder")?, output(store, "store")?);
            place.give(kyso_store { store: TrustStore::open(folder)?, texts: Texts::default() });
            Ok(())
        })
    }
}

/// Puts the certificates in `len` bytes at `data` (PEM, DER or PKCS#7) into the store, all by one
/// record: `role` is KYSO_ROLE_ANCHOR or KYSO_ROLE_INTERMEDIATE, `domain` the trust domain that
/// they belong to, `at` when it was decided, in seconds since 1970. Writes how many were recorded
/// to `count`; what is there already is passed over. Show people what they are about to trust,
/// first of all.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_store_add(
    store: *mut kyso_store,
    data: *const u8,
    len: usize,
    role: u32,
    domain: *const c_char,
    at: i64,
    count: *mut usize,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_store_add", error, || {
            let (store, file) = (handle_mut(store, "store")?, bytes(data, len, "data")?);
            let (domain, place) = (text(domain, "domain")?, output(count, "count")?);
            place.put(store.add(file, role, domain, None, time(at, "at")?)?);
            Ok(())
        })
    }
}

/// The same for certificates that are trusted only for what is judged as of a time up to `until`, in
/// seconds since 1970.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_store_add_until(
    store: *mut kyso_store,
    data: *const u8,
    len: usize,
    role: u32,
    domain: *const c_char,
    until: i64,
    at: i64,
    count: *mut usize,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_store_add_until", error, || {
            let (store, file) = (handle_mut(store, "store")?, bytes(data, len, "data")?);
            let (domain, place) = (text(domain, "domain")?, output(count, "count")?);
            let until = Some(time(until, "until")?);
            place.put(store.add(file, role, domain, until, time(at, "at")?)?);
            Ok(())
        })
    }
}

/// Withdraws trust altogether from the certificate of this SHA-256 `fingerprint`, 64 hexadecimal
/// digits: documents cannot bring it back. `reason` is for people and may be NULL. `at` is when it
/// was decided, in seconds since 1970. Writes to `count` how many were recorded: 0 where it is not
/// in the store, or stood so already.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_store_remove(
    store: *mut kyso_store,
    fingerprint: *const c_char,
    reason: *const c_char,
    at: i64,
    count: *mut usize,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_store_remove", error, || {
            let (store, fingerprint) =
                (handle_mut(store, "store")?, text(fingerprint, "fingerprint")?);
            let (reason, place) = (optional_text(reason, "reason")?, output(count, "count")?);
            place.put(store.withdraw(fingerprint, None, reason, time(at, "at")?)?);
            Ok(())
        })
    }
}

/// The same for what is judged as of a time after `until`, in seconds since 1970. This never widens
/// trust: of two ends the earlier holds, and what was removed stays so; kyso_store_add and
/// kyso_store_add_until alone give a later end.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_store_retire(
    store: *mut kyso_store,
    fingerprint: *const c_char,
    until: i64,
    reason: *const c_char,
    at: i64,
    count: *mut usize,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_store_retire", error, || {
            let (store, fingerprint) =
                (handle_mut(store, "store")?, text(fingerprint, "fingerprint")?);
            let (reason, place) = (optional_text(reason, "reason")?, output(count, "count")?);
            let (until, at) = (time(until, "until")?, time(at, "at")?);
            place.put(store.withdraw(fingerprint, Some(until), reason, at)?);
            Ok(())
        })
    }
}

/// Writes how many certificates were ever added to `count`, those removed among them.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_store_count(
    store: *const kyso_store,
    count: *mut usize,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_store_count", error, || {
            let (store, place) = (handle(store, "store")?, output(count, "count")?);
            place.put(store.store.certificates().len());
            Ok(())
        })
    }
}

/// Writes where the one certificate stands whose SHA-256 begins with these hexadecimal digits to
/// `index`; colons, spaces and case play no part. KYSO_ABSENT where there is none,
/// KYSO_INVALID_ARGUMENT where there are several.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_store_find(
    store: *const kyso_store,
    digits: *const c_char,
    index: *mut usize,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_store_find", error, || {
            let (store, digits) = (&handle(store, "store")?.store, text(digits, "digits")?);
            let place = output(index, "index")?;
            let found = match store.matching(digits)[..] {
                [] => return Err(Fault::absent("such certificate")),
                [one] => one.fingerprint,
                ref several => {
                    let text = format!("{} certificates begin with {digits:?}", several.len());
                    return Err(Fault::new(KYSO_INVALID_ARGUMENT, text));
                }
            };
            let index = store.certificates().iter().position(|one| one.fingerprint == found);
            place.put(index.ok_or_else(|| Fault::absent("such certificate"))?);
            Ok(())
        })
    }
}

/// Writes where the DER of a certificate is to `data`, and its length to `len`. The bytes are the
/// store's and live until it is written through this handle or kyso_store_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_store_certificate(
    store: *const kyso_store,
    index: usize,
    data: *mut *const u8,
    len: *mut usize,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_store_certificate", error, || {
            let store = handle(store, "store")?;
            let (data, len) = (output(data, "data")?, output(len, "len")?);
            give_slice(store.one(index)?.certificate.der(), data, len);
            Ok(())
        })
    }
}

/// Writes a text about a certificate to `text`: `field` is one of KYSO_STORED_SUBJECT and the
/// numbers after it. The text is the store's and lives until kyso_store_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_store_text(
    store: *const kyso_store,
    index: usize,
    field: u32,
    text: *mut *const c_char,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_store_text", error, || {
            let (store, place) = (handle(store, "store")?, output(text, "text")?);
            let one = store.one(index)?;
            let text = match field {
                KYSO_STORED_SUBJECT => one.certificate.subject().to_string(),
                KYSO_STORED_FINGERPRINT => one.fingerprint.to_string(),
                KYSO_STORED_DOMAIN => one.domain.to_string(),
                other => return Err(unknown("field", other)),
            };
            // A later record may say another text of the same field.
            place.put(store.texts.get((index, 0, field, text.clone()), Some(&text)));
            Ok(())
        })
    }
}

/// Writes what a certificate is for, or whether it is trusted, to `code`: `field` is
/// KYSO_STORED_ROLE or KYSO_STORED_STATE.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_store_code(
    store: *const kyso_store,
    index: usize,
    field: u32,
    code: *mut u32,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_store_code", error, || {
            let (store, place) = (handle(store, "store")?, output(code, "code")?);
            let one = store.one(index)?;
            place.put(match (field, one.role, one.state) {
                (KYSO_STORED_ROLE, StoredRole::Anchor, _) => KYSO_ROLE_ANCHOR,
                (KYSO_STORED_ROLE, StoredRole::Intermediate, _) => KYSO_ROLE_INTERMEDIATE,
                (KYSO_STORED_STATE, _, StoreState::Trusted) => KYSO_STATE_TRUSTED,
                (KYSO_STORED_STATE, _, StoreState::Retired { .. }) => KYSO_STATE_RETIRED,
                (KYSO_STORED_STATE, _, StoreState::Removed) => KYSO_STATE_REMOVED,
                (other, ..) => return Err(unknown("field", other)),
            });
            Ok(())
        })
    }
}

/// Writes a time of a certificate to `seconds`, since 1970: `field` is one of KYSO_STORED_ADDED and
/// the numbers after it. KYSO_ABSENT where there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_store_time(
    store: *const kyso_store,
    index: usize,
    field: u32,
    seconds: *mut i64,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_store_time", error, || {
            let (store, place) = (handle(store, "store")?, output(seconds, "seconds")?);
            let one = store.one(index)?;
            let time = match (field, one.state) {
                (KYSO_STORED_ADDED, _) => Some(one.added),
                (KYSO_STORED_WITHDRAWN, _) => one.withdrawn,
                (KYSO_STORED_UNTIL, StoreState::Retired { until }) => Some(until),
                (KYSO_STORED_UNTIL, _) => None,
                (other, _) => return Err(unknown("field", other)),
            };
            place.put(time.ok_or_else(|| Fault::absent("such time"))?.unix());
            Ok(())
        })
    }
}

/// Those at which paths may end, each with its domain and its end, and all that trust was withdrawn
/// from: for kyso_policy_new. `trust` is the caller's, to be freed with kyso_trust_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_store_anchors(
    store: *const kyso_store,
    trust: *mut *mut kyso_trust,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_store_anchors", error, || {
            let (store, place) = (handle(store, "store")?, output(trust, "trust")?);
            place.give(kyso_trust::new(store.store.anchors()));
            Ok(())
        })
    }
}

/// Those that paths may lead through and that are not trusted by themselves: for
/// kyso_verifier_add_evidence and kyso_signing_set_evidence. `evidence` is the caller's, to be
/// freed with kyso_evidence_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_store_intermediates(
    store: *const kyso_store,
    evidence: *mut *mut kyso_evidence,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_store_intermediates", error, || {
            let (store, place) = (handle(store, "store")?, output(evidence, "evidence")?);
            let mut evidence = Evidence::new();
            for certificate in store.store.intermediates() {
                evidence.add_certificate(certificate);
            }
            place.give(kyso_evidence { evidence });
            Ok(())
        })
    }
}

/// Every decision, the oldest first, as a JSON array of what stands in the records. `buffer` is the
/// caller's, to be freed with kyso_buffer_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_store_history(
    store: *const kyso_store,
    buffer: *mut *mut kyso_buffer,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_store_history", error, || {
            let (store, place) = (handle(store, "store")?, output(buffer, "buffer")?);
            place.give(kyso_buffer::json(&store.store.history())?);
            Ok(())
        })
    }
}

/// Frees the handle; the folder stays. NULL is left alone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_store_free(store: *mut kyso_store) {
    // SAFETY: NULL, or a handle that was not freed.
    unsafe { free(store) };
}

fn role(number: u32) -> Result<StoredRole, Fault> {
    match number {
        KYSO_ROLE_ANCHOR => Ok(StoredRole::Anchor),
        KYSO_ROLE_INTERMEDIATE => Ok(StoredRole::Intermediate),
        other => Err(unknown("role", other)),
    }
}
