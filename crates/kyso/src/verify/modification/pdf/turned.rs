//! How a look is turned by its own matrix: as its page is shown, so that people read it upright, or
//! not at all.

use lopdf::{Dictionary, Object, ObjectId};

use super::marks;
use crate::pdf::{PdfError, View, page_turns};

/// The linear parts of matrices that turn upright what a page shows turned clockwise, by quarters.
const UPRIGHT: [[f32; 4]; 4] =
    [[1.0, 0.0, 0.0, 1.0], [0.0, 1.0, -1.0, 0.0], [-1.0, 0.0, 0.0, -1.0], [0.0, -1.0, 1.0, 0.0]];

/// Quarter turns of the look of a widget; `None` where it is scaled, skewed, mirrored, or turned
/// otherwise than its page, on which six may read as nine.
///
/// # Errors
/// A page cannot be read.
pub(super) fn turns(
    view: &View<'_>,
    look: &Dictionary,
    widget: ObjectId,
) -> Result<Option<u8>, PdfError> {
    let matrix = view.get(look, b"Matrix")?;
    if matrix.is_null() {
        return Ok(Some(0));
    }
    let Some(&[a, b, c, d, e, f]) = marks::numbers(view, &matrix)?.as_deref() else {
        return Ok(None);
    };
    // Where it is moved makes no difference: its box is fitted into the rectangle.
    if !e.is_finite() || !f.is_finite() {
        return Ok(None);
    }
    let Some(turns) = UPRIGHT.iter().position(|part| *part == [a, b, c, d]) else {
        return Ok(None);
    };
    if turns == 0 {
        return Ok((e == 0.0 && f == 0.0).then_some(0));
    }
    let turns = turns as u8;
    Ok((of_pages(view, widget)? == Some(turns)).then_some(turns))
}

/// How the pages that list a widget are turned; `None` where none does, or they differ.
fn of_pages(view: &View<'_>, widget: ObjectId) -> Result<Option<u8>, PdfError> {
    let mut found = None;
    for page in view.pages()? {
        let Object::Dictionary(page) = view.object(page?)? else { continue };
        let Object::Array(annotations) = view.get(&page, b"Annots")? else { continue };
        if !annotations.iter().any(|one| one.as_reference().is_ok_and(|one| one == widget)) {
            continue;
        }
        let turns = page_turns(view, &page)?;
        if found.is_some_and(|other| other != turns) {
            return Ok(None);
        }
        found = Some(turns);
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::turns;
    use crate::Source;
    use crate::pdf::PdfDocument;

    /// Quarter turns of a look with this matrix on a page shown turned by so much.
    fn of(rotate: i64, matrix: &str) -> Option<u8> {
        let objects = [
            "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
            format!("<</Type/Pages/Count 1/Kids[3 0 R]/Rotate {rotate}>>"),
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Annots[4 0 R]>>".into(),
            format!("<</Subtype/Form{matrix}>>"),
        ];
        let mut text = "%PDF-1.7\n".to_owned();
        let mut rows = String::new();
        for (index, object) in objects.iter().enumerate() {
            rows += &format!("{:010} 00000 n \n", text.len());
            text += &format!("{} 0 obj\n{object}\nendobj\n", index + 1);
        }
        let start = text.len();
        text += &format!("xref\n0 5\n0000000000 65535 f \n{rows}trailer\n<</Size 5/Root 1 0 R>>\n");
        text += &format!("startxref\n{start}\n%%EOF\n");
        let document = PdfDocument::parse(Source::from_bytes(text.into_bytes())).unwrap();
        let view = document.latest();
        let look = view.object((4, 0)).unwrap();
        turns(&view, look.as_dict().unwrap(), (4, 0)).unwrap()
    }

    #[test]
    fn a_look_is_turned_as_its_page_or_not_at_all() {
        assert_eq!(of(0, ""), Some(0));
        assert_eq!(of(90, "/Matrix[1 0 0 1 0 0]"), Some(0));
        assert_eq!(of(90, "/Matrix[0 1 -1 0 20 0]"), Some(1));
        assert_eq!(of(180, "/Matrix[-1 0 0 -1 9 9]"), Some(2));
        assert_eq!(of(-90, "/Matrix[0 -1 1 0 0 7]"), Some(3));
        // Six would read as nine.
        for (rotate, matrix) in [
            (0, "/Matrix[-1 0 0 -1 9 9]"),
            (90, "/Matrix[0 -1 1 0 0 7]"),
            (270, "/Matrix[0 1 -1 0 20 0]"),
            (0, "/Matrix[-1 0 0 1 9 0]"),
            (90, "/Matrix[0 1 -2 0 20 0]"),
            (90, "/Matrix[0 1 -1 0]"),
            (0, "/Matrix[1 0 0 1 5 0]"),
        ] {
            assert_eq!(of(rotate, matrix), None, "{rotate} {matrix}");
        }
    }
}
