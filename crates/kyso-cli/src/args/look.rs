//! Options for what is seen of a signature in a PDF.

use std::path::PathBuf;
use std::str::FromStr;

use super::Pair;
use clap::{Args, ValueEnum};
use kyso::pdf::{Align, Color, Corner, Length, PageChoice, PageRange, PicturePlace};

use super::AtTextArgs;

/// What is seen, and where.
#[derive(Args, Clone, Debug)]
#[group(skip)]
pub(crate) struct LookArgs {
    #[arg(long)]
    pub(crate) visible: bool,
    #[arg(long, value_name = "NUMBER|last", value_parser = page)]
    pub(crate) page: Option<PageChoice>,
    #[arg(long, value_name = "X,Y,W,H", value_parser = rectangle, allow_hyphen_values = true)]
    pub(crate) rect: Option<Lengths<4>>,
    #[arg(long, value_name = "CORNER", hide_possible_values = true)]
    #[arg(conflicts_with_all = ["rect", "at_text"])]
    pub(crate) at: Option<CornerName>,
    #[command(flatten)]
    pub(crate) at_text: AtTextArgs,
    #[arg(long, value_name = "W,H", value_parser = size, conflicts_with = "rect")]
    pub(crate) size: Option<Lengths<2>>,
    #[arg(long, value_name = "LENGTH", value_parser = length, conflicts_with_all = ["rect", "at_text"])]
    pub(crate) margin: Option<Length>,
    #[arg(long, value_name = "FILE")]
    pub(crate) image: Option<PathBuf>,
    #[arg(long, value_name = "left|above|behind", hide_possible_values = true)]
    pub(crate) image_place: Option<ImagePlaceName>,
    #[arg(long, value_name = "TEXT")]
    pub(crate) text: Option<String>,
    #[arg(long, value_name = "FILE")]
    pub(crate) font: Option<PathBuf>,
    #[arg(long, value_name = "LENGTH", value_parser = length)]
    pub(crate) font_size: Option<Length>,
    #[arg(long, value_name = "COLOR", value_parser = color)]
    pub(crate) text_color: Option<Color>,
    #[arg(long, value_name = "left|center|right", hide_possible_values = true)]
    pub(crate) align: Option<AlignName>,
    #[arg(long, value_name = "COLOR", value_parser = color)]
    pub(crate) border: Option<Color>,
    #[arg(long, value_name = "COLOR", value_parser = color)]
    pub(crate) background: Option<Color>,
    #[arg(long, value_name = "TEXT")]
    pub(crate) qr: Option<String>,
    #[arg(long, value_name = "NAME=TEXT", value_parser = super::verbs::pair)]
    pub(crate) set: Vec<Pair>,
    #[arg(long, value_name = "all|FIRST-LAST", value_parser = pages)]
    pub(crate) pages: Vec<PageRange>,
    #[arg(skip)]
    pub(crate) defaults: LookDefaults,
}

/// What of the look is no word of the call but of the configuration: it holds where it can, and
/// is no mistake elsewhere.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct LookDefaults {
    /// No option of the look is the call's own.
    pub(crate) alone: bool,
    /// The picture is a default.
    pub(crate) image: bool,
    /// The place is one: no option of the call says where.
    pub(crate) place: bool,
    /// The profile is one.
    pub(crate) profile: bool,
}

/// The options of a look, as the grammar names them.
pub(crate) fn look_ids() -> Vec<String> {
    let options = LookArgs::augment_args(clap::Command::new("look"));
    options.get_arguments().map(|option| option.get_id().to_string()).collect()
}

impl LookArgs {
    /// Whether something is to be seen: any of these options says so.
    pub(crate) fn is_given(&self) -> bool {
        self.page.is_some() || self.is_more_than_page()
    }

    /// Whether more is said than a page.
    pub(crate) fn is_more_than_page(&self) -> bool {
        let Self { visible, rect, at, at_text, size, margin, image, image_place, .. } = self;
        let Self {
            text, font, font_size, text_color, align, border, background, qr, pages, ..
        } = self;
        let place = rect.is_some() || at.is_some() || size.is_some();
        let place = place || at_text.at_text.is_some();
        let place = place || margin.is_some() || !pages.is_empty();
        let parts = image.is_some() || image_place.is_some() || text.is_some() || qr.is_some();
        let style = font.is_some() || font_size.is_some() || text_color.is_some();
        let style = style || align.is_some() || border.is_some() || background.is_some();
        *visible || place || parts || style
    }

    /// The files that it reads.
    pub(crate) fn files(&self) -> impl Iterator<Item = &PathBuf> {
        [&self.image, &self.font].into_iter().flatten()
    }
}

/// A corner of the page as it is seen.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum CornerName {
    TopLeft,
    TopRight,
    BottomLeft,
    BottomRight,
}

impl From<CornerName> for Corner {
    fn from(corner: CornerName) -> Self {
        match corner {
            CornerName::TopLeft => Self::TopLeft,
            CornerName::TopRight => Self::TopRight,
            CornerName::BottomLeft => Self::BottomLeft,
            CornerName::BottomRight => Self::BottomRight,
        }
    }
}

/// Where lines begin or end.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum AlignName {
    Left,
    Center,
    Right,
}

impl From<AlignName> for Align {
    fn from(align: AlignName) -> Self {
        match align {
            AlignName::Left => Self::Left,
            AlignName::Center => Self::Center,
            AlignName::Right => Self::Right,
        }
    }
}

/// Where the picture stands to the text.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum ImagePlaceName {
    Left,
    Above,
    Behind,
}

impl From<ImagePlaceName> for PicturePlace {
    fn from(place: ImagePlaceName) -> Self {
        match place {
            ImagePlaceName::Left => Self::Left,
            ImagePlaceName::Above => Self::Above,
            ImagePlaceName::Behind => Self::Behind,
        }
    }
}

/// So many lengths, parted by commas.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Lengths<const N: usize>(pub(crate) [Length; N]);

impl<const N: usize> FromStr for Lengths<N> {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let lengths: Result<Vec<Length>, _> = text.split(',').map(str::parse).collect();
        Ok(Self(lengths.map_err(|_| ())?.try_into().map_err(|_| ())?))
    }
}

/// The errors here are words for clap only; `usage.rs` explains.
pub(crate) fn rectangle(text: &str) -> Result<Lengths<4>, &'static str> {
    let rectangle: Lengths<4> = text.parse().map_err(|()| "rect")?;
    let [_, _, width, height] = rectangle.0;
    if width > Length::ZERO && height > Length::ZERO { Ok(rectangle) } else { Err("rect") }
}

pub(super) fn size(text: &str) -> Result<Lengths<2>, &'static str> {
    let size: Lengths<2> = text.parse().map_err(|()| "size")?;
    if size.0.iter().all(|side| *side > Length::ZERO) { Ok(size) } else { Err("size") }
}

fn length(text: &str) -> Result<Length, &'static str> {
    let length: Length = text.parse().map_err(|_| "length")?;
    if length >= Length::ZERO { Ok(length) } else { Err("length") }
}

fn color(text: &str) -> Result<Color, &'static str> {
    text.parse().map_err(|_| "color")
}

pub(crate) fn page(text: &str) -> Result<PageChoice, &'static str> {
    match text {
        "last" => Ok(PageChoice::Last),
        number => match number.parse() {
            Ok(number) if number > 0 => Ok(PageChoice::Number(number)),
            _ => Err("page"),
        },
    }
}

pub(super) fn pages(text: &str) -> Result<PageRange, &'static str> {
    if text == "all" {
        return Ok(PageRange::All);
    }
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    match (first.parse(), last.parse()) {
        (Ok(first), Ok(last)) if 0 < first && first <= last => Ok(PageRange::Numbers(first, last)),
        _ => Err("pages"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_and_places_are_read() {
        assert_eq!(page("last"), Ok(PageChoice::Last));
        assert_eq!(pages("2-4"), Ok(PageRange::Numbers(2, 4)));
        assert_eq!(pages("3"), Ok(PageRange::Numbers(3, 3)));
        for wrong in ["0", "4-2", "-3", "x", "1-"] {
            assert!(pages(wrong).is_err(), "{wrong}");
        }
        assert!(page("0").is_err());
        let rect = rectangle("10mm,20,30pt,40").unwrap();
        assert_eq!(rect.0[1..], [20.0, 30.0, 40.0].map(Length::points));
        for wrong in ["1,2,3", "1,2,0,4", "1,2,3,-4", "a,b,c,d"] {
            assert!(rectangle(wrong).is_err(), "{wrong}");
        }
    }
}
