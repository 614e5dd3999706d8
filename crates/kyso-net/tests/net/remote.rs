//! A remote service as a library: logging in by a browser, authorizations, profiles.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::Duration;

use kyso::{Document, Signer};
use kyso_net::remote::{
    RemoteError, RemoteInputs, RemoteKey, RemoteProfile, RemoteProfileError, RemoteService,
    RemoteUser,
};
use kyso_testkit::pdf::{PdfKind, pdf};
use kyso_testkit::server::remote::{Authorization, RemoteServer, RemoteSettings};
use kyso_testkit::{KeyKind, Pki};
use zeroize::Zeroizing;

use crate::network;

/// A signer with a browser that follows where it is sent.
#[derive(Clone, Debug, Default)]
struct Person {
    pin: Option<&'static str>,
    /// Comes back with nothing first, as a stranger would.
    stranger: bool,
}

impl RemoteUser for Person {
    fn pin(&self) -> Option<Zeroizing<String>> {
        self.pin.map(|pin| Zeroizing::new(pin.to_owned()))
    }

    fn otp(&self) -> Option<Zeroizing<String>> {
        None
    }

    fn browse(&self, url: &str) -> bool {
        let (url, stranger) = (url.to_owned(), self.stranger);
        std::thread::spawn(move || {
            let answer = get(&url);
            let place = answer.lines().find_map(|line| line.strip_prefix("Location: ")).unwrap();
            if stranger {
                let origin = place.split("/kyso").next().unwrap();
                get(&format!("{origin}/favicon.ico"));
                get(&format!("{origin}/kyso?code=stolen&state=guessed"));
            }
            get(place.trim());
        });
        true
    }

    fn waiting(&self, _: Duration, _: Duration) {}

    fn accepted(&self, _: &str) {}
}

fn get(url: &str) -> String {
    let rest = url.strip_prefix("http://").unwrap();
    let (host, path) = rest.split_once('/').unwrap();
    let mut stream = TcpStream::connect(host).unwrap();
    write!(stream, "GET /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = [0; 4096];
    let count = stream.read(&mut answer).unwrap_or(0);
    String::from_utf8_lossy(&answer[..count]).into_owned()
}

fn profile(server: &RemoteServer, protocol: &str, login: &str) -> RemoteProfile {
    RemoteProfile::from_toml(&format!(
        "name = \"x\"\nprotocol = \"{protocol}\"\nbase_url = \"{}\"\ndeadline = 5\n\
         [inputs]\nsecret = {{ env = \"X\", secret = true }}\n\
         [login]\nkind = \"{login}\"\nclient_id = \"kyso\"\nclient_secret = \"{{secret}}\"\n",
        server.url()
    ))
    .unwrap()
}

fn inputs() -> RemoteInputs {
    RemoteInputs::default().with("secret", Zeroizing::new("bí mật của máy".into()))
}

fn start(settings: RemoteSettings) -> (RemoteServer, Pki) {
    let pki = Pki::new(KeyKind::P256);
    (RemoteServer::start(&pki.signer, settings).unwrap(), pki)
}

#[test]
fn a_browser_logs_in_and_authorizes() {
    let authorization = Authorization::OAuth;
    let (server, _pki) = start(RemoteSettings { authorization, ..RemoteSettings::default() });
    for protocol in ["csc-v1", "csc-v2"] {
        let profile = profile(&server, protocol, "authorization-code");
        let person = Person::default();
        let service = RemoteService::open(&network(), &profile, &inputs(), &person).unwrap();
        let credential = service.list().unwrap().pop().unwrap();
        let (chain, algorithm) = (credential.chain(), credential.algorithms()[0]);
        let now = kyso::Time::from(std::time::SystemTime::now());
        let prepared = [PdfKind::Classic, PdfKind::XrefStream].map(|kind| {
            let document = Document::from_bytes(pdf(kind)).unwrap();
            document.sign(Signer::chain(chain, algorithm), now).prepare().unwrap()
        });
        let digests = prepared.iter().map(|one| one.to_be_signed().digest().as_ref());
        let digests: Vec<&[u8]> = digests.collect();
        let values = service.sign(&credential, algorithm, &digests, &person).unwrap();
        for (prepared, value) in prepared.into_iter().zip(values) {
            // It holds the value against the certificate.
            assert!(prepared.complete(value).is_ok());
        }
    }
}

#[test]
fn a_browser_that_brings_another_state_is_not_believed() {
    let (server, _pki) = start(RemoteSettings { wrong_state: true, ..RemoteSettings::default() });
    let profile = profile(&server, "csc-v1", "authorization-code");
    let open = |person: &Person| {
        RemoteService::open(&network(), &profile, &inputs(), person).map(drop).unwrap_err()
    };
    assert_eq!(open(&Person::default()), RemoteError::State);
    server.configure(|s| s.wrong_state = false);
    assert_eq!(open(&Person { stranger: true, ..Person::default() }), RemoteError::State);
    server.configure(|s| s.signer = "reject".into());
    assert_eq!(open(&Person::default()), RemoteError::Declined);
    assert_eq!(server.requests("oauth2/token"), 0);
}

#[test]
fn a_remote_key_signs_as_any_other() {
    let (server, _pki) = start(RemoteSettings::default());
    let profile = profile(&server, "csc-v1", "client-credentials");
    let person = Person { pin: Some("1234"), ..Person::default() };
    let service = RemoteService::open(&network(), &profile, &inputs(), &person).unwrap();
    let credential = service.list().unwrap().pop().unwrap();
    assert_eq!((credential.id(), credential.batch()), ("c1", 100));
    let credential = RemoteKey::credential(Arc::new(service), credential, person).unwrap();
    let now = kyso::Time::from(std::time::SystemTime::now());
    let document = Document::from_bytes(pdf(PdfKind::Classic)).unwrap();
    assert!(document.sign(&credential, now).finish().is_ok());
}

#[test]
fn a_pin_that_nobody_gives_is_not_guessed() {
    let (server, _pki) = start(RemoteSettings::default());
    let profile = profile(&server, "csc-v2", "client-credentials");
    let person = Person::default();
    let service = RemoteService::open(&network(), &profile, &inputs(), &person).unwrap();
    let credential = service.list().unwrap().pop().unwrap();
    let refused = service.sign(&credential, credential.algorithms()[0], &[&[0; 32]], &person);
    assert_eq!(refused.unwrap_err(), RemoteError::MissingInput { name: "pin".into() });
    assert_eq!(server.requests("credentials/authorize"), 0);
}

#[test]
fn nothing_shows_a_secret() {
    let (server, _pki) = start(RemoteSettings::default());
    let profile = profile(&server, "csc-v1", "client-credentials");
    let service = RemoteService::open(&network(), &profile, &inputs(), &Person::default()).unwrap();
    let shown = format!("{service:?} {:?}", inputs());
    assert!(!shown.contains("bí mật") && !shown.contains("token-"), "{shown}");
}

#[test]
fn profiles_are_read_strictly() {
    for name in RemoteProfile::shipped_names() {
        let text = RemoteProfile::shipped_text(name).unwrap();
        assert!(RemoteProfile::from_toml(text).is_ok(), "{name}");
    }
    let head = "name = \"x\"\nprotocol = \"csc-v1\"\nbase_url = \"https://a.vn\"\n";
    let read = |rest: &str| RemoteProfile::from_toml(&format!("{head}{rest}")).map(drop);
    assert_eq!(read(""), Ok(()));
    assert!(matches!(read("typo = 1"), Err(RemoteProfileError::Toml { line: 4, .. })));
    let unknown =
        read("[login]\nkind = \"client-credentials\"\nclient_id = \"{x}\"\nclient_secret = \"y\"");
    assert_eq!(unknown, Err(RemoteProfileError::UnknownInput { name: "x".into() }));
    // A secret in the profile itself is no secret.
    assert!(read("[inputs]\na = { value = \"1234\", secret = true }").is_err());
    let plain = RemoteProfile::from_toml(&head.replace("https", "http")).map(drop);
    assert_eq!(plain, Err(RemoteProfileError::Url));
}
