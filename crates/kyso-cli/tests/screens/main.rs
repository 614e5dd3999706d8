//! Every screen and every error: called as a user would, in both languages, and held against the
//! file that shows it.
//!
//! A file in `cases/` has cases, each with what is prepared (`+`), one call (`$`), and what it says
//! on stdout (`|`) and stderr (`!`) in English and in Vietnamese, with its exit status.
//! `KYSO_BLESS=1 cargo test -p kyso-cli --test screens` writes what is said now. What no call here
//! reaches stands in `cases/rows.txt`, and no text of an error may be missing in both.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says where")]

mod case;
mod examples;
mod fixtures;
mod normal;
mod rows;
mod scene;
mod texts;
mod words;
mod world;

use std::process::ExitCode;
use std::sync::{Arc, Mutex};

use libtest_mimic::{Arguments, Failed, Trial};

use crate::case::{Case, Lang};
use crate::scene::Scene;
use crate::world::World;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let world = Arc::new(World::default());
    let seen: Arc<Mutex<Vec<Case>>> = Arc::default();
    let bless = std::env::var_os("KYSO_BLESS").is_some();
    let mut trials: Vec<Trial> = Vec::new();
    for case in case::all() {
        let (world, seen) = (world.clone(), seen.clone());
        trials.push(Trial::test(case.title(), move || show(&world, &case, bless, &seen)));
    }
    trials.extend(examples::trials(&world));
    if !bless {
        trials.extend(words::trials());
        trials.push(Trial::test("rows::what_no_call_reaches", rows::are_as_said));
    }
    let conclusion = libtest_mimic::run(&arguments, trials);
    if bless {
        case::write(&seen.lock().unwrap());
        rows::write();
    }
    drop(world);
    conclusion.exit_code()
}

/// One case: what it says now, held against the file or put into it.
fn show(world: &World, case: &Case, bless: bool, seen: &Mutex<Vec<Case>>) -> Result<(), Failed> {
    let mut now = case.clone();
    for lang in Lang::ALL {
        now.said[lang.index()] = Scene::new(world, lang)?.act(case)?;
    }
    for lang in Lang::ALL {
        words::two_lines(&now.said[lang.index()])?;
    }
    if bless {
        seen.lock().unwrap().push(now);
        return Ok(());
    }
    for lang in Lang::ALL {
        let (stands, says) = (&case.said[lang.index()], &now.said[lang.index()]);
        if stands != says {
            let old: Vec<&str> = stands.lines().collect();
            let new: Vec<&str> = says.lines().collect();
            let same = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
            return Err(format!(
                "{}, in {}, from line {} on:\n--- the file\n{}\n--- now\n{}\n(KYSO_BLESS=1 takes it)",
                case.title(),
                lang.code(),
                same + 1,
                old[same..].join("\n"),
                new[same..].join("\n"),
            )
            .into());
        }
    }
    Ok(())
}
