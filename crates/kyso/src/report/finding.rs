//! What verification noticed: a code, its weight, and typed facts. Words for them are the edge's.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use crate::time::Time;

/// How much a finding weighs.
#[derive(Clone, Copy, PartialEq, Eq, Debug, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; changes nothing.
    Info,
    /// A deviation or a gap that the policy lets pass, or a reason for an indeterminate verdict.
    Warning,
    /// A reason why the signature cannot pass.
    Error,
}

/// One typed fact of a finding.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(untagged)]
pub enum Fact {
    /// A name, a code, an OID or a text out of the document.
    Text(String),
    /// A count, an offset in bytes, an object number.
    Number(i64),
    /// A point in time.
    Time(Time),
}

impl fmt::Display for Fact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Number(number) => number.fmt(f),
            Self::Time(time) => time.fmt(f),
        }
    }
}

impl From<&str> for Fact {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Fact {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<u64> for Fact {
    fn from(number: u64) -> Self {
        Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<u32> for Fact {
    fn from(number: u32) -> Self {
        Self::Number(i64::from(number))
    }
}

impl From<usize> for Fact {
    fn from(number: usize) -> Self {
        Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<Time> for Fact {
    fn from(time: Time) -> Self {
        Self::Time(time)
    }
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal),+ $(,)?) => {
        /// The kinds of finding. Their names are part of the outer contract: one may be added,
        /// none is renamed.
        #[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Code { $($(#[doc = $doc])+ $variant),+ }

        impl Code {
            /// Every code there is, for tables of texts.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The code in reports, `kebab-case`.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }
        }
    };
}

codes! {
    // document
    /// The structure that leads to the signatures cannot be read: `offset`, `fault`.
    DocumentUnreadable = "document-unreadable",
    /// The cross-reference is damaged; what stands in the file was found by scanning it: `offset`,
    /// `fault`.
    XrefRepaired = "xref-repaired",
    // integrity
    /// `/ByteRange` does not leave out exactly `/Contents` or does not end a revision: `fault`.
    ByteRangeInvalid = "byte-range-invalid",
    /// The signature dictionary cannot be used: `fault`.
    SignatureDictionaryInvalid = "signature-dictionary-invalid",
    /// `/SubFilter` is one that this version does not judge: `sub-filter`.
    SubFilterUnsupported = "sub-filter-unsupported",
    /// `/Contents` is no CMS `SignedData`: `offset` inside `/Contents`, `fault`.
    CmsMalformed = "cms-malformed",
    /// The CMS deviates from the standard in a way that changes nothing: `deviation`.
    CmsDeviation = "cms-deviation",
    /// The CMS has no signer or several; PDF wants one (EN 319 142-1 §6.2.1): `signers`.
    SignerCount = "signer-count",
    /// The CMS carries content of its own, which is not what was displayed.
    ContentAttached = "content-attached",
    /// No signed attributes, or a required one is missing, doubled or malformed: `attribute`, `fault`.
    SignedAttributesInvalid = "signed-attributes-invalid",
    /// There are no signed attributes: the value is over the content alone, as in PKCS#7 of old, and
    /// binds no certificate.
    SignedAttributesMissing = "signed-attributes-missing",
    /// What a detached signature is over was not given.
    ContentMissing = "content-missing",
    /// What was given as content is not what the CMS holds.
    ContentDiffers = "content-differs",
    /// The CMS says that its content is more than bytes: `type`.
    ContentTypeUnknown = "content-type-unknown",
    /// Other programs take the file for a document of another kind, by bytes that nobody signed.
    ForeignStructure = "foreign-structure",
    /// The digest of the covered bytes is not the one signed.
    DigestMismatch = "digest-mismatch",
    /// The signature value does not fit the signer's key.
    SignatureMismatch = "signature-mismatch",
    /// `digestAlgorithm` contradicts the signature algorithm or the attributes: `digest`, `signature`.
    AlgorithmMismatch = "algorithm-mismatch",
    /// An algorithm this library does not know: `algorithm`.
    AlgorithmUnknown = "algorithm-unknown",
    /// The CMS does not carry the signer's certificate.
    SignerCertificateMissing = "signer-certificate-missing",
    /// No signing-certificate attribute binds the certificate (RFC 5035).
    SigningCertificateMissing = "signing-certificate-missing",
    /// The signing-certificate attribute names another certificate.
    SigningCertificateMismatch = "signing-certificate-mismatch",
    /// Some certificate in the CMS could not be read: `count`.
    CertificateUnreadable = "certificate-unreadable",
    // XML
    /// The `ds:Signature` has not the fixed shape of XML Signature: `offset` in the document as
    /// UTF-8, `fault`.
    SignatureShapeInvalid = "signature-shape-invalid",
    /// What a reference names is not what was signed: `uri`, `path` of the element.
    ReferenceMismatch = "reference-mismatch",
    /// What a reference names cannot be had or processed: `uri`, `fault`.
    ReferenceUnusable = "reference-unusable",
    /// A reference names something outside the document, which the caller did not give: `uri`.
    ReferenceExternal = "reference-external",
    /// An entry of a manifest does not hold, so that the manifest counts for nothing: `entry`
    /// counts from 1, `uri` where it is known, `fault`.
    ManifestEntryInvalid = "manifest-entry-invalid",
    /// The signature would hold with other namespaces around it, which inclusive canonicalization
    /// signs along. `change` is `added`: it holds where the element at `path` is a document of its
    /// own; or `lost`: it holds where that element declares more. `prefixes` are which.
    NamespacesAround = "namespaces-around",
    /// The signature covers one part of the document and not the rest: `path`.
    CoversPart = "covers-part",
    /// The signature covers nothing of the document that it stands in, only what lies outside:
    /// `uri`.
    CoversOutside = "covers-outside",
    /// The signature stands where a counter-signature stands and does not sign the value of the
    /// signature around it.
    CounterSignatureElsewhere = "counter-signature-elsewhere",
    /// The signature covers nothing but what it says of itself.
    CoversNothing = "covers-nothing",
    /// A filter decides what of `uri` is covered, so that it may be anything.
    CoversFiltered = "covers-filtered",
    /// Something inside the signature is not covered by it: `path`.
    ObjectNotCovered = "object-not-covered",
    /// A transform stands under a wrong name that old systems write: `uri`.
    LegacyTransform = "legacy-transform",
    /// The qualifying properties of XAdES are missing a part, doubled, or not covered: `fault`.
    QualifyingPropertiesInvalid = "qualifying-properties-invalid",
    /// Certificates or revocation data that came with the signature cannot be read: `count`.
    EvidenceUnreadable = "evidence-unreadable",
    /// A property that this version does not understand: `property`, `signed` (`yes` or `no`).
    PropertyUnknown = "property-unknown",
    // containers
    /// The signature does not cover a file of its container: `name`.
    FileNotCovered = "file-not-covered",
    /// No signature whose bytes are those that were signed covers a file of the container: `name`.
    FileUnsigned = "file-unsigned",
    /// A file beside the signatures has a name that the standard does not know, and no signature
    /// covers it: `name`.
    FileUnknown = "file-unknown",
    /// A file that should hold signatures, or a manifest, cannot be used: `name`, `fault`.
    SignatureFileInvalid = "signature-file-invalid",
    /// The signature is over the content of a file of the container, and not over its name, which
    /// anybody may change: `name`.
    FileNameUnsigned = "file-name-unsigned",
    /// The list of files of OpenDocument is not one of what is there: `name`.
    FileListDiffers = "file-list-differs",
    /// The container has a time-stamp or an evidence record that this version does not judge:
    /// `name`.
    FileNotJudged = "file-not-judged",
    /// The container breaks a rule of its structure, so that nothing in it is judged: `offset`,
    /// `fault`, `name` of the entry where it is about one.
    ContainerUnsound = "container-unsound",
    /// The container has not what its kind asks for: `fault`.
    ContainerShapeInvalid = "container-shape-invalid",
    // the caller's intent
    /// The document element is not the one that the caller expects: `expected`, `found`.
    RootUnexpected = "root-unexpected",
    /// No signature that passed covers what the caller expects to be signed: `element`, `path` of
    /// the one that is not covered where there is one.
    ElementNotCovered = "element-not-covered",
    /// A profile asks for something else than what was filled in and signed over: `profile`,
    /// `fault`, and `field`, `revision`, `role` or `signers`.
    ProfileUnmet = "profile-unmet",
    /// The number and the date that a profile speaks of: `number`, `date`.
    NumberAndDateFilled = "number-and-date-filled",
    // algorithms
    /// An algorithm or key the policy no longer accepts: `algorithm`, `where`.
    AlgorithmTooWeak = "algorithm-too-weak",
    /// SHA-1 stands under the signature, whatever the policy says of its age: `algorithm`, `where`.
    WeakDigest = "weak-digest",
    /// An algorithm or key that the policy takes and that a table it goes by does not list:
    /// `algorithm`, `where`, `table`.
    AlgorithmNotAdvised = "algorithm-not-advised",
    // signer
    /// The key usage of the certificate does not allow signing documents.
    KeyUsageForbidsSigning = "key-usage-forbids-signing",
    // chain
    /// No path to a trust anchor was found: `issuer` is the last name looked for.
    NoTrustedPath = "no-trusted-path",
    /// Looking for a path was given up when it had cost as much as it may; that there is none is
    /// not known: `issuer` as above.
    PathSearchCutOff = "path-search-cut-off",
    /// A certificate in the path breaks RFC 5280 §6.1: `subject`, `fault`.
    PathConstraintViolated = "path-constraint-violated",
    /// A certificate had expired at the time judged: `subject`, `not-after`, `time`.
    CertificateExpired = "certificate-expired",
    /// A certificate was not yet valid at the time judged: `subject`, `not-before`, `time`.
    CertificateNotYetValid = "certificate-not-yet-valid",
    /// The document has the signer's certificate alone: the certificates between it and the anchor
    /// came from elsewhere, and others may not find them: `issuer`.
    OnlyLeafEmbedded = "only-leaf-embedded",
    /// The path ends at an anchor outside of the trust domains that the policy takes: `subject`,
    /// `domain`, `-` where it has none.
    TrustDomainRefused = "trust-domain-refused",
    /// The path ends at an anchor that is no longer trusted at the time judged: `subject`,
    /// `until`, `time`.
    AnchorRetired = "anchor-retired",
    /// The anchor that the path ends at had expired at the time judged; it is trusted all the
    /// same, by the caller's word: `subject`, `not-after`, `time`.
    AnchorExpired = "anchor-expired",
    // revocation
    /// A certificate names neither a CRL nor an OCSP responder: `subject`.
    RevocationNotPublished = "revocation-not-published",
    /// A certificate names a revocation source, and no usable evidence is at hand: `subject`.
    RevocationNotChecked = "revocation-not-checked",
    /// A certificate was revoked at or before the time judged, or nothing proves that the
    /// signature is older than the revocation: `subject`, `time`, `reason` where it is given.
    CertificateRevoked = "certificate-revoked",
    /// A certificate was revoked after the proven time of the signature, which stands:
    /// `subject`, `time`.
    RevokedAfterSigning = "revoked-after-signing",
    /// A service that was asked for certificates or revocation data did not help: `service`,
    /// `fault`.
    ServiceFailed = "service-failed",
    // time
    /// The signing time is the signer's claim alone: `time`.
    ClaimedTimeUnproven = "claimed-time-unproven",
    /// The claimed time lies after the time judged: `time`.
    ClaimedTimeInFuture = "claimed-time-in-future",
    /// The claimed time is a whole number of hours after the proven one, as when a local clock is
    /// written as UTC: `claimed`, `proven`, `hours`.
    LocalTimeAsUtc = "local-time-as-utc",
    /// A time-stamp proves nothing: `fault`.
    TimestampInvalid = "timestamp-invalid",
    /// A time-stamp says a later time than another one that covers it: `time`, `covered-at`.
    TimestampOrder = "timestamp-order",
    // what is seen
    /// What is seen of the signature says something that neither its certificate nor the signature
    /// itself does, by the letters that its fonts name: `text`. A warning where it may be a name.
    AppearanceTextUnproven = "appearance-text-unproven",
    // later revisions
    /// Something changed after signing that no rule allows: `object`, `revision`, `fault`.
    ModifiedAfterSigning = "modified-after-signing",
    /// A later revision only adds a further signature: `field`, `revision`.
    LaterSignature = "later-signature",
    /// A later revision fills a field that was there to be filled: `field`, `revision`.
    LaterFilling = "later-filling",
    /// A later signature shows something on a page that was not there when this one was made:
    /// `field`, `revision`.
    LaterAppearance = "later-appearance",
    /// The look of a later signature lies over text of a page that this signature covers: `field`,
    /// `page`, `sight` (`opaque`: nothing is seen through it, `sheer`: most is, `untold`: whether
    /// there is text cannot be told), `lines` (how many), `text` (the first of them, as far as they
    /// can be read), `revision`.
    LaterLookOverText = "later-look-over-text",
    /// An annotation came, changed or went after this signature, where a certification allows it
    /// and it hides nothing: `kind`, `change`, `page`, `revision`.
    LaterAnnotation = "later-annotation",
    /// The signature no longer stands in the last revision, or stands there changed.
    SignatureRemoved = "signature-removed",
    /// The file's structure does not lead to the signature any more: it was damaged or tampered
    /// with, and only the signature's raw bytes were found: `offset`.
    SignatureUnreachable = "signature-unreachable",
    /// Bytes after the last revision: `offset`, `length`.
    TrailingBytes = "trailing-bytes",
    // policy
    /// The policy in force was widened: `option`.
    PolicyWidened = "policy-widened",
    /// The policy asks for more than `baseline` does: `rule`.
    PolicyNarrowed = "policy-narrowed",
    /// A rule that the policy has beyond `baseline` is not met: `rule`, and `found` where there is
    /// something to count.
    PolicyUnmet = "policy-unmet",
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// One thing noticed about a signature.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    /// What it is.
    pub code: Code,
    /// How much it weighs.
    pub severity: Severity,
    /// The facts, by name; shared, since fifty signatures may say the same of a later revision.
    pub facts: Arc<BTreeMap<&'static str, Fact>>,
}

impl Finding {
    /// A reason why the signature cannot pass.
    #[must_use]
    pub fn error(code: Code) -> Self {
        Self { code, severity: Severity::Error, facts: Arc::default() }
    }

    /// Something a reader should weigh.
    #[must_use]
    pub fn warning(code: Code) -> Self {
        Self { code, severity: Severity::Warning, facts: Arc::default() }
    }

    /// Something worth knowing.
    #[must_use]
    pub fn info(code: Code) -> Self {
        Self { code, severity: Severity::Info, facts: Arc::default() }
    }

    /// Adds a fact.
    #[must_use]
    pub fn with(mut self, name: &'static str, fact: impl Into<Fact>) -> Self {
        Arc::make_mut(&mut self.facts).insert(name, fact.into());
        self
    }
}

impl Serialize for Finding {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(3))?;
        map.serialize_entry("code", &self.code)?;
        map.serialize_entry("severity", &self.severity)?;
        map.serialize_entry("facts", &*self.facts)?;
        map.end()
    }
}
