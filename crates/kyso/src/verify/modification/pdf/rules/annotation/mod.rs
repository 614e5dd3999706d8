//! Rule: annotations that hide nothing may come, change and go (ISO 32000-2 §12.5), where a
//! certification allows them. One that was there when a signature was made stays as it was: who
//! allows that is asked for each signature (`locks`).

mod covers;
mod permitted;

use std::collections::{BTreeMap, BTreeSet, HashSet};

use lopdf::{Dictionary, Object, ObjectId};

use self::covers::Page;
use self::permitted::Note;
use super::super::engine::{Annotated, Change, Step};
use crate::limits::MAX_ANNOTATIONS;
use crate::pdf::{PdfError, View};
use crate::report::ChangeKind;

/// What the annotation lists of pages may gain and lose by this rule.
#[derive(Default)]
pub(super) struct Listed {
    pub(super) added: BTreeSet<u32>,
    pub(super) removed: BTreeSet<u32>,
    /// Annotations written inside a list, by the page.
    pub(super) direct: Vec<(ObjectId, Dictionary)>,
}

/// What was said of each annotation so far.
#[derive(Default)]
struct Judged {
    listed: Listed,
    refused: BTreeMap<u32, &'static str>,
    noted: Vec<Annotated>,
    /// What each page gained: those of their own, and those written inside its list.
    gained: BTreeMap<usize, (Vec<u32>, Vec<Dictionary>)>,
}

/// Explains annotations; `widgets` are those that the form rule explained.
pub(super) fn apply(step: &mut Step<'_>, widgets: &BTreeSet<u32>) -> Result<Listed, PdfError> {
    let touched = step.touches_annotations();
    if !touched && !lists_changed(step, widgets)? {
        return Ok(Listed::default());
    }
    let mut judged = Judged::default();
    for (index, id) in step.new.pages()?.enumerate() {
        let id = id?;
        let (Object::Dictionary(old), Object::Dictionary(new)) =
            (step.old.object(id)?, step.new.object(id)?)
        else {
            continue;
        };
        let (Some(before), Some(after)) = (list(&step.old, &old)?, list(&step.new, &new)?) else {
            continue;
        };
        if before == after && !touched {
            continue;
        }
        let page = Page::new(step, (id, index + 1), &old, widgets, [&before, &after]);
        on_page(step, page, [&before, &after], widgets, &mut judged)?;
    }
    conclude(step, judged)
}

/// Whether a list gained or lost anything but widgets.
fn lists_changed(step: &Step<'_>, widgets: &BTreeSet<u32>) -> Result<bool, PdfError> {
    for (number, change) in &step.replaced {
        let lists = match (&change.old, &change.new) {
            (Object::Dictionary(old), Object::Dictionary(new)) if new.has_type(b"Page") => {
                (list(&step.old, old)?, list(&step.new, new)?)
            }
            (Object::Array(old), Object::Array(new)) if step.roles.is_annotation_list(*number) => {
                (Some(old.clone()), Some(new.clone()))
            }
            _ => continue,
        };
        let (Some(before), Some(after)) = lists else { continue };
        let known: BTreeSet<ObjectId> = references(&before).collect();
        let is_new = |id: &ObjectId| !known.contains(id) && !widgets.contains(&id.0);
        let remain: BTreeSet<ObjectId> = references(&after).collect();
        let direct = |list: &[Object]| list.iter().filter(|one| one.as_dict().is_ok()).count();
        if references(&after).any(|id| is_new(&id))
            || known.iter().any(|id| !remain.contains(id))
            || direct(&before) != direct(&after)
        {
            return Ok(true);
        }
    }
    Ok(false)
}

fn references(list: &[Object]) -> impl Iterator<Item = ObjectId> {
    list.iter().filter_map(|one| one.as_reference().ok())
}

/// The annotations of a page; `None` where they are no list, or too many.
fn list(view: &View<'_>, page: &Dictionary) -> Result<Option<Vec<Object>>, PdfError> {
    Ok(match view.get(page, b"Annots")? {
        Object::Array(values) if values.len() <= MAX_ANNOTATIONS => Some(values),
        Object::Null => Some(Vec::new()),
        _ => None,
    })
}

/// One page's list before and after.
fn on_page(
    step: &Step<'_>,
    mut page: Page<'_, '_>,
    [before, after]: [&[Object]; 2],
    widgets: &BTreeSet<u32>,
    judged: &mut Judged,
) -> Result<(), PdfError> {
    let known: HashSet<ObjectId> = references(before).collect();
    let remain: HashSet<ObjectId> = references(after).collect();
    for id in &known {
        let gone = !remain.contains(id) || step.new.object(*id)?.is_null();
        if let Some(since) = step.roles.annotation_since(id.0).filter(|_| gone) {
            judged.listed.removed.insert(id.0);
            let change = Change::Removed;
            let kind = kind_of(&step.old.object(*id)?);
            judged.noted.push(Annotated { object: id.0, kind, page: page.number, change, since });
        }
    }
    for value in after {
        let (object, change, since) = match value {
            Object::Reference(id) if known.contains(id) => {
                match step.roles.annotation_since(id.0) {
                    Some(since) if step.touches_parts(*id)? => (id.0, Change::Changed, since),
                    _ => continue,
                }
            }
            Object::Reference(id) if step.added.contains(&id.0) && !widgets.contains(&id.0) => {
                (id.0, Change::Added, step.new.revision())
            }
            Object::Dictionary(_) if !before.contains(value) => {
                (0, Change::Added, step.new.revision())
            }
            _ => continue,
        };
        let Object::Dictionary(dictionary) = step.new.resolve(value)? else { continue };
        let outcome = match Note::read(step, &dictionary, page.id)? {
            Ok(note) => page.holds(&note, object)?.map(|()| note.kind()),
            Err(fault) => Err(fault),
        };
        match outcome {
            Ok(kind) => {
                let (own, direct) = judged.gained.entry(page.number).or_default();
                if object == 0 {
                    direct.push(dictionary.clone());
                    judged.listed.direct.push((page.id, dictionary));
                } else {
                    own.push(object);
                    judged.listed.added.insert(object);
                }
                let page = page.number;
                judged.noted.push(Annotated { object, kind, page, change, since });
            }
            Err(fault) => {
                judged.refused.insert(object, fault);
            }
        }
    }
    Ok(())
}

fn kind_of(annotation: &Object) -> &'static str {
    let subtype = annotation.as_dict().ok().and_then(|a| a.get(b"Subtype").ok());
    let name = subtype.and_then(|name| name.as_name().ok()).unwrap_or_default();
    permitted::kind(name).map_or("unknown", |kind| kind.name)
}

/// Explains what was found to hide nothing, with what it is drawn by.
fn conclude(step: &mut Step<'_>, mut judged: Judged) -> Result<Listed, PdfError> {
    for (object, fault) in &judged.refused {
        judged.listed.added.remove(object);
        step.refuse_object(*object, fault);
    }
    for (page, (own, direct)) in std::mem::take(&mut judged.gained) {
        step.notes.begin_page(ChangeKind::Annotation, "annotation", page);
        for dictionary in direct {
            step.explain_annotation(&Object::Dictionary(dictionary))?;
        }
        for number in own.into_iter().filter(|number| judged.listed.added.contains(number)) {
            let own = Object::Reference(step.id_of(number)?);
            step.explain_annotation(&own)?;
        }
    }
    let refused = &judged.refused;
    judged.noted.retain(|noted| !refused.contains_key(&noted.object));
    step.note_annotations(judged.noted);
    Ok(judged.listed)
}
