//! archive-time-stamp-v3 and the index of what it covers (EN 319 122-1 §5.5).

use std::collections::HashSet;

use const_oid::ObjectIdentifier;

use super::oids::{ARCHIVE_TIMESTAMP_V3, HASH_INDEX_V3};
use super::parts::{Parts, SignerParts};
use crate::DigestAlgorithm;
use crate::cms::algorithm_id::{AlgorithmId, encode_digest};
use crate::cms::ber::{BerError, Reader, id};
use crate::cms::{Attribute, CmsError, encode};
use crate::crypto::{self, Digest, Hasher};
use crate::limits::{MAX_CERTIFICATES, MAX_CMS_ATTRIBUTES, MAX_CMS_REVOCATION};
use crate::timestamp::TimestampToken;

/// Why an archive time-stamp covers nothing that could be told.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub(crate) enum IndexFault {
    /// The token carries no index, or several.
    #[error("ats-hash-index-v3 missing")]
    Missing,
    /// It cannot be read.
    #[error("ats-hash-index-v3 malformed")]
    Malformed,
    /// Its hash function is not that of the time-stamp (EN 319 122-1 §5.5.2).
    #[error("ats-hash-index-v3 with another hash function")]
    Algorithm,
    /// It lists what is not there (any more).
    #[error("ats-hash-index-v3 lists what is missing")]
    Absent,
}

/// The hashes of the certificates and the revocation data in a SignedData, one by one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct MemberHashes {
    algorithm: DigestAlgorithm,
    certificates: Vec<Vec<u8>>,
    revocation: Vec<Vec<u8>>,
}

impl MemberHashes {
    /// By this hash function.
    pub(crate) fn of(parts: &Parts, algorithm: DigestAlgorithm) -> Self {
        let hash = |der: &Vec<u8>| crypto::digest(algorithm, der).as_bytes().to_vec();
        let (certificates, revocation) = parts.evidence_members();
        let certificates = certificates.iter().map(hash).collect();
        Self { algorithm, certificates, revocation: revocation.iter().map(hash).collect() }
    }

    /// The hash function.
    pub(crate) fn algorithm(&self) -> DigestAlgorithm {
        self.algorithm
    }
}

/// ATSHashIndexV3: the hashes of what was there when the time-stamp was made.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct HashIndex {
    algorithm: DigestAlgorithm,
    certificates: Vec<Vec<u8>>,
    revocation: Vec<Vec<u8>>,
    unsigned: Vec<Vec<u8>>,
    der: Vec<u8>,
}

/// The hash of a value of an unsigned attribute: that of its type and itself.
pub(crate) fn hash_of_value(
    algorithm: DigestAlgorithm,
    oid: ObjectIdentifier,
    value: &[u8],
) -> Vec<u8> {
    let mut hasher = Hasher::new(algorithm);
    hasher.update(&encode::oid(oid));
    hasher.update(value);
    hasher.finish().as_bytes().to_vec()
}

impl HashIndex {
    /// Of everything that is there now for one signer; `members` are the hashes of the root's.
    pub(crate) fn of(members: &MemberHashes, signer: &SignerParts) -> Result<Self, CmsError> {
        let MemberHashes { algorithm, certificates, revocation } = members.clone();
        let attributes = signer.read()?.unsigned_attrs;
        let values = attributes.iter().flat_map(|attribute| {
            attribute.values.iter().map(|value| hash_of_value(algorithm, attribute.oid, value))
        });
        let unsigned: Vec<_> = values.collect();
        let list = |hashes: &[Vec<u8>]| {
            let all: Vec<u8> = hashes.iter().flat_map(|hash| encode::octet_string(hash)).collect();
            encode::sequence(&[&all])
        };
        let der = encode::sequence(&[
            &encode_digest(algorithm),
            &list(&certificates),
            &list(&revocation),
            &list(&unsigned),
        ]);
        Ok(Self { algorithm, certificates, revocation, unsigned, der })
    }

    /// That of a token, which carries it unsigned; the token's imprint binds it.
    pub(crate) fn in_token(token: &TimestampToken) -> Result<Self, IndexFault> {
        let signers = token.signed_data().signers.iter();
        let attributes = signers.flat_map(|signer| &signer.unsigned_attrs);
        let mut found = attributes.filter(|attribute| attribute.oid == HASH_INDEX_V3);
        let (Some(attribute), None) = (found.next(), found.next()) else {
            return Err(IndexFault::Missing);
        };
        let [value] = attribute.values.as_slice() else { return Err(IndexFault::Missing) };
        let index = Self::read(value).map_err(|_| IndexFault::Malformed)?;
        match &token.info().imprint.digest {
            Ok(digest) if *digest == index.algorithm => Ok(index),
            _ => Err(IndexFault::Algorithm),
        }
    }

    fn read(der: &[u8]) -> Result<Self, BerError> {
        let mut reader = Reader::new(der);
        let sequence = reader.expect(id::SEQUENCE)?;
        reader.finish()?;
        let mut fields = sequence.reader();
        // The first may be left out where it is SHA-256 by the version before this one; here it
        // must be said.
        let algorithm = AlgorithmId::read(&fields.expect(id::SEQUENCE)?)?.digest();
        let algorithm = algorithm.map_err(|_| sequence.malformed())?;
        let mut list = |limit: usize| {
            let list = fields.expect(id::SEQUENCE)?;
            let mut hashes = Vec::new();
            let mut members = list.reader();
            while let Some(member) = members.next()? {
                list.room(hashes.len(), limit)?;
                if member.id != id::OCTET_STRING {
                    return Err(member.malformed());
                }
                hashes.push(member.content.to_vec());
            }
            Ok(hashes)
        };
        let certificates = list(2 * MAX_CERTIFICATES)?;
        let revocation = list(MAX_CMS_REVOCATION)?;
        let unsigned = list(MAX_CMS_ATTRIBUTES)?;
        fields.finish()?;
        Ok(Self { algorithm, certificates, revocation, unsigned, der: der.to_vec() })
    }

    /// Its hash function.
    pub(crate) fn algorithm(&self) -> DigestAlgorithm {
        self.algorithm
    }

    /// Whether everything that it lists is there (EN 319 122-1 §5.5.2): else it is of another
    /// signature, or something was taken away.
    /// `now` is what [`Self::of`] gives.
    pub(crate) fn check(&self, now: &Self) -> Result<(), IndexFault> {
        let within = |listed: &[Vec<u8>], there: &[Vec<u8>]| {
            let there: HashSet<&Vec<u8>> = there.iter().collect();
            listed.iter().all(|hash| there.contains(hash))
        };
        let all = within(&self.certificates, &now.certificates)
            && within(&self.revocation, &now.revocation)
            && within(&self.unsigned, &now.unsigned);
        if all { Ok(()) } else { Err(IndexFault::Absent) }
    }

    /// Whether it lists a value of an unsigned attribute; `hash` is [`hash_of_value`].
    pub(crate) fn covers(&self, hash: &[u8]) -> bool {
        self.unsigned.iter().any(|listed| listed == hash)
    }

    /// Bytes that are hashed to tell what the time-stamp is over.
    pub(crate) fn work(&self, signer: &SignerParts) -> usize {
        signer.head.len().saturating_add(self.der.len())
    }

    /// As an unsigned attribute of the token's signer.
    pub(crate) fn to_attribute(&self) -> Attribute {
        Attribute { oid: HASH_INDEX_V3, values: vec![self.der.clone()] }
    }

    /// What the time-stamp is over (EN 319 122-1 §5.5.3): the type of the content, its digest by
    /// the hash function of the time-stamp, the signer from version to value, and this index.
    pub(crate) fn imprint(
        &self,
        content_type: ObjectIdentifier,
        content: &Digest,
        signer: &SignerParts,
    ) -> Digest {
        let mut hasher = Hasher::new(self.algorithm);
        hasher.update(&encode::oid(content_type));
        hasher.update(content.as_bytes());
        hasher.update(&signer.head);
        hasher.update(&self.der);
        hasher.finish()
    }
}

/// The unsigned attribute that holds an archive time-stamp.
pub(crate) fn attribute(token: Vec<u8>) -> Attribute {
    Attribute { oid: ARCHIVE_TIMESTAMP_V3, values: vec![token] }
}
