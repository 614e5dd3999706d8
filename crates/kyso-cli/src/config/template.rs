//! The file that `kyso config init` writes: every key with what it does, all as comments.

use super::keys::{Group, KEYS, Key};
use crate::args;
use crate::i18n::{Catalog, Message, msg};

/// Letters in a line.
const WIDTH: usize = 96;

/// The file in the language of `catalog`.
pub(crate) fn template(catalog: &Catalog) -> String {
    let mut text = comment(&catalog.text(&msg::config_head()));
    let mut part = None;
    for key in &KEYS {
        let heading = heading(key);
        if part != Some(heading.id()) {
            part = Some(heading.id());
            text.push_str(&format!("\n## {}\n", catalog.text(&heading)));
        }
        let about = args::about_option(key.name, catalog).unwrap_or_default();
        text.push('\n');
        text.push_str(&comment(&about));
        text.push_str(&format!("# {} = {}\n", key.name, key.example));
    }
    text
}

/// The part of the file in which a key stands.
fn heading(key: &Key) -> Message {
    match (key.group, key.name) {
        (Group::Identity | Group::Secret, _) => msg::config_part_key(),
        (Group::Authority | Group::Login | Group::TlsKey, _) => msg::config_part_time(),
        (Group::Look, _) => msg::config_part_look(),
        (Group::Trust, _) | (_, "policy") => msg::config_part_trust(),
        (_, "lang" | "color" | "plain") => msg::config_part_words(),
        (_, "level" | "revocation-check" | "out-dir") => msg::config_part_result(),
        _ => msg::config_part_network(),
    }
}

/// Text as comment lines, broken between words.
fn comment(text: &str) -> String {
    let mut lines = String::new();
    for paragraph in text.lines() {
        let mut line = String::from("#");
        for word in paragraph.split_whitespace() {
            if line.chars().count() + 1 + word.chars().count() > WIDTH {
                lines.push_str(&line);
                lines.push('\n');
                line = String::from("#");
            }
            line.push(' ');
            line.push_str(word);
        }
        lines.push_str(&line);
        lines.push('\n');
    }
    lines
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::file::understand;
    use super::super::keys::{KEYS, SOURCES};
    use super::template;
    use crate::i18n::{Catalog, Lang};

    /// It says nothing as it is written, and everything it shows can be said.
    #[test]
    fn the_template_is_right_line_by_line() {
        for lang in Lang::ALL {
            let text = template(&Catalog::new(lang));
            let (entries, faults) = understand(&text, Path::new("/c/config.toml"));
            assert!(entries.is_empty() && faults.is_empty(), "{faults:?}");
            assert!(text.lines().all(|line| line.is_empty() || line.starts_with('#')));
            let mut said = String::new();
            for key in &KEYS {
                let line = format!("# {} = {}\n", key.name, key.example);
                assert_eq!(text.matches(&line).count(), 1, "{line}");
                if !SOURCES.contains(&key.name) {
                    said.push_str(line.trim_start_matches("# "));
                }
            }
            let (entries, faults) = understand(&said, Path::new("/c/config.toml"));
            assert!(faults.is_empty(), "{faults:?}");
            assert_eq!(entries.len(), KEYS.len() - SOURCES.len());
        }
    }
}
