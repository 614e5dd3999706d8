//! What is asked for each document of a call: by its options, or by its row of a manifest.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use kyso::Time;

use super::rows::{Rows, Wish};
use crate::args::{ClaimArgs, LookArgs, RoleArgs, SignArgs, XmlArgs};
use crate::error::Failure;
use crate::inputs::Input;
use crate::look::{LookFiles, Seen};
use crate::role::Gate;
use crate::ui::Ui;

/// What is asked for all documents.
pub(super) struct Wishes<'a> {
    args: &'a SignArgs,
    of_call: Made,
    rows: BTreeMap<PathBuf, (Wish, Made)>,
}

/// What was made of the options of a document.
#[derive(Default)]
struct Made {
    seen: Option<Seen>,
    gate: Option<Arc<Gate>>,
}

/// What is asked for one.
#[derive(Clone, Copy)]
pub(super) struct Asked<'w> {
    pub(super) claims: &'w ClaimArgs,
    pub(super) xml: &'w XmlArgs,
    pub(super) role: &'w RoleArgs,
    pub(super) seen: Option<&'w Seen>,
    /// What its role asks of the document.
    pub(super) gate: Option<&'w Gate>,
    /// The digest of its row; none without a manifest.
    pub(super) row: Option<&'w str>,
    /// Its line in the manifest.
    line: Option<(&'w Path, usize)>,
}

impl Asked<'_> {
    /// What is wrong with a document, with the line that asked for it.
    pub(super) fn fault(&self, failure: Failure) -> Failure {
        match self.line {
            Some((manifest, line)) => failure.at_row(manifest, line),
            None => failure,
        }
    }
}

impl<'a> Wishes<'a> {
    /// Reads what the looks and the roles need.
    pub(super) fn of<'i>(
        args: &'a SignArgs,
        rows: Rows,
        inputs: impl Iterator<Item = &'i Input>,
        now: Time,
        ui: &Ui,
    ) -> Result<Self, Failure> {
        let mut maker = Maker { now, files: LookFiles::default(), gates: BTreeMap::new(), ui };
        if args.manifest.is_none() {
            let gate = Gate::of(args, (&args.role, &args.claims.fill), inputs, ui)?;
            let of_call = maker.make(&args.look, &args.xml, gate.map(Arc::new))?;
            return Ok(Self { args, of_call, rows: BTreeMap::new() });
        }
        // With a manifest its rows say all, and what they leave open stands in each of them.
        let mut all = BTreeMap::new();
        for (path, wish) in rows {
            let gate = maker.gate(args, &wish, &path)?;
            let made = maker.make(&wish.look, &wish.xml, gate)?;
            all.insert(path, (wish, made));
        }
        Ok(Self { args, of_call: Made::default(), rows: all })
    }

    pub(super) fn for_(&self, input: &Input) -> Asked<'_> {
        let row = match input {
            Input::File(path) => self.rows.get(path),
            Input::Stdin | Input::Packed(_) => None,
        };
        let args = self.args;
        let (claims, xml, role, made) = match row {
            Some((wish, made)) => (&wish.claims, &wish.xml, &wish.role, made),
            None => (&args.claims, &args.xml, &args.role, &self.of_call),
        };
        Asked {
            claims,
            xml,
            role,
            seen: made.seen.as_ref(),
            gate: made.gate.as_deref(),
            row: row.map(|(wish, _)| wish.digest.as_str()),
            line: args.manifest.as_deref().zip(row.map(|(wish, _)| wish.line)),
        }
    }
}

/// Makes looks and gates, each file and each role read once.
struct Maker<'m> {
    now: Time,
    files: LookFiles,
    gates: BTreeMap<String, Option<Arc<Gate>>>,
    ui: &'m Ui,
}

impl Maker<'_> {
    fn make(
        &mut self,
        look: &LookArgs,
        xml: &XmlArgs,
        gate: Option<Arc<Gate>>,
    ) -> Result<Made, Failure> {
        let part = gate.as_deref().map(Gate::part);
        let profile = xml.profile.as_deref();
        let profile = part.map_or(profile, |part| part.profile(look, profile));
        let seen = Seen::with_files(look, profile, self.now, &mut self.files, self.ui)?;
        Ok(Made { seen: seen.map(|seen| seen.in_role(part)), gate })
    }

    /// The gate of a row: rows of one role and kind share theirs.
    fn gate(
        &mut self,
        args: &SignArgs,
        wish: &Wish,
        path: &Path,
    ) -> Result<Option<Arc<Gate>>, Failure> {
        let kind = path.extension().map(|ending| ending.to_ascii_lowercase());
        let key = format!("{:?}{kind:?}{:?}", wish.role, wish.fills());
        if let Some(known) = self.gates.get(&key) {
            return Ok(known.clone());
        }
        let input = [Input::File(path.to_owned())];
        let gate = Gate::of(args, (&wish.role, &wish.claims.fill), input.iter(), self.ui)?;
        let gate = gate.map(Arc::new);
        self.gates.insert(key, gate.clone());
        Ok(gate)
    }
}
