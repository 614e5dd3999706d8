//! Ink leaves what is under it to be seen; much of it does not. How much of each letter is under the
//! ink of later signatures: strokes, shapes, parts of seals, letters upon letters.

use super::super::glyphs::Place;
use super::super::marks::{Kind, Mark};
use super::cover::taken;
use super::together::{Shape, hidden_points};

/// What letters take of letters under them: three upon each other leave nothing to read.
const LETTERS: f32 = 0.25;

/// Looks of more pieces of text than this are not searched for some that lie upon each other.
const MANY: usize = 200;

/// Points along each side of a letter that are looked at, and how many of all make it hidden: the
/// ring of a seal takes ten.
const POINTS: u8 = 4;
const HIDDEN: usize = 11;

/// Parts of a line of text above and below its letters.
const MARGIN: f32 = 0.2;

/// Letters of one piece of text that are told apart.
const MOST_LETTERS: f32 = 200.0;

/// A place and what is taken there of what is under it, from 0 to 1.
pub(super) type Ink = Shape;

/// The ink among marks.
pub(super) fn inks(marks: &[Mark]) -> Vec<Ink> {
    let texts: Vec<&Mark> = marks.iter().filter(|mark| mark.kind == Kind::Text).collect();
    let upon = |text: &&Mark| {
        let inside = text.place.grown(-0.5);
        texts.iter().filter(|other| other.place.common(&inside).is_some()).count() > 2
    };
    let letters_upon_letters = texts.len() > MANY || texts.iter().any(upon);
    let ink = |mark: &Mark| {
        let taken = match mark.kind {
            Kind::Text if letters_upon_letters => taken(mark) * LETTERS,
            Kind::Ink | Kind::Patch | Kind::Veil | Kind::Fill { rectangle: true } => taken(mark),
            _ => return None,
        };
        (taken > 0.0).then_some((mark.place, taken))
    };
    marks.iter().filter_map(ink).collect()
}

/// Whether `new` ink, with what was there, takes a letter that was seen before; where `may_compare`
/// allows no more comparisons, it does.
pub(super) fn hide_a_letter(
    may_compare: &dyn Fn(usize) -> bool,
    texts: &[Place],
    new: &[Ink],
    old: &[Ink],
) -> bool {
    if !may_compare(texts.len().saturating_mul(new.len() + old.len())) {
        return true;
    }
    texts.iter().any(|text| {
        let near = |inks: &[Ink]| -> Vec<Ink> {
            inks.iter().filter(|ink| ink.0.common(text).is_some()).copied().collect()
        };
        let (new, old) = (near(new), near(old));
        if new.is_empty() {
            return false;
        }
        let letters = letters(text);
        if !may_compare(letters.len().saturating_mul(new.len() + old.len())) {
            return true;
        }
        letters.iter().any(|letter| {
            let on = |inks: &[Ink]| -> Vec<Ink> {
                inks.iter().filter(|ink| ink.0.common(letter).is_some()).copied().collect()
            };
            let (new, old) = (on(&new), on(&old));
            let points = usize::from(POINTS) * usize::from(POINTS);
            if !may_compare(points.saturating_mul(new.len() + old.len())) {
                return true;
            }
            let all = [new, old.clone()].concat();
            hidden_points(letter, &all, POINTS) >= HIDDEN
                && hidden_points(letter, &old, POINTS) < HIDDEN
        })
    })
}

/// Places of letters in a piece of text: half as wide as the line is high.
fn letters(text: &Place) -> Vec<Place> {
    let (width, height) = (text.width(), text.height());
    let flat = width >= height;
    let [along, across] = if flat { [width, height] } else { [height, width] };
    let count = (along / (across * 0.5).max(f32::MIN_POSITIVE)).clamp(1.0, MOST_LETTERS);
    let (step, margin) = (along / count.floor(), across * MARGIN);
    let letter = |at: u16| {
        let from = f32::from(at) * step;
        if flat {
            Place::of(text.left + from, text.bottom + margin, step, height - margin * 2.0)
        } else {
            Place::of(text.left + margin, text.bottom + from, width - margin * 2.0, step)
        }
    };
    (0..count as u16).map(letter).collect()
}

#[cfg(test)]
mod tests {
    use super::{Place, letters};

    #[test]
    fn letters_stand_in_a_row_or_upon_each_other() {
        let box_of = |place: &Place| [place.left, place.bottom, place.right, place.top];
        let of = |place: Place| letters(&place).iter().map(box_of).collect::<Vec<_>>();
        let flat = of(Place::of(10.0, 20.0, 15.0, 10.0));
        let expected = [[10.0, 22.0, 15.0, 28.0], [20.0, 22.0, 25.0, 28.0]];
        assert_eq!((flat.len(), flat[0], flat[2]), (3, expected[0], expected[1]));
        let upright = of(Place::of(20.0, 10.0, 10.0, 15.0));
        let turned = expected.map(|[left, bottom, right, top]| [bottom, left, top, right]);
        assert_eq!((upright.len(), upright[0], upright[2]), (3, turned[0], turned[1]));
        assert_eq!(of(Place::of(0.0, 0.0, 20.0, 30.0))[0], [4.0, 0.0, 16.0, 10.0]);
        assert_eq!(of(Place::of(0.0, 0.0, 30.0, 20.0))[0], [0.0, 4.0, 10.0, 16.0]);
        assert_eq!(of(Place::of(0.0, 0.0, 0.0, 0.0)).len(), 1);
        assert_eq!(of(Place::of(0.0, 0.0, 9e9, 1.0)).len(), 200);
    }
}
