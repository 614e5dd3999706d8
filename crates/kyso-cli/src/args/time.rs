//! A point in time on the command line: RFC 3339, or a date.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use kyso::Time;

/// Reads RFC 3339 (`2026-11-22T15:00:00+07:00`), or a date (`2026-11-22`), which means its first
/// moment in the zone of this machine. The error is a word for clap only; `usage.rs` explains.
pub(super) fn point_in_time(text: &str) -> Result<Time, &'static str> {
    Time::parse_rfc3339(text).or_else(|| date(text, TimeZone::system())).ok_or("time")
}

fn date(text: &str, zone: TimeZone) -> Option<Time> {
    // The strict form only: jiff would also read 20261122 and longer texts.
    if text.len() != "2026-11-22".len() {
        return None;
    }
    let date: Date = text.parse().ok()?;
    Time::from_unix(date.to_zoned(zone).ok()?.timestamp().as_second())
}

#[cfg(test)]
mod tests {
    use super::{TimeZone, date, point_in_time};

    #[test]
    fn a_date_begins_in_the_local_zone() {
        let zone = TimeZone::fixed(jiff::tz::offset(7));
        let time = date("2026-11-22", zone).map(|t| t.to_string());
        assert_eq!(time.as_deref(), Some("2026-11-21T17:00:00Z"));
    }

    #[test]
    fn only_whole_times_are_read() {
        let read = |text| point_in_time(text).map(|t| t.to_string());
        assert_eq!(read("2026-11-22T15:00:00+07:00").as_deref(), Ok("2026-11-22T08:00:00Z"));
        for wrong in ["", "2026", "2026-13-01", "20261122", "22/11/2026", "2026-11-22T15:00:00"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}
