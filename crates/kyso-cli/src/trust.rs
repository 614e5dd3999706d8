//! Whom a call trusts: the files of `--trust`, trusted lists, the user's store, and on request the
//! roots of the system.

use std::path::Path;

use kyso::trust::{StoredRole, TrustDomain};
use kyso::x509::{Certificate, CertificateError};
use kyso::{Time, TrustAnchors, file, limits};
use kyso_net::Network;

use crate::args::{StoreArgs, TrustArgs};
use crate::error::Failure;
use crate::i18n::msg;
use crate::inputs::files_in;
use crate::ui::Ui;
use crate::{store, trust_list};

/// How certificate files are called.
const EXTENSIONS: [&str; 6] = ["pem", "crt", "cer", "der", "p7b", "p7c"];

/// The trust domain of the system's roots.
const SYSTEM: &str = "system";

/// Whom a call trusts.
#[derive(Default)]
pub(crate) struct Trusted {
    pub(crate) anchors: TrustAnchors,
    /// Certificates that may help to build a path and are not trusted.
    pub(crate) intermediates: Vec<Certificate>,
    /// Whether anybody said whom to trust: the call, or who filled the store.
    pub(crate) is_given: bool,
}

impl Trusted {
    /// The anchors for a call that makes signatures: where nobody said whom to trust, everybody
    /// will do.
    pub(crate) fn given(&self) -> Option<&TrustAnchors> {
        Some(&self.anchors).filter(|_| self.is_given)
    }
}

/// Reads all anchors: those that the call names, in `domain` where it names one, else those of
/// the user's store. The store counts beside them where the call names it.
pub(crate) fn all(
    args: &TrustArgs,
    stored: &StoreArgs,
    domain: Option<&TrustDomain>,
    at: Time,
    network: &Network,
    ui: &Ui,
) -> Result<Trusted, Failure> {
    let mut anchors = load(args, at, network, ui)?;
    if let Some(domain) = domain {
        anchors = anchors.in_domain(domain);
    }
    let named = stored.folder.store.is_some();
    let alone = !args.is_given() && !stored.system_trust;
    let mut trusted = Trusted { is_given: named || !alone, anchors, intermediates: Vec::new() };
    if !stored.no_store && (named || alone) && store::folder(&stored.folder).is_some() {
        let store = store::open(&stored.folder)?;
        if named && !store.folder().is_dir() {
            return Err(Failure::io(msg::error_no_store(store.folder())));
        }
        // Whoever withdrew all trust said whom to trust as well.
        trusted.is_given |=
            store.certificates().iter().any(|stored| stored.role == StoredRole::Anchor);
        trusted.anchors.extend(store.anchors());
        trusted.intermediates = store.intermediates();
    }
    if stored.system_trust {
        // Last: of a root that the user decided on, that decision counts, its domain and its end.
        trusted.anchors.extend_new(of_system(ui)?);
    }
    Ok(trusted)
}

/// The roots that the system trusts for servers, in a domain of their own.
fn of_system(ui: &Ui) -> Result<TrustAnchors, Failure> {
    let found = rustls_native_certs::load_native_certs();
    let mut anchors = TrustAnchors::new();
    // One that cannot be read is not trusted; others do not suffer for it.
    let readable = found.certs.iter().filter_map(|der| Certificate::from_der(der).ok());
    readable.for_each(|certificate| anchors.add(certificate));
    if anchors.is_empty() {
        let why = found.errors.first().map(ToString::to_string).unwrap_or_default();
        return Err(Failure::io(msg::error_no_system_trust(why)));
    }
    ui.warn(&msg::warn_system_trust(anchors.certificates().len()));
    Ok(match SYSTEM.parse() {
        Ok(domain) => anchors.in_domain(&domain),
        Err(_) => anchors,
    })
}

/// Reads the anchors that a call names; those of trusted lists as of `at`.
fn load(args: &TrustArgs, at: Time, network: &Network, ui: &Ui) -> Result<TrustAnchors, Failure> {
    let mut anchors = trust_list::load(args, at, network, ui)?;
    for path in &args.trust {
        anchors.extend(anchors_of(path)?);
    }
    Ok(anchors)
}

/// The anchors of a file or a folder.
pub(crate) fn anchors_of(path: &Path) -> Result<TrustAnchors, Failure> {
    if path.is_dir() { folder(path) } else { file_of(path, &read(path)?) }
}

/// The certificates of a folder. Keys lie beside certificates in many: a file without any is
/// passed over, a folder without any is not.
fn folder(path: &Path) -> Result<TrustAnchors, Failure> {
    let mut anchors = TrustAnchors::new();
    for file in files_in(path, &EXTENSIONS)? {
        match TrustAnchors::from_bytes(&read(&file)?) {
            Ok(found) => anchors.extend(found),
            Err(CertificateError::NoCertificate) => {}
            Err(error) => return Err(Failure::core(error, &file.display().to_string())),
        }
    }
    if anchors.is_empty() {
        return Err(Failure::io(msg::error_no_certificate_in_folder(path)));
    }
    Ok(anchors)
}

fn file_of(path: &Path, bytes: &[u8]) -> Result<TrustAnchors, Failure> {
    TrustAnchors::from_bytes(bytes).map_err(|error| match error {
        CertificateError::NoCertificate => Failure::io(msg::error_no_anchor(path)),
        other => Failure::core(other, &path.display().to_string()),
    })
}

fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    file::read_bounded(path, limits::MAX_KEY_FILE_BYTES).map_err(|e| Failure::reading(path, &e))
}
