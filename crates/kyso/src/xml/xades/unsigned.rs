//! Reads the unsigned properties: time-stamps, evidence, counter signatures (EN 319 132-1 §5.3 to
//! §5.5). Anybody can add them, so that a fault in one takes nothing away from the signature.

use super::evidence::EvidenceContainer;
use super::names::{DS, XADES, XADES141};
use super::timestamps::{TimestampContainer, TimestampKind};
use crate::xml::{NodeId, Tree};

/// An unsigned property of a signature.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct UnsignedProperty {
    /// The element.
    pub node: NodeId,
    /// What it is.
    pub content: UnsignedContent,
}

/// What an unsigned property is.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum UnsignedContent {
    /// Time-stamps.
    Timestamp(TimestampContainer),
    /// Certificates and revocation data: `CertificateValues`, `RevocationValues`,
    /// `TimeStampValidationData`, `AnyValidationData`, `AttrAuthoritiesCertValues`,
    /// `AttributeRevocationValues`.
    Evidence(EvidenceContainer),
    /// A signature over this signature's value; the `ds:Signature` in it, if there is just one.
    CounterSignature(Option<NodeId>),
    /// References to evidence that is kept elsewhere (EN 319 132-1 annex A). Not followed.
    References,
    /// The signature policy itself (EN 319 132-1 §5.2.10). Not read.
    PolicyStore,
    /// Anything else.
    Unknown {
        /// Its namespace.
        namespace: String,
        /// Its local name.
        local: String,
    },
}

impl UnsignedProperty {
    pub(super) fn read(tree: &Tree, node: NodeId) -> Self {
        let (namespace, local) = match tree.name(node) {
            Some(name) => (name.namespace, name.local),
            None => ("", ""),
        };
        Self { node, content: content(tree, node, namespace, local) }
    }

    /// Whether it is an archive time-stamp of either form: what stands before it is sealed.
    #[must_use]
    pub fn is_archive_timestamp(&self) -> bool {
        matches!(
            &self.content,
            UnsignedContent::Timestamp(TimestampContainer {
                kind: TimestampKind::Archive | TimestampKind::ArchiveOld,
                ..
            })
        )
    }
}

fn content(tree: &Tree, node: NodeId, namespace: &str, local: &str) -> UnsignedContent {
    let stamp = |kind| UnsignedContent::Timestamp(TimestampContainer::read(tree, node, kind));
    let old = namespace == XADES;
    match local {
        _ if !old && namespace != XADES141 => {
            UnsignedContent::Unknown { namespace: namespace.to_owned(), local: local.to_owned() }
        }
        "SignatureTimeStamp" if old => stamp(TimestampKind::Signature),
        "ArchiveTimeStamp" if old => stamp(TimestampKind::ArchiveOld),
        "ArchiveTimeStamp" => stamp(TimestampKind::Archive),
        "SigAndRefsTimeStamp" if old => stamp(TimestampKind::SignatureAndRefs),
        "SigAndRefsTimeStampV2" if !old => stamp(TimestampKind::SignatureAndRefs),
        "RefsOnlyTimeStamp" if old => stamp(TimestampKind::RefsOnly),
        "RefsOnlyTimeStampV2" if !old => stamp(TimestampKind::RefsOnly),
        "CertificateValues"
        | "RevocationValues"
        | "AttrAuthoritiesCertValues"
        | "AttributeRevocationValues"
            if old =>
        {
            UnsignedContent::Evidence(EvidenceContainer::read(tree, node))
        }
        "TimeStampValidationData" | "AnyValidationData" if !old => {
            UnsignedContent::Evidence(EvidenceContainer::read(tree, node))
        }
        "CounterSignature" if old => {
            let mut inside = tree.elements(node).filter(|child| tree.is(*child, DS, "Signature"));
            let first = inside.next();
            UnsignedContent::CounterSignature(first.filter(|_| inside.next().is_none()))
        }
        "CompleteCertificateRefs"
        | "CompleteRevocationRefs"
        | "AttributeCertificateRefs"
        | "AttributeRevocationRefs"
            if old =>
        {
            UnsignedContent::References
        }
        "CompleteCertificateRefsV2" | "AttributeCertificateRefsV2" if !old => {
            UnsignedContent::References
        }
        "SignaturePolicyStore" if !old => UnsignedContent::PolicyStore,
        _ => UnsignedContent::Unknown { namespace: namespace.to_owned(), local: local.to_owned() },
    }
}
