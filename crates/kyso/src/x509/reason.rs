//! Why a certificate was revoked, and sets of such reasons (RFC 5280 §5.3.1, §4.2.1.13).

use std::fmt;

use crate::cms::BerError;
use crate::cms::ber::Element;

/// CRLReason (RFC 5280 §5.3.1).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[non_exhaustive]
pub enum RevocationReason {
    /// unspecified (0).
    Unspecified,
    /// keyCompromise (1).
    KeyCompromise,
    /// cACompromise (2).
    CaCompromise,
    /// affiliationChanged (3).
    AffiliationChanged,
    /// superseded (4).
    Superseded,
    /// cessationOfOperation (5).
    CessationOfOperation,
    /// certificateHold (6): the only one that can be taken back.
    CertificateHold,
    /// removeFromCRL (8): in delta CRLs, no longer revoked.
    RemoveFromCrl,
    /// privilegeWithdrawn (9).
    PrivilegeWithdrawn,
    /// aACompromise (10).
    AaCompromise,
    /// A number that the standard gives no meaning.
    Other(u64),
}

impl RevocationReason {
    /// Whether it says that the certificate merely came to its end, and its key is in no doubt.
    #[must_use]
    pub fn is_orderly(self) -> bool {
        matches!(self, Self::AffiliationChanged | Self::Superseded | Self::CessationOfOperation)
    }

    /// Reads the ENUMERATED, whatever tag it carries.
    pub(crate) fn read(element: &Element<'_>) -> Result<Self, BerError> {
        Ok(match element.content {
            [0] => Self::Unspecified,
            [1] => Self::KeyCompromise,
            [2] => Self::CaCompromise,
            [3] => Self::AffiliationChanged,
            [4] => Self::Superseded,
            [5] => Self::CessationOfOperation,
            [6] => Self::CertificateHold,
            [8] => Self::RemoveFromCrl,
            [9] => Self::PrivilegeWithdrawn,
            [10] => Self::AaCompromise,
            [] | [_, _, _, _, _, _, _, _, ..] => return Err(element.malformed()),
            digits => Self::Other(digits.iter().fold(0, |n, b| n << 8 | u64::from(*b))),
        })
    }

    /// Its name as RFC 5280 writes it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Unspecified => "unspecified",
            Self::KeyCompromise => "keyCompromise",
            Self::CaCompromise => "cACompromise",
            Self::AffiliationChanged => "affiliationChanged",
            Self::Superseded => "superseded",
            Self::CessationOfOperation => "cessationOfOperation",
            Self::CertificateHold => "certificateHold",
            Self::RemoveFromCrl => "removeFromCRL",
            Self::PrivilegeWithdrawn => "privilegeWithdrawn",
            Self::AaCompromise => "aACompromise",
            Self::Other(_) => "other",
        }
    }
}

impl fmt::Display for RevocationReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// ReasonFlags (RFC 5280 §4.2.1.13): which reasons a CRL speaks of.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Reasons(u16);

impl Reasons {
    /// None of them.
    pub const NONE: Self = Self(0);
    /// Bits 1 to 8; bit 0 is unused.
    pub const ALL: Self = Self(0x1fe);

    /// Reads the BIT STRING, whatever tag it carries: bit 0 is the highest of the first byte.
    pub(crate) fn read(element: &Element<'_>) -> Result<Self, BerError> {
        let [0..=7, bytes @ ..] = element.content else { return Err(element.malformed()) };
        let bit = |n: usize| bytes.get(n / 8).is_some_and(|byte| byte & 0x80 >> (n % 8) != 0);
        Ok(Self((1..=8).filter(|n| bit(*n)).fold(0, |set, n| set | 1 << n)))
    }

    /// Those in either.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Those in both.
    #[must_use]
    pub fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Those not in `other`.
    #[must_use]
    pub fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether bit `n` of ReasonFlags is set: 1 keyCompromise, 2 cACompromise, 3
    /// affiliationChanged, 4 superseded, 5 cessationOfOperation, 6 certificateHold, 7
    /// privilegeWithdrawn, 8 aACompromise.
    #[must_use]
    pub fn has(self, n: u8) -> bool {
        u32::from(n) < u16::BITS && self.0 & 1 << n != 0
    }
}

#[cfg(test)]
mod tests {
    use super::{Reasons, RevocationReason};
    use crate::cms::ber::Reader;

    #[test]
    fn bits_are_counted_from_the_left() {
        let read = |der: &[u8]| Reasons::read(&Reader::new(der).next().unwrap().unwrap());
        let compromise = read(&[3, 2, 5, 0x60]).unwrap();
        assert!(compromise.has(1) && compromise.has(2) && !compromise.has(0) && !compromise.has(3));
        assert!(read(&[3, 3, 7, 0, 0x80]).unwrap().has(8));
        assert_eq!(read(&[3, 3, 7, 0xff, 0x80]).unwrap(), Reasons::ALL);
        assert!(read(&[3, 1, 0]).unwrap().is_empty());
        assert!(read(&[3, 0]).is_err() && read(&[3, 2, 8, 0]).is_err());
        assert_eq!(Reasons::ALL.without(compromise).union(compromise), Reasons::ALL);
    }

    #[test]
    fn unknown_numbers_are_kept() {
        let read = |der: &[u8]| RevocationReason::read(&Reader::new(der).next().unwrap().unwrap());
        assert_eq!(read(&[10, 1, 6]), Ok(RevocationReason::CertificateHold));
        assert_eq!(read(&[10, 1, 7]), Ok(RevocationReason::Other(7)));
        assert!(read(&[10, 0]).is_err() && read(&[10, 9, 1, 1, 1, 1, 1, 1, 1, 1, 1]).is_err());
    }
}
