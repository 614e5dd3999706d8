//! What a signature in a PDF says of itself, put into the report before any verdict.

use super::super::describe;
use super::super::integrity::Read;
use super::discover::Found;
use crate::crypto;
use crate::pdf::{AllowedChanges, ByteRangeProof};
use crate::report::{Coverage, Material, SignatureReport, SigningTime};
use crate::role;
use crate::timestamp::{TimestampToken, TokenChecked};

/// A signature of which only its dictionary is known.
pub(super) fn found(found: &Found) -> SignatureReport {
    let value = &found.value;
    SignatureReport {
        signing_time: SigningTime { claimed: value.m, proven: None },
        reason: value.reason.clone(),
        location: value.location.clone(),
        contact: value.contact_info.clone(),
        permits: value.permitted().map(AllowedChanges::of_number),
        locks: value.field_locks(),
        material: Material { sub_filter: value.sub_filter.clone(), ..Material::default() },
        ..describe::unknown(&value.field, found.kind, found.level)
    }
}

/// A signature whose CMS was read.
pub(super) fn signature(of: &Found, read: &Read) -> SignatureReport {
    let in_cms = read.attributes.signing_time().ok().flatten();
    let (role, roles) = role::claimed(&read.attributes);
    let report = found(of);
    SignatureReport {
        signer: Some(describe::signer(&read.certificate)),
        signing_time: SigningTime { claimed: in_cms.or(of.value.m), proven: None },
        digest_algorithm: Some(read.digest_algorithm.name().to_owned()),
        signature_algorithm: Some(read.signature_algorithm.name()),
        role,
        roles,
        material: Material {
            value: read.signature.clone(),
            to_be_signed: Some(crypto::digest(
                read.digest_algorithm,
                read.attributes.to_be_signed(),
            )),
            ..report.material
        },
        ..report
    }
}

/// A document time-stamp; who made it is known once the token was checked.
pub(super) fn timestamp(
    of: &Found,
    token: &TimestampToken,
    checked: Option<&TokenChecked>,
) -> SignatureReport {
    let digest = token.info().imprint.digest.clone().ok();
    let value = token.signed_data().signers.first().map(|signer| signer.signature.clone());
    let report = found(of);
    SignatureReport {
        signer: checked.map(|checked| describe::signer(checked.certificate())),
        signing_time: SigningTime { claimed: Some(token.info().gen_time), proven: None },
        digest_algorithm: digest.map(|digest| digest.name().to_owned()),
        signature_algorithm: checked.map(|checked| checked.signature_algorithm().name()),
        material: Material {
            value: value.unwrap_or_default(),
            token: Some(token.der().to_vec()),
            ..report.material
        },
        ..report
    }
}

/// Offset and length of what is covered, twice.
pub(super) fn byte_range(proof: &ByteRangeProof) -> [u64; 4] {
    let [first, second] = proof.ranges();
    let length = |range: &std::ops::Range<u64>| range.end.saturating_sub(range.start);
    [first.start, length(&first), second.start, length(&second)]
}

/// How much of the file the range covers.
pub(super) fn coverage(proof: Option<&ByteRangeProof>) -> Coverage {
    match proof {
        Some(proof) if proof.covers_whole_file() => Coverage::WholeFile,
        Some(_) => Coverage::WholeRevision,
        None => Coverage::Partial,
    }
}
