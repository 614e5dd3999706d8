//! Signatures put together by hand, where the library would refuse to make them.
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]
#![allow(dead_code, reason = "no test file uses all of it")]

use kyso::cms::{AttributesTemplate, assemble, signed_attributes};
use kyso::crypto::{self, Digest};
use kyso::key::ToBeSigned;
use kyso::pdf::{Dictionary, NewSignature, Object, signature_increment};
use kyso::{Credential, DigestAlgorithm, Document};

/// `bytes` with a signature more: its dictionary changed, its CMS made from the digest of what it
/// covers.
pub(crate) fn sign_by_hand(
    bytes: &[u8],
    algorithm: DigestAlgorithm,
    change: impl FnOnce(&mut Dictionary),
    cms: impl FnOnce(&Digest) -> Vec<u8>,
) -> Vec<u8> {
    let document = Document::from_bytes(bytes).unwrap();
    let mut dictionary = Dictionary::new();
    dictionary.set("Type", Object::Name(b"Sig".to_vec()));
    dictionary.set("Filter", Object::Name(b"Adobe.PPKLite".to_vec()));
    dictionary.set("SubFilter", Object::Name(b"ETSI.CAdES.detached".to_vec()));
    change(&mut dictionary);
    let new = NewSignature { dictionary, contents_room: 16 << 10, ..NewSignature::default() };
    let mut increment = signature_increment(document.pdf().unwrap(), new).unwrap();
    let [before, after] = increment.covered();
    let digest = crypto::digest(algorithm, &[bytes, before, after].concat());
    increment.embed(&cms(&digest)).unwrap();
    [bytes, &increment.bytes].concat()
}

/// A CMS of level B-B.
pub(crate) fn b_b(credential: &Credential, digest: &Digest) -> Vec<u8> {
    let algorithm = credential.algorithms()[0];
    let template = AttributesTemplate::pades(digest, &credential.chain()[0], algorithm);
    with_attributes(credential, digest, &signed_attributes(&template).unwrap())
}

/// A CMS over these signed attributes, SET OF in DER.
pub(crate) fn with_attributes(
    credential: &Credential,
    digest: &Digest,
    attributes: &[u8],
) -> Vec<u8> {
    let (algorithm, chain) = (credential.algorithms()[0], credential.chain());
    let value = credential.key().sign(&ToBeSigned::new(algorithm, attributes.to_vec())).unwrap();
    let (signer, others, value) = (&chain[0], &chain[1..], value.as_bytes());
    assemble(attributes, algorithm, digest.algorithm(), signer, others, value, &[]).unwrap()
}

/// Certifies: `/P` of DocMDP says what may follow (ISO 32000-2 table 257).
pub(crate) fn certify(bytes: &[u8], credential: &Credential, permission: i64) -> Vec<u8> {
    let certification = |dictionary: &mut Dictionary| {
        let mut parameters = Dictionary::new();
        parameters.set("P", permission);
        parameters.set("V", Object::Name(b"1.2".to_vec()));
        let mut reference = Dictionary::new();
        reference.set("TransformMethod", Object::Name(b"DocMDP".to_vec()));
        reference.set("TransformParams", Object::Dictionary(parameters));
        dictionary.set("Reference", Object::Array(vec![Object::Dictionary(reference)]));
    };
    sign_by_hand(bytes, DigestAlgorithm::Sha256, certification, |digest| b_b(credential, digest))
}
