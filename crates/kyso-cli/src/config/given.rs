//! A value on the command line of `kyso config set`, as the file is to hold it.

use std::path::Path;

use super::entry::{Entry, Origin, Value, located};
use super::keys::{Key, Kind};
use crate::error::Failure;
use crate::i18n::msg;

/// The value for the file: paths are made absolute from `here`, for the file is elsewhere.
pub(crate) fn given(key: &'static Key, text: &str, here: &Path) -> Result<String, Failure> {
    let wrong = |expected| Failure::usage(msg::call_config_type(expected, key.name));
    match key.kind {
        Kind::Switch if !matches!(text, "true" | "false") => Err(wrong(msg::config_type_switch())),
        Kind::Number if text.parse::<u32>().is_err() => Err(wrong(msg::config_type_number())),
        kind => {
            let value = Value::Texts(vec![text.into()]);
            Entry { key, value, origin: Origin::Set }.check()?;
            let place = located(kind, text, here);
            // An argument that was UTF-8 and a folder that is not.
            place.into_string().map_err(|_| Failure::usage(msg::call_not_utf8()))
        }
    }
}

/// Whether a file that has to be there is not, so that whoever misspelt it learns it now.
pub(crate) fn is_missing(key: &Key, value: &str) -> bool {
    let made = matches!(key.name, "out-dir" | "cache" | "store");
    let is_path = match key.kind {
        Kind::Path => true,
        Kind::Program | Kind::Named => value.contains('/'),
        Kind::PathOrUrl => !value.contains("://"),
        _ => false,
    };
    is_path && !made && !Path::new(value).exists()
}
