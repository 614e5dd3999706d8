//! Logging in: basic, a vendor's own request, OAuth 2.0 with client credentials or a browser.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use kyso::DigestAlgorithm;
use kyso::crypto::digest;
use serde_json::Value;
use zeroize::Zeroizing;

use super::call::{How, encoded, random_text};
use super::error::{BrowserFault, RemoteError, RemoteStep};
use super::profile::LoginKind;
use super::template::{Json, Values};
use super::{RemoteService, RemoteUser};
use crate::limits;
use crate::url::without_secrets;

/// Saying it again does no harm.
pub(crate) const HOW: How =
    How { step: RemoteStep::Login, again: true, within: limits::REMOTE_CALL };

/// The access token, where there is one.
pub(crate) fn log_in(
    service: &RemoteService,
    user: &dyn RemoteUser,
) -> Result<Option<Zeroizing<String>>, RemoteError> {
    let login = &service.profile.login;
    let caller = &service.caller;
    let values = Values { inputs: Some(&service.inputs), own: Vec::new() };
    let path = |usual| login.path.as_deref().unwrap_or(usual);
    let mut answer = match login.kind {
        LoginKind::None => return Ok(None),
        LoginKind::Basic => {
            let name = filled(&values, login.user.as_deref())?;
            let secret = filled(&values, login.password.as_deref())?;
            let body = Json::object(0).flag("rememberMe", false);
            caller.json_as(path("/csc/v1/auth/login"), (&name, &secret), body, HOW)?
        }
        LoginKind::Request => {
            let request = random_text(16).unwrap_or_default();
            let own = vec![("request", request.as_str())];
            let values = Values { inputs: Some(&service.inputs), own };
            let body = login.body.clone().unwrap_or_default();
            let body = Json::object(0).filled(&body, &values).map_err(missing)?;
            caller.json(path(""), body, HOW)?
        }
        LoginKind::ClientCredentials => {
            let id = filled(&values, login.client_id.as_deref())?;
            let secret = filled(&values, login.client_secret.as_deref())?;
            let scope = login.scope.as_deref().unwrap_or("service");
            let fields = [
                ("grant_type", "client_credentials"),
                ("client_id", &id),
                ("client_secret", &secret),
                ("scope", scope),
            ];
            caller.form(&token_path(service)?, &fields, HOW)?
        }
        LoginKind::AuthorizationCode => {
            let scope = login.scope.as_deref().unwrap_or("service");
            return by_browser(service, &[("scope", scope)], user).map(Some);
        }
    };
    let pointer = login.token.as_deref().unwrap_or("/access_token");
    caller.take(&mut answer, pointer, RemoteStep::Login).map(Some)
}

fn missing(name: String) -> RemoteError {
    RemoteError::MissingInput { name }
}

fn filled(values: &Values<'_>, text: Option<&str>) -> Result<Zeroizing<String>, RemoteError> {
    values.fill(text.unwrap_or_default()).map_err(missing)
}

fn token_path(service: &RemoteService) -> Result<String, RemoteError> {
    oauth_path(service, service.profile.login.path.as_deref(), "oauth2/token")
}

/// Where the profile says, else below what `info` names (CSC §11.1).
fn oauth_path(
    service: &RemoteService,
    given: Option<&str>,
    usual: &str,
) -> Result<String, RemoteError> {
    if let Some(path) = given {
        return Ok(path.to_owned());
    }
    let info = service.caller.json(&super::csc::path(service, "info"), Json::object(0), HOW)?;
    let base = info.pointer("/oauth2").and_then(Value::as_str).unwrap_or_default();
    // The client's secret goes there: not where an answer alone says.
    if !base.is_empty() && !service.caller.is_own(base) {
        let (service, url) = (service.caller.service.clone(), without_secrets(base));
        return Err(RemoteError::ForeignLogin { service, url });
    }
    let usual = if base.ends_with("oauth2") { usual.trim_start_matches("oauth2/") } else { usual };
    Ok(if base.is_empty() {
        usual.to_owned()
    } else {
        format!("{}/{usual}", base.trim_end_matches('/'))
    })
}

/// Authorization code with PKCE: the browser goes out with a state and comes back to a port of
/// this machine with a code (RFC 8252 §7.3).
pub(crate) fn by_browser(
    service: &RemoteService,
    wanted: &[(&str, &str)],
    user: &dyn RemoteUser,
) -> Result<Zeroizing<String>, RemoteError> {
    let login = &service.profile.login;
    let values = Values { inputs: Some(&service.inputs), own: Vec::new() };
    let id = filled(&values, login.client_id.as_deref())?;
    let failed = |fault| RemoteError::Browser { fault };
    let no_port = |_| failed(BrowserFault::NoPort);
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).map_err(no_port)?;
    let port = listener.local_addr().map_err(no_port)?.port();
    let redirect = format!("http://127.0.0.1:{port}/kyso");
    let random = || random_text(32).ok_or_else(|| failed(BrowserFault::NoRandomness));
    let (state, verifier) = (random()?, random()?);
    let challenge = digest(DigestAlgorithm::Sha256, verifier.as_bytes());
    let challenge = URL_SAFE_NO_PAD.encode(challenge.as_ref());
    let mut query = vec![
        ("response_type", "code"),
        ("client_id", id.as_str()),
        ("redirect_uri", redirect.as_str()),
        ("state", state.as_str()),
        ("code_challenge", challenge.as_str()),
        ("code_challenge_method", "S256"),
    ];
    query.extend_from_slice(wanted);
    let place = oauth_path(service, login.authorize_path.as_deref(), "oauth2/authorize")?;
    let place = service.caller.target(&place)?;
    if !user.browse(&format!("{}?{}", place.uri(), *encoded(&query))) {
        return Err(failed(BrowserFault::NoBrowser));
    }
    let code = come_back(service, &listener, &state, user)?;
    let secret = match &login.client_secret {
        Some(secret) => Some(filled(&values, Some(secret))?),
        None => None,
    };
    let mut fields = vec![
        ("grant_type", "authorization_code"),
        ("code", code.as_str()),
        ("redirect_uri", redirect.as_str()),
        ("client_id", id.as_str()),
        ("code_verifier", verifier.as_str()),
    ];
    fields.extend(secret.as_ref().map(|secret| ("client_secret", secret.as_str())));
    // A code is good once.
    let how = How { again: false, ..HOW };
    let mut answer = service.caller.form(&token_path(service)?, &fields, how)?;
    service.caller.take(&mut answer, "/access_token", RemoteStep::Login)
}

/// Waits for the browser; what does not come with the state is answered and not believed.
fn come_back(
    service: &RemoteService,
    listener: &TcpListener,
    state: &str,
    user: &dyn RemoteUser,
) -> Result<Zeroizing<String>, RemoteError> {
    let failed = |fault| RemoteError::Browser { fault };
    listener.set_nonblocking(true).map_err(|_| failed(BrowserFault::NoPort))?;
    let (begun, allowed) = (Instant::now(), service.deadline());
    let mut told = begun;
    while begun.elapsed() < allowed {
        let Ok((stream, _)) = listener.accept() else {
            service.caller.pause(limits::CANCELLATION_PERIOD)?;
            if told.elapsed() >= Duration::from_secs(1) {
                told = Instant::now();
                user.waiting(begun.elapsed(), allowed);
            }
            continue;
        };
        let Some(fields) = asked(stream) else { continue };
        let get = |name: &str| {
            fields.iter().find(|(one, _)| one == name).map(|(_, value)| value.as_str())
        };
        let (code, error) = (get("code"), get("error"));
        if code.is_none() && error.is_none() {
            // The icon of the page, or a stranger.
            continue;
        }
        if get("state") != Some(state) {
            return Err(RemoteError::State);
        }
        return match (code, error) {
            (Some(code), None) => Ok(Zeroizing::new(code.to_owned())),
            (_, Some("access_denied")) => Err(RemoteError::Declined),
            (_, error) => {
                let words = service.caller.shown(error.unwrap_or_default());
                Err(failed(BrowserFault::Refused(words)))
            }
        };
    }
    Err(RemoteError::StillWaiting { seconds: allowed.as_secs() })
}

/// The fields of a GET of `/kyso`, which is answered.
fn asked(mut stream: TcpStream) -> Option<Vec<(String, Zeroizing<String>)>> {
    stream.set_nonblocking(false).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(2))).ok()?;
    let mut bytes = Zeroizing::new(vec![0; limits::MAX_BROWSER_BYTES]);
    let mut filled = 0;
    while let Some(rest) = bytes.get_mut(filled..).filter(|rest| !rest.is_empty()) {
        match stream.read(rest) {
            Ok(0) | Err(_) => break,
            Ok(count) => filled += count,
        }
        if bytes.get(..filled)?.windows(4).any(|end| end == b"\r\n\r\n") {
            break;
        }
    }
    let text = Zeroizing::new(String::from_utf8(bytes.get(..filled)?.to_vec()).ok()?);
    let page = "<!doctype html><meta charset=utf-8><title>kyso</title><p>kyso";
    let head = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nConnection: close";
    let _ = write!(stream, "{head}\r\nContent-Length: {}\r\n\r\n{page}", page.len());
    let query = text.strip_prefix("GET /kyso?")?.split(' ').next()?;
    Some(query.split('&').filter_map(|field| field.split_once('=')).map(decoded).collect())
}

fn decoded((name, value): (&str, &str)) -> (String, Zeroizing<String>) {
    let mut bytes = Zeroizing::new(Vec::with_capacity(value.len()));
    let mut rest = value.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
                match (digit(rest.next()), digit(rest.next())) {
                    (Some(high), Some(low)) => u8::try_from(high * 16 + low).unwrap_or(b'?'),
                    _ => b'?',
                }
            }
            byte => byte,
        });
    }
    (name.to_owned(), Zeroizing::new(String::from_utf8_lossy(&bytes).into_owned()))
}
