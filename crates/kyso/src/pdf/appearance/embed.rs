//! A font in a PDF: the glyphs that are drawn and no other, as a composite font whose codes are
//! glyph numbers (ISO 32000-2 §9.7), with the way back to Unicode.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use lopdf::{Dictionary, Object, ObjectId, Stream, dictionary};
use sha2::{Digest, Sha256};
use skrifa::raw::TableProvider;
use skrifa::{FontRef, Tag};
use subsetter::GlyphRemapper;

use super::error::LookError;
use super::font::{Font, FontMetrics, Glyphs};
use super::stream::{compressed, name};
use crate::pdf::archival::Level;
use crate::pdf::error::PdfError;
use crate::pdf::increment::Increment;
use crate::pdf::placeholder::number;

/// Symbolic: its codes are no character set (ISO 32000-2 table 121).
const SYMBOLIC: i64 = 4;

/// A font with codes for what is drawn.
pub(super) struct Embedded {
    font: Font,
    metrics: FontMetrics,
    remapper: GlyphRemapper,
    /// The code of each character, its width in thousandths of the size.
    codes: BTreeMap<char, (u16, f32)>,
}

impl Embedded {
    pub(super) fn new(font: Font, glyphs: &Glyphs) -> Self {
        let mut remapper = GlyphRemapper::new();
        let codes = glyphs
            .iter()
            .map(|(c, glyph)| (c, (remapper.remap(glyph.id), (glyph.width * 1000.0).round())))
            .collect();
        Self { font, metrics: glyphs.metrics.clone(), remapper, codes }
    }

    /// A text as a string of codes in hexadecimal.
    pub(super) fn encoded(&self, text: &str) -> String {
        let mut out = String::from("<");
        for (code, _) in text.chars().filter_map(|c| self.codes.get(&c)) {
            let _ = write!(out, "{code:04X}");
        }
        out.push('>');
        out
    }

    /// Writes the font and what belongs to it.
    pub(super) fn put(&self, increment: &mut Increment<'_>) -> Result<ObjectId, PdfError> {
        let unreadable = |_| LookError::FontUnreadable;
        let subset = subsetter::subset(self.font.data(), 0, &self.remapper).map_err(unreadable)?;
        let base = self.base_name();
        let (file, is_cff) = font_file(&subset);
        let file = put(increment, Object::Stream(file))?;
        let FontMetrics { bounds, ascent, descent, cap_height, italic_angle, .. } = &self.metrics;
        let mut descriptor = dictionary! {
            "Type" => name("FontDescriptor"),
            "FontName" => name(&base),
            "Flags" => SYMBOLIC,
            "FontBBox" => bounds.map(number).to_vec(),
            "ItalicAngle" => number(*italic_angle),
            "Ascent" => number(*ascent),
            "Descent" => number(*descent),
            "CapHeight" => number(*cap_height),
            "StemV" => 80,
        };
        descriptor.set(if is_cff { "FontFile3" } else { "FontFile2" }, file);
        if increment.level.is_some_and(Level::wants_glyph_lists) {
            let list = compressed(Dictionary::new(), &glyph_list(&subset));
            descriptor.set("CIDSet", put(increment, Object::Stream(list))?);
        }
        let descriptor = put(increment, Object::Dictionary(descriptor))?;
        let mut descendant = dictionary! {
            "Type" => name("Font"),
            "Subtype" => name(if is_cff { "CIDFontType0" } else { "CIDFontType2" }),
            "BaseFont" => name(&base),
            "CIDSystemInfo" => dictionary! {
                "Registry" => Object::string_literal("Adobe"),
                "Ordering" => Object::string_literal("Identity"),
                "Supplement" => 0,
            },
            "FontDescriptor" => descriptor,
            "DW" => 0,
            "W" => self.widths(),
        };
        if !is_cff {
            descendant.set("CIDToGIDMap", name("Identity"));
        }
        let descendant = put(increment, Object::Dictionary(descendant))?;
        let unicode = compressed(Dictionary::new(), self.to_unicode().as_bytes());
        let unicode = put(increment, Object::Stream(unicode))?;
        let full = if is_cff { format!("{base}-Identity-H") } else { base };
        let font = dictionary! {
            "Type" => name("Font"),
            "Subtype" => name("Type0"),
            "BaseFont" => name(&full),
            "Encoding" => name("Identity-H"),
            "DescendantFonts" => vec![Object::Reference(descendant)],
            "ToUnicode" => unicode,
        };
        put(increment, Object::Dictionary(font))
    }

    /// The font's name behind six letters that are this subset's (ISO 32000-2 §9.9.2).
    fn base_name(&self) -> String {
        let mut hash = Sha256::new();
        for (character, (code, _)) in &self.codes {
            hash.update(u32::from(*character).to_be_bytes());
            hash.update(code.to_be_bytes());
        }
        let letters = hash.finalize();
        let tag: String = letters.iter().take(6).map(|byte| char::from(b'A' + byte % 26)).collect();
        format!("{tag}+{}", self.metrics.name)
    }

    /// `/W` (ISO 32000-2 §9.7.4.3): codes are counted without a gap but for parts of glyphs.
    fn widths(&self) -> Vec<Object> {
        let by_code: BTreeMap<u16, f32> = self.codes.values().copied().collect();
        let mut out = Vec::new();
        for (code, width) in by_code {
            out.push(Object::Integer(i64::from(code)));
            out.push(Object::Array(vec![number(width)]));
        }
        out
    }

    /// The way back (ISO 32000-2 §9.10.3). Of characters with one glyph the first counts.
    fn to_unicode(&self) -> String {
        /// The most mappings of one operator (Adobe Technical Note 5014).
        const MOST: usize = 100;
        let mut characters: BTreeMap<u16, char> = BTreeMap::new();
        for (character, (code, _)) in &self.codes {
            characters.entry(*code).or_insert(*character);
        }
        let mut out = String::from(concat!(
            "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n",
            "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n",
            "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n",
            "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n",
        ));
        let rows: Vec<_> = characters.into_iter().collect();
        for part in rows.chunks(MOST) {
            let _ = writeln!(out, "{} beginbfchar", part.len());
            for (code, character) in part {
                let _ = write!(out, "<{code:04X}> <");
                for unit in character.encode_utf16(&mut [0; 2]) {
                    let _ = write!(out, "{unit:04X}");
                }
                out.push_str(">\n");
            }
            out.push_str("endbfchar\n");
        }
        out.push_str("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
        out
    }
}

/// The stream of a font file, and whether its outlines are CFF.
fn font_file(subset: &[u8]) -> (Stream, bool) {
    let cff = FontRef::new(subset).ok().and_then(|font| font.table_data(Tag::new(b"CFF ")));
    match cff {
        Some(cff) => {
            let kind = dictionary! { "Subtype" => name("CIDFontType0C") };
            (compressed(kind, cff.as_bytes()), true)
        }
        None => (compressed(dictionary! { "Length1" => subset.len() as i64 }, subset), false),
    }
}

/// A bit for each glyph that a subset has, the first one highest (ISO 32000-2 table 122, `/CIDSet`).
fn glyph_list(subset: &[u8]) -> Vec<u8> {
    let font = FontRef::new(subset).ok();
    let glyphs = font.and_then(|font| font.maxp().ok()).map_or(0, |maxp| maxp.num_glyphs());
    let mut bits = vec![0xFF; usize::from(glyphs / 8)];
    if !glyphs.is_multiple_of(8) {
        bits.push(!(0xFF >> (glyphs % 8)));
    }
    bits
}

fn put(increment: &mut Increment<'_>, value: Object) -> Result<ObjectId, PdfError> {
    let id = increment.alloc()?;
    increment.put_object(id, &value);
    Ok(id)
}
