//! Reads OCSP responses (RFC 6960 §4.2), whole or as the BasicOCSPResponse alone.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use const_oid::ObjectIdentifier;

use super::{CertId, CertStatus, OcspError, OcspResponseStatus, ResponderId, SingleResponse};
use crate::cms::algorithm_id::AlgorithmId;
use crate::cms::asn1_time;
use crate::cms::ber::{Element, Reader, id};
use crate::cms::{AlgorithmFault, BerError, encode, to_der};
use crate::crypto::{self, Message, VerifyFault};
use crate::limits::{MAX_CERTIFICATES, MAX_OCSP_BYTES};
use crate::x509::extension::{self, oids};
use crate::x509::{Certificate, Extension, Name, RevocationReason};
use crate::{DigestAlgorithm, SignatureAlgorithm, Time};

/// id-pkix-ocsp-basic (RFC 6960 §4.2.1).
const BASIC: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.48.1.1");

/// A successful OCSP response. Cloning is cheap.
#[derive(Clone)]
pub struct OcspResponse(Arc<Inner>);

struct Inner {
    /// OCSPResponse.
    der: Vec<u8>,
    /// BasicOCSPResponse in it.
    basic: Range<usize>,
    /// ResponseData in it.
    tbs: Range<usize>,
    responder_id: ResponderId,
    produced_at: Time,
    responses: Vec<SingleResponse>,
    extensions: Vec<Extension>,
    nonce: Option<Vec<u8>>,
    certificates: Vec<Certificate>,
    algorithm: Result<SignatureAlgorithm, AlgorithmFault>,
    signature: Vec<u8>,
}

impl OcspResponse {
    /// Reads an OCSPResponse, or a BasicOCSPResponse as CMS and CAdES embed it (RFC 5940 §2.2).
    ///
    /// # Errors
    /// [`OcspError`]; [`OcspError::NotSuccessful`] when the responder says that it has no answer.
    pub fn parse(bytes: &[u8]) -> Result<Self, OcspError> {
        if bytes.len() > MAX_OCSP_BYTES {
            return Err(OcspError::TooLarge { len: bytes.len() });
        }
        let mut all = Reader::new(bytes);
        let outer = all.expect(id::SEQUENCE)?;
        all.finish()?;
        let whole = if outer.reader().peek() == Some(id::ENUMERATED) {
            Cow::Borrowed(bytes)
        } else {
            let explicit = encode::sequence(&[&encode::oid(BASIC), &encode::octet_string(bytes)]);
            let explicit = encode::tlv(id::context_constructed(0), &[&explicit]);
            Cow::Owned(encode::sequence(&[&[id::ENUMERATED, 1, 0], &explicit]))
        };
        let basic = find_basic(&whole)?;
        let der = match basic {
            Some(_) => whole.into_owned(),
            // Open lengths or pieces: what was signed is the DER form.
            None => to_der(&whole)?,
        };
        let basic = match basic {
            Some(basic) => basic,
            None => find_basic(&der)?.ok_or(outer.malformed())?,
        };
        read_basic(der, basic)
    }

    /// The OCSPResponse, DER: as it stands, or made around a bare BasicOCSPResponse.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.0.der
    }

    /// The BasicOCSPResponse in it, DER.
    #[must_use]
    pub fn basic_der(&self) -> &[u8] {
        self.0.der.get(self.0.basic.clone()).unwrap_or_default()
    }

    /// ResponseData as it stands: what the responder signed.
    #[must_use]
    pub fn tbs_der(&self) -> &[u8] {
        self.0.der.get(self.0.tbs.clone()).unwrap_or_default()
    }

    /// Who signed it, as it says.
    #[must_use]
    pub fn responder_id(&self) -> &ResponderId {
        &self.0.responder_id
    }

    /// When it was signed.
    #[must_use]
    pub fn produced_at(&self) -> Time {
        self.0.produced_at
    }

    /// What it says, certificate by certificate.
    #[must_use]
    pub fn responses(&self) -> &[SingleResponse] {
        &self.0.responses
    }

    /// What it says of `certificate`, issued by `issuer`.
    #[must_use]
    pub fn response_for(
        &self,
        certificate: &Certificate,
        issuer: &Certificate,
    ) -> Option<&SingleResponse> {
        self.0.responses.iter().find(|single| single.cert_id.matches(certificate, issuer))
    }

    /// The nonce it repeats (RFC 8954).
    #[must_use]
    pub fn nonce(&self) -> Option<&[u8]> {
        self.0.nonce.as_deref()
    }

    /// Readable certificates in it.
    #[must_use]
    pub fn certificates(&self) -> &[Certificate] {
        &self.0.certificates
    }

    /// Extensions of the whole response.
    #[must_use]
    pub fn extensions(&self) -> &[Extension] {
        &self.0.extensions
    }

    /// Types of critical extensions of the whole response that are not processed here.
    #[must_use]
    pub fn critical_unknown(&self) -> Vec<ObjectIdentifier> {
        let unknown = self.0.extensions.iter().filter(|e| e.critical && e.oid != oids::OCSP_NONCE);
        unknown.map(|e| e.oid).collect()
    }

    /// The algorithm it was signed with.
    ///
    /// # Errors
    /// [`AlgorithmFault`] when it is unknown.
    pub fn signature_algorithm(&self) -> Result<SignatureAlgorithm, AlgorithmFault> {
        self.0.algorithm.clone()
    }

    /// SHA-256 over the OCSPResponse.
    #[must_use]
    pub fn fingerprint_sha256(&self) -> [u8; 32] {
        let digest = crypto::digest(DigestAlgorithm::Sha256, &self.0.der);
        digest.as_bytes().try_into().unwrap_or([0; 32])
    }

    /// Verifies its signature with the key of `responder`. Whether that may answer is not looked
    /// at: [`OcspResponse::responders`] tells who may.
    ///
    /// # Errors
    /// [`VerifyFault`].
    pub fn verify_signed_by(&self, responder: &Certificate) -> Result<(), VerifyFault> {
        let algorithm = self.signature_algorithm()?;
        let message = Message::Whole(self.tbs_der());
        crypto::verify(responder.spki_der(), algorithm, message, &self.0.signature)
    }
}

/// Where the BasicOCSPResponse stands in an OCSPResponse; `None` when open lengths or a string in
/// pieces are in the way.
fn find_basic(der: &[u8]) -> Result<Option<Range<usize>>, OcspError> {
    let outer = Reader::new(der).expect(id::SEQUENCE)?;
    let mut fields = outer.reader();
    let status = fields.expect(id::ENUMERATED)?;
    let status = match status.content {
        [code] => OcspResponseStatus::from_code(*code),
        _ => return Err(status.malformed().into()),
    };
    if status != OcspResponseStatus::Successful {
        return Err(OcspError::NotSuccessful { status });
    }
    let explicit = fields.optional(id::context_constructed(0))?.ok_or(OcspError::Empty)?;
    fields.finish()?;
    let response_bytes = explicit.reader().expect(id::SEQUENCE)?;
    let mut parts = response_bytes.reader();
    let oid = parts.expect(id::OID)?.oid()?;
    if oid != BASIC {
        return Err(OcspError::NotBasic { oid });
    }
    let octets = parts.next()?.ok_or(response_bytes.malformed())?;
    parts.finish()?;
    let open = [&outer, &explicit, &response_bytes].iter().any(|element| element.indefinite);
    if open || octets.id == id::OCTET_STRING | id::CONSTRUCTED {
        return Ok(None);
    }
    if octets.id != id::OCTET_STRING {
        return Err(octets.malformed().into());
    }
    let range = octets.content_range();
    let mut reader = Reader::within(octets.content, range.start);
    let basic = reader.expect(id::SEQUENCE)?;
    reader.finish()?;
    let tbs = basic.reader().expect(id::SEQUENCE)?;
    // What was signed is DER, whatever the bytes around it are.
    if tbs.indefinite {
        return Err(tbs.malformed().into());
    }
    Ok(Some(range))
}

fn read_basic(der: Vec<u8>, basic: Range<usize>) -> Result<OcspResponse, OcspError> {
    let bytes = der.get(basic.clone()).unwrap_or_default();
    let sequence = Reader::within(bytes, basic.start).expect(id::SEQUENCE)?;
    let mut fields = sequence.reader();
    let tbs = fields.expect(id::SEQUENCE)?;
    let algorithm = AlgorithmId::read(&fields.expect(id::SEQUENCE)?)?.signature(None);
    let signature = fields.expect(id::BIT_STRING)?.whole_bits()?.to_vec();
    let certificates = match fields.optional(id::context_constructed(0))? {
        Some(explicit) => read_certificates(&explicit.reader().expect(id::SEQUENCE)?)?,
        None => Vec::new(),
    };
    fields.finish()?;

    let mut data = tbs.reader();
    data.optional(id::context_constructed(0))?;
    let responder_id = read_responder_id(&mut data)?;
    let produced_at = time(&mut data)?;
    let mut responses = Vec::new();
    let mut singles = data.expect(id::SEQUENCE)?.reader();
    while let Some(single) = singles.next()? {
        responses.push(read_single(&single)?);
    }
    let extensions = explicit_extensions(&mut data, 1)?;
    data.finish()?;
    let nonce = extensions.iter().find(|e| e.oid == oids::OCSP_NONCE).map(|e| {
        // RFC 8954 has an OCTET STRING inside; before it some put the bytes as they are.
        let mut reader = Reader::new(&e.value);
        match reader.octet_string() {
            Ok(nonce) if reader.finish().is_ok() => nonce.into_owned(),
            _ => e.value.clone(),
        }
    });
    let tbs = tbs.range();
    Ok(OcspResponse(Arc::new(Inner {
        basic,
        tbs,
        responder_id,
        produced_at,
        responses,
        extensions,
        nonce,
        certificates,
        algorithm,
        signature,
        der,
    })))
}

/// Certificates that cannot be read are passed over: one odd one must not hide the responder's.
fn read_certificates(sequence: &Element<'_>) -> Result<Vec<Certificate>, BerError> {
    let mut out = Vec::new();
    let mut members = sequence.reader();
    while let Some(member) = members.next()? {
        if out.len() < MAX_CERTIFICATES {
            out.extend(Certificate::from_der(member.raw));
        }
    }
    Ok(out)
}

fn read_responder_id(data: &mut Reader<'_>) -> Result<ResponderId, BerError> {
    let choice = data.next()?.ok_or(BerError::Truncated { offset: data.offset() })?;
    match choice.id {
        0xa1 => Ok(ResponderId::Name(Name::read(&choice.reader().expect(id::SEQUENCE)?)?)),
        0xa2 => Ok(ResponderId::KeyHash(choice.reader().octet_string()?.into_owned())),
        _ => Err(choice.malformed()),
    }
}

fn time(reader: &mut Reader<'_>) -> Result<Time, BerError> {
    let element = reader.next()?.ok_or(BerError::Truncated { offset: reader.offset() })?;
    asn1_time::read(&element).ok_or(element.malformed())
}

/// `[n] EXPLICIT Extensions OPTIONAL`.
fn explicit_extensions(reader: &mut Reader<'_>, n: u8) -> Result<Vec<Extension>, BerError> {
    match reader.optional(id::context_constructed(n))? {
        Some(explicit) => extension::read_all(&explicit.reader().expect(id::SEQUENCE)?),
        None => Ok(Vec::new()),
    }
}

fn read_single(single: &Element<'_>) -> Result<SingleResponse, BerError> {
    if single.id != id::SEQUENCE {
        return Err(single.malformed());
    }
    let mut fields = single.reader();
    let cert_id = CertId::read(&fields.expect(id::SEQUENCE)?)?;
    let choice = fields.next()?.ok_or(single.malformed())?;
    let status = match choice.id {
        0x80 => CertStatus::Good,
        0xa1 => read_revoked(&choice)?,
        0x82 => CertStatus::Unknown,
        _ => return Err(choice.malformed()),
    };
    let this_update = time(&mut fields)?;
    let next_update = match fields.optional(id::context_constructed(0))? {
        Some(explicit) => Some(time(&mut explicit.reader())?),
        None => None,
    };
    let extensions = explicit_extensions(&mut fields, 1)?;
    fields.finish()?;
    let cutoff = extensions.iter().find(|e| e.oid == oids::OCSP_ARCHIVE_CUTOFF);
    let archive_cutoff = cutoff.and_then(|e| time(&mut Reader::new(&e.value)).ok());
    let known = [oids::OCSP_ARCHIVE_CUTOFF, oids::REASON_CODE, oids::INVALIDITY_DATE];
    let unknown = extensions.iter().filter(|e| e.critical && !known.contains(&e.oid));
    let critical_unknown = unknown.map(|e| e.oid).collect();
    Ok(SingleResponse {
        cert_id,
        status,
        this_update,
        next_update,
        archive_cutoff,
        critical_unknown,
        extensions,
    })
}

fn read_revoked(choice: &Element<'_>) -> Result<CertStatus, BerError> {
    let mut fields = choice.reader();
    let time = time(&mut fields)?;
    let reason = match fields.optional(id::context_constructed(0))? {
        Some(explicit) => Some(RevocationReason::read(&explicit.reader().expect(id::ENUMERATED)?)?),
        None => None,
    };
    fields.finish()?;
    Ok(CertStatus::Revoked { time, reason })
}

impl PartialEq for OcspResponse {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0.der == other.0.der
    }
}

impl Eq for OcspResponse {}

impl fmt::Debug for OcspResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OcspResponse")
            .field("responder", &self.0.responder_id)
            .field("produced_at", &self.0.produced_at)
            .field("responses", &self.0.responses.len())
            .finish_non_exhaustive()
    }
}
