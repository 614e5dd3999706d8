//! Keeps RSA keys between tests and between processes: making one takes seconds.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, Mutex, PoisonError};
use std::{fs, io, process};

use super::key::{Key, KeyKind};

/// Raised when the stored form changes.
const FORMAT: u32 = 1;

static KEYS: LazyLock<Mutex<HashMap<(KeyKind, u32), Key>>> = LazyLock::new(Mutex::default);

/// The RSA key of a kind and number. These keys guard nothing, so a shared temporary directory
/// is good enough; a missing or unreadable one only costs time.
pub(super) fn rsa(kind: KeyKind, number: u32) -> Key {
    // Held while a key is made, so that parallel tests do not make it twice.
    let mut keys = KEYS.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(key) = keys.get(&(kind, number)) {
        return key.clone();
    }
    let path = directory().join(format!("{}-{number}.p8", kind.name()));
    let stored = fs::read(&path).ok().and_then(|der| Key::rsa_from_pkcs8(kind, &der));
    let key = stored.unwrap_or_else(|| {
        let key = Key::generate(kind);
        // Another process may have been quicker: then its key stands, and ours is dropped.
        match store(&path, &key.pkcs8_der()) {
            Err(_) => key,
            Ok(()) => {
                let winner = fs::read(&path).ok();
                winner.and_then(|der| Key::rsa_from_pkcs8(kind, &der)).unwrap_or(key)
            }
        }
    });
    keys.insert((kind, number), key.clone());
    key
}

fn directory() -> PathBuf {
    std::env::temp_dir().join(format!("kyso-testkit-keys-{FORMAT}"))
}

fn store(path: &Path, der: &[u8]) -> io::Result<()> {
    let directory = directory();
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(&directory)?;
    let temporary = path.with_extension(format!("{}.tmp", process::id()));
    fs::write(&temporary, der)?;
    fs::rename(&temporary, path)
}
