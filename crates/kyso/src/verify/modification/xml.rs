//! What stands beside what an XML signature covers. An XML document has no revisions: what is not
//! covered may have been changed at any time, so the report says what is covered and a signature
//! over nothing but itself is none.

use std::collections::HashSet;

use super::super::conclude::Refusal;
use super::Unmodified;
use crate::limits::MAX_FINDINGS_PER_EXPECTATION;
use crate::report::{
    Code, Coverage, Covered, CoveredTarget, Extent, Finding, Modification, SubIndication,
};
use crate::xml::signature::{DSIG, XmlSignature};
use crate::xml::{NodeId, NodeKind, Tree};

/// The namespaces of XAdES (EN 319 132-1 §4.2).
const XADES: &str = "http://uri.etsi.org/01903/v1.3.2#";
const XADES141: &str = "http://uri.etsi.org/01903/v1.4.1#";

/// Elements that say something of the signature and are no document. A manifest is one: what it
/// lists counts by itself.
const ABOUT_ITSELF: [(&str, &str); 6] = [
    (DSIG, "KeyInfo"),
    (DSIG, "Manifest"),
    (DSIG, "SignatureProperties"),
    (DSIG, "SignatureProperty"),
    (XADES, "QualifyingProperties"),
    (XADES, "SignedProperties"),
];

/// The namespace of what XML Signature 1.1 added (xmldsig-core1 §4.5), and of the prefix list of a
/// canonicalization.
const DSIG11: &str = "http://www.w3.org/2009/xmldsig11#";
const EXCLUSIVE: &str = "http://www.w3.org/2001/10/xml-exc-c14n#";

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
    let open = open.chain(view.strangers()).take(MAX_FINDINGS_PER_EXPECTATION);
    let open: Vec<NodeId> = open.collect();
    for node in &open {
        let path = tree.path(*node);
        findings.push(Finding::warning(Code::ObjectNotCovered).with("path", path));
    }
    for one in &content {
        if one.extent == Extent::Filtered {
            let uri = one.uri.as_deref().unwrap_or_default();
            findings.push(Finding::warning(Code::CoversFiltered).with("uri", uri));
        }
    }
    let all = view.covers_all();
    if !all {
        findings.extend(view.in_part(&content));
    }
    let coverage = match all && open.is_empty() {
        true => Coverage::WholeFile,
        false => Coverage::Partial,
    };
    (coverage, Ok(Unmodified { level: Modification::None }))
}

/// Each name once, and no more than can be read.
fn listed(names: &[&str]) -> String {
    let mut once: Vec<&str> = Vec::new();
    for name in names {
        if once.contains(name) {
            continue;
        }
        if once.len() >= MAX_FINDINGS_PER_EXPECTATION {
            once.push("…");
            break;
        }
        once.push(name);
    }
    once.join(", ")
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

    /// What is said of a signature that does not cover all of the document.
    fn in_part(&self, content: &[&Covered]) -> Option<Finding> {
        let inside: Vec<&str> = content.iter().filter_map(|one| one.path()).collect();
        if !inside.is_empty() {
            return Some(Finding::warning(Code::CoversPart).with("path", listed(&inside)));
        }
        // A signature that is a file of its own covers other files, as is meant.
        let detached = self.tree.document_element() == self.signature.node;
        let outside: Vec<&str> = content.iter().filter_map(|one| one.uri.as_deref()).collect();
        let finding = Finding::warning(Code::CoversOutside).with("uri", listed(&outside));
        (!detached).then_some(finding)
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

    /// Elements in `ds:KeyInfo` and in the properties that are neither XML Signature's nor XAdES's:
    /// these are no places for content. The outermost of each such part; other signatures in it
    /// are judged by themselves.
    fn strangers(&self) -> impl Iterator<Item = NodeId> {
        let tree = self.tree;
        let whole = self.covers.iter().filter(|one| one.except.is_empty());
        let covered: HashSet<NodeId> = whole.filter_map(Covered::whole_element).collect();
        let key_info = self.signature.key_info.iter().map(|key_info| key_info.node);
        let places = key_info.chain(self.qualifying).filter(|node| !self.is_covered(*node));
        places.flat_map(move |place| {
            let covered = covered.clone();
            let mut passed: Option<NodeId> = None;
            tree.descendants(place).filter(move |node| {
                if passed.is_some_and(|over| tree.is_inclusive_ancestor(over, *node)) {
                    return false;
                }
                let Some(name) = tree.name(*node) else { return false };
                let known = [DSIG, DSIG11, XADES, XADES141, EXCLUSIVE].contains(&name.namespace);
                let is_own = !covered.contains(node) && !tree.is(*node, DSIG, "Signature");
                if !known || !is_own {
                    passed = Some(*node);
                }
                !known && is_own
            })
        })
    }

    /// Whether it is only a part of the signature that speaks of the signature, or a document of
    /// which nothing but the signature is left.
    fn is_about_itself(&self, one: &Covered) -> bool {
        let element = match &one.target {
            CoveredTarget::Document { node } => {
                return one.except.iter().any(|element| element.node == *node);
            }
            CoveredTarget::Element(element) => element,
            CoveredTarget::External | CoveredTarget::Content | CoveredTarget::Signature { .. } => {
                return false;
            }
        };
        let (tree, own) = (self.tree, self.signature.node);
        let node = element.node;
        if node == own || !tree.is_inclusive_ancestor(own, node) {
            return false;
        }
        let speaks = |node: NodeId| {
            ABOUT_ITSELF.iter().any(|(namespace, local)| tree.is(node, namespace, local))
        };
        let above: Vec<NodeId> = tree.ancestors(node).take_while(|above| *above != own).collect();
        let in_object = above.last().is_some_and(|node| tree.is(*node, DSIG, "Object"));
        if !in_object || above.iter().any(|node| speaks(*node)) {
            return true;
        }
        if tree.is(node, DSIG, "Object") {
            let mut inside = tree.elements(node).peekable();
            return inside.peek().is_some() && inside.all(speaks);
        }
        false
    }
}
