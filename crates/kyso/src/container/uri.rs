//! From names to the URIs of references and back (RFC 3986; EN 319 162-1 §A.4 refers to it).

/// A name as a relative reference, each segment percent-encoded.
pub(super) fn of_name(name: &str) -> String {
    let mut uri = String::with_capacity(name.len());
    for byte in name.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte));
            }
            other => uri.push_str(&format!("%{other:02X}")),
        }
    }
    uri
}

/// The name that a reference means: a relative path and nothing else. `None` where it is another
/// URI, is not encoded as it should be, or hides a slash or a dot segment behind the encoding.
pub(super) fn to_name(uri: &str) -> Option<String> {
    if uri.is_empty() || uri.starts_with('/') || uri.contains(['?', '#', '\\']) {
        return None;
    }
    // A colon before the first slash makes it a scheme.
    if uri.split('/').next().is_some_and(|first| first.contains(':')) {
        return None;
    }
    let uri = uri.strip_prefix("./").unwrap_or(uri);
    let segments: Option<Vec<String>> = uri.split('/').map(segment).collect();
    Some(segments?.join("/"))
}

fn segment(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        rest = after;
        if first != b'%' {
            bytes.push(first);
            continue;
        }
        let (digits, after) = rest.split_at_checked(2)?;
        if !digits.iter().all(u8::is_ascii_hexdigit) {
            return None;
        }
        bytes.push(u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?);
        rest = after;
    }
    let name = String::from_utf8(bytes).ok()?;
    let odd = |c: char| c.is_control() || matches!(c, '/' | '\\');
    let bad = name.is_empty() || name == "." || name == ".." || name.chars().any(odd);
    (!bad).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::{of_name, to_name};

    #[test]
    fn names_come_back() {
        for name in ["a.pdf", "Công văn 12/2026.pdf", "100%.txt", "a+b c#d?.xml", "a:b", "x/y/z"]
        {
            assert_eq!(to_name(&of_name(name)).as_deref(), Some(name));
        }
        assert_eq!(of_name("số.pdf"), "s%E1%BB%91.pdf");
        // As written by those who do not encode.
        assert_eq!(to_name("số 1.pdf").as_deref(), Some("số 1.pdf"));
        assert_eq!(to_name("./a.pdf").as_deref(), Some("a.pdf"));
    }

    #[test]
    fn anything_else_is_no_name() {
        for uri in [
            "",
            "/a.pdf",
            "//host/a",
            "http://a/b",
            "a:b",
            "a?b",
            "a#b",
            "#a",
            "..",
            "../a",
            "a/../b",
            "%2e%2e/a",
            "a%2Fb",
            "a%5Cb",
            "a%00",
            "a%0Ab",
            "%",
            "%4",
            "%zz",
            "%+1",
            "a//b",
            "a/",
            "%C0%AF",
            "%ff",
            "a\\b",
            "././a",
        ] {
            assert_eq!(to_name(uri), None, "{uri}");
        }
        // Decoded once.
        assert_eq!(to_name("%2561").as_deref(), Some("%61"));
    }
}
