//! The structure of a CMS in a file of its own.

use kyso::cades::CadesDocument;
use serde::Serialize;

use super::{cms, model};

/// What `inspect --json` says of one: schema 1. Fields may be added, none is renamed.
#[derive(Debug, Serialize)]
pub(crate) struct Inspection {
    pub(crate) schema: u32,
    pub(crate) kyso: &'static str,
    pub(crate) file: String,
    pub(crate) format: &'static str,
    /// In bytes; of a file in PEM, of what it encodes.
    pub(crate) length: u64,
    pub(crate) pem: bool,
    /// How many bytes of content it holds; null where that is elsewhere.
    pub(crate) attached: Option<u64>,
    pub(crate) cms: Option<model::Cms>,
}

/// Everything that stands in it but the content.
pub(super) fn inspect(document: &CadesDocument, file: String) -> Inspection {
    let attached = document.attached_len();
    Inspection {
        schema: 1,
        kyso: env!("CARGO_PKG_VERSION"),
        file,
        format: "cades",
        length: document.source().len(),
        pem: document.is_pem(),
        attached,
        cms: document.signed_data().map(|found| model::Cms {
            content_attached: attached.is_some(),
            ..cms::describe(found)
        }),
    }
}
