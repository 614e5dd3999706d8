//! What a signer says of himself and of what he signs: signed attributes of CAdES (EN 319 122-1
//! §5.2), written and read.

use const_oid::ObjectIdentifier;

use super::oids;
use crate::cms::algorithm_id::encode_digest;
use crate::cms::ber::{BerError, Element, Reader, id};
use crate::cms::{Attribute, encode, encode_attribute, oids as cms_oids};
use crate::crypto::Digest;
use crate::limits::MAX_CLAIMED_ROLES;
use crate::role::Role;

/// UTF8String.
const UTF8_STRING: u8 = 0x0c;
/// IA5String.
const IA5_STRING: u8 = 0x16;
/// GeneralName: uniformResourceIdentifier [6].
const URI: u8 = id::context(6);

/// Why something is signed (EN 319 122-1 §5.2.3).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Commitment {
    /// The signer made, approved and sent it.
    ProofOfOrigin,
    /// The signer received it.
    ProofOfReceipt,
    /// Who brought it says that it was delivered.
    ProofOfDelivery,
    /// The signer sent it and need not have made it.
    ProofOfSender,
    /// The signer approves of it.
    ProofOfApproval,
    /// The signer made it and need not approve of it.
    ProofOfCreation,
}

impl Commitment {
    /// Every one, in the order of their identifiers.
    pub const ALL: [Self; 6] = [
        Self::ProofOfOrigin,
        Self::ProofOfReceipt,
        Self::ProofOfDelivery,
        Self::ProofOfSender,
        Self::ProofOfApproval,
        Self::ProofOfCreation,
    ];

    /// `origin`, `receipt`, `delivery`, `sender`, `approval` or `creation`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::ProofOfOrigin => "origin",
            Self::ProofOfReceipt => "receipt",
            Self::ProofOfDelivery => "delivery",
            Self::ProofOfSender => "sender",
            Self::ProofOfApproval => "approval",
            Self::ProofOfCreation => "creation",
        }
    }

    /// id-cti-ets-proofOf…
    fn oid(self) -> ObjectIdentifier {
        const ALL: [ObjectIdentifier; 6] = [
            ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.6.1"),
            ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.6.2"),
            ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.6.3"),
            ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.6.4"),
            ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.6.5"),
            ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.6.6"),
        ];
        let [origin, receipt, delivery, sender, approval, creation] = ALL;
        match self {
            Self::ProofOfOrigin => origin,
            Self::ProofOfReceipt => receipt,
            Self::ProofOfDelivery => delivery,
            Self::ProofOfSender => sender,
            Self::ProofOfApproval => approval,
            Self::ProofOfCreation => creation,
        }
    }
}

/// The signature policy that a signer says to follow (EN 319 122-1 §5.2.9).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PolicyId {
    /// Its identifier.
    pub oid: ObjectIdentifier,
    /// The digest of its text.
    pub digest: Digest,
    /// Where its text can be had.
    pub uri: Option<String>,
}

/// What can be said in signed attributes beside what every signature says.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Claims {
    /// The media type of the content.
    pub(crate) mime_type: Option<String>,
    /// What the content is, for people.
    pub(crate) description: Option<String>,
    pub(crate) commitment: Option<Commitment>,
    pub(crate) locality: Option<String>,
    pub(crate) roles: Vec<String>,
    pub(crate) role: Option<Role>,
    pub(crate) policy: Option<PolicyId>,
}

impl Claims {
    /// As attributes, DER.
    pub(crate) fn encode(&self) -> Vec<Vec<u8>> {
        let utf8 = |text: &str| encode::tlv(UTF8_STRING, &[text.as_bytes()]);
        let explicit = |n: u8, value: &[u8]| encode::tlv(id::context_constructed(n), &[value]);
        let mut out = Vec::new();
        let mut add = |oid, value: Vec<u8>| out.push(encode_attribute(oid, &value));
        if let Some(mime_type) = &self.mime_type {
            add(oids::MIME_TYPE, utf8(mime_type));
        }
        if let Some(description) = &self.description {
            let kind = encode::oid(cms_oids::DATA);
            add(oids::CONTENT_HINTS, encode::sequence(&[&utf8(description), &kind]));
        }
        if let Some(commitment) = self.commitment {
            add(oids::COMMITMENT_TYPE, encode::sequence(&[&encode::oid(commitment.oid())]));
        }
        if let Some(locality) = &self.locality {
            // localityName [1] DirectoryString, a CHOICE and so explicit.
            add(oids::SIGNER_LOCATION, encode::sequence(&[&explicit(1, &utf8(locality))]));
        }
        if !self.roles.is_empty() || self.role.is_some() {
            let title = |role: &String| encode_attribute(oids::TITLE, &utf8(role));
            let mut claimed: Vec<u8> = self.roles.iter().flat_map(title).collect();
            // RoleSyntax: roleName [1] GeneralName, explicit since that is a CHOICE; a URI.
            let name = |role: Role| encode::tlv(URI, &[role.uri().as_bytes()]);
            let role = |role| encode::sequence(&[&explicit(1, &name(role))]);
            claimed
                .extend(self.role.iter().flat_map(|one| encode_attribute(oids::ROLE, &role(*one))));
            // claimedAttributes [0] ClaimedAttributes, in a module of explicit tags.
            let list = encode::sequence(&[&claimed]);
            add(oids::SIGNER_ATTRIBUTES_V2, encode::sequence(&[&explicit(0, &list)]));
        }
        if let Some(policy) = &self.policy {
            add(oids::SIGNATURE_POLICY, policy.encode());
        }
        out
    }
}

impl PolicyId {
    fn encode(&self) -> Vec<u8> {
        let hash = encode::sequence(&[
            &encode_digest(self.digest.algorithm()),
            &encode::octet_string(self.digest.as_bytes()),
        ]);
        let qualifiers = self.uri.as_ref().map(|uri| {
            let uri = encode::tlv(IA5_STRING, &[uri.as_bytes()]);
            let qualifier = encode::sequence(&[&encode::oid(oids::POLICY_URI), &uri]);
            encode::sequence(&[&qualifier])
        });
        encode::sequence(&[&encode::oid(self.oid), &hash, &qualifiers.unwrap_or_default()])
    }
}

/// What was read of the claims, for the report.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Claimed {
    pub(crate) mime_type: Option<String>,
    /// A name of [`Commitment::name`], else the identifier.
    pub(crate) commitment: Option<String>,
    pub(crate) location: Option<String>,
    pub(crate) roles: Vec<String>,
    pub(crate) role: Option<Role>,
    /// The identifier of a signature policy.
    pub(crate) policy: Option<String>,
    /// Types of attributes that are none of those read anywhere.
    pub(crate) unknown: Vec<ObjectIdentifier>,
}

/// Types that other parts of the library read, or that say nothing which a verdict could miss
/// (S/MIME: what the signer's mail program can do, and whose certificate to encrypt for).
const READ_ELSEWHERE: [ObjectIdentifier; 9] = [
    cms_oids::CONTENT_TYPE,
    cms_oids::MESSAGE_DIGEST,
    cms_oids::SIGNING_TIME,
    cms_oids::ALGORITHM_PROTECTION,
    cms_oids::SIGNING_CERTIFICATE,
    cms_oids::SIGNING_CERTIFICATE_V2,
    cms_oids::CONTENT_TIMESTAMP,
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.15"),
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.11"),
];

impl Claimed {
    /// Reads them.
    ///
    /// # Errors
    /// The type of one that is malformed.
    pub(crate) fn read(attributes: &[Attribute]) -> Result<Self, ObjectIdentifier> {
        let (role, roles) = claimed_roles(attributes)?;
        let mut out = Self { role, roles, ..Self::default() };
        for attribute in attributes {
            let malformed = |_| attribute.oid;
            let value = attribute.values.first().map(Vec::as_slice).unwrap_or_default();
            match attribute.oid {
                oids::MIME_TYPE => out.mime_type = Some(text_of(value).map_err(malformed)?),
                oids::COMMITMENT_TYPE => {
                    let oid = first_oid(value).map_err(malformed)?;
                    let known = Commitment::ALL.into_iter().find(|one| one.oid() == oid);
                    let name = known.map_or_else(|| oid.to_string(), |one| one.name().to_owned());
                    out.commitment = Some(name);
                }
                oids::SIGNER_LOCATION => {
                    out.location = Some(location(value).map_err(malformed)?);
                }
                oids::SIGNER_ATTRIBUTES | oids::SIGNER_ATTRIBUTES_V2 => {}
                oids::SIGNATURE_POLICY => {
                    // NULL stands for one that is implied.
                    let implied = value.first() == Some(&id::NULL);
                    let oid = || first_oid(value).map(|oid| oid.to_string());
                    out.policy = if implied { None } else { Some(oid().map_err(malformed)?) };
                }
                oids::CONTENT_HINTS => {}
                known if READ_ELSEWHERE.contains(&known) => {}
                unknown => out.unknown.push(unknown),
            }
        }
        Ok(out)
    }
}

/// The role of kyso among signed attributes, and the other roles that the signer claims.
///
/// # Errors
/// The type of one that is malformed.
pub(crate) fn claimed_roles(
    attributes: &[Attribute],
) -> Result<(Option<Role>, Vec<String>), ObjectIdentifier> {
    let of_signer = [oids::SIGNER_ATTRIBUTES, oids::SIGNER_ATTRIBUTES_V2];
    let mut all = Vec::new();
    for attribute in attributes.iter().filter(|one| of_signer.contains(&one.oid)) {
        // Of several values, which there should not be, another reader may take another.
        for value in &attribute.values {
            all.extend(roles(value).map_err(|_| attribute.oid)?);
        }
    }
    let mut role = Role::take(&mut all);
    if all.len() > MAX_CLAIMED_ROLES {
        // What is not told must not hide a second role either.
        all.truncate(MAX_CLAIMED_ROLES);
        role = None;
    }
    Ok((role, all))
}

fn text_of(der: &[u8]) -> Result<String, BerError> {
    let mut reader = Reader::new(der);
    let element = reader.next()?.ok_or(BerError::Truncated { offset: 0 })?;
    reader.finish()?;
    text(&element).ok_or(element.malformed())
}

/// The text of a DirectoryString or another string of letters.
fn text(element: &Element<'_>) -> Option<String> {
    match element.id {
        UTF8_STRING | 0x12 | 0x13 | IA5_STRING => String::from_utf8(element.content.to_vec()).ok(),
        // BMPString
        0x1e => {
            let units = element.content.chunks(2).map(|pair| match pair {
                [high, low] => Some(u16::from_be_bytes([*high, *low])),
                _ => None,
            });
            String::from_utf16(&units.collect::<Option<Vec<_>>>()?).ok()
        }
        _ => None,
    }
}

fn first_oid(der: &[u8]) -> Result<ObjectIdentifier, BerError> {
    let mut reader = Reader::new(der);
    let sequence = reader.expect(id::SEQUENCE)?;
    reader.finish()?;
    sequence.reader().expect(id::OID)?.any_oid()
}

/// SignerLocation: street, place, country, the narrowest first.
fn location(der: &[u8]) -> Result<String, BerError> {
    let mut fields = Reader::new(der).expect(id::SEQUENCE)?.reader();
    let mut parts = Vec::new();
    while let Some(field) = fields.next()? {
        let mut inside = field.reader();
        let element = inside.next()?.ok_or(field.malformed())?;
        let mut lines = Vec::new();
        if field.id == id::context_constructed(2) {
            let mut address = element.reader();
            while let Some(line) = address.next()? {
                lines.extend(text(&line));
            }
        } else {
            lines.extend(text(&element));
        }
        parts.splice(0..0, lines);
    }
    Ok(parts.join(", "))
}

/// SignerAttribute, SignerAttributeV2: the texts of the claimed attributes.
fn roles(der: &[u8]) -> Result<Vec<String>, BerError> {
    let mut fields = Reader::new(der).expect(id::SEQUENCE)?.reader();
    let mut roles = Vec::new();
    while let Some(field) = fields.next()? {
        // Certificates and assertions of attributes are not read here.
        if field.id != id::context_constructed(0) {
            continue;
        }
        // Writers differ in whether the tag is explicit.
        let mut inside = field.reader();
        let first = inside.next()?.ok_or(field.malformed())?;
        let explicit = first.reader().peek() == Some(id::SEQUENCE);
        let mut attributes = if explicit { first.reader() } else { field.reader() };
        while let Some(attribute) = attributes.next()? {
            let mut parts = attribute.reader();
            let is_named = parts.expect(id::OID)?.any_oid()? == oids::ROLE;
            let mut values = parts.expect(id::SET)?.reader();
            while let Some(value) = values.next()? {
                roles.extend(if is_named { role_name(&value)? } else { text(&value) });
            }
        }
    }
    Ok(roles)
}

/// RoleSyntax: the name of the role, where that is a URI.
fn role_name(value: &Element<'_>) -> Result<Option<String>, BerError> {
    let mut fields = value.reader();
    while let Some(field) = fields.next()? {
        if field.id != id::context_constructed(1) {
            continue;
        }
        let name = field.reader().next()?.ok_or(field.malformed())?;
        let text = || String::from_utf8(name.content.to_vec()).ok();
        return Ok((name.id == URI).then(text).flatten());
    }
    Ok(None)
}
