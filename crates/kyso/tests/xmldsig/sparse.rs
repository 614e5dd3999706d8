//! Large documents, of which only a part is kept: the same verdicts, and nothing guessed.

use kyso::xml::sign::{
    PrepareOptions, ReferenceTemplate, Template, TransformTemplate, XmlSignError, prepare,
};
use kyso::xml::signature::{
    CheckedReference, DereferenceFault, DigestOptions, MANIFEST_TYPE, ReferenceError, XmlSignature,
    check_value, find,
};
use kyso::xml::transform::Budget;
use kyso::xml::{IdError, IdNames, Ids, ParseOptions, Tree, XmlFault};
use kyso::{DigestAlgorithm, SigningKey, Source};
use kyso_testkit::KeyKind;

use crate::kit::{INVOICE, Signer, credential, element, sign};

fn sparse(text: &str) -> Tree {
    let source = Source::from_bytes(text.as_bytes().to_vec());
    Tree::parse_sparse(&source, &ParseOptions::default()).expect("well-formed")
}

/// The references of the first signature over the sparse tree.
fn checked(text: &str, key: &Signer) -> Vec<CheckedReference> {
    let tree = sparse(text);
    let signature = XmlSignature::read(&tree, find(&tree)[0]).expect("a shape");
    let budget = Budget::for_document(text.len() as u64);
    let options = DigestOptions { resolver: None, legacy_exclusive: false, budget: &budget };
    let ids = Ids::collect(&tree, &IdNames::default());
    let holds = check_value(&tree, &signature, key.public_key()).expect("a value");
    holds.digest_references(&ids, &options).iter().cloned().collect()
}

fn signed(text: &str, key: &Signer, reference: ReferenceTemplate) -> String {
    let made = sign(text, key, |tree| {
        let last = tree.elements(tree.document_element()).last().expect("a child");
        let mut template = Template::enveloped(last, key.algorithms()[0]);
        template.references = vec![reference];
        template
    });
    made.expect("signed")
}

#[test]
fn what_holds_in_the_whole_tree_holds_in_the_sparse_one() {
    let key = credential(KeyKind::P256);
    let sha256 = DigestAlgorithm::Sha256;
    for reference in
        [ReferenceTemplate::enveloped(sha256), ReferenceTemplate::element("data", sha256)]
    {
        let text = signed(INVOICE, &key, reference);
        let [one] = checked(&text, &key).try_into().expect("one");
        let covered = one.outcome.expect("holds");
        assert!(covered.bytes > 100);
        let changed = text.replace("Công", "Cong");
        assert!(matches!(
            checked(&changed, &key)[0].outcome,
            Err(ReferenceError::DigestMismatch { .. })
        ));
    }
}

fn assert_elided(one: &CheckedReference) {
    let Err(ReferenceError::Dereference(DereferenceFault::Xml(error))) = &one.outcome else {
        panic!("{:?}", one.outcome)
    };
    assert_eq!(error.fault, XmlFault::Elided);
}

#[test]
fn transforms_that_need_what_is_not_kept_are_refused() {
    let key = credential(KeyKind::P256);
    let sha256 = DigestAlgorithm::Sha256;
    let text = "<a><b Id='x'>YW<c/>Jj</b><s/></a>";
    let mut decoded = ReferenceTemplate::element("x", sha256);
    decoded.transforms = vec![TransformTemplate::Base64];
    assert_elided(&checked(&signed(text, &key, decoded), &key)[0]);
    let mut filtered = ReferenceTemplate::enveloped(sha256);
    filtered.transforms[1] =
        TransformTemplate::XPath { expression: "self::a".into(), namespaces: Vec::new() };
    assert_elided(&checked(&signed(text, &key, filtered), &key)[0]);
}

#[test]
fn a_manifest_is_kept_with_all_its_entries_wherever_it_stands() {
    let key = credential(KeyKind::P256);
    let text = concat!(
        "<a><Manifest xmlns=\"http://www.w3.org/2000/09/xmldsig#\" Id=\"m\">",
        "<Reference URI=\"#x\" Id=\"kept\">",
        "<DigestMethod Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\"/>",
        "<DigestValue>AAAA</DigestValue></Reference></Manifest><s/></a>",
    );
    let manifest = ReferenceTemplate {
        kind: Some(MANIFEST_TYPE.into()),
        ..ReferenceTemplate::element("m", DigestAlgorithm::Sha256)
    };
    let text = signed(text, &key, manifest);
    let one = checked(&text, &key).remove(0);
    assert!(one.outcome.is_ok());
    let manifest = one.manifests.first().expect("a manifest");
    let entries = manifest.references.as_ref().expect("entries");
    let missing = DereferenceFault::Id(IdError::Missing);
    assert_eq!(entries[0].outcome, Err(ReferenceError::Dereference(missing)));
    assert_eq!(entries.len(), 1);
}

#[test]
fn a_large_document_is_signed_without_keeping_its_tree() {
    let key = credential(KeyKind::P256);
    let row = format!("<r a='1'>{} &amp;</r>\n", "chữ ".repeat(10_000));
    let many = usize::try_from(kyso::limits::MAX_XML_WHOLE_BYTES).expect("fits") / row.len() + 1;
    let text = format!("<a xmlns:k='urn:k'>\n{}<s/></a>", row.repeat(many));
    let source = Source::from_bytes(text.clone().into_bytes());
    let tree = Tree::parse_sparse(
        &source,
        &ParseOptions { keep: vec!["s".into()], ..ParseOptions::default() },
    );
    let tree = tree.expect("well-formed");
    let template = Template::enveloped(element(&tree, "s"), key.algorithms()[0]);
    let options = PrepareOptions::default();
    let prepared =
        prepare(&kyso::Source::from_bytes(text.clone().into()), &tree, &template, &options)
            .expect("ready");
    let value = key.sign(prepared.to_be_signed()).expect("a value");
    let splice = prepared.complete(&value, key.public_key()).expect("complete");
    let signed = String::from_utf8(splice.apply(text.as_bytes()).expect("spliced")).expect("UTF-8");
    assert!(checked(&signed, &key)[0].outcome.is_ok());
    // A second one would break it: that is seen in what is kept, too.
    let source = Source::from_bytes(signed.clone().into_bytes());
    let tree = Tree::open(&source, &ParseOptions::default()).expect("well-formed");
    assert!(tree.is_sparse());
    let again = prepare(
        &kyso::Source::from_bytes(signed.into()),
        &tree,
        &Template::enveloped(tree.document_element(), key.algorithms()[0]),
        &options,
    );
    assert!(matches!(again, Err(XmlSignError::BreaksOther { .. })));
}
