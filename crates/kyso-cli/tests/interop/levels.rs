//! Time and evidence: what kyso makes at each level is judged by the others, what pyHanko makes by
//! kyso, with the services of two projects.

use std::fs;
use std::path::Path;

use kyso_testkit::pdf::{PdfKind, pdf};
use libtest_mimic::Failed;

use crate::kyso::{indeterminate_without_trust, kyso, passes, passes_with, sign};
use crate::signer::Signers;
use crate::tools::{ensure, script, succeed};
use crate::world::{Maker, World};
use crate::{Case, judges};

/// Levels by the option that asks for them: name in reports, document time-stamps.
const LEVELS: [(&str, &str, usize); 3] = [("t", "B-T", 0), ("lt", "B-LT", 0), ("lta", "B-LTA", 1)];

/// Every case of this file.
pub(crate) fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for maker in Maker::ALL {
        let of = maker.name();
        for (level, name, stamps) in LEVELS {
            cases.push(Case::new(format!("level::{of}::{level}"), move |signers| {
                signed_at(signers.world(maker)?, signers, level, name, stamps)
            }));
            cases.push(Case::new(format!("level::{of}::pyhanko_{level}"), move |signers| {
                signed_by_pyhanko_at(signers.world(maker)?, signers, level, name, stamps)
            }));
        }
        cases.push(Case::new(format!("level::{of}::extended"), move |signers| {
            extended(signers.world(maker)?, signers)
        }));
        cases.push(Case::new(format!("level::{of}::renewed"), move |signers| {
            renewed(signers.world(maker)?, signers)
        }));
    }
    for kind in PdfKind::ALL {
        cases.push(Case::new(format!("level::kinds::{}", kind.name()), move |signers| {
            lta_of_kind(signers.world(Maker::TestkitP256)?, signers, kind)
        }));
    }
    cases
}

/// What a report and the outside judges say of one signature at a level, with so many document
/// time-stamps and so many tokens in all.
fn judged(
    world: &World,
    file: &Path,
    (level, name): (&str, &str),
    stamps: usize,
    tokens: usize,
) -> Result<(), Failed> {
    let folder = file.parent().ok_or("a file has a folder")?;
    // Nothing is fetched for what has to bring its evidence.
    let options: &[&str] = if level == "t" { &[] } else { &["--offline"] };
    let report = passes_with(file, &[world], 1 + stamps, options)?;
    let signature = &report["signatures"][0];
    ensure(
        signature["level"] == name
            && signature["revocation"] == "good"
            && signature["signing_time"]["proven"].is_string(),
        || format!("no {name} with a proven time\n{report:#}"),
    )?;
    indeterminate_without_trust(file)?;
    judges::pdfsig_with_stamps(file, world, 1, stamps)?;
    judges::openssl(file, world, 1, folder)?;
    judges::openssl_ts(file, world, tokens, folder)
}

fn signed_at(
    world: &World,
    signers: &Signers,
    level: &str,
    name: &str,
    stamps: usize,
) -> Result<(), Failed> {
    let folder = signers.folder()?;
    let (input, output) = (folder.path().join("in.pdf"), folder.path().join("out.pdf"));
    fs::write(&input, pdf(PdfKind::Classic))?;
    sign(world, &input, &output, &["--level", level, "--tsa", world.tsa()])?;
    judged(world, &output, (level, name), stamps, 1 + stamps)?;
    judges::pyhanko_ades(&output, world, level, 1)?;
    judges::qpdf(&input, &output)
}

fn extend(world: &World, input: &Path, output: &Path, level: &str) -> Result<(), Failed> {
    let mut command = kyso();
    command.arg("extend").arg(input).args(["--level", level, "--tsa", world.tsa()]);
    succeed(command.arg("--trust").arg(world.file("root.pem")).arg("-o").arg(output))?;
    let (before, after) = (fs::read(input)?, fs::read(output)?);
    ensure(after.len() > before.len() && after.starts_with(&before), || {
        "the original bytes are not a prefix of what was extended".into()
    })
}

/// From B-B one level at a time, then renewed. The first time-stamp is a document's, which pyHanko
/// does not take in the place of the signature's.
fn extended(world: &World, signers: &Signers) -> Result<(), Failed> {
    let folder = signers.folder()?;
    let path = |number: usize| folder.path().join(format!("{number}.pdf"));
    fs::write(path(0), pdf(PdfKind::XrefStream))?;
    sign(world, &path(0), &path(1), &[])?;
    let steps = [("t", "B-T", 1), ("lt", "B-LT", 1), ("lta", "B-LTA", 2), ("lta", "B-LTA", 3)];
    for (number, (level, name, stamps)) in steps.into_iter().enumerate() {
        let (input, output) = (path(number + 1), path(number + 2));
        extend(world, &input, &output, level)?;
        judged(world, &output, (level, name), stamps, stamps)?;
        judges::qpdf(&path(0), &output)?;
    }
    Ok(())
}

/// From B-T with a signature time-stamp to B-LTA, renewed twice: pyHanko follows the chain.
fn renewed(world: &World, signers: &Signers) -> Result<(), Failed> {
    let folder = signers.folder()?;
    let path = |number: usize| folder.path().join(format!("{number}.pdf"));
    fs::write(path(0), pdf(PdfKind::Classic))?;
    sign(world, &path(0), &path(1), &["--level", "t", "--tsa", world.tsa()])?;
    for stamps in 1..=3 {
        extend(world, &path(stamps), &path(stamps + 1), "lta")?;
        judged(world, &path(stamps + 1), ("lta", "B-LTA"), stamps, 1 + stamps)?;
        judges::pyhanko_ades(&path(stamps + 1), world, "lta", 1)?;
    }
    Ok(())
}

fn signed_by_pyhanko_at(
    world: &World,
    signers: &Signers,
    level: &str,
    name: &str,
    stamps: usize,
) -> Result<(), Failed> {
    let folder = signers.folder()?;
    let path = |name: &str| folder.path().join(name);
    fs::write(path("in.pdf"), pdf(PdfKind::Classic))?;
    let mut command = script("sign.py");
    command.arg(path("in.pdf")).arg(path("out.pdf")).arg("--dir").arg(world.folder());
    succeed(command.args(["--level", level, "--tsa", world.tsa()]))?;
    let report = passes(&path("out.pdf"), &[world], 1 + stamps)?;
    let found = &report["signatures"][0]["level"];
    ensure(found == name, || format!("{found}, not {name}\n{report:#}"))?;
    if level != "t" {
        passes_with(&path("out.pdf"), &[world], 1 + stamps, &["--offline"])?;
    }
    extend(world, &path("out.pdf"), &path("lta.pdf"), "lta")?;
    judged(world, &path("lta.pdf"), ("lta", "B-LTA"), stamps + 1, stamps + 2)?;
    judges::pyhanko_ades(&path("lta.pdf"), world, "lta", 1)
}

/// Every kind of file that pyHanko can read reaches B-LTA.
fn lta_of_kind(world: &World, signers: &Signers, kind: PdfKind) -> Result<(), Failed> {
    let folder = signers.folder()?;
    let (input, output) = (folder.path().join("in.pdf"), folder.path().join("out.pdf"));
    fs::write(&input, pdf(kind))?;
    sign(world, &input, &output, &["--level", "lta", "--tsa", world.tsa()])?;
    passes_with(&output, &[world], 2, &["--offline"])?;
    judges::pdfsig_with_stamps(&output, world, 1, 1)?;
    judges::openssl(&output, world, 1, folder.path())?;
    judges::qpdf(&input, &output)
}
