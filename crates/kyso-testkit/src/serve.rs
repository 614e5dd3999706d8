//! `kyso-testkit serve`: the services for scripts, steered by lines on standard input.

use std::io::{self, BufRead, Write};
use std::path::Path;
use std::{fs, process};

use kyso_testkit::evidence::{Moment, Reason};
use kyso_testkit::pki::pem;
use kyso_testkit::server::{Fault, Services};

const HELP: &str = "\
time YYYYMMDDHHMMSSZ | time real      the clock of the services
fault PATH NAME [TIMES]               at /tsa /ocsp /crl /aia or below; NAME as in server::Fault,
                                      Slow:MILLISECONDS, Status:CODE
heal                                  ends all faults
revoke CERT.pem YYYYMMDDHHMMSSZ       for keyCompromise, from that time on
renew-tsa NOT_BEFORE NOT_AFTER        a new certificate, written to tsa.pem
auth USER SECRET | auth               basic authentication at the TSA; none
counts | forget                       requests at each address; counts anew
help";

/// Mints, writes the files, serves until standard input ends.
pub(crate) fn run(folder: &Path, kind: &str) -> io::Result<()> {
    let (services, pki) = Services::mint(super::kind_named(kind)?)?;
    super::write_pki(folder, &pki)?;
    fs::write(folder.join("issuing.pem"), pki.intermediate.cert_pem())?;
    fs::write(folder.join("tsa.pem"), services.tsa().cert_pem())?;
    // Scripts wait for this file: it appears whole.
    let partial = folder.join(format!("urls.json.{}", process::id()));
    fs::write(&partial, urls_json(&services))?;
    fs::rename(partial, folder.join("urls.json"))?;
    say("ready")?;
    for line in io::stdin().lock().lines() {
        let line = line?;
        let words: Vec<&str> = line.split_whitespace().collect();
        match obey(&services, folder, &words) {
            Some(answer) => say(&answer)?,
            None => say("error: not understood; try help")?,
        }
    }
    Ok(())
}

fn say(answer: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{answer}")?;
    out.flush()
}

fn urls_json(services: &Services) -> String {
    let urls = services.urls();
    let all = [
        ("tsa", urls.tsa()),
        ("ocsp", urls.ocsp()),
        ("crl_root", urls.crl("root")),
        ("crl_issuing", urls.crl("issuing")),
        ("crl_indirect", urls.crl("indirect")),
        ("aia_root", urls.cer("root")),
        ("aia_issuing", urls.cer("issuing")),
        ("aia_tsa", urls.cer("tsa")),
    ];
    let lines: Vec<_> = all.iter().map(|(name, url)| format!("  \"{name}\": \"{url}\"")).collect();
    format!("{{\n{}\n}}\n", lines.join(",\n"))
}

/// `None` when the line is not understood.
fn obey(services: &Services, folder: &Path, words: &[&str]) -> Option<String> {
    match words {
        ["time", "real"] => services.real_time(),
        ["time", time] => services.set_time(Moment::parse(time)?),
        ["fault", path, name] if at_service(path) => services.fault(path, Fault::parse(name)?),
        ["fault", path, name, times] if at_service(path) => {
            services.fault_times(path, Fault::parse(name)?, times.parse().ok()?);
        }
        ["heal"] => services.heal(),
        ["revoke", file, at] => {
            let certificate = certificate_in(&fs::read_to_string(file).ok()?)?;
            services.revoke(&certificate, Moment::parse(at)?, Some(Reason::KeyCompromise));
        }
        ["renew-tsa", from, to] => {
            services.renew_tsa(Moment::parse(from)?, Moment::parse(to)?);
            let certificate = pem("CERTIFICATE", &services.tsa().cert_der);
            fs::write(folder.join("tsa.pem"), certificate).ok()?;
        }
        ["auth"] => services.configure(|s| s.tsa_auth = None),
        ["auth", user, secret] => {
            let pair = (user.to_string(), secret.to_string());
            services.configure(|s| s.tsa_auth = Some(pair));
        }
        ["counts"] => {
            let counts = services.counts();
            let parts: Vec<_> = counts.iter().map(|(path, n)| format!("{path}={n}")).collect();
            return Some(format!("ok {}", parts.join(" ")));
        }
        ["forget"] => services.forget_requests(),
        ["help"] => return Some(HELP.into()),
        _ => return None,
    }
    Some("ok".into())
}

fn at_service(path: &str) -> bool {
    matches!(path.split('/').nth(1), Some("tsa" | "ocsp" | "crl" | "aia")) && path.starts_with('/')
}

/// The first certificate of a PEM file, DER.
fn certificate_in(pem: &str) -> Option<Vec<u8>> {
    use base64::Engine;
    let body = pem.split_once("-----BEGIN CERTIFICATE-----")?.1.split_once("-----END")?.0;
    let text: String = body.split_whitespace().collect();
    let der = base64::engine::general_purpose::STANDARD.decode(text).ok()?;
    kyso_testkit::der::read::CertificateParts::of(&der)?;
    Some(der)
}
