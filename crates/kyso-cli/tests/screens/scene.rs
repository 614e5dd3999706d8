//! One call: a folder of its own, what is prepared in it, and what the command says there.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use kyso_testkit::server::remote::{Authorization, RemoteFault, RemoteServer};
use kyso_testkit::server::{Fault, Services};
use kyso_testkit::{KeyKind, Pki};
use libtest_mimic::Failed;
use tempfile::TempDir;

use crate::case::{Case, Lang};
use crate::fixtures;
use crate::normal::normal;
use crate::world::{World, write_signer};

/// A copy of the world in which one call is made.
pub(crate) struct Scene<'a> {
    world: &'a World,
    lang: Lang,
    dir: TempDir,
    environment: Vec<(String, String)>,
    services: Option<(Services, Pki)>,
    remote: Option<RemoteServer>,
}

impl<'a> Scene<'a> {
    pub(crate) fn new(world: &'a World, lang: Lang) -> Result<Self, Failed> {
        let dir = tempfile::tempdir()?;
        world.copy_to(dir.path());
        let environment = Vec::new();
        Ok(Self { world, lang, dir, environment, services: None, remote: None })
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Exit status, stdout and stderr as the file of the case has them.
    pub(crate) fn act(mut self, case: &Case) -> Result<String, Failed> {
        for step in case.marked('+') {
            self.prepare(step)
                .map_err(|error| format!("+ {step}: {}", error.message().unwrap_or("failed")))?;
        }
        let calls: Vec<&str> = case.marked('$').collect();
        let [call] = calls.as_slice() else { return Err("a case has one call ($)".into()) };
        let output = self.call(call, self.lang)?;
        let digits = case.marked('~').find_map(|line| line.strip_prefix("digits ")?.parse().ok());
        let mut said = format!("status {}\n", output.status.code().unwrap_or(-1));
        for (mark, stream) in [('|', &output.stdout), ('!', &output.stderr)] {
            let text =
                normal(&String::from_utf8_lossy(stream), &self.folder(), &self.urls(), digits);
            for line in text.lines() {
                said.push_str(format!("{mark} {line}").trim_end());
                said.push('\n');
            }
        }
        Ok(said)
    }

    fn folder(&self) -> String {
        self.dir.path().display().to_string()
    }

    fn urls(&self) -> Vec<String> {
        let services = self.services.as_ref().map(|(services, _)| services.urls().tsa());
        let services = services.map(|tsa| tsa.trim_end_matches("/tsa").to_owned());
        services.into_iter().chain(self.remote.as_ref().map(RemoteServer::url)).collect()
    }

    /// The fingerprint of the certificate that is trusted.
    fn trusted(&self) -> Option<String> {
        let entry = fs::read_dir(self.path("trust/certificates")).ok()?.next()?.ok()?;
        Some(entry.path().file_stem()?.to_str()?.to_owned())
    }

    /// `NAME=VALUE... kyso ARGUMENTS < FILE` in this folder, run.
    pub(crate) fn call(&self, line: &str, lang: Lang) -> Result<Output, Failed> {
        let mut words = self.split(line).into_iter().peekable();
        let mut command = Command::new(env!("CARGO_BIN_EXE_kyso"));
        command.current_dir(self.dir.path()).env_clear().stdin(Stdio::null());
        command.env("LC_ALL", lang.locale()).env("TZ", "ICT-7").env("PATH", "/usr/bin:/bin");
        for (name, folder) in [("KYSO_TRUST_STORE", "trust"), ("KYSO_STATE", "state"), ("HOME", "")]
        {
            command.env(name, self.path(folder));
        }
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        while let Some((name, value)) = words.peek().and_then(|word| word.split_once('=')) {
            command.env(name, value);
            words.next();
        }
        if words.next().as_deref() != Some("kyso") {
            return Err(format!("no call of kyso: {line}").into());
        }
        while let Some(word) = words.next() {
            if word == "<" {
                let file = words.next().unwrap_or_default();
                command.stdin(fs::File::open(self.path(&file))?);
            } else {
                command.arg(word);
            }
        }
        Ok(command.output()?)
    }

    /// Words of a line: quotes hold them together, `{tsa}` and the like are filled in.
    fn split(&self, line: &str) -> Vec<String> {
        let (mut words, mut word, mut quote) = (Vec::new(), None::<String>, None);
        for c in line.chars() {
            match (c, quote) {
                (c, Some(open)) if c == open => quote = None,
                ('\'' | '"', None) => {
                    quote = Some(c);
                    word.get_or_insert_default();
                }
                (' ', None) => words.extend(word.take()),
                (c, _) => word.get_or_insert_default().push(c),
            }
        }
        words.extend(word);
        words.into_iter().map(|word| self.filled(word)).collect()
    }

    fn filled(&self, word: String) -> String {
        let mut word = word.replace("{folder}", &self.folder()).replace("\\n", "\n");
        if word == "{leaf}" {
            let digest = kyso::crypto::digest(
                kyso::DigestAlgorithm::Sha256,
                &self.world.pki().signer.cert_der,
            );
            word = digest.as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
        }
        if word == "{root}" {
            word = self.trusted().unwrap_or_default();
        }
        let Some((services, _)) = &self.services else { return word };
        word.replace("{tsa}", &services.urls().tsa())
    }

    pub(crate) fn prepare(&mut self, step: &str) -> Result<(), Failed> {
        let words = self.split(step);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        match words.as_slice() {
            ["kyso", ..] => {
                let output = self.call(step, Lang::En)?;
                let worked = output.status.success();
                worked.then_some(()).ok_or_else(|| format!("{output:?}").into())
            }
            // Some of it may fail.
            ["?", "kyso", ..] => self.call(step.trim_start_matches('?'), Lang::En).map(|_| ()),
            ["store", how] => self.spoil_store(how),
            ["env", name, value] => {
                self.environment.push(((*name).into(), (*value).into()));
                Ok(())
            }
            ["services"] => self.start_services(),
            ["remote"] => self.start_remote(),
            ["fault", at, fault] => {
                let (services, _) = self.services.as_ref().ok_or("no services")?;
                services.fault(at, Fault::parse(fault).ok_or("no such fault")?);
                Ok(())
            }
            ["revoke", "me"] => {
                let (services, pki) = self.services.as_ref().ok_or("no services")?;
                let at = kyso_testkit::evidence::Moment::parse("20260101000000Z").ok_or("time")?;
                services.revoke(&pki.signer.cert_der, at, None);
                Ok(())
            }
            ["remote", setting, value] => self.set_remote(setting, value),
            ["remote-fault", at, fault] => self.remote_fault(at, fault),
            _ => self.prepare_file(&words),
        }
    }

    /// A program that can be started.
    #[cfg(unix)]
    pub(crate) fn program(&self, name: &str, script: &str) -> Result<(), Failed> {
        fs::write(self.path(name), format!("#!/bin/sh\n{script}"))?;
        self.prepare_file(&["mode", name, "755"])
    }

    /// Does something to the record that was added to the trust store.
    fn spoil_store(&self, how: &str) -> Result<(), Failed> {
        let name = format!("trust/certificates/{}.crt", self.trusted().ok_or("nobody")?);
        let record = "trust/history/000001.json";
        match how {
            "forget" => Ok(fs::remove_file(self.path(&name))?),
            "remove" => Ok(fs::remove_file(self.path(record))?),
            "append" => self.prepare_file(&["append", record, " "]),
            "other" => Ok(fs::write(self.path(&name), &self.world.pki().signer.cert_der)?),
            _ => self.prepare_file(&["write", &name, "?"]),
        }
    }

    fn start_services(&mut self) -> Result<(), Failed> {
        let (services, pki) = Services::mint(KeyKind::P256)?;
        write_signer(self.dir.path(), &pki.signer);
        self.services = Some((services, pki));
        Ok(())
    }

    /// A remote service, its profile in `remote.toml`, the PIN in `pin.txt`.
    fn start_remote(&mut self) -> Result<(), Failed> {
        let remote = RemoteServer::start(&self.world.pki().signer, Default::default())?;
        let url = remote.url();
        let profile = format!(
            "name = \"Dịch vụ Mẫu\"\nprotocol = \"csc-v1\"\nbase_url = \"{url}\"\ndeadline = 5\n\
             interval = 0\nmax_hashes = 30\n[inputs]\nclient = {{ value = \"kyso\" }}\n\
             secret = {{ env = \"REMOTE_SECRET\", secret = true }}\n\
             [login]\nkind = \"client-credentials\"\nclient_id = \"{{client}}\"\n\
             client_secret = \"{{secret}}\"\n"
        );
        fs::write(self.path("remote.toml"), profile)?;
        fs::write(self.path("pin.txt"), "1234\n")?;
        self.environment.push(("REMOTE_SECRET".into(), "bí mật của máy".into()));
        self.remote = Some(remote);
        Ok(())
    }

    fn set_remote(&self, setting: &str, value: &str) -> Result<(), Failed> {
        let remote = self.remote.as_ref().ok_or("no remote service")?;
        remote.configure(|settings| match setting {
            "otp" => settings.otp = Some(value.into()),
            "status" => settings.status = value.into(),
            "signer" => {
                settings.authorization = Authorization::Implicit;
                settings.signer = value.into();
            }
            "secret" => settings.client.1 = value.into(),
            "credentials" => settings.credentials = value.parse().unwrap(),
            "wrong-value" => settings.wrong_value = true,
            "sad-life" => {
                settings.sad_life = std::time::Duration::from_secs(value.parse().unwrap())
            }
            "confirms-after" => {
                settings.authorization = Authorization::Implicit;
                settings.confirms_after = std::time::Duration::from_secs(value.parse().unwrap());
            }
            other => panic!("no setting {other}"),
        });
        Ok(())
    }

    fn remote_fault(&self, at: &str, fault: &str) -> Result<(), Failed> {
        let remote = self.remote.as_ref().ok_or("no remote service")?;
        let fault = match fault.split_once(':') {
            Some(("Status", code)) => RemoteFault::Status(code.parse()?),
            Some(("RateLimit", seconds)) => RemoteFault::RateLimit(seconds.parse()?),
            _ if fault == "Closed" => RemoteFault::Closed,
            _ => RemoteFault::Empty,
        };
        remote.fault_times(at, fault, 9);
        Ok(())
    }

    fn prepare_file(&self, words: &[&str]) -> Result<(), Failed> {
        let read = |name: &str| fs::read(self.path(name));
        let (name, bytes) = match *words {
            ["folder", name] => return Ok(fs::create_dir_all(self.path(name))?),
            ["remove", name] => return Ok(fs::remove_file(self.path(name))?),
            #[cfg(unix)]
            ["link", target, name] => {
                return Ok(std::os::unix::fs::symlink(target, self.path(name))?);
            }
            #[cfg(unix)]
            ["mode", name, mode] => {
                use std::os::unix::fs::PermissionsExt as _;
                let mode = fs::Permissions::from_mode(u32::from_str_radix(mode, 8)?);
                return Ok(fs::set_permissions(self.path(name), mode)?);
            }
            ["signer", kind] => return self.another_signer(kind),
            ["write", name, text] => (name, text.as_bytes().to_vec()),
            ["copy", from, name] => (name, read(from)?),
            ["join", name, one, other] => (name, [read(one)?, read(other)?].concat()),
            ["append", name, text] => (name, [read(name)?, text.as_bytes().to_vec()].concat()),
            ["flip" | "cut" | "replace" | "zeros", name, ..] | [.., name] => {
                (name, fixtures::made(words, &self.world.pki().signer, read)?)
            }
            [] => return Err("not understood".into()),
        };
        Ok(fs::write(self.path(name), bytes)?)
    }

    /// `me` becomes somebody else of the same authority: expired, of another kind of key, and so on.
    fn another_signer(&self, kind: &str) -> Result<(), Failed> {
        let key = KeyKind::ALL.into_iter().find(|one| one.name() == kind).unwrap_or(KeyKind::P256);
        let signer = Pki::builder(key).signer(|template| match kind {
            "expired" => {
                template.not_before = "20200101000000Z".into();
                template.not_after = "20210101000000Z".into();
            }
            "future" => template.not_before = "20491231000000Z".into(),
            "tls" => {
                template.extended_key_usage = vec!["1.3.6.1.5.5.7.3.1".into()];
                template.key_usage = Some(4);
            }
            _ => {}
        });
        write_signer(self.dir.path(), &signer.build().signer);
        Ok(())
    }
}
