//! What signing asks before it draws: whether a look would hide text, by the rule that judges it
//! afterwards.

use std::cell::Cell;

use lopdf::{Object, ObjectId};

use super::glyphs::Place;
use super::rules::hides_text as hides;
use crate::limits::MAX_DOCUMENT_MARKED_BYTES;
use crate::pdf::{PdfError, View};

/// Whether something in these places, left, bottom, right and top, would hide something of a page;
/// or ink in those, which does where there is much of it over a letter.
///
/// # Errors
/// An object of the page cannot be read.
pub(crate) fn hides_text(
    view: &View<'_>,
    page: ObjectId,
    places: &[[f32; 4]],
    inks: &[[f32; 4]],
) -> Result<bool, PdfError> {
    let Object::Dictionary(page) = view.object(page)? else { return Ok(true) };
    let place =
        |[left, bottom, right, top]: &[f32; 4]| Place::around(&[(*left, *bottom), (*right, *top)]);
    let all = |places: &[[f32; 4]]| places.iter().map(place).collect::<Vec<Place>>();
    hides(view, &page, (&all(places), &all(inks)), &Cell::new(MAX_DOCUMENT_MARKED_BYTES))
}
