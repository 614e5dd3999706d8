//! What `inspect --json` says: schema 1. Fields may be added, none is renamed.

use kyso::{Role, Time};
use serde::Serialize;

/// A PDF.
#[derive(Debug, Serialize)]
pub(crate) struct Inspection {
    pub(crate) schema: u32,
    pub(crate) kyso: &'static str,
    pub(crate) file: String,
    pub(crate) format: &'static str,
    /// In bytes.
    pub(crate) length: u64,
    pub(crate) pdf_version: String,
    /// Bytes before `%PDF-`.
    pub(crate) header_offset: u64,
    /// Bytes after the last revision.
    pub(crate) trailing_bytes: u64,
    pub(crate) encrypted: bool,
    /// What is wrong with the structure, where all that follows was found by searching the file.
    pub(crate) damaged: Option<String>,
    /// How, and whose password opened it; null also where not every revision is encrypted.
    pub(crate) encryption: Option<kyso::pdf::Encryption>,
    /// The level of PDF/A that it claims.
    pub(crate) pdf_a: Option<kyso::pdf::archival::Level>,
    pub(crate) revisions: Vec<Revision>,
    pub(crate) fields: Vec<Field>,
    pub(crate) signatures: Vec<Signature>,
    /// What could not be read of fields and signatures.
    pub(crate) unreadable: Vec<String>,
}

/// A revision; offsets in bytes from the start of the file.
#[derive(Debug, Serialize)]
pub(crate) struct Revision {
    /// Counted from 1.
    pub(crate) number: usize,
    pub(crate) start: u64,
    /// Just after `%%EOF`.
    pub(crate) eof: u64,
    /// Where the next revision starts.
    pub(crate) end: u64,
    pub(crate) xref_offset: u64,
    /// `table`, `stream` or `hybrid`.
    pub(crate) xref: &'static str,
    /// How many objects it adds, replaces or frees.
    pub(crate) changed: usize,
    /// Their numbers, the first hundred; left out for the first revision, which has all.
    pub(crate) objects: Vec<u32>,
}

/// A form field.
#[derive(Debug, Serialize)]
pub(crate) struct Field {
    pub(crate) name: String,
    /// `signature`, `text`, `button`, `choice` or `unknown`.
    pub(crate) kind: &'static str,
    pub(crate) object: Option<u32>,
    /// Whether it has a value.
    pub(crate) filled: bool,
    /// Counted from 1.
    pub(crate) page: Option<usize>,
    /// Left, bottom, right, top in points.
    pub(crate) rect: Option<[f32; 4]>,
    /// `/Lock` of a signature field.
    pub(crate) lock: Option<Lock>,
}

/// What a signature locks.
#[derive(Debug, Serialize)]
pub(crate) struct Lock {
    /// `all`, `include` or `exclude`.
    pub(crate) action: &'static str,
    pub(crate) fields: Vec<String>,
}

/// A signature as its dictionary has it.
#[derive(Debug, Serialize)]
pub(crate) struct Signature {
    pub(crate) field: String,
    pub(crate) object: Option<u32>,
    /// `signature` or `document-timestamp`.
    pub(crate) kind: &'static str,
    pub(crate) filter: Option<String>,
    pub(crate) sub_filter: Option<String>,
    pub(crate) byte_range: Option<Vec<i64>>,
    pub(crate) contents_offset: Option<u64>,
    /// Decoded, padding included, in bytes.
    pub(crate) contents_length: usize,
    /// `/M`
    pub(crate) claimed_time: Option<Time>,
    pub(crate) name: Option<String>,
    pub(crate) reason: Option<String>,
    pub(crate) location: Option<String>,
    pub(crate) contact: Option<String>,
    /// What it is for, as its CMS claims.
    pub(crate) role: Option<Role>,
    /// What may follow by its word: `none`, `forms` or `annotations`.
    pub(crate) permits: Option<&'static str>,
    /// Whether it certifies.
    pub(crate) certifies: bool,
    pub(crate) locks: Vec<Lock>,
    /// The revision it first stands in, counted from 1.
    pub(crate) revision: usize,
    /// Whether it still stands in the last revision.
    pub(crate) in_latest: bool,
    pub(crate) faults: Vec<String>,
    pub(crate) cms: Option<Cms>,
    /// Why the CMS cannot be read.
    pub(crate) cms_error: Option<String>,
}

/// A CMS SignedData (RFC 5652 §5.1).
#[derive(Debug, Serialize)]
pub(crate) struct Cms {
    pub(crate) version: u64,
    /// In bytes, padding excluded.
    pub(crate) length: usize,
    pub(crate) content_type: String,
    pub(crate) content_attached: bool,
    pub(crate) digest_algorithms: Vec<String>,
    pub(crate) certificates: Vec<Certificate>,
    pub(crate) unreadable_certificates: usize,
    pub(crate) crls: usize,
    pub(crate) other_revocation: usize,
    pub(crate) deviations: Vec<&'static str>,
    pub(crate) signers: Vec<Signer>,
}

/// A signer (RFC 5652 §5.3).
#[derive(Debug, Serialize)]
pub(crate) struct Signer {
    pub(crate) version: u64,
    pub(crate) issuer: Option<String>,
    /// Hexadecimal.
    pub(crate) serial: Option<String>,
    /// Hexadecimal.
    pub(crate) subject_key_id: Option<String>,
    pub(crate) digest_algorithm: String,
    pub(crate) signature_algorithm: String,
    /// In bytes.
    pub(crate) signature_length: usize,
    /// What it is for, as the signed attributes claim.
    pub(crate) role: Option<Role>,
    /// The other roles that they claim.
    pub(crate) claimed_roles: Vec<String>,
    pub(crate) signed_attributes: Vec<Attribute>,
    pub(crate) unsigned_attributes: Vec<Attribute>,
    /// Hexadecimal.
    pub(crate) message_digest: Option<String>,
    pub(crate) signing_time: Option<Time>,
    pub(crate) signing_certificates: Vec<CertificateHash>,
}

/// An attribute.
#[derive(Debug, Serialize)]
pub(crate) struct Attribute {
    pub(crate) oid: String,
    pub(crate) name: Option<&'static str>,
    /// DER in hexadecimal, each cut after 64 bytes.
    pub(crate) values: Vec<String>,
    /// Of all values together, in bytes.
    pub(crate) length: usize,
}

/// A certificate named by its hash (RFC 5035).
#[derive(Debug, Serialize)]
pub(crate) struct CertificateHash {
    /// 1 or 2.
    pub(crate) version: u8,
    pub(crate) digest_algorithm: Option<&'static str>,
    /// Hexadecimal.
    pub(crate) hash: String,
}

/// A certificate.
#[derive(Debug, Serialize)]
pub(crate) struct Certificate {
    pub(crate) subject: String,
    pub(crate) issuer: String,
    /// Hexadecimal.
    pub(crate) serial: String,
    pub(crate) not_before: Time,
    pub(crate) not_after: Time,
    pub(crate) key: String,
    pub(crate) signature_algorithm: String,
    pub(crate) ca: bool,
    pub(crate) key_usage: Vec<&'static str>,
    pub(crate) ocsp: Vec<String>,
    pub(crate) crl: Vec<String>,
    /// SHA-256 of the whole certificate, hexadecimal.
    pub(crate) fingerprint: String,
}
