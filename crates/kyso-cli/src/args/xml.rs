//! Options for signatures in XML.

use std::str::FromStr;

use clap::{Args, ValueEnum};
use kyso::Role;
use kyso::xml::ElementPath;

/// What an XML signature covers and where it stands.
#[derive(Args, Clone, Debug)]
#[group(skip)]
pub(crate) struct XmlArgs {
    #[arg(long, value_name = "PATH", value_parser = element::<ElementPath>)]
    pub(crate) element: Option<ElementPath>,
    #[arg(long, value_name = "PATH", value_parser = element::<ElementPath>)]
    pub(crate) inside: Option<ElementPath>,
    #[arg(long)]
    pub(crate) last: bool,
    #[arg(long, value_name = "xades|xmldsig", hide_possible_values = true)]
    pub(crate) form: Option<FormName>,
    #[arg(long, value_name = "TEXT", value_parser = in_words)]
    pub(crate) claimed_role: Vec<String>,
    #[arg(long, value_name = "ID")]
    pub(crate) signature_id: Option<String>,
    #[arg(long, value_name = "NAME|FILE")]
    pub(crate) profile: Option<String>,
}

/// The form of an XML signature.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum FormName {
    Xades,
    Xmldsig,
}

/// A role in words; `usage.rs` explains.
fn in_words(text: &str) -> Result<String, &'static str> {
    if Role::is_meant(text) { Err("role") } else { Ok(text.to_owned()) }
}

/// Reads the name or the path of an element. The error is a word for clap only; `usage.rs`
/// explains.
pub(super) fn element<T: FromStr>(text: &str) -> Result<T, &'static str> {
    text.parse().map_err(|_| "element")
}
