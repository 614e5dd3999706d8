//! A prepared signature as bytes: magic, header length, SHA-256 of header and increment, header
//! (JSON), increment, document.

use std::io::Write;
use std::ops::Range;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde::{Deserialize, Serialize};

use super::SignError;
use super::builder::Signer;
use super::prepared::{Layout, Prepared};
use super::signed::Original;
use crate::algorithm::{DigestAlgorithm, SignatureAlgorithm};
use crate::cms::{SignedAttrs, check_signing_certificate};
use crate::crypto::{Digest, Hasher};
use crate::limits::{MAX_CERTIFICATES, MAX_OBJECT_BYTES};
use crate::pdf::PreparedIncrement;
use crate::source::Source;
use crate::x509::Certificate;

/// The last byte before the line feed is the version.
const MAGIC: &[u8; 16] = b"kyso-prepared 1\n";

/// Length of a SHA-256 value in bytes.
const CHECKSUM_LEN: usize = 32;

#[derive(Serialize, Deserialize)]
struct Header {
    algorithm: String,
    chain: Vec<String>,
    attributes: String,
    field: String,
    contents: Range<u64>,
    byte_range: [u64; 4],
    increment_len: u64,
    document_len: u64,
}

pub(super) fn write(prepared: &Prepared, out: &mut dyn Write) -> Result<(), SignError> {
    let increment = &prepared.layout.0;
    let header = Header {
        algorithm: prepared.signer.algorithm.name(),
        chain: prepared.signer.chain.iter().map(|c| BASE64.encode(c.der())).collect(),
        attributes: BASE64.encode(prepared.to_be_signed().message()),
        field: increment.field_name.clone(),
        contents: increment.contents.clone(),
        byte_range: increment.byte_range,
        increment_len: increment.bytes.len() as u64,
        document_len: prepared.original.len(),
    };
    let header = serde_json::to_vec(&header).map_err(std::io::Error::from)?;
    let header_len = u32::try_from(header.len()).map_err(|_| invalid("header-too-large"))?;
    out.write_all(MAGIC)?;
    out.write_all(&header_len.to_be_bytes())?;
    out.write_all(checksum(&header, &increment.bytes).as_bytes())?;
    out.write_all(&header)?;
    out.write_all(&increment.bytes)?;
    prepared.original.write_to(out)
}

/// Reads a state and proves that it hangs together: the digest over the document and the
/// increment inside it is the one in the attributes to be signed, and so is the certificate.
pub(super) fn read(source: Source) -> Result<Prepared, SignError> {
    let mut front = [0; MAGIC.len() + 4 + CHECKSUM_LEN];
    source.read_exact_at(0, &mut front).map_err(|_| invalid("not-a-state"))?;
    let (magic, rest) = front.split_at(MAGIC.len());
    let (header_len, expected) = rest.split_at(4);
    if magic != MAGIC {
        return Err(invalid("not-a-state"));
    }
    let header_len = header_len.iter().fold(0, |n, byte| n << 8 | u64::from(*byte));
    let start = front.len() as u64;
    let header_bytes = part(&source, start, header_len)?;
    let header: Header = serde_json::from_slice(&header_bytes).map_err(|_| invalid("header"))?;
    let start = start + header_len;
    let bytes = part(&source, start, header.increment_len)?;
    if checksum(&header_bytes, &bytes).as_bytes() != expected {
        return Err(invalid("checksum"));
    }
    let start = start + header.increment_len;
    if source.len().checked_sub(start) != Some(header.document_len) {
        return Err(invalid("length"));
    }
    let original = Original::part(source.clone(), start..source.len());
    assemble(header, bytes, original)
}

/// Finds damage on the way; the document itself is bound by the attributes to be signed.
fn checksum(header: &[u8], increment: &[u8]) -> Digest {
    let mut hasher = Hasher::new(DigestAlgorithm::Sha256);
    hasher.update(header);
    hasher.update(increment);
    hasher.finish()
}

fn assemble(header: Header, bytes: Vec<u8>, original: Original) -> Result<Prepared, SignError> {
    let algorithm = SignatureAlgorithm::from_name(&header.algorithm).ok_or(invalid("algorithm"))?;
    if header.chain.is_empty() || header.chain.len() > MAX_CERTIFICATES {
        return Err(invalid("chain"));
    }
    let certificate = |text: &String| {
        let der = BASE64.decode(text).ok()?;
        Certificate::from_der(&der).ok()
    };
    let chain: Option<Vec<_>> = header.chain.iter().map(certificate).collect();
    let chain = chain.ok_or(invalid("chain"))?;
    let attributes = BASE64.decode(&header.attributes).map_err(|_| invalid("attributes"))?;
    let layout = Layout::of(PreparedIncrement {
        bytes,
        start: original.len(),
        contents: header.contents,
        byte_range: header.byte_range,
        field_name: header.field,
    });
    let digest = layout.digest(&original, algorithm.digest())?;
    let signed = SignedAttrs::parse_set(&attributes).map_err(|_| invalid("attributes"))?;
    if signed.message_digest().ok().flatten().as_deref() != Some(digest.as_bytes()) {
        return Err(invalid("document-altered"));
    }
    let certificate = chain.first().ok_or(invalid("chain"))?;
    check_signing_certificate(&signed, certificate).map_err(|_| invalid("chain"))?;
    Ok(Prepared::new(original, layout, Signer { chain, algorithm }, attributes))
}

/// A bounded piece of the state.
fn part(source: &Source, start: u64, len: u64) -> Result<Vec<u8>, SignError> {
    let end = start.checked_add(len).filter(|end| *end <= source.len() && len <= MAX_OBJECT_BYTES);
    let end = end.ok_or(invalid("length"))?;
    Ok(source.read_range(start..end)?)
}

fn invalid(fault: &'static str) -> SignError {
    SignError::StateInvalid { fault }
}
