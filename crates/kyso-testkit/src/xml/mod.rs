//! Sample XML documents as offices exchange them, and shapes that signing must keep byte for byte.

mod bad;
mod wrap;

pub use bad::{BadXml, bad_xml};
pub use wrap::{Wrapping, wrap};

/// The kinds of sample.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum XmlKind {
    /// One short element in no namespace.
    Plain,
    /// An e-invoice after the layout of the tax office: `DLHDon` has an `Id`, `DSCKS` has room for
    /// signatures.
    Invoice,
    /// A tax declaration: `HSoKhaiThue` has an `id`.
    TaxDeclaration,
    /// An envelope of QCVN 102 with its header and two attachments by `cid:`.
    EdXml,
    /// A byte order mark, CR LF, a CDATA section, character references, attributes in single
    /// quotes, comments and instructions around the document element.
    Odd,
    /// Prefixes declared and undeclared at every level, `xml:lang`, attributes with prefixes.
    Namespaces,
    /// A document element without content and without an end tag.
    Empty,
}

impl XmlKind {
    /// Every kind.
    pub const ALL: [Self; 7] = [
        Self::Plain,
        Self::Invoice,
        Self::TaxDeclaration,
        Self::EdXml,
        Self::Odd,
        Self::Namespaces,
        Self::Empty,
    ];

    /// Its name on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Invoice => "invoice",
            Self::TaxDeclaration => "tax-declaration",
            Self::EdXml => "edxml",
            Self::Odd => "odd",
            Self::Namespaces => "namespaces",
            Self::Empty => "empty",
        }
    }
}

/// A sample of this kind.
#[must_use]
pub fn xml(kind: XmlKind) -> Vec<u8> {
    let text: &str = match kind {
        XmlKind::Plain => "<thu><noidung>Kính gửi Bộ Mẫu</noidung></thu>",
        XmlKind::Invoice => include_str!("samples/invoice.xml"),
        XmlKind::TaxDeclaration => include_str!("samples/tax-declaration.xml"),
        XmlKind::EdXml => include_str!("samples/edxml.xml"),
        XmlKind::Odd => return odd(),
        XmlKind::Namespaces => include_str!("samples/namespaces.xml"),
        XmlKind::Empty => "<?xml version=\"1.0\"?>\n<thu so = '12'/>\n",
    };
    text.as_bytes().to_vec()
}

/// Its line ends would not survive in a text file of this repository.
fn odd() -> Vec<u8> {
    let text = "\u{feff}<?xml version='1.0' encoding='utf-8' standalone='yes'?>\r\n\
        <!-- trước -->\r\n<?in kho='A4'?>\r\n\
        <thu  so='12'\tky-hieu=\"BM&#x2D;VP\"  >\r\n\
        <noidung><![CDATA[5 < 7 & 7 > 5]]> &lt;b&gt; &#65;&#x1EA4;\t</noidung>\r\n\
        <?giua?><!-- giữa --><trong   />\r\n</thu  >\r\n<!-- sau -->\r\n";
    text.as_bytes().to_vec()
}
