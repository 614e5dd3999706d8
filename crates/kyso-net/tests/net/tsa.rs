//! Time-stamp authorities: what is sent, who may, and the next one when one fails.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use kyso::crypto::digest;
use kyso::timestamp::{TimestampAuthority, TimestampFault, obtain};
use kyso::{DigestAlgorithm, ServiceError};
use kyso_net::{ConfigError, HttpTsa, NetworkConfig, TsaPool};
use kyso_testkit::server::Fault;
use zeroize::Zeroizing;

use super::stub::{Stub, answer};
use super::{config, imprint, network, services};

fn secret(text: &str) -> Zeroizing<String> {
    Zeroizing::new(text.into())
}

#[test]
fn nonce_policy_and_any_digest_are_asked_for() {
    let (services, _) = services();
    let network = network();
    let tsa = HttpTsa::new(&network, &services.urls().tsa()).unwrap();
    let token = obtain(&tsa, &imprint()).unwrap();
    let nonce = token.info().nonce.clone().expect("one was sent");
    assert_ne!(Some(nonce), obtain(&tsa, &imprint()).unwrap().info().nonce);
    let other = tsa.clone().with_policy("1.2.3.4".parse().unwrap());
    let error = obtain(&other, &imprint()).unwrap_err();
    assert!(matches!(error.fault, TimestampFault::Refused { .. }), "it was asked for: {error}");
    let tsa = tsa.without_nonce();
    for algorithm in [DigestAlgorithm::Sha384, DigestAlgorithm::Sha512] {
        let tsa = tsa.clone().with_digest(algorithm);
        let authority: &dyn TimestampAuthority = &tsa;
        assert_eq!(authority.digest(), algorithm);
        let token = obtain(authority, &digest(algorithm, b"value")).unwrap();
        assert_eq!(token.info().nonce, None);
    }
}

#[test]
fn the_room_for_a_token_is_learnt_from_the_one_before_and_not_from_a_refusal() {
    let (services, _) = services();
    let tsa = HttpTsa::new(&network(), &services.urls().tsa()).unwrap();
    let pool =
        TsaPool::new(vec![tsa.clone(), HttpTsa::new(&network(), "http://tsa.example").unwrap()]);
    let pool = pool.unwrap();
    services.fault_times("/tsa", Fault::Rejected, 1);
    obtain(&tsa, &imprint()).unwrap_err();
    assert_eq!((tsa.token_room(), pool.token_room()), (16 << 10, 16 << 10));
    let token = obtain(&tsa.clone(), &imprint()).unwrap().der().len();
    let room = tsa.token_room();
    assert!(room > token + 1000 && room < token + 1200, "{room} for {token}");
    assert_eq!(pool.token_room(), room, "who answered is likely to answer again");
    assert_eq!(tsa.with_token_room(9000).token_room(), 9000);
}

#[test]
fn the_secret_is_sent_and_never_shown() {
    let (services, _) = services();
    services.configure(|s| s.tsa_auth = Some(("văn thư".into(), "mật-khẩu-9".into())));
    let network = network();
    let tsa = HttpTsa::new(&network, &services.urls().tsa()).unwrap();
    let right = tsa.clone().with_login("văn thư", secret("mật-khẩu-9")).unwrap();
    obtain(&right, &imprint()).expect("the secret opens");
    let wrong = tsa.clone().with_login("văn thư", secret("mật-khẩu-8")).unwrap();
    for tsa in [&tsa, &wrong] {
        services.forget_requests();
        let error = obtain(tsa, &imprint()).unwrap_err();
        let service = services.urls().tsa();
        assert_eq!(error.fault, TimestampFault::Service(ServiceError::Refused { service }));
        assert_eq!(services.requests("/tsa"), 1, "an account is not locked by trying again");
        assert!(!format!("{error} {error:?} {tsa:?} {network:?}").contains("mật"));
    }
    let pool = TsaPool::new(vec![right]).unwrap();
    assert!(!format!("{pool:?}").contains("mật") && format!("{pool:?}").contains("văn thư"));
}

#[test]
fn a_secret_is_not_sent_in_clear() {
    let network = network();
    let url = "http://tsa.example/";
    let clear = |url| HttpTsa::new(&network, url).unwrap();
    let error = clear(url).with_login("u", secret("s")).unwrap_err();
    assert_eq!(error, ConfigError::SecretInClear { service: url.into() });
    assert!(clear("https://tsa.example/").with_login("u", secret("s")).is_ok());
    assert!(clear(url).with_login_even_in_clear("u", secret("s")).is_ok());
    assert_eq!(
        clear(url).with_login_even_in_clear("a:b", secret("s")).unwrap_err(),
        ConfigError::UserName
    );
    let error = HttpTsa::new(&network, "https://user:s3cret@tsa.example/x").unwrap_err();
    assert_eq!(error, ConfigError::Url { url: "https://tsa.example/x".into() });
}

#[test]
fn the_kind_of_answer_is_checked() {
    for (fields, taken) in [
        ("Content-Type: application/timestamp-reply\r\n", true),
        ("Content-Type: application/timestamp-reply; charset=x\r\n", true),
        ("", true),
        ("Content-Type: text/html; charset=utf-8\r\n", false),
    ] {
        let stub = Stub::start(move |_| answer(200, fields, b"an answer"));
        let url = stub.url("http", "/");
        let result = HttpTsa::new(&network(), &url).unwrap().request(b"question");
        if taken {
            assert_eq!(result.as_deref(), Ok(&b"an answer"[..]), "{fields}");
        } else {
            let (expected, found) = ("application/timestamp-reply", "text/html".to_owned());
            assert_eq!(result, Err(ServiceError::ContentType { service: url, expected, found }));
        }
        let head = &stub.heads()[0].to_ascii_lowercase();
        assert!(head.contains("content-type: application/timestamp-query"), "{head}");
        assert!(head.contains("user-agent: kyso/"), "{head}");
        assert!(!head.contains("accept-encoding: gzip"), "{head}");
    }
}

#[test]
fn the_next_authority_is_asked_when_one_fails_or_lies() {
    let (services, _) = services();
    let network = network();
    let at = |path: &str| HttpTsa::new(&network, &services.urls().at(path)).unwrap();
    let pool = TsaPool::new(vec![at("/tsa/1"), at("/tsa/2"), at("/tsa/3")]).unwrap();
    services.fault("/tsa/1", Fault::Closed);
    services.fault("/tsa/2", Fault::WrongSignature);
    obtain(&pool, &imprint()).expect("the third is sound");
    let asked = ["/tsa/1", "/tsa/2", "/tsa/3"].map(|path| services.requests(path));
    assert_eq!(asked, [3, 1, 1]);
    services.fault("/tsa/3", Fault::Rejected);
    let error = obtain(&pool, &imprint()).unwrap_err();
    let others: Vec<_> = error.others.iter().map(|other| other.service.clone()).collect();
    assert_eq!(error.service, services.urls().at("/tsa/1"));
    assert_eq!(others, ["/tsa/2", "/tsa/3"].map(|path| services.urls().at(path)));
    let text = error.to_string();
    assert!(["/tsa/1", "/tsa/2", "/tsa/3"].iter().all(|path| text.contains(path)), "{text}");
    services.heal();
    services.forget_requests();
    obtain(&pool, &imprint()).unwrap();
    assert_eq!(services.requests("/tsa"), 1);
    assert!(TsaPool::new(Vec::new()).is_none());
}

#[test]
fn no_more_calls_at_once_than_allowed_and_all_are_served() {
    let (services, _) = services();
    services.fault("/tsa", Fault::Slow(Duration::from_millis(200)));
    let mut config = config();
    config.timestamp_deadline = Duration::from_millis(900);
    let network = kyso_net::Network::new(config);
    let tsa = HttpTsa::new(&network, &services.urls().tsa()).unwrap();
    let done = AtomicUsize::new(0);
    let since = Instant::now();
    let mut most = 0;
    thread::scope(|scope| {
        for _ in 0..20 {
            scope.spawn(|| {
                obtain(&tsa, &imprint()).expect("waiting for a turn counts to no deadline");
                done.fetch_add(1, Ordering::SeqCst);
            });
        }
        // A request is counted when it arrives, and done a moment after it is answered.
        while done.load(Ordering::SeqCst) < 20 {
            let finished = u64::try_from(done.load(Ordering::SeqCst)).unwrap();
            most = most.max(services.requests("/tsa").saturating_sub(finished));
            thread::sleep(Duration::from_millis(5));
        }
    });
    assert!(since.elapsed() >= Duration::from_millis(1000), "five rounds of four");
    assert!((2..=8).contains(&most), "{most}");
    assert_eq!(NetworkConfig::default().parallel_calls, 4);
}
