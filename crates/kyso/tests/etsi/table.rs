//! One case for each sub-indication of EN 319 102-1 that is given, each seen; those that never are
//! have their reasons at `SubIndication`.

use kyso::cms::{AttributesTemplate, assemble, signed_attributes};
use kyso::crypto::Digest;
use kyso::key::ToBeSigned;
use kyso::pdf::{Dictionary, Object};
use kyso::policy::AlgorithmAges;
use kyso::report::SubIndication;
use kyso::trust::AnchorTerms;
use kyso::xml::sign::{
    KeyInfoTemplate, PrepareOptions, ReferenceTemplate, Template as XmlTemplate, prepare_standalone,
};
use kyso::xml::signature::{ExternalBytes, Resolver};
use kyso::xml::{ParseOptions, Tree};
use kyso::{Conclusion, DigestAlgorithm, Document, Policy, Time, TrustAnchors, Verifier};
use kyso_testkit::attacks::flip;
use kyso_testkit::der::{octets, oid, seq, set_of};
use kyso_testkit::pdf::{PdfKind, pdf};
use kyso_testkit::{Dn, KeyKind, Pki, Template};

use crate::by_hand::{b_b, sign_by_hand, with_attributes};
use crate::common::{self, now, pki, policy, verify};
use crate::world::{World, at, first};

/// How each is come by; `None` where it never is.
fn case(of: SubIndication) -> Option<Conclusion> {
    use SubIndication as S;
    Some(match of {
        S::FormatFailure => cms(|_| vec![0x30, 0]),
        S::HashFailure => judged(&flip(&signed(), 100), |policy| policy),
        S::SigCryptoFailure => value_of_another_key(),
        S::Revoked => content_stamp_after_revocation(),
        S::Expired => content_stamp_after_expiry(),
        S::NotYetValid => proven_before_the_certificate(),
        S::SigConstraintsFailure => old_form_without_certificate(),
        S::ChainConstraintsFailure => {
            judged(&signed(), |policy| policy.with_trust_domains(vec!["x".parse().unwrap()]))
        }
        S::CertificateChainGeneralFailure => issued_under_what_nobody_understands(),
        S::CryptoConstraintsFailure => algorithm_over(2025),
        S::CryptoConstraintsFailureNoPoe => algorithm_over(2023),
        S::TimestampOrderFailure => content_stamp_after_the_proof(),
        S::NoSigningCertificateFound => names_another_certificate(),
        S::NoCertificateChainFound => judged(&signed(), |_| Policy::baseline(TrustAnchors::new())),
        S::NoCertificateChainFoundNoPoe => judged(&signed(), after_sunset),
        S::RevokedNoPoe => revoked(true),
        S::RevokedCaNoPoe => revoked(false),
        S::OutOfBoundsNotRevoked => expired(true),
        S::OutOfBoundsNoPoe => expired(false),
        S::NoPoe => judged(&signed(), Policy::with_proven_time),
        S::TryLater => judged(&signed(), Policy::with_revocation_required),
        S::SignedDataNotFound => reference_to_elsewhere(),
        S::Generic => sub_filter_of_old_times(),
        S::PolicyProcessingError
        | S::SignaturePolicyNotAvailable
        | S::RevocationOutOfBoundsNoPoe => return None,
        other => panic!("{other:?} has no case"),
    })
}

#[test]
fn each_is_given_where_it_is_due() {
    let fails = [
        SubIndication::FormatFailure,
        SubIndication::HashFailure,
        SubIndication::SigCryptoFailure,
        SubIndication::Revoked,
        SubIndication::Expired,
        SubIndication::NotYetValid,
        // The certificate was signed for and is another's: nobody's doubt.
        SubIndication::NoSigningCertificateFound,
    ];
    for &of in SubIndication::ALL {
        let expected = match fails.contains(&of) {
            true => Conclusion::Failed(of),
            false => Conclusion::Indeterminate(of),
        };
        if let Some(conclusion) = case(of) {
            assert_eq!(conclusion, expected);
        }
    }
}

thread_local! {
    static PKI: Pki = pki();
}

/// A PDF signed under the PKI of the cases that need no services.
fn signed() -> Vec<u8> {
    PKI.with(|pki| common::sign(&pdf(PdfKind::Classic), pki))
}

fn judged(bytes: &[u8], rules: impl FnOnce(Policy) -> Policy) -> Conclusion {
    PKI.with(|pki| first(&verify(bytes, &rules(policy(pki)))).clone())
}

/// A signature with this CMS.
fn cms(cms: impl FnOnce(&Digest) -> Vec<u8>) -> Conclusion {
    by_hand(|_| {}, cms)
}

fn by_hand(
    change: impl FnOnce(&mut Dictionary),
    cms: impl FnOnce(&Digest) -> Vec<u8>,
) -> Conclusion {
    let bytes = sign_by_hand(&pdf(PdfKind::Classic), DigestAlgorithm::Sha256, change, cms);
    judged(&bytes, |policy| policy)
}

fn value_of_another_key() -> Conclusion {
    let signer = PKI.with(|pki| common::credential(&pki.signer));
    let other = PKI.with(|pki| common::credential(&pki.twin().signer));
    assert_ne!(signer.chain()[0].spki_der(), other.chain()[0].spki_der());
    cms(|digest| {
        let algorithm = signer.algorithms()[0];
        let template = AttributesTemplate::pades(digest, &signer.chain()[0], algorithm);
        let attributes = signed_attributes(&template).unwrap();
        let value = other.key().sign(&ToBeSigned::new(algorithm, attributes.clone())).unwrap();
        let (leaf, others, value) = (&signer.chain()[0], &signer.chain()[1..], value.as_bytes());
        assemble(&attributes, algorithm, digest.algorithm(), leaf, others, value, &[]).unwrap()
    })
}

fn names_another_certificate() -> Conclusion {
    let signer = PKI.with(|pki| common::credential(&pki.signer));
    cms(|digest| {
        let algorithm = signer.algorithms()[0];
        let template = AttributesTemplate::pades(digest, &signer.chain()[1], algorithm);
        with_attributes(&signer, digest, &signed_attributes(&template).unwrap())
    })
}

fn old_form_without_certificate() -> Conclusion {
    let signer = PKI.with(|pki| common::credential(&pki.signer));
    let old = |dictionary: &mut Dictionary| {
        dictionary.set("SubFilter", Object::Name(b"adbe.pkcs7.detached".to_vec()));
    };
    by_hand(old, |digest| {
        let attribute = |id: &str, value: Vec<u8>| seq(&[oid(id), set_of(&[value])]);
        let attributes = set_of(&[
            attribute("1.2.840.113549.1.9.3", oid("1.2.840.113549.1.7.1")),
            attribute("1.2.840.113549.1.9.4", octets(digest.as_bytes())),
        ]);
        with_attributes(&signer, digest, &attributes)
    })
}

fn sub_filter_of_old_times() -> Conclusion {
    let signer = PKI.with(|pki| common::credential(&pki.signer));
    let old = |dictionary: &mut Dictionary| {
        dictionary.set("SubFilter", Object::Name(b"adbe.x509.rsa_sha1".to_vec()));
    };
    by_hand(old, |digest| b_b(&signer, digest))
}

fn after_sunset(policy: Policy) -> Policy {
    let mut terms = AnchorTerms::default();
    terms.until = Some(now().plus(-1));
    let mut anchors = TrustAnchors::new();
    for anchor in policy.anchors().certificates() {
        anchors.add_under(anchor.clone(), terms.clone());
    }
    Policy::baseline(anchors)
}

fn issued_under_what_nobody_understands() -> Conclusion {
    let critical = |t: &mut Template| *t = t.clone().critical_unknown();
    let pki = Pki::builder(KeyKind::P256).intermediate(critical).build();
    let signer = common::credential(&pki.signer);
    let start = pdf(PdfKind::Classic);
    let bytes = sign_by_hand(&start, DigestAlgorithm::Sha256, |_| {}, |d| b_b(&signer, d));
    first(&verify(&bytes, &policy(&pki))).clone()
}

/// What the signer has and the judge has not.
struct Elsewhere;

impl Resolver for Elsewhere {
    fn resolve(&self, _: Option<&str>, _: Option<&str>) -> Option<ExternalBytes<'_>> {
        Some(Box::new(b"content".as_slice()))
    }
}

/// An XML signature over a file that is not at hand.
fn reference_to_elsewhere() -> Conclusion {
    let signer = PKI.with(|pki| common::credential(&pki.signer));
    let tree = Tree::parse(b"<a/>", &ParseOptions::default()).unwrap();
    let mut template = XmlTemplate::enveloped(tree.document_element(), signer.algorithms()[0]);
    template.references = vec![ReferenceTemplate::external("cid:1", DigestAlgorithm::Sha256)];
    let certificates = signer.chain().to_vec();
    template.key_info = KeyInfoTemplate { certificates, ..KeyInfoTemplate::default() };
    let options = PrepareOptions { resolver: Some(&Elsewhere), ..PrepareOptions::default() };
    let prepared = prepare_standalone(&template, &options).unwrap();
    let value = signer.key().sign(prepared.to_be_signed()).unwrap();
    let text = prepared.complete(&value, signer.chain()[0].spki_der()).unwrap().text;
    judged(text.as_bytes(), |policy| policy)
}

fn content_stamp_after_revocation() -> Conclusion {
    let world = World::new();
    let bytes = world.stamped(at(2026).plus(-60));
    world.revoke_signer(at(2026).plus(-3_600));
    first(&world.verify(&bytes, at(2026))).clone()
}

fn content_stamp_after_expiry() -> Conclusion {
    let world = World::new();
    first(&world.verify(&world.stamped(at(2029)), at(2030))).clone()
}

fn content_stamp_after_the_proof() -> Conclusion {
    let world = World::new();
    let bytes = world.proven(&world.stamped(at(2026)), at(2025));
    first(&world.verify(&bytes, at(2027))).clone()
}

fn proven_before_the_certificate() -> Conclusion {
    let world = World::new();
    world.services.renew_tsa("20180101000000Z", "20400101000000Z");
    let bytes = common::sign(&pdf(PdfKind::Classic), &world.pki);
    let bytes = world.proven(&bytes, at(2019));
    first(&world.verify(&bytes, at(2026))).clone()
}

/// A content time-stamp of this year under a key that was good until the middle of 2025, while
/// nothing proves when the signature was made.
fn algorithm_over(year: i16) -> Conclusion {
    let world = World::new();
    let name = Dn::new().c("VN").cn("Nguyễn Văn A");
    let template = Template::signer(name).valid("20200101000000Z", "20990101000000Z");
    let signer = common::credential(&world.pki.issue(KeyKind::P384, &template));
    let table = r#"{"name": "t", "source": "", "schemes": {"ecdsa": null}, "rsa_bits": {},
        "digests": {"sha256": null, "sha384": null},
        "curves": {"p-256": null, "p-384": "2025-06-01T00:00:00Z"}}"#;
    let table = AlgorithmAges::from_json(table.as_bytes()).unwrap();
    let policy = world.policy.clone().with_algorithms(table);
    let bytes = world.signed_with(&signer, &|_| {}, |hash| vec![world.token(hash, at(year))]);
    first(&world.verify_by(&bytes, at(2026), &policy)).clone()
}

fn revoked(signer: bool) -> Conclusion {
    let world = World::new();
    let bytes = common::sign(&pdf(PdfKind::Classic), &world.pki);
    let authority = world.pki.intermediate.cert_der();
    let whose = if signer { world.pki.signer.cert_der.as_slice() } else { authority };
    world.services.revoke(whose, "20261101000000Z", None);
    first(&world.verify(&bytes, at(2026))).clone()
}

/// The signer's certificate is over; `known` to have been good to its end, or not.
fn expired(known: bool) -> Conclusion {
    let world = World::new();
    let bytes = common::sign(&pdf(PdfKind::Classic), &world.pki);
    let last = Time::from_utc(2027, 12, 31, 23, 59, 0).unwrap();
    let evidence = world.verify(&bytes, last).evidence;
    let document = Document::from_bytes(bytes).unwrap();
    let verifier = Verifier::new(&world.policy);
    let verifier = if known { verifier.evidence(&evidence) } else { verifier };
    first(&verifier.verify(&document, at(2030))).clone()
}
