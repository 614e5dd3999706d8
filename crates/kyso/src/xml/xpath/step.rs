//! Location steps (XPath 1.0 §2.1): from one node, from a set of nodes, or only whether there is any.

use std::collections::HashSet;

use super::super::XNode;
use super::super::tree::Descendants;
use super::ast::{Axis, Expr, Step};
use super::axis::{Walk, following, parent};
use super::error::XPathError;
use super::eval::{Focus, Run, check_size};

impl Run<'_> {
    /// A step from every node of a set in document order.
    pub(super) fn step(&self, step: &Step, nodes: &[XNode]) -> Result<Vec<XNode>, XPathError> {
        if let [node] = nodes {
            let mut found = self.step_from(step, *node)?;
            if step.axis.is_reverse() {
                found.reverse();
            }
            return Ok(found);
        }
        let mut found = Vec::new();
        if step.is_positional() {
            for node in nodes {
                found.append(&mut self.step_from(step, *node)?);
                check_size(found.len())?;
            }
        } else {
            self.walk_all(step, nodes, &mut found)?;
            for predicate in &step.predicates {
                found = self.keep(predicate, found)?;
            }
        }
        self.in_order(found)
    }

    /// A step from one node, in the order of its axis.
    fn step_from(&self, step: &Step, node: XNode) -> Result<Vec<XNode>, XPathError> {
        // `[3]` as the first predicate needs no more than three.
        let enough = match step.predicates.first().map(|p| &p.expr) {
            Some(Expr::Number(wanted)) => *wanted,
            _ => f64::INFINITY,
        };
        let mut walk = Walk::new(&self.view, step.axis, node)?;
        let mut found = Vec::new();
        while let Some(node) = walk.next(&self.view)? {
            self.pick(step, node, &mut found)?;
            if found.len() as f64 >= enough {
                break;
            }
        }
        for predicate in &step.predicates {
            found = self.keep(predicate, found)?;
        }
        Ok(found)
    }

    /// Pays for one node and keeps it when it passes the node test.
    fn pick(&self, step: &Step, node: XNode, found: &mut Vec<XNode>) -> Result<(), XPathError> {
        self.view.budget.spend(1)?;
        if self.view.passes(node, step.axis, &step.test, &self.bound)? {
            found.push(node);
            check_size(found.len())?;
        }
        Ok(())
    }

    /// Every node that the axis reaches from any of `nodes` and that passes the test. Walks that
    /// would overlap are cut short, so that no node is met once for each of `nodes`.
    fn walk_all(
        &self,
        step: &Step,
        nodes: &[XNode],
        found: &mut Vec<XNode>,
    ) -> Result<(), XPathError> {
        let tree = self.view.tree;
        match step.axis {
            Axis::Ancestor
            | Axis::AncestorOrSelf
            | Axis::Parent
            | Axis::FollowingSibling
            | Axis::PrecedingSibling => {
                let mut seen = HashSet::new();
                for from in nodes {
                    let mut walk = Walk::new(&self.view, step.axis, *from)?;
                    while let Some(node) = walk.next(&self.view)?
                        && seen.insert(node)
                    {
                        self.pick(step, node, found)?;
                    }
                }
                Ok(())
            }
            Axis::Descendant | Axis::DescendantOrSelf => {
                let mut apex = None;
                for from in nodes {
                    if let (Some(apex), XNode::Tree(id)) = (apex, *from)
                        && tree.is_inclusive_ancestor(apex, id)
                    {
                        continue;
                    }
                    if let XNode::Tree(id) = *from {
                        apex = Some(id);
                    }
                    self.walk_one(step, Walk::new(&self.view, step.axis, *from)?, found)?;
                }
                Ok(())
            }
            // What follows any of them follows the one that ends first.
            Axis::Following => {
                self.view.budget.spend_each(nodes.len())?;
                let rests = nodes.iter().map(|node| following(tree, *node));
                match rests.max_by_key(Descendants::len) {
                    Some(rest) => self.walk_one(step, Walk::Along(rest), found),
                    None => Ok(()),
                }
            }
            // What precedes any of them precedes the last.
            Axis::Preceding => match nodes.last() {
                Some(last) => self.walk_one(step, Walk::new(&self.view, step.axis, *last)?, found),
                None => Ok(()),
            },
            Axis::Oneself | Axis::Child | Axis::Attribute | Axis::Namespace => {
                for from in nodes {
                    self.walk_one(step, Walk::new(&self.view, step.axis, *from)?, found)?;
                }
                Ok(())
            }
        }
    }

    fn walk_one(
        &self,
        step: &Step,
        mut walk: Walk,
        found: &mut Vec<XNode>,
    ) -> Result<(), XPathError> {
        while let Some(node) = walk.next(&self.view)? {
            self.pick(step, node, found)?;
        }
        Ok(())
    }

    /// Whether the steps lead anywhere from a node. Stops at the first node found.
    pub(super) fn exists(&self, steps: &[Step], node: XNode) -> Result<bool, XPathError> {
        let Some((step, rest)) = steps.split_first() else {
            return Ok(true);
        };
        if step.is_positional() {
            for found in self.step_from(step, node)? {
                if self.exists(rest, found)? {
                    return Ok(true);
                }
            }
            return Ok(false);
        }
        if let Some(memo) = step.memo {
            return self.exists_above(memo, step, rest, node);
        }
        let mut walk = Walk::new(&self.view, step.axis, node)?;
        while let Some(found) = walk.next(&self.view)? {
            if self.leads_on(step, rest, found)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether a node that the axis reached passes the step and the rest leads anywhere from it.
    fn leads_on(&self, step: &Step, rest: &[Step], node: XNode) -> Result<bool, XPathError> {
        self.view.budget.spend(1)?;
        if !self.view.passes(node, step.axis, &step.test, &self.bound)? {
            return Ok(false);
        }
        for predicate in &step.predicates {
            if !self.accepts(predicate, Focus::alone(node))? {
                return Ok(false);
            }
        }
        self.exists(rest, node)
    }

    /// The same up a line of ancestors: what was learnt about one holds for all below it, so that a
    /// document is looked at once, however many nodes ask.
    fn exists_above(
        &self,
        memo: usize,
        step: &Step,
        rest: &[Step],
        node: XNode,
    ) -> Result<bool, XPathError> {
        let tree = self.view.tree;
        let first = match step.axis {
            Axis::AncestorOrSelf => Some(node),
            _ => parent(tree, node),
        };
        let known = |node| match node {
            XNode::Tree(id) => self.memos.borrow().get(memo).and_then(|m| m.get(id)),
            _ => None,
        };
        let mut at = first;
        let mut answer = false;
        while let Some(node) = at {
            if let Some(known) = known(node) {
                answer = known;
                break;
            }
            if self.leads_on(step, rest, node)? {
                answer = true;
                break;
            }
            at = parent(tree, node);
        }
        // All the way up to there it is the same.
        let mut on_the_way = first;
        while let Some(node) = on_the_way
            && let Some(memo) = self.memos.borrow_mut().get_mut(memo)
        {
            if let XNode::Tree(id) = node {
                memo.set(id, answer);
            }
            on_the_way = parent(tree, node).filter(|_| at != Some(node));
        }
        Ok(answer)
    }
}
