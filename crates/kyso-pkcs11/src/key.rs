//! A private key on a token that is logged in.

use std::fmt;
use std::sync::{Mutex, PoisonError};

use cryptoki::context::Function;
use cryptoki::error::Rv;
use cryptoki::mechanism::rsa::{PkcsMgfType, PkcsPssParams};
use cryptoki::mechanism::{Mechanism, MechanismType};
use cryptoki::object::{Attribute, AttributeType, KeyType, ObjectClass, ObjectHandle};
use cryptoki::session::{Session, SessionState};
use cryptoki::types::Ulong;
use kyso::crypto::KeyKind;
use kyso::key::{KeyError, SignatureValue, ToBeSigned};
use kyso::x509::Certificate;
use kyso::{Credential, DigestAlgorithm, SignatureAlgorithm, SigningKey};

use crate::TokenError;
use crate::module::{Module, refused};
use crate::pin::{PinPurpose, PinSource, gone_or_refused, log_in};
use crate::search::FoundKey;
use crate::token::Token;

/// A private key on a token. Its calls come one after the other: one session, behind a lock.
pub struct TokenKey {
    token: Token,
    module: Module,
    certificate: Certificate,
    kind: KeyKind,
    algorithms: Vec<SignatureAlgorithm>,
    handle: ObjectHandle,
    /// The session first: it is closed before anything else is let go.
    inner: Mutex<Inner>,
}

struct Inner {
    session: Session,
    /// Who knows the PIN; gone after the login where the key does not ask each time, so that
    /// nothing keeps what is not needed any more.
    pins: Option<Box<dyn PinSource>>,
}

impl FoundKey {
    /// Logs in, which asks for the PIN unless somebody in this process is logged in already, and
    /// takes hold of the key.
    ///
    /// # Errors
    /// [`TokenError`]; a wrong PIN costs one try and is not tried again.
    pub fn open(self, mut pins: Box<dyn PinSource>) -> Result<TokenKey, TokenError> {
        let Self { info, module, .. } = self;
        let token = info.token;
        if info.algorithms.is_empty() {
            return Err(TokenError::NoAlgorithm { token: token.label });
        }
        let lost = |error| gone_or_refused(error, token.label.clone());
        let session = module.context.open_ro_session(token.slot).map_err(lost)?;
        if token.needs_login && !is_logged_in(&session) {
            log_in(&session, &module, &token, PinPurpose::Login, &mut *pins)?;
        }
        let kind = info.certificate.key_kind().map_err(KeyError::from)?;
        let handle = private_key(&session, &info.id, &info.label, kind)?;
        let handle =
            handle.ok_or_else(|| TokenError::NoPrivateKey { token: token.label.clone() })?;
        let attributes = session.get_attributes(handle, &[AttributeType::AlwaysAuthenticate]);
        let asks_each_time =
            attributes.is_ok_and(|found| found.contains(&Attribute::AlwaysAuthenticate(true)));
        Ok(TokenKey {
            certificate: info.certificate,
            algorithms: info.algorithms,
            inner: Mutex::new(Inner { session, pins: asks_each_time.then_some(pins) }),
            token,
            module,
            kind,
            handle,
        })
    }

    /// [`Self::open`], with the certificates of the token and `more` as the chain.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn credential(
        self,
        pins: Box<dyn PinSource>,
        more: &[Certificate],
    ) -> Result<Credential, TokenError> {
        let mut certificates = vec![self.info.certificate.clone()];
        certificates.extend_from_slice(&self.others);
        certificates.extend_from_slice(more);
        Ok(Credential::from_key(Box::new(self.open(pins)?), &certificates)?)
    }
}

fn is_logged_in(session: &Session) -> bool {
    session.get_session_info().is_ok_and(|info| {
        matches!(info.session_state(), SessionState::RoUser | SessionState::RwUser)
    })
}

/// The private key that belongs to the certificate: by CKA_ID, else by label, else the only one.
fn private_key(
    session: &Session,
    id: &[u8],
    label: &str,
    kind: KeyKind,
) -> Result<Option<ObjectHandle>, TokenError> {
    let key_type = if matches!(kind, KeyKind::Rsa { .. }) { KeyType::RSA } else { KeyType::EC };
    let all = [Attribute::Class(ObjectClass::PRIVATE_KEY), Attribute::KeyType(key_type)];
    let find = |more: Option<Attribute>| {
        let template: Vec<Attribute> = all.iter().cloned().chain(more).collect();
        session.find_objects(&template).map_err(refused)
    };
    let named = [
        (!id.is_empty()).then(|| Attribute::Id(id.to_vec())),
        (!label.is_empty()).then(|| Attribute::Label(label.as_bytes().to_vec())),
    ];
    for attribute in named.into_iter().flatten() {
        if let Some(handle) = find(Some(attribute))?.first() {
            return Ok(Some(*handle));
        }
    }
    Ok(match find(None)?.as_slice() {
        [only] => Some(*only),
        _ => None,
    })
}

impl TokenKey {
    /// The token that it is on.
    #[must_use]
    pub fn token(&self) -> &Token {
        &self.token
    }

    fn value(&self, tbs: &ToBeSigned) -> Result<Vec<u8>, TokenError> {
        let (mechanism, data) = mechanism(tbs)?;
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        let Inner { session, pins } = &mut *inner;
        let lost = |error| gone_or_refused(error, self.token.label.clone());
        session.sign_init(&mechanism, self.handle).map_err(lost)?;
        if let Some(pins) = pins {
            log_in(session, &self.module, &self.token, PinPurpose::Signature, &mut **pins)?;
        }
        self.module.raw.sign(session.handle(), &data).map_err(|code| {
            match Rv::from(code).into_result(Function::Sign) {
                Err(error) => lost(error),
                Ok(()) => TokenError::Value,
            }
        })
    }
}

impl SigningKey for TokenKey {
    fn public_key(&self) -> &[u8] {
        self.certificate.spki_der()
    }

    fn algorithms(&self) -> &[SignatureAlgorithm] {
        &self.algorithms
    }

    fn sign(&self, tbs: &ToBeSigned) -> Result<SignatureValue, KeyError> {
        let algorithm = tbs.algorithm();
        if !self.algorithms.contains(&algorithm) {
            return Err(KeyError::Algorithm { algorithm });
        }
        let value = self.value(tbs)?;
        match algorithm {
            SignatureAlgorithm::Ecdsa(_) => SignatureValue::from_fixed_ecdsa(self.kind, &value)
                .ok_or_else(|| TokenError::Value.into()),
            _ => Ok(SignatureValue::new(value)),
        }
    }
}

impl fmt::Debug for TokenKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenKey")
            .field("token", &self.token.label)
            .field("algorithms", &self.algorithms)
            .finish_non_exhaustive()
    }
}

/// What the token is to do, and with which bytes: the hash is made already.
fn mechanism(tbs: &ToBeSigned) -> Result<(Mechanism<'static>, Vec<u8>), KeyError> {
    let algorithm = tbs.algorithm();
    let digest = tbs.digest().as_ref().to_vec();
    Ok(match algorithm {
        SignatureAlgorithm::RsaPkcs1(_) => (Mechanism::RsaPkcs, tbs.digest_info()),
        SignatureAlgorithm::RsaPss { digest: hash, .. }
            if algorithm == SignatureAlgorithm::rsa_pss(hash) =>
        {
            let (hash_alg, mgf) = pss(hash).ok_or(KeyError::Algorithm { algorithm })?;
            let s_len = Ulong::try_from(hash.output_len()).map_err(|_| KeyError::Backend)?;
            (Mechanism::RsaPkcsPss(PkcsPssParams { hash_alg, mgf, s_len }), digest)
        }
        SignatureAlgorithm::Ecdsa(_) => (Mechanism::Ecdsa, digest),
        _ => return Err(KeyError::Algorithm { algorithm }),
    })
}

fn pss(hash: DigestAlgorithm) -> Option<(MechanismType, PkcsMgfType)> {
    Some(match hash {
        DigestAlgorithm::Sha256 => (MechanismType::SHA256, PkcsMgfType::MGF1_SHA256),
        DigestAlgorithm::Sha384 => (MechanismType::SHA384, PkcsMgfType::MGF1_SHA384),
        DigestAlgorithm::Sha512 => (MechanismType::SHA512, PkcsMgfType::MGF1_SHA512),
        _ => return None,
    })
}

/// What a token said, where it is a token that a key error comes from.
#[must_use]
pub fn token_error(error: &KeyError) -> Option<&TokenError> {
    match error {
        KeyError::Provider(provider) => provider.downcast_ref(),
        _ => None,
    }
}
