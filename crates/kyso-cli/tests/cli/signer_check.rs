//! A signer whose certificate is revoked is refused before any secret is asked for.

use std::time::{Duration, Instant};

use kyso_testkit::evidence::{CrlTemplate, Moment, Reason};
use kyso_testkit::server::remote::{RemoteServer, RemoteSettings};
use kyso_testkit::server::{Fault, Services};
use kyso_testkit::{KeyKind, P12Kind, Pki};

use crate::office::{Office, Said, said};

/// An office whose certificates name services on loopback; its key wants a passphrase that nobody
/// gives, so that whoever asks for it fails otherwise than these tests say.
struct World {
    services: Services,
    pki: Pki,
    office: Office,
}

const SECRET: &str = "mật khẩu Ánh";

impl World {
    fn new() -> Self {
        let (services, pki) = Services::mint(KeyKind::P256).unwrap();
        let office = Office::with(&pki.signer);
        office.put("key.pem", pki.signer.key_pem_encrypted(SECRET));
        office.put("secret", SECRET);
        Self { services, pki, office }
    }

    fn revoke(&self, reason: Option<Reason>) {
        self.services.revoke(&self.pki.signer.cert_der, "20260101000000Z", reason);
    }

    /// Without the passphrase.
    fn locked(&self, more: &[&str]) -> Said {
        self.office.sign(&[&["in.pdf", "-o", "out.pdf"], more].concat())
    }

    fn opened(&self, more: &[&str]) -> Said {
        self.locked(&[&["--passphrase-file", "secret"], more].concat())
    }
}

#[test]
fn a_revoked_signer_is_refused_before_the_passphrase() {
    let world = World::new();
    world.locked(&[]).complains(6, &["needs a passphrase"]);
    world.revoke(Some(Reason::KeyCompromise));
    world.locked(&[]).complains(6, &["revoked", "2026", "keyCompromise", "in force"]);
    world.locked(&["--lang", "vi"]).complains(6, &["thu hồi", "lộ khóa"]);
    world.office.put("me.p12", world.pki.signer.p12(SECRET, P12Kind::Aes256));
    let p12 = ["sign", "in.pdf", "-o", "out.pdf", "--p12", "me.p12", "--passphrase-file", "secret"];
    world.office.kyso(&p12).complains(6, &["revoked", "keyCompromise"]);
    assert!(!world.office.has("out.pdf"));
    world.services.restore(&world.pki.signer.cert_der);
    let said = world.opened(&[]);
    assert!(said.status == 0 && said.err.is_empty(), "{said:?}");
}

#[test]
fn so_is_one_whose_issuer_is_revoked() {
    let world = World::new();
    let issuer = world.pki.intermediate.cert_der();
    world.services.revoke(issuer, "20260101000000Z", None);
    world.locked(&[]).complains(6, &["revoked"]);
}

#[test]
fn evidence_that_was_given_does_as_well_as_asking() {
    let world = World::new();
    let crl = CrlTemplate::new(Moment::now())
        .revoke(&world.pki.signer.cert_der, "20260101000000Z", Reason::Superseded)
        .issue(&world.pki.intermediate);
    world.office.put("a.crl", crl);
    world.locked(&["--offline", "--evidence", "a.crl"]).complains(6, &["revoked", "superseded"]);
    assert_eq!(world.services.requests("/ocsp"), 0);
}

#[test]
fn what_cannot_be_told_is_a_warning_or_a_refusal_as_the_call_says() {
    let world = World::new();
    let said = world.opened(&["--offline", "--force"]);
    assert_eq!(said.status, 0, "{said:?}");
    assert!(said.err.contains("warning") && said.err.contains("--offline"), "{said:?}");
    assert!(world.services.counts().is_empty());
    world.services.fault("/ocsp", Fault::Status(500));
    world.services.fault("/crl", Fault::Closed);
    let said = world.opened(&["--force"]);
    assert_eq!(said.status, 0, "{said:?}");
    assert!(said.err.contains("warning") && said.err.contains("HTTP status 500"), "{said:?}");
    let required = ["--force", "--revocation-check", "require"];
    world.locked(&required).complains(6, &["cannot be told", "HTTP status 500", "--evidence"]);
    world.services.forget_requests();
    let said = world.opened(&["--force", "--revocation-check", "off"]);
    assert!(said.status == 0 && said.err.is_empty(), "{said:?}");
    assert!(world.services.counts().is_empty());
    world.services.heal();
    let said = world.opened(&required);
    assert!(said.status == 0 && said.err.is_empty(), "{said:?}");
    world.locked(&["--revocation-check", "maybe"]).complains(2, &["warn, require, off"]);
}

#[test]
fn a_service_that_hangs_is_not_waited_for() {
    let world = World::new();
    world.services.fault("/ocsp", Fault::Hang);
    world.services.fault("/crl", Fault::Hang);
    let begun = Instant::now();
    let said = world.opened(&["--timeout", "1"]);
    assert_eq!(said.status, 0, "{said:?}");
    assert!(said.err.contains("within 1 s"), "{said:?}");
    // One second for all four services together; the rest is the machine's.
    assert!(begun.elapsed() < Duration::from_secs(8), "{:?}", begun.elapsed());
}

#[test]
fn a_batch_asks_once_and_a_certificate_without_sources_asks_nobody() {
    let world = World::new();
    let names: Vec<String> = (0..5).map(|number| format!("{number}.pdf")).collect();
    for name in &names {
        world.office.put(name, world.office.read("in.pdf"));
    }
    let mut call: Vec<&str> = names.iter().map(String::as_str).collect();
    call.extend(["--out-dir", "out", "--passphrase-file", "secret"]);
    let said = world.office.sign(&call);
    assert_eq!(said.status, 0, "{said:?}");
    assert!(said.err.contains("5 signed") && said.err.lines().count() == 1, "{said:?}");
    // The signer and its issuer.
    assert_eq!(world.services.requests("/ocsp"), 2, "{:?}", world.services.counts());
    let office = Office::new();
    let said = office.sign(&["in.pdf", "-o", "out.pdf", "--revocation-check", "require"]);
    assert!(said.status == 0 && said.err.is_empty(), "{said:?}");
}

#[test]
fn a_remote_key_is_not_authorized_for_a_revoked_signer() {
    let world = World::new();
    let server = RemoteServer::start(&world.pki.signer, RemoteSettings::default()).unwrap();
    world.office.put("pin", "1234");
    world.office.put(
        "p.toml",
        format!(
            "name = \"T\"\nprotocol = \"csc-v2\"\nbase_url = \"{}\"\n\
             [inputs]\nclient = {{ value = \"kyso\" }}\nsecret = {{ env = \"S\", secret = true }}\n\
             [login]\nkind = \"client-credentials\"\n\
             client_id = \"{{client}}\"\nclient_secret = \"{{secret}}\"\n",
            server.url()
        ),
    );
    let sign = || {
        let call = ["sign", "in.pdf", "-o", "out.pdf", "--remote", "p.toml"];
        let mut command =
            world.office.command(&[&call[..], &["--passphrase-file", "pin"]].concat());
        said(command.env("S", RemoteSettings::default().client.1).output().unwrap())
    };
    world.revoke(None);
    sign().complains(6, &["revoked"]);
    assert_eq!(server.requests("credentials/authorize"), 0);
    world.services.restore(&world.pki.signer.cert_der);
    let said = sign();
    assert_eq!(said.status, 0, "{said:?}");
}

#[test]
fn issuers_that_the_user_keeps_help_to_ask() {
    let world = World::new();
    world.services.fault("/aia", Fault::Closed);
    world.revoke(Some(Reason::KeyCompromise));
    let sign = || {
        let call = ["sign", "in.pdf", "-o", "out.pdf", "--key", "key.pem", "--cert", "cert.pem"];
        world.office.kyso(&[&call[..], &["--revocation-check", "require"]].concat())
    };
    sign().complains(6, &["cannot be told"]);
    let said = world.office.kyso(&["trust", "add", "chain.pem", "root.pem", "--yes"]);
    assert_eq!(said.status, 0, "{said:?}");
    sign().complains(6, &["revoked", "keyCompromise"]);
}
