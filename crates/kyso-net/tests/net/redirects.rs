//! Redirections: followed as far as is safe.

use std::sync::Arc;

use kyso::revocation::RevocationSource;
use kyso::timestamp::TimestampAuthority;
use kyso::{ServiceError, UnreachableCause};
use kyso_net::{HttpEvidence, HttpTsa};
use zeroize::Zeroizing;

use super::stub::{Stub, answer};
use super::{network, unreachable};

fn sends_to(location: String) -> Stub {
    Stub::start(move |_| answer(302, &format!("Location: {location}\r\n"), b"moved"))
}

#[test]
fn a_post_is_repeated_without_the_secret_elsewhere() {
    let end = Arc::new(Stub::start(|_| answer(200, "", b"token")));
    let door = sends_to(end.url("http", "/new"));
    let login = |tsa: HttpTsa| tsa.with_login("u", Zeroizing::new("s".into())).unwrap();
    let tsa = login(HttpTsa::new(&network(), &door.url("http", "/old")).unwrap());
    assert_eq!(tsa.request(b"question").as_deref(), Ok(&b"token"[..]));
    let (first, second) = (door.heads().remove(0), end.heads().remove(0));
    assert!(first.starts_with("POST /old ") && first.contains("Basic "), "{first}");
    assert!(second.starts_with("POST /new ") && second.contains("ontent-"), "{second}");
    assert!(!second.contains("Basic "), "{second}");
}

#[test]
fn a_post_is_not_turned_into_a_get() {
    let stub = Stub::start(|_| answer(303, "Location: /x\r\n", b""));
    let url = stub.url("http", "/");
    let result = HttpTsa::new(&network(), &url).unwrap().request(b"question");
    assert_eq!(result, Err(ServiceError::HttpStatus { service: url, status: 303 }));
    assert_eq!(stub.connections(), 1);
}

#[test]
fn a_redirection_leads_to_no_other_scheme() {
    for location in ["file:///etc/passwd", "ldap://ca.example/x", "http://u:p@127.0.0.1/", "http:"]
    {
        let stub = sends_to(location.into());
        let url = stub.url("http", "/a.crl");
        let error = HttpEvidence::new(&network()).crl(&url).unwrap_err();
        assert_eq!(error, unreachable(&url, UnreachableCause::Url), "{location}");
    }
}

#[test]
fn an_announced_size_above_the_bound_is_not_waited_for() {
    let stub = Stub::start(|_| b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\nx".to_vec());
    let url = stub.url("http", "/a.crl");
    let error = HttpEvidence::new(&network()).crl(&url).unwrap_err();
    assert_eq!(error, ServiceError::TooLarge { service: url, limit: 64 << 20 });
}

#[test]
fn a_service_that_asks_for_patience_gets_it_or_is_left() {
    let stub = Stub::start(|_| answer(503, "Retry-After: 3600\r\n", b""));
    let url = stub.url("http", "/");
    let result = HttpTsa::new(&network(), &url).unwrap().request(b"question");
    assert_eq!(result, Err(ServiceError::HttpStatus { service: url, status: 503 }));
    assert_eq!(stub.connections(), 1);
}
