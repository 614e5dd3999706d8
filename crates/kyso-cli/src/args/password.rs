//! Options that open encrypted PDFs.

use std::path::PathBuf;

use clap::{ArgGroup, Args};

use super::PassphraseArgs;

/// The ways to the password, of which one is taken.
const PASSWORDS: [&str; 3] = ["pdf_password_file", "pdf_password_fd", "pdf_password_env"];

/// Where the password of a document comes from; without any of these, the terminal is asked.
#[derive(Args, Clone, Debug)]
#[group(skip)]
#[command(group(ArgGroup::new("pdf_password").args(PASSWORDS)))]
pub(crate) struct PdfPasswordArgs {
    #[arg(long, value_name = "FILE")]
    pub(crate) pdf_password_file: Option<PathBuf>,
    #[arg(long, value_name = "N")]
    pub(crate) pdf_password_fd: Option<u32>,
    #[arg(long, value_name = "NAME")]
    pub(crate) pdf_password_env: Option<String>,
}

impl PdfPasswordArgs {
    /// These where any was given, else `other`.
    fn or<'a>(&'a self, other: &'a Self) -> &'a Self {
        let given = self.pdf_password_file.is_some()
            || self.pdf_password_fd.is_some()
            || self.pdf_password_env.is_some();
        if given { self } else { other }
    }

    /// As the options of any other secret.
    pub(crate) fn passphrase(&self) -> PassphraseArgs {
        PassphraseArgs {
            passphrase_file: self.pdf_password_file.clone(),
            passphrase_fd: self.pdf_password_fd,
            passphrase_env: self.pdf_password_env.clone(),
        }
    }
}

/// The same for verbs that write.
#[derive(Args, Clone, Debug)]
#[group(skip)]
pub(crate) struct UnlockArgs {
    #[command(flatten)]
    pub(crate) password: PdfPasswordArgs,
    #[arg(long)]
    pub(crate) ignore_permissions: bool,
}

impl UnlockArgs {
    /// With the password that was given to the verb itself, where there is none here.
    pub(crate) fn or_password(&self, verb: &PdfPasswordArgs) -> Self {
        let password = self.password.or(verb).clone();
        Self { password, ignore_permissions: self.ignore_permissions }
    }
}
