//! Hashing, streamed or at once, with every hash function of [`DigestAlgorithm`].

use std::fmt;

use sha2::Digest as _;

use crate::DigestAlgorithm;

/// The longest output: SHA-512.
const MAX_LEN: usize = 64;

/// The output of a hash function, with the function.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Digest {
    algorithm: DigestAlgorithm,
    bytes: [u8; MAX_LEN],
}

impl Digest {
    /// A digest computed elsewhere; `None` when `bytes` is not as long as the output of
    /// `algorithm`.
    #[must_use]
    pub fn from_bytes(algorithm: DigestAlgorithm, bytes: &[u8]) -> Option<Self> {
        (bytes.len() == algorithm.output_len()).then(|| Self::new(algorithm, bytes))
    }

    fn new(algorithm: DigestAlgorithm, output: &[u8]) -> Self {
        let mut bytes = [0; MAX_LEN];
        for (to, from) in bytes.iter_mut().zip(output) {
            *to = *from;
        }
        Self { algorithm, bytes }
    }

    /// The hash function.
    #[must_use]
    pub fn algorithm(&self) -> DigestAlgorithm {
        self.algorithm
    }

    /// Its output.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..self.algorithm.output_len()).unwrap_or(&self.bytes)
    }
}

impl AsRef<[u8]> for Digest {
    fn as_ref(&self) -> &[u8] {
        self.as_bytes()
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.algorithm)?;
        self.as_bytes().iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// Hashes a message piece by piece.
#[derive(Clone)]
pub struct Hasher(State);

#[derive(Clone)]
enum State {
    Sha1(sha1::Sha1),
    Sha224(sha2::Sha224),
    Sha256(sha2::Sha256),
    Sha384(sha2::Sha384),
    Sha512(sha2::Sha512),
    Sha3_256(sha3::Sha3_256),
    Sha3_384(sha3::Sha3_384),
    Sha3_512(sha3::Sha3_512),
}

/// Does the same with whichever hash function it is.
macro_rules! each {
    ($state:expr, $hash:ident => $body:expr) => {
        match $state {
            State::Sha1($hash) => $body,
            State::Sha224($hash) => $body,
            State::Sha256($hash) => $body,
            State::Sha384($hash) => $body,
            State::Sha512($hash) => $body,
            State::Sha3_256($hash) => $body,
            State::Sha3_384($hash) => $body,
            State::Sha3_512($hash) => $body,
        }
    };
}

impl Hasher {
    /// Begins with the empty message.
    #[must_use]
    pub fn new(algorithm: DigestAlgorithm) -> Self {
        Self(match algorithm {
            DigestAlgorithm::Sha1 => State::Sha1(sha1::Sha1::new()),
            DigestAlgorithm::Sha224 => State::Sha224(sha2::Sha224::new()),
            DigestAlgorithm::Sha256 => State::Sha256(sha2::Sha256::new()),
            DigestAlgorithm::Sha384 => State::Sha384(sha2::Sha384::new()),
            DigestAlgorithm::Sha512 => State::Sha512(sha2::Sha512::new()),
            DigestAlgorithm::Sha3_256 => State::Sha3_256(sha3::Sha3_256::new()),
            DigestAlgorithm::Sha3_384 => State::Sha3_384(sha3::Sha3_384::new()),
            DigestAlgorithm::Sha3_512 => State::Sha3_512(sha3::Sha3_512::new()),
        })
    }

    /// The hash function.
    #[must_use]
    pub fn algorithm(&self) -> DigestAlgorithm {
        match self.0 {
            State::Sha1(_) => DigestAlgorithm::Sha1,
            State::Sha224(_) => DigestAlgorithm::Sha224,
            State::Sha256(_) => DigestAlgorithm::Sha256,
            State::Sha384(_) => DigestAlgorithm::Sha384,
            State::Sha512(_) => DigestAlgorithm::Sha512,
            State::Sha3_256(_) => DigestAlgorithm::Sha3_256,
            State::Sha3_384(_) => DigestAlgorithm::Sha3_384,
            State::Sha3_512(_) => DigestAlgorithm::Sha3_512,
        }
    }

    /// Appends to the message.
    pub fn update(&mut self, bytes: &[u8]) {
        each!(&mut self.0, hash => hash.update(bytes));
    }

    /// The digest of all that was appended.
    #[must_use]
    pub fn finish(self) -> Digest {
        let algorithm = self.algorithm();
        each!(self.0, hash => Digest::new(algorithm, &hash.finalize()))
    }
}

impl fmt::Debug for Hasher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Hasher({})", self.algorithm())
    }
}

/// The digest of `bytes`.
#[must_use]
pub fn digest(algorithm: DigestAlgorithm, bytes: &[u8]) -> Digest {
    let mut hasher = Hasher::new(algorithm);
    hasher.update(bytes);
    hasher.finish()
}
