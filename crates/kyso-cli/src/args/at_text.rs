//! Options that put something beside a text of the document.

use clap::{Args, ValueEnum};
use kyso::pdf::{Length, Occurrence, Side, TextPlacement, TextQuery};

/// On which side of the text.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum SideArg {
    Above,
    Below,
    Left,
    Right,
    Over,
}

impl From<SideArg> for Side {
    fn from(side: SideArg) -> Self {
        match side {
            SideArg::Above => Self::Above,
            SideArg::Below => Self::Below,
            SideArg::Left => Self::LeftOf,
            SideArg::Right => Self::RightOf,
            SideArg::Over => Self::Over,
        }
    }
}

/// A place beside a text.
#[derive(Args, Debug)]
#[group(skip)]
pub(crate) struct AtTextArgs {
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub(crate) at_text: Option<String>,
    #[arg(long, value_name = "first|last|N", value_parser = occurrence, requires = "at_text")]
    pub(crate) occurrence: Option<Occurrence>,
    #[arg(
        long,
        value_name = "above|below|left|right|over",
        hide_possible_values = true,
        requires = "at_text"
    )]
    pub(crate) side: Option<SideArg>,
    #[arg(long, value_name = "W,H", value_parser = size, requires = "at_text")]
    pub(crate) size: Option<Size>,
}

/// Width and height.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Size(pub(crate) [Length; 2]);

impl AtTextArgs {
    /// The place, if one is asked for; on `page`, or on any.
    pub(crate) fn placement(&self, page: Option<usize>) -> Option<TextPlacement> {
        let mut query = TextQuery::new(self.at_text.as_deref()?);
        if let Some(page) = page {
            query = query.pages(page..=page);
        }
        let mut placement = TextPlacement::at(query);
        if let Some(occurrence) = self.occurrence {
            placement = placement.occurrence(occurrence);
        }
        if let Some(side) = self.side {
            placement = placement.side(side.into());
        }
        if let Some(Size([width, height])) = self.size {
            placement = placement.size(width, height);
        }
        Some(placement)
    }
}

/// The error is a word for clap only; `usage.rs` explains.
fn occurrence(text: &str) -> Result<Occurrence, &'static str> {
    match text {
        "first" => Ok(Occurrence::First),
        "last" => Ok(Occurrence::Last),
        number => match number.parse() {
            Ok(number) if number > 0 => Ok(Occurrence::Nth(number)),
            _ => Err("occurrence"),
        },
    }
}

/// As above.
fn size(text: &str) -> Result<Size, &'static str> {
    let sides: Option<Vec<Length>> = text.split(',').map(|side| side.parse().ok()).collect();
    match sides.as_deref() {
        Some(&[width, height]) if width > Length::ZERO && height > Length::ZERO => {
            Ok(Size([width, height]))
        }
        _ => Err("size"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn occurrences_and_sizes_are_read() {
        assert_eq!(occurrence("last"), Ok(Occurrence::Last));
        assert_eq!(occurrence("2"), Ok(Occurrence::Nth(2)));
        assert!(["0", "-1", "all", ""].iter().all(|text| occurrence(text).is_err()));
        assert_eq!(size("25.4mm,36"), Ok(Size([Length::mm(25.4), Length::points(36.0)])));
        assert!(["1", "1,2,3", "0,1", "1,-1", "a,b"].iter().all(|text| size(text).is_err()));
    }
}
