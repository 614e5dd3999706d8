//! Why a profile, a picture or a font is not taken, in the reader's language: the detail of a longer
//! text.

use kyso::pdf::PictureFault;
use kyso::pdf::profile::{FillingProfileError, LookProfileError};
use kyso::policy::PolicyError;
use kyso::role::RoleRulesError;
use kyso::xml::profile::ProfileError;

use crate::i18n::{Arg, Message, msg};
use crate::{library_words, toml_words};

/// Why a text is no profile of a look.
pub(crate) fn look(error: &LookProfileError) -> Arg {
    use LookProfileError as E;
    match error {
        E::Syntax { message, line } => syntax(message, *line),
        E::Value { key, value } => msg::detail_profile_value(*key, value).into(),
        E::TooLong { limit } => msg::detail_profile_too_long(*limit).into(),
        other => library_words::told(other),
    }
}

/// Why a text is no profile of what may be filled in.
pub(crate) fn filling(error: &FillingProfileError) -> Arg {
    use FillingProfileError as E;
    match error {
        E::Syntax { message } => syntax(message, None),
        E::Value { key, value } => msg::detail_profile_value(*key, value).into(),
        E::TooLong { limit } => msg::detail_profile_too_long(*limit).into(),
        other => library_words::told(other),
    }
}

/// Why a text holds no rules of roles.
pub(crate) fn roles(error: &RoleRulesError) -> Arg {
    use RoleRulesError as E;
    match error {
        E::Syntax { message, line } => syntax(message, *line),
        E::Value { key, value } => msg::detail_profile_value(*key, value).into(),
        E::TooLong { limit } => msg::detail_profile_too_long(*limit).into(),
        other => other.to_string().into(),
    }
}

/// Why a text is no profile of XML signatures.
pub(crate) fn xml(error: &ProfileError) -> Arg {
    use ProfileError as E;
    match error {
        E::Syntax { message, line } => syntax(message, *line),
        E::Value { key, value } => msg::detail_profile_value(*key, value).into(),
        E::Targets { index, count } => msg::detail_profile_targets(*count, *index).into(),
        E::Incomplete { part, missing } => msg::detail_profile_incomplete(*missing, *part).into(),
        E::TooLong { limit } => msg::detail_profile_too_long(*limit).into(),
        other => library_words::told(other),
    }
}

/// Why a text is no policy.
pub(crate) fn policy(error: &PolicyError) -> Arg {
    use PolicyError as E;
    match error {
        E::Syntax { message, line } => syntax(message, *line),
        E::Value { key, value } => msg::detail_profile_value(*key, value).into(),
        E::TooLong { limit } => msg::detail_profile_too_long(*limit).into(),
        other => library_words::told(other),
    }
}

fn syntax(message: &str, line: Option<usize>) -> Arg {
    let message: Message = toml_words::message(message);
    match line {
        Some(line) => msg::detail_profile_syntax_at(line, message).into(),
        None => msg::detail_profile_syntax(message).into(),
    }
}

/// Why a file is no picture that can be drawn.
pub(crate) fn picture(fault: PictureFault) -> Arg {
    match fault {
        PictureFault::UnknownKind => msg::detail_picture_kind().into(),
        PictureFault::NoPoints => msg::detail_picture_no_points().into(),
        PictureFault::DamagedPng => msg::detail_picture_damaged("PNG").into(),
        PictureFault::DamagedJpeg => msg::detail_picture_damaged("JPEG").into(),
        PictureFault::JpegKind => msg::detail_picture_jpeg_kind().into(),
        PictureFault::JpegDepth => msg::detail_picture_jpeg_depth().into(),
        PictureFault::Cmyk => msg::detail_picture_cmyk().into(),
        other => library_words::told(&other),
    }
}
