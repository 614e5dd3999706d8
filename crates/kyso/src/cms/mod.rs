//! CMS SignedData (RFC 5652) with the attributes of CAdES and PAdES: read as the world writes
//! it, built as the standards ask.

pub(crate) mod algorithm_id;
pub(crate) mod asn1_time;
pub mod ber;
mod build;
pub(crate) mod encode;
mod signed_attrs;
mod signed_data;

pub use algorithm_id::AlgorithmFault;
pub use ber::{BerError, INEXPRESSIBLE_OID, to_der};
pub use build::{AttributesTemplate, assemble, estimated_len, signed_attributes};
pub(crate) use build::{signer_info, timestamp_attribute};
pub(crate) use signed_attrs::encode_attribute;
pub use signed_attrs::{
    AlgorithmProtection, Attribute, AttributeFault, EssCertId, EssVersion, SignedAttrs,
    SigningCertificateFault, check_signing_certificate,
};
pub use signed_data::{CmsError, Deviation, SignedData, SignerId, SignerInfo};
pub(crate) use signed_data::{KnownCertificates, has_ber, read_head, read_signer};

/// OIDs of CMS (RFC 5652, RFC 5035, RFC 6211).
pub(crate) mod oids {
    use const_oid::ObjectIdentifier as O;

    pub(crate) const DATA: O = O::new_unwrap("1.2.840.113549.1.7.1");
    pub(crate) const SIGNED_DATA: O = O::new_unwrap("1.2.840.113549.1.7.2");
    pub(crate) const CONTENT_TYPE: O = O::new_unwrap("1.2.840.113549.1.9.3");
    pub(crate) const MESSAGE_DIGEST: O = O::new_unwrap("1.2.840.113549.1.9.4");
    pub(crate) const SIGNING_TIME: O = O::new_unwrap("1.2.840.113549.1.9.5");
    pub(crate) const ALGORITHM_PROTECTION: O = O::new_unwrap("1.2.840.113549.1.9.52");
    /// RFC 5652 §11.4: a SignerInfo over the signature value.
    pub(crate) const COUNTERSIGNATURE: O = O::new_unwrap("1.2.840.113549.1.9.6");
    pub(crate) const SIGNING_CERTIFICATE: O = O::new_unwrap("1.2.840.113549.1.9.16.2.12");
    /// id-aa-signatureTimeStampToken (RFC 3161 appendix A).
    pub(crate) const SIGNATURE_TIMESTAMP: O = O::new_unwrap("1.2.840.113549.1.9.16.2.14");
    /// id-aa-ets-contentTimestamp (EN 319 122-1 §5.2.8).
    pub(crate) const CONTENT_TIMESTAMP: O = O::new_unwrap("1.2.840.113549.1.9.16.2.20");
    pub(crate) const SIGNING_CERTIFICATE_V2: O = O::new_unwrap("1.2.840.113549.1.9.16.2.47");
}

#[cfg(test)]
mod tests;
