//! Throw-away PKIs: root, intermediate and signer, with every field of every certificate settable.

mod cache;
mod identity;
mod key;
mod name;
mod template;

use std::sync::atomic::{AtomicU32, Ordering};

pub use identity::{Identity, P12Kind, pem};
pub use key::{Hash, Key, KeyKind, SigAlg};
pub use name::Dn;
pub use template::{Extension, Template, key_identifier, purpose, usage};

/// A certification authority with its chain.
#[derive(Clone)]
pub struct Authority {
    /// Its key.
    pub key: Key,
    /// Its subject name, the issuer name of what it issues.
    pub name: Dn,
    /// Its own certificate first, the root last, DER each.
    pub chain_der: Vec<Vec<u8>>,
}

impl Authority {
    /// A self-signed root.
    #[must_use]
    pub fn root(key: Key, template: &Template) -> Self {
        let certificate = template.issue(&key.spki_der(), &template.subject, &key);
        Self { key, name: template.subject.clone(), chain_der: vec![certificate] }
    }

    /// An authority below this one.
    #[must_use]
    pub fn subordinate(&self, key: Key, template: &Template) -> Self {
        let chain_der = self.chain_for(&key, template);
        Self { key, name: template.subject.clone(), chain_der }
    }

    /// A signer below this authority.
    #[must_use]
    pub fn issue(&self, key: Key, template: &Template) -> Identity {
        let chain_der = self.chain_for(&key, template);
        Identity::new(key, chain_der)
    }

    /// Its certificate, DER.
    #[must_use]
    pub fn cert_der(&self) -> &[u8] {
        &self.chain_der[0]
    }

    /// Its certificate, PEM.
    #[must_use]
    pub fn cert_pem(&self) -> String {
        pem("CERTIFICATE", self.cert_der())
    }

    fn chain_for(&self, key: &Key, template: &Template) -> Vec<Vec<u8>> {
        let mut chain = vec![template.issue(&key.spki_der(), &self.name, &self.key)];
        chain.extend_from_slice(&self.chain_der);
        chain
    }
}

/// Root, intermediate and one signer.
#[derive(Clone)]
pub struct Pki {
    /// The root, to be trusted.
    pub root: Authority,
    /// The authority that issues signers' certificates.
    pub intermediate: Authority,
    /// The signer.
    pub signer: Identity,
    made_of: Builder,
}

/// RSA keys 0 to 2 are the roles of [`Pki`], these are the impostors', later ones go round.
const TWIN_KEYS: u32 = 3;
const FREE_KEYS: std::ops::Range<u32> = 6..12;
static NEXT_KEY: AtomicU32 = AtomicU32::new(0);

impl Pki {
    /// A sound PKI: the signer "Nguyễn Thị Ánh" holds a key of this kind, the authorities one of
    /// the same family. The authorities' names are unique, so that no two PKIs trust each other.
    #[must_use]
    pub fn new(kind: KeyKind) -> Self {
        Self::builder(kind).build()
    }

    /// A PKI whose templates can be changed before it is minted.
    #[must_use]
    pub fn builder(kind: KeyKind) -> Builder {
        let mark = format!("{:08x}", rand::random::<u32>());
        let authority = |cn: &str| {
            let name = Dn::new().c("VN").o("Kyso Testkit").cn(&format!("{cn} {mark}"));
            Template::authority(name)
        };
        let signer = Dn::new()
            .c("VN")
            .st("Hà Nội")
            .o("Bộ Mẫu")
            .title("Vụ trưởng")
            .cn("Nguyễn Thị Ánh")
            .uid("CCCD:001180000001");
        Builder {
            kind,
            authority_kind: match kind {
                KeyKind::Rsa1024 | KeyKind::Rsa3072 | KeyKind::Rsa4096 => KeyKind::Rsa2048,
                other => other,
            },
            root: authority("Test Root CA"),
            intermediate: authority("Test Issuing CA"),
            signer: Template::signer(signer),
        }
    }

    /// Another signer of the same authority.
    #[must_use]
    pub fn issue(&self, kind: KeyKind, template: &Template) -> Identity {
        let turn = NEXT_KEY.fetch_add(1, Ordering::Relaxed) % (FREE_KEYS.end - FREE_KEYS.start);
        self.intermediate.issue(Key::slot(kind, FREE_KEYS.start + turn), template)
    }

    /// The root's certificate, PEM.
    #[must_use]
    pub fn root_pem(&self) -> String {
        self.root.cert_pem()
    }

    /// An impostor: a PKI that says the same names and serial numbers in every certificate, with
    /// other keys. What finds certificates by issuer and serial alone is deceived.
    #[must_use]
    pub fn twin(&self) -> Self {
        let made_of = &self.made_of;
        let root = Authority::root(Key::slot(made_of.authority_kind, TWIN_KEYS), &made_of.root);
        let key = Key::slot(made_of.authority_kind, TWIN_KEYS + 1);
        let intermediate = root.subordinate(key, &made_of.intermediate);
        let signer = intermediate.issue(Key::slot(made_of.kind, TWIN_KEYS + 2), &made_of.signer);
        Self { root, intermediate, signer, made_of: made_of.clone() }
    }
}

/// Templates and key kinds of a [`Pki`] to be.
#[derive(Clone)]
pub struct Builder {
    /// The signer's kind of key.
    pub kind: KeyKind,
    /// The authorities' kind of key.
    pub authority_kind: KeyKind,
    /// The root's certificate.
    pub root: Template,
    /// The intermediate's certificate.
    pub intermediate: Template,
    /// The signer's certificate.
    pub signer: Template,
}

impl Builder {
    /// Changes the root's certificate.
    #[must_use]
    pub fn root(mut self, change: impl FnOnce(&mut Template)) -> Self {
        change(&mut self.root);
        self
    }

    /// Changes the intermediate's certificate.
    #[must_use]
    pub fn intermediate(mut self, change: impl FnOnce(&mut Template)) -> Self {
        change(&mut self.intermediate);
        self
    }

    /// Changes the signer's certificate.
    #[must_use]
    pub fn signer(mut self, change: impl FnOnce(&mut Template)) -> Self {
        change(&mut self.signer);
        self
    }

    /// Mints it.
    #[must_use]
    pub fn build(self) -> Pki {
        let root = Authority::root(Key::slot(self.authority_kind, 0), &self.root);
        let intermediate = root.subordinate(Key::slot(self.authority_kind, 1), &self.intermediate);
        let signer = intermediate.issue(Key::slot(self.kind, 2), &self.signer);
        Pki { root, intermediate, signer, made_of: self }
    }
}

#[cfg(test)]
mod tests {
    use super::{Hash, Key, KeyKind, Pki, SigAlg};

    #[test]
    fn an_rsa_key_is_the_same_the_next_time() {
        let first = Key::slot(KeyKind::Rsa1024, 0);
        assert_eq!(first.pkcs8_der(), Key::slot(KeyKind::Rsa1024, 0).pkcs8_der());
        assert_ne!(first.pkcs8_der(), Key::slot(KeyKind::Rsa1024, 1).pkcs8_der());
    }

    #[test]
    fn a_twin_says_the_same_names_with_other_keys() {
        let pki = Pki::new(KeyKind::Rsa1024);
        let twin = pki.twin();
        assert_eq!(pki.root.name, twin.root.name);
        assert_ne!(pki.signer.key_pkcs8_der, twin.signer.key_pkcs8_der);
        // The serial number stands at the same place in both.
        assert_eq!(pki.signer.cert_der[..40], twin.signer.cert_der[..40]);
    }

    #[test]
    fn every_key_signs_with_its_algorithms() {
        for kind in [KeyKind::P256, KeyKind::P384, KeyKind::P521] {
            let key = Key::generate(kind);
            for hash in [Hash::Sha1, Hash::Sha256, Hash::Sha384, Hash::Sha512] {
                assert_eq!(key.sign(SigAlg::Ecdsa(hash), b"m")[0], 0x30);
            }
        }
        let rsa = Key::slot(KeyKind::Rsa1024, 0);
        assert_eq!(rsa.sign(SigAlg::RsaPss(Hash::Sha256, 20), b"m").len(), 128);
        assert_eq!(rsa.sign(SigAlg::RsaPkcs1(Hash::Sha512), b"m").len(), 128);
        assert_eq!(Key::generate(KeyKind::Ed25519).sign(SigAlg::Ed25519, b"m").len(), 64);
    }
}
