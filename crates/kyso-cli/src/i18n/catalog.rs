//! The texts of one language, parsed when the first is needed.

use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use jiff::tz::TimeZone;
use unic_langid::LanguageIdentifier;

use super::{Arg, Lang, Message, local_time, printable};

/// The texts of one language.
pub(crate) struct Catalog {
    lang: Lang,
    bundle: OnceLock<FluentBundle<FluentResource>>,
    zone: OnceLock<TimeZone>,
}

impl Catalog {
    /// The texts of `lang`; nothing is parsed yet.
    pub(crate) fn new(lang: Lang) -> Self {
        Self { lang, bundle: OnceLock::new(), zone: OnceLock::new() }
    }

    /// The language.
    pub(crate) fn lang(&self) -> Lang {
        self.lang
    }

    /// The text in this language.
    pub(crate) fn text(&self, message: &Message) -> String {
        self.format(message, None).unwrap_or_else(|| message.id.to_owned())
    }

    /// What to do about it: the attribute `fix` of the text.
    pub(crate) fn fix(&self, message: &Message) -> Option<String> {
        self.format(message, Some("fix"))
    }

    fn format(&self, message: &Message, attribute: Option<&str>) -> Option<String> {
        let bundle = self.bundle.get_or_init(|| load(self.lang));
        let entry = bundle.get_message(message.id)?;
        let pattern = match attribute {
            None => entry.value()?,
            Some(name) => entry.get_attribute(name)?.value(),
        };
        let mut args = FluentArgs::with_capacity(message.args.len());
        for (name, value) in &message.args {
            args.set(*name, self.value(value));
        }
        // Unknown ids and variables cannot occur: build.rs compared them.
        Some(bundle.format_pattern(pattern, Some(&args), &mut Vec::new()).into_owned())
    }

    fn value<'a>(&self, value: &Arg) -> FluentValue<'a> {
        match value {
            Arg::Number(number) => FluentValue::from(*number),
            Arg::Text(text) => FluentValue::from(printable(text)),
            Arg::Message(message) => FluentValue::from(self.text(message)),
            Arg::Time(time) => {
                let zone = self.zone.get_or_init(TimeZone::system);
                FluentValue::from(local_time::format(*time, self.lang, zone))
            }
        }
    }
}

fn load(lang: Lang) -> FluentBundle<FluentResource> {
    let (language, source) = match lang {
        Lang::Vi => ("vi", include_str!("../../locales/vi.ftl")),
        Lang::En => ("en", include_str!("../../locales/en.ftl")),
    };
    // build.rs has parsed the same file: what could not be read would not have been built.
    let resource = match FluentResource::try_new(source.to_owned()) {
        Ok(resource) | Err((resource, _)) => resource,
    };
    let language: LanguageIdentifier = language.parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![language]);
    // The marks for writing direction would stand in files and pipes; both languages run left to
    // right, and `printable` shows such marks out of documents.
    bundle.set_use_isolating(false);
    bundle.add_resource_overriding(resource);
    bundle
}

#[cfg(test)]
mod tests {
    use kyso::report::Code;

    use super::{Catalog, Lang, Message};
    use crate::i18n::msg;

    #[test]
    fn every_finding_has_words_in_both_languages() {
        for code in Code::ALL {
            let name = format!("finding-{code}");
            let message = Message::named(&name, |_| None).unwrap_or_else(|| panic!("{name}"));
            let [vi, en] = Lang::ALL.map(|lang| Catalog::new(lang).text(&message));
            assert_ne!(vi, en, "{name}");
        }
    }

    #[test]
    fn no_text_stands_for_a_finding_that_does_not_exist() {
        for (id, _) in msg::DYNAMIC {
            if let Some(code) = id.strip_prefix("finding-") {
                assert!(Code::ALL.iter().any(|c| c.name() == code), "{id}");
            }
        }
    }

    #[test]
    fn numbers_are_written_plainly() {
        let message = msg::error_stream_too_large("a.pdf", 1_234_567_u64);
        for lang in Lang::ALL {
            assert!(Catalog::new(lang).text(&message).contains("1234567"));
        }
    }
}
