//! Rows of a JSON table: an array of objects whose keys are the columns.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::{Column, Fault, Row};

/// An object as it was written: a key that stands there twice is seen.
struct Pairs(Vec<(String, Value)>);

impl<'de> Deserialize<'de> for Pairs {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct AnObject;
        impl<'de> Visitor<'de> for AnObject {
            type Value = Pairs;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs, A::Error> {
                let mut pairs = Vec::new();
                while let Some((key, value)) = map.next_entry::<String, Value>()? {
                    if matches!(value, Value::Array(_) | Value::Object(_) | Value::Bool(_)) {
                        return Err(A::Error::custom("neither a text nor a number"));
                    }
                    pairs.push((key, value));
                }
                Ok(Pairs(pairs))
            }
        }
        from.deserialize_map(AnObject)
    }
}

/// Reads all rows.
pub(super) fn rows(text: &str) -> Result<Vec<Row>, Fault> {
    let objects: Vec<Pairs> =
        serde_json::from_str(text).map_err(|error| Fault::Line(error.line()))?;
    let mut lines = lines(text).into_iter();
    let mut rows = Vec::with_capacity(objects.len());
    let mut unknown: Vec<String> = Vec::new();
    for Pairs(pairs) in objects {
        let mut row = Row { line: lines.next().unwrap_or(0), cells: BTreeMap::new() };
        for (key, value) in pairs {
            let Some(column) = Column::named(&key) else {
                if !unknown.contains(&key) {
                    unknown.push(key);
                }
                continue;
            };
            let text = match value {
                Value::String(text) => text,
                Value::Null => String::new(),
                other => other.to_string(),
            };
            if !row.put(column, &text) {
                return Err(Fault::Twice(key));
            }
        }
        rows.push(row);
    }
    if unknown.is_empty() { Ok(rows) } else { Err(Fault::Unknown(unknown)) }
}

/// The line that each object of the array begins on. The text was read before: its brackets fit.
fn lines(text: &str) -> Vec<usize> {
    let (mut line, mut depth, mut found) = (1, 0_usize, Vec::new());
    let (mut inside, mut escaped) = (false, false);
    for byte in text.bytes() {
        match byte {
            b'\n' => line += 1,
            _ if escaped => escaped = false,
            b'\\' if inside => escaped = true,
            b'"' => inside = !inside,
            _ if inside => {}
            b'{' | b'[' => {
                if depth == 1 {
                    found.push(line);
                }
                depth += 1;
            }
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{Fault, rows};
    use crate::manifest::Column;

    #[test]
    fn keys_are_columns_and_rows_keep_their_line() {
        let text = "[\n {\"file\": \"a[1]{.pdf\", \"page\": 2},\n\n {\"file\": \"b\\\"{.pdf\",\n  \
                    \"reason\": null}, {\"file\": \"c.pdf\"}\n]\n";
        let rows = rows(text).unwrap();
        let lines: Vec<usize> = rows.iter().map(|row| row.line).collect();
        assert_eq!(lines, [2, 4, 5]);
        assert_eq!(rows[0].cell(Column::File), Some("a[1]{.pdf"));
        assert_eq!(rows[0].cell(Column::Page), Some("2"));
        assert_eq!(rows[1].cell(Column::Reason), None);
    }

    #[test]
    fn what_is_no_such_table_says_where() {
        let fault = |text: &str| rows(text).unwrap_err();
        assert_eq!(fault("[{\"file\": \"a\",\n \"page\": [1]}]"), Fault::Line(2));
        assert_eq!(fault("[{\"file\": \"a\"},\n]"), Fault::Line(2));
        assert_eq!(fault("{\"file\": \"a\"}"), Fault::Line(1));
        let twice = "[{\"file\": \"a\", \"file\": \"b\"}]";
        assert_eq!(fault(twice), Fault::Twice("file".to_owned()));
        let role = vec!["role".to_owned()];
        assert_eq!(fault("[{\"file\": \"a\", \"role\": \"leader\"}]"), Fault::Unknown(role));
    }
}
