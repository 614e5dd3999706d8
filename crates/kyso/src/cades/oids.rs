//! Object identifiers of CAdES (EN 319 122-1), of those beside CMS itself.

use const_oid::ObjectIdentifier as O;

/// id-aa-contentHint (RFC 2634 §2.9).
pub(crate) const CONTENT_HINTS: O = O::new_unwrap("1.2.840.113549.1.9.16.2.4");
/// id-aa-ets-sigPolicyId.
pub(crate) const SIGNATURE_POLICY: O = O::new_unwrap("1.2.840.113549.1.9.16.2.15");
/// id-aa-ets-commitmentType.
pub(crate) const COMMITMENT_TYPE: O = O::new_unwrap("1.2.840.113549.1.9.16.2.16");
/// id-aa-ets-signerLocation.
pub(crate) const SIGNER_LOCATION: O = O::new_unwrap("1.2.840.113549.1.9.16.2.17");
/// id-aa-ets-signerAttr.
pub(crate) const SIGNER_ATTRIBUTES: O = O::new_unwrap("1.2.840.113549.1.9.16.2.18");
/// id-aa-ets-signerAttrV2.
pub(crate) const SIGNER_ATTRIBUTES_V2: O = O::new_unwrap("0.4.0.19122.1.1");
/// id-aa-ets-mimeType.
pub(crate) const MIME_TYPE: O = O::new_unwrap("0.4.0.1733.2.1");
/// id-aa-ets-archiveTimestampV3.
pub(crate) const ARCHIVE_TIMESTAMP_V3: O = O::new_unwrap("0.4.0.1733.2.4");
/// id-aa-ATSHashIndex-v3.
pub(crate) const HASH_INDEX_V3: O = O::new_unwrap("0.4.0.19122.1.5");
/// id-aa-ets-archiveTimestampV2 and the form before it: over all of SignedData, so that nothing
/// may be added to that any more.
pub(crate) const OLD_ARCHIVE_TIMESTAMPS: [O; 2] =
    [O::new_unwrap("1.2.840.113549.1.9.16.2.48"), O::new_unwrap("1.2.840.113549.1.9.16.2.27")];
/// id-smime-aa-ets-certValues and -revocationValues: evidence of CAdES-X Long (TS 101 733 §6.3).
pub(crate) const CERTIFICATE_VALUES: O = O::new_unwrap("1.2.840.113549.1.9.16.2.23");
/// See [`CERTIFICATE_VALUES`].
pub(crate) const REVOCATION_VALUES: O = O::new_unwrap("1.2.840.113549.1.9.16.2.24");
/// id-ri-ocsp-response (RFC 5940 §2.2).
pub(crate) const RI_OCSP_RESPONSE: O = O::new_unwrap("1.3.6.1.5.5.7.16.2");
/// title (X.520): the office that a signer claims to hold.
pub(crate) const TITLE: O = O::new_unwrap("2.5.4.12");
/// id-at-role (RFC 5755 §4.4.5).
pub(crate) const ROLE: O = O::new_unwrap("2.5.4.72");
/// id-spq-ets-uri: where a signature policy can be had.
pub(crate) const POLICY_URI: O = O::new_unwrap("1.2.840.113549.1.9.16.5.1");
