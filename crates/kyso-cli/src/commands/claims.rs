//! What `sign` and `prepare` have in common: the algorithm, and what the signature claims.

use std::ops::RangeInclusive;
use std::path::PathBuf;

use kyso::crypto::{KeyKind, PrivateKeyFault};
use kyso::key::KeyError;
use kyso::x509::Certificate;
use kyso::{DigestAlgorithm, SignatureAlgorithm};
use serde_json::{Value, json};

use super::now;
use crate::args::{AlgorithmArgs, ClaimArgs, Scheme};
use crate::error::Failure;
use crate::i18n::msg;
use crate::ui::Ui;

/// `--new-field NAME` without the equals sign makes a document of the name: said where there is
/// no such file.
pub(super) fn no_name_apart(claims: &ClaimArgs, inputs: &[PathBuf]) -> Result<(), Failure> {
    let is_name =
        |path: &&PathBuf| path.as_os_str() != "-" && path.extension().is_none() && !path.exists();
    match (&claims.new_field, inputs.iter().find(is_name)) {
        (Some(None), Some(name)) => {
            Err(Failure::usage(msg::call_new_field_apart(name.display().to_string())))
        }
        _ => Ok(()),
    }
}

/// The algorithm to sign with: the first of those the key offers, preferred first, that is as
/// the options ask.
pub(super) fn choose(
    offered: &[SignatureAlgorithm],
    args: &AlgorithmArgs,
) -> Result<SignatureAlgorithm, Failure> {
    let digest = args.digest.map(DigestAlgorithm::from);
    let fits = |algorithm: &&SignatureAlgorithm| {
        let scheme = match (args.scheme, algorithm) {
            (None, _) => true,
            (Some(Scheme::Pkcs1), SignatureAlgorithm::RsaPkcs1(_)) => true,
            (Some(Scheme::Pss), SignatureAlgorithm::RsaPss { .. }) => true,
            (Some(_), _) => false,
        };
        scheme && digest.is_none_or(|digest| algorithm.digest() == digest)
    };
    offered.iter().find(fits).copied().ok_or_else(|| {
        let names: Vec<String> = offered.iter().map(|algorithm| algorithm.name()).collect();
        Failure::usage(msg::call_algorithm_not_offered(names.join(", ")))
    })
}

/// The RSA keys that sign, wherever they are: the same as for a key at hand.
const RSA_BITS: RangeInclusive<usize> = 2048..=8192;

/// What a key elsewhere may sign with, known by its certificate only; the usual one first.
pub(crate) fn algorithms_for(
    certificate: &Certificate,
    file: &str,
) -> Result<Vec<SignatureAlgorithm>, Failure> {
    use DigestAlgorithm::{Sha256, Sha384, Sha512};
    let kind =
        certificate.key_kind().map_err(|fault| Failure::core(KeyError::from(fault), file))?;
    Ok(match kind {
        KeyKind::Rsa { bits } if !RSA_BITS.contains(&bits) => {
            return Err(Failure::core(KeyError::from(PrivateKeyFault::RsaSize { bits }), file));
        }
        KeyKind::Rsa { .. } => [SignatureAlgorithm::RsaPkcs1, SignatureAlgorithm::rsa_pss]
            .into_iter()
            .flat_map(|scheme: fn(DigestAlgorithm) -> _| [Sha256, Sha384, Sha512].map(scheme))
            .collect(),
        // The hash as long as the curve, as a key at hand offers it.
        KeyKind::P256 => vec![SignatureAlgorithm::Ecdsa(Sha256)],
        KeyKind::P384 => vec![SignatureAlgorithm::Ecdsa(Sha384)],
        KeyKind::P521 => vec![SignatureAlgorithm::Ecdsa(Sha512)],
        KeyKind::Ed25519 => vec![SignatureAlgorithm::Ed25519],
        other => return Err(Failure::key(msg::error_key_kind(file, other.to_string()))),
    })
}

/// Says what `--allow-expired` let through; without it, signing refuses.
pub(super) fn warn_about_validity(certificate: &Certificate, claims: &ClaimArgs, ui: &Ui) {
    if !claims.allow_expired {
        return;
    }
    let now = now();
    if certificate.not_after() < now {
        ui.warn(&msg::warn_expired(holder(certificate), certificate.not_after()));
    } else if certificate.not_before() > now {
        ui.warn(&msg::warn_not_yet_valid(holder(certificate), certificate.not_before()));
    }
}

/// Puts the claims of the call into a signature builder; `sign` and `prepare` have one each.
macro_rules! with_claims {
    ($builder:expr, $claims:expr, $xml:expr) => {{
        let xml: &$crate::args::XmlArgs = $xml;
        let mut builder = with_claims!($builder, $claims);
        if let Some(path) = &xml.element {
            builder = builder.part(::kyso::XmlPart::Element(path.clone()));
        }
        if let Some(path) = &xml.inside {
            builder = builder.inside(path.clone());
        }
        if xml.last {
            builder = builder.last();
        }
        if xml.form == Some($crate::args::FormName::Xmldsig) {
            builder = builder.form(::kyso::XmlForm::XmlDsig);
        }
        for role in &xml.claimed_role {
            builder = builder.claimed_role(role);
        }
        if let Some(id) = &xml.signature_id {
            builder = builder.signature_id(id);
        }
        if let Some(name) = &xml.profile {
            if let Some(profile) = $crate::profiles::load_to_sign(name)? {
                builder = builder.profile(profile);
            }
        }
        builder
    }};
    ($builder:expr, $claims:expr) => {{
        let claims: &$crate::args::ClaimArgs = $claims;
        let mut builder = $builder;
        if let Some(text) = &claims.reason {
            builder = builder.reason(text);
        }
        if let Some(text) = &claims.location {
            builder = builder.location(text);
        }
        if let Some(text) = &claims.contact {
            builder = builder.contact(text);
        }
        if let Some(name) = &claims.field {
            builder = builder.field(name);
        }
        if let Some(name) = &claims.new_field {
            builder = builder.new_field(name.clone());
        }
        if let Some(changes) = claims.certify {
            builder = builder.certify(changes.into());
        }
        if let Some(lock) = claims.lock.lock() {
            builder = builder.lock(lock);
        }
        for one in &claims.fill {
            builder = builder.fill(&one.name, &one.text);
        }
        if let Some(name) = claims.subfilter {
            builder = builder.sub_filter(match name {
                $crate::args::SubFilterName::Cades => ::kyso::SubFilter::EtsiCadesDetached,
                $crate::args::SubFilterName::Pkcs7 => ::kyso::SubFilter::AdbePkcs7Detached,
            });
        }
        if claims.allow_expired {
            builder = builder.allow_expired();
        }
        builder
    }};
}
pub(super) use with_claims;

/// Says what the document decided and not the call: the field, and what that asked for.
pub(super) fn note_field(
    claims: &ClaimArgs,
    existing: bool,
    seeded: &[&str],
    field: &str,
    file: &str,
    ui: &Ui,
) {
    if existing && claims.field.is_none() {
        ui.note(&msg::note_field_used(field, file));
    }
    if !seeded.is_empty() {
        ui.note(&msg::note_field_seeded(seeded.join(", "), field, file));
    }
}

/// A certificate's holder, with the names that `verify --json` uses.
pub(crate) fn signer(certificate: &Certificate) -> Value {
    let subject = certificate.subject();
    json!({
        "subject": subject.to_string(),
        "common_name": name(certificate),
        "title": subject.title(),
        "organization": subject.organization(),
        "issuer": certificate.issuer().to_string(),
        "serial": certificate.serial_hex(),
        "not_before": certificate.not_before(),
        "not_after": certificate.not_after(),
    })
}

/// The holder as people name them: name, title, organisation.
pub(crate) fn holder(certificate: &Certificate) -> String {
    let subject = certificate.subject();
    let mut holder = name(certificate);
    for part in [subject.title(), subject.organization()].into_iter().flatten() {
        holder.push_str(", ");
        holder.push_str(part);
    }
    holder
}

fn name(certificate: &Certificate) -> String {
    let subject = certificate.subject();
    subject.common_name().map_or_else(|| subject.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use kyso::{DigestAlgorithm, SignatureAlgorithm};

    use super::choose;
    use crate::args::{AlgorithmArgs, Digest, Scheme};

    #[test]
    fn the_keys_preference_decides_within_what_is_asked() {
        let offered = [
            SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha256),
            SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha512),
            SignatureAlgorithm::rsa_pss(DigestAlgorithm::Sha256),
        ];
        let name = |digest, scheme| {
            choose(&offered, &AlgorithmArgs { digest, scheme })
                .map(SignatureAlgorithm::name)
                .map_err(|failure| failure.code().to_owned())
        };
        assert_eq!(name(None, None).unwrap(), "rsa-pkcs1-sha256");
        assert_eq!(name(Some(Digest::Sha512), None).unwrap(), "rsa-pkcs1-sha512");
        assert_eq!(name(None, Some(Scheme::Pss)).unwrap(), "rsa-pss-sha256");
        let refused = name(Some(Digest::Sha512), Some(Scheme::Pss));
        assert_eq!(refused.unwrap_err(), "algorithm-not-offered");
    }
}
