//! `kyso doctor` and `kyso keys` with SoftHSM, and with modules that crash, hang or chatter.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use kyso_testkit::KeyKind;
use kyso_testkit::pdf::{PdfKind, pdf};
use libtest_mimic::Failed;
use serde_json::Value;

use crate::Case;
use crate::kyso::{kyso, passes};
use crate::pkcs11::{Hsm, LABEL, module};
use crate::signer::Signers;
use crate::tools::{ensure, run, script, succeed};

/// Every case of this file.
pub(crate) fn cases() -> Vec<Case> {
    vec![
        Case::new("doctor::a_token_and_its_key", token_and_key),
        Case::new("doctor::a_wrong_pin_is_seen", wrong_pin_is_seen),
        Case::new("doctor::a_certificate_twice_is_one_key", twice),
        Case::new("doctor::modules_that_crash_hang_or_chatter", bad_modules),
        Case::new("doctor::a_person_chooses_among_keys", chosen),
    ]
}

fn doctor(hsm: &Hsm, uri: &str, timeout: &str) -> Result<(Option<i32>, Value), Failed> {
    let mut call = kyso();
    call.env("SOFTHSM2_CONF", hsm.path("softhsm2.conf")).args(["doctor", "--json"]);
    let said = run(call.args(["--pkcs11", uri, "--timeout", timeout]).stdin(Stdio::null()))?;
    let report: Value = serde_json::from_str(&said.stdout)?;
    Ok((said.status, report["findings"].clone()))
}

fn of_softhsm() -> Result<String, Failed> {
    Ok(format!("pkcs11:?module-path={}", module()?.display()))
}

fn find(findings: &Value, code: &str) -> Result<Value, Failed> {
    let all = findings.as_array().cloned().unwrap_or_default();
    let found = all.into_iter().find(|finding| finding["code"] == code);
    found.ok_or_else(|| format!("no {code} in {findings:#}").into())
}

fn token_and_key(signers: &Signers) -> Result<(), Failed> {
    let hsm = Hsm::new(signers)?;
    let (status, findings) = doctor(&hsm, &of_softhsm()?, "20")?;
    ensure(status == Some(0), || format!("{findings:#}"))?;
    find(&findings, "no-certificate")?;
    hsm.import(signers.get(KeyKind::P256)?, "01")?;
    let (status, findings) = doctor(&hsm, &of_softhsm()?, "20")?;
    ensure(status == Some(0), || format!("{findings:#}"))?;
    let token = find(&findings, "token")?;
    ensure(token["facts"]["token"]["label"] == LABEL, || format!("{token:#}"))?;
    ensure(token["facts"]["keys"] == 1, || format!("{token:#}"))?;
    let key = find(&findings, "certificate")?;
    ensure(key["area"] == "tokens" && key["facts"]["signer"].is_object(), || format!("{key:#}"))?;
    // Whoever asks for a token that is not there is told so.
    let other = format!("pkcs11:token=Other?module-path={}", module()?.display());
    let (status, findings) = doctor(&hsm, &other, "20")?;
    ensure(status == Some(6), || format!("{findings:#}"))
}

fn wrong_pin_is_seen(signers: &Signers) -> Result<(), Failed> {
    let (hsm, signer) = (Hsm::new(signers)?, signers.get(KeyKind::P256)?);
    hsm.import(signer, "01")?;
    fs::write(hsm.path("pin"), "00000000")?;
    let (input, output) = (hsm.path("in.pdf"), hsm.path("out.pdf"));
    fs::write(&input, pdf(PdfKind::Classic))?;
    run(&mut hsm.sign(&input, &output, signer)?)?;
    let (status, findings) = doctor(&hsm, &of_softhsm()?, "20")?;
    ensure(status == Some(0), || format!("{findings:#}"))?;
    let low = find(&findings, "pin-low")?;
    ensure(low["severity"] == "warning" && low["fix"].is_string(), || format!("{low:#}"))
}

fn twice(signers: &Signers) -> Result<(), Failed> {
    let (hsm, signer) = (Hsm::new(signers)?, signers.get(KeyKind::P256)?);
    hsm.import(signer, "01")?;
    hsm.write_certificate(&signer.file("cert.pem"), "01")?;
    let said = succeed(hsm.kyso("keys", "")?.arg("--json").stdin(Stdio::null()))?;
    let report: Value = serde_json::from_str(&said.stdout)?;
    let count = report["keys"].as_array().map(Vec::len);
    ensure(count == Some(1), || said.whole())?;
    let (input, output) = (hsm.path("in.pdf"), hsm.path("out.pdf"));
    fs::write(&input, pdf(PdfKind::Classic))?;
    succeed(hsm.sign(&input, &output, signer)?.stdin(Stdio::null()))?;
    passes(&output, &[signer], 1)?;
    Ok(())
}

/// A library of a few lines of C.
fn library(folder: &Path, name: &str, code: &str) -> Result<PathBuf, Failed> {
    let (source, library) = (folder.join(format!("{name}.c")), folder.join(format!("{name}.so")));
    fs::write(&source, code)?;
    let mut cc = Command::new("cc");
    succeed(cc.args(["-shared", "-fPIC", "-o"]).arg(&library).arg(&source))?;
    Ok(library)
}

fn bad_modules(signers: &Signers) -> Result<(), Failed> {
    let hsm = Hsm::new(signers)?;
    let folder = hsm.path("");
    let constructor = |body: &str| {
        format!(
            "#include <stdio.h>\n#include <stdlib.h>\n#include <unistd.h>\n\
             __attribute__((constructor)) static void start(void) {{ {body} }}\n"
        )
    };
    let started = Instant::now();
    for (name, code, words) in [
        ("crashes", constructor("abort();"), "module-crashes"),
        ("hangs", constructor("for (;;) pause();"), "module-hangs"),
        ("leaves", constructor("_exit(0);"), "module-crashes"),
        ("floods", constructor("for (;;) puts(\"kyso-probe:{}\");"), "module-crashes"),
        ("none", "int x;".to_owned(), "module-none"),
    ] {
        let library = library(&folder, name, &code)?;
        let uri = format!("pkcs11:?module-path={}", library.display());
        let (status, findings) = doctor(&hsm, &uri, "2")?;
        ensure(status == Some(6), || format!("{name}: {findings:#}"))?;
        let fault = find(&findings, words)?;
        ensure(fault["severity"] == "error" && fault["fix"].is_string(), || format!("{fault:#}"))?;
        let mut keys = kyso();
        keys.args(["keys", "--timeout", "2", "--pkcs11", &uri]).stdin(Stdio::null());
        let said = run(&mut keys)?;
        ensure(said.status == Some(6) && said.stderr.contains(name), || said.whole())?;
    }
    ensure(started.elapsed() < Duration::from_secs(60), || "it took too long".into())?;
    // One that writes to stdout is read all the same.
    hsm.import(signers.get(KeyKind::P256)?, "01")?;
    let mut code = constructor("puts(\"driver 1.0\"); fflush(stdout);");
    code.push_str("#include <dlfcn.h>\n");
    code.push_str(&format!(
        "long C_GetFunctionList(void *list) {{\n  void *h = dlopen(\"{}\", RTLD_NOW);\n  \
         long (*f)(void *) = (long (*)(void *))dlsym(h, \"C_GetFunctionList\");\n  \
         return f(list);\n}}\n",
        module()?.display()
    ));
    let chatty = library(&folder, "chatty", &code)?;
    let uri = format!("pkcs11:?module-path={}", chatty.display());
    let (status, findings) = doctor(&hsm, &uri, "20")?;
    ensure(status == Some(0), || format!("{findings:#}"))?;
    find(&findings, "token")?;
    Ok(())
}

/// At a terminal of Python's making: the list, a wrong number, the right one, what is about to be
/// signed and by whom, the PIN.
fn chosen(signers: &Signers) -> Result<(), Failed> {
    let hsm = Hsm::new(signers)?;
    let (first, second) = (signers.get(KeyKind::P256)?, signers.get(KeyKind::Rsa2048)?);
    hsm.import(first, "01")?;
    hsm.import(second, "02")?;
    let (input, output) = (hsm.path("in.pdf"), hsm.path("out.pdf"));
    fs::write(&input, pdf(PdfKind::Classic))?;
    let pin = fs::read_to_string(hsm.path("pin"))?;
    let choose = |number: &str, out: &Path| -> Result<crate::tools::Said, Failed> {
        let sign = hsm.kyso("sign", "")?;
        let mut terminal = script("terminal.py");
        terminal.env("SOFTHSM2_CONF", hsm.path("softhsm2.conf")).env("LC_ALL", "C");
        terminal.args(["Number of the key", "9", "Number of the key", number]);
        terminal.args(["Sign it?", "y", "PIN of", &pin]);
        terminal.arg("--").arg(sign.get_program()).args(sign.get_args());
        terminal.arg(&input).arg("-o").arg(out);
        run(&mut terminal)
    };
    let said = choose("1", &output)?;
    ensure(said.status == Some(0), || said.whole())?;
    ensure(said.stdout.contains("id=%01") && said.stdout.contains("id=%02"), || said.whole())?;
    let at = |words| said.stdout.find(words).unwrap_or(usize::MAX);
    ensure(at("Certificate until") < at("PIN of"), || said.whole())?;
    ensure(!said.stdout.contains(&pin), || "the PIN is echoed".into())?;
    let report = passes(&output, &[first, second], 1)?;
    let one = report["signatures"][0]["signature_algorithm"].clone();
    let other = hsm.path("2.pdf");
    let said = choose("2", &other)?;
    ensure(said.status == Some(0), || said.whole())?;
    let report = passes(&other, &[first, second], 1)?;
    ensure(report["signatures"][0]["signature_algorithm"] != one, || format!("{report:#}"))
}
