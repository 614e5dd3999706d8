//! Shipped profiles: how one kind of document is signed, or filled in.

use std::ffi::c_char;

use kyso::pdf::profile::{FillingProfile, FillingProfileError, LookProfile};
use kyso::xml::profile::Profile;

use crate::buffer::kyso_buffer;
use crate::call::{call, output, text, unknown};
use crate::code::{KYSO_INVALID_ARGUMENT, KYSO_PROFILE};
use crate::error::{Fault, kyso_error};
use crate::names::{KYSO_FORMAT_PDF, KYSO_FORMAT_XML};

impl From<FillingProfileError> for Fault {
    fn from(error: FillingProfileError) -> Self {
        Self::of(KYSO_PROFILE, &error)
    }
}

/// The names of the shipped profiles, a text with commas between: KYSO_FORMAT_XML for those that
/// kyso_signing_set_profile and kyso_verifier_add_profile take, KYSO_FORMAT_PDF for those of
/// kyso_verifier_add_filling. `buffer` is the caller's, to be freed with kyso_buffer_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_profile_names(
    format: u32,
    buffer: *mut *mut kyso_buffer,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_profile_names", error, || {
            let place = output(buffer, "buffer")?;
            place.give(match format {
                KYSO_FORMAT_XML => kyso_buffer::names(Profile::names()),
                KYSO_FORMAT_PDF => kyso_buffer::names(FillingProfile::names()),
                other => return Err(unknown("format", other)),
            });
            Ok(())
        })
    }
}

/// The TOML text of a shipped profile: to be read, and to start an own one from. `buffer` is the
/// caller's, to be freed with kyso_buffer_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_profile_text(
    name: *const c_char,
    buffer: *mut *mut kyso_buffer,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_profile_text", error, || {
            let (name, place) = (text(name, "name")?, output(buffer, "buffer")?);
            let text = Profile::text(name).or_else(|| FillingProfile::text(name));
            let text = text.or_else(|| LookProfile::toml(name));
            place.give(kyso_buffer::new(text.ok_or_else(|| none_shipped(name))?.into()));
            Ok(())
        })
    }
}

/// A shipped profile of XML signatures by its name.
pub(crate) fn profile(name: &str) -> Result<Profile, Fault> {
    Profile::named(name).ok_or_else(|| none_shipped(name))
}

/// A shipped profile of filling by its name.
pub(crate) fn filling(name: &str) -> Result<FillingProfile, Fault> {
    FillingProfile::named(name).ok_or_else(|| none_shipped(name))
}

pub(crate) fn none_shipped(name: &str) -> Fault {
    Fault::new(KYSO_INVALID_ARGUMENT, format!("no profile {name:?} is shipped"))
}
