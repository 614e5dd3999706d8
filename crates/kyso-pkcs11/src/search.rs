//! Which keys are on which tokens, as far as they show without a PIN.

use cryptoki::mechanism::MechanismType;
use cryptoki::object::{Attribute, AttributeType, ObjectClass};
use cryptoki::session::Session;
use kyso::crypto::KeyKind;
use kyso::x509::Certificate;
use kyso::{DigestAlgorithm, SignatureAlgorithm};

use crate::limits::{MAX_CERTIFICATE_BYTES, MAX_OBJECTS};
use crate::module::{Module, refused};
use crate::modules::{FoundModule, Places};
use crate::token::Token;
use crate::uri::escape;
use crate::{Pkcs11Uri, TokenError};

/// A key on a token, as far as it shows without a PIN.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct TokenKeyInfo {
    /// The token.
    pub token: Token,
    /// Label of the certificate (CKA_LABEL).
    pub label: String,
    /// CKA_ID, which the key and its certificate share.
    pub id: Vec<u8>,
    /// The certificate.
    pub certificate: Certificate,
    /// What the token signs with this kind of key: preferred first, maybe nothing.
    pub algorithms: Vec<SignatureAlgorithm>,
}

impl TokenKeyInfo {
    /// The URI that names this key alone on this machine.
    #[must_use]
    pub fn uri(&self) -> String {
        let token = &self.token;
        let mut uri = format!("pkcs11:token={}", escape(token.label.as_bytes()));
        if !token.serial.is_empty() {
            uri.push_str(&format!(";serial={}", escape(token.serial.as_bytes())));
        }
        if self.id.is_empty() {
            uri.push_str(&format!(";object={}", escape(self.label.as_bytes())));
        } else {
            uri.push_str(&format!(";id={}", escape(&self.id)));
        }
        uri
    }
}

/// A key that was found, with the module that reaches it.
#[derive(Clone, Debug)]
pub struct FoundKey {
    pub(crate) info: TokenKeyInfo,
    pub(crate) module: Module,
    /// The other certificates of the token: issuers among them.
    pub(crate) others: Vec<Certificate>,
}

impl FoundKey {
    /// What shows of it.
    #[must_use]
    pub fn info(&self) -> &TokenKeyInfo {
        &self.info
    }

    /// The other certificates of its token: its issuers, if the token has them, are among them.
    #[must_use]
    pub fn other_certificates(&self) -> &[Certificate] {
        &self.others
    }
}

/// What a search found.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Search {
    /// The keys that fit the URI.
    pub keys: Vec<FoundKey>,
    /// The tokens that fit it.
    pub tokens: Vec<Token>,
    /// Labels of the tokens that do not.
    pub other_tokens: Vec<String>,
    /// Readers without a token.
    pub empty_readers: usize,
    /// The modules that were asked.
    pub modules: Vec<FoundModule>,
    /// What went wrong with a module or a token; the others were asked all the same.
    pub faults: Vec<TokenError>,
}

impl Search {
    /// The one key that was found.
    ///
    /// # Errors
    /// [`TokenError::SeveralKeys`] when it is not alone; when there is none, the most telling
    /// reason why.
    pub fn only(mut self) -> Result<FoundKey, TokenError> {
        if self.keys.len() > 1 {
            let keys = self.keys.into_iter().map(|key| key.info).collect();
            return Err(TokenError::SeveralKeys { keys });
        }
        if let Some(key) = self.keys.pop() {
            return Ok(key);
        }
        Err(self.nothing())
    }

    /// Why no key was found.
    #[must_use]
    pub fn nothing(mut self) -> TokenError {
        if self.modules.is_empty() {
            return TokenError::NoModule;
        }
        if !self.tokens.is_empty() && self.faults.is_empty() {
            let tokens = self.tokens.into_iter().map(|token| token.label).collect();
            return TokenError::NoCertificate { tokens };
        }
        if self.other_tokens.is_empty() && !self.faults.is_empty() {
            return self.faults.swap_remove(0);
        }
        TokenError::NoToken { found: self.other_tokens, empty_readers: self.empty_readers }
    }
}

/// Looks for the keys that a URI asks for. Loads the modules, which runs their code; asks for no
/// PIN.
#[must_use]
pub fn search(uri: &Pkcs11Uri, places: &Places) -> Search {
    let mut found = Search { modules: places.for_uri(uri), ..Search::default() };
    for module in found.modules.clone() {
        let outcome = Module::load(&module.path).and_then(|module| {
            let (tokens, labels, empty) = module.fitting(uri)?;
            found.empty_readers += empty;
            let is_other = |label: &String| !tokens.iter().any(|token| token.label == *label);
            found.other_tokens.extend(labels.into_iter().filter(is_other));
            for token in tokens {
                match keys(&module, &token, uri) {
                    Ok(keys) => found.add(keys),
                    Err(error) => found.faults.push(error),
                }
                found.tokens.push(token);
            }
            Ok(())
        });
        if let Err(error) = outcome {
            found.faults.push(error);
        }
    }
    found
}

impl Search {
    /// Two modules may read one token, and a token may hold a certificate twice: the first counts.
    fn add(&mut self, keys: Vec<FoundKey>) {
        for key in keys {
            let (token, certificate) = (&key.info.token, &key.info.certificate);
            let again = self.keys.iter().any(|known| {
                let known = &known.info;
                let same_token = if known.token.module == token.module {
                    known.token.slot_id == token.slot_id
                } else {
                    !token.serial.is_empty()
                        && known.token.serial == token.serial
                        && known.token.label == token.label
                };
                same_token && known.certificate == *certificate
            });
            if !again {
                self.keys.push(key);
            }
        }
    }
}

/// What was read of one object.
#[derive(Default)]
struct Object {
    id: Vec<u8>,
    label: String,
    value: Vec<u8>,
}

fn objects(session: &Session, class: ObjectClass) -> Result<Vec<Object>, TokenError> {
    let mut asked = vec![AttributeType::Id, AttributeType::Label];
    if class == ObjectClass::CERTIFICATE {
        asked.push(AttributeType::Value);
    }
    let handles = session.find_objects(&[Attribute::Class(class)]).map_err(refused)?;
    let mut objects = Vec::new();
    for handle in handles.into_iter().take(MAX_OBJECTS) {
        // One object that cannot be read does not hide the others.
        let Ok(attributes) = session.get_attributes(handle, &asked) else { continue };
        let mut object = Object::default();
        for attribute in attributes {
            match attribute {
                Attribute::Id(id) => object.id = id,
                Attribute::Label(label) => {
                    object.label = String::from_utf8_lossy(&label).trim_end().to_owned();
                }
                Attribute::Value(value) => object.value = value,
                _ => {}
            }
        }
        objects.push(object);
    }
    Ok(objects)
}

fn keys(module: &Module, token: &Token, uri: &Pkcs11Uri) -> Result<Vec<FoundKey>, TokenError> {
    let session = module.context.open_ro_session(token.slot).map_err(refused)?;
    let mut certificates: Vec<(Object, Certificate)> = Vec::new();
    for object in objects(&session, ObjectClass::CERTIFICATE)? {
        let small = object.value.len() <= MAX_CERTIFICATE_BYTES;
        match Certificate::from_der(&object.value) {
            Ok(certificate) if small => certificates.push((object, certificate)),
            // Attribute certificates and what is compressed are no signer's.
            _ => {}
        }
    }
    let mut shown = objects(&session, ObjectClass::PRIVATE_KEY)?;
    let private_keys_show = !shown.is_empty();
    if !private_keys_show {
        shown = objects(&session, ObjectClass::PUBLIC_KEY)?;
    }
    let mechanisms = module.context.get_mechanism_list(token.slot).unwrap_or_default();
    let mut found = Vec::new();
    for (object, certificate) in &certificates {
        let key = shown.iter().find(|key| !key.id.is_empty() && key.id == object.id);
        let has_key = key.is_some() || !private_keys_show && !is_authority(certificate);
        let labels = [Some(&object.label), key.map(|key| &key.label)];
        let named = uri.object.is_none()
            || labels
                .into_iter()
                .flatten()
                .any(|l| Pkcs11Uri::label_fits(uri.object.as_deref(), l));
        if has_key && named && uri.id.as_ref().is_none_or(|id| *id == object.id) {
            let others = certificates.iter().map(|(_, other)| other.clone());
            found.push(FoundKey {
                info: TokenKeyInfo {
                    token: token.clone(),
                    label: object.label.clone(),
                    id: object.id.clone(),
                    certificate: certificate.clone(),
                    algorithms: algorithms(certificate, &mechanisms),
                },
                module: module.clone(),
                others: others.filter(|other| other != certificate).collect(),
            });
        }
    }
    Ok(found)
}

fn is_authority(certificate: &Certificate) -> bool {
    certificate.basic_constraints().ok().flatten().is_some_and(|constraints| constraints.ca)
}

/// What a token with these mechanisms signs with the key of this certificate. Hashes are made
/// here, so that the document never has to go to the token.
fn algorithms(certificate: &Certificate, mechanisms: &[MechanismType]) -> Vec<SignatureAlgorithm> {
    use DigestAlgorithm::{Sha256, Sha384, Sha512};
    // A token that does not say what it can is tried.
    let offers = |mechanism| mechanisms.is_empty() || mechanisms.contains(&mechanism);
    match certificate.key_kind() {
        Ok(KeyKind::Rsa { bits }) if bits >= 2048 => {
            let mut algorithms = Vec::new();
            if offers(MechanismType::RSA_PKCS) {
                algorithms.extend([Sha256, Sha384, Sha512].map(SignatureAlgorithm::RsaPkcs1));
            }
            if offers(MechanismType::RSA_PKCS_PSS) {
                algorithms.extend([Sha256, Sha384, Sha512].map(SignatureAlgorithm::rsa_pss));
            }
            algorithms
        }
        Ok(KeyKind::P256) if offers(MechanismType::ECDSA) => {
            vec![SignatureAlgorithm::Ecdsa(Sha256)]
        }
        Ok(KeyKind::P384) if offers(MechanismType::ECDSA) => {
            vec![SignatureAlgorithm::Ecdsa(Sha384)]
        }
        Ok(KeyKind::P521) if offers(MechanismType::ECDSA) => {
            vec![SignatureAlgorithm::Ecdsa(Sha512)]
        }
        _ => Vec::new(),
    }
}
