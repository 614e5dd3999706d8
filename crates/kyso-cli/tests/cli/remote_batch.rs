//! A batch at a remote service ends as every other: with how many were signed, and how to go on.

use kyso_testkit::KeyKind;
use kyso_testkit::server::remote::{RemoteFault, RemoteSettings};

use crate::remote::{Away, settings};

#[test]
fn a_batch_says_how_many_were_signed_and_goes_on() {
    let away = Away::new(KeyKind::P256, settings());
    away.office.put("bad.pdf", "text");
    let call = ["in.pdf", "bad.pdf", "in.xml", "--out-dir", "out"];
    let said = away.sign(&call);
    assert_eq!(said.status, 5, "{said:?}");
    assert!(said.err.contains("2 signed, 1 failed, 0 not begun"), "{said:?}");
    assert!(said.err.contains("--resume"), "{said:?}");
    away.office.put("bad.pdf", away.office.read("in.pdf"));
    let asked = away.server.requests("credentials/authorize");
    let said = away.sign(&[&call[..], &["--resume"]].concat());
    assert_eq!(said.status, 0, "{said:?}");
    assert!(said.err.contains("1 signed, 0 failed"), "{said:?}");
    assert_eq!(away.server.requests("credentials/authorize"), asked + 1);
    for name in ["out/in.pdf", "out/bad.pdf", "out/in.xml"] {
        away.passes(name);
    }
}

#[test]
fn what_was_not_begun_is_counted() {
    let away = Away::new(KeyKind::P256, RemoteSettings { multisign: 1, ..settings() });
    away.server.fault_times("credentials/authorize", RemoteFault::RateLimit(0), 3);
    away.office.put("two.pdf", away.office.read("in.pdf"));
    let said = away.sign(&["in.pdf", "two.pdf", "in.xml", "--out-dir", "out", "--fail-fast"]);
    assert_eq!(said.status, 6, "{said:?}");
    assert!(said.err.contains("0 signed, 1 failed, 2 not begun"), "{said:?}");
    // Nothing to go on from.
    assert!(!said.err.contains("repeat the call with --resume"), "{said:?}");
}

#[test]
fn one_document_needs_no_sum() {
    let away = Away::new(KeyKind::P256, settings());
    let said = away.sign(&["in.pdf", "-o", "out.pdf"]);
    assert!(said.status == 0 && !said.err.contains("not begun"), "{said:?}");
}
