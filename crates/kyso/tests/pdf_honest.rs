//! Files that were changed honestly after they were signed, one named case each: all pass, but for
//! those that `testdata/honest/expected.txt` refuses with a reason; and a file that is refused there
//! and passes is a failure too.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

mod common;

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use common::{now, pki, policy};
use kyso::{Conclusion, Policy, Source, Time, TrustAnchors, Verifier};
use kyso_testkit::pdf_attacks::honest;
use libtest_mimic::{Arguments, Failed, Trial};

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let pki = pki();
    let own = Arc::new(policy(&pki));
    let mut trials: Vec<Trial> = honest(&pki)
        .into_iter()
        .map(|file| {
            let own = own.clone();
            Trial::test(format!("testkit::{}::{}", file.base, file.name), move || {
                judge(file.bytes, file.modification, &own, now())
            })
        })
        .collect();
    trials.extend(by_others());
    libtest_mimic::run(&arguments, trials).exit_code()
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../testdata/honest")
}

/// A policy that trusts one of the roots and knows its issuers.
fn trusting(name: &str) -> Policy {
    let root = fs::read(folder().join(format!("pki/{name}-root.pem"))).unwrap();
    Policy::baseline(TrustAnchors::from_bytes(&root).unwrap())
}

/// The files that other programs wrote.
fn by_others() -> Vec<Trial> {
    let (plain, evidence) = (Arc::new(trusting("plain")), Arc::new(trusting("evidence")));
    let expected = fs::read_to_string(folder().join("expected.txt")).unwrap();
    let lines = expected.lines().filter(|line| !line.starts_with('#'));
    let cases = lines.map(|line| {
        let (file, says) = line.split_once(": ").unwrap();
        let policy = if file.starts_with("evidence/") { &evidence } else { &plain };
        let (path, says) = (folder().join(format!("{file}.pdf")), says.to_owned());
        let policy = policy.clone();
        Trial::test(file.replace('/', "::"), move || judge(fs::read(path)?, &says, &policy, then()))
    });
    cases.collect()
}

/// After the last of these files was written.
fn then() -> Time {
    Time::from_utc(2026, 11, 23, 12, 0, 0).unwrap()
}

fn judge(bytes: Vec<u8>, says: &str, policy: &Policy, at: Time) -> Result<(), Failed> {
    let report = Verifier::new(policy).verify_source(&Source::from_bytes(bytes), at)?;
    let passed = matches!(report.conclusion(), Conclusion::Passed(_));
    let found = report.signatures.first().map(|first| serde_json::to_value(first.modification));
    let found = found.transpose()?.unwrap_or_default();
    if says.starts_with("refused: ") {
        return match report.conclusion() {
            Conclusion::Failed(_) => Ok(()),
            _ => Err(format!("no longer refused: {report:#?}").into()),
        };
    }
    if passed && found == says { Ok(()) } else { Err(format!("not {says}: {report:#?}").into()) }
}
