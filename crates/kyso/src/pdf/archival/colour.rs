//! Colours in PDF/A: each says what it is by itself or by the document's output intent (ISO 19005-2
//! §6.2.3, §6.2.4, §6.2.10).

use lopdf::{Dictionary, Object, dictionary};

use super::{Breach, Level};
use crate::pdf::error::PdfError;
use crate::pdf::placeholder::number;
use crate::pdf::view::View;

/// Where white is, the exponent, and the primaries of sRGB (IEC 61966-2-1), as `/CalRGB` takes them
/// (ISO 32000-2 §8.6.5.3).
const WHITE: [f32; 3] = [0.9505, 1.0, 1.089];
const GAMMA: f32 = 2.2;
const PRIMARIES: [f32; 9] =
    [0.4124, 0.2126, 0.0193, 0.3576, 0.7152, 0.1192, 0.1805, 0.0722, 0.9505];

/// What grey and RGB stand for where a look is drawn, whatever the document says of its own.
pub(crate) fn default_spaces() -> Dictionary {
    let space = |family: &str, entries: Dictionary| {
        Object::Array(vec![Object::Name(family.into()), Object::Dictionary(entries)])
    };
    let white = || WHITE.map(number).to_vec();
    let grey = dictionary! { "WhitePoint" => white(), "Gamma" => number(GAMMA) };
    let rgb = dictionary! {
        "WhitePoint" => white(),
        "Gamma" => [GAMMA; 3].map(number).to_vec(),
        "Matrix" => PRIMARIES.map(number).to_vec(),
    };
    dictionary! { "DefaultGray" => space("CalGray", grey), "DefaultRGB" => space("CalRGB", rgb) }
}

/// That what is seen through has a space to be blended in: the document's output intent, or that
/// of the page's group.
///
/// # Errors
/// [`Breach::NoOutputIntent`].
pub(in crate::pdf) fn check_blending(
    view: &View<'_>,
    page: &Dictionary,
    level: Level,
) -> Result<(), PdfError> {
    let group = view.get_dict(page, b"Group")?.unwrap_or_default();
    if !level.allows_transparency() || group.has(b"CS") {
        return Ok(());
    }
    check_intent(view, level)
}

/// That the document names an output intent.
///
/// # Errors
/// [`Breach::NoOutputIntent`].
pub(in crate::pdf) fn check_intent(view: &View<'_>, level: Level) -> Result<(), PdfError> {
    let intents = view.get(&view.catalog()?, b"OutputIntents")?;
    for intent in intents.as_array().into_iter().flatten() {
        let Object::Dictionary(intent) = view.resolve(intent)? else { continue };
        let kind = view.get(&intent, b"S")?;
        if kind.as_name().is_ok_and(|kind| kind == b"GTS_PDFA1") {
            return Ok(());
        }
    }
    Err(PdfError::Archival { level, breach: Breach::NoOutputIntent })
}
