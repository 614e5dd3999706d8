//! Rule: a page may gain the widgets that the form rule explained, gain and lose the annotations
//! that their own rule did, and change in nothing else.

use std::collections::BTreeSet;

use lopdf::{Dictionary, Object};

use super::super::diff;
use super::super::engine::{Replaced, Step};
use super::annotation::Listed;
use crate::limits::MAX_REFERENCE_HOPS;
use crate::pdf::PdfError;
use crate::report::Modification;

pub(super) fn apply(
    step: &mut Step<'_>,
    widgets: &BTreeSet<u32>,
    annotations: &Listed,
) -> Result<(), PdfError> {
    let gains = Gains { widgets, annotations };
    let replaced = std::mem::take(&mut step.replaced);
    for (&number, Replaced { old, new }) in &replaced {
        let explained = match (old, new) {
            (Object::Dictionary(old), Object::Dictionary(new))
                if old.has_type(b"Page") && new.has_type(b"Page") =>
            {
                // A number may differ in digits that are not compared here, with nothing else.
                page(step, number, [old, new], &gains)? && step.same_reals(step.id_of(number)?)?
            }
            (Object::Array(old), Object::Array(new)) if step.roles.is_annotation_list(number) => {
                gains.only(None, old, new)
            }
            _ => false,
        };
        if explained {
            step.explain(number, Modification::None);
        }
    }
    step.replaced = replaced;
    Ok(())
}

fn page(
    step: &mut Step<'_>,
    number: u32,
    [old, new]: [&Dictionary; 2],
    gains: &Gains<'_>,
) -> Result<bool, PdfError> {
    for key in diff::keys(old, new).into_iter().filter(|key| *key != b"Annots") {
        if !is_inherited(step, old, new, key)? {
            return Ok(false);
        }
    }
    let list = |value: Object| match value {
        Object::Array(values) => Some(values),
        Object::Null => Some(Vec::new()),
        _ => None,
    };
    let before = list(step.old.get(old, b"Annots")?);
    let after = list(step.new.get(new, b"Annots")?);
    let (Some(before), Some(after)) = (before, after) else { return Ok(false) };
    if !gains.only(Some(number), &before, &after) {
        return Ok(false);
    }
    // A list moved into an object of its own.
    if let Ok(Object::Reference(id)) = new.get(b"Annots")
        && step.added.contains(&id.0)
    {
        step.explain(id.0, Modification::None);
    }
    Ok(true)
}

/// Whether a page has written into it what it took over from above before (ISO 32000-2 §7.7.3.4).
fn is_inherited(
    step: &Step<'_>,
    old: &Dictionary,
    new: &Dictionary,
    key: &[u8],
) -> Result<bool, PdfError> {
    const INHERITED: [&[u8]; 4] = [b"Resources", b"MediaBox", b"CropBox", b"Rotate"];
    let (true, Ok(value)) = (INHERITED.contains(&key) && !old.has(key), new.get(key)) else {
        return Ok(false);
    };
    let mut above = step.old.get(old, b"Parent")?;
    for _ in 0..MAX_REFERENCE_HOPS {
        let Object::Dictionary(parent) = above else { return Ok(false) };
        if let Ok(inherited) = parent.get(key) {
            return Ok(diff::equal(inherited, value));
        }
        above = step.old.get(&parent, b"Parent")?;
    }
    Ok(false)
}

/// What lists of annotations may gain, and lose.
struct Gains<'g> {
    widgets: &'g BTreeSet<u32>,
    annotations: &'g Listed,
}

impl Gains<'_> {
    /// Whether a list changed by nothing else. `page` is the page that it is written in.
    fn only(&self, page: Option<u32>, old: &[Object], new: &[Object]) -> bool {
        let Listed { added, removed, direct } = self.annotations;
        let gone = |one: &&Object| one.as_reference().is_ok_and(|id| removed.contains(&id.0));
        let came = |one: &Object| {
            direct.iter().any(|(on, direct)| {
                page.is_none_or(|page| page == on.0) && one.as_dict().is_ok_and(|one| one == direct)
            })
        };
        let old: Vec<&Object> = old.iter().filter(|one| !gone(one)).collect();
        let new: Vec<&Object> = new.iter().filter(|one| !came(one) || old.contains(one)).collect();
        let known = |id: &lopdf::ObjectId| self.widgets.contains(&id.0) || added.contains(&id.0);
        diff::appended(old, new).is_some_and(|added| added.iter().all(known))
    }
}
