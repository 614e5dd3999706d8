//! Certificate revocation lists (RFC 5280 §5): the bytes are kept as they came and scanned, never
//! built into a tree.

mod entries;
mod scope;
#[cfg(test)]
mod tests;

use std::fmt;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use const_oid::ObjectIdentifier;

use self::entries::Entries;
pub use self::scope::IssuingDistributionPoint;
use super::extension::{self, oids};
use super::{
    AuthorityKeyIdentifier, Certificate, CrlDistributionPoint, Extension, ExtensionFault, Name,
    RevocationReason, unsigned,
};
use crate::cms::algorithm_id::AlgorithmId;
use crate::cms::asn1_time;
use crate::cms::ber::{Element, Reader, id};
use crate::cms::{AlgorithmFault, BerError, to_der};
use crate::crypto::{self, Message, VerifyFault};
use crate::limits::MAX_CRL_BYTES;
use crate::{DigestAlgorithm, SignatureAlgorithm, Time};

/// Why bytes are no CRL.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CrlError {
    /// The ASN.1 is malformed; the offset counts in the DER form.
    #[error(transparent)]
    Asn1(#[from] BerError),
    /// An extension that says what the list covers is malformed.
    #[error(transparent)]
    Extension(#[from] ExtensionFault),
    /// Larger than [`MAX_CRL_BYTES`].
    #[error("CRL of {len} bytes, more than {MAX_CRL_BYTES}")]
    TooLarge {
        /// Its length in bytes.
        len: usize,
    },
}

impl CrlError {
    /// Where in the input, in bytes from its start.
    #[must_use]
    pub fn offset(&self) -> Option<u64> {
        match self {
            Self::Asn1(error) => Some(error.offset()),
            _ => None,
        }
    }
}

/// What a CRL says of one certificate (RFC 5280 §5.3).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct RevokedEntry {
    /// revocationDate.
    pub revocation_date: Time,
    /// reasonCode; missing means unspecified.
    pub reason: Option<RevocationReason>,
    /// Since when the key is suspected (RFC 5280 §5.3.2).
    pub invalidity_date: Option<Time>,
}

impl RevokedEntry {
    /// Whether it takes an earlier entry back instead of revoking (removeFromCRL, in delta CRLs).
    #[must_use]
    pub fn is_removal(&self) -> bool {
        self.reason == Some(RevocationReason::RemoveFromCrl)
    }
}

/// A CRL, complete or delta. Cloning is cheap and copies none of its bytes.
#[derive(Clone)]
pub struct Crl(Arc<Inner>);

struct Inner {
    der: Vec<u8>,
    tbs: Range<usize>,
    /// Contents of revokedCertificates; empty when that is missing.
    entries: Range<usize>,
    algorithm: Result<SignatureAlgorithm, AlgorithmFault>,
    signature: Vec<u8>,
    issuer: Name,
    this_update: Time,
    next_update: Option<Time>,
    extensions: Vec<Extension>,
    number: Option<Vec<u8>>,
    delta_base: Option<Vec<u8>>,
    scope: Option<IssuingDistributionPoint>,
    expired_certs_from: Option<Time>,
    critical_unknown: Vec<ObjectIdentifier>,
    count: usize,
    fingerprint: OnceLock<[u8; 32]>,
}

/// The elements of a CertificateList.
struct Parts<'a> {
    tbs: Element<'a>,
    outer_algorithm: Element<'a>,
    signature: Element<'a>,
    inner_algorithm: Element<'a>,
    issuer: Element<'a>,
    this_update: Element<'a>,
    next_update: Option<Element<'a>>,
    entries: Option<Element<'a>>,
    extensions: Option<Element<'a>>,
    /// Whether an open length was met: BER where what was signed is DER.
    open: bool,
}

impl<'a> Parts<'a> {
    fn read(bytes: &'a [u8]) -> Result<Self, BerError> {
        let mut all = Reader::new(bytes);
        let list = all.expect(id::SEQUENCE)?;
        all.finish()?;
        let mut outer = list.reader();
        let tbs = outer.expect(id::SEQUENCE)?;
        let outer_algorithm = outer.expect(id::SEQUENCE)?;
        let signature = outer.next()?.ok_or(list.malformed())?;
        outer.finish()?;
        let mut reader = tbs.reader();
        reader.optional(id::INTEGER)?;
        let inner_algorithm = reader.expect(id::SEQUENCE)?;
        let issuer = reader.expect(id::SEQUENCE)?;
        let this_update = reader.next()?.ok_or(tbs.malformed())?;
        let next_update = match reader.peek() {
            Some(id::UTC_TIME | id::GENERALIZED_TIME) => reader.next()?,
            _ => None,
        };
        let entries = reader.optional(id::SEQUENCE)?;
        let extensions = reader.optional(id::context_constructed(0))?;
        reader.finish()?;
        let first_entry = entries.and_then(|list| list.content.get(1).copied());
        let open =
            [Some(list), Some(tbs), Some(inner_algorithm), Some(issuer), entries, extensions]
                .into_iter()
                .flatten()
                .any(|element| element.indefinite)
                || first_entry == Some(0x80)
                || signature.id == id::BIT_STRING | id::CONSTRUCTED;
        Ok(Self {
            tbs,
            outer_algorithm,
            signature,
            inner_algorithm,
            issuer,
            this_update,
            next_update,
            entries,
            extensions,
            open,
        })
    }

    fn algorithm(&self) -> Result<SignatureAlgorithm, AlgorithmFault> {
        if self.outer_algorithm.raw != self.inner_algorithm.raw {
            return Err(AlgorithmFault::InnerOuterDiffer);
        }
        let oid = ObjectIdentifier::new_unwrap("2.5.4.0");
        AlgorithmId::read(&self.outer_algorithm)
            .map_err(|_| AlgorithmFault::Parameters { oid })?
            .signature(None)
    }
}

fn time(element: &Element<'_>) -> Result<Time, BerError> {
    asn1_time::read(element).ok_or(element.malformed())
}

impl Crl {
    /// Reads a CertificateList, DER, nothing after it. The bytes are taken, not copied; open
    /// lengths (BER) are rewritten as DER first, because that is what was signed.
    ///
    /// Every entry is passed over once, so that one that cannot be processed is known from the
    /// start ([`Crl::critical_unknown`]).
    ///
    /// # Errors
    /// [`CrlError`] with the offset in the DER form.
    pub fn parse(bytes: impl Into<Vec<u8>>) -> Result<Self, CrlError> {
        let bytes = bytes.into();
        if bytes.len() > MAX_CRL_BYTES {
            return Err(CrlError::TooLarge { len: bytes.len() });
        }
        if Parts::read(&bytes)?.open {
            return Self::from_der(to_der(&bytes)?);
        }
        Self::from_der(bytes)
    }

    fn from_der(der: Vec<u8>) -> Result<Self, CrlError> {
        let parts = Parts::read(&der)?;
        let extensions = match &parts.extensions {
            Some(explicit) => extension::read_all(&explicit.reader().expect(id::SEQUENCE)?)?,
            None => Vec::new(),
        };
        let value = |oid| extension::one(&extensions, oid);
        let malformed = |oid| move |_| ExtensionFault::Malformed { oid };
        let integer = |oid| -> Result<Option<Vec<u8>>, ExtensionFault> {
            let Some(extension) = value(oid)? else { return Ok(None) };
            let mut reader = Reader::new(&extension.value);
            let number = reader.expect(id::INTEGER).map_err(malformed(oid))?;
            Ok(Some(unsigned(number.content).to_vec()))
        };
        let scope = match value(oids::ISSUING_DISTRIBUTION_POINT)? {
            Some(extension) => Some(
                IssuingDistributionPoint::read(&extension.value)
                    .map_err(malformed(oids::ISSUING_DISTRIBUTION_POINT))?,
            ),
            None => None,
        };
        let expired_certs_from = match value(oids::EXPIRED_CERTS_ON_CRL)? {
            Some(extension) => {
                let date = Reader::new(&extension.value).next().ok().flatten();
                date.and_then(|date| asn1_time::read(&date))
            }
            None => None,
        };
        let number = integer(oids::CRL_NUMBER)?;
        let delta_base = integer(oids::DELTA_CRL_INDICATOR)?;
        let entries = parts.entries.map_or(0..0, |list| list.content_range());
        let indirect = scope.as_ref().is_some_and(|scope| scope.indirect);
        let survey = entries::survey(walk(&der, &entries), indirect)?;
        let mut critical_unknown = critical_unknown(&extensions);
        critical_unknown.extend(survey.critical_unknown);
        let inner = Inner {
            tbs: parts.tbs.range(),
            entries,
            algorithm: parts.algorithm(),
            signature: parts.signature.whole_bits()?.to_vec(),
            issuer: Name::read(&parts.issuer)?,
            this_update: time(&parts.this_update)?,
            next_update: parts.next_update.as_ref().map(time).transpose()?,
            extensions,
            number,
            delta_base,
            scope,
            expired_certs_from,
            critical_unknown,
            count: survey.count,
            fingerprint: OnceLock::new(),
            der,
        };
        Ok(Self(Arc::new(inner)))
    }

    /// The list as it stands, DER.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.0.der
    }

    /// TBSCertList as it stands: what its issuer signed.
    #[must_use]
    pub fn tbs_der(&self) -> &[u8] {
        self.0.der.get(self.0.tbs.clone()).unwrap_or_default()
    }

    /// Who issued it.
    #[must_use]
    pub fn issuer(&self) -> &Name {
        &self.0.issuer
    }

    /// When it was issued.
    #[must_use]
    pub fn this_update(&self) -> Time {
        self.0.this_update
    }

    /// By when the next one will be issued.
    #[must_use]
    pub fn next_update(&self) -> Option<Time> {
        self.0.next_update
    }

    /// How many entries it has.
    #[must_use]
    pub fn entry_count(&self) -> usize {
        self.0.count
    }

    /// The algorithm it was signed with.
    ///
    /// # Errors
    /// [`AlgorithmFault`] when it is unknown or named differently in the two places.
    pub fn signature_algorithm(&self) -> Result<SignatureAlgorithm, AlgorithmFault> {
        self.0.algorithm.clone()
    }

    /// SHA-256 over the DER, computed once.
    #[must_use]
    pub fn fingerprint_sha256(&self) -> [u8; 32] {
        *self.0.fingerprint.get_or_init(|| {
            let digest = crypto::digest(DigestAlgorithm::Sha256, &self.0.der);
            digest.as_bytes().try_into().unwrap_or([0; 32])
        })
    }

    /// Verifies its signature with the key of `signer`. Names and key usage are not looked at.
    ///
    /// # Errors
    /// [`VerifyFault`].
    pub fn verify_signed_by(&self, signer: &Certificate) -> Result<(), VerifyFault> {
        let algorithm = self.signature_algorithm()?;
        let message = Message::Whole(self.tbs_der());
        crypto::verify(signer.spki_der(), algorithm, message, &self.0.signature)
    }

    /// cRLNumber (RFC 5280 §5.2.3), big-endian without leading zeros.
    #[must_use]
    pub fn number(&self) -> Option<&[u8]> {
        self.0.number.as_deref()
    }

    /// deltaCRLIndicator (RFC 5280 §5.2.4): the number of the CRL that this delta builds on,
    /// big-endian without leading zeros; `None` for a complete CRL.
    #[must_use]
    pub fn delta_base(&self) -> Option<&[u8]> {
        self.0.delta_base.as_deref()
    }

    /// What it covers; `None` for all certificates of its issuer.
    #[must_use]
    pub fn issuing_distribution_point(&self) -> Option<&IssuingDistributionPoint> {
        self.0.scope.as_ref()
    }

    /// Certificates that expired at or after this time stay on the list (expiredCertsOnCRL,
    /// X.509 §9.5.2.8).
    #[must_use]
    pub fn expired_certs_from(&self) -> Option<Time> {
        self.0.expired_certs_from
    }

    /// Identifier of the key it was signed with.
    ///
    /// # Errors
    /// [`ExtensionFault`].
    pub fn authority_key_id(&self) -> Result<Option<AuthorityKeyIdentifier>, ExtensionFault> {
        extension::authority_key_id(&self.0.extensions)
    }

    /// Where its delta CRLs are (RFC 5280 §5.2.6).
    ///
    /// # Errors
    /// [`ExtensionFault`].
    pub fn freshest_crl(&self) -> Result<Option<Vec<CrlDistributionPoint>>, ExtensionFault> {
        extension::distribution_points(&self.0.extensions, oids::FRESHEST_CRL)
    }

    /// Every extension of the list in order.
    #[must_use]
    pub fn extensions(&self) -> &[Extension] {
        &self.0.extensions
    }

    /// Types of critical extensions, of the list and of its entries, that are not processed here:
    /// with any of them the list says nothing about any certificate (RFC 5280 §5.2, §5.3).
    #[must_use]
    pub fn critical_unknown(&self) -> &[ObjectIdentifier] {
        &self.0.critical_unknown
    }

    /// The entry of the certificate that `issuer` issued with this serial number (contents of the
    /// INTEGER). A list that is not indirect speaks of its own issuer's certificates alone,
    /// whatever name is given; the caller has compared the names.
    ///
    /// # Errors
    /// [`BerError`] when that entry is malformed.
    pub fn lookup(&self, issuer: &Name, serial: &[u8]) -> Result<Option<RevokedEntry>, BerError> {
        let indirect = self.0.scope.as_ref().is_some_and(|scope| scope.indirect);
        let indirect_of = indirect.then_some(&self.0.issuer);
        entries::find(walk(&self.0.der, &self.0.entries), indirect_of, issuer, serial)
    }
}

fn walk<'a>(der: &'a [u8], entries: &Range<usize>) -> Entries<'a> {
    Entries::new(der.get(entries.clone()).unwrap_or_default(), entries.start)
}

fn critical_unknown(extensions: &[Extension]) -> Vec<ObjectIdentifier> {
    const KNOWN: [ObjectIdentifier; 7] = [
        oids::AUTHORITY_KEY_ID,
        oids::ISSUER_ALT_NAME,
        oids::CRL_NUMBER,
        oids::DELTA_CRL_INDICATOR,
        oids::ISSUING_DISTRIBUTION_POINT,
        oids::FRESHEST_CRL,
        oids::EXPIRED_CERTS_ON_CRL,
    ];
    extensions.iter().filter(|e| e.critical && !KNOWN.contains(&e.oid)).map(|e| e.oid).collect()
}

impl PartialEq for Crl {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0.der == other.0.der
    }
}

impl Eq for Crl {}

impl fmt::Debug for Crl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Crl")
            .field("issuer", &self.0.issuer)
            .field("this_update", &self.0.this_update)
            .field("entries", &self.0.count)
            .finish_non_exhaustive()
    }
}
