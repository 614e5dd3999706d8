//! What the library's parts say of an XAdES signature, without any verdict.
#![allow(dead_code, reason = "no test file uses all of it")]
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

use kyso::report::FoundLevel;
use kyso::timestamp::TimestampToken;
use kyso::xml::key_info::KeyInfoItem;
use kyso::xml::signature::{DigestOptions, XmlSignature, check_value, find};
use kyso::xml::transform::Budget;
use kyso::xml::xades::{Imprints, Qualifying, Reading, TimestampKind, level};
use kyso::xml::{IdNames, Ids, NodeId, ParseOptions, Tree};
use kyso::{Evidence, Time};

/// What a signature turned out to be.
pub(crate) struct Seen {
    pub(crate) level: FoundLevel,
    /// Kind and time of each token that holds, in document order.
    pub(crate) stamps: Vec<(TimestampKind, Time)>,
    pub(crate) properties: Qualifying,
    pub(crate) evidence: Evidence,
}

/// Checks the value, every reference, the signing certificate and every time-stamp's imprint.
#[track_caller]
pub(crate) fn see(bytes: &[u8], node: impl FnOnce(&Tree) -> NodeId) -> Seen {
    let tree = Tree::parse(bytes, &ParseOptions::default()).unwrap();
    let ids = Ids::collect(&tree, &IdNames::default());
    let signature = XmlSignature::read(&tree, node(&tree)).unwrap();
    let certificate = signature.key_info.as_ref().unwrap();
    let certificate = certificate
        .items
        .iter()
        .find_map(|item| match item {
            KeyInfoItem::X509(data) => data.certificates.first(),
            _ => None,
        })
        .unwrap();
    let certificate = certificate.certificate.clone().unwrap();
    let holds = check_value(&tree, &signature, certificate.spki_der()).unwrap();
    let budget = Budget::for_document(bytes.len() as u64);
    let options = DigestOptions { resolver: None, legacy_exclusive: false, budget: &budget };
    let digests = holds.digest_references(&ids, &options);
    assert!(digests.all_hold(), "{digests:#?}");
    let Reading::Present(properties) = Qualifying::read(&tree, &ids, &signature).unwrap() else {
        panic!("no properties")
    };
    properties.signed.check_certificate(&certificate).unwrap();
    let evidence = properties.evidence(&tree);
    assert!(evidence.unreadable.is_empty());
    let imprints = Imprints { holds, ids: &ids, qualifying: &properties, options };
    let mut stamps = Vec::new();
    for container in properties.timestamps() {
        for token in &container.tokens {
            let token = TimestampToken::parse(token.as_ref().unwrap()).unwrap();
            let algorithm = token.info().imprint.digest.clone().unwrap();
            let imprint = imprints.of(container, algorithm).unwrap();
            token.check(&imprint, &evidence.evidence.certificates).unwrap();
            stamps.push((container.kind, token.info().gen_time));
        }
    }
    let level = level(&properties, &evidence.evidence, &certificate);
    Seen { level, stamps, evidence: evidence.evidence, properties: *properties }
}

#[track_caller]
pub(crate) fn see_first(bytes: &[u8]) -> Seen {
    see(bytes, |tree| find(tree)[0])
}
