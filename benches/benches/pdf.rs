//! Signing and verifying a small PDF in process, beside the bare operation of ring.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use kyso::{
    Conclusion, Credential, Document, Policy, SignatureAlgorithm, Time, TrustAnchors, Verifier,
};
use kyso_testkit::pdf::{PdfKind, pdf};
use kyso_testkit::{KeyKind, Pki};
use ring::rand::SystemRandom;
use ring::signature::{self, EcdsaKeyPair, RsaKeyPair, UnparsedPublicKey};

fn now() -> Time {
    Time::from_utc(2026, 11, 22, 8, 0, 0).expect("a real date")
}

fn credential(pki: &Pki) -> Credential {
    let signer = &pki.signer;
    let certificates = signer.cert_pem() + &signer.chain_pem();
    Credential::from_pem(signer.key_pem().as_bytes(), certificates.as_bytes(), None)
        .expect("the testkit's key fits its certificate")
}

/// What ring alone takes for a message as long as signed attributes are.
fn bare(criterion: &mut Criterion, name: &str, pki: &Pki) {
    let message = [0x5a; 180];
    let key = &pki.signer.key_pkcs8_der;
    let random = SystemRandom::new();
    if name == "rsa-2048" {
        let key = RsaKeyPair::from_pkcs8(key).expect("RSA");
        let mut value = vec![0; key.public().modulus_len()];
        let sign = |value: &mut [u8]| {
            key.sign(&signature::RSA_PKCS1_SHA256, &random, &message, value).expect("signs");
        };
        criterion.bench_function("rsa-2048/bare sign", |b| b.iter(|| sign(&mut value)));
        let public = UnparsedPublicKey::new(
            &signature::RSA_PKCS1_2048_8192_SHA256,
            key.public().as_ref().to_vec(),
        );
        criterion.bench_function("rsa-2048/bare verify", |b| {
            b.iter(|| public.verify(black_box(&message), &value).expect("verifies"));
        });
    } else {
        let algorithm = &signature::ECDSA_P256_SHA256_ASN1_SIGNING;
        let key = EcdsaKeyPair::from_pkcs8(algorithm, key, &random).expect("P-256");
        criterion.bench_function("p-256/bare sign", |b| {
            b.iter(|| key.sign(&random, black_box(&message)).expect("signs"));
        });
        let value = key.sign(&random, &message).expect("signs");
        let public = ring::signature::KeyPair::public_key(&key).as_ref().to_vec();
        let public = UnparsedPublicKey::new(&signature::ECDSA_P256_SHA256_ASN1, public);
        criterion.bench_function("p-256/bare verify", |b| {
            b.iter(|| public.verify(black_box(&message), value.as_ref()).expect("verifies"));
        });
    }
}

fn small_pdf(criterion: &mut Criterion) {
    let bytes = pdf(PdfKind::Classic);
    for (name, kind) in [("rsa-2048", KeyKind::Rsa2048), ("p-256", KeyKind::P256)] {
        let pki = Pki::new(kind);
        bare(criterion, name, &pki);
        let credential = credential(&pki);
        let algorithm: SignatureAlgorithm = credential.algorithms()[0];
        let sign = || {
            let document = Document::from_bytes(bytes.clone()).expect("a PDF");
            document.sign(&credential, now()).algorithm(algorithm).finish().expect("signs")
        };
        criterion.bench_function(&format!("{name}/kyso sign"), |b| {
            b.iter(|| black_box(sign().to_bytes().expect("in memory")));
        });
        let signed = sign().to_bytes().expect("in memory");
        let roots = TrustAnchors::from_bytes(pki.root_pem().as_bytes()).expect("a certificate");
        let policy = Policy::baseline(roots);
        criterion.bench_function(&format!("{name}/kyso verify"), |b| {
            b.iter(|| {
                let document = Document::from_bytes(signed.clone()).expect("a PDF");
                let report = Verifier::new(&policy).verify(&document, now());
                assert!(matches!(report.conclusion(), Conclusion::Passed(_)));
            });
        });
    }
}

criterion_group!(benches, small_pdf);
criterion_main!(benches);
