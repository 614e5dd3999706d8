//! Whose key it is: signatures by an attacker in the victim's name.
//!
//! CVE-2024-32962 (xml-crypto: the certificate in KeyInfo was trusted), the HMAC keyed with a
//! public key (xml-crypto before 1.5.4, signxml before 4.0.4: CVE-2025-48995 and its kin),
//! truncated HMAC (CVE-2009-0217).

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::base::{Base, SAYS, WANTS, document, form};
use super::forge::{Forge, Reference, b64, sign, x509_data};
use super::{Attack, Must};
use crate::{Identity, KeyKind, pki};

fn evil_form() -> String {
    form(true, "").replace(SAYS, WANTS)
}

/// What the attacker signs with his own key, with every KeyInfo that may deceive.
pub(super) fn keys(victim: &Identity, attacker: &Identity) -> Vec<Attack> {
    let evil = evil_form();
    let (own, theirs) = (attacker.cert_der.as_slice(), victim.cert_der.as_slice());
    let key = |identity: &Identity| key_value(identity);
    let one = |der: &[u8]| format!("<ds:X509Certificate>{}</ds:X509Certificate>", b64(der));
    let chain: Vec<&[u8]> =
        [own].into_iter().chain(victim.chain_der.iter().map(Vec::as_slice)).collect();
    let victims_first: Vec<&[u8]> =
        victim.chain_der.iter().map(Vec::as_slice).chain([own]).collect();
    let data = x509_data;
    let retrieval = |uri: &str, kind: &str| {
        format!("<ds:RetrievalMethod Type=\"{kind}\" URI=\"{uri}\"></ds:RetrievalMethod>")
    };
    let raw = "http://www.w3.org/2000/09/xmldsig#rawX509Certificate";
    let mut made: Vec<(&'static str, String)> = vec![
        ("attackers-certificate", data(&[own])),
        ("victims-certificate", data(&[theirs])),
        ("attackers-certificate-then-victims", data(&[own, theirs])),
        ("victims-certificate-then-attackers", data(&[theirs, own])),
        ("attackers-certificate-in-second-x509-data", data(&[theirs]) + &data(&[own])),
        ("attackers-certificate-in-first-x509-data", data(&[own]) + &data(&[theirs])),
        ("attackers-certificate-with-victims-chain", data(&chain)),
        ("victims-chain-then-attackers-certificate", data(&victims_first)),
        ("attackers-key-value", key(attacker)),
        ("attackers-key-value-then-victims-certificate", key(attacker) + &data(&[theirs])),
        ("victims-certificate-then-attackers-key-value", data(&[theirs]) + &key(attacker)),
        ("attackers-der-key-value-then-victims-certificate", {
            der_key_value(attacker) + &data(&[theirs])
        }),
        (
            "certificate-in-a-comment",
            format!("<ds:X509Data><!--{}-->{}</ds:X509Data>", one(own), one(theirs)),
        ),
        ("key-name-alone", "<ds:KeyName>signer</ds:KeyName>".into()),
        (
            "victims-subject-name-alone",
            "<ds:X509Data><ds:X509SubjectName>CN=Nguyễn Thị Ánh\
            </ds:X509SubjectName></ds:X509Data>"
                .into(),
        ),
        (
            "victims-subject-name-with-attackers-certificate",
            format!(
                "<ds:X509Data><ds:X509SubjectName>CN=Nguyễn Thị Ánh</ds:X509SubjectName>{}</ds:X509Data>",
                one(own)
            ),
        ),
        ("retrieval-from-a-file", retrieval("file:///etc/hostname", raw)),
        ("retrieval-from-the-network", retrieval("http://127.0.0.1:9/cert", raw)),
        ("retrieval-from-the-document", retrieval("#to-khai", raw)),
        ("retrieval-then-victims-certificate", {
            retrieval("http://127.0.0.1:9/cert", raw) + &data(&[theirs])
        }),
        (
            "certificate-that-is-none",
            "<ds:X509Data><ds:X509Certificate>AAAA</ds:X509Certificate>\
            </ds:X509Data>"
                .into(),
        ),
    ];
    made.push(("no-key-info-at-all", String::new()));
    made.into_iter()
        .map(|(name, key_info)| {
            let mut forge = Forge::new(attacker, vec![Reference::new("#to-khai", &evil)]);
            forge.key_info = key_info;
            Attack::new(name, document(&evil, &forge.build()), Must::NotPass)
        })
        .chain(beside(victim, attacker))
        .collect()
}

/// The attacker's signature beside the victim's sound one.
fn beside(victim: &Identity, attacker: &Identity) -> Vec<Attack> {
    let (plain, evil) = (form(true, ""), evil_form());
    let evil = evil.replace("to-khai", "khac");
    let sound = Forge::new(victim, vec![Reference::new("#to-khai", &plain)]).build();
    let forged = Forge::new(attacker, vec![Reference::new("#khac", &evil)]).build();
    let forged = forged.replace("sig-1", "sig-2");
    let both = plain + &evil;
    vec![
        Attack::new(
            "attackers-signature-first",
            document(&both, &(forged.clone() + &sound)),
            Must::NotPass,
        ),
        Attack::new("attackers-signature-last", document(&both, &(sound + &forged)), Must::NotPass),
    ]
}

/// `ds:KeyValue`: an ECKeyValue for P-256, else the DER form.
fn key_value(identity: &Identity) -> String {
    if identity.key.kind() != KeyKind::P256 {
        return der_key_value(identity);
    }
    let spki = identity.key.spki_der();
    format!(
        "<ds:KeyValue><dsig11:ECKeyValue xmlns:dsig11=\"http://www.w3.org/2009/xmldsig11#\">\
         <dsig11:NamedCurve URI=\"urn:oid:1.2.840.10045.3.1.7\"></dsig11:NamedCurve>\
         <dsig11:PublicKey>{}</dsig11:PublicKey></dsig11:ECKeyValue></ds:KeyValue>",
        b64(&spki[spki.len() - 65..])
    )
}

fn der_key_value(identity: &Identity) -> String {
    format!(
        "<dsig11:DEREncodedKeyValue xmlns:dsig11=\"http://www.w3.org/2009/xmldsig11#\">{}\
         </dsig11:DEREncodedKeyValue>",
        b64(&identity.key.spki_der())
    )
}

/// HMAC keyed with what everybody knows of the victim, or cut to nothing.
pub(super) fn hmac(victim: &Identity) -> Vec<Attack> {
    let spki = victim.key.spki_der();
    let evil = evil_form();
    let forge = Forge::new(victim, vec![Reference::new("#to-khai", &evil)]);
    let method = "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256";
    let signed_info = |length: &str| {
        let info = forge.signed_info().replacen(Forge::method(victim), method, 1);
        info.replacen("</ds:SignatureMethod>", &format!("{length}</ds:SignatureMethod>"), 1)
    };
    let mac = |key: &[u8], info: &str| {
        let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("any length");
        mac.update(info.as_bytes());
        mac.finalize().into_bytes().to_vec()
    };
    let file = |info: &str, value: &[u8]| document(&evil, &forge.with(info, value));
    let keyed = |key: &[u8]| {
        let info = signed_info("");
        file(&info, &mac(key, &info))
    };
    let cut = |bits: usize| {
        let length = format!("<ds:HMACOutputLength>{bits}</ds:HMACOutputLength>");
        let info = signed_info(&length);
        let bytes = bits.div_ceil(8);
        file(&info, &mac(&spki, &info)[..bytes])
    };
    // A value of the victim's own over nothing that he signed.
    let other = sign(victim, "<ds:SignedInfo></ds:SignedInfo>");
    vec![
        ("hmac-with-public-key-der", keyed(&spki)),
        ("hmac-with-public-key-pem", keyed(pki::pem("PUBLIC KEY", &spki).as_bytes())),
        ("hmac-with-certificate-der", keyed(&victim.cert_der)),
        ("hmac-with-certificate-pem", keyed(victim.cert_pem().as_bytes())),
        ("hmac-with-empty-key", keyed(b"")),
        ("hmac-cut-to-nothing", cut(0)),
        ("hmac-cut-to-one-bit", cut(1)),
        ("hmac-cut-to-one-byte", cut(8)),
        ("hmac-cut-to-80-bits", cut(80)),
        ("victims-value-over-something-else", file(&forge.signed_info(), &other)),
        ("victims-signature-on-evil-content", {
            let sound = Base::forged(super::Layout::Beside, victim);
            sound.text.replacen(SAYS, WANTS, 1)
        }),
    ]
    .into_iter()
    .map(|(name, text)| Attack::new(name, text, Must::NotPass))
    .collect()
}
