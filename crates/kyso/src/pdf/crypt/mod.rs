//! Encrypted documents (ISO 32000-2 §7.6): the standard security handler, opened with the user's
//! or the owner's password. Everything above reads and writes plain objects; bytes stay as they are.

mod algorithms;
mod dictionary;
mod filter;
mod key;
mod password;
mod permissions;

use std::fmt;
use std::sync::Arc;

use lopdf::{Dictionary, Object, ObjectId};
use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};
use zeroize::Zeroizing;

use self::dictionary::Standard;
pub use self::password::Opening;
pub use self::permissions::{Permission, Permissions};

use super::error::PdfError;

/// Whose password opened a document.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Access {
    /// The user's, which may be empty: [`Permissions`] hold.
    User,
    /// The owner's: everything is allowed.
    Owner,
}

impl Access {
    /// Name in reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Owner => "owner",
        }
    }
}

/// How strings or streams are encrypted (`/CFM`, ISO 32000-2 table 25).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Method {
    /// Not at all.
    Identity,
    /// RC4 with a key for each object.
    Rc4,
    /// AES-128-CBC with a key for each object.
    AesV2,
    /// AES-256-CBC.
    AesV3,
}

impl Method {
    /// The name in reports, with a key of `bits`.
    fn name(self, bits: usize) -> String {
        match self {
            Self::Identity => "none".to_owned(),
            Self::Rc4 => format!("RC4-{bits}"),
            Self::AesV2 | Self::AesV3 => format!("AES-{bits}"),
        }
    }
}

/// How a document is encrypted, as far as anybody may know.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Encryption {
    /// `/V`: the algorithm (ISO 32000-2 table 20).
    pub version: u8,
    /// `/R`: the revision of the standard security handler (table 21).
    pub revision: u8,
    /// Of the file's key.
    pub key_bits: usize,
    /// What streams are encrypted with.
    pub streams: Method,
    /// What strings are encrypted with.
    pub strings: Method,
    /// Whether the document's metadata are encrypted too.
    pub metadata: bool,
    /// What who knows the user's password alone may do.
    pub permissions: Permissions,
    /// Whose password it was opened with.
    pub access: Access,
}

impl Encryption {
    /// Cipher and key length, such as `AES-256`; of streams, or of strings where streams are plain.
    #[must_use]
    pub fn method(&self) -> String {
        let method = if self.streams == Method::Identity { self.strings } else { self.streams };
        method.name(self.key_bits)
    }

    /// Whether whoever opened it may do this.
    #[must_use]
    pub fn allows(&self, permission: Permission) -> bool {
        self.access == Access::Owner || self.permissions.allow(permission)
    }
}

impl Serialize for Encryption {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut facts = serializer.serialize_struct("Encryption", 6)?;
        facts.serialize_field("method", &self.method())?;
        facts.serialize_field("version", &self.version)?;
        facts.serialize_field("revision", &self.revision)?;
        facts.serialize_field("metadata", &self.metadata)?;
        facts.serialize_field("opened_by", self.access.name())?;
        facts.serialize_field("permissions", &self.permissions)?;
        facts.end()
    }
}

/// What opens a document and what it is encrypted with.
pub(crate) struct Crypt {
    standard: Standard,
    key: Zeroizing<Vec<u8>>,
    access: Access,
    /// The encryption dictionary, where it is an object of its own: its strings are plain.
    exempt: Option<ObjectId>,
}

impl fmt::Debug for Crypt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Crypt").field("access", &self.access).finish_non_exhaustive()
    }
}

impl Crypt {
    /// Opens what `encrypt`, the dictionary, describes; `id` is its object, `trailer` the latest.
    pub(super) fn unlock(
        encrypt: &Dictionary,
        exempt: Option<ObjectId>,
        trailer: &Dictionary,
        opening: &Opening,
    ) -> Result<Arc<Self>, PdfError> {
        let standard = Standard::read(encrypt)?;
        let first_id = first_id(trailer);
        let (key, access) = key::unlock(&standard, &first_id, opening.secret())?;
        Ok(Arc::new(Self { standard, key, access, exempt }))
    }

    pub(super) fn describe(&self) -> Encryption {
        let standard = &self.standard;
        Encryption {
            version: standard.version,
            revision: standard.revision,
            key_bits: standard.key_len.saturating_mul(8),
            streams: standard.streams,
            strings: standard.strings,
            metadata: standard.encrypt_metadata,
            permissions: standard.permissions,
            access: self.access,
        }
    }
}

/// The permanent half of `/ID` (ISO 32000-2 §14.4), which is part of the keys before AES-256;
/// empty where there is none.
fn first_id(trailer: &Dictionary) -> Vec<u8> {
    let Some(Object::Array(ids)) = trailer.as_hashmap().get(&b"ID"[..]) else { return Vec::new() };
    match ids.first() {
        Some(Object::String(id, _)) => id.clone(),
        _ => Vec::new(),
    }
}
