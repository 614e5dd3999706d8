//! What holds for all cases together: no text of an error is missing, two lines each, no line of
//! help is too wide, every command has its help shown.

use std::collections::BTreeSet;
use std::fs;

use libtest_mimic::{Failed, Trial};

use crate::case::{self, Case, Lang};
use crate::rows;
use crate::texts::{self, Text, fits, is_told};

/// A line of help is no longer than this.
const WIDTH: usize = 100;

/// What stands before an error, in each language.
const ERROR: [&str; 2] = ["! kyso: error: ", "! kyso: lỗi: "];

pub(crate) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("words::every_error_has_a_case_or_a_row", every_error_is_shown),
        Trial::test("words::no_row_stands_for_what_a_case_shows", no_row_is_idle),
        Trial::test("words::help_is_no_wider_than_a_screen", help_is_narrow),
        Trial::test("words::every_command_shows_its_help", every_verb_has_help),
        Trial::test("words::what_fits_is_told_from_what_does_not", fitting),
    ]
}

/// An error is two lines, what happened and what to do; no such second line stands alone.
pub(crate) fn two_lines(said: &str) -> Result<(), Failed> {
    let lines: Vec<&str> = said.lines().collect();
    // A help that takes the place of an error is neither.
    if !lines.iter().any(|line| ERROR.iter().any(|start| line.starts_with(start))) {
        return Ok(());
    }
    for (number, line) in lines.iter().enumerate() {
        let is_error = ERROR.iter().any(|start| line.starts_with(start));
        let next_is_fix = lines.get(number + 1).is_some_and(|next| next.starts_with("!       "));
        if is_error && !next_is_fix {
            return Err(format!("it does not say what to do: {line}").into());
        }
        let fix = line.starts_with("!       ");
        let before = number.checked_sub(1).and_then(|before| lines.get(before));
        if fix && !before.is_some_and(|b| ERROR.iter().any(|start| b.starts_with(start))) {
            return Err(format!("more than two lines: {line}").into());
        }
    }
    Ok(())
}

/// The text of a line, without what stands before it.
fn bare(line: &str) -> &str {
    const BEFORE: [&str; 5] =
        ["kyso: error: ", "kyso: lỗi: ", "kyso: warning: ", "kyso: cảnh báo: ", "kyso: "];
    let line = line.strip_prefix(['|', '!']).unwrap_or(line).trim_start();
    // The marks of doctor's findings.
    let line = ["+ ", "! ", "x "].iter().find_map(|mark| line.strip_prefix(mark)).unwrap_or(line);
    BEFORE.iter().find_map(|before| line.strip_prefix(before)).unwrap_or(line)
}

/// Screens that other tests hold against files of their own, in both languages: `NAME.en.txt` and
/// `NAME.vi.txt`.
fn beside() -> Vec<[String; 2]> {
    let entries = fs::read_dir(case::path("..")).unwrap().flatten();
    let english = entries.filter_map(|entry| {
        let path = entry.path().to_str()?.to_owned();
        let vietnamese = format!("{}.vi.txt", path.strip_suffix(".en.txt")?);
        Some([fs::read_to_string(&path).ok()?, fs::read_to_string(vietnamese).ok()?])
    });
    english.collect()
}

/// The ids of the texts that stand in what is said; of several that fit, the most special one.
fn shown(said: &str, told: &[(&String, &Text)]) -> BTreeSet<String> {
    let lines: Vec<&str> = said.lines().map(bare).collect();
    let mut ids = BTreeSet::new();
    for (number, line) in lines.iter().enumerate() {
        let next = lines.get(number + 1).copied().unwrap_or_default();
        let best = told.iter().filter_map(|(id, text)| {
            let own = fits(line, &text.value)?;
            match &text.fix {
                Some(fix) => Some((own + fits(next, fix)?, *id)),
                None => Some((own, *id)),
            }
        });
        ids.extend(best.max().map(|(_, id)| id.clone()));
    }
    ids
}

/// What the cases show, in both languages alike.
fn in_cases() -> BTreeSet<String> {
    let all = Lang::ALL.map(texts::all);
    let told = all
        .each_ref()
        .map(|texts| -> Vec<_> { texts.iter().filter(|(id, text)| is_told(id, text)).collect() });
    let both = |said: &[String; 2]| -> BTreeSet<String> {
        let [en, vi] = Lang::ALL.map(|l| shown(&said[l.index()], &told[l.index()]));
        en.intersection(&vi).cloned().collect()
    };
    let here = case::all().into_iter().map(|case| case.said);
    here.chain(beside()).flat_map(|said| both(&said)).collect()
}

fn every_error_is_shown() -> Result<(), Failed> {
    let (cases, rows) = (in_cases(), rows::ids());
    let all = texts::all(Lang::En);
    let told = all.iter().filter(|(id, text)| is_told(id, text)).map(|(id, _)| id);
    let missing: Vec<&String> =
        told.filter(|id| !cases.contains(*id) && !rows.contains(id)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let count = missing.len();
    Err(format!("{count} texts have neither a case nor a row in cases/rows.txt: {missing:#?}")
        .into())
}

fn no_row_is_idle() -> Result<(), Failed> {
    let cases = in_cases();
    let idle: Vec<String> = rows::ids().into_iter().filter(|id| cases.contains(id)).collect();
    if idle.is_empty() {
        return Ok(());
    }
    Err(format!("a case shows these; take their rows out of cases/rows.txt: {idle:?}").into())
}

fn help() -> impl Iterator<Item = Case> {
    case::all().into_iter().filter(|case| case.file == "help")
}

fn help_is_narrow() -> Result<(), Failed> {
    let mut wide = Vec::new();
    for case in help() {
        let lines = case.said.iter().flat_map(|said| said.lines());
        let lines = lines.filter_map(|line| line.strip_prefix("| "));
        wide.extend(
            lines
                .filter(|line| line.chars().count() > WIDTH)
                .map(|line| format!("{}: {line}", case.name)),
        );
    }
    if wide.is_empty() { Ok(()) } else { Err(format!("wider than {WIDTH}: {wide:#?}").into()) }
}

/// The commands that a help lists under its heading.
fn listed(said: &str) -> Vec<String> {
    let lines = said.lines().filter_map(|line| line.strip_prefix("|"));
    let under = lines.skip_while(|line| line.trim() != "Commands:").skip(1);
    let under = under.take_while(|line| line.starts_with("   "));
    let words = under.filter_map(|line| line.get(3..)?.split(' ').next().map(str::to_owned));
    words.filter(|word| !word.is_empty() && word != "help").collect()
}

fn every_verb_has_help() -> Result<(), Failed> {
    let calls: Vec<String> =
        help().flat_map(|c| c.marked('$').map(str::to_owned).collect::<Vec<_>>()).collect();
    for case in help() {
        let call = case.marked('$').next().unwrap_or_default().to_owned();
        let Some(above) = call.strip_suffix(" --help") else { continue };
        for verb in listed(&case.said[0]) {
            let wanted = format!("{above} {verb} --help");
            if !calls.contains(&wanted) {
                return Err(format!("no case in cases/help.txt: {wanted}").into());
            }
        }
    }
    Ok(())
}

fn fitting() -> Result<(), Failed> {
    let shape = vec![vec!["".to_owned(), ": there is no page ".to_owned(), "".to_owned()]];
    assert!(fits("a.pdf: there is no page 7", &shape).is_some());
    assert!(fits("a.pdf: there is a page 7", &shape).is_none());
    assert!(fits("a.pdf", &[vec!["a.pdf".to_owned()]]).is_some());
    assert!(fits("a.pdf!", &[vec!["a.pdf".to_owned()]]).is_none());
    two_lines("status 2\n! kyso: error: a\n!       b\n")?;
    assert!(two_lines("status 2\n! kyso: error: a\n").is_err());
    assert!(two_lines("status 2\n! kyso: error: a\n!       b\n!       c\n").is_err());
    Ok(())
}
