//! Whether a container that is signed already can pass with one more signature: nobody is made to
//! sign what no reader accepts.

use super::super::SignError;
use super::super::builder::Request;
use crate::container::{Container, Role};
use crate::policy::Policy;
use crate::report::{Code, Conclusion, Finding, Severity};
use crate::trust::TrustAnchors;
use crate::verify::Verifier;

/// Judges the signatures that are there, whoever made them.
pub(super) fn check(container: &Container, request: &Request<'_>) -> Result<(), SignError> {
    let signed = [Role::XmlSignatures, Role::CmsSignature];
    if !container.entries().iter().any(|entry| signed.contains(&entry.role())) {
        return Ok(());
    }
    let nobody = Policy::baseline(TrustAnchors::new());
    let report = Verifier::new(&nobody).verify(&request.document, request.now);
    let unsound =
        |finding: Finding| Err(SignError::ContainerUnsound { finding: Box::new(finding) });
    let is_error = |finding: &Finding| finding.severity == Severity::Error;
    if let Some(finding) = report.findings.into_iter().find(is_error) {
        return unsound(finding);
    }
    for signature in report.signatures {
        // A file that is no signature, or one that a signature left out.
        let tells = [Code::SignatureFileInvalid, Code::FileNotCovered];
        let is_told = |finding: &Finding| tells.contains(&finding.code);
        if let Some(finding) = signature.findings.into_iter().find(is_told) {
            return unsound(finding);
        }
        if matches!(signature.conclusion, Conclusion::Failed(_)) {
            return Err(SignError::SignatureBroken { field: signature.id });
        }
    }
    Ok(())
}
