//! Paths made to mislead or to cost: names that try to slip past constraints, policies that
//! multiply, webs of cross-certificates.

use std::time::{Duration, Instant};

use kyso::policy::{AlgorithmAges, PathConstraints};
use kyso::report::{Code, SubIndication};
use kyso::verify::{PathReport, PathValidator};
use kyso::x509::{Certificate, GeneralName, Name};
use kyso::{Evidence, Policy, Time, TrustAnchors};
use kyso_testkit::der::{self, explicit, implicit, int, oid, seq, tlv, utf8};
use kyso_testkit::pki::{Authority, Dn, Extension, Hash, Key, KeyKind, SigAlg, Template};

const NAME_CONSTRAINTS: &str = "2.5.29.30";
const ALT_NAME: &str = "2.5.29.17";
const POLICY_MAPPINGS: &str = "2.5.29.33";
const EMAIL: &str = "1.2.840.113549.1.9.1";
const UPN: &str = "1.3.6.1.4.1.311.20.2.3";
const SMTP_UTF8_MAILBOX: &str = "1.3.6.1.5.5.7.8.9";

fn key() -> Key {
    Key::generate(KeyKind::P256)
}

fn root() -> Authority {
    Authority::root(key(), &Template::authority(Dn::new().cn("Root")))
}

fn now() -> Time {
    Time::parse_rfc3339("2026-11-22T12:00:00Z").expect("a time")
}

fn read(der: &[u8]) -> Certificate {
    Certificate::from_der(der).expect("a certificate")
}

fn validate(
    root: &Authority,
    signer: &[u8],
    pool: &[Vec<u8>],
    constraints: PathConstraints,
) -> PathReport {
    let mut anchors = TrustAnchors::new();
    anchors.add(read(root.cert_der()));
    let mut evidence = Evidence::new();
    evidence.certificates = pool.iter().map(|der| read(der)).collect();
    let policy = Policy::baseline(anchors).with_path_constraints(constraints);
    PathValidator::new(&policy).evidence(&evidence).validate(&read(signer), now(), now())
}

/// The first fault of a report.
fn fault(report: &PathReport) -> Option<String> {
    report.findings.iter().find_map(|finding| Some(finding.facts.get("fault")?.to_string()))
}

/// Constraints under a CA, and a signer below it: `None` when that is a valid path.
fn named(constraints: Vec<u8>, critical: bool, subject: Dn, names: &[Vec<u8>]) -> Option<String> {
    let root = root();
    let mut template = Template::authority(Dn::new().cn("CA"));
    template.extensions.push(Extension::new(NAME_CONSTRAINTS, critical, constraints));
    let ca = root.subordinate(key(), &template);
    let mut template = Template::signer(subject);
    if !names.is_empty() {
        template.extensions.push(Extension::new(ALT_NAME, false, seq(names)));
    }
    let signer = ca.issue(key(), &template);
    let report = validate(&root, &signer.cert_der, &signer.chain_der, PathConstraints::default());
    match report.conclusion {
        Ok(_) => None,
        Err(why) => {
            assert_eq!(why, SubIndication::CertificateChainGeneralFailure);
            Some(fault(&report).expect("a fault"))
        }
    }
}

fn subtrees(number: u8, bases: &[Vec<u8>]) -> Vec<u8> {
    let trees: Vec<u8> = bases.iter().flat_map(|base| seq(std::slice::from_ref(base))).collect();
    tlv(0xa0 | number, &trees)
}

fn permitted(base: Vec<u8>) -> Vec<u8> {
    seq(&[subtrees(0, &[base])])
}

fn excluded(base: Vec<u8>) -> Vec<u8> {
    seq(&[subtrees(1, &[base])])
}

fn email(text: &str) -> Vec<u8> {
    implicit(1, text.as_bytes())
}

fn dns(text: &str) -> Vec<u8> {
    implicit(2, text.as_bytes())
}

fn directory(name: &Dn) -> Vec<u8> {
    explicit(4, &name.to_der())
}

fn uri(text: &str) -> Vec<u8> {
    implicit(6, text.as_bytes())
}

fn other(kind: &str) -> Vec<u8> {
    tlv(0xa0, &[oid(kind), explicit(0, &utf8("a@example.com"))].concat())
}

fn person() -> Dn {
    Dn::new().o("Bộ Mẫu").cn("Nguyễn Văn A.")
}

const NOT_PERMITTED: Option<&str> = Some("name-not-permitted");
const EXCLUDED: Option<&str> = Some("name-excluded");
const UNDECIDABLE: Option<&str> = Some("name-undecidable");

/// What it is, constraints, subject, other names, and the fault.
type Named = (&'static str, Vec<u8>, Dn, Vec<Vec<u8>>, Option<&'static str>);

fn hosts() -> Vec<Named> {
    let example = || permitted(dns("example.com"));
    vec![
        ("inside", example(), person(), vec![dns("a.example.com")], None),
        ("outside", example(), person(), vec![dns("evil.org")], NOT_PERMITTED),
        (
            "one of two",
            example(),
            person(),
            vec![dns("example.com"), dns("evil.org")],
            NOT_PERMITTED,
        ),
        (
            "a wildcard below",
            permitted(dns(".example.com")),
            person(),
            vec![dns("*.example.com")],
            None,
        ),
        (
            "a wildcard elsewhere",
            permitted(dns(".example.com")),
            person(),
            vec![dns("*.evil.org")],
            NOT_PERMITTED,
        ),
        ("below nothing", permitted(email(".")), person(), vec![email("a@evil.org")], UNDECIDABLE),
        (
            "a URI without a scheme",
            permitted(uri("www.example.com")),
            person(),
            vec![uri("://www.example.com")],
            UNDECIDABLE,
        ),
        ("trailing dot", example(), person(), vec![dns("evil.org.")], UNDECIDABLE),
        ("suffix", example(), person(), vec![dns("evilexample.com")], NOT_PERMITTED),
        ("not ASCII", example(), person(), vec![implicit(2, b"ex\xe1mple.com")], UNDECIDABLE),
        ("zero byte", example(), person(), vec![dns("evil.org\0.example.com")], UNDECIDABLE),
        ("a host as common name", example(), Dn::new().cn("www.evil.org"), vec![], NOT_PERMITTED),
        ("the same with a dot", example(), Dn::new().cn("www.evil.org."), vec![], UNDECIDABLE),
        (
            "the same beside a name of another kind",
            example(),
            Dn::new().cn("www.evil.org"),
            vec![email("a@example.com")],
            NOT_PERMITTED,
        ),
        ("a person as common name", example(), person(), vec![], None),
        (
            "a host without its first label",
            example(),
            person(),
            vec![dns(".example.com")],
            UNDECIDABLE,
        ),
        ("no name of the kind", example(), person(), vec![email("a@evil.org")], None),
        ("nothing is allowed", excluded(dns("")), person(), vec![dns("a.b")], EXCLUDED),
        ("wildcard over it", excluded(dns("a.b.c")), person(), vec![dns("*.b.c")], UNDECIDABLE),
    ]
}

fn mails_and_uris() -> Vec<Named> {
    let mail = || permitted(email("example.com"));
    let mailbox = |text: &str| person().with(EMAIL, der::ia5(text));
    vec![
        ("mail outside", mail(), person(), vec![email("a@evil.org")], NOT_PERMITTED),
        ("mail in the subject", mail(), mailbox("a@evil.org"), vec![], NOT_PERMITTED),
        ("and in both", mail(), mailbox("a@evil.org"), vec![email("a@example.com")], NOT_PERMITTED),
        ("mail inside", mail(), mailbox("a@example.com"), vec![], None),
        ("two hosts", mail(), person(), vec![email("a@evil.org@example.com")], UNDECIDABLE),
        ("mail as otherName", mail(), person(), vec![other(SMTP_UTF8_MAILBOX)], UNDECIDABLE),
        ("empty mail base", permitted(email("")), person(), vec![email("a@b.c")], UNDECIDABLE),
        (
            "userinfo",
            permitted(uri("a.b")),
            person(),
            vec![uri("http://a.b@evil.org")],
            NOT_PERMITTED,
        ),
        (
            "backslash",
            permitted(uri("a.b")),
            person(),
            vec![uri("http://evil.org\\@a.b")],
            UNDECIDABLE,
        ),
        ("no host", permitted(uri("a.b")), person(), vec![uri("urn:a.b")], UNDECIDABLE),
        (
            "address as URI",
            permitted(uri("a.b")),
            person(),
            vec![uri("http://10.0.0.1/")],
            UNDECIDABLE,
        ),
    ]
}

fn addresses_and_others() -> Vec<Named> {
    let evil = || Dn::new().o("Evil");
    let bmp = || Dn::new().with("2.5.4.10", der::bmp(" EVIL ")).cn("A");
    let upn = || permitted(other(UPN));
    let ip = |bytes: &[u8]| implicit(7, bytes);
    let ten = || excluded(ip(&[10, 0, 0, 0, 255, 0, 0, 0]));
    let mapped = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 10, 0, 0, 1];
    vec![
        ("address inside", ten(), person(), vec![ip(&[10, 1, 1, 1])], EXCLUDED),
        ("address in IPv6", ten(), person(), vec![ip(&mapped)], UNDECIDABLE),
        ("short address", ten(), person(), vec![ip(&[10])], UNDECIDABLE),
        (
            "odd mask",
            excluded(ip(&[10, 0, 0, 0, 255, 0, 255, 0])),
            person(),
            vec![ip(&[9; 4])],
            UNDECIDABLE,
        ),
        ("another string type", excluded(directory(&evil())), bmp(), vec![], EXCLUDED),
        ("subject outside", permitted(directory(&evil())), person(), vec![], NOT_PERMITTED),
        (
            "directory name outside",
            permitted(directory(&Dn::new().o("Bộ Mẫu"))),
            person(),
            vec![directory(&evil())],
            NOT_PERMITTED,
        ),
        ("a kind not processed", upn(), person(), vec![other(UPN)], UNDECIDABLE),
        ("and none of it", upn(), person(), vec![dns("a.b")], None),
        (
            "registeredID",
            excluded(implicit(8, &[42])),
            person(),
            vec![implicit(8, &[43])],
            UNDECIDABLE,
        ),
        ("no subtree", seq(&[]), person(), vec![], Some("extension-malformed")),
    ]
}

#[test]
fn names_do_not_slip_past_constraints() {
    let cases = [hosts(), mails_and_uris(), addresses_and_others()].concat();
    for (what, constraints, subject, names, expected) in cases {
        for critical in [true, false] {
            let found = named(constraints.clone(), critical, subject.clone(), &names);
            assert_eq!(found.as_deref(), expected, "{what}");
        }
    }
}

#[test]
fn distances_in_subtrees_are_not_passed_over() {
    let tree = |fields: &[Vec<u8>]| seq(&[tlv(0xa0, &seq(fields))]);
    let base = || dns("example.com");
    for constraints in [
        tree(&[base(), implicit(0, &[1])]),
        tree(&[base(), implicit(1, &[9])]),
        tree(&[base(), implicit(0, &[0]), implicit(1, &[0])]),
    ] {
        let found = named(constraints, true, person(), &[dns("example.com")]);
        assert_eq!(found.as_deref(), Some("name-constraints-not-processed"));
    }
    let zero = tree(&[base(), implicit(0, &[0])]);
    assert_eq!(named(zero, true, person(), &[dns("example.com")]), None);
}

#[test]
fn constraints_of_the_anchor_and_of_the_caller_hold_too() {
    let mut template = Template::authority(Dn::new().cn("Root"));
    template.excluded_names = vec![Dn::new().o("Bộ Mẫu")];
    let strict = Authority::root(key(), &template);
    let signer = strict.issue(key(), &Template::signer(person()));
    let report = validate(&strict, &signer.cert_der, &[], PathConstraints::default());
    assert_eq!(report.conclusion, Err(SubIndication::CertificateChainGeneralFailure));
    assert_eq!(fault(&report).as_deref(), EXCLUDED);

    let root = root();
    let signer = root.issue(key(), &Template::signer(person()));
    let mut constraints = PathConstraints::default();
    let organization = Name::from_der(&Dn::new().o("Bộ Mẫu").to_der()).unwrap();
    constraints.names.excluded.push(GeneralName::Directory(organization));
    let report = validate(&root, &signer.cert_der, &[], constraints);
    assert_eq!(report.conclusion, Err(SubIndication::ChainConstraintsFailure));
    assert!(validate(&root, &signer.cert_der, &[], PathConstraints::default()).conclusion.is_ok());
}

#[test]
fn a_caller_may_ask_for_shorter_paths() {
    let root = root();
    let ca = root.subordinate(key(), &Template::authority(Dn::new().cn("CA")));
    let signer = ca.issue(key(), &Template::signer(person()));
    for (max, expected) in [(1, None), (0, Some(SubIndication::ChainConstraintsFailure))] {
        let mut constraints = PathConstraints::default();
        constraints.max_path_length = Some(max);
        let report = validate(&root, &signer.cert_der, &signer.chain_der, constraints);
        assert_eq!(report.conclusion.err(), expected);
    }
}

fn policy(number: usize) -> String {
    format!("1.2.3.{number}")
}

/// Every policy of a CA mapped to every policy: the tree of RFC 5280 would have 11^13 leaves.
#[test]
fn policies_that_multiply_cost_nothing() {
    const POLICIES: usize = 11;
    let all: Vec<_> = (0..POLICIES).map(policy).collect();
    let pairs = all.iter().flat_map(|from| all.iter().map(move |to| seq(&[oid(from), oid(to)])));
    let mappings = seq(&pairs.collect::<Vec<_>>());
    let root = root();
    let mut above = root.clone();
    for depth in 0..14 {
        let mut template = Template::authority(Dn::new().cn(&format!("CA {depth}")));
        template.policies.clone_from(&all);
        template.extensions.push(Extension::new(POLICY_MAPPINGS, true, mappings.clone()));
        above = above.subordinate(key(), &template);
    }
    let mut template = Template::signer(person());
    template.policies = vec![policy(3)];
    let signer = above.issue(key(), &template);
    let mut constraints = PathConstraints::default();
    constraints.require_explicit_policy = true;
    let begun = Instant::now();
    let report = validate(&root, &signer.cert_der, &signer.chain_der, constraints.clone());
    assert!(begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());
    // As the anchor's side calls them: any of the eleven may have become this one.
    assert_eq!(report.conclusion.unwrap().chain.policies().len(), POLICIES);

    constraints.policies = Some(vec!["1.2.4".parse().unwrap()]);
    let report = validate(&root, &signer.cert_der, &signer.chain_der, constraints);
    assert_eq!(report.conclusion, Err(SubIndication::ChainConstraintsFailure));
}

#[test]
fn more_policies_than_anybody_has_are_refused() {
    let root = root();
    for (count, holds) in [(128, true), (129, false)] {
        let mut template = Template::signer(person());
        template.policies = (0..count).map(policy).collect();
        let signer = root.issue(key(), &template);
        let report = validate(&root, &signer.cert_der, &[], PathConstraints::default());
        assert_eq!(report.conclusion.is_ok(), holds);
    }
}

/// `count` authorities that all certify each other, and their certificates.
fn web(count: usize) -> (Vec<Authority>, Vec<Vec<u8>>) {
    let name = |n: usize| Dn::new().cn(&format!("Web {n}"));
    let member = |n| Authority::root(key(), &Template::authority(name(n)));
    let members: Vec<_> = (0..count).map(member).collect();
    let cross = members.iter().flat_map(|issuer| {
        members.iter().map(move |subject| {
            let template = Template::authority(subject.name.clone());
            issuer.subordinate(subject.key.clone(), &template).cert_der().to_vec()
        })
    });
    let cross = cross.collect();
    (members, cross)
}

#[test]
fn a_web_that_leads_nowhere_costs_nothing() {
    let (members, cross) = web(12);
    let signer = members[0].issue(key(), &Template::signer(person()));
    let begun = Instant::now();
    let report = validate(&root(), &signer.cert_der, &cross, PathConstraints::default());
    assert!(begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());
    assert_eq!(report.conclusion, Err(SubIndication::NoCertificateChainFound));
    assert_eq!(report.findings[0].code, Code::NoTrustedPath);
}

#[test]
fn the_way_out_of_a_web_is_found() {
    let root = root();
    let (members, mut cross) = web(12);
    let last = &members[11];
    let template = Template::authority(last.name.clone());
    cross.push(root.subordinate(last.key.clone(), &template).cert_der().to_vec());
    let signer = members[0].issue(key(), &Template::signer(person()));
    let report = validate(&root, &signer.cert_der, &cross, PathConstraints::default());
    assert_eq!(report.conclusion.unwrap().chain.path().len(), 4);
}

/// Every path out of the web ends with a certificate that the anchor did not sign.
#[test]
fn a_search_that_is_cut_off_says_so() {
    let root = root();
    let impostor = Authority::root(key(), &Template::authority(root.name.clone()));
    let (members, mut cross) = web(8);
    for member in &members {
        let template = Template::authority(member.name.clone());
        cross.push(impostor.subordinate(member.key.clone(), &template).cert_der().to_vec());
    }
    let signer = members[0].issue(key(), &Template::signer(person()));
    let begun = Instant::now();
    let report = validate(&root, &signer.cert_der, &cross, PathConstraints::default());
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
    assert_eq!(report.conclusion, Err(SubIndication::NoCertificateChainFound));
    assert_eq!(report.findings[0].code, Code::PathSearchCutOff);
}

#[test]
fn a_wrong_key_identifier_hides_no_issuer() {
    let root = root();
    let ca = root.subordinate(key(), &Template::authority(Dn::new().cn("CA")));
    let mut template = Template::signer(person());
    template.key_identifiers = false;
    let wrong = seq(&[implicit(0, &[7; 20])]);
    template.extensions.push(Extension::new("2.5.29.35", false, wrong));
    let signer = ca.issue(key(), &template);
    let report = validate(&root, &signer.cert_der, &signer.chain_der, PathConstraints::default());
    assert!(report.conclusion.is_ok());
}

/// Arcs beyond 32 bits, as identifiers made of UUIDs have them, and the arc 2.999 of examples.
#[test]
fn types_that_cannot_be_expressed_are_unknown_and_no_more() {
    let root = root();
    for (critical, expected) in [(false, None), (true, Some("critical-extension-unknown"))] {
        let mut template = Template::signer(person());
        for kind in ["2.999.1", "2.25.18446744073709551615"] {
            template.extensions.push(Extension::new(kind, critical, int(1)));
        }
        let signer = root.issue(key(), &template);
        let report = validate(&root, &signer.cert_der, &[], PathConstraints::default());
        assert_eq!(fault(&report).as_deref(), expected);
    }
}

#[test]
fn an_extension_said_twice_is_refused() {
    let root = root();
    let mut template = Template::signer(person());
    for _ in 0..2 {
        template.extensions.push(Extension::new("1.2.3.4", false, int(1)));
    }
    let signer = root.issue(key(), &template);
    let report = validate(&root, &signer.cert_der, &[], PathConstraints::default());
    assert_eq!(fault(&report).as_deref(), Some("extension-repeated"));
}

/// SHA-1 and RSA of 1024 bits stand for what is proven to be old, here by the time judged.
#[test]
fn algorithms_stand_by_their_time() {
    let old = |subject| Template::authority(subject).valid("20100101000000Z", "20300101000000Z");
    let mut template = old(Dn::new().cn("Root"));
    template.algorithm = Some(SigAlg::RsaPkcs1(Hash::Sha1));
    let root = Authority::root(Key::slot(KeyKind::Rsa1024, 0), &template);
    let mut template = old(person());
    template.algorithm = Some(SigAlg::RsaPkcs1(Hash::Sha1));
    let signer = read(&root.issue(key(), &template).cert_der);
    let mut anchors = TrustAnchors::new();
    anchors.add(read(root.cert_der()));
    let judge = |policy: &Policy, at: &str| {
        let at = Time::parse_rfc3339(at).unwrap();
        PathValidator::new(policy).validate(&signer, at, now()).conclusion.err()
    };
    let weak = Some(SubIndication::CryptoConstraintsFailureNoPoe);
    let mut policy = Policy::baseline(anchors);
    assert_eq!(judge(&policy, "2012-01-01T00:00:00Z"), None);
    assert_eq!(judge(&policy, "2014-01-01T00:00:00Z"), weak);
    let narrow = policy.clone().with_algorithms(AlgorithmAges::tt_15_2025());
    assert_eq!(judge(&narrow, "2012-01-01T00:00:00Z"), weak);

    let table = r#"{"name": "invoices", "source": "", "digests": {"sha1": null},
        "schemes": {"rsa-pkcs1": null}, "rsa_bits": {"1024": null}, "curves": {"p-256": null}}"#;
    policy.dangerous().accept_algorithms(AlgorithmAges::from_json(table.as_bytes()).unwrap());
    assert_eq!(judge(&policy, "2026-01-01T00:00:00Z"), None);
    let narrow = policy.with_algorithms(AlgorithmAges::tt_15_2025());
    assert_eq!(judge(&narrow, "2026-01-01T00:00:00Z"), weak);
}

/// Only version 3 has extensions: what a certificate of version 2 says of being a CA is nothing.
#[test]
fn an_authority_of_an_old_version_is_none() {
    let root = root();
    let ca = root.subordinate(key(), &Template::authority(Dn::new().cn("CA")));
    let signer = ca.issue(key(), &Template::signer(person()));
    let of_version = |version: u8| {
        let fields = der::content(ca.cert_der());
        assert_eq!(fields[..2], [0x30, 0x82], "a length of two bytes");
        let len = usize::from(fields[2]) * 256 + usize::from(fields[3]);
        let mut tbs = fields[4..4 + len].to_vec();
        assert_eq!(tbs[..5], [0xa0, 3, 2, 1, 2]);
        tbs[4] = version;
        let tbs = tlv(0x30, &tbs);
        let algorithm = KeyKind::P256.default_algorithm();
        let value = der::bits(&root.key.sign(algorithm, &tbs));
        seq(&[tbs, algorithm.algorithm_identifier(), value])
    };
    let judge = |version| {
        let pool = [of_version(version)];
        validate(&root, &signer.cert_der, &pool, PathConstraints::default())
    };
    assert!(judge(2).conclusion.is_ok());
    for version in [0, 1] {
        assert_eq!(fault(&judge(version)).as_deref(), Some("not-a-ca"));
    }
}

/// An anchor is trusted by the caller's word: its own signature, dates and extensions are not
/// judged (RFC 5280 §6.1.1 d), but a constraint on those below holds.
#[test]
fn an_anchor_is_trusted_by_word() {
    let mut template = Template::authority(Dn::new().cn("Root")).expired().critical_unknown();
    template.algorithm = Some(SigAlg::Ecdsa(Hash::Sha1));
    template.wrong_signature = true;
    let root = Authority::root(key(), &template);
    let signer = root.issue(key(), &Template::signer(person()));
    let report = validate(&root, &signer.cert_der, &[], PathConstraints::default());
    assert!(report.conclusion.is_ok(), "{report:?}");

    let plain = Authority::root(key(), &Template::bare(Dn::new().cn("Root")));
    let signer = plain.issue(key(), &Template::signer(person()));
    let report = validate(&plain, &signer.cert_der, &[], PathConstraints::default());
    assert_eq!(fault(&report).as_deref(), Some("not-a-ca"));
}

#[test]
fn an_authority_for_other_purposes_issues_no_signers() {
    let root = root();
    for (purpose, expected) in [
        ("1.3.6.1.5.5.7.3.1", Some("extended-key-usage")), // serverAuth
        ("1.3.6.1.5.5.7.3.36", None),                      // documentSigning
    ] {
        let mut template = Template::authority(Dn::new().cn("CA"));
        template.extended_key_usage = vec![purpose.into()];
        let ca = root.subordinate(key(), &template);
        let signer = ca.issue(key(), &Template::signer(person()));
        let pool = &signer.chain_der;
        let report = validate(&root, &signer.cert_der, pool, PathConstraints::default());
        assert_eq!(fault(&report).as_deref(), expected);
    }
}

/// A signature on a certificate, and the key of an authority, each too weak by itself.
#[test]
fn each_signature_and_each_key_of_a_path_must_stand() {
    let root = root();
    for (kind, algorithm, weak) in [
        (KeyKind::Rsa2048, Some(SigAlg::RsaPkcs1(Hash::Sha256)), false),
        (KeyKind::Rsa2048, Some(SigAlg::RsaPkcs1(Hash::Sha1)), true),
        (KeyKind::Rsa1024, Some(SigAlg::RsaPkcs1(Hash::Sha256)), true),
    ] {
        let template = Template::authority(Dn::new().cn("CA"));
        let ca = root.subordinate(Key::slot(kind, 0), &template);
        let mut template = Template::signer(person());
        template.algorithm = algorithm;
        let signer = ca.issue(key(), &template);
        let pool = &signer.chain_der;
        let report = validate(&root, &signer.cert_der, pool, PathConstraints::default());
        let expected = weak.then_some(SubIndication::CryptoConstraintsFailureNoPoe);
        assert_eq!(report.conclusion.err(), expected, "{kind:?} {algorithm:?}");
    }
}

/// The signer's own certificate may ask for a policy (RFC 5280 §6.1.5 b), and maps none, as it
/// stands above nobody (§6.1.4).
#[test]
fn what_the_signers_certificate_says_of_policies() {
    const POLICY_CONSTRAINTS: &str = "2.5.29.36";
    let judge = |policies: &[&str], extension: Option<Extension>, constraints| {
        let root = root();
        let mut template = Template::signer(person());
        template.policies = policies.iter().map(|&policy| policy.to_owned()).collect();
        template.extensions.extend(extension);
        let signer = root.issue(key(), &template);
        fault(&validate(&root, &signer.cert_der, &[], constraints))
    };
    let none = PathConstraints::default();
    let at_once = || Some(Extension::new(POLICY_CONSTRAINTS, true, seq(&[implicit(0, &[0])])));
    assert_eq!(judge(&[], None, none.clone()), None);
    assert_eq!(judge(&["1.2.3.1"], at_once(), none.clone()), None);
    assert_eq!(judge(&[], at_once(), none.clone()).as_deref(), Some("policy-required"));

    let mut wanted = none;
    wanted.policies = Some(vec!["1.2.3.2".parse().unwrap()]);
    wanted.require_explicit_policy = true;
    let mapping = seq(&[seq(&[oid("1.2.3.1"), oid("1.2.3.2")])]);
    let maps = Some(Extension::new(POLICY_MAPPINGS, true, mapping));
    assert_eq!(judge(&["1.2.3.2"], None, wanted.clone()), None);
    assert_eq!(judge(&["1.2.3.1"], maps, wanted).as_deref(), Some("policy-required"));
}
