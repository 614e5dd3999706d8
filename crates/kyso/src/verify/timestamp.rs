//! Judges a time-stamp token: what it stamps, its signature, the authority's path and revocation
//! (EN 319 102-1 §5.4), as of the control time of what holds it.

use super::certified::{self, Certified, Wanted};
use super::conclude::{Refusal, Results};
use super::context::Context;
use super::describe;
use super::existence::Control;
use super::integrity::{self, Intact};
use super::modification::Unmodified;
use super::path::ChainTrusted;
use super::revocation::NotRevoked;
use super::signer::{self, Acceptable};
use crate::algorithm::DigestAlgorithm;
use crate::crypto::{self, Digest};
use crate::limits::MAX_SIGNATURE_TIMESTAMPS;
use crate::policy::PathUse;
use crate::report::{
    Code, Finding, RevocationStatus, Severity, StampKind, StampReport, SubIndication,
};
use crate::time::Time;
use crate::timestamp::{TimestampToken, TokenChecked};
use crate::xml::xades::{ImprintFault, Imprints, TimestampContainer, TimestampKind};

/// What each stage gave for one token.
pub(crate) struct Stamped {
    pub(crate) intact: Result<Intact, Refusal>,
    pub(crate) acceptable: Result<Acceptable, Refusal>,
    pub(crate) chain: Result<ChainTrusted, Refusal>,
    pub(crate) not_revoked: Result<NotRevoked, Refusal>,
    pub(crate) revocation: RevocationStatus,
    /// The token, sound in itself: who signed it and with what.
    pub(crate) checked: Option<TokenChecked>,
}

impl Stamped {
    fn refused(refusal: Refusal) -> Self {
        Self {
            intact: Err(refusal),
            acceptable: Err(refusal),
            chain: Err(refusal),
            not_revoked: Err(refusal),
            revocation: RevocationStatus::Unknown,
            checked: None,
        }
    }

    /// genTime, where every stage held.
    fn proven(&self) -> Option<Time> {
        let held = self.intact.is_ok()
            && self.acceptable.is_ok()
            && self.chain.is_ok()
            && self.not_revoked.is_ok();
        self.checked.as_ref().filter(|_| held).map(TokenChecked::time)
    }

    /// With what came after the revision that the token covers.
    pub(crate) fn results(self, unmodified: Result<Unmodified, Refusal>) -> Results {
        let Self { intact, acceptable, chain, not_revoked, .. } = self;
        Results { intact, acceptable, chain, not_revoked, unmodified }
    }
}

/// Judges a token over `imprint` as of `control`.
pub(crate) fn judge(
    context: &mut Context<'_>,
    token: &TimestampToken,
    imprint: &Digest,
    control: Control,
    findings: &mut Vec<Finding>,
) -> Stamped {
    let checked = integrity::check_token(token, imprint, &context.pool, findings);
    let (intact, checked) = match checked {
        Ok(both) => both,
        Err(refusal) => return Stamped::refused(refusal),
    };
    let policy = context.policy;
    let weak = signer::check_token(&checked, imprint.algorithm(), policy, control.time, findings);
    let acceptable = in_order(control, checked.time(), findings).and(weak);
    context.add_cms(token.signed_data());
    let freshness = policy.freshness_of_signer(false);
    let Certified { chain, not_revoked, revocation } = certified::certify(
        context,
        Wanted::new(checked.certificate(), PathUse::Timestamp),
        control,
        freshness,
        findings,
    );
    let intact = Ok(intact);
    Stamped { intact, acceptable, chain, not_revoked, revocation, checked: Some(checked) }
}

/// What was covered at the control time cannot be of a later time (EN 319 102-1 §5.5.4).
fn in_order(control: Control, time: Time, findings: &mut Vec<Finding>) -> Result<(), Refusal> {
    if !control.contradicts(time) {
        return Ok(());
    }
    let finding = Finding::warning(Code::TimestampOrder).with("time", time);
    findings.push(finding.with("covered-at", control.time));
    Err(Refusal::Indeterminate(SubIndication::TimestampOrderFailure))
}

/// What the time-stamps of a signature value prove.
pub(crate) struct Proven {
    /// The earliest proof of existence; that of the control time where no time-stamp is better.
    pub(crate) control: Control,
    /// Whether no time-stamp contradicts a document time-stamp over it.
    pub(crate) order: Result<(), Refusal>,
    /// The time-stamps that can be read, for the report.
    pub(crate) stamps: Vec<StampReport>,
}

impl Proven {
    /// Nothing better than `control` yet.
    pub(crate) fn at(control: Control) -> Self {
        Self { control, order: Ok(()), stamps: Vec::new() }
    }
}

/// A time-stamp in a signature, over its value (EN 319 122-1 §5.3, EN 319 132-1 §5.3) or content.
#[derive(Clone, Copy)]
pub(crate) struct Stamp<'a> {
    /// The token, DER.
    pub(crate) token: &'a [u8],
    /// What it stamps.
    pub(crate) over: Over<'a>,
    /// As of when it is judged: what covers it proves that it existed then.
    pub(crate) control: Control,
}

/// What a time-stamp is over, as its format gives it to the hash function.
#[derive(Clone, Copy)]
pub(crate) enum Over<'a> {
    /// These bytes.
    Bytes(&'a [u8]),
    /// The parts of an XML signature that this container is over.
    Xml(&'a Imprints<'a>, &'a TimestampContainer),
    /// The content of a detached signature, by each hash function that it was hashed with.
    Content(&'a [Digest]),
    /// All that an archive time-stamp in a CMS is over (EN 319 122-1 §5.5.3).
    Archive(&'a Digest),
}

impl Over<'_> {
    fn kind(self) -> StampKind {
        match self {
            Self::Bytes(_) => StampKind::Signature,
            Self::Content(_) => StampKind::Content,
            Self::Archive(_) => StampKind::Archive,
            Self::Xml(_, container) => match container.kind {
                TimestampKind::Archive => StampKind::Archive,
                TimestampKind::AllDataObjects => StampKind::Content,
                TimestampKind::IndividualDataObjects => StampKind::ContentPart,
                _ => StampKind::Signature,
            },
        }
    }

    fn imprint(self, algorithm: DigestAlgorithm) -> Result<Digest, ImprintFault> {
        match self {
            Self::Bytes(bytes) => Ok(crypto::digest(algorithm, bytes)),
            Self::Xml(imprints, container) => imprints.of(container, algorithm),
            Self::Archive(digest) if digest.algorithm() == algorithm => Ok(*digest),
            Self::Archive(_) => Err(ImprintFault::Unsupported),
            Self::Content(digests) => {
                let same = digests.iter().find(|digest| digest.algorithm() == algorithm);
                same.copied().ok_or(ImprintFault::Unsupported)
            }
        }
    }
}

/// Judges the time-stamps over a signature value that is proven at `control` already. One that
/// fails proves nothing and takes nothing away.
pub(crate) fn of_signature(
    context: &mut Context<'_>,
    stamps: &[Stamp<'_>],
    control: Control,
    findings: &mut Vec<Finding>,
) -> Proven {
    let mut proven = Proven::at(control);
    for stamp in stamps.iter().take(MAX_SIGNATURE_TIMESTAMPS) {
        let mut own = Vec::new();
        match of_value(context, stamp, &mut proven.stamps, &mut own) {
            Some(time) => proven.control = proven.control.or_earlier(time),
            None => proven.order = proven.order.and(contradicted(stamp.control, &own)),
        }
        findings.extend(own.into_iter().map(softened));
    }
    proven
}

/// Judges content time-stamps, which a signature at `control` covers: it was made after each that
/// holds (EN 319 122-1 §5.2.8, EN 319 132-1 §5.2.8). They can only show that it came too late; one
/// that fails proves nothing and takes nothing away.
pub(crate) fn of_content(
    context: &mut Context<'_>,
    stamps: &[Stamp<'_>],
    control: Control,
    findings: &mut Vec<Finding>,
) -> Proven {
    let mut proven = Proven::at(control);
    for stamp in stamps.iter().take(MAX_SIGNATURE_TIMESTAMPS) {
        let stamp = Stamp { control, ..*stamp };
        let mut own = Vec::new();
        match of_value(context, &stamp, &mut proven.stamps, &mut own) {
            Some(time) => proven.control.after = proven.control.after.max(Some(time)),
            None => proven.order = proven.order.and(contradicted(control, &own)),
        }
        findings.extend(own.into_iter().map(softened));
    }
    proven
}

/// Whether a time-stamp contradicts another one, which covers it.
fn contradicted(control: Control, findings: &[Finding]) -> Result<(), Refusal> {
    match control.proven && findings.iter().any(|one| one.code == Code::TimestampOrder) {
        true => Err(Refusal::Indeterminate(SubIndication::TimestampOrderFailure)),
        false => Ok(()),
    }
}

/// What is wrong with a time-stamp in a signature is no fault of the signature's.
fn softened(finding: Finding) -> Finding {
    match finding.severity {
        Severity::Error => Finding { severity: Severity::Warning, ..finding },
        _ => finding,
    }
}

fn of_value(
    context: &mut Context<'_>,
    stamp: &Stamp<'_>,
    reports: &mut Vec<StampReport>,
    findings: &mut Vec<Finding>,
) -> Option<Time> {
    let mut invalid = |fault: String| {
        findings.push(Finding::warning(Code::TimestampInvalid).with("fault", fault));
    };
    let token = match TimestampToken::parse(stamp.token) {
        Ok(token) => token,
        Err(error) => {
            invalid(error.to_string());
            return None;
        }
    };
    let digest = match token.info().imprint.digest.clone() {
        Ok(digest) => digest,
        Err(fault) => {
            invalid(fault.to_string());
            return None;
        }
    };
    let imprint = match stamp.over.imprint(digest) {
        Ok(imprint) => imprint,
        Err(fault) => {
            invalid(fault.to_string());
            return None;
        }
    };
    let mut own = Vec::new();
    let stamped = judge(context, &token, &imprint, stamp.control, &mut own);
    if stamped.intact.is_err() {
        // Said of the time-stamp, which must not be taken for the signature's own.
        own.iter_mut().for_each(|finding| finding.code = Code::TimestampInvalid);
    }
    let proven = stamped.proven();
    reports.push(StampReport {
        kind: stamp.over.kind(),
        time: token.info().gen_time,
        authority: stamped.checked.map(|checked| describe::signer(checked.certificate())),
        holds: proven.is_some(),
        token: token.der().to_vec(),
    });
    if proven.is_none() && !own.iter().any(|finding| finding.code == Code::TimestampInvalid) {
        let last = own.iter().rev().find(|finding| finding.severity != Severity::Info);
        invalid(last.map_or_else(String::new, |finding| finding.code.name().to_owned()));
    }
    findings.extend(own);
    proven
}
