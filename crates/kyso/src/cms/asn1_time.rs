//! UTCTime and GeneralizedTime, as lenient as signing times in the field are (X.680 §46, §47).

use std::time::UNIX_EPOCH;

use super::ber::{Element, id};
use super::encode;
use crate::Time;

/// Reads either type: seconds may be missing, fractions are dropped, offsets are applied.
pub(crate) fn read(element: &Element<'_>) -> Option<Time> {
    let text = str::from_utf8(element.content).ok()?;
    let (year, rest) = match element.id {
        id::UTC_TIME => {
            // RFC 5652 §11.3: 50 to 99 are the years 1950 to 1999.
            let (digits, rest) = text.split_at_checked(2)?;
            let year = number(digits)?;
            (if year >= 50 { 1900 + year } else { 2000 + year }, rest)
        }
        id::GENERALIZED_TIME => {
            let (digits, rest) = text.split_at_checked(4)?;
            (number(digits)?, rest)
        }
        _ => return None,
    };
    let digits_end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let (digits, zone) = rest.split_at_checked(digits_end)?;
    let part =
        |at: usize| digits.get(at..at + 2).and_then(number).and_then(|n| u8::try_from(n).ok());
    let second = match digits.len() {
        8 => 0,
        10 => part(8)?,
        _ => return None,
    };
    let (month, day) = (part(0)?, part(2)?);
    let time = Time::from_utc(i16::try_from(year).ok()?, month, day, part(4)?, part(6)?, second);
    // 99991231235959Z is "no expiry" (RFC 5280 §4.1.2.5), some hours past the last time here.
    let last = matches!((year, month, day), (9999, 12, 30 | 31));
    let time = time.or_else(|| last.then(|| Time::from(UNIX_EPOCH).plus(i64::MAX)))?;
    Some(time.plus(-offset(fraction_dropped(zone))?))
}

/// Writes the type that the year asks for (RFC 5652 §11.3): UTCTime from 1950 to 2049.
pub(crate) fn write(time: Time) -> Vec<u8> {
    let (year, month, day, hour, minute, second) = time.to_utc();
    let rest = format!("{month:02}{day:02}{hour:02}{minute:02}{second:02}Z");
    if (1950..2050).contains(&year) {
        let text = format!("{:02}{rest}", year.rem_euclid(100));
        encode::tlv(id::UTC_TIME, &[text.as_bytes()])
    } else {
        let text = format!("{year:04}{rest}");
        encode::tlv(id::GENERALIZED_TIME, &[text.as_bytes()])
    }
}

fn number(digits: &str) -> Option<u32> {
    digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().ok())?
}

fn fraction_dropped(zone: &str) -> &str {
    match zone.strip_prefix(['.', ',']) {
        Some(fraction) => fraction.trim_start_matches(|c: char| c.is_ascii_digit()),
        None => zone,
    }
}

/// Seconds east of UTC. Local time without an offset is taken as UTC.
fn offset(zone: &str) -> Option<i64> {
    if matches!(zone, "" | "Z") {
        return Some(0);
    }
    let (sign, digits) = zone.split_at_checked(1)?;
    let sign = match sign {
        "+" => 1,
        "-" => -1,
        _ => return None,
    };
    let (hours, minutes) = match digits.len() {
        2 => (number(digits)?, 0),
        4 => (number(digits.get(..2)?)?, number(digits.get(2..)?)?),
        _ => return None,
    };
    (hours < 24 && minutes < 60).then(|| sign * i64::from(hours * 3600 + minutes * 60))
}

#[cfg(test)]
mod tests {
    use super::super::ber::{Reader, id};
    use super::super::encode;
    use super::{read, write};
    use crate::Time;

    fn read_text(tag: u8, text: &str) -> Option<String> {
        let der = encode::tlv(tag, &[text.as_bytes()]);
        let element = Reader::new(&der).next().unwrap().unwrap();
        read(&element).map(|time| time.to_string())
    }

    #[test]
    fn every_written_form() {
        let expected = Some("2026-11-22T08:00:00Z".to_owned());
        for text in ["261122080000Z", "2611220800Z", "261122150000+0700", "261122080000"] {
            assert_eq!(read_text(id::UTC_TIME, text), expected, "{text}");
        }
        for text in ["20261122080000Z", "20261122080000.123Z", "20261122030000.5-0500"] {
            assert_eq!(read_text(id::GENERALIZED_TIME, text), expected, "{text}");
        }
        assert_eq!(
            read_text(id::UTC_TIME, "500101000000Z").as_deref(),
            Some("1950-01-01T00:00:00Z")
        );
        for text in ["", "2611", "261322080000Z", "261122080000X", "26112208000\u{e9}Z"] {
            assert_eq!(read_text(id::UTC_TIME, text), None, "{text}");
        }
    }

    #[test]
    fn written_times_are_read_back() {
        for text in ["2049-12-31T23:59:59Z", "2050-01-01T00:00:00Z", "1949-01-01T00:00:00Z"] {
            let time = Time::parse_rfc3339(text).unwrap();
            let der = write(time);
            assert_eq!(read(&Reader::new(&der).next().unwrap().unwrap()), Some(time));
        }
        assert_eq!(write(Time::parse_rfc3339("2049-12-31T23:59:59Z").unwrap())[0], id::UTC_TIME);
        assert_eq!(
            write(Time::parse_rfc3339("2050-01-01T00:00:00Z").unwrap())[0],
            id::GENERALIZED_TIME
        );
    }
}
