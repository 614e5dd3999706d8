//! The folder for what a call leaves to a later one.

use std::path::PathBuf;

use etcetera::BaseStrategy;

/// The folder `name` of what is left: in `KYSO_STATE` where that is set, else at the platform's
/// place. `None` where the platform names none.
pub(crate) fn folder(name: &str) -> Option<PathBuf> {
    let named = std::env::var_os("KYSO_STATE").filter(|name| !name.is_empty());
    let usual = || {
        let strategy = etcetera::choose_base_strategy().ok()?;
        Some(strategy.state_dir().unwrap_or_else(|| strategy.data_dir()).join("kyso"))
    };
    Some(named.map(PathBuf::from).or_else(usual)?.join(name))
}
