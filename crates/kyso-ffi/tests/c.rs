//! C and C++ programs against the built library. `KYSO_C_FLAGS` adds compiler flags, `KYSO_C_RUN`
//! is put before the programs (`valgrind ...`), `KYSO_C_DOCUMENTS` says how many the threads sign,
//! `KYSO_C_LIBRARY` is another build of the library, as one with a sanitizer in it.

#![allow(clippy::unwrap_used, reason = "tests")]

mod declarations;
mod kit;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use declarations::Declaration;
use kit::{furnish, library};
use kyso_testkit::server::Services;
use kyso_testkit::server::remote::{RemoteServer, RemoteSettings};
use kyso_testkit::softhsm::SoftHsm;
use kyso_testkit::trust_list::{ListTemplate, StateTemplate};
use kyso_testkit::{Dn, KeyKind, Pki, Template, pdf_attacks};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn flags(variable: &str) -> Vec<String> {
    env::var(variable).unwrap_or_default().split_whitespace().map(str::to_owned).collect()
}

/// Compiles one program as C99 or C++17 without a single warning, and runs it.
fn run(source: &Path, standard: &str, folder: &Path, arguments: &[&str]) {
    let target = env!("KYSO_TARGET");
    let mut build = cc::Build::new();
    build.target(target).host(target).opt_level(0).cargo_metadata(false);
    build.cpp(standard.starts_with("c++"));
    let program = folder.join(format!("{}-{standard}", source.file_stem().unwrap().display()));
    let library = library();
    let compiled = build
        .get_compiler()
        .to_command()
        .args(["-x", if standard.starts_with("c++") { "c++" } else { "c" }])
        .args([&format!("-std={standard}"), "-g", "-Wall", "-Wextra", "-pedantic", "-Werror"])
        .args(flags("KYSO_C_FLAGS"))
        .arg(format!("-I{}", root().join("include").display()))
        .arg(format!("-I{}", root().join("tests/c").display()))
        .arg(source)
        .args(["-x", "none", "-pthread", "-o"])
        .args([&program, &library])
        .arg(format!("-Wl,-rpath,{}", library.parent().unwrap().display()))
        .status()
        .unwrap();
    assert!(compiled.success(), "{} as {standard}", source.display());
    let before = flags("KYSO_C_RUN");
    let mut command = match before.split_first() {
        Some((first, rest)) => {
            let mut command = Command::new(first);
            command.args(rest).arg(&program);
            command
        }
        None => Command::new(&program),
    };
    let done = command.args(arguments).output().unwrap();
    let (out, err) = (String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
    assert!(done.status.success() && out.contains("all well"), "{standard}: {out}{err}");
}

fn both(source: &Path, folder: &Path, arguments: &[&str]) {
    for standard in ["c99", "c++17"] {
        run(source, standard, folder, arguments);
    }
}

#[test]
fn a_program_does_everything() {
    let folder = tempfile::tempdir().unwrap();
    let (services, pki) = Services::mint(KeyKind::P256).unwrap();
    // Certificates that name services cannot be judged without them.
    let served = folder.path().join("served");
    fs::create_dir(&served).unwrap();
    furnish(&served, &pki);
    furnish(folder.path(), &Pki::new(KeyKind::P256));
    let path = folder.path().to_str().unwrap();
    both(&root().join("tests/c/walk.c"), folder.path(), &[path, &services.urls().tsa()]);
}

#[test]
fn a_program_decides_whom_to_trust() {
    let (pki, other) = (Pki::new(KeyKind::P256), Pki::new(KeyKind::P256));
    for standard in ["c99", "c++17"] {
        // One each: a trust store never forgets.
        let folder = tempfile::tempdir().unwrap();
        furnish(folder.path(), &pki);
        furnish_trust(folder.path(), &pki, &other);
        let path = folder.path().to_str().unwrap();
        run(&root().join("tests/c/trust.c"), standard, folder.path(), &[path]);
    }
}

#[test]
fn a_program_reads_reports_to_the_last_byte() {
    let folder = tempfile::tempdir().unwrap();
    let (services, served_pki) = Services::mint(KeyKind::P256).unwrap();
    let served = folder.path().join("served");
    fs::create_dir(&served).unwrap();
    furnish(&served, &served_pki);
    let pki = Pki::new(KeyKind::P256);
    furnish(folder.path(), &pki);
    let sealed = pdf_attacks::honest(&pki);
    let sealed = sealed
        .into_iter()
        .find(|one| one.base == "once" && one.name == "number-and-date-then-seal");
    fs::write(folder.path().join("sealed.pdf"), sealed.unwrap().bytes).unwrap();
    let path = folder.path().to_str().unwrap();
    both(&root().join("tests/c/reports.c"), folder.path(), &[path, &services.urls().tsa()]);
}

/// A store somebody wrote into by hand, a certificate of another PKI, and a trusted list.
fn furnish_trust(folder: &Path, pki: &Pki, other: &Pki) {
    let history = folder.join("broken/history");
    fs::create_dir_all(&history).unwrap();
    fs::write(history.join("000001.json"), "{\"store\": 2}").unwrap();
    fs::write(folder.join("other.pem"), other.signer.cert_pem()).unwrap();
    let mut operator = Template::signer(Dn::new().cn("Trusted List Operator"));
    // id-tsl-kp-tslSigning (TS 119 612, 5.7.1).
    operator.extended_key_usage = vec!["0.4.0.2231.3.0".into()];
    let operator = pki.issue(KeyKind::P256, &operator);
    let state = StateTemplate::new("CA/PKC", "granted", "20200101000000Z", &[pki.root.cert_der()]);
    let list = ListTemplate::new(kyso_ffi::kyso_now()).service(state);
    fs::write(folder.join("list.xml"), list.sign(&operator)).unwrap();
    fs::write(folder.join("signer.pem"), operator.cert_pem()).unwrap();
}

/// A token of SoftHSM: as the interop suite, only with `KYSO_INTEROP=1`, and then it must be there.
#[test]
fn a_program_signs_with_a_token() {
    if env::var_os("KYSO_INTEROP").is_none_or(|value| value != "1") {
        return;
    }
    let pki = Pki::new(KeyKind::P256);
    for standard in ["c99", "c++17"] {
        // One each: a wrong PIN leaves its mark on a token.
        let folder = tempfile::tempdir().unwrap();
        furnish(folder.path(), &pki);
        let hsm = SoftHsm::new(folder.path(), "office", "73916482").unwrap();
        hsm.import(&pki.signer, "01").unwrap();
        let (path, conf) = (folder.path().to_str().unwrap(), hsm.configuration());
        let arguments = [path, &hsm.uri(), "73916482", conf.to_str().unwrap()];
        run(&root().join("tests/c/tokens.c"), standard, folder.path(), &arguments);
    }
}

#[test]
fn a_program_signs_at_a_remote_service() {
    let folder = tempfile::tempdir().unwrap();
    let pki = Pki::new(KeyKind::P256);
    furnish(folder.path(), &pki);
    let settings = RemoteSettings::default();
    let (client, secret, pin) =
        (settings.client.0.clone(), settings.client.1.clone(), settings.pin.clone());
    let service = RemoteServer::start(&pki.signer, settings).unwrap();
    let profile = format!(
        "name = \"Service\"\nprotocol = \"csc-v2\"\nbase_url = \"{}\"\n[inputs]\n\
         client = {{ value = \"{client}\" }}\nsecret = {{ env = \"SECRET\", secret = true }}\n\
         [login]\nkind = \"client-credentials\"\nclient_id = \"{{client}}\"\n\
         client_secret = \"{{secret}}\"\n",
        service.url()
    );
    fs::write(folder.path().join("profile.toml"), profile).unwrap();
    let path = folder.path().to_str().unwrap();
    let arguments = [path, "profile.toml", &secret, &pin];
    both(&root().join("tests/c/remote.c"), folder.path(), &arguments);
}

#[test]
fn sixteen_threads_share_the_handles() {
    let folder = tempfile::tempdir().unwrap();
    furnish(folder.path(), &Pki::new(KeyKind::P256));
    let documents = env::var("KYSO_C_DOCUMENTS").unwrap_or_else(|_| "320".to_owned());
    let path = folder.path().to_str().unwrap();
    run(&root().join("tests/c/threads.c"), "c99", folder.path(), &[path, &documents]);
}

/// What it measures is for people: `overhead 1000000` on a release build.
#[test]
fn the_program_that_measures_calls_runs() {
    let folder = tempfile::tempdir().unwrap();
    run(&root().join("tests/c/overhead.c"), "c11", folder.path(), &["1000"]);
}

#[test]
fn every_function_answers_null_empty_and_oversized_input() {
    let folder = tempfile::tempdir().unwrap();
    let pki = Pki::new(KeyKind::P256);
    furnish(folder.path(), &pki);
    furnish_trust(folder.path(), &pki, &pki);
    let header = fs::read_to_string(root().join("include/kyso.h")).unwrap();
    let all = Declaration::all(&header);
    assert!(all.len() > 100);
    let calls: String = all.iter().map(Declaration::calls).collect();
    let program = format!(
        "/* Made of kyso.h by tests/c.rs. */\n#include \"null.h\"\n\nstatic void calls(void) {{\n{calls}}}\n"
    );
    let source = folder.path().join("null.c");
    fs::write(&source, program).unwrap();
    both(&source, folder.path(), &[folder.path().to_str().unwrap()]);
}

#[test]
fn the_library_gives_out_nothing_but_the_list() {
    let listed = fs::read_to_string(root().join("symbols.txt")).unwrap();
    let shown = Command::new("nm").args(["-D", "--defined-only"]).arg(library()).output().unwrap();
    let shown = String::from_utf8(shown.stdout).unwrap();
    let found: BTreeSet<_> = shown.lines().filter_map(|line| line.split(' ').next_back()).collect();
    let listed: BTreeSet<_> = listed.lines().collect();
    let other: Vec<_> = found.symmetric_difference(&listed).collect();
    assert!(other.is_empty() && !listed.is_empty(), "in one of the two alone: {other:?}");
}
