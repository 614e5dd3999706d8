//! Does a name lie in a subtree? (RFC 5280 §4.2.1.10, §7). What cannot be told counts against the
//! name, whether the subtree permits or excludes.

use crate::x509::GeneralName;

/// The answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Lies {
    /// It does.
    Within,
    /// It does not.
    Outside,
    /// It cannot be told.
    Undecidable,
}

impl From<bool> for Lies {
    fn from(within: bool) -> Self {
        if within { Self::Within } else { Self::Outside }
    }
}

/// Whether `name` lies in the subtree of `base`, both being of one kind.
pub(super) fn lies(name: &GeneralName, base: &GeneralName) -> Lies {
    use GeneralName as G;
    match (name, base) {
        (G::Directory(name), G::Directory(base)) => name.is_within(base).into(),
        (G::Dns(name), G::Dns(base)) => dns(name, base),
        (G::Rfc822(name), G::Rfc822(base)) => mailbox(name, base),
        (G::Uri(name), G::Uri(base)) => uri(name, base),
        (G::Ip(name), G::Ip(base)) => ip(name, base),
        _ => Lies::Undecidable,
    }
}

/// Whether a text has the form of a host's name with a domain.
pub(super) fn looks_like_host(text: &str) -> bool {
    let text = text.trim().trim_end_matches('.');
    text.contains('.') && (is_host(text) || text.strip_prefix("*.").is_some_and(is_host))
}

/// Labels of letters, digits, hyphens and underscores, none of them empty: no dot at either end.
fn is_host(text: &str) -> bool {
    let of_label = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    text.split('.').all(|label| !label.is_empty() && label.bytes().all(of_label))
}

/// Whether `host` is a subdomain of `domain`, one label below it at least.
fn is_below(host: &str, domain: &str) -> bool {
    let cut = host.len().checked_sub(domain.len());
    let Some((labels, tail)) = cut.and_then(|cut| host.split_at_checked(cut)) else { return false };
    labels.len() > 1 && labels.ends_with('.') && tail.eq_ignore_ascii_case(domain)
}

/// The name itself and every name that adds labels on its left; the empty subtree holds all. A
/// leading dot is no part of RFC 5280 and is read as "below"; whether it leaves out the domain
/// itself is told differently.
fn dns(name: &str, base: &str) -> Lies {
    let (wildcard, host) = match name.strip_prefix("*.") {
        Some(host) => (true, host),
        None => (false, name),
    };
    let (dotted, domain) = match base.strip_prefix('.') {
        Some(domain) => (true, domain),
        None => (false, base),
    };
    if !is_host(host) || !(is_host(domain) || base.is_empty()) {
        return Lies::Undecidable;
    }
    if base.is_empty() || is_below(host, domain) {
        return Lies::Within;
    }
    let same = host.eq_ignore_ascii_case(domain);
    match (wildcard, dotted) {
        _ if same && !dotted => Lies::Within,
        (true, true) if same => Lies::Within,
        (false, true) if same => Lies::Undecidable,
        // A wildcard stands for names inside and outside of the subtree.
        (true, _) if is_below(domain, host) => Lies::Undecidable,
        _ => Lies::Outside,
    }
}

/// A mailbox, all mailboxes of a host, or with a leading dot all of the hosts below a domain.
fn mailbox(name: &str, base: &str) -> Lies {
    let Some((local, host)) = split_mailbox(name) else { return Lies::Undecidable };
    if base.contains('@') {
        // The local part is compared as it stands (RFC 5280 §7.5).
        return match split_mailbox(base) {
            Some((l, h)) => (local == l && host.eq_ignore_ascii_case(h)).into(),
            None => Lies::Undecidable,
        };
    }
    host_or_below(host, base)
}

fn split_mailbox(text: &str) -> Option<(&str, &str)> {
    let (local, host) = text.rsplit_once('@')?;
    let plain = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'@' | b'"' | b'\\');
    (!local.is_empty() && local.bytes().all(plain) && is_host(host)).then_some((local, host))
}

/// The rule that mailboxes and URIs share: one host, or with a leading dot the hosts below.
fn host_or_below(host: &str, base: &str) -> Lies {
    match base.strip_prefix('.') {
        Some(domain) if is_host(domain) => is_below(host, domain).into(),
        None if is_host(base) => host.eq_ignore_ascii_case(base).into(),
        _ => Lies::Undecidable,
    }
}

/// The host of a URI; one without a host that has a domain's name cannot be told.
fn uri(name: &str, base: &str) -> Lies {
    match host_of_uri(name) {
        Some(host) => host_or_below(host, base),
        None => Lies::Undecidable,
    }
}

fn host_of_uri(uri: &str) -> Option<&str> {
    let (scheme, rest) = uri.split_once("://")?;
    let of_scheme = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.');
    if scheme.is_empty() || !scheme.bytes().all(of_scheme) {
        return None;
    }
    let authority = rest.split(['/', '?', '#']).next()?;
    // Browsers take a backslash for a slash.
    if authority.contains('\\') || !authority.bytes().all(|b| b.is_ascii_graphic()) {
        return None;
    }
    let address = authority.rsplit_once('@').map_or(authority, |(_, address)| address);
    let (host, port) = address.split_once(':').unwrap_or((address, ""));
    // An address of numbers is no domain name, whatever constraint is meant for it.
    let numeric = host.rsplit('.').next().is_some_and(|l| l.bytes().all(|b| b.is_ascii_digit()));
    let sound = is_host(host) && !numeric && port.bytes().all(|b| b.is_ascii_digit());
    sound.then_some(host)
}

/// The addresses that agree with the subtree's address wherever its mask has a one.
fn ip(name: &[u8], base: &[u8]) -> Lies {
    let Some((address, mask)) = base.split_at_checked(base.len() / 2) else {
        return Lies::Undecidable;
    };
    let of_a_kind = |bytes: &[u8]| matches!(bytes.len(), 4 | 16);
    if address.len() != mask.len() || !of_a_kind(address) || !of_a_kind(name) {
        return Lies::Undecidable;
    }
    if !is_prefix(mask) {
        return Lies::Undecidable;
    }
    if name.len() != address.len() {
        // IPv4 addresses that are written as IPv6 (RFC 4291 §2.5.5) lie in both worlds.
        let mapped = |bytes: &[u8]| {
            bytes.len() == 16
                && matches!(bytes.split_at(10), (head, [0 | 0xff, 0 | 0xff, ..])
                if head.iter().all(|b| *b == 0))
        };
        return if mapped(name) || mapped(address) { Lies::Undecidable } else { Lies::Outside };
    }
    name.iter().zip(address).zip(mask).all(|((n, a), m)| n & m == a & m).into()
}

/// Whether all ones stand before all zeros (RFC 4632 §3.1).
fn is_prefix(mask: &[u8]) -> bool {
    let bits = mask.iter().flat_map(|byte| (0..8).rev().map(move |n| byte >> n & 1));
    bits.is_sorted_by(|a, b| a >= b)
}

#[cfg(test)]
mod tests {
    use super::Lies::{Outside, Undecidable, Within};
    use super::{dns, ip, looks_like_host, mailbox, uri};

    #[test]
    fn a_domain_holds_itself_and_what_is_below() {
        for (name, base, expected) in [
            ("example.com", "example.com", Within),
            ("a.EXAMPLE.com", "example.com", Within),
            ("badexample.com", "example.com", Outside),
            (".example.com", "example.com", Undecidable),
            ("com", "example.com", Outside),
            ("a.example.com", "", Within),
            ("a.example.com", ".example.com", Within),
            ("example.com", ".example.com", Undecidable),
            ("a.example.com.", "example.com", Undecidable),
            ("a.example.com", "example.com.", Undecidable),
            ("a..example.com", "example.com", Undecidable),
            ("a example.com", "example.com", Undecidable),
            ("", "example.com", Undecidable),
            ("*.example.com", "example.com", Within),
            ("*.example.com", "a.example.com", Undecidable),
            ("*.com", "example.com", Undecidable),
            ("*.example.org", "example.com", Outside),
            ("a*.example.com", "example.com", Undecidable),
        ] {
            assert_eq!(dns(name, base), expected, "{name} in {base}");
        }
    }

    #[test]
    fn a_mailbox_lies_at_its_host_or_below_its_domain() {
        for (name, base, expected) in [
            ("a@example.com", "a@example.com", Within),
            ("A@example.com", "a@example.com", Outside),
            ("a@EXAMPLE.com", "a@example.com", Within),
            ("a@example.com", "example.com", Within),
            ("a@mail.example.com", "example.com", Outside),
            ("a@mail.example.com", ".example.com", Within),
            ("a@example.com", ".example.com", Outside),
            ("a@example.com", "", Undecidable),
            ("a@evil.org@example.com", "example.com", Undecidable),
            ("\"a@evil.org\"@example.com", "example.com", Undecidable),
            ("example.com", "example.com", Undecidable),
            ("a@example.com.", "example.com", Undecidable),
            ("@example.com", "example.com", Undecidable),
            ("a@example.com", "@example.com", Undecidable),
        ] {
            assert_eq!(mailbox(name, base), expected, "{name} in {base}");
        }
    }

    #[test]
    fn a_uri_lies_where_its_host_does() {
        for (name, base, expected) in [
            ("http://host.example.com/x", "host.example.com", Within),
            ("http://a.host.example.com/", "host.example.com", Outside),
            ("https://u:p@HOST.example.com:8443?x", ".example.com", Within),
            ("ftp://example.com", ".example.com", Outside),
            ("http://evil.org/@host.example.com", "host.example.com", Outside),
            ("http://evil.org\\@host.example.com", "host.example.com", Undecidable),
            ("http://192.0.2.1/", "192.0.2.1", Undecidable),
            ("http://[2001:db8::1]/", "example.com", Undecidable),
            ("http://host.example.com./", "host.example.com", Undecidable),
            ("urn:isbn:1", "example.com", Undecidable),
            ("http:///x", "example.com", Undecidable),
            ("http://host.example.com", "", Undecidable),
            ("http://ho%73t.example.com", ".example.com", Undecidable),
        ] {
            assert_eq!(uri(name, base), expected, "{name} in {base}");
        }
    }

    #[test]
    fn an_address_lies_under_a_mask() {
        assert_eq!(ip(&[10, 1, 2, 3], &[10, 0, 0, 0, 255, 0, 0, 0]), Within);
        assert_eq!(ip(&[11, 1, 2, 3], &[10, 0, 0, 0, 255, 0, 0, 0]), Outside);
        assert_eq!(ip(&[10, 1, 2, 3], &[10, 0, 0, 0, 255, 0, 255, 0]), Undecidable);
        assert_eq!(ip(&[10, 1, 2], &[10, 0, 0, 0, 255, 0, 0, 0]), Undecidable);
        assert_eq!(ip(&[10, 1, 2, 3], &[10, 0, 0, 0]), Undecidable);
        assert_eq!(ip(&[10, 1, 2, 3], &[]), Undecidable);
        assert_eq!(ip(&[1; 16], &[0; 8]), Outside);
        assert_eq!(ip(&[10, 1, 2, 3], &[0; 8]), Within);
        let mapped = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 10, 1, 2, 3];
        assert_eq!(ip(&mapped, &[10, 0, 0, 0, 255, 0, 0, 0]), Undecidable);
    }

    #[test]
    fn a_person_is_no_host() {
        assert!(looks_like_host("www.example.com") && looks_like_host("*.example.com."));
        assert!(!looks_like_host("Nguyễn Văn A.") && !looks_like_host("example"));
        assert!(!looks_like_host("Dr. A. Nguyen"));
    }
}
