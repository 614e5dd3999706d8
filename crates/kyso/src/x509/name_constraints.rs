//! nameConstraints: in which subtrees the names below a CA must lie (RFC 5280 §4.2.1.10).

use super::GeneralName;
use crate::cms::BerError;
use crate::cms::ber::{Element, Reader, id};
use crate::limits::MAX_GENERAL_NAMES;

/// NameConstraints (RFC 5280 §4.2.1.10).
#[derive(Clone, PartialEq, Eq, Debug, Default)]
#[non_exhaustive]
pub struct NameConstraints {
    /// permittedSubtrees: of each kind of name that stands here, every name below must lie in one.
    pub permitted: Vec<GeneralName>,
    /// excludedSubtrees: no name below may lie in any.
    pub excluded: Vec<GeneralName>,
    /// Whether a subtree has a minimum other than 0 or a maximum, which RFC 5280 leaves without a
    /// use: who does not process them must refuse.
    pub with_distances: bool,
}

impl NameConstraints {
    /// Nothing is permitted or excluded in particular.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether nothing is constrained.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.permitted.is_empty() && self.excluded.is_empty()
    }

    /// Reads the extension's value, DER.
    ///
    /// # Errors
    /// [`BerError`]; a value that constrains nothing is one.
    pub fn from_der(der: &[u8]) -> Result<Self, BerError> {
        let mut reader = Reader::new(der);
        let sequence = reader.expect(id::SEQUENCE)?;
        reader.finish()?;
        let mut out = Self::default();
        let mut fields = sequence.reader();
        if let Some(trees) = fields.optional(id::context_constructed(0))? {
            out.permitted = out.subtrees(&trees)?;
        }
        if let Some(trees) = fields.optional(id::context_constructed(1))? {
            out.excluded = out.subtrees(&trees)?;
        }
        fields.finish()?;
        if out.is_empty() { Err(sequence.malformed()) } else { Ok(out) }
    }

    fn subtrees(&mut self, trees: &Element<'_>) -> Result<Vec<GeneralName>, BerError> {
        let mut out = Vec::new();
        let mut members = trees.reader();
        while let Some(member) = members.next()? {
            trees.room(out.len(), MAX_GENERAL_NAMES)?;
            if member.id != id::SEQUENCE {
                return Err(member.malformed());
            }
            let mut fields = member.reader();
            out.push(GeneralName::read(&fields.next()?.ok_or(member.malformed())?)?);
            if let Some(minimum) = fields.optional(id::context(0))? {
                // 0 is the default, which DER leaves out.
                self.with_distances |= minimum.content != [0];
            }
            if fields.optional(id::context(1))?.is_some() {
                self.with_distances = true;
            }
            fields.finish()?;
        }
        Ok(out)
    }
}
