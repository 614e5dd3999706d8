//! Numbers of XPath 1.0: IEEE doubles, written and read as §4.2 and §4.4 say.

use super::lex::is_space;

/// The string of a number (§4.2): never an exponent, no more digits than tell it apart.
pub(super) fn to_string(number: f64) -> String {
    if number.is_nan() {
        "NaN".to_owned()
    } else if number.is_infinite() {
        if number > 0.0 { "Infinity" } else { "-Infinity" }.to_owned()
    } else if number == 0.0 {
        "0".to_owned()
    } else {
        number.to_string()
    }
}

/// The number that a string spells (§4.4): a sign, digits and a point, between white space.
pub(super) fn from_str(text: &str) -> f64 {
    let text = text.trim_matches(is_space);
    let digits = text.strip_prefix('-').unwrap_or(text);
    let spelt = digits.chars().any(|c| c.is_ascii_digit())
        && digits.chars().all(|c| c.is_ascii_digit() || c == '.');
    match text.parse() {
        Ok(number) if spelt => number,
        _ => f64::NAN,
    }
}

/// The closest integer, and the one closer to positive infinity of two (§4.4).
pub(super) fn round(number: f64) -> f64 {
    let below = number.floor();
    if number.is_nan() || number.is_infinite() || below == number {
        number
    } else if number - below >= 0.5 {
        (below + 1.0).copysign(number)
    } else {
        below
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_without_exponents() {
        for (number, text) in [
            (0.0, "0"),
            (-0.0, "0"),
            (1.0, "1"),
            (-2.5, "-2.5"),
            (0.1, "0.1"),
            (1e21, "1000000000000000000000"),
            (1e-7, "0.0000001"),
            (f64::NAN, "NaN"),
            (f64::INFINITY, "Infinity"),
            (f64::NEG_INFINITY, "-Infinity"),
        ] {
            assert_eq!(to_string(number), text);
        }
    }

    #[test]
    fn only_plain_decimals_are_numbers() {
        for (text, number) in
            [("1", 1.0), (" \t\n-1.50\r ", -1.5), (".5", 0.5), ("5.", 5.0), ("-.5", -0.5)]
        {
            assert_eq!(from_str(text).to_bits(), f64::to_bits(number), "{text:?}");
        }
        for text in [
            "", " ", "+1", "1e3", "--1", "- 1", ".", "-", "1.2.3", "inf", "NaN", "1 2", "0x1",
            "\u{A0}1",
        ] {
            assert!(from_str(text).is_nan(), "{text:?}");
        }
    }

    #[test]
    fn rounding_prefers_the_greater() {
        for (number, rounded) in [
            (2.5, 3.0),
            (-2.5, -2.0),
            (2.4, 2.0),
            (-0.5, -0.0),
            (-0.2, -0.0),
            (-0.0, -0.0),
            (0.499_999_999_999_999_94, 0.0),
            (4_503_599_627_370_497.0, 4_503_599_627_370_497.0),
            (f64::INFINITY, f64::INFINITY),
        ] {
            assert_eq!(round(number).to_bits(), f64::to_bits(rounded), "{number}");
        }
        assert!(round(f64::NAN).is_nan());
    }
}
