//! Names, prefixes and namespace names: each distinct one is checked and kept once.

use std::collections::HashMap;
use std::sync::Arc;

use crate::limits::{MAX_XML_NAME_BYTES, MAX_XML_NAMES};
use crate::xml::chars::is_ncname;
use crate::xml::error::{Limited, Syntax, XmlError};
use crate::xml::{XML_NAMESPACE, XMLNS_NAMESPACE};

/// A string of [`Names`]; equal symbols are equal strings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Symbol(u32);

impl Symbol {
    /// The empty string: no prefix, no namespace.
    pub(crate) const EMPTY: Self = Self(0);
    /// `xml`.
    pub(crate) const XML: Self = Self(1);
    /// `xmlns`.
    pub(crate) const XMLNS: Self = Self(2);
    /// What `xml` is bound to.
    pub(crate) const XML_NAMESPACE: Self = Self(3);
    /// What declarations are in.
    pub(crate) const XMLNS_NAMESPACE: Self = Self(4);

    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

/// A qualified name as it is written, known to be one (Namespaces §4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct QName(u32);

impl QName {
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

/// A qualified name in parts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Parts {
    pub(crate) text: Symbol,
    pub(crate) prefix: Symbol,
    pub(crate) local: Symbol,
}

/// Recently seen names by a cheap hash: documents repeat a few names a million times.
const CACHE: usize = 256;

pub(crate) struct Names {
    strings: Vec<Arc<str>>,
    lookup: HashMap<Arc<str>, Symbol>,
    bytes: usize,
    qnames: Vec<Parts>,
    by_text: HashMap<Symbol, QName>,
    cache: [u32; CACHE],
}

impl Names {
    pub(crate) fn new() -> Self {
        let mut names = Self {
            strings: Vec::new(),
            lookup: HashMap::new(),
            bytes: 0,
            qnames: Vec::new(),
            by_text: HashMap::new(),
            cache: [u32::MAX; CACHE],
        };
        for known in ["", "xml", "xmlns", XML_NAMESPACE, XMLNS_NAMESPACE] {
            names.insert(known);
        }
        names
    }

    /// The symbol of `text`; `at` is where it stands, for errors.
    pub(crate) fn symbol(&mut self, text: &str, at: u64) -> Result<Symbol, XmlError> {
        if let Some(&known) = self.lookup.get(text) {
            return Ok(known);
        }
        if self.strings.len() >= MAX_XML_NAMES {
            return Err(Limited::Names.at(at, MAX_XML_NAMES));
        }
        if self.bytes.saturating_add(text.len()) > MAX_XML_NAME_BYTES {
            return Err(Limited::Names.at(at, MAX_XML_NAME_BYTES));
        }
        Ok(self.insert(text))
    }

    fn insert(&mut self, text: &str) -> Symbol {
        let symbol = Symbol(u32::try_from(self.strings.len()).unwrap_or(u32::MAX));
        let shared: Arc<str> = text.into();
        self.bytes = self.bytes.saturating_add(text.len());
        self.strings.push(shared.clone());
        self.lookup.insert(shared, symbol);
        symbol
    }

    pub(crate) fn find(&self, text: &str) -> Option<Symbol> {
        self.lookup.get(text).copied()
    }

    pub(crate) fn str(&self, symbol: Symbol) -> &str {
        self.strings.get(symbol.index()).map_or("", |text| text)
    }

    pub(crate) fn parts(&self, name: QName) -> Parts {
        let none = Parts { text: Symbol::EMPTY, prefix: Symbol::EMPTY, local: Symbol::EMPTY };
        self.qnames.get(name.0 as usize).copied().unwrap_or(none)
    }

    /// The name as it is written.
    pub(crate) fn text(&self, name: QName) -> &str {
        self.str(self.parts(name).text)
    }

    /// The qualified name `text`, checked when it is new.
    pub(crate) fn qname(&mut self, text: &str, at: u64) -> Result<QName, XmlError> {
        let slot = slot(text.as_bytes());
        if let Some(&cached) = self.cache.get(slot) {
            let cached = QName(cached);
            if self.text(cached) == text && !text.is_empty() {
                return Ok(cached);
            }
        }
        let name = self.qname_slowly(text, at)?;
        if let Some(cached) = self.cache.get_mut(slot) {
            *cached = name.0;
        }
        Ok(name)
    }

    fn qname_slowly(&mut self, text: &str, at: u64) -> Result<QName, XmlError> {
        let (prefix, local) = match text.split_once(':') {
            Some((prefix, local)) => (Some(prefix), local),
            None => (None, text),
        };
        if !is_ncname(local) || !prefix.is_none_or(is_ncname) {
            return Err(Syntax::Name.at(at));
        }
        let whole = self.symbol(text, at)?;
        if let Some(&known) = self.by_text.get(&whole) {
            return Ok(known);
        }
        let prefix = self.symbol(prefix.unwrap_or_default(), at)?;
        let local = self.symbol(local, at)?;
        let name = QName(u32::try_from(self.qnames.len()).unwrap_or(u32::MAX));
        self.qnames.push(Parts { text: whole, prefix, local });
        self.by_text.insert(whole, name);
        Ok(name)
    }
}

/// A slot of the cache; collisions only cost the full look-up.
fn slot(bytes: &[u8]) -> usize {
    let fold = |sum: u64, byte: &u8| (sum << 8) | u64::from(*byte);
    let head = bytes.iter().take(8).fold(0, fold);
    let tail = bytes.iter().rev().take(8).fold(0, fold);
    let mixed =
        (head ^ tail.rotate_left(29) ^ bytes.len() as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (mixed >> 56) as usize % CACHE
}
