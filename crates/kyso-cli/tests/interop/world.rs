//! A PKI with a time-stamping authority, OCSP and CRLs on loopback.

use std::fs;
use std::io::{BufRead, BufReader};
use std::ops::Deref;
use std::path::PathBuf;
use std::process::{Child, Stdio};

use kyso_testkit::KeyKind;
use kyso_testkit::server::Services;
use libtest_mimic::Failed;

use crate::signer::Files;
use crate::tools::{ensure, script};

/// Whose services they are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Maker {
    /// The testkit's, RSA.
    TestkitRsa,
    /// The testkit's, P-256.
    TestkitP256,
    /// Another project's, RSA.
    Certomancer,
}

impl Maker {
    pub(crate) const ALL: [Self; 3] = [Self::TestkitRsa, Self::TestkitP256, Self::Certomancer];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::TestkitRsa => "testkit_rsa",
            Self::TestkitP256 => "testkit_p256",
            Self::Certomancer => "certomancer",
        }
    }
}

/// A signer whose certificates name the services.
pub(crate) struct World {
    files: Files,
    tsa: String,
    services: Running,
}

/// They end when this is dropped.
enum Running {
    Here { _services: Services },
    There { child: Child },
}

impl World {
    pub(crate) fn start(maker: Maker, folder: PathBuf) -> Result<Self, Failed> {
        match maker {
            Maker::TestkitRsa => Self::here(KeyKind::Rsa2048, folder),
            Maker::TestkitP256 => Self::here(KeyKind::P256, folder),
            Maker::Certomancer => Self::there(folder),
        }
    }

    fn here(kind: KeyKind, folder: PathBuf) -> Result<Self, Failed> {
        let (services, pki) = Services::mint(kind)?;
        let tsa = services.urls().tsa();
        let files = Files::of(&pki.signer, kind, folder)?;
        Ok(Self { files, tsa, services: Running::Here { _services: services } })
    }

    fn there(folder: PathBuf) -> Result<Self, Failed> {
        fs::create_dir_all(&folder)?;
        let mut command = script("services.py");
        command.arg(&folder).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn()?;
        let mut tsa = String::new();
        let out = child.stdout.take();
        let running = Running::There { child };
        BufReader::new(out.ok_or("no output")?).read_line(&mut tsa)?;
        ensure(!tsa.trim().is_empty(), || "certomancer did not start".into())?;
        let files = Files::with_nss(folder)?;
        Ok(Self { files, tsa: tsa.trim().to_owned(), services: running })
    }

    /// pdfsig takes whatever NSS last looked for in vain for a fault of the certificate, and NSS
    /// asks by GET, which certomancer's OCSP responder does not answer.
    pub(crate) fn pdfsig_trusts(&self) -> bool {
        matches!(self.services, Running::Here { .. })
    }

    /// The URL of the time-stamping authority.
    pub(crate) fn tsa(&self) -> &str {
        &self.tsa
    }
}

impl Deref for World {
    type Target = Files;

    fn deref(&self) -> &Files {
        &self.files
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Self::There { child } = self {
            // Its standard input ends with this process too; this is merely sooner.
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}
