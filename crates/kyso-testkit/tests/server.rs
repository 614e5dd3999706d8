//! The services answer as they are told to, right or wrong, and end when they are dropped.

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use kyso_testkit::der;
use kyso_testkit::der::read::{CertificateParts, Reader};
use kyso_testkit::evidence::{Moment, TimestampRequest, TokenTemplate, cert_id};
use kyso_testkit::server::{Fault, Services};
use kyso_testkit::{Hash, KeyKind, Pki};

const NOW: &str = "20261122080000Z";
const QUERY: &str = "application/timestamp-query";

struct Reply {
    status: u16,
    head: String,
    body: Vec<u8>,
    /// The length that the header announces.
    announced: Option<usize>,
}

/// Sends a request on its own connection; no more than `most` bytes of the answer are read, and
/// what has come after two seconds stands.
fn send(services: &Services, method: &str, path: &str, kind: &str, body: &[u8]) -> Reply {
    send_with(services, method, path, kind, "", body)
}

fn send_with(
    services: &Services,
    method: &str,
    path: &str,
    kind: &str,
    more: &str,
    body: &[u8],
) -> Reply {
    const MOST: usize = 8 << 20;
    let address = services.urls().at("").replace("http://", "");
    let mut stream = TcpStream::connect(&address).expect("it listens");
    stream.set_read_timeout(Some(Duration::from_secs(2))).expect("a timeout");
    let head = format!(
        "{method} {path} HTTP/1.1\r\nHost: {address}\r\nContent-Type: {kind}\r\n{more}\
         Content-Length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(&[head.as_bytes(), body].concat()).expect("it is sent");
    let (mut bytes, mut buffer) = (Vec::new(), [0; 64 << 10]);
    let mut split = None;
    while bytes.len() < MOST {
        split = bytes.windows(4).position(|w| w == b"\r\n\r\n");
        if let Some(at) = split
            && length_in(&bytes[..at]).is_some_and(|length| bytes.len() >= at + 4 + length)
        {
            break;
        }
        match stream.read(&mut buffer) {
            Ok(0) => break,
            Ok(count) => bytes.extend(&buffer[..count]),
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {
                break;
            }
            Err(_) => break,
        }
    }
    let at = split.unwrap_or(bytes.len());
    let head = String::from_utf8_lossy(&bytes[..at]).into_owned();
    let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).unwrap_or(0);
    let body = bytes.get(at + 4..).unwrap_or_default().to_vec();
    Reply { status, announced: length_in(head.as_bytes()), head, body }
}

fn length_in(head: &[u8]) -> Option<usize> {
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok())
}

fn services() -> (Services, Pki) {
    let (services, pki) = Services::mint(KeyKind::P256).expect("a port");
    services.set_time(NOW);
    (services, pki)
}

fn query() -> TimestampRequest {
    let sample = TokenTemplate::new(Hash::Sha256, &Hash::Sha256.of(b"value"), NOW);
    TimestampRequest {
        imprint: sample.imprint,
        policy: None,
        nonce: Some(vec![0x11, 0x22]),
        cert_req: true,
    }
}

fn stamp(services: &Services) -> Reply {
    send(services, "POST", "/tsa", QUERY, &query().to_der())
}

fn ocsp_query(pki: &Pki) -> Vec<u8> {
    let id = cert_id(Hash::Sha1, &pki.signer.cert_der, pki.intermediate.cert_der());
    let list = der::seq(&[der::seq(&[id])]);
    der::seq(&[der::seq(&[list])])
}

fn ask(services: &Services, pki: &Pki) -> Vec<u8> {
    send(services, "POST", "/ocsp", "application/ocsp-request", &ocsp_query(pki)).body
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle)
}

fn text(at: &str) -> Vec<u8> {
    der::tlv(0x18, at.as_bytes())
}

#[test]
fn a_stamp_carries_the_clock_the_nonce_and_the_certificate() {
    let (services, _) = services();
    let reply = stamp(&services);
    assert_eq!(reply.status, 200);
    assert!(reply.head.contains("application/timestamp-reply"));
    assert!(contains(&reply.body, &text(NOW)));
    assert!(contains(&reply.body, &query().imprint));
    assert!(contains(&reply.body, &der::integer(&[0x11, 0x22])));
    assert!(contains(&reply.body, &services.tsa().cert_der));
    services.set_time("20460101000000Z");
    services.configure(|s| s.tsa_fraction = "5".into());
    assert!(contains(&stamp(&services).body, &text("20460101000000.5Z")));
}

#[test]
fn the_tsa_asks_for_the_secret_and_the_right_type() {
    let (services, _) = services();
    services.configure(|s| s.tsa_auth = Some(("user".into(), "pass".into())));
    assert_eq!(stamp(&services).status, 401);
    let wrong = "Authorization: Basic dXNlcjpwYXNz_\r\n";
    let right = "Authorization: Basic dXNlcjpwYXNz\r\n";
    let status = |kind: &str, more: &str| {
        send_with(&services, "POST", "/tsa", kind, more, &query().to_der()).status
    };
    assert_eq!(status(QUERY, wrong), 401);
    assert_eq!(status(QUERY, right), 200);
    assert_eq!(status("text/plain", right), 415);
}

#[test]
fn revocation_begins_at_its_time_in_ocsp_and_crl() {
    let (services, pki) = services();
    let serial = CertificateParts::of(&pki.signer.cert_der).unwrap().serial;
    services.revoke(&pki.signer.cert_der, "20270101000000Z", None);
    let crl = || send(&services, "GET", "/crl/issuing.crl", "", &[]).body;
    assert!(contains(&ask(&services, &pki), &[0x80, 0, 0x18]), "good, then thisUpdate");
    assert!(!contains(&crl(), &der::integer(serial)));
    services.set_time("20270101000000Z");
    let revoked = der::tlv(0xa1, &text("20270101000000Z"));
    assert!(contains(&ask(&services, &pki), &revoked));
    assert!(contains(&crl(), &der::integer(serial)));
    let root = send(&services, "GET", "/crl/root.crl", "", &[]).body;
    assert!(!contains(&root, &der::integer(serial)), "another authority's list");
    services.restore(&pki.signer.cert_der);
    assert!(!contains(&ask(&services, &pki), &revoked));
}

#[test]
fn ocsp_comes_by_get_too_and_counts_at_one_address() {
    use base64::Engine;
    let (services, pki) = services();
    let posted = ask(&services, &pki);
    let encoded = base64::engine::general_purpose::STANDARD.encode(ocsp_query(&pki));
    let encoded = encoded.replace('/', "%2F").replace('+', "%2B").replace('=', "%3D");
    let got = send(&services, "GET", &format!("/ocsp/{encoded}"), "", &[]).body;
    // The tbsResponseData are alike; ECDSA signature values are not.
    assert_eq!(posted[60..200], got[60..200]);
    assert_eq!(services.requests("/ocsp"), 2);
    assert_eq!(services.counts().keys().collect::<Vec<_>>(), ["/ocsp"]);
    let about = services.log().swap_remove(1).about;
    assert_eq!(about.len(), 32, "the serial number in hexadecimal");
    services.forget_requests();
    assert_eq!(services.requests("/ocsp"), 0);
}

#[test]
fn an_issuer_nobody_knows_is_refused() {
    let (services, _) = services();
    let stranger = Pki::new(KeyKind::P256);
    assert_eq!(ask(&services, &stranger), [0x30, 3, 0x0a, 1, 6], "unauthorized");
    services.install_authority("stranger", &stranger.intermediate);
    assert!(contains(&ask(&services, &stranger), &[0x80, 0, 0x18]));
    assert_eq!(send(&services, "GET", "/crl/stranger.crl", "", &[]).status, 200);
}

#[test]
fn issuers_come_as_certificate_and_as_bundle() {
    let (services, pki) = services();
    let get = |path: &str| send(&services, "GET", path, "", &[]);
    assert_eq!(get("/aia/issuing.cer").body, pki.intermediate.cert_der());
    assert_eq!(get("/aia/root.cer").body, pki.root.cert_der());
    let bundle = get("/aia/issuing.p7c").body;
    assert!(
        contains(&bundle, pki.intermediate.cert_der()) && contains(&bundle, pki.root.cert_der())
    );
    assert_eq!(get("/aia/nobody.cer").status, 404);
    let url = services.serve("odd.bin", "text/plain", b"as it is".to_vec());
    assert_eq!(get(url.strip_prefix(&services.urls().at("")).unwrap()).body, b"as it is");
}

#[test]
fn a_delta_holds_what_came_after_its_base() {
    let (services, pki) = services();
    let tsa = services.tsa().cert_der;
    services.revoke(&pki.signer.cert_der, "20261101000000Z", None);
    services.revoke(&tsa, "20261120000000Z", None);
    services.configure(|s| s.crl_base_at = Some(Moment::from("20261110000000Z")));
    let get = |path: &str| send(&services, "GET", path, "", &[]).body;
    let serial = |certificate| der::integer(CertificateParts::of(certificate).unwrap().serial);
    let (early, late) = (serial(&pki.signer.cert_der), serial(&tsa));
    let (base, delta) = (get("/crl/issuing.crl"), get("/crl/issuing-delta.crl"));
    assert!(contains(&base, &early) && !contains(&base, &late));
    assert!(!contains(&delta, &early) && contains(&delta, &late));
    assert!(contains(&base, services.urls().crl("issuing-delta").as_bytes()));
    assert!(contains(&delta, &[der::oid("2.5.29.27"), der::boolean(true)].concat()));
    let indirect = get("/crl/indirect.crl");
    assert!(contains(&indirect, &early) && contains(&indirect, &late));
}

#[test]
fn faults_of_the_stamp_change_what_they_say_and_no_more() {
    let (services, pki) = services();
    let with = |fault| {
        services.fault("/tsa", fault);
        stamp(&services).body
    };
    let nonce = der::integer(&[0x11, 0x22]);
    let own = services.tsa().cert_der;
    let body = with(Fault::WrongNonce);
    assert!(!contains(&body, &nonce) && contains(&body, &query().imprint));
    let body = with(Fault::WrongImprint);
    assert!(contains(&body, &nonce) && !contains(&body, &query().imprint));
    for fault in [Fault::WrongCertificate, Fault::Untrusted, Fault::ExpiredCertificate] {
        let body = with(fault);
        assert!(contains(&body, &nonce) && !contains(&body, &own), "{fault:?}");
    }
    // The impostor says the same name and serial number.
    let serial = CertificateParts::of(&own).unwrap().serial;
    assert!(contains(&with(Fault::Untrusted), &der::integer(serial)));
    assert!(contains(&with(Fault::ExpiredCertificate), b"261121080000Z"));
    let critical = der::oid("2.5.29.37");
    let body = with(Fault::WrongPurpose);
    assert!(contains(&body, &critical) && !contains(&body, &der::oid("1.3.6.1.5.5.7.3.8")));
    let body = with(Fault::Rejected);
    assert!(contains(&body, &der::int(2)) && body.len() < 60);
    services.heal();
    assert!(contains(&stamp(&services).body, &own));
    assert!(contains(pki.intermediate.cert_der(), services.urls().crl("root").as_bytes()));
}

#[test]
fn faults_of_revocation_change_the_answer() {
    let (services, pki) = services();
    services.fault("/ocsp", Fault::Revoked);
    assert!(contains(&ask(&services, &pki), &text("20261122070000Z")));
    services.fault("/ocsp", Fault::Unknown);
    assert!(contains(&ask(&services, &pki), &[0x82, 0, 0x18]));
    services.fault("/ocsp", Fault::Stale);
    assert!(contains(&ask(&services, &pki), &der::explicit(0, &text("20261121080000Z"))));
    let own = services.ocsp_responder("issuing").unwrap().cert_der;
    for fault in [Fault::WrongCertificate, Fault::Untrusted, Fault::ExpiredCertificate] {
        services.fault("/ocsp", fault);
        assert!(!contains(&ask(&services, &pki), &own), "{fault:?}");
    }
    services.heal();
    assert!(contains(&ask(&services, &pki), &own));
    services.fault("/crl/issuing.crl", Fault::Revoked);
    let list = send(&services, "GET", "/crl/issuing.crl", "", &[]).body;
    let serial = CertificateParts::of(&pki.signer.cert_der).unwrap().serial;
    assert!(contains(&list, &der::integer(serial)));
}

#[test]
fn a_fault_for_two_requests_is_over_at_the_third() {
    let (services, _) = services();
    services.fault_times("/tsa", Fault::Status(500), 2);
    let statuses: Vec<_> = (0..3).map(|_| stamp(&services).status).collect();
    assert_eq!(statuses, [500, 500, 200]);
    assert_eq!(services.requests("/tsa"), 3);
    services.fault("/tsa", Fault::RedirectLoop);
    let reply = stamp(&services);
    assert!(reply.status == 307 && reply.head.contains("Location: /tsa"));
}

#[test]
fn the_transport_breaks_as_told() {
    let (services, _) = services();
    let with = |fault| {
        services.fault("/tsa", fault);
        let since = Instant::now();
        (stamp(&services), since.elapsed())
    };
    let (reply, _) = with(Fault::Truncated);
    assert_eq!(Some(reply.body.len()), reply.announced.map(|length| length / 2));
    let (reply, _) = with(Fault::Closed);
    assert!(reply.head.is_empty());
    let (reply, _) = with(Fault::HugeBody);
    assert!(reply.body.len() > 7 << 20 && reply.announced.is_none());
    let (reply, took) = with(Fault::Hang);
    assert!(reply.head.is_empty() && took >= Duration::from_secs(2));
    let (reply, took) = with(Fault::Slow(Duration::from_millis(300)));
    assert!(reply.status == 200 && took >= Duration::from_millis(300));
    let (reply, _) = with(Fault::NotDer);
    assert!(reply.head.contains("timestamp-reply") && Reader::sequence(&reply.body).is_none());
}

#[test]
fn dropping_ends_hanging_and_idle_connections() {
    let (services, _) = services();
    services.fault("/tsa", Fault::Hang);
    let address = services.urls().at("").replace("http://", "");
    let idle = TcpStream::connect(&address).unwrap();
    let mut hanging = TcpStream::connect(&address).unwrap();
    hanging.write_all(b"POST /tsa HTTP/1.1\r\nContent-Length: 0\r\n\r\n").unwrap();
    while services.requests("/tsa") == 0 {
        std::thread::sleep(Duration::from_millis(5));
    }
    let since = Instant::now();
    drop(services);
    assert!(since.elapsed() < Duration::from_secs(2));
    assert_eq!(hanging.read(&mut [0; 16]).unwrap_or(0), 0);
    assert!(TcpStream::connect(&address).is_err());
    drop(idle);
}
