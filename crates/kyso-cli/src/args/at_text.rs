//! Options that put something beside a text of the document.

use clap::{Args, ValueEnum};
use kyso::pdf::{Length, Occurrence, PageChoice, Side, TextPlacement, TextQuery};

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
#[derive(Args, Clone, Debug)]
#[group(skip)]
pub(crate) struct AtTextArgs {
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true, conflicts_with = "rect")]
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
    #[arg(long, requires = "at_text")]
    pub(crate) ignore_case: bool,
}

impl AtTextArgs {
    /// The place, if one is asked for; on `page`, or on any.
    pub(crate) fn placement(
        &self,
        page: Option<PageChoice>,
        size: Option<[Length; 2]>,
    ) -> Option<TextPlacement> {
        let mut query = TextQuery::new(self.at_text.as_deref()?).ignore_case(self.ignore_case);
        if let Some(page) = page {
            query = query.page(page);
        }
        let mut placement = TextPlacement::at(query);
        if let Some(occurrence) = self.occurrence {
            placement = placement.occurrence(occurrence);
        }
        if let Some(side) = self.side {
            placement = placement.side(side.into());
        }
        if let Some([width, height]) = size {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn occurrences_are_read() {
        assert_eq!(occurrence("last"), Ok(Occurrence::Last));
        assert_eq!(occurrence("2"), Ok(Occurrence::Nth(2)));
        assert!(["0", "-1", "all", ""].iter().all(|text| occurrence(text).is_err()));
    }
}
