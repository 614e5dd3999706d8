//! Form fields: looks that say something else than values, and fields changed in more than value.

use super::Forgery;
use super::base::Base;
use super::sample::{covering, look, object};

/// A look of the field `amount` that draws this.
fn drawn(content: &str) -> Vec<u8> {
    look(100, 20, content)
}

/// Looks against values.
pub(super) fn looks(base: &Base) -> Vec<Forgery> {
    let shows = |content: &str, value: &str| {
        let field = base.edit(object::AMOUNT, "(100)", value);
        let field = (field.0, crate::attacks::text::replace(&field.1, b"/N 25", b"/N 900"));
        base.later(&[field, (900, drawn(content))])
    };
    let text = |text: &str| format!("BT /Helv 10 Tf 2 5 Td ({text}) Tj ET");
    let mut all = vec![
        ("look-replaced-in-place", base.later(&[(object::AMOUNT_LOOK, drawn(&text("900")))])),
        ("look-swapped-value-kept", {
            let field = base.edit(object::AMOUNT, "/N 25", "/N 900");
            base.later(&[field, (900, drawn(&text("900")))])
        }),
        ("value-changed-look-kept", base.later(&[base.edit(object::AMOUNT, "(100)", "(900)")])),
        ("look-says-otherwise", shows(&text("900"), "(200)")),
        ("look-says-more", shows(&text("200000"), "(200)")),
        ("look-says-nothing", shows("", "(200)")),
        ("look-draws-backwards", shows("BT /Helv 10 Tf 20 5 Td (1) Tj -10 0 Td (9) Tj ET", "(19)")),
        ("look-spaced-backwards", shows("BT /Helv 10 Tf 40 5 Td -20 Tc (19) Tj ET", "(19)")),
        ("look-kerned-backwards", shows("BT /Helv 10 Tf 40 5 Td [(1) 1000 (9)] TJ ET", "(19)")),
        (
            "look-lines-upside-down",
            shows("BT /Helv 8 Tf 2 2 Td (1) Tj 0 9 Td (9) Tj ET", "(1\\n9)"),
        ),
        (
            "look-letters-of-two-sizes",
            shows("BT /Helv 2.1 Tf 2 5 Td (1) Tj /Helv 14 Tf 3 0 Td (9) Tj ET", "(19)"),
        ),
        (
            "look-lines-on-one-another",
            shows("BT /Helv 10 Tf 2 5 Td (1) Tj T* (9) Tj ET", "(1\\n9)"),
        ),
        ("look-runs-out-of-its-box", shows("BT /Helv 10 Tf 85 5 Td (1000000) Tj ET", "(1000000)")),
        ("look-below-its-box", shows("BT /Helv 10 Tf 2 -6 Td (900) Tj ET", "(900)")),
        ("look-in-white", shows(&format!("1 g {}", text("200")), "(200)")),
        ("look-in-its-background", shows(&format!("0 g 0 0 100 20 re f {}", text("200")), "(200)")),
        ("look-covered", shows(&format!("{} 1 g 0 0 100 20 re f", text("200")), "(200)")),
        ("look-clipped", shows(&format!("0 0 1 1 re W n {}", text("200")), "(200)")),
        ("look-outside", shows("BT /Helv 10 Tf 500 5 Td (200) Tj ET", "(200)")),
        ("look-unseen-mode", shows("BT 3 Tr /Helv 10 Tf 2 5 Td (200) Tj ET", "(200)")),
        (
            "look-removed",
            base.later(&[{
                let field = base.edit(object::AMOUNT, "(100)", "(900)");
                (field.0, crate::attacks::text::replace(&field.1, b"/AP", b"/Ap"))
            }]),
        ),
        ("looks-to-be-drawn-anew", {
            let form = base.edit(object::ACRO_FORM, "/DR", "/NeedAppearances true /DR");
            base.later(&[form])
        }),
        ("look-by-a-font-of-its-own", {
            let field = base.edit(object::AMOUNT, "(100)", "(100)");
            let field = crate::attacks::text::replace(&field.1, b"/N 25", b"/N 900");
            let font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding \
                << /Differences [49 /nine] >> /ToUnicode 902 0 R >>"
                .to_vec();
            let content = text("100");
            let own = look(100, 20, &content);
            let own = crate::attacks::text::replace(&own, b"/Helv 8", b"/Helv 901");
            base.later(&[(object::AMOUNT, field), (900, own), (901, font), (902, to_unicode())])
        }),
    ];
    all.extend(fonts(base));
    all.extend(buttons(base));
    all
}

/// Looks in fonts that show something else than they say.
fn fonts(base: &Base) -> Vec<Forgery> {
    let with = |value: &str, codes: &str, font: &str| {
        let field = base.edit(object::AMOUNT, "(100)", value).1;
        let field = crate::attacks::text::replace(&field, b"/N 25", b"/N 900");
        let content = format!("BT /Helv 10 Tf 2 5 Td ({codes}) Tj ET");
        let own = crate::attacks::text::replace(&drawn(&content), b"/Helv 8", b"/Helv 901");
        let font = format!("<< /Type /Font {font} >>").into_bytes();
        base.later(&[(object::AMOUNT, field), (900, own), (901, font), (902, to_unicode())])
    };
    vec![
        (
            "font-maps-nines-to-ones",
            with(
                "(111)",
                "999",
                "/Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding /ToUnicode 902 0 R",
            ),
        ),
        (
            "font-draws-nines-for-ones",
            with(
                "(111)",
                "111",
                "/Subtype /Type1 /BaseFont /Helvetica /ToUnicode 902 0 R \
             /Encoding << /Differences [49 /nine] >>",
            ),
        ),
        (
            "font-of-signs",
            with("(abc)", "abc", "/Subtype /Type1 /BaseFont /Symbol /Encoding /WinAnsiEncoding"),
        ),
        (
            "font-of-dingbats",
            with(
                "(abc)",
                "abc",
                "/Subtype /Type1 /BaseFont /ZapfDingbats /Encoding /WinAnsiEncoding",
            ),
        ),
        (
            "font-of-procedures",
            with(
                "(1)",
                "1",
                "/Subtype /Type3 /FontBBox [0 0 1 1] /FontMatrix [1 0 0 1 0 0] /FirstChar 49 \
             /LastChar 49 /Widths [1] /Encoding << /Differences [49 /one] >> \
             /CharProcs << /one 12 0 R >>",
            ),
        ),
    ]
}

/// A map that says that nines are ones.
fn to_unicode() -> Vec<u8> {
    let text = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def \
                /CMapType 2 def 1 begincodespacerange <00> <ff> endcodespacerange 2 beginbfchar \
                <39> <0031> <31> <0031> endbfchar endcmap end end";
    crate::pdf::writer::stream("", text.as_bytes(), false)
}

/// Check boxes and choices.
fn buttons(base: &Base) -> Vec<Forgery> {
    let check = |from: &str, to: &str| base.edit(object::CHECK, from, to);
    vec![
        ("box-shows-another-state", base.later(&[check("/AS /Off", "/AS /Yes")])),
        ("box-hides-its-state", base.later(&[check("/V /Off", "/V /Yes")])),
        ("box-state-unknown", base.later(&[check("/V /Off /AS /Off", "/V /No /AS /No")])),
        ("box-look-replaced", base.later(&[(object::CHECKED, covering(20, 20))])),
        ("box-look-swapped", base.later(&[check("/Yes 26 0 R /Off 27", "/Yes 27 0 R /Off 26")])),
        ("choice-not-offered-look", {
            let field = base.edit(object::CHOICE, "/F 4", "/F 4 /V (Hue) /AP << /N 900 0 R >>");
            base.later(&[field, (900, drawn("BT /Helv 10 Tf 2 5 Td (Ha Noi) Tj ET"))])
        }),
        ("choices-changed", base.later(&[base.edit(object::CHOICE, "(Hue)", "(Sai Gon)")])),
    ]
}

/// Fields changed in more than their value.
pub(super) fn fields(base: &Base) -> Vec<Forgery> {
    let later = |objects: &[(u32, Vec<u8>)]| base.later(objects);
    let edit = |number, from: &str, to: &str| later(&[base.edit(number, from, to)]);
    let amount = |from: &str, to: &str| edit(object::AMOUNT, from, to);
    let added = |text: &str| {
        later(&[
            base.edit(object::ANNOTS, "]", " 900 0 R]"),
            base.edit(object::ACRO_FORM, "] /DR", " 900 0 R] /DR"),
            (900, format!("<< /Type /Annot /Subtype /Widget /P 3 0 R {text} >>").into_bytes()),
            (901, covering(500, 60)),
        ])
    };
    vec![
        (
            "text-field-added",
            added("/FT /Tx /T (n) /V (x) /Rect [60 740 560 800] /AP << /N 901 0 R >>"),
        ),
        (
            "button-added",
            added("/FT /Btn /Ff 65536 /T (n) /Rect [60 740 560 800] /AP << /N 901 0 R >>"),
        ),
        ("field-of-a-taken-name", added("/FT /Tx /T (amount) /V (9) /Rect [0 0 0 0]")),
        ("field-removed", edit(object::ACRO_FORM, "21 0 R ", "")),
        ("field-grown", amount("[72 600 172 620]", "[60 740 560 800]")),
        ("field-renamed", amount("(amount)", "(other)")),
        ("field-read-only", amount("/F 4", "/F 4 /Ff 1")),
        ("field-with-script", amount("/F 4", "/F 4 /AA << /K << /S /JavaScript /JS (x) >> >>")),
        ("field-with-default-value", amount("/F 4", "/F 4 /DV (9)")),
        ("field-with-rich-text", amount("/F 4", "/F 4 /RV (<p>9</p>)")),
        ("field-in-another-font", amount("/Helv 10 Tf 0 g", "/Helv 40 Tf 1 g")),
        ("field-with-background", amount("/F 4", "/F 4 /MK << /BG [1 1 1] >>")),
        ("field-hidden", amount("/F 4", "/F 2")),
        (
            "field-gets-kids",
            later(&[
                base.edit(object::AMOUNT, "/F 4", "/F 4 /Kids [900 0 R]"),
                (
                    900,
                    b"<< /Type /Annot /Subtype /Widget /Parent 21 0 R /Rect [0 0 9 9] >>".to_vec(),
                ),
            ]),
        ),
        ("form-with-xfa", edit(object::ACRO_FORM, "/DR", "/XFA (x) /DR")),
        ("form-with-calculation", edit(object::ACRO_FORM, "/DR", "/CO [21 0 R] /DR")),
        ("form-with-other-default", edit(object::ACRO_FORM, "/Helv 10 Tf 0 g", "/Helv 40 Tf 1 g")),
        ("form-aligned-otherwise", edit(object::ACRO_FORM, "/DR", "/Q 2 /DR")),
        (
            "form-moved-and-changed",
            later(&[base.edit(object::CATALOG, "/AcroForm 20 0 R", "/AcroForm 900 0 R"), {
                let form = base.edit(object::ACRO_FORM, "21 0 R ", "");
                (900, form.1)
            }]),
        ),
        ("form-order-changed", edit(object::ACRO_FORM, "21 0 R 22 0 R", "22 0 R 21 0 R")),
    ]
}
