//! The golden canonical forms of others, one case each, byte for byte.
//!
//! They are found by `KYSO_VECTORS`, else beside the project; where they are not, every case is
//! reported as ignored.

mod select;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use kyso::xml::{
    C14nVersion, Canonicalization, Doctype, NodeSet, ParseOptions, Tree, canonicalize,
};
use libtest_mimic::{Arguments, Failed, Trial};

/// Folders of the vectors and what they were made with.
const KINDS: [(&str, C14nVersion, bool); 4] = [
    ("1-1-without-comments", C14nVersion::V11, false),
    ("exc-without-comments", C14nVersion::Exclusive, false),
    ("with-comments", C14nVersion::V10, true),
    ("without-comments", C14nVersion::V10, false),
];

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    libtest_mimic::run(&arguments, trials()).exit_code()
}

fn vectors() -> PathBuf {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/vectors");
    std::env::var_os("KYSO_VECTORS").map_or_else(beside, PathBuf::from).join("c14n")
}

fn trials() -> Vec<Trial> {
    let vectors = vectors();
    let mut trials = Vec::new();
    for (kind, version, comments) in KINDS {
        let Ok(entries) = std::fs::read_dir(vectors.join("expected").join(kind)) else {
            trials.push(Trial::test(kind, || Ok(())).with_ignored_flag(true));
            continue;
        };
        let mut names: Vec<_> = entries.flatten().map(|entry| entry.file_name()).collect();
        names.sort();
        for name in names.iter().map(|name| name.to_string_lossy().into_owned()) {
            let vectors = vectors.clone();
            let method = Canonicalization::new(version, comments);
            trials.push(Trial::test(format!("{kind}/{name}"), move || {
                golden(&vectors, kind, &name, method)
            }));
        }
    }
    trials
}

fn golden(
    vectors: &Path,
    kind: &str,
    name: &str,
    mut method: Canonicalization,
) -> Result<(), Failed> {
    let input = |extension: &str| {
        std::fs::read(vectors.join("input").join(kind).join(format!("{name}.{extension}")))
    };
    let expected = std::fs::read(vectors.join("expected").join(kind).join(name))?;
    // `example-5` has an external entity; its text is given, nothing is fetched.
    let world = vectors.join("input/without-comments/world.txt");
    let external = vec![("world.txt".to_owned(), std::fs::read_to_string(world)?)];
    let options =
        ParseOptions { doctype: Doctype::Bounded { external }, ..ParseOptions::default() };
    let tree = Tree::parse(&input("xml")?, &options).map_err(|error| error.to_string())?;
    if let Ok(list) = input("ns") {
        method = method.with_prefix_list(&String::from_utf8(list)?);
    }
    let whole = NodeSet::Subtree { apex: tree.root(), comments: true, except: Vec::new() };
    let sets = match input("xpath") {
        Ok(selection) => {
            let selection = Tree::parse(&selection, &options).map_err(|error| error.to_string())?;
            select::select(&tree, &selection)?.to_vec()
        }
        Err(_) => vec![whole],
    };
    for set in sets {
        let mut found = Vec::new();
        canonicalize(&tree, &set, &method, &mut found).map_err(|error| error.to_string())?;
        if found != expected {
            let (found, expected) =
                (String::from_utf8_lossy(&found), String::from_utf8_lossy(&expected));
            return Err(format!("found:\n{found}\nexpected:\n{expected}").into());
        }
    }
    Ok(())
}
