//! What the evidence says is what was asked for.

use kyso_testkit::der::read::{CertificateParts, Reader};
use kyso_testkit::evidence::{
    CertStatus, CrlEntry, CrlScope, CrlTemplate, FailInfo, Moment, OcspRequest, OcspTemplate,
    Reason, ResponderId, TimestampRequest, TokenTemplate, cert_id, granted, rejected, tst_time,
};
use kyso_testkit::{Dn, Hash, KeyKind, Pki, Template, der};

const NOW: &str = "20261122080000Z";

/// The fields of tbsCertList.
fn crl_fields(crl: &[u8]) -> Option<Reader<'_>> {
    Some(Reader::new(Reader::sequence(crl)?.expect(0x30)?.content))
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle)
}

#[test]
fn a_crl_names_issuer_times_and_entries_in_order() {
    let pki = Pki::new(KeyKind::P256);
    let crl = CrlTemplate::new(NOW)
        .revoke(&pki.signer.cert_der, "20260101000000Z", Reason::KeyCompromise)
        .issue(&pki.intermediate);
    let mut fields = crl_fields(&crl).unwrap();
    assert_eq!(fields.expect(0x02).unwrap().content, [1]);
    fields.expect(0x30).unwrap();
    assert_eq!(fields.expect(0x30).unwrap().whole, pki.intermediate.name.to_der());
    assert_eq!(fields.expect(0x17).unwrap().content, b"261122080000Z");
    assert_eq!(fields.expect(0x17).unwrap().content, b"261129080000Z");
    let mut entry = Reader::new(fields.expect(0x30).unwrap().content);
    let mut entry = Reader::new(entry.expect(0x30).unwrap().content);
    let serial = CertificateParts::of(&pki.signer.cert_der).unwrap().serial;
    assert_eq!(entry.expect(0x02).unwrap().content, serial);
    assert_eq!(entry.expect(0x17).unwrap().content, b"260101000000Z");
    assert!(contains(entry.expect(0x30).unwrap().content, &der::enumerated(1)));
    assert!(fields.expect(0xa0).is_some());
    assert!(fields.is_empty());
}

#[test]
fn an_empty_crl_has_no_list_and_next_update_may_be_absent() {
    let pki = Pki::new(KeyKind::P256);
    let mut template = CrlTemplate::new(NOW);
    template.next_update = None;
    let crl = template.issue(&pki.root);
    let mut fields = crl_fields(&crl).unwrap();
    for tag in [0x02, 0x30, 0x30, 0x17, 0xa0] {
        assert!(fields.expect(tag).is_some(), "{tag:#x}");
    }
    assert!(fields.is_empty());
}

#[test]
fn a_large_crl_holds_every_filler_and_the_entry_after_them() {
    let pki = Pki::new(KeyKind::P256);
    let mut template = CrlTemplate::new(NOW).entry(CrlEntry::serial(&[7], NOW, None));
    template.filler = 260_000;
    let crl = template.issue(&pki.intermediate);
    let mut fields = crl_fields(&crl).unwrap();
    for tag in [0x02, 0x30, 0x30, 0x17, 0x17] {
        fields.expect(tag).unwrap();
    }
    let mut list = Reader::new(fields.expect(0x30).unwrap().content);
    let (mut count, mut last) = (0_u32, Vec::new());
    while let Some(entry) = list.expect(0x30) {
        last = Reader::new(entry.content).expect(0x02).unwrap().content.to_vec();
        if count < template.filler {
            assert_eq!(entry.whole.len(), 49);
            assert_eq!(last, CrlTemplate::filler_serial(count));
        }
        count += 1;
    }
    assert!(list.is_empty());
    assert_eq!((count, last), (260_001, vec![7]));
}

#[test]
fn an_indirect_delta_says_so_in_critical_extensions() {
    let pki = Pki::new(KeyKind::P256);
    let name = Dn::new().cn("CRL signer");
    let scope = CrlScope { indirect: true, only_user: true, ..CrlScope::default() };
    let crl = CrlTemplate::new(NOW)
        .delta(41)
        .scope(scope)
        .entry(CrlEntry::serial(&[9], NOW, None).issued_by(&pki.intermediate.name))
        .sign(&name, &pki.root.key);
    let critical = |arc: &str| [der::oid(arc), der::boolean(true)].concat();
    for arc in ["2.5.29.27", "2.5.29.28", "2.5.29.29"] {
        assert!(contains(&crl, &critical(arc)), "{arc}");
    }
    assert!(contains(&crl, &der::octets(&der::int(41))));
    assert!(contains(&crl, &[0x30, 6, 0x81, 1, 0xff, 0x84, 1, 0xff]));
    assert!(contains(&crl, &pki.intermediate.name.to_der()));
}

#[test]
fn an_ocsp_request_is_read_and_its_issuer_recognised() {
    let pki = Pki::new(KeyKind::P256);
    for hash in [Hash::Sha1, Hash::Sha256] {
        let id = cert_id(hash, &pki.signer.cert_der, pki.intermediate.cert_der());
        let nonce = der::explicit(
            2,
            &der::seq(&[der::seq(&[
                der::oid("1.3.6.1.5.5.7.48.1.2"),
                der::octets(&der::octets(b"12345678")),
            ])]),
        );
        let list = der::seq(&[der::seq(std::slice::from_ref(&id))]);
        let request = OcspRequest::parse(&der::seq(&[der::seq(&[list, nonce])])).unwrap();
        assert_eq!(request.nonce.as_deref(), Some(b"12345678".as_slice()));
        let asked = &request.certificates[0];
        assert_eq!((&asked.cert_id, asked.hash), (&id, hash));
        assert!(asked.issued_by(pki.intermediate.cert_der()));
        assert!(!asked.issued_by(pki.root.cert_der()));
        assert!(!asked.issued_by(pki.twin().intermediate.cert_der()));
    }
}

#[test]
fn an_ocsp_response_carries_its_delegates_certificate() {
    let pki = Pki::new(KeyKind::P256);
    let delegate = pki.issue(KeyKind::P256, &Template::ocsp_responder(Dn::new().cn("OCSP")));
    let at = Moment::from("20260101000000Z");
    let status = CertStatus::Revoked { at, reason: Some(Reason::Superseded) };
    let mut template =
        OcspTemplate::new(NOW).status(&pki.signer.cert_der, &pki.intermediate, status);
    template.responder_id = ResponderId::Name;
    let response = template.by_delegate(&delegate);
    assert!(contains(&response, &delegate.cert_der));
    assert!(contains(&response, &der::explicit(1, &Dn::new().cn("OCSP").to_der())));
    let revoked = [
        der::tlv(0x18, b"20260101000000Z"),
        der::explicit(0, &der::enumerated(Reason::Superseded as u8)),
    ];
    assert!(contains(&response, &der::tlv(0xa1, &revoked.concat())));
    assert!(!contains(&template.by_issuer(&pki.intermediate), &delegate.cert_der));
}

#[test]
fn a_token_answers_its_request() {
    let pki = Pki::new(KeyKind::P256);
    let tsa = pki.issue(KeyKind::P256, &Template::tsa(Dn::new().cn("TSA")));
    let digest = Hash::Sha256.of(b"signature value");
    let sample = TokenTemplate::new(Hash::Sha256, &digest, NOW);
    let request = TimestampRequest {
        imprint: sample.imprint.clone(),
        policy: None,
        nonce: Some(vec![1, 2, 3]),
        cert_req: true,
    };
    let read = TimestampRequest::parse(&request.to_der()).unwrap();
    assert_eq!(read, request);
    assert_eq!(read.hash(), Some(Hash::Sha256));

    let mut token = TokenTemplate::answer(&read, NOW);
    token.gen_time = tst_time(NOW.into(), "25");
    let info = token.tst_info(&tsa);
    assert!(contains(&info, &der::tlv(0x18, b"20261122080000.25Z")));
    assert!(contains(&info, &sample.imprint));
    assert!(contains(&info, &der::integer(&[1, 2, 3])));
    let whole = granted(&token.sign(&tsa));
    assert!(contains(&whole, &der::octets(&info)));
    assert!(contains(&whole, &tsa.cert_der));
    assert!(contains(&whole, pki.intermediate.cert_der()));
    assert!(!contains(&whole, pki.root.cert_der()));
    let bare = TokenTemplate::answer(&TimestampRequest { cert_req: false, ..read }, NOW);
    assert!(!contains(&bare.sign(&tsa), &tsa.cert_der));
}

#[test]
fn a_rejection_sets_one_bit_of_failure() {
    let response = rejected(2, "no", FailInfo::UnacceptedPolicy);
    assert!(contains(&response, &[0x03, 3, 0, 0, 1]));
    let response = rejected(2, "no", FailInfo::BadRequest);
    assert!(contains(&response, &[0x03, 2, 5, 0x20]));
}

#[test]
fn requests_that_are_not_der_are_refused() {
    let good = [0x30, 3, 2, 1, 1];
    for end in 0..good.len() {
        assert_eq!(TimestampRequest::parse(&good[..end]), None);
        assert_eq!(OcspRequest::parse(&good[..end]), None);
    }
    assert_eq!(OcspRequest::parse(&[0x30, 0x80, 0, 0]), None);
}
