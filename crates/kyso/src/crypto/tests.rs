use kyso_testkit::{Hash, Key, KeyKind as TestKey, SigAlg, der};

use super::{Digest, KeyKind, Message, PrivateKey, PrivateKeyFault, VerifyFault, digest, verify};
use crate::{DigestAlgorithm as D, SignatureAlgorithm as S};

fn hash(hash: Hash) -> D {
    match hash {
        Hash::Sha1 => D::Sha1,
        Hash::Sha256 => D::Sha256,
        Hash::Sha384 => D::Sha384,
        Hash::Sha512 => D::Sha512,
    }
}

fn algorithm(algorithm: SigAlg) -> S {
    match algorithm {
        SigAlg::RsaPkcs1(h) => S::RsaPkcs1(hash(h)),
        SigAlg::RsaPss(h, salt_len) => S::RsaPss { digest: hash(h), mgf_digest: hash(h), salt_len },
        SigAlg::Ecdsa(h) => S::Ecdsa(hash(h)),
        SigAlg::Ed25519 => S::Ed25519,
    }
}

const HASHES: [Hash; 4] = [Hash::Sha1, Hash::Sha256, Hash::Sha384, Hash::Sha512];

/// Every kind of key with every algorithm it can be used with, usual or not.
fn combinations() -> Vec<(TestKey, SigAlg)> {
    let mut out = vec![(TestKey::Ed25519, SigAlg::Ed25519)];
    for h in HASHES {
        for kind in [TestKey::P256, TestKey::P384, TestKey::P521] {
            out.push((kind, SigAlg::Ecdsa(h)));
        }
        for kind in [TestKey::Rsa1024, TestKey::Rsa2048] {
            out.push((kind, SigAlg::RsaPkcs1(h)));
            for salt_len in [0, 20, h.output_len().min(40), h.output_len()] {
                if h.output_len() + salt_len + 2 <= 128 || kind == TestKey::Rsa2048 {
                    out.push((kind, SigAlg::RsaPss(h, salt_len)));
                }
            }
        }
    }
    out
}

#[test]
fn every_combination_verifies_and_nothing_else_does() {
    let message = b"Can cu Nghi dinh";
    for (kind, signed_with) in combinations() {
        let key = Key::slot(kind, 0);
        let spki = key.spki_der();
        let value = key.sign(signed_with, message);
        let algorithm = algorithm(signed_with);
        let check = |message: Message<'_>, value: &[u8]| verify(&spki, algorithm, message, value);
        assert_eq!(check(Message::Whole(message), &value), Ok(()), "{kind:?} {algorithm}");
        let other = check(Message::Whole(b"another"), &value);
        assert_eq!(other, Err(VerifyFault::Mismatch), "{kind:?} {algorithm}");
        for at in [0, value.len() / 2, value.len() - 1] {
            let mut altered = value.clone();
            altered[at] ^= 1;
            assert_eq!(check(Message::Whole(message), &altered), Err(VerifyFault::Mismatch));
        }
        for wrong in [&value[..value.len() - 1], &[], &[&value[..], &[0]].concat()] {
            assert_eq!(check(Message::Whole(message), wrong), Err(VerifyFault::Mismatch));
        }
        let streamed = digest(algorithm.digest(), message);
        let expected = match algorithm {
            S::Ed25519 => Err(VerifyFault::Unsupported { key: KeyKind::Ed25519, algorithm }),
            _ => Ok(()),
        };
        assert_eq!(check(Message::Digest(&streamed), &value), expected, "{kind:?} {algorithm}");
        if algorithm != S::Ed25519 {
            let wrong = digest(D::Sha3_256, message);
            assert_eq!(check(Message::Digest(&wrong), &value), Err(VerifyFault::Mismatch));
        }
    }
}

#[test]
fn pss_with_another_hash_in_mgf1_is_checked_step_by_step() {
    use rsa::pkcs8::DecodePublicKey;
    let key = Key::slot(TestKey::Rsa1024, 0);
    let public = rsa::RsaPublicKey::from_public_key_der(&key.spki_der()).unwrap();
    let message = digest(D::Sha256, b"m");
    for salt_len in [0, 20, 32] {
        // With equal hashes the crate's own signer is the judge of this implementation.
        let value = key.sign(SigAlg::RsaPss(Hash::Sha256, salt_len), b"m");
        let check = |message: &Digest, mgf, salt_len, value: &[u8]| {
            super::pss::verify_with_other_mgf(&public, message, mgf, salt_len, value)
        };
        assert_eq!(check(&message, D::Sha256, salt_len, &value), Some(()));
        assert_eq!(check(&message, D::Sha1, salt_len, &value), None);
        assert_eq!(check(&message, D::Sha256, salt_len + 1, &value), None);
        assert_eq!(check(&message, D::Sha256, 1000, &value), None);
        assert_eq!(check(&digest(D::Sha256, b"n"), D::Sha256, salt_len, &value), None);
        for at in 0..value.len() {
            let mut altered = value.clone();
            altered[at] ^= 0x40;
            assert_eq!(check(&message, D::Sha256, salt_len, &altered), None);
        }
    }
}

#[test]
fn brainpool_signatures_verify() {
    use ecdsa::signature::hazmat::PrehashSigner;
    let message = digest(D::Sha256, b"m");
    let key = ecdsa::SigningKey::<bp256::BrainpoolP256r1>::from_slice(&[7; 32]).unwrap();
    let value: ecdsa::der::Signature<_> = key.sign_prehash(message.as_bytes()).unwrap();
    let point = key.verifying_key().to_sec1_point(false);
    let spki = der::seq(&[
        der::seq(&[der::oid("1.2.840.10045.2.1"), der::oid("1.3.36.3.3.2.8.1.1.7")]),
        der::bits(point.as_ref()),
    ]);
    let algorithm = S::Ecdsa(D::Sha256);
    assert_eq!(verify(&spki, algorithm, Message::Whole(b"m"), value.as_bytes()), Ok(()));
    let other = verify(&spki, algorithm, Message::Whole(b"n"), value.as_bytes());
    assert_eq!(other, Err(VerifyFault::Mismatch));
}

#[test]
fn keys_that_are_no_keys_are_told_from_wrong_values() {
    let key = Key::generate(TestKey::P256);
    let value = key.sign(SigAlg::Ecdsa(Hash::Sha256), b"m");
    let mut off_curve = key.spki_der();
    *off_curve.last_mut().unwrap() ^= 1;
    let check = |spki: &[u8], algorithm| verify(spki, algorithm, Message::Whole(b"m"), &value);
    assert_eq!(check(&off_curve, S::Ecdsa(D::Sha256)), Err(VerifyFault::BadKey));
    assert_eq!(check(&off_curve, S::Ecdsa(D::Sha512)), Err(VerifyFault::BadKey));
    assert_eq!(check(&off_curve[..40], S::Ecdsa(D::Sha256)), Err(VerifyFault::BadKey));
    let algorithm = S::RsaPkcs1(D::Sha256);
    let fault = VerifyFault::KeyDoesNotFit { key: KeyKind::P256, algorithm };
    assert_eq!(check(&key.spki_der(), algorithm), Err(fault));
}

#[test]
fn huge_rsa_keys_cost_nothing() {
    let spki = |modulus: &[u8], exponent: &[u8]| {
        der::seq(&[
            der::seq(&[der::oid("1.2.840.113549.1.1.1"), der::null()]),
            der::bits(&der::seq(&[der::integer(modulus), der::integer(exponent)])),
        ])
    };
    let check = |spki: &[u8]| verify(spki, S::RsaPkcs1(D::Sha256), Message::Whole(b"m"), &[0; 256]);
    let mut modulus = vec![0x7f; 4096];
    modulus[4095] = 0x7d;
    assert_eq!(check(&spki(&modulus, &[1, 0, 1])), Err(VerifyFault::BadKey));
    // An exponent as long as the modulus makes each verification as dear as a signature.
    let modulus = [&[0x7f; 255][..], &[0x7d]].concat();
    let exponent = [&[0x6f; 255][..], &[0x7d]].concat();
    assert!(matches!(check(&spki(&modulus, &exponent)), Err(VerifyFault::Unsupported { .. })));
    // No exponent, an even one, an even modulus.
    for (n, e) in [(&modulus[..], &[1][..]), (&modulus, &[4]), (&[0x7f, 0x7e], &[3])] {
        assert_eq!(check(&spki(n, e)), Err(VerifyFault::BadKey));
    }
}

#[test]
fn pss_keys_do_not_sign_or_verify_pkcs1() {
    let key = Key::slot(TestKey::Rsa2048, 0);
    let rsa_key = der::content(&key.spki_der()).to_vec();
    let bits = &rsa_key[15..]; // after the AlgorithmIdentifier of rsaEncryption
    let spki = |parameters: &[Vec<u8>]| {
        let id = [&[der::oid("1.2.840.113549.1.1.10")], parameters].concat();
        der::seq(&[der::seq(&id), bits.to_vec()])
    };
    let sha256 = SigAlg::RsaPss(Hash::Sha256, 32).algorithm_identifier();
    let restricted = spki(&[der::content(&sha256)[11..].to_vec()]);
    let any = spki(&[]);
    let value = key.sign(SigAlg::RsaPss(Hash::Sha256, 32), b"m");
    let check = |spki: &[u8], algorithm| verify(spki, algorithm, Message::Whole(b"m"), &value);
    assert_eq!(check(&any, S::rsa_pss(D::Sha256)), Ok(()));
    assert_eq!(check(&restricted, S::rsa_pss(D::Sha256)), Ok(()));
    let does_not_fit = |r| matches!(r, Err(VerifyFault::KeyDoesNotFit { .. }));
    assert!(does_not_fit(check(&restricted, S::rsa_pss(D::Sha384))));
    assert!(does_not_fit(check(&any, S::RsaPkcs1(D::Sha256))));
}

#[test]
fn private_keys_sign_what_they_say_they_sign() {
    for kind in [TestKey::Rsa2048, TestKey::P256, TestKey::P384, TestKey::Ed25519] {
        let made = Key::slot(kind, 0);
        let key = PrivateKey::from_pkcs8(&made.pkcs8_der()).unwrap();
        assert_eq!(key.public_key(), made.spki_der(), "{kind:?}");
        assert!(!key.algorithms().is_empty());
        for algorithm in key.algorithms() {
            let value = key.sign(*algorithm, b"m").unwrap();
            let verified = verify(key.public_key(), *algorithm, Message::Whole(b"m"), &value);
            assert_eq!(verified, Ok(()), "{kind:?} {algorithm}");
        }
        assert_eq!(key.sign(S::RsaPkcs1(D::Sha1), b"m"), None);
    }
}

#[test]
fn ec_keys_without_their_public_point_are_completed() {
    for (kind, curve) in [(TestKey::P256, "1.2.840.10045.3.1.7"), (TestKey::P384, "1.3.132.0.34")] {
        let made = Key::generate(kind);
        let scalar = der::content(&made.traditional_der().unwrap().1)[5..].to_vec();
        let len = if kind == TestKey::P256 { 32 } else { 48 };
        let sec1 = der::seq(&[der::int(1), der::octets(&scalar[..len])]);
        let pkcs8 = der::seq(&[
            der::int(0),
            der::seq(&[der::oid("1.2.840.10045.2.1"), der::oid(curve)]),
            der::octets(&sec1),
        ]);
        assert_eq!(PrivateKey::from_pkcs8(&pkcs8).unwrap().public_key(), made.spki_der());
    }
}

#[test]
fn short_rsa_keys_do_not_sign() {
    let fault = PrivateKey::from_pkcs8(&Key::slot(TestKey::Rsa1024, 0).pkcs8_der()).unwrap_err();
    assert_eq!(fault, PrivateKeyFault::RsaSize { bits: 1024 });
}

#[test]
fn damaged_private_keys_are_refused() {
    for kind in [TestKey::Rsa2048, TestKey::P256, TestKey::Ed25519] {
        let der = Key::slot(kind, 0).pkcs8_der();
        for len in 0..der.len() {
            assert!(PrivateKey::from_pkcs8(&der[..len]).is_err());
        }
    }
}

#[test]
fn hashing_in_pieces_is_hashing_at_once() {
    let message: Vec<u8> = (0..10_000_u32).map(|n| n.to_le_bytes()[0]).collect();
    for algorithm in
        [D::Sha1, D::Sha224, D::Sha256, D::Sha384, D::Sha512, D::Sha3_256, D::Sha3_384, D::Sha3_512]
    {
        let mut hasher = super::Hasher::new(algorithm);
        message.chunks(777).for_each(|chunk| hasher.update(chunk));
        let pieces = hasher.finish();
        assert_eq!(pieces, digest(algorithm, &message));
        assert_eq!(pieces.as_bytes().len(), algorithm.output_len());
        assert_eq!(Digest::from_bytes(algorithm, pieces.as_bytes()), Some(pieces));
        assert_eq!(Digest::from_bytes(algorithm, &pieces.as_bytes()[1..]), None);
    }
    // FIPS 180-4 and FIPS 202 examples: the functions are the ones their names say.
    let abc = |algorithm| format!("{:?}", digest(algorithm, b"abc"));
    assert!(abc(D::Sha1).starts_with("sha1:a9993e36"));
    assert!(abc(D::Sha224).starts_with("sha224:23097d22"));
    assert!(abc(D::Sha256).starts_with("sha256:ba7816bf"));
    assert!(abc(D::Sha384).starts_with("sha384:cb00753f"));
    assert!(abc(D::Sha512).starts_with("sha512:ddaf35a1"));
    assert!(abc(D::Sha3_256).starts_with("sha3-256:3a985da7"));
}
