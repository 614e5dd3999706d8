//! Joining `xml:base` values (Canonical XML 1.1 §2.4 and appendix A): RFC 3986 §5.2 with a base
//! that may be relative itself.

/// A URI reference in parts (RFC 3986 appendix B).
struct Parts<'u> {
    scheme: Option<&'u str>,
    authority: Option<&'u str>,
    path: &'u str,
    query: Option<&'u str>,
    fragment: Option<&'u str>,
}

impl<'u> Parts<'u> {
    fn of(uri: &'u str) -> Self {
        let (rest, fragment) = split(uri, '#');
        let (rest, query) = split(rest, '?');
        let (scheme, rest) = match rest.split_once(':') {
            Some((scheme, after)) if !scheme.is_empty() && !scheme.contains('/') => {
                (Some(scheme), after)
            }
            _ => (None, rest),
        };
        let (authority, path) = match rest.strip_prefix("//") {
            Some(after) => {
                let end = after.find('/').unwrap_or(after.len());
                let (authority, path) = after.split_at_checked(end).unwrap_or((after, ""));
                (Some(authority), path)
            }
            None => (None, rest),
        };
        Self { scheme, authority, path, query, fragment }
    }
}

fn split(text: &str, at: char) -> (&str, Option<&str>) {
    match text.split_once(at) {
        Some((before, after)) => (before, Some(after)),
        None => (text, None),
    }
}

/// `reference` as it reads where `base` is in force.
pub(super) fn join(base: &str, reference: &str) -> String {
    let (base, reference) = (Parts::of(base), Parts::of(reference));
    let own = reference.scheme.is_some() || reference.authority.is_some();
    let scheme = reference.scheme.or(base.scheme);
    let authority = if own { reference.authority } else { base.authority };
    let mut query = reference.query;
    let path = if own {
        tidy(reference.path)
    } else if reference.path.is_empty() {
        query = query.or(base.query);
        tidy(base.path)
    } else if reference.path.starts_with('/') {
        tidy(reference.path)
    } else {
        tidy(&merge(&base, reference.path))
    };
    let mut joined = String::new();
    for (before, part, after) in [
        ("", scheme, ":"),
        ("//", authority, ""),
        ("", Some(path.as_str()), ""),
        ("?", query, ""),
        ("#", reference.fragment, ""),
    ] {
        if let Some(part) = part {
            joined.extend([before, part, after]);
        }
    }
    joined
}

/// RFC 3986 §5.2.3; a base that ends in `..` names a folder.
fn merge(base: &Parts<'_>, path: &str) -> String {
    if base.path == ".." || base.path.ends_with("/..") {
        return [base.path, "/", path].concat();
    }
    match base.path.rfind('/') {
        Some(slash) => [base.path.get(..=slash).unwrap_or_default(), path].concat(),
        None if base.authority.is_some() => ["/", path].concat(),
        None => path.to_owned(),
    }
}

/// RFC 3986 §5.2.4, changed as the appendix says: leading `../` stay, slashes are single, and a
/// `..` at the end gets a slash.
fn tidy(path: &str) -> String {
    let absolute = path.starts_with('/');
    let mut kept: Vec<&str> = Vec::new();
    let mut folder = false;
    for segment in path.split('/') {
        folder = matches!(segment, "" | "." | "..");
        match segment {
            "" | "." => {}
            ".." => match kept.last() {
                Some(&last) if last != ".." => {
                    kept.pop();
                }
                _ if absolute => {}
                _ => kept.push(".."),
            },
            _ => kept.push(segment),
        }
    }
    let tail = if folder && !kept.is_empty() { "/" } else { "" };
    [if absolute { "/" } else { "" }, &kept.join("/"), tail].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_join() {
        for (base, reference, joined) in [
            ("http://a/b/c/d?q", "g", "http://a/b/c/g"),
            ("http://a/b/c/d?q", "", "http://a/b/c/d?q"),
            ("http://a/b/c/d", "?y", "http://a/b/c/d?y"),
            ("http://a/b/c/d", "/g", "http://a/g"),
            ("http://a/b/c/d", "//h/g", "http://h/g"),
            ("http://a/b/c/d", "urn:x", "urn:x"),
            ("http://a/b/c/d", "../../../g", "http://a/g"),
            ("http://a", "g", "http://a/g"),
            ("a/b/", "../c", "a/c"),
            ("../a/", "../../b", "../../b"),
            ("..", "x", "../x"),
            ("a/..", "x", "x"),
            ("a//b/", "c", "a/b/c"),
            ("a/", "..", ""),
            ("a/b/", "..", "a/"),
            ("", "..", "../"),
        ] {
            assert_eq!(join(base, reference), joined, "{base} {reference}");
        }
    }
}
