//! Which modules there are: p11-kit's configuration, and common names of middleware.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::limits::{MAX_CONFIG_BYTES, MAX_MODULES};
use crate::{LoadFault, Pkcs11Uri};

/// A module that may be loaded.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FoundModule {
    /// The library.
    pub path: PathBuf,
    /// Who named it.
    pub origin: ModuleOrigin,
}

/// Who named a module.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum ModuleOrigin {
    /// The caller, in a URI.
    Caller,
    /// A file of p11-kit's configuration.
    Configured {
        /// The file.
        file: PathBuf,
    },
    /// A library with the name of common middleware, in a usual place.
    Hint,
}

/// Where modules are looked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Places {
    /// Folders of p11-kit's `*.module` files; of two files of one name the first folder's counts.
    pub configuration: Vec<PathBuf>,
    /// Folders that a relative `module:` of these is in.
    pub modules: Vec<PathBuf>,
    /// Folders where middleware is looked for by name.
    pub hints: Vec<PathBuf>,
}

/// The names and folders of `hints.toml`.
#[derive(Deserialize)]
struct Hints {
    names: Vec<String>,
    folders: Vec<PathBuf>,
}

fn hints() -> Hints {
    // A test reads the file; a broken one gives no hints.
    toml::from_str(include_str!("hints.toml"))
        .unwrap_or(Hints { names: Vec::new(), folders: Vec::new() })
}

impl Places {
    /// The places of the system, and of the user whose configuration folder is given
    /// (`~/.config`).
    #[must_use]
    pub fn of_system(user: Option<&Path>) -> Self {
        let user = user.map(|folder| folder.join("pkcs11/modules"));
        let system = ["/etc/pkcs11/modules", "/usr/share/p11-kit/modules"].map(PathBuf::from);
        let modules = [
            "/usr/lib/x86_64-linux-gnu/pkcs11",
            "/usr/lib/aarch64-linux-gnu/pkcs11",
            "/usr/lib64/pkcs11",
            "/usr/lib/pkcs11",
            "/usr/local/lib/pkcs11",
        ];
        Self {
            configuration: user.into_iter().chain(system).collect(),
            modules: modules.map(PathBuf::from).to_vec(),
            hints: hints().folders,
        }
    }

    /// All modules, each library once: those that are configured first.
    #[must_use]
    pub fn find(&self) -> Vec<FoundModule> {
        let mut found: Vec<FoundModule> = Vec::new();
        let mut seen = Vec::new();
        let hinted = self.hinted().into_iter();
        let hinted = hinted.map(|path| FoundModule { path, origin: ModuleOrigin::Hint });
        for module in self.configured().into_iter().chain(hinted) {
            let real = fs::canonicalize(&module.path).unwrap_or_else(|_| module.path.clone());
            // p11-kit's own proxy would show every token a second time.
            let is_proxy = name_of(&real).starts_with("p11-kit");
            if !is_proxy && !seen.contains(&real) && found.len() < MAX_MODULES {
                seen.push(real);
                found.push(module);
            }
        }
        found
    }

    /// The modules that a URI asks for: the one that it names, else all.
    #[must_use]
    pub fn for_uri(&self, uri: &Pkcs11Uri) -> Vec<FoundModule> {
        if let Some(path) = &uri.module_path {
            return vec![FoundModule { path: path.clone(), origin: ModuleOrigin::Caller }];
        }
        let mut found = self.find();
        if let Some(name) = &uri.module_name {
            found.retain(|module| name_of(&module.path) == name.as_str());
        }
        found
    }

    fn configured(&self) -> Vec<FoundModule> {
        let mut files: BTreeMap<String, PathBuf> = BTreeMap::new();
        for folder in &self.configuration {
            let Ok(entries) = fs::read_dir(folder) else { continue };
            for path in entries.flatten().map(|entry| entry.path()) {
                let is_module = path.extension().is_some_and(|ending| ending == "module");
                if let Some(name) = path.file_name().filter(|_| is_module) {
                    files.entry(name.to_string_lossy().into_owned()).or_insert(path);
                }
            }
        }
        let module = |file: PathBuf| {
            let text = read(&file)?;
            let named = module_of(&text)?;
            let origin = ModuleOrigin::Configured { file };
            Some(FoundModule { path: self.place(&named), origin })
        };
        files.into_values().filter_map(module).collect()
    }

    /// A relative name is in the first folder that has it.
    fn place(&self, named: &Path) -> PathBuf {
        let mut there = self.modules.iter().map(|folder| folder.join(named));
        there.find(|path| path.is_file()).unwrap_or_else(|| named.to_owned())
    }

    fn hinted(&self) -> Vec<PathBuf> {
        let names = hints().names;
        let files = names.iter().flat_map(|name| {
            [
                format!("{name}.so"),
                format!("lib{name}.so"),
                format!("lib{name}.dylib"),
                format!("{name}.dll"),
            ]
        });
        let places = files.flat_map(|file| self.hints.iter().map(move |at| at.join(&file)));
        places.filter(|path| path.is_file()).collect()
    }
}

/// What a `*.module` file names (pkcs11.conf(5)): nothing where it is switched off for everybody
/// else, or holds trust and no keys.
fn module_of(text: &str) -> Option<PathBuf> {
    let mut module = None;
    for line in text.lines().map(str::trim).filter(|line| !line.starts_with('#')) {
        let Some((key, value)) = line.split_once(':') else { continue };
        match (key.trim(), value.trim()) {
            ("module", value) if !value.is_empty() => module = Some(PathBuf::from(value)),
            ("trust-policy", "yes") | ("enable-in", _) => return None,
            ("disable-in", names) if names.split([',', ' ']).any(|name| name == "kyso") => {
                return None;
            }
            _ => {}
        }
    }
    module
}

fn read(path: &Path) -> Option<String> {
    let is_small = fs::metadata(path).is_ok_and(|there| there.len() <= MAX_CONFIG_BYTES);
    is_small.then(|| fs::read_to_string(path).ok()).flatten()
}

/// The file name without `lib` and the ending (RFC 7512 §2.3, `module-name`).
fn name_of(path: &Path) -> String {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    stem.strip_prefix("lib").map_or(stem.clone(), str::to_owned)
}

/// Why the loader would refuse a library, as far as its first bytes tell: the most frequent
/// reason is one made for 32 bits.
pub(crate) fn check_library(path: &Path) -> Result<(), LoadFault> {
    use std::io::Read as _;
    let mut head = [0; 64];
    let file = fs::File::open(path).map_err(|error| LoadFault::Unreadable(error.kind()))?;
    let read = file.take(64).read(&mut head).map_err(|e| LoadFault::Unreadable(e.kind()))?;
    let wanted = if cfg!(target_pointer_width = "64") { 64 } else { 32 };
    let bits = match head.get(..read).unwrap_or_default() {
        // ELF: EI_CLASS
        [0x7f, b'E', b'L', b'F', 1, ..] => 32,
        [0x7f, b'E', b'L', b'F', 2, ..] => 64,
        // What else there is, the loader judges.
        _ => return Ok(()),
    };
    if bits == wanted { Ok(()) } else { Err(LoadFault::Bits { library: bits, program: wanted }) }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::PathBuf;

    use super::{FoundModule, ModuleOrigin, Places, check_library, hints, module_of, name_of};
    use crate::{LoadFault, Pkcs11Uri};

    #[test]
    fn the_hints_can_be_read() {
        assert!(hints().names.iter().any(|name| name == "bit4xpki"));
        assert!(!hints().folders.is_empty());
    }

    #[test]
    fn a_users_file_stands_before_the_systems() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        for name in ["user", "system", "lib"] {
            fs::create_dir(at(name)).unwrap();
        }
        fs::write(at("lib/libtoken.so"), b"").unwrap();
        fs::write(at("user/a.module"), "module: libtoken.so\n").unwrap();
        fs::write(at("system/a.module"), "module: /elsewhere.so\n").unwrap();
        fs::write(at("system/b.module"), "# none\nmodule : /b.so\ntrust-policy: yes\n").unwrap();
        fs::write(at("system/c.module"), "module:/c.so").unwrap();
        fs::write(at("system/d.conf"), "module:/d.so").unwrap();
        let places = Places {
            configuration: vec![at("user"), at("system")],
            modules: vec![at("lib")],
            hints: Vec::new(),
        };
        let configured = |path: PathBuf, file: &str| FoundModule {
            path,
            origin: ModuleOrigin::Configured { file: at(file) },
        };
        assert_eq!(
            places.find(),
            [
                configured(at("lib/libtoken.so"), "user/a.module"),
                configured("/c.so".into(), "system/c.module"),
            ]
        );
        let uri: Pkcs11Uri = "pkcs11:?module-name=token".parse().unwrap();
        assert_eq!(places.for_uri(&uri).len(), 1);
        let uri: Pkcs11Uri = "pkcs11:?module-path=/x.so".parse().unwrap();
        assert_eq!(places.for_uri(&uri)[0].path, PathBuf::from("/x.so"));
    }

    #[test]
    fn a_module_for_others_is_left_to_them() {
        assert_eq!(module_of("module: a.so\nenable-in: gnutls"), None);
        assert_eq!(module_of("module: a.so\ndisable-in: kyso, b"), None);
        assert_eq!(module_of("module: a.so\ndisable-in: b"), Some("a.so".into()));
        assert_eq!(module_of("managed: no"), None);
    }

    #[test]
    fn a_library_of_the_other_width_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("libx.so");
        fs::write(&path, b"\x7fELF\x01\x01").unwrap();
        let wrong = LoadFault::Bits { library: 32, program: 64 };
        assert_eq!(check_library(&path), Err(wrong));
        fs::write(&path, b"\x7fELF\x02\x01").unwrap();
        assert_eq!(check_library(&path), Ok(()));
        let missing = check_library(&folder.path().join("none.so"));
        assert_eq!(missing, Err(LoadFault::Unreadable(std::io::ErrorKind::NotFound)));
        assert_eq!(name_of(&path), "x");
    }
}
