//! CMS signatures beside and around files: openssl and pyHanko judge what kyso makes and kyso what
//! they make, in DER, in BER as openssl streams it, and in PEM.

use std::fs;
use std::path::Path;
use std::process::Command;

use kyso_testkit::KeyKind;
use libtest_mimic::Failed;
use serde_json::Value;

use crate::Case;
use crate::kyso::{Ask, P256, PKCS1, PSS, kyso, passes_with, sign, verify_with};
use crate::signer::{Files, Signers};
use crate::tools::{ensure, script, succeed};
use crate::world::{Maker, World};

const CONTENT: &[u8] = b"quarter;amount\r\n4;1250000\n";

/// The kinds of key, and how each is asked for.
const ALGORITHMS: [(&str, KeyKind, Ask); 3] = [
    ("pkcs1", KeyKind::Rsa2048, PKCS1),
    ("pss", KeyKind::Rsa2048, PSS),
    ("p256", KeyKind::P256, P256),
];

/// How openssl is made to write: options, and whether the content is inside.
const WRITTEN: [(&str, &[&str], bool); 5] = [
    ("detached", &["-outform", "DER"], false),
    ("attached", &["-outform", "DER", "-nodetach"], true),
    ("streamed", &["-outform", "DER", "-nodetach", "-stream"], true),
    ("streamed_detached", &["-outform", "DER", "-stream"], false),
    ("pem", &["-outform", "PEM", "-nodetach"], true),
];

/// Every case of this file.
pub(crate) fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for (name, kind, ask) in ALGORITHMS {
        cases.push(Case::new(format!("cades::ours::{name}"), move |signers| {
            ours(signers.get(kind)?, signers, ask)
        }));
        for (form, options, attached) in WRITTEN {
            // openssl 3.0 fails to write PSS while streaming.
            if name == "pss" && options.contains(&"-stream") {
                continue;
            }
            cases.push(Case::new(format!("cades::openssl::{name}::{form}"), move |signers| {
                of_openssl(signers.get(kind)?, signers, (name, ask), (options, attached))
            }));
        }
        cases.push(Case::new(format!("cades::pyhanko::{name}"), move |signers| {
            of_pyhanko(signers.get(kind)?, signers)
        }));
    }
    cases.push(Case::new("cades::openssl::without_attributes", |signers| {
        old_forms_do_not_pass(signers.get(KeyKind::Rsa2048)?, signers)
    }));
    for maker in Maker::ALL {
        for (level, name, tokens) in [("t", "B-T", 1), ("lt", "B-LT", 1), ("lta", "B-LTA", 2)] {
            let case = format!("cades::level::{}::{level}", maker.name());
            cases.push(Case::new(case, move |signers| {
                at_level(signers.world(maker)?, signers, (level, name), tokens)
            }));
        }
    }
    cases
}

/// `openssl cms -verify`, signing-certificate included; gives the content.
fn openssl(file: &Path, content: Option<&Path>, signer: &Files, form: &str) -> Result<(), Failed> {
    let out = file.with_extension("out");
    let mut command = Command::new("openssl");
    command.args(["cms", "-verify", "-cades", "-binary", "-purpose", "any", "-inform", form]);
    command.arg("-in").arg(file).arg("-CAfile").arg(signer.file("root.pem")).arg("-out").arg(&out);
    if let Some(content) = content {
        command.arg("-content").arg(content);
    }
    succeed(&mut command)?;
    ensure(fs::read(&out)? == CONTENT, || "openssl got another content".into())
}

fn pyhanko(file: &Path, content: &Path, signer: &Files, level: &str) -> Result<(), Failed> {
    let mut command = script("cades.py");
    command.arg("verify").arg(file).arg(content).arg(signer.file("root.pem")).arg(level);
    let said = succeed(&mut command)?;
    let verdicts: Vec<Value> = serde_json::from_str(&said.stdout)?;
    let good = !verdicts.is_empty() && verdicts.iter().all(|verdict| verdict == "OK");
    ensure(good, || format!("pyHanko, {level}: {verdicts:?}\n{}", said.stderr))
}

fn ours(signer: &Files, signers: &Signers, ask: Ask) -> Result<(), Failed> {
    let folder = signers.folder()?;
    let at = |name: &str| folder.path().join(name);
    let content = at("a.csv");
    fs::write(&content, CONTENT)?;
    let (beside, around, text) = (at("a.csv.p7s"), at("a.csv.p7m"), at("text.p7s"));
    sign(signer, &content, &beside, ask.options)?;
    sign(signer, &content, &around, ask.options)?;
    sign(signer, &content, &text, &[ask.options, &["--pem"]].concat())?;
    openssl(&beside, Some(&content), signer, "DER")?;
    openssl(&around, None, signer, "DER")?;
    openssl(&text, Some(&content), signer, "PEM")?;
    pyhanko(&beside, &content, signer, "b")?;
    pyhanko(&around, Path::new("-"), signer, "b")?;
    // One more signer, and one who signs the first signature.
    let two = at("two.p7s");
    sign(signer, &beside, &two, ask.options)?;
    let report = passes_with(&two, &[signer], 2, &["--content", &content.to_string_lossy()])?;
    openssl(&two, Some(&content), signer, "DER")?;
    pyhanko(&two, &content, signer, "b")?;
    let id = report["signatures"][0]["id"].as_str().ok_or("an id")?.to_owned();
    let three = at("three.p7s");
    let countersign = ["--countersign", id.as_str()];
    sign(signer, &two, &three, &[ask.options, &countersign].concat())?;
    passes_with(&three, &[signer], 3, &["--content", &content.to_string_lossy()])?;
    openssl(&three, Some(&content), signer, "DER")
}

fn of_openssl(
    signer: &Files,
    signers: &Signers,
    (name, ask): (&str, Ask),
    (options, attached): (&[&str], bool),
) -> Result<(), Failed> {
    let folder = signers.folder()?;
    let content = folder.path().join("a.csv");
    let file = folder.path().join("theirs.p7s");
    fs::write(&content, CONTENT)?;
    let mut command = Command::new("openssl");
    command.args(["cms", "-sign", "-binary", "-cades", "-md", "sha256"]).args(options);
    command.arg("-in").arg(&content).arg("-out").arg(&file);
    command.arg("-signer").arg(signer.file("cert.pem")).arg("-inkey").arg(signer.file("key.pem"));
    command.arg("-certfile").arg(signer.file("chain.pem"));
    if name == "pss" {
        command.args(["-keyopt", "rsa_padding_mode:pss", "-keyopt", "rsa_pss_saltlen:digest"]);
    }
    succeed(&mut command)?;
    let content = content.to_string_lossy().into_owned();
    let beside = ["--content", content.as_str()];
    let report = passes_with(&file, &[signer], 1, if attached { &[] } else { &beside })?;
    let signature = &report["signatures"][0];
    ensure(
        signature["level"] == "B-B" && signature["signature_algorithm"] == ask.algorithm,
        || format!("{report:#}"),
    )?;
    // Another file beside it is not what was signed.
    fs::write(folder.path().join("other"), b"other")?;
    let other = folder.path().join("other").to_string_lossy().into_owned();
    let (status, _) = verify_with(&file, &[signer], &["--content", &other])?;
    ensure(status == 1, || format!("status {status} over another file"))
}

/// Without a signing-certificate, and without signed attributes: read, told, and not passed.
fn old_forms_do_not_pass(signer: &Files, signers: &Signers) -> Result<(), Failed> {
    let folder = signers.folder()?;
    let content = folder.path().join("a.csv");
    let file = folder.path().join("theirs.p7m");
    fs::write(&content, CONTENT)?;
    for (option, code) in
        [("-nosmimecap", "signing-certificate-missing"), ("-noattr", "signed-attributes-missing")]
    {
        let mut command = Command::new("openssl");
        command.args(["cms", "-sign", "-binary", "-nodetach", "-outform", "DER", option]);
        command.arg("-in").arg(&content).arg("-out").arg(&file);
        command.arg("-signer").arg(signer.file("cert.pem"));
        command.arg("-inkey").arg(signer.file("key.pem"));
        succeed(command.arg("-certfile").arg(signer.file("chain.pem")))?;
        let (status, report) = verify_with(&file, &[signer], &[])?;
        let signature = &report["signatures"][0];
        let findings = signature["findings"].as_array().cloned().unwrap_or_default();
        ensure(
            status == 4
                && signature["level"] == "PKCS7"
                && signature["integrity"] == "intact"
                && findings.iter().any(|finding| finding["code"] == code),
            || format!("{option}: status {status}\n{report:#}"),
        )?;
    }
    Ok(())
}

fn of_pyhanko(signer: &Files, signers: &Signers) -> Result<(), Failed> {
    let folder = signers.folder()?;
    let content = folder.path().join("a.csv");
    fs::write(&content, CONTENT)?;
    for form in ["detached", "attached"] {
        let file = folder.path().join(form);
        let mut command = script("cades.py");
        command.arg("sign").arg(signer.file("key.pem")).arg(signer.file("cert.pem"));
        command.arg(signer.file("chain.pem")).arg(&content).arg(&file).arg(form);
        succeed(&mut command)?;
        let beside = content.to_string_lossy().into_owned();
        let beside = ["--content", beside.as_str()];
        let report =
            passes_with(&file, &[signer], 1, if form == "attached" { &[] } else { &beside })?;
        ensure(report["signatures"][0]["level"] == "B-B", || format!("{report:#}"))?;
    }
    Ok(())
}

/// At a level: kyso from the file alone, pyHanko by EN 319 102-1, openssl each token over what the
/// clauses say that it is over. pyHanko judges no archive time-stamp in CMS.
fn at_level(
    world: &World,
    signers: &Signers,
    (level, name): (&str, &str),
    tokens: usize,
) -> Result<(), Failed> {
    let folder = signers.folder()?;
    let (content, file) = (folder.path().join("a.csv"), folder.path().join("a.csv.p7s"));
    fs::write(&content, CONTENT)?;
    sign(world, &content, &file, &["--level", level, "--tsa", world.tsa()])?;
    judged(world, &file, &content, (level, name), tokens)?;
    // The same in two steps.
    let (plain, raised) = (folder.path().join("b.p7s"), folder.path().join("raised.p7s"));
    sign(world, &content, &plain, &[])?;
    let mut extend = kyso();
    extend.arg("extend").arg(&plain).arg("-o").arg(&raised).args(["--level", level]);
    extend.arg("--content").arg(&content);
    succeed(extend.args(["--tsa", world.tsa()]))?;
    judged(world, &raised, &content, (level, name), tokens)
}

fn judged(
    world: &World,
    file: &Path,
    content: &Path,
    (level, name): (&str, &str),
    tokens: usize,
) -> Result<(), Failed> {
    let folder = file.parent().ok_or("a file has a folder")?;
    let beside = content.to_string_lossy().into_owned();
    let mut options = vec!["--content", beside.as_str()];
    if level != "t" {
        options.push("--offline");
    }
    let report = passes_with(file, &[world], 1, &options)?;
    let signature = &report["signatures"][0];
    ensure(
        signature["level"] == name
            && signature["revocation"] == "good"
            && signature["signing_time"]["proven"].is_string(),
        || format!("no {name} with a proven time\n{report:#}"),
    )?;
    openssl(file, Some(content), world, "DER")?;
    let by = if level == "lta" { "lt" } else { level };
    pyhanko(file, content, world, by)?;
    let said = succeed(script("cades.py").arg("tokens").arg(file).arg(content).arg(folder))?;
    let found = said.stdout.trim();
    ensure(found == tokens.to_string(), || format!("{found} of {tokens} tokens found"))?;
    for number in 0..tokens {
        let part = |end| folder.join(format!("{number}.{end}"));
        let mut command = Command::new("openssl");
        command.args(["ts", "-verify", "-token_in", "-in"]).arg(part("tst"));
        command.arg("-data").arg(part("data")).arg("-CAfile").arg(world.file("root.pem"));
        succeed(command.arg("-untrusted").arg(world.file("chain.pem")))?;
    }
    Ok(())
}
