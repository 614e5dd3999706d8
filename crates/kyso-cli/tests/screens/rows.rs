//! `cases/rows.txt`: the texts that no call of a case reaches, with samples in them, and why.
//!
//! Whoever adds one writes `= ID` under the reason that holds; KYSO_BLESS=1 adds what it says.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

use libtest_mimic::Failed;

use crate::case::{self, Lang};
use crate::texts::{Samples, variables};

fn stored() -> String {
    fs::read_to_string(case::path("rows.txt")).unwrap()
}

/// The ids that have a row.
pub(crate) fn ids() -> Vec<String> {
    stored().lines().filter_map(|line| line.strip_prefix("= ")).map(str::to_owned).collect()
}

fn fresh(stored: &str) -> Result<String, Failed> {
    let names: BTreeMap<String, Vec<String>> = variables();
    let samples = Lang::ALL.map(Samples::new);
    let mut text = String::new();
    for line in stored.lines().filter(|line| !line.starts_with("  ")) {
        writeln!(text, "{line}")?;
        let Some(id) = line.strip_prefix("= ") else { continue };
        for (lang, samples) in Lang::ALL.into_iter().zip(&samples) {
            let names = names.get(id).ok_or_else(|| format!("there is no text {id}"))?;
            let (value, fix) = samples.of(id, names).ok_or_else(|| format!("no text {id}"))?;
            if value.contains('\n') || fix.as_ref().is_some_and(|fix| fix.contains('\n')) {
                return Err(format!("{id} is broken by hand").into());
            }
            writeln!(text, "  {}: {value}", lang.code())?;
            if let Some(fix) = fix {
                writeln!(text, "      {fix}")?;
            }
        }
    }
    Ok(text)
}

pub(crate) fn are_as_said() -> Result<(), Failed> {
    let stored = stored();
    if fresh(&stored)? == stored {
        return Ok(());
    }
    Err("cases/rows.txt is old: KYSO_BLESS=1 cargo test -p kyso-cli --test screens".into())
}

pub(crate) fn write() {
    let text = fresh(&stored()).unwrap_or_else(|error| panic!("{:?}", error.message()));
    fs::write(case::path("rows.txt"), text).unwrap();
}
