//! `kyso config`: where the configuration is, what it says, and changes to it.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use serde_json::{Value as Json, json};

use crate::args::{ConfigAction, ConfigSetArgs, ConfigShowArgs, StoreFolder};
use crate::config::{self, Edited, Entry, FileState, Key, Kind, Origin, Outcome, Settings, Value};
use crate::error::Failure;
use crate::exit::Status;
use crate::i18n::msg;
use crate::output::Target;
use crate::reads::Reads;
use crate::ui::Ui;
use crate::{state, store};

pub(super) fn run(action: &ConfigAction, ui: &Ui) -> Result<Status, Failure> {
    match action {
        ConfigAction::Path => ui.print_line(&place()?.display().to_string())?,
        ConfigAction::Init(args) => {
            let (path, text) = (place()?, config::template(&ui.catalog));
            write(&path, &text, args.force)?;
            tell(ui, &msg::config_written(path.as_path()))?;
        }
        ConfigAction::Get(args) => get(&args.key, ui)?,
        ConfigAction::Set(args) => set(args, ui)?,
        ConfigAction::Unset(args) => unset(&args.key, ui)?,
        ConfigAction::Show(args) => show(args, ui)?,
    }
    Ok(Status::Done)
}

fn place() -> Result<PathBuf, Failure> {
    config::place().ok_or_else(|| Failure::io(msg::error_config_no_home()))
}

fn tell(ui: &Ui, message: &crate::i18n::Message) -> Result<(), Failure> {
    if ui.quiet { Ok(()) } else { ui.print_line(&ui.text(message)) }
}

fn key(name: &str) -> Result<&'static Key, Failure> {
    config::named(name).ok_or_else(|| Failure::usage(config::unknown_key(name)))
}

/// Writes the file, whole or not at all, into a folder that is its user's own. Others may read
/// it; what they may write to, the next call would refuse.
fn write(path: &Path, text: &str, force: bool) -> Result<(), Failure> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        state::private_folders(folder).map_err(|error| Failure::writing(folder, &error))?;
    }
    Target::from_option(path, force).put(text.as_bytes(), &Reads::new([], false))?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let private = |about: std::fs::Metadata| {
            let mut rights = about.permissions();
            rights.set_mode(rights.mode() & !0o022);
            std::fs::set_permissions(path, rights)
        };
        let made = std::fs::metadata(path).and_then(private);
        made.map_err(|error| Failure::writing(path, &error))?;
    }
    Ok(())
}

fn get(name: &str, ui: &Ui) -> Result<(), Failure> {
    let key = key(name)?;
    let settings = sound(&ui.settings)?;
    let entry = holding(settings).find(|entry| entry.key == key);
    let lines = match (entry, default(key, ui)) {
        (Some(Entry { value: Value::Texts(texts), .. }), _) => texts.clone(),
        (Some(Entry { value: Value::Switch(on), .. }), _) => vec![on.to_string().into()],
        (None, Some(default)) => vec![default.into()],
        (None, None) => {
            ui.note(&msg::note_config_not_set(key.name));
            return Ok(());
        }
    };
    lines.iter().try_for_each(|line| {
        ui.print(line.as_encoded_bytes())?;
        ui.print(b"\n")
    })
}

fn set(args: &ConfigSetArgs, ui: &Ui) -> Result<(), Failure> {
    let key = key(&args.key)?;
    if args.value.len() > 1 && !key.list {
        return Err(Failure::usage(msg::call_config_one_value(key.name)));
    }
    let here = std::env::current_dir().unwrap_or_default();
    let given = |text: &String| config::given(key, text, &here);
    let values: Vec<String> = args.value.iter().map(given).collect::<Result<_, _>>()?;
    let path = place()?;
    let there = config::read(&path)?;
    let text = there.clone().unwrap_or_else(|| config::template(&ui.catalog));
    let edited = config::set(&text, key, &values, &path)?;
    write(&path, &edited, there.is_some())?;
    for missing in values.iter().filter(|value| config::is_missing(key, value)) {
        ui.warn(&msg::warn_config_missing(missing, key.name));
    }
    tell(ui, &msg::config_set(path.as_path(), key.name, values.join(", ")))
}

fn unset(name: &str, ui: &Ui) -> Result<(), Failure> {
    let path = place()?;
    let text = config::read(&path)?.unwrap_or_default();
    match config::unset(&text, name, &path)? {
        Edited::Text(edited) => {
            write(&path, &edited, true)?;
            tell(ui, &msg::config_unset(path.as_path(), name))
        }
        // What is no key may be taken out of the file; what is neither is a mistake.
        Edited::Unchanged => {
            let key = key(name)?;
            ui.note(&msg::note_config_not_in_file(path.as_path(), key.name));
            Ok(())
        }
    }
}

/// What the layers say, where nothing is wrong in them.
fn sound(settings: &Settings) -> Result<&Settings, Failure> {
    settings.faults.first().map_or(Ok(settings), |fault| Err(fault.clone()))
}

fn holding(settings: &Settings) -> impl Iterator<Item = &Entry> {
    let holds = |(entry, outcome): (_, Outcome)| (outcome == Outcome::Holds).then_some(entry);
    settings.outcomes().into_iter().filter_map(holds)
}

/// What holds where nobody says anything.
fn default(key: &Key, ui: &Ui) -> Option<String> {
    match key.name {
        "lang" => Some(ui.catalog.lang().code().to_owned()),
        "store" => {
            store::folder(&StoreFolder { store: None }).map(|path| path.display().to_string())
        }
        _ => key.default.map(str::to_owned),
    }
}

/// A line of what is shown.
struct Row {
    key: &'static Key,
    value: Json,
    /// `None`: nobody says anything.
    origin: Option<Origin>,
    /// What is said instead.
    aside: Option<String>,
}

fn rows(settings: &Settings, ui: &Ui) -> Vec<Row> {
    let outcomes = settings.outcomes();
    let mut rows = Vec::new();
    for key in &config::KEYS {
        let mut said = false;
        for (entry, outcome) in outcomes.iter().filter(|(entry, _)| entry.key == key) {
            let aside = match outcome {
                Outcome::Holds | Outcome::Idle => None,
                Outcome::Aside(by) => Some(by.clone()),
            };
            said |= aside.is_none();
            let (value, origin) = (in_json(entry), Some(entry.origin.clone()));
            rows.push(Row { key, value, origin, aside });
        }
        if let Some(default) = default(key, ui).filter(|_| !said) {
            rows.push(Row { key, value: default.into(), origin: None, aside: None });
        }
    }
    rows
}

fn in_json(entry: &Entry) -> Json {
    let shown = |text: &OsStr| {
        let text = text.to_string_lossy();
        // The query of a URL may hold a secret.
        if text.contains("://") { kyso_net::without_secrets(&text) } else { text.into_owned() }
    };
    match &entry.value {
        Value::Switch(on) => json!(on),
        Value::Texts(texts) if entry.key.list => {
            texts.iter().map(|text| json!(shown(text))).collect()
        }
        Value::Texts(texts) => {
            let text = texts.first().map(|text| shown(text));
            let number = text.as_deref().and_then(|text| text.parse::<u32>().ok());
            match number.filter(|_| entry.key.kind == Kind::Number) {
                Some(number) => json!(number),
                None => json!(text),
            }
        }
    }
}

fn show(args: &ConfigShowArgs, ui: &Ui) -> Result<(), Failure> {
    let settings = sound(&ui.settings)?;
    let rows = rows(settings, ui);
    if args.json {
        return ui.print_json(&to_json(settings, &rows));
    }
    if !args.origin {
        return rows
            .iter()
            .filter(|row| row.aside.is_none())
            .try_for_each(|row| ui.print_line(&format!("{} = {}", row.key.name, row.value)));
    }
    let place = settings.place.as_deref().unwrap_or(Path::new("-"));
    let message = match settings.state {
        FileState::Off => msg::config_file_off(),
        FileState::Absent => msg::config_file_absent(place),
        FileState::Read => msg::config_file(place),
    };
    ui.print_line(&ui.text(&message))?;
    for row in &rows {
        let origin = match (&row.origin, &row.aside) {
            (None, _) => ui.text(&msg::config_default()),
            (Some(origin), None) => origin.place(row.key),
            (Some(origin), Some(by)) => ui.text(&msg::config_aside(by, origin.place(row.key))),
        };
        // As it would stand in a file, which has comments for the rest.
        let off = if row.aside.is_some() { "# " } else { "" };
        ui.print_line(&format!("{off}{} = {}  # {origin}", row.key.name, row.value))?;
    }
    Ok(())
}

fn to_json(settings: &Settings, rows: &[Row]) -> Json {
    let row = |row: &Row| {
        let (origin, place, line) = match &row.origin {
            None => ("default", None, None),
            Some(origin @ (Origin::Option | Origin::Set)) => {
                ("option", Some(origin.place(row.key)), None)
            }
            Some(Origin::Variable(name)) => ("variable", Some(name.clone()), None),
            Some(Origin::File { file, line }) => ("file", Some(file.clone()), Some(*line)),
        };
        json!({
            "key": row.key.name,
            "value": row.value,
            "origin": origin,
            "place": place,
            "line": line,
            "instead": row.aside,
        })
    };
    json!({
        "schema": 1,
        "kyso": env!("CARGO_PKG_VERSION"),
        "file": settings.place.as_ref().map(|place| place.display().to_string()),
        "found": settings.state == FileState::Read,
        "values": rows.iter().map(row).collect::<Vec<Json>>(),
    })
}
