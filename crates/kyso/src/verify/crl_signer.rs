//! Whether a CRL signed by another key than the issuer's may be relied on (RFC 5280 §6.3.3 f): its
//! signer's own path leads to the same anchor, and nobody on it was revoked.

use std::cell::RefCell;

use super::context::Context;
use crate::algorithm::SignatureAlgorithm;
use crate::limits::MAX_CRL_SIGNER_DEPTH;
use crate::revocation::{Freshness, Question, RevocationAnswer, Source, status};
use crate::time::Time;
use crate::x509::Certificate;

/// One question about revocation, and the CRL signers whose own status is being asked on the way.
pub(super) struct Asking<'c, 'a> {
    context: &'c Context<'a>,
    /// Where the path of the certificate asked about ends.
    anchor: Option<&'c Certificate>,
    at: Time,
    /// For evidence about the certificate asked about.
    freshness: Freshness,
    /// What showed CRL signers good.
    relied_on: RefCell<Vec<Source>>,
}

impl<'c, 'a> Asking<'c, 'a> {
    /// Asks about a certificate whose path ends at `anchor`, as of `at`.
    pub(super) fn new(
        context: &'c Context<'a>,
        anchor: Option<&'c Certificate>,
        at: Time,
        freshness: Freshness,
    ) -> Self {
        Self { context, anchor, at, freshness, relied_on: RefCell::default() }
    }

    /// What showed CRL signers good on the way.
    pub(super) fn relied_on(self) -> Vec<Source> {
        self.relied_on.into_inner()
    }

    /// What the evidence says of `certificate`.
    pub(super) fn answer(
        &self,
        certificate: &Certificate,
        issuer: &Certificate,
    ) -> RevocationAnswer {
        self.ask(certificate, issuer, &[])
    }

    /// Recursion is bounded by [`MAX_CRL_SIGNER_DEPTH`], the length of `pending`.
    fn ask(
        &self,
        certificate: &Certificate,
        issuer: &Certificate,
        pending: &[&Certificate],
    ) -> RevocationAnswer {
        let trusted = |signer: &Certificate| self.trusts(signer, pending);
        let mut question = Question::new(certificate, issuer, self.at, self.context.now);
        question.freshness = match pending {
            [] => self.freshness,
            _ => self.freshness.of_authorities(),
        };
        question.pool = &self.context.pool;
        question.trusted = &trusted;
        // Of evidence nothing is proven but that it is there now.
        let (policy, now) = (self.context.policy, self.context.now);
        let strong = |algorithm: SignatureAlgorithm, signer: &Certificate| {
            let key = signer.key_kind();
            policy.accepts_signature(algorithm, now)
                && key.is_ok_and(|key| policy.accepts_key(key, now))
        };
        question.strong = &strong;
        status(&question, &self.context.evidence)
    }

    fn trusts(&self, signer: &Certificate, pending: &[&Certificate]) -> bool {
        if pending.contains(&signer) {
            // It vouches for itself: only where its CA has left its status to it by name.
            return vouches_for_itself(signer);
        }
        if pending.len() >= MAX_CRL_SIGNER_DEPTH {
            return false;
        }
        let Ok(chain) = self.context.path_to(signer, self.at) else { return false };
        let pending: Vec<_> = pending.iter().copied().chain([signer]).collect();
        chain.anchor() == self.anchor
            && chain.path().windows(2).all(|pair| match pair {
                [certificate, issuer] => self.stands(certificate, issuer, &pending),
                _ => false,
            })
    }

    /// Whether a certificate above or of a CRL signer was not revoked, as far as is published.
    fn stands(
        &self,
        certificate: &Certificate,
        issuer: &Certificate,
        pending: &[&Certificate],
    ) -> bool {
        match self.ask(certificate, issuer, pending) {
            RevocationAnswer::Good { sources } => {
                self.relied_on.borrow_mut().extend(sources);
                true
            }
            RevocationAnswer::Revoked { .. } => false,
            RevocationAnswer::Unknown { rejected } => {
                !self.context.policy.revocation_required
                    && !certificate.names_revocation_source()
                    && !rejected.iter().any(|one| one.why.leaves_doubt())
            }
        }
    }
}

fn vouches_for_itself(signer: &Certificate) -> bool {
    let points = signer.crl_distribution_points().ok().flatten().unwrap_or_default();
    points.iter().any(|point| point.crl_issuer.has_directory_name(signer.subject()))
}
