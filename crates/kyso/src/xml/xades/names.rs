//! Namespaces and identifiers of XAdES (EN 319 132-1 V1.2.1 §4.2, §5).

/// XMLDSig (xmldsig-core1 §1.3).
pub(crate) const DS: &str = "http://www.w3.org/2000/09/xmldsig#";
/// XAdES 1.3.2, which EN 319 132-1 keeps for nearly everything.
pub(crate) const XADES: &str = "http://uri.etsi.org/01903/v1.3.2#";
/// XAdES 1.4.1: what came later, the archive time-stamp above all.
pub(crate) const XADES141: &str = "http://uri.etsi.org/01903/v1.4.1#";
/// XAdES before 1.3.2. Its properties mean other things; they are told and not read.
pub(crate) const OLDER: [&str; 2] =
    ["http://uri.etsi.org/01903/v1.1.1#", "http://uri.etsi.org/01903/v1.2.2#"];

/// `Type` of the reference to the signed properties (EN 319 132-1 §4.4.2).
pub const SIGNED_PROPERTIES_TYPE: &str = "http://uri.etsi.org/01903#SignedProperties";
/// `Type` of a counter signature's reference to the value it signs (EN 319 132-1 §5.2.7.1).
pub const COUNTERSIGNED_TYPE: &str = "http://uri.etsi.org/01903#CountersignedSignature";

/// `Encoding` of encapsulated data in DER; also what its absence means (EN 319 132-1 §5.1.3).
pub(crate) const ENCODING_DER: &str = "http://uri.etsi.org/01903/v1.2.2#DER";
/// `Encoding` of encapsulated data in BER.
pub(crate) const ENCODING_BER: &str = "http://uri.etsi.org/01903/v1.2.2#BER";
