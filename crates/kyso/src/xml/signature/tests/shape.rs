//! What is read as a signature, and every shape that is not.

use super::tree;
use crate::xml::C14nVersion;
use crate::xml::signature::{
    SignatureError, SignatureMethod, TransformAlgorithm, XmlSignature, find,
};
use crate::xml::xpath::SetOperation;
use crate::{DigestAlgorithm, SignatureAlgorithm};

const PLAIN: &str = concat!(
    r##"<a><Signature xmlns="http://www.w3.org/2000/09/xmldsig#" Id="s"><SignedInfo>"##,
    r##"<CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/>"##,
    r##"<SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"/>"##,
    r##"<Reference URI=""><Transforms>"##,
    r##"<Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/>"##,
    r##"</Transforms><DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/>"##,
    r##"<DigestValue>AAAA</DigestValue></Reference></SignedInfo>"##,
    r##"<SignatureValue>AAAA</SignatureValue><KeyInfo><KeyName>n</KeyName></KeyInfo>"##,
    r##"<Object Id="o">x</Object></Signature></a>"##,
);

fn read(text: &str) -> Result<XmlSignature, SignatureError> {
    let tree = tree(text);
    let node = *find(&tree).first().expect("a signature");
    XmlSignature::read(&tree, node)
}

/// [`PLAIN`] with one thing changed.
fn changed(from: &str, to: &str) -> Result<XmlSignature, SignatureError> {
    assert_eq!(PLAIN.matches(from).count(), 1, "{from}");
    read(&PLAIN.replace(from, to))
}

#[test]
fn a_plain_signature_is_read() {
    let signature = read(PLAIN).unwrap();
    assert_eq!(signature.id.as_deref(), Some("s"));
    let info = &signature.signed_info;
    assert_eq!(info.canonicalization.algorithm.as_ref().unwrap().version, C14nVersion::Exclusive);
    let rsa = SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha256);
    assert_eq!(info.method, SignatureMethod::Known(rsa));
    let [reference] = info.references.as_slice() else { panic!("one reference") };
    assert_eq!(reference.uri.as_deref(), Some(""));
    assert_eq!(reference.transforms[0].algorithm, TransformAlgorithm::Enveloped);
    assert_eq!(reference.digest_method.algorithm, Some(DigestAlgorithm::Sha256));
    assert_eq!(reference.digest_value, [0; 3]);
    assert_eq!(signature.objects[0].id.as_deref(), Some("o"));
}

#[test]
fn white_space_and_comments_between_elements_mean_nothing() {
    assert!(changed("<KeyInfo>", "\n <!-- c --> <?p?>\r\n<KeyInfo>").is_ok());
    assert!(changed("<SignatureValue>AAAA", "<SignatureValue>\n AA AA\t").is_ok());
}

/// Shapes that other readers have taken for a signature, to the advantage of whoever forged it.
macro_rules! refused {
    ($($name:ident: $from:expr => $to:expr, $error:pat,)*) => {$(
        #[test]
        fn $name() {
            let error = changed($from, $to).unwrap_err();
            assert!(matches!(error, $error), "{error:?}");
        }
    )*};
}

use SignatureError as E;

refused! {
    no_signed_info: "<SignedInfo>" => "<SignedInf/><SignedInfo>", E::UnexpectedChild { .. },
    two_signed_infos: "</SignedInfo>" => "</SignedInfo><SignedInfo/>", E::UnexpectedChild { .. },
    second_signed_info_at_the_end: "</Signature>" => "<SignedInfo/></Signature>",
        E::UnexpectedChild { .. },
    two_signature_values: "<KeyInfo>" => "<SignatureValue>AAAA</SignatureValue><KeyInfo>",
        E::UnexpectedChild { .. },
    two_key_infos: "<KeyInfo>" => "<KeyInfo/><KeyInfo>", E::UnexpectedChild { .. },
    key_info_after_object: "</Signature>" => "<KeyInfo/></Signature>", E::UnexpectedChild { .. },
    unknown_child: "<KeyInfo>" => "<x/><KeyInfo>", E::UnexpectedChild { .. },
    child_of_another_namespace: "<KeyInfo>" => "<SignatureValue xmlns=''/><KeyInfo>",
        E::UnexpectedChild { .. },
    text_between: "<KeyInfo>" => "x<KeyInfo>", E::UnexpectedChild { .. },
    no_break_space_between: "<KeyInfo>" => "\u{a0}<KeyInfo>", E::UnexpectedChild { .. },
    two_canonicalization_methods: "<SignatureMethod" => "<CanonicalizationMethod/><SignatureMethod",
        E::UnexpectedChild { .. },
    two_signature_methods: "<Reference" =>
        "<SignatureMethod Algorithm='x'/><Reference", E::UnexpectedChild { .. },
    no_algorithm: "<DigestMethod Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\"/>" =>
        "<DigestMethod/>", E::MissingAttribute { .. },
    algorithm_of_a_namespace: "<SignatureMethod A" => "<SignatureMethod xmlns:p='urn:u' p:A",
        E::MissingAttribute { .. },
    two_transforms_elements: "</Transforms>" => "</Transforms><Transforms/>",
        E::UnexpectedChild { .. },
    transforms_after_the_digest: "</DigestValue>" => "</DigestValue><Transforms/>",
        E::UnexpectedChild { .. },
    two_digest_values: "</DigestValue>" => "</DigestValue><DigestValue>AAAA</DigestValue>",
        E::UnexpectedChild { .. },
    comment_in_the_digest: "<DigestValue>" => "<DigestValue><!-- c -->", E::Xml(_),
    element_in_the_digest: "<DigestValue>" => "<DigestValue><x/>", E::Xml(_),
    comment_in_the_value: "<SignatureValue>AA" => "<SignatureValue>AA<!-- c -->", E::Xml(_),
    instruction_in_the_value: "<SignatureValue>AA" => "<SignatureValue>AA<?p?>", E::Xml(_),
    value_of_no_base64: "<SignatureValue>A" => "<SignatureValue>_", E::Base64 { .. },
    value_of_nothing: "<SignatureValue>AAAA" => "<SignatureValue> ", E::Base64 { .. },
    digest_of_nothing: "<DigestValue>AAAA" => "<DigestValue>", E::Base64 { .. },
    parameters_where_none_are: "enveloped-signature\"/>" => "enveloped-signature\"><x/></Transform>",
        E::UnexpectedChild { .. },
    parameters_of_rsa: "rsa-sha256\"/>" => "rsa-sha256\"><x/></SignatureMethod>",
        E::UnexpectedChild { .. },
    parameters_of_a_hash: "xmlenc#sha256\"/>" => "xmlenc#sha256\"><x/></DigestMethod>",
        E::UnexpectedChild { .. },
    comment_in_a_key_name: "<KeyName>" => "<KeyName><!-- c -->", E::KeyInfo(_),
}

#[test]
fn no_reference_is_no_signature() {
    let from = PLAIN.find("<Reference").unwrap();
    let to = PLAIN.find("</SignedInfo>").unwrap();
    let text = [&PLAIN[..from], &PLAIN[to..]].concat();
    assert!(matches!(read(&text), Err(E::MissingChild { expected: "Reference", .. })));
}

#[test]
fn no_signature_is_in_the_signed_info_of_another() {
    let inner = PLAIN.strip_prefix("<a>").and_then(|rest| rest.strip_suffix("</a>")).unwrap();
    let from = "<Transform Algorithm=\"http://www.w3.org/2000/09/xmldsig#enveloped-signature\"/>";
    let text = PLAIN.replace(from, &format!("<Transform Algorithm='urn:x'>{inner}</Transform>"));
    let tree = tree(&text);
    let read: Vec<_> = find(&tree).iter().map(|node| XmlSignature::read(&tree, *node)).collect();
    assert!(matches!(read.as_slice(), [Ok(_), Err(E::NotASignature { .. })]));
}

#[test]
fn references_and_transforms_are_bounded() {
    let from = PLAIN.find("<Reference").unwrap();
    let to = PLAIN.find("</SignedInfo>").unwrap();
    let many = PLAIN[from..to].repeat(crate::limits::MAX_XML_REFERENCES + 1);
    let text = [&PLAIN[..from], &many, &PLAIN[to..]].concat();
    assert!(matches!(read(&text), Err(E::TooMany { what: "Reference", .. })));
    let transform = "<Transform Algorithm='x'/>".repeat(crate::limits::MAX_XML_TRANSFORMS);
    let text = PLAIN.replace("</Transforms>", &format!("{transform}</Transforms>"));
    assert!(matches!(read(&text), Err(E::TooMany { what: "Transform", .. })));
}

fn method(algorithm: &str, content: &str) -> Result<SignatureMethod, SignatureError> {
    let from =
        r#"<SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"/>"#;
    let to = format!(r#"<SignatureMethod Algorithm="{algorithm}">{content}</SignatureMethod>"#);
    changed(from, &to).map(|signature| signature.signed_info.method)
}

#[test]
fn methods_that_are_never_checked_are_known_by_name() {
    let hmac = "http://www.w3.org/2000/09/xmldsig#hmac-sha1";
    let length = "<HMACOutputLength>40</HMACOutputLength>";
    assert!(matches!(method(hmac, length), Ok(SignatureMethod::Hmac { .. })));
    let dsa = "http://www.w3.org/2000/09/xmldsig#dsa-sha1";
    assert!(matches!(method(dsa, ""), Ok(SignatureMethod::Dsa { .. })));
    assert!(matches!(method("x", "<y/>"), Ok(SignatureMethod::Unknown { .. })));
}

#[test]
fn parameters_of_pss_are_read() {
    let pss = |parameters: &str| {
        let open = "<RSAPSSParams xmlns='http://www.w3.org/2007/05/xmldsig-more#' \
                    xmlns:d='http://www.w3.org/2000/09/xmldsig#'>";
        let content = format!("{open}{parameters}</RSAPSSParams>");
        method("http://www.w3.org/2007/05/xmldsig-more#rsa-pss", &content)
    };
    let sha = |name: &str| format!("<d:DigestMethod Algorithm='{name}'/>");
    let sha256 = DigestAlgorithm::Sha256;
    let sha512 = sha(DigestAlgorithm::Sha512.xml_uri());
    let mask =
        format!("<MaskGenerationFunction>{}</MaskGenerationFunction>", sha(sha256.xml_uri()));
    let usual = SignatureMethod::Known(SignatureAlgorithm::rsa_pss(sha256));
    assert_eq!(pss(""), Ok(usual.clone()));
    assert_eq!(method("http://www.w3.org/2007/05/xmldsig-more#rsa-pss", ""), Ok(usual));
    let odd = SignatureAlgorithm::RsaPss {
        digest: DigestAlgorithm::Sha512,
        mgf_digest: sha256,
        salt_len: 20,
    };
    let text = format!("{sha512}{mask}<SaltLength>20</SaltLength><TrailerField>1</TrailerField>");
    assert_eq!(pss(&text), Ok(SignatureMethod::Known(odd)));
    for bad in [
        sha512.as_str(),
        "<SaltLength>-1</SaltLength>",
        "<SaltLength>99999</SaltLength>",
        "<TrailerField>2</TrailerField>",
        "<MaskGenerationFunction Algorithm='x'/>",
        &sha("x"),
        "<x/>",
    ] {
        assert!(pss(bad).is_err(), "{bad}");
    }
}

fn transform(algorithm: &str, content: &str) -> Result<TransformAlgorithm, SignatureError> {
    let from = r#"<Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/>"#;
    let to = format!(r#"<Transform Algorithm="{algorithm}">{content}</Transform>"#);
    let signature = changed(from, &to)?;
    Ok(signature.signed_info.references[0].transforms[0].algorithm.clone())
}

#[test]
fn transforms_are_read_with_their_parameters() {
    let exclusive = "http://www.w3.org/2001/10/xml-exc-c14n#";
    let list = format!("<InclusiveNamespaces xmlns='{exclusive}' PrefixList='#default p'/>");
    let TransformAlgorithm::Canonicalization(method) = transform(exclusive, &list).unwrap() else {
        panic!("a canonicalization")
    };
    assert_eq!(method.inclusive_prefixes, ["", "p"]);
    let plain = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315";
    assert!(transform(plain, &list).is_err());
    let xpath = "http://www.w3.org/TR/1999/REC-xpath-19991116";
    let found = transform(xpath, "<XPath> self::x </XPath>").unwrap();
    assert!(
        matches!(found, TransformAlgorithm::XPath { expression, .. } if expression == " self::x ")
    );
    assert!(transform(xpath, "<XPath>a<!-- c --></XPath>").is_err());
    assert!(transform(xpath, "<XPath>a</XPath><XPath>b</XPath>").is_err());
    assert!(transform(xpath, "").is_err());
    let filter2 = "http://www.w3.org/2002/06/xmldsig-filter2";
    let step = |filter| format!("<XPath xmlns='{filter2}' Filter='{filter}'>/</XPath>");
    let both = step("intersect") + &step("subtract");
    let TransformAlgorithm::Filter2(steps) = transform(filter2, &both).unwrap() else {
        panic!("a filter")
    };
    let operations: Vec<_> = steps.iter().map(|step| step.operation).collect();
    assert_eq!(operations, [SetOperation::Intersect, SetOperation::Subtract]);
    assert!(transform(filter2, &step("x")).is_err());
    let legacy = transform("http://www.w3.org/TR/xml-exc-c14n#", "").unwrap();
    assert_eq!(legacy, TransformAlgorithm::LegacyExclusive);
    let xslt = transform("http://www.w3.org/TR/1999/REC-xslt-19991116", "<x/>").unwrap();
    assert_eq!(xslt, TransformAlgorithm::Xslt);
    assert_eq!(transform("x", "<x/>").unwrap(), TransformAlgorithm::Unknown);
}

#[test]
fn every_signature_is_found_wherever_it_hides() {
    let nested = PLAIN.replace("<Object Id=\"o\">x", "<Object Id=\"o\"><b><Signature/></b>");
    assert_eq!(find(&tree(&nested)).len(), 2);
    let other = PLAIN.replace("http://www.w3.org/2000/09/xmldsig#\" Id", "urn:x\" Id");
    assert_eq!(find(&tree(&other)).len(), 0);
}
