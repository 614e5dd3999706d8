//! What a revision did is the same whether its form shares fields with that of the revision before
//! or was walked by itself: for every attack and every honest file.

use kyso_testkit::pdf_attacks::{attacks, honest};
use kyso_testkit::{KeyKind, Pki};

use super::super::History;
use crate::pdf::{PdfDocument, shared_fields, signatures};
use crate::source::Source;

/// How many revisions were compared, and how many fields two of them share.
#[derive(Default, Debug)]
struct Tally {
    revisions: usize,
    shared: usize,
}

fn compare(name: &str, bytes: &[u8], tally: &mut Tally) {
    let open = || PdfDocument::parse(Source::from_bytes(bytes.to_vec()));
    let (Ok(walked), Ok(apart)) = (open(), open()) else { return };
    let Ok(found) = signatures(&walked) else { return };
    let Some(signed) = found.iter().map(|one| one.revision).min() else { return };
    let (one, other) = (History::after(&walked, signed), History::after(&apart, signed));
    for revision in signed + 1..walked.revisions().len() {
        let place = || format!("{name}, revision {revision}");
        let (one, other) = (one.outcome(revision), other.outcome(revision));
        let (one, other) = (one.unwrap(), other.unwrap());
        assert_eq!(one.explained, other.explained, "{}", place());
        assert_eq!(one.notes, other.notes, "{}", place());
        tally.revisions += 1;
        let fields = |revision| shared_fields(&walked.at_revision(revision));
        let (Ok(before), Ok(after)) = (fields(revision - 1), fields(revision)) else { continue };
        let same = |field: &_| after.iter().any(|other| std::sync::Arc::ptr_eq(field, other));
        tally.shared += before.iter().filter(|field| field.settled && same(field)).count();
    }
}

#[test]
fn forms_that_share_fields_are_judged_as_forms_that_do_not() {
    let pki = Pki::new(KeyKind::P256);
    let mut tally = Tally::default();
    for attack in attacks(&pki) {
        let name = format!("{}::{}::{}", attack.base, attack.family, attack.name);
        compare(&name, &attack.bytes, &mut tally);
    }
    for file in honest(&pki) {
        compare(&format!("{}::{}", file.base, file.name), &file.bytes, &mut tally);
    }
    assert!(tally.revisions > 3_000 && tally.shared > 500, "{tally:?}");
}
