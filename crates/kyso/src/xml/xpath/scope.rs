//! Namespaces in scope of an element, worked out from those of its parent.

use std::cell::RefCell;
use std::rc::Rc;

use super::budget::Budget;
use super::error::XPathError;
use crate::limits::MAX_XPATH_NODES;
use crate::xml::{NodeId, Tree};

/// Prefixes and the namespaces they stand for, sorted by prefix: as [`Tree::in_scope`] has them.
pub(super) type Scope<'a> = Rc<[(&'a str, &'a str)]>;

/// The scopes of the element asked for last and of its ancestors. Elements are mostly asked for in
/// document order, so that one step leads from one to the next; an element that declares nothing
/// shares its parent's.
pub(super) struct Scopes<'a> {
    tree: &'a Tree,
    line: RefCell<Line<'a>>,
}

#[derive(Default)]
struct Line<'a> {
    open: Vec<Open<'a>>,
    /// Namespaces in the scopes that are not shared.
    held: usize,
}

struct Open<'a> {
    id: NodeId,
    scope: Scope<'a>,
    /// How many namespaces are held for it alone.
    own: usize,
}

impl<'a> Scopes<'a> {
    pub(super) fn new(tree: &'a Tree) -> Self {
        Self { tree, line: RefCell::default() }
    }

    /// The namespaces in scope of an element.
    pub(super) fn of(&self, element: NodeId, budget: &Budget) -> Result<Scope<'a>, XPathError> {
        let mut line = self.line.borrow_mut();
        while let Some(last) = line.open.last()
            && !self.tree.is_inclusive_ancestor(last.id, element)
        {
            line.held -= last.own;
            line.open.pop();
        }
        let known = line.open.last().map(|last| last.id);
        let mut missing = Vec::new();
        for id in self.tree.ancestors(element).take_while(|id| Some(*id) != known) {
            budget.spend(1)?;
            missing.push(id);
        }
        for id in missing.into_iter().rev() {
            self.enter(&mut line, id, budget)?;
        }
        let scope = line.open.last().map(|last| Rc::clone(&last.scope));
        Ok(scope.unwrap_or_default())
    }

    /// Adds a child of the last one, or the document node.
    fn enter(&self, line: &mut Line<'a>, id: NodeId, budget: &Budget) -> Result<(), XPathError> {
        let mut declarations = self.tree.declarations(id).peekable();
        let (scope, own) = match line.open.last() {
            Some(above) if declarations.peek().is_none() => (Rc::clone(&above.scope), 0),
            Some(above) => {
                let mut scope = above.scope.to_vec();
                for (prefix, namespace) in declarations {
                    let place = scope.binary_search_by_key(&prefix, |(known, _)| known);
                    if let Ok(at) = place {
                        scope.remove(at);
                    }
                    if !namespace.is_empty() {
                        scope.insert(place.unwrap_or_else(|at| at), (prefix, namespace));
                    }
                    budget.spend_each(1 + scope.len() / 16)?;
                }
                budget.spend_each(scope.len())?;
                let own = scope.len();
                (scope.into(), own)
            }
            None => (self.tree.in_scope(id).into(), 0),
        };
        line.held += own;
        if line.held > MAX_XPATH_NODES {
            return Err(XPathError::TooManyNodes);
        }
        line.open.push(Open { id, scope, own });
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::xml::ParseOptions;

    #[test]
    fn scopes_are_those_of_the_tree_in_whatever_order_they_are_asked_for() {
        let text = "<a xmlns='u' xmlns:p='1'><b xmlns=''><c xmlns:p='2' xmlns='v'/><p:d/></b>\
                    <e xmlns:z='3' xmlns:o='4'><f xmlns:xml='http://www.w3.org/XML/1998/namespace'>\
                    <g/></f></e><h/></a>";
        let options = ParseOptions { relative_namespaces: true, ..ParseOptions::default() };
        let tree = Tree::parse(text.as_bytes(), &options).unwrap();
        let elements = || tree.descendants(tree.document_element());
        let budget = Budget::default();
        let scopes = Scopes::new(&tree);
        let backwards = elements().collect::<Vec<_>>().into_iter().rev();
        let crosswise = elements().flat_map(|a| elements().flat_map(move |b| [a, b]));
        for element in elements().chain(backwards).chain(crosswise) {
            let found = scopes.of(element, &budget).unwrap();
            assert_eq!(*found, tree.in_scope(element), "{}", tree.path(element));
        }
    }
}
