//! Comparisons (XPath 1.0 §3.4): with a node-set, some node must fit.

use std::collections::HashSet;

use super::super::XNode;
use super::ast::Comparison;
use super::error::XPathError;
use super::eval::Run;
use super::{Value, number};
use crate::limits::MAX_XPATH_STRING_BYTES;

/// `left comparison right`.
pub(super) fn compare(
    run: &Run<'_>,
    comparison: Comparison,
    left: &Value,
    right: &Value,
) -> Result<bool, XPathError> {
    match (left, right) {
        (Value::NodeSet(left), Value::NodeSet(right)) => sets(run, comparison, left, right),
        (Value::NodeSet(nodes), other) => set(run, comparison, nodes, other),
        (other, Value::NodeSet(nodes)) => set(run, comparison.flipped(), nodes, other),
        _ => scalars(run, comparison, left, right),
    }
}

impl Comparison {
    /// The same with its sides changed.
    fn flipped(self) -> Self {
        match self {
            Self::Less => Self::Greater,
            Self::LessEqual => Self::GreaterEqual,
            Self::Greater => Self::Less,
            Self::GreaterEqual => Self::LessEqual,
            same => same,
        }
    }

    fn is_equality(self) -> bool {
        matches!(self, Self::Equal | Self::NotEqual)
    }

    /// For numbers, as IEEE 754 has it: NaN is unequal to all.
    fn holds(self, left: f64, right: f64) -> bool {
        match self {
            Self::Equal => left == right,
            Self::NotEqual => left != right,
            Self::Less => left < right,
            Self::LessEqual => left <= right,
            Self::Greater => left > right,
            Self::GreaterEqual => left >= right,
        }
    }

    /// For what is equal or not.
    fn holds_for<T: PartialEq + ?Sized>(self, left: &T, right: &T) -> bool {
        (left == right) == (self == Self::Equal)
    }
}

/// Neither side is a node-set.
fn scalars(
    run: &Run<'_>,
    comparison: Comparison,
    left: &Value,
    right: &Value,
) -> Result<bool, XPathError> {
    let either = |is: fn(&Value) -> bool| is(left) || is(right);
    if comparison.is_equality() {
        if either(|v| matches!(v, Value::Boolean(_))) {
            return Ok(comparison.holds_for(&left.to_boolean(), &right.to_boolean()));
        }
        if !either(|v| matches!(v, Value::Number(_))) {
            return Ok(comparison.holds_for(&run.to_string(left)?, &run.to_string(right)?));
        }
    }
    Ok(comparison.holds(run.to_number(left)?, run.to_number(right)?))
}

/// A node-set on the left, something else on the right.
fn set(
    run: &Run<'_>,
    comparison: Comparison,
    nodes: &[XNode],
    other: &Value,
) -> Result<bool, XPathError> {
    if let Value::Boolean(_) = other {
        return scalars(run, comparison, &Value::Boolean(!nodes.is_empty()), other);
    }
    for node in nodes {
        run.view.budget.spend(1)?;
        let text = run.view.string_value(*node)?;
        let fits = match other {
            Value::String(other) if comparison.is_equality() => {
                comparison.holds_for::<str>(&text, other)
            }
            other => comparison.holds(number::from_str(&text), run.to_number(other)?),
        };
        if fits {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Node-sets on both sides: some pair must fit, and no pair is looked at by itself.
fn sets(
    run: &Run<'_>,
    comparison: Comparison,
    left: &[XNode],
    right: &[XNode],
) -> Result<bool, XPathError> {
    if left.is_empty() || right.is_empty() {
        return Ok(false);
    }
    match comparison {
        Comparison::Equal => share_a_string(run, left, right),
        Comparison::NotEqual => differ_somewhere(run, left, right),
        Comparison::Less | Comparison::LessEqual => {
            let (least, _) = extremes(run, left)?;
            let (_, greatest) = extremes(run, right)?;
            Ok(comparison.holds(least, greatest))
        }
        Comparison::Greater | Comparison::GreaterEqual => {
            let (_, greatest) = extremes(run, left)?;
            let (least, _) = extremes(run, right)?;
            Ok(comparison.holds(greatest, least))
        }
    }
}

fn share_a_string(run: &Run<'_>, left: &[XNode], right: &[XNode]) -> Result<bool, XPathError> {
    let mut strings = HashSet::new();
    let mut bytes = 0_usize;
    for node in left {
        run.view.budget.spend(1)?;
        let text = run.view.string_value(*node)?;
        bytes += text.len();
        if bytes > MAX_XPATH_STRING_BYTES {
            return Err(XPathError::TooLongString);
        }
        strings.insert(text);
    }
    for node in right {
        run.view.budget.spend(1)?;
        if strings.contains(&run.view.string_value(*node)?) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Only if all strings of both are one and the same is there no pair that differs.
fn differ_somewhere(run: &Run<'_>, left: &[XNode], right: &[XNode]) -> Result<bool, XPathError> {
    let mut first = None;
    for node in left.iter().chain(right) {
        run.view.budget.spend(1)?;
        let text = run.view.string_value(*node)?;
        match &first {
            None => first = Some(text),
            Some(first) if *first != text => return Ok(true),
            Some(_) => {}
        }
    }
    Ok(false)
}

/// Least and greatest number of a set; NaN where no node is a number.
fn extremes(run: &Run<'_>, nodes: &[XNode]) -> Result<(f64, f64), XPathError> {
    let (mut least, mut greatest) = (f64::NAN, f64::NAN);
    for node in nodes {
        run.view.budget.spend(1)?;
        let number = number::from_str(&run.view.string_value(*node)?);
        least = least.min(number);
        greatest = greatest.max(number);
    }
    Ok((least, greatest))
}
