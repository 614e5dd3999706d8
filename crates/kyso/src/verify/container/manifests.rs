//! The manifests of a container, each read once, whatever signatures ask for them.

use std::collections::HashMap;
use std::rc::Rc;

use crate::container::{Container, Entry, Manifest, Role};
use crate::limits::MAX_CONTAINER_MANIFESTS_TOTAL;

/// Which manifests belong to which signature, and which to none.
pub(super) struct Manifests<'c> {
    /// By the name of the signature.
    of: HashMap<&'c str, Vec<(&'c Entry, Rc<Manifest>)>>,
    /// Those that cannot be read, or belong to no signature.
    pub(super) faulty: Vec<&'c Entry>,
}

impl<'c> Manifests<'c> {
    /// Reads them all, as far as they are bounded.
    pub(super) fn of(container: &'c Container) -> Self {
        let mut manifests = Self { of: HashMap::new(), faulty: Vec::new() };
        let mut bytes = 0_u64;
        for entry in container.with_role(Role::Manifest) {
            bytes = bytes.saturating_add(entry.size());
            let manifest = if bytes > MAX_CONTAINER_MANIFESTS_TOTAL {
                None
            } else {
                container.read_meta(entry).ok().and_then(|bytes| Manifest::read(&bytes).ok())
            };
            let signature = manifest.as_ref().and_then(|one| container.referred(&one.signature));
            let signature = signature.filter(|one| one.role() == Role::CmsSignature);
            match (manifest, signature) {
                (Some(manifest), Some(signature)) => {
                    let all = manifests.of.entry(signature.name()).or_default();
                    all.push((entry, Rc::new(manifest)));
                }
                _ => manifests.faulty.push(entry),
            }
        }
        manifests
    }

    /// Those that say to belong to this signature.
    pub(super) fn for_signature(&self, signature: &Entry) -> &[(&'c Entry, Rc<Manifest>)] {
        self.of.get(signature.name()).map(Vec::as_slice).unwrap_or_default()
    }
}
