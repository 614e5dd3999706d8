//! What tokens there are, asked for in a process of its own: a module is somebody else's code, and
//! one that hangs or crashes must cost a line in a list and nothing else.

mod child;
mod facts;
mod parent;

use std::ffi::OsString;

pub(crate) use facts::{KeyFacts, ModuleFault, Pin, Probed, TokenFacts};
pub(crate) use parent::{module, search};

/// The first argument of a process that loads a module. No verb of the command has this name, and
/// help and completions do not know it.
const VERB: &str = "probe-module";

/// Before the answer, since some modules write to stdout themselves.
const MARK: &str = "kyso-probe:";

/// Whether this process was started to load a module; then it has done so.
pub(crate) fn is_asked_for(arguments: &[OsString]) -> bool {
    let asked = arguments.get(1).is_some_and(|verb| verb == VERB);
    if asked && let Some(uri) = arguments.get(2).and_then(|uri| uri.to_str()) {
        child::run(uri);
    }
    asked
}
