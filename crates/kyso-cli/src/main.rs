//! The command `kyso`: signs and verifies documents.

mod args;
mod at_text;
mod cades;
mod child;
mod choice;
mod commands;
mod config;
mod core_error;
mod credential;
mod detail_words;
mod doctor;
mod error;
mod evidence;
mod exit;
mod external;
mod fault_words;
mod globs;
mod held;
mod hex;
mod i18n;
mod inbox;
mod inputs;
mod interrupt;
mod key_command;
mod library_words;
mod look;
mod look_words;
mod manifest;
mod opener;
mod output;
mod pack;
mod picture;
mod policies;
mod probe;
mod profile_words;
mod profiles;
mod progress;
mod reads;
mod remote;
mod remote_inputs;
mod remote_words;
mod render;
mod repair;
mod role;
mod role_words;
mod secrets;
mod service_words;
mod services;
mod signed_parts;
mod signer_check;
mod stamp;
mod state;
mod store;
mod token;
mod token_words;
mod toml_words;
mod trust;
mod trust_list;
mod ui;
mod value;
mod xml_words;

use std::ffi::OsString;
use std::panic;
use std::process::ExitCode;

use args::Cli;
use config::{Entry, Refusal, Settings};
use error::Failure;
use exit::Status;
use i18n::{Catalog, Lang, msg};
use ui::Ui;

fn main() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().collect();
    if picture::is_asked_for(&arguments) || probe::is_asked_for(&arguments) {
        return Status::Done.into();
    }
    let settings = Settings::load(&arguments);
    let lang = Lang::from_arguments(&arguments)
        .or_else(|| settings.lang())
        .unwrap_or_else(|| Lang::from_environment(|name| std::env::var_os(name)));
    report_panics(lang);
    // Unwinding runs the destructors that take half-written files away.
    let outcome = panic::catch_unwind(|| run(&arguments, lang, settings));
    outcome.unwrap_or(Status::Io).into()
}

fn run(arguments: &[OsString], lang: Lang, mut settings: Settings) -> Status {
    let catalog = Catalog::new(lang);
    let (cli, added) = match config::parse(arguments, &mut settings, &catalog) {
        Ok(call) => call,
        Err(Refusal::Call(error)) => return refuse(&error, catalog),
        Err(Refusal::Layers(failure, json)) => {
            let ui = Ui::plain(catalog);
            ui.complain(&failure);
            if json && failure.status() != Status::Usage {
                let _ = ui.print_json(&failure.to_json(&ui, None));
            }
            return failure.status();
        }
    };
    let catalog = cli.common.lang.map_or(catalog, Catalog::new);
    let ui = Ui::new(&cli.common, catalog, settings);
    if ui.verbose {
        note_configured(added.iter(), &ui);
    }
    let status = act(&cli, &ui).unwrap_or_else(|failure| {
        ui.complain(&failure);
        failure.status()
    });
    // An option that does not go with the document may be none that the caller typed.
    if status == Status::Usage && !ui.verbose {
        let names = ["level", "profile", "image", "text", "at", "size"];
        note_configured(added.iter().filter(|one| names.contains(&one.key.name)), &ui);
    }
    status
}

/// Says what options a call has from the configuration, and where they stand.
fn note_configured<'e>(added: impl Iterator<Item = &'e Entry>, ui: &Ui) {
    let option = |one: &Entry| format!("--{} ({})", one.key.name, one.origin.place(one.key));
    let options: Vec<String> = added.map(option).collect();
    if !options.is_empty() {
        ui.note(&msg::note_configured(options.join(", ")));
    }
}

fn act(cli: &Cli, ui: &Ui) -> Result<Status, Failure> {
    commands::run(&cli.verb, ui).inspect_err(|failure| {
        // A wrong call has no result; everything else is told to the script that waits for one.
        if failure.status() == Status::Usage {
            return;
        }
        if let Some(file) = commands::json_about(&cli.verb) {
            let _ = ui.print_json(&failure.to_json(ui, file.as_deref()));
        }
    })
}

/// Help and the version go to stdout and are what was asked for; the rest is a wrong call.
fn refuse(error: &clap::Error, catalog: Catalog) -> Status {
    if error.kind() == clap::error::ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        let text = in_words(error, &catalog);
        // What cannot be said to a closed stderr changes nothing.
        let _ = std::io::Write::write_all(&mut std::io::stderr(), text.as_bytes());
        return Status::Usage;
    }
    if error.use_stderr() {
        Ui::plain(catalog).complain(&Failure::usage(args::explain(error)));
        return Status::Usage;
    }
    let text = in_words(error, &catalog);
    match Ui::plain(catalog).print(text.as_bytes()) {
        Ok(()) => Status::Done,
        Err(failure) => failure.status(),
    }
}

/// What clap shows, with what it knows in English alone in the reader's language.
fn in_words(error: &clap::Error, catalog: &Catalog) -> String {
    let options = format!("[{}]", catalog.text(&msg::heading_options_word()));
    args::narrow(&error.render().to_string().replace(args::OPTIONS_OF_CLAP, &options))
}

/// A panic is a mistake of this program: said in the reader's language, without a trace of what
/// was in memory.
fn report_panics(lang: Lang) {
    panic::set_hook(Box::new(move |info| {
        if std::thread::current().name() == Some("main") {
            inbox::leave_screen();
        }
        let place = info.location().map(|l| format!("{}:{}", l.file(), l.line()));
        let message = msg::error_bug(place.unwrap_or_default(), env!("CARGO_PKG_VERSION"));
        Ui::plain(Catalog::new(lang)).complain(&Failure::io(message));
    }));
}
