//! Attacks on containers, one named case each: none passes; and other people's spellings of sound
//! ones, which all do.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

mod common;

use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

use common::{credential, now, pki, policy};
use kyso::container::Kind;
use kyso::{Conclusion, Document, Policy, Source, Verifier};
use kyso_testkit::Pki;
use kyso_testkit::asic_attacks::{Attack, Must, attacks, base, harmless, ill_signed};
use libtest_mimic::{Arguments, Failed, Trial};

/// Far more than any case takes.
const PATIENCE: Duration = Duration::from_secs(60);

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let pki = pki();
    let policy = Arc::new(policy(&pki));
    let mut cases: Vec<(String, Attack)> = Vec::new();
    for (name, sound) in bases(&pki) {
        let all = [attacks(&sound), harmless(&sound)].concat();
        cases.extend(all.into_iter().map(|attack| (name.to_owned(), attack)));
    }
    let signed = ill_signed(&pki.signer);
    cases.extend(signed.into_iter().map(|attack| ("signed".to_owned(), attack)));
    let trials = cases.into_iter().map(|(group, attack)| {
        let policy = policy.clone();
        Trial::test(format!("{group}::{}", attack.name), move || judge(&attack, &policy))
    });
    libtest_mimic::run(&arguments, trials.collect()).exit_code()
}

/// Sound containers: by hand, and by kyso.
fn bases(pki: &Pki) -> Vec<(&'static str, Vec<u8>)> {
    let file =
        |name: &str, text: &str| (name.to_owned(), Source::from_bytes(text.as_bytes().to_vec()));
    let files = [file("contract.txt", "pay 1250000"), file("annex/list.csv", "1;2;3")];
    let sign = |kind, files: &[(String, Source)]| {
        let document = Document::pack(kind, files).unwrap();
        document.sign(&credential(&pki.signer), now()).finish().unwrap().to_bytes().unwrap()
    };
    vec![
        ("by-hand", base(&pki.signer)),
        ("kyso-extended", sign(Kind::Extended, &files)),
        ("kyso-simple", sign(Kind::Simple, &files[..1])),
    ]
}

fn judge(attack: &Attack, policy: &Policy) -> Result<(), Failed> {
    let start = Instant::now();
    let report =
        Verifier::new(policy).verify_source(&Source::from_bytes(attack.bytes.clone()), now());
    let passed =
        report.as_ref().is_ok_and(|report| matches!(report.conclusion(), Conclusion::Passed(_)));
    let took = start.elapsed();
    match attack.must {
        _ if took > PATIENCE => Err(format!("it took {took:?}").into()),
        Must::Pass if !passed => Err(format!("does not pass: {report:#?}").into()),
        Must::NotPass if passed => Err(format!("passes: {report:#?}").into()),
        _ => Ok(()),
    }
}
