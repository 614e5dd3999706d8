//! Mints what says that a certificate was valid, and when: CRLs, OCSP responses, time-stamps.

mod cms;
mod crl;
mod moment;
mod ocsp;
mod timestamp;

pub use cms::{EssCertificate, SignedData, certificates_only};
pub use crl::{
    CrlEntry, CrlScope, CrlTemplate, Reason, indirect_distribution_point, reason_flag,
    unknown_critical_extension,
};
pub use moment::Moment;
pub use ocsp::{
    CertStatus, OcspRequest, OcspStatus, OcspTemplate, RequestedCert, ResponderId, SingleResponse,
    cert_id, ocsp_error,
};
pub use timestamp::{FailInfo, TimestampRequest, TokenTemplate, granted, rejected, tst_time};

use crate::der::{self, seq};
use crate::pki::{Key, SigAlg};

/// `SIGNED{ToBeSigned}` with what may follow the signature value.
fn signed(tbs: Vec<u8>, key: &Key, algorithm: Option<SigAlg>, wrong: bool) -> Vec<Vec<u8>> {
    let algorithm = algorithm.unwrap_or(key.kind().default_algorithm());
    let signature = der::bits(&signature(&tbs, key, algorithm, wrong));
    vec![tbs, algorithm.algorithm_identifier(), signature]
}

/// A signature value, altered in its last bit when it shall be wrong.
fn signature(message: &[u8], key: &Key, algorithm: SigAlg, wrong: bool) -> Vec<u8> {
    let mut value = key.sign(algorithm, message);
    if wrong && let Some(last) = value.last_mut() {
        *last ^= 1;
    }
    value
}

/// GeneralNames with one directoryName.
fn directory_names(name_der: &[u8]) -> Vec<u8> {
    seq(&[der::explicit(4, name_der)])
}
