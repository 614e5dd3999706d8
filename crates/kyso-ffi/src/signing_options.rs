//! What is asked of a signature or an extension beyond the document.

use std::ffi::CStr;

use kyso::cades::Commitment;
use kyso::pdf::{AllowedChanges, Look, PageRange, Placement, SignatureLock};
use kyso::revocation::{Freshness, RevocationSource};
use kyso::timestamp::TimestampAuthority;
use kyso::xml::ElementPath;
use kyso::xml::profile::Profile;
use kyso::{
    Cancellation, ContainerForm, Evidence, Level, Packaging, Role, SubFilter, Time, TrustAnchors,
    XmlForm, XmlPart,
};

use crate::call::unknown;
use crate::code::{KYSO_INVALID_ARGUMENT, KYSO_NULL_POINTER};
use crate::error::Fault;
use crate::names::{
    KYSO_FORM_ASIC_CADES, KYSO_FORM_ASIC_XADES, KYSO_FORM_PADES, KYSO_FORM_PKCS7, KYSO_FORM_XADES,
    KYSO_FORM_XMLDSIG, KYSO_LEVEL_B, KYSO_LEVEL_LT, KYSO_LEVEL_LTA, KYSO_LEVEL_T,
};
use crate::tsa::{Authority, Revocations, kyso_revocation, kyso_tsa};

/// The level to reach, and what it takes.
#[derive(Clone, Default)]
pub(crate) struct Goal {
    tsa: Option<Authority>,
    source: Option<Revocations>,
    archive: bool,
    pub(crate) evidence: Evidence,
    pub(crate) trust: Option<TrustAnchors>,
    pub(crate) freshness: Freshness,
    pub(crate) fallback: bool,
}

/// The services of a goal, under the caller's flag.
pub(crate) struct Services {
    tsa: Option<Box<dyn TimestampAuthority>>,
    source: Option<Box<dyn RevocationSource>>,
    archive: bool,
}

impl Goal {
    /// A level with what it takes; what it does not take is not kept.
    pub(crate) fn set_level(
        &mut self,
        level: u32,
        tsa: Option<&kyso_tsa>,
        source: Option<&kyso_revocation>,
    ) -> Result<(), Fault> {
        let missing = |name| Fault::new(KYSO_NULL_POINTER, format!("{name} is NULL"));
        let tsa = || tsa.map(|tsa| tsa.authority.clone()).ok_or_else(|| missing("tsa"));
        let source =
            || source.map(|source| source.source.clone()).ok_or_else(|| missing("revocation"));
        let (tsa, source, archive) = match level {
            KYSO_LEVEL_B => (None, None, false),
            KYSO_LEVEL_T => (Some(tsa()?), None, false),
            KYSO_LEVEL_LT => (Some(tsa()?), Some(source()?), false),
            KYSO_LEVEL_LTA => (Some(tsa()?), Some(source()?), true),
            other => return Err(unknown("level", other)),
        };
        (self.tsa, self.source, self.archive) = (tsa, source, archive);
        Ok(())
    }

    pub(crate) fn services(&self, flag: Option<&Cancellation>) -> Services {
        Services {
            tsa: self.tsa.as_ref().map(|tsa| tsa.under(flag)),
            source: self.source.as_ref().map(|source| source.under(flag)),
            archive: self.archive,
        }
    }
}

impl Services {
    pub(crate) fn level(&self) -> Level<'_> {
        match (self.tsa.as_deref(), self.source.as_deref()) {
            (Some(tsa), Some(source)) if self.archive => Level::Lta { tsa, source },
            (Some(tsa), Some(source)) => Level::Lt { tsa, source },
            (Some(tsa), None) => Level::T { tsa },
            (None, _) => Level::B,
        }
    }
}

/// What a signature is to say.
#[derive(Clone, Default)]
pub(crate) struct Claims {
    pub(crate) reason: Option<String>,
    pub(crate) location: Option<String>,
    pub(crate) contact: Option<String>,
    pub(crate) field: Option<String>,
    pub(crate) new_field: Option<Option<String>>,
    pub(crate) certify: Option<AllowedChanges>,
    pub(crate) lock: Option<SignatureLock>,
    pub(crate) sub_filter: Option<SubFilter>,
    pub(crate) form: XmlForm,
    pub(crate) part: XmlPart,
    pub(crate) inside: Option<ElementPath>,
    pub(crate) last: bool,
    pub(crate) roles: Vec<String>,
    /// What the signature is for.
    pub(crate) role: Option<Role>,
    pub(crate) signature_id: Option<String>,
    pub(crate) profile: Option<Profile>,
    pub(crate) claimed_time: Option<Time>,
    pub(crate) allow_expired: bool,
    pub(crate) contents_room: Option<usize>,
    /// Fields of text with what is filled in.
    pub(crate) fills: Vec<(String, String)>,
    pub(crate) visible: Option<(Look, Placement)>,
    pub(crate) stamps: Vec<PageRange>,
    pub(crate) packaging: Packaging,
    pub(crate) container_form: Option<ContainerForm>,
    pub(crate) pem: Option<bool>,
    pub(crate) countersign: Option<String>,
    pub(crate) mime_type: Option<String>,
    pub(crate) commitment: Option<Commitment>,
}

impl Claims {
    pub(crate) fn set_form(&mut self, form: u32) -> Result<(), Fault> {
        match form {
            KYSO_FORM_PADES => self.sub_filter = Some(SubFilter::EtsiCadesDetached),
            KYSO_FORM_PKCS7 => self.sub_filter = Some(SubFilter::AdbePkcs7Detached),
            KYSO_FORM_XADES => self.form = XmlForm::Xades,
            KYSO_FORM_XMLDSIG => self.form = XmlForm::XmlDsig,
            KYSO_FORM_ASIC_XADES => self.container_form = Some(ContainerForm::Xades),
            KYSO_FORM_ASIC_CADES => self.container_form = Some(ContainerForm::Cades),
            other => return Err(unknown("form", other)),
        }
        Ok(())
    }
}

/// The path of an element.
pub(crate) fn element(path: &str) -> Result<ElementPath, Fault> {
    path.parse().map_err(|error| Fault::of(KYSO_INVALID_ARGUMENT, &error))
}

/// A function's name, for the log.
pub(crate) type Name = &'static CStr;
