//! Options for what a signature is for on an office's paper.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use kyso::Role;
use kyso::role::LeaderChoice;

/// The role, and what goes with it.
#[derive(Args, Debug, Default)]
#[group(skip)]
pub(crate) struct RoleArgs {
    #[arg(long, value_name = "ROLE", hide_possible_values = true, conflicts_with = "certify")]
    pub(crate) role: Option<RoleName>,
    /// Rules of one's own.
    #[arg(long, value_name = "FILE", requires = "role")]
    pub(crate) roles: Option<PathBuf>,
    /// Nothing is seen of the signature.
    #[arg(long, requires = "role", conflicts_with_all = ["profile", "visible"])]
    pub(crate) no_look: bool,
    #[arg(long, value_name = "NAME", requires = "role")]
    pub(crate) leader_field: Option<String>,
    #[arg(long, value_name = "HEX", requires = "role", value_parser = super::key::serial)]
    pub(crate) leader_cert_serial: Option<String>,
}

impl RoleArgs {
    /// Which signature the call takes for the leader's.
    pub(crate) fn leader(&self) -> LeaderChoice {
        let (field, serial) = (self.leader_field.clone(), self.leader_cert_serial.clone());
        LeaderChoice { field, serial }
    }
}

/// By what the signatures that are there are judged, and who answers for their order.
#[derive(Args, Debug, Default)]
#[group(skip)]
pub(crate) struct OrderArgs {
    #[arg(long, value_name = "NAME|FILE", requires = "role")]
    pub(crate) policy: Option<String>,
    #[arg(long, requires = "role")]
    pub(crate) ignore_order: bool,
}

/// The roles.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum RoleName {
    Initials,
    Leader,
    Number,
    Agency,
    Attachment,
    Copy,
    Incoming,
    Comment,
}

impl From<RoleName> for Role {
    fn from(name: RoleName) -> Self {
        match name {
            RoleName::Initials => Self::Initials,
            RoleName::Leader => Self::Leader,
            RoleName::Number => Self::Number,
            RoleName::Agency => Self::Agency,
            RoleName::Attachment => Self::Attachment,
            RoleName::Copy => Self::Copy,
            RoleName::Incoming => Self::Incoming,
            RoleName::Comment => Self::Comment,
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::ValueEnum as _;
    use kyso::Role;

    use super::RoleName;

    #[test]
    fn every_role_can_be_asked_for_by_its_name() {
        assert_eq!(RoleName::value_variants().len(), Role::ALL.len());
        for name in RoleName::value_variants() {
            let value = name.to_possible_value().map(|value| value.get_name().to_owned());
            assert_eq!(value.as_deref(), Some(Role::from(*name).name()));
        }
    }
}
