//! What differs between two values of an object. Values behind references are objects of their
//! own, so a reference is compared by its number alone.

use std::borrow::Cow;
use std::cell::Cell;
use std::io::Read as _;

use lopdf::{Dictionary, Object, ObjectId, Stream};

/// The keys whose values differ, or that stand on one side only.
pub(super) fn keys<'a>(old: &'a Dictionary, new: &'a Dictionary) -> Vec<&'a [u8]> {
    let gone = old.iter().filter(|(key, _)| !new.has(key)).map(|(key, _)| key.as_slice());
    let changed = new
        .iter()
        .filter(|(key, value)| old.get(key).map_or(true, |old| !equal(old, value)))
        .map(|(key, _)| key.as_slice());
    gone.chain(changed).collect()
}

/// The references that `new` has beyond `old`, where `old` is still there whole and in order.
/// `None` where anything was removed, moved, or added that is no reference.
pub(super) fn appended<'o>(
    old: impl IntoIterator<Item = &'o Object>,
    new: impl IntoIterator<Item = &'o Object>,
) -> Option<Vec<ObjectId>> {
    let mut expected = old.into_iter().peekable();
    let mut added = Vec::new();
    for value in new {
        if expected.peek() == Some(&value) {
            expected.next();
        } else {
            added.push(value.as_reference().ok()?);
        }
    }
    expected.next().is_none().then_some(added)
}

/// Whether two values are the same to every reader: streams by dictionary and content, wherever
/// they stand in the file. `budget` is what may still be unpacked, in bytes.
pub(super) fn same(old: &Object, new: &Object, budget: &Cell<u64>) -> bool {
    match (old, new) {
        (Object::Stream(old), Object::Stream(new)) => {
            let same = keys(&old.dict, &new.dict).is_empty() && old.content == new.content;
            same || packed_anew(old, new, budget)
        }
        _ => equal(old, new),
    }
}

/// Whether a dictionary is a page, or a node of pages, in which no number but those of its boxes has a fraction, and
/// those are of a usual size.
pub(super) fn is_exact_but_for_boxes(page: &Dictionary) -> bool {
    const BOXES: [&[u8]; 5] = [b"MediaBox", b"CropBox", b"BleedBox", b"TrimBox", b"ArtBox"];
    let usual = |side: &Object| side.as_float().is_ok_and(|side| side.abs() <= LARGEST_PAGE);
    let mut waiting = Vec::new();
    for (key, value) in page {
        match value {
            Object::Array(sides) if BOXES.contains(&key.as_slice()) => {
                if !sides.iter().all(usual) {
                    return false;
                }
            }
            other => waiting.push(other),
        }
    }
    while let Some(value) = waiting.pop() {
        match value {
            Object::Real(_) => return false,
            Object::Array(values) => waiting.extend(values),
            Object::Dictionary(inner) => waiting.extend(inner.iter().map(|(_, value)| value)),
            _ => {}
        }
    }
    page.has_type(b"Page") || page.has_type(b"Pages")
}

/// Side of the largest page that readers show, in points (ISO 32000-2 annex C).
const LARGEST_PAGE: f32 = 14_400.0;

/// Whether two values say the same: a string in hexadecimal is the one in brackets, 1.0 is 1.
/// Objects are read no deeper than [`crate::limits::MAX_NESTING`].
pub(super) fn equal(old: &Object, new: &Object) -> bool {
    match (old, new) {
        (Object::String(old, _), Object::String(new, _)) => old == new,
        (Object::Integer(whole), Object::Real(real))
        | (Object::Real(real), Object::Integer(whole)) => {
            // Only what both can hold exactly.
            whole.unsigned_abs() < 1 << 24 && (*whole as f32).total_cmp(real).is_eq()
        }
        (Object::Array(old), Object::Array(new)) => {
            old.len() == new.len() && old.iter().zip(new).all(|(old, new)| equal(old, new))
        }
        (Object::Dictionary(old), Object::Dictionary(new)) => {
            old.len() == new.len()
                && old.iter().all(|(key, old)| new.get(key).is_ok_and(|new| equal(old, new)))
        }
        _ => old == new,
    }
}

/// Whether two streams differ in how their bytes are packed and in nothing else: some writers
/// deflate every stream that they pass on.
fn packed_anew(old: &Stream, new: &Stream, budget: &Cell<u64>) -> bool {
    const OF_THE_PACKING: [&[u8]; 2] = [b"Filter", b"Length"];
    keys(&old.dict, &new.dict).iter().all(|key| OF_THE_PACKING.contains(key))
        && unpacked(old, budget).is_some_and(|content| Some(content) == unpacked(new, budget))
}

/// The content of a stream that is not packed, or is one whole zlib stream with a right checksum
/// and nothing behind it: what every reader unpacks alike.
fn unpacked<'s>(stream: &'s Stream, budget: &Cell<u64>) -> Option<Cow<'s, [u8]>> {
    if stream.dict.has(b"DecodeParms") || stream.dict.has(b"F") {
        return None;
    }
    let deflated = match stream.dict.get(b"Filter") {
        Err(_) => false,
        Ok(Object::Name(name)) => name == b"FlateDecode",
        Ok(Object::Array(names)) => match names.as_slice() {
            [] => false,
            [Object::Name(name)] => name == b"FlateDecode",
            _ => return None,
        },
        Ok(_) => return None,
    };
    if !deflated {
        return stream.dict.get(b"Filter").is_err().then_some(Cow::Borrowed(&stream.content));
    }
    let mut content = Vec::new();
    let mut packed = stream.content.as_slice();
    let mut reader = flate2::bufread::ZlibDecoder::new(&mut packed).take(budget.get());
    let read = reader.read_to_end(&mut content);
    // One byte less than there was: a stream that uses all of it was cut.
    budget.set(budget.get().saturating_sub(content.len() as u64));
    read.ok()?;
    (packed.is_empty() && budget.get() > 0).then_some(Cow::Owned(content))
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::io::Write as _;

    use lopdf::{Dictionary, Object, Stream, dictionary};

    use super::{appended, equal, keys};

    fn same(old: &Object, new: &Object) -> bool {
        super::same(old, new, &Cell::new(1000))
    }

    fn stream(dict: Dictionary, content: &[u8]) -> Object {
        Object::Stream(Stream::new(dict, content.to_vec()))
    }

    #[test]
    fn a_stream_packed_anew_is_the_same_and_nothing_else_is() {
        let pack = |content: &[u8]| {
            let mut encoder =
                flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
            encoder.write_all(content).expect("memory takes it");
            encoder.finish().expect("memory takes it")
        };
        let flate = || dictionary! { "Filter" => "FlateDecode" };
        let packed = pack(b"0 0 10 10 re f");
        let plain = stream(Dictionary::new(), b"0 0 10 10 re f");
        assert!(same(&plain, &stream(flate(), &packed)));
        assert!(!super::same(&plain, &stream(flate(), &packed), &Cell::new(14)));
        assert!(!same(&plain, &stream(flate(), &pack(b"0 0 99 99 re f"))));
        // Bytes behind the end, a cut end, a wrong checksum: readers differ in what they show.
        let longer = [packed.as_slice(), b"0 0 99 99 re f"].concat();
        assert!(!same(&plain, &stream(flate(), &longer)));
        assert!(!same(&plain, &stream(flate(), packed.get(..packed.len() - 1).unwrap_or(b""))));
        let mut wrong = packed.clone();
        *wrong.last_mut().expect("a checksum") ^= 1;
        assert!(!same(&plain, &stream(flate(), &wrong)));
        let other = dictionary! { "Filter" => "FlateDecode", "Type" => "ObjStm" };
        assert!(!same(&plain, &stream(other, &packed)));
        // Parameters that no filter takes are of use to the filter that comes.
        let mut with_parameters = [plain.clone(), stream(flate(), &packed)];
        for one in &mut with_parameters {
            let Object::Stream(one) = one else { panic!() };
            one.dict.set("DecodeParms", dictionary! { "Predictor" => 12 });
        }
        assert!(!same(&with_parameters[0], &with_parameters[1]));
        let elsewhere = dictionary! { "Filter" => "FlateDecode", "F" => "other.bin" };
        assert!(!same(&plain, &stream(elsewhere, &packed)));
        let twice = dictionary! { "Filter" => vec!["FlateDecode".into(), "FlateDecode".into()] };
        assert!(!same(&plain, &stream(twice, &packed)));
    }

    #[test]
    fn a_text_is_the_same_however_it_is_written() {
        use lopdf::StringFormat::{Hexadecimal, Literal};
        let text = |text: &str, format| Object::String(text.into(), format);
        assert!(equal(&text("a", Literal), &text("a", Hexadecimal)));
        assert!(!equal(&text("a", Literal), &text("b", Literal)));
    }

    #[test]
    fn keys_that_are_new_gone_or_changed() {
        let old = dictionary! { "A" => 1, "B" => 2, "C" => 3 };
        let new = dictionary! { "A" => 1, "B" => 4, "D" => 5 };
        assert_eq!(keys(&old, &new), [b"C", b"B", b"D"]);
    }

    #[test]
    fn only_additions_count_as_appended() {
        let refs = |n: &[u32]| n.iter().map(|n| Object::Reference((*n, 0))).collect::<Vec<_>>();
        assert_eq!(appended(&refs(&[1, 2]), &refs(&[1, 2, 3])), Some(vec![(3, 0)]));
        assert_eq!(appended(&refs(&[1, 2]), &refs(&[1, 3, 2])), Some(vec![(3, 0)]));
        assert_eq!(appended(&refs(&[1, 2]), &refs(&[2, 1])), None);
        assert_eq!(appended(&refs(&[1, 2]), &refs(&[1])), None);
        assert_eq!(appended(&refs(&[1]), &[Object::Reference((1, 0)), Object::Null]), None);
    }
}
