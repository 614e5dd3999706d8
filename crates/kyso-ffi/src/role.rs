//! What a signature is for on an office's paper, and whether it is its turn.

use std::ffi::c_char;

use kyso::Role;
use kyso::role::{Breach, LeaderChoice, RoleRule};
use serde_json::Value;

use crate::buffer::kyso_buffer;
use crate::call::{call, handle, optional, optional_text, output, text};
use crate::code::KYSO_INVALID_ARGUMENT;
use crate::credential::kyso_credential;
use crate::error::{Fault, kyso_error};
use crate::report::kyso_report;
use crate::signing::{change, kyso_signing};

/// What the signature is for, by the name of a role: `initials`, `leader`, `number`, `agency`,
/// `attachment`, `copy`, `incoming` or `comment`. It stands in the signed attributes; a PDF gets the
/// field of the role, where no other is named, and its reason, where none is set. Whether it is its
/// turn is asked before, with kyso_report_role_breaches.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_signing_set_office_role(
    signing: *mut kyso_signing,
    role: *const c_char,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        change(c"kyso_signing_set_office_role", signing, error, |signing| {
            signing.claims.role = Some(self::role(text(role, "role")?)?);
            Ok(())
        })
    }
}

/// What speaks against signing in `role` the document that `report` is on, by the shipped rules, as
/// a JSON array: `fault`, `signature`, `refusal` (law; otherwise worth a warning), `overridable`
/// (never what failed), `clause`, `mark`. Empty: it is its turn. `leader_field` or
/// `leader_cert_serial` (hexadecimal) name the leader's signature where other software made it;
/// `credential` is who is about to sign; each may be NULL. `json` is the caller's, to be freed with
/// kyso_buffer_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_report_role_breaches(
    report: *const kyso_report,
    role: *const c_char,
    leader_field: *const c_char,
    leader_cert_serial: *const c_char,
    credential: *const kyso_credential,
    json: *mut *mut kyso_buffer,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_report_role_breaches", error, || {
            let (report, place) = (handle(report, "report")?, output(json, "json")?);
            let rule = RoleRule::shipped(self::role(text(role, "role")?)?);
            let owned = |text: Option<&str>| text.map(str::to_owned);
            let leader = LeaderChoice {
                field: owned(optional_text(leader_field, "leader_field")?),
                serial: owned(optional_text(leader_cert_serial, "leader_cert_serial")?),
            };
            let signer = optional(credential).map(|one| one.credential.certificate());
            let found = rule.breaches(&report.report, &leader, signer);
            let found = Value::Array(found.iter().map(Breach::to_json).collect());
            place.give(kyso_buffer::new(found.to_string().into_bytes()));
            Ok(())
        })
    }
}

fn role(name: &str) -> Result<Role, Fault> {
    name.parse().map_err(|error| Fault::of(KYSO_INVALID_ARGUMENT, &error))
}
