//! Names of entries: which are allowed, and which are the same to some reader or file system.

use unicode_normalization::UnicodeNormalization;

use super::error::EntryFault;
use crate::limits::MAX_CONTAINER_NAME_BYTES;

/// The folder of what is about the container (EN 319 162-1 §4.1).
pub(super) const META_INF: &str = "META-INF/";

/// The entry that says what kind of container it is (EN 319 162-1 §A.1).
pub(super) const MIMETYPE: &str = "mimetype";

/// Whether a name leads anywhere but into the container. A folder's ends in a slash.
pub(super) fn check(name: &str) -> Result<(), EntryFault> {
    if name.is_empty() || name.len() > MAX_CONTAINER_NAME_BYTES {
        return Err(EntryFault::Name);
    }
    let odd = |c: char| c.is_control() || matches!(c, '\\' | '\u{2028}' | '\u{2029}') || turns(c);
    if name.chars().any(odd) {
        return Err(EntryFault::Name);
    }
    // `C:` is a drive where there are drives.
    let drive = name.as_bytes().first().is_some_and(u8::is_ascii_alphabetic)
        && name.as_bytes().get(1) == Some(&b':');
    let path = name.strip_suffix('/').unwrap_or(name);
    let bad = |part: &str| part.is_empty() || matches!(part, "." | "..");
    if drive || path.split('/').any(bad) {
        return Err(EntryFault::Name);
    }
    let folded = fold(name);
    let reserved = |own: &str, exact: bool| folded == fold(own) && !exact;
    let first = name.split_once('/').map(|(first, _)| first);
    let meta = META_INF.trim_end_matches('/');
    if reserved(MIMETYPE, name == MIMETYPE)
        || first.is_some_and(|first| fold(first) == fold(meta) && first != meta)
        || (first.is_none() && folded == fold(meta))
    {
        return Err(EntryFault::Reserved);
    }
    Ok(())
}

/// Characters that turn the direction of what is read, so that a name shows as another.
fn turns(c: char) -> bool {
    matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// What is the same for every name that some file system takes for this one: those that know no
/// case, that normalize, and that drop dots and spaces at the end of a name.
pub(super) fn fold(name: &str) -> String {
    let lower = |text: &str| -> String {
        let upper = text.nfd().flat_map(char::to_uppercase);
        upper.flat_map(char::to_lowercase).collect::<String>().nfc().collect()
    };
    let parts = name.trim_end_matches('/').split('/');
    let parts: Vec<String> = parts.map(|part| lower(part.trim_end_matches(['.', ' ']))).collect();
    parts.join("/")
}

/// The media type of a file by the ending of its name.
pub(super) fn media_type(name: &str) -> &'static str {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    match ending.as_deref() {
        Some("pdf") => "application/pdf",
        Some("xml") => "text/xml",
        Some("txt") => "text/plain",
        Some("csv") => "text/csv",
        Some("htm" | "html") => "text/html",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("png") => "image/png",
        Some("tif" | "tiff") => "image/tiff",
        Some("json") => "application/json",
        Some("zip") => "application/zip",
        Some("doc") => "application/msword",
        Some("xls") => "application/vnd.ms-excel",
        Some("docx") => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        Some("xlsx") => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        Some("odt") => "application/vnd.oasis.opendocument.text",
        Some("ods") => "application/vnd.oasis.opendocument.spreadsheet",
        Some("asice" | "sce") => "application/vnd.etsi.asic-e+zip",
        Some("asics" | "scs") => "application/vnd.etsi.asic-s+zip",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::{EntryFault, check, fold};

    #[test]
    fn names_lead_nowhere_else() {
        for good in ["a.pdf", "Công văn số 12.pdf", "thư mục/tệp.xml", "a/", "META-INF/x", "a..b"]
        {
            assert_eq!(check(good), Ok(()), "{good}");
        }
        for bad in [
            "",
            "/a",
            "../a",
            "a/../b",
            "a/./b",
            "a//b",
            "a\\b",
            "C:a",
            "c:/a",
            "a\0b",
            "a\nb",
            "..",
            ".",
            "/",
            "a/..",
            "fdp.\u{202E}exe",
        ] {
            assert_eq!(check(bad), Err(EntryFault::Name), "{bad:?}");
        }
        assert_eq!(check(&"a".repeat(1025)), Err(EntryFault::Name));
        for bad in ["Mimetype", "MIMETYPE", "mimetype.", "meta-inf/x", "Meta-Inf/", "META-INF"] {
            assert_eq!(check(bad), Err(EntryFault::Reserved), "{bad:?}");
        }
    }

    #[test]
    fn names_that_some_file_system_confuses_fold_to_one() {
        for (one, other) in [
            ("a.pdf", "A.PDF"),
            ("Quyết định.pdf", "Quye\u{302}\u{301}t đi\u{323}nh.pdf"),
            ("straße", "STRASSE"),
            ("a.pdf", "a.pdf. "),
            ("a./b", "A/b"),
            ("a/", "a"),
            ("Ω", "\u{2126}"),
        ] {
            assert_eq!(fold(one), fold(other), "{one} {other}");
        }
        assert_ne!(fold("a.pdf"), fold("a1.pdf"));
        assert_ne!(fold("đ"), fold("d"));
    }
}
