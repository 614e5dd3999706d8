//! Whether the signer's certificate is revoked, asked before any secret is
//! (TT 15/2025/TT-BKHCN Đ5 k1a and Phụ lục II 1.2), once for a call.

use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use kyso::revocation::RevocationFault;
use kyso::sign::{SignerStatus, signer_status};
use kyso::x509::Certificate;
use kyso::{Cancellation, Evidence, ServiceError};
use kyso_net::{HttpEvidence, Network};

use crate::args::RevocationCheck;
use crate::commands::now;
use crate::error::Failure;
use crate::i18n::{Arg, Message, msg};
use crate::library_words::told;
use crate::service_words;
use crate::trust::Trusted;
use crate::ui::Ui;

/// All questions together, where the call does not say: answers come in under a second, a CRL of
/// 12.7 MB in 10 s at 10 Mbit/s, and somebody waits at the terminal.
const DEADLINE: Duration = Duration::from_secs(15);

/// Who is asked, and what is known already.
pub(crate) struct SignerCheck<'a> {
    pub(crate) mode: RevocationCheck,
    /// Whether the level asked for needs the same answers and says itself what is missing.
    pub(crate) told_later: bool,
    pub(crate) network: &'a Network,
    /// The whole check; without it, [`DEADLINE`].
    pub(crate) timeout: Option<u64>,
    pub(crate) evidence: &'a Evidence,
    pub(crate) trust: &'a Trusted,
    /// Whom the user keeps, read where an issuer is missing otherwise.
    pub(crate) stored: &'a dyn Fn() -> Trusted,
    /// What follows once nothing speaks against the certificate: whoever signs is asked.
    pub(crate) then: &'a dyn Fn(&Certificate) -> Result<(), Failure>,
    pub(crate) ui: &'a Ui,
}

impl SignerCheck<'_> {
    /// Refuses a certificate that is revoked; warns, or refuses where the call says so, when it
    /// cannot be told. `others` may be its issuers.
    pub(crate) fn run(
        &self,
        certificate: &Certificate,
        others: &[Certificate],
    ) -> Result<(), Failure> {
        if self.mode != RevocationCheck::Off {
            self.not_revoked(certificate, others)?;
        }
        (self.then)(certificate)
    }

    fn not_revoked(
        &self,
        certificate: &Certificate,
        others: &[Certificate],
    ) -> Result<(), Failure> {
        match self.status(certificate, others) {
            SignerStatus::Revoked { subject, time, reason } => {
                let reason =
                    reason.map_or_else(|| Arg::from("none"), |reason| told(&reason.name()));
                Err(Failure::key(msg::error_signer_revoked(reason, subject, time)))
            }
            SignerStatus::Unknown { subject, services, errors } => {
                let detail: Message = service_words::evidence(&services, &errors)
                    .unwrap_or_else(msg::fault_issuer_unknown);
                if self.mode == RevocationCheck::Require {
                    return Err(Failure::key(msg::error_signer_unchecked(detail, subject)));
                }
                if !self.told_later {
                    self.ui.warn(&msg::warn_signer_unchecked(detail, subject));
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn status(&self, certificate: &Certificate, others: &[Certificate]) -> SignerStatus {
        let limit = self.timeout.map_or(DEADLINE, Duration::from_secs);
        // Nothing that was kept: the newest is asked for (Phụ lục II 1.2).
        let flag = Cancellation::new();
        let source = HttpEvidence::new(&self.network.cancelled_by(&flag));
        let mut pool = others.to_vec();
        pool.extend_from_slice(&self.evidence.certificates);
        pool.extend_from_slice(&self.trust.intermediates);
        let mut anchors = self.trust.anchors.clone();
        pool.extend_from_slice(anchors.certificates());
        if !leads_to_a_root(certificate, &pool) {
            let stored = (self.stored)();
            pool.extend(stored.intermediates);
            anchors.extend_new(stored.anchors);
        }
        let mut evidence = self.evidence.clone();
        let mut status = within(limit, &flag, || {
            signer_status(certificate, &pool, &anchors, &source, &mut evidence, now())
        });
        if let SignerStatus::Unknown { errors, .. } = &mut status {
            for error in errors {
                if let RevocationFault::Service(fault @ ServiceError::Cancelled { .. }) =
                    &mut error.fault
                {
                    let (service, seconds) = (error.service.clone(), limit.as_secs());
                    *fault = ServiceError::Timeout { service, seconds };
                }
            }
        }
        status
    }
}

/// Whether names alone lead from it to a root within `pool`.
fn leads_to_a_root(certificate: &Certificate, pool: &[Certificate]) -> bool {
    let mut top = certificate;
    for _ in pool {
        if top.is_self_issued() {
            break;
        }
        match pool.iter().find(|one| one.subject().matches(top.issuer())) {
            Some(issuer) => top = issuer,
            None => return false,
        }
    }
    top.is_self_issued()
}

/// Does `work`, with the flag up once `limit` is over.
fn within<T>(limit: Duration, flag: &Cancellation, work: impl FnOnce() -> T) -> T {
    let (done, waiting) = mpsc::channel::<()>();
    let at_the_end = flag.clone();
    let timer = thread::Builder::new().spawn(move || {
        if waiting.recv_timeout(limit) == Err(RecvTimeoutError::Timeout) {
            at_the_end.cancel();
        }
    });
    if timer.is_err() {
        // Without a clock nobody is asked: it might hang.
        flag.cancel();
    }
    let outcome = work();
    drop(done);
    outcome
}
