//! The strict reader: a document as events, each rule of XML 1.0 and Namespaces checked.
//!
//! quick-xml says where a markup token ends; what is in it is read here, because every token must
//! be judged and nothing may be passed over.

mod declaration;
mod doctype;
pub(crate) mod dtd;
pub(crate) mod names;
mod reference;
pub(crate) mod scope;
pub(crate) mod tag;
mod window;

use quick_xml::parser::{CommentParser, ElementParser, Parser, PiParser};

use self::dtd::Dtd;
use self::names::{Names, QName};
use self::reference::{MAX_REFERENCE, Reference, reference};
use self::scope::Scope;
use self::tag::{Reading, Tag};
use self::window::Window;
pub(crate) use self::window::{Stretch, io_fault};
use super::chars::{first_illegal, is_char, is_space, name_length, plain_length};
use super::error::{Limited, Syntax, XmlError, XmlFault};
use crate::limits::{MAX_XML_DEPTH, MAX_XML_TOKEN_BYTES};

/// From byte to byte of the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) start: u64,
    pub(crate) end: u64,
}

/// What a piece of text says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    /// What stands in the source.
    Source(Span),
    /// A reference or a line end.
    Char(char),
    /// An entity: what [`Events::expansion`] holds.
    Entity,
}

/// What comes next in a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Event {
    /// Details are in [`Events::tag`].
    Start,
    /// The end of an element; the span is of its end tag, and empty where it has none.
    End(Span),
    /// Neighbouring pieces are one text node.
    Text(Piece),
    /// Span of all of it, and of what is between the hyphens.
    Comment(Span, Span),
    /// Span of all of it, of the target, and of the data.
    ProcessingInstruction(Span, Span, Span),
    /// The document is over, and everything that must come has come.
    EndDocument,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Prolog,
    Content,
    Epilog,
}

struct Open {
    name: QName,
    outer: usize,
}

/// What a reader is told.
#[derive(Clone, Debug, Default)]
pub(crate) struct EventOptions {
    pub(crate) relative_namespaces: bool,
    /// Whether a document type declaration is read, and with which external texts.
    pub(crate) doctype: Option<Vec<(String, String)>>,
}

/// Reads a document event by event.
pub(crate) struct Events<'s> {
    window: Window<'s>,
    /// The next byte in the window.
    at: usize,
    pub(crate) names: Names,
    pub(crate) scope: Scope,
    /// The start tag read last.
    pub(crate) tag: Tag,
    open: Vec<Open>,
    stage: Stage,
    in_cdata: bool,
    end_of_empty: bool,
    options: EventOptions,
    dtd: Option<Box<Dtd>>,
    /// What the entity read last stands for.
    pub(crate) expansion: String,
    /// What the XML declaration calls the encoding.
    pub(crate) declared_encoding: Option<String>,
}

impl<'s> Events<'s> {
    /// Reads a document that is at hand.
    pub(crate) fn whole(text: &'s str, options: EventOptions) -> Result<Self, XmlError> {
        Self::new(Window::Whole(text), options)
    }

    /// Reads a document piece by piece.
    pub(crate) fn streamed(stretch: Stretch, options: EventOptions) -> Result<Self, XmlError> {
        Self::new(Window::sliding(stretch), options)
    }

    /// Reads an element of a document that was read before; `in_scope` are the namespaces that
    /// its parent has.
    pub(crate) fn element(
        stretch: Stretch,
        options: EventOptions,
        in_scope: &[(&str, &str)],
    ) -> Result<Self, XmlError> {
        let start = stretch.range.start;
        let mut events = Self::streamed(stretch, options)?;
        for (prefix, uri) in in_scope {
            let prefix = events.names.symbol(prefix, start)?;
            let uri = events.names.symbol(uri, start)?;
            events.scope.declare(prefix, uri);
        }
        Ok(events)
    }

    fn new(window: Window<'s>, options: EventOptions) -> Result<Self, XmlError> {
        let mut names = Names::new();
        let tag = Tag::new(names.qname("xml", 0)?);
        Ok(Self {
            window,
            at: 0,
            names,
            scope: Scope::new(),
            tag,
            open: Vec::new(),
            stage: Stage::Prolog,
            in_cdata: false,
            end_of_empty: false,
            options,
            dtd: None,
            expansion: String::new(),
            declared_encoding: None,
        })
    }

    /// The text of a span of the last event.
    pub(crate) fn str(&self, span: Span) -> &str {
        let place = |at: u64| usize::try_from(at.checked_sub(self.window.base())?).ok();
        let range = place(span.start).zip(place(span.end));
        range.and_then(|(start, end)| self.window.text().get(start..end)).unwrap_or_default()
    }

    /// How many elements are open.
    pub(crate) fn depth(&self) -> usize {
        self.open.len()
    }

    /// Where reading stands.
    pub(crate) fn offset(&self) -> u64 {
        self.window.base().saturating_add(self.at as u64)
    }

    fn rest(&self) -> &str {
        self.window.text().get(self.at..).unwrap_or_default()
    }

    fn slide(&mut self) -> Result<bool, XmlError> {
        let more = self.window.slide(self.at)?;
        if more {
            self.at = 0;
        }
        Ok(more)
    }

    /// Makes at least `length` bytes available if the document has them.
    fn reach(&mut self, length: usize) -> Result<(), XmlError> {
        while self.rest().len() < length && self.slide()? {}
        Ok(())
    }

    fn here(&self, ahead: usize) -> u64 {
        self.offset().saturating_add(ahead as u64)
    }

    fn take(&mut self, length: usize) -> Span {
        let start = self.offset();
        self.at += length;
        Span { start, end: self.offset() }
    }

    /// The next event.
    pub(crate) fn next(&mut self) -> Result<Event, XmlError> {
        if self.end_of_empty {
            self.end_of_empty = false;
            let end = self.tag.end;
            return Ok(self.close(Span { start: end, end }));
        }
        loop {
            if self.in_cdata {
                if let Some(piece) = self.cdata()? {
                    return Ok(Event::Text(piece));
                }
                continue;
            }
            let event = match self.rest().as_bytes().first().copied() {
                None if self.slide()? => None,
                None => return self.end_of_document(),
                Some(b'<') => self.markup()?,
                Some(_) if self.stage == Stage::Content => self.text()?.map(Event::Text),
                Some(_) => {
                    self.space_outside()?;
                    None
                }
            };
            if let Some(event) = event {
                return Ok(event);
            }
        }
    }

    fn end_of_document(&self) -> Result<Event, XmlError> {
        match self.stage {
            Stage::Epilog => Ok(Event::EndDocument),
            _ => Err(XmlError::new(self.offset(), XmlFault::UnexpectedEnd)),
        }
    }

    fn close(&mut self, span: Span) -> Event {
        if let Some(open) = self.open.pop() {
            self.scope.leave(open.outer);
        }
        if self.open.is_empty() {
            self.stage = Stage::Epilog;
        }
        Event::End(span)
    }

    /// White space before and after the document element.
    fn space_outside(&mut self) -> Result<(), XmlError> {
        let length = self.rest().bytes().take_while(|&byte| is_space(byte)).count();
        if length == 0 {
            return Err(Syntax::Outside.at(self.offset()));
        }
        self.take(length);
        Ok(())
    }

    fn markup(&mut self) -> Result<Option<Event>, XmlError> {
        // The longest that tells markup apart: `<![CDATA[`.
        self.reach(9)?;
        let rest = self.rest();
        match rest.as_bytes().get(1) {
            Some(b'/') => self.end_tag().map(Some),
            Some(b'?') => self.processing_instruction(),
            Some(b'!') if rest.starts_with("<!--") => self.comment().map(Some),
            Some(b'!') if rest.starts_with("<![CDATA[") => {
                if self.stage != Stage::Content {
                    return Err(Syntax::Outside.at(self.offset()));
                }
                self.take(9);
                self.in_cdata = true;
                Ok(None)
            }
            Some(b'!') if rest.starts_with("<!DOCTYPE") => self.doctype().map(|()| None),
            Some(b'!') => Err(Syntax::Bang.at(self.offset())),
            _ => self.start_tag().map(Some),
        }
    }

    /// Length of the markup token that is next, whose first `skip` bytes are known.
    ///
    /// `past` is how far behind what the parser finds the token ends: comments are found up to
    /// and with their `>`, the others up to it.
    fn token<P: Parser>(
        &mut self,
        mut parser: P,
        skip: usize,
        past: usize,
    ) -> Result<usize, XmlError> {
        let mut fed = skip;
        loop {
            let bytes = self.rest().as_bytes();
            let found = parser.feed(bytes.get(fed..).unwrap_or_default());
            let length = found.map_or(bytes.len(), |end| fed + end + past);
            if length > MAX_XML_TOKEN_BYTES {
                return Err(Limited::Token.at(self.offset(), MAX_XML_TOKEN_BYTES));
            }
            if found.is_some() {
                return Ok(length);
            }
            fed = length;
            if !self.slide()? {
                return Err(XmlError::new(self.here(length), XmlFault::UnexpectedEnd));
            }
        }
    }

    fn start_tag(&mut self) -> Result<Event, XmlError> {
        if self.stage == Stage::Epilog {
            return Err(Syntax::SecondRoot.at(self.offset()));
        }
        let length = self.token(ElementParser::default(), 1, 1)?;
        if self.open.len() >= MAX_XML_DEPTH {
            return Err(Limited::Depth.at(self.offset(), MAX_XML_DEPTH));
        }
        let start = self.offset();
        let token = self.window.text().get(self.at..self.at + length).unwrap_or_default();
        let mut reading = Reading {
            names: &mut self.names,
            scope: &mut self.scope,
            dtd: self.dtd.as_deref(),
            relative_namespaces: self.options.relative_namespaces,
        };
        self.tag.read(token, start, &mut reading)?;
        self.open.push(Open { name: self.tag.name, outer: self.tag.outer });
        self.stage = Stage::Content;
        self.end_of_empty = self.tag.is_empty;
        self.at += length;
        Ok(Event::Start)
    }

    fn end_tag(&mut self) -> Result<Event, XmlError> {
        let length = self.token(ElementParser::default(), 2, 1)?;
        let token = self.rest().get(..length).unwrap_or_default();
        let inner = token.get(2..length - 1).unwrap_or_default();
        let name = inner.trim_end_matches([' ', '\t', '\n', '\r']);
        let Some(open) = self.open.last() else { return Err(Syntax::Outside.at(self.offset())) };
        let expected = self.names.text(open.name);
        if name != expected {
            let fault = XmlFault::EndTagMismatch(expected.into());
            return Err(XmlError::new(self.offset(), fault));
        }
        let span = self.take(length);
        Ok(self.close(span))
    }

    fn comment(&mut self) -> Result<Event, XmlError> {
        let length = self.token(CommentParser::default(), 4, 0)?;
        let text = self.rest().get(4..length - 3).unwrap_or_default();
        if let Some(at) = memchr::memmem::find(text.as_bytes(), b"--") {
            return Err(Syntax::CommentHyphens.at(self.here(4 + at)));
        }
        if text.ends_with('-') {
            return Err(Syntax::CommentHyphens.at(self.here(length - 4)));
        }
        self.legal(text, 4)?;
        let span = self.take(length);
        Ok(Event::Comment(span, Span { start: span.start + 4, end: span.end - 3 }))
    }

    fn legal(&self, text: &str, ahead: usize) -> Result<(), XmlError> {
        match first_illegal(text) {
            Some((at, c)) => {
                Err(XmlError::new(self.here(ahead + at), XmlFault::Character(c.into())))
            }
            None => Ok(()),
        }
    }

    /// A processing instruction; nothing for the XML declaration.
    fn processing_instruction(&mut self) -> Result<Option<Event>, XmlError> {
        let length = self.token(PiParser::default(), 2, 1)?;
        let inner = self.rest().get(2..length - 2).unwrap_or_default();
        let target_length = name_length(inner.as_bytes());
        let (target, data) = inner.split_at_checked(target_length).unwrap_or((inner, ""));
        if target == "xml" {
            if self.offset() != 0 {
                return Err(Syntax::Declaration.at(self.offset()));
            }
            let declared = declaration::read(data).ok_or_else(|| Syntax::Declaration.at(0))?;
            self.declared_encoding = declared.encoding.map(str::to_owned);
            self.take(length);
            return Ok(None);
        }
        if target.eq_ignore_ascii_case("xml") {
            return Err(Syntax::PiTarget.at(self.offset()));
        }
        if !super::chars::is_ncname(target) {
            return Err(Syntax::Name.at(self.here(2)));
        }
        let space = data.bytes().take_while(|&byte| is_space(byte)).count();
        if space == 0 && !data.is_empty() {
            return Err(Syntax::Space.at(self.here(2 + target_length)));
        }
        self.legal(data, 2 + target_length)?;
        let span = self.take(length);
        let (name, end) = (span.start + 2, span.end - 2);
        let name_end = name + target_length as u64;
        let data = Span { start: name_end + space as u64, end };
        Ok(Some(Event::ProcessingInstruction(span, Span { start: name, end: name_end }, data)))
    }

    fn doctype(&mut self) -> Result<(), XmlError> {
        let (Some(external), Window::Whole(_)) = (&self.options.doctype, &self.window) else {
            return Err(XmlError::new(self.offset(), XmlFault::Doctype));
        };
        if self.stage != Stage::Prolog || self.dtd.is_some() {
            return Err(Syntax::DocumentType.at(self.offset()));
        }
        let (dtd, length) = doctype::read(self.rest(), self.offset(), external)?;
        self.take(length);
        self.dtd = Some(Box::new(dtd));
        Ok(())
    }

    /// A piece of text; nothing where the window must move on first.
    fn text(&mut self) -> Result<Option<Piece>, XmlError> {
        let rest = self.rest();
        let bytes = rest.as_bytes();
        let mut length = 0;
        loop {
            length += plain_length(bytes.get(length..).unwrap_or_default());
            match bytes.get(length) {
                Some(b'>') => {
                    if bytes.get(..length).is_some_and(|before| before.ends_with(b"]]")) {
                        return Err(Syntax::CdataEndInText.at(self.here(length - 2)));
                    }
                    length += 1;
                }
                Some(0xEF) => length += self.legal_char(length)?,
                Some(b'<' | b'&' | b'\r') => break,
                Some(&byte) => {
                    let fault = XmlFault::Character(byte.into());
                    return Err(XmlError::new(self.here(length), fault));
                }
                None => return self.text_to_window_end(length),
            }
        }
        if length > 0 {
            return Ok(Some(Piece::Source(self.take(length))));
        }
        match bytes.first() {
            Some(b'\r') => self.line_end(),
            _ => self.reference(),
        }
    }

    /// Text up to the end of the window: `]]` is held back, since `>` may follow.
    fn text_to_window_end(&mut self, length: usize) -> Result<Option<Piece>, XmlError> {
        let text = self.rest().get(..length).unwrap_or_default();
        let held = if text.ends_with("]]") { 2 } else { usize::from(text.ends_with(']')) };
        if length > held {
            return Ok(Some(Piece::Source(self.take(length - held))));
        }
        if self.slide()? {
            return Ok(None);
        }
        Err(XmlError::new(self.here(length), XmlFault::UnexpectedEnd))
    }

    /// Length of the character `ahead`.
    fn legal_char(&self, ahead: usize) -> Result<usize, XmlError> {
        match self.rest().get(ahead..).and_then(|rest| rest.chars().next()) {
            Some(c) if is_char(c) => Ok(c.len_utf8()),
            c => {
                let code = c.map_or(0, u32::from);
                Err(XmlError::new(self.here(ahead), XmlFault::Character(code)))
            }
        }
    }

    /// CR LF and CR alone are LF (§2.11). The CR goes; an LF after it is read as text.
    fn line_end(&mut self) -> Result<Option<Piece>, XmlError> {
        self.reach(2)?;
        let before_lf = self.rest().as_bytes().get(1) == Some(&b'\n');
        self.take(1);
        Ok((!before_lf).then_some(Piece::Char('\n')))
    }

    fn reference(&mut self) -> Result<Option<Piece>, XmlError> {
        self.reach(MAX_REFERENCE)?;
        match reference(self.rest()) {
            Some((Reference::Char(c), length)) => {
                self.take(length);
                Ok(Some(Piece::Char(c)))
            }
            Some((Reference::Entity(name), length)) => {
                let at = self.offset();
                let unknown = || XmlError::new(at, XmlFault::Entity(name.into()));
                let dtd = self.dtd.as_deref().ok_or_else(unknown)?;
                let mut expansion = String::new();
                dtd.expand(name, at, 0, &mut expansion)?;
                self.expansion = expansion;
                self.take(length);
                Ok((!self.expansion.is_empty()).then_some(Piece::Entity))
            }
            None => Err(Syntax::Reference.at(self.offset())),
        }
    }

    /// A piece of a CDATA section; nothing at its end or where the window must move on first.
    fn cdata(&mut self) -> Result<Option<Piece>, XmlError> {
        let bytes = self.rest().as_bytes();
        let stop = |byte: &u8| {
            matches!(byte, b']' | b'\r' | 0xEF | 0..0x20) && !matches!(byte, b'\t' | b'\n')
        };
        let mut length = 0;
        loop {
            let rest = bytes.get(length..).unwrap_or_default();
            length += rest.iter().position(stop).unwrap_or(rest.len());
            match bytes.get(length..).unwrap_or_default() {
                [b'\r', ..] | [] | [b']'] | [b']', b']'] | [b']', b']', b'>', ..] => break,
                [b']', ..] => length += 1,
                [0xEF, ..] => length += self.legal_char(length)?,
                [byte, ..] => {
                    let fault = XmlFault::Character((*byte).into());
                    return Err(XmlError::new(self.here(length), fault));
                }
            }
        }
        if length > 0 {
            return Ok(Some(Piece::Source(self.take(length))));
        }
        match bytes {
            [b'\r', ..] => self.line_end(),
            [b']', b']', b'>', ..] => {
                self.take(3);
                self.in_cdata = false;
                Ok(None)
            }
            _ => {
                if self.slide()? {
                    return Ok(None);
                }
                Err(XmlError::new(self.offset(), XmlFault::UnexpectedEnd))
            }
        }
    }
}
