//! What `kyso inspect` found in a container.

use serde::Serialize;

use super::xml_model;

#[derive(Serialize)]
pub(crate) struct Inspection {
    pub(crate) schema: u32,
    pub(crate) kyso: &'static str,
    pub(crate) file: String,
    pub(crate) format: &'static str,
    pub(crate) length: u64,
    pub(crate) comment: Option<String>,
    pub(crate) entries: Vec<Entry>,
    pub(crate) signature_files: Vec<SignatureFile>,
}

/// One entry, in the order of the file.
#[derive(Serialize)]
pub(crate) struct Entry {
    pub(crate) name: String,
    pub(crate) role: &'static str,
    pub(crate) method: &'static str,
    pub(crate) size: u64,
    pub(crate) compressed: u64,
    /// CRC-32, hexadecimal.
    pub(crate) crc: String,
}

/// The signatures of one file.
#[derive(Serialize)]
pub(crate) struct SignatureFile {
    pub(crate) name: String,
    pub(crate) fault: Option<String>,
    pub(crate) signatures: Vec<xml_model::Signature>,
}
