//! The walk out for containers: a file of signatures beside the files that they are over, which
//! stay as they are.

use super::SignError;
use super::builder::{Goal, Request, Signer};
use super::cades::CadesLayout;
use super::prepared::{Layout, Prepared};
use super::signed::{Edit, Original, Signed};
use super::xml::{self, XmlForm, XmlLayout};
use crate::algorithm::DigestAlgorithm;
use crate::container::{self, ASIC, Container, Entry, Kind, Role};
use crate::crypto::Hasher;
use crate::key::{SignatureValue, ToBeSigned};
use crate::report::FoundLevel;
use crate::revocation::Evidence;
use crate::source::Source;
use crate::time::Time;
use crate::x509::Certificate;
use crate::xml::XmlDocument;
use crate::xml::sign::{
    KeyInfoTemplate, PrepareOptions, PreparedSignature, ReferenceTemplate, Template, XmlSignError,
    prepare as prepare_signature,
};
use crate::xml::xades::{Raised, SIGNED_PROPERTIES_TYPE, Which};

mod cms;
mod sound;

/// The form of a signature in a container.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[non_exhaustive]
pub enum ContainerForm {
    /// XAdES: references to the files themselves. What offices' readers of DigiDoc know.
    #[default]
    Xades,
    /// CAdES: over the one file of an ASiC-S, over a manifest with the digests of all files in an
    /// ASiC-E.
    Cades,
}

/// The one file of signatures in an ASiC-S (EN 319 162-1 §4.3.3.2).
const ONLY: &str = "META-INF/signatures.xml";

/// What comes into the container but the value.
#[derive(Debug)]
pub(super) struct ContainerLayout {
    pub(super) kind: Kind,
    /// The file with the signature, there or to be made.
    pub(super) entry: String,
    /// What comes into that file.
    pub(super) part: Part,
}

/// What comes into the file of the signature.
#[derive(Debug)]
pub(super) enum Part {
    Xml(XmlLayout),
    Cms {
        layout: CadesLayout,
        /// The manifest that is signed, by its name.
        manifest: Option<(String, Vec<u8>)>,
    },
}

impl ContainerLayout {
    /// What reports will call the signature.
    pub(super) fn id(&self) -> &str {
        match &self.part {
            Part::Xml(xml) => &xml.id,
            Part::Cms { layout, .. } => &layout.id,
        }
    }

    /// A layout that was kept, where it is one of this container, this signer and this message.
    pub(super) fn kept(
        original: &Original,
        entry: String,
        part: Part,
        signer: &Signer,
        message: &[u8],
    ) -> Result<Self, SignError> {
        let container = Container::parse(original.as_source())?;
        match &part {
            Part::Xml(xml) => {
                xml.check_in(&base(&container, &entry)?, Some(&container), signer, message)?;
            }
            Part::Cms { layout, manifest } => {
                layout.check(&cms::before(&container, &entry)?, signer, message)?;
                cms::check(&container, layout, manifest.as_ref())?;
            }
        }
        Ok(Self { kind: container.kind(), entry, part })
    }
}

/// The form asked for, or that of the signatures which are there.
fn form(container: &Container, request: &Request<'_>) -> Result<ContainerForm, SignError> {
    let has = |role| container.with_role(role).next().is_some();
    let there = match (has(Role::XmlSignatures), has(Role::CmsSignature)) {
        (false, true) => Some(ContainerForm::Cades),
        (true, _) => Some(ContainerForm::Xades),
        (false, false) => None,
    };
    match (request.container, there) {
        // An ASiC-S has one file of signatures.
        (Some(asked), Some(there)) if asked != there && container.kind() == Kind::Simple => {
            let format = request.document.format();
            Err(SignError::OptionMisplaced { option: "container-form", format })
        }
        (asked, there) => Ok(asked.or(there).unwrap_or_default()),
    }
}

/// The first phase.
pub(super) fn prepare(
    container: &Container,
    request: &Request<'_>,
    signer: &Signer,
    certificate: &Certificate,
) -> Result<Prepared, SignError> {
    let form = form(container, request)?;
    sound::check(container, request)?;
    if form == ContainerForm::Cades {
        return cms::prepare(container, request, signer, certificate);
    }
    let entry = match container.kind() {
        Kind::Simple => ONLY.to_owned(),
        Kind::Extended => free(container, "signatures", "xml"),
    };
    let base = Source::from_bytes(base(container, &entry)?);
    let document = XmlDocument::parse(base).map_err(XmlSignError::from)?;
    let id = match &request.xml.id {
        Some(id) => id.clone(),
        None => free_id(container, &document, certificate, request.claimed_time)?,
    };
    let template = template(container, &document, request, signer, certificate, &id)?;
    let options = PrepareOptions { resolver: Some(container), ..PrepareOptions::default() };
    let prepared = prepare_signature(document.source(), document.tree(), &template, &options)?;
    let (range, text, value_at, to_be_signed) = prepared.into_parts();
    let part = Part::Xml(XmlLayout { id, form: XmlForm::Xades, range, text, value_at });
    let layout = Layout::Container(ContainerLayout { kind: container.kind(), entry, part });
    let original = Original::whole(container.source().clone());
    Ok(Prepared::new(original, layout, signer.clone(), to_be_signed.message().to_vec()))
}

/// The first name of its kind that is free in `META-INF`.
fn free(container: &Container, stem: &str, ending: &str) -> String {
    let taken = |name: &str| {
        container.entries().iter().any(|entry| entry.name().eq_ignore_ascii_case(name))
    };
    let mut number = 1_u32;
    loop {
        let name = format!("META-INF/{stem}{number:03}.{ending}");
        if !taken(&name) {
            return name;
        }
        number = number.saturating_add(1);
    }
}

/// The file of signatures before this one: what is there, or an empty one.
fn base(container: &Container, entry: &str) -> Result<Vec<u8>, SignError> {
    match container.entry(entry) {
        Some(entry) => Ok(container.read_meta(entry)?),
        None => Ok(format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <asic:XAdESSignatures xmlns:asic=\"{ASIC}\"></asic:XAdESSignatures>\n"
        )
        .into_bytes()),
    }
}

/// An identifier that no other signature of the container has.
fn free_id(
    container: &Container,
    document: &XmlDocument,
    certificate: &Certificate,
    time: Time,
) -> Result<String, SignError> {
    let mut hasher = Hasher::new(DigestAlgorithm::Sha256);
    hasher.update(certificate.der());
    hasher.update(time.to_string().as_bytes());
    for entry in container.entries() {
        hasher.update(entry.name().as_bytes());
        hasher.update(&entry.crc().to_le_bytes());
    }
    Ok(xml::free_in(document, hasher))
}

/// A reference to each file, as it is, and one to the properties.
fn template(
    container: &Container,
    document: &XmlDocument,
    request: &Request<'_>,
    signer: &Signer,
    certificate: &Certificate,
    id: &str,
) -> Result<Template, SignError> {
    let root = document.tree().document_element();
    if !document.tree().is(root, ASIC, "XAdESSignatures") {
        let fault = "XAdESSignatures".to_owned();
        return Err(SignError::SignatureFile { name: ONLY.to_owned(), fault });
    }
    let digest = signer.algorithm.digest();
    let mut template = Template::enveloped(root, signer.algorithm);
    template.id = Some(id.to_owned());
    template.value_id = Some(format!("{id}-value"));
    template.key_info =
        KeyInfoTemplate { certificates: signer.chain.clone(), ..KeyInfoTemplate::default() };
    let mut properties = xml::claims(request, certificate, id, digest);
    let mut references = Vec::new();
    for (index, entry) in container.data().enumerate() {
        let reference_id = format!("{id}-file-{}", index + 1);
        properties = properties.format(&reference_id, entry.media_type());
        let reference = ReferenceTemplate::external(&Container::uri_of(entry), digest);
        references.push(ReferenceTemplate { id: Some(reference_id), ..reference });
    }
    references.push(ReferenceTemplate {
        kind: Some(SIGNED_PROPERTIES_TYPE.to_owned()),
        ..ReferenceTemplate::element(&properties.signed_properties_id(), digest)
    });
    template.references = references;
    template.objects = vec![format!("<ds:Object>{}</ds:Object>", properties.to_xml()?)];
    Ok(template)
}

/// The last phase.
pub(super) fn complete(
    layout: ContainerLayout,
    signer: &Signer,
    to_be_signed: ToBeSigned,
    original: Original,
    value: &SignatureValue,
    goal: Goal<'_>,
) -> Result<Signed, SignError> {
    let ContainerLayout { entry, part, .. } = layout;
    let container = Container::parse(original.as_source())?;
    let XmlLayout { id, range, text, value_at, .. } = match part {
        Part::Xml(xml) => xml,
        Part::Cms { layout, manifest } => {
            let made =
                cms::complete(&container, layout, &entry, (signer, &to_be_signed, value), goal)?;
            let (level, evidence, shortfall) = (made.level, made.evidence, made.shortfall);
            let files = manifest.into_iter().chain([(entry, made.bytes)]).collect();
            let signed = put(&container, original, files, made.id)?.with_evidence(evidence);
            return Ok(signed.at_level(level).short_of(shortfall));
        }
    };
    let certificate = signer.chain.first().ok_or(SignError::NoCertificate)?;
    let invalid = |fault| SignError::StateInvalid { fault };
    let prepared = PreparedSignature::from_parts(range, text, value_at, to_be_signed);
    let splice = prepared.ok_or(invalid("text"))?.complete(value, certificate.spki_der())?;
    let signed = splice.apply(&base(&container, &entry)?).ok_or(invalid("length"))?;
    if goal.level.tsa().is_none() {
        return put(&container, original, vec![(entry, signed)], id)
            .map(|signed| signed.at_level(FoundLevel::BB));
    }
    let which = xml::which(&signed, &id)?;
    let raised = xml::raise_bytes(&signed, which, goal, Some(&container))?;
    let (level, evidence, shortfall) = (raised.level, raised.evidence, raised.shortfall);
    let signed = put(&container, original, vec![(entry, raised.bytes)], id)?;
    Ok(signed.with_evidence(evidence).at_level(level).short_of(shortfall))
}

/// The container with these files, and an entry of every other as it was.
fn put(
    container: &Container,
    original: Original,
    files: Vec<(String, Vec<u8>)>,
    id: String,
) -> Result<Signed, SignError> {
    let edits = match files.as_slice() {
        [] => Vec::new(),
        files => container::put(container, files)?,
    };
    let edits =
        edits.into_iter().map(|(range, bytes)| Edit { range, bytes: bytes.into() }).collect();
    Ok(Signed::edited(original, edits, id))
}

/// Raises every signature.
pub(super) fn extend(container: &Container, goal: Goal<'_>) -> Result<Signed, SignError> {
    let mut goal = goal;
    let (mut files, mut lowest, mut shortfall) = (Vec::new(), None, None);
    let mut used = Evidence::new();
    for entry in container.entries() {
        let raised = match entry.role() {
            Role::XmlSignatures => in_xml(container, entry, goal.clone())?,
            Role::CmsSignature => cms::extend(container, entry, goal.clone())?,
            _ => continue,
        };
        goal.evidence.merge(raised.evidence.clone());
        used.merge(raised.evidence);
        lowest = match lowest {
            Some(level) if rank(level) <= rank(raised.level) => Some(level),
            _ => Some(raised.level),
        };
        shortfall = shortfall.or(raised.shortfall);
        if raised.changed {
            files.push((entry.name().to_owned(), raised.bytes));
        }
    }
    let level = lowest.ok_or(SignError::NotSigned)?;
    let original = Original::whole(container.source().clone());
    let signed = put(container, original, files, String::new())?.with_evidence(used);
    Ok(signed.at_level(level).short_of(shortfall))
}

/// A file of signatures that was made, or raised.
struct Made {
    bytes: Vec<u8>,
    id: String,
    level: FoundLevel,
    changed: bool,
    evidence: Evidence,
    shortfall: Option<SignError>,
}

fn in_xml(container: &Container, entry: &Entry, goal: Goal<'_>) -> Result<Made, SignError> {
    let bytes = container.read_meta(entry)?;
    let raised = xml::raise_bytes(&bytes, Which::All, goal, Some(container))?;
    let Raised { bytes, level, changed, evidence, shortfall, .. } = raised;
    Ok(Made { bytes, id: String::new(), level, changed, evidence, shortfall })
}

fn rank(level: FoundLevel) -> u8 {
    match level {
        FoundLevel::XmlDsig | FoundLevel::Pkcs7 => 0,
        FoundLevel::BB => 1,
        FoundLevel::BT => 2,
        FoundLevel::BLT => 3,
        FoundLevel::BLTA => 4,
    }
}
