//! Narrows a policy: what is asked beyond the default.

use std::ffi::c_char;

use const_oid::ObjectIdentifier;
use kyso::Policy;
use kyso::policy::{AlgorithmAges, Filling};
use kyso::trust::TrustDomain;
use kyso::x509::NameConstraints;

use crate::call::{bytes, text, unknown};
use crate::code::{KYSO_CERTIFICATE, KYSO_INVALID_ARGUMENT};
use crate::error::{Fault, kyso_error};
use crate::names::{
    KYSO_LATER_ANNOTATIONS, KYSO_LATER_FILLING, KYSO_LATER_SIGNATURES, KYSO_LATER_TIMESTAMPS,
};
use crate::policy::{change, kyso_policy, table};
use crate::trust::domain;

/// Takes only paths that end in one of these trust domains, names with commas between; for
/// time-stamps too, unless kyso_policy_set_timestamp_domains says otherwise. Said again, or after a
/// policy file said it, the last counts.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_policy_set_trust_domains(
    policy: *mut kyso_policy,
    domains: *const c_char,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        change(c"kyso_policy_set_trust_domains", policy, error, |policy| {
            Ok(policy.with_trust_domains(self::domains(text(domains, "domains")?)?))
        })
    }
}

/// Takes only time-stamps whose paths end in one of these trust domains, names with commas between.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_policy_set_timestamp_domains(
    policy: *mut kyso_policy,
    domains: *const c_char,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        change(c"kyso_policy_set_timestamp_domains", policy, error, |policy| {
            Ok(policy.with_timestamp_domains(self::domains(text(domains, "domains")?)?))
        })
    }
}

/// Asks that a signature covers the whole document as it stood when it was made: an XML signature
/// over one part is undecided.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_policy_require_whole_document(
    policy: *mut kyso_policy,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        change(c"kyso_policy_require_whole_document", policy, error, |policy| {
            Ok(policy.with_whole_document())
        })
    }
}

/// Asks that a time-stamp proves when a signature was made.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_policy_require_proven_time(
    policy: *mut kyso_policy,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        change(c"kyso_policy_require_proven_time", policy, error, |policy| {
            Ok(policy.with_proven_time())
        })
    }
}

/// Asks that so many different persons signed and passed, document time-stamps not counted.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_policy_require_signatures(
    policy: *mut kyso_policy,
    count: usize,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        change(c"kyso_policy_require_signatures", policy, error, |policy| {
            Ok(policy.with_least_signatures(count))
        })
    }
}

/// Asks that what was signed names the signer's certificate, also in XML signatures without XAdES,
/// which have no place for it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_policy_require_signing_certificate(
    policy: *mut kyso_policy,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        change(c"kyso_policy_require_signing_certificate", policy, error, |policy| {
            Ok(of_signers(policy, |rules| rules.signing_certificate = true))
        })
    }
}

/// Asks that signers' certificates have `keyUsage` with `nonRepudiation` (RFC 5280, 4.2.1.3).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_policy_require_non_repudiation(
    policy: *mut kyso_policy,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        change(c"kyso_policy_require_non_repudiation", policy, error, |policy| {
            Ok(of_signers(policy, |rules| rules.non_repudiation = true))
        })
    }
}

/// Asks that signers' certificates have `extendedKeyUsage` with one of these purposes (RFC 5280,
/// 4.2.1.12), object identifiers with commas between. Said again, the last counts.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_policy_set_purposes(
    policy: *mut kyso_policy,
    purposes: *const c_char,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        change(c"kyso_policy_set_purposes", policy, error, |policy| {
            let purposes = oids(text(purposes, "purposes")?)?;
            Ok(of_signers(policy, |rules| rules.purposes = purposes))
        })
    }
}

/// Lets nothing of this kind come after a signature: KYSO_LATER_SIGNATURES, _TIMESTAMPS, _FILLING
/// or _ANNOTATIONS.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_policy_forbid_later(
    policy: *mut kyso_policy,
    kind: u32,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        change(c"kyso_policy_forbid_later", policy, error, |policy| {
            let mut later = policy.later_changes().clone();
            match kind {
                KYSO_LATER_SIGNATURES => later.signatures = false,
                KYSO_LATER_TIMESTAMPS => later.timestamps = false,
                KYSO_LATER_FILLING => later.filling = Filling::Only(Vec::new()),
                KYSO_LATER_ANNOTATIONS => later.annotations = false,
                other => return Err(unknown("kind", other)),
            }
            Ok(policy.with_later_changes(later))
        })
    }
}

/// Of form fields, lets the one with this full name be filled after a signature, beside those that
/// were named so before, and no others.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_policy_add_fillable(
    policy: *mut kyso_policy,
    field: *const c_char,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        change(c"kyso_policy_add_fillable", policy, error, |policy| {
            let (field, mut later) =
                (text(field, "field")?.to_owned(), policy.later_changes().clone());
            match &mut later.filling {
                Filling::Only(fields) => fields.push(field),
                Filling::Any => later.filling = Filling::Only(vec![field]),
            }
            Ok(policy.with_later_changes(later))
        })
    }
}

/// Asks that algorithms also stand by the shipped table of this name: `tt-15-2025`, or `baseline`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_policy_add_shipped_algorithms(
    policy: *mut kyso_policy,
    name: *const c_char,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        change(c"kyso_policy_add_shipped_algorithms", policy, error, |policy| {
            let name = text(name, "name")?;
            let unknown =
                || Fault::new(KYSO_INVALID_ARGUMENT, format!("no table {name:?} is shipped"));
            Ok(policy.with_algorithms(AlgorithmAges::named(name).ok_or_else(unknown)?))
        })
    }
}

/// Warns of algorithms that this table (JSON, as the library's own) does not allow, and takes them
/// all the same.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_policy_add_advised_algorithms(
    policy: *mut kyso_policy,
    json: *const u8,
    len: usize,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        change(c"kyso_policy_add_advised_algorithms", policy, error, |policy| {
            Ok(policy.with_advised_algorithms(table(bytes(json, len, "json")?)?))
        })
    }
}

/// Asks that paths hold under one of these certificate policies (RFC 5280, 6.1.1 c and e), object
/// identifiers with commas between. Said again, the last counts.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_policy_set_certificate_policies(
    policy: *mut kyso_policy,
    policies: *const c_char,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        change(c"kyso_policy_set_certificate_policies", policy, error, |policy| {
            let policies = oids(text(policies, "policies")?)?;
            Ok(of_paths(policy, |path| {
                path.policies = Some(policies);
                path.require_explicit_policy = true;
            }))
        })
    }
}

/// Asks that paths hold under a certificate policy, whichever (RFC 5280, 6.1.1 e).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_policy_require_explicit_policy(
    policy: *mut kyso_policy,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        change(c"kyso_policy_require_explicit_policy", policy, error, |policy| {
            Ok(of_paths(policy, |path| path.require_explicit_policy = true))
        })
    }
}

/// Lets no CA map certificate policies (RFC 5280, 6.1.1 d).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_policy_inhibit_policy_mapping(
    policy: *mut kyso_policy,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        change(c"kyso_policy_inhibit_policy_mapping", policy, error, |policy| {
            Ok(of_paths(policy, |path| path.inhibit_policy_mapping = true))
        })
    }
}

/// Lets anyPolicy in a certificate stand for no other policy (RFC 5280, 6.1.1 f).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_policy_inhibit_any_policy(
    policy: *mut kyso_policy,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        change(c"kyso_policy_inhibit_any_policy", policy, error, |policy| {
            Ok(of_paths(policy, |path| path.inhibit_any_policy = true))
        })
    }
}

/// Lets no more than so many certificates stand between the signer's and the anchor, self-issued
/// ones not counted.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_policy_set_max_path_length(
    policy: *mut kyso_policy,
    count: usize,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        change(c"kyso_policy_set_max_path_length", policy, error, |policy| {
            Ok(of_paths(policy, |path| path.max_path_length = Some(count)))
        })
    }
}

/// Asks that the names in paths lie within these subtrees: the value of a `nameConstraints`
/// extension, `len` bytes of DER at `data` (RFC 5280, 4.2.1.10). Said again, the last counts.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_policy_set_name_constraints(
    policy: *mut kyso_policy,
    data: *const u8,
    len: usize,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        change(c"kyso_policy_set_name_constraints", policy, error, |policy| {
            let names = NameConstraints::from_der(bytes(data, len, "data")?);
            let names = names.map_err(|error| Fault::of(KYSO_CERTIFICATE, &error))?;
            Ok(of_paths(policy, |path| path.names = names))
        })
    }
}

fn of_signers(policy: Policy, with: impl FnOnce(&mut kyso::policy::SignerRules)) -> Policy {
    let mut rules = policy.signer_rules().clone();
    with(&mut rules);
    policy.with_signer_rules(rules)
}

fn of_paths(policy: Policy, with: impl FnOnce(&mut kyso::policy::PathConstraints)) -> Policy {
    let mut path = policy.path_constraints().clone();
    with(&mut path);
    policy.with_path_constraints(path)
}

/// What stands between commas, at least one.
fn list<T>(text: &str, read: impl Fn(&str) -> Result<T, Fault>) -> Result<Vec<T>, Fault> {
    text.split(',').map(|part| read(part.trim())).collect()
}

fn domains(text: &str) -> Result<Vec<TrustDomain>, Fault> {
    list(text, domain)
}

pub(crate) fn oids(text: &str) -> Result<Vec<ObjectIdentifier>, Fault> {
    let unknown = |part: &str| Fault::new(KYSO_INVALID_ARGUMENT, format!("{part:?} is no OID"));
    list(text, |part| ObjectIdentifier::new(part).map_err(|_| unknown(part)))
}
