//! Tokens to expression: the grammar of XPath 1.0 §3, by recursion that brackets bound.

mod step;

use self::step::looks_for_elements_above;
use super::ast::{Comparison, Expr, Function, Operator, Path, Start, Type};
use super::error::XPathError;
use super::lex::{Placed, Token, tokens};
use crate::limits::{MAX_XPATH_BYTES, MAX_XPATH_NESTING, MAX_XPATH_TERMS};

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
    /// Whether an attribute or a namespace may give another value than its element.
    pub(super) tells_leaves: bool,
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
    let (result, uses) = (whole.result, whole.uses);
    let expr = parser.settle(whole);
    Ok(Parsed {
        expr,
        result,
        prefixes: parser.prefixes,
        constants: parser.constants,
        memos: parser.memos,
        tells_leaves: uses.leaf,
    })
}

/// What of its context an expression looks at.
#[derive(Clone, Copy, Default)]
struct Uses {
    /// The context node.
    node: bool,
    /// Its position, or how many there are.
    position: bool,
    /// What tells an attribute or a namespace from its element.
    leaf: bool,
}

impl Uses {
    fn and(self, other: Self) -> Self {
        Self {
            node: self.node || other.node,
            position: self.position || other.position,
            leaf: self.leaf || other.leaf,
        }
    }

    fn all<'u>(parts: impl IntoIterator<Item = &'u Typed>) -> Self {
        parts.into_iter().fold(Self::default(), |all, part| all.and(part.uses))
    }

    /// Nothing: the value is the same everywhere.
    fn none(self) -> bool {
        !(self.node || self.position)
    }
}

/// An expression, its type, and what it depends on.
struct Typed {
    expr: Expr,
    result: Type,
    uses: Uses,
}

impl Typed {
    fn free(expr: Expr, result: Type) -> Self {
        Self { expr, result, uses: Uses::default() }
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
        if trivial || !typed.uses.none() {
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
        let uses = Uses::all(&parts);
        Typed { expr: make(self.parts(parts, uses)), result, uses }
    }

    /// The parts of an expression that uses so much. If that is nothing, the whole is a constant.
    fn parts(&mut self, parts: Vec<Typed>, uses: Uses) -> Vec<Expr> {
        let part = |part: Typed| if uses.none() { part.expr } else { self.settle(part) };
        parts.into_iter().map(part).collect()
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
        let uses = Uses::all(rest.iter().map(|(_, part)| part)).and(first.uses);
        let mut part = |part: Typed| if uses.none() { part.expr } else { self.settle(part) };
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
        Ok(Typed { expr, result, uses })
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
            let mut steps = Vec::new();
            self.more_steps(&mut steps)?;
            let start = Start::Expr(Box::new(typed.expr));
            return Ok(Typed {
                expr: Expr::Path(Path { start, steps }),
                result: Type::NodeSet,
                uses: typed.uses,
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
        let leaf = !absolute && !steps.first().is_some_and(looks_for_elements_above);
        Ok(Typed {
            expr: Expr::Path(Path { start, steps }),
            result: Type::NodeSet,
            uses: Uses { node: !absolute, position: false, leaf },
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
        let position = matches!(function, Function::Last | Function::Position);
        let node = function.uses_node(arguments.len());
        let uses = Uses::all(&arguments).and(Uses { node, position, leaf: node });
        let arguments = self.parts(arguments, uses);
        Ok(Typed { expr: Expr::Call(function, arguments), result: signature.result, uses })
    }
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
