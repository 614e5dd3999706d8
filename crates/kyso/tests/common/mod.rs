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
