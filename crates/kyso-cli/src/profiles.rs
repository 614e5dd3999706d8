//! Profiles of XML signatures: shipped ones by name, others out of files.

use std::path::Path;

use kyso::xml::profile::Profile;
use kyso::{file, limits};

use crate::error::Failure;
use crate::i18n::msg;

/// The shipped profile of this name, else the one in this file.
pub(crate) fn load(name: &str) -> Result<Profile, Failure> {
    if let Some(profile) = Profile::named(name) {
        return Ok(profile);
    }
    let path = Path::new(name);
    if !path.exists() {
        let known: Vec<_> = Profile::names().collect();
        return Err(Failure::usage(msg::call_profile_unknown(known.join(", "), name)));
    }
    let bytes = file::read_bounded(path, limits::MAX_PROFILE_BYTES)
        .map_err(|error| Failure::reading(path, &error))?;
    let invalid = |detail: String| Failure::usage(msg::call_profile_invalid(detail, name));
    let text = std::str::from_utf8(&bytes).map_err(|error| invalid(error.to_string()))?;
    Profile::from_toml(text).map_err(|error| invalid(error.to_string()))
}
