//! The files of cases: read, and written with what is said now.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// A language of the command.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Lang {
    En,
    Vi,
}

impl Lang {
    pub(crate) const ALL: [Self; 2] = [Self::En, Self::Vi];

    pub(crate) fn index(self) -> usize {
        usize::from(self == Self::Vi)
    }

    pub(crate) fn code(self) -> &'static str {
        if self == Self::Vi { "vi" } else { "en" }
    }

    pub(crate) fn locale(self) -> &'static str {
        if self == Self::Vi { "vi_VN.UTF-8" } else { "en_US.UTF-8" }
    }
}

/// One case of a file.
#[derive(Clone, Debug, Default)]
pub(crate) struct Case {
    /// The file's name without its ending.
    pub(crate) file: String,
    pub(crate) name: String,
    /// Its lines above what is said: comments, `+` preparations, one `$` call, `~` placeholders.
    pub(crate) head: Vec<String>,
    /// Exit status, stdout and stderr in English and in Vietnamese, as they stand in the file.
    pub(crate) said: [String; 2],
}

impl Case {
    pub(crate) fn title(&self) -> String {
        format!("{}::{}", self.file, self.name)
    }

    /// The lines of the head that begin with this mark, without it.
    pub(crate) fn marked(&self, mark: char) -> impl Iterator<Item = &str> {
        self.head.iter().filter_map(move |line| Some(line.strip_prefix(mark)?.trim_start()))
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/screens/cases")
}

pub(crate) fn path(name: &str) -> PathBuf {
    folder().join(name)
}

/// The cases of all files but `rows.txt`, which is of another kind.
pub(crate) fn all() -> Vec<Case> {
    let entries = fs::read_dir(folder()).unwrap();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let cases = files.iter().filter(|file| file.file_name().is_some_and(|n| n != "rows.txt"));
    cases.flat_map(|file| read(file).1).collect()
}

/// What stands above the first case, and the cases.
fn read(file: &Path) -> (String, Vec<Case>) {
    let stem = file.file_stem().unwrap().to_str().unwrap();
    let (mut above, mut cases) = (String::new(), Vec::<Case>::new());
    let mut lang: Option<Lang> = None;
    for line in fs::read_to_string(file).unwrap().lines() {
        if let Some(name) = line.strip_prefix("=== ") {
            cases.push(Case { file: stem.into(), name: name.into(), ..Case::default() });
            lang = None;
            continue;
        }
        let Some(case) = cases.last_mut() else {
            above.push_str(line);
            above.push('\n');
            continue;
        };
        if let Some(rest) = line.strip_prefix("--- ") {
            lang = Lang::ALL.into_iter().find(|lang| rest.starts_with(lang.code()));
            assert!(lang.is_some(), "{}: {line}", file.display());
        }
        match lang {
            None if line.is_empty() => {}
            None => case.head.push(line.to_owned()),
            Some(_) if line.is_empty() => {}
            Some(lang) => {
                let said = &mut case.said[lang.index()];
                said.push_str(line.strip_prefix(&format!("--- {}: ", lang.code())).unwrap_or(line));
                said.push('\n');
            }
        }
    }
    (above, cases)
}

/// Writes the files anew in which one of `now` stands; the other cases of these stay.
pub(crate) fn write(now: &[Case]) {
    let now: BTreeMap<String, &Case> = now.iter().map(|case| (case.title(), case)).collect();
    let mut files: Vec<&str> = now.values().map(|case| case.file.as_str()).collect();
    files.dedup();
    for name in files {
        let file = path(&format!("{name}.txt"));
        let (mut text, cases) = read(&file);
        for case in &cases {
            let case = now.get(&case.title()).copied().unwrap_or(case);
            write!(text, "=== {}\n{}\n", case.name, case.head.join("\n")).unwrap();
            for lang in Lang::ALL {
                let said = &case.said[lang.index()];
                if !said.is_empty() {
                    write!(text, "--- {}: {said}", lang.code()).unwrap();
                }
            }
            text.push('\n');
        }
        fs::write(&file, text.trim_end().to_owned() + "\n").unwrap();
    }
}
