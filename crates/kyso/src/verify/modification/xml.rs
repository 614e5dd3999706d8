//! What stands beside what an XML signature covers. An XML document has no revisions: what is not
//! covered may have been changed at any time, so the report says what is covered and a signature
//! over nothing but itself is none.

use super::super::conclude::Refusal;
use super::Unmodified;
use crate::limits::MAX_FINDINGS_PER_EXPECTATION;
use crate::report::{
    Code, Coverage, Covered, CoveredTarget, Extent, Finding, Modification, SubIndication,
};
use crate::xml::signature::{DSIG, XmlSignature};
use crate::xml::{NodeId, NodeKind, Tree};

/// The namespace of XAdES (EN 319 132-1 §4.3).
const XADES: &str = "http://uri.etsi.org/01903/v1.3.2#";

/// Elements that say something of the signature and are no document.
const ABOUT_ITSELF: [(&str, &str); 5] = [
    (DSIG, "KeyInfo"),
    (DSIG, "SignatureProperties"),
    (DSIG, "SignatureProperty"),
    (XADES, "QualifyingProperties"),
    (XADES, "SignedProperties"),
];

/// The namespace of what XML Signature 1.1 added (xmldsig-core1 §4.5).
const DSIG11: &str = "http://www.w3.org/2009/xmldsig11#";

/// Judges what of the document is covered; `qualifying` are the signature's own properties.
pub(crate) fn covered(
    tree: &Tree,
    signature: &XmlSignature,
    covers: &[Covered],
    qualifying: Option<NodeId>,
    findings: &mut Vec<Finding>,
) -> (Coverage, Result<Unmodified, Refusal>) {
    let view = View { tree, signature, covers, qualifying };
    let content: Vec<&Covered> = covers.iter().filter(|one| !view.is_about_itself(one)).collect();
    if content.is_empty() {
        findings.push(Finding::error(Code::CoversNothing));
        return (Coverage::Partial, Err(Refusal::Failed(SubIndication::FormatFailure)));
    }
    let objects = signature.objects.iter().map(|object| object.node);
    let open = objects.filter(|object| !view.holds(*object));
    for node in open.chain(view.strangers()).take(MAX_FINDINGS_PER_EXPECTATION) {
        let path = tree.path(node);
        findings.push(Finding::warning(Code::ObjectNotCovered).with("path", path));
    }
    for one in &content {
        if one.extent == Extent::Filtered {
            let uri = one.uri.as_deref().unwrap_or_default();
            findings.push(Finding::warning(Code::CoversFiltered).with("uri", uri));
        }
    }
    let coverage = if view.covers_all() { Coverage::WholeFile } else { Coverage::Partial };
    let parts: Vec<&str> = content.iter().filter_map(|one| one.path()).collect();
    if coverage == Coverage::Partial && !parts.is_empty() {
        let paths = parts.join(", ");
        findings.push(Finding::warning(Code::CoversPart).with("path", paths));
    }
    (coverage, Ok(Unmodified { level: Modification::None }))
}

struct View<'a> {
    tree: &'a Tree,
    signature: &'a XmlSignature,
    covers: &'a [Covered],
    /// The properties of XAdES that are this signature's.
    qualifying: Option<NodeId>,
}

impl View<'_> {
    /// The whole document but for the signature itself and others, each of which is judged too; of
    /// a document that is a signature, all that it envelops.
    fn covers_all(&self) -> bool {
        let root = self.tree.document_element();
        if root != self.signature.node {
            let judged = |node: NodeId| self.tree.is(node, DSIG, "Signature");
            return self.covers.iter().any(|one| {
                one.whole_element() == Some(root)
                    && one.except.iter().all(|element| judged(element.node))
            });
        }
        let objects = &self.signature.objects;
        !objects.is_empty() && objects.iter().all(|object| self.holds(object.node))
    }

    fn is_covered(&self, node: NodeId) -> bool {
        self.covers.iter().any(|one| one.covers(self.tree, node))
    }

    /// Whether all of an object is signed: as it stands, or every element in it, and nothing beside
    /// these says anything.
    fn holds(&self, object: NodeId) -> bool {
        self.is_covered(object) || self.holds_all(object, |child| self.holds_child(child))
    }

    fn holds_child(&self, child: NodeId) -> bool {
        // The properties of XAdES have signed and unsigned parts, judged elsewhere: these alone,
        // and no others of their name.
        self.is_covered(child)
            || self.qualifying == Some(child)
            || (self.tree.is(child, DSIG, "SignatureProperties")
                && self.holds_all(child, |property| self.is_covered(property)))
    }

    /// Whether an element is a mere shell around elements that all hold.
    fn holds_all(&self, shell: NodeId, holds: impl Fn(NodeId) -> bool) -> bool {
        let tree = self.tree;
        // What was not kept when a large document was read may be anything.
        if tree.is_elided(shell) || tree.attributes(shell).any(|one| one.name.local != "Id") {
            return false;
        }
        tree.elements(shell).next().is_some()
            && tree.children(shell).all(|child| match tree.kind(child) {
                NodeKind::Element => holds(child),
                NodeKind::Text(text) => text.trim_ascii().is_empty(),
                NodeKind::Comment(_) => true,
                _ => false,
            })
    }

    /// Elements in `ds:KeyInfo` that are none of XML Signature's: it is no place for content.
    fn strangers(&self) -> impl Iterator<Item = NodeId> {
        let key_info = self.signature.key_info.iter().map(|key_info| key_info.node);
        let open = key_info.filter(|node| !self.is_covered(*node));
        let inside = open.flat_map(|node| self.tree.elements(node));
        inside.filter(|node| {
            let own = |name: crate::xml::Name<'_>| [DSIG, DSIG11].contains(&name.namespace);
            !self.tree.name(*node).is_some_and(own)
        })
    }

    /// Whether it is only a part of the signature that speaks of the signature.
    fn is_about_itself(&self, one: &Covered) -> bool {
        let CoveredTarget::Element(element) = &one.target else { return false };
        let node = element.node;
        if !self.tree.is_inclusive_ancestor(self.signature.node, node) {
            return false;
        }
        let speaks = |node: NodeId| {
            ABOUT_ITSELF.iter().any(|(namespace, local)| self.tree.is(node, namespace, local))
        };
        if self.tree.is(node, DSIG, "Object") {
            let mut inside = self.tree.elements(node).peekable();
            return inside.peek().is_some() && inside.all(speaks);
        }
        speaks(node)
    }
}
