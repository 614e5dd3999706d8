//! `kyso demo`: a signature from the key to the verdict, and a forgery that is caught. Needs no
//! network and no key of one's own.

mod folder;
mod identity;
#[cfg(feature = "preview")]
mod picture;

use std::path::Path;

use kyso::{
    Conclusion, Credential, Document, Policy, Report, SignError, Signed, TrustAnchors, Verifier,
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

/// A letter of two pages as an office writes it; `testdata/sample` says how it was made.
const SAMPLE: &[u8] = include_bytes!("../../../assets/sample.pdf");

const SIGNED: &str = "sample.signed.pdf";
const ALTERED: &str = "sample.altered.pdf";

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
    lines: [Message; 5],
    detail: Option<String>,
}

fn make(folder: &Folder, ui: &Ui) -> Result<Made, Failure> {
    let identity = identity::mint(now()).map_err(|error| broken(&error.to_string()))?;
    let credential = keep(&identity, folder)?;
    let signed = sign(&credential, folder)?;
    let verifier = Judge::trusting(&identity)?;
    let good = verifier.judge(&folder.path(SIGNED))?;
    let json = serde_json::to_string_pretty(&good.to_json(SIGNED)).unwrap_or_default();
    folder.put("report.json", format!("{json}\n").as_bytes())?;
    let (offset, altered) = alter(&folder.read(SIGNED)?);
    folder.put(ALTERED, &altered)?;
    let bad = verifier.judge(&folder.path(ALTERED))?;
    #[cfg(feature = "preview")]
    if let Some(png) = picture::first_page(folder.read(SIGNED)?) {
        folder.put("page-1.png", &png)?;
    }
    let good_line = report_text::verdict_line(&good, ui);
    let bad_line = report_text::verdict_line(&bad, ui);
    let lines = [
        msg::demo_made(folder.name(), holder(credential.certificate())),
        msg::demo_signed(
            credential.algorithms().first().map_or(String::new(), |a| a.name()),
            signed.field_name(),
        ),
        msg::demo_verified(good_line.clone()),
        msg::demo_altered(offset, bad_line.clone()),
        msg::demo_next(folder.path("ca.pem").as_path(), folder.path(SIGNED).as_path()),
    ];
    let detail = match (good.conclusion(), bad.conclusion()) {
        (Conclusion::Passed(_), Conclusion::Failed(_)) => None,
        _ => Some(format!("{good_line}; {bad_line}")),
    };
    Ok(Made { lines, detail })
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
    folder.put("sample.pdf", SAMPLE)?;
    let chain = format!("{}\n{}", identity.certificate_pem, identity.ca_pem);
    Credential::from_pem(identity.key_pem.as_bytes(), chain.as_bytes(), None)
        .map_err(|error| Failure::core(error, "leader.key.pem"))
}

fn sign(credential: &Credential, folder: &Folder) -> Result<Signed, Failure> {
    let sample = folder.path("sample.pdf");
    let failed = |error: SignError| Failure::core(error, "sample.pdf");
    let signed = Document::open(&sample)
        .map_err(|error| Failure::core(error, "sample.pdf"))?
        .sign(credential, now())
        .reason("Ban hành")
        .location("Hà Nội")
        .finish()
        .map_err(failed)?;
    let place = folder.place(SIGNED)?;
    signed.save_replacing(&place).map_err(|error| match error {
        SignError::Io(error) => Failure::writing(&place, &error),
        other => failed(other),
    })?;
    Ok(signed)
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

/// The signed letter with one byte changed: its date moves from 2026 to 2027.
fn alter(signed: &[u8]) -> (usize, Vec<u8>) {
    const DATE: &[u8] = b"/CreationDate (D:2026";
    let date = signed.windows(DATE.len()).position(|window| window == DATE);
    // Any covered byte will do, should another sample have no such date.
    let offset = date.map_or(SAMPLE.len() / 2, |start| start + DATE.len() - 1);
    let mut altered = signed.to_vec();
    if let Some(byte) = altered.get_mut(offset) {
        *byte ^= 1;
    }
    (offset, altered)
}

#[cfg(test)]
mod tests {
    use super::{SAMPLE, alter};

    #[test]
    fn the_forgery_is_one_byte_of_the_letters_date() {
        let (offset, altered) = alter(SAMPLE);
        assert_eq!(SAMPLE.iter().zip(&altered).filter(|(a, b)| a != b).count(), 1);
        assert_eq!((SAMPLE[offset], altered[offset]), (b'6', b'7'));
    }
}
