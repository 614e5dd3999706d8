//! The configuration file: where it is, whether it can be relied on, and what it says.

use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy;
use toml_edit::{Document, Item, Value as Toml};

use super::entry::{Entry, Origin, Value, located};
use super::keys::{self, Key, Kind, SOURCES};
use crate::error::Failure;
use crate::i18n::msg;

/// The variable that names the file in place of the platform's place.
pub(super) const VARIABLE: &str = "KYSO_CONFIG";

/// What `init` writes has 8 KB.
const MAX_BYTES: u64 = 256 << 10;

/// Where the file is, or would be. `None` where a user without a home calls.
pub(crate) fn place() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os(VARIABLE).filter(|name| !name.is_empty()) {
        return Some(PathBuf::from(named));
    }
    let strategy = etcetera::choose_base_strategy().ok()?;
    Some(strategy.config_dir().join("kyso").join("config.toml"))
}

/// The text of the file; `None` where there is none. One that others may write is refused: it
/// names programs and modules that run with the user's key.
pub(crate) fn read(path: &Path) -> Result<Option<String>, Failure> {
    match fs::metadata(path) {
        // A pipe would be waited for.
        Ok(about) if !about.is_file() => {
            return Err(Failure::io(msg::error_config_not_a_file(path)));
        }
        Ok(_) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(Failure::reading(path, &error)),
    }
    let mut file = File::open(path).map_err(|error| Failure::reading(path, &error))?;
    let about = file.metadata().map_err(|error| Failure::reading(path, &error))?;
    only_own(path, &about)?;
    let mut bytes = Vec::new();
    let most = file.by_ref().take(MAX_BYTES + 1).read_to_end(&mut bytes);
    most.map_err(|error| Failure::reading(path, &error))?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(Failure::io(msg::error_config_too_large(path)));
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Some(text)),
        Err(_) => Err(Failure::io(msg::error_config_not_utf8(path))),
    }
}

/// Refuses what others may change: the file, or a folder on the way to it in which they could put
/// another.
#[cfg(unix)]
fn only_own(path: &Path, about: &Metadata) -> Result<(), Failure> {
    super::way::check(path, about)
}

#[cfg(not(unix))]
fn only_own(_: &Path, _: &Metadata) -> Result<(), Failure> {
    Ok(())
}

/// What a file says, and what is wrong in it.
pub(super) fn understand(text: &str, path: &Path) -> (Vec<Entry>, Vec<Failure>) {
    let file = path.display().to_string();
    let document = match Document::parse(text) {
        Ok(document) => document,
        Err(fault) => {
            let at = fault.span().map_or(0, |span| span.start);
            let (line, column) = position(text, at);
            return (Vec::new(), vec![Failure::io(msg::error_config_toml(column, file, line))]);
        }
    };
    let folder = folder_of(path);
    let (mut entries, mut faults) = (Vec::new(), Vec::new());
    for (name, item) in document.iter() {
        let at = document.get_key_value(name).and_then(|(key, _)| key.span());
        let (line, _) = position(text, at.map_or(0, |span| span.start));
        let origin = Origin::File { file: file.clone(), line };
        match entry(name, item, &folder, origin) {
            Ok(entry) => entries.push(entry),
            Err(fault) => faults.push(fault),
        }
    }
    faults.extend(one_source(&entries));
    (entries, faults)
}

/// The folder at which relative paths start: that of the file as it is named, absolute.
fn folder_of(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    absolute.parent().map(Path::to_owned).unwrap_or_default()
}

/// Line and column of a byte, from 1; columns count letters.
pub(super) fn position(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    (line, before.get(start..).unwrap_or_default().chars().count() + 1)
}

fn entry(name: &str, item: &Item, folder: &Path, origin: Origin) -> Result<Entry, Failure> {
    let Some(key) = keys::named(name) else { return Err(unknown(name, &origin)) };
    let wrong = || {
        let expected = if key.list { msg::config_type_list() } else { type_of(key.kind) };
        let place = origin.place(key);
        super::entry::fault(&origin, msg::error_config_type(expected, key.name, place))
    };
    let text = |value: &Toml| match (key.kind, value) {
        (Kind::Number, Toml::Integer(number)) => Some(number.value().to_string().into()),
        (Kind::Number | Kind::Switch, _) => None,
        (kind, Toml::String(text)) => Some(located(kind, text.value(), folder)),
        _ => None,
    };
    let value = match (item, key.kind) {
        (Item::Value(Toml::Boolean(on)), Kind::Switch) => Value::Switch(*on.value()),
        (Item::Value(Toml::Array(array)), _) if key.list => {
            Value::Texts(array.iter().map(text).collect::<Option<_>>().ok_or_else(wrong)?)
        }
        (Item::Value(value), _) => Value::Texts(vec![text(value).ok_or_else(wrong)?]),
        _ => return Err(wrong()),
    };
    let entry = Entry { key, value, origin };
    entry.check()?;
    Ok(entry)
}

/// How the values of a kind are written.
pub(super) fn type_of(kind: Kind) -> crate::i18n::Message {
    match kind {
        Kind::Switch => msg::config_type_switch(),
        Kind::Number => msg::config_type_number(),
        _ => msg::config_type_text(),
    }
}

/// A key that is none, with the one that was meant where that can be told.
fn unknown(name: &str, origin: &Origin) -> Failure {
    let Origin::File { file, line } = origin else {
        return Failure::usage(unknown_key(name));
    };
    let place = format!("{file}:{line}");
    Failure::io(match (is_secret(name), similar(name)) {
        (true, _) => msg::error_config_secret(name, place),
        (false, Some(key)) => msg::error_config_similar(name, place, key.name),
        (false, None) => msg::error_config_unknown(name, place),
    })
}

/// The same for a key on the command line.
pub(crate) fn unknown_key(name: &str) -> crate::i18n::Message {
    match (is_secret(name), similar(name)) {
        (true, _) => msg::call_config_secret(name),
        (false, Some(key)) => msg::call_config_similar(name, key.name),
        (false, None) => msg::call_config_unknown(name),
    }
}

/// Whether somebody tries to keep a secret in the file.
fn is_secret(name: &str) -> bool {
    let name = name.to_lowercase();
    ["pin", "password", "passphrase", "secret", "otp"].iter().any(|word| name.ends_with(word))
}

/// The key that `name` may be a misspelling of.
fn similar(name: &str) -> Option<&'static Key> {
    let name = name.to_lowercase().replace('_', "-");
    let near = keys::KEYS.iter().map(|key| (distance(&name, key.name), key));
    let (distance, key) = near.min_by_key(|(distance, _)| *distance)?;
    (distance <= 2 && distance < key.name.len().div_ceil(2)).then_some(key)
}

/// How many letters have to be put in, taken out or changed.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().take(64).enumerate() {
        let mut corner = std::mem::replace(&mut row[0], i + 1);
        for (j, y) in b.iter().enumerate() {
            let changed = corner + usize::from(x != *y);
            corner = row[j + 1];
            row[j + 1] = changed.min(corner + 1).min(row[j] + 1);
        }
    }
    row.last().copied().unwrap_or_default()
}

/// A file names one key to sign with: which one would be meant cannot be told.
fn one_source(entries: &[Entry]) -> Option<Failure> {
    let mut sources = entries.iter().filter(|entry| SOURCES.contains(&entry.key.name));
    let (first, second) = (sources.next()?, sources.next()?);
    let place = second.origin.place(second.key);
    Some(second.fault(msg::error_config_sources(first.key.name, place, second.key.name)))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{distance, position, similar, understand};

    fn faults(text: &str) -> Vec<String> {
        let (_, faults) = understand(text, Path::new("/c/config.toml"));
        faults.iter().map(|fault| fault.code().to_owned()).collect()
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (text, code) in [
            ("lang = vi\n", "config-toml"),
            ("lang = \"fr\"\n", "config-choice"),
            ("tsas = \"https://tsa.example\"\n", "config-similar"),
            ("nonsense = 1\n", "config-unknown"),
            ("pin = \"1234\"\n", "config-secret"),
            ("passphrase = \"x\"\n", "config-secret"),
            ("p12 = 12\n", "config-type"),
            ("p12 = [\"a\", \"b\"]\n", "config-type"),
            ("trust = [1]\n", "config-type"),
            ("offline = \"yes\"\n", "config-type"),
            ("timeout = \"20\"\n", "config-type"),
            ("timeout = -1\n", "config-number"),
            ("p12 = \"\"\n", "config-empty"),
            ("pkcs11 = \"pkcs11:?pin-value=1234\"\n", "config-pkcs11"),
            ("tsa = \"https://an:secret@tsa.example\"\n", "config-login"),
            ("p12 = \"a\"\nremote = \"b\"\n", "config-sources"),
            ("[sign]\np12 = \"a\"\n", "config-unknown"),
            ("[tsa]\nurl = \"a\"\n", "config-type"),
        ] {
            assert_eq!(faults(text), [code], "{text}");
        }
        assert_eq!(faults(""), [""; 0]);
        assert_eq!(faults("tsa = \"https://a.example\"\ntrust = [\"r\"]\ntimeout = 9\n"), [""; 0]);
    }

    #[test]
    fn every_fault_of_a_file_is_found() {
        assert_eq!(faults("lang = \"fr\"\nx = 1\n"), ["config-choice", "config-unknown"]);
    }

    #[test]
    fn places_are_counted_from_one() {
        assert_eq!(position("a\nđb\n", 2), (2, 1));
        assert_eq!(position("a\nđb\n", 4), (2, 2));
        assert_eq!(position("a", 99), (1, 2));
    }

    #[test]
    fn a_misspelt_key_is_known() {
        assert_eq!(similar("imagee").map(|key| key.name), Some("image"));
        assert_eq!(similar("passphrase_file").map(|key| key.name), Some("passphrase-file"));
        assert_eq!(similar("zzz"), None);
        assert_eq!((distance("abc", "abc"), distance("abc", "xbcd")), (0, 2));
    }
}
