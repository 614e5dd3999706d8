//! Why a signature that should hold does not: the namespaces around it are other than when it was
//! made. Inclusive canonicalization writes those of all ancestors into what is signed, so that an
//! envelope put around a signed document breaks it, and so does cutting it out of its envelope.
//!
//! This explains and decides nothing: what does not hold as it stands has failed.

use crate::limits::{MAX_EXPLAINED_BYTES, MAX_EXPLAINED_DEPTH};
use crate::report::{Code, Finding};
use crate::x509::Certificate;
use crate::xml::signature::{
    DigestOptions, TransformAlgorithm, XmlSignature, check_value_by, find,
};
use crate::xml::{
    C14nVersion, Canonicalization, IdNames, Ids, NodeId, ParseOptions, Tree, XmlDocument,
};

/// Declarations that envelopes are known to carry, and signed parts to lose.
const USUAL: [(&str, &str); 7] = [
    ("xsi", "http://www.w3.org/2001/XMLSchema-instance"),
    ("xsd", "http://www.w3.org/2001/XMLSchema"),
    ("xlink", "http://www.w3.org/1999/xlink"),
    ("edXML", "http://www.mic.gov.vn/TBT/QCVN_102_2016"),
    ("soap", "http://schemas.xmlsoap.org/soap/envelope/"),
    ("soapenv", "http://schemas.xmlsoap.org/soap/envelope/"),
    ("s", "http://schemas.xmlsoap.org/soap/envelope/"),
];

/// Which of them are tried together, by place.
const TRIED: [&[usize]; 9] = [&[0], &[1], &[0, 1], &[2], &[3], &[2, 3], &[4], &[5], &[6]];

/// Looks for surroundings in which the signature would hold.
pub(super) fn explain(
    document: &XmlDocument,
    signature: &XmlSignature,
    certificates: &[Certificate],
    options: &DigestOptions<'_>,
) -> Option<Finding> {
    let tree = document.tree();
    let small = tree.source().len() <= MAX_EXPLAINED_BYTES;
    if tree.is_sparse() || !small || !looks_at_ancestors(signature) {
        return None;
    }
    let trial = Trial { tree, node: signature.node, certificates, options };
    trial.without_envelope().or_else(|| trial.with_usual())
}

/// Whether any of its canonicalizations takes in the namespaces of ancestors. What is left a
/// node-set is made canonical inclusively (xmldsig-core1 §4.4.3.2).
fn looks_at_ancestors(signature: &XmlSignature) -> bool {
    let inclusive = |method: &Canonicalization| method.version != C14nVersion::Exclusive;
    let info = &signature.signed_info;
    let by_value = info.canonicalization.algorithm.as_ref().is_some_and(inclusive);
    by_value
        || info.references.iter().any(|reference| {
            let mut methods =
                reference.transforms.iter().filter_map(|transform| match &transform.algorithm {
                    TransformAlgorithm::Canonicalization(method) => Some(inclusive(method)),
                    TransformAlgorithm::LegacyExclusive => Some(false),
                    _ => None,
                });
            methods.next().unwrap_or(true)
        })
}

struct Trial<'a> {
    tree: &'a Tree,
    node: NodeId,
    certificates: &'a [Certificate],
    options: &'a DigestOptions<'a>,
}

impl Trial<'_> {
    /// An ancestor that, as a document of its own, is signed soundly.
    fn without_envelope(&self) -> Option<Finding> {
        let tree = self.tree;
        let start = tree.span(self.node).start;
        let root = tree.document_element();
        let inside = tree.ancestors(self.node).take_while(|node| *node != root);
        let found = inside.take(MAX_EXPLAINED_DEPTH).find(|part| {
            let span = tree.span(*part);
            let text = tree.source().get(span.clone());
            text.is_some_and(|text| self.holds(text, start.saturating_sub(span.start)))
        })?;
        let own: Vec<_> = tree.declarations(found).map(|(prefix, _)| prefix).collect();
        let added = tree.in_scope(found).into_iter().map(|(prefix, _)| prefix);
        let added = added.filter(|prefix| *prefix != "xml" && !own.contains(prefix));
        let finding = Finding::info(Code::NamespacesAround).with("change", "added");
        let finding = finding.with("path", tree.path(found));
        Some(finding.with("prefixes", names(added)))
    }

    /// Declarations that make it hold where the document element has them.
    fn with_usual(&self) -> Option<Finding> {
        let (tree, root) = (self.tree, self.tree.document_element());
        let declared: Vec<_> = tree.in_scope(root).into_iter().map(|(prefix, _)| prefix).collect();
        let name = tree.name(root)?;
        let colon = if name.prefix.is_empty() { "" } else { ":" };
        // Right behind the name in the start tag.
        let at = tree.start_tag_span(root).start
            + 1
            + name.prefix.len()
            + colon.len()
            + name.local.len();
        let (head, tail) = tree.source().split_at_checked(at)?;
        let found = TRIED.iter().find(|places| {
            let mut lost = places.iter().filter_map(|place| USUAL.get(*place));
            if lost.clone().any(|(prefix, _)| declared.contains(prefix)) {
                return false;
            }
            let start = tree.span(self.node).start;
            let added: String =
                lost.by_ref().map(|(prefix, uri)| format!(" xmlns:{prefix}=\"{uri}\"")).collect();
            let moved = if start < at { start } else { start + added.len() };
            self.holds(&[head, &added, tail].concat(), moved)
        })?;
        let lost = found.iter().filter_map(|place| USUAL.get(*place)).map(|(prefix, _)| *prefix);
        let finding = Finding::info(Code::NamespacesAround).with("change", "lost");
        let finding = finding.with("path", tree.path(root));
        Some(finding.with("prefixes", names(lost)))
    }

    /// Whether the signature that begins at this byte of the text holds, with all it covers.
    fn holds(&self, text: &str, start: usize) -> bool {
        let Ok(tree) = Tree::parse(text.as_bytes(), &ParseOptions::default()) else {
            return false;
        };
        let Some(node) = find(&tree).into_iter().find(|node| tree.span(*node).start == start)
        else {
            return false;
        };
        let Ok(signature) = XmlSignature::read(&tree, node) else { return false };
        let Ok((holds, _)) = check_value_by(&tree, &signature, self.certificates) else {
            return false;
        };
        let ids = Ids::collect(&tree, &IdNames::default());
        holds.digest_references(&ids, self.options).all_hold()
    }
}

fn names<'p>(prefixes: impl Iterator<Item = &'p str>) -> String {
    let named = prefixes.map(|prefix| if prefix.is_empty() { "xmlns" } else { prefix });
    named.take(MAX_EXPLAINED_DEPTH).collect::<Vec<_>>().join(" ")
}
