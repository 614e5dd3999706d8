//! The template of an XML signature as a profile says.

use super::builder::{Request, Signer};
use super::xml::{element, one, properties};
use super::{Level, SignError};
use crate::time::Time;
use crate::x509::Certificate;
use crate::xml::profile::{
    Attachments, Profile, ProfileLevel, Purpose, ReferenceShape, ReferenceTarget, SigningTimeShape,
    TransformShape,
};
use crate::xml::sign::{
    KeyInfoTemplate, Placement, ReferenceTemplate, Template, TransformTemplate,
};
use crate::xml::xades::SIGNED_PROPERTIES_TYPE;
use crate::xml::{ElementPath, NodeId, Tree, XmlDocument};

/// What a profile makes of a document: the template, and what its references name outside.
pub(super) fn template(
    profile: &Profile,
    document: &XmlDocument,
    request: &Request<'_>,
    signer: &Signer,
    certificate: &Certificate,
    id: &str,
) -> Result<(Template, Attachments), SignError> {
    let tree = document.tree();
    fits(profile, tree, request)?;
    let shape = &profile.signature;
    let inside = match &shape.inside {
        Some(path) => one(tree, path)?,
        None => tree.document_element(),
    };
    let attachments = profile.attachments_in(tree).map_err(Box::new)?;
    let mut template = Template::enveloped(inside, signer.algorithm);
    template.placement = Placement::LastChildOf(inside);
    template.prefix.clone_from(&shape.prefix);
    template.id = Some(id.to_owned());
    template.canonicalization = shape.canonicalization.clone();
    template.key_info = KeyInfoTemplate {
        subject_name: shape.subject_name.then(|| certificate.subject().to_string()),
        certificates: signer
            .chain
            .iter()
            .take(if shape.chain { usize::MAX } else { 1 })
            .cloned()
            .collect(),
        ..KeyInfoTemplate::default()
    };
    let digest = shape.digest.unwrap_or(signer.algorithm.digest());
    template.references.clear();
    for reference in &profile.references {
        let uris = uris(reference, profile, document, inside, &attachments)?;
        template.references.extend(uris.into_iter().map(|uri| ReferenceTemplate {
            id: None,
            uri: Some(uri),
            kind: None,
            transforms: reference.transforms.iter().map(transform).collect(),
            digest,
        }));
    }
    if let Some(time) = &shape.signing_time {
        template.objects.push(signing_time(time, &shape.prefix, id, request.claimed_time));
    }
    if shape.xades {
        qualify(&mut template, request, certificate, id)?;
    }
    Ok((template, attachments))
}

/// The profile is for signing, for this document, and for no higher level than was asked for.
fn fits(profile: &Profile, tree: &Tree, request: &Request<'_>) -> Result<(), SignError> {
    if profile.purpose != Purpose::Sign {
        return Err(SignError::ProfileVerifies { profile: profile.name.clone() });
    }
    if let Some(root) = profile.root.as_ref().filter(|r| !r.matches(tree, tree.document_element()))
    {
        return Err(SignError::ElementCount { path: format!("/{root}"), found: 0 });
    }
    let (level, needed) = match profile.level {
        None => return Ok(()),
        Some(ProfileLevel::T) => ("B-T", 1),
        Some(ProfileLevel::Lt) => ("B-LT", 2),
        Some(ProfileLevel::Lta) => ("B-LTA", 3),
    };
    let asked = match request.level {
        Level::B => 0,
        Level::T { .. } => 1,
        Level::Lt { .. } => 2,
        Level::Lta { .. } => 3,
    };
    if asked < needed {
        return Err(SignError::ProfileLevel { profile: profile.name.clone(), level });
    }
    Ok(())
}

/// The URIs that one reference of the profile becomes.
fn uris(
    reference: &ReferenceShape,
    profile: &Profile,
    document: &XmlDocument,
    inside: NodeId,
    attachments: &Attachments,
) -> Result<Vec<String>, SignError> {
    Ok(match &reference.target {
        ReferenceTarget::Document => vec![String::new()],
        ReferenceTarget::Element(path) => vec![by_id(document, path, inside)?],
        ReferenceTarget::SigningTime => {
            let time = profile.signature.signing_time.iter();
            time.map(|time| format!("#{}", time.object)).collect()
        }
        ReferenceTarget::Attachments => attachments.ids().map(|id| format!("cid:{id}")).collect(),
    })
}

fn by_id(document: &XmlDocument, path: &ElementPath, inside: NodeId) -> Result<String, SignError> {
    let tree = document.tree();
    let digest = crate::algorithm::DigestAlgorithm::Sha256;
    let reference = element(document, one(tree, path)?, inside, digest)?;
    Ok(reference.uri.unwrap_or_default())
}

fn transform(shape: &TransformShape) -> TransformTemplate {
    match shape {
        TransformShape::Enveloped => TransformTemplate::Enveloped,
        TransformShape::Canonicalization(method) => {
            TransformTemplate::Canonicalization(method.clone())
        }
    }
}

/// The object with the signing time (xmldsig-core1 §5.2). The systems that read it expect
/// `SigningTime` in the namespace of XMLDSig and a local time without its zone.
fn signing_time(shape: &SigningTimeShape, prefix: &str, id: &str, time: Time) -> String {
    let local = time.plus(i64::from(shape.offset_minutes) * 60);
    let (year, month, day, hour, minute, second) = local.to_utc();
    let p = if prefix.is_empty() { String::new() } else { format!("{prefix}:") };
    let object = &shape.object;
    format!(
        "<{p}Object Id=\"{object}\"><{p}SignatureProperties>\
         <{p}SignatureProperty Target=\"#{id}\"><{p}SigningTime>\
         {year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}</{p}SigningTime>\
         </{p}SignatureProperty></{p}SignatureProperties></{p}Object>"
    )
}

/// Adds the qualifying properties and the reference that signs them.
fn qualify(
    template: &mut Template,
    request: &Request<'_>,
    certificate: &Certificate,
    id: &str,
) -> Result<(), SignError> {
    let digest = template.algorithm.digest();
    let reference_id = format!("{id}-document");
    let properties = properties(request, certificate, id, digest, &reference_id);
    if let Some(first) = template.references.first_mut() {
        first.id = Some(reference_id);
    }
    template.references.push(ReferenceTemplate {
        kind: Some(SIGNED_PROPERTIES_TYPE.to_owned()),
        ..ReferenceTemplate::element(&properties.signed_properties_id(), digest)
    });
    template.value_id = Some(format!("{id}-value"));
    let p =
        if template.prefix.is_empty() { String::new() } else { format!("{}:", template.prefix) };
    template.objects.push(format!("<{p}Object>{}</{p}Object>", properties.to_xml()?));
    Ok(())
}
