//! Containers that EU DSS made pass, and take a further signature.
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

mod common;

use std::path::{Path, PathBuf};

use common::{credential, now, pki};
use kyso::report::Coverage;
use kyso::{Conclusion, Document, Policy, Time, TrustAnchors, Verifier};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/asic-dss")
}

/// They claim to be made a day after what other tests take for now.
fn then() -> Time {
    Time::from_utc(2026, 11, 24, 8, 0, 0).unwrap()
}

fn judge(bytes: &[u8], signatures: usize, anchors: &TrustAnchors, name: &str) {
    let policy = Policy::baseline(anchors.clone());
    let document = Document::from_bytes(bytes).unwrap();
    let report = Verifier::new(&policy).verify(&document, then());
    assert!(matches!(report.conclusion(), Conclusion::Passed(_)), "{name}: {report:#?}");
    assert_eq!(report.signatures.len(), signatures, "{name}");
    assert!(report.signatures.iter().all(|one| one.coverage == Coverage::WholeFile), "{name}");
}

#[test]
fn containers_of_dss_pass() {
    let root = std::fs::read(folder().join("root.pem")).unwrap();
    let pki = pki();
    for form in ["xades", "cades"] {
        for kind in ["asice", "asics"] {
            for (more, count) in [("", 1), ("-two", 2)] {
                let name = format!("{form}{more}.{kind}");
                let bytes = std::fs::read(folder().join(&name)).unwrap();
                let anchors = TrustAnchors::from_bytes(&root).unwrap();
                judge(&bytes, count, &anchors, &name);
                let document = Document::from_bytes(bytes).unwrap();
                let signed = document.sign(&credential(&pki.signer), now()).finish().unwrap();
                let both = [root.as_slice(), b"\n", pki.root_pem().as_bytes()].concat();
                let both = TrustAnchors::from_bytes(&both).unwrap();
                judge(&signed.to_bytes().unwrap(), count + 1, &both, &name);
            }
        }
    }
}
