//! Between the phases and after: the text that goes in, without and with its value.

use std::ops::Range;

use super::XmlSignError;
use crate::SignatureAlgorithm;
use crate::crypto::{self, Message, VerifyFault, ecdsa_form};
use crate::key::{SignatureValue, ToBeSigned};
use crate::xml::base64;

/// A signature that lacks only its value. The document is not inside: it is spliced at the end.
#[derive(Clone, PartialEq, Eq, Debug)]
#[must_use]
pub struct PreparedSignature {
    pub(super) range: Range<usize>,
    pub(super) text: String,
    pub(super) value_at: usize,
    pub(super) to_be_signed: ToBeSigned,
}

/// A finished signature: what of the document is replaced by what.
#[derive(Clone, PartialEq, Eq, Debug)]
#[must_use]
pub struct Splice {
    /// Bytes of the document that are replaced: none, or the `/>` of an element that was empty.
    pub range: Range<usize>,
    /// What stands there instead.
    pub text: String,
}

impl PreparedSignature {
    /// What the key signs: canonical `SignedInfo` and its digest.
    #[must_use]
    pub fn to_be_signed(&self) -> &ToBeSigned {
        &self.to_be_signed
    }

    /// The algorithm the value must be made with.
    #[must_use]
    pub fn algorithm(&self) -> SignatureAlgorithm {
        self.to_be_signed.algorithm()
    }

    /// Takes it apart, to be kept: bytes of the document that are replaced, the text without the
    /// value, the byte of the text where the value goes, what the key signs.
    #[must_use]
    pub fn into_parts(self) -> (Range<usize>, String, usize, ToBeSigned) {
        (self.range, self.text, self.value_at, self.to_be_signed)
    }

    /// Puts the parts together again; `None` where they do not belong together.
    #[must_use]
    pub fn from_parts(
        range: Range<usize>,
        text: String,
        value_at: usize,
        to_be_signed: ToBeSigned,
    ) -> Option<Self> {
        let follows = text.get(value_at..)?.starts_with("</");
        (follows && range.start <= range.end).then_some(Self {
            range,
            text,
            value_at,
            to_be_signed,
        })
    }

    /// Puts the value in, as CMS carries it: ECDSA in DER. It is checked against the key
    /// `spki_der` (SubjectPublicKeyInfo, DER) first, so that a wrong value never leaves as a
    /// signed document.
    ///
    /// # Errors
    /// [`XmlSignError::Value`].
    pub fn complete(self, value: &SignatureValue, spki_der: &[u8]) -> Result<Splice, XmlSignError> {
        let (algorithm, value) = (self.algorithm(), value.as_bytes());
        crypto::verify(spki_der, algorithm, Message::Whole(self.to_be_signed.message()), value)?;
        let fixed = match algorithm {
            SignatureAlgorithm::Ecdsa(_) => {
                let kind = crypto::key_kind(spki_der)?;
                ecdsa_form::der_to_fixed(kind, value).ok_or(VerifyFault::Mismatch)?
            }
            _ => value.to_vec(),
        };
        let mut text = self.text;
        text.insert_str(self.value_at, &base64::encode(&fixed));
        Ok(Splice { range: self.range, text })
    }
}

impl Splice {
    /// The signed document; `None` where `document` is not the one that was prepared.
    #[must_use]
    pub fn apply(&self, document: &[u8]) -> Option<Vec<u8>> {
        let (head, tail) = (document.get(..self.range.start)?, document.get(self.range.end..)?);
        Some([head, self.text.as_bytes(), tail].concat())
    }
}
