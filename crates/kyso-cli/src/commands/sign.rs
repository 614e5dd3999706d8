//! `kyso sign`: signs one document or a batch with a key at hand.

use std::path::Path;

use kyso::report::FoundLevel;
use kyso::sign::SignatureBuilder;
use kyso::{Credential, Evidence, Format, SignatureAlgorithm, Signed, SubFilter};
use kyso_net::Network;
use serde_json::{Value, json};

use super::batch::{self, Batch};
use super::claims::{
    choose, holder, no_name_apart, note_field, signer, warn_about_validity, with_claims,
};
use super::{now, together};
use crate::args::{FormatName, HigherLevel, SignArgs};
use crate::error::Failure;
use crate::exit::Status;
use crate::i18n::msg;
use crate::inputs::{self, Input};
use crate::look::{Paper, Seen};
use crate::opener::Opener;
use crate::output::Target;
use crate::reads::Reads;
use crate::remote::Remote;
use crate::services::{self, Services};
use crate::trust::Trusted;
use crate::ui::Ui;
use crate::{cades, core_error, credential, evidence, pack, repair, trust};

pub(super) fn run(args: &SignArgs, ui: &Ui) -> Result<Status, Failure> {
    no_name_apart(&args.claims, &args.inputs)?;
    let kind = pack::kind(args.cades.format, args.output.output.as_deref());
    let ending = |path: &Path| cades::ending(&args.cades, path);
    let kinds = if args.cades.format == Some(FormatName::Cades) {
        inputs::ANYTHING
    } else {
        inputs::DOCUMENTS
    };
    let batch = match pack::of(&args.inputs, kind, ui)? {
        Some(input) => Batch::of(input, &args.output, args.json)?,
        None => Batch::plan_beside(kinds, &args.inputs, &args.output, args.json, &ending)?,
    };
    let reads = reads(args, &batch)?;
    let session = Session::open(args, ui, reads)?;
    match &session.remote {
        None => batch.run(ui, |input, target| session.sign(input, target)),
        Some(remote) => together::run(batch, &session, remote, ui),
    }
}

/// What the call reads: none of it may be an output. stdin has one reader only.
fn reads(args: &SignArgs, batch: &Batch) -> Result<Reads, Failure> {
    let pdf = args.unlock.password.passphrase();
    let secrets = [&args.passphrase, &pdf, &args.tsa.passphrase(), &args.tsa.key_passphrase()];
    batch::stdin_once(batch.inputs(), batch::from_stdin(secrets))?;
    let key = &args.key;
    let pin = key.pkcs11.as_ref().and_then(|uri| uri.pin_source.as_ref());
    let reads = Reads::new(batch.inputs(), true)
        .also(pin)
        .also([&key.p12, &key.key, &key.cert, &key.chain].into_iter().flatten())
        .also(key.remote.remote.iter())
        .also(key.remote.otp_file.iter())
        .also(args.xml.profile.iter())
        .also(args.cades.content.iter())
        .also(args.cades.signature_policy.iter().map(|pair| &pair.text))
        .also(args.look.files())
        .also(args.tsa.files())
        .also(args.evidence.files())
        .also(args.trust.files());
    Ok(reads.secrets(secrets).store(&args.store))
}

/// The level asked for with who helps to reach it; `None` is B-B, which needs nobody.
fn level(
    args: &SignArgs,
    network: &Network,
    ui: &Ui,
) -> Result<Option<(HigherLevel, Services)>, Failure> {
    let tsa = services::tsa(&args.tsa, network, ui)?;
    match (args.level.and_then(crate::args::Level::higher), tsa) {
        (None, None) => Ok(None),
        // Whoever names an authority expects a time-stamp.
        (None, Some(_)) => Err(Failure::usage(msg::call_tsa_without_level())),
        (Some(_), None) => Err(Failure::usage(msg::call_tsa_missing())),
        (Some(level), Some(tsa)) => {
            Ok(Some((level, Services::new(services::source(&args.evidence, network)?, tsa))))
        }
    }
}

/// One key and the same services, for all files of a batch.
pub(super) struct Session<'a> {
    pub(super) args: &'a SignArgs,
    pub(super) ui: &'a Ui,
    level: Option<(HigherLevel, Services)>,
    evidence: Evidence,
    trust: Trusted,
    pub(super) credential: Credential,
    /// Where a remote service holds the key.
    remote: Option<Remote<'a>>,
    algorithm: SignatureAlgorithm,
    pub(super) reads: Reads,
    opener: Opener<'a>,
    seen: Option<Seen>,
}

impl<'a> Session<'a> {
    fn open(args: &'a SignArgs, ui: &'a Ui, reads: Reads) -> Result<Self, Failure> {
        let network = services::network(&args.evidence.network)?;
        let level = level(args, &network, ui)?;
        let mut evidence = evidence::load(&args.evidence.evidence)?;
        // The signature alone needs nobody's trust, nor a store that can be read.
        let trust = match &level {
            None if !args.trust.is_given() => Trusted::default(),
            _ => trust::all(&args.trust, &args.store, None, now(), &network, ui)?,
        };
        for certificate in &trust.intermediates {
            evidence.add_certificate(certificate.clone());
        }
        let opener = Opener::to_write(&args.unlock, ui)?;
        let seen = Seen::of(&args.look, args.xml.profile.as_deref(), now(), ui)?;
        let (credential, remote) = match &args.key.remote.remote {
            None => {
                let allow_expired = args.claims.allow_expired;
                (credential::open(&args.key, &args.passphrase, allow_expired, ui)?, None)
            }
            Some(name) => {
                let remote = Remote::open(name, &args.key.remote, &args.passphrase, &network, ui)?;
                (remote.credential()?, Some(remote))
            }
        };
        let algorithm = choose(credential.algorithms(), &args.algorithm)?;
        warn_about_validity(credential.certificate(), &args.claims, ui);
        Ok(Self {
            args,
            ui,
            level,
            evidence,
            trust,
            credential,
            remote,
            algorithm,
            reads,
            opener,
            seen,
        })
    }

    fn sign(&self, input: &Input, target: &Target) -> Result<(), Failure> {
        let builder = self.builder(input, target)?;
        let format = builder.document().format();
        let signed = builder
            .finish()
            .map_err(|e| Failure::signing(e, &input.name(), self.credential.certificate()))?;
        self.put(input, target, format, &signed)
    }

    /// The signature as the call wants it.
    pub(super) fn builder(
        &self,
        input: &Input,
        target: &Target,
    ) -> Result<SignatureBuilder<'_, &Credential>, Failure> {
        target.check(&self.reads)?;
        let output = self.args.output.output.as_deref();
        let document = if self.args.claims.repair {
            repair::open(input)?
        } else {
            cades::open_to_sign(input, (&self.args.cades, output), &self.opener)?
        };
        repair::warn(&document, input, self.ui);
        let mut builder = document.sign(&self.credential, now());
        if self.args.algorithm.is_given() {
            builder = builder.algorithm(self.algorithm);
        }
        let builder = with_claims!(builder, &self.args.claims, &self.args.xml);
        let mut builder = cades::with_cades(builder, &self.args.cades, output)?;
        if let Some(seen) = &self.seen {
            let on = Paper {
                document: &document,
                file: &input.name(),
                signer: Some(self.credential.certificate()),
                named: self.args.claims.field.is_some(),
            };
            builder = seen.put(builder, &on, self.ui)?;
        }
        Ok(self.at_level(builder))
    }

    /// The level of the call, with what it needs.
    fn at_level<'s>(
        &'s self,
        mut builder: SignatureBuilder<'s, &'s Credential>,
    ) -> SignatureBuilder<'s, &'s Credential> {
        if let Some((level, services)) = &self.level {
            builder = builder.level(services.level(*level)).evidence(self.evidence.clone());
            builder = builder.freshness(self.args.evidence.freshness());
            if let Some(anchors) = self.trust.given() {
                builder = builder.trust(anchors);
            }
            if self.args.level_fallback {
                builder = builder.allow_lower_level();
            }
        }
        builder
    }

    /// Puts the signed document where it goes, and says so.
    pub(super) fn put(
        &self,
        input: &Input,
        target: &Target,
        format: Format,
        signed: &Signed,
    ) -> Result<(), Failure> {
        let evidence_out = self.args.evidence.evidence_out.as_deref();
        let (chain, reads) = (self.credential.chain(), &self.reads);
        batch::put(&self.args.output, target, signed, chain, evidence_out, reads)?;
        self.tell(input, target, format, signed)
    }

    fn tell(
        &self,
        input: &Input,
        target: &Target,
        format: Format,
        signed: &Signed,
    ) -> Result<(), Failure> {
        let (existing, seeded) = (signed.is_in_existing_field(), signed.seeded());
        let field = signed.field_name();
        note_field(&self.args.claims, existing, seeded, field, &input.name(), self.ui);
        if signed.is_look_moved() {
            self.ui.warn(&msg::warn_look_moved(input.name()));
        }
        if let Some(shortfall) = signed.shortfall() {
            let why = core_error::sign(shortfall, &input.name());
            self.ui.warn(&msg::warn_level_lower(self.reached(signed), why));
        }
        if self.args.json {
            return self.ui.print_json(&self.to_json(input, target, format, signed));
        }
        let message = msg::signed(
            self.algorithm_of(signed).name(),
            signed.field_name(),
            input.name(),
            format.name(),
            self.reached(signed),
            target.name(),
            holder(self.credential.certificate()),
        );
        batch::tell(self.ui, target, &message)
    }

    /// The algorithm that it became: a field may ask for another hash than is usual.
    fn algorithm_of(&self, signed: &Signed) -> SignatureAlgorithm {
        signed.algorithm().unwrap_or(self.algorithm)
    }

    /// The level reached, in the words of `verify`: a signature for old readers is none of PAdES.
    fn reached(&self, signed: &Signed) -> &'static str {
        let pkcs7 = signed.sub_filter() == Some(SubFilter::AdbePkcs7Detached);
        let level = signed.level().filter(|_| !pkcs7);
        level.unwrap_or(FoundLevel::Pkcs7).name()
    }

    fn to_json(&self, input: &Input, target: &Target, format: Format, signed: &Signed) -> Value {
        json!({
            "schema": 1,
            "kyso": env!("CARGO_PKG_VERSION"),
            "file": input.name(),
            "output": target.name(),
            "format": format.name(),
            "field": signed.field_name(),
            "level": self.reached(signed),
            "shortfall": batch::shortfall_json(self.ui, signed.shortfall(), &input.name()),
            "signer": signer(self.credential.certificate()),
            "digest_algorithm": self.algorithm_of(signed).digest().name(),
            "algorithm": self.algorithm_of(signed).name(),
        })
    }
}
