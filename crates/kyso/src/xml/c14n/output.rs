//! Canonical bytes on their way out: gathered into sizable writes, with what must be escaped
//! (Canonical XML 1.0 §2.3).

use super::Sink;

/// Bytes gathered before a write: a hash function works at full speed from some 100 on.
const GATHER: usize = 16 << 10;

/// Runs from this size on go out without being copied.
const DIRECT: usize = 2 << 10;

pub(super) struct Output<'s> {
    sink: &'s mut dyn Sink,
    buffer: Vec<u8>,
}

impl<'s> Output<'s> {
    pub(super) fn new(sink: &'s mut dyn Sink) -> Self {
        Self { sink, buffer: Vec::with_capacity(GATHER) }
    }

    /// Passes on what is gathered.
    pub(super) fn flush(&mut self) {
        if !self.buffer.is_empty() {
            self.sink.write(&self.buffer);
            self.buffer.clear();
        }
    }

    /// Bytes as they are.
    pub(super) fn raw(&mut self, bytes: &[u8]) {
        if bytes.len() >= DIRECT {
            self.flush();
            self.sink.write(bytes);
            return;
        }
        if self.buffer.len() + bytes.len() > GATHER {
            self.flush();
        }
        self.buffer.extend_from_slice(bytes);
    }

    pub(super) fn str(&mut self, text: &str) {
        self.raw(text.as_bytes());
    }

    /// Character data of an element.
    pub(super) fn text(&mut self, text: &str) {
        self.escaped(text.as_bytes(), &IN_TEXT);
    }

    /// The value of an attribute or a namespace declaration.
    pub(super) fn value(&mut self, text: &str) {
        self.escaped(text.as_bytes(), &IN_VALUE);
    }

    /// A character that was resolved from a reference.
    pub(super) fn char(&mut self, c: char) {
        self.text(c.encode_utf8(&mut [0; 4]));
    }

    /// A name and a value, with the space before them.
    pub(super) fn attribute(&mut self, name: &str, value: &str) {
        self.raw(b" ");
        self.str(name);
        self.raw(b"=\"");
        self.value(value);
        self.raw(b"\"");
    }

    /// The declaration of a prefix; empty for the default namespace.
    pub(super) fn declaration(&mut self, prefix: &str, uri: &str) {
        self.raw(b" xmlns");
        if !prefix.is_empty() {
            self.raw(b":");
            self.str(prefix);
        }
        self.raw(b"=\"");
        self.value(uri);
        self.raw(b"\"");
    }

    pub(super) fn comment(&mut self, text: &str) {
        self.raw(b"<!--");
        self.str(text);
        self.raw(b"-->");
    }

    pub(super) fn instruction(&mut self, target: &str, data: &str) {
        self.raw(b"<?");
        self.str(target);
        if !data.is_empty() {
            self.raw(b" ");
            self.str(data);
        }
        self.raw(b"?>");
    }

    fn escaped(&mut self, mut bytes: &[u8], table: &Table) {
        // A long namespace name that every sibling declares again makes gigabytes out of a megabyte.
        if self.sink.is_full() {
            return;
        }
        let is_special = |byte: &u8| table.get(usize::from(*byte)).is_some_and(|&is| is);
        while let Some(at) = bytes.iter().position(is_special) {
            let (head, tail) = bytes.split_at_checked(at).unwrap_or((bytes, &[]));
            let (special, tail) = tail.split_first().unwrap_or((&0, &[]));
            self.raw(head);
            self.raw(escape(*special));
            bytes = tail;
        }
        self.raw(bytes);
    }
}

type Table = [bool; 256];

static IN_TEXT: Table = table(b"&<>\r");
static IN_VALUE: Table = table(b"&<\"\t\n\r");

const fn table(of: &[u8]) -> Table {
    let mut table = [false; 256];
    let mut index = 0;
    while index < of.len() {
        table[of[index] as usize] = true;
        index += 1;
    }
    table
}

fn escape(byte: u8) -> &'static [u8] {
    match byte {
        b'&' => b"&amp;",
        b'<' => b"&lt;",
        b'>' => b"&gt;",
        b'"' => b"&quot;",
        b'\t' => b"&#x9;",
        b'\n' => b"&#xA;",
        _ => b"&#xD;",
    }
}
