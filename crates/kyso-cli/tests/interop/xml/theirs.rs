//! The others sign; each other and kyso judge.

use std::fs;
use std::path::{Path, PathBuf};

use libtest_mimic::Failed;
use tempfile::TempDir;

use super::tool::{C14n, Scheme, Shape, Tool, Way, all_accept, schema};
use crate::Case;
use crate::kyso::{indeterminate_without_trust, passes, verify};
use crate::signer::{Files, Signers};
use crate::tools::ensure;

/// Every case of this file.
pub(crate) fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    let xades = [Scheme::Pkcs1, Scheme::Pss, Scheme::Ecdsa].map(|scheme| Way {
        shape: Shape::Xades,
        c14n: C14n::Inclusive,
        scheme,
    });
    for tool in Tool::ALL {
        cases.push(Case::new(format!("xml::judges::{}", tool.name()), move |signers| {
            judged_by_the_others(tool, signers)
        }));
        for way in Way::plain().into_iter().chain(xades).filter(|way| tool.signs(*way)) {
            let name = format!("xml::theirs::{}::{}", tool.name(), way.name());
            cases.push(Case::new(name, move |signers| judged_by_kyso(tool, way, signers)));
        }
    }
    cases
}

fn signed(tool: Tool, way: Way, signer: &Files, folder: &TempDir) -> Result<PathBuf, Failed> {
    let path = |name: &str| folder.path().join(name);
    fs::write(path("in.xml"), way.sample())?;
    tool.sign(way, signer, &path("in.xml"), &path("out.xml"))?;
    Ok(path("out.xml"))
}

fn altered(way: Way, file: &Path) -> Result<PathBuf, Failed> {
    let other = file.with_extension("altered.xml");
    fs::write(&other, way.altered(&fs::read_to_string(file)?)?)?;
    Ok(other)
}

/// The judges agree on what one of them signed, and none of them accepts it altered: a judge that
/// says yes to everything would make every test wrong.
fn judged_by_the_others(tool: Tool, signers: &Signers) -> Result<(), Failed> {
    let folder = signers.folder()?;
    let way = Way { shape: Shape::ById, c14n: C14n::Exclusive, scheme: Scheme::Pkcs1 };
    let signer = signers.get(way.key())?;
    let file = signed(tool, way, signer, &folder)?;
    all_accept(way, &file, signer)?;
    schema(&file)?;
    let other = altered(way, &file)?;
    for judge in Tool::ALL {
        let (accepted, said) = judge.judge(&other, signer, &[])?;
        ensure(!accepted, || {
            format!("{} accepts an altered file: {}", judge.name(), said.whole())
        })?;
    }
    Ok(())
}

/// Passes with the root trusted, is indeterminate without, and fails altered.
fn judged_by_kyso(tool: Tool, way: Way, signers: &Signers) -> Result<(), Failed> {
    let folder = signers.folder()?;
    let signer = signers.get(way.key())?;
    let file = signed(tool, way, signer, &folder)?;
    let report = passes(&file, &[signer], 1)?;
    let level = if way.shape == Shape::Xades { "B-B" } else { "XMLDSig" };
    let named = &report["signatures"][0]["level"];
    ensure(named == level, || format!("{named} is not {level}"))?;
    indeterminate_without_trust(&file)?;
    let (status, report) = verify(&altered(way, &file)?, &[signer])?;
    ensure(status == 1, || format!("altered: {status}\n{report:#}"))
}
