//! The text of a look: a template filled with what the certificate and the signature say.

use unicode_normalization::UnicodeNormalization;

use super::error::LookError;
use crate::limits::MAX_LOOK_CHARACTERS;
use crate::time::Time;

/// What the names of a template stand for.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Values {
    pub(crate) signer: Option<String>,
    pub(crate) title: Option<String>,
    pub(crate) organization: Option<String>,
    pub(crate) serial: String,
    pub(crate) reason: Option<String>,
    pub(crate) location: Option<String>,
    pub(crate) time: Time,
}

impl Values {
    /// For texts without names.
    pub(crate) fn nothing() -> Self {
        let (signer, title, organization, reason, location) = (None, None, None, None, None);
        let (serial, time) = (String::new(), Time::EPOCH);
        Self { signer, title, organization, serial, reason, location, time }
    }

    /// What a name stands for, empty where nothing does.
    fn get(&self, name: &str, offset_minutes: i32) -> Result<String, LookError> {
        let given = |value: &Option<String>| value.clone().unwrap_or_default();
        Ok(match name {
            "signer" => given(&self.signer),
            "title" => given(&self.title),
            "organization" => given(&self.organization),
            "serial" => self.serial.clone(),
            "reason" => given(&self.reason),
            "location" => given(&self.location),
            "time" => iso_8601(self.time, offset_minutes),
            _ => return Err(LookError::UnknownName { name: name.chars().take(40).collect() }),
        })
    }
}

/// The lines of a template, each in Unicode's form C.
pub(super) fn lines(
    template: &str,
    values: &Values,
    offset_minutes: i32,
) -> Result<Vec<String>, LookError> {
    let limit = MAX_LOOK_CHARACTERS;
    if template.chars().nth(limit).is_some() {
        return Err(LookError::TextTooLarge { limit });
    }
    let mut lines = Vec::new();
    for line in template.trim_end_matches('\n').split('\n') {
        if let Some(line) = filled(line.trim_end_matches('\r'), values, offset_minutes)? {
            lines.push(line);
        }
    }
    if lines.iter().map(String::len).sum::<usize>() > 4 * limit {
        return Err(LookError::TextTooLarge { limit });
    }
    Ok(lines)
}

/// A line; `None` where it has names and all of them stand for nothing.
fn filled(line: &str, values: &Values, offset: i32) -> Result<Option<String>, LookError> {
    let (mut text, mut names, mut said) = (String::new(), false, false);
    let mut rest = line;
    while let Some(at) = rest.find(['{', '}']) {
        let (before, from) = rest.split_at(at);
        text.push_str(before);
        if let Some(after) = from.strip_prefix("{{") {
            text.push('{');
            rest = after;
        } else if let Some(after) = from.strip_prefix("}}") {
            text.push('}');
            rest = after;
        } else {
            let alone = || LookError::UnknownName { name: from.chars().take(40).collect() };
            let inside = from.strip_prefix('{').ok_or_else(alone)?;
            let (name, after) = inside.split_once('}').ok_or_else(alone)?;
            let value = values.get(name, offset)?;
            names = true;
            said |= !value.is_empty();
            text.push_str(&value);
            rest = after;
        }
    }
    text.push_str(rest);
    Ok((said || !names).then(|| clean(&text)))
}

/// Form C, tabs and other signs without a shape as spaces, no spaces at the ends.
pub(in crate::pdf) fn clean(text: &str) -> String {
    let visible = text.nfc().map(|c| if c.is_control() || c == '\u{A0}' { ' ' } else { c });
    // A soft hyphen, a mark of byte order and joiners are not seen.
    let seen = visible.filter(|c| !matches!(c, '\u{AD}' | '\u{FEFF}' | '\u{200B}'..='\u{200D}'));
    seen.collect::<String>().trim().to_owned()
}

/// The most that any place is away from UTC, in minutes.
const MAX_OFFSET: i32 = 24 * 60;

/// A time with its distance from UTC (ISO 8601): `2026-10-08T15:04:05+07:00`.
fn iso_8601(time: Time, offset_minutes: i32) -> String {
    let offset = offset_minutes.clamp(-MAX_OFFSET, MAX_OFFSET);
    let local = time.plus(i64::from(offset) * 60);
    let (year, month, day, hour, minute, second) = local.to_utc();
    let zone = match offset {
        0 => "Z".to_owned(),
        _ => {
            let (sign, size) = (if offset < 0 { '-' } else { '+' }, offset.unsigned_abs());
            format!("{sign}{:02}:{:02}", size / 60, size % 60)
        }
    };
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{zone}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values() -> Values {
        Values {
            signer: Some("Nguyễn Văn Đức".to_owned()),
            title: None,
            organization: Some("UBND".to_owned()),
            serial: "0a".to_owned(),
            reason: None,
            location: None,
            time: Time::from_utc(2026, 10, 8, 20, 4, 5).unwrap(),
        }
    }

    #[test]
    fn names_are_filled_and_empty_lines_left_out() {
        let template =
            "Ký bởi: {signer}\n{title}{location}\n{{{organization}}}, {reason}\nplain\n\nlast\n";
        let filled = lines(template, &values(), 0).unwrap();
        assert_eq!(filled, ["Ký bởi: Nguyễn Văn Đức", "{UBND},", "plain", "", "last"]);
        assert_eq!(lines("e\u{302}\u{301}", &values(), 0).unwrap(), ["ế"]);
    }

    #[test]
    fn time_has_its_zone() {
        let at = |offset| lines("{time}", &values(), offset).unwrap().concat();
        assert_eq!(at(420), "2026-10-09T03:04:05+07:00");
        assert_eq!(at(-210), "2026-10-08T16:34:05-03:30");
        assert_eq!(at(0), "2026-10-08T20:04:05Z");
    }

    #[test]
    fn what_is_not_known_is_refused() {
        for wrong in ["{valid}", "{signer", "a } b", "{}"] {
            let error = lines(wrong, &values(), 0).unwrap_err();
            assert!(matches!(error, LookError::UnknownName { .. }), "{wrong}");
        }
        let long = "x".repeat(MAX_LOOK_CHARACTERS + 1);
        assert!(matches!(lines(&long, &values(), 0), Err(LookError::TextTooLarge { .. })));
    }
}
