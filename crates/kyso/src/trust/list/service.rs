//! Trust services: what they are, how they stand, and how they stood before (TS 119 612 §5.4 to
//! §5.6, annexes D.5).

use crate::time::Time;
use crate::x509::Certificate;

/// Who provides services.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Provider {
    /// TSPName, in English where it is given so.
    pub name: String,
    /// What is provided.
    pub services: Vec<Service>,
}

/// One service.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Service {
    /// ServiceName, in English where it is given so.
    pub name: String,
    /// URLs where it is used.
    pub supply_points: Vec<String>,
    /// How it stands and stood, the most recent first; never empty.
    pub states: Vec<ServiceState>,
}

/// How a service stands, from a time on until the next state.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct ServiceState {
    /// What it is.
    pub kind: ServiceKind,
    /// How it stands.
    pub status: ServiceStatus,
    /// Since when.
    pub since: Time,
    /// Certificates of its key. A state of the past may name the key in another way and have none.
    pub certificates: Vec<Certificate>,
    /// URIs that say more of what it is for (TS 119 612 §5.5.9.4).
    pub information: Vec<String>,
    /// Whether it has a critical extension that is not known here.
    pub critical_unknown: bool,
}

impl Service {
    /// Its state at `time`; `None` before the first.
    #[must_use]
    pub fn state_at(&self, time: Time) -> Option<&ServiceState> {
        // Of two since the same moment the more recent counts, which stands first.
        let before = self.states.iter().rev().filter(|state| state.since <= time);
        before.max_by_key(|state| state.since)
    }

    /// Certificates of its key, of now and before: all states are of one key (TS 119 612 §5.5.3,
    /// §5.6.3).
    pub fn certificates(&self) -> impl Iterator<Item = &Certificate> {
        self.states.iter().flat_map(|state| &state.certificates)
    }
}

impl ServiceState {
    /// Whether it is in good standing, as far as it is understood.
    #[must_use]
    pub fn stands(&self) -> bool {
        self.status.stands() && !self.critical_unknown
    }

    /// Whether it says that it is for documents, signatures or seals, or says nothing of that. A
    /// service for web sites alone does not.
    #[must_use]
    pub fn is_for_documents(&self) -> bool {
        let mut uses = self.information.iter().filter_map(|uri| uri.strip_prefix(FOR)).peekable();
        uses.peek().is_none() || uses.any(|used| matches!(used, "eSignatures" | "eSeals"))
    }
}

/// What the URIs begin with that say what a CA is for (TS 119 612 §5.5.9.4).
const FOR: &str = "http://uri.etsi.org/TrstSvc/TrustedList/SvcInfoExt/For";

macro_rules! kinds {
    ($($(#[doc = $doc:literal])+ $variant:ident = $uri:literal),+ $(,)?) => {
        /// What a service is (TS 119 612 §5.5.1).
        #[derive(Clone, PartialEq, Eq, Hash, Debug)]
        #[non_exhaustive]
        pub enum ServiceKind {
            $($(#[doc = $doc])+ $variant,)+
            /// Another, by its URI.
            Other(String),
        }

        impl ServiceKind {
            /// The kind of this URI.
            #[must_use]
            pub fn from_uri(uri: &str) -> Self {
                match uri {
                    $($uri => Self::$variant,)+
                    _ => Self::Other(uri.to_owned()),
                }
            }

            /// Its URI.
            #[must_use]
            pub fn uri(&self) -> &str {
                match self {
                    $(Self::$variant => $uri,)+
                    Self::Other(uri) => uri,
                }
            }
        }
    };
}

kinds! {
    /// A CA that issues qualified certificates.
    QualifiedCa = "http://uri.etsi.org/TrstSvc/Svctype/CA/QC",
    /// Another CA.
    Ca = "http://uri.etsi.org/TrstSvc/Svctype/CA/PKC",
    /// The root of a country's CAs.
    NationalRootCa = "http://uri.etsi.org/TrstSvc/Svctype/NationalRootCA-QC",
    /// A qualified time-stamp authority.
    QualifiedTsa = "http://uri.etsi.org/TrstSvc/Svctype/TSA/QTST",
    /// Another time-stamp authority.
    Tsa = "http://uri.etsi.org/TrstSvc/Svctype/TSA",
    /// A time-stamp authority of a qualified provider.
    TsaOfQualified = "http://uri.etsi.org/TrstSvc/Svctype/TSA/TSS-QC",
    /// A time-stamp authority for advanced and qualified signatures.
    TsaForSignatures = "http://uri.etsi.org/TrstSvc/Svctype/TSA/TSS-AdESQCandQES",
    /// An OCSP responder.
    Ocsp = "http://uri.etsi.org/TrstSvc/Svctype/Certstatus/OCSP",
    /// An OCSP responder for qualified certificates.
    QualifiedOcsp = "http://uri.etsi.org/TrstSvc/Svctype/Certstatus/OCSP/QC",
    /// A signer of CRLs.
    Crl = "http://uri.etsi.org/TrstSvc/Svctype/Certstatus/CRL",
    /// A signer of CRLs for qualified certificates.
    QualifiedCrl = "http://uri.etsi.org/TrstSvc/Svctype/Certstatus/CRL/QC",
}

impl ServiceKind {
    /// Those that certify signers of documents or stamp time: what anchors are made of.
    pub const FOR_SIGNATURES: [Self; 7] = [
        Self::QualifiedCa,
        Self::Ca,
        Self::NationalRootCa,
        Self::QualifiedTsa,
        Self::Tsa,
        Self::TsaOfQualified,
        Self::TsaForSignatures,
    ];

    /// Whether a certificate of such a service may end a path. A CA that is listed for stamping
    /// time certifies others too, and an anchor has no purpose: only the stamping certificate
    /// itself will do there.
    pub(super) fn may_anchor(&self, certificate: &Certificate) -> bool {
        let stamps = [Self::QualifiedTsa, Self::Tsa, Self::TsaOfQualified, Self::TsaForSignatures];
        let is_ca =
            || certificate.basic_constraints().is_ok_and(|found| found.is_some_and(|b| b.ca));
        !stamps.contains(self) || !is_ca()
    }
}

/// How a service stands (TS 119 612 §5.5.4, annex D.5.5 and, for before July 2016, D.5.6).
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
#[non_exhaustive]
pub enum ServiceStatus {
    /// granted, recognisedatnationallevel, or setbynationallaw; before 2016 undersupervision,
    /// supervisionincessation, or accredited.
    Good(String),
    /// withdrawn, or any other.
    Other(String),
}

/// Where status URIs begin, now and under the directive of 1999.
const STATUS: [&str; 2] = [
    "http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/",
    "http://uri.etsi.org/TrstSvc/eSigDir-1999-93-EC-TrustedList/Svcstatus/",
];

const GOOD: [&str; 6] = [
    "granted",
    "recognisedatnationallevel",
    "setbynationallaw",
    "undersupervision",
    "supervisionincessation",
    "accredited",
];

impl ServiceStatus {
    /// The status of this URI.
    #[must_use]
    pub fn from_uri(uri: &str) -> Self {
        let word = STATUS.iter().find_map(|start| uri.strip_prefix(start));
        match word {
            Some(word) if GOOD.contains(&word) => Self::Good(uri.to_owned()),
            _ => Self::Other(uri.to_owned()),
        }
    }

    /// Its URI.
    #[must_use]
    pub fn uri(&self) -> &str {
        match self {
            Self::Good(uri) | Self::Other(uri) => uri,
        }
    }

    /// Whether it is in good standing.
    #[must_use]
    pub fn stands(&self) -> bool {
        matches!(self, Self::Good(_))
    }
}
