//! What a certificate says: every field settable, to right and to wrong values (RFC 5280 §4).

use super::key::{Key, SigAlg};
use super::name::Dn;
use crate::der::{self, boolean, explicit, implicit, int, octets, oid, seq, tlv};
use crate::pki::Hash;

/// keyUsage bits (RFC 5280 §4.2.1.3) for [`Template::key_usage`].
pub mod usage {
    /// digitalSignature.
    pub const DIGITAL_SIGNATURE: u16 = 1;
    /// nonRepudiation, also called contentCommitment.
    pub const NON_REPUDIATION: u16 = 1 << 1;
    /// keyEncipherment.
    pub const KEY_ENCIPHERMENT: u16 = 1 << 2;
    /// keyCertSign.
    pub const KEY_CERT_SIGN: u16 = 1 << 5;
    /// cRLSign.
    pub const CRL_SIGN: u16 = 1 << 6;
}

/// extendedKeyUsage purposes (RFC 5280 §4.2.1.12) for [`Template::extended_key_usage`].
pub mod purpose {
    /// id-kp-serverAuth.
    pub const SERVER_AUTH: &str = "1.3.6.1.5.5.7.3.1";
    /// id-kp-clientAuth.
    pub const CLIENT_AUTH: &str = "1.3.6.1.5.5.7.3.2";
    /// id-kp-emailProtection.
    pub const EMAIL_PROTECTION: &str = "1.3.6.1.5.5.7.3.4";
    /// id-kp-timeStamping.
    pub const TIME_STAMPING: &str = "1.3.6.1.5.5.7.3.8";
    /// id-kp-OCSPSigning.
    pub const OCSP_SIGNING: &str = "1.3.6.1.5.5.7.3.9";
    /// id-kp-documentSigning (RFC 9336).
    pub const DOCUMENT_SIGNING: &str = "1.3.6.1.5.5.7.3.36";
}

/// An extension given as it is.
#[derive(Clone, Debug)]
pub struct Extension {
    /// extnID, dotted.
    pub oid: String,
    /// critical.
    pub critical: bool,
    /// The DER inside extnValue.
    pub value: Vec<u8>,
}

impl Extension {
    /// An extension of this OID, with the DER that extnValue holds.
    #[must_use]
    pub fn new(oid: &str, critical: bool, value: Vec<u8>) -> Self {
        Self { oid: oid.into(), critical, value }
    }

    /// id-pkix-ocsp-nocheck (RFC 6960 §4.2.2.2.1): the responder's own status is not asked for.
    #[must_use]
    pub fn ocsp_nocheck() -> Self {
        Self::new("1.3.6.1.5.5.7.48.1.5", false, der::null())
    }

    /// Extension, DER (RFC 5280 §4.1).
    #[must_use]
    pub fn to_der(&self) -> Vec<u8> {
        let critical = if self.critical { boolean(true) } else { Vec::new() };
        seq(&[oid(&self.oid), critical, octets(&self.value)])
    }
}

/// The fields of a certificate to be. Change any before it is issued.
#[derive(Clone, Debug)]
pub struct Template {
    /// subject.
    pub subject: Dn,
    /// issuer, when it shall not be the issuing authority's own name.
    pub issuer: Option<Dn>,
    /// Content octets of serialNumber: big-endian two's complement, so `vec![0xff]` is -1.
    pub serial: Vec<u8>,
    /// notBefore, `YYYYMMDDHHMMSSZ`.
    pub not_before: String,
    /// notAfter, `YYYYMMDDHHMMSSZ`.
    pub not_after: String,
    /// keyUsage, the sum of [`usage`] bits.
    pub key_usage: Option<u16>,
    /// extendedKeyUsage, dotted OIDs; no extension when empty.
    pub extended_key_usage: Vec<String>,
    /// extendedKeyUsage is critical, as RFC 3161 §2.3 asks of a time-stamping authority.
    pub extended_key_usage_critical: bool,
    /// basicConstraints: cA and pathLenConstraint.
    pub basic_constraints: Option<(bool, Option<u32>)>,
    /// URLs of cRLDistributionPoints, one point each.
    pub crl_urls: Vec<String>,
    /// URLs of OCSP responders in authorityInfoAccess.
    pub ocsp_urls: Vec<String>,
    /// URLs of caIssuers in authorityInfoAccess.
    pub ca_issuers_urls: Vec<String>,
    /// nameConstraints: permitted directory names.
    pub permitted_names: Vec<Dn>,
    /// nameConstraints: excluded directory names.
    pub excluded_names: Vec<Dn>,
    /// certificatePolicies, dotted OIDs.
    pub policies: Vec<String>,
    /// subjectKeyIdentifier and authorityKeyIdentifier are written.
    pub key_identifiers: bool,
    /// Any other extension, after the ones above.
    pub extensions: Vec<Extension>,
    /// What the issuer signs with; its key's usual algorithm when `None`.
    pub algorithm: Option<SigAlg>,
    /// The signature value is altered, so that it does not verify.
    pub wrong_signature: bool,
}

impl Template {
    /// Nothing but a subject, a random serial number and a validity of 2020 to 2050.
    #[must_use]
    pub fn bare(subject: Dn) -> Self {
        let mut serial = rand::random::<[u8; 16]>().to_vec();
        serial[0] = serial[0] & 0x7f | 0x40;
        Self {
            subject,
            issuer: None,
            serial,
            not_before: "20200101000000Z".into(),
            not_after: "20500101000000Z".into(),
            key_usage: None,
            extended_key_usage: Vec::new(),
            extended_key_usage_critical: false,
            basic_constraints: None,
            crl_urls: Vec::new(),
            ocsp_urls: Vec::new(),
            ca_issuers_urls: Vec::new(),
            permitted_names: Vec::new(),
            excluded_names: Vec::new(),
            policies: Vec::new(),
            key_identifiers: true,
            extensions: Vec::new(),
            algorithm: None,
            wrong_signature: false,
        }
    }

    /// An authority that may issue certificates and CRLs.
    #[must_use]
    pub fn authority(subject: Dn) -> Self {
        Self {
            key_usage: Some(usage::KEY_CERT_SIGN | usage::CRL_SIGN),
            basic_constraints: Some((true, None)),
            ..Self::bare(subject)
        }
    }

    /// A person who signs documents: digitalSignature and nonRepudiation, no revocation source.
    #[must_use]
    pub fn signer(subject: Dn) -> Self {
        Self {
            key_usage: Some(usage::DIGITAL_SIGNATURE | usage::NON_REPUDIATION),
            basic_constraints: Some((false, None)),
            ..Self::bare(subject)
        }
    }

    /// A time-stamping authority (RFC 3161 §2.3): one purpose, timeStamping, critical.
    #[must_use]
    pub fn tsa(subject: Dn) -> Self {
        Self {
            key_usage: Some(usage::DIGITAL_SIGNATURE),
            extended_key_usage: vec![purpose::TIME_STAMPING.into()],
            extended_key_usage_critical: true,
            ..Self::signer(subject)
        }
    }

    /// A delegated OCSP responder (RFC 6960 §4.2.2.2), whose own status is not asked for.
    #[must_use]
    pub fn ocsp_responder(subject: Dn) -> Self {
        Self {
            key_usage: Some(usage::DIGITAL_SIGNATURE),
            extended_key_usage: vec![purpose::OCSP_SIGNING.into()],
            extensions: vec![Extension::ocsp_nocheck()],
            ..Self::signer(subject)
        }
    }

    /// A signer of CRLs that is no authority: cRLSign alone (RFC 5280 §5).
    #[must_use]
    pub fn crl_signer(subject: Dn) -> Self {
        Self { key_usage: Some(usage::CRL_SIGN), ..Self::signer(subject) }
    }

    /// Valid from the first to the second time, `YYYYMMDDHHMMSSZ` each.
    #[must_use]
    pub fn valid(mut self, not_before: &str, not_after: &str) -> Self {
        self.not_before = not_before.into();
        self.not_after = not_after.into();
        self
    }

    /// Ended in 2021.
    #[must_use]
    pub fn expired(mut self) -> Self {
        self.not_after = "20210101000000Z".into();
        self
    }

    /// Begins in 2049.
    #[must_use]
    pub fn not_yet_valid(mut self) -> Self {
        self.not_before = "20490101000000Z".into();
        self
    }

    /// Adds a critical extension that nobody knows.
    #[must_use]
    pub fn critical_unknown(mut self) -> Self {
        let value = der::utf8("kyso-testkit");
        self.extensions.push(Extension { oid: "2.999.1".into(), critical: true, value });
        self
    }

    /// The certificate, DER, signed by the issuer's key.
    #[must_use]
    pub(super) fn issue(&self, spki: &[u8], issuer: &Dn, issuer_key: &Key) -> Vec<u8> {
        let algorithm = self.algorithm.unwrap_or(issuer_key.kind().default_algorithm());
        let extensions = self.encode_extensions(spki, &issuer_key.spki_der());
        let mut fields = vec![
            explicit(0, &int(2)),
            der::integer(&self.serial),
            algorithm.algorithm_identifier(),
            self.issuer.as_ref().unwrap_or(issuer).to_der(),
            seq(&[der::time(&self.not_before), der::time(&self.not_after)]),
            self.subject.to_der(),
            spki.to_vec(),
        ];
        if !extensions.is_empty() {
            fields.push(explicit(3, &seq(&extensions)));
        } else {
            fields.remove(0); // version 1 has none
        }
        let tbs = seq(&fields);
        let mut signature = issuer_key.sign(algorithm, &tbs);
        if self.wrong_signature
            && let Some(last) = signature.last_mut()
        {
            *last ^= 1;
        }
        seq(&[tbs, algorithm.algorithm_identifier(), der::bits(&signature)])
    }

    fn encode_extensions(&self, spki: &[u8], issuer_spki: &[u8]) -> Vec<Vec<u8>> {
        let mut all = Vec::new();
        let mut push = |id: &str, critical: bool, value: Vec<u8>| {
            all.push(Extension::new(id, critical, value).to_der());
        };
        if self.key_identifiers {
            push("2.5.29.14", false, octets(&key_identifier(spki)));
            push("2.5.29.35", false, seq(&[implicit(0, &key_identifier(issuer_spki))]));
        }
        if let Some(bits) = self.key_usage {
            push("2.5.29.15", true, der::named_bits(bits));
        }
        if let Some((ca, path_len)) = self.basic_constraints {
            let ca = if ca { boolean(true) } else { Vec::new() };
            push("2.5.29.19", true, seq(&[ca, path_len.map_or_else(Vec::new, int)]));
        }
        if !self.extended_key_usage.is_empty() {
            let purposes: Vec<_> = self.extended_key_usage.iter().map(|p| oid(p)).collect();
            push("2.5.29.37", self.extended_key_usage_critical, seq(&purposes));
        }
        if !self.policies.is_empty() {
            let policies: Vec<_> = self.policies.iter().map(|p| seq(&[oid(p)])).collect();
            push("2.5.29.32", false, seq(&policies));
        }
        if !(self.permitted_names.is_empty() && self.excluded_names.is_empty()) {
            let trees = |number: u8, names: &[Dn]| {
                let tree = |dn: &Dn| seq(&[explicit(4, &dn.to_der())]);
                let trees: Vec<u8> = names.iter().flat_map(tree).collect();
                if trees.is_empty() { trees } else { tlv(0xa0 | number, &trees) }
            };
            let value = [trees(0, &self.permitted_names), trees(1, &self.excluded_names)];
            push("2.5.29.30", true, seq(&value));
        }
        if !self.crl_urls.is_empty() {
            push("2.5.29.31", false, seq(&self.crl_urls.iter().map(point).collect::<Vec<_>>()));
        }
        if !(self.ocsp_urls.is_empty() && self.ca_issuers_urls.is_empty()) {
            let access = |arc: u8, urls: &[String]| -> Vec<u8> {
                let method = oid(&format!("1.3.6.1.5.5.7.48.{arc}"));
                urls.iter().flat_map(|u| seq(&[method.clone(), url(u)])).collect()
            };
            let value = [access(1, &self.ocsp_urls), access(2, &self.ca_issuers_urls)];
            push("1.3.6.1.5.5.7.1.1", false, seq(&value));
        }
        for other in &self.extensions {
            push(&other.oid, other.critical, other.value.clone());
        }
        all
    }
}

/// uniformResourceIdentifier of GeneralName.
fn url(url: &String) -> Vec<u8> {
    implicit(6, url.as_bytes())
}

/// DistributionPoint with one fullName.
fn point(address: &String) -> Vec<u8> {
    seq(&[explicit(0, &explicit(0, &url(address)))])
}

/// SHA-1 of the subjectPublicKey bits (RFC 5280 §4.2.1.2, method 1).
#[must_use]
pub fn key_identifier(spki: &[u8]) -> Vec<u8> {
    let fields = der::content(spki);
    let algorithm_len = 2 + usize::from(fields[1]); // no algorithm identifier reaches 128 bytes
    Hash::Sha1.of(&der::content(&fields[algorithm_len..])[1..])
}
