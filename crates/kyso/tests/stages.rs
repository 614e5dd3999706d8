//! Each stage is needed: one thing alone is wrong, every other stage holds, and nothing passes.
//! Beside each stands the honest file that differs in that one thing.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

#[path = "common/by_hand.rs"]
mod by_hand;
mod common;

use by_hand::{b_b, sign_by_hand, with_attributes};
use common::{credential, now, pki, policy, verify};
use kyso::crypto::Digest;
use kyso::pdf::Object;
use kyso::policy::AlgorithmAges;
use kyso::report::SubIndication::{
    ChainConstraintsFailure, CryptoConstraintsFailureNoPoe, FormatFailure, SigConstraintsFailure,
};
use kyso::xml::profile::Profile;
use kyso::{Conclusion, DigestAlgorithm, Document, Policy, Report, Verifier};
use kyso_testkit::der::{content, octets, oid, seq, set_of, tlv};
use kyso_testkit::pdf::{PdfKind, pdf};
use kyso_testkit::pki::{purpose, usage};
use kyso_testkit::xml::{XmlKind, xml_text};
use kyso_testkit::{Dn, Hash, Identity, KeyKind, Pki, SigAlg, Template};

fn person() -> Dn {
    Dn::new().c("VN").cn("Nguyễn Văn A")
}

/// A PDF that `signer` signed, whatever its certificate is for.
fn signed_by(signer: &Identity) -> Vec<u8> {
    let signer = credential(signer);
    sign_by_hand(
        &pdf(PdfKind::Classic),
        DigestAlgorithm::Sha256,
        |_| {},
        |digest| b_b(&signer, digest),
    )
}

fn passed(report: &Report) -> bool {
    matches!(report.conclusion(), Conclusion::Passed(_))
}

/// The algorithms of the testkit's authority, and what `more` says of the signer's.
fn table(digests: &str, schemes: &str, rsa_bits: &str, curves: &str) -> AlgorithmAges {
    let json = format!(
        r#"{{"name": "t", "source": "", "digests": {{{digests}}}, "schemes": {{{schemes}}},
            "rsa_bits": {{{rsa_bits}}}, "curves": {{{curves}}}}}"#
    );
    AlgorithmAges::from_json(json.as_bytes()).unwrap()
}

#[test]
fn signer_the_certificate_must_be_for_signing_documents() {
    let pki = pki();
    let policy = policy(&pki);
    let both = usage::DIGITAL_SIGNATURE | usage::NON_REPUDIATION;
    for (key_usage, purposes, expected) in [
        (Some(both), &[][..], true),
        (None, &[], true),
        (Some(usage::DIGITAL_SIGNATURE), &[], true),
        (Some(usage::NON_REPUDIATION), &[], true),
        (Some(usage::KEY_ENCIPHERMENT), &[], false),
        (Some(both), &[purpose::SERVER_AUTH], false),
        (Some(both), &[purpose::SERVER_AUTH, purpose::TIME_STAMPING], false),
        (Some(both), &[purpose::SERVER_AUTH, purpose::DOCUMENT_SIGNING], true),
    ] {
        let mut template = Template::signer(person());
        template.key_usage = key_usage;
        template.extended_key_usage = purposes.iter().map(|&one| one.to_owned()).collect();
        let report = verify(&signed_by(&pki.issue(KeyKind::P256, &template)), &policy);
        if expected {
            assert!(passed(&report), "{key_usage:?} {purposes:?}: {report:#?}");
        } else {
            let why = Conclusion::Failed(ChainConstraintsFailure);
            assert_eq!(*report.conclusion(), why, "{key_usage:?} {purposes:?}");
        }
    }
}

/// The signature's scheme and the signer's key, each by itself; its certificates stand.
#[test]
fn signer_scheme_and_key_must_stand() {
    let pki = pki();
    let signer = pki.issue(KeyKind::Rsa2048, &Template::signer(person()));
    let signed = signed_by(&signer);
    let (sha, ecdsa, curve) = (r#""sha256": null"#, r#""ecdsa": null"#, r#""p-256": null"#);
    let (both, bits) = (r#""ecdsa": null, "rsa-pkcs1": null, "rsa-pss": null"#, r#""2048": null"#);
    for (schemes, bits, expected) in [
        (both, bits, true),
        (ecdsa, bits, false),
        (both, "", false),
        (both, r#""3072": null"#, false),
    ] {
        let policy = policy(&pki).with_algorithms(table(sha, schemes, bits, curve));
        let report = verify(&signed, &policy);
        if expected {
            assert!(passed(&report), "{report:#?}");
        } else {
            let why = Conclusion::Indeterminate(CryptoConstraintsFailureNoPoe);
            assert_eq!(*report.conclusion(), why, "{schemes} {bits}");
        }
    }
}

/// A hash of what is covered that is not the signature's own, as XML may have.
#[test]
fn signer_every_hash_of_what_is_covered_must_stand() {
    let pki = pki();
    let profile = Profile::text("social-insurance").unwrap();
    let profile = profile.replace(r#"digest = "sha256""#, r#"digest = "sha512""#);
    let document = Document::from_bytes(xml_text(XmlKind::SocialInsurance)).unwrap();
    let signer = credential(&pki.signer);
    let signed = document.sign(&signer, now());
    let signed = signed.profile(Profile::from_toml(&profile).unwrap()).finish().unwrap();
    let signed = signed.to_bytes().unwrap();
    assert!(String::from_utf8_lossy(&signed).contains("xmlenc#sha512"));
    let anchor = kyso::TrustAnchors::from_bytes(pki.intermediate.cert_pem().as_bytes()).unwrap();
    for (digests, expected) in
        [(r#""sha256": null, "sha512": null"#, true), (r#""sha256": null"#, false)]
    {
        let ages = table(digests, r#""ecdsa": null"#, "", r#""p-256": null"#);
        let report = verify(&signed, &Policy::baseline(anchor.clone()).with_algorithms(ages));
        if expected {
            assert!(passed(&report), "{report:#?}");
        } else {
            let why = Conclusion::Indeterminate(CryptoConstraintsFailureNoPoe);
            assert_eq!(*report.conclusion(), why);
        }
    }
}

/// Who asks for signatures without the signing-certificate attribute gets those of old forms, and
/// not those that claim to be CAdES.
#[test]
fn signer_the_certificate_must_be_signed_for() {
    let pki = pki();
    let signer = credential(&pki.signer);
    let bare = |digest: &Digest| {
        let attribute = |id: &str, value: Vec<u8>| seq(&[oid(id), set_of(&[value])]);
        let attributes = set_of(&[
            attribute("1.2.840.113549.1.9.3", oid("1.2.840.113549.1.7.1")),
            attribute("1.2.840.113549.1.9.4", octets(digest.as_bytes())),
        ]);
        with_attributes(&signer, digest, &attributes)
    };
    let signed = |sub_filter: &str| {
        let name = Object::Name(sub_filter.as_bytes().to_vec());
        let start = pdf(PdfKind::Classic);
        sign_by_hand(&start, DigestAlgorithm::Sha256, |d| d.set("SubFilter", name), bare)
    };
    let (old, cades) = (signed("adbe.pkcs7.detached"), signed("ETSI.CAdES.detached"));
    let strict = policy(&pki);
    let mut wide = strict.clone();
    wide.dangerous().accept_missing_signing_certificate();
    let conclusion = |bytes: &[u8], policy: &Policy| verify(bytes, policy).conclusion().clone();
    assert_eq!(conclusion(&old, &strict), Conclusion::Indeterminate(SigConstraintsFailure));
    assert!(passed(&verify(&old, &wide)));
    for policy in [&strict, &wide] {
        assert_eq!(conclusion(&cades, policy), Conclusion::Failed(FormatFailure));
    }
}

/// The attribute that repeats the algorithms (RFC 6211) must fit in both of them.
#[test]
fn integrity_algorithms_that_are_repeated_must_fit() {
    let pki = pki();
    let signer = credential(&pki.signer);
    let signed = |digest_too: Hash, signature_too: Hash| {
        let cms = |digest: &Digest| {
            let attribute = |id: &str, value: Vec<u8>| seq(&[oid(id), set_of(&[value])]);
            let signature = SigAlg::Ecdsa(signature_too).algorithm_identifier();
            let repeated = [digest_too.algorithm_identifier(), tlv(0xa1, content(&signature))];
            let attributes = set_of(&[
                attribute("1.2.840.113549.1.9.3", oid("1.2.840.113549.1.7.1")),
                attribute("1.2.840.113549.1.9.4", octets(digest.as_bytes())),
                attribute("1.2.840.113549.1.9.52", seq(&repeated)),
            ]);
            with_attributes(&signer, digest, &attributes)
        };
        let name = Object::Name(b"adbe.pkcs7.detached".to_vec());
        let start = pdf(PdfKind::Classic);
        sign_by_hand(&start, DigestAlgorithm::Sha256, |d| d.set("SubFilter", name), cms)
    };
    let mut policy = policy(&pki);
    policy.dangerous().accept_missing_signing_certificate();
    assert!(passed(&verify(&signed(Hash::Sha256, Hash::Sha256), &policy)));
    for (digest, signature) in [(Hash::Sha256, Hash::Sha384), (Hash::Sha384, Hash::Sha256)] {
        let report = verify(&signed(digest, signature), &policy);
        assert_eq!(*report.conclusion(), Conclusion::Failed(FormatFailure));
    }
}

/// The reference to the document in the profile of edXML.
const DOCUMENT: &str =
    "[[reference]]\ndocument = true\ntransforms = [\"enveloped-signature\", \"exc-c14n\"]\n";

fn sign_by_profile(pki: &Pki, text: &str, profile: &str) -> String {
    let document = Document::from_bytes(text.as_bytes()).unwrap();
    let signer = credential(&pki.signer);
    let signed = document.sign(&signer, now()).profile(Profile::from_toml(profile).unwrap());
    String::from_utf8(signed.finish().unwrap().to_bytes().unwrap()).unwrap()
}

fn judge_by_profile(pki: &Pki, text: &str, profile: &str) -> bool {
    let anchor = kyso::TrustAnchors::from_bytes(pki.intermediate.cert_pem().as_bytes()).unwrap();
    let policy = Policy::baseline(anchor);
    let verifier = Verifier::new(&policy).profile(Profile::from_toml(profile).unwrap());
    passed(&verifier.verify(&Document::from_bytes(text.as_bytes()).unwrap(), now()))
}

/// An XML document signed by one profile, judged by another one that differs in one thing.
fn by_profiles(pki: &Pki, text: &str, signed_by: &str, judged_by: &str) -> bool {
    judge_by_profile(pki, &sign_by_profile(pki, text, signed_by), judged_by)
}

#[test]
fn expectation_the_document_element_must_be_the_profiles() {
    let pki = pki();
    let text = xml_text(XmlKind::SocialInsurance);
    let profile = Profile::text("social-insurance").unwrap();
    let without = profile.replace("root = \"GIAMDINHHS\"\n", "");
    let other = profile.replace("root = \"GIAMDINHHS\"", "root = \"HDon\"");
    assert!(by_profiles(&pki, &text, profile, profile));
    assert!(by_profiles(&pki, &text, profile, &without));
    assert!(!by_profiles(&pki, &text, profile, &other));
}

#[test]
fn expectation_attachments_must_be_covered_where_the_profile_says_so() {
    let pki = pki();
    let text = xml_text(XmlKind::EdXml);
    let profile = Profile::text("edxml").unwrap();
    let alone = profile.replace("[[reference]]\nattachments = true\n", "");
    let alone = alone.split("[attachments]").next().unwrap();
    let attached = profile.replace(DOCUMENT, "");
    assert!(by_profiles(&pki, &text, profile, profile));
    assert!(by_profiles(&pki, &text, alone, alone));
    assert!(by_profiles(&pki, &text, &attached, &attached));
    assert!(!by_profiles(&pki, &text, alone, profile), "no attachment is covered");
    assert!(!by_profiles(&pki, &text, alone, &attached), "no attachment is covered");
    assert!(!by_profiles(&pki, &text, &attached, profile), "the document is not covered");
}

/// An attachment that came after the signature, where that covers attachments and nothing else.
#[test]
fn expectation_one_attachment_does_not_answer_for_another() {
    let pki = pki();
    let text = xml_text(XmlKind::EdXml);
    let profile = Profile::text("edxml").unwrap().replace(DOCUMENT, "");
    let last = text.rfind("<Attachment>").unwrap();
    let end = text.rfind("</Attachment>").unwrap() + "</Attachment>".len();
    let (before, second, after) = (&text[..last], &text[last..end], &text[end..]);
    let signed = sign_by_profile(&pki, &format!("{before}{after}"), &profile);
    assert!(judge_by_profile(&pki, &signed, &profile));
    let at = signed.rfind("</Attachment>").unwrap() + "</Attachment>".len();
    let added = format!("{}{second}{}", &signed[..at], &signed[at..]);
    assert!(!judge_by_profile(&pki, &added, &profile));
}
