//! Shadow attacks and plain changes of what pages show: hide, replace, hide and replace.

use super::Forgery;
use super::base::Base;
use super::sample::{FORGED, HONEST, TRAILER, covering, look, object, says};
use crate::pdf::writer::stream;

/// Contents, resources and fonts.
pub(super) fn content(base: &Base) -> Vec<Forgery> {
    let later = |objects: &[(u32, Vec<u8>)]| base.later(objects);
    let edit = |number, from: &str, to: &str| later(&[base.edit(number, from, to)]);
    let also = |number, from: &str, to: &str, more: Vec<u8>| {
        later(&[base.edit(number, from, to), (900, more)])
    };
    let white = stream("", b"1 g 0 700 595 142 re f 0 g", false);
    let font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding << /Type /Encoding \
                /Differences [49 /nine] >> >>";
    let glyphs = "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1 1] /FontMatrix [1 0 0 1 0 0] \
                  /FirstChar 49 /LastChar 49 /Widths [1] /Encoding << /Differences [49 /one] >> \
                  /CharProcs << /one 12 0 R >> >>";
    let longer = format!("BT /F1 24 Tf 72 760 Td (Page 2: at most {FORGED} VND) Tj ET");
    vec![
        (
            "content-replaced-on-page-2",
            later(&[(object::TEXT_2, stream("", longer.as_bytes(), false))]),
        ),
        ("length-behind-a-reference", later(&[(object::LENGTH, b"10".to_vec())])),
        ("contents-array-swapped", edit(object::PAGE_1, "[5 0 R 9 0 R]", "[6 0 R 9 0 R]")),
        ("contents-array-shortened", edit(object::PAGE_1, "[5 0 R 9 0 R]", "[9 0 R]")),
        ("contents-array-covered", also(object::PAGE_1, "9 0 R]", "9 0 R 900 0 R]", white.clone())),
        ("contents-array-prefixed", also(object::PAGE_1, "[5 0 R", "[900 0 R 5 0 R", white)),
        ("shared-content-replaced", later(&[(object::SHARED, says(FORGED))])),
        ("form-xobject-replaced", later(&[(object::FORM_XOBJECT, covering(400, 400))])),
        ("form-xobject-by-a-picture", {
            let entries = "/Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 \
                           /ColorSpace /DeviceGray";
            later(&[(object::FORM_XOBJECT, stream(entries, &[0], false))])
        }),
        ("font-replaced", later(&[(object::FONT, font.as_bytes().to_vec())])),
        ("font-of-drawn-glyphs", later(&[(object::FONT, glyphs.as_bytes().to_vec())])),
        ("font-in-resources-swapped", also(object::RESOURCES, "/F1 8", "/F1 900", font.into())),
        ("resources-gain-an-entry", edit(object::RESOURCES, "/X1 12", "/X2 12 0 R /X1 12")),
        ("resources-in-the-page", {
            let own = format!("/Resources << /Font << /F1 {font} >> >> /Contents");
            edit(object::PAGE_1, "/Contents", &own)
        }),
        (
            "resources-inherited-otherwise",
            also(object::PAGES, "/Resources 7", "/Resources 900", b"<< >>".to_vec()),
        ),
        (
            "default-resources-of-the-form",
            also(object::ACRO_FORM, "/Helv 8", "/Helv 900", font.into()),
        ),
        ("hidden-form-added", {
            let entries = format!("/Type /Hidden /Was ({HONEST})");
            later(&[(900, stream(&entries, b"q Q", false))])
        }),
        ("hidden-page-added", {
            let page = b"<< /Type /Page /Parent 2 0 R /Contents 901 0 R >>".to_vec();
            later(&[(900, page), (901, says(FORGED))])
        }),
        ("hidden-look-added", later(&[(900, look(10, 10, "0 0 9 9 re f"))])),
        ("two-steps-hide-then-show", {
            let first = base.revised(&[(900, says(FORGED))]);
            first.later(&[first.edit(object::PAGE_1, "[5 0 R", "[900 0 R")])
        }),
        ("changed-and-changed-back", {
            let same = base.body(object::TEXT_1);
            let first = base.revised(&[(object::TEXT_1, says(FORGED))]);
            first.later(&[(object::TEXT_1, same)])
        }),
    ]
}

/// The page tree and what pages say of themselves.
pub(super) fn pages(base: &Base) -> Vec<Forgery> {
    let later = |objects: &[(u32, Vec<u8>)]| base.later(objects);
    let edit = |number, from: &str, to: &str| later(&[base.edit(number, from, to)]);
    let page = |to: &str| edit(object::PAGE_1, "/Type /Page", &format!("/Type /Page {to}"));
    let forged = b"<< /Type /Page /Parent 2 0 R /Contents 901 0 R >>".to_vec();
    let tree = b"<< /Type /Pages /Kids [902 0 R] /Count 1 /Resources 7 0 R \
        /MediaBox [0 0 595 842] >>"
        .to_vec();
    let kid = b"<< /Type /Page /Parent 900 0 R /Contents 901 0 R >>".to_vec();
    vec![
        ("page-removed", edit(object::PAGES, "[3 0 R 4 0 R] /Count 2", "[4 0 R] /Count 1")),
        ("pages-swapped", edit(object::PAGES, "[3 0 R 4 0 R]", "[4 0 R 3 0 R]")),
        ("page-doubled", edit(object::PAGES, "[3 0 R 4 0 R] /Count 2", "[3 0 R 3 0 R] /Count 2")),
        (
            "page-added",
            later(&[
                base.edit(
                    object::PAGES,
                    "[3 0 R 4 0 R] /Count 2",
                    "[900 0 R 3 0 R 4 0 R] /Count 3",
                ),
                (900, forged.clone()),
                (901, says(FORGED)),
            ]),
        ),
        ("page-count-lies", edit(object::PAGES, "/Count 2", "/Count 1")),
        ("page-replaced-in-place", later(&[(object::PAGE_1, forged), (901, says(FORGED))])),
        (
            "page-tree-replaced",
            later(&[
                base.edit(object::CATALOG, "/Pages 2 0 R", "/Pages 900 0 R"),
                (900, tree.clone()),
                (901, says(FORGED)),
                (902, kid.clone()),
            ]),
        ),
        ("catalog-replaced-by-another", {
            let mut increment = base.increment();
            let catalog = base.edit(object::CATALOG, "/Pages 2 0 R", "/Pages 900 0 R").1;
            increment.object(900, &tree);
            increment.object(901, &says(FORGED));
            increment.object(902, &kid);
            increment.object(903, &catalog);
            let trailer = TRAILER.replace("/Root 1 ", "/Root 903 ");
            let prev = increment.prev;
            base.close_with(&mut increment, &format!("{trailer} /Prev {prev}"))
        }),
        ("page-turned", page("/Rotate 180")),
        ("page-cropped", page("/CropBox [0 0 595 700]")),
        ("page-with-own-box", page("/MediaBox [0 0 595 700]")),
        ("page-scaled", page("/UserUnit 0.01")),
        ("page-with-transition", page("/Dur 1 /Trans << /S /Dissolve >>")),
        ("page-with-actions", page("/AA << /O << /S /JavaScript /JS (x) >> >>")),
        ("page-with-group", page("/Group << /S /Transparency /K true >>")),
        ("page-with-beads", page("/B [900 0 R]")),
        ("page-with-template-name", page("/TemplateInstantiated /x")),
        ("page-with-private-data", page("/PieceInfo << /X << /Private (x) >> >>")),
        ("page-with-output-intent", page("/OutputIntents []")),
    ]
}
