//! Profiles of documents: shipped ones by name, others out of files.

use std::path::Path;

use kyso::pdf::profile::FillingProfile;
use kyso::xml::profile::Profile;
use kyso::{file, limits};

use crate::error::Failure;
use crate::i18n::msg;

/// A profile of one of the formats.
pub(crate) enum Loaded {
    Xml(Box<Profile>),
    /// What may be filled in after a signature.
    Pdf(FillingProfile),
}

/// The shipped profile of this name, else the one in this file.
pub(crate) fn load(name: &str) -> Result<Loaded, Failure> {
    if let Some(profile) = Profile::named(name) {
        return Ok(Loaded::Xml(Box::new(profile)));
    }
    if let Some(profile) = FillingProfile::named(name) {
        return Ok(Loaded::Pdf(profile));
    }
    let path = Path::new(name);
    if !path.exists() {
        let known: Vec<_> = Profile::names().chain(FillingProfile::names()).collect();
        return Err(Failure::usage(msg::call_profile_unknown(known.join(", "), name)));
    }
    let bytes = file::read_bounded(path, limits::MAX_PROFILE_BYTES)
        .map_err(|error| Failure::reading(path, &error))?;
    let invalid = |detail: String| Failure::usage(msg::call_profile_invalid(detail, name));
    let text = std::str::from_utf8(&bytes).map_err(|error| invalid(error.to_string()))?;
    if FillingProfile::is_meant_by(text) {
        let profile = FillingProfile::from_toml(text);
        return profile.map(Loaded::Pdf).map_err(|error| invalid(error.to_string()));
    }
    let profile = Profile::from_toml(text).map_err(|error| invalid(error.to_string()))?;
    Ok(Loaded::Xml(Box::new(profile)))
}

/// A profile to sign by: those of PDF serve to verify.
pub(crate) fn load_to_sign(name: &str) -> Result<Profile, Failure> {
    match load(name)? {
        Loaded::Xml(profile) => Ok(*profile),
        Loaded::Pdf(profile) => Err(Failure::usage(msg::call_profile_verifies(profile.name))),
    }
}
