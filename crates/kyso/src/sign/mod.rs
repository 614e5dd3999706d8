//! The walk out: document → prepared increment → to-be-signed bytes → signature value →
//! (time-stamp) → CMS → embedded → (evidence → document time-stamp) → file. A local key runs the
//! phases at once; every other way stops between them.

mod armor;
mod builder;
mod cades;
mod complete;
mod container;
mod covering;
mod error;
mod extend;
mod fields;
mod gather;
mod growing;
mod level;
mod obtain;
mod permission;
mod plan;
mod prepare;
mod prepared;
mod preview;
mod seed;
mod signed;
mod signer_status;
mod state;
mod survey;
mod xml;
mod xml_profile;

pub use builder::{SignatureBuilder, Signer, SubFilter};
pub use cades::Packaging;
pub use container::ContainerForm;
pub use error::SignError;
pub use extend::ExtensionBuilder;
pub(crate) use extend::timestamp;
pub(crate) use fields::{add_field, add_text_field};
pub(crate) use gather::gather;
pub use level::Level;
pub(crate) use obtain::obtain;
pub use prepare::check_signer;
pub use prepared::Prepared;
pub use signed::Signed;
pub use signer_status::{SignerStatus, signer_status};
pub(crate) use survey::Survey;
pub use xml::{XmlForm, XmlPart};

use crate::document::Document;
use crate::pdf::PdfDocument;

/// The PDF that an operation needs.
fn pdf_of<'d>(
    document: &'d Document,
    operation: &'static str,
) -> Result<&'d PdfDocument, SignError> {
    let format = document.format();
    let pdf = document.pdf().ok_or(SignError::OperationMisplaced { operation, format })?;
    pdf.not_repaired_over_signature()?;
    Ok(pdf)
}
