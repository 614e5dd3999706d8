//! Options for what a signature is for on an office's paper.

use std::path::PathBuf;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use kyso::Role;
use kyso::role::LeaderChoice;

use super::trust::{DomainArgs, StoreArgs, TrustArgs};

/// The role, and what goes with it.
#[derive(Args, Clone, Debug, Default)]
#[group(skip)]
pub(crate) struct RoleArgs {
    #[arg(long, value_name = "ROLE", value_parser = role())]
    #[arg(hide_possible_values = true, conflicts_with = "certify")]
    pub(crate) role: Option<Role>,
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
#[derive(Args, Clone, Debug, Default)]
#[group(skip)]
pub(crate) struct OrderArgs {
    #[arg(long, value_name = "NAME|FILE", requires = "role")]
    pub(crate) policy: Option<String>,
    #[arg(long, requires = "role")]
    pub(crate) ignore_order: bool,
    /// What the layers below the call say of judging, where the call does not.
    #[arg(skip)]
    pub(crate) layers: Option<Box<JudgeLayers>>,
}

/// What the layers below the options of a signing call say for `kyso verify`.
#[derive(Clone, Debug)]
pub(crate) struct JudgeLayers {
    /// Whom to trust; `None` where they do not say, or the call does.
    pub(crate) trust: Option<(TrustArgs, StoreArgs, DomainArgs)>,
    pub(crate) policy: Option<String>,
}

/// The names of the roles, so that completions and errors list them.
fn role() -> impl TypedValueParser<Value = Role> {
    PossibleValuesParser::new(Role::ALL.map(Role::name)).try_map(|name| name.parse::<Role>())
}
