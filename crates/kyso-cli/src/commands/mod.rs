//! The verbs, one file each.

mod batch;
mod before;
mod claims;
mod complete;
mod completions;
mod config;
mod demo;
mod doctor;
mod extend;
mod fields;
mod inbox;
pub(crate) mod inspect;
mod journal;
mod keys;
mod left;
mod man;
mod prepare;
mod preview;
mod report_file;
mod resume;
mod rows;
mod sign;
mod timestamp;
mod together;
mod trust;
mod verify;
mod wishes;
mod workers;

pub(crate) use claims::{algorithms_for, holder, signer};
pub(crate) use keys::why_not_on_token;
pub(crate) use prepare::{certificates, signer_first};
pub(crate) use preview::{Looked, Wanted, with_look};
pub(crate) use sign::{LookedAt, run_looked_at as sign_looked_at};

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use kyso::Time;

use crate::args::{ConfigAction, FieldsAction, TrustAction, Verb};
use crate::error::Failure;
use crate::exit::Status;
use crate::ui::Ui;

/// Does what the call asks. A failure has not been shown yet; what was shown file by file in a
/// batch is in the status.
pub(crate) fn run(verb: &Verb, ui: &Ui) -> Result<Status, Failure> {
    match verb {
        Verb::Sign(args) => sign::run(args, ui),
        Verb::Inbox(args) => inbox::run(args, ui),
        Verb::Verify(args) => verify::run(args, ui),
        Verb::Inspect(args) => inspect::run(args, ui),
        Verb::Extend(args) => extend::run(args, ui),
        Verb::Timestamp(args) => timestamp::run(args, ui),
        Verb::Prepare(args) => prepare::run(args, ui),
        Verb::Complete(args) => complete::run(args, ui),
        Verb::Fields(args) => fields::run(args, ui),
        Verb::Keys(args) => keys::run(args, ui),
        Verb::Preview(args) => preview::run(args, ui),
        Verb::Trust(args) => trust::run(&args.action, ui),
        Verb::Doctor(args) => doctor::run(args, ui),
        Verb::Demo(args) => demo::run(args, ui),
        Verb::Completions(args) => completions::run(args, ui),
        Verb::Config(args) => config::run(&args.action, ui),
        Verb::Man(args) => man::run(args, ui),
    }
}

/// Whether the call asks for JSON, so that a failure is told in it too; then the one document
/// that it is about, if it is about one.
pub(crate) fn json_about(verb: &Verb) -> Option<Option<String>> {
    let name = |path: &Path| Some(path.display().to_string());
    let only = |inputs: &[PathBuf]| match inputs {
        [path] => name(path),
        _ => None,
    };
    match verb {
        Verb::Sign(args) => args.json.then(|| only(&args.inputs)),
        Verb::Inbox(args) => args.sign.json.then(|| only(&args.sign.inputs)),
        Verb::Verify(args) => args.json.then(|| only(&args.inputs)),
        Verb::Extend(args) => args.json.then(|| only(&args.inputs)),
        Verb::Timestamp(args) => args.json.then(|| only(&args.inputs)),
        Verb::Inspect(args) => args.json.then(|| name(&args.input)),
        Verb::Prepare(args) => args.json.then(|| name(&args.input)),
        Verb::Complete(args) => args.json.then(|| name(&args.state)),
        Verb::Fields(args) => {
            let json = match &args.action {
                Some(FieldsAction::Add(add)) => args.json || add.json,
                None => args.json,
            };
            json.then(|| name(&args.input))
        }
        Verb::Trust(args) => match &args.action {
            TrustAction::List(args) => args.json.then_some(None),
            TrustAction::Add(_) | TrustAction::Remove(_) => None,
        },
        Verb::Doctor(args) => args.json.then_some(None),
        Verb::Keys(args) => args.json.then(|| args.p12.as_deref().and_then(name)),
        Verb::Config(args) => match &args.action {
            ConfigAction::Show(args) => args.json.then_some(None),
            _ => None,
        },
        Verb::Preview(_) | Verb::Demo(_) | Verb::Completions(_) | Verb::Man(_) => None,
    }
}

/// The clock of this machine: the one place that reads it.
pub(crate) fn now() -> Time {
    Time::from(SystemTime::now())
}
