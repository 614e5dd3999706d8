//! Attacks on files signed by CMS, beside them and around them: bytes in, forged bytes out, each
//! with the verdict that it must get.

use crate::der::{self, explicit, implicit, int, octets, oid, seq, set_of};
use crate::pdf_attacks::cms::{
    Cms, DATA, Signer, attribute, content_type, message_digest, names_certificate,
};
use crate::pki::{Hash, Identity, Pki};

/// What everybody signed.
pub const CONTENT: &[u8] = b"Pay 1.250.000 dong to An\n";

/// What the forger wants to have been signed.
pub const FORGED: &[u8] = b"Pay 9.250.000 dong to Eve\n";

/// Type of a countersignature (RFC 5652 section 11.4).
const COUNTERSIGNATURE: &str = "1.2.840.113549.1.9.6";

/// What a verifier must make of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Must {
    /// Not pass.
    NotPass,
    /// Pass: nothing that was signed has changed.
    Pass,
}

/// A CMS to be judged, and what is said to be its content.
#[derive(Clone, Debug)]
pub struct Attack {
    /// What was done, in kebab-case.
    pub name: &'static str,
    /// The CMS.
    pub cms: Vec<u8>,
    /// What stands beside it.
    pub content: Option<Vec<u8>>,
    /// Its verdict.
    pub must: Must,
}

impl Attack {
    fn beside(name: &'static str, cms: Vec<u8>, content: &[u8]) -> Self {
        Self { name, cms, content: Some(content.to_vec()), must: Must::NotPass }
    }

    fn around(name: &'static str, cms: Vec<u8>) -> Self {
        Self { name, cms, content: None, must: Must::NotPass }
    }

    fn sound(mut self) -> Self {
        self.must = Must::Pass;
        self
    }
}

/// Everything: files as they should be, which pass, and attacks.
///
/// # Panics
/// Where a certificate of the PKI cannot be read.
#[must_use]
pub fn attacks(pki: &Pki) -> Vec<Attack> {
    let by = &pki.signer;
    let twin = pki.twin();
    [
        honest(by),
        contents(by),
        without_attributes(by),
        certificates(by, &twin.signer),
        attributes(by, &twin.signer),
        signers(by, &twin.signer),
        structure(by),
        countersignatures(by, &twin.signer),
    ]
    .concat()
}

fn honest_cms(by: &Identity) -> Cms {
    Cms::new(by, CONTENT)
}

/// With the content inside.
fn holding(by: &Identity, content: &[u8]) -> Cms {
    Cms { content: Some(content.to_vec()), ..honest_cms(by) }
}

fn honest(by: &Identity) -> Vec<Attack> {
    let mut unknown = Signer::new(by, CONTENT);
    unknown.unsigned = vec![attribute("1.3.6.1.4.1.99999.1", &[octets(b"?")])];
    let mut archive = Signer::new(by, CONTENT);
    archive.unsigned = vec![attribute("0.4.0.1733.2.4", &[octets(b"no token")])];
    let (first, second) = CONTENT.split_at(7);
    vec![
        Attack::beside("sound-beside", honest_cms(by).build(), CONTENT).sound(),
        Attack::around("sound-around", holding(by, CONTENT).build()).sound(),
        Attack::beside("sound-around-and-the-same-beside", holding(by, CONTENT).build(), CONTENT)
            .sound(),
        Attack::around("sound-in-pieces", honest_cms(by).build_streamed(&[first, second])).sound(),
        Attack::beside("unknown-unsigned-attribute", Cms::of(unknown).build(), CONTENT).sound(),
        Attack::beside("archive-time-stamp-of-nothing", Cms::of(archive).build(), CONTENT).sound(),
    ]
}

fn contents(by: &Identity) -> Vec<Attack> {
    let (first, second) = CONTENT.split_at(7);
    let pieces = |all: &[&[u8]]| honest_cms(by).build_streamed(all);
    vec![
        Attack::beside("content-swapped-beside", honest_cms(by).build(), FORGED),
        Attack::around("content-swapped-inside", holding(by, FORGED).build()),
        Attack::beside("content-beside-differs", holding(by, CONTENT).build(), FORGED),
        Attack::beside("content-inside-differs", holding(by, FORGED).build(), CONTENT),
        Attack::around("content-missing", honest_cms(by).build()),
        Attack::beside("content-empty-inside", holding(by, b"").build(), CONTENT),
        Attack::around("pieces-swapped", pieces(&[second, first])),
        Attack::around("piece-added", pieces(&[first, second, FORGED])),
        Attack::around("piece-lost", pieces(&[first])),
        Attack::around(
            "a-million-pieces",
            pieces(&[vec![b"".as_slice(); 1 << 20], vec![CONTENT]].concat()),
        ),
    ]
}

/// PKCS#7 of old, over the content alone.
fn without_attributes(by: &Identity) -> Vec<Attack> {
    let over = |content: &[u8]| Signer { attributes: None, ..Signer::new(by, content) };
    // Somebody's attributes, whose signature value holds over their encoding as content.
    let stolen = set_of(&[
        content_type(DATA),
        message_digest(&Hash::Sha256.of(CONTENT)),
        names_certificate(&by.cert_der),
    ]);
    let around = |content: &[u8]| Cms { content: Some(content.to_vec()), ..Cms::of(over(content)) };
    let typed = Cms { content_type: "1.2.840.113549.1.9.16.1.4", ..around(CONTENT) };
    vec![
        Attack::beside("no-signed-attributes", Cms::of(over(CONTENT)).build(), CONTENT),
        Attack::beside(
            "no-signed-attributes-content-swapped",
            Cms::of(over(CONTENT)).build(),
            FORGED,
        ),
        Attack::beside("attributes-as-content-beside", Cms::of(over(&stolen)).build(), &stolen),
        Attack::around("attributes-as-content-inside", around(&stolen).build()),
        Attack::around("no-signed-attributes-and-typed-content", typed.build()),
    ]
}

fn certificates(by: &Identity, twin: &Identity) -> Vec<Attack> {
    let forged = Cms::new(twin, FORGED);
    let both = |first: &Identity, second: &Identity| {
        let mut all = vec![first.cert_der.clone(), second.cert_der.clone()];
        all.extend(by.chain_der[1..].iter().cloned());
        all
    };
    let unnamed = Signer::new(twin, FORGED).with(|all| {
        all.pop();
    });
    let victim = names_certificate(&by.cert_der);
    let in_name_of = Signer::new(twin, FORGED).with(|all| {
        all.pop();
        all.push(victim.clone());
    });
    let with = |cms: Cms, certificates: Vec<Vec<u8>>| Cms { certificates, ..cms }.build();
    vec![
        Attack::beside("impostor", forged.build(), FORGED),
        Attack::beside("certificate-swapped", with(forged.clone(), both(by, by)), FORGED),
        Attack::beside("same-issuer-and-serial", with(forged.clone(), both(by, twin)), FORGED),
        Attack::beside(
            "same-issuer-and-serial-first",
            with(forged.clone(), both(twin, by)),
            FORGED,
        ),
        Attack::beside("unnamed-impostor", with(Cms::of(unnamed), both(by, twin)), FORGED),
        Attack::beside("impostor-names-victim", with(Cms::of(in_name_of), both(by, twin)), FORGED),
        Attack::beside("no-certificates", with(honest_cms(twin), Vec::new()), CONTENT),
        Attack::beside("certificate-swapped-in", with(honest_cms(by), both(twin, twin)), CONTENT),
    ]
}

fn attributes(by: &Identity, other: &Identity) -> Vec<Attack> {
    let digest = |content: &[u8]| message_digest(&Hash::Sha256.of(content));
    let changed = |name, content: &[u8], change: &dyn Fn(&mut Vec<Vec<u8>>)| {
        let signer = Signer::new(by, CONTENT).with(|all| change(all));
        Attack::beside(name, Cms::of(signer).build(), content)
    };
    let mut smuggled = Signer::new(by, CONTENT);
    smuggled.smuggled = vec![digest(FORGED)];
    let mut mismatched = Signer::new(by, CONTENT);
    mismatched.digest = Hash::Sha512.algorithm_identifier();
    let two_values = attribute(
        "1.2.840.113549.1.9.4",
        &[octets(&Hash::Sha256.of(FORGED)), octets(&Hash::Sha256.of(CONTENT))],
    );
    let other_type = content_type("1.2.840.113549.1.9.16.1.4");
    vec![
        changed("no-message-digest", CONTENT, &|all| {
            all.remove(1);
        }),
        changed("no-content-type", CONTENT, &|all| {
            all.remove(0);
        }),
        changed("content-type-of-something-else", CONTENT, &|all| {
            all[0] = other_type.clone();
        }),
        changed("two-message-digests", FORGED, &|all| all.insert(0, digest(FORGED))),
        changed("two-message-digests-last", CONTENT, &|all| all.push(digest(FORGED))),
        changed("two-values-of-message-digest", FORGED, &|all| all[1] = two_values.clone()),
        changed("two-certificates-named", CONTENT, &|all| {
            all.push(names_certificate(&other.cert_der));
        }),
        changed("another-certificate-named", CONTENT, &|all| {
            all.pop();
            all.push(names_certificate(&other.cert_der));
        }),
        changed("unknown-attribute-twice", CONTENT, &|all| {
            let one = attribute("1.3.6.1.4.1.99999.2", &[der::null()]);
            all.extend([one.clone(), one]);
        }),
        changed("malformed-location", CONTENT, &|all| {
            all.push(attribute("1.2.840.113549.1.9.16.2.17", &[octets(b"here")]));
        }),
        changed("no-attributes-in-the-set", CONTENT, &Vec::clear),
        Attack::beside("smuggled-attribute", Cms::of(smuggled).build(), FORGED),
        Attack::beside("digest-algorithms-differ", Cms::of(mismatched).build(), CONTENT),
    ]
}

fn signers(by: &Identity, twin: &Identity) -> Vec<Attack> {
    let both = |second: Signer| {
        let mut cms = honest_cms(by);
        cms.certificates.push(second.by.cert_der.clone());
        cms.signers.push(second);
        cms.build()
    };
    let mut broken = Signer::new(by, CONTENT);
    broken.change = |mut value| {
        value.reverse();
        value
    };
    let nobody = Cms { signers: Vec::new(), ..holding(by, CONTENT) };
    let typed = Cms { content_type: "1.2.840.113549.1.9.16.1.4", ..holding(by, CONTENT) };
    let honestly_typed = Signer::new(by, CONTENT).with(|all| {
        all[0] = content_type("1.2.840.113549.1.9.16.1.4");
    });
    let honestly_typed = Cms { signers: vec![honestly_typed], ..typed.clone() };
    vec![
        Attack::beside("a-second-signer-nobody-knows", both(Signer::new(twin, CONTENT)), CONTENT),
        Attack::beside("a-second-signer-of-something-else", both(Signer::new(by, FORGED)), CONTENT),
        Attack::beside("a-broken-second-signer", both(broken), CONTENT),
        Attack::around("no-signer", nobody.build()),
        Attack::around("type-of-content-changed", typed.build()),
        Attack::around("content-is-something-special", honestly_typed.build()),
    ]
}

/// What other programs would make of the file.
fn structure(by: &Identity) -> Vec<Attack> {
    let pdf = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\nstartxref\n9\n%%EOF\n";
    let hidden = seq(&[oid("2.16.840.1.101.3.4.2.1"), octets(pdf)]);
    let in_front = Cms { listed: vec![hidden], ..holding(by, CONTENT) };
    let mut behind = Signer::new(by, CONTENT);
    behind.unsigned = vec![attribute("1.3.6.1.4.1.99999.3", &[octets(pdf)])];
    let behind = Cms { content: Some(CONTENT.to_vec()), ..Cms::of(behind) };
    let mut zip = Signer::new(by, CONTENT);
    let record = [b"PK\x05\x06".as_slice(), &[0; 18]].concat();
    zip.unsigned = vec![attribute("1.3.6.1.4.1.99999.3", &[octets(&record)])];
    let zip = Cms { content: Some(CONTENT.to_vec()), ..Cms::of(zip) };
    let unsigned = |bytes: &[u8]| {
        let mut signer = Signer::new(by, CONTENT);
        signer.unsigned = vec![attribute("1.3.6.1.4.1.99999.3", &[octets(bytes)])];
        Cms { content: Some(CONTENT.to_vec()), ..Cms::of(signer) }.build()
    };
    let padded = |record: &[u8]| [record, &[b' '; 3000]].concat();
    let mut commented = record.clone();
    commented[20..].copy_from_slice(&1000_u16.to_le_bytes());
    let large = [b"PK\x06\x06\x2c".as_slice(), &[0; 51]].concat();
    let object = b"\n4 0 obj\n<</Length 3>>stream\n...\nendstream\nendobj\n";
    let (first, second) = pdf.split_at(20);
    let in_pieces = |content: &[u8], pieces: &[&[u8]]| Cms::new(by, content).build_streamed(pieces);
    let sound =
        |content: &[u8]| Cms { content: Some(content.to_vec()), ..Cms::new(by, content) }.build();
    let archive = crate::container::Zip::default().with("a.txt", b"1").build();
    let halves = archive.split_at(9);
    let behind_a_pdf = {
        let mut signer = Signer::new(by, pdf);
        signer.unsigned = vec![attribute("1.3.6.1.4.1.99999.3", &[octets(object)])];
        Cms { content: Some(pdf.to_vec()), ..Cms::of(signer) }.build()
    };
    let whole = holding(by, CONTENT).build();
    let with_behind = |bytes: &[u8]| [whole.as_slice(), bytes].concat();
    let after = Cms { after: FORGED.to_vec(), ..holding(by, CONTENT) };
    let twice = [whole.clone(), whole.clone()].concat();
    let element = explicit(0, &int(1));
    vec![
        Attack::around("a-pdf-before-the-content", in_front.build()),
        Attack::around("a-pdf-behind-the-content", behind.build()),
        Attack::around("a-zip-behind-the-content", zip.build()),
        Attack::around("a-zip-behind-the-content-and-padding", unsigned(&padded(&record))),
        Attack::around("a-zip-that-says-a-longer-comment", unsigned(&commented)),
        Attack::around("a-large-zip-behind-the-content", unsigned(&large)),
        Attack::around("an-object-behind-the-content", unsigned(object)),
        Attack::around("a-trailer-behind-the-content", unsigned(b"trailer<</Size 6>>")),
        Attack::around("a-table-behind-the-content", unsigned(b"xref\n0 6\n")),
        Attack::around("an-object-behind-a-pdf", behind_a_pdf),
        Attack::around("a-pdf-in-pieces", in_pieces(pdf, &[first, second])),
        Attack::around("a-zip-in-pieces", in_pieces(&archive, &[halves.0, halves.1])),
        Attack::around("a-pdf-inside", sound(pdf)).sound(),
        Attack::around("a-zip-inside", sound(&archive)).sound(),
        Attack::around("zeros-after-the-end", with_behind(&[0; 1000])),
        Attack::around("a-zero-after-the-end", with_behind(&[0])),
        Attack::around("a-line-end-after-the-end", with_behind(b"\n")),
        Attack::around("bytes-after-the-end", after.build()),
        Attack::around("two-in-one-file", twice),
        Attack::around("cut-short", whole[..whole.len() - 1].to_vec()),
        Attack::around("an-element-more", [whole[..].to_vec(), element].concat()),
    ]
}

fn countersignatures(by: &Identity, twin: &Identity) -> Vec<Attack> {
    // A signer over anything but the value that it stands beside.
    let over = |by: &Identity, message: &[u8]| {
        Signer::new(by, message).with(|all| {
            all.remove(0);
        })
    };
    let with = |value: Vec<u8>| {
        let mut signer = Signer::new(by, CONTENT);
        signer.unsigned = vec![attribute(COUNTERSIGNATURE, &[value])];
        Cms::of(signer).build()
    };
    let beside = |name, value| Attack::beside(name, with(value), CONTENT);
    vec![
        beside("countersignature-of-something-else", over(by, FORGED).build()),
        beside("countersignature-of-the-content", over(by, CONTENT).build()),
        beside("countersignature-by-nobody-known", over(twin, FORGED).build()),
        beside("countersignature-malformed", implicit(0, b"?")),
    ]
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Must, attacks};
    use crate::{KeyKind, Pki};

    #[test]
    fn each_has_its_name() {
        let all = attacks(&Pki::new(KeyKind::P256));
        let names: BTreeSet<_> = all.iter().map(|attack| attack.name).collect();
        assert_eq!(names.len(), all.len());
        assert!(all.iter().filter(|attack| attack.must == Must::NotPass).count() >= 50);
    }
}
