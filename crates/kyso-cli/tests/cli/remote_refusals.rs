//! Every refusal of a remote service, by name: exit 6, what happened, what to do; nothing written,
//! no secret shown, and what costs a try or rings a telephone asked for once at the most.

use std::time::Duration;

use kyso_testkit::KeyKind;
use kyso_testkit::server::remote::{Authorization, RemoteFault, RemoteSettings};

use crate::remote::{Away, SECRET};

/// What a client calls before it has a signature, in its order.
const STEPS: [&str; 5] = [
    "oauth2/token",
    "credentials/list",
    "credentials/info",
    "credentials/authorize",
    "signatures/signHash",
];

fn away(change: impl FnOnce(&mut RemoteSettings)) -> Away {
    let mut settings = RemoteSettings::default();
    change(&mut settings);
    Away::new(KeyKind::P256, settings)
}

/// Refused with these words, by one authorization at the most.
fn refused(away: &Away, words: &[&str]) {
    let before = away.server.requests("credentials/authorize");
    away.refused(words);
    let authorized = away.server.requests("credentials/authorize") - before;
    assert!(authorized <= 1, "{words:?}: {authorized} authorizations");
}

#[test]
fn wrong_pin() {
    let away = away(|_| {});
    away.office.put("pin", "9999");
    refused(&away, &["PIN", "too many wrong ones lock the key"]);
    assert_eq!(away.server.requests("signatures/signHash"), 0);
}

#[test]
fn wrong_one_time_password() {
    let away = away(|settings| settings.otp = Some("556677".into()));
    away.office.put("otp", "000000");
    let said = away.sign(&["in.pdf", "-o", "out.pdf", "--quiet", "--otp-file", "otp"]);
    said.complains(6, &["one-time password", "too many wrong ones lock the key"]);
    assert!(!said.err.contains("000000") && !away.office.has("out.pdf"));
    assert_eq!(away.server.requests("credentials/authorize"), 1);
}

#[test]
fn one_time_password_that_nobody_gives() {
    let away = away(|settings| settings.otp = Some("556677".into()));
    refused(&away, &["otp", "--otp-file"]);
    assert_eq!(away.server.requests("credentials/authorize"), 0);
}

#[test]
fn wrong_client_secret() {
    let away = away(|settings| settings.client.1 = "another".into());
    refused(&away, &["login", "invalid_client", "its secret in the profile"]);
}

#[test]
fn suspended_certificate() {
    let away = away(|settings| settings.status = "suspended".into());
    refused(&away, &["suspended", "Renew or reactivate"]);
    assert_eq!(away.server.requests("credentials/authorize"), 0);
}

#[test]
fn expired_authorization() {
    let away = away(|settings| settings.sad_life = Duration::ZERO);
    refused(&away, &["expired", "Call again"]);
}

#[test]
fn declined_by_the_signer() {
    let away = away(|settings| {
        settings.authorization = Authorization::Implicit;
        settings.signer = "reject".into();
    });
    refused(&away, &["declined", "confirm it there"]);
}

#[test]
fn nobody_confirmed() {
    let away = away(|settings| {
        settings.authorization = Authorization::Implicit;
        settings.signer = "expire".into();
    });
    refused(&away, &["nobody confirmed", "sooner"]);
}

#[test]
fn rate_limit() {
    let away = away(|_| {});
    for step in STEPS {
        away.server.fault_times(step, RemoteFault::RateLimit(3600), 1);
        refused(&away, &["3600 s", "Wait"]);
    }
}

#[test]
fn rate_limit_that_says_no_time() {
    let away = away(|_| {});
    // Asked for three times where asking costs nothing.
    away.server.fault_times("credentials/authorize", RemoteFault::Status(429), 3);
    refused(&away, &["no more requests for now", "Call again"]);
}

#[test]
fn no_answer_in_time() {
    let away = away(|_| {});
    let profile = String::from_utf8(away.office.read("p.toml")).unwrap();
    away.office.put("p.toml", profile.replace("deadline = 5", "deadline = 1"));
    away.server.fault_times("signatures/signHash", RemoteFault::Slow(4000), 1);
    refused(&away, &["within 1 s", "Check the network"]);
}

#[test]
fn lost_connection() {
    let away = away(|_| {});
    for step in STEPS {
        away.server.fault_times(step, RemoteFault::Closed, 3);
        refused(&away, &["connection broke", "Check the network"]);
        away.server.heal();
    }
}

#[test]
fn malformed_answers() {
    let away = away(|_| {});
    for step in STEPS {
        for fault in [RemoteFault::Empty, RemoteFault::Status(200)] {
            away.server.fault_times(step, fault, 1);
            // Of an empty list there is no key to choose.
            let words = ["Check that the profile fits", "no key of this user"];
            let said = away.sign(&["in.pdf", "-o", "out.pdf", "--quiet"]);
            said.complains(6, &[]);
            assert!(words.iter().any(|word| said.err.contains(word)), "{step} {fault:?}: {said:?}");
            assert!(!away.office.has("out.pdf"), "{step} {fault:?}");
            away.server.heal();
        }
    }
}

#[test]
fn http_errors() {
    let away = away(|_| {});
    for step in STEPS {
        for status in [400, 401, 403, 404, 500, 502, 503] {
            away.server.fault_times(step, RemoteFault::Status(status), 3);
            refused(&away, &[&format!("HTTP {status}"), "Ask the service"]);
            away.server.heal();
        }
    }
}

#[test]
fn hash_that_the_authorization_is_not_bound_to() {
    let away = away(|settings| settings.binds_another = true);
    refused(&away, &["refused signing", "not authorized by the SAD", "Ask the service"]);
    assert_eq!(away.server.requests("signatures/signHash"), 1);
}

#[test]
fn value_over_something_else() {
    let away = away(|settings| settings.wrong_value = true);
    refused(&away, &["is not this document", "Nothing was written"]);
}

#[test]
fn key_that_is_not_there() {
    let away = away(|_| {});
    let call = ["in.pdf", "-o", "out.pdf", "--quiet", "--remote-credential", "c9"];
    away.sign(&call).complains(6, &["c9", "c1", "--remote-credential"]);
}

#[test]
fn service_that_is_not_there() {
    let away = away(|_| {});
    let profile = String::from_utf8(away.office.read("p.toml")).unwrap();
    // A port that nobody listens on.
    let gone = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    away.office.put("p.toml", profile.replace(&away.server.url(), &format!("http://{gone}")));
    refused(&away, &["nobody answers there", "Check the network"]);
}

/// After all of that the same call goes through: nothing was left in its way.
#[test]
fn nothing_is_left_in_the_way() {
    let away = away(|settings| settings.wrong_value = true);
    refused(&away, &[]);
    away.server.configure(|settings| settings.wrong_value = false);
    away.server.fault_times("signatures/signHash", RemoteFault::Status(500), 1);
    refused(&away, &[]);
    let said = away.sign(&["in.pdf", "-o", "out.pdf"]);
    assert_eq!(said.status, 0, "{said:?}");
    assert!(!said.err.contains(SECRET));
    away.passes("out.pdf");
}
