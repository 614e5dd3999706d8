//! Writes signatures by hand, sound or deliberately odd.
//!
//! Nothing is canonicalized: the text that is signed is written in canonical form to begin with
//! (exclusive C14N without comments), which makes it a second opinion on canonicalization.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use crate::der::read::Reader;
use crate::{Hash, Identity, KeyKind, SigAlg};

/// The namespace of XMLDSig.
pub const DSIG: &str = "http://www.w3.org/2000/09/xmldsig#";
/// Exclusive C14N 1.0 without comments.
pub const EXCLUSIVE: &str = "http://www.w3.org/2001/10/xml-exc-c14n#";
/// The transform that leaves a signature's own element out.
pub const ENVELOPED: &str = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";
/// The namespace of XAdES 1.3.2.
pub const XADES: &str = "http://uri.etsi.org/01903/v1.3.2#";
/// The type of the reference to the signed properties.
pub const SIGNED_PROPERTIES: &str = "http://uri.etsi.org/01903#SignedProperties";

/// Base64 of bytes.
#[must_use]
pub fn b64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// Base64 of the SHA-256 of a text.
#[must_use]
pub fn digest(text: &str) -> String {
    digest_of(text.as_bytes())
}

/// The same of bytes.
#[must_use]
pub fn digest_of(bytes: &[u8]) -> String {
    b64(&Sha256::digest(bytes))
}

/// `ds:Transform` elements without content.
#[must_use]
pub fn transforms(uris: &[&str]) -> String {
    uris.iter().map(|uri| format!("<ds:Transform Algorithm=\"{uri}\"></ds:Transform>")).collect()
}

/// A `ds:Reference` in canonical form.
#[derive(Clone, Debug)]
pub struct Reference {
    /// Its attributes in canonical order: `Type` before `URI`.
    pub attributes: String,
    /// The content of `ds:Transforms`; the element lacks when it is empty.
    pub transforms: String,
    /// The digest, base64.
    pub digest: String,
}

impl Reference {
    /// To a URI, exclusively canonicalized; `canonical` is what is left then.
    #[must_use]
    pub fn new(uri: &str, canonical: &str) -> Self {
        Self {
            attributes: format!(" URI=\"{uri}\""),
            transforms: transforms(&[EXCLUSIVE]),
            digest: digest(canonical),
        }
    }

    /// The same with the enveloped-signature transform before.
    #[must_use]
    pub fn enveloped(uri: &str, canonical: &str) -> Self {
        Self { transforms: transforms(&[ENVELOPED, EXCLUSIVE]), ..Self::new(uri, canonical) }
    }

    /// Its text.
    #[must_use]
    pub fn text(&self) -> String {
        let transforms = match self.transforms.as_str() {
            "" => String::new(),
            some => format!("<ds:Transforms>{some}</ds:Transforms>"),
        };
        format!(
            "<ds:Reference{}>{transforms}<ds:DigestMethod \
             Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\"></ds:DigestMethod>\
             <ds:DigestValue>{}</ds:DigestValue></ds:Reference>",
            self.attributes, self.digest
        )
    }
}

/// A signature to be.
#[derive(Clone)]
pub struct Forge<'a> {
    /// Who signs.
    pub signer: &'a Identity,
    /// Algorithm and content of `ds:CanonicalizationMethod`.
    pub canonicalization: (String, String),
    /// What is signed.
    pub references: Vec<Reference>,
    /// The content of `ds:KeyInfo`; the element lacks when it is empty.
    pub key_info: String,
    /// Further `ds:Object` elements.
    pub objects: String,
}

impl<'a> Forge<'a> {
    /// A sound one.
    #[must_use]
    pub fn new(signer: &'a Identity, references: Vec<Reference>) -> Self {
        Self {
            signer,
            canonicalization: (EXCLUSIVE.into(), String::new()),
            references,
            key_info: x509_data(&[&signer.cert_der]),
            objects: String::new(),
        }
    }

    /// The URI of the signer's scheme, with SHA-256.
    #[must_use]
    pub fn method(signer: &Identity) -> &'static str {
        match signer.key.kind() {
            KeyKind::P256 => "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256",
            _ => "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
        }
    }

    /// `ds:SignedInfo` in canonical form.
    #[must_use]
    pub fn signed_info(&self) -> String {
        let (canonicalization, content) = &self.canonicalization;
        let references: String = self.references.iter().map(Reference::text).collect();
        format!(
            "<ds:SignedInfo xmlns:ds=\"{DSIG}\"><ds:CanonicalizationMethod \
             Algorithm=\"{canonicalization}\">{content}</ds:CanonicalizationMethod>\
             <ds:SignatureMethod Algorithm=\"{}\"></ds:SignatureMethod>\
             {references}</ds:SignedInfo>",
            Self::method(self.signer)
        )
    }

    /// The whole `ds:Signature`, with the Id `sig-1`.
    #[must_use]
    pub fn build(&self) -> String {
        let info = self.signed_info();
        self.with(&info, &sign(self.signer, &info))
    }

    /// The whole `ds:Signature` around a SignedInfo and a value, whatever they are.
    #[must_use]
    pub fn with(&self, signed_info: &str, value: &[u8]) -> String {
        let key_info = match self.key_info.as_str() {
            "" => String::new(),
            some => format!("<ds:KeyInfo>{some}</ds:KeyInfo>"),
        };
        format!(
            "<ds:Signature xmlns:ds=\"{DSIG}\" Id=\"sig-1\">{signed_info}\
             <ds:SignatureValue>{}</ds:SignatureValue>{key_info}{}</ds:Signature>",
            b64(value),
            self.objects
        )
    }
}

/// `ds:X509Data` with these certificates, DER each.
#[must_use]
pub fn x509_data(certificates: &[&[u8]]) -> String {
    let certificates: String = certificates
        .iter()
        .map(|der| format!("<ds:X509Certificate>{}</ds:X509Certificate>", b64(der)))
        .collect();
    format!("<ds:X509Data>{certificates}</ds:X509Data>")
}

/// A signature value over a text as XMLDSig writes it: r and s side by side for ECDSA
/// (XMLDSig 1.1 §6.4.3).
#[must_use]
pub fn sign(signer: &Identity, text: &str) -> Vec<u8> {
    if signer.key.kind() != KeyKind::P256 {
        return signer.sign(SigAlg::RsaPkcs1(Hash::Sha256), text.as_bytes());
    }
    let der = signer.sign(SigAlg::Ecdsa(Hash::Sha256), text.as_bytes());
    let mut numbers = Reader::sequence(&der).expect("ECDSA-Sig-Value");
    let mut fixed = || {
        let number = numbers.expect(0x02).expect("an INTEGER").content;
        let skip = number.iter().take_while(|byte| **byte == 0).count();
        let number = &number[skip..];
        [vec![0; 32 - number.len()], number.to_vec()].concat()
    };
    [fixed(), fixed()].concat()
}
