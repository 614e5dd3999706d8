//! `META-INF/manifest.xml`: the list of files of OpenDocument (ODF 1.2 part 3 §4), which readers of
//! DigiDoc ask for. No signature covers it, and nothing here depends on it.

use super::Kind;
use super::name::media_type;
use crate::xml::sign::escape::attribute as escape_attribute;
use crate::xml::{NodeId, NodeKind, Tree};

/// Its name.
pub(super) const NAME: &str = "META-INF/manifest.xml";

const NAMESPACE: &str = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0";

pub(super) fn write<'n>(kind: Kind, names: impl Iterator<Item = &'n str>) -> String {
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
         <manifest:manifest xmlns:manifest=\"{NAMESPACE}\" manifest:version=\"1.2\">\n"
    );
    let mut line = |path: &str, media: &str| {
        let path = escape_attribute(path);
        out.push_str(&format!(
            "<manifest:file-entry manifest:full-path=\"{path}\" manifest:media-type=\"{media}\"/>\n"
        ));
    };
    line("/", kind.media_type());
    names.for_each(|name| line(name, media_type(name)));
    out.push_str("</manifest:manifest>\n");
    out
}

/// The files that it lists; `None` where it is something else.
pub(super) fn read(bytes: &[u8]) -> Option<Vec<String>> {
    let tree = Tree::parse(bytes, &crate::xml::ParseOptions::default()).ok()?;
    if !holds_entries_alone(&tree) {
        return None;
    }
    let entries = tree.elements(tree.document_element());
    let entries = entries.filter(|node| tree.is(*node, NAMESPACE, "file-entry"));
    let path = |node| {
        let mut attributes = tree.attributes(node);
        let is_path =
            |name: crate::xml::Name<'_>| name.namespace == NAMESPACE && name.local == "full-path";
        attributes.find(|one| is_path(one.name)).map(|one| one.value.to_owned())
    };
    Some(entries.filter_map(path).filter(|path| !path.ends_with('/')).collect())
}

/// Whether there is a list of entries, and no text that somebody could read.
fn holds_entries_alone(tree: &Tree) -> bool {
    let root = tree.document_element();
    let allowed = |child: NodeId| match tree.kind(child) {
        NodeKind::Element => {
            tree.is(child, NAMESPACE, "file-entry") && tree.children(child).next().is_none()
        }
        NodeKind::Text(text) => text.trim_ascii().is_empty(),
        _ => false,
    };
    tree.is(root, NAMESPACE, "manifest") && tree.children(root).all(allowed)
}
