//! What a signature says it covers.

use kyso::xml::sign::{ReferenceTemplate, Template, TransformTemplate};
use kyso::xml::signature::{
    Covered, DereferenceFault, Extent, MANIFEST_TYPE, ReferenceError, Target,
};
use kyso::xml::{C14nVersion, Canonicalization};
use kyso::{DigestAlgorithm, SigningKey};
use kyso_testkit::KeyKind;

use crate::kit::{
    Checked, INVOICE, Signer, check, check_with, credential, element, resigned, sign,
};

const SHA256: DigestAlgorithm = DigestAlgorithm::Sha256;

fn signed(text: &str, references: Vec<ReferenceTemplate>, objects: &[&str]) -> (String, Signer) {
    let key = credential(KeyKind::P256);
    let made = sign(text, &key, |tree| {
        let last = tree.elements(tree.document_element()).last().expect("a child");
        let mut template = Template::enveloped(last, key.algorithms()[0]);
        template.references = references;
        template.objects = objects.iter().map(|object| (*object).to_owned()).collect();
        template
    });
    (made.expect("signed"), key)
}

fn covered(checked: &Checked) -> Vec<Covered> {
    checked.digests.as_ref().expect("a value").covered().cloned().collect()
}

fn uri(uri: &str, transforms: Vec<TransformTemplate>) -> ReferenceTemplate {
    let external = ReferenceTemplate::external(uri, SHA256);
    ReferenceTemplate { transforms, ..external }
}

#[test]
fn an_enveloped_signature_covers_all_but_itself() {
    let (text, key) = signed(INVOICE, vec![ReferenceTemplate::enveloped(SHA256)], &[]);
    let checked = check(&text, 0, key.public_key());
    let [one] = covered(&checked).try_into().unwrap();
    assert_eq!(one.target, Target::Document);
    assert_eq!(one.extent, Extent::Whole);
    assert_eq!(one.excluded, [element(&checked.tree, "Signature")]);
    assert!(!one.comments);
    assert_eq!(one.transforms.len(), 2);
    assert!(one.bytes > 100);
}

#[test]
fn an_id_covers_its_element() {
    let (text, key) = signed(INVOICE, vec![ReferenceTemplate::element("data", SHA256)], &[]);
    let checked = check(&text, 0, key.public_key());
    let [one] = covered(&checked).try_into().unwrap();
    let node = element(&checked.tree, "DLHDon");
    assert_eq!(one.target, Target::Element { node, path: "/HDon/DLHDon".into() });
    assert_eq!(one.uri.as_deref(), Some("#data"));
    assert!(one.excluded.is_empty());
}

#[test]
fn comments_are_covered_by_an_xpointer_and_a_method_with_comments_only() {
    let comments =
        TransformTemplate::Canonicalization(Canonicalization::new(C14nVersion::V10, true));
    let text = "<a><b Id='x'><!-- c --></b><s/></a>";
    for (name, covers) in
        [("#x", false), ("#xpointer(id('x'))", true), ("#xpointer(id(\"x\"))", true)]
    {
        let (signed, key) = signed(text, vec![uri(name, vec![comments.clone()])], &[]);
        let [one] = covered(&check(&signed, 0, key.public_key())).try_into().unwrap();
        assert_eq!(one.comments, covers, "{name}");
        let changed = signed.replace("<!-- c -->", "<!-- d -->");
        assert_eq!(check(&changed, 0, key.public_key()).holds(), !covers, "{name}");
    }
    let (signed, key) = signed(text, vec![uri("#xpointer(id('x'))", vec![])], &[]);
    assert!(!covered(&check(&signed, 0, key.public_key()))[0].comments);
}

#[test]
fn decoded_text_covers_no_markup() {
    let text = "<a><b Id='x'>YW<c/>Jj</b><s/></a>";
    let (text, key) = signed(text, vec![uri("#x", vec![TransformTemplate::Base64])], &[]);
    let [one] = covered(&check(&text, 0, key.public_key())).try_into().unwrap();
    assert_eq!((one.extent, one.bytes), (Extent::Decoded, 3));
    assert!(check(&text.replace("<c/>", ""), 0, key.public_key()).holds());
    assert!(!check(&text.replace("YW<", "YV<"), 0, key.public_key()).holds());
}

#[test]
fn what_leaves_nothing_is_not_signed() {
    let key = credential(KeyKind::P256);
    let make = |reference: ReferenceTemplate| {
        sign("<a><b Id='x'/><s/></a>", &key, |tree| {
            let mut template = Template::enveloped(element(tree, "s"), key.algorithms()[0]);
            template.id = Some("sig".into());
            template.references = vec![reference];
            template
        })
    };
    let empty = |made: Result<String, _>| {
        let error = format!("{:?}", made.expect_err("nothing to sign"));
        assert!(error.contains("Empty"), "{error}");
    };
    empty(make(uri("#x", vec![TransformTemplate::Base64])));
    empty(make(uri("#sig", vec![TransformTemplate::Enveloped])));
}

#[test]
fn only_ids_and_the_two_xpointers_are_understood() {
    let key = credential(KeyKind::P256);
    for name in
        ["#", "#xpointer(//b)", "#xpointer(id('x')/c)", "#xpointer(id('a' or 'b'))", "#a%20b"]
    {
        let made = sign("<a><b Id='x'/><s/></a>", &key, |tree| {
            let mut template = Template::enveloped(element(tree, "s"), key.algorithms()[0]);
            template.references = vec![uri(name, vec![])];
            template
        });
        assert!(format!("{made:?}").contains("Uri"), "{name}: {made:?}");
    }
}

#[test]
fn manifests_are_followed_and_reported_apart() {
    let manifest = concat!(
        "<ds:Object><ds:Manifest Id=\"m\"><ds:Reference URI=\"#x\">",
        "<ds:DigestMethod Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\"/>",
        "<ds:DigestValue>{}</ds:DigestValue></ds:Reference></ds:Manifest></ds:Object>"
    );
    // SHA-256 of `<b Id="x">1</b>`.
    let digest = kyso::crypto::digest(SHA256, b"<b Id=\"x\">1</b>");
    let encoded = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, digest);
    let object = manifest.replace("{}", &encoded);
    let reference = ReferenceTemplate {
        kind: Some(MANIFEST_TYPE.into()),
        ..ReferenceTemplate::element("m", SHA256)
    };
    let (text, key) = signed("<a><b Id='x'>1</b><s/></a>", vec![reference], &[&object]);
    let manifest_of = |text: &str| {
        let checked = check(text, 0, key.public_key());
        assert!(checked.holds());
        checked
            .digests
            .unwrap()
            .iter()
            .next()
            .unwrap()
            .manifests
            .first()
            .cloned()
            .expect("a manifest")
    };
    assert!(manifest_of(&text).all_hold());
    let changed = manifest_of(&text.replace(">1</b>", ">2</b>"));
    assert!(!changed.all_hold());
    assert!(matches!(
        changed.references.unwrap()[0].outcome,
        Err(ReferenceError::DigestMismatch { .. })
    ));
}

#[test]
fn the_legacy_name_of_exclusive_canonicalization_needs_leave() {
    let key = credential(KeyKind::P256);
    let right = "http://www.w3.org/2001/10/xml-exc-c14n#";
    let text = sign("<a><s/></a>", &key, |tree| {
        Template::enveloped(element(tree, "s"), key.algorithms()[0])
    })
    .unwrap();
    // The digest is the same under both names; the value is made anew over the legacy one.
    let from = text.rfind(right).unwrap();
    let legacy = "http://www.w3.org/TR/xml-exc-c14n#";
    let text = [&text[..from], legacy, &text[from + right.len()..]].concat();
    let text = resigned(&text, &key);
    let strict = check(&text, 0, key.public_key()).digests.unwrap();
    assert!(matches!(
        strict.iter().next().unwrap().outcome,
        Err(ReferenceError::Dereference(DereferenceFault::Transform { .. }))
    ));
    let allowed = check_with(&text, 0, key.public_key(), None, true);
    assert!(allowed.holds());
    assert!(covered(&allowed)[0].legacy_exclusive);
}
