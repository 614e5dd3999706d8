//! Requests to a remote service: JSON out, JSON back, refusals read, rate limits respected.

use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use kyso::{ServiceError, UnreachableCause};
use serde_json::Value;
use ureq::http::HeaderValue;
use zeroize::Zeroizing;

use super::error::{RemoteError, RemoteStep, shown};
use super::profile::{Failures, RemoteProfile};
use super::template::Json;
use crate::exchange::{Post, Posted};
use crate::url::{Target, without_secrets};
use crate::{Network, limits};

const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded";

/// Stands for a secret in the words of a service.
const MASK: &str = "•••";

/// Codes of CSC §10.1 and of OAuth that mean a wrong PIN or one-time password.
const WRONG_SECRET: [&str; 4] = ["invalid_pin", "invalid_otp", "invalid_auth_data", "wrong_pin"];

/// Those that mean that the user said no, or did nothing.
const DECLINED: [&str; 2] = ["access_denied", "authorization_denied"];
const EXPIRED: [&str; 4] = ["expired_sad", "sad_expired", "expired_token", "authorization_expired"];

/// Who is spoken with, and as whom.
#[derive(Debug)]
pub(crate) struct Caller {
    pub(crate) network: Network,
    base: Target,
    pub(crate) service: String,
    failures: Failures,
    token: Option<Token>,
    /// What is said to the service and must not come back in a message.
    hidden: Hidden,
    /// When listing or signing began, where it has a deadline in all.
    begun: Mutex<Instant>,
}

/// Secrets, never shown.
#[derive(Default)]
struct Hidden(Mutex<Vec<Zeroizing<String>>>);

impl std::fmt::Debug for Hidden {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Hidden")
    }
}

/// An access token, never shown.
#[derive(Clone)]
pub(crate) struct Token(pub(crate) Zeroizing<String>);

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token")
    }
}

impl Token {
    fn header(&self, scheme: &str) -> Option<HeaderValue> {
        let mut header =
            HeaderValue::from_str(&Zeroizing::new(format!("{scheme} {}", *self.0))).ok()?;
        header.set_sensitive(true);
        Some(header)
    }
}

/// How one request is made.
#[derive(Clone, Copy)]
pub(crate) struct How {
    pub(crate) step: RemoteStep,
    /// Whether it may be said again where the connection was lost after it was sent.
    pub(crate) again: bool,
    /// All tries together.
    pub(crate) within: Duration,
}

impl Caller {
    pub(crate) fn new(network: &Network, profile: &RemoteProfile) -> Result<Self, RemoteError> {
        let service = without_secrets(&profile.base_url);
        let cause = UnreachableCause::Url;
        let base = Target::parse(&profile.base_url)
            .ok_or(ServiceError::Unreachable { service: service.clone(), cause })?;
        let failures = profile.failures.clone();
        let (network, hidden) = (network.clone(), Hidden::default());
        let begun = Mutex::new(Instant::now());
        Ok(Self { network, base, service, failures, token: None, hidden, begun })
    }

    /// Whatever is asked for now has its whole time.
    pub(crate) fn begin(&self) {
        *self.begun.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
    }

    /// The time that is left of the caller's deadline, if it set one.
    pub(crate) fn left(&self) -> Option<Duration> {
        let begun = *self.begun.lock().unwrap_or_else(PoisonError::into_inner);
        let whole = self.network.config().remote_deadline?;
        Some(whole.saturating_sub(begun.elapsed()))
    }

    /// Takes a secret out of everything that the service says from now on.
    pub(crate) fn hide(&self, secret: &str) {
        if !secret.is_empty() {
            let mut all = self.hidden.0.lock().unwrap_or_else(PoisonError::into_inner);
            all.push(Zeroizing::new(secret.to_owned()));
        }
    }

    /// The service's words as they may be shown: short, in one line, without a secret that it
    /// repeats.
    pub(crate) fn shown(&self, text: &str) -> String {
        let all = self.hidden.0.lock().unwrap_or_else(PoisonError::into_inner);
        // Before anything is cut off: half a secret would be left.
        let mut plain = text.to_owned();
        for secret in all.iter().filter(|secret| text.contains(secret.as_str())) {
            plain = plain.replace(secret.as_str(), MASK);
        }
        shown(&plain)
    }

    /// Whether logins may go to an address that the service names itself.
    pub(crate) fn is_own(&self, url: &str) -> bool {
        Target::parse(url).is_some_and(|target| target.same_origin(&self.base))
    }

    pub(crate) fn log_in(&mut self, token: Zeroizing<String>) {
        self.token = Some(Token(token));
    }

    /// The place of a path of the profile, below its base; an absolute URL stays.
    pub(crate) fn target(&self, path: &str) -> Result<Target, RemoteError> {
        let absolute = path.contains("://");
        let base = self.base.uri().to_string();
        let url = if absolute {
            path.to_owned()
        } else {
            format!("{}/{}", base.trim_end_matches('/'), path.trim_start_matches('/'))
        };
        let safe = |target: &Target| target.is_https() || target.is_loopback();
        let cause = UnreachableCause::Url;
        let service = self.service.clone();
        let target = Target::parse(&url).filter(safe);
        Ok(target.ok_or(ServiceError::Unreachable { service, cause })?)
    }

    /// Says JSON with the token of the login.
    pub(crate) fn json(&self, path: &str, body: Json, how: How) -> Result<Value, RemoteError> {
        let header = self.token.as_ref().and_then(|token| token.header("Bearer"));
        self.say(path, JSON, body.end().as_bytes(), header, how)
    }

    /// The same with a name and a secret (RFC 7617).
    pub(crate) fn json_as(
        &self,
        path: &str,
        (user, secret): (&str, &str),
        body: Json,
        how: How,
    ) -> Result<Value, RemoteError> {
        let pair = Zeroizing::new(format!("{user}:{secret}"));
        let header = Token(Zeroizing::new(STANDARD.encode(&*pair))).header("Basic");
        self.say(path, JSON, body.end().as_bytes(), header, how)
    }

    /// Says a form (OAuth 2.0).
    pub(crate) fn form(
        &self,
        path: &str,
        fields: &[(&str, &str)],
        how: How,
    ) -> Result<Value, RemoteError> {
        let body = encoded(fields);
        self.say(path, FORM, body.as_bytes(), None, how)
    }

    fn say(
        &self,
        path: &str,
        media_type: &'static str,
        body: &[u8],
        authorization: Option<HeaderValue>,
        how: How,
    ) -> Result<Value, RemoteError> {
        let target = self.target(path)?;
        let (service, limit) = (self.service.as_str(), limits::MAX_REMOTE_BYTES);
        let post = Post { service, target: &target, media_type, body, authorization, limit };
        let begun = Instant::now();
        let config = self.network.config();
        let (mut tries, mut pause) = (config.tries, config.first_pause);
        let within = self.left().map_or(how.within, |left| left.min(how.within));
        loop {
            tries = tries.saturating_sub(1);
            let left = within.saturating_sub(begun.elapsed());
            let wait = match self.network.post(&post, left) {
                Ok(posted) => match self.asked_to_wait(&posted) {
                    None => return self.read(&posted, how.step),
                    Some(seconds) => {
                        let wait = seconds.unwrap_or_default().max(pause);
                        let left = within.saturating_sub(begun.elapsed());
                        // What costs a try, or rings a telephone, is not said twice.
                        if tries == 0 || !how.again || wait >= left {
                            let seconds = seconds.unwrap_or_default().as_secs();
                            let service = self.service.clone();
                            return Err(RemoteError::RateLimited { service, seconds });
                        }
                        wait
                    }
                },
                Err(ServiceError::Cancelled { .. }) => return Err(RemoteError::Cancelled),
                Err(error) => {
                    let again = how.again && error.is_transient() || not_sent(&error);
                    let left = within.saturating_sub(begun.elapsed());
                    if tries == 0 || !again || left <= pause {
                        return Err(error.into());
                    }
                    pause
                }
            };
            self.network.sleep(wait);
            pause = pause.saturating_mul(2);
        }
    }

    /// 429, or 503 that says for how long (RFC 9110 §10.2.3): nothing was done.
    fn asked_to_wait(&self, posted: &Posted) -> Option<Option<Duration>> {
        match posted.status {
            429 => Some(posted.retry_after),
            503 if posted.retry_after.is_some() => Some(posted.retry_after),
            _ => None,
        }
    }

    fn read(&self, posted: &Posted, step: RemoteStep) -> Result<Value, RemoteError> {
        let value: Result<Value, _> = serde_json::from_slice(&posted.body);
        if (200..300).contains(&posted.status) {
            let field = || "JSON".to_owned();
            let service = || self.service.clone();
            if posted.body.is_empty() {
                return Ok(Value::Null);
            }
            return value.map_err(|_| RemoteError::Unreadable {
                service: service(),
                step,
                field: field(),
            });
        }
        Err(self.refused(&value.unwrap_or_default(), posted.status, step))
    }

    /// A refusal as the service words it: `error` and `error_description` (CSC §10.1, RFC 6749
    /// §5.2), or where the profile says.
    pub(crate) fn refused(&self, value: &Value, status: u16, step: RemoteStep) -> RemoteError {
        let at = |pointer: &Option<String>, usual: &str| {
            let found = value.pointer(pointer.as_deref().unwrap_or(usual)).or(value.pointer(usual));
            found.and_then(Value::as_str).map(|text| self.shown(text))
        };
        let known = at(&self.failures.code, "/error");
        let text = at(&self.failures.text, "/error_description").unwrap_or_default();
        let code = known.unwrap_or_else(|| format!("HTTP {status}"));
        let is =
            |words: &[&str], own: &[String]| words.contains(&code.as_str()) || own.contains(&code);
        let service = self.service.clone();
        if is(&WRONG_SECRET, &self.failures.wrong_secret) || says_wrong_secret(&code, &text) {
            RemoteError::WrongSecret { service, code: if text.is_empty() { code } else { text } }
        } else if is(&DECLINED, &self.failures.declined) {
            RemoteError::Declined
        } else if is(&EXPIRED, &self.failures.expired) || says_expired(&code, &text) {
            RemoteError::Expired
        } else {
            RemoteError::Refused { service, step, code, text }
        }
    }

    /// A text out of an answer, moved so that no copy of a secret stays.
    pub(crate) fn take(
        &self,
        value: &mut Value,
        pointer: &str,
        step: RemoteStep,
    ) -> Result<Zeroizing<String>, RemoteError> {
        match value.pointer_mut(pointer).map(Value::take) {
            Some(Value::String(text)) if !text.is_empty() => Ok(Zeroizing::new(text)),
            _ => Err(self.unreadable(step, pointer)),
        }
    }

    pub(crate) fn unreadable(&self, step: RemoteStep, field: &str) -> RemoteError {
        let service = self.service.clone();
        RemoteError::Unreadable { service, step, field: field.trim_start_matches('/').to_owned() }
    }

    /// Waits between two questions; short naps, so that a flag is seen.
    pub(crate) fn pause(&self, wait: Duration) -> Result<(), RemoteError> {
        let begun = Instant::now();
        while begun.elapsed() < wait {
            if self.network.is_cancelled() {
                return Err(RemoteError::Cancelled);
            }
            thread::sleep(wait.saturating_sub(begun.elapsed()).min(limits::CANCELLATION_PERIOD));
        }
        Ok(())
    }
}

/// CSC v1 has one code for all wrong parameters and tells which in words (§10.1, §11.6).
fn says_wrong_secret(code: &str, text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    code == "invalid_request"
        && (text.contains("pin") || text.contains("otp"))
        && ["invalid", "wrong", "incorrect"].iter().any(|word| text.contains(word))
}

fn says_expired(code: &str, text: &str) -> bool {
    code == "invalid_request" && text.to_ascii_lowercase().contains("expired")
}

/// Whether the service cannot have seen the request.
fn not_sent(error: &ServiceError) -> bool {
    let ServiceError::Unreachable { cause, .. } = error else { return false };
    matches!(cause, UnreachableCause::ConnectionRefused)
}

/// `application/x-www-form-urlencoded`, which is a query too.
pub(crate) fn encoded(fields: &[(&str, &str)]) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::with_capacity(8192));
    for (name, value) in fields {
        if !text.is_empty() {
            text.push('&');
        }
        text.push_str(name);
        text.push('=');
        for byte in value.bytes() {
            if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
                text.push(char::from(byte));
            } else {
                text.push_str(&format!("%{byte:02X}"));
            }
        }
    }
    text
}

/// Random text for states, verifiers and names of requests.
pub(crate) fn random_text(bytes: usize) -> Option<Zeroizing<String>> {
    Some(Zeroizing::new(URL_SAFE_NO_PAD.encode(crate::tsa::random(bytes)?)))
}
