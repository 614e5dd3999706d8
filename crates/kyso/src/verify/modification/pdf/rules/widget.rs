//! What a new signature field and its widgets may be: a widget and no other annotation, without
//! actions, showing nothing but its own appearance.

use lopdf::{Dictionary, Object, ObjectId};

use super::super::engine::Step;
use crate::pdf::{Field, PdfError};

/// What a new signature field and its widget may say; `/DR` is a signature's own and gives nothing
/// to other fields. Actions (`/A`, `/AA`) and drawn borders (`/BS`) are not among it.
const OF_A_FIELD: [&[u8]; 25] = [
    b"Type", b"Subtype", b"FT", b"T", b"TU", b"TM", b"Ff", b"V", b"F", b"Rect", b"P", b"AP", b"AS",
    b"MK", b"Border", b"DA", b"DR", b"Q", b"H", b"M", b"NM", b"Parent", b"Kids", b"Lock", b"SV",
];

/// The field and its widgets, all of them new and as they should be; `None` otherwise.
pub(super) fn parts(
    step: &Step<'_>,
    id: ObjectId,
    field: &Field,
) -> Result<Option<Vec<(ObjectId, Dictionary)>>, PdfError> {
    let Object::Dictionary(top) = step.new.object(id)? else { return Ok(None) };
    // A kid written inside the field, or one that is no widget, is none that was looked at.
    let kids = match step.new.get(&top, b"Kids")? {
        Object::Null => Vec::new(),
        Object::Array(kids) => kids,
        _ => return Ok(None),
    };
    let known = |kid: &Object| kid.as_reference().is_ok_and(|id| field.widgets.contains(&id));
    if !kids.iter().all(known) {
        return Ok(None);
    }
    let mut parts = vec![(id, top)];
    for id in field.widgets.iter().filter(|widget| **widget != id) {
        match step.new.object(*id)? {
            Object::Dictionary(part) => parts.push((*id, part)),
            _ => return Ok(None),
        }
    }
    let honest = parts.iter().all(|(id, part)| step.added.contains(&id.0) && is_honest(part));
    Ok(honest.then_some(parts))
}

fn is_honest(part: &Dictionary) -> bool {
    let is = |key: &[u8], name: &[u8]| {
        part.get(key).and_then(Object::as_name).is_ok_and(|found| found == name)
    };
    let is_widget = is(b"Subtype", b"Widget") && (!part.has(b"Type") || is(b"Type", b"Annot"));
    // A field whose widgets are its kids is no annotation itself.
    let is_field = part.has(b"Kids") && !part.has(b"Subtype") && !part.has(b"Type");
    only(part, &OF_A_FIELD) && (is_widget || is_field) && draws_nothing_of_itself(part)
}

/// No background, border or caption that readers draw without an appearance (ISO 32000-2 table
/// 192, §12.5.4).
fn draws_nothing_of_itself(part: &Dictionary) -> bool {
    let characteristics = match part.get(b"MK") {
        Err(_) => true,
        Ok(Object::Dictionary(dictionary)) => dictionary.is_empty(),
        Ok(_) => false,
    };
    let border = match part.get(b"Border") {
        Err(_) => true,
        Ok(Object::Array(values)) => {
            values.iter().all(|value| value.as_float().is_ok_and(|width| width == 0.0))
        }
        Ok(_) => false,
    };
    characteristics && border
}

/// Whether something of it is seen: an appearance on a rectangle with an area. What cannot be
/// told counts as seen.
pub(super) fn shows(part: &Dictionary) -> bool {
    part.has(b"AP") && !has_no_area(part)
}

/// Whether a widget's rectangle has no area (ISO 32000-2 §12.7.5.5: how a signature is hidden).
pub(super) fn has_no_area(part: &Dictionary) -> bool {
    let rectangle = part.get(b"Rect").and_then(Object::as_array);
    let corners: Option<Vec<f32>> =
        rectangle.ok().and_then(|r| r.iter().map(|corner| corner.as_float().ok()).collect());
    matches!(corners.as_deref(), Some([left, bottom, right, top])
        if left.total_cmp(right).is_eq() || bottom.total_cmp(top).is_eq())
}

/// Whether a field that was empty and showed nothing may have lost its rectangle when it was
/// signed: some signers do so where the signature is not to be seen.
pub(super) fn hides_nothing(old: &Dictionary, new: &Dictionary) -> bool {
    const SHOWN: [&[u8]; 4] = [b"AP", b"MK", b"BS", b"Border"];
    !SHOWN.iter().any(|key| old.has(key)) && has_no_area(new)
}

/// Whether a widget is wider or higher than so many points. What cannot be told counts as larger.
pub(super) fn is_larger_than(part: &Dictionary, most: [f32; 2]) -> bool {
    let rectangle = part.get(b"Rect").and_then(Object::as_array);
    let corners: Option<Vec<f32>> =
        rectangle.ok().and_then(|r| r.iter().map(|corner| corner.as_float().ok()).collect());
    match corners.as_deref() {
        Some([left, bottom, right, top]) => {
            let [width, height] = most;
            !((right - left).abs() <= width && (top - bottom).abs() <= height)
        }
        _ => true,
    }
}

pub(super) fn only(dictionary: &Dictionary, allowed: &[&[u8]]) -> bool {
    dictionary.iter().all(|(key, _)| allowed.contains(&key.as_slice()))
}

#[cfg(test)]
mod tests {
    use lopdf::{Dictionary, Object, dictionary};

    use super::{hides_nothing, is_larger_than};

    fn widget(rect: [i64; 4]) -> Dictionary {
        dictionary! { "Rect" => rect.map(Object::from).to_vec() }
    }

    #[test]
    fn a_rectangle_is_given_up_where_nothing_was_seen() {
        let (old, gone) = (widget([10, 10, 90, 40]), widget([0, 0, 0, 0]));
        assert!(hides_nothing(&old, &gone));
        // Moved or grown it would show or hide something.
        assert!(!hides_nothing(&old, &widget([10, 10, 90, 80])));
        for shown in ["AP", "MK", "BS", "Border"] {
            let mut old = old.clone();
            old.set(shown, Dictionary::new());
            assert!(!hides_nothing(&old, &gone), "{shown}");
        }
    }

    #[test]
    fn a_widget_is_larger_by_its_sides_not_by_its_place() {
        let larger = |rect| is_larger_than(&widget(rect), [72.0, 30.0]);
        assert!(!larger([500, 600, 572, 630]) && !larger([572, 630, 500, 600]));
        assert!(larger([500, 600, 573, 630]) && larger([500, 600, 572, 631]));
        // So far out that a ratio of its sides is small.
        assert!(larger([10, 600, 90, 610]) && larger([500, 20, 510, 60]));
        assert!(is_larger_than(&Dictionary::new(), [72.0, 30.0]));
    }
}
