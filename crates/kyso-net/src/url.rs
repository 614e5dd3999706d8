//! URLs: which are spoken, how they are shown, where a redirection leads.

use std::net::IpAddr;

use iri_string::types::{UriAbsoluteStr, UriReferenceStr};
use ureq::http::Uri;

use crate::limits::MAX_URL_BYTES;

/// An `http` or `https` URL without user information.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Target(Uri);

impl Target {
    /// Reads a URL; `None` for what is not spoken: `ldap`, `file`, relative ones, those with a
    /// user's name or secret inside.
    pub(crate) fn parse(url: &str) -> Option<Self> {
        let url = url.trim();
        if url.len() > MAX_URL_BYTES {
            return None;
        }
        let (url, _fragment) = url.split_once('#').unwrap_or((url, ""));
        let normal = UriAbsoluteStr::new(url).ok()?.normalize().to_string();
        let uri: Uri = normal.parse().ok()?;
        let authority = uri.authority()?;
        let spoken = matches!(uri.scheme_str(), Some("http" | "https"));
        let clean = !authority.as_str().contains('@') && !authority.host().is_empty();
        (spoken && clean).then_some(Self(uri))
    }

    /// The URL that `location` names, seen from here (RFC 3986 §5.2).
    pub(crate) fn follow(&self, location: &str) -> Option<Self> {
        let here = self.0.to_string();
        let here = UriAbsoluteStr::new(&here).ok()?;
        let (location, _fragment) = location.split_once('#').unwrap_or((location, ""));
        Self::parse(&UriReferenceStr::new(location).ok()?.resolve_against(here).to_string())
    }

    /// With `segment` added to the path, nothing when there is a query.
    pub(crate) fn join(&self, segment: &str) -> Option<Self> {
        if self.0.query().is_some() {
            return None;
        }
        let base = self.0.to_string();
        Self::parse(&format!("{}/{segment}", base.strip_suffix('/').unwrap_or(&base)))
    }

    pub(crate) fn uri(&self) -> &Uri {
        &self.0
    }

    pub(crate) fn is_https(&self) -> bool {
        self.0.scheme_str() == Some("https")
    }

    /// Whether it is this computer.
    pub(crate) fn is_loopback(&self) -> bool {
        let host = self.0.host().unwrap_or_default();
        let bare = host.trim_start_matches('[').trim_end_matches(']');
        host == "localhost" || bare.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
    }

    /// Whether scheme, host and port are alike: secrets go no further.
    pub(crate) fn same_origin(&self, other: &Self) -> bool {
        let origin = |target: &Self| {
            let default = if target.is_https() { 443 } else { 80 };
            let port = target.0.port_u16().unwrap_or(default);
            (target.is_https(), target.0.host().map(str::to_ascii_lowercase), port)
        };
        origin(self) == origin(other)
    }
}

/// A URL as it may be shown: short, and without what stands before an `@`, which may be a secret.
pub(crate) fn shown(url: &str) -> String {
    let (scheme, rest) = url.split_once("://").unwrap_or(("", url));
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let separator = if scheme.is_empty() { "" } else { "://" };
    let whole = format!("{scheme}{separator}{host}{path}");
    whole.chars().filter(|c| !c.is_control()).take(MAX_URL_BYTES).collect()
}

/// The URL of a service that the caller names, as it may be shown: without the user and the query,
/// either of which may hold a secret. A query that was there shows as `?…`.
#[must_use]
pub fn without_secrets(url: &str) -> String {
    // A secret with such a sign in it is no part of a query, whatever it looks like.
    let (scheme, rest) = url.split_once("://").unwrap_or(("", url));
    if let Some((place, after)) = rest.split_once(['?', '#'])
        && !place.contains('/')
        && after.contains('@')
    {
        return format!("{scheme}://…");
    }
    let (plain, _fragment) = url.split_once('#').unwrap_or((url, ""));
    match plain.split_once('?') {
        Some((place, _)) => format!("{}?…", shown(place)),
        None => shown(plain),
    }
}

#[cfg(test)]
mod tests {
    use super::{Target, shown, without_secrets};

    fn follow(from: &str, location: &str) -> Option<String> {
        let target = Target::parse(from).expect("a URL").follow(location)?;
        Some(target.uri().to_string())
    }

    #[test]
    fn only_http_without_user_is_spoken() {
        for url in ["http://a.vn/x.crl", "HTTPS://A.vn:8443/", "http://[::1]:80/", " http://a.vn "]
        {
            assert!(Target::parse(url).is_some(), "{url}");
        }
        for url in [
            "ldap://a.vn/cn=CA?certificateRevocationList",
            "file:///etc/passwd",
            "/x.crl",
            "a.vn/x.crl",
            "http://",
            "http:///x",
            "http://user@a.vn/",
            "http://user:secret@a.vn/",
            "http://a.vn/đây",
            "http://a.vn/a b",
            "",
        ] {
            assert!(Target::parse(url).is_none(), "{url}");
        }
        assert!(Target::parse(&format!("http://a.vn/{}", "x".repeat(5000))).is_none());
    }

    #[test]
    fn redirections_are_resolved_as_the_standard_says() {
        let from = "http://a.vn/b/c?d=e";
        for (location, to) in [
            ("https://x.vn/y", "https://x.vn/y"),
            ("//x.vn/y", "http://x.vn/y"),
            ("/y", "http://a.vn/y"),
            ("y", "http://a.vn/b/y"),
            ("../y", "http://a.vn/y"),
            ("../../../y", "http://a.vn/y"),
            ("?f", "http://a.vn/b/c?f"),
            ("y#z", "http://a.vn/b/y"),
        ] {
            assert_eq!(follow(from, location).as_deref(), Some(to), "{location}");
        }
        assert_eq!(follow(from, "ldap://x.vn/"), None);
        assert_eq!(follow(from, "http://user:secret@x.vn/"), None);
    }

    #[test]
    fn loopback_and_origin_are_recognized() {
        let target = |url: &str| Target::parse(url).expect("a URL");
        for url in ["http://localhost:1/", "http://127.0.0.9/", "https://[::1]/"] {
            assert!(target(url).is_loopback(), "{url}");
        }
        assert!(!target("http://127.0.0.1.example.com/").is_loopback());
        assert!(!target("http://10.0.0.1/").is_loopback());
        let here = target("https://a.vn/x");
        assert!(here.same_origin(&target("https://A.vn:443/y")));
        assert!(!here.same_origin(&target("http://a.vn/x")));
        assert!(!here.same_origin(&target("https://a.vn:444/x")));
        assert!(!here.same_origin(&target("https://b.a.vn/x")));
    }

    #[test]
    fn a_get_adds_to_the_path_alone() {
        let join = |url: &str| Target::parse(url).and_then(|t| t.join("MFo%3D"));
        let joined = |url: &str| join(url).map(|t| t.uri().to_string());
        assert_eq!(joined("http://a.vn").as_deref(), Some("http://a.vn/MFo%3D"));
        assert_eq!(joined("http://a.vn/ocsp").as_deref(), Some("http://a.vn/ocsp/MFo%3D"));
        assert_eq!(joined("http://a.vn/ocsp/").as_deref(), Some("http://a.vn/ocsp/MFo%3D"));
        assert_eq!(joined("http://a.vn/ocsp?x"), None);
    }

    #[test]
    fn what_is_shown_has_no_secret() {
        assert_eq!(shown("https://user:p%40ss@a.vn/x@y?q"), "https://a.vn/x@y?q");
        assert_eq!(shown("user:secret@a.vn"), "a.vn");
        assert_eq!(shown("http://a.vn/\r\nx"), "http://a.vn/x");
        let named = without_secrets("https://user:p%40ss@a.vn/tsa?key=secret#secret");
        assert_eq!(named, "https://a.vn/tsa?…");
        assert_eq!(without_secrets("a.vn?secret"), "a.vn?…");
        for odd in ["https://user:pa?ss@a.vn/", "https://user:pa#ss@a.vn/"] {
            assert_eq!(without_secrets(odd), "https://…");
        }
        assert_eq!(without_secrets("https://a.vn/?key=se@cret"), "https://a.vn/?…");
        assert_eq!(without_secrets("https://a.vn/tsa#secret"), "https://a.vn/tsa");
    }
}
