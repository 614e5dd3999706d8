//! XAdES: what a signature says of itself and what proves it for long (EN 319 132-1 V1.2.1).
//!
//! [`Properties`] writes what a new signature signs, [`Qualifying`] reads what is there,
//! [`Imprints`] tells what its time-stamps are over, [`raise`] adds levels.

mod certificate_ref;
mod counter;
mod error;
mod evidence;
mod fields;
mod imprint;
mod level;
mod names;
mod parallel;
mod properties;
mod qualifying;
mod raise;
mod signed;
#[cfg(test)]
mod tests;
mod timestamps;
mod unsigned;
mod write;

pub use certificate_ref::{CertificateRef, CertificateRefVersion, IssuerSerial};
pub(crate) use counter::signs_value;
pub use counter::{countersigns, prepare_counter_signature};
pub use error::{
    CertificateRefFault, EncapsulatedFault, ImprintFault, PropertiesError, XadesError,
};
pub use evidence::EvidenceContainer;
pub use imprint::Imprints;
pub use level::level;
pub use names::{COUNTERSIGNED_TYPE, SIGNED_PROPERTIES_TYPE};
pub use parallel::{parallel_reference, without_signatures};
pub use properties::{Commitment, Place, PolicyTemplate, Properties};
pub use qualifying::{Carried, Qualifying, Reading};
pub use raise::{RaiseError, RaiseGoal, RaiseOptions, Raised, Which, raise};
pub use signed::{
    CommitmentIndication, DataObjectFormat, PolicyIdentifier, SignedProperties, SigningTime,
    UnknownProperty,
};
pub use timestamps::{TimestampContainer, TimestampKind};
pub use unsigned::{UnsignedContent, UnsignedProperty};
