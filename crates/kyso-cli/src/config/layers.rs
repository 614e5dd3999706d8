//! Which layer decides: an option before a variable, a variable before the file.

use std::collections::BTreeSet;

use super::entry::{Entry, Origin};
use super::keys::{Group, Key};

/// What becomes of what a layer says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Outcome {
    /// It holds.
    Holds,
    /// The option of this name, or the same key of a higher layer, is said instead.
    Aside(String),
    /// This call has no use for it.
    Idle,
}

/// What a call says itself, as far as the layers below it must know.
#[derive(Default)]
pub(super) struct Call<'a> {
    /// The verb, with its action behind it.
    pub(super) verb: String,
    /// The verb's grammar; without it, nothing is known of conflicts between options.
    pub(super) grammar: Option<&'a clap::Command>,
    /// The ids of the options that are given.
    pub(super) given: BTreeSet<String>,
    /// The value of `--level`, where it is given.
    pub(super) level: Option<String>,
}

/// What becomes of each entry; they come by layer, the highest first.
pub(super) fn judge<'e>(entries: &'e [Entry], call: &Call<'_>) -> Vec<(&'e Entry, Outcome)> {
    let mut judged: Vec<(&Entry, Outcome)> = Vec::with_capacity(entries.len());
    let stamped = call.asks_for_stamp(entries);
    for entry in entries {
        let outcome = call.judge(entry, &judged, stamped);
        judged.push((entry, outcome));
    }
    judged
}

impl Call<'_> {
    fn judge(&self, entry: &Entry, judged: &[(&Entry, Outcome)], stamped: bool) -> Outcome {
        let key = entry.key;
        if self.grammar.is_some() && !(self.takes(key) && (stamped || !self.needs_stamp(key))) {
            return Outcome::Idle;
        }
        if let Some(option) = self.given.iter().find(|option| self.ends(key, option)) {
            return Outcome::Aside(option.replace('_', "-"));
        }
        // What a switch that is off says, it says against the layers below it.
        let higher = judged.iter().filter(|(above, outcome)| {
            *outcome == Outcome::Holds && layer(&above.origin) < layer(&entry.origin)
        });
        for (above, _) in higher {
            if self.ends(key, &above.key.id()) {
                return Outcome::Aside(above.origin.place(above.key));
            }
        }
        Outcome::Holds
    }

    /// Whether `option`, said above, ends what is said of `key`.
    fn ends(&self, key: &Key, option: &str) -> bool {
        let same = key.id() == option;
        // A role has a look of its own.
        let of_role = key.name == "profile" && option == "role";
        same || of_role || key.group.ends_with(option) || self.conflict(key, option)
    }

    /// Whether the grammar lets only one of both stand. Of keys and their secrets the rules above
    /// decide: half of what names a key must not be left.
    fn conflict(&self, key: &Key, option: &str) -> bool {
        if matches!(key.group, Group::Identity | Group::Secret | Group::Login | Group::TlsKey) {
            return false;
        }
        let Some(grammar) = self.grammar else { return false };
        let arg = |id: &str| grammar.get_arguments().find(|arg| arg.get_id() == id);
        let (Some(one), Some(other)) = (arg(&key.id()), arg(option)) else { return false };
        let against = |a, b: &clap::Arg| {
            grammar.get_arg_conflicts_with(a).iter().any(|arg| arg.get_id() == b.get_id())
        };
        against(one, other) || against(other, one)
    }

    /// Whether the verb has the option and the key is meant for it.
    fn takes(&self, key: &Key) -> bool {
        let id = key.id();
        let has = |grammar: &clap::Command| {
            grammar.get_arguments().any(|arg| arg.get_id() == id.as_ref())
        };
        key.serves(&self.verb) && self.grammar.is_some_and(has)
    }

    /// Whether `key` serves this verb only where a time-stamp is asked for: an authority without a
    /// level is a wrong call, and a signature alone needs nobody's trust.
    fn needs_stamp(&self, key: &Key) -> bool {
        let of_authority = matches!(key.group, Group::Authority | Group::Login | Group::TlsKey);
        match self.verb.as_str() {
            "sign" => of_authority || key.group == Group::Trust,
            "inbox" => of_authority,
            _ => false,
        }
    }

    fn asks_for_stamp(&self, entries: &[Entry]) -> bool {
        let configured = || entries.iter().find(|entry| entry.key.name == "level");
        let level = match &self.level {
            Some(level) => Some(level.as_str()),
            None => configured().and_then(Entry::text),
        };
        level.is_some_and(|level| level != "b")
    }
}

fn layer(origin: &Origin) -> u8 {
    match origin {
        Origin::Option | Origin::Set => 0,
        Origin::Variable(_) => 1,
        Origin::File { .. } => 2,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Call, Outcome, judge};
    use crate::args::grammar;
    use crate::config::entry::{Entry, Origin, Value};
    use crate::config::keys::named;

    fn entry(layer: &str, name: &str, value: &str) -> Entry {
        let origin = match layer {
            "variable" => Origin::Variable(format!("KYSO_{}", name.to_uppercase())),
            _ => Origin::File { file: "f".into(), line: 1 },
        };
        Entry { key: named(name).unwrap(), value: Value::Texts(vec![value.into()]), origin }
    }

    /// The keys that hold for a call of `verb` with these options.
    fn held(verb: &str, given: &[&str], level: Option<&str>, entries: &[Entry]) -> Vec<String> {
        let mut whole = grammar();
        whole.build();
        let grammar = whole.find_subcommand(verb);
        let given: BTreeSet<String> = given.iter().map(ToString::to_string).collect();
        let call = Call { verb: verb.into(), grammar, given, level: level.map(ToOwned::to_owned) };
        let judged = judge(entries, &call);
        let holds = judged.iter().filter(|(_, outcome)| *outcome == Outcome::Holds);
        holds.map(|(entry, _)| format!("{}={}", entry.key.name, entry.text().unwrap())).collect()
    }

    #[test]
    fn a_key_named_above_ends_all_that_is_said_of_keys_below() {
        let file = [
            entry("file", "pkcs11", "pkcs11:"),
            entry("file", "cert-serial", "1"),
            entry("file", "passphrase-file", "pin"),
        ];
        assert_eq!(held("sign", &[], None, &file).len(), 3);
        assert!(held("sign", &["p12"], None, &file).is_empty());
        assert!(held("sign", &["key", "cert"], None, &file).is_empty());
        let kept = held("sign", &["passphrase_fd"], None, &file);
        assert_eq!(kept, ["pkcs11=pkcs11:", "cert-serial=1"]);
        let mut both = vec![entry("variable", "p12", "a.p12")];
        both.extend(file);
        assert_eq!(held("sign", &[], None, &both), ["p12=a.p12"]);
    }

    /// A verdict that names its anchors is not widened from below.
    #[test]
    fn trust_is_replaced_and_never_added_to() {
        let file = [entry("file", "trust", "roots"), entry("file", "store", "s")];
        assert_eq!(held("verify", &[], None, &file).len(), 2);
        for given in ["trust", "trust_list", "store", "system_trust", "trust_domain"] {
            assert!(held("verify", &[given], None, &file).is_empty(), "{given}");
        }
        assert_eq!(held("verify", &["no_store"], None, &file), ["trust=roots"]);
    }

    #[test]
    fn an_authority_is_asked_where_a_time_stamp_is() {
        let tsa = entry("file", "tsa", "https://a.example");
        let user = entry("file", "tsa-user", "office");
        let trust = entry("file", "trust", "roots");
        let lta = entry("file", "level", "lta");
        let without = [tsa.clone(), user.clone(), trust.clone()];
        assert!(held("sign", &[], None, &without).is_empty());
        assert_eq!(held("sign", &["level"], Some("t"), &without).len(), 3);
        assert_eq!(held("extend", &["level"], Some("t"), &without).len(), 3);
        assert_eq!(held("timestamp", &[], None, &without).len(), 3);
        let with = [lta, tsa, user, trust];
        assert_eq!(held("sign", &[], None, &with).len(), 4);
        assert!(held("sign", &["level"], Some("b"), &with).is_empty());
        // Neither its user nor its password is shown to another authority.
        let kept = held("sign", &["tsa"], None, &with);
        assert_eq!(kept, ["level=lta", "trust=roots"]);
        assert_eq!(held("sign", &["tsa_policy"], None, &with).len(), 4);
    }

    #[test]
    fn what_conflicts_with_the_call_gives_way() {
        let file = [entry("file", "out-dir", "signed"), entry("file", "at", "top-left")];
        assert_eq!(held("sign", &["output"], None, &file), ["at=top-left"]);
        assert_eq!(held("sign", &["in_place"], None, &file), ["at=top-left"]);
        assert_eq!(held("sign", &["rect"], None, &file), ["out-dir=signed"]);
        assert!(held("verify", &[], None, &file).is_empty());
        let look = [entry("file", "profile", "nd30-leader"), entry("file", "image", "i.png")];
        assert_eq!(held("sign", &["role"], None, &look), ["image=i.png"]);
        assert!(held("sign", &["role", "no_look"], None, &look).is_empty());
    }
}
