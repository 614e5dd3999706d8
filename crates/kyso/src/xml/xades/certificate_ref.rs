//! References to the signer's certificate: `SigningCertificateV2` and `SigningCertificate`
//! (EN 319 132-1 §5.2.2, TS 101 903 §7.2.2).

use super::fields::Fields;
use super::names::{DS, XADES};
use super::{CertificateRefFault, XadesError};
use crate::DigestAlgorithm;
use crate::cms::ber::{Reader, id};
use crate::crypto;
use crate::limits::MAX_CERTIFICATES;
use crate::x509::{Certificate, Name, unsigned};

/// Issuer and serial number beside a certificate's digest.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum IssuerSerial {
    /// `IssuerSerialV2`: a DER structure. The issuer is missing where it is no directory name.
    Der {
        /// The issuer's name.
        issuer: Option<Name>,
        /// Contents of the INTEGER.
        serial: Vec<u8>,
    },
    /// `IssuerSerial` of the old form: text. The name's spelling differs from writer to writer,
    /// so that only the number is compared.
    Text {
        /// The issuer's name as written.
        issuer: String,
        /// The number in decimal as written.
        serial: String,
    },
}

/// Which form of the property.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CertificateRefVersion {
    /// `SigningCertificate`, deprecated by EN 319 132-1.
    V1,
    /// `SigningCertificateV2`.
    V2,
}

/// A reference to a certificate by its digest.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct CertificateRef {
    /// The form of the property it stands in.
    pub version: CertificateRefVersion,
    /// The hash function; its URI where it is none that is known.
    pub digest: Result<DigestAlgorithm, String>,
    /// The hash of the certificate.
    pub hash: Vec<u8>,
    /// Issuer and serial number, if they are given.
    pub issuer_serial: Option<IssuerSerial>,
}

impl CertificateRef {
    /// The references of both forms of the property under `SignedSignatureProperties`.
    pub(super) fn read_all(signed: Fields<'_>) -> Result<Vec<Self>, XadesError> {
        let mut all = Vec::new();
        for (version, element) in [
            (CertificateRefVersion::V2, "SigningCertificateV2"),
            (CertificateRefVersion::V1, "SigningCertificate"),
        ] {
            let Some(list) = signed.once(element)? else { continue };
            let certs = list.all(XADES, "Cert");
            if certs.is_empty() {
                return Err(XadesError::Missing { element: "Cert", parent: element });
            }
            if certs.len() > MAX_CERTIFICATES {
                return Err(XadesError::TooMany { element: "Cert", limit: MAX_CERTIFICATES });
            }
            for cert in certs {
                all.push(Self::read(Fields::new(list.tree, cert, "Cert"), version)?);
            }
        }
        Ok(all)
    }

    fn read(cert: Fields<'_>, version: CertificateRefVersion) -> Result<Self, XadesError> {
        let (digest, hash) = read_digest(cert.need(XADES, "CertDigest")?)?;
        let issuer_serial = match version {
            CertificateRefVersion::V2 => {
                cert.once("IssuerSerialV2")?.map(read_issuer_serial).transpose()?
            }
            CertificateRefVersion::V1 => {
                let pair = cert.need(XADES, "IssuerSerial")?;
                let issuer = pair.need(DS, "X509IssuerName")?.text()?;
                let serial = pair.need(DS, "X509SerialNumber")?.text()?;
                Some(IssuerSerial::Text { issuer, serial })
            }
        };
        Ok(Self { version, digest, hash, issuer_serial })
    }

    /// Whether this names `certificate`.
    fn check(&self, certificate: &Certificate) -> Result<(), CertificateRefFault> {
        let unknown = |uri: &String| CertificateRefFault::Algorithm { uri: uri.clone() };
        let digest = *self.digest.as_ref().map_err(unknown)?;
        let found = crypto::digest(digest, certificate.der());
        if found.as_bytes() != self.hash {
            let (expected, found) = (self.hash.clone(), found.as_bytes().to_vec());
            return Err(CertificateRefFault::Mismatch { digest, expected, found });
        }
        let fits = match &self.issuer_serial {
            None => true,
            Some(IssuerSerial::Der { issuer, serial }) => {
                issuer.as_ref().is_none_or(|name| name.matches(certificate.issuer()))
                    && unsigned(serial) == unsigned(certificate.serial())
            }
            Some(IssuerSerial::Text { serial, .. }) => {
                decimal(serial).is_some_and(|serial| serial == unsigned(certificate.serial()))
            }
        };
        if fits { Ok(()) } else { Err(CertificateRefFault::IssuerSerialMismatch) }
    }
}

/// Checks that the references name `certificate`: one of every form that is present.
pub(super) fn check(
    references: &[CertificateRef],
    certificate: &Certificate,
) -> Result<(), CertificateRefFault> {
    if references.is_empty() {
        return Err(CertificateRefFault::Missing);
    }
    for version in [CertificateRefVersion::V2, CertificateRefVersion::V1] {
        let mut first = None;
        let mut held = false;
        for reference in references.iter().filter(|reference| reference.version == version) {
            match reference.check(certificate) {
                Ok(()) => held = true,
                // The right digest with another's number is a contradiction, not another's entry.
                Err(fault @ CertificateRefFault::IssuerSerialMismatch) => return Err(fault),
                Err(fault) => first = first.or(Some(fault)),
            }
        }
        if let Some(fault) = first.filter(|_| !held) {
            return Err(fault);
        }
    }
    Ok(())
}

/// `DigestMethod` and `DigestValue` (`DigestAlgAndValueType`).
pub(super) fn read_digest(
    fields: Fields<'_>,
) -> Result<(Result<DigestAlgorithm, String>, Vec<u8>), XadesError> {
    let uri = fields.need(DS, "DigestMethod")?.need_attribute("Algorithm")?;
    let hash = fields.need(DS, "DigestValue")?.base64()?;
    Ok((DigestAlgorithm::from_xml_uri(&uri).ok_or(uri), hash))
}

/// IssuerSerial (RFC 5035 §4): GeneralNames with one directoryName [4], then the number.
fn read_issuer_serial(fields: Fields<'_>) -> Result<IssuerSerial, XadesError> {
    let der = fields.base64()?;
    let read = || {
        let mut reader = Reader::new(&der);
        let mut pair = reader.expect(id::SEQUENCE)?.reader();
        reader.finish()?;
        let mut names = pair.expect(id::SEQUENCE)?.reader();
        let issuer = match names.optional(id::context_constructed(4))? {
            Some(name) => Some(Name::read(&name.reader().expect(id::SEQUENCE)?)?),
            None => None,
        };
        let serial = pair.expect(id::INTEGER)?.content.to_vec();
        pair.finish()?;
        Ok::<_, crate::cms::BerError>(IssuerSerial::Der { issuer, serial })
    };
    read().map_err(|_| fields.malformed())
}

/// Decimal digits as a number, big-endian as [`unsigned`] gives it; at most as long as serial
/// numbers get.
fn decimal(text: &str) -> Option<Vec<u8>> {
    /// Digits of the largest serial number of 20 octets, with some to spare for odd ones.
    const MOST: usize = 100;
    if text.is_empty() || text.len() > MOST || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let mut number: Vec<u8> = Vec::new();
    for digit in text.bytes() {
        let mut carry = u16::from(digit - b'0');
        for byte in number.iter_mut().rev() {
            let sum = u16::from(*byte) * 10 + carry;
            *byte = u8::try_from(sum & 0xff).unwrap_or_default();
            carry = sum >> 8;
        }
        if carry > 0 {
            number.insert(0, u8::try_from(carry).unwrap_or_default());
        }
    }
    Some(if number.is_empty() { vec![0] } else { number })
}

#[cfg(test)]
mod tests {
    use super::decimal;

    #[test]
    fn decimal_serial_numbers() {
        assert_eq!(decimal("0"), Some(vec![0]));
        assert_eq!(decimal("255"), Some(vec![255]));
        assert_eq!(decimal("00065536"), Some(vec![1, 0, 0]));
        assert_eq!(decimal("18446744073709551616"), Some(vec![1, 0, 0, 0, 0, 0, 0, 0, 0]));
        assert_eq!(decimal("-1"), None);
        assert_eq!(decimal(""), None);
    }
}
