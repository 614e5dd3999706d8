//! XML signatures: kyso, xmlsec1, signxml, the JDK and xml-crypto sign and judge each other's.

mod kit;
mod ours;
mod template;
mod theirs;
pub(crate) mod tool;

use crate::Case;

/// Every case of this folder.
pub(crate) fn cases() -> Vec<Case> {
    [kit::cases(), ours::cases(), theirs::cases()].concat()
}
