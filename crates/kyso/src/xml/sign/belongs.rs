//! Whether a signature that was kept between the phases is one of the document beside it.

use super::prepared::PreparedSignature;
use crate::x509::Certificate;
use crate::xml::ids::{IdNames, Ids};
use crate::xml::signature::{
    DigestOptions, Resolver, XmlSignature, canonical_signed_info, digest_reference, find,
};
use crate::xml::transform::Budget;
use crate::xml::tree::{ParseOptions, Tree};
use crate::xml::xades::{Qualifying, Reading};

/// Stands for the value while there is none.
const STAND_IN: &str = "AAAA";

impl PreparedSignature {
    /// Whether every digest in it is that of what stands in `document`, what the key is asked to
    /// sign is its `SignedInfo`, and its signed properties, where it has some, name `certificate`.
    /// `resolver` gives what it refers to outside of the document.
    #[must_use]
    pub fn belongs_to(
        &self,
        document: &[u8],
        certificate: &Certificate,
        resolver: Option<&dyn Resolver>,
    ) -> bool {
        self.check(document, certificate, resolver).is_some()
    }

    fn check(
        &self,
        document: &[u8],
        certificate: &Certificate,
        resolver: Option<&dyn Resolver>,
    ) -> Option<()> {
        let mark = document.strip_prefix(b"\xEF\xBB\xBF").map_or(0, |_| 3);
        let (head, tail) = (document.get(mark..self.range.start)?, document.get(self.range.end..)?);
        let (front, back) = self.text.split_at_checked(self.value_at)?;
        let [front, back] = [front, back].map(str::as_bytes);
        let whole = [head, front, STAND_IN.as_bytes(), back, tail].concat();
        let tree = Tree::parse(&whole, &ParseOptions::default()).ok()?;
        let value_at = head.len() + front.len();
        let signature = find(&tree).into_iter().find_map(|node| {
            let signature = XmlSignature::read(&tree, node).ok()?;
            (tree.inner_span(signature.value.node).start == value_at).then_some(signature)
        })?;
        let message = canonical_signed_info(&tree, &signature).ok()?;
        let ids = Ids::collect(&tree, &IdNames::default());
        let budget = Budget::for_document(whole.len() as u64);
        let options = DigestOptions { resolver, legacy_exclusive: true, budget: &budget };
        let same = signature.signed_info.references.iter().all(|reference| {
            digest_reference(&tree, &ids, reference, &options)
                .is_ok_and(|(digest, _)| digest.as_bytes() == reference.digest_value)
        });
        let named = match Qualifying::read(&tree, &ids, &signature).ok()? {
            Reading::Present(qualifying) => {
                qualifying.signed.check_certificate(certificate).is_ok()
            }
            _ => true,
        };
        (same && named && message == self.to_be_signed.message()).then_some(())
    }
}
