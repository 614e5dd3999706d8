//! Files forged after signing: none passes. The families are the testkit's, by name.

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
