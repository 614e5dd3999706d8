//! Whom to trust.

use std::ffi::c_char;

use kyso::TrustAnchors;
use kyso::trust::{AnchorTerms, TrustDomain};

use crate::buffer::give_slice;
use crate::call::{
    at, bytes, call, free, handle, handle_mut, optional_text, output, path, text, time,
};
use crate::certificate;
use crate::code::KYSO_INVALID_ARGUMENT;
use crate::error::{Fault, kyso_error};
use crate::text::Texts;

/// The certificates at which a path may end, each on its terms. Nobody is trusted by default. One
/// thread at a time may add to it; those that made a policy of it keep a copy.
pub struct kyso_trust {
    pub(crate) anchors: TrustAnchors,
    texts: Texts,
}

impl kyso_trust {
    pub(crate) fn new(anchors: TrustAnchors) -> Self {
        Self { anchors, texts: Texts::default() }
    }

    /// Adds the certificates of a file, all on the same terms.
    fn add(&mut self, file: &[u8], terms: &AnchorTerms) -> Result<(), Fault> {
        let certificates = certificate::read(file)?;
        certificates.into_iter().for_each(|one| self.anchors.add_under(one, terms.clone()));
        Ok(())
    }

    fn terms(&self, index: usize) -> Result<&AnchorTerms, Fault> {
        let certificate = at(self.anchors.certificates(), index, "anchor")?;
        self.anchors.terms_of(certificate).ok_or_else(|| Fault::absent("anchor"))
    }
}

/// The name of a trust domain.
pub(crate) fn domain(name: &str) -> Result<TrustDomain, Fault> {
    name.parse().map_err(|error| Fault::of(KYSO_INVALID_ARGUMENT, &error))
}

/// No anchor. `trust` is the caller's, to be freed with kyso_trust_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_trust_new(
    trust: *mut *mut kyso_trust,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_trust_new", error, || {
            output(trust, "trust")?.give(kyso_trust::new(TrustAnchors::new()));
            Ok(())
        })
    }
}

/// Adds the certificates in `len` bytes at `data`: PEM, DER or PKCS#7.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_trust_add(
    trust: *mut kyso_trust,
    data: *const u8,
    len: usize,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_trust_add", error, || {
            let trust = handle_mut(trust, "trust")?;
            trust.anchors.extend(TrustAnchors::from_bytes(bytes(data, len, "data")?)?);
            Ok(())
        })
    }
}

/// Adds the certificates of a file: PEM, DER or PKCS#7.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_trust_add_file(
    trust: *mut kyso_trust,
    file: *const c_char,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_trust_add_file", error, || {
            let trust = handle_mut(trust, "trust")?;
            trust.anchors.extend(TrustAnchors::from_pem_file(path(file, "file")?)?);
            Ok(())
        })
    }
}

/// Adds the certificates in `len` bytes at `data` (PEM, DER or PKCS#7) as anchors of a trust
/// domain, such as `cong-vu`: a policy may ask for it, and reports name it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_trust_add_in_domain(
    trust: *mut kyso_trust,
    data: *const u8,
    len: usize,
    domain: *const c_char,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_trust_add_in_domain", error, || {
            let (trust, file) = (handle_mut(trust, "trust")?, bytes(data, len, "data")?);
            let name = text(domain, "domain")?;
            trust.add(file, &AnchorTerms::of_domain(self::domain(name)?))
        })
    }
}

/// Adds the certificates in `len` bytes at `data` as anchors that are trusted until then, in
/// seconds since 1970: what is judged as of a later time does not end at them. `domain` may be
/// NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_trust_add_until(
    trust: *mut kyso_trust,
    data: *const u8,
    len: usize,
    domain: *const c_char,
    until: i64,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_trust_add_until", error, || {
            let (trust, file) = (handle_mut(trust, "trust")?, bytes(data, len, "data")?);
            let mut terms = AnchorTerms::default();
            terms.domain = optional_text(domain, "domain")?.map(self::domain).transpose()?;
            terms.until = Some(time(until, "until")?);
            trust.add(file, &terms)
        })
    }
}

/// Adds every anchor of `other` on its terms, and all that was withdrawn there. `other` stays the
/// caller's.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_trust_add_all(
    trust: *mut kyso_trust,
    other: *const kyso_trust,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_trust_add_all", error, || {
            // A copy first: both may be the same handle.
            let others = handle(other, "other")?.anchors.clone();
            handle_mut(trust, "trust")?.anchors.extend(others);
            Ok(())
        })
    }
}

/// Withdraws trust from the certificates in `len` bytes at `data`, wherever they come from: no path
/// may start at them, lead through them or end at them.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_trust_withdraw(
    trust: *mut kyso_trust,
    data: *const u8,
    len: usize,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_trust_withdraw", error, || {
            let (trust, file) = (handle_mut(trust, "trust")?, bytes(data, len, "data")?);
            certificate::read(file)?.iter().for_each(|one| trust.anchors.withdraw(one, None));
            Ok(())
        })
    }
}

/// The same for what is judged as of a time after `until`, in seconds since 1970.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_trust_withdraw_after(
    trust: *mut kyso_trust,
    data: *const u8,
    len: usize,
    until: i64,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_trust_withdraw_after", error, || {
            let (trust, file) = (handle_mut(trust, "trust")?, bytes(data, len, "data")?);
            let until = time(until, "until")?;
            certificate::read(file)?
                .iter()
                .for_each(|one| trust.anchors.withdraw(one, Some(until)));
            Ok(())
        })
    }
}

/// Writes where the DER of an anchor is to `data`, and its length to `len`. The bytes are the
/// anchors' and live until kyso_trust_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_trust_certificate(
    trust: *const kyso_trust,
    index: usize,
    data: *mut *const u8,
    len: *mut usize,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_trust_certificate", error, || {
            let trust = handle(trust, "trust")?;
            let (data, len) = (output(data, "data")?, output(len, "len")?);
            give_slice(at(trust.anchors.certificates(), index, "anchor")?.der(), data, len);
            Ok(())
        })
    }
}

/// Writes the trust domain of an anchor to `text`; NULL where it is in none. The text is the
/// anchors' and lives until kyso_trust_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_trust_domain(
    trust: *const kyso_trust,
    index: usize,
    text: *mut *const c_char,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_trust_domain", error, || {
            let (trust, place) = (handle(trust, "trust")?, output(text, "text")?);
            let domain = trust.terms(index)?.domain.as_ref().map(TrustDomain::as_str);
            place.put(trust.texts.get((index, 0, 0, String::new()), domain));
            Ok(())
        })
    }
}

/// Writes the last moment at which an anchor is trusted to `seconds`, since 1970. KYSO_ABSENT where
/// there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_trust_until(
    trust: *const kyso_trust,
    index: usize,
    seconds: *mut i64,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_trust_until", error, || {
            let (trust, place) = (handle(trust, "trust")?, output(seconds, "seconds")?);
            place.put(trust.terms(index)?.until.ok_or_else(|| Fault::absent("end"))?.unix());
            Ok(())
        })
    }
}

/// Writes how many anchors there are to `count`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_trust_count(
    trust: *const kyso_trust,
    count: *mut usize,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_trust_count", error, || {
            let trust = handle(trust, "trust")?;
            output(count, "count")?.put(trust.anchors.certificates().len());
            Ok(())
        })
    }
}

/// Frees the anchors. NULL is left alone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_trust_free(trust: *mut kyso_trust) {
    // SAFETY: NULL, or a handle that was not freed.
    unsafe { free(trust) };
}
