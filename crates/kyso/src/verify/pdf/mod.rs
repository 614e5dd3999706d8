//! The walk through a PDF: signatures found in all revisions → document time-stamps, newest first,
//! as proofs of existence → for each signature integrity → the stages of every format →
//! modification analysis.

mod describe;
mod digests;
mod discover;
mod drawn;
mod judge;
mod level;
mod opened;

pub(crate) use discover::{Found, traces};
pub(crate) use level::{speaks_of, timestamps};

use self::judge::Judging;
use self::opened::Opened;
use super::context::Context;
use super::existence::Existence;
use super::modification::{Filling, History};
use crate::pdf::{self, PdfDocument, PdfError, SecurityStore};
use crate::report::{Conclusion, Integrity, Kind, SignatureReport};
use crate::revocation::Evidence;
use crate::x509::{Certificate, Crl, OcspResponse};

/// The signatures that a document leads to; where it leads to none, what traces of some are left.
pub(crate) fn found(document: &PdfDocument) -> Result<Vec<Found>, PdfError> {
    let found = discover::signatures(document)?;
    if found.is_empty() { traces(document.source()) } else { Ok(found) }
}

/// What the latest security store holds.
pub(crate) fn stored(document: &PdfDocument) -> Evidence {
    read_store(pdf::security_store(&document.latest()).unwrap_or_default())
}

/// Judges all: document time-stamps first, the newest before the others, as each that passes is
/// the control time of what it covers (EN 319 102-1 §5.6.2). Without a document there are traces
/// only. Beside the reports, what was filled after the first signature.
pub(crate) fn judge_all(
    document: Option<&PdfDocument>,
    found: Vec<Found>,
    context: &mut Context<'_>,
) -> (Vec<SignatureReport>, Vec<Filling>) {
    let mut stamps = level::Stamps::default();
    let (opened, history) = Opened::all(document, found, |opened| {
        let first = opened.iter().filter_map(|one| Some(one.byte_range.as_ref().ok()?.revision()));
        document.zip(first.min()).map(|(document, first)| History::after(document, first))
    });
    opened.iter().filter_map(Opened::cms).for_each(|cms| context.add_cms(cms));
    let seen = opened.iter().filter_map(|one| one.found.seen());
    let widgets = seen.chain(history.iter().flat_map(History::widgets)).collect::<Vec<_>>();
    let pages = document.map(|document| pdf::page_numbers(&document.latest(), widgets));
    let pages = pages.unwrap_or_default();
    let mut existence = Existence::new(context.now);
    let mut reports: Vec<(usize, SignatureReport)> = Vec::new();
    for (place, signature) in in_turn(opened) {
        let mut judging = Judging {
            document,
            history: history.as_ref(),
            context: &mut *context,
            stamps: &stamps,
            pages: &pages,
        };
        let control = existence.control(signature.found.value.revision);
        let ends = signature.found.value.revision;
        let report = judging.judge(signature, control);
        if report.kind == Kind::DocumentTimestamp && report.integrity == Integrity::Intact {
            document.iter().for_each(|document| stamps.add(document, ends));
        }
        if report.kind == Kind::DocumentTimestamp
            && let (Conclusion::Passed(_), Some(time)) =
                (&report.conclusion, report.signing_time.proven)
            && let Some(revision) = report.revision.and_then(|number| number.checked_sub(1))
        {
            existence.prove(revision, time);
        }
        reports.push((place, report));
    }
    reports.sort_by_key(|(place, _)| *place);
    let fillings = history.as_ref().map(History::fillings).unwrap_or_default();
    (reports.into_iter().map(|(_, report)| report).collect(), fillings)
}

/// Each with its place, in the order in which they are judged.
fn in_turn(opened: Vec<Opened>) -> Vec<(usize, Opened)> {
    let mut turns: Vec<(usize, Opened)> = opened.into_iter().enumerate().collect();
    turns.sort_by_key(|(_, opened)| match opened.found.kind {
        Kind::DocumentTimestamp => (0, std::cmp::Reverse(opened.found.value.revision)),
        _ => (1, std::cmp::Reverse(0)),
    });
    turns
}

/// The store's items that can be read.
pub(crate) fn read_store(store: SecurityStore) -> Evidence {
    let mut evidence = Evidence::new();
    for certificate in store.certificates.iter().flat_map(|der| Certificate::from_der(der)) {
        evidence.add_certificate(certificate);
    }
    for crl in store.crls.into_iter().flat_map(Crl::parse) {
        evidence.add_crl(crl);
    }
    for response in store.ocsp.iter().flat_map(|der| OcspResponse::parse(der)) {
        evidence.add_ocsp(response);
    }
    evidence
}
