use kyso_testkit::pki::{purpose, usage};
use kyso_testkit::{Dn, KeyKind, Pki, Template, der};

use super::{Certificate, CertificateError, ExtensionFault};
use crate::cms::AlgorithmFault;
use crate::crypto::VerifyFault;
use crate::{SignatureAlgorithm, Time};

fn read(der: &[u8]) -> Certificate {
    Certificate::from_der(der).unwrap()
}

#[test]
fn the_values_are_those_that_were_issued() {
    let pki = Pki::builder(KeyKind::P256)
        .signer(|t| {
            t.serial = vec![0, 0xab, 0xcd];
            t.not_before = "20260101000000Z".into();
            t.not_after = "99991231235959Z".into();
            t.key_usage = Some(usage::NON_REPUDIATION);
            t.extended_key_usage = vec![purpose::DOCUMENT_SIGNING.into()];
            t.crl_urls = vec!["http://crl.test/a.crl".into()];
            t.ocsp_urls = vec!["http://ocsp.test/".into()];
        })
        .build();
    let certificate = read(&pki.signer.cert_der);
    assert_eq!(certificate.der(), pki.signer.cert_der);
    assert_eq!(certificate.spki_der(), pki.signer.key.spki_der());
    assert_eq!(certificate.subject().common_name(), Some("Nguyễn Thị Ánh"));
    assert_eq!(certificate.subject().title(), Some("Vụ trưởng"));
    assert_eq!(certificate.subject().uid(), Some("CCCD:001180000001"));
    assert_eq!(
        (certificate.serial(), certificate.serial_hex().as_str()),
        (&[0, 0xab, 0xcd][..], "abcd")
    );
    assert_eq!(certificate.not_before(), Time::parse_rfc3339("2026-01-01T00:00:00Z").unwrap());
    assert_eq!(certificate.not_after().to_utc().0, 9999);
    assert_eq!(certificate.version(), 3);
    assert_eq!(certificate.key_kind().unwrap().to_string(), "p-256");
    let usage = certificate.key_usage().unwrap().unwrap();
    assert_eq!(usage.names(), ["nonRepudiation"]);
    assert_eq!(
        certificate.extended_key_usage().unwrap().unwrap()[0].to_string(),
        purpose::DOCUMENT_SIGNING
    );
    let points = certificate.crl_distribution_points().unwrap().unwrap();
    assert_eq!(points[0].urls, ["http://crl.test/a.crl"]);
    let access = certificate.authority_info_access().unwrap().unwrap();
    assert_eq!(access.ocsp, ["http://ocsp.test/"]);
    assert!(certificate.names_revocation_source());
    let intermediate = read(pki.intermediate.cert_der());
    assert!(intermediate.basic_constraints().unwrap().unwrap().ca);
    assert_eq!(
        certificate.authority_key_id().unwrap().unwrap().key_id,
        intermediate.subject_key_id().unwrap()
    );
    assert!(read(pki.root.cert_der()).is_self_issued() && !certificate.is_self_issued());
}

#[test]
fn signatures_are_checked_over_the_bytes_as_they_stand() {
    for kind in [KeyKind::Rsa2048, KeyKind::P384, KeyKind::P521, KeyKind::Ed25519] {
        let pki = Pki::new(kind);
        let [signer, intermediate, root] =
            [&pki.signer.cert_der, &pki.intermediate.chain_der[0], &pki.root.chain_der[0]]
                .map(|der| read(der));
        assert_eq!(signer.verify_signed_by(&intermediate), Ok(()), "{kind:?}");
        assert_eq!(intermediate.verify_signed_by(&root), Ok(()));
        assert_eq!(root.verify_signed_by(&root), Ok(()));
        assert_eq!(signer.verify_signed_by(&root), Err(VerifyFault::Mismatch));
        let twin = read(pki.twin().intermediate.cert_der());
        assert_eq!(signer.verify_signed_by(&twin), Err(VerifyFault::Mismatch));
    }
}

#[test]
fn two_names_for_the_signature_algorithm_are_a_fault() {
    let mut pki = Pki::new(KeyKind::P256);
    let der = &mut pki.signer.cert_der;
    // The outer identifier stands before the signature value, the inner one near the start.
    let oid = der::oid("1.2.840.10045.4.3.2");
    let at = der.windows(oid.len()).rposition(|window| window == oid).unwrap();
    der[at + oid.len() - 1] = 3;
    let certificate = read(der);
    assert_eq!(certificate.signature_algorithm(), Err(AlgorithmFault::InnerOuterDiffer));
    let issuer = read(pki.intermediate.cert_der());
    let fault = VerifyFault::Algorithm(AlgorithmFault::InnerOuterDiffer);
    assert_eq!(certificate.verify_signed_by(&issuer), Err(fault));
}

#[test]
fn odd_serial_numbers_are_read() {
    for serial in [vec![0xff], vec![0], vec![0x7f; 40]] {
        let pki = Pki::builder(KeyKind::Ed25519).signer(|t| t.serial.clone_from(&serial)).build();
        assert_eq!(read(&pki.signer.cert_der).serial(), serial);
    }
}

#[test]
fn extensions_are_found_faulty_one_by_one() {
    let pki = Pki::new(KeyKind::Ed25519);
    let mut template = Template::signer(Dn::new().cn("A"));
    let extension = |oid: &str, critical, value: Vec<u8>| kyso_testkit::pki::Extension {
        oid: oid.into(),
        critical,
        value,
    };
    template.key_usage = None;
    template.extensions = vec![
        extension("2.5.29.15", true, vec![4, 0]),
        extension("2.5.29.30", true, der::seq(&[])),
        extension("2.5.29.19", true, der::seq(&[])),
        extension("2.5.29.19", true, der::seq(&[])),
        extension("1.2.3.4", true, der::null()),
        extension("1.2.3.5", false, der::null()),
    ];
    template.basic_constraints = None;
    let certificate = read(&pki.issue(KeyKind::Ed25519, &template).cert_der);
    let fault = certificate.key_usage().unwrap_err();
    assert!(matches!(fault, ExtensionFault::Malformed { .. }));
    let fault = certificate.basic_constraints().unwrap_err();
    assert!(matches!(fault, ExtensionFault::Repeated { .. }));
    let unknown: Vec<_> = certificate.critical_unknown().iter().map(ToString::to_string).collect();
    assert_eq!(unknown, ["1.2.3.4"]);
    assert!(certificate.name_constraints().is_err());
    assert_eq!(
        certificate.repeated_extension().map(|oid| oid.to_string()).as_deref(),
        Some("2.5.29.19")
    );
    assert!(certificate.has_name_constraints() && !certificate.has_policies());
}

#[test]
fn files_of_every_form_are_read() {
    let pki = Pki::new(KeyKind::P256);
    let all: Vec<_> = pki.signer.chain_der.iter().map(|der| read(der)).collect();
    let bundle = format!("text\r\n{}{}", pki.signer.cert_pem(), pki.signer.chain_pem());
    assert_eq!(Certificate::from_pem_or_der(bundle.as_bytes()).unwrap(), all);
    assert_eq!(Certificate::from_pem_or_der(&pki.signer.cert_der).unwrap(), all[..1]);
    let p7b = p7b(&pki.signer.chain_der);
    let mut found = Certificate::from_pem_or_der(&p7b).unwrap();
    found.sort_by_key(|c| all.iter().position(|a| a == c));
    assert_eq!(found, all);
    let pem = kyso_testkit::pki::pem("PKCS7", &p7b);
    assert_eq!(Certificate::from_pem_or_der(pem.as_bytes()).unwrap().len(), 3);
    let none = Certificate::from_pem_or_der(pki.signer.key_pem().as_bytes());
    assert_eq!(none, Err(CertificateError::NoCertificate));
    let mut trailing = pki.signer.cert_der.clone();
    trailing.push(0);
    assert!(Certificate::from_der(&trailing).is_err());
}

/// A certs-only SignedData.
fn p7b(chain: &[Vec<u8>]) -> Vec<u8> {
    let data = der::seq(&[
        der::int(1),
        der::set_of(&[]),
        der::seq(&[der::oid("1.2.840.113549.1.7.1")]),
        der::tlv(0xa0, &chain.concat()),
        der::set_of(&[]),
    ]);
    der::seq(&[der::oid("1.2.840.113549.1.7.2"), der::explicit(0, &data)])
}

#[test]
fn damaged_certificates_never_panic() {
    let pki = Pki::new(KeyKind::P256);
    let der = &pki.signer.cert_der;
    let issuer = read(pki.intermediate.cert_der());
    for len in 0..der.len() {
        assert!(Certificate::from_der(&der[..len]).is_err());
    }
    let whole = read(der);
    for at in 0..der.len() {
        for bit in 0..8 {
            let mut altered = der.clone();
            altered[at] ^= 1 << bit;
            let Ok(certificate) = Certificate::from_der(&altered) else { continue };
            let _ = certificate.critical_unknown();
            let _ = (certificate.key_usage(), certificate.crl_distribution_points());
            let _ = (certificate.subject().to_string(), certificate.names_revocation_source());
            assert_ne!(certificate, whole);
            if at % 16 == bit {
                assert!(certificate.verify_signed_by(&issuer).is_err(), "byte {at} bit {bit}");
            }
        }
    }
}

#[test]
fn names_in_bmp_strings_match_utf8() {
    let bmp = Pki::builder(KeyKind::Ed25519).signer(|t| t.subject = Dn::new().cn_bmp("Trần Đạt"));
    let utf8 = Pki::builder(KeyKind::Ed25519).signer(|t| t.subject = Dn::new().cn("TRẦN  đạt"));
    let [bmp, utf8] = [bmp, utf8].map(|builder| read(&builder.build().signer.cert_der));
    assert!(bmp.subject().matches(utf8.subject()));
    assert_eq!(bmp.subject().to_string(), "CN=Trần Đạt");
}

#[test]
fn the_signature_algorithm_is_told() {
    let certificate = read(&Pki::new(KeyKind::Ed25519).signer.cert_der);
    assert_eq!(certificate.signature_algorithm(), Ok(SignatureAlgorithm::Ed25519));
}

#[test]
fn times_with_fractions_are_read() {
    let template = |not_after: &str| {
        let not_after = not_after.to_owned();
        Pki::builder(KeyKind::Ed25519).signer(|t| t.not_after = not_after).build()
    };
    let certificate = read(&template("20601231235959.25Z").signer.cert_der);
    assert_eq!(certificate.not_after(), Time::parse_rfc3339("2060-12-31T23:59:59Z").unwrap());
    let broken = Certificate::from_der(&template("20601331235959Z").signer.cert_der);
    assert!(matches!(broken, Err(CertificateError::Asn1(_))));
}

#[test]
fn names_and_extensions_are_bounded() {
    use super::Name;
    use crate::cms::BerError;
    use crate::limits::MAX_NAME_ATTRIBUTES;
    let attribute = der::seq(&[der::oid("2.5.4.3"), der::tlv(0x0c, b"a")]);
    let flood = der::seq(&vec![der::set_of(std::slice::from_ref(&attribute)); 500_000]);
    let limit = MAX_NAME_ATTRIBUTES;
    assert_eq!(Name::from_der(&flood).err(), Some(BerError::TooMany { offset: 0, limit }));
    let wide = der::seq(&[der::tlv(0x31, &attribute.repeat(limit + 1))]);
    assert_eq!(Name::from_der(&wide).err(), Some(BerError::TooMany { offset: 0, limit }));
    let most = der::seq(&[der::tlv(0x31, &attribute.repeat(limit))]);
    assert!(Name::from_der(&most).is_ok());
}

#[test]
fn names_match_by_what_they_say_and_not_by_how_it_is_split() {
    use super::Name;
    let part = |text: &str| der::seq(&[der::oid("2.5.4.3"), der::tlv(0x0c, text.as_bytes())]);
    let name = |rdns: &[&[&str]]| {
        let rdn = |texts: &&[&str]| {
            der::tlv(0x31, &texts.iter().map(|text| part(text)).collect::<Vec<_>>().concat())
        };
        Name::from_der(&der::seq(&rdns.iter().map(rdn).collect::<Vec<_>>())).unwrap()
    };
    assert!(name(&[&["A", "b  c"]]).matches(&name(&[&[" B C ", "a"]])));
    assert!(!name(&[&["a", "b"]]).matches(&name(&[&["a"], &["b"]])));
    assert!(!name(&[&["a"], &["b"]]).matches(&name(&[&["b"], &["a"]])));
    assert!(!name(&[&["ab"]]).matches(&name(&[&["a", "b"]])));
}
