//! The others judge what the testkit signs by hand: a forger that cannot sign soundly would make
//! every attack look refused.

use std::fs;

use kyso_testkit::KeyKind;
use kyso_testkit::xml_attacks::{Base, Layout};
use libtest_mimic::Failed;

use super::tool::{C14n, Scheme, Shape, Way, all_accept, schema};
use crate::Case;
use crate::signer::Signers;

/// Every case of this file.
pub(crate) fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for layout in Layout::ALL {
        for (key, scheme) in [(KeyKind::Rsa2048, Scheme::Pkcs1), (KeyKind::P256, Scheme::Ecdsa)] {
            let name = format!("xml::kit::{layout:?}::{}", key.name()).to_lowercase();
            let way = Way { shape: Shape::Enveloped, c14n: C14n::Exclusive, scheme };
            cases.push(Case::new(name, move |signers| sound(layout, way, signers)));
        }
    }
    cases
}

fn sound(layout: Layout, way: Way, signers: &Signers) -> Result<(), Failed> {
    let folder = signers.folder()?;
    let signer = signers.get(way.key())?;
    let file = folder.path().join("forged.xml");
    fs::write(&file, Base::forged(layout, &signer.identity).text)?;
    all_accept(way, &file, signer)?;
    schema(&file)
}
