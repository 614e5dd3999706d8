//! Rule: check boxes and radio buttons that were filled (ISO 32000-2 §12.7.5.2): the state shown is
//! the one that the value names, and its look was there or is a plain mark in place of one.

use lopdf::{Dictionary, Object, ObjectId};

use super::super::engine::Step;
use super::super::look::{self, Mark};
use super::{fill, widget};
use crate::pdf::{Field, PdfError, View};
use crate::report::Modification;

/// What filling changes: which of the looks that were there is shown.
const OF_A_BUTTON: [&[u8]; 4] = [b"V", b"AS", b"M", b"AP"];

/// Sides of the largest check box or radio button that may be ticked, in points: whatever is
/// larger is a picture to switch on.
const LARGEST: [f32; 2] = [72.0, 72.0];

pub(super) fn apply(step: &mut Step<'_>, id: ObjectId, field: &Field) -> Result<(), PdfError> {
    let parts = fill::parts(id, field);
    let Some(changed) = fill::changed(step, &parts, &OF_A_BUTTON, field.kind)? else {
        return Ok(());
    };
    let state = |object: &Object| match object {
        Object::Name(name) => Some(name.clone()),
        Object::Null => Some(b"Off".to_vec()),
        _ => None,
    };
    let Some(value) = state(&step.new.resolve(&field.value)?) else { return Ok(()) };
    let mut shown = false;
    let mut drawn = Vec::new();
    for widget in &field.widgets {
        let Object::Dictionary(widget_now) = step.new.object(*widget)? else { return Ok(()) };
        if widget::is_larger_than(&widget_now, LARGEST) {
            return Ok(());
        }
        let Some(states) = states(&step.new, &widget_now)? else { return Ok(()) };
        match looks(step, *widget, &states)? {
            Some(looks) => drawn.extend(looks),
            None => return Ok(()),
        }
        match state(&step.new.get(&widget_now, b"AS")?) {
            Some(on) if on == b"Off" => {}
            Some(on) if on == value && states.has(&on) => shown = true,
            _ => return Ok(()),
        }
    }
    if changed.is_empty() || shown == (value == b"Off") {
        return Ok(());
    }
    for (id, _) in changed {
        step.explain(id.0, Modification::FormFilling);
    }
    for look in drawn {
        step.explain_closure(&look, &[b"Parent", b"P"], Modification::FormFilling)?;
    }
    step.looked.extend(field.widgets.iter().map(|id| id.0));
    step.result.fields.push(field.name.clone());
    step.result.filled.push(field.name.clone());
    Ok(())
}

/// The looks of a button's states; `None` where it has others than normal ones.
fn states(view: &View<'_>, widget: &Dictionary) -> Result<Option<Dictionary>, PdfError> {
    let looks = view.get_dict(widget, b"AP")?.unwrap_or_default();
    let Object::Dictionary(states) = view.get(&looks, b"N")? else { return Ok(None) };
    Ok(Some(states))
}

/// The looks that were drawn anew, each a plain mark where a plain mark was; `None` where any
/// look changed otherwise.
fn looks(
    step: &Step<'_>,
    widget: ObjectId,
    now: &Dictionary,
) -> Result<Option<Vec<Object>>, PdfError> {
    let Object::Dictionary(before) = step.old.object(widget)? else { return Ok(None) };
    let Object::Dictionary(after) = step.new.object(widget)? else { return Ok(None) };
    let looks_then = step.old.get_dict(&before, b"AP")?.unwrap_or_default();
    let looks_now = step.new.get_dict(&after, b"AP")?.unwrap_or_default();
    let Some(then) = states(&step.old, &before)? else { return Ok(None) };
    // What is seen while the mouse is down may be left out, and not be another.
    let others = looks_now.iter().filter(|(key, _)| key.as_slice() != b"N");
    let kept = others.into_iter().all(|(key, look)| looks_then.get(key).ok() == Some(look));
    let changed =
        |object: &Object| object.as_reference().is_ok_and(|id| step.replaced.contains_key(&id.0));
    let touched = looks_now.iter().chain(now).any(|(_, look)| changed(look));
    if !kept || touched || then.iter().any(|(state, _)| !now.has(state)) {
        return Ok(None);
    }
    let chosen = match step.old.get(&before, b"AS")? {
        Object::Name(state) => state,
        _ => Vec::new(),
    };
    let mut drawn = Vec::new();
    for (state, look) in now {
        let expected = if state == b"Off" { Mark::None } else { Mark::One };
        let was = match then.get(state) {
            Ok(old) if old == look => continue,
            // What a state that was not chosen looks like was not seen.
            Ok(_) if state != b"Off" && chosen != *state => Some(Mark::One),
            Ok(old) => match step.old.resolve(old)? {
                Object::Stream(before) => look::mark(&step.old, &before)?,
                _ => None,
            },
            // Without a look for it a button that is off shows nothing.
            Err(_) => Some(Mark::None),
        };
        let is = match step.new.resolve(look)? {
            Object::Stream(after) => look::mark(&step.new, &after)?,
            _ => None,
        };
        let added = look.as_reference().is_ok_and(|id| step.added.contains(&id.0));
        if was != Some(expected) || is != Some(expected) || !added {
            return Ok(None);
        }
        drawn.push(look.clone());
    }
    Ok(Some(drawn))
}
