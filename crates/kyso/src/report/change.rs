//! What later revisions did to a signed PDF, put together by what it is.

use std::sync::Arc;

use serde::{Serialize, Serializer};

/// What a change is about. The names are part of the outer contract: one may be added, none is
/// renamed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum ChangeKind {
    /// A further signature, with its field and its look.
    Signature,
    /// A document time-stamp.
    DocumentTimestamp,
    /// The document security store: certificates and revocation data.
    SecurityStore,
    /// The value and the look of a form field.
    FormField,
    /// The interactive form itself.
    Form,
    /// An annotation.
    Annotation,
    /// A page: what it shows, or its list of annotations.
    Page,
    /// A stream that a page or a look may draw: its content, a font, an image.
    Content,
    /// The catalog of the document.
    Catalog,
    /// Notes about the document: `/Info`, XMP.
    Metadata,
    /// How the file is written: cross-references, object streams, bytes beside them.
    FileStructure,
    /// None of these, or it cannot be told.
    Other,
}

impl ChangeKind {
    /// Every kind there is, for tables of texts.
    pub const ALL: &'static [Self] = &[
        Self::Signature,
        Self::DocumentTimestamp,
        Self::SecurityStore,
        Self::FormField,
        Self::Form,
        Self::Annotation,
        Self::Page,
        Self::Content,
        Self::Catalog,
        Self::Metadata,
        Self::FileStructure,
        Self::Other,
    ];

    /// The name in reports, `kebab-case`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Signature => "signature",
            Self::DocumentTimestamp => "document-timestamp",
            Self::SecurityStore => "security-store",
            Self::FormField => "form-field",
            Self::Form => "form",
            Self::Annotation => "annotation",
            Self::Page => "page",
            Self::Content => "content",
            Self::Catalog => "catalog",
            Self::Metadata => "metadata",
            Self::FileStructure => "file-structure",
            Self::Other => "other",
        }
    }
}

/// One thing that changed after a signature, and whether it was allowed to.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[non_exhaustive]
pub struct Change {
    /// The revision that made it, counted from 1; `None` where it belongs to none.
    pub revision: Option<usize>,
    /// What it is about.
    pub kind: ChangeKind,
    /// The numbers of the objects written for it, at most
    /// [`MAX_OBJECTS_PER_CHANGE`](crate::limits::MAX_OBJECTS_PER_CHANGE); none for the trailer and
    /// the file. Shared, since each earlier signature has the same change in its report.
    #[serde(serialize_with = "each")]
    pub objects: Arc<[u32]>,
    /// How many objects there are in all.
    pub object_count: usize,
    /// The full name of the field.
    #[serde(serialize_with = "text")]
    pub field: Option<Arc<str>>,
    /// The page that the field or the annotation is seen on, counted from 1, where it is known.
    pub page: Option<usize>,
    /// Whether it may stand there after this signature.
    pub allowed: bool,
    /// The rule that allows it, or what forbids it, `kebab-case`.
    pub rule: &'static str,
}

fn each<S: Serializer>(objects: &Arc<[u32]>, serializer: S) -> Result<S::Ok, S::Error> {
    objects.as_ref().serialize(serializer)
}

fn text<S: Serializer>(field: &Option<Arc<str>>, serializer: S) -> Result<S::Ok, S::Error> {
    field.as_deref().serialize(serializer)
}
