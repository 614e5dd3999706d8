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

/// `text` without what could steer a terminal or reorder what is read: control characters and
/// the marks for writing direction appear as `\u{1b}`.
pub(crate) fn printable(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        let steers = c.is_control()
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}' | '\u{feff}');
        if steers {
            // Writing to a String cannot fail.
            let _ = write!(safe, "\\u{{{:x}}}", u32::from(c));
        } else {
            safe.push(c);
        }
    }
    safe
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
        assert_eq!(printable("Nguyễn Thị Ánh"), "Nguyễn Thị Ánh");
    }
}
