//! Other programs judge what kyso signs, and kyso judges what they sign.
//!
//! The cases run when `KYSO_INTEROP=1` is set; a program that is missing then is a failure. They
//! need pdfsig, NSS tools, qpdf, openssl and a Python with pyHanko and certomancer
//! (`KYSO_PYTHON`, else `python3`); for XML xmlsec1, a JDK, signxml in the same Python, and Node
//! with xml-crypto (`NODE_PATH`); LibreOffice's soffice; pdftoppm and mutool for how files look;
//! softhsm2-util and pkcs11-tool for tokens, tmux for screens, and `cc` for tokens that SoftHSM is not. `KYSO_CORPUS` names folders of PDFs to sign as well,
//! with `:` between; `KYSO_VERAPDF` the folder of veraPDF's jars. `KYSO_BIN` names another build of
//! kyso to judge.

mod appearance;
mod archival;
mod archival_looks;
mod at_text;
mod cades;
mod containers;
mod disk;
mod disk_batch;
mod doctor;
mod encrypted;
mod etsi;
mod fields;
mod flow;
mod inbox;
mod judges;
mod key_command;
mod kit;
mod kyso;
mod levels;
mod looks;
mod ours;
mod paper;
mod picture;
mod pkcs11;
mod pkcs11_shim;
mod roles;
mod signer;
mod sizes;
mod structures;
mod theirs;
mod tmux;
mod tools;
mod world;
mod xml;

use std::process::ExitCode;
use std::sync::Arc;

use libtest_mimic::{Arguments, Failed, Trial};

use crate::signer::Signers;

/// What every case shares: the signers, minted once, in a folder that is removed at the end.
type Shared = Arc<Signers>;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let wanted = std::env::var_os("KYSO_INTEROP").is_some_and(|value| value == "1");
    let shared: Shared = Arc::new(Signers::new());
    let trials = [
        at_text::cases(),
        cades::cases(),
        containers::cases(),
        appearance::cases(),
        disk::cases(),
        disk_batch::cases(),
        kit::cases(),
        ours::cases(),
        theirs::cases(),
        levels::cases(),
        xml::cases(),
        etsi::cases(),
        structures::cases(),
        sizes::cases(),
        encrypted::cases(),
        fields::cases(),
        archival::cases(),
        archival_looks::cases(),
        pkcs11::cases(),
        key_command::cases(),
        doctor::cases(),
        pkcs11_shim::cases(),
        flow::cases(),
        inbox::cases(),
        looks::cases(),
        roles::cases(),
    ]
    .concat();
    let trials = trials.into_iter().map(|case| {
        let shared = shared.clone();
        Trial::test(case.name, move || (case.run)(&shared))
            .with_ignored_flag(!wanted || case.ignored)
    });
    let conclusion = libtest_mimic::run(&arguments, trials.collect());
    drop(shared);
    conclusion.exit_code()
}

type Run = dyn Fn(&Signers) -> Result<(), Failed> + Send + Sync;

/// One named case.
#[derive(Clone)]
struct Case {
    name: String,
    run: Arc<Run>,
    /// What it needs is not at hand.
    ignored: bool,
}

impl Case {
    fn new(
        name: impl Into<String>,
        run: impl Fn(&Signers) -> Result<(), Failed> + Send + Sync + 'static,
    ) -> Self {
        Self { name: name.into(), run: Arc::new(run), ignored: false }
    }
}
