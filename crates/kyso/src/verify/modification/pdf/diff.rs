//! What differs between two values of an object. Values behind references are objects of their
//! own, so a reference is compared by its number alone.

use lopdf::{Dictionary, Object, ObjectId};

/// The keys whose values differ, or that stand on one side only.
pub(super) fn keys<'a>(old: &'a Dictionary, new: &'a Dictionary) -> Vec<&'a [u8]> {
    let gone = old.iter().filter(|(key, _)| !new.has(key)).map(|(key, _)| key.as_slice());
    let changed = new
        .iter()
        .filter(|(key, value)| !old.get(key).is_ok_and(|old| alike(old, value)))
        .map(|(key, _)| key.as_slice());
    gone.chain(changed).collect()
}

/// The references that `new` has beyond `old`, where `old` is still there whole and in order.
/// `None` where anything was removed, moved, or added that is no reference.
pub(super) fn appended(old: &[Object], new: &[Object]) -> Option<Vec<ObjectId>> {
    let mut expected = old.iter().peekable();
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

/// Whether two values are the same to every reader: streams by dictionary and raw content,
/// wherever they stand in the file.
pub(super) fn same(old: &Object, new: &Object) -> bool {
    alike(old, new)
}

/// Equality, however a string is written: writers turn `<...>` into `(...)`. Recursion is bounded by
/// the lexer's nesting.
fn alike(old: &Object, new: &Object) -> bool {
    match (old, new) {
        (Object::String(old, _), Object::String(new, _)) => old == new,
        (Object::Array(old), Object::Array(new)) => {
            old.len() == new.len() && old.iter().zip(new).all(|(old, new)| alike(old, new))
        }
        (Object::Dictionary(old), Object::Dictionary(new)) => keys(old, new).is_empty(),
        (Object::Stream(old), Object::Stream(new)) => {
            keys(&old.dict, &new.dict).is_empty() && old.content == new.content
        }
        _ => old == new,
    }
}

#[cfg(test)]
mod tests {
    use lopdf::{Object, StringFormat, dictionary};

    use super::{appended, keys, same};

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

    #[test]
    fn a_string_is_the_same_however_it_is_written() {
        let with = |text: &[u8], format| {
            let text = Object::String(text.to_vec(), format);
            let inner = dictionary! { "B" => Object::Array(vec![text.clone(), 1.into()]) };
            Object::Dictionary(dictionary! { "A" => inner, "C" => text })
        };
        let (hex, literal) = (StringFormat::Hexadecimal, StringFormat::Literal);
        assert!(same(&with(b"x", hex), &with(b"x", literal)));
        assert!(!same(&with(b"x", hex), &with(b"y", hex)));
        let name = Object::Name(b"x".to_vec());
        assert!(!same(&name, &Object::String(b"x".to_vec(), literal)));
        let shorter = dictionary! { "A" => dictionary! {} };
        assert!(!same(&with(b"x", hex), &Object::Dictionary(shorter)));
    }
}
