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
use crate::args::{self, Cli, JudgeLayers, LookDefaults, Verb};
use crate::error::Failure;
use crate::i18n::{Catalog, Message, msg};
use crate::policies;

/// Verbs that explain what is wrong in a layer, or that are generated; `config` mends it.
const IN_SPITE_OF_FAULTS: [&str; 3] = ["doctor", "man", "completions"];

/// Options that say where a signature is seen.
const PLACE: [&str; 7] = ["at", "size", "page", "rect", "at_text", "margin", "pages"];

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
    added.iter().try_for_each(widens_nothing)?;
    if let Verb::Sign(args) = &mut cli.verb {
        args.order.layers = judge_layers(settings, &chain, &grammar, catalog)?.map(Box::new);
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

/// A policy that widens is asked for on the call: no exit status of a script means less because of
/// a file that it does not name.
fn widens_nothing(entry: &Entry) -> Result<(), Refusal> {
    let name = entry.text().filter(|_| entry.key.name == "policy");
    let widened = name.map(policies::widens).unwrap_or_default();
    if widened.is_empty() {
        return Ok(());
    }
    let (place, widened) = (entry.origin.place(entry.key), widened.join(", "));
    let message = msg::error_config_policy_widens(place, name.unwrap_or_default(), widened);
    Err(Refusal::Layers(entry.fault(message), false))
}

/// What the layers would say to `kyso verify` of whom to trust and by what rules to judge, for a
/// call that signs and looks at what is signed already.
fn judge_layers(
    settings: &Settings,
    chain: &Chain<'_>,
    grammar: &clap::Command,
    catalog: &Catalog,
) -> Result<Option<JudgeLayers>, Refusal> {
    let verify = "verify";
    let given = chain.given();
    let call = Call {
        verb: verify.to_owned(),
        grammar: grammar.find_subcommand(verify),
        given: given.clone(),
        level: None,
    };
    let judged = judge(&settings.entries, &call);
    let held = judged.into_iter().filter(|(entry, outcome)| {
        let is_meant = entry.key.group == Group::Trust || entry.key.name == "policy";
        *outcome == Outcome::Holds && is_meant && !entry.options().is_empty()
    });
    let held: Vec<Entry> = held.map(|(entry, _)| entry.clone()).collect();
    held.iter().try_for_each(widens_nothing)?;
    if held.is_empty() {
        return Ok(None);
    }
    let mut arguments: Vec<OsString> = vec!["kyso".into(), verify.into()];
    arguments.extend(held.iter().flat_map(Entry::options));
    arguments.extend(["--".into(), "-".into()]);
    let parsed = args::parse(&arguments, catalog).map_err(|error| refusal(error, &held))?;
    let Verb::Verify(mut parsed) = parsed.verb else { return Ok(None) };
    parsed.store.no_store |= given.contains("no_store");
    let trusts = held.iter().any(|entry| entry.key.group == Group::Trust);
    let trust = trusts.then_some((parsed.trust, parsed.store, parsed.domain));
    Ok(Some(JudgeLayers { trust, policy: parsed.policy }))
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
        place: (is_added("at") || is_added("size")) && !PLACE.iter().any(|id| given.contains(*id)),
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
