//! `kyso verify`: judges every signature. The report is all that goes to stdout.

use std::path::Path;

use kyso::{Conclusion, Report, Source, Time, Verifier};

use super::report_file::ReportFiles;
use super::{batch, now};
use crate::args::VerifyArgs;
use crate::error::Failure;
use crate::evidence::{self, Kept};
use crate::exit::Status;
use crate::external::Files;
use crate::i18n::msg;
use crate::inputs::{self, Input, Named};
use crate::opener::Opener;
use crate::profiles::Loaded;
use crate::reads::Reads;
use crate::render::report_text;
use crate::signed_parts::Export;
use crate::ui::Ui;
use crate::{cades, policies, profiles, services, trust};

pub(super) fn run(args: &VerifyArgs, ui: &Ui) -> Result<Status, Failure> {
    let Named { items, passed_over } =
        inputs::expand(&args.inputs, inputs::SIGNED, inputs::Links::Count)?;
    passed_over.iter().for_each(|message| ui.note(message));
    let password = args.password.passphrase();
    batch::stdin_once(items.iter().flatten(), batch::from_stdin([&password]))?;
    let opener = Opener::to_read(&args.password, ui)?;
    if args.content.is_some() && items.len() > 1 {
        return Err(Failure::usage(msg::call_one_content_many_inputs(items.len())));
    }
    let at = args.at.unwrap_or_else(now);
    let network = services::network(&args.evidence.network)?;
    let domain = args.domain.trust_domain.as_ref();
    let trusted = trust::all(&args.trust, &args.store, domain, at, &network, ui)?;
    let policy = policies::to_judge(args.policy.as_deref(), trusted, &args.evidence, ui)?;
    let given = evidence::load(&args.evidence.evidence)?;
    let source = services::source(&args.evidence, &network)?;
    let mut verifier = Verifier::new(&policy).evidence(&given);
    if !args.evidence.network.offline {
        verifier = verifier.source(&source);
    }
    let files = Files::open(&args.external)?;
    if !args.external.is_empty() {
        verifier = verifier.resolver(&files);
    }
    let verifier = expecting(verifier, args)?;
    let reads = reads(args, &items);
    let folder = args.report.export_signed.as_deref();
    let content = args.content.as_deref();
    let export = |folder| Export::new(folder, args.report.force, &reads, (&verifier, content));
    let mut export = folder.map(export);
    let files_of_report = ReportFiles::plan(&args.report, args.json, &items, &reads)?;
    let printed = !files_of_report.as_ref().is_some_and(ReportFiles::takes_stdout);
    let mut status = Status::Done;
    for (index, item) in items.into_iter().enumerate() {
        let name = item.as_ref().ok().map(Input::name);
        let outcome = item.and_then(|input| {
            let source = input.source()?;
            let content = args.content.as_deref();
            let verifier = cades::judging(verifier.clone(), (&input, &source), content)?;
            let report = judge(&source, &input, &verifier, at, &opener)?;
            Ok((report, input, source))
        });
        status = status.worse(match outcome {
            Ok((report, input, source)) => {
                let name = name.unwrap_or_default();
                if !printed {
                    // The report in the file is the one that was asked for.
                } else if args.json {
                    ui.print_json(&report.to_json(&name))?;
                } else {
                    let gap = if index > 0 && !ui.quiet { "\n" } else { "" };
                    let text = report_text::render(&report, &name, ui);
                    ui.print(format!("{gap}{text}").as_bytes())?;
                }
                let kept =
                    args.evidence.evidence_out.as_deref().map(|to| keep(to, &report, &reads));
                let exported = export
                    .as_mut()
                    .map(|export| export.write((&input, &source), &report, &opener, ui));
                let put = |to: &ReportFiles| to.put(index, &report, &source, &name, (&reads, ui));
                let put = files_of_report.as_ref().map(put);
                // The report stands; the next document may have more luck.
                let failures = [kept, exported, put].into_iter().flatten().filter_map(Result::err);
                failures.fold(status_of(&report), |status, failure| {
                    ui.complain(&failure);
                    status.worse(failure.status())
                })
            }
            Err(failure) => {
                ui.complain(&failure);
                if args.json {
                    ui.print_json(&failure.to_json(ui, name.as_deref()))?;
                }
                failure.status()
            }
        });
    }
    Ok(status)
}

/// With what the document has to be and to have.
fn expecting<'p>(mut verifier: Verifier<'p>, args: &VerifyArgs) -> Result<Verifier<'p>, Failure> {
    if let Some(root) = &args.expect_root {
        verifier = verifier.expect_root(root.clone());
    }
    for element in &args.expect_element {
        verifier = verifier.expect_element(element.clone());
    }
    for name in &args.profile {
        verifier = match profiles::load(name)? {
            Loaded::Xml(profile) => verifier.profile(*profile),
            Loaded::Pdf(profile) => verifier.filling(profile),
            Loaded::Look(profile) => {
                return Err(Failure::usage(msg::call_profile_signs(profile.name)));
            }
        };
    }
    Ok(verifier)
}

/// What the call reads: none of it may be an output.
fn reads(args: &VerifyArgs, items: &[Result<Input, Failure>]) -> Reads {
    Reads::new(items.iter().flatten(), false)
        .also(args.trust.files())
        .also(args.evidence.files())
        .also(args.external.iter().map(|external| &external.file))
        .also(args.content.iter())
        .also(args.policy.iter().chain(&args.profile))
        .store(&args.store)
}

fn judge(
    source: &Source,
    input: &Input,
    verifier: &Verifier<'_>,
    at: Time,
    opener: &Opener<'_>,
) -> Result<Report, Failure> {
    opener.with(input, |how| verifier.clone().opening(how.clone()).verify_source(source, at))
}

/// Keeps what the judgement relied on.
fn keep(folder: &Path, report: &Report, reads: &Reads) -> Result<(), Failure> {
    Kept::write(folder, [], &report.evidence, reads).map(drop)
}

/// The exit status that a report asks for.
pub(super) fn status_of(report: &Report) -> Status {
    match report.conclusion() {
        Conclusion::Passed(_) => Status::Done,
        Conclusion::Indeterminate(_) => Status::Indeterminate,
        Conclusion::Failed(_) => Status::Failed,
        Conclusion::Unsigned => Status::Unsigned,
    }
}
