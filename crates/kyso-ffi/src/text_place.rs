//! Texts on the pages of a PDF, and the room beside them.

use std::ffi::c_char;

use kyso::pdf::{Length, Occurrence, PageChoice, Side, TextPlaceError, TextPlacement, TextQuery};
use serde_json::Value;

use crate::buffer::kyso_buffer;
use crate::call::{call, handle, output, text, unknown};
use crate::cancellation::settle;
use crate::code::{KYSO_ABSENT, KYSO_INVALID_ARGUMENT, KYSO_MISPLACED};
use crate::document::kyso_document;
use crate::error::{Fault, kyso_error};
use crate::names::{
    KYSO_SIDE_ABOVE, KYSO_SIDE_BELOW, KYSO_SIDE_LEFT, KYSO_SIDE_OVER, KYSO_SIDE_RIGHT,
};

/// Every place of a text on the pages of a PDF, as JSON: `matches` in the order of reading, each
/// with `page`, `rect` (left, bottom, right, top in the page's user space), `text` and `context`;
/// where there is none, `similar` ones; and pages that are pictures without text
/// (`pictures_only`), whose fonts do not say their letters (`untold`) or that were not read to
/// their end (`unread`). Whole words are found, composed or not; with `ignores_case` other than 0 upper and lower case are the same. `page` counts
/// from 1, 0 is all.
/// KYSO_MISPLACED for XML. `json` is the caller's, to be freed with kyso_buffer_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_document_find_text(
    document: *const kyso_document,
    wanted: *const c_char,
    page: usize,
    ignores_case: u32,
    json: *mut *mut kyso_buffer,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_document_find_text", error, || {
            let (document, wanted) = (handle(document, "document")?, text(wanted, "wanted")?);
            let place = output(json, "json")?;
            if document.document.pdf().is_none() {
                return Err(Fault::new(KYSO_MISPLACED, "XML has no pages"));
            }
            let query = query(wanted, page, ignores_case != 0);
            let found = settle(document.document.find_text(&query), document.flag())?;
            place.give(buffer(&found.to_json()));
            Ok(())
        })
    }
}

/// What a page of a PDF says, counted from 1, as JSON: `lines` in the order of reading, pieces of
/// one line with the same `row`, each with `text`, `span` (from where to where along the line, 0 to
/// 1), `rect` (left, bottom, right, top in the page's user space), `degrees` and `hidden`; and
/// whether the page is `pictures_only`, `untold` (its fonts do not say their letters) or `is_cut`
/// (not read to its end). It is for people to look at and proves nothing. KYSO_FIELD where there is
/// no such page, KYSO_MISPLACED for XML. `json` is the caller's, to be freed with kyso_buffer_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_document_page_text(
    document: *const kyso_document,
    page: usize,
    json: *mut *mut kyso_buffer,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_document_page_text", error, || {
            let document = handle(document, "document")?;
            let place = output(json, "json")?;
            if document.document.pdf().is_none() {
                return Err(Fault::new(KYSO_MISPLACED, "XML has no pages"));
            }
            let said = settle(document.document.page_text(page), document.flag())?;
            place.give(buffer(&said.to_json()));
            Ok(())
        })
    }
}

/// The place beside a text on the pages of a PDF, as JSON: `page`, `rect`, and `is_smaller` where
/// there is less room than was asked for. `page` as for kyso_document_find_text. `occurrence`
/// says which one, from 1, or from the end with -1; with 0 the text must be there once. `side` is
/// one of KYSO_SIDE_...; `width` and `height` are points on paper, 0 and 0 take 50 by 25 mm or
/// what there is room for. KYSO_ABSENT where there is no such text or no room,
/// KYSO_INVALID_ARGUMENT where it is there several times. `json` is the caller's, to be freed with
/// kyso_buffer_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_document_place_at_text(
    document: *const kyso_document,
    wanted: *const c_char,
    page: usize,
    occurrence: i32,
    side: u32,
    width: f32,
    height: f32,
    json: *mut *mut kyso_buffer,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_document_place_at_text", error, || {
            let (document, wanted) = (handle(document, "document")?, text(wanted, "wanted")?);
            let place = output(json, "json")?;
            let Some(pdf) = document.document.pdf() else {
                return Err(Fault::new(KYSO_MISPLACED, "XML has no pages"));
            };
            let placement = TextPlacement::at(query(wanted, page, false));
            let placement = placement.occurrence(which(occurrence)?).side(self::side(side)?);
            let placement = sized(placement, width, height)?;
            let found = placement.resolve(pdf).map_err(fault);
            place.give(buffer(&settle(found, document.flag())?.to_json()));
            Ok(())
        })
    }
}

fn buffer(value: &Value) -> kyso_buffer {
    kyso_buffer::new(value.to_string().into_bytes())
}

fn query(wanted: &str, page: usize, ignores_case: bool) -> TextQuery {
    let query = TextQuery::new(wanted).ignore_case(ignores_case);
    if page == 0 { query } else { query.page(PageChoice::Number(page)) }
}

fn which(occurrence: i32) -> Result<Occurrence, Fault> {
    match (occurrence, usize::try_from(occurrence)) {
        (0, _) => Ok(Occurrence::Only),
        (-1, _) => Ok(Occurrence::Last),
        (_, Ok(number)) => Ok(Occurrence::Nth(number)),
        _ => Err(Fault::new(KYSO_INVALID_ARGUMENT, "occurrence is -1, 0 or a number from 1")),
    }
}

fn side(number: u32) -> Result<Side, Fault> {
    match number {
        KYSO_SIDE_ABOVE => Ok(Side::Above),
        KYSO_SIDE_BELOW => Ok(Side::Below),
        KYSO_SIDE_LEFT => Ok(Side::LeftOf),
        KYSO_SIDE_RIGHT => Ok(Side::RightOf),
        KYSO_SIDE_OVER => Ok(Side::Over),
        other => Err(unknown("side", other)),
    }
}

fn sized(placement: TextPlacement, width: f32, height: f32) -> Result<TextPlacement, Fault> {
    let is_zero = |length: f32| length.total_cmp(&0.0).is_eq();
    if is_zero(width) && is_zero(height) {
        return Ok(placement);
    }
    let is_length = |length: f32| length.is_finite() && length > 0.0;
    if !is_length(width) || !is_length(height) {
        return Err(Fault::new(KYSO_INVALID_ARGUMENT, "width and height are positive, or both 0"));
    }
    Ok(placement.size(Length::points(width), Length::points(height)))
}

pub(crate) fn fault(error: TextPlaceError) -> Fault {
    match error {
        TextPlaceError::Pdf(error) => Fault::from(kyso::Error::from(error)),
        TextPlaceError::Several { .. } => Fault::of(KYSO_INVALID_ARGUMENT, &error),
        other => Fault::of(KYSO_ABSENT, &other),
    }
}
