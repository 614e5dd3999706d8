//! Pictures of pages, drawn by a process of its own: a renderer reads everything that a PDF may
//! hold, and what a hostile file does to it must not be done to a verdict.

#[cfg(feature = "preview")]
mod child;
#[cfg(feature = "preview")]
mod parent;
#[cfg(feature = "preview")]
mod terminal;
#[cfg(feature = "preview")]
mod wire;

use std::ffi::OsString;

use kyso::Source;

use crate::i18n::{Message, msg};

/// The first argument of a process that draws. No verb of the command has this name, and help and
/// completions do not know it.
#[cfg(feature = "preview")]
const VERB: &str = "draw-pages";

/// Whether this process was started to draw; then it has done so.
#[cfg(feature = "preview")]
pub(crate) fn is_asked_for(arguments: &[OsString]) -> bool {
    let asked = arguments.get(1).is_some_and(|verb| verb == VERB);
    if asked {
        let mut words = arguments.iter().skip(2).filter_map(|word| word.to_str());
        let sharpness = words.next().and_then(Sharpness::read).unwrap_or(Sharpness::Screen);
        let pages = words.filter_map(|page| page.parse().ok());
        child::run(&pages.collect::<Vec<_>>(), sharpness);
    }
    asked
}

/// Never.
#[cfg(not(feature = "preview"))]
pub(crate) fn is_asked_for(_: &[OsString]) -> bool {
    false
}

/// How finely a page is drawn.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Sharpness {
    /// As wide as a screen shows it.
    Screen,
    /// Dots an inch.
    #[cfg_attr(not(feature = "preview"), allow(dead_code, reason = "of the other build"))]
    Dpi(u16),
}

#[cfg(feature = "preview")]
impl Sharpness {
    /// As the drawing process is told.
    fn word(self) -> String {
        match self {
            Self::Screen => "screen".to_owned(),
            Self::Dpi(dpi) => dpi.to_string(),
        }
    }

    fn read(word: &str) -> Option<Self> {
        if word == "screen" { Some(Self::Screen) } else { word.parse().ok().map(Self::Dpi) }
    }
}

/// A page as PNG.
pub(crate) struct Picture {
    /// The page, counted from 1.
    pub(crate) page: usize,
    /// Pixels.
    pub(crate) width: u32,
    /// Pixels.
    pub(crate) height: u32,
    /// From points of the page to pixels: `x = a x + c y + e`, `y = b x + d y + f`.
    pub(crate) transform: [f64; 6],
    pub(crate) png: Vec<u8>,
}

impl Picture {
    /// A rectangle of the page in pixels, no larger than the picture: left, top, right, bottom.
    pub(crate) fn map(&self, [left, bottom, right, top]: [f64; 4]) -> [f64; 4] {
        let [a, b, c, d, e, f] = self.transform;
        let point = |x: f64, y: f64| (a * x + c * y + e, b * x + d * y + f);
        let ((x0, y0), (x1, y1)) = (point(left, bottom), point(right, top));
        let (width, height) = (f64::from(self.width), f64::from(self.height));
        [
            x0.min(x1).clamp(0.0, width),
            y0.min(y1).clamp(0.0, height),
            x0.max(x1).clamp(0.0, width),
            y0.max(y1).clamp(0.0, height),
        ]
    }
}

/// Why there is no picture.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum NoPicture {
    /// This build draws nothing.
    #[cfg_attr(feature = "preview", allow(dead_code, reason = "of the other build"))]
    NotBuilt,
    /// The file is larger than what is drawn.
    #[cfg_attr(not(feature = "preview"), allow(dead_code, reason = "of the other build"))]
    TooLarge,
    /// The file needs a password, which is given to no other program.
    #[cfg_attr(not(feature = "preview"), allow(dead_code, reason = "of the other build"))]
    Encrypted,
    /// The renderer made nothing of it, or took too long.
    #[cfg_attr(not(feature = "preview"), allow(dead_code, reason = "of the other build"))]
    Failed,
}

impl NoPicture {
    pub(crate) fn words(self) -> Message {
        match self {
            Self::NotBuilt => msg::no_picture_not_built(),
            Self::TooLarge => msg::no_picture_too_large(),
            Self::Encrypted => msg::no_picture_encrypted(),
            Self::Failed => msg::no_picture_failed(),
        }
    }
}

/// Draws these pages, counted from 1; those that cannot be drawn are missing.
#[cfg(feature = "preview")]
pub(crate) fn draw(
    source: &Source,
    pages: &[usize],
    sharpness: Sharpness,
) -> Result<Vec<Picture>, NoPicture> {
    parent::draw(source, pages, sharpness)
}

/// Draws nothing.
#[cfg(not(feature = "preview"))]
pub(crate) fn draw(_: &Source, _: &[usize], _: Sharpness) -> Result<Vec<Picture>, NoPicture> {
    Err(NoPicture::NotBuilt)
}

/// The picture for a terminal; `None` where it cannot be read.
#[cfg(feature = "preview")]
pub(crate) fn show(picture: &Picture) -> Option<Vec<u8>> {
    terminal::show(picture)
}

/// Whether this terminal shows pictures other than in letters.
#[cfg(feature = "preview")]
pub(crate) fn is_sharp() -> bool {
    terminal::is_sharp()
}

/// Never.
#[cfg(not(feature = "preview"))]
pub(crate) fn is_sharp() -> bool {
    false
}

/// What to write to such a terminal so that the picture fills at most so many columns and rows.
#[cfg(feature = "preview")]
pub(crate) fn fitted(picture: &Picture, columns: u16, rows: u16) -> Option<Vec<u8>> {
    terminal::fitted(picture, columns, rows)
}

/// Nothing.
#[cfg(not(feature = "preview"))]
pub(crate) fn fitted(_: &Picture, _: u16, _: u16) -> Option<Vec<u8>> {
    None
}

/// The picture so many columns wide, as the upper and the lower colour of each cell.
#[cfg(feature = "preview")]
pub(crate) fn cells(picture: &Picture, columns: u16) -> Option<Vec<Vec<[[u8; 3]; 2]>>> {
    terminal::cells(picture, columns)
}

/// Nothing.
#[cfg(not(feature = "preview"))]
pub(crate) fn cells(_: &Picture, _: u16) -> Option<Vec<Vec<[[u8; 3]; 2]>>> {
    None
}

/// How this terminal shows pictures.
#[cfg(feature = "preview")]
pub(crate) fn protocol() -> Option<&'static str> {
    Some(terminal::protocol())
}

/// Not at all.
#[cfg(not(feature = "preview"))]
pub(crate) fn protocol() -> Option<&'static str> {
    None
}

/// Nothing.
#[cfg(not(feature = "preview"))]
pub(crate) fn show(_: &Picture) -> Option<Vec<u8>> {
    None
}

#[cfg(test)]
mod tests {
    use super::Picture;

    #[test]
    fn a_place_is_turned_with_its_page_and_stays_inside() {
        let picture =
            |transform| Picture { page: 1, width: 200, height: 100, transform, png: Vec::new() };
        let upright = picture([2.0, 0.0, 0.0, -2.0, 0.0, 100.0]);
        assert_eq!(upright.map([10.0, 5.0, 20.0, 15.0]), [20.0, 70.0, 40.0, 90.0]);
        assert_eq!(upright.map([-9.0, -9.0, 900.0, 900.0]), [0.0, 0.0, 200.0, 100.0]);
        let turned = picture([0.0, 2.0, 2.0, 0.0, 0.0, 0.0]);
        assert_eq!(turned.map([10.0, 5.0, 20.0, 15.0]), [10.0, 20.0, 30.0, 40.0]);
    }
}
