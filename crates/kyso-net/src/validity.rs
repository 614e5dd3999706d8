//! How long an answer may be used again.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use kyso::Time;
use kyso::revocation::Evidence;
use kyso::x509::{Certificate, OcspResponse};

use crate::evidence::Keep;
use crate::limits;

/// What an answer is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Kind {
    Ocsp,
    Crl,
    Certificates,
}

/// Until when an answer that came at `since` is used; `None` when it is none of its kind, and
/// nothing to keep.
pub(crate) fn until(
    kind: Kind,
    answer: &[u8],
    since: SystemTime,
    keep: &Keep,
) -> Option<SystemTime> {
    match kind {
        Kind::Ocsp => {
            let response = OcspResponse::parse(answer).ok()?;
            // The first end; without an end in one of them, more is known at any time.
            let ends = response.responses().iter().map(|single| single.next_update);
            let end = ends.collect::<Option<Vec<Time>>>().and_then(|ends| ends.into_iter().min());
            Some(limited(end, since, keep.ocsp))
        }
        Kind::Crl => {
            let evidence = Evidence::from_bytes(answer.to_vec()).ok()?;
            let end = evidence.crls.first()?.next_update();
            Some(limited(end, since, keep.crl))
        }
        Kind::Certificates => {
            Certificate::from_pem_or_der(answer).ok()?;
            Some(after(since, keep.certificates))
        }
    }
}

/// A caller may say for ever; the clock ends somewhere.
pub(crate) fn after(since: SystemTime, time: Duration) -> SystemTime {
    since.checked_add(time.min(limits::KEEP_FILES)).unwrap_or(since)
}

/// The earlier of the two; a moment only, when there is no end to come.
fn limited(end: Option<Time>, since: SystemTime, most: Duration) -> SystemTime {
    let end = end.and_then(|time| u64::try_from(time.unix()).ok());
    match end.and_then(|seconds| UNIX_EPOCH.checked_add(Duration::from_secs(seconds))) {
        Some(end) if end > since => end.min(after(since, most)),
        _ => after(since, most.min(limits::KEEP_OVERDUE)),
    }
}
