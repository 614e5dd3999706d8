//! Values inside a text. What comes out of a document is made harmless before it is shown.

use std::fmt::Write as _;
use std::path::Path;

use kyso::Time;
use kyso::report::Fact;

use super::Message;

/// A value inside a text.
#[derive(Clone, Debug)]
pub(crate) enum Arg {
    /// A text from the caller, the system or the document.
    Text(String),
    /// A count or an offset.
    Number(i64),
    /// A time, shown in the reader's zone.
    Time(Time),
    /// Another text of the catalogue.
    Message(Message),
}

/// `text` without what could steer a terminal, reorder what is read, or stand in it unseen: control
/// characters, the marks for writing direction and what is not shown appear as `\u{1b}`.
pub(crate) fn printable(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_control() || is_unseen(c) {
            // Writing to a String cannot fail.
            let _ = write!(safe, "\\u{{{:x}}}", u32::from(c));
        } else {
            safe.push(c);
        }
    }
    safe
}

/// Whether a character is ignored where it is shown (Unicode's Default_Ignorable_Code_Point), which
/// the marks of UAX #9 are too, or ends a line, or frames a note on others.
fn is_unseen(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&String> for Arg {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<&Path> for Arg {
    fn from(path: &Path) -> Self {
        Self::Text(path.display().to_string())
    }
}

impl From<u64> for Arg {
    fn from(number: u64) -> Self {
        Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<usize> for Arg {
    fn from(number: usize) -> Self {
        Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<Time> for Arg {
    fn from(time: Time) -> Self {
        Self::Time(time)
    }
}

impl From<Message> for Arg {
    fn from(message: Message) -> Self {
        Self::Message(message)
    }
}

impl From<&Fact> for Arg {
    fn from(fact: &Fact) -> Self {
        match fact {
            Fact::Number(number) => Self::Number(*number),
            Fact::Time(time) => Self::Time(*time),
            Fact::Text(text) => Self::Text(text.clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::printable;

    #[test]
    fn a_name_cannot_steer_the_terminal() {
        assert_eq!(printable("a\u{1b}[2J\r\nb"), "a\\u{1b}[2J\\u{d}\\u{a}b");
        assert_eq!(printable("ab\u{202e}cd"), "ab\\u{202e}cd");
        assert_eq!(printable("Nguyễn Thị Ánh · số 1\u{a0}“x”…"), "Nguyễn Thị Ánh · số 1\u{a0}“x”…");
    }

    #[test]
    fn nothing_stands_there_unseen() {
        for c in ['\u{61c}', '\u{200b}', '\u{200e}', '\u{ad}', '\u{2060}', '\u{2066}', '\u{feff}'] {
            assert_eq!(printable(&format!("a{c}b")), format!("a\\u{{{:x}}}b", u32::from(c)));
        }
        assert_eq!(printable("a\u{e0041}"), "a\\u{e0041}");
    }
}
