//! The signature dictionary written again with something changed: universal forgery, and what
//! readers take for the same dictionary.

use super::Forgery;
use super::base::Base;
use super::sample::object;
use crate::attacks::text::{latest_object, replace, signatures};

/// The last signature of a file: its object, body, range and string.
struct Value {
    number: u32,
    body: Vec<u8>,
    range: Vec<u8>,
    contents: Vec<u8>,
    numbers: [u64; 4],
}

impl Value {
    fn of(base: &Base) -> Self {
        let spot = signatures(&base.bytes).pop().expect("a signed file");
        Self {
            number: spot.object,
            body: latest_object(&base.bytes, spot.object).expect("in plain text"),
            range: [b"[", &base.bytes[spot.byte_range_at.clone()], b"]"].concat(),
            contents: base.bytes[spot.contents.clone()].to_vec(),
            numbers: spot.byte_range,
        }
    }

    fn range(&self, text: &str) -> Vec<u8> {
        replace(&self.body, &self.range, text.as_bytes())
    }

    fn contents(&self, text: &[u8]) -> Vec<u8> {
        replace(&self.body, &self.contents, text)
    }

    fn text(&self, from: &str, to: &str) -> Vec<u8> {
        replace(&self.body, from.as_bytes(), to.as_bytes())
    }
}

/// Universal signature forgery: nothing is left to verify.
pub(super) fn universal(base: &Base) -> Vec<Forgery> {
    let own = crate::attacks::signature_attacks(&base.bytes).into_iter();
    let mut all: Vec<Forgery> = own.map(|attack| (attack.name, attack.bytes)).collect();
    let value = Value::of(base);
    let later = |body: Vec<u8>| base.later(&[(value.number, body)]);
    let [a, b, c, d] = value.numbers;
    all.extend([
        ("range-reals", later(value.range(&format!("[{a}.0 {b}.0 {c}.0 {d}.0]")))),
        ("range-of-six", later(value.range(&format!("[{a} {b} {c} {d} 0 0]")))),
        ("range-of-three", later(value.range(&format!("[{a} {b} {c}]")))),
        ("range-overlaps", later(value.range(&format!("[0 {c} {b} {d}]")))),
        ("range-swapped", later(value.range(&format!("[{c} {d} 0 {b}]")))),
        ("range-a-name", later(value.range("/ByteRange"))),
        ("range-a-string", later(value.range("(0 10 20 30)"))),
        ("range-of-whole-file", later(value.range("[0 0 0 99999999999]"))),
        ("range-of-references", later(value.range("[15 0 R 15 0 R 15 0 R 15 0 R]"))),
        ("range-overflows", later(value.range("[0 9223372036854775807 9223372036854775807 1]"))),
        ("contents-name", later(value.contents(b"/Contents"))),
        ("contents-number", later(value.contents(b"0"))),
        ("contents-literal", later(value.contents(b"(0\\202)"))),
        ("contents-array", later(value.contents(b"[<00>]"))),
        ("contents-odd-digits", later(value.contents(b"<308>"))),
        ("contents-zeros", later(value.contents(&[b"<", [b'0'; 400].as_slice(), b">"].concat()))),
        ("dictionary-empty", later(b"<< >>".to_vec())),
        ("dictionary-a-string", later(b"(signed)".to_vec())),
        ("dictionary-an-array", later(b"[]".to_vec())),
        ("dictionary-a-number", later(b"1".to_vec())),
        ("dictionary-a-stream", later(b"<< /Length 0 >>\nstream\n\nendstream".to_vec())),
        ("object-freed", {
            let mut increment = base.increment();
            increment.free(value.number, 1);
            base.close(increment, "")
        }),
    ]);
    all
}

/// The dictionary moved, doubled or renamed.
pub(super) fn changed(base: &Base) -> Vec<Forgery> {
    let value = Value::of(base);
    let number = value.number;
    let later = |body: Vec<u8>| base.later(&[(number, body)]);
    let elsewhere =
        |body: Vec<u8>, more: &[u8]| base.later(&[(number, body), (900, more.to_vec())]);
    let field = number + 1;
    let to = |value: &str| base.edit(field, &format!("/V {number} 0 R"), value);
    let second = base.edit(object::ACRO_FORM, "] /DR", " 901 0 R] /DR");
    let sharing = format!(
        "<< /Type /Annot /Subtype /Widget /FT /Sig /T (other) /V {number} 0 R /Rect [0 0 0 0] \
         /P 3 0 R >>"
    );
    let body = String::from_utf8_lossy(&value.body).into_owned();
    vec![
        ("contents-indirect", elsewhere(value.contents(b"900 0 R"), &value.contents)),
        ("range-indirect", elsewhere(value.range("900 0 R"), &value.range)),
        ("contents-twice", later(value.text("/Contents", "/Contents <3000> /Contents"))),
        ("range-twice", later(value.text("/ByteRange", "/ByteRange [0 1 2 3] /ByteRange"))),
        ("range-by-hex-name", later(value.text("/ByteRange", "/#42yteRange"))),
        ("type-missing", later(value.text("/Type", "/Tipe"))),
        (
            "type-swapped",
            later(if body.contains("/DocTimeStamp") {
                value.text("/DocTimeStamp", "/Sig")
            } else {
                value.text("/Type /Sig", "/Type /DocTimeStamp")
            }),
        ),
        ("sub-filter-other", later(value.text("/SubFilter /", "/SubFilter /X"))),
        ("sub-filter-missing", later(value.text("/SubFilter", "/Subfilter"))),
        ("filter-other", later(value.text("/Adobe.PPKLite", "/Adobe.PPKMS"))),
        ("with-another-name", later(value.text("/Type", "/Name (Chu tich) /Type"))),
        ("with-another-reason", later(value.text("/Type", "/Reason (Dong y) /M (D:2030) /Type"))),
        ("moved-to-another-object", base.later(&[to("/V 900 0 R"), (900, value.body.clone())])),
        ("written-into-the-field", {
            let inline = format!("/V {body}");
            base.later(&[to(&inline)])
        }),
        ("field-loses-its-value", base.later(&[to("")])),
        ("field-leads-nowhere", base.later(&[to("/V 999 0 R")])),
        ("field-leads-to-itself", base.later(&[to(&format!("/V {field} 0 R"))])),
        ("two-fields-share-it", base.later(&[second.clone(), (901, sharing.into_bytes())])),
        ("field-name-taken-twice", {
            let twin = "<< /Type /Annot /Subtype /Widget /FT /Tx /T (Signature1) /V (x) \
                        /Rect [0 0 0 0] /P 3 0 R >>";
            base.later(&[second, (901, twin.as_bytes().to_vec())])
        }),
        ("field-renamed", base.later(&[base.edit(field, "/T (", "/T (x")])),
        ("field-renamed-in-utf16", base.later(&[base.edit(field, "/T (", "/T (\\376\\377\\000")])),
        ("field-of-another-kind", base.later(&[base.edit(field, "/FT /Sig", "/FT /Tx")])),
        ("field-becomes-a-button", base.later(&[base.edit(field, "/FT /Sig", "/FT /Btn")])),
        ("widget-hidden", base.later(&[base.edit(field, "/F 132", "/F 134")])),
        ("widget-moved", base.later(&[base.edit(field, "/Rect [", "/Rect [10 10 99 99] /Was [")])),
        ("widget-to-another-page", base.later(&[base.edit(field, "/P 3", "/P 4")])),
        ("widget-with-action", {
            let action = "/A << /S /JavaScript /JS (app.alert\\(1\\)) >> /F 132";
            base.later(&[base.edit(field, "/F 132", action)])
        }),
        ("widget-with-caption", {
            base.later(&[base.edit(field, "/F 132", "/MK << /CA (Chu tich) /BG [1 1 1] >> /F 132")])
        }),
        ("lock-added-later", {
            let lock = "/Lock << /Type /SigFieldLock /Action /Include /Fields [(x)] >> /F 132";
            base.later(&[base.edit(field, "/F 132", lock)])
        }),
        ("form-loses-the-field", {
            let gone = format!(" {field} 0 R");
            base.later(&[base.edit(object::ACRO_FORM, &gone, "")])
        }),
        ("form-removed", base.later(&[base.edit(object::CATALOG, "/AcroForm", "/Acroform")])),
        ("form-emptied", {
            base.later(&[(object::ACRO_FORM, b"<< /Fields [] /SigFlags 0 >>".to_vec())])
        }),
    ]
}
