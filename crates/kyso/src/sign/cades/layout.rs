//! A CMS signature that lacks its value, and what proves that one which was kept hangs together.

use super::{find, of, sign_error};
use crate::cades::{CmsFile, Content};
use crate::cms::{SignedAttrs, check_signing_certificate};
use crate::crypto::{self, Digest};
use crate::document::Document;
use crate::sign::SignError;
use crate::sign::builder::Signer;
use crate::sign::signed::Original;

/// What the signature will stand in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::sign) enum Form {
    /// A CMS of its own beside the content, which is not kept.
    Detached,
    /// A CMS around the content.
    Attached,
    /// The CMS that is there.
    Added,
}

/// What comes into the file but the value.
#[derive(Clone, Debug)]
pub(in crate::sign) struct CadesLayout {
    pub(in crate::sign) id: String,
    pub(in crate::sign) form: Form,
    pub(in crate::sign) pem: bool,
    /// Of the content, by each hash function that was asked for.
    pub(in crate::sign) digests: Vec<Digest>,
    /// The signature that is countersigned.
    pub(in crate::sign) counter: Option<String>,
}

impl CadesLayout {
    /// Whether a layout that was kept is one of this original, this signer and this message.
    pub(in crate::sign) fn check(
        &self,
        original: &Original,
        signer: &Signer,
        message: &[u8],
    ) -> Result<(), SignError> {
        let invalid = |fault| SignError::StateInvalid { fault };
        let signed = SignedAttrs::parse_set(message).map_err(|_| invalid("message"))?;
        let certificate = signer.chain.first().ok_or(invalid("chain"))?;
        check_signing_certificate(&signed, certificate).map_err(|_| invalid("chain"))?;
        let algorithm = signer.algorithm.digest();
        let source = original.to_source()?;
        let kept = of(&self.digests, algorithm);
        let digest = match (self.form, &self.counter) {
            (Form::Detached, _) => kept,
            (Form::Attached, _) => {
                let digests = Content::Detached(&source).digests(&[algorithm]);
                of(&digests.map_err(sign_error)?, algorithm)
            }
            (Form::Added, counter) => {
                let file = CmsFile::open(source).map_err(|_| invalid("document-altered"))?;
                match (counter, file.content()) {
                    (Some(id), _) => {
                        let found = find(file.signed_data(), id);
                        let found = found.map_err(|_| invalid("document-altered"))?.1;
                        Some(crypto::digest(algorithm, &found.signature))
                    }
                    (None, Some(content)) => {
                        of(&content.digests(&[algorithm]).map_err(sign_error)?, algorithm)
                    }
                    (None, None) => kept,
                }
            }
        };
        let stated = signed.message_digest().ok().flatten();
        let same = digest.is_some() && stated.as_deref() == digest.as_ref().map(Digest::as_bytes);
        if same { Ok(()) } else { Err(invalid("document-altered")) }
    }

    /// Whether this was prepared of a document, whose bytes a detached signature does not keep.
    pub(in crate::sign) fn is_of(&self, document: &Document) -> Result<bool, SignError> {
        let Some(content) = document.cades().and_then(|cades| cades.content()) else {
            return Ok(false);
        };
        let Some(kept) = self.digests.first() else { return Ok(false) };
        let now = content.digests(&[kept.algorithm()]).map_err(sign_error)?;
        Ok(now.first() == Some(kept))
    }
}
