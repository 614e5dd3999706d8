//! Visible signatures: kyso signs, others judge, read the text back and draw the page. Pictures are
//! compared with those in `pictures/`; `KYSO_BLESS=1` writes them anew, to be looked at.

use std::fs::{self, File};
use std::io::{BufReader, Cursor};
use std::path::Path;
use std::process::Command;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use kyso_testkit::KeyKind;
use libtest_mimic::Failed;
use png::{ColorType, Encoder};

use crate::kyso::{kyso, passes, sign};
use crate::picture::Grey;
use crate::signer::Signers;
use crate::tools::{ensure, succeed};
use crate::{Case, judges};

/// A page by its entries, and how it is signed.
struct Page {
    name: &'static str,
    entries: &'static str,
    options: &'static [&'static str],
}

/// Small, so that the pictures are: what counts is where the signature stands and how it is turned.
const PAGES: [Page; 5] = [
    Page {
        name: "plain",
        entries: "/MediaBox[0 0 300 200]",
        options: &["--rect", "20,20,200,60", "--border", "blue", "--background", "#eef4ff"],
    },
    Page {
        name: "rotated",
        entries: "/MediaBox[0 0 200 300]/Rotate 90",
        options: &["--rect", "20,20,200,60", "--border", "blue", "--align", "center"],
    },
    Page {
        name: "a3-crop-box",
        entries: "/MediaBox[0 0 842 1191]/CropBox[400 600 700 800]",
        options: &[
            "--at",
            "top-right",
            "--background",
            "#ffd8d8",
            "--font-size",
            "14",
            "--align",
            "right",
        ],
    },
    Page {
        name: "user-unit-2",
        entries: "/MediaBox[0 0 150 100]/UserUnit 2",
        options: &["--rect", "20,20,200,60", "--border", "green"],
    },
    Page {
        name: "upside-down",
        entries: "/MediaBox[-50 -50 250 150]/Rotate 180",
        options: &["--at", "bottom-right", "--margin", "5mm", "--qr", "https://example.org/1"],
    },
];

/// What is written on each.
const TEXT: &str = "Người ký: {signer}\\n{title}\\nĐã duyệt";

/// Every case of this file.
pub(crate) fn cases() -> Vec<Case> {
    let mut cases: Vec<Case> = PAGES
        .iter()
        .map(|page| Case::new(format!("appearance::{}", page.name), |signers| drawn(signers, page)))
        .collect();
    cases.push(Case::new("appearance::vietnamese_letters", letters));
    cases.push(Case::new("appearance::seal_over_signature", seal_over_signature));
    cases
}

/// A page with a cross in its middle and a line of text.
fn document(entries: &str) -> Vec<u8> {
    let content = "0.8 G 0 0 m 300 200 l S BT /F 9 Tf 60 90 Td (Kinh gui) Tj ET";
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        format!(
            "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>{entries}>>"
        ),
        format!("<</Length {}>>\nstream\n{content}\nendstream", content.len()),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>".to_owned(),
    ];
    let (mut bytes, mut rows) = (b"%PDF-1.7\n".to_vec(), String::new());
    for (index, object) in objects.iter().enumerate() {
        rows += &format!("{:010} 00000 n \n", bytes.len());
        bytes.extend_from_slice(format!("{} 0 obj\n{object}\nendobj\n", index + 1).as_bytes());
    }
    let start = bytes.len();
    let table = format!("xref\n0 6\n0000000000 65535 f \n{rows}trailer\n<</Size 6/Root 1 0 R>>\n");
    bytes.extend_from_slice(format!("{table}startxref\n{start}\n%%EOF\n").as_bytes());
    bytes
}

/// All judges pass it, and both renderers show it as it is to be.
fn drawn(signers: &Signers, page: &Page) -> Result<(), Failed> {
    let (signer, folder) = (signers.get(KeyKind::Rsa2048)?, signers.folder()?);
    let (plain, signed) = (folder.path().join("plain.pdf"), folder.path().join("signed.pdf"));
    fs::write(&plain, document(page.entries))?;
    let options = [&["--text", TEXT], page.options].concat();
    sign(signer, &plain, &signed, &options)?;
    judges::pdfsig(&signed, signer, 1)?;
    judges::pyhanko(&signed, signer, 1)?;
    passes(&signed, &[signer], 1)?;
    for (name, draw) in [("poppler", poppler as Draw), ("hayro", hayro)] {
        let picture = draw(&signed)?;
        let stored = picture.stored(&format!("{}.{name}.png", page.name), true)?;
        let off = stored.difference(&picture);
        ensure(off < NEAR, || format!("{name} draws another picture: {off}"))?;
        // Without the signature it would be seen.
        let blank = poppler(&plain)?;
        ensure(name != "poppler" || stored.difference(&blank) > 2.0 * NEAR, || {
            format!("{name}: the signature is not to be seen")
        })?;
    }
    Ok(())
}

type Draw = fn(&Path) -> Result<Grey, Failed>;

/// How far two pictures may be apart: the mean difference of their points, out of 255. Another
/// version of a renderer smooths letters otherwise.
const NEAR: f64 = 1.0;

fn poppler(file: &Path) -> Result<Grey, Failed> {
    let out = file.with_extension("");
    let mut command = Command::new("pdftoppm");
    succeed(command.args(["-cropbox", "-singlefile", "-r", "58", "-png"]).arg(file).arg(&out))?;
    Grey::of_png(BufReader::new(File::open(out.with_extension("png"))?))
}

/// The picture that the report of `verify` shows.
fn hayro(file: &Path) -> Result<Grey, Failed> {
    let page = file.with_extension("html");
    let mut command = kyso();
    command.arg("verify").arg(file).args(["--no-store", "--report", "html", "-o"]).arg(&page);
    crate::tools::run(command.arg("--force"))?;
    let html = fs::read_to_string(&page)?;
    let start = "data:image/png;base64,";
    let from = html.find(start).ok_or("the report shows no page")? + start.len();
    let data = html.get(from..).and_then(|rest| rest.split('"').next()).unwrap_or_default();
    Grey::of_png(Cursor::new(BASE64.decode(data)?))
}

/// The letters of Vietnamese: each vowel with each tone, and đ, small and large.
fn alphabet() -> String {
    const VOWELS: [&str; 12] = [
        "aàáảãạ",
        "ăằắẳẵặ",
        "âầấẩẫậ",
        "eèéẻẽẹ",
        "êềếểễệ",
        "iìíỉĩị",
        "oòóỏõọ",
        "ôồốổỗộ",
        "ơờớởỡợ",
        "uùúủũụ",
        "ưừứửữự",
        "yỳýỷỹỵ",
    ];
    // Those that Vietnamese adds to the 22 of ASCII it uses come to 134.
    let small = VOWELS.concat().chars().filter(|c| !c.is_ascii()).collect::<String>() + "đ";
    small.clone() + &small.to_uppercase()
}

/// Every letter is read back from what is shown, also where it was given in parts.
fn letters(signers: &Signers) -> Result<(), Failed> {
    let (signer, folder) = (signers.get(KeyKind::P256)?, signers.folder()?);
    let all = alphabet();
    ensure(all.chars().count() == 134, || format!("{} letters", all.chars().count()))?;
    let lines: Vec<String> =
        all.chars().collect::<Vec<_>>().chunks(20).map(|part| part.iter().collect()).collect();
    let (plain, signed) = (folder.path().join("plain.pdf"), folder.path().join("signed.pdf"));
    fs::write(&plain, document("/MediaBox[0 0 300 200]"))?;
    // Ế in three parts, as a Mac writes it.
    let text = lines.join("\\n") + "\\nVI\u{45}\u{302}\u{301}T";
    sign(signer, &plain, &signed, &["--text", &text, "--rect", "10,10,280,180"])?;
    let said = succeed(Command::new("pdftotext").arg("-layout").arg(&signed).arg("-"))?;
    for line in lines.iter().map(String::as_str).chain(["VIẾT"]) {
        ensure(said.stdout.contains(line), || format!("{line} is not in\n{}", said.stdout))?;
    }
    Ok(())
}

/// The agency's seal over a third of the leader's picture leaves the leader's signature valid.
fn seal_over_signature(signers: &Signers) -> Result<(), Failed> {
    let (signer, folder) = (signers.get(KeyKind::Rsa2048)?, signers.folder()?);
    let path = |name: &str| folder.path().join(name);
    fs::write(path("plain.pdf"), document("/MediaBox[0 0 300 200]"))?;
    for (name, colour) in [("hand.png", [0, 40, 160]), ("seal.png", [200, 0, 0])] {
        let ring = |at: usize| {
            let (x, y) = ((at % 40) as f32 - 19.5, (at / 40) as f32 - 19.5);
            let on = (17.4..19.0).contains(&(x * x + y * y).sqrt());
            [colour[0], colour[1], colour[2], if on { 230 } else { 0 }]
        };
        let mut encoder = Encoder::new(File::create(path(name))?, 40, 40);
        encoder.set_color(ColorType::Rgba);
        let points: Vec<u8> = (0..1600).flat_map(ring).collect();
        encoder.write_header()?.write_image_data(&points)?;
    }
    let (hand, seal) = (path("hand.png"), path("seal.png"));
    let image = |path: &Path| path.display().to_string();
    let (hand, seal) = (image(&hand), image(&seal));
    sign(
        signer,
        &path("plain.pdf"),
        &path("leader.pdf"),
        &["--image", &hand, "--rect", "120,60,90,60"],
    )?;
    sign(
        signer,
        &path("leader.pdf"),
        &path("both.pdf"),
        &["--image", &seal, "--rect", "75,50,80,80"],
    )?;
    judges::pdfsig(&path("both.pdf"), signer, 2)?;
    judges::pyhanko(&path("both.pdf"), signer, 2)?;
    passes(&path("both.pdf"), &[signer], 2)?;
    let picture = poppler(&path("both.pdf"))?;
    let stored = picture.stored("seal-over-signature.poppler.png", true)?;
    let off = stored.difference(&picture);
    ensure(off < NEAR, || format!("poppler draws another picture: {off}"))
}
