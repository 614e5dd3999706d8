//! Why a signature cannot be made.

use std::io;

use crate::algorithm::SignatureAlgorithm;
use crate::cms::CmsError;
use crate::container::ContainerError;
use crate::error::ErrorClass;
use crate::format::Format;
use crate::key::KeyError;
use crate::pdf::PdfError;
use crate::report::Finding;
use crate::revocation::RevocationError;
use crate::source::SourceError;
use crate::time::Time;
use crate::timestamp::TimestampError;
use crate::xml::profile::AttachmentFault;
use crate::xml::sign::XmlSignError;
use crate::xml::xades::{PropertiesError, RaiseError};

/// Why a signature cannot be made. Nothing has been written when one is returned.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SignError {
    /// The certificate's validity ended.
    #[error("the certificate of {subject} expired at {not_after}")]
    CertificateExpired {
        /// Whose certificate.
        subject: String,
        /// Its last valid second.
        not_after: Time,
    },
    /// The certificate's validity has not begun.
    #[error("the certificate of {subject} is valid from {not_before} on")]
    CertificateNotYetValid {
        /// Whose certificate.
        subject: String,
        /// Its first valid second.
        not_before: Time,
    },
    /// The certificate is for something else: `extension` says so.
    #[error("the certificate's {extension} does not allow signing documents")]
    UsageForbidden {
        /// `key-usage` or `extended-key-usage`.
        extension: &'static str,
    },
    /// The key cannot sign with the algorithm asked for.
    #[error("the key cannot sign with {algorithm}")]
    AlgorithmUnsupported {
        /// The algorithm.
        algorithm: SignatureAlgorithm,
    },
    /// There is no certificate to sign for.
    #[error("no certificate was given")]
    NoCertificate,
    /// The option means nothing for this kind of document.
    #[error("{option} does not go with {}", format.name())]
    OptionMisplaced {
        /// The option, as the builder calls it.
        option: &'static str,
        /// The kind of document.
        format: Format,
    },
    /// There is no such thing for this kind of document.
    #[error("there is no {operation} for {}", format.name())]
    OperationMisplaced {
        /// What was asked for.
        operation: &'static str,
        /// The kind of document.
        format: Format,
    },
    /// A path names no element of the document, or several where one is meant.
    #[error("{path} names {found} elements, and one is needed")]
    ElementCount {
        /// The path.
        path: String,
        /// How many it names.
        found: usize,
    },
    /// The element to be signed has no identifier that a reference could name.
    #[error("the element {path} has no identifier of its own")]
    NoIdentifier {
        /// Its path in the document.
        path: String,
    },
    /// The profile serves to verify alone.
    #[error("the profile {profile} serves to verify, not to sign")]
    ProfileVerifies {
        /// Its name.
        profile: String,
    },
    /// The profile asks for a higher level.
    #[error("the profile {profile} asks for level {level} at least")]
    ProfileLevel {
        /// Its name.
        profile: String,
        /// `B-T`, `B-LT` or `B-LTA`.
        level: &'static str,
    },
    /// The option is one that the profile decides.
    #[error("{option} is what the profile says")]
    ProfileFixes {
        /// The option, as the builder calls it.
        option: &'static str,
    },
    /// The attachments that the message carries cannot be told apart or read.
    #[error(transparent)]
    Attachments(#[from] Box<AttachmentFault>),
    /// A signature in XML cannot be made.
    #[error(transparent)]
    Xml(Box<XmlSignError>),
    /// What the signature is to say of itself cannot be written in XML.
    #[error(transparent)]
    Properties(#[from] PropertiesError),
    /// An earlier certification, or the lock of a signed field, allows no further signature (ISO
    /// 32000-2 §12.8.2.2 and table 236, P = 1).
    #[error(
        "the signature in field {field} allows no further change, by its certification or lock"
    )]
    CertificationForbids {
        /// The field of the signature that forbids it.
        field: String,
    },
    /// An earlier signature locks the field to be signed (ISO 32000-2 §12.8.2.4).
    #[error("the field {field} is locked by the signature in field {by}")]
    FieldLocked {
        /// The field to be signed.
        field: String,
        /// The field of the signature that locks it.
        by: String,
    },
    /// A certification must be the first signature (ISO 32000-2 §12.8.2.2).
    #[error("a certification must be the first signature, and the field {field} is signed")]
    NotFirst {
        /// The field signed before.
        field: String,
    },
    /// A signature in a role is followed by others, which a certification would judge (ISO 32000-2
    /// §12.8.2.2); a field's seed values may ask for one.
    #[error("a signature in the role of {role} is no certification")]
    RoleCertifies {
        /// The role.
        role: crate::role::Role,
    },
    /// A claimed role in words is written as what stands for a role: whoever is to sign in one says
    /// so by [`role`](crate::sign::SignatureBuilder::role).
    #[error("{text:?} is no role in words")]
    ClaimedRoleReserved {
        /// What was to be claimed.
        text: String,
    },
    /// A new empty field after a signature would make that one fail.
    #[error("the field {field} is signed: an empty field added now would invalidate it")]
    SignedBefore {
        /// The field signed before.
        field: String,
    },
    /// The field to be signed has a lock of its own that says otherwise, or cannot get one any
    /// more, since an earlier signature covers the field.
    #[error("the field {field} cannot take the lock asked for")]
    LockMisplaced {
        /// The field.
        field: String,
    },
    /// The field requires what the signature is not (seed values, ISO 32000-2 §12.7.5.5).
    #[error("the field {field} requires {entry}: {wanted}")]
    SeedValue {
        /// The field.
        field: String,
        /// The entry of its seed values: `SubFilter`, `Cert/Issuer` and the like.
        entry: &'static str,
        /// What it requires; `-` for nothing at all.
        wanted: String,
    },
    /// The field requires something that cannot be read or is not known here.
    #[error("the field {field} requires what cannot be understood: {entry}")]
    SeedUnreadable {
        /// The field.
        field: String,
        /// The entry of its seed values.
        entry: String,
    },
    /// The signature value is not one of this document by this certificate's key.
    #[error("the signature value does not fit the document and the certificate's key")]
    ValueMismatch,
    /// The bytes are no prepared state, or an altered one.
    #[error("not a usable prepared state: {fault}")]
    StateInvalid {
        /// What is wrong with it.
        fault: &'static str,
    },
    /// A certificate is revoked, so that no evidence can make the signature last.
    #[error("the certificate of {subject} was revoked at {time}")]
    CertificateRevoked {
        /// Whose certificate.
        subject: String,
        /// Since when.
        time: Time,
    },
    /// Whether a certificate was revoked cannot be shown, so that B-LT cannot be reached.
    #[error("no usable revocation evidence for the certificate of {subject}{}", .errors.first().map(|e| format!(": {e}")).unwrap_or_default())]
    EvidenceMissing {
        /// Whose certificate.
        subject: String,
        /// The OCSP responders and CRLs that it names, or where its issuer is not known, the URLs
        /// of that one's certificate; none where it says of none.
        services: Vec<String>,
        /// What was asked in vain on the way, and why it did not help.
        errors: Vec<RevocationError>,
    },
    /// Revocations asked for when the signature was made may not have been processed yet, so that
    /// evidence does not count before `until`.
    #[error("evidence about the certificate of {subject} counts from {until} on")]
    GracePeriod {
        /// Whose certificate.
        subject: String,
        /// The end of the grace period.
        until: Time,
    },
    /// The certificate of a signature that is to be extended cannot be found in it.
    #[error("the signature in field {field} does not say who signed")]
    SignerUnknown {
        /// The field.
        field: String,
    },
    /// A signature that is to be extended does not hold.
    #[error("the signature in field {field} does not hold")]
    SignatureBroken {
        /// The field.
        field: String,
    },
    /// What a detached signature is over was not given.
    #[error("the content of the detached signature is missing")]
    ContentMissing,
    /// What was given is not what the CMS holds.
    #[error("the content given is not the one in the CMS")]
    ContentDiffers,
    /// There is no signature with this identifier.
    #[error("there is no signature {id}")]
    NoSuchSignature {
        /// The identifier.
        id: String,
    },
    /// An archive time-stamp of an older kind is over all that there is, so that nothing can be
    /// added (EN 319 122-1 annex A).
    #[error("the signature {field} has an archive time-stamp that allows no addition")]
    OldArchive {
        /// The identifier of the signature.
        field: String,
    },
    /// There is no signature and no time-stamp to extend.
    #[error("the document is not signed")]
    NotSigned,
    /// The time-stamp authority is none that the caller trusts.
    #[error("time-stamp authority {service}: no path leads from {subject} to a trusted root")]
    TimestampUntrusted {
        /// The authority's name: its URL.
        service: String,
        /// Whom its certificate names.
        subject: String,
    },
    /// No time-stamp was obtained.
    #[error(transparent)]
    Timestamp(Box<TimestampError>),
    /// The document can no longer be read.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// The document cannot take the signature.
    #[error(transparent)]
    Pdf(#[from] PdfError),
    /// The container cannot take the signature, or the files cannot be put into one.
    #[error(transparent)]
    Container(#[from] ContainerError),
    /// A file of the container with signatures cannot be read, so that none is added to it.
    #[error("{name} cannot be read: {fault}")]
    SignatureFile {
        /// The file in the container.
        name: String,
        /// Why.
        fault: String,
    },
    /// The container cannot pass, whoever signs it: a file came after the signatures that are
    /// there, or it is not built as its kind asks.
    #[error("the container cannot pass: {}", finding.code)]
    ContainerUnsound {
        /// What keeps it from that.
        finding: Box<Finding>,
    },
    /// The CMS cannot be built.
    #[error(transparent)]
    Cms(#[from] CmsError),
    /// The key refused.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// A signature in XML cannot be raised.
    #[error(transparent)]
    Raise(Box<RaiseError>),
    /// The system refused to read or write.
    #[error(transparent)]
    Io(#[from] io::Error),
}

impl From<XmlSignError> for SignError {
    fn from(error: XmlSignError) -> Self {
        Self::Xml(Box::new(error))
    }
}

impl From<RaiseError> for SignError {
    fn from(error: RaiseError) -> Self {
        Self::Raise(Box::new(error))
    }
}

impl From<TimestampError> for SignError {
    fn from(error: TimestampError) -> Self {
        Self::Timestamp(Box::new(error))
    }
}

impl SignError {
    pub(crate) fn class(&self) -> ErrorClass {
        match self {
            Self::CertificateExpired { .. }
            | Self::CertificateNotYetValid { .. }
            | Self::UsageForbidden { .. }
            | Self::CertificateRevoked { .. }
            | Self::EvidenceMissing { .. }
            | Self::GracePeriod { .. }
            | Self::Timestamp(_)
            | Self::TimestampUntrusted { .. }
            | Self::Key(_) => ErrorClass::Key,
            Self::AlgorithmUnsupported { .. }
            | Self::NoCertificate
            | Self::ElementCount { .. }
            | Self::NoIdentifier { .. }
            | Self::Properties(_)
            | Self::OptionMisplaced { .. }
            | Self::OperationMisplaced { .. }
            | Self::ProfileVerifies { .. }
            | Self::ProfileLevel { .. }
            | Self::ContentMissing
            | Self::NoSuchSignature { .. }
            | Self::ClaimedRoleReserved { .. }
            | Self::ProfileFixes { .. } => ErrorClass::Usage,
            Self::Pdf(PdfError::Look(fault)) if fault.is_of_the_call() => ErrorClass::Usage,
            Self::CertificationForbids { .. }
            | Self::FieldLocked { .. }
            | Self::NotFirst { .. }
            | Self::SignedBefore { .. }
            | Self::LockMisplaced { .. }
            | Self::RoleCertifies { .. }
            | Self::SeedValue { .. }
            | Self::SeedUnreadable { .. }
            | Self::ValueMismatch
            | Self::StateInvalid { .. }
            | Self::SignerUnknown { .. }
            | Self::NotSigned
            | Self::ContentDiffers
            | Self::OldArchive { .. }
            | Self::SignatureBroken { .. }
            | Self::Attachments(_)
            | Self::Xml(_)
            | Self::Source(_)
            | Self::Pdf(_)
            | Self::Container(_)
            | Self::SignatureFile { .. }
            | Self::ContainerUnsound { .. }
            | Self::Cms(_)
            | Self::Raise(_)
            | Self::Io(_) => ErrorClass::Input,
        }
    }
}
