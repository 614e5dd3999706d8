//! What verification says: one conclusion for the document, one for each signature, and why.

mod change;
mod covered;
mod etsi;
mod finding;
mod json;
mod material;
mod place;
mod timestamp;

use serde::Serialize;

pub use crate::format::Format;
pub use change::{Change, ChangeKind};
pub use covered::{Covered, CoveredElement, CoveredTarget, Extent};
pub use finding::{Code, Fact, Finding, Severity};
pub use material::Material;
pub use place::Place;
pub use timestamp::{StampKind, StampReport};

use crate::pdf::{AllowedChanges, Encryption, FieldLock};
use crate::revocation::Evidence;
use crate::role::Role;
use crate::time::Time;
use crate::verify::Proof;
use crate::xml::NodeId;

macro_rules! sub_indications {
    ($($name:ident),+ $(,)?) => {
        /// Why a signature is indeterminate or failed: the sub-indications of EN 319 102-1 V1.3.1
        /// §5.1.3.
        ///
        /// Three are never given. `PolicyProcessingError`: a policy that cannot be read is refused
        /// before anything is judged ([`PolicyError`](crate::policy::PolicyError)).
        /// `SignaturePolicyNotAvailable`: signatures are judged by the caller's policy; one that
        /// the signer names is told (`property-unknown`) and not fetched.
        /// `RevocationOutOfBoundsNoPoe`: who signed revocation data is judged as of when it was
        /// signed; what the signer may not have signed then is no evidence, and where there is no
        /// other the answer is `TryLater`.
        #[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, Serialize)]
        #[serde(rename_all = "SCREAMING_SNAKE_CASE")]
        #[non_exhaustive]
        #[allow(missing_docs, reason = "the names are the standard's own")]
        pub enum SubIndication { $($name),+ }

        impl SubIndication {
            /// Every one that there is.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];
        }
    };
}

sub_indications! {
    FormatFailure,
    HashFailure,
    SigCryptoFailure,
    Revoked,
    Expired,
    NotYetValid,
    SigConstraintsFailure,
    ChainConstraintsFailure,
    CertificateChainGeneralFailure,
    CryptoConstraintsFailure,
    CryptoConstraintsFailureNoPoe,
    PolicyProcessingError,
    SignaturePolicyNotAvailable,
    TimestampOrderFailure,
    NoSigningCertificateFound,
    NoCertificateChainFound,
    NoCertificateChainFoundNoPoe,
    RevokedNoPoe,
    RevokedCaNoPoe,
    OutOfBoundsNotRevoked,
    OutOfBoundsNoPoe,
    RevocationOutOfBoundsNoPoe,
    NoPoe,
    TryLater,
    SignedDataNotFound,
    Generic,
}

/// The verdict on a document.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Conclusion {
    /// Every signature passed every stage. The proof cannot be made anywhere but in the
    /// conclusion stage, out of the proofs of the others.
    Passed(Proof),
    /// None failed, and at least one could not be decided.
    Indeterminate(SubIndication),
    /// At least one signature failed.
    Failed(SubIndication),
    /// There is no signature: never a success.
    Unsigned,
}

impl Conclusion {
    /// `passed`, `indeterminate`, `failed` or `unsigned`.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Passed(_) => "passed",
            Self::Indeterminate(_) => "indeterminate",
            Self::Failed(_) => "failed",
            Self::Unsigned => "unsigned",
        }
    }

    /// The sub-indication, where there is one.
    #[must_use]
    pub fn sub_indication(&self) -> Option<SubIndication> {
        match self {
            Self::Indeterminate(sub) | Self::Failed(sub) => Some(*sub),
            Self::Passed(_) | Self::Unsigned => None,
        }
    }
}

/// What a signature is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Kind {
    /// An approval signature (ISO 32000-2 §12.8.1).
    Signature,
    /// A certification signature: it carries a DocMDP transform (ISO 32000-2 §12.8.2.2).
    Certification,
    /// A document time-stamp (EN 319 142-1 §5.4.3).
    DocumentTimestamp,
}

/// The level a signature was found to have, by its structure: its time-stamps are intact, which
/// does not say that anybody trusts who made them.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[non_exhaustive]
pub enum FoundLevel {
    /// An XML signature without the qualifying properties of XAdES.
    #[serde(rename = "XMLDSig")]
    XmlDsig,
    /// A CMS signature without the attributes of AdES (`adbe.pkcs7.detached`, `openssl cms`).
    #[serde(rename = "PKCS7")]
    Pkcs7,
    /// AdES baseline B-B.
    #[serde(rename = "B-B")]
    BB,
    /// B-T: a time-stamp says until when the signature existed.
    #[serde(rename = "B-T")]
    BT,
    /// B-LT: the document holds certificates and revocation data about the signer.
    #[serde(rename = "B-LT")]
    BLT,
    /// B-LTA: a document time-stamp covers those too.
    #[serde(rename = "B-LTA")]
    BLTA,
}

impl FoundLevel {
    /// The name in reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::XmlDsig => "XMLDSig",
            Self::Pkcs7 => "PKCS7",
            Self::BB => "B-B",
            Self::BT => "B-T",
            Self::BLT => "B-LT",
            Self::BLTA => "B-LTA",
        }
    }
}

/// Whether the covered bytes are those that were signed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Integrity {
    /// They are.
    Intact,
    /// They are not.
    Broken,
    /// It could not be told.
    Unknown,
}

/// How much of the file a signature covers.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Coverage {
    /// Everything but itself: its `/Contents`, its `ds:Signature`.
    WholeFile,
    /// Everything up to the end of its revision, and later revisions exist.
    WholeRevision,
    /// Less than that, or it cannot be told. For XML, `covers` says which parts.
    Partial,
}

/// The most far-reaching change after the signature.
#[derive(Clone, Copy, PartialEq, Eq, Debug, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Modification {
    /// Nothing came after.
    None,
    /// Evidence and document time-stamps.
    LtaUpdate,
    /// Form fields were filled, further signatures among them.
    FormFilling,
    /// Annotations were added or changed.
    Annotation,
    /// Something that no rule explains.
    Suspicious,
}

/// The outcome of checking revocation.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum RevocationStatus {
    /// Shown good at the time judged.
    Good,
    /// Revoked.
    Revoked,
    /// Not shown either way.
    Unknown,
}

/// Who signed, out of the certificate alone.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Signer {
    /// The whole subject, RFC 4514.
    pub subject: String,
    /// `commonName`, or the whole subject where there is none.
    pub common_name: String,
    /// `title`: the office held.
    pub title: Option<String>,
    /// `organizationName`.
    pub organization: Option<String>,
    /// `organizationalUnitName`.
    pub unit: Option<String>,
    /// The whole issuer, RFC 4514.
    pub issuer: String,
    /// `commonName` of the issuer, or the whole name where there is none.
    pub issuer_name: String,
    /// `organizationName` of the issuer.
    pub issuer_organization: Option<String>,
    /// Serial number, lower-case hexadecimal.
    pub serial: String,
    /// Start of validity.
    pub not_before: Time,
    /// End of validity.
    pub not_after: Time,
}

/// The two times of a signature.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct SigningTime {
    /// What the signer says: `signing-time`, `/M` or `SigningTime`. Proves nothing.
    pub claimed: Option<Time>,
    /// What a time-stamp proves.
    pub proven: Option<Time>,
}

/// The verdict on one signature.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SignatureReport {
    /// PDF: the full name of the signature field. XML: the `Id` of the signature, else its path.
    /// In a container it may begin with the file.
    /// CMS: made of what was signed.
    pub id: String,
    /// In a container, the file that holds the signature.
    pub file: Option<String>,
    /// What the signature is for.
    pub kind: Kind,
    /// The level its structure has: see [`FoundLevel`].
    pub level: FoundLevel,
    /// The verdict.
    pub conclusion: Conclusion,
    /// Whether the bytes are those signed.
    pub integrity: Integrity,
    /// How much of the file it covers.
    pub coverage: Coverage,
    /// The revision that it ends, counted from 1; `None` where it ends none.
    pub revision: Option<usize>,
    /// What came after it.
    pub modification: Modification,
    /// Who signed.
    pub signer: Option<Signer>,
    /// When, claimed and proven.
    pub signing_time: SigningTime,
    /// Hash of the document, by name.
    pub digest_algorithm: Option<String>,
    /// Signature algorithm, by name.
    pub signature_algorithm: Option<String>,
    /// Subject of the anchor the path ends at.
    pub trust_anchor: Option<String>,
    /// The trust domain of that anchor, where it belongs to one.
    pub trust_domain: Option<String>,
    /// Outcome of checking revocation.
    pub revocation: RevocationStatus,
    /// `/Reason`, as claimed.
    pub reason: Option<String>,
    /// `/Location` or `SignatureProductionPlace`, as claimed.
    pub location: Option<String>,
    /// `/ContactInfo`, as claimed.
    pub contact: Option<String>,
    /// PDF: what may follow by this signature's word, a certification's or that of its field's lock.
    pub permits: Option<AllowedChanges>,
    /// PDF: the fields that it locks.
    pub locks: Vec<FieldLock>,
    /// What the signature is for, as the signer claims in the signed attributes. The certificate
    /// need not say the same.
    pub role: Option<Role>,
    /// The other roles that the signer claims (`SignerRole`, signer-attributes).
    pub roles: Vec<String>,
    /// Why the signer says that it was signed: a name of
    /// [`Commitment::name`](crate::cades::Commitment::name), else an identifier (CAdES).
    pub commitment: Option<String>,
    /// What it covers, one entry for each reference that holds: what a caller must read in the
    /// place of the document; of CMS the content. Always empty for PDF, where [`Self::coverage`] says all.
    pub covers: Vec<Covered>,
    /// What later revisions of a PDF did, in their order: at most
    /// [`MAX_CHANGES`](crate::limits::MAX_CHANGES), what was not allowed before all else.
    pub changes: Vec<Change>,
    /// How many more there are.
    pub changes_omitted: usize,
    /// Where it is seen on a page of a PDF.
    pub place: Option<Place>,
    /// The time-stamps inside it that can be read.
    pub timestamps: Vec<StampReport>,
    /// What it is made of.
    pub material: Material,
    /// Everything noticed, in the order of the stages.
    pub findings: Vec<Finding>,
}

impl SignatureReport {
    /// The elements that this signature covers whole, where it passed; none where it did not. They
    /// are nodes of the tree that was judged: read these, and nothing beside them.
    pub fn signed_elements(&self) -> impl Iterator<Item = NodeId> {
        let passed = matches!(self.conclusion, Conclusion::Passed(_));
        self.covers.iter().filter(move |_| passed).filter_map(Covered::whole_element)
    }
}

/// The verdict on a document.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Report {
    /// The kind of document.
    pub format: Format,
    /// The time that the caller passed as now.
    pub validated_at: Time,
    /// The name of the policy.
    pub policy: String,
    /// Revisions in the document; an XML document has one.
    pub revisions: usize,
    /// How the document is encrypted, and whose password opened it; `None` for most documents.
    pub encryption: Option<Encryption>,
    /// The level of PDF/A that the latest revision claims; that it is so is not judged.
    pub pdf_a: Option<crate::pdf::archival::Level>,
    /// The signatures, in the order of the revisions they belong to.
    pub signatures: Vec<SignatureReport>,
    /// What concerns the document or the policy rather than one signature.
    pub findings: Vec<Finding>,
    /// The certificates and revocation data that were relied on, out of the document, given, or
    /// fetched: the paths that hold, and what was said of their members. What an office keeps
    /// beside the file.
    pub evidence: Evidence,
    /// The conclusion over all signatures.
    pub(crate) conclusion: Conclusion,
}

impl Report {
    /// The conclusion over all signatures: the worst decides.
    #[must_use]
    pub fn conclusion(&self) -> &Conclusion {
        &self.conclusion
    }

    /// This report in schema 1 of the outer contract, under the name `file`.
    #[must_use]
    pub fn to_json(&self, file: &str) -> serde_json::Value {
        json::report(self, file)
    }

    /// This report as ETSI TS 119 102-2 V1.4.1 has it, XML in UTF-8, under the name `file`. CRLs
    /// and other objects larger than
    /// [`MAX_EMBEDDED_OBJECT`](crate::limits::MAX_EMBEDDED_OBJECT) are there by their digests.
    #[must_use]
    pub fn to_etsi(&self, file: &str) -> String {
        etsi::report(self, file)
    }
}
