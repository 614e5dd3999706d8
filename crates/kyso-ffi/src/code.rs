//! What functions return: 0, or why nothing was done. In ranges; a number that was retired stays
//! here as a comment and is never given out again.

/// Done. It says that the call was carried out, never that a signature passed.
pub const KYSO_OK: u32 = 0;

// 1-99: the call itself.

/// A pointer that must not be NULL is NULL.
pub const KYSO_NULL_POINTER: u32 = 1;
/// A text is not UTF-8.
pub const KYSO_NOT_UTF8: u32 = 2;
/// An argument is none of those there are.
pub const KYSO_INVALID_ARGUMENT: u32 = 3;
/// An index is beyond the end.
pub const KYSO_OUT_OF_RANGE: u32 = 4;
/// The handle was used up by an earlier call; it can only be freed.
pub const KYSO_USED_UP: u32 = 5;
/// This build of the library cannot do that.
pub const KYSO_UNSUPPORTED: u32 = 6;
/// The call was cancelled.
pub const KYSO_CANCELLED: u32 = 7;
/// What was asked for is not there, and nothing is wrong with that.
pub const KYSO_ABSENT: u32 = 8;
/// A length or a size is larger than memory or the library allows.
pub const KYSO_TOO_LARGE: u32 = 9;
/// The library met a defect of its own. The handles of the call should only be freed.
pub const KYSO_PANIC: u32 = 99;

// 100-199: reading and writing.

/// The system refused to read or write.
pub const KYSO_IO: u32 = 100;
/// There is no such file.
pub const KYSO_NOT_FOUND: u32 = 101;
/// There is a file where a new one was to be written.
pub const KYSO_ALREADY_EXISTS: u32 = 102;
/// The system allows no reading or writing there.
pub const KYSO_PERMISSION_DENIED: u32 = 103;
/// The bytes of a document can no longer be read.
pub const KYSO_SOURCE: u32 = 104;

// 200-299: documents.

/// There are no bytes.
pub const KYSO_EMPTY: u32 = 200;
/// The bytes are of no kind of document that is known here.
pub const KYSO_UNKNOWN_FORMAT: u32 = 201;
/// A PDF that is broken.
pub const KYSO_PDF: u32 = 202;
/// A PDF that is encrypted in a way that is not read here, or not in every revision.
pub const KYSO_PDF_ENCRYPTED: u32 = 203;
/// An XML document that is broken.
pub const KYSO_XML: u32 = 204;
/// A PDF that is encrypted, and no password was given.
pub const KYSO_PASSWORD_NEEDED: u32 = 205;
/// The password does not open the PDF.
pub const KYSO_WRONG_PASSWORD: u32 = 206;
/// The permissions of an encrypted PDF forbid it.
pub const KYSO_NOT_PERMITTED: u32 = 207;
/// A container that breaks a rule, or files that cannot be put into one.
pub const KYSO_CONTAINER: u32 = 220;

// 300-399: keys.

/// A key cannot be used; the text says why.
pub const KYSO_KEY: u32 = 300;
/// The passphrase does not open the file.
pub const KYSO_WRONG_PASSPHRASE: u32 = 301;
/// The key is encrypted, and no passphrase was given.
pub const KYSO_PASSPHRASE_NEEDED: u32 = 302;
/// There is no private key.
pub const KYSO_NO_KEY: u32 = 303;
/// There are several private keys with certificates.
pub const KYSO_SEVERAL_KEYS: u32 = 304;
/// The key is not that of the certificate, or there is no certificate.
pub const KYSO_KEY_MISMATCH: u32 = 305;
/// The file is no key file, or a broken one.
pub const KYSO_KEY_MALFORMED: u32 = 306;
/// What holds the key refused or failed: a callback, a token, a remote service.
pub const KYSO_KEY_REFUSED: u32 = 307;
/// The PIN, or the one-time password, is not the right one. It was tried once at most.
pub const KYSO_WRONG_PIN: u32 = 308;
/// The PIN is locked: whoever issued the token unlocks it.
pub const KYSO_PIN_LOCKED: u32 = 309;
/// There is no PKCS#11 module, or it cannot be used, or no token fits.
pub const KYSO_TOKEN: u32 = 310;
/// The token was pulled out, or the connection to it is lost.
pub const KYSO_TOKEN_GONE: u32 = 311;

// 400-499: certificates and what speaks of them.

/// A certificate cannot be read.
pub const KYSO_CERTIFICATE: u32 = 400;
/// A CMS structure cannot be read or built.
pub const KYSO_CMS: u32 = 401;
/// Evidence cannot be read.
pub const KYSO_EVIDENCE: u32 = 402;

// 500-599: signing.

/// The signature cannot be made; the text says why.
pub const KYSO_SIGN: u32 = 500;
/// The certificate expired.
pub const KYSO_CERTIFICATE_EXPIRED: u32 = 501;
/// The certificate is not valid yet.
pub const KYSO_CERTIFICATE_NOT_YET_VALID: u32 = 502;
/// The certificate is for something else.
pub const KYSO_USAGE_FORBIDDEN: u32 = 503;
/// The key cannot sign with the algorithm asked for.
pub const KYSO_ALGORITHM_UNSUPPORTED: u32 = 504;
/// No certificate was given.
pub const KYSO_NO_CERTIFICATE: u32 = 505;
/// An option, or the whole operation, means nothing for this kind of document.
pub const KYSO_MISPLACED: u32 = 506;
/// A path names no element, or several; or the element has no identifier.
pub const KYSO_ELEMENT: u32 = 507;
/// What is asked for is not what the profile says.
pub const KYSO_PROFILE_CONFLICT: u32 = 508;
/// An earlier certification allows no further signature.
pub const KYSO_CERTIFICATION_FORBIDS: u32 = 509;
/// The signature value does not fit the document and the certificate's key.
pub const KYSO_VALUE_MISMATCH: u32 = 510;
/// The bytes are no prepared state, or an altered one.
pub const KYSO_STATE_INVALID: u32 = 511;
/// A certificate is revoked.
pub const KYSO_CERTIFICATE_REVOKED: u32 = 512;
/// Whether a certificate was revoked cannot be shown.
pub const KYSO_EVIDENCE_MISSING: u32 = 513;
/// Evidence does not count yet.
pub const KYSO_GRACE_PERIOD: u32 = 514;
/// The document is not signed.
pub const KYSO_NOT_SIGNED: u32 = 515;
/// A signature that is to be extended does not hold, or does not say who signed.
pub const KYSO_SIGNATURE_BROKEN: u32 = 516;
/// The field asked for cannot be signed or added: it is signed, it is no signature field, its name
/// is taken or not the only one; or several are empty and none was named.
pub const KYSO_FIELD: u32 = 517;
/// An earlier signature stands against it: it locks the field, or it stands before a certification,
/// a lock or an empty field.
pub const KYSO_SIGNED_BEFORE: u32 = 518;
/// The field requires what the signature is not (seed values).
pub const KYSO_SEED_VALUE: u32 = 519;
/// What is to be seen of a signature cannot be drawn, or has no such place; the text says why.
pub const KYSO_LOOK: u32 = 520;

// 600-699: outside services.

/// No time-stamp was obtained.
pub const KYSO_TIMESTAMP: u32 = 600;
/// The time-stamp authority is none that the caller trusts.
pub const KYSO_TIMESTAMP_UNTRUSTED: u32 = 601;
/// A service cannot be set up as asked.
pub const KYSO_SERVICE_CONFIG: u32 = 602;

/// A service did not answer, or not with what it was asked for.
pub const KYSO_SERVICE: u32 = 603;

// 700-799: rules, and whom to trust.

/// The text is no profile.
pub const KYSO_PROFILE: u32 = 700;
/// The text is no table of algorithms.
pub const KYSO_ALGORITHM_TABLE: u32 = 701;
/// The text is no policy.
pub const KYSO_POLICY: u32 = 702;
/// The trust store was changed by hand, or is of a later version: it is refused as a whole.
pub const KYSO_STORE: u32 = 703;
/// Others wrote to the trust store first, again and again.
pub const KYSO_STORE_BUSY: u32 = 704;
/// The trust store has more records than it may.
pub const KYSO_STORE_FULL: u32 = 705;
/// The trusted list is not used: it is none, or its signature does not hold, or it is overdue.
pub const KYSO_TRUST_LIST: u32 = 706;
