//! Profiles of looks: what is seen of a signature on one kind of paper, and where.

use std::collections::BTreeMap;
use std::ffi::c_char;

use kyso::pdf::profile::{LookProfile, LookProfileError};
use kyso::pdf::{Picture, Placement};

use crate::buffer::kyso_buffer;
use crate::call::{call, copied, handle, handle_mut, optional_text, output, text};
use crate::cancellation::settle;
use crate::code::{KYSO_INVALID_ARGUMENT, KYSO_MISPLACED, KYSO_PROFILE};
use crate::document::kyso_document;
use crate::error::{Fault, kyso_error};
use crate::profile::none_shipped;
use crate::signing::kyso_signing;
use crate::text_place;

impl From<LookProfileError> for Fault {
    fn from(error: LookProfileError) -> Self {
        Self::of(KYSO_PROFILE, &error)
    }
}

/// The names of the shipped profiles that kyso_signing_set_visible_profile takes, a text with
/// commas between; kyso_profile_text hands out what stands in them. `buffer` is the caller's, to be
/// freed with kyso_buffer_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_look_profile_names(
    buffer: *mut *mut kyso_buffer,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_look_profile_names", error, || {
            output(buffer, "buffer")?.give(kyso_buffer::names(LookProfile::names()));
            Ok(())
        })
    }
}

/// PDF: shows the signature on `document`, which is to be signed, as a profile says: `profile` is
/// the name of a shipped one (nd30-leader, nd30-agency, ...) or the TOML text of another. `values`
/// are what it asks to be said, lines of name=text; `name` is the name on the page above which the
/// signature stands, for profiles that stand above one: most often the signer's; `picture` is a
/// PNG or JPEG file. Each may be NULL where the profile needs none; KYSO_PROFILE where it does, or
/// knows no such value. KYSO_ABSENT and KYSO_INVALID_ARGUMENT as kyso_document_place_at_text;
/// KYSO_MISPLACED for XML.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_signing_set_visible_profile(
    signing: *mut kyso_signing,
    document: *const kyso_document,
    profile: *const c_char,
    values: *const c_char,
    name: *const c_char,
    picture: *const u8,
    len: usize,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_signing_set_visible_profile", error, || {
            let signing = handle_mut(signing, "signing")?;
            let (document, profile) = (handle(document, "document")?, text(profile, "profile")?);
            let (values, name) = (optional_text(values, "values")?, optional_text(name, "name")?);
            let picture = match picture.is_null() {
                true => None,
                false => Some(Picture::from_bytes(copied(picture, len, "picture")?)?),
            };
            let profile = read(profile)?;
            let look = profile.look(picture, &said(values)?)?;
            let placement = place(&profile, document, name)?;
            signing.claims.visible = Some((look, placement));
            Ok(())
        })
    }
}

fn read(profile: &str) -> Result<LookProfile, Fault> {
    if let Some(shipped) = LookProfile::named(profile) {
        return Ok(shipped);
    }
    if !profile.contains('=') {
        return Err(none_shipped(profile));
    }
    Ok(LookProfile::from_toml(profile)?)
}

fn said(values: Option<&str>) -> Result<BTreeMap<String, String>, Fault> {
    let lines = values.unwrap_or_default().lines().filter(|line| !line.trim().is_empty());
    let pair = |line: &str| {
        let pair = line.split_once('=').map(|(name, text)| (name.trim().into(), text.into()));
        pair.ok_or_else(|| Fault::new(KYSO_INVALID_ARGUMENT, format!("no name=text: {line:?}")))
    };
    lines.map(pair).collect()
}

fn place(
    profile: &LookProfile,
    document: &kyso_document,
    name: Option<&str>,
) -> Result<Placement, Fault> {
    let Some(pdf) = document.document.pdf() else {
        return Err(Fault::new(KYSO_MISPLACED, "XML has no pages"));
    };
    let fields = settle(document.document.signature_fields(), document.flag())?;
    if let Some(placement) = profile.placement(&fields)? {
        return Ok(placement);
    }
    let above = name.and_then(|name| profile.above(name));
    let missing = || Fault::new(KYSO_PROFILE, "the profile stands above a name: say which");
    let found = above.ok_or_else(missing)?.resolve(pdf).map_err(text_place::fault);
    Ok(settle(found, document.flag())?.placement())
}
