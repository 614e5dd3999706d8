//! What a new signature says of itself: the signed properties as XML text (EN 319 132-1 §5.2).

use super::PropertiesError;
use super::names::XADES;
use super::write::Writer;
use crate::cms::ber::id;
use crate::cms::encode;
use crate::crypto;
use crate::x509::Certificate;
use crate::{DigestAlgorithm, Time};

/// What the signer commits to (EN 319 132-1 §5.2.3).
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Commitment {
    /// Having made, approved and sent the data.
    ProofOfOrigin,
    /// Having received it.
    ProofOfReceipt,
    /// A service having delivered it.
    ProofOfDelivery,
    /// Having sent it, not necessarily made it.
    ProofOfSender,
    /// Having approved its content.
    ProofOfApproval,
    /// Having made it, not necessarily approved or sent it.
    ProofOfCreation,
    /// Anything else, by its URI.
    Other(String),
}

impl Commitment {
    /// The URI that says so.
    #[must_use]
    pub fn uri(&self) -> &str {
        match self {
            Self::ProofOfOrigin => "http://uri.etsi.org/01903/v1.2.2#ProofOfOrigin",
            Self::ProofOfReceipt => "http://uri.etsi.org/01903/v1.2.2#ProofOfReceipt",
            Self::ProofOfDelivery => "http://uri.etsi.org/01903/v1.2.2#ProofOfDelivery",
            Self::ProofOfSender => "http://uri.etsi.org/01903/v1.2.2#ProofOfSender",
            Self::ProofOfApproval => "http://uri.etsi.org/01903/v1.2.2#ProofOfApproval",
            Self::ProofOfCreation => "http://uri.etsi.org/01903/v1.2.2#ProofOfCreation",
            Self::Other(uri) => uri,
        }
    }

    /// The commitment of a URI.
    #[must_use]
    pub fn from_uri(uri: &str) -> Self {
        let known = [
            Self::ProofOfOrigin,
            Self::ProofOfReceipt,
            Self::ProofOfDelivery,
            Self::ProofOfSender,
            Self::ProofOfApproval,
            Self::ProofOfCreation,
        ];
        let found = known.into_iter().find(|commitment| commitment.uri() == uri);
        found.unwrap_or_else(|| Self::Other(uri.to_owned()))
    }
}

/// Where the signer says to have signed (EN 319 132-1 §5.2.5); each part may be missing.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Place {
    /// City.
    pub city: Option<String>,
    /// Street and house; version 1 of the property has none.
    pub street: Option<String>,
    /// State or province.
    pub province: Option<String>,
    /// Postal code.
    pub postal_code: Option<String>,
    /// Country, as two letters of ISO 3166-1 or in words.
    pub country: Option<String>,
}

impl Place {
    /// The parts in the order of the schema, with their element names.
    pub(super) fn parts(&mut self) -> [(&'static str, &mut Option<String>); 5] {
        [
            ("City", &mut self.city),
            ("StreetAddress", &mut self.street),
            ("StateOrProvince", &mut self.province),
            ("PostalCode", &mut self.postal_code),
            ("CountryName", &mut self.country),
        ]
    }
}

/// The policy that the signer says to have signed under (EN 319 132-1 §5.2.9).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PolicyTemplate {
    /// Its identifier: a URI, or an OID as `urn:oid:1.2.3`.
    pub identifier: String,
    /// Digest of the policy document.
    pub digest: crypto::Digest,
    /// Where the document is (`SPURI`).
    pub uri: Option<String>,
}

/// The signed properties of one new signature.
///
/// The text that [`Self::to_xml`] gives stands inside a `ds:Object`; the signature needs a
/// reference of type [`SIGNED_PROPERTIES_TYPE`](super::SIGNED_PROPERTIES_TYPE) to
/// [`Self::signed_properties_id`].
#[derive(Clone, Debug)]
#[must_use]
pub struct Properties {
    prefix: String,
    ds_prefix: String,
    signature_id: String,
    certificate: Certificate,
    digest: DigestAlgorithm,
    issuer_serial: bool,
    time: Time,
    roles: Vec<String>,
    commitments: Vec<Commitment>,
    place: Option<Place>,
    policy: Option<PolicyTemplate>,
    formats: Vec<(String, String)>,
}

impl Properties {
    /// Properties of the signature with the Id `signature_id`, by the key of `certificate`, which
    /// claims to have signed at `time`.
    pub fn new(signature_id: impl Into<String>, certificate: &Certificate, time: Time) -> Self {
        Self {
            prefix: "xades".into(),
            ds_prefix: "ds".into(),
            signature_id: signature_id.into(),
            certificate: certificate.clone(),
            digest: DigestAlgorithm::Sha256,
            issuer_serial: false,
            time,
            roles: Vec::new(),
            commitments: Vec::new(),
            place: None,
            policy: None,
            formats: Vec::new(),
        }
    }

    /// The prefix of XAdES elements, `xades` without it. It cannot be none: that place is for
    /// XMLDSig.
    pub fn prefix(mut self, prefix: impl Into<String>) -> Self {
        self.prefix = prefix.into();
        self
    }

    /// The prefix that the signature around has for XMLDSig; empty for none.
    pub fn ds_prefix(mut self, prefix: impl Into<String>) -> Self {
        self.ds_prefix = prefix.into();
        self
    }

    /// The hash function of the certificate's digest.
    pub fn digest(mut self, digest: DigestAlgorithm) -> Self {
        self.digest = digest;
        self
    }

    /// Adds issuer and serial number to the certificate's digest (`IssuerSerialV2`).
    pub fn issuer_serial(mut self) -> Self {
        self.issuer_serial = true;
        self
    }

    /// Adds a role that the signer claims.
    pub fn role(mut self, role: impl Into<String>) -> Self {
        self.roles.push(role.into());
        self
    }

    /// Adds a commitment, for all that is signed.
    pub fn commitment(mut self, commitment: Commitment) -> Self {
        self.commitments.push(commitment);
        self
    }

    /// Where it is signed.
    pub fn place(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// The signature policy.
    pub fn policy(mut self, policy: PolicyTemplate) -> Self {
        self.policy = Some(policy);
        self
    }

    /// Says of what media type the data object is that the reference with the Id `reference_id`
    /// signs. Baseline wants it for each (EN 319 132-1 §6.3).
    pub fn format(mut self, reference_id: impl Into<String>, mime: impl Into<String>) -> Self {
        self.formats.push((reference_id.into(), mime.into()));
        self
    }

    /// The Id of the signed properties.
    #[must_use]
    pub fn signed_properties_id(&self) -> String {
        format!("{}-SignedProperties", self.signature_id)
    }

    /// The `QualifyingProperties` element as text.
    ///
    /// # Errors
    /// [`PropertiesError`].
    pub fn to_xml(&self) -> Result<String, PropertiesError> {
        for name in [&self.signature_id, &self.prefix] {
            check_name(name)?;
        }
        if !self.ds_prefix.is_empty() {
            check_name(&self.ds_prefix)?;
        }
        let mut out = Writer::default();
        let declaration = format!("xmlns:{}", self.prefix);
        let target = format!("#{}", self.signature_id);
        let attributes = [(declaration.as_str(), XADES), ("Target", target.as_str())];
        out.start(self.xades("QualifyingProperties"), &attributes)?;
        let id = self.signed_properties_id();
        out.start(self.xades("SignedProperties"), &[("Id", id.as_str())])?;
        self.of_signature(&mut out)?;
        self.of_objects(&mut out)?;
        Ok(out.finish())
    }

    fn xades(&self, local: &str) -> String {
        Writer::name(&self.prefix, local)
    }

    /// `SignedSignatureProperties`, in the order of the schema.
    fn of_signature(&self, out: &mut Writer) -> Result<(), PropertiesError> {
        out.start(self.xades("SignedSignatureProperties"), &[])?;
        out.leaf(self.xades("SigningTime"), &self.time.to_string())?;
        self.signing_certificate(out)?;
        if let Some(policy) = &self.policy {
            self.policy_identifier(out, policy)?;
        }
        if let Some(mut place) = self.place.clone() {
            out.start(self.xades("SignatureProductionPlaceV2"), &[])?;
            for (element, part) in place.parts() {
                if let Some(part) = part {
                    out.leaf(self.xades(element), part)?;
                }
            }
            out.end();
        }
        if !self.roles.is_empty() {
            out.start(self.xades("SignerRoleV2"), &[])?;
            out.start(self.xades("ClaimedRoles"), &[])?;
            for role in &self.roles {
                out.leaf(self.xades("ClaimedRole"), role)?;
            }
            out.end();
            out.end();
        }
        out.end();
        Ok(())
    }

    /// `SigningCertificateV2` with the signer's certificate alone (EN 319 132-1 §5.2.2).
    fn signing_certificate(&self, out: &mut Writer) -> Result<(), PropertiesError> {
        out.start(self.xades("SigningCertificateV2"), &[])?;
        out.start(self.xades("Cert"), &[])?;
        let digest = crypto::digest(self.digest, self.certificate.der());
        self.digest_value(out, "CertDigest", &digest)?;
        if self.issuer_serial {
            let der = issuer_serial(&self.certificate);
            out.base64(self.xades("IssuerSerialV2"), &der)?;
        }
        out.end();
        out.end();
        Ok(())
    }

    fn policy_identifier(
        &self,
        out: &mut Writer,
        policy: &PolicyTemplate,
    ) -> Result<(), PropertiesError> {
        out.start(self.xades("SignaturePolicyIdentifier"), &[])?;
        out.start(self.xades("SignaturePolicyId"), &[])?;
        out.start(self.xades("SigPolicyId"), &[])?;
        let qualifier = [("Qualifier", "OIDAsURN")];
        let is_oid = policy.identifier.starts_with("urn:oid:");
        let name = self.xades("Identifier");
        out.leaf_with(name, if is_oid { &qualifier } else { &[] }, &policy.identifier)?;
        out.end();
        self.digest_value(out, "SigPolicyHash", &policy.digest)?;
        if let Some(uri) = &policy.uri {
            out.start(self.xades("SigPolicyQualifiers"), &[])?;
            out.start(self.xades("SigPolicyQualifier"), &[])?;
            out.leaf(self.xades("SPURI"), uri)?;
            out.end();
            out.end();
        }
        out.end();
        out.end();
        Ok(())
    }

    fn digest_value(
        &self,
        out: &mut Writer,
        element: &str,
        digest: &crypto::Digest,
    ) -> Result<(), PropertiesError> {
        out.start(self.xades(element), &[])?;
        let method = Writer::name(&self.ds_prefix, "DigestMethod");
        out.empty(&method, &[("Algorithm", digest.algorithm().xml_uri())])?;
        out.base64(Writer::name(&self.ds_prefix, "DigestValue"), digest.as_bytes())?;
        out.end();
        Ok(())
    }

    /// `SignedDataObjectProperties`, where there is something to say.
    fn of_objects(&self, out: &mut Writer) -> Result<(), PropertiesError> {
        if self.formats.is_empty() && self.commitments.is_empty() {
            return Ok(());
        }
        out.start(self.xades("SignedDataObjectProperties"), &[])?;
        for (reference, mime) in &self.formats {
            check_name(reference)?;
            let reference = format!("#{reference}");
            let attributes = [("ObjectReference", reference.as_str())];
            out.start(self.xades("DataObjectFormat"), &attributes)?;
            out.leaf(self.xades("MimeType"), mime)?;
            out.end();
        }
        for commitment in &self.commitments {
            out.start(self.xades("CommitmentTypeIndication"), &[])?;
            out.start(self.xades("CommitmentTypeId"), &[])?;
            out.leaf(self.xades("Identifier"), commitment.uri())?;
            out.end();
            out.empty(&self.xades("AllSignedDataObjects"), &[])?;
            out.end();
        }
        out.end();
        Ok(())
    }
}

/// IssuerSerial (RFC 5035 §4): GeneralNames with one directoryName, serial number.
fn issuer_serial(certificate: &Certificate) -> Vec<u8> {
    let name = encode::tlv(id::context_constructed(4), &[certificate.issuer().der()]);
    let serial = encode::tlv(id::INTEGER, &[certificate.serial()]);
    encode::sequence(&[&encode::sequence(&[&name]), &serial])
}

/// Ids and prefixes go into text as they are: names without a colon (NCName), of ASCII, which is
/// all that this library writes.
fn check_name(name: &str) -> Result<(), PropertiesError> {
    let mut bytes = name.bytes();
    let first = bytes.next().is_some_and(|b| b.is_ascii_alphabetic() || b == b'_');
    if first && bytes.all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.')) {
        return Ok(());
    }
    Err(PropertiesError::Name { name: name.to_owned() })
}
