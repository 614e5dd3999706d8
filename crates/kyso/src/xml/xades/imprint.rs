//! The bytes that a time-stamp is over, streamed into a digest (EN 319 132-1 §5.3, §5.5.2.2).

use super::ImprintFault;
use super::qualifying::Qualifying;
use super::timestamps::{TimestampContainer, TimestampKind};
use crate::DigestAlgorithm;
use crate::crypto::{Digest, Hasher};
use crate::xml::c14n::{Canonicalization, NodeSet, canonicalize};
use crate::xml::signature::{DereferenceFault, DigestOptions, ValueHolds};
use crate::xml::transform::write_within;
use crate::xml::{Ids, NodeId};

/// A signature in its document, of which imprints are computed.
#[derive(Clone, Copy)]
pub struct Imprints<'a> {
    /// The signature: nobody is made to work for one whose value does not hold.
    pub holds: ValueHolds<'a>,
    /// The Ids of its document.
    pub ids: &'a Ids,
    /// Its properties.
    pub qualifying: &'a Qualifying,
    /// What references may draw on and cost.
    pub options: DigestOptions<'a>,
}

impl Imprints<'_> {
    /// The digest that the tokens of `container` must have stamped.
    ///
    /// # Errors
    /// [`ImprintFault`]: the bytes cannot be told, so that the tokens prove nothing.
    pub fn of(
        &self,
        container: &TimestampContainer,
        algorithm: DigestAlgorithm,
    ) -> Result<Digest, ImprintFault> {
        if container.includes > 0 && container.kind != TimestampKind::IndividualDataObjects {
            return Err(ImprintFault::Includes);
        }
        let unknown = |uri: &String| ImprintFault::Canonicalization { uri: uri.clone() };
        let method = container.canonicalization.as_ref().map_err(unknown)?;
        match container.kind {
            TimestampKind::Signature => self.signature_value(method, algorithm),
            TimestampKind::Archive => self.archive(Some(container.node), method, algorithm),
            TimestampKind::AllDataObjects => {
                let mut hasher = Hasher::new(algorithm);
                self.references(method, Some(self.qualifying.reference), &mut hasher)?;
                Ok(hasher.finish())
            }
            TimestampKind::IndividualDataObjects => self.included(container, method, algorithm),
            _ => Err(ImprintFault::Unsupported),
        }
    }

    /// Over the data of the references that a container names, in its order (EN 319 132-1 §5.2.8.2).
    fn included(
        &self,
        container: &TimestampContainer,
        method: &Canonicalization,
        algorithm: DigestAlgorithm,
    ) -> Result<Digest, ImprintFault> {
        let references = &self.holds.signature().signed_info.references;
        let index = |id: &Option<String>| {
            let id = id.as_ref()?;
            references.iter().position(|reference| reference.id.as_ref() == Some(id))
        };
        let indices: Option<Vec<_>> = container.included.iter().map(index).collect();
        let named = indices.filter(|all| all.len() == container.includes && !all.is_empty());
        let mut hasher = Hasher::new(algorithm);
        for index in named.ok_or(ImprintFault::Includes)? {
            self.reference(index, method, &mut hasher)?;
        }
        Ok(hasher.finish())
    }

    /// Over the `ds:SignatureValue` element, tags included (EN 319 132-1 §5.3).
    pub(super) fn signature_value(
        &self,
        method: &Canonicalization,
        algorithm: DigestAlgorithm,
    ) -> Result<Digest, ImprintFault> {
        let mut hasher = Hasher::new(algorithm);
        self.element(self.holds.signature().value.node, method, &mut hasher)?;
        Ok(hasher.finish())
    }

    /// Over everything that comes before an archive time-stamp; `None` for one that is still to
    /// be appended (EN 319 132-1 §5.5.2.2).
    pub(super) fn archive(
        &self,
        container: Option<NodeId>,
        method: &Canonicalization,
        algorithm: DigestAlgorithm,
    ) -> Result<Digest, ImprintFault> {
        let mut hasher = Hasher::new(algorithm);
        self.references(method, None, &mut hasher)?;
        self.element(self.holds.signature().signed_info.node, method, &mut hasher)?;
        self.element(self.holds.signature().value.node, method, &mut hasher)?;
        if let Some(key_info) = &self.holds.signature().key_info {
            self.element(key_info.node, method, &mut hasher)?;
        }
        let properties = self.qualifying.unsigned.iter().map(|property| property.node);
        for property in properties.take_while(|node| Some(*node) != container) {
            self.element(property, method, &mut hasher)?;
        }
        let objects = self.holds.signature().objects.iter().map(|object| object.node);
        for object in objects.filter(|node| *node != self.qualifying.object) {
            self.element(object, method, &mut hasher)?;
        }
        Ok(hasher.finish())
    }

    /// What every reference but one gives, as it is digested; `method` where that is a node-set.
    fn references(
        &self,
        method: &Canonicalization,
        except: Option<usize>,
        hasher: &mut Hasher,
    ) -> Result<(), ImprintFault> {
        let count = self.holds.signature().signed_info.references.len();
        for index in (0..count).filter(|index| Some(*index) != except) {
            self.reference(index, method, hasher)?;
        }
        Ok(())
    }

    fn reference(
        &self,
        index: usize,
        method: &Canonicalization,
        hasher: &mut Hasher,
    ) -> Result<(), ImprintFault> {
        let written = self.holds.write_reference(index, self.ids, &self.options, method, hasher);
        let fault = |error: DereferenceFault| error.to_string();
        written.map(|_| ()).map_err(|error| ImprintFault::Reference { index, fault: fault(error) })
    }

    fn element(
        &self,
        node: NodeId,
        method: &Canonicalization,
        hasher: &mut Hasher,
    ) -> Result<(), ImprintFault> {
        let set = NodeSet::Subtree { apex: node, comments: method.comments, except: Vec::new() };
        let (tree, budget) = (self.holds.tree(), self.options.budget);
        // Anybody can sign with a key of his own and add a thousand time-stamps to it.
        let walked = tree.span(node).len() as u64;
        let written =
            write_within(budget, walked, hasher, |sink| canonicalize(tree, &set, method, sink))?;
        written.map(|_| ()).ok_or(ImprintFault::Budget { limit: budget.limit() })
    }
}
