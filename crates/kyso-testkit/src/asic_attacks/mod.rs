//! Attacks on containers: a sound signed one in, forged ones out, none of which may pass; and
//! sound ones in other people's spelling, which all pass.

mod base;
mod content;
mod harmless;
mod names;
mod references;
mod structure;

pub use base::base;

use crate::Identity;
use crate::container::Zip;

/// What a verifier must make of a container.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Must {
    /// Not pass; whether it fails, is indeterminate, unsigned or unreadable is of no matter.
    NotPass,
    /// Pass: nothing that was signed has changed.
    Pass,
}

/// A container to be judged.
#[derive(Clone, Debug)]
pub struct Attack {
    /// What was done, in kebab-case.
    pub name: String,
    /// The file.
    pub bytes: Vec<u8>,
    /// Its verdict.
    pub must: Must,
}

impl Attack {
    fn new(name: impl Into<String>, bytes: Vec<u8>) -> Self {
        Self { name: name.into(), bytes, must: Must::NotPass }
    }

    fn zip(name: impl Into<String>, zip: &Zip) -> Self {
        Self::new(name, zip.build())
    }

    fn harmless(name: impl Into<String>, bytes: Vec<u8>) -> Self {
        Self { must: Must::Pass, ..Self::new(name, bytes) }
    }
}

/// Every attack on a sound signed container that needs no key. Its first data file is the one that
/// is attacked.
#[must_use]
pub fn attacks(sound: &[u8]) -> Vec<Attack> {
    let zip = Zip::read(sound);
    [
        structure::end_records(&zip, sound),
        structure::headers(&zip),
        structure::kinds(&zip),
        structure::wide(&zip),
        names::names(&zip),
        content::content(&zip),
        content::unjudged(&zip),
        content::mimetype(&zip),
        content::bombs(&zip),
    ]
    .concat()
}

/// Containers whose signature holds, by a signer who means harm or whose software was careless;
/// and sound ones.
#[must_use]
pub fn ill_signed(signer: &Identity) -> Vec<Attack> {
    references::references(signer)
}

/// The same container as other programs would write it.
#[must_use]
pub fn harmless(sound: &[u8]) -> Vec<Attack> {
    harmless::harmless(&Zip::read(sound))
}

/// The first file that signatures are there for.
fn victim(zip: &Zip) -> String {
    let data = |name: &String| name != "mimetype" && !name.starts_with("META-INF/");
    zip.files.iter().map(crate::container::File::name).find(data).expect("a data file")
}
