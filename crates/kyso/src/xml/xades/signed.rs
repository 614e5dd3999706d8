//! Reads the signed properties: what the signer says of the signature (EN 319 132-1 §5.2).

use super::certificate_ref::{self, CertificateRef};
use super::fields::Fields;
use super::names::XADES;
use super::timestamps::{TimestampContainer, TimestampKind};
use super::{CertificateRefFault, Commitment, Place, XadesError};
use crate::limits::MAX_XADES_PROPERTIES;
use crate::x509::Certificate;
use crate::xml::signature::XmlSignature;
use crate::xml::{NodeId, Tree};
use crate::{DigestAlgorithm, Time};

/// The time that the signer claims (EN 319 132-1 §5.2.1): proof of nothing.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct SigningTime {
    /// As written.
    pub text: String,
    /// The moment; `None` where the text has no time zone or is no time.
    pub time: Option<Time>,
}

/// The policy that the signer names (EN 319 132-1 §5.2.9).
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum PolicyIdentifier {
    /// One that follows from what is signed.
    Implied,
    /// One with a name and a digest.
    Explicit {
        /// Its identifier: a URI, or an OID as URN.
        identifier: String,
        /// The hash function; its URI where it is none that is known.
        digest: Result<DigestAlgorithm, String>,
        /// The hash of the policy document.
        hash: Vec<u8>,
        /// Where the document is (`SPURI`).
        uri: Option<String>,
    },
}

/// What kind of data one reference signs (EN 319 132-1 §5.2.4).
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct DataObjectFormat {
    /// `ObjectReference`: `#` and the Id of a reference.
    pub object_reference: String,
    /// That reference's place in `SignedInfo`, from 0; `None` where no reference has the Id.
    pub reference: Option<usize>,
    /// Media type.
    pub mime_type: Option<String>,
    /// Description.
    pub description: Option<String>,
    /// Encoding, a URI.
    pub encoding: Option<String>,
}

/// What the signer commits to (EN 319 132-1 §5.2.3).
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct CommitmentIndication {
    /// The commitment.
    pub commitment: Commitment,
    /// `ObjectReference` values; empty where it is for all that is signed.
    pub references: Vec<String>,
}

/// A property that this library does not know.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct UnknownProperty {
    /// The element.
    pub node: NodeId,
    /// Its namespace.
    pub namespace: String,
    /// Its local name.
    pub local: String,
}

/// The signed properties of one signature. They hold once the signature's references do.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct SignedProperties {
    /// The `SignedProperties` element.
    pub node: NodeId,
    /// The time claimed.
    pub signing_time: Option<SigningTime>,
    /// The references to the signer's certificate, of both forms of the property.
    pub certificates: Vec<CertificateRef>,
    /// The signature policy.
    pub policy: Option<PolicyIdentifier>,
    /// Where it was signed, of either form of the property.
    pub place: Option<Place>,
    /// Claimed roles, of either form; markup in a role is left out.
    pub roles: Vec<String>,
    /// Certified roles and signed assertions: how many there are. They are not judged.
    pub certified_roles: usize,
    /// Formats of the data objects.
    pub formats: Vec<DataObjectFormat>,
    /// Commitments.
    pub commitments: Vec<CommitmentIndication>,
    /// Time-stamps over the data before it was signed (EN 319 132-1 §5.2.8).
    pub timestamps: Vec<TimestampContainer>,
    /// What this library does not know: the signer said more than it can tell.
    pub unknown: Vec<UnknownProperty>,
}

const OF_SIGNATURE: [&str; 8] = [
    "SigningTime",
    "SigningCertificate",
    "SigningCertificateV2",
    "SignaturePolicyIdentifier",
    "SignatureProductionPlace",
    "SignatureProductionPlaceV2",
    "SignerRole",
    "SignerRoleV2",
];

const OF_OBJECTS: [&str; 4] = [
    "DataObjectFormat",
    "CommitmentTypeIndication",
    "AllDataObjectsTimeStamp",
    "IndividualDataObjectsTimeStamp",
];

impl SignedProperties {
    pub(super) fn read(
        tree: &Tree,
        node: NodeId,
        signature: &XmlSignature,
    ) -> Result<Self, XadesError> {
        let fields = Fields::new(tree, node, "SignedProperties");
        let mut properties = Self {
            node,
            signing_time: None,
            certificates: Vec::new(),
            policy: None,
            place: None,
            roles: Vec::new(),
            certified_roles: 0,
            formats: Vec::new(),
            commitments: Vec::new(),
            timestamps: Vec::new(),
            unknown: Vec::new(),
        };
        let known = ["SignedSignatureProperties", "SignedDataObjectProperties"];
        properties.note_unknown(fields, &known)?;
        if let Some(fields) = fields.once("SignedSignatureProperties")? {
            properties.read_of_signature(fields)?;
        }
        if let Some(fields) = fields.once("SignedDataObjectProperties")? {
            properties.read_of_objects(fields, signature)?;
        }
        Ok(properties)
    }

    /// Checks that the signing-certificate property names `certificate`.
    ///
    /// # Errors
    /// [`CertificateRefFault`].
    pub fn check_certificate(&self, certificate: &Certificate) -> Result<(), CertificateRefFault> {
        certificate_ref::check(&self.certificates, certificate)
    }

    fn read_of_signature(&mut self, fields: Fields<'_>) -> Result<(), XadesError> {
        self.note_unknown(fields, &OF_SIGNATURE)?;
        self.signing_time = fields.text_of("SigningTime")?.map(|text| {
            let time = Time::parse_rfc3339(&text);
            SigningTime { text, time }
        });
        self.certificates = CertificateRef::read_all(fields)?;
        if let Some(policy) = fields.once("SignaturePolicyIdentifier")? {
            self.policy = Some(read_policy(policy)?);
        }
        for element in ["SignatureProductionPlaceV2", "SignatureProductionPlace"] {
            if let Some(found) = fields.once(element)?
                && self.place.is_none()
            {
                let mut place = Place::default();
                for (part, value) in place.parts() {
                    *value = found.text_of(part)?;
                }
                self.place = Some(place);
            }
        }
        for element in ["SignerRoleV2", "SignerRole"] {
            if let Some(found) = fields.once(element)? {
                self.read_roles(found)?;
            }
        }
        Ok(())
    }

    fn read_roles(&mut self, fields: Fields<'_>) -> Result<(), XadesError> {
        if let Some(claimed) = fields.once("ClaimedRoles")? {
            for role in bounded(claimed.all(XADES, "ClaimedRole"), "ClaimedRole")? {
                self.roles.push(fields.tree.string_value(role).trim().to_owned());
            }
        }
        for (list, item) in [
            ("CertifiedRoles", "CertifiedRole"),
            ("CertifiedRolesV2", "CertifiedRole"),
            ("SignedAssertions", "SignedAssertion"),
        ] {
            if let Some(list) = fields.once(list)? {
                self.certified_roles += list.all(XADES, item).len();
            }
        }
        Ok(())
    }

    fn read_of_objects(
        &mut self,
        fields: Fields<'_>,
        signature: &XmlSignature,
    ) -> Result<(), XadesError> {
        self.note_unknown(fields, &OF_OBJECTS)?;
        let tree = fields.tree;
        for node in bounded(fields.all(XADES, "DataObjectFormat"), "DataObjectFormat")? {
            let format = Fields::new(tree, node, "DataObjectFormat");
            let object_reference = format.need_attribute("ObjectReference")?;
            let id = object_reference.strip_prefix('#');
            let mut references = signature.signed_info.references.iter();
            self.formats.push(DataObjectFormat {
                reference: id.and_then(|id| references.position(|r| r.id.as_deref() == Some(id))),
                object_reference,
                mime_type: format.text_of("MimeType")?,
                description: format.text_of("Description")?,
                encoding: format.text_of("Encoding")?,
            });
        }
        let name = "CommitmentTypeIndication";
        for node in bounded(fields.all(XADES, name), name)? {
            let indication = Fields::new(tree, node, name);
            let id = indication.need(XADES, "CommitmentTypeId")?;
            let uri = id.need(XADES, "Identifier")?.text()?;
            let named = bounded(indication.all(XADES, "ObjectReference"), "ObjectReference")?;
            let text = |node| Fields::new(tree, node, "ObjectReference").text();
            let references = named.into_iter().map(text).collect::<Result<_, _>>()?;
            let commitment = Commitment::from_uri(&uri);
            self.commitments.push(CommitmentIndication { commitment, references });
        }
        for (element, kind) in [
            ("AllDataObjectsTimeStamp", TimestampKind::AllDataObjects),
            ("IndividualDataObjectsTimeStamp", TimestampKind::IndividualDataObjects),
        ] {
            for node in bounded(fields.all(XADES, element), element)? {
                self.timestamps.push(TimestampContainer::read(tree, node, kind));
            }
        }
        Ok(())
    }

    /// Keeps the names of children that are not among `known`.
    fn note_unknown(&mut self, fields: Fields<'_>, known: &[&str]) -> Result<(), XadesError> {
        for node in fields.tree.elements(fields.node) {
            let Some(name) = fields.tree.name(node) else { continue };
            let ours = name.namespace == XADES && known.contains(&name.local);
            if ours {
                continue;
            }
            if self.unknown.len() >= MAX_XADES_PROPERTIES {
                let (element, limit) = ("SignedProperties", MAX_XADES_PROPERTIES);
                return Err(XadesError::TooMany { element, limit });
            }
            let (namespace, local) = (name.namespace.to_owned(), name.local.to_owned());
            self.unknown.push(UnknownProperty { node, namespace, local });
        }
        Ok(())
    }
}

fn read_policy(fields: Fields<'_>) -> Result<PolicyIdentifier, XadesError> {
    let Some(explicit) = fields.once("SignaturePolicyId")? else {
        return match fields.once("SignaturePolicyImplied")? {
            Some(_) => Ok(PolicyIdentifier::Implied),
            None => Err(fields.malformed()),
        };
    };
    let identifier = explicit.need(XADES, "SigPolicyId")?.need(XADES, "Identifier")?.text()?;
    let (digest, hash) = certificate_ref::read_digest(explicit.need(XADES, "SigPolicyHash")?)?;
    let mut uri = None;
    if let Some(qualifiers) = explicit.once("SigPolicyQualifiers")? {
        for node in qualifiers.all(XADES, "SigPolicyQualifier") {
            let qualifier = Fields::new(fields.tree, node, "SigPolicyQualifier");
            uri = uri.or(qualifier.text_of("SPURI")?);
        }
    }
    Ok(PolicyIdentifier::Explicit { identifier, digest, hash, uri })
}

fn bounded(nodes: Vec<NodeId>, element: &'static str) -> Result<Vec<NodeId>, XadesError> {
    if nodes.len() > MAX_XADES_PROPERTIES {
        return Err(XadesError::TooMany { element, limit: MAX_XADES_PROPERTIES });
    }
    Ok(nodes)
}
