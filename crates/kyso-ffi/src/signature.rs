//! The report on one signature: its fields by number, what it covers, what was noticed.

use std::ffi::c_char;

use kyso::Time;
use kyso::report::{Coverage, Integrity, Kind, Modification, SignatureReport, Signer};

use crate::call::{at, call, handle, output, text, unknown};
use crate::error::{Fault, kyso_error};
use crate::names::*;
use crate::report::{
    conclusion, kyso_report, level, revocation, severity, signature, sub_indication,
};

/// Fields of texts that no caller names by a number.
const ROLE: u32 = 5;
const COVER_URI: u32 = 6;
const COVER_PATH: u32 = 7;

/// Writes a text about a signature to `text`: `field` is one of KYSO_SIGNATURE_ID and the numbers
/// after it. NULL where there is none. The text is the report's and lives until kyso_report_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_signature_text(
    report: *const kyso_report,
    signature: usize,
    field: u32,
    text: *mut *const c_char,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_signature_text", error, || {
            let (report, place) = (handle(report, "report")?, output(text, "text")?);
            let found = text_of(self::signature(report, signature)?, field)?;
            let key = (signature, 0, field, String::new());
            place.put(report.texts.get(key, found.as_deref()));
            Ok(())
        })
    }
}

/// Writes a time of a signature to `seconds`, since 1970: `field` is one of
/// KYSO_SIGNATURE_CLAIMED_TIME and the numbers after it. KYSO_ABSENT where there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_signature_time(
    report: *const kyso_report,
    signature: usize,
    field: u32,
    seconds: *mut i64,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_signature_time", error, || {
            let (report, place) = (handle(report, "report")?, output(seconds, "seconds")?);
            let time = time_of(self::signature(report, signature)?, field)?;
            place.put(time.ok_or_else(|| Fault::absent("such time"))?.unix());
            Ok(())
        })
    }
}

/// Writes what a signature is to `code`, as one of the numbers of its kind: `field` is one of
/// KYSO_SIGNATURE_CONCLUSION and the numbers after it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_signature_code(
    report: *const kyso_report,
    signature: usize,
    field: u32,
    code: *mut u32,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_signature_code", error, || {
            let (report, place) = (handle(report, "report")?, output(code, "code")?);
            place.put(code_of(self::signature(report, signature)?, field)?);
            Ok(())
        })
    }
}

/// Writes the revision that a signature ends to `revision`, counted from 1. KYSO_ABSENT where it
/// ends none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_signature_revision(
    report: *const kyso_report,
    signature: usize,
    revision: *mut usize,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_signature_revision", error, || {
            let (report, place) = (handle(report, "report")?, output(revision, "revision")?);
            let revision = self::signature(report, signature)?.revision;
            place.put(revision.ok_or_else(|| Fault::absent("revision"))?);
            Ok(())
        })
    }
}

/// Writes how many roles the signer claims in words of his own to `count`; what the signature is for
/// is KYSO_SIGNATURE_ROLE.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_signature_role_count(
    report: *const kyso_report,
    signature: usize,
    count: *mut usize,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_signature_role_count", error, || {
            let (report, place) = (handle(report, "report")?, output(count, "count")?);
            place.put(self::signature(report, signature)?.roles.len());
            Ok(())
        })
    }
}

/// Writes one of these roles to `text`. It is the report's and lives until kyso_report_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_signature_role(
    report: *const kyso_report,
    signature: usize,
    index: usize,
    text: *mut *const c_char,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_signature_role", error, || {
            let (report, place) = (handle(report, "report")?, output(text, "text")?);
            let role = at(&self::signature(report, signature)?.roles, index, "role")?;
            place.put(report.texts.get((signature, index, ROLE, String::new()), Some(role)));
            Ok(())
        })
    }
}

/// Writes how many things a signature in XML covers to `count`. A caller reads these and nothing
/// beside them.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_signature_cover_count(
    report: *const kyso_report,
    signature: usize,
    count: *mut usize,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_signature_cover_count", error, || {
            let (report, place) = (handle(report, "report")?, output(count, "count")?);
            place.put(self::signature(report, signature)?.covers.len());
            Ok(())
        })
    }
}

/// Writes one thing that a signature in XML covers: the URI of the reference to `uri`, NULL where
/// it has none; the path of the element to `path`, `/` for the whole document, NULL for what lies
/// outside; and 1 to `whole` where all of it is covered but the signature itself, else 0. The texts
/// are the report's and live until kyso_report_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_signature_cover(
    report: *const kyso_report,
    signature: usize,
    index: usize,
    uri: *mut *const c_char,
    path: *mut *const c_char,
    whole: *mut u32,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_signature_cover", error, || {
            let report = handle(report, "report")?;
            let (uri, path) = (output(uri, "uri")?, output(path, "path")?);
            let whole = output(whole, "whole")?;
            let covered = at(&self::signature(report, signature)?.covers, index, "cover")?;
            let key = |field| (signature, index, field, String::new());
            uri.put(report.texts.get(key(COVER_URI), covered.uri.as_deref()));
            path.put(report.texts.get(key(COVER_PATH), covered.path()));
            whole.put(covered.whole_element().is_some().into());
            Ok(())
        })
    }
}

/// Writes how much was noticed about a signature to `count`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_signature_finding_count(
    report: *const kyso_report,
    signature: usize,
    count: *mut usize,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_signature_finding_count", error, || {
            let (report, place) = (handle(report, "report")?, output(count, "count")?);
            place.put(self::signature(report, signature)?.findings.len());
            Ok(())
        })
    }
}

/// Writes one of these: its code in `kebab-case` to `code`, its weight to `severity`, one of
/// KYSO_SEVERITY_..., and its facts as a JSON object to `facts`. The texts are the report's and live
/// until kyso_report_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_signature_finding(
    report: *const kyso_report,
    signature: usize,
    index: usize,
    code: *mut *const c_char,
    severity: *mut u32,
    facts: *mut *const c_char,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_signature_finding", error, || {
            let report = handle(report, "report")?;
            let (code, severity) = (output(code, "code")?, output(severity, "severity")?);
            let facts = output(facts, "facts")?;
            let finding = at(&self::signature(report, signature)?.findings, index, "finding")?;
            code.put(report.finding(signature, index, finding));
            severity.put(self::severity(finding.severity));
            facts.put(report.facts(signature, index, finding));
            Ok(())
        })
    }
}

/// Writes one fact of these, by its name, to `text`; NULL where there is none of that name. The
/// text is the report's and lives until kyso_report_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_signature_finding_fact(
    report: *const kyso_report,
    signature: usize,
    index: usize,
    name: *const c_char,
    text: *mut *const c_char,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_signature_finding_fact", error, || {
            let (report, name) = (handle(report, "report")?, self::text(name, "name")?);
            let place = output(text, "text")?;
            let finding = at(&self::signature(report, signature)?.findings, index, "finding")?;
            place.put(report.fact(signature, index, finding, name));
            Ok(())
        })
    }
}

fn text_of(one: &SignatureReport, field: u32) -> Result<Option<String>, Fault> {
    let signer = one.signer.as_ref();
    let of_signer = |text: fn(&Signer) -> &str| signer.map(|signer| text(signer).to_owned());
    Ok(match field {
        KYSO_SIGNATURE_ID => Some(one.id.clone()),
        KYSO_SIGNATURE_SUB_INDICATION => sub_indication(one.conclusion.sub_indication()),
        KYSO_SIGNATURE_SUBJECT => of_signer(|signer| &signer.subject),
        KYSO_SIGNATURE_COMMON_NAME => of_signer(|signer| &signer.common_name),
        KYSO_SIGNATURE_TITLE => signer.and_then(|signer| signer.title.clone()),
        KYSO_SIGNATURE_ORGANIZATION => signer.and_then(|signer| signer.organization.clone()),
        KYSO_SIGNATURE_ISSUER => of_signer(|signer| &signer.issuer),
        KYSO_SIGNATURE_SERIAL => of_signer(|signer| &signer.serial),
        KYSO_SIGNATURE_DIGEST_ALGORITHM => one.digest_algorithm.clone(),
        KYSO_SIGNATURE_ALGORITHM => one.signature_algorithm.clone(),
        KYSO_SIGNATURE_TRUST_ANCHOR => one.trust_anchor.clone(),
        KYSO_SIGNATURE_REASON => one.reason.clone(),
        KYSO_SIGNATURE_LOCATION => one.location.clone(),
        KYSO_SIGNATURE_CONTACT => one.contact.clone(),
        KYSO_SIGNATURE_COMMITMENT => one.commitment.clone(),
        KYSO_SIGNATURE_ROLE => one.role.map(|role| role.name().to_owned()),
        KYSO_SIGNATURE_TRUST_DOMAIN => one.trust_domain.clone(),
        KYSO_SIGNATURE_UNIT => signer.and_then(|signer| signer.unit.clone()),
        KYSO_SIGNATURE_ISSUER_NAME => of_signer(|signer| &signer.issuer_name),
        KYSO_SIGNATURE_ISSUER_ORGANIZATION => {
            signer.and_then(|signer| signer.issuer_organization.clone())
        }
        KYSO_SIGNATURE_SUB_FILTER => one.material.sub_filter.clone(),
        other => return Err(unknown("field", other)),
    })
}

fn time_of(one: &SignatureReport, field: u32) -> Result<Option<Time>, Fault> {
    let signer = one.signer.as_ref();
    Ok(match field {
        KYSO_SIGNATURE_CLAIMED_TIME => one.signing_time.claimed,
        KYSO_SIGNATURE_PROVEN_TIME => one.signing_time.proven,
        KYSO_SIGNATURE_NOT_BEFORE => signer.map(|signer| signer.not_before),
        KYSO_SIGNATURE_NOT_AFTER => signer.map(|signer| signer.not_after),
        other => return Err(unknown("field", other)),
    })
}

fn code_of(one: &SignatureReport, field: u32) -> Result<u32, Fault> {
    Ok(match field {
        KYSO_SIGNATURE_CONCLUSION => conclusion(&one.conclusion),
        KYSO_SIGNATURE_KIND => match one.kind {
            Kind::Signature => KYSO_KIND_SIGNATURE,
            Kind::Certification => KYSO_KIND_CERTIFICATION,
            Kind::DocumentTimestamp => KYSO_KIND_DOCUMENT_TIMESTAMP,
            _ => KYSO_KIND_OTHER,
        },
        KYSO_SIGNATURE_LEVEL => level(one.level),
        KYSO_SIGNATURE_INTEGRITY => match one.integrity {
            Integrity::Intact => KYSO_INTEGRITY_INTACT,
            Integrity::Broken => KYSO_INTEGRITY_BROKEN,
            Integrity::Unknown => KYSO_INTEGRITY_UNKNOWN,
        },
        KYSO_SIGNATURE_COVERAGE => match one.coverage {
            Coverage::WholeFile => KYSO_COVERAGE_WHOLE_FILE,
            Coverage::WholeRevision => KYSO_COVERAGE_WHOLE_REVISION,
            Coverage::Partial => KYSO_COVERAGE_PARTIAL,
        },
        KYSO_SIGNATURE_MODIFICATION => match one.modification {
            Modification::None => KYSO_MODIFICATION_NONE,
            Modification::LtaUpdate => KYSO_MODIFICATION_LTA_UPDATE,
            Modification::FormFilling => KYSO_MODIFICATION_FORM_FILLING,
            Modification::Annotation => KYSO_MODIFICATION_ANNOTATION,
            Modification::Suspicious => KYSO_MODIFICATION_SUSPICIOUS,
        },
        KYSO_SIGNATURE_REVOCATION => revocation(one.revocation),
        other => return Err(unknown("field", other)),
    })
}
