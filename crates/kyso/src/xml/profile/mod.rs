//! Profiles: how one kind of XML document is signed, as data.
//!
//! A profile says where the signature goes, what it references, how, and where the signing time
//! stands. Those that are shipped follow what Vietnamese systems exchange; what is not settled by
//! law stands in their notes. Users write their own in the same form.

mod attachments;
mod read;

use super::{Canonicalization, ElementName, ElementPath};
use crate::DigestAlgorithm;

pub use attachments::{AttachmentFault, Attachments};
pub use read::ProfileError;

/// How one kind of document is signed, or what its signature must cover.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Profile {
    /// Its name.
    pub name: String,
    /// Whether it serves to sign.
    pub purpose: Purpose,
    /// What the document element must be called.
    pub root: Option<ElementName>,
    /// The level that a signature is to reach at least; B-B without it.
    pub level: Option<ProfileLevel>,
    /// The signature element.
    pub signature: SignatureShape,
    /// What is signed, in order.
    pub references: Vec<ReferenceShape>,
    /// Where attachments stand in the document itself.
    pub attachments: Option<AttachmentShape>,
    /// What is known and not known about this layout.
    pub notes: Vec<Note>,
}

/// What a profile is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[non_exhaustive]
pub enum Purpose {
    /// To sign, and to verify what was signed so.
    #[default]
    Sign,
    /// To verify alone: somebody else signs so.
    Verify,
}

/// The levels above B-B.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
#[non_exhaustive]
pub enum ProfileLevel {
    /// With a signature time-stamp.
    T,
    /// With certificates and revocation data.
    Lt,
    /// With archive time-stamps.
    Lta,
}

/// The signature element.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct SignatureShape {
    /// The element whose last child it is; the document element without it.
    pub inside: Option<ElementPath>,
    /// Its `Id`; one that is free without it.
    pub id: Option<String>,
    /// The prefix of the XMLDSig namespace; empty makes it the default one.
    pub prefix: String,
    /// Whether it has qualifying properties (XAdES).
    pub xades: bool,
    /// How `SignedInfo` is made canonical.
    pub canonicalization: Canonicalization,
    /// The hash function of the references; the signature's without it.
    pub digest: Option<DigestAlgorithm>,
    /// The signing time as a `ds:SignatureProperty`.
    pub signing_time: Option<SigningTimeShape>,
    /// Whether `X509SubjectName` stands before the certificates.
    pub subject_name: bool,
    /// Whether all known certificates are written, not the signer's alone.
    pub chain: bool,
}

/// A `ds:Object` with the signing time in a `ds:SignatureProperty` (xmldsig-core1 §5.2).
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct SigningTimeShape {
    /// `Id` of the object.
    pub object: String,
    /// Minutes east of UTC of the clock that it shows; the time is written without its zone.
    pub offset_minutes: i32,
}

/// What one reference names.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct ReferenceShape {
    /// What it names.
    pub target: ReferenceTarget,
    /// The transforms, in order.
    pub transforms: Vec<TransformShape>,
}

/// What a reference of a profile names.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum ReferenceTarget {
    /// The whole document (`URI=""`).
    Document,
    /// The one element there, by its Id.
    Element(ElementPath),
    /// The object with the signing time.
    SigningTime,
    /// Each attachment, by `cid:` and its content id.
    Attachments,
}

/// A transform of a profile.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum TransformShape {
    /// Leaves the signature itself out.
    Enveloped,
    /// Canonical XML.
    Canonicalization(Canonicalization),
}

/// Where attachments stand in the document itself.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct AttachmentShape {
    /// An element for each.
    pub element: ElementPath,
    /// The child with the content id.
    pub id: ElementName,
    /// The child with the content, base64.
    pub content: ElementName,
}

/// What is known about a layout, and how well.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Note {
    /// How well: `A` a legal text was read, `B` one source, `B2` several, `C` an assumption.
    pub mark: String,
    /// What.
    pub text: String,
}

/// Every shipped profile with its text.
const SHIPPED: [(&str, &str); 7] = [
    ("einvoice-seller", include_str!("data/einvoice-seller.toml")),
    ("einvoice-buyer", include_str!("data/einvoice-buyer.toml")),
    ("einvoice-tax", include_str!("data/einvoice-tax.toml")),
    ("tax-declaration", include_str!("data/tax-declaration.toml")),
    ("social-insurance", include_str!("data/social-insurance.toml")),
    ("edxml", include_str!("data/edxml.toml")),
    ("dossier", include_str!("data/dossier.toml")),
];

impl Profile {
    /// The names of the shipped profiles.
    pub fn names() -> impl Iterator<Item = &'static str> {
        SHIPPED.iter().map(|(name, _)| *name)
    }

    /// A shipped profile.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let (_, text) = SHIPPED.iter().find(|(known, _)| *known == name)?;
        Self::from_toml(text).ok()
    }

    /// The text of a shipped profile: to be read, and to start an own one from.
    #[must_use]
    pub fn text(name: &str) -> Option<&'static str> {
        SHIPPED.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
    }

    /// The elements that signatures of this profile must cover.
    pub fn elements(&self) -> impl Iterator<Item = &ElementPath> {
        self.references.iter().filter_map(|reference| match &reference.target {
            ReferenceTarget::Element(path) => Some(path),
            _ => None,
        })
    }

    /// Whether the whole document must be covered.
    #[must_use]
    pub fn covers_document(&self) -> bool {
        self.references.iter().any(|one| one.target == ReferenceTarget::Document)
    }
}

#[cfg(test)]
mod tests {
    use super::{Profile, Purpose, ReferenceTarget};

    #[test]
    fn every_shipped_profile_is_read_under_its_name_and_says_what_is_not_settled() {
        for name in Profile::names() {
            let profile = Profile::from_toml(Profile::text(name).unwrap()).unwrap();
            assert_eq!(profile.name, name);
            assert_eq!(Profile::named(name).unwrap(), profile);
            assert!(!profile.notes.is_empty(), "{name}");
            let verify = profile.purpose == Purpose::Verify;
            assert_eq!(verify, name == "einvoice-tax");
        }
        assert_eq!(Profile::named("khong-co"), None);
    }

    #[test]
    fn what_a_profile_cannot_mean_is_refused() {
        let sound = Profile::text("edxml").unwrap();
        for (from, to) in [
            ("name = \"edxml\"", "name = \"a b\""),
            ("form = \"xmldsig\"", "form = \"pgp\""),
            ("prefix = \"ds\"", "prefix = \"d:s\""),
            ("canonicalization = \"exc-c14n\"", "canonicalization = \"urn:x\""),
            ("transforms = [\"enveloped-signature\", \"exc-c14n\"]", "transforms = [\"xslt\"]"),
            ("inside = \"/edXML", "inside = \"//edXML"),
            ("document = true", "document = true\nattachments = true"),
            ("document = true\n", ""),
            ("[attachments]", "[attachment]"),
            ("subject-name", "subject"),
        ] {
            assert!(sound.contains(from), "{from}");
            let broken = sound.replacen(from, to, 1);
            assert!(Profile::from_toml(&broken).is_err(), "{to}");
        }
    }

    #[test]
    fn a_profile_tells_what_must_be_covered() {
        let seller = Profile::named("einvoice-seller").unwrap();
        let paths: Vec<_> = seller.elements().map(ToString::to_string).collect();
        assert_eq!(paths, ["/HDon/DLHDon"]);
        assert!(!seller.covers_document());
        assert_eq!(seller.references[1].target, ReferenceTarget::SigningTime);
        assert!(Profile::named("dossier").unwrap().covers_document());
    }
}
