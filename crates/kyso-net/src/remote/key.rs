//! A remote credential as a signing key: one signature, one authorization.

use std::sync::Arc;

use kyso::key::{KeyError, SignatureValue, SigningKey, ToBeSigned};
use kyso::{Credential, SignatureAlgorithm};

use super::{RemoteCredential, RemoteService, RemoteUser};

/// A key at a remote service, for signing one document at a time. For a batch prepare all
/// documents and call [`RemoteService::sign`] once.
#[derive(Debug)]
pub struct RemoteKey<U> {
    service: Arc<RemoteService>,
    credential: RemoteCredential,
    public_key: Vec<u8>,
    user: U,
}

impl<U: RemoteUser + Send + Sync + std::fmt::Debug + 'static> RemoteKey<U> {
    /// The key of `credential` with its certificates.
    ///
    /// # Errors
    /// [`KeyError`] where its certificates cannot be used.
    pub fn credential(
        service: Arc<RemoteService>,
        credential: RemoteCredential,
        user: U,
    ) -> Result<Credential, KeyError> {
        let chain = credential.chain().to_vec();
        let leaf = chain.first().ok_or(KeyError::NoCertificate { found: 0 })?;
        let public_key = leaf.spki_der().to_vec();
        Credential::from_key(Box::new(Self { service, credential, public_key, user }), &chain)
    }
}

impl<U: RemoteUser + Send + Sync + std::fmt::Debug> SigningKey for RemoteKey<U> {
    fn public_key(&self) -> &[u8] {
        &self.public_key
    }

    fn algorithms(&self) -> &[SignatureAlgorithm] {
        self.credential.algorithms()
    }

    fn sign(&self, tbs: &ToBeSigned) -> Result<SignatureValue, KeyError> {
        let digests = [tbs.digest().as_ref()];
        let service = &self.service;
        let mut values = service.sign(&self.credential, tbs.algorithm(), &digests, &self.user)?;
        values.pop().ok_or(KeyError::Backend)
    }
}
