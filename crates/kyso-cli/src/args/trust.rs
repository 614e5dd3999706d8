//! Options that say whom to trust.

use std::path::{Path, PathBuf};

use clap::Args;

/// Anchors in files, and trusted lists with who signs them.
#[derive(Args, Debug)]
#[group(skip)]
pub(crate) struct TrustArgs {
    #[arg(long, value_name = "FILE|DIR")]
    pub(crate) trust: Vec<PathBuf>,
    #[arg(long, value_name = "FILE|URL", requires = "trust_list_signer")]
    pub(crate) trust_list: Vec<String>,
    #[arg(long, value_name = "FILE", requires = "trust_list")]
    pub(crate) trust_list_signer: Vec<PathBuf>,
    #[arg(long, value_name = "CODE", requires = "trust_list")]
    pub(crate) trust_list_territory: Vec<String>,
}

impl TrustArgs {
    /// Whether the call says whom to trust.
    pub(crate) fn is_given(&self) -> bool {
        !self.trust.is_empty() || !self.trust_list.is_empty()
    }

    /// The files that are read: none of them may be an output.
    pub(crate) fn files(&self) -> impl Iterator<Item = &Path> {
        let certificates = self.trust.iter().chain(&self.trust_list_signer);
        certificates.map(PathBuf::as_path).chain(self.trust_list.iter().map(Path::new))
    }
}
