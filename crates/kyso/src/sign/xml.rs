//! The walk out for XML: a template out of the request, its skeleton in the document, the value in
//! its place, and levels beyond.

use std::ops::Range;

use super::builder::{Goal, Request, Signer};
use super::prepared::{Layout, Prepared};
use super::signed::{Edit, Original, Signed};
use super::{Level, SignError, xml_profile};
use crate::algorithm::DigestAlgorithm;
use crate::crypto::Hasher;
use crate::document::Document;
use crate::key::{SignatureValue, ToBeSigned};
use crate::limits::MAX_XML_TREE_BYTES;
use crate::report::FoundLevel;
use crate::time::Time;
use crate::x509::Certificate;
use crate::xml::profile::{Attachments, Profile};
use crate::xml::sign::{
    KeyInfoTemplate, Placement, PrepareOptions, PreparedSignature, ReferenceTemplate, Template,
    TransformTemplate, XmlSignError, prepare as prepare_signature,
};
use crate::xml::signature::Resolver;
use crate::xml::xades::{
    Place, Properties, RaiseGoal, RaiseOptions, Raised, SIGNED_PROPERTIES_TYPE, Which, raise,
    without_signatures,
};
use crate::xml::{ElementPath, IdError, IdNames, NodeId, ParseOptions, Tree, XmlDocument};

/// The form of an XML signature.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[non_exhaustive]
pub enum XmlForm {
    /// XAdES baseline (EN 319 132-1): says which certificate is meant, and can be raised.
    #[default]
    Xades,
    /// XML Signature alone, for readers that know nothing more. It binds no certificate.
    XmlDsig,
}

/// What of an XML document is signed.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
#[non_exhaustive]
pub enum XmlPart {
    /// All of it.
    #[default]
    Document,
    /// This element with all that is in it. It needs an identifier.
    Element(ElementPath),
}

/// What can be asked of a signature in XML alone.
#[derive(Clone, Debug, Default)]
pub(super) struct XmlRequest {
    pub(super) form: XmlForm,
    pub(super) part: XmlPart,
    pub(super) inside: Option<ElementPath>,
    /// Whether other signatures are covered too.
    pub(super) last: bool,
    pub(super) roles: Vec<String>,
    pub(super) id: Option<String>,
    pub(super) profile: Option<Box<Profile>>,
}

impl XmlRequest {
    /// Whether elements are looked for in the document by their paths.
    fn searches(&self) -> bool {
        self.inside.is_some() || self.profile.is_some() || matches!(self.part, XmlPart::Element(_))
    }

    /// Which options were given, by the names of their methods.
    pub(super) fn given(&self) -> Vec<(bool, &'static str)> {
        let of_any =
            [(!self.roles.is_empty(), "claimed-role"), (self.id.is_some(), "signature-id")];
        [self.of_document().as_slice(), &of_any].concat()
    }

    /// Those that say something of a document around the signature.
    pub(super) fn of_document(&self) -> [(bool, &'static str); 5] {
        [
            (self.form != XmlForm::default(), "form"),
            (self.part != XmlPart::default(), "part"),
            (self.inside.is_some(), "inside"),
            (self.last, "last"),
            (self.profile.is_some(), "profile"),
        ]
    }

    /// The form: a profile says it where there is one.
    fn form(&self) -> XmlForm {
        match &self.profile {
            Some(profile) if profile.signature.xades => XmlForm::Xades,
            Some(_) => XmlForm::XmlDsig,
            None => self.form,
        }
    }

    /// An option that says again, or otherwise, what the profile says.
    fn beside_profile(&self) -> Option<&'static str> {
        let all = [
            (self.form != XmlForm::default(), "form"),
            (self.part != XmlPart::default(), "part"),
            (self.inside.is_some(), "inside"),
            (self.last, "last"),
        ];
        let given = all.into_iter().find_map(|(given, option)| given.then_some(option));
        given.filter(|_| self.profile.is_some())
    }
}

/// What comes into the document but the value.
#[derive(Debug)]
pub(super) struct XmlLayout {
    pub(super) id: String,
    pub(super) form: XmlForm,
    /// Bytes of the document that are replaced.
    pub(super) range: Range<usize>,
    pub(super) text: String,
    /// The byte of `text` where the value goes.
    pub(super) value_at: usize,
}

impl XmlLayout {
    /// Whether a layout that was kept is one of this document, this signer and this message.
    pub(super) fn check(
        &self,
        original: &Original,
        signer: &Signer,
        message: &[u8],
    ) -> Result<(), SignError> {
        self.check_in(&bytes(original)?, None, signer, message)
    }

    /// The same of a document that may refer to what `resolver` gives.
    pub(super) fn check_in(
        &self,
        document: &[u8],
        resolver: Option<&dyn Resolver>,
        signer: &Signer,
        message: &[u8],
    ) -> Result<(), SignError> {
        let invalid = |fault| SignError::StateInvalid { fault };
        let certificate = signer.chain.first().ok_or(invalid("chain"))?;
        let message = ToBeSigned::new(signer.algorithm, message.to_vec());
        let (range, text) = (self.range.clone(), self.text.clone());
        let prepared = PreparedSignature::from_parts(range, text, self.value_at, message);
        let prepared = prepared.ok_or(invalid("text"))?;
        if prepared.belongs_to(document, certificate, resolver) {
            Ok(())
        } else {
            Err(invalid("document-altered"))
        }
    }
}

/// The first phase.
pub(super) fn prepare(
    document: &XmlDocument,
    request: &Request<'_>,
    signer: &Signer,
    certificate: &Certificate,
) -> Result<Prepared, SignError> {
    let asked = &request.xml;
    if let Some(option) = asked.beside_profile() {
        return Err(SignError::ProfileFixes { option });
    }
    if asked.form() == XmlForm::XmlDsig {
        let option = match (request.level, &request.location, asked.roles.is_empty()) {
            (Level::B, None, true) => None,
            (Level::B, Some(_), _) => Some("location"),
            (Level::B, None, false) => Some("claimed-role"),
            _ => Some("level"),
        };
        let option = option.or(request.role.as_ref().map(|_| "role"));
        if let Some(option) = option {
            return Err(SignError::OptionMisplaced { option, format: request.document.format() });
        }
    }
    let whole;
    let document = if document.tree().is_sparse() && asked.searches() {
        whole = XmlDocument::parse(document.source().clone()).map_err(XmlSignError::from)?;
        &whole
    } else {
        document
    };
    let original = Original::whole(document.source().clone());
    let own = asked.profile.as_ref().and_then(|profile| profile.signature.id.as_ref());
    let id = match asked.id.as_ref().or(own) {
        Some(id) => id.clone(),
        None => free_id(document, certificate, request.claimed_time, &original)?,
    };
    let (template, attachments) = match &asked.profile {
        Some(profile) => {
            xml_profile::template(profile, document, request, signer, certificate, &id)?
        }
        None => (template(document, request, signer, certificate, &id)?, Attachments::default()),
    };
    let options = PrepareOptions { resolver: Some(&attachments), ..PrepareOptions::default() };
    let prepared = prepare_signature(document.source(), document.tree(), &template, &options)?;
    let (range, text, value_at, to_be_signed) = prepared.into_parts();
    let layout = XmlLayout { id, form: asked.form(), range, text, value_at };
    let message = to_be_signed.message().to_vec();
    Ok(Prepared::new(original, Layout::Xml(layout), signer.clone(), message))
}

/// The whole document in memory.
fn bytes(original: &Original) -> Result<Vec<u8>, SignError> {
    let mut bytes = Vec::new();
    original.stream(&mut |chunk| {
        if bytes.len() <= MAX_XML_TREE_BYTES {
            bytes.extend_from_slice(chunk);
        }
    })?;
    Ok(bytes)
}

/// An identifier that no other signature has, in this document or beside it: documents are put
/// into one another.
fn free_id(
    document: &XmlDocument,
    certificate: &Certificate,
    time: Time,
    original: &Original,
) -> Result<String, SignError> {
    let mut hasher = Hasher::new(DigestAlgorithm::Sha256);
    hasher.update(certificate.der());
    hasher.update(time.to_string().as_bytes());
    original.stream(&mut |chunk| hasher.update(chunk))?;
    Ok(free_in(document, hasher))
}

/// An identifier made of what was hashed, which no element of the document has.
pub(super) fn free_in(document: &XmlDocument, hasher: Hasher) -> String {
    let digest = crate::x509::hex(hasher.finish().as_bytes());
    let base = format!("S-{}", digest.get(..16).unwrap_or_default());
    let is_free = |id: &String| document.ids().element(id) == Err(IdError::Missing);
    let numbered = (2_u32..).map(|number| format!("{base}-{number}"));
    std::iter::once(base.clone()).chain(numbered).find(is_free).unwrap_or(base)
}

fn template(
    document: &XmlDocument,
    request: &Request<'_>,
    signer: &Signer,
    certificate: &Certificate,
    id: &str,
) -> Result<Template, SignError> {
    let (tree, asked) = (document.tree(), &request.xml);
    let inside = match &asked.inside {
        Some(path) => one(tree, path)?,
        None => tree.document_element(),
    };
    let digest = signer.algorithm.digest();
    let mut template = Template::enveloped(inside, signer.algorithm);
    template.placement = Placement::LastChildOf(inside);
    template.id = Some(id.to_owned());
    template.value_id = Some(format!("{id}-value"));
    template.key_info =
        KeyInfoTemplate { certificates: signer.chain.clone(), ..KeyInfoTemplate::default() };
    let mut reference = match &asked.part {
        XmlPart::Document => ReferenceTemplate::enveloped(digest),
        XmlPart::Element(path) => element(document, one(tree, path)?, inside, digest)?,
    };
    // Others sign beside this one: leader, then agency. Readers of plain XMLDSig know no XPath.
    if asked.form == XmlForm::Xades
        && !asked.last
        && let Some(first @ TransformTemplate::Enveloped) = reference.transforms.first_mut()
    {
        *first = without_signatures();
    }
    if asked.form == XmlForm::XmlDsig {
        template.references = vec![reference];
        return Ok(template);
    }
    let reference_id = format!("{id}-document");
    let properties = properties(request, certificate, id, digest, &reference_id);
    reference.id = Some(reference_id);
    let own = ReferenceTemplate {
        kind: Some(SIGNED_PROPERTIES_TYPE.to_owned()),
        ..ReferenceTemplate::element(&properties.signed_properties_id(), digest)
    };
    template.references = vec![reference, own];
    template.objects = vec![format!("<ds:Object>{}</ds:Object>", properties.to_xml()?)];
    Ok(template)
}

pub(super) fn properties(
    request: &Request<'_>,
    certificate: &Certificate,
    id: &str,
    digest: DigestAlgorithm,
    reference: &str,
) -> Properties {
    claims(request, certificate, id, digest).format(reference, "text/xml")
}

/// What a signature says of itself, but for what it signs.
pub(super) fn claims(
    request: &Request<'_>,
    certificate: &Certificate,
    id: &str,
    digest: DigestAlgorithm,
) -> Properties {
    let mut properties = Properties::new(id, certificate, request.claimed_time).digest(digest);
    if let Some(city) = &request.location {
        let place = Place { city: Some(city.clone()), ..Place::default() };
        properties = properties.place(place);
    }
    let role = request.role.as_ref().map(|rule| rule.role.uri());
    request.xml.roles.iter().chain(&role).fold(properties, |properties, role| properties.role(role))
}

/// The one element that a path names.
pub(super) fn one(tree: &Tree, path: &ElementPath) -> Result<NodeId, SignError> {
    match path.find(tree).as_slice() {
        [node] => Ok(*node),
        found => Err(SignError::ElementCount { path: path.to_string(), found: found.len() }),
    }
}

/// A reference to an element by its identifier; the signature is left out where it stands inside.
pub(super) fn element(
    document: &XmlDocument,
    node: NodeId,
    inside: NodeId,
    digest: DigestAlgorithm,
) -> Result<ReferenceTemplate, SignError> {
    let (tree, names) = (document.tree(), IdNames::default());
    let mut ids = tree.attributes(node).filter(|attribute| names.is_id(attribute.name));
    let own = ids.find(|attribute| document.ids().element(attribute.value) == Ok(node));
    let id = own.ok_or_else(|| SignError::NoIdentifier { path: tree.path(node) })?.value;
    let mut reference = ReferenceTemplate::element(id, digest);
    if tree.is_inclusive_ancestor(node, inside) {
        reference.transforms.insert(0, TransformTemplate::Enveloped);
    }
    Ok(reference)
}

/// The last phase.
pub(super) fn complete(
    layout: XmlLayout,
    signer: &Signer,
    to_be_signed: ToBeSigned,
    original: Original,
    value: &SignatureValue,
    goal: Goal<'_>,
) -> Result<Signed, SignError> {
    let XmlLayout { id, form, range, text, value_at } = layout;
    let certificate = signer.chain.first().ok_or(SignError::NoCertificate)?;
    let invalid = SignError::StateInvalid { fault: "text" };
    let prepared =
        PreparedSignature::from_parts(range, text, value_at, to_be_signed).ok_or(invalid)?;
    let splice = prepared.complete(value, certificate.spki_der())?;
    let reached = match form {
        XmlForm::Xades => FoundLevel::BB,
        XmlForm::XmlDsig => FoundLevel::XmlDsig,
    };
    if goal.level.tsa().is_none() {
        let range = splice.range.start as u64..splice.range.end as u64;
        let edit = Edit { range, bytes: splice.text.into_bytes().into() };
        return Ok(Signed::edited(original, vec![edit], id).at_level(reached));
    }
    let before = bytes(&original)?;
    let invalid = SignError::StateInvalid { fault: "length" };
    let signed = splice.apply(&before).ok_or(invalid)?;
    let raised = raise_bytes(&signed, which(&signed, &id)?, goal, None)?;
    Ok(grown(original, &before, raised, id))
}

/// The place of the signature with this `Id` among all.
pub(super) fn which(signed: &[u8], id: &str) -> Result<Which, SignError> {
    let document = Document::from_bytes(signed);
    let found = document.ok().and_then(|document| {
        let xml = document.xml()?;
        let node = xml.ids().element(id).ok()?;
        let all = crate::xml::signature::find(xml.tree());
        all.iter().position(|signature| *signature == node)
    });
    found.map(Which::One).ok_or(SignError::StateInvalid { fault: "text" })
}

/// Raises signatures of a document, which may refer to what `resolver` gives.
pub(super) fn raise_bytes(
    bytes: &[u8],
    which: Which,
    goal: Goal<'_>,
    resolver: Option<&dyn Resolver>,
) -> Result<Raised, SignError> {
    let Goal { level, now, evidence, trust, freshness, fallback } = goal;
    let goal = RaiseGoal { level, now, evidence, trust, freshness, fallback };
    let (parse, id_names) = (ParseOptions::default(), IdNames::default());
    let options =
        RaiseOptions { parse: &parse, id_names: &id_names, resolver, legacy_exclusive: false };
    raise(bytes, which, &goal, &options)
}

/// Raises what is signed in a document.
pub(super) fn extend(document: &XmlDocument, goal: Goal<'_>) -> Result<Signed, SignError> {
    if crate::xml::signature::find(document.tree()).is_empty() {
        return Err(SignError::NotSigned);
    }
    let original = Original::whole(document.source().clone());
    let before = bytes(&original)?;
    let raised = raise_bytes(&before, Which::All, goal, None)?;
    Ok(grown(original, &before, raised, String::new()))
}

/// What was raised, as what changed.
fn grown(original: Original, before: &[u8], raised: Raised, id: String) -> Signed {
    let Raised { bytes: after, level, evidence, shortfall, .. } = raised;
    let same = |pair: &(&u8, &u8)| pair.0 == pair.1;
    let head = before.iter().zip(&after).take_while(same).count();
    let (old, new) = (before.get(head..), after.get(head..));
    let (old, new) = (old.unwrap_or_default(), new.unwrap_or_default());
    let tail = old.iter().rev().zip(new.iter().rev()).take_while(same).count();
    let range = head as u64..(before.len() - tail) as u64;
    let bytes = new.get(..new.len() - tail).unwrap_or_default().to_vec();
    let unchanged = bytes.is_empty() && range.is_empty();
    let edits = if unchanged { Vec::new() } else { vec![Edit { range, bytes: bytes.into() }] };
    let signed = Signed::edited(original, edits, id).with_evidence(evidence);
    signed.at_level(level).short_of(shortfall)
}
