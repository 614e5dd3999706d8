//! The table of `--manifest`: CSV or JSON, columns by name, each row with the line that it is on.

mod csv;
mod json;

use std::collections::BTreeMap;
use std::path::Path;

use crate::error::Failure;
use crate::i18n::msg;

/// Bytes of a manifest: a hundred thousand rows of long names have 30 MB.
const MAX_BYTES: u64 = 64 << 20;

/// What a column says.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Column {
    File,
    Output,
    Profile,
    Number,
    Date,
    Reason,
    Location,
    Page,
    Rect,
    Field,
    Role,
}

impl Column {
    const ALL: [Self; 11] = [
        Self::File,
        Self::Output,
        Self::Profile,
        Self::Number,
        Self::Date,
        Self::Reason,
        Self::Location,
        Self::Page,
        Self::Rect,
        Self::Field,
        Self::Role,
    ];

    /// Its name in the first line, and as a key in JSON.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Output => "output",
            Self::Profile => "profile",
            Self::Number => "number",
            Self::Date => "date",
            Self::Reason => "reason",
            Self::Location => "location",
            Self::Page => "page",
            Self::Rect => "rect",
            Self::Field => "field",
            Self::Role => "role",
        }
    }

    fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|column| column.name().eq_ignore_ascii_case(name.trim()))
    }
}

/// A row as it was written; a cell that says nothing is none.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Row {
    /// Counted from 1.
    pub(crate) line: usize,
    cells: BTreeMap<Column, String>,
}

impl Row {
    /// What a cell says.
    pub(crate) fn cell(&self, column: Column) -> Option<&str> {
        self.cells.get(&column).map(String::as_str)
    }

    /// `false` where that column said something already.
    fn put(&mut self, column: Column, text: &str) -> bool {
        let text = text.trim();
        text.is_empty() || self.cells.insert(column, text.to_owned()).is_none()
    }
}

/// What is wrong with a table as such.
#[derive(PartialEq, Eq, Debug)]
enum Fault {
    /// These columns are not known.
    Unknown(Vec<String>),
    Twice(String),
    NoFileColumn,
    /// A line with more or fewer cells than there are columns.
    Cells {
        line: usize,
        found: usize,
        columns: usize,
    },
    /// A line that cannot be read.
    Line(usize),
    /// A line with a quote that is not closed on it, or that text stands beside.
    Quote(usize),
}

/// Reads a table, in JSON if its name ends so.
pub(crate) fn read(path: &Path) -> Result<Vec<Row>, Failure> {
    let bytes = kyso::file::read_bounded(path, MAX_BYTES);
    let bytes = bytes.map_err(|error| Failure::reading(path, &error))?;
    // Spreadsheets write the mark in front.
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    let Ok(text) = std::str::from_utf8(bytes) else {
        return Err(Failure::usage(msg::call_manifest_not_utf8(path)));
    };
    let is_json = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
    let rows = if is_json { json::rows(text) } else { csv::rows(text) };
    match rows {
        Ok(rows) if rows.is_empty() => Err(Failure::usage(msg::call_manifest_empty(path))),
        Ok(rows) => Ok(rows),
        Err(fault) => Err(Failure::usage(explain(&fault, path))),
    }
}

fn explain(fault: &Fault, path: &Path) -> crate::i18n::Message {
    let known = || Column::ALL.map(Column::name).join(", ");
    match fault {
        Fault::Unknown(names) => {
            msg::call_manifest_column(names.len(), path, known(), names.join(", "))
        }
        Fault::Twice(name) => msg::call_manifest_column_twice(path, name),
        Fault::NoFileColumn => msg::call_manifest_no_file_column(path, known()),
        Fault::Cells { line, found, columns } => {
            msg::call_manifest_cells(*columns, path, *found, *line)
        }
        Fault::Line(line) => msg::call_manifest_line(path, *line),
        Fault::Quote(line) => msg::call_manifest_quote(path, *line),
    }
}

/// The columns that a first line names.
fn columns<'a>(names: impl Iterator<Item = &'a str> + Clone) -> Result<Vec<Column>, Fault> {
    let unknown = |name: &&str| Column::named(name).is_none();
    let unknown: Vec<String> =
        names.clone().filter(unknown).map(|name| name.trim().to_owned()).collect();
    if !unknown.is_empty() {
        return Err(Fault::Unknown(unknown));
    }
    let columns: Vec<Column> = names.filter_map(Column::named).collect();
    for (index, column) in columns.iter().enumerate() {
        if columns.iter().take(index).any(|earlier| earlier == column) {
            return Err(Fault::Twice(column.name().to_owned()));
        }
    }
    if !columns.contains(&Column::File) {
        return Err(Fault::NoFileColumn);
    }
    Ok(columns)
}
