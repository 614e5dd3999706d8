//! Encrypted PDFs: qpdf encrypts, kyso and pyHanko sign, everybody judges.

use std::fs;
use std::path::Path;
use std::process::Command;

use kyso_testkit::KeyKind;
use kyso_testkit::pdf::{PdfKind, pdf};
use libtest_mimic::Failed;
use serde_json::Value;

use crate::Case;
use crate::kyso::{indeterminate_without_trust, kyso, passes_with, sign, verify_with};
use crate::signer::{Files, Signer, Signers};
use crate::tools::{ensure, run, script, succeed};
use crate::world::Maker;

/// How a file is encrypted: name, kind of file, options of `qpdf --encrypt USER OWNER`, method in
/// the report.
type Row = (&'static str, PdfKind, &'static [&'static str], &'static str);

const ROWS: &[Row] = {
    use PdfKind::{Classic, Linearized, XrefStream};
    &[
        ("rc4_40", Classic, &["40"], "RC4-40"),
        ("rc4_128", Classic, &["128", "--use-aes=n"], "RC4-128"),
        ("rc4_128_v4", Classic, &["128", "--use-aes=n", "--force-V4"], "RC4-128"),
        ("aes_128", Classic, &["128", "--use-aes=y"], "AES-128"),
        ("aes_128_xref_stream", XrefStream, &["128", "--use-aes=y"], "AES-128"),
        ("aes_128_metadata", Classic, &["128", "--use-aes=y", "--cleartext-metadata"], "AES-128"),
        ("aes_256_r5", Classic, &["256", "--force-R5"], "AES-256"),
        ("aes_256", Classic, &["256"], "AES-256"),
        ("aes_256_xref_stream", XrefStream, &["256"], "AES-256"),
        ("aes_256_linearized", Linearized, &["256"], "AES-256"),
        ("aes_256_metadata", Classic, &["256", "--cleartext-metadata"], "AES-256"),
    ]
};

/// pyHanko 0.38 does not know revision 5, which was Adobe's own. When it learns to, these cases
/// fail and the name goes.
const PYHANKO_CANNOT: [&str; 1] = ["aes_256_r5"];

const USER: &str = "ngu\u{1edd}i d\u{f9}ng";
const OWNER: &str = "ch\u{1ee7} t\u{1ec7}p";

/// Every case of this file.
pub(crate) fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for row in ROWS {
        let name = row.0;
        cases.push(Case::new(format!("encrypted::user::{name}"), move |signers| {
            signed(row, ["user", "owner"], "user", signers)
        }));
        cases.push(Case::new(format!("encrypted::owner::{name}"), move |signers| {
            signed(row, ["user", "owner"], "owner", signers)
        }));
        cases.push(Case::new(format!("encrypted::empty::{name}"), move |signers| {
            signed(row, ["", "owner"], "", signers)
        }));
        cases.push(Case::new(format!("encrypted::lta::{name}"), move |signers| lta(row, signers)));
        if !PYHANKO_CANNOT.contains(&name) {
            cases.push(Case::new(format!("encrypted::pyhanko::{name}"), move |signers| {
                by_pyhanko(row, signers)
            }));
        }
    }
    // Before AES-256 programs differ in how such letters become bytes.
    for row in ROWS.iter().filter(|row| row.3 == "AES-256") {
        let name = row.0;
        cases.push(Case::new(format!("encrypted::vietnamese::{name}"), move |signers| {
            signed(row, [USER, OWNER], USER, signers)
        }));
    }
    for row in ROWS.iter().filter(|row| !PYHANKO_CANNOT.contains(&row.0)) {
        cases.push(Case::new(format!("encrypted::certified::{}", row.0), move |signers| {
            certified(row, signers)
        }));
    }
    cases.push(Case::new("encrypted::permissions", permissions));
    cases.push(Case::new("encrypted::passwords", passwords));
    cases
}

fn encrypt(
    (_, kind, options, _): &Row,
    [user, owner]: [&str; 2],
    more: &[&str],
    output: &Path,
) -> Result<(), Failed> {
    let plain = output.with_extension("plain.pdf");
    fs::write(&plain, pdf(*kind))?;
    let mut command = Command::new("qpdf");
    command.arg("--allow-weak-crypto");
    if *kind == PdfKind::Linearized {
        command.arg("--linearize");
    }
    command.args(["--encrypt", user, owner]).args(*options).args(more).arg("--");
    // Files made by the testkit have an /ID only where they need one.
    let said = run(command.arg(&plain).arg(output))?;
    ensure(output.exists(), || said.whole())
}

/// Writes the password where the options find it.
fn with_password<'a>(
    folder: &Path,
    password: &str,
    file: &'a mut String,
) -> Result<Vec<&'a str>, Failed> {
    if password.is_empty() {
        return Ok(Vec::new());
    }
    let path = folder.join("password");
    fs::write(&path, format!("{password}\n"))?;
    *file = path.display().to_string();
    Ok(vec!["--pdf-password-file", file])
}

/// What others say of a file that is opened by this user's password.
fn judged(
    row: &Row,
    file: &Path,
    password: &str,
    signer: &Files,
    count: usize,
) -> Result<(), Failed> {
    pdfsig(file, password, signer, count)?;
    let mut command = script("judge.py");
    command.arg(file).arg(signer.file("root.pem")).arg(password);
    if PYHANKO_CANNOT.contains(&row.0) {
        let said = run(&mut command)?;
        ensure(said.status != Some(0), || format!("it can now: {}", said.whole()))?;
        return qpdf(file, password);
    }
    let said = succeed(&mut command)?;
    let verdicts: Vec<Value> = serde_json::from_str(&said.stdout)?;
    let good = verdicts.len() == count && verdicts.iter().all(|v| v["bottom_line"] == true);
    ensure(good, || format!("pyHanko, {count} signatures: {verdicts:#?}"))?;
    qpdf(file, password)
}

fn pdfsig(file: &Path, password: &str, signer: &Files, count: usize) -> Result<(), Failed> {
    let mut command = Command::new("pdfsig");
    command.arg("-nssdir").arg(signer.file("nss")).args(["-upw", password]).arg(file);
    let said = run(&mut command)?;
    let lines = |text| said.stdout.matches(text).count();
    let good = lines("Signature is Valid.") == count
        && lines("Certificate is Trusted.") == count
        && lines("Total document signed") == 1;
    ensure(good, || format!("pdfsig, {count} signatures: {}", said.whole()))
}

fn qpdf(file: &Path, password: &str) -> Result<(), Failed> {
    let mut command = Command::new("qpdf");
    succeed(command.arg(format!("--password={password}")).arg("--check").arg(file))?;
    Ok(())
}

/// Signed twice by kyso with one of the passwords.
fn signed(
    row: &Row,
    passwords: [&str; 2],
    password: &str,
    signers: &Signers,
) -> Result<(), Failed> {
    let folder = signers.folder()?;
    let signer = signers.get(KeyKind::Rsa2048)?;
    let path = |number: usize| folder.path().join(format!("{number}.pdf"));
    encrypt(row, passwords, &[], &path(0))?;
    let mut file = String::new();
    let options = with_password(folder.path(), password, &mut file)?;
    for number in 1..=2 {
        let more = ["--reason", "Đồng ý"];
        sign(signer, &path(number - 1), &path(number), &[&options[..], &more[..]].concat())?;
        let (before, after) = (fs::read(path(number - 1))?, fs::read(path(number))?);
        ensure(after.starts_with(&before), || "the original is no prefix".into())?;
        let report = passes_with(&path(number), &[signer], number, &options)?;
        ensure(
            report["encryption"]["method"] == row.3
                && report["signatures"][0]["reason"] == "Đồng ý",
            || format!("{report:#}"),
        )?;
        judged(row, &path(number), passwords[0], signer, number)?;
    }
    Ok(())
}

/// Fields are added, one is certified in, with itself locked or not, and a further signature keeps
/// that valid.
fn certified(row: &Row, signers: &Signers) -> Result<(), Failed> {
    let folder = signers.folder()?;
    let signer = signers.get(KeyKind::Rsa2048)?;
    let path = |number: usize| folder.path().join(format!("{number}.pdf"));
    encrypt(row, ["user", "owner"], &[], &path(0))?;
    let mut file = String::new();
    let options = with_password(folder.path(), "owner", &mut file)?;
    for (number, name) in [(0, "Lãnh đạo"), (1, "Văn thư")] {
        let mut command = kyso();
        command.arg("fields").arg(path(number)).args(&options).args(["add", "--name", name]);
        command.args(["--page", "1", "--rect", "300,100,200,50", "-o"]);
        succeed(command.arg(path(number + 1)))?;
    }
    let certify = ["--field", "Lãnh đạo", "--certify", "forms"];
    for (out, lock) in [(3, &[][..]), (5, &["--lock", "include:Lãnh đạo"])] {
        sign(signer, &path(2), &path(out), &[&options[..], &certify, lock].concat())?;
        let second = [&options[..], &["--field", "Văn thư"]].concat();
        sign(signer, &path(out), &path(out + 1), &second)?;
        let report = passes_with(&path(out + 1), &[signer], 2, &options)?;
        let first = &report["signatures"][0];
        let kept = first["id"] == "Lãnh đạo"
            && first["kind"] == "certification"
            && first["permits"] == "forms"
            && first["modification"] == "form-filling";
        ensure(kept, || format!("{report:#}"))?;
    }
    judged(row, &path(4), "user", signer, 2)?;
    // pyHanko 0.38 ends with an exception where the names that a lock lists are encrypted.
    pdfsig(&path(6), "user", signer, 2)?;
    qpdf(&path(6), "user")
}

/// Signed by pyHanko and then by kyso.
fn by_pyhanko(row: &Row, signers: &Signers) -> Result<(), Failed> {
    let folder = signers.folder()?;
    let signer = signers.get(KeyKind::Rsa2048)?;
    let path = |number: usize| folder.path().join(format!("{number}.pdf"));
    encrypt(row, ["user", "owner"], &[], &path(0))?;
    let mut command = script("sign.py");
    command.arg(path(0)).arg(path(1)).arg("--dir").arg(signer.folder());
    succeed(command.args(["--password", "user", "--visible"]))?;
    let mut file = String::new();
    let options = with_password(folder.path(), "owner", &mut file)?;
    passes_with(&path(1), &[signer], 1, &options)?;
    sign(signer, &path(1), &path(2), &options)?;
    passes_with(&path(2), &[signer], 2, &options)?;
    judged(row, &path(2), "user", signer, 2)
}

/// Signed at B-B and raised to B-LTA, the evidence in the file's own encryption.
fn lta(row: &Row, signers: &Signers) -> Result<(), Failed> {
    let folder = signers.folder()?;
    let world = signers.world(Maker::TestkitP256)?;
    let path = |number: usize| folder.path().join(format!("{number}.pdf"));
    encrypt(row, ["user", "owner"], &[], &path(0))?;
    let mut file = String::new();
    let options = with_password(folder.path(), "user", &mut file)?;
    let level = ["--level", "t", "--tsa", world.tsa()];
    sign(world, &path(0), &path(1), &[&options[..], &level[..]].concat())?;
    let mut command = kyso();
    command.arg("extend").arg(path(1)).args(["--level", "lta", "--tsa", world.tsa()]);
    command.arg("--trust").arg(world.file("root.pem")).args(&options);
    succeed(command.arg("-o").arg(path(2)))?;
    let offline = [&options[..], &["--offline"]].concat();
    let report = passes_with(&path(2), &[world], 2, &offline)?;
    ensure(report["signatures"][0]["level"] == "B-LTA", || format!("{report:#}"))?;
    if PYHANKO_CANNOT.contains(&row.0) {
        return qpdf(&path(2), "user");
    }
    let mut command = script("ades.py");
    command.arg(path(2)).arg(world.file("root.pem")).args(["lta", "user"]);
    let said = succeed(&mut command)?;
    let verdicts: Vec<Value> = serde_json::from_str(&said.stdout)?;
    let good = verdicts.len() == 2 && verdicts.iter().all(|v| v["verdict"] == "OK");
    ensure(good, || format!("pyHanko: {verdicts:#?}\n{}", said.stderr))?;
    qpdf(&path(2), "user")
}

/// What the permissions forbid is refused, unless the caller says to ignore them.
fn permissions(signers: &Signers) -> Result<(), Failed> {
    let folder = signers.folder()?;
    let signer = signers.get(KeyKind::Rsa2048)?;
    let path = |name: &str| folder.path().join(name);
    let row = ("permissions", PdfKind::Classic, &["256"][..], "AES-256");
    encrypt(&row, ["", "owner"], &["--modify=none"], &path("in.pdf"))?;
    let ask = |out: &str, options: &[&str]| {
        let mut command = kyso();
        command.arg("sign").arg(path("in.pdf")).arg("--key").arg(signer.file("key.pem"));
        command.arg("--cert").arg(signer.file("cert.pem"));
        command.arg("--chain").arg(signer.file("chain.pem")).arg("-o").arg(path(out));
        run(command.args(options))
    };
    let said = ask("1.pdf", &[])?;
    let refused = said.status == Some(5) && said.stderr.contains("permissions forbid");
    ensure(refused && !path("1.pdf").exists(), || said.whole())?;
    let said = ask("2.pdf", &["--ignore-permissions"])?;
    let warned = said.status == Some(0) && said.stderr.contains("permissions forbid");
    ensure(warned, || said.whole())?;
    passes_with(&path("2.pdf"), &[signer], 1, &[])?;
    let mut file = String::new();
    let owner = with_password(folder.path(), "owner", &mut file)?;
    let said = ask("3.pdf", &owner)?;
    ensure(said.status == Some(0) && said.stderr.is_empty(), || said.whole())?;
    judged(&row, &path("3.pdf"), "", signer, 1)
}

/// A password that is missing or wrong opens nothing, and the error says what to do.
fn passwords(signers: &Signers) -> Result<(), Failed> {
    let folder = signers.folder()?;
    let signer: &Signer = signers.get(KeyKind::Rsa2048)?;
    let path = |name: &str| folder.path().join(name);
    let row = ("passwords", PdfKind::Classic, &["256"][..], "AES-256");
    encrypt(&row, ["user", "owner"], &[], &path("in.pdf"))?;
    let mut file = String::new();
    let right = with_password(folder.path(), "user", &mut file)?;
    sign(signer, &path("in.pdf"), &path("out.pdf"), &right)?;
    let (status, report) = verify_with(&path("out.pdf"), &[signer], &[])?;
    ensure(status == 5, || format!("{report:#}"))?;
    let mut command = kyso();
    command.arg("verify").arg(path("out.pdf")).args(["--pdf-password-env", "WRONG"]);
    let said = run(command.env("WRONG", "not-it"))?;
    let told = said.status == Some(5) && !said.whole().contains("not-it");
    ensure(told, || said.whole())?;
    // With the empty user's password nothing is asked.
    encrypt(&row, ["", "owner"], &[], &path("open.pdf"))?;
    sign(signer, &path("open.pdf"), &path("open-out.pdf"), &[])?;
    indeterminate_without_trust(&path("open-out.pdf"))
}
