//! Places and lines of text in numbers, on both sides of each limit.
#![allow(clippy::float_cmp, reason = "numbers that halves and tenths of ten give")]

use super::{Advance, Line, Place};

const BOUNDS: Place = Place { left: 10.0, bottom: 30.0, right: 110.0, top: 50.0 };

fn place(left: f32, bottom: f32, right: f32, top: f32) -> Place {
    Place { left, bottom, right, top }
}

/// `BOUNDS` with each of its sides moved by so much, one at a time: left, bottom, right, top.
fn moved(by: f32) -> [Place; 4] {
    let Place { left, bottom, right, top } = BOUNDS;
    [
        place(left + by, bottom, right, top),
        place(left, bottom + by, right, top),
        place(left, bottom, right + by, top),
        place(left, bottom, right, top + by),
    ]
}

#[test]
fn a_size_may_run_backwards() {
    assert_eq!(Place::of(5.0, 7.0, 2.0, 3.0), place(5.0, 7.0, 7.0, 10.0));
    assert_eq!(Place::of(5.0, 7.0, -2.0, -3.0), place(3.0, 4.0, 5.0, 7.0));
}

#[test]
fn what_lies_inside_does_so_on_every_side() {
    assert!(BOUNDS.holds(&BOUNDS));
    let (more, less) = (moved(1.0), moved(-1.0));
    assert_eq!(more.map(|other| BOUNDS.holds(&other)), [true, true, false, false]);
    assert_eq!(less.map(|other| BOUNDS.holds(&other)), [false, false, true, true]);
    let (far, near) = (moved(4.0), moved(3.0));
    assert!(near.iter().all(|other| BOUNDS.is_framed_by(other)));
    assert!(!far.iter().any(|other| BOUNDS.is_framed_by(other)));
}

#[test]
fn a_strip_along_a_side_is_no_letter() {
    for (strip, expected) in [
        (place(10.0, 30.0, 110.0, 33.0), true),
        (place(10.0, 47.0, 110.0, 50.0), true),
        (place(10.0, 30.0, 110.0, 34.0), false),
        (place(10.0, 38.0, 110.0, 41.0), false),
        (place(14.0, 30.0, 110.0, 33.0), false),
        (place(10.0, 30.0, 106.0, 33.0), false),
        (place(10.0, 30.0, 13.0, 50.0), true),
        (place(107.0, 30.0, 110.0, 50.0), true),
        (place(10.0, 30.0, 14.0, 50.0), false),
        (place(50.0, 30.0, 53.0, 50.0), false),
        (place(10.0, 34.0, 13.0, 50.0), false),
        (place(10.0, 30.0, 13.0, 46.0), false),
    ] {
        assert_eq!(strip.runs_along(&BOUNDS), expected, "{strip:?}");
    }
}

#[test]
fn a_clip_keeps_four_fifths_of_the_width_and_half_of_the_height() {
    for (clip, expected) in [
        (place(0.0, 0.0, 200.0, 200.0), true),
        (place(29.0, 30.0, 110.0, 50.0), true),
        (place(31.0, 30.0, 110.0, 50.0), false),
        (place(10.0, 30.0, 91.0, 50.0), true),
        (place(10.0, 30.0, 89.0, 50.0), false),
        (place(10.0, 39.0, 110.0, 50.0), true),
        (place(10.0, 41.0, 110.0, 50.0), false),
        (place(10.0, 30.0, 110.0, 41.0), true),
        (place(10.0, 30.0, 110.0, 39.0), false),
    ] {
        assert_eq!(clip.keeps(&BOUNDS), expected, "{clip:?}");
    }
}

const WIDE: Place = Place { left: 0.0, bottom: -900.0, right: 900.0, top: 900.0 };

/// At 20, 5, in letters of ten points.
fn line() -> Line {
    let mut line = Line { size: 10.0, ..Line::default() };
    assert_eq!(line.step("Td", &[20.0, 5.0]), Some(true));
    assert!(line.starts());
    line
}

/// The same in letters three times as large and half as wide, ten points in all.
fn stretched() -> Line {
    let mut line = Line { size: 10.0, ..Line::default() };
    assert_eq!(line.step("Tm", &[3.0, 0.0, 0.0, 3.0, 20.0, 5.0]), Some(true));
    assert_eq!(line.step("Tz", &[50.0]), Some(false));
    assert!(line.starts());
    line
}

fn glyph(least: f32) -> Advance {
    Advance { least, usual: 0.5, space: false, blank: false }
}

#[test]
fn letters_move_the_pen_by_width_spacing_and_kerning() {
    let mut line = stretched();
    assert_eq!(line.step("Tc", &[1.0]), Some(false));
    assert_eq!(line.step("Tw", &[3.0]), Some(false));
    assert!(line.shows(&glyph(0.4), &WIDE));
    let at = |line: &Line| (line.pen.least, line.pen.usual, line.pen.gap);
    assert_eq!(at(&line), (26.0, 27.5, 1.5));
    assert_eq!(line.shown.map(|shown| shown.end), Some(26.0));
    assert!(line.shows(&Advance { space: true, ..glyph(0.4) }, &WIDE));
    assert_eq!(at(&line), (33.5, 36.5, 6.0));
    line.kerns(100.0);
    assert_eq!(line.pen.gap, 4.5);
    line.kerns(-200.0);
    assert_eq!(line.pen.gap, 7.5);
    // What draws nothing does not end the text.
    assert!(line.shows(&Advance { blank: true, ..glyph(0.4) }, &WIDE));
    assert_eq!((at(&line), line.shown.map(|shown| shown.end)), ((47.0, 51.5, 1.5), Some(33.5)));
}

#[test]
fn a_letter_stands_behind_the_one_before() {
    // Back by a quarter of an em, and by half of what the letter before is wide.
    for (make, least, back, expected) in [
        (line as fn() -> Line, 0.8, 240.0, true),
        (line, 0.8, 260.0, false),
        (line, 0.4, 190.0, true),
        (line, 0.4, 210.0, false),
        (stretched, 1.8, 490.0, true),
        (stretched, 1.8, 510.0, false),
        (stretched, 0.4, 190.0, true),
        (stretched, 0.4, 210.0, false),
        // Just so far, with a hair for rounding.
        (line, 0.5, 250.0, true),
    ] {
        let mut line = make();
        assert!(line.shows(&glyph(least), &WIDE));
        line.kerns(back);
        assert_eq!(line.shows(&glyph(0.5), &WIDE), expected, "{least} {back}");
        let mut line = make();
        assert!(line.shows(&glyph(least), &WIDE));
        line.kerns(back);
        let blank = Advance { blank: true, ..glyph(0.5) };
        assert_eq!(line.shows(&blank, &WIDE), expected, "{least} {back}");
    }
}

#[test]
fn letters_lie_within_but_for_a_point() {
    for (left, right, expected) in
        [(20.5, 90.0, true), (21.5, 90.0, false), (0.0, 24.5, true), (0.0, 23.5, false)]
    {
        let within = Place { left, right, ..WIDE };
        assert_eq!(line().shows(&glyph(0.4), &within), expected, "{left} {right}");
        let blank = Advance { blank: true, ..glyph(0.4) };
        assert!(line().shows(&blank, &within));
    }
}

#[test]
fn a_text_comes_behind_or_below_the_one_before() {
    let next = |x: f32, y: f32, size: f32| {
        let mut line = line();
        assert!(line.shows(&glyph(0.4), &WIDE));
        line.size = size;
        line.step("Td", &[x, y]).unwrap();
        line.starts()
    };
    // The text before ends at 24, four points from where it begins.
    for (x, y, size, expected) in [
        (1.6, 0.0, 10.0, true),
        (1.4, 0.0, 10.0, false),
        (1.6, 0.9, 10.0, true),
        (1.6, 1.1, 10.0, false),
        (1.6, -1.1, 10.0, false),
        (0.0, -4.9, 10.0, false),
        (0.0, -5.1, 10.0, true),
        (0.0, -12.0, 15.0, true),
        (0.0, -12.0, 15.1, false),
        (0.0, -12.0, 6.7, true),
        (0.0, -12.0, 6.6, false),
    ] {
        assert_eq!(next(x, y, size), expected, "{x} {y} {size}");
    }
    // Without a move it goes on where it was.
    let mut line = line();
    assert!(line.shows(&glyph(0.4), &WIDE) && line.starts());
    assert_eq!(line.pen.least, 24.0);
    // By the size that it is drawn at.
    let mut line = stretched();
    line.step("Tm", &[1.0, 0.0, 0.0, 1.0, 20.0, -90.0]).unwrap();
    assert!(!line.starts());
    let mut line = line_of(20.0, 1.0);
    assert!(line.shows(&glyph(0.4), &WIDE));
    line.size = 40.0;
    line.step("Tm", &[2.0, 0.0, 0.0, 2.0, 20.0, -300.0]).unwrap();
    assert!(!line.starts());
}

fn line_of(size: f32, scale: f32) -> Line {
    let mut line = Line { size, ..Line::default() };
    line.step("Tm", &[scale, 0.0, 0.0, scale, 20.0, 5.0]).unwrap();
    assert!(line.starts());
    line
}

#[test]
fn operators_move_the_line() {
    let mut line = line();
    assert_eq!(line.step("Tm", &[2.0, 0.0, 0.0, 2.0, 7.0, 9.0]), Some(true));
    assert_eq!(line.step("Td", &[3.0, 4.0]), Some(true));
    assert_eq!((line.x, line.y), (13.0, 17.0));
    assert_eq!(line.step("TL", &[7.0]), Some(false));
    assert_eq!(line.step("T*", &[]), Some(true));
    assert_eq!((line.x, line.y), (13.0, 3.0));
    assert_eq!(line.step("TD", &[1.0, -8.0]), Some(true));
    assert_eq!((line.x, line.y), (15.0, -13.0));
    assert_eq!(line.step("T*", &[]), Some(true));
    assert_eq!(line.height(), -29.0);
    assert_eq!(line.step("Td", &[1.0, 0.0]), Some(false));
    assert_eq!(line.step("Tm", &[2.0, 0.0, 0.0, 2.0, 7.0, -29.0]), Some(false));
    line.starts();
    line.begin();
    assert_eq!((line.x, line.y, line.scale, line.moved), (0.0, 0.0, 1.0, true));
    let mut other = stretched();
    other.step("Tc", &[1.0]).unwrap();
    other.step("TL", &[4.0]).unwrap();
    line.size = 3.0;
    line.x = 77.0;
    line.restore(&other);
    assert_eq!((line.size, line.leading, line.stretch), (10.0, 4.0, 0.5));
    assert_eq!((line.spacing, line.x), ((1.0, 0.0), 77.0));
}

#[test]
fn text_that_is_turned_raised_or_torn_apart_is_not_read() {
    for (operator, values, expected) in [
        ("Tm", &[1.0, 0.1, 0.0, 1.0, 0.0, 5.0][..], None),
        ("Tm", &[1.0, 0.0, 0.1, 1.0, 0.0, 5.0], None),
        ("Tm", &[1.0, 0.0, 0.0, 2.0, 0.0, 5.0], None),
        ("Tm", &[-1.0, 0.0, 0.0, -1.0, 0.0, 5.0], None),
        ("Tm", &[0.0, 0.0, 0.0, 0.0, 0.0, 5.0], None),
        ("Tc", &[-1.1], None),
        ("Tc", &[50.1], None),
        ("Tw", &[50.0], Some(false)),
        ("Tw", &[50.1], None),
        ("Tz", &[49.0], None),
        ("Tz", &[200.0], Some(false)),
        ("Tz", &[201.0], None),
        ("Ts", &[0.0], Some(false)),
        ("Ts", &[1.0], None),
        ("Tr", &[0.0], None),
    ] {
        assert_eq!(line().step(operator, values), expected, "{operator} {values:?}");
    }
}

#[test]
fn text_is_seen_inside_the_bounds_and_not_minute() {
    let seen = |x: f32, y: f32, size: f32, at: f32| {
        // Letters of half the size, drawn twice as large.
        let mut line = Line { size: size / 2.0, ..Line::default() };
        line.step("Tm", &[2.0, 0.0, 0.0, 2.0, x, y]).unwrap();
        line.is_seen(&BOUNDS, at)
    };
    for (x, y, size, at, expected) in [
        (20.0, 35.0, 10.0, 1.0, true),
        (20.0, 35.0, 2.0, 1.0, true),
        (20.0, 35.0, 1.9, 1.0, false),
        (20.0, 35.0, 4.0, 0.4, false),
        (20.0, 32.0, 43.0, 1.0, true),
        (20.0, 32.0, 45.0, 1.0, false),
        (9.5, 35.0, 10.0, 1.0, true),
        (8.5, 35.0, 10.0, 1.0, false),
        (110.5, 35.0, 10.0, 1.0, true),
        (111.5, 35.0, 10.0, 1.0, false),
        (20.0, 28.1, 10.0, 1.0, true),
        (20.0, 27.9, 10.0, 1.0, false),
        (20.0, 46.9, 10.0, 1.0, true),
        (20.0, 47.1, 10.0, 1.0, false),
    ] {
        assert_eq!(seen(x, y, size, at), expected, "{x} {y} {size} {at}");
    }
}
