//! The rules by which signatures are judged.

use kyso::Policy;
use kyso::policy::AlgorithmAges;

use crate::call::{bytes, call, free, handle, handle_mut, output};
use crate::certificate;
use crate::code::KYSO_ALGORITHM_TABLE;
use crate::error::{Fault, kyso_error};
use crate::trust::kyso_trust;

/// The rules by which signatures are judged, strict unless widened. One thread at a time may change
/// it; a verifier keeps a copy.
pub struct kyso_policy {
    pub(crate) policy: Policy,
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
            output(policy, "policy")?.give(kyso_policy { policy: Policy::baseline(anchors) });
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

/// Dangerous: judges algorithms by this table in the place of the built-in one. Whoever can find
/// collisions can put another document in the place of the signed one. The report says so.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_policy_dangerous_accept_algorithms(
    policy: *mut kyso_policy,
    json: *const u8,
    len: usize,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        change(c"kyso_policy_dangerous_accept_algorithms", policy, error, |mut policy| {
            policy.dangerous().accept_algorithms(table(bytes(json, len, "json")?)?);
            Ok(policy)
        })
    }
}

/// Dangerous: lets a signature pass that does not bind its certificate. The report says so.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_policy_dangerous_accept_missing_signing_certificate(
    policy: *mut kyso_policy,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        let name = c"kyso_policy_dangerous_accept_missing_signing_certificate";
        change(name, policy, error, |mut policy| {
            policy.dangerous().accept_missing_signing_certificate();
            Ok(policy)
        })
    }
}

/// Dangerous: takes the wrong name that old edXML samples give to exclusive canonicalization for
/// the right one. The report says so.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_policy_dangerous_accept_legacy_transforms(
    policy: *mut kyso_policy,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        let name = c"kyso_policy_dangerous_accept_legacy_transforms";
        change(name, policy, error, |mut policy| {
            policy.dangerous().accept_legacy_transforms();
            Ok(policy)
        })
    }
}

/// Dangerous: lets revocation evidence stand for so many seconds after its nextUpdate. Whoever
/// holds back the newer one hides a revocation for as long. The report says so.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_policy_dangerous_accept_overdue_evidence(
    policy: *mut kyso_policy,
    seconds: u32,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        let name = c"kyso_policy_dangerous_accept_overdue_evidence";
        change(name, policy, error, |mut policy| {
            policy.dangerous().accept_overdue_evidence(seconds);
            Ok(policy)
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
unsafe fn change(
    function: &'static std::ffi::CStr,
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

fn table(json: &[u8]) -> Result<AlgorithmAges, Fault> {
    AlgorithmAges::from_json(json).map_err(|error| Fault::of(KYSO_ALGORITHM_TABLE, &error))
}
