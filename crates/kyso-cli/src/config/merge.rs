//! Puts what the layers say into a call, as the options that the caller left out.

use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};

use clap::error::{ContextKind, ErrorKind};
use clap::parser::ValueSource;
use clap::{ArgMatches, ValueEnum};

use super::entry::{Entry, Origin, Value};
use super::keys::{Group, Key};
use super::layers::{Call, Outcome, judge};
use super::{KEYS, Settings, named};
use crate::args::{self, Cli, LookDefaults, Verb};
use crate::error::Failure;
use crate::i18n::{Catalog, Message, msg};

/// Verbs that explain what is wrong in a layer, or that are generated; `config` mends it.
const IN_SPITE_OF_FAULTS: [&str; 3] = ["doctor", "man", "completions"];

/// Why there is no call to act on.
pub(crate) enum Refusal {
    /// The call is wrong, or asks for help.
    Call(clap::Error),
    /// A layer is wrong, or does not go with the call; and whether the call asks for JSON.
    Layers(Failure, bool),
}

/// Reads the call with what the layers say in the place of what it leaves out. What an option of
/// `lang` or `color` says is added to the layers, so that they can be shown.
pub(crate) fn parse(
    arguments: &[OsString],
    settings: &mut Settings,
    catalog: &Catalog,
) -> Result<(Cli, Vec<Entry>), Refusal> {
    let plain = |arguments: &[OsString]| args::parse(arguments, catalog).map_err(Refusal::Call);
    if settings.entries.is_empty() && settings.faults.is_empty() {
        let cli = plain(arguments)?;
        add_given(settings, &cli);
        return Ok((cli, Vec::new()));
    }
    let mut grammar = args::grammar().ignore_errors(true);
    // Help and the version are asked for.
    let Ok(matches) = grammar.try_get_matches_from_mut(arguments) else {
        return Ok((plain(arguments)?, Vec::new()));
    };
    let Some(chain) = Chain::of(&matches, arguments) else {
        return Ok((plain(arguments)?, Vec::new()));
    };
    let verb = chain.verb.split(' ').next().unwrap_or_default();
    if verb == "config" {
        // It shows the layers: what they say is no option of its own call.
        let cli = plain(arguments)?;
        add_given(settings, &cli);
        return Ok((cli, Vec::new()));
    }
    let in_spite = IN_SPITE_OF_FAULTS.contains(&verb);
    if let Some(fault) = settings.faults.first().filter(|_| !in_spite) {
        return Err(Refusal::Layers(fault.clone(), chain.given().contains("json")));
    }
    let added = added(settings, &chain, &grammar);
    let merged = chain.merge(arguments, &added);
    let mut cli = args::parse(&merged, catalog).map_err(|error| refusal(error, &added))?;
    if let Some(look) = look_of(&mut cli.verb) {
        *look = look_defaults(&chain, &added);
    }
    Ok((cli, added))
}

/// The verb of a call, and where its options may be put.
struct Chain<'m> {
    /// With its action behind it.
    verb: String,
    matches: &'m ArgMatches,
    /// The place of the first argument behind the verb and its action.
    behind: usize,
}

impl<'m> Chain<'m> {
    fn of(matches: &'m ArgMatches, arguments: &[OsString]) -> Option<Self> {
        let (name, mut inner) = matches.subcommand()?;
        let mut behind = args::place_of(name, arguments, 1)? + 1;
        let mut verb = name.to_owned();
        // An action of `fields` stands behind the document: no key serves it.
        if let Some((action, of_action)) = inner.subcommand()
            && let Some(place) = args::place_of(action, arguments, behind)
        {
            verb = format!("{verb} {action}");
            (inner, behind) = (of_action, place + 1);
        }
        Some(Self { verb, matches: inner, behind })
    }

    fn grammar<'g>(&self, grammar: &'g clap::Command) -> Option<&'g clap::Command> {
        let mut words = self.verb.split(' ');
        words.try_fold(grammar, |command, word| command.find_subcommand(word))
    }

    /// The ids of the options that the call gives.
    fn given(&self) -> BTreeSet<String> {
        let is_given = |id: &str| self.matches.value_source(id) == Some(ValueSource::CommandLine);
        let ids = self.matches.ids().map(|id| id.as_str());
        ids.filter(|id| is_given(id)).map(str::to_owned).collect()
    }

    fn level(&self) -> Option<String> {
        let mut levels = self.matches.try_get_raw("level").ok().flatten()?;
        levels.next().and_then(OsStr::to_str).map(str::to_owned)
    }

    /// The call with these options in it, right behind the verb: what stands before it may be a
    /// value, and what stands at the end as well.
    fn merge(&self, arguments: &[OsString], added: &[Entry]) -> Vec<OsString> {
        let mut merged = arguments.to_vec();
        let options = added.iter().flat_map(Entry::options);
        let at = self.behind.min(merged.len());
        merged.splice(at..at, options);
        merged
    }
}

/// What the layers add to a call.
fn added(settings: &Settings, chain: &Chain<'_>, grammar: &clap::Command) -> Vec<Entry> {
    let call = Call {
        verb: chain.verb.clone(),
        grammar: chain.grammar(grammar),
        given: chain.given(),
        level: chain.level(),
    };
    let judged = judge(&settings.entries, &call);
    let holds = judged.into_iter().filter(|(_, outcome)| *outcome == Outcome::Holds);
    let held = holds.map(|(entry, _)| entry.clone());
    held.filter(|entry| !entry.options().is_empty()).collect()
}

/// What of a look only the layers say.
fn look_defaults(chain: &Chain<'_>, added: &[Entry]) -> LookDefaults {
    let given = chain.given();
    let is_added = |name: &str| added.iter().any(|entry| entry.key.name == name);
    let of_look = |entry: &Entry| entry.key.group == Group::Look && entry.key.name != "profile";
    LookDefaults {
        alone: (added.iter().any(of_look) || is_added("profile"))
            && !args::look_ids().iter().any(|id| given.contains(id)),
        image: is_added("image"),
        profile: is_added("profile"),
    }
}

fn look_of(verb: &mut Verb) -> Option<&mut LookDefaults> {
    match verb {
        Verb::Sign(args) => Some(&mut args.look.defaults),
        Verb::Inbox(args) => Some(&mut args.sign.look.defaults),
        Verb::Preview(args) => Some(&mut args.look.defaults),
        _ => None,
    }
}

/// `lang` and `color` where the call gives them, above all other layers.
fn add_given(settings: &mut Settings, cli: &Cli) {
    let (color, lang) = (cli.common.color, cli.common.lang);
    let given = [
        ("color", color.and_then(|color| color.to_possible_value())),
        ("lang", lang.and_then(|lang| lang.to_possible_value())),
    ];
    for (name, text) in given {
        if let (Some(key), Some(text)) = (named(name), text) {
            let value = Value::Texts(vec![text.get_name().into()]);
            settings.entries.insert(0, Entry { key, value, origin: Origin::Option });
        }
    }
}

/// Why a call with added options is wrong; where one of these has a part in it, with its place.
fn refusal(error: clap::Error, added: &[Entry]) -> Refusal {
    let concerned = concerned(&error, added);
    if concerned.is_empty() {
        return Refusal::Call(error);
    }
    let place =
        |entry: &&Entry| format!("--{} ({})", entry.key.name, entry.origin.place(entry.key));
    let places: Vec<String> = concerned.iter().map(place).collect();
    let why: Message = args::explain(&error);
    Refusal::Layers(Failure::usage(msg::call_configured(places.join(", "), why)), false)
}

/// The added options that a refusal speaks of.
fn concerned<'e>(error: &clap::Error, added: &'e [Entry]) -> Vec<&'e Entry> {
    let text = |kind| error.get(kind).map(ToString::to_string).unwrap_or_default();
    let spoken = format!("{} {}", text(ContextKind::InvalidArg), text(ContextKind::PriorArg));
    let is_spoken_of = |key: &Key| {
        let option = format!("--{}", key.name);
        spoken.split([' ', ',', '<', '>', '|', '\'']).any(|word| word == option)
    };
    let missing = error.kind() == ErrorKind::MissingRequiredArgument;
    let groups: Vec<Group> =
        KEYS.iter().filter(|key| is_spoken_of(key)).map(|key| key.group).collect();
    let same_group =
        |entry: &Entry| entry.key.group != Group::Alone && groups.contains(&entry.key.group);
    added.iter().filter(|entry| is_spoken_of(entry.key) || missing && same_group(entry)).collect()
}
