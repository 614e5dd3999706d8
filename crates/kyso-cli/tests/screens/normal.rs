//! What differs from call to call, by name: `{time}`, `{hex}`, `{version}`, `{folder}`, `{service}`.

use jiff::civil::DateTime;
use jiff::{Span, Timestamp, ToSpan as _};

/// Text as it may stand in a file of cases. `digits` hides every run of so many digits or more.
pub(crate) fn normal(
    text: &str,
    folder: &str,
    services: &[String],
    digits: Option<usize>,
) -> String {
    let mut text = text.replace(folder, "{folder}");
    for service in services {
        text = text.replace(service.as_str(), "{service}");
    }
    let text = text.replace(concat!("kyso ", env!("CARGO_PKG_VERSION")), "kyso {version}");
    let text = loopback(&hidden_hex(&times(&text)));
    digits.map_or_else(|| text.clone(), |count| hidden_digits(&text, count))
}

/// Shapes of times, `d` for a digit.
const SHAPES: [&str; 2] = ["dd:dd:dd ngày dd/dd/dddd (+07:00)", "dddd-dd-dd dd:dd:dd +07:00"];

fn times(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let (mut out, mut at) = (String::new(), 0);
    'next: while at < chars.len() {
        for shape in SHAPES {
            let length = shape.chars().count();
            let Some(piece) = chars.get(at..at + length) else { continue };
            let fits = |(a, b): (&char, char)| if b == 'd' { a.is_ascii_digit() } else { *a == b };
            if piece.iter().zip(shape.chars()).all(fits) && is_near(piece, shape) {
                out.push_str("{time}");
                at += length;
                continue 'next;
            }
        }
        out.push(chars[at]);
        at += 1;
    }
    out
}

/// Within some days of now: other times are those of fixtures and stay.
fn is_near(piece: &[char], shape: &str) -> bool {
    let digits: String = piece.iter().filter(|c| c.is_ascii_digit()).collect();
    let number = |from: usize, to: usize| digits.get(from..to).and_then(|d| d.parse::<i16>().ok());
    let date = if shape.starts_with("dd:") {
        (number(10, 14), number(8, 10), number(6, 8))
    } else {
        (number(0, 4), number(4, 6), number(6, 8))
    };
    let (Some(year), Some(month), Some(day)) = date else { return false };
    let (Ok(month), Ok(day)) = (i8::try_from(month), i8::try_from(day)) else { return false };
    let Ok(date) = DateTime::new(year, month, day, 12, 0, 0, 0) else { return false };
    let Ok(date) = date.to_zoned(jiff::tz::TimeZone::UTC) else { return false };
    let near: Span = 72.hours();
    let now = Timestamp::now();
    let (Ok(from), Ok(to)) = (now.checked_sub(near), now.checked_add(near)) else { return false };
    (from..=to).contains(&date.timestamp())
}

/// Serial numbers, digests and identifiers: 16 hexadecimal digits and more, colons between them or
/// none; and the mark of 8 that the testkit puts behind names of authorities.
fn hidden_hex(text: &str) -> String {
    let is_hex = |c: char| c.is_ascii_hexdigit();
    let (mut out, mut rest) = (String::new(), text);
    while let Some(start) = rest.find(is_hex) {
        let (before, from) = rest.split_at(start);
        out.push_str(before);
        let end = from.find(|c| !is_hex(c) && c != ':').unwrap_or(from.len());
        let (piece, after) = from.split_at(end);
        let trimmed = piece.trim_end_matches(':');
        let count = trimmed.chars().filter(|c| is_hex(*c)).count();
        let alone =
            !out.ends_with(char::is_alphanumeric) && !after.starts_with(char::is_alphanumeric);
        let mark = count == 8 && alone && (out.ends_with("CA ") || out.ends_with("TSA "));
        if count >= 16 || mark {
            out.push_str("{hex}");
            out.push_str(&piece[trimmed.len()..]);
        } else {
            out.push_str(piece);
        }
        rest = after;
    }
    out + rest
}

fn loopback(text: &str) -> String {
    let (mut out, mut rest) = (String::new(), text);
    while let Some(at) = rest.find("127.0.0.1:") {
        out.push_str(&rest[..at]);
        out.push_str("{host}");
        rest = rest[at + "127.0.0.1:".len()..].trim_start_matches(|c: char| c.is_ascii_digit());
    }
    out + rest
}

fn hidden_digits(text: &str, count: usize) -> String {
    let (mut out, mut run) = (String::new(), String::new());
    for c in text.chars().chain(['\0']) {
        if c.is_ascii_digit() {
            run.push(c);
            continue;
        }
        out.push_str(if run.len() >= count && !run.is_empty() { "{n}" } else { &run });
        run.clear();
        if c != '\0' {
            out.push(c);
        }
    }
    out
}
