//! Patterns in place of files, for all verbs that take several.

use std::fs;

use crate::office::Office;

fn office() -> Office {
    let office = Office::new();
    fs::create_dir_all(office.path("in/deep")).unwrap();
    for name in ["in/a.pdf", "in/b.pdf", "in/deep/c.pdf"] {
        office.put(name, office.read("in.pdf"));
    }
    office.put("in/d.txt", "text");
    office
}

#[test]
fn every_verb_for_several_documents_takes_a_pattern() {
    let office = office();
    let said = office.sign(&["in/*.pdf", "--out-dir", "out"]);
    assert_eq!(said.status, 0, "{said:?}");
    assert_eq!(office.names("out"), ["a.pdf", "b.pdf"]);
    let said = office.sign(&["in/**/*.pdf", "--out-dir", "all"]);
    assert_eq!((said.status, office.names("all").len()), (0, 3), "{said:?}");
    let said = office.kyso(&["verify", "o*/[ab].*", "--trust", "root.pem", "-q"]);
    assert_eq!((said.status, said.out.lines().count()), (0, 2), "{said:?}");
    for verb in ["extend", "timestamp"] {
        let call = [verb, "in/*.doc", "--out-dir", "x", "--tsa", "http://127.0.0.1:9"];
        let level = if verb == "extend" { &["--level", "t"][..] } else { &[] };
        office.kyso(&[&call[..], level].concat()).complains(5, &["in/*.doc", "pattern"]);
    }
    let said = office.sign(&["in/?.*", "-o", "both.asice"]);
    assert_eq!(said.status, 0, "{said:?}");
    let said = office.kyso(&["inspect", "both.asice", "--json"]);
    assert!(["a.pdf", "b.pdf", "d.txt"].iter().all(|name| said.out.contains(name)), "{said:?}");
}

#[test]
fn a_pattern_that_nothing_fits_is_named_and_the_rest_goes_on() {
    let office = office();
    office.sign(&["in/*.doc", "--out-dir", "out"]).complains(5, &["in/*.doc"]);
    let said = office.sign(&["in/*.doc", "in/a*.pdf", "--out-dir", "out"]);
    assert_eq!(said.status, 5, "{said:?}");
    assert_eq!(office.names("out"), ["a.pdf"]);
    office.sign(&["in/a.pdf", "in/a*.pdf", "--out-dir", "o"]).complains(2, &["in/a.pdf"]);
}

#[test]
fn what_is_called_like_a_pattern_is_meant_itself() {
    let office = office();
    office.put("in/[ab].pdf", office.read("in.pdf"));
    let said = office.sign(&["in/[ab].pdf", "--out-dir", "out"]);
    assert_eq!(said.status, 0, "{said:?}");
    assert_eq!(office.names("out"), ["[ab].pdf"]);
}

/// Nor does a file that is gone become another one.
#[test]
fn brackets_alone_are_part_of_a_name() {
    let office = Office::new();
    fs::create_dir(office.path("g1")).unwrap();
    for name in ["g1/r1.pdf", "g1/r2.pdf"] {
        fs::copy(office.path("in.pdf"), office.path(name)).unwrap();
    }
    office
        .sign(&["g1/r[1].pdf", "--out-dir", "out"])
        .complains(5, &["g1/r[1].pdf", "no such file"]);
    assert!(!office.has("out"));
    let said = office.sign(&["g1/r[1].p*", "--out-dir", "out"]);
    assert_eq!((said.status, office.names("out")), (0, vec!["r1.pdf".to_owned()]), "{said:?}");
}
