//! Makes every mutant a switch of one build: `schemata WORKSPACE LISTED.json DROPPED.txt > all.tsv`.
//! The files of the mutants in WORKSPACE (a copy!) are rewritten; `KYSO_MUTANT=ID` turns one on.

mod place;
mod switch;

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::path::Path;

use place::{Mutant, Mutants};
use serde_json::Value;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [workspace, listed, dropped] = arguments.as_slice() else {
        return Err("usage: schemata WORKSPACE LISTED.json DROPPED.txt".into());
    };
    let workspace = Path::new(workspace);
    let dropped = std::fs::read_to_string(dropped).unwrap_or_default();
    let dropped: BTreeSet<u32> =
        dropped.split_whitespace().map(str::parse).collect::<Result<_, _>>()?;
    let mut files = by_file(&std::fs::read_to_string(listed)?)?;
    let mut next = files.values().map(|mutants| mutants.len() as u32).sum::<u32>();
    for (file, listed) in &mut files {
        let path = workspace.join(file);
        let mut syntax = syn::parse_file(&std::fs::read_to_string(&path)?)?;
        let mut mutants = Mutants::new(std::mem::take(listed), next, &dropped);
        mutants.place(&mut syntax);
        next = mutants.next();
        std::fs::write(&path, prettyplease::unparse(&syntax))?;
        mutants.print(file);
    }
    let library = workspace.join("crates/kyso/src");
    std::fs::write(library.join("mutant_switch.rs"), switch::source(next))?;
    let root = std::fs::read_to_string(library.join("lib.rs"))?;
    if !root.contains("mutant_switch") {
        // Inner attributes stand before every item.
        let root = format!(
            "#![allow(warnings, clippy::all)]\n{root}\n#[doc(hidden)]\npub mod mutant_switch;\n"
        );
        std::fs::write(library.join("lib.rs"), root)?;
    }
    Ok(())
}

/// The mutants that cargo-mutants listed, numbered as they stand in the list.
fn by_file(listed: &str) -> Result<BTreeMap<String, Vec<Mutant>>, Box<dyn Error>> {
    let listed: Vec<Value> = serde_json::from_str(listed)?;
    let mut files: BTreeMap<String, Vec<Mutant>> = BTreeMap::new();
    for (id, value) in listed.iter().enumerate() {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let number = |value: &Value| value.as_u64().unwrap_or_default() as usize;
        let start = &value["span"]["start"];
        files.entry(text(&value["file"])).or_default().push(Mutant {
            id: u32::try_from(id)?,
            genre: text(&value["genre"]),
            replacement: text(&value["replacement"]),
            name: text(&value["name"]),
            // Columns count from 1 there, from 0 here.
            at: (number(&start["line"]), number(&start["column"]).saturating_sub(1)),
        });
    }
    Ok(files)
}
