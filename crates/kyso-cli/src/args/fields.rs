//! Options about signature fields: which to sign, what to lock, what may follow; and the verb that
//! lists and adds them.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use kyso::pdf::{AllowedChanges, FieldLock, SignatureLock};

use super::{AtTextArgs, OutputArgs, PdfPasswordArgs, UnlockArgs};

/// What may follow a signature.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum Changes {
    None,
    Forms,
    Annotations,
}

impl From<Changes> for AllowedChanges {
    fn from(changes: Changes) -> Self {
        match changes {
            Changes::None => Self::Nothing,
            Changes::Forms => Self::Forms,
            Changes::Annotations => Self::Annotations,
        }
    }
}

/// What a signature locks.
#[derive(Args, Clone, Debug)]
#[group(skip)]
pub(crate) struct LockArgs {
    #[arg(long, value_name = "all|include:NAMES|exclude:NAMES", value_parser = field_lock)]
    pub(crate) lock: Option<FieldLock>,
    #[arg(long, value_name = "none|forms|annotations", hide_possible_values = true)]
    pub(crate) lock_changes: Option<Changes>,
}

impl LockArgs {
    /// The lock, if one is asked for. Alone, what may follow locks no field.
    pub(crate) fn lock(&self) -> Option<SignatureLock> {
        if self.lock.is_none() && self.lock_changes.is_none() {
            return None;
        }
        let fields = self.lock.clone().unwrap_or(FieldLock::Include(Vec::new()));
        Some(SignatureLock { fields, changes: self.lock_changes.map(AllowedChanges::from) })
    }
}

/// `kyso fields`
#[derive(Args, Debug)]
#[command(disable_help_subcommand = true)]
pub(crate) struct FieldsArgs {
    #[arg(value_name = "IN")]
    pub(crate) input: PathBuf,
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) password: PdfPasswordArgs,
    #[command(subcommand)]
    pub(crate) action: Option<FieldsAction>,
}

/// What is done beside listing.
#[derive(Subcommand, Debug)]
pub(crate) enum FieldsAction {
    Add(AddFieldArgs),
}

/// `kyso fields IN add`
#[derive(Args, Debug)]
pub(crate) struct AddFieldArgs {
    #[arg(long, value_name = "NAME")]
    pub(crate) name: String,
    #[arg(long, value_name = "NUMBER")]
    pub(crate) page: Option<usize>,
    #[arg(
        long,
        value_name = "X,Y,W,H",
        value_parser = rectangle,
        allow_hyphen_values = true,
        conflicts_with = "at_text"
    )]
    pub(crate) rect: Option<Rectangle>,
    #[arg(long, value_name = "signature|text", hide_possible_values = true)]
    pub(crate) kind: Option<FieldKindName>,
    #[arg(long, value_name = "POINTS", requires = "kind")]
    pub(crate) font_size: Option<f32>,
    #[command(flatten)]
    pub(crate) at_text: AtTextArgs,
    #[arg(long, value_name = "W,H", value_parser = super::look::size, requires = "at_text")]
    pub(crate) size: Option<super::look::Lengths<2>>,
    #[command(flatten)]
    pub(crate) lock: LockArgs,
    #[command(flatten)]
    pub(crate) unlock: UnlockArgs,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
    #[arg(long)]
    pub(crate) json: bool,
}

/// What a field is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum FieldKindName {
    Signature,
    Text,
}

/// Left, bottom, right, top in points.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Rectangle(pub(crate) [f32; 4]);

/// Points to a millimetre.
const POINTS_PER_MM: f32 = 72.0 / 25.4;

/// Left, bottom, width, height; in points, or where `mm` stands behind, in millimetres. The error
/// is a word for clap only; `usage.rs` explains.
fn rectangle(text: &str) -> Result<Rectangle, &'static str> {
    let length = |text: &str| {
        let text = text.trim();
        let (number, factor) = match text.strip_suffix("mm") {
            Some(number) => (number, POINTS_PER_MM),
            None => (text.strip_suffix("pt").unwrap_or(text), 1.0),
        };
        let value = number.trim().parse::<f32>().ok()? * factor;
        value.is_finite().then_some(value)
    };
    let sides: Option<Vec<f32>> = text.split(',').map(length).collect();
    match sides.as_deref() {
        Some(&[x, y, width, height]) if width > 0.0 && height > 0.0 => {
            Ok(Rectangle([x, y, x + width, y + height]))
        }
        _ => Err("rect"),
    }
}

/// As above.
fn field_lock(text: &str) -> Result<FieldLock, &'static str> {
    text.parse().map_err(|_| "lock")
}

#[cfg(test)]
mod tests {
    use super::rectangle;

    #[test]
    fn rectangles_are_given_in_points_or_millimetres() {
        assert_eq!(rectangle("72,100.5,200,50").unwrap().0, [72.0, 100.5, 272.0, 150.5]);
        let [left, bottom, right, top] = rectangle("25.4mm,0mm, 50.8mm ,72pt").unwrap().0;
        assert!((left - 72.0).abs() < 0.01 && (right - 216.0).abs() < 0.01);
        assert_eq!([bottom, top], [0.0, 72.0]);
        for wrong in ["", "1,2,3", "1,2,3,4,5", "1,2,0,4", "1,2,-3,4", "a,b,c,d", "1,2,inf,4"] {
            assert!(rectangle(wrong).is_err(), "{wrong}");
        }
    }
}
