//! Integrity of an XML signature: the value holds over `SignedInfo` under one certificate's key,
//! and only then is looked whether every reference in it does.

use super::super::conclude::Refusal;
use super::Intact;
use crate::crypto::VerifyFault;
use crate::report::{Code, Finding, SubIndication};
use crate::x509::Certificate;
use crate::xml::signature::{
    CheckedReference, DereferenceFault, DigestOptions, ManifestResult, Reference, ReferenceDigests,
    ReferenceError, ValueError, ValueHolds, XmlSignature, check_value_by,
};
use crate::xml::{IdError, Ids, Tree, XmlDocument};

/// A signature whose value is one by `certificate`'s key.
pub(crate) struct Checked<'d, 'c> {
    pub(crate) holds: ValueHolds<'d>,
    pub(crate) certificate: &'c Certificate,
    /// Whether all it covers is as it was signed.
    pub(crate) intact: Result<Intact, Refusal>,
    pub(crate) references: ReferenceDigests,
}

/// Checks the value with the keys of `candidates`, then every reference and every entry of the
/// manifests among what they name.
pub(crate) fn check_xml<'d, 'c>(
    document: &'d XmlDocument,
    signature: &'d XmlSignature,
    candidates: &'c [Certificate],
    options: &DigestOptions<'_>,
    findings: &mut Vec<Finding>,
) -> Result<Checked<'d, 'c>, Refusal> {
    let tree = document.tree();
    let (holds, certificate) = check_value_by(tree, signature, candidates)
        .map_err(|error| value_fault(&error, signature, tree, findings))?;
    let references = holds.digest_references(document.ids(), options);
    let mut refusals = Vec::new();
    for checked in &references {
        let reference = signature.signed_info.references.get(checked.index);
        if let Err(error) = &checked.outcome {
            let named = Named { uri: reference.and_then(uri), document };
            refusals.push(named.fault(error, findings));
        }
        for manifest in &checked.manifests {
            refusals.extend(entries(manifest, document, findings));
        }
    }
    let failed = |refusal: &&Refusal| matches!(refusal, Refusal::Failed(_));
    let intact = match refusals.iter().find(failed).or(refusals.first()) {
        Some(refusal) => Err(*refusal),
        None if references.all_hold() => Ok(Intact(())),
        None => Err(Refusal::Failed(SubIndication::FormatFailure)),
    };
    Ok(Checked { holds, certificate, intact, references })
}

fn uri(reference: &Reference) -> Option<&str> {
    reference.uri.as_deref()
}

fn value_fault(
    error: &ValueError,
    signature: &XmlSignature,
    tree: &Tree,
    findings: &mut Vec<Finding>,
) -> Refusal {
    use Refusal::{Failed, Indeterminate};
    let (finding, refusal) = match error {
        ValueError::Method { uri } | ValueError::Canonicalization { uri } => (
            Finding::error(Code::AlgorithmUnknown).with("algorithm", uri.as_str()),
            Indeterminate(SubIndication::CryptoConstraintsFailureNoPoe),
        ),
        ValueError::Crypto(VerifyFault::Unsupported { .. }) => (
            Finding::error(Code::AlgorithmUnknown).with("algorithm", error.to_string()),
            Indeterminate(SubIndication::CryptoConstraintsFailureNoPoe),
        ),
        ValueError::NoCandidate => (
            Finding::error(Code::SignerCertificateMissing),
            Indeterminate(SubIndication::NoSigningCertificateFound),
        ),
        ValueError::Crypto(_) | ValueError::Length { .. } => {
            (Finding::error(Code::SignatureMismatch), Failed(SubIndication::SigCryptoFailure))
        }
        _ => (
            Finding::error(Code::SignatureShapeInvalid)
                .with("offset", tree.span(signature.signed_info.node).start)
                .with("fault", error.to_string()),
            Failed(SubIndication::FormatFailure),
        ),
    };
    findings.push(finding);
    refusal
}

/// What the entries of a manifest came to. One that does not hold is the signature's fault too:
/// nobody reads a list to see which of it still counts.
fn entries(
    manifest: &ManifestResult,
    document: &XmlDocument,
    findings: &mut Vec<Finding>,
) -> Vec<Refusal> {
    let invalid = |uri: Option<&str>, fault: &'static str| {
        let finding = Finding::error(Code::ManifestEntryInvalid).with("fault", fault);
        finding.with("uri", uri.unwrap_or_default())
    };
    let checked = match &manifest.references {
        Ok(checked) => checked,
        Err(error) => {
            let offset = document.tree().span(manifest.node).start;
            let finding = Finding::error(Code::SignatureShapeInvalid).with("offset", offset);
            findings.push(finding.with("fault", error.to_string()));
            return vec![Refusal::Failed(SubIndication::FormatFailure)];
        }
    };
    let bad = |entry: &CheckedReference| {
        let error = entry.outcome.as_ref().err()?;
        let (fault, refusal) = match error {
            ReferenceError::DigestMismatch { .. } => {
                ("digest-differs", Refusal::Failed(SubIndication::HashFailure))
            }
            ReferenceError::DigestMethod { .. } => (
                "digest-unknown",
                Refusal::Indeterminate(SubIndication::CryptoConstraintsFailureNoPoe),
            ),
            ReferenceError::Dereference(DereferenceFault::External { .. }) => {
                ("entry-external", Refusal::Indeterminate(SubIndication::SignedDataNotFound))
            }
            ReferenceError::Dereference(fault) => dereference_fault(fault),
        };
        let uri = match error {
            ReferenceError::Dereference(DereferenceFault::External { uri }) => uri.as_deref(),
            _ => None,
        };
        Some((invalid(uri, fault).with("entry", entry.index + 1), refusal))
    };
    let mut refusals = Vec::new();
    for entry in checked {
        if let Some((finding, refusal)) = bad(entry) {
            findings.push(finding);
            refusals.push(refusal);
        }
        for inner in &entry.manifests {
            refusals.extend(entries(inner, document, findings));
        }
    }
    refusals
}

/// A reference by what it names.
struct Named<'a> {
    uri: Option<&'a str>,
    document: &'a XmlDocument,
}

impl Named<'_> {
    fn fault(&self, error: &ReferenceError, findings: &mut Vec<Finding>) -> Refusal {
        let uri = self.uri.unwrap_or_default();
        let (finding, refusal) = match error {
            ReferenceError::DigestMismatch { .. } => {
                let finding = Finding::error(Code::ReferenceMismatch);
                let finding = match self.path() {
                    Some(path) => finding.with("path", path),
                    None => finding,
                };
                (finding, Refusal::Failed(SubIndication::HashFailure))
            }
            ReferenceError::DigestMethod { uri: method } => {
                let finding = Finding::error(Code::AlgorithmUnknown);
                findings.push(finding.with("algorithm", method.as_str()));
                return Refusal::Indeterminate(SubIndication::CryptoConstraintsFailureNoPoe);
            }
            ReferenceError::Dereference(DereferenceFault::External { .. }) => (
                Finding::warning(Code::ReferenceExternal),
                Refusal::Indeterminate(SubIndication::SignedDataNotFound),
            ),
            ReferenceError::Dereference(fault) => {
                let (word, refusal) = dereference_fault(fault);
                let finding = Finding::error(Code::ReferenceUnusable).with("fault", word);
                let finding = match fault {
                    DereferenceFault::Transform { uri } | DereferenceFault::Misplaced { uri } => {
                        finding.with("transform", uri.as_str())
                    }
                    _ => finding,
                };
                (finding, refusal)
            }
        };
        findings.push(finding.with("uri", uri));
        refusal
    }

    /// The path of the element that the URI names.
    fn path(&self) -> Option<String> {
        let uri = self.uri?;
        let id = uri.strip_prefix('#');
        match id {
            None => uri.is_empty().then(|| "/".to_owned()),
            Some(id) => Some(self.document.tree().path(element(self.document.ids(), id)?)),
        }
    }
}

fn element(ids: &Ids, id: &str) -> Option<crate::xml::NodeId> {
    ids.element(id).ok()
}

/// The fault in a word, and what it means for the verdict.
fn dereference_fault(fault: &DereferenceFault) -> (&'static str, Refusal) {
    use Refusal::{Failed, Indeterminate};
    use SubIndication::{FormatFailure, Generic, SignedDataNotFound};
    match fault {
        DereferenceFault::Id(IdError::Missing) => ("id-missing", Failed(SignedDataNotFound)),
        DereferenceFault::Id(_) => ("id-duplicate", Failed(SignedDataNotFound)),
        DereferenceFault::Uri { .. } => ("uri-not-understood", Indeterminate(SignedDataNotFound)),
        DereferenceFault::Read { .. } => ("external-unreadable", Indeterminate(SignedDataNotFound)),
        // What is not understood is not judged.
        DereferenceFault::Transform { .. } => ("transform-unsupported", Indeterminate(Generic)),
        DereferenceFault::Misplaced { .. } => ("transform-misplaced", Failed(FormatFailure)),
        DereferenceFault::Empty => ("nothing-left", Failed(FormatFailure)),
        DereferenceFault::Base64 => ("not-base64", Failed(FormatFailure)),
        DereferenceFault::Budget { .. } => ("over-budget", Failed(FormatFailure)),
        DereferenceFault::Xml(_) => ("xml-malformed", Failed(FormatFailure)),
        _ => ("xpath-malformed", Failed(FormatFailure)),
    }
}
