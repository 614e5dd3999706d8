//! The folder for what a call leaves to a later one.

use std::fs::DirBuilder;
use std::io;
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy;

/// Where what outlives a call is kept: `KYSO_STATE` where that is set, else the platform's place.
/// `None` where a user without a home calls.
pub(crate) fn base() -> Option<PathBuf> {
    let named = std::env::var_os("KYSO_STATE").filter(|name| !name.is_empty());
    let usual = || {
        let strategy = etcetera::choose_base_strategy().ok()?;
        Some(strategy.state_dir().unwrap_or_else(|| strategy.data_dir()).join("kyso"))
    };
    named.map(PathBuf::from).or_else(usual)
}

/// The folder `name` in it.
pub(crate) fn folder(name: &str) -> Option<PathBuf> {
    Some(base()?.join(name))
}

/// Makes folders that nobody else looks into: what lies there names documents, or is one.
pub(crate) fn private() -> DirBuilder {
    #[cfg_attr(not(unix), expect(unused_mut, reason = "there are no modes there"))]
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
}

/// Such a folder, with those above it, as far as they are missing.
pub(crate) fn private_folders(path: &Path) -> io::Result<()> {
    private().recursive(true).create(path)
}
