//! Rows of a CSV table (RFC 4180), with commas or semicolons between the cells.

use std::collections::BTreeMap;

use csv::{ErrorKind, ReaderBuilder, Trim};

use super::{Fault, Row, columns};

/// Reads all rows below the line with the names.
pub(super) fn rows(text: &str) -> Result<Vec<Row>, Fault> {
    let delimiter = delimiter(text);
    quotes(text, delimiter)?;
    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .trim(Trim::All)
        .from_reader(text.as_bytes());
    let mut lines = Lines { text, at: 0, line: 1 };
    let mut named = None;
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| match error.kind() {
            ErrorKind::UnequalLengths { pos, expected_len, len } => Fault::Cells {
                line: lines.of(pos.as_ref()),
                found: number(*len),
                columns: number(*expected_len),
            },
            _ => Fault::Line(lines.of(error.position())),
        })?;
        let Some(columns) = &named else {
            named = Some(columns(record.iter())?);
            continue;
        };
        // What a spreadsheet leaves under a table.
        if record.iter().all(str::is_empty) {
            continue;
        }
        let mut row = Row { line: lines.of(record.position()), cells: BTreeMap::new() };
        for (column, cell) in columns.iter().zip(&record) {
            row.put(*column, cell);
        }
        rows.push(row);
    }
    Ok(rows)
}

/// What parts the names in the first line: spreadsheets take the semicolon where the comma stands
/// in numbers, as in Vietnam.
fn delimiter(text: &str) -> u8 {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let count = |letter| first.matches(letter).count();
    if count(';') > count(',') { b';' } else { b',' }
}

/// That every quote opens or closes a whole cell, or stands doubled inside one, and that no quoted
/// cell goes past its line: one that was left open would take the rows below for its text.
fn quotes(text: &str, delimiter: u8) -> Result<(), Fault> {
    let (mut line, mut at) = (1, At::Start);
    for byte in text.bytes() {
        let ends_line = matches!(byte, b'\n' | b'\r');
        at = match (at, byte) {
            (At::Quoted, _) if ends_line => return Err(Fault::Quote(line)),
            (At::Quoted, b'"') => At::Closed,
            (At::Quoted, _) => At::Quoted,
            (At::Start | At::Closed, b'"') => At::Quoted,
            (_, byte) if ends_line || byte == delimiter => At::Start,
            (At::Closed, b' ' | b'\t') => At::Behind,
            (At::Behind, b' ' | b'\t') => At::Behind,
            (At::Closed | At::Behind, _) | (_, b'"') => return Err(Fault::Quote(line)),
            (At::Start | At::Plain, _) => At::Plain,
        };
        line += usize::from(byte == b'\n');
    }
    if at == At::Quoted { Err(Fault::Quote(line)) } else { Ok(()) }
}

/// Where in a cell a byte stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    Start,
    Plain,
    Quoted,
    /// Right behind a quote, which ends the cell or is the first of two.
    Closed,
    /// Behind the end of a quoted cell.
    Behind,
}

/// Counts the lines of a text up to where rows begin, one row after the other.
struct Lines<'t> {
    text: &'t str,
    at: usize,
    line: usize,
}

impl Lines<'_> {
    /// The line of what begins at a position, empty lines before it passed over.
    fn of(&mut self, position: Option<&csv::Position>) -> usize {
        let to = position.map_or(self.at, |position| number(position.byte()));
        let bytes = self.text.as_bytes();
        while let Some(byte) = bytes.get(self.at) {
            if self.at >= to && !byte.is_ascii_whitespace() {
                break;
            }
            self.line += usize::from(*byte == b'\n');
            self.at += 1;
        }
        self.line
    }
}

fn number(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::{Fault, rows};
    use crate::manifest::Column;

    #[test]
    fn columns_are_found_by_name_and_rows_keep_their_line() {
        for text in [
            "file,reason,rect\r\na.pdf,\"Đồng ý, ký\",\"1,2,3,4\"\r\n\r\nb.pdf,,\r\n,,\r\n",
            "FILE; reason ;rect\na.pdf;Đồng ý, ký;1,2,3,4\n\nb.pdf;;\n",
        ] {
            let rows = rows(text).unwrap();
            let lines: Vec<usize> = rows.iter().map(|row| row.line).collect();
            assert_eq!(lines, [2, 4], "{text}");
            assert_eq!(rows[0].cell(Column::File), Some("a.pdf"));
            assert_eq!(rows[0].cell(Column::Reason), Some("Đồng ý, ký"));
            assert_eq!(rows[0].cell(Column::Rect), Some("1,2,3,4"));
            assert_eq!(rows[1].cell(Column::Reason), None);
        }
    }

    #[test]
    fn what_is_no_such_table_says_where() {
        let fault = |text: &str| rows(text).unwrap_err();
        let unknown =
            |names: &[&str]| Fault::Unknown(names.iter().map(ToString::to_string).collect());
        assert_eq!(fault("file,colour,size\na.pdf,x,y\n"), unknown(&["colour", "size"]));
        assert_eq!(fault("file,page,Page\n"), Fault::Twice("page".to_owned()));
        assert_eq!(fault("page,rect\n1,2\n"), Fault::NoFileColumn);
        let cells = Fault::Cells { line: 3, found: 3, columns: 2 };
        assert_eq!(fault("file,page\na.pdf,1\nb.pdf,1,2\n"), cells);
        assert_eq!(rows("").unwrap(), []);
    }

    #[test]
    fn a_quote_that_is_not_closed_swallows_no_row() {
        for (text, line) in [
            ("file,reason\na.pdf,\"Approved\nb.pdf,no\nc.pdf,no\n", 2),
            ("file,reason\na.pdf,\"Approved\nb.pdf,\"no\"\n", 2),
            ("file,reason\na.pdf,\"Approved\nb.pdf,no\"\n", 2),
            ("file,reason\na.pdf,no\r\nb.pdf,\"Approved", 3),
            ("file,reason\na.pdf,\"a\"b\n", 2),
            ("file,reason\na.pdf,\"a\" b\n", 2),
            ("file,reason\na.pdf,\"a\" \"b\"\n", 2),
            ("file,reason\na.pdf,a \"b\"\n", 2),
            ("file,reason\na.pdf, \"b, c\"\n", 2),
            ("file,\"reason\na.pdf,b\n", 1),
        ] {
            assert_eq!(rows(text), Err(Fault::Quote(line)), "{text}");
        }
        let whole = rows("\"file\",reason\n\"a.pdf\" ,\"a \"\"b\"\", c\"\nb.pdf,\"\"\n").unwrap();
        assert_eq!(whole[0].cell(Column::Reason), Some("a \"b\", c"));
        assert_eq!((whole[0].cell(Column::File), whole.len()), (Some("a.pdf"), 2));
    }
}
