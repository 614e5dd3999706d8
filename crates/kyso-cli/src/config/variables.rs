//! What the environment says: a variable for each key, `KYSO_` and its name in capitals.

use std::ffi::{OsStr, OsString};

use super::entry::{Entry, Origin, Value, fault};
use super::keys::{KEYS, Key, Kind};
use crate::error::Failure;
use crate::i18n::msg;

/// What the variables say, and what is wrong in them. An empty variable says nothing.
pub(super) fn read(variable: impl Fn(&str) -> Option<OsString>) -> (Vec<Entry>, Vec<Failure>) {
    let (mut entries, mut faults) = (Vec::new(), Vec::new());
    for key in &KEYS {
        let Some(name) = key.variable() else { continue };
        let Some(text) = variable(&name).filter(|text| !text.is_empty()) else { continue };
        let origin = Origin::Variable(name);
        let entry = value(key, &text, &origin).map(|value| Entry { key, value, origin });
        match entry.and_then(|entry| entry.check().map(|()| entry)) {
            Ok(entry) => entries.push(entry),
            Err(fault) => faults.push(fault),
        }
    }
    (entries, faults)
}

fn value(key: &Key, text: &OsStr, origin: &Origin) -> Result<Value, Failure> {
    if key.kind == Kind::Switch {
        return match text.to_str().map(str::to_lowercase).as_deref() {
            Some("true" | "1" | "yes" | "on") => Ok(Value::Switch(true)),
            Some("false" | "0" | "no" | "off") => Ok(Value::Switch(false)),
            _ => {
                let place = origin.place(key);
                Err(fault(origin, msg::error_config_switch(key.name, place)))
            }
        };
    }
    Ok(Value::Texts(match (key.list, key.kind) {
        (true, Kind::Path) => std::env::split_paths(text)
            .filter(|p| !p.as_os_str().is_empty())
            .map(Into::into)
            .collect(),
        // No URL has a space in it.
        (true, _) => match text.to_str() {
            Some(text) => text.split_whitespace().map(OsString::from).collect(),
            None => vec![text.to_owned()],
        },
        (false, _) => vec![text.to_owned()],
    }))
}

#[cfg(test)]
mod tests {
    use super::{Value, read};

    #[test]
    fn lists_are_taken_apart_and_switches_understood() {
        let set = [
            ("KYSO_TSA", "https://a.example  https://b.example"),
            ("KYSO_TRUST", "/a:/b c"),
            ("KYSO_OFFLINE", "0"),
            ("KYSO_LEVEL", ""),
            ("KYSO_TRUST_STORE", "/s"),
        ];
        let of = |name: &str| set.iter().find(|(n, _)| *n == name).map(|(_, v)| v.into());
        let (entries, faults) = read(of);
        assert!(faults.is_empty());
        let said: Vec<(&str, &Value)> =
            entries.iter().map(|entry| (entry.key.name, &entry.value)).collect();
        let texts = |all: &[&str]| Value::Texts(all.iter().map(Into::into).collect());
        let expected = [
            ("tsa", texts(&["https://a.example", "https://b.example"])),
            ("trust", texts(&["/a", "/b c"])),
            ("store", texts(&["/s"])),
            ("offline", Value::Switch(false)),
        ];
        assert_eq!(said, expected.each_ref().map(|(name, value)| (*name, value)));
    }

    #[test]
    fn a_wrong_variable_is_a_wrong_call() {
        let of = |name: &str| (name == "KYSO_OFFLINE").then(|| "perhaps".into());
        let (entries, faults) = read(of);
        assert!(entries.is_empty());
        assert_eq!(faults[0].code(), "config-switch");
        assert_eq!(faults[0].status(), crate::exit::Status::Usage);
    }
}
