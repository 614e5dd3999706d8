//! xmlsec1 judges what kyso signs, and kyso judges what xmlsec1 signs.
//!
//! The cases run when `KYSO_INTEROP=1` is set and are ignored otherwise.

use std::path::Path;
use std::process::{Command, ExitCode};

use kyso::xml::sign::{
    PrepareOptions, ReferenceTemplate, Template, TransformTemplate, prepare, prepare_standalone,
};
use kyso::xml::signature::{
    DigestOptions, ExternalBytes, Resolver, XmlSignature, check_value, find,
};
use kyso::xml::transform::Budget;
use kyso::xml::xpath::SetOperation;
use kyso::xml::{C14nVersion, Canonicalization, IdNames, Ids, ParseOptions, Tree};
use kyso::{Credential, DigestAlgorithm, SignatureAlgorithm};
use kyso_testkit::{Identity, KeyKind, Pki};
use libtest_mimic::{Arguments, Failed, Trial};

const DOCUMENT: &str = "<?xml version=\"1.0\"?>\n<!-- hóa đơn -->\n\
    <HDon xmlns=\"urn:hdon\" xmlns:k='urn:khac' k:b=\"2\" a='1' xml:lang=\"vi\">\n\
    <DLHDon Id=\"data\"><Ten>Công ty &amp; &#xD; <![CDATA[<Đông>]]></Ten><k:x/></DLHDon>\n\
    <DSCKS/></HDon>";

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let wanted = std::env::var_os("KYSO_INTEROP").is_some_and(|value| value == "1");
    let mut trials = Vec::new();
    for kind in [KeyKind::Rsa2048, KeyKind::P256, KeyKind::P384] {
        for (name, shape) in shapes() {
            trials
                .push(Trial::test(format!("xmlsec1 accepts {} {name}", kind.name()), move || {
                    xmlsec_accepts(kind, &shape)
                }));
        }
        trials
            .push(Trial::test(format!("xmlsec1 accepts {} enveloping", kind.name()), move || {
                xmlsec_accepts_alone(kind)
            }));
        for (name, transforms) in theirs() {
            trials.push(Trial::test(format!("kyso accepts {} {name}", kind.name()), move || {
                kyso_accepts(kind, transforms)
            }));
        }
    }
    let trials = trials.into_iter().map(|trial| trial.with_ignored_flag(!wanted)).collect();
    libtest_mimic::run(&arguments, trials).exit_code()
}

/// How a signature of ours is made.
#[derive(Clone)]
struct Shape {
    canonicalization: Canonicalization,
    prefix: &'static str,
    reference: ReferenceTemplate,
}

fn shapes() -> Vec<(String, Shape)> {
    let mut shapes = Vec::new();
    let enveloped = ReferenceTemplate::enveloped(DigestAlgorithm::Sha256);
    for version in [C14nVersion::V10, C14nVersion::V11, C14nVersion::Exclusive] {
        for comments in [false, true] {
            let method = Canonicalization::new(version, comments);
            let mut reference = enveloped.clone();
            reference.transforms[1] = TransformTemplate::Canonicalization(method.clone());
            let shape = Shape { canonicalization: method, prefix: "ds", reference };
            shapes.push((format!("{version:?} comments {comments}"), shape));
        }
    }
    let exclusive = Canonicalization::new(C14nVersion::Exclusive, false);
    let with = |prefix, reference| Shape { canonicalization: exclusive.clone(), prefix, reference };
    let digest = DigestAlgorithm::Sha512;
    shapes.push(("default namespace".into(), with("", ReferenceTemplate::element("data", digest))));
    let list = exclusive.clone().with_prefix_list("#default k");
    let mut listed = ReferenceTemplate::element("data", digest);
    listed.transforms = vec![TransformTemplate::Canonicalization(list)];
    shapes.push(("prefix list".into(), with("ds", listed)));
    let namespaces = vec![
        ("d".to_owned(), "http://www.w3.org/2000/09/xmldsig#".to_owned()),
        ("h".to_owned(), "urn:hdon".to_owned()),
    ];
    let mut xpath = enveloped.clone();
    xpath.transforms[0] = TransformTemplate::XPath {
        expression: "not(ancestor-or-self::d:Signature)".into(),
        namespaces: namespaces.clone(),
    };
    shapes.push(("xpath".into(), with("ds", xpath)));
    let mut filter = enveloped;
    filter.transforms[0] = TransformTemplate::Filter2(vec![kyso::xml::sign::FilterTemplate {
        operation: SetOperation::Subtract,
        expression: "//h:DSCKS".into(),
        namespaces,
    }]);
    shapes.push(("filter 2.0".into(), with("ds", filter)));
    shapes
}

fn credential(signer: &Identity) -> Credential {
    let certificates = signer.cert_pem() + &signer.chain_pem();
    let key = signer.key_pem();
    Credential::from_pem(key.as_bytes(), certificates.as_bytes(), None).expect("a credential")
}

fn sign(credential: &Credential, algorithm: SignatureAlgorithm, shape: &Shape) -> String {
    let tree = Tree::parse(DOCUMENT.as_bytes(), &ParseOptions::default()).expect("well-formed");
    let parent = tree.elements(tree.document_element()).last().expect("DSCKS");
    let mut template = Template::enveloped(parent, algorithm);
    template.canonicalization = shape.canonicalization.clone();
    template.prefix = shape.prefix.into();
    template.references = vec![shape.reference.clone()];
    template.key_info.certificates = credential.chain().to_vec();
    let prepared = prepare(
        &kyso::Source::from_bytes(DOCUMENT.into()),
        &tree,
        &template,
        &PrepareOptions::default(),
    )
    .expect("ready");
    let value = credential.key().sign(prepared.to_be_signed()).expect("a value");
    let splice = prepared.complete(&value, credential.key().public_key()).expect("complete");
    String::from_utf8(splice.apply(DOCUMENT.as_bytes()).expect("spliced")).expect("UTF-8")
}

fn xmlsec(folder: &Path, arguments: &[&str]) -> Result<(bool, String), Failed> {
    let output = Command::new("xmlsec1").args(arguments).current_dir(folder).output()?;
    let said = [output.stdout, output.stderr].concat();
    Ok((output.status.success(), String::from_utf8_lossy(&said).into_owned()))
}

fn xmlsec_accepts(kind: KeyKind, shape: &Shape) -> Result<(), Failed> {
    let pki = Pki::new(kind);
    let credential = credential(&pki.signer);
    let folder = tempfile::tempdir()?;
    std::fs::write(folder.path().join("root.pem"), pki.root_pem())?;
    let options = ["--verify", "--trusted-pem", "root.pem", "--id-attr:Id", "urn:hdon:DLHDon"];
    let options = [options.as_slice(), &["--enabled-key-data", "x509", "in.xml"]].concat();
    for algorithm in credential.algorithms().iter().copied() {
        if !matches!(algorithm, SignatureAlgorithm::RsaPkcs1(_) | SignatureAlgorithm::Ecdsa(_)) {
            continue; // xmlsec1 1.2 knows no others
        }
        let signed = sign(&credential, algorithm, shape);
        std::fs::write(folder.path().join("in.xml"), &signed)?;
        let (accepted, said) = xmlsec(folder.path(), &options)?;
        if !accepted {
            return Err(format!("{algorithm}: {said}").into());
        }
        std::fs::write(folder.path().join("in.xml"), signed.replace("Công", "Cong"))?;
        if xmlsec(folder.path(), &options)?.0 {
            return Err(format!("{algorithm}: xmlsec1 accepts a changed document").into());
        }
    }
    Ok(())
}

/// A document of its own that envelops one object and names a file beside it. RSA with a bare key;
/// xmlsec1 1.2 reads curves from certificates alone.
fn xmlsec_accepts_alone(kind: KeyKind) -> Result<(), Failed> {
    let pki = Pki::new(kind);
    let credential = credential(&pki.signer);
    let tree = Tree::parse(b"<a/>", &ParseOptions::default()).expect("well-formed");
    let mut template = Template::enveloped(tree.document_element(), credential.algorithms()[0]);
    if kind == KeyKind::Rsa2048 {
        template.key_info.key_value = Some(credential.key().public_key().to_vec());
    } else {
        template.key_info.certificates = credential.chain().to_vec();
    }
    template.objects = vec!["<ds:Object Id=\"o\"><x xmlns=\"urn:x\">đ</x></ds:Object>".into()];
    template.references = vec![
        ReferenceTemplate::element("o", DigestAlgorithm::Sha384),
        ReferenceTemplate::external("beside.bin", DigestAlgorithm::Sha256),
    ];
    let folder = tempfile::tempdir()?;
    std::fs::write(folder.path().join("beside.bin"), b"content")?;
    let beside = Beside;
    let options = PrepareOptions { resolver: Some(&beside), ..PrepareOptions::default() };
    let prepared = prepare_standalone(&template, &options).expect("ready");
    let value = credential.key().sign(prepared.to_be_signed()).expect("a value");
    let made = prepared.complete(&value, credential.key().public_key()).expect("complete");
    std::fs::write(folder.path().join("in.xml"), made.text)?;
    std::fs::write(folder.path().join("root.pem"), pki.root_pem())?;
    let options = ["--verify", "--trusted-pem", "root.pem", "in.xml"];
    let (accepted, said) = xmlsec(folder.path(), &options)?;
    if !accepted {
        return Err(said.into());
    }
    std::fs::write(folder.path().join("beside.bin"), b"Content")?;
    let (accepted, _) = xmlsec(folder.path(), &options)?;
    if accepted { Err("xmlsec1 accepts a changed file".into()) } else { Ok(()) }
}

struct Beside;

impl Resolver for Beside {
    fn resolve(&self, uri: Option<&str>, _: Option<&str>) -> Option<ExternalBytes<'_>> {
        (uri == Some("beside.bin")).then(|| Box::new(b"content".as_slice()) as ExternalBytes<'_>)
    }
}

/// Transforms that xmlsec1 is asked to sign with, and the URI.
fn theirs() -> Vec<(&'static str, &'static str)> {
    vec![
        (
            "enveloped",
            "<Transform Algorithm='http://www.w3.org/2000/09/xmldsig#enveloped-signature'/>",
        ),
        (
            "xpath",
            "<Transform Algorithm='http://www.w3.org/TR/1999/REC-xpath-19991116'>\
             <XPath xmlns:d='http://www.w3.org/2000/09/xmldsig#'>not(ancestor-or-self::d:Signature)\
             and not(self::comment())</XPath></Transform>",
        ),
        (
            "here",
            "<Transform Algorithm='http://www.w3.org/TR/1999/REC-xpath-19991116'>\
             <XPath xmlns:d='http://www.w3.org/2000/09/xmldsig#'>\
             count(ancestor-or-self::d:Signature | here()/ancestor::d:Signature[1]) > \
             count(ancestor-or-self::d:Signature)</XPath></Transform>",
        ),
        (
            "filter 2.0 and exclusive",
            "<Transform Algorithm='http://www.w3.org/2002/06/xmldsig-filter2'>\
             <XPath xmlns='http://www.w3.org/2002/06/xmldsig-filter2' Filter='intersect'\
             >//*[local-name()='DLHDon']</XPath></Transform>\
             <Transform Algorithm='http://www.w3.org/2001/10/xml-exc-c14n#WithComments'/>",
        ),
        (
            "enveloped and 1.1",
            "<Transform Algorithm='http://www.w3.org/2000/09/xmldsig#enveloped-signature'/>\
             <Transform Algorithm='http://www.w3.org/2006/12/xml-c14n11#WithComments'/>",
        ),
    ]
}

fn kyso_accepts(kind: KeyKind, transforms: &str) -> Result<(), Failed> {
    let pki = Pki::new(kind);
    let folder = tempfile::tempdir()?;
    let family = if kind == KeyKind::Rsa2048 { "rsa" } else { "ecdsa" };
    let template = format!(
        "<Signature xmlns='http://www.w3.org/2000/09/xmldsig#'><SignedInfo>\
         <CanonicalizationMethod Algorithm='http://www.w3.org/TR/2001/REC-xml-c14n-20010315'/>\
         <SignatureMethod Algorithm='http://www.w3.org/2001/04/xmldsig-more#{family}-sha256'/>\
         <Reference URI=''><Transforms>{transforms}</Transforms>\
         <DigestMethod Algorithm='http://www.w3.org/2001/04/xmlenc#sha256'/><DigestValue/>\
         </Reference></SignedInfo><SignatureValue/><KeyInfo><X509Data/></KeyInfo></Signature>"
    );
    let text = DOCUMENT.replace("<DSCKS/>", &format!("<DSCKS>{template}</DSCKS>"));
    std::fs::write(folder.path().join("in.xml"), text)?;
    std::fs::write(folder.path().join("key.pem"), pki.signer.key_pem())?;
    std::fs::write(folder.path().join("cert.pem"), pki.signer.cert_pem())?;
    let options = ["--sign", "--privkey-pem", "key.pem,cert.pem", "--output", "out.xml", "in.xml"];
    let (made, said) = xmlsec(folder.path(), &options)?;
    if !made {
        return Err(said.into());
    }
    let signed = std::fs::read_to_string(folder.path().join("out.xml"))?;
    let spki = credential(&pki.signer).key().public_key().to_vec();
    if let Err(said) = holds(&signed, &spki) {
        return Err(said.into());
    }
    let changed = signed.replace("<Ten>", "<Ten x=''>");
    if holds(&changed, &spki).is_ok() { Err("a changed document holds".into()) } else { Ok(()) }
}

fn holds(text: &str, spki: &[u8]) -> Result<(), String> {
    let tree = Tree::parse(text.as_bytes(), &ParseOptions::default()).map_err(|e| e.to_string())?;
    let signature = XmlSignature::read(&tree, find(&tree)[0]).map_err(|e| e.to_string())?;
    let holds = check_value(&tree, &signature, spki).map_err(|e| e.to_string())?;
    let budget = Budget::for_document(text.len() as u64);
    let options = DigestOptions { resolver: None, legacy_exclusive: false, budget: &budget };
    let digests = holds.digest_references(&Ids::collect(&tree, &IdNames::default()), &options);
    match digests.iter().find_map(|one| one.outcome.as_ref().err()) {
        Some(error) => Err(error.to_string()),
        None => Ok(()),
    }
}
