//! Attacks on signed PDF, one named case each: none passes, and each fails but where the table
//! names a reason.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

mod common;

use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

use common::{now, pki, policy};
use kyso::{Conclusion, Policy, Source, Verifier};
use kyso_testkit::pdf_attacks::{Attack, Must, attacks};
use libtest_mimic::{Arguments, Failed, Trial};

/// Far more than any case takes; a file that makes a verifier work without end takes hours.
const PATIENCE: Duration = Duration::from_secs(60);

/// Files that are not read at all, so that nothing is said of any signature: family, name, why.
const UNREADABLE: [(&str, &str, &str); 4] = [
    ("isa", "forged-document-before", "the signed file stands behind another, at other offsets"),
    ("swa", "objects-before-contents", "all offsets are wrong, and no range leaves out a string"),
    ("swa", "objects-behind-contents", "all offsets are wrong, and no range leaves out a string"),
    ("usf", "swa-second-part-moved", "all offsets are wrong, and no range leaves out a string"),
];

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let pki = pki();
    let policy = Arc::new(policy(&pki));
    let trials = attacks(&pki).into_iter().map(|attack| {
        let policy = policy.clone();
        let name = format!("{}::{}::{}", attack.base, attack.family, attack.name);
        Trial::test(name, move || judge(attack, &policy))
    });
    libtest_mimic::run(&arguments, trials.collect()).exit_code()
}

fn judge(attack: Attack, policy: &Policy) -> Result<(), Failed> {
    let start = Instant::now();
    let Attack { family, name, bytes, must, .. } = attack;
    let unread = UNREADABLE.iter().any(|one| (one.0, one.1) == (family, name));
    let report = match Verifier::new(policy).verify_source(&Source::from_bytes(bytes), now()) {
        Ok(report) => report,
        Err(_) if unread => return Ok(()),
        Err(error) => return Err(format!("not read: {error}").into()),
    };
    let as_it_must = matches!(
        (must, report.conclusion()),
        (Must::Pass, Conclusion::Passed(_))
            | (Must::Fail, Conclusion::Failed(_))
            | (Must::NotPass(_), Conclusion::Failed(_) | Conclusion::Indeterminate(_))
    );
    let took = start.elapsed();
    if took > PATIENCE {
        return Err(format!("it took {took:?}").into());
    }
    if as_it_must { Ok(()) } else { Err(format!("{must:?}: {report:#?}").into()) }
}
