//! Policies to judge by: shipped ones by name, others out of files.

use std::path::Path;

use kyso::{Policy, TrustAnchors, file, limits};

use crate::error::Failure;
use crate::i18n::{Arg, msg};
use crate::profile_words;

/// The shipped policy of this name, else the one in this file; `baseline` where none is named.
pub(crate) fn load(name: Option<&str>, anchors: TrustAnchors) -> Result<Policy, Failure> {
    let Some(name) = name else { return Ok(Policy::baseline(anchors)) };
    if let Some(policy) = Policy::preset(name, anchors.clone()) {
        return Ok(policy);
    }
    let path = Path::new(name);
    if !path.exists() {
        let known: Vec<_> = Policy::preset_names().collect();
        return Err(Failure::usage(msg::call_rules_unknown(known.join(", "), name)));
    }
    let bytes = file::read_bounded(path, limits::MAX_POLICY_BYTES)
        .map_err(|error| Failure::reading(path, &error))?;
    let invalid = |detail: Arg| Failure::usage(msg::call_rules_invalid(detail, name));
    let text =
        std::str::from_utf8(&bytes).map_err(|_| invalid(msg::detail_io_not_text().into()))?;
    Policy::from_toml(text, anchors).map_err(|error| invalid(profile_words::policy(&error)))
}
