//! One file, one verdict: however it comes to the command, and as the library has it.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use kyso::{Document, Policy, Source, Time, TrustAnchors, Verifier, limits};
use kyso_testkit::attacks::flip;
use kyso_testkit::pdf::large_pdf;
use kyso_testkit::pdf_attacks;
use kyso_testkit::server::Services;
use kyso_testkit::xml::large_xml;
use kyso_testkit::{KeyKind, Pki};
use serde_json::Value;

use crate::office::{Office, said};

/// Files, each with the status that `verify` must have, where that is one alone.
fn files(office: &Office, tsa: &str, pki: &Pki) -> Vec<(String, Option<i32>)> {
    let signed = office.signed("good.pdf");
    office.put("altered.pdf", flip(&signed, 100));
    office.signed_xml("good.xml");
    let xml = String::from_utf8(office.read("good.xml")).unwrap();
    let end = xml.rfind("</").unwrap();
    office.put("altered.xml", format!("{}<x/>{}", &xml[..end], &xml[end..]));
    let lta = office.sign(&["in.pdf", "-o", "lta.pdf", "--level", "lta", "--tsa", tsa]);
    assert_eq!(lta.status, 0, "{lta:?}");
    let lta = office.sign(&["in.xml", "-o", "lta.xml", "--level", "lta", "--tsa", tsa]);
    assert_eq!(lta.status, 0, "{lta:?}");
    // Beyond what is kept in memory of either format.
    let beyond = limits::MAX_XML_WHOLE_BYTES + (1 << 20);
    large_pdf(&office.path("large-in.pdf"), beyond).unwrap();
    large_xml(&office.path("large-in.xml"), beyond).unwrap();
    for kind in ["pdf", "xml"] {
        let (from, to) = (format!("large-in.{kind}"), format!("large.{kind}"));
        let said = office.sign(&[&from, "-o", &to]);
        assert_eq!(said.status, 0, "{said:?}");
        let mut bytes = office.read(&to);
        assert!(bytes.len() as u64 > limits::MAX_XML_WHOLE_BYTES);
        let middle = bytes.len() / 2;
        let digit = middle + bytes[middle..].iter().position(u8::is_ascii_digit).unwrap();
        bytes[digit] = if bytes[digit] == b'9' { b'8' } else { bytes[digit] + 1 };
        office.put(&format!("large-altered.{kind}"), bytes);
    }
    let mut files: Vec<_> = [
        ("in.pdf", 3),
        ("good.pdf", 4),
        ("altered.pdf", 1),
        ("good.xml", 4),
        ("altered.xml", 1),
        ("lta.pdf", 0),
        ("lta.xml", 0),
        ("large.pdf", 4),
        ("large.xml", 4),
        ("large-altered.pdf", 1),
        ("large-altered.xml", 1),
    ]
    .map(|(name, status)| (name.to_owned(), Some(status)))
    .into();
    for (number, attack) in pdf_attacks::attacks(pki).into_iter().step_by(300).enumerate() {
        let name = format!("attack-{number}.pdf");
        office.put(&name, &attack.bytes);
        files.push((name, None));
    }
    files
}

fn without_name(text: &[u8]) -> Value {
    let mut value: Value = serde_json::from_slice(text).unwrap();
    value.as_object_mut().unwrap().remove("file");
    // A complaint begins with the name.
    if let Some(error) = value.get_mut("error").and_then(Value::as_object_mut) {
        error.remove("message");
    }
    value
}

/// What the library says, of the bytes and of the file.
fn of_library(path: &Path, policy: &Policy, now: Time) -> Vec<(&'static str, Value)> {
    let verifier = Verifier::new(policy);
    let json = |report: kyso::Report| without_name(report.to_json("x").to_string().as_bytes());
    let bytes = fs::read(path).unwrap();
    let judged = |source: Source| json(verifier.verify_source(&source, now).unwrap());
    let mut all = vec![
        ("library, bytes", judged(Source::from_bytes(bytes.clone()))),
        ("library, file", judged(Source::open(path).unwrap())),
    ];
    // A file whose structure is broken does not open, and is judged by its traces.
    if let (Ok(kept), Ok(opened)) = (Document::from_bytes(bytes), Document::open(path)) {
        all.push(("library, document in memory", json(verifier.verify(&kept, now))));
        all.push(("library, document", json(verifier.verify(&opened, now))));
    }
    all
}

#[test]
fn a_verdict_does_not_depend_on_how_the_file_came() {
    let (services, pki) = Services::mint(KeyKind::P256).unwrap();
    let office = Office::with(&pki.signer);
    let files = files(&office, &services.urls().tsa(), &pki);
    let anchors = TrustAnchors::from_bytes(&office.read("root.pem")).unwrap();
    let policy = Policy::baseline(anchors);
    let made = Command::new("mkfifo").arg(office.path("pipe")).status();
    assert!(made.unwrap().success());
    let now = Time::from(std::time::SystemTime::now());
    let at = now.to_string();
    for (name, status) in files {
        let trust = ["--json", "--trust", "root.pem", "--offline", "--at", &at];
        let call = |file: &str| office.command(&[&["verify", file], trust.as_slice()].concat());
        let bytes = office.read(&name);
        let by_name = said(call(&name).output().unwrap());
        let expected = without_name(by_name.out.as_bytes());
        if let Some(status) = status {
            assert_eq!(by_name.status, status, "{name}: {by_name:?}");
        }
        let from_file = fs::File::open(office.path(&name)).unwrap();
        let redirected = call("-").stdin(Stdio::from(from_file)).output().unwrap();
        let piped = office.kyso_reading(&bytes, &[&["verify", "-"], trust.as_slice()].concat());
        let from_fifo = std::thread::scope(|scope| {
            let fifo = office.path("pipe");
            scope.spawn(|| fs::write(fifo, &bytes).unwrap());
            call("pipe").stdin(Stdio::null()).output().unwrap()
        });
        for (way, output) in [("< file", redirected), ("| pipe", piped), ("fifo", from_fifo)] {
            assert_eq!(output.status.code(), Some(by_name.status), "{name} {way}");
            assert_eq!(without_name(&output.stdout), expected, "{name} {way}");
        }
        if expected.get("error").is_some() {
            let source = Source::from_bytes(bytes);
            assert!(Verifier::new(&policy).verify_source(&source, now).is_err(), "{name}");
            continue;
        }
        for (way, judged) in of_library(&office.path(&name), &policy, now) {
            assert_eq!(judged, expected, "{name} {way}");
        }
    }
}
