//! Modification stage: whether what came after a signature, or stands beside what it covers, is
//! allowed there.

mod cms;
mod container;
mod pdf;
mod xml;

pub(crate) use cms::beside;
pub(crate) use container::{contained, files, name_files};
pub(crate) use pdf::{
    Analysis, Changes, Filling, History, Permissions, Unseen, analyse, hides_text, unseen,
};
pub(crate) use xml::covered;

use crate::report::Modification;

/// The proof that nothing came after a signature but what is allowed. Made in this folder alone.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unmodified {
    level: Modification,
}

impl Unmodified {
    /// The most far-reaching change that was allowed.
    #[must_use]
    pub fn level(&self) -> Modification {
        self.level
    }
}
