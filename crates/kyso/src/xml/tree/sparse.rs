//! Large documents: everything is checked, but only signatures, elements with an identifier and
//! what is above them are kept. The rest is read again where it is needed.

use std::borrow::Cow;
use std::ops::Range;

use super::build::{Builder, event_options};
use super::{Doctype, Kind, NodeId, ParseOptions, Remote, Rows, Tree};
use crate::Source;
use crate::limits::{
    MAX_XML_DEPTH, MAX_XML_SPARSE_NODES, MAX_XML_SPARSE_TEXT, MAX_XML_TREE_BYTES,
    MAX_XML_WHOLE_BYTES,
};
use crate::xml::encoding::Encoding;
use crate::xml::error::{Limited, XmlError, XmlFault};
use crate::xml::event::names::{Names, QName, Symbol};
use crate::xml::event::tag::Tag;
use crate::xml::event::{EventOptions, Events, Stretch, io_fault};
use crate::xml::ids::IdNames;

/// The namespace of XML signatures.
const DSIG: &str = "http://www.w3.org/2000/09/xmldsig#";

impl Tree {
    /// Parses a document: whole up to [`MAX_XML_WHOLE_BYTES`], sparsely above.
    ///
    /// # Errors
    /// As [`Self::parse`], and what reading says.
    pub fn open(source: &Source, options: &ParseOptions) -> Result<Self, XmlError> {
        let head = source.read_range(0..source.len().min(3)).map_err(|e| io_fault(0, &e))?;
        let is_utf8 = matches!(Encoding::detect(&head), Encoding::Utf8 { .. });
        let no_doctype = matches!(options.doctype, Doctype::Refuse);
        if source.len() > MAX_XML_WHOLE_BYTES && is_utf8 && no_doctype {
            let sparse = Self::parse_sparse(source, options);
            // A declaration of ASCII is only believed of a document that was seen whole.
            let is_declared_otherwise =
                |error: &XmlError| matches!(error.fault, XmlFault::UnsupportedEncoding(_));
            if !sparse.as_ref().is_err_and(is_declared_otherwise) {
                return sparse;
            }
        }
        Self::whole(source, options)
    }

    /// Parses a document and keeps all of it, whatever its size.
    ///
    /// # Errors
    /// As [`Self::open`]; more than [`MAX_XML_TREE_BYTES`].
    pub fn whole(source: &Source, options: &ParseOptions) -> Result<Self, XmlError> {
        if let Some(bytes) = source.slice() {
            return Self::parse(bytes, options);
        }
        if source.len() > MAX_XML_TREE_BYTES as u64 {
            return Err(Limited::Bytes.at(0, MAX_XML_TREE_BYTES));
        }
        let bytes = source.read_range(0..source.len()).map_err(|error| io_fault(0, &error))?;
        Self::parse(&bytes, options)
    }

    /// Parses a document in UTF-8 and keeps its `ds:Signature` and `ds:Manifest` elements whole; of
    /// the rest it keeps the document element, the elements that have an identifier or a name in
    /// [`ParseOptions::keep`], and the elements above all of these. [`Self::is_elided`] says where
    /// something is missing.
    ///
    /// # Errors
    /// As [`Self::parse`], and what reading says. More nodes to keep than
    /// [`MAX_XML_SPARSE_NODES`].
    pub fn parse_sparse(source: &Source, options: &ParseOptions) -> Result<Self, XmlError> {
        let head = source.read_range(0..source.len().min(3)).map_err(|e| io_fault(0, &e))?;
        let encoding = Encoding::detect(&head);
        let bom = encoding.bom_len() as u64;
        Self::sparse_by(Stretch::all(source, bom), encoding, options)
    }

    pub(crate) fn sparse_by(
        stretch: Stretch,
        encoding: Encoding,
        options: &ParseOptions,
    ) -> Result<Self, XmlError> {
        // Offsets have 32 bits.
        let bound = u32::MAX as usize;
        if stretch.source.len() > bound as u64 {
            return Err(Limited::Bytes.at(0, bound));
        }
        let (source, bom) = (stretch.source.clone(), stretch.bom);
        let mut events = Events::streamed(stretch, event_options(options))?;
        let sparse = Sparse::new(&mut events.names, options)?;
        let mut builder = Builder::new(Some(sparse));
        builder.read(&mut events)?;
        if let Some(name) = events.declared_encoding.take() {
            let is_read = encoding.declared(&name, || false).is_some();
            is_read
                .then_some(())
                .ok_or_else(|| XmlError::new(0, XmlFault::UnsupportedEncoding(name)))?;
        }
        let relative_namespaces = options.relative_namespaces;
        let remote = Remote { source, bom, ids: options.ids.clone(), relative_namespaces };
        Ok(builder.finish((String::new(), encoding), events.names, Some(remote)))
    }

    /// Whether only a part of the document is kept.
    #[must_use]
    pub fn is_sparse(&self) -> bool {
        self.remote.is_some()
    }

    /// Whether something in the node, at any depth, is not kept: then what the tree says about
    /// its content is not all there is.
    #[must_use]
    pub fn is_elided(&self, id: NodeId) -> bool {
        let is_document = self.node(id).is_some_and(|node| node.kind == Kind::Document);
        (is_document && self.is_sparse()) || self.element_row(id).is_some_and(|row| row.elided)
    }

    /// A part of the document as UTF-8, in memory or read again.
    ///
    /// # Errors
    /// What reading says; [`XmlFault::Encoding`] where `range` cuts a character.
    pub fn source_text(&self, range: Range<usize>) -> Result<Cow<'_, str>, XmlError> {
        let fault = |fault| XmlError::new(range.start as u64, fault);
        let Some(remote) = &self.remote else {
            let text = self.source.get(range.clone());
            return text.map(Cow::Borrowed).ok_or_else(|| fault(XmlFault::Encoding));
        };
        let place = |at: usize| (at as u64).saturating_add(remote.bom);
        let bytes = remote.source.read_range(place(range.start)..place(range.end));
        let bytes = bytes.map_err(|error| io_fault(range.start as u64, &error))?;
        let text = String::from_utf8(bytes).map_err(|_| fault(XmlFault::Encoding))?;
        Ok(Cow::Owned(text))
    }

    /// The identifiers that this tree was made to keep; none where it keeps everything.
    pub(crate) fn kept_ids(&self) -> Option<&IdNames> {
        self.remote.as_ref().map(|remote| &remote.ids)
    }

    /// Reads a node of a sparse tree again.
    pub(crate) fn events(&self, id: NodeId) -> Result<Events<'static>, XmlError> {
        let elided = || XmlError::new(0, XmlFault::Elided);
        let remote = self.remote.as_ref().ok_or_else(elided)?;
        let mut stretch = Stretch::all(&remote.source, remote.bom);
        let options =
            EventOptions { relative_namespaces: remote.relative_namespaces, doctype: None };
        if id == self.root() {
            return Events::streamed(stretch, options);
        }
        let span = self.span(id);
        stretch.range = span.start as u64..span.end as u64;
        let parent = self.parent(id).ok_or_else(elided)?;
        Events::element(stretch, options, &self.in_scope(parent))
    }
}

/// What is kept while a large document is read.
pub(super) struct Sparse {
    ids: IdNames,
    keep: Vec<String>,
    dsig: Symbol,
    /// `Signature` and `Manifest`.
    whole: [Symbol; 2],
    /// Open elements in a signature or a manifest, that one included.
    in_signature: usize,
    open: Vec<Open>,
    numbers: Numbers,
}

/// An open element and what there was before it.
struct Open {
    keep: bool,
    texts: usize,
    instructions: usize,
    pool: usize,
    frame: Frame,
}

impl Sparse {
    fn new(names: &mut Names, options: &ParseOptions) -> Result<Self, XmlError> {
        Ok(Self {
            ids: options.ids.clone(),
            keep: options.keep.clone(),
            dsig: names.symbol(DSIG, 0)?,
            whole: [names.symbol("Signature", 0)?, names.symbol("Manifest", 0)?],
            in_signature: 0,
            open: Vec::new(),
            numbers: Numbers::default(),
        })
    }

    pub(super) fn is_in_signature(&self) -> bool {
        self.in_signature > 0
    }

    /// Nodes of which only open elements may turn out not to be kept.
    pub(super) fn node_bound(&self) -> usize {
        MAX_XML_SPARSE_NODES + MAX_XML_DEPTH
    }

    pub(super) fn is_full(&self, rows: &Rows) -> bool {
        rows.pool.len() > MAX_XML_SPARSE_TEXT
    }

    /// Attributes are never left out, so there must be room for them.
    pub(super) fn check_pool(&self, rows: &Rows, at: u64) -> Result<(), XmlError> {
        let bound = 2 * MAX_XML_SPARSE_TEXT;
        if rows.pool.len() > bound { Err(Limited::Bytes.at(at, bound)) } else { Ok(()) }
    }

    /// Notes an element that begins; its number among its namesakes.
    pub(super) fn enter(&mut self, rows: &Rows, tag: &Tag, names: &Names) -> u32 {
        let parts = names.parts(tag.name);
        let is_whole = self.whole.contains(&parts.local) && tag.namespace == self.dsig;
        if is_whole || self.in_signature > 0 {
            self.in_signature += 1;
        }
        let has_id = tag.attributes.iter().any(|attribute| {
            let local = names.str(names.parts(attribute.name).local);
            self.ids.is_id_named(names.str(attribute.namespace), local)
        });
        let is_named = || {
            let local = names.str(parts.local);
            self.keep.iter().any(|keep| keep == local)
        };
        let keep = self.open.is_empty() || self.in_signature > 0 || has_id || is_named();
        let ordinal = self.numbers.count(self.open.last().map(|open| &open.frame), tag.name);
        let (texts, instructions) = (rows.texts.len(), rows.instructions.len());
        let frame = self.numbers.frame();
        self.open.push(Open { keep, texts, instructions, pool: rows.pool.len(), frame });
        ordinal
    }
}

impl Builder {
    /// Keeps an element that is over, or forgets it.
    pub(super) fn leave(&mut self, id: NodeId) {
        let Some(sparse) = &mut self.sparse else { return };
        sparse.in_signature = sparse.in_signature.saturating_sub(1);
        let Some(open) = sparse.open.pop() else { return };
        let rows = &mut self.rows;
        if open.keep {
            sparse.numbers.mark_namesakes(&open.frame, rows, id);
        }
        sparse.numbers.undo(&open.frame);
        let row = rows.nodes.get(id.index()).map_or(usize::MAX, |node| node.data as usize);
        let is_whole = rows.elements.get(row).is_some_and(|element| !element.elided);
        if open.keep {
            if let Some(parent) = sparse.open.last_mut() {
                parent.keep = true;
            }
            if is_whole {
                return;
            }
        } else if let Some(element) = rows.elements.get(row) {
            rows.attributes.truncate(element.attributes as usize);
            rows.declarations.truncate(element.declarations as usize);
            rows.elements.truncate(row);
            rows.nodes.truncate(id.index());
            rows.texts.truncate(open.texts);
            rows.instructions.truncate(open.instructions);
            rows.pool.truncate(open.pool);
        }
        self.elide();
    }
}

/// The children of one open element, for [`Numbers`].
struct Frame {
    id: u32,
    log: usize,
}

/// Numbers elements among those of the same written name beside them, in constant time each.
#[derive(Default)]
struct Numbers {
    /// By name: the frame that counted it last, and its count there.
    latest: Vec<(u32, u32)>,
    /// What frames that are open have overwritten.
    log: Vec<(QName, (u32, u32))>,
    frames: u32,
}

impl Numbers {
    fn frame(&mut self) -> Frame {
        self.frames = self.frames.wrapping_add(1);
        Frame { id: self.frames, log: self.log.len() }
    }

    fn count(&mut self, frame: Option<&Frame>, name: QName) -> u32 {
        let frame = frame.map_or(0, |frame| frame.id);
        if self.latest.len() <= name.index() {
            self.latest.resize(name.index() + 1, (u32::MAX, 0));
        }
        let Some(latest) = self.latest.get_mut(name.index()) else { return 0 };
        if latest.0 != frame {
            self.log.push((name, *latest));
            *latest = (frame, 0);
        }
        latest.1 = latest.1.saturating_add(1);
        latest.1
    }

    /// Tells the kept children of `parent` whether they have namesakes.
    fn mark_namesakes(&self, frame: &Frame, rows: &mut Rows, parent: NodeId) {
        let Rows { nodes, elements, .. } = rows;
        let end = nodes.get(parent.index()).map_or(0, |node| node.end as usize);
        let mut child = parent.index() + 1;
        while let Some(node) = nodes.get(child).filter(|_| child < end) {
            if let (Kind::Element, Some(element)) =
                (node.kind, elements.get_mut(node.data as usize))
            {
                let latest = self.latest.get(element.name.index());
                element.has_namesakes =
                    latest.is_some_and(|(id, count)| *id == frame.id && *count > 1);
            }
            child = node.end as usize;
        }
    }

    fn undo(&mut self, frame: &Frame) {
        while self.log.len() > frame.log {
            let Some((name, old)) = self.log.pop() else { break };
            if let Some(latest) = self.latest.get_mut(name.index()) {
                *latest = old;
            }
        }
    }
}
