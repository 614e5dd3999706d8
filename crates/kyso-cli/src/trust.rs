//! The anchors that `--trust` names: files, or folders of files.

use std::path::{Path, PathBuf};

use kyso::{TrustAnchors, file, limits};

use crate::error::Failure;
use crate::i18n::msg;
use crate::inputs::files_in;

/// How certificate files are called.
const EXTENSIONS: [&str; 6] = ["pem", "crt", "cer", "der", "p7b", "p7c"];

/// Reads all anchors.
pub(crate) fn load(paths: &[PathBuf]) -> Result<TrustAnchors, Failure> {
    let mut anchors = TrustAnchors::new();
    for path in paths {
        if path.is_dir() {
            let files = files_in(path, &EXTENSIONS)?;
            if files.is_empty() {
                return Err(Failure::io(msg::error_no_certificate_in_folder(path.as_path())));
            }
            for file in files {
                anchors.extend(read(&file)?);
            }
        } else {
            anchors.extend(read(path)?);
        }
    }
    Ok(anchors)
}

fn read(path: &Path) -> Result<TrustAnchors, Failure> {
    let bytes = file::read_bounded(path, limits::MAX_KEY_FILE_BYTES)
        .map_err(|e| Failure::reading(path, &e))?;
    TrustAnchors::from_bytes(&bytes).map_err(|e| Failure::core(e, &path.display().to_string()))
}
