//! The call: verbs and options. Their help texts stand in `locales/` and are put in by `help.rs`.

mod at_text;
mod cades;
mod config;
mod doctor;
mod fields;
mod help;
mod inbox;
mod key;
mod key_command;
mod keys;
mod look;
mod man;
mod narrow;
mod output;
mod password;
mod preview;
mod report;
mod role;
mod services;
mod time;
mod trust;
mod two_phase;
mod usage;
mod verbs;
mod xml;

use std::ffi::OsString;

use clap::{ArgAction, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};

pub(crate) use at_text::AtTextArgs;
pub(crate) use cades::{CadesArgs, FormatName};
pub(crate) use config::{ConfigAction, ConfigSetArgs, ConfigShowArgs, ConfigVerb};
pub(crate) use doctor::DoctorArgs;
pub(crate) use fields::{AddFieldArgs, Changes, FieldKindName, FieldsAction, FieldsArgs, LockArgs};
pub(crate) use help::{COMMON, about_option, in_language};
pub(crate) use inbox::InboxArgs;
#[cfg(test)]
pub(crate) use key::Digest;
pub(crate) use key::{AlgorithmArgs, KeyArgs, PassphraseArgs, RemoteArgs, RevocationCheck, Scheme};
pub(crate) use keys::KeysArgs;
pub(crate) use look::{LookArgs, LookDefaults, look_ids, page, rectangle};
pub(crate) use man::ManArgs;
pub(crate) use narrow::narrow;
pub(crate) use output::OutputArgs;
pub(crate) use password::{PdfPasswordArgs, UnlockArgs};
pub(crate) use preview::PreviewArgs;
pub(crate) use report::{ReportArgs, ReportKind};
pub(crate) use role::{JudgeLayers, OrderArgs, RoleArgs};
pub(crate) use services::{EvidenceArgs, NetworkArgs, TsaArgs};
pub(crate) use trust::{
    DomainArgs, StoreArgs, StoreFolder, TrustAction, TrustAddArgs, TrustArgs, TrustListArgs,
    TrustRemoveArgs, TrustVerb,
};
pub(crate) use two_phase::{CompleteArgs, PrepareArgs};
pub(crate) use usage::explain;
pub(crate) use verbs::{
    ClaimArgs, CompletionsArgs, DemoArgs, ExtendArgs, External, HigherLevel, InspectArgs, Level,
    Pair, SignArgs, SubFilterName, TimestampArgs, VerifyArgs,
};

pub(crate) use xml::{FormName, XmlArgs};

use crate::i18n::{Catalog, Lang};

/// How clap writes "any options" in a usage line, in English only.
pub(crate) const OPTIONS_OF_CLAP: &str = "[OPTIONS]";

/// The whole call.
#[derive(Parser, Debug)]
#[command(name = "kyso", version, arg_required_else_help = true)]
#[command(disable_help_flag = true, disable_version_flag = true, disable_help_subcommand = true)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) verb: Verb,
    #[command(flatten)]
    pub(crate) common: CommonArgs,
}

/// What every verb understands.
#[derive(clap::Args, Debug)]
pub(crate) struct CommonArgs {
    #[arg(long, global = true, value_name = "vi|en", hide_possible_values = true)]
    pub(crate) lang: Option<Lang>,
    #[arg(long, global = true, value_name = "auto|always|never", hide_possible_values = true)]
    pub(crate) color: Option<Color>,
    #[arg(long, global = true)]
    pub(crate) plain: bool,
    #[arg(long, short, global = true, conflicts_with = "verbose")]
    pub(crate) quiet: bool,
    #[arg(long, short, global = true)]
    pub(crate) verbose: bool,
    /// Read before the call is parsed: see `config`.
    #[arg(long, global = true)]
    no_config: bool,
    #[arg(long, short, global = true, action = ArgAction::Help)]
    help: Option<bool>,
    #[arg(long, short = 'V', action = ArgAction::Version)]
    version: Option<bool>,
}

/// When to colour.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, and not when `NO_COLOR` is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// The verbs.
#[derive(Subcommand, Debug)]
pub(crate) enum Verb {
    Sign(Box<SignArgs>),
    Inbox(Box<InboxArgs>),
    Verify(Box<VerifyArgs>),
    Inspect(InspectArgs),
    Extend(Box<ExtendArgs>),
    Timestamp(Box<TimestampArgs>),
    Prepare(Box<PrepareArgs>),
    Complete(CompleteArgs),
    Fields(Box<FieldsArgs>),
    Keys(Box<KeysArgs>),
    Preview(Box<PreviewArgs>),
    Trust(TrustVerb),
    Doctor(Box<DoctorArgs>),
    Demo(DemoArgs),
    Completions(CompletionsArgs),
    Config(ConfigVerb),
    Man(ManArgs),
}

/// The call's grammar, without texts.
pub(crate) fn grammar() -> clap::Command {
    Cli::command()
}

/// Reads the call. The grammar carries its help texts only when they are asked for: parsing the
/// texts costs more than the rest of the start.
pub(crate) fn parse(arguments: &[OsString], catalog: &Catalog) -> Result<Cli, clap::Error> {
    let arguments = &help_as_option(arguments);
    let first = grammar().try_get_matches_from(arguments);
    match first.and_then(|matches| Cli::from_arg_matches(&matches)) {
        Err(error) if usage::is_help(&error) => in_language(grammar(), catalog)
            .try_get_matches_from(arguments)
            .and_then(|matches| Cli::from_arg_matches(&matches)),
        outcome => outcome,
    }
}

/// `kyso help sign` is `kyso sign --help`, in the reader's language like that.
fn help_as_option(arguments: &[OsString]) -> Vec<OsString> {
    let mut arguments = arguments.to_vec();
    if let Some(index) = place_of("help", &arguments, 1) {
        arguments.remove(index);
        arguments.push("--help".into());
    }
    arguments
}

/// The place of a verb or an action, if it is the first argument from `index` on that is no option
/// of every verb.
pub(crate) fn place_of(word: &str, arguments: &[OsString], mut index: usize) -> Option<usize> {
    while let Some(argument) = arguments.get(index) {
        index += match argument.to_str() {
            Some("--lang" | "--color") => 2,
            Some(option) if option.starts_with('-') => 1,
            _ => break,
        };
    }
    (arguments.get(index)? == word).then_some(index)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_grammar_is_sound() {
        super::grammar().debug_assert();
    }
}
