//! Files that a case asks for by a word: damaged, forged, unusual.

use std::path::PathBuf;
use std::{fs, io};

use kyso_testkit::attacks::flip;
use kyso_testkit::container::Zip;
use kyso_testkit::pdf::{Bad, PdfKind, archival, bad, broken, pdf, variant};
use kyso_testkit::xml::{XmlKind, xml};
use kyso_testkit::{Identity, der};
use libtest_mimic::Failed;

/// The bytes that the words of a step name; `read` gives a file of the scene.
pub(crate) fn made(
    words: &[&str],
    signer: &Identity,
    read: impl Fn(&str) -> io::Result<Vec<u8>>,
) -> Result<Vec<u8>, Failed> {
    Ok(match *words {
        // Changed, the name first.
        ["flip", name, at] => flip(&read(name)?, at.parse()?),
        ["cut", name, length] => {
            let bytes = read(name)?;
            bytes.get(..length.parse()?).unwrap_or(&bytes).to_vec()
        }
        ["zeros", _, count] => vec![0; count.parse()?],
        ["replace", name, old, new] => replaced(&read(name)?, old, new)?,
        ["utf16", from, _] => {
            let text = String::from_utf8(read(from)?)?;
            text.encode_utf16().flat_map(u16::to_le_bytes).collect()
        }
        ["unsigned-entry", name] => Zip::read(&read(name)?).with("more.txt", b"more").build(),
        ["locked", _] => signer.key_pem_encrypted("kyso").into_bytes(),
        ["p7b", _] => p7b(&signer.chain_der[1..]),
        ["big-png", _] => big_png(),
        [kind, which, _] => sample(kind, which)?,
        _ => return Err("not understood".into()),
    })
}

/// A sample of the testkit, or a file of `testdata`.
fn sample(kind: &str, which: &str) -> Result<Vec<u8>, Failed> {
    Ok(match kind {
        "testdata" => {
            let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../testdata");
            fs::read(root.join(which))?
        }
        "bad" => {
            let fault = Bad::ALL.into_iter().find(|fault| format!("{fault:?}") == which);
            bad(fault.ok_or("no such fault")?)
        }
        "broken" => broken(which),
        "archival" => archival(which),
        "variant" => variant(which),
        "pdf" => {
            let kind = PdfKind::ALL.into_iter().find(|one| one.name() == which);
            pdf(kind.ok_or("no such kind")?)
        }
        "xml" => {
            let kind = XmlKind::ALL.into_iter().find(|one| one.name() == which);
            xml(kind.ok_or("no such kind")?)
        }
        _ => return Err("not understood".into()),
    })
}

/// Certificates and nothing else (RFC 5652 §5.1, degenerate).
fn p7b(certificates: &[Vec<u8>]) -> Vec<u8> {
    let content = der::seq(&[der::oid("1.2.840.113549.1.7.1")]);
    let certificates = der::explicit(0, &certificates.concat());
    let parts = [der::int(1), der::set_of(&[]), content, certificates, der::set_of(&[])];
    let signed = der::explicit(0, &der::seq(&parts));
    der::seq(&[der::oid("1.2.840.113549.1.7.2"), signed])
}

/// A picture of 100 million points: its head alone.
fn big_png() -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, 10_000, 10_000);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::One);
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(&vec![0; 1250 * 10_000]).unwrap();
    writer.finish().unwrap();
    bytes
}

fn replaced(bytes: &[u8], old: &str, new: &str) -> Result<Vec<u8>, Failed> {
    let at = bytes.windows(old.len()).position(|window| window == old.as_bytes());
    let at = at.ok_or_else(|| format!("{old} is not there"))?;
    Ok([&bytes[..at], new.as_bytes(), &bytes[at + old.len()..]].concat())
}
