//! Honestly signed files to attack, signed by the testkit itself.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::cms::Cms;
use super::raw::{Increment, last, overwrite};
use super::sample::{self, TRAILER, look, object};
use crate::attacks::text::{find, replace};
use crate::evidence::TokenTemplate;
use crate::pdf::writer::{Objects, stream};
use crate::pki::{Hash, Identity};

/// When everything is signed.
pub(super) const SIGNED_AT: &str = "20261101080000Z";

/// Room for `/Contents`, in hexadecimal digits.
pub(super) const ROOM: usize = 16_384;

/// How the first revision is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Layout {
    Table,
    Stream,
    Hybrid,
}

/// A file with what is known of it.
#[derive(Clone, Debug)]
pub(super) struct Base {
    pub(super) name: &'static str,
    pub(super) bytes: Vec<u8>,
    /// The latest body of each object.
    pub(super) objects: BTreeMap<u32, Vec<u8>>,
    /// Whether sections are streams.
    pub(super) streams: bool,
    /// Ends of the revisions.
    pub(super) ends: Vec<usize>,
}

/// What a signature is to be.
pub(super) struct Signature<'a> {
    /// Its object; the field's and the look's follow.
    pub(super) number: u32,
    pub(super) field: &'a str,
    /// `None` is unseen.
    pub(super) rect: Option<&'a str>,
    pub(super) kind: &'a str,
    pub(super) sub_filter: &'a str,
    /// More entries of the dictionary.
    pub(super) more: &'a str,
    /// More entries of the field.
    pub(super) more_of_field: &'a str,
}

impl Signature<'_> {
    /// An approval.
    pub(super) const PLAIN: Signature<'static> = Signature {
        number: 100,
        field: "Signature1",
        rect: Some("[300 700 420 740]"),
        kind: "Sig",
        sub_filter: "ETSI.CAdES.detached",
        more: "",
        more_of_field: "",
    };
}

impl Base {
    /// The sample, not signed.
    pub(super) fn plain(name: &'static str, layout: Layout) -> Self {
        Self::of(name, layout, sample::objects())
    }

    /// Any objects with the sample's trailer.
    pub(super) fn of(name: &'static str, layout: Layout, all: BTreeMap<u32, Vec<u8>>) -> Self {
        let bodies = all.iter().map(|(number, body)| (*number, body.clone())).collect();
        let objects = Objects { bodies, trailer: TRAILER.into() };
        let bytes = match layout {
            Layout::Table => objects.classic(0),
            Layout::Stream => objects.xref_stream(),
            Layout::Hybrid => objects.hybrid(&[object::LABELS, object::VIEWER, object::NAMES]),
        };
        let ends = vec![bytes.len()];
        Self { name, bytes, objects: all, streams: layout == Layout::Stream, ends }
    }

    /// The same under another name.
    pub(super) fn named(mut self, name: &'static str) -> Self {
        self.name = name;
        self
    }

    /// The latest body of an object.
    pub(super) fn body(&self, number: u32) -> Vec<u8> {
        self.objects.get(&number).unwrap_or_else(|| panic!("no object {number}")).clone()
    }

    /// The latest body with some of its text replaced.
    pub(super) fn edit(&self, number: u32, from: &str, to: &str) -> (u32, Vec<u8>) {
        (number, replace(&self.body(number), from.as_bytes(), to.as_bytes()))
    }

    /// The least `/Size` of the next section.
    pub(super) fn size(&self) -> u32 {
        // Container and section of the first revision, and one section stream a revision.
        let past = self.objects.keys().last().map_or(1, |last| last + 1);
        past.max(1000 + u32::try_from(self.ends.len()).expect("few"))
    }

    /// An increment to fill.
    pub(super) fn increment(&self) -> Increment {
        Increment::after(&self.bytes, self.size())
    }

    /// Closes an increment in the kind of section that the file has.
    pub(super) fn close(&self, mut increment: Increment, more: &str) -> Vec<u8> {
        let prev = increment.prev;
        self.close_with(&mut increment, &format!("{TRAILER} /Prev {prev} {more}"))
    }

    /// The same with the whole trailer given, `/Size` aside.
    pub(super) fn close_with(&self, increment: &mut Increment, trailer: &str) -> Vec<u8> {
        let section = if self.streams {
            increment.stream_section(self.size(), trailer, true)
        } else {
            increment.table_section(trailer)
        };
        increment.end(section)
    }

    /// The file with a revision of these objects.
    pub(super) fn later(&self, objects: &[(u32, Vec<u8>)]) -> Vec<u8> {
        let mut increment = self.increment();
        for (number, body) in objects {
            increment.object(*number, body);
        }
        self.close(increment, "")
    }

    /// The file after an honest revision of these objects.
    pub(super) fn revised(&self, objects: &[(u32, Vec<u8>)]) -> Self {
        let mut next = self.clone();
        next.bytes = self.later(objects);
        next.ends.push(next.bytes.len());
        next.objects.extend(objects.iter().cloned());
        next
    }

    /// The file signed by `cms`, which is given the covered bytes.
    pub(super) fn signed_as(
        &self,
        how: &Signature<'_>,
        cms: impl FnOnce(&[u8]) -> Vec<u8>,
    ) -> Self {
        self.signed_with(how, &[], cms)
    }

    /// The same with more objects in the revision.
    pub(super) fn signed_with(
        &self,
        how: &Signature<'_>,
        with: &[(u32, Vec<u8>)],
        cms: impl FnOnce(&[u8]) -> Vec<u8>,
    ) -> Self {
        let mut objects = self.parts_of(how);
        objects.extend(with.iter().cloned());
        let mut next = self.revised(&objects);
        next.objects.extend(objects);
        fill(&mut next.bytes, cms);
        next
    }

    /// The objects that a signature adds and changes.
    pub(super) fn parts_of(&self, how: &Signature<'_>) -> Vec<(u32, Vec<u8>)> {
        let (value, field, picture) = (how.number, how.number + 1, how.number + 2);
        let (kind, sub_filter, more) = (how.kind, how.sub_filter, how.more);
        let zeros = "0".repeat(ROOM);
        let dictionary = format!(
            "<< /Type /{kind} /Filter /Adobe.PPKLite /SubFilter /{sub_filter} {more} \
             /ByteRange [0 0000000000 0000000000 0000000000] /Contents <{zeros}> >>"
        );
        let mut looks = String::new();
        let rect = how.rect.unwrap_or("[0 0 0 0]");
        let mut objects = vec![(value, dictionary.into_bytes())];
        if how.rect.is_some() {
            let _ = write!(looks, "/AP << /N {picture} 0 R >>");
            let text = "BT /F1 10 Tf 2 15 Td (Signed: Nguyen Thi Anh) Tj ET";
            objects.push((picture, look(120, 40, text)));
        }
        let (name, more) = (how.field, how.more_of_field);
        let widget = format!(
            "<< /Type /Annot /Subtype /Widget /FT /Sig /T ({name}) /V {value} 0 R /F 132 \
             /Rect {rect} /P 3 0 R {looks} {more} >>"
        );
        objects.push((field, widget.into_bytes()));
        let kid = format!(" {field} 0 R]");
        objects.push(self.edit(object::ANNOTS, "]", &kid));
        objects.push(self.edit(object::ACRO_FORM, "] /DR", &format!("{kid} /DR")));
        objects
    }

    /// An ordinary signature.
    pub(super) fn signed(&self, how: &Signature<'_>, by: &Identity) -> Self {
        self.signed_as(how, |covered| Cms::new(by, covered).build())
    }

    /// Evidence and a document time-stamp over it.
    pub(super) fn archived(&self, tsa: &Identity) -> Self {
        let catalog = self.edit(object::CATALOG, " /PageLabels", " /DSS 150 0 R /PageLabels");
        let store = b"<< /Type /DSS /Certs [151 0 R] >>".to_vec();
        let certificate = stream("", &tsa.cert_der, true);
        let stored = self.revised(&[catalog, (150, store), (151, certificate)]);
        stored.stamped(160, tsa)
    }

    /// A document time-stamp.
    pub(super) fn stamped(&self, number: u32, tsa: &Identity) -> Self {
        let how = Signature {
            number,
            field: if number == 160 { "Stamp1" } else { "Stamp2" },
            rect: None,
            kind: "DocTimeStamp",
            sub_filter: "ETSI.RFC3161",
            ..Signature::PLAIN
        };
        self.signed_as(&how, |covered| token(covered, tsa))
    }

    /// The place of the last signature: `/Contents` with its brackets.
    pub(super) fn contents(&self) -> std::ops::Range<usize> {
        let start = last(&self.bytes, b"/Contents <") + 10;
        start..find(&self.bytes, b">", start).expect("a string") + 1
    }
}

/// A time-stamp token over bytes.
pub(super) fn token(covered: &[u8], tsa: &Identity) -> Vec<u8> {
    let at = crate::evidence::Moment::parse(SIGNED_AT).expect("a time");
    TokenTemplate::new(Hash::Sha256, &Hash::Sha256.of(covered), at).sign(tsa)
}

/// Fills in `/ByteRange` and `/Contents` of the last signature.
pub(super) fn fill(bytes: &mut [u8], cms: impl FnOnce(&[u8]) -> Vec<u8>) {
    let start = last(bytes, b"/Contents <") + 10;
    let end = start + ROOM + 2;
    let range = last(bytes, b"/ByteRange [0 0") + 12;
    let numbers = format!("{start:010} {end:010} {:010}", bytes.len() - end);
    overwrite(bytes, range + 2, numbers.as_bytes());
    let covered = [&bytes[..start], &bytes[end..]].concat();
    let mut digits = String::new();
    for byte in cms(&covered) {
        let _ = write!(digits, "{byte:02x}");
    }
    assert!(digits.len() <= ROOM, "the room is too small");
    overwrite(bytes, start + 1, digits.as_bytes());
}

/// A certification that permits `P`.
pub(super) fn certification(permission: &str) -> String {
    format!(
        "/Reference [<< /Type /SigRef /TransformMethod /DocMDP \
         /TransformParams << /Type /TransformParams /P {permission} /V /1.2 >> >>]"
    )
}

/// Every base: signed once, twice, certified, with fields locked, with evidence and time-stamp,
/// and in each kind of cross-reference.
pub(super) fn bases(signer: &Identity, tsa: &Identity) -> Vec<Base> {
    let plain = |name| Base::plain(name, Layout::Table);
    let once = plain("once").signed(&Signature::PLAIN, signer);
    let second = Signature {
        number: 110,
        field: "Signature2",
        rect: Some("[300 640 420 680]"),
        ..Signature::PLAIN
    };
    let certified = |name, permission: &str| {
        let how = Signature { more: &certification(permission), ..Signature::PLAIN };
        plain(name).signed(&how, signer)
    };
    let lock = "/Lock << /Type /SigFieldLock /Action /All >>";
    let locking = Signature { more_of_field: lock, ..Signature::PLAIN };
    let twice = once.signed(&second, signer).named("twice");
    let stream = Base::plain("xref-stream", Layout::Stream).signed(&Signature::PLAIN, signer);
    let hybrid = Base::plain("hybrid", Layout::Hybrid).signed(&Signature::PLAIN, signer);
    vec![
        twice,
        certified("certified-1", "1"),
        certified("certified-2", "2"),
        certified("certified-3", "3"),
        plain("locked").signed(&locking, signer),
        once.archived(tsa).named("archived"),
        stream,
        hybrid,
        once,
    ]
}
