//! OCSP against the testkit's responder, which reads and writes by its own code.

use kyso_testkit::evidence::{
    CertStatus as Status, Moment, OcspRequest as AskedFor, OcspStatus, OcspTemplate, Reason,
    ResponderId as By, cert_id, ocsp_error, unknown_critical_extension,
};
use kyso_testkit::pki::{Dn, Hash, KeyKind, Pki, Template};

use super::{CertId, CertStatus, OcspError, OcspRequest, OcspResponse, OcspResponseStatus};
use crate::DigestAlgorithm;
use crate::x509::{Certificate, RevocationReason};

const AT: &str = "20261122080000Z";

struct World {
    pki: Pki,
    certificate: Certificate,
    issuer: Certificate,
}

fn world() -> World {
    let pki = Pki::new(KeyKind::P256);
    let certificate = Certificate::from_der(&pki.signer.cert_der).unwrap();
    let issuer = Certificate::from_der(pki.intermediate.cert_der()).unwrap();
    World { pki, certificate, issuer }
}

impl World {
    fn template(&self, status: Status) -> OcspTemplate {
        OcspTemplate::new(AT).status(&self.pki.signer.cert_der, &self.pki.intermediate, status)
    }

    fn parse(&self, template: &OcspTemplate) -> OcspResponse {
        OcspResponse::parse(&template.by_issuer(&self.pki.intermediate)).unwrap()
    }
}

#[test]
fn a_request_is_understood_by_another_reader() {
    let w = world();
    for (digest, hash) in
        [(DigestAlgorithm::Sha1, Hash::Sha1), (DigestAlgorithm::Sha256, Hash::Sha256)]
    {
        let request = OcspRequest::with_digest(&w.certificate, &w.issuer, digest, Some(&[1; 16]));
        let asked = AskedFor::parse(request.der()).unwrap();
        assert_eq!(asked.nonce.as_deref(), Some(&[1; 16][..]));
        let [one] = asked.certificates.as_slice() else { panic!("one certificate") };
        let (certificate, issuer) = (&w.pki.signer.cert_der, w.pki.intermediate.cert_der());
        assert_eq!(one.cert_id, cert_id(hash, certificate, issuer));
        assert!(one.issued_by(issuer));
    }
    let plain = OcspRequest::for_certificate(&w.certificate, &w.issuer, None);
    assert_eq!(AskedFor::parse(plain.der()).unwrap().nonce, None);
}

#[test]
fn every_status_with_its_times() {
    let w = world();
    let at = Moment::from("20261101000000Z");
    let mut template = w.template(Status::Revoked { at, reason: Some(Reason::CertificateHold) });
    template.nonce = Some(vec![9; 8]);
    template.singles[0].archive_cutoff = Some(Moment::from("20200101000000Z"));
    let response = w.parse(&template);
    let single = response.response_for(&w.certificate, &w.issuer).unwrap();
    let CertStatus::Revoked { time, reason } = single.status else { panic!("revoked") };
    assert_eq!(time.to_string(), "2026-11-01T00:00:00Z");
    assert_eq!(reason, Some(RevocationReason::CertificateHold));
    assert_eq!(single.this_update.to_string(), "2026-11-22T08:00:00Z");
    assert_eq!(single.next_update.unwrap().to_string(), "2026-11-23T08:00:00Z");
    assert_eq!(single.archive_cutoff.unwrap().to_string(), "2020-01-01T00:00:00Z");
    assert_eq!(response.produced_at(), single.this_update);
    assert_eq!(response.nonce(), Some(&[9; 8][..]));
    for (status, expected) in
        [(Status::Good, CertStatus::Good), (Status::Unknown, CertStatus::Unknown)]
    {
        let response = w.parse(&w.template(status));
        assert_eq!(response.responses()[0].status, expected);
        assert_eq!(response.nonce(), None);
    }
}

#[test]
fn a_response_speaks_of_its_own_certificates_alone() {
    let w = world();
    let response = w.parse(&w.template(Status::Good));
    assert!(response.response_for(&w.certificate, &w.issuer).is_some());
    // The same names and serial number under another key.
    let twin = w.pki.twin();
    let other_issuer = Certificate::from_der(twin.intermediate.cert_der()).unwrap();
    assert!(response.response_for(&w.certificate, &other_issuer).is_none());
    let other = w.pki.issue(KeyKind::P256, &Template::signer(Dn::new().cn("B")));
    let other = Certificate::from_der(&other.cert_der).unwrap();
    assert!(response.response_for(&other, &w.issuer).is_none());
    for digest in [DigestAlgorithm::Sha256, DigestAlgorithm::Sha384] {
        assert!(CertId::of(&w.certificate, &w.issuer, digest).matches(&w.certificate, &w.issuer));
    }
}

#[test]
fn the_issuer_or_whom_it_delegated_may_answer() {
    let w = world();
    let delegate = w.pki.issue(KeyKind::P256, &Template::ocsp_responder(Dn::new().cn("OCSP")));
    let person = w.pki.issue(KeyKind::P256, &Template::signer(Dn::new().cn("Person")));
    let stranger = w.pki.twin();
    let stranger = stranger.issue(KeyKind::P256, &Template::ocsp_responder(Dn::new().cn("OCSP")));
    for by in [By::Name, By::Key] {
        let mut template = w.template(Status::Good);
        template.responder_id = by;
        let own = w.parse(&template);
        let [responder] = own.responders(&w.issuer, &[]).try_into().unwrap();
        assert!(!responder.delegated);
        assert_eq!(own.verify_signed_by(&responder.certificate), Ok(()));

        let delegated = OcspResponse::parse(&template.by_delegate(&delegate)).unwrap();
        let [responder] = delegated.responders(&w.issuer, &[]).try_into().unwrap();
        assert!(responder.delegated && responder.certificate.der() == delegate.cert_der);
        assert_eq!(delegated.verify_signed_by(&responder.certificate), Ok(()));
        assert!(delegated.verify_signed_by(&w.issuer).is_err());

        for not_entitled in [&person, &stranger] {
            let response = OcspResponse::parse(&template.by_delegate(not_entitled)).unwrap();
            assert!(response.responders(&w.issuer, &[]).is_empty());
        }
        // Its certificate may come from elsewhere.
        let bare = template.sign(&delegate.key, &delegate.cert_der, &[]);
        let bare = OcspResponse::parse(&bare).unwrap();
        assert!(bare.responders(&w.issuer, &[]).is_empty());
        let pool = [Certificate::from_der(&delegate.cert_der).unwrap()];
        assert_eq!(bare.responders(&w.issuer, &pool).len(), 1);
    }
}

#[test]
fn a_bare_basic_response_becomes_a_whole_one() {
    let w = world();
    let template = w.template(Status::Good);
    let (key, certificate) = (&w.pki.intermediate.key, w.pki.intermediate.cert_der());
    let basic = template.basic(key, certificate, &[]);
    let bare = OcspResponse::parse(&basic).unwrap();
    assert_eq!(bare.basic_der(), basic);
    assert_eq!(bare.verify_signed_by(&w.issuer), Ok(()));
    let again = OcspResponse::parse(bare.der()).unwrap();
    assert_eq!((&again, again.basic_der()), (&bare, basic.as_slice()));
}

#[test]
fn a_responder_without_an_answer_says_why() {
    let status = OcspResponseStatus::TryLater;
    let error = OcspResponse::parse(&ocsp_error(OcspStatus::TryLater)).unwrap_err();
    assert_eq!(error, OcspError::NotSuccessful { status });
    assert_eq!(OcspResponse::parse(&[0x30, 3, 10, 1, 0]).unwrap_err(), OcspError::Empty);
}

#[test]
fn unknown_critical_extensions_are_reported() {
    let w = world();
    let mut template = w.template(Status::Good);
    template.extensions.push(unknown_critical_extension());
    assert_eq!(w.parse(&template).critical_unknown().len(), 1);
    let mut template = w.template(Status::Good);
    template.singles[0].extensions.push(unknown_critical_extension());
    assert_eq!(w.parse(&template).responses()[0].critical_unknown.len(), 1);
}

#[test]
fn broken_responses_are_errors_and_never_panics() {
    let w = world();
    let delegate = w.pki.issue(KeyKind::P256, &Template::ocsp_responder(Dn::new().cn("OCSP")));
    let at = Moment::from("20261101000000Z");
    let mut template = w.template(Status::Revoked { at, reason: Some(Reason::Superseded) });
    template.nonce = Some(vec![9; 8]);
    let der = template.by_delegate(&delegate);
    let responder = Certificate::from_der(&delegate.cert_der).unwrap();
    for end in 0..der.len() {
        assert!(OcspResponse::parse(&der[..end]).is_err(), "cut at {end}");
    }
    for at in 0..der.len() {
        let mut flipped = der.clone();
        flipped[at] ^= 1 << (at % 8);
        if let Ok(response) = OcspResponse::parse(&flipped) {
            let _ = response.response_for(&w.certificate, &w.issuer);
            let sound = response.verify_signed_by(&responder).is_ok();
            let original = OcspResponse::parse(&der).unwrap();
            // What is outside the signature may change; what was signed may not.
            assert!(!sound || response.tbs_der() == original.tbs_der(), "byte {at}");
        }
    }
}
