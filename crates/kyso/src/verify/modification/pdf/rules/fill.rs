//! Rule: filling a field that existed when the document was signed (ISO 32000-2 §12.7.5): its
//! value changes, and its look to one that shows that value and nothing else.

use std::sync::Arc;

use lopdf::{Dictionary, Object, ObjectId};

use super::super::engine::{Replaced, Step};
use super::super::glyphs::Place;
use super::super::{diff, look, marks};
use super::harmless::Around;
use super::{button, choice, harmless};
use crate::limits::MAX_FIELD_DEPTH;
use crate::pdf::{Field, FieldKind, PdfError, View, decode_text};
use crate::report::{ChangeKind, Modification};

/// Flags of a field (ISO 32000-2 tables 227, 229, 231).
pub(in super::super) mod flag {
    pub(in super::super::super) const READ_ONLY: i64 = 1;
    pub(in super::super::super) const PASSWORD: i64 = 1 << 13;
    pub(in super::super::super) const PUSH_BUTTON: i64 = 1 << 16;
    pub(in super::super::super) const COMBO: i64 = 1 << 17;
    pub(in super::super::super) const FILE_SELECT: i64 = 1 << 20;
    pub(in super::super::super) const RICH_TEXT: i64 = 1 << 25;
}

/// What filling changes in a field of text or of choices, and in its widgets.
const OF_TEXT: [&[u8]; 4] = [b"V", b"AP", b"M", b"I"];

/// References that lead back out of a field.
const OUTWARDS: [&[u8]; 2] = [b"P", b"Parent"];

/// A look written in place of another, or beside it.
struct Look {
    value: Object,
    /// The look that was the widget's before and its alone, where that object changed or is gone.
    own: Option<ObjectId>,
}

/// Explains fields that were filled.
pub(super) fn apply(
    step: &mut Step<'_>,
    before: &[Arc<Field>],
    after: &[Arc<Field>],
) -> Result<(), PdfError> {
    let form = form_of(step)?;
    let fillable = |field: &&Arc<Field>| field.kind != FieldKind::Signature;
    // What an XFA form shows stands elsewhere.
    if form.has(b"XFA") || step.replaced.is_empty() || !after.iter().any(|field| fillable(&field)) {
        return Ok(());
    }
    let drawn_anew = matches!(step.new.get(&form, b"NeedAppearances")?, Object::Boolean(true));
    let looks_replaced =
        step.replaced.values().any(|change| matches!(change.new, Object::Stream(_)));
    let known: std::collections::HashMap<ObjectId, &Field> =
        before.iter().filter_map(|field| Some((field.id?, field.as_ref()))).collect();
    let mut names = std::collections::HashMap::new();
    after.iter().for_each(|field| *names.entry(field.name.as_str()).or_insert(0) += 1);
    for field in after.iter().filter(fillable) {
        let Some(id) = field.id else { continue };
        // Of two fields of one name readers fill one, the other, or both.
        if names.get(field.name.as_str()) != Some(&1) {
            continue;
        }
        let touched = |id: &ObjectId| step.replaced.contains_key(&id.0);
        if !looks_replaced && !touched(&id) && !field.widgets.iter().any(touched) {
            continue;
        }
        let Some(before) = known.get(&id).filter(|before| is_the_same(before, field)) else {
            continue;
        };
        step.notes.begin_field(ChangeKind::FormField, "form-filling", field);
        match field.kind {
            FieldKind::Text | FieldKind::Choice => {
                text(step, id, before, field, drawn_anew)?;
            }
            FieldKind::Button => button::apply(step, id, field)?,
            _ => {}
        }
    }
    Ok(())
}

/// The form as it is after the revision.
pub(super) fn form_of(step: &Step<'_>) -> Result<Dictionary, PdfError> {
    let catalog = step.new.catalog()?;
    Ok(step.new.get_dict(&catalog, b"AcroForm")?.unwrap_or_default())
}

/// A field that differs in its value alone, and that people may fill.
fn is_the_same(before: &Field, after: &Field) -> bool {
    use flag::{FILE_SELECT, PASSWORD, PUSH_BUTTON, READ_ONLY, RICH_TEXT};
    let forbidden = match after.kind {
        FieldKind::Text => READ_ONLY | PASSWORD | FILE_SELECT | RICH_TEXT,
        FieldKind::Button => READ_ONLY | PUSH_BUTTON,
        _ => READ_ONLY,
    };
    before.name == after.name
        && before.kind == after.kind
        && before.flags == after.flags
        && before.widgets == after.widgets
        && is_near(before.rect, after.rect)
        && after.flags & forbidden == 0
}

fn is_near(before: Option<[f32; 4]>, after: Option<[f32; 4]>) -> bool {
    match (before, after) {
        (Some(before), Some(after)) => {
            before.iter().zip(after).all(|(b, a)| (b - a).abs() <= harmless::ROUNDED)
        }
        (before, after) => before.is_none() && after.is_none(),
    }
}

/// The default appearance that a field or widget takes over from above (ISO 32000-2 §12.7.4.3).
fn inherited_look(step: &Step<'_>, part: &Dictionary) -> Result<Option<Vec<u8>>, PdfError> {
    let mut above = step.old.get(part, b"Parent")?;
    for _ in 0..MAX_FIELD_DEPTH {
        let Object::Dictionary(parent) = above else { break };
        if let Object::String(text, _) = step.old.get(&parent, b"DA")? {
            return Ok(Some(text));
        }
        above = step.old.get(&parent, b"Parent")?;
    }
    let form = step.old.get_dict(&step.old.catalog()?, b"AcroForm")?.unwrap_or_default();
    Ok(step.old.get(&form, b"DA")?.as_str().ok().map(<[u8]>::to_vec))
}

/// Fonts of the form's default resources.
fn default_fonts(view: &View<'_>) -> Result<Dictionary, PdfError> {
    let form = view.get_dict(&view.catalog()?, b"AcroForm")?.unwrap_or_default();
    let resources = view.get_dict(&form, b"DR")?.unwrap_or_default();
    Ok(view.get_dict(&resources, b"Font")?.unwrap_or_default())
}

/// The field and its widgets: each object once.
pub(super) fn parts(id: ObjectId, field: &Field) -> Vec<ObjectId> {
    let widgets = field.widgets.iter().copied().filter(|widget| *widget != id);
    std::iter::once(id).chain(widgets).collect()
}

/// The parts that changed in nothing but `allowed`; `None` where one changed in more.
pub(super) fn changed(
    step: &Step<'_>,
    parts: &[ObjectId],
    allowed: &[&[u8]],
    kind: FieldKind,
) -> Result<Option<Vec<(ObjectId, Dictionary)>>, PdfError> {
    let (before, after) = (default_fonts(&step.old)?, default_fonts(&step.new)?);
    let mut changed = Vec::new();
    for id in parts {
        match step.replacement(*id) {
            None => {}
            Some(Replaced { old: Object::Dictionary(old), new: Object::Dictionary(new) }) => {
                // Only the field itself has a value.
                let of_value =
                    parts.first() == Some(id) || !diff::keys(&old, &new).contains(&b"V".as_slice());
                let inherited = inherited_look(step, &old)?;
                let around = Around { kind, inherited, fonts: [&before, &after] };
                let honest =
                    |key: &&[u8]| allowed.contains(key) || harmless::is(key, &old, &new, &around);
                let only = diff::keys(&old, &new).iter().all(honest);
                if !only || !of_value {
                    return Ok(None);
                }
                changed.push((*id, new));
            }
            Some(_) => return Ok(None),
        }
    }
    Ok(Some(changed))
}

/// Text and choices: every look that changed shows the value, and one that did not change is not
/// left with another value behind it.
fn text(
    step: &mut Step<'_>,
    id: ObjectId,
    before: &Field,
    field: &Field,
    drawn_anew: bool,
) -> Result<(), PdfError> {
    let parts = parts(id, field);
    let Some(changed) = changed(step, &parts, &OF_TEXT, field.kind)? else { return Ok(()) };
    let Some(values) = values(step, id, field)? else { return Ok(()) };
    let (old, new) = (step.old.resolve(&before.value)?, step.new.resolve(&field.value)?);
    let is_new = old != new;
    let mut looks = Vec::new();
    for widget in &field.widgets {
        match look_of(step, *widget)? {
            // Taken away for readers to draw it anew.
            None if is_new && drawn_anew && !has_look(step, *widget)? => {}
            None => return Ok(()),
            Some(None) if is_new && has_look(step, *widget)? && !drawn_anew => return Ok(()),
            Some(None) => {}
            Some(Some(look)) => {
                let Object::Stream(stream) = step.new.resolve(&look.value)? else { return Ok(()) };
                let painted = is_painted(step, *widget)?;
                let rect = place_of(&step.new, *widget)?;
                if !look::shows(&step.new, &stream, &values, (*widget, painted), rect.as_ref())?
                    && !choice::shows_list(step, id, field, &stream)?
                {
                    step.refuse("look-differs-from-value");
                    return Ok(());
                }
                looks.push(look);
            }
        }
    }
    if !is_new && (looks.is_empty() || !showed(step, &field.widgets, &values)?) {
        return Ok(());
    }
    let level = Modification::FormFilling;
    for (id, part) in changed {
        step.explain(id.0, level);
        for value in [part.get(b"V"), part.get(b"AP")].into_iter().flatten() {
            step.explain_closure(value, &OUTWARDS, level)?;
        }
    }
    for look in looks {
        match look.own {
            Some(own) if step.removed.contains(&own.0) => step.let_go(own.0),
            Some(own) => step.explain(own.0, level),
            None => {}
        }
        step.explain_closure(&look.value, &OUTWARDS, level)?;
        if let Object::Stream(stream) = step.new.resolve(&look.value)? {
            step.explain_closure(&Object::Dictionary(stream.dict), &OUTWARDS, level)?;
        }
    }
    step.looked.extend(field.widgets.iter().map(|id| id.0));
    step.result.fields.push(field.name.clone());
    step.result.filled.push(field.name.clone());
    Ok(())
}

/// What the look may say: the value, or for a choice the text that stands for it (`/Opt`).
/// `None` where the value is none that people read.
fn values(step: &Step<'_>, id: ObjectId, field: &Field) -> Result<Option<Vec<String>>, PdfError> {
    let text = |object: &Object| match object {
        Object::String(bytes, _) => Some(decode_text(bytes)),
        Object::Null => Some(String::new()),
        _ => None,
    };
    let Some(value) = text(&step.new.resolve(&field.value)?) else { return Ok(None) };
    let mut values = vec![value.clone()];
    if field.kind == FieldKind::Choice
        && let Object::Dictionary(dictionary) = step.new.object(id)?
        && let Object::Array(options) = step.new.get(&dictionary, b"Opt")?
    {
        for option in &options {
            if let Object::Array(pair) = step.new.resolve(option)?
                && let [export, shown] = pair.as_slice()
                && text(export).is_some_and(|export| export == value)
            {
                values.extend(text(shown));
            }
        }
    }
    Ok(Some(values))
}

/// The look of a widget after the revision, where it changed: `Some(None)` where it did not,
/// `None` where it is not one normal look that only this widget has.
#[expect(clippy::option_option, reason = "changed, unchanged, and not to be explained")]
fn look_of(step: &Step<'_>, widget: ObjectId) -> Result<Option<Option<Look>>, PdfError> {
    let normal = |view: &View<'_>| -> Result<(Dictionary, Object), PdfError> {
        let Object::Dictionary(widget) = view.object(widget)? else {
            return Ok((Dictionary::new(), Object::Null));
        };
        let looks = view.get_dict(&widget, b"AP")?.unwrap_or_default();
        let normal = looks.get(b"N").cloned().unwrap_or(Object::Null);
        Ok((looks, normal))
    };
    let (old_looks, old) = normal(&step.old)?;
    let (looks, new) = normal(&step.new)?;
    let reference = new.as_reference().ok();
    let replaced = reference.is_some_and(|id| step.replaced.contains_key(&id.0));
    if looks == old_looks && !replaced {
        return Ok(Some(None));
    }
    let Some(id) = reference.filter(|_| looks.len() == 1) else { return Ok(None) };
    // One that was drawn over in place must have been this widget's alone, and nothing shows it
    // any longer where the widget has another: it may be gone.
    let gone = |old: &ObjectId| step.replaced.contains_key(&old.0) || step.removed.contains(&old.0);
    let mut own = old.as_reference().ok().filter(gone);
    if let Some(old) = own
        && step.referrers(old.0)? != 1
    {
        own = None;
    }
    let added = step.added.contains(&id.0);
    Ok((added || own == Some(id)).then_some(Some(Look { value: new, own })))
}

/// Where a widget stands, into which its look is fitted.
fn place_of(view: &View<'_>, widget: ObjectId) -> Result<Option<Place>, PdfError> {
    let Object::Dictionary(widget) = view.object(widget)? else { return Ok(None) };
    marks::rectangle(view, &widget, b"Rect")
}

/// Whether a widget has a background or a border, which its look may paint (ISO 32000-2 table 192).
fn is_painted(step: &Step<'_>, widget: ObjectId) -> Result<bool, PdfError> {
    let Object::Dictionary(widget) = step.old.object(widget)? else { return Ok(false) };
    let characteristics = step.old.get_dict(&widget, b"MK")?.unwrap_or_default();
    Ok(characteristics.has(b"BG") || characteristics.has(b"BC"))
}

/// Whether the looks before said what the value is, where there were any: a value that was not
/// seen when it was signed is none that may come to light by another look.
fn showed(step: &Step<'_>, widgets: &[ObjectId], values: &[String]) -> Result<bool, PdfError> {
    for id in widgets {
        let Object::Dictionary(widget) = step.old.object(*id)? else { return Ok(false) };
        let looks = step.old.get_dict(&widget, b"AP")?.unwrap_or_default();
        if let Object::Stream(look) = step.old.get(&looks, b"N")?
            && !look::shows(&step.old, &look, values, (*id, is_painted(step, *id)?), None)?
        {
            return Ok(false);
        }
    }
    Ok(true)
}

fn has_look(step: &Step<'_>, widget: ObjectId) -> Result<bool, PdfError> {
    Ok(match step.new.object(widget)? {
        Object::Dictionary(widget) => !step.new.get(&widget, b"AP")?.is_null(),
        _ => true,
    })
}

/// Whether readers may be asked to draw every look anew: after filling, and where that shows
/// nothing in the other fields that was not there to be seen.
pub(super) fn may_draw_anew(
    step: &Step<'_>,
    form: &Dictionary,
    after: &[Arc<Field>],
) -> Result<bool, PdfError> {
    let asked = form.get(b"NeedAppearances").and_then(Object::as_bool).unwrap_or(false);
    Ok(!step.result.filled.is_empty() && asked && looks_agree(step, after)?)
}

/// Whether the looks of all fields say what their values say, those aside that this revision
/// filled and so were judged: then it is all one who draws them.
pub(super) fn looks_agree(step: &Step<'_>, after: &[Arc<Field>]) -> Result<bool, PdfError> {
    let drawn = |kind| matches!(kind, FieldKind::Text | FieldKind::Choice);
    for field in after.iter().filter(|field| drawn(field.kind)) {
        let Some(id) = field.id else { return Ok(false) };
        if step.result.filled.contains(&field.name) {
            continue;
        }
        let Some(values) = values(step, id, field)? else { return Ok(false) };
        for id in &field.widgets {
            let Object::Dictionary(widget) = step.new.object(*id)? else { return Ok(false) };
            let looks = step.new.get_dict(&widget, b"AP")?.unwrap_or_default();
            let agrees = match step.new.get(&looks, b"N")? {
                // What it paints was signed.
                Object::Stream(stream) => {
                    look::shows(&step.new, &stream, &values, (*id, true), None)?
                }
                _ => values.iter().all(|value| value.trim().is_empty()),
            };
            if !agrees {
                return Ok(false);
            }
        }
    }
    Ok(true)
}
