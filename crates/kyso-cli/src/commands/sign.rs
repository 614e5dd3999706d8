//! `kyso sign`: signs one document or a batch with a key at hand.

use std::num::NonZero;
use std::path::Path;
use std::time::Instant;

use kyso::file::{self, Staged};
use kyso::report::FoundLevel;
use kyso::sign::SignatureBuilder;
use kyso::x509::Certificate;
use kyso::{
    Credential, Document, Evidence, Format, SignError, SignatureAlgorithm, Signed, SubFilter,
};
use kyso_net::Network;
use serde_json::{Value, json};

use super::batch::{self, Batch};
use super::before::{Before, Shown};
use super::claims::{
    choose, holder, no_name_apart, note_field, signer, warn_about_validity, with_claims,
};
use super::journal::Journal;
use super::rows::{self, Rows};
use super::wishes::Wishes;
use super::workers::Outcome;
use super::{now, resume, together};
use crate::args::{FormatName, HigherLevel, Level, SignArgs};
use crate::error::Failure;
use crate::exit::Status;
use crate::held::{self, Held};
use crate::i18n::msg;
use crate::inputs::{self, Input};
use crate::interrupt;
use crate::look::Paper;
use crate::opener::Opener;
use crate::output::{NewFolders, Target};
use crate::reads::Reads;
use crate::remote::Remote;
use crate::services::{self, Services};
use crate::signer_check::SignerCheck;
use crate::stamp::Stamp;
use crate::trust::Trusted;
use crate::ui::Ui;
use crate::{cades, core_error, credential, evidence, key_command, output, pack, repair, trust};

pub(super) fn run(args: &SignArgs, ui: &Ui) -> Result<Status, Failure> {
    no_name_apart(&args.claims, &args.inputs)?;
    let planned = plan(args, ui)?;
    run_planned(args, ui, planned, None)
}

/// The same for documents that somebody has looked at: these files and no others, whatever their
/// names could stand for elsewhere; one that changed since is not signed.
pub(crate) fn run_looked_at(
    args: &SignArgs,
    ui: &Ui,
    looked_at: &[LookedAt],
) -> Result<Status, Failure> {
    cades::check_format(&args.cades, args.output.output.as_deref())?;
    if pack::kind(args.cades.format, args.output.output.as_deref()).is_some() {
        // Nobody looked at a container that is yet to be made.
        return Err(Failure::usage(msg::call_conflict("inbox", "--format")));
    }
    let ending = |path: &Path| cades::ending(&args.cades, path);
    let inputs = looked_at.iter().map(|(input, _)| input.clone()).collect();
    let batch = Batch::exactly(inputs, &args.output, args.json, &ending)?;
    run_planned(args, ui, (batch, Rows::new()), Some(looked_at))
}

fn run_planned(
    args: &SignArgs,
    ui: &Ui,
    (mut batch, rows): (Batch, Rows),
    looked_at: Option<&[LookedAt]>,
) -> Result<Status, Failure> {
    let reads =
        reads(args, &batch)?.also(rows.values().filter_map(|wish| wish.xml.profile.as_ref()));
    let several = batch.items.len() > 1 || args.batch.resume;
    let journal = resume::journal(args, &mut batch, &rows, ui)?;
    if several && batch.items.is_empty() {
        if let Some(journal) = journal {
            journal.end(true);
        }
        ui.note(&msg::note_batch_nothing_left());
        return Ok(Status::Done);
    }
    output::folder_there(&args.output)?;
    let opener = Opener::to_write(&args.unlock, ui)?;
    let wishes = Wishes::of(args, rows, batch.inputs(), now(), ui)?;
    let can_begin = |input: &Input, target: &Target| {
        target.check(&reads)?;
        input.is_there()?;
        as_looked_at(looked_at, input)?;
        let gate = wishes.for_(input).gate;
        gate.map_or(Ok(()), |gate| gate.may_begin(input, args, &opener))
    };
    if !batch.any(can_begin) {
        // Nobody is asked for a PIN, nor to confirm, for nothing.
        return batch.run(ui, can_begin);
    }
    let opened = Opened { reads, journal, opener, wishes };
    let (mut session, remote) = Session::open(args, ui, opened, &batch)?;
    session.looked_at = looked_at;
    let begun = Instant::now();
    let status = match &remote {
        None if several => session.ended(session.sign_all(batch)?, begun),
        None => batch.run(ui, |input, target| session.sign(input, target))?,
        Some(remote) => {
            let outcome = together::run(batch, &session, remote, ui)?;
            if several { session.ended(outcome, begun) } else { outcome.status }
        }
    };
    if let Some(journal) = session.journal {
        journal.end(status == Status::Done);
    }
    Ok(status)
}

/// The documents of the call: one by one, or all of them in one container; with what the rows of a
/// manifest ask for.
fn plan(args: &SignArgs, ui: &Ui) -> Result<(Batch, Rows), Failure> {
    cades::check_format(&args.cades, args.output.output.as_deref())?;
    let kind = pack::kind(args.cades.format, args.output.output.as_deref());
    let ending = |path: &Path| cades::ending(&args.cades, path);
    let kinds = if args.cades.format == Some(FormatName::Cades) {
        inputs::ANYTHING
    } else {
        inputs::DOCUMENTS
    };
    match &args.manifest {
        Some(_) if kind.is_some() => {
            return Err(Failure::usage(msg::call_conflict("--manifest", "--format")));
        }
        Some(path) => return rows::plan(args, path, &ending, ui),
        None => {}
    }
    let batch = match pack::of(&args.inputs, kind, ui)? {
        Some(input) => Batch::of(input, &args.output, args.json),
        None => Batch::plan_beside(kinds, &args.inputs, &args.output, args.json, &ending),
    };
    Ok((batch?, Rows::new()))
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
        .also(key.command.key_command.iter())
        .also(key.remote.remote.iter())
        .also(key.remote.otp_file.iter())
        .also(args.xml.profile.iter())
        .also(args.manifest.iter())
        .also(args.role.roles.iter())
        .also(args.order.policy.iter())
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

/// The key of the call, once its certificate is known to be in force as far as that can be told.
fn key<'a>(
    args: &'a SignArgs,
    network: &Network,
    evidence: &Evidence,
    trust: &Trusted,
    before: &Before<'_>,
    ui: &'a Ui,
) -> Result<(Credential, Option<Remote<'a>>), Failure> {
    let mode = args.revocation_check.unwrap_or_default();
    // A store that cannot be read is no hindrance here.
    let stored = || {
        let all = trust::all(&args.trust, &args.store, None, now(), network, ui);
        all.unwrap_or_default()
    };
    let timeout = args.evidence.network.timeout;
    let told_later = matches!(args.level, Some(Level::Lt | Level::Lta));
    let then = |certificate: &Certificate| before.confirm(certificate);
    let (stored, then) = (&stored, &then);
    let check =
        SignerCheck { mode, told_later, network, timeout, evidence, trust, stored, then, ui };
    let allow_expired = args.claims.allow_expired;
    if let Some(program) = &args.key.command.key_command {
        let credential = key_command::open(&args.key, program, timeout, allow_expired, ui)?;
        check.run(credential.certificate(), credential.chain())?;
        return Ok((credential, None));
    }
    let Some(name) = &args.key.remote.remote else {
        if args.key.p12.is_some() {
            // Whose key it is stands behind the passphrase; what is signed is seen before.
            before.show(None)?;
        }
        let credential = credential::open(&args.key, &args.passphrase, allow_expired, &check, ui)?;
        return Ok((credential, None));
    };
    let remote = Remote::open(name, &args.key.remote, &args.passphrase, network, ui)?;
    let credential = remote.credential()?;
    check.run(credential.certificate(), credential.chain())?;
    Ok((credential, Some(remote)))
}

/// Opens a document as the call wants it signed.
pub(super) fn open_to_sign(
    args: &SignArgs,
    input: &Input,
    opener: &Opener<'_>,
) -> Result<Document, Failure> {
    if args.claims.repair {
        return repair::open(input);
    }
    cades::open_to_sign(input, (&args.cades, args.output.output.as_deref()), opener)
}

/// One key and the same services, for all files of a batch.
pub(super) struct Session<'a> {
    pub(super) args: &'a SignArgs,
    pub(super) ui: &'a Ui,
    level: Option<(HigherLevel, Services)>,
    evidence: Evidence,
    trust: Trusted,
    pub(super) credential: Credential,
    algorithm: SignatureAlgorithm,
    pub(super) reads: Reads,
    opener: Opener<'a>,
    wishes: Wishes<'a>,
    shown: Shown,
    journal: Option<Journal>,
    /// `None` where nobody looks beforehand.
    looked_at: Option<&'a [LookedAt]>,
}

/// A document as it was when somebody looked at it.
pub(crate) type LookedAt = (Input, Stamp);

fn stamp_looked_at<'a>(looked_at: Option<&'a [LookedAt]>, input: &Input) -> Option<&'a Stamp> {
    looked_at?.iter().find(|(one, _)| one == input).map(|(_, stamp)| stamp)
}

/// Where somebody looks beforehand, refuses what nobody looked at, and what is no more what it was.
/// Nothing is opened: a pipe in its place would be waited for.
fn as_looked_at(looked_at: Option<&[LookedAt]>, input: &Input) -> Result<(), Failure> {
    match (looked_at, stamp_looked_at(looked_at, input)) {
        (None, _) => Ok(()),
        (Some(_), Some(stamp)) => stamp.still_its_file(input),
        (Some(_), None) => Err(Failure::io(msg::error_changed_meanwhile(input.name()))),
    }
}

/// What was made ready before the key is opened.
struct Opened<'a> {
    reads: Reads,
    journal: Option<Journal>,
    opener: Opener<'a>,
    wishes: Wishes<'a>,
}

/// A signed document that has no name yet, with what is to be said once it has.
struct Ready {
    input: Input,
    stamp: Stamp,
    target: Target,
    staged: Staged,
    folders: NewFolders,
    said: Held,
}

/// Whether the document stayed as it was, and what else belongs to it.
type Settling = (Result<(), Failure>, Input, Target, NewFolders, Held);

impl<'a> Session<'a> {
    /// Opens the key; the second is where a remote service holds it.
    fn open(
        args: &'a SignArgs,
        ui: &'a Ui,
        Opened { reads, journal, opener, wishes }: Opened<'a>,
        batch: &Batch,
    ) -> Result<(Self, Option<Remote<'a>>), Failure> {
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
        let before = Before::new(args, batch, (&opener, &wishes), &network, ui);
        let (credential, remote) = key(args, &network, &evidence, &trust, &before, ui)?;
        let shown = before.end();
        let algorithm = choose(credential.algorithms(), &args.algorithm)?;
        warn_about_validity(credential.certificate(), &args.claims, ui);
        let session = Self {
            args,
            ui,
            level,
            evidence,
            trust,
            credential,
            algorithm,
            reads,
            opener,
            wishes,
            shown,
            journal,
            looked_at: None,
        };
        Ok((session, remote))
    }

    /// Signs several documents at once.
    fn sign_all(&self, batch: Batch) -> Result<Outcome, Failure> {
        interrupt::watch();
        let jobs = self.args.batch.jobs.map_or_else(|| self.usual_jobs(), usize::from);
        let fail_fast = self.args.batch.fail_fast;
        let work = |input: &Input, target: &Target| {
            let stopping = |failure: Failure| if fail_fast { failure.stopping() } else { failure };
            self.stage(input, target).map_err(stopping)
        };
        batch.run_in_parallel(self.ui, jobs, work, |ready| self.put_all(ready))
    }

    /// Tells at the end of a batch how many were signed, and how to go on.
    fn ended(&self, outcome: Outcome, begun: Instant) -> Status {
        self.ui.note(&msg::note_batch_ended(
            outcome.done,
            outcome.failed,
            outcome.left,
            begun.elapsed().as_secs(),
        ));
        if (outcome.failed > 0 || outcome.left > 0) && outcome.done > 0 && self.journal.is_some() {
            self.ui.note(&msg::note_batch_resume());
        }
        outcome.status
    }

    /// One document for each processor; where an outside service answers, a few, for it is waited
    /// for, and no more, for it is others' too.
    fn usual_jobs(&self) -> usize {
        const AT_A_SERVICE: usize = 4;
        let key = &self.args.key;
        match &self.level {
            // A token signs one after the other; a program may hold a device, or ask somebody. And
            // what is gone is asked once.
            _ if key.pkcs11.is_some() || key.command.key_command.is_some() => 1,
            Some(_) => AT_A_SERVICE,
            None => std::thread::available_parallelism().map_or(1, NonZero::get),
        }
    }

    /// Signs a document up to the point where only its name is missing. `None` where it is all
    /// done: on stdout, or with evidence beside it.
    fn stage(&self, input: &Input, target: &Target) -> Result<Option<Ready>, Failure> {
        if self.args.evidence.evidence_out.is_some() || *target == Target::Stdout {
            return self.sign(input, target).map(|()| None);
        }
        let stamp = self.stamp(input);
        let builder = self.builder(input, target)?;
        let format = builder.document().format();
        let signed = builder.finish().map_err(|error| self.refused(error, input))?;
        let folders = batch::folders(&self.args.output, target)?;
        let written = || {
            let staged = target.stage(&signed, &self.reads)?;
            if let Some(journal) = &self.journal {
                journal.intend(input, target, &signed, self.row(input))?;
            }
            Ok(staged)
        };
        let staged = written().inspect_err(|_: &Failure| folders.take_back())?;
        let (told, said) = held::during(|| self.tell(input, target, format, &signed));
        told?;
        let ready = |staged| Ready {
            input: input.clone(),
            stamp,
            target: target.clone(),
            staged,
            folders,
            said,
        };
        Ok(staged.map(ready))
    }

    /// Gives signed documents their names; for each, what is to be said of it.
    fn put_all(&self, all: Vec<Option<Ready>>) -> Vec<Result<Held, Failure>> {
        if let Some(Err(failure)) = self.journal.as_ref().map(Journal::sync) {
            return all.iter().map(|_| Err(failure.clone())).collect();
        }
        let mut staged = Vec::with_capacity(all.len());
        let mut rest = Vec::with_capacity(all.len());
        for ready in all {
            rest.push(ready.map(|ready| {
                let still = ready.stamp.still(&ready.input);
                if still.is_ok() {
                    staged.push(ready.staged);
                }
                (still, ready.input, ready.target, ready.folders, ready.said)
            }));
        }
        let mut outcomes = file::put_all(staged).into_iter();
        let settle = |one: Option<Settling>| {
            let Some((still, input, target, folders, said)) = one else { return Ok(Held::new()) };
            if let Err(failure) = still {
                folders.take_back();
                return Err(failure);
            }
            match outcomes.next() {
                Some(Ok(())) => {
                    target.wrote(&self.reads);
                    if let Some(journal) = &self.journal {
                        journal.put(&input);
                    }
                    Ok(said)
                }
                Some(Err(error)) => {
                    folders.take_back();
                    Err(target.refused(error.into()))
                }
                None => Ok(Held::new()),
            }
        };
        rest.into_iter().map(settle).collect()
    }

    /// The document as it is now, or as it was when somebody was shown it.
    pub(super) fn stamp(&self, input: &Input) -> Stamp {
        let looked_at = stamp_looked_at(self.looked_at, input).cloned();
        looked_at.or_else(|| self.shown.stamp(input)).unwrap_or_else(|| Stamp::of(input))
    }

    /// What a row of a manifest makes of a document, as a digest.
    pub(super) fn row(&self, input: &Input) -> Option<&str> {
        self.wishes.for_(input).row
    }

    fn sign(&self, input: &Input, target: &Target) -> Result<(), Failure> {
        let stamp = self.stamp(input);
        let builder = self.builder(input, target)?;
        let format = builder.document().format();
        let signed = builder.finish().map_err(|error| self.refused(error, input))?;
        self.put((input, &stamp), target, format, &signed)
    }

    /// Why signing did not come to its end.
    fn refused(&self, error: SignError, input: &Input) -> Failure {
        let failure = match (&self.args.key.command.key_command, error) {
            // The next documents would come to the same.
            (Some(program), SignError::ValueMismatch) => {
                Failure::key(msg::error_key_command_value(program.as_path())).stopping()
            }
            (_, error) => Failure::signing(error, &input.name(), self.credential.certificate()),
        };
        self.wishes.for_(input).fault(failure)
    }

    /// The signature as the call wants it.
    pub(super) fn builder(
        &self,
        input: &Input,
        target: &Target,
    ) -> Result<SignatureBuilder<'_, &Credential>, Failure> {
        self.builder_for(input, target).map_err(|failure| self.wishes.for_(input).fault(failure))
    }

    fn builder_for(
        &self,
        input: &Input,
        target: &Target,
    ) -> Result<SignatureBuilder<'_, &Credential>, Failure> {
        target.check(&self.reads)?;
        // Nothing is signed that nobody looked at; that it stays so is seen before it is written.
        as_looked_at(self.looked_at, input)?;
        let output = self.args.output.output.as_deref();
        let document = open_to_sign(self.args, input, &self.opener)?;
        self.shown.same(&document, input)?;
        repair::warn(&document, input, self.ui);
        let asked = self.wishes.for_(input);
        if let Some(gate) = asked.gate {
            gate.check(&document, input, self.credential.certificate(), self.ui)?;
        }
        let mut builder = document.sign(&self.credential, now());
        if self.args.algorithm.is_given() {
            builder = builder.algorithm(self.algorithm);
        }
        let builder = with_claims!(builder, asked.claims, asked.xml);
        let mut builder = cades::say(builder, &self.args.cades, output)?;
        if let Some(gate) = asked.gate {
            builder = gate.part().put(builder);
        }
        if let Some(seen) = asked.seen.filter(|seen| seen.concerns(&document)) {
            let on = Paper {
                document: &document,
                file: &input.name(),
                signer: Some(self.credential.certificate()),
                named: asked.claims.field.as_deref(),
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
        (input, stamp): (&Input, &Stamp),
        target: &Target,
        format: Format,
        signed: &Signed,
    ) -> Result<(), Failure> {
        if let Some(journal) = &self.journal {
            journal.intend(input, target, signed, self.row(input))?;
            journal.sync()?;
        }
        let evidence_out = self.args.evidence.evidence_out.as_deref();
        let (chain, reads) = (self.credential.chain(), &self.reads);
        let from = (input, stamp);
        batch::put(&self.args.output, target, signed, chain, evidence_out, reads, from)?;
        if let Some(journal) = &self.journal {
            journal.put(input);
        }
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
        note_field(self.wishes.for_(input).claims, existing, seeded, field, &input.name(), self.ui);
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
            "role": self.wishes.for_(input).role.role,
            "level": self.reached(signed),
            "shortfall": batch::shortfall_json(self.ui, signed.shortfall(), &input.name()),
            "signer": signer(self.credential.certificate()),
            "digest_algorithm": self.algorithm_of(signed).digest().name(),
            "algorithm": self.algorithm_of(signed).name(),
        })
    }
}
