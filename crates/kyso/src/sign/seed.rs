//! What the field asks of its signature (seed values, ISO 32000-2 §12.7.5.5): followed where the
//! caller said nothing, and where it is required, met or refused.

use super::SignError;
use super::builder::{Request, Signer, SubFilter};
use crate::algorithm::DigestAlgorithm;
use crate::pdf::{self, CertificateSeed, SeedValues, digest_name};
use crate::x509::{Certificate, Name};

/// The signature handler that signatures made here name.
pub(super) const FILTER: &str = "Adobe.PPKLite";

/// The newest version of seed values that is known here: that of PDF 2.0.
const VERSION: i64 = 3;

/// Puts into the request what the field asks for; gives the names of the entries that decided
/// something.
pub(super) fn follow(
    seed: &SeedValues,
    field: &str,
    request: &mut Request<'_>,
    signed_before: bool,
) -> Result<Vec<&'static str>, SignError> {
    if let Some(entry) = seed.unreadable.first() {
        let (field, entry) = (field.to_owned(), entry.clone());
        return Err(SignError::SeedUnreadable { field, entry });
    }
    let refuse = |entry, wanted: &str| Err(refused(field, entry, wanted));
    if let Some(filter) = seed.filter.as_ref().filter(|one| one.required && one.value != FILTER) {
        return refuse("Filter", &filter.value);
    }
    if let Some(version) = seed.version.as_ref().filter(|one| one.required && one.value > VERSION) {
        return refuse("V", &version.value.to_string());
    }
    if let Some(look) = seed.appearance.as_ref().filter(|look| look.required) {
        return refuse("AppearanceFilter", &look.value);
    }
    if let Some(legal) = seed.legal_attestations.as_ref().filter(|legal| legal.required) {
        return refuse("LegalAttestation", &legal.value.join("; "));
    }
    let mut decided = Vec::new();
    sub_filter(seed, field, request, &mut decided)?;
    reason(seed, field, request, &mut decided)?;
    match (seed.certification, request.certify) {
        (None, _) | (Some(None), None) => {}
        (Some(wanted), Some(asked)) if wanted == Some(asked) => {}
        (Some(Some(wanted)), None) if !signed_before => {
            request.certify = Some(wanted);
            decided.push("MDP");
        }
        (Some(wanted), _) => {
            let wanted = wanted.map_or(0, |wanted| wanted.number());
            return refuse("MDP", &format!("P = {wanted}"));
        }
    }
    if let Some(stamp) = seed.timestamp.as_ref().filter(|stamp| stamp.required)
        && request.level.tsa().is_none()
    {
        return refuse("TimeStamp", &stamp.value);
    }
    if let Some(wanted) = seed.revocation_data.as_ref().filter(|wanted| wanted.required)
        && wanted.value != request.level.source().is_some()
    {
        return refuse("AddRevInfo", if wanted.value { "true" } else { "false" });
    }
    Ok(decided)
}

/// The first form of the list that is known here is the one to use.
fn sub_filter(
    seed: &SeedValues,
    field: &str,
    request: &mut Request<'_>,
    decided: &mut Vec<&'static str>,
) -> Result<(), SignError> {
    let Some(wanted) = &seed.sub_filters else { return Ok(()) };
    let known = [SubFilter::EtsiCadesDetached, SubFilter::AdbePkcs7Detached];
    let named = |name: &String| known.into_iter().find(|known| known.name() == name);
    let first = wanted.value.iter().find_map(named);
    match (first, request.sub_filter) {
        (Some(first), None) => {
            request.sub_filter = Some(first);
            if first != SubFilter::default() {
                decided.push("SubFilter");
            }
        }
        (first, asked) if wanted.required && (first.is_none() || first != asked) => {
            return Err(refused(field, "SubFilter", &wanted.value.join(", ")));
        }
        _ => {}
    }
    Ok(())
}

fn reason(
    seed: &SeedValues,
    field: &str,
    request: &mut Request<'_>,
    decided: &mut Vec<&'static str>,
) -> Result<(), SignError> {
    let Some(wanted) = &seed.reasons else { return Ok(()) };
    let none = wanted.value.is_empty() || wanted.value == ["."];
    match (&request.reason, wanted.value.as_slice()) {
        (None, _) if none => {}
        // With several it is the signer's to say which.
        (None, [only]) => {
            request.reason = Some(only.clone());
            decided.push("Reasons");
        }
        (Some(reason), listed) if !none && listed.contains(reason) => {}
        _ if wanted.required && none => return Err(refused(field, "Reasons", "-")),
        _ if wanted.required => {
            return Err(refused(field, "Reasons", &wanted.value.join("; ")));
        }
        _ => {}
    }
    Ok(())
}

/// Whether the field takes a hash. An optional list takes what it does not name too.
pub(super) fn takes_digest(seed: &SeedValues, digest: DigestAlgorithm) -> bool {
    let plain = |name: &str| name.replace('-', "").to_ascii_uppercase();
    seed.digests.as_ref().is_none_or(|wanted| {
        let name = digest_name(digest).map(plain);
        wanted.value.iter().any(|one| Some(plain(one)) == name)
    })
}

/// Whether the signer and the hash are such as the field requires.
pub(super) fn check_signer(
    seed: &SeedValues,
    field: &str,
    signer: &Signer,
) -> Result<(), SignError> {
    if let Some(wanted) = seed.digests.as_ref().filter(|wanted| wanted.required)
        && !takes_digest(seed, signer.algorithm.digest())
    {
        return Err(refused(field, "DigestMethod", &wanted.value.join(", ")));
    }
    let (certificate, above) = signer.chain.split_first().ok_or(SignError::NoCertificate)?;
    check_certificate(&seed.certificate, certificate, above)
        .map_err(|(entry, wanted)| refused(field, entry, &wanted))
}

/// The entry that is not met, and what it asks for.
type Unmet = (&'static str, String);

fn check_certificate(
    seed: &CertificateSeed,
    certificate: &Certificate,
    above: &[Certificate],
) -> Result<(), Unmet> {
    if let Some(wanted) = seed.subjects.as_ref().filter(|wanted| wanted.required)
        && !wanted.value.iter().any(|der| der == certificate.der())
    {
        return Err(("Cert/Subject", holders(&wanted.value)));
    }
    if let Some(wanted) = seed.issuers.as_ref().filter(|wanted| wanted.required)
        && !is_under(certificate, above, &wanted.value)
    {
        return Err(("Cert/Issuer", holders(&wanted.value)));
    }
    if let Some(wanted) = seed.subject_names.as_ref().filter(|wanted| wanted.required)
        && !wanted.value.iter().any(|name| has_all(certificate.subject(), name))
    {
        let names: Vec<String> = wanted.value.iter().map(|name| pdf::written(name)).collect();
        return Err(("Cert/SubjectDN", names.join("; ")));
    }
    if let Some(wanted) = seed.key_usages.as_ref().filter(|wanted| wanted.required)
        && !wanted.value.iter().any(|pattern| usage_fits(certificate, pattern))
    {
        return Err(("Cert/KeyUsage", wanted.value.join(", ")));
    }
    if let Some(wanted) = seed.policies.as_ref().filter(|wanted| wanted.required) {
        let policies = certificate.certificate_policies().ok().flatten().unwrap_or_default();
        let has = |oid: &String| policies.iter().any(|policy| policy.to_string() == *oid);
        if !wanted.value.iter().all(has) {
            return Err(("Cert/OID", wanted.value.join(", ")));
        }
    }
    Ok(())
}

/// Whom certificates name, for who reads the refusal.
fn holders(certificates: &[Vec<u8>]) -> String {
    let holder = |der: &Vec<u8>| Certificate::from_der(der).ok().map(|c| c.subject().to_string());
    certificates.iter().take(10).filter_map(holder).collect::<Vec<_>>().join("; ")
}

/// Whether one of `issuers` stands above the certificate: it signed it, or one of those between.
fn is_under(certificate: &Certificate, above: &[Certificate], issuers: &[Vec<u8>]) -> bool {
    let issuers: Vec<Certificate> =
        issuers.iter().filter_map(|der| Certificate::from_der(der).ok()).collect();
    let signed = |below: &Certificate, issuer: &Certificate| {
        below.issuer().matches(issuer.subject()) && below.verify_signed_by(issuer).is_ok()
    };
    let mut current = certificate;
    // No path through the chain is longer than the chain.
    for _ in 0..=above.len() {
        if issuers.iter().any(|issuer| signed(current, issuer)) {
            return true;
        }
        match above.iter().find(|next| *next != current && signed(current, next)) {
            Some(next) => current = next,
            None => return false,
        }
    }
    false
}

/// Whether a subject has all these attributes, their types by name or number.
fn has_all(subject: &Name, wanted: &[(String, String)]) -> bool {
    let has = |(kind, value): &(String, String)| {
        subject.rdns().iter().flatten().any(|attribute| {
            let names = [attribute.oid.to_string(), attribute.label().unwrap_or_default().into()];
            names.iter().any(|name| name.eq_ignore_ascii_case(kind))
                && attribute.text.as_ref() == Some(value)
        })
    };
    !wanted.is_empty() && wanted.iter().all(has)
}

/// Whether the key usage is as a pattern says: of the nine bits each `1`, `0` or `X` for either;
/// those left out may be either.
fn usage_fits(certificate: &Certificate, pattern: &str) -> bool {
    const BITS: [&str; 9] = [
        "digitalSignature",
        "nonRepudiation",
        "keyEncipherment",
        "dataEncipherment",
        "keyAgreement",
        "keyCertSign",
        "cRLSign",
        "encipherOnly",
        "decipherOnly",
    ];
    let names = match certificate.key_usage() {
        Ok(usage) => usage.map(|usage| usage.names()).unwrap_or_default(),
        Err(_) => return false,
    };
    pattern.len() <= BITS.len()
        && pattern.bytes().zip(BITS).all(|(wanted, bit)| match wanted {
            b'1' => names.contains(&bit),
            b'0' => !names.contains(&bit),
            b'X' | b'x' => true,
            _ => false,
        })
}

pub(super) fn refused(field: &str, entry: &'static str, wanted: &str) -> SignError {
    SignError::SeedValue { field: field.to_owned(), entry, wanted: wanted.to_owned() }
}
