//! What would break a level of PDF/A is not written (ISO 19005-1 §6.1.12, ISO 19005-2 and -3
//! §6.1.13; part 4 has no such limits).

use lopdf::{Dictionary, Object};

use super::Level;
use crate::pdf::error::PdfError;

/// The largest integer of parts 1 to 3.
const MAX_INTEGER: i64 = i32::MAX as i64;
/// Strings in bytes.
const MAX_STRING_1: usize = 65_535;
const MAX_STRING_2: usize = 32_767;
/// Items of an array in part 1.
const MAX_ARRAY_1: usize = 8_191;

/// What a level of PDF/A does not allow.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Breach {
    /// A number that is too large: an offset in a file of more than 2 GiB.
    Integer {
        /// The number.
        value: i64,
    },
    /// A string that is too long: the room for the signature, mostly.
    String {
        /// Its length in bytes.
        length: usize,
        /// The longest that there may be.
        limit: usize,
    },
    /// An array with too many items: the fields of a form, or the annotations of a page.
    Array {
        /// How many.
        length: usize,
        /// How many there may be.
        limit: usize,
    },
    /// Something that is seen through: a picture with a soft mask (part 1).
    Transparency,
    /// A font that is not embedded: that of a text field.
    Font,
    /// Something that is seen through, or the text of a field, where the document has no output
    /// intent to say what its colours are (ISO 19005-2 §6.2.4.3, §6.2.10).
    NoOutputIntent,
}

/// Checks an object that is to be written.
pub(in crate::pdf) fn check(level: Level, object: &Object) -> Result<(), PdfError> {
    let max_string = match level.part {
        1 => MAX_STRING_1,
        2 | 3 => MAX_STRING_2,
        _ => return Ok(()),
    };
    let refuse = |breach| Err(PdfError::Archival { level, breach });
    let mut waiting = vec![object];
    while let Some(object) = waiting.pop() {
        match object {
            Object::Integer(value) => integer(level, *value)?,
            Object::String(bytes, _) if bytes.len() > max_string => {
                return refuse(Breach::String { length: bytes.len(), limit: max_string });
            }
            Object::Array(items) if level.part == 1 && items.len() > MAX_ARRAY_1 => {
                return refuse(Breach::Array { length: items.len(), limit: MAX_ARRAY_1 });
            }
            Object::Array(items) => waiting.extend(items),
            Object::Dictionary(entries) if !level.allows_transparency() && has_mask(entries) => {
                return refuse(Breach::Transparency);
            }
            Object::Dictionary(entries) => waiting.extend(entries.iter().map(|(_, value)| value)),
            Object::Stream(stream) => waiting.extend(stream.dict.iter().map(|(_, value)| value)),
            _ => {}
        }
    }
    Ok(())
}

/// Whether it is a picture, or a state, with a soft mask: `/None` is none.
fn has_mask(entries: &Dictionary) -> bool {
    entries.get(b"SMask").is_ok_and(|mask| !matches!(mask, Object::Name(_) | Object::Null))
}

/// Checks where the file will end: `/Prev` and byte ranges count up to there.
pub(in crate::pdf) fn check_end(level: Level, end: u64) -> Result<(), PdfError> {
    integer(level, i64::try_from(end).unwrap_or(i64::MAX))
}

fn integer(level: Level, value: i64) -> Result<(), PdfError> {
    if level.part < 4 && !(-MAX_INTEGER - 1..=MAX_INTEGER).contains(&value) {
        return Err(PdfError::Archival { level, breach: Breach::Integer { value } });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use lopdf::{Dictionary, Object};

    use super::{Breach, check, check_end};
    use crate::pdf::archival::{Conformance, Level};
    use crate::pdf::error::PdfError;

    fn level(part: u8) -> Level {
        let conformance = (part < 4).then_some(Conformance::B);
        Level { part, conformance }
    }

    fn string(length: usize) -> Object {
        let mut dictionary = Dictionary::new();
        dictionary.set("Contents", Object::string_literal(vec![0_u8; length]));
        Object::Array(vec![Object::Dictionary(dictionary)])
    }

    fn breach(outcome: Result<(), PdfError>) -> Option<Breach> {
        match outcome {
            Ok(()) => None,
            Err(PdfError::Archival { breach, .. }) => Some(breach),
            Err(other) => panic!("{other}"),
        }
    }

    #[test]
    fn what_is_seen_through_is_for_later_parts() {
        let with = |mask| Object::Dictionary(Dictionary::from_iter([("SMask", mask)]));
        let picture = with(Object::Reference((7, 0)));
        assert_eq!(breach(check(level(1), &picture)), Some(Breach::Transparency));
        assert_eq!(breach(check(level(2), &picture)), None);
        assert_eq!(breach(check(level(1), &with(Object::Name(b"None".to_vec())))), None);
    }

    #[test]
    fn each_part_has_its_own_limits() {
        assert_eq!(breach(check(level(1), &string(65_535))), None);
        let too_long = Breach::String { length: 65_536, limit: 65_535 };
        assert_eq!(breach(check(level(1), &string(65_536))), Some(too_long));
        for part in [2, 3] {
            assert_eq!(breach(check(level(part), &string(32_767))), None);
            let too_long = Breach::String { length: 32_768, limit: 32_767 };
            assert_eq!(breach(check(level(part), &string(32_768))), Some(too_long));
        }
        assert_eq!(breach(check(level(4), &string(1 << 20))), None);
        let many = Object::Array(vec![Object::Null; 8_192]);
        let too_many = Breach::Array { length: 8_192, limit: 8_191 };
        assert_eq!(breach(check(level(1), &many)), Some(too_many));
        assert_eq!(breach(check(level(2), &many)), None);
    }

    #[test]
    fn a_file_past_2_gib_has_offsets_that_no_part_before_4_takes() {
        let too_far = Breach::Integer { value: 1 << 31 };
        for part in 1..=3 {
            assert_eq!(breach(check_end(level(part), (1 << 31) - 1)), None);
            assert_eq!(breach(check_end(level(part), 1 << 31)), Some(too_far));
        }
        assert_eq!(breach(check_end(level(4), 1 << 40)), None);
    }
}
