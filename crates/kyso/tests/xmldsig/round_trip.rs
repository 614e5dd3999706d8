//! What is signed holds, in every place, with every key, and nothing else is touched.

use kyso::xml::sign::{
    KeyInfoTemplate, Placement, PrepareOptions, ReferenceTemplate, Template, TransformTemplate,
    XmlSignError, prepare, prepare_standalone,
};
use kyso::xml::signature::{XmlSignature, check_value_by, find};
use kyso::xml::{C14nVersion, Canonicalization, NodeId, ParseOptions, Tree};
use kyso::{DigestAlgorithm, SignatureAlgorithm, SigningKey};
use kyso_testkit::KeyKind;

use crate::kit::{INVOICE, One, check, check_with, credential, element, parse, sign, sign_with};

fn last_child_of(tree: &Tree, local: &str, algorithm: SignatureAlgorithm) -> Template {
    Template::enveloped(element(tree, local), algorithm)
}

/// What stands before and after the new signature is the document, byte for byte.
fn assert_only_spliced(original: &str, signed: &str) {
    let tree = parse(signed);
    let span = tree.span(find(&tree)[0]);
    let rest = [&signed[..span.start], &signed[span.end..]].concat();
    let rest = rest.replace("<NBan></NBan>", "<NBan/>");
    assert_eq!(rest, original);
}

#[test]
fn every_algorithm_of_every_key_holds() {
    for kind in [KeyKind::Rsa2048, KeyKind::P256, KeyKind::P384, KeyKind::Ed25519] {
        let key = credential(kind);
        for algorithm in key.algorithms().to_vec() {
            let signed =
                sign(INVOICE, &key, |tree| last_child_of(tree, "HDon", algorithm)).unwrap();
            assert!(check(&signed, 0, key.public_key()).holds(), "{algorithm}");
            assert_only_spliced(INVOICE, &signed);
        }
    }
}

#[test]
fn every_place_holds_and_leaves_the_rest_alone() {
    let key = credential(KeyKind::P256);
    let algorithm = key.algorithms()[0];
    type Place = fn(NodeId) -> Placement;
    let places: [(&str, Place); 7] = [
        ("HDon", Placement::LastChildOf),
        ("HDon", Placement::FirstChildOf),
        ("NBan", Placement::LastChildOf),
        ("NBan", Placement::FirstChildOf),
        ("NMua", Placement::LastChildOf),
        ("DSCKS", Placement::Before),
        ("DSCKS", Placement::After),
    ];
    for (local, place) in places {
        for prefix in ["ds", "", "k"] {
            let signed = sign(INVOICE, &key, |tree| {
                let placement = place(element(tree, local));
                let template = last_child_of(tree, local, algorithm);
                Template { placement, prefix: prefix.into(), ..template }
            });
            let signed = signed.unwrap();
            assert!(check(&signed, 0, key.public_key()).holds(), "{local} {prefix}");
            assert_only_spliced(INVOICE, &signed);
        }
    }
}

#[test]
fn no_signature_stands_beside_the_document_element() {
    let key = credential(KeyKind::P256);
    let algorithm = key.algorithms()[0];
    for place in [Placement::Before, Placement::After] {
        let made = sign(INVOICE, &key, |tree| {
            let placement = place(element(tree, "HDon"));
            Template { placement, ..last_child_of(tree, "HDon", algorithm) }
        });
        assert_eq!(made, Err(XmlSignError::Placement));
    }
}

#[test]
fn every_canonicalization_holds_for_the_info_and_for_the_data() {
    let key = credential(KeyKind::P256);
    let algorithm = key.algorithms()[0];
    for version in [C14nVersion::V10, C14nVersion::V11, C14nVersion::Exclusive] {
        for comments in [false, true] {
            let mut method = Canonicalization::new(version, comments);
            if version == C14nVersion::Exclusive {
                method = method.with_prefix_list("#default k");
            }
            let signed = sign(INVOICE, &key, |tree| {
                let mut template = last_child_of(tree, "HDon", algorithm);
                template.canonicalization = method.clone();
                template.references[0].transforms[1] =
                    TransformTemplate::Canonicalization(method.clone());
                template
            });
            let signed = signed.unwrap();
            assert!(check(&signed, 0, key.public_key()).holds(), "{method:?}");
        }
    }
}

#[test]
fn a_byte_order_mark_stays_in_its_place() {
    let key = credential(KeyKind::P256);
    let marked = format!("\u{feff}{INVOICE}");
    let tree = parse(&marked);
    let template = last_child_of(&tree, "HDon", key.algorithms()[0]);
    let prepared = prepare(
        &kyso::Source::from_bytes(marked.clone().into()),
        &tree,
        &template,
        &PrepareOptions::default(),
    )
    .unwrap();
    let value = key.sign(prepared.to_be_signed()).unwrap();
    let splice = prepared.complete(&value, key.public_key()).unwrap();
    let signed = String::from_utf8(splice.apply(marked.as_bytes()).unwrap()).unwrap();
    assert!(signed.starts_with("\u{feff}<?xml"));
    assert!(check(&signed, 0, key.public_key()).holds());
}

#[test]
fn documents_in_utf_16_are_not_signed() {
    let key = credential(KeyKind::P256);
    let bytes: Vec<u8> = "\u{feff}<a>Đ</a>".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let tree = Tree::parse(&bytes, &ParseOptions::default()).unwrap();
    let template = last_child_of(&tree, "a", key.algorithms()[0]);
    let made =
        prepare(&kyso::Source::from_bytes(bytes), &tree, &template, &PrepareOptions::default());
    assert_eq!(made.unwrap_err(), XmlSignError::Encoding);
}

#[test]
fn a_value_of_another_key_or_message_is_not_put_in() {
    let (key, other) = (credential(KeyKind::P256), credential(KeyKind::P384));
    let tree = parse(INVOICE);
    let template = last_child_of(&tree, "HDon", key.algorithms()[0]);
    let prepared = prepare(
        &kyso::Source::from_bytes(INVOICE.into()),
        &tree,
        &template,
        &PrepareOptions::default(),
    )
    .unwrap();
    let value = key.sign(prepared.to_be_signed()).unwrap();
    assert!(matches!(
        prepared.clone().complete(&value, other.public_key()),
        Err(XmlSignError::Value(_))
    ));
    let mut wrong = value.into_bytes();
    *wrong.last_mut().unwrap() ^= 1;
    let made = prepared.complete(&wrong.into(), key.public_key());
    assert!(matches!(made, Err(XmlSignError::Value(_))));
}

#[test]
fn the_signer_is_found_among_his_certificates() {
    let key = credential(KeyKind::Rsa2048);
    let mut chain = key.chain().to_vec();
    chain.reverse();
    let signed = sign(INVOICE, &key, |tree| {
        let mut template = last_child_of(tree, "HDon", key.algorithms()[0]);
        let subject_name = Some("CN=Nguyễn \"A\" & <B>".to_owned());
        template.key_info =
            KeyInfoTemplate { certificates: chain, subject_name, ..Default::default() };
        template
    });
    let signed = signed.unwrap();
    let tree = parse(&signed);
    let signature = XmlSignature::read(&tree, find(&tree)[0]).unwrap();
    let info = signature.key_info.as_ref().unwrap();
    let candidates = info.signer_candidates();
    assert_eq!(candidates[0].der(), key.chain()[0].der());
    let (_, signer) = check_value_by(&tree, &signature, candidates).unwrap();
    assert_eq!(signer.der(), key.chain()[0].der());
    let names = &info.x509_data().next().unwrap().subject_names;
    assert_eq!(names.as_slice(), ["CN=Nguyễn \"A\" & <B>"]);
}

#[test]
fn a_bare_key_is_written_and_read() {
    for kind in [KeyKind::Rsa2048, KeyKind::P384, KeyKind::Ed25519] {
        a_bare_key_is_written_and_read_of(kind);
    }
}

fn a_bare_key_is_written_and_read_of(kind: KeyKind) {
    let key = credential(kind);
    let signed = sign(INVOICE, &key, |tree| {
        let mut template = last_child_of(tree, "HDon", key.algorithms()[0]);
        template.key_info = KeyInfoTemplate {
            key_name: Some("khóa 1".into()),
            key_value: Some(key.public_key().to_vec()),
            ..Default::default()
        };
        template
    });
    let signed = signed.expect("signed");
    let tree = parse(&signed);
    let signature = XmlSignature::read(&tree, find(&tree)[0]).expect("a shape");
    let keys: Vec<_> = signature.key_info.iter().flat_map(|info| info.key_values()).collect();
    assert_eq!(keys, [key.public_key()]);
}

#[test]
fn detached_and_enveloping_signatures_are_documents_of_their_own() {
    let key = credential(KeyKind::P256);
    let tree = parse("<a/>");
    let mut template = last_child_of(&tree, "a", key.algorithms()[0]);
    template.references = vec![
        ReferenceTemplate::external("cid:1", DigestAlgorithm::Sha256),
        ReferenceTemplate::element("o", DigestAlgorithm::Sha512),
    ];
    template.objects = vec!["<ds:Object Id=\"o\"><x xmlns=\"urn:x\">1</x></ds:Object>".into()];
    let resolver = One("cid:1", b"content");
    let options = PrepareOptions { resolver: Some(&resolver), ..PrepareOptions::default() };
    let prepared = prepare_standalone(&template, &options).unwrap();
    let value = key.sign(prepared.to_be_signed()).unwrap();
    let text = prepared.complete(&value, key.public_key()).unwrap().text;
    let holds =
        |resolver: One| check_with(&text, 0, key.public_key(), Some(&resolver), false).holds();
    assert!(holds(One("cid:1", b"content")));
    assert!(!holds(One("cid:1", b"contenT")));
    assert!(!holds(One("cid:2", b"content")));
    assert!(!check(&text, 0, key.public_key()).holds());
    assert!(!check(&text.replace(">1</x>", ">2</x>"), 0, key.public_key()).holds());
}

#[test]
fn a_reference_that_can_never_hold_is_not_signed() {
    let key = credential(KeyKind::P256);
    let make = |change: &dyn Fn(&mut Template)| {
        sign(INVOICE, &key, |tree| {
            let mut template = last_child_of(tree, "HDon", key.algorithms()[0]);
            template.id = Some("sig".into());
            template.value_id = Some("val".into());
            change(&mut template);
            template
        })
    };
    let itself = Err(XmlSignError::CoversItself { index: 0 });
    assert_eq!(make(&|t| t.references[0].transforms.clear()), itself);
    let value = ReferenceTemplate::element("val", DigestAlgorithm::Sha256);
    assert_eq!(make(&|t| t.references = vec![value.clone()]), itself);
    assert_eq!(make(&|t| t.references.clear()), Err(XmlSignError::NoReference));
    let missing = ReferenceTemplate::element("none", DigestAlgorithm::Sha256);
    let made = make(&|t| t.references = vec![missing.clone()]);
    assert!(matches!(made, Err(XmlSignError::Reference { index: 0, .. })));
    assert!(matches!(make(&|t| t.id = Some("data".into())), Err(XmlSignError::Id { .. })));
    for object in ["<ds:Object>", "</ds:Signature><ds:Object>", "x", "<x/>"] {
        assert!(make(&|t| t.objects = vec![object.into()]).is_err(), "{object}");
    }
}

#[test]
fn what_the_elements_around_declare_is_signed_with_the_info() {
    let key = credential(KeyKind::P256);
    let text = "<!-- c --><p:a xmlns:p=\"urn:p\" xmlns='urn:d' xml:lang=\"vi\" xml:base='http://a/b/'>\
                <c xml:space='preserve' xml:base='../d' xmlns:q='urn:&amp;q'\n z='>'><s/></c>\
                <t xmlns:p='urn:x'/></p:a>";
    for version in [C14nVersion::V10, C14nVersion::V11, C14nVersion::Exclusive] {
        for prefix in ["", "ds", "p"] {
            let signed = sign(text, &key, |tree| {
                let mut template = last_child_of(tree, "s", key.algorithms()[0]);
                let list = if version == C14nVersion::Exclusive { "q #default" } else { "" };
                template.canonicalization =
                    Canonicalization::new(version, true).with_prefix_list(list);
                template.prefix = prefix.into();
                template
            });
            let signed = signed.unwrap();
            assert!(check(&signed, 0, key.public_key()).holds(), "{version:?} {prefix}");
        }
    }
}

#[test]
fn a_filter_that_keeps_the_signature_itself_is_not_signed() {
    let key = credential(KeyKind::P256);
    for (expression, sound) in [
        ("true()", false),
        ("ancestor-or-self::d:SignatureValue", false),
        ("ancestor-or-self::d:SignedInfo", false),
        ("ancestor-or-self::d:KeyInfo", true),
        ("not(ancestor-or-self::d:Signature)", true),
    ] {
        let made = sign(INVOICE, &key, |tree| {
            let mut template = last_child_of(tree, "NBan", key.algorithms()[0]);
            template.key_info.key_name = Some("n".into());
            template.references[0].transforms[0] = TransformTemplate::XPath {
                expression: expression.into(),
                namespaces: vec![("d".into(), kyso::xml::signature::DSIG.into())],
            };
            template
        });
        match made {
            Ok(signed) => assert!(sound && check(&signed, 0, key.public_key()).holds()),
            Err(error) => {
                assert!(!sound, "{expression}: {error}");
                assert_eq!(error, XmlSignError::CoversItself { index: 0 }, "{expression}");
            }
        }
    }
}

#[test]
fn a_second_signature_that_would_break_the_first_is_not_made() {
    let key = credential(KeyKind::P256);
    let algorithm = key.algorithms()[0];
    let first = sign(INVOICE, &key, |tree| last_child_of(tree, "HDon", algorithm)).unwrap();
    let second = |options: &PrepareOptions<'_>| {
        sign_with(&first, &key, |tree| last_child_of(tree, "NBan", algorithm), options)
    };
    assert_eq!(
        second(&PrepareOptions::default()),
        Err(XmlSignError::BreaksOther { path: "/HDon/ds:Signature".into(), index: 0 })
    );
    let broken = second(&PrepareOptions { break_others: true, ..Default::default() }).unwrap();
    let holds = [0, 1].map(|index| check(&broken, index, key.public_key()).holds());
    assert_eq!(holds, [true, false], "the new one, in DSCKS, and the old one after it");
}

#[test]
fn signatures_over_an_element_stand_beside_each_other() {
    let key = credential(KeyKind::P256);
    let mut text = INVOICE.to_owned();
    for place in ["NBan", "NMua"] {
        text = sign(&text, &key, |tree| {
            let mut template = last_child_of(tree, place, key.algorithms()[0]);
            let mut data = ReferenceTemplate::element("data", DigestAlgorithm::Sha256);
            // Real invoices carry this transform although the signature stands elsewhere.
            data.transforms.insert(0, TransformTemplate::Enveloped);
            template.references = vec![data];
            template
        })
        .unwrap();
    }
    assert!([0, 1].iter().all(|index| check(&text, *index, key.public_key()).holds()));
}
