//! A remote signing service on loopback: the API of the Cloud Signature Consortium (1.0.4 and
//! 2.0), and a gateway in the shape of VNPT SmartCA. Written from the specifications, so that it
//! judges a client: an authorization is good for the number of signatures, and under SCAL2 for
//! the very hashes, that it was given for.

use std::collections::BTreeMap;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};

use super::http::{Answer, Delivery, Handler, Request, Server};
use crate::pki::{Hash, Identity, SigAlg};

/// How the signer authorizes a credential.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Authorization {
    /// By telephone, without anything said in the request.
    Implicit,
    /// PIN, and one-time password where [`RemoteSettings::otp`] says so.
    Explicit,
    /// In a browser.
    OAuth,
}

/// How the service behaves.
#[derive(Clone, Debug)]
pub struct RemoteSettings {
    /// Its client and that one's secret.
    pub client: (String, String),
    /// How a credential is authorized.
    pub authorization: Authorization,
    /// The PIN.
    pub pin: String,
    /// The one-time password, sent when asked to; none is wanted when `None`.
    pub otp: Option<String>,
    /// SCAL2: the authorization is bound to the hashes.
    pub scal2: bool,
    /// Signatures to one authorization.
    pub multisign: usize,
    /// An authorization is good for this long.
    pub sad_life: Duration,
    /// How long the signer takes to confirm on the telephone.
    pub confirms_after: Duration,
    /// What the signer answers: `confirm`, `reject`, `expire`.
    pub signer: String,
    /// 2.0: signatures are fetched by `signatures/signPolling`.
    pub asynchronous: bool,
    /// `cert/status`.
    pub status: String,
    /// r and s one after the other instead of DER.
    pub raw_ecdsa: bool,
    /// Another state comes back with the browser.
    pub wrong_state: bool,
    /// The value is one over something else.
    pub wrong_value: bool,
    /// `oauth2` of `info`.
    pub oauth2: String,
    /// Refusals repeat what was said: a service that should not.
    pub echoes: bool,
    /// Credentials under one certificate: `c1`, `c2`, ...
    pub credentials: usize,
    /// SCAL2: the authorization is bound to another hash than the one it was asked for.
    pub binds_another: bool,
}

impl Default for RemoteSettings {
    fn default() -> Self {
        Self {
            client: ("kyso".into(), "bí mật của máy".into()),
            authorization: Authorization::Explicit,
            pin: "1234".into(),
            otp: None,
            scal2: true,
            multisign: 100,
            sad_life: Duration::from_secs(60),
            confirms_after: Duration::ZERO,
            signer: "confirm".into(),
            asynchronous: false,
            status: "valid".into(),
            raw_ecdsa: false,
            wrong_state: false,
            wrong_value: false,
            oauth2: String::new(),
            echoes: false,
            credentials: 1,
            binds_another: false,
        }
    }
}

/// An authorization that was given.
struct Sad {
    given: Instant,
    left: usize,
    hashes: Option<Vec<String>>,
}

/// A request that waits for the signer.
struct Transaction {
    begun: Instant,
    hashes: Vec<String>,
}

struct State {
    identity: Identity,
    settings: RemoteSettings,
    tokens: Vec<String>,
    sads: BTreeMap<String, Sad>,
    /// Codes of browsers: what was challenged, and for which hashes.
    codes: BTreeMap<String, (String, Option<Vec<String>>)>,
    transactions: BTreeMap<String, Transaction>,
    counts: BTreeMap<String, u64>,
    faults: Vec<(String, RemoteFault, u32)>,
    otp_sent: bool,
    next: u64,
}

/// What goes wrong on demand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RemoteFault {
    /// HTTP 429 with Retry-After in seconds.
    RateLimit(u32),
    /// The connection ends without an answer.
    Closed,
    /// An HTTP status and a page of HTML.
    Status(u16),
    /// The sound answer, but only after so many milliseconds.
    Slow(u32),
    /// JSON that says nothing.
    Empty,
}

struct World(Mutex<State>);

impl World {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The service, with one credential, `c1`. It ends when it is dropped.
pub struct RemoteServer {
    world: Arc<World>,
    server: Server,
}

impl RemoteServer {
    /// Listens on a free port, and signs with the key of `identity`.
    ///
    /// # Errors
    /// When no port of 127.0.0.1 can be had.
    pub fn start(identity: &Identity, settings: RemoteSettings) -> io::Result<Self> {
        let world = Arc::new(World(Mutex::new(State {
            identity: identity.clone(),
            settings,
            tokens: Vec::new(),
            sads: BTreeMap::new(),
            codes: BTreeMap::new(),
            transactions: BTreeMap::new(),
            counts: BTreeMap::new(),
            faults: Vec::new(),
            otp_sent: false,
            next: 0,
        })));
        let server = Server::start(world.clone())?;
        Ok(Self { world, server })
    }

    /// Where it is.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.server.address)
    }

    /// Changes how it behaves.
    pub fn configure(&self, change: impl FnOnce(&mut RemoteSettings)) {
        change(&mut self.world.lock().settings);
    }

    /// A fault for the next requests whose address ends so.
    pub fn fault_times(&self, path: &str, fault: RemoteFault, times: u32) {
        self.world.lock().faults.push((path.into(), fault, times));
    }

    /// Ends all faults.
    pub fn heal(&self) {
        self.world.lock().faults.clear();
    }

    /// The number of requests whose address ends so.
    #[must_use]
    pub fn requests(&self, path: &str) -> u64 {
        let world = self.world.lock();
        world.counts.iter().filter(|(at, _)| at.ends_with(path)).map(|(_, count)| count).sum()
    }
}

impl Handler for World {
    fn answer(&self, request: &Request) -> Answer {
        let mut state = self.lock();
        *state.counts.entry(request.path.clone()).or_default() += 1;
        let mut delay = Duration::ZERO;
        let fault = state
            .faults
            .iter_mut()
            .find(|(path, _, left)| *left > 0 && request.path.ends_with(path.as_str()));
        if let Some((_, fault, left)) = fault {
            *left -= 1;
            match *fault {
                RemoteFault::RateLimit(seconds) => {
                    let headers = format!("Retry-After: {seconds}\r\n");
                    return Answer { headers, ..Answer::page(429) };
                }
                RemoteFault::Closed => {
                    return Answer { delivery: Delivery::Nothing, ..Answer::page(200) };
                }
                RemoteFault::Status(status) => return Answer::page(status),
                RemoteFault::Slow(millis) => delay = Duration::from_millis(millis.into()),
                RemoteFault::Empty => return reply(200, &json!({})),
            }
        }
        Answer { delay, ..state.route(request) }
    }
}

fn reply(status: u16, value: &Value) -> Answer {
    Answer::new(status, "application/json", value.to_string().into_bytes())
}

/// An error in the form of CSC §10.1.
fn refuse(status: u16, code: &str, text: &str) -> Answer {
    reply(status, &json!({ "error": code, "error_description": text }))
}

impl State {
    fn route(&mut self, request: &Request) -> Answer {
        let path = request.path.clone();
        let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
        match path.as_str() {
            "/oauth2/authorize" => return self.browse(&fields(&request.query)),
            "/oauth2/token" => {
                return self.token(&fields(&String::from_utf8_lossy(&request.body)));
            }
            "/v1/login" => return self.vendor_login(&body),
            _ => {}
        }
        if let Some(rest) = path.strip_prefix("/sca/sp769/v1/") {
            return self.gateway(rest, &body);
        }
        let (v2, method) = match (path.strip_prefix("/csc/v1/"), path.strip_prefix("/csc/v2/")) {
            (Some(method), _) => (false, method),
            (_, Some(method)) => (true, method),
            _ => return Answer::page(404),
        };
        match method {
            "info" => {
                return reply(200, &json!({"specs": "1.0.4.0", "oauth2": self.settings.oauth2}));
            }
            "auth/login" => return self.basic(&request.authorization),
            _ => {}
        }
        let token = request.authorization.strip_prefix("Bearer ").unwrap_or_default();
        if !self.tokens.iter().any(|one| one == token) {
            return refuse(401, "invalid_token", "the access token is unknown");
        }
        match method {
            "credentials/list" => reply(200, &json!({ "credentialIDs": self.ids() })),
            _ if body.get("requestID").is_none()
                && !self.ids().iter().any(|id| body["credentialID"] == **id) =>
            {
                refuse(400, "invalid_request", "Invalid parameter credentialID")
            }
            "credentials/info" => reply(200, &self.info(v2)),
            "credentials/sendOTP" | "credentials/getChallenge" => {
                self.otp_sent = true;
                reply(200, &json!({}))
            }
            "credentials/authorize" => self.authorize(v2, &body),
            "signatures/signHash" => self.sign_hash(v2, &body),
            "signatures/signPolling" if v2 => self.sign_polling(&body),
            _ => Answer::page(404),
        }
    }

    fn ids(&self) -> Vec<String> {
        (1..=self.settings.credentials).map(|number| format!("c{number}")).collect()
    }

    fn name(&mut self, kind: &str) -> String {
        self.next += 1;
        format!("{kind}-{}-{}", self.next, rand::random::<u64>())
    }

    fn new_token(&mut self) -> Answer {
        let token = self.name("token");
        self.tokens.push(token.clone());
        let token = json!({"access_token": token, "token_type": "Bearer", "expires_in": 3600});
        reply(200, &token)
    }

    fn basic(&mut self, header: &str) -> Answer {
        let (user, secret) = &self.settings.client;
        let wanted = format!("Basic {}", STANDARD.encode(format!("{user}:{secret}")));
        if header == wanted {
            return self.new_token();
        }
        refuse(401, "authentication_error", "An error occurred during authentication process")
    }

    fn vendor_login(&mut self, body: &Value) -> Answer {
        let (client, secret) = &self.settings.client;
        if body["client_id"] == **client && body["client_secret"] == **secret {
            return self.new_token();
        }
        refuse(401, "invalid_client", "")
    }

    /// The page where the signer says yes: it does at once, and the browser is sent back.
    fn browse(&mut self, query: &BTreeMap<String, String>) -> Answer {
        let get = |name: &str| query.get(name).cloned().unwrap_or_default();
        if get("response_type") != "code" || get("code_challenge_method") != "S256" {
            return Answer::page(400);
        }
        let hashes = query.get("hash").or(query.get("hashes")).map(|all| {
            let raw = |one: &str| URL_SAFE_NO_PAD.decode(one).map(|raw| STANDARD.encode(raw));
            all.split(',').map(|one| raw(one).unwrap_or_default()).collect()
        });
        let code = self.name("code");
        self.codes.insert(code.clone(), (get("code_challenge"), hashes));
        let state = if self.settings.wrong_state { "x".into() } else { get("state") };
        let outcome = match self.settings.signer.as_str() {
            "reject" => "error=access_denied".to_owned(),
            _ => format!("code={code}"),
        };
        let place = format!("{}?{outcome}&state={state}", get("redirect_uri"));
        Answer { headers: format!("Location: {place}\r\n"), ..Answer::page(302) }
    }

    fn token(&mut self, form: &BTreeMap<String, String>) -> Answer {
        let get = |name: &str| form.get(name).map(String::as_str).unwrap_or_default();
        let (client, secret) = &self.settings.client;
        if get("client_id") != client || get("client_secret") != secret {
            return refuse(401, "invalid_client", "Client authentication failed");
        }
        if get("grant_type") == "client_credentials" {
            return self.new_token();
        }
        let challenge = URL_SAFE_NO_PAD.encode(Hash::Sha256.of(get("code_verifier").as_bytes()));
        let Some((wanted, hashes)) = self.codes.remove(get("code")) else {
            return refuse(400, "invalid_grant", "the code is unknown");
        };
        if wanted != challenge {
            return refuse(400, "invalid_grant", "the verifier is wrong");
        }
        match hashes {
            None => self.new_token(),
            Some(hashes) => {
                let sad = self.give(hashes.len(), Some(hashes));
                reply(200, &json!({ "access_token": sad, "token_type": "SAD" }))
            }
        }
    }

    fn info(&self, v2: bool) -> Value {
        let settings = &self.settings;
        let mode = match settings.authorization {
            Authorization::Implicit => "implicit",
            Authorization::Explicit => "explicit",
            Authorization::OAuth => "oauth2code",
        };
        let chain: Vec<String> =
            self.identity.chain_der.iter().map(|der| STANDARD.encode(der)).collect();
        let mut info = json!({
            "key": {"status": "enabled"},
            "cert": {"status": settings.status, "certificates": chain},
            "SCAL": if settings.scal2 { "2" } else { "1" },
            "multisign": settings.multisign,
        });
        if v2 {
            let mut objects = vec![json!({"type": "Password", "id": "PIN"})];
            objects.extend(settings.otp.iter().map(|_| json!({"type": "Password", "id": "OTP"})));
            info["auth"] = json!({"mode": mode, "objects": objects});
        } else {
            let present = |yes: bool| if yes { "true" } else { "false" };
            info["authMode"] = mode.into();
            info["PIN"] = json!({"presence": "true"});
            info["OTP"] = json!({"presence": present(settings.otp.is_some()), "type": "online"});
        }
        info
    }

    fn give(&mut self, left: usize, hashes: Option<Vec<String>>) -> String {
        let sad = self.name("sad");
        self.sads.insert(sad.clone(), Sad { given: Instant::now(), left, hashes });
        sad
    }

    fn authorize(&mut self, v2: bool, body: &Value) -> Answer {
        let settings = &self.settings;
        let said = |id: &str| match v2 {
            false => body[id].as_str().map(str::to_owned),
            true => {
                let all = body["authData"].as_array()?;
                let one = all.iter().find(|one| one["id"] == id)?;
                one["value"].as_str().map(str::to_owned)
            }
        };
        match settings.authorization {
            Authorization::Explicit => {
                if said("PIN").as_deref() != Some(settings.pin.as_str()) {
                    if settings.echoes {
                        let text =
                            format!("The PIN {} is invalid", said("PIN").unwrap_or_default());
                        return refuse(400, &text, &text);
                    }
                    return refuse(400, "invalid_pin", "The PIN is invalid");
                }
                if settings.otp.is_some() && (said("OTP") != settings.otp || !self.otp_sent) {
                    return refuse(400, "invalid_otp", "The OTP is invalid");
                }
            }
            Authorization::Implicit if settings.signer == "reject" => {
                return refuse(400, "access_denied", "The signer said no");
            }
            Authorization::Implicit if settings.signer == "expire" => {
                return refuse(400, "expired_token", "Nobody answered");
            }
            Authorization::Implicit => {}
            Authorization::OAuth => return refuse(400, "invalid_request", "Use oauth2/authorize"),
        }
        let count = body["numSignatures"].as_u64().and_then(|n| usize::try_from(n).ok());
        let Some(count) = count.filter(|count| (1..=settings.multisign).contains(count)) else {
            return refuse(400, "invalid_request", "Invalid parameter numSignatures");
        };
        let hashes = texts(&body[if v2 { "hashes" } else { "hash" }]);
        if settings.scal2 && hashes.as_ref().is_none_or(|all| all.len() != count) {
            return refuse(400, "invalid_request", "Missing (or invalid type) parameter hash");
        }
        let another = || vec![STANDARD.encode([7; 32])];
        let hashes = hashes.filter(|_| settings.scal2);
        let hashes = if settings.binds_another { Some(another()) } else { hashes };
        let delay = settings.confirms_after;
        let sad = self.give(count, hashes);
        Answer { delay, ..reply(200, &json!({ "SAD": sad, "expiresIn": 60 })) }
    }

    fn sign_hash(&mut self, v2: bool, body: &Value) -> Answer {
        let Some(hashes) = texts(&body[if v2 { "hashes" } else { "hash" }]) else {
            return refuse(400, "invalid_request", "Missing (or invalid type) parameter hash");
        };
        let life = self.settings.sad_life;
        let sad = body["SAD"].as_str().unwrap_or_default();
        let Some(sad) = self.sads.get_mut(sad) else {
            return refuse(400, "invalid_request", "Invalid parameter SAD");
        };
        if sad.given.elapsed() > life {
            return refuse(400, "invalid_request", "SAD expired");
        }
        let bound = sad.hashes.as_ref();
        if bound.is_some_and(|bound| hashes.iter().any(|hash| !bound.contains(hash))) {
            return refuse(400, "invalid_request", "Hash is not authorized by the SAD");
        }
        if sad.left < hashes.len() {
            return refuse(400, "invalid_request", "Numbers of signatures is too high");
        }
        sad.left -= hashes.len();
        if v2 && self.settings.asynchronous {
            let id = self.name("response");
            self.transactions.insert(id.clone(), Transaction { begun: Instant::now(), hashes });
            return reply(200, &json!({ "responseID": id }));
        }
        self.signed(&hashes)
    }

    fn sign_polling(&self, body: &Value) -> Answer {
        match self.transactions.get(body["requestID"].as_str().unwrap_or_default()) {
            None => refuse(400, "invalid_request", "Invalid parameter requestID"),
            Some(one) if one.begun.elapsed() < self.settings.confirms_after => {
                let text = "The asynchronous signature request is not yet completed";
                refuse(400, "invalid_request", text)
            }
            Some(one) => self.signed(&one.hashes),
        }
    }

    fn signed(&self, hashes: &[String]) -> Answer {
        let values: Option<Vec<String>> = hashes
            .iter()
            .map(|hash| Some(STANDARD.encode(self.value(&STANDARD.decode(hash).ok()?))))
            .collect();
        match values {
            Some(values) => reply(200, &json!({ "signatures": values })),
            None => refuse(400, "invalid_request", "Invalid Base64 hash string parameter"),
        }
    }

    fn value(&self, digest: &[u8]) -> Vec<u8> {
        let key = &self.identity.key;
        let hash = match digest.len() {
            48 => Hash::Sha384,
            64 => Hash::Sha512,
            _ => Hash::Sha256,
        };
        let usual = key.kind().default_algorithm();
        let algorithm = match usual {
            SigAlg::RsaPkcs1(_) => SigAlg::RsaPkcs1(hash),
            other => other,
        };
        let other = vec![7; digest.len()];
        let value =
            key.sign_digest(algorithm, if self.settings.wrong_value { &other } else { digest });
        if self.settings.raw_ecdsa { raw(&value) } else { value }
    }

    fn gateway(&mut self, rest: &str, body: &Value) -> Answer {
        let known = |state: &Self| {
            let (client, secret) = &state.settings.client;
            body["sp_id"] == **client && body["sp_password"] == **secret
        };
        let no = |message: &str| {
            reply(200, &json!({"status_code": 401, "message": message, "data": null}))
        };
        let yes = |data: Value| {
            reply(200, &json!({"status_code": 200, "message": "SUCCESS", "data": data}))
        };
        match rest.split('/').collect::<Vec<_>>().as_slice() {
            ["credentials", "get_certificate"] if known(self) => {
                let pem = |index: usize| {
                    self.identity.chain_der.get(index).map(|der| STANDARD.encode(der))
                };
                yes(json!({"user_certificates": [{
                    "serial_number": "s1",
                    "cert_data": pem(0),
                    "chain_data": {"ca_cert": pem(1), "root_cert": pem(2)},
                }]}))
            }
            ["signatures", "sign"] if known(self) && body["serial_number"] == "s1" => {
                let all = body["sign_files"].as_array().cloned().unwrap_or_default();
                let hashes = all
                    .iter()
                    .filter_map(|one| one["data_to_be_signed"].as_str().map(str::to_owned));
                let hashes: Vec<String> = hashes.collect();
                let id = self.name("tran");
                let begun = Instant::now();
                self.transactions.insert(id.clone(), Transaction { begun, hashes });
                yes(json!({ "tran_code": id }))
            }
            ["signatures", "sign", id, "status"] => self.stand(id),
            _ => no("UNAUTHORIZED"),
        }
    }

    fn stand(&self, id: &str) -> Answer {
        let say = |message: &str, data: Value| {
            reply(200, &json!({"status_code": 200, "message": message, "data": data}))
        };
        let Some(one) = self.transactions.get(id) else { return say("NOT_FOUND", Value::Null) };
        if one.begun.elapsed() < self.settings.confirms_after {
            return say("WAITING_FOR_SIGNER_CONFIRM", Value::Null);
        }
        match self.settings.signer.as_str() {
            "reject" => return say("SIGNER_REJECTED", Value::Null),
            "expire" => return say("EXPIRED", Value::Null),
            _ => {}
        }
        let mut signatures: Vec<Value> = one
            .hashes
            .iter()
            .enumerate()
            .map(|(index, hash)| {
                let digest: Vec<u8> = (0..hash.len() / 2)
                    .filter_map(|at| u8::from_str_radix(hash.get(2 * at..2 * at + 2)?, 16).ok())
                    .collect();
                let value = STANDARD.encode(self.value(&digest));
                json!({"doc_id": (index + 1).to_string(), "signature_value": value})
            })
            .collect();
        // Their order is not promised.
        signatures.reverse();
        say("SUCCESS", json!({ "signatures": signatures }))
    }
}

fn texts(value: &Value) -> Option<Vec<String>> {
    value.as_array()?.iter().map(|one| one.as_str().map(str::to_owned)).collect()
}

/// The two numbers of an ECDSA value over P-256, one after the other.
fn raw(der: &[u8]) -> Vec<u8> {
    let mut all = Vec::new();
    let mut rest = &der[2..];
    for _ in 0..2 {
        let len = usize::from(rest[1]);
        let number = &rest[2..2 + len];
        let digits = &number[number.len().saturating_sub(32)..];
        all.extend(vec![0; 32 - digits.len()]);
        all.extend_from_slice(digits);
        rest = &rest[2 + len..];
    }
    all
}

/// The fields of a query or a form.
fn fields(text: &str) -> BTreeMap<String, String> {
    let field = |one: &str| {
        let (name, value) = one.split_once('=')?;
        let mut bytes = Vec::new();
        let mut rest = value.bytes();
        while let Some(byte) = rest.next() {
            let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
            bytes.push(match byte {
                b'+' => b' ',
                b'%' => u8::try_from(digit(rest.next())? * 16 + digit(rest.next())?).ok()?,
                byte => byte,
            });
        }
        Some((name.to_owned(), String::from_utf8(bytes).ok()?))
    };
    text.split('&').filter_map(field).collect()
}
