//! Signers whose files every program finds, minted once.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use kyso_testkit::{Identity, KeyKind, Pki};
use libtest_mimic::Failed;
use tempfile::TempDir;

use crate::tools::succeed;

/// The name of the key in the NSS database.
pub(crate) const NICK: &str = "signer";

/// A signer on disk: key.pem, cert.pem, chain.pem, root.pem and an NSS database in nss/.
pub(crate) struct Signer {
    folder: PathBuf,
    pub(crate) identity: Identity,
}

impl Signer {
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// An identity's files, without the NSS database.
    pub(crate) fn of(identity: &Identity, folder: PathBuf) -> Result<Self, Failed> {
        let identity = identity.clone();
        fs::create_dir_all(&folder)?;
        fs::write(folder.join("key.pem"), identity.key_pem())?;
        fs::write(folder.join("cert.pem"), identity.cert_pem())?;
        fs::write(folder.join("chain.pem"), identity.chain_pem())?;
        fs::write(folder.join("root.pem"), identity.root_pem())?;
        Ok(Self { folder, identity })
    }

    fn mint(kind: KeyKind, folder: PathBuf) -> Result<Self, Failed> {
        let signer = Self::of(&Pki::new(kind).signer, folder)?;
        fs::create_dir_all(signer.file("nss"))?;
        // NSS knows no Ed25519 certificates.
        if kind != KeyKind::Ed25519 {
            signer.fill_nss()?;
        }
        Ok(signer)
    }

    fn fill_nss(&self) -> Result<(), Failed> {
        let p12 = self.file("nss.p12");
        let mut export = Command::new("openssl");
        export.args(["pkcs12", "-export", "-passout", "pass:kyso", "-name", NICK]);
        export.arg("-inkey").arg(self.file("key.pem")).arg("-in").arg(self.file("cert.pem"));
        export.arg("-certfile").arg(self.file("chain.pem")).arg("-out").arg(&p12);
        succeed(&mut export)?;
        let database = format!("sql:{}", self.file("nss").display());
        let certutil = |arguments: &[&str]| {
            succeed(Command::new("certutil").args(arguments).arg("-d").arg(&database))
        };
        certutil(&["-N", "--empty-password"])?;
        let root = self.file("root.pem");
        certutil(&["-A", "-n", "root", "-t", "CT,C,C", "-i", &root.to_string_lossy()])?;
        let mut import = Command::new("pk12util");
        import.arg("-i").arg(p12).arg("-d").arg(&database).args(["-W", "kyso", "-K", ""]);
        succeed(&mut import)?;
        Ok(())
    }
}

/// One signer of each kind.
pub(crate) struct Signers {
    folder: TempDir,
    minted: [OnceLock<Result<Signer, String>>; KeyKind::ALL.len()],
}

impl Signers {
    pub(crate) fn new() -> Self {
        let folder = TempDir::with_prefix("kyso-interop-").expect("a temporary folder");
        Self { folder, minted: Default::default() }
    }

    /// The signer of this kind, minted by whoever asks first.
    pub(crate) fn get(&self, kind: KeyKind) -> Result<&Signer, Failed> {
        let position = KeyKind::ALL.iter().position(|k| *k == kind).unwrap_or_default();
        let signer = self.minted[position].get_or_init(|| {
            let folder = self.folder.path().join(kind.name());
            Signer::mint(kind, folder).map_err(|fault| fault.message().unwrap_or("mint").to_owned())
        });
        signer.as_ref().map_err(|fault| fault.clone().into())
    }

    /// A folder of its own for one case.
    pub(crate) fn folder(&self) -> Result<TempDir, Failed> {
        Ok(TempDir::with_prefix_in("case-", self.folder.path())?)
    }
}
