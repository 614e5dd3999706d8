//! Whether a certificate may sign now, to be asked before a PIN is.

use kyso::revocation::RevocationSource;
use kyso::sign::{SignerStatus, check_signer, signer_status};
use kyso::{Evidence, ServiceError, TrustAnchors, UnreachableCause};

use crate::call::{bytes, call, optional, time};
use crate::cancellation::{kyso_cancellation, settle};
use crate::certificate;
use crate::code::{KYSO_CERTIFICATE_REVOKED, KYSO_EVIDENCE_MISSING};
use crate::error::{Fault, kyso_error};
use crate::evidence::kyso_evidence;
use crate::trust::kyso_trust;
use crate::tsa::kyso_revocation;

/// Whether the first of `certificates` (PEM, DER or PKCS#7) may sign documents at `now`, in seconds
/// since 1970, as TT 15/2025/TT-BKHCN Đ5 wants it asked before signing; the others may be its
/// issuers. `trust` may bring more of them, and where their path ends; `evidence` and `revocation`
/// say what is known of revocations. These three and `cancellation` may be NULL.
///
/// KYSO_OK: nothing speaks against it, which is no verdict on a signature. Else
/// KYSO_CERTIFICATE_EXPIRED, KYSO_CERTIFICATE_NOT_YET_VALID, KYSO_USAGE_FORBIDDEN,
/// KYSO_CERTIFICATE_REVOKED for one of the path, or KYSO_EVIDENCE_MISSING where one of them names a
/// CRL or an OCSP responder and nobody says whether it is revoked: whether to sign then is the
/// caller's to decide, and the signer's to be warned of.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_signer_check(
    certificates: *const u8,
    certificates_len: usize,
    trust: *const kyso_trust,
    evidence: *const kyso_evidence,
    revocation: *const kyso_revocation,
    now: i64,
    cancellation: *const kyso_cancellation,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_signer_check", error, || {
            let file = bytes(certificates, certificates_len, "certificates")?;
            let (now, all) = (time(now, "now")?, certificate::read(file)?);
            let signer = certificate::first(&all)?;
            check_signer(signer, now)?;
            let nobody = TrustAnchors::new();
            let anchors = optional(trust).map_or(&nobody, |trust| &trust.anchors);
            let mut known =
                optional(evidence).map_or_else(Evidence::new, |bag| bag.evidence.clone());
            let flag = optional(cancellation).map(|cancellation| &cancellation.flag);
            let source = optional(revocation).map(|revocation| revocation.source.under(flag));
            let source = source.as_deref().unwrap_or(&Nobody);
            let status = signer_status(signer, &all, anchors, source, &mut known, now);
            match settle(Ok::<_, Fault>(status), flag)? {
                SignerStatus::Revoked { subject, time, reason } => {
                    let reason = reason.map_or(String::new(), |reason| format!(" ({reason})"));
                    let text =
                        format!("the certificate of {subject} was revoked at {time}{reason}");
                    Err(Fault::new(KYSO_CERTIFICATE_REVOKED, text))
                }
                SignerStatus::Unknown { subject, errors, .. } => {
                    let why = errors.first().map(|error| format!(": {error}")).unwrap_or_default();
                    let text = format!(
                        "whether the certificate of {subject} is revoked is not known{why}"
                    );
                    Err(Fault::new(KYSO_EVIDENCE_MISSING, text))
                }
                _ => Ok(()),
            }
        })
    }
}

/// Knows nothing.
#[derive(Debug)]
struct Nobody;

impl Nobody {
    fn silent<T>(url: &str) -> Result<T, ServiceError> {
        let cause = UnreachableCause::Offline;
        Err(ServiceError::Unreachable { service: url.to_owned(), cause })
    }
}

impl RevocationSource for Nobody {
    fn ocsp(&self, url: &str, _: &[u8]) -> Result<Vec<u8>, ServiceError> {
        Self::silent(url)
    }

    fn crl(&self, url: &str) -> Result<Vec<u8>, ServiceError> {
        Self::silent(url)
    }

    fn certificates(&self, url: &str) -> Result<Vec<u8>, ServiceError> {
        Self::silent(url)
    }
}
