//! The walk out for containers: a file of signatures beside the files that they are over, which
//! stay as they are.

use super::SignError;
use super::builder::{Goal, Request, Signer};
use super::prepared::{Layout, Prepared};
use super::signed::{Edit, Original, Signed};
use super::xml::{self, XmlForm, XmlLayout};
use crate::algorithm::DigestAlgorithm;
use crate::container::{self, ASIC, Container, Entry, Kind, Role};
use crate::crypto::Hasher;
use crate::key::{SignatureValue, ToBeSigned};
use crate::report::FoundLevel;
use crate::source::Source;
use crate::time::Time;
use crate::x509::Certificate;
use crate::xml::sign::{
    KeyInfoTemplate, PrepareOptions, PreparedSignature, ReferenceTemplate, Template, XmlSignError,
    prepare as prepare_signature,
};
use crate::xml::xades::{SIGNED_PROPERTIES_TYPE, Which};
use crate::xml::{IdError, XmlDocument};

/// The one file of signatures in an ASiC-S (EN 319 162-1 §4.3.3.2).
const ONLY: &str = "META-INF/signatures.xml";

/// What comes into the container but the value.
#[derive(Debug)]
pub(super) struct ContainerLayout {
    pub(super) kind: Kind,
    /// The file with the signature, there or to be made.
    pub(super) entry: String,
    /// What comes into that file.
    pub(super) xml: XmlLayout,
}

impl ContainerLayout {
    /// A layout that was kept, where it is one of this container, this signer and this message.
    pub(super) fn kept(
        original: &Original,
        entry: String,
        xml: XmlLayout,
        signer: &Signer,
        message: &[u8],
    ) -> Result<Self, SignError> {
        let container = Container::parse(original.as_source())?;
        xml.check_in(&base(&container, &entry)?, Some(&container), signer, message)?;
        Ok(Self { kind: container.kind(), entry, xml })
    }
}

/// The first phase.
pub(super) fn prepare(
    container: &Container,
    request: &Request<'_>,
    signer: &Signer,
    certificate: &Certificate,
) -> Result<Prepared, SignError> {
    let entry = place(container)?;
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
    let xml = XmlLayout { id, form: XmlForm::Xades, range, text, value_at };
    let layout = Layout::Container(ContainerLayout { kind: container.kind(), entry, xml });
    let original = Original::whole(container.source().clone());
    Ok(Prepared::new(original, layout, signer.clone(), to_be_signed.message().to_vec()))
}

/// The file that the signature goes into: in an ASiC-S the one that there is, else a new one.
fn place(container: &Container) -> Result<String, SignError> {
    match container.kind() {
        Kind::Simple => Ok(ONLY.to_owned()),
        Kind::Extended => {
            let numbered = (1_u32..).map(|number| format!("META-INF/signatures{number:03}.xml"));
            let taken = |name: &str| {
                container.entries().iter().any(|entry| entry.name().eq_ignore_ascii_case(name))
            };
            Ok(numbered.into_iter().find(|name| !taken(name)).unwrap_or_else(|| ONLY.to_owned()))
        }
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
    let digest = crate::x509::hex(hasher.finish().as_bytes());
    let base = format!("S-{}", digest.get(..16).unwrap_or_default());
    let is_free = |id: &String| document.ids().element(id) == Err(IdError::Missing);
    let numbered = (2_u32..).map(|number| format!("{base}-{number}"));
    Ok(std::iter::once(base.clone()).chain(numbered).find(is_free).unwrap_or(base))
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
    let ContainerLayout { entry, xml: XmlLayout { id, range, text, value_at, .. }, .. } = layout;
    let certificate = signer.chain.first().ok_or(SignError::NoCertificate)?;
    let invalid = |fault| SignError::StateInvalid { fault };
    let prepared = PreparedSignature::from_parts(range, text, value_at, to_be_signed);
    let splice = prepared.ok_or(invalid("text"))?.complete(value, certificate.spki_der())?;
    let container = Container::parse(original.as_source())?;
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
    let edits = edits.into_iter().map(|(range, bytes)| Edit { range, bytes }).collect();
    Ok(Signed::edited(original, edits, id))
}

/// Raises every signature.
pub(super) fn extend(container: &Container, goal: Goal<'_>) -> Result<Signed, SignError> {
    let entries: Vec<&Entry> = container.with_role(Role::XmlSignatures).collect();
    if entries.is_empty() {
        return Err(SignError::NotSigned);
    }
    let mut goal = goal;
    let (mut files, mut lowest, mut shortfall) = (Vec::new(), None, None);
    let mut used = crate::revocation::Evidence::new();
    for entry in entries {
        let bytes = container.read_meta(entry)?;
        let raised = xml::raise_bytes(&bytes, Which::All, goal.clone(), Some(container))?;
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
    let original = Original::whole(container.source().clone());
    let signed = put(container, original, files, String::new())?.with_evidence(used);
    let level = lowest.ok_or(SignError::NotSigned)?;
    Ok(signed.at_level(level).short_of(shortfall))
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
