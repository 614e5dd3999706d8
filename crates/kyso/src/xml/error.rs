//! What can be wrong with an XML document, as facts: where, and which rule.

use std::io;

/// Why an XML document could not be read or canonicalized.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("XML at byte {offset}: {fault}")]
pub struct XmlError {
    /// Byte in the document as UTF-8 (without a byte order mark) where the fault is.
    pub offset: u64,
    /// What is wrong there.
    pub fault: XmlFault,
}

/// A place in a document, for people. Both count from 1; columns count characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Location {
    /// The line; lines end with LF, CR LF or CR.
    pub line: u64,
    /// The character in the line.
    pub column: u64,
}

impl XmlError {
    pub(crate) fn new(offset: u64, fault: XmlFault) -> Self {
        Self { offset, fault }
    }

    /// Line and column of the fault in `source`, the document as UTF-8.
    #[must_use]
    pub fn location(&self, source: &str) -> Location {
        let end = usize::try_from(self.offset).unwrap_or(usize::MAX).min(source.len());
        let before = source.as_bytes().get(..end).unwrap_or_default();
        let mut here = Location { line: 1, column: 1 };
        let mut after_cr = false;
        for &byte in before {
            match byte {
                b'\n' if after_cr => {}
                b'\n' | b'\r' => here = Location { line: here.line + 1, column: 1 },
                // Continuation bytes of UTF-8 are no characters of their own.
                0x80..=0xBF => {}
                _ => here.column += 1,
            }
            after_cr = byte == b'\r';
        }
        here
    }
}

/// Which rule a document breaks. Sections are of XML 1.0 (5th edition) unless said otherwise.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum XmlFault {
    /// Reading failed.
    #[error("reading: {0}")]
    Io(io::ErrorKind),
    /// The bytes are no text in the document's encoding (§4.3.3).
    #[error("not valid in the document's encoding")]
    Encoding,
    /// The declaration names an encoding that is not read, or another than the bytes have
    /// (§4.3.3).
    #[error("encoding {0:?} is not read, or is not what the bytes are")]
    UnsupportedEncoding(String),
    /// A character that XML does not have (§2.2).
    #[error("U+{0:04X} is no XML character")]
    Character(u32),
    /// The document ends inside something, or before its document element (§2.1).
    #[error("the document ends too early")]
    UnexpectedEnd,
    /// Something that the grammar does not allow here.
    #[error("{0}")]
    Syntax(Syntax),
    /// An end tag that does not match its start tag (§3).
    #[error("end tag does not match the start tag {0:?}")]
    EndTagMismatch(String),
    /// An attribute that occurs twice, also by expanded name (§3.1; Namespaces §6.3).
    #[error("attribute {0:?} occurs twice")]
    DuplicateAttribute(String),
    /// An entity that is not declared, or may not be used (§4.1).
    #[error("entity {0:?} is not declared or not usable here")]
    Entity(String),
    /// A document type declaration, which is refused unless asked for.
    #[error("document type declarations are refused")]
    Doctype,
    /// A prefix without a declaration (Namespaces §5).
    #[error("prefix {0:?} is not declared")]
    UndeclaredPrefix(String),
    /// A declaration that Namespaces §2.2, §3 and §5 forbid: `xml`, `xmlns` or an empty name
    /// bound wrongly.
    #[error("prefix {0:?} may not be bound so")]
    ReservedNamespace(String),
    /// A namespace name that is a relative reference: canonical forms are not defined for it
    /// (Canonical XML 1.0 §1.3).
    #[error("relative namespace name {0:?}")]
    RelativeNamespace(String),
    /// A bound of [`crate::limits`] is passed.
    #[error("more than {bound} {what}")]
    TooMany {
        /// Of what.
        what: Limited,
        /// The bound.
        bound: u64,
    },
    /// An element that must hold text alone holds something else: what would be read differs
    /// from what was signed.
    #[error("the element may hold text only")]
    NotTextOnly,
    /// A streamed document keeps only a part of its nodes; this needs all of them.
    #[error("the document was too large to be kept whole")]
    Elided,
}

/// What the grammar missed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Syntax {
    /// A name, or one that is a qualified name (§2.3; Namespaces §4).
    #[error("a name was expected")]
    Name,
    /// White space between attributes and parts of declarations (§2.8, §3.1).
    #[error("white space was expected")]
    Space,
    /// `=` after a name (§3.1).
    #[error("an equals sign was expected")]
    Equals,
    /// A quoted value (§3.1).
    #[error("a quoted value was expected")]
    Quote,
    /// The end of a tag (§3.1).
    #[error("the end of a tag was expected")]
    TagEnd,
    /// `<` in an attribute value (§3.1).
    #[error("'<' in an attribute value")]
    LessThanInValue,
    /// `]]>` in text (§2.4).
    #[error("']]>' in text")]
    CdataEndInText,
    /// `&` that starts no reference (§4.1).
    #[error("'&' that starts no reference")]
    Reference,
    /// `--` in a comment (§2.5).
    #[error("'--' in a comment")]
    CommentHyphens,
    /// A processing instruction called `xml` (§2.6).
    #[error("a processing instruction may not be called xml")]
    PiTarget,
    /// An XML declaration that is not as §2.8 says, or not at the very start.
    #[error("the XML declaration is wrong or misplaced")]
    Declaration,
    /// `<!` that starts nothing known here (§2.5, §2.7, §2.8).
    #[error("'<!' that starts nothing allowed here")]
    Bang,
    /// Text, a CDATA section or a reference outside of the document element (§2.1).
    #[error("text outside of the document element")]
    Outside,
    /// A second document element (§2.1).
    #[error("a second document element")]
    SecondRoot,
    /// A document type declaration that is not read (§2.8).
    #[error("the document type declaration is wrong or not supported")]
    DocumentType,
}

/// What is bounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Limited {
    /// [`crate::limits::MAX_XML_DEPTH`].
    #[error("nested elements")]
    Depth,
    /// [`crate::limits::MAX_XML_ATTRIBUTES`].
    #[error("attributes or namespace declarations of one element")]
    Attributes,
    /// [`crate::limits::MAX_XML_NODES`].
    #[error("nodes")]
    Nodes,
    /// [`crate::limits::MAX_XML_NAMES`], [`crate::limits::MAX_XML_NAME_BYTES`].
    #[error("distinct names or bytes of them")]
    Names,
    /// [`crate::limits::MAX_XML_TOKEN_BYTES`].
    #[error("bytes of one tag, comment or processing instruction")]
    Token,
    /// [`crate::limits::MAX_XML_TREE_BYTES`].
    #[error("bytes of a document")]
    Bytes,
    /// Entities expanded, or bytes of them.
    #[error("entity expansions or bytes of them")]
    Expansion,
}

impl Syntax {
    pub(crate) fn at(self, offset: u64) -> XmlError {
        XmlError::new(offset, XmlFault::Syntax(self))
    }
}

impl Limited {
    pub(crate) fn at(self, offset: u64, bound: usize) -> XmlError {
        XmlError::new(offset, XmlFault::TooMany { what: self, bound: bound as u64 })
    }
}
