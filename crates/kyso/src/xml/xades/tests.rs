//! Which qualifying properties are taken for a signature's own, and what is read of them.

use kyso_testkit::{KeyKind, Pki};

use super::{
    CertificateRefFault, Commitment, EncapsulatedFault, PolicyIdentifier, PolicyTemplate,
    Properties, PropertiesError, Qualifying, Reading, TimestampKind, UnsignedContent, XadesError,
    level,
};
use crate::report::FoundLevel;
use crate::x509::Certificate;
use crate::xml::signature::{XmlSignature, find};
use crate::xml::{IdNames, Ids, ParseOptions, Tree};
use crate::{DigestAlgorithm, Time};

fn certificate() -> Certificate {
    Certificate::from_der(&Pki::new(KeyKind::P256).signer.cert_der).unwrap()
}

fn at() -> Time {
    Time::from_utc(2026, 11, 22, 8, 0, 0).unwrap()
}

fn properties(certificate: &Certificate) -> Properties {
    Properties::new("s", certificate, at()).role("<Giám đốc>").commitment(Commitment::ProofOfOrigin)
}

/// A signature of the right shape around the object; its digests and its value hold nothing.
fn around(object: &str) -> String {
    let reference = |kind: &str, uri: &str| {
        format!(
            "<Reference{kind} URI=\"{uri}\"><Transforms><Transform \
             Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"/></Transforms><DigestMethod \
             Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\"/>\
             <DigestValue>AAAA</DigestValue></Reference>"
        )
    };
    let data = reference(" Id=\"r\"", "");
    let typed = " Type=\"http://uri.etsi.org/01903#SignedProperties\"";
    let signed = reference(typed, "#s-SignedProperties");
    format!(
        "<r><Signature xmlns=\"http://www.w3.org/2000/09/xmldsig#\" Id=\"s\"><SignedInfo>\
         <CanonicalizationMethod Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"/>\
         <SignatureMethod Algorithm=\"http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256\"/>\
         {data}{signed}</SignedInfo><SignatureValue>AAAA</SignatureValue>\
         <Object>{object}</Object></Signature></r>"
    )
}

/// The document with usual properties.
fn usual(certificate: &Certificate) -> String {
    around(&properties(certificate).ds_prefix("").to_xml().unwrap())
}

fn read(document: &str) -> Result<Reading, XadesError> {
    let tree = Tree::parse(document.as_bytes(), &ParseOptions::default()).unwrap();
    let ids = Ids::collect(&tree, &IdNames::default());
    let signature = XmlSignature::read(&tree, find(&tree)[0]).unwrap();
    Qualifying::read(&tree, &ids, &signature)
}

#[track_caller]
fn present(document: &str) -> Qualifying {
    match read(document).unwrap() {
        Reading::Present(qualifying) => *qualifying,
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_is_written_is_read() {
    let certificate = certificate();
    let digest = crate::crypto::digest(DigestAlgorithm::Sha384, b"policy");
    let policy = PolicyTemplate {
        identifier: "urn:oid:1.2.3".into(),
        digest,
        uri: Some("http://example.org/p?a&b".into()),
    };
    let written = properties(&certificate).ds_prefix("").policy(policy).issuer_serial();
    let written = written.format("r", "text/xml").format("nowhere", "text/plain");
    let read = present(&around(&written.to_xml().unwrap()));
    assert_eq!(read.reference, 1);
    let signed = &read.signed;
    assert_eq!(signed.signing_time.as_ref().unwrap().time, Some(at()));
    assert_eq!(signed.roles, ["<Giám đốc>"]);
    signed.check_certificate(&certificate).unwrap();
    let Some(PolicyIdentifier::Explicit { identifier, digest: Ok(algorithm), hash, uri }) =
        &signed.policy
    else {
        panic!("{:?}", signed.policy)
    };
    assert_eq!((identifier.as_str(), *algorithm), ("urn:oid:1.2.3", DigestAlgorithm::Sha384));
    assert_eq!(hash, digest.as_bytes());
    assert_eq!(uri.as_deref(), Some("http://example.org/p?a&b"));
    let named: Vec<_> = signed.formats.iter().map(|format| format.reference).collect();
    assert_eq!(named, [Some(0), None]);
}

#[test]
fn names_that_would_break_the_text_are_refused() {
    let certificate = certificate();
    for bad in ["", "1a", "a b", "a\"", "a:b", "é"] {
        let refused = Properties::new(bad, &certificate, at()).to_xml();
        assert_eq!(refused, Err(PropertiesError::Name { name: bad.into() }));
        assert!(properties(&certificate).prefix(bad).to_xml().is_err());
        assert!(properties(&certificate).format(bad, "a/b").to_xml().is_err());
    }
}

#[test]
fn another_certificate_is_told() {
    let (own, other) = (certificate(), certificate());
    let read = present(&usual(&own));
    read.signed.check_certificate(&own).unwrap();
    let fault = read.signed.check_certificate(&other).unwrap_err();
    assert!(matches!(fault, CertificateRefFault::Mismatch { .. }), "{fault}");
    // The right digest with another's number contradicts itself.
    let written = properties(&own).ds_prefix("").issuer_serial().to_xml().unwrap();
    let theirs = properties(&other).ds_prefix("").issuer_serial().to_xml().unwrap();
    let number = |xml: &str| {
        let from = xml.find("<xades:IssuerSerialV2>").unwrap();
        xml[from..xml.find("</xades:IssuerSerialV2>").unwrap()].to_owned()
    };
    let mixed = around(&written.replace(&number(&written), &number(&theirs)));
    let fault = present(&mixed).signed.check_certificate(&own).unwrap_err();
    assert_eq!(fault, CertificateRefFault::IssuerSerialMismatch);
    let none = present(&around(&cut(&written, "<xades:SigningCertificateV2>")));
    let fault = none.signed.check_certificate(&own).unwrap_err();
    assert_eq!(fault, CertificateRefFault::Missing);
}

/// Without the element that begins with `start`.
fn cut(xml: &str, start: &str) -> String {
    let from = xml.find(start).unwrap();
    let end = start.replace('<', "</");
    let to = xml.find(&end).unwrap() + end.len();
    [&xml[..from], &xml[to..]].concat()
}

#[test]
fn the_first_version_of_the_certificate_reference_is_read() {
    let certificate = certificate();
    let text = usual(&certificate).replace("SigningCertificateV2>", "SigningCertificate>");
    let serial: u128 =
        certificate.serial().iter().take(16).fold(0, |sum, byte| sum << 8 | u128::from(*byte));
    let with = |serial: &str| {
        let pair = format!(
            "</xades:CertDigest><xades:IssuerSerial><X509IssuerName>CN=x</X509IssuerName>\
             <X509SerialNumber>{serial}</X509SerialNumber></xades:IssuerSerial>"
        );
        present(&text.replace("</xades:CertDigest>", &pair)).signed
    };
    assert!(certificate.serial().len() <= 16);
    with(&serial.to_string()).check_certificate(&certificate).unwrap();
    let fault = with("12").check_certificate(&certificate).unwrap_err();
    assert_eq!(fault, CertificateRefFault::IssuerSerialMismatch);
    let missing = read(&text).unwrap_err();
    assert!(matches!(missing, XadesError::Missing { element: "IssuerSerial", .. }), "{missing}");
}

#[test]
fn properties_that_are_not_this_signatures_are_refused() {
    let certificate = certificate();
    let usual = usual(&certificate);
    let own = properties(&certificate).ds_prefix("").to_xml().unwrap();
    let refused = |from: &str, to: &str| {
        assert!(usual.contains(from), "{from}");
        read(&usual.replacen(from, to, 1)).unwrap_err()
    };
    let error = refused("Target=\"#s\"", "Target=\"#t\"");
    assert_eq!(error, XadesError::Target { target: "#t".into() });
    let error = refused("xmldsig#\" Id=\"s\"", "xmldsig#\"");
    assert!(matches!(error, XadesError::Target { .. }), "{error}");
    // No reference vouches for them, by its type.
    let error = refused("01903#SignedProperties", "01903#Something");
    assert_eq!(error, XadesError::NotSigned);
    // The reference leads to something else, or to a part.
    let elsewhere = XadesError::WrongReference { uri: "#other".into() };
    assert_eq!(refused("URI=\"#s-SignedProperties\"", "URI=\"#other\""), elsewhere);
    let error = refused("<r>", "<r><x Id=\"s-SignedProperties\"/>");
    assert!(matches!(error, XadesError::WrongReference { .. }), "{error}");
    let base64 = "http://www.w3.org/2000/09/xmldsig#base64";
    let filtered = usual
        .replace("http://www.w3.org/2001/10/xml-exc-c14n#\"/></Tr", &format!("{base64}\"/></Tr"));
    let error = read(&filtered).unwrap_err();
    assert!(matches!(error, XadesError::WrongReference { .. }), "{error}");
    // Two of them: which one would count?
    let twice = around(&format!("{own}{own}"));
    let several = XadesError::Repeated { element: "QualifyingProperties", count: 2 };
    assert_eq!(read(&twice).unwrap_err(), several);
    let again = own.replace("s-SignedProperties", "t").replace("</xades:QualifyingProperties>", "");
    let nested = around(&own.replace("</xades:Qual", &format!("{}</xades:Qual", inner(&again))));
    let several = XadesError::Repeated { element: "SignedProperties", count: 2 };
    assert_eq!(read(&nested).unwrap_err(), several);
}

/// What stands behind the first start tag.
fn inner(xml: &str) -> &str {
    &xml[xml.find('>').unwrap() + 1..]
}

#[test]
fn a_comment_in_a_value_does_not_split_it() {
    let usual = usual(&certificate());
    for from in ["2026-11-22T08:00:00Z", "http://uri.etsi.org/01903/v1.2.2#ProofOfOrigin"] {
        let (head, tail) = from.split_at(from.len() / 2);
        let error = read(&usual.replace(from, &format!("{head}<!-- -->{tail}"))).unwrap_err();
        assert!(matches!(error, XadesError::Xml(_)), "{error}");
    }
}

#[test]
fn other_forms_are_told_apart() {
    let plain =
        around("<any/>").replace(" Type=\"http://uri.etsi.org/01903#SignedProperties\"", "");
    assert!(matches!(read(&plain), Ok(Reading::Absent)));
    // Signed properties that stand nowhere are not the same as none.
    let error = read(&around("<any/>")).unwrap_err();
    assert!(matches!(error, XadesError::WrongReference { .. }), "{error}");
    let older = "<QualifyingProperties xmlns=\"http://uri.etsi.org/01903/v1.1.1#\"/>";
    assert!(matches!(read(&around(older)), Ok(Reading::Older { .. })));
    let reference = "<QualifyingPropertiesReference \
                     xmlns=\"http://uri.etsi.org/01903/v1.3.2#\" URI=\"http://x\"/>";
    assert!(matches!(read(&around(reference)), Ok(Reading::Elsewhere)));
}

#[test]
fn what_the_signer_says_and_nobody_understands_is_kept() {
    let usual = usual(&certificate());
    let with = usual.replace(
        "</xades:SignedSignatureProperties>",
        "<xades:Novelty/><x xmlns=\"urn:x\"/></xades:SignedSignatureProperties>",
    );
    let unknown = present(&with).signed.unknown;
    let names: Vec<_> = unknown.iter().map(|one| one.local.as_str()).collect();
    assert_eq!(names, ["Novelty", "x"]);
}

/// The usual document with these unsigned properties.
fn unsigned(properties: &str) -> String {
    usual(&certificate()).replace(
        "</xades:QualifyingProperties>",
        &format!(
            "<xades:UnsignedProperties><xades:UnsignedSignatureProperties>{properties}\
             </xades:UnsignedSignatureProperties></xades:UnsignedProperties>\
             </xades:QualifyingProperties>"
        ),
    )
}

const NEW: &str = "xmlns:n=\"http://uri.etsi.org/01903/v1.4.1#\"";

#[test]
fn a_fault_in_an_unsigned_property_takes_nothing_away() {
    let document = unsigned(&format!(
        "<xades:SignatureTimeStamp><CanonicalizationMethod Algorithm=\"urn:none\"/>\
         <xades:EncapsulatedTimeStamp>!!</xades:EncapsulatedTimeStamp><xades:XMLTimeStamp/>\
         </xades:SignatureTimeStamp><n:ArchiveTimeStamp {NEW}><xades:Include URI=\"#x\"/>\
         <xades:EncapsulatedTimeStamp Encoding=\"urn:e\">AAAA</xades:EncapsulatedTimeStamp>\
         </n:ArchiveTimeStamp><xades:ArchiveTimeStamp/><xades:CertificateValues>\
         <xades:EncapsulatedX509Certificate>AAAA</xades:EncapsulatedX509Certificate>\
         </xades:CertificateValues><xades:CounterSignature/><n:RenewedDigestsV2 {NEW}/>"
    ));
    let tree = Tree::parse(document.as_bytes(), &ParseOptions::default()).unwrap();
    let read = present(&document);
    let stamps: Vec<_> = read.timestamps().collect();
    let kinds: Vec<_> = stamps.iter().map(|stamp| stamp.kind).collect();
    let old = TimestampKind::ArchiveOld;
    assert_eq!(kinds, [TimestampKind::Signature, TimestampKind::Archive, old]);
    assert_eq!(stamps[0].canonicalization, Err("urn:none".into()));
    assert_eq!((&stamps[0].tokens[0], stamps[0].ignored), (&Err(EncapsulatedFault::Base64), 1));
    let encoding = EncapsulatedFault::Encoding { uri: "urn:e".into() };
    assert_eq!((&stamps[1].tokens[0], stamps[1].includes), (&Err(encoding), 1));
    assert_eq!(read.counter_signatures().count(), 0);
    assert_eq!(read.evidence(&tree).unreadable.len(), 1);
    assert!(matches!(read.unsigned.last().unwrap().content, UnsignedContent::Unknown { .. }));
}

#[test]
fn a_timestamp_says_no_level_by_its_name_alone_in_another_namespace() {
    let certificate = certificate();
    let of = |properties: &str| {
        let document = unsigned(properties);
        let tree = Tree::parse(document.as_bytes(), &ParseOptions::default()).unwrap();
        let read = present(&document);
        level(&read, &read.evidence(&tree).evidence, &certificate)
    };
    assert_eq!(of(""), FoundLevel::BB);
    assert_eq!(of("<x:SignatureTimeStamp xmlns:x=\"urn:x\"/>"), FoundLevel::BB);
    assert_eq!(of("<xades:SignatureTimeStamp/>"), FoundLevel::BB);
    let token = "<xades:EncapsulatedTimeStamp>AAAA</xades:EncapsulatedTimeStamp>";
    let stamp = |name: &str| of(&format!("<{name} {NEW}>{token}</{name}>"));
    assert_eq!(stamp("xades:SignatureTimeStamp"), FoundLevel::BT);
    assert_eq!(stamp("n:ArchiveTimeStamp"), FoundLevel::BT);
    assert_eq!(stamp("n:SignatureTimeStamp"), FoundLevel::BB);
}
