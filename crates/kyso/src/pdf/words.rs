//! Words that a reader who rebuilds a damaged file looks for, counted in the raw bytes.

/// How often each word stands in the bytes, wherever: in streams, strings and comments too,
/// because readers that rebuild the cross-reference look there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Words {
    /// `N G obj`
    pub(super) headers: u64,
    /// `trailer` at the start of a line.
    pub(super) trailers: u64,
    /// `startxref`
    pub(super) startxrefs: u64,
    /// `%PDF-`
    pub(super) files: u64,
}

/// Counts byte by byte, so that nothing hides on the seam of two pieces.
#[derive(Debug)]
pub(super) struct Scanner {
    found: Words,
    header: Header,
    trailer: Word,
    startxref: Word,
    file: Word,
    /// Whether any of these words has begun.
    within: bool,
    /// Only white space since the last end of line.
    line_start: bool,
    /// The same, where the word in the making began.
    trailer_at_line_start: bool,
}

/// What of `N G obj` stands before the next byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Header {
    Nothing,
    Number,
    NumberBlank,
    Generation,
    GenerationBlank,
    O,
    Ob,
}

/// A word whose first byte does not come again in it, so that a mismatch starts it anew.
#[derive(Debug)]
struct Word {
    text: &'static [u8],
    matched: usize,
}

impl Word {
    fn new(text: &'static [u8]) -> Self {
        Self { text, matched: 0 }
    }

    /// Whether `byte` ends the word.
    fn ends(&mut self, byte: u8) -> bool {
        self.matched = match self.text.get(self.matched) {
            Some(&wanted) if wanted == byte => self.matched + 1,
            _ => usize::from(self.text.first() == Some(&byte)),
        };
        let whole = self.matched == self.text.len();
        if whole {
            self.matched = 0;
        }
        whole
    }
}

impl Scanner {
    pub(super) fn new() -> Self {
        Self {
            found: Words::default(),
            header: Header::Nothing,
            trailer: Word::new(b"trailer"),
            startxref: Word::new(b"startxref"),
            file: Word::new(b"%PDF-"),
            within: false,
            line_start: true,
            trailer_at_line_start: false,
        }
    }

    /// The next piece.
    pub(super) fn feed(&mut self, piece: &[u8]) {
        let mut rest = piece;
        while let Some((&byte, after)) = rest.split_first() {
            self.byte(byte);
            // Padding and data: no word begins in it, and of a header only the number that its
            // last digits are.
            let plain = match self.header {
                Header::Nothing | Header::Number if !self.within => run(after),
                _ => &[],
            };
            if let Some(last) = plain.last() {
                let digit = last.is_ascii_digit();
                self.header = if digit { Header::Number } else { Header::Nothing };
                self.line_start = false;
            }
            rest = after.get(plain.len()..).unwrap_or_default();
        }
    }

    pub(super) fn found(&self) -> Words {
        self.found
    }

    fn byte(&mut self, byte: u8) {
        use Header as H;
        let blank = super::lex::is_space(byte);
        self.header = match (self.header, byte) {
            (H::Nothing | H::O | H::Ob, b'0'..=b'9') | (H::Number, b'0'..=b'9') => H::Number,
            (H::NumberBlank | H::Generation | H::GenerationBlank, b'0'..=b'9') => H::Generation,
            (H::Number | H::NumberBlank, _) if blank => H::NumberBlank,
            (H::Generation | H::GenerationBlank, _) if blank => H::GenerationBlank,
            (H::Generation | H::GenerationBlank, b'o') => H::O,
            (H::O, b'b') => H::Ob,
            (H::Ob, b'j') => {
                self.found.headers += 1;
                H::Nothing
            }
            _ => H::Nothing,
        };
        let newline = matches!(byte, b'\r' | b'\n');
        let starts = matches!(byte, b't' | b's' | b'%');
        if !self.within && !starts {
            self.line_start = newline || (self.line_start && blank);
            return;
        }
        if byte == b't' {
            self.trailer_at_line_start = self.line_start;
        }
        self.found.trailers += u64::from(self.trailer.ends(byte) && self.trailer_at_line_start);
        self.found.startxrefs += u64::from(self.startxref.ends(byte));
        self.found.files += u64::from(self.file.ends(byte));
        self.within = [&self.trailer, &self.startxref, &self.file].iter().any(|w| w.matched > 0);
        self.line_start = newline || (self.line_start && blank);
    }
}

/// The plain bytes that these begin with.
fn run(bytes: &[u8]) -> &[u8] {
    let plain = |byte: &u8| PLAIN.get(usize::from(*byte)).is_some_and(|plain| *plain);
    let (blocks, _) = bytes.as_chunks();
    let whole = blocks.iter().take_while(|block| is_plain(block)).count() * BLOCK;
    let rest = bytes.get(whole..).unwrap_or_default();
    let end = whole + rest.iter().position(|byte| !plain(byte)).unwrap_or(rest.len());
    bytes.get(..end).unwrap_or_default()
}

/// Bytes looked at together: most of a signature are digits.
const BLOCK: usize = 16;

/// Whether every byte of a block is plain for sure: nothing is decided byte by byte, so that one
/// instruction looks at them all.
fn is_plain(block: &[u8; BLOCK]) -> bool {
    let other = |byte: &u8| (*byte <= b' ') | (*byte == b't') | (*byte == b's') | (*byte == b'%');
    !block.iter().fold(false, |found, byte| found | other(byte))
}

/// Whether no word begins with a byte, and it is no white space.
static PLAIN: [bool; 256] = {
    let mut plain = [true; 256];
    let mut byte = 0;
    while byte < 256 {
        let begins = matches!(byte as u8, b't' | b's' | b'%');
        plain[byte] = !begins && !super::lex::is_space(byte as u8);
        byte += 1;
    }
    plain
};

#[cfg(test)]
mod tests {
    use super::{Scanner, Words};

    fn count(text: &[u8]) -> Words {
        let mut scanner = Scanner::new();
        text.chunks(1).for_each(|piece| scanner.feed(piece));
        let mut whole = Scanner::new();
        whole.feed(text);
        assert_eq!(scanner.found(), whole.found());
        whole.found()
    }

    #[test]
    fn headers_are_found_however_they_are_spaced() {
        for text in [&b"5 0 obj"[..], b"(5 0 obj)", b"1 5\t0\r\nobj<<", b"x5 0obj", b"5 00 5 0 obj"]
        {
            assert_eq!(count(text).headers, 1, "{text:?}");
        }
        for text in [&b"endobj"[..], b"5 obj", b"5 0 R obj", b"5 0 ob j"] {
            assert_eq!(count(text).headers, 0, "{text:?}");
        }
    }

    #[test]
    fn words_behind_long_runs_are_found_wherever_they_begin() {
        for run in 0..70 {
            let text =
                [&b"0".repeat(run)[..], b" 7 0 obj<", &b"\xa4".repeat(run), b"startxref%PDF-"];
            let found = count(&text.concat());
            assert_eq!(found, Words { headers: 1, trailers: 0, startxrefs: 1, files: 1 }, "{run}");
            let number = [&b"x".repeat(run)[..], b"17 0 obj"].concat();
            assert_eq!(count(&number).headers, 1, "{run}");
        }
    }

    #[test]
    fn other_words() {
        assert_eq!(count(b"<00aF5 0objab9 0 obj>15a 0 obj").headers, 2);
        let found = count(b"sstartxref trailer\n trailer<<%%PDF-\rttrailer strailer");
        assert_eq!(found, Words { headers: 0, trailers: 1, startxrefs: 1, files: 1 });
    }
}
