//! The report on one signature: what later revisions of the document did, and what is seen of it.

use std::ffi::c_char;

use kyso::report::{Change, SignatureReport};

use crate::call::{at, call, handle, output, unknown};
use crate::error::{Fault, kyso_error};
use crate::names::*;
use crate::report::{kyso_report, signature};

/// The change number `index`.
fn change(one: &SignatureReport, index: usize) -> Result<&Change, Fault> {
    at(&one.changes, index, "change")
}

/// Writes how many changes after a signature in a PDF are listed to `count`, those that were not
/// allowed before all others; and how many more there are to `omitted`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_signature_change_count(
    report: *const kyso_report,
    signature: usize,
    count: *mut usize,
    omitted: *mut usize,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_signature_change_count", error, || {
            let report = handle(report, "report")?;
            let (count, omitted) = (output(count, "count")?, output(omitted, "omitted")?);
            let one = self::signature(report, signature)?;
            count.put(one.changes.len());
            omitted.put(one.changes_omitted);
            Ok(())
        })
    }
}

/// Writes 1 to `allowed` where a change may stand there after this signature, else 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_signature_change_allowed(
    report: *const kyso_report,
    signature: usize,
    index: usize,
    allowed: *mut u32,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_signature_change_allowed", error, || {
            let (report, place) = (handle(report, "report")?, output(allowed, "allowed")?);
            place.put(change(self::signature(report, signature)?, index)?.allowed.into());
            Ok(())
        })
    }
}

/// Writes a text about a change to `text`: `field` is one of KYSO_CHANGE_KIND and the numbers after
/// it. NULL where there is none. The text is the report's and lives until kyso_report_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_signature_change_text(
    report: *const kyso_report,
    signature: usize,
    index: usize,
    field: u32,
    text: *mut *const c_char,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_signature_change_text", error, || {
            let (report, place) = (handle(report, "report")?, output(text, "text")?);
            let change = change(self::signature(report, signature)?, index)?;
            let text = match field {
                KYSO_CHANGE_KIND => Some(change.kind.name()),
                KYSO_CHANGE_RULE => Some(change.rule),
                KYSO_CHANGE_FIELD => change.field.as_deref(),
                other => return Err(unknown("field", other)),
            };
            place.put(report.texts.get((signature, index, field, String::new()), text));
            Ok(())
        })
    }
}

/// Writes a number about a change to `number`: `field` is one of KYSO_CHANGE_REVISION and the
/// numbers after it. KYSO_ABSENT where there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_signature_change_number(
    report: *const kyso_report,
    signature: usize,
    index: usize,
    field: u32,
    number: *mut usize,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_signature_change_number", error, || {
            let (report, place) = (handle(report, "report")?, output(number, "number")?);
            let change = change(self::signature(report, signature)?, index)?;
            let number = match field {
                KYSO_CHANGE_REVISION => change.revision,
                KYSO_CHANGE_PAGE => change.page,
                KYSO_CHANGE_OBJECTS => Some(change.object_count),
                KYSO_CHANGE_OBJECTS_NAMED => Some(change.objects.len()),
                other => return Err(unknown("field", other)),
            };
            place.put(number.ok_or_else(|| Fault::absent("such number"))?);
            Ok(())
        })
    }
}

/// Writes the number of one of the objects written for a change to `object`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_signature_change_object(
    report: *const kyso_report,
    signature: usize,
    change: usize,
    index: usize,
    object: *mut u32,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_signature_change_object", error, || {
            let (report, place) = (handle(report, "report")?, output(object, "object")?);
            let change = self::change(self::signature(report, signature)?, change)?;
            place.put(*at(&change.objects, index, "object")?);
            Ok(())
        })
    }
}

/// Writes where a signature in a PDF is seen: its page, counted from 1, to `page`, and the sides of
/// its rectangle in points, in the page's own coordinates, to the others. KYSO_ABSENT where it is
/// not seen.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_signature_place(
    report: *const kyso_report,
    signature: usize,
    page: *mut usize,
    left: *mut f64,
    bottom: *mut f64,
    right: *mut f64,
    top: *mut f64,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_signature_place", error, || {
            let (report, page) = (handle(report, "report")?, output(page, "page")?);
            let (left, bottom) = (output(left, "left")?, output(bottom, "bottom")?);
            let (right, top) = (output(right, "right")?, output(top, "top")?);
            let place = self::signature(report, signature)?.place;
            let place = place.ok_or_else(|| Fault::absent("place"))?;
            page.put(place.page);
            for (to, side) in [left, bottom, right, top].into_iter().zip(place.rect) {
                to.put(side.into());
            }
            Ok(())
        })
    }
}
