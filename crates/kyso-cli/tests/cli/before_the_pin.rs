//! What can be told beforehand is told before a key is asked for anything.

use kyso_testkit::server::remote::{RemoteServer, RemoteSettings};
use kyso_testkit::{KeyKind, Pki};

use crate::office::Office;

/// No document could get its result: the service, which would ring a telephone, hears nothing.
#[test]
fn an_output_that_cannot_be_is_refused_before_the_service_is_called() {
    let signer = Pki::new(KeyKind::P256).signer;
    let office = Office::with(&signer);
    let server = RemoteServer::start(&signer, RemoteSettings::default()).unwrap();
    office.put(
        "p.toml",
        format!(
            "name = \"x\"\nprotocol = \"csc-v1\"\nbase_url = \"{}\"\n\
             [inputs]\nsecret = {{ env = \"SECRET\", secret = true }}\n\
             [login]\nkind = \"client-credentials\"\nclient_id = \"kyso\"\n\
             client_secret = \"{{secret}}\"\n",
            server.url()
        ),
    );
    office.put("out.pdf", "mine");
    office.put("pin", "1234");
    let refused = |arguments: &[&str], words: &[&str]| {
        let key = ["--remote", "p.toml", "--passphrase-file", "pin"];
        let mut command = office.command(&[&["sign"], arguments, &key].concat());
        command.env("SECRET", "bí mật của máy").env("KYSO_STATE", office.path("state"));
        crate::office::said(command.output().unwrap()).complains(5, words);
        assert_eq!(server.requests(""), 0);
    };
    refused(&["in.pdf", "-o", "out.pdf"], &["out.pdf", "--force"]);
    refused(&["in.pdf", "-o", "no/such/out.pdf"], &["no/such/out.pdf", "folder"]);
    refused(&["in.pdf", "-o", "in.pdf", "--force"], &["in.pdf"]);
    refused(&["missing.pdf", "-o", "new.pdf"], &["missing.pdf"]);
    assert_eq!(office.read("out.pdf"), b"mine");
    // One that can be signed is worth the call.
    office.put("two.pdf", office.read("in.pdf"));
    std::fs::create_dir(office.path("out")).unwrap();
    office.put("out/in.pdf", "mine");
    let mut command = office.command(&[
        "sign",
        "in.pdf",
        "two.pdf",
        "--out-dir",
        "out",
        "--remote",
        "p.toml",
        "--passphrase-file",
        "pin",
    ]);
    command.env("SECRET", "bí mật của máy").env("KYSO_STATE", office.path("state"));
    let said = crate::office::said(command.output().unwrap());
    assert_eq!(said.status, 5, "{said:?}");
    assert_eq!(office.read("out/in.pdf"), b"mine");
    let said = office.kyso(&["verify", "out/two.pdf", "--trust", "root.pem"]);
    assert_eq!(said.status, 0, "{said:?}");
}

/// The passphrase is never asked for: the descriptor that would give it does not exist.
#[test]
fn an_output_that_is_there_is_refused_before_the_passphrase() {
    let signer = Pki::new(KeyKind::P256).signer;
    let office = Office::with(&signer);
    office.put("me.p12", signer.p12("x", kyso_testkit::P12Kind::Aes256));
    office.put("out.pdf", "mine");
    let call = ["sign", "in.pdf", "-o", "out.pdf", "--p12", "me.p12", "--passphrase-fd", "77"];
    office.kyso(&call).complains(5, &["out.pdf", "--force"]);
}

#[test]
fn a_serial_number_that_is_none_is_a_wrong_call() {
    let office = Office::new();
    for wrong in ["zz", "", "::", "12g"] {
        let call = ["sign", "in.pdf", "-o", "out.pdf", "--pkcs11", "pkcs11:", "--cert-serial"];
        office.kyso(&[&call[..], &[wrong]].concat()).complains(2, &["serial number"]);
    }
}
