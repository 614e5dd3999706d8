//! Whether a CRL signed by another key than the issuer's may be relied on (RFC 5280 §6.3.3 f): its
//! signer's own path leads to the same anchor, and nobody on it was revoked.

use super::context::Context;
use crate::limits::MAX_CRL_SIGNER_DEPTH;
use crate::revocation::{Question, RevocationAnswer, status};
use crate::time::Time;
use crate::x509::Certificate;

/// One question about revocation, and the CRL signers whose own status is being asked on the way.
pub(super) struct Asking<'c, 'a> {
    pub(super) context: &'c Context<'a>,
    /// Where the path of the certificate asked about ends.
    pub(super) anchor: Option<&'c Certificate>,
    pub(super) at: Time,
}

impl Asking<'_, '_> {
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
        question.pool = &self.context.pool;
        question.trusted = &trusted;
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
            RevocationAnswer::Good { .. } => true,
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
