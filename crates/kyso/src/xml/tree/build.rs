//! Events to rows.

use super::sparse::Sparse;
use super::{
    AttributeRow, Doctype, Element, IN_PLACE, Instruction, Kind, Node, NodeId, ParseOptions,
    Remote, Rows, Slice, Tree,
};
use crate::limits::MAX_XML_NODES;
use crate::xml::encoding::Encoding;
use crate::xml::error::{Limited, XmlError, XmlFault};
use crate::xml::event::names::Names;
use crate::xml::event::tag::{RawAttribute, Tag, ValueAt};
use crate::xml::event::{Event, EventOptions, Events, Piece, Span};

pub(super) fn parse(bytes: &[u8], options: &ParseOptions) -> Result<Tree, XmlError> {
    let encoding = Encoding::detect(bytes);
    let source = encoding.decode(bytes)?.into_owned();
    let mut builder = Builder::new(None);
    let mut events = Events::whole(&source, event_options(options))?;
    builder.read(&mut events)?;
    let encoding = match events.declared_encoding.take() {
        Some(name) => encoding
            .declared(&name, || source.is_ascii())
            .ok_or_else(|| XmlError::new(0, XmlFault::UnsupportedEncoding(name)))?,
        None => encoding,
    };
    let names = events.names;
    Ok(builder.finish((source, encoding), names, None))
}

pub(super) fn event_options(options: &ParseOptions) -> EventOptions {
    EventOptions {
        relative_namespaces: options.relative_namespaces,
        doctype: match &options.doctype {
            Doctype::Refuse => None,
            Doctype::Bounded { external } => Some(external.clone()),
        },
    }
}

/// Text whose end has not come.
#[derive(Clone, Copy)]
enum Pending {
    /// One piece, in place.
    One(Span),
    /// Several, in the pool from there.
    Pooled(usize),
    /// Too long for a sparse tree.
    Dropped,
}

pub(super) struct Builder {
    pub(super) rows: Rows,
    document_element: NodeId,
    /// The innermost open element.
    pub(super) parent: u32,
    pending: Option<Pending>,
    /// Where the markup before the pending text ended.
    text_from: u64,
    /// What to keep, where not everything is.
    pub(super) sparse: Option<Sparse>,
}

/// Offsets were bounded before reading began.
pub(super) fn narrow(offset: u64) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

pub(super) fn count<T>(rows: &[T]) -> u32 {
    u32::try_from(rows.len()).unwrap_or(u32::MAX)
}

impl Builder {
    pub(super) fn new(sparse: Option<Sparse>) -> Self {
        Self {
            rows: Rows::default(),
            document_element: NodeId(0),
            parent: 0,
            pending: None,
            text_from: 0,
            sparse,
        }
    }

    pub(super) fn finish(
        self,
        (source, encoding): (String, Encoding),
        names: Names,
        remote: Option<Remote>,
    ) -> Tree {
        let (rows, document_element) = (self.rows, self.document_element);
        let positions = super::path::Positions::default();
        Tree { source, encoding, names, rows, document_element, remote, positions }
    }

    pub(super) fn read(&mut self, events: &mut Events<'_>) -> Result<(), XmlError> {
        self.push(Span { start: 0, end: 0 }, Kind::Document, 0)?;
        loop {
            match events.next()? {
                Event::Text(piece) => {
                    if self.keeps_content() {
                        self.text(events, piece);
                    } else {
                        self.elide();
                    }
                    continue;
                }
                Event::Start => self.start(events)?,
                Event::End(span) => self.end(span)?,
                Event::Comment(..) | Event::ProcessingInstruction(..) if !self.keeps_content() => {
                    self.elide();
                }
                Event::Comment(span, inner) => self.comment(events, span, inner)?,
                Event::ProcessingInstruction(span, target, data) => {
                    self.instruction(events, span, target, data)?;
                }
                Event::EndDocument => break,
            }
            self.text_from = events.offset();
        }
        let (end, to) = (count(&self.rows.nodes), narrow(events.offset()));
        if let Some(document) = self.rows.nodes.first_mut() {
            (document.end, document.to) = (end, to);
        }
        Ok(())
    }

    /// Whether text, comments and instructions here are kept.
    fn keeps_content(&self) -> bool {
        self.sparse.as_ref().is_none_or(|sparse| {
            sparse.is_in_signature() && (self.pending.is_some() || !sparse.is_full(&self.rows))
        })
    }

    /// Notes that the innermost open element holds something that is not kept.
    pub(super) fn elide(&mut self) {
        let node = self.rows.nodes.get(self.parent as usize);
        let row = node.filter(|node| node.kind == Kind::Element).map(|node| node.data as usize);
        if let Some(element) = row.and_then(|row| self.rows.elements.get_mut(row)) {
            element.elided = true;
        }
    }

    fn push(&mut self, span: Span, kind: Kind, data: u32) -> Result<u32, XmlError> {
        let bound = self.sparse.as_ref().map_or(MAX_XML_NODES, Sparse::node_bound);
        if self.rows.nodes.len() >= bound {
            return Err(Limited::Nodes.at(span.start, bound));
        }
        let id = count(&self.rows.nodes);
        let (from, to) = (narrow(span.start), narrow(span.end));
        self.rows.nodes.push(Node { parent: self.parent, end: id + 1, from, to, data, kind });
        Ok(id)
    }

    fn start(&mut self, events: &Events<'_>) -> Result<(), XmlError> {
        let tag = &events.tag;
        self.flush(tag.start)?;
        let ordinal = match &mut self.sparse {
            Some(sparse) => sparse.enter(&self.rows, tag, &events.names),
            None => 0,
        };
        let row = count(&self.rows.elements);
        self.rows.elements.push(Element {
            name: tag.name,
            namespace: tag.namespace,
            inner_from: narrow(tag.end),
            inner_to: narrow(tag.end),
            attributes: count(&self.rows.attributes),
            declarations: count(&self.rows.declarations),
            elided: false,
            ordinal,
            has_namesakes: false,
        });
        for attribute in &tag.attributes {
            self.attribute(events, tag, attribute);
        }
        if let Some(sparse) = &self.sparse {
            sparse.check_pool(&self.rows, tag.start)?;
        }
        let own = events.scope.since(tag.outer);
        self.rows.declarations.extend(own.iter().map(|binding| (binding.prefix, binding.uri)));
        let id = self.push(Span { start: tag.start, end: tag.end }, Kind::Element, row)?;
        if self.document_element.0 == 0 {
            self.document_element = NodeId(id);
        }
        self.parent = id;
        Ok(())
    }

    fn attribute(&mut self, events: &Events<'_>, tag: &Tag, attribute: &RawAttribute) {
        let value = match attribute.value {
            ValueAt::Source(from, to) if self.sparse.is_none() => {
                Slice { from: narrow(from), to: narrow(to), pooled: false }
            }
            ValueAt::Source(start, end) => self.pooled(events.str(Span { start, end })),
            ValueAt::Pool(from, to) => self.pooled(tag.pool.get(from..to).unwrap_or_default()),
        };
        let (name, namespace, at) = (attribute.name, attribute.namespace, narrow(attribute.at));
        self.rows.attributes.push(AttributeRow { name, namespace, at, value });
    }

    fn end(&mut self, span: Span) -> Result<(), XmlError> {
        self.flush(span.start)?;
        let (id, end) = (self.parent, count(&self.rows.nodes));
        if let Some(node) = self.rows.nodes.get_mut(id as usize) {
            node.end = end;
            node.to = narrow(span.end);
            self.parent = node.parent;
            if let Some(element) = self.rows.elements.get_mut(node.data as usize) {
                element.inner_to = narrow(span.start);
            }
        }
        if self.sparse.is_some() {
            self.leave(NodeId(id));
        }
        Ok(())
    }

    fn pooled(&mut self, text: &str) -> Slice {
        let from = self.rows.pool.len() as u64;
        self.rows.pool.push_str(text);
        Slice { from: narrow(from), to: narrow(self.rows.pool.len() as u64), pooled: true }
    }

    fn text(&mut self, events: &Events<'_>, piece: Piece) {
        self.pending = Some(match (self.pending, piece) {
            (Some(Pending::Dropped), _) => Pending::Dropped,
            // A sparse tree cannot point into the source: the window moves on.
            (None, Piece::Source(span)) if self.sparse.is_none() => Pending::One(span),
            (pending, piece) => {
                let pool = &mut self.rows.pool;
                let from = match pending {
                    Some(Pending::Pooled(from)) => from,
                    Some(Pending::One(first)) => {
                        let from = pool.len();
                        pool.push_str(events.str(first));
                        from
                    }
                    _ => pool.len(),
                };
                match piece {
                    Piece::Source(span) => pool.push_str(events.str(span)),
                    Piece::Char(c) => pool.push(c),
                    Piece::Entity => pool.push_str(&events.expansion),
                }
                Pending::Pooled(from)
            }
        });
        self.drop_long_text();
    }

    /// A sparse tree lets go of a text that is too long, and notes that it did.
    fn drop_long_text(&mut self) {
        let is_full = self.sparse.as_ref().is_some_and(|sparse| sparse.is_full(&self.rows));
        if let (true, Some(Pending::Pooled(from))) = (is_full, self.pending) {
            self.rows.pool.truncate(from);
            self.pending = Some(Pending::Dropped);
            self.elide();
        }
    }

    /// Ends the text before the markup at `to`.
    fn flush(&mut self, to: u64) -> Result<(), XmlError> {
        let Some(pending) = self.pending.take() else { return Ok(()) };
        let node = Span { start: self.text_from, end: to };
        let slice = match pending {
            Pending::Dropped => return Ok(()),
            Pending::One(span) if span == node => {
                self.push(node, Kind::Text, IN_PLACE)?;
                return Ok(());
            }
            Pending::One(span) => {
                Slice { from: narrow(span.start), to: narrow(span.end), pooled: false }
            }
            Pending::Pooled(from) => {
                let to = narrow(self.rows.pool.len() as u64);
                Slice { from: narrow(from as u64), to, pooled: true }
            }
        };
        self.rows.texts.push(slice);
        let data = count(&self.rows.texts) - 1;
        self.push(node, Kind::Text, data)?;
        Ok(())
    }

    /// Comments and data of instructions: only line ends are resolved in them (§2.11). Nothing
    /// where the source says it as it is.
    fn character_data(&mut self, events: &Events<'_>, span: Span) -> Option<Slice> {
        let text = events.str(span);
        if memchr::memchr(b'\r', text.as_bytes()).is_some() {
            return Some(self.pooled(&text.replace("\r\n", "\n").replace('\r', "\n")));
        }
        self.sparse.is_some().then(|| self.pooled(text))
    }

    fn comment(&mut self, events: &Events<'_>, span: Span, inner: Span) -> Result<(), XmlError> {
        self.flush(span.start)?;
        let data = match self.character_data(events, inner) {
            Some(slice) => {
                self.rows.texts.push(slice);
                count(&self.rows.texts) - 1
            }
            None => IN_PLACE,
        };
        self.push(span, Kind::Comment, data)?;
        Ok(())
    }

    fn instruction(
        &mut self,
        events: &Events<'_>,
        span: Span,
        target: Span,
        data: Span,
    ) -> Result<(), XmlError> {
        self.flush(span.start)?;
        let in_place =
            |span: Span| Slice { from: narrow(span.start), to: narrow(span.end), pooled: false };
        let data = self.character_data(events, data).unwrap_or(in_place(data));
        // A target has no line ends.
        let target = self.character_data(events, target).unwrap_or(in_place(target));
        self.rows.instructions.push(Instruction { target, data });
        self.push(span, Kind::ProcessingInstruction, count(&self.rows.instructions) - 1)?;
        Ok(())
    }
}
