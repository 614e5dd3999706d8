//! Character maps: which codes a string holds, and for which characters or glyphs they stand
//! (ISO 32000-2 §9.7.5, §9.10.3).
//!
//! A map is written in the tokens of content streams, and is read with their grammar.

use std::collections::HashMap;

use lopdf::Object;
use lopdf::content::{Content, Operation};

use crate::limits::MAX_CHARACTER_MAP_ENTRIES;

/// Codes to characters, or to glyph numbers.
#[derive(Debug, Default)]
pub(super) struct CharacterMap {
    /// How codes are told apart; empty where the map does not say.
    spaces: Vec<CodeSpace>,
    texts: HashMap<u32, String>,
    text_ranges: Vec<TextRange>,
    glyph_ranges: Vec<GlyphRange>,
    entries: usize,
}

#[derive(Debug)]
struct CodeSpace {
    length: usize,
    first: u32,
    last: u32,
}

#[derive(Debug)]
struct TextRange {
    first: u32,
    last: u32,
    /// UTF-16 of the first; the last unit counts up.
    text: Vec<u16>,
}

#[derive(Debug)]
struct GlyphRange {
    first: u32,
    last: u32,
    glyph: u32,
}

impl CharacterMap {
    /// Reads a map as far as it is well formed.
    pub(super) fn read(bytes: &[u8]) -> Self {
        let mut map = Self::default();
        for operation in Content::decode_iter(bytes) {
            let Ok(operation) = operation else { break };
            if map.entries > MAX_CHARACTER_MAP_ENTRIES {
                break;
            }
            map.step(&operation);
        }
        map.text_ranges.sort_by_key(|range| range.first);
        map.glyph_ranges.sort_by_key(|range| range.first);
        map
    }

    /// Whether it says how codes are told apart.
    pub(super) fn has_spaces(&self) -> bool {
        !self.spaces.is_empty()
    }

    fn step(&mut self, operation: &Operation) {
        let operands = operation.operands.as_slice();
        self.entries += operands.len();
        match operation.operator.as_str() {
            "endcodespacerange" => {
                for pair in operands.chunks_exact(2) {
                    if let [Object::String(first, _), Object::String(last, _)] = pair
                        && (1..=4).contains(&first.len())
                    {
                        let (length, first, last) = (first.len(), code(first), code(last));
                        self.spaces.push(CodeSpace { length, first, last });
                    }
                }
            }
            "endbfchar" => {
                for pair in operands.chunks_exact(2) {
                    if let [Object::String(from, _), Object::String(to, _)] = pair {
                        self.texts.insert(code(from), utf16(&units(to)));
                    }
                }
            }
            "endbfrange" => operands.chunks_exact(3).for_each(|range| self.text_range(range)),
            "endcidchar" => {
                for pair in operands.chunks_exact(2) {
                    if let [Object::String(from, _), Object::Integer(glyph)] = pair {
                        self.glyph_range(from, from, *glyph);
                    }
                }
            }
            "endcidrange" => {
                for range in operands.chunks_exact(3) {
                    if let [Object::String(first, _), Object::String(last, _), glyph] = range
                        && let Ok(glyph) = glyph.as_i64()
                    {
                        self.glyph_range(first, last, glyph);
                    }
                }
            }
            _ => {}
        }
    }

    fn text_range(&mut self, range: &[Object]) {
        let [Object::String(first, _), Object::String(last, _), to] = range else { return };
        let (first, last) = (code(first), code(last));
        match to {
            Object::String(text, _) => {
                self.text_ranges.push(TextRange { first, last, text: units(text) });
            }
            Object::Array(texts) => {
                self.entries += texts.len();
                for (code, text) in (first..=last).zip(texts) {
                    if let Object::String(text, _) = text {
                        self.texts.insert(code, utf16(&units(text)));
                    }
                }
            }
            _ => {}
        }
    }

    fn glyph_range(&mut self, first: &[u8], last: &[u8], glyph: i64) {
        if let Ok(glyph) = u32::try_from(glyph) {
            let (first, last) = (code(first), code(last));
            self.glyph_ranges.push(GlyphRange { first, last, glyph });
        }
    }

    /// The text of a code; `None` where the map does not say, or says that it is none.
    pub(super) fn text(&self, code: u32) -> Option<String> {
        if let Some(text) = self.texts.get(&code) {
            return said(text.clone());
        }
        let range = holding(&self.text_ranges, code, |range| (range.first, range.last))?;
        let mut units = range.text.clone();
        let last = units.last_mut()?;
        *last = last.wrapping_add(u16::try_from(code - range.first).ok()?);
        said(utf16(&units))
    }

    /// The glyph number of a code.
    pub(super) fn glyph(&self, code: u32) -> Option<u16> {
        let range = holding(&self.glyph_ranges, code, |range| (range.first, range.last))?;
        range.glyph.checked_add(code - range.first).and_then(|glyph| glyph.try_into().ok())
    }

    /// How long the code is that a string begins with.
    pub(super) fn code_length(&self, text: &[u8]) -> usize {
        let holds = |space: &&CodeSpace| {
            text.get(..space.length).is_some_and(|start| {
                let bytes = |value: u32| value.to_be_bytes().into_iter().skip(4 - space.length);
                let bounds = bytes(space.first).zip(bytes(space.last));
                start.iter().zip(bounds).all(|(byte, (low, high))| (low..=high).contains(byte))
            })
        };
        let shortest = self.spaces.iter().map(|space| space.length).min().unwrap_or(1);
        self.spaces.iter().find(holds).map_or(shortest, |space| space.length)
    }
}

/// Of ranges sorted by where they begin, one that holds a code. Few overlap: only the nearest are
/// looked at.
fn holding<R>(ranges: &[R], code: u32, bounds: impl Fn(&R) -> (u32, u32)) -> Option<&R> {
    let behind = ranges.partition_point(|range| bounds(range).0 <= code);
    ranges.get(..behind)?.iter().rev().take(8).find(|range| bounds(range).1 >= code)
}

/// Up to four bytes as a number.
pub(super) fn code(bytes: &[u8]) -> u32 {
    bytes.iter().take(4).fold(0, |code, byte| code << 8 | u32::from(*byte))
}

/// UTF-16BE; one byte alone is a character too, against the standard but written.
fn units(bytes: &[u8]) -> Vec<u16> {
    let unit = |pair: &[u8]| match pair {
        [high, low] => u16::from_be_bytes([*high, *low]),
        [low] => u16::from(*low),
        _ => 0,
    };
    bytes.chunks(2).map(unit).collect()
}

pub(super) fn utf16(units: &[u16]) -> String {
    char::decode_utf16(units.iter().copied()).flatten().collect()
}

/// Writers say U+0000 or U+FFFD for a glyph whose character they do not know.
fn said(text: String) -> Option<String> {
    let nothing = |character| matches!(character, '\0' | '\u{FFFD}');
    (!text.is_empty() && !text.chars().all(nothing)).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAP: &[u8] = b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n\
        /CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n\
        1 begincodespacerange <0000> <FFFF> endcodespacerange\n\
        2 beginbfchar <0003> <00200041> <0004> <D835DD0E> endbfchar\n\
        2 beginbfrange <0010> <0012> <1EA0> <0020> <0021> [<0066> <00660069>] endbfrange\n\
        1 beginbfchar <0030> <0000> endbfchar endcmap";

    #[test]
    fn chars_ranges_and_lists_read() {
        let map = CharacterMap::read(MAP);
        let texts = [0x3, 0x4, 0x10, 0x12, 0x13, 0x20, 0x21, 0x30].map(|code| map.text(code));
        let wanted = [" A", "𝔎", "Ạ", "Ả", "", "f", "fi", ""];
        for (text, wanted) in texts.iter().zip(wanted) {
            assert_eq!(text.as_deref().unwrap_or_default(), wanted);
        }
        assert_eq!(map.code_length(&[0, 3, 0, 4]), 2);
    }

    #[test]
    fn codes_of_several_lengths_are_told_apart() {
        let map = CharacterMap::read(
            b"2 begincodespacerange <00> <80> <8140> <9FFC> endcodespacerange\n\
              1 begincidrange <8140> <8142> 633 endcidrange",
        );
        assert_eq!(map.code_length(&[0x41, 0x81]), 1);
        assert_eq!(map.code_length(&[0x81, 0x41]), 2);
        // The second byte is outside: as long as the shortest, as readers do.
        assert_eq!(map.code_length(&[0x81, 0x01]), 1);
        assert_eq!(map.glyph(0x8142), Some(635));
        assert_eq!(map.glyph(0x8143), None);
    }
}
