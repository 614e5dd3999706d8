//! `--key-command`: another program has the key.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use kyso_testkit::{Identity, KeyKind, Pki, SigAlg};

use crate::office::{Office, Said, said};

/// An office whose key is used by the script `program`.
struct Elsewhere {
    office: Office,
    signer: Identity,
}

/// How a program writes a value.
type Form = fn(Vec<u8>) -> Vec<u8>;

/// Asks this test for each value: puts the digest down, waits for the value.
const ASKS: &str = "printf '%s %s %s' \"$KYSO_SIGNATURE_ALGORITHM\" \"$KYSO_DIGEST\" \"$*\" > asked
cat > digest.part
mv digest.part digest
while [ ! -e value ]; do sleep 0.01; done
rm digest
cat value
rm value
";

impl Elsewhere {
    fn new(kind: KeyKind, script: &str) -> Self {
        let signer = Pki::new(kind).signer;
        let elsewhere = Self { office: Office::with(&signer), signer };
        elsewhere.program("program", script);
        elsewhere
    }

    fn program(&self, name: &str, script: &str) {
        self.office.put(name, format!("#!/bin/sh\n{script}"));
        let path = self.office.path(name);
        fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
    }

    fn call(&self, arguments: &[&str]) -> std::process::Command {
        let key = ["--key-command", "./program", "--cert", "cert.pem", "--chain", "chain.pem"];
        let mut command = self.office.command(&[&["sign"], arguments, &key].concat());
        command.stdin(std::process::Stdio::null());
        command
    }

    fn sign(&self, arguments: &[&str]) -> Said {
        said(self.call(arguments).output().unwrap())
    }

    /// Signs while the script asks here; `form` turns the value into what it writes.
    fn answered(&self, arguments: &[&str], algorithm: SigAlg, form: Form) -> Said {
        let mut command = self.call(arguments);
        command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
        let mut child = command.spawn().unwrap();
        let begun = Instant::now();
        while child.try_wait().unwrap().is_none() {
            assert!(begun.elapsed() < Duration::from_secs(60), "it does not end");
            if self.office.has("digest") && !self.office.has("value") {
                let digest = self.office.read("digest");
                let value = match algorithm {
                    SigAlg::Ed25519 => self.signer.sign(algorithm, &digest),
                    _ => self.signer.key.sign_digest(algorithm, &digest),
                };
                self.office.put("value.part", form(value));
                fs::rename(self.office.path("value.part"), self.office.path("value")).unwrap();
                // Until it has been taken.
                while self.office.has("value") && child.try_wait().unwrap().is_none() {
                    std::thread::sleep(Duration::from_millis(5));
                }
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        said(child.wait_with_output().unwrap())
    }

    fn passes(&self, name: &str) {
        let said = self.office.kyso(&["verify", name, "--trust", "root.pem"]);
        assert_eq!(said.status, 0, "{name}: {said:?}");
    }
}

fn raw(value: Vec<u8>) -> Vec<u8> {
    value
}

/// r and s of ECDSA one after the other, 32 bytes each.
fn fixed(der: Vec<u8>) -> Vec<u8> {
    let mut fixed = Vec::new();
    let mut rest = &der[2..];
    for _ in 0..2 {
        let (number, after) = rest[2..].split_at(usize::from(rest[1]));
        let digits = &number[number.len().saturating_sub(32)..];
        fixed.extend(std::iter::repeat_n(0, 32 - digits.len()));
        fixed.extend_from_slice(digits);
        rest = after;
    }
    fixed
}

#[test]
fn pdf_and_xml_are_signed_by_another_program() {
    for kind in [KeyKind::Rsa2048, KeyKind::P256, KeyKind::Ed25519] {
        let elsewhere = Elsewhere::new(kind, ASKS);
        for file in ["in.pdf", "in.xml"] {
            if kind == KeyKind::Ed25519 && file == "in.xml" {
                continue;
            }
            let out = format!("out-{file}");
            let said = elsewhere.answered(&[file, "-o", &out], kind.default_algorithm(), raw);
            assert_eq!(said.status, 0, "{kind:?} {file}: {said:?}");
            elsewhere.passes(&out);
        }
        let asked = String::from_utf8(elsewhere.office.read("asked")).unwrap();
        let expected = match kind {
            KeyKind::Rsa2048 => "rsa-pkcs1-sha256 sha256 ",
            KeyKind::P256 => "ecdsa-sha256 sha256 ",
            _ => "ed25519 none ",
        };
        assert_eq!(asked, expected);
    }
}

#[test]
fn base64_and_fixed_values_are_taken() {
    let elsewhere = Elsewhere::new(KeyKind::P256, ASKS);
    let algorithm = KeyKind::P256.default_algorithm();
    let forms: [(&str, Form); 3] = [
        ("fixed.pdf", fixed),
        ("base64.pdf", |value| format!("{}\n", STANDARD.encode(value)).into_bytes()),
        ("both.pdf", |value| STANDARD.encode(fixed(value)).into_bytes()),
    ];
    for (out, form) in forms {
        let said = elsewhere.answered(&["in.pdf", "-o", out], algorithm, form);
        assert_eq!(said.status, 0, "{out}: {said:?}");
        elsewhere.passes(out);
    }
}

#[test]
fn a_batch_and_its_arguments_reach_the_program() {
    let elsewhere = Elsewhere::new(KeyKind::P256, ASKS);
    let call = ["in.pdf", "in.xml", "--out-dir", "out", "--key-command-arg", "--slot"];
    // No shell: what one would act upon stays as it is.
    let call = [&call[..], &["--key-command-arg", "3; touch x $(id)"]].concat();
    let said = elsewhere.answered(&call, KeyKind::P256.default_algorithm(), raw);
    assert_eq!(said.status, 0, "{said:?}");
    elsewhere.passes("out/in.pdf");
    elsewhere.passes("out/in.xml");
    let asked = String::from_utf8(elsewhere.office.read("asked")).unwrap();
    assert_eq!(asked, "ecdsa-sha256 sha256 --slot 3; touch x $(id)");
    assert!(!elsewhere.office.has("x"));
}

/// Exit 6, two lines, nothing written; the rest of a batch is not begun.
#[test]
fn what_the_program_refuses_is_said() {
    let elsewhere = Elsewhere::new(KeyKind::P256, "");
    let refused = |script: &str, words: &[&str]| {
        elsewhere.program("program", script);
        let said = elsewhere.sign(&["in.pdf", "-o", "out.pdf", "--timeout", "5"]);
        said.complains(6, words);
        assert!(!elsewhere.office.has("out.pdf"));
        said
    };
    let long = "x".repeat(5000);
    let said = refused(
        &format!("echo first >&2; printf '\\033[31mno card\\007 {long}\\n\\n' >&2; exit 3"),
        &["./program", "status 3", "no card xxx"],
    );
    assert!(!said.err.contains(['\u{1b}', '\u{7}']) && !said.err.contains("first"), "{said:?}");
    assert!(said.err.len() < 1000, "{said:?}");
    refused("exit 9", &["status 9", "stderr"]);
    refused("kill -9 $$", &["signal 9"]);
    refused("cat > /dev/null", &["no signature"]);
    refused("printf wrong", &["not this document", "--cert"]);
    refused("exec yes", &["8192"]);
    elsewhere.program("program", "exec sleep 60");
    let begun = Instant::now();
    let said = elsewhere.sign(&["in.pdf", "in.xml", "--out-dir", "out", "--timeout", "1"]);
    assert!(said.status == 6 && begun.elapsed() < Duration::from_secs(20), "{said:?}");
    assert!(said.err.contains("1 s") && said.err.contains("in.xml"), "{said:?}");
    assert!(!elsewhere.office.has("out"));
    fs::remove_file(elsewhere.office.path("program")).unwrap();
    elsewhere.sign(&["in.pdf", "-o", "out.pdf"]).complains(6, &["./program", "--key-command-arg"]);
    let vietnamese = elsewhere.sign(&["in.pdf", "-o", "out.pdf", "--lang", "vi"]);
    vietnamese.complains(6, &["không chạy được"]);
}

#[test]
fn an_expired_certificate_is_refused_before_the_program_runs() {
    let pki = Pki::new(KeyKind::P256);
    let name = kyso_testkit::Dn::new().cn("Hết hạn");
    let signer = pki.issue(KeyKind::P256, &kyso_testkit::Template::signer(name).expired());
    let elsewhere = Elsewhere { office: Office::with(&signer), signer };
    elsewhere.program("program", "touch ran");
    elsewhere.sign(&["in.pdf", "-o", "out.pdf"]).complains(6, &["expired"]);
    assert!(!elsewhere.office.has("ran"));
}

#[test]
fn the_call_names_one_key() {
    let office = Office::new();
    let call = |more: &[&str]| {
        office.kyso(&[&["sign", "in.pdf", "-o", "out.pdf", "--key-command", "p"], more].concat())
    };
    call(&[]).complains(2, &["--cert"]);
    call(&["--cert", "cert.pem", "--key", "key.pem"]).complains(2, &["--key"]);
    call(&["--cert", "cert.pem", "--passphrase-env", "X"]).complains(2, &["--passphrase-env"]);
    // The program is no output, whatever its name.
    office.put("p", "x");
    let said = office.kyso(&[
        "sign",
        "in.pdf",
        "-o",
        "p",
        "--force",
        "--key-command",
        "./p",
        "--cert",
        "cert.pem",
    ]);
    said.complains(5, &["p"]);
    assert_eq!(office.read("p"), b"x");
}
