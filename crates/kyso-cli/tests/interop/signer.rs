//! Signers whose files every program finds, minted once.

use std::fs;
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use kyso_testkit::{Identity, KeyKind, Pki};
use libtest_mimic::Failed;
use tempfile::TempDir;

use crate::tools::succeed;
use crate::world::{Maker, World};

/// The name of the key in the NSS database.
pub(crate) const NICK: &str = "signer";

/// A signer on disk: key.pem, cert.pem, chain.pem, root.pem and an NSS database in nss/.
pub(crate) struct Files(PathBuf);

impl Files {
    /// Those that stand in `folder` but for the database, which is made.
    pub(crate) fn with_nss(folder: PathBuf) -> Result<Self, Failed> {
        let files = Self(folder);
        files.fill_nss()?;
        Ok(files)
    }

    /// Writes those of `identity`, without the database.
    pub(crate) fn plain(identity: &Identity, folder: PathBuf) -> Result<Self, Failed> {
        fs::create_dir_all(&folder)?;
        fs::write(folder.join("key.pem"), identity.key_pem())?;
        fs::write(folder.join("cert.pem"), identity.cert_pem())?;
        fs::write(folder.join("chain.pem"), identity.chain_pem())?;
        fs::write(folder.join("root.pem"), identity.root_pem())?;
        Ok(Self(folder))
    }

    /// Writes those of `identity`, of this kind of key.
    pub(crate) fn of(identity: &Identity, kind: KeyKind, folder: PathBuf) -> Result<Self, Failed> {
        let files = Self::plain(identity, folder)?;
        // NSS knows no Ed25519 certificates.
        if kind == KeyKind::Ed25519 { Ok(files) } else { Self::with_nss(files.0) }
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.0
    }

    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// Those of a key that is elsewhere: root.pem and chain.pem stand in `folder`, and the database
    /// knows the root alone.
    pub(crate) fn of_key_elsewhere(folder: PathBuf) -> Result<Self, Failed> {
        fs::create_dir_all(folder.join("nss"))?;
        let files = Self(folder);
        files.trust_in_nss()?;
        Ok(files)
    }

    /// A database that trusts root.pem.
    fn trust_in_nss(&self) -> Result<String, Failed> {
        let database = format!("sql:{}", self.file("nss").display());
        let certutil = |arguments: &[&str]| {
            succeed(Command::new("certutil").args(arguments).arg("-d").arg(&database))
        };
        certutil(&["-N", "--empty-password"])?;
        let root = self.file("root.pem");
        certutil(&["-A", "-n", "root", "-t", "CT,C,C", "-i", &root.to_string_lossy()])?;
        Ok(database)
    }

    fn fill_nss(&self) -> Result<(), Failed> {
        fs::create_dir_all(self.file("nss"))?;
        let p12 = self.file("nss.p12");
        let mut export = Command::new("openssl");
        export.args(["pkcs12", "-export", "-passout", "pass:kyso", "-name", NICK]);
        export.arg("-inkey").arg(self.file("key.pem")).arg("-in").arg(self.file("cert.pem"));
        export.arg("-certfile").arg(self.file("chain.pem")).arg("-out").arg(&p12);
        succeed(&mut export)?;
        let database = self.trust_in_nss()?;
        let mut import = Command::new("pk12util");
        import.arg("-i").arg(p12).arg("-d").arg(&database).args(["-W", "kyso", "-K", ""]);
        succeed(&mut import)?;
        Ok(())
    }
}

/// A signer of the testkit's, and its files.
pub(crate) struct Signer {
    files: Files,
    pub(crate) identity: Identity,
}

impl Signer {
    fn mint(kind: KeyKind, folder: PathBuf) -> Result<Self, Failed> {
        let identity = Pki::new(kind).signer;
        Ok(Self { files: Files::of(&identity, kind, folder)?, identity })
    }
}

impl Deref for Signer {
    type Target = Files;

    fn deref(&self) -> &Files {
        &self.files
    }
}

/// One signer of each kind, and the worlds with services.
pub(crate) struct Signers {
    folder: TempDir,
    minted: [OnceLock<Result<Signer, String>>; KeyKind::ALL.len()],
    worlds: [OnceLock<Result<World, String>>; Maker::ALL.len()],
}

impl Signers {
    pub(crate) fn new() -> Self {
        let folder = TempDir::with_prefix("kyso-interop-").expect("a temporary folder");
        Self { folder, minted: Default::default(), worlds: Default::default() }
    }

    /// The signer of this kind, minted by whoever asks first.
    pub(crate) fn get(&self, kind: KeyKind) -> Result<&Signer, Failed> {
        let position = KeyKind::ALL.iter().position(|k| *k == kind).unwrap_or_default();
        let folder = self.folder.path().join(kind.name());
        once(&self.minted[position], || Signer::mint(kind, folder))
    }

    /// The world of this maker, set up by whoever asks first.
    pub(crate) fn world(&self, maker: Maker) -> Result<&World, Failed> {
        let position = Maker::ALL.iter().position(|m| *m == maker).unwrap_or_default();
        let folder = self.folder.path().join(maker.name());
        once(&self.worlds[position], || World::start(maker, folder))
    }

    /// A folder of its own for one case.
    pub(crate) fn folder(&self) -> Result<TempDir, Failed> {
        Ok(TempDir::with_prefix_in("case-", self.folder.path())?)
    }
}

fn once<T>(
    place: &OnceLock<Result<T, String>>,
    make: impl FnOnce() -> Result<T, Failed>,
) -> Result<&T, Failed> {
    let made =
        place.get_or_init(|| make().map_err(|f| f.message().unwrap_or("no reason").to_owned()));
    made.as_ref().map_err(|fault| fault.clone().into())
}
