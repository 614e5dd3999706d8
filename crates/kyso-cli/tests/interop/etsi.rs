//! `verify --report etsi` against the schema of ETSI TS 119 102-2, which is not ours to ship: it is
//! found by `KYSO_VECTORS`, else at `../shared/vectors` from the project's root, and where it is
//! not, the cases are reported as ignored.

use std::fs;
use std::path::{Path, PathBuf};

use kyso_testkit::attacks::flip;
use kyso_testkit::pdf::{PdfKind, pdf};
use kyso_testkit::xml::{XmlKind, xml};
use libtest_mimic::Failed;

use crate::Case;
use crate::kyso::{kyso, sign};
use crate::signer::Signers;
use crate::tools::{ensure, run, script, succeed};
use crate::world::{Maker, World};

/// What is validated.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum State {
    Passed,
    Failed,
    Indeterminate,
    Unsigned,
}

impl State {
    const ALL: [Self; 4] = [Self::Passed, Self::Failed, Self::Indeterminate, Self::Unsigned];

    fn name(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::Indeterminate => "indeterminate",
            Self::Unsigned => "unsigned",
        }
    }

    /// The main indication and the exit status.
    fn expected(self) -> (&'static str, i32) {
        match self {
            Self::Passed => ("urn:etsi:019102:mainindication:total-passed", 0),
            Self::Failed => ("urn:etsi:019102:mainindication:total-failed", 1),
            Self::Indeterminate => ("urn:etsi:019102:mainindication:indeterminate", 4),
            Self::Unsigned => ("urn:cef:dss:mainindication:noSignatureFound", 3),
        }
    }
}

/// Every case of this file.
pub(crate) fn cases() -> Vec<Case> {
    let schemas = schemas();
    let mut cases = Vec::new();
    for format in ["pdf", "xml"] {
        for state in State::ALL {
            for level in ["b", "t", "lt", "lta"] {
                if state == State::Unsigned && level != "b" {
                    continue;
                }
                let name = format!("report::etsi::{format}::{level}::{}", state.name());
                let folder = schemas.clone();
                let case = Case::new(name, move |signers| {
                    let folder = folder.as_deref().ok_or("the schema is not at hand")?;
                    let world = signers.world(Maker::TestkitP256)?;
                    validates(world, signers, folder, (format, level, state))
                });
                cases.push(Case { ignored: schemas.is_none(), ..case });
            }
        }
    }
    cases
}

fn schemas() -> Option<PathBuf> {
    let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/vectors");
    let vectors = std::env::var_os("KYSO_VECTORS").map_or_else(beside, PathBuf::from);
    Some(vectors.join("etsi-102-2")).filter(|folder| folder.is_dir())
}

fn validates(
    world: &World,
    signers: &Signers,
    schemas: &Path,
    (format, level, state): (&str, &str, State),
) -> Result<(), Failed> {
    let folder = signers.folder()?;
    let path = |name: &str| folder.path().join(format!("{name}.{format}"));
    let (input, judged) = (path("in"), path("judged"));
    fs::write(&input, if format == "pdf" { pdf(PdfKind::Classic) } else { xml(XmlKind::Invoice) })?;
    let tsa = ["--level", level, "--tsa", world.tsa()];
    match state {
        State::Unsigned => fs::write(&judged, fs::read(&input)?)?,
        _ if level == "b" => sign(world, &input, &judged, &[])?,
        _ => sign(world, &input, &judged, &tsa)?,
    }
    if state == State::Failed {
        let bytes = fs::read(&judged)?;
        let altered = match format {
            "pdf" => flip(&bytes, 100),
            _ => String::from_utf8_lossy(&bytes).replacen("18656000", "1", 1).into_bytes(),
        };
        ensure(altered != bytes, || "nothing was altered".into())?;
        fs::write(&judged, altered)?;
    }
    let report = folder.path().join("report.xml");
    let mut command = kyso();
    command.arg("verify").arg(&judged).args(["--report", "etsi", "-o"]).arg(&report);
    if state != State::Indeterminate {
        command.arg("--trust").arg(world.file("root.pem"));
    }
    let said = run(&mut command)?;
    let (indication, status) = state.expected();
    ensure(said.status == Some(status), || said.whole())?;
    let text = fs::read_to_string(&report)?;
    // Time-stamps have reports of their own among the objects.
    let first = text.split("<SignatureValidationObjects>").next().unwrap_or_default();
    ensure(first.contains(&format!("<MainIndication>{indication}</")), || text.clone())?;
    ensure(first.contains("</SignatureIdentifier>") == (state != State::Unsigned), || {
        text.clone()
    })?;
    succeed(script("etsi.py").arg(schemas).arg(&report))?;
    Ok(())
}
