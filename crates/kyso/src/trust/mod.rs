//! Trust anchors: plain data. Whoever calls decides whom to trust; nothing is trusted by default.

mod domain;
mod list;
mod store;

pub use domain::{TrustDomain, TrustDomainError};
pub use list::{
    ListPointer, Provider, Scheme, Service, ServiceKind, ServiceState, ServiceStatus, TrustList,
    TrustListError,
};

pub use store::{
    Addition, Fingerprint, StoreError, StoreEvent, StoreState, StoredCertificate, StoredRole,
    TrustStore,
};

use crate::time::Time;
use crate::x509::{Certificate, CertificateError};

/// The certificates at which a path may end (RFC 5280 §6.1.1 d).
#[derive(Clone, Debug, Default)]
pub struct TrustAnchors {
    certificates: Vec<Certificate>,
    /// One for each certificate.
    terms: Vec<AnchorTerms>,
    /// SHA-256 of certificates that trust was withdrawn from, and until when they still hold;
    /// never where there is no time.
    withdrawn: std::collections::BTreeMap<[u8; 32], Option<Time>>,
}

/// On what terms an anchor is trusted. The default has none.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
#[non_exhaustive]
pub struct AnchorTerms {
    /// The domain that it belongs to, which a policy may ask for and a report names.
    pub domain: Option<TrustDomain>,
    /// The last moment at which it is trusted: what is judged as of a later time, now included,
    /// does not end here. Its own dates play no part.
    pub until: Option<Time>,
}

impl AnchorTerms {
    /// In a domain, without an end.
    #[must_use]
    pub fn of_domain(domain: TrustDomain) -> Self {
        Self { domain: Some(domain), until: None }
    }

    /// Whether an anchor on these terms may end a path at `time`.
    pub(crate) fn hold_at(&self, time: Time) -> bool {
        self.until.is_none_or(|until| time <= until)
    }
}

impl TrustAnchors {
    /// No anchor: every signature stays indeterminate.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads a PEM bundle, one DER certificate, or a `.p7b`.
    ///
    /// # Errors
    ///
    /// Where the bytes are none of these or hold no certificate.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, CertificateError> {
        let mut anchors = Self::new();
        Certificate::from_pem_or_der(bytes)?.into_iter().for_each(|one| anchors.add(one));
        Ok(anchors)
    }

    /// Reads a file as [`Self::from_bytes`] does.
    ///
    /// # Errors
    ///
    /// Where the file cannot be read, is over [`crate::limits::MAX_KEY_FILE_BYTES`], or holds no
    /// certificate.
    pub fn from_pem_file(path: impl AsRef<std::path::Path>) -> Result<Self, crate::Error> {
        let bytes = crate::file::read_bounded(path.as_ref(), crate::limits::MAX_KEY_FILE_BYTES)?;
        Ok(Self::from_bytes(&bytes)?)
    }

    /// Adds one anchor, without terms.
    pub fn add(&mut self, certificate: Certificate) {
        self.add_under(certificate, AnchorTerms::default());
    }

    /// Adds one anchor. Of one that is there already the domain stays, if it has one, and the
    /// later end counts: it is trusted by either word.
    pub fn add_under(&mut self, certificate: Certificate, terms: AnchorTerms) {
        let known = self.certificates.iter().position(|known| *known == certificate);
        match known.and_then(|index| self.terms.get_mut(index)) {
            Some(there) => {
                there.until = there.until.zip(terms.until).map(|(one, other)| one.max(other));
                if there.domain.is_none() {
                    there.domain = terms.domain;
                }
            }
            None => {
                self.certificates.push(certificate);
                self.terms.push(terms);
            }
        }
    }

    /// Adds every anchor of `other`, on its terms.
    pub fn extend(&mut self, other: Self) {
        let others = other.certificates.into_iter().zip(other.terms);
        others.for_each(|(certificate, terms)| self.add_under(certificate, terms));
        for (fingerprint, until) in other.withdrawn {
            self.withdraw_print(fingerprint, until);
        }
    }

    /// Withdraws trust from a certificate, wherever it comes from: altogether, or for what is
    /// judged as of a time after `until`. No path may lead through it or start at it then. Of two
    /// words on one certificate the stricter counts.
    pub fn withdraw(&mut self, certificate: &Certificate, until: Option<Time>) {
        self.withdraw_print(certificate.fingerprint_sha256(), until);
    }

    fn withdraw_print(&mut self, fingerprint: [u8; 32], until: Option<Time>) {
        let there = self.withdrawn.entry(fingerprint).or_insert(until);
        *there = there.zip(until).map(|(one, other)| one.min(other));
    }

    /// Whether trust was withdrawn from a certificate for what is judged as of `time`. An anchor
    /// that is retired is judged by its terms, which may be another's word too.
    pub(crate) fn is_withdrawn(&self, certificate: &Certificate, time: Time) -> bool {
        match self.withdrawn.get(&certificate.fingerprint_sha256()) {
            Some(Some(until)) => time > *until && self.terms_of(certificate).is_none(),
            Some(None) => true,
            None => false,
        }
    }

    /// Puts every anchor that has no domain into this one.
    #[must_use]
    pub fn in_domain(mut self, domain: &TrustDomain) -> Self {
        for terms in self.terms.iter_mut().filter(|terms| terms.domain.is_none()) {
            terms.domain = Some(domain.clone());
        }
        self
    }

    /// On what terms a certificate is an anchor; `None` where it is none.
    #[must_use]
    pub fn terms_of(&self, certificate: &Certificate) -> Option<&AnchorTerms> {
        let index = self.certificates.iter().position(|known| known == certificate)?;
        self.terms.get(index)
    }

    /// The anchors.
    #[must_use]
    pub fn certificates(&self) -> &[Certificate] {
        &self.certificates
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.certificates.is_empty()
    }
}
