//! Profiles of documents: shipped ones by name, others out of files.

use std::path::Path;

use kyso::pdf::profile::{FillingProfile, LookProfile};
use kyso::xml::profile::Profile;
use kyso::{file, limits};

use crate::error::Failure;
use crate::i18n::{Arg, msg};
use crate::profile_words;

/// A profile of one of the formats.
pub(crate) enum Loaded {
    Xml(Box<Profile>),
    /// What may be filled in after a signature.
    Pdf(FillingProfile),
    /// What is seen of a signature.
    Look(Box<LookProfile>),
}

/// Whether a profile of this name is shipped.
pub(crate) fn is_shipped(name: &str) -> bool {
    let pdf = FillingProfile::names().chain(LookProfile::names());
    Profile::names().chain(pdf).any(|one| one == name)
}

/// The shipped profile of this name, else the one in this file.
pub(crate) fn load(name: &str) -> Result<Loaded, Failure> {
    if let Some(profile) = Profile::named(name) {
        return Ok(Loaded::Xml(Box::new(profile)));
    }
    if let Some(profile) = FillingProfile::named(name) {
        return Ok(Loaded::Pdf(profile));
    }
    if let Some(profile) = LookProfile::named(name) {
        return Ok(Loaded::Look(Box::new(profile)));
    }
    let path = Path::new(name);
    if !path.exists() {
        let pdf = FillingProfile::names().chain(LookProfile::names());
        let known: Vec<_> = Profile::names().chain(pdf).collect();
        return Err(Failure::usage(msg::call_profile_unknown(known.join(", "), name)));
    }
    let bytes = file::read_bounded(path, limits::MAX_PROFILE_BYTES)
        .map_err(|error| Failure::reading(path, &error))?;
    let invalid = |detail: Arg| Failure::usage(msg::call_profile_invalid(detail, name));
    let text =
        std::str::from_utf8(&bytes).map_err(|_| invalid(msg::detail_io_not_text().into()))?;
    if LookProfile::is_meant_by(text) {
        let profile = LookProfile::from_toml(text);
        let profile = profile.map_err(|error| invalid(profile_words::look(&error)))?;
        return Ok(Loaded::Look(Box::new(profile)));
    }
    if FillingProfile::is_meant_by(text) {
        let profile = FillingProfile::from_toml(text);
        return profile.map(Loaded::Pdf).map_err(|error| invalid(profile_words::filling(&error)));
    }
    let profile = Profile::from_toml(text);
    let profile = profile.map_err(|error| invalid(profile_words::xml(&error)))?;
    Ok(Loaded::Xml(Box::new(profile)))
}

/// A profile of XML to sign by; `None` for one of what is seen, which [`look_to_sign`] reads.
pub(crate) fn load_to_sign(name: &str) -> Result<Option<Profile>, Failure> {
    match load(name)? {
        Loaded::Xml(profile) => Ok(Some(*profile)),
        Loaded::Look(_) => Ok(None),
        Loaded::Pdf(profile) => Err(Failure::usage(msg::call_profile_verifies(profile.name))),
    }
}

/// A profile of what is seen of a signature, where it is one.
pub(crate) fn look_to_sign(name: Option<&str>) -> Result<Option<LookProfile>, Failure> {
    Ok(match name.map(load).transpose()? {
        Some(Loaded::Look(profile)) => Some(*profile),
        _ => None,
    })
}
