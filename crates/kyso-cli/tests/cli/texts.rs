//! The texts of the command: side by side for whoever reviews them, and Vietnamese throughout.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use unicode_normalization::UnicodeNormalization as _;

/// Where the texts are, from this crate's folder.
fn texts(language: &str) -> Vec<(String, String)> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("locales/{language}.ftl"));
    let mut all: Vec<(String, String)> = Vec::new();
    let mut id = String::new();
    for line in fs::read_to_string(file).unwrap().lines() {
        let attribute = line.trim_start().strip_prefix('.').and_then(|rest| rest.split_once(" = "));
        match line.split_once(" =") {
            _ if line.trim().is_empty() || line.starts_with('#') => {}
            Some((name, value)) if !line.starts_with(' ') => {
                id = name.to_owned();
                all.push((id.clone(), value.trim().to_owned()));
            }
            _ => match (attribute, all.last_mut()) {
                (Some((name, value)), _) => all.push((format!("{id}.{name}"), value.to_owned())),
                (None, Some((_, text))) => {
                    if !text.is_empty() {
                        text.push('\n');
                    }
                    text.push_str(line.strip_prefix("    ").unwrap_or(line));
                }
                (None, None) => panic!("{language}: {line}"),
            },
        }
    }
    all
}

fn table() -> String {
    let vietnamese: BTreeMap<String, String> = texts("vi").into_iter().collect();
    let mut table = String::from(
        "# Every text of the command\n\n\
         Made of `crates/kyso-cli/locales` by `KYSO_BLESS=1 cargo test -p kyso-cli --test cli texts`; \
         a test keeps it true.\n`.fix` is the second line of an error: what to do.\n\n\
         | Text | English | Tiếng Việt |\n|---|---|---|\n",
    );
    let cell = |text: &str| text.replace('|', "\\|").replace('<', "&lt;").replace('\n', "<br>");
    for (id, english) in texts("en") {
        let vietnamese = vietnamese.get(&id).unwrap_or_else(|| panic!("{id}"));
        writeln!(table, "| `{id}` | {} | {} |", cell(&english), cell(vietnamese)).unwrap();
    }
    table
}

fn table_file() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/texts.md")
}

#[test]
fn the_table_of_all_texts_is_what_the_command_says() {
    let table = table();
    if std::env::var_os("KYSO_BLESS").is_some() {
        fs::write(table_file(), &table).unwrap();
    }
    let stored = fs::read_to_string(table_file()).unwrap_or_default();
    assert!(
        stored == table,
        "docs/texts.md is old: KYSO_BLESS=1 cargo test -p kyso-cli --test cli texts"
    );
}

/// What may stand in a Vietnamese text without being Vietnamese.
fn glossary() -> BTreeSet<String> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("locales/glossary.md");
    let text = fs::read_to_string(file).unwrap();
    let rows = text.lines().filter_map(|line| line.strip_prefix("| `"));
    rows.filter_map(|row| row.split_once('`')).map(|(term, _)| term.to_owned()).collect()
}

/// Whether a word can be a Vietnamese syllable: an initial, one to three vowels, a final.
fn is_syllable(word: &str) -> bool {
    const INITIALS: [&str; 28] = [
        "ngh", "ng", "gh", "gi", "kh", "nh", "ph", "qu", "th", "tr", "ch", "b", "c", "d", "đ", "g",
        "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "x", "",
    ];
    const FINALS: [&str; 9] = ["ch", "nh", "ng", "c", "m", "n", "p", "t", ""];
    const TONES: [char; 5] = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];
    let toneless: String = word
        .to_lowercase()
        .nfd()
        .filter(|c| !TONES.contains(c))
        .collect::<String>()
        .nfc()
        .collect();
    let vowels = |text: &str| {
        (1..=3).contains(&text.chars().count()) && text.chars().all(|c| "aăâeêioôơuưy".contains(c))
    };
    INITIALS
        .iter()
        .filter_map(|initial| toneless.strip_prefix(initial))
        .any(|rest| FINALS.iter().filter_map(|last| rest.strip_suffix(last)).any(vowels))
}

/// The words of a text, without what is no text: places for values, options, calls, code.
fn words(text: &str) -> Vec<String> {
    let mut plain = String::new();
    for line in text.lines().filter(|line| !line.trim_start().starts_with("kyso ")) {
        // A choice by number or kind: its keys are no text.
        let line = match line.trim_start().split_once(']') {
            Some((key, rest)) if key.starts_with('[') || key.starts_with("*[") => rest,
            _ => line,
        };
        let (mut depth, mut code) = (0_usize, false);
        for c in line.chars() {
            match c {
                '{' => depth += 1,
                '}' => depth = depth.saturating_sub(1),
                '`' => code = !code,
                _ if depth == 0 && !code => plain.push(c),
                _ => {}
            }
        }
        plain.push(' ');
    }
    let options = |token: &&str| !token.trim_start_matches(['(', '"', '“']).starts_with('-');
    let tokens = plain.split_whitespace().filter(options);
    let split = |token: &str| -> Vec<String> {
        let parts = token.split(|c: char| !c.is_alphabetic());
        parts.filter(|part| !part.is_empty()).map(str::to_owned).collect()
    };
    tokens.flat_map(split).collect()
}

#[test]
fn what_is_not_vietnamese_stands_in_the_glossary() {
    let glossary = glossary();
    let (mut strange, mut used) = (BTreeMap::new(), BTreeSet::new());
    for (id, text) in texts("vi") {
        for word in words(&text) {
            if glossary.contains(&word) {
                used.insert(word);
            } else if !is_syllable(&word) {
                strange.entry(word).or_insert_with(|| id.clone());
            }
        }
    }
    assert!(strange.is_empty(), "not Vietnamese, not in locales/glossary.md: {strange:?}");
    let idle: Vec<&String> = glossary.difference(&used).collect();
    assert!(idle.is_empty(), "in locales/glossary.md and in no text: {idle:?}");
}

#[test]
fn a_word_that_is_no_syllable_is_seen() {
    for word in ["Nghị", "quyết", "giữa", "khuya", "ký", "số", "được", "nghiêng"] {
        assert!(is_syllable(word), "{word}");
    }
    for word in ["signature", "error", "PDF", "format", "found"] {
        assert!(!is_syllable(word), "{word}");
    }
    assert_eq!(words("Ký bằng --key { $file } trong `x y`."), ["Ký", "bằng", "trong"]);
}
