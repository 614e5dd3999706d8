//! CRL distribution points and the names that tie them to a CRL (RFC 5280 §4.2.1.13, §5.2.5).

use std::borrow::Cow;

use super::{Name, Reasons};
use crate::cms::BerError;
use crate::cms::ber::{Element, Reader, id, sequence_of};
use crate::cms::encode;
use crate::limits::MAX_GENERAL_NAMES;

/// GeneralNames (RFC 5280 §4.2.1.6), sorted by kind.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
#[non_exhaustive]
pub struct GeneralNames {
    /// uniformResourceIdentifier.
    pub urls: Vec<String>,
    /// directoryName.
    pub directory_names: Vec<Name>,
    /// Any other kind, as it stands.
    pub others: Vec<Vec<u8>>,
}

impl GeneralNames {
    /// Reads the members of `container`, whatever its tag.
    pub(crate) fn read(container: &Element<'_>) -> Result<Self, BerError> {
        let mut out = Self::default();
        let mut members = container.reader();
        while let Some(member) = members.next()? {
            match member.id {
                0x86 => out.urls.push(String::from_utf8_lossy(member.content).into_owned()),
                0xa4 => {
                    out.directory_names.push(Name::read(&member.reader().expect(id::SEQUENCE)?)?)
                }
                _ => out.others.push(member.raw.to_vec()),
            }
        }
        Ok(out)
    }

    /// Whether there is no name at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.urls.is_empty() && self.directory_names.is_empty() && self.others.is_empty()
    }

    /// Whether one name stands in both.
    #[must_use]
    pub fn shares_one_with(&self, other: &Self) -> bool {
        self.urls.iter().any(|url| other.urls.contains(url))
            || self.directory_names.iter().any(|name| other.has_directory_name(name))
            || self.others.iter().any(|name| other.others.contains(name))
    }

    /// Whether `name` is among the directory names.
    #[must_use]
    pub fn has_directory_name(&self, name: &Name) -> bool {
        self.directory_names.iter().any(|found| found.matches(name))
    }
}

/// DistributionPointName (RFC 5280 §4.2.1.13).
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum PointName {
    /// fullName.
    Full(GeneralNames),
    /// nameRelativeToCRLIssuer: the members of one RDN, DER, to be put under the issuer's name.
    Relative(Vec<u8>),
}

impl PointName {
    /// Reads the CHOICE inside its explicit tag.
    pub(super) fn read(explicit: &Element<'_>) -> Result<Self, BerError> {
        let mut reader = explicit.reader();
        let choice = reader.next()?.ok_or(explicit.malformed())?;
        reader.finish()?;
        match choice.id {
            0xa0 => GeneralNames::read(&choice).map(Self::Full),
            0xa1 => Ok(Self::Relative(choice.content.to_vec())),
            _ => Err(choice.malformed()),
        }
    }

    /// The full names, a relative one being put under `issuer`.
    #[must_use]
    pub fn names(&self, issuer: &Name) -> Cow<'_, GeneralNames> {
        let rdn = match self {
            Self::Full(names) => return Cow::Borrowed(names),
            Self::Relative(rdn) => encode::tlv(id::SET, &[rdn]),
        };
        let above = Reader::new(issuer.der()).expect(id::SEQUENCE).map(|name| name.content);
        let der = encode::sequence(&[above.unwrap_or_default(), &rdn]);
        let directory_names = Name::from_der(&der).into_iter().collect();
        Cow::Owned(GeneralNames { directory_names, ..GeneralNames::default() })
    }
}

/// One CRL distribution point (RFC 5280 §4.2.1.13).
#[derive(Clone, PartialEq, Eq, Debug, Default)]
#[non_exhaustive]
pub struct CrlDistributionPoint {
    /// Where the CRL is, in the order given.
    pub urls: Vec<String>,
    /// Directory names of the CRL, where it is given as such.
    pub directory_names: Vec<Name>,
    /// Whether another than the issuer of the certificate signs the CRL.
    pub indirect: bool,
    /// Whether the CRL covers only some reasons.
    pub partial_reasons: bool,
    /// The name by which CRLs say that they belong to this point.
    pub name: Option<PointName>,
    /// The reasons that the CRL covers; `None` for all.
    pub reasons: Option<Reasons>,
    /// Who signs the CRL, where that is not the issuer of the certificate.
    pub crl_issuer: GeneralNames,
}

/// Reads CRLDistributionPoints, DER.
pub(super) fn read_points(der: &[u8]) -> Result<Vec<CrlDistributionPoint>, BerError> {
    sequence_of(der, MAX_GENERAL_NAMES, |member| match member.id {
        id::SEQUENCE => read_point(member),
        _ => Err(member.malformed()),
    })
}

fn read_point(member: &Element<'_>) -> Result<CrlDistributionPoint, BerError> {
    let mut out = CrlDistributionPoint::default();
    let mut fields = member.reader();
    if let Some(explicit) = fields.optional(id::context_constructed(0))? {
        let name = PointName::read(&explicit)?;
        if let PointName::Full(names) = &name {
            out.urls.clone_from(&names.urls);
            out.directory_names.clone_from(&names.directory_names);
        }
        out.name = Some(name);
    }
    if let Some(reasons) = fields.optional(id::context(1))? {
        out.reasons = Some(Reasons::read(&reasons)?);
        out.partial_reasons = true;
    }
    if let Some(names) = fields.optional(id::context_constructed(2))? {
        out.crl_issuer = GeneralNames::read(&names)?;
        out.indirect = true;
    }
    fields.finish()?;
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::{PointName, read_points};
    use crate::cms::encode;
    use crate::x509::Name;

    fn common_name(text: &str) -> Vec<u8> {
        encode::sequence(&[&[6, 3, 0x55, 4, 3], &encode::tlv(0x0c, &[text.as_bytes()])])
    }

    #[test]
    fn a_relative_name_is_put_under_the_issuer() {
        let rdn = |text: &str| encode::tlv(0x31, &[&common_name(text)]);
        let issuer = Name::from_der(&encode::sequence(&[&rdn("CA")])).unwrap();
        let whole = Name::from_der(&encode::sequence(&[&rdn("CA"), &rdn("CRL1")])).unwrap();
        let name = PointName::Relative(common_name("crl1"));
        assert!(name.names(&issuer).has_directory_name(&whole));
        assert!(!name.names(&whole).has_directory_name(&whole));
    }

    #[test]
    fn a_point_with_every_field() {
        let url = encode::tlv(0xa0, &[&encode::tlv(0xa0, &[&encode::tlv(0x86, &[b"http://a/"])])]);
        let issuer = encode::sequence(&[&encode::tlv(0x31, &[&common_name("CRL issuer")])]);
        let crl_issuer = encode::tlv(0xa2, &[&encode::tlv(0xa4, &[&issuer])]);
        let point = encode::sequence(&[&url, &[0x81, 2, 5, 0x60], &crl_issuer]);
        let points = read_points(&encode::sequence(&[&point])).unwrap();
        let [point] = points.as_slice() else { panic!("one point") };
        assert_eq!(point.urls, ["http://a/"]);
        assert!(point.indirect && point.partial_reasons && point.reasons.unwrap().has(2));
        assert!(point.crl_issuer.has_directory_name(&Name::from_der(&issuer).unwrap()));
    }
}
