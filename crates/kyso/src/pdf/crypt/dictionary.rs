//! The encryption dictionary of the standard security handler (ISO 32000-2 tables 20, 21, 25).

use std::collections::BTreeMap;

use lopdf::{Dictionary, Object};

use super::Method;
use super::permissions::Permissions;
use crate::limits::MAX_CRYPT_FILTERS;
use crate::pdf::error::{EncryptionFault, PdfError};

/// What the dictionary says; nothing in it is proved.
pub(super) struct Standard {
    /// `/V`
    pub(super) version: u8,
    /// `/R`
    pub(super) revision: u8,
    /// Of the file's key, in bytes.
    pub(super) key_len: usize,
    /// `/O`: 32 bytes, from revision 5 on 48.
    pub(super) owner: Vec<u8>,
    /// `/U`: as `/O`.
    pub(super) user: Vec<u8>,
    /// `/OE` and `/UE`, 32 bytes each, and `/Perms`, 16 bytes; from revision 5 on.
    pub(super) owner_key: Vec<u8>,
    pub(super) user_key: Vec<u8>,
    pub(super) perms: Vec<u8>,
    /// `/P`
    pub(super) permissions: Permissions,
    /// `/EncryptMetadata`
    pub(super) encrypt_metadata: bool,
    /// `/StmF`, `/StrF`, `/EFF`
    pub(super) streams: Method,
    pub(super) strings: Method,
    pub(super) files: Method,
    /// `/CF`
    pub(super) filters: BTreeMap<Vec<u8>, Method>,
}

fn fault(entry: &'static str) -> PdfError {
    EncryptionFault::Entry(entry).into()
}

impl Standard {
    pub(super) fn read(dictionary: &Dictionary) -> Result<Self, PdfError> {
        let get = |key: &'static str| dictionary.as_hashmap().get(key.as_bytes());
        match get("Filter") {
            Some(Object::Name(name)) if name == b"Standard" => {}
            Some(Object::Name(name)) => {
                let name = String::from_utf8_lossy(name).into_owned();
                return Err(EncryptionFault::Handler(name).into());
            }
            _ => return Err(fault("Filter")),
        }
        let number = |key: &'static str| match get(key) {
            Some(Object::Integer(value)) => Ok(*value),
            _ => Err(fault(key)),
        };
        let (version, revision) = match (number("V")?, number("R")?) {
            (version @ (1 | 2), revision @ (2 | 3)) => (version as u8, revision as u8),
            (4, 4) => (4, 4),
            (5, revision @ (5 | 6)) => (5, revision as u8),
            (version, revision) => {
                return Err(EncryptionFault::Version { version, revision }.into());
            }
        };
        let bits = number("P")?;
        // Some write the 32 bits with their sign, some without.
        let bits = i32::try_from(bits).map(i32::cast_unsigned).or_else(|_| u32::try_from(bits));
        let bits = bits.map_err(|_| fault("P"))?;
        let (hash, sealed) = if version == 5 { (48, 32) } else { (32, 0) };
        let string = |key: &'static str, length: usize| match get(key) {
            _ if length == 0 => Ok(Vec::new()),
            // Longer ones are padded.
            Some(Object::String(bytes, _)) => {
                bytes.get(..length).map(<[u8]>::to_vec).ok_or(fault(key))
            }
            _ => Err(fault(key)),
        };
        let encrypt_metadata = match get("EncryptMetadata") {
            _ if version < 4 => true,
            None => true,
            Some(Object::Boolean(value)) => *value,
            Some(_) => return Err(fault("EncryptMetadata")),
        };
        let filters = if version < 4 { BTreeMap::new() } else { filters(dictionary, version)? };
        let method = |key: &'static str, default: Method| match get(key) {
            _ if version < 4 => Ok(Method::Rc4),
            None => Ok(default),
            Some(Object::Name(name)) => named(&filters, name).ok_or(fault(key)),
            Some(_) => Err(fault(key)),
        };
        let streams = method("StmF", Method::Identity)?;
        Ok(Self {
            version,
            revision,
            key_len: key_len(dictionary, version)?,
            owner: string("O", hash)?,
            user: string("U", hash)?,
            owner_key: string("OE", sealed)?,
            user_key: string("UE", sealed)?,
            perms: string("Perms", sealed / 2)?,
            permissions: Permissions::new(bits, revision),
            encrypt_metadata,
            streams,
            strings: method("StrF", Method::Identity)?,
            files: method("EFF", streams)?,
            filters,
        })
    }

    /// The method that a stream's own `Crypt` filter names.
    pub(super) fn named(&self, name: &[u8]) -> Option<Method> {
        named(&self.filters, name)
    }
}

fn named(filters: &BTreeMap<Vec<u8>, Method>, name: &[u8]) -> Option<Method> {
    if name == b"Identity" { Some(Method::Identity) } else { filters.get(name).copied() }
}

fn key_len(dictionary: &Dictionary, version: u8) -> Result<usize, PdfError> {
    let stated = match dictionary.as_hashmap().get(&b"Length"[..]) {
        None => 40,
        Some(Object::Integer(bits)) => *bits,
        Some(_) => return Err(fault("Length")),
    };
    match (version, stated) {
        (1, _) => Ok(5),
        (2, bits @ 40..=128) if bits % 8 == 0 => Ok((bits / 8) as usize),
        // In bytes, as some write it.
        (2, bytes @ 5..=16) => Ok(bytes as usize),
        (2, _) => Err(fault("Length")),
        (4, _) => Ok(16),
        _ => Ok(32),
    }
}

/// `/CF`: each name with its method. Of AES-256 there is one alone, and the others are of 128 bits.
fn filters(dictionary: &Dictionary, version: u8) -> Result<BTreeMap<Vec<u8>, Method>, PdfError> {
    let bad = || fault("CF");
    let filters = match dictionary.as_hashmap().get(&b"CF"[..]) {
        None => return Ok(BTreeMap::new()),
        Some(Object::Dictionary(filters)) => filters,
        Some(_) => return Err(bad()),
    };
    if filters.len() > MAX_CRYPT_FILTERS {
        return Err(bad());
    }
    let mut methods = BTreeMap::new();
    for (name, filter) in filters {
        // It may not be given another meaning.
        if name == b"Identity" {
            return Err(bad());
        }
        let method = filter.as_dict().ok().and_then(|filter| filter.as_hashmap().get(&b"CFM"[..]));
        let method = match (method, version) {
            (Some(Object::Name(method)), 4) if method == b"V2" => Method::Rc4,
            (Some(Object::Name(method)), 4) if method == b"AESV2" => Method::AesV2,
            (Some(Object::Name(method)), 5) if method == b"AESV3" => Method::AesV3,
            (Some(Object::Name(method)), _) => {
                let name = String::from_utf8_lossy(method).into_owned();
                return Err(EncryptionFault::Method(name).into());
            }
            _ => return Err(bad()),
        };
        methods.insert(name.clone(), method);
    }
    Ok(methods)
}
