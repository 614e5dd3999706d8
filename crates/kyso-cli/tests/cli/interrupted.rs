//! Signing in place, cut short: the file is the old one or the new one, never anything else.

use std::time::{Duration, Instant};
use std::{fs, thread};

use kyso_testkit::pdf::large_pdf;

use crate::office::Office;

const SIGN: [&str; 2] = ["paper.pdf", "--in-place"];

/// Moments within what one signing takes.
struct Moments(u64);

impl Moments {
    /// A moment before `end`, by a linear congruential generator (Knuth, MMIX).
    fn next(&mut self, end: Duration) -> Duration {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        end.mul_f64((self.0 >> 33) as f64 / f64::from(1_u32 << 31))
    }
}

#[test]
fn killed_at_any_moment() {
    let office = Office::new();
    large_pdf(&office.path("paper.pdf"), 4_000_000).unwrap();
    let old = office.read("paper.pdf");
    let names = office.names(".");
    let start = Instant::now();
    assert_eq!(office.sign(&SIGN).status, 0);
    let whole = start.elapsed();
    let seed = std::process::id();
    let (mut moments, mut untouched, mut replaced) = (Moments(seed.into()), 0, Vec::new());
    for moment in 0..200 {
        // A new file each time, so that what is left of a killed call is never read as ours.
        office.put("paper.pdf", &old);
        let mut child = office.signing(&SIGN).spawn().unwrap();
        thread::sleep(moments.next(whole.mul_f64(1.3)));
        child.kill().unwrap();
        child.wait().unwrap();
        let now = office.read("paper.pdf");
        if now == old {
            untouched += 1;
        } else {
            assert!(now.starts_with(&old) && now.ends_with(b"%%EOF\n"), "{moment}, seed {seed}");
            let name = format!("new-{}.pdf", replaced.len());
            fs::rename(office.path("paper.pdf"), office.path(&name)).unwrap();
            replaced.push(name);
        }
    }
    // Some were killed before the end and some came to it, on any machine.
    assert!(untouched > 0 && !replaced.is_empty(), "{untouched} {}, seed {seed}", replaced.len());
    let papers: Vec<&str> = replaced.iter().map(String::as_str).collect();
    let said = office.kyso(&[&["verify", "--trust", "root.pem", "--quiet"], &papers[..]].concat());
    assert_eq!(said.status, 0, "{said:?}");
    // Where the system has nameless files nothing else is left; the last step needs a second name
    // for a moment.
    let strangers = |name: &String| !names.contains(name) && !replaced.contains(name);
    let left: Vec<String> = office.names(".").into_iter().filter(strangers).collect();
    assert!(left.iter().all(|name| name.starts_with(".kyso-")) && left.len() < 5, "{left:?}");
}
