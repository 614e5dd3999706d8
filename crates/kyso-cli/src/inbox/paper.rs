//! What is known of one paper, and how that is said to scripts.

use std::path::PathBuf;

use kyso::Conclusion;
use serde_json::{Value, json};

use crate::error::{self, Failure};
use crate::i18n::{Message, msg, printable};
use crate::inputs::Input;
use crate::stamp::Stamp;
use crate::ui::{Tone, Ui};

/// A paper of the folder.
pub(crate) struct Paper {
    pub(crate) path: PathBuf,
    /// As it was before it was read: what is signed must be what was looked at.
    pub(crate) stamp: Option<Stamp>,
    pub(crate) reading: Reading,
    pub(crate) marked: bool,
    /// What became of it here.
    pub(crate) done: Option<Done>,
}

/// How far a paper has been read.
pub(crate) enum Reading {
    Waiting,
    Read(Box<Facts>),
    /// It cannot be read; the line says why.
    Fault(Failure),
}

/// What became of a paper.
#[derive(Clone, Debug)]
pub(crate) enum Done {
    /// Signed; the result stands there.
    Signed { output: String },
    /// Refused; it was moved there.
    Refused { to: String },
    /// Signing it failed, in words.
    Failed { why: String },
}

/// A verdict, without its proof.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Verdict {
    Passed,
    Indeterminate,
    Failed,
    Unsigned,
}

/// What was read of a paper.
#[derive(Clone, Debug)]
pub(crate) struct Facts {
    /// `pdf`, `xml`, `asic-e`, `asic-s`
    pub(crate) format: &'static str,
    pub(crate) bytes: u64,
    pub(crate) title: String,
    /// Where the title stands: `info`, `xmp`, `page`, `root` or `file`.
    pub(crate) title_from: &'static str,
    /// As written after "Số:".
    pub(crate) number: Option<String>,
    pub(crate) pages: Option<usize>,
    pub(crate) verdict: Verdict,
    pub(crate) signatures: Vec<Signature>,
    pub(crate) warnings: Vec<Message>,
    /// The report of `kyso verify` in words, not coloured.
    pub(crate) report: String,
}

/// A signature of a paper.
#[derive(Clone, Debug)]
pub(crate) struct Signature {
    pub(crate) id: String,
    /// Who signed, as the certificate says.
    pub(crate) name: String,
    pub(crate) verdict: Verdict,
    /// The name in EN 319 102-1.
    pub(crate) sub_indication: Option<String>,
}

impl Verdict {
    pub(crate) fn of(conclusion: &Conclusion) -> Self {
        match conclusion {
            Conclusion::Passed(_) => Self::Passed,
            Conclusion::Indeterminate(_) => Self::Indeterminate,
            Conclusion::Failed(_) => Self::Failed,
            Conclusion::Unsigned => Self::Unsigned,
        }
    }

    /// The name in the contract.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Indeterminate => "indeterminate",
            Self::Failed => "failed",
            Self::Unsigned => "unsigned",
        }
    }

    pub(crate) fn words(self) -> (Tone, Message) {
        match self {
            Self::Passed => (Tone::Good, msg::verdict_passed()),
            Self::Indeterminate => (Tone::Doubtful, msg::verdict_indeterminate()),
            Self::Failed => (Tone::Bad, msg::verdict_failed()),
            Self::Unsigned => (Tone::Faint, msg::inbox_unsigned()),
        }
    }
}

impl Paper {
    pub(crate) fn new(path: PathBuf) -> Self {
        Self { path, stamp: None, reading: Reading::Waiting, marked: false, done: None }
    }

    pub(crate) fn input(&self) -> Input {
        Input::File(self.path.clone())
    }

    /// The name of the file, made harmless for a terminal.
    pub(crate) fn name(&self) -> String {
        let name = self.path.file_name().unwrap_or(self.path.as_os_str());
        printable(&name.to_string_lossy())
    }

    pub(crate) fn facts(&self) -> Option<&Facts> {
        match &self.reading {
            Reading::Read(facts) => Some(facts),
            Reading::Waiting | Reading::Fault(_) => None,
        }
    }

    /// The title, or the file's name where there is none yet.
    pub(crate) fn title(&self) -> String {
        self.facts().map_or_else(|| self.name(), |facts| facts.title.clone())
    }

    /// Whether somebody may still sign or refuse it here.
    pub(crate) fn is_open(&self) -> bool {
        !matches!(self.done, Some(Done::Signed { .. } | Done::Refused { .. }))
    }

    /// Whether it can be signed: it was read, and is still waiting.
    pub(crate) fn can_be_signed(&self) -> bool {
        self.is_open() && self.facts().is_some() && self.stamp.is_some()
    }

    /// One object of `--json`.
    pub(crate) fn to_json(&self, ui: &Ui) -> Value {
        let file = self.path.display().to_string();
        let facts = match &self.reading {
            Reading::Read(facts) => facts,
            Reading::Fault(failure) => return failure.to_json(ui, Some(&file)),
            Reading::Waiting => return json!({ "schema": 1, "file": file }),
        };
        let warning = |one: &Message| json!({ "code": error::code(one), "message": ui.text(one) });
        let signature = |one: &Signature| {
            json!({
                "id": one.id,
                "common_name": one.name,
                "conclusion": one.verdict.name(),
                "sub_indication": one.sub_indication,
            })
        };
        json!({
            "schema": 1,
            "kyso": env!("CARGO_PKG_VERSION"),
            "file": file,
            "format": facts.format,
            "bytes": facts.bytes,
            "title": facts.title,
            "title_from": facts.title_from,
            "number": facts.number,
            "pages": facts.pages,
            "conclusion": facts.verdict.name(),
            "signatures": facts.signatures.iter().map(signature).collect::<Vec<_>>(),
            "warnings": facts.warnings.iter().map(warning).collect::<Vec<_>>(),
        })
    }
}
