//! How far a batch is: a bar at a terminal, a line now and then for whoever reads lines.

use std::io::{self, IsTerminal};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::i18n::{Catalog, Message, msg};
use crate::ui::Ui;

/// A line says how far it is this often, where there is no bar.
const BETWEEN_LINES: Duration = Duration::from_secs(30);

/// The bar of this process: there is one terminal, and whoever writes to it, in any thread, has
/// the bar out of the way meanwhile.
static SHOWN: Mutex<Option<Shown>> = Mutex::new(None);

/// A batch that is being shown.
struct Shown {
    /// None where lines are said.
    bar: Option<ProgressBar>,
    catalog: Catalog,
    all: usize,
    done: usize,
    begun: Instant,
    told: Instant,
}

/// Shows how far a batch is, until it is dropped.
pub(crate) struct Progress;

impl Progress {
    /// Begins to show a batch of so many documents; one of a single document needs no telling.
    #[must_use]
    pub(crate) fn show(all: usize, ui: &Ui) -> Self {
        if ui.quiet || all < 2 {
            return Self;
        }
        let with_bar = !ui.plain && io::stderr().is_terminal();
        let now = Instant::now();
        let shown = Shown {
            bar: with_bar.then(|| bar(all)),
            catalog: Catalog::new(ui.catalog.lang()),
            all,
            done: 0,
            begun: now,
            told: now,
        };
        *lock() = Some(shown);
        Self
    }

    /// One document more is dealt with.
    pub(crate) fn step() {
        let line = lock().as_mut().and_then(Shown::step);
        if let Some(line) = line {
            crate::ui::say_now(&line);
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(Shown { bar: Some(bar), .. }) = lock().take() {
            bar.finish_and_clear();
        }
    }
}

impl Shown {
    /// Counts one more; what is to be said of it, where there is no bar.
    fn step(&mut self) -> Option<String> {
        self.done += 1;
        let left = left(self.begun.elapsed(), self.done, self.all);
        let rate = rate(self.begun.elapsed(), self.done);
        let message = words(self.done, self.all, rate, left);
        match &self.bar {
            Some(bar) => {
                bar.set_message(self.catalog.text(&message));
                bar.inc(1);
                None
            }
            None if self.told.elapsed() >= BETWEEN_LINES && self.done < self.all => {
                self.told = Instant::now();
                Some(format!("kyso: {}\n", self.catalog.text(&message)))
            }
            None => None,
        }
    }
}

/// Does what writes to the terminal, or asks somebody there, with the bar out of the way.
pub(crate) fn aside<T>(work: impl FnOnce() -> T) -> T {
    if std::thread::panicking() {
        // This thread may be the one that holds the bar.
        return work();
    }
    // Not held meanwhile: what is written may take its time, and another thread must count on.
    let bar = lock().as_ref().and_then(|shown| shown.bar.clone());
    match bar {
        Some(bar) => bar.suspend(work),
        None => work(),
    }
}

fn lock() -> std::sync::MutexGuard<'static, Option<Shown>> {
    SHOWN.lock().unwrap_or_else(PoisonError::into_inner)
}

fn bar(all: usize) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(all as u64), ProgressDrawTarget::stderr());
    // Letters that every terminal and every font has.
    match ProgressStyle::with_template("[{bar:24}] {wide_msg}") {
        Ok(style) => bar.with_style(style.progress_chars("#>-")),
        Err(_) => bar,
    }
}

/// Documents a second, in tenths.
fn rate(elapsed: Duration, done: usize) -> u64 {
    let millis = elapsed.as_millis().max(1);
    let tenths = (done as u128).saturating_mul(10_000) / millis;
    u64::try_from(tenths).unwrap_or(u64::MAX)
}

/// The time that the rest takes if it takes as long as what is done, in seconds.
fn left(elapsed: Duration, done: usize, all: usize) -> u64 {
    let rest = all.saturating_sub(done) as u128;
    let millis = elapsed.as_millis().saturating_mul(rest) / (done.max(1) as u128);
    u64::try_from(millis.div_ceil(1000)).unwrap_or(u64::MAX)
}

fn words(done: usize, all: usize, tenths: u64, seconds: u64) -> Message {
    let left = format!("{}:{:02}", seconds / 60, seconds % 60);
    msg::progress(all, done, left, tenths % 10, tenths / 10)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{left, rate, words};
    use crate::i18n::{Catalog, Lang};

    #[test]
    fn rate_and_time_left_are_told_in_both_languages() {
        let elapsed = Duration::from_secs(20);
        assert_eq!((rate(elapsed, 50), left(elapsed, 50, 300)), (25, 100));
        let said = |lang| Catalog::new(lang).text(&words(50, 300, 25, 100));
        assert_eq!(said(Lang::En), "50 of 300, 2.5 a second, 1:40 left");
        assert_eq!(said(Lang::Vi), "50/300, 2,5 tài liệu mỗi giây, còn 1:40");
        assert_eq!((rate(Duration::ZERO, 0), left(Duration::ZERO, 0, 3)), (0, 0));
    }
}
