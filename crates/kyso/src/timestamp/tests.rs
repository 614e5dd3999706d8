//! Time-stamps against the testkit's authority: sound ones, and each fault.

use std::sync::Mutex;

use const_oid::ObjectIdentifier;
use kyso_testkit::der;
use kyso_testkit::evidence::{
    EssCertificate, FailInfo, Moment, TimestampRequest, TokenTemplate, granted, rejected, tst_time,
};
use kyso_testkit::pki::{Dn, Hash, Identity, KeyKind, Pki, Template, purpose};

use super::{
    FailureInfo, PkiStatus, TimestampAuthority, TimestampFault, TimestampToken, TokenError,
    TokenFault, obtain,
};
use crate::DigestAlgorithm;
use crate::cms::SigningCertificateFault;
use crate::crypto::{Digest, VerifyFault, digest};
use crate::service::ServiceError;

const AT: &str = "20261122080000Z";

/// Answers with whatever the closure makes of the request.
struct Authority<F> {
    answer: F,
    nonce: Option<Vec<u8>>,
    policy: Option<ObjectIdentifier>,
    asked: Mutex<Vec<TimestampRequest>>,
}

impl<F> std::fmt::Debug for Authority<F> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Authority")
    }
}

impl<F: Fn(&TimestampRequest) -> Vec<u8> + Send + Sync> TimestampAuthority for Authority<F> {
    fn request(&self, request: &[u8]) -> Result<Vec<u8>, ServiceError> {
        let request = TimestampRequest::parse(request).expect("a request that others can read");
        let answer = (self.answer)(&request);
        self.asked.lock().unwrap().push(request);
        Ok(answer)
    }

    fn name(&self) -> &'static str {
        "http://tsa.example/"
    }

    fn policy(&self) -> Option<ObjectIdentifier> {
        self.policy
    }

    fn nonce(&self) -> Option<Vec<u8>> {
        self.nonce.clone()
    }
}

fn authority<F: Fn(&TimestampRequest) -> Vec<u8> + Send + Sync>(answer: F) -> Authority<F> {
    Authority { answer, nonce: Some(vec![0xf1; 8]), policy: None, asked: Mutex::default() }
}

fn tsa_with(change: impl FnOnce(&mut Template)) -> Identity {
    let mut template = Template::tsa(Dn::new().c("VN").cn("Test TSA"));
    change(&mut template);
    Pki::new(KeyKind::P256).issue(KeyKind::P256, &template)
}

fn tsa() -> Identity {
    tsa_with(|_| ())
}

fn imprint() -> Digest {
    digest(DigestAlgorithm::Sha256, b"signature value")
}

fn token(change: impl FnOnce(&mut TokenTemplate), tsa: &Identity) -> TimestampToken {
    let mut template = TokenTemplate::new(Hash::Sha256, imprint().as_bytes(), AT);
    change(&mut template);
    TimestampToken::parse(&template.sign(tsa)).unwrap()
}

fn fault(change: impl FnOnce(&mut TokenTemplate), tsa: &Identity) -> TokenFault {
    token(change, tsa).check(&imprint(), &[]).unwrap_err()
}

#[test]
fn a_sound_answer_becomes_a_token() {
    let tsa = tsa();
    let service = authority(|request| granted(&TokenTemplate::answer(request, AT).sign(&tsa)));
    let token = obtain(&service, &imprint()).unwrap();
    assert_eq!(token.info().gen_time.to_string(), "2026-11-22T08:00:00Z");
    assert_eq!(token.info().imprint.to_digest(), Some(imprint()));
    let asked = service.asked.lock().unwrap();
    assert!(asked[0].cert_req);
    // The nonce is a number: its first bit must not make it negative.
    assert_eq!(asked[0].nonce.as_deref(), Some(&[&[0][..], &[0xf1; 8]].concat()[..]));
    assert_eq!(asked[0].hash(), Some(Hash::Sha256));
}

#[test]
fn what_the_authority_states_is_read() {
    let tsa = tsa();
    let token = token(
        |t| {
            t.gen_time = tst_time(Moment::from(AT), "25");
            t.accuracy = Some((1, 500, 20));
            t.ordering = true;
            t.nonce = Some(vec![7]);
            t.serial = vec![0x12, 0x34];
            t.policy = "1.2.3.4".into();
        },
        &tsa,
    );
    let info = token.info();
    assert_eq!(info.gen_time.to_string(), "2026-11-22T08:00:00Z");
    assert_eq!(info.accuracy_micros, Some(1_500_020));
    assert_eq!((info.ordering, info.nonce.as_deref()), (true, Some(&[7][..])));
    assert_eq!((&info.serial[..], info.policy.to_string()), (&[0x12, 0x34][..], "1.2.3.4".into()));
    assert_eq!(info.tsa.as_ref().unwrap().common_name(), Some("Test TSA"));
    let checked = token.check(&imprint(), &[]).unwrap();
    assert_eq!(checked.certificate().der(), tsa.cert_der);
    assert_eq!(checked.time(), info.gen_time);
}

#[test]
fn padding_and_open_lengths_are_taken() {
    let tsa = tsa();
    let der = token(|_| (), &tsa).der().to_vec();
    let padded = TimestampToken::parse(&[&der[..], &[0; 99]].concat()).unwrap();
    assert_eq!(padded.der(), der);
    let open = der::indefinite(0x30, &[der::content(&der).to_vec()]);
    let open = TimestampToken::parse(&open).unwrap();
    assert!(open.check(&imprint(), &[]).is_ok());
}

#[test]
fn either_form_of_the_signing_certificate_attribute_does() {
    let tsa = tsa();
    for ess in [EssCertificate::V1, EssCertificate::V2(Hash::Sha512)] {
        assert!(token(|t| t.ess = ess, &tsa).check(&imprint(), &[]).is_ok());
    }
}

#[test]
fn the_certificate_may_be_known_from_elsewhere() {
    let tsa = tsa();
    let bare = token(|t| t.certificates = Some(Vec::new()), &tsa);
    assert_eq!(bare.check(&imprint(), &[]).unwrap_err(), TokenFault::NoCertificate);
    let pool = [crate::x509::Certificate::from_der(&tsa.cert_der).unwrap()];
    assert!(bare.check(&imprint(), &pool).is_ok());
}

#[test]
fn each_fault_of_a_token_is_named() {
    let tsa = tsa();
    let other = digest(DigestAlgorithm::Sha256, b"other");
    let sound = token(|_| (), &tsa);
    assert!(matches!(sound.check(&other, &[]), Err(TokenFault::Imprint { .. })));
    let longer = digest(DigestAlgorithm::Sha512, b"signature value");
    assert!(matches!(sound.check(&longer, &[]), Err(TokenFault::Imprint { .. })));
    assert_eq!(
        fault(|t| t.wrong_signature = true, &tsa),
        TokenFault::Signature(VerifyFault::Mismatch)
    );
    assert_eq!(
        fault(|t| t.ess = EssCertificate::Absent, &tsa),
        TokenFault::SigningCertificate(SigningCertificateFault::Missing)
    );
    let root = tsa.chain_der.last().unwrap().clone();
    assert!(matches!(
        fault(|t| t.ess = EssCertificate::Other(root), &tsa),
        TokenFault::SigningCertificate(SigningCertificateFault::Mismatch { .. })
    ));
    for change in [
        |t: &mut Template| t.extended_key_usage = Vec::new(),
        |t: &mut Template| t.extended_key_usage.push(purpose::EMAIL_PROTECTION.into()),
        |t: &mut Template| t.extended_key_usage_critical = false,
    ] {
        assert!(matches!(fault(|_| (), &tsa_with(change)), TokenFault::KeyPurpose { .. }));
    }
    let expired = tsa_with(|t| t.not_after = "20210101000000Z".into());
    assert!(matches!(fault(|_| (), &expired), TokenFault::CertificateNotValid { .. }));
}

#[test]
fn a_cms_of_another_kind_is_no_token() {
    let template = TokenTemplate {
        content_type: "1.2.840.113549.1.7.1".into(),
        ..TokenTemplate::new(Hash::Sha256, imprint().as_bytes(), AT)
    };
    let error = TimestampToken::parse(&template.sign(&tsa())).unwrap_err();
    assert!(matches!(error, TokenError::NotTstInfo { .. }));
}

#[test]
fn each_fault_of_an_answer_is_named_with_the_service() {
    let tsa = tsa();
    let sign = |change: fn(&mut TokenTemplate)| {
        let tsa = &tsa;
        authority(move |request| {
            let mut template = TokenTemplate::answer(request, AT);
            change(&mut template);
            granted(&template.sign(tsa))
        })
    };
    let error = obtain(&sign(|t| t.nonce = Some(vec![1])), &imprint()).unwrap_err();
    assert_eq!(error.service, "http://tsa.example/");
    assert!(matches!(error.fault, TimestampFault::Nonce { found: Some(_), .. }));
    let error = obtain(&sign(|t| t.nonce = None), &imprint()).unwrap_err();
    assert!(matches!(error.fault, TimestampFault::Nonce { found: None, .. }));
    let error = obtain(&sign(|t| *t = t.clone().wrong_imprint()), &imprint()).unwrap_err();
    assert!(matches!(error.fault, TimestampFault::Fault(TokenFault::Imprint { .. })));
    let mut picky = sign(|_| ());
    picky.policy = Some(ObjectIdentifier::new_unwrap("1.2.3.4"));
    let error = obtain(&picky, &imprint()).unwrap_err();
    assert!(matches!(error.fault, TimestampFault::Policy { .. }));

    let refusing = authority(|_| rejected(2, "clock is off", FailInfo::TimeNotAvailable));
    assert_eq!(
        obtain(&refusing, &imprint()).unwrap_err().fault,
        TimestampFault::Refused {
            status: PkiStatus::Rejection,
            text: Some("clock is off".into()),
            failure: Some(FailureInfo::TimeNotAvailable),
        }
    );
    let last = authority(|_| rejected(2, "", FailInfo::SystemFailure));
    let error = obtain(&last, &imprint()).unwrap_err();
    let failure = Some(FailureInfo::SystemFailure);
    assert!(matches!(error.fault, TimestampFault::Refused { failure: f, .. } if f == failure));
    let html = authority(|_| b"<html>".to_vec());
    let error = obtain(&html, &imprint()).unwrap_err();
    assert!(matches!(error.fault, TimestampFault::Response(_)));
    let empty = authority(|_| vec![0x30, 5, 0x30, 3, 2, 1, 0]);
    assert_eq!(obtain(&empty, &imprint()).unwrap_err().fault, TimestampFault::NoToken);
}

#[test]
fn broken_tokens_never_panic_and_never_pass() {
    let tsa = tsa();
    let sound = token(|_| (), &tsa);
    let der = sound.der();
    for end in 0..der.len() {
        assert!(TimestampToken::parse(&der[..end]).is_err(), "cut at {end}");
    }
    for at in 0..der.len() {
        let mut flipped = der.to_vec();
        flipped[at] ^= 1 << (at % 8);
        if let Ok(token) = TimestampToken::parse(&flipped)
            && token.check(&imprint(), &[]).is_ok()
        {
            assert_eq!(token.info(), sound.info(), "byte {at}");
        }
    }
}
