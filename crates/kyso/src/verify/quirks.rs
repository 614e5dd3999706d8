//! Habits of signing software that change no verdict and that a reader should know of.

use super::path::ChainTrusted;
use crate::algorithm::{DigestAlgorithm, SignatureAlgorithm};
use crate::report::{Code, Finding};
use crate::time::Time;
use crate::x509::Certificate;

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;

/// Viet Nam's clocks, in hours before UTC, where most such signatures come from.
const EXPECTED: i64 = 7;

/// The farthest east of Greenwich that clocks go, in hours.
const FARTHEST: i64 = 14;

/// How far from a whole number of hours the difference may be: a time-stamp comes some time after
/// the signature, and the two clocks differ.
const SLACK_EXPECTED: i64 = HOUR;
const SLACK: i64 = 10 * MINUTE;

/// A claimed time that lies after the proven one by a whole number of hours was read off a local
/// clock and written as if it were UTC. It is told, never corrected.
pub(super) fn local_time(claimed: Option<Time>, proven: Option<Time>, findings: &mut Vec<Finding>) {
    let (Some(claimed), Some(proven)) = (claimed, proven) else { return };
    let Some(ahead) = claimed.unix().checked_sub(proven.unix()) else { return };
    let is_near = |hours: i64, slack: i64| (ahead - hours * HOUR).abs() <= slack;
    let hours = if is_near(EXPECTED, SLACK_EXPECTED) {
        Some(EXPECTED)
    } else {
        (1..=FARTHEST).find(|hours| is_near(*hours, SLACK))
    };
    if let Some(hours) = hours.and_then(|hours| u32::try_from(hours).ok()) {
        let finding = Finding::warning(Code::LocalTimeAsUtc).with("claimed", claimed);
        findings.push(finding.with("proven", proven).with("hours", hours));
    }
}

/// Whether others will find the path: none of the certificates between the signer and the anchor
/// is among those `embedded` in the document.
pub(super) fn only_leaf<'c>(
    chain: Option<&ChainTrusted>,
    embedded: impl Iterator<Item = &'c Certificate>,
    findings: &mut Vec<Finding>,
) {
    let Some([_, between @ .., _]) = chain.map(ChainTrusted::path) else { return };
    let mut embedded = embedded;
    if !between.is_empty() && !embedded.any(|one| between.contains(one)) {
        let missing = between.first().map(|first| first.subject().to_string());
        let finding = Finding::warning(Code::OnlyLeafEmbedded);
        findings.push(finding.with("issuer", missing.unwrap_or_default()));
    }
}

/// Hashes that collide, whatever the policy says of their age.
pub(super) fn weak_digests(
    content: &[DigestAlgorithm],
    signature: SignatureAlgorithm,
    findings: &mut Vec<Finding>,
) {
    let is_weak = |digest: &DigestAlgorithm| *digest == DigestAlgorithm::Sha1;
    let places =
        [(content.iter().any(is_weak), "document"), (is_weak(&signature.digest()), "signature")];
    for (_, place) in places.into_iter().filter(|(weak, _)| *weak) {
        let finding = Finding::warning(Code::WeakDigest);
        findings.push(finding.with("algorithm", DigestAlgorithm::Sha1.name()).with("where", place));
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]
mod tests {
    use super::local_time;
    use crate::report::Fact;
    use crate::time::Time;

    /// The hours found where the claimed time is so many seconds after the proven one.
    fn hours(ahead: i64) -> Option<Fact> {
        let proven = Time::from_unix(1_800_000_000).unwrap();
        let mut findings = Vec::new();
        local_time(Some(proven.plus(ahead)), Some(proven), &mut findings);
        findings.pop().and_then(|finding| finding.facts.get("hours").cloned())
    }

    #[test]
    fn a_whole_number_of_hours_ahead_is_a_local_clock() {
        assert_eq!(hours(7 * 3600), Some(Fact::Number(7)));
        assert_eq!(hours(7 * 3600 - 3000), Some(Fact::Number(7)));
        assert_eq!(hours(9 * 3600 - 30), Some(Fact::Number(9)));
        assert_eq!(hours(14 * 3600), Some(Fact::Number(14)));
    }

    #[test]
    fn any_other_difference_is_none() {
        for ahead in [0, -7 * 3600, -30, 1800, 2 * 3600 + 1200, 15 * 3600, 30 * 24 * 3600] {
            assert_eq!(hours(ahead), None, "{ahead}");
        }
    }
}
