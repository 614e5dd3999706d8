use kyso_testkit::{Hash, Identity, KeyKind, Pki, SigAlg, der};

use super::{
    AttributeFault, AttributesTemplate, BerError, CmsError, Deviation, EssVersion, SignedData,
    SignerId, SigningCertificateFault, assemble, check_signing_certificate, estimated_len, oids,
    signed_attributes,
};
use crate::crypto::{Message, PrivateKey, VerifyFault, digest, verify};
use crate::limits::MAX_CERTIFICATES;
use crate::x509::Certificate;
use crate::{DigestAlgorithm, SignatureAlgorithm, Time};

const DOCUMENT: &[u8] = b"%PDF-1.7 the covered bytes";

fn chain(identity: &Identity) -> Vec<Certificate> {
    identity.chain_der.iter().map(|der| Certificate::from_der(der).unwrap()).collect()
}

fn sign(identity: &Identity, algorithm: SignatureAlgorithm) -> Vec<u8> {
    let chain = chain(identity);
    let message_digest = digest(algorithm.digest(), DOCUMENT);
    let template = AttributesTemplate::pades(&message_digest, &chain[0], algorithm);
    let attributes = signed_attributes(&template).unwrap();
    let key = PrivateKey::from_pkcs8(&identity.key_pkcs8_der).unwrap();
    let value = key.sign(algorithm, &attributes).unwrap();
    assemble(&attributes, algorithm, algorithm.digest(), &chain[0], &chain[1..], &value, &[])
        .unwrap()
}

fn p256() -> (Pki, Vec<u8>) {
    let pki = Pki::new(KeyKind::P256);
    let cms = sign(&pki.signer, SignatureAlgorithm::Ecdsa(DigestAlgorithm::Sha256));
    (pki, cms)
}

/// Everything a verifier asks of one signer, in one result.
fn verified(data: &SignedData, document: &[u8]) -> Result<(), VerifyFault> {
    let signer = &data.signers[0];
    let attributes = signer.signed_attrs.as_ref().unwrap();
    let hash = digest(signer.digest_algorithm.clone().unwrap(), document);
    assert_eq!(attributes.message_digest().unwrap().as_deref(), Some(hash.as_bytes()));
    let candidates = signer.candidates(&data.certificates);
    let algorithm = signer.signature_algorithm.clone().unwrap();
    let message = Message::Whole(attributes.to_be_signed());
    verify(candidates[0].spki_der(), algorithm, message, &signer.signature)
}

#[test]
fn what_is_built_is_read_back_and_verifies() {
    for kind in [KeyKind::Rsa2048, KeyKind::P256, KeyKind::P384, KeyKind::Ed25519] {
        let pki = Pki::new(kind);
        let key = PrivateKey::from_pkcs8(&pki.signer.key_pkcs8_der).unwrap();
        for algorithm in key.algorithms() {
            let cms = sign(&pki.signer, *algorithm);
            let data = SignedData::parse(&cms).unwrap();
            assert_eq!(data.deviations, [], "{algorithm}");
            assert_eq!((data.version, data.encoded_len), (1, cms.len()));
            assert_eq!((data.content_type, &data.content), (oids::DATA, &None));
            assert_eq!(data.certificates.len(), 3);
            let signer = &data.signers[0];
            assert!(signer.algorithms_agree());
            assert_eq!(signer.signature_algorithm.as_ref(), Ok(algorithm));
            assert_eq!(verified(&data, DOCUMENT), Ok(()), "{algorithm}");
            let attributes = signer.signed_attrs.as_ref().unwrap();
            assert_eq!(attributes.all().len(), 3);
            assert_eq!(attributes.content_type(), Ok(Some(oids::DATA)));
            assert_eq!(attributes.signing_time(), Ok(None));
            let signing = chain(&pki.signer);
            assert_eq!(check_signing_certificate(attributes, &signing[0]), Ok(()));
        }
    }
}

#[test]
fn the_estimate_is_enough_and_hardly_too_much() {
    for kind in [KeyKind::Rsa2048, KeyKind::P256, KeyKind::P384, KeyKind::Ed25519] {
        let pki = Pki::new(kind);
        let chain = chain(&pki.signer);
        let key = PrivateKey::from_pkcs8(&pki.signer.key_pkcs8_der).unwrap();
        for algorithm in key.algorithms() {
            let message_digest = digest(algorithm.digest(), DOCUMENT);
            let template = AttributesTemplate::pades(&message_digest, &chain[0], *algorithm);
            let len = signed_attributes(&template).unwrap().len();
            let room = estimated_len(len, *algorithm, &chain[0], &chain).unwrap();
            for _ in 0..20 {
                let real = sign(&pki.signer, *algorithm).len();
                assert!(real <= room && room <= real + 16, "{algorithm}: {real} of {room}");
            }
        }
    }
}

#[test]
fn every_attribute_asked_for_is_there() {
    let pki = Pki::new(KeyKind::P384);
    let chain = chain(&pki.signer);
    let algorithm = SignatureAlgorithm::Ecdsa(DigestAlgorithm::Sha384);
    let message_digest = digest(algorithm.digest(), DOCUMENT);
    let time = Time::parse_rfc3339("2026-11-22T08:00:00Z");
    let template = AttributesTemplate {
        signing_time: time,
        algorithm_protection: true,
        ..AttributesTemplate::pades(&message_digest, &chain[0], algorithm)
    };
    let attributes = signed_attributes(&template).unwrap();
    let cms =
        assemble(&attributes, algorithm, algorithm.digest(), &chain[0], &[], &[1], &[]).unwrap();
    let data = SignedData::parse(&cms).unwrap();
    assert_eq!(data.certificates, chain[..1]);
    let read = data.signers[0].signed_attrs.as_ref().unwrap();
    assert_eq!(read.to_be_signed(), attributes);
    assert_eq!(read.signing_time(), Ok(time));
    let protection = read.algorithm_protection().unwrap().unwrap();
    assert_eq!(protection.digest, Ok(DigestAlgorithm::Sha384));
    assert_eq!(protection.signature, Some(Ok(algorithm)));
    let references = read.signing_certificates().unwrap();
    assert_eq!((references.len(), references[0].version), (1, EssVersion::V2));
    assert_eq!(references[0].digest, Ok(DigestAlgorithm::Sha384));
    assert_eq!(references[0].issuer_serial, None);
}

#[test]
fn a_hash_that_does_not_belong_is_refused() {
    let (pki, _) = p256();
    let chain = chain(&pki.signer);
    let (algorithm, digest) = (SignatureAlgorithm::Ed25519, DigestAlgorithm::Sha256);
    let error = assemble(&[0x31, 0], algorithm, digest, &chain[0], &[], &[], &[]).unwrap_err();
    assert_eq!(error, CmsError::DigestDoesNotFit { algorithm, digest });
    let algorithm = SignatureAlgorithm::Ecdsa(digest);
    let error = assemble(&[0x30, 0], algorithm, digest, &chain[0], &[], &[], &[]).unwrap_err();
    assert_eq!(error, CmsError::Attributes);
}

#[test]
fn padding_is_no_deviation_and_other_bytes_are() {
    let (_, mut cms) = p256();
    let len = cms.len();
    cms.extend([0; 100]);
    let data = SignedData::parse(&cms).unwrap();
    assert_eq!((data.encoded_len, data.deviations), (len, vec![]));
    cms.push(1);
    let data = SignedData::parse(&cms).unwrap();
    let trailing = Deviation::TrailingBytes { offset: len as u64, len: 101 };
    assert_eq!(data.deviations, [trailing]);
}

/// The fields of the SignedData inside `cms`.
fn fields(cms: &[u8]) -> Vec<Vec<u8>> {
    let oid_len = der::oid("1.2.840.113549.1.7.2").len();
    let explicit = &der::content(cms)[oid_len..];
    elements(der::content(der::content(explicit)))
}

fn elements(mut bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut out = Vec::new();
    while !bytes.is_empty() {
        let content = der::content(bytes).len();
        let header = match bytes[1] {
            short if short < 0x80 => 2,
            long => 2 + usize::from(long & 0x7f),
        };
        // `content` takes the rest of the slice, so the length is read from the header.
        let len = match bytes[1] {
            short if short < 0x80 => usize::from(short),
            _ => bytes[2..header].iter().fold(0, |n, b| n << 8 | usize::from(*b)),
        };
        assert!(len <= content);
        let (element, rest) = bytes.split_at(header + len);
        out.push(element.to_vec());
        bytes = rest;
    }
    out
}

fn content_info(signed_data: &[u8]) -> Vec<u8> {
    der::seq(&[der::oid("1.2.840.113549.1.7.2"), der::explicit(0, signed_data)])
}

#[test]
fn open_lengths_are_read_and_reported() {
    let (_, cms) = p256();
    let mut parts = fields(&cms);
    let signers = elements(der::content(&parts[4]));
    let mut signer = elements(der::content(&signers[0]));
    // Attributes, signature and everything around them of open length or in pieces.
    signer[3] = der::indefinite(0xa0, &elements(der::content(&signer[3])));
    let value = der::content(&signer[5]).to_vec();
    let (a, b) = value.split_at(10);
    signer[5] = der::indefinite(0x24, &[der::octets(a), der::octets(b)]);
    parts[4] = der::indefinite(0x31, &[der::indefinite(0x30, &signer)]);
    parts[3] = der::indefinite(0xa0, &elements(der::content(&parts[3])));
    let pieces = der::indefinite(0x24, &[der::octets(&DOCUMENT[..5]), der::octets(&DOCUMENT[5..])]);
    let encapsulated = [der::oid("1.2.840.113549.1.7.1"), der::indefinite(0xa0, &[pieces])];
    parts[2] = der::indefinite(0x30, &encapsulated);
    let signed_data = der::indefinite(0x30, &parts);
    let oid = der::oid("1.2.840.113549.1.7.2");
    let ber = der::indefinite(0x30, &[oid, der::indefinite(0xa0, &[signed_data])]);
    let data = SignedData::parse(&[&ber[..], &[0; 9]].concat()).unwrap();
    assert_eq!(data.deviations, [Deviation::NotDer]);
    assert_eq!(data.encoded_len, ber.len());
    assert_eq!(data.content.as_deref(), Some(DOCUMENT));
    assert_eq!(data.signers[0].signature, value);
    assert_eq!(verified(&data, DOCUMENT), Ok(()));
}

/// `p256()` with other signed attributes, signed as `attributes` stands.
fn with_attributes(pki: &Pki, cms: &[u8], attributes: &[u8]) -> Vec<u8> {
    let mut parts = fields(cms);
    let mut signer = elements(der::content(&elements(der::content(&parts[4]))[0]));
    let value = pki.signer.sign(SigAlg::Ecdsa(Hash::Sha256), attributes);
    signer[3] = attributes.to_vec();
    signer[3][0] = 0xa0;
    signer[5] = der::octets(&value);
    parts[4] = der::set_of(&[der::seq(&signer)]);
    content_info(&der::seq(&parts))
}

fn attributes_of(cms: &[u8]) -> Vec<Vec<u8>> {
    let signer = elements(der::content(&elements(der::content(&fields(cms)[4]))[0]));
    elements(der::content(&signer[3]))
}

#[test]
fn attributes_out_of_order_are_hashed_as_they_stand() {
    let (pki, cms) = p256();
    let mut attributes = attributes_of(&cms);
    attributes.reverse();
    let unsorted = der::set_unsorted(&attributes);
    let data = SignedData::parse(&with_attributes(&pki, &cms, &unsorted)).unwrap();
    assert_eq!(data.deviations, [Deviation::UnsortedAttributes { signer: 0 }]);
    assert_eq!(verified(&data, DOCUMENT), Ok(()));
}

#[test]
fn attributes_that_come_twice_cannot_be_relied_on() {
    let (pki, cms) = p256();
    let attributes = attributes_of(&cms);
    let parse = |attributes: &[Vec<u8>]| {
        let cms = with_attributes(&pki, &cms, &der::set_of(attributes));
        SignedData::parse(&cms).unwrap().signers[0].signed_attrs.clone().unwrap()
    };
    let digest =
        |value: &[Vec<u8>]| der::seq(&[der::oid("1.2.840.113549.1.9.4"), der::set_unsorted(value)]);
    let mut twice = attributes.clone();
    twice.push(digest(&[der::octets(&[0; 32])]));
    let oid = oids::MESSAGE_DIGEST;
    let fault = Err(AttributeFault::Repeated { oid, count: 2 });
    assert_eq!(parse(&twice).message_digest(), fault);
    let others: Vec<_> =
        attributes.iter().filter(|a| !a.windows(11).any(|w| w == &digest(&[])[2..13])).collect();
    assert_eq!(others.len(), 2);
    let others: Vec<_> = others.into_iter().cloned().collect();
    let with = |value: &[Vec<u8>]| parse(&[&others[..], &[digest(value)]].concat());
    let two = [der::octets(&[1]), der::octets(&[2])];
    let fault = Err(AttributeFault::NotOneValue { oid, count: 2 });
    assert_eq!(with(&two).message_digest(), fault);
    let fault = Err(AttributeFault::NotOneValue { oid, count: 0 });
    assert_eq!(with(&[]).message_digest(), fault);
    let fault = Err(AttributeFault::Malformed { oid });
    assert_eq!(with(&[der::int(1)]).message_digest(), fault);
    assert_eq!(parse(&others).message_digest(), Ok(None));
}

#[test]
fn the_signing_certificate_must_be_named() {
    let (pki, cms) = p256();
    let data = SignedData::parse(&cms).unwrap();
    let attributes = data.signers[0].signed_attrs.as_ref().unwrap();
    let twin = Certificate::from_der(&pki.twin().signer.cert_der).unwrap();
    let fault = check_signing_certificate(attributes, &twin).unwrap_err();
    assert!(matches!(fault, SigningCertificateFault::Mismatch { version: EssVersion::V2, .. }));

    let own = Certificate::from_der(&pki.signer.cert_der).unwrap();
    let rest = attributes_of(&cms);
    let ess = der::oid("1.2.840.113549.1.9.16.2.47");
    let rest: Vec<_> =
        rest.into_iter().filter(|a| !a.windows(ess.len()).any(|w| w == ess)).collect();
    let check = |extra: &[Vec<u8>]| {
        let attributes = der::set_of(&[&rest[..], extra].concat());
        let data = SignedData::parse(&with_attributes(&pki, &cms, &attributes)).unwrap();
        check_signing_certificate(data.signers[0].signed_attrs.as_ref().unwrap(), &own)
    };
    assert_eq!(check(&[]), Err(SigningCertificateFault::Missing));
    let sha1 = der::octets(&Hash::Sha1.of(&pki.signer.cert_der));
    let attribute = |oid: &str, id: &[Vec<u8>]| {
        let value = der::seq(&[der::seq(&[der::seq(id)])]);
        der::seq(&[der::oid(oid), der::set_of(&[value])])
    };
    let v1 = "1.2.840.113549.1.9.16.2.12";
    assert_eq!(check(&[attribute(v1, std::slice::from_ref(&sha1))]), Ok(()));
    let issuer = der::explicit(4, own.issuer().der());
    let named = |serial: &[u8]| {
        let pair = der::seq(&[der::seq(std::slice::from_ref(&issuer)), der::integer(serial)]);
        attribute(v1, &[sha1.clone(), pair])
    };
    assert_eq!(check(&[named(own.serial())]), Ok(()));
    let fault = SigningCertificateFault::IssuerSerialMismatch { version: EssVersion::V1 };
    assert_eq!(check(&[named(&[1, 2, 3])]), Err(fault));
    // A right v1 beside a wrong v2 is no excuse.
    let wrong = attribute("1.2.840.113549.1.9.16.2.47", &[der::octets(&[0; 32])]);
    assert!(check(&[attribute(v1, &[sha1]), wrong]).is_err());
}

#[test]
fn one_unreadable_certificate_does_not_spoil_the_others() {
    let (_, cms) = p256();
    let mut parts = fields(&cms);
    let mut certificates = elements(der::content(&parts[3]));
    certificates.insert(1, der::seq(&[der::int(1)]));
    parts[3] = der::tlv(0xa0, &certificates.concat());
    let data = SignedData::parse(&content_info(&der::seq(&parts))).unwrap();
    assert_eq!((data.certificates.len(), data.unreadable_certificates), (3, 1));
    assert!(matches!(data.deviations[..], [Deviation::UnreadableCertificate { count: 1, .. }]));
    assert_eq!(verified(&data, DOCUMENT), Ok(()));
}

#[test]
fn a_flood_of_unreadable_certificates_is_counted_and_not_kept() {
    let (_, cms) = p256();
    let mut parts = fields(&cms);
    let good = elements(der::content(&parts[3]));
    let flood = der::seq(&[]).repeat(1_000_000);
    parts[3] = der::tlv(0xa0, &[good.concat(), flood].concat());
    let data = SignedData::parse(&content_info(&der::seq(&parts))).unwrap();
    let unreadable = MAX_CERTIFICATES - good.len();
    assert_eq!((data.certificates.len(), data.unreadable_certificates), (good.len(), unreadable));
    let (first, rest) = (&data.deviations[0], &data.deviations[1..]);
    assert!(
        matches!(first, Deviation::UnreadableCertificate { count, .. } if *count == unreadable)
    );
    assert_eq!(rest, [Deviation::CertificatesPassedOver { count: 1_000_000 - unreadable }]);
}

#[test]
fn lists_in_a_cms_are_bounded() {
    let (_, cms) = p256();
    let flood = |place: usize, identifier: u8, member: &[u8]| {
        let mut parts = fields(&cms);
        parts[place] = der::tlv(identifier, &member.repeat(500_000));
        SignedData::parse(&content_info(&der::seq(&parts))).err()
    };
    let algorithm = der::seq(&[der::oid("2.16.840.1.101.3.4.2.1")]);
    let too_many = |fault| matches!(fault, Some(CmsError::Asn1(BerError::TooMany { .. })));
    assert!(too_many(flood(1, 0x31, &algorithm)));
    assert!(too_many(flood(3, 0xa1, &der::seq(&[]))));
}

#[test]
fn an_impostor_with_the_same_issuer_and_serial_is_a_second_candidate() {
    let (pki, cms) = p256();
    let mut parts = fields(&cms);
    let twin = pki.twin().signer.cert_der;
    let all = [der::content(&parts[3]), &twin, &pki.signer.cert_der].concat();
    parts[3] = der::tlv(0xa0, &all);
    let data = SignedData::parse(&content_info(&der::seq(&parts))).unwrap();
    let candidates = data.signers[0].candidates(&data.certificates);
    let candidates: Vec<_> = candidates.iter().map(|c| c.der()).collect();
    assert_eq!(candidates, [&pki.signer.cert_der, &twin]);
}

#[test]
fn signers_are_found_by_key_identifier() {
    let (pki, cms) = p256();
    let own = Certificate::from_der(&pki.signer.cert_der).unwrap();
    let key_id = own.subject_key_id().unwrap().unwrap();
    let mut parts = fields(&cms);
    let mut signer = elements(der::content(&elements(der::content(&parts[4]))[0]));
    signer[1] = der::implicit(0, &key_id);
    parts[4] = der::set_of(&[der::seq(&signer)]);
    let data = SignedData::parse(&content_info(&der::seq(&parts))).unwrap();
    assert_eq!(data.signers[0].sid, SignerId::SubjectKeyId(key_id));
    assert_eq!(data.signers[0].candidates(&data.certificates), [&own]);
}

#[test]
fn other_content_is_named() {
    let enveloped = der::oid("1.2.840.113549.1.7.3");
    let cms = der::seq(&[enveloped, der::explicit(0, &der::seq(&[]))]);
    let oid = const_oid::ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.3");
    assert_eq!(SignedData::parse(&cms).unwrap_err(), CmsError::NotSignedData { oid });
    assert_eq!(
        SignedData::parse(&[0; 64]).unwrap_err(),
        CmsError::Asn1(BerError::Unexpected { offset: 0, expected: 0x30, found: Some(0) })
    );
}

#[test]
fn damaged_cms_never_panics_and_never_verifies() {
    let (pki, cms) = p256();
    for len in 0..cms.len() {
        assert!(SignedData::parse(&cms[..len]).is_err());
    }
    let spki = pki.signer.key.spki_der();
    let whole = SignedData::parse(&cms).unwrap().signers.remove(0);
    let signed = whole.signed_attrs.unwrap();
    for at in 0..cms.len() {
        for bit in 0..8 {
            let mut altered = cms.clone();
            altered[at] ^= 1 << bit;
            let Ok(data) = SignedData::parse(&altered) else { continue };
            for signer in &data.signers {
                let _ = signer.candidates(&data.certificates);
                let Some(attributes) = &signer.signed_attrs else { continue };
                let _ = (attributes.content_type(), attributes.message_digest());
                let _ = (attributes.signing_time(), attributes.algorithm_protection());
                let _ = data.certificates.first().map(|c| check_signing_certificate(attributes, c));
                let touched = attributes.to_be_signed() != signed.to_be_signed()
                    || signer.signature != whole.signature;
                // One bit in eight: a signature check costs more than all the reading.
                if touched && at % 8 == bit {
                    let Ok(algorithm) = signer.signature_algorithm.clone() else { continue };
                    let message = Message::Whole(attributes.to_be_signed());
                    let verified = verify(&spki, algorithm, message, &signer.signature);
                    assert!(verified.is_err(), "byte {at} bit {bit}");
                }
            }
        }
    }
}
