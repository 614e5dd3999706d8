//! The built binary, called as the contract says.

use std::path::{Path, PathBuf};
use std::process::Command;

use libtest_mimic::Failed;
use serde_json::Value;

use crate::signer::Files;
use crate::tools::{ensure, run, succeed};

/// How a signature is asked for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ask {
    /// The scheme and hash, as options.
    pub(crate) options: &'static [&'static str],
    /// The signature algorithm that the report must name.
    pub(crate) algorithm: &'static str,
}

/// RSASSA-PKCS1-v1_5.
pub(crate) const PKCS1: Ask =
    Ask { options: &["--scheme", "pkcs1"], algorithm: "rsa-pkcs1-sha256" };
/// RSASSA-PSS.
pub(crate) const PSS: Ask = Ask { options: &["--scheme", "pss"], algorithm: "rsa-pss-sha256" };
/// ECDSA on P-256.
pub(crate) const P256: Ask = Ask { options: &[], algorithm: "ecdsa-sha256" };

/// `kyso`, English and without colour.
pub(crate) fn kyso() -> Command {
    let binary = std::env::var_os("KYSO_BIN");
    let binary = binary.map_or_else(|| PathBuf::from(env!("CARGO_BIN_EXE_kyso")), PathBuf::from);
    let mut command = Command::new(binary);
    command.env("LC_ALL", "C").env("NO_COLOR", "1");
    // Whoever runs the tests may have a configuration of their own.
    command.env("XDG_CONFIG_HOME", std::env::temp_dir().join("kyso-tests-have-none"));
    command
}

/// `kyso sign`.
pub(crate) fn sign(
    signer: &Files,
    input: &Path,
    out: &Path,
    options: &[&str],
) -> Result<(), Failed> {
    let mut command = kyso();
    command.arg("sign").arg(input).arg("--key").arg(signer.file("key.pem"));
    command.arg("--cert").arg(signer.file("cert.pem")).arg("--chain").arg(signer.file("chain.pem"));
    succeed(command.arg("-o").arg(out).args(options))?;
    Ok(())
}

/// `kyso verify --json`: the exit status and the report. What is above the signer is given as
/// evidence: not everybody writes it into a signature.
pub(crate) fn verify(file: &Path, trust: &[&Files]) -> Result<(i32, Value), Failed> {
    verify_with(file, trust, &[])
}

/// The same with these options.
pub(crate) fn verify_with(
    file: &Path,
    trust: &[&Files],
    options: &[&str],
) -> Result<(i32, Value), Failed> {
    let mut command = kyso();
    command.arg("verify").arg(file).arg("--json").args(options);
    for signer in trust {
        command.arg("--trust").arg(signer.file("root.pem"));
        command.arg("--evidence").arg(signer.file("chain.pem"));
    }
    let said = run(&mut command)?;
    let report = serde_json::from_str(&said.stdout)
        .map_err(|error| format!("the report is no JSON: {error}\n{}", said.whole()))?;
    Ok((said.status.unwrap_or(-1), report))
}

/// Every signature passes, and their number is this.
pub(crate) fn passes(file: &Path, trust: &[&Files], signatures: usize) -> Result<Value, Failed> {
    passes_with(file, trust, signatures, &[])
}

/// The same with these options.
pub(crate) fn passes_with(
    file: &Path,
    trust: &[&Files],
    signatures: usize,
    options: &[&str],
) -> Result<Value, Failed> {
    let (status, report) = verify_with(file, trust, options)?;
    ensure(status == 0 && report["conclusion"] == "passed", || {
        format!("{}: status {status}\n{report:#}", file.display())
    })?;
    let all = report["signatures"].as_array().cloned().unwrap_or_default();
    let sound = all.iter().all(|s| s["conclusion"] == "passed" && s["integrity"] == "intact");
    ensure(sound && all.len() == signatures, || format!("{signatures} sound?\n{report:#}"))?;
    Ok(report)
}

/// Without anchors nothing passes, and the report says why.
pub(crate) fn indeterminate_without_trust(file: &Path) -> Result<(), Failed> {
    let (status, report) = verify(file, &[])?;
    let why = &report["signatures"][0]["sub_indication"];
    ensure(status == 4 && why == "NO_CERTIFICATE_CHAIN_FOUND", || {
        format!("no trust: status {status}\n{report:#}")
    })
}
