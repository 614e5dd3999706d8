//! Rule: the catalog may gain a form, evidence and what declares them, and nothing else.

use lopdf::Object;

use super::super::diff;
use super::super::engine::{Replaced, Step};
use crate::pdf::PdfError;
use crate::report::Modification;

/// `/AcroForm` is judged by the form rule; here only its place may change. `/Extensions` and
/// `/Version` declare what evidence and signatures need (ISO 32000-2 §7.12, EN 319 142-1 §5.4).
const ALLOWED: [&[u8]; 4] = [b"AcroForm", b"DSS", b"Extensions", b"Version"];

pub(super) fn apply(step: &mut Step<'_>) -> Result<(), PdfError> {
    evidence(step)?;
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
    let before = step.old.catalog()?.get(b"DSS").cloned().ok();
    let Ok(after) = step.new.catalog()?.get(b"DSS").cloned() else { return Ok(()) };
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
    for (key, value) in new.iter() {
        let Object::Reference(list) = value else { continue };
        if let Some(Replaced { old: Object::Array(_), new: Object::Array(entries) }) =
            step.replacement(*list)
            && step.is_own(*list, old.get(key).ok())
        {
            step.explain(list.0, Modification::LtaUpdate);
            step.explain_closure(&Object::Array(entries), &[], Modification::LtaUpdate)?;
        }
    }
    Ok(())
}
