//! The role that a call signs in: its look, what it says, and whether it is its turn.

use kyso::pdf::SignatureField;
use kyso::pdf::profile::FillingProfile;
use kyso::role::{Ask, Breach, LeaderChoice, RoleRule, RoleRules};
use kyso::sign::SignatureBuilder;
use kyso::x509::Certificate;
use kyso::{Document, Evidence, Format, Policy, Report, Source, Verifier, file, limits};
use kyso_net::HttpEvidence;

use crate::args::{FormatName, LookArgs, Pair, RoleArgs, SignArgs};
use crate::commands::{holder, now};
use crate::error::Failure;
use crate::i18n::{Arg, msg};
use crate::inputs::Input;
use crate::opener::Opener;
use crate::ui::Ui;
use crate::{cades, evidence, policies, profile_words, role_words, services};

/// A role with its rules.
#[derive(Clone)]
pub(crate) struct Part {
    rule: RoleRule,
    leader: LeaderChoice,
    is_seen: bool,
}

impl Part {
    /// The role of the call, where it names one.
    pub(crate) fn of(args: &RoleArgs) -> Result<Option<Self>, Failure> {
        let Some(role) = args.role else { return Ok(None) };
        let rule = match &args.roles {
            None => RoleRule::shipped(role),
            Some(path) => {
                let shown = path.display().to_string();
                let bytes = file::read_bounded(path, limits::MAX_PROFILE_BYTES)
                    .map_err(|error| Failure::reading(path, &error))?;
                let invalid = |why: Arg| Failure::usage(msg::call_roles_invalid(why, &shown));
                let text = std::str::from_utf8(&bytes);
                let text = text.map_err(|error| invalid(error.to_string().into()))?;
                let rules = RoleRules::from_toml(text);
                let rules = rules.map_err(|error| invalid(profile_words::roles(&error)))?;
                let rule = rules.of(role).cloned();
                rule.ok_or_else(|| Failure::usage(msg::call_roles_lack(&shown, role.name())))?
            }
        };
        Ok(Some(Self { rule, leader: args.leader(), is_seen: !args.no_look }))
    }

    /// The same where none of these documents is to be signed as a PDF: nothing is seen then.
    fn on<'i>(
        self,
        mut inputs: impl Iterator<Item = &'i Input>,
        format: Option<FormatName>,
    ) -> Self {
        let is_pdf = |input: &Input| match input {
            Input::File(path) if path.is_file() => {
                let source = Source::open(path).ok();
                let kind = source.and_then(|source| Format::detect(&source).ok().flatten());
                kind == Some(Format::Pdf)
            }
            Input::File(_) | Input::Stdin => true,
            Input::Packed(_) => false,
        };
        let is_seen = self.is_seen && format.is_none() && inputs.any(is_pdf);
        Self { is_seen, ..self }
    }

    /// The look profile: the one that the call asks for, else that of the role. What the
    /// configuration says is for signatures without one.
    pub(crate) fn profile<'a>(
        &'a self,
        look: &LookArgs,
        asked: Option<&'a str>,
    ) -> Option<&'a str> {
        asked.filter(|_| !look.defaults.profile).or(self.profile_of_role())
    }

    /// That of the role.
    pub(crate) fn profile_of_role(&self) -> Option<&str> {
        self.rule.profile.as_deref().filter(|_| self.is_seen)
    }

    /// The reason, where the call says none.
    pub(crate) fn reason(&self) -> Option<&str> {
        self.rule.reason.as_deref()
    }

    /// Whether the role's own field is there, to be signed and to be seen.
    pub(crate) fn has_place(&self, fields: &[SignatureField]) -> bool {
        let own = self.rule.field(fields);
        own.is_there && fields.iter().any(|field| field.name == own.name && field.is_seen())
    }

    /// The fields that a seal may stand over: the leader's, where it can be told.
    pub(crate) fn to_cover(&self, fields: Vec<SignatureField>) -> Vec<SignatureField> {
        match self.leader.field_in(&fields) {
            Some(leader) => vec![leader.clone()],
            None => fields,
        }
    }

    /// Puts it into a signature in the making.
    pub(crate) fn put<'a, S>(&self, builder: SignatureBuilder<'a, S>) -> SignatureBuilder<'a, S> {
        builder.role_by(self.rule.clone())
    }

    /// Where the role fills something in, there must be something, in fields that its profile knows.
    pub(crate) fn check_fills(&self, fills: &[Pair]) -> Result<(), Failure> {
        let Some(profile) = self.rule.filling.as_deref().and_then(FillingProfile::named) else {
            return Ok(());
        };
        if fills.is_empty() {
            return Err(Failure::usage(msg::call_role_fill_missing(self.rule.role.name())));
        }
        match fills.iter().find(|fill| profile.role_of(&fill.name).is_none()) {
            Some(fill) => {
                Err(Failure::usage(msg::call_role_fill_unknown(&fill.name, profile.name)))
            }
            None => Ok(()),
        }
    }
}

/// Looks at each paper before it is signed, as `verify` would.
pub(crate) struct Gate {
    part: Part,
    policy: Policy,
    evidence: Evidence,
    /// Where revocation data that is missing is fetched; nowhere offline.
    source: Option<HttpEvidence>,
    ignore: bool,
}

impl Gate {
    /// The gate for these documents, where a role is named for them.
    pub(crate) fn of<'i>(
        args: &SignArgs,
        (role, fills): (&RoleArgs, &[Pair]),
        inputs: impl Iterator<Item = &'i Input>,
        ui: &Ui,
    ) -> Result<Option<Self>, Failure> {
        let Some(part) = Part::of(role)? else { return Ok(None) };
        let part = part.on(inputs, args.cades.format);
        part.check_fills(fills)?;
        let network = services::network(&args.evidence.network)?;
        // In every role: what is known not to hold is not signed.
        let policy = policies::to_judge_signed(args, &network, ui)?;
        let source = services::source(&args.evidence, &network)?;
        Ok(Some(Self {
            part,
            policy,
            evidence: evidence::load(&args.evidence.evidence)?,
            source: (!args.evidence.network.offline).then_some(source),
            ignore: args.order.ignore_order,
        }))
    }

    /// The role.
    pub(crate) fn part(&self) -> &Part {
        &self.part
    }

    /// Looks at a paper before anybody is asked for a secret. What can be read once only, and what
    /// is not there yet, is looked at when it is signed.
    pub(crate) fn may_begin(
        &self,
        input: &Input,
        args: &SignArgs,
        opener: &Opener<'_>,
    ) -> Result<(), Failure> {
        let is_file = matches!(input, Input::File(path) if path.is_file());
        if !is_file || args.claims.repair {
            return Ok(());
        }
        let output = args.output.output.as_deref();
        let document = cades::open_to_sign(input, (&args.cades, output), opener)?;
        match self.refusal(&self.breaches(&self.report(&document), None)) {
            Some(breach) => Err(self.refused(breach, input)),
            None => Ok(()),
        }
    }

    /// Refuses what may not be signed in this role now; says what is worth a look.
    pub(crate) fn check(
        &self,
        document: &Document,
        input: &Input,
        signer: &Certificate,
        ui: &Ui,
    ) -> Result<(), Failure> {
        let report = self.report(document);
        let breaches = self.breaches(&report, Some(signer));
        if let Some(breach) = self.refusal(&breaches) {
            return Err(self.refused(breach, input));
        }
        for breach in &breaches {
            ui.warn(&role_words::warning(breach, &input.name()));
        }
        // Whoever is trusted may claim to be the leader: people see who did.
        if self.part.rule.order.iter().any(|rule| rule.ask == Ask::LeaderPassed) {
            for leader in self.part.leader.signatures(&report) {
                let who = leader.material.chain.first().map(holder).unwrap_or_default();
                ui.note(&msg::note_role_leader(input.name(), &leader.id, who));
            }
        }
        Ok(())
    }

    fn report(&self, document: &Document) -> Report {
        let mut verifier = Verifier::new(&self.policy).evidence(&self.evidence);
        if let Some(source) = &self.source {
            verifier = verifier.source(source);
        }
        verifier.verify(document, now())
    }

    fn breaches(&self, report: &Report, signer: Option<&Certificate>) -> Vec<Breach> {
        self.part.rule.breaches(report, &self.part.leader, signer)
    }

    /// What stops the signature: before all else what nobody can answer for.
    fn refusal<'b>(&self, breaches: &'b [Breach]) -> Option<&'b Breach> {
        let mut refused = breaches.iter().filter(|breach| breach.is_refusal());
        let never = refused.clone().find(|breach| !breach.may_be_overridden());
        never.or_else(|| refused.next().filter(|_| !self.ignore))
    }

    fn refused(&self, breach: &Breach, input: &Input) -> Failure {
        Failure::io(role_words::refusal(breach, self.part.rule.role, &input.name()))
    }
}
