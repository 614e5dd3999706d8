//! Files that two readers read differently: doubled keys, odd tokens, padding, polyglots.

use super::Forgery;
use super::base::Base;
use super::sample::{FORGED, TRAILER, object, says};

/// What readers disagree about.
pub(super) fn differ(base: &Base) -> Vec<Forgery> {
    let bytes = &base.bytes;
    let append = |text: &[u8]| [bytes.as_slice(), text].concat();
    let edit = |number, from: &str, to: &str| base.later(&[base.edit(number, from, to)]);
    let page = |from: &str, to: &str| edit(object::PAGE_1, from, to);
    let forged = says(FORGED);
    let text = String::from_utf8(forged.clone()).expect("text");
    let lying = text.replace("/Length ", "/Length 1");
    let mut all = vec![
        ("key-twice", page("/Type /Page", "/Type /Page /Contents [6 0 R]")),
        ("key-twice-by-hex-name", page("/Type /Page", "/Type /Page /#43ontents [6 0 R]")),
        ("key-twice-nested", edit(object::ACRO_FORM, "/Font <<", "/Font << /Helv 12 0 R ")),
        ("key-null-then-value", page("/Contents", "/Contents null /Contents")),
        ("length-too-long", base.later(&[(object::TEXT_1, lying.into_bytes())])),
        ("length-missing", {
            let body = text.replace("/Length", "/Lengt");
            base.later(&[(object::TEXT_1, body.into_bytes())])
        }),
        ("endstream-missing", {
            let body = text.replace("endstream", "");
            base.later(&[(object::TEXT_1, body.into_bytes())])
        }),
        ("object-in-an-object", {
            let inner = format!("<< /A 1 >>\n{} 0 obj\n{text}\nendobj", object::TEXT_1);
            base.later(&[(900, inner.into_bytes())])
        }),
        ("end-of-object-missing", {
            let mut increment = base.increment();
            let at = increment.at();
            increment.row(object::TEXT_1, at, 0);
            increment.text(&format!("{} 0 obj\n{text}\n", object::TEXT_1));
            base.close(increment, "")
        }),
        ("header-padded-with-zeros", {
            let mut increment = base.increment();
            let at = increment.at();
            increment.row(object::TEXT_1, at, 0);
            increment.text(&format!("{:08} 00000 obj\n{text}\nendobj\n", object::TEXT_1));
            base.close(increment, "")
        }),
        ("stream-in-an-outside-file", {
            let body = text.replace("/Length", "/F (\\\\\\\\evil\\\\a.txt) /Length");
            base.later(&[(object::TEXT_1, body.into_bytes())])
        }),
        ("comment-behind-the-end", append(b"% 5 0 obj\n")),
        ("text-behind-the-end", append(b"<html>Pay 9,000,000</html>")),
        ("archive-behind-the-end", append(b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0")),
        ("archive-before-the-header", [b"PK\x03\x04\x14\0\0\0", bytes.as_slice()].concat()),
        ("page-before-the-header", [b"<html>Pay 9,000,000</html>\n", bytes.as_slice()].concat()),
        ("padded-behind-the-end", append(&[b'\n'; 4000])),
        ("zeros-behind-the-end", append(&[0; 4000])),
        ("end-of-file-again", append(b"%%EOF\n")),
        (
            "startxref-again",
            append(format!("startxref\n{}\n%%EOF\n", base.increment().prev).as_bytes()),
        ),
        ("header-again", append(b"%PDF-1.7\n")),
    ];
    all.extend(numbers(base));
    all
}

/// A page written again so that some readers see another one.
fn numbers(base: &Base) -> Vec<Forgery> {
    let edit = |number, from: &str, to: &str| base.later(&[base.edit(number, from, to)]);
    let pages = |to: &str| edit(object::PAGES, "[0 0 595 842]", to);
    let prev = base.increment().prev;
    vec![
        ("box-with-doubled-sign", pages("[--0 0 595 842]")),
        ("box-with-exponent", pages("[0 0 5e2 842]")),
        ("box-with-sign-inside", pages("[0 0 5-95 842]")),
        ("box-smaller", pages("[0 0 595 700]")),
        ("reference-with-comment", edit(object::PAGE_1, "[5 0 R", "[6 % 5\n0 R")),
        ("reference-of-generation-one", edit(object::PAGE_1, "[5 0 R", "[6 1 R")),
        ("name-in-octal-string", edit(object::AMOUNT, "(amount)", "(\\141mount\\0)")),
        ("key-with-trailing-zero-byte", edit(object::PAGE_1, "/Contents", "/Contents#00")),
        ("word-in-place-of-a-value", edit(object::PAGE_1, "/Annots 10 0 R", "/Annots nil")),
        ("startxref-in-a-string", {
            let mut increment = base.increment();
            increment.object(900, format!("(\nstartxref\n{prev}\n%%EOF\n)").as_bytes());
            base.close(increment, "")
        }),
        ("trailer-in-a-string", {
            let mut increment = base.increment();
            let trailer = format!("(\ntrailer\n<< {TRAILER} >>\n)");
            increment.object(900, trailer.as_bytes());
            base.close(increment, "")
        }),
        ("header-in-a-string", {
            let mut increment = base.increment();
            increment.object(900, b"(\n%PDF-1.7\n)");
            base.close(increment, "")
        }),
    ]
}
