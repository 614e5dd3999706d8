//! The XPath transform and XPath Filter 2.0, with what `SignedInfo` protects of an expression.

use super::Budget;
use crate::xml::c14n::{C14nVersion, Canonicalization, NodeSet};
use crate::xml::ids::Ids;
use crate::xml::signature::{
    DSIG, DereferenceFault, FilterStep, Transform, TransformAlgorithm, find,
};
use crate::xml::tree::{NodeId, Tree};
use crate::xml::xpath::{Context, Expression, Filter2, Namespaces, SetOperation, filter, filter2};
use crate::xml::{XNode, XmlError, XmlFault, transform::EXCLUSIVE};

/// What an expression of a transform is evaluated with.
pub(super) struct Scope<'a> {
    /// The document of the node set.
    pub(super) tree: &'a Tree,
    /// The document of the signature, where the expression stands.
    pub(super) own: &'a Tree,
    /// Whether both are the same: `here()` and `id()` have a meaning then.
    pub(super) same: bool,
    /// The Ids of `own`.
    pub(super) ids: &'a Ids,
    /// What it may cost.
    pub(super) budget: &'a Budget,
}

impl<'a> Scope<'a> {
    fn context(&self, element: NodeId) -> Context<'a> {
        let mut context = Context::at(self.own, element, self.ids, self.budget.steps());
        context.tree = self.tree;
        context.namespaces = Namespaces::Element(self.own, element);
        context.here = self.same.then_some(XNode::Tree(element));
        context.ids = self.same.then_some(self.ids);
        context
    }
}

/// What the transform leaves of `set`; `None` for a transform that is no XPath.
pub(super) fn apply(
    scope: &Scope<'_>,
    set: &NodeSet,
    transform: &Transform,
) -> Result<Option<NodeSet>, DereferenceFault> {
    if scope.tree.is_sparse() {
        return sparsely(scope, set, transform).map(Some);
    }
    match &transform.algorithm {
        TransformAlgorithm::XPath { node, expression } => {
            check_prefixes(scope.own, *node, expression)?;
            let expression = Expression::parse(expression)?;
            Ok(Some(filter(&expression, set, &scope.context(*node))?))
        }
        TransformAlgorithm::Filter2(steps) => {
            let mut parsed = Vec::with_capacity(steps.len());
            for step in steps {
                check_prefixes(scope.own, step.node, &step.expression)?;
                parsed.push(Expression::parse(&step.expression)?);
            }
            let filters: Vec<_> = steps
                .iter()
                .zip(&parsed)
                .map(|(step, expression)| Filter2 {
                    operation: step.operation,
                    expression,
                    context: scope.context(step.node),
                })
                .collect();
            Ok(Some(filter2(&filters, set)?))
        }
        _ => Ok(None),
    }
}

/// A sparse tree keeps every signature and little else: all that can be said of it is what stays
/// when every signature is taken away, the form that parallel signatures have.
fn sparsely(
    scope: &Scope<'_>,
    set: &NodeSet,
    transform: &Transform,
) -> Result<NodeSet, DereferenceFault> {
    let elided = || Err(XmlError::new(0, XmlFault::Elided).into());
    let (TransformAlgorithm::Filter2(steps), NodeSet::Subtree { apex, comments, except }) =
        (&transform.algorithm, set)
    else {
        return elided();
    };
    for step in steps {
        check_prefixes(scope.own, step.node, &step.expression)?;
    }
    let signatures = find(scope.tree);
    let within = |one: NodeId, other: NodeId| scope.tree.is_inclusive_ancestor(one, other);
    if !takes_signatures_away(scope.own, steps) || signatures.iter().any(|one| within(*one, *apex))
    {
        return elided();
    }
    let mut except = except.clone();
    for signature in signatures.into_iter().filter(|signature| within(*apex, *signature)) {
        if !except.iter().any(|out| within(*out, signature)) {
            except.push(signature);
        }
    }
    Ok(NodeSet::Subtree { apex: *apex, comments: *comments, except })
}

/// Whether a Filter 2.0 transform does nothing but take every `ds:Signature` away.
pub(crate) fn takes_signatures_away(tree: &Tree, steps: &[FilterStep]) -> bool {
    !steps.is_empty()
        && steps.iter().all(|step| {
            let namespaces = Namespaces::Element(tree, step.node);
            let expression = Expression::parse(&step.expression);
            step.operation == SetOperation::Subtract
                && expression.is_ok_and(|expression| {
                    let every = expression.selects_every(&namespaces);
                    every
                        .is_some_and(|(namespace, local)| namespace == DSIG && local == "Signature")
                })
        })
}

/// The namespace of every prefix that the expression uses is signed. Exclusive canonicalization
/// leaves out declarations that only text refers to: who could change what a prefix of the
/// expression means could change what it filters, and the signature would still hold.
fn check_prefixes(tree: &Tree, node: NodeId, expression: &str) -> Result<(), DereferenceFault> {
    let apex = tree.ancestors(node).find(|ancestor| {
        tree.is(*ancestor, DSIG, "SignedInfo") || tree.is(*ancestor, DSIG, "Manifest")
    });
    let method = apex.and_then(|apex| method_of(tree, apex));
    if method.as_ref().is_some_and(|method| method.version != C14nVersion::Exclusive) {
        return Ok(());
    }
    let listed = method.map(|method| method.inclusive_prefixes).unwrap_or_default();
    for (prefix, namespace) in tree.in_scope(node) {
        let safe = prefix.is_empty()
            || prefix == "xml"
            || !uses(expression, prefix)
            || listed.iter().any(|listed| listed == prefix)
            || rendered(tree, node, apex, prefix) == Some(namespace);
        if !safe {
            return Err(DereferenceFault::UnsignedPrefix { prefix: prefix.into() });
        }
    }
    Ok(())
}

/// The canonicalization of a `SignedInfo`, with its prefix list.
fn method_of(tree: &Tree, apex: NodeId) -> Option<Canonicalization> {
    let element =
        tree.elements(apex).find(|child| tree.is(*child, DSIG, "CanonicalizationMethod"))?;
    let method = Canonicalization::from_uri(tree.attribute(element, "", "Algorithm")?)?;
    let list = tree
        .elements(element)
        .find(|child| tree.is(*child, EXCLUSIVE, "InclusiveNamespaces"))
        .and_then(|child| tree.attribute(child, "", "PrefixList"));
    Some(method.with_prefix_list(list.unwrap_or_default()))
}

/// What the prefix means in the canonical form of `apex` at `node`: what it means at the nearest
/// element that has it in its name or in the name of an attribute.
fn rendered<'t>(
    tree: &'t Tree,
    node: NodeId,
    apex: Option<NodeId>,
    prefix: &str,
) -> Option<&'t str> {
    let within = tree
        .ancestors(node)
        .take_while(|one| apex.is_none_or(|apex| tree.is_inclusive_ancestor(apex, *one)));
    let utilizes = |one: &NodeId| {
        tree.name(*one).is_some_and(|name| name.prefix == prefix)
            || tree.attributes(*one).any(|attribute| attribute.name.prefix == prefix)
    };
    let nearest = within.into_iter().find(utilizes)?;
    tree.resolve_prefix(nearest, prefix)
}

/// Whether `prefix:` occurs in the expression, in a literal too: better one refusal too many.
fn uses(expression: &str, prefix: &str) -> bool {
    expression.match_indices(prefix).any(|(at, _)| {
        let before = expression.get(..at).unwrap_or_default();
        let after = expression.get(at + prefix.len()..).unwrap_or_default();
        let begins = !before.ends_with(|c: char| c.is_alphanumeric() || "_-.".contains(c));
        let rest = after.trim_start();
        begins && rest.starts_with(':') && !rest.starts_with("::")
    })
}

#[cfg(test)]
mod tests {
    use super::uses;

    #[test]
    fn prefixes_are_told_from_axes_and_parts_of_names() {
        for text in ["ds:X", "not(ancestor-or-self::ds:X)", "a|ds :X", "'ds:'", "child::ds:*"] {
            assert!(uses(text, "ds"), "{text}");
        }
        for text in ["ds", "ds::x", "xds:X", "x-ds:X", "self::dss", "@ds"] {
            assert!(!uses(text, "ds"), "{text}");
        }
    }
}
