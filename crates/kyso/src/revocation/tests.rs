//! RFC 5280 §6.3 and RFC 6960 §3.2 over evidence minted by the testkit.

mod responder;

use kyso_testkit::der;
use kyso_testkit::evidence::{
    CertStatus, CrlEntry, CrlScope, CrlTemplate, Moment, OcspTemplate, Reason, certificates_only,
    indirect_distribution_point, reason_flag, unknown_critical_extension,
};
use kyso_testkit::pki::{Dn, Identity, Key, KeyKind, Pki, Template, pem, usage};

use super::{
    Evidence, EvidenceError, EvidenceKind, Question, RevocationAnswer, RevocationError,
    RevocationFault, RevocationSource, Why, obtain_crl, obtain_ocsp, status,
};
use crate::Time;
use crate::crypto::VerifyFault;
use crate::service::ServiceError;
use crate::x509::{Certificate, Crl, OcspError, OcspResponse, RevocationReason};

/// The time judged in most tests.
const AT: &str = "20261122080000Z";
const URL: &str = "http://ca.example/1.crl";

fn time(text: &str) -> Time {
    Time::from_unix(Moment::from(text).unix()).unwrap()
}

fn certificate(der: &[u8]) -> Certificate {
    Certificate::from_der(der).unwrap()
}

/// A CA with one certificate, evidence about it, and a question asked at [`AT`].
struct World {
    pki: Pki,
    certificate: Certificate,
    issuer: Certificate,
    evidence: Evidence,
    at: Time,
    now: Time,
}

fn world() -> World {
    world_of(|_| ())
}

fn world_of(change: impl FnOnce(&mut Template)) -> World {
    let pki = Pki::builder(KeyKind::P256).signer(change).build();
    let issuer = certificate(pki.intermediate.cert_der());
    let of = certificate(&pki.signer.cert_der);
    let evidence = Evidence::new();
    World { pki, certificate: of, issuer, evidence, at: time(AT), now: time(AT) }
}

impl World {
    fn crl(&mut self, template: &CrlTemplate) -> &mut Self {
        let der = template.issue(&self.pki.intermediate);
        self.evidence.add_crl(Crl::parse(der).unwrap());
        self
    }

    fn ocsp(&mut self, status: CertStatus, change: impl FnOnce(&mut OcspTemplate)) -> &mut Self {
        let template = OcspTemplate::new(AT);
        let mut template =
            template.status(&self.pki.signer.cert_der, &self.pki.intermediate, status);
        change(&mut template);
        let der = template.by_issuer(&self.pki.intermediate);
        self.evidence.add_ocsp(OcspResponse::parse(&der).unwrap());
        self
    }

    fn entry(&self, at: &str, reason: Reason) -> CrlEntry {
        CrlEntry::of(&self.pki.signer.cert_der, at, Some(reason))
    }

    fn question(&self) -> Question<'_> {
        Question::new(&self.certificate, &self.issuer, self.at, self.now)
    }

    fn status(&self) -> RevocationAnswer {
        status(&self.question(), &self.evidence)
    }

    fn good(&self) -> bool {
        matches!(self.status(), RevocationAnswer::Good { .. })
    }

    /// The reason and time of the revocation.
    fn revoked(&self) -> Option<(Option<RevocationReason>, String)> {
        match self.status() {
            RevocationAnswer::Revoked { reason, time, .. } => Some((reason, time.to_string())),
            _ => None,
        }
    }

    /// Why the only piece of evidence was rejected.
    fn why(&self) -> Why {
        let RevocationAnswer::Unknown { rejected } = self.status() else {
            panic!("{:?}", self.status())
        };
        let [only] = rejected.try_into().expect("one rejection");
        only.why
    }
}

#[test]
fn without_evidence_nothing_is_known() {
    let w = world();
    assert_eq!(w.status(), RevocationAnswer::Unknown { rejected: Vec::new() });
}

#[test]
fn a_crl_says_good_or_revoked_and_is_named() {
    let mut w = world();
    w.crl(&CrlTemplate::new("20261120000000Z"));
    let RevocationAnswer::Good { sources } = w.status() else { panic!("good") };
    let [source] = sources.as_slice() else { panic!("one source") };
    assert_eq!(source.kind, EvidenceKind::Crl);
    assert_eq!(source.digest, w.evidence.crls[0].fingerprint_sha256());
    assert_eq!(source.signer, w.issuer);
    assert_eq!(source.this_update, time("20261120000000Z"));
    let entry = w.entry("20261119000000Z", Reason::KeyCompromise);
    w.crl(&CrlTemplate::new("20261121000000Z").entry(entry));
    let reason = Some(RevocationReason::KeyCompromise);
    assert_eq!(w.revoked(), Some((reason, "2026-11-19T00:00:00Z".into())));
}

#[test]
fn ocsp_says_good_revoked_or_unknown() {
    let mut w = world();
    w.ocsp(CertStatus::Good, |_| ());
    let RevocationAnswer::Good { sources } = w.status() else { panic!("good") };
    assert_eq!(sources[0].kind, EvidenceKind::Ocsp);
    assert_eq!(sources[0].produced_at, Some(time(AT)));

    let mut w = world();
    w.ocsp(CertStatus::Unknown, |_| ());
    assert_eq!(w.why(), Why::Unknown);

    let at = Moment::from("20261101000000Z");
    w.ocsp(CertStatus::Revoked { at, reason: None }, |_| ());
    assert_eq!(w.revoked(), Some((None, "2026-11-01T00:00:00Z".into())));
}

#[test]
fn a_revocation_after_the_time_judged_is_still_told() {
    let mut w = world();
    w.now = time("20280101000000Z");
    let entry = w.entry("20270101000000Z", Reason::Superseded);
    w.crl(&CrlTemplate::new("20270601000000Z").entry(entry));
    let reason = Some(RevocationReason::Superseded);
    assert_eq!(w.revoked(), Some((reason, "2027-01-01T00:00:00Z".into())));
}

#[test]
fn stale_early_and_future_evidence_shows_nothing_good() {
    let mut w = world();
    w.crl(&CrlTemplate::new("20261101000000Z"));
    assert!(matches!(w.why(), Why::Expired { .. }));

    let mut w = world();
    w.crl(&CrlTemplate::new("20261201000000Z"));
    assert!(matches!(w.why(), Why::FromTheFuture { .. }));
    // The same list seen from later: issued after the time judged it shows it all the better.
    w.now = time("20270101000000Z");
    assert!(w.good());

    let mut w = world();
    w.crl(&CrlTemplate { next_update: None, ..CrlTemplate::new("20261121000000Z") });
    assert!(matches!(w.why(), Why::NoNextUpdate { .. }));
    let mut question = w.question();
    question.freshness.max_age = Some(2 * 86_400);
    assert!(matches!(status(&question, &w.evidence), RevocationAnswer::Good { .. }));
    question.freshness.max_age = Some(3_600);
    assert!(matches!(status(&question, &w.evidence), RevocationAnswer::Unknown { .. }));
}

#[test]
fn freshness_is_the_callers_to_widen_and_narrow() {
    let mut w = world();
    w.crl(&CrlTemplate::new("20261114000000Z")); // next update 20261121
    assert!(!w.good());
    let mut question = w.question();
    question.freshness.overdue = 2 * 86_400;
    assert!(matches!(status(&question, &w.evidence), RevocationAnswer::Good { .. }));

    let mut w = world();
    w.now = time("20261123000000Z");
    w.crl(&CrlTemplate::new("20261122100000Z"));
    let mut question = w.question();
    question.freshness.grace = 3_600;
    assert!(matches!(status(&question, &w.evidence), RevocationAnswer::Good { .. }));
    question.freshness.grace = 86_400;
    assert!(matches!(status(&question, &w.evidence), RevocationAnswer::Unknown { .. }));
}

#[test]
fn old_revocations_stand() {
    let mut w = world();
    let entry = w.entry("20250101000000Z", Reason::CessationOfOperation);
    w.crl(&CrlTemplate::new("20250102000000Z").entry(entry));
    w.ocsp(CertStatus::Good, |_| ());
    assert!(w.revoked().is_some());
}

#[test]
fn a_hold_is_lifted_by_what_is_more_recent() {
    let mut w = world();
    let entry = w.entry("20261101000000Z", Reason::CertificateHold);
    w.crl(&CrlTemplate::new("20261120000000Z").entry(entry));
    assert_eq!(w.revoked().unwrap().0, Some(RevocationReason::CertificateHold));
    w.crl(&CrlTemplate::new("20261119000000Z"));
    assert!(w.revoked().is_some(), "older evidence lifts nothing");
    w.crl(&CrlTemplate::new("20261121000000Z"));
    assert!(w.good());
}

#[test]
fn lists_from_after_the_certificates_end_do_not_speak_of_it() {
    let mut w = world_of(|t| t.not_after = "20270101000000Z".into());
    w.now = time("20300101000000Z");
    w.crl(&CrlTemplate::new("20290101000000Z"));
    assert!(matches!(w.why(), Why::IssuedAfterExpiry { .. }));
    let expired_certs_from = Some(Moment::from("20200101000000Z"));
    w.crl(&CrlTemplate { expired_certs_from, ..CrlTemplate::new("20290102000000Z") });
    assert!(w.good());

    let mut w = world_of(|t| t.not_after = "20270101000000Z".into());
    w.now = time("20300101000000Z");
    let late = Moment::from("20290101000000Z");
    w.ocsp(CertStatus::Good, |t| {
        t.produced_at = late;
        t.singles[0].this_update = late;
        t.singles[0].next_update = Some(late.plus_days(1));
    });
    assert!(matches!(w.why(), Why::IssuedAfterExpiry { .. }));
    w.ocsp(CertStatus::Good, |t| {
        t.produced_at = late;
        t.singles[0].this_update = late;
        t.singles[0].next_update = None;
        t.singles[0].archive_cutoff = Some(Moment::from("20200101000000Z"));
    });
    assert!(w.good());
}

#[test]
fn what_the_issuer_did_not_sign_is_worth_nothing() {
    let mut w = world();
    w.crl(&CrlTemplate { wrong_signature: true, ..CrlTemplate::new(AT) });
    assert_eq!(w.why(), Why::Signature(VerifyFault::Mismatch));
    let mut w = world();
    let twin = CrlTemplate::new(AT).issue(&w.pki.twin().intermediate);
    w.evidence.add_crl(Crl::parse(twin).unwrap());
    assert_eq!(w.why(), Why::Signature(VerifyFault::Mismatch));
    let mut w = world();
    w.ocsp(CertStatus::Good, |t| t.wrong_signature = true);
    assert_eq!(w.why(), Why::Signature(VerifyFault::Mismatch));
    // Another CA's list is not about the certificate at all.
    let mut w = world();
    let other = CrlTemplate::new(AT).issue(&w.pki.root);
    w.evidence.add_crl(Crl::parse(other).unwrap());
    assert_eq!(w.status(), RevocationAnswer::Unknown { rejected: Vec::new() });
}

#[test]
fn a_separate_crl_signer_needs_trust_and_the_right_key_usage() {
    let mut w = world();
    let signer = |key_usage| {
        let name = w.pki.intermediate.name.clone();
        let template = Template { key_usage: Some(key_usage), ..Template::crl_signer(name) };
        w.pki.root.issue(Key::slot(KeyKind::P256, 7), &template)
    };
    let (entitled, other) = (signer(usage::CRL_SIGN), signer(usage::DIGITAL_SIGNATURE));
    let crl = |by: &Identity| {
        Crl::parse(CrlTemplate::new(AT).sign(&w.pki.intermediate.name, &by.key)).unwrap()
    };
    let ask = |by: &Identity, trust: bool| {
        let evidence = Evidence { crls: vec![crl(by)], ..Evidence::new() };
        let pool = [certificate(&by.cert_der)];
        let trusted = |_: &Certificate| trust;
        let question = Question { pool: &pool, trusted: &trusted, ..w.question() };
        match status(&question, &evidence) {
            RevocationAnswer::Good { sources } => Ok(sources[0].signer.clone()),
            RevocationAnswer::Unknown { rejected } => Err(rejected[0].why.clone()),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(ask(&entitled, true), Ok(certificate(&entitled.cert_der)));
    assert_eq!(ask(&entitled, false), Err(Why::SignerNotTrusted));
    assert_eq!(ask(&other, true), Err(Why::KeyUsage));
    let unknown_signer = crl(&entitled);
    w.evidence.add_crl(unknown_signer);
    assert_eq!(w.why(), Why::Signature(VerifyFault::Mismatch));
}

#[test]
fn a_ca_whose_key_usage_forbids_crls_signs_none() {
    let pki = Pki::builder(KeyKind::P256)
        .intermediate(|t| t.key_usage = Some(usage::KEY_CERT_SIGN))
        .build();
    let mut w = World {
        certificate: certificate(&pki.signer.cert_der),
        issuer: certificate(pki.intermediate.cert_der()),
        pki,
        ..world()
    };
    w.crl(&CrlTemplate::new(AT));
    assert_eq!(w.why(), Why::KeyUsage);
}

#[test]
fn delegated_responders_answer_while_they_are_valid() {
    let w = world();
    let answer = |template: &Template| {
        let responder = w.pki.issue(KeyKind::P256, template);
        let ocsp = OcspTemplate::new(AT).status(
            &w.pki.signer.cert_der,
            &w.pki.intermediate,
            CertStatus::Good,
        );
        let response = OcspResponse::parse(&ocsp.by_delegate(&responder)).unwrap();
        let evidence = Evidence { ocsp: vec![response], ..Evidence::new() };
        match status(&w.question(), &evidence) {
            RevocationAnswer::Good { sources } => Ok(sources[0].signer.clone() != w.issuer),
            RevocationAnswer::Unknown { rejected } => Err(rejected[0].why.clone()),
            other => panic!("{other:?}"),
        }
    };
    let responder = Template::ocsp_responder(Dn::new().cn("OCSP"));
    assert_eq!(answer(&responder), Ok(true));
    let time = w.at;
    assert_eq!(answer(&responder.expired()), Err(Why::ResponderNotValid { time }));
    assert_eq!(answer(&Template::signer(Dn::new().cn("OCSP"))), Err(Why::NoSigner));
}

#[test]
fn a_list_covers_what_its_distribution_point_says() {
    let scope = |scope: CrlScope| {
        let mut w = world_of(|t| t.crl_urls = vec![URL.into()]);
        w.crl(&CrlTemplate::new(AT).scope(scope));
        w
    };
    let none = CrlScope::default;
    assert!(scope(none()).good());
    assert!(scope(CrlScope { only_user: true, ..none() }).good());
    assert!(scope(CrlScope { urls: vec!["ldap://x".into(), URL.into()], ..none() }).good());
    assert_eq!(scope(CrlScope { only_ca: true, ..none() }).why(), Why::Scope);
    assert_eq!(scope(CrlScope { only_attribute: true, ..none() }).why(), Why::Scope);
    assert_eq!(scope(CrlScope { urls: vec!["http://x".into()], ..none() }).why(), Why::Scope);
    // A certificate that names no point is not covered by one of several parts.
    let mut w = world();
    w.crl(&CrlTemplate::new(AT).scope(CrlScope { urls: vec![URL.into()], ..none() }));
    assert_eq!(w.why(), Why::Scope);
}

#[test]
fn reasons_are_covered_together_or_not_at_all() {
    let some = |flags| {
        let only_some_reasons = Some(flags);
        CrlTemplate::new(AT).scope(CrlScope { only_some_reasons, ..CrlScope::default() })
    };
    let compromise = reason_flag::KEY_COMPROMISE | reason_flag::CA_COMPROMISE;
    let mut w = world();
    w.crl(&some(compromise));
    assert!(
        matches!(w.why(), Why::ReasonsMissing { missing } if missing.has(3) && !missing.has(1))
    );
    let mut others = some(0x1fe & !compromise);
    w.crl(&others);
    let RevocationAnswer::Good { sources } = w.status() else { panic!("good") };
    assert_eq!(sources.len(), 2);
    others.entries.push(w.entry("20261101000000Z", Reason::Superseded));
    w.crl(&others);
    assert!(w.revoked().is_some());
}

#[test]
fn indirect_lists_speak_for_the_ca_that_names_their_issuer() {
    let crl_issuer = Dn::new().c("VN").cn("CRL issuer");
    let mut w = world_of(|t| {
        t.extensions.push(indirect_distribution_point(URL, &Dn::new().c("VN").cn("CRL issuer")));
    });
    let signer = w.pki.root.issue(Key::slot(KeyKind::P256, 7), &Template::crl_signer(crl_issuer));
    w.evidence.add_certificate(certificate(&signer.cert_der));
    let ask = |w: &World, indirect: bool, entry: Option<CrlEntry>| {
        let scope = CrlScope { indirect, urls: vec![URL.into()], ..CrlScope::default() };
        let mut template = CrlTemplate::new(AT).scope(scope);
        template.entries.extend(entry);
        let crl = template.sign(&Dn::new().c("VN").cn("CRL issuer"), &signer.key);
        let mut evidence = w.evidence.clone();
        evidence.add_crl(Crl::parse(crl).unwrap());
        let question = Question { trusted: &|_| true, ..w.question() };
        status(&question, &evidence)
    };
    assert!(matches!(ask(&w, true, None), RevocationAnswer::Good { .. }));
    let entry = w.entry("20261101000000Z", Reason::Superseded);
    // The same serial number of the CRL issuer itself is another certificate.
    assert!(matches!(ask(&w, true, Some(entry.clone())), RevocationAnswer::Good { .. }));
    let entry = entry.issued_by(&w.pki.intermediate.name);
    assert!(matches!(ask(&w, true, Some(entry)), RevocationAnswer::Revoked { .. }));
    assert!(matches!(ask(&w, false, None), RevocationAnswer::Unknown { .. }));
}

#[test]
fn deltas_change_what_their_base_says() {
    let base = |w: &World, reason: Option<Reason>| {
        let mut template = CrlTemplate::new("20261120000000Z");
        template.number = Some(300);
        template.entries.extend(reason.map(|reason| w.entry("20261101000000Z", reason)));
        template
    };
    let delta = |w: &World, reason: Reason| {
        CrlTemplate::new("20261122000000Z").delta(300).entry(w.entry("20261121000000Z", reason))
    };
    let mut w = world();
    w.crl(&base(&w, None)).crl(&delta(&world(), Reason::Superseded));
    assert!(w.good(), "an entry of another certificate");
    let superseded = delta(&w, Reason::Superseded);
    w.crl(&superseded);
    assert!(w.revoked().is_some());

    let mut w = world();
    w.crl(&base(&w, Some(Reason::CertificateHold)));
    assert!(w.revoked().is_some());
    w.crl(&delta(&w, Reason::RemoveFromCrl));
    let RevocationAnswer::Good { sources } = w.status() else { panic!("taken off hold") };
    assert_eq!(sources[0].delta_digest, Some(w.evidence.crls[1].fingerprint_sha256()));

    let mut w = world();
    w.crl(&CrlTemplate::new("20261122000000Z").delta(300));
    assert_eq!(w.why(), Why::DeltaWithoutBase);
    // The base is older than the delta builds on.
    let older = CrlTemplate { number: Some(299), ..base(&w, None) };
    w.crl(&older);
    let RevocationAnswer::Good { sources } = w.status() else { panic!("good by the base") };
    assert_eq!(sources[0].delta_digest, None);
}

#[test]
fn a_delta_keeps_an_old_base_alive() {
    let mut w = world();
    w.crl(&CrlTemplate { number: Some(300), ..CrlTemplate::new("20261001000000Z") });
    assert!(matches!(w.why(), Why::Expired { .. }));
    w.crl(&CrlTemplate::new("20261122000000Z").delta(300));
    assert!(w.good());
}

#[test]
fn unknown_critical_extensions_close_a_list() {
    let mut w = world();
    let mut template = CrlTemplate::new(AT);
    template.extensions.push(unknown_critical_extension());
    w.crl(&template);
    assert!(matches!(w.why(), Why::CriticalExtension { .. }));
    let mut w = world();
    w.ocsp(CertStatus::Good, |t| t.extensions.push(unknown_critical_extension()));
    assert!(matches!(w.why(), Why::CriticalExtension { .. }));
}

#[test]
fn a_thousand_false_lists_cost_a_bounded_time() {
    let mut w = world();
    let der = CrlTemplate { wrong_signature: true, ..CrlTemplate::new(AT) };
    let der = der.issue(&w.pki.intermediate);
    for n in 0..1000_u16 {
        let mut one = der.clone();
        let end = one.len();
        one[end - 2..].copy_from_slice(&n.to_be_bytes());
        w.evidence.add_crl(Crl::parse(one).unwrap());
    }
    let RevocationAnswer::Unknown { rejected } = w.status() else { panic!("unknown") };
    assert_eq!(rejected.len(), 1000);
    let beyond = rejected.iter().filter(|r| r.why == Why::TooManyChecks).count();
    assert_eq!(beyond, 1000 - crate::limits::MAX_REVOCATION_CHECKS);
}

#[test]
fn a_file_is_told_by_its_content() {
    let w = world();
    let crl = CrlTemplate::new(AT).issue(&w.pki.intermediate);
    let ocsp =
        OcspTemplate::new(AT).status(&w.pki.signer.cert_der, &w.pki.intermediate, CertStatus::Good);
    let basic = ocsp.basic(&w.pki.intermediate.key, w.pki.intermediate.cert_der(), &[]);
    let ocsp = ocsp.by_issuer(&w.pki.intermediate);
    let version_1 = Template { key_identifiers: false, ..Template::bare(Dn::new().cn("v1")) };
    let version_1 = w.pki.issue(KeyKind::P256, &version_1).cert_der;
    let counts = |file: &[u8]| {
        let evidence = Evidence::from_bytes(file.to_vec()).unwrap();
        (evidence.certificates.len(), evidence.crls.len(), evidence.ocsp.len())
    };
    assert_eq!(counts(&crl), (0, 1, 0));
    assert_eq!((counts(&ocsp), counts(&basic)), ((0, 0, 1), (0, 0, 1)));
    assert_eq!((counts(&w.pki.signer.cert_der), counts(&version_1)), ((1, 0, 0), (1, 0, 0)));
    assert_eq!(counts(&certificates_only(&w.pki.signer.chain_der)), (3, 0, 0));
    let mixed = [
        w.pki.signer.chain_pem(),
        pem("X509 CRL", &crl),
        pem("OCSP RESPONSE", &ocsp),
        w.pki.signer.key_pem(),
        w.pki.signer.chain_pem(),
    ];
    assert_eq!(counts(mixed.concat().as_bytes()), (2, 1, 1));
    for nothing in [&b""[..], b"<html>", &[0x30, 0], w.pki.signer.key_pem().as_bytes()] {
        assert!(Evidence::from_bytes(nothing.to_vec()).is_err());
    }
    let numbers = der::seq(&[der::int(1), der::int(2)]);
    assert!(matches!(Evidence::from_bytes(numbers), Err(EvidenceError::Unknown(_))));
}

/// Gives back what it was made with, whatever is asked.
#[derive(Debug)]
struct Canned(Vec<u8>, Option<Vec<u8>>);

impl RevocationSource for Canned {
    fn ocsp(&self, _: &str, _: &[u8]) -> Result<Vec<u8>, ServiceError> {
        Ok(self.0.clone())
    }

    fn crl(&self, _: &str) -> Result<Vec<u8>, ServiceError> {
        Ok(self.0.clone())
    }

    fn certificates(&self, _: &str) -> Result<Vec<u8>, ServiceError> {
        Ok(self.0.clone())
    }

    fn nonce(&self) -> Option<Vec<u8>> {
        self.1.clone()
    }
}

#[test]
fn an_answer_to_another_question_is_refused_with_the_url() {
    let w = world();
    let answer = |nonce: Option<&[u8]>, certificate: &[u8]| {
        let mut template =
            OcspTemplate::new(AT).status(certificate, &w.pki.intermediate, CertStatus::Good);
        template.nonce = nonce.map(<[u8]>::to_vec);
        template.by_issuer(&w.pki.intermediate)
    };
    let own = &w.pki.signer.cert_der;
    let ask = |answer: Vec<u8>| {
        let source = Canned(answer, Some(vec![1; 16]));
        obtain_ocsp(&source, "http://ocsp.example/", &w.certificate, &w.issuer)
    };
    assert!(ask(answer(Some(&[1; 16]), own)).is_ok());
    assert!(ask(answer(None, own)).is_ok());
    let RevocationError { service, fault } = ask(answer(Some(&[2; 16]), own)).unwrap_err();
    assert_eq!(service, "http://ocsp.example/");
    assert!(matches!(fault, RevocationFault::Nonce { .. }));
    let other = w.pki.issue(KeyKind::P256, &Template::signer(Dn::new().cn("B")));
    let error = ask(answer(None, &other.cert_der)).unwrap_err();
    assert_eq!(error.fault, RevocationFault::OtherCertificate);
    let error = ask(vec![0x30, 3, 10, 1, 6]).unwrap_err();
    assert!(matches!(error.fault, RevocationFault::Ocsp(OcspError::NotSuccessful { .. })));

    let crl = CrlTemplate::new(AT).issue(&w.pki.intermediate);
    assert!(obtain_crl(&Canned(crl.clone(), None), URL).is_ok());
    assert!(obtain_crl(&Canned(pem("X509 CRL", &crl).into_bytes(), None), URL).is_ok());
    let error = obtain_crl(&Canned(b"<html>".to_vec(), None), URL).unwrap_err();
    assert!(matches!(error.fault, RevocationFault::NotCrl(_)) && error.service == URL);
    let error = obtain_crl(&Canned(crl[..100].to_vec(), None), URL).unwrap_err();
    assert!(matches!(error.fault, RevocationFault::NotCrl(_) | RevocationFault::Crl(_)));
}
