//! Attacks on files signed by CMS, one named case each: none passes; and files as they should be,
//! which all do.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

mod common;

use std::process::ExitCode;
use std::sync::Arc;

use common::{now, pki, policy};
use kyso::{Conclusion, Policy, Source, Verifier};
use kyso_testkit::cades_attacks::{Attack, Must, attacks};
use libtest_mimic::{Arguments, Failed, Trial};

fn main() -> ExitCode {
    let pki = pki();
    let policy = Arc::new(policy(&pki));
    let trials = attacks(&pki).into_iter().map(|attack| {
        let policy = policy.clone();
        Trial::test(attack.name, move || judge(&attack, &policy))
    });
    libtest_mimic::run(&Arguments::from_args(), trials.collect()).exit_code()
}

fn judge(attack: &Attack, policy: &Policy) -> Result<(), Failed> {
    let mut verifier = Verifier::new(policy);
    if let Some(content) = &attack.content {
        verifier = verifier.content(Some("content"), Source::from_bytes(content.clone()));
    }
    let report = verifier.verify_source(&Source::from_bytes(attack.cms.clone()), now());
    let passed =
        matches!(&report, Ok(report) if matches!(report.conclusion(), Conclusion::Passed(_)));
    match attack.must {
        Must::Pass if !passed => Err(format!("does not pass: {report:#?}").into()),
        Must::NotPass if passed => Err(format!("passes: {report:#?}").into()),
        Must::NotPass | Must::Pass => Ok(()),
    }
}
