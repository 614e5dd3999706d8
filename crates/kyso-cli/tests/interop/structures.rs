//! Files as different programs build them, and damaged ones that kyso repairs: signed by kyso, judged
//! by the others.

use std::fs;

use kyso_testkit::KeyKind;
use kyso_testkit::pdf::{BROKEN, VARIANTS, broken, variant};
use libtest_mimic::Failed;

use crate::kyso::{passes, sign};
use crate::signer::Signers;
use crate::tools::ensure;
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
    variants.chain(broken).collect()
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
    judges::qpdf(&input, &output)
}
