//! Widths of the glyphs of CID fonts (ISO 32000-2 §9.7.4.3).

use std::collections::BTreeMap;

use lopdf::{Dictionary, Object};

use super::numbers;
use crate::limits::MAX_GLYPH_WIDTHS;
use crate::pdf::{PdfError, View};

/// Widths by glyph number, and of the others, in thousandths of an em.
#[derive(Debug)]
pub(crate) struct GlyphWidths {
    pub(crate) widths: BTreeMap<u16, f32>,
    pub(crate) other: f32,
}

/// `/W` and `/DW` of a descendant font; `None` where they are not well formed.
///
/// # Errors
/// As [`View::get`].
pub(crate) fn glyph_widths(
    view: &View<'_>,
    font: &Dictionary,
) -> Result<Option<GlyphWidths>, PdfError> {
    let other = view.get(font, b"DW")?.as_float().unwrap_or(1000.0);
    let mut widths = BTreeMap::new();
    let list = match view.get(font, b"W")? {
        Object::Array(list) => list,
        Object::Null => Vec::new(),
        _ => return Ok(None),
    };
    let glyph = |value: &Object| value.as_i64().ok().and_then(|number| u16::try_from(number).ok());
    let mut rest = list.iter();
    let mut left = MAX_GLYPH_WIDTHS;
    while let Some(first) = rest.next() {
        let (Some(first), Some(next)) = (glyph(&view.resolve(first)?), rest.next()) else {
            return Ok(None);
        };
        let next = view.resolve(next)?;
        if let Some(run) = numbers(view, &next)? {
            widths.extend((first..=u16::MAX).zip(run));
            continue;
        }
        let (Some(last), Some(width)) = (glyph(&next), rest.next()) else { return Ok(None) };
        let Ok(width) = view.resolve(width)?.as_float() else { return Ok(None) };
        let count = usize::from(last.saturating_sub(first)).saturating_add(1);
        let Some(after) = left.checked_sub(count) else { return Ok(None) };
        left = after;
        widths.extend((first..=last).map(|glyph| (glyph, width)));
    }
    Ok(Some(GlyphWidths { widths, other }))
}
