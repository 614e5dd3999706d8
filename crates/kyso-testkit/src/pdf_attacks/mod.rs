//! Attacks on signed PDF by family: later revisions over files signed in every way, forged CMS,
//! and documents prepared before they were signed. None may pass.
//!
//! The families are those of Mladenov et al. (CCS 2019: universal forgery, incremental saving,
//! signature wrapping), Mainka et al. (NDSS 2021: shadow attacks; S&P 2021: evil annotations and
//! sneaky signatures), and what differs between readers of one file.

mod base;
mod catalog;
pub(crate) mod cms;
mod dictionary;
mod evidence;
mod forged;
mod forms;
mod honest;
mod overlay;
mod painted;
mod permissions;
mod prepared;
mod raw;
mod readers;
mod sample;
mod saving;
mod shadow;

use crate::pki::{Dn, KeyKind, Pki, Template};
use base::Base;
pub use honest::{Honest, honest};

/// What a verifier must say.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Must {
    /// It passes: the file as it was before any attack.
    Pass,
    /// It fails.
    Fail,
    /// It does not pass; why it need not fail.
    NotPass(&'static str),
}

/// A forged file.
#[derive(Clone, Debug)]
pub struct Attack {
    /// `usf`, `isa`, `swa`, `shadow` and so on.
    pub family: &'static str,
    /// How the file was signed before it was attacked.
    pub base: &'static str,
    /// What was done, in kebab-case.
    pub name: &'static str,
    /// The file.
    pub bytes: Vec<u8>,
    /// The verdict expected.
    pub must: Must,
}

/// What is done and the file that comes of it.
type Forgery = (&'static str, Vec<u8>);

/// Everything: the honest bases, which pass, and each attack on each of them.
///
/// # Panics
/// Never, unless the generator itself is wrong.
#[must_use]
pub fn attacks(pki: &Pki) -> Vec<Attack> {
    let tsa = pki.issue(KeyKind::P256, &Template::tsa(Dn::new().c("VN").cn("Time")));
    let mut all = Vec::new();
    for base in base::bases(&pki.signer, &tsa) {
        let sound = ("honest", "sound", base.bytes.clone(), Must::Pass);
        all.push(attack(base.name, sound));
        for (family, forgeries) in later(&base, pki) {
            let forged = forgeries.into_iter();
            all.extend(
                forged.map(|(name, bytes)| attack(base.name, (family, name, bytes, Must::Fail))),
            );
        }
        let unsure = overlay::unsure(&base, pki).into_iter();
        all.extend(unsure.map(|one| attack(base.name, one)));
    }
    all.extend(forged::attacks(pki, &tsa).into_iter().map(|one| attack("own", one)));
    let painted = painted::over(&pki.signer).into_iter();
    all.extend(painted.map(|(name, bytes)| attack("own", ("painted", name, bytes, Must::Fail))));
    all.extend(prepared::attacks(pki).into_iter().map(|one| attack("own", one)));
    all
}

/// Family, name, file, verdict.
type Case = (&'static str, &'static str, Vec<u8>, Must);

fn attack(base: &'static str, (family, name, bytes, must): Case) -> Attack {
    Attack { family, base, name, bytes, must }
}

/// Revisions and changes after the signatures of any base.
fn later(base: &Base, pki: &Pki) -> Vec<(&'static str, Vec<Forgery>)> {
    vec![
        ("bytes", bytes(base)),
        ("usf", dictionary::universal(base)),
        ("dictionary", dictionary::changed(base)),
        ("isa", saving::incremental(base)),
        ("swa", saving::wrapping(base)),
        ("xref", saving::sections(base)),
        ("readers", readers::differ(base)),
        ("shadow", shadow::content(base)),
        ("pages", shadow::pages(base)),
        ("eaa", overlay::annotations(base)),
        ("ssa", overlay::signatures(base, pki)),
        ("looks", forms::looks(base)),
        ("fields", forms::fields(base)),
        ("mdp", permissions::violations(base)),
        ("layers", catalog::layers(base)),
        ("catalog", catalog::entries(base)),
        ("evidence", evidence::stuffed(base)),
    ]
}

/// The families of [`crate::attacks`] that fit any file.
fn bytes(base: &Base) -> Vec<Forgery> {
    let all = crate::attacks::byte_attacks(&base.bytes).into_iter();
    all.map(|attack| (attack.name, attack.bytes)).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Must, attacks};
    use crate::pki::{KeyKind, Pki};

    #[test]
    fn there_are_many_and_each_is_a_file_of_its_own() {
        let all = attacks(&Pki::new(KeyKind::P256));
        let names: BTreeSet<_> = all.iter().map(|a| (a.base, a.family, a.name)).collect();
        assert_eq!(names.len(), all.len());
        let files: BTreeSet<_> = all.iter().map(|a| &a.bytes).collect();
        assert_eq!(files.len(), all.len());
        let kinds: BTreeSet<_> = all.iter().map(|a| (a.family, a.name)).collect();
        assert!(kinds.len() >= 200, "{}", kinds.len());
        assert_eq!(all.iter().filter(|a| a.must == Must::Pass).count(), 9);
    }
}
