//! One document after the other, each into its own output; a failure does not stop the rest.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use kyso::x509::Certificate;
use kyso::{SignError, Signed};
use serde_json::{Value, json};

use super::workers::Outcome;
use crate::args::{OutputArgs, PassphraseArgs};
use crate::core_error;
use crate::error::{self, Failure};
use crate::evidence::Kept;
use crate::exit::Status;
use crate::i18n::{Message, msg};
use crate::inputs::{self, Input, Links, Named};
use crate::output::{self, NewFolders, Target};
use crate::progress::Progress;
use crate::reads::Reads;
use crate::stamp::Stamp;
use crate::ui::Ui;

/// The documents of a call and where each result goes.
pub(super) struct Batch {
    pub(super) items: Vec<Result<Input, Failure>>,
    pub(super) targets: Vec<Target>,
    pub(super) passed_over: Vec<Message>,
    pub(super) json: bool,
}

impl Batch {
    /// Looks only at the call, not yet into the documents.
    pub(super) fn plan(
        paths: &[PathBuf],
        output: &OutputArgs,
        json: bool,
    ) -> Result<Self, Failure> {
        Self::plan_for(inputs::DOCUMENTS, paths, output, json)
    }

    /// The same, where results may stand beside the documents under their names with an ending.
    pub(super) fn plan_beside(
        endings: &[&str],
        paths: &[PathBuf],
        output: &OutputArgs,
        json: bool,
        ending: output::Ending<'_>,
    ) -> Result<Self, Failure> {
        let Named { items, passed_over } = inputs::expand(paths, endings, Links::PassOver)?;
        let inputs: Vec<&Input> = items.iter().flatten().collect();
        let targets = output::plan_with(output, &inputs, ending)?;
        if json && output.output.as_deref() == Some("-".as_ref()) {
            return Err(Failure::usage(msg::call_json_and_stdout()));
        }
        Ok(Self { items, targets, passed_over, json })
    }

    /// These inputs as they are: no name is a folder or a pattern that stands for others.
    pub(super) fn exactly(
        inputs: Vec<Input>,
        output: &OutputArgs,
        json: bool,
        ending: output::Ending<'_>,
    ) -> Result<Self, Failure> {
        let targets = output::plan_with(output, &inputs.iter().collect::<Vec<_>>(), ending)?;
        let items = inputs.into_iter().map(Ok).collect();
        Ok(Self { items, targets, passed_over: Vec::new(), json })
    }

    /// The same, where a folder stands for files of these endings alone.
    pub(super) fn plan_for(
        endings: &[&str],
        paths: &[PathBuf],
        output: &OutputArgs,
        json: bool,
    ) -> Result<Self, Failure> {
        Self::plan_beside(endings, paths, output, json, &|_| None)
    }

    /// One document that is made of several files.
    pub(super) fn of(input: Input, output: &OutputArgs, json: bool) -> Result<Self, Failure> {
        let targets = output::plan_with(output, &[&input], &|_| None)?;
        if json && output.output.as_deref() == Some("-".as_ref()) {
            return Err(Failure::usage(msg::call_json_and_stdout()));
        }
        Ok(Self { items: vec![Ok(input)], targets, passed_over: Vec::new(), json })
    }

    /// The documents.
    pub(super) fn inputs(&self) -> impl Iterator<Item = &Input> + Clone {
        self.items.iter().flatten()
    }

    /// Takes documents out, by their places among the documents.
    pub(super) fn leave_out(&mut self, places: &BTreeSet<usize>) {
        let mut all = 0..;
        self.items
            .retain(|item| item.is_err() || all.next().is_some_and(|at| !places.contains(&at)));
        let mut all = 0..;
        self.targets.retain(|_| all.next().is_some_and(|at| !places.contains(&at)));
    }

    /// Whether `work` can begin for any of the documents.
    pub(super) fn any(&self, work: impl Fn(&Input, &Target) -> Result<(), Failure>) -> bool {
        self.inputs().zip(&self.targets).any(|(input, target)| work(input, target).is_ok())
    }

    /// Does `work` for each document; says the worst status.
    pub(super) fn run(
        self,
        ui: &Ui,
        work: impl Fn(&Input, &Target) -> Result<(), Failure>,
    ) -> Result<Status, Failure> {
        self.passed_over.iter().for_each(|message| ui.note(message));
        let json = self.json;
        let _bar = Progress::show(self.items.len(), ui);
        let mut targets = self.targets.into_iter();
        let mut items = self.items.into_iter();
        let mut status = Status::Done;
        while let Some(item) = items.next() {
            let (name, outcome) = match item {
                Err(failure) => (None, Err(failure)),
                Ok(input) => {
                    let Some(target) = targets.next() else { break };
                    (Some(input.name()), work(&input, &target))
                }
            };
            Progress::step();
            if let Err(failure) = outcome {
                ui.complain(&failure);
                if json {
                    ui.print_json(&failure.to_json(ui, name.as_deref()))?;
                }
                status = status.worse(failure.status());
                if failure.stops_batch() {
                    not_begun(items.by_ref().flatten(), json, ui)?;
                }
            }
        }
        Ok(status)
    }
}

/// Says which documents were not begun, for whoever goes on with them; how many they are.
fn not_begun(items: impl Iterator<Item = Input>, json: bool, ui: &Ui) -> Result<usize, Failure> {
    let names: Vec<String> = items.map(|input| input.name()).collect();
    if names.is_empty() {
        return Ok(0);
    }
    let failure = Failure::key(msg::error_batch_stopped(names.len(), names.join(", ")));
    left(&failure, &names, json, ui)?;
    Ok(names.len())
}

/// Says why these documents were not begun: once for people, for each in `--json`.
pub(super) fn left(
    failure: &Failure,
    names: &[String],
    json: bool,
    ui: &Ui,
) -> Result<(), Failure> {
    ui.complain(failure);
    if json {
        for name in names {
            ui.print_json(&failure.to_json(ui, Some(name)))?;
        }
    }
    Ok(())
}

/// A document with where its result goes and what is made of it on the way.
pub(super) struct Item<P> {
    pub(super) input: Input,
    pub(super) target: Target,
    pub(super) work: P,
}

impl Batch {
    /// Does the work in phases, for keys that sign many at once: `prepare` for as many documents
    /// as `most` says, `together` for these, and so on. `together` says how each of them ended,
    /// in their order. Says how many were done and the worst status.
    pub(super) fn run_together<P>(
        self,
        ui: &Ui,
        (most, fail_fast): (usize, bool),
        prepare: impl Fn(&Input, &Target) -> Result<P, Failure>,
        together: impl Fn(Vec<Item<P>>) -> Vec<(String, Result<(), Failure>)>,
    ) -> Result<Outcome, Failure> {
        self.passed_over.iter().for_each(|message| ui.note(message));
        let mut telling = Told { json: self.json, fail_fast, ui, outcome: Outcome::none() };
        let _bar = Progress::show(self.items.len(), ui);
        let mut targets = self.targets.into_iter();
        let mut waiting = Vec::new();
        let mut items = self.items.into_iter();
        while let Some(item) = items.next() {
            let prepared = match item {
                Err(failure) => Err((None, failure)),
                Ok(input) => {
                    let Some(target) = targets.next() else { break };
                    match prepare(&input, &target) {
                        Ok(work) => Ok(Item { input, target, work }),
                        Err(failure) => Err((Some(input.name()), failure)),
                    }
                }
            };
            let mut on = true;
            match prepared {
                Ok(item) => waiting.push(item),
                Err((name, failure)) => on = telling.tell(name.as_deref(), Err(failure))?,
            }
            if on && waiting.len() >= most.max(1) {
                for (name, outcome) in together(std::mem::take(&mut waiting)) {
                    on &= telling.tell(Some(&name), outcome)?;
                }
            }
            if !on {
                telling.outcome.left += not_begun(items.by_ref().flatten(), self.json, ui)?;
            }
        }
        if !waiting.is_empty() {
            for (name, outcome) in together(waiting) {
                telling.tell(Some(&name), outcome)?;
            }
        }
        Ok(telling.outcome)
    }
}

/// Says how documents ended that were worked on together.
struct Told<'a> {
    json: bool,
    fail_fast: bool,
    ui: &'a Ui,
    outcome: Outcome,
}

impl Told<'_> {
    /// Whether to go on.
    fn tell(&mut self, name: Option<&str>, outcome: Result<(), Failure>) -> Result<bool, Failure> {
        Progress::step();
        let Err(failure) = outcome else {
            self.outcome.done += 1;
            return Ok(true);
        };
        self.ui.complain(&failure);
        if self.json {
            self.ui.print_json(&failure.to_json(self.ui, name))?;
        }
        self.outcome.failed += 1;
        self.outcome.status = self.outcome.status.worse(failure.status());
        Ok(!failure.stops_batch() && !self.fail_fast)
    }
}

/// How many of these passphrases are read from stdin.
pub(super) fn from_stdin<'a>(sources: impl IntoIterator<Item = &'a PassphraseArgs>) -> usize {
    let is_stdin = |source: &&PassphraseArgs| {
        let path = source.passphrase_file.as_deref();
        source.passphrase_fd == Some(0)
            || path.is_some_and(|p| p == Path::new("/dev/stdin") || p == Path::new("/dev/fd/0"))
    };
    sources.into_iter().filter(is_stdin).count()
}

/// stdin has one reader only.
pub(super) fn stdin_once<'a>(
    inputs: impl IntoIterator<Item = &'a Input>,
    passphrases: usize,
) -> Result<(), Failure> {
    let documents = inputs.into_iter().filter(|input| **input == Input::Stdin).count();
    if documents + passphrases > 1 {
        return Err(Failure::usage(msg::call_stdin_twice()));
    }
    Ok(())
}

/// Puts the result where it goes, unless the document changed since it was opened, and what was relied on into the folder for it: both or neither.
pub(super) fn put(
    output: &OutputArgs,
    target: &Target,
    signed: &Signed,
    chain: &[Certificate],
    evidence_out: Option<&Path>,
    reads: &Reads,
    (input, stamp): (&Input, &Stamp),
) -> Result<(), Failure> {
    stamp.still(input)?;
    let kept = match evidence_out {
        Some(folder) => Kept::write(folder, chain, signed.evidence(), reads)?,
        None => Kept::default(),
    };
    let document = || {
        let folders = folders(output, target)?;
        target.put(signed, reads).inspect_err(|_| folders.take_back())
    };
    document().inspect_err(|_| kept.take_back())
}

/// Makes the folder of `--out-dir` with what leads from there to the result.
pub(super) fn folders(output: &OutputArgs, target: &Target) -> Result<NewFolders, Failure> {
    match (&output.out_dir, target.path().and_then(Path::parent)) {
        (Some(folder), None) => NewFolders::make(folder),
        (Some(_), Some(folder)) => NewFolders::make(folder),
        (None, _) => Ok(NewFolders::default()),
    }
}

/// Says what was done: on stdout, or beside the document that goes there.
pub(super) fn tell(ui: &Ui, target: &Target, message: &Message) -> Result<(), Failure> {
    if *target == Target::Stdout {
        ui.note(message);
    } else if !ui.quiet {
        ui.print_line(&ui.text(message))?;
    }
    Ok(())
}

/// Why the level asked for was not reached, for scripts; null where it was.
pub(super) fn shortfall_json(ui: &Ui, shortfall: Option<&SignError>, file: &str) -> Value {
    shortfall.map_or(Value::Null, |error| {
        let message = core_error::sign(error, file);
        json!({ "code": error::code(&message), "message": ui.text(&message) })
    })
}
