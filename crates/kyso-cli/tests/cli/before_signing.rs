//! See what you sign: the screen at a terminal before a key is used.

use std::fs;
use std::process::Command;

use kyso_testkit::{KeyKind, P12Kind, Pki};
#[cfg(target_os = "linux")]
use rustix::fs::{FileType, Mode};

use crate::office::Office;
use crate::screen::is_as_blessed;
use crate::terminal::{Seen, Step, at_terminal};

const ASKED: &str = "[y/N]";
const ASKED_VI: &str = "[c/K]";

fn signing(office: &Office, arguments: &[&str]) -> Command {
    let mut command = office.signing(arguments);
    command.env("KYSO_STATE", office.path("state")).env("NO_COLOR", "1");
    command
}

fn answered(office: &Office, arguments: &[&str], answer: &str) -> Seen {
    let asked = if arguments.contains(&"vi") { ASKED_VI } else { ASKED };
    at_terminal(signing(office, arguments), &[Step::Type(asked, answer)])
}

fn sha256(office: &Office, name: &str) -> String {
    let digest = kyso::crypto::digest(kyso::DigestAlgorithm::Sha256, &office.read(name));
    digest.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Papers in `in`, by number.
fn papers(count: usize) -> Office {
    let office = Office::new();
    fs::create_dir(office.path("in")).unwrap();
    for i in 1..=count {
        fs::copy(office.path("in.pdf"), office.path("in").join(format!("{i:02}.pdf"))).unwrap();
    }
    office
}

/// What changes from one run to the next, by its name: 64 digits are a digest, fewer a serial.
fn without_chance(text: &str) -> String {
    let hex = |c: char| c.is_ascii_digit() || ('a'..='f').contains(&c);
    let word = |word: &str| {
        let digits = word.trim_end_matches('…');
        match digits.len() {
            64 if digits.chars().all(hex) => "<sha256>".to_owned(),
            14..=48 if digits.chars().all(hex) => word.replace(digits, "<hex>"),
            _ => word.to_owned(),
        }
    };
    let line = |line: &str| {
        let words: Vec<String> = line.split(' ').map(word).collect();
        let line = words.join(" ");
        match line.split_once("Certificate until").or(line.split_once("có hiệu lực đến")) {
            Some((before, after)) => {
                let label = &line[before.len()..line.len() - after.len()];
                format!("{before}{label}  <time>")
            }
            None => line,
        }
    };
    let lines: Vec<String> = text.lines().map(|one| line(one.trim_end())).collect();
    lines.join("\n") + "\n"
}

fn is_screen(name: &str, lang: &str, text: &str) {
    is_as_blessed(name, lang, &without_chance(text));
}

#[test]
fn one_document_is_shown_and_a_yes_signs_it() {
    let office = Office::new();
    let seen = answered(&office, &["in.pdf", "-o", "out.pdf", "--reason", "Đồng ý"], "y");
    assert_eq!(seen.status, 0, "{}", seen.text);
    assert!(seen.text.contains(&sha256(&office, "in.pdf")), "{}", seen.text);
    is_screen("before-one", "en", &seen.text);
    let call = ["in.pdf", "-o", "hai.pdf", "--reason", "Đồng ý", "--lang", "vi"];
    let seen = answered(&office, &call, "c");
    assert_eq!(seen.status, 0, "{}", seen.text);
    is_screen("before-one", "vi", &seen.text);
    for name in ["out.pdf", "hai.pdf"] {
        assert_eq!(office.kyso(&["verify", name, "--trust", "root.pem"]).status, 0);
    }
}

#[test]
fn whatever_is_no_yes_signs_nothing() {
    let office = Office::new();
    for answer in ["", "n", "c", "không", "\u{4}"] {
        let seen = answered(&office, &["in.pdf", "-o", "out.pdf", "--json"], answer);
        assert_eq!(seen.status, 2, "{answer:?}: {}", seen.text);
        assert!(seen.text.contains("nothing was signed") && !office.has("out.pdf"));
        assert!(!seen.text.contains('{'), "{}", seen.text);
    }
    let seen = answered(&office, &["in.pdf", "-o", "out.pdf", "--lang", "vi"], "k");
    assert_eq!(seen.status, 2, "{}", seen.text);
    assert!(!office.has("out.pdf"));
    is_screen("before-declined", "vi", &seen.text);
}

#[test]
fn who_says_yes_beforehand_is_neither_shown_nor_asked() {
    let office = Office::new();
    for (name, yes) in [("a.pdf", "--yes"), ("b.pdf", "-y")] {
        let seen = at_terminal(signing(&office, &["in.pdf", "-o", name, yes]), &[]);
        assert_eq!(seen.status, 0, "{}", seen.text);
        assert_eq!(seen.text.lines().count(), 1, "{}", seen.text);
    }
}

#[test]
fn place_level_and_who_signed_before_are_shown() {
    let office = Office::new();
    assert_eq!(office.sign(&["in.pdf", "-o", "one.pdf"]).status, 0);
    let add = ["fields", "one.pdf"];
    assert_eq!(office.kyso(&add).status, 0);
    let call = ["one.pdf", "-o", "two.pdf", "--rect", "20mm,30mm,60mm,25mm", "--page", "1"];
    let call = [&call[..], &["--new-field=Văn thư", "--trust", "root.pem", "--text", "{signer}"]];
    for (lang, answer) in [("en", "n"), ("vi", "k")] {
        let seen = answered(&office, &[&call.concat()[..], &["--lang", lang]].concat(), answer);
        assert_eq!(seen.status, 2, "{}", seen.text);
        is_screen("before-signed", lang, &seen.text);
    }
    // Nobody is trusted without being named.
    let seen = answered(&office, &["one.pdf", "-o", "two.pdf", "--new-field"], "n");
    assert!(seen.text.contains("Nguyễn Thị Ánh: cannot be decided"), "{}", seen.text);
}

/// Between the screen and the answer somebody saves the document again.
#[test]
fn what_was_shown_is_what_is_signed() {
    let office = Office::new();
    let other = [&office.read("in.pdf")[..], b"% more\n"].concat();
    let change = || office.put("in.pdf", &other);
    let steps = [Step::Do(ASKED, &change), Step::Type(" ", "y")];
    let seen = at_terminal(signing(&office, &["in.pdf", "-o", "out.pdf"]), &steps[..]);
    assert_eq!(seen.status, 5, "{}", seen.text);
    assert!(!office.has("out.pdf"), "{}", seen.text);
    // In a batch, those beyond the ones that are listed too.
    let office = papers(12);
    let change = || office.put("in/12.pdf", &other);
    let steps = [Step::Do(ASKED, &change), Step::Type(" ", "y")];
    let seen = at_terminal(signing(&office, &["in", "--out-dir", "out"]), &steps[..]);
    assert_eq!(seen.status, 5, "{}", seen.text);
    assert_eq!(office.names("out").len(), 11, "{}", seen.text);
    assert!(!office.has("out/12.pdf"));
}

#[test]
fn of_many_the_first_are_listed_and_all_are_counted() {
    let office = papers(12);
    office.put("in/03.pdf", "no PDF");
    for (lang, answer) in [("en", "n"), ("vi", "k")] {
        let seen = answered(&office, &["in", "--out-dir", "out", "--lang", lang], answer);
        assert_eq!(seen.status, 2, "{}", seen.text);
        is_screen("before-many", lang, &seen.text);
        assert!(!office.has("out"));
    }
    let seen = answered(&office, &["in", "--out-dir", "out", "--plain"], "n");
    is_screen("before-many-plain", "en", &seen.text);
    let seen = answered(&office, &["in", "--out-dir", "out"], "y");
    assert_eq!((seen.status, office.names("out").len()), (5, 11), "{}", seen.text);
}

/// The documents before the passphrase; whose key it is after it, and before it is used.
#[test]
fn a_certificate_behind_a_passphrase_is_shown_after_it() {
    let signer = Pki::new(KeyKind::P256).signer;
    let office = Office::with(&signer);
    office.put("me.p12", signer.p12("x", P12Kind::Aes256));
    office.put("secret.txt", "x");
    let call = ["sign", "in.pdf", "-o", "out.pdf", "--p12", "me.p12"];
    let call = [&call[..], &["--passphrase-file", "secret.txt"]].concat();
    let seen = at_terminal(office.command(&call), &[Step::Type(ASKED, "y")]);
    assert_eq!(seen.status, 0, "{}", seen.text);
    let at = |word: &str| seen.text.find(word).unwrap_or_else(|| panic!("{word}: {}", seen.text));
    assert!(at("SHA-256") < at("Nguyễn Thị Ánh") && at("Nguyễn Thị Ánh") < at(ASKED));
}

#[cfg(target_os = "linux")]
#[test]
fn the_document_is_seen_before_a_passphrase_is_typed() {
    let signer = Pki::new(KeyKind::P256).signer;
    let office = Office::with(&signer);
    office.put("me.p12", signer.p12("mật khẩu", P12Kind::Aes256));
    // A passphrase is asked of the terminal that a process belongs to.
    let mut call = Command::new("setsid");
    call.args(["-w", "-c", env!("CARGO_BIN_EXE_kyso"), "sign", "in.pdf", "-o", "out.pdf"]);
    call.args(["--p12", "me.p12"]).current_dir(office.path("")).env("LC_ALL", "C");
    let steps = [
        Step::Do("SHA-256", &|| {}),
        Step::Type("Passphrase", "mật khẩu"),
        Step::Do("Nguyễn Thị Ánh", &|| {}),
        Step::Type(ASKED, "y"),
    ];
    let seen = at_terminal(call, &steps);
    assert_eq!(seen.status, 0, "{}", seen.text);
    assert!(!seen.text.contains("mật khẩu"), "{}", seen.text);
}

/// Whoever types on behind the passphrase has not seen what is asked then.
#[cfg(target_os = "linux")]
#[test]
fn what_was_typed_before_the_question_does_not_answer_it() {
    let office = Office::with(&Pki::new(KeyKind::P256).signer);
    office.put("me.p12", Pki::new(KeyKind::P256).signer.p12("mật khẩu", P12Kind::Aes256));
    let mut call = Command::new("setsid");
    call.args(["-w", "-c", env!("CARGO_BIN_EXE_kyso"), "sign", "in.pdf", "-o", "out.pdf"]);
    call.args(["--p12", "me.p12"]).current_dir(office.path("")).env("LC_ALL", "C");
    let steps = [Step::Type("Passphrase", "mật khẩu\ny"), Step::Type(ASKED, "n")];
    let seen = at_terminal(call, &steps);
    assert_eq!(seen.status, 2, "{}", seen.text);
    assert!(!office.has("out.pdf"), "{}", seen.text);
}

#[cfg(target_os = "linux")]
#[test]
fn a_pipe_is_not_emptied_by_showing_it() {
    let office = Office::new();
    let pipe = office.path("pipe.pdf");
    let mode = Mode::RUSR | Mode::WUSR;
    rustix::fs::mknodat(rustix::fs::CWD, &pipe, FileType::Fifo, mode, 0).unwrap();
    let bytes = office.read("in.pdf");
    let writer = std::thread::spawn(move || fs::write(pipe, bytes).unwrap());
    let seen = answered(&office, &["pipe.pdf", "-o", "out.pdf"], "y");
    assert_eq!(seen.status, 0, "{}", seen.text);
    writer.join().unwrap();
    assert_eq!(office.kyso(&["verify", "out.pdf", "--trust", "root.pem"]).status, 0);
}
