//! A paper as an office issues it: leader, number and date, agency; others judge it.

use std::path::Path;
use std::process::Command;

use kyso_testkit::KeyKind;
use libtest_mimic::Failed;

use crate::kyso::{kyso, passes, sign};
use crate::paper::sample;
use crate::signer::{Files, Signers};
use crate::tools::{ensure, succeed};
use crate::{Case, judges};

/// Every case of this file.
pub(crate) fn cases() -> Vec<Case> {
    vec![Case::new("flow::leader_number_agency", flow)]
}

fn flow(signers: &Signers) -> Result<(), Failed> {
    let (signer, folder) = (signers.get(KeyKind::Rsa2048)?, signers.folder()?);
    let path = |name: &str| folder.path().join(name);
    let add = |input: &Path, name: &str, rect: &str, out: &str| {
        let mut command = kyso();
        command.arg("fields").arg(input).args(["add", "--kind", "text", "--name", name]);
        succeed(command.args(["--rect", rect, "-o"]).arg(path(out))).map(|_| ())
    };
    add(&sample("draft.pdf"), "so", "136.5,719.5,44.5,18", "so.pdf")?;
    add(&path("so.pdf"), "ngay", "339.5,719.5,180,18", "ready.pdf")?;
    let (hand, seal) = (sample("signature.png"), sample("seal.png"));
    let (hand, seal) = (hand.display().to_string(), seal.display().to_string());
    let leader = ["--profile", "nd30-leader", "--image", &hand];
    sign(signer, &path("ready.pdf"), &path("led.pdf"), &leader)?;
    judged(&path("led.pdf"), signer, 1)?;
    let agency = ["--profile", "nd30-agency", "--image", &seal, "--fill", "so=215"];
    let date = ["--fill", "ngay=ngày 16 tháng 11 năm 2026"];
    sign(signer, &path("led.pdf"), &path("issued.pdf"), &[&agency[..], &date].concat())?;
    judged(&path("issued.pdf"), signer, 2)?;
    let said = succeed(Command::new("pdftotext").arg(path("issued.pdf")).arg("-"))?;
    for text in ["215", "ngày 16 tháng 11 năm 2026"] {
        ensure(said.stdout.contains(text), || format!("{text} is not in\n{}", said.stdout))?;
    }
    Ok(())
}

fn judged(file: &Path, signer: &Files, count: usize) -> Result<(), Failed> {
    judges::pdfsig(file, signer, count)?;
    judges::pyhanko(file, signer, count)?;
    passes(file, &[signer], count)?;
    Ok(())
}
