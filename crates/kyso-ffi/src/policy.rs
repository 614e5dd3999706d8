//! The rules by which signatures are judged: where they come from, and what they come to.

use std::ffi::{CStr, c_char};

use kyso::Policy;
use kyso::policy::{AlgorithmAges, PolicyError};
use kyso::trust::TrustDomain;
use serde_json::{Value, json};

use crate::buffer::kyso_buffer;
use crate::call::{bytes, call, free, handle, handle_mut, output, text};
use crate::certificate;
use crate::code::{KYSO_ALGORITHM_TABLE, KYSO_INVALID_ARGUMENT, KYSO_POLICY};
use crate::error::{Fault, kyso_error};
use crate::names::{
    KYSO_POLICY_NAME, KYSO_POLICY_NARROWED, KYSO_POLICY_TRUST_DOMAINS, KYSO_POLICY_WIDENED,
};
use crate::text::Texts;
use crate::trust::kyso_trust;

/// The rules by which signatures are judged, strict unless widened. One thread at a time may change
/// it; a verifier keeps a copy.
pub struct kyso_policy {
    pub(crate) policy: Policy,
    texts: Texts,
}

impl kyso_policy {
    fn new(policy: Policy) -> Self {
        Self { policy, texts: Texts::default() }
    }
}

impl From<PolicyError> for Fault {
    fn from(error: PolicyError) -> Self {
        Self::of(KYSO_POLICY, &error)
    }
}

/// The default policy `baseline`, by which only `trust` is trusted. `policy` is the caller's, to be
/// freed with kyso_policy_free; it keeps a copy of the anchors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_policy_new(
    trust: *const kyso_trust,
    policy: *mut *mut kyso_policy,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_policy_new", error, || {
            let anchors = handle(trust, "trust")?.anchors.clone();
            output(policy, "policy")?.give(kyso_policy::new(Policy::baseline(anchors)));
            Ok(())
        })
    }
}

/// The shipped policy of this name, such as `cong-vu`, by which only `trust` is trusted. `policy`
/// is the caller's, to be freed with kyso_policy_free; it keeps a copy of the anchors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_policy_shipped(
    name: *const c_char,
    trust: *const kyso_trust,
    policy: *mut *mut kyso_policy,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_policy_shipped", error, || {
            let (name, trust) = (text(name, "name")?, handle(trust, "trust")?);
            let place = output(policy, "policy")?;
            let shipped = Policy::preset(name, trust.anchors.clone());
            place.give(kyso_policy::new(shipped.ok_or_else(|| none_shipped(name))?));
            Ok(())
        })
    }
}

/// A policy of the caller's own, a TOML text as in docs/policy.toml. `policy` is the caller's, to
/// be freed with kyso_policy_free; it keeps a copy of the anchors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_policy_from_toml(
    toml: *const c_char,
    trust: *const kyso_trust,
    policy: *mut *mut kyso_policy,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_policy_from_toml", error, || {
            let (toml, trust) = (text(toml, "toml")?, handle(trust, "trust")?);
            let place = output(policy, "policy")?;
            place.give(kyso_policy::new(Policy::from_toml(toml, trust.anchors.clone())?));
            Ok(())
        })
    }
}

/// The names of the shipped policies, a text with commas between. `buffer` is the caller's, to be
/// freed with kyso_buffer_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_policy_shipped_names(
    buffer: *mut *mut kyso_buffer,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_policy_shipped_names", error, || {
            output(buffer, "buffer")?.give(kyso_buffer::names(Policy::preset_names()));
            Ok(())
        })
    }
}

/// The TOML text of a shipped policy: to be read, and to start an own one from. `buffer` is the
/// caller's, to be freed with kyso_buffer_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_policy_shipped_text(
    name: *const c_char,
    buffer: *mut *mut kyso_buffer,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_policy_shipped_text", error, || {
            let (name, place) = (text(name, "name")?, output(buffer, "buffer")?);
            let text = Policy::preset_text(name).ok_or_else(|| none_shipped(name))?;
            place.give(kyso_buffer::new(text.into()));
            Ok(())
        })
    }
}

/// Writes a text about the policy to `text`: `field` is one of KYSO_POLICY_NAME and the numbers
/// after it. NULL where there is none. The text is the policy's and lives until kyso_policy_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_policy_text(
    policy: *const kyso_policy,
    field: u32,
    text: *mut *const c_char,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_policy_text", error, || {
            let (handle, place) = (handle(policy, "policy")?, output(text, "text")?);
            let policy = &handle.policy;
            let joined = |names: Vec<&str>| (!names.is_empty()).then(|| names.join(","));
            let text = match field {
                KYSO_POLICY_NAME => Some(policy.name().to_owned()),
                KYSO_POLICY_WIDENED => joined(policy.widened().collect()),
                KYSO_POLICY_NARROWED => joined(policy.narrowed().collect()),
                KYSO_POLICY_TRUST_DOMAINS => policy.trust_domains().map(|domains| {
                    domains.iter().map(TrustDomain::as_str).collect::<Vec<_>>().join(",")
                }),
                other => return Err(crate::call::unknown("field", other)),
            };
            // What changes the policy changes the text of the same field.
            let key = (0, 0, field, text.clone().unwrap_or_default());
            place.put(handle.texts.get(key, text.as_deref()));
            Ok(())
        })
    }
}

/// What the rules rest on, as a JSON array of objects with `mark` (how well it is known), `clause`,
/// `since` and `text`. `buffer` is the caller's, to be freed with kyso_buffer_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_policy_notes(
    policy: *const kyso_policy,
    buffer: *mut *mut kyso_buffer,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_policy_notes", error, || {
            let (policy, place) = (handle(policy, "policy")?, output(buffer, "buffer")?);
            let notes = policy.policy.notes().iter().map(|note| {
        json!({ "mark": note.mark, "clause": note.clause, "since": note.since, "text": note.text })
    });
            place.give(kyso_buffer::json(&notes.collect::<Vec<Value>>())?);
            Ok(())
        })
    }
}

/// Adds certificates that may help to find a path, such as intermediates that a signer left out:
/// PEM, DER or PKCS#7. They are not trusted.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_policy_add_certificates(
    policy: *mut kyso_policy,
    data: *const u8,
    len: usize,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        change(c"kyso_policy_add_certificates", policy, error, |policy| {
            let certificates = certificate::read(bytes(data, len, "data")?)?;
            Ok(policy.with_certificates(certificates))
        })
    }
}

/// Asks that every certificate but the anchor is shown not to be revoked, even one that names no
/// place where that would be published.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_policy_require_revocation(
    policy: *mut kyso_policy,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        change(c"kyso_policy_require_revocation", policy, error, |policy| {
            Ok(policy.with_revocation_required())
        })
    }
}

/// Sets the grace period in seconds (EN 319 102-1, 5.2.5.4): evidence about the signer's
/// certificate counts only when it was issued this long after the time that proves the signature.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_policy_set_grace(
    policy: *mut kyso_policy,
    seconds: u32,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        change(c"kyso_policy_set_grace", policy, error, |policy| Ok(policy.with_grace(seconds)))
    }
}

/// Sets how old evidence about signers and time-stamp authorities may be at the time judged, in
/// seconds.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_policy_set_max_evidence_age(
    policy: *mut kyso_policy,
    seconds: u32,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        change(c"kyso_policy_set_max_evidence_age", policy, error, |policy| {
            Ok(policy.with_max_evidence_age(seconds))
        })
    }
}

/// Asks that algorithms also stand by this table (JSON, as the library's own); what the built-in
/// table refuses stays refused.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_policy_add_algorithms(
    policy: *mut kyso_policy,
    json: *const u8,
    len: usize,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        change(c"kyso_policy_add_algorithms", policy, error, |policy| {
            Ok(policy.with_algorithms(table(bytes(json, len, "json")?)?))
        })
    }
}

/// Frees the policy. NULL is left alone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_policy_free(policy: *mut kyso_policy) {
    // SAFETY: NULL, or a handle that was not freed.
    unsafe { free(policy) };
}

/// Puts another policy in the place of the one that is there.
///
/// # Safety
/// As the functions that call it.
pub(crate) unsafe fn change(
    function: &'static CStr,
    policy: *mut kyso_policy,
    error: *mut *mut kyso_error,
    with: impl FnOnce(Policy) -> Result<Policy, Fault>,
) -> u32 {
    // SAFETY: the caller's promise.
    unsafe {
        call(function, error, || {
            let handle = handle_mut(policy, "policy")?;
            handle.policy = with(handle.policy.clone())?;
            Ok(())
        })
    }
}

fn none_shipped(name: &str) -> Fault {
    Fault::new(KYSO_INVALID_ARGUMENT, format!("no policy {name:?} is shipped"))
}

/// A table of algorithms.
pub(crate) fn table(json: &[u8]) -> Result<AlgorithmAges, Fault> {
    AlgorithmAges::from_json(json).map_err(|error| Fault::of(KYSO_ALGORITHM_TABLE, &error))
}
