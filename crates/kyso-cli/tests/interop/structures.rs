//! Files as different programs build them, and damaged ones that kyso repairs: signed by kyso, judged
//! by the others, and painted as before.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use kyso_testkit::KeyKind;
use kyso_testkit::pdf::{BROKEN, VARIANTS, broken, variant};
use libtest_mimic::Failed;

use crate::kyso::{passes, sign};
use crate::signer::Signers;
use crate::tools::{ensure, run};
use crate::{Case, judges};

/// Offsets that count from the header: see [`judges::pyhanko_cannot_read`].
const COUNTED_FROM_HEADER: &[&str] = &["bytes_before_header", "bytes_before_header_and_shifted"];

/// Every case of this file.
pub(crate) fn cases() -> Vec<Case> {
    let variants = VARIANTS.iter().map(|name| {
        Case::new(format!("structure::{name}"), move |signers| {
            judged(signers, name, &variant(name), &[])
        })
    });
    let broken = BROKEN.iter().map(|name| {
        Case::new(format!("repair::{name}"), move |signers| {
            judged(signers, name, &broken(name), &["--repair"])
        })
    });
    variants.chain(broken).chain(corpus()).collect()
}

/// The PDFs right in the folders that `KYSO_CORPUS` names, with `:` between: what packages of the
/// system ship, one case each.
fn corpus() -> Vec<Case> {
    let folders = std::env::var_os("KYSO_CORPUS").unwrap_or_default();
    let entries = std::env::split_paths(&folders).filter_map(|folder| fs::read_dir(folder).ok());
    let mut files: Vec<_> = entries.flatten().filter_map(|e| Some(e.ok()?.path())).collect();
    files.retain(|file| file.extension().is_some_and(|end| end == "pdf"));
    files.sort();
    let case = |file: PathBuf| {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Case::new(format!("corpus::{name}"), move |signers| {
            judged(signers, "corpus", &fs::read(&file)?, &[])
        })
    };
    files.into_iter().map(case).collect()
}

/// poppler paints the first page, and of a sound file as it did before, and mupdf finds pages; without
/// rebuilding the file, unless that is what it does whenever something stands before the header.
fn looks_as_before(name: &str, input: &Path, output: &Path) -> Result<(), Failed> {
    let paint = |file: &Path| -> Result<Vec<u8>, Failed> {
        let mut command = Command::new("pdftoppm");
        Ok(command.args(["-r", "40", "-f", "1", "-l", "1"]).arg(file).output()?.stdout)
    };
    let (before, after) = (paint(input)?, paint(output)?);
    // A4, whatever a decoy says; other programs' files are of any size.
    let least = if name == "corpus" { 1 } else { 330 };
    // Of a damaged file poppler shows what it finds, were it a page in an attachment.
    let same = BROKEN.contains(&name) || before == after;
    ensure(same && width(&after) >= least, || format!("{} pixels, {same}", width(&after)))?;
    let said = run(Command::new("mutool").arg("pages").arg(output))?;
    let found = said.stdout.matches("<page ").count();
    let rebuilt = said.stderr.contains("repair") && !name.starts_with("bytes_before_header");
    ensure(found > 0 && !rebuilt, || format!("mutool finds {found} pages: {}", said.stderr))
}

/// Of a picture in the format PPM: `P6`, the width, the height.
fn width(picture: &[u8]) -> u32 {
    let head = String::from_utf8_lossy(picture.get(..32).unwrap_or_default()).into_owned();
    head.split_ascii_whitespace().nth(1).and_then(|width| width.parse().ok()).unwrap_or(0)
}

fn judged(signers: &Signers, name: &str, file: &[u8], options: &[&str]) -> Result<(), Failed> {
    let signer = signers.get(KeyKind::P256)?;
    let folder = signers.folder()?;
    let (input, output) = (folder.path().join("in.pdf"), folder.path().join("out.pdf"));
    fs::write(&input, file)?;
    sign(signer, &input, &output, options)?;
    let signed = fs::read(&output)?;
    ensure(signed.starts_with(file), || "the original is not a prefix of the output".into())?;
    passes(&output, &[signer], 1)?;
    judges::pdfsig(&output, signer, 1)?;
    if COUNTED_FROM_HEADER.contains(&name) {
        judges::pyhanko_cannot_read(&output, signer)?;
    } else {
        judges::pyhanko(&output, signer, 1)?;
    }
    judges::openssl(&output, signer, 1, folder.path())?;
    judges::qpdf(&input, &output)?;
    looks_as_before(name, &input, &output)
}
