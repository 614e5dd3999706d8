//! What a signature covers, handed out byte for byte: the revision of a PDF, what each reference
//! of an XML signature digests.

use std::io::{self, Read, Write};
use std::ops::Range;

use super::Verifier;
use super::expect::Carried;
use super::xml::{self, candidates};
use crate::cades::{self, CadesDocument};
use crate::container::Container;
use crate::crypto::{Digest, Hasher};
use crate::document::{Content, Document};
use crate::limits::STREAM_CHUNK;
use crate::report::{Conclusion, CoveredTarget, Extent, Integrity, Report};
use crate::source::{Source, SourceError};
use crate::xml::signature::{DereferenceFault, DigestOptions, XmlSignature, check_value_by};
use crate::xml::transform::Budget;
use crate::xml::{C14nVersion, Canonicalization, Sink, XmlDocument};

/// One thing that a signature covers, as [`Verifier::signed_parts`] found it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SignedPart {
    signature: usize,
    what: What,
}

#[derive(Clone, PartialEq, Eq, Debug)]
enum What {
    /// The document as it was when it was signed, its signature in it.
    Revision(Range<u64>),
    /// The content of a CMS.
    Content,
    /// A reference, counted from 0.
    Reference { index: usize, is_xml: bool },
    /// A file of a container.
    File { name: String, digest: Digest },
}

impl SignedPart {
    /// PDF: the bytes of the file from its start to where `/ByteRange` ends.
    #[must_use]
    pub fn revision(&self) -> Option<Range<u64>> {
        match &self.what {
            What::Revision(range) => Some(range.clone()),
            What::Reference { .. } | What::Content | What::File { .. } => None,
        }
    }

    /// Container: the name of the file, with its folders. It leads nowhere else.
    #[must_use]
    pub fn file(&self) -> Option<&str> {
        match &self.what {
            What::File { name, .. } => Some(name),
            What::Revision(_) | What::Content | What::Reference { .. } => None,
        }
    }

    /// XML: the number of the reference, counted from 1.
    #[must_use]
    pub fn reference(&self) -> Option<usize> {
        match self.what {
            What::Reference { index, .. } => index.checked_add(1),
            What::Revision(_) | What::Content | What::File { .. } => None,
        }
    }

    /// Whether it is all that a CMS signature is over.
    #[must_use]
    pub fn is_content(&self) -> bool {
        self.what == What::Content
    }

    /// Whether its bytes are XML, canonical and in UTF-8.
    #[must_use]
    pub fn is_xml(&self) -> bool {
        matches!(self.what, What::Reference { is_xml: true, .. })
    }
}

/// Why something signed could not be handed out.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SignedPartError {
    /// The document cannot be read any more.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// The bytes cannot be written.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// What a reference names cannot be had.
    #[error(transparent)]
    Reference(DereferenceFault),
    /// The document is not the one that was verified.
    #[error("the document is not the one that was verified")]
    Changed,
}

impl Verifier<'_> {
    /// What signature number `index` of a report on `document` covers; nothing where its bytes
    /// are not those that were signed. It says nothing of who signed: that is the conclusion.
    #[must_use]
    pub fn signed_parts(
        &self,
        document: &Document,
        report: &Report,
        index: usize,
    ) -> Vec<SignedPart> {
        let Some(signature) = report.signatures.get(index) else { return Vec::new() };
        if signature.integrity != Integrity::Intact {
            return Vec::new();
        }
        let part = |what| SignedPart { signature: index, what };
        match document.content() {
            // Bytes behind the range are nobody's, white space or not.
            Content::Pdf(_) => {
                let end = signature
                    .material
                    .byte_range
                    .and_then(|[_, _, at, length]| at.checked_add(length));
                end.map(|end| part(What::Revision(0..end))).into_iter().collect()
            }
            // A countersignature covers nothing that could be handed out.
            Content::Cades(_) => {
                let hands_out = |one: &crate::report::Covered| {
                    matches!(one.target, CoveredTarget::Content | CoveredTarget::External)
                };
                let covered = signature.covers.iter().filter(|one| hands_out(one));
                covered.map(|_| part(What::Content)).collect()
            }
            Content::Xml(_) => {
                let references = signature.covers.iter().filter(|one| !one.in_manifest);
                let what = |(index, one): (usize, &crate::report::Covered)| {
                    let inside = one.target != CoveredTarget::External;
                    part(What::Reference { index, is_xml: inside && one.extent != Extent::Decoded })
                };
                references.enumerate().map(what).collect()
            }
            // A file has its name back, and people take it for what it was: nothing less will do.
            Content::Container(_) if !matches!(signature.conclusion, Conclusion::Passed(_)) => {
                Vec::new()
            }
            Content::Container(container) => {
                let (covers, digests) = (&signature.covers, &signature.material.digests);
                let direct = covers.iter().filter(|one| !one.in_manifest && one.value.is_none());
                let told = covers.iter().filter_map(|one| Some((one, one.value.as_ref()?)));
                let of = |(one, digest): (&crate::report::Covered, &Digest)| {
                    let CoveredTarget::File { name } = &one.target else { return None };
                    container.entry(name).filter(|entry| entry.is_data())?;
                    Some(What::File { name: name.clone(), digest: *digest })
                };
                direct.zip(digests).chain(told).filter_map(of).map(part).collect()
            }
        }
    }

    /// Writes such a part of `document`, exactly as it was signed, to `out`; it may have a piece
    /// of it when this fails.
    ///
    /// # Errors
    ///
    /// [`SignedPartError`].
    pub fn write_signed(
        &self,
        document: &Document,
        part: &SignedPart,
        out: &mut dyn Write,
    ) -> Result<(), SignedPartError> {
        match (document.content(), &part.what) {
            (Content::Pdf(pdf), What::Revision(range)) => copy(pdf.source(), range.clone(), out),
            (Content::Xml(xml), What::Reference { index, .. }) => {
                self.write_reference(xml, part.signature, *index, out)
            }
            (Content::Container(container), What::File { name, digest }) => {
                write_file(container, name, digest, out)
            }
            (Content::Cades(cades), What::Content) => self.write_content(cades, out),
            _ => Err(SignedPartError::Changed),
        }
    }

    /// The bytes that a CMS is over.
    fn write_content(
        &self,
        cades: &CadesDocument,
        out: &mut dyn Write,
    ) -> Result<(), SignedPartError> {
        let given = self.content.as_ref().map(|given| cades::Content::Detached(&given.source));
        let content = cades.content().or(given).ok_or(SignedPartError::Changed)?;
        let mut written = Ok(());
        let read = content.stream(&mut |bytes| {
            if written.is_ok() {
                written = out.write_all(bytes);
            }
        });
        match read {
            Ok(()) => Ok(written?),
            Err(crate::Error::Source(error)) => Err(error.into()),
            Err(_) => Err(SignedPartError::Changed),
        }
    }

    fn write_reference(
        &self,
        document: &XmlDocument,
        signature: usize,
        index: usize,
        out: &mut dyn Write,
    ) -> Result<(), SignedPartError> {
        let changed = || SignedPartError::Changed;
        let tree = document.tree();
        let node = *xml::found(document).get(signature).ok_or_else(changed)?;
        let signature = XmlSignature::read(tree, node).map_err(|_| changed())?;
        let certificates = candidates::of(&signature);
        let (holds, _) = check_value_by(tree, &signature, &certificates).map_err(|_| changed())?;
        let reference = signature.signed_info.references.get(index).ok_or_else(changed)?;
        let digest = reference.digest_method.algorithm.ok_or_else(changed)?;
        let outside = self.resolver.map(|outside| outside.0);
        let carried = Carried { attachments: self.expected.attachments(document), outside };
        let budget = Budget::for_document(document.source().len());
        let legacy_exclusive = self.policy.dangerous.legacy_transforms;
        let options = DigestOptions { resolver: Some(&carried), legacy_exclusive, budget: &budget };
        let mut sink = Copied { out, hasher: Hasher::new(digest), fault: None };
        holds
            .write_reference(index, document.ids(), &options, &default_form(), &mut sink)
            .map_err(SignedPartError::Reference)?;
        let Copied { hasher, fault, .. } = sink;
        if let Some(fault) = fault {
            return Err(fault.into());
        }
        let same = hasher.finish().as_bytes() == reference.digest_value.as_slice();
        if same { Ok(()) } else { Err(SignedPartError::Changed) }
    }
}

/// A file of a container, which must be the one that was signed.
fn write_file(
    container: &Container,
    name: &str,
    digest: &Digest,
    out: &mut dyn Write,
) -> Result<(), SignedPartError> {
    let entry = container.entry(name).ok_or(SignedPartError::Changed)?;
    let mut content = container.read(entry);
    let mut hasher = Hasher::new(digest.algorithm());
    let mut buffer = vec![0; STREAM_CHUNK];
    loop {
        let read = content.read(&mut buffer)?;
        let piece = buffer.get(..read).unwrap_or_default();
        if piece.is_empty() {
            break;
        }
        hasher.update(piece);
        out.write_all(piece)?;
    }
    if hasher.finish() == *digest { Ok(()) } else { Err(SignedPartError::Changed) }
}

/// What makes bytes of nodes where no transform does (xmldsig-core1 §4.4.3.2).
fn default_form() -> Canonicalization {
    let inclusive_prefixes = Vec::new();
    Canonicalization { version: C14nVersion::V10, comments: false, inclusive_prefixes }
}

fn copy(source: &Source, range: Range<u64>, out: &mut dyn Write) -> Result<(), SignedPartError> {
    let mut at = range.start;
    while at < range.end {
        let end = at.saturating_add(STREAM_CHUNK as u64).min(range.end);
        out.write_all(&source.read_range(at..end)?)?;
        at = end;
    }
    Ok(())
}

/// Writes and hashes; what cannot be written is told at the end.
struct Copied<'o> {
    out: &'o mut dyn Write,
    hasher: Hasher,
    fault: Option<io::Error>,
}

impl Sink for Copied<'_> {
    fn write(&mut self, bytes: &[u8]) {
        if self.fault.is_none() {
            self.fault = self.out.write_all(bytes).err();
            Sink::write(&mut self.hasher, bytes);
        }
    }

    fn is_full(&self) -> bool {
        self.fault.is_some()
    }
}
