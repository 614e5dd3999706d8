//! Bytes as lower-case hexadecimal.

use std::fmt::Write as _;

/// `[0, 255]` → `00ff`
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
