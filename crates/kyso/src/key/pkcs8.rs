//! Private keys in PEM or DER: PKCS#8 plain and encrypted, PKCS#1, SEC 1.

use const_oid::ObjectIdentifier;
use pkcs8::pkcs5::pbes2::Kdf;
use pkcs8::pkcs5::{EncryptionScheme, Error as Pkcs5Error};
use pkcs8::{EncryptedPrivateKeyInfoRef, Error};
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

use super::{KeyError, KeyFormat};
use crate::cms::ber::{Reader, id};
use crate::cms::encode;
use crate::crypto::{EcPrivateKey, PrivateKey, PrivateKeyFault};
use crate::limits::{MAX_KDF_ITERATIONS, MAX_SCRYPT_BYTES};
use crate::x509::pem;

const RSA_ENCRYPTION: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
const EC_PUBLIC_KEY: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");

/// Every private key of a PEM file, or the one of a DER file.
pub(super) fn read(file: &[u8], passphrase: Option<&str>) -> Result<Vec<PrivateKey>, KeyError> {
    read_as(file, passphrase, &PrivateKey::from_pkcs8)
}

/// The only private key of a PEM or DER file as plain PKCS#8, DER, for protocols that want the key
/// itself, such as TLS. The file may be PKCS#8 plain or encrypted, PKCS#1 or SEC 1.
///
/// # Errors
/// [`KeyError`]; [`KeyError::NoKey`] also when there are several.
pub fn plain_pkcs8(file: &[u8], passphrase: Option<&str>) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    let plain = |der: &[u8]| {
        PrivateKey::from_pkcs8(der)?;
        Ok(Zeroizing::new(der.to_vec()))
    };
    let [key] = read_as(file, passphrase, &plain)?.try_into().map_err(|_| KeyError::NoKey)?;
    Ok(key)
}

/// What becomes of a key in plain PKCS#8.
type Take<T> = dyn Fn(&[u8]) -> Result<T, PrivateKeyFault>;

fn read_as<T>(file: &[u8], passphrase: Option<&str>, take: &Take<T>) -> Result<Vec<T>, KeyError> {
    if !pem::is_pem(file) {
        return Ok(vec![read_der(file, passphrase, take)?]);
    }
    let mut keys = Vec::new();
    for (label, bytes, legacy_encrypted) in pem::blocks(file) {
        let key = match label.as_str() {
            _ if legacy_encrypted => {
                let format = KeyFormat::LegacyPem;
                return Err(KeyError::UnsupportedEncryption { format, oid: None });
            }
            "PRIVATE KEY" => take(&bytes)?,
            "ENCRYPTED PRIVATE KEY" => decrypt(&bytes, passphrase, take)?,
            "RSA PRIVATE KEY" => take(&pkcs1_to_pkcs8(&bytes))?,
            "EC PRIVATE KEY" => take(&sec1_to_pkcs8(&bytes)?)?,
            _ => continue,
        };
        keys.push(key);
    }
    Ok(keys)
}

/// Tells the four DER forms apart by what follows the first SEQUENCE.
fn read_der<T>(der: &[u8], passphrase: Option<&str>, take: &Take<T>) -> Result<T, KeyError> {
    let malformed = |_| KeyError::Malformed { format: KeyFormat::Pkcs8 };
    let mut fields = Reader::new(der).expect(id::SEQUENCE).map_err(malformed)?.reader();
    if fields.peek() == Some(id::SEQUENCE) {
        return decrypt(der, passphrase, take);
    }
    fields.expect(id::INTEGER).map_err(malformed)?;
    Ok(match fields.peek() {
        Some(id::INTEGER) => take(&pkcs1_to_pkcs8(der))?,
        Some(id::OCTET_STRING) => take(&sec1_to_pkcs8(der)?)?,
        _ => take(der)?,
    })
}

/// RSAPrivateKey (RFC 8017 §A.1.2) inside PrivateKeyInfo.
fn pkcs1_to_pkcs8(pkcs1: &[u8]) -> Zeroizing<Vec<u8>> {
    wrap(&[&encode::oid(RSA_ENCRYPTION), &encode::NULL], pkcs1)
}

/// ECPrivateKey (RFC 5915) inside PrivateKeyInfo.
fn sec1_to_pkcs8(sec1: &[u8]) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    let malformed = KeyError::Malformed { format: KeyFormat::Pkcs8 };
    let Ok(key) = EcPrivateKey::read(sec1) else { return Err(malformed) };
    let Some(curve) = key.curve else { return Err(malformed) };
    Ok(wrap(&[&encode::oid(EC_PUBLIC_KEY), &encode::oid(curve)], sec1))
}

fn wrap(algorithm: &[&[u8]], key: &[u8]) -> Zeroizing<Vec<u8>> {
    let key = Zeroizing::new(encode::octet_string(key));
    let parts: [&[u8]; 3] = [&encode::unsigned(0), &encode::sequence(algorithm), &key];
    Zeroizing::new(encode::sequence(&parts))
}

/// EncryptedPrivateKeyInfo (RFC 5958 §3) with PBES2.
fn decrypt<T>(der: &[u8], passphrase: Option<&str>, take: &Take<T>) -> Result<T, KeyError> {
    let format = KeyFormat::Pkcs8;
    let info = EncryptedPrivateKeyInfoRef::try_from(der).map_err(|_| {
        // PBES1 and the PKCS#12 schemes parse as nothing the crate knows: say which it was.
        match scheme_oid(der) {
            Some(oid) => KeyError::UnsupportedEncryption { format, oid: Some(oid) },
            None => KeyError::Malformed { format },
        }
    })?;
    let EncryptionScheme::Pbes2(parameters) = &info.encryption_algorithm else {
        return Err(KeyError::UnsupportedEncryption { format, oid: scheme_oid(der) });
    };
    check_cost(&parameters.kdf)?;
    let passphrase = passphrase.ok_or(KeyError::PassphraseNeeded)?;
    for form in passphrase_forms(passphrase) {
        let plain = match info.decrypt(form.as_bytes()) {
            Ok(plain) => plain,
            Err(Error::EncryptedPrivateKey(Pkcs5Error::UnsupportedAlgorithm { oid })) => {
                return Err(KeyError::UnsupportedEncryption { format, oid: Some(oid) });
            }
            Err(_) => continue,
        };
        // A wrong passphrase leaves valid padding once in 256 times; then the result is noise.
        match take(plain.as_bytes()) {
            Err(PrivateKeyFault::Malformed) => {}
            key => return Ok(key?),
        }
    }
    Err(KeyError::WrongPassphrase)
}

fn scheme_oid(der: &[u8]) -> Option<ObjectIdentifier> {
    let mut fields = Reader::new(der).expect(id::SEQUENCE).ok()?.reader();
    let mut algorithm = fields.expect(id::SEQUENCE).ok()?.reader();
    let oid = algorithm.expect(id::OID).ok()?.oid().ok()?;
    fields.expect(id::OCTET_STRING).ok()?;
    Some(oid)
}

fn check_cost(kdf: &Kdf) -> Result<(), KeyError> {
    let (iterations, bytes) = match kdf {
        Kdf::Pbkdf2(parameters) => (u64::from(parameters.iteration_count), 0),
        Kdf::Scrypt(parameters) => {
            let block = 128 * u64::from(parameters.block_size);
            let bytes = parameters.cost_parameter.saturating_mul(block);
            // p runs over the same memory p times: what counts is the work altogether.
            let work = u64::from(parameters.parallelization).saturating_mul(bytes);
            (u64::from(parameters.parallelization), work)
        }
        _ => (0, 0),
    };
    if iterations > u64::from(MAX_KDF_ITERATIONS) || bytes > MAX_SCRYPT_BYTES {
        return Err(KeyError::TooExpensive { iterations, bytes });
    }
    Ok(())
}

/// The passphrase as given, composed and decomposed: keyboards and systems differ in how they
/// write Vietnamese letters, and key files hold the bytes of whoever made them.
pub(super) fn passphrase_forms(given: &str) -> Vec<Zeroizing<String>> {
    let mut forms = vec![Zeroizing::new(given.to_owned())];
    for form in [given.nfc().collect::<String>(), given.nfd().collect()] {
        let form = Zeroizing::new(form);
        if !forms.contains(&form) {
            forms.push(form);
        }
    }
    forms
}
