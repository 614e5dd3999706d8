//! Signing at a remote service: all documents are prepared, one authorization signs them, and a
//! request that the service took is taken up again by the same call.

use kyso::crypto::Hasher;
use kyso::key::SignatureValue;
use kyso::sign::SignatureBuilder;
use kyso::{Credential, DigestAlgorithm, Document, Prepared, SignError, SignatureAlgorithm};

use super::batch::{Batch, Item};
use super::left::Left;
use super::sign::Session;
use super::workers::Outcome;
use crate::error::Failure;
use crate::exit::Status;
use crate::i18n::msg;
use crate::inputs::Input;
use crate::remote::{Refused, Remote};
use crate::stamp::Stamp;
use crate::ui::Ui;

/// Documents in hand at once, whatever the service allows: each has a file open.
const MOST: usize = 200;

/// A prepared document with what completes it.
pub(super) struct Work<'a> {
    pub(super) builder: SignatureBuilder<'a, &'a Credential>,
    pub(super) prepared: Prepared,
    /// SHA-256 of the document, by which a request that was left is found again.
    pub(super) document: Vec<u8>,
    stamp: Stamp,
}

pub(super) fn run(
    batch: Batch,
    session: &Session<'_>,
    remote: &Remote<'_>,
    ui: &Ui,
) -> Result<Outcome, Failure> {
    let most = remote.credential.batch().min(MOST);
    let prepare = |input: &Input, target: &_| {
        let stamp = session.stamp(input);
        let builder = session.builder(input, target)?;
        let prepared = builder.clone().prepare().map_err(|error| {
            Failure::signing(error, &input.name(), session.credential.certificate())
        })?;
        let document = document_digest(builder.document(), input)?;
        Ok(Work { builder, prepared, document, stamp })
    };
    let fail_fast = session.args.batch.fail_fast;
    batch.run_together(ui, (most, fail_fast), prepare, |items| together(session, remote, items))
}

/// SHA-256 of the document as it was opened; the input may be a stream that is gone.
pub(super) fn document_digest(document: &Document, input: &Input) -> Result<Vec<u8>, Failure> {
    let cades = document.cades().map(kyso::cades::CadesDocument::source);
    let container = document.container().map(kyso::container::Container::source);
    let source = match (document.pdf(), document.xml(), cades.or(container)) {
        (Some(pdf), ..) => pdf.source(),
        (_, Some(xml), _) => xml.source(),
        (.., Some(source)) => source,
        _ => return Err(Failure::io(msg::core_unknown_format(input.name()))),
    };
    let mut hasher = Hasher::new(DigestAlgorithm::Sha256);
    let hashed = source.stream(0..source.len(), &mut |chunk| hasher.update(chunk));
    hashed.map_err(|error| Failure::core(kyso::Error::Source(error), &input.name()))?;
    Ok(hasher.finish().as_ref().to_vec())
}

type Ended = (String, Result<(), Failure>);

/// Signs these, those of one algorithm in one authorization.
fn together(session: &Session<'_>, remote: &Remote<'_>, items: Vec<Item<Work<'_>>>) -> Vec<Ended> {
    let mut groups: Vec<(SignatureAlgorithm, Vec<Item<Work<'_>>>)> = Vec::new();
    for item in items {
        let algorithm = item.work.prepared.algorithm();
        match groups.iter_mut().find(|(one, _)| *one == algorithm) {
            Some((_, group)) => group.push(item),
            None => groups.push((algorithm, vec![item])),
        }
    }
    let mut outcomes = Vec::new();
    let mut stopped = false;
    for (algorithm, group) in groups {
        if stopped {
            // The same would be refused again, and a PIN cost another try.
            outcomes.extend(group.into_iter().map(|item| {
                let name = item.input.name();
                let failure = Failure::key(msg::error_batch_stopped(1_usize, name.as_str()));
                (name, Err(failure))
            }));
            continue;
        }
        let of_group = sign_group(session, remote, algorithm, group);
        let stops = |(_, outcome): &Ended| outcome.as_ref().is_err_and(Failure::stops_batch);
        stopped = of_group.iter().any(stops);
        outcomes.extend(of_group);
    }
    outcomes
}

fn sign_group(
    session: &Session<'_>,
    remote: &Remote<'_>,
    algorithm: SignatureAlgorithm,
    mut items: Vec<Item<Work<'_>>>,
) -> Vec<Ended> {
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
    let (outcomes, keep): (Vec<Ended>, bool) = match values {
        Ok(values) => {
            let pairs = items.into_iter().zip(values);
            let outcomes: Vec<_> =
                pairs.map(|(item, value)| finish(session, remote, item, &value)).collect();
            // What could not be written for want of room or rights needs the values once more.
            let unwritten =
                |(_, outcome): &Ended| matches!(outcome, Err(f) if f.status() == Status::Io);
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
) -> Ended {
    let Item { input, target, work } = item;
    let (format, stamp) = (work.prepared.format(), work.stamp);
    let signed = work.builder.complete(work.prepared, value).map_err(|error| match error {
        SignError::ValueMismatch => Failure::key(msg::error_remote_value(remote.name())),
        error => Failure::signing(error, &input.name(), session.credential.certificate()),
    });
    let outcome = signed.and_then(|signed| session.put((&input, &stamp), &target, format, &signed));
    (input.name(), outcome)
}
