//! Signatures that are there already must still hold when another one is added.

use super::XmlSignError;
use super::prepare::{PrepareOptions, read};
use super::prepared::PreparedSignature;
use crate::Source;
use crate::xml::ids::{IdNames, Ids};
use crate::xml::signature::{DigestOptions, XmlSignature, digest_reference, find};
use crate::xml::transform::Budget;
use crate::xml::tree::{NodeId, Tree};

/// Every reference of the signatures in `before` that holds there holds in `after` too: an
/// `enveloped-signature` transform leaves out its own signature and no other, so that a second
/// signature inside what a first one covers breaks it.
pub(super) fn still_hold(
    before: &Tree,
    source: &Source,
    mark: usize,
    added: &PreparedSignature,
    options: &PrepareOptions<'_>,
) -> Result<(), XmlSignError> {
    let signatures = find(before);
    if signatures.is_empty() {
        return Ok(());
    }
    let range = added.range.start as u64..added.range.end as u64;
    let whole = source.spliced(range, added.text.clone().into_bytes());
    let after = read(&whole, options, !before.is_sparse())?;
    let moved = |start: usize| {
        let behind = start + mark >= added.range.end;
        if behind { start + added.text.len() - added.range.len() } else { start }
    };
    let usual = IdNames::default();
    let names = options.id_names.unwrap_or(&usual);
    let ids = [Ids::collect(before, names), Ids::collect(&after, names)];
    let budget = Budget::for_document(source.len());
    let digest =
        DigestOptions { resolver: options.resolver, legacy_exclusive: true, budget: &budget };
    let later = find(&after);
    for node in signatures {
        let Ok(one) = XmlSignature::read(before, node) else { continue };
        let start = moved(before.span(node).start);
        let Some(two) = beginning_at(start, &after, &later) else { continue };
        let references = one.signed_info.references.iter().zip(&two.signed_info.references);
        for (index, (one, two)) in references.enumerate() {
            let held = digest_reference(before, &ids[0], one, &digest)
                .is_ok_and(|(found, _)| found.as_bytes() == one.digest_value);
            let holds = || {
                digest_reference(&after, &ids[1], two, &digest)
                    .is_ok_and(|(found, _)| found.as_bytes() == two.digest_value)
            };
            if held && !holds() {
                return Err(XmlSignError::BreaksOther { path: before.path(node), index });
            }
        }
    }
    Ok(())
}

/// The signature that begins at this byte.
fn beginning_at(start: usize, tree: &Tree, found: &[NodeId]) -> Option<XmlSignature> {
    let node = found.iter().find(|node| tree.span(**node).start == start)?;
    XmlSignature::read(tree, *node).ok()
}
