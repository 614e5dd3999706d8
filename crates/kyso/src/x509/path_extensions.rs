//! The extensions that path validation walks over, read once for each certificate: a file can ask
//! for the same certificate in thousands of paths.

use std::collections::BTreeSet;

use const_oid::ObjectIdentifier;

use super::certificate::Certificate;
use super::extension::{self, oids};
use super::general_name::read_names;
use super::policies::{read_constraints, read_inhibit_any, read_mappings, read_policies};
use super::{
    Extension, ExtensionFault, GeneralName, NameConstraints, PolicyConstraints, PolicyMapping,
};
use crate::cms::BerError;
use crate::cms::ber::INEXPRESSIBLE_OID;

type Read<T> = Result<Option<T>, ExtensionFault>;

/// What they say; `None` where one is missing.
#[derive(Debug)]
pub(super) struct PathExtensions {
    alt_names: Read<Vec<GeneralName>>,
    names: Read<NameConstraints>,
    policies: Read<Vec<ObjectIdentifier>>,
    mappings: Read<Vec<PolicyMapping>>,
    constraints: Read<PolicyConstraints>,
    inhibit_any: Read<u32>,
    /// The type of an extension, any extension, that comes more than once.
    repeated: Option<ObjectIdentifier>,
}

impl PathExtensions {
    pub(super) fn read(all: &[Extension]) -> Self {
        Self {
            alt_names: decode(all, oids::SUBJECT_ALT_NAME, read_names),
            names: decode(all, oids::NAME_CONSTRAINTS, NameConstraints::from_der),
            policies: decode(all, oids::CERTIFICATE_POLICIES, read_policies),
            mappings: decode(all, oids::POLICY_MAPPINGS, read_mappings),
            constraints: decode(all, oids::POLICY_CONSTRAINTS, read_constraints),
            inhibit_any: decode(all, oids::INHIBIT_ANY_POLICY, read_inhibit_any),
            repeated: repeated(all),
        }
    }
}

fn repeated(all: &[Extension]) -> Option<ObjectIdentifier> {
    let mut seen = BTreeSet::new();
    let mut types = all.iter().map(|extension| extension.oid);
    types.find(|oid| *oid != INEXPRESSIBLE_OID && !seen.insert(*oid))
}

fn decode<T>(
    all: &[Extension],
    oid: ObjectIdentifier,
    read: impl Fn(&[u8]) -> Result<T, BerError>,
) -> Read<T> {
    let Some(extension) = extension::one(all, oid)? else { return Ok(None) };
    read(&extension.value).map(Some).map_err(|_| ExtensionFault::Malformed { oid })
}

fn borrowed<T>(read: &Read<T>) -> Result<Option<&T>, ExtensionFault> {
    read.as_ref().map(Option::as_ref).map_err(|fault| *fault)
}

impl Certificate {
    /// Further names of the subject (RFC 5280 §4.2.1.6); `None` when the extension is missing, as
    /// for every accessor below.
    ///
    /// # Errors
    /// [`ExtensionFault`], as for every accessor below; also when there are more than
    /// [`MAX_GENERAL_NAMES`](crate::limits::MAX_GENERAL_NAMES).
    pub fn subject_alt_names(&self) -> Result<Option<&[GeneralName]>, ExtensionFault> {
        borrowed(&self.path_extensions().alt_names).map(|names| names.map(Vec::as_slice))
    }

    /// In which subtrees names below this CA must lie (RFC 5280 §4.2.1.10).
    ///
    /// # Errors
    /// [`ExtensionFault`].
    pub fn name_constraints(&self) -> Result<Option<&NameConstraints>, ExtensionFault> {
        borrowed(&self.path_extensions().names)
    }

    /// The policies it was issued under, or, of a CA, those it may issue under (RFC 5280
    /// §4.2.1.4).
    ///
    /// # Errors
    /// [`ExtensionFault`]; also when there are more than
    /// [`MAX_CERTIFICATE_POLICIES`](crate::limits::MAX_CERTIFICATE_POLICIES).
    pub fn certificate_policies(&self) -> Result<Option<&[ObjectIdentifier]>, ExtensionFault> {
        borrowed(&self.path_extensions().policies).map(|policies| policies.map(Vec::as_slice))
    }

    /// How policies above this CA are called below it (RFC 5280 §4.2.1.5).
    ///
    /// # Errors
    /// [`ExtensionFault`]; also when there are more than
    /// [`MAX_CERTIFICATE_POLICIES`](crate::limits::MAX_CERTIFICATE_POLICIES).
    pub fn policy_mappings(&self) -> Result<Option<&[PolicyMapping]>, ExtensionFault> {
        borrowed(&self.path_extensions().mappings).map(|mappings| mappings.map(Vec::as_slice))
    }

    /// What it demands of policies below it (RFC 5280 §4.2.1.11).
    ///
    /// # Errors
    /// [`ExtensionFault`].
    pub fn policy_constraints(&self) -> Result<Option<PolicyConstraints>, ExtensionFault> {
        self.path_extensions().constraints
    }

    /// After how many certificates below it anyPolicy counts no more (RFC 5280 §4.2.1.14);
    /// numbers beyond 32 bits are their greatest value.
    ///
    /// # Errors
    /// [`ExtensionFault`].
    pub fn inhibit_any_policy(&self) -> Result<Option<u32>, ExtensionFault> {
        self.path_extensions().inhibit_any
    }

    /// The type of an extension that comes more than once, which RFC 5280 §4.2 forbids.
    #[must_use]
    pub fn repeated_extension(&self) -> Option<ObjectIdentifier> {
        self.path_extensions().repeated
    }
}
