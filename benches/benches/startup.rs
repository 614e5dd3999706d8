//! Whole processes: how long the command takes to start, to make a first signature, and to sign a
//! thousand papers on one and two cores, beside other programs and beside ring alone.
//!
//! `cargo build --release -p kyso-cli && cargo bench -p kyso-benches --bench startup`; the words
//! `--papers 1000 --rounds 7 --folder /dev/shm` behind `--` change what is done and where. Other
//! programs that are not there are left out: openssl, pdfsig with certutil and pk12util, and pyHanko
//! of `KYSO_PYTHON`. Rounds take turns; shown is the median. Nothing is asserted.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};
use std::{env, fs};

use kyso_testkit::pdf::{PdfKind, pdf};
use kyso_testkit::{KeyKind, P12Kind, Pki};
use ring::rand::SystemRandom;
use ring::signature::{RSA_PKCS1_SHA256, RsaKeyPair};

/// Signed attributes with a chain's names are about this long.
const ATTRIBUTES: usize = 300;

/// Signs with pyHanko as its documentation does.
const PYHANKO: &str = "
import sys
from pyhanko.sign import signers
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
signer = signers.SimpleSigner.load('key.pem', 'cert.pem', ca_chain_files=('chain.pem',))
with open('in.pdf', 'rb') as file:
    out = signers.sign_pdf(IncrementalPdfFileWriter(file),
                           signers.PdfSignatureMetadata(field_name='S'), signer=signer)
open('pyhanko.pdf', 'wb').write(out.getbuffer())
";

fn main() {
    let option = |name: &str, usual: &str| {
        let all: Vec<String> = env::args().collect();
        let at = all.iter().position(|word| word == name);
        at.and_then(|at| all.get(at + 1).cloned()).unwrap_or_else(|| usual.to_owned())
    };
    let papers: usize = option("--papers", "1000").parse().expect("a number");
    let rounds: usize = option("--rounds", "7").parse().expect("a number");
    let folder = tempfile::tempdir_in(option("--folder", "/tmp")).expect("a folder");
    let folder = folder.path();
    let signer = Pki::new(KeyKind::Rsa2048).signer;
    let put = |name: &str, bytes: &[u8]| fs::write(folder.join(name), bytes).expect("written");
    put("in.pdf", &pdf(PdfKind::Classic));
    put("key.pem", signer.key_pem().as_bytes());
    put("cert.pem", signer.cert_pem().as_bytes());
    put("chain.pem", signer.chain_pem().as_bytes());
    put("me.p12", &signer.p12("kyso", P12Kind::Aes256));
    put("pass", b"kyso\n");
    starts(folder, rounds * 5);
    let key = RsaKeyPair::from_pkcs8(&signer.key_pkcs8_der).expect("a key");
    batches(folder, &key, papers, rounds);
}

fn kyso() -> PathBuf {
    let target = env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target");
    target.unwrap_or(root).join("release/kyso")
}

/// A call in `folder`, its words as in a shell without quotes.
fn call(folder: &Path, program: impl AsRef<std::ffi::OsStr>, words: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.current_dir(folder).args(words).env("KYSO_STATE", folder.join("state"));
    command.env("KYSO_TRUST_STORE", folder.join("trust"));
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// Milliseconds from start to end; `None` where it cannot be run.
fn took(mut command: Command) -> Option<f64> {
    let begun = Instant::now();
    let ended = command.status().ok()?;
    ended.success().then(|| begun.elapsed().as_secs_f64() * 1e3)
}

fn median(mut all: Vec<f64>) -> Option<f64> {
    all.sort_by(f64::total_cmp);
    all.get(all.len() / 2).copied()
}

/// Median milliseconds of each, in turn.
fn in_turn(rounds: usize, calls: &[&dyn Fn() -> Command]) -> Vec<Option<f64>> {
    let mut times = vec![Vec::new(); calls.len()];
    for _ in 0..rounds {
        for (call, times) in calls.iter().zip(&mut times) {
            times.extend(took(call()));
        }
    }
    times.into_iter().map(median).collect()
}

fn starts(folder: &Path, rounds: usize) {
    let python = env::var_os("KYSO_PYTHON").unwrap_or_else(|| "python3".into());
    let kyso = kyso();
    println!("| ms, whole process | kyso | pdfsig | openssl | pyHanko |\n|---|---|---|---|---|");
    let times = in_turn(
        rounds,
        &[
            &|| call(folder, &kyso, &["--version"]),
            &|| call(folder, "pdfsig", &["-v"]),
            &|| call(folder, "openssl", &["version"]),
            &|| call(folder, &python, &["-c", "import pyhanko.sign.signers"]),
        ],
    );
    row("`--version`", &times);
    nss(folder);
    let sign = ["sign", "in.pdf", "-o", "out.pdf", "--force"];
    let pem = [&sign[..], &["--key", "key.pem", "--cert", "cert.pem", "--chain", "chain.pem"]];
    let p12 = [&sign[..], &["--p12", "me.p12", "--passphrase-file", "pass"]];
    let (pem, p12) = (pem.concat(), p12.concat());
    let nss = ["-nssdir", "nss", "-add-signature", "-nick", "kyso", "in.pdf", "pdfsig.pdf"];
    let cms = ["cms", "-sign", "-binary", "-cades", "-in", "in.pdf", "-inkey", "key.pem"];
    let cms = [&cms[..], &["-signer", "cert.pem", "-outform", "DER", "-out", "openssl.p7s"]];
    let cms = cms.concat();
    let times = in_turn(
        rounds,
        &[
            &|| call(folder, &kyso, &pem),
            &|| call(folder, "pdfsig", &nss),
            &|| call(folder, "openssl", &cms),
            &|| call(folder, &python, &["-c", PYHANKO]),
            &|| call(folder, &kyso, &p12),
        ],
    );
    row("a first signature, RSA-2048, PEM", &times[..4]);
    row("the same, PKCS#12", &times[4..]);
}

/// The key where pdfsig looks for it; without NSS's tools pdfsig is left out.
fn nss(folder: &Path) {
    let _ = fs::create_dir(folder.join("nss"));
    let import = ["-i", "me.p12", "-d", "nss", "-W", "kyso", "-K", ""];
    let _ = call(folder, "certutil", &["-N", "-d", "nss", "--empty-password"]).status();
    let _ = call(folder, "pk12util", &import).status();
}

fn row(name: &str, times: &[Option<f64>]) {
    let own = times.first().copied().flatten();
    let cells = (0..4).map(|at| match (times.get(at).copied().flatten(), own) {
        (Some(time), Some(own)) if at > 0 => format!("{time:.1} ({:.1} times)", time / own),
        (Some(time), _) => format!("{time:.1}"),
        (None, _) => String::new(),
    });
    println!("| {name} | {} |", cells.collect::<Vec<_>>().join(" | "));
}

/// Signatures a second by ring alone, on so many threads.
fn bare(key: &RsaKeyPair, threads: usize) -> f64 {
    const SPAN: Duration = Duration::from_millis(400);
    let begun = Instant::now();
    let work = || {
        let (random, mut value, mut count) = (SystemRandom::new(), vec![0; 256], 0_u32);
        while begun.elapsed() < SPAN {
            let message = [0x5a; ATTRIBUTES];
            key.sign(&RSA_PKCS1_SHA256, &random, &message, &mut value).expect("it signs");
            count += 1;
        }
        count
    };
    let total: u32 = thread::scope(|scope| {
        let all: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        all.into_iter().map(|one| one.join().expect("it ends")).sum()
    });
    f64::from(total) / begun.elapsed().as_secs_f64()
}

fn batches(folder: &Path, key: &RsaKeyPair, papers: usize, rounds: usize) {
    let inbox = folder.join("inbox");
    fs::create_dir(&inbox).expect("a folder");
    for number in 0..papers {
        let paper = pdf(PdfKind::Classic);
        fs::write(inbox.join(format!("{number}.pdf")), paper).expect("written");
    }
    let kyso = kyso();
    let key_files = ["--key", "key.pem", "--cert", "cert.pem", "--chain", "chain.pem"];
    let rate = |jobs: &str| {
        let begun = ["sign", "inbox", "--out-dir", "out", "--jobs", jobs];
        let time = took(call(folder, &kyso, &[&begun[..], &key_files].concat()));
        let _ = fs::remove_dir_all(folder.join("out"));
        let _ = fs::remove_dir_all(folder.join("state"));
        papers as f64 / (time.expect("kyso is built and signs") / 1e3)
    };
    let mut all: [Vec<f64>; 4] = Default::default();
    for _ in 0..rounds {
        all[0].push(rate("1"));
        all[1].push(bare(key, 1));
        all[2].push(rate("2"));
        all[3].push(bare(key, 2));
    }
    let ratios = |a: usize, b: usize| {
        let each = all[a].iter().zip(&all[b]).map(|(one, other)| one / other);
        median(each.collect()).unwrap_or_default()
    };
    let [one, bare_one, two, bare_two] =
        [0, 1, 2, 3].map(|at| median(all[at].clone()).unwrap_or_default());
    println!(
        "\n| {papers} papers, RSA-2048, signatures a second | batch | ring alone | of it |\n|---|---|---|---|"
    );
    println!("| one core | {one:.0} | {bare_one:.0} | {:.0} % |", ratios(0, 1) * 100.0);
    println!("| two cores | {two:.0} | {bare_two:.0} | {:.0} % |", ratios(2, 3) * 100.0);
    println!("| two to one | {:.2} | {:.2} | |", ratios(2, 0), ratios(3, 1));
}
