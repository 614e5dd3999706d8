//! Certificate revocation lists (RFC 5280 §5), every field settable, up to hundreds of thousands
//! of entries.

use super::{Moment, directory_names, signed};
use crate::der::read::CertificateParts;
use crate::der::{self, explicit, implicit, int, oid, seq, tlv};
use crate::pki::{Authority, Dn, Extension, Key, SigAlg, key_identifier};

/// CRLReason (RFC 5280 §5.3.1); its number is the value.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[repr(u8)]
#[allow(missing_docs)]
pub enum Reason {
    Unspecified = 0,
    KeyCompromise = 1,
    CaCompromise = 2,
    AffiliationChanged = 3,
    Superseded = 4,
    CessationOfOperation = 5,
    CertificateHold = 6,
    RemoveFromCrl = 8,
    PrivilegeWithdrawn = 9,
    AaCompromise = 10,
}

/// ReasonFlags (RFC 5280 §4.2.1.13) for [`CrlScope::only_some_reasons`], to be added up.
pub mod reason_flag {
    /// keyCompromise.
    pub const KEY_COMPROMISE: u16 = 1 << 1;
    /// cACompromise.
    pub const CA_COMPROMISE: u16 = 1 << 2;
    /// affiliationChanged.
    pub const AFFILIATION_CHANGED: u16 = 1 << 3;
    /// superseded.
    pub const SUPERSEDED: u16 = 1 << 4;
    /// cessationOfOperation.
    pub const CESSATION_OF_OPERATION: u16 = 1 << 5;
    /// certificateHold.
    pub const CERTIFICATE_HOLD: u16 = 1 << 6;
    /// privilegeWithdrawn.
    pub const PRIVILEGE_WITHDRAWN: u16 = 1 << 7;
    /// aACompromise.
    pub const AA_COMPROMISE: u16 = 1 << 8;
}

/// issuingDistributionPoint (RFC 5280 §5.2.5), always critical.
#[derive(Clone, Default, Debug)]
pub struct CrlScope {
    /// URLs of distributionPoint's fullName; absent when empty.
    pub urls: Vec<String>,
    /// onlyContainsUserCerts.
    pub only_user: bool,
    /// onlyContainsCACerts.
    pub only_ca: bool,
    /// onlyContainsAttributeCerts.
    pub only_attribute: bool,
    /// onlySomeReasons, the sum of [`reason_flag`]s.
    pub only_some_reasons: Option<u16>,
    /// indirectCRL.
    pub indirect: bool,
}

impl CrlScope {
    fn to_extension(&self) -> Extension {
        let flag = |number: u8, set: bool| {
            if set { implicit(number, &[0xff]) } else { Vec::new() }
        };
        let mut value = Vec::new();
        if !self.urls.is_empty() {
            let names: Vec<u8> = self.urls.iter().flat_map(|u| implicit(6, u.as_bytes())).collect();
            value.push(explicit(0, &explicit(0, &names)));
        }
        value.push(flag(1, self.only_user));
        value.push(flag(2, self.only_ca));
        if let Some(reasons) = self.only_some_reasons {
            value.push(implicit(3, der::content(&der::named_bits(reasons))));
        }
        value.push(flag(4, self.indirect));
        value.push(flag(5, self.only_attribute));
        Extension::new("2.5.29.28", true, seq(&value))
    }
}

/// One revoked certificate (RFC 5280 §5.3).
#[derive(Clone, Debug)]
pub struct CrlEntry {
    /// Content octets of userCertificate.
    pub serial: Vec<u8>,
    /// revocationDate.
    pub at: Moment,
    /// reasonCode.
    pub reason: Option<Reason>,
    /// invalidityDate.
    pub invalid_since: Option<Moment>,
    /// certificateIssuer, a whole Name, critical: it also holds for the entries that follow.
    pub certificate_issuer: Option<Vec<u8>>,
    /// Any other entry extension.
    pub extensions: Vec<Extension>,
}

impl CrlEntry {
    /// This certificate, revoked.
    ///
    /// # Panics
    /// When the certificate cannot be read.
    #[must_use]
    pub fn of(certificate: &[u8], at: impl Into<Moment>, reason: Option<Reason>) -> Self {
        let parts = CertificateParts::of(certificate).expect("a certificate");
        Self::serial(parts.serial, at, reason)
    }

    /// The certificate of this serial number, revoked.
    #[must_use]
    pub fn serial(serial: &[u8], at: impl Into<Moment>, reason: Option<Reason>) -> Self {
        Self {
            serial: serial.to_vec(),
            at: at.into(),
            reason,
            invalid_since: None,
            certificate_issuer: None,
            extensions: Vec::new(),
        }
    }

    /// The same with certificateIssuer, for an indirect CRL.
    #[must_use]
    pub fn issued_by(mut self, name: &Dn) -> Self {
        self.certificate_issuer = Some(name.to_der());
        self
    }

    fn write(&self, out: &mut Vec<u8>) {
        let mut extensions = Vec::new();
        if let Some(reason) = self.reason {
            let value = der::enumerated(reason as u8);
            extensions.push(Extension::new("2.5.29.21", false, value).to_der());
        }
        if let Some(since) = self.invalid_since {
            let value = since.generalized_der();
            extensions.push(Extension::new("2.5.29.24", false, value).to_der());
        }
        if let Some(name) = &self.certificate_issuer {
            let value = directory_names(name);
            extensions.push(Extension::new("2.5.29.29", true, value).to_der());
        }
        extensions.extend(self.extensions.iter().map(Extension::to_der));
        let extensions = if extensions.is_empty() { Vec::new() } else { seq(&extensions) };
        out.extend(seq(&[der::integer(&self.serial), self.at.time_der(), extensions]));
    }
}

/// The fields of a CRL to be. Change any before it is signed.
#[derive(Clone, Debug)]
pub struct CrlTemplate {
    /// thisUpdate.
    pub this_update: Moment,
    /// nextUpdate.
    pub next_update: Option<Moment>,
    /// cRLNumber.
    pub number: Option<u64>,
    /// deltaCRLIndicator: the number of the base.
    pub delta_base: Option<u64>,
    /// issuingDistributionPoint.
    pub scope: Option<CrlScope>,
    /// URLs of freshestCRL.
    pub freshest_urls: Vec<String>,
    /// expiredCertsOnCRL (X.509 §9.5.2.8).
    pub expired_certs_from: Option<Moment>,
    /// This many entries of 49 bytes stand before [`CrlTemplate::entries`], revoked one day
    /// before thisUpdate for cessationOfOperation: [`CrlTemplate::filler_serial`] names them.
    pub filler: u32,
    /// revokedCertificates.
    pub entries: Vec<CrlEntry>,
    /// authorityKeyIdentifier is written.
    pub key_identifier: bool,
    /// Any other extension of the list.
    pub extensions: Vec<Extension>,
    /// What it is signed with; the key's usual algorithm when `None`.
    pub algorithm: Option<SigAlg>,
    /// The signature value is altered.
    pub wrong_signature: bool,
}

impl CrlTemplate {
    /// An empty complete list, number 1, valid for seven days.
    #[must_use]
    pub fn new(this_update: impl Into<Moment>) -> Self {
        let this_update = this_update.into();
        Self {
            this_update,
            next_update: Some(this_update.plus_days(7)),
            number: Some(1),
            delta_base: None,
            scope: None,
            freshest_urls: Vec::new(),
            expired_certs_from: None,
            filler: 0,
            entries: Vec::new(),
            key_identifier: true,
            extensions: Vec::new(),
            algorithm: None,
            wrong_signature: false,
        }
    }

    /// Turns it into a delta, number 2, on the base of this number.
    #[must_use]
    pub fn delta(mut self, base: u64) -> Self {
        self.delta_base = Some(base);
        self.number = Some(base + 1);
        self
    }

    /// Limits what it speaks of.
    #[must_use]
    pub fn scope(mut self, scope: CrlScope) -> Self {
        self.scope = Some(scope);
        self
    }

    /// Adds an entry.
    #[must_use]
    pub fn entry(mut self, entry: CrlEntry) -> Self {
        self.entries.push(entry);
        self
    }

    /// Adds a certificate.
    #[must_use]
    pub fn revoke(self, certificate: &[u8], at: impl Into<Moment>, reason: Reason) -> Self {
        self.entry(CrlEntry::of(certificate, at, Some(reason)))
    }

    /// Content octets of the serial number of a filler entry, 16 bytes.
    #[must_use]
    pub fn filler_serial(number: u32) -> [u8; 16] {
        // Spread, so that neighbours do not differ in their last byte alone.
        let spread = number.wrapping_mul(0x9e37_79b9).to_be_bytes();
        let mut serial = [0x5a; 16];
        serial[4..8].copy_from_slice(&number.to_be_bytes());
        serial[12..].copy_from_slice(&spread);
        serial
    }

    /// The list, DER, signed by the authority that issues the certificates.
    #[must_use]
    pub fn issue(&self, authority: &Authority) -> Vec<u8> {
        self.sign(&authority.name, &authority.key)
    }

    /// The list, DER, with any issuer name and any key: a CRL signer's, or a wrong one.
    #[must_use]
    pub fn sign(&self, issuer: &Dn, key: &Key) -> Vec<u8> {
        let algorithm = self.algorithm.unwrap_or(key.kind().default_algorithm());
        let mut fields = vec![
            int(1),
            algorithm.algorithm_identifier(),
            issuer.to_der(),
            self.this_update.time_der(),
            self.next_update.map_or_else(Vec::new, Moment::time_der),
        ];
        let entries = self.encode_entries();
        if !entries.is_empty() {
            fields.push(tlv(0x30, &entries)); // absent when there are none (§5.1.2.6)
        }
        let extensions: Vec<_> = self.all_extensions(key).iter().map(Extension::to_der).collect();
        if !extensions.is_empty() {
            fields.push(explicit(0, &seq(&extensions)));
        }
        seq(&signed(seq(&fields), key, Some(algorithm), self.wrong_signature))
    }

    fn all_extensions(&self, key: &Key) -> Vec<Extension> {
        let mut all = Vec::new();
        if self.key_identifier {
            let value = seq(&[implicit(0, &key_identifier(&key.spki_der()))]);
            all.push(Extension::new("2.5.29.35", false, value));
        }
        if let Some(number) = self.number {
            all.push(Extension::new("2.5.29.20", false, der::int64(number)));
        }
        if let Some(base) = self.delta_base {
            all.push(Extension::new("2.5.29.27", true, der::int64(base)));
        }
        all.extend(self.scope.as_ref().map(CrlScope::to_extension));
        if !self.freshest_urls.is_empty() {
            let point =
                |url: &String| seq(&[explicit(0, &explicit(0, &implicit(6, url.as_bytes())))]);
            let points: Vec<_> = self.freshest_urls.iter().map(point).collect();
            all.push(Extension::new("2.5.29.46", false, seq(&points)));
        }
        if let Some(from) = self.expired_certs_from {
            all.push(Extension::new("2.5.29.60", false, from.generalized_der()));
        }
        all.extend_from_slice(&self.extensions);
        all
    }

    fn encode_entries(&self) -> Vec<u8> {
        // All fillers have one length and one tail: they are copied, not encoded.
        let at = self.this_update.plus_days(-1).time_der();
        let reason = der::enumerated(Reason::CessationOfOperation as u8);
        let reason = seq(&[Extension::new("2.5.29.21", false, reason).to_der()]);
        let tail = [at, reason].concat();
        let head = [0x30, u8::try_from(18 + tail.len()).expect("a short entry"), 0x02, 16];
        let mut out = Vec::with_capacity(self.filler as usize * (4 + 16 + tail.len()));
        for number in 0..self.filler {
            out.extend_from_slice(&head);
            out.extend_from_slice(&Self::filler_serial(number));
            out.extend_from_slice(&tail);
        }
        for entry in &self.entries {
            entry.write(&mut out);
        }
        out
    }
}

/// cRLDistributionPoints with one point that names a CRL issuer (RFC 5280 §4.2.1.13), for
/// certificates whose revocation an indirect CRL tells.
#[must_use]
pub fn indirect_distribution_point(url: &str, crl_issuer: &Dn) -> Extension {
    let name = explicit(0, &explicit(0, &implicit(6, url.as_bytes())));
    let issuer = explicit(2, &explicit(4, &crl_issuer.to_der()));
    Extension::new("2.5.29.31", false, seq(&[seq(&[name, issuer])]))
}

/// A critical extension of the list that nobody knows.
#[must_use]
pub fn unknown_critical_extension() -> Extension {
    Extension::new("2.999.2", true, oid("2.999.2"))
}
