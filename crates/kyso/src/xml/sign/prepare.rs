//! The first phase: where the signature goes, what it digests, what the key signs.

use std::ops::Range;

use super::prepared::PreparedSignature;
use super::template::{Placement, Template, TransformTemplate};
use super::write::{Skeleton, skeleton};
use super::{XmlSignError, others};
use crate::Source;
use crate::key::ToBeSigned;
use crate::limits::MAX_XML_WHOLE_BYTES;
use crate::xml::ids::{IdNames, Ids};
use crate::xml::signature::{
    Covered, DigestOptions, Extent, Resolver, Target, XmlSignature, canonical_signed_info,
    digest_reference,
};
use crate::xml::transform::Budget;
use crate::xml::tree::{Name, NodeId, ParseOptions, Tree};

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
    let source = bytes.get(mark..).and_then(|text| std::str::from_utf8(text).ok());
    let source = source.ok_or(XmlSignError::Encoding)?;
    // Of a large document the tree does not keep the text.
    if !tree.is_sparse() && source != tree.source() {
        return Err(XmlSignError::Encoding);
    }
    let place = place(tree, source, template.placement).ok_or(XmlSignError::Placement)?;
    let mut prepared = in_place(source, &place, template, options)?;
    if !options.break_others {
        others::still_hold(tree, source, &prepared, options)?;
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
    in_place("", &Place::at(0), template, options)
}

/// What is replaced in the source, and what stands around the signature in its place.
struct Place {
    range: Range<usize>,
    before: String,
    after: String,
}

impl Place {
    /// Between two bytes.
    fn at(byte: usize) -> Self {
        Self { range: byte..byte, before: String::new(), after: String::new() }
    }
}

fn place(tree: &Tree, source: &str, placement: Placement) -> Option<Place> {
    let at = |byte| Some(Place::at(byte));
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
            if source.get(open..tag.end) == Some("/>") {
                // An empty element gets an end tag.
                let after = end_tag(&name);
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
    let first =
        draft(source, place, &skeleton(template, &empty)?, STAND_INS[0], (template, options))?;
    check_ids(template, &first)?;
    let (digests, covered) = digests(&first, &digest)?;
    if let Some(index) = covered.iter().position(|covered| covers_itself(&first, covered)) {
        return Err(XmlSignError::CoversItself { index });
    }
    let skeleton = skeleton(template, &digests)?;
    let second = if covered.iter().any(|covered| covered.extent == Extent::Filtered) {
        drop(first);
        let second = draft(source, place, &skeleton, STAND_INS[1], (template, options))?;
        let (again, _) = self::digests(&second, &digest)?;
        if let Some(index) = digests.iter().zip(&again).position(|(one, two)| one != two) {
            return Err(XmlSignError::CoversItself { index });
        }
        second
    } else {
        let (frame, place) = frame(&first)?;
        draft(&frame, &place, &skeleton, STAND_INS[1], (template, options))?
    };
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
    (template, options): (&Template, &PrepareOptions<'_>),
) -> Result<Draft, XmlSignError> {
    let (head, tail) = (source.get(..place.range.start), source.get(place.range.end..));
    let (Some(head), Some(tail)) = (head, tail) else { return Err(XmlSignError::Placement) };
    let (front, back) =
        skeleton.text.split_at_checked(skeleton.value_at).ok_or(XmlSignError::Placement)?;
    let whole = [head, &place.before, front, value, back, &place.after, tail].concat();
    let whole = whole.into_bytes();
    let tree = read(whole, options, needs_all(template))?;
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

/// Reads a document: a large one sparsely, unless all of it is needed.
pub(super) fn read(
    bytes: Vec<u8>,
    options: &PrepareOptions<'_>,
    all: bool,
) -> Result<Tree, XmlSignError> {
    let ids = options.id_names.cloned().unwrap_or_default();
    let parsing = ParseOptions { ids, ..ParseOptions::default() };
    if all || bytes.len() as u64 <= MAX_XML_WHOLE_BYTES {
        return Ok(Tree::parse(&bytes, &parsing)?);
    }
    Ok(Tree::open(&Source::from_bytes(bytes), &parsing)?)
}

/// Whether a transform reads nodes that a sparse tree does not keep.
fn needs_all(template: &Template) -> bool {
    let mut transforms = template.references.iter().flat_map(|one| &one.transforms);
    transforms.any(|transform| {
        !matches!(transform, TransformTemplate::Enveloped | TransformTemplate::Canonicalization(_))
    })
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

/// The digests of all references, and what each covers.
fn digests(
    draft: &Draft,
    options: &DigestOptions<'_>,
) -> Result<(Vec<Vec<u8>>, Vec<Covered>), XmlSignError> {
    let references = draft.signature.signed_info.references.iter().enumerate();
    let digest = |(index, reference)| {
        digest_reference(&draft.tree, &draft.ids, reference, options)
            .map(|(digest, covered)| (digest.as_bytes().to_vec(), covered))
            .map_err(|error| XmlSignError::Reference { index, error })
    };
    let all: Result<Vec<_>, _> = references.map(digest).collect();
    Ok(all?.into_iter().unzip())
}

/// Whether a reference covers the digests or the value of its own signature. What a filter leaves
/// is not told by its target: there the digests of two drafts are compared.
fn covers_itself(draft: &Draft, covered: &Covered) -> bool {
    let (tree, signature) = (&draft.tree, &draft.signature);
    let apex = match covered.target {
        Target::Document => tree.root(),
        Target::Element { node, .. } => node,
        Target::External => return false,
    };
    let within = |one, other| tree.is_inclusive_ancestor(one, other);
    covered.extent != Extent::Filtered
        && !covered.excluded.contains(&signature.node)
        && [signature.signed_info.node, signature.value.node]
            .into_iter()
            .any(|own| within(apex, own) || within(own, apex))
}

/// The elements around the signature without what else is in them, and the place inside: all that
/// the canonical form of `SignedInfo` depends on, so that a large document is read once only.
fn frame(draft: &Draft) -> Result<(String, Place), XmlSignError> {
    let tree = &draft.tree;
    let mut around: Vec<_> = tree.ancestors(draft.signature.node).skip(1).collect();
    around.retain(|node| tree.is_element(*node));
    let mut text = String::new();
    for node in around.iter().rev() {
        text.push_str(&tree.source_text(tree.start_tag_span(*node))?);
    }
    let place = Place::at(text.len());
    for name in around.iter().filter_map(|node| tree.name(*node)) {
        text.push_str(&end_tag(&name));
    }
    Ok((text, place))
}

fn end_tag(name: &Name<'_>) -> String {
    let colon = if name.prefix.is_empty() { "" } else { ":" };
    format!("</{}{colon}{}>", name.prefix, name.local)
}
