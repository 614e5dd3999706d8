//! What the drawing process says to the one that asked: for each page a line of numbers, then the
//! PNG.

use std::io::{self, Write};

use super::Picture;

/// Pixels of the longer side of a picture at the most.
pub(super) const MAX_SIDE: u32 = 4_000;

/// Bytes of one PNG at the most: four for each pixel.
const MAX_PNG: usize = (MAX_SIDE * MAX_SIDE * 4) as usize;

pub(super) fn write(picture: &Picture, out: &mut impl Write) -> io::Result<()> {
    let Picture { page, width, height, transform: [a, b, c, d, e, f], png } = picture;
    let length = png.len();
    writeln!(out, "{page} {width} {height} {a} {b} {c} {d} {e} {f} {length}")?;
    out.write_all(png)
}

/// The pictures that are whole; what follows a damaged one is not looked at.
pub(super) fn read(mut bytes: &[u8]) -> Vec<Picture> {
    let mut pictures = Vec::new();
    while let Some((picture, rest)) = one(bytes) {
        pictures.push(picture);
        bytes = rest;
    }
    pictures
}

fn one(bytes: &[u8]) -> Option<(Picture, &[u8])> {
    let end = bytes.iter().take(1000).position(|byte| *byte == b'\n')?;
    let (line, rest) = bytes.split_at_checked(end)?;
    let line = std::str::from_utf8(line).ok()?;
    let mut words = line.split(' ');
    let page = words.next()?.parse().ok()?;
    let (width, height): (u32, u32) = (words.next()?.parse().ok()?, words.next()?.parse().ok()?);
    let mut transform = [0.0_f64; 6];
    for number in &mut transform {
        *number = words.next()?.parse().ok().filter(|number: &f64| number.is_finite())?;
    }
    let length: usize = words.next()?.parse().ok()?;
    let sound = words.next().is_none()
        && (1..=MAX_SIDE).contains(&width)
        && (1..=MAX_SIDE).contains(&height)
        && length <= MAX_PNG;
    let (png, rest) = rest.get(1..)?.split_at_checked(length)?;
    let png = png.to_vec();
    (sound && png.starts_with(b"\x89PNG"))
        .then_some((Picture { page, width, height, transform, png }, rest))
}

#[cfg(test)]
mod tests {
    use super::{Picture, read, write};

    #[test]
    fn pictures_come_back_as_far_as_they_are_whole() {
        let transform = [1.5, 0.0, 0.0, -1.5, 0.25, 9.0];
        let picture =
            |page| Picture { page, width: 9, height: 8, transform, png: b"\x89PNG..\n".to_vec() };
        let mut wire = Vec::new();
        write(&picture(1), &mut wire).unwrap();
        write(&picture(3), &mut wire).unwrap();
        let back = read(&wire);
        assert_eq!(back.iter().map(|one| one.page).collect::<Vec<_>>(), [1, 3]);
        assert_eq!((back[1].transform, back[1].png.as_slice()), (transform, &b"\x89PNG..\n"[..]));
        assert_eq!(read(&wire[..wire.len() - 1]).len(), 1);
        assert_eq!(read(b"1 9 8 NaN 0 0 0 0 0 4\n\x89PNG").len(), 0);
        assert_eq!(read(b"1 9 99999999 1 0 0 1 0 0 4\n\x89PNG").len(), 0);
    }
}
