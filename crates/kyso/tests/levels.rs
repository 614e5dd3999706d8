//! B-T, B-LT and B-LTA: made, judged, outlived, renewed, and refused when a service fails.
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

#[path = "common/by_hand.rs"]
mod by_hand;
mod common;
#[path = "common/services.rs"]
mod services;

use by_hand::{b_b, sign_by_hand};
use common::{credential, policy};
use kyso::DigestAlgorithm;
use kyso::crypto::Digest;
use kyso::pdf::{Dictionary, Object};
use kyso::report::{Code, FoundLevel, Kind, Modification, RevocationStatus, SubIndication};
use kyso::revocation::Freshness;
use kyso::timestamp::obtain;
use kyso::{
    Conclusion, Credential, Document, Evidence, Level, Policy, Report, SignError, Signed, Time,
    Verifier,
};
use kyso_testkit::evidence::Reason;
use kyso_testkit::pdf::{PdfKind, pdf};
use kyso_testkit::server::{Fault, Services};
use kyso_testkit::{KeyKind, Pki};
use services::{Client, generalized, long_lived};

/// A PKI with its services, their clock, and what the library needs of both.
struct World {
    services: Services,
    pki: Pki,
    client: Client,
    credential: Credential,
    policy: Policy,
}

const START: (i16, u8, u8) = (2026, 11, 22);

fn at(year: i16) -> Time {
    Time::from_utc(year, START.1, START.2, 8, 0, 0).unwrap()
}

impl World {
    /// The signer's certificate ends in 2028, the authorities' in 2099; so does the TSA's unless
    /// renewed.
    fn new() -> Self {
        let services = Services::start().unwrap();
        let pki = long_lived(&services);
        let client = Client::new(services.urls().tsa());
        let (credential, policy) = (credential(&pki.signer), policy(&pki));
        let world = Self { services, pki, client, credential, policy };
        world.clock(at(2026));
        world
    }

    fn clock(&self, now: Time) {
        self.services.set_time(generalized(now).as_str());
    }

    /// A TSA certificate from a year before until so many years after `now`.
    fn renew_tsa(&self, now: Time, years: i64) {
        let year = 366 * 86_400;
        let (from, to) = (now.plus(-year), now.plus(years * year));
        self.services.renew_tsa(generalized(from).as_str(), generalized(to).as_str());
    }

    fn level(&self, name: &str) -> Level<'_> {
        let (tsa, source) = (&self.client, &self.client);
        match name {
            "B-B" => Level::B,
            "B-T" => Level::T { tsa },
            "B-LT" => Level::Lt { tsa, source },
            "B-LTA" => Level::Lta { tsa, source },
            other => panic!("{other}"),
        }
    }

    fn try_sign(&self, level: &str) -> Result<Signed, SignError> {
        let document = Document::from_bytes(pdf(PdfKind::Classic)).unwrap();
        document.sign(&self.credential, at(2026)).level(self.level(level)).finish()
    }

    fn sign(&self, level: &str) -> Vec<u8> {
        self.try_sign(level).unwrap().to_bytes().unwrap()
    }

    fn extend(&self, bytes: &[u8], level: &str, now: Time) -> Vec<u8> {
        let extended = self.try_extend(bytes, level, now).unwrap().to_bytes().unwrap();
        assert!(extended.starts_with(bytes));
        extended
    }

    fn try_extend(&self, bytes: &[u8], level: &str, now: Time) -> Result<Signed, SignError> {
        Document::from_bytes(bytes).unwrap().extend(now).level(self.level(level)).finish()
    }

    /// With the services at hand.
    fn verify(&self, bytes: &[u8], now: Time) -> Report {
        let document = Document::from_bytes(bytes).unwrap();
        Verifier::new(&self.policy).source(&self.client).verify(&document, now)
    }

    /// With the document alone.
    fn verify_offline(&self, bytes: &[u8], now: Time) -> Report {
        Verifier::new(&self.policy).verify(&Document::from_bytes(bytes).unwrap(), now)
    }
}

#[track_caller]
fn assert_passed(report: &Report) {
    assert!(matches!(report.conclusion(), Conclusion::Passed(_)), "{report:#?}");
}

#[track_caller]
fn assert_doubt(report: &Report, expected: SubIndication) {
    assert_eq!(*report.conclusion(), Conclusion::Indeterminate(expected), "{report:#?}");
}

fn has(report: &Report, code: Code) -> bool {
    report.signatures.iter().flat_map(|s| &s.findings).any(|finding| finding.code == code)
}

#[test]
fn each_level_is_reached_said_and_passes() {
    let world = World::new();
    for (level, found) in [
        ("B-B", FoundLevel::BB),
        ("B-T", FoundLevel::BT),
        ("B-LT", FoundLevel::BLT),
        ("B-LTA", FoundLevel::BLTA),
    ] {
        let signed = world.try_sign(level).unwrap();
        assert_eq!(signed.level(), Some(found));
        let bytes = signed.to_bytes().unwrap();
        let report = world.verify(&bytes, at(2026));
        assert_passed(&report);
        let signature = &report.signatures[0];
        assert_eq!(signature.level, found);
        assert_eq!(signature.revocation, RevocationStatus::Good);
        let proven = (level != "B-B").then_some(at(2026));
        assert_eq!(signature.signing_time.proven, proven, "{level}");
    }
}

#[test]
fn from_b_lt_on_the_document_is_enough_by_itself() {
    let world = World::new();
    for level in ["B-B", "B-T"] {
        let report = world.verify_offline(&world.sign(level), at(2026));
        assert_doubt(&report, SubIndication::TryLater);
    }
    for level in ["B-LT", "B-LTA"] {
        let bytes = world.sign(level);
        world.services.forget_requests();
        let report = world.verify(&bytes, at(2026));
        assert_passed(&report);
        assert_eq!(world.services.requests("/ocsp") + world.services.requests("/crl"), 0);
        assert_passed(&world.verify_offline(&bytes, at(2026)));
        let evidence = &report.evidence;
        assert!(!evidence.ocsp.is_empty() && !evidence.certificates.is_empty());
    }
}

#[test]
fn b_lta_asks_for_each_thing_once() {
    let world = World::new();
    world.services.forget_requests();
    let signed = world.sign("B-LTA");
    let counts = world.services.counts();
    // Two time-stamps; OCSP for the signer, its authority and the TSA.
    let expected = [("/ocsp".to_owned(), 3), ("/tsa".to_owned(), 2)];
    assert_eq!(counts.into_iter().collect::<Vec<_>>(), expected);
    world.services.forget_requests();
    world.verify(&signed, at(2026));
    assert!(world.services.counts().is_empty());
}

#[test]
fn certificates_that_the_signer_lacks_are_fetched() {
    let world = World::new();
    let alone = Credential::from_pem(
        world.pki.signer.key_pem().as_bytes(),
        world.pki.signer.cert_pem().as_bytes(),
        None,
    )
    .unwrap();
    let document = Document::from_bytes(pdf(PdfKind::Classic)).unwrap();
    let builder = document.sign(&alone, at(2026));
    let b = builder.finish().unwrap().to_bytes().unwrap();
    let missing = SubIndication::NoCertificateChainFound;
    assert_doubt(&world.verify_offline(&b, at(2026)), missing);
    assert_passed(&world.verify(&b, at(2026)));
    let builder = document.sign(&alone, at(2026)).level(world.level("B-LT"));
    let lt = builder.finish().unwrap().to_bytes().unwrap();
    assert_passed(&world.verify_offline(&lt, at(2026)));
}

#[test]
fn every_kind_of_pdf_reaches_b_lta() {
    let world = World::new();
    for kind in PdfKind::ALL {
        let original = pdf(kind);
        let document = Document::from_bytes(original.clone()).unwrap();
        let builder = document.sign(&world.credential, at(2026)).level(world.level("B-LTA"));
        let bytes = builder.finish().unwrap().to_bytes().unwrap();
        assert!(bytes.starts_with(&original), "{kind:?}");
        let report = world.verify_offline(&bytes, at(2026));
        assert_passed(&report);
        assert_eq!(report.signatures[0].modification, Modification::LtaUpdate, "{kind:?}");
        assert_eq!(report.signatures[1].kind, Kind::DocumentTimestamp, "{kind:?}");
    }
}

#[test]
fn expiry_ends_b_b_and_not_b_lta() {
    let world = World::new();
    // The first TSA is gone too by then; the archive's lives on.
    world.renew_tsa(at(2026), 1);
    let (b, t) = (world.sign("B-B"), world.sign("B-T"));
    world.renew_tsa(at(2026), 20);
    let lta = world.extend(&t, "B-LTA", at(2026));
    let later = at(2030);
    world.clock(later);
    assert_doubt(&world.verify(&b, later), SubIndication::OutOfBoundsNoPoe);
    assert_doubt(&world.verify(&t, later), SubIndication::OutOfBoundsNoPoe);
    let report = world.verify(&lta, later);
    assert_passed(&report);
    assert_eq!(report.signatures[0].signing_time.proven, Some(at(2026)));
    assert_eq!(report.signatures[0].level, FoundLevel::BLTA);
}

#[test]
fn a_later_revocation_ends_b_b_and_not_what_was_proven_before() {
    let world = World::new();
    let (b, t, lta) = (world.sign("B-B"), world.sign("B-T"), world.sign("B-LTA"));
    let later = at(2027);
    let revoked = generalized(at(2027).plus(-86_400));
    world.clock(later);
    let signer = &world.pki.signer.cert_der;
    world.services.revoke(signer, revoked.as_str(), Some(Reason::KeyCompromise));
    let report = world.verify(&b, later);
    assert_doubt(&report, SubIndication::RevokedNoPoe);
    assert!(has(&report, Code::CertificateRevoked));
    assert_eq!(report.signatures[0].revocation, RevocationStatus::Revoked);
    let report = world.verify(&t, later);
    assert_passed(&report);
    assert!(has(&report, Code::RevokedAfterSigning));
    assert_passed(&world.verify(&lta, later));
}

#[test]
fn a_revocation_before_the_proven_time_stands() {
    let world = World::new();
    let b = world.sign("B-B");
    let revoked = generalized(at(2026).plus(-3_600));
    let signer = &world.pki.signer.cert_der;
    world.services.revoke(signer, revoked.as_str(), Some(Reason::KeyCompromise));
    let t = world.sign("B-T");
    for bytes in [&b, &t] {
        assert_doubt(&world.verify(bytes, at(2026)), SubIndication::RevokedNoPoe);
    }
    let refused = world.try_sign("B-LT").unwrap_err();
    assert!(matches!(refused, SignError::CertificateRevoked { .. }), "{refused}");
}

#[test]
fn a_revoked_authority_is_told_apart_from_a_revoked_signer() {
    let world = World::new();
    let bytes = world.sign("B-B");
    let revoked = generalized(at(2026).plus(-3_600));
    let authority = world.pki.intermediate.cert_der();
    world.services.revoke(authority, revoked.as_str(), None);
    assert_doubt(&world.verify(&bytes, at(2026)), SubIndication::RevokedCaNoPoe);
}

#[test]
fn fifty_years_of_renewal_still_pass() {
    let world = World::new();
    world.services.configure(|settings| settings.ocsp_delegated = false);
    world.renew_tsa(at(2026), 12);
    let mut bytes = world.sign("B-LTA");
    for decade in 1..=5 {
        let now = at(2026 + 10 * decade);
        world.clock(now);
        world.renew_tsa(now, 12);
        let extended = world.extend(&bytes, "B-LTA", now);
        let added = extended.len() - bytes.len();
        println!("decade {decade}: {added} bytes more, {} in all", extended.len());
        // A token, a certificate and an OCSP response, with little room beside them.
        assert!(added < 12 << 10, "{added} bytes in decade {decade}");
        bytes = extended;
        let report = world.verify(&bytes, now);
        assert_passed(&report);
        assert_eq!(report.signatures[0].signing_time.proven, Some(at(2026)));
        assert_eq!(report.signatures.len(), 2 + usize::try_from(decade).unwrap());
    }
}

#[test]
fn what_is_proven_older_than_the_certificate_fails() {
    let world = World::new();
    let document = Document::from_bytes(world.sign("B-B")).unwrap();
    for (year, expected) in [(2019, false), (2021, true)] {
        world.renew_tsa(at(year), 20);
        world.clock(at(year));
        let stamped = document.timestamp(&world.client, None).unwrap().to_bytes().unwrap();
        world.clock(at(2026));
        let report = world.verify(&stamped, at(2026));
        let signature = &report.signatures[0];
        assert_eq!(signature.signing_time.proven, Some(at(year)), "{report:#?}");
        let failed = Conclusion::Failed(SubIndication::NotYetValid);
        assert_eq!(signature.conclusion != failed, expected, "{report:#?}");
    }
}

#[test]
fn an_expired_certificate_that_is_known_not_to_be_revoked() {
    let world = World::new();
    let bytes = world.sign("B-B");
    // The signer's certificate ends with the year.
    let last = Time::from_utc(2027, 12, 31, 23, 59, 0).unwrap();
    world.clock(last);
    let report = world.verify(&bytes, last);
    assert_passed(&report);
    let later = |evidence: &Evidence| {
        let document = Document::from_bytes(bytes.clone()).unwrap();
        Verifier::new(&world.policy).evidence(evidence).verify(&document, at(2030))
    };
    assert_doubt(&later(&report.evidence), SubIndication::OutOfBoundsNotRevoked);
    assert_doubt(&later(&Evidence::new()), SubIndication::OutOfBoundsNoPoe);
    // What was said years before its end says nothing of the end.
    let early = world.verify(&bytes, at(2026)).evidence;
    assert_doubt(&later(&early), SubIndication::OutOfBoundsNoPoe);
}

#[test]
fn a_renewal_that_comes_too_late_is_refused_and_does_not_pass() {
    let world = World::new();
    world.renew_tsa(at(2026), 2);
    let bytes = world.sign("B-LTA");
    let late = at(2036);
    world.clock(late);
    world.renew_tsa(late, 12);
    assert_doubt(&world.verify(&bytes, late), SubIndication::OutOfBoundsNoPoe);
    let refused = world.try_extend(&bytes, "B-LTA", late).unwrap_err();
    assert!(matches!(refused, SignError::EvidenceMissing { .. }), "{refused}");
}

#[test]
fn a_token_longer_than_the_one_before_is_asked_for_once_more() {
    use kyso_testkit::{Dn, Template, der, pki::Extension};
    let world = World::new();
    let bytes = world.sign("B-T");
    let mut long = Template::tsa(Dn::new().cn("TSA mới"));
    long.ocsp_urls = vec![world.services.urls().ocsp()];
    long.extensions.push(Extension::new("1.2.3.4", false, der::octets(&[0; 3000])));
    world.services.set_tsa(&world.pki.issue(KeyKind::P256, &long));
    world.services.forget_requests();
    let lta = world.extend(&bytes, "B-LTA", at(2026));
    assert_eq!(world.services.requests("/tsa"), 2);
    assert_passed(&world.verify(&lta, at(2026)));
}

#[test]
fn only_what_is_missing_is_added() {
    let world = World::new();
    let b = world.sign("B-B");
    let t = world.extend(&b, "B-T", at(2026));
    let report = world.verify(&t, at(2026));
    assert_passed(&report);
    assert_eq!((report.signatures.len(), report.signatures[0].level), (2, FoundLevel::BT));
    assert!(world.try_extend(&t, "B-T", at(2026)).unwrap().is_unchanged());
    let lt = world.extend(&t, "B-LT", at(2026));
    assert_eq!(world.verify_offline(&lt, at(2026)).signatures[0].level, FoundLevel::BLT);
    world.services.forget_requests();
    assert!(world.try_extend(&lt, "B-LT", at(2026)).unwrap().is_unchanged());
    assert!(world.services.counts().is_empty(), "{:?}", world.services.counts());
    let lta = world.extend(&lt, "B-LTA", at(2026));
    let report = world.verify_offline(&lta, at(2026));
    assert_passed(&report);
    assert_eq!(report.signatures[0].level, FoundLevel::BLTA);
    assert!(world.try_extend(&lta, "B-B", at(2026)).unwrap().is_unchanged());
    let unsigned = pdf(PdfKind::Classic);
    assert!(matches!(world.try_extend(&unsigned, "B-T", at(2026)), Err(SignError::NotSigned)));
}

#[test]
fn a_document_timestamp_alone_passes_and_proves() {
    let world = World::new();
    let document = Document::from_bytes(pdf(PdfKind::XrefStream)).unwrap();
    let stamped = document.timestamp(&world.client, None).unwrap();
    assert_eq!(stamped.level(), None);
    let report = world.verify(&stamped.to_bytes().unwrap(), at(2026));
    assert_passed(&report);
    assert_eq!(report.signatures[0].kind, Kind::DocumentTimestamp);
    assert_eq!(report.signatures[0].signing_time.proven, Some(at(2026)));
}

#[test]
fn a_second_signature_after_b_lta_leaves_the_first_valid() {
    let world = World::new();
    let first = world.sign("B-LTA");
    let document = Document::from_bytes(first).unwrap();
    let builder = document.sign(&world.credential, at(2026)).level(world.level("B-LTA"));
    let bytes = builder.finish().unwrap().to_bytes().unwrap();
    let report = world.verify_offline(&bytes, at(2026));
    assert_passed(&report);
    assert_eq!(report.signatures.len(), 4);
}

fn by_hand(change: impl FnOnce(&mut Dictionary), cms: impl FnOnce(&Digest) -> Vec<u8>) -> Vec<u8> {
    sign_by_hand(&pdf(PdfKind::Classic), DigestAlgorithm::Sha256, change, cms)
}

#[test]
fn a_certification_that_forbids_everything_still_takes_evidence_and_timestamps() {
    let world = World::new();
    let certify = |dictionary: &mut Dictionary| {
        let mut parameters = Dictionary::new();
        parameters.set("P", 1);
        parameters.set("V", Object::Name(b"1.2".to_vec()));
        let mut reference = Dictionary::new();
        reference.set("TransformMethod", Object::Name(b"DocMDP".to_vec()));
        reference.set("TransformParams", Object::Dictionary(parameters));
        dictionary.set("Reference", Object::Array(vec![Object::Dictionary(reference)]));
    };
    let certified = by_hand(certify, |digest| b_b(&world.credential, digest));
    let report = world.verify(&certified, at(2026));
    assert_passed(&report);
    assert_eq!(report.signatures[0].kind, Kind::Certification);
    let document = Document::from_bytes(certified.clone()).unwrap();
    let refused = document.sign(&world.credential, at(2026)).finish().unwrap_err();
    assert!(matches!(refused, SignError::CertificationForbids { .. }), "{refused}");
    let lta = world.extend(&certified, "B-LTA", at(2026));
    let report = world.verify_offline(&lta, at(2026));
    assert_passed(&report);
    assert_eq!(report.signatures[0].level, FoundLevel::BLTA);
}

#[test]
fn a_document_timestamp_says_so_in_both_places_or_fails() {
    let world = World::new();
    let token = |digest: &Digest| obtain(&world.client, digest).unwrap().der().to_vec();
    let name = |name: &str| Object::Name(name.as_bytes().to_vec());
    for (kind, sub_filter, passes) in [
        ("DocTimeStamp", "ETSI.RFC3161", true),
        ("Sig", "ETSI.RFC3161", false),
        ("DocTimeStamp", "ETSI.CAdES.detached", false),
    ] {
        let change = |dictionary: &mut Dictionary| {
            dictionary.set("Type", name(kind));
            dictionary.set("SubFilter", name(sub_filter));
        };
        let bytes = by_hand(change, token);
        let report = world.verify(&bytes, at(2026));
        let expected = Conclusion::Failed(SubIndication::FormatFailure);
        let passed = matches!(report.conclusion(), Conclusion::Passed(_));
        assert_eq!(passed, passes, "{kind} {sub_filter}");
        assert!(passed || *report.conclusion() == expected, "{report:#?}");
        assert_eq!(has(&report, Code::SignatureDictionaryInvalid), !passes);
    }
    // A signature that is sound otherwise is no document time-stamp by its type alone.
    let change = |dictionary: &mut Dictionary| dictionary.set("Type", name("DocTimeStamp"));
    let bytes = by_hand(change, |digest| b_b(&world.credential, digest));
    let expected = Conclusion::Failed(SubIndication::FormatFailure);
    assert_eq!(*world.verify(&bytes, at(2026)).conclusion(), expected);
}

/// Faults of the TSA, each of which must stop every level from B-T on.
#[test]
fn no_fault_of_the_tsa_gives_a_document() {
    let world = World::new();
    let harmless = [Fault::Revoked, Fault::Unknown, Fault::Stale, Fault::Untrusted];
    for fault in Fault::ALL.into_iter().filter(|fault| !harmless.contains(fault)) {
        world.services.heal();
        world.services.fault("/tsa", fault);
        let refused = world.try_sign("B-T").unwrap_err();
        let SignError::Timestamp(error) = refused else { panic!("{fault:?}: {refused}") };
        assert_eq!(error.service, world.services.urls().tsa(), "{fault:?}");
    }
}

/// Faults of OCSP and CRL together: whatever they are, no B-LT without evidence.
#[test]
fn no_fault_of_the_revocation_services_gives_b_lt() {
    let world = World::new();
    let harmless = [Fault::WrongImprint];
    for fault in Fault::ALL.into_iter().filter(|fault| !harmless.contains(fault)) {
        world.services.heal();
        world.services.fault("/ocsp", fault);
        world.services.fault("/crl", fault);
        match (fault, world.try_sign("B-LT")) {
            // CRLs know no such faults, and stand in.
            (Fault::WrongNonce | Fault::WrongPurpose | Fault::Rejected | Fault::Unknown, Ok(_)) => {
            }
            (Fault::Revoked, Err(SignError::CertificateRevoked { .. })) => {}
            (_, Err(SignError::EvidenceMissing { subject, services, .. })) => {
                assert!(!subject.is_empty() && !services.is_empty(), "{fault:?}");
            }
            (_, other) => panic!("{fault:?}: {other:?}"),
        }
    }
}

/// A responder whose certificate says where to ask about it, on top of the services' own lists.
fn named_responder(world: &World) {
    let place = world.services.urls().crl("issuing");
    world.services.change_ocsp_responder("issuing", |template| {
        template.extensions.clear();
        template.crl_urls = vec![place];
    });
}

#[test]
fn a_responder_that_wants_to_be_asked_about_is_and_what_is_said_of_it_is_kept() {
    let world = World::new();
    named_responder(&world);
    world.services.forget_requests();
    let bytes = world.sign("B-LT");
    assert_eq!(world.services.requests("/crl"), 1, "{:?}", world.services.counts());
    let report = world.verify_offline(&bytes, at(2026));
    assert_passed(&report);
    // That list is newer than the answers and speaks of the signer and the TSA as well.
    assert_eq!((report.evidence.crls.len(), report.evidence.ocsp.len()), (1, 1));
    // Without the list the responder is not believed.
    world.services.fault("/crl", Fault::Closed);
    let SignError::EvidenceMissing { errors, .. } = world.try_sign("B-LT").unwrap_err() else {
        panic!("no evidence")
    };
    assert!(errors.iter().any(|error| error.service.contains("/crl")), "{errors:?}");
}

#[test]
fn a_revoked_responder_proves_nothing() {
    let world = World::new();
    named_responder(&world);
    let bytes = world.sign("B-LT");
    let responder = world.services.ocsp_responder("issuing").unwrap();
    let before = generalized(at(2026).plus(-86_400));
    world.services.revoke(&responder.cert_der, before.as_str(), Some(Reason::KeyCompromise));
    // The list itself says that the signer is good; the report says what spoke.
    let fresh = world.sign("B-LT");
    let report = world.verify_offline(&fresh, at(2026));
    assert_passed(&report);
    let evidence = &report.evidence;
    assert!(!evidence.crls.is_empty() && !evidence.certificates.is_empty());
    let by = |cert: &kyso::x509::Certificate| cert.der() == responder.cert_der.as_slice();
    assert!(!evidence.certificates.iter().any(by), "the revoked responder was relied on");
    // What was said before stands in the old document, with the list of that day.
    assert_passed(&world.verify_offline(&bytes, at(2026)));
}

#[test]
fn evidence_counts_from_the_end_of_the_grace_period_on() {
    let world = World::new();
    let mut freshness = Freshness::default();
    freshness.grace = 86_400;
    let document = Document::from_bytes(pdf(PdfKind::Classic)).unwrap();
    let builder = document.sign(&world.credential, at(2026)).level(world.level("B-LT"));
    let refused = builder.clone().freshness(freshness).finish().unwrap_err();
    let SignError::GracePeriod { until, .. } = refused else { panic!("{refused}") };
    assert_eq!(until, at(2026).plus(86_400));
    let signed = builder.freshness(freshness).allow_lower_level().finish().unwrap();
    assert_eq!(signed.level(), Some(FoundLevel::BT));
    let bytes = signed.to_bytes().unwrap();
    let extend = |now: Time| {
        world.clock(now);
        let extension = Document::from_bytes(bytes.clone()).unwrap().extend(now);
        extension.level(world.level("B-LT")).freshness(freshness).finish()
    };
    assert!(matches!(extend(at(2026).plus(86_399)), Err(SignError::GracePeriod { .. })));
    let lt = extend(at(2026).plus(86_400)).unwrap().to_bytes().unwrap();
    // The same when judging: early evidence will not do, nor is it enough to have a later one
    // about somebody else.
    let policy = world.policy.clone().with_grace(86_400);
    let judge = |bytes: &[u8], now| {
        Verifier::new(&policy).verify(&Document::from_bytes(bytes).unwrap(), now)
    };
    let later = at(2026).plus(90_000);
    assert_passed(&judge(&lt, later));
    world.clock(at(2026));
    assert_doubt(&judge(&world.sign("B-LT"), at(2026).plus(600)), SubIndication::TryLater);
}

#[test]
fn how_old_evidence_may_be_is_for_the_policy() {
    let world = World::new();
    let given = world.verify(&world.sign("B-B"), at(2026)).evidence;
    let bytes = world.sign("B-B");
    let judge = |policy: &Policy, hours: i64| {
        let document = Document::from_bytes(bytes.as_slice()).unwrap();
        Verifier::new(policy).evidence(&given).verify(&document, at(2026).plus(hours * 3_600))
    };
    // nextUpdate is a day later.
    assert_passed(&judge(&world.policy, 20));
    assert_doubt(&judge(&world.policy, 30), SubIndication::TryLater);
    let strict = world.policy.clone().with_max_evidence_age(12 * 3_600);
    assert_passed(&judge(&strict, 11));
    assert_doubt(&judge(&strict, 20), SubIndication::TryLater);
    let mut wide = world.policy.clone();
    wide.dangerous().accept_overdue_evidence(12 * 3_600);
    let report = judge(&wide, 30);
    assert_passed(&report);
    let said = report.findings.iter().find(|f| f.code == Code::PolicyWidened).unwrap();
    assert_eq!(said.facts["option"].to_string(), "overdue-evidence");
    assert_doubt(&judge(&wide, 40), SubIndication::TryLater);
}

#[test]
fn a_lower_level_of_an_extension_is_taken_only_when_allowed_and_is_said() {
    let world = World::new();
    let b = world.sign("B-B");
    world.services.fault("/ocsp", Fault::Closed);
    world.services.fault("/crl", Fault::Closed);
    let extension = || Document::from_bytes(b.as_slice()).unwrap().extend(at(2026));
    assert!(extension().level(world.level("B-LTA")).finish().is_err());
    let extend = || extension().level(world.level("B-LTA")).allow_lower_level().finish().unwrap();
    let signed = extend();
    assert_eq!(signed.level(), Some(FoundLevel::BT));
    assert!(matches!(signed.shortfall(), Some(SignError::EvidenceMissing { .. })));
    world.services.fault("/tsa", Fault::Closed);
    let signed = extend();
    assert!(signed.is_unchanged() && signed.level() == Some(FoundLevel::BB));
    assert!(matches!(signed.shortfall(), Some(SignError::Timestamp(_))));
    world.services.heal();
    assert!(extend().shortfall().is_none());
}

#[test]
fn a_crl_stands_in_for_an_ocsp_responder_that_is_down() {
    let world = World::new();
    world.services.fault("/ocsp", Fault::Closed);
    let bytes = world.sign("B-LT");
    let report = world.verify_offline(&bytes, at(2026));
    assert_passed(&report);
    assert!(report.evidence.ocsp.is_empty() && !report.evidence.crls.is_empty());
}

#[test]
fn a_certificate_that_publishes_nothing_cannot_reach_b_lt() {
    let world = World::new();
    let bare = kyso_testkit::Template::signer(kyso_testkit::Dn::new().cn("Không nguồn thu hồi"));
    let signer = world.pki.issue(KeyKind::P256, &bare);
    let document = Document::from_bytes(pdf(PdfKind::Classic)).unwrap();
    let credential = credential(&signer);
    let refused =
        document.sign(&credential, at(2026)).level(world.level("B-LTA")).finish().unwrap_err();
    let SignError::EvidenceMissing { services, .. } = refused else { panic!("{refused}") };
    assert!(services.is_empty());
}

#[test]
fn a_lower_level_is_taken_only_when_allowed_and_is_said() {
    let world = World::new();
    let document = Document::from_bytes(pdf(PdfKind::Classic)).unwrap();
    let sign = || {
        let builder = document.sign(&world.credential, at(2026)).level(world.level("B-LTA"));
        builder.allow_lower_level().finish().unwrap()
    };
    world.services.fault("/tsa", Fault::Status(500));
    let signed = sign();
    assert_eq!(signed.level(), Some(FoundLevel::BB));
    assert!(matches!(signed.shortfall(), Some(SignError::Timestamp(_))));
    assert_passed(&world.verify(&signed.to_bytes().unwrap(), at(2026)));
    world.services.heal();
    world.services.fault("/ocsp", Fault::Closed);
    world.services.fault("/crl", Fault::Closed);
    let signed = sign();
    assert_eq!(signed.level(), Some(FoundLevel::BT));
    assert!(matches!(signed.shortfall(), Some(SignError::EvidenceMissing { .. })));
    world.services.heal();
    assert!(sign().shortfall().is_none());
}

#[test]
fn a_signature_prepared_elsewhere_is_completed_at_a_level() {
    use kyso::Prepared;
    let world = World::new();
    let document = Document::from_bytes(pdf(PdfKind::Hybrid)).unwrap();
    let builder = document.sign(&world.credential, at(2026)).level(world.level("B-LTA"));
    let state = builder.prepare().unwrap().to_bytes().unwrap();
    let prepared = Prepared::from_bytes(&state).unwrap();
    let value = world.credential.key().sign(prepared.to_be_signed()).unwrap();
    let signed =
        prepared.complete_at(value, world.level("B-LTA"), Evidence::new(), at(2026)).unwrap();
    let report = world.verify_offline(&signed.to_bytes().unwrap(), at(2026));
    assert_passed(&report);
    assert_eq!(report.signatures[0].level, FoundLevel::BLTA);
}

#[test]
fn a_timestamp_of_an_unknown_authority_proves_nothing_and_spoils_nothing() {
    let world = World::new();
    world.services.fault("/tsa", Fault::Untrusted);
    let bytes = world.sign("B-T");
    let report = world.verify(&bytes, at(2026));
    assert_passed(&report);
    assert!(has(&report, Code::TimestampInvalid));
    assert_eq!(report.signatures[0].signing_time.proven, None);
}

/// Changes the last digit of the last signature in a file: the value of its time-stamp.
fn broken(mut bytes: Vec<u8>) -> Vec<u8> {
    let is_value =
        |from: &[u8]| from.starts_with(b"/Contents<") || from.starts_with(b"/Contents <");
    let start = (0..bytes.len()).rev().find(|at| is_value(&bytes[*at..])).unwrap();
    let end = start + bytes[start..].iter().position(|byte| *byte == b'>').unwrap();
    let last = (start..end).rev().find(|at| bytes[*at] != b'0').unwrap();
    bytes[last] = if bytes[last] == b'1' { b'2' } else { b'1' };
    bytes
}

#[test]
fn a_timestamp_that_is_broken_makes_no_level() {
    let world = World::new();
    let level = |bytes: &[u8]| world.verify(bytes, at(2026)).signatures[0].level;
    let stamped = world.sign("B-T");
    assert_eq!(level(&stamped), FoundLevel::BT);
    let report = world.verify(&broken(stamped), at(2026));
    assert_passed(&report);
    assert!(has(&report, Code::TimestampInvalid));
    assert_eq!(report.signatures[0].level, FoundLevel::BB);
    let signed = Document::from_bytes(world.sign("B-B")).unwrap();
    let over = signed.timestamp(&world.client, None).unwrap().to_bytes().unwrap();
    assert_eq!(level(&over), FoundLevel::BT);
    assert_eq!(level(&broken(over)), FoundLevel::BB);
    // One that nobody trusts is there all the same.
    world.services.fault("/tsa", Fault::Untrusted);
    assert_eq!(level(&world.sign("B-T")), FoundLevel::BT);
}

#[test]
fn a_document_timestamp_that_does_not_pass_proves_nothing() {
    let world = World::new();
    let signed = Document::from_bytes(world.sign("B-B")).unwrap();
    let stamp = || signed.timestamp(&world.client, None).unwrap().to_bytes().unwrap();
    let proven = |report: &Report| -> Vec<Option<Time>> {
        report.signatures.iter().map(|signature| signature.signing_time.proven).collect()
    };
    assert_eq!(proven(&world.verify(&stamp(), at(2026))), [Some(at(2026)); 2]);
    world.services.fault("/tsa", Fault::Untrusted);
    let report = world.verify(&stamp(), at(2026));
    assert_doubt(&report, SubIndication::NoCertificateChainFound);
    assert_eq!(proven(&report), [None, None]);
}

#[test]
fn an_unknown_authority_is_refused_where_the_caller_says_whom_to_trust() {
    let world = World::new();
    let trust = world.policy.anchors();
    let document = Document::from_bytes(pdf(PdfKind::Classic)).unwrap();
    let sign = || {
        document.sign(&world.credential, at(2026)).level(world.level("B-T")).trust(trust).finish()
    };
    assert!(sign().is_ok());
    world.services.fault("/tsa", Fault::Untrusted);
    let refused = sign().unwrap_err();
    let SignError::TimestampUntrusted { service, .. } = refused else { panic!("{refused}") };
    assert_eq!(service, world.services.urls().tsa());
    let signed = world.sign("B-B");
    let extension = Document::from_bytes(signed).unwrap().extend(at(2026)).trust(trust);
    let refused = extension.level(world.level("B-T")).finish().unwrap_err();
    assert!(matches!(refused, SignError::TimestampUntrusted { .. }), "{refused}");
}

#[test]
fn timestamps_that_contradict_each_other_are_noticed() {
    let world = World::new();
    world.clock(at(2027));
    let t = world.sign("B-T");
    world.clock(at(2026));
    let document = Document::from_bytes(t).unwrap();
    let stamped = document.timestamp(&world.client, None).unwrap().to_bytes().unwrap();
    world.clock(at(2027));
    let report = world.verify(&stamped, at(2027));
    assert!(has(&report, Code::TimestampOrder), "{report:#?}");
    assert_doubt(&report, SubIndication::TimestampOrderFailure);
}

#[test]
fn a_flipped_byte_in_b_lta_never_passes() {
    let world = World::new();
    let bytes = world.sign("B-LTA");
    for position in kyso_testkit::attacks::flips(&bytes, 300) {
        let altered = kyso_testkit::attacks::flip(&bytes, position);
        let Ok(document) = Document::from_bytes(altered) else { continue };
        let report = Verifier::new(&world.policy).verify(&document, at(2026));
        assert!(!matches!(report.conclusion(), Conclusion::Passed(_)), "byte {position}");
    }
}

#[test]
fn an_old_good_answer_hides_no_revocation() {
    let world = World::new();
    let old = world.verify(&world.sign("B-LT"), at(2026)).evidence;
    let now = at(2026).plus(600);
    world.clock(now);
    let revoked = generalized(now.plus(-300));
    let signer = &world.pki.signer.cert_der;
    world.services.revoke(signer, revoked.as_str(), Some(Reason::KeyCompromise));
    let document = Document::from_bytes(pdf(PdfKind::Classic)).unwrap();
    let stolen = document.sign(&world.credential, now).finish().unwrap().to_bytes().unwrap();
    let stolen = Document::from_bytes(stolen).unwrap();
    let verifier = Verifier::new(&world.policy).evidence(&old);
    assert_passed(&verifier.verify(&stolen, now));
    let report = verifier.source(&world.client).verify(&stolen, now);
    assert_doubt(&report, SubIndication::RevokedNoPoe);
    for level in ["B-LT", "B-LTA"] {
        let raised = stolen.extend(now).evidence(old.clone()).level(world.level(level)).finish();
        assert!(matches!(raised, Err(SignError::CertificateRevoked { .. })), "{raised:?}");
    }
}

#[test]
fn a_broken_signature_is_not_raised() {
    let world = World::new();
    let mut broken = world.sign("B-B");
    let at_text = broken.windows(4).position(|window| window == b"Page").unwrap();
    broken[at_text] = b'F';
    for level in ["B-T", "B-LT", "B-LTA"] {
        let raised = world.try_extend(&broken, level, at(2026));
        assert!(matches!(raised, Err(SignError::SignatureBroken { .. })), "{raised:?}");
    }
}

#[test]
fn a_later_answer_tells_of_an_earlier_revocation() {
    let world = World::new();
    let b = world.sign("B-B");
    let revoked = generalized(at(2026).plus(-7_200));
    let signer = &world.pki.signer.cert_der;
    world.services.revoke(signer, revoked.as_str(), Some(Reason::KeyCompromise));
    let now = world.verify(&b, at(2026)).evidence;
    let document = Document::from_bytes(b).unwrap();
    let before = at(2026).plus(-3_600);
    let report = Verifier::new(&world.policy).evidence(&now).verify(&document, before);
    assert_doubt(&report, SubIndication::RevokedNoPoe);
}
