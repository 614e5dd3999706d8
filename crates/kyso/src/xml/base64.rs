//! Base64 as XML carries it: strict, with white space anywhere (XML Schema 2 §3.2.16).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// The bytes that `text` encodes; `None` where it is anything but the alphabet, the padding and
/// XML white space.
pub(crate) fn decode(text: &str) -> Option<Vec<u8>> {
    if !text.bytes().any(is_space) {
        return STANDARD.decode(text).ok();
    }
    let packed: Vec<u8> = text.bytes().filter(|byte| !is_space(*byte)).collect();
    STANDARD.decode(packed).ok()
}

/// Base64 in one line.
pub(crate) fn encode(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// XML white space (XML 1.0 §2.3).
fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn only_white_space_is_passed_over() {
        assert_eq!(decode(" YW\r\n\tJj ").as_deref(), Some(&b"abc"[..]));
        for bad in ["YWJ", "YWJj=", "YW-j", "YWJj\u{a0}", "YWJj\u{b}", "YR==Yg==", "YR=", "YX=="] {
            assert_eq!(decode(bad), None, "{bad:?}");
        }
        assert_eq!(decode("YQ==").as_deref(), Some(&b"a"[..]));
    }
}
