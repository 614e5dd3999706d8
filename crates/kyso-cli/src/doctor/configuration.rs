//! The configuration: where it is, what is wrong in it, and what it decides.

use serde_json::json;

use super::Findings;
use crate::config::{FileState, Origin, Outcome};
use crate::i18n::msg;
use crate::ui::Ui;

pub(super) fn examine(findings: &mut Findings, ui: &Ui) {
    let settings = &ui.settings;
    let place = settings.place.as_ref().map(|place| place.display().to_string());
    let mut from_file = Vec::new();
    let mut from_variables = Vec::new();
    for (entry, outcome) in settings.outcomes() {
        match &entry.origin {
            _ if outcome != Outcome::Holds => {}
            Origin::File { .. } => from_file.push(entry.key.name),
            Origin::Variable(name) => from_variables.push(name.clone()),
            Origin::Option | Origin::Set => {}
        }
    }
    let facts = json!({"file": place, "keys": from_file});
    match (settings.state, place.as_deref()) {
        (FileState::Read, Some(file)) if settings.faults.is_empty() => {
            let keys = if from_file.is_empty() { "-".to_owned() } else { from_file.join(", ") };
            findings.info(msg::doctor_config(file, keys), facts);
        }
        (FileState::Absent, Some(file)) => findings.info(msg::doctor_config_none(file), facts),
        (FileState::Read | FileState::Absent, _) => {}
        (FileState::Off, _) => findings.info(msg::doctor_config_off(), facts),
    }
    if !from_variables.is_empty() {
        let facts = json!({"variables": from_variables});
        findings.info(msg::doctor_config_variables(from_variables.join(", ")), facts);
    }
    for fault in &settings.faults {
        findings.failure(fault, json!({"file": place}));
    }
}
