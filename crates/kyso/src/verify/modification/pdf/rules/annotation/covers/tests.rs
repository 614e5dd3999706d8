//! Tints and thin lines in numbers.

use std::collections::BTreeMap;

use super::super::super::super::glyphs::Place;
use super::super::super::super::marks::{Colour, Kind, Mark, Paint};
use super::{Squares, tint};

const PLACE: Place = Place { left: 5.0, bottom: 8.5, right: 11.0, top: 10.5 };

/// What is covered of the squares, those of the shifted grid first told by `true`.
fn covered(squares: &Squares) -> BTreeMap<(bool, i32, i32), i32> {
    let thousandths = |part: f32| (part * 1000.0).round() as i32;
    let some = squares.covered.iter().filter(|(_, part)| **part > 0.0);
    some.map(|(square, part)| (*square, thousandths(*part))).collect()
}

#[test]
fn a_line_covers_its_part_of_each_square() {
    let mut squares = Squares::default();
    assert!(squares.add(&PLACE, 2.0, 6.0));
    let expected = BTreeMap::from([
        ((false, 1, 2), 6_000),
        ((false, 2, 2), 6_000),
        ((true, 1, 2), 1_500),
        ((true, 2, 2), 6_000),
        ((true, 3, 2), 1_500),
        ((true, 1, 3), 500),
        ((true, 2, 3), 2_000),
        ((true, 3, 3), 500),
    ]);
    assert_eq!(covered(&squares), expected);
    // More than is left of a square.
    assert!(!squares.add(&PLACE, 1.0, 6.0));
    // A line half as wide as its box, a hairline and a dot.
    for (width, length, part) in [(1.0, 6.0, 3_000), (0.0, 8.0, 3_000), (2.0, 0.0, 2_000)] {
        let mut squares = Squares::default();
        assert!(squares.add(&PLACE, width, length));
        assert_eq!(covered(&squares).get(&(false, 1, 2)), Some(&part), "{width} {length}");
    }
}

fn mark(colour: Colour, alpha: f32, multiplied: bool) -> Mark {
    let paint = Paint { colour: Some(colour), alpha, multiplied };
    Mark { place: PLACE, kind: Kind::Fill { rectangle: true }, paint }
}

#[test]
fn a_tint_leaves_half_of_every_difference() {
    let (black, red) = ([0.0; 3], [1.0, 0.0, 0.0]);
    let leaves = |tone: Colour, under: &[Mark]| {
        let under: Vec<&Mark> = under.iter().collect();
        tint(&mark(tone, 1.0, true), 9, &under, &mut Vec::new())
    };
    let light_red = [1.0, 0.3, 0.3];
    assert!(leaves(light_red, &[]));
    assert!(leaves(light_red, &[mark(black, 1.0, false)]));
    assert!(!leaves(light_red, &[mark(red, 1.0, false)]));
    // What lies under a translucent mark is not known, nor what one is multiplied with.
    assert!(!leaves(light_red, &[mark(black, 0.9, false)]));
    assert!(!leaves(light_red, &[mark(black, 1.0, true)]));
    assert!(leaves([1.0, 0.5, 0.5], &[mark(red, 1.0, false)]));
}
