//! A file that is signed by CMS, or the CMS that signs one.

use super::content::Content;
use super::file::CmsFile;
use crate::cms::SignedData;
use crate::error::Error;
use crate::source::Source;

/// A file of any kind to be signed by CMS, or a CMS (`.p7s`, `.p7m`) with or without the content
/// that it is over. The content may be of any size: it is never in memory.
#[derive(Clone, Debug)]
pub struct CadesDocument {
    kind: Kind,
    given: Option<Given>,
}

#[derive(Clone, Debug)]
enum Kind {
    /// Bytes to be signed.
    Plain(Source),
    /// A CMS.
    Cms(std::sync::Arc<CmsFile>),
}

/// What a caller says that a detached signature is over.
#[derive(Clone, Debug)]
pub(crate) struct Given {
    /// Its name in the report.
    pub(crate) name: Option<String>,
    pub(crate) source: Source,
}

impl CadesDocument {
    /// Bytes to be signed, whatever they are.
    pub(crate) fn plain(source: Source) -> Self {
        Self { kind: Kind::Plain(source), given: None }
    }

    /// Reads a CMS.
    pub(crate) fn parse(source: Source) -> Result<Self, Error> {
        Ok(Self { kind: Kind::Cms(std::sync::Arc::new(CmsFile::open(source)?)), given: None })
    }

    /// With what it is over, where that stands elsewhere.
    pub(crate) fn with_content(&self, name: Option<String>, source: Source) -> Self {
        Self { kind: self.kind.clone(), given: Some(Given { name, source }) }
    }

    /// The CMS, if it is one.
    pub(crate) fn file(&self) -> Option<&CmsFile> {
        match &self.kind {
            Kind::Plain(_) => None,
            Kind::Cms(file) => Some(file),
        }
    }

    pub(crate) fn given(&self) -> Option<&Given> {
        self.given.as_ref()
    }

    /// What signatures are over: inside, given, or the file itself.
    pub(crate) fn content(&self) -> Option<Content<'_>> {
        let given = || self.given.as_ref().map(|given| Content::Detached(&given.source));
        match &self.kind {
            Kind::Plain(source) => Some(Content::Detached(source)),
            Kind::Cms(file) => file.content().or_else(given),
        }
    }

    /// The bytes of the file; of a CMS in PEM, what that encodes.
    #[must_use]
    pub fn source(&self) -> &Source {
        match &self.kind {
            Kind::Plain(source) => source,
            Kind::Cms(file) => file.source(),
        }
    }

    /// The CMS without its content, if it is one.
    #[must_use]
    pub fn signed_data(&self) -> Option<&SignedData> {
        self.file().map(CmsFile::signed_data)
    }

    /// Whether it is a CMS in PEM.
    #[must_use]
    pub fn is_pem(&self) -> bool {
        self.file().is_some_and(CmsFile::is_pem)
    }

    /// How many bytes of content the CMS carries; `None` where it is detached.
    #[must_use]
    pub fn attached_len(&self) -> Option<u64> {
        self.file().and_then(CmsFile::attached).map(super::content::Attached::len)
    }
}
