//! The title that a PDF gives itself: in its information dictionary, else in its XMP packet.

use kyso::pdf::{Object, PdfDocument, decode_text};
use kyso::xml::{ParseOptions, Tree};

use super::heading::short;

/// A larger packet is not looked into.
const MAX_XMP: usize = 1 << 20;

const DUBLIN_CORE: &str = "http://purl.org/dc/elements/1.1/";

/// What converters write where nobody gave a title.
const NO_TITLES: [&str; 3] = ["untitled", "microsoft word - ", "document"];

/// The title and where it stands.
pub(super) fn title(document: &PdfDocument) -> Option<(String, &'static str)> {
    let sound = |text: String| Some(short(&text)).filter(|title| is_title(title));
    let of_info = info(document).and_then(sound).map(|title| (title, "info"));
    of_info.or_else(|| xmp(document).and_then(sound).map(|title| (title, "xmp")))
}

/// The names of files that programs put there tell less than the page does.
fn is_title(text: &str) -> bool {
    let plain = text.to_lowercase();
    let is_file = [".doc", ".docx", ".pdf", ".xls", ".xlsx", ".odt", ".tmp", ".htm", ".html"];
    !plain.is_empty()
        && !NO_TITLES.iter().any(|one| plain == one.trim_end() || plain.starts_with("microsoft "))
        && !is_file.iter().any(|ending| plain.ends_with(ending))
}

fn info(document: &PdfDocument) -> Option<String> {
    let view = document.latest();
    let info = view.get_dict(view.trailer(), b"Info").ok()??;
    match view.get(&info, b"Title").ok()? {
        Object::String(bytes, _) => Some(decode_text(&bytes)),
        _ => None,
    }
}

/// `dc:title` of a packet that stands there uncompressed, as PDF/A asks.
fn xmp(document: &PdfDocument) -> Option<String> {
    let view = document.latest();
    let catalog = view.catalog().ok()?;
    let Ok(Object::Stream(stream)) = view.get(&catalog, b"Metadata") else { return None };
    if stream.dict.has(b"Filter") || stream.content.len() > MAX_XMP {
        return None;
    }
    let tree = Tree::parse(&stream.content, &ParseOptions::default()).ok()?;
    let mut nodes = tree.descendants(tree.root());
    let title = nodes.find(|node| tree.is(*node, DUBLIN_CORE, "title"))?;
    Some(tree.string_value(title))
}

#[cfg(test)]
mod tests {
    use super::is_title;

    #[test]
    fn what_programs_put_there_is_no_title() {
        for title in ["Quyết định 12", "A document of state"] {
            assert!(is_title(title), "{title}");
        }
        for none in ["", "untitled", "Microsoft Word - qd12.doc", "to-trinh.docx", "Document"] {
            assert!(!is_title(none), "{none}");
        }
    }
}
