//! Changes one key of the file and leaves every other letter of it as it is, comments above all.

use std::ops::Range;
use std::path::Path;

use toml_edit::{Array, Document, Table, Value as Toml};

use super::file::understand;
use super::keys::{Key, Kind, SOURCES};
use crate::error::Failure;
use crate::i18n::msg;

/// What became of the text.
#[derive(PartialEq, Eq, Debug)]
pub(crate) enum Edited {
    /// This is the new one.
    Text(String),
    /// The key stands nowhere in it.
    Unchanged,
}

/// The text with `values` for `key`: in the place of what stood there, else in the place of a
/// comment that shows the key, else at the end.
pub(crate) fn set(
    text: &str,
    key: &Key,
    values: &[String],
    path: &Path,
) -> Result<String, Failure> {
    let line = format!("{} = {}", key.name, toml(key, values));
    let document = parsed(text, path)?;
    let other = SOURCES.iter().find(|name| **name != key.name && document.contains_key(name));
    if let Some(other) = other.filter(|_| SOURCES.contains(&key.name)) {
        let message = msg::error_config_sources(*other, "kyso config set", key.name);
        return Err(Failure::usage(message));
    }
    let edited = match span(&document, key.name) {
        Some((_, value)) => {
            replaced(text, value, line.split_once(" = ").map_or("", |(_, value)| value))
        }
        None => match shown(text, &document, key.name) {
            Some(comment) => replaced(text, comment, &line),
            None if text.is_empty() || text.ends_with('\n') => format!("{text}{line}\n"),
            None => format!("{text}\n{line}\n"),
        },
    };
    // What the file comes to is what would be refused by the next call.
    let (_, faults) = understand(&edited, path);
    faults.into_iter().next().map_or(Ok(edited), Err)
}

/// The text with the lines of a key turned into a comment.
pub(crate) fn unset(text: &str, name: &str, path: &Path) -> Result<Edited, Failure> {
    let document = parsed(text, path)?;
    let Some((key, value)) = span(&document, name) else { return Ok(Edited::Unchanged) };
    let start = text.get(..key.start).and_then(|before| before.rfind('\n')).map_or(0, |n| n + 1);
    let rest = text.get(value.end..).unwrap_or_default();
    let end = value.end + rest.find('\n').unwrap_or(rest.len());
    let lines = text.get(start..end).unwrap_or_default();
    let comment: Vec<String> = lines.lines().map(|line| format!("# {line}")).collect();
    Ok(Edited::Text(replaced(text, start..end, &comment.join("\n"))))
}

fn parsed<'t>(text: &'t str, path: &Path) -> Result<Document<&'t str>, Failure> {
    Document::parse(text).map_err(|_| {
        let (_, faults) = understand(text, path);
        let unread = || Failure::io(msg::error_config_not_utf8(path));
        faults.into_iter().next().unwrap_or_else(unread)
    })
}

/// Where a key and its value stand.
fn span(document: &Table, name: &str) -> Option<(Range<usize>, Range<usize>)> {
    let (key, item) = document.get_key_value(name)?;
    // A table has its own lines; no key is one.
    Some((key.span()?, item.as_value()?.span()?))
}

/// A comment that shows a key, `# name = ...`: the line of it.
fn shown(text: &str, document: &Table, name: &str) -> Option<Range<usize>> {
    let spans = document.iter().filter_map(|(key, _)| span(document, key));
    let taken: Vec<Range<usize>> = spans.map(|(key, value)| key.start..value.end).collect();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let place = start..start + line.trim_end_matches(['\n', '\r']).len();
        start += line.len();
        let inside = taken.iter().any(|taken| taken.contains(&place.start));
        let comment = line.strip_prefix('#').map(str::trim_start);
        let rest = comment.and_then(|comment| comment.strip_prefix(name));
        if !inside && rest.is_some_and(|rest| rest.trim_start().starts_with('=')) {
            return Some(place);
        }
    }
    None
}

fn replaced(text: &str, place: Range<usize>, by: &str) -> String {
    let mut edited = text.to_owned();
    edited.replace_range(place, by);
    edited
}

/// Values as TOML.
fn toml(key: &Key, values: &[String]) -> String {
    let first = values.first().map(String::as_str).unwrap_or_default();
    match key.kind {
        _ if key.list && values.len() != 1 => {
            values.iter().map(String::as_str).collect::<Array>().to_string()
        }
        // Numbers and switches have been read as such.
        Kind::Number | Kind::Switch => first.to_owned(),
        _ => Toml::from(first).to_string(),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{Edited, set, unset};
    use crate::config::keys::named;

    fn set_in(text: &str, name: &str, values: &[&str]) -> String {
        let values: Vec<String> = values.iter().map(ToString::to_string).collect();
        set(text, named(name).unwrap(), &values, Path::new("/c/config.toml")).unwrap()
    }

    fn unset_in(text: &str, name: &str) -> Edited {
        unset(text, name, Path::new("/c/config.toml")).unwrap()
    }

    const FILE: &str = "# mine\nlang = \"vi\" # always\n\n# tsa = \"https://tsa.example\"\n";

    #[test]
    fn a_value_is_changed_where_it_stands() {
        assert_eq!(
            set_in(FILE, "lang", &["en"]),
            "# mine\nlang = \"en\" # always\n\n# tsa = \"https://tsa.example\"\n"
        );
        assert_eq!(
            set_in(FILE, "tsa", &["https://a.example", "https://b.example"]),
            "# mine\nlang = \"vi\" # always\n\ntsa = [\"https://a.example\", \"https://b.example\"]\n"
        );
        assert_eq!(set_in(FILE, "timeout", &["9"]), format!("{FILE}timeout = 9\n"));
        assert_eq!(set_in("offline = true", "offline", &["false"]), "offline = false");
        assert_eq!(set_in("lang = \"vi\"", "timeout", &["9"]), "lang = \"vi\"\ntimeout = 9\n");
        let quoted = set_in("", "text", &["a \"b\"\\n đ"]);
        assert_eq!(set_in(&quoted, "text", &["x"]), "text = \"x\"\n");
    }

    #[test]
    fn a_comment_inside_a_value_is_none() {
        let text = "text = '''\n# tsa = 1\n'''\n";
        assert_eq!(set_in(text, "tsa", &["https://a"]), format!("{text}tsa = \"https://a\"\n"));
    }

    #[test]
    fn what_is_unset_stays_as_a_comment() {
        let off = Edited::Text(FILE.replace("lang =", "# lang ="));
        assert_eq!(unset_in(FILE, "lang"), off);
        let Edited::Text(off) = off else { panic!() };
        assert_eq!(unset_in(&off, "lang"), Edited::Unchanged);
        assert_eq!(
            set_in(&off, "lang", &["en"]),
            FILE.replace("lang = \"vi\" # always", "lang = \"en\"")
        );
        let list = "tsa = [\n  \"a\",\n]\nlang = \"vi\"\n";
        let off = "# tsa = [\n#   \"a\",\n# ]\nlang = \"vi\"\n";
        assert_eq!(unset_in(list, "tsa"), Edited::Text(off.into()));
        // What is no key can be taken out too: that is how a file is mended.
        assert_eq!(unset_in("nope = 1\n", "nope"), Edited::Text("# nope = 1\n".into()));
    }

    #[test]
    fn what_the_next_call_would_refuse_is_not_written() {
        let refused = |text: &str, name: &str, value: &str| {
            let key = named(name).unwrap();
            set(text, key, &[value.to_owned()], Path::new("/c/config.toml")).unwrap_err()
        };
        assert_eq!(refused("p12 = \"a\"\n", "remote", "b").code(), "config-sources");
        assert_eq!(refused("", "level", "x").code(), "config-choice");
        assert_eq!(refused("lang = vi\n", "level", "t").code(), "config-toml");
    }
}
