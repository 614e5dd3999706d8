//! `kyso sign`: signs one document or a batch with a key at hand.

use std::path::{Path, PathBuf};

use kyso::{Credential, SignatureAlgorithm, Signed};
use serde_json::{Value, json};

use super::claims::{choose, holder, signer, warn_about_validity, with_claims};
use super::now;
use crate::args::{SignArgs, SubFilterName};
use crate::credential;
use crate::error::Failure;
use crate::exit::Status;
use crate::i18n::msg;
use crate::inputs::{self, Input};
use crate::output::{self, NewFolders, Reads, Target};
use crate::ui::Ui;

pub(super) fn run(args: &SignArgs, ui: &Ui) -> Result<Status, Failure> {
    let items = inputs::expand(&args.inputs)?;
    let inputs: Vec<&Input> = items.iter().flatten().collect();
    let mut targets = output::plan(&args.output, &inputs)?.into_iter();
    if args.json && args.output.output.as_deref() == Some("-".as_ref()) {
        return Err(Failure::usage(msg::call_json_and_stdout()));
    }
    let reads = reads(args, &inputs)?;
    let session = Session::open(args, ui, reads)?;
    let mut status = Status::Done;
    for item in items {
        let (name, outcome) = match item {
            Err(failure) => (None, Err(failure)),
            Ok(input) => {
                let Some(target) = targets.next() else { break };
                (Some(input.name()), session.sign(&input, &target))
            }
        };
        if let Err(failure) = outcome {
            ui.complain(&failure);
            if args.json {
                ui.print_json(&failure.to_json(ui, name.as_deref()))?;
            }
            status = status.worse(failure.status());
        }
    }
    Ok(status)
}

/// What the call reads: none of it may be an output. stdin has one reader only.
fn reads(args: &SignArgs, inputs: &[&Input]) -> Result<Reads, Failure> {
    let passphrase_file = args.passphrase.passphrase_file.as_deref();
    let from_stdin = args.passphrase.passphrase_fd == Some(0)
        || passphrase_file
            .is_some_and(|path| path == Path::new("/dev/stdin") || path == Path::new("/dev/fd/0"));
    if from_stdin && inputs.contains(&&Input::Stdin) {
        return Err(Failure::usage(msg::call_stdin_twice()));
    }
    let key = &args.key;
    let others = [&key.p12, &key.key, &key.cert, &key.chain].into_iter().flatten();
    let others = others.map(PathBuf::as_path).chain(passphrase_file);
    Ok(Reads::new(inputs.iter().copied(), others, true))
}

/// One key, for all files of a batch.
struct Session<'a> {
    args: &'a SignArgs,
    ui: &'a Ui,
    credential: Credential,
    algorithm: SignatureAlgorithm,
    reads: Reads,
}

impl<'a> Session<'a> {
    fn open(args: &'a SignArgs, ui: &'a Ui, reads: Reads) -> Result<Self, Failure> {
        let credential = credential::open(&args.key, &args.passphrase, ui)?;
        let algorithm = choose(credential.algorithms(), &args.algorithm)?;
        warn_about_validity(credential.certificate(), &args.claims, ui);
        Ok(Self { args, ui, credential, algorithm, reads })
    }

    fn sign(&self, input: &Input, target: &Target) -> Result<(), Failure> {
        target.check(&self.reads)?;
        let document = input.open()?;
        let builder = document.sign(&self.credential, now()).algorithm(self.algorithm);
        let signed = with_claims!(builder, &self.args.claims)
            .finish()
            .map_err(|e| Failure::signing(e, &input.name(), self.credential.certificate()))?;
        let folders = match &self.args.output.out_dir {
            Some(folder) => NewFolders::make(folder)?,
            None => NewFolders::default(),
        };
        target.put(&signed).inspect_err(|_| folders.take_back())?;
        self.tell(input, target, &signed)
    }

    fn tell(&self, input: &Input, target: &Target, signed: &Signed) -> Result<(), Failure> {
        if self.args.json {
            return self.ui.print_json(&self.to_json(input, target, signed));
        }
        let message = msg::signed(
            self.algorithm.name(),
            signed.field_name(),
            input.name(),
            target.name(),
            holder(self.credential.certificate()),
        );
        if *target == Target::Stdout {
            self.ui.note(&message);
        } else if !self.ui.quiet {
            self.ui.print_line(&self.ui.text(&message))?;
        }
        Ok(())
    }

    fn to_json(&self, input: &Input, target: &Target, signed: &Signed) -> Value {
        let pkcs7 = self.args.claims.subfilter == Some(SubFilterName::Pkcs7);
        json!({
            "schema": 1,
            "kyso": env!("CARGO_PKG_VERSION"),
            "file": input.name(),
            "output": target.name(),
            "format": "pdf",
            "field": signed.field_name(),
            "level": if pkcs7 { "PKCS7" } else { "B-B" },
            "signer": signer(self.credential.certificate()),
            "digest_algorithm": self.algorithm.digest().name(),
            "algorithm": self.algorithm.name(),
        })
    }
}
