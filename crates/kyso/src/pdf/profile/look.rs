//! Profiles of looks: what is seen of a signature on one kind of paper, and where, as data.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::limits::MAX_PROFILE_BYTES;
use crate::pdf::{
    Align, Border, Color, Corner, Length, Look, Occurrence, PageChoice, Picture, Placement,
    SignatureField, TextPlacement, TextQuery,
};
use crate::toml_text;
use crate::xml::profile::Note;

/// What is seen of a signature on one kind of paper, and where.
///
/// Its signature is an approval, never a certification: what comes after it must stay possible.
#[derive(Clone, PartialEq, Debug)]
#[non_exhaustive]
pub struct LookProfile {
    /// Its name.
    pub name: String,
    /// What is done with a picture.
    pub picture: PictureUse,
    /// The text: a template of [`Look`], in which `{number}`, `{copy}` and other names of
    /// [`Self::values`] stand for what the caller says.
    pub text: Option<String>,
    /// What the caller says, with what stands for it where nothing is said; `None` must be said.
    pub values: BTreeMap<String, Option<String>>,
    /// The size of the text.
    pub font_size: Option<Length>,
    /// Its colour.
    pub color: Color,
    /// Where its lines begin or end.
    pub align: Align,
    /// A line around all.
    pub border: Option<Border>,
    /// Minutes east of UTC of the clock that `{time}` shows.
    pub offset_minutes: i32,
    /// Where it stands.
    pub place: PlaceShape,
    /// What is known and not known about it.
    pub notes: Vec<Note>,
}

/// What a profile does with a picture.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum PictureUse {
    /// There must be one.
    Required,
    /// There may be one.
    #[default]
    Optional,
    /// There is none.
    Forbidden,
}

/// Where a look stands.
#[derive(Clone, PartialEq, Debug)]
#[non_exhaustive]
pub enum PlaceShape {
    /// Over the name of the signer on the page, in the gap above it.
    AboveName {
        /// Width and height.
        size: [Length; 2],
    },
    /// In a corner of a page.
    Corner {
        /// The page.
        page: PageChoice,
        /// Which corner.
        corner: Corner,
        /// The distance from both edges.
        margin: Length,
        /// Width and height; `None` takes what the look needs.
        size: Option<[Length; 2]>,
    },
    /// Over the left part of the first signature that is seen.
    OverFirst {
        /// Which share of that signature's width is covered, from its left.
        share: f32,
        /// Width and height.
        size: [Length; 2],
    },
}

/// Why a text is no such profile, or a profile cannot be followed.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LookProfileError {
    /// It is no TOML, or has a key that is not known.
    #[error("not a profile: {message}{}", .line.map(|line| format!(" (line {line})")).unwrap_or_default())]
    Syntax {
        /// What the reader of TOML says.
        message: String,
        /// Where, from 1.
        line: Option<usize>,
    },
    /// A key says what it cannot say.
    #[error("{key} cannot be {value:?}")]
    Value {
        /// The key.
        key: &'static str,
        /// What it says.
        value: String,
    },
    /// Longer than a profile can be.
    #[error("a profile of more than {limit} bytes")]
    TooLong {
        /// The bound.
        limit: u64,
    },
    /// The profile shows a picture, and none is given.
    #[error("the profile {profile} needs a picture")]
    PictureMissing {
        /// The profile.
        profile: String,
    },
    /// The profile shows no picture, and one is given.
    #[error("the profile {profile} shows no picture")]
    PictureForbidden {
        /// The profile.
        profile: String,
    },
    /// The caller must say what stands for a name.
    #[error("the profile {profile} needs a value for {name}")]
    ValueMissing {
        /// The profile.
        profile: String,
        /// The name.
        name: String,
    },
    /// The caller says what the profile does not ask for.
    #[error("the profile {profile} knows no {name}")]
    ValueUnknown {
        /// The profile.
        profile: String,
        /// The name.
        name: String,
    },
    /// The profile stands over a signature that is seen, and there is none.
    #[error("the profile {profile} stands over a signature that is seen, and there is none")]
    NothingToCover {
        /// The profile.
        profile: String,
    },
}

/// Every shipped profile with its text.
const SHIPPED: [(&str, &str); 7] = [
    ("nd30-leader", include_str!("data/nd30-leader.toml")),
    ("nd30-agency", include_str!("data/nd30-agency.toml")),
    ("nd30-attachment", include_str!("data/nd30-attachment.toml")),
    ("nd30-copy", include_str!("data/nd30-copy.toml")),
    ("initials", include_str!("data/initials.toml")),
    ("incoming", include_str!("data/incoming.toml")),
    ("text-and-image", include_str!("data/text-and-image.toml")),
];

/// Names that a look knows by itself.
const OF_THE_LOOK: [&str; 7] =
    ["signer", "title", "organization", "serial", "reason", "location", "time"];

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct File {
    format: String,
    name: String,
    look: FileLook,
    place: FilePlace,
    #[serde(default)]
    values: BTreeMap<String, String>,
    #[serde(default)]
    note: Vec<FileNote>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct FileLook {
    #[serde(default)]
    picture: PictureUse,
    text: Option<String>,
    font_size: Option<String>,
    color: Option<String>,
    align: Option<FileAlign>,
    border: Option<String>,
    border_color: Option<String>,
    utc_offset: Option<String>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum FileAlign {
    Left,
    Center,
    Right,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct FilePlace {
    at: FileAt,
    page: Option<FilePage>,
    margin: Option<String>,
    size: Option<[String; 2]>,
    share: Option<f32>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum FileAt {
    AboveName,
    OverFirst,
    TopLeft,
    TopRight,
    BottomLeft,
    BottomRight,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum FilePage {
    Number(usize),
    Word(String),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileNote {
    mark: String,
    text: String,
}

impl LookProfile {
    /// The names of the shipped profiles.
    pub fn names() -> impl Iterator<Item = &'static str> {
        SHIPPED.iter().map(|(name, _)| *name)
    }

    /// A shipped profile.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::from_toml(Self::toml(name)?).ok()
    }

    /// The text of a shipped profile: to be read, and to start an own one from.
    #[must_use]
    pub fn toml(name: &str) -> Option<&'static str> {
        SHIPPED.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
    }

    /// Whether a text says that it is a profile of this kind: `format = "pdf-look"`.
    #[must_use]
    pub fn is_meant_by(text: &str) -> bool {
        #[derive(Deserialize)]
        struct Format {
            format: String,
        }
        text.len() as u64 <= MAX_PROFILE_BYTES
            && toml::from_str(text).is_ok_and(|file: Format| file.format == "pdf-look")
    }

    /// Reads a profile.
    ///
    /// # Errors
    /// [`LookProfileError`]: of its first five kinds.
    pub fn from_toml(text: &str) -> Result<Self, LookProfileError> {
        if text.len() as u64 > MAX_PROFILE_BYTES {
            return Err(LookProfileError::TooLong { limit: MAX_PROFILE_BYTES });
        }
        let file: File = toml::from_str(text).map_err(|error| LookProfileError::Syntax {
            message: error.message().to_owned(),
            line: toml_text::line(text, &error),
        })?;
        file.read()
    }

    /// What is drawn, with a picture and with what the caller says for the names in
    /// [`Self::values`].
    ///
    /// # Errors
    /// A picture or a value is missing or too many.
    pub fn look(
        &self,
        picture: Option<Picture>,
        said: &BTreeMap<String, String>,
    ) -> Result<Look, LookProfileError> {
        let profile = || self.name.clone();
        match (self.picture, &picture) {
            (PictureUse::Required, None) => {
                return Err(LookProfileError::PictureMissing { profile: profile() });
            }
            (PictureUse::Forbidden, Some(_)) => {
                return Err(LookProfileError::PictureForbidden { profile: profile() });
            }
            _ => {}
        }
        if let Some(name) = said.keys().find(|name| !self.values.contains_key(*name)) {
            let name = name.clone();
            return Err(LookProfileError::ValueUnknown { profile: profile(), name });
        }
        let mut look = Look::new().color(self.color).align(self.align);
        look = look.utc_offset(self.offset_minutes);
        if let Some(size) = self.font_size {
            look = look.font_size(size);
        }
        if let Some(border) = self.border {
            look = look.border(border);
        }
        if let Some(picture) = picture {
            look = look.picture(picture);
        }
        if let Some(text) = &self.text {
            look = look.text(self.filled(text, said)?);
        }
        Ok(look)
    }

    /// The template with what the caller says, which is no template itself.
    fn filled(
        &self,
        text: &str,
        said: &BTreeMap<String, String>,
    ) -> Result<String, LookProfileError> {
        let mut filled = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            filled.push_str(before);
            let known = after.split_once('}').and_then(|(name, after)| {
                self.values.get_key_value(name).map(|value| (value, after))
            });
            match known {
                Some(((name, usual), after)) => {
                    let value = said.get(name).or(usual.as_ref()).ok_or_else(|| {
                        let profile = self.name.clone();
                        LookProfileError::ValueMissing { profile, name: name.clone() }
                    })?;
                    filled.push_str(&value.replace('{', "{{").replace('}', "}}"));
                    rest = after;
                }
                None => {
                    filled.push('{');
                    rest = after;
                    // A doubled brace stays one.
                    if let Some(after) = rest.strip_prefix('{') {
                        filled.push('{');
                        rest = after;
                    }
                }
            }
        }
        filled.push_str(rest);
        Ok(filled)
    }

    /// Where to look for the name that it stands over: its last place, since papers name people in
    /// their text too. `None` where it stands elsewhere.
    #[must_use]
    pub fn above(&self, name: &str) -> Option<TextPlacement> {
        let PlaceShape::AboveName { size } = &self.place else { return None };
        let [width, height] = *size;
        let query = TextQuery::new(name).ignore_case(true);
        let place = TextPlacement::at(query).occurrence(Occurrence::Last);
        Some(place.size(width, height))
    }

    /// Where it stands on a document with these signature fields; `None` where that is over the
    /// signer's name, which [`Self::above`] looks for.
    ///
    /// # Errors
    /// [`LookProfileError::NothingToCover`].
    pub fn placement(
        &self,
        fields: &[SignatureField],
    ) -> Result<Option<Placement>, LookProfileError> {
        match &self.place {
            PlaceShape::AboveName { .. } => Ok(None),
            PlaceShape::Corner { page, corner, margin, size } => Ok(Some(Placement::Corner {
                page: *page,
                corner: *corner,
                margin: *margin,
                size: *size,
            })),
            PlaceShape::OverFirst { share, size } => {
                let seen = fields.iter().find(|field| field.signature.is_some() && field.is_seen());
                let place = seen.and_then(|field| Some((field.page?, field.rect?)));
                let Some((page, [left, bottom, right, top])) = place else {
                    return Err(LookProfileError::NothingToCover { profile: self.name.clone() });
                };
                Ok(Some(Placement::OverLeft {
                    page: PageChoice::Number(page),
                    rect: [left.min(right), bottom.min(top), left.max(right), bottom.max(top)],
                    share: *share,
                    size: *size,
                }))
            }
        }
    }
}

fn wrong(key: &'static str, value: impl Into<String>) -> LookProfileError {
    LookProfileError::Value { key, value: value.into() }
}

impl File {
    fn read(self) -> Result<LookProfile, LookProfileError> {
        if self.format != "pdf-look" {
            return Err(wrong("format", self.format));
        }
        if self.name.is_empty() || self.name.chars().any(char::is_control) {
            return Err(wrong("name", self.name));
        }
        if let Some(name) = self.values.keys().find(|name| !is_name(name)) {
            return Err(wrong("values", name));
        }
        let look = self.look;
        if look.picture == PictureUse::Forbidden && look.text.is_none() {
            return Err(wrong("picture", "forbidden"));
        }
        let border = match (look.border, look.border_color) {
            (None, None) => None,
            (width, colour) => Some(Border {
                width: width.map_or(Ok(Length::points(1.0)), |text| length("border", &text))?,
                color: color("border-color", colour)?,
            }),
        };
        let values = self.values.into_iter().map(|(name, usual)| {
            let usual = Some(usual).filter(|usual| !usual.is_empty());
            (name, usual)
        });
        let notes = self.note.into_iter().map(|n| Note { mark: n.mark, text: n.text }).collect();
        Ok(LookProfile {
            name: self.name,
            picture: look.picture,
            text: look.text,
            values: values.collect(),
            font_size: look.font_size.map(|text| length("font-size", &text)).transpose()?,
            color: color("color", look.color)?,
            align: match look.align {
                None | Some(FileAlign::Left) => Align::Left,
                Some(FileAlign::Center) => Align::Center,
                Some(FileAlign::Right) => Align::Right,
            },
            border,
            offset_minutes: look.utc_offset.map_or(Ok(0), |text| offset(&text))?,
            place: self.place.read()?,
            notes,
        })
    }
}

/// A name that can stand between braces, and that no look knows already.
fn is_name(name: &str) -> bool {
    let letters = name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
    !name.is_empty() && letters && !OF_THE_LOOK.contains(&name)
}

impl FilePlace {
    fn read(self) -> Result<PlaceShape, LookProfileError> {
        let size = match &self.size {
            Some([width, height]) => Some([length("size", width)?, length("size", height)?]),
            None => None,
        };
        let sized = || size.ok_or_else(|| wrong("size", ""));
        let corner = match self.at {
            FileAt::AboveName | FileAt::OverFirst if self.page.is_some() => {
                return Err(wrong("page", "given"));
            }
            FileAt::AboveName => return Ok(PlaceShape::AboveName { size: sized()? }),
            FileAt::OverFirst => {
                let share = self.share.unwrap_or(1.0 / 3.0);
                if !(share > 0.0 && share <= 1.0) {
                    return Err(wrong("share", share.to_string()));
                }
                return Ok(PlaceShape::OverFirst { share, size: sized()? });
            }
            FileAt::TopLeft => Corner::TopLeft,
            FileAt::TopRight => Corner::TopRight,
            FileAt::BottomLeft => Corner::BottomLeft,
            FileAt::BottomRight => Corner::BottomRight,
        };
        let page = match self.page {
            None => PageChoice::default(),
            Some(FilePage::Number(number)) if number > 0 => PageChoice::Number(number),
            Some(FilePage::Word(word)) if word == "last" => PageChoice::Last,
            Some(FilePage::Number(number)) => return Err(wrong("page", number.to_string())),
            Some(FilePage::Word(word)) => return Err(wrong("page", word)),
        };
        let margin = self.margin.map_or(Ok(Length::mm(10.0)), |text| length("margin", &text))?;
        Ok(PlaceShape::Corner { page, corner, margin, size })
    }
}

fn length(key: &'static str, text: &str) -> Result<Length, LookProfileError> {
    let length: Result<Length, _> = text.parse();
    length.ok().filter(|length| length.to_points() > 0.0).ok_or_else(|| wrong(key, text))
}

fn color(key: &'static str, text: Option<String>) -> Result<Color, LookProfileError> {
    text.map_or(Ok(Color::BLACK), |text| text.parse().map_err(|_| wrong(key, text)))
}

/// `+07:00` as minutes.
fn offset(text: &str) -> Result<i32, LookProfileError> {
    let minutes = || -> Option<i32> {
        let (sign, digits) = match text.split_at_checked(1)? {
            ("+", digits) => (1, digits),
            ("-", digits) => (-1, digits),
            _ => return None,
        };
        let (hours, minutes) = digits.split_once(':')?;
        let number = |text: &str| -> Option<i32> {
            let digits = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
            digits.then(|| text.parse().ok())?
        };
        let (hours, minutes) = (number(hours)?, number(minutes)?);
        (hours <= 14 && minutes < 60).then_some(sign * (hours * 60 + minutes))
    };
    minutes().ok_or_else(|| wrong("utc-offset", text))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]
mod tests {
    use std::collections::BTreeMap;

    use super::{LookProfile, LookProfileError, PictureUse, PlaceShape};

    fn said(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn every_shipped_profile_is_read_under_its_name_and_says_how_certain_it_is() {
        for name in LookProfile::names() {
            let text = LookProfile::toml(name).unwrap();
            assert!(LookProfile::is_meant_by(text), "{name}");
            let profile = LookProfile::from_toml(text).unwrap();
            assert_eq!(profile.name, name);
            assert!(!profile.notes.is_empty(), "{name}");
            let known = ["A", "B", "B2", "C"];
            assert!(profile.notes.iter().all(|note| known.contains(&note.mark.as_str())));
        }
    }

    #[test]
    fn the_decree_asks_for_pictures_here_and_for_none_there() {
        let named = |name| LookProfile::named(name).unwrap();
        let missing = named("nd30-leader").look(None, &BTreeMap::new()).unwrap_err();
        assert_eq!(missing, LookProfileError::PictureMissing { profile: "nd30-leader".into() });
        assert_eq!(named("nd30-copy").picture, PictureUse::Forbidden);
        assert!(matches!(named("nd30-agency").place, PlaceShape::OverFirst { .. }));
    }

    #[test]
    fn what_is_said_stands_in_the_text_and_is_no_template() {
        let profile = LookProfile::named("nd30-attachment").unwrap();
        let template = profile.text.clone().unwrap();
        let filled = profile.filled(&template, &said(&[("number", "12/{signer}")])).unwrap();
        assert!(filled.starts_with("12/{{signer}}") && filled.contains("{time}"), "{filled}");
        let missing = profile.look(None, &BTreeMap::new()).unwrap_err();
        assert!(matches!(missing, LookProfileError::ValueMissing { name, .. } if name == "number"));
        let unknown = profile.look(None, &said(&[("number", "1"), ("x", "y")])).unwrap_err();
        assert!(matches!(unknown, LookProfileError::ValueUnknown { name, .. } if name == "x"));
    }

    #[test]
    fn what_a_profile_cannot_mean_is_refused() {
        let sound = LookProfile::toml("nd30-attachment").unwrap();
        for (from, to) in [
            ("pdf-look", "pdf"),
            ("top-right", "middle"),
            ("page = 1", "page = 0"),
            ("10pt", "0pt"),
            ("black", "blackish"),
            ("+07:00", "7"),
            ("number = \"\"", "signer = \"\""),
            ("[look]", "[look]\nshadow = true"),
        ] {
            assert!(sound.contains(from), "{from}");
            let text = sound.replacen(from, to, 1);
            assert!(LookProfile::from_toml(&text).is_err(), "{to}");
        }
    }
}
