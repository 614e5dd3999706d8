//! Evidence: each resource is asked for once, as long as it is good.

use std::thread;
use std::time::{Duration, Instant};

use kyso::revocation::{RevocationSource, obtain_certificates, obtain_crl, obtain_ocsp};
use kyso_net::{HttpEvidence, Keep};
use kyso_testkit::server::{Fault, Services};
use kyso_testkit::{KeyKind, Pki};

use super::stub::{Stub, answer};
use super::{network, pair, services};

/// What one file of a batch asks for.
fn gather(services: &Services, pki: &Pki, evidence: &HttpEvidence) {
    let (signer, issuer) = pair(pki);
    let urls = services.urls();
    obtain_ocsp(evidence, &urls.ocsp(), &signer, &issuer).unwrap();
    obtain_crl(evidence, &urls.crl("root")).unwrap();
    obtain_crl(evidence, &urls.crl("issuing")).unwrap();
    let found = obtain_certificates(evidence, &urls.cer("issuing")).unwrap();
    assert_eq!(found, std::slice::from_ref(&issuer));
    let bundle = obtain_certificates(evidence, &urls.p7c("issuing")).unwrap();
    assert!(bundle.contains(&issuer) && bundle.len() == 2);
}

const RESOURCES: u64 = 5;

#[test]
fn a_batch_of_a_hundred_asks_for_each_resource_once() {
    let (services, pki) = services();
    let evidence = HttpEvidence::new(&network());
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..25 {
                    gather(&services, &pki, &evidence.clone());
                }
            });
        }
    });
    let counts = services.counts();
    assert!(counts.values().all(|count| *count == 1), "{counts:?}");
    assert_eq!(counts.values().sum::<u64>(), RESOURCES);
    evidence.forget();
    gather(&services, &pki, &evidence);
    assert_eq!(services.requests("/crl/root.crl"), 2);
}

#[test]
fn short_requests_go_by_get_and_long_ones_by_post() {
    let (services, pki) = services();
    let (signer, issuer) = pair(&pki);
    let ask = |evidence: &HttpEvidence, url: &str| {
        services.forget_requests();
        let response = obtain_ocsp(evidence, url, &signer, &issuer).unwrap();
        let methods: Vec<_> = services.log().into_iter().map(|asked| asked.method).collect();
        (response, methods)
    };
    let plain = HttpEvidence::new(&network());
    let url = services.urls().ocsp();
    let (response, methods) = ask(&plain, &url);
    assert_eq!((response.nonce(), methods), (None, vec!["GET".to_owned()]));
    assert_eq!(ask(&plain, &format!("{url}?unit=1")).1, ["POST"], "a query leaves no path");
    let with_nonces = HttpEvidence::new(&network()).with_nonces();
    for _ in 0..2 {
        let (response, methods) = ask(&with_nonces, &url);
        assert!(response.nonce().is_some_and(|nonce| nonce.len() == 16));
        assert_eq!(methods, ["POST"], "each nonce is asked for");
    }
}

#[test]
fn a_responder_without_get_is_asked_by_post() {
    let (services, pki) = services();
    let (signer, issuer) = pair(&pki);
    services.fault_times("/ocsp", Fault::Status(405), 1);
    let evidence = HttpEvidence::new(&network());
    obtain_ocsp(&evidence, &services.urls().ocsp(), &signer, &issuer).unwrap();
    let methods: Vec<_> = services.log().into_iter().map(|asked| asked.method).collect();
    assert_eq!(methods, ["GET", "POST"]);
}

#[test]
fn what_is_over_is_asked_for_again() {
    let (services, pki) = services();
    services.configure(|s| (s.crl_validity, s.ocsp_validity) = (Some(2), Some(2)));
    let evidence = HttpEvidence::new(&network());
    gather(&services, &pki, &evidence);
    gather(&services, &pki, &evidence);
    assert_eq!((services.requests("/crl"), services.requests("/ocsp")), (2, 1));
    thread::sleep(Duration::from_millis(2100));
    gather(&services, &pki, &evidence);
    assert_eq!((services.requests("/crl"), services.requests("/ocsp")), (4, 2));
    assert_eq!(services.requests("/aia"), 2, "certificates have no nextUpdate");
}

#[test]
fn the_caller_says_how_long_at_most() {
    let (services, pki) = services();
    let mut keep = Keep::default();
    keep.crl = Duration::from_millis(100);
    keep.ocsp = Duration::ZERO;
    let evidence = HttpEvidence::new(&network()).with_keep(keep);
    gather(&services, &pki, &evidence);
    gather(&services, &pki, &evidence);
    assert_eq!(services.requests("/ocsp"), 2);
    thread::sleep(Duration::from_millis(150));
    gather(&services, &pki, &evidence);
    assert_eq!((services.requests("/crl/root.crl"), services.requests("/aia")), (2, 2));
}

#[test]
fn a_dead_service_is_waited_for_once() {
    let (services, _) = services();
    services.fault("/crl", Fault::Hang);
    let evidence = HttpEvidence::new(&network());
    let url = services.urls().crl("root");
    let since = Instant::now();
    let errors: Vec<_> = thread::scope(|scope| {
        let ask = || scope.spawn(|| evidence.crl(&url).unwrap_err());
        let threads: Vec<_> = (0..10).map(|_| ask()).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert!(since.elapsed() < Duration::from_millis(2500));
    assert!(errors.iter().all(|error| *error == errors[0]));
    assert_eq!(services.requests("/crl"), 1);
    services.heal();
    evidence.forget();
    assert!(evidence.crl(&url).is_ok());
}

#[test]
fn what_is_no_answer_is_not_kept() {
    let (services, pki) = services();
    let evidence = HttpEvidence::new(&network());
    for path in ["/ocsp", "/crl", "/aia"] {
        services.fault_times(path, Fault::NotDer, 1);
    }
    let (signer, issuer) = pair(&pki);
    let urls = services.urls();
    assert!(obtain_ocsp(&evidence, &urls.ocsp(), &signer, &issuer).is_err());
    assert!(obtain_crl(&evidence, &urls.crl("root")).is_err());
    assert!(obtain_certificates(&evidence, &urls.cer("issuing")).is_err());
    gather(&services, &pki, &evidence);
}

#[test]
fn a_folder_serves_the_next_process() {
    let (services, pki) = services();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cache");
    let open = || HttpEvidence::new(&network()).with_folder(&path).unwrap();
    gather(&services, &pki, &open());
    gather(&services, &pki, &open());
    assert_eq!(services.counts().values().sum::<u64>(), RESOURCES);
    let files: Vec<_> = std::fs::read_dir(&path).unwrap().flatten().map(|e| e.path()).collect();
    assert_eq!(files.len(), 5);
    // Spoilt files are no answers, and are renewed.
    for file in &files {
        std::fs::write(file, b"spoilt").unwrap();
    }
    gather(&services, &pki, &open());
    assert_eq!(services.counts().values().sum::<u64>(), 2 * RESOURCES);
    // What is older than asked for is passed over.
    let evidence = open();
    evidence.forget();
    gather(&services, &pki, &evidence);
    assert_eq!(services.counts().values().sum::<u64>(), 3 * RESOURCES);
    gather(&services, &pki, &open());
    assert_eq!(services.counts().values().sum::<u64>(), 3 * RESOURCES);
}

#[test]
fn only_old_files_of_ours_go_when_a_folder_is_opened() {
    let folder = tempfile::tempdir().unwrap();
    let ours = folder.path().join(format!("{}.crl", "0a".repeat(32)));
    let fresh = folder.path().join(format!("{}.ocsp", "0b".repeat(32)));
    let foreign = folder.path().join("letter.pdf");
    let new = std::time::SystemTime::now();
    let old = new - Duration::from_secs(8 * 24 * 3600);
    for (path, time) in [(&ours, old), (&fresh, new), (&foreign, old)] {
        let file = std::fs::File::create(path).unwrap();
        file.set_modified(time).unwrap();
    }
    HttpEvidence::new(&network()).with_folder(folder.path()).unwrap();
    assert!(!ours.exists() && fresh.exists() && foreign.exists());
}

#[test]
fn crls_and_certificates_are_taken_as_pem_under_any_type() {
    let pki = Pki::new(KeyKind::P256);
    let pem = pki.intermediate.cert_pem().into_bytes();
    let stub = Stub::start(move |_| answer(200, "Content-Type: text/plain\r\n", &pem));
    let evidence = HttpEvidence::new(&network());
    let found = obtain_certificates(&evidence, &stub.url("http", "/ca.pem")).unwrap();
    assert_eq!(found[0].der(), pki.intermediate.cert_der());
    let page = Stub::start(|_| answer(200, "Content-Type: text/html\r\n", b"<h1>Log in</h1>"));
    let error = evidence.crl(&page.url("http", "/a.crl")).unwrap_err();
    assert!(error.to_string().contains("text/html"), "{error}");
}

#[test]
fn large_lists_come_whole() {
    let (services, _) = services();
    services.configure(|s| s.crl_filler = 260_000);
    let evidence = HttpEvidence::new(&network());
    let crl = obtain_crl(&evidence, &services.urls().crl("issuing")).unwrap();
    assert!(crl.entry_count() >= 260_000 && crl.der().len() > 8 << 20);
}
