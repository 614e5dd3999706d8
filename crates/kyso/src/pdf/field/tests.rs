//! The form of an earlier revision is the same whether it is walked whole or with what the walk of
//! the later one found: for every attack, every honest file, and forms made by chance.

use std::fs;
use std::path::{Path, PathBuf};

use kyso_testkit::pdf_attacks::{attacks, honest};
use kyso_testkit::{KeyKind, Pki};

use super::Walk;
use crate::limits::MAX_FIELDS;
use crate::pdf::samples::{ID, PAGE, PAGES, Sample};
use crate::pdf::signature::{signatures, signatures_apart};
use crate::pdf::{PdfDocument, PdfError};
use crate::source::Source;

/// What was compared.
#[derive(Default, Debug)]
struct Tally {
    /// Earlier revisions that read.
    walks: usize,
    /// Those that do not.
    refused: usize,
    /// Fields taken over.
    taken: usize,
    /// Fields of the earlier revisions.
    fields: usize,
    /// Revisions passed over, for nothing that the walk touched was written.
    passed: usize,
}

/// All that a walk says, in one order.
fn facts(walk: &Result<Walk<'_>, PdfError>) -> String {
    let walk = match walk {
        Ok(walk) => walk,
        Err(error) => return format!("{error:?}"),
    };
    fn sorted<T: Ord + Clone>(set: impl Iterator<Item = T>) -> Vec<T> {
        let mut all: Vec<T> = set.collect();
        all.sort();
        all
    }
    let (names, touched, seen) =
        (sorted(walk.inner_names.iter()), sorted(walk.touched.iter()), sorted(walk.seen.iter()));
    let fields = if walk.fields.is_empty() { &*walk.given } else { &walk.fields };
    let (visits, copied) = (walk.visits, walk.copied);
    format!("{fields:?} {names:?} {touched:?} {seen:?} {visits} {copied} {}", walk.unreadable)
}

/// Walks every revision of a file both ways.
fn compare(name: &str, bytes: Vec<u8>, tally: &mut Tally) {
    let Ok(doc) = PdfDocument::parse(Source::from_bytes(bytes)) else { return };
    let latest = doc.revisions().len() - 1;
    let found = [signatures(&doc), signatures_apart(&doc)].map(|found| format!("{found:?}"));
    assert_eq!(found[0], found[1], "{name}");
    let Ok(mut later) = Walk::run(&doc.latest(), MAX_FIELDS) else { return };
    later.hand_over();
    for revision in (0..latest).rev() {
        doc.cache.start();
        let whole = Walk::run(&doc.at_revision(revision), MAX_FIELDS);
        doc.cache.start();
        let earlier = later.before(revision + 1, MAX_FIELDS);
        let place = || format!("{name}, revision {revision}");
        assert_eq!(facts(&earlier), facts(&whole), "{}", place());
        if !later.may_differ_before(revision + 1) {
            assert_eq!(facts(&Ok(later)), facts(&whole), "{}: passed over", place());
            tally.passed += 1;
            later = later_of(&doc, revision);
            continue;
        }
        let Ok(whole) = whole else {
            tally.refused += 1;
            later.lose();
            continue;
        };
        for limit in [whole.visits, whole.visits.saturating_sub(1)] {
            let bounded = |walk: Result<Walk<'_>, _>| walk.err();
            assert_eq!(
                bounded(later.before(revision + 1, limit)),
                bounded(Walk::run(&doc.at_revision(revision), limit)),
                "{}: {limit} visits",
                place()
            );
        }
        later = earlier.unwrap();
        tally.walks += 1;
        tally.taken += later.taken;
        tally.fields += later.fields.len();
        later.hand_over();
    }
}

/// The whole walk of a revision, handed over.
fn later_of(doc: &PdfDocument, revision: usize) -> Walk<'_> {
    let mut walk = Walk::run(&doc.at_revision(revision), MAX_FIELDS).unwrap();
    walk.hand_over();
    walk
}

#[test]
fn attacks_and_honest_revisions_walk_the_same_both_ways() {
    let pki = Pki::new(KeyKind::P256);
    let mut tally = Tally::default();
    for attack in attacks(&pki) {
        let name = format!("{}::{}::{}", attack.base, attack.family, attack.name);
        compare(&name, attack.bytes, &mut tally);
    }
    for file in honest(&pki) {
        compare(&format!("{}::{}", file.base, file.name), file.bytes, &mut tally);
    }
    assert!(tally.walks > 5_000 && tally.taken > 10_000, "{tally:?}");
}

/// Every PDF in a folder and below.
fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "pdf") {
            found.push(path);
        }
    }
}

#[test]
fn files_of_other_programs_walk_the_same_both_ways() {
    let mut found = Vec::new();
    files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata"), &mut found);
    let mut tally = Tally::default();
    for path in &found {
        compare(&path.display().to_string(), fs::read(path).unwrap(), &mut tally);
    }
    assert!(tally.walks > 80 && tally.taken > 20, "{tally:?}");
}

/// Numbers that look like chance and are the same every time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % most
    }

    fn of<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[self.below(all.len() as u64) as usize]
    }

    /// A number among those that fields, names and values have in these files.
    fn number(&mut self) -> u64 {
        10 + self.below(14)
    }

    /// A value, or a reference to whatever has this number.
    fn value(&mut self, written: &[&str]) -> String {
        match self.below(5) {
            0 => format!("{} {} R", self.number(), u64::from(self.below(20) == 0)),
            _ => self.of(written).to_owned(),
        }
    }

    fn list(&mut self) -> String {
        let kids = (0..self.below(6)).map(|_| match self.below(12) {
            0 => "<</T(inside)/FT/Tx/V(x)>> ".to_owned(),
            1 => "null ".to_owned(),
            _ => format!("{} 0 R ", self.number()),
        });
        format!("[{}]", kids.collect::<String>())
    }

    fn field(&mut self) -> String {
        let mut text = String::from("<<");
        let mut entry = |key: &str, often: u64, value: &mut dyn FnMut(&mut Self) -> String| {
            if self.below(10) < often {
                text += &format!("/{key} {} ", value(self));
            }
        };
        entry("T", 9, &mut |c| c.value(&["(a)", "(b)", "(c)", "(d.e)", "<FEFF0041>"]));
        entry("FT", 9, &mut |c| c.value(&["/Sig", "/Sig", "/Tx", "/Btn", "/Ch", "/Other"]));
        entry("V", 6, &mut |c| c.value(&["(one)", "<</Type/Sig/Contents<00>>>", "null", "[1 2]"]));
        entry("Ff", 2, &mut |c| c.value(&["0", "1", "65536"]));
        entry("Lock", 2, &mut |c| c.value(&["<</Action/All>>", "null"]));
        entry("Rect", 4, &mut |c| c.value(&["[1 2 3 4]", "[0 0 0 0]", "[1 2 3]"]));
        entry("P", 3, &mut |_| "3 0 R".to_owned());
        entry("Kids", 2, &mut |c| if c.below(4) == 0 { c.value(&["null"]) } else { c.list() });
        text + ">>"
    }

    fn object(&mut self) -> String {
        match self.below(12) {
            0 => self.value(&["(name)", "/Sig", "7", "7 ", "null", "[9]"]),
            1 => format!("{} 0 R", self.number()),
            2 => "<</Length 30 0 R>>stream\ndata\nendstream".to_owned(),
            _ => self.field(),
        }
    }
}

/// A file of some revisions, each with a form that shares fields, names and values in every way.
fn by_chance(chance: &mut Chance) -> Vec<u8> {
    let mut sample = Sample::new();
    let catalog = "<</Type/Catalog/Pages 2 0 R/AcroForm 4 0 R>>";
    let other = "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields 5 0 R>>>>";
    sample.object(1, catalog).object(2, PAGES).object(3, PAGE).object(6, other);
    for revision in 0..=2 + chance.below(5) {
        let first = revision == 0;
        let mut inside = Vec::new();
        for number in 10..24_u32 {
            match chance.below(if first { 4 } else { 16 }) {
                0 => inside.push((number, chance.field())),
                1 if !first => drop(sample.free(number)),
                1..=3 => drop(sample.object(number, &chance.object())),
                _ => {}
            }
        }
        if first || chance.below(4) == 0 {
            sample.object(30, chance.of(&["4", "4", "7"]));
        }
        if first || chance.below(3) == 0 {
            let fields = if chance.below(6) == 0 { "5 0 R".into() } else { chance.list() };
            sample.object(4, &format!("<</Fields {fields}>>"));
        }
        if first || chance.below(8) == 0 {
            let list = chance.list();
            sample.object(5, &list);
        }
        if chance.below(20) == 0 {
            sample.object(1, other);
        }
        if inside.is_empty() {
            let root = if chance.below(20) == 0 { "/Root 6 0 R" } else { "" };
            sample.classic(&format!("{ID}{root}"));
        } else {
            let inside: Vec<_> = inside.iter().map(|(n, body)| (*n, body.as_str())).collect();
            let container = 40 + u32::try_from(chance.below(2)).unwrap();
            let previous = match sample.last_xref {
                0 => String::new(),
                at => format!("/Prev {at}"),
            };
            sample.object_stream(container, &inside);
            sample.xref_stream(60, &format!("{previous}{ID}")).end();
        }
    }
    sample.bytes
}

#[test]
fn forms_made_by_chance_walk_the_same_both_ways() {
    let mut tally = Tally::default();
    let mut chance = Chance(0x6b79_736f);
    for at in 0..4_000 {
        let bytes = by_chance(&mut chance);
        let shown = String::from_utf8_lossy(&bytes).into_owned();
        compare(&format!("{at}: {shown}"), bytes, &mut tally);
    }
    assert!(tally.walks > 2_000 && tally.taken > 500 && tally.refused > 100, "{tally:?}");
}

/// A field whose row stands in the first revision and whose bytes in the second. The catalog is
/// written again in the revisions of `catalogs`.
fn beyond_its_revision(revisions: usize, catalogs: &[usize]) -> Vec<u8> {
    let mut sample = Sample::new();
    let catalog = "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[10 0 R]>>>>";
    let field = "<</T(a)/FT/Sig>>";
    sample.object(1, catalog).object(2, PAGES).object(3, PAGE).object(10, field).classic(ID);
    let at = sample.bytes.len();
    sample.text(&format!("10 0 obj\n{field}\nendobj\n"));
    for revision in 1..revisions {
        match catalogs.contains(&revision) {
            true => sample.object(1, catalog),
            false => sample.object(3, PAGE),
        };
        sample.classic(ID);
    }
    point(&mut sample.bytes, 0, at);
    sample.bytes
}

/// Makes the row of object 10 in a section lead to another place.
fn point(bytes: &mut Vec<u8>, section: usize, at: usize) {
    let row = b"\n10 1\n";
    let mut rows = (0..bytes.len()).filter(|start| bytes[*start..].starts_with(row));
    let row = rows.nth(section).unwrap() + row.len();
    bytes.splice(row..row + 10, format!("{at:010}").into_bytes());
}

#[test]
fn a_field_that_lies_beyond_its_revision_is_in_none_of_its_walks() {
    for (revisions, catalogs) in [(2, &[1][..]), (2, &[]), (3, &[2])] {
        let bytes = beyond_its_revision(revisions, catalogs);
        let doc = PdfDocument::parse(Source::from_bytes(bytes.clone())).unwrap();
        assert_eq!(Walk::run(&doc.latest(), MAX_FIELDS).unwrap().fields.len(), 1);
        let mut tally = Tally::default();
        compare("beyond its revision", bytes, &mut tally);
        assert_eq!((tally.refused, tally.passed), (1, 0), "{revisions} {catalogs:?}");
    }
}

#[test]
fn nothing_is_taken_over_past_a_revision_that_does_not_read() {
    let mut sample = Sample::new();
    let catalog = "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[10 0 R 11 0 R]>>>>";
    sample.object(1, catalog).object(2, PAGES).object(3, PAGE);
    let unlisted = sample.bytes.len();
    sample.text("10 0 obj\n<</T(b)>>\nendobj\n");
    sample.object(10, "<</T(a)>>").object(11, "<</T 12 0 R>>");
    sample.object(12, "<</Length 30 0 R>>stream\ndata\nendstream").object(30, "4").classic(ID);
    sample.object(30, "7").classic(ID);
    sample.object(30, "4").object(10, "<</T(b)>>").classic(ID);
    let mut tally = Tally::default();
    point(&mut sample.bytes, 1, unlisted);
    compare("a revision does not read", sample.bytes, &mut tally);
    assert_eq!((tally.refused, tally.walks), (1, 1));
}
