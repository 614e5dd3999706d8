//! Files forged after signing: none passes. The families are the testkit's, by name.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

mod common;

use common::{now, pki, policy, sign};
use kyso::{Conclusion, Document, Verifier};
use kyso_testkit::attacks;
use kyso_testkit::pdf::{Bad, PdfKind, bad, pdf};

#[test]
fn no_forged_file_passes() {
    let pki = pki();
    let policy = policy(&pki);
    let mut judged = 0;
    for signatures in 1..=3 {
        let start = pdf(PdfKind::Classic);
        let signed = (0..signatures).fold(start, |bytes, _| sign(&bytes, &pki));
        for attack in attacks::all(&signed) {
            let Ok(document) = Document::from_bytes(attack.bytes) else { continue };
            let report = Verifier::new(&policy).verify(&document, now());
            let passed = matches!(report.conclusion(), Conclusion::Passed(_));
            assert!(!passed, "{} on a file signed {signatures} times", attack.name);
            judged += 1;
        }
    }
    assert!(judged > 40, "only {judged} forged files could be read");
}

#[test]
fn broken_files_are_refused_with_a_place_and_never_crash() {
    let policy = policy(&pki());
    for fault in Bad::ALL {
        match Document::from_bytes(bad(fault)) {
            Ok(document) => {
                let report = Verifier::new(&policy).verify(&document, now());
                assert!(!matches!(report.conclusion(), Conclusion::Passed(_)), "{fault:?}");
            }
            Err(error) => assert!(!error.to_string().is_empty(), "{fault:?}"),
        }
    }
}

#[test]
fn every_flipped_bit_of_the_covered_bytes_fails_and_is_never_unsigned() {
    let pki = pki();
    let policy = policy(&pki);
    let verifier = Verifier::new(&policy);
    for kind in PdfKind::ALL {
        let signed = sign(&pdf(kind), &pki);
        for position in attacks::flips(&signed, 300) {
            let altered = attacks::flip(&signed, position);
            let source = kyso::Source::from_bytes(altered);
            let report = verifier.verify_source(&source, now()).unwrap();
            let failed = matches!(report.conclusion(), Conclusion::Failed(_));
            assert!(failed, "byte {position} of {kind:?}: {:?}", report.conclusion());
        }
    }
}

#[test]
fn a_key_of_a_second_signature_that_changed_fails_the_first() {
    let pki = pki();
    let once = sign(&pdf(PdfKind::Classic), &pki);
    let twice = sign(&once, &pki);
    // The field's `/V 18 0 R` becomes `/T 18 0 R`: the signature vanishes.
    let at = once.len() + find(&twice[once.len()..], b"/V ") + 1;
    let mut altered = twice.clone();
    altered[at] = b'T';
    let report = common::verify(&altered, &policy(&pki));
    assert!(matches!(report.conclusion(), Conclusion::Failed(_)), "{report:#?}");
}

fn find(bytes: &[u8], needle: &[u8]) -> usize {
    bytes.windows(needle.len()).position(|window| window == needle).unwrap()
}
