//! NIST PKITS: every case by its name, through [`kyso::verify::PathValidator`].
//!
//! The vectors are found by `KYSO_VECTORS`, else at `../shared/vectors` from the project's root;
//! where neither exists, the cases are reported as ignored. `divergences.txt` lists the cases in
//! which kyso says otherwise, each with the reason; one of them that goes as NIST says is a failure
//! too. `refusals.txt` has for each case that must not validate why it does not. Each case runs twice: with its own certificates, and looking for the path among all.

mod vectors;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::process::ExitCode;
use std::sync::Arc;

use kyso::policy::PathConstraints;
use kyso::report::{Code, Finding, SubIndication};
use kyso::verify::{PathReport, PathValidator};
use kyso::{Evidence, Policy, Time, TrustAnchors};
use libtest_mimic::{Arguments, Failed, Trial};

use self::vectors::{Case, Vectors};

/// The vectors are valid from 2010 to 2030.
const NOW: &str = "2026-11-22T12:00:00Z";

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let Some(vectors) = Vectors::find() else {
        let missing = Trial::test("vectors_are_missing", || Ok(())).with_ignored_flag(true);
        return libtest_mimic::run(&arguments, vec![missing]).exit_code();
    };
    let divergences = pairs(include_str!("divergences.txt"));
    let cases = vectors.cases();
    assert_eq!(cases.len(), 247, "the whole suite");
    let vectors = Arc::new(vectors);
    let unknown: Vec<_> =
        divergences.keys().filter(|name| !cases.iter().any(|case| case.name == **name)).collect();
    assert!(unknown.is_empty(), "divergences of no case: {unknown:?}");
    let trials = cases.into_iter().flat_map(|case| {
        let diverges = divergences.get(&case.name).cloned();
        let case = Arc::new(case);
        [("", false), ("/among_all", true)].map(|(suffix, among_all)| {
            let (vectors, case, diverges) = (vectors.clone(), case.clone(), diverges.clone());
            let name = format!("{}/{}{suffix}", case.test, case.name);
            Trial::test(name, move || run(&vectors, &case, among_all, diverges.as_deref()))
        })
    });
    libtest_mimic::run(&arguments, trials.collect()).exit_code()
}

/// `name: reason` a line.
fn pairs(file: &str) -> BTreeMap<String, String> {
    let lines = file.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let pair = |line: &str| {
        let (name, reason) = line.split_once(": ").expect("name: reason");
        (name.to_owned(), reason.to_owned())
    };
    lines.map(pair).collect()
}

fn run(
    vectors: &Vectors,
    case: &Case,
    among_all: bool,
    diverges: Option<&str>,
) -> Result<(), Failed> {
    let outcome = agrees(case, judge(vectors, case, among_all).as_ref());
    match (outcome, diverges) {
        (outcome, None) => outcome.map_err(Failed::from),
        (Err(_), Some(_)) => Ok(()),
        (Ok(()), Some(reason)) => Err(format!("no longer diverges, though: {reason}").into()),
    }
}

/// `None` where the certificate itself cannot be read.
fn judge(vectors: &Vectors, case: &Case, among_all: bool) -> Option<PathReport> {
    let (anchor, below) = case.certs.split_first().expect("an anchor");
    let mut anchors = TrustAnchors::new();
    anchors.add(vectors.certificate(anchor).expect("the anchor"));
    let mut evidence = Evidence::new();
    let chain = below.iter().filter_map(|name| vectors.certificate(name));
    match among_all {
        true => evidence.certificates = vectors.certificates(),
        false => evidence.certificates = chain.collect(),
    }
    for crl in case.crls.iter().filter_map(|name| vectors.crl(name)) {
        evidence.add_crl(crl);
    }
    let mut constraints = PathConstraints::default();
    constraints.policies.clone_from(&case.settings.policies);
    constraints.require_explicit_policy = case.settings.explicit_policy;
    constraints.inhibit_policy_mapping = case.settings.inhibit_mapping;
    constraints.inhibit_any_policy = case.settings.inhibit_any;
    let policy =
        Policy::baseline(anchors).with_path_constraints(constraints).with_revocation_required();
    let signer = vectors.certificate(case.certs.last().expect("a certificate"))?;
    let now = Time::parse_rfc3339(NOW).expect("a time");
    Some(PathValidator::new(&policy).evidence(&evidence).validate(&signer, now, now))
}

fn agrees(case: &Case, report: Option<&PathReport>) -> Result<(), String> {
    let Some(report) = report else {
        return if case.should_validate { Err("unreadable".to_owned()) } else { Ok(()) };
    };
    match (&report.conclusion, case.should_validate) {
        (Ok(valid), true) => match &case.settings.expected_policies {
            Some(expected) if expected != valid.chain.policies() => {
                Err(format!("holds under {:?}, not {expected:?}", valid.chain.policies()))
            }
            _ => Ok(()),
        },
        (Err(why), false) => refused(case, *why, &report.findings),
        (Ok(_), false) => Err("validates".to_owned()),
        (Err(why), true) => Err(format!("{why:?}: {:?}", report.findings)),
    }
}

/// A case that must not validate must fail for what it is about, and not by chance.
fn refused(case: &Case, why: SubIndication, findings: &[Finding]) -> Result<(), String> {
    let why = serde_json::to_value(why).expect("a name");
    let mut said = why.as_str().expect("a name").to_owned();
    for finding in findings {
        let _ = write!(said, " {}", finding.code);
        if let (Code::PathConstraintViolated, Some(fault)) =
            (finding.code, finding.facts.get("fault"))
        {
            let _ = write!(said, "/{fault}");
        }
    }
    match pairs(include_str!("refusals.txt")).get(&case.name) {
        Some(expected) if *expected == said => Ok(()),
        expected => Err(format!("{}: {said}, not {expected:?}", case.name)),
    }
}
