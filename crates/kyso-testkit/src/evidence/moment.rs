//! A point in time, in whole seconds: settable, so that tests can travel.

use jiff::civil::DateTime;
use jiff::tz::Offset;
use jiff::{Timestamp, fmt::strtime};

const FORMAT: &str = "%Y%m%d%H%M%SZ";

/// A point in time, UTC, in whole seconds. Made from `"20261122080000Z"` or from Unix seconds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Moment(i64);

impl Moment {
    /// The computer's clock.
    #[must_use]
    pub fn now() -> Self {
        let since = std::time::SystemTime::UNIX_EPOCH.elapsed().expect("a clock after 1970");
        Self(i64::try_from(since.as_secs()).expect("a clock before the end of days"))
    }

    /// Reads `YYYYMMDDHHMMSSZ`.
    #[must_use]
    pub fn parse(generalized: &str) -> Option<Self> {
        let time = DateTime::strptime(FORMAT, generalized).ok()?;
        Some(Self(Offset::UTC.to_timestamp(time).ok()?.as_second()))
    }

    /// Seconds since 1970.
    #[must_use]
    pub fn unix(self) -> i64 {
        self.0
    }

    /// Later by this many seconds; earlier when negative.
    #[must_use]
    pub fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0 + seconds)
    }

    /// Later by this many days of 24 hours; earlier when negative.
    #[must_use]
    pub fn plus_days(self, days: i64) -> Self {
        self.plus_seconds(days * 86_400)
    }

    /// `YYYYMMDDHHMMSSZ`.
    #[must_use]
    pub fn generalized(self) -> String {
        let time = Timestamp::from_second(self.0).expect("a year of four digits");
        strtime::format(FORMAT, time).expect("the format is constant")
    }

    /// Time as RFC 5280 writes it: UTCTime through 2049.
    #[must_use]
    pub(super) fn time_der(self) -> Vec<u8> {
        crate::der::time(&self.generalized())
    }

    /// GeneralizedTime.
    #[must_use]
    pub(super) fn generalized_der(self) -> Vec<u8> {
        crate::der::tlv(0x18, self.generalized().as_bytes())
    }
}

impl From<i64> for Moment {
    fn from(unix: i64) -> Self {
        Self(unix)
    }
}

impl From<&str> for Moment {
    /// # Panics
    /// When the text is not `YYYYMMDDHHMMSSZ`.
    fn from(generalized: &str) -> Self {
        Self::parse(generalized).expect("YYYYMMDDHHMMSSZ")
    }
}

#[cfg(test)]
mod tests {
    use super::Moment;

    #[test]
    fn is_written_as_it_was_read() {
        for text in ["19700101000000Z", "20240229235959Z", "20760101000000Z"] {
            assert_eq!(Moment::from(text).generalized(), text);
        }
        assert_eq!(Moment::from("20240228000000Z").plus_days(2).generalized(), "20240301000000Z");
        assert_eq!(Moment::from("20010909014640Z").unix(), 1_000_000_000);
    }
}
