//! The walk through an XML document: signatures found → for each its shape → integrity → the
//! stages of every format → what of the document it covers.

pub(super) mod candidates;
mod covers;
mod judge;
mod properties;
mod surroundings;
mod traces;

pub(crate) use traces::has_traces;

use self::judge::Judging;
use super::context::Context;
use super::existence::Control;
use crate::container::Container;
use crate::report::SignatureReport;
use crate::xml::signature::{DigestOptions, Resolver, XmlSignature, find};
use crate::xml::transform::Budget;
use crate::xml::{NodeId, XmlDocument};

/// Every `ds:Signature` of a document, wherever it stands.
pub(crate) fn found(document: &XmlDocument) -> Vec<NodeId> {
    find(document.tree())
}

/// Judges them all, in document order.
pub(crate) fn judge_all(
    document: &XmlDocument,
    found: &[NodeId],
    resolver: Option<&dyn Resolver>,
    context: &mut Context<'_>,
) -> Vec<SignatureReport> {
    let budget = Budget::for_document(document.source().len());
    judge_in(document, found, (resolver, &budget), None, context)
}

/// The same for a document that may be a file of a container.
pub(super) fn judge_in(
    document: &XmlDocument,
    found: &[NodeId],
    (resolver, budget): (Option<&dyn Resolver>, &Budget),
    container: Option<&Container>,
    context: &mut Context<'_>,
) -> Vec<SignatureReport> {
    let legacy_exclusive = context.policy.dangerous.legacy_transforms;
    let options = DigestOptions { resolver, legacy_exclusive, budget };
    let read = |node: &NodeId| (*node, XmlSignature::read(document.tree(), *node));
    let signatures: Vec<_> = found.iter().map(read).collect();
    for signature in signatures.iter().filter_map(|(_, read)| read.as_ref().ok()) {
        context.add(&candidates::all(signature));
    }
    let now = Control::new(context.now, false);
    let mut judging = Judging::new(document, options, context, container);
    let judge = |(node, read)| {
        let control = judging.control(node, now);
        judging.judge(node, read, control)
    };
    signatures.into_iter().map(judge).collect()
}
