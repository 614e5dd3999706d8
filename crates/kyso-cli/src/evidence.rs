//! Certificates and revocation data in files: given with `--evidence`, kept with `--evidence-out`.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use kyso::revocation::EvidenceError;
use kyso::x509::Certificate;
use kyso::{Evidence, file, limits};

use crate::error::Failure;
use crate::hex::hex;
use crate::i18n::msg;
use crate::inputs::files_in;
use crate::library_words::told;
use crate::output::NewFolders;
use crate::reads::Reads;

/// How files of revocation data are called; what is called so must be readable.
const REVOCATION: [&str; 3] = ["crl", "ocsp", "ors"];

/// How files of certificates are called; keys lie among them in many folders.
const CERTIFICATES: [&str; 6] = ["pem", "crt", "cer", "der", "p7b", "p7c"];

/// Reads all that `--evidence` names: files, or folders of files.
pub(crate) fn load(paths: &[PathBuf]) -> Result<Evidence, Failure> {
    let mut evidence = Evidence::new();
    for path in paths {
        if path.is_dir() {
            evidence.merge(folder(path)?);
        } else {
            evidence.merge(read(path)?.map_err(|error| unreadable(path, &error))?);
        }
    }
    Ok(evidence)
}

fn folder(path: &Path) -> Result<Evidence, Failure> {
    let mut evidence = Evidence::new();
    for file in files_in(path, &REVOCATION)? {
        evidence.merge(read(&file)?.map_err(|error| unreadable(&file, &error))?);
    }
    for file in files_in(path, &CERTIFICATES)? {
        match read(&file)? {
            Ok(found) => evidence.merge(found),
            Err(EvidenceError::Nothing | EvidenceError::Unknown(_)) => {}
            Err(error) => return Err(unreadable(&file, &error)),
        }
    }
    if evidence.is_empty() {
        return Err(Failure::io(msg::error_no_evidence_in_folder(path)));
    }
    Ok(evidence)
}

fn read(path: &Path) -> Result<Result<Evidence, EvidenceError>, Failure> {
    let limit = u64::try_from(limits::MAX_CRL_BYTES).unwrap_or(u64::MAX);
    let bytes = file::read_bounded(path, limit).map_err(|error| Failure::reading(path, &error))?;
    Ok(Evidence::from_bytes(bytes))
}

fn unreadable(path: &Path, error: &EvidenceError) -> Failure {
    Failure::io(match error {
        EvidenceError::Unknown(_) | EvidenceError::Nothing => msg::error_no_evidence(path),
        other => msg::error_evidence_unreadable(told(other), path),
    })
}

/// Files that this call has put into the folder of `--evidence-out`.
#[derive(Default)]
pub(crate) struct Kept {
    files: Vec<PathBuf>,
    folders: NewFolders,
}

impl Kept {
    /// Keeps `chain` and `evidence` in `folder`, DER, each under the SHA-256 of its bytes. What
    /// is there already stays.
    pub(crate) fn write<'a>(
        folder: &Path,
        chain: impl IntoIterator<Item = &'a Certificate>,
        evidence: &'a Evidence,
        reads: &Reads,
    ) -> Result<Self, Failure> {
        let mut kept = Self { files: Vec::new(), folders: NewFolders::make(folder)? };
        let outcome = kept.fill(folder, chain, evidence);
        outcome.inspect_err(|_| kept.take_back())?;
        kept.files.iter().for_each(|file| reads.wrote(file));
        Ok(kept)
    }

    fn fill<'a>(
        &mut self,
        folder: &Path,
        chain: impl IntoIterator<Item = &'a Certificate>,
        evidence: &'a Evidence,
    ) -> Result<(), Failure> {
        for certificate in chain.into_iter().chain(&evidence.certificates) {
            self.put(folder, &certificate.fingerprint_sha256(), "cer", certificate.der())?;
        }
        for crl in &evidence.crls {
            self.put(folder, &crl.fingerprint_sha256(), "crl", crl.der())?;
        }
        for response in &evidence.ocsp {
            self.put(folder, &response.fingerprint_sha256(), "ocsp", response.der())?;
        }
        Ok(())
    }

    fn put(
        &mut self,
        folder: &Path,
        digest: &[u8],
        extension: &str,
        der: &[u8],
    ) -> Result<(), Failure> {
        let path = folder.join(format!("{}.{extension}", hex(digest)));
        if path.exists() {
            return Ok(());
        }
        match file::write_new(&path, |out| out.write_all(der)) {
            // Another call was faster: the name says what is in it.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
            Err(error) => Err(Failure::writing(&path, &error)),
            Ok(()) => {
                self.files.push(path);
                Ok(())
            }
        }
    }

    /// Takes back what this call has put there: the document it belongs to was not written.
    pub(crate) fn take_back(&self) {
        for file in &self.files {
            let _ = std::fs::remove_file(file);
        }
        self.folders.take_back();
    }
}
