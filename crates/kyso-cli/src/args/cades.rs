//! Options for signatures by CMS, beside a file or around it.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use kyso::ContainerForm;
use kyso::cades::Commitment;

use super::verbs::{Pair, pair};

/// What a CMS signature is over, where it stands and what it says.
#[derive(Args, Clone, Debug)]
#[group(skip)]
pub(crate) struct CadesArgs {
    #[arg(long, value_name = "cades|asic-e|asic-s", hide_possible_values = true)]
    pub(crate) format: Option<FormatName>,
    #[arg(long, value_name = "xades|cades", hide_possible_values = true)]
    pub(crate) asic_signature: Option<ContainerFormName>,
    #[arg(long)]
    pub(crate) attached: bool,
    #[arg(long)]
    pub(crate) pem: bool,
    #[arg(long, value_name = "FILE")]
    pub(crate) content: Option<PathBuf>,
    #[arg(long, value_name = "ID")]
    pub(crate) countersign: Option<String>,
    #[arg(long, value_name = "TYPE")]
    pub(crate) mime_type: Option<String>,
    #[arg(long, value_name = "TEXT")]
    pub(crate) content_hint: Option<String>,
    #[arg(long, value_name = "KIND", hide_possible_values = true)]
    pub(crate) commitment: Option<CommitmentName>,
    /// The identifier of a policy, and the file with its text.
    #[arg(long, value_name = "OID=FILE", value_parser = pair)]
    pub(crate) signature_policy: Option<Pair>,
}

/// How a document is signed, where its content does not say it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum FormatName {
    Cades,
    AsicE,
    AsicS,
}

/// The form of a signature in a container.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum ContainerFormName {
    Xades,
    Cades,
}

impl From<ContainerFormName> for ContainerForm {
    fn from(name: ContainerFormName) -> Self {
        match name {
            ContainerFormName::Xades => Self::Xades,
            ContainerFormName::Cades => Self::Cades,
        }
    }
}

/// Why something is signed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum CommitmentName {
    Origin,
    Receipt,
    Delivery,
    Sender,
    Approval,
    Creation,
}

impl From<CommitmentName> for Commitment {
    fn from(name: CommitmentName) -> Self {
        match name {
            CommitmentName::Origin => Self::ProofOfOrigin,
            CommitmentName::Receipt => Self::ProofOfReceipt,
            CommitmentName::Delivery => Self::ProofOfDelivery,
            CommitmentName::Sender => Self::ProofOfSender,
            CommitmentName::Approval => Self::ProofOfApproval,
            CommitmentName::Creation => Self::ProofOfCreation,
        }
    }
}
