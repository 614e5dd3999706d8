//! The report of ETSI TS 119 102-2 V1.4.1: for archives and other programs.

mod objects;
mod signature;
mod uri;
mod xml;

use self::objects::Objects;
use self::signature::Entry;
use self::xml::Writer;
use super::{Conclusion, Finding, Kind, Report, SignatureReport};

/// The whole report on `file`.
pub(super) fn report(report: &Report, file: &str) -> String {
    let ids: Vec<String> = (1..=report.signatures.len()).map(|n| format!("S-{n}")).collect();
    let objects = Objects::of(report, &ids);
    let entries: Vec<Entry<'_>> = report
        .signatures
        .iter()
        .zip(&ids)
        .map(|(signature, id)| Entry::new(report, signature, id))
        .collect();
    // A document time-stamp is an object that signatures draw on, unless there is none.
    let is_stamp = |entry: &&Entry<'_>| entry.signature.kind == Kind::DocumentTimestamp;
    let alone = entries.iter().all(|entry| is_stamp(&entry));
    let mut xml = Writer::new();
    let namespaces =
        [("xmlns", uri::NAMESPACE), ("xmlns:ds", uri::DSIG), ("xmlns:xades", uri::XADES)];
    xml.element("ValidationReport", &namespaces, |xml| {
        for entry in entries.iter().filter(|entry| alone || !is_stamp(entry)) {
            xml.plain("SignatureValidationReport", |xml| entry.write(xml));
        }
        if entries.is_empty() {
            xml.plain("SignatureValidationReport", |xml| without_signature(report, xml));
        }
        if !objects.is_empty() {
            xml.plain("SignatureValidationObjects", |xml| {
                objects.write(xml, report, file, |stamp, xml| inside(report, stamp, alone, xml));
            });
        }
    });
    xml.finish()
}

/// The report inside the object of a document time-stamp.
fn inside(report: &Report, stamp: &SignatureReport, alone: bool, xml: &mut Writer) {
    let entry = Entry::new(report, stamp, "");
    if alone { entry.write_status(xml) } else { entry.write_as_object(xml) }
}

/// The verdict on a document in which no signature can be judged.
fn without_signature(report: &Report, xml: &mut Writer) {
    signature::policy(xml, report);
    xml.plain("SignatureValidationStatus", |xml| {
        status(xml, uri::indication(&report.conclusion), &report.conclusion);
        if !report.findings.is_empty() {
            xml.plain("AssociatedValidationReportData", |xml| {
                xml.plain("AdditionalValidationReportData", |xml| findings(xml, &report.findings));
            });
        }
    });
}

/// The indication and the sub-indication.
fn status(xml: &mut Writer, indication: &str, conclusion: &Conclusion) {
    xml.leaf("MainIndication", indication);
    let sub = conclusion.sub_indication().map(uri::sub_indication);
    xml.leaf_some("SubIndication", sub.as_deref());
}

/// Each finding as `ReportData`: its weight and its facts in the order of their names.
fn findings(xml: &mut Writer, findings: &[Finding]) {
    for finding in findings {
        let mut value = serde_json::to_value(finding.severity)
            .ok()
            .and_then(|severity| severity.as_str().map(str::to_owned))
            .unwrap_or_default();
        for (name, fact) in finding.facts.iter() {
            value.push_str(&format!("; {name}={fact}"));
        }
        data(xml, &format!("urn:kyso:finding:{}", finding.code), &value);
    }
}

/// `ReportData` under a name of our own.
fn data(xml: &mut Writer, kind: &str, value: &str) {
    xml.plain("ReportData", |xml| {
        xml.leaf("Type", kind);
        xml.leaf("Value", value);
    });
}
