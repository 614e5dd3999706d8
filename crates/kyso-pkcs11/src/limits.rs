//! Bounds on what tokens and configuration say, each with its reason.

/// A URI names a handful of labels of 32 bytes and paths.
pub const MAX_URI_BYTES: usize = 8192;

/// Objects of one kind read from a token: a card holds a few, an HSM may hold many.
pub const MAX_OBJECTS: usize = 4096;

/// Bytes of a certificate on a token; the same as in a key file would be too much for a card.
pub const MAX_CERTIFICATE_BYTES: usize = 64 * 1024;

/// Bytes of a signature value: RSA with 16384 bits.
pub const MAX_SIGNATURE_BYTES: usize = 2048;

/// Bytes of a file that configures a module.
pub const MAX_CONFIG_BYTES: u64 = 64 * 1024;

/// Modules that are loaded without being named: each one is somebody's code.
pub const MAX_MODULES: usize = 32;
