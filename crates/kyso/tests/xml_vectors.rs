//! XMLDSig vectors of other implementations, one case each, judged by the core alone: shape, value,
//! references, manifests. Who a key belongs to is not asked here.
//!
//! The vectors are found by `KYSO_VECTORS`, else at `../shared/vectors` from the project's root;
//! where neither is, the cases are ignored. `xml_divergences.txt` says where kyso decides
//! otherwise and why; a case listed there that comes out as expected fails too.

use std::collections::HashMap;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use kyso::x509::Certificate;
use kyso::xml::key_info::KeyInfo;
use kyso::xml::signature::{
    CheckedReference, DigestOptions, ExternalBytes, ReferenceDigests, Resolver, ValueHolds,
    XmlSignature, check_value, check_value_by, find,
};
use kyso::xml::transform::Budget;
use kyso::xml::{Doctype, IdNames, Ids, ParseOptions, Tree};
use libtest_mimic::{Arguments, Failed, Trial};
use serde::Deserialize;

#[derive(Clone, Deserialize)]
struct Vector {
    file: String,
    expect: String,
    verify_options: String,
}

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let Some(folder) = vectors() else {
        let missing = Trial::test("xmldsig", || Ok(())).with_ignored_flag(true);
        return libtest_mimic::run(&arguments, vec![missing]).exit_code();
    };
    let divergences = divergences();
    let mut seen = HashMap::<String, usize>::new();
    let trials = read_vectors(&folder).into_iter().map(|vector| {
        let times = seen.entry(vector.file.clone()).and_modify(|n| *n += 1).or_insert(1);
        let again = if *times > 1 { format!(" {times}") } else { String::new() };
        let name = format!("{}{again}", vector.file.trim_end_matches(".xml"));
        let (folder, reason) = (folder.clone(), divergences.get(&vector.file).cloned());
        Trial::test(name, move || run(&folder, &vector, reason.as_deref()))
    });
    let mut trials: Vec<_> = trials.collect();
    let listed: Vec<_> = divergences.keys().cloned().collect();
    let unknown: Vec<_> = listed.into_iter().filter(|file| !seen.contains_key(file)).collect();
    trials.push(Trial::test("divergences name vectors", move || {
        if unknown.is_empty() { Ok(()) } else { Err(format!("{unknown:?}").into()) }
    }));
    libtest_mimic::run(&arguments, trials).exit_code()
}

fn vectors() -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folder = match std::env::var_os("KYSO_VECTORS") {
        Some(folder) => PathBuf::from(folder),
        None => root.join("../shared/vectors"),
    };
    Some(folder.join("xmldsig")).filter(|folder| folder.join("expected.json").is_file())
}

fn read_vectors(folder: &Path) -> Vec<Vector> {
    let list = std::fs::read(folder.join("expected.json")).expect("expected.json");
    serde_json::from_slice(&list).expect("a list of vectors")
}

/// `file: reason`, one a line; `#` begins a comment.
fn divergences() -> HashMap<String, String> {
    include_str!("xml_divergences.txt")
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| line.split_once(": ").expect("file: reason"))
        .map(|(file, reason)| (file.to_owned(), reason.to_owned()))
        .collect()
}

/// What kyso says must be what is expected, or differ with a listed reason. The reason's first word
/// is part of what kyso says, so that a case cannot diverge for another reason unnoticed.
fn run(folder: &Path, vector: &Vector, divergence: Option<&str>) -> Result<(), Failed> {
    let outcome = verify(&folder.join(&vector.file), &vector.verify_options);
    let as_expected = outcome.is_ok() == (vector.expect == "valid");
    let said = outcome.err().unwrap_or_else(|| "holds".into());
    match divergence {
        None if as_expected => Ok(()),
        None => Err(format!("expected {}: {said}", vector.expect).into()),
        Some(_) if as_expected => Err("listed as a divergence, and is none".into()),
        Some(reason) => {
            let (kind, _) = reason.split_once(" - ").expect("kind - reason");
            if said.contains(kind) { Ok(()) } else { Err(format!("not {kind}: {said}").into()) }
        }
    }
}

/// Whether the first signature of a file holds, with any key that it brings or that the options
/// name.
fn verify(path: &Path, verify_options: &str) -> Result<(), String> {
    let bytes = std::fs::read(path).map_err(|error| error.to_string())?;
    let options = ParseOptions {
        doctype: Doctype::Bounded { external: Vec::new() },
        ..ParseOptions::default()
    };
    let tree = Tree::parse(&bytes, &options).map_err(|error| error.to_string())?;
    let node = *find(&tree).first().ok_or("no signature")?;
    let signature = XmlSignature::read(&tree, node).map_err(|error| error.to_string())?;
    let holds = check_with_any_key(path, &tree, &signature, verify_options)?;
    let budget = Budget::for_document(bytes.len() as u64);
    let files = Files(path.parent().expect("a folder").to_owned());
    let options =
        DigestOptions { resolver: Some(&files), legacy_exclusive: false, budget: &budget };
    let ids = Ids::collect(&tree, &IdNames::default());
    let digests = holds.digest_references(&ids, &options);
    all_hold(&digests)
}

fn check_with_any_key<'a>(
    path: &Path,
    tree: &'a Tree,
    signature: &'a XmlSignature,
    verify_options: &str,
) -> Result<ValueHolds<'a>, String> {
    let named = certificates_of(path, verify_options);
    let own = signature.key_info.as_ref().map(KeyInfo::signer_candidates).unwrap_or_default();
    let mut said = match check_value_by(tree, signature, own.into_iter().chain(&named)) {
        Ok((holds, _)) => return Ok(holds),
        Err(error) => error.to_string(),
    };
    for spki in signature.key_info.iter().flat_map(KeyInfo::key_values) {
        match check_value(tree, signature, spki) {
            Ok(holds) => return Ok(holds),
            Err(error) => said = error.to_string(),
        }
    }
    Err(said)
}

/// The certificates that the options name, trusted ones last.
fn certificates_of(path: &Path, verify_options: &str) -> Vec<Certificate> {
    let folder = path.parent().expect("a folder");
    let words = verify_options.split_whitespace();
    let named = words.filter(|word| word.contains("certs/") || word.contains("keys/"));
    let mut found = Vec::new();
    for word in named {
        let word = word.replace(".$cert_format", "");
        let name = word.rsplit_once("certs/").or(word.rsplit_once("keys/")).map(|found| found.1);
        for folder in ["certs", "keys"].map(|name| folder.join(name)) {
            for extension in ["", ".der", ".pem", ".crt"] {
                let file = folder.join(format!("{}{extension}", name.unwrap_or_default()));
                let bytes = std::fs::read(file).unwrap_or_default();
                found.extend(Certificate::from_pem_or_der(&bytes).unwrap_or_default());
            }
        }
    }
    found
}

fn all_hold(digests: &ReferenceDigests) -> Result<(), String> {
    let failed = |one: &CheckedReference| {
        one.outcome.as_ref().err().map(|error| format!("reference {}: {error}", one.index))
    };
    if let Some(said) = digests.iter().find_map(failed) {
        return Err(said);
    }
    for manifest in digests.iter().flat_map(|one| &one.manifests) {
        let listed = manifest.references.as_ref().map_err(ToString::to_string)?;
        if let Some(said) = listed.iter().find_map(failed) {
            return Err(format!("manifest: {said}"));
        }
    }
    if digests.all_hold() { Ok(()) } else { Err("not all hold".into()) }
}

/// Files beside the signature. Nothing is fetched.
struct Files(PathBuf);

impl Resolver for Files {
    fn resolve(&self, uri: Option<&str>, _: Option<&str>) -> Option<ExternalBytes<'_>> {
        let file = File::open(self.0.join(uri.filter(|uri| !uri.contains(':'))?)).ok()?;
        Some(Box::new(file))
    }
}
