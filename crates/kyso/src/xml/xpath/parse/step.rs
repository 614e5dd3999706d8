//! The grammar of location steps (XPath 1.0 §2.1 to §2.5).

use super::super::ast::{Axis, NodeTest, Predicate, Step, Type};
use super::super::error::XPathError;
use super::super::lex::Token;
use super::Parser;

/// Steps whose answers are kept for whole lines of ancestors: one or two in real expressions.
const MEMO_STEPS: usize = 8;

impl<'t> Parser<'_, 't> {
    /// Any number of `/step` and `//step`.
    pub(super) fn more_steps(&mut self, steps: &mut Vec<Step>) -> Result<(), XPathError> {
        loop {
            let double = match self.peek() {
                Some(Token::Slash) => false,
                Some(Token::SlashSlash) => true,
                _ => return Ok(()),
            };
            self.next += 1;
            let mut step = self.step()?;
            // `//x` is short for `/descendant-or-self::node()/child::x`. Where no predicate counts
            // positions, that is one walk.
            let merged = match step.axis {
                Axis::Child => Some(Axis::Descendant),
                Axis::Oneself => Some(Axis::DescendantOrSelf),
                _ => None,
            };
            match merged.filter(|_| !step.is_positional()) {
                Some(axis) if double => step.axis = axis,
                _ if double => {
                    self.term()?;
                    steps.push(any(Axis::DescendantOrSelf));
                }
                _ => {}
            }
            steps.push(step);
        }
    }

    /// `Step` (§2.1), abbreviations included.
    pub(super) fn step(&mut self) -> Result<Step, XPathError> {
        self.term()?;
        if self.take(Token::Dot) {
            return Ok(any(Axis::Oneself));
        }
        if self.take(Token::DotDot) {
            return Ok(any(Axis::Parent));
        }
        let axis = self.axis()?;
        let test = self.node_test()?;
        let predicates = self.predicates()?;
        let climbs = matches!(axis, Axis::Ancestor | Axis::AncestorOrSelf);
        let mut step = Step { axis, test, predicates, memo: None };
        if climbs && !step.is_positional() && self.memos < MEMO_STEPS {
            step.memo = Some(self.memos);
            self.memos += 1;
        }
        Ok(step)
    }

    fn axis(&mut self) -> Result<Axis, XPathError> {
        if self.take(Token::At) {
            return Ok(Axis::Attribute);
        }
        let (Some(Token::Name(prefix, local)), Some(Token::ColonColon)) =
            (self.peek(), self.second())
        else {
            return Ok(Axis::Child);
        };
        let axis = Axis::from_name(local)
            .filter(|_| prefix.is_empty())
            .ok_or_else(|| XPathError::Axis { at: self.at(), name: local.to_owned() })?;
        self.next += 2;
        Ok(axis)
    }

    fn node_test(&mut self) -> Result<NodeTest, XPathError> {
        let token = self.peek().ok_or_else(|| self.unexpected())?;
        let test = match token {
            Token::Star => NodeTest::Principal,
            Token::PrefixStar(prefix) => NodeTest::Namespace(self.prefix(prefix)),
            Token::Name("", local) if self.second() == Some(Token::Open) => {
                self.next += 2;
                let target = match self.peek() {
                    Some(Token::Literal(value)) if local == "processing-instruction" => {
                        self.next += 1;
                        Some(value.to_owned())
                    }
                    _ => None,
                };
                self.expect(Token::Close)?;
                return match local {
                    "node" => Ok(NodeTest::Any),
                    "text" => Ok(NodeTest::Text),
                    "comment" => Ok(NodeTest::Comment),
                    "processing-instruction" => Ok(NodeTest::ProcessingInstruction(target)),
                    _ => Err(self.unexpected()),
                };
            }
            Token::Name("", local) => NodeTest::Name(None, local.to_owned()),
            Token::Name(prefix, local) => {
                NodeTest::Name(Some(self.prefix(prefix)), local.to_owned())
            }
            _ => return Err(self.unexpected()),
        };
        self.next += 1;
        Ok(test)
    }

    /// The index of a prefix.
    fn prefix(&mut self, prefix: &str) -> usize {
        let known = self.prefixes.iter().position(|p| p == prefix);
        known.unwrap_or_else(|| {
            self.prefixes.push(prefix.to_owned());
            self.prefixes.len() - 1
        })
    }

    /// Any number of `[expr]`.
    pub(super) fn predicates(&mut self) -> Result<Vec<Predicate>, XPathError> {
        let mut predicates = Vec::new();
        while self.take(Token::OpenBracket) {
            self.term()?;
            let typed = self.expression()?;
            self.expect(Token::CloseBracket)?;
            let positional = typed.uses.position || typed.result == Type::Number;
            let expr = self.settle(typed);
            predicates.push(Predicate { expr, positional });
        }
        Ok(predicates)
    }
}

/// `axis::node()`.
fn any(axis: Axis) -> Step {
    Step { axis, test: NodeTest::Any, predicates: Vec::new(), memo: None }
}

/// Whether a step gives the same from an attribute or a namespace as from its element.
pub(super) fn looks_for_elements_above(step: &Step) -> bool {
    let elements =
        matches!(step.test, NodeTest::Principal | NodeTest::Namespace(_) | NodeTest::Name(..));
    step.axis == Axis::AncestorOrSelf && elements
}
