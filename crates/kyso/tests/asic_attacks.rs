//! Attacks on containers, one named case each: none passes; and other people's spellings of sound
//! ones, which all do.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

mod common;

use std::io::Read;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

use common::{credential, now, pki, policy};
use kyso::container::Kind;
use kyso::report::Code;
use kyso::{Conclusion, ContainerForm, Document, Policy, Source, Verifier};
use kyso_testkit::Pki;
use kyso_testkit::asic_attacks::{Attack, Must, attacks, base, harmless, ill_signed};
use kyso_testkit::container::Zip;
use libtest_mimic::{Arguments, Failed, Trial};

/// Far more than any case takes.
const PATIENCE: Duration = Duration::from_secs(60);

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let pki = pki();
    let policy = Arc::new(policy(&pki));
    let mut cases: Vec<(String, Attack)> = Vec::new();
    for (name, sound) in bases(&pki) {
        let all = [attacks(&sound), harmless(&sound)].concat();
        cases.extend(all.into_iter().map(|attack| (name.to_owned(), attack)));
    }
    let signed = ill_signed(&pki.signer);
    cases.extend(signed.into_iter().map(|attack| ("signed".to_owned(), attack)));
    cases.extend(manifests(&pki).into_iter().map(|attack| ("manifest".to_owned(), attack)));
    let trials = cases.into_iter().map(|(group, attack)| {
        let policy = policy.clone();
        Trial::test(format!("{group}::{}", attack.name), move || judge(&attack, &policy))
    });
    libtest_mimic::run(&arguments, trials.collect()).exit_code()
}

/// Sound containers: by hand, and by kyso.
fn bases(pki: &Pki) -> Vec<(&'static str, Vec<u8>)> {
    let file =
        |name: &str, text: &str| (name.to_owned(), Source::from_bytes(text.as_bytes().to_vec()));
    let files = [file("contract.txt", "pay 1250000"), file("annex/list.csv", "1;2;3")];
    let sign_as = |kind, files: &[(String, Source)], form| {
        let document = Document::pack(kind, files).unwrap();
        let credential = credential(&pki.signer);
        let builder = document.sign(&credential, now()).container_form(form);
        builder.finish().unwrap().to_bytes().unwrap()
    };
    let sign = |kind, files: &[(String, Source)]| sign_as(kind, files, ContainerForm::Xades);
    let sign_by_cms = |kind, files: &[(String, Source)]| sign_as(kind, files, ContainerForm::Cades);
    vec![
        ("by-hand", base(&pki.signer)),
        ("kyso-extended", sign(Kind::Extended, &files)),
        ("kyso-simple", sign(Kind::Simple, &files[..1])),
        ("cms-extended", sign_by_cms(Kind::Extended, &files)),
        ("cms-simple", sign_by_cms(Kind::Simple, &files[..1])),
    ]
}

/// Manifests that a signer who means harm, or somebody who has two containers, could make.
fn manifests(pki: &Pki) -> Vec<Attack> {
    let sound = Document::from_bytes(by_cms(pki)).unwrap();
    let container = sound.container().unwrap();
    let text = |name: &str| {
        let mut text = String::new();
        container.read(container.entry(name).unwrap()).read_to_string(&mut text).unwrap();
        text
    };
    let manifest = text(MANIFEST);
    let zip = Zip::read(&by_cms(pki));
    // What is signed is the changed manifest, unless it is only put in.
    let signed = |manifest: &str| {
        let document = Document::file(Source::from_bytes(manifest.as_bytes().to_vec()));
        let credential = credential(&pki.signer);
        let value = document.sign(&credential, now()).finish().unwrap().to_bytes().unwrap();
        zip.clone().replaced(MANIFEST, manifest.as_bytes()).replaced(SIGNATURE, &value)
    };
    let line = |name: &str| {
        let line = manifest.lines().find(|line| line.contains(name)).unwrap();
        format!("{line}\n")
    };
    let (first, second) = (line("contract.txt"), line("annex/list.csv"));
    let not_pass = |name: &str, zip: Zip| Attack {
        name: name.to_owned(),
        bytes: zip.build(),
        must: Must::NotPass,
    };
    let mut all = vec![Attack {
        name: "sound".to_owned(),
        bytes: signed(&manifest).build(),
        must: Must::Pass,
    }];
    for (name, from, to) in [
        ("leaves-one-out", second.as_str(), ""),
        ("covers-one-twice", second.as_str(), first.as_str()),
        ("uri-fragment", "URI=\"contract.txt\"", "URI=\"contract.txt#x\""),
        ("uri-absolute", "URI=\"contract.txt\"", "URI=\"/contract.txt\""),
        ("uri-parent", "URI=\"contract.txt\"", "URI=\"a/../contract.txt\""),
        ("uri-missing", "URI=\"contract.txt\"", ""),
        ("digest-unknown", "xmlenc#sha256", "xmlenc#sha257"),
        ("digest-method-sha1", "2001/04/xmlenc#sha256", "2000/09/xmldsig#sha1"),
        ("of-no-signature", "signature001.p7s", "signature002.p7s"),
        ("of-itself", "signature001.p7s", "ASiCManifest001.xml"),
        ("other-root", "asic:ASiCManifest", "asic:Manifest"),
        ("other-namespace", "02918/v1.2.1#", "02918/v1.1.1#"),
        (
            "critical-extension",
            "</asic:ASiCManifest>",
            "<asic:ASiCManifestExtensions>\
            <asic:Extension Critical=\"true\"/></asic:ASiCManifestExtensions></asic:ASiCManifest>",
        ),
        ("text-beside", "</asic:ASiCManifest>", "evil</asic:ASiCManifest>"),
    ] {
        let changed = manifest.replace(from, to);
        assert_ne!(changed, manifest, "{name}");
        all.push(not_pass(name, signed(&changed)));
        let put = zip.clone().replaced(MANIFEST, changed.as_bytes());
        all.push(not_pass(&format!("{name}-unsigned"), put));
    }
    let second = zip.clone().with("META-INF/ASiCManifest002.xml", manifest.as_bytes());
    all.push(not_pass("two-manifests", second));
    let shorter = manifest.replace(&line("annex/list.csv"), "");
    let second = zip.clone().with("META-INF/ASiCManifest002.xml", shorter.as_bytes());
    all.push(not_pass("two-manifests-that-differ", second));
    let other = manifest.replace("signature001.p7s", "signature002.p7s");
    let second = zip.clone().with("META-INF/ASiCManifest002.xml", other.as_bytes());
    all.push(not_pass("manifest-of-a-missing-signature", second));
    let copied = zip.files[zip.at(SIGNATURE)].content();
    let second = zip.clone().with("META-INF/signature002.p7s", &copied);
    all.push(not_pass("signature-without-manifest", second));
    all
}

const MANIFEST: &str = "META-INF/ASiCManifest001.xml";
const SIGNATURE: &str = "META-INF/signature001.p7s";

fn by_cms(pki: &Pki) -> Vec<u8> {
    bases(pki).into_iter().find(|(name, _)| *name == "cms-extended").unwrap().1
}

fn judge(attack: &Attack, policy: &Policy) -> Result<(), Failed> {
    let start = Instant::now();
    let report =
        Verifier::new(policy).verify_source(&Source::from_bytes(attack.bytes.clone()), now());
    // The one name that the standard lets nobody sign is told.
    let told = report.as_ref().is_ok_and(|report| {
        let mut findings = report.signatures.iter().flat_map(|one| &one.findings);
        findings.any(|finding| finding.code == Code::FileNameUnsigned)
    });
    let renamed = told && attack.name.contains("renamed");
    let passed =
        report.as_ref().is_ok_and(|report| matches!(report.conclusion(), Conclusion::Passed(_)));
    let took = start.elapsed();
    match attack.must {
        _ if took > PATIENCE => Err(format!("it took {took:?}").into()),
        Must::Pass if !passed => Err(format!("does not pass: {report:#?}").into()),
        Must::NotPass if passed && !renamed => Err(format!("passes: {report:#?}").into()),
        _ => Ok(()),
    }
}
