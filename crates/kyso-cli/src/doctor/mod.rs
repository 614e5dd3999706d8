//! What works on this computer and what does not, each with what to do about it.

mod certificates;
mod configuration;
mod readers;
mod surroundings;
mod time;
mod tokens;
mod trust;

use serde_json::Value;

use crate::args::DoctorArgs;
use crate::error::{self, Failure};
use crate::exit::Status;
use crate::i18n::{Message, msg};
use crate::ui::Ui;

/// What a finding is about; they are told in this order.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Area {
    Configuration,
    Tokens,
    Trust,
    Certificates,
    Time,
    Fonts,
    Terminal,
    Permissions,
}

impl Area {
    /// As `--json` names it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Configuration => "configuration",
            Self::Tokens => "tokens",
            Self::Trust => "trust",
            Self::Certificates => "certificates",
            Self::Time => "time",
            Self::Fonts => "fonts",
            Self::Terminal => "terminal",
            Self::Permissions => "permissions",
        }
    }

    pub(crate) fn heading(self) -> Message {
        match self {
            Self::Configuration => msg::doctor_area_configuration(),
            Self::Tokens => msg::doctor_area_tokens(),
            Self::Trust => msg::doctor_area_trust(),
            Self::Certificates => msg::doctor_area_certificates(),
            Self::Time => msg::doctor_area_time(),
            Self::Fonts => msg::doctor_area_fonts(),
            Self::Terminal => msg::doctor_area_terminal(),
            Self::Permissions => msg::doctor_area_permissions(),
        }
    }
}

/// How bad it is; the words are those of `verify --json`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Severity {
    Info,
    Warning,
    /// With the status that the call ends with.
    Error(Status),
}

impl Severity {
    /// As `--json` names it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error(_) => "error",
        }
    }
}

/// One thing that was looked at.
pub(crate) struct Finding {
    pub(crate) area: Area,
    pub(crate) severity: Severity,
    pub(crate) message: Message,
    pub(crate) facts: Value,
}

impl Finding {
    /// The code for scripts, `kebab-case`.
    pub(crate) fn code(&self) -> &'static str {
        error::code(&self.message)
    }
}

/// What is found, in the order of the areas.
struct Findings {
    area: Area,
    all: Vec<Finding>,
}

impl Findings {
    fn add(&mut self, severity: Severity, message: Message, facts: Value) {
        self.all.push(Finding { area: self.area, severity, message, facts });
    }

    fn info(&mut self, message: Message, facts: Value) {
        self.add(Severity::Info, message, facts);
    }

    fn warning(&mut self, message: Message, facts: Value) {
        self.add(Severity::Warning, message, facts);
    }

    /// What ended another verb is a finding here.
    fn failure(&mut self, failure: &Failure, facts: Value) {
        self.add(Severity::Error(failure.status()), failure.message().clone(), facts);
    }
}

/// Looks at everything. A wrong call alone is a failure: what does not work is a finding.
pub(crate) fn examine(args: &DoctorArgs, ui: &Ui) -> Result<Vec<Finding>, Failure> {
    let mut findings = Findings { area: Area::Configuration, all: Vec::new() };
    configuration::examine(&mut findings, ui);
    findings.area = Area::Tokens;
    tokens::examine(args, &mut findings);
    findings.area = Area::Trust;
    trust::examine(args, &mut findings);
    findings.area = Area::Certificates;
    certificates::examine(args, &mut findings, ui);
    findings.area = Area::Time;
    time::examine(args, &mut findings, ui)?;
    surroundings::examine(args, &mut findings, ui);
    Ok(findings.all)
}
