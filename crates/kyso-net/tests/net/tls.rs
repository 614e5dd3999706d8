//! TLS: whom we trust, who we say to be, and that there is no way back to `http`.

use std::sync::Arc;

use kyso::timestamp::TimestampAuthority;
use kyso::{ServiceError, UnreachableCause};
use kyso_net::{ClientIdentity, ConfigError, HttpTsa, Network, TlsRoots};
use kyso_testkit::pki::{Extension, purpose};
use kyso_testkit::{Dn, Identity, KeyKind, Pki, Template, der};
use rustls::crypto::ring::default_provider;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig};

use super::stub::{Stub, answer};
use super::{config, network, unreachable};

/// A certificate for 127.0.0.1.
fn identity(pki: &Pki, use_for: &str) -> Identity {
    let mut template = Template::signer(Dn::new().cn("127.0.0.1"));
    template.extended_key_usage = vec![use_for.into()];
    let address = der::tlv(0x87, &[127, 0, 0, 1]);
    template.extensions.push(Extension::new("2.5.29.17", false, der::seq(&[address])));
    pki.issue(KeyKind::P256, &template)
}

fn chain(identity: &Identity) -> String {
    identity.cert_pem() + &identity.chain_pem()
}

fn server(pki: &Pki, clients: Option<&Pki>) -> Arc<ServerConfig> {
    let own = identity(pki, purpose::SERVER_AUTH);
    let chain = [own.cert_der.as_slice(), pki.intermediate.cert_der()];
    let chain = chain.map(|der| CertificateDer::from(der).into_owned()).to_vec();
    let key = PrivateKeyDer::from_pem_slice(own.key_pem().as_bytes()).unwrap();
    let provider = Arc::new(default_provider());
    let builder = ServerConfig::builder_with_provider(provider.clone());
    let builder = builder.with_safe_default_protocol_versions().unwrap();
    let builder = match clients {
        None => builder.with_no_client_auth(),
        Some(clients) => {
            let mut roots = RootCertStore::empty();
            roots.add(CertificateDer::from(clients.root.cert_der())).unwrap();
            let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider);
            builder.with_client_cert_verifier(verifier.build().unwrap())
        }
    };
    Arc::new(builder.with_single_cert(chain, key).unwrap())
}

fn trusting(pki: &Pki) -> Network {
    let mut config = config();
    config.tls_roots = TlsRoots::from_pem(pki.root_pem().as_bytes()).unwrap();
    Network::new(config)
}

#[test]
fn only_certifiers_that_are_trusted_are() {
    let pki = Pki::new(KeyKind::P256);
    let stub = Stub::start_with(Some(server(&pki, None)), |_| answer(200, "", b"token"));
    let url = stub.url("https", "/");
    let tsa = |network: &Network| HttpTsa::new(network, &url).unwrap().request(b"question");
    assert_eq!(tsa(&trusting(&pki)).as_deref(), Ok(&b"token"[..]));
    assert_eq!(tsa(&network()), Err(unreachable(&url, UnreachableCause::Tls)));
    let stranger = trusting(&Pki::new(KeyKind::P256));
    assert_eq!(tsa(&stranger), Err(unreachable(&url, UnreachableCause::Tls)));
    assert_eq!(stub.connections(), 3, "it is not tried again");
}

#[test]
fn a_server_that_asks_who_we_are_is_told() {
    let (pki, clients) = (Pki::new(KeyKind::P256), Pki::new(KeyKind::P256));
    let config = server(&pki, Some(&clients));
    let stub = Stub::start_with(Some(config), |_| answer(200, "", b"token"));
    let client = identity(&clients, purpose::CLIENT_AUTH);
    let (chain, key) = (chain(&client), client.key_pem());
    let own = ClientIdentity::from_pem(chain.as_bytes(), key.as_bytes()).unwrap();
    let url = stub.url("https", "/");
    let tsa = HttpTsa::new(&trusting(&pki), &url).unwrap();
    let known = tsa.clone().with_identity(&own);
    assert_eq!(known.request(b"question").as_deref(), Ok(&b"token"[..]));
    let error = tsa.request(b"question").unwrap_err();
    assert!(matches!(error, ServiceError::Unreachable { .. }), "{error}");
    let shown = format!("{own:?} {known:?}");
    assert!(shown.contains("ClientIdentity") && !shown.contains("PRIVATE"), "{shown}");
}

#[test]
fn a_key_of_another_certificate_is_found_before_it_is_used() {
    let pki = Pki::new(KeyKind::P256);
    let (one, other) =
        (identity(&pki, purpose::CLIENT_AUTH), identity(&pki.twin(), purpose::CLIENT_AUTH));
    let from = |certificates: &str, key: &str| {
        ClientIdentity::from_pem(certificates.as_bytes(), key.as_bytes()).map(drop)
    };
    let (chain, key) = (chain(&one), one.key_pem());
    assert_eq!(from(&chain, &key), Ok(()));
    assert_eq!(from(&chain, &other.key_pem()), Err(ConfigError::KeyMismatch));
    assert_eq!(from(&chain, &one.key_pem_encrypted("x")), Err(ConfigError::NoPrivateKey));
    assert_eq!(from("", &key), Err(ConfigError::NoCertificate));
    assert_eq!(from(&key, &key), Err(ConfigError::NoCertificate));
}

#[test]
fn https_is_not_left_for_http_but_the_other_way_is_open() {
    let pki = Pki::new(KeyKind::P256);
    let plain = Stub::start(|_| answer(200, "", b"token"));
    let down = format!("Location: {}\r\n", plain.url("http", "/"));
    let secure = Stub::start_with(Some(server(&pki, None)), move |head| {
        if head.contains(" /down ") { answer(307, &down, b"") } else { answer(200, "", b"safe") }
    });
    let up = format!("Location: {}\r\n", secure.url("https", "/end"));
    let door = Stub::start(move |_| answer(301, &up, b""));
    let network = trusting(&pki);
    let ask = |url: &str| HttpTsa::new(&network, url).unwrap().request(b"question");
    let url = secure.url("https", "/down");
    assert_eq!(ask(&url), Err(unreachable(&url, UnreachableCause::InsecureRedirect)));
    assert_eq!(plain.connections(), 0);
    assert_eq!(ask(&door.url("http", "/")).as_deref(), Ok(&b"safe"[..]));
}
