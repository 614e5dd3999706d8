//! Every bound on time, size and number of calls, each with its reason.

use std::time::Duration;

/// The whole call to a time-stamp authority, retries included. A government authority was seen to
/// answer after 2 to 131 seconds.
pub const TIMESTAMP_DEADLINE: Duration = Duration::from_secs(180);

/// The whole call for a CRL, an OCSP response or certificates, retries included. Those answer in
/// under a second, or from a cache; a 12.7 MB CRL takes 10 seconds at 10 Mbit/s.
pub const EVIDENCE_DEADLINE: Duration = Duration::from_secs(30);

/// Any deadline that a caller sets: past it, arithmetic on the clock has no meaning left.
pub const MAX_DEADLINE: Duration = Duration::from_secs(24 * 3600);

/// Until a connection stands, TLS included. A healthy one takes three round trips, under a second
/// around the world; three tries fit into [`EVIDENCE_DEADLINE`].
pub const CONNECT_TIMEOUT: Duration = Duration::from_secs(8);

/// Tries of one call. A service that fails three times in a row is down, not busy.
pub const TRIES: u32 = 3;

/// The pause before the second try; it doubles for each further one.
pub const FIRST_PAUSE: Duration = Duration::from_millis(500);

/// Calls at the same time. The government authority of [`TIMESTAMP_DEADLINE`] began to refuse
/// above four.
pub const PARALLEL_CALLS: usize = 4;

/// Redirections followed in one try. Real ones are `http` to `https` and one new path.
pub const MAX_REDIRECTS: u32 = 5;

/// A time-stamp response. Those seen have 3 to 12 KB, with all certificates.
pub const MAX_TIMESTAMP_BYTES: u64 = 1 << 20;

/// An OCSP response, as kyso reads it.
pub const MAX_OCSP_BYTES: u64 = 1 << 20;

/// A CRL. The largest seen is 12.7 MB; kyso reads twice this bound.
pub const MAX_CRL_BYTES: u64 = 64 << 20;

/// Certificates of authorityInfoAccess. A bundle of a government's whole hierarchy has 200 KB.
pub const MAX_CERTIFICATES_BYTES: u64 = 4 << 20;

/// Room kept for a token of an authority that has not answered yet; see [`MAX_TIMESTAMP_BYTES`]
/// for what was seen.
pub const TOKEN_ROOM: usize = 16 << 10;

/// What is learnt about the room for tokens, at most: an answer may be anything.
pub const MAX_TOKEN_ROOM: usize = 64 << 10;

/// A shorter answer of a time-stamp authority is a refusal: a token has a signature and, asked for
/// it as here, a certificate.
pub const MIN_TOKEN_BYTES: usize = 512;

/// Room beyond the length of the longest answer: tokens of one authority differ by some bytes, and by
/// a certificate when it was renewed. A token that does not fit costs a second call.
pub const TOKEN_MARGIN: usize = 1 << 10;

/// A trusted list, as kyso reads it.
pub const MAX_TRUST_LIST_BYTES: u64 = 32 << 20;

/// Header of an HTTP answer. Servers refuse to send more than 8 to 16 KB in the other direction.
pub const MAX_HEADER_BYTES: usize = 32 << 10;

/// A URL. Those in certificates have under 300 characters, LDAP ones included.
pub const MAX_URL_BYTES: usize = 4 << 10;

/// An OCSP request goes by GET, which caches on the way can answer, when the whole URL stays under
/// this (RFC 6960 Appendix A.1, RFC 5019 §5).
pub const MAX_OCSP_GET_BYTES: usize = 255;

/// Answers kept in memory, in bytes: five of the largest CRLs seen.
pub const MAX_CACHED_BYTES: usize = 64 << 20;

/// Answers and failures kept in memory: a batch asks for one of each per certificate.
pub const MAX_CACHED_ANSWERS: usize = 10_000;

/// A CRL is kept until its nextUpdate, but no longer than this: a CA that revokes in an emergency
/// publishes at once.
pub const KEEP_CRL: Duration = Duration::from_secs(24 * 3600);

/// An OCSP response is kept until its nextUpdate, but no longer than this. It is there for being
/// fresher than a CRL.
pub const KEEP_OCSP: Duration = Duration::from_secs(3600);

/// Issuers' certificates have no nextUpdate and seldom change.
pub const KEEP_CERTIFICATES: Duration = Duration::from_secs(24 * 3600);

/// Evidence without a nextUpdate to come is kept this long, so that the files of a batch share it.
pub const KEEP_OVERDUE: Duration = Duration::from_secs(60);

/// A service that failed is not asked again for this long: a batch of 100 files must not wait for
/// its deadline 100 times, and whoever tries again by hand should not meet an old failure.
pub const KEEP_FAILURE: Duration = Duration::from_secs(20);

/// Nothing is kept longer. Older files of a cache folder go when it is opened.
pub const KEEP_FILES: Duration = Duration::from_secs(7 * 24 * 3600);

/// Nonce of a time-stamp request, in bytes. 64 bits are what others send, and some authorities
/// keep no more.
pub const TIMESTAMP_NONCE_BYTES: usize = 8;

/// Nonce of an OCSP request, in bytes (RFC 8954 §2.1: at least 16 for those who can, at most 32).
pub const OCSP_NONCE_BYTES: usize = 16;

/// How often a waiting call looks whether its caller gave up: a person notices no delay, and a
/// processor nothing at all.
pub const CANCELLATION_PERIOD: Duration = Duration::from_millis(20);

/// A profile of a remote service: the longest shipped has 2 KB.
pub const MAX_PROFILE_BYTES: usize = 64 << 10;

/// An answer of a remote signing service: a hundred credentials with their chains have 1 MB.
pub const MAX_REMOTE_BYTES: u64 = 8 << 20;

/// Credentials of one user that are looked into. People have one to three.
pub const MAX_REMOTE_CREDENTIALS: usize = 100;

/// One request to a remote service, which may hold it until the user confirmed.
pub const REMOTE_CALL: Duration = Duration::from_secs(60);

/// Time for the user to confirm: what the services seen allow.
pub const REMOTE_DEADLINE: Duration = Duration::from_secs(300);

/// Between two questions how a request stands.
pub const REMOTE_INTERVAL: Duration = Duration::from_secs(3);

/// Hashes in one request, where neither the profile nor the service says.
pub const REMOTE_HASHES: usize = 50;

/// The request with which a browser comes back: a code and a state.
pub const MAX_BROWSER_BYTES: usize = 16 << 10;
