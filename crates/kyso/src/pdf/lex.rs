//! PDF tokens with their byte spans (ISO 32000-1 §7.2, §7.3), read from one piece of the file.

use std::ops::Range;

use lopdf::StringFormat;

use super::error::{PdfError, SyntaxFault};
use crate::limits::MAX_OBJECT_BYTES;
use crate::source::Source;

/// First piece given to the lexer: holds nearly every object, and one cached read serves it.
const FIRST_PIECE: u64 = 4 << 10;

/// Why lexing of a piece ended without a result.
#[derive(Debug)]
pub(super) enum Stop {
    /// The piece ends too early; the file goes on.
    More,
    /// The bytes are wrong.
    Fault(PdfError),
}

impl From<PdfError> for Stop {
    fn from(error: PdfError) -> Self {
        Self::Fault(error)
    }
}

/// One token.
#[derive(Debug, PartialEq)]
pub(super) enum Token<'a> {
    Integer(i64),
    Real(f32),
    Name(Vec<u8>),
    String(Vec<u8>, StringFormat),
    ArrayOpen,
    ArrayClose,
    DictOpen,
    DictClose,
    /// Any other run of regular characters: `obj`, `R`, `true`, `xref`, `startxref`.
    Word(&'a [u8]),
    /// The file ends here.
    End,
}

/// A reader of tokens over `bytes`, which lie at `base` in the file.
#[derive(Clone)]
pub(super) struct Lexer<'a> {
    bytes: &'a [u8],
    base: u64,
    pos: usize,
    /// Whether the file (or the revision looked at) ends where `bytes` end.
    last: bool,
    /// Values built so far, for the bound in `object.rs`.
    pub(super) values: usize,
    /// Whether a number was met that readers read differently.
    pub(super) odd: bool,
}

/// White space of ISO 32000-1 table 1.
pub(super) const fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | 9 | 10 | 12 | 13 | 32)
}

/// Neither white space nor a delimiter.
pub(super) fn is_regular(byte: u8) -> bool {
    !is_space(byte)
        && !matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

/// What each byte is worth as a hexadecimal digit; 16 where it is none.
static HEX: [u8; 256] = {
    let mut worth = [16; 256];
    let mut digit = 0;
    while digit < 16 {
        worth[b"0123456789abcdef"[digit as usize] as usize] = digit;
        worth[b"0123456789ABCDEF"[digit as usize] as usize] = digit;
        digit += 1;
    }
    worth
};

fn worth_of(byte: u8) -> u8 {
    HEX.get(usize::from(byte)).copied().unwrap_or(16)
}

fn hex_digit(byte: u8) -> Option<u8> {
    Some(worth_of(byte)).filter(|digit| *digit < 16)
}

/// Runs `read` on the bytes from `offset` on, none at or after `end`, with larger and larger
/// pieces until it has enough: first with those that are kept in one piece, where they are. `read`
/// must not read the source itself.
pub(super) fn lex_at<T>(
    source: &Source,
    offset: u64,
    end: u64,
    mut read: impl FnMut(&mut Lexer<'_>) -> Result<T, Stop>,
) -> Result<T, PdfError> {
    let available = end.min(source.len()).saturating_sub(offset);
    let most = available.min(MAX_OBJECT_BYTES);
    let mut near = 0;
    let found = source.look_near(offset, most, |piece| {
        near = piece.len() as u64;
        read(&mut Lexer::new(piece, offset, near == available))
    });
    match found? {
        Some(Ok(value)) => return Ok(value),
        Some(Err(Stop::Fault(error))) => return Err(error),
        Some(Err(Stop::More)) | None => {}
    }
    let mut size = most.min(FIRST_PIECE.max(near.saturating_mul(4)));
    loop {
        let piece = source.window(offset..offset.saturating_add(size))?;
        match read(&mut Lexer::new(&piece, offset, size == available)) {
            Ok(value) => return Ok(value),
            Err(Stop::Fault(error)) => return Err(error),
            Err(Stop::More) if size < most => size = size.saturating_mul(4).min(most),
            Err(Stop::More) => {
                return Err(PdfError::ObjectTooLarge { offset, limit: MAX_OBJECT_BYTES });
            }
        }
    }
}

impl<'a> Lexer<'a> {
    /// Over `bytes`, which start at `base`; `last` when nothing follows them.
    pub(super) fn new(bytes: &'a [u8], base: u64, last: bool) -> Self {
        Self { bytes, base, pos: 0, last, values: 0, odd: false }
    }

    /// Where the next byte lies in the file.
    pub(super) fn offset(&self) -> u64 {
        self.base.saturating_add(self.pos as u64)
    }

    /// The next byte, if the piece has one.
    pub(super) fn peek(&self) -> Option<u8> {
        self.bytes.get(self.pos).copied()
    }

    /// The fault at the end of the piece.
    pub(super) fn at_end(&self) -> Stop {
        if self.last {
            let offset = self.base.saturating_add(self.bytes.len() as u64);
            Stop::Fault(PdfError::Truncated { offset })
        } else {
            Stop::More
        }
    }

    /// A syntax fault at a file offset.
    pub(super) fn fault(offset: u64, fault: SyntaxFault) -> Stop {
        Stop::Fault(PdfError::Syntax { offset, fault })
    }

    /// Skips white space and comments.
    pub(super) fn skip_space(&mut self) {
        while let Some(byte) = self.peek() {
            if is_space(byte) {
                self.pos += 1;
            } else if byte == b'%' {
                self.skip_while(|b| b != b'\r' && b != b'\n');
            } else {
                return;
            }
        }
    }

    /// Skips white space only: where a comment would matter, as before `%%EOF`.
    pub(super) fn skip_blank(&mut self) {
        self.skip_while(is_space);
    }

    /// Skips the bytes `wanted`, whole or not at all.
    pub(super) fn eat(&mut self, wanted: &[u8]) -> Result<bool, Stop> {
        let rest = self.bytes.get(self.pos..).unwrap_or_default();
        if rest.starts_with(wanted) {
            self.pos += wanted.len();
            return Ok(true);
        }
        // A file that ends in the middle of the word just does not have the word.
        if !self.last && wanted.starts_with(rest) { Err(Stop::More) } else { Ok(false) }
    }

    fn skip_while(&mut self, wanted: impl Fn(u8) -> bool) {
        let rest = self.bytes.get(self.pos..).unwrap_or_default();
        self.pos += rest.iter().position(|&b| !wanted(b)).unwrap_or(rest.len());
    }

    /// The run of regular characters that starts here.
    fn run(&mut self) -> Result<&'a [u8], Stop> {
        let start = self.pos;
        self.skip_while(is_regular);
        if self.pos == self.bytes.len() && !self.last {
            return Err(Stop::More);
        }
        Ok(self.bytes.get(start..self.pos).unwrap_or_default())
    }

    /// The next token and its span in the file.
    pub(super) fn token(&mut self) -> Result<(Token<'a>, Range<u64>), Stop> {
        self.skip_space();
        let start = self.offset();
        let Some(first) = self.peek() else {
            return if self.last { Ok((Token::End, start..start)) } else { Err(Stop::More) };
        };
        let token = match first {
            b'/' => {
                self.pos += 1;
                Token::Name(unescape_name(self.run()?))
            }
            b'(' => {
                self.pos += 1;
                Token::String(self.literal()?, StringFormat::Literal)
            }
            b'[' => self.single(Token::ArrayOpen),
            b']' => self.single(Token::ArrayClose),
            b'<' if self.eat(b"<<")? => Token::DictOpen,
            b'>' if self.eat(b">>")? => Token::DictClose,
            b'<' => {
                self.pos += 1;
                Token::String(self.hex()?, StringFormat::Hexadecimal)
            }
            b'0'..=b'9' | b'+' | b'-' | b'.' => {
                let run = self.run()?;
                self.odd |= is_odd(run);
                number(run).ok_or_else(|| Self::fault(start, SyntaxFault::Byte(first)))?
            }
            byte if is_regular(byte) => Token::Word(self.run()?),
            byte => return Err(Self::fault(start, SyntaxFault::Byte(byte))),
        };
        Ok((token, start..self.offset()))
    }

    fn single(&mut self, token: Token<'a>) -> Token<'a> {
        self.pos += 1;
        token
    }

    /// The rest of a reference, ` G R`, when the integer just read begins one.
    pub(super) fn reference_tail(&mut self) -> Result<Option<u16>, Stop> {
        let mut ahead = self.clone();
        ahead.skip_space();
        let digits = ahead.pos;
        ahead.skip_while(|b| b.is_ascii_digit());
        let number = self.bytes.get(digits..ahead.pos).unwrap_or_default();
        let after = ahead.pos;
        ahead.skip_space();
        match ahead.peek() {
            None if !ahead.last => return Err(Stop::More),
            Some(b'R') if !number.is_empty() && after != ahead.pos => ahead.pos += 1,
            _ => return Ok(None),
        }
        match ahead.peek() {
            None if !ahead.last => return Err(Stop::More),
            Some(byte) if is_regular(byte) => return Ok(None),
            _ => {}
        }
        let generation = std::str::from_utf8(number).ok().and_then(|n| n.parse().ok());
        if generation.is_some() {
            self.pos = ahead.pos;
        }
        Ok(generation)
    }

    /// A literal string after its `(` (ISO 32000-1 §7.3.4.2).
    fn literal(&mut self) -> Result<Vec<u8>, Stop> {
        let mut text = Vec::new();
        let mut open = 1_usize;
        loop {
            let byte = self.next_byte()?;
            match byte {
                b'(' => open += 1,
                b')' if open == 1 => return Ok(text),
                b')' => open -= 1,
                b'\r' => {
                    self.eat(b"\n")?;
                    text.push(b'\n');
                    continue;
                }
                b'\\' => {
                    self.escape(&mut text)?;
                    continue;
                }
                _ => {}
            }
            text.push(byte);
        }
    }

    fn escape(&mut self, text: &mut Vec<u8>) -> Result<(), Stop> {
        let byte = self.next_byte()?;
        text.push(match byte {
            b'n' => b'\n',
            b'r' => b'\r',
            b't' => b'\t',
            b'b' => 8,
            b'f' => 12,
            b'\n' => return Ok(()),
            b'\r' => {
                self.eat(b"\n")?;
                return Ok(());
            }
            b'0'..=b'7' => self.octal(byte)?,
            other => other,
        });
        Ok(())
    }

    /// Up to two more octal digits; what overflows a byte is dropped, as the standard says.
    fn octal(&mut self, first: u8) -> Result<u8, Stop> {
        let mut value = u32::from(first - b'0');
        for _ in 0..2 {
            match self.peek() {
                Some(digit @ b'0'..=b'7') => value = value * 8 + u32::from(digit - b'0'),
                Some(_) => break,
                None => return Err(self.at_end()),
            }
            self.pos += 1;
        }
        Ok((value & 0xFF) as u8)
    }

    /// A hexadecimal string after its `<`: digits and white space only. Readers that skip other
    /// bytes would let them hide inside a signature's `/Contents`.
    fn hex(&mut self) -> Result<Vec<u8>, Stop> {
        let rest = self.bytes.get(self.pos..).unwrap_or_default();
        let length = memchr::memchr(b'>', rest).ok_or_else(|| self.at_end());
        let digits = rest.get(..length?).unwrap_or_default();
        let (pairs, _) = digits.as_chunks::<2>();
        let mut bytes = Vec::with_capacity(pairs.len() + 1);
        bytes.resize(pairs.len(), 0);
        // Almost every string is pairs of digits and nothing between them.
        let mut worth = 0;
        for (byte, [high, low]) in bytes.iter_mut().zip(pairs) {
            let (high, low) = (worth_of(*high), worth_of(*low));
            worth |= high | low;
            *byte = high << 4 | low;
        }
        let mut paired = pairs.len() * 2;
        if worth >= 16 {
            bytes.clear();
            paired = 0;
        }
        let mut high = None;
        for (at, byte) in digits.iter().enumerate().skip(paired) {
            match hex_digit(*byte) {
                Some(digit) => match high.take() {
                    None => high = Some(digit << 4),
                    Some(high) => bytes.push(high | digit),
                },
                None if is_space(*byte) => {}
                None => {
                    let at = self.offset().saturating_add(at as u64);
                    return Err(Self::fault(at, SyntaxFault::HexDigit(*byte)));
                }
            }
        }
        bytes.extend(high);
        self.pos = self.pos.saturating_add(digits.len()).saturating_add(1);
        Ok(bytes)
    }

    fn next_byte(&mut self) -> Result<u8, Stop> {
        let byte = self.peek().ok_or_else(|| self.at_end())?;
        self.pos += 1;
        Ok(byte)
    }

    /// The word `wanted`, or a fault.
    pub(super) fn expect(&mut self, wanted: &'static str) -> Result<Range<u64>, Stop> {
        match self.token()? {
            (Token::Word(word), span) if word == wanted.as_bytes() => Ok(span),
            (Token::End, _) => Err(self.at_end()),
            (_, span) => Err(Self::fault(span.start, SyntaxFault::Expected(wanted))),
        }
    }

    /// A non-negative integer, or a fault.
    pub(super) fn expect_number(&mut self) -> Result<u64, Stop> {
        let (token, span) = self.token()?;
        let number = match token {
            Token::Integer(number) => u64::try_from(number).ok(),
            Token::End => return Err(self.at_end()),
            _ => None,
        };
        number.ok_or_else(|| Self::fault(span.start, SyntaxFault::Expected("number")))
    }
}

/// Undoes `#xx` in a name (ISO 32000-1 §7.3.5); a `#` without two digits stands for itself.
fn unescape_name(raw: &[u8]) -> Vec<u8> {
    let mut name = Vec::with_capacity(raw.len());
    let mut rest = raw;
    while let Some((&byte, tail)) = rest.split_first() {
        rest = tail;
        if byte == b'#'
            && let [high, low, tail @ ..] = tail
            && let (Some(high), Some(low)) = (hex_digit(*high), hex_digit(*low))
        {
            name.push(high << 4 | low);
            rest = tail;
        } else {
            name.push(byte);
        }
    }
    name
}

/// Whether readers differ in what a number is: signs in a row, and no digits at all.
fn is_odd(run: &[u8]) -> bool {
    let signs = run.iter().take_while(|&&b| b == b'+' || b == b'-').count();
    signs > 1 || !run.iter().any(u8::is_ascii_digit)
}

/// A number in any form that files contain: `+1`, `-.5`, `4.`, `--5` (read as -5, as the common
/// readers do), a lone sign or point (read as 0).
fn number(run: &[u8]) -> Option<Token<'static>> {
    let signs = run.iter().take_while(|&&b| b == b'+' || b == b'-').count();
    let (signs, digits) = run.split_at_checked(signs)?;
    let negative = signs.contains(&b'-');
    if !digits.iter().all(|b| b.is_ascii_digit() || *b == b'.') {
        return None;
    }
    let points = digits.iter().filter(|&&b| b == b'.').count();
    let text = std::str::from_utf8(digits).ok()?;
    if points == 0 {
        let integer = if text.is_empty() { Some(0) } else { text.parse::<i64>().ok() };
        if let Some(integer) = integer {
            return Some(Token::Integer(if negative { -integer } else { integer }));
        }
    }
    let real = match (points, text) {
        (1, ".") => 0.0,
        (0 | 1, text) => text.parse::<f32>().ok()?,
        _ => return None,
    };
    Some(Token::Real(if negative { -real } else { real }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(text: &[u8]) -> Vec<(Token<'_>, Range<u64>)> {
        let mut lexer = Lexer::new(text, 100, true);
        let mut all = Vec::new();
        loop {
            match lexer.token().unwrap() {
                (Token::End, _) => return all,
                other => all.push(other),
            }
        }
    }

    fn one(text: &[u8]) -> Token<'_> {
        let mut all = tokens(text);
        assert_eq!(all.len(), 1, "{all:?}");
        all.remove(0).0
    }

    #[test]
    fn numbers_in_every_written_form() {
        assert_eq!(one(b"+1"), Token::Integer(1));
        assert_eq!(one(b"-0017"), Token::Integer(-17));
        assert_eq!(one(b"-.5"), Token::Real(-0.5));
        assert_eq!(one(b"4."), Token::Real(4.0));
        assert_eq!(one(b"--5"), Token::Integer(-5));
        assert_eq!(one(b"-"), Token::Integer(0));
        assert_eq!(one(b"."), Token::Real(0.0));
        assert_eq!(one(b"9223372036854775808"), Token::Real(9.223_372e18));
        for bad in [&b"1-2"[..], b"1.2.3", b"0x10", b"5e3"] {
            assert!(Lexer::new(bad, 0, true).token().is_err(), "{bad:?}");
        }
    }

    #[test]
    fn strings_and_names() {
        let string = |text| match one(text) {
            Token::String(bytes, _) => bytes,
            other => panic!("{other:?}"),
        };
        assert_eq!(string(b"(a(b)c\\)\\053\\5x\\\r\nd\re)"), b"a(b)c)+\x05xd\ne");
        assert_eq!(string(b"<48 65\n6c6C 7>"), b"Hellp");
        assert_eq!(one(b"/A#20B#zz"), Token::Name(b"A B#zz".to_vec()));
        assert_eq!(one(b"/"), Token::Name(Vec::new()));
        let bad = Lexer::new(b"<48%4>", 7, true).token();
        let expected = PdfError::Syntax { offset: 10, fault: SyntaxFault::HexDigit(b'%') };
        assert!(matches!(bad, Err(Stop::Fault(error)) if error == expected));
    }

    #[test]
    fn spans_are_the_bytes_of_the_token() {
        let all = tokens(b" /N%c\n<</A(x)>> [1]");
        let spans: Vec<_> = all.iter().map(|(_, s)| (s.start - 100, s.end - 100)).collect();
        assert_eq!(
            spans,
            [(1, 3), (6, 8), (8, 10), (10, 13), (13, 15), (16, 17), (17, 18), (18, 19)]
        );
    }

    #[test]
    fn a_token_at_the_edge_of_a_piece_asks_for_more() {
        let text = b"12 0 R (ab\\123) <4142> /Name true 1.5 << >>";
        let whole = tokens(text);
        for cut in 0..text.len() {
            let mut lexer = Lexer::new(&text[..cut], 100, false);
            for expected in &whole {
                match lexer.token() {
                    Ok(token) => assert_eq!(&token, expected, "cut at {cut}"),
                    Err(Stop::More) => break,
                    Err(Stop::Fault(error)) => panic!("cut at {cut}: {error}"),
                }
            }
        }
    }

    #[test]
    fn references_are_told_from_integers() {
        let tail = |text| {
            let mut lexer = Lexer::new(text, 0, true);
            lexer.token().unwrap();
            lexer.reference_tail().unwrap()
        };
        assert_eq!(tail(b"3 0 R"), Some(0));
        assert_eq!(tail(b"3 %x\n 12 R]"), Some(12));
        assert_eq!(tail(b"3 0 RG"), None);
        assert_eq!(tail(b"3 0"), None);
        assert_eq!(tail(b"3 70000 R"), None);
    }
}
