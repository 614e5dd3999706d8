//! Widens a policy: each by its name, each echoed in the report.

use crate::call::bytes;
use crate::error::kyso_error;
use crate::policy::{change, kyso_policy, table};

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

/// Dangerous: lets certificates sign documents whose key usage says that they are for something
/// else, such as servers. The report says so.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_policy_dangerous_accept_other_purposes(
    policy: *mut kyso_policy,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        change(c"kyso_policy_dangerous_accept_other_purposes", policy, error, |mut policy| {
            policy.dangerous().accept_other_purposes();
            Ok(policy)
        })
    }
}

/// Dangerous: lets certificates stand for so many seconds after they expired, when their authority
/// does not tell any more whether they were revoked. The report says so.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_policy_dangerous_accept_expired_certificates(
    policy: *mut kyso_policy,
    seconds: u32,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        change(c"kyso_policy_dangerous_accept_expired_certificates", policy, error, |mut policy| {
            policy.dangerous().accept_expired_certificates(seconds);
            Ok(policy)
        })
    }
}

/// Dangerous: lets a certificate pass of which nobody could say whether it was revoked. Whoever
/// stole a key signs until the certificate expires. The report says so.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_policy_dangerous_accept_unchecked_revocation(
    policy: *mut kyso_policy,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        change(c"kyso_policy_dangerous_accept_unchecked_revocation", policy, error, |mut policy| {
            policy.dangerous().accept_unchecked_revocation();
            Ok(policy)
        })
    }
}

/// Dangerous: judges certificates and algorithms as of the time that the signer claims, where no
/// time-stamp proves one. Whoever finds an old key signs with a date of its time. The report says
/// so.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_policy_dangerous_accept_claimed_time(
    policy: *mut kyso_policy,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        change(c"kyso_policy_dangerous_accept_claimed_time", policy, error, |mut policy| {
            policy.dangerous().accept_claimed_time();
            Ok(policy)
        })
    }
}

/// Dangerous: lets annotations come after a signature though no certification allows them. They
/// cover what was signed as far as they reach. The report says so.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_policy_dangerous_accept_annotations(
    policy: *mut kyso_policy,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        change(c"kyso_policy_dangerous_accept_annotations", policy, error, |mut policy| {
            policy.dangerous().accept_annotations();
            Ok(policy)
        })
    }
}

/// Dangerous: lets a document pass in which one signature passed and others could not be decided.
/// The report says so.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_policy_dangerous_accept_undecided_signatures(
    policy: *mut kyso_policy,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        change(c"kyso_policy_dangerous_accept_undecided_signatures", policy, error, |mut policy| {
            policy.dangerous().accept_undecided_signatures();
            Ok(policy)
        })
    }
}
