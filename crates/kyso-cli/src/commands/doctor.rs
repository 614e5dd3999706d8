//! `kyso doctor`: what works here, and what to do about the rest.

use serde_json::{Value, json};

use crate::args::DoctorArgs;
use crate::doctor::{self, Area, Finding, Severity};
use crate::error::Failure;
use crate::exit::Status;
use crate::i18n::msg;
use crate::ui::{Tone, Ui};

pub(super) fn run(args: &DoctorArgs, ui: &Ui) -> Result<Status, Failure> {
    let findings = doctor::examine(args, ui)?;
    if args.json {
        let all: Vec<Value> = findings.iter().map(|finding| to_json(finding, ui)).collect();
        ui.print_json(&json!({
            "schema": 1,
            "kyso": env!("CARGO_PKG_VERSION"),
            "findings": all,
        }))?;
    } else {
        print(&findings, ui)?;
    }
    let status = findings.iter().fold(Status::Done, |status, finding| match finding.severity {
        Severity::Error(worse) => status.worse(worse),
        _ => status,
    });
    Ok(status)
}

fn to_json(finding: &Finding, ui: &Ui) -> Value {
    json!({
        "code": finding.code(),
        "severity": finding.severity.name(),
        "area": finding.area.name(),
        "facts": finding.facts,
        "message": ui.text(&finding.message),
        "fix": ui.catalog.fix(&finding.message),
    })
}

/// Each area under its heading; `--quiet` leaves what is as it should be out.
fn print(findings: &[Finding], ui: &Ui) -> Result<(), Failure> {
    let mut area: Option<Area> = None;
    let told = |finding: &&Finding| !ui.quiet || finding.severity != Severity::Info;
    for finding in findings.iter().filter(told) {
        if area != Some(finding.area) {
            let gap = if area.is_some() { "\n" } else { "" };
            ui.print_line(&format!("{gap}{}", ui.text(&finding.area.heading())))?;
            area = Some(finding.area);
        }
        let (tone, mark) = match finding.severity {
            Severity::Info => (Tone::Good, "+"),
            Severity::Warning => (Tone::Doubtful, "!"),
            Severity::Error(_) => (Tone::Bad, "x"),
        };
        ui.print_line(&format!("  {} {}", ui.paint(tone, mark), ui.text(&finding.message)))?;
        if let Some(fix) = ui.catalog.fix(&finding.message) {
            ui.print_line(&format!("      {fix}"))?;
        }
    }
    let count = |is: fn(Severity) -> bool| findings.iter().filter(|f| is(f.severity)).count();
    let errors = count(|severity| matches!(severity, Severity::Error(_)));
    let warnings = count(|severity| severity == Severity::Warning);
    if !ui.quiet {
        ui.print_line(&format!("\n{}", ui.text(&msg::doctor_summary(errors, warnings))))?;
    }
    Ok(())
}
