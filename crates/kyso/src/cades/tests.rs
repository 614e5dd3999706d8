//! Reading in place, taking apart and putting together; the index of an archive time-stamp.

use const_oid::ObjectIdentifier;

use super::archive::{HashIndex, IndexFault, MemberHashes, hash_of_value};
use super::attributes::{Claimed, Claims, Commitment, claimed_roles};
use super::file::CmsFile;
use super::parts::{Holding, Parts, SignerParts};
use crate::DigestAlgorithm;
use crate::cms::{Attribute, Deviation, SignedAttrs, encode};
use crate::crypto;
use crate::error::Error;
use crate::limits::MAX_CLAIMED_ROLES;
use crate::role::Role;
use crate::source::Source;

/// A signer that nobody checks: version, who, hash, signature algorithm, value.
fn signer() -> SignerParts {
    let pair = encode::sequence(&[&encode::sequence(&[]), &encode::unsigned(7)]);
    let sha256 = encode::sequence(&[&encode::oid(DigestAlgorithm::Sha256.oid())]);
    let ed25519 = encode::sequence(&[&encode::oid(ObjectIdentifier::new_unwrap("1.3.101.112"))]);
    let value = encode::octet_string(b"value");
    let head = [encode::unsigned(1), pair, sha256, ed25519, value].concat();
    SignerParts { head, unsigned: Vec::new() }
}

fn parts() -> Parts {
    let mut parts = Parts::new();
    parts.add_digest_algorithm(DigestAlgorithm::Sha256);
    parts.add_digest_algorithm(DigestAlgorithm::Sha256);
    parts.add_signer(signer());
    parts
}

fn open(bytes: Vec<u8>) -> Result<CmsFile, Error> {
    CmsFile::open(Source::from_bytes(bytes))
}

fn content(file: &CmsFile) -> Vec<u8> {
    let mut bytes = Vec::new();
    file.content().unwrap().stream(&mut |piece| bytes.extend_from_slice(piece)).unwrap();
    bytes
}

/// All of it in one piece.
fn around(parts: &Parts, content: &[u8]) -> Vec<u8> {
    let (prefix, suffix) = parts.around(Holding::Octets(content.len() as u64)).unwrap();
    [prefix.as_slice(), content, &suffix].concat()
}

#[test]
fn what_is_put_together_is_read_as_it_was() {
    for len in [0, 1, 127, 128, 200, 255, 256, 65_535, 65_536, 300_000] {
        let bytes = vec![0x5a; len];
        let file = open(around(&parts(), &bytes)).unwrap();
        assert_eq!(content(&file), bytes);
        assert!(file.signed_data().deviations.is_empty(), "{:?}", file.signed_data().deviations);
        assert_eq!(Parts::of(&file).unwrap(), parts());
    }
    let (prefix, suffix) = parts().around(Holding::Nothing).unwrap();
    let file = open([prefix, suffix].concat()).unwrap();
    assert!(file.content().is_none());
    assert_eq!(file.signed_data().signers.len(), 1);
}

#[test]
fn a_change_keeps_the_content_where_lengths_are_open_too() {
    // Constructed of open length around two pieces, the second again in pieces.
    let pieces = [0x24, 0x80, 4, 2, b'a', b'b', 0x24, 3, 4, 1, b'c', 0, 0];
    let explicit = [&[0xa0, 0x80][..], &pieces, &[0, 0]].concat();
    let kind = encode::oid(crate::cms::oids::DATA);
    let element = [&[0x30, 0x80][..], &kind, &explicit, &[0, 0]].concat();
    for indefinite in [[true; 3], [false; 3], [true, false, true]] {
        let holding = Holding::Element(element.len() as u64, indefinite);
        let (prefix, suffix) = parts().around(holding).unwrap();
        let file = open([prefix.as_slice(), &element, &suffix].concat()).unwrap();
        assert_eq!(content(&file), b"abc");
        assert_eq!(file.content().unwrap().len(), 3);
        assert!(file.signed_data().deviations.contains(&Deviation::NotDer));
        assert_eq!(file.indefinite(), indefinite);
        let place = file.encapsulated();
        let kept = file.source().read_range(place).unwrap();
        assert_eq!(kept, element);
    }
}

#[test]
fn what_is_no_cms_or_cut_short_is_refused_wherever_it_ends() {
    let whole = around(&parts(), b"content");
    for len in 0..whole.len() {
        assert!(open(whole[..len].to_vec()).is_err(), "{len}");
    }
    let mut longer = whole.clone();
    longer.extend([0, 0, 0]);
    let zeros = &open(longer.clone()).unwrap().signed_data().deviations.clone();
    assert!(matches!(zeros.as_slice(), [Deviation::TrailingBytes { len: 3, .. }]));
    longer.push(1);
    let deviations = &open(longer).unwrap().signed_data().deviations.clone();
    assert!(matches!(deviations.as_slice(), [Deviation::TrailingBytes { len: 4, .. }]));
    // No single byte changed makes it panic.
    for at in 0..whole.len() {
        for bit in 0..8 {
            let mut changed = whole.clone();
            changed[at] ^= 1 << bit;
            if let Ok(file) = open(changed) {
                let _ = (Parts::of(&file), file.disguises());
            }
        }
    }
}

#[test]
fn pem_is_one_block() {
    let pem = |label: &str| {
        use base64::Engine;
        let text = base64::engine::general_purpose::STANDARD.encode(around(&parts(), b"x"));
        format!("-----BEGIN {label}-----\n{text}\n-----END {label}-----\n")
    };
    for label in ["CMS", "PKCS7", "PKCS #7 SIGNED DATA"] {
        let file = open(pem(label).into_bytes()).unwrap();
        assert!(file.is_pem() && content(&file) == b"x");
    }
    assert!(open((pem("CMS") + &pem("CMS")).into_bytes()).is_err());
    assert!(open(b"-----BEGIN CMS-----\n!\n-----END CMS-----\n".to_vec()).is_err());
    // Nothing else stands in the file.
    assert!(open((pem("CMS") + "%PDF-1.4").into_bytes()).is_err());
    assert!(
        open(pem("CMS").replacen("-----\n", "-----\nX: %PDF-1.4\n\n", 1).into_bytes()).is_err()
    );
}

#[test]
fn a_pdf_or_a_zip_file_among_what_nobody_signed_is_seen() {
    let with = |bytes: &[u8]| {
        let mut parts = parts();
        let values = vec![encode::octet_string(bytes)];
        let oid = ObjectIdentifier::new_unwrap("1.3.6.1.4.1.99999.1");
        parts.signers[0].add(&Attribute { oid, values });
        open(around(&parts, b"%PDF-1.7 startxref PK\x05\x06")).unwrap().disguises().unwrap()
    };
    assert!(!with(b"nothing"));
    assert!(!with(b"PK\x05\x06 and no record, whatever follows"));
    assert!(with(b"%PDF-1.4"));
    assert!(with(b"startxref"));
    assert!(with(&[b"PK\x05\x06".as_slice(), &[0; 18]].concat()));
}

#[test]
fn an_index_lists_everything_and_nothing_that_is_gone() {
    let mut all = parts();
    all.add_certificate(b"\x30\x01a");
    let oid = ObjectIdentifier::new_unwrap("1.3.6.1.4.1.99999.1");
    all.signers[0].add(&Attribute { oid, values: vec![encode::unsigned(1)] });
    let hashes = |parts: &Parts| MemberHashes::of(parts, DigestAlgorithm::Sha256);
    let of =
        |root: &Parts, signer: &Parts| HashIndex::of(&hashes(root), &signer.signers[0]).unwrap();
    let index = of(&all, &all);
    assert_eq!(index.check(&of(&all, &all)), Ok(()));
    let covers = |value| {
        index.covers(&hash_of_value(DigestAlgorithm::Sha256, oid, &encode::unsigned(value)))
    };
    assert!(covers(1));
    assert!(!covers(2));
    // What came later does no harm.
    let mut more = all.clone();
    more.add_certificate(b"\x30\x01b");
    more.signers[0].add(&Attribute { oid, values: vec![encode::unsigned(2)] });
    assert_eq!(index.check(&of(&more, &more)), Ok(()));
    // What is gone does.
    let fewer = parts();
    assert_eq!(index.check(&of(&fewer, &all)), Err(IndexFault::Absent));
    assert_eq!(index.check(&of(&all, &fewer)), Err(IndexFault::Absent));
    // The imprint is over the four parts one after the other (EN 319 122-1 §5.5.3).
    let content = crypto::digest(DigestAlgorithm::Sha256, b"content");
    let der = index.to_attribute().values.remove(0);
    let kind = encode::oid(all.content_type());
    let over = [&kind, content.as_bytes(), &all.signers[0].head, &der].concat();
    let expected = crypto::digest(DigestAlgorithm::Sha256, &over);
    assert_eq!(index.imprint(all.content_type(), &content, &all.signers[0]), expected);
}

#[test]
fn a_role_beside_another_is_none() {
    let of = |role| Claims { role: Some(role), ..Claims::default() }.encode();
    let both = |apart: bool| {
        let (mine, theirs) = (of(Role::Initials), of(Role::Leader));
        let set = encode::tlv(0x31, &[&encode::sorted([mine.clone(), theirs.clone()].concat())]);
        let mut all = SignedAttrs::parse_set(&set).unwrap().all().to_vec();
        if !apart {
            // Two values of one attribute.
            let more = all.pop().unwrap();
            all.first_mut().unwrap().values.extend(more.values);
        }
        claimed_roles(&all).unwrap()
    };
    for apart in [true, false] {
        let (role, others) = both(apart);
        assert_eq!(role, None);
        assert_eq!(others.len(), 2, "{others:?}");
    }
}

#[test]
fn who_claims_more_than_is_told_has_no_role() {
    let of = |titles| {
        let roles = vec!["Giám đốc".to_owned(); titles];
        let claims = Claims { roles, role: Some(Role::Leader), ..Claims::default() };
        let set = encode::tlv(0x31, &[&encode::sorted(claims.encode())]);
        claimed_roles(SignedAttrs::parse_set(&set).unwrap().all()).unwrap()
    };
    assert_eq!(
        of(MAX_CLAIMED_ROLES),
        (Some(Role::Leader), vec!["Giám đốc".into(); MAX_CLAIMED_ROLES])
    );
    let (role, told) = of(MAX_CLAIMED_ROLES + 1);
    assert_eq!((role, told.len()), (None, MAX_CLAIMED_ROLES));
}

#[test]
fn what_a_signer_says_is_read_as_it_was_written() {
    let claims = Claims {
        mime_type: Some("image/png".into()),
        description: Some("bản vẽ".into()),
        commitment: Some(Commitment::ProofOfReceipt),
        locality: Some("Huế".into()),
        roles: vec!["Giám đốc".into(), "Chủ tịch".into()],
        role: Some(Role::Agency),
        policy: None,
    };
    let set = encode::tlv(0x31, &[&encode::sorted(claims.encode())]);
    let attributes = SignedAttrs::parse_set(&set).unwrap();
    let said = Claimed::read(attributes.all()).unwrap();
    assert_eq!(said.mime_type.as_deref(), Some("image/png"));
    assert_eq!(said.commitment.as_deref(), Some("receipt"));
    assert_eq!(said.location.as_deref(), Some("Huế"));
    assert_eq!(said.roles, ["Giám đốc", "Chủ tịch"]);
    assert_eq!(said.role, Some(Role::Agency));
    assert!(said.unknown.is_empty());
}
