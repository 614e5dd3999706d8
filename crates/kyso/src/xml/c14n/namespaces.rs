//! Which declarations a start tag needs, while everything below an apex is in the set: only the
//! element's own declarations can change anything, so the work is linear in the document.

use super::{C14nVersion, Canonicalization};
use crate::xml::event::names::{Names, Symbol};

/// What is declared in the output, prefix by prefix.
pub(super) struct Rendered {
    /// By prefix: the namespace declared last in the output, and one; 0 for none.
    current: Vec<u32>,
    /// What an element changed, to be undone at its end.
    log: Vec<(Symbol, u32)>,
}

impl Rendered {
    pub(super) fn new() -> Self {
        Self { current: Vec::new(), log: Vec::new() }
    }

    /// How far the changes are; [`Self::undo`] goes back to it.
    pub(super) fn mark(&self) -> usize {
        self.log.len()
    }

    pub(super) fn undo(&mut self, mark: usize) {
        while self.log.len() > mark {
            let Some((prefix, old)) = self.log.pop() else { break };
            if let Some(current) = self.current.get_mut(prefix.index()) {
                *current = old;
            }
        }
    }

    pub(super) fn get(&self, prefix: Symbol) -> Option<usize> {
        (self.current.get(prefix.index()).copied().unwrap_or(0) as usize).checked_sub(1)
    }

    pub(super) fn set(&mut self, prefix: Symbol, uri: Option<Symbol>) {
        if self.current.len() <= prefix.index() {
            self.current.resize(prefix.index() + 1, 0);
        }
        if let Some(current) = self.current.get_mut(prefix.index()) {
            self.log.push((prefix, *current));
            *current = uri.map_or(0, |uri| u32::try_from(uri.index() + 1).unwrap_or(u32::MAX));
        }
    }

    /// Whether a prefix in force must be declared in the output, which is then taken as done. The
    /// empty namespace means that the default is undeclared.
    pub(super) fn needs(&mut self, prefix: Symbol, uri: Symbol) -> bool {
        let wanted = (uri != Symbol::EMPTY).then_some(uri);
        let needed = self.get(prefix) != wanted.map(Symbol::index);
        if needed {
            self.set(prefix, wanted);
        }
        needed
    }
}

/// Which prefixes follow which rule.
pub(super) struct Rule {
    exclusive: bool,
    /// Prefixes that the exclusive form treats as the inclusive one does, by symbol.
    listed: Vec<bool>,
}

impl Rule {
    pub(super) fn new(method: &Canonicalization, names: &Names) -> Self {
        let mut rule =
            Self { exclusive: method.version == C14nVersion::Exclusive, listed: Vec::new() };
        rule.list(method, names);
        rule
    }

    fn list(&mut self, method: &Canonicalization, names: &Names) {
        for prefix in method.inclusive_prefixes.iter().filter_map(|prefix| names.find(prefix)) {
            if self.listed.len() <= prefix.index() {
                self.listed.resize(prefix.index() + 1, false);
            }
            if let Some(listed) = self.listed.get_mut(prefix.index()) {
                *listed = true;
            }
        }
    }

    /// Whether a prefix is rendered where it is declared, and not where it is used.
    pub(super) fn is_inclusive(&self, prefix: Symbol) -> bool {
        !self.exclusive || self.listed.get(prefix.index()).copied().unwrap_or(false)
    }

    pub(super) fn is_exclusive(&self) -> bool {
        self.exclusive
    }
}

/// Declarations that a start tag gets, in output order.
pub(super) struct Declarations {
    pub(super) rule: Rule,
    pub(super) rendered: Rendered,
    list: Vec<(Symbol, Symbol)>,
}

impl Declarations {
    pub(super) fn new(rule: Rule) -> Self {
        Self { rule, rendered: Rendered::new(), list: Vec::new() }
    }

    /// Works out the declarations of an element from what it declares (for an apex: all that is
    /// in scope) and the prefixes and namespaces that its name and its attributes use.
    pub(super) fn of(
        &mut self,
        declared: impl Iterator<Item = (Symbol, Symbol)>,
        used: impl Iterator<Item = (Symbol, Symbol)>,
        names: &Names,
    ) -> &[(Symbol, Symbol)] {
        self.list.clear();
        for (prefix, uri) in declared {
            let counts = prefix != Symbol::XML && self.rule.is_inclusive(prefix);
            if counts && self.rendered.needs(prefix, uri) {
                self.list.push((prefix, uri));
            }
        }
        if self.rule.is_exclusive() {
            for (prefix, uri) in used {
                let counts = prefix != Symbol::XML && !self.rule.is_inclusive(prefix);
                if counts && self.rendered.needs(prefix, uri) {
                    self.list.push((prefix, uri));
                }
            }
        }
        if self.list.len() > 1 {
            self.list.sort_unstable_by(|a, b| names.str(a.0).cmp(names.str(b.0)));
        }
        &self.list
    }
}
