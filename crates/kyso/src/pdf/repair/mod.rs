//! Reads a file whose cross-reference is damaged: what stands in it is found by scanning, and one
//! complete section is put after it, from which every reader reads the same.
//!
//! Nothing is repaired unless it is asked for. Whoever damages a signed file and repairs it could
//! show anything under its signatures: so such a file is no basis of a verdict, and takes no new
//! signature.

mod contained;
mod definitions;
mod marks;
mod scan;
mod section;
mod streams;

use lopdf::{Dictionary, Object};

use self::contained::resolve;
use self::scan::{Found, scan};
use self::section::Section;
use super::document::{PdfDocument, find_header};
use super::error::{ObjectFault, PdfError};
use super::lex::{Lexer, Stop};
use super::revision::Index;
use super::signature::{SignatureValue, signatures};
use super::trace::signature_traces;
use super::xref::XrefEntry;
use crate::source::Source;

/// What was wrong with a file that was repaired.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Repair {
    /// The first fault, with its place.
    pub fault: PdfError,
    /// How many objects were found.
    pub objects: usize,
    /// Length of the file as it was, in bytes; what the document has beyond was put after it.
    pub len: u64,
    /// Where the first trace of a signature stands, if there is any.
    pub signed: Option<u64>,
}

impl PdfDocument {
    /// As [`Self::parse`]; but a file whose cross-reference is damaged, or leads elsewhere than to
    /// its objects, is scanned for them, and [`Self::source`] has a complete section after it then:
    /// see [`Self::repair`]. Of an object that stands there several times the last counts.
    ///
    /// # Errors
    /// As [`Self::parse`], also where what was found makes no document. Encrypted files are not
    /// repaired. [`PdfError::RepairSigned`] where it reads, and the bytes of a signature stand in it
    /// that the structure does not lead to. [`PdfError::TooManyObjects`], [`PdfError::TooMuchWork`].
    pub fn repaired(source: Source) -> Result<Self, PdfError> {
        let fault = match Self::parse(source.clone()) {
            Ok(document) => match document.sound() {
                // Its end, with a signature in it, may be what is missing.
                Ok(()) => return document.without_lost_signature(),
                Err(fault) => fault,
            },
            Err(fault) => fault,
        };
        if !fault.is_damage() {
            return Err(fault);
        }
        let mut found = scan(&source)?;
        if found.encrypted {
            return Err(fault);
        }
        resolve(&source, &mut found)?;
        let (base, _) = find_header(&source)?;
        let objects = found.definitions.len();
        let mut section = Section::of(&source, base, std::mem::take(&mut found.definitions))?;
        for trailer in trailers(&found) {
            let read = section.try_after(&source, trailer, |whole| {
                Self::parse(whole).ok().filter(|document| document.readable().is_ok())
            });
            if let Some(mut document) = read {
                let signed = found.signed.or(trace(&document, &source)?);
                document.repair = Some(Repair { fault, objects, len: source.len(), signed });
                return Ok(document);
            }
        }
        Err(fault)
    }

    /// What [`Self::repaired`] found wrong; `None` for a document that reads as it is.
    #[must_use]
    pub fn repair(&self) -> Option<&Repair> {
        self.repair.as_ref()
    }

    /// A repaired document that bears a trace of a signature takes nothing more.
    pub(crate) fn not_repaired_over_signature(&self) -> Result<(), PdfError> {
        match self.repair.as_ref().and_then(|repair| repair.signed) {
            Some(offset) => Err(PdfError::RepairSigned { offset }),
            None => Ok(()),
        }
    }

    fn without_lost_signature(self) -> Result<Self, PdfError> {
        if signatures(&self)?.is_empty()
            && let Some(lost) = signature_traces(&self.source)?.first()
        {
            return Err(PdfError::RepairSigned { offset: place(lost) });
        }
        Ok(self)
    }

    /// Whether every row leads to the object that it is for, and those read that a document needs.
    fn sound(&self) -> Result<(), PdfError> {
        if self.is_encrypted() {
            return Ok(());
        }
        let view = self.latest();
        for (number, _) in Index::new(&self.sections).into_numbers() {
            if let Some(XrefEntry::Offset { offset, generation }) = view.entry(number)? {
                self.header_at((number, generation), offset)?;
            }
        }
        self.readable()
    }

    fn header_at(&self, id: lopdf::ObjectId, offset: u64) -> Result<(), PdfError> {
        /// Two numbers, a word, and some white space.
        const ROOM: u64 = 64;
        let bad = |fault| PdfError::BadObject { object: id, offset: Some(offset), fault };
        let end = offset.saturating_add(ROOM).min(self.source.len());
        if offset >= end {
            return Err(bad(ObjectFault::NoHeader));
        }
        let piece = self.source.window(offset..end)?;
        match Lexer::new(&piece, offset, true).header() {
            Ok(Some(found)) if found == id => Ok(()),
            Ok(Some(found)) => Err(bad(ObjectFault::OtherObject(found))),
            Ok(None) | Err(Stop::Fault(_) | Stop::More) => Err(bad(ObjectFault::NoHeader)),
        }
    }

    /// Whether catalog, first page and form read.
    fn readable(&self) -> Result<(), PdfError> {
        let view = self.latest();
        view.pages()?.next().ok_or(PdfError::NoPage)??;
        super::field::fields(&view).map(drop)
    }
}

/// The trailers to try, the most likely first: the last in the file, then those that name a catalog
/// which none names.
fn trailers(found: &Found) -> impl Iterator<Item = Dictionary> + '_ {
    let named = found.trailers.iter().rev().cloned();
    let unnamed = found.catalogs.iter().rev().map(|id| {
        let mut trailer = found.trailers.back().cloned().unwrap_or_default();
        trailer.set("Root", Object::Reference(*id));
        trailer
    });
    named.chain(unnamed)
}

/// Where a signature is that the structure leads to now, or did.
fn trace(document: &PdfDocument, source: &Source) -> Result<Option<u64>, PdfError> {
    if let Some(first) = signatures(document)?.first() {
        return Ok(Some(place(first)));
    }
    Ok(signature_traces(source)?.first().map(place))
}

fn place(found: &SignatureValue) -> u64 {
    found.contents_span.as_ref().map_or(0, |span| span.start)
}
