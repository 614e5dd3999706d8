//! CMS signatures in a container: over the one file of an ASiC-S, over a manifest that lists the
//! files of an ASiC-E (EN 319 162-1 §4.3.3.2, §4.4.3.2, §A.4).

use std::io::{Read, Write};
use std::rc::Rc;

use super::allowance::Allowance;
use super::manifests::Manifests;
use crate::DigestAlgorithm;
use crate::cades::CmsFile;
use crate::container::{Container, Entry, Kind, Listed, Manifest};
use crate::crypto::{Digest, Hasher};
use crate::limits::{MAX_CONTAINER_DENSE_BYTES, STREAM_CHUNK};
use crate::report::{
    Code, Covered, CoveredTarget, Extent, Finding, Integrity, SignatureReport, SubIndication,
};
use crate::source::Source;
use crate::verify::cades::{self, Given};
use crate::verify::conclude::{self, Refusal};
use crate::verify::context::Context;
use crate::verify::modification;

/// The signers of one file.
pub(super) fn judge(
    container: &Container,
    entry: &Entry,
    (allowance, manifests): (&Allowance<'_>, &Manifests<'_>),
    context: &mut Context<'_>,
) -> Result<Vec<SignatureReport>, String> {
    let bytes = container.read_meta(entry).map_err(|error| error.to_string())?;
    let file = CmsFile::open(Source::from_bytes(bytes)).map_err(|error| error.to_string())?;
    if file.attached().is_some() || file.is_pem() {
        return Err("shape".to_owned());
    }
    let over = Over::of(container, entry, allowance, manifests)?;
    let given = Given { name: Some(over.name()), source: &over.source };
    let mut reports = cades::judge_all(&file, Some(&given), context);
    if reports.is_empty() {
        return Err("shape".to_owned());
    }
    for report in &mut reports {
        report.file = Some(entry.name().to_owned());
        over.refine(container, allowance, report);
    }
    Ok(reports)
}

/// What the CMS signature in a file of a container is over.
pub(crate) fn signed_by(container: &Container, signature: &Entry) -> Result<Source, String> {
    let (allowance, manifests) = (Allowance::new(container), Manifests::of(container));
    Over::of(container, signature, &allowance, &manifests).map(|over| over.source)
}

/// The content of a file of a container, held against its checksum.
pub(crate) fn content_of(container: &Container, entry: &Entry) -> std::io::Result<Source> {
    content(container, entry, &Allowance::new(container))
}

/// What a CMS signature of a container is over.
struct Over<'c> {
    entry: &'c Entry,
    source: Source,
    manifest: Option<Rc<Manifest>>,
}

impl<'c> Over<'c> {
    fn of(
        container: &'c Container,
        signature: &Entry,
        allowance: &Allowance<'_>,
        manifests: &Manifests<'c>,
    ) -> Result<Self, String> {
        if container.kind() == Kind::Simple {
            let mut data = container.data();
            let (Some(entry), None) = (data.next(), data.next()) else {
                return Err("files".to_owned());
            };
            let source = content(container, entry, allowance).map_err(|error| error.to_string())?;
            return Ok(Self { entry, source, manifest: None });
        }
        // Two lists for one signature: which one was signed would be for readers to choose.
        match manifests.for_signature(signature) {
            [(entry, manifest)] => {
                let bytes = container.read_meta(entry).map_err(|error| error.to_string())?;
                let manifest = Some(Rc::clone(manifest));
                Ok(Self { entry, source: Source::from_bytes(bytes), manifest })
            }
            [] => Err("no-manifest".to_owned()),
            _ => Err("manifests".to_owned()),
        }
    }

    fn name(&self) -> &str {
        self.entry.name()
    }

    /// Goes on from what the CMS is over to the files: what they come to can only lower a verdict.
    fn refine(
        &self,
        container: &Container,
        allowance: &Allowance<'_>,
        report: &mut SignatureReport,
    ) {
        // A signature over another's value says nothing of files.
        let over_content = |one: &Covered| one.target == CoveredTarget::External;
        if report.integrity != Integrity::Intact || !report.covers.iter().any(over_content) {
            return;
        }
        let name = self.name().to_owned();
        for one in report.covers.iter_mut().filter(|one| over_content(one)) {
            one.target = CoveredTarget::File { name: name.clone() };
        }
        if self.manifest.is_none() {
            let finding = Finding::warning(Code::FileNameUnsigned).with("name", name);
            report.findings.push(finding);
        }
        let listed = self.manifest.iter().flat_map(|manifest| &manifest.files);
        for one in listed {
            match check(container, allowance, one) {
                Ok(covered) => report.covers.push(covered),
                Err((finding, refusal)) => {
                    if matches!(refusal, Refusal::Failed(SubIndication::HashFailure)) {
                        report.integrity = Integrity::Broken;
                    }
                    report.findings.push(finding);
                    lower(report, refusal);
                }
            }
        }
        let (coverage, unmodified) =
            modification::contained(container, &report.covers, &mut report.findings);
        report.coverage = coverage;
        if let Err(refusal) = unmodified {
            lower(report, refusal);
        }
    }
}

fn lower(report: &mut SignatureReport, refusal: Refusal) {
    let generic = conclude::refused(SubIndication::Generic);
    let before = std::mem::replace(&mut report.conclusion, generic);
    report.conclusion = conclude::lowered(before, refusal);
}

/// One file of a manifest, which must be there as it was listed.
fn check(
    container: &Container,
    allowance: &Allowance<'_>,
    listed: &Listed,
) -> Result<Covered, (Finding, Refusal)> {
    let uri = listed.uri.as_str();
    let unusable = |fault: &'static str| {
        Finding::error(Code::ReferenceUnusable).with("uri", uri).with("fault", fault)
    };
    let entry = container.referred(uri).ok_or_else(|| {
        (unusable("uri-not-understood"), Refusal::Failed(SubIndication::SignedDataNotFound))
    })?;
    let no_poe = Refusal::Indeterminate(SubIndication::CryptoConstraintsFailureNoPoe);
    let algorithm = listed.digest.ok_or_else(|| {
        let finding = Finding::error(Code::AlgorithmUnknown);
        (finding.with("algorithm", listed.method.as_str()), no_poe)
    })?;
    // Whoever can make two files of one digest has another file signed.
    if matches!(algorithm, DigestAlgorithm::Sha1 | DigestAlgorithm::Sha224) {
        let finding = Finding::error(Code::AlgorithmTooWeak).with("algorithm", algorithm.name());
        return Err((finding.with("where", "content"), no_poe));
    }
    let mut hasher = Hasher::new(algorithm);
    let bytes = each(&mut allowance.read(entry), &mut |piece| {
        hasher.update(piece);
        Ok(())
    });
    let bytes = bytes.map_err(|_| {
        (unusable("external-unreadable"), Refusal::Failed(SubIndication::FormatFailure))
    })?;
    let digest = hasher.finish();
    if digest.as_bytes() != listed.value {
        let finding = Finding::error(Code::ReferenceMismatch).with("uri", uri);
        let finding = finding.with("path", entry.name());
        return Err((finding, Refusal::Failed(SubIndication::HashFailure)));
    }
    Ok(covered(entry, uri, digest, bytes))
}

fn covered(entry: &Entry, uri: &str, digest: Digest, bytes: u64) -> Covered {
    Covered {
        uri: Some(uri.to_owned()),
        kind: None,
        target: CoveredTarget::File { name: entry.name().to_owned() },
        extent: Extent::Whole,
        except: Vec::new(),
        comments: true,
        transforms: Vec::new(),
        digest: digest.algorithm(),
        value: Some(digest),
        bytes,
        in_manifest: true,
    }
}

/// Passes everything on in pieces; says how much it was.
fn each(
    content: &mut dyn Read,
    sink: &mut dyn FnMut(&[u8]) -> std::io::Result<()>,
) -> std::io::Result<u64> {
    let mut buffer = vec![0; STREAM_CHUNK];
    let mut total = 0_u64;
    loop {
        let read = content.read(&mut buffer)?;
        if read == 0 {
            return Ok(total);
        }
        sink(buffer.get(..read).unwrap_or_default())?;
        total = total.saturating_add(read as u64);
    }
}

/// The content of a file as a source: a large one that is deflated goes to a file without a name.
fn content(
    container: &Container,
    entry: &Entry,
    allowance: &Allowance<'_>,
) -> std::io::Result<Source> {
    if entry.size() <= MAX_CONTAINER_DENSE_BYTES {
        let mut bytes = Vec::new();
        each(&mut allowance.read(entry), &mut |piece| {
            bytes.extend_from_slice(piece);
            Ok(())
        })?;
        return Ok(Source::from_bytes(bytes));
    }
    if let Some(stored) = container.stored(entry) {
        // The checksum is looked at all the same: others do.
        each(&mut allowance.read(entry), &mut |_| Ok(()))?;
        return Ok(stored);
    }
    let mut file = tempfile::tempfile()?;
    each(&mut allowance.read(entry), &mut |piece| file.write_all(piece))?;
    Source::from_file(file)
}
