//! The trust store: what is decided stays, what is broken is named.

use std::fs;
use std::path::Path;
use std::thread;

use kyso::Time;
use kyso::trust::{
    Addition, Fingerprint, StoreError, StoreState, StoredRole, TrustDomain, TrustStore,
};
use kyso::x509::Certificate;
use kyso_testkit::Pki;

use crate::common::{now, pki};

fn root(pki: &Pki) -> Certificate {
    Certificate::from_pem_or_der(pki.root_pem().as_bytes()).unwrap().remove(0)
}

fn domain(name: &str) -> TrustDomain {
    name.parse().unwrap()
}

fn anchor(certificate: &Certificate, name: &str) -> Addition {
    let (role, domain) = (StoredRole::Anchor, domain(name));
    Addition { certificate: certificate.clone(), role, domain, until: None }
}

fn at(text: &str) -> Time {
    Time::parse_rfc3339(text).unwrap()
}

#[test]
fn what_is_added_is_there_for_whoever_opens_it_next() {
    let folder = tempfile::tempdir().unwrap();
    let (pki, place) = (pki(), folder.path().join("deep/store"));
    let mut store = TrustStore::open(&place).unwrap();
    assert!(store.anchors().is_empty() && !place.exists());
    let intermediate = Certificate::from_der(pki.intermediate.cert_der()).unwrap();
    let below = Addition {
        certificate: intermediate.clone(),
        role: StoredRole::Intermediate,
        domain: domain("cong-vu"),
        until: None,
    };
    let both = [anchor(&root(&pki), "cong-vu"), below];
    assert_eq!(store.add(&both, now()).unwrap(), 2);
    // Again: nothing to decide, nothing is recorded.
    assert_eq!(store.add(&both, now()).unwrap(), 0);
    let store = TrustStore::open(&place).unwrap();
    assert_eq!(store.history().len(), 1);
    assert_eq!(store.anchors().certificates(), [root(&pki)]);
    assert_eq!(store.intermediates(), [intermediate]);
    let anchors = store.anchors();
    let terms = anchors.terms_of(&root(&pki)).unwrap();
    assert_eq!((terms.domain.clone(), terms.until), (Some(domain("cong-vu")), None));
}

#[test]
fn removal_is_a_record_and_never_a_loss() {
    let folder = tempfile::tempdir().unwrap();
    let (pki, mut store) = (pki(), TrustStore::open(folder.path()).unwrap());
    let (root, hex) = (root(&pki), Fingerprint::of(&root(&pki)));
    store.add(&[anchor(&root, "a")], now()).unwrap();
    let end = at("2026-01-01T00:00:00Z");
    assert_eq!(store.remove(&[hex], Some(end), None, now()).unwrap(), 1);
    assert_eq!(store.certificates()[0].state, StoreState::Retired { until: end });
    assert_eq!(store.anchors().terms_of(&root).unwrap().until, Some(end));
    assert_eq!(store.remove(&[hex], None, Some("lộ khóa"), now()).unwrap(), 1);
    assert!(store.anchors().is_empty());
    // Retiring what is removed would bring it back.
    assert_eq!(store.remove(&[hex], Some(end), None, now()).unwrap(), 0);
    let stored = &store.certificates()[0];
    assert_eq!((stored.state, &stored.certificate), (StoreState::Removed, &root));
    assert_eq!(store.history().len(), 3);
    // In another domain, and trusted without an end again.
    assert_eq!(store.add(&[anchor(&root, "b")], now()).unwrap(), 1);
    assert_eq!(store.certificates().len(), 1);
    assert_eq!(store.anchors().terms_of(&root).unwrap().domain, Some(domain("b")));
    assert_eq!(store.anchors().terms_of(&root).unwrap().until, None);
    let kept = fs::read_dir(folder.path().join("history")).unwrap().count();
    assert_eq!(kept, 4);
}

#[test]
fn retiring_never_widens_trust() {
    let folder = tempfile::tempdir().unwrap();
    let (pki, mut store) = (pki(), TrustStore::open(folder.path()).unwrap());
    let (root, hex) = (root(&pki), Fingerprint::of(&root(&pki)));
    let [early, earlier, late] =
        ["2020-01-01T00:00:00Z", "2019-01-01T00:00:00Z", "2027-01-01T00:00:00Z"].map(at);
    store.add(&[Addition { until: Some(early), ..anchor(&root, "a") }], now()).unwrap();
    for (asked, recorded, ends) in [(late, 0, early), (early, 0, early), (earlier, 1, earlier)] {
        assert_eq!(store.remove(&[hex], Some(asked), None, now()).unwrap(), recorded);
        assert_eq!(store.certificates()[0].state, StoreState::Retired { until: ends });
        assert_eq!(store.anchors().terms_of(&root).unwrap().until, Some(ends));
    }
    assert_eq!(store.history().len(), 2);
}

#[test]
fn several_processes_add_at_once_and_nothing_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let roots: Vec<_> = (0..6).map(|_| root(&pki())).collect();
    thread::scope(|scope| {
        for root in &roots {
            let folder = folder.path();
            scope.spawn(move || {
                let mut store = TrustStore::open(folder).unwrap();
                store.add(&[anchor(root, "a")], now()).unwrap();
            });
        }
    });
    let store = TrustStore::open(folder.path()).unwrap();
    assert_eq!(store.history().len(), roots.len());
    for root in &roots {
        assert!(store.anchors().terms_of(root).is_some());
    }
}

#[test]
fn a_store_that_was_changed_by_hand_is_refused_and_the_file_named() {
    let pki = pki();
    let broken = |change: &dyn Fn(&Path)| {
        let folder = tempfile::tempdir().unwrap();
        let mut store = TrustStore::open(folder.path()).unwrap();
        store.add(&[anchor(&root(&pki), "a")], now()).unwrap();
        store.remove(&[Fingerprint::of(&root(&pki))], None, None, now()).unwrap();
        change(folder.path());
        TrustStore::open(folder.path()).unwrap_err()
    };
    let named = |error: &StoreError, name: &str| error.path().ends_with(name);
    let first = "history/000001.json";
    let error = broken(&|at| fs::remove_file(at.join(first)).unwrap());
    assert!(matches!(error, StoreError::RecordMissing { .. }) && named(&error, first), "{error}");
    let error = broken(&|at| fs::write(at.join(first), "{\"store\": 1,").unwrap());
    assert!(matches!(error, StoreError::Record { .. }) && named(&error, first), "{error}");
    let error = broken(&|at| {
        let text = fs::read_to_string(at.join(first)).unwrap();
        fs::write(at.join(first), text.replace("\"action\"", "\"akt\": 1, \"action\"")).unwrap();
    });
    assert!(matches!(error, StoreError::Record { .. }) && named(&error, first), "{error}");
    let error = broken(&|at| {
        let text = fs::read_to_string(at.join(first)).unwrap();
        fs::write(at.join(first), text.replace("\"store\": 1", "\"store\": 2")).unwrap();
    });
    assert!(matches!(error, StoreError::Version { version: 2, .. }), "{error}");
    let file = format!("certificates/{}.crt", Fingerprint::of(&root(&pki)));
    let error = broken(&|at| fs::remove_file(at.join(&file)).unwrap());
    assert!(matches!(error, StoreError::Reading { .. }) && named(&error, &file), "{error}");
    let error = broken(&|at| fs::write(at.join(&file), b"no certificate").unwrap());
    assert!(matches!(error, StoreError::Certificate { .. }) && named(&error, &file), "{error}");
    let other = pki.signer.cert_der.clone();
    let error = broken(&|at| fs::write(at.join(&file), &other).unwrap());
    assert!(matches!(error, StoreError::OtherCertificate { .. }), "{error}");
    assert!(named(&error, &file), "{error}");
}

#[test]
fn the_loss_of_any_record_shows_the_last_one_too() {
    let pki = pki();
    let store = |change: &dyn Fn(&Path)| {
        let folder = tempfile::tempdir().unwrap();
        let mut store = TrustStore::open(folder.path()).unwrap();
        store.add(&[anchor(&root(&pki), "a")], now()).unwrap();
        store.remove(&[Fingerprint::of(&root(&pki))], None, None, now()).unwrap();
        change(folder.path());
        let opened = TrustStore::open(folder.path());
        // What is broken takes no further record either.
        assert_eq!(store.add(&[anchor(&root(&pki), "b")], now()).is_ok(), opened.is_ok());
        opened
    };
    let last = "history/000002.json";
    let error = store(&|at| fs::remove_file(at.join(last)).unwrap()).unwrap_err();
    assert!(matches!(error, StoreError::RecordMissing { .. }), "{error}");
    assert!(error.path().ends_with(last));
    let error = store(&|at| fs::remove_dir_all(at.join("history")).unwrap()).unwrap_err();
    assert!(matches!(error, StoreError::RecordMissing { .. }), "{error}");
    // The withdrawal, rewritten to be of nothing.
    let error = store(&|at| {
        let text = fs::read_to_string(at.join(last)).unwrap();
        let other = text.replace(&Fingerprint::of(&root(&pki)).to_string(), &"0".repeat(64));
        assert_ne!(text, other);
        fs::write(at.join(last), other).unwrap();
    });
    let error = error.unwrap_err();
    assert!(matches!(error, StoreError::RecordChanged { .. }), "{error}");
    assert!(error.path().ends_with(last));
    let sum = "sums/000001.sha256";
    let error = store(&|at| fs::remove_file(at.join(sum)).unwrap()).unwrap_err();
    assert!(matches!(error, StoreError::RecordMissing { .. }), "{error}");
    assert!(error.path().ends_with(sum));
    // A store that was written before there were digests, or a writer that was stopped.
    assert_eq!(
        store(&|at| fs::remove_dir_all(at.join("sums")).unwrap()).unwrap().history().len(),
        2
    );
    assert!(store(&|at| fs::remove_file(at.join("sums/000002.sha256")).unwrap()).is_ok());
}

#[test]
fn digests_that_are_missing_come_with_the_next_record() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = TrustStore::open(folder.path()).unwrap();
    store.add(&[anchor(&root(&pki()), "a")], now()).unwrap();
    fs::remove_dir_all(folder.path().join("sums")).unwrap();
    store.add(&[anchor(&root(&pki()), "a")], now()).unwrap();
    for part in TrustStore::FOLDERS {
        assert_eq!(fs::read_dir(folder.path().join(part)).unwrap().count(), 2, "{part}");
    }
    fs::remove_file(folder.path().join("history/000002.json")).unwrap();
    assert!(TrustStore::open(folder.path()).is_err());
}

/// A pipe that nobody writes into would be waited for.
#[cfg(unix)]
#[test]
fn a_pipe_in_the_place_of_a_file_is_refused_at_once() {
    let pki = pki();
    let certificate = format!("certificates/{}.crt", Fingerprint::of(&root(&pki)));
    for name in ["history/000001.json", "history/000002.json", "sums/000001.sha256", &certificate] {
        let folder = tempfile::tempdir().unwrap();
        let mut store = TrustStore::open(folder.path()).unwrap();
        store.add(&[anchor(&root(&pki), "a")], now()).unwrap();
        let path = folder.path().join(name);
        let _ = fs::remove_file(&path);
        let made = std::process::Command::new("mkfifo").arg(&path).status().unwrap();
        assert!(made.success());
        let error = TrustStore::open(folder.path()).unwrap_err();
        assert!(matches!(error, StoreError::NotAFile { .. }), "{error}");
        assert_eq!(error.path(), path);
    }
}

#[test]
fn files_of_others_in_the_folder_do_not_matter() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = TrustStore::open(folder.path()).unwrap();
    store.add(&[anchor(&root(&pki()), "a")], now()).unwrap();
    fs::write(folder.path().join("history/000001.json~"), "x").unwrap();
    fs::write(folder.path().join("history/notes.txt"), "x").unwrap();
    fs::write(folder.path().join("sums/000007.txt"), "x").unwrap();
    assert_eq!(TrustStore::open(folder.path()).unwrap().history().len(), 1);
}

#[test]
fn a_certificate_is_found_by_the_digits_that_people_type() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = TrustStore::open(folder.path()).unwrap();
    let root = root(&pki());
    store.add(&[anchor(&root, "a")], now()).unwrap();
    let hex = Fingerprint::of(&root).to_string();
    let spaced = format!("{}:{} {}", &hex[..2], hex[2..4].to_uppercase(), &hex[4..8]);
    assert_eq!(store.matching(&spaced).len(), 1);
    assert!(store.matching("00000000").is_empty());
}
