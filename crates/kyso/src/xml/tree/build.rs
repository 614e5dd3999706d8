//! Events to rows.

use super::{
    AttributeRow, Doctype, Element, IN_PLACE, Instruction, Kind, Node, NodeId, ParseOptions, Slice,
    Tree,
};
use crate::limits::MAX_XML_NODES;
use crate::xml::encoding::Encoding;
use crate::xml::error::{Limited, XmlError, XmlFault};
use crate::xml::event::tag::ValueAt;
use crate::xml::event::{Event, EventOptions, Events, Piece, Span};

pub(super) fn parse(bytes: &[u8], options: &ParseOptions) -> Result<Tree, XmlError> {
    let encoding = Encoding::detect(bytes);
    let source = encoding.decode(bytes)?.into_owned();
    let mut builder = Builder::default();
    let mut events = Events::whole(&source, event_options(options))?;
    builder.read(&mut events)?;
    let encoding = match events.declared_encoding.take() {
        Some(name) => encoding
            .declared(&name, || source.is_ascii())
            .ok_or_else(|| XmlError::new(0, XmlFault::UnsupportedEncoding(name)))?,
        None => encoding,
    };
    let names = events.names;
    Ok(Tree {
        source,
        encoding,
        names,
        nodes: builder.nodes,
        elements: builder.elements,
        attributes: builder.attributes,
        declarations: builder.declarations,
        texts: builder.texts,
        instructions: builder.instructions,
        pool: builder.pool,
        document_element: builder.document_element,
    })
}

fn event_options(options: &ParseOptions) -> EventOptions {
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
}

struct Builder {
    nodes: Vec<Node>,
    elements: Vec<Element>,
    attributes: Vec<AttributeRow>,
    declarations: Vec<(super::Symbol, super::Symbol)>,
    texts: Vec<Slice>,
    instructions: Vec<Instruction>,
    pool: String,
    document_element: NodeId,
    parent: u32,
    pending: Option<Pending>,
    /// Where the markup before the pending text ended.
    text_from: u64,
}

impl Default for Builder {
    fn default() -> Self {
        Self {
            nodes: Vec::new(),
            elements: Vec::new(),
            attributes: Vec::new(),
            declarations: Vec::new(),
            texts: Vec::new(),
            instructions: Vec::new(),
            pool: String::new(),
            document_element: NodeId(0),
            parent: 0,
            pending: None,
            text_from: 0,
        }
    }
}

/// Offsets were bounded when the document was decoded.
fn narrow(offset: u64) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

fn count<T>(rows: &[T]) -> u32 {
    u32::try_from(rows.len()).unwrap_or(u32::MAX)
}

impl Builder {
    fn read(&mut self, events: &mut Events<'_>) -> Result<(), XmlError> {
        self.push(Span { start: 0, end: 0 }, Kind::Document, 0)?;
        loop {
            match events.next()? {
                Event::Text(piece) => {
                    self.text(events, piece);
                    continue;
                }
                Event::Start => self.start(events)?,
                Event::End(span) => self.end(span)?,
                Event::Comment(span, inner) => {
                    self.flush(span.start)?;
                    let data = self.character_data(events, inner).map_or(IN_PLACE, |slice| {
                        self.texts.push(slice);
                        count(&self.texts) - 1
                    });
                    self.push(span, Kind::Comment, data)?;
                }
                Event::ProcessingInstruction(span, target, data) => {
                    self.instruction(events, span, target, data)?;
                }
                Event::End_ => break,
            }
            self.text_from = events.offset();
        }
        let (end, to) = (count(&self.nodes), narrow(events.offset()));
        if let Some(document) = self.nodes.first_mut() {
            (document.end, document.to) = (end, to);
        }
        Ok(())
    }

    fn push(&mut self, span: Span, kind: Kind, data: u32) -> Result<u32, XmlError> {
        if self.nodes.len() >= MAX_XML_NODES {
            return Err(Limited::Nodes.at(span.start, MAX_XML_NODES));
        }
        let id = count(&self.nodes);
        let (from, to) = (narrow(span.start), narrow(span.end));
        self.nodes.push(Node { parent: self.parent, end: id + 1, from, to, data, kind });
        Ok(id)
    }

    fn start(&mut self, events: &Events<'_>) -> Result<(), XmlError> {
        let tag = &events.tag;
        self.flush(tag.start)?;
        let row = count(&self.elements);
        self.elements.push(Element {
            name: tag.name,
            namespace: tag.namespace,
            inner_from: narrow(tag.end),
            inner_to: narrow(tag.end),
            attributes: count(&self.attributes),
            declarations: count(&self.declarations),
        });
        for attribute in &tag.attributes {
            let value = match attribute.value {
                ValueAt::Source(from, to) => {
                    Slice { from: narrow(from), to: narrow(to), pooled: false }
                }
                ValueAt::Pool(from, to) => self.pooled(tag.pool.get(from..to).unwrap_or_default()),
            };
            let at = narrow(attribute.at);
            let (name, namespace) = (attribute.name, attribute.namespace);
            self.attributes.push(AttributeRow { name, namespace, at, value });
        }
        let own = events.scope.since(tag.outer);
        self.declarations.extend(own.iter().map(|binding| (binding.prefix, binding.uri)));
        let id = self.push(Span { start: tag.start, end: tag.end }, Kind::Element, row)?;
        if self.document_element.0 == 0 {
            self.document_element = NodeId(id);
        }
        self.parent = id;
        Ok(())
    }

    fn end(&mut self, span: Span) -> Result<(), XmlError> {
        self.flush(span.start)?;
        let end = count(&self.nodes);
        if let Some(node) = self.nodes.get_mut(self.parent as usize) {
            node.end = end;
            node.to = narrow(span.end);
            self.parent = node.parent;
            if let Some(element) = self.elements.get_mut(node.data as usize) {
                element.inner_to = narrow(span.start);
            }
        }
        Ok(())
    }

    fn pooled(&mut self, text: &str) -> Slice {
        let from = self.pool.len() as u64;
        self.pool.push_str(text);
        Slice { from: narrow(from), to: narrow(self.pool.len() as u64), pooled: true }
    }

    fn text(&mut self, events: &Events<'_>, piece: Piece) {
        self.pending = Some(match (self.pending, piece) {
            (None, Piece::Source(span)) => Pending::One(span),
            (pending, piece) => {
                let from = match pending {
                    Some(Pending::Pooled(from)) => from,
                    Some(Pending::One(first)) => {
                        let from = self.pool.len();
                        self.pool.push_str(events.str(first));
                        from
                    }
                    None => self.pool.len(),
                };
                match piece {
                    Piece::Source(span) => self.pool.push_str(events.str(span)),
                    Piece::Char(c) => self.pool.push(c),
                    Piece::Entity => self.pool.push_str(&events.expansion),
                }
                Pending::Pooled(from)
            }
        });
    }

    /// Ends the text before the markup at `to`.
    fn flush(&mut self, to: u64) -> Result<(), XmlError> {
        let Some(pending) = self.pending.take() else { return Ok(()) };
        let node = Span { start: self.text_from, end: to };
        let slice = match pending {
            Pending::One(span) if span == node => {
                self.push(node, Kind::Text, IN_PLACE)?;
                return Ok(());
            }
            Pending::One(span) => {
                Slice { from: narrow(span.start), to: narrow(span.end), pooled: false }
            }
            Pending::Pooled(from) => {
                let to = narrow(self.pool.len() as u64);
                Slice { from: narrow(from as u64), to, pooled: true }
            }
        };
        self.texts.push(slice);
        let data = count(&self.texts) - 1;
        self.push(node, Kind::Text, data)?;
        Ok(())
    }

    /// Comments and data of instructions: only line ends are resolved in them (§2.11).
    fn character_data(&mut self, events: &Events<'_>, span: Span) -> Option<Slice> {
        let text = events.str(span);
        memchr::memchr(b'\r', text.as_bytes())?;
        Some(self.pooled(&text.replace("\r\n", "\n").replace('\r', "\n")))
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
        self.instructions.push(Instruction { target: in_place(target), data });
        self.push(span, Kind::ProcessingInstruction, count(&self.instructions) - 1)?;
        Ok(())
    }
}
