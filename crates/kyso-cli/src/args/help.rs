//! Puts the help texts of one language into the grammar.

use clap::builder::StyledStr;
use clap::{Arg, Command};

use crate::i18n::{Catalog, Message, msg};

/// The grammar with its texts in the language of `catalog`.
pub(crate) fn in_language(grammar: Command, catalog: &Catalog) -> Command {
    let words = Headings::new(catalog);
    let verbs: Vec<String> =
        grammar.get_subcommands().map(|verb| verb.get_name().to_owned()).collect();
    let mut grammar = dress(grammar, None, catalog, &words)
        .about(catalog.text(&msg::about_kyso()))
        .subcommand_help_heading(words.verbs.clone())
        .help_template(format!(
            "{{about-with-newline}}\n{}: kyso <{}> ...\n\n{{all-args}}{{after-help}}\n",
            words.usage, words.verb
        ))
        .after_help(catalog.text(&msg::about_kyso_after()));
    for verb in verbs {
        grammar = grammar.mut_subcommand(&verb, |command| verb_in(command, &verb, catalog, &words));
    }
    grammar
}

/// A verb with its texts; of one that has actions, these too, under `verb-action`.
fn verb_in(command: Command, verb: &str, catalog: &Catalog, words: &Headings) -> Command {
    let actions: Vec<String> =
        command.get_subcommands().map(|action| action.get_name().to_owned()).collect();
    let mut command = dress(command, Some(verb), catalog, words).help_template(format!(
        "{{about-with-newline}}\n{}: {{usage}}\n\n{{all-args}}{{after-help}}\n",
        words.usage
    ));
    if let Some(about) = text(catalog, &format!("help-{verb}")) {
        command = command.about(about);
    }
    if let Some(after) = text(catalog, &format!("help-{verb}-after")) {
        command = command.after_help(after);
    }
    if !actions.is_empty() {
        command = command
            .subcommand_help_heading(words.verbs.clone())
            .subcommand_value_name(words.verb.clone());
    }
    for action in actions {
        let name = format!("{verb}-{action}");
        command = command.mut_subcommand(&action, |inner| verb_in(inner, &name, catalog, words));
    }
    command
}

/// Every verb, and every action of one that has some, by its name in the texts.
#[cfg(test)]
fn verbs_of(command: &Command, above: Option<&str>) -> Vec<(String, Command)> {
    let mut all = Vec::new();
    for verb in command.get_subcommands() {
        let name = verb.get_name();
        let name = above.map_or_else(|| name.to_owned(), |above| format!("{above}-{name}"));
        all.extend(verbs_of(verb, Some(&name)));
        all.push((name, verb.clone()));
    }
    all
}

/// What every verb understands; it stands after the verb's own options.
pub(crate) const COMMON: [&str; 8] =
    ["lang", "color", "plain", "quiet", "verbose", "no_config", "help", "version"];

/// Above every display order that clap counts out itself.
const LAST: usize = 1000;

struct Headings {
    usage: String,
    verb: String,
    verbs: String,
    arguments: String,
    options: String,
    common: String,
}

impl Headings {
    fn new(catalog: &Catalog) -> Self {
        Self {
            usage: catalog.text(&msg::heading_usage()),
            verb: catalog.text(&msg::heading_verb()),
            verbs: catalog.text(&msg::heading_verbs()),
            arguments: catalog.text(&msg::heading_arguments()),
            options: catalog.text(&msg::heading_options()),
            common: catalog.text(&msg::heading_common()),
        }
    }
}

fn dress(command: Command, verb: Option<&str>, catalog: &Catalog, words: &Headings) -> Command {
    command.mut_args(|arg| {
        let (heading, arg) = if arg.is_positional() {
            (&words.arguments, arg)
        } else if COMMON.contains(&arg.get_id().as_str()) {
            (&words.common, arg.display_order(LAST))
        } else {
            (&words.options, arg)
        };
        let names: Option<Vec<String>> = arg
            .get_value_names()
            .map(|names| names.iter().map(|name| value_name(name, catalog)).collect());
        let arg = match names {
            Some(names) => arg.value_names(names),
            None => arg,
        };
        let arg = arg.help_heading(heading.clone());
        match about(&arg, verb, catalog) {
            Some(help) => arg.help(help),
            None => arg,
        }
    })
}

/// What stands for a value, such as FILE|DIR, in the reader's language; what is to be typed as it is
/// stays.
fn value_name(name: &str, catalog: &Catalog) -> String {
    let word = |word: &str| match word.chars().any(char::is_lowercase) {
        true => word.to_owned(),
        false => text(catalog, &format!("value-{}", word.to_lowercase()))
            .unwrap_or_else(|| word.to_owned()),
    };
    let ends = |c: char| !c.is_alphanumeric();
    let pieces = name.split_inclusive(ends).map(|piece| match piece.strip_suffix(ends) {
        Some(head) => word(head) + &piece[head.len()..],
        None => word(piece),
    });
    pieces.collect()
}

/// The text of an argument: of this verb's own if there is one, else the one all verbs share.
fn about(arg: &Arg, verb: Option<&str>, catalog: &Catalog) -> Option<StyledStr> {
    let id = arg.get_id().as_str().replace('_', "-");
    let own = verb.and_then(|verb| text(catalog, &format!("help-{verb}-{id}")));
    // `inbox` takes the options of `sign`.
    let signing = || text(catalog, &format!("help-sign-{id}")).filter(|_| verb == Some("inbox"));
    let shared = || text(catalog, &format!("help-opt-{id}"));
    own.or_else(signing).or_else(shared).map(StyledStr::from)
}

/// What an option does, where it says the same for most verbs.
pub(crate) fn about_option(name: &str, catalog: &Catalog) -> Option<String> {
    text(catalog, &format!("help-opt-{name}"))
        .or_else(|| text(catalog, &format!("help-sign-{name}")))
}

fn text(catalog: &Catalog, name: &str) -> Option<String> {
    Message::named(name, |_| None).map(|message| catalog.text(&message))
}

#[cfg(test)]
mod tests {
    use super::{about, in_language, text};
    use crate::args::grammar;
    use crate::i18n::{Catalog, Lang};

    #[test]
    fn every_verb_and_option_is_explained() {
        for lang in Lang::ALL {
            let catalog = Catalog::new(lang);
            for (name, verb) in super::verbs_of(&grammar(), None) {
                assert!(text(&catalog, &format!("help-{name}")).is_some(), "{name}");
                for arg in verb.get_arguments() {
                    assert!(about(arg, Some(&name), &catalog).is_some(), "{name} {}", arg.get_id());
                }
            }
        }
    }

    /// The examples in the help are calls that the grammar takes.
    #[test]
    fn every_example_parses() {
        let mut count = 0;
        for lang in Lang::ALL {
            let grammar = in_language(grammar(), &Catalog::new(lang));
            for (_, verb) in super::verbs_of(&grammar, None) {
                let after = verb.get_after_help().map(ToString::to_string).unwrap_or_default();
                let calls = after.lines().filter(|line| line.trim_start().starts_with("kyso "));
                for call in calls {
                    // Within quotes a space is part of a word; none has another quote in it.
                    let quoted = call.split('\'').enumerate().flat_map(|(number, part)| {
                        let words: Vec<&str> = match number % 2 {
                            0 => part.split_whitespace().collect(),
                            _ => vec![part],
                        };
                        words
                    });
                    let words: Vec<&str> = quoted.collect();
                    let parsed = super::super::grammar().try_get_matches_from(words);
                    assert!(parsed.is_ok(), "{call}: {}", parsed.unwrap_err());
                    count += 1;
                }
            }
        }
        assert!(count >= 16, "{count}");
    }
}
