//! Why a look cannot be drawn, in the reader's language.

use kyso::pdf::LookError;

use crate::i18n::{Message, msg};
use crate::profile_words;

/// The text for a look that cannot be drawn; `file` is the document, the picture or the font.
pub(crate) fn explain(error: &LookError, file: &str) -> Message {
    match error {
        LookError::Empty => msg::look_empty(),
        LookError::FontUnreadable => msg::look_font_unreadable(file),
        LookError::FontForbidsEmbedding { .. } => msg::look_font_forbids(file),
        LookError::CharactersMissing { characters } => {
            let named = characters.iter().take(MOST_NAMED);
            let named = named.map(|c| format!("{c} (U+{:04X})", u32::from(*c)));
            msg::look_characters_missing(named.collect::<Vec<_>>().join(", "))
        }
        LookError::ScriptUnsupported { character } => {
            msg::look_script(format!("{character} (U+{:04X})", u32::from(*character)))
        }
        LookError::TextTooLong { needed, room } => msg::look_text_too_long(*needed, *room),
        LookError::TextTooLarge { limit } => msg::look_text_too_large(*limit),
        LookError::UnknownName { name } => msg::look_unknown_name(name),
        LookError::PictureUnreadable { fault } => {
            msg::look_picture_unreadable(profile_words::picture(*fault), file)
        }
        LookError::PictureTooLarge { .. } => msg::look_picture_too_large(file),
        LookError::QrTooLong => msg::look_qr_too_long(),
        LookError::BadLength => msg::look_bad_length(),
        LookError::NoSuchPage { page, pages } => msg::core_no_such_page(file, *page, *pages),
        LookError::NoPageBox { page } => msg::look_no_page_box(file, *page),
        LookError::NoFieldRectangle { field } => msg::look_no_field_rectangle(field, file),
        LookError::FieldHasPlace { field } => msg::look_field_has_place(field, file),
        LookError::StampsAfterSignature { field } => msg::look_stamps_after(field, file),
        LookError::HidesSignedText { page } => msg::look_hides_signed_text(file, *page),
        LookError::StampsNeedPlace => msg::look_stamps_need_place(),
        other => msg::error_other(crate::library_words::told(other), file),
    }
}

/// Characters named in one error: more is no help.
const MOST_NAMED: usize = 10;
