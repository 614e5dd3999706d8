//! A throw-away CA and the key of a leader who does not exist.

use kyso::Time;
use rcgen::{
    BasicConstraints, Certificate, CertificateParams, DistinguishedName, DnType, IsCa, Issuer,
    KeyPair, KeyUsagePurpose, date_time_ymd,
};

/// `title`, X.520 §6.4.3.
const TITLE: [u64; 4] = [2, 5, 4, 12];

/// What is left in the folder, as PEM.
pub(super) struct Identity {
    pub(super) ca_pem: String,
    pub(super) certificate_pem: String,
    pub(super) key_pem: String,
}

/// Mints a CA and one certificate, valid for a year from the day of `now`.
pub(super) fn mint(now: Time) -> Result<Identity, rcgen::Error> {
    let ca_key = KeyPair::generate()?;
    let mut ca =
        params(now, &[(DnType::CommonName, "Kyso Demo CA"), (DnType::OrganizationName, "Bộ Mẫu")])?;
    ca.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    ca.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    let ca_certificate: Certificate = ca.self_signed(&ca_key)?;

    let key = KeyPair::generate()?;
    let mut leader = params(
        now,
        &[
            (DnType::CommonName, "Nguyễn Thị Ánh"),
            (DnType::CustomDnType(TITLE.to_vec()), "Vụ trưởng"),
            (DnType::OrganizationalUnitName, "Vụ Công nghệ số"),
            (DnType::OrganizationName, "Bộ Mẫu"),
            (DnType::CountryName, "VN"),
        ],
    )?;
    leader.is_ca = IsCa::ExplicitNoCa;
    leader.key_usages = vec![KeyUsagePurpose::DigitalSignature, KeyUsagePurpose::ContentCommitment];
    leader.use_authority_key_identifier_extension = true;
    let certificate = leader.signed_by(&key, &Issuer::from_params(&ca, &ca_key))?;
    Ok(Identity {
        ca_pem: ca_certificate.pem(),
        certificate_pem: certificate.pem(),
        key_pem: key.serialize_pem(),
    })
}

fn params(now: Time, names: &[(DnType, &str)]) -> Result<CertificateParams, rcgen::Error> {
    let mut params = CertificateParams::new(Vec::<String>::new())?;
    params.distinguished_name = DistinguishedName::new();
    for (kind, value) in names {
        params.distinguished_name.push(kind.clone(), *value);
    }
    let (year, month, day, ..) = now.to_utc();
    // A year that certificates can write, and a day that every month has.
    let (year, day) = (i32::from(year).clamp(1950, 9990), day.min(28));
    params.not_before = date_time_ymd(year, month, day);
    params.not_after = date_time_ymd(year + 1, month, day);
    Ok(params)
}
