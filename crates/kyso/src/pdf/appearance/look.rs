//! What is drawn where a signature is seen, as the caller says it.

use super::font::Font;
use super::length::Length;
use super::picture::Picture;

/// A colour: red, green and blue, 0 to 255.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Color(pub [u8; 3]);

impl Color {
    /// Black.
    pub const BLACK: Self = Self([0, 0, 0]);
    /// White.
    pub const WHITE: Self = Self([255, 255, 255]);
}

/// Reads `#rrggbb`, or one of `black`, `white`, `red`, `green`, `blue`, `gray`.
impl std::str::FromStr for Color {
    type Err = ColorError;

    fn from_str(text: &str) -> Result<Self, ColorError> {
        let named = match text {
            "black" => Some([0, 0, 0]),
            "white" => Some([255, 255, 255]),
            "red" => Some([192, 0, 0]),
            "green" => Some([0, 112, 48]),
            "blue" => Some([0, 48, 160]),
            "gray" | "grey" => Some([128, 128, 128]),
            _ => None,
        };
        if let Some(named) = named {
            return Ok(Self(named));
        }
        let digits = text.strip_prefix('#').unwrap_or(text);
        if digits.len() != 6 || !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return Err(ColorError);
        }
        let value = u32::from_str_radix(digits, 16).map_err(|_| ColorError)?;
        let [_, red, green, blue] = value.to_be_bytes();
        Ok(Self([red, green, blue]))
    }
}

/// A text is no colour.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("not a colour: #rrggbb, black, white, red, green, blue or gray")]
pub struct ColorError;

/// Where lines begin or end.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Align {
    /// At the left.
    #[default]
    Left,
    /// In the middle.
    Center,
    /// At the right.
    Right,
}

/// Where the picture stands to the text.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum PicturePlace {
    /// At the left of it.
    #[default]
    Left,
    /// Above it.
    Above,
    /// Behind it.
    Behind,
}

/// A line around the look.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Border {
    /// How thick.
    pub width: Length,
    /// Its colour.
    pub color: Color,
}

/// What is drawn: a picture, lines of text, a QR code, on a background and in a border. The same
/// look gives the same bytes.
///
/// Text is a template: `{signer}`, `{title}`, `{organization}`, `{serial}` stand for what the
/// certificate says, `{reason}`, `{location}`, `{time}` for what the signature does. A line whose
/// names all stand for nothing is left out, and `{{` is a brace. `{time}` is ISO 8601.
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct Look {
    pub(crate) text: Option<String>,
    pub(crate) picture: Option<Picture>,
    pub(crate) picture_place: PicturePlace,
    pub(crate) font: Option<Font>,
    pub(crate) font_size: Option<Length>,
    pub(crate) color: Option<Color>,
    pub(crate) align: Align,
    pub(crate) border: Option<Border>,
    pub(crate) background: Option<Color>,
    pub(crate) qr: Option<String>,
    pub(crate) offset_minutes: i32,
}

impl Look {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Lines of text, parted by `\n`: a template.
    pub fn text(mut self, template: impl Into<String>) -> Self {
        self.text = Some(template.into());
        self
    }

    /// A picture.
    pub fn picture(mut self, picture: Picture) -> Self {
        self.picture = Some(picture);
        self
    }

    /// Where the picture stands to the text.
    pub fn picture_place(mut self, place: PicturePlace) -> Self {
        self.picture_place = place;
        self
    }

    /// The font; without it Liberation Serif.
    pub fn font(mut self, font: Font) -> Self {
        self.font = Some(font);
        self
    }

    /// The size of the text; without it the largest that fits, 12 points at most.
    pub fn font_size(mut self, size: Length) -> Self {
        self.font_size = Some(size);
        self
    }

    /// The colour of the text and of the QR code; black unless said otherwise.
    pub fn color(mut self, color: Color) -> Self {
        self.color = Some(color);
        self
    }

    /// Where lines begin or end.
    pub fn align(mut self, align: Align) -> Self {
        self.align = align;
        self
    }

    /// A line around all.
    pub fn border(mut self, border: Border) -> Self {
        self.border = Some(border);
        self
    }

    /// The ground; without it what stands on the page is seen between the letters.
    pub fn background(mut self, color: Color) -> Self {
        self.background = Some(color);
        self
    }

    /// A QR code of this text, at the right.
    pub fn qr(mut self, text: impl Into<String>) -> Self {
        self.qr = Some(text.into());
        self
    }

    /// In which zone `{time}` is written, by its distance from UTC in minutes: 420 is `+07:00`.
    pub fn utc_offset(mut self, minutes: i32) -> Self {
        self.offset_minutes = minutes;
        self
    }

    /// Whether something of it is seen through (ISO 32000-2 §11), so that a soft mask is used.
    #[must_use]
    pub fn uses_transparency(&self) -> bool {
        self.picture.as_ref().is_some_and(Picture::is_transparent)
    }

    /// Whether nothing would be drawn.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let Self { text, picture, qr, border, background, .. } = self;
        let nothing = text.as_ref().is_none_or(String::is_empty);
        nothing && picture.is_none() && qr.is_none() && border.is_none() && background.is_none()
    }
}
