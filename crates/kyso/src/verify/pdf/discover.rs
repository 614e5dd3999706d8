//! Discovery stage: every signature that stands in any revision, with what its dictionary says.

use super::super::conclude::Refusal;
use super::super::modification::Permissions;
use crate::pdf::{
    self, ByteRangeFault, ByteRangeProof, ObjectId, PdfDocument, PdfError, SignatureFault,
    SignatureKind, SignatureValue,
};
use crate::report::{Code, Finding, FoundLevel, Kind, Place, SubIndication};
use crate::source::Source;

/// `/SubFilter` of a document time-stamp, beside `/Type /DocTimeStamp` (ISO 32000-2 §12.8.5).
const RFC3161: &str = "ETSI.RFC3161";

/// A signature as found, not judged.
pub(crate) struct Found {
    pub(crate) value: SignatureValue,
    pub(crate) kind: Kind,
    pub(crate) level: FoundLevel,
    pub(crate) permissions: Permissions,
    /// Whether the structure of the document leads to it.
    reachable: bool,
}

/// Signatures that the structure does not lead to, by the traces they leave in the bytes.
pub(crate) fn traces(source: &Source) -> Result<Vec<Found>, PdfError> {
    let found = |value| Found {
        value,
        kind: Kind::Signature,
        level: FoundLevel::Pkcs7,
        permissions: Permissions::default(),
        reachable: false,
    };
    Ok(pdf::signature_traces(source)?.into_iter().map(found).collect())
}

/// The signatures of all revisions, in the order in which they were made. What a certification
/// forbids holds for the signatures after it too.
pub(crate) fn signatures(document: &PdfDocument) -> Result<Vec<Found>, PdfError> {
    let mut doc_mdp: Option<i64> = None;
    let mut certified = false;
    let mut found = Vec::new();
    for value in pdf::signatures(document)? {
        let own = value.permitted();
        certified |= value.doc_mdp().is_some();
        doc_mdp = match (doc_mdp, own) {
            (Some(before), Some(own)) => Some(before.min(own)),
            (before, own) => before.or(own),
        };
        found.push(Found {
            kind: match value.kind {
                SignatureKind::DocTimeStamp if value.sub_filter.as_deref() == Some(RFC3161) => {
                    Kind::DocumentTimestamp
                }
                _ if value.doc_mdp().is_some() => Kind::Certification,
                _ => Kind::Signature,
            },
            level: match value.sub_filter.as_deref() {
                Some("ETSI.CAdES.detached") => FoundLevel::BB,
                _ => FoundLevel::Pkcs7,
            },
            permissions: Permissions { doc_mdp, certified, locks: value.field_locks() },
            value,
            reachable: true,
        });
    }
    Ok(found)
}

impl Found {
    /// As one that a sound structure would not lead to.
    pub(crate) fn unreachable(self) -> Self {
        Self { reachable: false, ..self }
    }

    /// Whether the dictionary announces CAdES (EN 319 142-1 §6.3).
    pub(crate) fn is_ades(&self) -> bool {
        self.level != FoundLevel::Pkcs7
    }

    /// Whether it only stands for further fields of a signature that is judged under another name.
    pub(crate) fn is_shared(&self) -> bool {
        let shared = |fault: &SignatureFault| matches!(fault, SignatureFault::SharedValue { .. });
        self.value.faults.iter().any(shared)
    }

    /// Its widget, where that takes any room on a page.
    pub(crate) fn seen(&self) -> Option<ObjectId> {
        let place = Place::new(1, self.value.rect?);
        place.and(self.value.widget)
    }

    /// Whether the form of the CMS is one that is judged here.
    pub(crate) fn supported(&self, findings: &mut Vec<Finding>) -> Result<(), Refusal> {
        match self.value.sub_filter.as_deref() {
            _ if !self.reachable => Ok(()),
            Some(RFC3161) if self.kind == Kind::DocumentTimestamp => Ok(()),
            // Only one of the two: each reader would take it for something else.
            other if other == Some(RFC3161) || self.value.kind == SignatureKind::DocTimeStamp => {
                let finding = Finding::error(Code::SignatureDictionaryInvalid);
                findings.push(finding.with("fault", "document-timestamp-type"));
                Err(Refusal::Failed(SubIndication::FormatFailure))
            }
            Some("ETSI.CAdES.detached" | "adbe.pkcs7.detached") => Ok(()),
            other => {
                let name = other.unwrap_or_default();
                findings
                    .push(Finding::warning(Code::SubFilterUnsupported).with("sub-filter", name));
                Err(Refusal::Indeterminate(SubIndication::Generic))
            }
        }
    }

    /// Proves what the signature covers.
    pub(crate) fn prove(
        &self,
        document: Option<&PdfDocument>,
        findings: &mut Vec<Finding>,
    ) -> Result<ByteRangeProof, Refusal> {
        let (true, Some(document)) = (self.reachable, document) else {
            let offset = self.value.contents_span.as_ref().map_or(0, |span| span.start);
            findings.push(Finding::error(Code::SignatureUnreachable).with("offset", offset));
            return Err(Refusal::Failed(SubIndication::FormatFailure));
        };
        let doubled = self.value.faults.iter().find_map(|fault| match fault {
            SignatureFault::DuplicateKey(_) => Some(ByteRangeFault::Dictionary(fault.clone())),
            _ => None,
        });
        let proved = match doubled {
            // Readers differ in which of two values they take, and show different things.
            Some(fault) => Err(fault),
            None => pdf::prove(document, &self.value),
        };
        proved.map_err(|fault| {
            let finding = match &fault {
                ByteRangeFault::Dictionary(SignatureFault::SharedValue { .. }) => {
                    Finding::error(Code::SignatureDictionaryInvalid).with("fault", "shared-value")
                }
                ByteRangeFault::Dictionary(_) => Finding::error(Code::SignatureDictionaryInvalid)
                    .with("fault", fault.to_string()),
                _ => Finding::error(Code::ByteRangeInvalid).with("fault", fault.to_string()),
            };
            findings.push(finding);
            Refusal::Failed(SubIndication::FormatFailure)
        })
    }
}
