//! The verb that writes and explains the configuration.

use std::ffi::OsStr;

use clap::builder::{PossibleValue, TypedValueParser};
use clap::{Arg, Args, Command, Subcommand};

use crate::config::KEYS;

/// `kyso config`
#[derive(Args, Debug)]
#[command(disable_help_subcommand = true)]
pub(crate) struct ConfigVerb {
    #[command(subcommand)]
    pub(crate) action: ConfigAction,
}

/// What is done with the configuration.
#[derive(Subcommand, Debug)]
pub(crate) enum ConfigAction {
    Path,
    Init(ConfigInitArgs),
    Get(ConfigGetArgs),
    Set(ConfigSetArgs),
    Unset(ConfigUnsetArgs),
    Show(ConfigShowArgs),
}

/// `kyso config init`
#[derive(Args, Debug)]
pub(crate) struct ConfigInitArgs {
    #[arg(long)]
    pub(crate) force: bool,
}

/// `kyso config get`
#[derive(Args, Debug)]
pub(crate) struct ConfigGetArgs {
    #[arg(value_name = "KEY", value_parser = KeyName, hide_possible_values = true)]
    pub(crate) key: String,
}

/// `kyso config set`
#[derive(Args, Debug)]
pub(crate) struct ConfigSetArgs {
    #[arg(value_name = "KEY", value_parser = KeyName, hide_possible_values = true)]
    pub(crate) key: String,
    #[arg(required = true, value_name = "VALUE")]
    pub(crate) value: Vec<String>,
}

/// `kyso config unset`
#[derive(Args, Debug)]
pub(crate) struct ConfigUnsetArgs {
    #[arg(value_name = "KEY", value_parser = KeyName, hide_possible_values = true)]
    pub(crate) key: String,
}

/// `kyso config show`
#[derive(Args, Debug)]
pub(crate) struct ConfigShowArgs {
    #[arg(long)]
    pub(crate) origin: bool,
    #[arg(long)]
    pub(crate) json: bool,
}

/// The name of a key. Any text is taken, so that the verb can say what was meant; a shell is
/// offered the names that there are.
#[derive(Clone)]
struct KeyName;

impl TypedValueParser for KeyName {
    type Value = String;

    fn parse_ref(&self, _: &Command, _: Option<&Arg>, text: &OsStr) -> Result<String, clap::Error> {
        Ok(text.to_string_lossy().into_owned())
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(KEYS.iter().map(|key| PossibleValue::new(key.name))))
    }
}
