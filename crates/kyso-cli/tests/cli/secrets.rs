//! Keys and their passphrases.

use kyso_testkit::{KeyKind, P12Kind, Pki, Template};

use crate::office::Office;

const SECRET: &str = "mật khẩu Ánh";

fn with_p12() -> Office {
    let signer = Pki::new(KeyKind::P256).signer;
    let office = Office::with(&signer);
    office.put("me.p12", signer.p12(SECRET, P12Kind::Aes256));
    office.put("secret.txt", format!("{SECRET}\n"));
    office
}

fn sign(office: &Office, options: &[&str]) -> crate::office::Said {
    let call = ["sign", "in.pdf", "-o", "out.pdf", "--force", "--p12", "me.p12"];
    office.kyso(&[&call, options].concat())
}

#[test]
fn the_passphrase_comes_from_a_file_or_a_variable() {
    let office = with_p12();
    let said = sign(&office, &["--passphrase-file", "secret.txt"]);
    assert_eq!(said.status, 0, "{said:?}");
    let call = ["sign", "in.pdf", "-o", "out2.pdf", "--p12", "me.p12", "--passphrase-env", "PW"];
    let output = office.command(&call).env("PW", SECRET).output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(office.kyso(&["verify", "out2.pdf", "--trust", "root.pem"]).status, 0);
    sign(&office, &["--passphrase-env", "NOT_SET"]).complains(5, &["NOT_SET"]);
}

#[cfg(unix)]
#[test]
fn the_passphrase_comes_from_a_descriptor() {
    let office = with_p12();
    let line = "\"$0\" sign in.pdf -o out.pdf --p12 me.p12 --passphrase-fd 3 3<secret.txt";
    let mut shell = std::process::Command::new("sh");
    shell.args(["-c", line, env!("CARGO_BIN_EXE_kyso")]).current_dir(office.path(""));
    shell.env("XDG_CONFIG_HOME", office.path("config"));
    let said = crate::office::said(shell.output().unwrap());
    assert_eq!(said.status, 0, "{said:?}");
    sign(&office, &["--passphrase-fd", "73"]).complains(5, &["73"]);
    // stdin is descriptor 0.
    let call = ["sign", "in.pdf", "-o", "out3.pdf", "--p12", "me.p12", "--passphrase-fd", "0"];
    let output = office.kyso_reading(SECRET.as_bytes(), &call);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
}

#[test]
fn stdin_is_not_both_document_and_passphrase() {
    let office = with_p12();
    for secret in [["--passphrase-fd", "0"], ["--passphrase-file", "/dev/stdin"]] {
        let call = ["sign", "-", "-o", "out.pdf", "--p12", "me.p12"];
        office.kyso(&[call.as_slice(), &secret].concat()).complains(2, &["stdin"]);
    }
    sign(&office, &["--passphrase-fd", "abc"]).complains(2, &["abc", "number"]);
}

/// What cannot be read is 5; what reads and refuses is 6.
#[test]
fn unreadable_keys_and_refused_keys_are_told_apart() {
    let office = with_p12();
    let p12 = office.read("me.p12");
    for (name, content) in
        [("garbage", &b"garbage"[..]), ("empty", b""), ("half", &p12[..p12.len() / 2])]
    {
        office.put(name, content);
        let call = ["sign", "in.pdf", "-o", "out.pdf", "--passphrase-file", "secret.txt"];
        office.kyso(&[&call[..], &["--p12", name]].concat()).complains(5, &[name]);
        office
            .kyso(&[&call[..], &["--key", name, "--cert", "cert.pem"]].concat())
            .complains(5, &[name]);
        // The file at fault is named, not the key beside it.
        let said = office.kyso(&[&call[..], &["--key", "key.pem", "--cert", name]].concat());
        said.complains(5, &[name]);
        assert!(!said.err.contains("key.pem"), "{said:?}");
    }
    let call = ["sign", "in.pdf", "-o", "out.pdf", "--key", "me.p12", "--cert", "cert.pem"];
    office.kyso(&call).complains(5, &["me.p12", "--p12"]);
    let json = office.kyso(&[&call[..], &["--json"]].concat()).json();
    assert_eq!(json[0]["file"], "in.pdf");
    office.kyso(&["verify", "in.pdf", "--trust", "key.pem"]).complains(5, &["key.pem", "CAs"]);
}

#[test]
fn a_wrong_passphrase_is_a_refused_key() {
    let office = with_p12();
    office.put("wrong.txt", "khác");
    let said = sign(&office, &["--passphrase-file", "wrong.txt"]);
    said.complains(6, &["me.p12", "passphrase"]);
    assert!(!said.err.contains("khác") && !office.has("out.pdf"));
    let json = sign(&office, &["--passphrase-file", "wrong.txt", "--json"]).json();
    assert_eq!(json[0]["error"]["code"], "wrong-passphrase");
}

/// Neither a prompt that nobody sees nor a key without its passphrase.
#[cfg(target_os = "linux")]
#[test]
fn without_a_terminal_nobody_is_asked() {
    let office = with_p12();
    let mut call = std::process::Command::new("setsid");
    call.args(["-w", env!("CARGO_BIN_EXE_kyso"), "sign", "in.pdf", "-o", "out.pdf"]);
    call.args(["--p12", "me.p12"]).current_dir(office.path(""));
    call.env("XDG_CONFIG_HOME", office.path("config"));
    let said = crate::office::said(call.stdin(std::process::Stdio::null()).output().unwrap());
    said.complains(6, &["me.p12", "--passphrase-file"]);
}

#[test]
fn a_plain_key_needs_no_passphrase_and_an_encrypted_one_does() {
    let signer = Pki::new(KeyKind::P256).signer;
    let office = Office::with(&signer);
    assert_eq!(office.sign(&["in.pdf", "-o", "plain.pdf"]).status, 0);
    office.put("key.pem", signer.key_pem_encrypted(SECRET));
    office.put("secret.txt", SECRET);
    let said = office.sign(&["in.pdf", "-o", "out.pdf", "--passphrase-file", "secret.txt"]);
    assert_eq!(said.status, 0, "{said:?}");
}

#[test]
fn a_key_of_somebody_else_is_refused() {
    let office = Office::new();
    office.put("key.pem", Pki::new(KeyKind::P384).signer.key_pem());
    office.sign(&["in.pdf", "-o", "out.pdf"]).complains(6, &["key.pem", "certificate"]);
    assert!(!office.has("out.pdf"));
}

#[test]
fn an_expired_certificate_signs_only_on_demand() {
    let pki = Pki::new(KeyKind::P256);
    for (template, word) in [
        (Template::signer(kyso_testkit::Dn::new().cn("Hết hạn")).expired(), "expired"),
        (Template::signer(kyso_testkit::Dn::new().cn("Chưa")).not_yet_valid(), "valid only from"),
    ] {
        let office = Office::with(&pki.issue(KeyKind::P256, &template));
        let said = office.sign(&["in.pdf", "-o", "out.pdf"]);
        said.complains(6, &[word, "--allow-expired"]);
        assert!(!office.has("out.pdf"));
        let said = office.sign(&["in.pdf", "-o", "out.pdf", "--allow-expired"]);
        assert_eq!(said.status, 0, "{said:?}");
        assert!(said.err.contains("warning") && said.err.contains(word), "{said:?}");
    }
}

#[test]
fn the_key_decides_what_algorithms_there_are() {
    let office = Office::new();
    let said = office.sign(&["in.pdf", "-o", "out.pdf", "--scheme", "pss"]);
    said.complains(2, &["ecdsa-sha256"]);
    let rsa = Office::with(&Pki::new(KeyKind::Rsa2048).signer);
    for (options, algorithm) in [
        (["--scheme", "pkcs1", "--digest", "sha512"], "rsa-pkcs1-sha512"),
        (["--scheme", "pss", "--digest", "sha384"], "rsa-pss-sha384"),
    ] {
        let said =
            rsa.sign(&[&["in.pdf", "-o", "o.pdf", "--force", "--json"], &options[..]].concat());
        assert_eq!(said.json()[0]["algorithm"], algorithm, "{said:?}");
        let report = rsa.kyso(&["verify", "o.pdf", "--trust", "root.pem", "--json"]).json();
        assert_eq!(report[0]["signatures"][0]["signature_algorithm"], algorithm);
        assert_eq!(report[0]["conclusion"], "passed");
    }
}
