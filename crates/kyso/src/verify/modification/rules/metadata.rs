//! Rule: software notes in `/Info` and in the XMP packet when it wrote a file last. Titles and
//! authors may not change in `/Info`; neither is drawn on a page.

use lopdf::Object;

use super::super::diff;
use super::super::engine::{Replaced, Step};
use crate::pdf::{PdfError, View};
use crate::report::Modification;

/// What a writer may note about itself (ISO 32000-2 §14.3.3).
const NOTES: [&[u8]; 2] = [b"ModDate", b"Producer"];

pub(super) fn apply(step: &mut Step<'_>) -> Result<(), PdfError> {
    let info = |view: &View<'_>| view.trailer().get(b"Info").cloned().ok();
    if let (before, Some(Object::Reference(id))) = (info(&step.old), info(&step.new)) {
        match step.replacement(id) {
            Some(Replaced { old: Object::Dictionary(old), new: Object::Dictionary(new) })
                if step.is_own(id, before.as_ref())
                    && diff::keys(&old, &new).iter().all(|key| NOTES.contains(key)) =>
            {
                step.explain(id.0, Modification::None);
            }
            // The first note in a file that had none.
            None if before.is_none() && step.added.contains(&id.0) => {
                step.explain(id.0, Modification::None);
            }
            _ => {}
        }
    }
    let before = step.old.catalog()?.get(b"Metadata").cloned().ok();
    if let Ok(Object::Reference(id)) = step.new.catalog()?.get(b"Metadata").cloned()
        && let Some(Replaced { old: Object::Stream(old), new: Object::Stream(new) }) =
            step.replacement(id)
    {
        let packets = old.dict.has_type(b"Metadata") && new.dict.has_type(b"Metadata");
        if packets && step.is_own(id, before.as_ref()) {
            step.explain(id.0, Modification::None);
        }
    }
    Ok(())
}
