//! What an internal subset declares: entities and attribute types. Bounded, and only on request.

use std::cell::Cell;
use std::collections::HashMap;

use super::reference::{Reference, reference};
use super::tag;
use crate::limits::{MAX_XML_ENTITY_DEPTH, MAX_XML_EXPANSION};
use crate::xml::error::{Limited, Syntax, XmlError, XmlFault};

/// Declarations of a document type declaration.
#[derive(Debug, Default)]
pub(crate) struct Dtd {
    entities: HashMap<String, String>,
    /// By element.
    attributes: HashMap<String, Vec<AttributeType>>,
    /// Bytes that expansions have made.
    expanded: Cell<usize>,
}

#[derive(Debug)]
struct AttributeType {
    name: String,
    /// Any type but CDATA (XML 1.0 §3.3.1).
    is_tokenized: bool,
    default: Option<String>,
}

impl Dtd {
    /// Whether the attribute has another type than CDATA.
    pub(crate) fn is_tokenized(&self, element: &str, attribute: &str) -> bool {
        let types = self.attributes.get(element).map(Vec::as_slice).unwrap_or_default();
        types.iter().any(|declared| declared.name == attribute && declared.is_tokenized)
    }

    /// Names and normalised values of defaults for an element (§3.3.2).
    pub(crate) fn defaults(&self, element: &str) -> impl Iterator<Item = (&str, &str)> {
        let types = self.attributes.get(element).map(Vec::as_slice).unwrap_or_default();
        types.iter().filter_map(|declared| Some((&*declared.name, declared.default.as_deref()?)))
    }

    /// Declares an entity by its replacement text; the first declaration counts (§4.2).
    pub(super) fn entity(&mut self, name: &str, replacement: String) {
        self.entities.entry(name.to_owned()).or_insert(replacement);
    }

    /// Declares an attribute; the first declaration counts (§3.3).
    pub(super) fn attribute(
        &mut self,
        element: &str,
        name: &str,
        is_tokenized: bool,
        default: Option<(&str, u64)>,
    ) -> Result<(), XmlError> {
        let value = match default {
            Some((raw, at)) => {
                let mut value = String::new();
                tag::normalise(raw, at, Some(self), &mut value)?;
                if is_tokenized {
                    tag::collapse(&mut value, 0);
                }
                Some(value)
            }
            None => None,
        };
        let types = self.attributes.entry(element.to_owned()).or_default();
        if types.iter().all(|declared| declared.name != name) {
            types.push(AttributeType { name: name.to_owned(), is_tokenized, default: value });
        }
        Ok(())
    }

    /// Puts an entity into an attribute value: white space is normalised in it too (§4.4.5).
    pub(crate) fn expand_in_value(
        &self,
        name: &str,
        at: u64,
        into: &mut String,
    ) -> Result<(), XmlError> {
        let start = into.len();
        self.expand(name, at, 0, into)?;
        let white = |c: char| if matches!(c, '\t' | '\n' | '\r') { ' ' } else { c };
        let value: String = into.get(start..).unwrap_or_default().chars().map(white).collect();
        into.truncate(start);
        into.push_str(&value);
        Ok(())
    }

    /// Appends what an entity stands for. Markup in it is refused: no vector needs it.
    pub(super) fn expand(
        &self,
        name: &str,
        at: u64,
        depth: usize,
        into: &mut String,
    ) -> Result<(), XmlError> {
        let unknown = || XmlError::new(at, XmlFault::Entity(name.into()));
        let mut rest = self.entities.get(name).ok_or_else(unknown)?.as_str();
        if depth >= MAX_XML_ENTITY_DEPTH {
            return Err(Limited::Expansion.at(at, MAX_XML_ENTITY_DEPTH));
        }
        if rest.contains('<') {
            return Err(unknown());
        }
        self.expanded.set(self.expanded.get().saturating_add(rest.len()).saturating_add(1));
        if self.expanded.get() > MAX_XML_EXPANSION {
            return Err(Limited::Expansion.at(at, MAX_XML_EXPANSION));
        }
        while let Some(amp) = rest.find('&') {
            let (head, tail) = rest.split_at_checked(amp).unwrap_or((rest, ""));
            into.push_str(head);
            let length = match reference(tail).ok_or_else(|| Syntax::Reference.at(at))? {
                (Reference::Char(c), length) => {
                    into.push(c);
                    length
                }
                (Reference::Entity(name), length) => {
                    self.expand(name, at, depth + 1, into)?;
                    length
                }
            };
            rest = tail.get(length..).unwrap_or_default();
        }
        into.push_str(rest);
        Ok(())
    }
}
