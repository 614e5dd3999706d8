//! Sample XML files after the layouts that Vietnamese offices exchange, and shapes that signing
//! must keep byte for byte; all of them unsigned.
//!
//! Every name, number and address in them is made up.

mod bad;
mod edxml;
mod invoice;
mod large;
mod offices;
mod wrap;

pub use bad::{BadXml, bad_xml};
pub use edxml::{ATTACHMENTS, attachment};
pub use large::{large_xml, write_large_xml};
pub use wrap::{Wrapping, wrap};

/// The kinds of sample.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum XmlKind {
    /// An e-invoice (`HDon`): signed by seller, buyer and tax office in places of its `DSCKS`.
    Invoice,
    /// A message between offices (edXML): an envelope and two attachments beside it.
    EdXml,
    /// A tax declaration (`HSoThueDTu`), signed in `CKyDTu`.
    TaxDeclaration,
    /// A claim to the health insurance (`GIAMDINHHS`), signed in `CHUKYDONVI`.
    SocialInsurance,
    /// A dossier of the public-service portal: a form and what was enclosed.
    Dossier,
    /// One short element in no namespace.
    Plain,
    /// A byte order mark, CR LF, a CDATA section, character references, attributes in single
    /// quotes, comments and instructions around the document element.
    Odd,
    /// Prefixes declared and undeclared at every level, `xml:lang`, attributes with prefixes.
    Namespaces,
    /// A document element without content and without an end tag.
    Empty,
    /// About 2 KB of plain records.
    Small,
    /// About 0.75 MB in which eighty namespaces are in scope of every element.
    ManyNamespaces,
}

impl XmlKind {
    /// Every kind.
    pub const ALL: [Self; 11] = [
        Self::Invoice,
        Self::EdXml,
        Self::TaxDeclaration,
        Self::SocialInsurance,
        Self::Dossier,
        Self::Plain,
        Self::Odd,
        Self::Namespaces,
        Self::Empty,
        Self::Small,
        Self::ManyNamespaces,
    ];

    /// Its name on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Invoice => "invoice",
            Self::EdXml => "edxml",
            Self::TaxDeclaration => "tax-declaration",
            Self::SocialInsurance => "social-insurance",
            Self::Dossier => "dossier",
            Self::Plain => "plain",
            Self::Odd => "odd",
            Self::Namespaces => "namespaces",
            Self::Empty => "empty",
            Self::Small => "small",
            Self::ManyNamespaces => "many-namespaces",
        }
    }
}

/// The sample of this kind, UTF-8.
#[must_use]
pub fn xml(kind: XmlKind) -> Vec<u8> {
    xml_text(kind).into_bytes()
}

/// The same as text.
#[must_use]
pub fn xml_text(kind: XmlKind) -> String {
    match kind {
        XmlKind::Invoice => invoice::invoice(),
        XmlKind::EdXml => edxml::edxml(),
        XmlKind::TaxDeclaration => offices::tax_declaration(),
        XmlKind::SocialInsurance => offices::social_insurance(),
        XmlKind::Dossier => offices::dossier(),
        XmlKind::Plain => "<thu><noidung>Kính gửi Bộ Mẫu</noidung></thu>".into(),
        XmlKind::Odd => odd(),
        XmlKind::Namespaces => include_str!("samples/namespaces.xml").into(),
        XmlKind::Empty => "<?xml version=\"1.0\"?>\n<thu so = '12'/>\n".into(),
        XmlKind::Small => large::small(),
        XmlKind::ManyNamespaces => large::namespaces(),
    }
}

/// Its line ends would not survive in a text file of this repository.
fn odd() -> String {
    "\u{feff}<?xml version='1.0' encoding='utf-8' standalone='yes'?>\r\n\
     <!-- trước -->\r\n<?in kho='A4'?>\r\n\
     <thu  so='12'\tky-hieu=\"BM&#x2D;VP\"  >\r\n\
     <noidung><![CDATA[5 < 7 & 7 > 5]]> &lt;b&gt; &#65;&#x1EA4;\t</noidung>\r\n\
     <?giua?><!-- giữa --><trong   />\r\n</thu  >\r\n<!-- sau -->\r\n"
        .into()
}

#[cfg(test)]
mod tests {
    use super::{XmlKind, write_large_xml, xml, xml_text};

    /// Tags open and close in order, as far as text alone can tell.
    fn balanced(text: &str) -> bool {
        let mut open = Vec::new();
        let text: String =
            text.split("<![CDATA[").map(|t| t.split("]]>").last().unwrap()).collect();
        for markup in text.split('<').skip(1).map(|m| m.split_once('>').unwrap().0) {
            let name = markup.split([' ', '\n', '\t']).next().unwrap();
            match name.as_bytes()[0] {
                b'?' | b'!' => {}
                b'/' => {
                    if open.pop() != Some(&name[1..]) {
                        return false;
                    }
                }
                _ if markup.ends_with('/') => {}
                _ => open.push(name),
            }
        }
        open.is_empty()
    }

    #[test]
    fn every_sample_is_balanced_and_unsigned() {
        for kind in XmlKind::ALL {
            let text = xml_text(kind);
            assert!(balanced(&text), "{kind:?}");
            assert!(!text.contains("SignedInfo"), "{kind:?}");
        }
    }

    #[test]
    fn sizes_are_what_they_say() {
        assert!((1_800..2_300).contains(&xml(XmlKind::Small).len()));
        assert!((700_000..800_000).contains(&xml(XmlKind::ManyNamespaces).len()));
        for bytes in [2 << 10, 1 << 20, 5 << 20] {
            let mut out = Vec::new();
            write_large_xml(&mut out, bytes).unwrap();
            let long = out.len() as u64;
            assert!((bytes..bytes + 1024).contains(&long), "{long} for {bytes}");
            assert!(balanced(std::str::from_utf8(&out).unwrap()));
        }
    }
}
