//! PDF/A: the level that a document claims for itself (ISO 19005-1 to -4), and what it allows.

mod colour;
mod guard;

use std::fmt;

use lopdf::Object;
use serde::{Serialize, Serializer};

use super::document::PdfDocument;
use crate::limits::MAX_METADATA_BYTES;
use crate::xml::{NodeId, ParseOptions, Tree};

pub(crate) use colour::default_spaces;
pub(super) use colour::{check_blending, check_intent};
pub use guard::Breach;
pub(super) use guard::{check, check_end};

/// Where the claim stands in XMP (ISO 19005-1 §6.7.11, ISO 19005-4 §6.7.3).
const SCHEMA: &str = "http://www.aiim.org/pdfa/ns/id/";
const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";

/// A level of PDF/A. That a document claims one does not make it so.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Level {
    part: u8,
    conformance: Option<Conformance>,
}

/// What a level asks for beside its part.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[non_exhaustive]
pub enum Conformance {
    /// Parts 1 to 3: accessible.
    A,
    /// Parts 1 to 3: basic, what is seen.
    B,
    /// Parts 2 and 3: text is Unicode.
    U,
    /// Part 4: engineering.
    E,
    /// Part 4: files attached.
    F,
}

impl Level {
    /// The part of ISO 19005: 1 to 4.
    #[must_use]
    pub fn part(self) -> u8 {
        self.part
    }

    /// What it asks for beside; `None` for plain PDF/A-4.
    #[must_use]
    pub fn conformance(self) -> Option<Conformance> {
        self.conformance
    }

    /// Whether what is painted may let something through: soft masks, blend modes, opacity under 1
    /// (ISO 19005-1 §6.4 forbids all three).
    #[must_use]
    pub fn allows_transparency(self) -> bool {
        self.part > 1
    }

    /// Whether the subset of a composite font lists its glyphs (ISO 19005-1 §6.3.5).
    pub(super) fn wants_glyph_lists(self) -> bool {
        self.part == 1
    }

    /// Whether a field that is not seen has to have an appearance all the same (ISO 19005-1 §6.9;
    /// later parts except a rectangle without area).
    pub(super) fn wants_every_appearance(self) -> bool {
        self.part == 1
    }

    /// Whether the references of a certification may name a hash (ISO 19005-2 §6.1.12).
    pub(crate) fn allows_digest_method(self) -> bool {
        self.part == 1
    }

    /// `None` for a pair that the standards do not have.
    fn new(part: &str, conformance: Option<&str>) -> Option<Self> {
        use Conformance::{A, B, E, F, U};
        let conformance = match conformance.map(str::trim).filter(|letter| !letter.is_empty()) {
            None => None,
            Some("A") => Some(A),
            Some("B") => Some(B),
            Some("U") => Some(U),
            Some("E") => Some(E),
            Some("F") => Some(F),
            Some(_) => return None,
        };
        let part = match (part.trim(), conformance) {
            ("1", Some(A | B)) => 1,
            ("2", Some(A | B | U)) => 2,
            ("3", Some(A | B | U)) => 3,
            ("4", None | Some(E | F)) => 4,
            _ => return None,
        };
        Some(Self { part, conformance })
    }
}

/// As people call it: `1b`, `2u`, `4`, `4f`.
impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let letter = match self.conformance {
            None => "",
            Some(Conformance::A) => "a",
            Some(Conformance::B) => "b",
            Some(Conformance::U) => "u",
            Some(Conformance::E) => "e",
            Some(Conformance::F) => "f",
        };
        write!(f, "{}{letter}", self.part)
    }
}

impl Serialize for Level {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl PdfDocument {
    /// The level of PDF/A that the latest revision claims; `None` where it claims none, none that
    /// there is, two different ones, or its metadata cannot be read, and for an encrypted document,
    /// which is never PDF/A.
    #[must_use]
    pub fn archival_level(&self) -> Option<Level> {
        if self.is_encrypted() {
            return None;
        }
        let view = self.latest();
        let metadata = view.get(&view.catalog().ok()?, b"Metadata").ok()?;
        let Object::Stream(stream) = metadata else { return None };
        claimed(&stream.get_plain_content_with_limit(MAX_METADATA_BYTES).ok()?)
    }
}

/// The level that a packet of XMP claims.
fn claimed(packet: &[u8]) -> Option<Level> {
    // Padding after the packet is white space; some writers put zeros there.
    let end = packet.iter().rposition(|byte| !matches!(byte, 0 | b' ' | b'\t' | b'\r' | b'\n'))?;
    // Anything may be written in other schemas; only their names have to be told apart.
    let options = ParseOptions { relative_namespaces: true, ..ParseOptions::default() };
    let tree = Tree::parse(packet.get(..=end)?, &options).ok()?;
    let described = |node: &NodeId| tree.is(*node, RDF, "Description");
    let mut parts = Vec::new();
    let mut letters = Vec::new();
    for node in tree.descendants(tree.root()).filter(described) {
        parts.extend(values(&tree, node, "part"));
        letters.extend(values(&tree, node, "conformance"));
    }
    parts.dedup();
    letters.dedup();
    match (parts.as_slice(), letters.as_slice()) {
        ([part], []) => Level::new(part, None),
        ([part], [letter]) => Level::new(part, Some(letter)),
        _ => None,
    }
}

/// A property of a description, written as an attribute or as an element (XMP part 1, §7.9).
fn values(tree: &Tree, node: NodeId, name: &str) -> Vec<String> {
    let attribute = tree.attribute(node, SCHEMA, name).map(str::to_owned);
    let elements = tree.children(node).filter(|child| tree.is(*child, SCHEMA, name));
    attribute.into_iter().chain(elements.map(|child| tree.string_value(child))).collect()
}

#[cfg(test)]
mod tests {
    use super::claimed;

    fn packet(inside: &str) -> Vec<u8> {
        format!(
            "<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n\
             <x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><r:RDF xmlns:r=\"{}\">{inside}</r:RDF>\
             </x:xmpmeta>\n   <?xpacket end=\"w\"?>\n",
            super::RDF
        )
        .into_bytes()
    }

    fn level(inside: &str) -> Option<String> {
        claimed(&packet(inside)).map(|level| level.to_string())
    }

    fn elements(part: &str, rest: &str) -> String {
        format!(
            "<r:Description r:about=\"\" xmlns:id=\"{}\"><id:part>{part}</id:part>{rest}\
             </r:Description>",
            super::SCHEMA
        )
    }

    #[test]
    fn both_ways_of_writing_it_are_read() {
        let letter = "<id:conformance>B</id:conformance>";
        assert_eq!(level(&elements("1", letter)).as_deref(), Some("1b"));
        let attributes =
            format!("<r:Description xmlns:a=\"{}\" a:part='3' a:conformance='U'/>", super::SCHEMA);
        assert_eq!(level(&attributes).as_deref(), Some("3u"));
        assert_eq!(level(&elements("4", "<id:rev>2020</id:rev>")).as_deref(), Some("4"));
        let letter = "<id:conformance>F</id:conformance>";
        assert_eq!(level(&elements("4", letter)).as_deref(), Some("4f"));
    }

    #[test]
    fn what_no_standard_has_is_no_level() {
        assert_eq!(level(&elements("1", "")), None);
        assert_eq!(level(&elements("1", "<id:conformance>U</id:conformance>")), None);
        assert_eq!(level(&elements("5", "<id:conformance>B</id:conformance>")), None);
        let letter = "<id:conformance>B</id:conformance>";
        let twice = [elements("1", letter), elements("2", letter)].concat();
        assert_eq!(level(&twice), None);
        let elsewhere = elements("1", letter).replace(super::SCHEMA, "http://example.com/");
        assert_eq!(level(&elsewhere), None);
        assert_eq!(claimed(b"pdfaid:part 1"), None);
        assert_eq!(claimed(b""), None);
    }
}
