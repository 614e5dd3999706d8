use kyso_testkit::{Identity, Key, KeyKind, P12Kind, Pki, Template};
use p12_keystore as p12;

use super::{Credential, KeyError, KeyFormat, SigningKey, ToBeSigned};
use crate::crypto::{Message, PrivateKey, PrivateKeyFault, verify};
use crate::x509::Certificate;
use crate::{DigestAlgorithm, SignatureAlgorithm};

/// "Mật khẩu số 1": composed, as most keyboards write it.
const COMPOSED: &str = "M\u{1ead}t kh\u{1ea9}u s\u{1ed1} 1";
/// The same with combining marks, as macOS hands it over at times.
const DECOMPOSED: &str = "Ma\u{323}\u{302}t kha\u{302}\u{309}u so\u{302}\u{301} 1";

fn der(credential: &Credential) -> Vec<Vec<u8>> {
    credential.chain().iter().map(|certificate| certificate.der().to_vec()).collect()
}

fn bundle(identity: &Identity) -> String {
    identity.cert_pem() + &identity.chain_pem()
}

#[test]
fn pkcs12_of_every_cipher_opens_and_signs() {
    let pki = Pki::new(KeyKind::P256);
    for kind in [P12Kind::Aes256, P12Kind::Legacy3Des, P12Kind::LegacyRc2_40] {
        let file = pki.signer.p12("secret", kind);
        let credential = Credential::from_pkcs12(&file, "secret").unwrap();
        assert_eq!(der(&credential), pki.signer.chain_der, "{kind:?}");
        assert_eq!(credential.certificate().der(), pki.signer.cert_der);
        let algorithm = credential.algorithms()[0];
        let tbs = ToBeSigned::new(algorithm, b"attributes".to_vec());
        let value = credential.key().sign(&tbs).unwrap();
        let spki = credential.certificate().spki_der();
        assert_eq!(
            verify(spki, algorithm, Message::Whole(tbs.message()), value.as_bytes()),
            Ok(())
        );
        assert!(matches!(Credential::from_pkcs12(&file, "Secret"), Err(KeyError::WrongPassphrase)));
    }
}

#[test]
fn vietnamese_passphrases_open_however_they_are_composed() {
    let pki = Pki::new(KeyKind::Ed25519);
    for (made_with, typed) in [(COMPOSED, DECOMPOSED), (DECOMPOSED, COMPOSED), (COMPOSED, COMPOSED)]
    {
        for kind in [P12Kind::Aes256, P12Kind::Legacy3Des] {
            let file = pki.signer.p12(made_with, kind);
            assert!(Credential::from_pkcs12(&file, typed).is_ok(), "{kind:?} {made_with}");
        }
        // OpenSSL before 1.1 took each byte of UTF-8 for a character.
        let bytewise: String = made_with.bytes().map(char::from).collect();
        let file = pki.signer.p12(&bytewise, P12Kind::Legacy3Des);
        assert!(Credential::from_pkcs12(&file, typed).is_ok(), "{made_with} byte by byte");
        let key = pki.signer.key_pem_encrypted(made_with);
        let certificates = bundle(&pki.signer);
        let opened = Credential::from_pem(key.as_bytes(), certificates.as_bytes(), Some(typed));
        assert!(opened.is_ok());
    }
}

#[test]
fn pem_of_every_form_and_order_opens() {
    for kind in [KeyKind::Rsa2048, KeyKind::P256, KeyKind::P384, KeyKind::Ed25519] {
        let pki = Pki::new(kind);
        let signer = &pki.signer;
        let reversed = signer.chain_pem() + &signer.cert_pem();
        let mut keys = vec![signer.key_pem(), signer.key_pem_encrypted("x")];
        if kind != KeyKind::Ed25519 {
            keys.push(signer.key_pem_traditional());
            // OpenSSL writes the curve in a block of its own before the key.
            keys.push(format!(
                "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n{}",
                signer.key_pem_traditional()
            ));
        }
        for key in keys {
            let open = |key: &[u8], certificates: &str| {
                Credential::from_pem(key, certificates.as_bytes(), Some("x")).unwrap()
            };
            assert_eq!(der(&open(key.as_bytes(), &reversed)), signer.chain_der);
            let together = format!("{key}{}", bundle(signer));
            assert_eq!(der(&open(together.as_bytes(), &together)), signer.chain_der);
        }
        let plain = Credential::from_pem(&signer.key_pkcs8_der, bundle(signer).as_bytes(), None);
        assert_eq!(der(&plain.unwrap()), signer.chain_der);
    }
}

#[test]
fn der_of_the_older_forms_opens() {
    for kind in [KeyKind::Rsa2048, KeyKind::P256] {
        let pki = Pki::new(kind);
        let (_, older) = pki.signer.key.traditional_der().unwrap();
        assert!(Credential::from_pem(&older, &pki.signer.cert_der, None).is_ok(), "{kind:?}");
    }
}

#[test]
fn encrypted_keys_say_what_they_need() {
    let pki = Pki::new(KeyKind::Ed25519);
    let key = pki.signer.key_pem_encrypted("right");
    let certificates = bundle(&pki.signer);
    let open = |passphrase| {
        Credential::from_pem(key.as_bytes(), certificates.as_bytes(), passphrase).unwrap_err()
    };
    assert!(matches!(open(None), KeyError::PassphraseNeeded));
    assert!(matches!(open(Some("wrong")), KeyError::WrongPassphrase));
    let legacy = "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\
        DEK-Info: AES-128-CBC,00\n\nAAAA\n-----END RSA PRIVATE KEY-----\n";
    let error = Credential::from_pem(legacy.as_bytes(), certificates.as_bytes(), None).unwrap_err();
    let format = KeyFormat::LegacyPem;
    assert!(matches!(error, KeyError::UnsupportedEncryption { format: f, .. } if f == format));
}

#[test]
fn a_key_of_another_certificate_builds_no_credential() {
    let pki = Pki::new(KeyKind::P256);
    let twin = pki.twin();
    let certificates = bundle(&twin.signer);
    let error =
        Credential::from_pem(pki.signer.key_pem().as_bytes(), certificates.as_bytes(), None)
            .unwrap_err();
    let KeyError::CertificateMismatch { subject, .. } = error else { panic!("{error}") };
    assert_eq!(subject.common_name(), Some("Nguyễn Thị Ánh"));
    let key = PrivateKey::from_pkcs8(&pki.signer.key_pkcs8_der).unwrap();
    let none = Credential::from_key(Box::new(key), &[]).unwrap_err();
    assert!(matches!(none, KeyError::NoCertificate { found: 0 }));
    let empty = Credential::from_pem(certificates.as_bytes(), certificates.as_bytes(), None);
    assert!(matches!(empty.unwrap_err(), KeyError::NoKey));
}

/// A PKCS#12 with these keys, each with these certificates.
fn store(entries: &[(&Key, &[&[u8]])]) -> Vec<u8> {
    let mut store = p12::KeyStore::new();
    for (number, (key, certificates)) in entries.iter().enumerate() {
        let key = p12::PrivateKey::from_der(&key.pkcs8_der()).unwrap();
        let certificates = certificates.iter().map(|der| p12::Certificate::from_der(der).unwrap());
        let id = vec![u8::try_from(number).unwrap(); 20];
        let chain = p12::PrivateKeyChain::new(id, key, certificates);
        let entry = p12::KeyStoreEntry::PrivateKeyChain(chain);
        store.add_entry(&format!("key {number}"), entry);
    }
    store.writer("x").encryption_iterations(1).mac_iterations(1).write().unwrap()
}

#[test]
fn several_keys_are_listed_unless_only_one_has_a_certificate() {
    let pki = Pki::new(KeyKind::P256);
    let first = &pki.signer;
    let second = pki.issue(KeyKind::P256, &Template::signer(kyso_testkit::Dn::new().cn("Hai")));
    let file = store(&[(&first.key, &[&first.cert_der]), (&second.key, &[&second.cert_der])]);
    let KeyError::SeveralKeys { keys } = Credential::from_pkcs12(&file, "x").unwrap_err() else {
        panic!("two keys were not noticed")
    };
    let names: Vec<_> = keys.iter().filter_map(|key| key.subject.common_name()).collect();
    assert_eq!(names, ["Nguyễn Thị Ánh", "Hai"]);

    let file = store(&[(&first.key, &[]), (&second.key, &[&second.cert_der])]);
    let credential = Credential::from_pkcs12(&file, "x").unwrap();
    assert_eq!(credential.certificate().der(), second.cert_der);
    let file = store(&[(&first.key, &[]), (&second.key, &[])]);
    let error = Credential::from_pkcs12(&file, "x").unwrap_err();
    assert!(matches!(error, KeyError::NoCertificate { found: 0 }));
}

#[test]
fn keys_too_short_to_sign_say_so() {
    let pki = Pki::new(KeyKind::Rsa1024);
    let file = pki.signer.p12("x", P12Kind::Aes256);
    let error = Credential::from_pkcs12(&file, "x").unwrap_err();
    let bits = 1024;
    assert!(
        matches!(error, KeyError::PrivateKey(PrivateKeyFault::RsaSize { bits: b }) if b == bits)
    );
}

#[test]
fn algorithms_outside_the_list_are_refused() {
    let key = PrivateKey::from_pkcs8(&Key::generate(KeyKind::P256).pkcs8_der()).unwrap();
    let algorithm = SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha256);
    let error = SigningKey::sign(&key, &ToBeSigned::new(algorithm, vec![])).unwrap_err();
    assert!(matches!(error, KeyError::Algorithm { algorithm: a } if a == algorithm));
}

#[test]
fn the_chain_follows_signatures_and_not_names_alone() {
    let pki = Pki::new(KeyKind::P256);
    let twin = pki.twin();
    let given: Vec<_> = [&twin.signer.chain_der[1..], &pki.signer.chain_der]
        .concat()
        .iter()
        .map(|der| Certificate::from_der(der).unwrap())
        .collect();
    let key = PrivateKey::from_pkcs8(&pki.signer.key_pkcs8_der).unwrap();
    let credential = Credential::from_key(Box::new(key), &given).unwrap();
    assert_eq!(der(&credential), pki.signer.chain_der);
}

#[test]
fn debug_output_holds_no_secret() {
    let pki = Pki::new(KeyKind::Ed25519);
    let credential = Credential::from_pkcs12(&pki.signer.p12("x", P12Kind::Aes256), "x").unwrap();
    let shown = format!("{credential:?} {:?}", credential.key());
    assert!(shown.contains("Nguyễn Thị Ánh"));
    let seed = crate::x509::hex(&pki.signer.key_pkcs8_der[16..]);
    assert!(!shown.contains(&seed));
    let decimal: Vec<_> = pki.signer.key_pkcs8_der[16..20].iter().map(u8::to_string).collect();
    assert!(!shown.contains(&decimal.join(", ")));
}

#[test]
fn costly_key_files_are_refused_before_any_work() {
    use kyso_testkit::der::{int, octets, oid, seq};
    let pbkdf2 = seq(&[oid("1.2.840.113549.1.5.12"), seq(&[octets(&[0; 8]), int(2_000_000_000)])]);
    let aes = seq(&[oid("2.16.840.1.101.3.4.1.42"), octets(&[0; 16])]);
    let pbes2 = seq(&[oid("1.2.840.113549.1.5.13"), seq(&[pbkdf2, aes])]);
    let file = seq(&[pbes2, octets(&[0; 32])]);
    let error = Credential::from_pem(&file, &[], Some("x")).unwrap_err();
    assert!(matches!(error, KeyError::TooExpensive { iterations: 2_000_000_000, .. }), "{error:?}");
    let huge = vec![0; usize::try_from(crate::limits::MAX_KEY_FILE_BYTES).unwrap() + 1];
    assert!(matches!(Credential::from_pkcs12(&huge, "").unwrap_err(), KeyError::TooLarge { .. }));
}

#[test]
fn damaged_key_files_never_panic() {
    let pki = Pki::new(KeyKind::Ed25519);
    let file = store(&[(&pki.signer.key, &[&pki.signer.cert_der])]);
    for len in 0..file.len() {
        assert!(Credential::from_pkcs12(&file[..len], "x").is_err());
    }
    for at in 0..file.len() {
        let mut altered = file.clone();
        altered[at] ^= 1 << (at % 8);
        let _ = Credential::from_pkcs12(&altered, "x");
    }
    let pem = pki.signer.key_pem() + &bundle(&pki.signer);
    for len in 0..pem.len() {
        let _ = Credential::from_pem(&pem.as_bytes()[..len], pem.as_bytes(), None);
    }
}
