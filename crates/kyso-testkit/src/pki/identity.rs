//! A signer's key and certificates in every form that files carry them.

use base64::Engine;
use p12_keystore as p12;
use pkcs8::pkcs5::pbes2;

use super::key::{Key, SigAlg};

/// How a PKCS#12 file is encrypted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum P12Kind {
    /// PBES2 with AES-256-CBC, MAC HMAC-SHA-256: what tools write today.
    Aes256,
    /// pbeWithSHAAnd40BitRC2-CBC with an SHA-1 MAC: old exports from Windows and browsers.
    LegacyRc2_40,
    /// pbeWithSHAAnd3-KeyTripleDES-CBC with an SHA-1 MAC.
    Legacy3Des,
}

/// A signer: key, certificate and the chain above it.
#[derive(Clone)]
pub struct Identity {
    /// The signer's certificate, DER.
    pub cert_der: Vec<u8>,
    /// The private key as PKCS#8, DER.
    pub key_pkcs8_der: Vec<u8>,
    /// Leaf first, root last, DER each.
    pub chain_der: Vec<Vec<u8>>,
    /// The private key, to sign with.
    pub key: Key,
}

impl Identity {
    pub(super) fn new(key: Key, chain_der: Vec<Vec<u8>>) -> Self {
        Self { cert_der: chain_der[0].clone(), key_pkcs8_der: key.pkcs8_der(), chain_der, key }
    }

    /// Signs a message: for CMS made by hand.
    #[must_use]
    pub fn sign(&self, algorithm: SigAlg, message: &[u8]) -> Vec<u8> {
        self.key.sign(algorithm, message)
    }

    /// The signer's certificate, PEM.
    #[must_use]
    pub fn cert_pem(&self) -> String {
        pem("CERTIFICATE", &self.cert_der)
    }

    /// The certificates above the signer's, the root last, PEM.
    #[must_use]
    pub fn chain_pem(&self) -> String {
        self.chain_der.iter().skip(1).map(|der| pem("CERTIFICATE", der)).collect()
    }

    /// The last certificate of the chain, PEM: what is trusted.
    #[must_use]
    pub fn root_pem(&self) -> String {
        pem("CERTIFICATE", self.chain_der.last().expect("a chain has its leaf"))
    }

    /// The key as plain PKCS#8, PEM.
    #[must_use]
    pub fn key_pem(&self) -> String {
        pem("PRIVATE KEY", &self.key_pkcs8_der)
    }

    /// The key as PKCS#8 encrypted with PBES2 (PBKDF2-HMAC-SHA-256, AES-256-CBC), PEM.
    #[must_use]
    pub fn key_pem_encrypted(&self, passphrase: &str) -> String {
        let parameters = pbes2::Parameters::generate_pbkdf2_sha256_aes256cbc(
            2048,
            &rand::random::<[u8; 16]>(),
            rand::random(),
        )
        .expect("valid parameters");
        let encrypted = pkcs8::PrivateKeyInfoRef::try_from(self.key_pkcs8_der.as_slice())
            .and_then(|key| key.encrypt_with_params(parameters, passphrase))
            .expect("a key encrypts");
        pem("ENCRYPTED PRIVATE KEY", encrypted.as_bytes())
    }

    /// The key as PKCS#1 or SEC 1, PEM.
    ///
    /// # Panics
    /// For Ed25519, which has no such form.
    #[must_use]
    pub fn key_pem_traditional(&self) -> String {
        let (label, der) = self.key.traditional_der().expect("RSA and EC have an older form");
        pem(label, &der)
    }

    /// Key and whole chain as PKCS#12 (RFC 7292).
    #[must_use]
    pub fn p12(&self, passphrase: &str, kind: P12Kind) -> Vec<u8> {
        let certificates = self.chain_der.iter();
        let certificates = certificates.map(|der| p12::Certificate::from_der(der));
        let certificates: Vec<_> = certificates.collect::<Result<_, _>>().expect("certificates");
        let key = p12::PrivateKey::from_der(&self.key_pkcs8_der).expect("a key");
        let chain = p12::PrivateKeyChain::new(vec![1; 20], key, certificates);
        let mut store = p12::KeyStore::new();
        store.add_entry("kyso", p12::KeyStoreEntry::PrivateKeyChain(chain));
        let (cipher, mac) = match kind {
            P12Kind::Aes256 => {
                let cipher = p12::EncryptionAlgorithm::PbeWithHmacSha256AndAes256;
                (cipher, p12::MacAlgorithm::HmacSha256)
            }
            P12Kind::LegacyRc2_40 => {
                // The crate's variant says RC4, but its OID and cipher are RC2's.
                let cipher = p12::EncryptionAlgorithm::PbeWithShaAnd40BitRc4Cbc;
                (cipher, p12::MacAlgorithm::HmacSha1)
            }
            P12Kind::Legacy3Des => {
                let cipher = p12::EncryptionAlgorithm::PbeWithShaAnd3KeyTripleDesCbc;
                (cipher, p12::MacAlgorithm::HmacSha1)
            }
        };
        let writer = store.writer(passphrase).encryption_algorithm(cipher).mac_algorithm(mac);
        writer.encryption_iterations(2048).mac_iterations(2048).write().expect("PKCS#12 is written")
    }
}

/// PEM armour (RFC 7468) around DER.
#[must_use]
pub fn pem(label: &str, der: &[u8]) -> String {
    let text = base64::engine::general_purpose::STANDARD.encode(der);
    let mut out = format!("-----BEGIN {label}-----\n");
    for line in text.as_bytes().chunks(64) {
        out.push_str(std::str::from_utf8(line).expect("base64 is ASCII"));
        out.push('\n');
    }
    out + &format!("-----END {label}-----\n")
}
