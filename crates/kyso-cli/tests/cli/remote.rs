//! `--remote`: keys at a service, against one on loopback that was written from the specification.

use std::time::Duration;

use kyso_testkit::server::remote::{Authorization, RemoteFault, RemoteServer, RemoteSettings};
use kyso_testkit::{KeyKind, Pki};

use crate::office::{Office, Said, said};

/// An office whose key is at the service.
pub(crate) struct Away {
    pub(crate) office: Office,
    pub(crate) server: RemoteServer,
}

pub(crate) const SECRET: &str = "bí mật của máy";

impl Away {
    pub(crate) fn new(kind: KeyKind, settings: RemoteSettings) -> Self {
        let signer = Pki::new(kind).signer;
        let office = Office::with(&signer);
        let server = RemoteServer::start(&signer, settings).unwrap();
        let away = Self { office, server };
        away.office.put("pin", "1234");
        away.office.put("otp", "556677");
        away.csc("csc-v1", "client-credentials");
        away
    }

    /// A profile of the service as the file `p.toml`.
    fn csc(&self, protocol: &str, login: &str) {
        let url = self.server.url();
        self.office.put(
            "p.toml",
            format!(
                "name = \"Thử\"\nprotocol = \"{protocol}\"\nbase_url = \"{url}\"\n\
                 deadline = 5\ninterval = 0\nmax_hashes = 30\n\
                 [inputs]\nclient = {{ value = \"kyso\" }}\n\
                 secret = {{ env = \"KYSO_TEST_SECRET\", secret = true }}\n\
                 [login]\nkind = \"{login}\"\n\
                 user = \"{{client}}\"\npassword = \"{{secret}}\"\n\
                 client_id = \"{{client}}\"\nclient_secret = \"{{secret}}\"\n"
            ),
        );
    }

    /// The shipped profile of VNPT SmartCA, led here.
    fn gateway(&self) {
        let text = kyso_net_profile("vnpt-smartca");
        let base = format!("{}/sca/sp769", self.server.url());
        let text = text.replace("https://gwsca.vnpt.vn/sca/sp769", &base);
        let text = text.replace("interval = 3", "interval = 0").replace("= 300", "= 2");
        self.office.put("p.toml", text);
    }

    pub(crate) fn sign(&self, arguments: &[&str]) -> Said {
        let key = ["--remote", "p.toml", "--passphrase-file", "pin"];
        let mut command = self.office.command(&[&["sign"], arguments, &key].concat());
        command.env("KYSO_TEST_SECRET", SECRET).env("KYSO_STATE", self.office.path("state"));
        command.env("KYSO_VNPT_CLIENT_ID", "kyso").env("KYSO_VNPT_CLIENT_SECRET", SECRET);
        command.env("KYSO_VNPT_USER", "001");
        said(command.stdin(std::process::Stdio::null()).output().unwrap())
    }

    pub(crate) fn passes(&self, name: &str) {
        let said = self.office.kyso(&["verify", name, "--trust", "root.pem"]);
        assert_eq!(said.status, 0, "{said:?}");
    }

    /// Exit 6 and two lines at the end; lines that tell how it goes may stand before.
    pub(crate) fn refused(&self, words: &[&str]) {
        let said = self.sign(&["in.pdf", "-o", "out.pdf", "--quiet"]);
        said.complains(6, words);
        assert!(!said.err.contains("1234") && !said.err.contains(SECRET), "{said:?}");
        assert!(!self.office.has("out.pdf"));
    }
}

fn kyso_net_profile(name: &str) -> String {
    let path = format!("{}/../kyso-net/src/remote/data/{name}.toml", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path).unwrap()
}

fn settings() -> RemoteSettings {
    RemoteSettings::default()
}

#[test]
fn pdf_and_xml_are_signed_by_csc_1_and_2() {
    for kind in [KeyKind::P256, KeyKind::Rsa2048] {
        let away = Away::new(kind, settings());
        for protocol in ["csc-v1", "csc-v2"] {
            away.csc(protocol, "client-credentials");
            for file in ["in.pdf", "in.xml"] {
                let out = format!("{protocol}-{file}");
                let said = away.sign(&[file, "-o", &out]);
                assert_eq!(said.status, 0, "{said:?}");
                away.passes(&out);
            }
        }
    }
}

#[test]
fn a_batch_of_100_takes_one_authorization() {
    let away = Away::new(KeyKind::P256, settings());
    let names: Vec<String> = (0..100).map(|number| format!("{number}.xml")).collect();
    for name in &names {
        away.office.put(name, format!("<a><b>{name}</b></a>"));
    }
    let mut call: Vec<&str> = names.iter().map(String::as_str).collect();
    call.extend(["--out-dir", "out"]);
    let said = away.sign(&call);
    assert_eq!(said.status, 0, "{said:?}");
    assert_eq!(away.server.requests("credentials/authorize"), 1);
    // 30 hashes in a request.
    assert_eq!(away.server.requests("signatures/signHash"), 4);
    assert_eq!(away.office.names("out").len(), 100);
    away.passes("out/99.xml");
}

#[test]
fn more_than_the_service_allows_takes_another_authorization() {
    let away = Away::new(KeyKind::P256, RemoteSettings { multisign: 1, ..settings() });
    let said = away.sign(&["in.pdf", "in.xml", "--out-dir", "out"]);
    assert_eq!(said.status, 0, "{said:?}");
    assert_eq!(away.server.requests("credentials/authorize"), 2);
}

#[test]
fn a_one_time_password_is_sent_and_said() {
    for protocol in ["csc-v1", "csc-v2"] {
        let otp = Some("556677".into());
        let away = Away::new(KeyKind::P256, RemoteSettings { otp, scal2: false, ..settings() });
        away.csc(protocol, "basic");
        if protocol == "csc-v2" {
            away.csc(protocol, "client-credentials");
        }
        let said = away.sign(&["in.pdf", "-o", "out.pdf", "--otp-file", "otp"]);
        assert_eq!(said.status, 0, "{said:?}");
        away.passes("out.pdf");
        away.office.put("otp", "000000");
        let said = away.sign(&["in.pdf", "-o", "2.pdf", "--quiet", "--otp-file", "otp"]);
        said.complains(6, &["one-time password", "lock"]);
    }
}

#[test]
fn a_wrong_pin_costs_one_try() {
    let away = Away::new(KeyKind::P256, settings());
    away.office.put("pin", "9999");
    let said = away.sign(&["in.pdf", "-o", "out.pdf", "--quiet"]);
    said.complains(6, &["PIN", "lock"]);
    assert!(!said.err.contains("9999"));
    assert_eq!(away.server.requests("credentials/authorize"), 1);
}

#[test]
fn a_wrong_pin_ends_a_batch() {
    // One authorization a document: the second would cost another try.
    let away = Away::new(KeyKind::P256, RemoteSettings { multisign: 1, ..settings() });
    away.office.put("pin", "9999");
    for name in ["a.pdf", "b.pdf", "c.pdf"] {
        std::fs::copy(away.office.path("in.pdf"), away.office.path(name)).unwrap();
    }
    let said = away.sign(&["a.pdf", "b.pdf", "c.pdf", "--out-dir", "out", "--quiet"]);
    assert_eq!(said.status, 6, "{said:?}");
    assert!(said.err.contains("b.pdf") && said.err.contains("c.pdf"), "{said:?}");
    assert_eq!(away.server.requests("credentials/authorize"), 1);
    assert!(!away.office.has("out"));
}

#[test]
fn every_refusal_says_what_to_do() {
    let away = Away::new(KeyKind::P256, settings());
    away.server.configure(|s| s.wrong_value = true);
    away.refused(&["Nothing was written"]);
    away.server.configure(|s| s.wrong_value = false);
    away.server.configure(|s| s.status = "suspended".into());
    away.refused(&["suspended", "--remote-credential"]);
    away.server.configure(|s| s.status = "valid".into());
    away.server.configure(|s| s.sad_life = Duration::ZERO);
    away.refused(&["expired", "sooner"]);
    away.server.configure(|s| s.sad_life = Duration::from_secs(60));
    away.server.configure(|s| s.client.1 = "another".into());
    away.refused(&["invalid_client", "client id"]);
    away.server.configure(|s| s.client.1 = SECRET.into());
    away.server.configure(|s| s.authorization = Authorization::Implicit);
    away.server.configure(|s| s.signer = "reject".into());
    away.refused(&["declined", "confirm"]);
    away.server.configure(|s| s.signer = "expire".into());
    away.refused(&["expired"]);
    away.server.configure(|s| s.signer = "confirm".into());
    away.server.fault_times("signatures/signHash", RemoteFault::Empty, 1);
    away.refused(&["signatures", "profile"]);
    away.server.fault_times("credentials/list", RemoteFault::Status(500), 1);
    away.refused(&["HTTP 500"]);
    away.server.fault_times("credentials/list", RemoteFault::RateLimit(3600), 1);
    away.refused(&["3600 s", "Wait"]);
    let said = away.sign(&["in.pdf", "-o", "out.pdf"]);
    assert_eq!(said.status, 0, "{said:?}");
}

#[test]
fn a_short_rate_limit_and_a_lost_connection_are_waited_out() {
    let away = Away::new(KeyKind::P256, settings());
    away.server.fault_times("signatures/signHash", RemoteFault::RateLimit(1), 1);
    away.server.fault_times("credentials/info", RemoteFault::Closed, 1);
    let said = away.sign(&["in.pdf", "-o", "out.pdf"]);
    assert_eq!(said.status, 0, "{said:?}");
    assert_eq!(away.server.requests("credentials/authorize"), 1);
}

#[test]
fn raw_values_of_ecdsa_are_taken() {
    let away = Away::new(KeyKind::P256, RemoteSettings { raw_ecdsa: true, ..settings() });
    let said = away.sign(&["in.pdf", "-o", "out.pdf"]);
    assert_eq!(said.status, 0, "{said:?}");
    away.passes("out.pdf");
}

#[test]
fn answers_that_come_later_are_fetched() {
    let away = Away::new(KeyKind::P256, RemoteSettings { asynchronous: true, ..settings() });
    away.csc("csc-v2", "client-credentials");
    away.server.configure(|s| s.confirms_after = Duration::from_millis(300));
    let said = away.sign(&["in.pdf", "-o", "out.pdf"]);
    assert_eq!(said.status, 0, "{said:?}");
    away.passes("out.pdf");
    assert!(away.server.requests("signPolling") > 1);
}

#[test]
fn a_gateway_is_confirmed_on_the_telephone() {
    let away = Away::new(KeyKind::Rsa2048, settings());
    away.gateway();
    away.server.configure(|s| s.confirms_after = Duration::from_millis(300));
    let said = away.sign(&["in.pdf", "in.xml", "--out-dir", "out"]);
    assert_eq!(said.status, 0, "{said:?}");
    assert!(said.err.contains("waiting"), "{said:?}");
    assert_eq!(away.server.requests("signatures/sign"), 1);
    away.passes("out/in.pdf");
    away.passes("out/in.xml");
    away.server.configure(|s| s.signer = "reject".into());
    away.refused(&["declined"]);
    away.server.configure(|s| s.signer = "expire".into());
    away.refused(&["expired"]);
}

/// Whoever confirmed once is not asked again because the connection or the process went away.
#[test]
fn a_request_that_was_accepted_is_taken_up_again() {
    let away = Away::new(KeyKind::Rsa2048, settings());
    away.gateway();
    away.server.configure(|s| s.confirms_after = Duration::from_secs(3));
    let call = ["in.pdf", "in.xml", "--out-dir", "out"];
    let said = away.sign(&call);
    assert!(said.status == 6 && said.err.contains("same call again"), "{said:?}");
    assert_eq!(away.office.names("state/remote").len(), 1);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let folder = away.office.path("state/remote").join(&away.office.names("state/remote")[0]);
        assert_eq!(folder.metadata().unwrap().permissions().mode() & 0o777, 0o700);
        for file in std::fs::read_dir(folder).unwrap() {
            let bytes = std::fs::read(file.unwrap().path()).unwrap();
            assert!(!bytes.windows(SECRET.len()).any(|some| some == SECRET.as_bytes()));
        }
    }
    // Another document or another reason is another request.
    away.office.put("other.xml", "<a/>");
    away.server.configure(|s| s.confirms_after = Duration::ZERO);
    let said = away.sign(&["in.pdf", "other.xml", "--out-dir", "other"]);
    assert_eq!(said.status, 0, "{said:?}");
    assert_eq!(away.server.requests("signatures/sign"), 2);
    let said = away.sign(&call);
    assert!(said.status == 0 && said.err.contains("taking up"), "{said:?}");
    assert_eq!(away.server.requests("signatures/sign"), 2);
    assert!(away.office.names("state/remote").is_empty());
    away.passes("out/in.pdf");
    away.passes("out/in.xml");
}

#[test]
fn a_process_that_was_killed_costs_no_second_confirmation() {
    let away = Away::new(KeyKind::Rsa2048, settings());
    away.gateway();
    away.server.configure(|s| s.confirms_after = Duration::from_secs(60));
    let call = ["sign", "in.pdf", "-o", "out.pdf", "--remote", "p.toml"];
    let mut command = away.office.command(&call);
    command.env("KYSO_STATE", away.office.path("state")).env("KYSO_VNPT_USER", "001");
    command.env("KYSO_VNPT_CLIENT_ID", "kyso").env("KYSO_VNPT_CLIENT_SECRET", SECRET);
    let mut child = command.stderr(std::process::Stdio::null()).spawn().unwrap();
    while away.server.requests("/status") == 0 {
        assert!(child.try_wait().unwrap().is_none(), "it ended by itself");
        std::thread::sleep(Duration::from_millis(20));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    away.server.configure(|s| s.confirms_after = Duration::ZERO);
    let said = away.sign(&["in.pdf", "-o", "out.pdf"]);
    assert_eq!(said.status, 0, "{said:?}");
    assert_eq!(away.server.requests("signatures/sign"), 1);
    away.passes("out.pdf");
}

#[test]
fn secrets_of_a_profile_are_kept_from_others() {
    let away = Away::new(KeyKind::P256, settings());
    let text = String::from_utf8(away.office.read("p.toml")).unwrap();
    let secret = away.office.path("secret");
    away.office.put("secret", SECRET);
    let place = format!("file = \"{}\"", secret.display());
    away.office.put("p.toml", text.replace("env = \"KYSO_TEST_SECRET\"", &place));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = |mode| std::fs::Permissions::from_mode(mode);
        std::fs::set_permissions(&secret, mode(0o644)).unwrap();
        away.refused(&["chmod 600"]);
        std::fs::set_permissions(&secret, mode(0o600)).unwrap();
    }
    let said = away.sign(&["in.pdf", "-o", "out.pdf"]);
    assert_eq!(said.status, 0, "{said:?}");
    away.office.put("p.toml", text.replace("KYSO_TEST_SECRET", "KYSO_NOT_SET"));
    let said = away.sign(&["in.pdf", "-o", "2.pdf"]);
    said.complains(6, &["KYSO_NOT_SET"]);
}

#[test]
fn a_wrong_profile_is_a_wrong_call() {
    let away = Away::new(KeyKind::P256, settings());
    let call =
        |name: &str| away.office.kyso(&["sign", "in.pdf", "-o", "out.pdf", "--remote", name]);
    call("nobody").complains(2, &["vnpt-smartca", "viettel-mysign"]);
    away.office.put("bad.toml", "name = 1");
    call("bad.toml").complains(2, &["line 1"]);
    away.office.put("bad.toml", "name = \"x\"\nprotocol = \"csc-v1\"\nbase_url = \"http://a.vn\"");
    call("bad.toml").complains(2, &["https"]);
    call("vnpt-smartca").complains(6, &["KYSO_VNPT_CLIENT_ID"]);
}

/// What comes in on stdin is gone once it was read; it must still be bound to its request.
#[test]
fn documents_on_stdin_are_told_apart() {
    let away = Away::new(KeyKind::Rsa2048, settings());
    away.gateway();
    away.server.configure(|s| s.confirms_after = Duration::from_secs(60));
    let sign = |document: &[u8], out: &str| {
        let call = ["sign", "-", "-o", out, "--remote", "p.toml"];
        let mut command = away.office.command(&call);
        command.env("KYSO_STATE", away.office.path("state")).env("KYSO_VNPT_USER", "001");
        command.env("KYSO_VNPT_CLIENT_ID", "kyso").env("KYSO_VNPT_CLIENT_SECRET", SECRET);
        let pipes = command.stdin(std::process::Stdio::piped());
        let mut child = pipes.stderr(std::process::Stdio::null()).spawn().unwrap();
        std::io::Write::write_all(&mut child.stdin.take().unwrap(), document).unwrap();
        child.wait().unwrap().code()
    };
    assert_eq!(sign(b"<a>one</a>", "one.xml"), Some(6));
    away.server.configure(|s| s.confirms_after = Duration::ZERO);
    assert_eq!(sign(b"<a>two</a>", "two.xml"), Some(0));
    assert!(String::from_utf8(away.office.read("two.xml")).unwrap().contains("two"));
    assert_eq!(away.server.requests("signatures/sign"), 2);
    assert_eq!(sign(b"<a>one</a>", "one.xml"), Some(0));
    assert!(String::from_utf8(away.office.read("one.xml")).unwrap().contains("one"));
    assert_eq!(away.server.requests("signatures/sign"), 2);
}
