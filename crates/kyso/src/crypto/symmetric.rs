//! The ciphers and the hash of encrypted PDFs (ISO 32000-2 §7.6): RC4, AES in CBC mode, MD5.

use aes::cipher::block_padding::{NoPadding, Pkcs7};
use aes::cipher::{BlockModeDecrypt, BlockModeEncrypt, KeyInit, KeyIvInit, StreamCipher};
use aes::{Aes128, Aes256};
use md5::{Digest, Md5};
use rc4::Rc4;

/// Bytes of an AES block, and of an initialization vector.
pub(crate) const BLOCK: usize = 16;

/// MD5 (RFC 1321) of the parts, one after the other.
pub(crate) fn md5(parts: &[&[u8]]) -> [u8; 16] {
    let mut hash = Md5::new();
    parts.iter().for_each(|part| hash.update(part));
    hash.finalize().into()
}

/// RC4 over `data`, in place: encrypts and decrypts. `None` for a key that is empty or too long.
pub(crate) fn rc4(key: &[u8], data: &mut [u8]) -> Option<()> {
    Rc4::new_from_slice(key).ok()?.apply_keystream(data);
    Some(())
}

/// Whether the last block is filled up (RFC 8018 §6.1.1, any block size).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Padding {
    /// Always, by one byte at least.
    Full,
    /// The data are whole blocks.
    None,
}

/// AES-CBC, decrypted, with a key of 16 or 32 bytes. `None` for another key, for data that are not
/// whole blocks, and for padding that is none.
pub(crate) fn aes_cbc_decrypt(
    key: &[u8],
    iv: &[u8; BLOCK],
    data: &[u8],
    padding: Padding,
) -> Option<Vec<u8>> {
    let mut data = data.to_vec();
    let length = match key.len() {
        16 => opened(cbc::Decryptor::<Aes128>::new_from_slices(key, iv).ok()?, &mut data, padding),
        _ => opened(cbc::Decryptor::<Aes256>::new_from_slices(key, iv).ok()?, &mut data, padding),
    };
    data.truncate(length?);
    Some(data)
}

fn opened(cipher: impl BlockModeDecrypt, data: &mut [u8], padding: Padding) -> Option<usize> {
    let opened = match padding {
        Padding::Full => cipher.decrypt_padded::<Pkcs7>(data).map(<[u8]>::len),
        Padding::None => cipher.decrypt_padded::<NoPadding>(data).map(<[u8]>::len),
    };
    opened.ok()
}

/// AES-CBC, encrypted; as [`aes_cbc_decrypt`].
pub(crate) fn aes_cbc_encrypt(
    key: &[u8],
    iv: &[u8; BLOCK],
    data: &[u8],
    padding: Padding,
) -> Option<Vec<u8>> {
    let mut sealed = data.to_vec();
    if padding == Padding::Full {
        sealed.resize(data.len().checked_add(BLOCK)?, 0);
    }
    let length = match key.len() {
        16 => {
            let cipher = cbc::Encryptor::<Aes128>::new_from_slices(key, iv).ok()?;
            closed(cipher, &mut sealed, data.len(), padding)
        }
        _ => {
            let cipher = cbc::Encryptor::<Aes256>::new_from_slices(key, iv).ok()?;
            closed(cipher, &mut sealed, data.len(), padding)
        }
    };
    sealed.truncate(length?);
    Some(sealed)
}

fn closed(
    cipher: impl BlockModeEncrypt,
    data: &mut [u8],
    length: usize,
    padding: Padding,
) -> Option<usize> {
    let closed = match padding {
        Padding::Full => cipher.encrypt_padded::<Pkcs7>(data, length).map(|all| all.len()),
        Padding::None => cipher.encrypt_padded::<NoPadding>(data, length).map(|all| all.len()),
    };
    closed.ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(hex: &str) -> Vec<u8> {
        let digits = hex.as_bytes().chunks(2);
        digits.map(|two| u8::from_str_radix(str::from_utf8(two).unwrap(), 16).unwrap()).collect()
    }

    #[test]
    fn known_answers() {
        // RFC 1321 §A.5.
        let digest = bytes("900150983cd24fb0d6963f7d28e17f72");
        assert_eq!(md5(&[b"a", b"bc"]).as_slice(), digest);
        // RFC 6229 §2: the first bytes of the stream of the 40-bit key 0102030405.
        let mut stream = [0; 8];
        rc4(&[1, 2, 3, 4, 5], &mut stream).unwrap();
        assert_eq!(stream.as_slice(), bytes("b2396305f03dc027"));
        // NIST SP 800-38A §F.2.1 and §F.2.5, first block.
        let iv: [u8; 16] = std::array::from_fn(|at| at as u8);
        let plain = bytes("6bc1bee22e409f96e93d7e117393172a");
        for (key, sealed) in [
            ("2b7e151628aed2a6abf7158809cf4f3c", "7649abac8119b246cee98e9b12e9197d"),
            (
                "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4",
                "f58c4c04d6e5f1ba779eabfb5f7bfbd6",
            ),
        ] {
            let key = bytes(key);
            let made = aes_cbc_encrypt(&key, &iv, &plain, Padding::None).unwrap();
            assert_eq!(made, bytes(sealed));
            assert_eq!(aes_cbc_decrypt(&key, &iv, &made, Padding::None).unwrap(), plain);
        }
    }

    #[test]
    fn padding_is_always_there_and_always_checked() {
        let (key, iv) = ([7; 32], [9; 16]);
        for length in [0, 1, 15, 16, 17, 32] {
            let plain = vec![b'x'; length];
            let sealed = aes_cbc_encrypt(&key, &iv, &plain, Padding::Full).unwrap();
            assert_eq!(sealed.len(), (length / 16 + 1) * 16);
            assert_eq!(aes_cbc_decrypt(&key, &iv, &sealed, Padding::Full).unwrap(), plain);
        }
        let bare = aes_cbc_encrypt(&key, &iv, &[0; 16], Padding::None).unwrap();
        assert_eq!(aes_cbc_decrypt(&key, &iv, &bare, Padding::Full), None);
        assert_eq!(aes_cbc_decrypt(&key, &iv, &bare[1..], Padding::None), None);
        assert_eq!(aes_cbc_decrypt(&key[1..], &iv, &bare, Padding::None), None);
    }
}
