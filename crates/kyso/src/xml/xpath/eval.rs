//! Evaluation of expressions (XPath 1.0 §3): every node looked at is paid for, nothing that no
//! context changes is worked out twice.

use std::borrow::Cow;
use std::cell::RefCell;

use super::super::XNode;
use super::ast::{Comparison, Expr, Function, Operator, Path, Predicate, Start};
use super::error::XPathError;
use super::memo::Memo;
use super::node::View;
use super::parse::Parsed;
use super::{Context, Value, compare, number};
use crate::limits::MAX_XPATH_NODES;

/// Where an expression is evaluated: the node, its position among its fellows and their number (§1).
#[derive(Clone, Copy)]
pub(super) struct Focus {
    pub(super) node: XNode,
    pub(super) position: usize,
    pub(super) size: usize,
}

impl Focus {
    /// A node by itself.
    pub(super) fn alone(node: XNode) -> Self {
        Self { node, position: 1, size: 1 }
    }
}

/// One expression over one tree, with what was learnt while evaluating it for other nodes.
pub(super) struct Run<'a> {
    pub(super) view: View<'a>,
    pub(super) context: Context<'a>,
    pub(super) parsed: &'a Parsed,
    /// Namespaces of the expression's prefixes.
    pub(super) bound: Vec<&'a str>,
    pub(super) memos: RefCell<Vec<Memo>>,
    constants: RefCell<Vec<Option<Value>>>,
}

impl<'a> Run<'a> {
    /// Binds the expression's prefixes.
    pub(super) fn new(parsed: &'a Parsed, context: Context<'a>) -> Result<Self, XPathError> {
        if context.tree.is_sparse() {
            return Err(XPathError::Sparse);
        }
        let bound = parsed.prefixes.iter().map(|prefix| {
            let namespace = context.namespaces.resolve(prefix);
            namespace.ok_or_else(|| XPathError::UnboundPrefix { prefix: prefix.clone() })
        });
        Ok(Self {
            view: View::new(context.tree, context.budget),
            context,
            parsed,
            bound: bound.collect::<Result<_, _>>()?,
            memos: RefCell::new(vec![Memo::default(); parsed.memos]),
            constants: RefCell::new(vec![None; parsed.constants]),
        })
    }

    /// The whole expression for one node.
    pub(super) fn value(&self, node: XNode) -> Result<Value, XPathError> {
        self.eval(&self.parsed.expr, Focus::alone(node))
    }

    /// The whole expression as `boolean()` has it.
    pub(super) fn holds(&self, node: XNode) -> Result<bool, XPathError> {
        self.boolean(&self.parsed.expr, Focus::alone(node))
    }

    pub(super) fn eval(&self, expr: &Expr, focus: Focus) -> Result<Value, XPathError> {
        self.view.budget.spend(1)?;
        Ok(match expr {
            Expr::Or(_) | Expr::And(_) => Value::Boolean(self.boolean(expr, focus)?),
            Expr::Compare(first, rest) => self.comparisons(first, rest, focus)?,
            Expr::Arithmetic(first, rest) => self.arithmetic(first, rest, focus)?,
            Expr::Negate(operand) => Value::Number(-self.number(operand, focus)?),
            Expr::Union(_) | Expr::Path(_) | Expr::Filter(..) => {
                Value::NodeSet(self.node_set(expr, focus)?)
            }
            Expr::Literal(text) => Value::String(text.clone()),
            Expr::Number(number) => Value::Number(*number),
            Expr::Call(function, arguments) => self.call(*function, arguments, focus)?,
            Expr::Constant(slot, inner) => self.constant(*slot, inner, focus)?,
        })
    }

    /// An expression that has the same value everywhere.
    fn constant(&self, slot: usize, inner: &Expr, focus: Focus) -> Result<Value, XPathError> {
        if let Some(Some(known)) = self.constants.borrow().get(slot) {
            self.view.budget.spend_each(known.size())?;
            return Ok(known.clone());
        }
        let value = self.eval(inner, focus)?;
        if let Some(place) = self.constants.borrow_mut().get_mut(slot) {
            *place = Some(value.clone());
        }
        Ok(value)
    }

    /// The expression as `boolean()` has it, without building what only its emptiness matters of.
    pub(super) fn boolean(&self, expr: &Expr, focus: Focus) -> Result<bool, XPathError> {
        self.view.budget.spend(1)?;
        match expr {
            Expr::Or(parts) => self.any(parts, focus),
            Expr::Union(parts) => self.any(parts, focus),
            Expr::And(parts) => {
                for part in parts {
                    if !self.boolean(part, focus)? {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
            Expr::Call(Function::Not, arguments) => Ok(!self.any(arguments, focus)?),
            Expr::Call(Function::Boolean, arguments) => self.any(arguments, focus),
            Expr::Path(path) => match &path.start {
                Start::Context => self.exists(&path.steps, focus.node),
                Start::Root => {
                    let root = XNode::Tree(self.view.tree.root());
                    self.exists(&path.steps, root)
                }
                Start::Expr(start) => {
                    for node in self.node_set(start, focus)? {
                        if self.exists(&path.steps, node)? {
                            return Ok(true);
                        }
                    }
                    Ok(false)
                }
            },
            Expr::Constant(slot, inner) => {
                if let Some(Some(known)) = self.constants.borrow().get(*slot) {
                    return Ok(known.to_boolean());
                }
                Ok(self.constant(*slot, inner, focus)?.to_boolean())
            }
            _ => Ok(self.eval(expr, focus)?.to_boolean()),
        }
    }

    fn any(&self, parts: &[Expr], focus: Focus) -> Result<bool, XPathError> {
        for part in parts {
            if self.boolean(part, focus)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The expression as `number()` has it.
    pub(super) fn number(&self, expr: &Expr, focus: Focus) -> Result<f64, XPathError> {
        let value = self.eval(expr, focus)?;
        self.to_number(&value)
    }

    /// The expression as `string()` has it.
    pub(super) fn string(&self, expr: &Expr, focus: Focus) -> Result<Cow<'a, str>, XPathError> {
        match self.eval(expr, focus)? {
            Value::String(text) => Ok(Cow::Owned(text)),
            value => self.to_string(&value),
        }
    }

    /// `number()` of a value (§4.4).
    pub(super) fn to_number(&self, value: &Value) -> Result<f64, XPathError> {
        Ok(match value {
            Value::Boolean(value) => f64::from(u8::from(*value)),
            Value::Number(value) => *value,
            Value::String(text) => number::from_str(text),
            Value::NodeSet(_) => number::from_str(&self.to_string(value)?),
        })
    }

    /// `string()` of a value (§4.2).
    pub(super) fn to_string(&self, value: &Value) -> Result<Cow<'a, str>, XPathError> {
        Ok(match value {
            Value::Boolean(true) => Cow::Borrowed("true"),
            Value::Boolean(false) => Cow::Borrowed("false"),
            Value::Number(value) => Cow::Owned(number::to_string(*value)),
            Value::String(text) => Cow::Owned(text.clone()),
            Value::NodeSet(nodes) => match nodes.first() {
                Some(first) => self.view.string_value(*first)?,
                None => Cow::Borrowed(""),
            },
        })
    }

    fn comparisons(
        &self,
        first: &Expr,
        rest: &[(Comparison, Expr)],
        focus: Focus,
    ) -> Result<Value, XPathError> {
        let mut value = self.eval(first, focus)?;
        for (comparison, right) in rest {
            let right = self.eval(right, focus)?;
            value = Value::Boolean(compare::compare(self, *comparison, &value, &right)?);
        }
        Ok(value)
    }

    fn arithmetic(
        &self,
        first: &Expr,
        rest: &[(Operator, Expr)],
        focus: Focus,
    ) -> Result<Value, XPathError> {
        let mut value = self.number(first, focus)?;
        for (operator, right) in rest {
            let right = self.number(right, focus)?;
            value = match operator {
                Operator::Add => value + right,
                Operator::Subtract => value - right,
                Operator::Multiply => value * right,
                Operator::Divide => value / right,
                Operator::Modulo => value % right,
            };
        }
        Ok(Value::Number(value))
    }

    /// A node-set in document order, each node once.
    pub(super) fn node_set(&self, expr: &Expr, focus: Focus) -> Result<Vec<XNode>, XPathError> {
        match expr {
            Expr::Path(path) => self.path(path, focus),
            Expr::Union(parts) => {
                let mut all = Vec::new();
                for part in parts {
                    let mut more = self.node_set(part, focus)?;
                    all.append(&mut more);
                    check_size(all.len())?;
                }
                self.in_order(all)
            }
            Expr::Filter(primary, predicates) => {
                let mut nodes = self.node_set(primary, focus)?;
                for predicate in predicates {
                    nodes = self.keep(predicate, nodes)?;
                }
                Ok(nodes)
            }
            _ => match self.eval(expr, focus)? {
                Value::NodeSet(nodes) => Ok(nodes),
                _ => Err(XPathError::ResultNotNodeSet),
            },
        }
    }

    fn path(&self, path: &Path, focus: Focus) -> Result<Vec<XNode>, XPathError> {
        let mut nodes = match &path.start {
            Start::Context => vec![focus.node],
            Start::Root => vec![XNode::Tree(self.view.tree.root())],
            Start::Expr(start) => self.node_set(start, focus)?,
        };
        for step in &path.steps {
            nodes = self.step(step, &nodes)?;
            if nodes.is_empty() {
                break;
            }
        }
        Ok(nodes)
    }

    /// The nodes for which the predicate holds (§2.4); they stand in the order that counts.
    pub(super) fn keep(
        &self,
        predicate: &Predicate,
        nodes: Vec<XNode>,
    ) -> Result<Vec<XNode>, XPathError> {
        let size = nodes.len();
        let mut kept = Vec::new();
        for (index, node) in nodes.into_iter().enumerate() {
            let focus = Focus { node, position: index + 1, size };
            if self.accepts(predicate, focus)? {
                kept.push(node);
            }
        }
        Ok(kept)
    }

    /// Whether one node passes a predicate: a number asks for its position.
    pub(super) fn accepts(&self, predicate: &Predicate, focus: Focus) -> Result<bool, XPathError> {
        if !predicate.positional {
            return self.boolean(&predicate.expr, focus);
        }
        Ok(match self.eval(&predicate.expr, focus)? {
            Value::Number(wanted) => wanted == focus.position as f64,
            value => value.to_boolean(),
        })
    }

    /// Sorts into document order, each node once.
    pub(super) fn in_order(&self, mut nodes: Vec<XNode>) -> Result<Vec<XNode>, XPathError> {
        self.view.budget.spend_each(nodes.len())?;
        if !nodes.is_sorted_by(|a, b| a < b) {
            nodes.sort_unstable();
            nodes.dedup();
        }
        Ok(nodes)
    }
}

/// The bound on node-sets.
pub(super) fn check_size(nodes: usize) -> Result<(), XPathError> {
    if nodes > MAX_XPATH_NODES {
        return Err(XPathError::TooManyNodes);
    }
    Ok(())
}
