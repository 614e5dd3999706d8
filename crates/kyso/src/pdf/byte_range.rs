//! The proof that a `/ByteRange` leaves out exactly its `/Contents` and ends where a revision ends.

use std::ops::Range;

use lopdf::StringFormat;

use super::document::PdfDocument;
use super::signature::{SignatureFault, SignatureValue};
use super::xref::XrefEntry;

/// A `/ByteRange` that covers its revision whole, but for the `/Contents` string alone.
///
/// Only [`prove`] makes one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ByteRangeProof {
    ranges: [Range<u64>; 2],
    revision: usize,
    covers_whole_file: bool,
}

impl ByteRangeProof {
    /// The two file ranges to digest, one after the other.
    #[must_use]
    pub fn ranges(&self) -> [Range<u64>; 2] {
        self.ranges.clone()
    }

    /// Index of the revision that the signature covers, with all before it.
    #[must_use]
    pub fn revision(&self) -> usize {
        self.revision
    }

    /// Whether the second range ends at the file's last byte.
    #[must_use]
    pub fn covers_whole_file(&self) -> bool {
        self.covers_whole_file
    }
}

/// Why a `/ByteRange` proves nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ByteRangeFault {
    /// The signature dictionary itself is unfit.
    #[error("the signature dictionary is unfit: {0}")]
    Dictionary(SignatureFault),
    /// Not exactly four integers.
    #[error("/ByteRange has {count} integers")]
    NotFour {
        /// How many.
        count: usize,
    },
    /// An integer is negative, or a range's end overflows.
    #[error("/ByteRange has a value out of range: {value}")]
    OutOfRange {
        /// The integer.
        value: i64,
    },
    /// The first range does not start with the file's first byte.
    #[error("/ByteRange starts at byte {start}")]
    NotFromStart {
        /// Where it starts.
        start: u64,
    },
    /// The second range ends after the file does.
    #[error("/ByteRange ends at byte {end}, the file at {len}")]
    PastEnd {
        /// End of the second range.
        end: u64,
        /// Length of the file.
        len: u64,
    },
    /// What lies between the ranges is not exactly this dictionary's `/Contents` string.
    #[error("/ByteRange leaves out {gap:?}, /Contents is {contents:?}")]
    Gap {
        /// What is left out.
        gap: Range<u64>,
        /// The string, with its brackets.
        contents: Range<u64>,
    },
    /// `/Contents` is a literal string: its bytes could hold an object that a reader finds.
    #[error("/Contents is no hexadecimal string")]
    NotHexadecimal,
    /// A cross-reference row of the signature's revision leads into what is left out.
    #[error("object {object} would lie inside /Contents")]
    ObjectInGap {
        /// Its number.
        object: u32,
    },
    /// The second range ends where no revision ends.
    #[error("/ByteRange ends at byte {end}, where no revision ends")]
    NotARevisionEnd {
        /// End of the second range.
        end: u64,
    },
    /// The signature is not part of the revision it covers.
    #[error("/ByteRange ends revision {covered}, the signature is first seen in {seen}")]
    OtherRevision {
        /// The revision whose end the range has.
        covered: usize,
        /// The revision in which the field first has the signature.
        seen: usize,
    },
    /// The dictionary's bytes lie outside the revision that it covers.
    #[error("the signature dictionary at {span:?} lies outside its revision")]
    OutsideRevision {
        /// The dictionary.
        span: Range<u64>,
    },
    /// The `startxref` of the covered revision leads elsewhere: who opened the file when it was
    /// signed saw another document.
    #[error("revision {revision} does not stand alone")]
    NotStandingAlone {
        /// The revision.
        revision: usize,
    },
}

/// Proves that a signature's byte range covers everything up to a revision's end except its own
/// `/Contents` string (ISO 32000-2 §12.8.1, ETSI EN 319 142-1 §5.5).
///
/// # Errors
/// The first thing found that does not hold.
pub fn prove(
    doc: &PdfDocument,
    signature: &SignatureValue,
) -> Result<ByteRangeProof, ByteRangeFault> {
    let fatal = signature.faults.iter().find(|fault| match fault {
        // Other doubled keys are for the verifier to weigh: they are covered by the signature.
        SignatureFault::DuplicateKey(key) => key == "Contents" || key == "ByteRange",
        _ => true,
    });
    if let Some(fault) = fatal {
        return Err(ByteRangeFault::Dictionary(fault.clone()));
    }
    let [first, second] = ranges(signature)?;
    if first.start != 0 {
        return Err(ByteRangeFault::NotFromStart { start: first.start });
    }
    let len = doc.source().len();
    if second.end > len {
        return Err(ByteRangeFault::PastEnd { end: second.end, len });
    }
    let contents = signature.contents_span.clone();
    let contents =
        contents.ok_or(ByteRangeFault::Dictionary(SignatureFault::ContentsNotAString))?;
    let gap = first.end..second.start;
    if gap != contents {
        return Err(ByteRangeFault::Gap { gap, contents });
    }
    if signature.contents_format != StringFormat::Hexadecimal {
        return Err(ByteRangeFault::NotHexadecimal);
    }
    let revision = covered_revision(doc, signature, second.end)?;
    nothing_in_gap(doc, revision, &gap)?;
    let covers_whole_file = second.end == len;
    Ok(ByteRangeProof { ranges: [first, second], revision, covers_whole_file })
}

fn ranges(signature: &SignatureValue) -> Result<[Range<u64>; 2], ByteRangeFault> {
    let integers = signature.byte_range.as_deref().unwrap_or_default();
    let &[a, b, c, d] = integers else {
        return Err(ByteRangeFault::NotFour { count: integers.len() });
    };
    let offset =
        |value: i64| u64::try_from(value).map_err(|_| ByteRangeFault::OutOfRange { value });
    let range = |start: i64, length: i64| {
        let (start, length_) = (offset(start)?, offset(length)?);
        let end = start.checked_add(length_);
        Ok(start..end.ok_or(ByteRangeFault::OutOfRange { value: length })?)
    };
    Ok([range(a, b)?, range(c, d)?])
}

/// No row of the signature's own revision may lead into its gap. Rows of other revisions are
/// judged where later revisions are: `layout.rs`.
fn nothing_in_gap(
    doc: &PdfDocument,
    revision: usize,
    gap: &Range<u64>,
) -> Result<(), ByteRangeFault> {
    for row in doc.changed(revision) {
        match row {
            Ok((object, XrefEntry::Offset { offset, .. })) if gap.contains(&offset) => {
                return Err(ByteRangeFault::ObjectInGap { object });
            }
            Ok(_) => {}
            Err(error) => {
                let fault = SignatureFault::Unreadable(error);
                return Err(ByteRangeFault::Dictionary(fault));
            }
        }
    }
    Ok(())
}

/// The revision that ends at `end`, if the signature belongs to it.
fn covered_revision(
    doc: &PdfDocument,
    signature: &SignatureValue,
    end: u64,
) -> Result<usize, ByteRangeFault> {
    let mut revisions = doc.revisions().iter().enumerate();
    let found = revisions.find(|(_, revision)| revision.eof <= end && end <= revision.end);
    let (index, revision) = found.ok_or(ByteRangeFault::NotARevisionEnd { end })?;
    if signature.revision != index {
        return Err(ByteRangeFault::OtherRevision { covered: index, seen: signature.revision });
    }
    match &signature.span {
        Some(span) if revision.start <= span.start && span.end <= revision.eof => {}
        span => {
            let span = span.clone().unwrap_or_default();
            return Err(ByteRangeFault::OutsideRevision { span });
        }
    }
    if !revision.stands_alone {
        return Err(ByteRangeFault::NotStandingAlone { revision: index });
    }
    Ok(index)
}
