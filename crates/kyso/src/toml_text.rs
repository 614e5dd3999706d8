//! Where in a TOML text something is wrong.

/// The line of an error, from 1, where the reader knows it.
pub(crate) fn line(text: &str, error: &toml::de::Error) -> Option<usize> {
    let head = text.get(..error.span()?.start)?;
    Some(head.bytes().filter(|byte| *byte == b'\n').count().saturating_add(1))
}
