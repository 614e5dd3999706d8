//! `kyso doctor`: each thing that does not work is a finding that says what to do.

use std::fs;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use kyso_testkit::server::{Fault, Services};
use kyso_testkit::{Dn, Identity, KeyKind, P12Kind, Pki, Template};
use serde_json::Value;

use crate::office::{Office, said};

/// The findings, and the status of the call.
fn doctor(office: &Office, arguments: &[&str]) -> (i32, Vec<Value>) {
    let said = office.kyso(&[&["doctor", "--json"], arguments].concat());
    let mut lines = said.json();
    assert_eq!(lines.len(), 1, "{said:?}");
    let report = lines.remove(0);
    assert_eq!((&report["schema"], report["kyso"].is_string()), (&1.into(), true));
    (said.status, report["findings"].as_array().unwrap().clone())
}

fn find<'a>(findings: &'a [Value], code: &str) -> &'a Value {
    let found = findings.iter().find(|finding| finding["code"] == code);
    found.unwrap_or_else(|| panic!("{code}: {findings:#?}"))
}

/// The one finding of this code, its severity, and that it says what to do.
fn finds(office: &Office, arguments: &[&str], status: i32, code: &str, severity: &str) -> Value {
    let (ended, findings) = doctor(office, arguments);
    let finding = find(&findings, code).clone();
    assert_eq!((ended, finding["severity"].as_str()), (status, Some(severity)), "{findings:#?}");
    if severity != "info" {
        assert!(finding["fix"].as_str().is_some_and(|fix| !fix.is_empty()), "{finding:#}");
    }
    finding
}

fn signer(template: impl FnOnce(Template) -> Template) -> Identity {
    let pki = Pki::new(KeyKind::P256);
    pki.issue(KeyKind::P256, &template(Template::signer(Dn::new().cn("Nguyễn Thị Ánh"))))
}

/// `YYYYMMDDHHMMSSZ`, so many days from now.
fn in_days(days: i64) -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    let then = i64::try_from(now).unwrap() + days * 24 * 3600 + 3600;
    let (year, month, day, ..) = kyso::Time::from_unix(then).unwrap().to_utc();
    format!("{year:04}{month:02}{day:02}235959Z")
}

#[test]
fn everything_is_looked_at_and_nothing_is_an_error() {
    let office = Office::new();
    let (status, findings) = doctor(&office, &[]);
    assert_eq!(status, 0, "{findings:#?}");
    for area in ["tokens", "trust", "time", "fonts", "terminal", "permissions"] {
        assert!(findings.iter().any(|finding| finding["area"] == area), "{area}: {findings:#?}");
    }
    for finding in &findings {
        let severity = finding["severity"].as_str().unwrap();
        assert!(["info", "warning"].contains(&severity), "{finding:#}");
        let code = finding["code"].as_str().unwrap();
        assert!(code.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'));
        assert!(finding["facts"].is_object() && finding["message"].is_string(), "{finding:#}");
    }
    // Nobody is trusted yet, and the locale of the tests is C.
    assert_eq!(find(&findings, "trust-empty")["severity"], "warning");
    assert_eq!(find(&findings, "terminal")["facts"]["locale"], "C");
}

#[test]
fn it_speaks_both_languages() {
    let office = Office::new();
    let en = office.kyso(&["doctor"]);
    let vi = office.kyso(&["doctor", "--lang", "vi"]);
    assert_eq!((en.status, vi.status), (0, 0));
    for (english, vietnamese) in [("Trust\n", "Độ tin cậy\n"), ("Folders\n", "Thư mục\n")] {
        assert!(en.out.contains(english) && vi.out.contains(vietnamese), "{en:?} {vi:?}");
    }
    let plain: Vec<&str> = en.out.lines().filter(|line| !line.is_empty()).collect();
    let same = plain.iter().filter(|line| vi.out.lines().any(|other| other == **line));
    assert_eq!(same.count(), 0, "{en:?} {vi:?}");
    // Only what somebody should look at.
    let quiet = office.kyso(&["doctor", "--quiet"]);
    assert!(quiet.out.contains("trust add") && !quiet.out.contains("Fonts"), "{quiet:?}");
}

#[test]
fn a_module_that_cannot_be_used_says_why() {
    let office = Office::new();
    let uri = |name: &str| format!("pkcs11:?module-path={}", office.path(name).display());
    let finds = |name: &str, code: &str| {
        let finding = finds(&office, &["--pkcs11", &uri(name)], 6, code, "error");
        assert_eq!(finding["area"], "tokens");
        finding
    };
    finds("no.so", "module-missing");
    office.put("text.so", "this is no library");
    finds("text.so", "module-none");
    // ELF of the other width.
    let other: &[u8] = if cfg!(target_pointer_width = "64") { &[1] } else { &[2] };
    office.put("old.so", [b"\x7fELF", other, &[0; 60]].concat());
    let finding = finds("old.so", "module-bits");
    assert_eq!(finding["facts"]["fault"]["Bits"]["library"], if other == [1] { 32 } else { 64 });
    // `keys` says the same.
    let said = office.kyso(&["keys", "--pkcs11", &uri("old.so")]);
    said.complains(6, &["old.so", "bit"]);
    assert_eq!(office.kyso(&["doctor", "--pkcs11", "no uri"]).status, 2);
}

/// A module that never comes back costs a finding and no more.
#[cfg(unix)]
#[test]
fn a_module_that_hangs_is_given_up() {
    let office = Office::new();
    // Opening a pipe that nobody writes to never ends.
    let made = std::process::Command::new("mkfifo").arg(office.path("hangs.so")).status();
    assert!(made.unwrap().success());
    let uri = format!("pkcs11:?module-path={}", office.path("hangs.so").display());
    let begun = Instant::now();
    let finding = finds(&office, &["--pkcs11", &uri, "--timeout", "1"], 6, "module-hangs", "error");
    assert_eq!(finding["facts"]["fault"]["Hangs"], 1);
    let said = office.kyso(&["keys", "--pkcs11", &uri, "--timeout", "1"]);
    said.complains(6, &["hangs.so", "1 s", "Unplug"]);
    assert!(begun.elapsed() < Duration::from_secs(20));
}

#[test]
fn certificates_are_judged_by_their_end_and_their_use() {
    let office = Office::new();
    let cert = |identity: &Identity| {
        office.put("me.pem", identity.cert_pem());
        ["--cert", "me.pem"]
    };
    let good = signer(|template| template.valid("20200101000000Z", &in_days(400)));
    let finding = finds(&office, &cert(&good), 0, "certificate", "info");
    assert_eq!(finding["facts"]["signer"]["common_name"], "Nguyễn Thị Ánh");
    let ends = signer(|template| template.valid("20200101000000Z", &in_days(10)));
    let finding = finds(&office, &cert(&ends), 0, "certificate-ends", "warning");
    assert!((10..=11).contains(&finding["facts"]["days"].as_i64().unwrap()), "{finding:#}");
    finds(&office, &cert(&signer(Template::expired)), 6, "certificate-expired", "error");
    finds(
        &office,
        &cert(&signer(Template::not_yet_valid)),
        6,
        "certificate-not-yet-valid",
        "error",
    );
    // The CA of somebody is not meant to sign documents, and that is right.
    finds(&office, &["--cert", "chain.pem"], 0, "certificate", "info");
    office.put("rubbish.pem", "no certificate");
    finds(&office, &["--cert", "rubbish.pem"], 5, "certificate-unreadable", "error");
    finds(&office, &["--cert", "missing.pem"], 5, "not-found", "error");
    office.put("me.p12", good.p12("đúng", P12Kind::Aes256));
    office.put("right", "đúng");
    office.put("wrong", "sai");
    let p12 = |secret| ["--p12", "me.p12", "--passphrase-file", secret];
    finds(&office, &p12("right"), 0, "certificate", "info");
    finds(&office, &p12("wrong"), 6, "wrong-passphrase", "error");
}

#[test]
fn the_trust_store_is_looked_at() {
    let office = Office::new();
    let said = office.kyso(&["trust", "add", "root.pem", "--yes"]);
    assert_eq!(said.status, 0, "{said:?}");
    let finding = finds(&office, &[], 0, "trust", "info");
    assert_eq!(finding["facts"]["anchors"], 1);
    finds(&office, &["--trust", "root.pem"], 0, "anchors", "info");
    finds(&office, &["--trust", "missing.pem"], 5, "not-found", "error");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let store = office.path("trust");
        fs::set_permissions(&store, fs::Permissions::from_mode(0o777)).unwrap();
        finds(&office, &[], 5, "folder-open", "error");
        fs::set_permissions(&store, fs::Permissions::from_mode(0o755)).unwrap();
    }
    // Under a file nothing can be written.
    let (status, findings) = doctor(&office, &["--store", "root.pem/trust"]);
    assert_eq!(find(&findings, "folder-closed")["severity"], "warning", "{findings:#?}");
    assert!(status == 5 || status == 0, "{findings:#?}");
    let mut broken = false;
    for record in fs::read_dir(office.path("trust")).unwrap().flatten() {
        for file in fs::read_dir(record.path()).into_iter().flatten().flatten() {
            fs::write(file.path(), "broken").unwrap();
            broken = true;
        }
    }
    assert!(broken);
    let (status, findings) = doctor(&office, &[]);
    assert_eq!(status, 5, "{findings:#?}");
    assert!(findings.iter().any(|f| f["area"] == "trust" && f["severity"] == "error"));
}

#[cfg(unix)]
#[test]
fn what_a_remote_request_left_is_looked_at() {
    use std::os::unix::fs::PermissionsExt;
    let office = Office::new();
    fs::create_dir_all(office.path("state/remote")).unwrap();
    let open = |mode| {
        fs::set_permissions(office.path("state/remote"), fs::Permissions::from_mode(mode)).unwrap();
        let mut command = office.command(&["doctor", "--json"]);
        let said = said(command.env("KYSO_STATE", office.path("state")).output().unwrap());
        assert_eq!(said.status, 0, "{said:?}");
        said.out.contains("\"state-open\"")
    };
    assert!(open(0o755) && !open(0o700));
}

#[test]
fn authorities_are_asked_and_the_clock_held_against_them() {
    let (services, pki) = Services::mint(KeyKind::P256).unwrap();
    let office = Office::with(&pki.signer);
    let tsa = services.urls().tsa();
    let asked = ["--tsa", tsa.as_str()];
    let finding = finds(&office, &asked, 0, "tsa", "info");
    assert_eq!(finding["facts"]["service"], tsa);
    finds(&office, &asked, 0, "clock-agrees", "info");
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    let now = i64::try_from(now).unwrap();
    for (shift, code, severity, status) in [
        (-120, "clock-fast", "warning", 0),
        (120, "clock-slow", "warning", 0),
        (-3600, "clock-fast", "error", 5),
        (3600, "clock-slow", "error", 5),
    ] {
        services.set_time(now + shift);
        let finding = finds(&office, &asked, status, code, severity);
        let seconds = finding["facts"]["seconds"].as_i64().unwrap();
        assert!((seconds + shift).abs() < 60, "{shift}: {finding:#}");
    }
    services.real_time();
    services.fault("/tsa", Fault::Status(500));
    finds(&office, &asked, 6, "tsa-fails", "error");
    // One that is down does not hide the other.
    services.heal();
    services.fault("/tsa/1", Fault::Rejected);
    let first = format!("{tsa}/1");
    let (status, findings) = doctor(&office, &["--tsa", &first, "--tsa", &tsa]);
    assert_eq!(status, 6, "{findings:#?}");
    assert_eq!(find(&findings, "tsa")["facts"]["service"], tsa);
    services.forget_requests();
    finds(&office, &["--tsa", &tsa, "--offline"], 0, "tsa-offline", "info");
    assert_eq!(services.requests("/tsa"), 0);
    assert_eq!(office.kyso(&["doctor", "--tsa", "no url"]).status, 2);
}
