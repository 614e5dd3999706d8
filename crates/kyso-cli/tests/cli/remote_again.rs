//! `--remote`: what a service or a profile does wrong, what is left over, and `kyso keys`.

use std::fs;
use std::time::{Duration, Instant, SystemTime};

use kyso_testkit::KeyKind;
use kyso_testkit::server::remote::{RemoteFault, RemoteSettings};

use crate::office::{Said, said};
use crate::remote::{Away, SECRET, settings};

fn profile(away: &Away) -> String {
    String::from_utf8(away.office.read("p.toml")).unwrap()
}

/// Leaves a request at the gateway that nobody confirmed.
fn left(away: &Away, arguments: &[&str]) -> String {
    away.gateway();
    away.server.configure(|s| s.confirms_after = Duration::from_secs(60));
    let said = away.sign(arguments);
    assert_eq!(said.status, 6, "{said:?}");
    away.server.configure(|s| s.confirms_after = Duration::ZERO);
    let mut names = away.office.names("state/remote");
    assert_eq!(names.len(), 1);
    names.remove(0)
}

#[test]
fn a_pin_that_the_service_repeats_is_not_shown() {
    let away = Away::new(KeyKind::P256, RemoteSettings { echoes: true, ..settings() });
    away.office.put("pin", "83456");
    for protocol in ["csc-v1", "csc-v2"] {
        away.csc(protocol, "client-credentials");
        for option in ["--verbose", "--json"] {
            let said = away.sign(&["in.pdf", "-o", "out.pdf", option]);
            assert_eq!(said.status, 6, "{said:?}");
            assert!(!said.err.contains("83456") && !said.out.contains("83456"), "{said:?}");
            assert!(said.err.contains("•••"), "{said:?}");
        }
    }
}

#[test]
fn a_service_that_does_not_say_how_long_is_not_said_to_ask_for_0_seconds() {
    let away = Away::new(KeyKind::P256, settings());
    away.server.fault_times("credentials/authorize", RemoteFault::RateLimit(0), 1);
    let said = away.sign(&["in.pdf", "-o", "out.pdf", "--quiet"]);
    said.complains(6, &["no more requests", "minutes"]);
    assert!(!said.err.contains("0 s"), "{said:?}");
}

#[test]
fn a_secret_in_a_profile_is_refused() {
    let away = Away::new(KeyKind::P256, settings());
    let text = profile(&away);
    let literal =
        text.replace("client_secret = \"{secret}\"", &format!("client_secret = \"{SECRET}\""));
    let value = text.replace(
        "{ env = \"KYSO_TEST_SECRET\", secret = true }",
        &format!("{{ value = \"{SECRET}\" }}"),
    );
    for (wrong, named) in [(literal, "login.client_secret"), (value, "secret")] {
        assert!(wrong != text && wrong.contains(SECRET));
        away.office.put("p.toml", wrong);
        let said = away.sign(&["in.pdf", "-o", "out.pdf"]);
        said.complains(2, &[named]);
        assert!(!said.err.contains(SECRET), "{said:?}");
        let said = away.sign(&["in.pdf", "-o", "out.pdf", "--lang", "vi"]);
        said.complains(2, &["là bí mật"]);
    }
}

/// Not marked as a secret, but used as one.
#[cfg(unix)]
#[test]
fn a_secret_that_is_not_called_one_is_kept_from_others_too() {
    use std::os::unix::fs::PermissionsExt;
    let away = Away::new(KeyKind::P256, settings());
    let secret = away.office.path("secret");
    away.office.put("secret", SECRET);
    let place = format!("{{ file = \"{}\" }}", secret.display());
    let text = profile(&away).replace("{ env = \"KYSO_TEST_SECRET\", secret = true }", &place);
    away.office.put("p.toml", text);
    fs::set_permissions(&secret, fs::Permissions::from_mode(0o640)).unwrap();
    away.refused(&["chmod 600"]);
    fs::set_permissions(&secret, fs::Permissions::from_mode(0o400)).unwrap();
    let said = away.sign(&["in.pdf", "-o", "out.pdf"]);
    assert_eq!(said.status, 0, "{said:?}");
}

#[test]
fn a_login_stays_with_the_service_unless_the_profile_says_otherwise() {
    let away = Away::new(KeyKind::P256, settings());
    away.server.configure(|s| s.oauth2 = "https://login.example.vn/oauth2".into());
    away.refused(&["login.example.vn", "[login]"]);
    assert_eq!(away.server.requests("oauth2/token"), 0);
    // Another port is another server.
    away.server.configure(|s| s.oauth2 = "http://127.0.0.1:9".into());
    away.refused(&["127.0.0.1:9"]);
    let (server, url) = (&away.server, away.server.url());
    server.configure(|s| s.oauth2 = url);
    let said = away.sign(&["in.pdf", "-o", "1.pdf"]);
    assert_eq!(said.status, 0, "{said:?}");
    away.server.configure(|s| s.oauth2 = "https://login.example.vn/oauth2".into());
    let named =
        format!("kind = \"client-credentials\"\npath = \"{}/oauth2/token\"", away.server.url());
    away.office.put("p.toml", profile(&away).replace("kind = \"client-credentials\"", &named));
    let said = away.sign(&["in.pdf", "-o", "2.pdf"]);
    assert_eq!(said.status, 0, "{said:?}");
}

#[test]
fn the_timeout_is_for_listing_and_for_signing_in_all() {
    let away = Away::new(KeyKind::P256, settings());
    let slow = |path: &str| {
        away.server.fault_times(path, RemoteFault::Slow(20_000), 1);
        let begun = Instant::now();
        let said = away.sign(&["in.pdf", "-o", "out.pdf", "--timeout", "1", "--quiet"]);
        said.complains(6, &["1 s"]);
        assert!(begun.elapsed() < Duration::from_secs(10), "{path}");
    };
    slow("credentials/info");
    slow("credentials/authorize");
    // Each answer comes in time, all together do not.
    away.gateway();
    away.server.configure(|s| s.confirms_after = Duration::from_secs(60));
    let begun = Instant::now();
    let said = away.sign(&["in.pdf", "-o", "out.pdf", "--timeout", "1"]);
    assert!(said.status == 6 && begun.elapsed() < Duration::from_secs(10), "{said:?}");
    assert!(!away.office.has("out.pdf"));
}

#[test]
fn a_request_belongs_to_its_document_and_its_look() {
    let away = Away::new(KeyKind::Rsa2048, settings());
    left(&away, &["in.pdf", "-o", "out.pdf"]);
    // Seen, it is another signature: another request, and the first stays.
    let said = away.sign(&["in.pdf", "-o", "seen.pdf", "--visible"]);
    assert!(said.status == 0 && !said.err.contains("taking up"), "{said:?}");
    assert_eq!(away.server.requests("signatures/sign"), 2);
    let said = away.sign(&["in.pdf", "-o", "out.pdf"]);
    assert!(said.status == 0 && said.err.contains("taking up"), "{said:?}");
    assert_eq!(away.server.requests("signatures/sign"), 2);
    away.passes("out.pdf");
}

#[test]
fn a_state_of_another_document_is_not_taken_up() {
    let away = Away::new(KeyKind::Rsa2048, settings());
    away.office.put("other.xml", "<a>other</a>");
    away.office.put("mine.xml", "<a>mine</a>");
    let other = left(&away, &["other.xml", "-o", "other.out.xml"]);
    let state = away.office.read(&format!("state/remote/{other}/0.state"));
    fs::remove_dir_all(away.office.path("state/remote")).unwrap();
    let mine = left(&away, &["mine.xml", "-o", "out.xml"]);
    away.office.put(&format!("state/remote/{mine}/0.state"), state);
    let said = away.sign(&["mine.xml", "-o", "out.xml"]);
    assert!(said.status == 0 && !said.err.contains("taking up"), "{said:?}");
    assert!(String::from_utf8(away.office.read("out.xml")).unwrap().contains("mine"));
    away.passes("out.xml");
}

#[cfg(unix)]
#[test]
fn what_is_left_over_is_private_and_ends_after_a_week() {
    use std::os::unix::fs::PermissionsExt;
    let away = Away::new(KeyKind::Rsa2048, settings());
    let name = left(&away, &["in.pdf", "in.xml", "--out-dir", "out"]);
    let mode = |path: &str| away.office.path(path).metadata().unwrap().permissions().mode() & 0o777;
    for folder in ["state", "state/remote", &format!("state/remote/{name}")] {
        assert_eq!(mode(folder), 0o700, "{folder}");
    }
    for file in away.office.names(&format!("state/remote/{name}")) {
        assert_eq!(mode(&format!("state/remote/{name}/{file}")), 0o600, "{file}");
    }
    fs::create_dir(away.office.path("state/remote/mine")).unwrap();
    let age = |name: &str, days: u64| {
        let folder = fs::File::open(away.office.path("state/remote").join(name)).unwrap();
        let then = SystemTime::now() - Duration::from_secs(days * 24 * 3600);
        folder.set_modified(then).unwrap();
    };
    age("mine", 30);
    age(&name, 6);
    away.office.put("new.xml", "<a/>");
    assert_eq!(away.sign(&["new.xml", "-o", "1.xml"]).status, 0);
    assert!(away.office.names("state/remote").contains(&name));
    age(&name, 8);
    assert_eq!(away.sign(&["new.xml", "-o", "2.xml"]).status, 0);
    // What is not called like a request is nobody's business.
    assert_eq!(away.office.names("state/remote"), ["mine"]);
}

fn keys(away: &Away, arguments: &[&str]) -> Said {
    let mut command = away.office.command(&[&["keys", "--remote", "p.toml"], arguments].concat());
    command.env("KYSO_TEST_SECRET", SECRET).stdin(std::process::Stdio::null());
    said(command.output().unwrap())
}

#[test]
fn keys_lists_those_of_a_service() {
    let away = Away::new(KeyKind::P256, RemoteSettings { credentials: 2, ..settings() });
    let said = keys(&away, &["--json"]);
    assert_eq!(said.status, 0, "{said:?}");
    let report = said.json().remove(0);
    assert_eq!(report["schema"], 1);
    let all = report["keys"].as_array().unwrap();
    let ids: Vec<_> = all.iter().map(|key| key["place"].as_str().unwrap()).collect();
    assert_eq!(ids, ["c1", "c2"]);
    for key in all {
        assert_eq!((&key["source"], &key["service"]), (&"remote".into(), &"Thử".into()));
        assert_eq!(
            (&key["can_sign"], &key["algorithms"][0]),
            (&true.into(), &"ecdsa-sha256".into())
        );
        assert_eq!(key["signer"]["common_name"], "Nguyễn Thị Ánh");
    }
    // No PIN was said, nothing authorized.
    assert_eq!(away.server.requests("credentials/authorize"), 0);
    let several = away.sign(&["in.pdf", "-o", "out.pdf"]);
    several.complains(6, &["c1", "c2", "--remote-credential"]);
    let one = away.sign(&["in.pdf", "-o", "out.pdf", "--remote-credential", "c2"]);
    assert_eq!(one.status, 0, "{one:?}");
    away.server.configure(|s| s.status = "suspended".into());
    let said = keys(&away, &[]);
    assert!(said.status == 0 && said.out.contains("suspended"), "{said:?}");
    away.server.fault_times("credentials/list", RemoteFault::Slow(20_000), 1);
    let begun = Instant::now();
    keys(&away, &["--timeout", "1"]).complains(6, &["1 s"]);
    assert!(begun.elapsed() < Duration::from_secs(10));
    keys(&away, &["--offline"]).complains(6, &["--offline"]);
    keys(&away, &["--p12", "x"]).complains(2, &["--p12"]);
}
