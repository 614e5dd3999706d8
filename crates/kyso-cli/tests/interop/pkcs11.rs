//! Keys on a SoftHSM token: kyso signs by PKCS#11, the others judge; the PIN costs one try and is
//! seen nowhere.

use std::fs;
use std::io::ErrorKind;
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use kyso_testkit::KeyKind;
use kyso_testkit::pdf::{PdfKind, pdf};
use kyso_testkit::{der, process};
use libtest_mimic::Failed;
use tempfile::TempDir;

use crate::kyso::{kyso, passes};
use crate::signer::{Files, Signer, Signers};
use crate::tools::{Said, ensure, run, succeed};
use crate::xml::tool::{C14n, Scheme, Shape, Tool, Way, all_accept_but};
use crate::{Case, judges};

pub(crate) const LABEL: &str = "Ký số của Ánh";
pub(crate) const PIN: &str = "73916482";

/// Every case of this file.
pub(crate) fn cases() -> Vec<Case> {
    let signed = [
        (KeyKind::Rsa2048, "pkcs1", "rsa-pkcs1-sha256"),
        (KeyKind::Rsa2048, "pss", "rsa-pss-sha256"),
        (KeyKind::P256, "ecdsa", "ecdsa-sha256"),
        (KeyKind::P384, "ecdsa", "ecdsa-sha384"),
    ];
    let mut cases: Vec<Case> = signed
        .iter()
        .flat_map(|&(kind, scheme, algorithm)| {
            let name = format!("{}::{scheme}", kind.name());
            [
                Case::new(format!("pkcs11::pdf::{name}"), move |signers| {
                    signed_pdf(signers, kind, scheme, algorithm)
                }),
                Case::new(format!("pkcs11::xml::{name}"), move |signers| {
                    signed_xml(signers, kind, scheme)
                }),
            ]
        })
        .collect();
    let made = [
        ("rsa:2048", "pkcs1", "rsa-pkcs1-sha256"),
        ("rsa:2048", "pss", "rsa-pss-sha256"),
        ("EC:prime256v1", "ecdsa", "ecdsa-sha256"),
        ("EC:secp384r1", "ecdsa", "ecdsa-sha384"),
    ];
    cases.extend(made.map(|(key_type, scheme, algorithm)| {
        Case::new(format!("pkcs11::made_on_the_token::{algorithm}"), move |signers| {
            made_on_the_token(signers, key_type, scheme, algorithm)
        })
    }));
    cases.push(Case::new("pkcs11::wrong_pin_is_one_try", wrong_pin));
    cases.push(Case::new("pkcs11::several_keys_are_listed", several_keys));
    cases.push(Case::new("pkcs11::keys_need_no_pin", listed));
    cases.push(Case::new("pkcs11::the_pin_is_seen_nowhere", pin_is_secret));
    cases
}

/// A token of its own in a folder that goes away.
pub(crate) struct Hsm(TempDir);

impl Hsm {
    pub(crate) fn new(signers: &Signers) -> Result<Self, Failed> {
        let hsm = Self(signers.folder()?);
        fs::create_dir(hsm.path("tokens"))?;
        let tokens = hsm.path("tokens");
        let text = format!("directories.tokendir = {}\nlog.level = ERROR\n", tokens.display());
        fs::write(hsm.path("softhsm2.conf"), text)?;
        fs::write(hsm.path("pin"), PIN)?;
        let mut init = hsm.command("softhsm2-util");
        init.args(["--init-token", "--free", "--label", LABEL, "--so-pin", "12345678"]);
        succeed(init.args(["--pin", PIN]))?;
        Ok(hsm)
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.env("SOFTHSM2_CONF", self.path("softhsm2.conf"));
        command
    }

    fn tool(&self, arguments: &[&str]) -> Result<Said, Failed> {
        let mut tool = self.command("pkcs11-tool");
        tool.arg("--module").arg(module()?).args(["--token-label", LABEL, "--login", "--pin", PIN]);
        succeed(tool.args(arguments))
    }

    /// Puts a signer's key and certificate on the token, under this id.
    pub(crate) fn import(&self, signer: &Files, id: &str) -> Result<(), Failed> {
        let mut import = self.command("softhsm2-util");
        import.arg("--import").arg(signer.file("key.pem"));
        import.args(["--token", LABEL, "--pin", PIN, "--id", id, "--label", "key"]);
        succeed(&mut import)?;
        self.write_certificate(&signer.file("cert.pem"), id)
    }

    pub(crate) fn write_certificate(&self, pem: &Path, id: &str) -> Result<(), Failed> {
        let der = self.path("cert.der");
        let mut convert = Command::new("openssl");
        convert.args(["x509", "-outform", "DER", "-in"]).arg(pem).arg("-out").arg(&der);
        succeed(&mut convert)?;
        let der = der.to_string_lossy().into_owned();
        self.tool(&["--write-object", &der, "--type", "cert", "--id", id, "--label", "Giám đốc"])?;
        Ok(())
    }

    pub(crate) fn kyso(&self, verb: &str, more: &str) -> Result<Command, Failed> {
        Ok(self.kyso_by(&module()?, verb, more))
    }

    /// `kyso`, with a key of this token as this module reaches it.
    pub(crate) fn kyso_by(&self, module: &Path, verb: &str, more: &str) -> Command {
        let mut command = kyso();
        command.env("SOFTHSM2_CONF", self.path("softhsm2.conf")).arg(verb);
        let uri = format!("pkcs11:token={LABEL}{more}?module-path={}", module.display());
        command.arg("--pkcs11").arg(uri);
        command
    }

    pub(crate) fn sign(
        &self,
        input: &Path,
        out: &Path,
        signer: &Signer,
    ) -> Result<Command, Failed> {
        let mut command = self.kyso("sign", "")?;
        command.arg("--passphrase-file").arg(self.path("pin")).arg("--chain");
        command.arg(signer.file("chain.pem")).arg(input).arg("-o").arg(out);
        Ok(command)
    }
}

pub(crate) fn module() -> Result<PathBuf, Failed> {
    let folders = ["/usr/lib/softhsm", "/usr/lib/x86_64-linux-gnu/softhsm", "/usr/lib/pkcs11"];
    let mut places = folders.iter().map(|folder| Path::new(folder).join("libsofthsm2.so"));
    places.find(|path| path.is_file()).ok_or_else(|| "SoftHSM is not installed".into())
}

fn scheme_options(scheme: &str) -> Vec<&str> {
    if scheme == "ecdsa" { Vec::new() } else { vec!["--scheme", scheme] }
}

fn signed_pdf(
    signers: &Signers,
    kind: KeyKind,
    scheme: &str,
    algorithm: &str,
) -> Result<(), Failed> {
    let (hsm, signer) = (Hsm::new(signers)?, signers.get(kind)?);
    hsm.import(signer, "01")?;
    let (input, output) = (hsm.path("in.pdf"), hsm.path("out.pdf"));
    fs::write(&input, pdf(PdfKind::Classic))?;
    succeed(hsm.sign(&input, &output, signer)?.args(scheme_options(scheme)))?;
    let report = passes(&output, &[signer], 1)?;
    let named = &report["signatures"][0]["signature_algorithm"];
    ensure(named == algorithm, || format!("{named} is not {algorithm}"))?;
    judges::pdfsig(&output, signer, 1)?;
    judges::openssl(&output, signer, 1, hsm.0.path())?;
    judges::pyhanko(&output, signer, 1)
}

fn signed_xml(signers: &Signers, kind: KeyKind, scheme: &str) -> Result<(), Failed> {
    let (hsm, signer) = (Hsm::new(signers)?, signers.get(kind)?);
    hsm.import(signer, "01")?;
    let (input, output) = (hsm.path("in.xml"), hsm.path("out.xml"));
    fs::write(&input, "<phieu><so>12</so></phieu>")?;
    succeed(hsm.sign(&input, &output, signer)?.args(scheme_options(scheme)))?;
    passes(&output, &[signer], 1)?;
    xml_is_accepted(&output, signer, scheme)
}

/// By xmlsec1 where it knows the scheme, and the JDK for RSASSA-PSS as well.
fn xml_is_accepted(output: &Path, signer: &Files, scheme: &str) -> Result<(), Failed> {
    let scheme = match scheme {
        "pkcs1" => Scheme::Pkcs1,
        "pss" => Scheme::Pss,
        _ => Scheme::Ecdsa,
    };
    let way = Way { shape: Shape::Enveloped, c14n: C14n::Exclusive, scheme };
    all_accept_but(&[Tool::Signxml, Tool::XmlCrypto], way, output, signer)
}

/// The key never was anywhere else: pkcs11-tool has the token make it.
fn made_on_the_token(
    signers: &Signers,
    key_type: &str,
    scheme: &str,
    algorithm: &str,
) -> Result<(), Failed> {
    let hsm = Hsm::new(signers)?;
    let make = ["--keypairgen", "--key-type", key_type, "--id", "01", "--label", "key"];
    let made = hsm.tool(&make)?;
    let public = hsm.path("public.der");
    match ec_public_key(&made.stdout)? {
        Some(der) => fs::write(&public, der)?,
        None => {
            let out = public.to_string_lossy().into_owned();
            hsm.tool(&["--read-object", "--type", "pubkey", "--id", "01", "-o", &out])?;
        }
    }
    let signer = certified(&hsm, &public)?;
    hsm.write_certificate(&signer.file("cert.pem"), "01")?;
    let sign = |from: &str, to: &str| {
        let (input, output) = (hsm.path(from), hsm.path(to));
        let mut sign = hsm.kyso("sign", "")?;
        sign.arg("--passphrase-file").arg(hsm.path("pin")).args(scheme_options(scheme));
        succeed(sign.arg(input).arg("-o").arg(&output))?;
        let report = passes(&output, &[&signer], 1)?;
        let named = &report["signatures"][0]["signature_algorithm"];
        ensure(named == algorithm, || format!("{named} is not {algorithm}"))?;
        Ok::<PathBuf, Failed>(output)
    };
    fs::write(hsm.path("in.pdf"), pdf(PdfKind::Classic))?;
    fs::write(hsm.path("in.xml"), "<phieu><so>12</so></phieu>")?;
    let output = sign("in.pdf", "out.pdf")?;
    judges::pdfsig(&output, &signer, 1)?;
    judges::openssl(&output, &signer, 1, hsm.0.path())?;
    judges::pyhanko(&output, &signer, 1)?;
    let output = sign("in.xml", "out.xml")?;
    xml_is_accepted(&output, &signer, scheme)
}

/// SubjectPublicKeyInfo of a key on a curve, by what pkcs11-tool says when it was made: that of
/// Debian 12 writes no other curve than P-256 into a file. `None` for RSA.
fn ec_public_key(said: &str) -> Result<Option<Vec<u8>>, Failed> {
    let hex = |name: &str| -> Option<Vec<u8>> {
        let line = said.lines().find_map(|line| line.trim().strip_prefix(name))?.trim();
        let pair = |at| u8::from_str_radix(line.get(at..at + 2)?, 16).ok();
        (0..line.len()).step_by(2).map(pair).collect()
    };
    let Some((point, curve)) = hex("EC_POINT:").zip(hex("EC_PARAMS:")) else { return Ok(None) };
    // An OCTET STRING around the point (PKCS#11 2.40 §2.3.3).
    let point = point.get(2..).ok_or("EC_POINT is cut short")?;
    let algorithm = der::seq(&[der::oid("1.2.840.10045.2.1"), curve]);
    Ok(Some(der::seq(&[algorithm, der::bits(point)])))
}

/// The certificate of a public key, by a CA of its own.
fn certified(hsm: &Hsm, public: &Path) -> Result<Files, Failed> {
    let folder = hsm.path("signer");
    fs::create_dir(&folder)?;
    let path = |name: &str| folder.join(name).to_string_lossy().into_owned();
    let (root, key, extensions) = (path("root.pem"), path("root.key"), path("extensions"));
    let openssl = |arguments: &str, more: &[&str]| {
        succeed(Command::new("openssl").args(arguments.split(' ')).args(more))
    };
    let usage = ["-addext", "keyUsage=critical,keyCertSign,cRLSign", "-subj", "/CN=Root"];
    let make = ["-keyout", key.as_str(), "-out", &root];
    openssl("req -x509 -newkey rsa:2048 -nodes", &[&make[..], &usage].concat())?;
    fs::write(&extensions, "keyUsage=critical,digitalSignature,nonRepudiation\n")?;
    let (public, certificate) = (public.to_string_lossy(), path("cert.pem"));
    let by = ["-CA", root.as_str(), "-CAkey", &key, "-extfile", &extensions, "-out", &certificate];
    let of = ["-force_pubkey", public.as_ref(), "-subj", "/CN=Signer"];
    openssl("x509 -new -days 9", &[&of[..], &by].concat())?;
    fs::copy(&root, path("chain.pem"))?;
    Files::of_key_elsewhere(folder)
}

/// SoftHSM marks a token after the first wrong PIN; nothing is written.
fn wrong_pin(signers: &Signers) -> Result<(), Failed> {
    let (hsm, signer) = (Hsm::new(signers)?, signers.get(KeyKind::P256)?);
    hsm.import(signer, "01")?;
    fs::write(hsm.path("pin"), "00000000")?;
    for name in ["a.pdf", "b.pdf", "c.pdf"] {
        fs::write(hsm.path(name), pdf(PdfKind::Classic))?;
    }
    // Three documents, one try.
    let mut sign = hsm.kyso("sign", "")?;
    sign.args(["a.pdf", "b.pdf", "c.pdf"].map(|name| hsm.path(name)));
    sign.arg("--passphrase-file").arg(hsm.path("pin")).arg("--out-dir").arg(hsm.path("out"));
    let said = run(sign.arg("--verbose"))?;
    ensure(said.status == Some(6), || said.whole())?;
    ensure(said.stderr.matches("wrong PIN").count() == 1, || said.whole())?;
    ensure(!said.whole().contains("00000000"), || said.whole())?;
    ensure(!hsm.path("out").exists(), || "something was written".into())
}

fn several_keys(signers: &Signers) -> Result<(), Failed> {
    let hsm = Hsm::new(signers)?;
    let (first, second) = (signers.get(KeyKind::P256)?, signers.get(KeyKind::Rsa2048)?);
    hsm.import(first, "01")?;
    hsm.import(second, "02")?;
    let (input, output) = (hsm.path("in.pdf"), hsm.path("out.pdf"));
    fs::write(&input, pdf(PdfKind::Classic))?;
    let said = run(hsm.sign(&input, &output, first)?.stdin(Stdio::null()))?;
    ensure(said.status == Some(6), || said.whole())?;
    for id in ["id=%01", "id=%02"] {
        ensure(said.stderr.contains(id), || said.whole())?;
    }
    let mut sign = hsm.kyso("sign", ";id=%02")?;
    sign.arg("--passphrase-file").arg(hsm.path("pin")).arg(&input).arg("-o").arg(&output);
    succeed(&mut sign)?;
    passes(&output, &[second], 1)?;
    Ok(())
}

fn listed(signers: &Signers) -> Result<(), Failed> {
    let (hsm, signer) = (Hsm::new(signers)?, signers.get(KeyKind::P384)?);
    hsm.import(signer, "01")?;
    let said = succeed(hsm.kyso("keys", "")?.arg("--json").stdin(Stdio::null()))?;
    let report: serde_json::Value = serde_json::from_str(&said.stdout)?;
    let key = &report["keys"][0];
    ensure(key["can_sign"] == true && key["token"]["label"] == LABEL, || said.whole())?;
    ensure(key["algorithms"][0] == "ecdsa-sha384", || said.whole())
}

/// While a batch is signed: neither arguments nor environment nor memory have it, no core is
/// written, and the log at its fullest does not say it.
fn pin_is_secret(signers: &Signers) -> Result<(), Failed> {
    let (hsm, signer) = (Hsm::new(signers)?, signers.get(KeyKind::Rsa2048)?);
    hsm.import(signer, "01")?;
    let inputs: Vec<PathBuf> = (0..400).map(|number| hsm.path(&format!("{number}.pdf"))).collect();
    for input in &inputs {
        fs::write(input, pdf(PdfKind::Classic))?;
    }
    // A shell that allows cores; the limit stays with what it becomes.
    let kyso = hsm.kyso("sign", "")?;
    let mut sign = hsm.command("sh");
    sign.args(["-c", "ulimit -c unlimited; exec \"$0\" \"$@\""]);
    sign.arg(kyso.get_program()).args(kyso.get_args()).env("LC_ALL", "C");
    sign.args(&inputs).arg("--passphrase-file").arg(hsm.path("pin")).arg("--verbose");
    sign.arg("--out-dir").arg(hsm.path("out")).current_dir(hsm.0.path());
    let mut child = sign.stdout(Stdio::null()).stderr(Stdio::piped()).spawn()?;
    let start = Instant::now();
    while !hsm.path("out").exists() {
        ensure(start.elapsed() < Duration::from_secs(60), || "nothing was signed".into())?;
        thread::sleep(Duration::from_millis(2));
    }
    process::signal(child.id(), "STOP")?;
    // The look does see what is there: the arguments are. Where nobody may look, that is as good.
    match process::memory_holds(child.id(), b"--passphrase-file") {
        Ok(seen) => {
            let held = process::memory_holds(child.id(), PIN.as_bytes())?;
            ensure(seen && !held, || format!("arguments seen: {seen}, PIN in memory: {held}"))?;
        }
        Err(error) => ensure(error.kind() == ErrorKind::PermissionDenied, || error.to_string())?,
    }
    for place in ["cmdline", "environ"] {
        let bytes = process::seen(child.id(), place)?;
        ensure(!bytes.is_empty(), || format!("{place} could not be seen"))?;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        ensure(!text.contains(PIN), || format!("the PIN is in {place}"))?;
    }
    process::signal(child.id(), "ABRT")?;
    process::signal(child.id(), "CONT")?;
    let status = child.wait()?;
    ensure(status.signal() == Some(6) && !status.core_dumped(), || format!("{status:?}"))?;
    let mut said = String::new();
    if let Some(mut stderr) = child.stderr.take() {
        std::io::Read::read_to_string(&mut stderr, &mut said)?;
    }
    ensure(!said.contains(PIN), || said)
}
