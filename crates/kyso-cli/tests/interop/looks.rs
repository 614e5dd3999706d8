//! Each profile on each kind of page: signed, judged, drawn by poppler and hayro. Since every kind
//! is seen as the same letter, one stored picture a profile and renderer serves them all
//! (`pictures/`; `KYSO_BLESS=1` writes those of the plain letter anew, to be looked at).

use std::fs::{self, File};
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::process::Command;

use kyso_testkit::KeyKind;
use libtest_mimic::Failed;

use crate::kyso::{kyso, passes, sign};
use crate::paper::{KINDS, Kind, sample};
use crate::picture::{Area, Grey};
use crate::signer::{Files, Signers};
use crate::tools::{ensure, succeed};
use crate::{Case, judges};

/// A profile as it is used.
struct Look {
    profile: &'static str,
    options: &'static [&'static str],
    /// A file of `testdata/sample`.
    image: Option<&'static str>,
    page: usize,
    /// What is compared, in points from the upper left corner of the page as it is seen.
    area: Area,
}

/// Profiles of papers that nobody signed before.
const FIRST: [Look; 6] = [
    Look {
        profile: "nd30-leader",
        options: &[],
        image: Some("signature.png"),
        page: 2,
        area: [280, 320, 270, 160],
    },
    Look {
        profile: "nd30-attachment",
        options: &["--set", "number=215/CNS-VP"],
        image: None,
        page: 1,
        area: [400, 0, 195, 60],
    },
    Look {
        profile: "nd30-copy",
        options: &["--set", "copy=SAO LỤC"],
        image: None,
        page: 1,
        area: [400, 0, 195, 60],
    },
    Look {
        profile: "initials",
        options: &["--set", "initials=NTA"],
        image: None,
        page: 2,
        area: [480, 770, 115, 72],
    },
    Look {
        profile: "incoming",
        options: &["--set", "number=42"],
        image: None,
        page: 1,
        area: [0, 0, 195, 60],
    },
    Look {
        profile: "text-and-image",
        options: &["--reason", "Đã duyệt"],
        image: Some("signature.png"),
        page: 2,
        area: [310, 690, 285, 152],
    },
];

/// After the leader: the agency's seal, and number and date filled in.
const SEAL: Look = Look {
    profile: "nd30-agency",
    options: &[],
    image: Some("seal.png"),
    page: 2,
    area: [280, 320, 270, 160],
};
const NUMBER: Look = Look {
    profile: "nd30-agency",
    options: &["--fill", "so=215", "--fill", "ngay=ngày 16 tháng 11 năm 2026"],
    image: Some("seal.png"),
    page: 1,
    area: [70, 90, 460, 50],
};

/// Every case of this file.
pub(crate) fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for kind in &KINDS {
        for look in &FIRST {
            cases.push(Case::new(format!("looks::{}::{}", look.profile, kind.name), |signers| {
                first(signers, look, kind)
            }));
        }
        for (name, look) in [("nd30-agency", &SEAL), ("number-and-date", &NUMBER)] {
            cases.push(Case::new(format!("looks::{name}::{}", kind.name), move |signers| {
                second(signers, name, look, kind)
            }));
        }
    }
    cases
}

fn signed(signer: &Files, look: &Look, input: &Path, out: &Path) -> Result<(), Failed> {
    let image = look.image.map(|name| sample(name).display().to_string());
    let mut options = [&["--profile", look.profile], look.options].concat();
    if let Some(image) = &image {
        options.extend(["--image", image]);
    }
    sign(signer, input, out, &options)
}

fn first(signers: &Signers, look: &Look, kind: &Kind) -> Result<(), Failed> {
    let (signer, folder) = (signers.get(KeyKind::Rsa2048)?, signers.folder()?);
    let path = |name: &str| folder.path().join(name);
    fs::write(path("paper.pdf"), kind.letter()?)?;
    signed(signer, look, &path("paper.pdf"), &path("signed.pdf"))?;
    judged(&path("signed.pdf"), signer, 1)?;
    shown(look.profile, look, kind, [&path("paper.pdf"), &path("signed.pdf")])
}

fn second(signers: &Signers, name: &str, look: &Look, kind: &Kind) -> Result<(), Failed> {
    let (signer, folder) = (signers.get(KeyKind::Rsa2048)?, signers.folder()?);
    let path = |name: &str| folder.path().join(name);
    fs::write(path("paper.pdf"), kind.letter()?)?;
    add(&path("paper.pdf"), "so", ["Số:", "15mm,6mm"], &path("so.pdf"))?;
    add(&path("so.pdf"), "ngay", ["Hà Nội,", "60mm,6mm"], &path("ready.pdf"))?;
    signed(signer, &FIRST[0], &path("ready.pdf"), &path("led.pdf"))?;
    signed(signer, look, &path("led.pdf"), &path("issued.pdf"))?;
    judged(&path("issued.pdf"), signer, 2)?;
    shown(name, look, kind, [&path("led.pdf"), &path("issued.pdf")])
}

/// An empty field of text at the right of a text.
fn add(input: &Path, name: &str, [text, size]: [&str; 2], out: &Path) -> Result<(), Failed> {
    let mut command = kyso();
    command.arg("fields").arg(input).args(["add", "--kind", "text", "--name", name]);
    command.args(["--at-text", text, "--side", "right", "--size", size, "-o"]).arg(out);
    succeed(&mut command).map(|_| ())
}

fn judged(file: &Path, signer: &Files, count: usize) -> Result<(), Failed> {
    judges::pdfsig(file, signer, count)?;
    judges::pyhanko(file, signer, count)?;
    passes(file, &[signer], count).map(|_| ())
}

/// How far two pictures may be apart, out of 255: the time that some show is another one each time.
/// No case was measured over 0.09, and none without its look under 0.4.
const NEAR: f64 = 0.2;

/// Both renderers show what is stored, and that is far from the paper before.
fn shown(
    name: &str,
    look: &Look,
    kind: &Kind,
    [before, after]: [&PathBuf; 2],
) -> Result<(), Failed> {
    for (renderer, draw) in [("poppler", poppler as Draw), ("hayro", hayro)] {
        let area =
            |file| -> Result<Grey, Failed> { Ok(draw(file, look.page, kind)?.cut(look.area)) };
        let (picture, bare) = (area(after)?, area(before)?);
        let stored =
            picture.stored(&format!("{name}.{renderer}.png"), kind.name == KINDS[0].name)?;
        let (off, without) = (stored.apart(&picture), stored.apart(&bare));
        ensure(off < NEAR && off * 4.0 < without, || {
            format!("{renderer} draws another picture: {off}, before {without}")
        })?;
    }
    Ok(())
}

/// A page of a document: two points a point, upright.
type Draw = fn(&Path, usize, &Kind) -> Result<Grey, Failed>;

fn poppler(document: &Path, page: usize, kind: &Kind) -> Result<Grey, Failed> {
    // It does not look at UserUnit.
    let dpi = if kind.name == "user-unit-2" { "288" } else { "144" };
    let (out, page) = (document.with_extension(""), page.to_string());
    let mut command = Command::new("pdftoppm");
    command.args(["-cropbox", "-singlefile", "-png", "-r", dpi, "-f", &page, "-l", &page]);
    succeed(command.arg(document).arg(&out))?;
    Grey::halved(BufReader::new(File::open(out.with_extension("png"))?))
}

fn hayro(document: &Path, page: usize, _: &Kind) -> Result<Grey, Failed> {
    let (out, page) = (document.with_extension("preview.png"), page.to_string());
    let mut command = kyso();
    command.arg("preview").arg(document).args(["--force", "--dpi", "144", "--page", &page, "-o"]);
    succeed(command.arg(&out))?;
    Grey::halved(BufReader::new(File::open(out)?))
}
