//! What a policy asks for beyond `baseline`: met, and not met.

use kyso::report::SubIndication;
use kyso::{
    Conclusion, Document, Level, Policy, SignError, Signed, Time, Verifier, XmlForm, XmlPart,
};
use kyso_testkit::pki::{purpose, usage};
use kyso_testkit::server::Services;
use kyso_testkit::{Dn, KeyKind, Pki, Template};

use crate::common::{credential, now, pki, verify};
use crate::services::{Client, long_lived};
use crate::{anchors, assert_passed, assert_undecided, found, rules, signed_again, signed_by};

/// Under these rules a signature as `pki` makes it is undecided for `rule`.
#[track_caller]
fn assert_unmet(bytes: &[u8], text: &str, pki: &Pki, rule: &str) {
    let report = verify(bytes, &rules(text, pki));
    assert_undecided(&report, SubIndication::SigConstraintsFailure);
    assert!(found(&report, "policy-unmet", rule), "{report:#?}");
}

#[test]
fn shipped_policies_ask_for_revocation_data_and_their_domain() {
    let pki = pki();
    let signed = signed_by(&pki.signer);
    for name in ["cong-cong", "cong-vu"] {
        let trusted = anchors(&pki).in_domain(&name.parse().unwrap());
        let report = verify(&signed, &Policy::preset(name, trusted).unwrap());
        assert_undecided(&report, SubIndication::TryLater);
        assert_eq!(report.policy, name);
        assert!(found(&report, "policy-narrowed", "revocation-required"), "{report:#?}");
        let report = verify(&signed, &Policy::preset(name, anchors(&pki)).unwrap());
        assert_undecided(&report, SubIndication::ChainConstraintsFailure);
    }
    let report = verify(&signed, &Policy::preset("baseline", anchors(&pki)).unwrap());
    assert_passed(&report);
    assert_eq!((report.policy.as_str(), report.findings.len()), ("baseline", 0));
}

#[test]
fn what_the_certificate_is_for() {
    let build = |keys: u16, purposes: &[&str]| {
        let purposes: Vec<String> = purposes.iter().map(|one| (*one).to_owned()).collect();
        Pki::builder(KeyKind::P256)
            .signer(|t| (t.key_usage, t.extended_key_usage) = (Some(keys), purposes))
            .build()
    };
    let both = usage::DIGITAL_SIGNATURE | usage::NON_REPUDIATION;
    let plain = build(usage::DIGITAL_SIGNATURE, &[purpose::EMAIL_PROTECTION]);
    let meant = build(both, &[purpose::EMAIL_PROTECTION, purpose::DOCUMENT_SIGNING]);
    let (by_plain, by_meant) = (signed_by(&plain.signer), signed_by(&meant.signer));
    let keys = "[signer]\nkey-usage = \"non-repudiation\"";
    let purposes = "[signer]\nextended-key-usage = [\"1.3.6.1.5.5.7.3.36\"]";
    for (text, rule) in [(keys, "key-usage"), (purposes, "extended-key-usage")] {
        assert_passed(&verify(&by_meant, &rules(text, &meant)));
        assert_unmet(&by_plain, text, &plain, rule);
    }
    assert_passed(&verify(&by_plain, &rules("[signer]\nkey-usage = \"any\"", &plain)));
}

#[test]
fn a_proven_time() {
    let pki = pki();
    let report = verify(&signed_by(&pki.signer), &rules("[time]\nproven = true", &pki));
    assert_undecided(&report, SubIndication::NoPoe);
    assert!(found(&report, "policy-unmet", "proven-time"), "{report:#?}");
}

#[test]
fn what_an_xml_signature_covers_and_names() {
    let pki = pki();
    let xml = kyso_testkit::xml::xml(kyso_testkit::xml::XmlKind::Invoice);
    let document = Document::from_bytes(xml).unwrap();
    let signer = credential(&pki.signer);
    let builder = || document.sign(&signer, now());
    let bytes = |signed: Result<Signed, SignError>| signed.unwrap().to_bytes().unwrap();
    let part = XmlPart::Element("/HDon/DLHDon".parse().unwrap());
    let (whole, part) = (bytes(builder().finish()), bytes(builder().part(part).finish()));
    let text = "[coverage]\nwhole-document = true";
    assert_passed(&verify(&whole, &rules(text, &pki)));
    assert_passed(&verify(&part, &rules("", &pki)));
    assert_unmet(&part, text, &pki, "whole-document");
    let plain = bytes(builder().form(XmlForm::XmlDsig).finish());
    let text = "[signer]\nsigning-certificate = true";
    assert_passed(&verify(&whole, &rules(text, &pki)));
    assert_passed(&verify(&plain, &rules("", &pki)));
    assert_unmet(&plain, text, &pki, "signing-certificate");
}

#[test]
fn how_many_signatures_hold() {
    let pki = pki();
    let one = signed_by(&pki.signer);
    let two = signed_again(&one, &pki.signer);
    let text = "[signatures]\nat-least = 2";
    // One person twice is one.
    assert_unmet(&two, text, &pki, "at-least");
    assert_unmet(&one, text, &pki, "at-least");
    // Two persons are two.
    let issue = |name: Dn| pki.issue(KeyKind::P256, &Template::signer(name));
    let minh = || Dn::new().c("VN").o("UBND").cn("Trần Văn Minh");
    let other = signed_again(&one, &issue(minh()));
    assert_passed(&verify(&other, &rules(text, &pki)));
    assert_unmet(&other, "[signatures]\nat-least = 3", &pki, "at-least");
    // One with two certificates is one: by the name, written otherwise, or by the number.
    let otherwise = Dn::new().cn("TRẦN VĂN MINH").o("Ubnd").c("VN");
    let (number, renamed) = (minh().uid("CCCD:1"), Dn::new().c("VN").cn("Minh").uid("cccd:1"));
    for (first, second) in [(minh(), otherwise), (number, renamed)] {
        let twice = signed_again(&signed_by(&issue(first)), &issue(second));
        assert_unmet(&twice, text, &pki, "at-least");
    }
    // Nothing is asked of a document that nobody signed.
    let unsigned = kyso_testkit::pdf::pdf(kyso_testkit::pdf::PdfKind::Classic);
    assert_eq!(verify(&unsigned, &rules(text, &pki)).conclusion(), &Conclusion::Unsigned);
}

#[test]
fn later_signatures_where_the_policy_takes_none() {
    let pki = pki();
    let two = signed_again(&signed_by(&pki.signer), &pki.signer);
    let report = verify(&two, &rules("[later-changes]\nsignatures = false", &pki));
    assert_eq!(report.conclusion(), &Conclusion::Failed(SubIndication::HashFailure));
    assert!(found(&report, "modified-after-signing", "policy-forbids-signatures"), "{report:#?}");
    assert!(matches!(report.signatures[1].conclusion, Conclusion::Passed(_)), "{report:#?}");
    let report = verify(&two, &rules("[later-changes]\nform-filling = false", &pki));
    assert_passed(&report);
}

#[test]
fn later_evidence_where_the_policy_takes_none() {
    let services = Services::start().unwrap();
    let pki = long_lived(&services);
    let client = Client::new(services.urls().tsa());
    let clock = Time::from(std::time::SystemTime::now());
    let document = kyso_testkit::pdf::pdf(kyso_testkit::pdf::PdfKind::Classic);
    let document = Document::from_bytes(document).unwrap();
    let level = Level::Lt { tsa: &client, source: &client };
    let signer = credential(&pki.signer);
    let signed = document.sign(&signer, clock).level(level).finish().unwrap();
    let signed = Document::from_bytes(signed.to_bytes().unwrap()).unwrap();
    let judged = |text: &str| {
        let policy = rules(text, &pki);
        Verifier::new(&policy).source(&client).verify(&signed, clock.plus(60))
    };
    assert_passed(&judged(""));
    let report = judged("[later-changes]\ntimestamps = false");
    assert_eq!(report.conclusion(), &Conclusion::Failed(SubIndication::HashFailure));
    assert!(found(&report, "modified-after-signing", "policy-forbids-timestamps"), "{report:#?}");
    // The time-stamp of the signature proves what is asked.
    assert_passed(&judged("[time]\nproven = true"));
}

#[test]
fn algorithms_that_the_policy_takes_no_more_or_only_warns_of() {
    let pki = pki();
    let signed = signed_by(&pki.signer);
    for (key, entry, weak) in [
        ("digests", "sha256 = \"never\"", "sha256"),
        ("schemes", "ecdsa = \"2020-01-01T00:00:00Z\"", "ecdsa-sha256"),
        ("curves", "p-256 = \"never\"", "p-256"),
    ] {
        let report = verify(&signed, &rules(&format!("[algorithms.{key}]\n{entry}"), &pki));
        assert!(matches!(report.conclusion(), Conclusion::Indeterminate(_)), "{report:#?}");
        assert!(found(&report, "algorithm-too-weak", weak), "{report:#?}");
    }
    let kept = "[algorithms]\ndigests = { sha256 = \"always\", sha1 = \"always\" }";
    assert_passed(&verify(&signed, &rules(kept, &pki)));
    let rsa = Pki::new(KeyKind::Rsa2048);
    let signed = signed_by(&rsa.signer);
    let report = verify(&signed, &rules("[algorithms]\nadvised = [\"tt-15-2025\"]", &rsa));
    assert_passed(&report);
    assert!(found(&report, "algorithm-not-advised", "rsa-pkcs1-sha256"), "{report:#?}");
    let report = verify(&signed, &rules("[algorithms]\nrequired = [\"tt-15-2025\"]", &rsa));
    assert!(matches!(report.conclusion(), Conclusion::Indeterminate(_)), "{report:#?}");
    // A longer key does not fall to the entry of a shorter one.
    let bits = "[algorithms.rsa-bits]\n1024 = \"always\"\n2048 = \"never\"";
    let report = verify(&signed, &rules(bits, &rsa));
    assert!(matches!(report.conclusion(), Conclusion::Indeterminate(_)), "{report:#?}");
}

#[test]
fn constraints_on_the_path() {
    let pki = pki();
    let signed = signed_by(&pki.signer);
    for text in ["max-length = 0", "policies = [\"1.2.3\"]\nrequire-policy = true"] {
        let report = verify(&signed, &rules(&format!("[path]\n{text}"), &pki));
        assert_undecided(&report, SubIndication::ChainConstraintsFailure);
        assert!(found(&report, "policy-narrowed", "path-constraints"), "{report:#?}");
    }
    assert_passed(&verify(&signed, &rules("[path]\nmax-length = 1", &pki)));
}

#[test]
fn names_that_a_path_may_hold() {
    let pki = pki();
    let signed = signed_by(&pki.signer);
    let path = |text: &str| rules(&format!("[path]\n{text}"), &pki);
    for text in [
        "permitted-names = { directory = [\"O=Elsewhere,C=VN\"] }",
        "excluded-names = { directory = [\"C=VN\"] }",
        "excluded-names = { directory = [\"O=Bộ Mẫu,ST=Hà Nội,C=VN\"] }",
        // Another order is another name.
        "permitted-names = { directory = [\"C=VN,O=Kyso Testkit\"] }",
    ] {
        let report = verify(&signed, &path(text));
        assert_undecided(&report, SubIndication::ChainConstraintsFailure);
        assert!(found(&report, "policy-narrowed", "path-constraints"), "{report:#?}");
    }
    for text in [
        "permitted-names = { directory = [\"c=vn\"], email = [\"nowhere.vn\"] }",
        "permitted-names = { directory = [\"O=Elsewhere,C=VN\", \"C=VN\"] }",
        "excluded-names = { directory = [\"O=Elsewhere,C=VN\"], dns = [\"a.vn\"] }",
    ] {
        assert_passed(&verify(&signed, &path(text)));
    }
    for wrong in
        ["{}", "{ directory = [] }", "{ directory = [\"\"] }", "{ email = [\"\"] }", "{ ip = [] }"]
    {
        for key in ["permitted-names", "excluded-names"] {
            let text = format!("name = \"x\"\n[path]\n{key} = {wrong}");
            assert!(Policy::from_toml(&text, anchors(&pki)).is_err(), "{text}");
        }
    }
}

#[test]
fn policies_that_a_path_holds_under() {
    let below = "2.16.704.1.1";
    let pki = Pki::builder(KeyKind::P256)
        .intermediate(|t| t.policies = vec!["2.5.29.32.0".to_owned()])
        .signer(|t| t.policies = vec![below.to_owned()])
        .build();
    let signed = signed_by(&pki.signer);
    let path = |text: &str| verify(&signed, &rules(&format!("[path]\n{text}"), &pki));
    assert_passed(&path("policies = [\"2.16.704.1.1\"]"));
    assert_passed(&path("require-policy = true"));
    assert_passed(&path("inhibit-policy-mapping = true"));
    for text in [
        "policies = [\"2.16.704.1.2\"]",
        // What the CA says of every policy says nothing then.
        "policies = [\"2.16.704.1.1\"]\ninhibit-any-policy = true",
    ] {
        assert_undecided(&path(text), SubIndication::ChainConstraintsFailure);
    }
}

#[test]
fn a_policy_of_ones_own_starts_from_a_shipped_one() {
    let pki = pki();
    let trusted = anchors(&pki).in_domain(&"cong-vu".parse().unwrap());
    let own = "name = \"own\"\nbase = \"cong-vu\"\n[signatures]\nat-least = 1";
    let policy = Policy::from_toml(own, trusted.clone()).unwrap();
    let document = Document::from_bytes(signed_by(&pki.signer)).unwrap();
    let report = Verifier::new(&policy).verify(&document, now());
    assert_undecided(&report, SubIndication::TryLater);
    assert_eq!(report.policy, "own");
    assert!(!policy.notes().is_empty());
    let own = "name = \"own\"\nbase = \"cong-vu\"\n[revocation]\nrequired = false";
    let policy = Policy::from_toml(own, trusted).unwrap();
    assert_passed(&Verifier::new(&policy).verify(&document, now()));
}
