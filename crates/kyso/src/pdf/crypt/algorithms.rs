//! From passwords to keys: the numbered algorithms of ISO 32000-2 §7.6.4.3 and §7.6.4.4.

use zeroize::Zeroizing;

use super::dictionary::Standard;
use crate::DigestAlgorithm;
use crate::crypto::symmetric::{BLOCK, Padding};
use crate::crypto::{self, symmetric};

/// What fills a password up to 32 bytes (algorithm 2, step a).
const PAD: [u8; 32] = [
    0x28, 0xbf, 0x4e, 0x5e, 0x4e, 0x75, 0x8a, 0x41, 0x64, 0x00, 0x4e, 0x56, 0xff, 0xfa, 0x01, 0x08,
    0x2e, 0x2e, 0x00, 0xb6, 0xd0, 0x68, 0x3e, 0x80, 0x2f, 0x0c, 0xa9, 0xfe, 0x64, 0x53, 0x69, 0x7a,
];

/// How often keys are hashed again from revision 3 on.
const ROUNDS: usize = 50;

/// Bytes of a password that count, with AES-256.
const MAX_UTF8: usize = 127;

/// A secret that is wiped when it goes.
pub(super) type Secret = Zeroizing<Vec<u8>>;

fn padded(password: &[u8]) -> Zeroizing<[u8; 32]> {
    let mut filled = Zeroizing::new(PAD);
    let bytes = password.iter().chain(&PAD);
    filled.iter_mut().zip(bytes).for_each(|(place, byte)| *place = *byte);
    filled
}

fn first(bytes: &[u8], length: usize) -> &[u8] {
    bytes.get(..length).unwrap_or(bytes)
}

/// Algorithm 2: the file's key out of the user's password, up to revision 4.
fn file_key(standard: &Standard, id: &[u8], password: &[u8]) -> Secret {
    let plain_metadata: &[u8] =
        if standard.revision >= 4 && !standard.encrypt_metadata { &[0xff; 4] } else { &[] };
    let bits = standard.permissions.bits().to_le_bytes();
    let padded = padded(password);
    let parts = [padded.as_slice(), &standard.owner, &bits, id, plain_metadata];
    let mut hash = Zeroizing::new(symmetric::md5(&parts));
    if standard.revision >= 3 {
        for _ in 0..ROUNDS {
            *hash = symmetric::md5(&[first(hash.as_slice(), standard.key_len)]);
        }
    }
    Zeroizing::new(first(hash.as_slice(), standard.key_len).to_vec())
}

/// RC4 with the key and, from revision 3 on, with the 19 keys that it makes with a counter.
fn rc4_rounds(key: &[u8], counters: impl Iterator<Item = u8>, data: &mut [u8]) -> Option<()> {
    for counter in counters {
        let turned: Secret = Zeroizing::new(key.iter().map(|byte| byte ^ counter).collect());
        symmetric::rc4(&turned, data)?;
    }
    Some(())
}

/// Algorithms 4, 5 and 6: the file's key, where the password is the user's; up to revision 4.
pub(super) fn with_user(standard: &Standard, id: &[u8], password: &[u8]) -> Option<Secret> {
    let key = file_key(standard, id, password);
    let mut proof = if standard.revision == 2 {
        PAD.to_vec()
    } else {
        symmetric::md5(&[PAD.as_slice(), id]).to_vec()
    };
    let last = if standard.revision == 2 { 0 } else { 19 };
    rc4_rounds(&key, 0..=last, &mut proof)?;
    standard.user.starts_with(&proof).then_some(key)
}

/// Algorithm 7: the file's key, where the password is the owner's; up to revision 4.
pub(super) fn with_owner(standard: &Standard, id: &[u8], password: &[u8]) -> Option<Secret> {
    let mut hash = Zeroizing::new(symmetric::md5(&[padded(password).as_slice()]));
    if standard.revision >= 3 {
        for _ in 0..ROUNDS {
            *hash = symmetric::md5(&[hash.as_slice()]);
        }
    }
    let key = first(hash.as_slice(), standard.key_len);
    let last = if standard.revision == 2 { 0 } else { 19 };
    let mut user: Secret = Zeroizing::new(standard.owner.clone());
    rc4_rounds(key, (0..=last).rev(), &mut user)?;
    with_user(standard, id, &user)
}

/// The parts of `/U` or `/O` from revision 5 on.
struct Verifier<'a> {
    hash: &'a [u8],
    validation_salt: &'a [u8],
    key_salt: &'a [u8],
}

impl<'a> Verifier<'a> {
    fn of(bytes: &'a [u8]) -> Option<Self> {
        let (hash, salts) = bytes.split_at_checked(32)?;
        let (validation_salt, key_salt) = salts.split_at_checked(8)?;
        Some(Self { hash, validation_salt, key_salt })
    }

    /// Algorithm 2.A: the file's key, where this is the password; `user` is `/U` for the owner's.
    fn open(
        &self,
        standard: &Standard,
        password: &[u8],
        user: &[u8],
        sealed: &[u8],
    ) -> Option<Secret> {
        let hash = |salt: &[u8]| {
            let input: Secret = Zeroizing::new([password, salt, user].concat());
            if standard.revision == 5 {
                Some(sha256(&input))
            } else {
                hardened(password, &input, user)
            }
        };
        if hash(self.validation_salt)?.as_slice() != self.hash {
            return None;
        }
        let key = hash(self.key_salt)?;
        symmetric::aes_cbc_decrypt(&key, &[0; BLOCK], sealed, Padding::None).map(Zeroizing::new)
    }
}

/// Algorithms 11 and 2.A: as [`with_user`], from revision 5 on.
pub(super) fn with_user_aes(standard: &Standard, password: &[u8]) -> Option<Secret> {
    let verifier = Verifier::of(&standard.user)?;
    verifier.open(standard, first(password, MAX_UTF8), &[], &standard.user_key)
}

/// Algorithms 12 and 2.A: as [`with_owner`], from revision 5 on.
pub(super) fn with_owner_aes(standard: &Standard, password: &[u8]) -> Option<Secret> {
    let (verifier, user) = (Verifier::of(&standard.owner)?, standard.user.as_slice());
    verifier.open(standard, first(password, MAX_UTF8), user, &standard.owner_key)
}

fn sha256(bytes: &[u8]) -> Secret {
    Zeroizing::new(crypto::digest(DigestAlgorithm::Sha256, bytes).as_bytes().to_vec())
}

/// Algorithm 2.B: 64 rounds at least, and as many more as the last byte says; 288 at the most.
fn hardened(password: &[u8], input: &[u8], user: &[u8]) -> Option<Secret> {
    let mut key = sha256(input);
    let mut last = 0;
    let mut round = 0;
    while round < 64 || u32::from(last) > round - 32 {
        let one: Secret = Zeroizing::new([password, &key, user].concat());
        let all: Secret = Zeroizing::new(one.repeat(64));
        let (cipher_key, rest) = key.split_at_checked(BLOCK)?;
        let iv = rest.first_chunk::<BLOCK>()?;
        let sealed = symmetric::aes_cbc_encrypt(cipher_key, iv, &all, Padding::None)?;
        let sealed: Secret = Zeroizing::new(sealed);
        // The first 16 bytes as a number modulo 3: 256 is 1 modulo 3.
        let sum: u32 = first(&sealed, BLOCK).iter().map(|byte| u32::from(*byte)).sum();
        let algorithm = match sum % 3 {
            0 => DigestAlgorithm::Sha256,
            1 => DigestAlgorithm::Sha384,
            _ => DigestAlgorithm::Sha512,
        };
        key = Zeroizing::new(crypto::digest(algorithm, &sealed).as_bytes().to_vec());
        last = *sealed.last()?;
        round += 1;
    }
    Some(Zeroizing::new(first(&key, 32).to_vec()))
}

/// Algorithm 13: whether `/Perms`, opened with the file's key, says what the dictionary says. Two
/// passwords that open two keys, so that each shows another document, do not get past this.
pub(super) fn perms_hold(standard: &Standard, key: &[u8]) -> bool {
    let sealed = &standard.perms;
    let Some(perms) = symmetric::aes_cbc_decrypt(key, &[0; BLOCK], sealed, Padding::None) else {
        return false;
    };
    let metadata = if standard.encrypt_metadata { b'T' } else { b'F' };
    let bits = standard.permissions.bits().to_le_bytes();
    perms.starts_with(&bits)
        && perms.get(8) == Some(&metadata)
        && perms.get(9..12) == Some(b"adb".as_slice())
}
