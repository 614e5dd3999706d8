//! Documents of a million objects, signed by kyso and judged by the others. More than 4 GiB is a
//! matter for `benches/pdf_peers.py`: it takes minutes, and mutool 1.21 finds no cross-reference there.

use std::fs;

use kyso_testkit::KeyKind;
use kyso_testkit::pdf::crowded_pdf;
use libtest_mimic::Failed;

use crate::kyso::{passes, sign};
use crate::signer::Signers;
use crate::{Case, judges};

/// Every case of this file.
pub(crate) fn cases() -> Vec<Case> {
    vec![Case::new("size::a_million_objects", a_million_objects)]
}

fn a_million_objects(signers: &Signers) -> Result<(), Failed> {
    let (folder, signer) = (signers.folder()?, signers.get(KeyKind::Rsa2048)?);
    let (input, output) = (folder.path().join("in.pdf"), folder.path().join("out.pdf"));
    crowded_pdf(&input, 510_000_000)?;
    sign(signer, &input, &output, &[])?;
    fs::remove_file(&input)?;
    passes(&output, &[signer], 1)?;
    judges::pdfsig(&output, signer, 1)?;
    judges::pyhanko(&output, signer, 1)
}
