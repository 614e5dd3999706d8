//! Time as the standards write it: a point in UTC, to the second. The core never reads a clock.

use std::fmt;
use std::time::{SystemTime, UNIX_EPOCH};

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;

/// A point in time in UTC, whole seconds since 1970-01-01T00:00:00Z.
///
/// Covers the years 0000 to 9999, the range of `GeneralizedTime` (RFC 5280 §4.1.2.5.2) and of
/// PDF dates (ISO 32000-2 §7.9.4). Fractions of a second are dropped when reading.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(i64);

impl Time {
    /// The first second of 1970.
    pub(crate) const EPOCH: Self = Self(0);

    /// From seconds since the Unix epoch; `None` outside the years 0000 to 9999.
    #[must_use]
    pub fn from_unix(seconds: i64) -> Option<Self> {
        // 0000-01-01T00:00:00Z ..= 9999-12-30T22:00:00Z, the range jiff can also print.
        (-62_167_219_200..=253_402_207_200).contains(&seconds).then_some(Self(seconds))
    }

    /// Seconds since the Unix epoch, negative before 1970.
    #[must_use]
    pub fn unix(self) -> i64 {
        self.0
    }

    /// Reads RFC 3339, `2026-11-22T08:00:00Z` or with an offset such as `+07:00`.
    #[must_use]
    pub fn parse_rfc3339(text: &str) -> Option<Self> {
        let timestamp: Timestamp = text.parse().ok()?;
        Self::from_unix(timestamp.as_second())
    }

    /// Reads a PDF date, `D:YYYYMMDDHHmmSSOHH'mm'` (ISO 32000-2 §7.9.4); everything after the
    /// year may be missing, and a missing offset reads as UTC.
    #[must_use]
    pub fn parse_pdf_date(text: &[u8]) -> Option<Self> {
        let text = text.strip_prefix(b"D:").unwrap_or(text);
        let mut digits = Digits(text);
        let year = i16::try_from(digits.take(4)?).ok()?;
        let month = digits.take_or(2, 1)?;
        let day = digits.take_or(2, 1)?;
        let hour = digits.take_or(2, 0)?;
        let minute = digits.take_or(2, 0)?;
        let second = digits.take_or(2, 0)?.min(59);
        let civil = civil(year, month, day, hour, minute, second)?;
        let offset = match digits.0 {
            [] | [b'Z', ..] => 0,
            [sign @ (b'+' | b'-'), rest @ ..] => {
                let mut rest = Digits(rest);
                let hours = rest.take(2)?;
                rest.0 = rest.0.strip_prefix(b"'").unwrap_or(rest.0);
                let seconds = hours * 3600 + rest.take_or(2, 0)? * 60;
                let seconds = i32::try_from(seconds).ok()?;
                if *sign == b'-' { -seconds } else { seconds }
            }
            _ => return None,
        };
        let offset = Offset::from_seconds(offset).ok()?;
        Self::from_unix(offset.to_timestamp(civil).ok()?.as_second())
    }

    /// Writes a PDF date in UTC, `D:20261122080000Z00'00'` in the form that readers of every
    /// version take: `D:20261122080000+00'00'`.
    #[must_use]
    pub fn to_pdf_date(self) -> String {
        let t = self.civil();
        format!(
            "D:{:04}{:02}{:02}{:02}{:02}{:02}+00'00'",
            t.year(),
            t.month(),
            t.day(),
            t.hour(),
            t.minute(),
            t.second()
        )
    }

    /// From the parts of a UTC calendar time; `None` when they name no real moment.
    #[must_use]
    pub fn from_utc(
        year: i16,
        month: u8,
        day: u8,
        hour: u8,
        minute: u8,
        second: u8,
    ) -> Option<Self> {
        let parts = [month, day, hour, minute, second].map(u32::from);
        let civil = civil(year, parts[0], parts[1], parts[2], parts[3], parts[4])?;
        Self::from_unix(Offset::UTC.to_timestamp(civil).ok()?.as_second())
    }

    /// `(year, month, day, hour, minute, second)` in UTC.
    #[must_use]
    pub fn to_utc(self) -> (i16, u8, u8, u8, u8, u8) {
        let t = self.civil();
        let part = |n: i8| u8::try_from(n).unwrap_or_default();
        (
            t.year(),
            part(t.month()),
            part(t.day()),
            part(t.hour()),
            part(t.minute()),
            part(t.second()),
        )
    }

    /// This time moved by `seconds`, held inside the years 0000 to 9999.
    #[must_use]
    pub fn plus(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds).clamp(-62_167_219_200, 253_402_207_200))
    }

    fn civil(self) -> DateTime {
        let timestamp = Timestamp::from_second(self.0).unwrap_or(Timestamp::UNIX_EPOCH);
        Offset::UTC.to_datetime(timestamp)
    }
}

fn civil(year: i16, month: u32, day: u32, hour: u32, minute: u32, second: u32) -> Option<DateTime> {
    let part = |n: u32| i8::try_from(n).ok();
    DateTime::new(year, part(month)?, part(day)?, part(hour)?, part(minute)?, part(second)?, 0).ok()
}

impl From<SystemTime> for Time {
    /// Times outside the years 0000 to 9999 are held at the nearest end.
    fn from(time: SystemTime) -> Self {
        let seconds = match time.duration_since(UNIX_EPOCH) {
            Ok(after) => i64::try_from(after.as_secs()).unwrap_or(i64::MAX),
            Err(before) => i64::try_from(before.duration().as_secs()).map_or(i64::MIN, |s| -s),
        };
        Self(0).plus(seconds)
    }
}

impl fmt::Display for Time {
    /// RFC 3339 in UTC, `2026-11-22T08:00:00Z`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let t = self.civil();
        write!(
            f,
            "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z",
            t.year(),
            t.month(),
            t.day(),
            t.hour(),
            t.minute(),
            t.second()
        )
    }
}

impl fmt::Debug for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Time({self})")
    }
}

impl serde::Serialize for Time {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Time {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        Self::parse_rfc3339(&text).ok_or_else(|| serde::de::Error::custom("not an RFC 3339 time"))
    }
}

/// Decimal digits at the front of a byte string.
struct Digits<'a>(&'a [u8]);

impl Digits<'_> {
    fn take(&mut self, count: usize) -> Option<u32> {
        let (head, tail) = self.0.split_at_checked(count)?;
        if !head.iter().all(u8::is_ascii_digit) {
            return None;
        }
        self.0 = tail;
        Some(head.iter().fold(0, |n, d| n * 10 + u32::from(d - b'0')))
    }

    fn take_or(&mut self, count: usize, missing: u32) -> Option<u32> {
        match self.0.first() {
            Some(c) if c.is_ascii_digit() => self.take(count),
            _ => Some(missing),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Time;

    #[test]
    fn pdf_dates_in_every_written_form() {
        let read = |s: &str| Time::parse_pdf_date(s.as_bytes()).map(|t| t.to_string());
        assert_eq!(read("D:20261122150000+07'00'").as_deref(), Some("2026-11-22T08:00:00Z"));
        assert_eq!(read("D:20261122150000+07'00").as_deref(), Some("2026-11-22T08:00:00Z"));
        assert_eq!(read("D:20261122080000Z").as_deref(), Some("2026-11-22T08:00:00Z"));
        assert_eq!(read("D:20261122080000").as_deref(), Some("2026-11-22T08:00:00Z"));
        assert_eq!(read("D:2026").as_deref(), Some("2026-01-01T00:00:00Z"));
        assert_eq!(read("20261122").as_deref(), Some("2026-11-22T00:00:00Z"));
        assert_eq!(read("D:20261322"), None);
        assert_eq!(read("yesterday"), None);
    }

    #[test]
    fn pdf_date_round_trip() {
        let time = Time::parse_rfc3339("2026-11-22T15:04:05+07:00").unwrap();
        assert_eq!(time.to_pdf_date(), "D:20261122080405+00'00'");
        assert_eq!(Time::parse_pdf_date(time.to_pdf_date().as_bytes()), Some(time));
    }

    #[test]
    fn the_ends_of_time_hold() {
        let far = Time::from_unix(0).unwrap().plus(i64::MAX);
        assert_eq!(far.to_utc().0, 9999);
        assert_eq!(Time::from_unix(i64::MIN), None);
    }
}
