//! Texts in the form in which they are compared: decomposed (NFD), without ligatures, spaces as
//! gaps between letters, one form of quotation marks and hyphens.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{canonical_combining_class, decompose_canonical};

/// A character that is compared.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Letter {
    pub(super) character: char,
    /// The glyph it comes from.
    pub(super) glyph: usize,
    /// White space is before it.
    pub(super) spaced: bool,
}

/// Letters in the making.
#[derive(Debug, Default)]
pub(super) struct Folder {
    letters: Vec<Letter>,
    spaced: bool,
}

impl Folder {
    /// White space.
    pub(super) fn space(&mut self) {
        self.spaced = true;
    }

    /// The next text, and the glyph that shows it.
    pub(super) fn push(&mut self, text: &str, glyph: usize) {
        for character in text.chars() {
            match character {
                _ if character.is_whitespace() => self.spaced = true,
                // Seen at the end of a line at the most, or never.
                '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' => {}
                '\u{FB00}'..='\u{FB06}' => {
                    character.to_string().nfkd().for_each(|part| self.letter(part, glyph));
                }
                '\u{2018}' | '\u{2019}' | '\u{02BC}' => self.letter('\'', glyph),
                '\u{201C}' | '\u{201D}' => self.letter('"', glyph),
                '\u{2010}' | '\u{2011}' => self.letter('-', glyph),
                other => decompose_canonical(other, |part| self.letter(part, glyph)),
            }
        }
    }

    fn letter(&mut self, character: char, glyph: usize) {
        let mark = canonical_combining_class(character) != 0;
        // A mark belongs to the letter before, however far it was moved.
        let spaced = !mark && std::mem::take(&mut self.spaced);
        self.letters.push(Letter { character, glyph, spaced });
    }

    /// The letters, marks of one letter in canonical order.
    pub(super) fn end(mut self) -> Vec<Letter> {
        let class = |letter: &Letter| canonical_combining_class(letter.character);
        for marks in self.letters.chunk_by_mut(|a, b| (class(a) != 0) == (class(b) != 0)) {
            if marks.first().is_some_and(|mark| class(mark) != 0) {
                marks.sort_by_key(class);
            }
        }
        self.letters
    }
}

/// A text as letters.
pub(super) fn folded(text: &str) -> Vec<Letter> {
    let mut folder = Folder::default();
    folder.push(text, 0);
    folder.end()
}

/// Letters as a text to search in, and where in it each begins.
pub(super) fn written<'l>(
    letters: impl Iterator<Item = &'l Letter>,
    how: How,
) -> (String, Vec<usize>) {
    let (mut text, mut starts) = (String::new(), Vec::new());
    for (index, letter) in letters.enumerate() {
        if letter.spaced && how.spaces && index > 0 {
            text.push(' ');
        }
        starts.push(text.len());
        if how.case {
            text.push(letter.character);
        } else {
            text.extend(letter.character.to_lowercase());
        }
    }
    (text, starts)
}

/// What counts when texts are compared.
#[derive(Clone, Copy, Debug)]
pub(super) struct How {
    pub(super) case: bool,
    pub(super) spaces: bool,
    /// Parts of words are none.
    pub(super) words: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(text: &str, case: bool, spaces: bool) -> String {
        written(folded(text).iter(), How { case, spaces, words: true }).0
    }

    #[test]
    fn forms_of_one_text_are_equal() {
        let name = "Nguyễn Thị Ngọc";
        let decomposed: String = name.nfd().collect();
        assert_eq!(form(name, true, true), form(&decomposed, true, true));
        // Marks in the order in which a keyboard writes them.
        assert_eq!(form("e\u{302}\u{323}", true, true), form("ệ", true, true));
        assert_eq!(form("  of\u{FB01}ce\u{A0}\n ’A’ ", true, true), "office 'A'");
        assert_eq!(form("C Ộ N G", true, false), form("CỘNG", true, true));
        assert_eq!(form("ĐỖ", false, true), form("đỗ", true, true));
        assert_ne!(form("ĐỖ", true, true), form("đỗ", true, true));
        assert_ne!(form("Do", true, true), form("Đo", true, true));
    }
}
