//! Documents prepared before they were signed, so that an innocent change later, or another
//! reader, shows something else.

use std::collections::BTreeMap;

use super::base::{Base, Layout, Signature, certification};
use super::permissions::filled;
use super::raw::Increment;
use super::sample::{FORGED, TRAILER, covering, look, object, objects, says};
use super::{Case, Must};
use crate::attacks::text::replace;
use crate::pdf::writer::stream;
use crate::pki::Pki;

type Objects = BTreeMap<u32, Vec<u8>>;

/// Replaces some text of an object.
fn edit(all: &mut Objects, number: u32, from: &str, to: &str) {
    let body = replace(&all[&number], from.as_bytes(), to.as_bytes());
    all.insert(number, body);
}

/// The sample changed and then signed.
fn signed(pki: &Pki, change: impl FnOnce(&mut Objects)) -> Base {
    signed_as(pki, &Signature::PLAIN, change)
}

fn signed_as(pki: &Pki, how: &Signature<'_>, change: impl FnOnce(&mut Objects)) -> Base {
    let mut all = objects();
    change(&mut all);
    Base::of("own", Layout::Table, all).signed(how, &pki.signer)
}

/// Every prepared document.
pub(super) fn attacks(pki: &Pki) -> Vec<Case> {
    let mut all = places(pki);
    all.extend(fields(pki));
    all.extend(ambiguous(pki));
    all.extend(sections(pki));
    all.extend(forbidden(pki));
    all
}

/// A store with one certificate, as an honest later revision has it.
fn with_store(base: &Base, number: u32, certificate: Vec<u8>) -> Vec<u8> {
    let catalog = base.edit(object::CATALOG, " /PageLabels", " /DSS 950 0 R /PageLabels");
    let store = format!("<< /Type /DSS /Certs [{number} 0 R] >>").into_bytes();
    base.later(&[catalog, (950, store), (number, certificate)])
}

/// One object in two places, or a place that waits for its object.
fn places(pki: &Pki) -> Vec<Case> {
    let form = "/Subtype /Form /BBox [0 0 60 30] /Resources << /Font << /F1 8 0 R >> >>";
    let content = format!("1 g 0 0 60 30 re f 0 g BT /F1 9 Tf (Pay {FORGED}) Tj ET");
    let metadata = |text: &str| stream(&format!("/Type /Metadata {form}"), text.as_bytes(), false);
    let is_metadata = signed(pki, |all| {
        all.insert(object::METADATA, metadata("q Q"));
        edit(all, object::SQUARE, "/N 14 0 R", "/N 30 0 R");
    });
    let waits = |number, from: &'static str, to: &'static str| {
        signed(pki, move |all| edit(all, number, from, to))
    };
    let evidence = || stream("", content.as_bytes(), false);
    let annotation = waits(object::SQUARE, "/N 14 0 R", "/N 960 0 R");
    let page = waits(object::PAGE_1, "9 0 R]", "9 0 R 960 0 R]");
    let resource = waits(object::RESOURCES, "/X1 12 0 R", "/X1 960 0 R");
    let field = waits(object::NOTE, "/F 4", "/F 4 /AP << /N 960 0 R >>");
    let shown = |base: &Base| {
        let how = Signature { number: 958, field: "Signature2", ..Signature::PLAIN };
        base.signed(&how, &pki.signer).bytes
    };
    let filled_by = |base: &Base| {
        let amount = base.edit(object::AMOUNT, "(100)", "(200)");
        let amount = (amount.0, replace(&amount.1, b"/N 25", b"/N 960"));
        base.later(&[amount, (960, look(100, 20, "BT /Helv 10 Tf 2 5 Td (200) Tj ET"))])
    };
    let untyped = stream(form, content.as_bytes(), false);
    let endless = waits(object::PAGES, "4 0 R]", "4 0 R 2 0 R]");
    let case = |name, bytes| ("prepared", name, bytes, Must::Fail);
    vec![
        // Which page a look hides cannot be told.
        case("look-over-a-page-tree-without-end", shown(&endless)),
        case("look-is-the-metadata", is_metadata.later(&[(object::METADATA, metadata(&content))])),
        case("look-waits-for-evidence", with_store(&annotation, 960, untyped.clone())),
        case("look-waits-for-a-signature", shown(&annotation)),
        case("look-waits-for-a-filled-field", filled_by(&annotation)),
        case("field-look-waits-for-evidence", with_store(&field, 960, untyped)),
        case("field-look-waits-for-a-signature", shown(&field)),
        case("page-waits-for-evidence", with_store(&page, 960, evidence())),
        case("resource-waits-for-a-signature", shown(&resource)),
        case("resource-waits-for-a-filled-field", filled_by(&resource)),
    ]
}

/// Fields that were prepared to show or hide what was signed.
#[expect(clippy::too_many_lines, reason = "a table of attacks")]
fn fields(pki: &Pki) -> Vec<Case> {
    let case = |name, bytes| ("prepared", name, bytes, Must::Fail);
    let says_900 = look(100, 20, "BT /Helv 10 Tf 2 5 Td (900) Tj ET");
    let hidden = signed(pki, |all| edit(all, object::AMOUNT, "(100)", "(900)"));
    let wide = signed(pki, |all| {
        edit(all, object::CHECK, "[72 560 92 580]", "[0 0 595 842]");
        all.insert(object::CHECKED, covering(595, 842));
        all.insert(object::UNCHECKED, look(595, 842, ""));
    });
    let over = signed(pki, |all| edit(all, object::NOTE, "[72 480 272 500]", "[60 740 560 800]"));
    let note = |content: &str| {
        let field = over.edit(object::NOTE, "/F 4", "/F 4 /V (x) /AP << /N 900 0 R >>");
        over.later(&[field, (900, look(500, 60, content))])
    };
    let doubled = signed(pki, |all| edit(all, object::NOTE, "(note)", "(amount)"));
    let away = signed(pki, |all| {
        let look = all[&object::SQUARE_LOOK].clone();
        all.insert(
            object::SQUARE_LOOK,
            replace(&look, b"/BBox", b"/Matrix [1 0 0 1 -600 0] /BBox"),
        );
    });
    let far = signed(pki, |all| {
        let shared = "q 1 0 0 1 -1000000000000 0 cm /X1 Do Q";
        all.insert(object::SHARED, stream("", shared.as_bytes(), false));
        let look = all[&object::FORM_XOBJECT].clone();
        let matrix = b"/Matrix [1 0 0 1 1000000000700.0 0] /BBox";
        all.insert(object::FORM_XOBJECT, replace(&look, b"/BBox", matrix));
    });
    let lists = signed(pki, |all| {
        edit(all, object::ACRO_FORM, "[21 0 R 22 0 R 23 0 R 24 0 R 28 0 R]", "10 0 R");
        edit(all, object::ANNOTS, "11 0 R 13 0 R ", "");
        edit(all, object::ACRO_FORM, "10 0 R", "[21 0 R 22 0 R]");
    });
    let kids = signed(pki, |all| {
        edit(all, object::ACRO_FORM, "[21 0 R", "[17 0 R");
        edit(all, object::AMOUNT, "/FT /Tx /T (amount) /V (100)", "/Parent 17 0 R");
        all.insert(17, b"<< /FT /Tx /T (amount) /V (100) /Kids [21 0 R] >>".to_vec());
    });
    vec![
        case("value-waits-behind-the-look", {
            let field = hidden.edit(object::AMOUNT, "/N 25", "/N 900");
            hidden.later(&[field, (900, says_900.clone())])
        }),
        case("value-waits-behind-the-look-in-place", {
            hidden.later(&[(object::AMOUNT_LOOK, says_900.clone())])
        }),
        case("value-waits-until-looks-are-drawn-anew", {
            hidden.later(&[hidden.edit(object::ACRO_FORM, "/DR", "/NeedAppearances true /DR")])
        }),
        case("value-waits-until-its-look-goes", {
            hidden.later(&[hidden.edit(object::AMOUNT, "/AP <<", "/Ap <<")])
        }),
        case("box-as-large-as-the-page", {
            let field = wide.edit(object::CHECK, "/V /Off /AS /Off", "/V /Yes /AS /Yes");
            wide.later(&[field])
        }),
        case("box-over-a-digit", {
            let small = signed(pki, |all| {
                edit(all, object::CHECK, "[72 560 92 580]", "[120 755 142 785]");
                all.insert(object::CHECKED, covering(22, 30));
            });
            small.later(&[small.edit(object::CHECK, "/V /Off /AS /Off", "/V /Yes /AS /Yes")])
        }),
        case("field-hides-the-text-when-filled", {
            note("1 g 0 0 500 60 re f 0 g BT /Helv 12 Tf 2 8 Td (x) Tj ET")
        }),
        case("field-frames-the-text-when-filled", {
            note("1 G 80 w 0 0 500 60 re S 0 g BT /Helv 12 Tf 2 8 Td (x) Tj ET")
        }),
        case("two-fields-of-one-name", {
            let field = doubled.edit(object::NOTE, "/F 4", "/F 4 /V (300) /AP << /N 900 0 R >>");
            let look = look(200, 20, "BT /Helv 10 Tf 2 5 Td (300) Tj ET");
            doubled.later(&[field, (900, look)])
        }),
        case("sign-that-readers-count-differently", {
            let body = away.body(object::SQUARE_LOOK);
            away.later(&[(object::SQUARE_LOOK, replace(&body, b"-600", b"--600"))])
        }),
        case("number-of-more-digits-than-some-hold", {
            let body = far.body(object::FORM_XOBJECT);
            far.later(&[(object::FORM_XOBJECT, replace(&body, b"0700.0", b"0100.0"))])
        }),
        case("list-that-is-two-lists", {
            lists.later(&[lists.edit(object::ANNOTS, "21 0 R ", "")])
        }),
        case("value-in-the-parent-alone", {
            kids.later(&[(17, b"<< /FT /Tx /T (amount) /V (900) /Kids [21 0 R] >>".to_vec())])
        }),
    ]
}

/// Signed once and not changed: two readers see two documents in what was signed.
fn ambiguous(pki: &Pki) -> Vec<Case> {
    let case = |name, base: Base| ("ambiguous", name, base.bytes, Must::Fail);
    let with = |number, from: &'static str, to: &'static str| {
        signed(pki, move |all| edit(all, number, from, to))
    };
    let twice = "/Type /Page /Contents [6 0 R]";
    vec![
        case("page-contents-twice", with(object::PAGE_1, "/Type /Page", twice)),
        case(
            "page-contents-twice-by-hex-name",
            with(object::PAGE_1, "/Type /Page", "/Type /Page /#43ontents [6 0 R]"),
        ),
        case("pages-kids-twice", with(object::PAGES, "/Kids", "/Kids [4 0 R 3 0 R] /Kids")),
        case("font-twice", with(object::RESOURCES, "/F1 8", "/F1 12 0 R /F1 8")),
        case("catalog-pages-twice", with(object::CATALOG, "/Pages", "/Pages 900 0 R /Pages")),
        case("field-value-twice", with(object::AMOUNT, "/V (100)", "/V (900) /V (100)")),
        case(
            "length-twice",
            signed(pki, |all| {
                let body = replace(&all[&object::TEXT_1], b"/Length", b"/Length 3 /Length");
                all.insert(object::TEXT_1, body);
            }),
        ),
    ]
}

/// Sections that were prepared.
fn sections(pki: &Pki) -> Vec<Case> {
    let case = |name, bytes| ("prepared-xref", name, bytes, Must::Fail);
    let plain = || Base::plain("own", Layout::Table);
    let trailer = |increment: &Increment| format!("{TRAILER} /Prev {}", increment.prev);
    let sign = |base: &Base| base.signed(&Signature::PLAIN, &pki.signer);
    let finished = |base: &Base, bytes: Vec<u8>| {
        let mut next = base.clone();
        next.ends.push(bytes.len());
        next.bytes = bytes;
        next
    };
    vec![
        case("table-and-stream-disagree", {
            let base = plain();
            let mut increment = base.increment();
            let honest = base.body(object::TEXT_1);
            increment.object(object::TEXT_1, &says(FORGED));
            let stream = increment.stream_section(901, "", false);
            increment.object(object::TEXT_1, &honest);
            let trailer = format!("{} /XRefStm {stream}", trailer(&increment));
            let section = increment.table_section(&trailer);
            sign(&finished(&base, increment.end(section))).bytes
        }),
        case("row-comes-true-later", {
            let base = plain();
            let mut increment = base.increment();
            let far = base.bytes.len() as u64 + 40_000;
            increment.row(900, far, 0);
            let section = increment.table_section(&trailer(&increment));
            let signed = sign(&finished(&base, increment.end(section)));
            let mut later = signed.increment();
            while later.at() < far {
                later.text("\n");
            }
            later.object(900, &says(FORGED));
            signed.close(later, "")
        }),
        case("object-stream-replaced", {
            let base = Base::plain("own", Layout::Stream).signed(&Signature::PLAIN, &pki.signer);
            let mut increment = base.increment();
            let container = object::INFO + 1;
            let entries = "/Type /ObjStm /N 1 /First 4";
            increment.object(container, &stream(entries, b"3 0 << >>", false));
            base.close(increment, "")
        }),
    ]
}

/// What signatures of many kinds forbid.
fn forbidden(pki: &Pki) -> Vec<Case> {
    let case = |name, bytes| ("forbidden", name, bytes, Must::Fail);
    let locked = |lock: &str| {
        let lock = format!("/Lock << /Type /SigFieldLock {lock} >>");
        let how = Signature { more_of_field: &lock, ..Signature::PLAIN };
        filled(&signed_as(pki, &how, |_| {}))
    };
    let certified = |more: &str| {
        let how = Signature { more, ..Signature::PLAIN };
        filled(&signed_as(pki, &how, |_| {}))
    };
    let fields = |parameters: &str| {
        certified(&format!(
            "/Reference [<< /Type /SigRef /TransformMethod /FieldMDP /TransformParams \
             << /Type /TransformParams {parameters} /V /1.2 >> >>]"
        ))
    };
    let two = certification("3")
        .replace("[<<", "[<< /TransformMethod /DocMDP /TransformParams << /P 1 >> >> <<");
    let signed_after = |permission: &str| {
        let how = Signature { more: &certification(permission), ..Signature::PLAIN };
        let second = Signature { number: 110, field: "Signature2", ..Signature::PLAIN };
        signed_as(pki, &how, |_| {}).signed(&second, &pki.signer).bytes
    };
    vec![
        case("lock-by-name", locked("/Action /Include /Fields [(amount)]")),
        case(
            "lock-by-name-in-utf16",
            locked("/Action /Include /Fields [<FEFF0061006D006F0075006E0074>]"),
        ),
        case("lock-by-name-in-octal", locked("/Action /Include /Fields [(\\141mount)]")),
        case("lock-of-all-but-another", locked("/Action /Exclude /Fields [(note)]")),
        case("lock-of-unknown-action", locked("/Action /Some /Fields [(note)]")),
        case("lock-without-action", locked("/Fields [(amount)]")),
        case("lock-without-fields", locked("/Action /Include")),
        case("lock-permits-nothing", locked("/Action /Include /Fields [(note)] /P 1")),
        case("transform-of-all", fields("/Action /All")),
        case("transform-by-name", fields("/Action /Include /Fields [(amount)]")),
        case("transform-of-all-but-another", fields("/Action /Exclude /Fields [(note)]")),
        case("certified-by-a-real-number", certified(&certification("1.0"))),
        case("certified-by-an-unknown-number", certified(&certification("0"))),
        case("certified-by-a-huge-number", certified(&certification("99"))),
        case("certified-by-a-name", certified(&certification("/One"))),
        case("certified-twice-strictest-first", certified(&two)),
        case(
            "certified-by-unknown-transform",
            certified(
                "/Reference [<< /TransformMethod /Nothing /TransformParams << /P 1 >> >> \
             << /TransformParams << /P 1 >> >>]",
            ),
        ),
        case("certified-and-signed-again", signed_after("1")),
    ]
}
