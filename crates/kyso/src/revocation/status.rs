//! Was a certificate revoked at a time? All evidence is asked, and the answer says which spoke.

use const_oid::ObjectIdentifier;

use super::freshness::Freshness;
use super::{Evidence, EvidenceKind, crl_view, ocsp_view};
use crate::cms::{AlgorithmFault, BerError};
use crate::crypto::VerifyFault;
use crate::limits::MAX_REVOCATION_CHECKS;
use crate::x509::{Certificate, ExtensionFault, Reasons, RevocationReason};
use crate::{SignatureAlgorithm, Time};

/// What is asked.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct Question<'a> {
    /// The certificate.
    pub certificate: &'a Certificate,
    /// Its issuer, by the path that was validated.
    pub issuer: &'a Certificate,
    /// The time judged: the proven time of a signature, else now.
    pub at: Time,
    /// Now; evidence from after it is refused. Not before `at`.
    pub now: Time,
    /// How recent evidence must be.
    pub freshness: Freshness,
    /// Certificates among which CRL signers and OCSP responders are looked for, beside those in
    /// the evidence.
    pub pool: &'a [Certificate],
    /// Whether a path leads from this CRL signer, which is not the issuer, to the anchor that the
    /// certificate itself is trusted by (RFC 5280 §6.3.3 f). Not asked for OCSP responders, which
    /// the issuer must have delegated itself.
    pub trusted: &'a dyn Fn(&Certificate) -> bool,
    /// Whether evidence with this signature algorithm, by the key of this certificate, may say
    /// that nothing is revoked. That something is revoked is believed of any.
    pub strong: &'a dyn Fn(SignatureAlgorithm, &Certificate) -> bool,
    /// Whether this is about a responder, and so must not lead to another one to be asked about.
    pub(super) of_responder: bool,
}

impl<'a> Question<'a> {
    /// Asks about `certificate`, issued by `issuer`, at `at` seen from `now`; CRLs must be signed
    /// by the issuer's own key, freshness is the default, and no algorithm is too weak. Change the
    /// fields for more.
    #[must_use]
    pub fn new(certificate: &'a Certificate, issuer: &'a Certificate, at: Time, now: Time) -> Self {
        let freshness = Freshness::default();
        Self {
            certificate,
            issuer,
            at,
            now,
            freshness,
            pool: &[],
            trusted: &|_| false,
            strong: &|_, _| true,
            of_responder: false,
        }
    }
}

impl Question<'_> {
    /// Whether a signature may say that nothing is revoked.
    pub(super) fn is_strong(
        &self,
        algorithm: SignatureAlgorithm,
        signer: &Certificate,
    ) -> Result<(), Why> {
        if (self.strong)(algorithm, signer) { Ok(()) } else { Err(Why::TooWeak { algorithm }) }
    }
}

impl std::fmt::Debug for Question<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Question")
            .field("certificate", self.certificate)
            .field("at", &self.at)
            .field("now", &self.now)
            .field("freshness", &self.freshness)
            .finish_non_exhaustive()
    }
}

/// A piece of evidence that was relied on.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Source {
    /// CRL or OCSP.
    pub kind: EvidenceKind,
    /// SHA-256 of its DER: [`Crl::fingerprint_sha256`](crate::x509::Crl::fingerprint_sha256),
    /// [`OcspResponse::fingerprint_sha256`](crate::x509::OcspResponse::fingerprint_sha256).
    pub digest: [u8; 32],
    /// The same of the delta CRL that was applied to it.
    pub delta_digest: Option<[u8; 32]>,
    /// thisUpdate; with a delta, of the delta.
    pub this_update: Time,
    /// nextUpdate; with a delta, of the delta.
    pub next_update: Option<Time>,
    /// producedAt of an OCSP response.
    pub produced_at: Option<Time>,
    /// Who signed it: the issuer, or a certificate whose own revocation the caller may judge.
    pub signer: Certificate,
    /// What it was signed with: the caller's policy says whether that is strong enough.
    pub signature_algorithm: SignatureAlgorithm,
    /// What showed that the delegated responder who signed it was not revoked, where its
    /// certificate wants that to be asked (RFC 6960 §4.2.2.2.1).
    pub of_signer: Vec<Source>,
}

impl Source {
    /// As of when it speaks: producedAt where more is known at any time, else thisUpdate.
    #[must_use]
    pub fn issued(&self) -> Time {
        match (self.next_update, self.produced_at) {
            (None, Some(produced_at)) => produced_at,
            _ => self.this_update,
        }
    }
}

/// Evidence about the certificate that was not relied on.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Rejection {
    /// CRL or OCSP.
    pub kind: EvidenceKind,
    /// SHA-256 of its DER.
    pub digest: [u8; 32],
    /// Why.
    pub why: Why,
}

/// Why evidence was not relied on.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Why {
    /// It is from the future.
    #[error("issued at {issued}, after now ({now})")]
    FromTheFuture {
        /// When it says it was issued.
        issued: Time,
        /// Now.
        now: Time,
    },
    /// It is from before the end of the grace period.
    #[error("issued at {issued}, before the grace period ended at {needed}")]
    WithinGrace {
        /// When it was issued.
        issued: Time,
        /// From when on it would do.
        needed: Time,
    },
    /// It is older than the caller allows.
    #[error("issued at {issued}, more than {max_age} s before {at}")]
    TooOld {
        /// When it was issued.
        issued: Time,
        /// The time judged.
        at: Time,
        /// The age allowed in seconds.
        max_age: u32,
    },
    /// The next issue was due before the time judged.
    #[error("next update was due at {next_update}, before {at}")]
    Expired {
        /// nextUpdate.
        next_update: Time,
        /// The time judged.
        at: Time,
    },
    /// It has no nextUpdate and is from before the time judged.
    #[error("issued at {issued} without next update, before {at}")]
    NoNextUpdate {
        /// When it was issued.
        issued: Time,
        /// The time judged.
        at: Time,
    },
    /// It is from after the certificate expired, and does not say that it still speaks of it.
    #[error("issued at {issued}, after the certificate expired at {not_after}")]
    IssuedAfterExpiry {
        /// When it was issued.
        issued: Time,
        /// End of validity of the certificate.
        not_after: Time,
    },
    /// No certificate is known of who signed it and may.
    #[error("no certificate of an entitled signer")]
    NoSigner,
    /// The signer of the CRL is no issuer's certificate and no path leads to the same anchor.
    #[error("the CRL signer is not trusted")]
    SignerNotTrusted,
    /// The certificate of the CRL's issuer may not sign CRLs (RFC 5280 §4.2.1.3).
    #[error("the signer's key usage forbids CRLs")]
    KeyUsage,
    /// The delegated responder was not valid when it answered.
    #[error("the responder's certificate was not valid at {time}")]
    ResponderNotValid {
        /// producedAt.
        time: Time,
    },
    /// The delegated responder was revoked.
    #[error("the responder's certificate was revoked at {time}")]
    ResponderRevoked {
        /// Since when.
        time: Time,
    },
    /// The certificate of the delegated responder says where to ask whether it is revoked, and
    /// nothing that was found says no.
    #[error("the responder's certificate is not shown good")]
    ResponderNotChecked,
    /// The signature value does not verify.
    #[error(transparent)]
    Signature(#[from] VerifyFault),
    /// The signature algorithm cannot be told.
    #[error(transparent)]
    Algorithm(#[from] AlgorithmFault),
    /// Its signature, or the key, is too weak for the caller.
    #[error("{algorithm} or its key is too weak")]
    TooWeak {
        /// What it was signed with.
        algorithm: SignatureAlgorithm,
    },
    /// A critical extension that is not processed here.
    #[error("unknown critical extension {oid}")]
    CriticalExtension {
        /// Its type.
        oid: ObjectIdentifier,
    },
    /// The CRL is for another distribution point, another kind of certificate or other reasons
    /// than any distribution point of the certificate.
    #[error("the CRL covers other certificates")]
    Scope,
    /// An extension of the certificate that says where it is revoked is malformed.
    #[error(transparent)]
    Extension(#[from] ExtensionFault),
    /// A delta CRL without the complete CRL it builds on.
    #[error("delta CRL without its base")]
    DeltaWithoutBase,
    /// The entry is malformed.
    #[error(transparent)]
    Entry(#[from] BerError),
    /// The responder does not know the certificate.
    #[error("the responder does not know the certificate")]
    Unknown,
    /// It is good for some reasons of revocation only, and the others are not covered.
    #[error("some reasons of revocation are not covered")]
    ReasonsMissing {
        /// Those not covered by any evidence.
        missing: Reasons,
    },
    /// More signature checks than [`MAX_REVOCATION_CHECKS`].
    #[error("more than {MAX_REVOCATION_CHECKS} signature checks")]
    TooManyChecks,
}

impl Why {
    /// Whether somebody entitled spoke about the certificate and did not say that it was good.
    pub(crate) fn leaves_doubt(&self) -> bool {
        matches!(
            self,
            Self::Unknown
                | Self::CriticalExtension { .. }
                | Self::FromTheFuture { .. }
                | Self::ReasonsMissing { .. }
        )
    }
}

/// The answer.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum RevocationAnswer {
    /// Not revoked, by evidence that may say so for the time judged.
    Good {
        /// Who says so, the most recent; more than one when each covers some reasons only. Never
        /// empty.
        sources: Vec<Source>,
    },
    /// Revoked or on hold, be it after the time judged: the caller compares `time`.
    Revoked {
        /// Since when.
        time: Time,
        /// Why; missing means unspecified. [`RevocationReason::CertificateHold`] may be taken
        /// back.
        reason: Option<RevocationReason>,
        /// Since when the key is suspected.
        invalidity_date: Option<Time>,
        /// Who says so.
        source: Source,
    },
    /// No evidence that can be relied on.
    Unknown {
        /// The evidence about the certificate and why it does not do; empty when there is none.
        rejected: Vec<Rejection>,
    },
}

impl RevocationAnswer {
    /// The evidence relied on.
    #[must_use]
    pub fn sources(&self) -> &[Source] {
        match self {
            Self::Good { sources } => sources,
            Self::Revoked { source, .. } => std::slice::from_ref(source),
            Self::Unknown { .. } => &[],
        }
    }
}

/// What one piece of evidence says.
pub(super) enum Statement {
    Good { source: Source, reasons: Reasons },
    Revoked(Revocation),
}

pub(super) struct Revocation {
    pub(super) time: Time,
    pub(super) reason: Option<RevocationReason>,
    pub(super) invalidity_date: Option<Time>,
    pub(super) source: Source,
}

impl Revocation {
    fn is_hold(&self) -> bool {
        self.reason == Some(RevocationReason::CertificateHold)
    }
}

/// What all of it says, while it is gathered.
pub(super) struct Findings {
    statements: Vec<Statement>,
    rejected: Vec<Rejection>,
    pub(super) checks_left: usize,
}

impl Findings {
    pub(super) fn say(&mut self, statement: Statement) {
        self.statements.push(statement);
    }

    pub(super) fn reject(&mut self, kind: EvidenceKind, digest: [u8; 32], why: Why) {
        self.rejected.push(Rejection { kind, digest, why });
    }

    /// Takes one signature check from the budget.
    pub(super) fn spend(&mut self) -> Result<(), Why> {
        self.checks_left = self.checks_left.checked_sub(1).ok_or(Why::TooManyChecks)?;
        Ok(())
    }
}

/// Says whether a certificate is revoked (RFC 5280 §6.3.3, RFC 6960 §3.2).
///
/// A revocation stands whoever else says good and however old its evidence is, because it is for
/// ever; a hold is lifted by more recent evidence that says good.
#[must_use]
pub fn status(question: &Question<'_>, evidence: &Evidence) -> RevocationAnswer {
    status_within(question, evidence, &mut { MAX_REVOCATION_CHECKS })
}

/// The same with what is left of a budget of signature checks.
pub(super) fn status_within(
    question: &Question<'_>,
    evidence: &Evidence,
    checks_left: &mut usize,
) -> RevocationAnswer {
    let mut findings =
        Findings { statements: Vec::new(), rejected: Vec::new(), checks_left: *checks_left };
    ocsp_view::judge(question, evidence, &mut findings);
    crl_view::judge(question, evidence, &mut findings);
    *checks_left = findings.checks_left;
    conclude(findings)
}

fn conclude(findings: Findings) -> RevocationAnswer {
    let Findings { statements, mut rejected, .. } = findings;
    let mut good = Vec::new();
    let mut revoked = Vec::new();
    for statement in statements {
        match statement {
            Statement::Good { source, reasons } => good.push((source, reasons)),
            Statement::Revoked(revocation) => revoked.push(revocation),
        }
    }
    let complete = good.iter().filter(|(_, reasons)| *reasons == Reasons::ALL);
    let best = complete.map(|(source, _)| source).max_by_key(|source| source.issued()).cloned();
    if let Some(revocation) = standing(revoked, best.as_ref()) {
        let Revocation { time, reason, invalidity_date, source } = revocation;
        return RevocationAnswer::Revoked { time, reason, invalidity_date, source };
    }
    if let Some(source) = best {
        return RevocationAnswer::Good { sources: vec![source] };
    }
    let covered = good.iter().fold(Reasons::NONE, |all, (_, reasons)| all.union(*reasons));
    if covered == Reasons::ALL {
        return RevocationAnswer::Good { sources: good.into_iter().map(|(s, _)| s).collect() };
    }
    let missing = Reasons::ALL.without(covered);
    rejected.extend(good.into_iter().map(|(source, _)| Rejection {
        kind: source.kind,
        digest: source.digest,
        why: Why::ReasonsMissing { missing },
    }));
    RevocationAnswer::Unknown { rejected }
}

/// The revocation that stands: the earliest for good, else the latest hold that no more recent
/// evidence lifts.
fn standing(revoked: Vec<Revocation>, good: Option<&Source>) -> Option<Revocation> {
    let (holds, permanent): (Vec<_>, Vec<_>) = revoked.into_iter().partition(Revocation::is_hold);
    if let Some(first) = permanent.into_iter().min_by_key(|revocation| revocation.time) {
        return Some(first);
    }
    let hold = holds.into_iter().max_by_key(|hold| hold.source.issued())?;
    let lifted = good.is_some_and(|good| good.issued() > hold.source.issued());
    (!lifted).then_some(hold)
}
