//! Distinguished names, as certificates in Vietnam carry them.

use crate::der::{bmp, ia5, oid, printable, seq, set_of, utf8};

/// A distinguished name: one attribute a relative name, in the order added (X.501 §9).
#[derive(Clone, Default, Debug, PartialEq, Eq)]
pub struct Dn {
    rdns: Vec<Vec<u8>>,
}

impl Dn {
    /// The empty name.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an attribute with its value as an encoded element of any string type.
    #[must_use]
    pub fn with(mut self, attribute: &str, value: Vec<u8>) -> Self {
        self.rdns.push(set_of(&[seq(&[oid(attribute), value])]));
        self
    }

    /// countryName, a PrintableString.
    #[must_use]
    pub fn c(self, country: &str) -> Self {
        self.with("2.5.4.6", printable(country))
    }

    /// commonName.
    #[must_use]
    pub fn cn(self, name: &str) -> Self {
        self.with("2.5.4.3", utf8(name))
    }

    /// commonName as BMPString, as old Windows authorities wrote it.
    #[must_use]
    pub fn cn_bmp(self, name: &str) -> Self {
        self.with("2.5.4.3", bmp(name))
    }

    /// title.
    #[must_use]
    pub fn title(self, title: &str) -> Self {
        self.with("2.5.4.12", utf8(title))
    }

    /// organizationName.
    #[must_use]
    pub fn o(self, organization: &str) -> Self {
        self.with("2.5.4.10", utf8(organization))
    }

    /// organizationalUnitName.
    #[must_use]
    pub fn ou(self, unit: &str) -> Self {
        self.with("2.5.4.11", utf8(unit))
    }

    /// stateOrProvinceName.
    #[must_use]
    pub fn st(self, province: &str) -> Self {
        self.with("2.5.4.8", utf8(province))
    }

    /// localityName.
    #[must_use]
    pub fn l(self, locality: &str) -> Self {
        self.with("2.5.4.7", utf8(locality))
    }

    /// userId (RFC 4519 §2.39), where the personal number stands: `CCCD:001...`.
    #[must_use]
    pub fn uid(self, id: &str) -> Self {
        self.with("0.9.2342.19200300.100.1.1", utf8(id))
    }

    /// emailAddress (PKCS#9).
    #[must_use]
    pub fn email(self, address: &str) -> Self {
        self.with("1.2.840.113549.1.9.1", ia5(address))
    }

    /// RDNSequence, DER.
    #[must_use]
    pub fn to_der(&self) -> Vec<u8> {
        seq(&self.rdns)
    }
}
