//! What can be wrong with a trust store; every error names the file.

use std::io;
use std::path::{Path, PathBuf};

use crate::limits::{MAX_STORE_RACES, MAX_STORE_RECORDS};
use crate::x509::CertificateError;

/// Why a trust store cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// A file cannot be read; a certificate that a record names may be missing.
    #[error("{}: {fault}", path.display())]
    Reading {
        /// The file.
        path: PathBuf,
        /// What the file system says.
        fault: io::Error,
    },
    /// A file cannot be written.
    #[error("{}: {fault}", path.display())]
    Writing {
        /// The file.
        path: PathBuf,
        /// What the file system says.
        fault: io::Error,
    },
    /// A record is not what this version writes.
    #[error("{}: {fault}", path.display())]
    Record {
        /// The file.
        path: PathBuf,
        /// What the reader says, with the line where it knows it.
        fault: serde_json::Error,
    },
    /// A record is of a later version of the store.
    #[error("{}: a record of version {version}", path.display())]
    Version {
        /// The file.
        path: PathBuf,
        /// Its version.
        version: u32,
    },
    /// A record is gone that later ones follow.
    #[error("{}: this record is missing", path.display())]
    RecordMissing {
        /// The file.
        path: PathBuf,
    },
    /// A record is not what was written there.
    #[error("{}: not what its digest says", path.display())]
    RecordChanged {
        /// The file.
        path: PathBuf,
    },
    /// Something stands in the place of a file: a pipe, a device, a folder.
    #[error("{}: not a file", path.display())]
    NotAFile {
        /// What stands there.
        path: PathBuf,
    },
    /// The file of a certificate holds none.
    #[error("{}: {fault}", path.display())]
    Certificate {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        fault: CertificateError,
    },
    /// The file of a certificate holds another one.
    #[error("{}: not the certificate of this fingerprint", path.display())]
    OtherCertificate {
        /// The file.
        path: PathBuf,
    },
    /// More records than anybody makes.
    #[error("{}: more than {MAX_STORE_RECORDS} records", folder.display())]
    Full {
        /// The store.
        folder: PathBuf,
    },
    /// Others wrote faster.
    #[error("{}: others wrote {MAX_STORE_RACES} times first", folder.display())]
    Busy {
        /// The store.
        folder: PathBuf,
    },
}

impl StoreError {
    pub(super) fn reading(path: &Path, fault: io::Error) -> Self {
        Self::Reading { path: path.to_owned(), fault }
    }

    pub(super) fn writing(path: &Path, fault: io::Error) -> Self {
        Self::Writing { path: path.to_owned(), fault }
    }

    /// The file, or the folder of the store.
    #[must_use]
    pub fn path(&self) -> &Path {
        match self {
            Self::Reading { path, .. }
            | Self::Writing { path, .. }
            | Self::Record { path, .. }
            | Self::Version { path, .. }
            | Self::RecordMissing { path }
            | Self::RecordChanged { path }
            | Self::NotAFile { path }
            | Self::Certificate { path, .. }
            | Self::OtherCertificate { path } => path,
            Self::Full { folder } | Self::Busy { folder } => folder,
        }
    }
}
