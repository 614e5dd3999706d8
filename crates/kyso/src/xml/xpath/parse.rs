//! Tokens to expression: the grammar of XPath 1.0 §2 and §3, by recursion that brackets bound.

use super::ast::{
    Axis, Comparison, Expr, Function, NodeTest, Operator, Path, Predicate, Start, Step, Type,
};
use super::error::XPathError;
use super::lex::{Placed, Token, tokens};
use crate::limits::{MAX_XPATH_BYTES, MAX_XPATH_NESTING, MAX_XPATH_TERMS};

/// Steps whose answers are kept for whole lines of ancestors: one or two in real expressions.
const MEMO_STEPS: usize = 8;

/// An expression as read, and what the evaluator needs to know to run it.
#[derive(Debug)]
pub(super) struct Parsed {
    pub(super) expr: Expr,
    pub(super) result: Type,
    /// Prefixes used, each once; name tests refer to them by index.
    pub(super) prefixes: Vec<String>,
    /// Slots for constants.
    pub(super) constants: usize,
    /// Slots for answers about lines of ancestors.
    pub(super) memos: usize,
}

/// Reads `text`.
pub(super) fn parse(text: &str) -> Result<Parsed, XPathError> {
    if text.len() > MAX_XPATH_BYTES {
        return Err(XPathError::TooLong { length: text.len() });
    }
    let mut parser = Parser {
        tokens: &tokens(text)?,
        next: 0,
        end: text.len(),
        terms: 0,
        depth: 0,
        prefixes: Vec::new(),
        constants: 0,
        memos: 0,
    };
    let whole = parser.expression()?;
    if parser.peek().is_some() {
        return Err(parser.unexpected());
    }
    let result = whole.result;
    let expr = parser.settle(whole);
    Ok(Parsed {
        expr,
        result,
        prefixes: parser.prefixes,
        constants: parser.constants,
        memos: parser.memos,
    })
}

/// An expression, its type, and what of its context it looks at.
struct Typed {
    expr: Expr,
    result: Type,
    uses_node: bool,
    uses_position: bool,
}

impl Typed {
    fn free(expr: Expr, result: Type) -> Self {
        Self { expr, result, uses_node: false, uses_position: false }
    }
}

struct Parser<'p, 't> {
    tokens: &'p [Placed<'t>],
    next: usize,
    end: usize,
    terms: usize,
    depth: usize,
    prefixes: Vec<String>,
    constants: usize,
    memos: usize,
}

/// Ranks of binary operators (§3.4 to §3.5), from the loosest.
#[derive(Clone, Copy)]
enum Rank {
    Equality,
    Relational,
    Additive,
    Multiplicative,
}

impl<'t> Parser<'_, 't> {
    fn peek(&self) -> Option<Token<'t>> {
        self.tokens.get(self.next).map(|&(token, _)| token)
    }

    fn second(&self) -> Option<Token<'t>> {
        self.tokens.get(self.next + 1).map(|&(token, _)| token)
    }

    /// Where the next token begins.
    fn at(&self) -> usize {
        self.tokens.get(self.next).map_or(self.end, |&(_, at)| at)
    }

    fn unexpected(&self) -> XPathError {
        XPathError::Syntax { at: self.at() }
    }

    fn take(&mut self, token: Token<'_>) -> bool {
        let found = self.peek() == Some(token);
        self.next += usize::from(found);
        found
    }

    fn expect(&mut self, token: Token<'_>) -> Result<(), XPathError> {
        if self.take(token) { Ok(()) } else { Err(self.unexpected()) }
    }

    /// Counts one more operator, step, literal, number or call.
    fn term(&mut self) -> Result<(), XPathError> {
        self.terms += 1;
        if self.terms > MAX_XPATH_TERMS {
            return Err(XPathError::TooManyTerms { at: self.at() });
        }
        Ok(())
    }

    /// The expression as a part of another: kept in a slot when no context changes it.
    fn settle(&mut self, typed: Typed) -> Expr {
        let trivial = matches!(typed.expr, Expr::Literal(_) | Expr::Number(_) | Expr::Constant(..));
        if trivial || typed.uses_node || typed.uses_position {
            return typed.expr;
        }
        let slot = self.constants;
        self.constants += 1;
        Expr::Constant(slot, Box::new(typed.expr))
    }

    /// `Expr` (§3): one level of brackets.
    fn expression(&mut self) -> Result<Typed, XPathError> {
        if self.depth >= MAX_XPATH_NESTING {
            return Err(XPathError::TooDeep { at: self.at() });
        }
        self.depth += 1;
        let typed = self.logical(Token::Or)?;
        self.depth -= 1;
        Ok(typed)
    }

    /// A chain of `or`, or of `and` below it.
    fn logical(&mut self, operator: Token<'static>) -> Result<Typed, XPathError> {
        let or = operator == Token::Or;
        let mut parts = Vec::new();
        loop {
            parts.push(if or { self.logical(Token::And)? } else { self.chain(Rank::Equality)? });
            if !self.take(operator) {
                break;
            }
            self.term()?;
        }
        let make = if or { Expr::Or } else { Expr::And };
        Ok(self.join(parts, Type::Boolean, make))
    }

    /// One part as it is, several as a list.
    fn join(&mut self, mut parts: Vec<Typed>, result: Type, make: fn(Vec<Expr>) -> Expr) -> Typed {
        if parts.len() == 1
            && let Some(only) = parts.pop()
        {
            return only;
        }
        let uses_node = parts.iter().any(|p| p.uses_node);
        let uses_position = parts.iter().any(|p| p.uses_position);
        let free = !(uses_node || uses_position);
        let parts = parts
            .into_iter()
            .map(|part| if free { part.expr } else { self.settle(part) })
            .collect();
        Typed { expr: make(parts), result, uses_node, uses_position }
    }

    /// A chain of binary operators of one rank, from left to right.
    fn chain(&mut self, rank: Rank) -> Result<Typed, XPathError> {
        let first = self.below(rank)?;
        let mut rest = Vec::new();
        while let Some(found) = self.peek().and_then(|token| binary(rank, token)) {
            self.next += 1;
            self.term()?;
            rest.push((found, self.below(rank)?));
        }
        if rest.is_empty() {
            return Ok(first);
        }
        let uses_node = first.uses_node || rest.iter().any(|(_, r)| r.uses_node);
        let uses_position = first.uses_position || rest.iter().any(|(_, r)| r.uses_position);
        let free = !(uses_node || uses_position);
        let mut part = |part: Typed| if free { part.expr } else { self.settle(part) };
        let first = Box::new(part(first));
        let mut comparisons = Vec::new();
        let mut operators = Vec::new();
        for (found, right) in rest {
            match found {
                Binary::Comparison(comparison) => comparisons.push((comparison, part(right))),
                Binary::Operator(operator) => operators.push((operator, part(right))),
            }
        }
        let (expr, result) = if operators.is_empty() {
            (Expr::Compare(first, comparisons), Type::Boolean)
        } else {
            (Expr::Arithmetic(first, operators), Type::Number)
        };
        Ok(Typed { expr, result, uses_node, uses_position })
    }

    fn below(&mut self, rank: Rank) -> Result<Typed, XPathError> {
        match rank {
            Rank::Equality => self.chain(Rank::Relational),
            Rank::Relational => self.chain(Rank::Additive),
            Rank::Additive => self.chain(Rank::Multiplicative),
            Rank::Multiplicative => self.unary(),
        }
    }

    /// `UnaryExpr`: any number of minus signs before a union.
    fn unary(&mut self) -> Result<Typed, XPathError> {
        let mut signs = 0_usize;
        while self.take(Token::Minus) {
            self.term()?;
            signs += 1;
        }
        let mut typed = self.union()?;
        if signs > 0 {
            typed.expr = Expr::Negate(Box::new(typed.expr));
            if signs.is_multiple_of(2) {
                typed.expr = Expr::Negate(Box::new(typed.expr));
            }
            typed.result = Type::Number;
        }
        Ok(typed)
    }

    fn union(&mut self) -> Result<Typed, XPathError> {
        let mut parts = Vec::new();
        loop {
            parts.push(self.path()?);
            let more = self.peek() == Some(Token::Bar);
            let alone = parts.len() == 1 && !more;
            if !alone && parts.last().is_some_and(|p| p.result != Type::NodeSet) {
                return Err(XPathError::NotNodeSet { at: self.at() });
            }
            if !more {
                break;
            }
            self.next += 1;
            self.term()?;
        }
        Ok(self.join(parts, Type::NodeSet, Expr::Union))
    }

    /// `PathExpr` (§3.3): a location path, or a primary expression, its predicates and steps.
    fn path(&mut self) -> Result<Typed, XPathError> {
        if self.begins_primary() {
            let typed = self.filter()?;
            if !matches!(self.peek(), Some(Token::Slash | Token::SlashSlash)) {
                return Ok(typed);
            }
            if typed.result != Type::NodeSet {
                return Err(XPathError::NotNodeSet { at: self.at() });
            }
            let (uses_node, uses_position) = (typed.uses_node, typed.uses_position);
            let mut steps = Vec::new();
            self.more_steps(&mut steps)?;
            let start = Start::Expr(Box::new(typed.expr));
            return Ok(Typed {
                expr: Expr::Path(Path { start, steps }),
                result: Type::NodeSet,
                uses_node,
                uses_position,
            });
        }
        let mut steps = Vec::new();
        let absolute = matches!(self.peek(), Some(Token::Slash | Token::SlashSlash));
        if self.peek() == Some(Token::Slash) {
            self.next += 1;
            self.term()?;
            if self.begins_step() {
                steps.push(self.step()?);
                self.more_steps(&mut steps)?;
            }
        } else if absolute {
            self.more_steps(&mut steps)?;
        } else {
            steps.push(self.step()?);
            self.more_steps(&mut steps)?;
        }
        let start = if absolute { Start::Root } else { Start::Context };
        Ok(Typed {
            expr: Expr::Path(Path { start, steps }),
            result: Type::NodeSet,
            uses_node: !absolute,
            uses_position: false,
        })
    }

    /// Whether what comes is a primary expression and not a step.
    fn begins_primary(&self) -> bool {
        match self.peek() {
            Some(Token::Open | Token::Literal(_) | Token::Number(_)) => true,
            Some(Token::Name(prefix, local)) => {
                let node_type = prefix.is_empty()
                    && matches!(local, "comment" | "text" | "processing-instruction" | "node");
                self.second() == Some(Token::Open) && !node_type
            }
            _ => false,
        }
    }

    fn begins_step(&self) -> bool {
        use Token::{At, Dot, DotDot, Name, PrefixStar, Star};
        matches!(self.peek(), Some(Dot | DotDot | At | Star | PrefixStar(_) | Name(..)))
    }

    /// `FilterExpr` (§3.3).
    fn filter(&mut self) -> Result<Typed, XPathError> {
        let mut typed = self.primary()?;
        if self.peek() != Some(Token::OpenBracket) {
            return Ok(typed);
        }
        if typed.result != Type::NodeSet {
            return Err(XPathError::NotNodeSet { at: self.at() });
        }
        let predicates = self.predicates()?;
        typed.expr = Expr::Filter(Box::new(typed.expr), predicates);
        Ok(typed)
    }

    fn primary(&mut self) -> Result<Typed, XPathError> {
        self.term()?;
        match self.peek() {
            Some(Token::Open) => {
                self.next += 1;
                let typed = self.expression()?;
                self.expect(Token::Close)?;
                Ok(typed)
            }
            Some(Token::Literal(value)) => {
                self.next += 1;
                Ok(Typed::free(Expr::Literal(value.to_owned()), Type::String))
            }
            Some(Token::Number(value)) => {
                self.next += 1;
                Ok(Typed::free(Expr::Number(value), Type::Number))
            }
            Some(Token::Name(prefix, local)) => self.call(prefix, local),
            _ => Err(self.unexpected()),
        }
    }

    /// A function call; its name and the parenthesis are there.
    fn call(&mut self, prefix: &str, local: &str) -> Result<Typed, XPathError> {
        let at = self.at();
        let signature =
            Function::from_name(local).filter(|_| prefix.is_empty()).ok_or_else(|| {
                XPathError::Function {
                    at,
                    name: if prefix.is_empty() {
                        local.to_owned()
                    } else {
                        format!("{prefix}:{local}")
                    },
                }
            })?;
        self.next += 2;
        let mut arguments = Vec::new();
        if !self.take(Token::Close) {
            loop {
                arguments.push(self.expression()?);
                if !self.take(Token::Comma) {
                    break;
                }
            }
            self.expect(Token::Close)?;
        }
        let (fewest, most) = signature.arguments;
        if !(fewest..=most).contains(&arguments.len()) {
            return Err(XPathError::Arguments { at });
        }
        let function = signature.function;
        let first = arguments.first().map(|a| a.result);
        if function.takes_node_set() && first.is_some_and(|t| t != Type::NodeSet) {
            return Err(XPathError::NotNodeSet { at });
        }
        let uses_position = matches!(function, Function::Last | Function::Position)
            || arguments.iter().any(|a| a.uses_position);
        let uses_node =
            function.uses_node(arguments.len()) || arguments.iter().any(|a| a.uses_node);
        let free = !(uses_node || uses_position);
        let arguments =
            arguments.into_iter().map(|a| if free { a.expr } else { self.settle(a) }).collect();
        Ok(Typed {
            expr: Expr::Call(function, arguments),
            result: signature.result,
            uses_node,
            uses_position,
        })
    }

    /// Any number of `/step` and `//step`.
    fn more_steps(&mut self, steps: &mut Vec<Step>) -> Result<(), XPathError> {
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
    fn step(&mut self) -> Result<Step, XPathError> {
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
    fn predicates(&mut self) -> Result<Vec<Predicate>, XPathError> {
        let mut predicates = Vec::new();
        while self.take(Token::OpenBracket) {
            self.term()?;
            let typed = self.expression()?;
            self.expect(Token::CloseBracket)?;
            let positional = typed.uses_position || typed.result == Type::Number;
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

enum Binary {
    Comparison(Comparison),
    Operator(Operator),
}

/// The operator that `token` is in that rank.
fn binary(rank: Rank, token: Token<'_>) -> Option<Binary> {
    use Binary::{Comparison as C, Operator as O};
    Some(match (rank, token) {
        (Rank::Equality, Token::Equal) => C(Comparison::Equal),
        (Rank::Equality, Token::NotEqual) => C(Comparison::NotEqual),
        (Rank::Relational, Token::Less) => C(Comparison::Less),
        (Rank::Relational, Token::LessEqual) => C(Comparison::LessEqual),
        (Rank::Relational, Token::Greater) => C(Comparison::Greater),
        (Rank::Relational, Token::GreaterEqual) => C(Comparison::GreaterEqual),
        (Rank::Additive, Token::Plus) => O(Operator::Add),
        (Rank::Additive, Token::Minus) => O(Operator::Subtract),
        (Rank::Multiplicative, Token::Multiply) => O(Operator::Multiply),
        (Rank::Multiplicative, Token::Div) => O(Operator::Divide),
        (Rank::Multiplicative, Token::Mod) => O(Operator::Modulo),
        _ => return None,
    })
}
