//! Rule: a later trailer leads to the same catalog of the same document.

use lopdf::Object;

use super::super::diff;
use super::super::engine::{Step, Unexplained};

/// What describes the section that the trailer belongs to, not the document (ISO 32000-2 §7.5.5,
/// §7.5.8.2).
const OF_THE_SECTION: [&[u8]; 10] = [
    b"Size",
    b"Prev",
    b"XRefStm",
    b"Type",
    b"W",
    b"Index",
    b"Length",
    b"Filter",
    b"DecodeParms",
    b"DL",
];

pub(in super::super) fn check(step: &Step<'_>) -> Result<(), Vec<Unexplained>> {
    let (old, new) = (step.old.trailer(), step.new.trailer());
    let allowed = |key: &[u8]| {
        OF_THE_SECTION.contains(&key)
            || (key == b"ID" && (!old.has(b"ID") || same_id(old, new)))
            // LibreOffice's own, of the first revision alone.
            || (key == b"DocChecksum" && !new.has(key))
            // Noting the writer for the first time, or leaving the notes out: then there are none.
            || (key == b"Info" && (!old.has(b"Info") || !new.has(b"Info")))
    };
    if diff::keys(old, new).into_iter().all(allowed) {
        Ok(())
    } else {
        Err(vec![Unexplained { object: 0, fault: "trailer-changed" }])
    }
}

/// Whether the permanent half of `/ID` stayed, or its first sixteen bytes alone: OpenPDF expects no
/// more.
fn same_id(old: &lopdf::Dictionary, new: &lopdf::Dictionary) -> bool {
    match (first_id(old), first_id(new)) {
        (Some(old), Some(new)) => old == new || (new.len() == 16 && old.starts_with(&new)),
        (old, new) => old == new,
    }
}

/// The permanent half of `/ID` (ISO 32000-2 §14.4); `None` where there was none.
fn first_id(trailer: &lopdf::Dictionary) -> Option<Vec<u8>> {
    let Ok(Object::Array(ids)) = trailer.get(b"ID") else { return None };
    ids.first().and_then(|id| id.as_str().ok()).map(<[u8]>::to_vec)
}

#[cfg(test)]
mod tests {
    use lopdf::{Dictionary, Object};

    use super::same_id;

    #[test]
    fn an_id_stays_or_its_first_sixteen_bytes_do() {
        let trailer = |id: &str| {
            let mut trailer = Dictionary::new();
            let parts = vec![Object::string_literal(id), Object::string_literal("b")];
            trailer.set("ID", parts);
            trailer
        };
        let old = trailer("0123456789abcdefghij");
        for (id, same) in [
            ("0123456789abcdefghij", true),
            ("0123456789abcdef", true),
            ("0123456789abcdeX", false),
            ("0123456789abcde", false),
            ("0123456789abcdefg", false),
            ("", false),
        ] {
            assert_eq!(same_id(&old, &trailer(id)), same, "{id}");
        }
        let none = Dictionary::new();
        assert!(same_id(&none, &none) && !same_id(&none, &old) && !same_id(&old, &none));
    }
}
