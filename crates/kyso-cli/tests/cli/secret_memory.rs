//! Once a key is open its passphrase is nowhere: not in arguments or environment, not in what is
//! said, not in memory, and no core is written.

use std::os::unix::process::ExitStatusExt as _;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use std::{io, thread};

use kyso_testkit::{KeyKind, P12Kind, Pki, process};

use crate::office::Office;

/// Nothing else in a process looks like this.
const SECRET: &str = "Ẩn-7361-mật-9482";

/// Documents: it is still at work when it is looked at.
const MANY: usize = 800;

fn many() -> Office {
    let signer = Pki::new(KeyKind::P256).signer;
    let office = Office::with(&signer);
    office.put("aes.p12", signer.p12(SECRET, P12Kind::Aes256));
    office.put("legacy.p12", signer.p12(SECRET, P12Kind::Legacy3Des));
    office.put("locked.pem", signer.key_pem_encrypted(SECRET));
    office.put("secret.txt", format!("{SECRET}\n"));
    std::fs::create_dir(office.path("in")).unwrap();
    let document = office.read("in.pdf");
    (0..MANY).for_each(|number| office.put(&format!("in/{number}.pdf"), &document));
    office
}

/// Signs the folder `in` under a shell that allows cores, and looks at it in mid-work.
fn is_nowhere(office: &Office, key: &str, secret: &str) {
    let out = office.path("out");
    let line = format!(
        "ulimit -c unlimited; exec \"$0\" sign in --out-dir out --verbose {key} {secret} 3<secret.txt"
    );
    let mut shell = Command::new("sh");
    shell.args(["-c", &line, env!("CARGO_BIN_EXE_kyso")]).current_dir(office.path(""));
    shell.env("XDG_CONFIG_HOME", office.path("config"));
    let mut child = shell.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let begun = Instant::now();
    while !out.exists() {
        assert!(child.try_wait().unwrap().is_none(), "{key} {secret}: it ended");
        assert!(begun.elapsed() < Duration::from_secs(120), "{key} {secret}: nothing was signed");
        thread::sleep(Duration::from_millis(2));
    }
    let pid = child.id();
    process::signal(pid, "STOP").unwrap();
    for place in ["cmdline", "environ"] {
        // That nobody may look is as good.
        let Ok(bytes) = process::seen(pid, place) else { continue };
        assert!(!String::from_utf8_lossy(&bytes).contains(SECRET), "{key}: {place}");
    }
    match process::memory_holds(pid, b"--out-dir") {
        // The look does see what is there: the arguments are.
        Ok(seen) => assert!(
            seen && !process::memory_holds(pid, SECRET.as_bytes()).unwrap(),
            "{key} {secret}"
        ),
        Err(error) => assert_eq!(error.kind(), io::ErrorKind::PermissionDenied, "{error}"),
    }
    process::signal(pid, "ABRT").unwrap();
    process::signal(pid, "CONT").unwrap();
    let ended = child.wait_with_output().unwrap();
    assert!(ended.status.signal() == Some(6) && !ended.status.core_dumped(), "{:?}", ended.status);
    for said in [&ended.stdout, &ended.stderr] {
        assert!(!String::from_utf8_lossy(said).contains(SECRET), "{key} {secret}");
    }
    assert!(!office.names("").iter().any(|name| name.starts_with("core")), "{key}: a core");
    std::fs::remove_dir_all(out).unwrap();
}

#[test]
fn a_passphrase_that_was_used_is_nowhere() {
    let office = many();
    for key in ["--p12 aes.p12", "--p12 legacy.p12", "--key locked.pem --cert cert.pem"] {
        is_nowhere(&office, key, "--passphrase-fd 3");
    }
    is_nowhere(&office, "--p12 aes.p12", "--passphrase-file secret.txt");
}
