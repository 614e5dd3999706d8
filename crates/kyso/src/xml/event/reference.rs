//! References: characters by number, and the five predefined entities (XML 1.0 §4.1, §4.6).

use crate::xml::chars::is_char;

/// What a reference stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reference<'t> {
    Char(char),
    Entity(&'t str),
}

/// Bytes of one reference, `&` and `;` included: no sane one has more leading zeros.
pub(crate) const MAX_REFERENCE: usize = 256;

/// The reference at the start of `text`, which begins with `&`, and its length.
pub(crate) fn reference(text: &str) -> Option<(Reference<'_>, usize)> {
    let head = text.as_bytes().iter().take(MAX_REFERENCE);
    let end = head.into_iter().position(|&byte| byte == b';')?;
    let name = text.get(1..end)?;
    let reference = match name {
        "lt" => Reference::Char('<'),
        "gt" => Reference::Char('>'),
        "amp" => Reference::Char('&'),
        "quot" => Reference::Char('"'),
        "apos" => Reference::Char('\''),
        _ => match name.strip_prefix('#') {
            Some(number) => Reference::Char(character(number)?),
            None => Reference::Entity(name),
        },
    };
    Some((reference, end + 1))
}

fn character(number: &str) -> Option<char> {
    let (digits, radix) = match number.strip_prefix('x') {
        Some(digits) => (digits, 16),
        None => (number, 10),
    };
    // `from_str_radix` takes a sign, XML does not.
    if digits.is_empty() || !digits.chars().all(|c| c.is_digit(radix)) {
        return None;
    }
    let c = char::from_u32(u32::from_str_radix(digits, radix).ok()?)?;
    is_char(c).then_some(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_characters_or_names() {
        let c = |text| reference(text).map(|(reference, _)| reference);
        for (text, expected) in [
            ("&lt;", '<'),
            ("&gt;", '>'),
            ("&amp;x", '&'),
            ("&quot;", '"'),
            ("&apos;", '\''),
            ("&#65;", 'A'),
            ("&#x1EA5;", 'ấ'),
            ("&#x00000041;", 'A'),
            ("&#9;", '\t'),
            ("&#x10FFFF;", '\u{10FFFF}'),
        ] {
            assert_eq!(c(text), Some(Reference::Char(expected)), "{text}");
        }
        assert_eq!(c("&e;"), Some(Reference::Entity("e")));
        for text in [
            "&",
            "&lt",
            "&#;",
            "&#x;",
            "&#X41;",
            "&#+65;",
            "&#-1;",
            "&#0;",
            "&#8;",
            "&#xD800;",
            "&#xFFFE;",
            "&#x110000;",
            "&#99999999999;",
            "&#6 5;",
        ] {
            assert_eq!(c(text), None, "{text}");
        }
    }
}
