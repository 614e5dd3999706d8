//! XPath 1.0 over the tree, as XMLDSig's XPath transform (§6.6.3) and XPath Filter 2.0 need it.
//!
//! An expression comes with a document that nobody trusts yet, so that everything is bounded: its
//! length, terms and nesting when it is read; steps, nodes and strings when it is evaluated.

mod ast;
mod axis;
mod budget;
mod compare;
mod error;
mod eval;
mod filter;
mod filter2;
mod function;
mod lex;
mod memo;
mod node;
mod number;
mod parse;
mod scope;
mod shape;
mod step;
#[cfg(test)]
mod tests;

pub use budget::Budget;
pub use error::XPathError;
pub use filter::filter;
pub use filter2::{Filter2, SetOperation, filter2};

use super::{Ids, NodeId, Tree, XNode};
use eval::Run;

/// An expression, read but not yet evaluated.
#[derive(Debug)]
pub struct Expression {
    parsed: parse::Parsed,
}

impl Expression {
    /// Reads an expression (XPath 1.0 §3).
    ///
    /// # Errors
    /// What the grammar does not allow, what nothing is bound to, and what is too large.
    pub fn parse(text: &str) -> Result<Self, XPathError> {
        let parsed = parse::parse(text)?;
        Ok(Self { parsed })
    }

    /// Whether its value is a node-set; types are known before evaluation.
    #[must_use]
    pub fn is_node_set(&self) -> bool {
        self.parsed.result == ast::Type::NodeSet
    }
}

impl Expression {
    /// The namespace and the local name of the elements that it selects, where it is nothing but
    /// `/descendant::name`: every element of the document that is called so.
    pub(crate) fn selects_every(&self, namespaces: &Namespaces<'_>) -> Option<(String, &str)> {
        use ast::{Axis, Expr, NodeTest, Start};
        let mut expr = &self.parsed.expr;
        while let Expr::Constant(_, inner) = expr {
            expr = inner;
        }
        let Expr::Path(path) = expr else { return None };
        let [step] = path.steps.as_slice() else { return None };
        let whole = matches!(path.start, Start::Root) && step.axis == Axis::Descendant;
        match &step.test {
            NodeTest::Name(Some(prefix), local) if whole && step.predicates.is_empty() => {
                let prefix = self.parsed.prefixes.get(*prefix)?;
                Some((namespaces.resolve(prefix)?.to_owned(), local))
            }
            _ => None,
        }
    }
}

/// What an expression's prefixes stand for.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub enum Namespaces<'a> {
    /// The declarations in scope of an element: the one that carries the expression.
    Element(&'a Tree, NodeId),
    /// Pairs of prefix and namespace.
    Bindings(&'a [(&'a str, &'a str)]),
}

impl<'a> Namespaces<'a> {
    fn resolve(&self, prefix: &str) -> Option<&'a str> {
        match *self {
            Self::Element(tree, element) => tree.resolve_prefix(element, prefix),
            Self::Bindings(bindings) => {
                let found = bindings.iter().find(|(bound, _)| *bound == prefix);
                found
                    .map(|(_, namespace)| *namespace)
                    .or_else(|| (prefix == "xml").then_some(super::XML_NAMESPACE))
            }
        }
    }
}

/// What an expression is evaluated against, beside the context node.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The document.
    pub tree: &'a Tree,
    /// What prefixes stand for.
    pub namespaces: Namespaces<'a>,
    /// What `here()` gives: the element that carries the expression, where it is in `tree`.
    pub here: Option<XNode>,
    /// What `id()` looks in.
    pub ids: Option<&'a Ids>,
    /// What evaluation may cost.
    pub budget: &'a Budget,
}

impl<'a> Context<'a> {
    /// For an expression that is the content of `element` in the document itself.
    #[must_use]
    pub fn at(tree: &'a Tree, element: NodeId, ids: &'a Ids, budget: &'a Budget) -> Self {
        Self {
            tree,
            namespaces: Namespaces::Element(tree, element),
            here: Some(XNode::Tree(element)),
            ids: Some(ids),
            budget,
        }
    }
}

/// The value of an expression (XPath 1.0 §1).
#[derive(Clone, PartialEq, Debug)]
pub enum Value {
    /// True or false.
    Boolean(bool),
    /// An IEEE 754 double.
    Number(f64),
    /// Unicode text.
    String(String),
    /// Nodes in document order, each once.
    NodeSet(Vec<XNode>),
}

impl Value {
    /// As the function `boolean()` has it (§4.3).
    #[must_use]
    pub fn to_boolean(&self) -> bool {
        match self {
            Self::Boolean(value) => *value,
            Self::Number(value) => *value != 0.0 && !value.is_nan(),
            Self::String(text) => !text.is_empty(),
            Self::NodeSet(nodes) => !nodes.is_empty(),
        }
    }

    /// What a copy costs, in steps.
    fn size(&self) -> usize {
        match self {
            Self::NodeSet(nodes) => nodes.len(),
            Self::String(text) => text.len(),
            Self::Boolean(_) | Self::Number(_) => 1,
        }
    }
}

/// Evaluates an expression for one node.
///
/// # Errors
/// An undeclared prefix, `here()` or `id()` without what they need, and every bound.
pub fn evaluate(
    expression: &Expression,
    node: XNode,
    context: &Context<'_>,
) -> Result<Value, XPathError> {
    Run::new(&expression.parsed, *context)?.value(node)
}
