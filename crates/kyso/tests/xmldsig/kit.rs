//! A signer, and verification by the core alone.

use std::io::Cursor;

use kyso::key::{KeyError, SignatureValue, ToBeSigned};
use kyso::x509::Certificate;
use kyso::xml::sign::{PrepareOptions, Template, XmlSignError, prepare};
use kyso::xml::signature::{
    DigestOptions, ExternalBytes, ReferenceDigests, Resolver, ValueError, XmlSignature,
    check_value, find,
};
use kyso::xml::transform::Budget;
use kyso::xml::{
    C14nVersion, Canonicalization, IdNames, Ids, NodeId, NodeSet, ParseOptions, Tree, canonicalize,
};
use kyso::{Credential, SignatureAlgorithm, SigningKey};
use kyso_testkit::{KeyKind, Pki};

/// An invoice with what makes canonical forms hard.
pub(crate) const INVOICE: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n\
    <!-- hóa đơn -->\r\n\
    <HDon xmlns=\"urn:hdon\" xmlns:k='urn:khac' k:b=\"2\" a='1'>\r\n  \
    <DLHDon Id=\"data\"><Ten>Công ty &amp; &#xD; <![CDATA[<Đông>]]></Ten><k:x/></DLHDon>\r\n  \
    <DSCKS><NBan/><NMua></NMua></DSCKS>\r\n</HDon>\r\n<?sau het?>";

/// A key with its certificates.
#[derive(Debug)]
pub(crate) struct Signer(Credential);

impl Signer {
    /// The signer's certificate first.
    pub(crate) fn chain(&self) -> &[Certificate] {
        self.0.chain()
    }
}

impl SigningKey for Signer {
    fn public_key(&self) -> &[u8] {
        self.0.key().public_key()
    }

    fn algorithms(&self) -> &[SignatureAlgorithm] {
        self.0.algorithms()
    }

    fn sign(&self, tbs: &ToBeSigned) -> Result<SignatureValue, KeyError> {
        self.0.key().sign(tbs)
    }
}

pub(crate) fn credential(kind: KeyKind) -> Signer {
    let signer = Pki::new(kind).signer;
    let certificates = signer.cert_pem() + &signer.chain_pem();
    let key = signer.key_pem();
    let credential = Credential::from_pem(key.as_bytes(), certificates.as_bytes(), None);
    Signer(credential.expect("a credential"))
}

pub(crate) fn parse(text: &str) -> Tree {
    Tree::parse(text.as_bytes(), &ParseOptions::default()).expect("well-formed")
}

/// The first element of this local name.
pub(crate) fn element(tree: &Tree, local: &str) -> NodeId {
    let mut all = tree.descendants(tree.root());
    all.find(|node| tree.name(*node).is_some_and(|name| name.local == local)).expect(local)
}

/// Signs `text` with a template that may name its elements.
pub(crate) fn sign(
    text: &str,
    key: &dyn SigningKey,
    template: impl FnOnce(&Tree) -> Template,
) -> Result<String, XmlSignError> {
    sign_with(text, key, template, &PrepareOptions::default())
}

pub(crate) fn sign_with(
    text: &str,
    key: &dyn SigningKey,
    template: impl FnOnce(&Tree) -> Template,
    options: &PrepareOptions<'_>,
) -> Result<String, XmlSignError> {
    let tree = parse(text);
    let prepared =
        prepare(&kyso::Source::from_bytes(text.into()), &tree, &template(&tree), options)?;
    let value = key.sign(prepared.to_be_signed()).expect("a value");
    let splice = prepared.complete(&value, key.public_key())?;
    let signed = splice.apply(text.as_bytes()).expect("the same document");
    Ok(String::from_utf8(signed).expect("UTF-8"))
}

/// What checking one signature of a document came to.
pub(crate) struct Checked {
    pub(crate) tree: Tree,
    pub(crate) digests: Result<ReferenceDigests, ValueError>,
}

impl Checked {
    pub(crate) fn holds(&self) -> bool {
        self.digests.as_ref().is_ok_and(ReferenceDigests::all_hold)
    }
}

/// Checks the first signature with so many bytes to digest.
pub(crate) fn check_for(text: &str, spki: &[u8], bytes: u64) -> Checked {
    check_within(text, (0, spki), None, false, &Budget::new(bytes))
}

/// Checks the signature number `index` with `spki`.
pub(crate) fn check(text: &str, index: usize, spki: &[u8]) -> Checked {
    check_with(text, index, spki, None, false)
}

pub(crate) fn check_with(
    text: &str,
    index: usize,
    spki: &[u8],
    resolver: Option<&dyn Resolver>,
    legacy_exclusive: bool,
) -> Checked {
    let budget = Budget::for_document(text.len() as u64);
    check_within(text, (index, spki), resolver, legacy_exclusive, &budget)
}

fn check_within(
    text: &str,
    (index, spki): (usize, &[u8]),
    resolver: Option<&dyn Resolver>,
    legacy_exclusive: bool,
    budget: &Budget,
) -> Checked {
    let tree = parse(text);
    let signature = XmlSignature::read(&tree, find(&tree)[index]).expect("a shape");
    let options = DigestOptions { resolver, legacy_exclusive, budget };
    let ids = Ids::collect(&tree, &IdNames::default());
    let digests =
        check_value(&tree, &signature, spki).map(|holds| holds.digest_references(&ids, &options));
    Checked { digests, tree }
}

/// One external document.
pub(crate) struct One(pub(crate) &'static str, pub(crate) &'static [u8]);

impl Resolver for One {
    fn resolve(&self, uri: Option<&str>, _: Option<&str>) -> Option<ExternalBytes<'_>> {
        (uri == Some(self.0)).then(|| Box::new(Cursor::new(self.1)) as ExternalBytes<'_>)
    }
}

/// The document with a value over `SignedInfo` as it stands: made the plain way, from outside.
pub(crate) fn resigned(text: &str, key: &Signer) -> String {
    let tree = parse(text);
    let info = element(&tree, "SignedInfo");
    let mut message = Vec::new();
    let set = NodeSet::subtree(info);
    let method = Canonicalization::new(C14nVersion::Exclusive, false);
    canonicalize(&tree, &set, &method, &mut message).expect("a canonical form");
    let tbs = ToBeSigned::new(key.algorithms()[0], message);
    let der = key.sign(&tbs).expect("a value").into_bytes();
    let encoded =
        base64::Engine::encode(&base64::engine::general_purpose::STANDARD, fixed_width(&der));
    let inner = tree.inner_span(element(&tree, "SignatureValue"));
    [&text[..inner.start], &encoded, &text[inner.end..]].concat()
}

/// The two numbers of a P-256 value, 32 bytes each.
fn fixed_width(der: &[u8]) -> Vec<u8> {
    let (mut rest, mut value) = (&der[2..], Vec::new());
    for _ in 0..2 {
        let (number, after) = rest[2..].split_at(usize::from(rest[1]));
        let digits = &number[number.len().saturating_sub(32)..];
        value.resize(value.len() + 32 - digits.len(), 0);
        value.extend_from_slice(digits);
        rest = after;
    }
    value
}
