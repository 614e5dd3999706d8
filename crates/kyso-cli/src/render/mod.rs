//! Results as text for people.

pub(crate) mod inspect_text;
pub(crate) mod inspect_xml_text;
mod lines;
pub(crate) mod report_text;

pub(crate) use lines::Lines;
