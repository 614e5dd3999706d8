//! How a camera was held: the orientation that a JPEG file says (Exif 3.0 §4.6.5, tag 0x0112),
//! which programs that show photographs follow and PDF readers do not.

/// The tag of the orientation, and the type of its value: an unsigned 16-bit number.
const ORIENTATION: u16 = 0x0112;
const SHORT: u16 = 3;

/// How the stored picture is turned and mirrored to be seen: 1 as it is stored, up to 8.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Orientation(u8);

impl Orientation {
    /// Out of the segment APP1; `None` where it says none.
    pub(super) fn of_segment(segment: &[u8]) -> Option<Self> {
        let tiff = segment.strip_prefix(b"Exif\0\0")?;
        let little = match tiff.get(..4)? {
            b"II*\0" => true,
            b"MM\0*" => false,
            _ => return None,
        };
        let short = |at: usize| -> Option<u16> {
            let bytes = [*tiff.get(at)?, *tiff.get(at.checked_add(1)?)?];
            Some(if little { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) })
        };
        let long = |at: usize| -> Option<usize> {
            let (one, other) = (usize::from(short(at)?), usize::from(short(at + 2)?));
            Some(if little { other << 16 | one } else { one << 16 | other })
        };
        let first = long(4)?;
        let entries = usize::from(short(first)?);
        let mut rows = (0..entries).map(|row| first.checked_add(2 + 12 * row));
        let row = rows.find_map(|row| row.filter(|row| short(*row) == Some(ORIENTATION)))?;
        let value = short(row.checked_add(8)?).filter(|_| short(row + 2) == Some(SHORT))?;
        u8::try_from(value).ok().filter(|value| (1..=8).contains(value)).map(Self)
    }

    /// Whether width and height change places.
    pub(super) fn is_on_its_side(self) -> bool {
        self.0 >= 5
    }

    /// The unit square of the stored picture onto that of the one seen.
    pub(super) fn matrix(self) -> [f32; 6] {
        match self.0 {
            2 => [-1.0, 0.0, 0.0, 1.0, 1.0, 0.0],
            3 => [-1.0, 0.0, 0.0, -1.0, 1.0, 1.0],
            4 => [1.0, 0.0, 0.0, -1.0, 0.0, 1.0],
            5 => [0.0, -1.0, -1.0, 0.0, 1.0, 1.0],
            6 => [0.0, -1.0, 1.0, 0.0, 0.0, 1.0],
            7 => [0.0, 1.0, 1.0, 0.0, 0.0, 0.0],
            8 => [0.0, 1.0, -1.0, 0.0, 1.0, 0.0],
            _ => [1.0, 0.0, 0.0, 1.0, 0.0, 0.0],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Orientation;

    fn segment(little: bool, kind: u16, value: u16) -> Vec<u8> {
        let short = |n: u16| if little { n.to_le_bytes() } else { n.to_be_bytes() };
        let mut out = b"Exif\0\0".to_vec();
        out.extend(if little { *b"II*\0" } else { *b"MM\0*" });
        out.extend(if little { 8_u32.to_le_bytes() } else { 8_u32.to_be_bytes() });
        for number in [2, 0x0100, 3, 0, 1, 9, 0, 0x0112, kind, 0, 1, value, 0] {
            out.extend(short(number));
        }
        out
    }

    #[test]
    fn an_orientation_is_read_in_either_order_of_bytes() {
        for little in [true, false] {
            let of = |kind, value| Orientation::of_segment(&segment(little, kind, value));
            assert_eq!(of(3, 6), Some(Orientation(6)));
            assert_eq!(of(3, 9), None);
            assert_eq!(of(4, 6), None);
            let whole = segment(little, 3, 6);
            for length in 0..whole.len() - 4 {
                assert_eq!(Orientation::of_segment(&whole[..length]), None, "{length}");
            }
        }
        assert_eq!(Orientation::of_segment(b"Exif\0\0II*\0\xff\xff\xff\xff"), None);
    }

    #[test]
    fn the_upper_left_corner_goes_where_it_belongs() {
        // Exif: the 0th row and the 0th column are seen at the ...
        let corners = [
            (1, (0.0, 1.0)), // top left
            (2, (1.0, 1.0)), // top right
            (3, (1.0, 0.0)), // bottom right
            (4, (0.0, 0.0)), // bottom left
            (5, (0.0, 1.0)), // left top
            (6, (1.0, 1.0)), // right top
            (7, (1.0, 0.0)), // right bottom
            (8, (0.0, 0.0)), // left bottom
        ];
        for (value, corner) in corners {
            let [a, b, c, d, e, f] = Orientation(value).matrix();
            assert_eq!((c + e, d + f), corner, "{value}");
            // Along the 0th row: sideways for the first four, up or down for the others.
            assert_eq!(a == 0.0 && b != 0.0, Orientation(value).is_on_its_side());
        }
    }
}
