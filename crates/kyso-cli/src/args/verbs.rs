//! The verbs that take a document and hand out a result at once, and the generated ones.

use std::path::PathBuf;

use clap::{ArgGroup, Args, ValueEnum};
use clap_complete::Shell;
use kyso::Time;
use kyso::xml::{ElementName, ElementPath};

use super::time::point_in_time;
use super::xml::{XmlArgs, element};
use super::{
    AlgorithmArgs, CadesArgs, Changes, DomainArgs, EvidenceArgs, KeyArgs, LockArgs, LookArgs,
    NetworkArgs, OrderArgs, OutputArgs, PassphraseArgs, PdfPasswordArgs, ReportArgs,
    RevocationCheck, RoleArgs, StoreArgs, TrustArgs, TsaArgs, UnlockArgs,
};

/// The ways to a passphrase, of which one is taken.
const PASSPHRASES: [&str; 3] = ["passphrase_file", "passphrase_fd", "passphrase_env"];

/// The ways to a key, of which one is taken.
const KEYS: [&str; 5] = ["p12", "key", "key_command", "pkcs11", "remote"];

/// `kyso sign`
#[derive(Args, Clone, Debug)]
#[command(group(ArgGroup::new("credential").required(true).args(KEYS)))]
#[command(group(ArgGroup::new("passphrase").args(PASSPHRASES)))]
pub(crate) struct SignArgs {
    #[arg(required_unless_present = "manifest", value_name = "IN")]
    pub(crate) inputs: Vec<PathBuf>,
    /// A table of documents, each with what is asked for it.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["inputs", "output"])]
    pub(crate) manifest: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
    #[command(flatten)]
    pub(crate) unlock: UnlockArgs,
    #[command(flatten)]
    pub(crate) key: KeyArgs,
    #[command(flatten)]
    pub(crate) passphrase: PassphraseArgs,
    #[command(flatten)]
    pub(crate) algorithm: AlgorithmArgs,
    #[command(flatten)]
    pub(crate) claims: ClaimArgs,
    #[command(flatten)]
    pub(crate) look: LookArgs,
    #[command(flatten)]
    pub(crate) xml: XmlArgs,
    #[command(flatten)]
    pub(crate) cades: CadesArgs,
    #[arg(long, value_name = "b|t|lt|lta", hide_possible_values = true)]
    pub(crate) level: Option<Level>,
    #[arg(long, requires = "level")]
    pub(crate) level_fallback: bool,
    #[command(flatten)]
    pub(crate) tsa: TsaArgs,
    #[command(flatten)]
    pub(crate) trust: TrustArgs,
    #[command(flatten)]
    pub(crate) store: StoreArgs,
    #[command(flatten)]
    pub(crate) evidence: EvidenceArgs,
    #[command(flatten)]
    pub(crate) role: RoleArgs,
    #[command(flatten)]
    pub(crate) order: OrderArgs,
    #[command(flatten)]
    pub(crate) batch: BatchArgs,
    #[arg(long, value_name = "warn|require|off", hide_possible_values = true)]
    pub(crate) revocation_check: Option<RevocationCheck>,
    /// Sign without showing at the terminal what is about to be signed.
    #[arg(long, short)]
    pub(crate) yes: bool,
    #[arg(long)]
    pub(crate) json: bool,
}

/// How many documents are signed, and what becomes of a call that was cut off.
#[derive(Args, Clone, Debug)]
#[group(skip)]
pub(crate) struct BatchArgs {
    /// Documents in work at once.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=64))]
    pub(crate) jobs: Option<u8>,
    /// Sign what an earlier call left.
    #[arg(long)]
    pub(crate) resume: bool,
    /// Sign everything, whatever an earlier call did.
    #[arg(long, conflicts_with = "resume")]
    pub(crate) restart: bool,
    /// Begin no other document once one failed.
    #[arg(long)]
    pub(crate) fail_fast: bool,
}

/// What the signature says beside the bytes.
#[derive(Args, Clone, Debug)]
pub(crate) struct ClaimArgs {
    #[arg(long, value_name = "TEXT")]
    pub(crate) reason: Option<String>,
    #[arg(long, value_name = "TEXT")]
    pub(crate) location: Option<String>,
    #[arg(long, value_name = "TEXT")]
    pub(crate) contact: Option<String>,
    #[arg(long, value_name = "NAME")]
    pub(crate) field: Option<String>,
    /// The value is optional, so that it needs a `=`: a document may follow.
    #[arg(long, value_name = "NAME", num_args = 0..=1, require_equals = true)]
    #[arg(conflicts_with = "field")]
    pub(crate) new_field: Option<Option<String>>,
    /// Name and text of a field that is filled in.
    #[arg(long, value_name = "NAME=TEXT", value_parser = pair)]
    pub(crate) fill: Vec<Pair>,
    #[arg(long, value_name = "none|forms|annotations", hide_possible_values = true)]
    pub(crate) certify: Option<Changes>,
    #[command(flatten)]
    pub(crate) lock: LockArgs,
    #[arg(long, value_name = "cades|pkcs7", hide_possible_values = true)]
    pub(crate) subfilter: Option<SubFilterName>,
    #[arg(long)]
    pub(crate) allow_expired: bool,
    #[arg(long)]
    pub(crate) repair: bool,
}

/// A name, and what is said for it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Pair {
    pub(crate) name: String,
    pub(crate) text: String,
}

/// The error is a word for clap only; `usage.rs` explains.
pub(super) fn pair(text: &str) -> Result<Pair, &'static str> {
    let (name, text) = text.split_once('=').ok_or("pair")?;
    let name = name.trim();
    if name.is_empty() || text.trim().is_empty() {
        return Err("pair");
    }
    Ok(Pair { name: name.to_owned(), text: text.to_owned() })
}

/// The level to sign at; the higher ones need a time-stamping authority.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum Level {
    B,
    T,
    Lt,
    Lta,
}

impl Level {
    /// What it takes more than the signature, if anything.
    pub(crate) fn higher(self) -> Option<HigherLevel> {
        match self {
            Self::B => None,
            Self::T => Some(HigherLevel::T),
            Self::Lt => Some(HigherLevel::Lt),
            Self::Lta => Some(HigherLevel::Lta),
        }
    }
}

/// The levels that need services.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum HigherLevel {
    T,
    Lt,
    Lta,
}

/// `kyso extend`
#[derive(Args, Debug)]
pub(crate) struct ExtendArgs {
    #[arg(required = true, value_name = "IN")]
    pub(crate) inputs: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
    #[command(flatten)]
    pub(crate) unlock: UnlockArgs,
    #[arg(long, value_name = "FILE")]
    pub(crate) content: Option<PathBuf>,
    #[arg(long, value_name = "t|lt|lta", hide_possible_values = true)]
    pub(crate) level: HigherLevel,
    #[arg(long)]
    pub(crate) level_fallback: bool,
    #[command(flatten)]
    pub(crate) tsa: TsaArgs,
    #[command(flatten)]
    pub(crate) trust: TrustArgs,
    #[command(flatten)]
    pub(crate) store: StoreArgs,
    #[command(flatten)]
    pub(crate) evidence: EvidenceArgs,
    #[arg(long)]
    pub(crate) json: bool,
}

/// `kyso timestamp`
#[derive(Args, Debug)]
pub(crate) struct TimestampArgs {
    #[arg(required = true, value_name = "IN")]
    pub(crate) inputs: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
    #[command(flatten)]
    pub(crate) unlock: UnlockArgs,
    #[command(flatten)]
    pub(crate) tsa: TsaArgs,
    #[command(flatten)]
    pub(crate) trust: TrustArgs,
    #[command(flatten)]
    pub(crate) store: StoreArgs,
    #[command(flatten)]
    pub(crate) network: NetworkArgs,
    #[arg(long)]
    pub(crate) repair: bool,
    #[arg(long)]
    pub(crate) json: bool,
}

/// `/SubFilter`
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum SubFilterName {
    Cades,
    Pkcs7,
}

/// A file for what a signature refers to outside of its document.
#[derive(Clone, Debug)]
pub(crate) struct External {
    pub(crate) uri: String,
    pub(crate) file: PathBuf,
}

/// The error is a word for clap only; `usage.rs` explains. A URI may have `=` in its query, a file
/// seldom has one: the last divides.
fn external(text: &str) -> Result<External, &'static str> {
    let (uri, file) = text.rsplit_once('=').ok_or("external")?;
    if file.is_empty() {
        return Err("external");
    }
    Ok(External { uri: uri.to_owned(), file: PathBuf::from(file) })
}

/// `kyso verify`
#[derive(Args, Debug)]
#[command(group(ArgGroup::new("trusted").multiple(true).args(["trust", "trust_list"])))]
pub(crate) struct VerifyArgs {
    #[arg(required = true, value_name = "IN")]
    pub(crate) inputs: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) password: PdfPasswordArgs,
    #[command(flatten)]
    pub(crate) trust: TrustArgs,
    #[command(flatten)]
    pub(crate) store: StoreArgs,
    #[command(flatten)]
    pub(crate) domain: DomainArgs,
    #[arg(long, value_name = "NAME|FILE")]
    pub(crate) policy: Option<String>,
    #[arg(long, value_name = "TIME", value_parser = point_in_time)]
    pub(crate) at: Option<Time>,
    #[arg(long, value_name = "NAME", value_parser = element::<ElementName>)]
    pub(crate) expect_root: Option<ElementName>,
    #[arg(long, value_name = "PATH", value_parser = element::<ElementPath>)]
    pub(crate) expect_element: Vec<ElementPath>,
    #[arg(long, value_name = "URI=FILE", value_parser = external)]
    pub(crate) external: Vec<External>,
    #[arg(long, value_name = "FILE")]
    pub(crate) content: Option<PathBuf>,
    #[arg(long, value_name = "NAME|FILE")]
    pub(crate) profile: Vec<String>,
    #[command(flatten)]
    pub(crate) evidence: EvidenceArgs,
    #[command(flatten)]
    pub(crate) report: ReportArgs,
    #[arg(long)]
    pub(crate) json: bool,
}

/// `kyso inspect`
#[derive(Args, Debug)]
pub(crate) struct InspectArgs {
    #[arg(value_name = "IN")]
    pub(crate) input: PathBuf,
    #[command(flatten)]
    pub(crate) password: PdfPasswordArgs,
    #[arg(long)]
    pub(crate) json: bool,
}

/// `kyso demo`
#[derive(Args, Debug)]
pub(crate) struct DemoArgs {
    #[arg(long, value_name = "DIR", default_value = "kyso-demo", hide_default_value = true)]
    pub(crate) out_dir: PathBuf,
}

/// `kyso completions`
#[derive(Args, Debug)]
pub(crate) struct CompletionsArgs {
    #[arg(value_name = "SHELL", hide_possible_values = true)]
    pub(crate) shell: Shell,
}
