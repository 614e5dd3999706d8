//! A document of any kind this library signs and verifies, told apart by its content.

use std::path::Path;
use std::sync::Arc;

use crate::Error;
use crate::cades::CadesDocument;
use crate::container::{Container, Kind};
use crate::pdf::{
    self, FoundText, NewField, NewTextField, Opening, PageLines, PdfDocument, SignatureField,
    TextQuery,
};
use crate::report::Format;
use crate::sign::{self, ExtensionBuilder, SignError, SignatureBuilder, Signed};
use crate::source::Source;
use crate::time::Time;
use crate::timestamp::TimestampAuthority;
use crate::trust::TrustAnchors;
use crate::xml::{XmlDocument, XmlError};

/// A document to sign or to verify. Cheap to clone; opening reads the structure, not the content.
#[derive(Clone, Debug)]
pub struct Document {
    content: Content,
}

/// What is inside.
#[derive(Clone, Debug)]
pub(crate) enum Content {
    Pdf(Arc<PdfDocument>),
    Xml(Arc<XmlDocument>),
    Container(Arc<Container>),
    Cades(Arc<CadesDocument>),
}

impl Document {
    /// Opens a file. It is read in place while this value lives, never loaded whole; an XML
    /// document is read through once.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] where the file cannot be read, [`Error::UnknownFormat`] where it is neither
    /// PDF nor XML nor CMS nor a container, [`Error::Pdf`], [`Error::Xml`], [`Error::Cms`] or
    /// [`Error::Container`] with a byte offset where it is a broken one.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, Error> {
        Self::from_source(Source::open(path.as_ref())?)
    }

    /// Takes a document that is in memory.
    ///
    /// # Errors
    ///
    /// As [`Self::open`].
    pub fn from_bytes(bytes: impl Into<Vec<u8>>) -> Result<Self, Error> {
        Self::from_source(Source::from_bytes(bytes.into()))
    }

    /// Takes a document wherever its bytes are.
    ///
    /// # Errors
    ///
    /// As [`Self::open`].
    pub fn from_source(source: Source) -> Result<Self, Error> {
        Self::from_source_with(source, &Opening::new())
    }

    /// Takes any file as what a CMS signature is to be over, PDF and XML too; nothing of it is
    /// looked into.
    #[must_use]
    pub fn file(source: Source) -> Self {
        Self { content: Content::Cades(Arc::new(CadesDocument::plain(source))) }
    }

    /// With what a detached CMS signature is over, and its name in reports. Any other document
    /// stays as it is. Where the CMS holds content of its own, that must be the same.
    #[must_use]
    pub fn with_content(&self, name: Option<&str>, source: Source) -> Self {
        match &self.content {
            Content::Cades(cades) => {
                let cades = cades.with_content(name.map(str::to_owned), source);
                Self { content: Content::Cades(Arc::new(cades)) }
            }
            Content::Pdf(_) | Content::Xml(_) | Content::Container(_) => self.clone(),
        }
    }

    /// Opens a file that may be an encrypted PDF: as [`Self::open`], with a password.
    ///
    /// # Errors
    ///
    /// As [`Self::open`]; [`PdfError::PasswordNeeded`](crate::pdf::PdfError::PasswordNeeded) and
    /// [`PdfError::PasswordWrong`](crate::pdf::PdfError::PasswordWrong).
    pub fn open_with(path: impl AsRef<Path>, opening: &Opening) -> Result<Self, Error> {
        Self::from_source_with(Source::open(path.as_ref())?, opening)
    }

    /// As [`Self::from_source`], for what may be an encrypted PDF; for one in memory, take
    /// [`Source::from_bytes`].
    ///
    /// # Errors
    ///
    /// As [`Self::open_with`].
    pub fn from_source_with(source: Source, opening: &Opening) -> Result<Self, Error> {
        Self::read(source, opening, XmlDocument::parse)
    }

    /// Takes a document to sign or verify it. As [`Self::from_source`], but a large XML document is
    /// not kept whole: see [`XmlDocument::parse_sparing`].
    ///
    /// # Errors
    ///
    /// As [`Self::open`].
    pub fn sparing(source: Source) -> Result<Self, Error> {
        Self::sparing_with(source, &Opening::new())
    }

    /// As [`Self::sparing`], for what may be an encrypted PDF.
    ///
    /// # Errors
    ///
    /// As [`Self::open_with`].
    pub fn sparing_with(source: Source, opening: &Opening) -> Result<Self, Error> {
        Self::read(source, opening, XmlDocument::parse_sparing)
    }

    /// Takes a document whose structure may be damaged: the objects of such a PDF are found by
    /// scanning, and signing it puts a complete cross-reference after them. [`PdfDocument::repair`]
    /// says whether that was done. A sound document, and any XML, is as [`Self::sparing`] takes it.
    ///
    /// # Errors
    ///
    /// As [`Self::open`], where nothing can be repaired; an encrypted PDF cannot. One that bears a
    /// trace of a signature opens and takes nothing more:
    /// [`PdfError::RepairSigned`](crate::pdf::PdfError::RepairSigned).
    pub fn repaired(source: Source) -> Result<Self, Error> {
        if Format::of(&source)? == Some(Format::Pdf) {
            let pdf = PdfDocument::repaired(source.clone())?;
            if pdf.repair().is_some() {
                return Ok(Self { content: Content::Pdf(Arc::new(pdf)) });
            }
        }
        Self::sparing(source)
    }

    fn read(
        source: Source,
        opening: &Opening,
        xml: impl FnOnce(Source) -> Result<XmlDocument, XmlError>,
    ) -> Result<Self, Error> {
        let content = match Format::of(&source)? {
            Some(Format::Xml) => Content::Xml(Arc::new(xml(source)?)),
            Some(Format::Pdf) => Content::Pdf(Arc::new(PdfDocument::parse_with(source, opening)?)),
            Some(Format::AsicS | Format::AsicE) => {
                Content::Container(Arc::new(Container::parse(source)?))
            }
            Some(Format::Cades) => Content::Cades(Arc::new(CadesDocument::parse(source)?)),
            None if source.is_empty() => return Err(Error::Empty),
            None if is_mail(&source)? => return Err(Error::Mime),
            None => return Err(Error::UnknownFormat),
        };
        Ok(Self { content })
    }

    /// What kind of document it is.
    #[must_use]
    pub fn format(&self) -> Format {
        match &self.content {
            Content::Pdf(_) => Format::Pdf,
            Content::Xml(_) => Format::Xml,
            Content::Container(container) => container.kind().into(),
            Content::Cades(_) => Format::Cades,
        }
    }

    /// The PDF, if it is one.
    #[must_use]
    pub fn pdf(&self) -> Option<&PdfDocument> {
        match &self.content {
            Content::Pdf(pdf) => Some(pdf),
            Content::Xml(_) | Content::Cades(_) | Content::Container(_) => None,
        }
    }

    /// The XML document, if it is one.
    #[must_use]
    pub fn xml(&self) -> Option<&XmlDocument> {
        match &self.content {
            Content::Xml(xml) => Some(xml),
            Content::Pdf(_) | Content::Cades(_) | Content::Container(_) => None,
        }
    }

    /// The container, if it is one.
    #[must_use]
    pub fn container(&self) -> Option<&Container> {
        match &self.content {
            Content::Container(container) => Some(container),
            Content::Pdf(_) | Content::Xml(_) | Content::Cades(_) => None,
        }
    }

    /// Puts files into a new container, by the names that they get in it, to sign them together:
    /// an ASiC-E of any number of files, or an ASiC-S of one. They are read where they are, when
    /// they are needed, and stored as they are.
    ///
    /// # Errors
    ///
    /// [`Error::Container`]: no file or too many, a name that is not allowed or is there twice, a
    /// file that cannot be read.
    pub fn pack(kind: Kind, files: &[(String, Source)]) -> Result<Self, Error> {
        let container = Container::pack(kind, files)?;
        Ok(Self { content: Content::Container(Arc::new(container)) })
    }

    /// The bytes of the document, as it was opened.
    pub(crate) fn source(&self) -> &Source {
        match &self.content {
            Content::Pdf(pdf) => pdf.source(),
            Content::Xml(xml) => xml.source(),
            Content::Cades(cades) => cades.source(),
            Content::Container(container) => container.source(),
        }
    }

    /// The file that is signed by CMS, or the CMS, if it is one.
    #[must_use]
    pub fn cades(&self) -> Option<&CadesDocument> {
        match &self.content {
            Content::Cades(cades) => Some(cades),
            Content::Pdf(_) | Content::Xml(_) | Content::Container(_) => None,
        }
    }

    /// For the walks, which go one way for each kind.
    pub(crate) fn content(&self) -> &Content {
        &self.content
    }

    /// Starts a signature by `signer`: a [`Credential`](crate::Credential), or
    /// [`Signer::chain`](crate::Signer::chain) where the key is elsewhere.
    ///
    /// `now` is the time at which the certificate must be valid, and the time that the signature
    /// claims unless [`SignatureBuilder::claimed_time`] says another.
    pub fn sign<'a, S>(&self, signer: S, now: Time) -> SignatureBuilder<'a, S> {
        SignatureBuilder::new(self.clone(), signer, now)
    }

    /// Starts to raise what is signed to a higher level, or to renew its last time-stamp.
    ///
    /// `now` is the time as of which certificates that no time-stamp covers yet are judged.
    pub fn extend<'a>(&self, now: Time) -> ExtensionBuilder<'a> {
        ExtensionBuilder::new(self.clone(), now)
    }

    /// The signature fields of a PDF, empty and signed, in the order of its form; an XML document
    /// has none. Nothing of them is judged.
    ///
    /// # Errors
    ///
    /// [`Error::Pdf`] where the form cannot be read.
    pub fn signature_fields(&self) -> Result<Vec<SignatureField>, Error> {
        match &self.content {
            Content::Pdf(pdf) => Ok(pdf::signature_fields(pdf)?),
            Content::Xml(_) | Content::Cades(_) | Content::Container(_) => Ok(Vec::new()),
        }
    }

    /// Looks for a text on the pages of a PDF; in an XML document there is no page.
    ///
    /// # Errors
    ///
    /// [`Error::Pdf`] where the pages cannot be listed.
    pub fn find_text(&self, query: &TextQuery) -> Result<FoundText, Error> {
        match &self.content {
            Content::Pdf(pdf) => Ok(pdf::find_text(pdf, query)?),
            Content::Xml(_) | Content::Cades(_) | Content::Container(_) => Ok(FoundText::default()),
        }
    }

    /// What a page of a PDF says, counted from 1; in any other document there is no page.
    ///
    /// # Errors
    ///
    /// [`Error::Pdf`] where the page is not there or cannot be read.
    pub fn page_text(&self, page: usize) -> Result<PageLines, Error> {
        match &self.content {
            Content::Pdf(pdf) => Ok(pdf::page_text(pdf, page)?),
            Content::Xml(_) | Content::Cades(_) | Content::Container(_) => Ok(PageLines::default()),
        }
    }

    /// Adds an empty signature field to a PDF, for somebody to sign. What comes back is the
    /// document with the field; it is saved as a signed one is.
    ///
    /// # Errors
    ///
    /// [`SignError::SignedBefore`] where a signature stands in the document: a new empty field
    /// after it would make it fail. [`SignError::Pdf`] where the name is taken, or page and
    /// rectangle do not fit.
    pub fn add_signature_field(&self, field: &NewField) -> Result<Signed, SignError> {
        sign::add_field(self, field)
    }

    /// Adds an empty field of text to a PDF, for somebody to fill in after others signed
    /// ([`SignatureBuilder::fill`]).
    ///
    /// # Errors
    ///
    /// As [`Self::add_signature_field`].
    pub fn add_text_field(&self, field: &NewTextField) -> Result<Signed, SignError> {
        sign::add_text_field(self, field)
    }

    /// Adds a document time-stamp alone: it proves that the document, signed or not, existed.
    /// With `trust`, only an authority whose path ends at one of these anchors will do.
    ///
    /// # Errors
    ///
    /// [`SignError`]; nothing has been written then.
    pub fn timestamp(
        &self,
        tsa: &dyn TimestampAuthority,
        trust: Option<&TrustAnchors>,
    ) -> Result<Signed, SignError> {
        sign::timestamp(self, tsa, trust)
    }
}

/// Whether it is a message with a signature in it (RFC 8551 §3): to be told from other unknown
/// files, for the signature can be saved apart.
fn is_mail(source: &Source) -> Result<bool, Error> {
    const HEADERS: u64 = 8 << 10;
    const TYPES: [&[u8]; 3] =
        [b"multipart/signed", b"application/pkcs7-mime", b"application/x-pkcs7-mime"];
    let head = source.window(0..source.len().min(HEADERS))?.to_ascii_lowercase();
    let has = |mark: &[u8]| memchr::memmem::find(&head, mark).is_some();
    Ok(has(b"content-type:") && TYPES.iter().any(|kind| has(kind)))
}
