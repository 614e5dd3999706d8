//! The API of the Cloud Signature Consortium: 1.0.4 and 2.0, by the numbers of their sections.

use std::time::Instant;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use kyso::SignatureAlgorithm;
use kyso::x509::Certificate;
use serde_json::Value;
use zeroize::Zeroizing;

use super::call::How;
use super::error::{RemoteError, RemoteStep};
use super::login::by_browser;
use super::template::Json;
use super::value::{algorithms, allowed, oids};
use super::{RemoteCredential, RemoteProtocol, RemoteService, RemoteUser};
use crate::limits;

/// How a credential is authorized (§8.2, §11.5).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
enum Mode {
    /// The service reaches the signer by itself: a telephone.
    #[default]
    Implicit,
    /// PIN and one-time password are said here.
    Explicit,
    /// A browser.
    OAuth,
}

/// What `credentials/info` tells of how a credential is used.
#[derive(Clone, Debug, Default)]
pub(crate) struct Facts {
    mode: Mode,
    pin: bool,
    otp: bool,
    /// The service sends the one-time password when asked to.
    sends_otp: bool,
    /// The authorization is bound to the hashes.
    scal2: bool,
}

/// Looking does no harm.
const LOOK: How = How { step: RemoteStep::Credentials, again: true, within: limits::REMOTE_CALL };

pub(crate) fn path(service: &RemoteService, method: &str) -> String {
    match service.profile.protocol {
        RemoteProtocol::CscV2 => format!("csc/v2/{method}"),
        _ => format!("csc/v1/{method}"),
    }
}

fn is_v2(service: &RemoteService) -> bool {
    service.profile.protocol == RemoteProtocol::CscV2
}

/// `credentials/list` and `credentials/info` of each (§11.4, §11.5).
pub(crate) fn list(service: &RemoteService) -> Result<Vec<RemoteCredential>, RemoteError> {
    let caller = &service.caller;
    let mut ids: Vec<String> = Vec::new();
    let mut page: Option<String> = None;
    loop {
        let mut body = Json::object(0).number("maxResults", limits::MAX_REMOTE_CREDENTIALS);
        if let Some(token) = &page {
            body = body.text("pageToken", token);
        }
        let answer = caller.json(&path(service, "credentials/list"), body, LOOK)?;
        let found = answer.pointer("/credentialIDs").and_then(Value::as_array);
        let found = found.ok_or_else(|| caller.unreadable(LOOK.step, "credentialIDs"))?;
        let before = ids.len();
        ids.extend(found.iter().filter_map(Value::as_str).map(str::to_owned));
        page = answer.pointer("/nextPageToken").and_then(Value::as_str).map(str::to_owned);
        let more = page.as_ref().is_some_and(|token| !token.is_empty()) && ids.len() > before;
        if !more || ids.len() >= limits::MAX_REMOTE_CREDENTIALS {
            break;
        }
    }
    ids.truncate(limits::MAX_REMOTE_CREDENTIALS);
    ids.into_iter().map(|id| info(service, id)).collect()
}

fn info(service: &RemoteService, id: String) -> Result<RemoteCredential, RemoteError> {
    let body = Json::object(0)
        .text("credentialID", &id)
        .text("certificates", "chain")
        .flag("certInfo", true)
        .flag("authInfo", true);
    let answer = service.caller.json(&path(service, "credentials/info"), body, LOOK)?;
    let text = |pointer: &str| answer.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
    let list = |pointer: &str| answer.pointer(pointer).and_then(Value::as_array);
    let read = |one: &Value| {
        let der = STANDARD.decode(one.as_str()?.trim()).ok()?;
        Certificate::from_der(&der).ok()
    };
    let certificates = list("/cert/certificates").map(Vec::as_slice).unwrap_or_default();
    let chain: Vec<Certificate> = certificates.iter().map_while(read).collect();
    let leaf = chain
        .first()
        .ok_or_else(|| service.caller.unreadable(RemoteStep::Credentials, "cert/certificates"))?;
    let named = list("/key/algo").map(Vec::as_slice).unwrap_or_default();
    let named: Vec<String> = named.iter().filter_map(Value::as_str).map(str::to_owned).collect();
    let algorithms = allowed(algorithms(leaf), &named);
    let fault = [("/key/status", "enabled"), ("/cert/status", "valid")].into_iter();
    let fault = fault.map(|(pointer, good)| (text(pointer), good));
    let fault = fault.filter(|(found, good)| !found.is_empty() && found != good);
    let fault = fault.map(|(found, _)| service.caller.shown(found)).next();
    let fault = fault.or_else(|| algorithms.is_empty().then(|| "key/algo".to_owned()));
    let multisign = answer.pointer("/multisign").and_then(Value::as_u64).unwrap_or(1);
    let batch = usize::try_from(multisign).unwrap_or(usize::MAX).max(1);
    let csc = facts(&answer);
    Ok(RemoteCredential { id, chain, algorithms, fault, batch, csc })
}

fn facts(answer: &Value) -> Facts {
    let text = |pointer: &str| answer.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
    let mode = if text("/authMode").is_empty() { text("/auth/mode") } else { text("/authMode") };
    let mode = match mode {
        "explicit" => Mode::Explicit,
        "oauth2code" | "oauth2token" => Mode::OAuth,
        _ => Mode::Implicit,
    };
    let present = |pointer: &str| text(pointer) == "true" || text(pointer) == "optional";
    let objects = answer.pointer("/auth/objects").and_then(Value::as_array);
    let objects = objects.map(Vec::as_slice).unwrap_or_default();
    let object = |id: &str| {
        objects.iter().find(|one| one.pointer("/id").and_then(Value::as_str) == Some(id))
    };
    let generated = |one: &Value| one.pointer("/generator").is_some();
    Facts {
        mode,
        pin: present("/PIN/presence") || object("PIN").is_some(),
        otp: present("/OTP/presence") || object("OTP").is_some(),
        sends_otp: text("/OTP/type") == "online" || object("OTP").is_some_and(|o| !generated(o)),
        scal2: text("/SCAL") == "2",
    }
}

/// Authorizes once for all digests and has them signed, as many in a request as is allowed.
pub(crate) fn sign(
    service: &RemoteService,
    credential: &RemoteCredential,
    algorithm: SignatureAlgorithm,
    digests: &[&[u8]],
    user: &dyn RemoteUser,
) -> Result<Vec<Vec<u8>>, RemoteError> {
    let hashes: Vec<String> = digests.iter().map(|digest| STANDARD.encode(digest)).collect();
    let sad = authorize(service, credential, algorithm, &hashes, user)?;
    service.caller.hide(&sad);
    let mut values = Vec::with_capacity(hashes.len());
    for some in hashes.chunks(service.profile.max_hashes.max(1)) {
        let one_of_one = some.len() == hashes.len();
        values.extend(sign_hash(service, credential, algorithm, some, &sad, one_of_one, user)?);
    }
    Ok(values)
}

/// `credentials/authorize` (§11.6; 2.0 §11.8), or a browser (§8.3.2).
fn authorize(
    service: &RemoteService,
    credential: &RemoteCredential,
    algorithm: SignatureAlgorithm,
    hashes: &[String],
    user: &dyn RemoteUser,
) -> Result<Zeroizing<String>, RemoteError> {
    let facts = &credential.csc;
    let v2 = is_v2(service);
    let hash_oid = algorithm.digest().oid().to_string();
    if facts.mode == Mode::OAuth {
        let count = hashes.len().to_string();
        let url_safe = |hash: &String| {
            STANDARD.decode(hash).map(|raw| URL_SAFE_NO_PAD.encode(raw)).unwrap_or_default()
        };
        let all = hashes.iter().map(url_safe).collect::<Vec<_>>().join(",");
        let mut wanted = vec![
            ("scope", "credential"),
            ("credentialID", credential.id.as_str()),
            ("numSignatures", count.as_str()),
            (if v2 { "hashes" } else { "hash" }, all.as_str()),
        ];
        if v2 {
            wanted.push(("hashAlgorithmOID", hash_oid.as_str()));
        }
        return by_browser(service, &wanted, user);
    }
    let missing = |name: &str| RemoteError::MissingInput { name: name.to_owned() };
    let explicit = facts.mode == Mode::Explicit;
    let pin = match explicit && facts.pin {
        true => Some(user.pin().ok_or_else(|| missing("pin"))?),
        false => None,
    };
    let otp = match explicit && facts.otp {
        true => {
            if facts.sends_otp {
                send_otp(service, credential)?;
            }
            Some(user.otp().ok_or_else(|| missing("otp"))?)
        }
        false => None,
    };
    for secret in [&pin, &otp].into_iter().flatten() {
        service.caller.hide(secret);
    }
    let mut body = Json::object(hashes.len())
        .text("credentialID", &credential.id)
        .number("numSignatures", hashes.len());
    if facts.scal2 {
        body = body.texts(if v2 { "hashes" } else { "hash" }, hashes);
        if v2 {
            body = body.text("hashAlgorithmOID", &hash_oid);
        }
    }
    body = with_secrets(body, v2, pin.as_deref(), otp.as_deref());
    user.waiting(std::time::Duration::ZERO, service.deadline());
    // A PIN costs a try, and a telephone rings again: never said twice by itself.
    let how = How { step: RemoteStep::Authorize, again: false, within: service.deadline() };
    let mut answer = service.caller.json(&path(service, "credentials/authorize"), body, how)?;
    if let Some(handle) = answer.pointer("/handle").and_then(Value::as_str).map(str::to_owned) {
        return authorize_check(service, &handle, user);
    }
    service.caller.take(&mut answer, "/SAD", RemoteStep::Authorize)
}

fn with_secrets(body: Json, v2: bool, pin: Option<&String>, otp: Option<&String>) -> Json {
    let pairs = [("PIN", pin), ("OTP", otp)].into_iter();
    let pairs = pairs.filter_map(|(id, value)| Some((id, value?.as_str())));
    if !v2 {
        return pairs.fold(body, |body, (id, value)| body.text(id, value));
    }
    let fields: Vec<[(&str, &str); 2]> =
        pairs.map(|(id, value)| [("id", id), ("value", value)]).collect();
    let objects: Vec<&[(&str, &str)]> = fields.iter().map(<[_; 2]>::as_slice).collect();
    if objects.is_empty() { body } else { body.objects("authData", &objects) }
}

/// 2.0 §11.9: the signer has not answered yet.
fn authorize_check(
    service: &RemoteService,
    handle: &str,
    user: &dyn RemoteUser,
) -> Result<Zeroizing<String>, RemoteError> {
    let caller = &service.caller;
    wait(service, user, || {
        let body = Json::object(0).text("handle", handle);
        let how = How { step: RemoteStep::Poll, again: true, within: limits::REMOTE_CALL };
        match caller.json(&path(service, "credentials/authorizeCheck"), body, how) {
            Ok(mut answer) => match answer.pointer("/SAD").is_some() {
                true => caller.take(&mut answer, "/SAD", RemoteStep::Authorize).map(Some),
                false => Ok(None),
            },
            Err(error) if pending(&error) => Ok(None),
            Err(error) => Err(error),
        }
    })
}

/// Asks until there is an answer, the deadline is over or the service says no. A connection that
/// fails meanwhile is no answer.
pub(crate) fn wait<T>(
    service: &RemoteService,
    user: &dyn RemoteUser,
    mut ask: impl FnMut() -> Result<Option<T>, RemoteError>,
) -> Result<T, RemoteError> {
    let (begun, allowed) = (Instant::now(), service.deadline());
    loop {
        let mut pause = service.interval();
        match ask() {
            Ok(Some(answer)) => return Ok(answer),
            Ok(None) => {}
            Err(RemoteError::Service(error)) if error.is_transient() => {
                if begun.elapsed() >= allowed {
                    return Err(error.into());
                }
            }
            Err(RemoteError::RateLimited { seconds, .. }) => {
                pause = pause.max(std::time::Duration::from_secs(seconds));
            }
            Err(error) => return Err(error),
        }
        let waited = begun.elapsed();
        if waited.saturating_add(pause) >= allowed {
            return Err(RemoteError::StillWaiting { seconds: waited.as_secs() });
        }
        user.waiting(waited, allowed);
        service.caller.pause(pause)?;
    }
}

/// Words for "not yet".
fn pending(error: &RemoteError) -> bool {
    let RemoteError::Refused { code, text, .. } = error else { return false };
    ["authorization_pending", "slow_down", "pending"].contains(&code.as_str())
        || text.contains("not yet completed")
        || text.contains("asynchronous signature request")
}

/// `credentials/sendOTP` (§11.8), in 2.0 `credentials/getChallenge` (§11.10).
fn send_otp(service: &RemoteService, credential: &RemoteCredential) -> Result<(), RemoteError> {
    let how = How { step: RemoteStep::SendOtp, again: false, within: limits::REMOTE_CALL };
    let body = Json::object(0).text("credentialID", &credential.id);
    let method = if is_v2(service) { "credentials/getChallenge" } else { "credentials/sendOTP" };
    service.caller.json(&path(service, method), body, how).map(drop)
}

/// `signatures/signHash` (§11.9; 2.0 §11.12). A hash under its own authorization may be signed
/// again, so that a lost answer may be asked for again.
fn sign_hash(
    service: &RemoteService,
    credential: &RemoteCredential,
    algorithm: SignatureAlgorithm,
    hashes: &[String],
    sad: &str,
    whole: bool,
    user: &dyn RemoteUser,
) -> Result<Vec<Vec<u8>>, RemoteError> {
    let (oid, parameters) = oids(algorithm).ok_or(RemoteError::Algorithm { algorithm })?;
    let hash_oid = algorithm.digest().oid().to_string();
    let v2 = is_v2(service);
    let mut body = Json::object(hashes.len())
        .text("credentialID", &credential.id)
        .text("SAD", sad)
        .texts(if v2 { "hashes" } else { "hash" }, hashes)
        .text(if v2 { "hashAlgorithmOID" } else { "hashAlgo" }, &hash_oid)
        .text("signAlgo", oid);
    if let Some(parameters) = parameters {
        body = body.text("signAlgoParams", &parameters);
    }
    let how = How { step: RemoteStep::Sign, again: true, within: service.deadline() };
    let answer = service.caller.json(&path(service, "signatures/signHash"), body, how)?;
    if let Some(transaction) = answer.pointer("/responseID").and_then(Value::as_str) {
        // Only what stands for all of them can be taken up again.
        if whole {
            user.accepted(transaction);
        }
        return poll(service, transaction, hashes.len(), user);
    }
    signatures(service, &answer, hashes.len())
}

/// `signatures/signPolling` (2.0 §11.15).
pub(crate) fn poll(
    service: &RemoteService,
    transaction: &str,
    count: usize,
    user: &dyn RemoteUser,
) -> Result<Vec<Vec<u8>>, RemoteError> {
    let how = How { step: RemoteStep::Poll, again: true, within: limits::REMOTE_CALL };
    wait(service, user, || {
        let body = Json::object(0).text("requestID", transaction);
        match service.caller.json(&path(service, "signatures/signPolling"), body, how) {
            Ok(answer) if answer.pointer("/signatures").is_some() => {
                signatures(service, &answer, count).map(Some)
            }
            Ok(_) => Ok(None),
            Err(error) if pending(&error) => Ok(None),
            Err(error) => Err(error),
        }
    })
}

fn signatures(
    service: &RemoteService,
    answer: &Value,
    count: usize,
) -> Result<Vec<Vec<u8>>, RemoteError> {
    let unreadable = || service.caller.unreadable(RemoteStep::Sign, "signatures");
    let found = answer.pointer("/signatures").and_then(Value::as_array);
    let found = found.filter(|found| found.len() == count).ok_or_else(unreadable)?;
    let read = |one: &Value| STANDARD.decode(one.as_str()?.trim()).ok();
    found.iter().map(|one| read(one).ok_or_else(unreadable)).collect()
}
