//! Raises what is signed to a higher level.

use kyso::Cancellation;

use crate::call::{call, free, handle, handle_mut, optional, output, time};
use crate::cancellation::settle;
use crate::document::kyso_document;
use crate::error::{Fault, kyso_error};
use crate::evidence::kyso_evidence;
use crate::signed::kyso_signed;
use crate::signing::freshness;
use crate::signing_options::{Goal, Name};
use crate::trust::kyso_trust;
use crate::tsa::{kyso_revocation, kyso_tsa};

/// How to raise what is signed to a higher level, or to renew its last time-stamp. It is of no
/// document: the same one extends any number of them, on any number of threads at once, as long as
/// nobody changes it.
pub struct kyso_extension {
    goal: Goal,
}

/// How to extend to `level`: KYSO_LEVEL_T, _LT or _LTA. `tsa` stamps; from LT on `revocation` knows
/// of revocations, NULL below. What is needed of both is kept. `extension` is the caller's, to be
/// freed with kyso_extension_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_extension_new(
    level: u32,
    tsa: *const kyso_tsa,
    revocation: *const kyso_revocation,
    extension: *mut *mut kyso_extension,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_extension_new", error, || {
            let place = output(extension, "extension")?;
            let mut goal = Goal::default();
            goal.set_level(level, optional(tsa), optional(revocation))?;
            place.give(kyso_extension { goal });
            Ok(())
        })
    }
}

/// Lets a lower level do where the one asked for cannot be reached; kyso_signed_level says which it
/// became.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_extension_allow_lower_level(
    extension: *mut kyso_extension,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        change(c"kyso_extension_allow_lower_level", extension, error, |goal| {
            goal.fallback = true;
            Ok(())
        })
    }
}

/// Takes time-stamps only from authorities whose path ends at one of `trust`, of which a copy is
/// kept.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_extension_set_trust(
    extension: *mut kyso_extension,
    trust: *const kyso_trust,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        change(c"kyso_extension_set_trust", extension, error, |goal| {
            goal.trust = Some(handle(trust, "trust")?.anchors.clone());
            Ok(())
        })
    }
}

/// Certificates and revocation data to draw on before anything is fetched, of which a copy is kept.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_extension_set_evidence(
    extension: *mut kyso_extension,
    evidence: *const kyso_evidence,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        change(c"kyso_extension_set_evidence", extension, error, |goal| {
            goal.evidence = handle(evidence, "evidence")?.evidence.clone();
            Ok(())
        })
    }
}

/// How recent evidence must be: the grace period and the greatest age, in seconds; 0 sets none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_extension_set_freshness(
    extension: *mut kyso_extension,
    grace_seconds: u32,
    max_age_seconds: u32,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        change(c"kyso_extension_set_freshness", extension, error, |goal| {
            goal.freshness = freshness(grace_seconds, max_age_seconds);
            Ok(())
        })
    }
}

/// Extends a document; the bytes that are there stay. `now`, in seconds since 1970, is the time as
/// of which certificates that no time-stamp covers are judged. `signed` is the caller's, to be freed
/// with kyso_signed_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_extend(
    document: *const kyso_document,
    extension: *const kyso_extension,
    now: i64,
    signed: *mut *mut kyso_signed,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_extend", error, || {
            let document = handle(document, "document")?;
            let goal = &handle(extension, "extension")?.goal;
            let (now, place) = (time(now, "now")?, output(signed, "signed")?);
            let flag: Option<&Cancellation> = document.flag();
            let services = goal.services(flag);
            let builder = document.whole()?.extend(now).level(services.level());
            let mut builder = builder.evidence(goal.evidence.clone()).freshness(goal.freshness);
            if let Some(anchors) = &goal.trust {
                builder = builder.trust(anchors);
            }
            if goal.fallback {
                builder = builder.allow_lower_level();
            }
            place.give(kyso_signed::new(settle(builder.finish(), flag)?));
            Ok(())
        })
    }
}

/// Frees it. NULL is left alone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_extension_free(extension: *mut kyso_extension) {
    // SAFETY: NULL, or a handle that was not freed.
    unsafe { free(extension) };
}

/// Changes what is asked for.
///
/// # Safety
/// As the functions that call it.
unsafe fn change(
    function: Name,
    extension: *mut kyso_extension,
    error: *mut *mut kyso_error,
    with: impl FnOnce(&mut Goal) -> Result<(), Fault>,
) -> u32 {
    // SAFETY: the caller's promise.
    unsafe { call(function, error, || with(&mut handle_mut(extension, "extension")?.goal)) }
}
