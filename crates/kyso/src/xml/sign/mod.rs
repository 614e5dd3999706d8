//! Makes XML signatures in two phases: a skeleton spliced into the bytes, then its value.

mod belongs;
mod error;
pub(crate) mod escape;
mod others;
mod prepare;
mod prepared;
mod template;
mod write;

pub use error::XmlSignError;
pub use prepare::{PrepareOptions, prepare, prepare_standalone};
pub use prepared::{PreparedSignature, Splice};
pub use template::{
    FilterTemplate, KeyInfoTemplate, Placement, ReferenceTemplate, Template, TransformTemplate,
};
