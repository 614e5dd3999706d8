//! The references in an object at a glance, for walks over documents of a million objects: no value
//! is built. Whatever is not plainly written is left to the full reader, which decides.

use lopdf::ObjectId;
use memchr::memchr3;

use super::lex::{is_regular, is_space};
use super::view::View;
use super::xref::XrefEntry;

/// Pieces of the file that an object is looked for in, one after the other.
const PIECES: [u64; 2] = [1 << 10, 16 << 10];

/// Open brackets followed here; what is nested deeper is left to the full reader.
const DEPTH: usize = 32;

/// Keys of one dictionary compared here.
const KEYS: usize = 24;

impl View<'_> {
    /// Puts the references of an object at the end of `found`, the last one first, when it is a
    /// dictionary, a stream or an array in plain writing: every key once, numbers that all readers
    /// read alike, and no entry `/Annots`. Otherwise, and where anything is wrong with it, `None`,
    /// and `found` is as it was.
    pub(crate) fn skim(&self, id: ObjectId, found: &mut Vec<ObjectId>) -> Option<()> {
        let Some(XrefEntry::Offset { offset, generation }) = self.entry(id.0).ok()? else {
            return None;
        };
        let source = &self.doc.source;
        let available = self.end.min(source.len()).checked_sub(offset)?;
        if generation != id.1 {
            return None;
        }
        let start = found.len();
        for size in PIECES {
            let size = size.min(available);
            let range = offset..offset.saturating_add(size);
            let read = source.look(range, |piece| {
                let mut skimmer = Skimmer { rest: piece, found };
                let read = skimmer.object(id);
                (read, skimmer.rest.len() as u64)
            });
            let (read, left) = read.ok()?;
            match read {
                Ok(()) => {
                    self.doc.cache.spend(size.saturating_sub(left)).ok()?;
                    found.get_mut(start..)?.reverse();
                    return Some(());
                }
                Err(Stop) => found.truncate(start),
            }
            if left > 0 || size == available {
                return None;
            }
        }
        None
    }
}

/// Not plainly written, or, where nothing is left, not whole.
struct Stop;

struct Skimmer<'a, 'f> {
    rest: &'a [u8],
    found: &'f mut Vec<ObjectId>,
}

/// A dictionary, by the place of its first key among all open ones, or an array.
enum Frame {
    Dictionary(usize),
    Array,
}

impl<'a> Skimmer<'a, '_> {
    /// `N G obj` and the value.
    fn object(&mut self, id: ObjectId) -> Result<(), Stop> {
        let number = self.digits()?;
        let generation = self.digits()?;
        self.blank();
        if self.run() != b"obj" || (number, generation) != (id.0.into(), id.1.into()) {
            return Err(Stop);
        }
        self.value()
    }

    fn value(&mut self) -> Result<(), Stop> {
        let mut keys: Vec<&[u8]> = Vec::new();
        let mut frames: Vec<Frame> = Vec::new();
        loop {
            self.blank();
            if let Some(Frame::Dictionary(first)) = frames.last()
                && self.rest.first() == Some(&b'/')
            {
                let key = self.name()?;
                let others = keys.get(*first..).unwrap_or_default();
                let annots = frames.len() == 1 && key == b"Annots";
                if annots || others.len() >= KEYS || key.contains(&b'#') || others.contains(&key) {
                    return Err(Stop);
                }
                keys.push(key);
                self.blank();
                if matches!(self.rest, [b'>', ..]) {
                    return Err(Stop);
                }
            } else if let Some(Frame::Dictionary(_)) = frames.last()
                && !self.rest.starts_with(b">>")
            {
                return Err(self.unless_cut(2));
            }
            match self.rest {
                [b'<', b'<', ..] | [b'[', ..] => {
                    if frames.len() == DEPTH {
                        return Err(Stop);
                    }
                    let array = self.rest.first() == Some(&b'[');
                    self.skip(if array { 1 } else { 2 });
                    frames.push(if array { Frame::Array } else { Frame::Dictionary(keys.len()) });
                    continue;
                }
                [b'>', b'>', ..] => match frames.pop() {
                    Some(Frame::Dictionary(first)) => {
                        keys.truncate(first);
                        self.skip(2);
                    }
                    _ => return Err(Stop),
                },
                [b']', ..] => match frames.pop() {
                    Some(Frame::Array) => self.skip(1),
                    _ => return Err(Stop),
                },
                // A scalar that stands alone is no matter of speed.
                _ if frames.is_empty() => return Err(self.unless_cut(2)),
                _ => self.scalar()?,
            }
            if frames.is_empty() {
                return Ok(());
            }
        }
    }

    fn scalar(&mut self) -> Result<(), Stop> {
        match self.rest {
            [b'/', ..] => self.name().map(drop),
            [b'(', ..] => self.literal(),
            [b'<', _, ..] => self.hexadecimal(),
            [b'0'..=b'9' | b'-' | b'.', ..] => self.number(),
            [b't' | b'f' | b'n', ..] => match self.run() {
                b"true" | b"false" | b"null" if !self.rest.is_empty() => Ok(()),
                _ => Err(Stop),
            },
            _ => Err(self.unless_cut(2)),
        }
    }

    /// A number, or a reference that it begins.
    fn number(&mut self) -> Result<(), Stop> {
        let run = self.run();
        let digits = run.strip_prefix(b"-").unwrap_or(run);
        let integer = digits.iter().all(u8::is_ascii_digit);
        if self.rest.is_empty() {
            return Err(Stop);
        }
        if !integer {
            let mut halves = digits.split(|byte| *byte == b'.');
            let halves = [halves.next(), halves.next(), halves.next()];
            let [Some(whole), Some(fraction), None] = halves else { return Err(Stop) };
            let plain = |half: &[u8]| half.iter().all(u8::is_ascii_digit) && half.len() <= 9;
            let any = !whole.is_empty() || !fraction.is_empty();
            return if any && plain(whole) && plain(fraction) { Ok(()) } else { Err(Stop) };
        }
        if digits.is_empty() || digits.len() > 9 {
            return Err(Stop);
        }
        if digits.len() < run.len() {
            return Ok(());
        }
        let mut ahead = Skimmer { rest: self.rest, found: &mut Vec::new() };
        ahead.blank();
        if ahead.rest.is_empty() {
            self.rest = ahead.rest;
            return Err(Stop);
        }
        let generation = ahead.run();
        if generation.is_empty() || !generation.iter().all(u8::is_ascii_digit) {
            return Ok(());
        }
        ahead.blank();
        let word = ahead.run();
        if ahead.rest.is_empty() {
            self.rest = ahead.rest;
            return Err(Stop);
        }
        if word != b"R" {
            return Ok(());
        }
        let generation = parse(generation).and_then(|generation| u16::try_from(generation).ok());
        let number = parse(run).and_then(|number| u32::try_from(number).ok());
        self.found.push(number.zip(generation).ok_or(Stop)?);
        self.rest = ahead.rest;
        Ok(())
    }

    fn literal(&mut self) -> Result<(), Stop> {
        let mut open = 0_usize;
        let mut at = 0;
        // Texts are most of what a document of small objects has to be read for.
        while let Some(next) = memchr3(b'(', b')', b'\\', self.rest.get(at..).unwrap_or_default()) {
            at += next;
            match self.rest.get(at) {
                Some(b'(') => open += 1,
                Some(b')') if open == 1 => {
                    self.skip(at + 1);
                    return Ok(());
                }
                Some(b')') => open -= 1,
                _ => at += 1,
            }
            at += 1;
        }
        self.rest = &[];
        Err(Stop)
    }

    fn hexadecimal(&mut self) -> Result<(), Stop> {
        let Some(end) = self.rest.iter().position(|byte| *byte == b'>') else {
            self.rest = &[];
            return Err(Stop);
        };
        let plain = |byte: &u8| byte.is_ascii_hexdigit() || is_space(*byte);
        if !self.rest.get(1..end).unwrap_or_default().iter().all(plain) {
            return Err(Stop);
        }
        self.skip(end + 1);
        Ok(())
    }

    /// The bytes of a name after its `/`.
    fn name(&mut self) -> Result<&'a [u8], Stop> {
        self.skip(1);
        let name = self.run();
        if self.rest.is_empty() { Err(Stop) } else { Ok(name) }
    }

    fn digits(&mut self) -> Result<u64, Stop> {
        self.blank();
        let run = self.run();
        if self.rest.is_empty() { Err(Stop) } else { parse(run).ok_or(Stop) }
    }

    /// Everything up to white space, a delimiter or the end.
    fn run(&mut self) -> &'a [u8] {
        let length =
            self.rest.iter().position(|byte| !is_regular(*byte)).unwrap_or(self.rest.len());
        let (run, rest) = self.rest.split_at_checked(length).unwrap_or_default();
        self.rest = rest;
        run
    }

    fn blank(&mut self) {
        let length = self.rest.iter().position(|byte| !is_space(*byte));
        self.skip(length.unwrap_or(self.rest.len()));
    }

    fn skip(&mut self, bytes: usize) {
        self.rest = self.rest.get(bytes..).unwrap_or_default();
    }

    /// What to say where fewer than `wanted` bytes are left.
    fn unless_cut(&mut self, wanted: usize) -> Stop {
        if self.rest.len() < wanted {
            self.rest = &[];
        }
        Stop
    }
}

/// A number of at most nine digits.
fn parse(run: &[u8]) -> Option<u64> {
    let digits = (1..=9).contains(&run.len()) && run.iter().all(u8::is_ascii_digit);
    let value = |sum, digit: &u8| sum * 10 + u64::from(digit - b'0');
    digits.then(|| run.iter().fold(0, value))
}

#[cfg(test)]
mod tests {
    use lopdf::ObjectId;

    use super::Skimmer;
    use crate::pdf::lex::Lexer;
    use crate::pdf::object::RawObject;

    /// The references of object 7, if it reads at a glance; whether it is whole.
    fn skimmed(text: &[u8]) -> (Option<Vec<ObjectId>>, bool) {
        let mut found = Vec::new();
        let mut skimmer = Skimmer { rest: text, found: &mut found };
        let read = skimmer.object((7, 0)).is_ok();
        let whole = !skimmer.rest.is_empty();
        (read.then_some(found), whole)
    }

    fn value(text: &[u8]) -> Option<Vec<ObjectId>> {
        skimmed(&[b"7 0 obj ", text, b" endobj"].concat()).0
    }

    #[test]
    fn references_wherever_they_stand() {
        let text =
            b"<</A 1 0 R/B[2 0 R 3 3 1 R(8 0 R\\\\)()<4142>/N 5 65535 R]/C<</D 6 0 R>>/E -1.5>>";
        assert_eq!(value(text), Some(vec![(1, 0), (2, 0), (3, 1), (5, 65535), (6, 0)]));
        assert_eq!(value(b"[true null false 1 2 .5 4. -3]"), Some(vec![]));
        assert_eq!(value(b"<<>>"), Some(vec![]));
    }

    #[test]
    fn what_is_not_plain_is_left() {
        for text in [
            &b"5"[..],
            b"(x)",
            b"<</A 1/A 2>>",
            b"<</A 1/A 1>>",
            b"<</A#41 1>>",
            b"<</Annots[1 0 R]>>",
            b"[--5]",
            b"[+5]",
            b"[-]",
            b"[.]",
            b"[1.2.3]",
            b"[1e5]",
            b"[12345678901 0 R]",
            b"[1 70000 R]",
            b"[0 R]",
            b"[R]",
            b"[1 0 RR]",
            b"[% c\n1]",
            b"<</A>>",
            b"<<1 2>>",
            b"[1>>",
            b"<</A 1]",
            b"<41 4x>",
            b"[<4x>]",
            b"[endobj]",
            b"[{]",
        ] {
            assert_eq!(value(text), None, "{:?}", text.escape_ascii().to_string());
        }
        assert_eq!(skimmed(b"8 0 obj [1 0 R] endobj").0, None);
        assert_eq!(skimmed(b"7 1 obj [1 0 R] endobj").0, None);
        assert_eq!(value(&[&b"["[..]; 40].concat()), None);
    }

    #[test]
    fn a_piece_that_ends_too_early_is_told_from_a_fault() {
        let text = b"7 0 obj <</A 1 0 R/B[2 0 R (a\\)b)<4142>/N true]/C<</D -6.5>>>> ";
        for cut in 0..text.len() - 1 {
            assert_eq!(skimmed(&text[..cut]), (None, false), "cut at {cut}");
        }
        assert!(skimmed(text).0.is_some());
    }

    /// Every text of a few tokens: where the glance sees something, the full reader sees the same
    /// and no ambiguity.
    #[test]
    fn the_full_reader_agrees() {
        let tokens: [&[u8]; 22] = [
            b"[", b"]", b"<<", b">>", b"/A", b"/B", b"/A#42", b" 1", b" 0", b" R", b" 12 0 R",
            b"-1", b"--1", b".5", b"(x)", b"(", b")", b"<41>", b"<", b" true", b"\\", b"%\n",
        ];
        let mut texts: Vec<Vec<u8>> = vec![b"[".to_vec(), b"<<".to_vec(), b"<</C[".to_vec()];
        let mut seen = 0;
        for _ in 0..4 {
            let longer = |text: &Vec<u8>| tokens.map(|token| [text, token].concat());
            texts = texts.iter().flat_map(longer).collect();
            for text in &texts {
                for end in [&b"]"[..], b">>", b"]>>"] {
                    let text = [&b"7 0 obj "[..], text, end, b" endobj"].concat();
                    let Some(skimmed) = skimmed(&text).0 else { continue };
                    seen += 1;
                    let raw = full(&text);
                    let mut found = Vec::new();
                    references(&raw.value, &mut found);
                    assert_eq!(skimmed, found, "{}", text.escape_ascii());
                    assert!(!raw.ambiguous && !raw.doubled, "{}", text.escape_ascii());
                }
            }
        }
        assert!(seen > 1000, "{seen}");
    }

    fn full(text: &[u8]) -> RawObject {
        let mut lexer = Lexer::new(text, 0, true);
        let id = lexer.header().unwrap().unwrap();
        lexer.body(id).unwrap().written.into_raw(id, text, 0, Some(0))
    }

    fn references(value: &lopdf::Object, found: &mut Vec<ObjectId>) {
        match value {
            lopdf::Object::Reference(id) => found.push(*id),
            lopdf::Object::Array(values) => values.iter().for_each(|one| references(one, found)),
            lopdf::Object::Dictionary(dictionary) => {
                dictionary.iter().for_each(|(_, one)| references(one, found));
            }
            _ => {}
        }
    }
}
