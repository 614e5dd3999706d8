//! What stands beside a CMS in its file. Its parts are either signed, or say something of the
//! signature, or nobody looks at them; so nothing may come that shows something else to others.

use super::super::conclude::Refusal;
use super::Unmodified;
use crate::cades::CmsFile;
use crate::cms::Deviation;
use crate::report::{Code, Finding, Modification, SubIndication};

/// Looks whether there is nothing but the CMS in the file.
pub(crate) fn beside(file: &CmsFile, findings: &mut Vec<Finding>) -> Result<Unmodified, Refusal> {
    let mut faults = Vec::new();
    for deviation in &file.signed_data().deviations {
        if let Deviation::TrailingBytes { offset, len } = *deviation {
            let finding = Finding::error(Code::TrailingBytes).with("offset", offset);
            faults.push(finding.with("length", len));
        }
    }
    if !file.disguises().is_ok_and(|disguised| !disguised) {
        faults.push(Finding::error(Code::ForeignStructure));
    }
    if faults.is_empty() && !file.is_cut_up().is_ok_and(|cut_up| !cut_up) {
        // Honest programs write such as well, so that it does not fail.
        findings.push(Finding::error(Code::ForeignStructure).with("fault", "pieces"));
        return Err(Refusal::Indeterminate(SubIndication::FormatFailure));
    }
    if faults.is_empty() {
        return Ok(Unmodified { level: Modification::None });
    }
    findings.extend(faults);
    Err(Refusal::Failed(SubIndication::FormatFailure))
}
