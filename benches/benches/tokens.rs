//! A batch signed by a SoftHSM token, beside the token's own signing alone: what kyso adds to a
//! file. Needs softhsm2-util and pkcs11-tool, and a release build of the command.
//!
//! `cargo build --release -p kyso-cli && cargo bench -p kyso-benches --bench tokens`; the words
//! `--files 500 --rounds 7 --folder /dev/shm` behind `--` change what is done and where.
//!
//! Rounds take turns: the token alone, the command's batch, a batch of one. Shown is the median,
//! wall-clock and CPU (from /proc, in ticks of 10 ms). Nothing is asserted.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;
use std::{env, fs};

use kyso::SigningKey as _;
use kyso::key::ToBeSigned;
use kyso_pkcs11::{PinPurpose, PinSource, Pkcs11Uri, Places, Token, search};
use kyso_testkit::pdf::{PdfKind, pdf};
use kyso_testkit::softhsm::SoftHsm;
use kyso_testkit::{Identity, KeyKind, Pki};
use zeroize::Zeroizing;

const PIN: &str = "73916482";

/// Signed attributes with a chain's names are about this long.
const ATTRIBUTES: usize = 300;

struct Known;

impl PinSource for Known {
    fn pin(&mut self, _: &Token, _: PinPurpose) -> Option<Zeroizing<String>> {
        Some(Zeroizing::new(PIN.to_owned()))
    }
}

/// Seconds on the clock and on the processor.
#[derive(Clone, Copy)]
struct Took {
    wall: f64,
    cpu: f64,
}

fn main() {
    let option = |name: &str, usual: &str| {
        let all: Vec<String> = env::args().collect();
        let at = all.iter().position(|word| word == name);
        at.and_then(|at| all.get(at + 1).cloned()).unwrap_or_else(|| usual.to_owned())
    };
    let files: usize = option("--files", "500").parse().expect("a number");
    let rounds: usize = option("--rounds", "7").parse().expect("a number");
    let folder = tempfile::tempdir_in(option("--folder", "/tmp")).expect("a folder");
    // SoftHSM reads its configuration from the environment, which only a new process can have.
    if env::var_os("SOFTHSM2_CONF").is_none() {
        let conf = folder.path().join("softhsm2.conf");
        let mut again = Command::new(env::current_exe().expect("a path"));
        let ended = again.args(env::args().skip(1)).env("SOFTHSM2_CONF", conf).status();
        assert!(ended.expect("it runs again").success());
        return;
    }
    let conf = env::var_os("SOFTHSM2_CONF").map(PathBuf::from).expect("it was set above");
    let folder = conf.parent().expect("a folder");
    println!(
        "| {files} files, ms a file | token alone | batch | beyond the token | CPU beyond it |"
    );
    println!("|---|---|---|---|---|");
    // All tokens first: a module that is loaded does not see those that come later.
    let keys = [KeyKind::Rsa2048, KeyKind::P256].map(|kind| {
        let signer = Pki::new(kind).signer;
        let hsm = SoftHsm::new(folder, kind.name(), PIN).expect("SoftHSM");
        hsm.import(&signer, "01").expect("a key");
        (signer, hsm)
    });
    for (signer, hsm) in &keys {
        measure(folder, signer, hsm, files, rounds);
    }
}

fn measure(folder: &Path, signer: &Identity, hsm: &SoftHsm, files: usize, rounds: usize) {
    let inputs: Vec<PathBuf> = (0..files).map(|n| folder.join(format!("{n}.pdf"))).collect();
    for input in &inputs {
        fs::write(input, pdf(PdfKind::Classic)).expect("a file");
    }
    fs::write(folder.join("chain.pem"), signer.chain_pem()).expect("a file");
    fs::write(folder.join("pin"), PIN).expect("a file");
    let text = hsm.uri();
    let uri: Pkcs11Uri = text.parse().expect("a URI");
    let key = search(&uri, &Places::of_system(None)).only().expect("a key");
    let key = key.open(Box::new(Known)).expect("a token that is logged in");
    let algorithm = key.algorithms()[0];
    let tbs = ToBeSigned::new(algorithm, vec![7; ATTRIBUTES]);
    let (mut alone, mut batch, mut beyond, mut cpu_beyond) = (vec![], vec![], vec![], vec![]);
    for _ in 0..rounds {
        let token = took(|| (0..files).for_each(|_| drop(key.sign(&tbs).expect("a value"))));
        let command = took(|| sign(folder, &text, &inputs));
        let out = folder.join("out");
        assert_eq!(fs::read_dir(&out).expect("a folder").count(), files);
        fs::remove_dir_all(out).expect("a folder");
        let each = |seconds: f64| 1000.0 * seconds / files as f64;
        alone.push(each(token.wall));
        batch.push(each(command.wall));
        beyond.push(each(command.wall - token.wall));
        cpu_beyond.push(each(command.cpu - token.cpu));
    }
    let shown = [alone, batch, beyond, cpu_beyond].map(|all| format!("{:.3}", median(all)));
    println!("| {} | {} |", algorithm.name(), shown.join(" | "));
}

fn sign(folder: &Path, uri: &str, inputs: &[PathBuf]) {
    let out = folder.join("out");
    let mut command = Command::new(kyso());
    command.arg("sign").args(inputs).args(["--pkcs11", uri, "--quiet", "--chain"]);
    command.arg(folder.join("chain.pem")).arg("--passphrase-file").arg(folder.join("pin"));
    let ended = command.arg("--out-dir").arg(&out).stdin(Stdio::null()).status();
    assert!(ended.expect("kyso").success());
}

fn kyso() -> PathBuf {
    let built = concat!(env!("CARGO_MANIFEST_DIR"), "/../target/release/kyso");
    env::var_os("KYSO_BIN").map_or_else(|| PathBuf::from(built), PathBuf::from)
}

fn took(work: impl FnOnce()) -> Took {
    let (begun, before) = (Instant::now(), processor());
    work();
    Took { wall: begun.elapsed().as_secs_f64(), cpu: processor() - before }
}

/// Seconds of this process and of those it waited for (proc(5): fields 14 to 17).
fn processor() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").expect("Linux");
    let after_name = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    let ticks = after_name.split_whitespace().skip(11).take(4);
    ticks.map(|field| field.parse::<f64>().expect("a number")).sum::<f64>() / 100.0
}

fn median(mut all: Vec<f64>) -> f64 {
    all.sort_by(f64::total_cmp);
    all[all.len() / 2]
}
