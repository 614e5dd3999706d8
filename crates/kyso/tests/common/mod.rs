//! What every test of the two walks needs: a credential, a policy, a time.
#![allow(dead_code, reason = "no test file uses all of it")]
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

use kyso::{Conclusion, Credential, Document, Policy, Report, Time, TrustAnchors, Verifier};
use kyso_testkit::{Identity, KeyKind, Pki};

pub(crate) fn now() -> Time {
    Time::from_utc(2026, 11, 22, 8, 0, 0).unwrap()
}

pub(crate) fn credential(identity: &Identity) -> Credential {
    let certificates = identity.cert_pem() + &identity.chain_pem();
    Credential::from_pem(identity.key_pem().as_bytes(), certificates.as_bytes(), None).unwrap()
}

pub(crate) fn policy(pki: &Pki) -> Policy {
    Policy::baseline(TrustAnchors::from_bytes(pki.root_pem().as_bytes()).unwrap())
}

pub(crate) fn sign(bytes: &[u8], pki: &Pki) -> Vec<u8> {
    let document = Document::from_bytes(bytes).unwrap();
    document.sign(&credential(&pki.signer), now()).finish().unwrap().to_bytes().unwrap()
}

pub(crate) fn verify(bytes: &[u8], policy: &Policy) -> Report {
    Verifier::new(policy).verify(&Document::from_bytes(bytes).unwrap(), now())
}

#[track_caller]
pub(crate) fn assert_passes(bytes: &[u8], policy: &Policy, signatures: usize) -> Report {
    let report = verify(bytes, policy);
    assert!(matches!(report.conclusion(), Conclusion::Passed(_)), "{report:#?}");
    assert_eq!(report.signatures.len(), signatures);
    report
}

pub(crate) fn pki() -> Pki {
    Pki::new(KeyKind::P256)
}

/// A one-page PDF of these objects, numbered from 1; the first is the catalog.
pub(crate) fn document(objects: &[&str]) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n".to_vec();
    let mut rows = String::new();
    for (index, object) in objects.iter().enumerate() {
        rows += &format!("{:010} 00000 n \n", bytes.len());
        bytes.extend_from_slice(format!("{} 0 obj\n{object}\nendobj\n", index + 1).as_bytes());
    }
    let (start, size) = (bytes.len(), objects.len() + 1);
    let table = format!("xref\n0 {size}\n0000000000 65535 f \n{rows}");
    let trailer = format!("trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n");
    bytes.extend_from_slice((table + &trailer).as_bytes());
    bytes
}

/// A stream object of these entries.
pub(crate) fn stream(entries: &str, data: &str) -> String {
    format!("<<{entries}/Length {}>>\nstream\n{data}\nendstream", data.len())
}
