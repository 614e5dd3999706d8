//! `kyso extend`: raises what is signed to a higher level, or renews its last time-stamp.

use kyso::{Document, Evidence, Format, Signed};
use serde_json::json;

use super::batch::{self, Batch};
use super::now;
use crate::args::ExtendArgs;
use crate::error::Failure;
use crate::exit::Status;
use crate::i18n::msg;
use crate::inputs::Input;
use crate::opener::Opener;
use crate::output::Target;
use crate::reads::Reads;
use crate::services::{self, Services};
use crate::stamp::Stamp;
use crate::trust::Trusted;
use crate::ui::Ui;
use crate::{cades, core_error, evidence, trust};

pub(super) fn run(args: &ExtendArgs, ui: &Ui) -> Result<Status, Failure> {
    let batch = Batch::plan(&args.inputs, &args.output, args.json)?;
    let pdf = args.unlock.password.passphrase();
    let secrets = [&pdf, &args.tsa.passphrase(), &args.tsa.key_passphrase()];
    batch::stdin_once(batch.inputs(), batch::from_stdin(secrets))?;
    let reads = Reads::new(batch.inputs(), true).also(args.evidence.files());
    let reads = reads.also(args.tsa.files()).also(args.trust.files()).secrets(secrets);
    let reads = reads.store(&args.store).also(&args.content);
    let network = services::network(&args.evidence.network)?;
    let tsa = services::needed_tsa(&args.tsa, &network, ui)?;
    let mut evidence = evidence::load(&args.evidence.evidence)?;
    let trust = trust::all(&args.trust, &args.store, None, now(), &network, ui)?;
    for certificate in &trust.intermediates {
        evidence.add_certificate(certificate.clone());
    }
    let services = Services::new(services::source(&args.evidence, &network)?, tsa);
    let opener = Opener::to_write(&args.unlock, ui)?;
    let extension = Extension { args, services, evidence, trust };
    batch.run(ui, |input, target| {
        target.check(&reads)?;
        let stamp = Stamp::of(input);
        let document = opener.open(input)?;
        let document = cades::with_content(document, input, args.content.as_deref())?;
        let signed = extension.extend(&document, input)?;
        // What needs nothing is not written anew.
        if !(signed.is_unchanged() && matches!(target, Target::InPlace(_))) {
            let evidence_out = args.evidence.evidence_out.as_deref();
            batch::put(&args.output, target, &signed, &[], evidence_out, &reads, (input, &stamp))?;
        }
        tell(args, ui, input, target, document.format(), &signed)
    })
}

/// What the documents of a call have in common.
struct Extension<'a> {
    args: &'a ExtendArgs,
    services: Services,
    evidence: Evidence,
    trust: Trusted,
}

impl Extension<'_> {
    fn extend(&self, document: &Document, input: &Input) -> Result<Signed, Failure> {
        let mut builder = document.extend(now()).level(self.services.level(self.args.level));
        builder = builder.evidence(self.evidence.clone());
        builder = builder.freshness(self.args.evidence.freshness());
        if self.args.level_fallback {
            builder = builder.allow_lower_level();
        }
        if let Some(anchors) = self.trust.given() {
            builder = builder.trust(anchors);
        }
        builder.finish().map_err(|error| Failure::core(error, &input.name()))
    }
}

fn tell(
    args: &ExtendArgs,
    ui: &Ui,
    input: &Input,
    target: &Target,
    format: Format,
    signed: &Signed,
) -> Result<(), Failure> {
    let level = signed.level().map(kyso::report::FoundLevel::name);
    if let Some(shortfall) = signed.shortfall() {
        let why = core_error::sign(shortfall, &input.name());
        ui.warn(&msg::warn_level_lower(level.unwrap_or_default(), why));
    }
    if args.json {
        let field = Some(signed.field_name()).filter(|name| !name.is_empty());
        return ui.print_json(&json!({
            "schema": 1,
            "kyso": env!("CARGO_PKG_VERSION"),
            "file": input.name(),
            "output": target.name(),
            "format": format.name(),
            "level": level,
            "field": field,
            "unchanged": signed.is_unchanged(),
            "shortfall": batch::shortfall_json(ui, signed.shortfall(), &input.name()),
        }));
    }
    let (level, file) = (level.unwrap_or_default(), input.name());
    let message = if signed.is_unchanged() {
        msg::extended_unchanged(file, level, target.name())
    } else {
        msg::extended(file, level, target.name())
    };
    batch::tell(ui, target, &message)
}
