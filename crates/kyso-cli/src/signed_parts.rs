//! `--export-signed`: what each signature covers, in files of their own.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::{Component, Path, PathBuf};

use kyso::verify::{SignedPart, SignedPartError};
use kyso::{Conclusion, Document, Opening, Report, SignError, Source, Verifier, file};

use crate::cades;
use crate::error::Failure;
use crate::i18n::msg;
use crate::inputs::Input;
use crate::opener::Opener;
use crate::output::{NewFolders, Product, Target};
use crate::reads::Reads;
use crate::ui::Ui;

/// Characters of a signature's name that a file name takes over.
const LONGEST: usize = 60;

/// Where the parts go, and what was put there.
pub(crate) struct Export<'a> {
    folder: &'a Path,
    force: bool,
    reads: &'a Reads,
    taken: BTreeSet<PathBuf>,
    verifier: &'a Verifier<'a>,
    content: Option<&'a Path>,
}

impl<'a> Export<'a> {
    /// Into `folder`; what the call reads is never written over.
    pub(crate) fn new(
        folder: &'a Path,
        force: bool,
        reads: &'a Reads,
        (verifier, content): (&'a Verifier<'a>, Option<&'a Path>),
    ) -> Self {
        Self { folder, force, reads, taken: BTreeSet::new(), verifier, content }
    }

    /// Writes what the signatures of a report cover. A signature whose bytes are not those that
    /// were signed covers nothing, and is told.
    pub(crate) fn write(
        &mut self,
        (input, source): (&Input, &Source),
        report: &Report,
        opener: &Opener<'_>,
        ui: &Ui,
    ) -> Result<(), Failure> {
        let open = |how: &Opening| Document::from_source_with(source.clone(), how);
        let document = match opener.with(input, open) {
            Ok(document) => document,
            // Too damaged to open, as the report says.
            Err(_) if !report.signatures.is_empty() => {
                ui.warn(&msg::note_nothing_exported(input.name()));
                return Ok(());
            }
            Err(failure) => return Err(failure),
        };
        let document = cades::with_content(document, input, self.content)?;
        let verifier = self.verifier;
        if document.format().is_container() {
            return self.files(&document, report, verifier, (input, ui));
        }
        for (index, signature) in report.signatures.iter().enumerate() {
            let parts = verifier.signed_parts(&document, report, index);
            if parts.is_empty() {
                ui.warn(&msg::note_nothing_exported(signature.id.as_str()));
            }
            for part in parts {
                let path = self.path(input, &signature.id, &part);
                let target = Target::from_option(&path, self.force);
                regular_or_free(&path)?;
                target.check(self.reads)?;
                let _folders = NewFolders::make(self.folder)?;
                let exported = Exported { verifier, document: &document, part: &part };
                target.put(&exported, self.reads)?;
                ui.note(&msg::note_exported(path.as_path(), signature.id.as_str()));
            }
        }
        Ok(())
    }

    /// Writes the files of a container that signatures cover which passed, each once, under its
    /// name in there.
    fn files(
        &mut self,
        document: &Document,
        report: &Report,
        verifier: &Verifier<'_>,
        (input, ui): (&Input, &Ui),
    ) -> Result<(), Failure> {
        let passed = matches!(report.conclusion(), Conclusion::Passed(_));
        let mut written = BTreeSet::new();
        for index in 0..report.signatures.len() {
            for part in verifier.signed_parts(document, report, index) {
                let Some(name) = part.file().filter(|_| passed) else { continue };
                if !written.insert(name.to_owned()) {
                    continue;
                }
                let path = below(self.folder, name)
                    .ok_or_else(|| Failure::io(msg::error_export_name(name)))?;
                if !self.taken.insert(path.clone()) {
                    return Err(Failure::io(msg::error_output_is_written(path.as_path())));
                }
                let target = Target::from_option(&path, self.force);
                real_folders(self.folder, &path)?;
                regular_or_free(&path)?;
                target.check(self.reads)?;
                let _folders = NewFolders::make(path.parent().unwrap_or(self.folder))?;
                let exported = Exported { verifier, document, part: &part };
                target.put(&exported, self.reads)?;
                ui.note(&msg::note_exported(path.as_path(), name));
            }
        }
        if written.is_empty() {
            ui.warn(&msg::note_nothing_exported(input.name()));
        }
        Ok(())
    }

    /// `contract.Signature1.pdf`, `dossier.sig-1.2.xml`: no two of one call alike.
    fn path(&mut self, input: &Input, id: &str, part: &SignedPart) -> PathBuf {
        let stem = match input {
            Input::File(path) => path.file_stem().map(|stem| stem.display().to_string()),
            Input::Stdin | Input::Packed(_) => None,
        };
        let stem = stem.unwrap_or_else(|| "stdin".to_owned());
        let number = part.reference().map(|number| format!(".{number}")).unwrap_or_default();
        // `a.pdf.p7m` holds an `a.pdf`.
        let inner = Path::new(&stem).extension().map(|ending| ending.display().to_string());
        let ending = match part.revision() {
            Some(_) => "pdf".to_owned(),
            None if part.is_xml() => "xml".to_owned(),
            None if part.is_content() => inner.unwrap_or_else(|| "bin".to_owned()),
            None => "bin".to_owned(),
        };
        let name =
            |more: String| self.folder.join(format!("{stem}.{}{more}{number}.{ending}", safe(id)));
        let mut path = name(String::new());
        let mut count = 2;
        while !self.taken.insert(path.clone()) {
            path = name(format!("-{count}"));
            count += 1;
        }
        path
    }
}

/// The name comes of the document: what stands there and is no file, a link least of all, was not
/// chosen by who calls.
fn regular_or_free(path: &Path) -> Result<(), Failure> {
    match fs::symlink_metadata(path) {
        Ok(there) if !there.is_file() && !there.is_dir() => {
            Err(Failure::io(msg::error_export_not_regular(path)))
        }
        _ => Ok(()),
    }
}

/// A file of a container below a folder: plain parts of a path, and nothing that a system gives a
/// meaning.
fn below(folder: &Path, name: &str) -> Option<PathBuf> {
    let odd =
        |part: &str| part.is_empty() || matches!(part, "." | "..") || part.contains([':', '\\']);
    if name.split('/').any(odd) {
        return None;
    }
    let path: PathBuf = name.split('/').collect();
    path.components().all(|part| matches!(part, Component::Normal(_))).then(|| folder.join(path))
}

/// No folder on the way from `folder` to the file is a link: whoever put it there would decide
/// where the file goes.
fn real_folders(folder: &Path, path: &Path) -> Result<(), Failure> {
    let between = path.ancestors().skip(1).take_while(|above| *above != folder);
    for above in between {
        match fs::symlink_metadata(above) {
            Ok(there) if !there.is_dir() => {
                return Err(Failure::io(msg::error_export_not_regular(above)));
            }
            _ => {}
        }
    }
    Ok(())
}

/// A name without anything that leads elsewhere or that a file system minds.
fn safe(id: &str) -> String {
    let kept = |c: char| if c.is_alphanumeric() || matches!(c, '-' | '_') { c } else { '_' };
    let name: String = id.chars().take(LONGEST).map(kept).collect();
    if name.is_empty() { "signature".to_owned() } else { name }
}

/// One part on its way into a file.
struct Exported<'e> {
    verifier: &'e Verifier<'e>,
    document: &'e Document,
    part: &'e SignedPart,
}

impl Exported<'_> {
    fn pour(&self, out: &mut dyn Write) -> Result<(), SignError> {
        let written = self.verifier.write_signed(self.document, self.part, out);
        written.map_err(|error| match error {
            SignedPartError::Io(error) => error.into(),
            SignedPartError::Source(error) => std::io::Error::other(error).into(),
            other => std::io::Error::other(other).into(),
        })
    }
}

impl Product for Exported<'_> {
    fn save(&self, path: &Path) -> Result<(), SignError> {
        file::write_new(path, |out| self.pour(out))
    }

    fn save_replacing(&self, path: &Path) -> Result<(), SignError> {
        file::replace(path, |out| self.pour(out))
    }

    fn write_to(&self, out: &mut dyn Write) -> Result<(), SignError> {
        self.pour(out)
    }
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use super::{below, safe};

    #[test]
    fn a_file_of_a_container_stays_below_its_folder() {
        let at = |name| below(Path::new("out"), name);
        assert_eq!(at("a.pdf"), Some(PathBuf::from("out/a.pdf")));
        assert_eq!(at("phụ lục/a.pdf"), Some(PathBuf::from("out/phụ lục/a.pdf")));
        for name in ["", "..", "../a", "a/../b", "/a", "a//b", "C:a", "a:b", "a\\b", "./a", "a/"] {
            assert_eq!(at(name), None, "{name}");
        }
    }

    #[test]
    fn a_name_leads_nowhere() {
        assert_eq!(safe("Signature1"), "Signature1");
        assert_eq!(safe("../../etc/passwd"), "______etc_passwd");
        assert_eq!(safe("/Invoice/DSCKS/Signature[1]"), "_Invoice_DSCKS_Signature_1_");
        assert_eq!(safe("chữ ký\0\u{202e}"), "chữ_ký__");
        assert_eq!(safe(""), "signature");
        assert_eq!(safe(&"a".repeat(500)).len(), 60);
    }
}
