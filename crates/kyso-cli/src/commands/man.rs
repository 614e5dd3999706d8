//! `kyso man`: the manual, in roff: one page of everything, or a folder with a page of each verb.

use std::path::Path;

use clap::Command;
use clap_mangen::Man;

use crate::args::{COMMON, ManArgs, OPTIONS_OF_CLAP, grammar, in_language};
use crate::config::{self, KEYS};
use crate::error::Failure;
use crate::exit::Status;
use crate::i18n::{Message, msg};
use crate::output::{NewFolders, Target};
use crate::reads::Reads;
use crate::ui::Ui;

pub(super) fn run(args: &ManArgs, ui: &Ui) -> Result<Status, Failure> {
    let mut grammar = in_language(grammar(), &ui.catalog);
    grammar.build();
    let Some(folder) = &args.out_dir else {
        ui.print(whole(&grammar, ui).as_bytes())?;
        return Ok(Status::Done);
    };
    let reads = Reads::new([], false);
    let mut pages = vec![("kyso".to_owned(), main(&grammar, ui))];
    pages.extend(grammar.get_subcommands().map(|verb| page(&grammar, verb, ui)));
    let target = |name: &str| Target::from_option(&folder.join(format!("{name}.1")), args.force);
    pages.iter().try_for_each(|(name, _)| target(name).check(&reads))?;
    let folders = NewFolders::make(folder)?;
    let written =
        pages.iter().try_for_each(|(name, page)| target(name).put(page.as_bytes(), &reads));
    written.inspect_err(|_: &Failure| folders.take_back())?;
    if !ui.quiet {
        ui.print_line(&ui.text(&msg::man_written(pages.len(), Path::new(folder))))?;
    }
    Ok(Status::Done)
}

/// Everything in one page.
fn whole(grammar: &Command, ui: &Ui) -> String {
    let mut text = head(grammar, "kyso", ui);
    let verbs = verbs_of(grammar, "kyso");
    let verbs: Vec<_> = verbs.into_iter().map(|(name, verb)| (name, alone(verb))).collect();
    text.push_str(&section(msg::heading_verbs(), ui));
    verbs.iter().for_each(|(name, verb)| text.push_str(&entry(name, verb)));
    text.push_str(&options(grammar, ui));
    for (name, verb) in verbs {
        text.push_str(&heading(&name));
        text.push_str(&body(&verb, ui));
    }
    text.push_str(&surroundings(ui));
    text.push_str(&verbatim(&after(grammar)));
    text
}

/// The page `kyso(1)`.
fn main(grammar: &Command, ui: &Ui) -> String {
    let mut text = head(grammar, "kyso", ui);
    text.push_str(&section(msg::heading_verbs(), ui));
    for verb in grammar.get_subcommands() {
        let about = verb.get_about().map(ToString::to_string).unwrap_or_default();
        let name = escape(verb.get_name());
        text.push_str(&format!(".TP\n\\fBkyso\\-{name}\\fR(1)\n{}\n", escape(&about)));
    }
    text.push_str(&options(grammar, ui));
    text.push_str(&surroundings(ui));
    text.push_str(&verbatim(&after(grammar)));
    text
}

/// The page of a verb, its actions in it, with the name of its file.
fn page(grammar: &Command, verb: &Command, ui: &Ui) -> (String, String) {
    let name = format!("kyso-{}", verb.get_name());
    let mut text = head(verb, &name, ui);
    text.push_str(&section(msg::heading_usage(), ui));
    text.push_str(&body(verb, ui));
    for (name, action) in verbs_of(verb, &format!("kyso {}", verb.get_name())) {
        text.push_str(&heading(&name));
        text.push_str(&escape(&action.get_about().map(ToString::to_string).unwrap_or_default()));
        text.push('\n');
        text.push_str(&body(&alone(action), ui));
    }
    text.push_str(&section(msg::heading_see_also(), ui));
    let others = grammar.get_subcommands().filter(|other| other.get_name() != verb.get_name());
    let others = others.map(|other| format!("\\fBkyso\\-{}\\fR(1)", escape(other.get_name())));
    let all: Vec<String> = std::iter::once("\\fBkyso\\fR(1)".to_owned()).chain(others).collect();
    text.push_str(&format!("{}\n", all.join(", ")));
    (name, text)
}

/// The title, and the name with what it is.
fn head(command: &Command, name: &str, ui: &Ui) -> String {
    let mut title = Vec::new();
    let source = format!("kyso {}", env!("CARGO_PKG_VERSION"));
    // Writing to memory cannot fail, and what is there is printed either way.
    let _ = Man::new(command.clone()).title(name).source(source).render_title(&mut title);
    let about = command.get_about().map(ToString::to_string).unwrap_or_default();
    format!(
        "{}{}{} \\- {}\n",
        String::from_utf8_lossy(&title),
        section(msg::heading_name(), ui),
        escape(name),
        escape(&about)
    )
}

/// Usage, options and examples of a verb or an action.
fn body(verb: &Command, ui: &Ui) -> String {
    let usage = verb.clone().render_usage().to_string();
    let usage = usage.strip_prefix("Usage: ").unwrap_or(&usage);
    let any = format!("[{}]", ui.text(&msg::heading_options_word()));
    let usage = verbatim(&usage.replace(OPTIONS_OF_CLAP, &any));
    format!("{usage}{}{}", options(verb, ui), verbatim(&after(verb)))
}

/// The options, under a heading in the reader's language.
fn options(command: &Command, ui: &Ui) -> String {
    let mut text = Vec::new();
    let _ = Man::new(command.clone()).render_options_section(&mut text);
    let text = String::from_utf8_lossy(&text).into_owned();
    text.replacen(".SH OPTIONS\n", &section(msg::heading_options(), ui), 1)
}

/// The variables and the files that decide what a call leaves open.
fn surroundings(ui: &Ui) -> String {
    let mut text = section(msg::heading_environment(), ui);
    text.push_str(&lines(&ui.text(&msg::man_environment())));
    let names: Vec<String> = KEYS.iter().filter_map(config::Key::variable).collect();
    text.push_str(&format!(".PP\n{}\n", escape(&names.join(", "))));
    let others: [(&str, Message); 4] = [
        ("KYSO_CONFIG", msg::man_variable_config()),
        ("KYSO_STATE", msg::man_variable_state()),
        ("NO_COLOR", msg::man_variable_no_color()),
        ("LC_ALL, LC_MESSAGES, LANG", msg::man_variable_locale()),
    ];
    for (name, about) in others {
        let about = escape(&ui.text(&about));
        text.push_str(&format!(".TP\n\\fB{}\\fR\n{about}\n", escape(name)));
    }
    text.push_str(&section(msg::heading_files(), ui));
    let files: [(&str, Message); 3] = [
        ("~/.config/kyso/config.toml", msg::man_file_config()),
        ("~/.local/share/kyso/trust", msg::man_file_trust()),
        ("~/.local/state/kyso", msg::man_file_state()),
    ];
    for (name, about) in files {
        let about = escape(&ui.text(&about));
        text.push_str(&format!(".TP\n\\fI{}\\fR\n{about}\n", escape(name)));
    }
    text
}

/// Without what every verb understands: that stands in the page once.
fn alone(verb: Command) -> Command {
    verb.mut_args(|arg| {
        let common = COMMON.contains(&arg.get_id().as_str());
        arg.hide(common)
    })
}

fn after(command: &Command) -> String {
    command.get_after_help().map(ToString::to_string).unwrap_or_default()
}

fn heading(title: &str) -> String {
    format!(".SH \"{}\"\n", escape(title))
}

/// A heading in the reader's language, in capitals as manuals have it.
fn section(title: Message, ui: &Ui) -> String {
    heading(&ui.text(&title).to_uppercase())
}

/// Every verb by its full name; one that has actions before these.
fn verbs_of(command: &Command, above: &str) -> Vec<(String, Command)> {
    let mut all = Vec::new();
    for verb in command.get_subcommands() {
        let name = format!("{above} {}", verb.get_name());
        all.push((name.clone(), verb.clone()));
        all.extend(verbs_of(verb, &name));
    }
    all
}

fn entry(name: &str, verb: &Command) -> String {
    let about = verb.get_about().map(ToString::to_string).unwrap_or_default();
    format!(".TP\n\\fB{}\\fR\n{}\n", escape(name), escape(&about))
}

/// Text that may be filled into a paragraph.
fn lines(text: &str) -> String {
    let lines: String = text.lines().map(|line| format!("{}\n", escape(line))).collect();
    format!(".PP\n{lines}")
}

/// Lines as they stand: examples are not to be filled into paragraphs.
fn verbatim(text: &str) -> String {
    let lines: String = text.lines().map(|line| format!("{}\n", escape(line))).collect();
    format!(".PP\n.nf\n{lines}.fi\n")
}

/// roff takes a backslash anywhere and a full stop or apostrophe at the start of a line as its
/// own; a bare `-` may be typeset as a dash that cannot be copied into a shell.
fn escape(text: &str) -> String {
    let text = text.replace('\\', "\\e").replace('-', "\\-");
    if text.starts_with(['.', '\'']) { format!("\\&{text}") } else { text }
}
