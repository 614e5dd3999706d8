//! Signature fields as JSON, for `kyso fields --json` and the C ABI.

use serde_json::{Value, json};

use super::seed_value::SeedValues;
use super::signature::{SignatureKind, SignatureValue};
use super::signature_field::SignatureField;
use super::transform::{AllowedChanges, FieldLock, SignatureLock};
use crate::cms::SignedData;
use crate::x509::Certificate;

/// Points to a millimetre.
const POINTS_PER_MM: f32 = 72.0 / 25.4;

/// One entry of seed values, for people.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SeedEntry {
    /// Its name in the file, such as `Reasons` or `Cert/Issuer`.
    pub entry: &'static str,
    /// What it asks for; of several any one.
    pub values: Vec<String>,
    /// Whether nothing else will do.
    pub required: bool,
}

impl SignatureField {
    /// Whom the certificate in the signature names; nothing of that is proved. `None` where the
    /// field is empty or its signature cannot be read.
    #[must_use]
    pub fn signer(&self) -> Option<String> {
        let cms = SignedData::parse(&self.signature.as_ref()?.contents).ok()?;
        let candidates = cms.signers.first()?.candidates(&cms.certificates);
        let subject = candidates.first()?.subject();
        Some(subject.common_name().map_or_else(|| subject.to_string(), str::to_owned))
    }

    /// What stands in the field: `signature`, `certification` or `document-timestamp`; `None`
    /// where it is empty.
    #[must_use]
    pub fn signature_kind(&self) -> Option<&'static str> {
        let value = self.signature.as_ref()?;
        Some(match (value.kind, value.doc_mdp()) {
            (SignatureKind::DocTimeStamp, _) => "document-timestamp",
            (_, Some(_)) => "certification",
            _ => "signature",
        })
    }

    /// Its rectangle in millimetres, to a tenth.
    #[must_use]
    pub fn rect_mm(&self) -> Option<[f64; 4]> {
        let mm = |side: f32| (f64::from(side / POINTS_PER_MM) * 10.0).round() / 10.0;
        self.rect.map(|rect| rect.map(mm))
    }

    /// The field as JSON: schema 1 of `kyso fields`, to which fields may be added.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let signed = self.signature.as_ref().map(|value| signed(self, value));
        json!({
            "name": self.name,
            "page": self.page,
            "rect": self.rect,
            "rect_mm": self.rect_mm(),
            "signed": signed,
            "lock": self.lock.as_ref().map(lock),
            "locked_by": self.locked_by,
            "seed": self.seed.entries().iter().map(seed).collect::<Vec<_>>(),
        })
    }
}

fn signed(field: &SignatureField, value: &SignatureValue) -> Value {
    json!({
        "kind": field.signature_kind(),
        "by": field.signer(),
        "claimed_time": value.m,
        "permits": value.permitted().map(|number| AllowedChanges::of_number(number).name()),
        "locks": value.field_locks().iter().map(fields).collect::<Vec<_>>(),
    })
}

fn fields(lock: &FieldLock) -> Value {
    json!({ "action": lock.action(), "fields": lock.fields() })
}

fn lock(lock: &SignatureLock) -> Value {
    json!({
        "action": lock.fields.action(),
        "fields": lock.fields.fields(),
        "changes": lock.changes.map(AllowedChanges::name),
    })
}

fn seed(entry: &SeedEntry) -> Value {
    json!({ "entry": entry.entry, "values": entry.values, "required": entry.required })
}

impl SeedValues {
    /// The entries that ask for something.
    #[must_use]
    pub fn entries(&self) -> Vec<SeedEntry> {
        let mut all = Vec::new();
        let mut put = |entry, values: Vec<String>, required| {
            all.push(SeedEntry { entry, values, required });
        };
        for (entry, one) in [("Filter", &self.filter), ("AppearanceFilter", &self.appearance)] {
            if let Some(one) = one {
                put(entry, vec![one.value.clone()], one.required);
            }
        }
        let certificate = &self.certificate;
        for (entry, list) in [
            ("SubFilter", &self.sub_filters),
            ("DigestMethod", &self.digests),
            ("Reasons", &self.reasons),
            ("LegalAttestation", &self.legal_attestations),
            ("Cert/KeyUsage", &certificate.key_usages),
            ("Cert/OID", &certificate.policies),
        ] {
            if let Some(list) = list {
                put(entry, list.value.clone(), list.required);
            }
        }
        for (entry, list) in
            [("Cert/Subject", &certificate.subjects), ("Cert/Issuer", &certificate.issuers)]
        {
            if let Some(list) = list {
                put(entry, list.value.iter().map(|der| holder(der)).collect(), list.required);
            }
        }
        if let Some(names) = &certificate.subject_names {
            put(
                "Cert/SubjectDN",
                names.value.iter().map(|name| written(name)).collect(),
                names.required,
            );
        }
        if let Some(version) = &self.version {
            put("V", vec![version.value.to_string()], version.required);
        }
        if let Some(data) = &self.revocation_data {
            put("AddRevInfo", vec![data.value.to_string()], data.required);
        }
        if let Some(lock) = &self.lock_document {
            let value = lock.value.map_or_else(|| "auto".to_owned(), |lock| lock.to_string());
            put("LockDocument", vec![value], lock.required);
        }
        if let Some(wanted) = self.certification {
            put("MDP", vec![wanted.map_or(0, AllowedChanges::number).to_string()], true);
        }
        if let Some(stamp) = &self.timestamp {
            put("TimeStamp", vec![stamp.value.clone()], stamp.required);
        }
        if let Some(url) = &certificate.url {
            put("Cert/URL", vec![url.clone()], false);
        }
        if !self.unreadable.is_empty() {
            put("unreadable", self.unreadable.clone(), true);
        }
        all
    }
}

/// Whom a certificate names.
fn holder(der: &[u8]) -> String {
    Certificate::from_der(der).map_or_else(|_| "?".to_owned(), |one| one.subject().to_string())
}

/// A name of seed values: `CN=…, O=…`.
pub(crate) fn written(name: &[(String, String)]) -> String {
    let pairs = name.iter().map(|(key, value)| format!("{key}={value}"));
    pairs.collect::<Vec<_>>().join(", ")
}
