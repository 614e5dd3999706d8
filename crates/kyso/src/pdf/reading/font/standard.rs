//! Widths of the fonts that every reader has (ISO 32000-2 §9.6.2.2), for files that leave them out.

use unicode_normalization::char::decompose_canonical;

/// A font family of the standard fourteen, by the start of its name.
#[derive(Debug)]
pub(super) struct Standard {
    name: &'static [u8],
    /// Of U+0020 to U+007E, in thousandths of an em.
    widths: [u16; 95],
}

/// The width of a character that is none of ASCII and has no letter of it under its marks.
const OTHER: u16 = 556;

impl Standard {
    /// The font that a `/BaseFont` names, if it is one of these. Longer names come first.
    pub(super) fn named(name: &[u8]) -> Option<&'static Self> {
        FONTS.iter().find(|font| name.starts_with(font.name))
    }

    /// The width of a character, in ems: marks add nothing to their letter.
    pub(super) fn width(&self, character: char) -> f32 {
        let mut plain = None;
        decompose_canonical(character, |part| plain = plain.or(Some(part)));
        let place = u32::from(plain.unwrap_or(character)).checked_sub(0x20);
        let place = place.and_then(|place| usize::try_from(place).ok());
        let width = place.and_then(|place| self.widths.get(place)).copied().unwrap_or(OTHER);
        f32::from(width) / 1000.0
    }
}

/// The standard fonts but Symbol and ZapfDingbats, whose characters are no letters.
static FONTS: [Standard; 11] = [
    Standard { name: b"Helvetica-Bold", widths: HELVETICA_BOLD },
    Standard { name: b"Helvetica", widths: HELVETICA },
    Standard { name: b"Arial,Bold", widths: HELVETICA_BOLD },
    Standard { name: b"Arial-Bold", widths: HELVETICA_BOLD },
    Standard { name: b"Arial", widths: HELVETICA },
    Standard { name: b"Times-BoldItalic", widths: TIMES_BOLDITALIC },
    Standard { name: b"Times-Bold", widths: TIMES_BOLD },
    Standard { name: b"Times-Italic", widths: TIMES_ITALIC },
    Standard { name: b"TimesNewRoman,Bold", widths: TIMES_BOLD },
    Standard { name: b"Times", widths: TIMES_ROMAN },
    Standard { name: b"Courier", widths: [600; 95] },
];

#[rustfmt::skip]
const HELVETICA_BOLD: [u16; 95] = [
    278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611,
    975, 722, 722, 722, 722, 667, 611, 778, 722, 278, 556, 722, 611, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584, 556,
    333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611,
    611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584,
];

#[rustfmt::skip]
const HELVETICA: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
    333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
    556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];

#[rustfmt::skip]
const TIMES_BOLDITALIC: [u16; 95] = [
    250, 389, 555, 500, 500, 833, 778, 278, 333, 333, 500, 570, 250, 333, 250, 278,
    500, 500, 500, 500, 500, 500, 500, 500, 500, 500, 333, 333, 570, 570, 570, 500,
    832, 667, 667, 667, 722, 667, 667, 722, 778, 389, 500, 667, 611, 889, 722, 722,
    611, 722, 667, 556, 611, 722, 667, 889, 667, 611, 611, 333, 278, 333, 570, 500,
    333, 500, 500, 444, 500, 444, 333, 500, 556, 278, 278, 500, 278, 778, 556, 500,
    500, 500, 389, 389, 278, 556, 444, 667, 500, 444, 389, 348, 220, 348, 570,
];

#[rustfmt::skip]
const TIMES_BOLD: [u16; 95] = [
    250, 333, 555, 500, 500, 1000, 833, 278, 333, 333, 500, 570, 250, 333, 250, 278,
    500, 500, 500, 500, 500, 500, 500, 500, 500, 500, 333, 333, 570, 570, 570, 500,
    930, 722, 667, 722, 722, 667, 611, 778, 778, 389, 500, 778, 667, 944, 722, 778,
    611, 778, 722, 556, 667, 722, 722, 1000, 722, 722, 667, 333, 278, 333, 581, 500,
    333, 500, 556, 444, 556, 444, 333, 500, 556, 278, 333, 556, 278, 833, 556, 500,
    556, 556, 444, 389, 333, 556, 500, 722, 500, 500, 444, 394, 220, 394, 520,
];

#[rustfmt::skip]
const TIMES_ITALIC: [u16; 95] = [
    250, 333, 420, 500, 500, 833, 778, 214, 333, 333, 500, 675, 250, 333, 250, 278,
    500, 500, 500, 500, 500, 500, 500, 500, 500, 500, 333, 333, 675, 675, 675, 500,
    920, 611, 611, 667, 722, 611, 611, 722, 722, 333, 444, 667, 556, 833, 667, 722,
    611, 722, 611, 500, 556, 722, 611, 833, 611, 556, 556, 389, 278, 389, 422, 500,
    333, 500, 500, 444, 500, 444, 278, 500, 500, 278, 278, 444, 278, 722, 500, 500,
    500, 500, 389, 389, 278, 500, 444, 667, 444, 444, 389, 400, 275, 400, 541,
];

#[rustfmt::skip]
const TIMES_ROMAN: [u16; 95] = [
    250, 333, 408, 500, 500, 833, 778, 180, 333, 333, 500, 564, 250, 333, 250, 278,
    500, 500, 500, 500, 500, 500, 500, 500, 500, 500, 278, 278, 564, 564, 564, 444,
    921, 722, 667, 667, 722, 611, 556, 722, 722, 333, 389, 722, 611, 889, 722, 722,
    556, 722, 667, 556, 611, 722, 722, 944, 722, 722, 611, 333, 278, 333, 469, 500,
    333, 444, 500, 444, 500, 444, 333, 500, 500, 278, 278, 500, 278, 778, 500, 500,
    500, 500, 333, 389, 278, 500, 500, 722, 500, 500, 444, 480, 200, 480, 541,
];
