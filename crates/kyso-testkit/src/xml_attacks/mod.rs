//! Attacks on signed XML: text in, forged text out, each with the verdict that it must get.
//!
//! They are classes that libraries fell to: signature wrapping in its eight placements, values
//! read past comments, parsers that differ, keys taken from the attacker, and their like. Where a
//! class is known by a CVE, the function that makes it says so.

mod base;
mod content;
pub mod forge;
mod harmless;
mod ids;
mod keys;
mod parsing;
pub mod scan;
mod shape;
mod signed;
mod wrapping;
mod xades;

use crate::Identity;

pub use base::{Base, Layout};

/// What a verifier must make of a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Must {
    /// Not pass; whether it fails, is indeterminate, unsigned or unreadable is of no matter.
    NotPass,
    /// Not name anything that holds the forger's text ([`Base::to`]) as signed. It may pass: what
    /// was signed may still be there.
    NotCover,
    /// Pass: nothing that was signed has changed.
    Pass,
}

/// A file to be judged.
#[derive(Clone, Debug)]
pub struct Attack {
    /// What was done, in kebab-case.
    pub name: &'static str,
    /// The file.
    pub bytes: Vec<u8>,
    /// Its verdict.
    pub must: Must,
}

impl Attack {
    fn new(name: &'static str, text: impl Into<Vec<u8>>, must: Must) -> Self {
        Self { name, bytes: text.into(), must }
    }
}

/// Every attack on a signed file that needs no key.
#[must_use]
pub fn attacks(base: &Base) -> Vec<Attack> {
    [
        wrapping::wrapping(base),
        ids::ids(base),
        shape::shape(base),
        shape::values(base),
        content::content(base),
        content::signed_info(base),
        parsing::doctypes(base),
        parsing::parsing(base),
        parsing::encodings(base),
        xades::unsigned(base),
    ]
    .concat()
}

/// Files that an attacker signs with a key of his own or with none, in the name of the victim.
#[must_use]
pub fn impostures(victim: &Identity, attacker: &Identity) -> Vec<Attack> {
    [keys::keys(victim, attacker), keys::hmac(victim), xades::countersignatures(victim, attacker)]
        .concat()
}

/// Files whose signature value holds, by a signer who means harm or whose software was careless.
#[must_use]
pub fn ill_signed(signer: &Identity) -> Vec<Attack> {
    [signed::programs(signer), signed::references(signer), xades::signed(signer)].concat()
}

/// Changes that leave what was signed as it was.
#[must_use]
pub fn harmless(base: &Base) -> Vec<Attack> {
    harmless::harmless(base)
}

/// What can be added to a file of [`Layout::Beside`] by its own signer without harm.
#[must_use]
pub fn harmless_additions(signer: &Identity) -> Vec<Attack> {
    [harmless::additions(signer), vec![xades::countersigned_soundly(signer)]].concat()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Base, Layout, attacks, harmless, harmless_additions, ill_signed, impostures};
    use crate::{KeyKind, Pki};

    #[test]
    fn there_are_many_and_each_has_its_name() {
        let pki = Pki::new(KeyKind::P256);
        let twin = pki.twin();
        let mut names = BTreeSet::new();
        for layout in Layout::ALL {
            let base = Base::forged(layout, &pki.signer);
            let all = [attacks(&base), harmless(&base)].concat();
            let here: BTreeSet<_> = all.iter().map(|attack| attack.name).collect();
            assert_eq!(here.len(), all.len(), "a name is given twice in {layout:?}");
            for attack in &all {
                let changed = attack.bytes != base.text.as_bytes();
                assert!(changed, "{} changes nothing", attack.name);
            }
            names.extend(here);
        }
        let others = [
            impostures(&pki.signer, &twin.signer),
            ill_signed(&pki.signer),
            harmless_additions(&pki.signer),
        ]
        .concat();
        for attack in &others {
            assert!(names.insert(attack.name), "{} is given twice", attack.name);
        }
        assert!(names.len() > 150, "{}", names.len());
    }
}
