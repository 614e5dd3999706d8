//! The XML declaration (XML 1.0 §2.8).

use crate::xml::chars::is_space;

/// What it says beside the version, which is 1.0.
pub(super) struct Declaration<'t> {
    pub(super) encoding: Option<&'t str>,
}

/// Reads what stands between `<?xml` and `?>`.
pub(super) fn read(data: &str) -> Option<Declaration<'_>> {
    let (version, mut rest) = pseudo_attribute(data, "version")?;
    if version != "1.0" {
        return None;
    }
    let mut encoding = None;
    if let Some((name, after)) = pseudo_attribute(rest, "encoding") {
        is_encoding_name(name).then_some(())?;
        encoding = Some(name);
        rest = after;
    }
    if let Some((standalone, after)) = pseudo_attribute(rest, "standalone") {
        matches!(standalone, "yes" | "no").then_some(())?;
        rest = after;
    }
    rest.bytes().all(is_space).then_some(Declaration { encoding })
}

/// White space, then `name = "value"`: the value and what follows.
fn pseudo_attribute<'t>(text: &'t str, name: &str) -> Option<(&'t str, &'t str)> {
    let trimmed = trim(text);
    if trimmed.len() == text.len() {
        return None;
    }
    let after = trim(trim(trimmed.strip_prefix(name)?).strip_prefix('=')?);
    let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    after.get(1..)?.split_once(quote)
}

fn trim(text: &str) -> &str {
    text.trim_start_matches([' ', '\t', '\n', '\r'])
}

/// `EncName` (§4.3.3).
fn is_encoding_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-'))
}
