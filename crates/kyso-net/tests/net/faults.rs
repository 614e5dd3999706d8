//! Every fault of a service is the right error, within the deadline.

use std::io::Write;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use kyso::revocation::{
    RevocationFault, RevocationSource, obtain_certificates, obtain_crl, obtain_ocsp,
};
use kyso::timestamp::{TimestampAuthority, TimestampError, TimestampFault, TokenFault, obtain};
use kyso::{Cancellation, ServiceError, UnreachableCause};
use kyso_net::{HttpEvidence, HttpTsa, Keep, Network};
use kyso_testkit::server::{Fault, Services};

use super::{config, imprint, network, pair, services, unreachable};

/// What a fault of the transport is called; the number of requests that it takes.
fn transport(fault: Fault, service: &str, limit: u64) -> Option<(ServiceError, u64)> {
    let service = service.to_owned();
    Some(match fault {
        Fault::Hang => (ServiceError::Timeout { service, seconds: 2 }, 1),
        Fault::Closed | Fault::Truncated => {
            (unreachable(&service, UnreachableCause::ConnectionLost), 3)
        }
        Fault::Status(status) => (ServiceError::HttpStatus { service, status }, 3),
        Fault::RedirectLoop => (ServiceError::TooManyRedirects { service, limit: 5 }, 6),
        Fault::HugeBody => (ServiceError::TooLarge { service, limit }, 1),
        _ => return None,
    })
}

fn ask(services: &Services) -> Result<(), TimestampError> {
    let tsa = HttpTsa::new(&network(), &services.urls().tsa()).unwrap();
    obtain(&tsa, &imprint()).map(drop)
}

#[test]
fn each_fault_of_a_time_stamp_authority_is_told_apart_in_time() {
    let (services, _) = services();
    ask(&services).expect("the sound one answers");
    let url = services.urls().tsa();
    for fault in Fault::ALL {
        // Not of a TSA; and trust is for the path to judge: a stranger's token is sound in itself.
        if let Fault::Revoked | Fault::Unknown | Fault::Stale | Fault::Untrusted = fault {
            continue;
        }
        // Its two seconds are the deadline here.
        let slow = Fault::Slow(Duration::from_secs(3));
        let fault = if let Fault::Slow(_) = fault { slow } else { fault };
        services.fault("/tsa", fault);
        services.forget_requests();
        let since = Instant::now();
        let error = ask(&services).expect_err(&format!("{fault:?}"));
        assert!(since.elapsed() < Duration::from_millis(2500), "{fault:?}");
        assert_eq!(error.service, url);
        let expected = match fault {
            Fault::Slow(_) => transport(Fault::Hang, &url, 0),
            _ => transport(fault, &url, 1 << 20),
        };
        if let Some((expected, requests)) = expected {
            assert_eq!(error.fault, TimestampFault::Service(expected), "{fault:?}");
            assert_eq!(services.requests("/tsa"), requests, "{fault:?}");
            continue;
        }
        assert_eq!(services.requests("/tsa"), 1, "{fault:?}: an answer is not asked for again");
        let right = match fault {
            Fault::NotDer => matches!(error.fault, TimestampFault::Response(_)),
            Fault::WrongNonce => matches!(error.fault, TimestampFault::Nonce { .. }),
            Fault::Rejected => matches!(error.fault, TimestampFault::Refused { .. }),
            Fault::WrongImprint => {
                matches!(error.fault, TimestampFault::Fault(TokenFault::Imprint { .. }))
            }
            _ => matches!(error.fault, TimestampFault::Fault(_) | TimestampFault::Token(_)),
        };
        assert!(right, "{fault:?}: {error}");
    }
}

#[test]
fn each_fault_of_revocation_services_is_told_apart_in_time() {
    let (services, pki) = services();
    let (signer, issuer) = pair(&pki);
    let evidence = HttpEvidence::new(&network()).with_keep(Keep::nothing());
    let urls = services.urls();
    let (ocsp, crl, cer) = (urls.ocsp(), urls.crl("issuing"), urls.cer("issuing"));
    // A CRL without an end takes 64 MB over loopback: a good second, unoptimised.
    for fault in [
        Fault::Hang,
        Fault::Closed,
        Fault::Status(500),
        Fault::RedirectLoop,
        Fault::HugeBody,
        Fault::Truncated,
    ] {
        for path in ["/ocsp", "/crl", "/aia"] {
            services.fault(path, fault);
        }
        services.forget_requests();
        let check = |error: RevocationFault, url: &str, path: &str, limit: u64| {
            let (expected, requests) = transport(fault, url, limit).unwrap();
            assert_eq!(error, RevocationFault::Service(expected), "{fault:?}");
            assert_eq!(services.requests(path), requests, "{fault:?} at {path}");
        };
        let since = Instant::now();
        let error = obtain_ocsp(&evidence, &ocsp, &signer, &issuer).unwrap_err();
        check(error.fault, &ocsp, "/ocsp", 1 << 20);
        if fault != Fault::HugeBody {
            check(obtain_crl(&evidence, &crl).unwrap_err().fault, &crl, "/crl", 64 << 20);
        }
        let error = obtain_certificates(&evidence, &cer).unwrap_err();
        check(error.fault, &cer, "/aia", 4 << 20);
        assert!(since.elapsed() < Duration::from_millis(6500), "{fault:?}");
    }
    for path in ["/ocsp", "/crl", "/aia"] {
        services.fault(path, Fault::NotDer);
    }
    let error = obtain_ocsp(&evidence, &ocsp, &signer, &issuer).unwrap_err().fault;
    assert!(matches!(error, RevocationFault::Ocsp(_)), "{error}");
    let error = obtain_crl(&evidence, &crl).unwrap_err().fault;
    assert!(matches!(error, RevocationFault::NotCrl(_)), "{error}");
    let error = obtain_certificates(&evidence, &cer).unwrap_err().fault;
    assert!(matches!(error, RevocationFault::Certificate(_)), "{error}");
    services.fault("/ocsp", Fault::Rejected);
    let error = obtain_ocsp(&evidence, &ocsp, &signer, &issuer).unwrap_err().fault;
    assert!(matches!(error, RevocationFault::Ocsp(_)), "{error}");
}

#[test]
fn what_passes_is_tried_again() {
    let (services, _) = services();
    for fault in [Fault::Status(500), Fault::Status(503), Fault::Closed, Fault::Truncated] {
        services.forget_requests();
        services.fault_times("/tsa", fault, 2);
        ask(&services).unwrap_or_else(|error| panic!("{fault:?}: {error}"));
        assert_eq!(services.requests("/tsa"), 3, "{fault:?}");
    }
    for fault in [Fault::Status(400), Fault::Status(404)] {
        services.forget_requests();
        services.fault_times("/tsa", fault, 1);
        assert!(ask(&services).is_err());
        assert_eq!(services.requests("/tsa"), 1, "{fault:?}");
    }
}

#[test]
fn pauses_between_tries_stay_within_the_deadline() {
    let (services, _) = services();
    services.fault("/tsa", Fault::Status(500));
    let mut config = config();
    config.first_pause = Duration::from_millis(300);
    config.tries = 10;
    config.timestamp_deadline = Duration::from_secs(1);
    let tsa = HttpTsa::new(&Network::new(config), &services.urls().tsa()).unwrap();
    let since = Instant::now();
    assert!(obtain(&tsa, &imprint()).is_err());
    // At 0 and 0.3 s; the third would be at 0.9 s, and a fourth at 2.1 s.
    assert_eq!(services.requests("/tsa"), 3);
    assert!(since.elapsed() < Duration::from_secs(1));
}

#[test]
fn nobody_waits_once_cancelled_and_the_service_is_asked_again_later() {
    let (services, pki) = services();
    let urls = services.urls();
    services.fault("/tsa", Fault::Slow(Duration::from_secs(3)));
    let (flag, mut config) = (Cancellation::new(), config());
    config.timestamp_deadline = Duration::from_secs(20);
    let tsa = HttpTsa::new(&Network::new(config), &urls.tsa()).unwrap().cancelled_by(&flag);
    let since = Instant::now();
    thread::scope(|scope| {
        scope.spawn(|| {
            thread::sleep(Duration::from_millis(100));
            flag.cancel();
        });
        assert!(matches!(tsa.request(b"x"), Err(ServiceError::Cancelled { .. })));
    });
    assert!(since.elapsed() < Duration::from_secs(2));
    // That one caller gave up is not kept against the service.
    let evidence = HttpEvidence::new(&network());
    let (certificate, issuer) = pair(&pki);
    let ask = |source: &HttpEvidence| obtain_ocsp(source, &urls.ocsp(), &certificate, &issuer);
    assert!(ask(&evidence.cancelled_by(&flag)).is_err());
    assert_eq!(services.requests("/ocsp"), 0);
    assert!(ask(&evidence).is_ok());
}

#[test]
fn who_is_not_there_is_named() {
    let evidence = HttpEvidence::new(&network());
    let gone = {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        format!("http://{}/a.crl", listener.local_addr().unwrap())
    };
    let refused = unreachable(&gone, UnreachableCause::ConnectionRefused);
    assert_eq!(evidence.crl(&gone), Err(refused));
    for url in ["ldap://ca.example/cn=CA?certificateRevocationList", "file:///etc/passwd", "x"] {
        assert_eq!(evidence.crl(url), Err(unreachable(url, UnreachableCause::Url)), "{url}");
    }
    let error = evidence.crl("http://user:secret@ca.example/a.crl").unwrap_err();
    assert_eq!(error, unreachable("http://ca.example/a.crl", UnreachableCause::Url));
}

#[test]
fn a_name_without_an_address_is_told_from_a_closed_door() {
    let mut config = config();
    config.proxies = false;
    config.tries = 1;
    let evidence = HttpEvidence::new(&Network::new(config));
    let url = "http://ca.invalid/a.crl"; // RFC 6761 §6.4
    let error = evidence.crl(url).unwrap_err();
    assert_eq!(error, unreachable(url, UnreachableCause::NameNotFound));
}

#[test]
fn offline_sends_nothing() {
    let (services, _) = services();
    let mut config = config();
    config.offline = true;
    let network = Network::new(config);
    let url = services.urls().tsa();
    let tsa = HttpTsa::new(&network, &url).unwrap();
    let expected = unreachable(&url, UnreachableCause::Offline);
    assert_eq!(obtain(&tsa, &imprint()).unwrap_err().fault, TimestampFault::Service(expected));
    assert!(HttpEvidence::new(&network).crl(&services.urls().crl("root")).is_err());
    assert!(services.counts().is_empty());
}

/// A server that does this to each connection for as long as the test runs.
fn server(act: impl Fn(TcpStream) + Send + Sync + Clone + 'static) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let act = act.clone();
            thread::spawn(move || act(stream));
        }
    });
    address
}

#[test]
fn an_answer_that_drips_is_not_waited_for_byte_by_byte() {
    let address = server(|mut stream| {
        let mut alive = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n");
        while alive.is_ok() {
            thread::sleep(Duration::from_millis(50));
            alive = stream.write_all(b"x");
        }
    });
    let url = format!("http://{address}/a.crl");
    let since = Instant::now();
    let error = HttpEvidence::new(&network()).crl(&url).unwrap_err();
    assert_eq!(error, ServiceError::Timeout { service: url, seconds: 2 });
    assert!(since.elapsed() < Duration::from_millis(2500));
}

#[test]
fn a_handshake_without_an_answer_ends_early_and_is_tried_again() {
    let connections: Arc<AtomicUsize> = Arc::default();
    let count = connections.clone();
    let address = server(move |stream| {
        count.fetch_add(1, Ordering::SeqCst);
        thread::sleep(Duration::from_secs(2));
        drop(stream);
    });
    let mut config = config();
    config.connect_timeout = Duration::from_millis(100);
    let url = format!("https://{address}/");
    let since = Instant::now();
    let error = HttpEvidence::new(&Network::new(config)).crl(&url).unwrap_err();
    assert_eq!(error, ServiceError::Timeout { service: url, seconds: 1 });
    assert!(since.elapsed() < Duration::from_millis(900));
    assert_eq!(connections.load(Ordering::SeqCst), 3);
}
