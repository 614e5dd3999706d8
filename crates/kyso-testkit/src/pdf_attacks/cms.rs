//! CMS of document signatures, each part of which can be forged.

use super::base::SIGNED_AT;
use crate::der::read::CertificateParts;
use crate::der::{self, explicit, int, octets, oid, seq, set_of, set_unsorted};
use crate::pki::{Hash, Identity, SigAlg};

/// `id-data`.
pub(crate) const DATA: &str = "1.2.840.113549.1.7.1";

/// One attribute.
pub(crate) fn attribute(id: &str, values: &[Vec<u8>]) -> Vec<u8> {
    seq(&[oid(id), set_unsorted(values)])
}

/// The attribute that names the signer's certificate (RFC 5035 §5.4.1).
pub(crate) fn names_certificate(certificate: &[u8]) -> Vec<u8> {
    let id = seq(&[octets(&Hash::Sha256.of(certificate))]);
    attribute("1.2.840.113549.1.9.16.2.47", &[seq(&[seq(&[id])])])
}

/// The attribute content-type.
pub(crate) fn content_type(id: &str) -> Vec<u8> {
    attribute("1.2.840.113549.1.9.3", &[oid(id)])
}

/// The attribute message-digest.
pub(crate) fn message_digest(digest: &[u8]) -> Vec<u8> {
    attribute("1.2.840.113549.1.9.4", &[octets(digest)])
}

/// A detached signature, honest until something is changed.
#[derive(Clone)]
pub(crate) struct Cms {
    /// Content type of the ContentInfo.
    pub(crate) outer: &'static str,
    pub(crate) content_type: &'static str,
    /// eContent.
    pub(crate) content: Option<Vec<u8>>,
    pub(crate) certificates: Vec<Vec<u8>>,
    pub(crate) signers: Vec<Signer>,
    /// Members of digestAlgorithms beside those of the signers.
    pub(crate) listed: Vec<Vec<u8>>,
    /// Bytes after the CMS.
    pub(crate) after: Vec<u8>,
}

/// One SignerInfo to be.
#[derive(Clone)]
pub(crate) struct Signer {
    /// Whose key signs.
    pub(crate) by: Identity,
    /// The certificate that issuer and serial are taken from.
    pub(crate) named: Vec<u8>,
    /// digestAlgorithm.
    pub(crate) digest: Vec<u8>,
    /// signatureAlgorithm.
    pub(crate) signature: Vec<u8>,
    /// What the key really does.
    pub(crate) algorithm: SigAlg,
    /// `None` signs the content itself.
    pub(crate) attributes: Option<Vec<Vec<u8>>>,
    /// The covered bytes.
    pub(crate) covered: Vec<u8>,
    /// Attributes that are written but were not signed.
    pub(crate) smuggled: Vec<Vec<u8>>,
    /// Attributes outside the signature.
    pub(crate) unsigned: Vec<Vec<u8>>,
    /// Done to the value.
    pub(crate) change: fn(Vec<u8>) -> Vec<u8>,
}

impl Signer {
    /// An honest one.
    pub(crate) fn new(by: &Identity, covered: &[u8]) -> Self {
        let algorithm = by.key.kind().default_algorithm();
        let hash = algorithm.hash();
        let time = attribute("1.2.840.113549.1.9.5", &[der::time(SIGNED_AT)]);
        Self {
            by: by.clone(),
            named: by.cert_der.clone(),
            digest: hash.algorithm_identifier(),
            signature: algorithm.algorithm_identifier(),
            algorithm,
            attributes: Some(vec![
                content_type(DATA),
                message_digest(&hash.of(covered)),
                time,
                names_certificate(&by.cert_der),
            ]),
            covered: covered.to_vec(),
            smuggled: Vec::new(),
            unsigned: Vec::new(),
            change: |value| value,
        }
    }

    /// With these attributes.
    pub(crate) fn with(mut self, change: impl FnOnce(&mut Vec<Vec<u8>>)) -> Self {
        if let Some(attributes) = &mut self.attributes {
            change(attributes);
        }
        self
    }

    /// SignerInfo, DER.
    pub(crate) fn build(&self) -> Vec<u8> {
        let parts = CertificateParts::of(&self.named).expect("a certificate");
        let signed = self.attributes.as_ref().map(|attributes| set_of(attributes));
        let message = signed.as_ref().unwrap_or(&self.covered);
        let value = (self.change)(self.by.sign(self.algorithm, message));
        let written = self.attributes.as_ref().map(|attributes| {
            let all = set_of(&[attributes.clone(), self.smuggled.clone()].concat());
            [&[0xa0], &all[1..]].concat()
        });
        seq(&[
            int(1),
            seq(&[parts.issuer.to_vec(), der::integer(parts.serial)]),
            self.digest.clone(),
            written.unwrap_or_default(),
            self.signature.clone(),
            octets(&value),
            self.unsigned_attributes(),
        ])
    }

    fn unsigned_attributes(&self) -> Vec<u8> {
        if self.unsigned.is_empty() {
            return Vec::new();
        }
        let set = set_of(&self.unsigned);
        [&[0xa1], &set[1..]].concat()
    }
}

impl Cms {
    /// An honest signature over the covered bytes.
    pub(crate) fn new(by: &Identity, covered: &[u8]) -> Self {
        Self::of(Signer::new(by, covered))
    }

    /// With this one signer.
    pub(crate) fn of(signer: Signer) -> Self {
        let chain = &signer.by.chain_der;
        let certificates = chain[..chain.len() - 1].to_vec();
        Self {
            outer: "1.2.840.113549.1.7.2",
            content_type: DATA,
            content: None,
            certificates,
            signers: vec![signer],
            listed: Vec::new(),
            after: Vec::new(),
        }
    }

    /// ContentInfo in BER, its content in these pieces, all of open length.
    pub(crate) fn build_streamed(&self, pieces: &[&[u8]]) -> Vec<u8> {
        let digests: Vec<_> = self.signers.iter().map(|signer| signer.digest.clone()).collect();
        let pieces: Vec<_> = pieces.iter().map(|piece| octets(piece)).collect();
        let octets = der::indefinite(0x24, &pieces);
        let content = der::indefinite(0xa0, &[octets]);
        let mut set = set_unsorted(&self.certificates);
        set[0] = 0xa0;
        let signers: Vec<_> = self.signers.iter().map(Signer::build).collect();
        let inner = der::indefinite(
            0x30,
            &[
                int(1),
                set_of(&digests),
                der::indefinite(0x30, &[oid(self.content_type), content]),
                set,
                set_of(&signers),
            ],
        );
        der::indefinite(0x30, &[oid(self.outer), der::indefinite(0xa0, &[inner])])
    }

    /// ContentInfo, DER.
    pub(crate) fn build(&self) -> Vec<u8> {
        let mut digests: Vec<_> = self.signers.iter().map(|signer| signer.digest.clone()).collect();
        digests.dedup();
        digests.extend(self.listed.clone());
        let content = self.content.as_ref().map(|content| explicit(0, &octets(content)));
        let mut fields = vec![
            int(1),
            set_of(&digests),
            seq(&[oid(self.content_type), content.unwrap_or_default()]),
        ];
        if !self.certificates.is_empty() {
            let mut set = set_unsorted(&self.certificates);
            set[0] = 0xa0;
            fields.push(set);
        }
        let signers: Vec<_> = self.signers.iter().map(Signer::build).collect();
        fields.push(set_of(&signers));
        let info = seq(&[oid(self.outer), explicit(0, &seq(&fields))]);
        [info, self.after.clone()].concat()
    }
}
