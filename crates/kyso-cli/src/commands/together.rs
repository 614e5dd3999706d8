//! Signing at a remote service: all documents are prepared, one authorization signs them, and a
//! request that the service took is taken up again by the same call.

use std::fs;
use std::path::PathBuf;

use etcetera::BaseStrategy;
use kyso::crypto::{Hasher, digest};
use kyso::key::SignatureValue;
use kyso::sign::SignatureBuilder;
use kyso::{Credential, DigestAlgorithm, Document, Prepared, SignError, SignatureAlgorithm};
use serde_json::{Value, json};

use super::batch::{Batch, Item};
use super::sign::Session;
use crate::error::Failure;
use crate::exit::Status;
use crate::hex::hex;
use crate::i18n::msg;
use crate::inputs::Input;
use crate::remote::{Refused, Remote};
use crate::ui::Ui;

/// Documents in hand at once, whatever the service allows: each has a file open.
const MOST: usize = 200;

/// A prepared document with what completes it.
struct Work<'a> {
    builder: SignatureBuilder<'a, &'a Credential>,
    prepared: Prepared,
    /// SHA-256 of the document, by which a request that was left is found again.
    document: Vec<u8>,
}

pub(super) fn run(
    batch: Batch,
    session: &Session<'_>,
    remote: &Remote<'_>,
    ui: &Ui,
) -> Result<Status, Failure> {
    let most = remote.credential.batch().min(MOST);
    let prepare = |input: &Input, target: &_| {
        let builder = session.builder(input, target)?;
        let prepared = builder.clone().prepare().map_err(|error| {
            Failure::signing(error, &input.name(), session.credential.certificate())
        })?;
        let document = document_digest(builder.document(), input)?;
        Ok(Work { builder, prepared, document })
    };
    batch.run_together(ui, most, prepare, |items| together(session, remote, items))
}

/// SHA-256 of the document as it was opened; the input may be a stream that is gone.
fn document_digest(document: &Document, input: &Input) -> Result<Vec<u8>, Failure> {
    let source = match (document.pdf(), document.xml(), document.container()) {
        (Some(pdf), ..) => pdf.source(),
        (_, Some(xml), _) => xml.source(),
        (.., Some(container)) => container.source(),
        _ => return Err(Failure::io(msg::core_unknown_format(input.name()))),
    };
    let mut hasher = Hasher::new(DigestAlgorithm::Sha256);
    let hashed = source.stream(0..source.len(), &mut |chunk| hasher.update(chunk));
    hashed.map_err(|error| Failure::core(kyso::Error::Source(error), &input.name()))?;
    Ok(hasher.finish().as_ref().to_vec())
}

type Outcome = (String, Result<(), Failure>);

/// Signs these, those of one algorithm in one authorization.
fn together(
    session: &Session<'_>,
    remote: &Remote<'_>,
    items: Vec<Item<Work<'_>>>,
) -> Vec<Outcome> {
    let mut groups: Vec<(SignatureAlgorithm, Vec<Item<Work<'_>>>)> = Vec::new();
    for item in items {
        let algorithm = item.work.prepared.algorithm();
        match groups.iter_mut().find(|(one, _)| *one == algorithm) {
            Some((_, group)) => group.push(item),
            None => groups.push((algorithm, vec![item])),
        }
    }
    let sign = |(algorithm, group)| sign_group(session, remote, algorithm, group);
    groups.into_iter().flat_map(sign).collect()
}

fn sign_group(
    session: &Session<'_>,
    remote: &Remote<'_>,
    algorithm: SignatureAlgorithm,
    mut items: Vec<Item<Work<'_>>>,
) -> Vec<Outcome> {
    let left = Left::of(session, remote, &items);
    let values = match left.as_ref().and_then(|left| left.take_up(&mut items)) {
        Some(transaction) => remote.resume(&transaction, algorithm, items.len()),
        None => {
            let digests: Vec<Vec<u8>> = items
                .iter()
                .map(|item| item.work.prepared.to_be_signed().digest().as_ref().to_vec())
                .collect();
            let digests: Vec<&[u8]> = digests.iter().map(Vec::as_slice).collect();
            remote.sign(algorithm, &digests, &|transaction| {
                if let Some(left) = &left {
                    left.leave(transaction, &items);
                }
            })
        }
    };
    let (outcomes, keep): (Vec<Outcome>, bool) = match values {
        Ok(values) => {
            let pairs = items.into_iter().zip(values);
            let outcomes: Vec<_> =
                pairs.map(|(item, value)| finish(session, remote, item, &value)).collect();
            // What could not be written for want of room or rights needs the values once more.
            let unwritten =
                |(_, outcome): &Outcome| matches!(outcome, Err(f) if f.status() == Status::Io);
            let keep = outcomes.iter().any(unwritten);
            (outcomes, keep)
        }
        Err(Refused { failure, stands }) => {
            let failed = |item: &Item<_>| (item.input.name(), Err(failure()));
            (items.iter().map(failed).collect(), stands)
        }
    };
    if let Some(left) = left.filter(|_| !keep) {
        left.forget();
    }
    outcomes
}

fn finish(
    session: &Session<'_>,
    remote: &Remote<'_>,
    item: Item<Work<'_>>,
    value: &SignatureValue,
) -> Outcome {
    let Item { input, target, work } = item;
    let format = work.prepared.format();
    let signed = work.builder.complete(work.prepared, value).map_err(|error| match error {
        SignError::ValueMismatch => Failure::key(msg::error_remote_value(remote.name())),
        error => Failure::signing(error, &input.name(), session.credential.certificate()),
    });
    let outcome = signed.and_then(|signed| session.put(&input, &target, format, &signed));
    (input.name(), outcome)
}

/// Where a request waits to be taken up: a folder that is its call's own.
struct Left(PathBuf);

impl Left {
    /// The place for these documents, signed so, with this key.
    fn of(session: &Session<'_>, remote: &Remote<'_>, items: &[Item<Work<'_>>]) -> Option<Self> {
        let named = std::env::var_os("KYSO_STATE").filter(|name| !name.is_empty());
        let usual = || {
            let strategy = etcetera::choose_base_strategy().ok()?;
            Some(strategy.state_dir().unwrap_or_else(|| strategy.data_dir()).join("kyso"))
        };
        let folder = named.map(PathBuf::from).or_else(usual)?.join("remote");
        let args = session.args;
        let mut call = format!(
            "{}\0{:?}\0{:?}\0{:?}\0{:?}\0{:?}\0",
            remote.identity, args.claims, args.xml, args.look, args.algorithm, args.level
        );
        // What is drawn of a file, and what a profile says, is part of the call too.
        let profile = args.xml.profile.as_ref().map(PathBuf::from);
        for path in args.look.files().chain(profile.as_ref()) {
            let bytes = fs::read(path).unwrap_or_default();
            call.push_str(&hex(digest(DigestAlgorithm::Sha256, &bytes).as_ref()));
        }
        for item in items {
            call.push_str(&hex(&item.work.document));
        }
        let name = hex(digest(DigestAlgorithm::Sha256, call.as_bytes()).as_ref());
        Some(Self(folder.join(name)))
    }

    /// Keeps the prepared documents and the name of the request. Where that fails, signing goes
    /// on: it is a help for the next call only.
    fn leave(&self, transaction: &str, items: &[Item<Work<'_>>]) {
        let note = json!({"version": 1, "transaction": transaction, "count": items.len()});
        let keep = || -> Result<(), SignError> {
            let io = |error: std::io::Error| SignError::Io(error);
            self.forget();
            if let Some(above) = self.0.parent() {
                fs::create_dir_all(above).map_err(io)?;
            }
            private_folder(&self.0).map_err(io)?;
            for (index, item) in items.iter().enumerate() {
                item.work.prepared.save(self.0.join(format!("{index}.state")))?;
            }
            // Last, so that what is there is whole.
            let write = |out: &mut fs::File| -> std::io::Result<()> {
                std::io::Write::write_all(out, note.to_string().as_bytes())
            };
            kyso::file::write_new(&self.0.join("request.json"), write).map_err(io)
        };
        if keep().is_err() {
            self.forget();
        }
    }

    /// Puts the prepared documents of a request that was left in the place of these; its name.
    fn take_up(&self, items: &mut [Item<Work<'_>>]) -> Option<String> {
        let note = fs::read(self.0.join("request.json")).ok()?;
        let note: Value = serde_json::from_slice(&note).ok()?;
        let transaction = note["transaction"].as_str()?.to_owned();
        if note["version"] != 1 || note["count"] != items.len() {
            return None;
        }
        let mut all = Vec::new();
        for (index, item) in items.iter().enumerate() {
            let state = Prepared::open(self.0.join(format!("{index}.state"))).ok()?;
            let fits = state.certificate() == item.work.prepared.certificate()
                && state.algorithm() == item.work.prepared.algorithm()
                && state.format() == item.work.prepared.format()
                && item.work.builder.is_of(&state).ok()?;
            all.push(fits.then_some(state)?);
        }
        for (item, state) in items.iter_mut().zip(all) {
            item.work.prepared = state;
        }
        Some(transaction)
    }

    fn forget(&self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// A folder that nobody else looks into: whole documents lie there.
fn private_folder(path: &std::path::Path) -> std::io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    builder.create(path)
}
