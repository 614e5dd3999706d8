//! `--at-text`: where a text puts something, and what is said where it does not.

use kyso::Document;
use kyso::pdf::{FoundText, Length, TextMatch, TextPlace, TextPlaceError, TextPlacement};

use crate::error::Failure;
use crate::i18n::{Message, msg};
use crate::ui::Ui;

/// Characters of a text that an error repeats.
const SHOWN: usize = 200;

/// Places that an error lists.
const LISTED: usize = 10;

/// The place beside a text of a document.
pub(crate) fn place(
    document: &Document,
    placement: &TextPlacement,
    file: &str,
    ui: &Ui,
) -> Result<TextPlace, Failure> {
    let Some(pdf) = document.pdf() else {
        return Err(Failure::io(msg::error_fields_pdf_only(file)));
    };
    placement.resolve(pdf).map_err(|error| match error {
        TextPlaceError::Pdf(error) => Failure::core(error, file),
        other => Failure::io(explain(&other, file, ui)),
    })
}

fn explain(error: &TextPlaceError, file: &str, ui: &Ui) -> Message {
    let short = |text: &str| -> String { text.chars().take(SHOWN).collect() };
    match error {
        TextPlaceError::NotFound { text, found } => not_found(&short(text), found, file, ui),
        TextPlaceError::Several { text, found } => {
            msg::error_text_several(found.len(), file, places(found, ui), text)
        }
        TextPlaceError::NoSuchOccurrence { text, wanted, found } => {
            msg::error_text_occurrence(found.len(), file, places(found, ui), text, *wanted)
        }
        TextPlaceError::Unread { pages } => msg::error_text_unread(file, numbers(pages)),
        TextPlaceError::NoRoom { found, room } => {
            let [width, height] = room.map(millimetres);
            msg::error_text_no_room(file, height, found.page, &found.text, width)
        }
        other => msg::error_read(crate::library_words::told(other), file),
    }
}

/// What is like it comes first, then why a page may show it and not say it.
fn not_found(text: &str, found: &FoundText, file: &str, ui: &Ui) -> Message {
    if !found.similar.is_empty() {
        return msg::error_text_similar(file, places(&found.similar, ui), text);
    }
    if !found.pictures_only.is_empty() {
        return msg::error_text_scanned(file, numbers(&found.pictures_only), text);
    }
    if !found.untold.is_empty() {
        return msg::error_text_untold(file, numbers(&found.untold), text);
    }
    if !found.unread.is_empty() {
        return msg::error_text_unread(file, numbers(&found.unread));
    }
    msg::error_text_not_found(file, text)
}

fn places(found: &[TextMatch], ui: &Ui) -> String {
    let one = |place: &TextMatch| {
        let [left, bottom, ..] = place.rect.map(|edge| millimetres(Length::points(edge as f32)));
        ui.text(&msg::text_place(bottom, &place.context, left, place.page))
    };
    let mut listed: Vec<String> = found.iter().take(LISTED).map(one).collect();
    if found.len() > LISTED {
        listed.push(ui.text(&msg::text_places_more(found.len() - LISTED)));
    }
    listed.join("; ")
}

fn millimetres(length: Length) -> String {
    format!("{:.0}", length.to_points() * 25.4 / 72.0)
}

fn numbers(pages: &[usize]) -> String {
    let mut listed: Vec<String> = pages.iter().take(LISTED).map(usize::to_string).collect();
    if pages.len() > LISTED {
        listed.push("…".to_owned());
    }
    listed.join(", ")
}
