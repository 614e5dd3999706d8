//! The testkit's services, spoken to over plain sockets.
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]
#![allow(dead_code, reason = "no test file uses all of it")]

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use kyso::revocation::RevocationSource;
use kyso::{ServiceError, Time, TimestampAuthority, UnreachableCause};
use kyso_testkit::server::Services;
use kyso_testkit::{KeyKind, Pki, Template};

/// A PKI under `services` whose signer's certificate ends in 2028 and the authorities' in 2099.
pub(crate) fn long_lived(services: &Services) -> Pki {
    let long = |t: &mut Template| {
        *t = t.clone().valid("20200101000000Z", "20990101000000Z");
    };
    let builder = Pki::builder(KeyKind::P256)
        .root(long)
        .intermediate(long)
        .signer(|t| *t = t.clone().valid("20200101000000Z", "20280101000000Z"));
    let pki = services.urls().in_builder(builder).build();
    services.install(&pki);
    pki
}

/// A time as the testkit takes it.
pub(crate) fn generalized(time: Time) -> String {
    let (y, mo, d, h, mi, s) = time.to_utc();
    format!("{y:04}{mo:02}{d:02}{h:02}{mi:02}{s:02}Z")
}

/// Reads no longer answers than this.
const MOST: usize = 4 << 20;

/// A client without retries: what it is told is what the library sees.
#[derive(Debug)]
pub(crate) struct Client {
    tsa: String,
}

impl Client {
    /// Stamps at `tsa`.
    pub(crate) fn new(tsa: String) -> Self {
        Self { tsa }
    }
}

fn send(url: &str, kind: &str, body: Option<&[u8]>) -> Result<Vec<u8>, ServiceError> {
    let service = || url.to_owned();
    let unreachable = |cause| move |_| ServiceError::Unreachable { service: url.to_owned(), cause };
    let lost = unreachable(UnreachableCause::ConnectionLost);
    let rest = url.strip_prefix("http://").unwrap_or_default();
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let mut stream =
        TcpStream::connect(host).map_err(unreachable(UnreachableCause::ConnectionRefused))?;
    stream.set_read_timeout(Some(Duration::from_millis(700))).unwrap();
    let method = if body.is_some() { "POST" } else { "GET" };
    let body = body.unwrap_or_default();
    let head = format!(
        "{method} /{path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: {kind}\r\n\
         Connection: close\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(&[head.as_bytes(), body].concat()).map_err(lost)?;
    let mut bytes = Vec::new();
    let mut buffer = vec![0; 64 << 10];
    loop {
        match stream.read(&mut buffer) {
            Ok(0) => break,
            Ok(_) if bytes.len() > MOST => {
                return Err(ServiceError::TooLarge { service: service(), limit: MOST as u64 });
            }
            Ok(count) => bytes.extend(&buffer[..count]),
            Err(_) => return Err(ServiceError::Timeout { service: service(), seconds: 1 }),
        }
        if let Some((head, length)) = announced(&bytes)
            && bytes.len() >= head + length
        {
            break;
        }
    }
    let status = String::from_utf8_lossy(&bytes);
    let status: u16 = status.split(' ').nth(1).and_then(|s| s.parse().ok()).unwrap_or(0);
    if status != 200 {
        return Err(ServiceError::HttpStatus { service: service(), status });
    }
    match announced(&bytes) {
        Some((head, length)) if bytes.len() == head + length => Ok(bytes.split_off(head)),
        _ => Err(ServiceError::Unreachable {
            service: service(),
            cause: UnreachableCause::ConnectionLost,
        }),
    }
}

/// Length of the head, and of the body that it announces.
fn announced(bytes: &[u8]) -> Option<(usize, usize)> {
    let head = bytes.windows(4).position(|window| window == b"\r\n\r\n")?;
    let text = String::from_utf8_lossy(&bytes[..head]).to_ascii_lowercase();
    let length = text.lines().find_map(|line| line.strip_prefix("content-length: "))?;
    Some((head + 4, length.parse().ok()?))
}

impl TimestampAuthority for Client {
    fn request(&self, request: &[u8]) -> Result<Vec<u8>, ServiceError> {
        send(&self.tsa, "application/timestamp-query", Some(request))
    }

    fn name(&self) -> &str {
        &self.tsa
    }

    fn nonce(&self) -> Option<Vec<u8>> {
        Some(vec![0x5a; 8])
    }
}

impl RevocationSource for Client {
    fn ocsp(&self, url: &str, request: &[u8]) -> Result<Vec<u8>, ServiceError> {
        send(url, "application/ocsp-request", Some(request))
    }

    fn crl(&self, url: &str) -> Result<Vec<u8>, ServiceError> {
        send(url, "", None)
    }

    fn certificates(&self, url: &str) -> Result<Vec<u8>, ServiceError> {
        send(url, "", None)
    }

    fn nonce(&self) -> Option<Vec<u8>> {
        Some(vec![0x33; 16])
    }
}
