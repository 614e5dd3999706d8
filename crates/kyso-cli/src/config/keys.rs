//! Every key of the configuration: what it is called, what it takes, and which verbs it serves.

use std::borrow::Cow;

/// What stands behind a key.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    /// Any text.
    Text,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// `true` or `false`.
    Switch,
    /// A whole number.
    Number,
    /// A file or a folder.
    Path,
    /// A program: a file where a `/` is in it, else a name to be found in `PATH`.
    Program,
    /// The name of something shipped, or a file where a `/` is in it or it ends with `.toml`.
    Named,
    /// The URL of a service: it holds no secret.
    Url,
    /// A file or a URL.
    PathOrUrl,
    /// RFC 7512.
    Pkcs11,
}

/// Keys that belong together: where a higher layer says something of them, what a lower one says
/// may not be mixed into it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Group {
    /// None.
    Alone,
    /// Which key signs. One layer alone says that.
    Identity,
    /// Where its passphrase comes from: not a higher layer's key with a lower one's passphrase.
    Secret,
    /// The time-stamp authority.
    Authority,
    /// What it is shown to log in: not to another authority.
    Login,
    /// What TLS shows it, likewise.
    TlsKey,
    /// Whom to trust: what a higher layer says is never widened by a lower one.
    Trust,
    /// What is seen of a signature in a PDF.
    Look,
}

impl Group {
    /// Options of the group that no key stands for: a call may use them, a file cannot.
    fn beside(self) -> &'static [&'static str] {
        match self {
            Self::Secret => &["passphrase_fd"],
            Self::Login => &["tsa_passphrase_fd"],
            Self::TlsKey => &["tsa_key_passphrase_fd"],
            Self::Trust => &["system_trust", "trust_list_territory"],
            _ => &[],
        }
    }

    /// Whether the option with this id, as the grammar names it, belongs to the group.
    fn has(self, id: &str) -> bool {
        let is = |key: &Key| key.group == self && key.id() == id;
        self.beside().contains(&id) || KEYS.iter().any(is)
    }

    /// Whether the option with this id, said by a higher layer, ends what a lower one says of
    /// this group.
    pub(super) fn ends_with(self, id: &str) -> bool {
        match self {
            Self::Alone => false,
            Self::Look => id == "no_look",
            Self::Identity | Self::Trust => self.has(id),
            Self::Secret => self.has(id) || Self::Identity.has(id),
            Self::Authority => id == "tsa",
            Self::Login | Self::TlsKey => id == "tsa" || self.has(id),
        }
    }
}

/// A key of the configuration. It is called as the option that it stands for.
#[derive(PartialEq, Eq, Debug)]
pub(crate) struct Key {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    /// Whether it may be given several times.
    pub(crate) list: bool,
    pub(crate) group: Group,
    /// The verbs that it serves; an action stands behind its verb. None: every one.
    pub(crate) verbs: &'static [&'static str],
    /// A value for the file that `init` writes, in TOML.
    pub(crate) example: &'static str,
    /// What holds where nobody says anything.
    pub(crate) default: Option<&'static str>,
}

impl Key {
    /// The id of the option in the grammar.
    pub(super) fn id(&self) -> Cow<'static, str> {
        if self.name.contains('-') { self.name.replace('-', "_").into() } else { self.name.into() }
    }

    /// The variable for the key. Arguments of a program are told apart by no sign in a variable.
    pub(crate) fn variable(&self) -> Option<String> {
        match self.name {
            "store" => Some("KYSO_TRUST_STORE".to_owned()),
            "key-command-arg" => None,
            name => Some(format!("KYSO_{}", name.replace('-', "_").to_uppercase())),
        }
    }

    /// Whether something else reads the variable.
    pub(super) fn is_read_elsewhere(&self) -> bool {
        self.name == "store"
    }

    /// Whether it serves a verb; an action stands behind its verb.
    pub(super) fn serves(&self, verb: &str) -> bool {
        self.verbs.is_empty() || self.verbs.contains(&verb)
    }
}

/// The key of this name.
pub(crate) fn named(name: &str) -> Option<&'static Key> {
    KEYS.iter().find(|key| key.name == name)
}

/// Keys that each name a key to sign with; one may stand in a layer.
pub(super) const SOURCES: [&str; 5] = ["p12", "key", "key-command", "pkcs11", "remote"];

const SIGN: &[&str] = &["sign", "inbox"];
const LOOK: &[&str] = &["sign", "inbox", "preview"];
const RESULT: &[&str] = &["sign", "inbox", "extend", "timestamp"];
const STAMP: &[&str] = &["sign", "inbox", "extend", "timestamp", "doctor"];
const JUDGE: &[&str] = &["verify", "inbox"];
const TRUST: &[&str] = &["verify", "inbox", "sign", "extend", "timestamp"];
const TRUST_SHOWN: &[&str] = &["verify", "inbox", "sign", "extend", "timestamp", "doctor"];
const STORE: &[&str] = &[
    "verify",
    "inbox",
    "sign",
    "extend",
    "timestamp",
    "doctor",
    "trust list",
    "trust add",
    "trust remove",
];
const EVIDENCE: &[&str] = &["verify", "inbox", "sign", "extend"];
const NETWORK: &[&str] = &["sign", "inbox", "verify", "extend", "timestamp", "keys", "doctor"];

const fn key(
    name: &'static str,
    kind: Kind,
    group: Group,
    verbs: &'static [&'static str],
    example: &'static str,
) -> Key {
    Key { name, kind, list: false, group, verbs, example, default: None }
}

const fn list(
    name: &'static str,
    kind: Kind,
    group: Group,
    verbs: &'static [&'static str],
    example: &'static str,
) -> Key {
    Key { list: true, ..key(name, kind, group, verbs, example) }
}

const fn usual(key: Key, default: &'static str) -> Key {
    Key { default: Some(default), ..key }
}

const LANGUAGES: Kind = Kind::Choice(&["vi", "en"]);
const COLORS: Kind = Kind::Choice(&["auto", "always", "never"]);
const LEVELS: Kind = Kind::Choice(&["b", "t", "lt", "lta"]);
const CHECKS: Kind = Kind::Choice(&["warn", "require", "off"]);
const CORNERS: Kind = Kind::Choice(&["top-left", "top-right", "bottom-left", "bottom-right"]);
const PLACES: Kind = Kind::Choice(&["left", "above", "behind"]);

use Group::{Alone, Authority, Identity, Login, Look, Secret, TlsKey, Trust};
use Kind::{Named, Number, Path, PathOrUrl, Pkcs11, Program, Switch, Text, Url};

/// The keys, in the order of the file that `init` writes.
pub(crate) static KEYS: [Key; 45] = [
    key("lang", LANGUAGES, Alone, &[], "\"vi\""),
    usual(key("color", COLORS, Alone, &[], "\"never\""), "auto"),
    key("plain", Switch, Alone, &[], "true"),
    // who signs
    key("p12", Path, Identity, SIGN, "\"~/an.p12\""),
    key("key", Path, Identity, SIGN, "\"~/an.key.pem\""),
    key("cert", Path, Identity, &["sign", "inbox", "preview"], "\"~/an.pem\""),
    key("chain", Path, Identity, SIGN, "\"~/ca.pem\""),
    key("pkcs11", Pkcs11, Identity, SIGN, "\"pkcs11:token=Office\""),
    key("cert-serial", Text, Identity, SIGN, "\"54010101b2e3\""),
    key("cert-subject", Text, Identity, SIGN, "\"An\""),
    key("remote", Named, Identity, SIGN, "\"vnpt-smartca\""),
    key("remote-credential", Text, Identity, SIGN, "\"credential-1\""),
    key("key-command", Program, Identity, SIGN, "\"/usr/local/bin/hsm-sign\""),
    list("key-command-arg", Text, Identity, SIGN, "[\"--slot\", \"1\"]"),
    key("passphrase-file", Path, Secret, SIGN, "\"~/.config/kyso/passphrase\""),
    key("passphrase-env", Text, Secret, SIGN, "\"OFFICE_PASSPHRASE\""),
    // what becomes of a document
    usual(key("level", LEVELS, Alone, SIGN, "\"lta\""), "b"),
    usual(key("revocation-check", CHECKS, Alone, SIGN, "\"require\""), "warn"),
    key("out-dir", Path, Alone, RESULT, "\"~/signed\""),
    // what is seen of a signature
    key("profile", Named, Look, LOOK, "\"nd30-leader\""),
    key("image", Path, Look, LOOK, "\"~/hand.png\""),
    key("image-place", PLACES, Look, LOOK, "\"above\""),
    key("text", Text, Look, LOOK, "'{signer}\\n{time}'"),
    key("font", Path, Look, LOOK, "\"~/fonts/office.ttf\""),
    key("at", CORNERS, Look, LOOK, "\"bottom-right\""),
    key("size", Text, Look, LOOK, "\"70mm,25mm\""),
    // time
    list("tsa", Url, Authority, STAMP, "\"https://tsa.example\""),
    key("tsa-policy", Text, Authority, STAMP, "\"1.2.3.4\""),
    key("tsa-user", Text, Login, STAMP, "\"office\""),
    key("tsa-passphrase-file", Path, Login, STAMP, "\"~/.config/kyso/tsa\""),
    key("tsa-passphrase-env", Text, Login, STAMP, "\"TSA_PASSPHRASE\""),
    key("tsa-cert", Path, TlsKey, STAMP, "\"~/tls.pem\""),
    key("tsa-key", Path, TlsKey, STAMP, "\"~/tls.key.pem\""),
    key("tsa-key-passphrase-file", Path, TlsKey, STAMP, "\"~/.config/kyso/tls\""),
    key("tsa-key-passphrase-env", Text, TlsKey, STAMP, "\"TLS_PASSPHRASE\""),
    // whom to trust, and by what rules
    usual(key("policy", Named, Alone, JUDGE, "\"cong-vu\""), "baseline"),
    list("trust", Path, Trust, TRUST_SHOWN, "[\"~/roots\"]"),
    key("trust-domain", Text, Trust, &["verify"], "\"cong-vu\""),
    list("trust-list", PathOrUrl, Trust, TRUST, "[\"https://tl.example/list.xml\"]"),
    list("trust-list-signer", Path, Trust, TRUST, "[\"~/list-signer.pem\"]"),
    key("store", Path, Trust, STORE, "\"~/trust\""),
    // the network
    key("offline", Switch, Alone, NETWORK, "true"),
    key("timeout", Number, Alone, NETWORK, "20"),
    key("tls-ca", Path, Alone, NETWORK, "\"~/proxy-ca.pem\""),
    key("cache", Path, Alone, EVIDENCE, "\"~/.cache/kyso\""),
];

#[cfg(test)]
mod tests {
    use clap::ArgAction;

    use super::{KEYS, Kind, named};
    use crate::args::grammar;

    /// A key is its option: where it serves a verb, the verb has that option, of that shape.
    #[test]
    fn every_key_is_an_option_of_the_verbs_that_it_serves() {
        let mut grammar = grammar();
        grammar.build();
        for key in &KEYS {
            let verbs = if key.verbs.is_empty() { &["sign", "verify"] } else { key.verbs };
            let mut served = 0;
            for verb in verbs {
                let mut command = Some(&grammar);
                for word in verb.split(' ') {
                    command = command.and_then(|command| command.find_subcommand(word));
                }
                let Some(command) = command else { continue };
                let id = key.id();
                let arg = command.get_arguments().find(|arg| arg.get_id() == id.as_ref());
                let arg = arg.unwrap_or_else(|| panic!("{verb} has no --{}", key.name));
                assert_eq!(arg.get_long(), Some(key.name));
                let append = matches!(arg.get_action(), ArgAction::Append);
                // `doctor` takes more certificates than one.
                assert!(append == key.list || key.name == "cert", "{verb} --{}", key.name);
                let switch = matches!(arg.get_action(), ArgAction::SetTrue);
                assert_eq!(switch, key.kind == Kind::Switch, "{verb} --{}", key.name);
                if let Kind::Choice(words) = key.kind {
                    let of_arg: Vec<String> =
                        arg.get_possible_values().iter().map(|v| v.get_name().to_owned()).collect();
                    assert_eq!(of_arg, words, "{verb} --{}", key.name);
                }
                served += 1;
            }
            assert!(served > 0, "{}", key.name);
        }
    }

    #[test]
    fn no_two_keys_share_a_name_or_a_variable() {
        let mut names: Vec<&str> = KEYS.iter().map(|key| key.name).collect();
        let mut variables: Vec<String> = KEYS.iter().filter_map(super::Key::variable).collect();
        let count = (names.len(), variables.len());
        names.sort_unstable();
        names.dedup();
        variables.sort_unstable();
        variables.dedup();
        assert_eq!(count, (names.len(), variables.len()));
        // These are said to programs, and to kyso itself, for other purposes.
        for taken in ["KYSO_DIGEST", "KYSO_SIGNATURE_ALGORITHM", "KYSO_STATE", "KYSO_CONFIG"] {
            assert!(!variables.iter().any(|variable| variable == taken), "{taken}");
        }
        assert!(super::SOURCES.iter().all(|source| named(source).is_some()));
    }
}
