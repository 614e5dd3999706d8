//! Asks a process of its own about each module, and waits for so long.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use kyso_pkcs11::{FoundModule, Pkcs11Uri, Places, TokenError};

use super::{KeyFacts, MARK, ModuleFault, Probed, TokenFacts, VERB};
use crate::child::{self, Ended, Fault};
use crate::error::Failure;
use crate::i18n::Message;
use crate::token;

/// How long a module may take: some look for a reader for seconds.
const PATIENCE: Duration = Duration::from_secs(10);

/// Bytes of an answer: an HSM may hold hundreds of certificates.
const MAX_ANSWER: usize = 32 << 20;

/// What the modules of this machine reach.
#[derive(Default)]
pub(crate) struct Found {
    pub(crate) keys: Vec<KeyFacts>,
    pub(crate) tokens: Vec<TokenFacts>,
    other_tokens: Vec<String>,
    empty_readers: usize,
    modules: usize,
    /// What went wrong, in words, each with its module.
    pub(crate) faults: Vec<Message>,
}

impl Found {
    /// The most telling reason why there is no key.
    pub(crate) fn nothing(self) -> Failure {
        if let Some(fault) = self.faults.into_iter().next()
            && self.other_tokens.is_empty()
        {
            return Failure::key(fault);
        }
        let labels =
            |tokens: Vec<TokenFacts>| tokens.into_iter().map(|token| token.label).collect();
        token::failure(&if self.modules == 0 {
            TokenError::NoModule
        } else if !self.tokens.is_empty() {
            TokenError::NoCertificate { tokens: labels(self.tokens) }
        } else {
            TokenError::NoToken { found: self.other_tokens, empty_readers: self.empty_readers }
        })
    }
}

/// Looks for the keys that a URI asks for, one module after the other: two at once may be in each
/// other's way at one reader.
pub(crate) fn search(uri: &Pkcs11Uri, places: &Places, seconds: Option<u64>) -> Found {
    let mut found = Found::default();
    for FoundModule { path, .. } in places.for_uri(uri) {
        let probed = module(&path, uri, seconds);
        found.modules += 1;
        found.empty_readers += probed.empty_readers;
        let name = path.display().to_string();
        found.faults.extend(probed.faults.iter().map(|fault| fault.words(&name)));
        found.other_tokens.extend(probed.other_tokens);
        found.tokens.extend(probed.tokens);
        for key in probed.keys {
            if !found.keys.iter().any(|known| known.is_again(&key)) {
                found.keys.push(key);
            }
        }
    }
    found
}

/// What one module reaches.
pub(crate) fn module(path: &Path, uri: &Pkcs11Uri, seconds: Option<u64>) -> Probed {
    let patience = seconds.map_or(PATIENCE, Duration::from_secs);
    let uri = Pkcs11Uri {
        module_path: Some(path.to_owned()),
        module_name: None,
        // No PIN is asked for, so nobody needs to know where it is.
        pin_source: None,
        ..uri.clone()
    };
    let failed = |fault| Probed { faults: vec![fault], ..Probed::default() };
    let ended = std::env::current_exe().map_err(Fault::from).and_then(|program| {
        let mut command = Command::new(program);
        command.arg(VERB).arg(uri.to_string());
        child::run(&mut command, Vec::new(), MAX_ANSWER, patience, |_| {})
    });
    match ended {
        Ok(Ended { status, out, .. }) => {
            read(&out).unwrap_or_else(|| failed(ModuleFault::Crashes(child::status(status))))
        }
        Err(Fault::TimedOut) => failed(ModuleFault::Hangs(patience.as_secs())),
        Err(Fault::TooLong) => failed(ModuleFault::Crashes("stdout".to_owned())),
        Err(Fault::NotStarted(kind, _)) => failed(ModuleFault::Crashes(kind.to_string())),
    }
}

/// The answer among what the module may have written itself.
fn read(out: &[u8]) -> Option<Probed> {
    let text = String::from_utf8_lossy(out);
    let answer = text.lines().rev().find_map(|line| line.strip_prefix(MARK))?;
    serde_json::from_str(answer).ok()
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_answer_is_found_among_a_modules_own_words() {
        let answer =
            r#"{"keys":[],"tokens":[],"other_tokens":["a"],"empty_readers":2,"faults":[]}"#;
        let out = format!("hello\nkyso-probe:{{}}\nhello\nkyso-probe:{answer}\nbye");
        assert_eq!(super::read(out.as_bytes()).unwrap().empty_readers, 2);
        assert!(super::read(b"hello\nkyso-probe:{").is_none());
    }
}
