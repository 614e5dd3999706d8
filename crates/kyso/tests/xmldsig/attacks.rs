//! Documents changed after they were signed.

use kyso::SigningKey;
use kyso::xml::sign::{ReferenceTemplate, Template, TransformTemplate};
use kyso::xml::signature::{DereferenceFault, ReferenceError, ValueError};
use kyso_testkit::KeyKind;

use crate::kit::{INVOICE, Signer, check, check_for, credential, element, parse, resigned, sign};

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

fn outcome(text: &str, key: &Signer) -> Result<(), ReferenceError> {
    let digests = check(text, 0, key.public_key()).digests.expect("a value");
    let first = digests.iter().next().expect("a reference");
    first.outcome.clone().map(drop)
}

/// A signature that leaves out by its own prefix what is no part of the data.
fn filtered(key: &Signer) -> String {
    sign(INVOICE, key, |tree| {
        let mut template = Template::enveloped(element(tree, "NBan"), key.algorithms()[0]);
        template.references[0].transforms.insert(
            1,
            TransformTemplate::XPath {
                expression: "not(ancestor-or-self::p:Tem)".into(),
                namespaces: vec![("p".into(), "urn:tem".into())],
            },
        );
        template
    })
    .expect("signed")
}

#[test]
fn what_an_expression_leaves_out_is_signed_with_the_meaning_of_its_prefixes() {
    let key = credential(KeyKind::P256);
    let signed = filtered(&key);
    let more = |text: &str, namespace: &str| {
        text.replace("<DSCKS>", &format!("<Tem xmlns=\"{namespace}\">!</Tem><DSCKS>"))
    };
    assert_eq!(outcome(&signed, &key), Ok(()));
    assert_eq!(outcome(&more(&signed, "urn:tem"), &key), Ok(()));
    assert!(outcome(&more(&signed, "urn:hdon"), &key).is_err());
    // The forger lets the prefix mean the namespace of what he adds: the prefix list signs it.
    let rebound = more(&signed, "urn:hdon").replace("xmlns:p=\"urn:tem\"", "xmlns:p=\"urn:hdon\"");
    assert!(check(&rebound, 0, key.public_key()).digests.is_err());
}

#[test]
fn an_expression_whose_prefixes_are_not_signed_is_refused() {
    let key = credential(KeyKind::P256);
    let signed = filtered(&key);
    let tree = parse(&signed);
    let list = tree.span(element(&tree, "InclusiveNamespaces"));
    let bare = [&signed[..list.start], &signed[list.end..]].concat();
    let bare = resigned(&bare, &key);
    let refused =
        ReferenceError::Dereference(DereferenceFault::UnsignedPrefix { prefix: "p".into() });
    assert_eq!(outcome(&bare, &key), Err(refused));
}

#[test]
fn what_may_be_digested_is_bounded() {
    let key = credential(KeyKind::P256);
    let signed = signed_by_id(&key);
    let spki = key.public_key();
    let needed = check(&signed, 0, spki).digests.unwrap().covered().next().unwrap().bytes;
    assert!(check_for(&signed, spki, 10 * needed).holds());
    assert!(!check_for(&signed, spki, needed - 1).holds());
    // Comments that are left out are work too.
    let commented = signed.replace("<k:x/>", &format!("<!--{}--><k:x/>", "c".repeat(5_000)));
    assert!(check_for(&commented, spki, 6_000).holds());
    assert!(!check_for(&commented, spki, 4_000).holds());
}
