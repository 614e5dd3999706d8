//! Where a result goes, decided before any work is done: never onto something by accident.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use kyso::file::{self, FileId, Staged};
use kyso::{Prepared, SignError, Signed};

use crate::args::OutputArgs;
use crate::error::Failure;
use crate::i18n::msg;
use crate::inputs::Input;
use crate::reads::Reads;

/// Where one result goes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Target {
    /// A file that must not exist, a device or a pipe.
    New(PathBuf),
    /// A file that may exist and is then replaced in one step.
    Replace(PathBuf),
    /// The document itself, replaced by the result in one step.
    InPlace(PathBuf),
    /// stdout.
    Stdout,
}

impl Target {
    /// As `-o` and `--force` say.
    pub(crate) fn from_option(path: &Path, force: bool) -> Self {
        if path == Path::new("-") {
            Self::Stdout
        } else if force {
            Self::Replace(path.to_owned())
        } else {
            Self::New(path.to_owned())
        }
    }

    /// The name in messages.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::New(path) | Self::Replace(path) | Self::InPlace(path) => {
                path.display().to_string()
            }
            Self::Stdout => "-".to_owned(),
        }
    }

    /// The file, unless it is stdout.
    pub(crate) fn path(&self) -> Option<&Path> {
        match self {
            Self::New(path) | Self::Replace(path) | Self::InPlace(path) => Some(path),
            Self::Stdout => None,
        }
    }

    /// Looks whether writing can work, before a key is asked for anything. What the call reads
    /// or has written is never an output, `--force` or not.
    pub(crate) fn check(&self, reads: &Reads) -> Result<(), Failure> {
        let path = match self {
            Self::New(path) | Self::Replace(path) => path,
            Self::InPlace(path) => {
                in_place(path)?;
                return reads.forbid_but_documents(path);
            }
            Self::Stdout => return Ok(()),
        };
        let Ok(there) = fs::symlink_metadata(path) else { return Ok(()) };
        // Through a link to what it names; a dangling link is itself in the way.
        let there = fs::metadata(path).unwrap_or(there);
        if there.is_dir() {
            return Err(Failure::io(msg::error_output_is_folder(path.as_path())));
        }
        if there.is_file() {
            reads.forbid(path)?;
        }
        let occupied = there.is_file() || there.file_type().is_symlink();
        if !occupied || matches!(self, Self::Replace(_)) {
            return Ok(());
        }
        Err(Failure::io(msg::error_exists(path.as_path())))
    }

    /// Takes back a file that this call has made. What `--force` replaced is gone either way.
    pub(crate) fn take_back(&self) {
        if let Self::New(path) = self
            && path.is_file()
        {
            let _ = fs::remove_file(path);
        }
    }

    /// Writes the result beside its place, where [`kyso::file::put_all`] puts many at once;
    /// `None` for stdout.
    pub(crate) fn stage(&self, result: &Signed, reads: &Reads) -> Result<Option<Staged>, Failure> {
        self.check(reads)?;
        let staged = match self {
            Self::New(path) => result.stage(path),
            Self::Replace(path) | Self::InPlace(path) => result.stage_replacing(path),
            Self::Stdout => return Ok(None),
        };
        staged.map(Some).map_err(|error| self.refused(error))
    }

    /// Why the result could not be put there.
    pub(crate) fn refused(&self, error: SignError) -> Failure {
        match error {
            SignError::Io(error) if *self == Self::Stdout => Failure::stdout(&error),
            SignError::Io(error) => Failure::writing(Path::new(&self.name()), &error),
            other => Failure::core(other, &self.name()),
        }
    }

    /// Puts the result there, whole or not at all, after another look at what stands there now.
    pub(crate) fn put(
        &self,
        result: &(impl Product + ?Sized),
        reads: &Reads,
    ) -> Result<(), Failure> {
        self.check(reads)?;
        let outcome = match self {
            Self::New(path) => result.save(path),
            Self::Replace(path) | Self::InPlace(path) => result.save_replacing(path),
            Self::Stdout => {
                let mut out = io::stdout().lock();
                result.write_to(&mut out).and_then(|()| Ok(out.flush()?))
            }
        };
        outcome.map_err(|error| self.refused(error))?;
        self.wrote(reads);
        Ok(())
    }

    /// Notes that the result stands there.
    pub(crate) fn wrote(&self, reads: &Reads) {
        if let Some(path) = self.path() {
            reads.wrote(path);
        }
    }
}

/// Only a regular file can be replaced; a pipe would be read as the document and wait for ever.
fn in_place(path: &Path) -> Result<(), Failure> {
    match fs::metadata(path) {
        Ok(there) if !there.is_file() && !there.is_dir() => {
            Err(Failure::io(msg::error_not_regular(path)))
        }
        _ => Ok(()),
    }
}

/// Folders that this call made, the innermost first.
#[derive(Default)]
pub(crate) struct NewFolders(Vec<PathBuf>);

impl NewFolders {
    /// Makes `path` and what leads to it, as far as they are missing.
    pub(crate) fn make(path: &Path) -> Result<Self, Failure> {
        let missing = |folder: &&Path| !folder.as_os_str().is_empty() && !folder.exists();
        let made = path.ancestors().take_while(missing).map(Path::to_owned).collect();
        fs::create_dir_all(path).map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists | io::ErrorKind::NotADirectory => {
                Failure::io(msg::error_out_dir_is_file(path))
            }
            _ => Failure::writing(path, &error),
        })?;
        Ok(Self(made))
    }

    /// Takes the folders back that are empty.
    pub(crate) fn take_back(&self) {
        for folder in &self.0 {
            let _ = fs::remove_dir(folder);
        }
    }
}

/// What can be put somewhere.
pub(crate) trait Product {
    fn save(&self, path: &Path) -> Result<(), SignError>;
    fn save_replacing(&self, path: &Path) -> Result<(), SignError>;
    fn write_to(&self, out: &mut dyn Write) -> Result<(), SignError>;
}

impl Product for Signed {
    fn save(&self, path: &Path) -> Result<(), SignError> {
        self.save(path)
    }

    fn save_replacing(&self, path: &Path) -> Result<(), SignError> {
        self.save_replacing(path)
    }

    fn write_to(&self, out: &mut dyn Write) -> Result<(), SignError> {
        self.write_to(out)
    }
}

impl Product for Prepared {
    fn save(&self, path: &Path) -> Result<(), SignError> {
        self.save(path)
    }

    fn save_replacing(&self, path: &Path) -> Result<(), SignError> {
        self.save_replacing(path)
    }

    fn write_to(&self, out: &mut dyn Write) -> Result<(), SignError> {
        self.write_to(out)
    }
}

impl Product for [u8] {
    fn save(&self, path: &Path) -> Result<(), SignError> {
        file::write_new(path, |out| Ok(out.write_all(self)?))
    }

    fn save_replacing(&self, path: &Path) -> Result<(), SignError> {
        file::replace(path, |out| Ok(out.write_all(self)?))
    }

    fn write_to(&self, out: &mut dyn Write) -> Result<(), SignError> {
        Ok(out.write_all(self)?)
    }
}

/// The ending that a document's name gets for what is made of it; none where the result is the
/// document.
pub(crate) type Ending<'a> = &'a dyn Fn(&Path) -> Option<&'static str>;

/// The target of each input, in their order.
#[cfg(test)]
fn plan(args: &OutputArgs, inputs: &[&Input]) -> Result<Vec<Target>, Failure> {
    plan_with(args, inputs, &|_| None)
}

/// The same, where results may stand beside the documents.
pub(crate) fn plan_with(
    args: &OutputArgs,
    inputs: &[&Input],
    ending: Ending<'_>,
) -> Result<Vec<Target>, Failure> {
    each_once(inputs)?;
    let beside = |input: &&Input| match input {
        Input::File(path) => ending(path).map(|ending| (path.clone(), ending)),
        Input::Stdin | Input::Packed(_) => None,
    };
    if let Some(path) = &args.output {
        return match inputs {
            [_] => Ok(vec![Target::from_option(path, args.force)]),
            _ => Err(Failure::usage(msg::call_one_output_many_inputs(inputs.len()))),
        };
    }
    if let (true, Some((path, ending))) = (args.in_place, inputs.iter().find_map(beside)) {
        return Err(Failure::usage(msg::call_in_place_beside(ending, path.as_path())));
    }
    if args.in_place {
        let in_place = |input: &&Input| match input {
            Input::File(path) => Ok(Target::InPlace(path.clone())),
            Input::Stdin => Err(Failure::usage(msg::call_stdin_in_place())),
            Input::Packed(_) => Err(Failure::usage(msg::call_pack_output())),
        };
        return inputs.iter().map(in_place).collect();
    }
    match &args.out_dir {
        Some(folder) => in_folder(folder, args.force, inputs, ending),
        None if !inputs.is_empty() && inputs.iter().all(|input| beside(input).is_some()) => {
            let named = inputs.iter().filter_map(beside);
            let target = |(path, ending): (PathBuf, &str)| {
                Target::from_option(&with_ending(&path, ending), args.force)
            };
            Ok(named.map(target).collect())
        }
        None => Err(Failure::usage(match inputs {
            [Input::File(path)] => msg::call_no_output(suggestion(path)),
            [Input::Packed(_)] => msg::call_pack_output(),
            _ => msg::call_no_output_folder(),
        })),
    }
}

/// Looks whether the folder of `-o` is there, before a key is asked for anything; that of
/// `--out-dir` is made.
pub(crate) fn folder_there(args: &OutputArgs) -> Result<(), Failure> {
    let Some(path) = args.output.as_deref().filter(|path| *path != Path::new("-")) else {
        return Ok(());
    };
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() && !folder.exists() => {
            Err(Failure::io(msg::error_no_folder(path)))
        }
        _ => Ok(()),
    }
}

/// A document named twice would be signed twice, or the second signature would meet the first.
fn each_once(inputs: &[&Input]) -> Result<(), Failure> {
    let mut seen = BTreeSet::new();
    for input in inputs {
        let Input::File(path) = input else { continue };
        // Devices and pipes may be read twice.
        if path.is_file() && FileId::of(path).is_ok_and(|id| !seen.insert(id)) {
            return Err(Failure::usage(msg::call_same_document_twice(path.as_path())));
        }
    }
    Ok(())
}

/// `a.pdf` → `a.pdf.p7s`
fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    PathBuf::from(name)
}

fn in_folder(
    folder: &Path,
    force: bool,
    inputs: &[&Input],
    ending: Ending<'_>,
) -> Result<Vec<Target>, Failure> {
    if fs::metadata(folder).is_ok_and(|there| !there.is_dir()) {
        return Err(Failure::io(msg::error_out_dir_is_file(folder)));
    }
    let mut names = BTreeSet::new();
    let mut targets = Vec::with_capacity(inputs.len());
    for input in inputs {
        let path = match input {
            Input::File(path) => path,
            Input::Stdin => return Err(Failure::usage(msg::call_stdin_out_dir())),
            Input::Packed(_) => return Err(Failure::usage(msg::call_pack_output())),
        };
        let name = Path::new(path.file_name().unwrap_or(OsStr::new("kyso.pdf")));
        let ending = ending(path);
        let name = ending.map_or_else(|| name.to_owned(), |ending| with_ending(name, ending));
        if !names.insert(name.to_owned()) {
            return Err(Failure::usage(msg::call_same_name_twice(name.display().to_string())));
        }
        targets.push(Target::from_option(&folder.join(name), force));
    }
    Ok(targets)
}

/// `contract.pdf` → `contract.signed.pdf`, `dossier.xml` → `dossier.signed.xml`
fn suggestion(path: &Path) -> String {
    let stem = path.file_stem().unwrap_or(OsStr::new("kyso"));
    let ending = path.extension().unwrap_or(OsStr::new("pdf"));
    let name = format!("{}.signed.{}", stem.display(), ending.display());
    path.with_file_name(name).display().to_string()
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::{Path, PathBuf};

    use super::{Target, plan};
    use crate::args::OutputArgs;
    use crate::inputs::Input;
    use crate::reads::Reads;

    fn args() -> OutputArgs {
        OutputArgs { output: None, out_dir: None, in_place: false, force: false }
    }

    fn file(path: &str) -> Input {
        Input::File(PathBuf::from(path))
    }

    fn refused(args: &OutputArgs, inputs: &[&Input]) -> String {
        plan(args, inputs).unwrap_err().code().to_owned()
    }

    #[test]
    fn there_is_no_output_by_default() {
        assert_eq!(refused(&args(), &[&file("a.pdf")]), "no-output");
        assert_eq!(refused(&args(), &[&file("a.pdf"), &file("b.pdf")]), "no-output-folder");
        assert_eq!(super::suggestion(Path::new("d/a.b.pdf")), "d/a.b.signed.pdf");
        assert_eq!(super::suggestion(Path::new("d/a.xml")), "d/a.signed.xml");
    }

    #[test]
    fn a_batch_goes_into_a_folder_under_distinct_names() {
        let folder = OutputArgs { out_dir: Some("out".into()), ..args() };
        let targets = plan(&folder, &[&file("x/a.pdf"), &file("b.pdf")]).unwrap();
        assert_eq!(targets, [Target::New("out/a.pdf".into()), Target::New("out/b.pdf".into())]);
        assert_eq!(refused(&folder, &[&file("x/a.pdf"), &file("y/a.pdf")]), "same-name-twice");
        assert_eq!(refused(&folder, &[&Input::Stdin]), "stdin-out-dir");
        let one = OutputArgs { output: Some("out.pdf".into()), ..args() };
        assert_eq!(refused(&one, &[&file("a.pdf"), &file("b.pdf")]), "one-output-many-inputs");
    }

    #[test]
    fn in_place_replaces_files_only() {
        let in_place = OutputArgs { in_place: true, ..args() };
        let targets = plan(&in_place, &[&file("a.pdf")]).unwrap();
        assert_eq!(targets, [Target::InPlace("a.pdf".into())]);
        assert_eq!(refused(&in_place, &[&Input::Stdin]), "stdin-in-place");
    }

    #[test]
    fn what_stands_there_is_seen_before_the_work() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.pdf");
        fs::write(&path, b"").unwrap();
        let code = |target: Target, input: &Input| {
            let check = |in_place| target.check(&Reads::new([input], in_place));
            let refused = check(true).map_err(|failure| failure.code().to_owned());
            // Where there is no --in-place, it is not advised.
            let elsewhere = check(false).map_err(|failure| failure.code().to_owned());
            assert_ne!(elsewhere, Err("output-is-input".to_owned()));
            assert_eq!(elsewhere.is_ok(), refused.is_ok());
            refused
        };
        let other = file("other.pdf");
        assert_eq!(code(Target::New(path.clone()), &other), Err("exists".into()));
        let same = Input::File(folder.path().join(".").join("a.pdf"));
        assert_eq!(code(Target::New(path.clone()), &same), Err("output-is-input".into()));
        assert_eq!(code(Target::Replace(path.clone()), &same), Err("output-is-input".into()));
        assert_eq!(code(Target::InPlace(path.clone()), &same), Ok(()));
        assert_eq!(code(Target::Replace(path.clone()), &other), Ok(()));
        assert_eq!(code(Target::New(folder.path().into()), &other), Err("output-is-folder".into()));
        #[cfg(unix)]
        {
            let dangling = folder.path().join("dangling.pdf");
            std::os::unix::fs::symlink("nowhere", &dangling).unwrap();
            assert_eq!(code(Target::New(dangling), &other), Err("exists".into()));
            assert_eq!(code(Target::New("/dev/null".into()), &other), Ok(()));
        }
    }
}
