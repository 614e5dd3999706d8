//! kyso signs; the others judge, and sign beside it.

use std::fs;
use std::path::{Path, PathBuf};

use kyso_testkit::KeyKind;
use kyso_testkit::server::Services;
use kyso_testkit::xml::{ATTACHMENTS, XmlKind, attachment, xml};
use libtest_mimic::Failed;

use super::template::template_in;
use super::tool::{
    C14n, INVOICE_ID, Scheme, Shape, Tool, Way, all_accept_but, schema, xmlsec1_fills,
};
use crate::Case;
use crate::kyso::{kyso, passes, sign, verify};
use crate::signer::{Files, Signers};
use crate::tools::{ensure, succeed};

const SCHEMES: [Scheme; 3] = [Scheme::Pkcs1, Scheme::Pss, Scheme::Ecdsa];

/// Options of `kyso sign`, with the sample that they sign, and who cannot judge it:
///
/// - signxml 5.2 writes a part of the document anew before it canonicalizes. That loses letters
///   of attribute names beyond ASCII, and declarations of ancestors that inclusive C14N needs. It
///   also insists on the schema, which has no `SigningTime`: the dialect of e-invoices has.
/// - signxml and xml-crypto know no XPath Filter 2.0, which leaves other signatures out.
/// - xml-crypto 6.3 leaves out instructions before the document element, which `URI=""` covers.
type Row = (&'static str, XmlKind, &'static [&'static str], &'static [Tool]);

const ROWS: &[Row] = &[
    ("xades", XmlKind::TaxDeclaration, &[], &[Tool::Signxml, Tool::XmlCrypto]),
    ("xades_last", XmlKind::TaxDeclaration, &["--last"], &[]),
    ("xmldsig", XmlKind::TaxDeclaration, &["--form", "xmldsig"], &[]),
    (
        "xades_by_id",
        XmlKind::Invoice,
        &["--element", "/HDon/DLHDon", "--inside", "/HDon/DSCKS/NBan"],
        &[],
    ),
    (
        "xmldsig_by_id",
        XmlKind::Invoice,
        &["--form", "xmldsig", "--element", "/HDon/DLHDon", "--inside", "/HDon/DSCKS/NBan"],
        &[],
    ),
    ("xmldsig_odd", XmlKind::Dossier, &["--form", "xmldsig"], &[Tool::Signxml, Tool::XmlCrypto]),
    ("einvoice_seller", XmlKind::Invoice, &["--profile", "einvoice-seller"], &[Tool::Signxml]),
    (
        "tax_declaration",
        XmlKind::TaxDeclaration,
        &["--profile", "tax-declaration"],
        &[Tool::Signxml],
    ),
    (
        "social_insurance",
        XmlKind::SocialInsurance,
        &["--profile", "social-insurance"],
        &[Tool::Signxml],
    ),
];

/// Every case of this file.
pub(crate) fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for row in ROWS {
        for scheme in SCHEMES {
            let name = format!("xml::ours::{}::{scheme:?}", row.0).to_lowercase();
            cases.push(Case::new(name, move |signers| judged(row, scheme, signers)));
        }
    }
    cases.push(Case::new("xml::ours::edxml", edxml));
    cases.push(Case::new("xml::round_trip::seller_kyso_buyer_xmlsec1", beside_xmlsec1));
    cases.push(Case::new("xml::round_trip::seller_xmlsec1_buyer_kyso", after_xmlsec1));
    for level in ["t", "lt", "lta"] {
        cases.push(Case::new(format!("xml::ours::level::{level}"), move |signers| {
            raised(level, signers)
        }));
    }
    cases
}

fn way(scheme: Scheme) -> Way {
    Way { shape: Shape::Enveloped, c14n: C14n::Exclusive, scheme }
}

fn scheme_options(scheme: Scheme) -> &'static [&'static str] {
    match scheme {
        Scheme::Pkcs1 => &["--scheme", "pkcs1"],
        Scheme::Pss => &["--scheme", "pss"],
        Scheme::Ecdsa => &[],
    }
}

/// What was there is still there, byte for byte, around what was added.
fn only_adds(input: &Path, output: &Path) -> Result<(), Failed> {
    let (before, after) = (fs::read(input)?, fs::read(output)?);
    let head = before.iter().zip(&after).take_while(|(a, b)| a == b).count();
    let rest = &before[head..];
    // An empty element that takes the signature gets an end tag: `/>` becomes `>` and more.
    let rest = rest.strip_prefix(b"/>").unwrap_or(rest);
    ensure(after.len() > before.len() && after.ends_with(rest), || {
        "the document changed around the signature".into()
    })
}

fn judged(
    (name, kind, options, unable): &Row,
    scheme: Scheme,
    signers: &Signers,
) -> Result<(), Failed> {
    let folder = signers.folder()?;
    let signer = signers.get(way(scheme).key())?;
    let path = |name: &str| folder.path().join(name);
    fs::write(path("in.xml"), xml(*kind))?;
    let options = [options, scheme_options(scheme)].concat();
    sign(signer, &path("in.xml"), &path("out.xml"), &options)?;
    only_adds(&path("in.xml"), &path("out.xml"))?;
    passes(&path("out.xml"), &[signer], 1)?;
    all_accept_but(unable, way(scheme), &path("out.xml"), signer)?;
    // The dialect of e-invoices puts a SigningTime into the namespace of XMLDSig, which has none.
    if *name == "einvoice_seller" { Ok(()) } else { schema(&path("out.xml")) }
}

fn edxml(signers: &Signers) -> Result<(), Failed> {
    let folder = signers.folder()?;
    let signer = signers.get(KeyKind::Rsa2048)?;
    let path = |name: &str| folder.path().join(name);
    fs::write(path("in.xml"), xml(XmlKind::EdXml))?;
    sign(signer, &path("in.xml"), &path("out.xml"), &["--profile", "edxml"])?;
    let mut external: Vec<(String, PathBuf)> = Vec::new();
    for (id, name) in ATTACHMENTS {
        fs::write(path(name), attachment(id).ok_or("the sample has it")?)?;
        external.push((format!("cid:{id}"), path(name)));
    }
    let (accepted, said) = Tool::Jdk.judge(&path("out.xml"), signer, &external)?;
    ensure(accepted, || said.whole())?;
    schema(&path("out.xml"))?;
    let mut command = kyso();
    command.arg("verify").arg(path("out.xml")).args(["--profile", "edxml"]);
    command.arg("--trust").arg(signer.file("root.pem"));
    succeed(command.arg("--evidence").arg(signer.file("chain.pem")))?;
    // Without the profile nobody knows where the attachments are.
    let (status, report) = verify(&path("out.xml"), &[signer])?;
    ensure(status != 0, || format!("{report:#}"))?;
    fs::write(path("phu-luc.xml"), "<PhuLuc/>")?;
    let (accepted, said) = Tool::Jdk.judge(&path("out.xml"), signer, &external)?;
    ensure(!accepted, || format!("the JDK accepts another attachment: {}", said.whole()))
}

/// xmlsec1 reads the whole document, adds a signature and writes everything again.
fn beside_xmlsec1(signers: &Signers) -> Result<(), Failed> {
    let folder = signers.folder()?;
    let signer = signers.get(KeyKind::Rsa2048)?;
    let path = |name: &str| folder.path().join(name);
    fs::write(path("in.xml"), xml(XmlKind::Invoice))?;
    sign(signer, &path("in.xml"), &path("seller.xml"), &["--profile", "einvoice-seller"])?;
    let text = fs::read_to_string(path("seller.xml"))?;
    let template = template_in(way(Scheme::Pkcs1), "NMua", INVOICE_ID, &text)?;
    fs::write(path("template.xml"), template)?;
    xmlsec1_fills(signer, &path("template.xml"), &path("both.xml"))?;
    passes(&path("both.xml"), &[signer], 2)?;
    for profile in ["einvoice-seller", "einvoice-buyer"] {
        by_profile(&path("both.xml"), signer, profile)?;
    }
    all_accept_but(&[Tool::Signxml], way(Scheme::Pkcs1), &path("both.xml"), signer)
}

fn after_xmlsec1(signers: &Signers) -> Result<(), Failed> {
    let folder = signers.folder()?;
    let signer = signers.get(KeyKind::Rsa2048)?;
    let path = |name: &str| folder.path().join(name);
    let seller = Way { shape: Shape::ById, ..way(Scheme::Pkcs1) };
    fs::write(path("in.xml"), xml(XmlKind::Invoice))?;
    Tool::Xmlsec1.sign(seller, signer, &path("in.xml"), &path("seller.xml"))?;
    sign(signer, &path("seller.xml"), &path("both.xml"), &["--profile", "einvoice-buyer"])?;
    only_adds(&path("seller.xml"), &path("both.xml"))?;
    passes(&path("both.xml"), &[signer], 2)?;
    by_profile(&path("both.xml"), signer, "einvoice-buyer")?;
    all_accept_but(&[Tool::Signxml], way(Scheme::Pkcs1), &path("both.xml"), signer)
}

fn by_profile(file: &Path, signer: &Files, profile: &str) -> Result<(), Failed> {
    let mut command = kyso();
    command.arg("verify").arg(file).args(["--profile", profile]);
    command.arg("--trust").arg(signer.file("root.pem"));
    succeed(command.arg("--evidence").arg(signer.file("chain.pem")))?;
    Ok(())
}

/// A level above B-B: the schemas of ETSI know every element, and the signature itself still holds.
fn raised(level: &str, signers: &Signers) -> Result<(), Failed> {
    let folder = signers.folder()?;
    let path = |name: &str| folder.path().join(name);
    let (services, pki) = Services::mint(KeyKind::P256)?;
    let tsa = services.urls().tsa();
    let signer = Files::of(&pki.signer, KeyKind::P256, path("signer"))?;
    fs::write(path("in.xml"), xml(XmlKind::TaxDeclaration))?;
    let options = ["--level", level, "--tsa", &tsa];
    sign(&signer, &path("in.xml"), &path("out.xml"), &options)?;
    only_adds(&path("in.xml"), &path("out.xml"))?;
    let report = passes(&path("out.xml"), &[&signer], 1)?;
    let reached = report["signatures"][0]["level"].as_str().unwrap_or_default().to_owned();
    ensure(reached == format!("B-{}", level.to_uppercase()), || reached)?;
    schema(&path("out.xml"))?;
    let judges = [Tool::Xmlsec1, Tool::Jdk];
    for judge in judges {
        let (accepted, said) = judge.judge(&path("out.xml"), &signer, &[])?;
        ensure(accepted, || format!("{}: {}", judge.name(), said.whole()))?;
    }
    Ok(())
}
