//! What a signature in a PDF says of itself, put into the report before any verdict.

use super::super::describe;
use super::super::integrity::Read;
use super::discover::Found;
use crate::pdf::ByteRangeProof;
use crate::report::{Coverage, SignatureReport, SigningTime};
use crate::timestamp::{TimestampToken, TokenChecked};

/// A signature of which only its dictionary is known.
pub(super) fn found(found: &Found) -> SignatureReport {
    let value = &found.value;
    SignatureReport {
        signing_time: SigningTime { claimed: value.m, proven: None },
        reason: value.reason.clone(),
        location: value.location.clone(),
        contact: value.contact_info.clone(),
        ..describe::unknown(&value.field, found.kind, found.level)
    }
}

/// A signature whose CMS was read.
pub(super) fn signature(of: &Found, read: &Read) -> SignatureReport {
    let in_cms = read.attributes.signing_time().ok().flatten();
    SignatureReport {
        signer: Some(describe::signer(&read.certificate)),
        signing_time: SigningTime { claimed: in_cms.or(of.value.m), proven: None },
        digest_algorithm: Some(read.digest_algorithm.name().to_owned()),
        signature_algorithm: Some(read.signature_algorithm.name()),
        ..found(of)
    }
}

/// A document time-stamp; who made it is known once the token was checked.
pub(super) fn timestamp(
    of: &Found,
    token: &TimestampToken,
    checked: Option<&TokenChecked>,
) -> SignatureReport {
    let digest = token.info().imprint.digest.clone().ok();
    SignatureReport {
        signer: checked.map(|checked| describe::signer(checked.certificate())),
        signing_time: SigningTime { claimed: Some(token.info().gen_time), proven: None },
        digest_algorithm: digest.map(|digest| digest.name().to_owned()),
        signature_algorithm: checked.map(|checked| checked.signature_algorithm().name()),
        ..found(of)
    }
}

/// How much of the file the range covers.
pub(super) fn coverage(proof: Option<&ByteRangeProof>) -> Coverage {
    match proof {
        Some(proof) if proof.covers_whole_file() => Coverage::WholeFile,
        Some(_) => Coverage::WholeRevision,
        None => Coverage::Partial,
    }
}
