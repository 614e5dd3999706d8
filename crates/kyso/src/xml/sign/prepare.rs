//! The first phase: where the signature goes, what it digests, what the key signs.

use std::ops::Range;

use super::prepared::PreparedSignature;
use super::template::{Placement, Template, TransformTemplate};
use super::write::{Skeleton, skeleton};
use super::{XmlSignError, others};
use crate::Source;
use crate::key::ToBeSigned;
use crate::xml::Encoding;
use crate::xml::error::XmlError;
use crate::xml::ids::{IdNames, Ids};
use crate::xml::signature::{
    Covered, DigestOptions, Extent, Resolver, Target, XmlSignature, canonical_signed_info,
    digest_reference,
};
use crate::xml::transform::Budget;
use crate::xml::tree::{Name, NodeId, ParseOptions, Tree};
use crate::xml::xades::without_signatures;

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

/// Prepares a signature inside the document `source`, of which `tree` is the tree. Of a large
/// document no more than a sparse tree is kept, unless a transform needs all of it.
///
/// The digests are those of the document as it will be: it is put together with the new signature
/// in its place, read again and digested by the code that verifies.
///
/// # Errors
/// [`XmlSignError`].
pub fn prepare(
    source: &Source,
    tree: &Tree,
    template: &Template,
    options: &PrepareOptions<'_>,
) -> Result<PreparedSignature, XmlSignError> {
    let mark = match tree.encoding() {
        Encoding::Utf8 { bom } => {
            if bom {
                MARK
            } else {
                0
            }
        }
        Encoding::Ascii => 0,
        _ => return Err(XmlSignError::Encoding),
    };
    // Of a large document the tree does not keep the text.
    if !tree.is_sparse() && source.len() != (tree.source().len() + mark) as u64 {
        return Err(XmlSignError::Encoding);
    }
    let place = place(tree, template.placement)?.ok_or(XmlSignError::Placement)?;
    let place = place.behind(mark);
    let prepared = in_place(source, mark, &place, template, options)?;
    if !options.break_others {
        others::still_hold(tree, source, mark, &prepared, options)?;
    }
    Ok(prepared)
}

/// Bytes of a byte order mark in UTF-8, which the spans of a tree do not count.
const MARK: usize = 3;

/// Prepares a signature that is a document of its own: detached, or enveloping what its objects
/// hold. [`Template::placement`] is not looked at.
///
/// # Errors
/// [`XmlSignError`].
pub fn prepare_standalone(
    template: &Template,
    options: &PrepareOptions<'_>,
) -> Result<PreparedSignature, XmlSignError> {
    in_place(&Source::from_bytes(Vec::new()), 0, &Place::at(0), template, options)
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

    /// The same place in a source that begins with so many other bytes.
    fn behind(mut self, mark: usize) -> Self {
        self.range = self.range.start + mark..self.range.end + mark;
        self
    }
}

fn place(tree: &Tree, placement: Placement) -> Result<Option<Place>, XmlError> {
    let at = |byte| Ok(Some(Place::at(byte)));
    let beside = |node: NodeId| {
        let inside = tree.parent(node).is_some_and(|parent| parent != tree.root());
        (inside && tree.name(node).is_some()).then(|| tree.span(node))
    };
    match placement {
        Placement::Before(node) => Ok(beside(node).map(|span| Place::at(span.start))),
        Placement::After(node) => Ok(beside(node).map(|span| Place::at(span.end))),
        Placement::LastChildOf(node) | Placement::FirstChildOf(node) => {
            let Some(name) = tree.name(node) else { return Ok(None) };
            let tag = tree.start_tag_span(node);
            let open = tag.end.saturating_sub(2);
            if tree.source_text(tag.clone())?.ends_with("/>") {
                // An empty element gets an end tag.
                let after = end_tag(&name);
                return Ok(Some(Place { range: open..tag.end, before: ">".into(), after }));
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
    source: &Source,
    mark: usize,
    place: &Place,
    template: &Template,
    options: &PrepareOptions<'_>,
) -> Result<PreparedSignature, XmlSignError> {
    if template.references.is_empty() {
        return Err(XmlSignError::NoReference);
    }
    let budget = Budget::for_document(source.len());
    let digest =
        DigestOptions { resolver: options.resolver, legacy_exclusive: true, budget: &budget };
    let empty: Vec<_> =
        template.references.iter().map(|one| vec![0; one.digest.output_len()]).collect();
    let base = Base { source, mark, template, options };
    let first = base.draft(place, &skeleton(template, &empty)?, STAND_INS[0])?;
    check_ids(template, &first)?;
    let (digests, covered) = digests(&first, &digest)?;
    if let Some(index) = covered.iter().position(|covered| covers_itself(&first, covered)) {
        return Err(XmlSignError::CoversItself { index });
    }
    let skeleton = skeleton(template, &digests)?;
    let second = if covered.iter().any(|covered| covered.extent == Extent::Filtered) {
        drop(first);
        let second = base.draft(place, &skeleton, STAND_INS[1])?;
        let (again, _) = self::digests(&second, &digest)?;
        if let Some(index) = digests.iter().zip(&again).position(|(one, two)| one != two) {
            return Err(XmlSignError::CoversItself { index });
        }
        second
    } else {
        let (frame, place) = frame(&first)?;
        let source = &Source::from_bytes(frame.into_bytes());
        Base { source, mark: 0, ..base }.draft(&place, &skeleton, STAND_INS[1])?
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

/// What a draft is made of beside the signature.
#[derive(Clone, Copy)]
struct Base<'a> {
    source: &'a Source,
    mark: usize,
    template: &'a Template,
    options: &'a PrepareOptions<'a>,
}

impl Base<'_> {
    fn draft(
        &self,
        place: &Place,
        skeleton: &Skeleton,
        value: &str,
    ) -> Result<Draft, XmlSignError> {
        let (front, back) =
            skeleton.text.split_at_checked(skeleton.value_at).ok_or(XmlSignError::Placement)?;
        let text = [&place.before, front, value, back, &place.after].concat().into_bytes();
        let range = place.range.start as u64..place.range.end as u64;
        let whole = self.source.spliced(range, text);
        let tree = read(&whole, self.options, needs_all(self.template))?;
        let start = (place.range.start + place.before.len()).saturating_sub(self.mark);
        let span = start..start + skeleton.text.len() + value.len();
        // Found by its place, to the byte: an object that closes the signature early is no object.
        let node = crate::xml::signature::find(&tree)
            .into_iter()
            .find(|node| tree.span(*node) == span)
            .ok_or(XmlSignError::Placement)?;
        let signature = XmlSignature::read(&tree, node)?;
        let usual = IdNames::default();
        let ids = Ids::collect(&tree, self.options.id_names.unwrap_or(&usual));
        Ok(Draft { tree, signature, ids })
    }
}

/// Reads a document: a large one sparsely, unless all of it is needed.
pub(super) fn read(
    source: &Source,
    options: &PrepareOptions<'_>,
    all: bool,
) -> Result<Tree, XmlSignError> {
    let ids = options.id_names.cloned().unwrap_or_default();
    let parsing = ParseOptions { ids, ..ParseOptions::default() };
    if all { Ok(Tree::whole(source, &parsing)?) } else { Ok(Tree::open(source, &parsing)?) }
}

/// Whether a transform reads nodes that a sparse tree does not keep.
fn needs_all(template: &Template) -> bool {
    let mut transforms = template.references.iter().flat_map(|one| &one.transforms);
    transforms.any(|transform| match transform {
        TransformTemplate::Enveloped | TransformTemplate::Canonicalization(_) => false,
        other => *other != without_signatures(),
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
