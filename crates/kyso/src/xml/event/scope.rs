//! Namespaces in scope: a stack of declarations, with the one in force for each prefix at hand.

use super::names::Symbol;

/// One declaration.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Binding {
    pub(crate) prefix: Symbol,
    pub(crate) uri: Symbol,
    /// The declaration of the same prefix that this one hides: its index and one.
    hides: u32,
}

/// Every declaration from the document element to here.
#[derive(Debug)]
pub(crate) struct Scope {
    bindings: Vec<Binding>,
    /// By prefix: index and one of the declaration in force, 0 for none.
    current: Vec<u32>,
}

impl Scope {
    pub(crate) fn new() -> Self {
        let mut scope = Self { bindings: Vec::new(), current: Vec::new() };
        scope.declare(Symbol::XML, Symbol::XML_NAMESPACE);
        scope
    }

    pub(crate) fn declare(&mut self, prefix: Symbol, uri: Symbol) {
        if self.current.len() <= prefix.index() {
            self.current.resize(prefix.index() + 1, 0);
        }
        if let Some(current) = self.current.get_mut(prefix.index()) {
            let hides = *current;
            self.bindings.push(Binding { prefix, uri, hides });
            *current = u32::try_from(self.bindings.len()).unwrap_or(u32::MAX);
        }
    }

    /// What `prefix` is bound to; the empty namespace for no prefix without a declaration.
    pub(crate) fn resolve(&self, prefix: Symbol) -> Option<Symbol> {
        let current = self.current.get(prefix.index()).copied().unwrap_or(0);
        let binding = (current as usize).checked_sub(1).and_then(|index| self.bindings.get(index));
        match binding {
            Some(binding) => Some(binding.uri),
            None => (prefix == Symbol::EMPTY).then_some(Symbol::EMPTY),
        }
    }

    /// Whether `prefix` was declared after there were `depth` declarations.
    pub(crate) fn is_declared_since(&self, prefix: Symbol, depth: usize) -> bool {
        self.current.get(prefix.index()).is_some_and(|&current| current as usize > depth)
    }

    /// How many declarations there are; [`Self::leave`] goes back to it.
    pub(crate) fn depth(&self) -> usize {
        self.bindings.len()
    }

    /// The declarations made since `depth`.
    pub(crate) fn since(&self, depth: usize) -> &[Binding] {
        self.bindings.get(depth..).unwrap_or_default()
    }

    /// Every prefix that is bound, with its namespace; none where the default is undeclared.
    pub(crate) fn in_force(&self) -> impl Iterator<Item = (Symbol, Symbol)> + '_ {
        let bindings = self
            .current
            .iter()
            .filter_map(|current| self.bindings.get((*current as usize).checked_sub(1)?));
        bindings.map(|binding| (binding.prefix, binding.uri)).filter(|b| b.1 != Symbol::EMPTY)
    }

    /// Forgets the declarations made since `depth`.
    pub(crate) fn leave(&mut self, depth: usize) {
        while self.bindings.len() > depth {
            let Some(binding) = self.bindings.pop() else { break };
            if let Some(current) = self.current.get_mut(binding.prefix.index()) {
                *current = binding.hides;
            }
        }
    }
}
