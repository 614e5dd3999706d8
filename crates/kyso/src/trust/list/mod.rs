//! Trusted lists (ETSI TS 119 612): who may certify or stamp for whom, and since when, in the words
//! of a supervisor that signed them. Nothing of a list can be read before its signature held.

mod error;
mod read;
mod service;

pub use self::error::TrustListError;
pub use self::service::{Provider, Service, ServiceKind, ServiceState, ServiceStatus};

use self::read::Reading;
use super::TrustAnchors;
use crate::document::Document;
use crate::limits::MAX_TRUST_LIST_BYTES;
use crate::policy::Policy;
use crate::report::Conclusion;
use crate::time::Time;
use crate::verify::Verifier;
use crate::x509::Certificate;
use crate::xml::ElementName;

/// The namespace of trusted lists, versions 4 to 6 (TS 119 612 annex C).
pub(super) const NAMESPACE: &str = "http://uri.etsi.org/02231/v2#";

/// Seconds by which the clock of who publishes a list may be ahead.
const CLOCK_SKEW: i64 = 300;

/// The document element.
const ROOT: &str = "{http://uri.etsi.org/02231/v2#}TrustServiceStatusList";

/// What a list says of itself (TS 119 612 §5.3).
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Scheme {
    /// TSLVersionIdentifier: 5 or 6.
    pub version: u64,
    /// TSLSequenceNumber: it grows with every issue. Whoever keeps the last one sees when an older
    /// list is served again.
    pub sequence: u64,
    /// TSLType, a URI.
    pub kind: String,
    /// Who issues it.
    pub operator: String,
    /// SchemeTerritory, such as `VN`; empty where it says none.
    pub territory: String,
    /// When it was issued.
    pub issued: Time,
    /// Until when the next one is due; `None` where the list is closed for good.
    pub next_update: Option<Time>,
}

/// Where another list is, and who signs it (TS 119 612 §5.3.13).
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct ListPointer {
    /// TSLLocation, a URL.
    pub location: String,
    /// One of these signs that list.
    pub signers: Vec<Certificate>,
    /// TSLType of that list, a URI; empty where it is not said.
    pub kind: String,
    /// Its territory; empty where it is not said.
    pub territory: String,
    /// Media type of what is at the location; empty where it is not said.
    pub media_type: String,
}

impl ListPointer {
    /// Whether it leads to a list for machines; the same lists are published as PDF for people.
    #[must_use]
    pub fn is_for_machines(&self) -> bool {
        let media_type = self.media_type.as_str();
        media_type.is_empty() || media_type == "application/vnd.etsi.tsl+xml"
    }
}

/// A trusted list whose signature held.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TrustList {
    scheme: Scheme,
    signer: Certificate,
    pointers: Vec<ListPointer>,
    providers: Vec<Provider>,
    unreadable: usize,
}

impl TrustList {
    /// Reads a list. First of all one of `signers`, and nobody else, must have signed it whole, and
    /// the next one must not have been due before `now`.
    ///
    /// # Errors
    /// [`TrustListError`].
    pub fn open(bytes: &[u8], signers: &[Certificate], now: Time) -> Result<Self, TrustListError> {
        if bytes.len() > MAX_TRUST_LIST_BYTES {
            return Err(TrustListError::TooLarge { len: bytes.len() });
        }
        let document = Document::from_bytes(bytes)?;
        let signer = signed_by(&document, signers, now)?;
        let xml = document.xml().ok_or(TrustListError::NoList)?;
        let list = Reading::new(xml.tree()).list(signer)?;
        let scheme = &list.scheme;
        if scheme.issued > now.plus(CLOCK_SKEW) {
            return Err(TrustListError::FromTheFuture { issued: scheme.issued, now });
        }
        match scheme.next_update {
            Some(next_update) if now > next_update => {
                return Err(TrustListError::Overdue { next_update, now });
            }
            Some(_) => {}
            None => return Err(TrustListError::Closed { issued: scheme.issued }),
        }
        Ok(list)
    }

    /// What it says of itself.
    #[must_use]
    pub fn scheme(&self) -> &Scheme {
        &self.scheme
    }

    /// Who signed it.
    #[must_use]
    pub fn signer(&self) -> &Certificate {
        &self.signer
    }

    /// The lists that it points to, as a list of lists does.
    #[must_use]
    pub fn pointers(&self) -> &[ListPointer] {
        &self.pointers
    }

    /// Those that it tells of.
    #[must_use]
    pub fn providers(&self) -> &[Provider] {
        &self.providers
    }

    /// How many certificates in it could not be read and are missing.
    #[must_use]
    pub fn unreadable(&self) -> usize {
        self.unreadable
    }

    /// The certificates of the services of these kinds that were in good standing at `time`, and
    /// are for documents.
    #[must_use]
    pub fn anchors(&self, kinds: &[ServiceKind], time: Time) -> TrustAnchors {
        let mut anchors = TrustAnchors::new();
        let services = self.providers.iter().flat_map(|provider| &provider.services);
        for service in services {
            if let Some(state) = service.state_at(time)
                && kinds.contains(&state.kind)
                && state.stands()
                && state.is_for_documents()
            {
                let certificates = service.certificates().filter(|one| state.kind.may_anchor(one));
                certificates.cloned().for_each(|certificate| anchors.add(certificate));
            }
        }
        anchors
    }
}

/// Which of `signers` signed the whole list. Their certificates are the only anchors, and no other
/// certificate will do, not even one that a signer issued.
fn signed_by(
    document: &Document,
    signers: &[Certificate],
    now: Time,
) -> Result<Certificate, TrustListError> {
    let mut anchors = TrustAnchors::new();
    signers.iter().cloned().for_each(|signer| anchors.add(signer));
    let root: ElementName = ROOT.parse().map_err(|_| TrustListError::NoList)?;
    let policy = Policy::baseline(anchors);
    let report = Verifier::new(&policy).expect_root(root).verify(document, now);
    let proof = match report.conclusion() {
        Conclusion::Passed(proof) => proof,
        Conclusion::Unsigned => return Err(TrustListError::Unsigned),
        Conclusion::Failed(why) | Conclusion::Indeterminate(why) => {
            return Err(TrustListError::Untrusted { why: *why });
        }
    };
    let signed = proof.chains().map(|chain| match chain.path() {
        [signer] if signers.contains(signer) => Some(signer.clone()),
        _ => None,
    });
    let signed: Option<Vec<_>> = signed.collect();
    signed.and_then(|all| all.into_iter().next()).ok_or(TrustListError::OtherSigner)
}
