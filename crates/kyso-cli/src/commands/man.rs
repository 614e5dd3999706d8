//! `kyso man`: the manual page, in roff.

use clap_mangen::Man;

use crate::args::{grammar, in_language};
use crate::error::Failure;
use crate::exit::Status;
use crate::ui::Ui;

pub(super) fn run(ui: &Ui) -> Result<Status, Failure> {
    let mut page = Vec::new();
    let mut grammar = in_language(grammar(), &ui.catalog);
    grammar.build();
    let verbs: Vec<_> = grammar.get_subcommands().cloned().collect();
    let whole = Man::new(grammar);
    // Writing to memory cannot fail, and what is there is printed either way.
    let _ = whole.render(&mut page);
    for verb in verbs.into_iter().filter(|verb| !verb.is_hide_set()) {
        let heading = format!(".SH \"KYSO {}\"\n", verb.get_name().to_uppercase());
        page.extend_from_slice(heading.as_bytes());
        if let Some(about) = verb.get_about() {
            page.extend_from_slice(format!("{about}\n.PP\n").as_bytes());
        }
        let verb = Man::new(verb);
        let _ = verb.render_synopsis_section(&mut page);
        let _ = verb.render_options_section(&mut page);
        let _ = verb.render_extra_section(&mut page);
    }
    ui.print(&page)?;
    Ok(Status::Done)
}
