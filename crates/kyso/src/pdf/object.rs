//! PDF values and indirect objects out of tokens, iteratively, with the spans of their entries.

use std::ops::Range;
use std::sync::Arc;

use lopdf::{Dictionary, Object, ObjectId};

use super::crypt::Crypt;
use super::error::{PdfError, SyntaxFault};
use super::lex::{Lexer, Stop, Token};
use crate::limits::{MAX_NESTING, MAX_OBJECT_VALUES};

/// One entry of a dictionary as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawEntry {
    /// The key, `#xx` undone, without the `/`.
    pub key: Vec<u8>,
    /// The key's bytes with the `/`, counted like [`RawObject::bytes`].
    pub key_span: Range<usize>,
    /// The value's bytes.
    pub value_span: Range<usize>,
}

/// An object's value as it is written: for changes that keep every other byte, and to see what a
/// parsed dictionary hides, such as a key given twice.
#[derive(Clone, Debug)]
pub struct RawObject {
    /// The object.
    pub id: ObjectId,
    /// The value's own bytes: of a dictionary from `<<` to `>>`, without `obj` and `endobj`.
    pub bytes: Vec<u8>,
    /// File offset of `bytes`; `None` when the object lies in an object stream.
    pub offset: Option<u64>,
    /// The value, parsed; a stream's is its dictionary.
    pub value: Object,
    /// The entries of the dictionary, in written order, duplicates included. Empty for a value
    /// that is no dictionary.
    pub entries: Vec<RawEntry>,
    /// Whether a key stands twice in a dictionary at any depth of the value.
    pub doubled: bool,
    /// Whether it stands there with two different values, or a number is written in a way that
    /// readers read differently (`--5`).
    pub ambiguous: bool,
    /// What the strings in `bytes` are encrypted with; those in `value` are plain.
    pub(super) crypt: Option<Arc<Crypt>>,
}

impl RawObject {
    /// The entries with this key: more than one is a file that different readers read
    /// differently (ISO 32000-2 §7.3.7).
    pub fn all<'a>(&'a self, key: &'a [u8]) -> impl Iterator<Item = &'a RawEntry> {
        self.entries.iter().filter(move |entry| entry.key == key)
    }

    /// The last entry with this key: the one that the parsed dictionary holds.
    #[must_use]
    pub fn entry(&self, key: &[u8]) -> Option<&RawEntry> {
        self.entries.iter().rev().find(|entry| entry.key == key)
    }

    /// The numbers with a decimal point in it, as written and ascending: the parsed value holds
    /// fewer digits than some readers do.
    pub(crate) fn reals(&self) -> Vec<f64> {
        let mut lexer = Lexer::new(&self.bytes, 0, true);
        let mut reals = Vec::new();
        while let Ok((token, span)) = lexer.token() {
            match token {
                Token::End => break,
                Token::Real(_) => {
                    let local = |at: u64| usize::try_from(at).unwrap_or(usize::MAX);
                    let text = self.bytes.get(local(span.start)..local(span.end));
                    let text = text.and_then(|text| std::str::from_utf8(text).ok());
                    reals.push(text.and_then(|text| text.parse().ok()).unwrap_or(f64::NAN));
                }
                _ => {}
            }
        }
        reals.sort_by(f64::total_cmp);
        reals
    }

    /// The file span of a range of `bytes`; `None` in an object stream.
    #[must_use]
    pub fn file_span(&self, range: &Range<usize>) -> Option<Range<u64>> {
        let start = self.offset?.checked_add(range.start as u64)?;
        Some(start..start.checked_add(range.len() as u64)?)
    }

    /// Reads a value nested in this one, from its span, as an object of its own.
    ///
    /// # Errors
    /// Syntax faults; none when the span comes from [`Self::entries`].
    pub fn nested(&self, span: &Range<usize>) -> Result<RawObject, PdfError> {
        let base = self.offset.unwrap_or_default().saturating_add(span.start as u64);
        let bytes = self.bytes.get(span.clone()).unwrap_or_default();
        let mut lexer = Lexer::new(bytes, base, true);
        let mut written = lexer.written().map_err(|stop| stop.at(base))?;
        let offset = self.offset.is_some().then_some(base);
        if let Some(crypt) = &self.crypt {
            let bad = |fault| PdfError::BadObject { object: self.id, offset, fault };
            crypt.open_value(self.id, &mut written.value).map_err(bad)?;
        }
        let raw = written.into_raw(self.id, bytes, base, offset);
        Ok(RawObject { crypt: self.crypt.clone(), ..raw })
    }
}

impl Stop {
    /// The error of lexing bytes that are known to be all.
    pub(super) fn at(self, offset: u64) -> PdfError {
        match self {
            Self::Fault(error) => error,
            Self::More => PdfError::Truncated { offset },
        }
    }
}

/// An entry of the outermost dictionary, with spans in the file.
#[derive(Clone, Debug)]
struct Entry {
    key: Vec<u8>,
    key_span: Range<u64>,
    value_span: Range<u64>,
}

/// A value with its place and, for a dictionary, its entries.
#[derive(Clone, Debug)]
pub(crate) struct Written {
    pub(super) value: Object,
    pub(super) span: Range<u64>,
    entries: Vec<Entry>,
    /// Whether a key stands twice in a dictionary at any depth.
    pub(super) doubled: bool,
    /// As in [`RawObject::ambiguous`].
    pub(super) ambiguous: bool,
}

impl Written {
    /// As a [`RawObject`]; `piece` are the bytes from `base` on that hold it.
    pub(super) fn into_raw(
        self,
        id: ObjectId,
        piece: &[u8],
        base: u64,
        offset: Option<u64>,
    ) -> RawObject {
        let from =
            |at: u64, origin: u64| usize::try_from(at.saturating_sub(origin)).unwrap_or(usize::MAX);
        let start = self.span.start;
        let local = |span: &Range<u64>| from(span.start, start)..from(span.end, start);
        let bytes = piece.get(from(start, base)..from(self.span.end, base)).unwrap_or_default();
        let entries = self.entries.iter().map(|entry| RawEntry {
            key: entry.key.clone(),
            key_span: local(&entry.key_span),
            value_span: local(&entry.value_span),
        });
        RawObject {
            id,
            bytes: bytes.to_vec(),
            offset,
            entries: entries.collect(),
            doubled: self.doubled,
            ambiguous: self.ambiguous,
            value: self.value,
            crypt: None,
        }
    }
}

/// `N G obj`, a value and what follows.
#[derive(Clone, Debug)]
pub(crate) struct Indirect {
    pub(super) id: ObjectId,
    pub(super) written: Written,
    /// Where a stream's data starts.
    pub(super) data: Option<u64>,
    /// The offset of the last byte that had a say in how it reads; `u64::MAX` where that is not
    /// known.
    pub(super) looked: u64,
    /// How many values it holds.
    pub(super) values: usize,
}

enum Frame {
    Array(Vec<Object>),
    Dict { dict: Dictionary, key: Option<(Vec<u8>, Range<u64>)> },
}

/// The open brackets around the place being read.
struct Builder {
    stack: Vec<Frame>,
    entries: Vec<Entry>,
    doubled: bool,
    ambiguous: bool,
    start: u64,
}

impl Builder {
    fn open(&mut self, frame: Frame, at: u64) -> Result<(), Stop> {
        if self.stack.len() >= MAX_NESTING {
            return Err(PdfError::NestedTooDeep { offset: at }.into());
        }
        self.stack.push(frame);
        Ok(())
    }

    /// Puts a finished value in its place; hands it back when it is the outermost.
    fn place(&mut self, value: Object, span: Range<u64>) -> Option<Object> {
        let outermost = self.stack.len() == 1;
        match self.stack.last_mut() {
            None => return Some(value),
            Some(Frame::Array(array)) => array.push(value),
            Some(Frame::Dict { dict, key }) => {
                if let Some((key, key_span)) = key.take() {
                    if outermost {
                        self.entries.push(Entry { key: key.clone(), key_span, value_span: span });
                    }
                    let values = dict.as_hashmap_mut();
                    let (at, before) = values.insert_full(key, value);
                    if let Some(before) = before {
                        self.doubled = true;
                        self.ambiguous |= values.get_index(at).is_none_or(|now| *now.1 != before);
                    }
                }
            }
        }
        None
    }

    /// Ends the innermost bracket.
    fn close(&mut self, array: bool, at: u64) -> Result<Object, Stop> {
        match self.stack.pop() {
            Some(Frame::Array(values)) if array => Ok(Object::Array(values)),
            Some(Frame::Dict { dict, key: None }) if !array => Ok(Object::Dictionary(dict)),
            Some(Frame::Dict { key: Some(_), .. }) => {
                Err(Lexer::fault(at, SyntaxFault::MissingValue))
            }
            _ => Err(Lexer::fault(at, SyntaxFault::Unbalanced)),
        }
    }
}

impl Lexer<'_> {
    /// The value that starts here, with its span and its entries' spans.
    pub(super) fn written(&mut self) -> Result<Written, Stop> {
        self.build()
    }

    fn build(&mut self) -> Result<Written, Stop> {
        self.skip_space();
        let start = self.offset();
        self.odd = false;
        let mut builder = Builder {
            stack: Vec::new(),
            entries: Vec::new(),
            doubled: false,
            ambiguous: false,
            start,
        };
        // Where each open bracket began, for the span of what it becomes.
        let mut opened = Vec::new();
        loop {
            let (token, span) = self.token()?;
            if let Some(Frame::Dict { key: key @ None, .. }) = builder.stack.last_mut() {
                match token {
                    Token::Name(name) => {
                        *key = Some((name, span));
                        continue;
                    }
                    Token::DictClose => {}
                    Token::End => return Err(self.at_end()),
                    _ => return Err(Self::fault(span.start, SyntaxFault::KeyNotName)),
                }
            }
            let (value, from) = match token {
                Token::ArrayOpen | Token::DictOpen => {
                    let frame = match token {
                        Token::ArrayOpen => Frame::Array(Vec::new()),
                        _ => Frame::Dict { dict: Dictionary::new(), key: None },
                    };
                    builder.open(frame, span.start)?;
                    opened.push(span.start);
                    continue;
                }
                Token::ArrayClose | Token::DictClose => {
                    let value = builder.close(token == Token::ArrayClose, span.start)?;
                    (value, opened.pop().unwrap_or(span.start))
                }
                scalar => (self.scalar(scalar, span.start)?, span.start),
            };
            self.count(builder.start)?;
            let span = from..self.offset();
            if let Some(value) = builder.place(value, span.clone()) {
                let Builder { entries, doubled, ambiguous, .. } = builder;
                let ambiguous = ambiguous || self.odd;
                return Ok(Written { value, span, entries, doubled, ambiguous });
            }
        }
    }

    fn count(&mut self, offset: u64) -> Result<(), Stop> {
        self.values += 1;
        if self.values > MAX_OBJECT_VALUES {
            let limit = MAX_OBJECT_VALUES as u64;
            return Err(PdfError::ObjectTooLarge { offset, limit }.into());
        }
        Ok(())
    }

    fn scalar(&mut self, token: Token<'_>, at: u64) -> Result<Object, Stop> {
        Ok(match token {
            Token::Integer(integer) => match u32::try_from(integer) {
                Ok(number) => match self.reference_tail()? {
                    Some(generation) => Object::Reference((number, generation)),
                    None => Object::Integer(integer),
                },
                Err(_) => Object::Integer(integer),
            },
            Token::Real(real) => Object::Real(real),
            Token::Name(name) => Object::Name(name),
            Token::String(bytes, format) => Object::String(bytes, format),
            Token::Word(b"true") => Object::Boolean(true),
            Token::Word(b"false") => Object::Boolean(false),
            Token::Word(b"null") => Object::Null,
            Token::End => return Err(self.at_end()),
            _ => return Err(Self::fault(at, SyntaxFault::Keyword)),
        })
    }

    /// `N G obj`, when it stands here.
    pub(super) fn header(&mut self) -> Result<Option<ObjectId>, Stop> {
        let (Token::Integer(number), _) = self.token()? else { return Ok(None) };
        let (Token::Integer(generation), _) = self.token()? else { return Ok(None) };
        let (Token::Word(b"obj"), _) = self.token()? else { return Ok(None) };
        Ok(u32::try_from(number).ok().zip(u16::try_from(generation).ok()))
    }

    /// What follows a header: the value, and `endobj` or the start of a stream.
    pub(super) fn body(&mut self, id: ObjectId) -> Result<Indirect, Stop> {
        let written = self.written()?;
        let mut ahead = self.clone();
        // Readers do not insist on `endobj`, and whatever else stands here belongs to nobody: a
        // byte that is no token is no fault of this object.
        let (data, looked) = match ahead.token() {
            Err(Stop::More) => return Err(Stop::More),
            Ok((Token::Word(b"stream"), _)) if matches!(written.value, Object::Dictionary(_)) => {
                let start = ahead.stream_start()?;
                // A line feed may follow the carriage return that was the last byte.
                (Some(start), start.saturating_add(1))
            }
            // What stands behind two integers decides whether they begin a reference.
            Ok((Token::Integer(_), _)) if matches!(written.value, Object::Integer(_)) => {
                (None, u64::MAX)
            }
            // A longer word may begin with this one.
            Ok(_) => (None, ahead.offset()),
            Err(Stop::Fault(_)) => (None, u64::MAX),
        };
        Ok(Indirect { id, written, data, looked, values: self.values })
    }

    /// After `stream` come CR LF or LF (ISO 32000-1 §7.3.8.1); a lone CR is taken too.
    fn stream_start(&mut self) -> Result<u64, Stop> {
        if !self.eat(b"\r\n")? && !self.eat(b"\n")? {
            self.eat(b"\r")?;
        }
        Ok(self.offset())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &[u8]) -> Result<Object, PdfError> {
        Lexer::new(text, 0, true).written().map(|w| w.value).map_err(|stop| stop.at(0))
    }

    #[test]
    fn nested_values_read() {
        let value = value(b"<</A[1 2 0 R<</B null>>(x)]/C -1.5/D/E>>").unwrap();
        let dict = value.as_dict().unwrap();
        let array = dict.get(b"A").unwrap().as_array().unwrap();
        assert_eq!(array.len(), 4);
        assert_eq!(array[1], Object::Reference((2, 0)));
        assert_eq!(dict.get(b"D").unwrap().as_name().unwrap(), b"E");
    }

    #[test]
    fn entries_are_spans_of_the_bytes_duplicates_included() {
        let text = b"  << /A 1 0 R /B<</A 2>>/A [3] >> endobj";
        let written = Lexer::new(text, 50, true).written().unwrap();
        let raw = written.into_raw((9, 0), text, 50, Some(52));
        assert_eq!(raw.bytes, b"<< /A 1 0 R /B<</A 2>>/A [3] >>");
        let values: Vec<_> =
            raw.entries.iter().map(|e| (&e.key[..], &raw.bytes[e.value_span.clone()])).collect();
        assert_eq!(
            values,
            [(&b"A"[..], &b"1 0 R"[..]), (&b"B"[..], &b"<</A 2>>"[..]), (&b"A"[..], &b"[3]"[..])]
        );
        assert_eq!(raw.all(b"A").count(), 2);
        let b = raw.entry(b"B").unwrap();
        assert_eq!(raw.file_span(&b.value_span), Some(66..74));
        let nested = raw.nested(&b.value_span).unwrap();
        assert_eq!((nested.offset, nested.bytes.len()), (Some(66), 8));
        assert_eq!(nested.file_span(&nested.entries[0].value_span), Some(71..72));
    }

    #[test]
    fn a_doubled_key_is_seen_at_any_depth() {
        let doubled = |text| Lexer::new(text, 0, true).written().unwrap().doubled;
        assert!(doubled(b"<</A 1/B 2/#41 3>>"));
        assert!(doubled(b"[1<</B[<</C 1/C 1>>]>>]"));
        assert!(!doubled(b"<</A<</A 1>>/B<</A 1>>>>"));
    }

    #[test]
    fn deep_nesting_is_an_error_with_its_place() {
        for open in [&b"["[..], b"<</A"] {
            let text = open.repeat(200_000);
            let offset = (MAX_NESTING * open.len()) as u64;
            assert_eq!(value(&text), Err(PdfError::NestedTooDeep { offset }));
        }
        let deep = [b"[".repeat(MAX_NESTING), b"]".repeat(MAX_NESTING)].concat();
        assert!(value(&deep).is_ok());
    }

    #[test]
    fn malformed_values_are_faults_with_their_place() {
        let fault = |text: &[u8]| match value(text) {
            Err(PdfError::Syntax { offset, fault }) => (offset, fault),
            other => panic!("{other:?}"),
        };
        assert_eq!(fault(b"<</A>>"), (4, SyntaxFault::MissingValue));
        assert_eq!(fault(b"<<1 2>>"), (2, SyntaxFault::KeyNotName));
        assert_eq!(fault(b"[1>>"), (2, SyntaxFault::Unbalanced));
        assert_eq!(fault(b"]"), (0, SyntaxFault::Unbalanced));
        assert_eq!(fault(b"[endobj]"), (1, SyntaxFault::Keyword));
        assert_eq!(value(b"<</A (b"), Err(PdfError::Truncated { offset: 7 }));
        assert_eq!(value(b"[1 2"), Err(PdfError::Truncated { offset: 4 }));
    }

    #[test]
    fn a_flood_of_values_is_refused() {
        let text =
            b"[".iter().copied().chain(b"0 ".repeat(MAX_OBJECT_VALUES + 1)).collect::<Vec<_>>();
        assert!(matches!(value(&text), Err(PdfError::ObjectTooLarge { offset: 0, .. })));
    }

    #[test]
    fn indirect_objects_and_streams() {
        let text = b"7 1 obj<</Length 3>>stream\r\nabc\nendstream endobj";
        let mut lexer = Lexer::new(text, 0, true);
        let id = lexer.header().unwrap().unwrap();
        assert_eq!(id, (7, 1));
        assert_eq!(lexer.body(id).unwrap().data, Some(28));
        let mut lexer = Lexer::new(b"7 1 obj 5 endobj", 0, true);
        let id = lexer.header().unwrap().unwrap();
        let object = lexer.body(id).unwrap();
        assert_eq!((object.written.value, object.data), (Object::Integer(5), None));
    }
}
