//! Screens that stand as files beside the tests, in both languages.

use std::fs;
use std::path::Path;

/// Compares with the screen of this name and language; `KYSO_BLESS=1` makes it anew.
pub(crate) fn is_as_blessed(name: &str, lang: &str, text: &str) {
    let file = format!("tests/screens/{name}.{lang}.txt");
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    if std::env::var_os("KYSO_BLESS").is_some() {
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, text).unwrap();
    }
    assert_eq!(fs::read_to_string(&file).unwrap_or_default(), text, "{}", file.display());
}
