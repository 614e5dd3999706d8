//! Fonts, the terminal, and the folders that kyso keeps things in.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use serde_json::json;

use super::{Area, Findings, Severity};
use crate::args::DoctorArgs;
use crate::exit::Status;
use crate::i18n::msg;
use crate::ui::Ui;
use crate::{picture, state, store};

/// The font that is built in.
const FONT: &str = "Liberation Serif 2.1.5";

pub(super) fn examine(args: &DoctorArgs, findings: &mut Findings, ui: &Ui) {
    findings.area = Area::Fonts;
    findings.info(msg::doctor_fonts(FONT), json!({"built_in": FONT}));
    findings.area = Area::Terminal;
    terminal(findings, ui);
    findings.area = Area::Permissions;
    permissions(args, findings);
}

/// The first variable that is set decides (POSIX.1-2024 §8.2).
fn locale() -> String {
    let names = ["LC_ALL", "LC_CTYPE", "LANG"];
    let set = names.iter().filter_map(|name| std::env::var(name).ok());
    set.into_iter().find(|value| !value.is_empty()).unwrap_or_else(|| "C".to_owned())
}

fn is_utf8(locale: &str) -> bool {
    let locale = locale.to_ascii_lowercase();
    // Elsewhere the terminal has a mode of its own.
    !cfg!(unix) || locale.contains("utf-8") || locale.contains("utf8")
}

fn terminal(findings: &mut Findings, ui: &Ui) {
    let (locale, is_terminal) = (locale(), std::io::stdout().is_terminal());
    let pictures = picture::protocol();
    let facts = json!({
        "terminal": is_terminal,
        "color": ui.is_colored(),
        "pictures": pictures,
        "locale": locale,
        "language": ui.catalog.lang().code(),
    });
    let yes_no = |yes| if yes { msg::word_yes() } else { msg::word_no() };
    let color = yes_no(ui.is_colored());
    let pictures = pictures.unwrap_or("-");
    findings.info(msg::doctor_terminal(color, &locale, pictures, yes_no(is_terminal)), facts);
    if !is_utf8(&locale) {
        findings.warning(msg::doctor_locale(&locale), json!({"locale": locale}));
    }
}

fn permissions(args: &DoctorArgs, findings: &mut Findings) {
    match store::folder(&args.folder) {
        None => findings.warning(msg::error_no_home(), json!({})),
        Some(folder) => {
            writable(&folder, "trust-store", findings);
            if others(&folder, 0o022) {
                let facts = json!({"folder": folder.display().to_string()});
                let message = msg::doctor_folder_open(folder.as_path());
                findings.add(Severity::Error(Status::Io), message, facts);
            }
        }
    }
    if let Some(folder) = state::base() {
        writable(&folder, "state", findings);
        let inside = folder.join("remote");
        if others(&inside, 0o077) {
            let facts = json!({"folder": inside.display().to_string()});
            findings.warning(msg::doctor_state_open(inside.as_path()), facts);
        }
    }
}

/// Whether a folder, or the first above it that is there, can be written into.
fn writable(folder: &Path, purpose: &str, findings: &mut Findings) {
    let there = folder.ancestors().find(|one| one.exists()).map(PathBuf::from);
    let facts = json!({"folder": folder.display().to_string(), "purpose": purpose});
    if there.is_some_and(|there| there.is_dir() && may_write(&there)) {
        findings.info(msg::doctor_folder(folder), facts);
    } else {
        findings.warning(msg::doctor_folder_closed(folder), facts);
    }
}

#[cfg(unix)]
fn may_write(folder: &Path) -> bool {
    rustix::fs::access(folder, rustix::fs::Access::WRITE_OK | rustix::fs::Access::EXEC_OK).is_ok()
}

#[cfg(not(unix))]
fn may_write(folder: &Path) -> bool {
    folder.metadata().is_ok_and(|about| !about.permissions().readonly())
}

/// Whether group or others have one of these rights to a folder.
fn others(folder: &Path, rights: u32) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        folder.metadata().is_ok_and(|about| about.permissions().mode() & rights != 0)
    }
    #[cfg(not(unix))]
    {
        let _ = (folder, rights);
        false
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_locale_says_whether_it_is_utf8() {
        assert!(super::is_utf8("vi_VN.UTF-8") && super::is_utf8("C.utf8"));
        assert_eq!(super::is_utf8("C"), !cfg!(unix));
        assert_eq!(super::is_utf8("vi_VN.TCVN"), !cfg!(unix));
    }
}
