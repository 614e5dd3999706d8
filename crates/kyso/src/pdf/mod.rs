//! PDF as a file format: read lazily with byte spans, extended by increments that keep every byte.
//!
//! lopdf is the object model ([`lopdf::Object`]), the filters and the serializer of values. The
//! cross-reference layer, the lexer and the increments are this module's own (design.md, "PDF").

mod appearance;
pub mod archival;
mod byte_range;
pub(crate) mod content;
mod covering;
pub(crate) mod crypt;
mod document;
mod error;
mod field;
mod field_choice;
mod fill;
mod increment;
mod layout;
mod layout_rows;
mod lex;
mod new_field;
mod object;
mod object_stream;
mod page;
mod page_number;
mod patches;
mod placeholder;
mod plain;
pub mod profile;
mod reading;
mod recent;
mod repair;
mod revision;
#[cfg(test)]
mod samples;
mod security_store;
mod seed_value;
mod signature;
mod signature_field;
mod signature_field_json;
mod skim;
mod splice;
#[cfg(test)]
mod tests;
mod text;
mod trace;
mod transform;
mod transform_write;
mod view;
mod words;
mod xref;
mod xref_classic;
mod xref_stream;

pub use appearance::{
    Align, Border, Color, ColorError, Corner, Font, Length, LengthError, Look, LookError,
    PageChoice, PageRange, Picture, PictureFault, PicturePlace, Placement,
};
pub(crate) use appearance::{Values, Visible};
pub use byte_range::{ByteRangeFault, ByteRangeProof, prove};
pub(crate) use covering::hidden_by;
pub use crypt::{Access, Encryption, Method, Opening, Permission, Permissions};
pub use document::PdfDocument;
pub use error::{EncryptionFault, ObjectFault, PdfError, SyntaxFault, XrefFault};
pub(crate) use field::shared_fields;
pub use field::{Field, FieldKind, fields};
pub use field_choice::FieldChoice;
pub(crate) use field_choice::{ChosenField, choose_field, field_of_role};
pub(crate) use fill::Fill;
pub use increment::{FinishedIncrement, Increment};
pub(crate) use layout::LayoutFault;
pub use lopdf::{Dictionary, Object, ObjectId, Stream, StringFormat};
pub use new_field::{NewField, NewTextField};
pub(crate) use new_field::{field_increment, text_field_increment};
pub use object::{RawEntry, RawObject};
pub use page::Pages;
pub(crate) use page::{inherited, turns as page_turns};
pub(crate) use page_number::page_numbers;
pub(crate) use patches::{LIGHT, Patch, Point, Rgb, luminance, patches_and_veils};
pub(crate) use placeholder::visible_increment;
pub use placeholder::{NewSignature, PreparedIncrement, signature_increment};
pub(crate) use reading::look_text;
pub use reading::{
    FoundText, Occurrence, PageLines, Side, TextLine, TextMatch, TextPlace, TextPlaceError,
    TextPlacement, TextQuery, find_text, page_text,
};
pub(crate) use reading::{LinesUnder, lines_under};
pub use repair::Repair;
pub use revision::Revision;
pub use security_store::{SecurityStore, security_store, store_increment};
pub use seed_value::{CertificateSeed, Seed, SeedValues, WantedName};
pub use signature::{SignatureFault, SignatureKind, SignatureValue, signatures};
pub use signature_field::{SignatureField, signature_fields};
pub use signature_field_json::SeedEntry;
pub(crate) use signature_field_json::written;
pub use text::{decode_text, encode_text};
pub use trace::signature_traces;
pub use transform::{AllowedChanges, FieldLock, LockTextError, SignatureLock};
pub(crate) use transform_write::{digest_name, doc_mdp, field_mdp, lock};
pub(crate) use view::Lent;
pub use view::View;
pub use xref::{XrefEntry, XrefKind};
