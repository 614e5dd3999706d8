//! Signatures made by hand, for what the library itself does not write.
#![allow(dead_code, reason = "no test file uses all of it")]
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

use kyso::cms::{AttributesTemplate, assemble, signed_attributes};
use kyso::crypto::{self, Digest};
use kyso::key::ToBeSigned;
use kyso::pdf::{Dictionary, NewSignature, Object, signature_increment};
use kyso::{Credential, DigestAlgorithm, Document};

/// A signature whose dictionary `change` alters; `cms` makes `/Contents` out of the digest.
pub(crate) fn sign_by_hand(
    bytes: &[u8],
    change: impl FnOnce(&mut Dictionary),
    cms: impl FnOnce(&Digest) -> Vec<u8>,
) -> Vec<u8> {
    let document = Document::from_bytes(bytes).unwrap();
    let mut dictionary = Dictionary::new();
    dictionary.set("Type", Object::Name(b"Sig".to_vec()));
    dictionary.set("Filter", Object::Name(b"Adobe.PPKLite".to_vec()));
    dictionary.set("SubFilter", Object::Name(b"ETSI.CAdES.detached".to_vec()));
    change(&mut dictionary);
    let new = NewSignature { field_name: None, dictionary, contents_room: 16 << 10 };
    let mut increment = signature_increment(document.pdf().unwrap(), new).unwrap();
    let [before, after] = increment.covered();
    let digest = crypto::digest(DigestAlgorithm::Sha256, &[bytes, before, after].concat());
    increment.embed(&cms(&digest)).unwrap();
    [bytes, &increment.bytes].concat()
}

pub(crate) fn b_b(credential: &Credential, digest: &Digest) -> Vec<u8> {
    let (key, chain) = (credential.key(), credential.chain());
    let algorithm = credential.algorithms()[0];
    let template = AttributesTemplate::pades(digest, &chain[0], algorithm);
    let attributes = signed_attributes(&template).unwrap();
    let value = key.sign(&ToBeSigned::new(algorithm, attributes.clone())).unwrap();
    let value = value.as_bytes();
    assemble(&attributes, algorithm, digest.algorithm(), &chain[0], &chain[1..], value, &[])
        .unwrap()
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
    sign_by_hand(bytes, certification, |digest| b_b(credential, digest))
}
