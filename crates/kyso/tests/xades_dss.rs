//! What EU DSS signed is read as what it is, every time-stamp over the bytes that it stamped.
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

#[path = "common/seen.rs"]
mod seen;

use std::path::Path;

use kyso::report::{Coverage, FoundLevel, SubIndication};
use kyso::xml::ParseOptions;
use kyso::xml::Tree;
use kyso::xml::signature::find;
use kyso::xml::xades::{Commitment, PolicyIdentifier, TimestampKind};
use kyso::{Conclusion, Document, Policy, Report, Time, TrustAnchors, Verifier};
use seen::{Seen, see};

fn file(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/xades-dss");
    std::fs::read(folder.join(name).with_extension("xml")).unwrap()
}

/// Every signature of a file, with its level and how many time-stamps of each kind hold.
#[track_caller]
fn assert_seen(name: &str, expected: &[(FoundLevel, usize, usize)]) -> Vec<Seen> {
    let bytes = file(name);
    let tree = Tree::parse(&bytes, &ParseOptions::default()).unwrap();
    let signatures = find(&tree);
    assert_eq!(signatures.len(), expected.len());
    let seen: Vec<_> = signatures.iter().map(|node| see(&bytes, |_| *node)).collect();
    for (seen, (level, on_value, archive)) in seen.iter().zip(expected) {
        let count = |kind| seen.stamps.iter().filter(|stamp| stamp.0 == kind).count();
        assert_eq!(seen.level, *level);
        assert_eq!(count(TimestampKind::Signature), *on_value);
        assert_eq!(count(TimestampKind::Archive), *archive);
    }
    seen
}

macro_rules! files {
    ($($test:ident: $name:literal => [$($expected:expr),+];)+) => {
        $(#[test]
        fn $test() {
            assert_seen($name, &[$($expected),+]);
        })+
    };
}

use FoundLevel::{BB, BLT, BLTA, BT};

files! {
    b: "b" => [(BB, 0, 0)];
    t: "t" => [(BT, 1, 0)];
    lt: "lt" => [(BLT, 1, 0)];
    lta: "lta" => [(BLTA, 1, 1)];
    renewed: "lta-renewed" => [(BLTA, 1, 2)];
    // `SigningCertificate` and the other properties of before EN 319 132-1.
    first_versions: "v1" => [(BLTA, 1, 1)];
    // Canonical XML 1.0 everywhere, SHA-512 in the time-stamps.
    inclusive: "inclusive" => [(BLTA, 1, 1)];
    // Base64 in an object: every byte of the object is stamped too.
    enveloping: "enveloping" => [(BLTA, 1, 1)];
    enveloping_xml: "enveloping-xml" => [(BLTA, 1, 1)];
    internally_detached: "internally-detached" => [(BLTA, 1, 1)];
    // Filter 2.0 leaves out both.
    parallel: "parallel" => [(BLTA, 1, 1), (BLTA, 1, 1)];
    counter: "counter" => [(BT, 1, 0), (BB, 0, 0)];
}

/// Pretty-printed, with all that a signer can say and a reference to `KeyInfo`.
#[test]
fn roles() {
    let seen = assert_seen("roles", &[(BLTA, 1, 1)]);
    let signed = &seen[0].properties.signed;
    assert_eq!(signed.roles, ["Trưởng phòng"]);
    assert_eq!(signed.place.as_ref().unwrap().city.as_deref(), Some("Hà Nội"));
    assert_eq!(signed.commitments[0].commitment, Commitment::ProofOfApproval);
    let Some(PolicyIdentifier::Explicit { identifier, .. }) = &signed.policy else { panic!() };
    assert_eq!(identifier, "urn:oid:1.2.3");
    assert!(signed.unknown.is_empty());
}

/// The verdict with the file alone, an hour after it was made.
fn verify(name: &str) -> Report {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/xades-dss/root.pem");
    let policy = Policy::baseline(TrustAnchors::from_pem_file(root).unwrap());
    let at = Time::from_utc(2026, 11, 23, 1, 0, 0).unwrap();
    Verifier::new(&policy).verify(&Document::from_bytes(file(name)).unwrap(), at)
}

/// DSS envelops by a filter that takes out every signature: that is known, not "anything".
#[test]
fn all_but_signatures_is_the_whole_file() {
    for (name, coverage) in [
        ("lta", Coverage::WholeFile),
        ("parallel", Coverage::WholeFile),
        ("enveloping-xml", Coverage::WholeFile),
        ("internally-detached", Coverage::Partial),
    ] {
        let report = verify(name);
        assert!(report.signatures.iter().all(|one| one.coverage == coverage), "{report:#?}");
    }
}

#[test]
fn from_b_lt_on_they_pass_by_themselves() {
    for name in [
        "lt",
        "lta",
        "lta-renewed",
        "v1",
        "inclusive",
        "enveloping",
        "enveloping-xml",
        "internally-detached",
        "roles",
        "parallel",
    ] {
        let report = verify(name);
        assert!(matches!(report.conclusion(), Conclusion::Passed(_)), "{name}: {report:#?}");
        assert!(report.signatures.iter().all(|one| one.signing_time.proven.is_some()), "{name}");
    }
    for name in ["b", "t", "counter"] {
        let expected = Conclusion::Indeterminate(SubIndication::TryLater);
        assert_eq!(*verify(name).conclusion(), expected, "{name}");
    }
}
