//! What the header says of handles and threads, checked when the library is built.

use crate::*;

/// May be used by several threads at once, as long as nobody changes it.
const fn shared<T: Send + Sync>() {}

/// May move from one thread to another.
const fn moves<T: Send>() {}

const _: () = {
    shared::<kyso_buffer>();
    shared::<kyso_cancellation>();
    shared::<kyso_credential>();
    shared::<kyso_document>();
    shared::<kyso_error>();
    shared::<kyso_evidence>();
    shared::<kyso_extension>();
    shared::<kyso_network>();
    shared::<kyso_parts>();
    shared::<kyso_path>();
    shared::<kyso_policy>();
    shared::<kyso_report>();
    shared::<kyso_revocation>();
    shared::<kyso_signed>();
    shared::<kyso_signing>();
    shared::<kyso_store>();
    shared::<kyso_trust>();
    shared::<kyso_trust_list>();
    shared::<kyso_tsa>();
    shared::<kyso_verifier>();
    moves::<kyso_batch>();
    moves::<kyso_prepared>();
};
