//! The report of `kyso verify` as a file for people or archives, beside what goes to stdout.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use kyso::{Report, Source};

use crate::args::{ReportArgs, ReportKind};
use crate::error::Failure;
use crate::i18n::msg;
use crate::inputs::Input;
use crate::output::{NewFolders, Target};
use crate::reads::Reads;
use crate::render::html;
use crate::ui::Ui;

/// Where the reports of a call go, decided before any document is judged.
pub(super) struct ReportFiles {
    kind: ReportKind,
    /// By the place of the input; `None` where that cannot be had.
    targets: Vec<Option<Target>>,
}

impl ReportFiles {
    /// `None` where the call asks for none.
    pub(super) fn plan(
        args: &ReportArgs,
        json: bool,
        inputs: &[Result<Input, Failure>],
        reads: &Reads,
    ) -> Result<Option<Self>, Failure> {
        let (Some(kind), Some(output)) = (args.report, &args.output) else { return Ok(None) };
        let targets = match inputs {
            _ if is_folder(output) => in_folder(output, kind, args.force, inputs)?,
            [one] => vec![one.is_ok().then(|| Target::from_option(output, args.force))],
            _ => return Err(Failure::usage(msg::call_one_report_many_inputs(inputs.len()))),
        };
        for target in targets.iter().flatten() {
            if json && *target == Target::Stdout {
                return Err(Failure::usage(msg::call_json_and_report()));
            }
            target.check(reads)?;
        }
        if is_folder(output) {
            NewFolders::make(output)?;
        }
        Ok(Some(Self { kind, targets }))
    }

    /// Whether the report takes the place of the text on stdout.
    pub(super) fn takes_stdout(&self) -> bool {
        self.targets.iter().flatten().any(|target| *target == Target::Stdout)
    }

    /// Writes the report on the document in place `index`, whole or not at all.
    pub(super) fn put(
        &self,
        index: usize,
        report: &Report,
        source: &Source,
        name: &str,
        (reads, ui): (&Reads, &Ui),
    ) -> Result<(), Failure> {
        let Some(Some(target)) = self.targets.get(index) else { return Ok(()) };
        let text = match self.kind {
            ReportKind::Html => html::render(report, source, name, ui),
            ReportKind::Etsi => report.to_etsi(name),
        };
        target.put(text.as_bytes(), reads)
    }
}

/// `-o DIR/`, or the name of a folder that is there.
fn is_folder(output: &Path) -> bool {
    let text = output.as_os_str().as_encoded_bytes();
    text.ends_with(b"/") || (cfg!(windows) && text.ends_with(b"\\")) || output.is_dir()
}

fn in_folder(
    folder: &Path,
    kind: ReportKind,
    force: bool,
    inputs: &[Result<Input, Failure>],
) -> Result<Vec<Option<Target>>, Failure> {
    let mut names = BTreeSet::new();
    let mut targets = Vec::with_capacity(inputs.len());
    for input in inputs {
        let path = match input {
            Ok(Input::File(path)) => path,
            Ok(Input::Stdin | Input::Packed(_)) => {
                return Err(Failure::usage(msg::call_stdin_report_folder()));
            }
            Err(_) => {
                targets.push(None);
                continue;
            }
        };
        let name = file_name(path, kind);
        if !names.insert(name.clone()) {
            return Err(Failure::usage(msg::call_same_report_twice(name.display().to_string())));
        }
        targets.push(Some(Target::from_option(&folder.join(name), force)));
    }
    Ok(targets)
}

/// `contract.pdf` → `contract.pdf.html`, `contract.pdf.etsi.xml`
fn file_name(input: &Path, kind: ReportKind) -> PathBuf {
    let mut name = input.file_name().unwrap_or_default().to_owned();
    name.push(match kind {
        ReportKind::Html => ".html",
        ReportKind::Etsi => ".etsi.xml",
    });
    PathBuf::from(name)
}
