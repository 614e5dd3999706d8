//! Policies as files: every key is known and explained, nothing else is.

use std::collections::BTreeSet;

use kyso::policy::PolicyError;
use kyso::{Policy, TrustAnchors};

/// The file that has every key.
const EVERY_KEY: &str = include_str!("../../../../docs/policy.toml");

fn read(text: &str) -> Result<Policy, PolicyError> {
    Policy::from_toml(text, TrustAnchors::new())
}

#[test]
fn the_documented_file_is_read() {
    let policy = read(EVERY_KEY).unwrap();
    assert_eq!(policy.name(), "van-thu-so-abc");
}

/// The keys that the reader knows in a table, as it says itself when it meets another.
fn known(table: &str) -> BTreeSet<String> {
    let text = match table {
        "" => "name = \"x\"\nzzz = 1".to_owned(),
        "note" => "name = \"x\"\n[[note]]\nzzz = 1".to_owned(),
        _ => format!("name = \"x\"\n[{table}]\nzzz = 1"),
    };
    let PolicyError::Syntax { message, .. } = read(&text).unwrap_err() else { panic!("{table}") };
    let quoted = message.split('`').skip(1).step_by(2);
    quoted.filter(|word| *word != "zzz").map(str::to_owned).collect()
}

#[test]
fn the_documented_file_has_every_key() {
    let file: toml::Table = toml::from_str(EVERY_KEY).unwrap();
    let keys = |table: &toml::Table| table.keys().cloned().collect::<BTreeSet<_>>();
    assert_eq!(keys(&file), known(""));
    for (name, value) in &file {
        let table = match value {
            toml::Value::Table(table) => table,
            toml::Value::Array(all) => all[0].as_table().unwrap(),
            _ => continue,
        };
        assert_eq!(keys(table), known(name), "{name}");
    }
    let widened = file["dangerous"]["algorithms"].as_table().unwrap();
    assert_eq!(keys(widened), known("dangerous.algorithms"));
}

#[test]
fn a_key_that_is_not_known_is_refused_with_its_line() {
    for (text, at) in [
        ("name = \"x\"\nbasis = \"y\"", 2),
        ("name = \"x\"\n\n[trust]\ndomain = [\"a\"]", 4),
        // Widenings stand under [dangerous] and nowhere else.
        ("name = \"x\"\n[time]\nclaimed-time = true", 3),
        ("name = \"x\"\n[dangerous]\nanything = true", 3),
        ("name = \"x\"\n[trust]\ndomains = [\"Công vụ\"]", 3),
        ("name = \"x\"\n[revocation]\ngrace = -1", 3),
        ("name = \"x\"\n[later-changes]\nform-filling = 3", 3),
        ("name = 3", 1),
        ("name = \"x\"\nname = \"y\"", 2),
    ] {
        let PolicyError::Syntax { line, .. } = read(text).unwrap_err() else { panic!("{text}") };
        assert_eq!(line, Some(at), "{text}");
    }
}

#[test]
fn a_value_that_means_nothing_is_refused() {
    for text in [
        "name = \"\"",
        "name = \"a\\u001b[2J\"",
        "name = \"x\"\nbase = \"khong-co\"",
        // A report would take the weaker one for the shipped one.
        "name = \"cong-vu\"",
        "name = \"x\"\n[algorithms]\nrequired = [\"tt-1999\"]",
        "name = \"x\"\n[algorithms]\nadvised = [\"\"]",
        "name = \"x\"\n[algorithms.digests]\nsha-256 = \"never\"",
        "name = \"x\"\n[algorithms.digests]\nsha256 = \"soon\"",
        "name = \"x\"\n[algorithms.rsa-bits]\nlong = \"never\"",
        "name = \"x\"\n[dangerous.algorithms.curves]\np-999 = \"always\"",
        "name = \"x\"\n[path]\npolicies = [\"one\"]",
        "name = \"x\"\n[signer]\nextended-key-usage = [\"1\"]",
    ] {
        assert!(matches!(read(text).unwrap_err(), PolicyError::Value { .. }), "{text}");
    }
    let long = format!("name = \"x\"\n#{}", "x".repeat(70_000));
    assert!(matches!(read(&long).unwrap_err(), PolicyError::TooLong { .. }));
}

#[test]
fn shipped_policies_are_read_under_their_names_and_say_what_they_rest_on() {
    let names: Vec<_> = Policy::preset_names().collect();
    assert_eq!(names, ["baseline", "cong-cong", "cong-vu"]);
    for name in names {
        let policy = read(Policy::preset_text(name).unwrap()).unwrap();
        assert_eq!(policy.name(), name);
        assert!(!policy.notes().is_empty(), "{name}");
        for note in policy.notes() {
            assert!(["A", "B", "B2", "C"].contains(&note.mark.as_str()), "{name}");
        }
    }
    assert!(Policy::preset("khong-co", TrustAnchors::new()).is_none());
}
