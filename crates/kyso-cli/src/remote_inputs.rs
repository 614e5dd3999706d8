//! What the profile of a remote service asks for: its file, and values from variables and files.

use std::path::Path;

use kyso::{file, limits};
use kyso_net::remote::{RemoteInput, RemoteInputs, RemoteProfile};
use zeroize::Zeroizing;

use crate::error::Failure;
use crate::i18n::{Message, msg};
use crate::{remote_words, secrets};

/// The shipped profile of this name, else the one in this file; with its text.
pub(crate) fn profile(name: &str) -> Result<(RemoteProfile, String), Failure> {
    if let Some((profile, text)) =
        RemoteProfile::shipped(name).zip(RemoteProfile::shipped_text(name))
    {
        return Ok((profile, text.to_owned()));
    }
    let path = Path::new(name);
    if !path.exists() {
        let known: Vec<_> = RemoteProfile::shipped_names().collect();
        return Err(Failure::usage(msg::call_remote_unknown(known.join(", "), name)));
    }
    let bytes = file::read_bounded(path, limits::MAX_PROFILE_BYTES)
        .map_err(|error| Failure::reading(path, &error))?;
    let invalid = |detail: Message| Failure::usage(msg::call_remote_invalid(detail, name));
    let text = String::from_utf8(bytes).map_err(|_| invalid(msg::detail_io_not_text()))?;
    let profile =
        RemoteProfile::from_toml(&text).map_err(|error| invalid(remote_words::profile(&error)))?;
    Ok((profile, text))
}

/// What the profile asks for from outside.
pub(crate) fn all(profile: &RemoteProfile) -> Result<RemoteInputs, Failure> {
    let mut inputs = RemoteInputs::default();
    for (name, input) in profile.inputs() {
        if let Some(value) = value(name, input, profile)? {
            inputs = inputs.with(name, value);
        }
    }
    Ok(inputs)
}

fn value(
    name: &str,
    input: &RemoteInput,
    profile: &RemoteProfile,
) -> Result<Option<Zeroizing<String>>, Failure> {
    if let Some(value) = &input.value {
        return Ok(Some(Zeroizing::new(value.clone())));
    }
    if let Some(variable) = &input.env {
        return match std::env::var(variable) {
            Ok(value) if !value.is_empty() => Ok(Some(Zeroizing::new(value))),
            _ if input.optional => Ok(Some(Zeroizing::default())),
            _ => {
                let service = profile.name();
                Err(Failure::key(msg::error_remote_input_env(name, service, variable)))
            }
        };
    }
    let Some(path) = input.file.as_ref().map(Path::new) else { return Ok(None) };
    if profile.is_secret(name) {
        return secrets::of_private_file(path).map(Some);
    }
    secrets::of_file(path).map(Some)
}
