//! A signature value as other programs hand it out.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// Bytes of a value at the most: RSA with 16,384 bits has 2,048; twice that in base64 with line
/// ends.
pub(crate) const MAX_SIGNATURE_BYTES: u64 = 8192;

/// The value as bytes: programs and services hand it out raw or as base64 text. A raw value is
/// never all base64 letters: RSA and Ed25519 give 64 or more arbitrary bytes, and ECDSA has the tag
/// 2 of an INTEGER in it.
pub(crate) fn signature_bytes(file: Vec<u8>) -> Vec<u8> {
    let text: Vec<u8> = file.iter().copied().filter(|b| !b.is_ascii_whitespace()).collect();
    match STANDARD.decode(&text) {
        Ok(value) if !value.is_empty() => value,
        _ => file,
    }
}

#[cfg(test)]
mod tests {
    use super::signature_bytes;

    #[test]
    fn raw_and_base64_values_are_told_apart() {
        let raw = vec![0x30, 0x45, 0x02, 0x21, 0x00, 0xff];
        assert_eq!(signature_bytes(raw.clone()), raw);
        assert_eq!(signature_bytes(b"MEUC\nIQD/\n".to_vec()), raw);
    }
}
