//! The signed files that attacks start from, and what one finds in them.

use std::ops::Range;

use super::forge::{
    DSIG, EXCLUSIVE, Forge, Reference, SIGNED_PROPERTIES, XADES, b64, digest, transforms,
};
use super::scan::{Element, edit, elements};
use crate::Identity;

/// A soundly signed file and what a forger wants it to say.
#[derive(Clone)]
pub struct Base {
    /// For messages.
    pub name: &'static str,
    /// The file.
    pub text: String,
    /// A text that stands once in what is signed.
    pub from: &'static str,
    /// What the forger would put in its place.
    pub to: &'static str,
}

/// Where a signature of [`Base::forged`] stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Layout {
    /// Last in the document element, over the whole document (`URI=""`).
    Enveloped,
    /// Last in an element that it names by its Id, as in SAML.
    Inside,
    /// Beside an element that it names by its Id, as in e-invoices.
    Beside,
    /// Around what it signs.
    Enveloping,
    /// As [`Layout::Beside`], with the qualifying properties of XAdES B-B.
    Xades,
}

impl Layout {
    /// Every layout.
    pub const ALL: [Self; 5] =
        [Self::Enveloped, Self::Inside, Self::Beside, Self::Enveloping, Self::Xades];

    fn name(self) -> &'static str {
        match self {
            Self::Enveloped => "enveloped",
            Self::Inside => "inside",
            Self::Beside => "beside",
            Self::Enveloping => "enveloping",
            Self::Xades => "xades",
        }
    }
}

/// What the sample says and what a forger would like better.
pub(super) const SAYS: &str = "1250000";
/// The forger's.
pub(super) const WANTS: &str = "9250000";

/// A form in canonical form: the namespace is declared where `declared` says, and `end` stands
/// last in it.
pub(super) fn form(declared: bool, end: &str) -> String {
    let namespace = if declared { " xmlns:k=\"urn:example:ho-so\"" } else { "" };
    format!(
        "<k:ToKhai{namespace} Id=\"to-khai\"><k:SoTien donVi=\"VND\" loai=\"1\">{SAYS}</k:SoTien>\
         <k:GhiChu>thu &amp; chi</k:GhiChu>{end}</k:ToKhai>"
    )
}

/// A document around a form and a signature.
pub(super) fn document(form: &str, signature: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<k:HoSo xmlns:k=\"urn:example:ho-so\">\
         <k:Ma>Hồ sơ số 1</k:Ma>{form}<k:ChuKy>{signature}</k:ChuKy></k:HoSo>"
    )
}

impl Base {
    /// A file signed by hand, without kyso.
    #[must_use]
    pub fn forged(layout: Layout, signer: &Identity) -> Self {
        let plain = form(true, "");
        let text = match layout {
            Layout::Enveloped => {
                let whole = document(&form(false, ""), "");
                let (_, canonical) = whole.split_once('\n').expect("a declaration");
                let forge = Forge::new(signer, vec![Reference::enveloped("", canonical)]);
                document(&form(false, ""), &forge.build())
            }
            Layout::Inside => {
                let forge = Forge::new(signer, vec![Reference::enveloped("#to-khai", &plain)]);
                document(&form(true, &forge.build()), "")
            }
            Layout::Beside => {
                let forge = Forge::new(signer, vec![Reference::new("#to-khai", &plain)]);
                document(&plain, &forge.build())
            }
            Layout::Enveloping => {
                let object =
                    format!("<ds:Object xmlns:ds=\"{DSIG}\" Id=\"object\">{plain}</ds:Object>");
                let mut forge = Forge::new(signer, vec![Reference::new("#object", &object)]);
                forge.objects = object;
                format!("<?xml version=\"1.0\"?>\n{}", forge.build())
            }
            Layout::Xades => {
                let properties = signed_properties(&signer.cert_der);
                let references =
                    vec![Reference::new("#to-khai", &plain), properties_reference(&properties)];
                let mut forge = Forge::new(signer, references);
                forge.objects = qualifying(&properties, "");
                document(&plain, &forge.build())
            }
        };
        Self { name: layout.name(), text, from: SAYS, to: WANTS }
    }

    /// A file that somebody else signed.
    #[must_use]
    pub fn of(name: &'static str, text: String, from: &'static str, to: &'static str) -> Self {
        assert!(text.contains(from), "{name} does not say {from}");
        Self { name, text, from, to }
    }

    /// The first signature that has a SignedInfo.
    pub(super) fn signature(&self) -> Element {
        let info = self.part("SignedInfo");
        let all = elements(&self.text);
        let mut holders =
            all.iter().filter(|e| e.holds(&info) && e.local(&self.text) == "Signature");
        holders.next_back().expect("a SignedInfo stands in a Signature").clone()
    }

    /// The first element with this local name.
    pub(super) fn part(&self, local: &str) -> Element {
        self.find(local).unwrap_or_else(|| panic!("{} has no {local}", self.name))
    }

    /// The first element with this local name, when there is one.
    pub(super) fn find(&self, local: &str) -> Option<Element> {
        elements(&self.text).into_iter().find(|element| element.local(&self.text) == local)
    }

    /// The document element.
    pub(super) fn root(&self) -> Element {
        elements(&self.text).swap_remove(0)
    }

    /// The Id that the first reference names, empty for the whole document.
    pub(super) fn id(&self) -> &str {
        let uri = self.part("Reference").attribute(&self.text, "URI").expect("a URI");
        self.text[uri].trim_start_matches('#')
    }

    /// What the first reference names.
    pub(super) fn target(&self) -> Element {
        let id = self.id();
        if id.is_empty() {
            return self.root();
        }
        let named = |element: &Element| {
            ["Id", "ID", "id"].iter().any(|name| {
                element.attribute(&self.text, name).is_some_and(|at| self.text[at] == *id)
            })
        };
        elements(&self.text).into_iter().find(named).expect("the reference leads somewhere")
    }

    /// The text of a part.
    pub(super) fn at(&self, range: Range<usize>) -> &str {
        &self.text[range]
    }

    /// The text of the target without the signature in it.
    pub(super) fn target_text(&self) -> String {
        let (target, signature) = (self.target(), self.signature());
        if !target.holds(&signature) {
            return self.at(target.whole).to_owned();
        }
        let before = self.at(target.whole.start..signature.whole.start);
        before.to_owned() + self.at(signature.whole.end..target.whole.end)
    }

    /// The same as the forger wants it, with another Id.
    pub(super) fn evil(&self, id: &str) -> String {
        let text = self.target_text().replace(self.from, self.to);
        match self.id() {
            "" => text,
            old => text.replace(&format!("\"{old}\""), &format!("\"{id}\"")),
        }
    }

    /// The file with these parts replaced.
    pub(super) fn edit(&self, edits: &[(Range<usize>, String)]) -> String {
        edit(&self.text, edits)
    }

    /// The file with what is signed altered.
    pub(super) fn altered(&self) -> String {
        self.text.replacen(self.from, self.to, 1)
    }
}

/// A `SignedProperties` in canonical form, with the Id `sp-1`.
pub(super) fn signed_properties(certificate: &[u8]) -> String {
    let ds = format!("xmlns:ds=\"{DSIG}\"");
    let hash = b64(&<sha2::Sha256 as sha2::Digest>::digest(certificate));
    format!(
        "<xades:SignedProperties xmlns:xades=\"{XADES}\" Id=\"sp-1\">\
         <xades:SignedSignatureProperties><xades:SigningTime>2026-11-22T08:00:00Z\
         </xades:SigningTime><xades:SigningCertificateV2><xades:Cert><xades:CertDigest>\
         <ds:DigestMethod {ds} Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\">\
         </ds:DigestMethod><ds:DigestValue {ds}>{hash}</ds:DigestValue></xades:CertDigest>\
         </xades:Cert></xades:SigningCertificateV2></xades:SignedSignatureProperties>\
         </xades:SignedProperties>"
    )
}

/// The reference to them.
pub(super) fn properties_reference(properties: &str) -> Reference {
    Reference {
        attributes: format!(" Type=\"{SIGNED_PROPERTIES}\" URI=\"#sp-1\""),
        transforms: transforms(&[EXCLUSIVE]),
        digest: digest(properties),
    }
}

/// The Object that carries them.
pub(super) fn qualifying(properties: &str, unsigned: &str) -> String {
    format!(
        "<ds:Object><xades:QualifyingProperties xmlns:xades=\"{XADES}\" Target=\"#sig-1\">\
         {properties}{unsigned}</xades:QualifyingProperties></ds:Object>"
    )
}
