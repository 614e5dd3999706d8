//! PDF/A with signatures that are seen: veraPDF judges each, or kyso refused and said why.

use std::fs;
use std::path::PathBuf;

use kyso_testkit::KeyKind;
use kyso_testkit::pdf::{ARCHIVAL, archival, archival_with_intent};
use libtest_mimic::Failed;

use crate::Case;
use crate::archival::conform;
use crate::kyso::{kyso, passes, sign};
use crate::paper::sample;
use crate::signer::Signers;
use crate::tools::{ensure, run};

/// Looks by name, with their options; `PICTURE` stands for one with a transparent ground.
const LOOKS: [(&str, &[&str]); 5] = [
    ("text-and-image", &["--profile", "text-and-image", "--image", PICTURE]),
    ("leader", &["--image", PICTURE, "--rect", "300,100,127,57"]),
    ("text", &["--profile", "text-and-image"]),
    ("ground", &["--visible", "--background", "#eef4ff", "--border", "blue", "--font-size", "8"]),
    ("qr", &["--qr", "https://example.org/1", "--text-color", "#003060", "--text", "{signer}"]),
];

const PICTURE: &str = "signature.png";

/// Every case of this file.
pub(crate) fn cases() -> Vec<Case> {
    let ignored = std::env::var_os("KYSO_VERAPDF").is_none();
    let case = |level: &'static str| Case {
        ignored,
        ..Case::new(format!("pdf_a::looks::{level}"), move |signers| looks(signers, level))
    };
    ARCHIVAL.iter().map(|level| case(level)).collect()
}

/// Every look keeps the level; but for one that is seen through in part 1, which knows none, and
/// in a document whose colours nobody says.
fn looks(signers: &Signers, level: &str) -> Result<(), Failed> {
    let (folder, signer) = (signers.folder()?, signers.get(KeyKind::P256)?);
    let path = |name: &str| folder.path().join(name).with_extension("pdf");
    let picture = sample(PICTURE).display().to_string();
    let mut made: Vec<PathBuf> = Vec::new();
    for (paper, bytes) in [("intent", archival_with_intent(level)), ("none", archival(level))] {
        fs::write(path(paper), bytes)?;
        made.push(path(paper));
        for (name, options) in LOOKS {
            let out = path(&format!("{paper}-{name}"));
            let told = match (options.contains(&PICTURE), paper) {
                (true, _) if level.starts_with('1') => "transparency",
                (true, "none") => "output intent",
                _ => "",
            };
            let own = |one: &&'static str| if *one == PICTURE { picture.as_str() } else { one };
            let options: Vec<&str> = options.iter().map(own).collect();
            if told.is_empty() {
                sign(signer, &path(paper), &out, &options)?;
                let report = passes(&out, &[signer], 1)?;
                ensure(report["pdf_a"] == level, || format!("{name}: {report:#}"))?;
                made.push(out);
                continue;
            }
            let mut command = kyso();
            command.arg("sign").arg(path(paper)).arg("--key").arg(signer.file("key.pem"));
            command.arg("--cert").arg(signer.file("cert.pem")).args(&options);
            let said = run(command.arg("-o").arg(&out))?;
            let refused = said.status == Some(5) && said.stderr.contains(told) && !out.exists();
            ensure(refused, || format!("{paper}, {name}: {}", said.whole()))?;
        }
    }
    conform(level, &made)
}
