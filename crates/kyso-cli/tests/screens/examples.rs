//! Every example of every help, in both languages, run in a folder that has what it names.

use std::collections::BTreeSet;
use std::fs;
use std::sync::Arc;

use kyso_testkit::pdf::paged_pdf;
use kyso_testkit::{Hash, SigAlg};
use libtest_mimic::{Failed, Trial};

use crate::case::{self, Lang};
use crate::scene::Scene;
use crate::world::World;

/// The names of the Vietnamese examples, and those of the world for the same.
const NAMES: [(&str, &str); 21] = [
    ("bang-ke.csv", "list.csv"),
    ("hop-dong.signed.pdf", "contract.signed.pdf"),
    ("hop-dong.pdf", "contract.pdf"),
    ("cong-van.pdf", "letter.pdf"),
    ("cong-van-di", "inbox"),
    ("cong-van-den", "inbox"),
    ("luu-tru", "archive"),
    ("toi.p12", "me.p12"),
    ("toi.key.pem", "me.key.pem"),
    ("toi.pem", "me.pem"),
    ("chuoi.pem", "chain.pem"),
    ("lanh-dao.pem", "leader.pem"),
    ("ca-goc.pem", "root.pem"),
    ("ca-goc.p7b", "roots.p7b"),
    ("ca-goc", "roots"),
    ("mat-khau.txt", "secret.txt"),
    ("ho-so.xml", "dossier.xml"),
    ("hoa-don.xml", "invoice.xml"),
    ("hoa-don.signed.xml", "invoice.signed.xml"),
    ("chu-ky.png", "signature.png"),
    ("ky-hsm", "hsm-sign"),
];

/// What an example may end with where that is not 0: what it names is no fixture, or is on no
/// machine of tests. No example may be a wrong call (2).
const ENDINGS: [(&str, &[i32]); 6] = [
    // Papers in the folder that nobody has signed, or by somebody who is not trusted there.
    ("kyso verify inbox/", &[0, 3, 4]),
    ("--policy cong-vu", &[0, 3, 4]),
    ("--at 2026-11-22", &[0, 4]),
    // Tokens are those of the machine; the interop suite runs these against SoftHSM.
    ("pkcs11:", &[0, 5, 6]),
    ("kyso keys", &[0, 6]),
    ("kyso doctor", &[0, 5, 6]),
];

/// The examples of the help as `cases/help.txt` shows it, which other cases hold against the
/// command.
fn examples() -> BTreeSet<String> {
    let help = case::all().into_iter().filter(|case| case.file == "help");
    let lines = help
        .flat_map(|case| case.said.map(|said| said.lines().map(str::to_owned).collect::<Vec<_>>()));
    let mut examples = BTreeSet::new();
    for line in lines.flatten() {
        // Indented, as nothing else is that begins so.
        let Some(line) = line.strip_prefix("|   ").filter(|line| line.starts_with("kyso ")) else {
            continue;
        };
        examples.insert(line.to_owned());
    }
    examples
}

pub(crate) fn trials(world: &Arc<World>) -> Vec<Trial> {
    let trial = |example: String| {
        let world = world.clone();
        Trial::test(format!("example::{example}"), move || runs(&world, &example))
    };
    examples().into_iter().map(trial).collect()
}

fn runs(world: &World, example: &str) -> Result<(), Failed> {
    let mut scene = Scene::new(world, Lang::En)?;
    let mut call = example.to_owned();
    for (vietnamese, english) in NAMES {
        call = call.replace(&format!(" {vietnamese}"), &format!(" {english}"));
        call = call.replace(&format!("./{vietnamese}"), &format!("./{english}"));
    }
    prepare(&mut scene, world, &call)?;
    // What is typed at a terminal: a passphrase, a confirmation.
    if call.contains("--p12 ") && !call.contains("--passphrase") {
        call.push_str(" --passphrase-file secret.txt");
    }
    if call.contains("trust add") && !call.contains("--yes") {
        call.push_str(" --yes");
    }
    if call.contains("vnpt-smartca") {
        call = call.replace("vnpt-smartca", "remote.toml") + " --passphrase-file pin.txt";
        call = call.replace(
            "keys --remote remote.toml --passphrase-file pin.txt",
            "keys --remote remote.toml",
        );
    }
    let mut call = call.replace("https://tsa.example", "{tsa}");
    if call.contains("f04ba4b4") {
        let list = scene.call("kyso trust list --json", Lang::En)?;
        let list: serde_json::Value = serde_json::from_slice(&list.stdout)?;
        let hex = list.pointer("/certificates/0/sha256").and_then(|hex| hex.as_str());
        call = call.replace("f04ba4b4", hex.ok_or("no fingerprint")?);
    }
    let output = scene.call(&call, Lang::En)?;
    let status = output.status.code().unwrap_or(-1);
    let endings = ENDINGS.iter().filter(|(part, _)| call.contains(part));
    let allowed: Vec<i32> = endings.flat_map(|(_, ends)| ends.iter().copied()).collect();
    if allowed.contains(&status) || status == 0 {
        return Ok(());
    }
    Err(format!("{call}: {output:?}").into())
}

/// A program with a key asks this test for the value: it puts the digest down and waits.
const ASKS: &str = "cat > digest.part\nmv digest.part digest\n\
                    while [ ! -e value ]; do sleep 0.01; done\ncat value\n";

/// Answers that program, once.
fn answer(scene: &Scene<'_>, world: &World) {
    let (asked, part, value) = (scene.path("digest"), scene.path("part"), scene.path("value"));
    let key = world.pki().signer.key.clone();
    std::thread::spawn(move || {
        for _ in 0..3_000 {
            if let Ok(digest) = fs::read(&asked) {
                let signed = key.sign_digest(SigAlg::RsaPkcs1(Hash::Sha256), &digest);
                // Whole before it has its name; the folder may be gone when the example failed.
                let _ = fs::write(&part, signed).and_then(|()| fs::rename(&part, &value));
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
    });
}

/// What the example needs beside the world.
fn prepare(scene: &mut Scene<'_>, world: &World, call: &str) -> Result<(), Failed> {
    let mut steps: Vec<&str> = vec![
        "copy pass.txt secret.txt",
        "join chain.pem me.pem ca.pem",
        "p7b roots.p7b",
        "write list.csv file\\ncontract.pdf",
        "copy contract.pdf a.pdf",
        "copy dossier.xml b.xml",
        "copy notes.txt c.jpg",
        "copy me.pem leader.pem",
        "testdata sample/draft.pdf letter.pdf",
        "testdata sample/signature.png signature.png",
    ];
    if call.contains("tsa.example") {
        steps.insert(0, "services");
    }
    if call.contains("extend ") {
        let key = "kyso sign contract.pdf --key me.key.pem --cert me.pem --chain ca.pem";
        steps.extend(["remove contract.signed.pdf", "folder archive"]);
        for step in std::mem::take(&mut steps) {
            scene.prepare(step)?;
        }
        scene.prepare(&format!("{key} -o contract.signed.pdf"))?;
        scene.prepare(&format!("{key} -o archive/a.pdf"))?;
    }
    if call.contains("--remote") {
        steps.push("remote");
    }
    if call.contains("--at-text Director:") {
        steps.push("replace contract.pdf 'pay 1,000,000 VND' 'Director:        '");
    } else if call.contains("--at-text 'GIÁM ĐỐC'") {
        steps.push("testdata text/libreoffice.pdf contract.pdf");
    }
    for step in steps {
        scene.prepare(step)?;
    }
    if call.contains("--show 2-5") {
        paged_pdf(&scene.path("contract.pdf"), 6)?;
    }
    if call.contains("hsm-sign") {
        scene.program("hsm-sign", ASKS)?;
        answer(scene, world);
    }
    if call.contains("complete ") {
        let state = if call.contains("hop-dong.state") { "hop-dong" } else { "contract" };
        scene.prepare(&format!(
            "kyso prepare contract.pdf --cert chain.pem --tbs tbs -o {state}.state"
        ))?;
        let message = fs::read(scene.path("tbs"))?;
        let value = world.pki().signer.sign(SigAlg::RsaPkcs1(Hash::Sha256), &message);
        fs::write(scene.path(&format!("{state}.sig")), value)?;
    }
    if call.contains("trust remove f04ba4b4") {
        scene.prepare("kyso trust add root.pem --yes")?;
    }
    // Nothing is replaced unless asked: what the example makes is not there yet.
    if let Some((_, output)) = call.split_once(" -o ") {
        let output = scene.path(output.split(' ').next().unwrap_or_default());
        if output.is_file() {
            fs::remove_file(output)?;
        }
    }
    Ok(())
}
