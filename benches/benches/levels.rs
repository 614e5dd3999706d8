//! Signing at B-LTA and judging it, with services on loopback; and a very large CRL.

use std::hint::black_box;
use std::time::Instant;

use criterion::{Criterion, criterion_group, criterion_main};
use kyso::revocation::{Question, RevocationAnswer, status};
use kyso::x509::{Certificate, Crl};
use kyso::{
    Conclusion, Credential, Document, Evidence, Level, Policy, Time, TrustAnchors, Verifier,
};
use kyso_net::{HttpEvidence, HttpTsa, Network, NetworkConfig};
use kyso_testkit::evidence::{CrlTemplate, Moment};
use kyso_testkit::pdf::{PdfKind, pdf};
use kyso_testkit::server::Services;
use kyso_testkit::{KeyKind, Pki};

/// The entries of the largest CRL seen.
const ENTRIES: u32 = 260_000;

/// Documents in a batch.
const BATCH: usize = 100;

fn now() -> Time {
    Time::from(std::time::SystemTime::now())
}

struct World {
    services: Services,
    credential: Credential,
    policy: Policy,
    tsa: HttpTsa,
    network: Network,
}

impl World {
    fn new() -> Self {
        let (services, pki) = Services::mint(KeyKind::P256).expect("a port");
        let certificates = pki.signer.cert_pem() + &pki.signer.chain_pem();
        let credential =
            Credential::from_pem(pki.signer.key_pem().as_bytes(), certificates.as_bytes(), None)
                .expect("the testkit's key fits its certificate");
        let roots = TrustAnchors::from_bytes(pki.root_pem().as_bytes()).expect("a certificate");
        let network = Network::new(NetworkConfig::default());
        let tsa = HttpTsa::new(&network, &services.urls().tsa()).expect("a URL");
        Self { services, credential, policy: Policy::baseline(roots), tsa, network }
    }

    fn sign(&self, source: &HttpEvidence) -> Vec<u8> {
        let document = Document::from_bytes(pdf(PdfKind::Classic)).expect("a PDF");
        let level = Level::Lta { tsa: &self.tsa, source };
        let signed = document.sign(&self.credential, now()).level(level).finish().expect("signs");
        signed.to_bytes().expect("in memory")
    }
}

fn b_lta(criterion: &mut Criterion) {
    let world = World::new();
    let source = HttpEvidence::new(&world.network);
    let signed = world.sign(&source);
    criterion.bench_function("b-lta/sign", |b| b.iter(|| black_box(world.sign(&source))));
    criterion.bench_function("b-lta/verify, nothing fetched", |b| {
        b.iter(|| {
            let document = Document::from_bytes(signed.clone()).expect("a PDF");
            let report = Verifier::new(&world.policy).verify(&document, now());
            assert!(matches!(report.conclusion(), Conclusion::Passed(_)));
        });
    });
    // A batch of its own, with nothing kept from before.
    let source = HttpEvidence::new(&world.network);
    world.services.forget_requests();
    let begun = Instant::now();
    let sizes: usize = (0..BATCH).map(|_| world.sign(&source).len()).sum();
    let took = begun.elapsed();
    println!(
        "{BATCH} documents at B-LTA: {:.1} ms and {} bytes each; requests {:?}",
        took.as_secs_f64() * 1000.0 / BATCH as f64,
        sizes / BATCH,
        world.services.counts()
    );
}

fn large_crl(criterion: &mut Criterion) {
    let pki = Pki::new(KeyKind::P256);
    let read = |der: &[u8]| Certificate::from_der(der).expect("a certificate");
    let (certificate, issuer) = (read(&pki.signer.cert_der), read(pki.intermediate.cert_der()));
    let mut template = CrlTemplate::new(Moment::now());
    template.filler = ENTRIES;
    let der = template.issue(&pki.intermediate);
    println!("a CRL of {ENTRIES} entries: {} bytes", der.len());
    criterion.bench_function("crl/parse and look up", |b| {
        b.iter_batched(
            || der.clone(),
            |der| {
                let crl = Crl::parse(der).expect("a CRL");
                let found = crl.lookup(certificate.issuer(), certificate.serial());
                assert!(found.expect("sound entries").is_none());
                crl
            },
            criterion::BatchSize::PerIteration,
        );
    });
    let mut evidence = Evidence::new();
    evidence.add_crl(Crl::parse(der).expect("a CRL"));
    criterion.bench_function("crl/status, signature included", |b| {
        b.iter(|| {
            let question = Question::new(&certificate, &issuer, now(), now());
            assert!(matches!(status(&question, &evidence), RevocationAnswer::Good { .. }));
        });
    });
}

criterion_group!(benches, b_lta, large_crl);
criterion_main!(benches);
