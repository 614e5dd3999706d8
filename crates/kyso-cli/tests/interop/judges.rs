//! The outside judges of what kyso signed.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use kyso_testkit::attacks::text::{Spot, signatures};
use kyso_testkit::pdf::PdfKind;
use libtest_mimic::Failed;
use serde_json::Value;

use crate::signer::Files;
use crate::tools::{ensure, run, script, succeed};
use crate::world::World;

/// pdfsig: every signature valid and trusted, the last one over the whole document.
pub(crate) fn pdfsig(file: &Path, signer: &Files, count: usize) -> Result<(), Failed> {
    let mut command = Command::new("pdfsig");
    let said = run(command.arg("-nssdir").arg(signer.file("nss")).arg(file))?;
    let lines = |text| said.stdout.matches(text).count();
    let good = lines("Signature is Valid.") == count
        && lines("Certificate is Trusted.") == count
        && lines("Total document signed") == 1;
    ensure(good, || format!("pdfsig, {count} signatures: {}", said.whole()))
}

/// pdfsig: every signature valid and trusted, every document time-stamp seen; to judge these it
/// has not learnt.
pub(crate) fn pdfsig_with_stamps(
    file: &Path,
    world: &World,
    count: usize,
    stamps: usize,
) -> Result<(), Failed> {
    let mut command = Command::new("pdfsig");
    let said = run(command.arg("-nssdir").arg(world.file("nss")).arg(file))?;
    let lines = |text| said.stdout.matches(text).count();
    let good = lines("Signature #") == count + stamps
        && lines("Signature is Valid.") == count
        && lines("Certificate is Trusted.") == if world.pdfsig_trusts() { count } else { 0 }
        && lines("Signature has not yet been verified.") == stamps;
    ensure(good, || format!("pdfsig, {count} signatures, {stamps} stamps: {}", said.whole()))
}

/// pyHanko by EN 319 102-1, revocation required everywhere: every signature passes. From `lt` on
/// the file alone has to be enough; at `lta` also years after the certificates expired, its
/// time-stamps renewed until then.
pub(crate) fn pyhanko_ades(
    file: &Path,
    signer: &Files,
    level: &str,
    count: usize,
) -> Result<(), Failed> {
    let mut command = script("ades.py");
    let said = succeed(command.arg(file).arg(signer.file("root.pem")).arg(level))?;
    let verdicts: Vec<Value> = serde_json::from_str(&said.stdout)?;
    let expected = if level == "lta" { 2 * count } else { count };
    let good = verdicts.len() == expected && verdicts.iter().all(|v| v["verdict"] == "OK");
    ensure(good, || format!("pyHanko, {level}: {verdicts:#?}\n{}", said.stderr))
}

/// openssl accepts every time-stamp token, of signatures and of documents, over what it stamps.
pub(crate) fn openssl_ts(
    file: &Path,
    signer: &Files,
    count: usize,
    folder: &Path,
) -> Result<(), Failed> {
    let said = succeed(script("tokens.py").arg(file).arg(folder))?;
    let found = said.stdout.trim();
    ensure(found == count.to_string(), || format!("{found} of {count} tokens found"))?;
    for number in 0..count {
        let part = |end| folder.join(format!("{number}.{end}"));
        let mut command = Command::new("openssl");
        command.args(["ts", "-verify", "-token_in", "-in"]).arg(part("tst"));
        command.arg("-data").arg(part("data")).arg("-CAfile").arg(signer.file("root.pem"));
        succeed(command.arg("-untrusted").arg(signer.file("chain.pem")))?;
    }
    Ok(())
}

/// pyHanko: every signature intact, valid and trusted, the last one over the whole file, and no
/// change after an earlier one that it does not allow.
pub(crate) fn pyhanko(file: &Path, signer: &Files, count: usize) -> Result<(), Failed> {
    let said = succeed(script("judge.py").arg(file).arg(signer.file("root.pem")))?;
    let verdicts: Vec<Value> = serde_json::from_str(&said.stdout)?;
    let good = verdicts.len() == count
        && verdicts.iter().all(|v| {
            ["intact", "valid", "trusted", "bottom_line"].iter().all(|key| v[key] == true)
        })
        && verdicts.last().is_some_and(|v| v["coverage"] == "ENTIRE_FILE");
    ensure(good, || format!("pyHanko, {count} signatures: {verdicts:#?}"))
}

/// pyHanko cannot read a file whose offsets do not count from its first byte, and so gives no
/// verdict. When it learns to, this fails and the case moves to [`pyhanko`].
pub(crate) fn pyhanko_cannot_read(file: &Path, signer: &Files) -> Result<(), Failed> {
    let said = run(script("judge.py").arg(file).arg(signer.file("root.pem")))?;
    ensure(said.status != Some(0), || format!("it can now: {}", said.whole()))
}

/// openssl accepts the CMS of the first signatures, so many, over the bytes that their /ByteRange
/// names.
pub(crate) fn openssl(
    file: &Path,
    signer: &Files,
    count: usize,
    folder: &Path,
) -> Result<(), Failed> {
    let bytes = fs::read(file)?;
    let spots = signatures(&bytes);
    ensure(spots.len() >= count, || format!("{} of {count} signatures found", spots.len()))?;
    for spot in spots.into_iter().take(count) {
        let (cms, content) = (folder.join("cms.der"), folder.join("content.bin"));
        fs::write(&cms, contents(&bytes, &spot)?)?;
        fs::write(&content, covered(&bytes, &spot)?)?;
        let mut command = Command::new("openssl");
        command.args(["cms", "-verify", "-binary", "-inform", "DER", "-purpose", "any"]);
        command.arg("-CAfile").arg(signer.file("root.pem")).arg("-in").arg(&cms);
        command.arg("-content").arg(&content).args(["-out", "/dev/null"]);
        succeed(&mut command)?;
    }
    Ok(())
}

/// The bytes of /Contents, padding included: openssl reads the first element alone.
fn contents(bytes: &[u8], spot: &Spot) -> Result<Vec<u8>, Failed> {
    let string = bytes.get(spot.contents.clone()).ok_or("the gap is beyond the file")?;
    let digits = string.strip_prefix(b"<").and_then(|s| s.strip_suffix(b">"));
    let digits = digits.ok_or("the gap is not one hex string")?;
    let digit = |b: &u8| char::from(*b).to_digit(16);
    let nibbles: Option<Vec<u32>> = digits.iter().map(digit).collect();
    let nibbles = nibbles.ok_or("the gap is not hexadecimal")?;
    Ok(nibbles.chunks(2).map(|pair| pair.iter().fold(0, |byte, n| byte << 4 | *n as u8)).collect())
}

fn covered(bytes: &[u8], spot: &Spot) -> Result<Vec<u8>, Failed> {
    let [a, b, c, d] = spot.byte_range.map(|number| usize::try_from(number).unwrap_or(usize::MAX));
    let part = |start: usize, len: usize| bytes.get(start..start.saturating_add(len));
    let (Some(first), Some(second)) = (part(a, b), part(c, d)) else {
        return Err("the /ByteRange is beyond the file".into());
    };
    Ok([first, second].concat())
}

/// qpdf --check says of the output nothing that it did not say of the input.
pub(crate) fn qpdf(input: &Path, output: &Path) -> Result<(), Failed> {
    let complaints = |file: &Path| -> Result<(Option<i32>, BTreeSet<String>), Failed> {
        let said = run(Command::new("qpdf").arg("--check").arg(file))?;
        let lines = said.stdout.lines().chain(said.stderr.lines());
        let lines = lines.filter(|line| line.contains("WARNING") || line.contains("ERROR"));
        // What differs by nature: the file's name and offsets.
        let name = file.display().to_string();
        let plain = |line: &str| -> String {
            line.replace(&name, "").chars().filter(|c| !c.is_ascii_digit()).collect()
        };
        Ok((said.status, lines.map(plain).collect()))
    };
    let (before, known) = complaints(input)?;
    let (after, now) = complaints(output)?;
    let new: Vec<_> = now.difference(&known).collect();
    ensure(new.is_empty() && after <= before, || format!("qpdf {before:?} -> {after:?}: {new:#?}"))
}

/// Every judge, on a file of this kind signed by one signer this many times.
pub(crate) fn all(
    kind: PdfKind,
    input: &Path,
    file: &Path,
    signer: &Files,
    count: usize,
) -> Result<(), Failed> {
    let folder = file.parent().ok_or("a file has a folder")?;
    pdfsig(file, signer, count)?;
    match kind {
        PdfKind::LeadingBytes => pyhanko_cannot_read(file, signer)?,
        _ => pyhanko(file, signer, count)?,
    }
    openssl(file, signer, count, folder)?;
    qpdf(input, file)
}
