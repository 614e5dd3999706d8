//! PEM blocks in a file, whatever stands around them (RFC 7468 §2: explanatory text is ignored).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

/// One block: what its label says and the bytes inside.
pub(crate) struct Block<'a> {
    /// `CERTIFICATE`, `PRIVATE KEY` …
    pub(crate) label: &'a str,
    /// The bytes; `None` when the base64 is broken.
    pub(crate) bytes: Option<Zeroizing<Vec<u8>>>,
    /// Whether RFC 1421 headers say that the contents are encrypted (`Proc-Type: 4,ENCRYPTED`).
    pub(crate) legacy_encrypted: bool,
}

const BEGIN: &str = "-----BEGIN ";
const DASHES: &str = "-----";

/// Whether the file has a PEM block at all.
pub(crate) fn is_pem(file: &[u8]) -> bool {
    file.windows(BEGIN.len()).any(|window| window == BEGIN.as_bytes())
}

/// Every block of a file in order. Text that is not UTF-8 can stand between the blocks.
pub(crate) fn blocks(file: &[u8]) -> Vec<(String, Zeroizing<Vec<u8>>, bool)> {
    let text = Zeroizing::new(String::from_utf8_lossy(file).into_owned());
    let mut out = Vec::new();
    let mut rest = text.as_str();
    while let Some(block) = next(&mut rest) {
        if let Some(bytes) = block.bytes {
            out.push((block.label.to_owned(), bytes, block.legacy_encrypted));
        }
    }
    out
}

fn next<'a>(rest: &mut &'a str) -> Option<Block<'a>> {
    let (_, after) = rest.split_once(BEGIN)?;
    let (label, after) = after.split_once(DASHES)?;
    let Some((body, after)) = after.split_once("-----END ") else {
        *rest = "";
        return Some(Block { label, bytes: None, legacy_encrypted: false });
    };
    *rest = after;
    let mut digits = Zeroizing::new(String::with_capacity(body.len()));
    let mut legacy_encrypted = false;
    for line in body.lines() {
        if line.contains(':') {
            legacy_encrypted |= line.contains("ENCRYPTED");
        } else {
            digits.extend(line.chars().filter(|c| !c.is_whitespace()));
        }
    }
    let bytes = STANDARD.decode(digits.as_bytes()).ok().map(Zeroizing::new);
    Some(Block { label, bytes, legacy_encrypted })
}

#[cfg(test)]
mod tests {
    use super::blocks;

    #[test]
    fn blocks_are_found_between_other_text() {
        let file = b"subject=CN = \xff\r\n-----BEGIN A-----\r\nAQ\r\nID\r\n-----END A-----\r\nx\n\
            -----BEGIN B KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: X,00\n\nBA==\n-----END B KEY-----";
        let found = blocks(file);
        assert_eq!(found.len(), 2);
        assert_eq!(
            (found[0].0.as_str(), found[0].1.as_slice(), found[0].2),
            ("A", &[1, 2, 3][..], false)
        );
        assert_eq!(
            (found[1].0.as_str(), found[1].1.as_slice(), found[1].2),
            ("B KEY", &[4][..], true)
        );
    }

    #[test]
    fn broken_blocks_end_the_search_quietly() {
        assert!(blocks(b"-----BEGIN A-----\nAQID").is_empty());
        assert!(blocks(b"-----BEGIN A-----\n***\n-----END A-----").is_empty());
        assert!(blocks(b"-----BEGIN ").is_empty());
    }
}
