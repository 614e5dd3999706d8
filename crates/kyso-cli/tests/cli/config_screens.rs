//! What `kyso config` shows, in both languages: `tests/screens/config-*.txt`. KYSO_BLESS=1 writes
//! what is seen now.

use std::fs;
use std::path::Path;

use crate::config::{configure, text};
use crate::office::Office;

const MINE: &str = "pkcs11 = \"pkcs11:token=Office\"\nlevel = \"lta\" # always\n\
    tsa = [\"https://tsa.example\", \"https://tsa2.example\"]\nimage = \"hand.png\"\n";

const FIRST: &[&str] = &[
    "path",
    "get tsa",
    "set p12 me.p12",
    "set chain ca.pem",
    "set level lt",
    "get level",
    "unset level",
    "unset level",
    "init",
];

const SHOW: &[&str] = &["show", "show --origin", "show --origin --no-config"];

const REFUSED: &[&str] = &[
    "set p12 me.p12",
    "set pin 1234",
    "set imagee x",
    "set nope x",
    "set level x",
    "set level b t",
    "set offline 1",
    "set timeout x",
    "set pkcs11 token=A",
    "set tsa https://a:b@tsa.example",
    "set",
    "get nope",
];

const FAULTS: &[&str] = &[
    "lang = vi",
    "nonsense = 1",
    "imagee = \"x\"",
    "pin = \"1\"",
    "p12 = 1",
    "trust = 1",
    "timeout = \"9\"",
    "timeout = -1",
    "offline = 1",
    "p12 = \"\"",
    "level = \"x\"",
    "pkcs11 = \"token=A\"",
    "tsa = \"https://a:b@tsa.example\"",
    "p12 = \"a\"\nremote = \"b\"",
];

/// What each file shows, in an office with a configuration or without one.
fn screen(name: &str, lang: &str) -> String {
    let office = Office::new();
    office.put("me.p12", "");
    let all = |calls: &[&str]| calls.iter().map(|call| seen(&office, lang, call)).collect();
    match name {
        "config-first" => all(FIRST),
        "config-init" => {
            let said: String = all(&["init"]);
            said + &text(&office)
        }
        "config-faults" => {
            let one = |fault: &&str| {
                configure(&office, fault);
                let shown: String = fault.lines().map(|line| format!("> {line}\n")).collect();
                shown + &seen(&office, lang, "show")
            };
            FAULTS.iter().map(one).collect()
        }
        other => {
            configure(&office, MINE);
            all(if other == "config-show" { SHOW } else { REFUSED })
        }
    }
}

#[test]
fn the_screens_are_as_shown() {
    let names = ["config-first", "config-init", "config-faults", "config-show", "config-refused"];
    for (name, lang) in names.into_iter().flat_map(|name| [(name, "en"), (name, "vi")]) {
        compare(&format!("{name}.{lang}.txt"), &screen(name, lang));
    }
}

/// A call with all that it says.
fn seen(office: &Office, lang: &str, call: &str) -> String {
    let words: Vec<&str> = call.split(' ').collect();
    let said = office.kyso(&[&["config"], words.as_slice(), &["--lang", lang]].concat());
    let place = office.path("").display().to_string();
    let plain = |text: &str| {
        let text = text.replace(place.trim_end_matches('/'), "HERE");
        text.lines().map(narrow).collect::<String>()
    };
    format!("$ kyso config {call}\n{}{}= {}\n\n", plain(&said.out), plain(&said.err), said.status)
}

/// Columns are as wide as the place is long.
fn narrow(line: &str) -> String {
    match line.split_once("  ") {
        Some((name, rest)) if !name.is_empty() => {
            let columns = rest.split("  ").map(str::trim).filter(|column| !column.is_empty());
            format!("{name}  {}\n", columns.collect::<Vec<&str>>().join("  "))
        }
        _ => format!("{line}\n"),
    }
}

fn compare(name: &str, screen: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/screens").join(name);
    if std::env::var_os("KYSO_BLESS").is_some() {
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, screen).unwrap();
    }
    let stored = fs::read_to_string(&file).unwrap_or_default();
    assert_eq!(stored, screen, "{name}: KYSO_BLESS=1 cargo test -p kyso-cli --test cli config");
}
