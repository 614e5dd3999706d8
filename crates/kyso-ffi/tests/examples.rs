//! The programs in `examples/` that use libkyso from other languages do what they say.
//!
//! The cases run when `KYSO_INTEROP=1` is set; a program that is missing then is a failure. C# is
//! built and run by `dotnet` where it is there, else by Mono. Node finds koffi by `NODE_PATH`;
//! `KYSO_JNA` is the path of JNA's jar; `KYSO_PYTHON` names a Python.
//!
//! `java` is JNA with the JDK of `PATH`. `java-ffm` needs a JDK 22 or newer, which has
//! java.lang.foreign: `KYSO_JDK` is the home of one, else it is that of `PATH` where that is new
//! enough, else the newest in `/usr/lib/jvm`. Where there is none the case is ignored: Debian 12
//! has JDK 17.

#![allow(clippy::unwrap_used, reason = "tests")]

mod kit;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Output};
use std::{env, fs};

use kyso_testkit::softhsm::SoftHsm;
use kyso_testkit::{KeyKind, Pki};
use libtest_mimic::{Arguments, Failed, Trial};

/// What the program of every language must have said, in this order, besides names.
const SAID: &[&str] = &[
    "signed.pdf: passed, ",
    "signed.xml: passed, ",
    "callback.pdf: passed, ",
    "error 204 at byte ",
];

/// What the program about trust must have said.
const SAID_OF_TRUST: &[&str] = &[
    "rules: trust-domains,later-changes",
    "domain: cong-vu, changes: 0",
    "by the store: passed, as signed: True",
    "root: True, then False: NO_CERTIFICATE_CHAIN_FOUND",
    "once removed: NOT passed, add and remove stay on record",
];

/// Where one language's program is built and run.
struct Bench {
    /// `examples/LANGUAGE`.
    source: PathBuf,
    /// A folder with libkyso.so, as it is named once it is installed.
    libraries: PathBuf,
    /// A folder for what is built.
    built: PathBuf,
}

impl Bench {
    fn new(language: &str, scratch: &Path) -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let (libraries, built) = (scratch.join("lib"), scratch.join("built"));
        fs::create_dir(&libraries).unwrap();
        fs::create_dir(&built).unwrap();
        fs::copy(kit::library(), libraries.join("libkyso.so")).unwrap();
        Self { source: root.join("examples").join(language), libraries, built }
    }

    /// A program that finds the library and the header as if they were installed.
    fn command(&self, program: &str) -> Command {
        let include = Path::new(env!("CARGO_MANIFEST_DIR")).join("include");
        let mut command = Command::new(program);
        command
            .current_dir(&self.source)
            .env("LD_LIBRARY_PATH", &self.libraries)
            .env("CPATH", include)
            .env("LIBRARY_PATH", &self.libraries)
            .env("PYTHONDONTWRITEBYTECODE", "1");
        command
    }
}

/// Builds the program and says how to run it; the folder to work in is the last argument.
type Build = fn(&Bench) -> Result<Command, Failed>;

fn c(bench: &Bench) -> Result<Command, Failed> {
    c_program(bench, "cc", &["-std=c99"])
}

/// The same source, for who writes C++.
fn cpp(bench: &Bench) -> Result<Command, Failed> {
    c_program(bench, "c++", &["-std=c++17", "-x", "c++"])
}

fn c_program(bench: &Bench, compiler: &str, standard: &[&str]) -> Result<Command, Failed> {
    let program = bench.built.join("kyso_example");
    let mut compiler = bench.command(compiler);
    compiler.args(standard);
    compiler.args(["-Wall", "-Wextra", "-pedantic", "-Werror", "kyso_example.c"]);
    finish(compiler.args(["-lkyso", "-lcrypto", "-o"]).arg(&program))?;
    Ok(bench.command(program.to_str().unwrap()))
}

fn python(bench: &Bench) -> Result<Command, Failed> {
    Ok(python_program(bench, "kyso_example.py"))
}

fn python_trust(bench: &Bench) -> Result<Command, Failed> {
    Ok(python_program(bench, "trust_example.py"))
}

fn python_program(bench: &Bench, name: &str) -> Command {
    let python = env::var("KYSO_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let mut command = bench.command(&python);
    command.arg(name);
    command
}

fn java(bench: &Bench) -> Result<Command, Failed> {
    let jar = env::var("KYSO_JNA").map_err(|_| "KYSO_JNA does not say where JNA's jar is")?;
    let classes = bench.built.to_str().unwrap();
    finish(bench.command("javac").args(["-cp", &jar, "-Xlint:all", "-Werror"]).args([
        "-d",
        classes,
        "KysoExample.java",
    ]))?;
    let mut command = bench.command("java");
    command.args(["-cp", &format!("{classes}:{jar}"), "KysoExample"]);
    Ok(command)
}

fn java_ffm(bench: &Bench) -> Result<Command, Failed> {
    let home = jdk_with_ffm().ok_or("no JDK 22 or newer; KYSO_JDK would be the home of one")?;
    let program = |name: &str| home.join("bin").join(name).to_str().unwrap().to_owned();
    let classes = bench.built.to_str().unwrap();
    let mut compiler = bench.command(&program("javac"));
    compiler.args(["--release", "22", "-Xlint:all", "-Werror", "-d", classes]);
    finish(compiler.arg("KysoFfmExample.java"))?;
    let mut command = bench.command(&program("java"));
    command.args(["--enable-native-access=ALL-UNNAMED", "-cp", classes, "KysoFfmExample"]);
    Ok(command)
}

/// The home of a JDK 22 or newer. One that `KYSO_JDK` names is taken as it is.
fn jdk_with_ffm() -> Option<PathBuf> {
    if let Some(home) = env::var_os("KYSO_JDK") {
        return Some(home.into());
    }
    let new_enough = |home: &PathBuf| jdk_version(home).is_some_and(|version| version >= 22);
    let path = env::var_os("PATH").unwrap_or_default();
    let java =
        env::split_paths(&path).find_map(|folder| fs::canonicalize(folder.join("java")).ok());
    let at_hand = java.and_then(|java| Some(java.parent()?.parent()?.to_owned()));
    at_hand.filter(new_enough).or_else(|| {
        let homes = fs::read_dir("/usr/lib/jvm").ok()?.filter_map(|entry| Some(entry.ok()?.path()));
        homes.filter(new_enough).max_by_key(|home| jdk_version(home))
    })
}

/// The major version of a JDK, by the file `release` in its home.
fn jdk_version(home: &Path) -> Option<u32> {
    if !home.join("bin/javac").is_file() {
        return None;
    }
    let release = fs::read_to_string(home.join("release")).ok()?;
    let version = release.lines().find_map(|line| line.strip_prefix("JAVA_VERSION=\""))?;
    version.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

fn node(bench: &Bench) -> Result<Command, Failed> {
    let mut command = bench.command("node");
    command.arg("kyso_example.js");
    Ok(command)
}

fn go(bench: &Bench) -> Result<Command, Failed> {
    let program = bench.built.join("kyso_example");
    finish(bench.command("go").args(["build", "-o"]).arg(&program))?;
    Ok(bench.command(program.to_str().unwrap()))
}

fn csharp(bench: &Bench) -> Result<Command, Failed> {
    if present("dotnet") {
        let (built, objects) = (bench.built.to_str().unwrap(), bench.built.join("obj"));
        let objects = format!("-p:BaseIntermediateOutputPath={}/", objects.display());
        finish(bench.command("dotnet").args(["build", "--nologo", "-o", built, &objects]))?;
        let mut command = bench.command("dotnet");
        command.arg(bench.built.join("KysoExample.dll"));
        return Ok(command);
    }
    let program = bench.built.join("KysoExample.exe");
    let out = format!("-out:{}", program.display());
    finish(bench.command("mcs").args(["-warnaserror", &out, "KysoExample.cs"]))?;
    let mut command = bench.command("mono");
    command.arg(program);
    Ok(command)
}

fn finish(command: &mut Command) -> Result<Output, Failed> {
    let done = command.output().map_err(|error| format!("{command:?}: {error}"))?;
    if done.status.success() {
        return Ok(done);
    }
    Err(format!("{command:?}: {}\n{}", done.status, said(&done)).into())
}

fn said(done: &Output) -> String {
    [&done.stdout[..], b"\n", &done.stderr].concat().escape_ascii().to_string().replace("\\n", "\n")
}

fn present(program: &str) -> bool {
    env::var_os("PATH")
        .is_some_and(|path| env::split_paths(&path).any(|folder| folder.join(program).is_file()))
}

/// With the right root all is well; with a foreign one the program must not say that all is well.
fn run(language: &str, build: Build, said_lines: &[&str]) -> Result<(), Failed> {
    let scratch = tempfile::tempdir()?;
    let bench = Bench::new(language, scratch.path());
    let (folder, foreign) = (scratch.path().join("work"), scratch.path().join("foreign"));
    for folder in [&folder, &foreign] {
        fs::create_dir(folder)?;
        kit::furnish(folder, &Pki::new(KeyKind::P256));
    }

    let done = finish(build(&bench)?.arg(&folder))?;
    let text = String::from_utf8_lossy(&done.stdout);
    for (line, wanted) in text.lines().zip(said_lines) {
        if !line.starts_with(*wanted) {
            return Err(format!("{wanted:?} is not in {text}").into());
        }
    }
    if text.lines().count() != said_lines.len() {
        return Err(format!("more or less than {} lines: {text}", said_lines.len()).into());
    }

    fs::write(foreign.join("root.pem"), Pki::new(KeyKind::P256).root_pem())?;
    let done = build(&bench)?.arg(&foreign).output()?;
    let text = said(&done);
    if done.status.success() || text.contains(": passed") || !text.contains("NOT passed") {
        return Err(format!("a foreign root: {}\n{text}", done.status).into());
    }
    Ok(())
}

/// A key on a token of SoftHSM; the PIN comes by standard input.
fn python_token() -> Result<(), Failed> {
    let scratch = tempfile::tempdir()?;
    let bench = Bench::new("python", scratch.path());
    let (folder, pki) = (scratch.path().join("work"), Pki::new(KeyKind::Rsa2048));
    fs::create_dir(&folder)?;
    kit::furnish(&folder, &pki);
    let hsm = SoftHsm::new(&folder, "office", "73916482")?;
    hsm.import(&pki.signer, "01")?;
    let pin = |name: &str, pin: &str| {
        let file = folder.join(name);
        fs::write(&file, pin).and_then(|()| fs::File::open(file))
    };
    let program = || {
        let mut command = python_program(&bench, "token_example.py");
        command.arg(&folder).arg(hsm.uri()).env("SOFTHSM2_CONF", hsm.configuration());
        command
    };
    let done = finish(program().stdin(pin("right", "73916482\n")?))?;
    let text = String::from_utf8_lossy(&done.stdout);
    let said = text.starts_with("key: pkcs11:token=office;") && text.contains("id=%01");
    if !said || !text.contains("by-token.pdf: passed, ") {
        return Err(text.into_owned().into());
    }
    let done = program().stdin(pin("wrong", "00000000\n")?).output()?;
    let text = self::said(&done);
    let secret = text.contains("00000000");
    if done.status.success() || secret || !text.contains("wrong PIN for office") {
        return Err(text.into());
    }
    Ok(())
}

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let wanted = env::var_os("KYSO_INTEROP").is_some_and(|value| value == "1");
    let cases: [(&str, &str, Build, &[&str]); 9] = [
        ("c", "c", c, SAID),
        ("c++", "c", cpp, SAID),
        ("python", "python", python, SAID),
        ("python-trust", "python", python_trust, SAID_OF_TRUST),
        ("java", "java", java, SAID),
        ("java-ffm", "java", java_ffm, SAID),
        ("node", "node", node, SAID),
        ("go", "go", go, SAID),
        ("csharp", "csharp", csharp, SAID),
    ];
    let token = Trial::test("python-token", python_token).with_ignored_flag(!wanted);
    let trials = cases.map(|(name, language, build, said_lines)| {
        let case = move || run(language, build, said_lines);
        let absent = name == "java-ffm" && jdk_with_ffm().is_none();
        Trial::test(name, case).with_ignored_flag(!wanted || absent)
    });
    let trials = trials.into_iter().chain([token]).collect();
    libtest_mimic::run(&arguments, trials).exit_code()
}
