//! An official document as offices prepare it for signing: the gaps after "Số:" and "ngày" are
//! fields, beside others of every kind, and places for the leader's signature and the seal.

use super::PdfKind;
use super::writer::Objects;

/// Object numbers of the office document.
pub mod office_object {
    /// The catalog.
    pub const CATALOG: u32 = 1;
    /// The one page.
    pub const PAGE: u32 = 3;
    /// Its content stream.
    pub const CONTENT: u32 = 4;
    /// Helvetica.
    pub const FONT: u32 = 5;
    /// The information dictionary.
    pub const INFO: u32 = 6;
    /// The XMP packet.
    pub const XMP: u32 = 7;
    /// The interactive form.
    pub const FORM: u32 = 8;
    /// The page's annotations, when they are an object.
    pub const ANNOTS: u32 = 9;
    /// The text field `so`: the document's number.
    pub const NUMBER: u32 = 20;
    /// The text field `ngay`: its date.
    pub const DATE: u32 = 21;
    /// The text field `ghi_chu` of several lines.
    pub const NOTE: u32 = 22;
    /// The check box `dong_y`.
    pub const AGREED: u32 = 23;
    /// The radio buttons `loai`: the field, then its two widgets.
    pub const KIND: [u32; 3] = [24, 25, 26];
    /// The combo box `don_vi`.
    pub const UNIT: u32 = 27;
    /// The list box `muc_do`.
    pub const URGENCY: u32 = 28;
    /// The empty signature field `lanh_dao`.
    pub const LEADER: u32 = 29;
    /// The empty signature field `con_dau`.
    pub const SEAL: u32 = 30;
    /// A field `ho_so` that holds only names, with the text field `ho_so.ma` under it.
    pub const NESTED: [u32; 2] = [31, 32];
    /// Looks: of a button that is on, and off.
    pub const LOOKS: [u32; 2] = [41, 42];
    /// What is added to a text field's number for its empty look.
    pub const LOOK_OF: u32 = 30;
    /// The first number that is free.
    pub const FREE: u32 = 70;
}

/// What varies in the office document.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Office {
    /// The cross-reference; the linearized kinds are not made here.
    pub kind: PdfKind,
    /// Empty text fields have an empty appearance, and not none.
    pub looks: bool,
    /// The form is a dictionary in the catalog.
    pub inline_form: bool,
    /// The annotations are an object of their own.
    pub annots_apart: bool,
    /// The form asks readers to draw the appearances.
    pub need_appearances: bool,
}

impl Default for Office {
    fn default() -> Self {
        Self {
            kind: PdfKind::Classic,
            looks: true,
            inline_form: false,
            annots_apart: false,
            need_appearances: false,
        }
    }
}

impl Office {
    /// The file.
    #[must_use]
    pub fn build(self) -> Vec<u8> {
        let objects = self.objects();
        match self.kind {
            PdfKind::XrefStream => objects.xref_stream(),
            PdfKind::Hybrid => {
                objects.hybrid(&[office_object::FONT, office_object::INFO, office_object::UNIT])
            }
            _ => objects.classic(0),
        }
    }

    fn objects(self) -> Objects {
        let mut objects = Objects {
            trailer: "/Root 1 0 R /Info 6 0 R \
                      /ID [<6b79736f2d6f66666963652d30303031> <6b79736f2d6f66666963652d30303031>]"
                .into(),
            ..Objects::default()
        };
        let fields = "[20 0 R 21 0 R 22 0 R 23 0 R 24 0 R 27 0 R 28 0 R 29 0 R 30 0 R 31 0 R]";
        let widgets =
            "[20 0 R 21 0 R 22 0 R 23 0 R 25 0 R 26 0 R 27 0 R 28 0 R 29 0 R 30 0 R 32 0 R]";
        let asked = if self.need_appearances { " /NeedAppearances true" } else { "" };
        let form = format!(
            "<< /Fields {fields} /DA (/Helv 0 Tf 0 g) /DR << /Font << /Helv 5 0 R >> >>{asked} >>"
        );
        let place = if self.inline_form { form.as_str() } else { "8 0 R" };
        objects.put(
            office_object::CATALOG,
            format!(
                "<< /Type /Catalog /Pages 2 0 R /Metadata 7 0 R /Lang (vi-VN) /AcroForm {place} >>"
            ),
        );
        objects.put(2, "<< /Type /Pages /Kids [3 0 R] /Count 1 >>");
        let annots = if self.annots_apart { "9 0 R" } else { widgets };
        objects.put(
            office_object::PAGE,
            format!(
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595.32 841.92] /Contents 4 0 R \
                 /Resources << /Font << /Helv 5 0 R >> >> /Annots {annots} >>"
            ),
        );
        objects.put_stream(office_object::CONTENT, "", CONTENT, false);
        objects.put(
            office_object::FONT,
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        );
        objects.put(
            office_object::INFO,
            "<< /Title (Cong van) /Producer (kyso-testkit) /CreationDate (D:20261122080000+07'00') >>",
        );
        objects.put_stream(office_object::XMP, "/Type /Metadata /Subtype /XML", XMP, false);
        if !self.inline_form {
            objects.put(office_object::FORM, form);
        }
        if self.annots_apart {
            objects.put(office_object::ANNOTS, widgets);
        }
        self.put_fields(&mut objects);
        objects
    }

    fn put_fields(self, objects: &mut Objects) {
        let widget = |rect: &str, more: &str| {
            format!("<< /Type /Annot /Subtype /Widget /F 4 /P 3 0 R /Rect [{rect}]{more} >>")
        };
        let text = |number: u32, name: &str, rect: &str, more: &str| {
            let kind = if more.contains("/FT") { "" } else { " /FT /Tx" };
            let look = number + office_object::LOOK_OF;
            let look = if self.looks { format!(" /AP << /N {look} 0 R >>") } else { String::new() };
            widget(rect, &format!("{kind} /T ({name}) /DA (/Helv 11 Tf 0 g){more}{look}"))
        };
        objects
            .put(office_object::NUMBER, text(office_object::NUMBER, "so", "100 740 200 760", ""));
        objects.put(
            office_object::DATE,
            text(office_object::DATE, "ngay", "350 740 520 760", " /MaxLen 40"),
        );
        objects.put(
            office_object::NOTE,
            text(office_object::NOTE, "ghi_chu", "100 500 400 560", " /Ff 4096"),
        );
        let boxed = " /AS /Off /MK << /CA (4) >> /AP << /N << /Yes 41 0 R /Off 42 0 R >> >>";
        objects.put(
            office_object::AGREED,
            widget("100 470 114 484", &format!(" /FT /Btn /T (dong_y) /V /Off{boxed}")),
        );
        let [radio, first, second] = office_object::KIND;
        objects.put(radio, "<< /FT /Btn /T (loai) /Ff 49152 /Kids [25 0 R 26 0 R] >>");
        for (number, left, state) in [(first, 100, "Mat"), (second, 140, "Thuong")] {
            let rect = format!("{left} 440 {} 454", left + 14);
            let more =
                format!(" /Parent 24 0 R /AS /Off /AP << /N << /{state} 41 0 R /Off 42 0 R >> >>");
            objects.put(number, widget(&rect, &more));
        }
        objects.put(
            office_object::UNIT,
            text(
                office_object::UNIT,
                "don_vi",
                "100 400 300 420",
                " /FT /Ch /Ff 131072 /Opt [[(vp) (Van phong)] [(tc) (Tai chinh)]]",
            ),
        );
        let urgency = " /FT /Ch /Opt [(Thuong) (Khan) (Hoa toc)]";
        objects.put(
            office_object::URGENCY,
            text(office_object::URGENCY, "muc_do", "100 340 300 390", urgency),
        );
        let signature = |name: &str, rect: &str| widget(rect, &format!(" /FT /Sig /T ({name})"));
        objects.put(office_object::LEADER, signature("lanh_dao", "330 180 500 260"));
        objects.put(office_object::SEAL, signature("con_dau", "280 170 370 260"));
        let [parent, child] = office_object::NESTED;
        objects.put(parent, format!("<< /T (ho_so) /Kids [{child} 0 R] >>"));
        objects.put(
            child,
            text(child, "ma", "350 500 500 520", &format!(" /Parent {parent} 0 R /FT /Tx")),
        );
        let [on, off] = office_object::LOOKS;
        let form = "/Type /XObject /Subtype /Form /BBox [0 0 14 14]";
        for (field, width, height) in TEXTS.into_iter().filter(|_| self.looks) {
            let form = form.replace("14 14", &format!("{width} {height}"));
            objects.put_stream(field + office_object::LOOK_OF, &form, b"/Tx BMC EMC", false);
        }
        let dingbats = "/Resources << /Font << /ZaDb << /Type /Font /Subtype /Type1 \
            /BaseFont /ZapfDingbats >> >> >>";
        let tick = b"q 0.5 0.5 13 13 re S Q q BT /ZaDb 12 Tf 2 3 Td (4) Tj ET Q";
        objects.put_stream(on, &format!("{form} {dingbats}"), tick, false);
        objects.put_stream(off, form, b"0.5 0.5 13 13 re S", false);
    }
}

/// Fields that show a text, with their width and height.
const TEXTS: [(u32, u32, u32); 6] = [
    (office_object::NUMBER, 100, 20),
    (office_object::DATE, 170, 20),
    (office_object::NOTE, 300, 60),
    (office_object::UNIT, 200, 20),
    (office_object::URGENCY, 200, 50),
    (office_object::NESTED[1], 150, 20),
];

const CONTENT: &[u8] = b"BT /Helv 12 Tf 72 745 Td (So:) Tj ET\n\
    BT /Helv 12 Tf 310 745 Td (Ngay) Tj ET\n\
    BT /Helv 14 Tf 72 640 Td (Kinh gui: cac don vi) Tj 0 -24 Td (Chi 1,000,000 VND) Tj ET\n\
    BT /Helv 12 Tf 370 280 Td (VU TRUONG) Tj ET\n";

const XMP: &[u8] = b"<?xpacket begin='' id='W5M0MpCehiHzreSzNTczkc9d'?>\n\
    <x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF \
    xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description rdf:about='' \
    xmlns:xmp='http://ns.adobe.com/xap/1.0/' xmp:ModifyDate='2026-11-22T08:00:00+07:00'/>\
    </rdf:RDF></x:xmpmeta>\n<?xpacket end='w'?>";
