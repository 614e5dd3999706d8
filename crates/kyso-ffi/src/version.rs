//! Which library this is.

use std::ffi::c_char;
use std::time::SystemTime;

use kyso::Time;

/// The version of the binary interface. It grows by one with every change after which programs
/// must be built again; functions and numbers that are added are no such change.
pub const KYSO_ABI_VERSION: u32 = 1;

/// KYSO_ABI_VERSION of the library that is loaded. A program compares it with the macro before it
/// calls anything else.
#[unsafe(no_mangle)]
pub extern "C" fn kyso_abi_version() -> u32 {
    KYSO_ABI_VERSION
}

/// The version of the library that is loaded, such as `0.1.0`: KYSO_VERSION of its header. The text
/// is static; nobody frees it.
#[unsafe(no_mangle)]
pub extern "C" fn kyso_version() -> *const c_char {
    concat!(env!("CARGO_PKG_VERSION"), "\0").as_ptr().cast()
}

/// 1 where this build has HTTP clients for time-stamps and revocation data, else 0: then
/// kyso_network_new is KYSO_UNSUPPORTED, and services come from callbacks.
#[unsafe(no_mangle)]
pub extern "C" fn kyso_has_network() -> u32 {
    u32::from(cfg!(feature = "net"))
}

/// 1 where this build reaches tokens (PKCS#11), else 0: then kyso_token_search is KYSO_UNSUPPORTED,
/// and keys elsewhere come through callbacks.
#[unsafe(no_mangle)]
pub extern "C" fn kyso_has_tokens() -> u32 {
    u32::from(cfg!(feature = "pkcs11"))
}

/// The system's clock, in seconds since 1970-01-01T00:00:00Z. The library itself never reads it:
/// every function that needs a time takes it from the caller.
#[unsafe(no_mangle)]
pub extern "C" fn kyso_now() -> i64 {
    Time::from(SystemTime::now()).unix()
}
