//! XAdES at every level: made, read, raised, renewed, and refused when a service fails.
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

mod common;
#[path = "common/services.rs"]
mod services;

use common::{credential, policy};
use kyso::report::FoundLevel;
use kyso::timestamp::TimestampToken;
use kyso::xml::sign::{KeyInfoTemplate, PrepareOptions, ReferenceTemplate, Template, prepare};
use kyso::xml::signature::{DigestOptions, XmlSignature, check_value, find};
use kyso::xml::transform::Budget;
use kyso::xml::xades::{
    Commitment, Imprints, Place, Properties, Qualifying, RaiseError, RaiseGoal, RaiseOptions,
    Raised, Reading, SIGNED_PROPERTIES_TYPE, TimestampKind, Which, level, raise,
};
use kyso::xml::{IdNames, Ids, NodeId, ParseOptions, Tree};
use kyso::{Credential, Evidence, Level, Policy, SignError, Time};
use kyso_testkit::server::{Fault, Services};
use kyso_testkit::{KeyKind, Pki};
use services::Client;

/// A document with namespaces that a signature has to live with.
const PLAIN: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n<CongVan xmlns=\"urn:vn:cv\" \
                     xmlns:a=\"urn:a\"><So a:kieu='x'>12/QĐ</So>\n <NoiDung>Đồng ý</NoiDung></CongVan>";

/// A PKI with its services and their clock.
struct World {
    services: Services,
    client: Client,
    credential: Credential,
    policy: Policy,
}

fn at(year: i16) -> Time {
    Time::from_utc(year, 11, 22, 8, 0, 0).unwrap()
}

fn generalized(time: Time) -> String {
    let (y, mo, d, h, mi, s) = time.to_utc();
    format!("{y:04}{mo:02}{d:02}{h:02}{mi:02}{s:02}Z")
}

impl World {
    fn new() -> Self {
        let services = Services::start().unwrap();
        let long = |t: &mut kyso_testkit::Template| {
            *t = t.clone().valid("20200101000000Z", "20990101000000Z");
        };
        let builder = Pki::builder(KeyKind::P256)
            .root(long)
            .intermediate(long)
            .signer(|t| *t = t.clone().valid("20200101000000Z", "20280101000000Z"));
        let pki = services.urls().in_builder(builder).build();
        services.install(&pki);
        let client = Client::new(services.urls().tsa());
        let (credential, policy) = (credential(&pki.signer), policy(&pki));
        let world = Self { services, client, credential, policy };
        if let Some(folder) = kept() {
            std::fs::write(folder.join("root.pem"), pki.root_pem()).unwrap();
        }
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

    /// B-B, enveloped in the document element.
    fn sign(&self, document: &str) -> Vec<u8> {
        self.sign_with(document, "sig-1", |_| {})
    }

    fn sign_with(&self, document: &str, id: &str, change: impl FnOnce(&mut Template)) -> Vec<u8> {
        let tree = Tree::parse(document.as_bytes(), &ParseOptions::default()).unwrap();
        let algorithm = self.credential.algorithms()[0];
        let digest = algorithm.digest();
        let certificate = &self.credential.chain()[0];
        let data = format!("{id}-data");
        let properties = Properties::new(id, certificate, at(2026))
            .digest(digest)
            .issuer_serial()
            .role("Trưởng phòng")
            .commitment(Commitment::ProofOfApproval)
            .place(Place { city: Some("Hà Nội".into()), ..Place::default() })
            .format(&data, "text/xml");
        let mut template = Template::enveloped(tree.document_element(), algorithm);
        template.id = Some(id.into());
        template.value_id = Some(format!("{id}-value"));
        template.references[0].id = Some(data);
        let signed = ReferenceTemplate {
            kind: Some(SIGNED_PROPERTIES_TYPE.into()),
            ..ReferenceTemplate::element(&properties.signed_properties_id(), digest)
        };
        template.references.push(signed);
        let certificates = self.credential.chain().to_vec();
        template.key_info = KeyInfoTemplate { certificates, ..KeyInfoTemplate::default() };
        template.objects.push(format!("<ds:Object>{}</ds:Object>", properties.to_xml().unwrap()));
        change(&mut template);
        let options = PrepareOptions::default();
        let prepared = prepare(document.as_bytes(), &tree, &template, &options).unwrap();
        let value = self.credential.key().sign(prepared.to_be_signed()).unwrap();
        let splice = prepared.complete(&value, certificate.spki_der()).unwrap();
        splice.apply(document.as_bytes()).unwrap()
    }

    fn try_raise(&self, bytes: &[u8], level: &str, now: Time) -> Result<Raised, SignError> {
        self.try_raise_which(bytes, Which::All, level, now)
    }

    fn try_raise_which(
        &self,
        bytes: &[u8],
        which: Which,
        level: &str,
        now: Time,
    ) -> Result<Raised, SignError> {
        let goal = RaiseGoal {
            level: self.level(level),
            now,
            evidence: Evidence::new(),
            trust: Some(self.policy.anchors().clone()),
            fallback: false,
        };
        with_options(|options| raise(bytes, which, &goal, options))
    }

    fn raise(&self, bytes: &[u8], level: &str, now: Time) -> Vec<u8> {
        let raised = self.try_raise(bytes, level, now).unwrap();
        assert_eq!(raised.level.name(), level);
        raised.bytes
    }
}

fn with_options<T>(run: impl FnOnce(&RaiseOptions<'_>) -> T) -> T {
    run(&RaiseOptions {
        parse: &ParseOptions::default(),
        id_names: &IdNames::default(),
        resolver: None,
        legacy_exclusive: false,
    })
}

/// Where files are kept for outside judges, when the caller wants them.
fn kept() -> Option<std::path::PathBuf> {
    std::env::var_os("KYSO_KEEP").map(Into::into)
}

fn keep(name: &str, bytes: &[u8]) {
    if let Some(folder) = kept() {
        std::fs::write(folder.join(name), bytes).unwrap();
    }
}

/// What a signature turned out to be.
struct Seen {
    level: FoundLevel,
    /// Kind and time of each token that holds, in document order.
    stamps: Vec<(TimestampKind, Time)>,
    properties: Qualifying,
    evidence: Evidence,
}

/// Checks the value, every reference, the signing certificate and every time-stamp's imprint.
#[track_caller]
fn see(bytes: &[u8], node: impl FnOnce(&Tree) -> NodeId) -> Seen {
    let tree = Tree::parse(bytes, &ParseOptions::default()).unwrap();
    let ids = Ids::collect(&tree, &IdNames::default());
    let signature = XmlSignature::read(&tree, node(&tree)).unwrap();
    let certificate = signature.key_info.as_ref().unwrap();
    let certificate = certificate
        .items
        .iter()
        .find_map(|item| match item {
            kyso::xml::key_info::KeyInfoItem::X509(data) => data.certificates.first(),
            _ => None,
        })
        .unwrap();
    let certificate = certificate.certificate.clone().unwrap();
    let holds = check_value(&tree, &signature, certificate.spki_der()).unwrap();
    let budget = Budget::for_document(bytes.len() as u64);
    let options = DigestOptions { resolver: None, legacy_exclusive: false, budget: &budget };
    let digests = holds.digest_references(&ids, &options);
    assert!(digests.all_hold(), "{digests:#?}");
    let Reading::Present(properties) = Qualifying::read(&tree, &ids, &signature).unwrap() else {
        panic!("no properties")
    };
    properties.signed.check_certificate(&certificate).unwrap();
    let evidence = properties.evidence(&tree);
    assert!(evidence.unreadable.is_empty());
    let imprints = Imprints { holds, ids: &ids, qualifying: &properties, options };
    let mut stamps = Vec::new();
    for container in properties.timestamps() {
        for token in &container.tokens {
            let token = TimestampToken::parse(token.as_ref().unwrap()).unwrap();
            let algorithm = token.info().imprint.digest.clone().unwrap();
            let imprint = imprints.of(container, algorithm).unwrap();
            token.check(&imprint, &evidence.evidence.certificates).unwrap();
            stamps.push((container.kind, token.info().gen_time));
        }
    }
    let level = level(&properties, &evidence.evidence, &certificate);
    Seen { level, stamps, evidence: evidence.evidence, properties: *properties }
}

#[track_caller]
fn see_first(bytes: &[u8]) -> Seen {
    see(bytes, |tree| find(tree)[0])
}

/// Everything of `before` is in `after`, in order, and what was added stands in one place.
#[track_caller]
fn assert_spliced(before: &[u8], after: &[u8]) {
    let head = before.iter().zip(after).take_while(|(a, b)| a == b).count();
    let tail = before.iter().rev().zip(after.iter().rev()).take_while(|(a, b)| a == b).count();
    assert!(head + tail >= before.len(), "more than one place changed");
}

#[test]
fn the_signed_properties_read_back() {
    let world = World::new();
    let seen = see_first(&world.sign(PLAIN));
    assert_eq!(seen.level, FoundLevel::BB);
    let signed = &seen.properties.signed;
    assert_eq!(signed.signing_time.as_ref().unwrap().time, Some(at(2026)));
    assert_eq!(signed.roles, ["Trưởng phòng"]);
    assert_eq!(signed.place.as_ref().unwrap().city.as_deref(), Some("Hà Nội"));
    assert_eq!(signed.commitments[0].commitment, Commitment::ProofOfApproval);
    assert_eq!(signed.formats[0].reference, Some(0));
    assert_eq!(signed.formats[0].mime_type.as_deref(), Some("text/xml"));
    assert!(signed.unknown.is_empty() && seen.properties.unsigned.is_empty());
}

#[test]
fn each_level_is_reached_and_says_so() {
    let world = World::new();
    let b = world.sign(PLAIN);
    keep("b.xml", &b);
    for (level, found, stamps) in [
        ("B-T", FoundLevel::BT, vec![TimestampKind::Signature]),
        ("B-LT", FoundLevel::BLT, vec![TimestampKind::Signature]),
        ("B-LTA", FoundLevel::BLTA, vec![TimestampKind::Signature, TimestampKind::Archive]),
    ] {
        let raised = world.raise(&b, level, at(2026));
        keep(&format!("{level}.xml"), &raised);
        assert_spliced(&b, &raised);
        let seen = see_first(&raised);
        assert_eq!(seen.level, found);
        let expected: Vec<_> = stamps.into_iter().map(|kind| (kind, at(2026))).collect();
        assert_eq!(seen.stamps, expected);
    }
}

#[test]
fn b_lta_asks_for_each_thing_once_and_holds_what_is_needed() {
    let world = World::new();
    let b = world.sign(PLAIN);
    world.services.forget_requests();
    let lta = world.raise(&b, "B-LTA", at(2026));
    let counts = world.services.counts();
    let expected = [("/ocsp".to_owned(), 3), ("/tsa".to_owned(), 2)];
    assert_eq!(counts.into_iter().collect::<Vec<_>>(), expected);
    let seen = see_first(&lta);
    assert_eq!(seen.evidence.ocsp.len(), 3);
    // The signer's chain is in KeyInfo, what the token has is in the token: the root is missing.
    assert!(seen.evidence.certificates.iter().any(kyso::x509::Certificate::is_self_issued));
}

#[test]
fn only_what_is_missing_is_added() {
    let world = World::new();
    let b = world.sign(PLAIN);
    let t = world.raise(&b, "B-T", at(2026));
    assert!(!world.try_raise(&t, "B-T", at(2026)).unwrap().changed);
    let lt = world.raise(&t, "B-LT", at(2026));
    assert_spliced(&t, &lt);
    world.services.forget_requests();
    assert!(!world.try_raise(&lt, "B-LT", at(2026)).unwrap().changed);
    assert!(world.services.counts().is_empty(), "{:?}", world.services.counts());
    let lta = world.raise(&lt, "B-LTA", at(2026));
    assert_spliced(&lt, &lta);
    assert_eq!(see_first(&lta).level, FoundLevel::BLTA);
    assert!(!world.try_raise(&lta, "B-B", at(2026)).unwrap().changed);
}

#[test]
fn fifty_years_of_renewal_still_hold() {
    let world = World::new();
    world.services.configure(|settings| settings.ocsp_delegated = false);
    world.renew_tsa(at(2026), 12);
    let b = world.sign(PLAIN);
    let mut bytes = world.raise(&b, "B-LTA", at(2026));
    for decade in 1..=5 {
        let now = at(2026 + 10 * decade);
        world.clock(now);
        world.renew_tsa(now, 12);
        let raised = world.raise(&bytes, "B-LTA", now);
        assert_spliced(&bytes, &raised);
        bytes = raised;
        let seen = see_first(&bytes);
        assert_eq!(seen.level, FoundLevel::BLTA);
        assert_eq!(seen.stamps.len(), 2 + usize::try_from(decade).unwrap());
        assert_eq!(seen.stamps.last(), Some(&(TimestampKind::Archive, now)));
    }
    keep("fifty.xml", &bytes);
}

#[test]
fn a_renewal_that_comes_too_late_is_refused() {
    let world = World::new();
    world.renew_tsa(at(2026), 2);
    let lta = world.raise(&world.sign(PLAIN), "B-LTA", at(2026));
    let late = at(2036);
    world.clock(late);
    world.renew_tsa(late, 12);
    let refused = world.try_raise(&lta, "B-LTA", late).unwrap_err();
    assert!(matches!(refused, SignError::EvidenceMissing { .. }), "{refused}");
}

#[test]
fn no_fault_of_the_tsa_gives_a_document() {
    let world = World::new();
    let b = world.sign(PLAIN);
    let harmless = [Fault::Revoked, Fault::Unknown, Fault::Stale, Fault::Untrusted];
    for fault in Fault::ALL.into_iter().filter(|fault| !harmless.contains(fault)) {
        world.services.heal();
        world.services.fault("/tsa", fault);
        let refused = world.try_raise(&b, "B-T", at(2026)).unwrap_err();
        assert!(matches!(refused, SignError::Timestamp(_)), "{fault:?}: {refused}");
    }
    world.services.heal();
    world.services.fault("/tsa", Fault::Untrusted);
    let refused = world.try_raise(&b, "B-T", at(2026)).unwrap_err();
    assert!(matches!(refused, SignError::TimestampUntrusted { .. }), "{refused}");
}

#[test]
fn no_evidence_no_b_lt() {
    let world = World::new();
    let b = world.sign(PLAIN);
    world.services.fault("/ocsp", Fault::Closed);
    // A CRL stands in.
    let seen = see_first(&world.raise(&b, "B-LT", at(2026)));
    assert!(seen.evidence.ocsp.is_empty() && !seen.evidence.crls.is_empty());
    world.services.fault("/crl", Fault::Closed);
    let refused = world.try_raise(&b, "B-LT", at(2026)).unwrap_err();
    assert!(matches!(refused, SignError::EvidenceMissing { .. }), "{refused}");
}

#[test]
fn what_was_changed_is_not_raised() {
    let world = World::new();
    let b = String::from_utf8(world.sign(PLAIN)).unwrap();
    let changed = b.replace("12/QĐ", "13/QĐ");
    let refused = world.try_raise(changed.as_bytes(), "B-T", at(2026)).unwrap_err();
    let SignError::Raise(error) = refused else { panic!("{refused}") };
    assert!(matches!(*error, RaiseError::Reference { index: 0, .. }), "{error}");
}

#[test]
fn any_change_under_an_archive_timestamp_shows() {
    let world = World::new();
    let lta = String::from_utf8(world.raise(&world.sign(PLAIN), "B-LTA", at(2026))).unwrap();
    let holds = |text: &str| {
        let result = std::panic::catch_unwind(|| see_first(text.as_bytes()).stamps.len());
        result.ok() == Some(2)
    };
    assert!(holds(&lta));
    // In KeyInfo, in the evidence, in the first time-stamp's element: each breaks the imprint.
    for (from, to) in [
        ("<ds:X509Data>", "<ds:X509Data a=\"b\">"),
        ("<xades:RevocationValues>", "<xades:RevocationValues Id=\"x\">"),
        ("<xades:SignatureTimeStamp>", "<xades:SignatureTimeStamp Id=\"x\">"),
        ("</xades:CertificateValues>", "</xades:CertificateValues><xades:CertificateValues/>"),
    ] {
        assert!(lta.contains(from), "{from}");
        assert!(!holds(&lta.replacen(from, to, 1)), "{from}");
    }
}

#[test]
fn a_plain_signature_is_not_raised_and_nothing_is_no_signature() {
    let world = World::new();
    let plain = world.sign_with(PLAIN, "sig-1", |template| {
        template.references.truncate(1);
        template.objects.clear();
    });
    let refused = world.try_raise(&plain, "B-T", at(2026)).unwrap_err();
    let SignError::Raise(error) = refused else { panic!("{refused}") };
    assert!(matches!(*error, RaiseError::NotXades { .. }), "{error}");
    let refused = world.try_raise(PLAIN.as_bytes(), "B-T", at(2026)).unwrap_err();
    let SignError::Raise(error) = refused else { panic!("{refused}") };
    assert_eq!(*error, RaiseError::NoSignature);
}
