//! How far a batch is: a bar at a terminal, and nothing drawn for who asked for plain lines.

use std::fs;

use crate::office::Office;
use crate::terminal::{Seen, at_terminal};

fn signed(office: &Office, to: &str, options: &[&str]) -> Seen {
    let call = [&["in", "--out-dir", to, "--yes"][..], options].concat();
    let mut command = office.signing(&call);
    command.env("KYSO_STATE", office.path("state"));
    at_terminal(command, &[])
}

fn papers() -> Office {
    let office = Office::new();
    fs::create_dir(office.path("in")).unwrap();
    for i in 0..150 {
        fs::copy(office.path("in.pdf"), office.path("in").join(format!("{i:03}.pdf"))).unwrap();
    }
    office
}

#[test]
fn a_bar_tells_count_rate_and_time_left_and_goes_away() {
    let office = papers();
    let seen = signed(&office, "out", &[]);
    assert_eq!((seen.status, office.names("out").len()), (0, 150));
    assert!(seen.text.contains(" of 150, ") && seen.text.contains(" left"), "{}", seen.text);
    assert!(seen.text.contains("[#"), "{}", seen.text);
    let whole = |line: &&str| line.contains("in/") && line.ends_with(')');
    assert_eq!(seen.text.lines().filter(whole).count(), 150, "{}", seen.text);
    let last = seen.text.lines().last().unwrap_or_default();
    assert!(last.contains("150 signed"), "{last:?}");
    let seen = signed(&office, "hai", &["--lang", "vi"]);
    assert!(seen.text.contains("/150, ") && seen.text.contains("mỗi giây, còn"), "{}", seen.text);
}

#[test]
fn plain_and_quiet_draw_nothing() {
    let office = papers();
    let seen = signed(&office, "out", &["--plain", "--color", "always"]);
    assert_eq!(seen.status, 0, "{}", seen.text);
    assert!(!seen.text.contains('\u{1b}') && !seen.text.contains('\r'), "{}", seen.text);
    assert_eq!(seen.text.lines().count(), 151, "{}", seen.text);
    let seen = signed(&office, "two", &["--quiet"]);
    assert_eq!((seen.status, seen.text.as_str()), (0, ""));
}

#[test]
fn without_a_terminal_nothing_is_drawn() {
    let office = papers();
    let said = office.sign(&["in", "--out-dir", "out"]);
    assert_eq!((said.status, said.err.lines().count()), (0, 1), "{said:?}");
    let said = office.kyso(&["verify", "out/000.pdf", "--trust", "root.pem", "--plain"]);
    assert!(said.out.lines().any(|line| line == "Signer: Nguyễn Thị Ánh"), "{said:?}");
}
