//! Proxies come from the environment, and loopback goes without.

use std::env;
use std::process::Command;

use kyso::revocation::RevocationSource;
use kyso_net::{HttpEvidence, Network};

use super::config;
use super::stub::{Stub, answer};

const PROXIED: &str = "KYSO_TEST_PROXIED";

/// Asks for what the environment names; the test below calls it in a process of its own, because
/// the environment belongs to all threads.
#[test]
#[ignore = "called by the test below"]
fn child() {
    for url in env::var(PROXIED).expect("URLs").split(' ') {
        let mut config = config();
        config.tries = 1;
        config.proxies = !url.contains("direct");
        drop(HttpEvidence::new(&Network::new(config)).crl(url));
    }
}

#[test]
fn proxies_of_the_environment_are_asked_but_for_loopback() {
    let proxy = Stub::start(|_| answer(502, "", b""));
    let own = Stub::start(|_| answer(404, "", b""));
    let urls = [
        "http://ca.invalid/a.crl",
        "https://ca.invalid/b.crl",
        "http://spared.invalid/c.crl",
        "http://direct.invalid/d.crl",
        &own.url("http", "/e.crl"),
    ];
    let status = Command::new(env::current_exe().expect("this program"))
        .args(["--exact", "proxies::child", "--ignored"])
        .env_remove("ALL_PROXY")
        .env_remove("all_proxy")
        .env("HTTPS_PROXY", proxy.url("http", ""))
        .env("NO_PROXY", "spared.invalid")
        .env(PROXIED, urls.join(" "))
        .output()
        .expect("it runs")
        .status;
    assert!(status.success());
    let first_line = |head: String| head.lines().next().unwrap_or_default().to_owned();
    let asked: Vec<_> = proxy.heads().into_iter().map(first_line).collect();
    assert_eq!(asked, ["CONNECT ca.invalid:80 HTTP/1.1", "CONNECT ca.invalid:443 HTTP/1.1"]);
    assert_eq!(
        own.heads().into_iter().map(first_line).collect::<Vec<_>>(),
        ["GET /e.crl HTTP/1.1"]
    );
}
