//! The walk out: document → prepared increment → to-be-signed bytes → signature value → CMS →
//! embedded → file. A local key runs the phases at once; every other way stops between them.

mod builder;
mod error;
mod prepare;
mod prepared;
mod signed;
mod state;

pub use builder::{SignatureBuilder, Signer, SubFilter};
pub use error::SignError;
pub use prepared::Prepared;
pub use signed::Signed;
