//! A folder with keys and documents, and calls made in it.

use std::ffi::OsStr;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use kyso_testkit::pdf::{PdfKind, pdf};
use kyso_testkit::xml::{XmlKind, xml};
use kyso_testkit::{Identity, KeyKind, Pki};
use serde_json::Value;
use tempfile::TempDir;

/// A folder with `in.pdf`, `in.xml`, `key.pem`, `cert.pem`, `chain.pem` and `root.pem`.
pub(crate) struct Office {
    folder: TempDir,
}

/// What a call came to.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) status: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Said {
    /// stdout as JSON, one object a line.
    pub(crate) fn json(&self) -> Vec<Value> {
        let parse = |line| serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {self:?}"));
        self.out.lines().map(parse).collect()
    }

    /// Exactly two lines on stderr: what happened, what to do.
    pub(crate) fn complains(&self, status: i32, words: &[&str]) {
        assert_eq!(self.status, status, "{self:?}");
        assert_eq!(self.err.lines().count(), 2, "{self:?}");
        for word in words {
            assert!(self.err.contains(word), "{word}: {self:?}");
        }
    }
}

impl Office {
    pub(crate) fn new() -> Self {
        Self::with(&Pki::new(KeyKind::P256).signer)
    }

    pub(crate) fn with(signer: &Identity) -> Self {
        let office = Self { folder: tempfile::tempdir().unwrap() };
        office.put("in.pdf", pdf(PdfKind::Classic));
        office.put("in.xml", xml(XmlKind::Invoice));
        office.put("key.pem", signer.key_pem());
        office.put("cert.pem", signer.cert_pem());
        office.put("chain.pem", signer.chain_pem());
        office.put("root.pem", signer.root_pem());
        office
    }

    pub(crate) fn put(&self, name: &str, content: impl AsRef<[u8]>) {
        fs::write(self.path(name), content).unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).unwrap()
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.path(name).symlink_metadata().is_ok()
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The names in a folder, hidden ones too.
    pub(crate) fn names(&self, folder: &str) -> Vec<String> {
        let entries = fs::read_dir(self.path(folder)).unwrap();
        let mut names: Vec<String> =
            entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    /// `kyso`, in this folder, in English unless the caller says otherwise.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        command(self.folder.path(), arguments)
    }

    pub(crate) fn kyso(&self, arguments: &[&str]) -> Said {
        said(self.command(arguments).stdin(Stdio::null()).output().unwrap())
    }

    pub(crate) fn kyso_reading(&self, input: &[u8], arguments: &[&str]) -> Output {
        let mut command = self.command(arguments);
        let pipes = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = pipes.spawn().unwrap();
        // A child that refuses early does not read: that is not this test's concern.
        let _ = child.stdin.take().unwrap().write_all(input);
        child.wait_with_output().unwrap()
    }

    /// `kyso sign` with the key of this office.
    pub(crate) fn sign(&self, arguments: &[&str]) -> Said {
        said(self.signing(arguments).output().unwrap())
    }

    /// The same, not run yet.
    pub(crate) fn signing(&self, arguments: &[&str]) -> Command {
        let key = ["--key", "key.pem", "--cert", "cert.pem", "--chain", "chain.pem"];
        let mut command = self.command(&[&["sign"], arguments, key.as_slice()].concat());
        command.stdin(Stdio::null());
        command
    }

    /// Adds an empty text field.
    pub(crate) fn add_text_field(&self, input: &str, name: &str, rect: &str, output: &str) {
        let said = self.kyso(&[
            "fields", input, "add", "--kind", "text", "--name", name, "--rect", rect, "-o", output,
        ]);
        assert_eq!(said.status, 0, "{said:?}");
    }

    /// `in.xml`, signed.
    pub(crate) fn signed_xml(&self, name: &str) -> Vec<u8> {
        let said = self.sign(&["in.xml", "-o", name]);
        assert_eq!(said.status, 0, "{said:?}");
        self.read(name)
    }

    /// `in.pdf`, signed.
    pub(crate) fn signed(&self, name: &str) -> Vec<u8> {
        let said = self.sign(&["in.pdf", "-o", name]);
        assert_eq!(said.status, 0, "{said:?}");
        self.read(name)
    }
}

pub(crate) fn command(folder: &Path, arguments: &[impl AsRef<OsStr>]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kyso"));
    command.current_dir(folder).args(arguments).env_clear();
    command.env("LC_ALL", "C").env("TZ", "ICT-7");
    // Whoever runs the tests may have a store and a configuration of their own.
    command.env("XDG_DATA_HOME", folder.join("data"));
    // A variable ends what a configuration says of trust.
    if !folder.join("config/kyso/config.toml").exists() {
        command.env("KYSO_TRUST_STORE", folder.join("trust"));
    }
    command.env("XDG_CONFIG_HOME", folder.join("config"));
    command
}

pub(crate) fn said(output: Output) -> Said {
    Said {
        status: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}
