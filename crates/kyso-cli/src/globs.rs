//! Patterns that a call names in place of files: shells do not resolve what is quoted, and some
//! resolve nothing.

use std::fs;
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};

use glob::{MatchOptions, Pattern};

use crate::error::Failure;
use crate::i18n::msg;
use crate::inputs::entries;

/// What makes a name a pattern. `[...]` alone does not: files are called so, and one that is gone
/// must not become another.
const WILD: [char; 2] = ['*', '?'];

/// As a shell does: what begins with a dot is not meant by a wildcard.
const LIKE_A_SHELL: MatchOptions = MatchOptions {
    case_sensitive: true,
    require_literal_separator: true,
    require_literal_leading_dot: true,
};

/// One part of a pattern, between two separators.
enum Part {
    /// As it stands.
    Name(PathBuf),
    /// With wildcards.
    Wild(Pattern),
    /// `**`: this folder and all below it.
    Deep,
}

/// The files and folders that fit a pattern, by name; `None` where `path` is none, or something
/// is called exactly so. That nothing fits is a failure that names the pattern.
pub(crate) fn matching(path: &Path) -> Option<Result<Vec<PathBuf>, Failure>> {
    let parts = parts(path)?;
    Some(walk(&parts).and_then(|found| match found.is_empty() {
        true => Err(Failure::io(msg::error_no_match(path.display().to_string()))),
        false => Ok(found),
    }))
}

/// All paths of a call with its patterns resolved.
pub(crate) fn all(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let mut found = Vec::with_capacity(paths.len());
    for path in paths {
        match matching(path) {
            Some(matching) => found.extend(matching?),
            None => found.push(path.clone()),
        }
    }
    Ok(found)
}

fn parts(path: &Path) -> Option<Vec<Part>> {
    // What is no text has no wildcards that could be told from its bytes.
    let text = path.to_str()?;
    if !text.contains(WILD) || fs::symlink_metadata(path).is_ok() {
        return None;
    }
    let part = |component: Component<'_>| {
        let name = component.as_os_str().to_str()?;
        Some(match component {
            Component::Normal(_) if name == "**" => Part::Deep,
            Component::Normal(_) if name.contains(WILD) => Part::Wild(Pattern::new(name).ok()?),
            _ => Part::Name(component.as_os_str().into()),
        })
    };
    path.components().map(part).collect()
}

fn walk(parts: &[Part]) -> Result<Vec<PathBuf>, Failure> {
    let mut found = vec![PathBuf::new()];
    for (index, part) in parts.iter().enumerate() {
        let last = index + 1 == parts.len();
        let mut next = Vec::new();
        for folder in found {
            match part {
                Part::Name(name) => next.push(folder.join(name)),
                Part::Wild(pattern) => next.extend(fitting(&folder, pattern)?),
                Part::Deep => deep(folder, last, &mut next)?,
            }
        }
        found = next;
    }
    found.retain(|path| fs::symlink_metadata(path).is_ok());
    found.sort();
    found.dedup();
    Ok(found)
}

/// What is right inside a folder and fits. Names that are no text are compared as they are shown,
/// so that none is passed over in silence.
fn fitting(folder: &Path, pattern: &Pattern) -> Result<Vec<PathBuf>, Failure> {
    let mut inside = inside(folder)?;
    inside.retain(|path| {
        let name = path.file_name().map(|name| name.to_string_lossy());
        name.is_some_and(|name| pattern.matches_with(&name, LIKE_A_SHELL))
    });
    Ok(inside)
}

/// A folder and all folders below it, not through links, which may lead round in circles; where
/// nothing follows, the files in them.
fn deep(root: PathBuf, last: bool, found: &mut Vec<PathBuf>) -> Result<(), Failure> {
    let mut folders = vec![root];
    while let Some(folder) = folders.pop() {
        for path in inside(&folder)? {
            let name = path.file_name().unwrap_or_default();
            let Ok(there) = fs::symlink_metadata(&path) else { continue };
            if name.as_encoded_bytes().starts_with(b".") {
                continue;
            }
            if there.is_dir() {
                folders.push(path);
            } else if last && path.is_file() {
                found.push(path);
            }
        }
        if !last {
            found.push(folder);
        }
    }
    Ok(())
}

/// What is right inside a folder; nothing inside what is none.
fn inside(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let here = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    match fs::metadata(here) {
        Ok(there) if there.is_dir() => {}
        Err(error) if !matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            return Err(Failure::reading(here, &error));
        }
        _ => return Ok(Vec::new()),
    }
    let found = entries(here)?;
    let named = |path: PathBuf| match path.file_name() {
        Some(name) => folder.join(name),
        None => path,
    };
    Ok(found.into_iter().map(named).collect())
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::{Path, PathBuf};

    use super::matching;

    fn found(folder: &Path, pattern: &str) -> Vec<PathBuf> {
        let found = matching(&folder.join(pattern)).unwrap().unwrap_or_default();
        found.iter().map(|path| path.strip_prefix(folder).unwrap().to_owned()).collect()
    }

    #[test]
    fn wildcards_mean_what_they_mean_in_a_shell() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        fs::create_dir_all(folder.join("in/deep/er")).unwrap();
        fs::create_dir_all(folder.join("in/.hidden")).unwrap();
        let names = ["b.pdf", "a.pdf", "c.xml", ".d.pdf", "deep/e.pdf", "deep/er/f.pdf"];
        for name in names.iter().chain(&[".hidden/g.pdf"]) {
            fs::write(folder.join("in").join(name), b"").unwrap();
        }
        assert_eq!(found(folder, "in/*.pdf"), ["in/a.pdf", "in/b.pdf"].map(PathBuf::from));
        assert_eq!(found(folder, "i?/[bc].*"), ["in/b.pdf", "in/c.xml"].map(PathBuf::from));
        let deep = ["in/a.pdf", "in/b.pdf", "in/deep/e.pdf", "in/deep/er/f.pdf"];
        assert_eq!(found(folder, "**/*.pdf"), deep.map(PathBuf::from));
        assert_eq!(found(folder, "in/deep/**").len(), 2);
        assert_eq!(found(folder, "in/.*.pdf"), [PathBuf::from("in/.d.pdf")]);
        assert_eq!(found(folder, "in/*.doc"), Vec::<PathBuf>::new());
        assert_eq!(found(folder, "in/a.pdf/*"), Vec::<PathBuf>::new());
    }

    #[test]
    fn what_is_called_so_is_meant_and_what_has_no_wildcard_is_no_pattern() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a[1].pdf"), b"").unwrap();
        fs::create_dir(folder.path().join("g[1]")).unwrap();
        fs::create_dir(folder.path().join("g1")).unwrap();
        for name in ["b1.pdf", "g1/c.pdf", "g[1]/d.pdf"] {
            fs::write(folder.path().join(name), b"").unwrap();
        }
        for name in ["a[1].pdf", "b.pdf", "b[.pdf", "b[1].pdf", "g[1]/c.pdf"] {
            assert!(matching(&folder.path().join(name)).is_none(), "{name}");
        }
        assert!(matching(&folder.path().join("b[2]*.pdf")).unwrap().is_err());
        assert_eq!(found(folder.path(), "b[1].p*"), [PathBuf::from("b1.pdf")]);
        assert_eq!(found(folder.path(), "g[1]/*.pdf"), [PathBuf::from("g[1]/d.pdf")]);
    }

    #[cfg(unix)]
    #[test]
    fn links_that_lead_round_end() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("a")).unwrap();
        fs::write(folder.path().join("a/x.pdf"), b"").unwrap();
        for name in ["one", "two"] {
            std::os::unix::fs::symlink("..", folder.path().join("a").join(name)).unwrap();
        }
        assert_eq!(found(folder.path(), "**/*.pdf"), [PathBuf::from("a/x.pdf")]);
    }
}
