//! JSON to send: built so that a secret in it is wiped, and templates of it out of a profile.

use std::collections::BTreeMap;

use serde::Deserialize;
use zeroize::Zeroizing;

/// Room from the start: a text that grew would leave copies of what is in it.
const ROOM: usize = 64 << 10;

/// A JSON object in the making, wiped when dropped.
#[derive(Debug)]
pub(crate) struct Json(Zeroizing<String>);

impl Json {
    /// An object for about so many hashes.
    pub(crate) fn object(hashes: usize) -> Self {
        let mut text = Zeroizing::new(String::with_capacity(ROOM + hashes.saturating_mul(512)));
        text.push('{');
        Self(text)
    }

    fn key(&mut self, key: &str) {
        self.comma();
        self.quoted(key);
        self.0.push(':');
    }

    fn comma(&mut self) {
        if !self.0.ends_with(['{', '[', ':']) {
            self.0.push(',');
        }
    }

    /// A JSON string, whatever is in it (RFC 8259 §7).
    fn quoted(&mut self, text: &str) {
        self.0.push('"');
        for c in text.chars() {
            match c {
                '"' => self.0.push_str("\\\""),
                '\\' => self.0.push_str("\\\\"),
                c if u32::from(c) < 0x20 => {
                    self.0.push_str(&format!("\\u{:04x}", u32::from(c)));
                }
                c => self.0.push(c),
            }
        }
        self.0.push('"');
    }

    pub(crate) fn text(mut self, key: &str, value: &str) -> Self {
        self.key(key);
        self.quoted(value);
        self
    }

    pub(crate) fn number(mut self, key: &str, value: usize) -> Self {
        self.key(key);
        self.0.push_str(&value.to_string());
        self
    }

    pub(crate) fn flag(mut self, key: &str, value: bool) -> Self {
        self.key(key);
        self.0.push_str(if value { "true" } else { "false" });
        self
    }

    pub(crate) fn texts(mut self, key: &str, values: &[String]) -> Self {
        self.key(key);
        self.0.push('[');
        for value in values {
            self.comma();
            self.quoted(value);
        }
        self.0.push(']');
        self
    }

    /// A list of objects with texts.
    pub(crate) fn objects(mut self, key: &str, objects: &[&[(&str, &str)]]) -> Self {
        self.key(key);
        self.0.push('[');
        for fields in objects {
            self.comma();
            self.0.push('{');
            for (key, value) in *fields {
                self.key(key);
                self.quoted(value);
            }
            self.0.push('}');
        }
        self.0.push(']');
        self
    }

    /// The fields of a template, filled in.
    pub(crate) fn filled(
        mut self,
        template: &Template,
        values: &Values<'_>,
    ) -> Result<Self, String> {
        for (key, value) in &template.0 {
            self.key(key);
            self.value(value, values)?;
        }
        Ok(self)
    }

    /// A list with one object for each of `all`.
    pub(crate) fn each(
        mut self,
        key: &str,
        template: &Template,
        all: &[Values<'_>],
    ) -> Result<Self, String> {
        self.key(key);
        self.0.push('[');
        for values in all {
            self.comma();
            self.0.push('{');
            self = self.filled(template, values)?;
            self.0.push('}');
        }
        self.0.push(']');
        Ok(self)
    }

    fn value(&mut self, value: &Field, values: &Values<'_>) -> Result<(), String> {
        match value {
            Field::Text(text) => {
                let filled = values.fill(text)?;
                self.quoted(&filled);
            }
            Field::Number(number) => self.0.push_str(&number.to_string()),
            Field::Flag(flag) => self.0.push_str(if *flag { "true" } else { "false" }),
        }
        Ok(())
    }

    /// The whole text.
    pub(crate) fn end(mut self) -> Zeroizing<String> {
        self.0.push('}');
        self.0
    }
}

/// One value of a template. Flat on purpose: every service seen takes flat objects.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
enum Field {
    Flag(bool),
    Number(i64),
    Text(String),
}

/// The fields of an object, with `{name}` in texts where something is filled in.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Template(BTreeMap<String, Field>);

impl Template {
    /// What is filled in.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.values().flat_map(|field| match field {
            Field::Text(text) => names(text).collect::<Vec<_>>(),
            _ => Vec::new(),
        })
    }
}

impl Template {
    /// The keys whose text is as it is, with nothing filled in.
    pub(crate) fn literals(&self) -> impl Iterator<Item = &str> {
        let is_literal = |field: &Field| match field {
            Field::Text(text) => !text.is_empty() && names(text).next().is_none(),
            Field::Number(_) => true,
            Field::Flag(_) => false,
        };
        self.0.iter().filter(move |(_, field)| is_literal(field)).map(|(key, _)| key.as_str())
    }

    /// What is filled in under the keys that `wanted` names.
    pub(crate) fn names_under(&self, wanted: fn(&str) -> bool) -> impl Iterator<Item = &str> {
        let fields = self.0.iter().filter(move |(key, _)| wanted(key));
        fields.flat_map(|(_, field)| match field {
            Field::Text(text) => names(text).collect::<Vec<_>>(),
            _ => Vec::new(),
        })
    }
}

/// The names in braces.
pub(crate) fn names(text: &str) -> impl Iterator<Item = &str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(name, _)| name))
}

/// What stands for the names.
#[derive(Clone, Default)]
pub(crate) struct Values<'a> {
    pub(crate) inputs: Option<&'a super::RemoteInputs>,
    pub(crate) own: Vec<(&'static str, &'a str)>,
}

impl Values<'_> {
    fn get(&self, name: &str) -> Option<&str> {
        let own = self.own.iter().find(|(one, _)| *one == name).map(|(_, value)| *value);
        own.or_else(|| self.inputs.and_then(|inputs| inputs.get(name)))
    }

    /// The text with every name filled in.
    ///
    /// # Errors
    /// The name that stands for nothing.
    pub(crate) fn fill(&self, text: &str) -> Result<Zeroizing<String>, String> {
        let mut filled = Zeroizing::new(String::with_capacity(4096));
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            filled.push_str(before);
            let Some((name, after)) = after.split_once('}') else {
                filled.push('{');
                rest = after;
                continue;
            };
            filled.push_str(self.get(name).ok_or_else(|| name.to_owned())?);
            rest = after;
        }
        filled.push_str(rest);
        Ok(filled)
    }
}

#[cfg(test)]
mod tests {
    use super::{Json, Values};

    #[test]
    fn what_is_sent_is_json_whatever_is_in_it() {
        let odd = "a\"b\\c\nđ\u{1}";
        let text = Json::object(1).text("k", odd).number("n", 3).texts("l", &["x".into()]).end();
        let read: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!((read["k"].as_str(), read["n"].as_u64()), (Some(odd), Some(3)));
    }

    #[test]
    fn a_value_is_not_read_for_names_again() {
        let values = Values { inputs: None, own: vec![("a", "{b}"), ("b", "secret")] };
        assert_eq!(values.fill("<{a}>").expect("known").as_str(), "<{b}>");
        assert_eq!(values.fill("{c}").expect_err("unknown"), "c");
    }
}
