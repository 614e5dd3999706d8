//! Later revisions that change what a reader sees (shadow attacks, incremental saving attacks).

use super::text::{latest_object, replace, signatures};
use super::{Attack, Tweaks, append_increment};
use crate::pdf::object;

/// A number that the sample and its signatures do not use.
const FREE: u32 = 9000;

/// A content stream that says something else.
const FORGED: &[u8] = b"<< /Length 56 >>\nstream\n\
    BT /F1 24 Tf 72 760 Td (Page 1: pay 9,000,000 VND) Tj ET\nendstream";

/// Revisions after the signature.
///
/// # Panics
/// When the file is not the testkit's classic sample, signed.
#[must_use]
pub fn revision_attacks(signed: &[u8]) -> Vec<Attack> {
    let body = |number| latest_object(signed, number).expect("a plain object of the sample");
    let append = |name, objects: &[(u32, u16, Vec<u8>)]| Attack {
        name,
        bytes: append_increment(signed, objects, &Tweaks::default()),
    };
    let page = body(object::PAGE_1);
    let catalog = body(object::CATALOG);
    let redirected = replace(&page, b"/Contents 4 0 R", b"/Contents 9000 0 R");
    let stamp = b"<< /Type /Annot /Subtype /FreeText /Rect [72 750 400 790] /F 4 \
        /DA (/Helv 24 Tf 1 g) /Contents (pay 9,000,000 VND) >>";
    let annotated = match latest_object(signed, object::ANNOTS) {
        Some(annots) => (object::ANNOTS, 0, replace(&annots, b"[", b"[9000 0 R ")),
        None => (object::PAGE_1, 0, replace(&page, b"/Annots [", b"/Annots [9000 0 R ")),
    };
    let pages = b"<< /Type /Pages /Kids [9002 0 R] /Count 1 >>";
    let forged_page = b"<< /Type /Page /Parent 9001 0 R /MediaBox [0 0 595 842] \
        /Contents 9003 0 R /Resources << /Font << /F1 5 0 R >> >> >>";
    let swapped = replace(&catalog, b"/Pages 2 0 R", b"/Pages 9001 0 R");
    let new_catalog = Attack {
        name: "catalog-moved",
        bytes: append_increment(
            signed,
            &[
                (FREE, 0, swapped.clone()),
                (9001, 0, pages.to_vec()),
                (9002, 0, forged_page.to_vec()),
                (9003, 0, FORGED.to_vec()),
            ],
            &Tweaks { root: Some("9000 0 R".into()), ..Tweaks::default() },
        ),
    };
    let font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Symbol >>";
    let action = replace(
        &catalog,
        b"/Type /Catalog",
        b"/Type /Catalog /OpenAction << /S /JavaScript /JS (app.alert(1)) >>",
    );
    let last = signatures(signed).pop().expect("a signed file");
    let undone = {
        let start = signed.len() - usize::try_from(last.byte_range[3]).expect("a small file");
        // The catalog from before the signature, whole as it was then: the signature is gone
        // for a reader that looks at the last revision alone.
        let old = latest_object(&signed[..start.min(last.contents.start)], object::CATALOG);
        old.filter(|old| *old != catalog)
            .unwrap_or_else(|| b"<< /Type /Catalog /Pages 2 0 R >>".to_vec())
    };
    vec![
        append("content-stream-replaced", &[(object::CONTENT_1, 0, FORGED.to_vec())]),
        append(
            "page-points-at-other-content",
            &[(object::PAGE_1, 0, redirected), (FREE, 0, FORGED.to_vec())],
        ),
        append("annotation-over-the-text", &[annotated, (FREE, 0, stamp.to_vec())]),
        append(
            "catalog-with-other-pages",
            &[
                (object::CATALOG, 0, swapped),
                (9001, 0, pages.to_vec()),
                (9002, 0, forged_page.to_vec()),
                (9003, 0, FORGED.to_vec()),
            ],
        ),
        new_catalog,
        append("font-replaced", &[(object::FONT, 0, font.to_vec())]),
        append(
            "page-removed",
            &[(object::PAGES, 0, b"<< /Type /Pages /Kids [7 0 R] /Count 1 >>".to_vec())],
        ),
        append("open-action-added", &[(object::CATALOG, 0, action)]),
        append("signature-field-removed", &[(object::CATALOG, 0, undone)]),
        append("unused-object-added", &[(FREE, 0, b"(hidden for later)".to_vec())]),
        Attack {
            name: "revision-forgets-the-signed-one",
            bytes: append_increment(
                signed,
                &[(object::CONTENT_1, 0, FORGED.to_vec())],
                &Tweaks { prev: first_section(signed), ..Tweaks::default() },
            ),
        },
    ]
}

/// The offset of the first revision's section: a later revision whose /Prev skips the signature.
fn first_section(signed: &[u8]) -> Option<u64> {
    let end = super::text::find(signed, b"%%EOF", 0)?;
    super::last_startxref(&signed[..end])
}
