//! The report on a document: its conclusion, what was noticed, and all of it as JSON.

use std::ffi::c_char;

use kyso::report::{
    Conclusion, Finding, FoundLevel, Report, RevocationStatus, Severity, SubIndication,
};
use serde_json::Value;

use crate::buffer::kyso_buffer;
use crate::call::{at, call, free, handle, output, text};
use crate::document;
use crate::error::{Fault, kyso_error};
use crate::evidence::kyso_evidence;
use crate::names::*;
use crate::text::Texts;

/// What was told of a document. It never changes: any number of threads may read it at once.
pub struct kyso_report {
    pub(crate) report: Report,
    pub(crate) texts: Texts,
}

/// Fields of texts that no caller names by a number.
const POLICY: u32 = 1;
const SUB_INDICATION: u32 = 2;
pub(crate) const FINDING_CODE: u32 = 3;
pub(crate) const FINDING_FACTS: u32 = 4;
pub(crate) const STAMP_AUTHORITY: u32 = 8;

/// The part that a text of the document is kept under: one that no signature has.
const DOCUMENT: usize = usize::MAX;

impl kyso_report {
    pub(crate) fn new(report: Report) -> Self {
        Self { report, texts: Texts::default() }
    }

    fn text(&self, field: u32, text: Option<&str>) -> *const c_char {
        self.texts.get((DOCUMENT, DOCUMENT, field, String::new()), text)
    }

    /// The two texts of a finding that are not facts of their own.
    pub(crate) fn finding(&self, part: usize, index: usize, finding: &Finding) -> *const c_char {
        let key = (part, index, FINDING_CODE, String::new());
        self.texts.get(key, Some(finding.code.name()))
    }

    pub(crate) fn facts(&self, part: usize, index: usize, finding: &Finding) -> *const c_char {
        let key = (part, index, FINDING_FACTS, String::new());
        let facts = serde_json::to_value(&*finding.facts).unwrap_or(Value::Null);
        self.texts.get(key, Some(&facts.to_string()))
    }

    pub(crate) fn fact(
        &self,
        part: usize,
        index: usize,
        finding: &Finding,
        name: &str,
    ) -> *const c_char {
        let fact = finding.facts.get(name).map(ToString::to_string);
        self.texts.get((part, index, 0, name.to_owned()), fact.as_deref())
    }
}

/// Writes the conclusion over all signatures to `conclusion`: one of KYSO_CONCLUSION_.... Only
/// KYSO_CONCLUSION_PASSED is a success; an unsigned document is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_report_conclusion(
    report: *const kyso_report,
    conclusion: *mut u32,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_report_conclusion", error, || {
            let (report, place) = (handle(report, "report")?, output(conclusion, "conclusion")?);
            place.put(self::conclusion(report.report.conclusion()));
            Ok(())
        })
    }
}

/// Writes why the document is indeterminate or failed to `text`, by the names of ETSI EN 319 102-1;
/// NULL where it passed or is unsigned. The text is the report's and lives until kyso_report_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_report_sub_indication(
    report: *const kyso_report,
    text: *mut *const c_char,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_report_sub_indication", error, || {
            let (report, place) = (handle(report, "report")?, output(text, "text")?);
            let name = sub_indication(report.report.conclusion().sub_indication());
            place.put(report.text(SUB_INDICATION, name.as_deref()));
            Ok(())
        })
    }
}

/// Writes the kind of document to `format`: one of KYSO_FORMAT_....
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_report_format(
    report: *const kyso_report,
    format: *mut u32,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_report_format", error, || {
            let (report, place) = (handle(report, "report")?, output(format, "format")?);
            place.put(document::number(report.report.format));
            Ok(())
        })
    }
}

/// Writes the name of the policy to `text`. It is the report's and lives until kyso_report_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_report_policy(
    report: *const kyso_report,
    text: *mut *const c_char,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_report_policy", error, || {
            let (report, place) = (handle(report, "report")?, output(text, "text")?);
            place.put(report.text(POLICY, Some(&report.report.policy)));
            Ok(())
        })
    }
}

/// Writes the time that the document was judged as of to `seconds`, since 1970.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_report_validated_at(
    report: *const kyso_report,
    seconds: *mut i64,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_report_validated_at", error, || {
            let (report, place) = (handle(report, "report")?, output(seconds, "seconds")?);
            place.put(report.report.validated_at.unix());
            Ok(())
        })
    }
}

/// Writes how many revisions the document has to `count`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_report_revisions(
    report: *const kyso_report,
    count: *mut usize,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_report_revisions", error, || {
            let (report, place) = (handle(report, "report")?, output(count, "count")?);
            place.put(report.report.revisions);
            Ok(())
        })
    }
}

/// Writes how many signatures there are to `count`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_report_signature_count(
    report: *const kyso_report,
    count: *mut usize,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_report_signature_count", error, || {
            let (report, place) = (handle(report, "report")?, output(count, "count")?);
            place.put(report.report.signatures.len());
            Ok(())
        })
    }
}

/// Writes how much was noticed about the document or the policy, rather than one signature, to
/// `count`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_report_finding_count(
    report: *const kyso_report,
    count: *mut usize,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_report_finding_count", error, || {
            let (report, place) = (handle(report, "report")?, output(count, "count")?);
            place.put(report.report.findings.len());
            Ok(())
        })
    }
}

/// Writes one of these: its code in `kebab-case` to `code`, its weight to `severity`, one of
/// KYSO_SEVERITY_..., and its facts as a JSON object to `facts`. The texts are the report's and live
/// until kyso_report_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_report_finding(
    report: *const kyso_report,
    index: usize,
    code: *mut *const c_char,
    severity: *mut u32,
    facts: *mut *const c_char,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_report_finding", error, || {
            let report = handle(report, "report")?;
            let (code, severity) = (output(code, "code")?, output(severity, "severity")?);
            let facts = output(facts, "facts")?;
            let finding = at(&report.report.findings, index, "finding")?;
            code.put(report.finding(DOCUMENT, index, finding));
            severity.put(self::severity(finding.severity));
            facts.put(report.facts(DOCUMENT, index, finding));
            Ok(())
        })
    }
}

/// Writes one fact of these, by its name, to `text`; NULL where there is none of that name. The
/// text is the report's and lives until kyso_report_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_report_finding_fact(
    report: *const kyso_report,
    index: usize,
    name: *const c_char,
    text: *mut *const c_char,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_report_finding_fact", error, || {
            let (report, name) = (handle(report, "report")?, self::text(name, "name")?);
            let place = output(text, "text")?;
            let finding = at(&report.report.findings, index, "finding")?;
            place.put(report.fact(DOCUMENT, index, finding, name));
            Ok(())
        })
    }
}

/// The whole report as JSON, schema 1, under the name `file`. `buffer` is the caller's, to be freed
/// with kyso_buffer_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_report_json(
    report: *const kyso_report,
    file: *const c_char,
    buffer: *mut *mut kyso_buffer,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_report_json", error, || {
            let (report, file) = (handle(report, "report")?, self::text(file, "file")?);
            let place = output(buffer, "buffer")?;
            place.give(kyso_buffer::new(report.report.to_json(file).to_string().into_bytes()));
            Ok(())
        })
    }
}

/// The whole report as ETSI TS 119 102-2 V1.4.1 has it, XML in UTF-8, under the name `file`.
/// `buffer` is the caller's, to be freed with kyso_buffer_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_report_etsi(
    report: *const kyso_report,
    file: *const c_char,
    buffer: *mut *mut kyso_buffer,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_report_etsi", error, || {
            let (report, file) = (handle(report, "report")?, self::text(file, "file")?);
            let place = output(buffer, "buffer")?;
            place.give(kyso_buffer::new(report.report.to_etsi(file).into_bytes()));
            Ok(())
        })
    }
}

/// The certificates and revocation data that were relied on: what an office keeps beside the file.
/// `evidence` is the caller's, to be freed with kyso_evidence_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_report_evidence(
    report: *const kyso_report,
    evidence: *mut *mut kyso_evidence,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_report_evidence", error, || {
            let (report, place) = (handle(report, "report")?, output(evidence, "evidence")?);
            place.give(kyso_evidence { evidence: report.report.evidence.clone() });
            Ok(())
        })
    }
}

/// Frees the report with its texts. NULL is left alone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_report_free(report: *mut kyso_report) {
    // SAFETY: NULL, or a handle that was not freed.
    unsafe { free(report) };
}

pub(crate) fn conclusion(conclusion: &Conclusion) -> u32 {
    match conclusion {
        Conclusion::Passed(_) => KYSO_CONCLUSION_PASSED,
        Conclusion::Indeterminate(_) => KYSO_CONCLUSION_INDETERMINATE,
        Conclusion::Failed(_) => KYSO_CONCLUSION_FAILED,
        Conclusion::Unsigned => KYSO_CONCLUSION_UNSIGNED,
    }
}

/// The standard's name.
pub(crate) fn sub_indication(sub: Option<SubIndication>) -> Option<String> {
    let name = serde_json::to_value(sub?).ok()?;
    name.as_str().map(str::to_owned)
}

pub(crate) fn level(level: FoundLevel) -> u32 {
    match level {
        FoundLevel::XmlDsig => KYSO_LEVEL_XMLDSIG,
        FoundLevel::Pkcs7 => KYSO_LEVEL_PKCS7,
        FoundLevel::BB => KYSO_LEVEL_B,
        FoundLevel::BT => KYSO_LEVEL_T,
        FoundLevel::BLT => KYSO_LEVEL_LT,
        FoundLevel::BLTA => KYSO_LEVEL_LTA,
        _ => KYSO_LEVEL_OTHER,
    }
}

pub(crate) fn severity(severity: Severity) -> u32 {
    match severity {
        Severity::Info => KYSO_SEVERITY_INFO,
        Severity::Warning => KYSO_SEVERITY_WARNING,
        Severity::Error => KYSO_SEVERITY_ERROR,
    }
}

pub(crate) fn revocation(status: RevocationStatus) -> u32 {
    match status {
        RevocationStatus::Good => KYSO_REVOCATION_GOOD,
        RevocationStatus::Revoked => KYSO_REVOCATION_REVOKED,
        RevocationStatus::Unknown => KYSO_REVOCATION_UNKNOWN,
    }
}

/// An item of one signature of a report.
pub(crate) fn signature(
    report: &kyso_report,
    index: usize,
) -> Result<&kyso::report::SignatureReport, Fault> {
    at(&report.report.signatures, index, "signature")
}
