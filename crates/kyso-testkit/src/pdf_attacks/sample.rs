//! The document that is attacked: two pages with everything that a later revision could abuse.

use std::collections::BTreeMap;

use crate::pdf::writer::stream;

/// Object numbers of the document.
pub(super) mod object {
    pub(in super::super) const CATALOG: u32 = 1;
    pub(in super::super) const PAGES: u32 = 2;
    pub(in super::super) const PAGE_1: u32 = 3;
    pub(in super::super) const PAGE_2: u32 = 4;
    pub(in super::super) const TEXT_1: u32 = 5;
    pub(in super::super) const TEXT_2: u32 = 6;
    pub(in super::super) const RESOURCES: u32 = 7;
    pub(in super::super) const FONT: u32 = 8;
    pub(in super::super) const SHARED: u32 = 9;
    pub(in super::super) const ANNOTS: u32 = 10;
    pub(in super::super) const LINK: u32 = 11;
    pub(in super::super) const FORM_XOBJECT: u32 = 12;
    pub(in super::super) const SQUARE: u32 = 13;
    pub(in super::super) const SQUARE_LOOK: u32 = 14;
    pub(in super::super) const LENGTH: u32 = 15;
    pub(in super::super) const ACRO_FORM: u32 = 20;
    pub(in super::super) const AMOUNT: u32 = 21;
    pub(in super::super) const CHECK: u32 = 22;
    pub(in super::super) const CHOICE: u32 = 23;
    pub(in super::super) const EMPTY_SIGNATURE: u32 = 24;
    pub(in super::super) const AMOUNT_LOOK: u32 = 25;
    pub(in super::super) const CHECKED: u32 = 26;
    pub(in super::super) const UNCHECKED: u32 = 27;
    pub(in super::super) const NOTE: u32 = 28;
    pub(in super::super) const METADATA: u32 = 30;
    pub(in super::super) const LABELS: u32 = 31;
    pub(in super::super) const NAMES: u32 = 32;
    pub(in super::super) const LAYERS: u32 = 33;
    pub(in super::super) const VIEWER: u32 = 34;
    pub(in super::super) const LAYER: u32 = 35;
    pub(in super::super) const FILE_SPEC: u32 = 36;
    pub(in super::super) const FILE: u32 = 37;
    pub(in super::super) const INFO: u32 = 40;
}

/// What the signer agreed to.
pub(super) const HONEST: &str = "1,000,000";
/// What the attacker wants to be read.
pub(super) const FORGED: &str = "9,000,000";

/// A content stream that says `text` in the place of the amount.
pub(super) fn says(text: &str) -> Vec<u8> {
    let content = format!("BT /F1 24 Tf 72 760 Td (Pay {text} VND to Nam) Tj ET");
    stream("", content.as_bytes(), false)
}

/// A form XObject of this size.
pub(super) fn look(width: u32, height: u32, content: &str) -> Vec<u8> {
    let entries = format!(
        "/Type /XObject /Subtype /Form /BBox [0 0 {width} {height}] \
         /Resources << /Font << /Helv 8 0 R /F1 8 0 R >> >>"
    );
    stream(&entries, content.as_bytes(), false)
}

/// A look that paints white and writes the forged amount over it.
pub(super) fn covering(width: u32, height: u32) -> Vec<u8> {
    let content = format!(
        "1 g 0 0 {width} {height} re f 0 g BT /F1 24 Tf 2 8 Td (Pay {FORGED} VND to Nam) Tj ET"
    );
    look(width, height, &content)
}

/// The document's objects by number. The trailer is [`TRAILER`].
pub(super) fn objects() -> BTreeMap<u32, Vec<u8>> {
    let mut all = BTreeMap::new();
    all.extend(pages().into_iter().map(|(n, body)| (n, body.as_bytes().to_vec())));
    all.extend(form().into_iter().map(|(n, body)| (n, body.as_bytes().to_vec())));
    all.extend(parts().into_iter().map(|(n, body)| (n, body.as_bytes().to_vec())));
    let shared = "q 1 0 0 1 300 100 cm /X1 Do Q /OC /L1 BDC BT /F1 20 Tf 72 700 Td \
                  (Pay 9,000,000 VND) Tj ET EMC";
    all.insert(object::TEXT_1, says(HONEST));
    let second = format!("BT /F1 24 Tf 72 760 Td (Page 2: at most {HONEST} VND) Tj ET");
    let mut text = format!("<< /Length {} 0 R >>\nstream\n", object::LENGTH).into_bytes();
    text.extend(second.as_bytes());
    text.extend(b"\nendstream");
    all.insert(object::LENGTH, second.len().to_string().into_bytes());
    all.insert(object::TEXT_2, text);
    all.insert(object::SHARED, stream("", shared.as_bytes(), false));
    all.insert(object::FORM_XOBJECT, look(200, 40, "BT /F1 12 Tf 2 8 Td (Ha Noi) Tj ET"));
    all.insert(object::SQUARE_LOOK, look(60, 30, "0.5 G 1 1 58 28 re S"));
    let amount = "/Tx BMC BT /Helv 10 Tf 2 5 Td (100) Tj ET EMC";
    all.insert(object::AMOUNT_LOOK, look(100, 20, amount));
    all.insert(object::CHECKED, look(20, 20, "0 0 m 20 20 l S"));
    all.insert(object::UNCHECKED, look(20, 20, ""));
    all.insert(object::METADATA, stream("/Type /Metadata /Subtype /XML", b"<x:xmpmeta/>", false));
    all.insert(object::FILE, stream("/Type /EmbeddedFile", b"Pay 1,000,000 VND", false));
    all
}

/// Trailer entries beside /Size.
pub(super) const TRAILER: &str = "/Root 1 0 R /Info 40 0 R /ID [<4b79736f31> <4b79736f31>]";

fn pages() -> [(u32, &'static str); 7] {
    [
        (
            object::CATALOG,
            "<< /Type /Catalog /Pages 2 0 R /AcroForm 20 0 R /Metadata 30 0 R /PageLabels 31 0 R \
             /Names 32 0 R /OCProperties 33 0 R /ViewerPreferences 34 0 R >>",
        ),
        (
            object::PAGES,
            "<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 /Resources 7 0 R \
             /MediaBox [0 0 595 842] >>",
        ),
        (object::PAGE_1, "<< /Type /Page /Parent 2 0 R /Contents [5 0 R 9 0 R] /Annots 10 0 R >>"),
        (object::PAGE_2, "<< /Type /Page /Parent 2 0 R /Contents [6 0 R 9 0 R] >>"),
        (
            object::RESOURCES,
            "<< /Font << /F1 8 0 R >> /XObject << /X1 12 0 R >> /Properties << /L1 35 0 R >> >>",
        ),
        (
            object::FONT,
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        ),
        (object::ANNOTS, "[11 0 R 13 0 R 21 0 R 22 0 R 23 0 R 24 0 R 28 0 R]"),
    ]
}

fn form() -> [(u32, &'static str); 8] {
    [
        (
            object::ACRO_FORM,
            "<< /Fields [21 0 R 22 0 R 23 0 R 24 0 R 28 0 R] /DR << /Font << /Helv 8 0 R >> >> \
             /DA (/Helv 10 Tf 0 g) /SigFlags 3 >>",
        ),
        (
            object::AMOUNT,
            "<< /Type /Annot /Subtype /Widget /FT /Tx /T (amount) /V (100) /F 4 \
             /Rect [72 600 172 620] /P 3 0 R /DA (/Helv 10 Tf 0 g) /AP << /N 25 0 R >> >>",
        ),
        (
            object::CHECK,
            "<< /Type /Annot /Subtype /Widget /FT /Btn /T (agree) /V /Off /AS /Off /F 4 \
             /Rect [72 560 92 580] /P 3 0 R /AP << /N << /Yes 26 0 R /Off 27 0 R >> >> >>",
        ),
        (
            object::CHOICE,
            "<< /Type /Annot /Subtype /Widget /FT /Ch /Ff 131072 /T (unit) /F 4 \
             /Opt [(Ha Noi) (Hue)] /Rect [72 520 172 540] /P 3 0 R /DA (/Helv 10 Tf 0 g) >>",
        ),
        (
            object::EMPTY_SIGNATURE,
            "<< /Type /Annot /Subtype /Widget /FT /Sig /T (later) /F 4 \
             /Rect [300 520 420 560] /P 3 0 R >>",
        ),
        (
            object::NOTE,
            "<< /Type /Annot /Subtype /Widget /FT /Tx /T (note) /F 4 \
             /Rect [72 480 272 500] /P 3 0 R /DA (/Helv 10 Tf 0 g) >>",
        ),
        (
            object::LINK,
            "<< /Type /Annot /Subtype /Link /Rect [72 400 172 420] /Border [0 0 0] \
             /A << /S /URI /URI (https://example.vn/) >> >>",
        ),
        (
            object::SQUARE,
            "<< /Type /Annot /Subtype /Square /Rect [300 600 360 630] /F 4 /AP << /N 14 0 R >> >>",
        ),
    ]
}

fn parts() -> [(u32, &'static str); 7] {
    [
        (object::LABELS, "<< /Nums [0 << /S /D >>] >>"),
        (object::NAMES, "<< /EmbeddedFiles << /Names [(a.txt) 36 0 R] >> >>"),
        (object::LAYERS, "<< /OCGs [35 0 R] /D << /OFF [35 0 R] /Order [35 0 R] >> >>"),
        (object::VIEWER, "<< /DisplayDocTitle false >>"),
        (object::LAYER, "<< /Type /OCG /Name (draft) >>"),
        (object::FILE_SPEC, "<< /Type /Filespec /F (a.txt) /UF (a.txt) /EF << /F 37 0 R >> >>"),
        (object::INFO, "<< /Title (Payment) /Producer (testkit) >>"),
    ]
}
