//! Keys with their certificates.

use std::ffi::{c_char, c_void};
use std::sync::Arc;

use kyso::x509::Certificate;
use kyso::{Credential, SignatureAlgorithm};

use crate::buffer::give_slice;
use crate::call::{at, bytes, call, free, handle, optional_text, output, text, unknown};
use crate::callback::{CallbackKey, UserData, kyso_free_callback, kyso_sign_callback};
use crate::certificate;
use crate::code::KYSO_NULL_POINTER;
use crate::error::{Fault, kyso_error};
use crate::names::{
    KYSO_CREDENTIAL_ALGORITHMS, KYSO_CREDENTIAL_ISSUER, KYSO_CREDENTIAL_NOT_AFTER,
    KYSO_CREDENTIAL_NOT_BEFORE, KYSO_CREDENTIAL_SERIAL, KYSO_CREDENTIAL_SUBJECT,
};
use crate::text::Texts;

/// A key with the certificate of its public key and the chain above it. It never changes: any
/// number of threads may use it at once.
pub struct kyso_credential {
    pub(crate) credential: Arc<Credential>,
    texts: Texts,
}

impl kyso_credential {
    pub(crate) fn new(credential: Credential) -> Self {
        Self { credential: Arc::new(credential), texts: Texts::default() }
    }
}

/// Opens a PKCS#12 file of `len` bytes at `data`. `passphrase` may be empty, not NULL. `credential`
/// is the caller's, to be freed with kyso_credential_free; what was given is copied as far as it is
/// needed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_credential_from_pkcs12(
    data: *const u8,
    len: usize,
    passphrase: *const c_char,
    credential: *mut *mut kyso_credential,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_credential_from_pkcs12", error, || {
            let (file, passphrase) = (bytes(data, len, "data")?, text(passphrase, "passphrase")?);
            let place = output(credential, "credential")?;
            place.give(kyso_credential::new(Credential::from_pkcs12(file, passphrase)?));
            Ok(())
        })
    }
}

/// Opens a private key (PEM or DER; PKCS#8 plain or encrypted, PKCS#1, SEC 1) with its
/// certificates (PEM, DER or PKCS#7, in any order); both may be the same bytes. `passphrase` is
/// NULL where there is none. `credential` is the caller's, to be freed with kyso_credential_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_credential_from_pem(
    key: *const u8,
    key_len: usize,
    certificates: *const u8,
    certificates_len: usize,
    passphrase: *const c_char,
    credential: *mut *mut kyso_credential,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_credential_from_pem", error, || {
            let key = bytes(key, key_len, "key")?;
            let certificates = bytes(certificates, certificates_len, "certificates")?;
            let passphrase = optional_text(passphrase, "passphrase")?;
            let place = output(credential, "credential")?;
            let opened = Credential::from_pem(key, certificates, passphrase)?;
            place.give(kyso_credential::new(opened));
            Ok(())
        })
    }
}

/// A key that the caller holds: `callback` signs by the algorithm of that name. The first of
/// `certificates` (PEM, DER or PKCS#7) is that of the key.
///
/// `user_data` is the caller's and is passed on as it is; `free_user_data`, where it is not NULL,
/// is called with it once nothing will call the callback any more, also where this call fails.
/// `credential` is the caller's, to be freed with kyso_credential_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_credential_from_callback(
    certificates: *const u8,
    certificates_len: usize,
    algorithm: *const c_char,
    callback: kyso_sign_callback,
    user_data: *mut c_void,
    free_user_data: kyso_free_callback,
    credential: *mut *mut kyso_credential,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_credential_from_callback", error, || {
            let user = UserData::new(user_data, free_user_data);
            let file = bytes(certificates, certificates_len, "certificates")?;
            let algorithm = certificate::algorithm(text(algorithm, "algorithm")?)?;
            let call = callback.ok_or(Fault::new(KYSO_NULL_POINTER, "callback is NULL"))?;
            let place = output(credential, "credential")?;
            let certificates = certificate::read(file)?;
            let public_key = certificate::first(&certificates)?.spki_der().to_vec();
            let key = CallbackKey { call, user, public_key, algorithms: [algorithm] };
            let opened = Credential::from_key(Box::new(key), &certificates)?;
            place.give(kyso_credential::new(opened));
            Ok(())
        })
    }
}

/// Writes a text about the credential to `text`: `field` is one of KYSO_CREDENTIAL_.... The text is
/// the credential's and lives until kyso_credential_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_credential_text(
    credential: *const kyso_credential,
    field: u32,
    text: *mut *const c_char,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_credential_text", error, || {
            let handle = handle(credential, "credential")?;
            let place = output(text, "text")?;
            let certificate: &Certificate = handle.credential.certificate();
            let text = match field {
                KYSO_CREDENTIAL_SUBJECT => certificate.subject().to_string(),
                KYSO_CREDENTIAL_ISSUER => certificate.issuer().to_string(),
                KYSO_CREDENTIAL_SERIAL => certificate.serial_hex(),
                KYSO_CREDENTIAL_ALGORITHMS => names(handle.credential.algorithms()),
                other => return Err(unknown("field", other)),
            };
            place.put(handle.texts.field(field, Some(&text)));
            Ok(())
        })
    }
}

/// Writes a time of the credential to `seconds`, since 1970: `field` is KYSO_CREDENTIAL_NOT_BEFORE
/// or KYSO_CREDENTIAL_NOT_AFTER.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_credential_time(
    credential: *const kyso_credential,
    field: u32,
    seconds: *mut i64,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_credential_time", error, || {
            let (handle, place) = (handle(credential, "credential")?, output(seconds, "seconds")?);
            let certificate = handle.credential.certificate();
            place.put(match field {
                KYSO_CREDENTIAL_NOT_BEFORE => certificate.not_before().unix(),
                KYSO_CREDENTIAL_NOT_AFTER => certificate.not_after().unix(),
                other => return Err(unknown("field", other)),
            });
            Ok(())
        })
    }
}

/// Writes how many certificates the credential has to `count`, its own and the chain above it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_credential_chain_count(
    credential: *const kyso_credential,
    count: *mut usize,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_credential_chain_count", error, || {
            let (handle, place) = (handle(credential, "credential")?, output(count, "count")?);
            place.put(handle.credential.chain().len());
            Ok(())
        })
    }
}

/// Writes where the DER of one of these is to `data`, its own first, and its length to `len`. The
/// bytes are the credential's and live until kyso_credential_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_credential_chain_certificate(
    credential: *const kyso_credential,
    index: usize,
    data: *mut *const u8,
    len: *mut usize,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_credential_chain_certificate", error, || {
            let handle = handle(credential, "credential")?;
            let (data, len) = (output(data, "data")?, output(len, "len")?);
            give_slice(at(handle.credential.chain(), index, "certificate")?.der(), data, len);
            Ok(())
        })
    }
}

pub(crate) fn names(algorithms: &[SignatureAlgorithm]) -> String {
    algorithms.iter().map(|algorithm| algorithm.name()).collect::<Vec<_>>().join(",")
}

/// Frees the credential; what signs with it keeps what it needs of it. NULL is left alone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_credential_free(credential: *mut kyso_credential) {
    // SAFETY: NULL, or a credential that was not freed.
    unsafe { free(credential) };
}
