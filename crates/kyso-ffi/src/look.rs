//! What is seen of a signature in a PDF, and where.

use std::ffi::c_char;

use kyso::pdf::{
    Align, Border, Color, Corner, Font, Length, Look, LookError, PageChoice, PageRange, Picture,
    PicturePlace, Placement,
};

use crate::call::{call, copied, free, handle, handle_mut, output, text, unknown};
use crate::code::KYSO_LOOK;
use crate::error::{Fault, kyso_error};
use crate::signing::{change, kyso_signing};
use crate::signing_options::Name;

// 4400-4499: parts of a look, for kyso_look_set_color.

/// The text and the QR code; black unless said otherwise.
pub const KYSO_LOOK_TEXT: u32 = 4401;
/// A border of 0.75 points; none unless said otherwise.
pub const KYSO_LOOK_BORDER: u32 = 4402;
/// The ground; what stands on the page is seen through unless said otherwise.
pub const KYSO_LOOK_BACKGROUND: u32 = 4403;

// 4410-4419: where lines begin, for kyso_look_set_align.

/// At the left. The default.
pub const KYSO_ALIGN_LEFT: u32 = 4411;
/// In the middle.
pub const KYSO_ALIGN_CENTER: u32 = 4412;
/// At the right.
pub const KYSO_ALIGN_RIGHT: u32 = 4413;

// 4420-4429: where a picture stands to the text, for kyso_look_set_picture.

/// At the left of it.
pub const KYSO_PICTURE_LEFT: u32 = 4421;
/// Above it.
pub const KYSO_PICTURE_ABOVE: u32 = 4422;
/// Behind it.
pub const KYSO_PICTURE_BEHIND: u32 = 4423;

// 4430-4439: corners of a page as it is seen, for kyso_signing_set_visible_corner.

/// Top left.
pub const KYSO_CORNER_TOP_LEFT: u32 = 4431;
/// Top right.
pub const KYSO_CORNER_TOP_RIGHT: u32 = 4432;
/// Bottom left.
pub const KYSO_CORNER_BOTTOM_LEFT: u32 = 4433;
/// Bottom right.
pub const KYSO_CORNER_BOTTOM_RIGHT: u32 = 4434;

/// The thickness of a border, in points.
const BORDER: f32 = 0.75;

/// What is drawn where a signature is seen: text, a picture, a QR code. One thread at a time.
pub struct kyso_look {
    look: Look,
}

impl From<LookError> for Fault {
    fn from(error: LookError) -> Self {
        Self::of(KYSO_LOOK, &error)
    }
}

/// Changes a look.
///
/// # Safety
/// As the functions that call it.
unsafe fn set(
    function: Name,
    look: *mut kyso_look,
    error: *mut *mut kyso_error,
    with: impl FnOnce(Look) -> Result<Look, Fault>,
) -> u32 {
    // SAFETY: the caller's promise.
    unsafe {
        call(function, error, || {
            let look = handle_mut(look, "look")?;
            look.look = with(look.look.clone())?;
            Ok(())
        })
    }
}

/// A look that draws nothing yet. `look` is the caller's, to be freed with kyso_look_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_look_new(
    look: *mut *mut kyso_look,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_look_new", error, || {
            output(look, "look")?.give(kyso_look { look: Look::new() });
            Ok(())
        })
    }
}

/// Lines of text, parted by newlines: {signer}, {title}, {organization} and {serial} stand for what
/// the certificate says, {reason}, {location} and {time} for what the signature does; a line whose
/// names all stand for nothing is left out, and {{ is a brace.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_look_set_text(
    look: *mut kyso_look,
    template: *const c_char,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        set(c"kyso_look_set_text", look, error, |look| Ok(look.text(text(template, "template")?)))
    }
}

/// A QR code of this text, which is filled in like that of kyso_look_set_text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_look_set_qr(
    look: *mut kyso_look,
    template: *const c_char,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        set(c"kyso_look_set_qr", look, error, |look| Ok(look.qr(text(template, "template")?)))
    }
}

/// A picture, the bytes of a PNG or JPEG file, and where it stands to the text: KYSO_PICTURE_....
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_look_set_picture(
    look: *mut kyso_look,
    picture: *const u8,
    len: usize,
    place: u32,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        set(c"kyso_look_set_picture", look, error, |look| {
            let picture = Picture::from_bytes(copied(picture, len, "picture")?)?;
            let place = match place {
                KYSO_PICTURE_LEFT => PicturePlace::Left,
                KYSO_PICTURE_ABOVE => PicturePlace::Above,
                KYSO_PICTURE_BEHIND => PicturePlace::Behind,
                other => return Err(unknown("place", other)),
            };
            Ok(look.picture(picture).picture_place(place))
        })
    }
}

/// The font of the text, the bytes of a TTF, OTF or TTC file; without it Liberation Serif.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_look_set_font(
    look: *mut kyso_look,
    font: *const u8,
    len: usize,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        set(c"kyso_look_set_font", look, error, |look| {
            Ok(look.font(Font::from_bytes(copied(font, len, "font")?)?))
        })
    }
}

/// The size of the text in points; without it what fits, 12 points at most.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_look_set_font_size(
    look: *mut kyso_look,
    points: f32,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        set(c"kyso_look_set_font_size", look, error, |look| {
            Ok(look.font_size(Length::points(points)))
        })
    }
}

/// The colour of a part, KYSO_LOOK_...: red, green and blue as 0xRRGGBB.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_look_set_color(
    look: *mut kyso_look,
    part: u32,
    rgb: u32,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        set(c"kyso_look_set_color", look, error, |look| {
            let [0, red, green, blue] = rgb.to_be_bytes() else { return Err(unknown("rgb", rgb)) };
            let color = Color([red, green, blue]);
            Ok(match part {
                KYSO_LOOK_TEXT => look.color(color),
                KYSO_LOOK_BORDER => look.border(Border { width: Length::points(BORDER), color }),
                KYSO_LOOK_BACKGROUND => look.background(color),
                other => return Err(unknown("part", other)),
            })
        })
    }
}

/// Where lines begin: KYSO_ALIGN_....
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_look_set_align(
    look: *mut kyso_look,
    align: u32,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        set(c"kyso_look_set_align", look, error, |look| {
            Ok(look.align(match align {
                KYSO_ALIGN_LEFT => Align::Left,
                KYSO_ALIGN_CENTER => Align::Center,
                KYSO_ALIGN_RIGHT => Align::Right,
                other => return Err(unknown("align", other)),
            }))
        })
    }
}

/// In which zone {time} is written, by its distance from UTC in minutes: 420 is +07:00.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_look_set_utc_offset(
    look: *mut kyso_look,
    minutes: i32,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe { set(c"kyso_look_set_utc_offset", look, error, |look| Ok(look.utc_offset(minutes))) }
}

/// Frees the handle. NULL is left alone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_look_free(look: *mut kyso_look) {
    // SAFETY: NULL, or a handle that was not freed.
    unsafe { free(look) };
}

/// PDF: shows the signature in a rectangle of the page as it is seen: its left lower corner from
/// the left and from the bottom, width and height, in points on paper. `page` counts from 1; 0 is
/// the last. The signing keeps a copy of the look.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_signing_set_visible_rect(
    signing: *mut kyso_signing,
    look: *const kyso_look,
    page: usize,
    x: f32,
    y: f32,
    width: f32,
    height: f32,
    error: *mut *mut kyso_error,
) -> u32 {
    let at = [x, y].map(Length::points);
    let size = [width, height].map(Length::points);
    let placement = Placement::Rect { page: choice(page), at, size };
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        change(c"kyso_signing_set_visible_rect", signing, error, |signing| {
            signing.show(handle(look, "look")?, placement);
            Ok(())
        })
    }
}

/// PDF: shows the signature in a corner of the page as it is seen, KYSO_CORNER_..., this far from
/// both edges, in points on paper. A width and a height of 0 leave the size to the look. `page`
/// counts from 1; 0 is the last. The signing keeps a copy of the look.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_signing_set_visible_corner(
    signing: *mut kyso_signing,
    look: *const kyso_look,
    page: usize,
    corner: u32,
    margin: f32,
    width: f32,
    height: f32,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        change(c"kyso_signing_set_visible_corner", signing, error, |signing| {
            let look = handle(look, "look")?;
            let corner = match corner {
                KYSO_CORNER_TOP_LEFT => Corner::TopLeft,
                KYSO_CORNER_TOP_RIGHT => Corner::TopRight,
                KYSO_CORNER_BOTTOM_LEFT => Corner::BottomLeft,
                KYSO_CORNER_BOTTOM_RIGHT => Corner::BottomRight,
                other => return Err(unknown("corner", other)),
            };
            let size = [width, height];
            let given = size.iter().any(|side| *side != 0.0);
            let size = given.then(|| size.map(Length::points));
            let (page, margin) = (choice(page), Length::points(margin));
            signing.show(look, Placement::Corner { page, corner, margin, size });
            Ok(())
        })
    }
}

/// PDF: shows the signature in the rectangle of the field that is signed. The signing keeps a copy
/// of the look.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_signing_set_visible_field(
    signing: *mut kyso_signing,
    look: *const kyso_look,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        change(c"kyso_signing_set_visible_field", signing, error, |signing| {
            signing.show(handle(look, "look")?, Placement::Field);
            Ok(())
        })
    }
}

/// PDF: the same look as a stamp on the pages from `first` to `last`, counted from 1, beside the
/// one with the signature; 0 and 0 for all of them. May be called for several ranges.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_signing_add_stamps(
    signing: *mut kyso_signing,
    first: usize,
    last: usize,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        change(c"kyso_signing_add_stamps", signing, error, |signing| {
            signing.claims.stamps.push(match (first, last) {
                (0, 0) => PageRange::All,
                _ => PageRange::Numbers(first, last),
            });
            Ok(())
        })
    }
}

impl kyso_signing {
    fn show(&mut self, look: &kyso_look, placement: Placement) {
        self.claims.visible = Some((look.look.clone(), placement));
    }
}

fn choice(page: usize) -> PageChoice {
    if page == 0 { PageChoice::Last } else { PageChoice::Number(page) }
}
