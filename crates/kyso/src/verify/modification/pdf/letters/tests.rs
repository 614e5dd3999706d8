//! How far letters move the pen, by what their fonts say.

use lopdf::Object;

use super::super::sample;
use super::{DIGIT, Fonts, LEAST, NARROW_DIGIT, OTHER, USUAL, is_usual};

/// Least and usual advances, blank or not, of what a font says of `codes`.
fn advances(font: &str, codes: &[u8]) -> Option<Vec<(f32, f32, bool)>> {
    let document = sample::document(&["<</Type/Catalog>>", &format!("<</F{font}>>")]);
    let view = document.latest();
    let Object::Dictionary(own) = view.object((2, 0)).unwrap() else { panic!() };
    let mut fonts = Fonts::new(&view, own);
    let text = fonts.text(b"F", codes).unwrap()?;
    let advances = fonts.advances(b"F", codes, &text)?;
    Some(advances.iter().map(|one| (one.least, one.usual, one.blank)).collect())
}

fn listed(widths: &str) -> String {
    format!(
        "<</Type/Font/Subtype/TrueType/BaseFont/X/Encoding/WinAnsiEncoding/FirstChar 48\
        /Widths[{widths}]>>"
    )
}

#[test]
fn widths_that_are_listed_are_exact() {
    let found = advances(&listed("500 320 1140 0.5"), b"012").unwrap();
    assert_eq!(found, [(0.5, 0.5, false), (0.32, 0.32, false), (1.14, 1.14, false)]);
    assert!(advances(&listed("500 290"), b"01").is_none());
    assert!(advances(&listed("500 1160"), b"01").is_none());
}

#[test]
fn other_widths_are_guessed_both_ways() {
    let font = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>";
    let found = advances(font, b"7m \xe9").unwrap();
    let letter = |width: f32| (width * LEAST, width * USUAL, false);
    let space = (0.278 * LEAST, 0.278 * USUAL, true);
    assert_eq!(found, [(NARROW_DIGIT, DIGIT, false), letter(0.889), space, letter(OTHER)]);
}

#[test]
fn a_letter_has_some_width_and_no_more_than_letters_have() {
    for (letter, width, expected) in [
        ('5', 0.3, true),
        ('5', 0.29, false),
        ('5', 1.16, false),
        ('x', 0.1, true),
        ('x', 0.09, false),
        ('x', 1.7, false),
        ('ệ', 0.09, false),
        (';', 0.09, false),
        (' ', 0.0, true),
        (' ', 3.0, true),
        (' ', 3.1, false),
        ('…', 0.05, true),
    ] {
        assert_eq!(is_usual(Some(letter), width), expected, "{letter} {width}");
    }
    assert!(is_usual(None, 2.9) && !is_usual(None, -0.1));
}
