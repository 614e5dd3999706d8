//! `prepare` and `complete`: the key is elsewhere.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use kyso_testkit::{Hash, KeyKind, Pki, Template};

use crate::office::Office;

#[test]
fn a_value_made_elsewhere_completes_the_signature() {
    for kind in [KeyKind::P256, KeyKind::Rsa2048, KeyKind::Ed25519] {
        let signer = Pki::new(kind).signer;
        let office = Office::with(&signer);
        let call = ["prepare", "in.pdf", "-o", "state", "--tbs", "tbs", "--json"];
        let chain = ["--cert", "cert.pem", "--chain", "chain.pem"];
        let said = office.kyso(&[call.as_slice(), &chain].concat());
        assert_eq!(said.status, 0, "{said:?}");
        let prepared = &said.json()[0];
        let message = office.read("tbs");
        if kind != KeyKind::Ed25519 {
            let digest: String =
                Hash::Sha256.of(&message).iter().map(|b| format!("{b:02x}")).collect();
            assert_eq!(prepared["digest"], digest);
        }
        let value = signer.sign(kind.default_algorithm(), &message);
        office.put("raw", &value);
        office.put("base64", STANDARD.encode(&value));
        for form in ["raw", "base64"] {
            let out = format!("{form}.pdf");
            let said = office.kyso(&["complete", "state", "--signature", form, "-o", &out]);
            assert_eq!(said.status, 0, "{kind:?}: {said:?}");
            let said = office.kyso(&["verify", &out, "--trust", "root.pem"]);
            assert_eq!(said.status, 0, "{kind:?}: {said:?}");
        }
    }
}

#[test]
fn the_two_outputs_are_two_and_come_together() {
    let office = Office::new();
    let prepare = |state, tbs| {
        let call = ["prepare", "in.pdf", "--cert", "cert.pem", "-o", state, "--tbs", tbs];
        office.kyso(&call)
    };
    prepare("x", "x").complains(2, &["x", "--tbs"]);
    prepare("x", "./x").complains(2, &["x", "--tbs"]);
    prepare("-", "-").complains(2, &["--tbs"]);
    prepare("x", "no/such/tbs").complains(5, &["no/such/tbs"]);
    assert!(!office.has("x"));
}

/// A key elsewhere is held to the rules of one at hand.
#[test]
fn what_sign_refuses_prepare_refuses() {
    let pki = Pki::new(KeyKind::P256);
    let office =
        Office::with(&pki.issue(
            KeyKind::P256,
            &Template::signer(kyso_testkit::Dn::new().cn("Hết hạn")).expired(),
        ));
    let call = ["prepare", "in.pdf", "--cert", "cert.pem", "-o", "state"];
    office.kyso(&call).complains(6, &["expired"]);
    office.kyso(&[&call[..], &["--digest", "sha512"]].concat()).complains(2, &["ecdsa-sha256"]);
    let said = office.kyso(&[&call[..], &["--allow-expired"]].concat());
    assert!(said.status == 0 && said.err.contains("warning"), "{said:?}");
}

#[test]
fn a_wrong_value_or_state_never_becomes_a_document() {
    let office = Office::new();
    // The signer's certificate last: its place in the file does not matter.
    office.put("all.pem", [office.read("chain.pem"), office.read("cert.pem")].concat());
    let call = ["prepare", "in.pdf", "--cert", "all.pem", "-o", "state"];
    assert_eq!(office.kyso(&call).status, 0);
    office.kyso(&call).complains(5, &["state", "--force"]);
    office.put("value", [7; 72]);
    let complete =
        |state| office.kyso(&["complete", state, "--signature", "value", "-o", "out.pdf"]);
    complete("state").complains(5, &["value"]);
    complete("in.pdf").complains(5, &["in.pdf"]);
    complete("missing").complains(5, &["missing"]);
    assert!(!office.has("out.pdf"));
}

/// Prepared by one process, which is killed before it ends, and completed by another; a state or a
/// value of another document never becomes a document.
#[cfg(unix)]
#[test]
fn the_first_process_may_be_killed_and_a_state_of_another_document_is_refused() {
    let signer = Pki::new(KeyKind::P256).signer;
    let office = Office::with(&signer);
    let made = std::process::Command::new("mkfifo").arg(office.path("pipe")).status();
    assert!(made.unwrap().success());
    // It has written its state and waits for a reader of the bytes to be signed: there is none.
    let chain = ["--cert", "cert.pem", "--chain", "chain.pem"];
    let call = [&["prepare", "in.pdf", "-o", "state", "--tbs", "pipe"][..], &chain].concat();
    let mut child = office.command(&call).spawn().unwrap();
    while !office.has("state") {
        assert!(child.try_wait().unwrap().is_none(), "it ended by itself");
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    // Another document, prepared by the same key.
    office.put("other.pdf", kyso_testkit::pdf::pdf(kyso_testkit::pdf::PdfKind::XrefStream));
    let call =
        [&["prepare", "other.pdf", "-o", "other", "--tbs", "other.tbs"][..], &chain].concat();
    assert_eq!(office.kyso(&call).status, 0);
    let value = signer.sign(KeyKind::P256.default_algorithm(), &office.read("other.tbs"));
    office.put("other.value", value);
    let complete =
        |state, value| office.kyso(&["complete", state, "--signature", value, "-o", "out.pdf"]);
    complete("state", "other.value").complains(5, &["other.value"]);
    // The state of one with the bytes of the other: it is bound to its document by digest.
    let (mine, others) = (office.read("state"), office.read("other"));
    let at = |bytes: &[u8], what: &[u8]| bytes.windows(what.len()).position(|w| w == what).unwrap();
    let (document, other) = (office.read("in.pdf"), office.read("other.pdf"));
    let (begin, start) = (at(&mine, &document[..64]), at(&others, &other[..64]));
    let mixed = [&mine[..begin], &others[start..]].concat();
    office.put("mixed", mixed);
    let changed = [&mine[..begin + 20], b"%%", &mine[begin + 22..]].concat();
    office.put("changed", changed);
    for wrong in ["mixed", "changed"] {
        complete(wrong, "other.value").complains(5, &[]);
    }
    assert!(!office.has("out.pdf"));
    // The value for the state of the process that was killed: what is to be signed is in it.
    let prepared = kyso::Prepared::open(office.path("state")).unwrap();
    let value = signer.sign(KeyKind::P256.default_algorithm(), prepared.to_be_signed().message());
    office.put("value", &value);
    complete("changed", "value").complains(5, &[]);
    let said = complete("state", "value");
    assert_eq!(said.status, 0, "{said:?}");
    assert_eq!(office.kyso(&["verify", "out.pdf", "--trust", "root.pem"]).status, 0);
}
