//! Rule: the form's default resources may gain names that nothing signed takes its look from:
//! signers put the fonts of their own signature there (ISO 32000-2 §12.7.3, `/DR`).

use std::sync::Arc;

use lopdf::{Dictionary, Object};

use super::super::engine::Step;
use crate::limits::MAX_LOOK_BYTES;
use crate::pdf::{Field, FieldKind, PdfError};

/// What may gain names.
const CATEGORIES: [&[u8]; 2] = [b"Font", b"XObject"];

/// Whether `/DR` of the form `new` has all that `old` has, unchanged, and beside it names that no
/// field of the form uses: neither a default appearance, nor a look without resources for it.
pub(super) fn gains_unused(
    step: &Step<'_>,
    old: &Dictionary,
    new: &Dictionary,
    fields: &[Arc<Field>],
) -> Result<bool, PdfError> {
    let (Object::Null | Object::Dictionary(_), Object::Dictionary(after)) =
        (step.old.get(old, b"DR")?, step.new.get(new, b"DR")?)
    else {
        return Ok(false);
    };
    let before = step.old.get_dict(old, b"DR")?.unwrap_or_default();
    if before == after || before.iter().any(|(key, _)| !after.has(key)) {
        return Ok(false);
    }
    let mut gained = Vec::new();
    for (category, value) in &after {
        if before.get(category).ok() == Some(value) {
            continue;
        }
        let Object::Dictionary(now) = step.new.resolve(value)? else { return Ok(false) };
        let then = step.old.get_dict(&before, category)?.unwrap_or_default();
        let kept = then.iter().all(|(name, value)| now.get(name).ok() == Some(value));
        if !CATEGORIES.contains(&category.as_slice()) || !kept {
            return Ok(false);
        }
        let names = now.iter().filter(|(name, _)| !then.has(name));
        gained.extend(names.map(|(name, _)| (category.clone(), name.clone())));
    }
    let mut used = Used { step, gained: &gained };
    if used.text(old)? {
        return Ok(false);
    }
    for field in fields {
        if used.by(field)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Looks for names that were gained.
struct Used<'s, 'a> {
    step: &'s Step<'a>,
    gained: &'s [(Vec<u8>, Vec<u8>)],
}

impl Used<'_, '_> {
    fn by(&mut self, field: &Field) -> Result<bool, PdfError> {
        let widgets = field.widgets.iter().copied();
        for id in widgets.chain(field.id) {
            let Object::Dictionary(part) = self.step.old.object(id)? else { continue };
            // The looks of buttons are there already; a text is drawn anew with these.
            if field.kind != FieldKind::Button && self.text(&part)? {
                return Ok(true);
            }
            if self.looks(&part)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether a default appearance names one, own or inherited.
    fn text(&self, dictionary: &Dictionary) -> Result<bool, PdfError> {
        let mut dictionary = dictionary.clone();
        for _ in 0..crate::limits::MAX_FIELD_DEPTH {
            if let Object::String(text, _) = self.step.old.get(&dictionary, b"DA")? {
                return Ok(self.gained.iter().any(|(_, name)| names(&text, name)));
            }
            match self.step.old.get(&dictionary, b"Parent")? {
                Object::Dictionary(parent) => dictionary = parent,
                _ => return Ok(false),
            }
        }
        Ok(true)
    }

    /// Whether a look names one that its own resources do not have.
    fn looks(&self, widget: &Dictionary) -> Result<bool, PdfError> {
        let view = &self.step.old;
        let looks = view.get_dict(widget, b"AP")?.unwrap_or_default();
        let mut waiting: Vec<Object> = looks.iter().map(|(_, look)| look.clone()).collect();
        let mut left = MAX_STATES;
        while let Some(look) = waiting.pop() {
            match view.resolve(&look)? {
                Object::Dictionary(states) => {
                    waiting.extend(states.iter().map(|(_, state)| state.clone()));
                }
                Object::Stream(stream) => {
                    let own = view.get_dict(&stream.dict, b"Resources")?.unwrap_or_default();
                    let content = if stream.dict.has(b"Filter") {
                        stream.decompressed_content_with_limit(MAX_LOOK_BYTES).ok()
                    } else {
                        Some(stream.content)
                    };
                    // What cannot be read could name anything.
                    let Some(content) = content else { return Ok(true) };
                    for (category, name) in self.gained {
                        let has = view.get_dict(&own, category)?.is_some_and(|own| own.has(name));
                        if !has && names(&content, name) {
                            return Ok(true);
                        }
                    }
                }
                _ => {}
            }
            left -= 1;
            if left == 0 {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// Looks of one widget that are read: normal, over, down, each with its states.
const MAX_STATES: usize = 100;

/// Whether a content names `name`. A name written with `#` could be any.
fn names(content: &[u8], name: &[u8]) -> bool {
    let slashed = [b"/", name].concat();
    content.contains(&b'#') || content.windows(slashed.len()).any(|window| window == slashed)
}
