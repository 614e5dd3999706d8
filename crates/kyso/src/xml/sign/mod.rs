//! Makes XML signatures in two phases: a skeleton spliced into the bytes, then its value.

mod error;
mod template;

pub use error::XmlSignError;
pub use template::{
    FilterTemplate, KeyInfoTemplate, Placement, ReferenceTemplate, Template, TransformTemplate,
};
