//! The text that a look shows, as far as its fonts say their letters.

use lopdf::{Object, ObjectId};

use super::lines;
use super::walk::Walker;
use crate::pdf::{PdfError, View};

/// The lines of text that the normal look of a widget shows, from the top; none where it has none,
/// or shows nothing but pictures.
///
/// # Errors
/// An object of it cannot be read.
pub(crate) fn look_text(view: &View<'_>, widget: ObjectId) -> Result<Vec<String>, PdfError> {
    let Object::Dictionary(widget) = view.object(widget)? else { return Ok(Vec::new()) };
    let looks = view.get_dict(&widget, b"AP")?.unwrap_or_default();
    let look = match view.get(&looks, b"N")? {
        Object::Stream(look) => look,
        Object::Dictionary(states) => match view.get(&widget, b"AS")? {
            Object::Name(state) => match view.get(&states, &state)? {
                Object::Stream(look) => look,
                _ => return Ok(Vec::new()),
            },
            _ => return Ok(Vec::new()),
        },
        _ => return Ok(Vec::new()),
    };
    let page = Walker::new(view).look(&look)?;
    let segments = lines::segments(&page);
    let mut found: Vec<(usize, String)> = Vec::new();
    for segment in &segments {
        let mut text = String::new();
        for part in &segment.parts {
            let Some(glyph) = page.glyphs.get(part.glyph).filter(|glyph| !glyph.hidden) else {
                continue;
            };
            if part.spaced {
                text.push(' ');
            }
            text.push_str(page.of(glyph));
        }
        match found.last_mut() {
            Some((line, before)) if *line == segment.line => {
                before.push(' ');
                before.push_str(&text);
            }
            _ => found.push((segment.line, text)),
        }
    }
    Ok(found.into_iter().map(|(_, text)| text).collect())
}
