//! The walk through a CMS file: its content hashed once → for each signer its shape → integrity →
//! archive time-stamps as proofs of existence → the stages of every format; then the signatures
//! over its value.

mod describe;
mod hashed;
mod judge;
mod proofs;

use self::hashed::Hashed;
use self::judge::{Judging, Turn};
use super::context::Context;
use super::existence::Control;
use crate::cades::{CmsFile, Parts};
use crate::report::SignatureReport;
use crate::source::Source;

/// What a detached signature is over, as the caller says.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Given<'a> {
    /// Its name in the report.
    pub(crate) name: Option<&'a str>,
    pub(crate) source: &'a Source,
}

/// Judges every signer and every countersigner, each signer followed by those over its value.
pub(crate) fn judge_all(
    file: &CmsFile,
    given: Option<&Given<'_>>,
    context: &mut Context<'_>,
) -> Vec<SignatureReport> {
    let cms = file.signed_data();
    context.add_cms(cms);
    let hashed = Hashed::of(file, given);
    // It was read as a whole before; what cannot be taken apart all the same fails below.
    let parts = Parts::of(file).unwrap_or_else(|_| Parts::new());
    let control = Control::new(context.now, false);
    let name = given.and_then(|given| given.name);
    let mut judging = Judging::new(file, &parts, &hashed, name, context);
    let mut reports = Vec::new();
    for (place, info) in cms.signers.iter().enumerate() {
        match parts.signers.get(place) {
            Some(signer) => {
                let turn = Turn::of_content(info.clone(), signer.clone(), control);
                reports.extend(judging.with_those_over_it(turn));
            }
            None => reports.push(judge::unreadable(info)),
        }
    }
    describe::tell_apart(&mut reports);
    reports
}
