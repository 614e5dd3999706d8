//! A CMS taken apart, so that signers, attributes and evidence can be added and every other byte
//! of it stays as it was.

use const_oid::ObjectIdentifier;

use super::file::{CmsFile, members};
use super::oids::RI_OCSP_RESPONSE;
use crate::DigestAlgorithm;
use crate::cms::algorithm_id::encode_digest;
use crate::cms::ber::{Reader, id};
use crate::cms::{
    Attribute, CmsError, KnownCertificates, SignedData, SignerInfo, encode, oids, read_head,
    read_signer,
};
use crate::revocation::Evidence;

/// A SignerInfo without and with its unsigned attributes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct SignerParts {
    /// From the version to the signature value, one element after the other.
    pub(crate) head: Vec<u8>,
    /// The unsigned attributes, each one element.
    pub(crate) unsigned: Vec<Vec<u8>>,
}

/// Everything but the content.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Parts {
    version: u64,
    content_type: ObjectIdentifier,
    digest_algorithms: Vec<Vec<u8>>,
    certificates: Vec<Vec<u8>>,
    revocation: Vec<Vec<u8>>,
    pub(crate) signers: Vec<SignerParts>,
}

/// How a CMS holds its content, for its lengths.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Holding {
    /// Not at all.
    Nothing,
    /// So many octets, in one piece.
    Octets(u64),
    /// As it stood: an element of this length, and which of the three around it are of open length.
    Element(u64, [bool; 3]),
}

impl SignerParts {
    /// Takes one apart.
    pub(crate) fn of(der: &[u8]) -> Result<Self, CmsError> {
        let mut reader = Reader::new(der);
        let sequence = reader.expect(id::SEQUENCE)?;
        reader.finish()?;
        let (mut head, mut unsigned) = (Vec::new(), Vec::new());
        let mut fields = sequence.reader();
        while let Some(field) = fields.next()? {
            if field.id == id::context_constructed(1) {
                unsigned = members(&field)?;
            } else {
                head.extend_from_slice(field.raw);
            }
        }
        Ok(Self { head, unsigned })
    }

    /// Puts it together.
    pub(crate) fn encode(&self) -> Vec<u8> {
        let set = encode::tlv(id::context_constructed(1), &[&self.unsigned.concat()]);
        let unsigned = if self.unsigned.is_empty() { &[][..] } else { &set };
        encode::sequence(&[&self.head, unsigned])
    }

    /// Adds an unsigned attribute.
    pub(crate) fn add(&mut self, attribute: &Attribute) {
        let values = encode::sorted(attribute.values.clone());
        let set = encode::tlv(id::SET, &[&values]);
        let der = encode::sequence(&[&encode::oid(attribute.oid), &set]);
        insert(&mut self.unsigned, der);
    }

    /// It as it is read.
    pub(crate) fn read(&self) -> Result<SignerInfo, CmsError> {
        let der = self.encode();
        let mut reader = Reader::new(&der);
        Ok(read_signer(&reader.expect(id::SEQUENCE)?)?)
    }
}

impl Parts {
    /// Those of a new CMS over a file.
    pub(crate) fn new() -> Self {
        Self {
            version: 1,
            content_type: oids::DATA,
            digest_algorithms: Vec::new(),
            certificates: Vec::new(),
            revocation: Vec::new(),
            signers: Vec::new(),
        }
    }

    /// Those of one that is there.
    pub(crate) fn of(file: &CmsFile) -> Result<Self, CmsError> {
        let signed_data = file.signed_data();
        let mut parts = Self {
            version: signed_data.version,
            content_type: signed_data.content_type,
            digest_algorithms: file.digest_algorithms.clone(),
            ..Self::new()
        };
        let mut fields = Reader::new(&file.rest);
        while let Some(field) = fields.next()? {
            match field.id {
                0xa0 => parts.certificates = members(&field)?,
                0xa1 => parts.revocation = members(&field)?,
                _ => {
                    let signers = members(&field)?;
                    let signers = signers.iter().map(|signer| SignerParts::of(signer));
                    parts.signers = signers.collect::<Result<_, _>>()?;
                }
            }
        }
        Ok(parts)
    }

    /// Adds a hash function to those listed.
    pub(crate) fn add_digest_algorithm(&mut self, digest: DigestAlgorithm) {
        if !self.listed().is_ok_and(|listed| listed.contains(&digest.oid())) {
            insert(&mut self.digest_algorithms, encode_digest(digest));
        }
    }

    /// The hash functions listed.
    fn listed(&self) -> Result<Vec<ObjectIdentifier>, CmsError> {
        let set = encode::tlv(id::SET, &[&self.digest_algorithms.concat()]);
        let der = [encode::unsigned(self.version), set].concat();
        Ok(read_head(&mut Reader::new(&der))?.1)
    }

    /// Adds a signer where it belongs in DER, and says where that is.
    pub(crate) fn add_signer(&mut self, signer: SignerParts) -> usize {
        let der = signer.encode();
        let place = self.signers.iter().position(|other| other.encode() > der);
        let place = place.unwrap_or(self.signers.len());
        self.signers.insert(place, signer);
        place
    }

    /// Adds a certificate, DER, unless it is there.
    pub(crate) fn add_certificate(&mut self, der: &[u8]) {
        if !self.certificates.iter().any(|one| one == der) {
            insert(&mut self.certificates, der.to_vec());
        }
    }

    /// Adds certificates, CRLs and OCSP responses that are not there (RFC 5940 §2). Says whether
    /// anything was added.
    pub(crate) fn add_evidence(&mut self, evidence: &Evidence) -> bool {
        let before = (self.certificates.len(), self.revocation.len());
        evidence.certificates.iter().for_each(|one| self.add_certificate(one.der()));
        let crls = evidence.crls.iter().map(|crl| crl.der().to_vec());
        let ocsp = evidence.ocsp.iter().map(|response| {
            let kind = encode::oid(RI_OCSP_RESPONSE);
            encode::tlv(id::context_constructed(1), &[&kind, response.der()])
        });
        for der in crls.chain(ocsp) {
            if !self.revocation.contains(&der) {
                insert(&mut self.revocation, der);
            }
        }
        before != (self.certificates.len(), self.revocation.len())
    }

    /// The members of the two sets, for whoever hashes each.
    pub(crate) fn evidence_members(&self) -> (&[Vec<u8>], &[Vec<u8>]) {
        (&self.certificates, &self.revocation)
    }

    /// eContentType.
    pub(crate) fn content_type(&self) -> ObjectIdentifier {
        self.content_type
    }

    /// All of it as it is read.
    pub(crate) fn signed_data(&self) -> Result<SignedData, CmsError> {
        let listed = self.listed()?;
        let mut out = SignedData::empty(self.version, listed, self.content_type);
        let rest = self.rest();
        out.read_rest(&mut Reader::new(&rest), &mut KnownCertificates::default())?;
        Ok(out)
    }

    /// CMSVersion (RFC 5652 §5.1): never lower than it was.
    fn version(&self) -> u64 {
        let kind = |member: &Vec<u8>| member.first().copied().unwrap_or_default();
        let has = |set: &[Vec<u8>], id: u8| set.iter().any(|member| kind(member) == id);
        let signer_version = |signer: &SignerParts| signer.head.get(2).copied();
        let needed = if has(&self.revocation, 0xa1) || has(&self.certificates, 0xa3) {
            5
        } else if has(&self.certificates, 0xa2) {
            4
        } else if has(&self.certificates, 0xa1)
            || self.content_type != oids::DATA
            || self.signers.iter().any(|signer| signer_version(signer) == Some(3))
        {
            3
        } else {
            1
        };
        self.version.max(needed)
    }

    fn rest(&self) -> Vec<u8> {
        let optional = |n: u8, members: &[Vec<u8>]| match members {
            [] => Vec::new(),
            members => encode::tlv(id::context_constructed(n), &[&members.concat()]),
        };
        let signers: Vec<u8> = self.signers.iter().flat_map(SignerParts::encode).collect();
        let mut out = optional(0, &self.certificates);
        out.extend(optional(1, &self.revocation));
        out.extend(encode::tlv(id::SET, &[&signers]));
        out
    }

    /// What stands before the content, or before the element with it where that stays, and what
    /// after it.
    pub(crate) fn around(&self, holding: Holding) -> Result<(Vec<u8>, Vec<u8>), CmsError> {
        let too_large = |_| CmsError::TooLarge { len: usize::MAX };
        let version = encode::unsigned(self.version());
        let algorithms = encode::tlv(id::SET, &[&self.digest_algorithms.concat()]);
        let kind = encode::oid(self.content_type);
        let mut suffix = self.rest();
        let (opening, inside, indefinite) = match holding {
            Holding::Nothing => (encode::sequence(&[&kind]), 0, [false; 3]),
            Holding::Octets(len) => {
                let len = usize::try_from(len).map_err(too_large)?;
                let octets = encode::header(id::OCTET_STRING, len);
                let explicit_len = octets.len().saturating_add(len);
                let explicit = encode::header(id::context_constructed(0), explicit_len);
                let all = kind.len().saturating_add(explicit.len()).saturating_add(explicit_len);
                let sequence = encode::header(id::SEQUENCE, all);
                ([sequence, kind, explicit, octets].concat(), len, [false; 3])
            }
            Holding::Element(len, indefinite) => {
                (Vec::new(), usize::try_from(len).map_err(too_large)?, indefinite)
            }
        };
        let mut prefix = [version, algorithms, opening].concat();
        let [outer, explicit, inner] = indefinite;
        let signed_data = encode::oid(oids::SIGNED_DATA);
        for (id_octet, open, before) in [
            (id::SEQUENCE, inner, &[][..]),
            (id::context_constructed(0), explicit, &[][..]),
            (id::SEQUENCE, outer, signed_data.as_slice()),
        ] {
            let all = before.len().saturating_add(prefix.len()).saturating_add(inside);
            let header = match open {
                true => vec![id_octet, 0x80],
                false => encode::header(id_octet, all.saturating_add(suffix.len())),
            };
            prefix = [header.as_slice(), before, &prefix].concat();
            if open {
                suffix.extend([0, 0]);
            }
        }
        Ok((prefix, suffix))
    }
}

/// Adds a member where it belongs in DER, the others staying in their order.
pub(super) fn insert(members: &mut Vec<Vec<u8>>, member: Vec<u8>) {
    let place = members.iter().position(|other| *other > member).unwrap_or(members.len());
    members.insert(place, member);
}
