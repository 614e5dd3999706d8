//! Results as text for people.

pub(crate) mod inspect_text;
mod lines;
pub(crate) mod report_text;
