//! A bag of certificates, CRLs and OCSP responses, each kept once.

use const_oid::ObjectIdentifier;

use super::Source;
use crate::cms::ber::{BerError, Reader, id};
use crate::cms::{CmsError, SignedData};
use crate::x509::{Certificate, CertificateError, Crl, CrlError, OcspError, OcspResponse, pem};

/// id-ri-ocsp-response: OCSPResponse in the crls of a CMS (RFC 5940 §2.2).
const RI_OCSP_RESPONSE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.16.2");

/// adbe-revocationInfoArchival, signed (ISO 32000-1 §12.8.3.3.2).
const ADBE_REVOCATION: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113583.1.1.8");

/// What a piece of evidence is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum EvidenceKind {
    /// A certificate revocation list.
    Crl,
    /// An OCSP response.
    Ocsp,
}

/// Why a file is no evidence.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EvidenceError {
    /// It is neither a certificate, a CRL, an OCSP response nor a PKCS#7 bundle.
    #[error("neither certificate, CRL nor OCSP response: {0}")]
    Unknown(BerError),
    /// A certificate that cannot be read.
    #[error(transparent)]
    Certificate(#[from] CertificateError),
    /// A CRL that cannot be read.
    #[error(transparent)]
    Crl(#[from] CrlError),
    /// An OCSP response that cannot be read.
    #[error(transparent)]
    Ocsp(#[from] OcspError),
    /// A PKCS#7 bundle that cannot be read.
    #[error(transparent)]
    Cms(#[from] CmsError),
    /// The file has nothing of all that in it.
    #[error("no evidence found")]
    Nothing,
}

/// Certificates, CRLs and OCSP responses, in the order they were added, none of them twice.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
#[non_exhaustive]
pub struct Evidence {
    /// Certificates that paths, CRL signers and responders may need.
    pub certificates: Vec<Certificate>,
    /// CRLs, complete and delta.
    pub crls: Vec<Crl>,
    /// OCSP responses.
    pub ocsp: Vec<OcspResponse>,
}

fn push_new<T: PartialEq>(all: &mut Vec<T>, one: T) -> bool {
    let new = !all.contains(&one);
    if new {
        all.push(one);
    }
    new
}

impl Evidence {
    /// None yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a certificate; `false` when it is there already.
    pub fn add_certificate(&mut self, certificate: Certificate) -> bool {
        push_new(&mut self.certificates, certificate)
    }

    /// Adds a CRL; `false` when it is there already.
    pub fn add_crl(&mut self, crl: Crl) -> bool {
        push_new(&mut self.crls, crl)
    }

    /// Adds an OCSP response; `false` when it is there already.
    pub fn add_ocsp(&mut self, response: OcspResponse) -> bool {
        push_new(&mut self.ocsp, response)
    }

    /// Adds everything of `other` that is not there yet.
    pub fn merge(&mut self, other: Self) {
        for certificate in other.certificates {
            self.add_certificate(certificate);
        }
        for crl in other.crls {
            self.add_crl(crl);
        }
        for response in other.ocsp {
            self.add_ocsp(response);
        }
    }

    /// Adds what `source` names of `all`, what showed who signed that good, and the certificate
    /// of who signed it.
    pub(crate) fn add_source(&mut self, source: &Source, all: &Self) {
        let spoke = |digest| digest == source.digest || Some(digest) == source.delta_digest;
        for crl in all.crls.iter().filter(|crl| spoke(crl.fingerprint_sha256())) {
            self.add_crl(crl.clone());
        }
        for response in all.ocsp.iter().filter(|ocsp| spoke(ocsp.fingerprint_sha256())) {
            self.add_ocsp(response.clone());
        }
        self.add_certificate(source.signer.clone());
        // Of one level: what speaks of a responder has no such sources itself.
        for of_signer in &source.of_signer {
            self.add_source(of_signer, all);
        }
    }

    /// Whether there is nothing at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.certificates.is_empty() && self.crls.is_empty() && self.ocsp.is_empty()
    }

    /// Reads a file by its content: certificates, CRLs, OCSP responses (whole or Basic alone) and
    /// PKCS#7 bundles in DER, or any of them in PEM. Other PEM blocks are passed over. A DER CRL
    /// is taken over without a copy.
    ///
    /// # Errors
    /// [`EvidenceError`] for the first piece that cannot be read.
    pub fn from_bytes(file: Vec<u8>) -> Result<Self, EvidenceError> {
        let mut out = Self::new();
        // DER first: a search for PEM in 12 MB of CRL costs more than reading it.
        if file.first() == Some(&id::SEQUENCE) {
            out.add_der(file)?;
        } else if pem::is_pem(&file) {
            for (label, bytes, _) in pem::blocks(&file) {
                if !label.ends_with("PRIVATE KEY") {
                    match out.add_der(bytes.to_vec()) {
                        // Parameters, requests and the like.
                        Err(EvidenceError::Unknown(_)) => {}
                        result => result?,
                    }
                }
            }
        } else {
            return Err(EvidenceError::Unknown(BerError::Unexpected {
                offset: 0,
                expected: id::SEQUENCE,
                found: file.first().copied(),
            }));
        }
        if out.is_empty() { Err(EvidenceError::Nothing) } else { Ok(out) }
    }

    fn add_der(&mut self, der: Vec<u8>) -> Result<(), EvidenceError> {
        match Kind::of(&der).map_err(EvidenceError::Unknown)? {
            Kind::Certificate => {
                self.add_certificate(Certificate::from_der(&der)?);
            }
            Kind::Crl => {
                self.add_crl(Crl::parse(der)?);
            }
            Kind::Ocsp => {
                self.add_ocsp(OcspResponse::parse(&der)?);
            }
            Kind::Cms => self.add_cms(&SignedData::parse(&der)?),
        }
        Ok(())
    }

    /// Adds the certificates, CRLs and OCSP responses of a CMS (RFC 5652 §5.1, RFC 5940, and
    /// Adobe's attribute); those that cannot be read are passed over.
    pub fn add_cms(&mut self, cms: &SignedData) {
        for certificate in &cms.certificates {
            self.add_certificate(certificate.clone());
        }
        for crl in cms.crls.iter().filter_map(|der| Crl::parse(der.as_slice()).ok()) {
            self.add_crl(crl);
        }
        let others = cms.other_revocation.iter().filter(|(oid, _)| *oid == RI_OCSP_RESPONSE);
        for response in others.filter_map(|(_, der)| OcspResponse::parse(der).ok()) {
            self.add_ocsp(response);
        }
        let attributes = cms.signers.iter().filter_map(|signer| signer.signed_attrs.as_ref());
        for attribute in attributes.flat_map(|attributes| attributes.all()) {
            if attribute.oid == ADBE_REVOCATION {
                attribute.values.iter().for_each(|value| {
                    // Malformed, it is as good as missing.
                    let _ = self.add_archival(value);
                });
            }
        }
    }

    /// RevocationInfoArchival (ISO 32000-1 §12.8.3.3.2), and RevocationValues of old CAdES, which is
    /// alike: `[0]` CRLs, `[1]` OCSP responses.
    pub(crate) fn add_archival(&mut self, der: &[u8]) -> Result<(), BerError> {
        let mut lists = Reader::new(der).expect(id::SEQUENCE)?.reader();
        while let Some(list) = lists.next()? {
            let mut items = list.reader().expect(id::SEQUENCE)?.reader();
            while let Some(item) = items.next()? {
                if list.id == id::context_constructed(0)
                    && let Ok(crl) = Crl::parse(item.raw)
                {
                    self.add_crl(crl);
                } else if list.id == id::context_constructed(1)
                    && let Ok(response) = OcspResponse::parse(item.raw)
                {
                    self.add_ocsp(response);
                }
            }
        }
        Ok(())
    }
}

/// What a DER value is, told by its first elements.
enum Kind {
    Certificate,
    Crl,
    Ocsp,
    Cms,
}

impl Kind {
    fn of(der: &[u8]) -> Result<Self, BerError> {
        let outer = Reader::new(der).expect(id::SEQUENCE)?;
        let mut inner = outer.reader();
        match inner.peek() {
            Some(id::OID) => return Ok(Self::Cms),
            Some(id::ENUMERATED) => return Ok(Self::Ocsp),
            _ => {}
        }
        let tbs = inner.expect(id::SEQUENCE)?;
        // All three are signed: to-be-signed, algorithm, BIT STRING.
        inner.expect(id::SEQUENCE)?;
        inner.expect(id::BIT_STRING)?;
        let mut fields = tbs.reader();
        let versioned = fields.optional(id::context_constructed(0))?.is_some();
        match fields.peek() {
            // ResponseData begins with the responder id.
            Some(0xa1 | 0xa2) => return Ok(Self::Ocsp),
            Some(id::INTEGER) if versioned => return Ok(Self::Certificate),
            _ => {}
        }
        // A version 1 certificate has a serial number there, a CRL a version or nothing; then
        // both have algorithm and issuer, and the CRL a time where the other has a SEQUENCE.
        fields.optional(id::INTEGER)?;
        fields.expect(id::SEQUENCE)?;
        fields.expect(id::SEQUENCE)?;
        match fields.next()?.ok_or(tbs.malformed())?.id {
            id::UTC_TIME | id::GENERALIZED_TIME => Ok(Self::Crl),
            id::SEQUENCE => Ok(Self::Certificate),
            _ => Err(tbs.malformed()),
        }
    }
}

#[cfg(test)]
mod tests {
    use kyso_testkit::evidence::CrlTemplate;
    use kyso_testkit::{KeyKind, Pki, der};

    use super::Evidence;

    #[test]
    fn adobes_attribute_gives_its_crls_and_a_broken_one_nothing() {
        let root = Pki::new(KeyKind::P256).root;
        let crl = CrlTemplate::new("20261122080000Z").sign(&root.name, &root.key);
        let lists = der::explicit(0, &der::seq(&[crl]));
        let whole = der::seq(&[lists]);
        let mut evidence = Evidence::new();
        evidence.add_archival(&whole).unwrap();
        assert_eq!(evidence.crls.len(), 1);
        let mut none = Evidence::new();
        assert!(none.add_archival(&whole[..whole.len() - 1]).is_err());
        assert!(none.is_empty());
    }
}
