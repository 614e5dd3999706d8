//! Opens the key that the call names, asking for its passphrase only when it has one.

use std::path::Path;

use kyso::key::KeyError;
use kyso::x509::Certificate;
use kyso::{Credential, SignError, file, limits};
use zeroize::Zeroizing;

use crate::args::{KeyArgs, PassphraseArgs};
use crate::commands::{now, signer_first};
use crate::error::Failure;
use crate::i18n::msg;
use crate::secrets::{self, Source};
use crate::signer_check::SignerCheck;
use crate::token;
use crate::ui::Ui;

/// Opens the credential.
pub(crate) fn open(
    key: &KeyArgs,
    passphrase: &PassphraseArgs,
    allow_expired: bool,
    check: &SignerCheck<'_>,
    ui: &Ui,
) -> Result<Credential, Failure> {
    secrets::forbid_core_dumps();
    if let Some(uri) = &key.pkcs11 {
        return token::open(uri, key, passphrase, allow_expired, check, ui);
    }
    if let Some(path) = &key.p12 {
        // Its certificate is as secret as its key.
        let credential = unlock(path, passphrase, ui, |bytes, passphrase| {
            // Without a word given, the empty one is tried first: some exporters set it.
            Credential::from_pkcs12(bytes, passphrase.unwrap_or_default())
        })?;
        check.run(credential.certificate(), credential.chain())?;
        return Ok(credential);
    }
    let (Some(key_path), Some(cert_path)) = (&key.key, &key.cert) else {
        // clap asks for both; this is its message in our words.
        return Err(Failure::usage(msg::call_argument_missing("--p12, --key")));
    };
    if is_pkcs12(&read(key_path)?) {
        return Err(Failure::io(msg::error_key_is_p12(key_path.as_path())));
    }
    let mut certificates = certificates(cert_path)?.to_vec();
    if let Some(chain) = &key.chain {
        certificates.push(b'\n');
        certificates.extend_from_slice(&self::certificates(chain)?);
    }
    let mut all = Certificate::from_pem_or_der(&certificates)
        .map_err(|error| Failure::core(error, &cert_path.display().to_string()))?;
    signer_first(&mut all);
    if let Some((signer, others)) = all.split_first() {
        check.run(signer, others)?;
    }
    let credential = unlock(key_path, passphrase, ui, |bytes, passphrase| {
        Credential::from_pem(bytes, &certificates, passphrase)
    })?;
    // The key decides whose certificate it is.
    if all.first() != Some(credential.certificate()) {
        check.run(credential.certificate(), credential.chain())?;
    }
    Ok(credential)
}

/// Refuses a certificate that cannot sign now, before anybody is asked for anything.
pub(crate) fn may_sign(
    certificate: &Certificate,
    place: &str,
    allow_expired: bool,
) -> Result<(), Failure> {
    match kyso::sign::check_signer(certificate, now()) {
        // Only what the call allows is let through: usage is no matter of age.
        Err(SignError::CertificateExpired { .. } | SignError::CertificateNotYetValid { .. })
            if allow_expired =>
        {
            Ok(())
        }
        outcome => outcome.map_err(|error| Failure::signing(error, place, certificate)),
    }
}

/// The bytes of a file of certificates, which is named when it holds none.
pub(crate) fn certificates(path: &Path) -> Result<Zeroizing<Vec<u8>>, Failure> {
    let bytes = read(path)?;
    Certificate::from_pem_or_der(&bytes)
        .map_err(|error| Failure::core(error, &path.display().to_string()))?;
    Ok(bytes)
}

/// PFX is a SEQUENCE that begins with the INTEGER 3 (RFC 7292 §4); no other key file does.
fn is_pkcs12(bytes: &[u8]) -> bool {
    let content = match bytes {
        [0x30, 0x80, rest @ ..] | [0x30, 0..0x80, rest @ ..] => rest,
        [0x30, 0x81, _, rest @ ..] => rest,
        [0x30, 0x82, _, _, rest @ ..] => rest,
        [0x30, 0x83, _, _, _, rest @ ..] => rest,
        _ => return false,
    };
    content.starts_with(&[2, 1, 3])
}

fn read(path: &Path) -> Result<Zeroizing<Vec<u8>>, Failure> {
    file::read_bounded(path, limits::MAX_KEY_FILE_BYTES)
        .map(Zeroizing::new)
        .map_err(|e| Failure::reading(path, &e))
}

/// Opens the bytes of a file with the passphrase given; without one, first as if there were none.
/// A person may mistype: the terminal is asked again.
pub(crate) fn unlock<T>(
    path: &Path,
    passphrase: &PassphraseArgs,
    ui: &Ui,
    open: impl Fn(&[u8], Option<&str>) -> Result<T, KeyError>,
) -> Result<T, Failure> {
    let source = Source::from_args(passphrase);
    let bytes = read(path)?;
    let open = |passphrase: Option<&str>| open(&bytes, passphrase);
    let name = path.display().to_string();
    if !source.is_terminal() {
        let passphrase = source.fetch(path, ui)?;
        return open(Some(&passphrase)).map_err(|e| Failure::core(e, &name));
    }
    let mut error = match open(None) {
        Err(error) if wants_passphrase(&error) => error,
        outcome => return outcome.map_err(|e| Failure::core(e, &name)),
    };
    for _ in 0..secrets::ATTEMPTS {
        let passphrase = source.fetch(path, ui)?;
        match open(Some(&passphrase)) {
            Err(again) if wants_passphrase(&again) => {
                ui.note(&msg::note_wrong_passphrase());
                error = again;
            }
            outcome => return outcome.map_err(|e| Failure::core(e, &name)),
        }
    }
    Err(Failure::core(error, &name))
}

fn wants_passphrase(error: &KeyError) -> bool {
    matches!(error, KeyError::PassphraseNeeded | KeyError::WrongPassphrase)
}
