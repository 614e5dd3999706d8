//! A SoftHSM token in a folder of its own, made with softhsm2-util and pkcs11-tool.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::pki::Identity;

/// Where Debian and others put the module.
const MODULES: [&str; 4] = [
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
    "/usr/lib64/pkcs11/libsofthsm2.so",
    "/usr/lib/pkcs11/libsofthsm2.so",
];

/// The module, where it is installed.
#[must_use]
pub fn module() -> Option<PathBuf> {
    MODULES.iter().map(PathBuf::from).find(|path| path.is_file())
}

/// A token. Whoever uses it needs [`SoftHsm::configuration`] as `SOFTHSM2_CONF`.
#[derive(Debug)]
pub struct SoftHsm {
    folder: PathBuf,
    module: PathBuf,
    label: String,
    pin: String,
}

impl SoftHsm {
    /// Makes a token with this label and PIN; the folder may hold others already.
    ///
    /// # Errors
    /// When SoftHSM or its tools are not there, or refuse.
    pub fn new(folder: &Path, label: &str, pin: &str) -> io::Result<Self> {
        let module = module().ok_or_else(|| io::Error::other("SoftHSM is not installed"))?;
        let tokens = folder.join("tokens");
        fs::create_dir_all(&tokens)?;
        let text = format!("directories.tokendir = {}\nlog.level = ERROR\n", tokens.display());
        fs::write(folder.join("softhsm2.conf"), text)?;
        let (label, pin) = (label.to_owned(), pin.to_owned());
        let hsm = Self { folder: folder.to_owned(), module, label, pin };
        let so = ["--init-token", "--free", "--so-pin", "12345678"];
        hsm.run("softhsm2-util", &[&so[..], &["--pin", &hsm.pin, "--label", &hsm.label]].concat())?;
        Ok(hsm)
    }

    /// Puts a key and its certificate on the token, under this id, in hexadecimal.
    ///
    /// # Errors
    /// When the tools refuse.
    pub fn import(&self, identity: &Identity, id: &str) -> io::Result<()> {
        let (key, certificate) = (self.folder.join("key.tmp"), self.folder.join("cert.tmp"));
        fs::write(&key, identity.key_pem())?;
        fs::write(&certificate, &identity.cert_der)?;
        let (key, certificate) = (key.display().to_string(), certificate.display().to_string());
        let pin = ["--pin", &self.pin, "--id", id, "--label", "key"];
        let import = ["--import", &key, "--token", &self.label];
        self.run("softhsm2-util", &[&import[..], &pin].concat())?;
        let module = self.module.display().to_string();
        let write = ["--module", &module, "--token-label", &self.label, "--login"];
        let object = ["--write-object", &certificate, "--type", "cert"];
        self.run("pkcs11-tool", &[&write[..], &object, &pin].concat())
    }

    /// What `SOFTHSM2_CONF` has to name.
    #[must_use]
    pub fn configuration(&self) -> PathBuf {
        self.folder.join("softhsm2.conf")
    }

    /// The URI of its keys (RFC 7512); the label must need no escaping.
    #[must_use]
    pub fn uri(&self) -> String {
        format!("pkcs11:token={}?module-path={}", self.label, self.module.display())
    }

    fn run(&self, program: &str, arguments: &[&str]) -> io::Result<()> {
        let mut command = Command::new(program);
        let done = command.args(arguments).env("SOFTHSM2_CONF", self.configuration()).output()?;
        if done.status.success() {
            return Ok(());
        }
        Err(io::Error::other(format!("{program}: {}", String::from_utf8_lossy(&done.stderr))))
    }
}
