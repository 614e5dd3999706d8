//! What the rows of a manifest ask for: each document with its result and what its signature is to
//! say and show. Whatever is wrong with any of them is said before a key is asked for anything.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use kyso::crypto::digest;
use kyso::file::FileId;
use kyso::pdf::profile::{FieldRole, FillingProfile};
use kyso::pdf::{FieldKind, fields};
use kyso::{DigestAlgorithm, Document, Role};

use super::batch::Batch;
use crate::args::{self, ClaimArgs, LookArgs, Pair, RoleArgs, SignArgs, XmlArgs};
use crate::error::Failure;
use crate::hex::hex;
use crate::i18n::{Arg, msg};
use crate::inputs::Input;
use crate::manifest::{self, Column, Row};
use crate::output::{self, Ending, Target};
use crate::profiles;
use crate::role::Part;
use crate::ui::Ui;

/// Wrong rows that are told one by one.
const MOST_TOLD: usize = 20;

/// What one row asks for: the options of the call, but for what it says otherwise.
pub(super) struct Wish {
    pub(super) claims: ClaimArgs,
    pub(super) xml: XmlArgs,
    pub(super) look: LookArgs,
    pub(super) role: RoleArgs,
    /// What makes it another wish, as a digest.
    pub(super) digest: String,
    /// Where the manifest asks for it.
    pub(super) line: usize,
}

impl Wish {
    /// The names of the fields that are filled in.
    pub(super) fn fills(&self) -> Vec<&str> {
        self.claims.fill.iter().map(|one| one.name.as_str()).collect()
    }
}

/// What all rows ask for, by the document.
pub(super) type Rows = BTreeMap<PathBuf, Wish>;

/// The documents of a manifest, and what is asked for each.
pub(super) fn plan(
    args: &SignArgs,
    path: &Path,
    ending: Ending<'_>,
    ui: &Ui,
) -> Result<(Batch, Rows), Failure> {
    let table = manifest::read(path)?;
    let folder = path.parent().unwrap_or(Path::new(""));
    let reader = Reader { args, folder, ending };
    let mut taken = Taken::default();
    let (mut items, mut targets, mut rows) = (Vec::new(), Vec::new(), Rows::new());
    let (mut wrong, all) = (0, table.len());
    for row in &table {
        let read = reader.row(row).and_then(|read| taken.take(row.line, read));
        match read {
            Ok((input, target, wish)) => {
                rows.insert(input.clone(), wish);
                items.push(Ok(Input::File(input)));
                targets.push(target);
            }
            Err(detail) => {
                wrong += 1;
                if wrong <= MOST_TOLD {
                    ui.complain(&Failure::usage(msg::call_manifest_row(detail, path, row.line)));
                }
            }
        }
    }
    if wrong > 0 {
        return Err(Failure::usage(msg::call_manifest_wrong(all, path, wrong)));
    }
    Ok((Batch { items, targets, passed_over: Vec::new(), json: args.json }, rows))
}

type Read = (PathBuf, Target, Wish);

/// Documents and results of the rows so far, each with its line.
#[derive(Default)]
struct Taken {
    documents: BTreeMap<FileId, usize>,
    results: BTreeMap<String, usize>,
}

impl Taken {
    /// No document is signed twice, and no result meets another: names that differ in their case
    /// alone are one on some file systems.
    fn take(&mut self, line: usize, read: Read) -> Result<Read, Arg> {
        let (input, target, _) = &read;
        let document = FileId::of(input).ok();
        if let Some(earlier) = document.and_then(|id| self.documents.insert(id, line)) {
            return Err(msg::detail_row_same_file(earlier).into());
        }
        let result = target.path().map(plain).unwrap_or_default();
        if let Some(earlier) = self.results.insert(result, line) {
            return Err(msg::detail_row_same_output(earlier, target.name()).into());
        }
        Ok(read)
    }
}

/// A path as one letter case, its folder as the system knows it.
fn plain(path: &Path) -> String {
    let mut absolute = PathBuf::new();
    for part in std::path::absolute(path).unwrap_or_else(|_| path.to_owned()).components() {
        match part {
            Component::ParentDir => drop(absolute.pop()),
            part => absolute.push(part),
        }
    }
    let folder = absolute.parent().and_then(|folder| std::fs::canonicalize(folder).ok());
    let resolved = folder.zip(absolute.file_name()).map(|(folder, name)| folder.join(name));
    resolved.unwrap_or(absolute).to_string_lossy().to_lowercase()
}

/// Reads rows for a call.
struct Reader<'a> {
    args: &'a SignArgs,
    folder: &'a Path,
    ending: Ending<'a>,
}

impl Reader<'_> {
    fn row(&self, row: &Row) -> Result<Read, Arg> {
        let Some(file) = row.cell(Column::File) else {
            return Err(msg::detail_row_no_file().into());
        };
        let path = self.folder.join(file);
        if !path.is_file() {
            return Err(msg::detail_row_missing(path.as_path()).into());
        }
        let target = self.target(row, &path)?;
        let wish = self.wish(row, &path, &target)?;
        Ok((path, target, wish))
    }

    fn target(&self, row: &Row, path: &Path) -> Result<Target, Arg> {
        let output = &self.args.output;
        let Some(named) = row.cell(Column::Output) else {
            let input = Input::File(path.to_owned());
            let nowhere = output.out_dir.is_none() && !output.in_place;
            if nowhere && (self.ending)(path).is_none() {
                return Err(msg::detail_row_no_output().into());
            }
            let mut targets =
                output::plan_with(output, &[&input], self.ending).map_err(|why| words(&why))?;
            return targets.pop().ok_or_else(|| msg::detail_row_no_output().into());
        };
        if output.in_place {
            return Err(msg::detail_row_output_in_place().into());
        }
        let named = Path::new(named);
        let Some(folder) = &output.out_dir else {
            return Ok(Target::from_option(&self.folder.join(named), output.force));
        };
        // What is to be in a folder is in it.
        if !named.components().all(|part| matches!(part, Component::Normal(_))) {
            let named = named.display().to_string();
            return Err(msg::detail_row_output_outside(folder.as_path(), named).into());
        }
        Ok(Target::from_option(&folder.join(named), output.force))
    }

    fn wish(&self, row: &Row, path: &Path, target: &Target) -> Result<Wish, Arg> {
        let mut claims = self.args.claims.clone();
        let mut look = self.args.look.clone();
        let mut xml = self.args.xml.clone();
        let owned = |column| row.cell(column).map(str::to_owned);
        claims.reason = owned(Column::Reason).or(claims.reason);
        claims.location = owned(Column::Location).or(claims.location);
        if let Some(field) = owned(Column::Field) {
            (claims.field, claims.new_field) = (Some(field), None);
        }
        if let Some(name) = row.cell(Column::Profile) {
            let path = || self.folder.join(name).display().to_string();
            xml.profile = Some(if profiles::is_shipped(name) { name.to_owned() } else { path() });
        }
        let mut role = self.args.role.clone();
        if let Some(name) = row.cell(Column::Role) {
            let known = name.parse().map_err(|_| {
                let known: Vec<&str> = Role::ALL.iter().map(|role| role.name()).collect();
                Arg::from(msg::detail_row_role(known.join(", "), name))
            })?;
            role.role = Some(known);
        }
        let part = Part::of(&role).map_err(|why| words(&why))?;
        // What a row says is said, and no default of a configuration.
        if row.cell(Column::Profile).is_some() {
            (look.defaults.profile, look.defaults.alone) = (false, false);
        }
        place(row, &mut look)?;
        for (column, what) in [(Column::Number, FieldRole::Number), (Column::Date, FieldRole::Date)]
        {
            if let Some(text) = row.cell(column) {
                let profile = xml.profile.as_deref();
                let profile = part.as_ref().map_or(profile, |part| part.profile(&look, profile));
                say(what, text, path, profile, &mut claims, &mut look)?;
            }
        }
        // A profile that is none is said before the key is asked for.
        profiles::look_to_sign(xml.profile.as_deref()).map_err(|why| words(&why))?;
        let mut whole = format!("{claims:?}\0{look:?}\0{xml:?}\0{role:?}").into_bytes();
        // A profile out of a file is what stands in it.
        let profile = xml.profile.as_ref().and_then(|name| std::fs::read(name).ok());
        whole.extend(profile.unwrap_or_default());
        // A result that goes elsewhere is another one, or the document would be signed twice.
        whole.extend(target.path().map(plain).unwrap_or_default().into_bytes());
        let digest = hex(digest(DigestAlgorithm::Sha256, &whole).as_ref());
        Ok(Wish { claims, xml, look, role, digest, line: row.line })
    }
}

/// What a failure says, as a part of another.
fn words(failure: &Failure) -> Arg {
    failure.message().clone().into()
}

/// A place that a row says stands for all that the call says of places.
fn place(row: &Row, look: &mut LookArgs) -> Result<(), Arg> {
    if let Some(text) = row.cell(Column::Page) {
        let page = args::page(text).map_err(|_| Arg::from(msg::detail_row_page(text)))?;
        look.page = Some(page);
        look.defaults.alone = false;
    }
    if let Some(text) = row.cell(Column::Rect) {
        let rect = args::rectangle(text).map_err(|_| Arg::from(msg::detail_row_rect(text)))?;
        look.rect = Some(rect);
        look.defaults.alone = false;
        (look.at, look.size, look.margin) = (None, None, None);
        look.at_text.at_text = None;
    }
    Ok(())
}

/// Number and date of a paper: values of the look where its profile has them, else the text of the
/// one field that is called so.
fn say(
    role: FieldRole,
    text: &str,
    path: &Path,
    profile: Option<&str>,
    claims: &mut ClaimArgs,
    look: &mut LookArgs,
) -> Result<(), Arg> {
    let seen = profiles::look_to_sign(profile).map_err(|why| words(&why))?;
    if seen.is_some_and(|seen| seen.values.contains_key(role.name())) {
        look.set.retain(|pair| pair.name != role.name());
        look.set.push(Pair { name: role.name().to_owned(), text: text.to_owned() });
        return Ok(());
    }
    let name = field_for(role, path)?;
    claims.fill.retain(|pair| pair.name != name);
    claims.fill.push(Pair { name, text: text.to_owned() });
    Ok(())
}

/// The text field of a document that is for this.
fn field_for(role: FieldRole, path: &Path) -> Result<String, Arg> {
    let unknown = |names: Vec<String>| -> Arg {
        msg::detail_row_field(names.len(), names.join(", "), path, role.name()).into()
    };
    let document = Document::open(path)
        .map_err(|error| words(&Failure::core(error, &path.display().to_string())))?;
    let Some(pdf) = document.pdf() else { return Err(unknown(Vec::new())) };
    let Some(profile) = FillingProfile::named("number-and-date") else {
        return Err(unknown(Vec::new()));
    };
    let found = fields(&pdf.latest())
        .map_err(|error| words(&Failure::core(error, &path.display().to_string())))?;
    let is_one = |name: &str| profile.role_of(name) == Some(role);
    let texts = found.into_iter().filter(|field| field.kind == FieldKind::Text);
    let mut names: Vec<String> =
        texts.map(|field| field.name).filter(|name| is_one(name)).collect();
    match names.len() {
        1 => names.pop().ok_or_else(|| unknown(Vec::new())),
        _ => Err(unknown(names)),
    }
}
