//! The first phase: where the signature goes, what it digests, what the key signs.

use std::ops::Range;

use super::prepared::PreparedSignature;
use super::template::{Placement, Template};
use super::write::{Skeleton, skeleton};
use super::{XmlSignError, others};
use crate::key::ToBeSigned;
use crate::xml::ids::{IdNames, Ids};
use crate::xml::signature::{
    DigestOptions, Resolver, XmlSignature, canonical_signed_info, digest_reference,
};
use crate::xml::transform::Budget;
use crate::xml::tree::{NodeId, ParseOptions, Tree};

/// Text for the value while there is none: two, so that a reference to the value shows.
const STAND_INS: [&str; 2] = ["AAAA", "BBBB"];

/// What preparing needs beside the document and the template.
#[derive(Clone, Copy, Default)]
pub struct PrepareOptions<'a> {
    /// Gives what references name outside the document.
    pub resolver: Option<&'a dyn Resolver>,
    /// The attributes that are Ids; the usual ones where it is `None`.
    pub id_names: Option<&'a IdNames>,
    /// Sign although a signature that is there already will no longer hold.
    pub break_others: bool,
}

/// Prepares a signature inside the document `bytes`, of which `tree` is the tree.
///
/// The digests are those of the document as it will be: it is put together with the new signature
/// in its place, read again and digested by the code that verifies.
///
/// # Errors
/// [`XmlSignError`].
pub fn prepare(
    bytes: &[u8],
    tree: &Tree,
    template: &Template,
    options: &PrepareOptions<'_>,
) -> Result<PreparedSignature, XmlSignError> {
    let mark = bytes.strip_prefix(b"\xEF\xBB\xBF").map_or(0, |_| 3);
    let source = tree.source();
    if bytes.get(mark..) != Some(source.as_bytes()) {
        return Err(XmlSignError::Encoding);
    }
    let place = place(tree, template.placement).ok_or(XmlSignError::Placement)?;
    let mut prepared = in_place(source, &place, template, options)?;
    if !options.break_others {
        others::still_hold(tree, &prepared, options)?;
    }
    prepared.range = prepared.range.start + mark..prepared.range.end + mark;
    Ok(prepared)
}

/// Prepares a signature that is a document of its own: detached, or enveloping what its objects
/// hold. [`Template::placement`] is not looked at.
///
/// # Errors
/// [`XmlSignError`].
pub fn prepare_standalone(
    template: &Template,
    options: &PrepareOptions<'_>,
) -> Result<PreparedSignature, XmlSignError> {
    let place = Place { range: 0..0, before: String::new(), after: String::new() };
    in_place("", &place, template, options)
}

/// What is replaced in the source, and what stands around the signature in its place.
struct Place {
    range: Range<usize>,
    before: String,
    after: String,
}

fn place(tree: &Tree, placement: Placement) -> Option<Place> {
    let at = |byte| Some(Place { range: byte..byte, before: String::new(), after: String::new() });
    let beside = |node: NodeId| {
        let inside = tree.parent(node).is_some_and(|parent| parent != tree.root());
        (inside && tree.name(node).is_some()).then(|| tree.span(node))
    };
    match placement {
        Placement::Before(node) => at(beside(node)?.start),
        Placement::After(node) => at(beside(node)?.end),
        Placement::LastChildOf(node) | Placement::FirstChildOf(node) => {
            let name = tree.name(node)?;
            let tag = tree.start_tag_span(node);
            let open = tag.end.checked_sub(2)?;
            if tree.source().get(open..tag.end) == Some("/>") {
                // An empty element gets an end tag.
                let colon = if name.prefix.is_empty() { "" } else { ":" };
                let after = format!("</{}{colon}{}>", name.prefix, name.local);
                return Some(Place { range: open..tag.end, before: ">".into(), after });
            }
            let inner = tree.inner_span(node);
            at(if matches!(placement, Placement::FirstChildOf(_)) {
                inner.start
            } else {
                inner.end
            })
        }
    }
}

/// The document put together, read, and its new signature.
struct Draft {
    tree: Tree,
    signature: XmlSignature,
    ids: Ids,
}

fn in_place(
    source: &str,
    place: &Place,
    template: &Template,
    options: &PrepareOptions<'_>,
) -> Result<PreparedSignature, XmlSignError> {
    if template.references.is_empty() {
        return Err(XmlSignError::NoReference);
    }
    let budget = Budget::for_document(source.len() as u64);
    let digest =
        DigestOptions { resolver: options.resolver, legacy_exclusive: true, budget: &budget };
    let empty: Vec<_> =
        template.references.iter().map(|one| vec![0; one.digest.output_len()]).collect();
    let first = draft(source, place, &skeleton(template, &empty)?, STAND_INS[0], options)?;
    check_ids(template, &first)?;
    let digests = digests(&first, &digest)?;
    drop(first);
    let skeleton = skeleton(template, &digests)?;
    let second = draft(source, place, &skeleton, STAND_INS[1], options)?;
    let again = self::digests(&second, &digest)?;
    if let Some(index) = digests.iter().zip(&again).position(|(one, two)| one != two) {
        return Err(XmlSignError::CoversItself { index });
    }
    let message = canonical_signed_info(&second.tree, &second.signature)?;
    let Skeleton { text, value_at } = skeleton;
    Ok(PreparedSignature {
        range: place.range.clone(),
        value_at: place.before.len() + value_at,
        text: [&place.before, &text, &place.after].map(String::as_str).concat(),
        to_be_signed: ToBeSigned::new(template.algorithm, message),
    })
}

fn draft(
    source: &str,
    place: &Place,
    skeleton: &Skeleton,
    value: &str,
    options: &PrepareOptions<'_>,
) -> Result<Draft, XmlSignError> {
    let (head, tail) = (source.get(..place.range.start), source.get(place.range.end..));
    let (Some(head), Some(tail)) = (head, tail) else { return Err(XmlSignError::Placement) };
    let (front, back) =
        skeleton.text.split_at_checked(skeleton.value_at).ok_or(XmlSignError::Placement)?;
    let whole = [head, &place.before, front, value, back, &place.after, tail].concat();
    let tree = Tree::parse(whole.as_bytes(), &ParseOptions::default())?;
    let start = head.len() + place.before.len();
    let span = start..start + skeleton.text.len() + value.len();
    // Found by its place, to the byte: an object that closes the signature early is no object.
    let node = crate::xml::signature::find(&tree)
        .into_iter()
        .find(|node| tree.span(*node) == span)
        .ok_or(XmlSignError::Placement)?;
    let signature = XmlSignature::read(&tree, node)?;
    let ids = match options.id_names {
        Some(names) => Ids::collect(&tree, names),
        None => Ids::collect(&tree, &IdNames::default()),
    };
    Ok(Draft { tree, signature, ids })
}

/// Every Id of the signature's own elements leads back to it.
fn check_ids(template: &Template, draft: &Draft) -> Result<(), XmlSignError> {
    let references = template.references.iter().map(|one| &one.id);
    let own = [&template.id, &template.value_id, &template.key_info.id];
    for id in own.into_iter().chain(references).flatten() {
        draft.ids.element(id).map_err(|fault| XmlSignError::Id { id: id.clone(), fault })?;
    }
    Ok(())
}

fn digests(draft: &Draft, options: &DigestOptions<'_>) -> Result<Vec<Vec<u8>>, XmlSignError> {
    let references = draft.signature.signed_info.references.iter().enumerate();
    let digest = |(index, reference)| {
        digest_reference(&draft.tree, &draft.ids, reference, options)
            .map(|(digest, _)| digest.as_bytes().to_vec())
            .map_err(|error| XmlSignError::Reference { index, error })
    };
    references.map(digest).collect()
}
