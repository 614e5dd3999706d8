//! Reads DER that strangers send: no element reaches beyond its parent, nothing panics.

/// One element.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Element<'a> {
    /// The identifier octet.
    pub tag: u8,
    /// The content octets.
    pub content: &'a [u8],
    /// Identifier, length and content octets.
    pub whole: &'a [u8],
}

/// Takes one element after the other.
#[derive(Clone, Debug)]
pub struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    /// Reads the elements that follow each other in `bytes`.
    #[must_use]
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// The content of the one SEQUENCE that `bytes` are.
    #[must_use]
    pub fn sequence(bytes: &'a [u8]) -> Option<Self> {
        let mut outer = Self::new(bytes);
        let content = outer.expect(0x30)?.content;
        outer.rest.is_empty().then_some(Self::new(content))
    }

    /// The next element; nothing at the end and when it is not well formed.
    pub fn element(&mut self) -> Option<Element<'a>> {
        let (&tag, after) = self.rest.split_first()?;
        let (&first, after) = after.split_first()?;
        let (len, content) = match first {
            0..=0x7f => (usize::from(first), after),
            0x81..=0x84 => {
                let (bytes, content) = after.split_at_checked(usize::from(first & 0x7f))?;
                let len = bytes
                    .iter()
                    .try_fold(0_usize, |n, b| n.checked_mul(256)?.checked_add(usize::from(*b)))?;
                (len, content)
            }
            _ => return None, // indefinite, or longer than anything that is sent here
        };
        let (content, rest) = content.split_at_checked(len)?;
        let whole = self.rest.get(..self.rest.len() - rest.len())?;
        self.rest = rest;
        Some(Element { tag, content, whole })
    }

    /// The next element, which must have this tag.
    pub fn expect(&mut self, tag: u8) -> Option<Element<'a>> {
        self.optional(tag)
    }

    /// The next element if it has this tag; else nothing is taken.
    pub fn optional(&mut self, tag: u8) -> Option<Element<'a>> {
        let mut ahead = self.clone();
        let element = ahead.element().filter(|element| element.tag == tag)?;
        *self = ahead;
        Some(element)
    }

    /// Nothing follows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }
}

/// What evidence needs of a certificate.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CertificateParts<'a> {
    /// Content octets of serialNumber.
    pub serial: &'a [u8],
    /// issuer, a whole Name.
    pub issuer: &'a [u8],
    /// subject, a whole Name.
    pub subject: &'a [u8],
    /// subjectPublicKeyInfo, whole.
    pub spki: &'a [u8],
}

impl<'a> CertificateParts<'a> {
    /// Takes a certificate apart (RFC 5280 §4.1).
    #[must_use]
    pub fn of(certificate: &'a [u8]) -> Option<Self> {
        let mut fields = Reader::new(Reader::sequence(certificate)?.expect(0x30)?.content);
        fields.optional(0xa0);
        let serial = fields.expect(0x02)?.content;
        fields.expect(0x30)?;
        let issuer = fields.expect(0x30)?.whole;
        fields.expect(0x30)?;
        let subject = fields.expect(0x30)?.whole;
        Some(Self { serial, issuer, subject, spki: fields.expect(0x30)?.whole })
    }
}

#[cfg(test)]
mod tests {
    use super::{CertificateParts, Reader};
    use crate::pki::{KeyKind, Pki};

    #[test]
    fn no_element_reaches_beyond_the_end() {
        assert!(Reader::new(&[0x30, 5, 1]).element().is_none());
        assert!(Reader::new(&[0x30, 0x84, 0xff, 0xff, 0xff, 0xff]).element().is_none());
        assert!(Reader::new(&[0x30, 0x80, 0, 0]).element().is_none());
        assert!(Reader::new(&[0x30]).element().is_none());
    }

    #[test]
    fn a_certificate_is_taken_apart() {
        let pki = Pki::new(KeyKind::P256);
        let parts = CertificateParts::of(&pki.signer.cert_der).unwrap();
        assert_eq!(parts.issuer, pki.intermediate.name.to_der());
        assert_eq!(parts.spki, pki.signer.key.spki_der());
        assert!(CertificateParts::of(&pki.signer.cert_der[1..]).is_none());
    }
}
