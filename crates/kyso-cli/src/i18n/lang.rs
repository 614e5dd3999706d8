//! Which language to speak.

use std::ffi::{OsStr, OsString};

use clap::ValueEnum;

/// A language that the command speaks.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum Lang {
    /// Vietnamese.
    Vi,
    /// English.
    En,
}

impl Lang {
    /// Every language.
    #[cfg(test)]
    pub(crate) const ALL: [Self; 2] = [Self::Vi, Self::En];

    /// Its code (BCP 47).
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Vi => "vi",
            Self::En => "en",
        }
    }

    /// The language of the environment: the first of `LC_ALL`, `LC_MESSAGES`, `LANG` that is set
    /// and not empty decides (POSIX.1-2024 §8.2); English for all but Vietnamese.
    pub(crate) fn from_environment(variable: impl Fn(&str) -> Option<OsString>) -> Self {
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
            .iter()
            .filter_map(|name| variable(name))
            .find(|value| !value.is_empty());
        match locale {
            Some(locale) if is_vietnamese(&locale) => Self::Vi,
            _ => Self::En,
        }
    }

    /// The language that `--lang` names, read before the arguments are parsed: an error in them
    /// and `--help` are to be shown in it too.
    pub(crate) fn from_arguments(arguments: &[OsString]) -> Option<Self> {
        let mut found = None;
        let mut arguments = arguments.iter().skip(1).take_while(|a| *a != "--").peekable();
        while let Some(argument) = arguments.next() {
            let value = match argument.to_str() {
                Some("--lang") => arguments.peek().and_then(|next| next.to_str()),
                Some(text) => text.strip_prefix("--lang="),
                None => None,
            };
            found = value.and_then(|v| Self::from_str(v, false).ok()).or(found);
        }
        found
    }
}

fn is_vietnamese(locale: &OsStr) -> bool {
    let language = locale.to_str().and_then(|l| l.split(['_', '.', '@', '-']).next());
    language.is_some_and(|l| l.eq_ignore_ascii_case("vi"))
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    use super::Lang;

    fn of(values: &[(&str, &str)]) -> Lang {
        Lang::from_environment(|name| {
            values.iter().find(|(n, _)| *n == name).map(|(_, v)| OsString::from(v))
        })
    }

    #[test]
    fn the_environment_decides_in_posix_order() {
        assert_eq!(of(&[]), Lang::En);
        assert_eq!(of(&[("LANG", "vi_VN.UTF-8")]), Lang::Vi);
        assert_eq!(of(&[("LANG", "vi_VN.UTF-8"), ("LC_ALL", "C.UTF-8")]), Lang::En);
        assert_eq!(of(&[("LANG", "en_US.UTF-8"), ("LC_MESSAGES", "vi_VN")]), Lang::Vi);
        assert_eq!(of(&[("LC_ALL", ""), ("LANG", "vi")]), Lang::Vi);
        assert_eq!(of(&[("LANG", "vie_XX")]), Lang::En);
    }

    #[test]
    fn the_option_is_found_anywhere_before_the_dashes() {
        let of = |text: &str| {
            let arguments: Vec<OsString> = text.split(' ').map(OsString::from).collect();
            Lang::from_arguments(&arguments)
        };
        assert_eq!(of("kyso verify a.pdf --lang vi"), Some(Lang::Vi));
        assert_eq!(of("kyso --lang=en verify --bad"), Some(Lang::En));
        assert_eq!(of("kyso verify -- --lang vi"), None);
        assert_eq!(of("kyso verify --lang"), None);
    }
}
