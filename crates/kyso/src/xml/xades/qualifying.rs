//! Reads the qualifying properties of a signature and checks that they are this signature's
//! (EN 319 132-1 §4.3, §4.4).

use super::EncapsulatedFault;
use super::XadesError;
use super::evidence::Gatherer;
use super::fields::Fields;
use super::names::{OLDER, SIGNED_PROPERTIES_TYPE, XADES};
use super::signed::SignedProperties;
use super::timestamps::{TimestampContainer, TimestampKind};
use super::unsigned::{UnsignedContent, UnsignedProperty};
use crate::limits::MAX_XADES_PROPERTIES;
use crate::revocation::Evidence;
use crate::xml::signature::{Reference, TransformAlgorithm, XmlSignature};
use crate::xml::{Ids, NodeId, Tree};

/// What a signature has of qualifying properties.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Reading {
    /// None: plain XMLDSig.
    Absent,
    /// Those of XAdES before 1.3.2, which are not read.
    Older {
        /// Their namespace.
        namespace: String,
    },
    /// A `QualifyingPropertiesReference`: they are elsewhere, and not followed.
    Elsewhere,
    /// Properties that belong to the signature.
    Present(Box<Qualifying>),
}

/// The qualifying properties of one signature.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Qualifying {
    /// The `QualifyingProperties` element.
    pub node: NodeId,
    /// The `ds:Object` that holds it.
    pub object: NodeId,
    /// What is signed.
    pub signed: SignedProperties,
    /// The reference that signs it: its place in `SignedInfo`, from 0.
    pub reference: usize,
    /// `UnsignedProperties`, if it is there.
    pub unsigned_node: Option<NodeId>,
    /// `UnsignedSignatureProperties`, if it is there.
    pub unsigned_signature_node: Option<NodeId>,
    /// The unsigned properties of the signature, in document order.
    pub unsigned: Vec<UnsignedProperty>,
    /// Whether there are unsigned properties of data objects; they are not read.
    pub unsigned_of_objects: bool,
}

/// The evidence that a signature carries.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Carried {
    /// What could be read.
    pub evidence: Evidence,
    /// Pieces that could not.
    pub unreadable: Vec<(NodeId, EncapsulatedFault)>,
}

impl Qualifying {
    /// Reads the properties of `signature`, whose references must have held.
    ///
    /// # Errors
    /// [`XadesError`]: there are properties, and they cannot be taken for this signature's.
    pub fn read(tree: &Tree, ids: &Ids, signature: &XmlSignature) -> Result<Reading, XadesError> {
        let mut found = Vec::new();
        let mut other = Reading::Absent;
        for object in &signature.objects {
            for child in tree.elements(object.node) {
                let Some(name) = tree.name(child) else { continue };
                match (name.namespace, name.local) {
                    (XADES, "QualifyingProperties") => found.push((object.node, child)),
                    (XADES, "QualifyingPropertiesReference") => other = Reading::Elsewhere,
                    (old, "QualifyingProperties") if OLDER.contains(&old) => {
                        other = Reading::Older { namespace: old.to_owned() };
                    }
                    _ => {}
                }
            }
        }
        match found.as_slice() {
            [] => match (other, typed(signature).next()) {
                // Signed properties that do not stand in this signature are nobody's.
                (Reading::Absent, Some((_, reference))) => Err(XadesError::WrongReference {
                    uri: reference.uri.clone().unwrap_or_default(),
                }),
                (other, _) => Ok(other),
            },
            [(object, node)] => {
                let own = Self::of(tree, ids, signature, *object, *node)?;
                Ok(Reading::Present(Box::new(own)))
            }
            several => {
                let element = "QualifyingProperties";
                Err(XadesError::Repeated { element, count: several.len() })
            }
        }
    }

    fn of(
        tree: &Tree,
        ids: &Ids,
        signature: &XmlSignature,
        object: NodeId,
        node: NodeId,
    ) -> Result<Self, XadesError> {
        let fields = Fields::new(tree, node, "QualifyingProperties");
        let target = fields.need_attribute("Target")?;
        if signature.id.is_none() || target.strip_prefix('#') != signature.id.as_deref() {
            return Err(XadesError::Target { target });
        }
        let signed = fields.need(XADES, "SignedProperties")?.node;
        let reference = signing_reference(tree, ids, signature, signed)?;
        let unsigned = fields.once("UnsignedProperties")?;
        let of_signature =
            unsigned.map(|u| u.once("UnsignedSignatureProperties")).transpose()?.flatten();
        let of_objects =
            unsigned.map(|u| u.once("UnsignedDataObjectProperties")).transpose()?.flatten();
        let mut properties = Vec::new();
        for child in of_signature.iter().flat_map(|fields| tree.elements(fields.node)) {
            if properties.len() >= MAX_XADES_PROPERTIES {
                let (element, limit) = ("UnsignedSignatureProperties", MAX_XADES_PROPERTIES);
                return Err(XadesError::TooMany { element, limit });
            }
            properties.push(UnsignedProperty::read(tree, child));
        }
        Ok(Self {
            node,
            object,
            signed: SignedProperties::read(tree, signed, signature)?,
            reference,
            unsigned_node: unsigned.map(|fields| fields.node),
            unsigned_signature_node: of_signature.map(|fields| fields.node),
            unsigned: properties,
            unsigned_of_objects: of_objects.is_some(),
        })
    }

    /// The time-stamp containers among the unsigned properties, in document order.
    pub fn timestamps(&self) -> impl DoubleEndedIterator<Item = &TimestampContainer> {
        self.unsigned.iter().filter_map(|property| match &property.content {
            UnsignedContent::Timestamp(container) => Some(container),
            _ => None,
        })
    }

    /// Those over the signature value.
    pub fn signature_timestamps(&self) -> impl Iterator<Item = &TimestampContainer> {
        self.timestamps().filter(|container| container.kind == TimestampKind::Signature)
    }

    /// Those over everything before them, in document order: the oldest first.
    pub fn archive_timestamps(&self) -> impl DoubleEndedIterator<Item = &TimestampContainer> {
        self.timestamps().filter(|container| container.kind == TimestampKind::Archive)
    }

    /// The signatures over this signature's value that its counter-signature properties hold.
    pub fn counter_signatures(&self) -> impl Iterator<Item = NodeId> {
        self.unsigned.iter().filter_map(|property| match property.content {
            UnsignedContent::CounterSignature(signature) => signature,
            _ => None,
        })
    }

    /// The certificates and revocation data among the unsigned properties. None of it is trusted
    /// by itself.
    #[must_use]
    pub fn evidence(&self, tree: &Tree) -> Carried {
        let mut gatherer = Gatherer::new(tree);
        for property in &self.unsigned {
            if let UnsignedContent::Evidence(container) = &property.content {
                gatherer.add(container);
            }
        }
        Carried { evidence: gatherer.evidence, unreadable: gatherer.unreadable }
    }
}

/// The references that say to sign the signed properties.
fn typed(signature: &XmlSignature) -> impl Iterator<Item = (usize, &Reference)> {
    let all = signature.signed_info.references.iter().enumerate();
    all.filter(|(_, reference)| reference.kind.as_deref() == Some(SIGNED_PROPERTIES_TYPE))
}

/// The one reference that signs exactly this element, all of it (EN 319 132-1 §4.4.2).
fn signing_reference(
    tree: &Tree,
    ids: &Ids,
    signature: &XmlSignature,
    signed: NodeId,
) -> Result<usize, XadesError> {
    let mut typed = typed(signature);
    let (index, reference) = typed.next().ok_or(XadesError::NotSigned)?;
    let uri = reference.uri.clone().unwrap_or_default();
    let named = uri.strip_prefix('#').filter(|id| !id.is_empty());
    let own = tree.attribute(signed, "", "Id");
    let leads_here = named.is_some()
        && named == own
        && named.and_then(|id| ids.element(id).ok()) == Some(signed);
    let whole = reference
        .transforms
        .iter()
        .all(|transform| matches!(transform.algorithm, TransformAlgorithm::Canonicalization(_)));
    if !leads_here || !whole || typed.next().is_some() {
        return Err(XadesError::WrongReference { uri });
    }
    Ok(index)
}
