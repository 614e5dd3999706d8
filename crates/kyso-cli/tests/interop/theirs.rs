//! The others sign, kyso judges.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use kyso_testkit::KeyKind;
use kyso_testkit::attacks::{flip, flips};
use kyso_testkit::pdf::{AcroForm, Field, PdfKind, Shape, pdf};
use libtest_mimic::Failed;

use crate::kyso::{indeterminate_without_trust, passes, sign, verify};
use crate::signer::{NICK, Signer, Signers};
use crate::tools::{ensure, run, script, succeed};
use crate::{Case, judges};

/// How many bytes of a file are turned, one at a time, besides the edges of what is covered.
const FLIPS: usize = 20;

/// Signatures of pyHanko and openssl: name, key, file, options of sign.py.
type Row = (&'static str, KeyKind, PdfKind, &'static [&'static str]);

const ROWS: &[Row] = {
    use KeyKind::{Ed25519, P256, P384, P521, Rsa2048, Rsa3072, Rsa4096};
    use PdfKind::{Classic, Hybrid, Linearized, LinearizedXrefStream, XrefStream};
    &[
        ("pyhanko::cades::rsa", Rsa2048, Classic, &[]),
        ("pyhanko::cades::pss", Rsa2048, Classic, &["--pss"]),
        ("pyhanko::cades::p256", P256, Classic, &[]),
        ("pyhanko::cades::p384", P384, Classic, &["--digest", "sha384"]),
        ("pyhanko::cades::p384_sha256", P384, Classic, &[]),
        ("pyhanko::cades::p521", P521, Classic, &["--digest", "sha512"]),
        ("pyhanko::cades::ed25519", Ed25519, Classic, &["--digest", "sha512"]),
        ("pyhanko::cades::rsa3072_sha512", Rsa3072, Classic, &["--digest", "sha512"]),
        ("pyhanko::cades::rsa4096", Rsa4096, Classic, &[]),
        ("pyhanko::cades::xref_stream", Rsa2048, XrefStream, &[]),
        ("pyhanko::cades::hybrid", Rsa2048, Hybrid, &[]),
        ("pyhanko::cades::linearized", Rsa2048, Linearized, &[]),
        ("pyhanko::cades::linearized_xref_stream", Rsa2048, LinearizedXrefStream, &[]),
        ("pyhanko::cades::visible", P256, Classic, &["--visible"]),
        ("pyhanko::cades::certified", P256, Classic, &["--certify"]),
        ("pyhanko::pkcs7::rsa", Rsa2048, Classic, &["--subfilter", "pkcs7"]),
        ("pyhanko::pkcs7::pss", Rsa2048, Classic, &["--subfilter", "pkcs7", "--pss"]),
        ("pyhanko::pkcs7::p256", P256, Classic, &["--subfilter", "pkcs7"]),
        (
            "pyhanko::pkcs7::ed25519_visible",
            Ed25519,
            Classic,
            &["--subfilter", "pkcs7", "--digest", "sha512", "--visible"],
        ),
        ("openssl::der", Rsa2048, Classic, &["--openssl", "-nosmimecap"]),
        ("openssl::smime_capabilities", P256, Classic, &["--openssl"]),
        ("openssl::sha384", Rsa2048, Classic, &["--digest", "sha384", "--openssl"]),
        ("openssl::subject_key_identifier", P256, Classic, &["--openssl", "-keyid"]),
        ("openssl::ber", Rsa2048, Classic, &["--ber", "--openssl"]),
        ("openssl::ber_p256", P256, XrefStream, &["--ber", "--openssl"]),
    ]
};

/// Every case of this file.
pub(crate) fn cases() -> Vec<Case> {
    let mut cases: Vec<Case> =
        ROWS.iter().map(|row| Case::new(row.0, |s| by_python(row, s))).collect();
    for (field, name) in [(Field::Plain, "Approval"), (Field::Nested, "form.sig")] {
        cases.push(Case::new(format!("pyhanko::field::{name}"), move |signers| {
            existing_field(signers.get(KeyKind::P256)?, signers, field, name)
        }));
    }
    for kind in PdfKind::ALL {
        // pdfsig in poppler 22.12 writes a damaged file when bytes stand before the header and
        // offsets count from the file's first byte.
        if kind != PdfKind::LeadingBytesAbsolute {
            cases.push(Case::new(format!("pdfsig::{}", kind.name()), move |signers| {
                by_pdfsig(signers.get(KeyKind::Rsa2048)?, kind, signers)
            }));
        }
    }
    for (name, order) in MIXED {
        cases.push(Case::new(format!("mixed::{name}"), |signers| mixed(signers, order)));
    }
    cases.push(Case::new("mixed::pdfsig_over_pyhanko", pdfsig_over_pyhanko));
    cases.push(Case::new("unsigned", unsigned));
    cases
}

/// Passes with the root trusted, is indeterminate without, and fails with any covered byte turned.
fn judged(file: &Path, signer: &Signer, count: usize) -> Result<(), Failed> {
    passes(file, &[signer], count)?;
    indeterminate_without_trust(file)?;
    let signed = fs::read(file)?;
    let altered = file.with_extension("altered.pdf");
    let mut missed = Vec::new();
    for position in flips(&signed, FLIPS) {
        fs::write(&altered, flip(&signed, position))?;
        let (status, report) = verify(&altered, &[signer])?;
        if status != 1 {
            missed.push(format!("byte {position}: status {status}, {}", report["conclusion"]));
        }
    }
    ensure(missed.is_empty(), || format!("not failed with one bit turned: {missed:#?}"))
}

fn by_python((_, key, kind, options): &Row, signers: &Signers) -> Result<(), Failed> {
    let folder = signers.folder()?;
    let signer = signers.get(*key)?;
    let (input, output) = (folder.path().join("in.pdf"), folder.path().join("out.pdf"));
    fs::write(&input, pdf(*kind))?;
    let mut command = script("sign.py");
    command.arg(&input).arg(&output).arg("--dir").arg(signer.folder()).args(*options);
    succeed(&mut command)?;
    judged(&output, signer, 1)?;
    let (_, report) = verify(&output, &[signer])?;
    let kind = if options.contains(&"--certify") { "certification" } else { "signature" };
    ensure(report["signatures"][0]["kind"] == kind, || format!("not a {kind}\n{report:#}"))
}

fn existing_field(
    signer: &Signer,
    signers: &Signers,
    field: Field,
    name: &str,
) -> Result<(), Failed> {
    let folder = signers.folder()?;
    let (input, output) = (folder.path().join("in.pdf"), folder.path().join("out.pdf"));
    fs::write(&input, Shape { field, acro_form: AcroForm::Indirect, ..Shape::default() }.build())?;
    let mut command = script("sign.py");
    command.arg(&input).arg(&output).arg("--dir").arg(signer.folder()).args(["--field", name]);
    succeed(&mut command)?;
    judged(&output, signer, 1)?;
    let (_, report) = verify(&output, &[signer])?;
    let id = &report["signatures"][0]["id"];
    ensure(id == name, || format!("the report says {id}, not {name}"))
}

fn pdfsig(signer: &Signer, input: &Path, output: &Path) -> Result<(), Failed> {
    let mut command = Command::new("pdfsig");
    command.arg("-nssdir").arg(signer.file("nss")).args(["-add-signature", "-nick", NICK]);
    let said = run(command.args(["-reason", "Dong y"]).arg(input).arg(output))?;
    // Its status says nothing certain: it also complains when NSS does not shut down.
    ensure(output.exists() && !said.stderr.contains("unable"), || said.whole())
}

fn by_pdfsig(signer: &Signer, kind: PdfKind, signers: &Signers) -> Result<(), Failed> {
    let folder = signers.folder()?;
    let (input, output) = (folder.path().join("in.pdf"), folder.path().join("out.pdf"));
    fs::write(&input, pdf(kind))?;
    pdfsig(signer, &input, &output)?;
    judged(&output, signer, 1)
}

/// Who signs one file in turn.
#[derive(Clone, Copy)]
enum By {
    Kyso,
    PyHanko,
    Pdfsig,
}

const MIXED: [(&str, &[By]); 4] = [
    ("kyso_over_pyhanko", &[By::PyHanko, By::Kyso]),
    ("pyhanko_over_kyso", &[By::Kyso, By::PyHanko]),
    ("kyso_over_pdfsig", &[By::Pdfsig, By::Kyso]),
    ("pyhanko_kyso_over_pdfsig", &[By::Pdfsig, By::PyHanko, By::Kyso]),
];

fn in_turn(signer: &Signer, folder: &Path, order: &[By]) -> Result<PathBuf, Failed> {
    let mut last = folder.join("0.pdf");
    fs::write(&last, pdf(PdfKind::Classic))?;
    for (position, by) in order.iter().enumerate() {
        let next = folder.join(format!("{}.pdf", position + 1));
        match by {
            By::Kyso => sign(signer, &last, &next, &[])?,
            By::PyHanko => {
                let mut command = script("sign.py");
                succeed(command.arg(&last).arg(&next).arg("--dir").arg(signer.folder()))?;
            }
            By::Pdfsig => pdfsig(signer, &last, &next)?,
        }
        last = next;
    }
    Ok(last)
}

fn mixed(signers: &Signers, order: &[By]) -> Result<(), Failed> {
    let signer = signers.get(KeyKind::Rsa2048)?;
    let folder = signers.folder()?;
    let file = in_turn(signer, folder.path(), order)?;
    passes(&file, &[signer], order.len())?;
    judges::pdfsig(&file, signer, order.len())?;
    judges::pyhanko(&file, signer, order.len())
}

/// pdfsig adds a font and default resources to the form beside its signature; no field takes its
/// look from them.
fn pdfsig_over_pyhanko(signers: &Signers) -> Result<(), Failed> {
    let signer = signers.get(KeyKind::Rsa2048)?;
    let folder = signers.folder()?;
    let file = in_turn(signer, folder.path(), &[By::PyHanko, By::Pdfsig])?;
    passes(&file, &[signer], 2)?;
    judges::pdfsig(&file, signer, 2)
}

fn unsigned(signers: &Signers) -> Result<(), Failed> {
    let folder = signers.folder()?;
    let signer = signers.get(KeyKind::P256)?;
    for kind in PdfKind::ALL {
        let input = folder.path().join("in.pdf");
        fs::write(&input, pdf(kind))?;
        let (status, report) = verify(&input, &[signer])?;
        ensure(status == 3 && report["conclusion"] == "unsigned", || {
            format!("{status} {report:#}")
        })?;
    }
    Ok(())
}
