//! Parallel signatures: several in one document that do not depend on each other.
//!
//! The `enveloped-signature` transform leaves out its own signature and no other, so that a
//! signature over the whole document covers every other one in it: one that is added later, or
//! raised to a higher level later, breaks it. What holds side by side are signatures over elements
//! by Id that hold no signature, or over the document without all signatures in it, as
//! [`parallel_reference`] asks for. Whoever signs last may envelop the others, and then they stay
//! as they are.

use super::names::DS;
use crate::DigestAlgorithm;
use crate::xml::sign::{FilterTemplate, ReferenceTemplate, TransformTemplate};
use crate::xml::xpath::SetOperation;

/// Leaves every signature out, this one and those beside it: XPath Filter 2.0, as EU DSS writes
/// it too.
#[must_use]
pub fn without_signatures() -> TransformTemplate {
    TransformTemplate::Filter2(vec![FilterTemplate {
        operation: SetOperation::Subtract,
        expression: "/descendant::ds:Signature".into(),
        namespaces: vec![("ds".into(), DS.into())],
    }])
}

/// A reference to the whole document without any signature in it.
#[must_use]
pub fn parallel_reference(digest: DigestAlgorithm) -> ReferenceTemplate {
    let mut reference = ReferenceTemplate::enveloped(digest);
    if let Some(first) = reference.transforms.first_mut() {
        *first = without_signatures();
    }
    reference
}
