//! A time-stamping authority that asks in TLS who the caller is.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;

use kyso_testkit::pki::{Extension, purpose};
use kyso_testkit::server::Services;
use kyso_testkit::{Dn, Identity, KeyKind, Pki, Template, der};
use rustls::crypto::ring::default_provider;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig, ServerConnection, StreamOwned};

use crate::office::Office;

fn identity(pki: &Pki, used_for: &str) -> Identity {
    let mut template = Template::signer(Dn::new().cn("127.0.0.1"));
    template.extended_key_usage = vec![used_for.into()];
    let address = der::tlv(0x87, &[127, 0, 0, 1]);
    template.extensions.push(Extension::new("2.5.29.17", false, der::seq(&[address])));
    pki.issue(KeyKind::P256, &template)
}

/// Lets in whom `pki` certified.
fn config(pki: &Pki) -> Arc<ServerConfig> {
    let own = identity(pki, purpose::SERVER_AUTH);
    let chain = [own.cert_der.as_slice(), pki.intermediate.cert_der()];
    let chain = chain.map(|der| CertificateDer::from(der).into_owned()).to_vec();
    let key = PrivateKeyDer::from_pem_slice(own.key_pem().as_bytes()).unwrap();
    let provider = Arc::new(default_provider());
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from(pki.root.cert_der())).unwrap();
    let roots = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider.clone());
    let builder = ServerConfig::builder_with_provider(provider);
    let builder = builder.with_safe_default_protocol_versions().unwrap();
    let builder = builder.with_client_cert_verifier(roots.build().unwrap());
    Arc::new(builder.with_single_cert(chain, key).unwrap())
}

/// One message of HTTP: the head, and as many bytes as it announces.
fn message(stream: &mut impl Read) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let head = bytes.windows(4).position(|window| window == b"\r\n\r\n");
        let length = head.and_then(|head| {
            let text = String::from_utf8_lossy(&bytes[..head]).to_ascii_lowercase();
            let length = text.lines().find_map(|line| line.strip_prefix("content-length: "))?;
            Some(head + 4 + length.parse::<usize>().ok()?)
        });
        if length.is_some_and(|length| bytes.len() >= length) {
            return Some(bytes);
        }
        match stream.read(&mut buffer) {
            Ok(count) if count > 0 => bytes.extend(&buffer[..count]),
            _ => return None,
        }
    }
}

/// TLS in front of a service; says its port. It ends with this process.
fn front(pki: &Pki, behind: String) -> u16 {
    let config = config(pki);
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let connection = ServerConnection::new(config.clone()).unwrap();
            let mut outside = StreamOwned::new(connection, stream);
            let Some(question) = message(&mut outside) else { continue };
            let mut inside = TcpStream::connect(&behind).unwrap();
            inside.write_all(&question).unwrap();
            let answer = message(&mut inside).unwrap_or_default();
            let _ = outside.write_all(&answer).and_then(|()| outside.flush());
        }
    });
    port
}

#[test]
fn a_certificate_is_shown_to_an_authority_that_asks_for_one() {
    let (services, signers) = Services::mint(KeyKind::P256).unwrap();
    let office = Office::with(&signers.signer);
    let pki = Pki::new(KeyKind::P256);
    let client = identity(&pki, purpose::CLIENT_AUTH);
    let plain = services.urls().tsa();
    let behind = plain.trim_start_matches("http://").trim_end_matches("/tsa").to_owned();
    let url = format!("https://127.0.0.1:{}/tsa", front(&pki, behind));
    office.put("tls.pem", pki.root_pem());
    office.put("client.pem", client.cert_pem() + &client.chain_pem());
    office.put("client.key", client.key_pem());
    office.put("client.enc", client.key_pem_encrypted("mật khẩu"));
    office.put("secret", "mật khẩu\n");
    office.put("wrong", "khác\n");
    let sign = |url: &str, more: &[&str]| {
        let call = ["in.pdf", "-o", "out.pdf", "--force", "--level", "t", "--tsa", url];
        office.sign(&[call.as_slice(), &["--tls-ca", "tls.pem", "--timeout", "5"], more].concat())
    };
    let shown = ["--tsa-cert", "client.pem", "--tsa-key"];
    let with = |url: &str, more: &[&str]| sign(url, &[shown.as_slice(), more].concat());
    sign(&url, &[]).complains(6, &[&url]);
    assert!(!office.has("out.pdf"));
    let said = with(&url, &["client.key"]);
    assert_eq!(said.status, 0, "{said:?}");
    let said = with(&url, &["client.enc", "--tsa-key-passphrase-file", "secret"]);
    assert_eq!(said.status, 0, "{said:?}");
    // What cannot work is found before anything is asked.
    services.forget_requests();
    with(&url, &["client.enc", "--tsa-key-passphrase-file", "wrong"]).complains(6, &["client.enc"]);
    with(&url, &["key.pem"]).complains(5, &["key.pem", "client.pem"]);
    with(&plain, &["client.key"]).complains(2, &[&plain, "--tsa-cert"]);
    sign(&url, &["--tsa-cert", "client.pem"]).complains(2, &["--tsa-key"]);
    assert_eq!(services.requests("/tsa"), 0);
}
