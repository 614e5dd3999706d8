//! Distinguished names: read from any string type, shown as RFC 4514, compared as RFC 5280 §7.1.

use std::fmt;
use std::str::FromStr;

use const_oid::ObjectIdentifier;
use unicode_normalization::UnicodeNormalization;

use crate::cms::BerError;
use crate::cms::ber::{Element, Reader, id};
use crate::limits::MAX_NAME_ATTRIBUTES;
use crate::{DigestAlgorithm, crypto};

/// Short names of attribute types (RFC 4514 §3 and what other software shows beyond it).
const SHORT_NAMES: [(ObjectIdentifier, &str); 22] = [
    (ObjectIdentifier::new_unwrap("2.5.4.3"), "CN"),
    (ObjectIdentifier::new_unwrap("2.5.4.4"), "SN"),
    (ObjectIdentifier::new_unwrap("2.5.4.5"), "serialNumber"),
    (ObjectIdentifier::new_unwrap("2.5.4.6"), "C"),
    (ObjectIdentifier::new_unwrap("2.5.4.7"), "L"),
    (ObjectIdentifier::new_unwrap("2.5.4.8"), "ST"),
    (ObjectIdentifier::new_unwrap("2.5.4.9"), "STREET"),
    (ObjectIdentifier::new_unwrap("2.5.4.10"), "O"),
    (ObjectIdentifier::new_unwrap("2.5.4.11"), "OU"),
    (ObjectIdentifier::new_unwrap("2.5.4.12"), "title"),
    (ObjectIdentifier::new_unwrap("2.5.4.13"), "description"),
    (ObjectIdentifier::new_unwrap("2.5.4.17"), "postalCode"),
    (ObjectIdentifier::new_unwrap("2.5.4.20"), "telephoneNumber"),
    (ObjectIdentifier::new_unwrap("2.5.4.41"), "name"),
    (ObjectIdentifier::new_unwrap("2.5.4.42"), "GN"),
    (ObjectIdentifier::new_unwrap("2.5.4.43"), "initials"),
    (ObjectIdentifier::new_unwrap("2.5.4.46"), "dnQualifier"),
    (ObjectIdentifier::new_unwrap("2.5.4.65"), "pseudonym"),
    (ObjectIdentifier::new_unwrap("2.5.4.97"), "organizationIdentifier"),
    (ObjectIdentifier::new_unwrap("0.9.2342.19200300.100.1.1"), "UID"),
    (ObjectIdentifier::new_unwrap("0.9.2342.19200300.100.1.25"), "DC"),
    (ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.1"), "emailAddress"),
];

/// One attribute of a name.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Attribute {
    /// Its type.
    pub oid: ObjectIdentifier,
    /// Its value as text; `None` when it is no string or not valid in its character set.
    pub text: Option<String>,
    /// Its value, DER.
    pub der: Vec<u8>,
}

impl Attribute {
    /// The short name of its type, such as `CN`; `None` for one that has none.
    #[must_use]
    pub fn label(&self) -> Option<&'static str> {
        SHORT_NAMES.iter().find(|row| row.0 == self.oid).map(|row| row.1)
    }
}

/// A distinguished name (RFC 5280 §4.1.2.4).
#[derive(Clone, PartialEq, Eq)]
pub struct Name {
    der: Vec<u8>,
    /// Relative distinguished names in the order of the encoding, each a set of attributes.
    rdns: Vec<Vec<Attribute>>,
    /// For each RDN a hash of what is compared of it and of those before it, so that comparing
    /// many names, however long, and finding one below another costs little.
    compared: Vec<[u8; 32]>,
}

impl Name {
    /// Reads a Name, DER.
    ///
    /// # Errors
    /// [`BerError`] when `der` is not one Name.
    pub fn from_der(der: &[u8]) -> Result<Self, BerError> {
        let mut reader = Reader::new(der);
        let name = reader.expect(id::SEQUENCE)?;
        reader.finish()?;
        Self::read(&name)
    }

    /// Reads a Name from its SEQUENCE.
    pub(crate) fn read(sequence: &Element<'_>) -> Result<Self, BerError> {
        let mut rdns = Vec::new();
        let mut count = 0;
        let mut reader = sequence.reader();
        while let Some(set) = reader.next()? {
            sequence.room(rdns.len(), MAX_NAME_ATTRIBUTES)?;
            if set.id != id::SET {
                return Err(set.malformed());
            }
            let mut attributes = Vec::new();
            let mut members = set.reader();
            while let Some(member) = members.next()? {
                sequence.room(count, MAX_NAME_ATTRIBUTES)?;
                count += 1;
                let mut parts = member.reader();
                let oid = parts.expect(id::OID)?.oid()?;
                let value = parts.next()?.ok_or(member.malformed())?;
                parts.finish()?;
                attributes.push(Attribute { oid, text: text(&value), der: value.raw.to_vec() });
            }
            rdns.push(attributes);
        }
        let compared = compared(&rdns);
        Ok(Self { der: sequence.raw.to_vec(), rdns, compared })
    }

    /// The bytes as they stand, DER.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// Whether it has no attribute at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rdns.is_empty()
    }

    /// Relative distinguished names in the order of the encoding, the most general first.
    #[must_use]
    pub fn rdns(&self) -> &[Vec<Attribute>] {
        &self.rdns
    }

    /// The text of the last attribute of this type: where a type comes twice, the last is the
    /// most specific.
    #[must_use]
    pub fn find(&self, oid: ObjectIdentifier) -> Option<&str> {
        let mut attributes = self.rdns.iter().rev().flatten();
        attributes.find(|a| a.oid == oid).and_then(|a| a.text.as_deref())
    }

    /// commonName: the person or the seal.
    #[must_use]
    pub fn common_name(&self) -> Option<&str> {
        self.find(const { ObjectIdentifier::new_unwrap("2.5.4.3") })
    }

    /// title: the office a person holds.
    #[must_use]
    pub fn title(&self) -> Option<&str> {
        self.find(const { ObjectIdentifier::new_unwrap("2.5.4.12") })
    }

    /// organizationName.
    #[must_use]
    pub fn organization(&self) -> Option<&str> {
        self.find(const { ObjectIdentifier::new_unwrap("2.5.4.10") })
    }

    /// organizationalUnitName.
    #[must_use]
    pub fn organizational_unit(&self) -> Option<&str> {
        self.find(const { ObjectIdentifier::new_unwrap("2.5.4.11") })
    }

    /// emailAddress (PKCS#9).
    #[must_use]
    pub fn email(&self) -> Option<&str> {
        self.find(const { ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.1") })
    }

    /// userId (RFC 4519 §2.39); Vietnamese CAs put the tax or citizen number here.
    #[must_use]
    pub fn uid(&self) -> Option<&str> {
        self.find(const { ObjectIdentifier::new_unwrap("0.9.2342.19200300.100.1.1") })
    }

    /// Whether both name the same entity (RFC 5280 §7.1): the same attributes in the same order
    /// of RDNs, text compared without regard to case, string type and repeated spaces.
    #[must_use]
    pub fn matches(&self, other: &Self) -> bool {
        self.compared.len() == other.compared.len() && self.key() == other.key()
    }

    /// Whether it lies in the subtree of `base`: its first RDNs are those of `base` (RFC 5280
    /// §7.1). Every name lies in the subtree of the empty one.
    #[must_use]
    pub fn is_within(&self, base: &Self) -> bool {
        match base.compared.len().checked_sub(1) {
            Some(last) => self.compared.get(last) == base.compared.last(),
            None => true,
        }
    }

    /// Reads a name as people write it, the last part first: `CN=An,O=Văn thư,C=VN` (RFC 4514);
    /// `None` where it is none.
    pub(crate) fn from_text(text: &str) -> Option<Self> {
        let name = x509_cert::name::Name::from_str(text).ok()?;
        Self::from_der(&der::Encode::to_der(&name).ok()?).ok()
    }

    /// Its attributes prepared for comparison, in an order that is their own.
    pub(crate) fn parts(&self) -> Vec<(&[u8], String, &[u8])> {
        let each = self.rdns().iter().flatten();
        let mut parts: Vec<_> = each
            .map(|one| match &one.text {
                Some(text) => (one.oid.as_bytes(), prepared(text), &[][..]),
                None => (one.oid.as_bytes(), String::new(), one.der.as_slice()),
            })
            .collect();
        parts.sort_unstable();
        parts
    }

    /// What equals that of every name that [matches](Self::matches).
    pub(crate) fn key(&self) -> [u8; 32] {
        self.compared.last().copied().unwrap_or_default()
    }
}

/// SHA-256 over the attributes of each RDN, in an order that is their own, with lengths before
/// everything so that nothing runs into the next, and over the hash of the RDNs before.
fn compared(rdns: &[Vec<Attribute>]) -> Vec<[u8; 32]> {
    fn put(out: &mut Vec<u8>, bytes: &[u8]) {
        out.extend((bytes.len() as u64).to_be_bytes());
        out.extend_from_slice(bytes);
    }
    let attribute = |attribute: &Attribute| {
        let mut out = Vec::new();
        put(&mut out, attribute.oid.as_bytes());
        match &attribute.text {
            Some(text) => put(&mut out, prepared(text).as_bytes()),
            // No text's encoding: a text and a value that is none are never the same.
            None => put(&mut out, &[&[0xff], attribute.der.as_slice()].concat()),
        }
        out
    };
    let mut all = Vec::with_capacity(rdns.len());
    let mut before = [0; 32];
    for rdn in rdns {
        let mut attributes: Vec<_> = rdn.iter().map(attribute).collect();
        attributes.sort_unstable();
        let mut hashed = before.to_vec();
        put(&mut hashed, &attributes.concat());
        let digest = crypto::digest(DigestAlgorithm::Sha256, &hashed);
        before = digest.as_bytes().try_into().unwrap_or([0; 32]);
        all.push(before);
    }
    all
}

/// Text prepared for comparison as RFC 4518 does it: compatibility forms and case folded, spaces
/// at the ends dropped and those inside made one.
fn prepared(text: &str) -> String {
    // Letters of ASCII have no other forms, and most names are made of them.
    if text.is_ascii() {
        let words: Vec<_> = text.split_whitespace().map(str::to_ascii_lowercase).collect();
        return words.join(" ");
    }
    let folded: String = text.nfkc().flat_map(char::to_lowercase).nfkc().collect();
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text of a string of any type that names use (X.680 §41).
fn text(value: &Element<'_>) -> Option<String> {
    let bytes = value.content;
    match value.id {
        // UTF8String, and the ASCII subsets: Numeric, Printable, IA5, Visible.
        0x0c | 0x12 | 0x13 | 0x16 | 0x1a => String::from_utf8(bytes.to_vec()).ok(),
        // TeletexString: everybody writes Latin-1 and nobody T.61.
        0x14 => Some(bytes.iter().map(|b| char::from(*b)).collect()),
        // BMPString, UTF-16 in practice.
        0x1e => {
            let (units, []) = bytes.as_chunks::<2>() else { return None };
            char::decode_utf16(units.iter().map(|u| u16::from_be_bytes(*u)))
                .collect::<Result<_, _>>()
                .ok()
        }
        // UniversalString, UCS-4.
        0x1c => {
            let (units, []) = bytes.as_chunks::<4>() else { return None };
            units.iter().map(|u| char::from_u32(u32::from_be_bytes(*u))).collect()
        }
        _ => None,
    }
}

impl fmt::Display for Name {
    /// RFC 4514: the most specific first, `CN=…,O=…,C=VN`; letters of any script as they are.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, rdn) in self.rdns.iter().rev().enumerate() {
            if i > 0 {
                f.write_str(",")?;
            }
            for (j, attribute) in rdn.iter().enumerate() {
                if j > 0 {
                    f.write_str("+")?;
                }
                write_attribute(attribute, f)?;
            }
        }
        Ok(())
    }
}

fn write_attribute(attribute: &Attribute, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match attribute.label() {
        Some(short) => {
            f.write_str(short)?;
            f.write_str("=")?;
        }
        None => write!(f, "{}=", attribute.oid)?,
    }
    let Some(text) = &attribute.text else {
        f.write_str("#")?;
        return attribute.der.iter().try_for_each(|byte| write!(f, "{byte:02x}"));
    };
    // What stands as it is is written at once.
    let mut plain = 0;
    for (at, c) in text.char_indices() {
        let after = at + c.len_utf8();
        let escaped = match c {
            ',' | '+' | '"' | '\\' | '<' | '>' | ';' | '=' => true,
            '#' => at == 0,
            ' ' => at == 0 || after == text.len(),
            c => c.is_control() || is_invisible(c),
        };
        if !escaped {
            continue;
        }
        f.write_str(text.get(plain..at).unwrap_or_default())?;
        plain = after;
        // Control characters, and those that reorder or hide text in a terminal or a report.
        if c.is_control() || is_invisible(c) {
            let mut utf8 = [0; 4];
            for byte in c.encode_utf8(&mut utf8).bytes() {
                write!(f, "\\{byte:02x}")?;
            }
        } else {
            write!(f, "\\{c}")?;
        }
    }
    f.write_str(text.get(plain..).unwrap_or_default())
}

/// Bidirectional controls, zero-width characters, line and paragraph separators.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Name({self})")
    }
}

#[cfg(test)]
mod tests {
    use const_oid::ObjectIdentifier;

    use super::Name;
    use crate::cms::ber::id;
    use crate::cms::encode;

    fn name(attributes: &[(&str, u8, &[u8])]) -> Name {
        let rdns: Vec<u8> = attributes
            .iter()
            .flat_map(|(oid, tag, value)| {
                let oid = encode::oid(ObjectIdentifier::new_unwrap(oid));
                let pair = encode::sequence(&[&oid, &encode::tlv(*tag, &[value])]);
                encode::tlv(id::SET, &[&pair])
            })
            .collect();
        Name::from_der(&encode::sequence(&[&rdns])).unwrap()
    }

    #[test]
    fn vietnamese_is_readable_and_separators_are_escaped() {
        let name = name(&[
            ("2.5.4.6", 0x13, b"VN"),
            ("2.5.4.10", 0x0c, "Sở Nội vụ, Hà Nội".as_bytes()),
            ("2.5.4.3", 0x0c, "Nguyễn Văn Đạt".as_bytes()),
        ]);
        assert_eq!(name.to_string(), r"CN=Nguyễn Văn Đạt,O=Sở Nội vụ\, Hà Nội,C=VN");
        assert_eq!(name.common_name(), Some("Nguyễn Văn Đạt"));
    }

    #[test]
    fn text_that_would_mislead_a_reader_is_escaped() {
        let name = name(&[("2.5.4.3", 0x0c, "a\u{202e}b\nc".as_bytes())]);
        assert_eq!(name.to_string(), r"CN=a\e2\80\aeb\0ac");
    }

    #[test]
    fn string_type_case_and_spaces_do_not_matter() {
        let a = name(&[("2.5.4.3", 0x13, b"Ban  Co Yeu ")]);
        let b = name(&[("2.5.4.3", 0x0c, b"ban co yeu")]);
        let c = name(&[("2.5.4.3", 0x1e, b"\0b\0a\0n\0 \0c\0o\0 \0y\0e\0u")]);
        assert!(a.matches(&b) && b.matches(&a) && a.matches(&c));
        assert!(!a.matches(&name(&[("2.5.4.10", 0x13, b"Ban Co Yeu")])));
        assert!(!a.matches(&name(&[("2.5.4.3", 0x13, b"Ban Co"), ("2.5.4.3", 0x13, b"Yeu")])));
    }

    #[test]
    fn composed_and_decomposed_letters_match() {
        let a = name(&[("2.5.4.3", 0x0c, "Đạt".as_bytes())]);
        let b = name(&[("2.5.4.3", 0x0c, "Đa\u{323}t".as_bytes())]);
        assert!(a.matches(&b));
    }

    #[test]
    fn what_is_no_string_is_shown_in_hex() {
        assert_eq!(name(&[("1.2.3", 0x02, &[5])]).to_string(), "1.2.3=#020105");
    }
}
