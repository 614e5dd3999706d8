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

use std::collections::BTreeMap;

use crate::algorithm::DigestAlgorithm;
use crate::crypto;
use crate::time::Time;
use crate::x509::{Certificate, CertificateError};

/// The certificates at which a path may end (RFC 5280 §6.1.1 d).
#[derive(Clone, Debug, Default)]
pub struct TrustAnchors {
    certificates: Vec<Certificate>,
    /// One for each certificate.
    terms: Vec<AnchorTerms>,
    /// SHA-256 of certificates that trust was withdrawn from.
    withdrawn: Ends,
    /// The same of the name and the key of each of them.
    withdrawn_holders: Ends,
}

/// Until when something still holds, by its hash; never where there is no time.
type Ends = BTreeMap<[u8; 32], Option<Time>>;

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
            stricter(&mut self.withdrawn, fingerprint, until);
        }
        for (holder, until) in other.withdrawn_holders {
            stricter(&mut self.withdrawn_holders, holder, until);
        }
    }

    /// Adds the anchors of `other` of which nothing is said here, on their terms. Of one that is
    /// an anchor already, its domain and its end stay; one whose name and key trust was withdrawn
    /// from is left out.
    pub fn extend_new(&mut self, other: Self) {
        for (certificate, terms) in other.certificates.into_iter().zip(other.terms) {
            let withdrawn = self.withdrawn_holders.contains_key(&holder(&certificate));
            if !withdrawn && self.terms_of(&certificate).is_none() {
                self.add_under(certificate, terms);
            }
        }
    }

    /// Withdraws trust from a certificate, wherever it comes from: altogether, or for what is
    /// judged as of a time after `until`. No path may lead through it or start at it then. Of two
    /// words on one certificate the stricter counts.
    ///
    /// What is trusted of a CA is its name and its key (RFC 5280 §6.1.1 d), so no path may lead
    /// through another certificate for both either, such as one that another CA gave it. One that
    /// is an anchor itself still ends paths: that is the caller's word on this very certificate.
    pub fn withdraw(&mut self, certificate: &Certificate, until: Option<Time>) {
        stricter(&mut self.withdrawn, certificate.fingerprint_sha256(), until);
        stricter(&mut self.withdrawn_holders, holder(certificate), until);
    }

    /// Whether trust was withdrawn from a certificate of a path for what is judged as of `time`.
    /// An anchor at the end of its path that is retired is judged by its terms, which may be
    /// another's word too.
    pub(crate) fn is_withdrawn(&self, certificate: &Certificate, ends: bool, time: Time) -> bool {
        let own = self.withdrawn.get(&certificate.fingerprint_sha256());
        if ends {
            return own == Some(&None);
        }
        // The usual store has none, and hashing a key for each certificate has its price.
        let other = if self.withdrawn_holders.is_empty() {
            None
        } else {
            self.withdrawn_holders.get(&holder(certificate))
        };
        own.into_iter().chain(other).any(|until| until.is_none_or(|until| time > until))
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

/// Puts an end into a table; of two the earlier counts.
fn stricter(table: &mut Ends, hash: [u8; 32], until: Option<Time>) {
    let there = table.entry(hash).or_insert(until);
    *there = there.zip(until).map(|(one, other)| one.min(other));
}

/// SHA-256 over the name that a certificate is for, as names are compared, and its key.
fn holder(certificate: &Certificate) -> [u8; 32] {
    let text = [certificate.subject().key().as_slice(), certificate.spki_der()].concat();
    let digest = crypto::digest(DigestAlgorithm::Sha256, &text);
    digest.as_bytes().try_into().unwrap_or_default()
}
