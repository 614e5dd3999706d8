//! Tokens that behave as SoftHSM does not: `shim.c` stands in front of it. What kyso asks of the
//! token is counted there.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use kyso_testkit::evidence::Reason;
use kyso_testkit::pdf::{PdfKind, pdf};
use kyso_testkit::pki::usage;
use kyso_testkit::server::{Fault, Services};
use kyso_testkit::{Dn, KeyKind, Template};
use libtest_mimic::Failed;

use crate::Case;
use crate::kyso::passes;
use crate::pkcs11::{Hsm, PIN, module};
use crate::signer::{Files, Signers};
use crate::tools::{Said, ensure, run, succeed};

const DEVICE_REMOVED: &str = "0x32";
const TOKEN_NOT_PRESENT: &str = "0xe0";
const SESSION_HANDLE_INVALID: &str = "0xb3";
const USER_NOT_LOGGED_IN: &str = "0x101";

const PIN_COUNT_LOW: &str = "0x10000";
const FINAL_TRY: &str = "0x20000";
const PIN_LOCKED: &str = "0x40000";

/// Every case of this file.
pub(crate) fn cases() -> Vec<Case> {
    let gone = [
        ("device_removed", DEVICE_REMOVED),
        ("token_not_present", TOKEN_NOT_PRESENT),
        ("session_lost", SESSION_HANDLE_INVALID),
        ("logged_out", USER_NOT_LOGGED_IN),
    ];
    let refused = [Refused::Expired, Refused::Usage, Refused::Revoked, Refused::Unknown];
    let refused = refused.map(|why| {
        Case::new(format!("pkcs11_shim::refused_before_the_pin::{why:?}"), move |signers| {
            refused_before_the_pin(signers, why)
        })
    });
    let gone = gone.map(|(name, code)| {
        Case::new(format!("pkcs11_shim::gone_in_a_batch::{name}"), move |signers| {
            gone_in_a_batch(signers, code)
        })
    });
    let more = [
        Case::new("pkcs11_shim::context_login_for_each_signature", context_login),
        Case::new("pkcs11_shim::context_login_with_a_wrong_pin", context_login_refused),
        Case::new("pkcs11_shim::pin_on_the_reader", pin_pad),
        Case::new("pkcs11_shim::pin_count_low_is_warned_of", low),
        Case::new("pkcs11_shim::last_try_needs_consent", last_try),
        Case::new("pkcs11_shim::locked_pin_is_not_tried", locked),
        Case::new("pkcs11_shim::wrong_pin_is_one_login", wrong_pin),
        Case::new("pkcs11_shim::already_initialized", already_initialized),
        Case::new("pkcs11_shim::already_logged_in", already_logged_in),
        Case::new("pkcs11_shim::session_that_is_logged_in", session_logged_in),
    ];
    [gone.to_vec(), refused.to_vec(), more.to_vec()].concat()
}

/// SoftHSM behind the shim, with one key, and documents to sign.
struct Shim<'a> {
    hsm: Hsm,
    signer: &'a Files,
    module: PathBuf,
}

impl<'a> Shim<'a> {
    fn new(signers: &'a Signers) -> Result<Self, Failed> {
        Self::with(signers, signers.get(KeyKind::P256)?)
    }

    fn with(signers: &Signers, signer: &'a Files) -> Result<Self, Failed> {
        let hsm = Hsm::new(signers)?;
        hsm.import(signer, "01")?;
        for name in ["a.pdf", "b.pdf", "c.pdf", "d.pdf"] {
            fs::write(hsm.path(name), pdf(PdfKind::Classic))?;
        }
        let module = hsm.path("shim.so");
        let source = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/interop/shim.c");
        let mut compile = Command::new("cc");
        compile.args(["-shared", "-fPIC", "-Wall", "-Wextra", "-Werror", "-o"]).arg(&module);
        succeed(compile.arg(source).arg("-ldl"))?;
        Ok(Self { hsm, signer, module })
    }

    /// `kyso sign` of these into `out/`, with the token so.
    fn sign(&self, names: &[&str], token: &[(&str, &str)]) -> Result<Command, Failed> {
        let mut sign = self.hsm.kyso_by(&self.module, "sign", "");
        sign.args(names.iter().map(|name| self.hsm.path(name))).stdin(Stdio::null());
        sign.arg("--chain").arg(self.signer.file("chain.pem"));
        sign.arg("--out-dir").arg(self.hsm.path("out"));
        sign.env("SHIM_MODULE", module()?).env("SHIM_LOG", self.hsm.path("log"));
        sign.env("SHIM_PIN", PIN).envs(token.iter().copied());
        Ok(sign)
    }

    /// The same with the PIN in a file.
    fn sign_with_pin(&self, names: &[&str], token: &[(&str, &str)]) -> Result<Said, Failed> {
        run(self.sign(names, token)?.arg("--passphrase-file").arg(self.hsm.path("pin")))
    }

    /// How often the shim saw this: `login 1 0x0`.
    fn count(&self, what: &str) -> usize {
        let log = fs::read_to_string(self.hsm.path("log")).unwrap_or_default();
        log.lines().filter(|line| line.starts_with(what)).count()
    }

    fn logins(&self, expected: usize) -> Result<(), Failed> {
        let found = self.count("login");
        ensure(found == expected, || format!("{found} logins, not {expected}"))
    }

    fn all_signed(&self, said: &Said, names: &[&str]) -> Result<(), Failed> {
        ensure(said.status == Some(0), || said.whole())?;
        for name in names {
            passes(&self.hsm.path("out").join(name), &[self.signer], 1)?;
        }
        Ok(())
    }

    /// Exit 6 with these words, and nothing written.
    fn refused(&self, said: &Said, words: &[&str]) -> Result<(), Failed> {
        ensure(said.status == Some(6), || said.whole())?;
        for word in words {
            ensure(said.stderr.contains(word), || format!("{word}?\n{}", said.whole()))?;
        }
        ensure(!said.whole().contains(PIN), || said.whole())?;
        ensure(!self.hsm.path("out").exists(), || "something was written".into())
    }
}

/// A key that asks each time: one login for the session, one for each signature, no more.
fn context_login(signers: &Signers) -> Result<(), Failed> {
    let shim = Shim::new(signers)?;
    let names = ["a.pdf", "b.pdf"];
    let said = shim.sign_with_pin(&names, &[("SHIM_ALWAYS", "1")])?;
    shim.all_signed(&said, &names)?;
    ensure(shim.count("login 1 0x0") == 1 && shim.count("login 2 0x0") == 2, || said.whole())?;
    shim.logins(3)
}

/// The second login is held against another PIN: it is tried once and ends the batch.
fn context_login_refused(signers: &Signers) -> Result<(), Failed> {
    let shim = Shim::new(signers)?;
    let token = [("SHIM_ALWAYS", "1"), ("SHIM_PIN", "11112222")];
    let said = shim.sign_with_pin(&["a.pdf", "b.pdf"], &token)?;
    shim.refused(&said, &["wrong PIN", "b.pdf"])?;
    ensure(shim.count("login 2") == 1, || said.whole())
}

/// Nobody is asked here; the reader is told to ask, and the user to type there.
fn pin_pad(signers: &Signers) -> Result<(), Failed> {
    let shim = Shim::new(signers)?;
    let names = ["a.pdf", "b.pdf"];
    let said = run(&mut shim.sign(&names, &[("SHIM_PINPAD", "1")])?)?;
    shim.all_signed(&said, &names)?;
    ensure(said.stderr.contains("on the reader"), || said.whole())?;
    shim.logins(1)
}

fn low(signers: &Signers) -> Result<(), Failed> {
    let shim = Shim::new(signers)?;
    let said = shim.sign_with_pin(&["a.pdf"], &[("SHIM_FLAGS", PIN_COUNT_LOW)])?;
    shim.all_signed(&said, &["a.pdf"])?;
    ensure(said.stderr.contains("few tries are left"), || said.whole())?;
    shim.logins(1)
}

/// A PIN out of a file is not risked unasked.
fn last_try(signers: &Signers) -> Result<(), Failed> {
    let shim = Shim::new(signers)?;
    let token = [("SHIM_FLAGS", FINAL_TRY)];
    let said = shim.sign_with_pin(&["a.pdf"], &token)?;
    shim.refused(&said, &["one wrong PIN locks", "--last-try"])?;
    shim.logins(0)?;
    let mut sign = shim.sign(&["a.pdf"], &token)?;
    sign.arg("--passphrase-file").arg(shim.hsm.path("pin")).arg("--last-try");
    let said = run(&mut sign)?;
    shim.all_signed(&said, &["a.pdf"])?;
    ensure(said.stderr.contains("last try"), || said.whole())?;
    shim.logins(1)
}

fn locked(signers: &Signers) -> Result<(), Failed> {
    let shim = Shim::new(signers)?;
    let said = shim.sign_with_pin(&["a.pdf", "b.pdf"], &[("SHIM_FLAGS", PIN_LOCKED)])?;
    shim.refused(&said, &["PIN is locked", "issued the token"])?;
    shim.logins(0)
}

fn wrong_pin(signers: &Signers) -> Result<(), Failed> {
    let shim = Shim::new(signers)?;
    fs::write(shim.hsm.path("pin"), "00000000")?;
    let said = shim.sign_with_pin(&["a.pdf", "b.pdf", "c.pdf"], &[])?;
    shim.refused(&said, &["wrong PIN"])?;
    ensure(!said.whole().contains("00000000"), || said.whole())?;
    // CKR_PIN_INCORRECT, once.
    ensure(shim.count("login 1 0xa0") == 1, || said.whole())?;
    shim.logins(1)
}

fn already_initialized(signers: &Signers) -> Result<(), Failed> {
    let shim = Shim::new(signers)?;
    let said = shim.sign_with_pin(&["a.pdf"], &[("SHIM_INITIALIZED", "1")])?;
    ensure(shim.count("initialized") == 1, || "the shim was not asked".into())?;
    shim.all_signed(&said, &["a.pdf"])
}

fn already_logged_in(signers: &Signers) -> Result<(), Failed> {
    let shim = Shim::new(signers)?;
    let said = shim.sign_with_pin(&["a.pdf"], &[("SHIM_LOGGED_IN", "said")])?;
    ensure(shim.count("login 1 0x100") == 1, || "the shim was not asked".into())?;
    shim.all_signed(&said, &["a.pdf"])
}

/// Where the session is logged in, nobody is asked for a PIN at all.
fn session_logged_in(signers: &Signers) -> Result<(), Failed> {
    let shim = Shim::new(signers)?;
    let said = run(&mut shim.sign(&["a.pdf"], &[("SHIM_LOGGED_IN", "seen")])?)?;
    shim.all_signed(&said, &["a.pdf"])?;
    shim.logins(0)
}

/// After two signatures the token is away: what is signed stays, what is not is told.
fn gone_in_a_batch(signers: &Signers, code: &str) -> Result<(), Failed> {
    let shim = Shim::new(signers)?;
    let names = ["a.pdf", "b.pdf", "c.pdf", "d.pdf"];
    let said = shim.sign_with_pin(&names, &[("SHIM_GONE_AFTER", "2"), ("SHIM_GONE", code)])?;
    ensure(said.status == Some(6), || said.whole())?;
    let path = |name: &str| shim.hsm.path(name).to_string_lossy().into_owned();
    let lines: Vec<&str> = said.stderr.lines().collect();
    let stopped = lines.iter().find(|line| line.contains("not begun"));
    let stopped = stopped.ok_or_else(|| said.whole())?;
    ensure(stopped.contains(&path("d.pdf")) && !stopped.contains(&path("c.pdf")), || said.whole())?;
    ensure(said.stderr.contains("not there any more"), || said.whole())?;
    // The third was begun and is not there in part.
    for name in ["a.pdf", "b.pdf"] {
        passes(&shim.hsm.path("out").join(name), &[shim.signer], 1)?;
    }
    ensure(fs::read_dir(shim.hsm.path("out"))?.count() == 2, || said.whole())?;
    // Plugged in again, the same key goes on with what is left.
    let said = shim.sign_with_pin(&["c.pdf", "d.pdf"], &[])?;
    shim.all_signed(&said, &names)
}

/// Why a signer must not sign.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Refused {
    Expired,
    Usage,
    Revoked,
    /// Nobody answers whether it is revoked, and the call insists.
    Unknown,
}

/// The certificate is looked at before anybody logs in: the PIN is not even read.
fn refused_before_the_pin(signers: &Signers, why: Refused) -> Result<(), Failed> {
    let folder = signers.folder()?;
    let (services, pki) = Services::mint(KeyKind::P256)?;
    let mut template = Template::signer(Dn::new().cn("Nguyễn Thị Ánh"));
    let (identity, word) = match why {
        Refused::Expired => {
            template.not_before = "20200101000000Z".into();
            template.not_after = "20210101000000Z".into();
            (pki.issue(KeyKind::P256, &template), "expired")
        }
        Refused::Usage => {
            template.key_usage = Some(usage::KEY_ENCIPHERMENT);
            (pki.issue(KeyKind::P256, &template), "not meant for signing")
        }
        Refused::Revoked => {
            let signer = pki.signer.clone();
            services.revoke(&signer.cert_der, "20260101000000Z", Some(Reason::KeyCompromise));
            (signer, "keyCompromise")
        }
        Refused::Unknown => {
            services.fault("/ocsp", Fault::Closed);
            services.fault("/crl", Fault::Closed);
            (pki.signer.clone(), "cannot be told")
        }
    };
    let files = Files::plain(&identity, folder.path().join("signer"))?;
    let shim = Shim::with(signers, &files)?;
    fs::remove_file(shim.hsm.path("pin"))?;
    let mut sign = shim.sign(&["a.pdf", "b.pdf"], &[])?;
    sign.arg("--passphrase-file").arg(shim.hsm.path("pin")).args(["--revocation-check", "require"]);
    let said = run(&mut sign)?;
    shim.refused(&said, &[word])?;
    shim.logins(0)
}
