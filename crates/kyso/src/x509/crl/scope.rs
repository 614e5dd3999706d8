//! issuingDistributionPoint: which certificates and reasons a CRL speaks of (RFC 5280 §5.2.5).

use crate::cms::BerError;
use crate::cms::ber::{Reader, id};
use crate::x509::{PointName, Reasons};

/// IssuingDistributionPoint (RFC 5280 §5.2.5).
#[derive(Clone, PartialEq, Eq, Debug, Default)]
#[non_exhaustive]
pub struct IssuingDistributionPoint {
    /// The distribution point that the CRL belongs to.
    pub name: Option<PointName>,
    /// onlyContainsUserCerts.
    pub only_user: bool,
    /// onlyContainsCACerts.
    pub only_ca: bool,
    /// onlyContainsAttributeCerts.
    pub only_attribute: bool,
    /// onlySomeReasons; `None` for all.
    pub only_some_reasons: Option<Reasons>,
    /// indirectCRL: entries can be of other issuers.
    pub indirect: bool,
}

impl IssuingDistributionPoint {
    /// Reads the extension's value, DER.
    pub(super) fn read(der: &[u8]) -> Result<Self, BerError> {
        let mut reader = Reader::new(der);
        let sequence = reader.expect(id::SEQUENCE)?;
        reader.finish()?;
        let mut fields = sequence.reader();
        let name = match fields.optional(id::context_constructed(0))? {
            Some(explicit) => Some(PointName::read(&explicit)?),
            None => None,
        };
        let flag = |fields: &mut Reader<'_>, n: u8| match fields.optional(id::context(n))? {
            Some(value) => value.boolean(),
            None => Ok(false),
        };
        let only_user = flag(&mut fields, 1)?;
        let only_ca = flag(&mut fields, 2)?;
        let only_some_reasons = match fields.optional(id::context(3))? {
            Some(reasons) => Some(Reasons::read(&reasons)?),
            None => None,
        };
        let indirect = flag(&mut fields, 4)?;
        let only_attribute = flag(&mut fields, 5)?;
        fields.finish()?;
        Ok(Self { name, only_user, only_ca, only_attribute, only_some_reasons, indirect })
    }
}
