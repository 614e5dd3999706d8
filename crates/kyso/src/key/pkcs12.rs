//! PKCS#12 files (RFC 7292): AES and the legacy ciphers, Vietnamese passphrases.

use p12_keystore::Pkcs12Archive;
use p12_keystore::error::Error;
use zeroize::Zeroizing;

use super::pkcs8::passphrase_forms;
use super::{KeyError, KeyFormat};
use crate::cms::ber::{Reader, id};
use crate::cms::to_der;
use crate::crypto::PrivateKey;
use crate::x509::Certificate;

/// Every private key and every readable certificate of a file.
pub(super) fn read(
    file: &[u8],
    passphrase: &str,
) -> Result<(Vec<PrivateKey>, Vec<Certificate>), KeyError> {
    let format = KeyFormat::Pkcs12;
    // Browsers and Windows write the outside in BER; MAC and ciphers are over what is inside.
    let der = Zeroizing::new(to_der(file).map_err(|_| KeyError::Malformed { format })?);
    for form in forms(passphrase) {
        match Pkcs12Archive::from_pkcs12(&der, &form) {
            Ok(archive) => return contents(&archive),
            Err(error) => match fault(&error, has_mac(&der)) {
                KeyError::WrongPassphrase => {}
                fault => return Err(fault),
            },
        }
    }
    Err(KeyError::WrongPassphrase)
}

/// The forms of every key file, and the one of OpenSSL before 1.1, which took each byte of UTF-8
/// for a character.
fn forms(passphrase: &str) -> Vec<Zeroizing<String>> {
    let mut forms = passphrase_forms(passphrase);
    if !passphrase.is_ascii() {
        let bytewise = |form: &Zeroizing<String>| {
            Zeroizing::new(form.bytes().map(char::from).collect::<String>())
        };
        forms.extend(forms.iter().map(bytewise).collect::<Vec<_>>());
    }
    forms
}

/// Whether a PFX (RFC 7292 §4) has `macData`.
fn has_mac(der: &[u8]) -> bool {
    let third = || {
        let mut fields = Reader::new(der).expect(id::SEQUENCE)?.reader();
        fields.expect(id::INTEGER)?;
        fields.expect(id::SEQUENCE)?;
        fields.next()
    };
    matches!(third(), Ok(Some(_)))
}

fn contents(archive: &Pkcs12Archive) -> Result<(Vec<PrivateKey>, Vec<Certificate>), KeyError> {
    let keys: Vec<_> =
        archive.keys.iter().map(|bag| PrivateKey::from_pkcs8(bag.key.as_der())).collect();
    // A key that cannot sign is no hindrance when another can.
    let usable: Vec<PrivateKey> = if keys.iter().any(Result::is_ok) {
        keys.into_iter().filter_map(Result::ok).collect()
    } else {
        keys.into_iter().collect::<Result<_, _>>()?
    };
    let certs = &archive.certs;
    let certificates = certs.iter().filter_map(|bag| Certificate::from_der(bag.cert.as_der()).ok());
    Ok((usable, certificates.collect()))
}

/// What an error of the crate means. A right MAC proves the passphrase, so that what fails after
/// it is the cipher.
fn fault(error: &Error, has_mac: bool) -> KeyError {
    let format = KeyFormat::Pkcs12;
    match error {
        Error::MacError(_) => KeyError::WrongPassphrase,
        Error::UnpadError | Error::Pkcs5Error(_) if !has_mac => KeyError::WrongPassphrase,
        Error::UnsupportedEncryptionScheme
        | Error::UnsupportedMacAlgorithm
        | Error::UnpadError
        | Error::Pkcs5Error(_) => KeyError::UnsupportedEncryption { format, oid: None },
        _ => KeyError::Malformed { format },
    }
}
