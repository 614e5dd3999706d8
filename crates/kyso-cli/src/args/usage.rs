//! A wrong call, explained in the reader's language.

use clap::error::{ContextKind, ContextValue, ErrorKind};

use kyso_pkcs11::UriError;

use crate::i18n::{Message, msg};
use crate::token_words;

/// Whether this is no error but a request for help or the version.
pub(super) fn is_help(error: &clap::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::DisplayHelp | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
    )
}

/// What is wrong with the call.
pub(crate) fn explain(error: &clap::Error) -> Message {
    let context = |kind| error.get(kind).map(value).map(bare).unwrap_or_default();
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
        ErrorKind::ValueValidation => value_invalid(error, argument),
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

/// A value that its option does not take.
fn value_invalid(error: &clap::Error, argument: String) -> Message {
    let is_one = |options: &[&str]| options.iter().any(|option| argument.starts_with(option));
    // A PIN that somebody put into the URI is not repeated.
    if is_one(&["--pkcs11"]) {
        let why = std::error::Error::source(error).and_then(|why| why.downcast_ref::<UriError>());
        return msg::call_pkcs11_invalid(why.map_or_else(msg::word_none, token_words::uri));
    }
    let given = error.get(ContextKind::InvalidValue).map(value).unwrap_or_default();
    if is_one(&["--domain", "--trust-domain"]) {
        msg::call_domain_invalid(given)
    } else if is_one(&["--cert-serial", "--leader-cert-serial"]) {
        msg::call_serial_invalid(given)
    } else if is_one(&["--claimed-role"]) {
        msg::call_claimed_role_reserved(given)
    } else if is_one(&["--fingerprint"]) {
        msg::call_fingerprint_invalid(given)
    } else if is_one(&["--at", "--until"]) {
        msg::call_time_invalid(argument, given)
    } else if is_one(&["--tsa-policy"]) {
        msg::call_policy_invalid(given)
    } else if is_one(&["--rect"]) {
        msg::call_rect_invalid(given)
    } else if is_one(&["--occurrence"]) {
        msg::call_occurrence_invalid(given)
    } else if is_one(&["--size", "--margin", "--font-size"]) {
        msg::call_length_invalid(argument, given)
    } else if is_one(&["--text-color", "--border", "--background"]) {
        msg::call_color_invalid(argument, given)
    } else if is_one(&["--dpi"]) {
        msg::call_dpi_invalid(given)
    } else if is_one(&["--fill", "--set"]) {
        msg::call_pair_invalid(argument, given)
    } else if is_one(&["--page", "--show"]) {
        msg::call_page_invalid(argument, given)
    } else if is_one(&["--lock"]) {
        msg::call_lock_invalid(given)
    } else if is_one(&["--external"]) {
        msg::call_external_invalid(given)
    } else if is_one(&["--expect-", "--element", "--inside"]) {
        msg::call_element_invalid(argument, given)
    } else {
        msg::call_value_invalid(argument, given)
    }
}

/// An option without what stands for its value in the grammar, which is English; a file that is
/// missing stays.
fn bare(argument: String) -> String {
    if !argument.contains("--") {
        return argument;
    }
    let mut text = argument;
    while let Some(start) = text.find(" <") {
        let Some(length) = text[start..].find('>') else { break };
        text.replace_range(start..=start + length, "");
    }
    // Of several groups an option may be in more than one.
    let mut options: Vec<&str> = Vec::new();
    for option in text.split(['|', ',']).map(|one| one.trim_matches(['<', '>', ' '])) {
        if !option.is_empty() && !options.contains(&option) {
            options.push(option);
        }
    }
    options.join(", ")
}

fn value(value: &ContextValue) -> String {
    match value {
        ContextValue::String(text) => text.clone(),
        ContextValue::Strings(texts) => texts.join(", "),
        other => other.to_string(),
    }
}
