//! Reads the containers of time-stamps (EN 319 132-1 §5.1.4).

use super::EncapsulatedFault;
use super::fields::encapsulated;
use super::names::{DS, XADES};
use crate::limits::{MAX_SIGNATURE_TIMESTAMPS, MAX_XML_REFERENCES};
use crate::xml::c14n::{C14nVersion, Canonicalization};
use crate::xml::transform::read_canonicalization;
use crate::xml::{NodeId, Tree};

/// What a time-stamp is over.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[non_exhaustive]
pub enum TimestampKind {
    /// `SignatureTimeStamp`: the signature value (EN 319 132-1 §5.3).
    Signature,
    /// `ArchiveTimeStamp` of 1.4.1: everything so far (EN 319 132-1 §5.5.2).
    Archive,
    /// `ArchiveTimeStamp` of 1.3.2, whose rule is another (TS 101 903 V1.3.2 §7.7.1).
    ArchiveOld,
    /// `SigAndRefsTimeStamp`, `SigAndRefsTimeStampV2`: the value and references to evidence.
    SignatureAndRefs,
    /// `RefsOnlyTimeStamp`, `RefsOnlyTimeStampV2`: references to evidence.
    RefsOnly,
    /// `AllDataObjectsTimeStamp`, signed: everything the references sign, before it was signed.
    AllDataObjects,
    /// `IndividualDataObjectsTimeStamp`, signed: a part of that.
    IndividualDataObjects,
}

/// A container of one or several time-stamp tokens over the same bytes.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct TimestampContainer {
    /// The element.
    pub node: NodeId,
    /// What it is over.
    pub kind: TimestampKind,
    /// Its `Id`.
    pub id: Option<String>,
    /// How the parts are made canonical: Canonical XML 1.0 where it does not say. The URI where
    /// it is none that is known.
    pub canonicalization: Result<Canonicalization, String>,
    /// The tokens, CMS; or why one is unreadable.
    pub tokens: Vec<Result<Vec<u8>, EncapsulatedFault>>,
    /// Tokens beyond [`MAX_SIGNATURE_TIMESTAMPS`], and tokens in XML, which nobody writes: how
    /// many were passed over.
    pub ignored: usize,
    /// `Include` and `ReferenceInfo` elements: the imprint is over a list of parts.
    pub includes: usize,
    /// What the `Include` elements name, in order: the Id of a `ds:Reference`, where its data are
    /// meant; `None` for anything else (EN 319 132-1 §5.1.4.4.1.2).
    pub included: Vec<Option<String>>,
}

impl TimestampContainer {
    /// Reads a container; what cannot be used is told, not refused.
    pub(super) fn read(tree: &Tree, node: NodeId, kind: TimestampKind) -> Self {
        let mut container = Self {
            node,
            kind,
            id: tree.attribute(node, "", "Id").map(str::to_owned),
            canonicalization: Ok(Canonicalization::new(C14nVersion::V10, false)),
            tokens: Vec::new(),
            ignored: 0,
            includes: 0,
            included: Vec::new(),
        };
        for child in tree.elements(node) {
            if tree.is(child, DS, "CanonicalizationMethod") {
                container.canonicalization = method(tree, child);
            } else if tree.is(child, XADES, "EncapsulatedTimeStamp")
                && container.tokens.len() < MAX_SIGNATURE_TIMESTAMPS
            {
                container.tokens.push(encapsulated(tree, child));
            } else if tree.is(child, XADES, "Include") || tree.is(child, XADES, "ReferenceInfo") {
                container.includes += 1;
                if container.included.len() <= MAX_XML_REFERENCES {
                    container.included.push(data_of(tree, child));
                }
            } else {
                container.ignored += 1;
            }
        }
        container
    }
}

/// The Id of the reference whose data an `Include` means.
fn data_of(tree: &Tree, include: NodeId) -> Option<String> {
    let data = tree.attribute(include, "", "referencedData");
    let meant = tree.is(include, XADES, "Include") && matches!(data, Some("true" | "1"));
    let uri = tree.attribute(include, "", "URI").filter(|_| meant)?;
    uri.strip_prefix('#').map(str::to_owned)
}

/// The method that a `ds:CanonicalizationMethod` names, or its URI.
fn method(tree: &Tree, node: NodeId) -> Result<Canonicalization, String> {
    let uri = tree.attribute(node, "", "Algorithm").unwrap_or_default();
    let read = read_canonicalization(tree, node, "CanonicalizationMethod", uri);
    read.ok().flatten().ok_or_else(|| uri.to_owned())
}
