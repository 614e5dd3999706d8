//! Character classes of XML 1.0 (5th edition): Char, NameStartChar, NameChar, white space.

/// `Char` (§2.2). Surrogates cannot occur in a `char`.
pub(crate) fn is_char(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}

/// `S` (§2.3).
pub(crate) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

/// `NameStartChar` without the colon, as Namespaces in XML has it (§2.3; Namespaces §3 NCName).
pub(crate) fn is_name_start(c: char) -> bool {
    matches!(c,
        'A'..='Z' | '_' | 'a'..='z'
        | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{2FF}'
        | '\u{370}'..='\u{37D}' | '\u{37F}'..='\u{1FFF}' | '\u{200C}'..='\u{200D}'
        | '\u{2070}'..='\u{218F}' | '\u{2C00}'..='\u{2FEF}' | '\u{3001}'..='\u{D7FF}'
        | '\u{F900}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FFFD}' | '\u{10000}'..='\u{EFFFF}')
}

/// `NameChar` without the colon (§2.3).
pub(crate) fn is_name_char(c: char) -> bool {
    is_name_start(c)
        || matches!(c,
            '-' | '.' | '0'..='9' | '\u{B7}' | '\u{300}'..='\u{36F}' | '\u{203F}'..='\u{2040}')
}

/// Whether `text` is an `NCName` (Namespaces §3).
pub(crate) fn is_ncname(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(is_name_start) && chars.all(is_name_char)
}

/// What ends a name when it is scanned: every ASCII byte that no name may hold. Bytes above ASCII
/// go on; whether they are allowed is asked once for each distinct name.
static IN_NAME: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = byte >= 0x80
            || (byte as u8).is_ascii_alphanumeric()
            || matches!(byte as u8, b'_' | b'-' | b'.' | b':');
        byte += 1;
    }
    table
};

/// Length in bytes of what could be a name at the start of `bytes`.
pub(crate) fn name_length(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|&&byte| IN_NAME.get(usize::from(byte)).is_some_and(|&is| is)).count()
}

/// What text may not simply pass over, by byte: markup, references, CR, `>` (it may end `]]>`),
/// control characters, and the first byte of U+F000..U+FFFF (two of which are no characters).
static SPECIAL: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = (byte < 0x20 && byte != 0x09 && byte != 0x0A)
            || matches!(byte as u8, b'<' | b'&' | b'>' | 0xEF);
        byte += 1;
    }
    table
};

/// Length in bytes of the plain text at the start of `bytes`.
pub(crate) fn plain_length(bytes: &[u8]) -> usize {
    let special = |byte: &u8| SPECIAL.get(usize::from(*byte)).is_some_and(|&is| is);
    bytes.iter().position(special).unwrap_or(bytes.len())
}

/// What an attribute value may not simply pass over, by byte: quotes, markup, white space that is
/// normalised, control characters, and the first byte of U+F000..U+FFFF.
static SPECIAL_IN_VALUE: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = byte < 0x20 || matches!(byte as u8, b'<' | b'&' | b'"' | b'\'' | 0xEF);
        byte += 1;
    }
    table
};

/// Length in bytes of the start of `bytes` that an attribute value takes over as it is.
pub(crate) fn value_length(bytes: &[u8]) -> usize {
    let special = |byte: &u8| SPECIAL_IN_VALUE.get(usize::from(*byte)).is_some_and(|&is| is);
    bytes.iter().position(special).unwrap_or(bytes.len())
}

/// The first character in `text` that is no `Char`, with its offset.
pub(crate) fn first_illegal(text: &str) -> Option<(usize, char)> {
    let bytes = text.as_bytes();
    let suspicious = |byte: &u8| *byte == 0xEF || (*byte < 0x20 && !is_space(*byte));
    if !bytes.iter().any(suspicious) {
        return None;
    }
    text.char_indices().find(|(_, c)| !is_char(*c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_the_fifth_edition() {
        for name in [
            "a",
            "_",
            "a-b.c9",
            "Ký",
            "số",
            "\u{C0}",
            "\u{37F}",
            "a\u{B7}",
            "a\u{300}",
            "\u{10000}",
        ] {
            assert!(is_ncname(name), "{name:?}");
        }
        for name in [
            "",
            "-a",
            ".a",
            "9",
            "a:b",
            ":",
            "\u{D7}",
            "\u{F7}",
            "a\u{37E}",
            "\u{300}",
            "\u{2000}",
            "\u{F0000}",
            "a b",
        ] {
            assert!(!is_ncname(name), "{name:?}");
        }
    }

    #[test]
    fn characters_are_those_of_section_2_2() {
        for c in [
            '\t',
            '\n',
            '\r',
            ' ',
            '\u{7F}',
            '\u{85}',
            '\u{D7FF}',
            '\u{E000}',
            '\u{FFFD}',
            '\u{10FFFF}',
        ] {
            assert!(is_char(c), "{c:?}");
            assert_eq!(first_illegal(&format!("ab{c}c")), None);
        }
        for c in ['\0', '\u{8}', '\u{B}', '\u{1F}', '\u{FFFE}', '\u{FFFF}'] {
            assert!(!is_char(c), "{c:?}");
            assert_eq!(first_illegal(&format!("a\u{FFFD}b{c}c")), Some((5, c)));
        }
    }
}
