//! The structure of a PDF: revisions, fields, signature dictionaries.

use kyso::pdf::{
    self, AllowedChanges, FieldKind, FieldLock, Object, ObjectId, PdfDocument, SignatureKind,
    SignatureLock, XrefKind,
};

use super::cms;
use super::model::{Field, Inspection, Lock, Revision, Signature};

/// Object numbers shown of one revision.
const SHOWN_OBJECTS: usize = 100;

/// Pages looked at for the page of a field.
const SEARCHED_PAGES: usize = 2000;

/// Everything that stands in the document.
pub(super) fn inspect(pdf: &PdfDocument, file: String) -> Inspection {
    let mut unreadable = Vec::new();
    let mut read = |outcome: Result<_, pdf::PdfError>| match outcome {
        Ok(found) => found,
        Err(error) => {
            unreadable.push(error.to_string());
            Default::default()
        }
    };
    let fields = read(fields(pdf));
    let signatures = match pdf::signatures(pdf) {
        Ok(found) => found.into_iter().map(signature).collect(),
        Err(error) => {
            unreadable.push(error.to_string());
            Vec::new()
        }
    };
    // A file that is unreadable for one reason says it once.
    unreadable.dedup();
    let (major, minor) = pdf.version();
    let end = pdf.revisions().last().map_or(0, |revision| revision.end);
    let repair = pdf.repair();
    Inspection {
        schema: 1,
        kyso: env!("CARGO_PKG_VERSION"),
        file,
        format: "pdf",
        length: repair.map_or(pdf.source().len(), |repair| repair.len),
        pdf_version: format!("{major}.{minor}"),
        header_offset: pdf.header_offset(),
        trailing_bytes: pdf.source().len().saturating_sub(end),
        encrypted: pdf.is_encrypted(),
        damaged: repair.map(|repair| repair.fault.to_string()),
        encryption: pdf.encryption(),
        pdf_a: pdf.archival_level(),
        revisions: revisions(pdf),
        fields,
        signatures,
        unreadable,
    }
}

fn revisions(pdf: &PdfDocument) -> Vec<Revision> {
    let describe = |(index, revision): (usize, &pdf::Revision)| {
        let mut objects = Vec::new();
        let mut changed = 0;
        for (number, _) in pdf.changed(index).map_while(Result::ok) {
            changed += 1;
            if index > 0 && objects.len() < SHOWN_OBJECTS {
                objects.push(number);
            }
        }
        Revision {
            number: index + 1,
            start: revision.start,
            eof: revision.eof,
            end: revision.end,
            xref_offset: revision.xref_offset,
            xref: match revision.kind {
                XrefKind::Table => "table",
                XrefKind::Stream => "stream",
                XrefKind::Hybrid => "hybrid",
            },
            changed,
            objects,
        }
    };
    pdf.revisions().iter().enumerate().map(describe).collect()
}

fn fields(pdf: &PdfDocument) -> Result<Vec<Field>, pdf::PdfError> {
    let view = pdf.latest();
    let found = pdf::fields(&view)?;
    // Without a field nobody asks for the pages.
    let pages: Vec<ObjectId> = match view.pages() {
        Ok(pages) if !found.is_empty() => {
            pages.take(SEARCHED_PAGES).map_while(Result::ok).collect()
        }
        _ => Vec::new(),
    };
    let describe = |field: pdf::Field| {
        let page = field.page.and_then(|id| pages.iter().position(|page| *page == id));
        Field {
            name: field.name,
            kind: match field.kind {
                FieldKind::Signature => "signature",
                FieldKind::Text => "text",
                FieldKind::Button => "button",
                FieldKind::Choice => "choice",
                FieldKind::Unknown => "unknown",
            },
            object: field.id.map(|(number, _)| number),
            filled: !matches!(field.value, Object::Null),
            page: page.map(|index| index + 1),
            rect: field.rect,
            lock: field.lock.map(|lock| self::lock(&SignatureLock::read(&view, &lock).fields)),
        }
    };
    Ok(found.into_iter().map(describe).collect())
}

fn lock(lock: &FieldLock) -> Lock {
    Lock { action: lock.action(), fields: lock.fields().to_vec() }
}

fn signature(value: pdf::SignatureValue) -> Signature {
    let (cms, cms_error) = match cms::read(&value.contents) {
        Ok(cms) => (Some(cms), None),
        Err(error) => (None, Some(error.to_string())),
    };
    Signature {
        permits: value.permitted().map(|number| AllowedChanges::of_number(number).name()),
        certifies: value.doc_mdp().is_some(),
        locks: value.field_locks().iter().map(lock).collect(),
        field: value.field,
        object: value.object.map(|(number, _)| number),
        kind: match value.kind {
            SignatureKind::Signature => "signature",
            SignatureKind::DocTimeStamp => "document-timestamp",
        },
        filter: value.filter,
        sub_filter: value.sub_filter,
        byte_range: value.byte_range,
        contents_offset: value.contents_span.map(|span| span.start),
        contents_length: value.contents.len(),
        claimed_time: value.m,
        name: value.name,
        reason: value.reason,
        location: value.location,
        contact: value.contact_info,
        role: cms.as_ref().and_then(|cms| cms.signers.first()?.role),
        revision: value.revision + 1,
        in_latest: value.in_latest,
        faults: value.faults.iter().map(ToString::to_string).collect(),
        cms,
        cms_error,
    }
}
