//! The anchors that `--trust` names: files, or folders of files; and those of trusted lists.

use std::path::Path;

use kyso::x509::CertificateError;
use kyso::{Time, TrustAnchors, file, limits};
use kyso_net::Network;

use crate::args::TrustArgs;
use crate::error::Failure;
use crate::i18n::msg;
use crate::inputs::files_in;
use crate::trust_list;
use crate::ui::Ui;

/// How certificate files are called.
const EXTENSIONS: [&str; 6] = ["pem", "crt", "cer", "der", "p7b", "p7c"];

/// Reads all anchors; those of trusted lists as of `at`.
pub(crate) fn load(
    args: &TrustArgs,
    at: Time,
    network: &Network,
    ui: &Ui,
) -> Result<TrustAnchors, Failure> {
    let mut anchors = trust_list::load(args, at, network, ui)?;
    for path in &args.trust {
        if path.is_dir() {
            anchors.extend(folder(path)?);
        } else {
            anchors.extend(file_of(path, &read(path)?)?);
        }
    }
    Ok(anchors)
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
