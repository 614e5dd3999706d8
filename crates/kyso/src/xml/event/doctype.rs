//! Reads a document type declaration with an internal subset (XML 1.0 §2.8, §3.3, §4.2).
//!
//! Parameter entities are refused and nothing is fetched; element types and notations are passed
//! over.

use super::dtd::Dtd;
use super::reference::{Reference, reference};
use crate::xml::chars::{first_illegal, is_space, name_length};
use crate::xml::error::{Syntax, XmlError, XmlFault};

/// Texts of external entities, by system identifier.
pub(crate) type External<'e> = &'e [(String, String)];

struct Reader<'t> {
    text: &'t str,
    at: usize,
    base: u64,
}

/// Reads the declaration at the start of `text`, which stands at `base`; its length.
pub(super) fn read(
    text: &str,
    base: u64,
    external: External<'_>,
) -> Result<(Dtd, usize), XmlError> {
    let mut reader = Reader { text, at: 0, base };
    let mut dtd = Dtd::default();
    reader.expect("<!DOCTYPE")?;
    reader.space()?;
    reader.name()?;
    if reader.skip_space() && !reader.rest().starts_with(['[', '>']) {
        reader.external_id()?;
        reader.skip_space();
    }
    if reader.take("[") {
        reader.subset(&mut dtd, external)?;
        reader.skip_space();
    }
    reader.expect(">")?;
    Ok((dtd, reader.at))
}

impl<'t> Reader<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn fault(&self) -> XmlError {
        Syntax::DocumentType.at(self.place())
    }

    fn place(&self) -> u64 {
        self.base.saturating_add(self.at as u64)
    }

    fn take(&mut self, text: &str) -> bool {
        let is = self.rest().starts_with(text);
        self.at += if is { text.len() } else { 0 };
        is
    }

    fn expect(&mut self, text: &str) -> Result<(), XmlError> {
        if self.take(text) { Ok(()) } else { Err(self.fault()) }
    }

    fn skip_space(&mut self) -> bool {
        let length = self.rest().bytes().take_while(|&byte| is_space(byte)).count();
        self.at += length;
        length > 0
    }

    fn space(&mut self) -> Result<(), XmlError> {
        if self.skip_space() { Ok(()) } else { Err(self.fault()) }
    }

    fn name(&mut self) -> Result<&'t str, XmlError> {
        let name = self.rest().get(..name_length(self.rest().as_bytes())).unwrap_or_default();
        if name.is_empty() {
            return Err(self.fault());
        }
        self.at += name.len();
        Ok(name)
    }

    fn literal(&mut self) -> Result<&'t str, XmlError> {
        let quote = self.rest().chars().next().filter(|c| matches!(c, '"' | '\''));
        let quote = quote.ok_or_else(|| self.fault())?;
        let inner = self.rest().get(1..).unwrap_or_default();
        let (literal, _) = inner.split_once(quote).ok_or_else(|| self.fault())?;
        self.at += literal.len() + 2;
        match first_illegal(literal) {
            Some((_, c)) => Err(XmlError::new(self.place(), XmlFault::Character(c.into()))),
            None => Ok(literal),
        }
    }

    /// The system identifier.
    fn external_id(&mut self) -> Result<&'t str, XmlError> {
        if self.take("PUBLIC") {
            self.space()?;
            self.literal()?;
        } else {
            self.expect("SYSTEM")?;
        }
        self.space()?;
        self.literal()
    }

    fn until(&mut self, end: &str) -> Result<(), XmlError> {
        let found = self.rest().find(end).ok_or_else(|| self.fault())?;
        self.at += found + end.len();
        Ok(())
    }

    fn subset(&mut self, dtd: &mut Dtd, external: External<'_>) -> Result<(), XmlError> {
        loop {
            self.skip_space();
            if self.take("]") {
                return Ok(());
            } else if self.take("<!--") {
                self.until("-->")?;
            } else if self.take("<?") {
                self.until("?>")?;
            } else if self.take("<!ENTITY") {
                self.entity(dtd, external)?;
            } else if self.take("<!ATTLIST") {
                self.attributes(dtd)?;
            } else if self.take("<!ELEMENT") || self.take("<!NOTATION") {
                self.skip_declaration()?;
            } else {
                return Err(self.fault());
            }
        }
    }

    fn skip_declaration(&mut self) -> Result<(), XmlError> {
        loop {
            let next = self.rest().find(['"', '\'', '<', '>']).ok_or_else(|| self.fault())?;
            self.at += next;
            if self.take(">") {
                return Ok(());
            }
            self.literal()?;
        }
    }

    fn entity(&mut self, dtd: &mut Dtd, external: External<'_>) -> Result<(), XmlError> {
        self.space()?;
        let name = self.name()?;
        self.space()?;
        if self.rest().starts_with(['"', '\'']) {
            let value = self.literal()?;
            dtd.entity(name, self.replacement(value)?);
        } else {
            let system = self.external_id()?;
            let mut parsed = true;
            if self.skip_space() && self.take("NDATA") {
                self.space()?;
                self.name()?;
                parsed = false;
            }
            let known = external.iter().find(|(id, _)| parsed && id == system);
            if let Some((_, text)) = known {
                dtd.entity(name, text.replace("\r\n", "\n").replace('\r', "\n"));
            }
        }
        self.skip_space();
        self.expect(">")
    }

    /// Character references are resolved where an entity is declared, entities where it is used
    /// (§4.5).
    fn replacement(&self, value: &str) -> Result<String, XmlError> {
        let value = value.replace("\r\n", "\n").replace('\r', "\n");
        let (mut rest, mut text) = (value.as_str(), String::new());
        while let Some(special) = rest.find(['&', '%']) {
            let (head, tail) = rest.split_at_checked(special).unwrap_or((rest, ""));
            text.push_str(head);
            // A parameter entity, or no reference at all.
            let (reference, length) =
                reference(tail).filter(|_| tail.starts_with('&')).ok_or_else(|| self.fault())?;
            let written = tail.get(..length).unwrap_or_default();
            match reference {
                Reference::Char(c) if written.starts_with("&#") => text.push(c),
                _ => text.push_str(written),
            }
            rest = tail.get(length..).unwrap_or_default();
        }
        text.push_str(rest);
        Ok(text)
    }

    fn attributes(&mut self, dtd: &mut Dtd) -> Result<(), XmlError> {
        self.space()?;
        let element = self.name()?;
        loop {
            let spaced = self.skip_space();
            if self.take(">") {
                return Ok(());
            }
            if !spaced {
                return Err(self.fault());
            }
            let name = self.name()?;
            self.space()?;
            let is_tokenized = self.attribute_type()?;
            self.space()?;
            let default = if self.take("#REQUIRED") || self.take("#IMPLIED") {
                None
            } else {
                if self.take("#FIXED") {
                    self.space()?;
                }
                let at = self.place() + 1;
                Some((self.literal()?, at))
            };
            dtd.attribute(element, name, is_tokenized, default)?;
        }
    }

    fn attribute_type(&mut self) -> Result<bool, XmlError> {
        if self.rest().starts_with('(') {
            self.until(")")?;
            return Ok(true);
        }
        match self.name()? {
            "CDATA" => Ok(false),
            "ID" | "IDREF" | "IDREFS" | "ENTITY" | "ENTITIES" | "NMTOKEN" | "NMTOKENS" => Ok(true),
            "NOTATION" => {
                self.space()?;
                self.expect("(")?;
                self.until(")")?;
                Ok(true)
            }
            _ => Err(self.fault()),
        }
    }
}
