//! Forged CMS in sound files: whose key, over what, by which attributes.

use super::base::{Base, Layout, Signature, token};
use super::cms::{Cms, DATA, Signer, attribute, content_type, message_digest, names_certificate};
use super::{Case, Must};
use crate::der::{int, octets, oid, seq, tlv};
use crate::evidence::certificates_only;
use crate::pki::{Dn, Hash, Identity, KeyKind, Pki, SigAlg, Template};

const UNKNOWN: Must = Must::NotPass("an algorithm that nobody knows is not broken");
const STRANGER: Must = Must::NotPass("the signer is not found, or under no known root");
const WEAK: Must = Must::NotPass("too weak today, which nobody says of the time it was made");

/// A file signed by this CMS.
fn file(cms: impl FnOnce(&[u8]) -> Vec<u8>) -> Vec<u8> {
    Base::plain("own", Layout::Table).signed_as(&Signature::PLAIN, cms).bytes
}

/// Files whose CMS is forged.
pub(super) fn attacks(pki: &Pki, tsa: &Identity) -> Vec<Case> {
    let mut all = signers(pki, tsa);
    all.extend(attributes(pki));
    all.extend(algorithms(pki));
    all.extend(shapes(pki, tsa));
    all.extend(swapped(pki, tsa));
    all
}

fn by(signer: &Identity, change: impl Fn(Signer) -> Signer) -> Vec<u8> {
    file(|covered| Cms::of(change(Signer::new(signer, covered))).build())
}

/// Whose key signed, and who is said to have.
#[expect(clippy::too_many_lines, reason = "a table of attacks")]
fn signers(pki: &Pki, tsa: &Identity) -> Vec<Case> {
    let (signer, twin) = (&pki.signer, &pki.twin().signer);
    let both = |first: &Identity, second: &Identity, named: &Identity| {
        file(|covered| {
            let signer = Signer::new(twin, covered).with(|attributes| {
                attributes[3] = names_certificate(&named.cert_der);
            });
            let mut cms = Cms::of(signer);
            let chain = [&first.chain_der[..2], &second.chain_der[..2]].concat();
            cms.certificates = chain;
            cms.build()
        })
    };
    let case = |name, bytes, must| ("cms", name, bytes, must);
    let own = Template::signer(Dn::new().c("VN").cn("Self"));
    let alone = crate::Authority::root(pki.signer.key.clone(), &own);
    let alone = Identity {
        cert_der: alone.cert_der().to_vec(),
        chain_der: vec![alone.cert_der().to_vec(), alone.cert_der().to_vec()],
        ..signer.clone()
    };
    vec![
        case("same-names-other-key", by(twin, |signer| signer), STRANGER),
        case(
            "other-key-certificate-of-the-signer",
            file(|covered| {
                let mut cms = Cms::new(twin, covered);
                cms.certificates = signer.chain_der[..2].to_vec();
                cms.signers[0] = cms.signers[0].clone().with(|attributes| {
                    attributes[3] = names_certificate(&signer.cert_der);
                });
                cms.build()
            }),
            Must::Fail,
        ),
        case("both-certificates-forger-first", both(twin, signer, signer), Must::Fail),
        case("both-certificates-signer-first", both(signer, twin, signer), Must::Fail),
        case("both-certificates-forger-named", both(signer, twin, twin), STRANGER),
        case(
            "certificate-missing",
            file(|covered| {
                let mut cms = Cms::new(signer, covered);
                cms.certificates.clear();
                cms.build()
            }),
            STRANGER,
        ),
        case("self-signed", by(&alone, |signer| signer), STRANGER),
        case(
            "by-a-time-stamp-authority",
            by(tsa, |signer| signer),
            Must::NotPass("the certificate is good, but not for documents"),
        ),
        case(
            "by-an-authority",
            {
                let authority = Identity {
                    cert_der: signer.chain_der[1].clone(),
                    chain_der: signer.chain_der[1..].to_vec(),
                    ..signer.clone()
                };
                by(&authority, |signer| signer)
            },
            Must::Fail,
        ),
        case(
            "two-signers",
            file(|covered| {
                let mut cms = Cms::new(signer, covered);
                cms.signers.push(Signer::new(twin, covered));
                cms.build()
            }),
            Must::Fail,
        ),
        case(
            "signer-twice",
            file(|covered| {
                let mut cms = Cms::new(signer, covered);
                cms.signers.push(cms.signers[0].clone().with(|all| all.truncate(3)));
                cms.build()
            }),
            Must::Fail,
        ),
        case(
            "no-signer",
            file(|covered| {
                let mut cms = Cms::new(signer, covered);
                cms.signers.clear();
                cms.build()
            }),
            Must::Fail,
        ),
        case("certificates-only", file(|_| certificates_only(&signer.chain_der)), Must::Fail),
    ]
}

/// What the attributes say.
fn attributes(pki: &Pki) -> Vec<Case> {
    let change = |name, change: &dyn Fn(&mut Vec<Vec<u8>>)| -> Case {
        ("cms", name, by(&pki.signer, |signer| signer.with(|all| change(all))), Must::Fail)
    };
    let digest = |text: &[u8]| message_digest(&Hash::Sha256.of(text));
    let protection = seq(&[
        Hash::Sha512.algorithm_identifier(),
        tlv(0xa1, crate::der::content(&SigAlg::Ecdsa(Hash::Sha512).algorithm_identifier())),
    ]);
    let two = |all: &[Vec<u8>]| {
        let own = octets(&Hash::Sha256.of(b"another"));
        let real = crate::der::content(crate::der::content(&all[1]));
        let real = real[11..].to_vec();
        let id = "1.2.840.113549.1.9.4";
        attribute(id, &[crate::der::content(&real).to_vec(), own])
    };
    vec![
        (
            "cms",
            "no-signed-attributes",
            by(&pki.signer, |mut signer| {
                signer.attributes = None;
                signer
            }),
            Must::Fail,
        ),
        change("no-attributes-at-all", &Vec::clear),
        change("digest-of-something-else", &|all| all[1] = digest(b"another")),
        change("digest-missing", &|all| drop(all.remove(1))),
        change("digest-empty", &|all| all[1] = message_digest(&[])),
        change("digest-twice-one-forged", &|all| all.push(digest(b"another"))),
        change("digest-of-two-values", &|all| all[1] = two(all)),
        change("digest-a-number", &|all| all[1] = attribute("1.2.840.113549.1.9.4", &[int(1)])),
        change("content-type-missing", &|all| drop(all.remove(0))),
        change("content-type-twice", &|all| all.push(content_type("1.2.840.113549.1.7.2"))),
        change("content-type-of-signed-data", &|all| all[0] = content_type("1.2.840.113549.1.7.2")),
        change("content-type-of-a-time-stamp", &|all| {
            all[0] = content_type("1.2.840.113549.1.9.16.1.4");
        }),
        change("signing-certificate-missing", &|all| drop(all.remove(3))),
        change("signing-certificate-of-another", &|all| {
            all[3] = names_certificate(&pki.twin().signer.cert_der);
        }),
        change("signing-certificate-twice", &|all| {
            all.push(names_certificate(&pki.twin().signer.cert_der));
        }),
        change("signing-certificate-empty", &|all| {
            all[3] = attribute("1.2.840.113549.1.9.16.2.47", &[seq(&[seq(&[])])]);
        }),
        change("algorithms-protected-otherwise", &|all| {
            all.push(attribute("1.2.840.113549.1.9.52", std::slice::from_ref(&protection)));
        }),
        (
            "cms",
            "attribute-smuggled-in",
            by(&pki.signer, |mut signer| {
                signer.smuggled = vec![attribute("1.2.840.113549.1.9.16.2.16", &[seq(&[])])];
                signer
            }),
            Must::Fail,
        ),
    ]
}

/// What is said of algorithms, and signature values that are not the signer's.
fn algorithms(pki: &Pki) -> Vec<Case> {
    let change = |name, must, change: &dyn Fn(&mut Signer)| -> Case {
        let bytes = by(&pki.signer, |mut signer| {
            change(&mut signer);
            signer
        });
        ("cms", name, bytes, must)
    };
    let odd = seq(&[oid("2.999.1")]);
    let ed = pki.issue(KeyKind::Ed25519, &Template::signer(Dn::new().c("VN").cn("Ed")));
    let rsa = pki.issue(KeyKind::Rsa2048, &Template::signer(Dn::new().c("VN").cn("Rsa")));
    let small = pki.issue(KeyKind::Rsa1024, &Template::signer(Dn::new().c("VN").cn("Small")));
    let value = |name, who: &Identity, change: fn(Vec<u8>) -> Vec<u8>| -> Case {
        let bytes = by(who, |mut signer| {
            signer.change = change;
            signer
        });
        ("cms", name, bytes, Must::Fail)
    };
    vec![
        change("digest-algorithm-unknown", UNKNOWN, &|signer| signer.digest = odd.clone()),
        change("signature-algorithm-unknown", UNKNOWN, &|signer| signer.signature = odd.clone()),
        change("digest-algorithm-md5", UNKNOWN, &|signer| {
            signer.digest = seq(&[oid("1.2.840.113549.2.5")]);
        }),
        change("digest-algorithm-of-another-length", Must::Fail, &|signer| {
            signer.digest = Hash::Sha512.algorithm_identifier();
        }),
        change("signature-by-a-longer-hash", Must::Fail, &|signer| {
            signer.algorithm = SigAlg::Ecdsa(Hash::Sha384);
            signer.signature = signer.algorithm.algorithm_identifier();
        }),
        change("signature-said-to-be-rsa", Must::Fail, &|signer| {
            signer.signature = SigAlg::RsaPkcs1(Hash::Sha256).algorithm_identifier();
        }),
        change("signature-said-to-be-ed25519", Must::Fail, &|signer| {
            signer.signature = SigAlg::Ed25519.algorithm_identifier();
        }),
        (
            "cms",
            "by-sha-1",
            by(&rsa, |mut signer| {
                signer.algorithm = SigAlg::RsaPkcs1(Hash::Sha1);
                signer.digest = Hash::Sha1.algorithm_identifier();
                signer.signature = signer.algorithm.algorithm_identifier();
                signer
            }),
            Must::Fail,
        ),
        ("cms", "by-a-short-key", by(&small, |signer| signer), WEAK),
        value("ed25519-malleable", &ed, malleable),
        value("ed25519-zero", &ed, |_| vec![0; 64]),
        value("ed25519-identity-point", &ed, |_| {
            let mut value = vec![0; 64];
            value[0] = 1;
            value
        }),
        value("ecdsa-zeros", &pki.signer, |_| seq(&[int(0), int(0)])),
        value("ecdsa-ones", &pki.signer, |_| seq(&[int(1), int(1)])),
        value("ecdsa-trailing-bytes", &pki.signer, |value| [value, vec![0]].concat()),
        value("value-empty", &pki.signer, |_| Vec::new()),
        value("value-altered", &pki.signer, |mut value| {
            let last = value.len() - 1;
            value[last] ^= 1;
            value
        }),
        value("rsa-padded", &rsa, |value| [vec![0], value].concat()),
        value("rsa-one", &rsa, |value| [vec![0; value.len() - 1], vec![1]].concat()),
    ]
}

/// S + L: the same signature to who does not look at its size (RFC 8032 §8.4).
fn malleable(mut value: Vec<u8>) -> Vec<u8> {
    const ORDER: [u8; 32] = [
        0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde,
        0x14, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
    ];
    let mut carry = 0;
    for (byte, order) in value[32..].iter_mut().zip(ORDER) {
        let sum = u16::from(*byte) + u16::from(order) + carry;
        *byte = sum.to_le_bytes()[0];
        carry = sum >> 8;
    }
    value
}

/// What stands in `/Contents`.
fn shapes(pki: &Pki, tsa: &Identity) -> Vec<Case> {
    let change = |name, change: &dyn Fn(&mut Cms, &[u8])| -> Case {
        let bytes = file(|covered| {
            let mut cms = Cms::new(&pki.signer, covered);
            change(&mut cms, covered);
            cms.build()
        });
        ("cms", name, bytes, Must::Fail)
    };
    vec![
        change("content-attached", &|cms, covered| cms.content = Some(covered.to_vec())),
        change("other-content-attached", &|cms, _| {
            cms.content = Some(b"another".to_vec());
            cms.signers[0] = cms.signers[0].clone().with(|all| {
                all[1] = message_digest(&Hash::Sha256.of(b"another"));
            });
        }),
        change("content-attached-empty", &|cms, _| cms.content = Some(Vec::new())),
        change("content-type-enveloped", &|cms, _| cms.content_type = "1.2.840.113549.1.7.3"),
        change("content-type-time-stamp", &|cms, _| {
            cms.content_type = "1.2.840.113549.1.9.16.1.4";
            cms.signers[0] = cms.signers[0].clone().with(|all| {
                all[0] = content_type("1.2.840.113549.1.9.16.1.4");
            });
        }),
        change("outer-type-data", &|cms, _| cms.outer = DATA),
        change("outer-type-digested", &|cms, _| cms.outer = "1.2.840.113549.1.7.5"),
        change("bytes-behind", &|cms, _| cms.after = b"9,000,000".to_vec()),
        ("cms", "a-certificate", file(|_| pki.signer.cert_der.clone()), Must::Fail),
        ("cms", "a-time-stamp", file(|covered| token(covered, tsa)), Must::Fail),
        ("cms", "garbage", file(|_| vec![0x30, 0x84, 0xff, 0xff, 0xff, 0xff]), Must::Fail),
    ]
}

/// Sound CMS in the wrong place.
fn swapped(pki: &Pki, tsa: &Identity) -> Vec<Case> {
    let other = Base::plain("own", Layout::Table)
        .revised(&[(500, b"(another document)".to_vec())])
        .signed(&Signature::PLAIN, &pki.signer);
    let taken = {
        let digits = &other.bytes[other.contents()];
        let digits = std::str::from_utf8(&digits[1..digits.len() - 1]).expect("ASCII");
        let pairs = (0..digits.len()).step_by(2);
        pairs.map(|at| u8::from_str_radix(&digits[at..at + 2], 16).expect("hex")).collect()
    };
    let taken: Vec<u8> = taken;
    let second = Signature { number: 110, field: "Signature2", ..Signature::PLAIN };
    let once = Base::plain("own", Layout::Table).signed(&Signature::PLAIN, &pki.signer);
    let mut first = Vec::new();
    let own = Base::plain("own", Layout::Table).signed_as(&Signature::PLAIN, |covered| {
        first = Cms::new(&pki.signer, covered).build();
        first.clone()
    });
    let both = own.signed_as(&second, |_| first.clone()).bytes;
    let how = Signature { kind: "Sig", sub_filter: "ETSI.RFC3161", ..Signature::PLAIN };
    let kind = Signature { kind: "DocTimeStamp", ..Signature::PLAIN };
    let imprint = Signature {
        kind: "DocTimeStamp",
        sub_filter: "ETSI.RFC3161",
        number: 110,
        field: "Stamp",
        rect: None,
        ..Signature::PLAIN
    };
    let plain = || Base::plain("own", Layout::Table);
    vec![
        ("swap", "of-another-document", file(|_| taken.clone()), Must::Fail),
        ("swap", "of-the-first-signature", both, Must::Fail),
        (
            "swap",
            "time-stamp-called-signature",
            plain().signed_as(&how, |c| token(c, tsa)).bytes,
            Must::Fail,
        ),
        (
            "swap",
            "signature-called-time-stamp",
            plain().signed(&kind, &pki.signer).bytes,
            Must::Fail,
        ),
        (
            "swap",
            "time-stamp-of-other-bytes",
            once.signed_as(&imprint, |_| token(b"another", tsa)).bytes,
            Must::Fail,
        ),
        (
            "swap",
            "time-stamp-by-a-signer",
            once.signed_as(&imprint, |covered| token(covered, &pki.signer)).bytes,
            Must::NotPass("the stamp is sound, but its maker may not stamp"),
        ),
        (
            "swap",
            "time-stamp-is-a-plain-signature",
            once.signed_as(&imprint, |covered| Cms::new(&pki.signer, covered).build()).bytes,
            Must::Fail,
        ),
    ]
}
