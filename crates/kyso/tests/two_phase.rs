//! The key is elsewhere: prepared here, signed there, completed anywhere, and nothing slips in.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

mod common;

use common::{assert_passes, credential, now, pki, policy};
use kyso::key::SignatureValue;
use kyso::{Document, Prepared, SignError, Signer};
use kyso_testkit::pdf::{PdfKind, pdf};

fn prepared(original: &[u8]) -> (kyso_testkit::Pki, Prepared) {
    let pki = pki();
    let credential = credential(&pki.signer);
    let signer = Signer::chain(credential.chain(), credential.algorithms()[0]);
    let prepared = Document::from_bytes(original).unwrap().sign(signer, now()).prepare().unwrap();
    (pki, prepared)
}

#[test]
fn a_state_that_travelled_as_bytes_is_completed() {
    let original = pdf(PdfKind::Classic);
    let (pki, prepared) = prepared(&original);
    let state = prepared.to_bytes().unwrap();
    let value = credential(&pki.signer).key().sign(prepared.to_be_signed()).unwrap();
    drop(prepared);
    let signed = Prepared::from_bytes(&state).unwrap().complete(value).unwrap();
    let bytes = signed.to_bytes().unwrap();
    assert!(bytes.starts_with(&original));
    assert_passes(&bytes, &policy(&pki), 1);
}

#[test]
fn a_state_in_a_file_leaves_the_document_there() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state");
    let (pki, prepared) = prepared(&pdf(PdfKind::Hybrid));
    prepared.save(&path).unwrap();
    let value = credential(&pki.signer).key().sign(prepared.to_be_signed()).unwrap();
    let output = folder.path().join("out.pdf");
    Prepared::open(&path).unwrap().complete(value).unwrap().save(&output).unwrap();
    assert_passes(&std::fs::read(output).unwrap(), &policy(&pki), 1);
}

#[test]
fn a_value_for_another_document_is_refused() {
    let (pki, one) = prepared(&pdf(PdfKind::Classic));
    let (_, other) = prepared(&pdf(PdfKind::XrefStream));
    let value = credential(&pki.signer).key().sign(other.to_be_signed()).unwrap();
    assert!(matches!(one.complete(value), Err(SignError::ValueMismatch)));
    let (_, one) = prepared(&pdf(PdfKind::Classic));
    let rubbish = SignatureValue::new(vec![0; 64]);
    assert!(matches!(one.complete(rubbish), Err(SignError::ValueMismatch)));
}

#[test]
fn a_state_altered_anywhere_is_refused() {
    let (_, prepared) = prepared(&pdf(PdfKind::Classic));
    let state = prepared.to_bytes().unwrap();
    for position in (0..state.len()).step_by(37) {
        let mut altered = state.clone();
        altered[position] ^= 0x01;
        let refused = Prepared::from_bytes(&altered);
        assert!(matches!(refused, Err(SignError::StateInvalid { .. })), "byte {position}");
    }
}

#[test]
fn a_state_cut_short_is_refused() {
    let (_, prepared) = prepared(&pdf(PdfKind::Classic));
    let state = prepared.to_bytes().unwrap();
    for len in (0..state.len()).step_by(41) {
        let refused = Prepared::from_bytes(&state[..len]);
        assert!(matches!(refused, Err(SignError::StateInvalid { .. })), "{len} bytes");
    }
}
