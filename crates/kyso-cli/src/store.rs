//! The user's trust store: where it is, and what is said when it cannot be used.

use std::path::PathBuf;

use etcetera::BaseStrategy;
use kyso::trust::{StoreError, TrustStore};

use crate::args::StoreFolder;
use crate::error::Failure;
use crate::i18n::msg;
use crate::{fault_words, library_words};

/// The variable that names the folder where the call does not.
const VARIABLE: &str = "KYSO_TRUST_STORE";

/// The folder that the call, the environment or the system's custom names; none where a user
/// without a home calls.
pub(crate) fn folder(args: &StoreFolder) -> Option<PathBuf> {
    let named = || std::env::var_os(VARIABLE).filter(|name| !name.is_empty()).map(PathBuf::from);
    let usual = || {
        let strategy = etcetera::choose_base_strategy().ok()?;
        Some(strategy.data_dir().join("kyso").join("trust"))
    };
    args.store.clone().or_else(named).or_else(usual)
}

/// Opens the store, which may not be there yet.
pub(crate) fn open(args: &StoreFolder) -> Result<TrustStore, Failure> {
    let folder = folder(args).ok_or_else(|| Failure::io(msg::error_no_home()))?;
    TrustStore::open(folder).map_err(|error| failure(&error))
}

/// What is wrong with a store, with the file where it is wrong.
pub(crate) fn failure(error: &StoreError) -> Failure {
    let path = error.path();
    match error {
        StoreError::Reading { fault, .. } if fault.kind() == std::io::ErrorKind::NotFound => {
            Failure::io(msg::error_store_file_missing(path))
        }
        StoreError::Reading { fault, .. } | StoreError::Writing { fault, .. }
            if fault.kind() == std::io::ErrorKind::NotADirectory =>
        {
            let there = path.ancestors().find(|one| one.exists());
            Failure::io(msg::error_store_no_folder(there.unwrap_or(path)))
        }
        StoreError::RecordMissing { .. } => Failure::io(msg::error_store_file_missing(path)),
        StoreError::Reading { fault, .. } => Failure::reading(path, fault),
        StoreError::Writing { fault, .. } => Failure::writing(path, fault),
        StoreError::Version { version, .. } => {
            Failure::io(msg::error_store_version(path, u64::from(*version)))
        }
        StoreError::Record { fault, .. } => {
            let why = msg::detail_line(msg::detail_json(), fault.line());
            Failure::io(msg::error_store_broken(why, path))
        }
        StoreError::Certificate { fault, .. } => {
            Failure::io(msg::error_store_broken(fault_words::certificate(fault), path))
        }
        StoreError::RecordChanged { .. } => Failure::io(msg::error_store_changed(path)),
        StoreError::NotAFile { .. } => Failure::io(msg::error_store_not_a_file(path)),
        StoreError::OtherCertificate { .. } => Failure::io(msg::error_store_other(path)),
        StoreError::Full { .. } | StoreError::Busy { .. } => {
            Failure::io(msg::error_store_busy(path))
        }
        other => Failure::io(msg::error_store_broken(library_words::told(other), path)),
    }
}
