//! Builds a time-stamp request (RFC 3161 §2.4.1).

use const_oid::ObjectIdentifier;

use crate::cms::ber::id;
use crate::cms::encode;
use crate::crypto::Digest;
use crate::x509::unsigned;

/// TimeStampReq for `imprint`, DER, asking for the authority's certificate (`certReq`): a token
/// without it cannot be checked.
pub(super) fn encode_request(
    imprint: &Digest,
    policy: Option<ObjectIdentifier>,
    nonce: Option<&[u8]>,
) -> Vec<u8> {
    // NULL parameters, as openssl ts writes them: authorities that compare bytes were built
    // against it.
    let algorithm = encode::sequence(&[&encode::oid(imprint.algorithm().oid()), &encode::NULL]);
    encode::sequence(&[
        &encode::unsigned(1),
        &encode::sequence(&[&algorithm, &encode::octet_string(imprint.as_bytes())]),
        &policy.map(encode::oid).unwrap_or_default(),
        &nonce.map(positive).unwrap_or_default(),
        &encode::tlv(id::BOOLEAN, &[&[0xff]]),
    ])
}

/// A non-negative INTEGER of any length.
fn positive(bytes: &[u8]) -> Vec<u8> {
    match unsigned(bytes) {
        [] => encode::unsigned(0),
        digits @ [0x80..=0xff, ..] => encode::tlv(id::INTEGER, &[&[0], digits]),
        digits => encode::tlv(id::INTEGER, &[digits]),
    }
}
