//! Which points of a picture its mask paints, and in which colour.

use std::cell::Cell;

use lopdf::{Dictionary, Object, Stream};

use super::sheer;
use crate::pdf::Patch;
use crate::verify::modification::pdf::sample;

fn image(size: [i64; 2], bits: i64, more: &[(&str, Object)], data: &[u8]) -> Stream {
    let mut entries = Dictionary::new();
    entries.set("Width", size[0]);
    entries.set("Height", size[1]);
    entries.set("BitsPerComponent", bits);
    more.iter().for_each(|(key, value)| entries.set(*key, value.clone()));
    Stream::new(entries, data.to_vec())
}

fn name(name: &str) -> Object {
    Object::Name(name.into())
}

fn numbers(numbers: &[i64]) -> Object {
    numbers.iter().map(|number| Object::Integer(*number)).collect::<Vec<_>>().into()
}

fn read(picture: &Stream, budget: &Cell<u64>) -> Option<Vec<Patch>> {
    let document = sample::document(&["<</Type/Catalog>>"]);
    sheer(&document.latest(), picture, Some([0.0, 0.5, 0.0]), budget)
        .unwrap()
        .map(|(opaque, _)| opaque)
}

/// Of each patch of a picture of this size: column, row from the top, lightness in hundredths.
fn found(picture: &Stream, [width, height]: [i64; 2]) -> Option<Vec<[i64; 3]>> {
    let at = |patch: Patch| {
        let [left, _, _, top] = patch.place;
        let light = patch.colour.map_or(-1.0, |colour| colour[0] * 100.0);
        [(left * width as f32), (1.0 - top) * height as f32, light].map(|one| one.round() as i64)
    };
    Some(read(picture, &Cell::new(1 << 20))?.into_iter().map(at).collect())
}

#[test]
fn a_stencil_paints_where_it_is_zero() {
    let size = [10, 2];
    let of = |more: &[(&str, Object)], data: &[u8]| {
        let more = [&[("ImageMask", Object::Boolean(true))], more].concat();
        found(&image(size, 1, &more, data), size)
    };
    // Columns 0 and 9 of the upper row, 6 and 8 of the lower.
    let data = [0b0111_1111, 0b1011_1111, 0b1111_1101, 0b0111_1111];
    let expected = Some(vec![[0, 0, 36], [9, 0, 36], [6, 1, 36], [8, 1, 36]]);
    assert_eq!(of(&[], &data), expected);
    assert_eq!(of(&[("Decode", numbers(&[0, 1]))], &data), expected);
    let turned = data.map(|byte| !byte);
    assert_eq!(of(&[("Decode", numbers(&[1, 0]))], &turned), expected);
    for (more, data) in [
        (&[("Decode", numbers(&[1, 0]))][..], &data[..]),
        (&[("Decode", numbers(&[1, 1]))], &data),
        (&[("Decode", name("x"))], &data),
        (&[("BitsPerComponent", Object::Integer(8))], &data),
        (&[("Width", name("x"))], &data),
        (&[], &turned),
        (&[], &data[1..]),
        (&[], &[&data[..], &[0]].concat()),
    ] {
        assert_eq!(of(more, data), None, "{more:?} {data:?}");
    }
    // Half of it is no longer sheer.
    assert_eq!(of(&[], &[0, 0b0011_1111, 0xff, 0xff]), None);
    assert_eq!(of(&[], &[0, 0b0111_1111, 0xff, 0xff]).unwrap().len(), 9);
    let picture = image(size, 1, &[("ImageMask", Object::Boolean(true))], &data);
    let budget = Cell::new(4);
    assert!(read(&picture, &budget).is_some() && budget.get() == 0);
    assert!(read(&picture, &Cell::new(3)).is_none());
}

#[test]
fn a_mask_paints_with_the_samples_of_its_picture() {
    let size = [3, 2];
    let soft = |data: &[u8; 6]| Object::Stream(image(size, 8, &[], data));
    let mask = soft(&[255, 0, 0, 0, 127, 128]);
    let grey = [51, 1, 2, 3, 4, 102];
    let of =
        |bits, more: &[(&str, Object)], data: &[u8]| found(&image(size, bits, more, data), size);
    let in_grey = |key: &str, mask: &Object| {
        of(8, &[("ColorSpace", name("DeviceGray")), (key, mask.clone())], &grey)
    };
    assert_eq!(in_grey("SMask", &mask), Some(vec![[0, 0, 20], [2, 1, 40]]));
    assert_eq!(in_grey("SMask", &soft(&[255, 255, 255, 0, 0, 0])), None);
    assert_eq!(in_grey("SMask", &soft(&[0; 6])), Some(vec![]));
    let stencil = Object::Stream(image(size, 1, &[], &[0b0111_1111, 0b1101_1111]));
    assert_eq!(in_grey("Mask", &stencil), Some(vec![[0, 0, 20], [2, 1, 40]]));
    assert_eq!((in_grey("SMask", &stencil), in_grey("Mask", &mask)), (None, None));
    assert_eq!(of(8, &[("ColorSpace", name("DeviceGray"))], &grey), None);
    // 0.5 of green and 0.4 of blue.
    let mut colours = [0; 18];
    (colours[1], colours[17]) = (128, 102);
    let rgb = ("ColorSpace", name("DeviceRGB"));
    let soft_mask = ("SMask", mask.clone());
    let expected = Some(vec![[0, 0, 36], [2, 1, 3]]);
    assert_eq!(of(8, &[rgb.clone(), soft_mask.clone()], &colours), expected);
    // Of what colour it is cannot be told.
    let untold = Some(vec![[0, 0, -1], [2, 1, -1]]);
    let gray = ("ColorSpace", name("DeviceGray"));
    for (bits, more, data) in [
        (8, vec![], &grey[..]),
        (8, vec![("ColorSpace", name("Cal"))], &grey),
        (4, vec![gray.clone()], &grey),
        (8, vec![gray.clone(), ("Decode", numbers(&[1, 0]))], &grey),
        (8, vec![gray.clone(), ("Height", Object::Integer(1))], &grey[..3]),
        (8, vec![gray.clone()], &grey[..5]),
        (8, vec![gray], &colours),
        (8, vec![rgb], &grey),
    ] {
        let more = [more, vec![soft_mask.clone()]].concat();
        assert_eq!(of(bits, &more, data), untold, "{more:?}");
    }
}
