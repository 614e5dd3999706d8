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
    relied: RefCell<Vec<Source>>,
}

impl<'c, 'a> Asking<'c, 'a> {
    pub(super) fn new(context: &'c Context<'a>, anchor: Option<&'c Certificate>, at: Time) -> Self {
        Self { context, anchor, at, relied: RefCell::default() }
    }

    /// What the evidence says of `certificate`.
    pub(super) fn answer(
        &self,
        certificate: &Certificate,
        issuer: &Certificate,
        freshness: Freshness,
    ) -> RevocationAnswer {
        self.ask(certificate, issuer, freshness, &[])
    }

    /// What was relied on about CRL signers and those above them.
    pub(super) fn relied(self) -> Vec<Source> {
        self.relied.into_inner()
    }

    /// Recursion is bounded by [`MAX_CRL_SIGNER_DEPTH`], the length of `pending`.
    fn ask(
        &self,
        certificate: &Certificate,
        issuer: &Certificate,
        freshness: Freshness,
        pending: &[&Certificate],
    ) -> RevocationAnswer {
        let trusted = |signer: &Certificate| self.trusts(signer, freshness, pending);
        let mut question = Question::new(certificate, issuer, self.at, self.context.now);
        question.freshness = freshness;
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

    fn trusts(&self, signer: &Certificate, freshness: Freshness, pending: &[&Certificate]) -> bool {
        if pending.contains(&signer) {
            // It vouches for itself: only where its CA has left its status to it by name.
            return vouches_for_itself(signer);
        }
        if pending.len() >= MAX_CRL_SIGNER_DEPTH {
            return false;
        }
        let Ok(chain) = self.context.path_to(signer, self.at) else { return false };
        let pending: Vec<_> = pending.iter().copied().chain([signer]).collect();
        let freshness = freshness.of_authorities();
        chain.anchor() == self.anchor
            && chain.path().windows(2).all(|pair| match pair {
                [certificate, issuer] => self.stands(certificate, issuer, freshness, &pending),
                _ => false,
            })
    }

    /// Whether a certificate above or of a CRL signer was not revoked, as far as is published.
    fn stands(
        &self,
        certificate: &Certificate,
        issuer: &Certificate,
        freshness: Freshness,
        pending: &[&Certificate],
    ) -> bool {
        match self.ask(certificate, issuer, freshness, pending) {
            RevocationAnswer::Good { sources } => {
                self.relied.borrow_mut().extend(sources);
                true
            }
            RevocationAnswer::Revoked { .. } => false,
            RevocationAnswer::Unknown { .. } => {
                !self.context.policy.revocation_required && !certificate.names_revocation_source()
            }
        }
    }
}

fn vouches_for_itself(signer: &Certificate) -> bool {
    let points = signer.crl_distribution_points().ok().flatten().unwrap_or_default();
    points.iter().any(|point| point.crl_issuer.has_directory_name(signer.subject()))
}
