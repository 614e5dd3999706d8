//! PDF as a file format: read lazily with byte spans, extended by increments that keep every byte.
//!
//! lopdf is the object model ([`lopdf::Object`]), the filters and the serializer of values. The
//! cross-reference layer, the lexer and the increments are this module's own (design.md, "PDF").

mod byte_range;
pub(crate) mod crypt;
mod document;
mod error;
mod field;
mod increment;
mod layout;
mod layout_rows;
mod lex;
mod object;
mod object_stream;
mod page;
mod page_number;
mod placeholder;
pub mod profile;
mod recent;
mod revision;
#[cfg(test)]
mod samples;
mod security_store;
mod signature;
mod skim;
mod splice;
#[cfg(test)]
mod tests;
mod text;
mod trace;
mod transform;
mod view;
mod words;
mod xref;
mod xref_classic;
mod xref_stream;

pub use byte_range::{ByteRangeFault, ByteRangeProof, prove};
pub use crypt::{Access, Encryption, Method, Opening, Permission, Permissions};
pub use document::PdfDocument;
pub use error::{EncryptionFault, ObjectFault, PdfError, SyntaxFault, XrefFault};
pub(crate) use field::shared_fields;
pub use field::{Field, FieldKind, fields};
pub use increment::{FinishedIncrement, Increment};
pub(crate) use layout::LayoutFault;
pub use lopdf::{Dictionary, Object, ObjectId, Stream, StringFormat};
pub use object::{RawEntry, RawObject};
pub use page::Pages;
pub(crate) use page_number::page_numbers;
pub use placeholder::{NewSignature, PreparedIncrement, signature_increment};
pub use revision::Revision;
pub use security_store::{SecurityStore, security_store, store_increment};
pub use signature::{SignatureFault, SignatureKind, SignatureValue, signatures};
pub use text::{decode_text, encode_text};
pub use trace::signature_traces;
pub use transform::FieldLock;
pub use view::View;
pub use xref::{XrefEntry, XrefKind};
