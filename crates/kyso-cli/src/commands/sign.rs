//! `kyso sign`: signs one document or a batch with a key at hand.

use kyso::{Credential, SignatureAlgorithm, Signed};
use serde_json::{Value, json};

use super::claims::{choose, holder, signer, with_claims};
use super::now;
use crate::args::{SignArgs, SubFilterName};
use crate::credential;
use crate::error::Failure;
use crate::exit::Status;
use crate::i18n::msg;
use crate::inputs::{self, Input};
use crate::output::{self, Target};
use crate::ui::Ui;

pub(super) fn run(args: &SignArgs, ui: &Ui) -> Result<Status, Failure> {
    let items = inputs::expand(&args.inputs)?;
    let inputs: Vec<&Input> = items.iter().flatten().collect();
    let mut targets = output::plan(&args.output, &inputs)?.into_iter();
    if args.json && args.output.output.as_deref() == Some("-".as_ref()) {
        return Err(Failure::usage(msg::call_json_and_stdout()));
    }
    let session = Session::open(args, ui)?;
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

/// One key, for all files of a batch.
struct Session<'a> {
    args: &'a SignArgs,
    ui: &'a Ui,
    credential: Credential,
    algorithm: SignatureAlgorithm,
}

impl<'a> Session<'a> {
    fn open(args: &'a SignArgs, ui: &'a Ui) -> Result<Self, Failure> {
        let credential = credential::open(&args.key, &args.passphrase, ui)?;
        let algorithm = choose(credential.algorithms(), &args.algorithm)?;
        let session = Self { args, ui, credential, algorithm };
        session.warn_about_validity();
        Ok(session)
    }

    fn warn_about_validity(&self) {
        let certificate = self.credential.certificate();
        let now = now();
        if !self.args.claims.allow_expired {
            return; // signing will refuse
        }
        if certificate.not_after() < now {
            self.ui.warn(&msg::warn_expired(holder(certificate), certificate.not_after()));
        } else if certificate.not_before() > now {
            self.ui.warn(&msg::warn_not_yet_valid(holder(certificate), certificate.not_before()));
        }
    }

    fn sign(&self, input: &Input, target: &Target) -> Result<(), Failure> {
        target.check(input)?;
        let document = input.open()?;
        let builder = document.sign(&self.credential, now()).algorithm(self.algorithm);
        let signed = with_claims!(builder, &self.args.claims)
            .finish()
            .map_err(|error| Failure::core(error, &input.name()))?;
        if let Some(folder) = &self.args.output.out_dir {
            std::fs::create_dir_all(folder).map_err(|e| Failure::writing(folder, &e))?;
        }
        target.put(&signed)?;
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
