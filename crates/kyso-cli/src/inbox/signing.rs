//! Signs papers by the code of `kyso sign`, with one opening of the key, and says what became of
//! each.

use std::path::Path;

use serde_json::Value;

use super::me::Me;
use super::paper::{Done, Paper};
use crate::args::SignArgs;
use crate::commands::{self, LookedAt};
use crate::error::Failure;
use crate::i18n::printable;
use crate::interrupt;
use crate::ui::Ui;

/// What came of signing.
pub(super) struct Outcome {
    /// By the index of the paper.
    pub(super) done: Vec<(usize, Done)>,
    /// Whose key it was.
    pub(super) me: Option<Me>,
    /// Why nothing could be signed, where that is not about one paper; it was said already.
    pub(super) failure: Option<Failure>,
}

/// Signs these papers as they were when they were shown.
pub(super) fn sign(
    args: &SignArgs,
    papers: &[(usize, &Paper)],
    results: Option<&Path>,
    ui: &Ui,
) -> Outcome {
    let mut call = args.clone();
    call.inputs = Vec::new();
    call.output.out_dir = results.map(Path::to_owned);
    // The question was put already.
    (call.json, call.yes) = (true, true);
    let looked_at: Vec<LookedAt> = papers
        .iter()
        .filter_map(|(_, paper)| paper.stamp.clone().map(|stamp| (paper.input(), stamp)))
        .collect();
    let keeping = ui.keeping();
    // While a secret is typed Ctrl-C ends the program; a batch in work ends it in order.
    interrupt::end_at_once();
    let status = commands::sign_looked_at(&call, &keeping, &looked_at);
    interrupt::end_at_once();
    interrupt::watch();
    let kept = keeping.take_kept();
    let failure = status.err().inspect(|failure| ui.complain(failure));
    let mut outcome = Outcome { done: Vec::new(), me: None, failure };
    let lines = kept.split(|byte| *byte == b'\n');
    for told in lines.filter_map(|line| serde_json::from_slice::<Value>(line).ok()) {
        if let Some(me) = told.get("signer").and_then(Me::told) {
            outcome.me = Some(me);
        }
        let file = told.get("file").and_then(Value::as_str);
        let about = papers.iter().find(|(_, paper)| Some(paper.input().name().as_str()) == file);
        if let (Some((index, _)), Some(done)) = (about, done(&told)) {
            outcome.done.push((*index, done));
        }
    }
    outcome
}

/// What a line of `sign --json` says.
fn done(told: &Value) -> Option<Done> {
    let text = |value: &Value| value.as_str().map(printable);
    match told.get("error") {
        Some(error) => Some(Done::Failed { why: text(error.get("message")?)? }),
        None => Some(Done::Signed { output: text(told.get("output")?)? }),
    }
}
