//! The two-page sample and what can vary in it.

use super::PdfKind;
use super::writer::Objects;

/// Object numbers of the sample, for tests that change one of them.
pub mod object {
    /// The catalog.
    pub const CATALOG: u32 = 1;
    /// The page tree's root.
    pub const PAGES: u32 = 2;
    /// Page 1.
    pub const PAGE_1: u32 = 3;
    /// The content stream of page 1.
    pub const CONTENT_1: u32 = 4;
    /// The font.
    pub const FONT: u32 = 5;
    /// The information dictionary.
    pub const INFO: u32 = 6;
    /// Page 2.
    pub const PAGE_2: u32 = 7;
    /// The content stream of page 2.
    pub const CONTENT_2: u32 = 8;
    /// The interactive form, when it is indirect.
    pub const ACRO_FORM: u32 = 9;
    /// The array of annotations of page 1, when it is indirect.
    pub const ANNOTS: u32 = 10;
    /// A link on page 1.
    pub const LINK: u32 = 11;
    /// The parent field `form`, when the field is nested.
    pub const PARENT_FIELD: u32 = 12;
    /// The empty signature field.
    pub const FIELD: u32 = 13;
    /// The array of fields, when it is indirect.
    pub const FIELDS: u32 = 14;
}

/// The interactive form.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum AcroForm {
    /// The catalog has none.
    None,
    /// A dictionary in the catalog.
    Inline,
    /// An object of its own.
    Indirect,
    /// An object of its own, and so is its array /Fields.
    IndirectFields,
}

/// The annotations of page 1.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Annots {
    /// The page has no /Annots.
    None,
    /// An array in the page.
    Direct,
    /// An object of its own.
    Indirect,
}

/// A signature field without a signature; needs an [`AcroForm`] and [`Annots`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Field {
    /// None.
    None,
    /// `Approval`, field and widget in one.
    Plain,
    /// `form.sig`: a child of the field `form`.
    Nested,
}

/// What varies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shape {
    /// The cross-reference. The linearized kinds have one fixed shape, the default one.
    pub kind: PdfKind,
    /// The form.
    pub acro_form: AcroForm,
    /// The annotations of page 1.
    pub annots: Annots,
    /// An empty signature field.
    pub field: Field,
    /// One page or two.
    pub pages: usize,
    /// The numbers of /MediaBox as they are written.
    pub media_box: &'static str,
}

impl Default for Shape {
    fn default() -> Self {
        Self {
            kind: PdfKind::Classic,
            acro_form: AcroForm::None,
            annots: Annots::Indirect,
            field: Field::None,
            pages: 2,
            // A4 as some producers write it: more digits than a 32-bit float keeps.
            media_box: "0 0 595.275590551 841.88976378",
        }
    }
}

/// What stands before the header of [`PdfKind::LeadingBytes`].
const LEADING: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n\r\n";

impl Shape {
    /// The file.
    #[must_use]
    pub fn build(&self) -> Vec<u8> {
        let objects = self.objects();
        match self.kind {
            PdfKind::Classic => objects.classic(0),
            PdfKind::XrefStream => objects.xref_stream(),
            PdfKind::Hybrid => objects.hybrid(&[object::FONT, object::INFO, object::LINK]),
            PdfKind::Linearized => {
                include_bytes!("../../../../testdata/qpdf/linearized.pdf").to_vec()
            }
            PdfKind::LinearizedXrefStream => {
                include_bytes!("../../../../testdata/qpdf/linearized-xref-stream.pdf").to_vec()
            }
            PdfKind::LeadingBytes => [LEADING, &objects.classic(0)].concat(),
            PdfKind::LeadingBytesAbsolute => {
                [LEADING, &objects.classic(LEADING.len() as u64)].concat()
            }
        }
    }

    /// The objects of the file, to change some before they are written.
    #[must_use]
    pub fn objects(&self) -> Objects {
        let mut objects = Objects {
            trailer: "/Root 1 0 R /Info 6 0 R \
                      /ID [<6b79736f2d746573746b69742d303031> <6b79736f2d746573746b69742d303031>]"
                .into(),
            ..Objects::default()
        };
        let fields = match self.field {
            Field::None => String::new(),
            Field::Plain => format!("{} 0 R", object::FIELD),
            Field::Nested => format!("{} 0 R", object::PARENT_FIELD),
        };
        let form = match self.acro_form {
            AcroForm::None => String::new(),
            AcroForm::Inline => format!(" /AcroForm << /Fields [{fields}] >>"),
            AcroForm::Indirect | AcroForm::IndirectFields => " /AcroForm 9 0 R".into(),
        };
        objects.put(object::CATALOG, format!("<< /Type /Catalog /Pages 2 0 R{form} >>"));
        let kids = if self.pages == 1 { "3 0 R" } else { "3 0 R 7 0 R" };
        let pages = self.pages.min(2);
        objects.put(object::PAGES, format!("<< /Type /Pages /Kids [{kids}] /Count {pages} >>"));
        let widget = if self.field == Field::None { "" } else { " 13 0 R" };
        let array = format!("[11 0 R{widget}]");
        let annots = match self.annots {
            Annots::None => String::new(),
            Annots::Direct => format!(" /Annots {array}"),
            Annots::Indirect => " /Annots 10 0 R".into(),
        };
        objects.put(object::PAGE_1, self.page(object::CONTENT_1, &annots));
        objects.put_stream(object::CONTENT_1, "", &content(1), false);
        let font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>";
        objects.put(object::FONT, font);
        let info = "<< /Producer (kyso-testkit) /CreationDate (D:20261122080000+07'00') >>";
        objects.put(object::INFO, info);
        if self.pages > 1 {
            objects.put(object::PAGE_2, self.page(object::CONTENT_2, ""));
            objects.put_stream(object::CONTENT_2, "", &content(2), true);
        }
        match self.acro_form {
            AcroForm::Indirect => {
                objects.put(object::ACRO_FORM, format!("<< /Fields [{fields}] >>"))
            }
            AcroForm::IndirectFields => {
                objects.put(object::ACRO_FORM, "<< /Fields 14 0 R >>");
                objects.put(object::FIELDS, format!("[{fields}]"));
            }
            AcroForm::None | AcroForm::Inline => {}
        }
        if self.annots == Annots::Indirect {
            objects.put(object::ANNOTS, array);
        }
        if self.annots != Annots::None {
            let link = "<< /Type /Annot /Subtype /Link /Rect [72 700 200 720] /Border [0 0 0] \
                        /A << /S /URI /URI (https://example.org/) >> >>";
            objects.put(object::LINK, link);
        }
        self.put_field(&mut objects);
        objects
    }

    fn put_field(&self, objects: &mut Objects) {
        let naming = match self.field {
            Field::None => return,
            Field::Plain => "/FT /Sig /T (Approval)",
            Field::Nested => {
                let parent = "<< /FT /Sig /T (form) /Kids [13 0 R] >>";
                objects.put(object::PARENT_FIELD, parent);
                "/Parent 12 0 R /T (sig)"
            }
        };
        let widget = format!(
            "<< /Type /Annot /Subtype /Widget {naming} /F 4 /Rect [300 100 500 150] /P 3 0 R >>"
        );
        objects.put(object::FIELD, widget);
    }

    fn page(&self, content: u32, more: &str) -> String {
        format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [{}] /Contents {content} 0 R \
             /Resources << /Font << /F1 5 0 R >> >>{more} >>",
            self.media_box
        )
    }
}

/// A content stream that shows which page it is.
fn content(page: usize) -> Vec<u8> {
    format!("BT /F1 24 Tf 72 760 Td (Page {page}: pay 1,000,000 VND) Tj ET\n").into_bytes()
}
