//! Files signed by CMS and judged: beside and around them, by several, in DER, BER and PEM, at
//! every level.
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

mod common;
#[path = "common/services.rs"]
mod services;

use common::{credential, now, pki, policy};
use kyso::cades::Commitment;
use kyso::report::{
    Code, Coverage, CoveredTarget, FoundLevel, Integrity, Modification, Report, SignatureReport,
    StampKind, SubIndication,
};
use kyso::{
    Conclusion, Credential, Document, Format, Level, Packaging, Policy, Prepared, SignError,
    Signed, Signer, Source, Time, Verifier,
};
use kyso_testkit::server::Services;
use kyso_testkit::{Dn, KeyKind, Pki, Template};
use services::{Client, generalized, long_lived};

const CONTENT: &[u8] = b"So lieu quy 4\n1;2;3\n";

fn file() -> Document {
    Document::file(Source::from_bytes(CONTENT.to_vec()))
}

fn bytes(signed: Signed) -> Vec<u8> {
    signed.to_bytes().unwrap()
}

/// Judges a CMS, over this content where it is beside it.
fn judge(cms: &[u8], content: Option<&[u8]>, policy: &Policy, at: Time) -> Report {
    let mut verifier = Verifier::new(policy);
    if let Some(content) = content {
        verifier = verifier.content(Some("a.csv"), Source::from_bytes(content.to_vec()));
    }
    verifier.verify_source(&Source::from_bytes(cms.to_vec()), at).unwrap()
}

fn has(signature: &SignatureReport, code: Code) -> bool {
    signature.findings.iter().any(|finding| finding.code == code)
}

#[track_caller]
fn passes(cms: &[u8], content: Option<&[u8]>, policy: &Policy, signatures: usize) -> Report {
    let report = judge(cms, content, policy, now());
    assert!(matches!(report.conclusion(), Conclusion::Passed(_)), "{report:#?}");
    assert_eq!(report.signatures.len(), signatures);
    assert_eq!(report.format, Format::Cades);
    report
}

#[test]
fn beside_the_file() {
    let pki = pki();
    let signed = file().sign(&credential(&pki.signer), now()).finish().unwrap();
    let id = signed.field_name().to_owned();
    let report = passes(&bytes(signed), Some(CONTENT), &policy(&pki), 1);
    let one = &report.signatures[0];
    assert_eq!(one.id, id);
    assert_eq!((one.level, one.integrity), (FoundLevel::BB, Integrity::Intact));
    assert_eq!((one.coverage, one.modification), (Coverage::WholeFile, Modification::None));
    assert_eq!(one.signing_time.claimed, Some(now()));
    assert_eq!(one.covers[0].uri.as_deref(), Some("a.csv"));
    assert_eq!(one.covers[0].target, CoveredTarget::External);
    assert_eq!(one.covers[0].bytes, CONTENT.len() as u64);
}

#[test]
fn around_the_file_and_out_again() {
    let pki = pki();
    let credential = credential(&pki.signer);
    let signed = file().sign(&credential, now()).packaging(Packaging::Attached).finish().unwrap();
    let cms = bytes(signed);
    let policy = policy(&pki);
    let report = passes(&cms, None, &policy, 1);
    assert_eq!(report.signatures[0].covers[0].target, CoveredTarget::Content);
    let document = Document::from_bytes(cms.clone()).unwrap();
    let verifier = Verifier::new(&policy);
    let parts = verifier.signed_parts(&document, &report, 0);
    let mut out = Vec::new();
    verifier.write_signed(&document, &parts[0], &mut out).unwrap();
    assert_eq!(out, CONTENT);
    // What is given beside must be what is inside.
    passes(&cms, Some(CONTENT), &policy, 1);
    let report = judge(&cms, Some(b"another"), &policy, now());
    assert_eq!(report.conclusion(), &Conclusion::Failed(SubIndication::HashFailure));
    assert!(has(&report.signatures[0], Code::ContentDiffers));
}

#[test]
fn text_is_as_good_as_bytes() {
    let pki = pki();
    let credential = credential(&pki.signer);
    for packaging in [Packaging::Detached, Packaging::Attached] {
        let builder = file().sign(&credential, now()).packaging(packaging).pem(true);
        let signed = builder.finish().unwrap();
        let len = signed.len();
        let pem = bytes(signed);
        assert_eq!(pem.len() as u64, len);
        assert!(pem.starts_with(b"-----BEGIN CMS-----\n"));
        let given = (packaging == Packaging::Detached).then_some(CONTENT);
        passes(&pem, given, &policy(&pki), 1);
    }
}

#[test]
fn every_algorithm_of_every_key() {
    for kind in [KeyKind::Rsa2048, KeyKind::P256, KeyKind::P384, KeyKind::Ed25519] {
        let pki = Pki::new(kind);
        let credential = credential(&pki.signer);
        for algorithm in credential.algorithms().to_vec() {
            let builder = file().sign(&credential, now()).algorithm(algorithm);
            let cms = bytes(builder.finish().unwrap());
            let report = passes(&cms, Some(CONTENT), &policy(&pki), 1);
            let name = report.signatures[0].signature_algorithm.clone();
            assert_eq!(name, Some(algorithm.name()));
        }
    }
}

#[test]
fn other_content_fails_and_none_cannot_be_told() {
    let pki = pki();
    let cms = bytes(file().sign(&credential(&pki.signer), now()).finish().unwrap());
    let policy = policy(&pki);
    let report = judge(&cms, Some(b"So lieu quy 4\n1;2;4\n"), &policy, now());
    assert_eq!(report.conclusion(), &Conclusion::Failed(SubIndication::HashFailure));
    let report = judge(&cms, None, &policy, now());
    let missing = Conclusion::Indeterminate(SubIndication::SignedDataNotFound);
    assert_eq!(report.conclusion(), &missing);
    assert_eq!(report.signatures[0].integrity, Integrity::Unknown);
    assert!(has(&report.signatures[0], Code::ContentMissing));
}

#[test]
fn what_the_signer_says_is_told() {
    let pki = pki();
    let signed = file()
        .sign(&credential(&pki.signer), now())
        .mime_type("text/csv")
        .commitment(Commitment::ProofOfApproval)
        .location("Hà Nội")
        .claimed_role("Kế toán trưởng")
        .finish()
        .unwrap();
    let report = passes(&bytes(signed), Some(CONTENT), &policy(&pki), 1);
    let one = &report.signatures[0];
    assert_eq!(one.covers[0].kind.as_deref(), Some("text/csv"));
    assert_eq!(one.commitment.as_deref(), Some("approval"));
    assert_eq!(one.location.as_deref(), Some("Hà Nội"));
    assert_eq!(one.roles, ["Kế toán trưởng"]);
    assert!(!has(one, Code::PropertyUnknown));
}

#[test]
fn a_second_signer_leaves_the_first_as_it_is() {
    let pki = pki();
    let credential = credential(&pki.signer);
    for packaging in [Packaging::Detached, Packaging::Attached] {
        let first = file().sign(&credential, now()).packaging(packaging).finish().unwrap();
        let id = first.field_name().to_owned();
        let first = bytes(first);
        let given = (packaging == Packaging::Detached).then_some(CONTENT);
        let mut document = Document::from_bytes(first.clone()).unwrap();
        if let Some(given) = given {
            let missing = document.sign(&credential, now().plus(60)).finish();
            assert!(matches!(missing, Err(SignError::ContentMissing)));
            let other = document.with_content(None, Source::from_bytes(b"other".to_vec()));
            let other = other.sign(&credential, now()).finish();
            assert!(matches!(other, Err(SignError::SignatureBroken { field }) if field == id));
            document = document.with_content(None, Source::from_bytes(given.to_vec()));
        }
        let both = bytes(document.sign(&credential, now().plus(60)).finish().unwrap());
        let report = passes(&both, given, &policy(&pki), 2);
        assert!(report.signatures.iter().any(|one| one.id == id));
        // Every piece of the first file is there.
        let kept = Document::from_bytes(first).unwrap();
        let value = kept.cades().unwrap().signed_data().unwrap().signers[0].signature.clone();
        assert!(both.windows(value.len()).any(|window| window == value));
    }
}

#[test]
fn a_signature_is_countersigned() {
    let pki = pki();
    let credential = credential(&pki.signer);
    let signed = file().sign(&credential, now()).finish().unwrap();
    let id = signed.field_name().to_owned();
    let document = Document::from_bytes(bytes(signed)).unwrap();
    let no = document.sign(&credential, now()).countersign("S-0").finish();
    assert!(matches!(no, Err(SignError::NoSuchSignature { .. })));
    let other = Template::signer(Dn::new().cn("Trần Văn Bình"));
    let other = common::credential(&pki.issue(KeyKind::P256, &other));
    let countersigned = document.sign(&other, now()).countersign(&id).finish().unwrap();
    let cms = bytes(countersigned);
    let report = passes(&cms, Some(CONTENT), &policy(&pki), 2);
    let [first, second] = report.signatures.as_slice() else { panic!() };
    assert_eq!(first.id, id);
    assert_eq!(second.covers[0].target, CoveredTarget::Signature { id: id.clone() });
    assert_eq!(second.coverage, Coverage::Partial);
    // Who signs a signature is none of two who sign the file.
    let two = policy(&pki).with_least_signatures(2);
    let report = judge(&cms, Some(CONTENT), &two, now());
    assert!(!matches!(report.conclusion(), Conclusion::Passed(_)), "{report:#?}");
    // Nor is it enough where the file is not there.
    let mut undecided = policy(&pki);
    undecided.dangerous().accept_undecided_signatures();
    let report = judge(&cms, None, &undecided, now());
    assert!(!matches!(report.conclusion(), Conclusion::Passed(_)), "{report:#?}");
    // It says nothing of the content.
    let report = judge(&cms, Some(b"other"), &policy(&pki), now());
    let failed = |one: &SignatureReport| matches!(one.conclusion, Conclusion::Failed(_));
    assert!(failed(&report.signatures[0]) && !failed(&report.signatures[1]));
}

#[test]
fn the_key_may_be_elsewhere_and_the_state_holds_no_content_that_is_beside() {
    let pki = pki();
    let credential = credential(&pki.signer);
    let signer = Signer::chain(credential.chain(), credential.algorithms()[0]);
    let first = bytes(file().sign(&credential, now()).finish().unwrap());
    let first = Document::from_bytes(first).unwrap();
    let first = first.with_content(None, Source::from_bytes(CONTENT.to_vec()));
    for (document, packaging, given) in [
        (file(), Packaging::Detached, Some(CONTENT)),
        (file(), Packaging::Attached, None),
        (first, Packaging::Detached, Some(CONTENT)),
    ] {
        let prepared = document.sign(signer.clone(), now()).packaging(packaging).prepare().unwrap();
        let state = prepared.to_bytes().unwrap();
        let holds = state.windows(CONTENT.len()).any(|window| window == CONTENT);
        assert_eq!(holds, packaging == Packaging::Attached);
        let again = Prepared::from_bytes(&state).unwrap();
        assert_eq!(again.format(), Format::Cades);
        assert_eq!(again.to_be_signed().message(), prepared.to_be_signed().message());
        let value = credential.key().sign(again.to_be_signed()).unwrap();
        let cms = bytes(again.complete(value).unwrap());
        let report = judge(&cms, given, &policy(&pki), now());
        assert!(matches!(report.conclusion(), Conclusion::Passed(_)), "{report:#?}");
        let mut broken = state.clone();
        let last = broken.len() - 1;
        broken[last] ^= 1;
        if packaging == Packaging::Attached {
            assert!(Prepared::from_bytes(&broken).is_err());
        }
    }
}

/// A PKI with its services, and their clock.
struct World {
    services: Services,
    client: Client,
    credential: Credential,
    policy: Policy,
}

impl World {
    fn new() -> Self {
        let services = Services::start().unwrap();
        let pki: Pki = long_lived(&services);
        let client = Client::new(services.urls().tsa());
        let world =
            Self { client, credential: credential(&pki.signer), policy: policy(&pki), services };
        world.clock(now());
        world
    }

    fn clock(&self, time: Time) {
        self.services.set_time(generalized(time).as_str());
    }
}

#[test]
fn every_level_is_reached_and_outlives_the_certificate() {
    let world = World::new();
    let (tsa, source) = (&world.client, &world.client);
    let later = Time::from_utc(2035, 1, 1, 0, 0, 0).unwrap();
    for (level, found, lasts) in [
        (Level::T { tsa }, FoundLevel::BT, false),
        (Level::Lt { tsa, source }, FoundLevel::BLT, true),
        (Level::Lta { tsa, source }, FoundLevel::BLTA, true),
    ] {
        let builder = file().sign(&world.credential, now()).level(level);
        let signed = builder.finish().unwrap();
        assert_eq!(signed.level(), Some(found));
        let cms = bytes(signed);
        let mut verifier = Verifier::new(&world.policy);
        verifier = verifier.source(source).content(None, Source::from_bytes(CONTENT.to_vec()));
        let report = verifier.verify_source(&Source::from_bytes(cms.clone()), now()).unwrap();
        assert!(matches!(report.conclusion(), Conclusion::Passed(_)), "{report:#?}");
        assert_eq!(report.signatures[0].level, found);
        assert_eq!(report.signatures[0].signing_time.proven, Some(now()));
        // In nine years the authority alone can still be asked about.
        world.clock(later);
        let report = verifier.verify_source(&Source::from_bytes(cms.clone()), later).unwrap();
        let passed = matches!(report.conclusion(), Conclusion::Passed(_));
        assert!(passed || !lasts, "{level:?} {report:#?}");
        world.clock(now());
    }
}

#[test]
fn what_is_signed_is_raised_and_renewed() {
    let world = World::new();
    let (tsa, source) = (&world.client, &world.client);
    let cms = bytes(file().sign(&world.credential, now()).finish().unwrap());
    let given = || Source::from_bytes(CONTENT.to_vec());
    let open = |cms: Vec<u8>| Document::from_bytes(cms).unwrap().with_content(None, given());
    let missing = Document::from_bytes(cms.clone()).unwrap();
    let missing = missing.extend(now()).level(Level::Lta { tsa, source }).finish();
    assert!(matches!(missing, Err(SignError::ContentMissing)));
    let archived = open(cms).extend(now()).level(Level::Lta { tsa, source }).finish().unwrap();
    assert_eq!(archived.level(), Some(FoundLevel::BLTA));
    let archived = bytes(archived);
    let next = Time::from_utc(2030, 1, 1, 0, 0, 0).unwrap();
    world.clock(next);
    let renewed = open(archived).extend(next).level(Level::Lta { tsa, source }).finish().unwrap();
    let renewed = bytes(renewed);
    let later = Time::from_utc(2035, 1, 1, 0, 0, 0).unwrap();
    world.clock(later);
    let verifier = Verifier::new(&world.policy).source(source).content(None, given());
    let report = verifier.verify_source(&Source::from_bytes(renewed), later).unwrap();
    assert!(matches!(report.conclusion(), Conclusion::Passed(_)), "{report:#?}");
    let stamps = &report.signatures[0].timestamps;
    let archives = stamps.iter().filter(|stamp| stamp.kind == StampKind::Archive && stamp.holds);
    assert_eq!(archives.count(), 2);
    assert_eq!(report.signatures[0].signing_time.proven, Some(now()));
}
