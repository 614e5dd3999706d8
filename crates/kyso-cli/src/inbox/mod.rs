//! The papers waiting in a folder: a full-screen view to look at them, sign and refuse them, and
//! the same as plain lines.
//!
//! `read` says what a paper is (`heading`, `metadata`, `active`), `state` holds what is shown,
//! `keys` changes it, `view` draws it, `run` does what was asked. Signing is `kyso sign`'s own
//! code; what somebody looked at is what is signed, or nothing.

mod active;
mod folder;
mod heading;
mod keys;
mod list;
mod me;
mod metadata;
mod page;
mod paper;
mod read;
mod refuse;
mod run;
mod screen;
mod signing;
mod state;
mod text_page;
mod view;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::json;

use self::read::Reader;
use self::refuse::Refusal;
use self::run::Desk;
use crate::args::InboxArgs;
use crate::error::Failure;
use crate::exit::Status;
use crate::i18n::msg;
use crate::inputs::Input;
use crate::stamp::is_its_file;
use crate::ui::Ui;

pub(crate) use self::screen::leave as leave_screen;

/// The folder in the folder of papers where results go, unless the call names another.
const RESULTS: &str = "signed";

/// Shows, lists or refuses.
pub(crate) fn run(args: &InboxArgs, ui: &Ui) -> Result<Status, Failure> {
    let [folder] = args.sign.inputs.as_slice() else {
        return Err(Failure::usage(msg::call_argument_missing("DIR")));
    };
    if args.sign.output.output.is_some() || args.sign.manifest.is_some() {
        return Err(Failure::usage(msg::call_inbox_output()));
    }
    if let Some(file) = &args.refuse {
        return refuse(folder, file, args, ui);
    }
    let papers = folder::papers(folder)?;
    let results = results(folder, args);
    let reader = Reader::new(args, results.clone(), ui)?;
    if args.list || args.sign.json || ui.plain || !screen::is_there() {
        return list::run(papers, &reader, args.sign.json, ui);
    }
    let reader = Arc::new(reader);
    Desk { args: &args.sign, folder, results, reader, ui }.run(papers)
}

fn results(folder: &Path, args: &InboxArgs) -> Option<PathBuf> {
    let output = &args.sign.output;
    let usual = || folder.join(RESULTS);
    (!output.in_place).then(|| output.out_dir.clone().unwrap_or_else(usual))
}

/// `--refuse FILE`: a file right inside the folder, named by itself or with the folder.
fn refuse(folder: &Path, file: &Path, args: &InboxArgs, ui: &Ui) -> Result<Status, Failure> {
    let inside = |path: &Path| {
        let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
        kyso::file::same_file(parent.unwrap_or(Path::new(".")), folder)
    };
    let path = if file.components().count() == 1 { folder.join(file) } else { file.to_owned() };
    if !inside(&path) || !is_its_file(&Input::File(path.clone())) {
        return Err(Failure::usage(msg::call_refuse_outside(file, folder)));
    }
    let reason = args.sign.claims.reason.as_deref().unwrap_or_default();
    let to = Refusal { folder, path: &path, reason, shown: None }.act()?;
    let (file, to) = (path.display().to_string(), to.display().to_string());
    if args.sign.json {
        return ui
            .print_json(&json!({
                "schema": 1,
                "kyso": env!("CARGO_PKG_VERSION"),
                "file": file,
                "moved_to": to,
                "reason": reason.trim(),
            }))
            .map(|()| Status::Done);
    }
    ui.print_line(&ui.text(&msg::refused(file, to))).map(|()| Status::Done)
}
