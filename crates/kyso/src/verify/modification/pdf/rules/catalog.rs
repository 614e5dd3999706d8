//! Rule: the catalog may gain a form, evidence and what declares them, and nothing else.

use lopdf::{Dictionary, Object};

use super::super::diff;
use super::super::engine::{Replaced, Step};
use crate::pdf::{PdfError, View};
use crate::report::{ChangeKind, Modification};

/// `/AcroForm` is judged by the form rule; here only its place may change. `/Extensions` and
/// `/Version` declare what evidence and signatures need (ISO 32000-2 §7.12, EN 319 142-1 §5.4);
/// `/Metadata` has a rule of its own.
const ALLOWED: [&[u8]; 5] = [b"AcroForm", b"DSS", b"Extensions", b"Metadata", b"Version"];

pub(super) fn apply(step: &mut Step<'_>) -> Result<(), PdfError> {
    step.notes.begin(ChangeKind::SecurityStore, "security-store");
    evidence(step)?;
    step.notes.begin(ChangeKind::Catalog, "catalog");
    let Ok(root) = step.new.trailer().get(b"Root").and_then(Object::as_reference) else {
        return Ok(());
    };
    if let Some(Replaced { old: Object::Dictionary(old), new: Object::Dictionary(new) }) =
        step.replacement(root)
        && diff::keys(&old, &new).iter().all(|key| ALLOWED.contains(key))
    {
        step.explain(root.0, Modification::None);
    }
    Ok(())
}

/// The document security store is a set of evidence that no page draws: a refresh may write its
/// dictionary and its arrays anew (EN 319 142-1 §5.4.2).
fn evidence(step: &mut Step<'_>) -> Result<(), PdfError> {
    let before = step.old.of_catalog(b"DSS")?;
    let Some(after) = step.new.of_catalog(b"DSS")? else { return Ok(()) };
    let Object::Dictionary(store) = step.new.resolve(&after)? else { return Ok(()) };
    // What was no store before could have been something that a page shows.
    let was = match &before {
        Some(before) => match step.old.resolve(before)? {
            Object::Dictionary(old) => is_store(&step.old, &old)?,
            Object::Null => true,
            _ => false,
        },
        None => true,
    };
    if !was || !is_store(&step.new, &store)? {
        step.refuse("security-store-malformed");
        return Ok(());
    }
    step.explain_closure(&after, &[], Modification::LtaUpdate)?;
    let Object::Reference(id) = after else { return Ok(()) };
    let Some(Replaced { old: Object::Dictionary(old), new: Object::Dictionary(new) }) =
        step.replacement(id)
    else {
        return Ok(());
    };
    if !step.is_own(id, before.as_ref()) {
        return Ok(());
    }
    step.explain(id.0, Modification::LtaUpdate);
    step.explain_closure(&Object::Dictionary(new.clone()), &[], Modification::LtaUpdate)?;
    for (key, value) in &new {
        let Object::Reference(list) = value else { continue };
        let own = step.is_own(*list, old.get(key).ok());
        match step.replacement(*list) {
            Some(Replaced {
                new: list_value @ (Object::Array(_) | Object::Dictionary(_)), ..
            }) if own => {
                step.explain(list.0, Modification::LtaUpdate);
                step.explain_closure(&list_value, &[], Modification::LtaUpdate)?;
            }
            _ => {}
        }
    }
    Ok(())
}

/// Whether a dictionary is a security store and nothing besides: lists of streams under their
/// keys, and what belongs to single signatures under `/VRI`.
fn is_store(view: &View<'_>, store: &Dictionary) -> Result<bool, PdfError> {
    for (key, value) in store {
        let fits = match (key.as_slice(), view.resolve(value)?) {
            (b"Type", Object::Name(name)) => name == b"DSS",
            (b"VRI", Object::Dictionary(entries)) => only_entries(view, &entries)?,
            (b"Certs" | b"CRLs" | b"OCSPs", Object::Array(list)) => only_streams(view, &list)?,
            _ => false,
        };
        if !fits {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether the entries of `/VRI` are lists of evidence, each for one signature (ISO 32000-2 table
/// 264): its streams, a time or a time-stamp.
fn only_entries(view: &View<'_>, entries: &Dictionary) -> Result<bool, PdfError> {
    for (key, entry) in entries {
        if key == b"Type" {
            continue;
        }
        let Object::Dictionary(entry) = view.resolve(entry)? else { return Ok(false) };
        for (key, value) in &entry {
            let fits = match (key.as_slice(), view.resolve(value)?) {
                (b"Type", Object::Name(name)) => name == b"VRI",
                (b"TU", Object::String(..)) => true,
                (b"TS", Object::Stream(_)) => only_streams(view, std::slice::from_ref(value))?,
                (b"Cert" | b"CRL" | b"OCSP", Object::Array(list)) => only_streams(view, &list)?,
                _ => false,
            };
            if !fits {
                return Ok(false);
            }
        }
    }
    Ok(true)
}

/// What a stream of evidence says of itself. With more it could serve as a picture or a form.
const OF_EVIDENCE: [&[u8]; 4] = [b"Length", b"Filter", b"DecodeParms", b"DL"];

fn only_streams(view: &View<'_>, list: &[Object]) -> Result<bool, PdfError> {
    for item in list {
        let Object::Reference(id) = item else { return Ok(false) };
        match view.raw_object(*id)? {
            Some(raw)
                if matches!(&raw.value, Object::Dictionary(d)
                if d.has(b"Length") && super::widget::only(d, &OF_EVIDENCE)) => {}
            _ => return Ok(false),
        }
    }
    Ok(true)
}
