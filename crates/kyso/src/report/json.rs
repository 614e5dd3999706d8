//! The report as JSON, schema 1 of the outer contract: fields may be added, none is renamed.

use serde_json::{Value, json};

use super::{Report, SignatureReport};
use crate::pdf::{AllowedChanges, FieldLock};

/// The number of the schema written here.
const SCHEMA: u32 = 1;

pub(super) fn report(report: &Report, file: &str) -> Value {
    json!({
        "schema": SCHEMA,
        "kyso": env!("CARGO_PKG_VERSION"),
        "file": file,
        "format": report.format,
        "validated_at": report.validated_at,
        "policy": report.policy,
        "conclusion": report.conclusion.name(),
        "revisions": report.revisions,
        "encryption": report.encryption,
        "pdf_a": report.pdf_a,
        "signatures": report.signatures.iter().map(signature).collect::<Vec<_>>(),
        "findings": report.findings,
    })
}

fn signature(signature: &SignatureReport) -> Value {
    json!({
        "id": signature.id,
        "file": signature.file,
        "kind": signature.kind,
        "level": signature.level,
        "conclusion": signature.conclusion.name(),
        "sub_indication": signature.conclusion.sub_indication(),
        "integrity": signature.integrity,
        "coverage": signature.coverage,
        "revision": signature.revision,
        "modification": signature.modification,
        "signer": signature.signer,
        "signing_time": signature.signing_time,
        "digest_algorithm": signature.digest_algorithm,
        "signature_algorithm": signature.signature_algorithm,
        "trust_anchor": signature.trust_anchor,
        "trust_domain": signature.trust_domain,
        "revocation": signature.revocation,
        "reason": signature.reason,
        "location": signature.location,
        "contact": signature.contact,
        "permits": signature.permits.map(AllowedChanges::name),
        "locks": signature.locks.iter().map(lock).collect::<Vec<_>>(),
        "role": signature.role,
        "roles": signature.roles,
        "commitment": signature.commitment,
        "covers": signature.covers,
        "changes": signature.changes,
        "changes_omitted": signature.changes_omitted,
        "place": signature.place,
        "timestamps": signature.timestamps,
        "findings": signature.findings,
    })
}

fn lock(lock: &FieldLock) -> Value {
    json!({ "action": lock.action(), "fields": lock.fields() })
}
