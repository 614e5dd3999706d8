//! A subtree that is not kept, canonicalized while its document is read again.

use std::borrow::Cow;

use super::Canonicalization;
use super::attributes::{self, Item};
use super::namespaces::{Declarations, Rule};
use super::output::Output;
use crate::xml::error::{XmlError, XmlFault};
use crate::xml::event::names::{QName, Symbol};
use crate::xml::event::tag::{RawAttribute, ValueAt};
use crate::xml::event::{Event, Events, Piece, Span};
use crate::xml::{NodeId, Tree};

struct Walk<'t, 'o, 's> {
    tree: &'t Tree,
    apex: NodeId,
    events: Events<'static>,
    method: &'o Canonicalization,
    output: &'o mut Output<'s>,
    declarations: Declarations,
    /// Names and namespace marks of the open elements.
    open: Vec<(QName, usize)>,
    comments: bool,
    /// The document element is over.
    after: bool,
}

/// Writes `apex` and everything in it but what is in `except`.
pub(super) fn write(
    tree: &Tree,
    (apex, comments): (NodeId, bool),
    except: &[NodeId],
    method: &Canonicalization,
    output: &mut Output<'_>,
) -> Result<(), XmlError> {
    let mut except: Vec<u64> = except.iter().map(|id| tree.span(*id).start as u64).collect();
    except.sort_unstable();
    let mut events = tree.events(apex)?;
    // Names are met while reading; the rule needs those that it lists before.
    for prefix in &method.inclusive_prefixes {
        events.names.symbol(prefix, 0)?;
    }
    let rule = Rule::new(method, &events.names);
    let mut walk = Walk {
        tree,
        apex,
        events,
        method,
        output,
        declarations: Declarations::new(rule),
        open: Vec::new(),
        comments: comments && method.comments,
        after: false,
    };
    let mut except = except.into_iter().peekable();
    loop {
        let event = walk.events.next()?;
        if let Some(start) = start_of(&walk.events, event) {
            while except.next_if(|left_out| *left_out < start).is_some() {}
            if except.peek() == Some(&start) {
                walk.skip(event)?;
                if walk.is_over() {
                    return Ok(());
                }
                continue;
            }
        }
        if walk.event(event)? {
            return Ok(());
        }
    }
}

/// Where the node of an event starts; nothing for text, which no kept node is a part of.
fn start_of(events: &Events<'_>, event: Event) -> Option<u64> {
    match event {
        Event::Start => Some(events.tag.start),
        Event::Comment(span, _) | Event::ProcessingInstruction(span, ..) => Some(span.start),
        Event::Text(_) | Event::End(_) | Event::EndDocument => None,
    }
}

impl Walk<'_, '_, '_> {
    /// Whether nothing more belongs to the apex.
    fn is_over(&self) -> bool {
        self.apex != self.tree.root() && self.events.depth() == 0
    }

    /// Passes over the node of `event`.
    fn skip(&mut self, event: Event) -> Result<(), XmlError> {
        if event != Event::Start {
            return Ok(());
        }
        let depth = self.events.depth();
        while self.events.depth() >= depth {
            self.events.next()?;
        }
        Ok(())
    }

    /// Writes an event; whether it was the last.
    fn event(&mut self, event: Event) -> Result<bool, XmlError> {
        match event {
            Event::Start => self.start()?,
            Event::End(_) => {
                if let Some((name, mark)) = self.open.pop() {
                    self.output.raw(b"</");
                    self.output.str(self.events.names.text(name));
                    self.output.raw(b">");
                    self.declarations.rendered.undo(mark);
                }
                self.after = self.open.is_empty();
                return Ok(self.is_over());
            }
            Event::Text(Piece::Source(span)) => self.output.text(self.events.str(span)),
            Event::Text(Piece::Char(c)) => self.output.char(c),
            Event::Text(Piece::Entity) => self.output.text(&self.events.expansion),
            Event::Comment(_, inner) if self.comments => {
                self.line_feed(self.after);
                self.output.comment(&lines(self.events.str(inner)));
                self.line_feed(!self.after);
            }
            Event::Comment(..) => {}
            Event::ProcessingInstruction(_, target, data) => {
                self.line_feed(self.after);
                let data = lines(self.events.str(data));
                self.output.instruction(self.events.str(target), &data);
                self.line_feed(!self.after);
            }
            Event::EndDocument => return Ok(true),
        }
        Ok(false)
    }

    /// Parts what is outside of the document element from it.
    fn line_feed(&mut self, wanted: bool) {
        if wanted && self.open.is_empty() {
            self.output.raw(b"\n");
        }
    }

    fn start(&mut self) -> Result<(), XmlError> {
        let Self { events, output, declarations, .. } = self;
        let (names, tag) = (&events.names, &events.tag);
        let parts = names.parts(tag.name);
        let mark = declarations.rendered.mark();
        let used = tag.attributes.iter();
        let used = used.map(|row| (names.parts(row.name).prefix, row.namespace));
        let used = used.filter(|(prefix, _)| *prefix != Symbol::EMPTY);
        let used = std::iter::once((parts.prefix, tag.namespace)).chain(used);
        let is_apex = self.open.is_empty();
        output.raw(b"<");
        output.str(names.str(parts.text));
        let list = if is_apex {
            let all: Vec<_> = events.scope.in_force().collect();
            declarations.of(all.into_iter(), used, names)
        } else {
            let own = events.scope.since(tag.outer).iter();
            declarations.of(own.map(|binding| (binding.prefix, binding.uri)), used, names)
        };
        for (prefix, uri) in list {
            output.declaration(names.str(*prefix), names.str(*uri));
        }
        let mut items: Vec<Item<'_>> =
            tag.attributes.iter().map(|attribute| item(events, attribute)).collect();
        if is_apex && self.apex != self.tree.root() {
            // What the tree says is what the source says: the same bytes were read.
            if tag.start != self.tree.span(self.apex).start as u64 {
                return Err(XmlError::new(tag.start, XmlFault::Elided));
            }
            attributes::inherit(self.tree, self.apex, self.method, &|_| true, &mut items);
        }
        attributes::write(&mut items, output);
        output.raw(b">");
        self.open.push((tag.name, mark));
        Ok(())
    }
}

fn item<'e>(events: &'e Events<'_>, attribute: &RawAttribute) -> Item<'e> {
    let names = &events.names;
    let parts = names.parts(attribute.name);
    let value = match attribute.value {
        ValueAt::Source(start, end) => events.str(Span { start, end }),
        ValueAt::Pool(from, to) => events.tag.pool.get(from..to).unwrap_or_default(),
    };
    Item {
        namespace: names.str(attribute.namespace),
        local: names.str(parts.local),
        name: names.str(parts.text),
        value: Cow::Borrowed(value),
    }
}

/// Line ends as XML 1.0 §2.11 has them.
fn lines(text: &str) -> Cow<'_, str> {
    match memchr::memchr(b'\r', text.as_bytes()) {
        Some(_) => Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")),
        None => Cow::Borrowed(text),
    }
}
