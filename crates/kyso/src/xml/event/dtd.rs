//! The internal subset of a document type declaration, bounded: only for explicit requests.

use std::collections::HashMap;

use crate::xml::error::{XmlError, XmlFault};

/// What a document type declaration says about attributes and entities.
#[derive(Debug, Default)]
pub(crate) struct Dtd {
    defaults: HashMap<String, Vec<(String, String)>>,
    tokenized: HashMap<String, Vec<String>>,
}

impl Dtd {
    /// Whether the attribute has another type than CDATA (XML 1.0 §3.3.1).
    pub(crate) fn is_tokenized(&self, element: &str, attribute: &str) -> bool {
        self.tokenized.get(element).is_some_and(|names| names.iter().any(|n| n == attribute))
    }

    /// Names and normalised values of defaults for an element (§3.3.2).
    pub(crate) fn defaults(&self, element: &str) -> impl Iterator<Item = (&str, &str)> {
        let defaults = self.defaults.get(element).map(Vec::as_slice).unwrap_or_default();
        defaults.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Puts the replacement text of an entity into an attribute value (§4.4.5).
    pub(crate) fn expand_in_value(
        &self,
        name: &str,
        at: u64,
        _into: &mut String,
    ) -> Result<(), XmlError> {
        Err(XmlError::new(at, XmlFault::Entity(name.into())))
    }
}
