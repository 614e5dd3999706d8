//! The core function library (XPath 1.0 §4) and `here()` (XMLDSig §6.6.3).

use std::borrow::Cow;
use std::collections::HashMap;

use super::super::{IdError, XNode};
use super::ast::{Expr, Function};
use super::error::XPathError;
use super::eval::{Focus, Run};
use super::lex::is_space;
use super::node::NodeName;
use super::{Value, number};
use crate::limits::MAX_XPATH_STRING_BYTES;

impl<'a> Run<'a> {
    /// A call; the parser has seen to the number of arguments.
    pub(super) fn call(
        &self,
        function: Function,
        arguments: &[Expr],
        focus: Focus,
    ) -> Result<Value, XPathError> {
        let argument = |index: usize| arguments.get(index);
        Ok(match function {
            Function::Last => Value::Number(focus.size as f64),
            Function::Position => Value::Number(focus.position as f64),
            Function::Count => Value::Number(self.nodes(argument(0), focus)?.len() as f64),
            Function::Id => Value::NodeSet(self.id(argument(0), focus)?),
            Function::Here => Value::NodeSet(vec![self.context.here.ok_or(XPathError::NoHere)?]),
            Function::LocalName | Function::NamespaceUri | Function::Name => {
                Value::String(self.naming(function, argument(0), focus)?)
            }
            Function::Boolean | Function::Not | Function::True | Function::False => {
                Value::Boolean(match argument(0) {
                    Some(of) => self.boolean(of, focus)? == (function == Function::Boolean),
                    None => function == Function::True,
                })
            }
            Function::Lang => Value::Boolean(self.lang(argument(0), focus)?),
            Function::StartsWith | Function::Contains => {
                let (text, part) = self.two(arguments, focus)?;
                Value::Boolean(match function {
                    Function::Contains => text.contains(&*part),
                    _ => text.starts_with(&*part),
                })
            }
            Function::Number => Value::Number(match argument(0) {
                Some(of) => self.number(of, focus)?,
                None => number::from_str(&self.view.string_value(focus.node)?),
            }),
            Function::Sum => Value::Number(self.sum(argument(0), focus)?),
            Function::Floor => Value::Number(self.number_of(argument(0), focus)?.floor()),
            Function::Ceiling => Value::Number(self.number_of(argument(0), focus)?.ceil()),
            Function::Round => Value::Number(number::round(self.number_of(argument(0), focus)?)),
            Function::StringLength => {
                let length = self.string_of(argument(0), focus)?.chars().count();
                Value::Number(length as f64)
            }
            _ => Value::String(bounded(self.text_call(function, arguments, focus)?)?),
        })
    }

    /// The functions that give strings (§4.2).
    fn text_call(
        &self,
        function: Function,
        arguments: &[Expr],
        focus: Focus,
    ) -> Result<String, XPathError> {
        match function {
            Function::Concat => self.concat(arguments, focus),
            Function::SubstringBefore | Function::SubstringAfter => {
                let (text, part) = self.two(arguments, focus)?;
                let (before, after) = text.split_once(&*part).unwrap_or(("", ""));
                let wanted = match function {
                    Function::SubstringBefore => before,
                    _ => after,
                };
                Ok(wanted.to_owned())
            }
            Function::Substring => self.substring(arguments, focus),
            Function::NormalizeSpace => {
                let text = self.string_of(arguments.first(), focus)?;
                self.view.budget.spend_bytes(text.len())?;
                let words: Vec<&str> = text.split(is_space).filter(|w| !w.is_empty()).collect();
                Ok(words.join(" "))
            }
            Function::Translate => self.translate(arguments, focus),
            _ => Ok(self.string_of(arguments.first(), focus)?.into_owned()),
        }
    }

    /// An argument that is a node-set.
    fn nodes(&self, argument: Option<&Expr>, focus: Focus) -> Result<Vec<XNode>, XPathError> {
        argument.map_or_else(|| Ok(vec![focus.node]), |of| self.node_set(of, focus))
    }

    /// An argument as a string; the context node's string-value where there is none.
    fn string_of(&self, argument: Option<&Expr>, focus: Focus) -> Result<Cow<'a, str>, XPathError> {
        let text = match argument {
            Some(of) => self.string(of, focus)?,
            None => self.view.string_value(focus.node)?,
        };
        self.view.budget.spend_bytes(text.len())?;
        Ok(text)
    }

    /// An argument as a number.
    fn number_of(&self, argument: Option<&Expr>, focus: Focus) -> Result<f64, XPathError> {
        argument.map_or(Ok(f64::NAN), |of| self.number(of, focus))
    }

    /// Two arguments as strings.
    fn two(
        &self,
        arguments: &[Expr],
        focus: Focus,
    ) -> Result<(Cow<'a, str>, Cow<'a, str>), XPathError> {
        Ok((self.string_of(arguments.first(), focus)?, self.string_of(arguments.get(1), focus)?))
    }

    /// `id()` (§4.1). An Id that is not unique names nothing that could be trusted.
    fn id(&self, argument: Option<&Expr>, focus: Focus) -> Result<Vec<XNode>, XPathError> {
        let ids = self.context.ids.ok_or(XPathError::NoIds)?;
        let mut texts = Vec::new();
        match argument.map(|of| self.eval(of, focus)).transpose()? {
            Some(Value::NodeSet(nodes)) => {
                let mut bytes = 0;
                for node in nodes {
                    let text = self.view.string_value(node)?;
                    bytes += text.len();
                    if bytes > MAX_XPATH_STRING_BYTES {
                        return Err(XPathError::TooLongString);
                    }
                    texts.push(text);
                }
            }
            Some(value) => texts.push(self.to_string(&value)?),
            None => {}
        }
        let mut found = Vec::new();
        for text in &texts {
            for id in text.split(is_space).filter(|id| !id.is_empty()) {
                self.view.budget.spend(1)?;
                match ids.element(id) {
                    Ok(element) => found.push(XNode::Tree(element)),
                    Err(IdError::Missing) => {}
                    Err(_) => return Err(XPathError::DuplicateId),
                }
            }
        }
        self.in_order(found)
    }

    /// `local-name()`, `namespace-uri()`, `name()` (§4.1) of the first node.
    fn naming(
        &self,
        function: Function,
        argument: Option<&Expr>,
        focus: Focus,
    ) -> Result<String, XPathError> {
        let name = match self.nodes(argument, focus)?.first() {
            Some(first) => self.view.name(*first)?,
            None => NodeName::default(),
        };
        Ok(match function {
            Function::LocalName => name.local.to_owned(),
            Function::NamespaceUri => name.namespace.to_owned(),
            _ if name.prefix.is_empty() => name.local.to_owned(),
            _ => format!("{}:{}", name.prefix, name.local),
        })
    }

    fn concat(&self, arguments: &[Expr], focus: Focus) -> Result<String, XPathError> {
        let mut joined = String::new();
        for argument in arguments {
            joined.push_str(&self.string_of(Some(argument), focus)?);
            joined = bounded(joined)?;
        }
        Ok(joined)
    }

    /// `substring()` (§4.2): characters whose position, counted from 1, lies in the rounded range.
    fn substring(&self, arguments: &[Expr], focus: Focus) -> Result<String, XPathError> {
        let text = self.string_of(arguments.first(), focus)?;
        let from = number::round(self.number_of(arguments.get(1), focus)?);
        let until = match arguments.get(2) {
            Some(length) => from + number::round(self.number(length, focus)?),
            None => f64::INFINITY,
        };
        let within = |position: usize| {
            let position = position as f64;
            position >= from && position < until
        };
        let characters = text.chars().zip(1..);
        Ok(characters.filter(|&(_, position)| within(position)).map(|(c, _)| c).collect())
    }

    /// `translate()` (§4.2).
    fn translate(&self, arguments: &[Expr], focus: Focus) -> Result<String, XPathError> {
        let text = self.string_of(arguments.first(), focus)?;
        let (from, to) = self.two(arguments.get(1..).unwrap_or(&[]), focus)?;
        self.view.budget.spend_each(from.len())?;
        let mut to = to.chars();
        let mut map: HashMap<char, Option<char>> = HashMap::new();
        for c in from.chars() {
            let target = to.next();
            map.entry(c).or_insert(target);
        }
        Ok(text.chars().filter_map(|c| map.get(&c).copied().unwrap_or(Some(c))).collect())
    }

    /// `lang()` (§4.3): the language asked for, or one of its sublanguages.
    fn lang(&self, argument: Option<&Expr>, focus: Focus) -> Result<bool, XPathError> {
        let wanted = self.string_of(argument, focus)?;
        let Some(language) = self.view.language(focus.node)? else {
            return Ok(false);
        };
        let (Some(start), Some(rest)) =
            (language.get(..wanted.len()), language.get(wanted.len()..))
        else {
            return Ok(false);
        };
        Ok(start.eq_ignore_ascii_case(&wanted) && (rest.is_empty() || rest.starts_with('-')))
    }

    fn sum(&self, argument: Option<&Expr>, focus: Focus) -> Result<f64, XPathError> {
        let mut sum = 0.0;
        for node in self.nodes(argument, focus)? {
            self.view.budget.spend(1)?;
            sum += number::from_str(&self.view.string_value(node)?);
        }
        Ok(sum)
    }
}

fn bounded(text: String) -> Result<String, XPathError> {
    if text.len() > MAX_XPATH_STRING_BYTES {
        return Err(XPathError::TooLongString);
    }
    Ok(text)
}
