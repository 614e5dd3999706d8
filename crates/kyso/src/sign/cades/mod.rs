//! The walk out for files signed by CMS: the digest of the content → signed attributes → value →
//! a new CMS, or one more signer in the one that is there → levels beyond.

mod contents;
mod layout;
mod raise;
mod request;

pub(super) use layout::{CadesLayout, Form};
pub use request::Packaging;
pub(super) use request::{CadesRequest, said_of_signer};

use self::contents::{Contents, sign_error};
use self::raise::Raising;
use super::builder::{Goal, Request, Signer};
use super::prepared::{Layout, Prepared};
use super::signed::{Edit, Original, Signed};
use super::{Level, SignError};
use crate::algorithm::DigestAlgorithm;
use crate::cades::{CadesDocument, CmsFile, Content, Holding, Parts, SignerParts, signature_id};
use crate::cms::oids::{COUNTERSIGNATURE, DATA};
use crate::cms::{self, Attribute, AttributesTemplate, SignedData, SignerInfo};
use crate::crypto::{self, Digest};
use crate::key::{SignatureValue, ToBeSigned};
use crate::report::FoundLevel;
use crate::revocation::Evidence;
use crate::source::Source;
use crate::x509::Certificate;

/// The first phase.
pub(super) fn prepare(
    document: &CadesDocument,
    request: &Request<'_>,
    signer: &Signer,
    certificate: &Certificate,
) -> Result<Prepared, SignError> {
    let asked = &request.cades;
    let digest = signer.algorithm.digest();
    let (original, form, digests) = match document.file() {
        None if asked.counter.is_some() => return Err(misplaced(request, "countersign")),
        // What the content is does not concern who signs a signature (EN 319 122-1 §5.2.4).
        Some(_) if asked.counter.is_some() && asked.claims.mime_type.is_some() => {
            return Err(misplaced(request, "mime-type"));
        }
        None => {
            let source = document.source();
            let digests = digests(document, &wanted(digest, request.level))?;
            match asked.packaging {
                Packaging::Attached => (Original::whole(source.clone()), Form::Attached, digests),
                Packaging::Detached => (Original::nothing(), Form::Detached, digests),
            }
        }
        Some(_) if asked.packaging != Packaging::default() => {
            return Err(misplaced(request, "packaging"));
        }
        Some(file) => {
            let digests = match asked.counter {
                Some(_) => Vec::new(),
                None => same_content(document, file.signed_data(), digest, request.level)?,
            };
            (Original::whole(file.source().clone()), Form::Added, digests)
        }
    };
    let (message_digest, content_type) = match (&asked.counter, document.file()) {
        (Some(_), _) if request.level.source().is_some() => {
            return Err(misplaced(request, "level"));
        }
        (Some(id), Some(file)) => {
            let (_, countersigned) = find(file.signed_data(), id)?;
            (crypto::digest(digest, &countersigned.signature), None)
        }
        (_, file) => {
            let kind = file.map_or(DATA, |file| file.signed_data().content_type);
            (of(&digests, digest).ok_or(SignError::ContentMissing)?, Some(kind))
        }
    };
    let claims = asked.claims(request).encode();
    let message = cms::signed_attributes(&AttributesTemplate {
        message_digest: &message_digest,
        signing_certificate: certificate,
        signature_algorithm: signer.algorithm,
        content_type,
        signing_time: Some(request.claimed_time),
        algorithm_protection: true,
        others: &claims,
    })?;
    let pem = asked.pem.unwrap_or(document.is_pem());
    let id = crate::cades::id_of(&message);
    let layout = CadesLayout { id, form, pem, digests, counter: asked.counter.clone() };
    Ok(Prepared::new(original, Layout::Cades(layout), signer.clone(), message))
}

fn misplaced(request: &Request<'_>, option: &'static str) -> SignError {
    SignError::OptionMisplaced { option, format: request.document.format() }
}

/// The hash functions that a signature of this level asks for.
fn wanted(digest: DigestAlgorithm, level: Level<'_>) -> Vec<DigestAlgorithm> {
    let archive = match level {
        Level::Lta { tsa, .. } => Some(tsa.digest()),
        _ => None,
    };
    std::iter::once(digest).chain(archive).collect()
}

fn digests(
    document: &CadesDocument,
    algorithms: &[DigestAlgorithm],
) -> Result<Vec<Digest>, SignError> {
    let content = document.content().ok_or(SignError::ContentMissing)?;
    content.digests(algorithms).map_err(sign_error)
}

fn of(digests: &[Digest], algorithm: DigestAlgorithm) -> Option<Digest> {
    digests.iter().find(|digest| digest.algorithm() == algorithm).copied()
}

/// The digests of the content, which must be what those before signed: whoever is given another
/// file is not made to sign that.
fn same_content(
    document: &CadesDocument,
    signed_data: &SignedData,
    digest: DigestAlgorithm,
    level: Level<'_>,
) -> Result<Vec<Digest>, SignError> {
    let mut algorithms = wanted(digest, level);
    algorithms.extend(signed_data.signers.iter().flat_map(|one| one.digest_algorithm.iter()));
    let digests = digests(document, &algorithms)?;
    for signer in &signed_data.signers {
        let attributes = signer.signed_attrs.as_ref();
        let signed = attributes.and_then(|all| all.message_digest().ok().flatten());
        let there = signer.digest_algorithm.as_ref().ok().and_then(|one| of(&digests, *one));
        if let (Some(signed), Some(there)) = (signed, there)
            && signed != there.as_bytes()
        {
            return Err(SignError::SignatureBroken { field: signature_id(signer) });
        }
    }
    if let (Some(given), Some(_)) = (document.given(), document.attached_len()) {
        let given = Content::Detached(&given.source).digests(&algorithms).map_err(sign_error)?;
        if given != digests {
            return Err(SignError::ContentDiffers);
        }
    }
    Ok(digests)
}

/// The signature with this identifier, and its place.
fn find<'s>(signed_data: &'s SignedData, id: &str) -> Result<(usize, &'s SignerInfo), SignError> {
    let mut all = signed_data.signers.iter().enumerate();
    let found = all.find(|(_, signer)| signature_id(signer) == id);
    found.ok_or_else(|| SignError::NoSuchSignature { id: id.to_owned() })
}

/// The last phase.
pub(super) fn complete(
    layout: CadesLayout,
    signer: &Signer,
    to_be_signed: &ToBeSigned,
    original: Original,
    value: &SignatureValue,
    goal: Goal<'_>,
) -> Result<Signed, SignError> {
    let (certificate, above) = signer.chain.split_first().ok_or(SignError::NoCertificate)?;
    let (attributes, algorithm) = (to_be_signed.message(), signer.algorithm);
    let head = cms::signer_info(attributes, algorithm, certificate, value.as_bytes())?;
    let made = SignerParts { head, unsigned: Vec::new() };
    let file = match layout.form {
        Form::Added => Some(CmsFile::open(original.to_source()?).map_err(sign_error)?),
        _ => None,
    };
    let mut parts = file.as_ref().map_or_else(|| Ok(Parts::new()), Parts::of)?;
    std::iter::once(certificate).chain(above).for_each(|one| parts.add_certificate(one.der()));
    if let Some(id) = &layout.counter {
        let (made, reached, shortfall) = countersigned(made, &goal)?;
        let place = find(&parts.signed_data()?, id)?.0;
        let countersigned = parts.signers.get_mut(place).ok_or(SignError::NotSigned)?;
        countersigned.add(&Attribute { oid: COUNTERSIGNATURE, values: vec![made.encode()] });
        let signed = put(original, file.as_ref(), &parts, &layout)?;
        return Ok(signed.at_level(reached).short_of(shortfall));
    }
    parts.add_digest_algorithm(algorithm.digest());
    let chosen = vec![parts.add_signer(made)];
    let bytes = file.as_ref().and_then(CmsFile::content);
    let contents = Contents { known: layout.digests.clone(), bytes };
    let (used, reached) = (Evidence::new(), FoundLevel::BB);
    let mut raising = Raising { parts, chosen, contents, used, reached };
    let shortfall = raising.climb(goal)?;
    let Raising { parts, used, reached, .. } = raising;
    let signed = put(original, file.as_ref(), &parts, &layout)?;
    Ok(signed.at_level(reached).short_of(shortfall).with_evidence(used))
}

/// A counter-signature at the level asked for, which is B-T at most.
fn countersigned(
    made: SignerParts,
    goal: &Goal<'_>,
) -> Result<(SignerParts, FoundLevel, Option<SignError>), SignError> {
    let Some(tsa) = goal.level.tsa() else { return Ok((made, FoundLevel::BB, None)) };
    let imprint = crypto::digest(tsa.digest(), &made.read()?.signature);
    match super::obtain(tsa, &imprint, goal.trust.as_ref(), &goal.evidence) {
        Ok(token) => {
            let mut made = made;
            made.add(&cms::timestamp_attribute(token.der()));
            Ok((made, FoundLevel::BT, None))
        }
        Err(error) if goal.fallback => Ok((made, FoundLevel::BB, Some(error))),
        Err(error) => Err(error),
    }
}

/// The CMS around the content, beside it, or in the place of the one that was there.
fn put(
    original: Original,
    file: Option<&CmsFile>,
    parts: &Parts,
    layout: &CadesLayout,
) -> Result<Signed, SignError> {
    let end = original.len();
    let edits = match (file, layout.form) {
        (Some(file), _) => changed(file, parts, end)?,
        (None, Form::Attached) => {
            let (prefix, suffix) = parts.around(Holding::Octets(end))?;
            vec![
                Edit { range: 0..0, bytes: prefix.into() },
                Edit { range: end..end, bytes: suffix.into() },
            ]
        }
        (None, _) => {
            let (prefix, suffix) = parts.around(Holding::Nothing)?;
            vec![Edit { range: 0..0, bytes: [prefix, suffix].concat().into() }]
        }
    };
    Ok(Signed::edited(original, edits, layout.id.clone()).armored(layout.pem))
}

/// What changes where a CMS of `end` bytes gets new parts: all but its content.
fn changed(file: &CmsFile, parts: &Parts, end: u64) -> Result<Vec<Edit>, SignError> {
    let content = file.encapsulated();
    let len = content.end.saturating_sub(content.start);
    let (prefix, suffix) = parts.around(Holding::Element(len, file.indefinite()))?;
    let head = Edit { range: 0..content.start, bytes: prefix.into() };
    Ok(vec![head, Edit { range: content.end..end, bytes: suffix.into() }])
}

/// A small CMS with new parts, in memory.
fn rebuilt(file: &CmsFile, parts: &Parts) -> Result<Vec<u8>, SignError> {
    let source = file.source();
    let edits = changed(file, parts, source.len())?;
    Signed::edited(Original::whole(source.clone()), edits, String::new()).to_bytes()
}

/// Raises all signers of a CMS.
pub(super) fn extend(document: &CadesDocument, goal: Goal<'_>) -> Result<Signed, SignError> {
    let file = document.file().ok_or(SignError::NotSigned)?;
    let before = Parts::of(file)?;
    if before.signers.is_empty() {
        return Err(SignError::NotSigned);
    }
    let bytes = document.content();
    if bytes.is_none() {
        return Err(SignError::ContentMissing);
    }
    let chosen = (0..before.signers.len()).collect();
    let contents = Contents { known: Vec::new(), bytes };
    let (parts, used, reached) = (before.clone(), Evidence::new(), FoundLevel::BB);
    let mut raising = Raising { parts, chosen, contents, used, reached };
    let shortfall = raising.climb(goal)?;
    let Raising { parts, used, reached, .. } = raising;
    let original = Original::whole(Source::clone(file.source()));
    let edits = if parts == before { Vec::new() } else { changed(file, &parts, original.len())? };
    let signed = Signed::edited(original, edits, String::new()).armored(file.is_pem());
    Ok(signed.at_level(reached).short_of(shortfall).with_evidence(used))
}
