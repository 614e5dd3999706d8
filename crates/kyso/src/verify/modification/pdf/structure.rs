//! Whether the file after a signature can be read in one way only: readers that rebuild a damaged
//! file, or look things up in another order, must find what this verifier judges.

use super::engine::Unexplained;
use crate::pdf::{LayoutFault, PdfDocument};

/// What lets readers see different documents in the bytes after `signed_revision`.
pub(super) fn check(document: &PdfDocument, signed_revision: usize) -> Vec<Unexplained> {
    let mut faults: Vec<_> = document.padded().map(unexplained).into_iter().collect();
    let later = signed_revision.saturating_add(1)..document.revisions().len();
    if later.is_empty() {
        return faults;
    }
    faults.extend(document.dangling(signed_revision).map(unexplained));
    faults.extend(later.filter_map(|revision| document.layout(revision)).map(unexplained));
    faults
}

fn unexplained(fault: LayoutFault) -> Unexplained {
    let (object, fault) = match fault {
        LayoutFault::UnlistedBytes { .. } => (0, "unlisted-bytes"),
        LayoutFault::UnlistedObjects { stream } => (stream, "unlisted-objects"),
        LayoutFault::Misplaced { object } => (object, "misplaced-object"),
        LayoutFault::DanglingRow { object } => (object, "dangling-row"),
        LayoutFault::DoubledKey { object } => (object, "duplicate-key"),
        LayoutFault::OddNumber { object } => (object, "ambiguous-number"),
        LayoutFault::Size => (0, "size"),
        LayoutFault::Sections => (0, "startxref"),
        LayoutFault::HybridRow { object } => (object, "hybrid-row"),
        LayoutFault::SecondRoot { object } => (object, "second-root"),
        LayoutFault::Padded { .. } => (0, "padded"),
        LayoutFault::Unreadable => (0, "unreadable"),
    };
    Unexplained { object, fault }
}
