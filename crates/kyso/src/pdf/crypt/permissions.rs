//! What who opened a document with the user's password may do (`/P`, ISO 32000-2 table 22).

use serde::Serialize;

/// Something that a document may forbid.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[non_exhaustive]
pub enum Permission {
    /// Signing a field that is there, and adding evidence to a signature: bit 6 or bit 9.
    SignField,
    /// Adding a signature field, as a signature without one and a document time-stamp do: bits 4
    /// and 6.
    AddField,
}

impl Permission {
    /// Name in reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::SignField => "sign-field",
            Self::AddField => "add-field",
        }
    }
}

/// `/P` with the revision of the handler that it is for.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Permissions {
    bits: u32,
    revision: u8,
}

/// The bits that have a name: counted from 1, with what they allow, and since which revision of the
/// handler.
const NAMED: [(u32, &str, u8); 7] = [
    (3, "print", 2),
    (4, "modify", 2),
    (5, "copy", 2),
    (6, "annotate", 2),
    (9, "fill", 3),
    (11, "assemble", 3),
    (12, "print-high-quality", 3),
];

impl Permissions {
    pub(super) fn new(bits: u32, revision: u8) -> Self {
        Self { bits, revision }
    }

    /// As written, without its sign.
    #[must_use]
    pub fn bits(self) -> u32 {
        self.bits
    }

    fn has(self, bit: u32) -> bool {
        self.bits >> (bit - 1) & 1 == 1
    }

    /// Whether this is allowed.
    #[must_use]
    pub fn allow(self, permission: Permission) -> bool {
        let (modify, annotate) = (self.has(4), self.has(6));
        match permission {
            // Before revision 3 bit 9 means nothing: bit 6 rules filling too.
            Permission::SignField => annotate || (self.revision >= 3 && self.has(9)),
            Permission::AddField => modify && annotate,
        }
    }

    /// The names of what is allowed.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        let there =
            move |(bit, _, since): &(u32, &str, u8)| self.revision >= *since && self.has(*bit);
        NAMED.into_iter().filter(there).map(|(_, name, _)| name)
    }
}

impl Serialize for Permissions {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.names())
    }
}

#[cfg(test)]
mod tests {
    use super::{Permission, Permissions};

    /// What a `/P` with these bits allows: to sign a field, to add one.
    fn allowed(bits: &[u32], revision: u8) -> (bool, bool) {
        let p = Permissions::new(bits.iter().map(|bit| 1 << (bit - 1)).sum(), revision);
        (p.allow(Permission::SignField), p.allow(Permission::AddField))
    }

    #[test]
    fn a_new_field_takes_more_than_one_that_is_there() {
        assert_eq!(allowed(&[4, 6], 3), (true, true));
        assert_eq!(allowed(&[6], 3), (true, false));
        assert_eq!(allowed(&[9], 3), (true, false));
        assert_eq!(allowed(&[4, 9], 3), (true, false));
        assert_eq!(allowed(&[4], 3), (false, false));
        assert_eq!(allowed(&[3, 5, 11, 12], 3), (false, false));
    }

    #[test]
    fn bit_nine_means_nothing_to_the_oldest_handler() {
        assert_eq!(allowed(&[9], 2), (false, false));
        assert_eq!(allowed(&[6], 2), (true, false));
        assert_eq!(Permissions::new(u32::MAX, 2).names().count(), 4);
    }
}
