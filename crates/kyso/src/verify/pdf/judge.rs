//! The stages for one signature or document time-stamp.

use std::collections::HashMap;

use lopdf::ObjectId;

use super::super::conclude::{self, Refusal, Results};
use super::super::context::Context;
use super::super::describe as common;
use super::super::existence::Control;
use super::super::integrity::{self, Read};
use super::super::modification::{self, Analysis, Changes, History, Unmodified};
use super::super::path::ChainTrusted;
use super::super::quirks;
use super::super::stages::{self, Staged, Stamps};
use super::super::timestamp::{self, Over, Stamp};
use super::describe;
use super::discover::Found;
use super::drawn;
use super::level;
use super::opened::{Content, Opened};
use crate::crypto::Digest;
use crate::pdf::{ByteRangeProof, PdfDocument};
use crate::report::{
    Conclusion, Finding, Integrity, Kind, Material, Place, RevocationStatus, SignatureReport,
    SigningTime, StampReport, SubIndication,
};
use crate::time::Time;
use crate::timestamp::{TimestampToken, TokenChecked};

/// One signature's turn.
pub(crate) struct Judging<'c, 'a> {
    pub(crate) document: Option<&'c PdfDocument>,
    /// What every later revision did.
    pub(crate) history: Option<&'c History>,
    pub(crate) context: &'c mut Context<'a>,
    /// Where document time-stamps stand that are intact.
    pub(crate) stamps: &'c level::Stamps,
    /// The pages of widgets, counted from 1.
    pub(crate) pages: &'c HashMap<ObjectId, usize>,
}

/// What is known of a signature before its own stages run.
struct Before<'t> {
    found: &'t Found,
    form: Result<(), Refusal>,
    /// The covered bytes, as far as they can be told.
    covered: Result<(&'t ByteRangeProof, Digest), Refusal>,
    /// Their digest by every hash function that was needed.
    hashed: &'t [Digest],
    unmodified: Result<Unmodified, Refusal>,
    control: Control,
}

/// What the stages gave.
struct Outcome {
    results: Results,
    revocation: RevocationStatus,
    proven: Option<Time>,
    /// What the signature says of itself.
    report: SignatureReport,
}

impl Judging<'_, '_> {
    /// Every stage as of `control`, each leaving its findings.
    pub(crate) fn judge(&mut self, opened: Opened, control: Control) -> SignatureReport {
        let Opened { found, byte_range, form, content, digest, more_digests, mut findings } =
            opened;
        let covered = match (&byte_range, digest) {
            (Ok(proof), Some(digest)) => Ok((proof, digest)),
            (Ok(_), None) => Err(Refusal::Failed(SubIndication::SignedDataNotFound)),
            (Err(refusal), _) => Err(*refusal),
        };
        let pieces = Material {
            digests: covered.iter().map(|(_, digest)| *digest).collect(),
            byte_range: byte_range.as_ref().ok().map(describe::byte_range),
            ..Material::default()
        };
        let mut later = Vec::new();
        let Analysis { level: modification, unmodified, changes } =
            self.modifications(&found, &byte_range, &mut later);
        let Changes { list: changes, omitted: changes_omitted } = changes;
        let place = self.place(&found);
        let hashed: Vec<_> = digest.into_iter().chain(more_digests).collect();
        let hashed = hashed.as_slice();
        let before = Before { found: &found, form, covered, hashed, unmodified, control };
        // Nothing was compared: the CMS says nothing that can be read.
        let unreadable = byte_range.is_ok() && content.is_err();
        let outcome = match content {
            Ok(Content::Signature(read)) => self.signature(before, &read, &mut findings),
            Ok(Content::Timestamp(token)) => self.timestamp(before, &token, &mut findings),
            Err(refusal) => unread(before, refusal),
        };
        findings.append(&mut later);
        let Outcome { results, revocation, proven, report } = outcome;
        let anchor = results.chain.as_ref().ok().and_then(ChainTrusted::anchor).cloned();
        let integrity = if unreadable {
            Integrity::Unknown
        } else {
            common::integrity(results.intact.as_ref().err())
        };
        let conclusion = conclude::signature(results);
        // What a document time-stamp says counts only where all of it holds.
        let counts =
            found.kind != Kind::DocumentTimestamp || matches!(conclusion, Conclusion::Passed(_));
        let proven = proven.filter(|_| counts);
        let claimed = report.signing_time.claimed;
        common::claim(claimed, proven, self.context.now, &mut findings);
        let (trust_anchor, trust_domain) = common::anchor(anchor.as_ref(), self.context.policy);
        SignatureReport {
            integrity,
            modification,
            revocation,
            trust_anchor,
            trust_domain,
            signing_time: SigningTime { claimed, proven },
            coverage: describe::coverage(byte_range.as_ref().ok()),
            revision: byte_range.as_ref().ok().map(|proof| proof.revision() + 1),
            conclusion,
            changes,
            changes_omitted,
            place,
            material: Material {
                digests: pieces.digests,
                byte_range: pieces.byte_range,
                ..report.material
            },
            findings,
            ..report
        }
    }

    /// Where it is seen: by the page that lists its widget.
    fn place(&self, found: &Found) -> Option<Place> {
        let page = self.pages.get(&found.value.widget?)?;
        Place::new(*page, found.value.rect?)
    }

    fn modifications(
        &self,
        found: &Found,
        byte_range: &Result<ByteRangeProof, Refusal>,
        findings: &mut Vec<Finding>,
    ) -> Analysis {
        match (self.document.zip(self.history), byte_range) {
            (Some((document, history)), Ok(proof)) => {
                let policy = self.context.policy;
                modification::analyse(document, policy, found, proof, history, self.pages, findings)
            }
            (None, Ok(_)) => Analysis::refused(Refusal::Failed(SubIndication::FormatFailure)),
            (_, Err(refusal)) => Analysis::refused(*refusal),
        }
    }

    /// Integrity as it stands; proof of existence; then the signer as of the proven time.
    fn signature(
        &mut self,
        before: Before<'_>,
        read: &Read,
        findings: &mut Vec<Finding>,
    ) -> Outcome {
        let Before { found, form, covered, hashed, unmodified, control } = before;
        let covered_at = covered.as_ref().ok().map(|(proof, _)| proof.revision());
        let intact =
            covered.and_then(|(proof, digest)| integrity::check(read, proof, &digest, findings));
        let tokens = level::timestamps(&read.cms);
        let stamp = |token| Stamp { token, over: Over::Bytes(&read.signature), control };
        let value: Vec<_> = tokens.iter().map(|token| stamp(token.as_slice())).collect();
        // What nobody signed says nothing of when it was signed.
        let of_content = read.content_timestamps().filter(|_| intact.is_ok());
        let of_content =
            of_content.map(|token| Stamp { over: Over::Content(hashed), ..stamp(token) });
        let content: Vec<_> = of_content.collect();
        let stamps = Stamps { value: &value, content: &content };
        let mut signatory = read.signatory();
        signatory.claimed = signatory.claimed.or(found.value.m);
        let staged = stages::run(self.context, &signatory, &stamps, control, findings);
        let Staged { acceptable, chain, not_revoked, revocation, proven, stamps } = staged;
        let acceptable = acceptable.and_then(|acceptable| form.map(|()| acceptable));
        let embedded = read.cms.certificates.iter().chain(&self.context.stored.certificates);
        quirks::only_leaf(chain.as_ref().ok(), embedded, findings);
        let at = self.document.zip(covered_at);
        findings.extend(at.and_then(|(document, at)| drawn::unproven(document, found, read, at)));
        let mut report = describe::signature(found, read);
        let own = stamps.iter().any(StampReport::is_intact);
        report.timestamps = stamps;
        report.material.chain = common::chain(chain.as_ref().ok(), &read.certificate);
        report.level = level::of(found, read, own, self.stamps, &self.context.stored);
        let results = Results { intact, acceptable, chain, not_revoked, unmodified };
        Outcome { results, revocation, proven, report }
    }

    fn timestamp(
        &mut self,
        before: Before<'_>,
        token: &TimestampToken,
        findings: &mut Vec<Finding>,
    ) -> Outcome {
        let Before { found, form, covered, unmodified, control, .. } = before;
        let imprint = match covered {
            Ok((_, digest)) if form.is_ok() => digest,
            Ok(_) => return unread_as(found, form.err(), unmodified),
            Err(refusal) => return unread_as(found, Some(refusal), unmodified),
        };
        let mut stamped = timestamp::judge(self.context, token, &imprint, control, findings);
        let checked = stamped.checked.take();
        let mut report = describe::timestamp(found, token, checked.as_ref());
        if let Some(checked) = &checked {
            let chain = stamped.chain.as_ref().ok();
            report.material.chain = common::chain(chain, checked.certificate());
        }
        let revocation = stamped.revocation;
        let results = stamped.results(unmodified);
        let proven = checked.as_ref().map(TokenChecked::time);
        Outcome { results, revocation, proven, report }
    }
}

/// A signature whose CMS says nothing.
fn unread(before: Before<'_>, refusal: Refusal) -> Outcome {
    unread_as(before.found, Some(refusal), before.unmodified)
}

fn unread_as(
    found: &Found,
    refusal: Option<Refusal>,
    unmodified: Result<Unmodified, Refusal>,
) -> Outcome {
    let refusal = refusal.unwrap_or(Refusal::Failed(SubIndication::FormatFailure));
    Outcome {
        results: Results {
            intact: Err(refusal),
            acceptable: Err(refusal),
            chain: Err(refusal),
            not_revoked: Err(refusal),
            unmodified,
        },
        revocation: RevocationStatus::Unknown,
        proven: None,
        report: describe::found(found),
    }
}
