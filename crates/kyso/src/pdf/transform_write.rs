//! Writes what a signature forbids: signature references with their transforms, and the lock of a
//! field (ISO 32000-2 tables 236, 256, 257 and 259).

use lopdf::{Dictionary, Object, ObjectId};

use super::text::encode_text;
use super::transform::{AllowedChanges, FieldLock, SignatureLock};
use crate::algorithm::DigestAlgorithm;

/// `/V` of transform parameters: the one version there is.
const VERSION: &[u8] = b"1.2";

/// A signature reference that certifies.
pub(crate) fn doc_mdp(changes: AllowedChanges, digest: Option<DigestAlgorithm>) -> Dictionary {
    let mut parameters = Dictionary::new();
    parameters.set("P", changes.number());
    reference(b"DocMDP", parameters, digest)
}

/// A signature reference that locks fields; `catalog` is what is analysed for changes.
pub(crate) fn field_mdp(
    lock: &FieldLock,
    catalog: ObjectId,
    digest: Option<DigestAlgorithm>,
) -> Dictionary {
    let mut parameters = Dictionary::new();
    set_fields(&mut parameters, lock);
    let mut reference = reference(b"FieldMDP", parameters, digest);
    reference.set("Data", Object::Reference(catalog));
    reference
}

/// `/Lock` of a field.
pub(crate) fn lock(lock: &SignatureLock) -> Dictionary {
    let mut dictionary = Dictionary::new();
    dictionary.set("Type", name(b"SigFieldLock"));
    set_fields(&mut dictionary, &lock.fields);
    if let Some(changes) = lock.changes {
        dictionary.set("P", changes.number());
    }
    dictionary
}

fn reference(
    method: &[u8],
    mut parameters: Dictionary,
    digest: Option<DigestAlgorithm>,
) -> Dictionary {
    parameters.set("Type", name(b"TransformParams"));
    parameters.set("V", name(VERSION));
    let mut reference = Dictionary::new();
    reference.set("Type", name(b"SigRef"));
    reference.set("TransformMethod", name(method));
    reference.set("TransformParams", Object::Dictionary(parameters));
    if let Some(digest) = digest.and_then(digest_name) {
        reference.set("DigestMethod", name(digest.as_bytes()));
    }
    reference
}

/// A hash by its name in signature references and seed values (ISO 32000-2 tables 237 and 256);
/// `None` where the standard has none.
pub(crate) fn digest_name(digest: DigestAlgorithm) -> Option<&'static str> {
    match digest {
        DigestAlgorithm::Sha1 => Some("SHA1"),
        DigestAlgorithm::Sha256 => Some("SHA256"),
        DigestAlgorithm::Sha384 => Some("SHA384"),
        DigestAlgorithm::Sha512 => Some("SHA512"),
        _ => None,
    }
}

fn set_fields(dictionary: &mut Dictionary, lock: &FieldLock) {
    let action: &[u8] = match lock {
        FieldLock::All => b"All",
        FieldLock::Include(_) => b"Include",
        FieldLock::Exclude(_) => b"Exclude",
    };
    dictionary.set("Action", name(action));
    if *lock != FieldLock::All {
        let names = lock.fields().iter().map(|name| Object::string_literal(encode_text(name)));
        dictionary.set("Fields", Object::Array(names.collect()));
    }
}

fn name(name: &[u8]) -> Object {
    Object::Name(name.to_vec())
}
