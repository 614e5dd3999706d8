//! What is asked for each document of a call: by its options, or by its row of a manifest.

use std::collections::BTreeMap;
use std::path::PathBuf;

use kyso::Time;

use super::rows::{Rows, Wish};
use crate::args::{ClaimArgs, LookArgs, SignArgs, XmlArgs};
use crate::error::Failure;
use crate::inputs::Input;
use crate::look::{LookFiles, Seen};
use crate::role::Part;
use crate::ui::Ui;

/// What is asked for all documents.
pub(super) struct Wishes<'a> {
    args: &'a SignArgs,
    part: Option<Part>,
    seen: Option<Seen>,
    rows: BTreeMap<PathBuf, (Wish, Option<Seen>)>,
}

/// What is asked for one.
#[derive(Clone, Copy)]
pub(super) struct Asked<'w> {
    pub(super) claims: &'w ClaimArgs,
    pub(super) xml: &'w XmlArgs,
    /// The role that it is signed in.
    pub(super) part: Option<&'w Part>,
    pub(super) seen: Option<&'w Seen>,
    /// The digest of its row; none without a manifest.
    pub(super) row: Option<&'w str>,
}

impl<'a> Wishes<'a> {
    /// Reads what the looks need.
    pub(super) fn of(
        args: &'a SignArgs,
        rows: Rows,
        part: Option<&Part>,
        now: Time,
        ui: &Ui,
    ) -> Result<Self, Failure> {
        let mut files = LookFiles::default();
        let mut seen = |look: &LookArgs, profile: &Option<String>| {
            let profile = profile.as_deref();
            let profile = part.map_or(profile, |part| part.profile(look, profile));
            let seen = Seen::with_files(look, profile, now, &mut files, ui)?;
            Ok::<_, Failure>(seen.map(|seen| seen.in_role(part)))
        };
        // With a manifest its rows say all, and what they leave open stands in each of them.
        let of_call = match args.manifest {
            Some(_) => None,
            None => seen(&args.look, &args.xml.profile)?,
        };
        let mut all = BTreeMap::new();
        for (path, wish) in rows {
            let of_row = seen(&wish.look, &wish.xml.profile)?;
            all.insert(path, (wish, of_row));
        }
        Ok(Self { args, part: part.cloned(), seen: of_call, rows: all })
    }

    pub(super) fn for_(&self, input: &Input) -> Asked<'_> {
        let part = self.part.as_ref();
        let row = match input {
            Input::File(path) => self.rows.get(path),
            Input::Stdin | Input::Packed(_) => None,
        };
        match row {
            Some((wish, seen)) => Asked {
                claims: &wish.claims,
                xml: &wish.xml,
                part,
                seen: seen.as_ref(),
                row: Some(&wish.digest),
            },
            None => Asked {
                claims: &self.args.claims,
                xml: &self.args.xml,
                part,
                seen: self.seen.as_ref(),
                row: None,
            },
        }
    }
}
