//! Start tags: attributes, namespace declarations, values as XML 1.0 §3.3.3 normalises them.

use super::dtd::Dtd;
use super::names::{Names, QName, Symbol};
use super::reference::{Reference, reference};
use super::scope::Scope;
use crate::limits::MAX_XML_ATTRIBUTES;
use crate::xml::chars::{first_illegal, is_space, name_length, value_length};
use crate::xml::error::{Limited, Syntax, XmlError, XmlFault};

/// Where an attribute's normalised value is.
#[derive(Clone, Copy, Debug)]
pub(crate) enum ValueAt {
    /// In the source as it stands, from byte to byte.
    Source(u64, u64),
    /// In [`Tag::pool`].
    Pool(usize, usize),
}

/// One attribute, or one namespace declaration.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RawAttribute {
    pub(crate) name: QName,
    pub(crate) namespace: Symbol,
    /// First byte of the name in the source; defaults have the place of their element.
    pub(crate) at: u64,
    pub(crate) value: ValueAt,
}

/// The start tag read last.
pub(crate) struct Tag {
    pub(crate) name: QName,
    pub(crate) namespace: Symbol,
    pub(crate) start: u64,
    pub(crate) end: u64,
    /// `<a/>`: an end follows that has no tag.
    pub(crate) is_empty: bool,
    /// In the order of the source, without declarations.
    pub(crate) attributes: Vec<RawAttribute>,
    /// How many declarations were in scope before this element's own.
    pub(crate) outer: usize,
    pub(crate) pool: String,
    expanded: Vec<(Symbol, Symbol, u64)>,
}

/// What reading a tag needs beside the tag.
pub(crate) struct Reading<'r> {
    pub(crate) names: &'r mut Names,
    pub(crate) scope: &'r mut Scope,
    pub(crate) dtd: Option<&'r Dtd>,
    pub(crate) relative_namespaces: bool,
}

impl Tag {
    pub(crate) fn new(name: QName) -> Self {
        Self {
            name,
            namespace: Symbol::EMPTY,
            start: 0,
            end: 0,
            is_empty: false,
            attributes: Vec::new(),
            outer: 0,
            pool: String::new(),
            expanded: Vec::new(),
        }
    }

    /// Reads `token`, all of a start tag from `<` to `>`, which stands at `start`.
    pub(crate) fn read(
        &mut self,
        token: &str,
        start: u64,
        with: &mut Reading<'_>,
    ) -> Result<(), XmlError> {
        self.start = start;
        self.end = start.saturating_add(token.len() as u64);
        self.attributes.clear();
        self.pool.clear();
        self.outer = with.scope.depth();
        let bytes = token.as_bytes();
        let name_end = 1 + name_length(bytes.get(1..).unwrap_or_default());
        let name = token.get(1..name_end).unwrap_or_default();
        self.name = with.names.qname(name, start + 1)?;
        let mut at = name_end;
        loop {
            let after_space = skip_space(bytes, at);
            match bytes.get(after_space) {
                Some(b'>') if after_space + 1 == bytes.len() => {
                    self.is_empty = false;
                    break;
                }
                Some(b'/') if bytes.get(after_space + 1..) == Some(b">") => {
                    self.is_empty = true;
                    break;
                }
                _ if after_space == at => return Err(Syntax::TagEnd.at(start + at as u64)),
                _ => at = self.attribute(token, after_space, with)?,
            }
        }
        if let Some(dtd) = with.dtd {
            self.add_defaults(dtd, with)?;
        }
        self.resolve(with)
    }

    /// One attribute or declaration that starts at `at`; where it ends.
    fn attribute(
        &mut self,
        token: &str,
        at: usize,
        with: &mut Reading<'_>,
    ) -> Result<usize, XmlError> {
        let bytes = token.as_bytes();
        let place = |at: usize| self.start.saturating_add(at as u64);
        if self.attributes.len() + with.scope.depth() - self.outer >= MAX_XML_ATTRIBUTES {
            return Err(Limited::Attributes.at(place(at), MAX_XML_ATTRIBUTES));
        }
        let name_end = at + name_length(bytes.get(at..).unwrap_or_default());
        let name = with.names.qname(token.get(at..name_end).unwrap_or_default(), place(at))?;
        let equals = skip_space(bytes, name_end);
        if bytes.get(equals) != Some(&b'=') {
            return Err(Syntax::Equals.at(place(equals)));
        }
        let quote_at = skip_space(bytes, equals + 1);
        let Some(&quote @ (b'"' | b'\'')) = bytes.get(quote_at) else {
            return Err(Syntax::Quote.at(place(quote_at)));
        };
        let rest = bytes.get(quote_at + 1..).unwrap_or_default();
        let plain = value_length(rest);
        let (length, is_plain) = match rest.get(plain) {
            Some(&byte) if byte == quote => (plain, true),
            _ => {
                let length = memchr::memchr(quote, rest);
                (length.ok_or_else(|| Syntax::Quote.at(place(quote_at)))?, false)
            }
        };
        let (value_start, value_end) = (quote_at + 1, quote_at + 1 + length);
        let (from, to, name_at) = (place(value_start), place(value_end), place(at));
        let raw = token.get(value_start..value_end).unwrap_or_default();
        let tokenized = with
            .dtd
            .is_some_and(|dtd| dtd.is_tokenized(with.names.text(self.name), with.names.text(name)));
        let value = if is_plain && !tokenized {
            ValueAt::Source(from, to)
        } else {
            let pool_start = self.pool.len();
            normalise(raw, from, with.dtd, &mut self.pool)?;
            if tokenized {
                collapse(&mut self.pool, pool_start);
            }
            ValueAt::Pool(pool_start, self.pool.len())
        };
        let attribute = RawAttribute { name, namespace: Symbol::EMPTY, at: name_at, value };
        self.keep(attribute, raw, with)?;
        Ok(value_end + 1)
    }

    /// Sorts declarations from attributes.
    fn keep(
        &mut self,
        attribute: RawAttribute,
        raw: &str,
        with: &mut Reading<'_>,
    ) -> Result<(), XmlError> {
        let parts = with.names.parts(attribute.name);
        let prefix = if parts.prefix == Symbol::XMLNS {
            parts.local
        } else if parts.text == Symbol::XMLNS {
            Symbol::EMPTY
        } else {
            self.attributes.push(attribute);
            return Ok(());
        };
        let uri = match attribute.value {
            ValueAt::Source(..) => raw,
            ValueAt::Pool(start, end) => self.pool.get(start..end).unwrap_or_default(),
        };
        if with.scope.is_declared_since(prefix, self.outer) {
            let name = with.names.str(parts.text).into();
            return Err(XmlError::new(attribute.at, XmlFault::DuplicateAttribute(name)));
        }
        declare(prefix, uri, attribute.at, with)
    }

    /// Defaults of the document type declaration for what the tag does not say.
    fn add_defaults(&mut self, dtd: &Dtd, with: &mut Reading<'_>) -> Result<(), XmlError> {
        let element = with.names.text(self.name).to_owned();
        for (name, default) in dtd.defaults(&element) {
            let name = with.names.qname(name, self.start)?;
            let parts = with.names.parts(name);
            let declares = if parts.prefix == Symbol::XMLNS {
                with.scope.is_declared_since(parts.local, self.outer)
            } else {
                parts.text == Symbol::XMLNS
                    && with.scope.is_declared_since(Symbol::EMPTY, self.outer)
            };
            if declares || self.attributes.iter().any(|given| given.name == name) {
                continue;
            }
            let start = self.pool.len();
            self.pool.push_str(default);
            let value = ValueAt::Pool(start, self.pool.len());
            let at = self.start;
            self.keep(RawAttribute { name, namespace: Symbol::EMPTY, at, value }, default, with)?;
        }
        Ok(())
    }

    /// Prefixes to namespaces, once all declarations are known; then duplicates by expanded name.
    fn resolve(&mut self, with: &Reading<'_>) -> Result<(), XmlError> {
        let namespace = |prefix: Symbol, at: u64| {
            with.scope.resolve(prefix).filter(|_| prefix != Symbol::XMLNS).ok_or_else(|| {
                XmlError::new(at, XmlFault::UndeclaredPrefix(with.names.str(prefix).into()))
            })
        };
        self.namespace = namespace(with.names.parts(self.name).prefix, self.start + 1)?;
        self.expanded.clear();
        for attribute in &mut self.attributes {
            let parts = with.names.parts(attribute.name);
            if parts.prefix != Symbol::EMPTY {
                attribute.namespace = namespace(parts.prefix, attribute.at)?;
            }
            self.expanded.push((attribute.namespace, parts.local, attribute.at));
        }
        if self.expanded.len() < 2 {
            return Ok(());
        }
        self.expanded.sort_unstable();
        for (a, b) in self.expanded.iter().zip(self.expanded.iter().skip(1)) {
            if (a.0, a.1) == (b.0, b.1) {
                let name = with.names.str(b.1).into();
                return Err(XmlError::new(b.2, XmlFault::DuplicateAttribute(name)));
            }
        }
        Ok(())
    }
}

/// Checks and makes one declaration (Namespaces §2.2, §3, §5).
fn declare(prefix: Symbol, uri: &str, at: u64, with: &mut Reading<'_>) -> Result<(), XmlError> {
    let uri_symbol = with.names.symbol(uri, at)?;
    let to_xml = uri_symbol == Symbol::XML_NAMESPACE;
    let forbidden = prefix == Symbol::XMLNS
        || uri_symbol == Symbol::XMLNS_NAMESPACE
        || (prefix == Symbol::XML) != to_xml
        || (uri.is_empty() && prefix != Symbol::EMPTY);
    if forbidden {
        let prefix = with.names.str(prefix).into();
        return Err(XmlError::new(at, XmlFault::ReservedNamespace(prefix)));
    }
    if !uri.is_empty() && !with.relative_namespaces && !is_absolute(uri) {
        return Err(XmlError::new(at, XmlFault::RelativeNamespace(uri.into())));
    }
    with.scope.declare(prefix, uri_symbol);
    Ok(())
}

/// Whether a URI reference begins with a scheme (RFC 3986 §3.1).
fn is_absolute(uri: &str) -> bool {
    let Some((scheme, _)) = uri.split_once(':') else { return false };
    let mut chars = scheme.chars();
    chars.next().is_some_and(|c| c.is_ascii_alphabetic())
        && chars.all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
}

fn skip_space(bytes: &[u8], from: usize) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    from + rest.iter().take_while(|&&byte| is_space(byte)).count()
}

/// The normalised value of `raw`, which stands at `at`, as for CDATA attributes (§3.3.3).
pub(super) fn normalise(
    raw: &str,
    at: u64,
    dtd: Option<&Dtd>,
    into: &mut String,
) -> Result<(), XmlError> {
    let place = |from: usize| at.saturating_add(from as u64);
    if let Some((from, c)) = first_illegal(raw) {
        return Err(XmlError::new(place(from), XmlFault::Character(c.into())));
    }
    let mut from = 0;
    while let Some(rest) = raw.get(from..).filter(|rest| !rest.is_empty()) {
        let special = |byte: u8| matches!(byte, b'<' | b'&' | b'\t' | b'\n' | b'\r');
        let plain = rest.bytes().position(special).unwrap_or(rest.len());
        let (head, tail) = rest.split_at_checked(plain).unwrap_or((rest, ""));
        into.push_str(head);
        from += plain;
        from += match tail.as_bytes().first() {
            None => 0,
            Some(b'<') => return Err(Syntax::LessThanInValue.at(place(from))),
            Some(b'&') => match reference(tail) {
                Some((Reference::Char(c), length)) => {
                    into.push(c);
                    length
                }
                Some((Reference::Entity(name), length)) => {
                    let fault = || XmlError::new(place(from), XmlFault::Entity(name.into()));
                    dtd.ok_or_else(fault)?.expand_in_value(name, place(from), into)?;
                    length
                }
                None => return Err(Syntax::Reference.at(place(from))),
            },
            // One line end is one space.
            Some(b'\r') if tail.as_bytes().get(1) == Some(&b'\n') => {
                into.push(' ');
                2
            }
            Some(_) => {
                into.push(' ');
                1
            }
        };
    }
    Ok(())
}

/// What a tokenized type adds (§3.3.3): no spaces at the ends, single ones between.
pub(super) fn collapse(pool: &mut String, start: usize) {
    let tokens: Vec<&str> =
        pool.get(start..).unwrap_or_default().split(' ').filter(|t| !t.is_empty()).collect();
    let collapsed = tokens.join(" ");
    pool.truncate(start);
    pool.push_str(&collapsed);
}
