//! The other side: later revisions that every office makes, over files signed in every way. All
//! pass.

use super::base::{Base, Signature, bases};
use super::sample::{look, object};
use crate::pdf::writer::stream;
use crate::pki::{Dn, Identity, KeyKind, Pki, Template};

/// A file that was changed honestly after it was signed.
#[derive(Clone, Debug)]
pub struct Honest {
    /// How the file was signed before.
    pub base: &'static str,
    /// What was done, in kebab-case.
    pub name: &'static str,
    /// The most far-reaching change after the first signature, as the report names it.
    pub modification: &'static str,
    /// The file.
    pub bytes: Vec<u8>,
}

const FILLING: &str = "form-filling";
const EVIDENCE: &str = "lta-update";
const NOTHING: &str = "none";

/// A number that no base uses.
const FREE: u32 = 200;

/// Every honest revision of every base that allows it.
///
/// # Panics
/// Never, unless the generator itself is wrong.
#[must_use]
pub fn honest(pki: &Pki) -> Vec<Honest> {
    let tsa = pki.issue(KeyKind::P256, &Template::tsa(Dn::new().c("VN").cn("Time")));
    let mut all = Vec::new();
    for base in bases(&pki.signer, &tsa) {
        let locked = base.name == "locked";
        let certified = base.name == "certified-1";
        let mut revisions = vec![];
        // Evidence may follow anything; a lock of all fields and P=1 allow no signature.
        let noted = |name: &str| ["notes", "xmp-packet"].contains(&name);
        // P=1 allows no change, and metadata are a part of the document.
        revisions.extend(housekeeping(&base).into_iter().filter(|r| !certified || !noted(r.0)));
        revisions.extend(evidence(&base, &tsa));
        if !locked && !certified {
            revisions.extend(signatures(&base, &pki.signer));
            revisions.extend(filled(&base, &pki.signer));
        }
        all.extend(revisions.into_iter().map(|(name, modification, bytes)| {
            // What came before the revision counts too.
            let level = [NOTHING, EVIDENCE, FILLING].into_iter().rev();
            let mut level = level.filter(|level| *level == modification || *level == of(&base));
            Honest { base: base.name, name, modification: level.next().unwrap_or(NOTHING), bytes }
        }));
    }
    let beside = super::painted::beside(&pki.signer).into_iter();
    all.extend(beside.map(|(name, bytes)| Honest {
        base: "painted",
        name,
        modification: FILLING,
        bytes,
    }));
    all
}

/// What a base itself has after its first signature.
fn of(base: &Base) -> &'static str {
    match base.name {
        "twice" => FILLING,
        "archived" => EVIDENCE,
        _ => NOTHING,
    }
}

type Revision = (&'static str, &'static str, Vec<u8>);

/// Saved again, with nothing that shows changed.
fn housekeeping(base: &Base) -> Vec<Revision> {
    let same = |number| (number, base.body(number));
    let notes = base.edit(object::INFO, "(testkit)", "(another writer) /ModDate (D:20261122)");
    let packet = stream("/Type /Metadata /Subtype /XML", b"<x:xmpmeta>2</x:xmpmeta>", false);
    // The same bytes, deflated as some writers deflate whatever they pass on.
    let content = b"BT /F1 24 Tf 72 760 Td (Pay 1,000,000 VND to Nam) Tj ET";
    vec![
        ("catalog-and-page-again", NOTHING, base.later(&[same(1), same(2), same(3)])),
        ("form-and-fields-again", NOTHING, base.later(&[same(20), same(21), same(22)])),
        ("notes", NOTHING, base.later(&[notes])),
        ("xmp-packet", NOTHING, base.later(&[(object::METADATA, packet)])),
        (
            "content-packed-anew",
            NOTHING,
            base.later(&[(object::TEXT_1, stream("", content, true))]),
        ),
        (
            "page-says-what-it-inherited",
            NOTHING,
            base.later(&[base.edit(object::PAGE_1, "/Annots", "/MediaBox [0 0 595 842] /Annots")]),
        ),
    ]
}

/// Evidence, a document time-stamp, both, and renewed.
fn evidence(base: &Base, tsa: &Identity) -> Vec<Revision> {
    if base.name == "archived" {
        return vec![("time-stamp-renewed", EVIDENCE, base.stamped(170, tsa).bytes)];
    }
    let archived = base.archived(tsa);
    let store = b"<< /Type /DSS /Certs [151 0 R 190 0 R] /VRI << >> >>".to_vec();
    let more = stream("", &tsa.cert_der, true);
    let grown = archived.revised(&[(150, store), (190, more)]);
    vec![
        ("time-stamp", EVIDENCE, base.stamped(160, tsa).bytes),
        ("evidence-and-time-stamp", EVIDENCE, archived.bytes.clone()),
        ("time-stamp-twice", EVIDENCE, archived.stamped(170, tsa).bytes),
        ("evidence-grown-and-time-stamp", EVIDENCE, grown.stamped(170, tsa).bytes),
    ]
}

/// Further signatures: new fields, the field that was empty, unseen ones, several.
fn signatures(base: &Base, signer: &Identity) -> Vec<Revision> {
    let new = |number, field, rect| Signature { number, field, rect, ..Signature::PLAIN };
    let seen = new(FREE, "Later1", Some("[300 300 420 340]"));
    let unseen = new(FREE, "Later1", None);
    let more = new(FREE + 10, "Later2", Some("[300 240 420 280]"));
    let once = base.signed(&seen, signer);
    vec![
        ("signature", FILLING, once.bytes.clone()),
        ("signature-unseen", FILLING, base.signed(&unseen, signer).bytes),
        ("two-signatures", FILLING, once.signed(&more, signer).bytes),
        ("empty-field-signed", FILLING, sealed(base, &[], signer)),
    ]
}

/// The field that waited for a signature is signed, with more in the same revision.
fn sealed(base: &Base, more: &[(u32, Vec<u8>)], signer: &Identity) -> Vec<u8> {
    let zeros = "0".repeat(super::base::ROOM);
    let value = format!(
        "<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached \
         /ByteRange [0 0000000000 0000000000 0000000000] /Contents <{zeros}> >>"
    );
    let number = object::EMPTY_SIGNATURE;
    let field = base.edit(number, "/F 4", "/F 132 /V 200 0 R /AP << /N 201 0 R >>");
    let picture = look(120, 40, "BT /F1 10 Tf 2 15 Td (Con dau) Tj ET");
    let mut objects = more.to_vec();
    objects.extend([field, (FREE, value.into_bytes()), (FREE + 1, picture)]);
    let mut bytes = base.later(&objects);
    super::base::fill(&mut bytes, |covered| super::cms::Cms::new(signer, covered).build());
    bytes
}

/// Fields filled: with a new look, over the old one, ticked, chosen; sealed with it or after it.
fn filled(base: &Base, signer: &Identity) -> Vec<Revision> {
    let line =
        |text: &str| look(100, 20, &format!("/Tx BMC BT /Helv 10 Tf 2 5 Td ({text}) Tj ET EMC"));
    let number = [
        base.edit(object::AMOUNT, "/V (100)", "/V (1234/QD)"),
        (object::AMOUNT_LOOK, line("1234/QD")),
    ];
    let date = [
        base.edit(object::NOTE, "/F 4", "/F 4 /V (22/11/2026) /AP << /N 210 0 R >>"),
        (210, look(200, 20, "/Tx BMC BT /Helv 10 Tf 2 5 Td (22/11/2026) Tj ET EMC")),
    ];
    let tick = base.edit(object::CHECK, "/V /Off /AS /Off", "/V /Yes /AS /Yes");
    let unit = [
        base.edit(object::CHOICE, "/F 4", "/F 4 /V (Hue) /AP << /N 211 0 R >>"),
        (211, line("Hue")),
    ];
    let both = [number.clone(), date.clone()].concat();
    let after = base.revised(&both);
    vec![
        ("text-over-its-look", FILLING, base.later(&number)),
        ("text-with-a-new-look", FILLING, base.later(&date)),
        ("ticked", FILLING, base.later(std::slice::from_ref(&tick))),
        ("chosen", FILLING, base.later(&unit)),
        ("everything-filled", FILLING, base.later(&[&both[..], &unit, &[tick]].concat())),
        ("number-date-and-seal-at-once", FILLING, sealed(base, &both, signer)),
        ("number-and-date-then-seal", FILLING, sealed(&after, &[], signer)),
    ]
}
