//! What tokens refuse, in the reader's language.

use std::io;

use kyso_pkcs11::{LoadFault, TokenError, TokenKeyInfo, Tries, UriError};

use crate::detail_words;
use crate::i18n::{Message, msg};

/// One key in a list of several.
pub(crate) fn line(key: &TokenKeyInfo) -> String {
    let certificate = &key.certificate;
    let subject = crate::i18n::printable(&certificate.subject().to_string());
    format!("{subject} ({}) {}", certificate.serial_hex(), key.uri())
}

/// What a token refused.
pub(crate) fn refused(error: &TokenError) -> Message {
    match error {
        TokenError::NoModule => msg::token_no_module(),
        TokenError::Module { path, fault } => module(&path.display().to_string(), fault),
        TokenError::NoToken { found, empty_readers } if found.is_empty() => {
            msg::token_none(*empty_readers)
        }
        TokenError::NoToken { found, .. } => msg::token_none_fits(found.join(", ")),
        TokenError::NoCertificate { tokens } => msg::token_no_certificate(tokens.join(", ")),
        TokenError::SeveralKeys { keys } => {
            msg::token_several_keys(keys.iter().map(line).collect::<Vec<_>>().join("; "))
        }
        TokenError::NoPrivateKey { token } => msg::token_no_private_key(token),
        TokenError::PinIncorrect { token, tries } => match tries {
            Tries::Locked => msg::token_pin_locked_now(token),
            Tries::Last => msg::token_pin_wrong_last(token),
            _ => msg::token_pin_wrong(token),
        },
        TokenError::PinLength { token, min, max } => msg::token_pin_length(*max, *min, token),
        TokenError::PinLocked { token } => msg::token_pin_locked(token),
        TokenError::PinUnset { token } => msg::token_pin_unset(token),
        TokenError::PinMissing { token } => msg::token_pin_missing(token),
        TokenError::Gone { token } => msg::token_gone(token),
        TokenError::NoAlgorithm { token } => msg::token_no_algorithm(token),
        TokenError::Refused { function, code } => msg::token_refused(format!("{function}: {code}")),
        TokenError::Value => msg::token_value(),
        other => msg::token_refused(crate::library_words::told(other)),
    }
}

/// Why a module cannot be used.
pub(crate) fn module(path: &str, fault: &LoadFault) -> Message {
    match fault {
        LoadFault::Unreadable(io::ErrorKind::NotFound) => msg::token_module_missing(path),
        LoadFault::Bits { library, program } => {
            msg::token_module_bits(path, u64::from(*library), u64::from(*program))
        }
        LoadFault::NotAModule => msg::token_module_none(path),
        LoadFault::Static => msg::token_module_static(path),
        LoadFault::Unreadable(kind) => msg::token_module_fails(detail_words::io(*kind, None), path),
        LoadFault::Loader(words) => loader(path, words),
        LoadFault::Initialize(code) => msg::token_module_fails(msg::detail_initialize(code), path),
        other => msg::token_module_fails(crate::library_words::told(other), path),
    }
}

/// What the system's loader says of a module: in English alone, so its usual words are known here
/// and others are quoted.
pub(crate) fn loader(path: &str, words: &str) -> Message {
    let about = words.split(": ").next().unwrap_or_default();
    let ends = |end: &str| words.contains(end);
    if ends("file too short") || ends("invalid ELF header") {
        msg::token_module_none(path)
    } else if ends("cannot open shared object file") && about != path {
        msg::token_module_fails(msg::detail_loader_library(about), path)
    } else if ends("undefined symbol") {
        msg::token_module_fails(msg::detail_loader_symbol(), path)
    } else {
        msg::token_module_fails(msg::detail_loader(words), path)
    }
}

/// What is wrong with a URI, never with a value out of it: that may be a PIN.
pub(crate) fn uri(error: &UriError) -> Message {
    match error {
        UriError::Scheme => msg::detail_uri_scheme(),
        UriError::TooLong => msg::detail_io_too_long(),
        UriError::Malformed { part } => msg::detail_uri_malformed(part),
        UriError::Twice { name } => msg::detail_uri_twice(name),
        UriError::Unknown { name } => msg::detail_uri_unknown(name),
        UriError::PinValue => msg::detail_uri_pin(),
        UriError::PinSource => msg::detail_uri_pin_source(),
        other => msg::fault_other(crate::library_words::told(other)),
    }
}
