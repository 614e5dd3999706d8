//! Tokens of XPath 1.0 (§3.7), told apart by the token before them where the grammar asks for it.

use super::super::chars::{is_name_char, is_name_start};
use super::error::XPathError;

/// One token; names and literals are pieces of the expression's text.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Token<'t> {
    Open,
    Close,
    OpenBracket,
    CloseBracket,
    Dot,
    DotDot,
    At,
    Comma,
    ColonColon,
    Slash,
    SlashSlash,
    Bar,
    Plus,
    Minus,
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    Multiply,
    And,
    Or,
    Div,
    Mod,
    Literal(&'t str),
    Number(f64),
    /// `*` as a name test.
    Star,
    /// `prefix:*`.
    PrefixStar(&'t str),
    /// A name, with its prefix (`""` for none). Functions, axes and node types are names too.
    Name(&'t str, &'t str),
}

/// A token and where it begins.
pub(super) type Placed<'t> = (Token<'t>, usize);

/// White space of XML.
pub(super) fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r' | '\n')
}

/// Splits `text` into tokens.
pub(super) fn tokens(text: &str) -> Result<Vec<Placed<'_>>, XPathError> {
    let mut lexer = Lexer { text, at: 0, out: Vec::new() };
    while lexer.next()? {}
    Ok(lexer.out)
}

struct Lexer<'t> {
    text: &'t str,
    at: usize,
    out: Vec<Placed<'t>>,
}

impl<'t> Lexer<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn skip_space(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches(is_space).len();
    }

    /// Whether a `*` or a name that stands here is an operator (§3.7): something that ends an
    /// operand came before.
    fn after_operand(&self) -> bool {
        use Token::{
            And, At, Bar, ColonColon, Comma, Div, Equal, Greater, GreaterEqual, Less, LessEqual,
            Minus, Mod, Multiply, NotEqual, Open, OpenBracket, Or, Plus, Slash, SlashSlash,
        };
        !matches!(
            self.out.last(),
            None | Some((
                At | ColonColon
                    | Open
                    | OpenBracket
                    | Comma
                    | And
                    | Or
                    | Mod
                    | Div
                    | Multiply
                    | Slash
                    | SlashSlash
                    | Bar
                    | Plus
                    | Minus
                    | Equal
                    | NotEqual
                    | Less
                    | LessEqual
                    | Greater
                    | GreaterEqual,
                _
            ))
        )
    }

    /// Takes one token; false at the end.
    fn next(&mut self) -> Result<bool, XPathError> {
        self.skip_space();
        let start = self.at;
        let mut chars = self.rest().chars();
        let Some(first) = chars.next() else {
            return Ok(false);
        };
        let second = chars.next();
        let (token, length) = match (first, second) {
            ('.', Some(c)) if c.is_ascii_digit() => self.number(),
            ('0'..='9', _) => self.number(),
            ('"' | '\'', _) => self.literal(first)?,
            ('$', _) => return Err(XPathError::Variable { at: start }),
            ('*', _) if self.after_operand() => (Token::Multiply, 1),
            ('*', _) => (Token::Star, 1),
            _ => match symbol(first, second) {
                Some(found) => found,
                None => self.name()?,
            },
        };
        self.at += length;
        self.out.push((token, start));
        Ok(true)
    }

    /// Digits, with a fraction or without; at least one digit is there.
    fn number(&self) -> (Token<'t>, usize) {
        let rest = self.rest();
        let digits = |s: &str| s.len() - s.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let mut length = digits(rest);
        let tail = rest.get(length..).unwrap_or("");
        if let Some(fraction) = tail.strip_prefix('.') {
            length += 1 + digits(fraction);
        }
        let value = rest.get(..length).and_then(|s| s.parse().ok());
        (Token::Number(value.unwrap_or(f64::NAN)), length)
    }

    fn literal(&self, quote: char) -> Result<(Token<'t>, usize), XPathError> {
        let inner = self.rest().get(1..).unwrap_or("");
        let Some((value, _)) = inner.split_once(quote) else {
            return Err(XPathError::Literal { at: self.at });
        };
        Ok((Token::Literal(value), value.len() + 2))
    }

    /// A name: an operator after an operand, else a QName or `prefix:*`.
    fn name(&self) -> Result<(Token<'t>, usize), XPathError> {
        let rest = self.rest();
        let local = nc_name(rest).ok_or(XPathError::Character { at: self.at })?;
        if self.after_operand() {
            let operator = match local {
                "and" => Token::And,
                "or" => Token::Or,
                "mod" => Token::Mod,
                "div" => Token::Div,
                _ => return Err(XPathError::Syntax { at: self.at }),
            };
            return Ok((operator, local.len()));
        }
        let tail = rest.get(local.len()..).unwrap_or("");
        let Some(tail) = tail.strip_prefix(':').filter(|t| !t.starts_with(':')) else {
            return Ok((Token::Name("", local), local.len()));
        };
        let prefix = local;
        if tail.starts_with('*') {
            return Ok((Token::PrefixStar(prefix), prefix.len() + 2));
        }
        let at = self.at + prefix.len() + 1;
        let local = nc_name(tail).ok_or(XPathError::Character { at })?;
        Ok((Token::Name(prefix, local), prefix.len() + 1 + local.len()))
    }
}

/// Tokens made of one or two marks.
fn symbol<'t>(first: char, second: Option<char>) -> Option<(Token<'t>, usize)> {
    let two = match (first, second) {
        ('.', Some('.')) => Token::DotDot,
        (':', Some(':')) => Token::ColonColon,
        ('/', Some('/')) => Token::SlashSlash,
        ('!', Some('=')) => Token::NotEqual,
        ('<', Some('=')) => Token::LessEqual,
        ('>', Some('=')) => Token::GreaterEqual,
        _ => {
            let one = match first {
                '(' => Token::Open,
                ')' => Token::Close,
                '[' => Token::OpenBracket,
                ']' => Token::CloseBracket,
                '.' => Token::Dot,
                '@' => Token::At,
                ',' => Token::Comma,
                '/' => Token::Slash,
                '|' => Token::Bar,
                '+' => Token::Plus,
                '-' => Token::Minus,
                '=' => Token::Equal,
                '<' => Token::Less,
                '>' => Token::Greater,
                _ => return None,
            };
            return Some((one, 1));
        }
    };
    Some((two, 2))
}

/// The NCName (Namespaces in XML 1.0 §3) that `text` begins with.
fn nc_name(text: &str) -> Option<&str> {
    let end = text
        .char_indices()
        .find(|&(at, c)| !(is_name_start(c) || at > 0 && is_name_char(c)))
        .map_or(text.len(), |(at, _)| at);
    text.get(..end).filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<Token<'_>> {
        tokens(text).unwrap().into_iter().map(|(t, _)| t).collect()
    }

    #[test]
    fn a_star_multiplies_only_after_an_operand() {
        use Token::{At, Multiply, Slash, Star};
        assert_eq!(kinds("***"), [Star, Multiply, Star]);
        assert_eq!(kinds("@*"), [At, Star]);
        assert_eq!(kinds("*/*"), [Star, Slash, Star]);
    }

    #[test]
    fn a_name_is_an_operator_only_after_an_operand() {
        use Token::{And, Div, Name};
        assert_eq!(kinds("and and and"), [Name("", "and"), And, Name("", "and")]);
        assert_eq!(kinds("div div div"), [Name("", "div"), Div, Name("", "div")]);
        assert_eq!(tokens("a b"), Err(XPathError::Syntax { at: 2 }));
    }

    #[test]
    fn names_take_dots_and_hyphens_but_no_colon_pair() {
        use Token::{ColonColon, Minus, Name, PrefixStar};
        assert_eq!(kinds("a-b.c"), [Name("", "a-b.c")]);
        assert_eq!(kinds("a -b"), [Name("", "a"), Minus, Name("", "b")]);
        assert_eq!(kinds("child::x"), [Name("", "child"), ColonColon, Name("", "x")]);
        assert_eq!(kinds("p:x"), [Name("p", "x")]);
        assert_eq!(kinds("p:*"), [PrefixStar("p")]);
        assert_eq!(kinds("ký:số"), [Name("ký", "số")]);
    }

    #[test]
    fn numbers_and_dots() {
        use Token::{Dot, DotDot, Number, Slash};
        assert_eq!(kinds(".5"), [Number(0.5)]);
        assert_eq!(kinds("5."), [Number(5.0)]);
        assert_eq!(kinds("12.25"), [Number(12.25)]);
        assert_eq!(kinds("./.."), [Dot, Slash, DotDot]);
    }

    #[test]
    fn literals_keep_the_other_quote() {
        assert_eq!(kinds("'a\"b'"), [Token::Literal("a\"b")]);
        assert_eq!(tokens("x = 'a"), Err(XPathError::Literal { at: 4 }));
    }

    #[test]
    fn what_begins_no_token_is_refused_with_its_place() {
        assert_eq!(tokens("a # b"), Err(XPathError::Character { at: 2 }));
        assert_eq!(tokens("a ! b"), Err(XPathError::Character { at: 2 }));
        assert_eq!(tokens("p:1"), Err(XPathError::Character { at: 2 }));
        assert_eq!(tokens("é ½"), Err(XPathError::Character { at: 3 }));
    }
}
