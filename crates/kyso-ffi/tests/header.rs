//! `include/kyso.h` is what the sources say, and the list of symbols never shrinks.

#![allow(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The header that the sources make, with the version composed of the package's.
fn generated() -> String {
    let mut config = cbindgen::Config::from_file(root().join("cbindgen.toml")).unwrap();
    let (major, minor, patch) = (
        env!("CARGO_PKG_VERSION_MAJOR"),
        env!("CARGO_PKG_VERSION_MINOR"),
        env!("CARGO_PKG_VERSION_PATCH"),
    );
    config.after_includes = Some(format!(
        "\n/**\n * The version of this header; kyso_version() is that of the library.\n */\n\
         #define KYSO_VERSION_MAJOR {major}\n\
         #define KYSO_VERSION_MINOR {minor}\n\
         #define KYSO_VERSION_PATCH {patch}\n\
         #define KYSO_VERSION \"{major}.{minor}.{patch}\""
    ));
    let mut header = Vec::new();
    cbindgen::Builder::new()
        .with_crate(root())
        .with_config(config)
        .generate()
        .unwrap()
        .write(&mut header);
    String::from_utf8(header).unwrap()
}

/// The file as it is to be; with `KYSO_BLESS=1` it is written.
fn same(path: &Path, wanted: &str) {
    if env::var_os("KYSO_BLESS").is_some() {
        fs::write(path, wanted).unwrap();
    }
    let found = fs::read_to_string(path).unwrap_or_default();
    if found != wanted {
        let line = found.lines().zip(wanted.lines()).position(|(a, b)| a != b).unwrap_or_default();
        panic!("{} is old from line {} on: run with KYSO_BLESS=1", path.display(), line + 1);
    }
}

/// The functions of a header, by the names before their brackets.
fn functions(header: &str) -> BTreeSet<&str> {
    let code = |line: &&str| !line.starts_with([' ', '/', '#', '*']) && line.contains('(');
    let calls = header.lines().filter(code).filter(|line| !line.starts_with("typedef"));
    calls
        .filter_map(|line| line.split('(').next()?.split([' ', '*']).next_back())
        .filter(|name| name.starts_with("kyso_"))
        .collect()
}

#[test]
fn the_header_is_what_the_sources_say() {
    same(&root().join("include/kyso.h"), &generated());
}

#[test]
fn every_function_of_the_sources_stands_in_the_header_and_the_list() {
    let header = generated();
    let mut of_sources = BTreeSet::new();
    let sources = fs::read_dir(root().join("src")).unwrap();
    let texts: Vec<String> =
        sources.map(|file| fs::read_to_string(file.unwrap().path()).unwrap()).collect();
    for text in &texts {
        let after = text.split("extern \"C\" fn ").skip(1);
        of_sources.extend(after.filter_map(|rest| rest.split('(').next()));
    }
    of_sources.retain(|name| name.starts_with("kyso_"));
    assert_eq!(of_sources, functions(&header));

    // What is there once stays; what comes is added to the list, which nobody shortens.
    let path = root().join("symbols.txt");
    let list = fs::read_to_string(&path).unwrap_or_default();
    let listed: BTreeSet<&str> = list.lines().collect();
    let gone: Vec<_> = listed.difference(&of_sources).collect();
    assert!(gone.is_empty(), "gone from the interface: {gone:?}");
    let all: Vec<&str> = of_sources.into_iter().collect();
    same(&path, &format!("{}\n", all.join("\n")));
}

#[test]
fn no_number_is_given_out_twice_and_retired_ones_stay_retired() {
    let header = generated();
    let mut codes = BTreeSet::new();
    for line in header.lines().filter(|line| line.starts_with("#define KYSO_")) {
        let [_, name, value] = line.split_whitespace().collect::<Vec<_>>()[..] else { continue };
        // The ABI's and the version's numbers are of another kind.
        if name.starts_with("KYSO_VERSION") || name == "KYSO_ABI_VERSION" {
            continue;
        }
        let number: u32 = value.parse().unwrap();
        assert!(codes.insert(number), "{name} has the number of another");
        let verdict = name.contains("_CONCLUSION_") && !name.contains("_SIGNATURE_");
        assert!(number >= 2000 || !verdict, "{name} could be taken for a return code");
    }
    assert!(codes.len() > 100);
}
