//! Runs other programs and says what they said when they fail.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::{Command, Output};

use libtest_mimic::Failed;

/// What a program printed and how it ended.
pub(crate) struct Said {
    /// Exit status.
    pub(crate) status: Option<i32>,
    /// Standard output.
    pub(crate) stdout: String,
    /// Standard error.
    pub(crate) stderr: String,
}

impl Said {
    /// Everything, for a message.
    pub(crate) fn whole(&self) -> String {
        format!("status {:?}\n{}\n{}", self.status, self.stdout, self.stderr)
    }
}

/// Runs a program to its end, whatever its status.
pub(crate) fn run(command: &mut Command) -> Result<Said, Failed> {
    let Output { status, stdout, stderr } =
        command.output().map_err(|error| format!("{command:?}: {error}"))?;
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    Ok(Said { status: status.code(), stdout: text(stdout), stderr: text(stderr) })
}

/// Runs a program that has to succeed.
pub(crate) fn succeed(command: &mut Command) -> Result<Said, Failed> {
    let said = run(command)?;
    ensure(said.status == Some(0), || format!("{command:?}\n{}", said.whole()))?;
    Ok(said)
}

/// Fails with the message when the condition does not hold.
pub(crate) fn ensure(holds: bool, message: impl FnOnce() -> String) -> Result<(), Failed> {
    if holds { Ok(()) } else { Err(message().into()) }
}

/// Java for one short call: what it runs is not worth optimising.
pub(crate) fn java() -> Command {
    let mut command = Command::new("java");
    command.args(["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"]);
    command
}

/// One of the Python scripts beside this file.
pub(crate) fn script(name: &str) -> Command {
    let python = std::env::var_os("KYSO_PYTHON").unwrap_or_else(|| OsString::from("python3"));
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/interop");
    let mut command = Command::new(python);
    command.arg("-W").arg("ignore").arg(folder.join(name));
    command
}
