//! XML: reading and canonicalizing 1 MB of records, 0.75 MB of declarations, 100 MB read in pieces.

use std::hint::black_box;
use std::io::Write;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use kyso::crypto::Hasher;
use kyso::xml::{C14nVersion, Canonicalization, NodeSet, ParseOptions, Tree, canonicalize};
use kyso::{DigestAlgorithm, Source};

/// Prefixes that every record of the heavy document declares.
const PREFIXES: usize = 60;

fn records(bytes: usize) -> String {
    let record = |n: usize| {
        format!(
            "<record no=\"{n}\"><name>Công ty số {n}</name><amount currency=\"VND\">{}</amount>\
             <note>Giao hàng &amp; thu tiền</note></record>\n",
            n * 7919
        )
    };
    document("<doc xmlns=\"urn:records\">", bytes, record)
}

fn declarations(bytes: usize) -> String {
    let all: String =
        (0..PREFIXES).map(|n| format!(" xmlns:p{n}=\"http://example.org/ns/{n}\"")).collect();
    document("<doc>", bytes, |n| {
        format!("<p{0}:e{all}><p1:f p2:a=\"1\"/></p{0}:e>\n", n % PREFIXES)
    })
}

fn document(head: &str, bytes: usize, part: impl Fn(usize) -> String) -> String {
    let mut text = head.to_owned();
    for n in 0.. {
        if text.len() >= bytes {
            break;
        }
        text.push_str(&part(n));
    }
    text + "</doc>"
}

fn digest(tree: &Tree, version: C14nVersion) {
    let mut hasher = Hasher::new(DigestAlgorithm::Sha256);
    let method = Canonicalization::new(version, false);
    canonicalize(tree, &NodeSet::subtree(tree.root()), &method, &mut hasher).expect("canonical");
    black_box(hasher.finish());
}

fn in_memory(criterion: &mut Criterion) {
    let options = ParseOptions::default();
    for (name, text) in
        [("records-1MB", records(1_000_000)), ("declarations-0.75MB", declarations(750_000))]
    {
        let mut group = criterion.benchmark_group(name);
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function("parse", |b| {
            b.iter(|| Tree::parse(black_box(text.as_bytes()), &options).expect("well-formed"));
        });
        let tree = Tree::parse(text.as_bytes(), &options).expect("well-formed");
        for version in [C14nVersion::V10, C14nVersion::Exclusive] {
            let id = format!("{version:?}-sha256");
            group.bench_function(id, |b| b.iter(|| digest(&tree, version)));
        }
        group.finish();
    }
}

fn in_pieces(criterion: &mut Criterion) {
    let mut file = tempfile::NamedTempFile::new().expect("a file");
    file.write_all(records(100_000_000).as_bytes()).expect("room for 100 MB");
    let source = Source::open(file.path()).expect("a file");
    let options = ParseOptions::default();
    let mut group = criterion.benchmark_group("records-100MB");
    group.sample_size(10).throughput(Throughput::Bytes(source.len()));
    group.bench_function("open", |b| {
        b.iter(|| Tree::open(&source, &options).expect("well-formed"));
    });
    let tree = Tree::open(&source, &options).expect("well-formed");
    group.bench_function("V10-sha256", |b| b.iter(|| digest(&tree, C14nVersion::V10)));
    group.finish();
}

criterion_group!(benches, in_memory, in_pieces);
criterion_main!(benches);
