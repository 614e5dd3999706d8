//! PKCS#12 files (RFC 7292): AES and the legacy ciphers, Vietnamese passphrases.

use p12_keystore::Pkcs12Archive;
use p12_keystore::error::Error;
use zeroize::Zeroizing;

use super::pkcs8::passphrase_forms;
use super::{KeyError, KeyFormat};
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
    let mut wrong = None;
    for form in passphrase_forms(passphrase) {
        match Pkcs12Archive::from_pkcs12(&der, &form) {
            Ok(archive) => return contents(&archive),
            // The most telling answer is the first: later forms only guess at its spelling.
            Err(error) => wrong = wrong.or(Some(fault(&error))),
        }
    }
    Err(wrong.unwrap_or(KeyError::WrongPassphrase))
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

/// What an error of the crate means: with the MAC or the padding wrong, the passphrase is.
fn fault(error: &Error) -> KeyError {
    let format = KeyFormat::Pkcs12;
    match error {
        Error::MacError(_) | Error::UnpadError | Error::Pkcs5Error(_) => KeyError::WrongPassphrase,
        Error::UnsupportedEncryptionScheme | Error::UnsupportedMacAlgorithm => {
            KeyError::UnsupportedEncryption { format, oid: None }
        }
        _ => KeyError::Malformed { format },
    }
}
