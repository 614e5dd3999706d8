//! What a certification or a lock forbids: honest in itself, not allowed after this signature.

use super::Forgery;
use super::base::Base;
use super::sample::{look, object};
use crate::pdf::writer::stream;

/// The field `amount` filled as people fill it.
pub(super) fn filled(base: &Base) -> Vec<u8> {
    let field = base.edit(object::AMOUNT, "(100)", "(200)");
    let text = "/Tx BMC BT /Helv 10 Tf 2 5 Td (200) Tj ET EMC";
    base.later(&[field, (object::AMOUNT_LOOK, look(100, 20, text))])
}

/// The box `agree` ticked.
fn ticked(base: &Base) -> Vec<u8> {
    base.later(&[base.edit(object::CHECK, "/V /Off /AS /Off", "/V /Yes /AS /Yes")])
}

/// What breaks the permissions of this base.
pub(super) fn violations(base: &Base) -> Vec<Forgery> {
    let note = "<< /Type /Annot /Subtype /Text /Rect [400 400 420 420] /Contents (x) >>";
    let annotated = |entries: &str| {
        base.later(&[
            base.edit(object::ANNOTS, "]", " 900 0 R]"),
            (900, note.replace("/Subtype", &format!("{entries} /Subtype")).into_bytes()),
        ])
    };
    let metadata = stream("/Type /Metadata /Subtype /XML", b"<x:other/>", false);
    let fill: [Forgery; 2] = [("filled", filled(base)), ("ticked", ticked(base))];
    let note: [Forgery; 2] = [("note-added", annotated("")), ("note-hidden", annotated("/F 2"))];
    let level = |from: &str, to: &str| {
        let number = crate::attacks::text::signatures(&base.bytes)[0].object;
        let body = crate::attacks::text::latest_object(&base.bytes, number).expect("plain");
        base.later(&[(
            number,
            crate::attacks::text::replace(&body, from.as_bytes(), to.as_bytes()),
        )])
    };
    match base.name {
        "certified-1" => {
            let mut all = [fill.as_slice(), &note].concat();
            all.extend([
                ("metadata-alone", base.later(&[(object::METADATA, metadata)])),
                ("notes-alone", base.later(&[base.edit(object::INFO, "testkit", "other")])),
                ("permission-widened", level("/P 1", "/P 3")),
                ("permission-removed", level("/Reference", "/Referenz")),
            ]);
            all
        }
        "certified-2" => {
            let mut all = note.to_vec();
            all.push(("permission-widened", level("/P 2", "/P 3")));
            all
        }
        "certified-3" => vec![
            ("certification-removed", level("/Reference", "/Referenz")),
            ("text-note-removed-with-the-square", {
                base.later(&[base.edit(object::ANNOTS, "13 0 R ", "")])
            }),
        ],
        "locked" => {
            let mut all = fill.to_vec();
            all.push(("lock-removed", base.later(&[base.edit(101, "/Lock", "/Lokk")])));
            all.push(("lock-narrowed", {
                base.later(&[base.edit(101, "/Action /All", "/Action /Include /Fields [(x)]")])
            }));
            all
        }
        _ => note.to_vec(),
    }
}
