//! `kyso demo`: a signature from the key to the verdict, and a forgery that is caught. Needs no
//! network and no key of one's own.

mod folder;
mod identity;
#[cfg(feature = "preview")]
mod picture;

use std::path::Path;

use kyso::{
    Conclusion, Credential, Document, Format, Policy, Report, SignError, Signed, TrustAnchors,
    Verifier,
};

use self::folder::Folder;
use self::identity::Identity;
use super::claims::holder;
use super::now;
use crate::args::DemoArgs;
use crate::error::Failure;
use crate::exit::Status;
use crate::i18n::{Message, msg};
use crate::render::report_text;
use crate::ui::Ui;

/// A document of the demonstration, and what becomes of it.
struct Sample {
    name: &'static str,
    signed: &'static str,
    altered: &'static str,
    report: &'static str,
    bytes: &'static [u8],
    /// What stands before the byte that is changed.
    mark: &'static [u8],
}

/// A letter of two pages as an office writes it; `testdata/sample` says how it was made. Its date
/// moves from 2026 to 2027.
const PDF: Sample = Sample {
    name: "sample.pdf",
    signed: "sample.signed.pdf",
    altered: "sample.altered.pdf",
    report: "report.json",
    bytes: include_bytes!("../../../assets/sample.pdf"),
    mark: b"/CreationDate (D:202",
};

/// The result of a dossier as an office sends it. Its sum moves from 5 million to 4 million.
const XML: Sample = Sample {
    name: "sample.xml",
    signed: "sample.signed.xml",
    altered: "sample.altered.xml",
    report: "report.xml.json",
    bytes: include_bytes!("../../../assets/sample.xml"),
    mark: b"<SoTien donVi=\"VND\">",
};

pub(super) fn run(args: &DemoArgs, ui: &Ui) -> Result<Status, Failure> {
    let folder = Folder::open(&args.out_dir)?;
    let made = make(&folder, ui).inspect_err(|_| folder.take_back())?;
    tell(ui, &made.lines)?;
    match made.detail {
        None => Ok(Status::Done),
        Some(detail) => Err(broken(&detail)),
    }
}

/// What there is to tell, and what did not come out as it must.
struct Made {
    lines: Vec<Message>,
    detail: Option<String>,
}

fn make(folder: &Folder, ui: &Ui) -> Result<Made, Failure> {
    let identity = identity::mint(now()).map_err(|error| broken(&error.to_string()))?;
    let credential = keep(&identity, folder)?;
    let verifier = Judge::trusting(&identity)?;
    let mut lines = vec![msg::demo_made(folder.name(), holder(credential.certificate()))];
    let mut detail = None;
    for sample in [PDF, XML] {
        let wrong = sample.show(&credential, &verifier, folder, ui, &mut lines)?;
        detail = detail.or(wrong);
    }
    #[cfg(feature = "preview")]
    if let Some(png) = picture::first_page(folder.read(PDF.signed)?) {
        folder.put("page-1.png", &png)?;
    }
    let ca = folder.path("ca.pem");
    lines.push(msg::demo_next(ca.as_path(), folder.path(PDF.signed).as_path()));
    Ok(Made { lines, detail })
}

impl Sample {
    /// Signs, verifies, forges and verifies again; says what did not come out as it must.
    fn show(
        &self,
        credential: &Credential,
        verifier: &Judge,
        folder: &Folder,
        ui: &Ui,
        lines: &mut Vec<Message>,
    ) -> Result<Option<String>, Failure> {
        folder.put(self.name, self.bytes)?;
        let signed = self.sign(credential, folder)?;
        let good = verifier.judge(&folder.path(self.signed))?;
        let json = serde_json::to_string_pretty(&good.to_json(self.signed)).unwrap_or_default();
        folder.put(self.report, format!("{json}\n").as_bytes())?;
        let (offset, altered) = self.alter(&folder.read(self.signed)?);
        folder.put(self.altered, &altered)?;
        let bad = verifier.judge(&folder.path(self.altered))?;
        let good_line = report_text::verdict_line(&good, ui);
        let bad_line = report_text::verdict_line(&bad, ui);
        let algorithm = credential.algorithms().first().map_or(String::new(), |a| a.name());
        lines.push(msg::demo_signed(algorithm, signed.field_name(), self.signed));
        lines.push(msg::demo_verified(self.report, good_line.clone()));
        lines.push(msg::demo_altered(self.altered, offset, bad_line.clone()));
        Ok(match (good.conclusion(), bad.conclusion()) {
            (Conclusion::Passed(_), Conclusion::Failed(_)) => None,
            _ => Some(format!("{good_line}; {bad_line}")),
        })
    }

    fn sign(&self, credential: &Credential, folder: &Folder) -> Result<Signed, Failure> {
        let failed = |error: SignError| Failure::core(error, self.name);
        let document = Document::open(folder.path(self.name))
            .map_err(|error| Failure::core(error, self.name))?;
        let mut builder = document.sign(credential, now()).location("Hà Nội");
        if document.format() == Format::Pdf {
            builder = builder.reason("Ban hành");
        }
        let signed = builder.finish().map_err(failed)?;
        let place = folder.place(self.signed)?;
        signed.save_replacing(&place).map_err(|error| match error {
            SignError::Io(error) => Failure::writing(&place, &error),
            other => failed(other),
        })?;
        Ok(signed)
    }

    /// The signed document with one bit of one byte changed: the one after the mark.
    fn alter(&self, signed: &[u8]) -> (usize, Vec<u8>) {
        let place = signed.windows(self.mark.len()).position(|window| window == self.mark);
        // Any covered byte will do, should another sample have no such mark.
        let offset = place.map_or(self.bytes.len() / 2, |start| start + self.mark.len());
        let mut altered = signed.to_vec();
        if let Some(byte) = altered.get_mut(offset) {
            *byte ^= 1;
        }
        (offset, altered)
    }
}

fn tell(ui: &Ui, lines: &[Message]) -> Result<(), Failure> {
    if ui.quiet {
        return Ok(());
    }
    lines.iter().try_for_each(|line| ui.print_line(&ui.text(line)))
}

fn broken(detail: &str) -> Failure {
    Failure::io(msg::error_demo_failed(detail, env!("CARGO_PKG_VERSION")))
}

/// Leaves the throw-away keys, and opens the leader's as a user would.
fn keep(identity: &Identity, folder: &Folder) -> Result<Credential, Failure> {
    folder.put("ca.pem", identity.ca_pem.as_bytes())?;
    folder.put("leader.cert.pem", identity.certificate_pem.as_bytes())?;
    folder.put_secret("leader.key.pem", identity.key_pem.as_bytes())?;
    let chain = format!("{}\n{}", identity.certificate_pem, identity.ca_pem);
    Credential::from_pem(identity.key_pem.as_bytes(), chain.as_bytes(), None)
        .map_err(|error| Failure::core(error, "leader.key.pem"))
}

/// Verifies with the throw-away CA as the only anchor.
struct Judge(Policy);

impl Judge {
    fn trusting(identity: &Identity) -> Result<Self, Failure> {
        let anchors = TrustAnchors::from_bytes(identity.ca_pem.as_bytes())
            .map_err(|error| Failure::core(error, "ca.pem"))?;
        Ok(Self(Policy::baseline(anchors)))
    }

    fn judge(&self, path: &Path) -> Result<Report, Failure> {
        let document = Document::open(path)
            .map_err(|error| Failure::core(error, &path.display().to_string()))?;
        Ok(Verifier::new(&self.0).verify(&document, now()))
    }
}

#[cfg(test)]
mod tests {
    use super::{PDF, Sample, XML};

    #[test]
    fn the_forgery_is_one_byte_that_people_can_read() {
        let check = |sample: Sample, from: u8, to: u8| {
            let (offset, altered) = sample.alter(sample.bytes);
            let differ = sample.bytes.iter().zip(&altered).filter(|(a, b)| a != b).count();
            assert_eq!((differ, sample.bytes[offset], altered[offset]), (1, from, to));
        };
        check(PDF, b'6', b'7');
        check(XML, b'5', b'4');
    }
}
