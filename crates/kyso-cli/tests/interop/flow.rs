//! A paper as an office issues it: leader, number and date, agency; others judge it, and both
//! renderers show it and each profile as they are to look.

use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::process::Command;

use kyso_testkit::KeyKind;
use libtest_mimic::Failed;

use crate::appearance::{Grey, NEAR, stored};
use crate::kyso::{kyso, passes, sign};
use crate::signer::{Files, Signers};
use crate::tools::{ensure, succeed};
use crate::{Case, judges};

/// Profiles that need nothing before them, with what they ask for, and the page they are seen on.
const PROFILES: [(&str, &[&str], u8); 5] = [
    ("nd30-attachment", &["--set", "number=215/CNS-VP"], 1),
    ("nd30-copy", &[], 1),
    ("initials", &["--set", "initials=NTA"], 2),
    ("incoming", &["--set", "number=42"], 1),
    ("text-and-image", &[], 2),
];

/// Every case of this file.
pub(crate) fn cases() -> Vec<Case> {
    let profiles = PROFILES.into_iter().map(|(name, options, page)| {
        Case::new(format!("flow::profile::{name}"), move |signers| {
            profile(signers, name, options, page)
        })
    });
    profiles.chain([Case::new("flow::leader_number_agency", flow)]).collect()
}

fn sample(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../testdata/sample").join(name)
}

fn profile(signers: &Signers, name: &str, options: &[&str], page: u8) -> Result<(), Failed> {
    let (signer, folder) = (signers.get(KeyKind::Rsa2048)?, signers.folder()?);
    let signed = folder.path().join("signed.pdf");
    sign(signer, &sample("draft.pdf"), &signed, &[&["--profile", name], options].concat())?;
    judged(&signed, signer, 1)?;
    shown(&signed, &sample("draft.pdf"), page, name)
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
    shown(&path("led.pdf"), &path("ready.pdf"), 2, "nd30-leader")?;
    let agency = ["--profile", "nd30-agency", "--image", &seal, "--fill", "so=215"];
    let date = ["--fill", "ngay=ngày 16 tháng 11 năm 2026"];
    sign(signer, &path("led.pdf"), &path("issued.pdf"), &[&agency[..], &date].concat())?;
    judged(&path("issued.pdf"), signer, 2)?;
    let said = succeed(Command::new("pdftotext").arg(path("issued.pdf")).arg("-"))?;
    for text in ["215", "ngày 16 tháng 11 năm 2026"] {
        ensure(said.stdout.contains(text), || format!("{text} is not in\n{}", said.stdout))?;
    }
    shown(&path("issued.pdf"), &path("led.pdf"), 1, "number-and-date")?;
    shown(&path("issued.pdf"), &path("led.pdf"), 2, "nd30-agency")
}

fn judged(file: &Path, signer: &Files, count: usize) -> Result<(), Failed> {
    judges::pdfsig(file, signer, count)?;
    judges::pyhanko(file, signer, count)?;
    passes(file, &[signer], count)?;
    Ok(())
}

/// Both renderers show the page as it is stored, and far nearer to that than to the page before.
fn shown(file: &Path, before: &Path, page: u8, name: &str) -> Result<(), Failed> {
    let page = page.to_string();
    for (renderer, draw) in [("poppler", poppler as Draw), ("hayro", hayro)] {
        let (picture, bare) = (draw(file, file, &page)?, draw(before, file, &page)?);
        let name = format!("{name}.{renderer}.png");
        let stored = stored(&name, &picture)?;
        let (off, without) = (stored.difference(&picture), stored.difference(&bare));
        // The time that some show is another one each time.
        let near = off < NEAR && off * 2.0 < without;
        ensure(near, || format!("{name}: another picture is drawn: {off}, before {without}"))?;
    }
    Ok(())
}

/// A page of a document as a picture, which is put beside a file.
type Draw = fn(&Path, &Path, &str) -> Result<Grey, Failed>;

fn poppler(document: &Path, beside: &Path, page: &str) -> Result<Grey, Failed> {
    let out = beside.with_extension("");
    let mut command = Command::new("pdftoppm");
    command.args(["-singlefile", "-r", "58", "-png", "-f", page, "-l", page]);
    succeed(command.arg(document).arg(&out))?;
    Grey::of_png(BufReader::new(File::open(out.with_extension("png"))?))
}

fn hayro(document: &Path, beside: &Path, page: &str) -> Result<Grey, Failed> {
    let out = beside.with_extension("preview.png");
    let mut command = kyso();
    command.arg("preview").arg(document).args(["--force", "--dpi", "58", "--page", page, "-o"]);
    succeed(command.arg(&out))?;
    Grey::of_png(BufReader::new(File::open(out)?))
}
