//! Times for people: in the zone of this machine, with the offset written out.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use kyso::Time;

use super::Lang;

/// `time` as an office in that language writes it.
pub(super) fn format(time: Time, lang: Lang, zone: &TimeZone) -> String {
    let pattern = match lang {
        Lang::Vi => "%H:%M:%S ngày %d/%m/%Y (%:z)",
        Lang::En => "%Y-%m-%d %H:%M:%S %:z",
    };
    match Timestamp::from_second(time.unix()) {
        Ok(timestamp) => timestamp.to_zoned(zone.clone()).strftime(pattern).to_string(),
        Err(_) => time.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Lang, Time, TimeZone, format};

    #[test]
    fn the_zone_is_written_out() {
        let time = Time::parse_rfc3339("2026-11-22T18:30:00Z").unwrap();
        let zone = TimeZone::fixed(jiff::tz::offset(7));
        assert_eq!(format(time, Lang::En, &zone), "2026-11-23 01:30:00 +07:00");
        assert_eq!(format(time, Lang::Vi, &zone), "01:30:00 ngày 23/11/2026 (+07:00)");
    }
}
