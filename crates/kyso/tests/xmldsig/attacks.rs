//! Documents changed after they were signed.

use kyso::SigningKey;
use kyso::xml::sign::{ReferenceTemplate, Template};
use kyso::xml::signature::{DereferenceFault, ReferenceError, ValueError};
use kyso_testkit::KeyKind;

use crate::kit::{INVOICE, Signer, check, credential, element, sign};

/// The invoice with its data signed by Id.
fn signed_by_id(key: &Signer) -> String {
    sign(INVOICE, key, |tree| {
        let mut template = Template::enveloped(element(tree, "NBan"), key.algorithms()[0]);
        template.references =
            vec![ReferenceTemplate::element("data", kyso::DigestAlgorithm::Sha256)];
        template
    })
    .expect("signed")
}

#[test]
fn every_change_of_what_is_covered_shows() {
    let key = credential(KeyKind::P256);
    let signed = signed_by_id(&key);
    for (from, to) in [
        ("Công ty", "Cong ty"),
        ("<![CDATA[<Đông>]]>", "Đông"),
        ("<k:x/>", ""),
        ("<k:x/>", "<k:x a=''/>"),
        ("<Ten>", "<Ten xml:lang='vi'>"),
        ("urn:khac", "urn:other"),
    ] {
        let changed = signed.replacen(from, to, 1);
        assert_ne!(changed, signed, "{from}");
        assert!(!check(&changed, 0, key.public_key()).holds(), "{from}");
    }
}

#[test]
fn what_means_the_same_still_holds() {
    let key = credential(KeyKind::P256);
    let signed = signed_by_id(&key);
    for (from, to) in [
        ("<![CDATA[<Đông>]]>", "&lt;Đông>"),
        ("<k:x/>", "<k:x></k:x>"),
        ("<k:x/>", "<!-- c --><k:x   />"),
        ("a='1'", "a='2'"),
        ("\r\n", "\n"),
    ] {
        let changed = signed.replace(from, to);
        assert_ne!(changed, signed, "{from}");
        assert!(check(&changed, 0, key.public_key()).holds(), "{from}");
    }
}

#[test]
fn a_copy_with_the_same_id_makes_the_reference_unresolvable() {
    let key = credential(KeyKind::P256);
    let signed = signed_by_id(&key);
    for twin in ["<x Id=\"data\"/>", "<x ID=\"data\"/>", "<x id=\"data\"/>", "<x xml:id=\"data\"/>"]
    {
        let wrapped = signed.replace("<DSCKS>", &format!("{twin}<DSCKS>"));
        let checked = check(&wrapped, 0, key.public_key());
        let outcome = checked.digests.unwrap().iter().next().unwrap().outcome.clone();
        let Err(ReferenceError::Dereference(DereferenceFault::Id(_))) = outcome else {
            panic!("{twin}: {outcome:?}")
        };
    }
}

#[test]
fn references_are_not_digested_before_the_value_holds() {
    let (key, other) = (credential(KeyKind::P256), credential(KeyKind::Ed25519));
    let signed = signed_by_id(&key);
    assert!(matches!(check(&signed, 0, other.public_key()).digests, Err(ValueError::Crypto(_))));
    for (from, to) in [
        ("URI=\"#data\"", "URI=\"#sig\""),
        ("ds:Reference URI", "ds:Reference Type=\"x\" URI"),
        ("xmlenc#sha256", "xmlenc#sha512"),
    ] {
        let changed = signed.replacen(from, to, 1);
        assert_ne!(changed, signed, "{from}");
        assert!(check(&changed, 0, key.public_key()).digests.is_err(), "{from}");
    }
}

#[test]
fn an_ecdsa_value_has_the_width_of_its_curve() {
    let key = credential(KeyKind::P256);
    let signed = signed_by_id(&key);
    let from = signed.find("<ds:SignatureValue>").unwrap() + "<ds:SignatureValue>".len();
    let to = signed.find("</ds:SignatureValue>").unwrap();
    for len in [0, 1, 63, 65, 70, 72, 128] {
        if len == 0 {
            continue;
        }
        let mut value = String::new();
        for _ in 0..len / 3 {
            value.push_str("AQEB");
        }
        value.push_str(["", "AQ==", "AQE="][len % 3]);
        let changed = [&signed[..from], &value, &signed[to..]].concat();
        let error = check(&changed, 0, key.public_key()).digests.unwrap_err();
        assert_eq!(error, ValueError::Length { found: len, expected: 64 });
    }
}
