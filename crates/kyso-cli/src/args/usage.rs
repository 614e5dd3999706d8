//! A wrong call, explained in the reader's language.

use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::i18n::{Message, msg};

/// Whether this is no error but a request for help or the version.
pub(super) fn is_help(error: &clap::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::DisplayHelp | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
    )
}

/// What is wrong with the call.
pub(crate) fn explain(error: &clap::Error) -> Message {
    let context = |kind| error.get(kind).map(value).unwrap_or_default();
    let argument = context(ContextKind::InvalidArg);
    match error.kind() {
        ErrorKind::UnknownArgument => match error.get(ContextKind::SuggestedArg) {
            Some(suggestion) => msg::call_unknown_similar(argument, value(suggestion)),
            None if !argument.starts_with('-') => msg::call_too_many(argument),
            None => msg::call_unknown(argument),
        },
        ErrorKind::InvalidSubcommand => {
            msg::call_unknown_verb(context(ContextKind::InvalidSubcommand))
        }
        ErrorKind::InvalidValue => {
            let given = context(ContextKind::InvalidValue);
            let valid = context(ContextKind::ValidValue);
            if given.is_empty() {
                msg::call_value_missing(argument)
            } else {
                msg::call_value_not_offered(argument, valid, given)
            }
        }
        ErrorKind::ValueValidation
            if ["--domain", "--trust-domain"].iter().any(|option| argument.starts_with(option)) =>
        {
            msg::call_domain_invalid(context(ContextKind::InvalidValue))
        }
        ErrorKind::ValueValidation if argument.starts_with("--fingerprint") => {
            msg::call_fingerprint_invalid(context(ContextKind::InvalidValue))
        }
        ErrorKind::ValueValidation
            if ["--at", "--until"].iter().any(|option| argument.starts_with(option)) =>
        {
            msg::call_time_invalid(argument, context(ContextKind::InvalidValue))
        }
        ErrorKind::ValueValidation if argument.starts_with("--tsa-policy") => {
            msg::call_policy_invalid(context(ContextKind::InvalidValue))
        }
        ErrorKind::ValueValidation if argument.starts_with("--rect") => {
            msg::call_rect_invalid(context(ContextKind::InvalidValue))
        }
        ErrorKind::ValueValidation if argument.starts_with("--occurrence") => {
            msg::call_occurrence_invalid(context(ContextKind::InvalidValue))
        }
        ErrorKind::ValueValidation
            if ["--size", "--margin", "--font-size"].iter().any(|o| argument.starts_with(o)) =>
        {
            msg::call_length_invalid(argument, context(ContextKind::InvalidValue))
        }
        ErrorKind::ValueValidation
            if ["--text-color", "--border", "--background"]
                .iter()
                .any(|o| argument.starts_with(o)) =>
        {
            msg::call_color_invalid(argument, context(ContextKind::InvalidValue))
        }
        ErrorKind::ValueValidation if argument.starts_with("--page") => {
            msg::call_page_invalid(argument, context(ContextKind::InvalidValue))
        }
        ErrorKind::ValueValidation if argument.starts_with("--lock") => {
            msg::call_lock_invalid(context(ContextKind::InvalidValue))
        }
        ErrorKind::ValueValidation if argument.starts_with("--external") => {
            msg::call_external_invalid(context(ContextKind::InvalidValue))
        }
        ErrorKind::ValueValidation
            if ["--expect-", "--element", "--inside"].iter().any(|o| argument.starts_with(o)) =>
        {
            msg::call_element_invalid(argument, context(ContextKind::InvalidValue))
        }
        // Not the value: somebody may have put a PIN into it.
        ErrorKind::ValueValidation if argument.starts_with("--pkcs11") => {
            let why = std::error::Error::source(error).map(ToString::to_string);
            msg::call_pkcs11_invalid(why.unwrap_or_default())
        }
        ErrorKind::ValueValidation => {
            msg::call_value_invalid(argument, context(ContextKind::InvalidValue))
        }
        ErrorKind::ArgumentConflict => msg::call_conflict(argument, context(ContextKind::PriorArg)),
        ErrorKind::MissingRequiredArgument => msg::call_argument_missing(argument),
        ErrorKind::MissingSubcommand => msg::call_verb_missing(),
        ErrorKind::TooManyValues | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            msg::call_value_missing(argument)
        }
        ErrorKind::InvalidUtf8 => msg::call_not_utf8(),
        _ => msg::call_other(error.kind().to_string()),
    }
}

fn value(value: &ContextValue) -> String {
    match value {
        ContextValue::String(text) => text.clone(),
        ContextValue::Strings(texts) => texts.join(", "),
        other => other.to_string(),
    }
}
