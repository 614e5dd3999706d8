//! TSTInfo: what a time-stamp authority states (RFC 3161 §2.4.2).

use const_oid::ObjectIdentifier;

use crate::cms::AlgorithmFault;
use crate::cms::algorithm_id::AlgorithmId;
use crate::cms::asn1_time;
use crate::cms::ber::{BerError, Element, Reader, id};
use crate::crypto::Digest;
use crate::x509::{GeneralNames, Name, extension};
use crate::{DigestAlgorithm, Time};

/// MessageImprint (RFC 3161 §2.4.1): the hash that was stamped.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Imprint {
    /// The hash function.
    pub digest: Result<DigestAlgorithm, AlgorithmFault>,
    /// Its output.
    pub hash: Vec<u8>,
}

impl Imprint {
    /// As a digest of this library; `None` when the function is unknown or the length is wrong.
    #[must_use]
    pub fn to_digest(&self) -> Option<Digest> {
        Digest::from_bytes(self.digest.clone().ok()?, &self.hash)
    }

    fn read(element: &Element<'_>) -> Result<Self, BerError> {
        let mut fields = element.reader();
        let digest = AlgorithmId::read(&fields.expect(id::SEQUENCE)?)?.digest();
        let hash = fields.octet_string()?.into_owned();
        fields.finish()?;
        Ok(Self { digest, hash })
    }
}

/// TSTInfo version 1 (RFC 3161 §2.4.2).
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct TstInfo {
    /// The policy it was made under;
    /// [`INEXPRESSIBLE_OID`](crate::cms::INEXPRESSIBLE_OID) for one that the type cannot hold.
    pub policy: ObjectIdentifier,
    /// What was stamped.
    pub imprint: Imprint,
    /// serialNumber: contents of the INTEGER.
    pub serial: Vec<u8>,
    /// genTime, fractions of a second dropped.
    pub gen_time: Time,
    /// How far genTime may be off, in microseconds; `None` when it is not said.
    pub accuracy_micros: Option<u64>,
    /// Whether tokens of this authority can be ordered by genTime alone.
    pub ordering: bool,
    /// nonce: contents of the INTEGER.
    pub nonce: Option<Vec<u8>>,
    /// The authority's name, where it is a directory name. Proof of nothing.
    pub tsa: Option<Name>,
    /// Types of critical extensions; none is processed here.
    pub critical_unknown: Vec<ObjectIdentifier>,
}

impl TstInfo {
    /// Reads a TSTInfo, nothing after it.
    ///
    /// # Errors
    /// [`BerError`] with the offset in `bytes`.
    pub fn parse(bytes: &[u8]) -> Result<Self, BerError> {
        let mut all = Reader::new(bytes);
        let sequence = all.expect(id::SEQUENCE)?;
        all.finish()?;
        let mut fields = sequence.reader();
        let version = fields.expect(id::INTEGER)?;
        if version.unsigned()? != 1 {
            return Err(version.malformed());
        }
        let policy = fields.expect(id::OID)?.any_oid()?;
        let imprint = Imprint::read(&fields.expect(id::SEQUENCE)?)?;
        let serial = fields.expect(id::INTEGER)?.content.to_vec();
        let gen_time = fields.expect(id::GENERALIZED_TIME)?;
        let gen_time = asn1_time::read(&gen_time).ok_or(gen_time.malformed())?;
        let accuracy_micros = match fields.optional(id::SEQUENCE)? {
            Some(accuracy) => Some(read_accuracy(&accuracy)?),
            None => None,
        };
        let ordering = match fields.optional(id::BOOLEAN)? {
            Some(flag) => flag.boolean()?,
            None => false,
        };
        let nonce = fields.optional(id::INTEGER)?.map(|nonce| nonce.content.to_vec());
        let tsa = match fields.optional(id::context_constructed(0))? {
            Some(explicit) => GeneralNames::read(&explicit)?.directory_names.into_iter().next(),
            None => None,
        };
        let critical_unknown = match fields.optional(id::context_constructed(1))? {
            Some(list) => {
                let all = extension::read_all(&list)?;
                all.into_iter().filter(|e| e.critical).map(|e| e.oid).collect()
            }
            None => Vec::new(),
        };
        fields.finish()?;
        Ok(Self {
            policy,
            imprint,
            serial,
            gen_time,
            accuracy_micros,
            ordering,
            nonce,
            tsa,
            critical_unknown,
        })
    }
}

/// Accuracy: seconds, millis `[0]`, micros `[1]`, all added up.
fn read_accuracy(accuracy: &Element<'_>) -> Result<u64, BerError> {
    let mut fields = accuracy.reader();
    let mut micros = 0_u64;
    for (tag, unit) in [(id::INTEGER, 1_000_000), (id::context(0), 1_000), (id::context(1), 1)] {
        if let Some(value) = fields.optional(tag)? {
            let part = value.magnitude()?.saturating_mul(unit);
            micros = micros.saturating_add(part);
        }
    }
    fields.finish()?;
    Ok(micros)
}
