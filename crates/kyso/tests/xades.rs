//! XAdES at every level: made, read, raised, renewed, and refused when a service fails.
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

mod common;
#[path = "common/seen.rs"]
mod seen;
#[path = "common/services.rs"]
mod services;

use common::{credential, policy};
use kyso::report::{FoundLevel, SubIndication};
use kyso::xml::sign::{
    KeyInfoTemplate, PrepareOptions, PreparedSignature, ReferenceTemplate, Splice, Template,
    TransformTemplate, XmlSignError, prepare,
};
use kyso::xml::signature::{DigestOptions, MANIFEST_TYPE, XmlSignature, check_value, find};
use kyso::xml::transform::Budget;
use kyso::xml::xades::{
    Commitment, ImprintFault, Imprints, Place, Properties, Qualifying, RaiseError, RaiseGoal,
    RaiseOptions, Raised, Reading, SIGNED_PROPERTIES_TYPE, TimestampKind, Which, countersigns,
    parallel_reference, prepare_counter_signature, raise,
};
use kyso::xml::{IdNames, Ids, ParseOptions, Tree, XmlDocument};
use kyso::{
    Conclusion, Credential, DigestAlgorithm, Document, Evidence, Level, Policy, Report, SignError,
    Source, Time, Verifier,
};
use kyso_testkit::server::{Fault, Services};
use kyso_testkit::xml_attacks::forge::Reference;
use seen::{see, see_first};
use services::{Client, generalized, long_lived};

/// A document with namespaces that a signature has to live with.
const PLAIN: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n<CongVan xmlns=\"urn:vn:cv\" \
                     xmlns:a=\"urn:a\"><So a:kieu='x'>12/QĐ</So>\n <NoiDung>Đồng ý</NoiDung></CongVan>";

/// A PKI with its services and their clock.
struct World {
    services: Services,
    client: Client,
    credential: Credential,
    policy: Policy,
    root: String,
}

fn at(year: i16) -> Time {
    Time::from_utc(year, 11, 22, 8, 0, 0).unwrap()
}

impl World {
    fn new() -> Self {
        let services = Services::start().unwrap();
        let pki = long_lived(&services);
        let client = Client::new(services.urls().tsa());
        let (credential, policy) = (credential(&pki.signer), policy(&pki));
        let root = pki.root_pem();
        let world = Self { services, client, credential, policy, root };
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
        self.try_sign_with(document, id, change).unwrap()
    }

    fn try_sign_with(
        &self,
        document: &str,
        id: &str,
        change: impl FnOnce(&mut Template),
    ) -> Result<Vec<u8>, XmlSignError> {
        let tree = Tree::parse(document.as_bytes(), &ParseOptions::default()).unwrap();
        let mut template = self.template(&tree, id);
        change(&mut template);
        let options = PrepareOptions::default();
        let prepared =
            prepare(&kyso::Source::from_bytes(document.into()), &tree, &template, &options)?;
        let splice = self.complete(prepared);
        Ok(splice.apply(document.as_bytes()).unwrap())
    }

    fn complete(&self, prepared: PreparedSignature) -> Splice {
        let value = self.credential.key().sign(prepared.to_be_signed()).unwrap();
        prepared.complete(&value, self.credential.chain()[0].spki_der()).unwrap()
    }

    fn template(&self, tree: &Tree, id: &str) -> Template {
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
        template
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
            freshness: kyso::revocation::Freshness::default(),
            level: self.level(level),
            now,
            evidence: Evidence::new(),
            trust: Some(self.policy.anchors().clone()),
            fallback: false,
        };
        with_options(|options| raise(bytes, which, &goal, options))
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

/// Keeps a document with the root it is to be judged by.
fn keep(world: &World, name: &str, bytes: &[u8]) {
    if let Some(folder) = kept() {
        std::fs::write(folder.join(format!("{name}.xml")), bytes).unwrap();
        std::fs::write(folder.join(format!("{name}.pem")), &world.root).unwrap();
    }
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
    keep(&world, "B-B", &b);
    for (level, found, stamps) in [
        ("B-T", FoundLevel::BT, vec![TimestampKind::Signature]),
        ("B-LT", FoundLevel::BLT, vec![TimestampKind::Signature]),
        ("B-LTA", FoundLevel::BLTA, vec![TimestampKind::Signature, TimestampKind::Archive]),
    ] {
        let raised = world.raise(&b, level, at(2026));
        keep(&world, level, &raised);
        assert_spliced(&b, &raised);
        let seen = see_first(&raised);
        assert_eq!(seen.level, found);
        let expected: Vec<_> = stamps.into_iter().map(|kind| (kind, at(2026))).collect();
        assert_eq!(seen.stamps, expected);
    }
}

#[test]
fn a_signature_whose_manifest_does_not_hold_is_not_raised() {
    let world = World::new();
    let text = "<a><b Id=\"x\">1</b></a>";
    let listed =
        Reference { transforms: String::new(), ..Reference::new("#x", "<b Id=\"x\">1</b>") };
    let manifest =
        format!("<ds:Object><ds:Manifest Id=\"m\">{}</ds:Manifest></ds:Object>", listed.text());
    let signed = world.sign_with(text, "sig-1", |template| {
        let id = template.references[0].id.clone();
        let kind = Some(MANIFEST_TYPE.into());
        let digest = DigestAlgorithm::Sha256;
        template.references[0] =
            ReferenceTemplate { id, kind, ..ReferenceTemplate::element("m", digest) };
        template.objects.push(manifest);
    });
    let signed = String::from_utf8(signed).unwrap();
    world.raise(signed.as_bytes(), "B-T", at(2026));
    let changed = signed.replacen(">1</b>", ">9</b>", 1);
    let refused = world.try_raise(changed.as_bytes(), "B-T", at(2026)).unwrap_err();
    let SignError::Raise(error) = refused else { panic!("{refused}") };
    assert!(matches!(*error, RaiseError::Reference { index: 0, .. }), "{error}");
}

#[test]
fn an_imprint_is_not_worked_out_beyond_the_budget_of_the_document() {
    let world = World::new();
    let bytes = world.raise(&world.sign(PLAIN), "B-LTA", at(2026));
    let document = XmlDocument::parse(Source::from_bytes(bytes)).unwrap();
    let tree = document.tree();
    let signature = XmlSignature::read(tree, find(tree)[0]).unwrap();
    let spki = world.credential.chain()[0].spki_der();
    let holds = check_value(tree, &signature, spki).unwrap();
    let reading = Qualifying::read(tree, document.ids(), &signature).unwrap();
    let Reading::Present(qualifying) = reading else { panic!("no properties") };
    let imprint = |kind, budget: &Budget| {
        let options = DigestOptions { resolver: None, legacy_exclusive: false, budget };
        let imprints = Imprints { holds, ids: document.ids(), qualifying: &qualifying, options };
        let container = qualifying.timestamps().find(|one| one.kind == kind).unwrap();
        imprints.of(container, DigestAlgorithm::Sha256)
    };
    for kind in [TimestampKind::Signature, TimestampKind::Archive] {
        let budget = Budget::for_document(10_000);
        let before = budget.left();
        assert!(imprint(kind, &budget).is_ok());
        let cost = before - budget.left();
        // Once, and not twice.
        let budget = Budget::new(cost + cost / 2);
        assert!(imprint(kind, &budget).is_ok());
        let refused = imprint(kind, &budget).unwrap_err();
        let spent = |fault: &ImprintFault| {
            matches!(fault, ImprintFault::Budget { .. } | ImprintFault::Reference { .. })
        };
        assert!(spent(&refused), "{refused}");
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
    // The signer's chain is in KeyInfo and not repeated; the responder's certificate is needed.
    let chain = world.credential.chain();
    assert!(!seen.evidence.certificates.is_empty());
    assert!(seen.evidence.certificates.iter().all(|one| !chain.contains(one)));
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
    keep(&world, "fifty", &bytes);
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
fn a_lower_level_is_kept_where_that_is_allowed() {
    let world = World::new();
    let b = world.sign(PLAIN);
    let raised = || {
        let goal = RaiseGoal {
            freshness: kyso::revocation::Freshness::default(),
            level: world.level("B-LTA"),
            now: at(2026),
            evidence: Evidence::new(),
            trust: None,
            fallback: true,
        };
        with_options(|options| raise(&b, Which::All, &goal, options)).unwrap()
    };
    world.services.fault("/ocsp", Fault::Closed);
    world.services.fault("/crl", Fault::Closed);
    let reached = raised();
    assert_eq!((reached.level, see_first(&reached.bytes).level), (FoundLevel::BT, FoundLevel::BT));
    assert!(matches!(reached.shortfall, Some(SignError::EvidenceMissing { .. })));
    world.services.fault("/tsa", Fault::Status(500));
    let reached = raised();
    assert_eq!((reached.level, reached.changed), (FoundLevel::BB, false));
    assert_eq!(reached.bytes, b);
    assert!(matches!(reached.shortfall, Some(SignError::Timestamp(_))));
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

#[track_caller]
fn raise_error(result: Result<Raised, SignError>) -> RaiseError {
    match result.unwrap_err() {
        SignError::Raise(error) => *error,
        other => panic!("{other}"),
    }
}

/// A counter signature of the signature at `index`.
fn countersign(world: &World, bytes: &[u8], index: usize, id: &str) -> Vec<u8> {
    let tree = Tree::parse(bytes, &ParseOptions::default()).unwrap();
    let mut template = world.template(&tree, id);
    // Its own signed properties alone; the value comes from preparing.
    template.references.remove(0);
    template.objects = vec![{
        let properties = Properties::new(id, &world.credential.chain()[0], at(2026));
        format!("<ds:Object>{}</ds:Object>", properties.to_xml().unwrap())
    }];
    let prepared = with_options(|options| {
        prepare_counter_signature(bytes, find(&tree)[index], &template, options)
    });
    let signed = world.complete(prepared.unwrap()).apply(bytes).unwrap();
    assert_spliced(bytes, &signed);
    signed
}

#[test]
fn a_counter_signature_holds_beside_what_it_signs_at_every_level() {
    let world = World::new();
    let t = world.raise(&world.sign(PLAIN), "B-T", at(2026));
    let signed = countersign(&world, &t, 0, "counter");
    let tree = Tree::parse(&signed, &ParseOptions::default()).unwrap();
    let ids = Ids::collect(&tree, &IdNames::default());
    let both: Vec<_> =
        find(&tree).into_iter().map(|node| XmlSignature::read(&tree, node).unwrap()).collect();
    assert_eq!(countersigns(&ids, &both[0], &both[1]), Some(0));
    assert_eq!(countersigns(&ids, &both[1], &both[0]), None);
    assert_eq!(see_first(&signed).properties.counter_signatures().count(), 1);
    see(&signed, |tree| find(tree)[1]);
    // All at once: the inner one first, then the outer one over it.
    let lta = world.raise(&signed, "B-LTA", at(2026));
    keep(&world, "counter", &lta);
    for index in [0, 1] {
        let seen = see(&lta, |tree| find(tree)[index]);
        assert_eq!(seen.level, FoundLevel::BLTA, "{index}");
    }
    // What is sealed stays; the outer one is renewed over it.
    let error = raise_error(world.try_raise_which(&lta, Which::One(1), "B-LTA", at(2026)));
    assert!(matches!(error, RaiseError::Sealed { .. }), "{error}");
    let renewed = world.raise(&lta, "B-LTA", at(2026));
    assert_eq!(see_first(&renewed).stamps.len(), 3);
    assert_eq!(see(&renewed, |tree| find(tree)[1]).stamps.len(), 2);
}

#[test]
fn parallel_signatures_hold_where_neither_covers_the_other() {
    let world = World::new();
    let parallel = |template: &mut Template| {
        let id = template.references[0].id.clone();
        template.references[0] = parallel_reference(template.algorithm.digest());
        template.references[0].id = id;
    };
    let first = world.sign_with(PLAIN, "first", parallel);
    let first = String::from_utf8(world.raise(&first, "B-T", at(2026))).unwrap();
    let both = world.sign_with(&first, "second", parallel);
    let lta = world.raise(&both, "B-LTA", at(2026));
    keep(&world, "parallel", &lta);
    for index in [0, 1] {
        assert_eq!(see(&lta, |tree| find(tree)[index]).level, FoundLevel::BLTA, "{index}");
    }
}

#[test]
fn a_signature_that_covers_another_is_not_broken_by_raising_that() {
    let world = World::new();
    let parallel = |template: &mut Template| {
        template.references[0].transforms =
            parallel_reference(template.algorithm.digest()).transforms;
    };
    let first = String::from_utf8(world.sign_with(PLAIN, "first", parallel)).unwrap();
    // Enveloped over everything else, the first signature among it.
    let both = world.sign_with(&first, "second", |_| {});
    let error = raise_error(world.try_raise_which(&both, Which::One(0), "B-T", at(2026)));
    let RaiseError::WouldBreak { path } = error else { panic!("{error}") };
    assert!(path.ends_with("Signature[2]"), "{path}");
    let raised = world.try_raise_which(&both, Which::One(1), "B-LTA", at(2026)).unwrap();
    assert_eq!(see(&raised.bytes, |tree| find(tree)[1]).level, FoundLevel::BLTA);
    // An enveloped one covers whatever comes later: a further one would break it.
    let alone = String::from_utf8(world.sign(PLAIN)).unwrap();
    let refused = world.try_sign_with(&alone, "second", parallel).unwrap_err();
    assert!(matches!(refused, XmlSignError::BreaksOther { .. }), "{refused}");
}

#[test]
fn every_way_to_write_a_document_is_kept() {
    let world = World::new();
    let mark = "\u{feff}".to_owned();
    for (name, document) in [
        ("mark", mark + PLAIN),
        ("empty", "<a/>".to_owned()),
        ("comment", "<?p?><!--x--><a b='1'\n>\n</a ><!--y-->\n".to_owned()),
        (
            "namespaces",
            "<x:a xmlns:x='urn:x' xmlns:ds='urn:ds' xmlns:xades141='urn:y'/>".to_owned(),
        ),
    ] {
        let signed = world.sign(&document);
        let lta = world.raise(&signed, "B-LTA", at(2026));
        keep(&world, name, &lta);
        assert_spliced(&signed, &lta);
        assert_eq!(see_first(&lta).level, FoundLevel::BLTA, "{name}");
    }
    let utf16: Vec<u8> = "\u{feff}<a/>".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let error = raise_error(world.try_raise(&utf16, "B-T", at(2026)));
    assert_eq!(error, RaiseError::Encoding);
}

#[test]
fn other_prefixes_and_references_without_canonicalization() {
    let world = World::new();
    let signed = world.sign_with(PLAIN, "sig-1", |template| {
        template.prefix = String::new();
        // Nodes at the end: the time-stamp's own canonicalization makes them bytes.
        template.references[0].transforms = vec![TransformTemplate::Enveloped];
        let properties = Properties::new("sig-1", &world.credential.chain()[0], at(2026));
        let xml = properties.prefix("x").ds_prefix("").to_xml().unwrap();
        template.objects = vec![format!("<Object>{xml}</Object><Object><any xmlns=''/></Object>")];
    });
    let lta = world.raise(&signed, "B-LTA", at(2026));
    keep(&world, "prefixes", &lta);
    assert!(String::from_utf8(lta.clone()).unwrap().contains("<x:SignatureTimeStamp><Canon"));
    assert_eq!(see_first(&lta).level, FoundLevel::BLTA);
}

#[test]
fn evidence_joins_what_others_stored() {
    let world = World::new();
    let t = String::from_utf8(world.raise(&world.sign(PLAIN), "B-T", at(2026))).unwrap();
    let end = "</xades:UnsignedSignatureProperties>";
    for present in [
        "<xades:RevocationValues/>",
        "<xades:CertificateValues></xades:CertificateValues><xades:RevocationValues>\
         <xades:OCSPValues/></xades:RevocationValues>",
    ] {
        let foreign = t.replace(end, &format!("{present}{end}"));
        let lt = world.raise(foreign.as_bytes(), "B-LT", at(2026));
        let text = String::from_utf8(lt.clone()).unwrap();
        assert_eq!(text.matches("<xades:RevocationValues>").count(), 1, "{present}");
        assert_eq!(see_first(&lt).level, FoundLevel::BLT);
    }
}

#[track_caller]
fn assert_passed(report: &Report) {
    assert!(matches!(report.conclusion(), Conclusion::Passed(_)), "{report:#?}");
}

#[test]
fn each_level_is_judged_as_what_it_is() {
    let world = World::new();
    let b = world.sign(PLAIN);
    for (level, found) in [
        ("B-B", FoundLevel::BB),
        ("B-T", FoundLevel::BT),
        ("B-LT", FoundLevel::BLT),
        ("B-LTA", FoundLevel::BLTA),
    ] {
        let bytes = world.raise(&b, level, at(2026));
        let report = world.verify(&bytes, at(2026));
        assert_passed(&report);
        assert_eq!(report.signatures[0].level, found);
        let proven = (level != "B-B").then_some(at(2026));
        assert_eq!(report.signatures[0].signing_time.proven, proven, "{level}");
        let alone = world.verify_offline(&bytes, at(2026));
        let enough = matches!(level, "B-LT" | "B-LTA");
        assert_eq!(matches!(alone.conclusion(), Conclusion::Passed(_)), enough, "{level}");
    }
}

#[test]
fn expiry_ends_b_b_and_not_b_lta() {
    let world = World::new();
    // The first TSA is gone too by then; the archive's lives on.
    world.renew_tsa(at(2026), 1);
    let b = world.sign(PLAIN);
    let t = world.raise(&b, "B-T", at(2026));
    world.renew_tsa(at(2026), 20);
    let lta = world.raise(&t, "B-LTA", at(2026));
    let later = at(2030);
    world.clock(later);
    for bytes in [&b, &t] {
        let expected = Conclusion::Indeterminate(SubIndication::OutOfBoundsNoPoe);
        assert_eq!(*world.verify(bytes, later).conclusion(), expected);
    }
    let report = world.verify(&lta, later);
    assert_passed(&report);
    assert_eq!(report.signatures[0].signing_time.proven, Some(at(2026)));
}

#[test]
fn fifty_years_of_renewal_still_pass() {
    let world = World::new();
    world.services.configure(|settings| settings.ocsp_delegated = false);
    world.renew_tsa(at(2026), 12);
    let mut bytes = world.raise(&world.sign(PLAIN), "B-LTA", at(2026));
    for decade in 1..=5 {
        let now = at(2026 + 10 * decade);
        world.clock(now);
        world.renew_tsa(now, 12);
        bytes = world.raise(&bytes, "B-LTA", now);
        let report = world.verify(&bytes, now);
        assert_passed(&report);
        assert_eq!(report.signatures[0].signing_time.proven, Some(at(2026)));
    }
}

/// A time-stamp that stands behind the archive time-stamp is covered by nothing: it is judged as
/// of now, when the authority that made it is no longer what it was.
#[test]
fn a_timestamp_put_in_later_does_not_borrow_the_archives_proof() {
    let world = World::new();
    let b = world.sign(PLAIN);
    world.renew_tsa(at(2026), 1);
    let early = String::from_utf8(world.raise(&b, "B-T", at(2026))).unwrap();
    let (start, end) = ("<xades:SignatureTimeStamp>", "</xades:SignatureTimeStamp>");
    let early = &early[early.find(start).unwrap()..early.find(end).unwrap() + end.len()];
    world.clock(at(2027));
    world.renew_tsa(at(2027), 20);
    let lta = String::from_utf8(world.raise(&b, "B-LTA", at(2027))).unwrap();
    let later = at(2030);
    world.clock(later);
    let proven = |text: &str| {
        let report = world.verify(text.as_bytes(), later);
        assert_passed(&report);
        report.signatures[0].signing_time.proven
    };
    assert_eq!(proven(&lta), Some(at(2027)));
    let close = "</xades:UnsignedSignatureProperties>";
    let behind = lta.replace(close, &format!("{early}{close}"));
    assert_eq!(see_first(behind.as_bytes()).stamps.len(), 3);
    assert_eq!(proven(&behind), Some(at(2027)));
}

#[test]
fn a_counter_signature_lives_on_under_the_outer_archive_timestamp() {
    let world = World::new();
    world.renew_tsa(at(2026), 20);
    let t = world.raise(&world.sign(PLAIN), "B-T", at(2026));
    let signed = countersign(&world, &t, 0, "counter");
    let lta = world.try_raise_which(&signed, Which::One(0), "B-LTA", at(2026)).unwrap().bytes;
    let later = at(2030);
    world.clock(later);
    let report = world.verify(&lta, later);
    assert_eq!(report.signatures.len(), 2);
    assert_passed(&report);
    assert_eq!(report.signatures[1].signing_time.proven, Some(at(2026)));
    assert_eq!(report.signatures[1].level, FoundLevel::BB);
}

/// A time-stamp over the value of a signature says nothing of what stands beside it: a counter
/// signature before one is still judged as of now.
#[test]
fn a_signature_timestamp_proves_no_counter_signature() {
    let world = World::new();
    world.renew_tsa(at(2026), 20);
    let b = world.sign(PLAIN);
    let t = String::from_utf8(world.raise(&b, "B-T", at(2026))).unwrap();
    let (start, end) = ("<xades:SignatureTimeStamp>", "</xades:SignatureTimeStamp>");
    let stamp = &t[t.find(start).unwrap()..t.find(end).unwrap() + end.len()];
    let counter = String::from_utf8(countersign(&world, &b, 0, "counter")).unwrap();
    let behind = "</xades:CounterSignature>";
    let stamped = counter.replace(behind, &format!("{behind}{stamp}"));
    assert_passed(&world.verify(stamped.as_bytes(), at(2026)));
    // Both certificates are over by then; the time-stamp proves the one signature alone.
    let later = at(2030);
    world.clock(later);
    let report = world.verify(stamped.as_bytes(), later);
    let [outer, inner] = &report.signatures[..] else { panic!("{report:#?}") };
    assert_eq!(outer.signing_time.proven, Some(at(2026)));
    assert_eq!(inner.signing_time.proven, None);
    let expected = Conclusion::Indeterminate(SubIndication::OutOfBoundsNoPoe);
    assert_eq!(inner.conclusion, expected);
}

/// The archive time-stamp is over all that stands before it: whatever changes there is noticed,
/// and what is signed never passes. (In the last token itself, CMS leaves certificates unsigned.)
#[test]
fn a_flipped_byte_in_b_lta_is_always_noticed() {
    let world = World::new();
    let bytes = world.raise(&world.sign(PLAIN), "B-LTA", at(2026));
    let verify = |bytes: &[u8]| {
        let document = Document::from_bytes(bytes).ok()?;
        Some(Verifier::new(&world.policy).verify(&document, at(2026)))
    };
    let whole = verify(&bytes).unwrap();
    assert_passed(&whole);
    let expected = whole.signatures[0].findings.len();
    let find = |text: &str| bytes.windows(text.len()).position(|w| w == text.as_bytes()).unwrap();
    let (value, object) = (find("<ds:SignatureValue"), find("<ds:Object>"));
    let unsigned = find("<xades:UnsignedProperties>");
    let archive = find("<xades141:ArchiveTimeStamp");
    for position in (0..archive).step_by(19) {
        let mut altered = bytes.clone();
        altered[position] ^= 1;
        let Some(report) = verify(&altered) else { continue };
        if !matches!(report.conclusion(), Conclusion::Passed(_)) {
            continue;
        }
        let signed = !(value..object).contains(&position) && position < unsigned;
        assert!(!signed, "byte {position} is signed");
        assert!(report.signatures[0].findings.len() > expected, "byte {position}: {report:#?}");
    }
}
