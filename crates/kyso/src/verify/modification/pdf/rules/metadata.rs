//! Rule: software notes in `/Info` and in the XMP packet when it wrote a file last. Titles and
//! authors may not change in `/Info`; neither is drawn on a page.

use lopdf::{Dictionary, Object};

use super::super::diff;
use super::super::engine::{Replaced, Step};
use crate::limits::MAX_LOOK_BYTES;
use crate::pdf::{PdfError, View, decode_text};
use crate::report::Modification;

/// What a writer may note about itself (ISO 32000-2 §14.3.3).
const NOTES: [&[u8]; 2] = [b"ModDate", b"Producer"];

/// What it may note where there were no notes.
const FIRST: [&[u8]; 4] = [b"ModDate", b"Producer", b"CreationDate", b"Creator"];

/// Whether every value is a text: a reference could make the dictionary serve as another one.
fn only_texts(notes: &Dictionary) -> bool {
    let is_text = |value: &Object| matches!(value, Object::String(..) | Object::Name(_));
    notes.iter().all(|(_, value)| is_text(value) || value.is_null())
}

/// The notes that differ: an entry that is null is no entry (ISO 32000-2 §7.3.7), and a text may be
/// written in another encoding.
fn changed<'a>(old: &'a Dictionary, new: &'a Dictionary) -> impl Iterator<Item = &'a [u8]> {
    let text = |notes: &Dictionary, key: &[u8]| match notes.get(key) {
        Ok(Object::String(text, _)) => Some(decode_text(text)),
        Err(_) | Ok(Object::Null) => None,
        Ok(other) => Some(format!("{other:?}")),
    };
    diff::keys(old, new).into_iter().filter(move |key| text(old, key) != text(new, key))
}

/// Whether a title or creator written into the notes stands in the signed XMP packet already:
/// writers copy it from there.
fn is_copied(
    step: &Step<'_>,
    old: &Dictionary,
    new: &Dictionary,
    key: &[u8],
) -> Result<bool, PdfError> {
    let (true, Ok(Object::String(text, _))) = (!old.has(key), new.get(key)) else {
        return Ok(false);
    };
    let text = decode_text(text);
    let Object::Stream(packet) = step.old.get(&step.old.catalog()?, b"Metadata")? else {
        return Ok(false);
    };
    let packet = if packet.dict.has(b"Filter") {
        packet.decompressed_content_with_limit(MAX_LOOK_BYTES).unwrap_or_default()
    } else {
        packet.content
    };
    let element = format!(">{text}<");
    Ok([b"Title".as_slice(), b"Creator"].contains(&key)
        && !text.contains(['<', '&'])
        && packet.windows(element.len()).any(|window| window == element.as_bytes()))
}

/// What an XMP packet says of itself (ISO 32000-2 table 348). With more it could serve as a form
/// that a page draws.
const OF_A_PACKET: [&[u8]; 6] = [b"Type", b"Subtype", b"Length", b"Filter", b"DecodeParms", b"DL"];

fn is_packet(dictionary: &Dictionary) -> bool {
    let subtype = dictionary.get(b"Subtype").and_then(Object::as_name);
    dictionary.has_type(b"Metadata")
        && subtype.is_ok_and(|subtype| subtype == b"XML")
        && super::widget::only(dictionary, &OF_A_PACKET)
}

pub(super) fn apply(step: &mut Step<'_>) -> Result<(), PdfError> {
    let info = |view: &View<'_>| view.trailer().as_hashmap().get(&b"Info"[..]).cloned();
    if let (before, Some(Object::Reference(id))) = (info(&step.old), info(&step.new)) {
        match step.replacement(id) {
            Some(Replaced { old: Object::Dictionary(old), new: Object::Dictionary(new) })
                if step.is_own(id, before.as_ref()) && only_texts(&new) =>
            {
                let mut honest = true;
                for key in changed(&old, &new).filter(|key| !NOTES.contains(key)) {
                    honest &= is_copied(step, &old, &new, key)?;
                }
                if honest {
                    step.result.notes = true;
                    step.explain(id.0, Modification::None);
                }
            }
            // The first notes in a file that had none: of the software, not a title or an author.
            None if before.is_none() && step.added.contains(&id.0) => {
                if let Object::Dictionary(first) = step.new.object(id)?
                    && first.iter().all(|(key, _)| FIRST.contains(&key.as_slice()))
                    && only_texts(&first)
                {
                    step.result.notes = true;
                    step.explain(id.0, Modification::None);
                }
            }
            // Other notes than there were may not be found in what was signed for something else.
            None if before.is_none() => step.refuse("trailer-changed"),
            _ => {}
        }
    } else if info(&step.old).is_none() && info(&step.new).is_some() {
        step.refuse("trailer-changed");
    }
    let before = step.old.of_catalog(b"Metadata")?;
    let Some(Object::Reference(id)) = step.new.of_catalog(b"Metadata")? else {
        return Ok(());
    };
    let is_packet =
        |object: &Object| matches!(object, Object::Stream(stream) if is_packet(&stream.dict));
    let honest = match step.replacement(id) {
        Some(Replaced { old, new }) => {
            is_packet(&old) && is_packet(&new) && step.is_own(id, before.as_ref())
        }
        // Written anew, under a number of its own.
        None => step.added.contains(&id.0) && is_packet(&step.new.object(id)?),
    };
    if honest {
        step.result.notes = true;
        step.explain(id.0, Modification::None);
    } else if before != Some(Object::Reference(id)) {
        step.refuse("metadata-changed");
    }
    Ok(())
}
