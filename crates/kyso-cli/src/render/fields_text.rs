//! What `kyso fields` found, in words.

use kyso::pdf::{AllowedChanges, FieldLock, SignatureField};

use super::lines::Lines;
use crate::i18n::{msg, printable};
use crate::ui::Ui;

/// All fields of a document.
pub(crate) fn render(fields: &[SignatureField], file: &str, ui: &Ui) -> String {
    let mut text = format!("{}\n", printable(file));
    if fields.is_empty() {
        text.push_str(&format!("  {}\n", ui.text(&msg::fields_none())));
    }
    for field in fields {
        text.push_str(&format!("\n  {}\n", printable(&field.name)));
        text.push_str(&one(field, ui));
    }
    text
}

fn one(field: &SignatureField, ui: &Ui) -> String {
    let mut lines = Lines::new(ui, 4);
    lines.add_some(&msg::label_page(), field.page.map(|page| page.to_string()));
    lines.add(&msg::label_rect(), rect(field, ui));
    let state = match field.signature_kind() {
        Some(kind) => {
            let by = field.signer().map_or_else(|| "?".to_owned(), |name| printable(&name));
            msg::field_signed(by, kind)
        }
        None => msg::field_empty(),
    };
    lines.add(&msg::label_state(), ui.text(&state));
    if let Some(value) = &field.signature {
        let permits = value.permitted().map(AllowedChanges::of_number);
        lines.add_some(&msg::label_permits(), permits.map(|changes| permitted(changes, ui)));
        for lock in value.field_locks() {
            lines.add(&msg::label_locks(), locks(&lock, ui));
        }
    } else if let Some(lock) = &field.lock {
        lines.add(&msg::label_locks(), locks(&lock.fields, ui));
        lines.add_some(&msg::label_permits(), lock.changes.map(|changes| permitted(changes, ui)));
    }
    lines.add_some(&msg::label_locked_by(), field.locked_by.as_deref().map(printable));
    for seed in field.seed.entries() {
        let value = printable(&seed.values.join("; "));
        let said = if seed.required {
            msg::seed_required(seed.entry, value)
        } else {
            msg::seed_suggested(seed.entry, value)
        };
        lines.add(&msg::label_seed(), ui.text(&said));
    }
    lines.finish()
}

/// Where a field is on its page.
pub(crate) fn rect(field: &SignatureField, ui: &Ui) -> String {
    match (field.rect, field.rect_mm()) {
        (Some(rect), Some(mm)) if field.is_seen() => {
            ui.text(&msg::field_rect(side_lengths(mm), side_lengths(rect.map(f64::from))))
        }
        _ => ui.text(&msg::field_unseen()),
    }
}

/// `x, y, width × height`
fn side_lengths([left, bottom, right, top]: [f64; 4]) -> String {
    let short = |value: f64| format!("{}", (value * 10.0).round() / 10.0);
    let [x, y] = [short(left), short(bottom)];
    format!("{x}, {y}, {} × {}", short(right - left), short(top - bottom))
}

/// What may follow, in words.
pub(crate) fn permitted(changes: AllowedChanges, ui: &Ui) -> String {
    ui.text(&msg::permits(changes.name()))
}

/// What a lock covers, in words.
pub(crate) fn locks(lock: &FieldLock, ui: &Ui) -> String {
    let names: Vec<String> = lock.fields().iter().map(|name| printable(name)).collect();
    ui.text(&msg::locks(lock.action(), names.len(), names.join(", ")))
}
