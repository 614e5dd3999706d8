//! CMS signatures in a container: over its one file, or over a manifest of all files
//! (EN 319 162-1 §4.3.3.2, §4.4.3.2).

use std::io::Read;

use super::{ContainerLayout, Made, Part, free};
use crate::algorithm::DigestAlgorithm;
use crate::cades::{CadesDocument, Content};
use crate::container::{Container, Entry, Kind, Manifest};
use crate::crypto::{Digest, Hasher};
use crate::key::{SignatureValue, ToBeSigned};
use crate::limits::STREAM_CHUNK;
use crate::report::FoundLevel;
use crate::sign::SignError;
use crate::sign::builder::{Goal, Request, Signer};
use crate::sign::cades::{self, CadesLayout};
use crate::sign::prepared::{Layout, Prepared};
use crate::sign::signed::{Original, Signed};
use crate::source::Source;
use crate::verify::container::{content_of, signed_by};
use crate::x509::Certificate;

/// The one CMS of an ASiC-S (EN 319 162-1 §4.3.3.2).
const ONLY: &str = "META-INF/signature.p7s";

/// The first phase.
pub(super) fn prepare(
    container: &Container,
    request: &Request<'_>,
    signer: &Signer,
    certificate: &Certificate,
) -> Result<Prepared, SignError> {
    let (entry, manifest, document) = match container.kind() {
        Kind::Simple => {
            let source = only(container)?;
            let document = match container.entry(ONLY) {
                Some(there) => {
                    let cms = Source::from_bytes(container.read_meta(there)?);
                    let cms =
                        CadesDocument::parse(cms).map_err(|error| unreadable(there, &error))?;
                    cms.with_content(None, source)
                }
                None => CadesDocument::plain(source),
            };
            (ONLY.to_owned(), None, document)
        }
        Kind::Extended => {
            let entry = free(container, "signature", "p7s");
            let name = free(container, "ASiCManifest", "xml");
            let bytes = manifest(container, &entry, signer.algorithm.digest())?.into_bytes();
            let document = CadesDocument::plain(Source::from_bytes(bytes.clone()));
            (entry, Some((name, bytes)), document)
        }
    };
    let prepared = cades::prepare(&document, request, signer, certificate)?;
    let message = prepared.to_be_signed().message().to_vec();
    let Layout::Cades(layout) = prepared.layout else {
        return Err(SignError::StateInvalid { fault: "text" });
    };
    let part = Part::Cms { layout, manifest };
    let layout = Layout::Container(ContainerLayout { kind: container.kind(), entry, part });
    let original = Original::whole(container.source().clone());
    Ok(Prepared::new(original, layout, signer.clone(), message))
}

fn unreadable(entry: &Entry, fault: &dyn ToString) -> SignError {
    SignError::SignatureFile { name: entry.name().to_owned(), fault: fault.to_string() }
}

/// The content of the one file of an ASiC-S.
fn only(container: &Container) -> Result<Source, SignError> {
    let mut data = container.data();
    match (data.next(), data.next()) {
        (Some(entry), None) => Ok(content_of(container, entry)?),
        _ => Err(SignError::SignatureFile { name: ONLY.to_owned(), fault: "files".to_owned() }),
    }
}

/// Every file with its digest, for the signature in `entry`.
fn manifest(
    container: &Container,
    entry: &str,
    digest: DigestAlgorithm,
) -> Result<String, SignError> {
    let mut files = Vec::new();
    for file in container.data() {
        files.push((file.name(), file.media_type(), digest_of(container, file, digest)?));
    }
    Ok(Manifest::write(entry, files))
}

fn digest_of(
    container: &Container,
    entry: &Entry,
    digest: DigestAlgorithm,
) -> Result<Digest, SignError> {
    let (mut content, mut hasher) = (container.read(entry), Hasher::new(digest));
    let mut buffer = vec![0; STREAM_CHUNK];
    loop {
        match content.read(&mut buffer)? {
            0 => return Ok(hasher.finish()),
            read => hasher.update(buffer.get(..read).unwrap_or_default()),
        }
    }
}

/// The CMS that a signer is added to, or nothing.
pub(super) fn before(container: &Container, entry: &str) -> Result<Original, SignError> {
    Ok(match container.entry(entry) {
        Some(there) => Original::whole(Source::from_bytes(container.read_meta(there)?)),
        None => Original::nothing(),
    })
}

/// Whether what was kept is over the files that are there.
pub(super) fn check(
    container: &Container,
    layout: &CadesLayout,
    manifest: Option<&(String, Vec<u8>)>,
) -> Result<(), SignError> {
    let altered = || SignError::StateInvalid { fault: "document-altered" };
    let source = match (container.kind(), manifest) {
        (Kind::Simple, None) => only(container).map_err(|_| altered())?,
        (Kind::Extended, Some((_, bytes))) => {
            let listed = Manifest::read(bytes).map_err(|_| altered())?.files;
            let mut data: Vec<&Entry> = container.data().collect();
            for one in &listed {
                let digest = one.digest.ok_or_else(altered)?;
                let entry = container.referred(&one.uri).ok_or_else(altered)?;
                let now = digest_of(container, entry, digest).map_err(|_| altered())?;
                if now.as_bytes() != one.value {
                    return Err(altered());
                }
                data.retain(|file| file.name() != entry.name());
            }
            if !data.is_empty() {
                return Err(altered());
            }
            Source::from_bytes(bytes.clone())
        }
        _ => return Err(altered()),
    };
    let algorithms: Vec<_> = layout.digests.iter().map(Digest::algorithm).collect();
    let now = Content::Detached(&source).digests(&algorithms).map_err(|_| altered())?;
    let same = layout.digests.iter().all(|digest| now.contains(digest));
    if same && !layout.digests.is_empty() { Ok(()) } else { Err(altered()) }
}

/// The last phase: the CMS.
pub(super) fn complete(
    container: &Container,
    layout: CadesLayout,
    entry: &str,
    (signer, to_be_signed, value): (&Signer, &ToBeSigned, &SignatureValue),
    goal: Goal<'_>,
) -> Result<Made, SignError> {
    let before = before(container, entry)?;
    made(cades::complete(layout, signer, to_be_signed, before, value, goal)?)
}

/// Raises all signers of one CMS.
pub(super) fn extend(
    container: &Container,
    entry: &Entry,
    goal: Goal<'_>,
) -> Result<Made, SignError> {
    let cms = Source::from_bytes(container.read_meta(entry)?);
    let cms = CadesDocument::parse(cms).map_err(|error| unreadable(entry, &error))?;
    let over = signed_by(container, entry).map_err(|fault| unreadable(entry, &fault))?;
    made(cades::extend(&cms.with_content(None, over), goal)?)
}

fn made(signed: Signed) -> Result<Made, SignError> {
    let bytes = signed.to_bytes()?;
    let (id, changed) = (signed.field_name().to_owned(), !signed.is_unchanged());
    let level = signed.level().unwrap_or(FoundLevel::BB);
    let (evidence, shortfall) = signed.into_evidence();
    Ok(Made { bytes, id, level, changed, evidence, shortfall })
}
