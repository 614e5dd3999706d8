//! Options that put files into a container.

use std::path::Path;

use clap::{Args, ValueEnum};
use kyso::container::Kind;

/// Whether the files of the call become one container, and of which kind.
#[derive(Args, Debug)]
#[group(skip)]
pub(crate) struct PackArgs {
    #[arg(long, value_name = "asic-e|asic-s", hide_possible_values = true)]
    pub(crate) format: Option<FormatName>,
}

/// What a signed document is to be.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum FormatName {
    AsicE,
    AsicS,
}

impl PackArgs {
    /// The kind asked for: by name, else by the ending of the output.
    pub(crate) fn kind(&self, output: Option<&Path>) -> Option<Kind> {
        let named = self.format.map(|format| match format {
            FormatName::AsicE => Kind::Extended,
            FormatName::AsicS => Kind::Simple,
        });
        let ending = output.and_then(Path::extension).and_then(|ending| ending.to_str());
        named.or_else(|| match ending?.to_ascii_lowercase().as_str() {
            "asice" | "sce" => Some(Kind::Extended),
            "asics" | "scs" => Some(Kind::Simple),
            _ => None,
        })
    }
}
