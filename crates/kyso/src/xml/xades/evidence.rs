//! Reads certificates and revocation data that a signature carries (EN 319 132-1 §5.4).

use super::EncapsulatedFault;
use super::fields::encapsulated;
use super::names::XADES;
use crate::limits::{MAX_STORED_BYTES, MAX_STORED_ITEMS};
use crate::revocation::Evidence;
use crate::x509::{Certificate, Crl, OcspResponse};
use crate::xml::{NodeId, Tree};

/// What one piece of evidence is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Piece {
    Certificate,
    Crl,
    Ocsp,
}

/// The elements that hold evidence: names of the lists and of what is in them.
const LISTS: [(&str, &str, Piece); 4] = [
    ("CertificateValues", "EncapsulatedX509Certificate", Piece::Certificate),
    ("AttrAuthoritiesCertValues", "EncapsulatedX509Certificate", Piece::Certificate),
    ("CRLValues", "EncapsulatedCRLValue", Piece::Crl),
    ("OCSPValues", "EncapsulatedOCSPValue", Piece::Ocsp),
];

/// A property that holds evidence: where each piece stands.
#[derive(Clone, Debug)]
pub struct EvidenceContainer {
    pieces: Vec<(NodeId, Piece)>,
}

impl EvidenceContainer {
    /// Finds the pieces in one of the properties that hold evidence: two levels below at most.
    pub(super) fn read(tree: &Tree, node: NodeId) -> Self {
        let below = |nodes: &[NodeId]| -> Vec<NodeId> {
            let all = nodes.iter().flat_map(|node| tree.elements(*node));
            all.filter(|node| is_container(tree, *node)).take(MAX_STORED_ITEMS).collect()
        };
        let children = below(&[node]);
        let grandchildren = below(&children);
        let mut pieces = Vec::new();
        for list in [node].into_iter().chain(children).chain(grandchildren) {
            for (name, item, piece) in LISTS {
                if tree.is(list, XADES, name) {
                    let items = tree.elements(list).filter(|child| tree.is(*child, XADES, item));
                    pieces.extend(items.map(|node| (node, piece)).take(MAX_STORED_ITEMS));
                }
            }
        }
        Self { pieces }
    }

    /// How many pieces it holds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.pieces.len()
    }

    /// Whether it holds none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }
}

/// Whether an element holds evidence, or lists of it.
fn is_container(tree: &Tree, node: NodeId) -> bool {
    let outer = ["RevocationValues", "AttributeRevocationValues"];
    let names = LISTS.iter().map(|(name, ..)| *name).chain(outer);
    names.into_iter().any(|name| tree.is(node, XADES, name))
}

/// Reads pieces of evidence, as many and as much as a document may hold.
pub(super) struct Gatherer<'t> {
    tree: &'t Tree,
    items: usize,
    bytes: usize,
    pub(super) evidence: Evidence,
    /// Pieces that were passed over: unreadable, or beyond the bounds.
    pub(super) unreadable: Vec<(NodeId, EncapsulatedFault)>,
}

impl<'t> Gatherer<'t> {
    pub(super) fn new(tree: &'t Tree) -> Self {
        let evidence = Evidence::new();
        Self { tree, items: 0, bytes: 0, evidence, unreadable: Vec::new() }
    }

    pub(super) fn add(&mut self, container: &EvidenceContainer) {
        for (node, piece) in &container.pieces {
            self.items += 1;
            if self.items > MAX_STORED_ITEMS || self.bytes > MAX_STORED_BYTES {
                return;
            }
            if let Err(fault) = self.piece(*node, *piece) {
                self.unreadable.push((*node, fault));
            }
        }
    }

    fn piece(&mut self, node: NodeId, piece: Piece) -> Result<(), EncapsulatedFault> {
        let der = encapsulated(self.tree, node)?;
        self.bytes = self.bytes.saturating_add(der.len());
        match piece {
            Piece::Certificate => {
                self.evidence.add_certificate(Certificate::from_der(&der)?);
            }
            Piece::Crl => {
                let content =
                    |error: crate::x509::CrlError| EncapsulatedFault::Content(error.to_string());
                self.evidence.add_crl(Crl::parse(der).map_err(content)?);
            }
            Piece::Ocsp => {
                let content =
                    |error: crate::x509::OcspError| EncapsulatedFault::Content(error.to_string());
                self.evidence.add_ocsp(OcspResponse::parse(&der).map_err(content)?);
            }
        }
        Ok(())
    }
}
