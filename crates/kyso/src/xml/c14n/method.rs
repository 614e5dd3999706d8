//! Which canonical form, and its names.

/// The family of a canonical form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum C14nVersion {
    /// Canonical XML 1.0.
    V10,
    /// Canonical XML 1.1.
    V11,
    /// Exclusive XML Canonicalization 1.0.
    Exclusive,
}

/// A canonicalization method (XML Signature 1.1 §6.5).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Canonicalization {
    /// The family.
    pub version: C14nVersion,
    /// Whether comments stay.
    pub comments: bool,
    /// Exclusive only: prefixes treated as the inclusive form does (its §3, `PrefixList`). The
    /// empty string stands for `#default`.
    pub inclusive_prefixes: Vec<String>,
}

const URIS: [(C14nVersion, bool, &str); 6] = [
    (C14nVersion::V10, false, "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"),
    (C14nVersion::V10, true, "http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments"),
    (C14nVersion::V11, false, "http://www.w3.org/2006/12/xml-c14n11"),
    (C14nVersion::V11, true, "http://www.w3.org/2006/12/xml-c14n11#WithComments"),
    (C14nVersion::Exclusive, false, "http://www.w3.org/2001/10/xml-exc-c14n#"),
    (C14nVersion::Exclusive, true, "http://www.w3.org/2001/10/xml-exc-c14n#WithComments"),
];

impl Canonicalization {
    /// A method without an inclusive prefix list.
    #[must_use]
    pub fn new(version: C14nVersion, comments: bool) -> Self {
        Self { version, comments, inclusive_prefixes: Vec::new() }
    }

    /// The method that an algorithm identifier names; nothing but the exact identifiers.
    #[must_use]
    pub fn from_uri(uri: &str) -> Option<Self> {
        let (version, comments, _) = URIS.iter().find(|(_, _, known)| *known == uri)?;
        Some(Self::new(*version, *comments))
    }

    /// The algorithm identifier.
    #[must_use]
    pub fn uri(&self) -> &'static str {
        let this = |row: &&(C14nVersion, bool, &'static str)| {
            row.0 == self.version && row.1 == self.comments
        };
        URIS.iter().find(this).map_or("", |(_, _, uri)| uri)
    }

    /// The same with the prefixes of a `PrefixList` attribute: separated by white space, with
    /// `#default` for the default namespace.
    #[must_use]
    pub fn with_prefix_list(mut self, list: &str) -> Self {
        let names = list.split([' ', '\t', '\n', '\r']).filter(|name| !name.is_empty());
        let names = names.map(|name| if name == "#default" { "" } else { name });
        self.inclusive_prefixes.extend(names.map(String::from));
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_exact_and_lead_back() {
        for (version, comments, uri) in URIS {
            let method = Canonicalization::from_uri(uri).unwrap();
            assert_eq!((method.version, method.comments, method.uri()), (version, comments, uri));
        }
        // Seen in senders of edXML: no identifier of anything (vietnam.md §4.2).
        assert_eq!(Canonicalization::from_uri("http://www.w3.org/TR/xml-exc-c14n#"), None);
        assert_eq!(Canonicalization::from_uri(""), None);
    }

    #[test]
    fn a_prefix_list_names_prefixes_and_the_default() {
        let method = Canonicalization::new(C14nVersion::Exclusive, false);
        let listed = method.with_prefix_list(" a\t#default\r\n b ").inclusive_prefixes;
        assert_eq!(listed, ["a", "", "b"]);
    }
}
